"""The chart of chances: for each scenario, how likely it is in this model that it has been taken by a date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from territory.answers.outlook import Outlook
from territory.charts import figure as shared
from territory.charts.figure import (
    FONT_SIZE,
    HOVERED,
    LABEL_HEIGHT,
    PERCENT,
    FloatArray,
    Palette,
    axis,
    dates,
    shared_layout,
)
from territory.charts.outlook import Picture
from territory.model.projection import DRAWN_LEVEL, DRAWN_MARGIN, LAST_DRAWN, moment
from territory.text import say, short_day
from territory.words import compare as words
from territory.words.compare import LETTERS
from territory.words.vocabulary import HALF, percent

GRID = 120
SHORTEST_DAYS = 366.0
HEIGHT, TOP, BOTTOM, RIGHT = 400, 30, 34, 30
TOP_VALUE, LOW_VALUE = 102.0, -2.0
TICKS = (0, 25, 50, 75, 100)
HOVERED_MONTH = "%{x|%B %Y}"
DASHES = ("solid", "dash", "dot", "dashdot")
SYMBOLS = ("circle", "square", "diamond", "triangle-up")
PLACES_IN_PALETTE = (3, 5, 7)  # none of the colours that stand for Kharkiv and Odesa elsewhere


def colours(palette: Palette) -> tuple[str, ...]:
    """The colours of up to four scenarios: the reader's own is the ink of the page."""
    return (palette.text, *(palette.oblast(place) for place in PLACES_IN_PALETTE))


def picture(outlooks: Sequence[Outlook], result_ids: Sequence[str], by: date, palette: Palette) -> Picture:
    """The chances of all scenarios over time in one chart; each scenario with the result that it answers for."""
    figure, ends = go.Figure(), []
    first, last = _span(outlooks, result_ids)
    hovered = say("{month}: {chance}", month=HOVERED_MONTH, chance=say("{number}\u202f%", number="%{y:.1f}"))
    hovered_half = say("half of the runs: {date}", date=HOVERED)
    shown = zip(LETTERS, outlooks, result_ids, colours(palette), strict=False)
    for place, (letter, outlook, result_id, colour) in enumerate(shown):
        when, chance = curve(outlook, result_id, first, last)
        figure.add_trace(
            go.Scatter(
                x=when,
                y=np.round(chance, 2),
                mode="lines",
                name=letter,
                line={"color": colour, "width": 3 if place == 0 else 2.5, "dash": DASHES[place]},
                hovertemplate=f"{hovered}<extra>{letter}</extra>",
            )
        )
        days = outlook.projection.runs[result_id].quantile(HALF)
        half = moment(outlook.scenario.start, days).date if days else None
        if half is not None and half <= last:
            figure.add_trace(
                go.Scatter(
                    x=[half],
                    y=[PERCENT * HALF],
                    mode="markers",
                    name=say("{scenario}, half", scenario=letter),
                    marker={"color": colour, "size": 11, "symbol": SYMBOLS[place]},
                    hovertemplate=f"{hovered_half}<extra>{letter}</extra>",
                )
            )
        ends.append((when[-1], float(chance[-1]), letter, colour))
    _label(figure, ends, palette)
    if first < by < last:
        figure.add_vline(x=by.isoformat(), line={"color": palette.muted, "width": 1, "dash": "dot"})
        late = (by - first).days > 0.7 * (last - first).days
        figure.add_annotation(
            x=by.isoformat(),
            y=1,
            yref="paper",
            yanchor="bottom",
            xanchor="right" if late else "left",
            text=short_day(by),
            showarrow=False,
            font={"color": palette.muted, "size": FONT_SIZE},
        )
    common, span = axis(palette), [first.isoformat(), last.isoformat()]
    figure.update_layout(
        **shared_layout(palette),
        height=HEIGHT,
        margin={"l": 8, "r": RIGHT, "t": TOP, "b": BOTTOM},
        xaxis={**common, "automargin": False, "showgrid": False, "range": span},
        yaxis={
            **common,
            "range": [LOW_VALUE, TOP_VALUE],
            "tickvals": TICKS,
            "ticktext": [percent(tick) for tick in TICKS],
            "title": {"text": say("chance in this model")},
        },
    )
    said = words.chances_alt(outlooks, result_ids, by)
    return Picture("compare", words.finding(outlooks, result_ids), figure, said)


def curve(outlook: Outlook, result_id: str, first: date, last: date) -> tuple[NDArray[np.datetime64], FloatArray]:
    """Dates (shape (n,)) and the chance in percent by then, from the scenario's start to its horizon."""
    start, runs = outlook.scenario.start, outlook.projection.runs[result_id]
    grid = np.linspace((first - start).days, (last - start).days, GRID)
    end = min(float((last - start).days), runs.horizon_days)
    days = np.unique(np.concatenate([[0.0], grid[(grid > 0) & (grid < end)], [end]]))
    return dates(start, days), PERCENT * runs.chances_by(days)


def _span(outlooks: Sequence[Outlook], result_ids: Sequence[str]) -> tuple[date, date]:
    """From the first start to when nearly all runs of every scenario are through, or its horizon."""
    starts = [outlook.scenario.start for outlook in outlooks]
    ends = []
    for outlook, result_id in zip(outlooks, result_ids, strict=True):
        runs = outlook.projection.runs[result_id]
        days = runs.quantile(DRAWN_LEVEL)
        drawn = runs.horizon_days if days is None else min(days * DRAWN_MARGIN, runs.horizon_days)
        drawn = max(drawn, min(SHORTEST_DAYS, runs.horizon_days))
        ends.append(moment(outlook.scenario.start, drawn).date or LAST_DRAWN)
    return min(starts), max(*ends, max(starts) + timedelta(days=30))


def _label(figure: go.Figure, ends: Sequence[tuple[np.datetime64, float, str, str]], palette: Palette) -> None:
    """Each line's letter at its end; letters that would meet make way for each other."""
    pixels = (HEIGHT - TOP - BOTTOM) / (TOP_VALUE - LOW_VALUE)
    places = apart([y * pixels for _, y, _, _ in ends], LABEL_HEIGHT, (LOW_VALUE * pixels, TOP_VALUE * pixels))
    for (when, y, letter, colour), place in zip(ends, places, strict=True):
        figure.add_annotation(
            x=str(when),
            y=y,
            yshift=round(place - y * pixels),
            xshift=6,
            text=f"<b>{letter}</b>",
            showarrow=False,
            xanchor="left",
            yanchor="middle",
            bgcolor=palette.paper,
            borderpad=1,
            font={"color": colour, "size": FONT_SIZE + 1},
        )


def apart(values: Sequence[float], gap: float, within: tuple[float, float]) -> list[float]:
    """The values moved as little as a simple pass allows until they lie a gap apart, inside the bounds."""
    order = sorted(range(len(values)), key=lambda i: -values[i])
    below = [-values[i] for i in order]  # from the top down: the first of equal ones stands highest
    moved = shared.apart(below, gap, lowest=gap / 2 - within[1], highest=-within[0] - gap / 2)
    return [-moved[order.index(i)] for i in range(len(values))]
