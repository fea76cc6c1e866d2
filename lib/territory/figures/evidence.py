"""The documented figures: reads `seeds/` and refuses any figure that does not say where it is from."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from territory.figures import data_path

FloatArray = NDArray[np.float64]
FigureStatus = Literal["published", "computed", "derived"]

UKRAINE = "ukraine"
BASELINE_EDITION = "2025-08-17"
STATUSES = ("published", "computed", "derived")
MONTH, PROVIDER_ID = r"\d{4}-(?:0[1-9]|1[0-2])", r"[a-z][a-z0-9_]{0,29}"  # as patterns: how both are written
RECORD_BEGINS = dt.date(2022, 12, 1)  # November 2022 holds the retreat from right-bank Kherson, before the window
SECOND_HAND = "copy"  # the grade of an address where the original was not seen
MONTH_END_SLACK = dt.timedelta(days=3)  # snapshots were up to two days away from the turn of a month


class EvidenceError(ValueError):
    """A figure in `seeds/` is incomplete or contradicts another."""


@dataclass(frozen=True)
class Source:
    """Where a figure was read; `url` is `None` where no address was recorded."""

    title: str
    publisher: str
    url: str | None
    note: str


@dataclass(frozen=True)
class Figure:
    """A documented value with everything that is needed to cite it; `since` begins its window, if it has one."""

    id: str
    value: float | str
    unit: str
    date: dt.date
    source: Source
    definition: str
    status: FigureStatus
    label: str = ""
    since: dt.date | None = None

    @property
    def number(self) -> float:
        """The value of a numeric figure."""
        if isinstance(self.value, str):
            raise EvidenceError(f"{self.id}: {self.value!r} is not a number")
        return self.value


@dataclass(frozen=True)
class Range:
    """From where to where a default could lie by the record, with everything that is needed to cite it."""

    id: str
    low: float
    high: float
    unit: str
    date: dt.date
    source: Source
    definition: str
    status: FigureStatus


@dataclass(frozen=True)
class Region:
    """A region of Ukraine, or `ukraine` as a whole, with its official area."""

    id: str
    name: str
    iso_3166_2: str
    area: Figure

    @property
    def long_name(self) -> str:
        """The name as a sentence has it: "Kharkiv oblast", "Kyiv city", "Crimea"."""
        special = {UKRAINE: "Ukraine", "kyiv_city": "Kyiv city", "kyiv_oblast": "Kyiv oblast"}
        if self.id in special:
            return special[self.id]
        return self.name if self.id in ("crimea", "sevastopol") else f"{self.name} oblast"


@dataclass(frozen=True)
class Outlines:
    """The regions' outlines by id, for drawing only: rings of longitude and latitude in degrees, shape (n, 2) each."""

    rings: Mapping[str, tuple[FloatArray, ...]]
    source: Source


