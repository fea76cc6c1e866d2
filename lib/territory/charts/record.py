"""The chart of a provider's months with a window of them: highlighted, with two edges to be moved, and its mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from territory.answers import windows
from territory.charts.labels import apart
from territory.charts.outlook import FONT_SIZE, axis, movable_line, plain
from territory.charts.palette import Palette
from territory.figures.evidence import Edition, GainSeries
from territory.figures.record import Observed, month_day
from territory.scenario.scenario import Scenario
from territory.text import say, short_month
from territory.words import evidence as words
from territory.words import vocabulary
from territory.words.vocabulary import pace

HEIGHT, PLOT_HEIGHT = 400, 340
LABEL_HEIGHT, LABEL_ROOM = 38, 104  # two lines of text beside the plot, and the width they need
BAR_SHARE, DAY_MS = 0.78, 86_400_000
ROOM_ABOVE, ROOM_BELOW, ROOM_BESIDE = 0.14, 0.1, timedelta(days=12)
OTHER_OPACITY, SPAN_OPACITY = 0.45, 0.1
WINDOW, CHOSEN, OTHER, UNUSABLE, MEAN, SCENARIO = "window", "chosen", "other", "unusable", "mean", "scenario"
EDGE = 0.15  # of the width: a text nearer to an end of the chart is written away from it


@dataclass(frozen=True)
class Label:
    """What a line at a pace (km²/day) is, at its right end."""

    rate: float
    text: str
    colour: str


def window_chart(found: Observed, known: Edition, scenario: Scenario, palette: Palette, moves: int) -> go.Figure:
    """Net area taken per day in each month of a provider's record (km² a day), with a window of it.

    Its first two shapes are the window's edges; `moves` tells one drawing of the same window from another.
    """
    series = windows.series(found.provider.id)
    labels = _labels(found, scenario, palette)
    low, high = _range(series, labels)
    figure = go.Figure()
    _draw_span(figure, found, low, high, palette)
    _draw_bars(figure, found, series, known, palette)
    _draw_paces(figure, found, series, labels)
    _write_labels(figure, labels, low, high)
    _write_span(figure, found, series, palette)
    _write_ends(figure, found, series, palette)
    for edge in (found.series.starts[0], found.series.ends[-1]):
        movable_line(figure, edge, {"color": palette.text, "width": 2})
    common, days = axis(palette), [series.starts[0] - ROOM_BESIDE, series.ends[-1] + ROOM_BESIDE]
    years = {"dtick": "M12", "tick0": "2023-01-01", "tickformat": "%Y"}
    figure.update_layout(
        **plain(palette),
        editrevision=f"{found.window} {moves}",
        height=HEIGHT,
        margin={"l": 8, "r": LABEL_ROOM, "t": 28, "b": 8},
        barmode="overlay",
        xaxis={**common, "showgrid": False, "range": days, **years},
        yaxis={**common, "range": [low, high], "tickformat": ",.0f", "title": {"text": vocabulary.pace_unit()}},
    )
    return figure


def unusable(provider_id: str, known: Edition) -> int:
    """How many months of a provider's record its edition does not have."""
    return len(windows.series(provider_id).months) - len(windows.months(provider_id, known))


def _labels(found: Observed, scenario: Scenario, palette: Palette) -> list[Label]:
    """The window's mean, and the scenario's pace where it is another."""
    accent = palette.oblast(0)
    mean, rate = found.mean_km2_per_day, _used(found, scenario)
    if rate is not None and pace(rate) == pace(mean):
        both = say("mean, and this<br>scenario")
        return [Label(mean, f"{both} {pace(mean)}", accent)]
    of_the_window = say("mean of the<br>window")
    labels = [Label(mean, f"{of_the_window} {pace(mean)}", accent)]
    if rate is not None:
        this = say("this scenario")
        labels.append(Label(rate, f"{this}<br>{pace(rate)}", palette.text))
    return labels


def _used(found: Observed, scenario: Scenario) -> float | None:
    """The scenario's pace where the window's would count; none where that is not one."""
    oblast = found.provider.oblast
    if oblast is None:
        return None if scenario.has_own_rates else scenario.rate
    return dict(scenario.rates).get(oblast, scenario.rate) if oblast in scenario.in_play else None


def _range(series: GainSeries, labels: list[Label]) -> tuple[float, float]:
    factor = vocabulary.pace_shown().factor
    rates = [0.0, *series.rates_km2_per_day.tolist(), *(label.rate for label in labels)]
    low, high = min(rates) * factor, max(rates) * factor
    extent = (high - low) or 1.0
    return low - ROOM_BELOW * extent, high + ROOM_ABOVE * extent


def _draw_span(figure: go.Figure, found: Observed, low: float, high: float, palette: Palette) -> None:
    first, last = found.series.starts[0], found.series.ends[-1]
    figure.add_trace(
        go.Scatter(
            x=[first, last, last, first],
            y=[low, low, high, high],
            fill="toself",
            mode="lines",
            line={"width": 0},
            fillcolor=_faint(palette.oblast(0)),
            meta=WINDOW,
            hoverinfo="skip",
        )
    )


