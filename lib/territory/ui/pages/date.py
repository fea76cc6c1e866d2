"""Test a date: the pace that it would imply, and how that compares with the record."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from territory.answers.needed import Needs, days_at_paces, needed
from territory.charts import blocks
from territory.charts import date as date_chart
from territory.figures import evidence
from territory.scenario.scenario import Scenario
from territory.text import NARROW, day, month, say, sentences
from territory.ui import components, controls, page_blocks
from territory.ui.session import Session, View
from territory.words import cited as citing
from territory.words import needed as needed_words
from territory.words import vocabulary

KEPT = 64
A_DAY = timedelta(days=1)  # a date is after the start
CHANCES = tuple(float(percent) for percent in range(5, 100, 5))


def show(view: View) -> None:
    """The answer, what it is asked of, what else the date implies, and the pace of every other date."""
    session = view.session
    scenario, name = session.scenario, controls.asked_about(session)
    if session.by <= scenario.start:
        start = day(scenario.start)
        later = say("Choose a date after {date}, the day from which this scenario counts.", date=start)
        st.html(blocks.headline(later, {}))
        _controls(session)
        return
    found = _needed(scenario, session.by, session.chance, name)
    result = found[name]
    st.html(blocks.headline(needed_words.headline(found, result), controls.colours(view.palette, scenario, name)))
    if sentence := needed_words.beside(found, result):
        st.html(blocks.cited(sentence, "sub", citing.words_of(evidence.edition(scenario.edition))))
    _controls(session)
    _picture(view, found, name)
    if facts := needed_words.facts(found, result):
        st.html(page_blocks.facts(facts))


@lru_cache(maxsize=KEPT)
def _needed(scenario: Scenario, by: date, chance: float, name: str) -> Needs:
    return needed(scenario, by, chance, (name,))


@lru_cache(maxsize=KEPT)
def _days(scenario: Scenario, name: str) -> NDArray[np.float64]:
    """When each drawn pace arrives, at every chance of the slider: one answer for all its places."""
    return days_at_paces(scenario, name, date_chart.rates_drawn(scenario, name), CHANCES)


def _controls(session: Session) -> None:
    """Which oblast, before which date, and how sure it is to be."""

    def choose(chosen: float) -> None:
        session.chance = min(CHANCES, key=lambda chance: abs(chance - chosen))

    with st.container(horizontal=True, key="asked", gap="medium"):
        controls.oblast(session, "date")
        controls.own_date(session, say("Taken before"), "tested_by", session.scenario.start + A_DAY, width=200)
        st.slider(
            say("Chance in this model, %"),
            min_value=CHANCES[0],
            max_value=CHANCES[-1],
            step=CHANCES[1] - CHANCES[0],
            format=f"%.0f{NARROW}%%",
            width=320,
            **controls.bound(session, "chance", session.chance, choose),
        )


def _picture(view: View, found: Needs, name: str) -> None:
    session, scenario, result = view.session, found.scenario, found[name]

    def ask(_line: int, moved: date) -> None:
        controls.ask_by(session, moved, session.scenario.start + A_DAY)

    with st.container(border=True):
        if missing := needed_words.no_picture(found, result):
            st.html(blocks.paragraph(missing, "note"))
            return
        days = _days(scenario, name)[:, CHANCES.index(found.chance)]
        course = date_chart.course(date_chart.rates_drawn(scenario, name), days)
        picture = date_chart.picture(found, result, course, view.palette)
        st.html(blocks.paragraph(picture.title, "title"))
        components.plot(picture.figure, picture.alt, key="chart.date", on_moved=ask)
        st.html(blocks.legend(date_chart.meanings(scenario, name)))
        st.html(blocks.source(_source_line(scenario), view.scenario.edition))


def _source_line(scenario: Scenario) -> str:
    known = evidence.edition(scenario.edition)
    record = known.record
    first, last = record.starts[0], date.fromordinal(record.ends[-1].toordinal() - 1)
    return sentences(
        say("If-then projection, not a forecast."),
        say("The pace at which the date is reached with the chosen chance, all else as in this scenario."),
        say(
            "Documented months: {first} to {last}, computed from DeepState’s map, clipped to land; documented pace: "
            "DeepState, to {date}.",
            first=month(first),
            last=month(last),
            date=day(known.pace.date),
        ),
        vocabulary.versions(known.id),
    )
