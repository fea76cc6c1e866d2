"""The frame of every page: the reader's session, the assumptions, the way between pages, banners and limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from territory.answers.outlook import Outlook, project
from territory.charts import blocks
from territory.charts.figure import Palette, palette
from territory.figures import evidence
from territory.scenario.files import presets
from territory.scenario.links import link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, shown
from territory.text import day, marked, say, say_count
from territory.ui import components, form, fragments, unit_picker
from territory.ui.assumption import Assumption
from territory.ui.session import Session, current, resume, wait_for_browser
from territory.words import assumptions as assumptions_words
from territory.words import cited as citing
from territory.words import vocabulary
from territory.words.assumptions import Change
from territory.words.cited import about_figures

STYLE = Path(__file__).parent / "style.css"
RECORD = "record"  # the path of the page that a pace can be taken from
NAME = marked("How long would it take?")


@dataclass(frozen=True)
class View:
    """What a page shows: one reader's session, and what follows from its scenario."""

    session: Session
    palette: Palette

    @property
    def scenario(self) -> Scenario:
        """The scenario that all pages share."""
        return self.session.scenario

    @cached_property
    def outlook(self) -> Outlook:
        """The scenario with its projection."""
        return project(self.session.scenario)

    def source(self, text: str) -> str:
        """Where the numbers of a picture or a table are from, as a line that leads there."""
        return blocks.source(text, self.scenario.edition)

    @cached_property
    def changes(self) -> Sequence[Change]:
        """The assumptions that differ from the documented ones."""
        return assumptions_words.changes(self.session.baseline, self.session.scenario)


class PageParts(NamedTuple):
    """What a page shows: its title, what follows the assumptions, and what stands below that, if anything."""

    title: str
    show: Callable[[View], None]
    below: Callable[[View], None] | None = None


def run(pages: Mapping[str, PageParts]) -> None:
    """Show the page of the address in the frame; pages by path, the first the default."""
    st.set_page_config(page_title=say(NAME), layout="wide", menu_items={})
    st.html(STYLE)
    fragments.begin()
    view = _view(current())
    vocabulary.use_units(view.session.units)
    with st._event:  # where nothing is seen, and nothing of the page that is there gives way to it
        components.back()
        if view.session.awaits:
            _address("", view.session)
            wait_for_browser()
    with st.sidebar:
        _sheet_button(say("Close"), "close")
        form.begin(view.session)
        pace = st.container()
    listed = [_page(path, page, pace) for path, page in pages.items()]
    chosen = st.navigation(listed, position="hidden")
    _top(view)
    _ways(listed, chosen)
    _banners(view.session)
    chosen.run()
    _footer(view.scenario)
    with st.sidebar:  # what the reader has just moved: the answer is shown before it is
        form.end(view.session, next((page for page in listed if page.url_path == RECORD), None))
        unit_picker.choice(view.session)
        st.html(blocks.paragraph(vocabulary.limits(), "limits"))
    _sheet_button(say("Assumptions"), "open")
    fragments.end(view.session)


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


def _ways(pages: Sequence[Page], chosen: Page) -> None:
    """The pages, the one that is shown marked."""
    with st.container(horizontal=True, key="ways", gap="small", vertical_alignment="bottom"):
        for page in pages:
            if page.url_path == chosen.url_path:
                st.html(blocks.here(page.title), width="content")
            else:
                st.page_link(page, label=page.title)


def _top(view: View) -> None:
    session, changed = view.session, view.changes
    state = say_count("{count} assumption changed", "{count} assumptions changed", len(changed))
    state = state if changed else say("every assumption as documented")
    known = evidence.edition(session.scenario.edition)
    title = session.scenario.title or say("Figures to {date}", date=day(known.pace.date))
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
        st.html(blocks.paragraph(" · ".join([say("An if-then projection, not a forecast"), title, state]), "small"))
        with st.container(horizontal=True, wrap=False, width="content", gap="small"):
            st.button(say("Undo"), disabled=not session.can_undo, on_click=session.undo)
            st.button(say("Redo"), disabled=not session.undone, on_click=session.redo)


def _banners(session: Session) -> None:
    reading = session.reading
    if reading.rejected:
        lines = vocabulary.problem_lines(reading.rejected.items())
        st.html(
            blocks.banner(say("The link cannot be used as it is. The documented baseline is shown instead."), lines)
        )
    if reading.refused or reading.missing:
        lines = [f"{key}: {why} {_instead(session, key)}" for key, why in reading.refused.items()]
        if reading.missing:
            lines.append(say("Missing, and taken from the defaults: {keys}.", keys=", ".join(reading.missing)))
        st.html(blocks.banner(say("Parts of the link were not used."), lines))
    if session.problems:
        lines = vocabulary.problem_lines((key, _in_units(session, key, why)) for key, why in session.problems.items())
        st.html(blocks.banner(say("Not used yet: the answer is still that of the last whole scenario."), lines))
    if session.file_problems:
        lines = vocabulary.problem_lines(session.file_problems.items())
        st.html(blocks.banner(say("The file cannot be opened. The scenario stays as it was."), lines))
    for each in presets():
        if each.scenario is None:
            lines = vocabulary.problem_lines(each.problems.items())
            st.html(
                blocks.banner(say("{name} in scenarios/ cannot be used; the others can.", name=shown(each.name)), lines)
            )


def _in_units(session: Session, key: str, why: str) -> str:
    """Why a number does not stand, in the units that are shown."""
    value = session.draft.get(key)
    if key not in PARAMETERS or not isinstance(value, float | int):
        return why
    return Assumption(key, "", PARAMETERS[key], float(value), float(value), problem=why).problem_shown


def _instead(session: Session, key: str) -> str:
    if key == "v":
        return say("Read as version 1.")
    if not hasattr(session.scenario, key):
        return ""
    return say("Used instead: {value}.", value=assumptions_words.shown_value(session.scenario, key))


def _footer(scenario: Scenario) -> None:
    known = evidence.edition(scenario.edition)
    limits, about = (
        blocks.paragraph(vocabulary.limits(), "limits"),
        blocks.paragraph(about_figures(scenario), "small"),
    )
    sources = blocks.sources(say("What the answers rest on"), citing.sources(known))
    st.html(blocks.stacked("<hr>", limits, about, sources))
