"""The two tables that an edition is made from, read as a person would have written them: CSV, one unit, one source."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from territory.figures.evidence import MONTH_END_SLACK, UKRAINE, Region
from territory.model.inputs import KM2_PER_SQ_MI
from territory.scenario.scenario import LATEST_START, shown

KM2 = ("km²", "km2", "sq km", "км²")
MOST_BYTES = 1_000_000
FIRST_DAY = dt.date(2022, 1, 1)
LONGEST_PERIOD = dt.timedelta(days=31) + 2 * MONTH_END_SLACK
# Measured on a map, a coast can lie a little outside the official area: occupied Crimea is 2 km² larger.
LARGEST_SHARE = 1.001
LARGEST_GAIN_KM2 = 603_628.0  # of all Ukraine
NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?", re.ASCII)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
SHOWN_AT_MOST = 6  # parts of one problem
LAND, AS_DRAWN = "gain_land_km2", "gain_as_drawn_km2"
AT_END, AT_START = "occupied_km2", "occupied_at_window_start_km2"


class EditionError(ValueError):
    """An edition that cannot be made; `problems` has a sentence for each thing that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Problems:
    """A collector of sentences; the same sentence about several lines of a table becomes one."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[int]] = {}

    def add(self, where: str, why: str, *lines: int) -> None:
        """Note why something cannot stand, and on which lines of a table."""
        known = self._found.setdefault((where, why), [])
        known += [line for line in lines if line not in known]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that was noted, in the order of its first mention."""
        said = []
        for (where, why), lines in self._found.items():
            place = (
                f", line{'s' if len(lines) > 1 else ''} {some([str(line) for line in lines], ', ')}" if lines else ""
            )
            said.append(f"{where}{place}: {why}")
        return tuple(said)


def some(parts: Sequence[str], separator: str = "; ") -> str:
    """The first of several parts, and how many more there are."""
    more = len(parts) - SHOWN_AT_MOST
    shown = separator.join(parts[:SHOWN_AT_MOST])
    return f"{shown}{separator}and {more} more" if more > 0 else shown


@dataclass(frozen=True)
class Amount:
    """An area in km² as it was written, and by how much rounding can have moved it."""

    km2: float
    rounding_km2: float


@dataclass(frozen=True)
class Period:
    """A row of the monthly table; dates are `None`, and amounts left out, where they cannot be read."""

    line: int
    month: str
    start: dt.date | None
    end: dt.date | None
    gains: Mapping[str, Amount]

    @property
    def dates(self) -> tuple[dt.date, dt.date] | None:
        """From when to when, if both are known and in order."""
        if self.start is None or self.end is None or self.start >= self.end:
            return None
        return self.start, self.end


@dataclass(frozen=True)
class Occupied:
    """The table of occupied areas: km² by region, on the edition's day and where its window begins."""

    at_end: Mapping[str, Amount] = field(default_factory=dict)
    at_start: Mapping[str, Amount] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A CSV as it was given: its name, its columns, and its rows with the line that each ends on."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]


def read_monthly(path: Path, sources: Mapping[str, str], problems: Problems) -> tuple[Period, ...]:
    """The rows of a table of monthly gains; `sources` says which source its column may have, by id."""
    sheet = _sheet(path, problems)
    if sheet is None or not _has(sheet, ("month", "from", "to", "source"), problems):
        return ()
    columns = {LAND: _column(sheet, (LAND, "gain_km2"), "gain", problems)}
    columns |= {AS_DRAWN: AS_DRAWN} if AS_DRAWN in sheet.columns else {}
    _check_units_and_sources(sheet, sources, problems)
    return tuple(_period(sheet, line, row, columns, problems) for line, row in sheet.rows)


