"""Controls of the pages that ask one thing of a scenario: which oblast, before which date, how sure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import streamlit as st

from territory.charts.figure import Palette
from territory.model.work import ALL
from territory.scenario.scenario import Scenario
from territory.text import NARROW, say
from territory.ui import form
from territory.ui.form import held, moved, own_date
from territory.ui.session import Session
from territory.words.vocabulary import region_name

CHANCES = tuple(float(percent) for percent in range(5, 100, 5))
SIDE_BY_SIDE = 3


def results(scenario: Scenario) -> tuple[str, ...]:
    """The results that can be asked about: each oblast, and all of them where the order makes that one question."""
    several = len(scenario.targets) > 1 and scenario.order != "separately"
    return (*scenario.targets, ALL) if several else scenario.targets


def asked_about(session: Session) -> str:
    """The result that is asked about: the reader's choice where the scenario still has it, or the first."""
    known = results(session.scenario)
    return session.asked_about if session.asked_about in known else known[0]


def colours(palette: Palette, scenario: Scenario, result: str) -> dict[str, str]:
    """The colour of the oblast that is asked about; all of them together have none."""
    return {} if result == ALL else {result: palette.of(scenario.targets)[result]}


def oblast(session: Session, page: str) -> None:
    """Which oblast, where there are several; a control of each page's own, whose choice all pages share."""
    known = results(session.scenario)
    if len(known) == 1:
        return

    def choose(name: str) -> None:
        session.asked_about = name

    # Another set of oblasts is another control: one that keeps its key would hold an oblast that is gone. So is that of
    # another page: Streamlit takes a key it has just shown for known to the browser, which begins with nothing chosen.
    name = f"about.{page}.{'.'.join(known)}"
    key = held(session, name, asked_about(session))
    act = moved(session, name, choose, known)
    if len(known) <= SIDE_BY_SIDE:
        st.segmented_control(
            say("Oblast"), options=known, format_func=short_name, required=True, key=key, on_change=act, width="content"
        )
    else:
        st.selectbox(say("Oblast"), options=known, format_func=short_name, key=key, on_change=act, width=220)


def short_name(result: str) -> str:
    """A result in little room."""
    return say("all of them") if result == ALL else region_name(result)


def by(session: Session) -> None:
    """The reader's own date, shared with the chances on the first page."""
    own_date(session, say("Taken before"), "tested_by", _first_day(session), width=200)


def ask_by(session: Session, chosen: date) -> None:
    """Ask about a date, the day after the start at the earliest."""
    form.ask_by(session, chosen, _first_day(session))


def _first_day(session: Session) -> date:
    return session.scenario.start + timedelta(days=1)


def chance(session: Session, levels: Sequence[float] = CHANCES) -> None:
    """How sure it is to be."""

    def choose(chosen: float) -> None:
        session.chance = min(levels, key=lambda level: abs(level - chosen))

    key = held(session, "chance", session.chance)
    st.slider(
        say("Chance in this model, %"),
        min_value=levels[0],
        max_value=levels[-1],
        step=levels[1] - levels[0],
        format=f"%.0f{NARROW}%%",
        key=key,
        on_change=moved(session, "chance", choose),
        width=320,
    )
