"""Where everything stands in the pictures of what drives an answer: bars, and the grid of medians."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from territory.answers.drivers import Drivers, year_paces
from territory.charts.figure import apart
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
    horizon, bars = found.scenario.horizon, found.tornado(name)
    days = [found.median_days[name], *(end.median_days[name] for bar in bars for end in (bar.low, bar.high))]
    longest = max(each / DAYS_PER_YEAR for each in days)
    last = horizon if longest > horizon else min(longest * ROOM, horizon)
    last = max(last, 1.0 / DAYS_PER_YEAR)

    def across(days: float) -> float:
        return min(days / DAYS_PER_YEAR / last, 1.0)

    rows, said = [], []
    for bar in bars:
        low_days, high_days = bar.low.median_days[name], bar.high.median_days[name]
        low, high, unit = drivers_words.ends(bar, name)
        medians = drivers_words.medians(found, low_days, high_days)
        about = label(bar.key), unit, across(low_days), across(high_days)
        rows.append(Row(*about, low, high, medians, drivers_words.range_from(bar)))
        where = drivers_words.range_words(bar, name)
        said.append(say("{assumption}, {range}: {medians}", assumption=label(bar.key), range=where, medians=medians))
    alt = say("The time within which half of the simulated runs finish, by assumption. {bars}.", bars="; ".join(said))
    step = next((each for each in STEPS if last / each <= MOST_TICKS), STEPS[-1])
    ticks = tuple((n * step / last, number(n * step)) for n in range(math.floor(last / step + 1e-9) + 1))
    return Tornado(tuple(rows), across(found.median_days[name]), ticks, alt)


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
    """The medians of one result over pace and yearly change.

    The documented years stand beside it in the order of their paces, their labels out of each other's way.
    """
    scenario, horizon = found.scenario, found.scenario.horizon
    soonest = min(SOONEST_YEARS, horizon / 2.0)
    rows = []
    for rate, medians in zip(found.grid_rates, found.grid_median_days[name], strict=True):
        here, cells = rate == scenario.rate, []
        for days, change in zip(map(float, medians), found.grid_annual_changes, strict=True):
            years, text, shade = days / DAYS_PER_YEAR, drivers_words.NOTHING, 0
            if years <= horizon:
                depth = math.log(horizon / max(years, soonest)) / math.log(horizon / soonest)
                text, shade = number(years, 1 if years < 9.95 else 0), round(DEEPEST * depth)
            exact, present = drivers_words.exact_time(found, days, DECIMALS), here and change == scenario.annual_change
            cells.append(Cell(text, exact, shade, present))
        rows.append((pace(rate), here, tuple(cells)))
    rates, last = found.grid_rates, len(found.grid_rates) - 1.0
    places = [-BEYOND, *range(len(rates)), last + BEYOND]  # what is slower or faster than all rows lies outside
    known = [rates[0] - 1e-9, *rates, rates[-1] + 1e-9]
    years_seen = sorted(year_paces(evidence.edition(scenario.edition)), key=lambda each: each.rate)
    at = [float(np.interp(each.rate, known, places)) for each in years_seen]
    marks = tuple(
        Mark(str(each.year), drivers_words.year_pace(each), place, label_at)
        for each, place, label_at in zip(years_seen, at, apart(at, APART, highest=last + BEYOND), strict=True)
    )
    changes = tuple(f"{'+' if each > 0 else ''}{number(each, DECIMALS)}" for each in found.grid_annual_changes)
    return Grid(changes, tuple(rows), marks)
