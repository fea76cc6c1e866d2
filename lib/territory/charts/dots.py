"""Where the twenty dots of a card stand: stacked in even bins of time that break at the reader's own date."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from territory.answers.outlook import Outlook
from territory.model.inputs import DAYS_PER_MONTH
from territory.model.projection import Result, Status
from territory.text import short_month

BINS = 18
LATER_AT, LATER_APART, LATER_HIGH = 0.97, 0.05, 5  # dots that never arrive stand in columns at the right
LAST_BIN_AT = 0.86
FIRST_TICK_AT, LAST_TICK_BEFORE = 0.03, 0.02  # nearer to an end, a text would leave the card or meet "later"
NEAR = 0.5  # of the dots' own extent: a date further off than that does not stretch the picture
STEPS_YEARS = (1, 2, 5, 10, 20, 50, 100, 200)
STEPS_MONTHS = (1, 2, 3, 6, 12)
MONTHS_UP_TO_YEARS = 2
MOST_TICKS, MOST_MONTHS = 6, 4

Kind = Literal["before", "after", "later"]


@dataclass(frozen=True)
class Dot:
    """One in twenty: where it stands across (0-1), how high in its stack, and on which side of the date."""

    across: float
    place: int
    kind: Kind


@dataclass(frozen=True)
class Dots:
    """A dotplot: its dots, the ticks of its axis (0-1, text), and where the reader's date stands, if in sight."""

    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    by_across: float | None

    def count(self, kind: Kind) -> int:
        """How many of the dots are of a kind."""
        return sum(dot.kind == kind for dot in self.dots)

    @property
    def height(self) -> int:
        """Dots in the highest stack."""
        return 1 + max(dot.place for dot in self.dots)


def of_result(outlook: Outlook, result: Result, by: date) -> Dots | None:
    """The dotplot of one oblast's answer; none where nothing is left, or where none of the runs arrives."""
    days = outlook.projection.runs[result.id].dots()
    if result.central.status is Status.DONE or days[0] is None:
        return None
    return layout(days, outlook.scenario.start, by)


def layout(days: Sequence[float | None], start: date, by: date) -> Dots:
    """The dotplot of twenty completion times (days from the start, `None`: not within the horizon)."""
    by_day = float((by - start).days)
    finite = [each for each in days if each is not None]
    later = len(days) - len(finite)
    axis = _axis(finite, by_day, max(math.ceil(later / LATER_HIGH) - 1, 0))
    stacks: dict[float, int] = {}
    dots = []
    for each in finite:
        across = axis.across(axis.bin_middle(each))
        stacks[across] = stacks.get(across, 0) + 1
        dots.append(Dot(across, stacks[across] - 1, "before" if each < by_day else "after"))
    for place in range(later):
        dots.append(Dot(LATER_AT - place // LATER_HIGH * LATER_APART, place % LATER_HIGH, "later"))
    by_across = axis.across(by_day) if axis.first <= by_day <= axis.last else None
    ticks = tuple(tick for tick in _ticks(axis, start) if FIRST_TICK_AT <= tick[0] <= axis.ends_at - LAST_TICK_BEFORE)
    return Dots(tuple(dots), ticks, by_across)


@dataclass(frozen=True)
class _Axis:
    """Even bins of time that break at a day."""

    first: float
    last: float
    width: float
    breaks_at: float
    ends_at: float

    def bin_middle(self, day: float) -> float:
        return self.breaks_at + (math.floor((day - self.breaks_at) / self.width) + 0.5) * self.width

    def across(self, day: float) -> float:
        return self.ends_at * (day - self.first) / (self.last - self.first)


def _axis(finite: Sequence[float], by_day: float, columns_more: int) -> _Axis:
    low, high = (min(finite), max(finite)) if finite else (by_day, by_day)
    extent = max(high - low, DAYS_PER_MONTH)
    near = low - NEAR * extent <= by_day <= high + NEAR * extent
    low, high = (min(low, by_day), max(high, by_day)) if near else (low, high)
    width = max(high - low, DAYS_PER_MONTH) / (BINS - 2)
    first = by_day + math.floor((low - by_day) / width) * width
    last = by_day + (math.floor((high - by_day) / width) + 1) * width
    return _Axis(first, last, width, by_day, LAST_BIN_AT - columns_more * LATER_APART)


def _ticks(axis: _Axis, start: date) -> Iterator[tuple[float, str]]:
    """Round years, or months where the picture is narrow."""
    first, last = (start + timedelta(days=round(day)) for day in (axis.first, axis.last))
    years = next(n for n in STEPS_YEARS if (last.year - first.year) / n <= MOST_TICKS)
    if last.year - first.year > MONTHS_UP_TO_YEARS:
        for year in range(first.year + (-first.year) % years, last.year + 1, years):
            yield axis.across(float((date(year, 1, 1) - start).days)), str(year)
        return
    months = range(12 * first.year + first.month, 12 * last.year + last.month)
    step = next(n for n in STEPS_MONTHS if len(months) / n <= MOST_MONTHS)
    for month in months:
        if month % step == 0:
            when = date(month // 12, month % 12 + 1, 1)
            yield axis.across(float((when - start).days)), short_month(when)
