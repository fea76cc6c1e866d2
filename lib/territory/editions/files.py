"""The four files of an edition, from tables that are sound; their wording is that of the editions before."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from territory.editions import defaults as derive
from territory.editions.defaults import Window, long_day
from territory.editions.record import Row
from territory.editions.tables import AT_END, AT_START, LAND, EditionError
from territory.figures import evidence
from territory.figures.evidence import UKRAINE, GainSeries
from territory.model.calibration import CalibrationError
from territory.scenario.scenario import EDITION_NUMBERS

MONTHLY, OCCUPIED = "monthly_gains.csv", "occupied.csv"
DERIVED = {
    "title": "Arithmetic on the figures of this edition",
    "publisher": "this project",
    "url": None,
    "note": "Every derived figure names what it is derived from.",
}


@dataclass(frozen=True)
class Draft:
    """Sound tables: the rows of the record, the same as a series, the window, and occupied areas in km² by region."""

    rows: tuple[Row, ...]
    series: GainSeries
    window: Window
    at_start_km2: Mapping[str, float]
    at_end_km2: Mapping[str, float]
    description: Mapping[str, Any]

    @property
    def id(self) -> str:
        """The edition's id: its date."""
        return self.window.day.isoformat()


def files_of(draft: Draft) -> dict[str, str]:
    """The four files of an edition, by name; raises `EditionError` where the defaults cannot be derived."""
    day, fitted = draft.window.day, draft.series.since(evidence.RECORD_BEGINS).complete_by(draft.window.day)
    try:
        entries = derive.defaults(draft.window, fitted)
        ranges = derive.ranges(fitted, day)
        profile = derive.seasonal_profile(draft.series, day)
    except CalibrationError as error:
        raise EditionError([f"the defaults cannot be derived: {error}"]) from None
    if wrong := derive.out_of_bounds(entries, EDITION_NUMBERS):
        raise EditionError(wrong)
    derived = {
        "edition": draft.id,
        "sources": {"derived": DERIVED},
        "defaults": entries,
        "ranges": ranges,
        "occupied": derive.shares(draft.at_end_km2, evidence.regions(), day),
        "seasonal_profile": profile,
    }
    areas = [
        {"id": name, AT_START: str(draft.at_start_km2[name]), AT_END: str(km2)}
        for name, km2 in draft.at_end_km2.items()
    ]
    return {
        MONTHLY: _csv(draft.rows),
        OCCUPIED: _csv(areas),
        "figures.json": _json(_figures(draft)),
        "defaults.json": _json(derived),
    }


def columns_of(description: Mapping[str, Any], file: str) -> dict[str, dict[str, Any]]:
    """How an edition describes the columns of one of its tables."""
    tables = [table["columns"] for table in description.get("tables", ()) if table["file"] == file]
    return dict(tables[0]) if tables else {}


def _figures(draft: Draft) -> dict[str, Any]:
    """`figures.json`: the pace's window as figures, and the tables described as the edition before describes them."""
    window, described = draft.window, draft.description
    gains = {key: column for key, column in columns_of(described, MONTHLY).items() if key in draft.rows[0]}
    areas = columns_of(described, OCCUPIED)
    areas = {AT_START: _dated(areas[AT_START], window.since), AT_END: _dated(areas[AT_END], window.day)}
    source, stretch = gains[LAND]["source"], f"{_begins(window)} to {long_day(window.day)}"
    used = dict.fromkeys(column["source"] for column in (*gains.values(), *areas.values()))
    whole = evidence.regions()[UKRAINE].area.number
    return {
        "edition": draft.id,
        "title": f"Figures to {long_day(window.day)}",
        "pace_figure": "land_gain",
        "sources": {**{name: described["sources"][name] for name in used}, "derived": DERIVED},
        "figures": [
            _figure(
                window,
                "land_gain",
                f"Net land taken since {long_day(window.since)}",
                (window.gain_km2, "km²", source),
                f"Sum of the monthly land gains from {stretch}, clipped to the land of the oblasts.",
            ),
            _figure(
                window,
                "land_gain_share",
                "The same as a share of Ukraine",
                (round(100 * window.gain_km2 / whole, 2), "%", "derived"),
                f"The land gain over {whole:,.0f} km².",
            ),
            _figure(
                window,
                "window_days",
                "Length of the window",
                (window.days, "days", "derived"),
                f"Days from {stretch}.",
            ),
        ],
        "tables": [{"file": MONTHLY, "columns": gains}, {"file": OCCUPIED, "columns": areas}],
    }


def _figure(window: Window, name: str, label: str, value: tuple[float, str, str], definition: str) -> dict[str, Any]:
    """A figure of the window; its value comes with unit and source."""
    number, unit, source = value
    return {
        "id": name,
        "label": label,
        "value": number,
        "unit": unit,
        "date": window.day.isoformat(),
        "source": source,
        "definition": definition,
        "status": "derived" if source == "derived" else "computed",
        "since": window.since.isoformat(),
    }


def _begins(window: Window) -> str:
    """The first day of the window, with its year only where that is another one."""
    begins = long_day(window.since)
    return begins.removesuffix(f" {window.since.year}") if window.since.year == window.day.year else begins


def _dated(column: Mapping[str, Any], day: dt.date) -> dict[str, Any]:
    definition = f"Area of the region under Russian control on {day}, clipped to its land."
    return {**column, "date": day.isoformat(), "definition": definition}


def _csv(rows: Sequence[Mapping[str, str]]) -> str:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
