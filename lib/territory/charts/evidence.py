"""The pieces of a chart of months: its bars, its axes, and the labels at the ends of its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from territory.charts.labels import apart
from territory.charts.outlook import FONT_SIZE, axis
from territory.charts.palette import Palette
from territory.figures.evidence import GainSeries
from territory.words import evidence as words
from territory.words import units

HEIGHT, PLOT_HEIGHT = 400, 340
LABEL_HEIGHT, LABEL_ROOM = 38, 104  # two lines of text beside the plot, and the width they need
BAR_SHARE, DAY_MS = 0.78, 86_400_000


@dataclass(frozen=True)
class Label:
    """What a line at a pace (km²/day) is, at its right end."""

    rate: float
    text: str
    colour: str


def axes(days: tuple[date, date], rates: tuple[float, float], palette: Palette) -> dict[str, Any]:
    """The axes of a chart of months: years, and paces in the unit that is shown."""
    common, title = axis(palette), {"text": units.pace_unit()}
    years = {"dtick": "M12", "tick0": "2023-01-01", "tickformat": "%Y"}
    return {
        "xaxis": {**common, "showgrid": False, "range": list(days), **years},
        "yaxis": {**common, "range": list(rates), "tickformat": ",.0f", "title": title},
    }


def bars(series: GainSeries, rows: Sequence[words.Period], places: Sequence[int], **look: Any) -> go.Bar:
    """Some of a record's periods, each as wide as its days are many and as high as its pace."""
    rates, factor = series.rates_km2_per_day, units.pace_shown().factor
    return go.Bar(
        x=[middle(series.starts[i], series.ends[i]) for i in places],
        y=[round(float(rates[i]) * factor, 2) for i in places],
        width=[BAR_SHARE * float(series.days[i]) * DAY_MS for i in places],
        customdata=[words.hover(rows[i]) for i in places],
        hovertemplate="%{customdata}<extra></extra>",
        **look,
    )


def hatched(palette: Palette) -> dict[str, Any]:
    """How bars look that are no part of the edition."""
    return {
        "color": palette.paper,
        "line": {"color": palette.muted, "width": 1.5},
        "pattern": {"shape": "/", "fgcolor": palette.muted, "bgcolor": palette.paper, "size": 6, "solidity": 0.25},
    }


def write_labels(figure: go.Figure, labels: list[Label], low: float, high: float) -> None:
    """What the lines are, at their right end, kept out of each other's way."""
    per_unit = PLOT_HEIGHT / (high - low)
    ordered, factor = sorted(labels, key=lambda label: label.rate), units.pace_shown().factor
    heights = [(label.rate * factor - low) * per_unit for label in ordered]
    places = apart(heights, LABEL_HEIGHT, highest=PLOT_HEIGHT - LABEL_HEIGHT / 2)
    for label, height, place in zip(ordered, heights, places, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=label.rate * factor,
            yshift=place - height,
            text=label.text,
            align="left",
            showarrow=False,
            font={"color": label.colour, "size": FONT_SIZE},
        )


def middle(start: date, end: date) -> datetime:
    """The middle of a period, where its bar stands."""
    return datetime.combine(start, time()) + timedelta(days=(end - start).days / 2)
