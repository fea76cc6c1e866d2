"""The chart of the page that tests a date: the pace that each date would imply, beside the paces on record."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from territory.answers.needed import Needs, ResultNeeds
from territory.charts.labels import apart
from territory.charts.outlook import FONT_SIZE, LABEL_HEIGHT, Picture, axis, dates, movable_line, plain
from territory.charts.palette import Palette
from territory.figures import evidence
from territory.figures.evidence import GainSeries
from territory.model.inputs import DAYS_PER_YEAR
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario
from territory.text import day, month, say, say_count
from territory.words import needed as needed_words
from territory.words.needed import Pace
from territory.words.vocabulary import pace, pace_shown, pace_unit, pace_with_unit

FloatArray = NDArray[np.float64]

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

    `days` are those at which each of the paces (rising, shape (n,)) arrives, `inf` where one never does.
    """
    keep = np.isfinite(days)
    return _smooth(days[keep][::-1], np.array(rates)[keep][::-1])


def _smooth(days: FloatArray, rates: FloatArray) -> tuple[FloatArray, FloatArray]:
    """More points between those that were computed: time and pace are close to straight on logarithms."""
    rising = (rates > 0) & (days > 0)
    if rising.sum() < 2:
        return days, rates
    log_days, log_rates = np.log(days[rising]), np.log(rates[rising])
    fine = np.union1d(np.linspace(log_days[0], log_days[-1], FINE), log_days)
    between = np.exp(np.interp(fine, log_days, log_rates))
    return np.append(np.exp(fine), days[~rising]), np.append(between, rates[~rising])


def picture(found: Needs, result: ResultNeeds, drawn: tuple[FloatArray, FloatArray], palette: Palette) -> Picture:
    """The implied pace against the date, the paces on record as lines, and the chosen date."""
    scenario = found.scenario
    lines = needed_words.paces(scenario, result.id)
    last = last_day(scenario, (found.by - scenario.start).days)
    days, rates = _with_chosen(found, result, *drawn)
    figure = go.Figure()
    low, high = _range(lines, result, days, rates, last)
    colour = _colour(scenario, result.id, palette)
    for line in lines:
        _draw_line(figure, scenario.start, last, line, palette)
    if result.id not in dict(scenario.rates):
        _draw_months(figure, scenario, last, result, palette)
    _draw_course(figure, scenario.start, days, rates, colour)
    _draw_chosen(figure, found, result, last, palette, colour)
    _label(figure, scenario.start + timedelta(days=int(last)), lines, (low, high), palette)
    figure.update_layout(_layout(scenario.start, last, (low, high), palette))
    said = needed_words.alt(found, result, _said(scenario.start, days, rates, last), lines)
    return Picture("date", needed_words.finding(found, result, lines), figure, said)


def meanings(scenario: Scenario, name: str) -> tuple[tuple[str, str], ...]:
    """The kinds of line that are drawn, with what each means."""
    kinds = (
        ("solid", say("the pace that a date implies")),
        ("dash", say("paces to hold it against")),
        ("dot", say("the chosen date: can be moved")),
    )
    return kinds if name in dict(scenario.rates) else (*kinds, ("path", _ticks_meaning(scenario)))


def _ticks_meaning(scenario: Scenario) -> str:
    return say_count(
        "ticks at the left: the {count} documented month, thick where it reached it",
        "ticks at the left: the {count} documented months, thick where they reached it",
        len(evidence.edition(scenario.edition).record.months),
    )


def last_day(scenario: Scenario, by_days: int) -> float:
    """Where the picture ends: the horizon or 2075, later where the chosen date is."""
    horizon = min(scenario.horizon * DAYS_PER_YEAR, float((LATEST - scenario.start).days))
    return max(horizon, LEAST_YEARS * DAYS_PER_YEAR, 1.08 * by_days)


