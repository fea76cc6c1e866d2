"""The chart of a provider's months with a window of them: highlighted, with two edges to be moved, and its mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import plotly.graph_objects as go

from territory.answers import windows
from territory.charts.figure import FONT_SIZE, Palette, apart, axis, faint, movable_line, shared_layout
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
    series, window, factor = windows.series(found.provider.id), found.series, vocabulary.pace_shown().factor
    labels = _labels(found, scenario, palette)
    rates = [0.0, *series.rates_km2_per_day.tolist(), *(label.rate for label in labels)]
    low, high = min(rates) * factor, max(rates) * factor
    extent = (high - low) or 1.0
    low, high = low - ROOM_BELOW * extent, high + ROOM_ABOVE * extent
    first, last = window.starts[0], window.ends[-1]
    figure = go.Figure()
    figure.add_trace(
        go.Scatter(
            x=[first, last, last, first],
            y=[low, low, high, high],
            fill="toself",
            mode="lines",
            line={"width": 0},
            fillcolor=faint(palette.oblast(0), SPAN_OPACITY),
            meta=WINDOW,
            hoverinfo="skip",
        )
    )
    _draw_bars(figure, found, series, known, palette)
    mean, *others = labels
    begins, ends = series.starts[0], series.ends[-1]
    lines: list[tuple[date, date, Label, str, dict[str, Any]]] = [
        (first, last, mean, MEAN, {"width": 3.5}),
        (last, ends, mean, MEAN, {"width": 2, "dash": "dot"}),
        *((begins, ends, label, SCENARIO, {"width": 2.5, "dash": "dash"}) for label in others),
    ]
    for since, until, label, kind, style in lines:
        hover = label.text.replace("<br>", " ")
        figure.add_trace(
            go.Scatter(
                x=[since, until],
                y=[label.rate * factor] * 2,
                mode="lines",
                line={"color": label.colour, **style},
                meta=kind,
                hovertemplate=f"{hover}<extra></extra>",
            )
        )
    _write_labels(figure, labels, low, high)
    _write_months(figure, found, series, palette)
    for edge in (first, last):
        movable_line(figure, edge, {"color": palette.text, "width": 2})
    common, days = axis(palette), [begins - ROOM_BESIDE, ends + ROOM_BESIDE]
    years = {"dtick": "M12", "tick0": "2023-01-01", "tickformat": "%Y"}
    figure.update_layout(
        **shared_layout(palette),
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
    """The window's mean, and the scenario's pace where the window's would count and it is another."""
    mean, oblast = found.mean_km2_per_day, found.provider.oblast
    if oblast is None:
        rate = None if scenario.has_own_rates else scenario.rate
    else:
        rate = dict(scenario.rates).get(oblast, scenario.rate) if oblast in scenario.in_play else None
    if rate is not None and pace(rate) == pace(mean):
        both = say("mean, and this<br>scenario")
        return [Label(mean, f"{both} {pace(mean)}", palette.oblast(0))]
    of_the_window = say("mean of the<br>window")
    labels = [Label(mean, f"{of_the_window} {pace(mean)}", palette.oblast(0))]
    if rate is not None:
        this = say("this scenario")
        labels.append(Label(rate, f"{this}<br>{pace(rate)}", palette.text))
    return labels


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


def _write_months(figure: go.Figure, found: Observed, series: GainSeries, palette: Palette) -> None:
    """The window's months over its middle; its slowest and its fastest month, of several, at their bars."""
    starts, ends, factor = found.series.starts, found.series.ends, vocabulary.pace_shown().factor
    at = _middle(starts[0], ends[-1])
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
    if len(starts) == 1:
        return
    for (name, rate), above in ((found.slowest, False), (found.fastest, True)):
        place = found.series.months.index(name)
        at = _middle(starts[place], ends[place])
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
