"""The front's central path: the net area it has taken by each day, and the day on which an area is reached.

Two clocks lead there. The calendar counts active days, by season and pause; it is piecewise linear, so that its inverse
is exact. Growth-days are active days weighted by the pace's yearly change.
"""

from __future__ import annotations

import math
from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory.model.inputs import DAYS_PER_YEAR, Inputs, Pause, Season

FloatArray = NDArray[np.float64]

MONTH_DAYS = np.array([31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
GREGORIAN_CYCLE_DAYS = 146_097.0  # 400 years, after which months fall on the same days again
GREGORIAN_CYCLE_MONTHS = 4_800
# A finish that rounding puts this little (relative) after a stop begins is a finish on that day.
ROUNDING = 1e-12
LONGEST = 1e300  # growth-days: far beyond any horizon, and far enough from overflow for the calendar


def season_weights(season: Season) -> FloatArray:
    """Twelve daily weights, none below 0, with a day-weighted mean of 1; January first."""
    weights = np.maximum(0.0, 1.0 + season.strength * (np.asarray(season.profile, dtype=float) - 1.0))
    return np.asarray(weights * (DAYS_PER_YEAR / float(weights @ MONTH_DAYS)))


class Calendar:
    """Active days from the start to any day, and the first day on which so many have passed."""

    def __init__(self, start: date, season: Season, pause: Pause | None = None) -> None:
        self._seasonal = season.strength != 0
        if self._seasonal:
            month = np.datetime64(start, "M")
            months = np.arange(month, month + GREGORIAN_CYCLE_MONTHS + 1)
            ends = ((months + 1).astype("datetime64[D]") - np.datetime64(start, "D")).astype(float)
            self._knots = np.concatenate([[0.0], np.minimum(ends, GREGORIAN_CYCLE_DAYS)])
            self._weights = season_weights(season)[months.astype(int) % 12]
            self._cumulative = np.concatenate([[0.0], np.cumsum(self._weights * np.diff(self._knots))])
        self._pause_start = self._pause_lost = None
        if pause is not None and pause.days > 0:
            first_day = float((pause.start - start).days)
            begin, end = (float(d) for d in self._season_days(np.maximum([first_day, first_day + pause.days], 0.0)))
            self._pause_start, self._pause_lost = begin, end - begin

    def active_days(self, days: ArrayLike) -> FloatArray:
        """Active days in the first `days` days (any shape, ≥ 0)."""
        season_days = self._season_days(np.asarray(days, dtype=float))
        if self._pause_start is None or self._pause_lost is None:
            return season_days
        return np.asarray(season_days - np.clip(season_days - self._pause_start, 0.0, self._pause_lost))

    def day(self, active_days: ArrayLike) -> FloatArray:
        """First day (any shape) by which so many active days have passed: the left inverse; `inf` stays `inf`."""
        active = np.asarray(active_days, dtype=float)
        if self._pause_start is None or self._pause_lost is None:
            return self._season_inverse(active)
        before = active <= self._pause_start * (1.0 + ROUNDING)
        resumed = np.where(before, np.minimum(active, self._pause_start), active + self._pause_lost)
        return self._season_inverse(resumed)

    def _season_days(self, days: FloatArray) -> FloatArray:
        if not self._seasonal:
            return days
        cycles, rest = np.divmod(days, GREGORIAN_CYCLE_DAYS)
        return np.asarray(cycles * self._cumulative[-1] + np.interp(rest, self._knots, self._cumulative))

    def _season_inverse(self, season_days: FloatArray) -> FloatArray:
        if not self._seasonal:
            return season_days
        finite = np.where(np.isfinite(season_days), season_days, 0.0)
        cycle = self._cumulative[-1]
        cycles = np.maximum(np.ceil(finite / cycle) - 1.0, 0.0)
        rest = np.clip(finite - cycles * cycle, 0.0, cycle)
        segment = np.searchsorted(self._cumulative, rest * (1.0 - ROUNDING), side="left") - 1
        segment = np.maximum(segment, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            within = (rest - self._cumulative[segment]) / self._weights[segment]
        within = np.where(rest > self._cumulative[segment], within, 0.0)
        days = cycles * GREGORIAN_CYCLE_DAYS + np.minimum(self._knots[segment] + within, self._knots[segment + 1])
        return np.asarray(np.where(np.isfinite(season_days), days, season_days))


def growth_rate_per_day(annual_change: float) -> float:
    """Continuous growth rate per active day of a yearly change given as a fraction above -1."""
    return math.log1p(annual_change) / DAYS_PER_YEAR


def growth_days(active_days: ArrayLike, growth_per_day: ArrayLike) -> FloatArray:
    """Growth-days after so many active days; shapes broadcast, days in and out, `inf` where they overflow."""
    active, growth = np.asarray(active_days, dtype=float), np.asarray(growth_per_day, dtype=float)
    still = growth == 0
    safe = np.where(still, 1.0, growth)
    with np.errstate(over="ignore"):
        grown = np.asarray(safe * active)
        np.expm1(grown, out=grown)
        grown /= safe
    return np.asarray(np.where(still, active, grown)) if still.any() else grown


def active_days(growth_days: ArrayLike, growth_per_day: ArrayLike) -> FloatArray:
    """Active days after which so many growth-days have passed: the inverse, `inf` where the pace dies out first."""
    grown, growth = np.asarray(growth_days, dtype=float), np.asarray(growth_per_day, dtype=float)
    safe = np.where(growth == 0, 1.0, growth)
    with np.errstate(over="ignore"):
        exponent = safe * grown
        dies_out = exponent <= -1
        active = np.where(dies_out, np.inf, np.log1p(np.where(dies_out, 0.0, exponent)) / safe)
    return np.asarray(np.where(growth == 0, grown, active))


class Front:
    """The path of the whole front, without uncertainty, under one set of inputs."""

    def __init__(self, inputs: Inputs) -> None:
        self._rate = inputs.rate_km2_per_day
        self._growth_per_day = growth_rate_per_day(inputs.annual_change)
        self._calendar = Calendar(inputs.start, inputs.season, inputs.pause)
        setback = inputs.setback
        self.setback_km2 = setback.km2 if setback else 0.0
        self.setback_day = math.inf if setback is None else (setback.date - inputs.start).days + 1.0
        """Day (the end of the setback's date) from which unfinished targets have that much more to take."""

    def net_km2(self, days: ArrayLike) -> FloatArray:
        """Net area (km², negative: retaken) taken after so many days (any shape), the setback left out."""
        return np.asarray(self._rate * growth_days(self._calendar.active_days(days), self._growth_per_day))

    def active_days(self, days: ArrayLike) -> FloatArray:
        """Active days in the first so many days, any shape."""
        return self._calendar.active_days(days)

    def day(self, active_days: ArrayLike) -> FloatArray:
        """First day by which so many active days have passed, any shape."""
        return self._calendar.day(active_days)

    def passage_days(self, threshold_km2: float) -> float:
        """First day on which a threshold is reached, `inf` if never; what the setback's day finds unfinished grows."""
        days = self._days(threshold_km2, self._rate)
        if days < self.setback_day or not self.setback_km2:
            return days
        return self._days(threshold_km2 + self.setback_km2, self._rate)

    def mirror_days(self, occupied_km2: float) -> float:
        """Day on which an occupied area would be back, all of a negative pace being spent there; `inf` if never."""
        return self._days(occupied_km2, -self._rate)

    def _days(self, area_km2: float, rate_km2_per_day: float) -> float:
        if rate_km2_per_day <= 0:
            return math.inf
        grown = min(area_km2 / rate_km2_per_day, LONGEST)  # a pace near 0 takes very long, not for ever
        return float(self._calendar.day(active_days(grown, self._growth_per_day)))
