"""The chart of the monthly record: a bar for each period, the documented pace and the scenario's as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from territory.charts.labels import apart
from territory.charts.outlook import FONT_SIZE, axis, plain
from territory.charts.palette import Palette
from territory.figures.evidence import Edition, GainSeries
from territory.scenario.scenario import Scenario
from territory.text import say
from territory.words import evidence as words
from territory.words import units
from territory.words.units import pace, pace_with_unit

HEIGHT, PLOT_HEIGHT = 400, 340
ROOM_ABOVE, ROOM_BELOW = 0.16, 0.05
LABEL_HEIGHT, LABEL_ROOM = 38, 104  # two lines of text beside the plot, and the width they need
BAR_SHARE, DAY_MS = 0.78, 86_400_000
BAR_OPACITY = 0.8


@dataclass(frozen=True)
class Label:
    """What a line at a pace (km²/day) is, at its right end."""

    rate: float
    text: str
    colour: str


def record_chart(series: GainSeries, edition: Edition, scenario: Scenario, palette: Palette) -> go.Figure:
    """Net area taken per day in each period of the record (km² a day), with the paces it is compared with."""
    figure = go.Figure()
    _draw_bars(figure, series, edition, palette)
    labels = [_draw_documented(figure, series, edition, palette)]
    labels += _draw_scenario(figure, series, edition, scenario, palette)
    low, high = _range(series, [label.rate for label in labels])
    write_labels(figure, labels, low, high)
    _write_words(figure, series, edition, palette)
    figure.update_layout(
        **plain(palette),
        height=HEIGHT,
        margin={"l": 8, "r": LABEL_ROOM, "t": 8, "b": 8},
        barmode="overlay",
        **axes((series.starts[0], series.ends[-1]), (low, high), palette),
    )
    return figure


def axes(days: tuple[date, date], rates: tuple[float, float], palette: Palette) -> dict[str, Any]:
    """The axes of a chart of months: years, and paces in the unit that is shown."""
    common, title = axis(palette), {"text": units.pace_unit()}
    years = {"dtick": "M12", "tick0": "2023-01-01", "tickformat": "%Y"}
    return {
        "xaxis": {**common, "showgrid": False, "range": list(days), **years},
        "yaxis": {**common, "range": list(rates), "tickformat": ",.0f", "title": title},
    }


def _draw_bars(figure: go.Figure, series: GainSeries, edition: Edition, palette: Palette) -> None:
    rows = words.periods(series, edition)
    for after, name in ((False, say("up to the edition")), (True, say("after the edition"))):
        places = [place for place, row in enumerate(rows) if row.after == after]
        marker = hatched(palette) if after else {"color": palette.muted, "opacity": BAR_OPACITY}
        if places:
            figure.add_trace(bars(series, rows, places, name=name, marker=marker))


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


def _draw_documented(figure: go.Figure, series: GainSeries, edition: Edition, palette: Palette) -> Label:
    """The documented pace: a solid line over the days it was measured in, dotted beyond them."""
    rate = edition.defaults["rate"].number
    first, last, opens = series.starts[0], series.ends[-1], edition.pace.since
    begins, ends = max(opens or first, first), min(edition.pace.date, last)
    name = say("documented pace")
    _line(figure, [begins, ends], rate, name, {"color": palette.text, "width": 2.5})
    dotted = {"color": palette.text, "width": 2, "dash": "dot"}
    for start, end in ((first, begins), (ends, last)):
        if start < end:
            _line(figure, [start, end], rate, name, dotted)
    label = say("documented")
    return Label(rate, f"{label}<br>{pace(rate)}", palette.text)


def _draw_scenario(
    figure: go.Figure, series: GainSeries, edition: Edition, scenario: Scenario, palette: Palette
) -> list[Label]:
    colours, labels = palette.of(scenario.targets), []
    for each in words.paces(edition, scenario):
        colour = colours[each.oblasts[0]] if len(each.oblasts) == 1 else palette.text
        style = {"color": colour, "width": 2.5, "dash": "dash"}
        _line(figure, [series.starts[0], series.ends[-1]], each.rate_km2_per_day, each.names, style)
        labels.append(Label(each.rate_km2_per_day, f"{each.label}<br>{pace(each.rate_km2_per_day)}", colour))
    return labels


def _line(figure: go.Figure, x: list[date], rate: float, name: str, style: dict[str, Any]) -> None:
    figure.add_trace(
        go.Scatter(
            x=x,
            y=[rate * units.pace_shown().factor] * 2,
            mode="lines",
            name=name,
            line=style,
            hovertemplate=f"{name}: {pace_with_unit(rate)}<extra></extra>",
        )
    )


def _range(series: GainSeries, paces: list[float]) -> tuple[float, float]:
    rates, factor = [0.0, *series.rates_km2_per_day.tolist(), *paces], units.pace_shown().factor
    low, high = min(rates) * factor, max(rates) * factor
    extent = high - low
    return low - ROOM_BELOW * extent, high + ROOM_ABOVE * extent


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


def _write_words(figure: go.Figure, series: GainSeries, edition: Edition, palette: Palette) -> None:
    """Where the edition ends, and what is meant by bars below zero."""
    word: dict[str, Any] = {
        "showarrow": False,
        "align": "left",
        "xanchor": "left",
        "bgcolor": palette.paper,
        "borderpad": 1,
    }
    ends = edition.pace.date
    if ends < series.ends[-1]:
        figure.add_vline(x=ends.isoformat(), line={"color": palette.muted, "width": 1, "dash": "dot"})
        at_the_end: dict[str, Any] = {"x": 1, "xref": "paper", "y": 1, "yref": "paper", "yanchor": "top"}
        figure.add_annotation(text=say("after the<br>edition"), **{**word, **at_the_end, "xanchor": "right"})
    quiet = date(2023, 11, 1)  # the months of 2023 with land retaken end before it
    figure.add_annotation(x=quiet, y=0, yref="paper", yanchor="bottom", text=say("below zero:<br>land retaken"), **word)


def middle(start: date, end: date) -> datetime:
    """The middle of a period, where its bar stands."""
    return datetime.combine(start, time()) + timedelta(days=(end - start).days / 2)