def read_occupied(
    path: Path, day: dt.date | None, regions: Mapping[str, Region], sources: Mapping[str, str], problems: Problems
) -> Occupied:
    """The table of occupied areas on a day: every region once, none above its official area."""
    sheet = _sheet(path, problems)
    if sheet is None or not _has(sheet, ("id", "source"), problems):
        return Occupied()
    column = _column(sheet, (AT_END,), "occupied", problems)
    _check_units_and_sources(sheet, sources, problems)
    given = [row["id"] for _, row in sheet.rows]
    for line, row in sheet.rows:
        if row["id"] not in regions or row["id"] == UKRAINE:
            problems.add(sheet.name, f"{shown(row['id'])} is not the id of a region", line)
        elif given.count(row["id"]) > 1:
            problems.add(sheet.name, f"{row['id']} is given twice", line)
    if lacks := [name for name in regions if name != UKRAINE and name not in given]:
        problems.add(sheet.name, f"it lacks {', '.join(lacks)}; give all regions, those with 0 too")
    if "date" in sheet.columns and day is not None:
        for line, row in sheet.rows:
            if row["date"] != day.isoformat():
                problems.add(sheet.name, f"the date {shown(row['date'])} is not the edition's, {day}", line)
    at_end = _areas(sheet, column, regions, problems) if column else {}
    at_start = _areas(sheet, AT_START, regions, problems) if AT_START in sheet.columns else {}
    return Occupied(at_end, at_start)


def is_mile_for_km2(now: float, before: float) -> bool:
    """Whether a value is another one in square miles, or the other way round, but for rounding."""
    return any(abs(now - before * factor) <= 0.06 + 0.01 * abs(now) for factor in (KM2_PER_SQ_MI, 1 / KM2_PER_SQ_MI))


def read_date(text: str) -> dt.date:
    """A date written as 2026-09-30; raises `ValueError`."""
    if not DAY.fullmatch(text):
        raise ValueError(text)
    return dt.date.fromisoformat(text)


def _sheet(path: Path, problems: Problems) -> Sheet | None:
    """The rows of a CSV file in UTF-8; problems instead where there is nothing to be read."""
    text = _text(path, problems)
    if text is None:
        return None
    reader = csv.reader(io.StringIO(text, newline=""))
    try:
        lines = [(reader.line_num, [cell.strip() for cell in cells]) for cells in reader]
    except csv.Error as error:
        problems.add(path.name, f"it is no CSV: {error}", reader.line_num)
        return None
    filled = [(line, cells) for line, cells in lines if any(cells)]
    if len(filled) < 2:
        problems.add(path.name, "it has no rows; write the names of the columns, then a row each")
        return None
    return _named(path.name, tuple(filled[0][1]), filled[1:], problems)


def _text(path: Path, problems: Problems) -> str | None:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        problems.add(shown(path), f"it cannot be read: {why}")
        return None
    if len(content) > MOST_BYTES:
        problems.add(path.name, f"it is larger than {MOST_BYTES:,} bytes; a table of months is smaller")
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        problems.add(path.name, "it is not UTF-8; save it as CSV in UTF-8")
        return None


def _named(
    name: str, columns: tuple[str, ...], lines: Sequence[tuple[int, list[str]]], problems: Problems
) -> Sheet | None:
    if len(columns) == 1 and any(separator in columns[0] for separator in ";\t|"):
        problems.add(name, "its columns are not separated by commas; save it with commas, and points in numbers")
        return None
    doubles = sorted({column for column in columns if column and columns.count(column) > 1})
    if doubles:
        problems.add(name, f"the column {', '.join(map(shown, doubles))} is there twice; keep one")
        return None
    for line, cells in lines:
        if any(cells[len(columns) :]):
            problems.add(name, "more cells than columns; numbers are written with a point and no other comma", line)
    padded = ((line, [*cells, *[""] * len(columns)]) for line, cells in lines)
    return Sheet(name, columns, tuple((line, dict(zip(columns, cells, strict=False))) for line, cells in padded))


def _has(sheet: Sheet, columns: Sequence[str], problems: Problems) -> bool:
    lacks = [column for column in columns if column not in sheet.columns]
    if "source" in lacks:
        problems.add(sheet.name, "the source is missing: it has no column source")
    if others := [column for column in lacks if column != "source"]:
        problems.add(sheet.name, f"it has no column {', '.join(others)}")
    return not others


def _column(sheet: Sheet, names: Sequence[str], bare: str, problems: Problems) -> str | None:
    """Which column holds the areas in km²: one whose name says so, or a bare one with a column `unit` beside it."""
    found = [name for name in (*names, bare) if name in sheet.columns]
    if len(found) > 1:
        problems.add(sheet.name, f"{' and '.join(found)} are both there; keep one")
    elif found == [bare] and "unit" not in sheet.columns:
        problems.add(sheet.name, f"the unit is missing: name the column {names[-1]}, or add a column unit with km²")
    elif not found and (
        others := [name for name in sheet.columns if name.startswith(bare) and name not in (AS_DRAWN, AT_START)]
    ):
        why = f"the unit is wrong: {shown(others[0])} is not in km²"
        problems.add(sheet.name, f"{why}; convert (1 sq mi = {KM2_PER_SQ_MI:.5f} km²) and name the column {names[-1]}")
    elif not found:
        problems.add(sheet.name, f"it has no column {names[-1]}")
    return found[0] if len(found) == 1 else None


