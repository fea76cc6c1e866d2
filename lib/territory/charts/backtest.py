"""The charts of the backtest: how often ranges held, where in them it came, what an edition said when new."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from territory.answers.backtest import ONE_YEAR, Backtest, Frozen
from territory.charts.outlook import FONT_SIZE, HOVERED, axis, plain
from territory.charts.palette import Palette
from territory.model.backtest import LEVELS
from territory.text import number, say
from territory.words import backtest as words
from territory.words import vocabulary
from territory.words.vocabulary import percent

COVERAGE_HEIGHT, FROZEN_HEIGHT = 320, 340
MARGIN = {"l": 8, "r": 8, "t": 8, "b": 8}
PERCENT = 100.0
MIDDLE = LEVELS.index(0.5)
BANDS = ((0, 4, "33"), (1, 3, "4d"))  # columns of LEVELS that bound them, and how opaque they are


def coverage_chart(found: Backtest, own: str, palette: Palette) -> go.Figure:
    """How often each method's range of 8 in 10 held what came, by months ahead; its own method on top."""
    figure = go.Figure()
    for name in (*(each for each in found.scores if each != own), own):
        by_months = found.scores[name]
        figure.add_trace(
            go.Scatter(
                x=list(by_months),
                y=[round(PERCENT * score.coverage(), 1) for score in by_months.values()],
                mode="lines+markers",
                name=words.method_name(name),
                meta=_kind(name, own),
                customdata=[f"{score.held[words.BAND]} / {score.origins}" for score in by_months.values()],
                hovertemplate=f"{words.method_name(name)}<br>%{{y:.0f}} % (%{{customdata}})<extra></extra>",
                **_style(_kind(name, own), palette),
            )
        )
    figure.add_hline(y=words.BAND, line={"color": palette.muted, "width": 1.5, "dash": "dash"})
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
    common, months = axis(palette), words.months_asked(found)
    figure.update_layout(
        **plain(palette),
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
    _line(figure, dates, said[:, MIDDLE], say("middle of what was said"), {"color": palette.text, "dash": "dash"})
    _line(figure, dates, came, say("what came"), {"color": palette.oblast(0)}, mode="lines+markers")
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
        **plain(palette),
        height=FROZEN_HEIGHT,
        margin={**MARGIN, "r": 16},
        xaxis={**common, "showgrid": False, "range": [dates[0], dates[-1]], "dtick": "M3", "tickformat": "%b<br>%Y"},
        yaxis={**common, "tickformat": ",.0f", "title": {"text": title}, "zerolinewidth": 2},
    )
    return figure


def _line(
    figure: go.Figure, x: list[Any], y: np.ndarray, name: str, style: dict[str, Any], mode: str = "lines"
) -> None:
    value = vocabulary.with_unit("%{y:,.0f}", vocabulary.area_unit())
    figure.add_trace(
        go.Scatter(
            x=x,
            y=np.round(y, 1),
            mode=mode,
            name=name,
            line={"width": 2.5, **style},
            marker={"size": 6},
            hovertemplate=f"{name}<br>{HOVERED}: {value}<extra></extra>",
        )
    )


def _kind(method: str, own: str) -> str:
    """Which kind of method it is: the edition's own, the tool with another window, a constant pace, or another fit."""
    if method == own:
        return "own"
    if method.startswith("tool_"):
        return "tool"
    return "constant" if method.startswith(words.CONSTANT) else "other"


def _style(kind: str, palette: Palette) -> dict[str, Any]:
    """The line and marks of a kind of method, told apart by stroke and shape as well as by colour."""
    colour, dash, mark = {
        "own": (palette.text, "solid", "circle"),
        "tool": (palette.muted, "solid", "circle-open"),
        "constant": (palette.oblast(1), "dash", "square"),
        "other": (palette.oblast(0), "dot", "diamond"),
    }[kind]
    big = kind == "own"
    return {
        "line": {"color": colour, "dash": dash, "width": 3.5 if big else 1.5},
        "marker": {"color": colour, "symbol": mark, "size": 9 if big else 6},
    }
