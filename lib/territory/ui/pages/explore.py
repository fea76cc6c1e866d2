"""Explore: the answer, how it comes about, and how to keep it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import streamlit as st

from territory import evidence
from territory.backtest import coverage
from territory.evidence import Edition
from territory.model.projection import Result
from territory.model.simulation import RUNS
from territory.outlook import Context, Outlook, context, with_newest_figures
from territory.sharing.links import link
from territory.text import day, number, say, sentences
from territory.ui import (
    blocks,
    charts,
    components,
    form,
    wording,
    wording_answer,
    wording_update,
)
from territory.ui.dots import Dots, of_result
from territory.ui.frame import View
from territory.ui.look import DARK
from territory.ui.session import Session
from territory.ui.wording_answer import Card
from territory.ui.wording_assumptions import Change
from territory.ui.wording_backtest import held_sentence
from territory.ui.wording_sources import chart_source


def show(view: View) -> None:
    """The answer, its picture, and what was changed."""
    session = view.session
    _answer(view, context(session.scenario))
    _pictures(view)
    _changes(session, view.changes)
    _follow(view)


def _follow(view: View) -> None:
    """Let the answer follow an assumption while it moves."""
    session, shown = view.session, view.session.units
    theme = "dark" if view.palette == DARK else "light"
    about = {"query": link(session.scenario), "by": session.by.isoformat(), "area": shown.area, "per": shown.per}
    components.live({**about, "theme": theme}, session.answered)


def _answer(view: View, beside: Context) -> None:
    session, outlook = view.session, view.outlook
    names = view.palette.of(session.scenario.targets)
    st.html(blocks.headline(wording_answer.headline(outlook), names, live="headline"))
    said = wording_answer.under_headline(outlook, beside)
    st.html(blocks.cited(said, "sub", wording_answer.cited(outlook, beside), live="under"))
    if session.kept is not None and (then := wording_update.since_saved(session.kept, outlook)):
        st.html(blocks.paragraph(then, "since"))
    if beside.newer is not None:
        _update(session, outlook, beside.newer)
    if session.scenario.note:
        st.html(blocks.paragraph(session.scenario.note, "note"))
    form.own_date(session, width=220)
    cards = [_card(outlook, result, session.by) for result in outlook.projection.targets]
    shown, tested = [blocks.cards(cards, names)], coverage(session.scenario.edition)
    if tested is not None and any(dots is not None for _, dots in cards):
        axes = say("Each card’s dots have an axis of time of their own.") if len(cards) > 1 else ""
        shown.append(view.source(sentences(held_sentence(tested), axes)))
    st.html(blocks.stacked(*shown))
    head, notes = (say("oblast"), say("answer")), [wording.limits(), wording.versions(session.scenario.edition)]
    components.picture("picture.cards", head, title=wording_answer.headline(outlook), notes=notes)


def _card(outlook: Outlook, result: Result, by: date) -> tuple[Card, Dots | None]:
    return wording_answer.card(outlook, result, by), of_result(outlook, result, by)


def _update(session: Session, outlook: Outlook, newest: Edition) -> None:
    """What the newest figures would make of the answer, and the way to them."""
    newer = with_newest_figures(outlook.scenario)
    if newer is None:
        return
    with st.container(key="newest", gap=None):
        st.html(blocks.paragraph(wording_update.difference(outlook, newer), "small"))
        st.button(
            say("Update to the figures to {date}", date=day(newest.pace.date)),
            type="tertiary",
            key="newer",
            help=wording_update.what_moves(outlook.scenario, newer.scenario),
            on_click=session.update,
            args=(newest.id,),
        )


def _pictures(view: View) -> None:
    outlook = view.outlook
    record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
    drawn = charts.pictures(outlook, record, view.palette)
    for picture in drawn:
        title = blocks.paragraph(picture.title, "title", live=f"title.{picture.key}")
        below = blocks.stacked(blocks.legend(picture.lines), view.source(chart_source(outlook.scenario)))
        components.plot(picture.figure, picture.alt, f"chart.{picture.key}", words=(title, below))
    _chances(view)


def _chances(view: View) -> None:
    session, picture = view.session, charts.chance_picture(view.outlook, view.session.by, view.palette)

    def ask(moved: date) -> None:
        form.ask_by(session, moved, session.scenario.start)

    title = blocks.paragraph(picture.title, "title", live="title.chance")
    note = blocks.paragraph(sentences(_chances_note(), wording.versions(view.scenario.edition)), "small")
    components.plot(picture.figure, picture.alt, "chart.chance", on_moved=ask, words=(title, note))


def _chances_note() -> str:
    return say(
        "Share of {runs} simulated runs that have reached what is left, by date. "
        "Move the dashed line, or type the date above.",
        runs=number(RUNS),
    )


def _changes(session: Session, rows: Sequence[Change]) -> None:
    title = blocks.paragraph(say("Assumptions: documented baseline → yours"), "title")
    if not rows:
        st.html(blocks.stacked(title, blocks.paragraph(say("Every assumption is as documented."), "small")))
        return
    st.html(title)
    for row in rows:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(blocks.change(row.label, row.baseline, row.yours))
            explained = say("Reset: {assumption}", assumption=row.label)
            st.button(say("Reset"), key=f"reset.{row.key}", help=explained, on_click=session.reset, args=(row.key,))
    st.button(say("Reset all to the documented baseline"), on_click=lambda: session.commit(session.baseline))
