"""The chart of the page that tests a date: the pace that each date would imply, beside the paces on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import plotly.graph_objects as go

from territory.answers.needed import Need, Needs
from territory.charts.figure import (
    FONT_SIZE,
    LABEL_HEIGHT,
    FloatArray,
    Palette,
    apart,
    axis,
    dates,
    movable_line,
    shared_layout,
)
from territory.charts.outlook import Picture
from territory.figures import evidence
from territory.model.inputs import DAYS_PER_YEAR
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario
from territory.text import day, month, say, say_count
from territory.words import needed as needed_words
from territory.words.needed import Pace
from territory.words.vocabulary import pace, pace_shown, pace_unit, pace_with_unit

SLOWEST, STEPS = 0.25, 26
BELOW_ZERO = (-20.0, -10.0, -5.0, -2.0, -1.0, 0.0)
LATEST = date(2075, 1, 1)
FIRST_YEARS, LEAST_YEARS = 1.0, 5.0
ROOM, ROOM_BELOW = 1.22, 0.12
HEIGHT, PLOT_HEIGHT, ABOVE = 400, 320, 34
RUG_AT = 0.012
SAID_POINTS = 4
FINE = 240
CURVE_SEEN = 3.0
LAST_DRAWN = date(9990, 1, 1)
TICKS = ",~f"  # thousands apart, and no more decimals than needed
HOVER = "%{customdata}<extra></extra>"
CURVE, MONTHS, CHOSEN, LINE = "curve", "months", "chosen", "line"  # kinds of traces, in their `meta`


def rates_drawn(scenario: Scenario, name: str) -> tuple[float, ...]:
    """The paces whose dates make the curve, from the lowest that can be asked for to the highest."""
    rising = np.geomspace(SLOWEST, float(PARAMETERS["rate"].high), STEPS)
    if name in dict(scenario.rates) or scenario.has_own_rates:  # paces of their own need a front that moves forward
        rising = np.concatenate([np.geomspace(PARAMETERS["rates"].low, SLOWEST, 6)[:-1], rising])
        return tuple(float(rate) for rate in rising)
    return (*BELOW_ZERO, *(float(rate) for rate in rising))


def course(rates: Sequence[float], days: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Days from the start and the pace that each implies, shape (n,) both, the earliest first.

    `days` are those at which each of the paces (rising, shape (n,)) arrives, `inf` where one never does. More points
    lie between those that were computed: time and pace are close to straight on logarithms.
    """
    keep = np.isfinite(days)
    days, paces = days[keep][::-1], np.array(rates)[keep][::-1]
    rising = (paces > 0) & (days > 0)
    if rising.sum() < 2:
        return days, paces
    log_days, log_paces = np.log(days[rising]), np.log(paces[rising])
    fine = np.union1d(np.linspace(log_days[0], log_days[-1], FINE), log_days)
    between = np.exp(np.interp(fine, log_days, log_paces))
    return np.append(np.exp(fine), days[~rising]), np.append(between, paces[~rising])


def picture(found: Needs, result: Need, drawn: tuple[FloatArray, FloatArray], palette: Palette) -> Picture:
    """The implied pace against the date, the paces on record as lines, and the chosen date."""
    scenario, lines, how = found.scenario, needed_words.paces(found.scenario, result.id), pace_shown()
    start, by_days = scenario.start, (found.by - scenario.start).days
    last = last_day(scenario, by_days)
    end = start + timedelta(days=int(last))
    chosen = None if result.pace is None else result.pace.value
    days, rates = drawn
    if chosen is not None:
        place = int(np.searchsorted(days, float(by_days)))
        days, rates = np.insert(days, place, float(by_days)), np.insert(rates, place, chosen)
    keep = days >= min(FIRST_YEARS * DAYS_PER_YEAR, float(by_days))
    days, rates = days[keep], rates[keep]
    low, high = _range([*(line.rate for line in lines), *([] if chosen is None else [chosen])], rates[days <= last])
    figure = go.Figure()
    for line in lines:
        text = say("{name}: {pace}", name=line.short, pace=pace_with_unit(line.rate))
        figure.add_trace(
            go.Scatter(
                x=dates(start, np.array([0.0, last / 2, last])),
                y=[line.rate * how.factor] * 3,
                mode="lines",
                meta=LINE,
                line={"color": palette.muted, "width": 1.5, "dash": "dash"},
                hovertemplate=f"{'<br>'.join(filter(None, [text, line.when]))}<extra></extra>",
            )
        )
    if result.id not in dict(scenario.rates):
        reached = None if result.months_reached() is None else chosen
        _draw_months(figure, scenario, dates(start, np.array([RUG_AT * last]))[0], reached, palette)
    within = days < (LAST_DRAWN - start).days
    months = [month(start + timedelta(days=int(day))) for day in days[within]]
    figure.add_trace(
        go.Scatter(
            x=dates(start, days[within]),
            y=_points(rates[within]),
            mode="lines",
            meta=CURVE,
            line={"color": _colour(scenario, result.id, palette), "width": 3, "shape": "linear"},
            customdata=[_before(when, float(rate)) for when, rate in zip(months, rates[within], strict=True)],
            hovertemplate=HOVER,
        )
    )
    _draw_chosen(figure, found, result, last, palette)
    _label(figure, end, lines, (low, high), palette)
    common, title = axis(palette), {"text": say("pace, {unit}", unit=pace_unit()), "font": {"size": FONT_SIZE}}
    span = [low * how.factor, high * how.factor]
    figure.update_layout(
        **shared_layout(palette),
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": ABOVE, "b": 8},
        xaxis={**common, "showgrid": False, "type": "date", "range": [start.isoformat(), end.isoformat()]},
        yaxis={**common, "range": span, "tickformat": TICKS, "title": title},
    )
    # Some points of the curve, for those who do not see it.
    seen = np.flatnonzero(days <= last)
    some = seen[np.unique(np.linspace(0, len(seen) - 1, SAID_POINTS).astype(int))] if len(seen) else seen
    points = [(start + timedelta(days=int(days[place])), float(rates[place])) for place in some]
    said = needed_words.alt(found, result, points, lines)
    return Picture("date", needed_words.finding(found, result, lines), figure, said)


