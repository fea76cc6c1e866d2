"""Growth: the pace changes by a fixed share a year; growth-days are active days weighted by that change."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory.model.inputs import DAYS_PER_YEAR

FloatArray = NDArray[np.float64]


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
