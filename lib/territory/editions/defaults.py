"""The defaults and ranges that follow from an edition's record, as `seeds/README.md` says, each with its definition."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from territory.figures.evidence import RECORD_BEGINS, UKRAINE, GainSeries, Region
from territory.model.calibration import Calibration, CalibrationError, fit
from territory.scenario.parameters import PARAMETERS

PERCENT = 100.0
# The steps that the fitted defaults are rounded to.
NOISE_STEP, PERSISTENCE_STEP, UNCERTAINTY_STEP = 10, 0.05, 5
LOW, MEDIAN, HIGH = 0.1, 0.5, 0.9
YEAR = 12  # months
# The page speaks of the record of 2023-2025; a profile of other years changes its words too.
PROFILE_YEARS = (2023, 2024, 2025)
PROFILE_DEFINITION = (
    "For each calendar month: the mean, over the complete months of 2023-2025 before the edition's date, of the "
    "month's daily land gain over the mean daily gain of its own year (of the complete months in it). Two or three "
    "observations a month are weak evidence, and 2023, whose mean is near zero, dominates them: the default strength "
    "is therefore 0."
)
AR1 = "From the land gains of {}, fitted as a stationary AR(1):"
LOG_SD = "standard deviation of the logarithm of the mean pace, by its quartiles"
CAPPED = " The record alone would allow more; {} is the most that a scenario can hold."

Entry = dict[str, Any]


@dataclass(frozen=True)
class Window:
    """The stretch of record that the pace is the mean of: days, and the land gained between them in km²."""

    since: dt.date
    day: dt.date
    gain_km2: float

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.day - self.since).days

    @property
    def rate_km2_per_day(self) -> float:
        """The mean pace to five decimals, as editions hold it."""
        return round(self.gain_km2 / self.days, 5)


def window(series: GainSeries, since: dt.date, day: dt.date) -> Window:
    """The window from a day on which a period of the record begins to its last day."""
    gains = series.since(since).gain_km2
    return Window(since, day, round(math.fsum(gains), 4))


def defaults(window: Window, record: GainSeries) -> dict[str, Entry]:
    """Start, pace, scatter, persistence and the uncertainty of the pace; raises `CalibrationError`."""
    fitted = _fitted(record)
    noise, persistence = fitted.noise_quantile(MEDIAN), fitted.persistence_quantile(MEDIAN)
    spread, cap = _percent(fitted.pace_log_sd)
    common = AR1.format(_months(record))
    gain = f"{window.gain_km2:,.10g} km² of land over {window.days:,} days, to five decimals."
    return {
        "start": _derived(window.day.isoformat(), "date", window.day, "The day of the last figures."),
        "rate": _derived(window.rate_km2_per_day, "km²/day", window.day, gain.replace("-", "−")),
        "noise": _derived(
            round(noise / NOISE_STEP) * NOISE_STEP,
            "km²/month",
            window.day,
            f"{common} median of the monthly standard deviation, {noise:.0f} km²/month, to the nearest 10.",
        ),
        "persistence": _derived(
            round(round(persistence / PERSISTENCE_STEP) * PERSISTENCE_STEP, 2),
            "correlation",
            window.day,
            f"{common} median of the persistence, {persistence:.2f}, to the nearest 0.05.",
        ),
        "pace_uncertainty": _derived(
            round(spread / UNCERTAINTY_STEP) * UNCERTAINTY_STEP,
            "%",
            window.day,
            f"{common} {LOG_SD}, {spread:.0f} %, to the nearest 5.{cap}",
        ),
    }


def ranges(record: GainSeries, day: dt.date) -> dict[str, Entry]:
    """From where to where each default could lie by the record; raises `CalibrationError` below twelve months."""
    fitted, common = _fitted(record), AR1.format(_months(record))
    (slow, slowest), (fast, fastest) = _extreme_years(record)
    noise = [round(fitted.noise_quantile(level)) for level in (LOW, HIGH)]
    persistence = [fitted.persistence_quantile(level) for level in (LOW, HIGH)]
    spreads = [_percent(fitted.given(phi).pace_log_sd) for phi in persistence]
    years = f"Lowest ({slowest}) and highest ({fastest}) mean pace on land over any twelve consecutive months of"
    return {
        "rate": _range(slow, fast, "km²/day", day, f"{years} {_months(record)}, to two decimals."),
        "season": _range(0, 100, "%", day, "From no seasonal pattern to the whole pattern of the record."),
        "noise": _range(
            *(noise[0], noise[1], "km²/month", day),
            f"{common} 10 % and 90 % quantiles of the monthly standard deviation, to whole km²/month.",
        ),
        "persistence": _range(
            *(round(persistence[0], 2), round(persistence[1], 2), "correlation", day),
            f"{common} 10 % and 90 % quantiles of the persistence, to two decimals.",
        ),
        "pace_uncertainty": _range(
            *(round(spreads[0][0]), round(spreads[1][0]), "%", day),
            f"{common} {LOG_SD}, were the persistence at its 10 % and at its 90 % quantile; to whole percent."
            + max(cap for _, cap in spreads),
        ),
    }


def shares(areas_km2: Mapping[str, float], regions: Mapping[str, Region], day: dt.date) -> dict[str, Entry]:
    """The occupied share of each region and of the country, in percent of the official area."""
    measured = (
        f"Land under Russian control on {long_day(day)} over the official area, capped at 100 %, to four decimals."
    )
    found = {
        name: _derived(min(PERCENT, round(PERCENT * km2 / regions[name].area.number, 4)), "%", day, measured)
        for name, km2 in areas_km2.items()
    }
    whole = regions[UKRAINE].area.number
    total = round(PERCENT * math.fsum(areas_km2.values()) / whole, 4)
    summed = f"Sum of the regions' land under Russian control over the area of Ukraine, {whole:,.0f} km²."
    return {**found, UKRAINE: _derived(min(PERCENT, total), "%", day, summed)}


def seasonal_profile(series: GainSeries, day: dt.date) -> Entry:
    """Each calendar month's pace over that of its year, on average; raises `CalibrationError` where there is none."""
    complete = series.complete_by(day)
    months = [(int(name[:4]), int(name[5:])) for name in complete.months]
    ratios: dict[int, list[float]] = {month: [] for month in range(1, YEAR + 1)}
    for year in PROFILE_YEARS:
        inside = [i for i, (y, _) in enumerate(months) if y == year]
        length = sum(float(complete.days[i]) for i in inside)
        gained = math.fsum(complete.gain_km2[i] for i in inside)
        if inside and not gained:
            raise CalibrationError(f"the months of {year} cancel out and have no seasonal profile.")
        for i in inside:
            ratios[months[i][1]].append(float(complete.rates_km2_per_day[i]) / (gained / length))
    if not all(ratios.values()):
        raise CalibrationError("a seasonal profile needs every calendar month of 2023-2025 once.")
    return {
        "unit": "ratio to the year's mean",
        "date": day.isoformat(),
        "source": "derived",
        "status": "derived",
        "definition": PROFILE_DEFINITION,
        "months": [
            {"month": month, "value": round(math.fsum(seen) / len(seen), 4), "observations": len(seen)}
            for month, seen in ratios.items()
        ],
    }


