"""Controls that several pages have: thin views of the session, which hold no state of their own that matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from territory.charts import blocks
from territory.charts.figure import Palette
from territory.model.work import ALL
from territory.scenario.files import MAX_FILE_BYTES
from territory.scenario.scenario import Scenario
from territory.text import say
from territory.ui.session import Session
from territory.words.vocabulary import region_name

LATEST_SHOWN = date(2400, 12, 31)  # of a date of the reader's; a later one from a link stays as it is
SIDE_BY_SIDE = 3


def bound(
    session: Session, name: str, value: Any, act: Callable[[Any], object], options: Sequence[Any] | None = None
) -> dict[str, Any]:
    """The arguments that have a control show a value, and act when the reader moves it.

    A control whose value was changed from elsewhere becomes a new one. To push a value into the old one would race
    with the browser: in a burst of moves its next message still carries the value from before, which would look as
    if the reader had chosen that. Late news of one that has given way to a new one is ignored. So is what is none of
    the options, where these are all that can be chosen: Streamlit lets anything through.
    """

    def key_now() -> str:
        return f"{name}.{session.turns.get(name, 0)}"

    if st.session_state.get(key_now(), value) != value:
        session.turns[name] = session.turns.get(name, 0) + 1
    key = key_now()
    if key not in st.session_state:
        st.session_state[key] = value

    def act_once() -> None:
        chosen = st.session_state[key]
        if key == key_now() and (options is None or chosen in options):
            act(chosen)

    return {"key": key, "on_change": act_once, **({} if options is None else {"options": options})}


def own_date(
    session: Session,
    label: str = "",
    name: str = "by",
    first: date | None = None,
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """The reader's own date, before which the chance is shown; `first` is the earliest, the start if none is given."""
    earliest = session.scenario.start if first is None else first

    def choose(chosen: date | None) -> None:
        if chosen is not None:
            ask_by(session, chosen, earliest)

    st.date_input(
        label or say("Chance that it is taken before"),
        min_value=min(earliest, session.by),
        max_value=max(LATEST_SHOWN, session.by),
        format="YYYY-MM-DD",
        width=width,
        **bound(session, name, session.by, choose),
    )


def ask_by(session: Session, chosen: date, earliest: date) -> None:
    """Take a date as the reader's own, or the nearest that can be asked about."""
    session.asked_by = min(max(chosen, earliest), LATEST_SHOWN)


def upload(session: Session, name: str, label: str, take: Callable[[bytes], None]) -> None:
    """A file to open; one that is too large is cut off just beyond what a file may hold."""
    key = f"{name}.{session.uploads}"

    def read() -> None:
        if isinstance(uploaded := st.session_state[key], UploadedFile):  # it may also be gone, or none
            session.uploads += 1  # a new uploader: the file is read once, what it holds lives on in the session
            take(uploaded.read(MAX_FILE_BYTES + 1))

    st.file_uploader(label, type="json", key=key, on_change=read)


def problem(session: Session, key: str) -> None:
    """Why the draft does not stand, beside its control."""
    if key in session.problems:
        st.html(blocks.banner(say("Not used yet"), [session.problems[key]]))


def results(scenario: Scenario) -> tuple[str, ...]:
    """The results that can be asked about: each oblast, and all of them where the order makes that one question."""
    several = len(scenario.targets) > 1 and scenario.order != "separately"
    return (*scenario.targets, ALL) if several else scenario.targets


def asked_about(session: Session) -> str:
    """The result that is asked about: the reader's choice where the scenario still has it, or the first."""
    known = results(session.scenario)
    return session.asked_about if session.asked_about in known else known[0]


def oblast(session: Session, page: str) -> None:
    """Which oblast, where there are several; a control of each page's own, whose choice all pages share."""
    known = results(session.scenario)
    if len(known) == 1:
        return
    # Another set of oblasts is another control: one that keeps its key would hold an oblast that is gone. So is that of
    # another page: Streamlit takes a key it has just shown for known to the browser, which begins with nothing chosen.
    name = f"about.{page}.{'.'.join(known)}"
    choose = partial(setattr, session, "asked_about")
    shown = {"format_func": short_name, **bound(session, name, asked_about(session), choose, known)}
    if len(known) <= SIDE_BY_SIDE:
        st.segmented_control(say("Oblast"), required=True, width="content", **shown)
    else:
        st.selectbox(say("Oblast"), width=220, **shown)


def short_name(result: str) -> str:
    """A result in little room."""
    return say("all of them") if result == ALL else region_name(result)


def colours(palette: Palette, scenario: Scenario, result: str) -> dict[str, str]:
    """The colour of the oblast that is asked about; all of them together have none."""
    return {} if result == ALL else {result: palette.of(scenario.targets)[result]}