def _with_chosen(
    found: Needs, result: ResultNeeds, days: FloatArray, rates: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """The course with the chosen date on it, from a year after the start or the chosen date."""
    chosen = _chosen(result)
    by_days = float((found.by - found.scenario.start).days)
    if chosen is not None:
        place = int(np.searchsorted(days, by_days))
        days, rates = np.insert(days, place, by_days), np.insert(rates, place, chosen)
    keep = days >= min(FIRST_YEARS * DAYS_PER_YEAR, by_days)
    return days[keep], rates[keep]


def _chosen(result: ResultNeeds) -> float | None:
    return None if result.rate is None else result.rate.runs.value


def _range(
    lines: Sequence[Pace], result: ResultNeeds, days: FloatArray, rates: FloatArray, last: float
) -> tuple[float, float]:
    """Room for every line and the chosen date; the curve may leave it above."""
    chosen = _chosen(result)
    shown = [0.0, *(line.rate for line in lines), *([] if chosen is None else [chosen])]
    falls_to = rates[days <= last]
    if len(falls_to):  # enough of the curve to see its course, where all lines lie below it
        shown.append(CURVE_SEEN * float(falls_to.min()))
    high = max(*shown, 1.0) * ROOM
    low = min(*shown, max(float(falls_to.min(initial=0.0)), -0.5 * high))
    return low - (ROOM_BELOW * high if low < 0 else 0.0), high


def _draw_line(figure: go.Figure, start: date, last: float, line: Pace, palette: Palette) -> None:
    text = say("{name}: {pace}", name=line.short, pace=pace_with_unit(line.rate))
    figure.add_trace(
        go.Scatter(
            x=dates(start, np.array([0.0, last / 2, last])),
            y=[_shown(line.rate)] * 3,
            mode="lines",
            meta=LINE,
            line={"color": palette.muted, "width": 1.5, "dash": "dash"},
            hovertemplate=f"{'<br>'.join(filter(None, [text, line.when]))}<extra></extra>",
        )
    )


def _draw_months(figure: go.Figure, scenario: Scenario, last: float, result: ResultNeeds, palette: Palette) -> None:
    """A tick for each documented month at the left, thick where it reached the implied pace."""
    record: GainSeries = evidence.edition(scenario.edition).record
    rates, reached = record.rates_km2_per_day, _reached(record, result)
    line = {
        "width": np.where(reached, 2.5, 1.0).tolist(),
        "color": np.where(reached, palette.text, palette.muted).tolist(),
    }
    when = dates(scenario.start, np.array([RUG_AT * last]))[0]
    figure.add_trace(
        go.Scatter(
            x=[when] * len(rates),
            y=_points(rates),
            mode="markers",
            meta=MONTHS,
            marker={"symbol": "line-ew", "size": 13, "line": line},
            customdata=[
                say("{month}: {pace}", month=month(middle), pace=pace_with_unit(float(rate)))
                for middle, rate in zip(_middles(record), rates, strict=True)
            ],
            hovertemplate=HOVER,
        )
    )


def _reached(record: GainSeries, result: ResultNeeds) -> NDArray[np.bool_]:
    """Which documented months reached the implied pace."""
    rates, chosen = record.rates_km2_per_day, _chosen(result)
    if result.months_reached is None or chosen is None:
        return np.zeros(len(rates), dtype=bool)
    return np.asarray(rates >= chosen)


def _middles(record: GainSeries) -> list[date]:
    return [start + (end - start) / 2 for start, end in zip(record.starts, record.ends, strict=True)]


def _draw_course(figure: go.Figure, start: date, days: FloatArray, rates: FloatArray, colour: str) -> None:
    within = days < (LAST_DRAWN - start).days
    days, rates = days[within], rates[within]
    figure.add_trace(
        go.Scatter(
            x=dates(start, days),
            y=_points(rates),
            mode="lines",
            meta=CURVE,
            line={"color": colour, "width": 3, "shape": "linear"},
            customdata=[
                _before(month(start + timedelta(days=int(day))), float(rate))
                for day, rate in zip(days, rates, strict=True)
            ],
            hovertemplate=HOVER,
        )
    )


def _draw_chosen(
    figure: go.Figure, found: Needs, result: ResultNeeds, last: float, palette: Palette, colour: str
) -> None:
    when, chosen = found.by.isoformat(), _chosen(result)
    movable_line(figure, found.by, {"color": palette.text, "width": 1.5, "dash": "dot"})
    figure.add_annotation(
        x=when,
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
                x=[when],
                y=[_shown(chosen)],
                mode="markers",
                meta=CHOSEN,
                marker={"color": colour, "size": 13, "line": {"color": palette.paper, "width": 2}},
                customdata=[_before(day(found.by), chosen)],
                hovertemplate=HOVER,
            )
        )


def _before(when: str, rate: float) -> str:
    return say("before {date}: {pace}", date=when, pace=pace_with_unit(rate))


def _shown(rate: float) -> float:
    """A pace (km²/day) as the chart shows it."""
    return rate * pace_shown().factor


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
            y=_shown(line.rate),
            yshift=bottom - line.rate * pixels,
            text=say("{name} {pace}", name=line.short, pace=pace(line.rate)),
            showarrow=False,
            xanchor="right",
            yanchor="bottom",
            bgcolor=palette.paper,
            borderpad=1,
            font={"color": palette.muted, "size": FONT_SIZE},
        )


def _layout(start: date, last: float, y_range: tuple[float, float], palette: Palette) -> dict[str, Any]:
    common = axis(palette)
    ends = [when.isoformat() for when in (start, start + timedelta(days=int(last)))]
    title = {"text": say("pace, {unit}", unit=pace_unit()), "font": {"size": FONT_SIZE}}
    return {
        **plain(palette),
        "height": HEIGHT,
        "margin": {"l": 8, "r": 8, "t": ABOVE, "b": 8},
        "xaxis": {**common, "showgrid": False, "type": "date", "range": ends},
        "yaxis": {**common, "range": [_shown(rate) for rate in y_range], "tickformat": TICKS, "title": title},
    }


def _colour(scenario: Scenario, name: str, palette: Palette) -> str:
    return palette.of(scenario.targets).get(name, palette.text)


def _said(start: date, days: FloatArray, rates: FloatArray, last: float) -> list[tuple[date, float]]:
    """Some points of the curve, for those who do not see it."""
    shown = np.flatnonzero(days <= last)
    if not len(shown):
        return []
    some = shown[np.unique(np.linspace(0, len(shown) - 1, SAID_POINTS).astype(int))]
    return [(start + timedelta(days=int(days[place])), float(rates[place])) for place in some]
