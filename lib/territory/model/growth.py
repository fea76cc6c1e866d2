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


def growth_days(active_days: ArrayLike, growth_per_day: float) -> FloatArray:
    """Growth-days after so many active days; any shape, days in and out, `inf` where they overflow."""
    active = np.asarray(active_days, dtype=float)
    if growth_per_day == 0:
        return active
    with np.errstate(over="ignore"):
        return np.asarray(np.expm1(growth_per_day * active) / growth_per_day)


def active_days(growth_days: ArrayLike, growth_per_day: float) -> FloatArray:
    """Active days after which so many growth-days have passed: the inverse, `inf` where the pace dies out first."""
    grown = np.asarray(growth_days, dtype=float)
    if growth_per_day == 0:
        return grown
    exponent = growth_per_day * grown
    dies_out = exponent <= -1
    return np.asarray(np.where(dies_out, np.inf, np.log1p(np.where(dies_out, 0.0, exponent)) / growth_per_day))
