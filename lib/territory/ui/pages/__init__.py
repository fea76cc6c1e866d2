"""The pages by their path, and the frame of each: the assumptions, the way between pages, banners and limits."""

from __future__ import annotations

import gc
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from territory.charts import blocks
from territory.charts.figure import palette
from territory.figures.evidence import edition
from territory.scenario.files import presets
from territory.scenario.links import link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, shown
from territory.text import day, marked, say, say_count
from territory.ui import components, form, fragments
from territory.ui.assumption import Assumption
from territory.ui.pages import compare, date, drivers, estimates, evidence, explore, map, record
from territory.ui.session import Session, View, current, resume, wait_for_browser
from territory.words import assumptions as assumptions_words
from territory.words import cited as citing
from territory.words import vocabulary
from territory.words.cited import about_figures

STYLE = Path(__file__).parents[1] / "style.css"
RECORD = "record"  # the path of the page that a pace can be taken from
NAME = marked("How long would it take?")


class PageParts(NamedTuple):
    """What a page shows: its title, what follows the assumptions, and what stands below that, if anything."""

    title: str
    show: Callable[[View], None]
    below: Callable[[View], None] | None = None


# In the order of the row that leads to them; the first is the default.
PAGES = {
    "": PageParts(marked("Explore"), explore.show, below=explore.save_and_share),
    "map": PageParts(marked("Map"), map.show),
    "compare": PageParts(marked("Compare"), compare.show),
    "date": PageParts(marked("Test a date"), date.show),
    "drivers": PageParts(marked("What drives it"), drivers.show),
    RECORD: PageParts(marked("The record"), record.show),
    "estimates": PageParts(marked("Estimates and tests"), estimates.show),
    "evidence": PageParts(marked("Evidence and method"), evidence.show),
}


def run(pages: Mapping[str, PageParts]) -> None:
    """Show the page of the address in the frame; pages by path, the first the default."""
    st.set_page_config(page_title=say(NAME), layout="wide", menu_items={})
    st.html(STYLE)
    fragments.begin()
    session = current()
    vocabulary.use_units(session.units)
    with st._event:  # where nothing is seen, and nothing of the page that is there gives way to it
        components.back()
        if session.awaits:
            _address("", session)
            wait_for_browser()
    with st.sidebar:
        _sheet_button(say("Close"), "close")
        form.begin(session)
        pace = st.container()
    listed = [_page(path, page, pace) for path, page in pages.items()]
    chosen = st.navigation(listed, position="hidden")
    _top(session, listed, chosen)
    _banners(session)
    chosen.run()
    _footer(session.scenario)
    with st.sidebar:  # what the reader has just moved: the answer is shown before it is
        form.end(session, next((page for page in listed if page.url_path == RECORD), None))
        st.html(blocks.paragraph(vocabulary.limits(), "limits"))
    _sheet_button(say("Assumptions"), "open")
    fragments.end(session)


def _view(session: Session) -> View:
    return View(session, palette(st.context.theme.type))


def _address(path: str, session: Session) -> None:
    components.address(path, session.query, link(session.scenario), session.name, resume, session.awaits)


def _sheet_button(label: str, does: Literal["open", "close"]) -> None:
    """On a narrow screen the assumptions are a sheet under the answer, which stays in sight."""
    with st.container(key=f"sheet_{does}"):
        components.sheet_button(label, does)


def _page(path: str, page: PageParts, pace: DeltaGenerator) -> Page:
    """A page; what follows an assumption is one part with the control of the pace, which moves the most."""

    def answer(session: Session) -> None:
        page.show(_view(session))
        with pace:
            form.paces(session)
        _address(path, session)

    def show() -> None:
        fragments.part(fragments.ANSWER, answer)
        if page.below is not None:
            page.below(_view(current()))

    return st.Page(show, title=say(page.title), url_path=path, default=not path)


def _top(session: Session, pages: Sequence[Page], chosen: Page) -> None:
    """What the scenario is, the way back and forth between its steps, and the pages, the one that is shown marked."""
    changed = len(assumptions_words.changes(session.baseline, session.scenario))
    state = say_count("{count} assumption changed", "{count} assumptions changed", changed)
    state = state if changed else say("every assumption as documented")
    known = edition(session.scenario.edition)
    title = session.scenario.title or say("Figures to {date}", date=day(known.pace.date))
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(blocks.paragraph(" · ".join([say("An if-then projection, not a forecast"), title, state]), "small"))
        with st.container(horizontal=True, wrap=False, width="content", gap="small"):
            st.button(say("Undo"), disabled=not session.can_undo, on_click=session.undo)
            st.button(say("Redo"), disabled=not session.undone, on_click=session.redo)
    with st.container(horizontal=True, key="ways", gap="small", vertical_alignment="bottom"):
        for page in pages:
            if page.url_path == chosen.url_path:
                st.html(blocks.here(page.title), width="content")
            else:
                st.page_link(page, label=page.title)


def _banners(session: Session) -> None:
    """What cannot be used of the link, of what is typed, of a file and of the presets, and why."""
    reading = session.reading
    refused = [f"{key}: {why} {_instead(session, key)}" for key, why in reading.refused.items()]
    if reading.missing:
        refused.append(say("Missing, and taken from the defaults: {keys}.", keys=", ".join(reading.missing)))
    problems = [(key, _in_units(session, key, why)) for key, why in session.problems.items()]
    found = [
        (
            say("The link cannot be used as it is. The documented baseline is shown instead."),
            vocabulary.problem_lines(reading.rejected.items()),
        ),
        (say("Parts of the link were not used."), refused),
        (
            say("Not used yet: the answer is still that of the last whole scenario."),
            vocabulary.problem_lines(problems),
        ),
        (
            say("The file cannot be opened. The scenario stays as it was."),
            vocabulary.problem_lines(session.file_problems.items()),
        ),
    ]
    for each in presets():
        if each.scenario is None:
            unusable = say("{name} in scenarios/ cannot be used; the others can.", name=shown(each.name))
            found.append((unusable, vocabulary.problem_lines(each.problems.items())))
    for title, lines in found:
        if lines:
            st.html(blocks.banner(title, lines))


def _instead(session: Session, key: str) -> str:
    if key == "v":
        return say("Read as version 1.")
    if not hasattr(session.scenario, key):
        return ""
    return say("Used instead: {value}.", value=assumptions_words.shown_value(session.scenario, key))


def _in_units(session: Session, key: str, why: str) -> str:
    """Why a number does not stand, in the units that are shown."""
    value = session.draft.get(key)
    if key not in PARAMETERS or not isinstance(value, float | int):
        return why
    return Assumption(key, "", PARAMETERS[key], float(value), float(value), problem=why).problem_shown


def _footer(scenario: Scenario) -> None:
    known = edition(scenario.edition)
    limits, about = blocks.paragraph(vocabulary.limits(), "limits"), blocks.paragraph(about_figures(scenario), "small")
    sources = blocks.sources(say("What the answers rest on"), citing.sources(known))
    st.html(blocks.stacked("<hr>", limits, about, sources))


gc.collect()
gc.freeze()  # what the imports made lives for ever: looking through it again at every move costs half the time
