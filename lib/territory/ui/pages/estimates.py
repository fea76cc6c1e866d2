"""Estimates and tests: what others said and what became of it, and how well this would have done itself."""

from __future__ import annotations

from html import escape

import streamlit as st

from territory.answers.backtest import ONE_YEAR, Backtest, kept, own_method
from territory.answers.scoreboard import RULE, Score, Scoreboard, scoreboard
from territory.charts import blocks
from territory.charts import estimates as charts
from territory.charts.blocks import linked
from territory.charts.estimates import Line, Timeline
from territory.figures import evidence
from territory.text import marked, say, sentences
from territory.ui import components, page_blocks
from territory.ui.session import Session, View
from territory.words import backtest as backtest_words
from territory.words import estimates as estimates_words
from territory.words import vocabulary
from territory.words.estimates import Row

NARROWEST = 0.006  # of the room across, so that a single day can be seen
SECTIONS = {
    "published": marked("Published estimates and how they fared"),
    "tests": marked("How well this would have done"),
}


def show(view: View) -> None:
    """Published estimates against the record, then the tests of our own ranges."""
    board = scoreboard()
    st.html(blocks.headline(estimates_words.headline(board), {}))
    st.html(blocks.paragraph(estimates_words.lead(board), "sub"))
    sections = {name: say(title) for name, title in SECTIONS.items()}
    st.html(page_blocks.contents(sections))
    st.html(page_blocks.heading("published", sections["published"]))
    _estimates(view, board)
    st.html(page_blocks.heading("tests", sections["tests"]))
    _tests(view, kept(evidence.newest_edition().id))


def _estimates(view: View, board: Scoreboard) -> None:
    with st.container(border=True):
        st.html(blocks.paragraph(estimates_words.finding(board), "title"))
        st.html(timeline(charts.timeline(board, view.palette)))
        st.html(blocks.legend(estimates_words.legend(), "timekey"))
        with st.expander(say("When an estimate is on course, ahead, behind, failed or due later"), key="tests.rule"):
            st.html(blocks.paragraph(say(RULE), "small"))
        components.picture("picture.estimates", *estimates_words.table(board))
        known = vocabulary.versions(evidence.newest_edition().id)
        st.html(blocks.source(sentences(estimates_words.record(board), known), view.scenario.edition))
    columns = (say("Who, when"), say("About what"), say("Published"), say("Ours, difference"), say("Course"))
    head = "".join(f"<span>{escape(column)}</span>" for column in columns)
    with st.container(key="said", gap=None):
        st.html(
            f'<div class="t-rows t-said"><div class="t-said-head" aria-hidden="true"><span></span>{head}</div></div>'
        )
        for score in board.scores:
            _estimate(view.session, score)


def _estimate(session: Session, score: Score) -> None:
    """An estimate, and the way to what it assumes where that is a scenario."""
    name, scenario = score.estimate.id, score.estimate.scenario()
    with st.container(key=f"said.{name}", gap=None):
        st.html(row(estimates_words.row(score)))
        if scenario is None:
            return
        st.button(say("Open as a scenario"), key=f"open.{name}", on_click=session.commit, args=(scenario,))
        if session.is_like(scenario):  # the button stays as it is: one that is disabled would lose the keyboard's focus
            opened = blocks.paragraph(say("It is open: all pages show this scenario."), "small")
            st.html(f'<div role="status">{opened}</div>')


def _tests(view: View, found: Backtest | None) -> None:
    if found is None:
        with st.container(border=True):
            st.html(blocks.paragraph(say(backtest_words.NOTHING_KEPT), "small"))
        return
    own = own_method(evidence.edition(view.scenario.edition))
    st.html(blocks.paragraph(backtest_words.held_sentence(found.coverage(ONE_YEAR, own)), "sub"))
    _coverage(view, found, own)
    for frozen in found.frozen:
        with st.container(border=True):
            st.html(blocks.paragraph(backtest_words.frozen_finding(frozen), "title"))
            figure = charts.frozen_chart(frozen, view.palette)
            components.plot(figure, backtest_words.frozen_alt(frozen), key=f"chart.frozen.{frozen.edition}")
            st.html(blocks.legend(backtest_words.frozen_kinds()))
            st.html(blocks.paragraph(backtest_words.frozen_note(frozen), "small"))
            st.html(blocks.source(backtest_words.source(found), view.scenario.edition))


