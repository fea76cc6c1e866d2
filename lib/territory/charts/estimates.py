"""The pictures of published estimates and of the tests of our own ranges: how each fared against what came.

Estimates are laid out on one line of years. The charts of the backtest say how often ranges held, and what an edition
said when it was new.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import plotly.graph_objects as go

from territory.answers.backtest import ONE_YEAR, Backtest, Frozen
from territory.answers.estimates_answer import Course
from territory.answers.scoreboard import Score, Scoreboard
from territory.charts.figure import FONT_SIZE, HOVERED, PERCENT, Palette, axis, shared_layout
from territory.model.backtest import LEVELS
from territory.text import number, say, short_day
from territory.words import backtest as backtest_words
from territory.words import estimates as words
from territory.words import vocabulary
from territory.words.vocabulary import percent

FAR_YEARS = 10  # after the record: what ends later ends at the edge, with its year
YEARS_A_TICK = 2
COVERAGE_HEIGHT, FROZEN_HEIGHT = 320, 340
MARGIN = {"l": 8, "r": 8, "t": 8, "b": 8}
MIDDLE = LEVELS.index(0.5)
BANDS = ((0, 4, "33"), (1, 3, "4d"))  # columns of LEVELS that bound them, and how opaque they are
SYMBOLS = {
    Course.FAILED: "×",
    Course.BEHIND: "◂",
    Course.ON_COURSE: "●",
    Course.AHEAD: "▸",
    Course.DUE_LATER: "○",
}


@dataclass(frozen=True)
class Line:
    """One estimate in the picture; places are shares (0-1) of the room across.

    `end_at` is from where to where the published answer reaches; `beyond` is its year where that is past the edge.
    """

    who: str
    about: str
    course: str
    symbol: str
    colour: str
    start_at: float
    done_at: float
    end_at: tuple[float, float]
    open_end: bool
    ours_at: float | None
    beyond: str


@dataclass(frozen=True)
class Timeline:
    """All of them under each other, the line where the record ends, and the years below."""

    lines: tuple[Line, ...]
    now_at: float
    now: str
    ticks: tuple[tuple[float, str], ...]
    alt: str


def timeline(board: Scoreboard, palette: Palette) -> Timeline:
    """Published estimates over time, the oldest first.

    From the year of the oldest statement to the end of the year of the last statement or end that is not far.
    """
    until, stated = board.record.until, [score.estimate.stated for score in board.scores]
    far = date(until.year + FAR_YEARS, 1, 1)
    latest = (score.estimate.latest for score in board.scores)
    ends = [each for each in latest if each is not None and each < far]
    first, last = date(min(stated).year, 1, 1), date(max([until, *stated, *ends]).year + 2, 1, 1)

    def across(when: date) -> float:
        """Where a date lies, at the edge where it is beyond it."""
        return min(1.0, (when - first) / (last - first))

    def line(score: Score) -> Line:
        estimate = score.estimate
        low, high = estimate.earliest, estimate.latest
        done = estimate.stated + timedelta(days=0 if score.since is None else score.since.even_days)
        return Line(
            who=say("{who}, {date}", who=words.short_name(estimate), date=short_day(estimate.stated)),
            about=words.about_short(estimate),
            course=words.course_name(score),
            symbol=SYMBOLS[score.course],
            colour=colours[score.course],
            start_at=across(estimate.stated),
            done_at=across(done),
            end_at=(across(low), 1.0 if high is None else across(high)),
            open_end=high is None,
            ours_at=None if score.ours is None or score.ours.date is None else across(score.ours.date),
            beyond=say("{year} →", year=low.year) if low > last else "",
        )

    colours = {
        Course.FAILED: palette.text,
        Course.BEHIND: palette.oblast(1),
        Course.ON_COURSE: palette.oblast(0),
        Course.AHEAD: palette.oblast(2),
        Course.DUE_LATER: palette.muted,
    }
    years = range(first.year + 1, last.year + 1)
    ticks = tuple((across(date(year, 1, 1)), str(year)) for year in years if year % YEARS_A_TICK == 0)
    lines, now = tuple(map(line, board.scores)), say("record to {date}", date=short_day(until))
    return Timeline(lines, across(until), now, ticks, words.alt_text(board))


def coverage_chart(found: Backtest, own: str, palette: Palette) -> go.Figure:
    """How often each method's range of 8 in 10 held what came, by months ahead; its own method on top.

    The kinds of method are told apart by stroke and shape as well as by colour.
    """
    styles = {
        kind: {
            "line": {"color": colour, "dash": dash, "width": 3.5 if kind == "own" else 1.5},
            "marker": {"color": colour, "symbol": mark, "size": 9 if kind == "own" else 6},
        }
        for kind, colour, dash, mark in (
            ("own", palette.text, "solid", "circle"),
            ("tool", palette.muted, "solid", "circle-open"),
            ("constant", palette.oblast(1), "dash", "square"),
            ("other", palette.oblast(0), "dot", "diamond"),
        )
    }
    figure = go.Figure()
    for name in (*(each for each in found.scores if each != own), own):
        by_months = found.scores[name]
        constant = name.startswith(backtest_words.CONSTANT)
        kind = "own" if name == own else "tool" if name.startswith("tool_") else "constant" if constant else "other"
        figure.add_trace(
            go.Scatter(
                x=list(by_months),
                y=[round(PERCENT * score.coverage(), 1) for score in by_months.values()],
                mode="lines+markers",
                name=backtest_words.method_name(name),
                meta=kind,
                customdata=[f"{score.held[backtest_words.BAND]} / {score.origins}" for score in by_months.values()],
                hovertemplate=f"{backtest_words.method_name(name)}<br>%{{y:.0f}} % (%{{customdata}})<extra></extra>",
                **styles[kind],
            )
        )
    figure.add_hline(y=backtest_words.BAND, line={"color": palette.muted, "width": 1.5, "dash": "dash"})
    ours = found.scores[own][ONE_YEAR]
    figure.add_annotation(
        x=ONE_YEAR,
        y=PERCENT * ours.coverage(),
        text=percent(PERCENT * ours.coverage(), 0),
        showarrow=False,
        yshift=14,
        font={"color": palette.text, "size": FONT_SIZE},
        bgcolor=palette.paper,
        borderpad=1,
    )
    common, months = axis(palette), backtest_words.months_asked(found)
    figure.update_layout(
        **shared_layout(palette),
        height=COVERAGE_HEIGHT,
        margin=MARGIN,
        xaxis={
            **common,
            "showgrid": False,
            "range": [months[0] - 0.5, months[-1] + 0.7],
            "tickvals": months,
            "title": {"text": say("months ahead")},
        },
        yaxis={**common, "range": [-4, 106], "dtick": 20, "ticksuffix": " %", "title": {"text": say("starts held")}},
    )
    return figure


def frozen_chart(frozen: Frozen, palette: Palette) -> go.Figure:
    """What an edition's defaults said of the dates after it, as bands, and what came."""
    how = vocabulary.area_shown()
    figure = go.Figure()
    dates = [frozen.start, *frozen.dates]
    said = np.vstack([np.zeros(len(LEVELS)), np.array(frozen.quantiles_km2)]) * how.factor
    for low, high, opaque in BANDS:
        figure.add_trace(
            go.Scatter(
                x=[*dates, *reversed(dates)],
                y=np.round(np.concatenate([said[:, high], said[::-1, low]]), 1),
                mode="none",
                fill="toself",
                fillcolor=f"{palette.muted}{opaque}",
                meta="band",
                hoverinfo="skip",
            )
        )
    came = np.concatenate([[0.0], frozen.came_km2]) * how.factor
    value = vocabulary.with_unit("%{y:,.0f}", vocabulary.area_unit())
    middle = say("middle of what was said")
    for y, name, style, mode in (
        (said[:, MIDDLE], middle, {"color": palette.text, "dash": "dash"}, "lines"),
        (came, say("what came"), {"color": palette.oblast(0)}, "lines+markers"),
    ):
        figure.add_trace(
            go.Scatter(
                x=dates,
                y=np.round(y, 1),
                mode=mode,
                name=name,
                line={"width": 2.5, **style},
                marker={"size": 6},
                hovertemplate=f"{name}<br>{HOVERED}: {value}<extra></extra>",
            )
        )
    figure.add_annotation(
        x=frozen.dates[-1],
        y=came[-1],
        text=say("came {area}", area=number(float(came[-1]))),
        showarrow=False,
        xanchor="right",
        yanchor="bottom",
        yshift=6,
        font={"color": palette.oblast(0), "size": FONT_SIZE},
        bgcolor=palette.paper,
        borderpad=1,
    )
    title = say("net area taken, {unit}", unit=how.unit)
    common = axis(palette)
    figure.update_layout(
        **shared_layout(palette),
        height=FROZEN_HEIGHT,
        margin={**MARGIN, "r": 16},
        xaxis={**common, "showgrid": False, "range": [dates[0], dates[-1]], "dtick": "M3", "tickformat": "%b<br>%Y"},
        yaxis={**common, "tickformat": ",.0f", "title": {"text": title}, "zerolinewidth": 2},
    )
    return figure
