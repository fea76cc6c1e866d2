"""Estimates and tests: what others said and what became of it, and how well this would have done itself."""

from __future__ import annotations

import streamlit as st

from territory.answers.backtest import ONE_YEAR, Backtest, Frozen, kept, own_method
from territory.answers.scoreboard import RULE, Score, Scoreboard, scoreboard
from territory.charts import blocks
from territory.charts import estimates as charts
from territory.figures import evidence
from territory.scenario.scenario import Scenario
from territory.text import marked, say, sentences
from territory.ui import components, estimates_blocks
from territory.ui import evidence_blocks as parts
from territory.ui.frame import View
from territory.ui.session import Session
from territory.words import backtest as backtest_words
from territory.words import estimates as estimates_words
from territory.words import vocabulary

SECTIONS = {
    "published": marked("Published estimates and how they fared"),
    "tests": marked("How well this would have done"),
}


def show(view: View) -> None:
    """Published estimates against the record, then the tests of our own ranges."""
    board = scoreboard()
    st.html(blocks.headline(estimates_words.headline(board), {}))
    st.html(blocks.paragraph(estimates_words.lead(board), "sub"))
    st.html(parts.contents({name: say(title) for name, title in SECTIONS.items()}))
    _estimates(view, board)
    _tests(view, kept(evidence.newest_edition().id))


def _estimates(view: View, board: Scoreboard) -> None:
    _heading("published")
    with st.container(border=True):
        st.html(blocks.paragraph(estimates_words.finding(board), "title"))
        st.html(estimates_blocks.timeline(charts.timeline(board, view.palette)))
        st.html(blocks.legend(estimates_words.legend(), "timekey"))
        with st.expander(say("When an estimate is on course, ahead, behind, failed or due later"), key="tests.rule"):
            st.html(blocks.paragraph(say(RULE), "small"))
        components.picture("picture.estimates", *estimates_words.table(board))
        known = vocabulary.versions(evidence.newest_edition().id)
        st.html(view.source(sentences(estimates_words.record(board), known)))
    with st.container(key="said", gap=None):
        st.html(estimates_blocks.head())
        for score in board.scores:
            _estimate(view.session, score)


def _estimate(session: Session, score: Score) -> None:
    estimate, scenario = score.estimate, score.estimate.scenario()
    with st.container(key=f"said.{estimate.id}", gap=None):
        st.html(estimates_blocks.row(estimates_words.row(score)))
        if scenario is not None:
            _open_button(session, estimate.id, scenario)


def _open_button(session: Session, name: str, scenario: Scenario) -> None:
    st.button(say("Open as a scenario"), key=f"open.{name}", on_click=session.commit, args=(scenario,))
    if session.is_like(scenario):  # the button stays as it is: one that is disabled would lose the keyboard's focus
        opened = blocks.paragraph(say("It is open: all pages show this scenario."), "small")
        st.html(f'<div role="status">{opened}</div>')


def _tests(view: View, found: Backtest | None) -> None:
    _heading("tests")
    if found is None:
        with st.container(border=True):
            st.html(blocks.paragraph(say(backtest_words.NOTHING_KEPT), "small"))
        return
    own = own_method(evidence.edition(view.scenario.edition))
    st.html(blocks.paragraph(backtest_words.held_sentence(found.coverage(ONE_YEAR, own)), "sub"))
    _coverage(view, found, own)
    for frozen in found.frozen:
        _frozen(view, found, frozen)


def _coverage(view: View, found: Backtest, own: str) -> None:
    with st.container(border=True):
        st.html(blocks.paragraph(backtest_words.coverage_finding(found, own), "title"))
        figure = charts.coverage_chart(found, own, view.palette)
        components.plot(figure, backtest_words.coverage_alt(found, own), key="chart.coverage")
        st.html(blocks.legend(backtest_words.kinds(own), "heldkey"))
        st.html(blocks.paragraph(backtest_words.coverage_note(found, own), "small"))
        st.html(
            blocks.paragraph(
                say("{finding}.", finding=backtest_words.pit_finding(found.scores[own][ONE_YEAR])), "small"
            )
        )
        st.html(view.source(sentences(say(backtest_words.OVERLAP), backtest_words.source(found))))
        with st.expander(say("All methods and losses as tables"), key="tests.tables"):
            _tables(found)


def _tables(found: Backtest) -> None:
    st.html(blocks.paragraph(backtest_words.table_note(), "small"))
    for months in reversed(backtest_words.months_asked(found)):
        label = say("{months} ahead", months=backtest_words.ahead(months))
        st.html(blocks.paragraph(label, "title"))
        st.html(parts.table(label, backtest_words.table_head(), backtest_words.table_rows(found, months)))


def _frozen(view: View, found: Backtest, frozen: Frozen) -> None:
    with st.container(border=True):
        st.html(blocks.paragraph(backtest_words.frozen_finding(frozen), "title"))
        figure = charts.frozen_chart(frozen, view.palette)
        components.plot(figure, backtest_words.frozen_alt(frozen), key=f"chart.frozen.{frozen.edition}")
        st.html(blocks.legend(backtest_words.frozen_kinds()))
        st.html(blocks.paragraph(backtest_words.frozen_note(frozen), "small"))
        st.html(view.source(backtest_words.source(found)))


def _heading(name: str) -> None:
    st.html(parts.heading(name, say(SECTIONS[name])))
