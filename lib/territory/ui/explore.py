"""Explore: the answer, how it comes about, and how to keep it."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import streamlit as st

from territory import evidence
from territory.method import method_text
from territory.model import MODEL_VERSION
from territory.model.projection import Result, Status
from territory.outlook import Context, Outlook, context, project
from territory.scenario import Scenario, ScenarioError, baseline, shown
from territory.sharing.files import MAX_FILE_BYTES, file_text, parse_file
from territory.sharing.links import link
from territory.sharing.presets import presets
from territory.ui import blocks, charts, components, form, wording
from territory.ui.dots import Dots, layout
from territory.ui.look import Palette, palette
from territory.ui.session import Session, current
from territory.ui.wording import Card, Change

STYLE = Path(__file__).parent / "style.css"
METHOD = "How it is computed, assumed and checked"

gc.collect()
gc.freeze()  # what the imports made lives for ever: looking through it again at every move costs half the time


def page() -> None:
    """The whole page, from the reader's session to its answer."""
    st.set_page_config(page_title="How long would it take?", layout="wide", menu_items={})
    st.html(STYLE)
    session = current()
    with st.sidebar:
        form.show(session)
    colours = palette(st.context.theme.type)
    outlook = project(session.scenario)
    beside = context(session.scenario)
    changed = wording.changes(session.baseline, session.scenario)
    components.address(session.query)
    _top(session, changed)
    _banners(session)
    _answer(session, outlook, beside, colours)
    _pictures(outlook, colours)
    _changes(session, changed)
    _keep(session)
    _method()
    _footer(session.scenario)


def _top(session: Session, changed: Sequence[Change]) -> None:
    state = f"{len(changed)} assumptions changed" if len(changed) > 1 else "1 assumption changed"
    state = state if changed else "every assumption as documented"
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
        title = (
            session.scenario.title or f"Figures to {wording.day(evidence.edition(session.scenario.edition).pace.date)}"
        )
        st.html(blocks.paragraph(f"An if-then projection, not a forecast · {title} · {state}", "small"))
        st.button("Undo", disabled=not session.steps, on_click=session.undo)


def _banners(session: Session) -> None:
    reading = session.reading
    if reading.rejected:
        lines = wording.problem_lines(reading.rejected.items())
        st.html(blocks.banner("The link cannot be used as it is. The documented baseline is shown instead.", lines))
    if reading.refused or reading.missing:
        lines = [f"{key}: {why} {_instead(session, key)}" for key, why in reading.refused.items()]
        if reading.missing:
            lines.append(f"Missing, and taken from the defaults: {', '.join(reading.missing)}.")
        st.html(blocks.banner("Parts of the link were not used.", lines))
    if session.problems:
        lines = wording.problem_lines(session.problems.items())
        st.html(blocks.banner("Not used yet: the answer is still that of the last whole scenario.", lines))
    if session.file_problems:
        lines = wording.problem_lines(session.file_problems.items())
        st.html(blocks.banner("The file cannot be opened. The scenario stays as it was.", lines))
    for each in presets():
        if each.scenario is None:
            lines = wording.problem_lines(each.problems.items())
            st.html(blocks.banner(f"{shown(each.name)} in scenarios/ cannot be used; the others can.", lines))


def _instead(session: Session, key: str) -> str:
    if key == "v":
        return "Read as version 1."
    return f"Used instead: {wording.shown_value(session.scenario, key)}." if hasattr(session.scenario, key) else ""


def _answer(session: Session, outlook: Outlook, beside: Context, colours: Palette) -> None:
    names = colours.of(session.scenario.targets)
    st.html(blocks.headline(wording.headline(outlook), names))
    sentences = [wording.text_answer(outlook, beside)]
    if beside.newer is not None:
        sentences.append(wording.newer_sentence(beside.newer))
    st.html(blocks.paragraph(" ".join(filter(None, sentences)), "sub"))
    if beside.newer is not None:
        newer = beside.newer.id
        st.button("Open with those figures", type="tertiary", key="newer", on_click=lambda: _open_with(session, newer))
    if session.scenario.note:
        st.html(blocks.paragraph(session.scenario.note, "note"))
    with st.container(key="own_date", width=220):
        form.own_date(session)
    st.html(blocks.cards([_card(outlook, result, session.by) for result in outlook.projection.targets], names))


