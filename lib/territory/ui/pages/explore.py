"""Explore: the answer, how it comes about, and how to keep it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from territory.charts import answer_parts, blocks
from territory.charts.figure import DARK
from territory.figures import evidence
from territory.model.simulation import RUNS
from territory.scenario.links import link
from territory.scenario.scenario import updated
from territory.text import day, number, say, sentences
from territory.ui import components, form
from territory.ui.frame import View
from territory.ui.session import Session
from territory.words import answer as answer_words
from territory.words import vocabulary
from territory.words.assumptions import Change


def show(view: View) -> None:
    """The answer, its picture, and what was changed."""
    words = answer_parts.words(view.outlook, view.session.by, view.palette)
    _answer(view, words)
    _charts(view, words)
    _changes(view.session, view.changes, words)
    _follow(view)


def _follow(view: View) -> None:
    """Let the answer follow an assumption while it moves."""
    session, shown = view.session, view.session.units
    theme = "dark" if view.palette == DARK else "light"
    about = {"query": link(session.scenario), "by": session.by.isoformat(), "area": shown.area, "per": shown.per}
    components.live({**about, "theme": theme}, session.answered)


def _answer(view: View, words: Mapping[str, str]) -> None:
    session, outlook = view.session, view.outlook
    st.html(words["headline"])
    st.html(words["under"])
    kept = session.kept
    if kept and (then := answer_words.since_saved(outlook, kept.answer, kept.model_version, kept.saved_at.date())):
        st.html(blocks.paragraph(then, "since", live="since"))
    if "newest" in words:
        _update(session, words["newest"])
    if session.scenario.note:
        st.html(blocks.paragraph(session.scenario.note, "note"))
    form.own_date(session, width=220)
    st.html(words["cards"])
    head, notes = (say("oblast"), say("answer")), [vocabulary.limits(), vocabulary.versions(session.scenario.edition)]
    components.picture("picture.cards", head, title=answer_words.headline(outlook), notes=notes)


def _update(session: Session, difference: str) -> None:
    """What the newest figures would make of the answer, and the way to them."""
    newest = evidence.newest_edition()
    with st.container(key="newest", gap=None):
        st.html(difference)
        st.button(
            say("Update to the figures to {date}", date=day(newest.pace.date)),
            type="tertiary",
            key="newer",
            help=answer_words.what_moves(session.scenario, updated(session.scenario, newest.id)),
            on_click=session.update,
            args=(newest.id,),
        )


def _charts(view: View, words: Mapping[str, str]) -> None:
    session = view.session

    def ask(moved: date) -> None:
        form.ask_by(session, moved, session.scenario.start)

    *drawn, chances = answer_parts.pictures(view.outlook, session.by, view.palette)
    for picture in drawn:
        below = blocks.stacked(answer_parts.legend(picture), view.source(answer_words.chart_source(view.scenario)))
        around = (words[f"title.{picture.key}"], below)
        components.plot(picture.figure, picture.alt, f"chart.{picture.key}", words=around)
    note = blocks.paragraph(sentences(_chances_note(), vocabulary.versions(view.scenario.edition)), "small")
    around = (words["title.chance"], note)
    components.plot(chances.figure, chances.alt, "chart.chance", on_moved=ask, words=around)


def _chances_note() -> str:
    return say(
        "Share of {runs} simulated runs that have reached what is left, by date. "
        "Move the dashed line, or type the date above.",
        runs=number(RUNS),
    )


def _changes(session: Session, rows: Sequence[Change], words: Mapping[str, str]) -> None:
    if not rows:
        return
    st.html(blocks.paragraph(say("Assumptions: documented baseline → yours"), "title"))
    for row in rows:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(words[f"change.{row.key}"])
            explained = say("Reset: {assumption}", assumption=row.label)
            st.button(say("Reset"), key=f"reset.{row.key}", help=explained, on_click=session.reset, args=(row.key,))
    st.button(say("Reset all to the documented baseline"), on_click=lambda: session.commit(session.baseline))
