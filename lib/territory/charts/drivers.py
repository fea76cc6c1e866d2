"""Where everything stands in the pictures of what drives an answer: bars, and the grid of medians."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from territory.answers.drivers import Bar, Drivers, year_paces
from territory.charts.labels import apart
from territory.figures import evidence
from territory.model.inputs import DAYS_PER_YEAR
from territory.text import number, say
from territory.words import drivers as drivers_words
from territory.words.assumptions import label
from territory.words.vocabulary import pace, pace_unit

STEPS = (1, 2, 5, 10, 20, 50, 100)
MOST_TICKS = 6
ROOM = 1.15  # beyond the longest bar, where none reaches the horizon
SOONEST_YEARS = 2.0  # the deepest shade
DEEPEST = 40  # percent of colour in a cell: text stays readable on it in both themes
DECIMALS = 2
BEYOND = 0.5
APART = 0.62  # rows that two labels beside the grid keep from each other


@dataclass(frozen=True)
class Row:
    """One assumption's bar: where its ends stand (0-1), and what is written at them, above them, and about them."""

    label: str
    unit: str
    low_at: float
    high_at: float
    low: str
    high: str
    medians: str
    range_from: str


@dataclass(frozen=True)
class Tornado:
    """The bars, the widest first, around the present median; ticks are (0-1, years)."""

    rows: tuple[Row, ...]
    median_at: float
    ticks: tuple[tuple[float, str], ...]
    alt: str


@dataclass(frozen=True)
class Cell:
    """One median of the grid: its years, its exact text, how deep its shade is (percent), whether it is present."""

    text: str
    exact: str
    shade: int
    present: bool


@dataclass(frozen=True)
class Mark:
    """A documented year beside the grid: where it stands and where its label stands, in rows from the top.

    `text` names it with its pace; the year in it is all that stands there where room is short.
    """

    year: str
    text: str
    at: float
    label_at: float


@dataclass(frozen=True)
class Grid:
    """Medians over pace (down) and yearly change (across), with the documented years along the paces."""

    changes: tuple[str, ...]
    rows: tuple[tuple[str, bool, tuple[Cell, ...]], ...]
    marks: tuple[Mark, ...]


def tornado(found: Drivers, name: str) -> Tornado:
    """The bars of one result."""
    horizon = found.scenario.horizon
    bars = found.tornado(name)
    days = [found.median_days[name], *(end.median_days[name] for bar in bars for end in (bar.low, bar.high))]
    years = [each / DAYS_PER_YEAR for each in days]
    longest = max(years)
    last = horizon if longest > horizon else min(longest * ROOM, horizon)
    last = max(last, 1.0 / DAYS_PER_YEAR)

    def across(days: float) -> float:
        return min(days / DAYS_PER_YEAR / last, 1.0)

    rows = tuple(
        _row(found, name, bar, across(bar.low.median_days[name]), across(bar.high.median_days[name])) for bar in bars
    )
    return Tornado(rows, across(found.median_days[name]), _ticks(last), _alt(bars, rows, name))


def _alt(bars: Sequence[Bar], rows: Sequence[Row], name: str) -> str:
    """The bars in words, for those who do not see them."""
    said = [
        say(
            "{assumption}, {range}: {medians}",
            assumption=row.label,
            range=drivers_words.range_words(bar, name),
            medians=row.medians,
        )
        for bar, row in zip(bars, rows, strict=True)
    ]
    return say("The time within which half of the simulated runs finish, by assumption. {bars}.", bars="; ".join(said))


def _row(found: Drivers, name: str, bar: Bar, low_at: float, high_at: float) -> Row:
    low, high, unit = drivers_words.ends(bar, name)
    medians = drivers_words.medians(found, bar.low.median_days[name], bar.high.median_days[name])
    return Row(label(bar.key), unit, low_at, high_at, low, high, medians, drivers_words.range_from(bar))


def _ticks(last_years: float) -> tuple[tuple[float, str], ...]:
    step = next((each for each in STEPS if last_years / each <= MOST_TICKS), STEPS[-1])
    count = math.floor(last_years / step + 1e-9)
    return tuple((n * step / last_years, number(n * step)) for n in range(count + 1))


def tornado_table(found: Drivers, name: str) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The bars as a table: its head and its rows."""
    rows = []
    for bar in found.tornado(name):
        low, high, unit = drivers_words.ends(bar, name)
        at_low, at_high = (
            drivers_words.exact_time(found, end.median_days[name], DECIMALS) for end in (bar.low, bar.high)
        )
        rows.append((label(bar.key), unit, low, at_low, high, at_high))
    median = say("half of the simulated runs finish within")
    return (say("assumption"), say("unit"), say("low end"), median, say("high end"), median), rows


def grid_table(drawn: Grid) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """The grid as a table with a row for each of its medians."""
    rows = [
        (rate, change, cell.exact)
        for rate, _, cells in drawn.rows
        for change, cell in zip(drawn.changes, cells, strict=True)
    ]
    return (pace_unit(), say("% a year"), say("half of the simulated runs finish within")), rows


def grid(found: Drivers, name: str) -> Grid:
    """The medians of one result over pace and yearly change."""
    scenario = found.scenario
    rows = []
    for rate, medians in zip(found.grid_rates, found.grid_median_days[name], strict=True):
        here = rate == scenario.rate
        cells = [
            _cell(found, float(days), here and change == scenario.annual_change)
            for days, change in zip(medians, found.grid_annual_changes, strict=True)
        ]
        rows.append((pace(rate), here, tuple(cells)))
    changes = tuple(f"{'+' if each > 0 else ''}{number(each, DECIMALS)}" for each in found.grid_annual_changes)
    return Grid(changes, tuple(rows), _marks(found))


def _cell(found: Drivers, days: float, present: bool) -> Cell:
    horizon, years = found.scenario.horizon, days / DAYS_PER_YEAR
    exact = drivers_words.exact_time(found, days, 2)
    if years > horizon:
        return Cell(drivers_words.NOTHING, exact, 0, present)
    soonest = min(SOONEST_YEARS, horizon / 2.0)
    depth = math.log(horizon / max(years, soonest)) / math.log(horizon / soonest)
    return Cell(number(years, 1 if years < 9.95 else 0), exact, round(DEEPEST * depth), present)


def _marks(found: Drivers) -> tuple[Mark, ...]:
    """The documented years in the order of their paces, their labels out of each other's way."""
    rates, last = found.grid_rates, len(found.grid_rates) - 1.0
    places = [-BEYOND, *range(len(rates)), last + BEYOND]  # what is slower or faster than all rows lies outside
    known = [rates[0] - 1e-9, *rates, rates[-1] + 1e-9]
    years = sorted(year_paces(evidence.edition(found.scenario.edition)), key=lambda each: each.rate)
    at = [float(np.interp(each.rate, known, places)) for each in years]
    labels = apart(at, APART, highest=last + BEYOND)
    return tuple(
        Mark(str(each.year), drivers_words.year_pace(each), place, label_at)
        for each, place, label_at in zip(years, at, labels, strict=True)
    )