def _card(outlook: Outlook, result: Result, by: date) -> tuple[Card, Dots | None]:
    days = outlook.projection.runs[result.id].dots()
    counted = result.central.status is not Status.DONE and days[0] is not None
    return wording.card(outlook, result, by), layout(days, outlook.scenario.start, by) if counted else None


def _open_with(session: Session, edition: str) -> None:
    session.commit(baseline(edition))


def _pictures(outlook: Outlook, colours: Palette) -> None:
    record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
    for picture in charts.pictures(outlook, record, colours):
        with st.container(border=True):
            st.html(blocks.paragraph(picture.title, "title"))
            components.plot(picture.figure, picture.alt, key=f"chart.{picture.key}")
            st.html(blocks.legend(picture.lines))
            st.html(blocks.paragraph(_source_line(outlook.scenario), "small"))


def _source_line(scenario: Scenario) -> str:
    known = evidence.edition(scenario.edition)
    below = "" if scenario.has_own_rates else "; below zero means land retaken"
    return (
        f"If-then projection, not a forecast. Net area taken since {wording.day(scenario.start)}{below}. "
        f"Figures: DeepState, to {wording.day(known.pace.date)}; record: computed from DeepState's map, "
        f"clipped to land, to {wording.day(evidence.newest_edition().pace.date)}; oblast areas: official. "
        f"Edition {known.id} · model {MODEL_VERSION}."
    )


def _changes(session: Session, rows: Sequence[Change]) -> None:
    st.html(blocks.paragraph("Assumptions: documented baseline → yours", "title"))
    if not rows:
        st.html(blocks.paragraph("Every assumption is as documented.", "small"))
        return
    for row in rows:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(blocks.change(row.label, row.baseline, row.yours))
            st.button(
                "Reset", key=f"reset.{row.key}", help=f"Reset: {row.label}", on_click=session.reset, args=(row.key,)
            )
    st.button("Reset all to the documented baseline", on_click=lambda: session.commit(session.baseline))


def _keep(session: Session) -> None:
    st.html(blocks.paragraph("Save and share", "title"))
    for key, label in (("title", "Name of the scenario"), ("note", "A sentence about it, with its source")):
        form.text(session, key, label)
    components.link_field(link(session.scenario))
    st.download_button(
        "Download the scenario file",
        data=file_text(session.scenario),
        file_name=f"{wording.file_name(session.scenario.title)}.json",
        mime="application/json",
        on_click="ignore",
    )
    key = f"upload.{session.uploads}"
    st.file_uploader("Open a scenario file", type="json", key=key, on_change=lambda: _open_file(session, key))


def _open_file(session: Session, key: str) -> None:
    uploaded = st.session_state[key]
    if uploaded is None:
        return
    session.uploads += 1  # a new uploader: the file is read once, its content lives in the scenario
    try:
        session.commit(parse_file(uploaded.read(MAX_FILE_BYTES + 1)))
    except ScenarioError as error:
        session.file_problems = error.problems


def _method() -> None:
    """The method text, sent to those who open it."""
    with st.expander(METHOD, key="method", on_change="rerun") as opened:
        if opened.open:
            st.markdown(method_text())


def _footer(scenario: Scenario) -> None:
    known = evidence.edition(scenario.edition)
    st.divider()
    st.html(blocks.paragraph(wording.LIMITS, "limits"))
    st.html(
        blocks.paragraph(
            f"{known.title} (edition {known.id}), model {MODEL_VERSION}. Areas under Russian control: DeepState; areas "
            "of the oblasts: official. What is projected is the day on which the net area taken reaches what is left "
            "of an oblast: first passage, not lasting control. Crimea and Sevastopol are Ukrainian territory occupied "
            "since 2014, outside the documented figure.",
            "small",
        )
    )