def _coverage(view: View, found: Backtest, own: str) -> None:
    with st.container(border=True):
        st.html(blocks.paragraph(backtest_words.coverage_finding(found, own), "title"))
        figure = charts.coverage_chart(found, own, view.palette)
        components.plot(figure, backtest_words.coverage_alt(found, own), key="chart.coverage")
        st.html(blocks.legend(backtest_words.kinds(own), "heldkey"))
        st.html(blocks.paragraph(backtest_words.coverage_note(found, own), "small"))
        even = say("{finding}.", finding=backtest_words.pit_finding(found.scores[own][ONE_YEAR]))
        st.html(blocks.paragraph(even, "small"))
        st.html(
            blocks.source(sentences(say(backtest_words.OVERLAP), backtest_words.source(found)), view.scenario.edition)
        )
        with st.expander(say("All methods and losses as tables"), key="tests.tables"):
            st.html(blocks.paragraph(backtest_words.table_note(), "small"))
            for months in reversed(backtest_words.months_asked(found)):
                label, head = say("{months} ahead", months=backtest_words.ahead(months)), backtest_words.table_head()
                st.html(blocks.paragraph(label, "title"))
                st.html(page_blocks.table(label, head, backtest_words.table_rows(found, months)))


def timeline(drawn: Timeline) -> str:
    """Estimates under each other on one line of years, each with the line where the record ends."""
    lines = "".join(_line(line) for line in drawn.lines)
    ticks = "".join(f'<span style="left:{at:.2%}">{escape(year)}</span>' for at, year in drawn.ticks)
    return (
        f'<div class="t-rows t-times" data-picture role="img" aria-label="{escape(drawn.alt)}" '
        f'style="--t-now:{drawn.now_at:.2%}">'
        f'<div class="t-time t-time-head"><p></p><div class="t-time-room"><b>{escape(drawn.now)}</b></div></div>'
        f'{lines}<div class="t-time t-time-axis"><p></p><div class="t-time-room">{ticks}</div></div></div>'
    )


def _line(line: Line) -> str:
    low, high = line.end_at
    kind = " t-time-open" if line.open_end else ""
    beyond = f'<span class="t-time-beyond">{escape(line.beyond)}</span>' if line.beyond else ""
    end = "" if line.beyond else f'<i class="t-time-end{kind}" style="{_across(low, high)}"></i>'
    ours = "" if line.ours_at is None or line.beyond else f'<i class="t-time-ours" style="left:{line.ours_at:.2%}"></i>'
    return (
        f'<div class="t-time" style="--t-ink:{line.colour}"><p><strong>{escape(line.who)}</strong> '
        f"<span>{escape(line.about)}</span> "
        f'<em><b aria-hidden="true">{line.symbol}</b> {escape(line.course)}</em></p>'
        f'<div class="t-time-room"><i class="t-time-now"></i>'
        f'<i class="t-time-way" style="{_across(line.start_at, low)}"></i>'
        f'<i class="t-time-done" style="{_across(line.start_at, line.done_at)}"></i>{end}{ours}{beyond}</div></div>'
    )


def _across(start: float, end: float) -> str:
    return f"left:{start:.2%};width:{max(end - start, NARROWEST):.2%}"


def row(each: Row) -> str:
    """One estimate: who, when, what, the answers, the course; it opens to all that there is to say, with sources."""
    labels = (say("published"), say("ours"))
    published, ours = (f'<small class="t-said-label">{escape(label)}</small>' for label in labels)
    head = escape(say("Sources"))
    lines = "".join(f"<p>{escape(line)}</p>" for line in each.lines)
    sources = ""
    for source in each.sources:
        title, publisher, note = linked(source.url, source.title), escape(source.publisher), escape(source.note)
        said = say("{title} ({publisher}). {note}", title=title, publisher=publisher, note=note)
        sources += f"<li>{said}</li>"
    return (
        f'<div class="t-rows t-said" id="{escape(each.id)}"><details class="t-row t-said-row"><summary>'
        f'<span class="t-row-name">{escape(each.who)}<small>{escape(each.when)}</small></span> '
        f"<span>{escape(each.about)}</span> "
        f"<span>{published}{escape(each.published)}</span> "
        f"<span>{ours}{escape(each.ours)}<small>{escape(each.difference)}</small></span> "
        f'<span class="t-said-course">{escape(each.course)}</span></summary>'
        f'<div class="t-row-more">{lines}<p><strong>{head}</strong></p><ul>{sources}</ul></div>'
        "</details></div>"
    )