@dataclass(frozen=True)
class GainSeries:
    """A record of net gains: period i runs from `starts[i]` to `ends[i]`; `gain_km2` has one value a period."""

    months: tuple[str, ...]
    starts: tuple[dt.date, ...]
    ends: tuple[dt.date, ...]
    gain_km2: tuple[float, ...]
    source: Source
    definition: str

    @property
    def days(self) -> FloatArray:
        """Length of each period in days, shape (n,)."""
        return np.array([(end - start).days for start, end in zip(self.starts, self.ends, strict=True)], dtype=float)

    @property
    def rates_km2_per_day(self) -> FloatArray:
        """Mean net gain per day of each period, divided by its own days, shape (n,)."""
        return np.asarray(np.array(self.gain_km2, dtype=float) / self.days)

    def since(self, first: dt.date) -> GainSeries:
        """The periods that begin on or after a date."""
        return self._only([i for i, start in enumerate(self.starts) if start >= first])

    def complete_by(self, day: dt.date) -> GainSeries:
        """The periods up to the last one whose month was over by a day, and which reaches to about that month's end."""
        complete = 0
        for i, (start, end) in enumerate(zip(self.starts, self.ends, strict=True), 1):
            middle = start + (end - start) / 2  # lies in the period's month
            over = dt.date(middle.year + middle.month // 12, middle.month % 12 + 1, 1)
            if max(over, end) <= day and abs(end - over) <= MONTH_END_SLACK:
                complete = i
        return self._only(range(complete))

    def months_between(self, first: str, last: str) -> GainSeries:
        """The periods of the months from one to another, both included, written like 2025-07."""
        return self._only([i for i, month in enumerate(self.months) if first <= month <= last])

    def _only(self, keep: Sequence[int]) -> GainSeries:
        return GainSeries(
            tuple(self.months[i] for i in keep),
            tuple(self.starts[i] for i in keep),
            tuple(self.ends[i] for i in keep),
            tuple(self.gain_km2[i] for i in keep),
            self.source,
            self.definition,
        )

    def level_km2(self, day: dt.date) -> float:
        """Net gains from the first start to a day, a period's gain spread evenly over it; flat outside the record."""
        knots = [self.starts[0].toordinal(), *(end.toordinal() for end in self.ends)]
        return float(np.interp(day.toordinal(), knots, np.concatenate([[0.0], np.cumsum(self.gain_km2)])))


@dataclass(frozen=True)
class Provider:
    """Whose record of net gains: of the whole front, or of what was gained inside one `oblast`.

    `gains` are figures with a source each; `low_km2` and `high_km2` are the ends where a range was published, else the
    gain itself, and `second_hand` the months that were read where the original was not seen.
    """

    id: str
    name: str
    series: GainSeries
    gains: tuple[Figure, ...]
    low_km2: tuple[float, ...]
    high_km2: tuple[float, ...]
    second_hand: frozenset[str]
    oblast: str | None = None

    def known_by(self, day: dt.date) -> GainSeries:
        """The complete months up to a day, from December 2022: what an edition of that day may use."""
        return self.series.since(RECORD_BEGINS).complete_by(day)


@dataclass(frozen=True)
class Edition:
    """A dated, immutable set of documented figures, with the defaults that follow from them."""

    id: str
    title: str
    figures: Mapping[str, Figure]
    pace: Figure
    defaults: Mapping[str, Figure]
    occupied: Mapping[str, Figure]
    ranges: Mapping[str, Range]
    seasonal_profile: tuple[float, ...]
    seasonal_observations: tuple[int, ...]
    land_gains: GainSeries
    drawn_gains: GainSeries | None
    occupied_at_window_start_km2: Mapping[str, float]
    occupied_km2: Mapping[str, float]

    @property
    def window_days(self) -> int:
        """Length of the window that the pace is taken from."""
        if self.pace.since is None:
            raise EvidenceError(f"{self.id}: {self.pace.id} has no window")
        return (self.pace.date - self.pace.since).days

    @property
    def day(self) -> dt.date:
        """The edition's date: nothing that came after it is in it."""
        return _date(self.id, self.title)

    @property
    def record(self) -> GainSeries:
        """The land gains that fits rest on: the complete months from December 2022 to the edition's date."""
        return self.land_gains.since(RECORD_BEGINS).complete_by(self.day)

    def own_rate_km2_per_day(self, region_id: str) -> float:
        """Mean net pace seen inside one region over the same window; 0 where nothing moved, and for `ukraine`."""
        if region_id not in self.occupied_km2:
            return 0.0
        return (self.occupied_km2[region_id] - self.occupied_at_window_start_km2[region_id]) / self.window_days


@cache
def edition_ids() -> tuple[str, ...]:
    """Ids of all editions in `seeds/`, the oldest first."""
    return tuple(sorted(path.parent.name for path in data_path("seeds").glob("*/defaults.json")))


@cache
def edition(edition_id: str) -> Edition:
    """An edition by its id; raises `EvidenceError` for an unknown one or one with an incomplete figure."""
    if edition_id not in edition_ids():
        raise EvidenceError(f"there is no edition {edition_id!r}; choose one of {', '.join(edition_ids())}")
    return load_edition(data_path("seeds") / edition_id)


def newest_edition() -> Edition:
    """The edition with the latest figures."""
    return edition(edition_ids()[-1])


@cache
def regions() -> Mapping[str, Region]:
    """The 27 regions and `ukraine`, by id, with their official areas."""
    return load_regions(data_path("seeds") / "geography")


@cache
def providers() -> Mapping[str, Provider]:
    """The providers of monthly records by id; all editions share them, each up to its own date."""
    return load_providers(data_path("seeds") / "record")


@cache
def outlines() -> Outlines:
    """The outlines of the 27 regions, without the holes in them."""
    return load_outlines(data_path("seeds") / "geography")


def load_outlines(path: Path) -> Outlines:
    """Read the outlines from a folder; raises `EvidenceError` where the source or a region is not known."""
    known, drawn = load_regions(path).keys() - {UKRAINE}, read_object(path / "outlines.geojson")
    sources = read_sources(read_object(path / "figures.json"))
    if drawn.get("source") not in sources:
        raise EvidenceError(f"outlines.geojson: the source {drawn.get('source')!r} is not listed")
    rings: dict[str, tuple[FloatArray, ...]] = {}
    for feature in drawn["features"]:
        parts = feature["geometry"]["coordinates"]
        polygons = [parts] if feature["geometry"]["type"] == "Polygon" else parts
        rings[feature["id"]] = tuple(np.array(polygon[0], dtype=float) for polygon in polygons)
    if rings.keys() != known:
        raise EvidenceError(f"outlines.geojson: {', '.join(sorted(rings.keys() ^ known))} is too much or missing")
    return Outlines(MappingProxyType(rings), sources[drawn["source"]])


def load_regions(path: Path) -> Mapping[str, Region]:
    """Read the regions from a folder; raises `EvidenceError`."""
    data = read_object(path / "figures.json")
    sources = read_sources(data)
    figures = _figures(data, sources)
    table = Table(path, data["tables"][0], sources)
    found = {
        row["id"]: Region(row["id"], row["name"], row["iso_3166_2"], area)
        for row, area in zip(table.rows, table.column("area_km2"), strict=True)
    }
    found[UKRAINE] = Region(UKRAINE, "Ukraine", "UA", figures["ukraine_area"])
    return MappingProxyType(found)


def load_providers(path: Path) -> Mapping[str, Provider]:
    """Read the providers' records from a folder; raises `EvidenceError`."""
    data = read_object(path / "figures.json")
    sources = read_sources(data)
    tables = {table["file"]: Table(path, table, sources) for table in data["tables"]}
    found: dict[str, Provider] = {}
    for entry in data["providers"]:
        lacks = [key for key in ("id", "name", "file", "column") if not entry.get(key)]
        if lacks or entry["file"] not in tables or entry["id"] in found:
            raise EvidenceError(f"{entry.get('id')}: a provider needs an id of its own, a name, a file and a column")
        table, column, oblast = tables[entry["file"]], entry["column"], entry.get("oblast")
        series = table.gains(column, may_lack_months=oblast is not None)
        low, high = (
            tuple(figure.number for figure in table.column(end if end in table.columns else column))
            for end in ("low_km2", "high_km2")
        )
        ends = zip(series.months, low, series.gain_km2, high, strict=True)
        if outside := [month for month, least, gain, most in ends if not least <= gain <= most]:
            raise EvidenceError(f"{entry['id']}: the gain of {', '.join(outside)} lies outside its own range")
        second_hand = frozenset(row["month"] for row in table.rows if row.get("grade") == SECOND_HAND)
        found[entry["id"]] = Provider(
            entry["id"], entry["name"], series, tuple(table.column(column)), low, high, second_hand, oblast
        )
    return MappingProxyType(found)


def load_edition(path: Path) -> Edition:
    """Read an edition from its folder; raises `EvidenceError` naming file, figure and what it lacks."""
    data, derived = read_object(path / "figures.json"), read_object(path / "defaults.json")
    sources, derived_sources = read_sources(data), read_sources(derived)
    figures = _figures(data, sources)
    tables = {table["file"]: Table(path, table, sources) for table in data["tables"]}
    occupied, gains = tables["occupied.csv"], tables["monthly_gains.csv"]
    profile = derived["seasonal_profile"]
    months = profile.get("months") or []
    if [month.get("month") for month in months] != list(range(1, 13)):
        raise EvidenceError("seasonal_profile: it needs the months 1 to 12, in order")
    ratios = [_figure("seasonal_profile", {**profile, **month}, derived_sources) for month in months]
    of_scenarios = {
        part: MappingProxyType({name: _figure(name, entry, derived_sources) for name, entry in derived[part].items()})
        for part in ("defaults", "occupied")
    }
    ranges = {}
    for name, entry in derived["ranges"].items():
        cited = _cited(name, entry, derived_sources, ("low", "high"))
        ranges[name] = Range(name, float(entry["low"]), float(entry["high"]), **cited)

    def areas(column: str) -> Mapping[str, float]:
        numbers = (figure.number for figure in occupied.column(column))
        return MappingProxyType({row["id"]: number for row, number in zip(occupied.rows, numbers, strict=True)})

    return Edition(
        id=data["edition"],
        title=data["title"],
        figures=figures,
        pace=figures[data["pace_figure"]],
        defaults=of_scenarios["defaults"],
        occupied=of_scenarios["occupied"],
        ranges=MappingProxyType(ranges),
        seasonal_profile=tuple(figure.number for figure in ratios),
        seasonal_observations=tuple(int(month["observations"]) for month in months),
        land_gains=gains.gains("gain_land_km2"),
        drawn_gains=gains.gains("gain_as_drawn_km2") if "gain_as_drawn_km2" in gains.columns else None,
        occupied_at_window_start_km2=areas("occupied_at_window_start_km2"),
        occupied_km2=areas("occupied_km2"),
    )


class Table:
    """A CSV of figures whose columns are described beside it: unit, source, definition, status, and a date."""

    def __init__(self, path: Path, description: Mapping[str, Any], sources: Mapping[str, Source]) -> None:
        self._file = path / description["file"]
        try:
            with self._file.open(encoding="utf-8", newline="") as lines:
                self.rows = list(csv.DictReader(lines))
        except (OSError, ValueError) as error:
            raise EvidenceError(f"{self._file.name} of {path.name} cannot be read: {error}") from None
        names = [row.get("id") or row.get("month") for row in self.rows]
        if doubles := sorted({str(name) for name in names if names.count(name) > 1}):
            raise EvidenceError(f"{self._file.name}: {', '.join(doubles)} is given twice")
        self.columns: dict[str, list[Figure]] = {name: [] for name in description["columns"]}
        for name, described in description["columns"].items():
            for row in self.rows:
                where = f"{self._file.name}, {row.get('id') or row.get('month')}, {name}"
                dated = row.get("to") or described.get("date") or description.get("date")
                try:
                    value = float(row[name])
                except (KeyError, TypeError, ValueError):
                    raise EvidenceError(f"{where}: {row.get(name)!r} is not a number") from None
                own = {"since": row["from"]} if row.get("from") else {}
                own |= {"source": row["source"]} if row.get("source") else {}
                entry = {**described, **own, "date": dated, "value": value}
                self.columns[name].append(_figure(where, entry, sources))

    def column(self, name: str) -> list[Figure]:
        """One figure per row; a row's own period (`from`, `to`) dates it, and its own `source` cites it, if given."""
        if name not in self.columns:
            raise EvidenceError(f"{self._file.name}: column {name!r} is not described")
        return self.columns[name]

    def gains(self, name: str, may_lack_months: bool = False) -> GainSeries:
        """A column of gains with its periods, which follow each other, or may skip some where months may be lacking."""
        figures = self.column(name)
        starts = tuple(_date(row["from"], self._file.name) for row in self.rows)
        months = tuple(row["month"] for row in self.rows)
        ends = tuple(figure.date for figure in figures)
        pairs = list(zip(starts[1:], ends, strict=False))
        if any(later < earlier or (later > earlier and not may_lack_months) for later, earlier in pairs):
            raise EvidenceError(f"{self._file.name}: the periods leave a gap or overlap")
        first = figures[0]
        values = tuple(figure.number for figure in figures)
        return GainSeries(months, starts, ends, values, first.source, first.definition)


def read_object(path: Path) -> dict[str, Any]:
    """What a JSON file holds; raises `EvidenceError` where that is no object."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EvidenceError(f"{path.name} of {path.parent.name} cannot be read: {error}") from None
    if not isinstance(data, dict):
        raise EvidenceError(f"{path.name} of {path.parent.name} holds no object")
    return data


def read_sources(data: Mapping[str, Any]) -> dict[str, Source]:
    """The sources that a file names, by their ids."""
    found: dict[str, Source] = {}
    for source_id, entry in data["sources"].items():
        lacks = [key for key in ("title", "publisher", "note") if not entry.get(key)]
        lacks += ["url (null where none was recorded)"] if "url" not in entry else []
        if lacks:
            raise EvidenceError(f"{source_id}: lacks its {', its '.join(lacks)}")
        found[source_id] = Source(entry["title"], entry["publisher"], entry["url"], entry["note"])
    return found


def _figures(data: Mapping[str, Any], sources: Mapping[str, Source]) -> Mapping[str, Figure]:
    found: dict[str, Figure] = {}
    for entry in data["figures"]:
        figure = _figure(str(entry.get("id")), entry, sources)
        if figure.id in found:
            raise EvidenceError(f"{figure.id}: given twice")
        found[figure.id] = figure
    return MappingProxyType(found)


def _figure(figure_id: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Figure:
    cited, value = _cited(figure_id, entry, sources), entry["value"]
    return Figure(
        figure_id,
        value if isinstance(value, str) else float(value),
        **cited,
        label=entry.get("label", ""),
        since=_date(entry["since"], figure_id) if "since" in entry else None,
    )


def _cited(
    name: str, entry: Mapping[str, Any], sources: Mapping[str, Source], ends: Sequence[str] = ()
) -> dict[str, Any]:
    """What cites an entry's value, or the two ends of its range; raises `EvidenceError` with all that is wrong."""
    values, keys = ends or ("value",), ("unit", "date", "source", "definition", "status")
    problems = [f"lacks its {key}" for key in (*values, *keys) if entry.get(key) in (None, "")]
    for key in values:
        value = entry.get(key)
        if isinstance(value, bool) or (isinstance(value, int | float) and not math.isfinite(value)):
            problems.append(f"the {key} {value} is not a finite number")
    if entry.get("source") and entry["source"] not in sources:
        problems.append(f"the source {entry['source']!r} is not listed")
    if entry.get("status") and entry["status"] not in STATUSES:
        problems.append(f"the status {entry['status']!r} is not one of {', '.join(STATUSES)}")
    given = {end: entry[end] for end in ends if entry.get(end) not in (None, "")}
    problems += [f"the {end} {it!r} is not a number" for end, it in given.items() if not isinstance(it, int | float)]
    if ends and not problems and entry["low"] > entry["high"]:
        problems.append(f"the low {entry['low']} is above the high {entry['high']}")
    if not ends and not problems and "since" in entry and _date(entry["since"], name) >= _date(entry["date"], name):
        problems.append("its window ends before it begins")
    if problems:
        raise EvidenceError(f"{f'the range of {name}' if ends else name}: {'; '.join(problems)}")
    return {
        "unit": entry["unit"],
        "date": _date(entry["date"], name),
        "source": sources[entry["source"]],
        "definition": entry["definition"],
        "status": entry["status"],
    }


def _date(text: Any, where: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except (TypeError, ValueError):
        raise EvidenceError(f"{where}: {text!r} is not a date") from None