def meanings(scenario: Scenario, name: str) -> tuple[tuple[str, str], ...]:
    """The kinds of line that are drawn, with what each means."""
    kinds = (
        ("solid", say("the pace that a date implies")),
        ("dash", say("paces to hold it against")),
        ("dot", say("the chosen date: can be moved")),
    )
    if name in dict(scenario.rates):
        return kinds
    ticks = say_count(
        "ticks at the left: the {count} documented month, thick where it reached it",
        "ticks at the left: the {count} documented months, thick where they reached it",
        len(evidence.edition(scenario.edition).record.months),
    )
    return *kinds, ("path", ticks)


def last_day(scenario: Scenario, by_days: int) -> float:
    """Where the picture ends: the horizon or 2075, later where the chosen date is."""
    horizon = min(scenario.horizon * DAYS_PER_YEAR, float((LATEST - scenario.start).days))
    return max(horizon, LEAST_YEARS * DAYS_PER_YEAR, 1.08 * by_days)


def _range(levels: list[float], curve: FloatArray) -> tuple[float, float]:
    """Room for every line and the chosen date; the curve (what is drawn of it, shape (n,)) may leave it above."""
    shown = [0.0, *levels]
    if len(curve):  # enough of it to see its course, where all lines lie below it
        shown.append(CURVE_SEEN * float(curve.min()))
    high = max(*shown, 1.0) * ROOM
    low = min(*shown, max(float(curve.min(initial=0.0)), -0.5 * high))
    return low - (ROOM_BELOW * high if low < 0 else 0.0), high


def _draw_months(
    figure: go.Figure, scenario: Scenario, at: np.datetime64, reached: float | None, palette: Palette
) -> None:
    """A tick for each documented month at the left, thick where it reached a pace (km²/day)."""
    record = evidence.edition(scenario.edition).record
    rates = record.rates_km2_per_day
    thick = np.zeros(len(rates), dtype=bool) if reached is None else rates >= reached
    middles = [start + (end - start) / 2 for start, end in zip(record.starts, record.ends, strict=True)]
    line = {
        "width": np.where(thick, 2.5, 1.0).tolist(),
        "color": np.where(thick, palette.text, palette.muted).tolist(),
    }
    figure.add_trace(
        go.Scatter(
            x=[at] * len(rates),
            y=_points(rates),
            mode="markers",
            meta=MONTHS,
            marker={"symbol": "line-ew", "size": 13, "line": line},
            customdata=[
                say("{month}: {pace}", month=month(middle), pace=pace_with_unit(float(rate)))
                for middle, rate in zip(middles, rates, strict=True)
            ],
            hovertemplate=HOVER,
        )
    )


def _draw_chosen(figure: go.Figure, found: Needs, result: Need, last: float, palette: Palette) -> None:
    """The chosen date as a line to be moved, and the pace that it implies."""
    chosen = None if result.pace is None else result.pace.value
    movable_line(figure, found.by, {"color": palette.text, "width": 1.5, "dash": "dot"})
    figure.add_annotation(
        x=found.by.isoformat(),
        y=1.0,
        yref="paper",
        yanchor="bottom",
        xanchor="left" if (found.by - found.scenario.start).days < last / 2 else "right",
        text=f"<b>{needed_words.marker(found, result)}</b>",
        showarrow=False,
        font={"color": palette.text, "size": FONT_SIZE},
    )
    if chosen is not None:
        figure.add_trace(
            go.Scatter(
                x=[found.by.isoformat()],
                y=[chosen * pace_shown().factor],
                mode="markers",
                meta=CHOSEN,
                marker={
                    "color": _colour(found.scenario, result.id, palette),
                    "size": 13,
                    "line": {"color": palette.paper, "width": 2},
                },
                customdata=[_before(day(found.by), chosen)],
                hovertemplate=HOVER,
            )
        )


def _colour(scenario: Scenario, name: str, palette: Palette) -> str:
    return palette.of(scenario.targets).get(name, palette.text)


def _before(when: str, rate: float) -> str:
    return say("before {date}: {pace}", date=when, pace=pace_with_unit(rate))


def _points(rates: FloatArray) -> FloatArray:
    """Paces (km²/day, shape (n,)) as the chart shows them, to a decimal more than is read off it."""
    how = pace_shown()
    return np.asarray(np.round(rates * how.factor, how.decimals + 1))


def _label(figure: go.Figure, end: date, lines: Sequence[Pace], y_range: tuple[float, float], palette: Palette) -> None:
    """The lines' names at their right ends, above them, out of each other's way; `y_range` in km²/day."""
    pixels = PLOT_HEIGHT / (y_range[1] - y_range[0])
    bottoms = apart([line.rate * pixels for line in lines], LABEL_HEIGHT)
    for line, bottom in zip(lines, bottoms, strict=True):
        figure.add_annotation(
            x=end.isoformat(),
            y=line.rate * pace_shown().factor,
            yshift=bottom - line.rate * pixels,
            text=say("{name} {pace}", name=line.short, pace=pace(line.rate)),
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            bgcolor=palette.paper,
            borderpad=1,
            font={"color": palette.muted, "size": FONT_SIZE},
        )