def _faint(colour: str) -> str:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return f"rgba({red},{green},{blue},{SPAN_OPACITY})"


def _draw_bars(figure: go.Figure, found: Observed, series: GainSeries, known: Edition, palette: Palette) -> None:
    """The months, each as wide as its days are many and as high as its pace; hatched what the edition has not."""
    may, window = windows.months(found.provider.id, known), found.series.months
    hatched = {
        "color": palette.paper,
        "line": {"color": palette.muted, "width": 1.5},
        "pattern": {"shape": "/", "fgcolor": palette.muted, "bgcolor": palette.paper, "size": 6, "solidity": 0.25},
    }
    kinds: tuple[tuple[str, dict[str, Any], list[int]], ...] = (
        (CHOSEN, {"color": palette.oblast(0)}, [i for i, month in enumerate(series.months) if month in window]),
        (
            OTHER,
            {"color": palette.muted, "opacity": OTHER_OPACITY},
            [i for i, month in enumerate(series.months) if month in may and month not in window],
        ),
        (UNUSABLE, hatched, [i for i, month in enumerate(series.months) if month not in may]),
    )
    rows, rates, factor = words.periods(series, known), series.rates_km2_per_day, vocabulary.pace_shown().factor
    for kind, marker, places in kinds:
        if places:
            figure.add_bar(
                x=[_middle(series.starts[i], series.ends[i]) for i in places],
                y=[round(float(rates[i]) * factor, 2) for i in places],
                width=[BAR_SHARE * float(series.days[i]) * DAY_MS for i in places],
                customdata=[words.hover(rows[i]) for i in places],
                hovertemplate="%{customdata}<extra></extra>",
                meta=kind,
                marker=marker,
            )


def _draw_paces(figure: go.Figure, found: Observed, series: GainSeries, labels: list[Label]) -> None:
    mean, *others = labels
    window, whole = (found.series.starts[0], found.series.ends[-1]), (series.starts[0], series.ends[-1])
    _line(figure, window, mean, MEAN, {"width": 3.5})
    _line(figure, (window[1], whole[1]), mean, MEAN, {"width": 2, "dash": "dot"})
    for label in others:
        _line(figure, whole, label, SCENARIO, {"width": 2.5, "dash": "dash"})


def _line(figure: go.Figure, x: tuple[date, date], label: Label, kind: str, style: dict[str, Any]) -> None:
    hover = label.text.replace("<br>", " ")
    figure.add_trace(
        go.Scatter(
            x=list(x),
            y=[label.rate * vocabulary.pace_shown().factor] * 2,
            mode="lines",
            line={"color": label.colour, **style},
            meta=kind,
            hovertemplate=f"{hover}<extra></extra>",
        )
    )


def _write_labels(figure: go.Figure, labels: list[Label], low: float, high: float) -> None:
    """What the lines are, at their right end, kept out of each other's way."""
    per_unit = PLOT_HEIGHT / (high - low)
    ordered, factor = sorted(labels, key=lambda label: label.rate), vocabulary.pace_shown().factor
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


def _write_span(figure: go.Figure, found: Observed, series: GainSeries, palette: Palette) -> None:
    """The window's months over its middle."""
    at = _middle(found.series.starts[0], found.series.ends[-1])
    first, last = (short_month(month_day(each)) for each in (found.window.from_month, found.window.to_month))
    months = first if first == last else say("{first} – {last}", first=first, last=last)
    figure.add_annotation(
        x=at,
        y=1,
        yref="paper",
        yanchor="bottom",
        xanchor=_side(at.date(), series),
        text=f"<b>{months}</b>",
        showarrow=False,
        font={"color": palette.text, "size": FONT_SIZE},
    )


def _write_ends(figure: go.Figure, found: Observed, series: GainSeries, palette: Palette) -> None:
    """The slowest and the fastest month of the window at their bars."""
    if len(found.series.months) == 1:
        return
    factor = vocabulary.pace_shown().factor
    for (name, rate), above in ((found.slowest, False), (found.fastest, True)):
        place = found.series.months.index(name)
        at = _middle(found.series.starts[place], found.series.ends[place])
        figure.add_annotation(
            x=at,
            y=(rate if above else min(rate, 0.0)) * factor,
            yanchor="bottom" if above else "top",
            xanchor=_side(at.date(), series),
            text=say("{month} {pace}", month=short_month(month_day(name)), pace=pace(rate)),
            showarrow=False,
            bgcolor=palette.paper,
            opacity=0.92,
            borderpad=1,
            font={"color": palette.text, "size": FONT_SIZE - 1},
        )


def _side(at: date, series: GainSeries) -> str:
    """How a text stands at a day, so that it does not leave the chart."""
    share = (at - series.starts[0]).days / (series.ends[-1] - series.starts[0]).days
    return "left" if share < EDGE else "right" if share > 1 - EDGE else "center"


def _middle(start: date, end: date) -> datetime:
    """The middle of a period, where its bar stands."""
    return datetime.combine(start, time()) + timedelta(days=(end - start).days / 2)
