"""What a record of monthly gains says of its own pace, scatter and persistence, and of the months after it.

The gains are a stationary AR(1). Given the persistence φ everything is conjugate and closed; φ itself is on a grid. So
all answers are finite mixtures of Student-t and inverse-χ² laws: nothing is sampled, and nothing depends on a seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq
from scipy.special import chdtrc, chdtri, stdtr, stdtrit

from territory.model.inputs import DAYS_PER_MONTH

FloatArray = NDArray[np.float64]

# The support of φ is that of a scenario's key, so that whatever the fit says is something a scenario can hold.
# Against −0.5…0.98 that costs little: after 33 simulated months of φ = 0.7 (0.8, 0.9) bands of 80 % for the next
# twelve hold 78 (75, 68) times in 100 and not 79 (76, 70), and those for φ itself 82 (83, 73) and not 82 (83, 79).
# The record leaves no weight below 0, but does not rule out what is above 0.95, where months are remembered for
# years: no series this short can tell that from a level that drifts. The upper quantiles of the scatter and the
# spread of the mean lean on this end.
PERSISTENCE: FloatArray = np.arange(951) / 1000.0
FEWEST_MONTHS = 3
INTERQUARTILE = 1.3489795003921634  # of the standard normal law


class CalibrationError(ValueError):
    """A series that cannot be fitted, or a question that the fit cannot answer."""


@dataclass(frozen=True)
class StudentMixture:
    """A finite mixture of Student-t laws with the same degrees of freedom: all of shape (k,), weights adding to 1.

    With infinite degrees of freedom it is one of normal laws.
    """

    weight: FloatArray
    location: FloatArray
    scale: FloatArray
    degrees: float

    def cdf(self, value: ArrayLike) -> FloatArray:
        """Chance of at most each value; any shape."""
        standard = (np.asarray(value, dtype=float)[..., None] - self.location) / self.scale
        return np.asarray(stdtr(self.degrees, standard) @ self.weight)

    def quantile(self, level: float) -> float:
        """The value that is not exceeded with a chance `level`, strictly between 0 and 1."""
        parts = self.location + self.scale * stdtrit(self.degrees, _checked(level))
        return _root(lambda value: float(self.cdf(value)) - level, parts)

    @property
    def log_sd(self) -> float:
        """Robust spread as the standard deviation of the logarithm: the interquartile range of ln x over the normal's.

        `nan` where the lower quartile is not above 0: then the law says nothing on a logarithmic scale.
        """
        lower, upper = self.quantile(0.25), self.quantile(0.75)
        return float(np.log(upper / lower)) / INTERQUARTILE if lower > 0 else float("nan")


@dataclass(frozen=True)
class Calibration:
    """What a series of n months says, given each of k persistences; `weight` is how credible each of these is.

    `gains` is in km² per average month, shape (n,); all else has shape (k,): `centre` is the estimate of the mean (km²
    per month), `information` that of the mean in units of the innovations' variance `innovation_variance` (km⁴).
    """

    gains: FloatArray
    persistence: FloatArray
    weight: FloatArray
    centre: FloatArray
    information: FloatArray
    innovation_variance: FloatArray

    @property
    def degrees(self) -> int:
        """Degrees of freedom that are left for the scatter: n − 1."""
        return len(self.gains) - 1

    def given(self, persistence: float) -> Calibration:
        """The same series fitted with one persistence taken as known."""
        return _fit(self.gains, np.array([persistence], dtype=float))

    def persistence_quantile(self, level: float) -> float:
        """A quantile of the persistence: the first point of the grid at which the level is reached."""
        reached = np.searchsorted(np.cumsum(self.weight), _checked(level))
        return float(self.persistence[min(int(reached), len(self.persistence) - 1)])

    def noise_cdf(self, noise_km2_per_month: ArrayLike) -> FloatArray:
        """Chance that the stationary monthly standard deviation is at most each value above 0 (km²/month); any shape.

        Given the persistence the variance is scaled inverse-χ² with n − 1 degrees of freedom.
        """
        variance = np.square(np.asarray(noise_km2_per_month, dtype=float))[..., None]
        return np.asarray(chdtrc(self.degrees, self.degrees * self._stationary_variance / variance) @ self.weight)

    def noise_quantile(self, level: float) -> float:
        """A quantile of the stationary monthly standard deviation σ = sd of the innovations/√(1 − φ²), km²/month."""
        parts = np.sqrt(self.degrees * self._stationary_variance / chdtri(self.degrees, _checked(level)))
        return _root(lambda value: float(self.noise_cdf(value)) - level, parts)

    @property
    def mean_km2_per_day(self) -> StudentMixture:
        """The law of the long-run mean pace, km²/day."""
        scale = np.sqrt(self.innovation_variance / self.information)
        return StudentMixture(self.weight, self.centre / DAYS_PER_MONTH, scale / DAYS_PER_MONTH, self.degrees)

    @property
    def pace_log_sd(self) -> float:
        """How unsure the long-run pace is, as a log standard deviation; `nan` where its lower quartile is 0 or less."""
        return self.mean_km2_per_day.log_sd

    def gain_of_next(self, months: int) -> StudentMixture:
        """The law of what the next average months gain together, km²; raises `CalibrationError` below one month.

        Given φ: location c·x_n + (h − c)·m̂ with c = φ(1 − φʰ)/(1 − φ), and the variance of the innovations times
        (h − c)²/D + Σ_{j≤h} ((1 − φʲ)/(1 − φ))², D the information of the mean. Chib & Greenberg (1994).
        """
        if months < 1:
            raise CalibrationError(f"{months} months cannot be looked ahead; choose 1 or more.")
        phi = self.persistence[:, None]
        echoes = (1.0 - phi ** np.arange(1, months + 1)) / (1.0 - phi)  # of an innovation with j months to go
        carried = self.persistence * echoes[:, -1]
        location = carried * self.gains[-1] + (months - carried) * self.centre
        unsure = (months - carried) ** 2 / self.information + (echoes**2).sum(axis=1)
        return StudentMixture(self.weight, location, np.sqrt(self.innovation_variance * unsure), self.degrees)

    @property
    def _stationary_variance(self) -> FloatArray:
        return np.asarray(self.innovation_variance / (1.0 - self.persistence**2))


def fit(gain_km2: ArrayLike, days: ArrayLike, persistence: ArrayLike = PERSISTENCE) -> Calibration:
    """Fit consecutive net gains, each divided by its own days: exact likelihood, flat over the grid of persistences.

    Both of shape (n,), km² and days, the oldest first; the grid strictly inside −1…1. Raises `CalibrationError`.
    Normal–inverse-χ² given φ, with the reference prior: Chib & Greenberg (1994). The usual estimate of φ is too low by
    about (1 + 3φ)/n, Kendall (1954); with the mean integrated out, as here, the median is by about half of that.
    """
    gain, length = np.asarray(gain_km2, dtype=float), np.asarray(days, dtype=float)
    grid = np.atleast_1d(np.asarray(persistence, dtype=float))
    if gain.ndim != 1 or gain.shape != length.shape or len(gain) < FEWEST_MONTHS:
        raise CalibrationError(f"gains and days must be two series of one length, {FEWEST_MONTHS} months or more.")
    if not (np.isfinite(gain).all() and np.isfinite(length).all() and (length > 0).all()):
        raise CalibrationError("gains must be finite, and days finite and above 0.")
    return _fit(gain / length * DAYS_PER_MONTH, grid)


def _fit(gains: FloatArray, persistence: FloatArray) -> Calibration:
    """The regression of the whitened gains on the whitened mean, for every persistence at once."""
    if not (np.abs(persistence) < 1).all():
        raise CalibrationError("a persistence must lie strictly between −1 and 1.")
    if (gains == gains[0]).all():
        raise CalibrationError("gains that are all the same have no scatter to fit.")
    white, unit = _whitened(gains, persistence), _whitened(np.ones_like(gains), persistence)
    information = (unit**2).sum(axis=1)
    centre = (unit * white).sum(axis=1) / information
    residual = ((white - unit * centre[:, None]) ** 2).sum(axis=1)
    degrees = len(gains) - 1
    log_weight = 0.5 * np.log1p(-(persistence**2)) - 0.5 * np.log(information) - 0.5 * degrees * np.log(residual)
    weight = np.exp(log_weight - log_weight.max())
    return Calibration(gains, persistence, weight / weight.sum(), centre, information, residual / degrees)


def _whitened(gains: FloatArray, persistence: FloatArray) -> FloatArray:
    """What each month adds to the one before, shape (k, n); the first month is scaled to the same variance."""
    phi = persistence[:, None]
    return np.hstack([np.sqrt(1.0 - phi**2) * gains[0], gains[1:] - phi * gains[:-1]])


def _root(excess: Callable[[float], float], parts: FloatArray) -> float:
    """Where a mixture's excess over a level is 0: between the least and the greatest quantile of its parts."""
    low, high = float(parts.min()), float(parts.max())
    margin = 1e-6 * (high - low)  # against rounding, where one part has all the weight
    return float(brentq(excess, low - margin, high + margin)) if high > low else low


def _checked(level: float) -> float:
    if not 0.0 < level < 1.0:
        raise CalibrationError(f"{level} is not a level strictly between 0 and 1.")
    return level
