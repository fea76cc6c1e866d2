"""Calendar: which days count, by season and pause; piecewise linear, so that its inverse is exact."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory.model.inputs import DAYS_PER_YEAR, Pause, Season

FloatArray = NDArray[np.float64]

MONTH_DAYS = np.array([31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
GREGORIAN_CYCLE_DAYS = 146_097.0  # 400 years, after which months fall on the same days again
GREGORIAN_CYCLE_MONTHS = 4_800
# A finish that rounding puts this little (relative) after a stop begins is a finish on that day.
ROUNDING = 1e-12


def season_weights(season: Season) -> FloatArray:
    """Twelve daily weights, none below 0, with a day-weighted mean of 1; January first."""
    weights = np.maximum(0.0, 1.0 + season.strength * (np.asarray(season.profile, dtype=float) - 1.0))
    return np.asarray(weights * (DAYS_PER_YEAR / float(weights @ MONTH_DAYS)))


class Calendar:
    """Active days from the start to any day, and the first day on which so many have passed."""

    def __init__(self, start: date, season: Season, pause: Pause | None = None) -> None:
        self._seasonal = season.strength != 0
        if self._seasonal:
            self._lay_out_months(start, season_weights(season))
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

    def _lay_out_months(self, start: date, weights: FloatArray) -> None:
        month = np.datetime64(start, "M")
        months = np.arange(month, month + GREGORIAN_CYCLE_MONTHS + 1)
        ends = ((months + 1).astype("datetime64[D]") - np.datetime64(start, "D")).astype(float)
        self._knots = np.concatenate([[0.0], np.minimum(ends, GREGORIAN_CYCLE_DAYS)])
        self._weights = weights[months.astype(int) % 12]
        self._cumulative = np.concatenate([[0.0], np.cumsum(self._weights * np.diff(self._knots))])

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
