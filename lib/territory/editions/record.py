"""How a table of months continues the record of an edition: gaps, doubles, overlaps, contradictions, jumps."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from territory.editions.tables import AS_DRAWN, LAND, Period, Problems, is_mile_for_km2, some
from territory.figures.evidence import RECORD_BEGINS, GainSeries
from territory.model.inputs import DAYS_PER_MONTH

JUMP_SDS = 5.0
FEWEST_CHANGES = 3
PREVIOUS_ROUNDING_KM2 = 0.05  # editions hold a tenth of a km²
HAIR = 1e-9

Row = Mapping[str, str]
Key = tuple[str, str, str]


@dataclass(frozen=True)
class Previous:
    """What an earlier edition holds: its id, the rows of its table of months as text, and the same as a series."""

    id: str
    rows: tuple[Row, ...]
    land_gains: GainSeries

    @property
    def by_key(self) -> dict[Key, Row]:
        """The rows by month, first and last day."""
        return {(row["month"], row["from"], row["to"]): row for row in self.rows}

    @property
    def unfinished(self) -> str | None:
        """The last month, where only a part of it is in."""
        complete = self.land_gains.complete_by(dt.date.max)
        last = self.land_gains.months[-1]
        return None if complete.months and complete.months[-1] == last else last


def check(name: str, periods: Sequence[Period], previous: Previous | None, problems: Problems) -> None:
    """Note what is wrong with the table's own calendar, and between it and the edition before."""
    counted = Counter(period.month for period in periods)
    for month in sorted(month for month, count in counted.items() if month and count > 1):
        lines = [period.line for period in periods if period.month == month]
        problems.add(name, f"the month {month} is there {counted[month]} times; keep one", *lines)
    dated = [(*period.dates, period) for period in periods if period.dates]
    if any(later[0] < earlier[0] for earlier, later in pairwise(dated)):
        late = [later[2].line for earlier, later in pairwise(dated) if later[0] < earlier[0]]
        problems.add(name, "the months are not in order; write the oldest first", *late)
    if len(dated) == len(periods):  # a row whose dates cannot be read may be what fills a gap
        _check_gaps(name, sorted((start, end, period.month) for start, end, period in dated), problems)
    if previous and dated:
        _check_junction(name, min(start for start, *_ in dated), previous, problems)
    if previous:
        _check_overlap(name, periods, previous, problems)


def joined(periods: Sequence[Period], previous: Previous) -> tuple[Row, ...]:
    """The rows of the longer record: what was known stays as it was written, only an unfinished month is replaced."""
    columns = [key for key in (LAND, AS_DRAWN) if all(key in period.gains for period in periods)]
    known = previous.by_key
    rows = [_text(period, columns) for period in periods]
    kept = [row for row in previous.rows if row["from"] < rows[0]["from"]]
    merged = [*kept, *(known.get((row["month"], row["from"], row["to"]), row) for row in rows)]
    columns = [key for key in columns if all(key in row for row in merged)]
    return tuple({key: row[key] for key in ("month", "from", "to", *columns)} for row in merged)


def jumps(series: GainSeries, previous: Previous) -> Iterator[str]:
    """Months that are new and differ from the one before by more than 5 standard deviations of such changes so far."""
    changes = np.diff(previous.land_gains.since(RECORD_BEGINS).rates_km2_per_day) * DAYS_PER_MONTH
    if len(changes) < FEWEST_CHANGES or not (sd := float(np.std(changes, ddof=1))):
        return
    known = {(start, end) for start, end in zip(previous.land_gains.starts, previous.land_gains.ends, strict=True)}
    rates = series.rates_km2_per_day * DAYS_PER_MONTH
    for i in range(1, len(rates)):
        change = float(rates[i] - rates[i - 1])
        if (series.starts[i], series.ends[i]) not in known and abs(change) > JUMP_SDS * sd:
            yield (
                f"{series.months[i]}: from {_whole(rates[i - 1])} to {_whole(rates[i])} km² a month is a change of "
                f"{abs(change) / sd:.1f} standard deviations ({sd:,.0f} km²) of those so far"
            )