def long_day(day: dt.date) -> str:
    """A day as definitions have it: 22 August 2026."""
    return f"{day.day} {day:%B} {day.year}"


def _fitted(record: GainSeries) -> Calibration:
    if len(record.months) < YEAR:
        since = f"{RECORD_BEGINS:%B %Y}"
        raise CalibrationError(f"the record has {len(record.months)} complete months since {since}; {YEAR} are needed.")
    return fit(record.gain_km2, record.days)


def _percent(log_sd: float) -> tuple[float, str]:
    """A log standard deviation in percent, at most what a scenario can hold, and a sentence where it is capped.

    It is not a number where the lower quartile of the mean pace is not above 0: then the record sets no upper end.
    """
    most = PARAMETERS["pace_uncertainty"].high
    value = PERCENT * log_sd
    return (value, "") if value <= most else (most, CAPPED.format(f"{most:g} %"))


def _extreme_years(record: GainSeries) -> tuple[tuple[float, str], tuple[float, str]]:
    """The slowest and the fastest twelve consecutive months: mean pace to two decimals, and from when to when."""
    means = []
    for first in range(len(record.months) - YEAR + 1):
        year = slice(first, first + YEAR)
        mean = math.fsum(record.gain_km2[year]) / float(record.days[year].sum())
        means.append((mean, f"{_month(record.months[first])} to {_month(record.months[first + YEAR - 1])}"))
    (slow, slowest), (fast, fastest) = min(means), max(means)
    return (round(slow, 2), slowest), (round(fast, 2), fastest)


def _months(record: GainSeries) -> str:
    return f"{_month(record.months[0])} to {_month(record.months[-1])}"


def _month(name: str) -> str:
    return f"{dt.date(int(name[:4]), int(name[5:]), 1):%B %Y}"


def _derived(value: float | str, unit: str, day: dt.date, definition: str) -> Entry:
    return {
        "value": value,
        "unit": unit,
        "date": day.isoformat(),
        "source": "derived",
        "definition": definition,
        "status": "derived",
    }


def _range(low: float, high: float, unit: str, day: dt.date, definition: str) -> Entry:
    entry = _derived(low, unit, day, definition)
    del entry["value"]
    return {"low": low, "high": high, **entry}


def out_of_bounds(entries: Mapping[str, Entry], keys: Sequence[str]) -> list[str]:
    """Why a default is none that a scenario can hold, for each that is not."""
    found = [(key, PARAMETERS[key].problem(float(entries[key]["value"]))) for key in keys]
    return [f"the default {key} is {why}" for key, why in found if why]
