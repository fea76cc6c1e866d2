"""Monthly gains whose level drifts: what a record of them says of the months after it.

The alternatives that the backtest holds the tool against. Given how much the level drifts everything is conjugate and
closed, as in `calibration`; that much itself is on a grid, flat.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from territory.model.calibration import CalibrationError, StudentMixture

FloatArray = NDArray[np.float64]
Family = Callable[[int], FloatArray]
"""Covariances of so many consecutive months, up to one common scale, for each of k grid points: shape (k, n, n)."""

NEWEST_MONTH: FloatArray = np.arange(100) / 100.0
"""Weight of the newest month in the level: 0 is a level that stays, 1 would be last month's gain for ever."""
COARSE: FloatArray = np.arange(10) / 10.0  # two grids at once, of drift and of persistence


def drifting_level(months: int) -> FloatArray:
    """A level that takes a random step each month, with scatter that has no memory about it; shape (100, n, n).

    A weight λ of the newest month means steps of variance λ²/(1 − λ) beside a scatter of 1: Muth (1960).
    """
    return np.asarray(np.eye(months) + _walks(months, NEWEST_MONTH))


def persistent_about_a_drifting_level(months: int) -> FloatArray:
    """The same level, with scatter that is an AR(1) about it; shape (100, n, n)."""
    drift, persistence = (each.ravel() for each in np.meshgrid(COARSE, COARSE, indexing="ij"))
    month = np.arange(months)
    scatter = persistence[:, None, None] ** np.abs(month[:, None] - month)
    return np.asarray(scatter + _walks(months, drift))


def ahead(gains: FloatArray, family: Family) -> Callable[[int], StudentMixture]:
    """The law of what the next months gain together, km²; gains of shape (n,) in km² per average month.

    Generalised least squares with the first level and the scale unknown, under the reference prior: the best linear
    prediction given the grid point, its weight the exact likelihood. Harvey (1989), chapter 3. Raises
    `CalibrationError` for gains that are all the same.
    """
    if (gains == gains[0]).all():
        raise CalibrationError("gains that are all the same have no scatter to fit.")
    n, known = len(gains), family(len(gains))
    inverse = np.linalg.inv(known)
    information = inverse.sum(axis=(1, 2))
    level = (inverse @ gains).sum(axis=1) / information
    pull = np.einsum("kij,kj->ki", inverse, gains - level[:, None])
    residual = (pull * (gains - level[:, None])).sum(axis=1)
    log_weight = -0.5 * (np.linalg.slogdet(known)[1] + np.log(information) + (n - 1) * np.log(residual))
    weight = np.exp(log_weight - log_weight.max())

    def gain_of_next(months: int) -> StudentMixture:
        whole = family(n + months)
        across, beyond = whole[:, :n, n:].sum(axis=2), whole[:, n:, n:].sum(axis=(1, 2))
        carried = np.einsum("kij,kj->ki", inverse, across)
        unsure = beyond - (across * carried).sum(axis=1) + (months - carried.sum(axis=1)) ** 2 / information
        location = months * level + (across * pull).sum(axis=1)
        return StudentMixture(weight / weight.sum(), location, np.sqrt(residual / (n - 1) * unsure), n - 1)

    return gain_of_next


def _walks(months: int, newest_month: FloatArray) -> FloatArray:
    month = np.arange(months)
    steps = newest_month**2 / (1.0 - newest_month)
    return np.asarray(steps[:, None, None] * np.minimum(month[:, None], month))