def series_of(rows: Sequence[Row], like: GainSeries) -> GainSeries:
    """The land gains of some rows, with the source and the definition of the record that they continue."""
    starts, ends = ([dt.date.fromisoformat(row[key]) for row in rows] for key in ("from", "to"))
    gains = tuple(float(row[LAND]) for row in rows)
    return GainSeries(
        tuple(row["month"] for row in rows), tuple(starts), tuple(ends), gains, like.source, like.definition
    )


def _check_gaps(name: str, dated: Sequence[tuple[dt.date, dt.date, str]], problems: Problems) -> None:
    for (_, end, month), (start, _, later) in pairwise(dated):
        if start > end:
            problems.add(name, f"there is a gap: nothing from {end} to {start}, between {month} and {later}")
        elif start < end and month != later:
            problems.add(name, f"{month} and {later} overlap: {later} begins on {start}, {month} ends on {end}")


def _check_junction(name: str, first: dt.date, previous: Previous, problems: Problems) -> None:
    known, last = previous.land_gains, previous.land_gains.ends[-1]
    if first > last:
        problems.add(name, f"there is a gap: nothing from {last}, where {previous.id} ends, to {first}")
    elif first == last and previous.unfinished:
        why = f"{previous.id} has only a part of {previous.unfinished}"
        problems.add(name, f"{why}; give that month whole, from {known.starts[-1]}")
    elif first < last and first not in known.starts:
        problems.add(name, f"it begins on {first}, in the middle of a month of {previous.id}")


def _check_overlap(name: str, periods: Sequence[Period], previous: Previous, problems: Problems) -> None:
    """Compare the months that both have; where they differ like miles and kilometres, say that."""
    for column in (LAND, AS_DRAWN):
        pairs = list(_pairs(periods, previous, column))
        wrong = []
        for period, was in pairs:
            now = period.gains[column]
            if not abs(now.km2 - was) <= now.rounding_km2 + PREVIOUS_ROUNDING_KM2 + HAIR:
                wrong.append((period, was))
        miles = [(p, was) for p, was in wrong if abs(was) > 1 and is_mile_for_km2(p.gains[column].km2, was)]
        if miles:
            lines = [period.line for period, _ in miles]
            why = f"{column} looks like square miles beside {previous.id}, not like km²"
            problems.add(name, f"{why}: {_differences(miles, column)}", *lines)
        if others := [each for each in wrong if each not in miles]:
            lines = [period.line for period, _ in others]
            why = f"{column} contradicts {previous.id} beyond rounding"
            problems.add(name, f"{why}: {_differences(others, column)}", *lines)
    known = {row["month"]: (row["from"], row["to"]) for row in previous.rows if row["month"] != previous.unfinished}
    for period in periods:
        if period.dates and period.month in known:
            begins, ends = known[period.month]
            if [begins, ends] != [day.isoformat() for day in period.dates]:
                why = f"{period.month} is from {begins} to {ends} in {previous.id}; keep those days"
                problems.add(name, why, period.line)


def _pairs(periods: Sequence[Period], previous: Previous, column: str) -> Iterator[tuple[Period, float]]:
    known = previous.by_key
    for period in periods:
        if period.dates and column in period.gains:
            start, end = period.dates
            row = known.get((period.month, start.isoformat(), end.isoformat()), {})
            if column in row:
                yield period, float(row[column])


def _differences(pairs: Sequence[tuple[Period, float]], column: str) -> str:
    return some([f"{period.month} is {period.gains[column].km2:g}, was {was:g}" for period, was in pairs])


def _text(period: Period, columns: Sequence[str]) -> dict[str, str]:
    if period.dates is None:
        raise ValueError(f"line {period.line} has no dates")
    start, end = period.dates
    gains = {key: str(period.gains[key].km2 + 0.0) for key in columns}
    return {"month": period.month, "from": start.isoformat(), "to": end.isoformat(), **gains}


def _whole(value: float) -> str:
    return f"{value:,.0f}".replace("-", "−")