def _check_units_and_sources(sheet: Sheet, sources: Mapping[str, str], problems: Problems) -> None:
    for line, row in sheet.rows:
        unit = row.get("unit")
        if unit == "":
            problems.add(sheet.name, "the unit is missing; write km²", line)
        elif unit is not None and unit not in KM2:
            convert = f"convert (1 sq mi = {KM2_PER_SQ_MI:.5f} km²) and write km²"
            problems.add(sheet.name, f"the unit {shown(unit)} is not km²; {convert}", line)
        source = row.get("source")
        if source == "":
            problems.add(sheet.name, f"the source is missing; write {' or '.join(sources) or 'its id'}", line)
        elif source is not None and sources and source not in sources:
            known = " or ".join(f"{key} ({title})" for key, title in sources.items())
            why = f"the source {shown(source)} is not that of the record so far"
            problems.add(sheet.name, f"{why}; sources define their figures differently: keep to {known}", line)


def _period(
    sheet: Sheet, line: int, row: Mapping[str, str], columns: Mapping[str, str | None], problems: Problems
) -> Period:
    start, end = (_day(sheet, line, row, name, problems) for name in ("from", "to"))
    gains = {key: _amount(sheet, line, row, name, problems) for key, name in columns.items() if name}
    readable = {key: amount for key, amount in gains.items() if amount is not None}
    period = Period(line, row["month"], start, end, readable)
    for key, amount in readable.items():
        if abs(amount.km2) > LARGEST_GAIN_KM2:
            problems.add(sheet.name, f"{key} is larger than Ukraine: {amount.km2:,.0f} km²", line)
    if start is None or end is None:
        return period
    if period.dates is None:
        problems.add(sheet.name, f"from {start} to {end} is no period; write from before to", line)
        return period
    middle = start + (end - start) / 2
    if period.month != f"{middle:%Y-%m}":
        why = f"the month {shown(period.month)} is not that of {start} to {end}, {middle:%Y-%m}"
        problems.add(sheet.name, why, line)
    if end - start > LONGEST_PERIOD:
        problems.add(sheet.name, f"{(end - start).days} days are more than a month; give each month a row", line)
    return period


def _areas(sheet: Sheet, column: str, regions: Mapping[str, Region], problems: Problems) -> dict[str, Amount]:
    found = {}
    for line, row in sheet.rows:
        amount = _amount(sheet, line, row, column, problems)
        region = regions.get(row["id"])
        if amount is None or region is None:
            continue
        if amount.km2 < 0:
            problems.add(sheet.name, f"{column} is below 0", line)
        elif amount.km2 > LARGEST_SHARE * region.area.number:
            why = f"{region.long_name} is occupied above its official area"
            problems.add(sheet.name, f"{why}: {column} is {amount.km2:,.1f} of {region.area.number:,.0f} km²", line)
        found[region.id] = amount
    return found


def _day(sheet: Sheet, line: int, row: Mapping[str, str], name: str, problems: Problems) -> dt.date | None:
    try:
        day = read_date(row[name])
    except ValueError:
        problems.add(sheet.name, f"{name} is {shown(row[name])}, no date; write it as 2026-09-01", line)
        return None
    if FIRST_DAY <= day <= LATEST_START:
        return day
    problems.add(sheet.name, f"{name} is {day}; choose a date from {FIRST_DAY} to {LATEST_START}", line)
    return None


def _amount(sheet: Sheet, line: int, row: Mapping[str, str], name: str, problems: Problems) -> Amount | None:
    text = row[name]
    if text.lower().lstrip("+-") in ("nan", "inf", "infinity"):
        problems.add(sheet.name, f"{name} is {shown(text)}, not a finite number", line)
    elif not NUMBER.fullmatch(text):
        problems.add(sheet.name, f"{name} is {shown(text)}, no number; write it as 1234.5 or -25.5", line)
    else:
        return Amount(float(text), 0.5 * 10.0 ** -len(text.partition(".")[2]))
    return None
