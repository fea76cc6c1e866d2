"""What the months ahead would gain together, by each method that the backtest compares; each knows the past alone.

`tool_…` is the law that the page shows: a drifted Brownian motion whose pace is unsure. `ar1` is the fit that its
uncertainty is taken from, asked directly. `constant_…` carry a mean on; the level of the last two drifts: given how
much it does everything is conjugate and closed, as in `calibration`; that much itself is on a grid, flat.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from territory.model.calibration import Calibration, CalibrationError, StudentMixture, fit
from territory.model.front import growth_days
from territory.model.inputs import DAYS_PER_MONTH, Inputs, Season, Uncertainty
from territory.model.simulation import CHANGE, PACE, scores, worlds

FloatArray = NDArray[np.float64]
Ahead = Callable[[int], StudentMixture]
"""The law of the net gain of so many average months, km²."""

WORLDS = 2**10
"""Worlds that the tool's law is averaged over: those of the first of the fixed points, the scatter in closed form."""
MOST_PACE_LOG_SD = 1.5
"""The most a scenario can hold; taken where the fit gives no number, the mean being too near to 0 or below."""

Family = Callable[[int], FloatArray]
"""Covariances of so many consecutive months, up to one common scale, for each of k grid points: shape (k, n, n)."""

NEWEST_MONTH: FloatArray = np.arange(100) / 100.0
"""Weight of the newest month in the level: 0 is a level that stays, 1 would be last month's gain for ever."""
COARSE: FloatArray = np.arange(10) / 10.0  # two grids at once, of drift and of persistence


@dataclass(frozen=True)
class Record:
    """Consecutive months, the oldest first: net gain (km²), own days, and the calendar year that each lies in."""

    gain_km2: tuple[float, ...]
    days: tuple[float, ...]
    years: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.gain_km2)

    @property
    def gains(self) -> FloatArray:
        """Net gains per average month, km², shape (n,): each divided by its own days."""
        return np.asarray(np.array(self.gain_km2) / np.array(self.days) * DAYS_PER_MONTH)

    @property
    def rate_km2_per_day(self) -> float:
        """Mean pace of all of its months."""
        return sum(self.gain_km2) / sum(self.days)

    def until(self, month: int) -> Record:
        """The months before one."""
        return Record(self.gain_km2[:month], self.days[:month], self.years[:month])

    def last(self, months: int) -> Record:
        """The newest so many months, all if it has fewer."""
        return Record(self.gain_km2[-months:], self.days[-months:], self.years[-months:])

    @property
    def this_year(self) -> Record:
        """The months of the calendar year that the newest one lies in."""
        return self.last(sum(year == self.years[-1] for year in self.years))


def refitted(record: Record, annual_change_log_sd: float) -> Uncertainty:
    """The uncertainty that a scenario takes from a record: the fit's medians, within what a scenario can hold."""
    fitted = _fitted(record)
    log_sd = fitted.pace_log_sd
    return Uncertainty(
        pace_log_sd=MOST_PACE_LOG_SD if math.isnan(log_sd) else min(log_sd, MOST_PACE_LOG_SD),
        annual_change_log_sd=annual_change_log_sd,
        noise_km2_per_month=fitted.noise_quantile(0.5),
        persistence=fitted.persistence_quantile(0.5),
    )


def tool(record: Record, pace_of: Callable[[Record], Record], annual_change_log_sd: float) -> Ahead:
    """The page's law at the mean pace of some of the months, its uncertainty refitted on all of them.

    Given the world it is normal (model 1): μ·u and ω²·u at u growth-days; no season, pause or setback.
    """
    rate, uncertainty = pace_of(record).rate_km2_per_day, refitted(record, annual_change_log_sd)
    plain = Season((1.0,) * 12, 0.0)
    # About the front alone: no oblast, no calendar.
    inputs = Inputs(date.min, (), (), "separately", rate, 0.0, plain, None, None, math.inf, uncertainty)
    normal = scores()[:, :WORLDS]
    world = worlds(inputs, normal[PACE], normal[CHANGE])
    even, variance = np.full(WORLDS, 1.0 / WORLDS), inputs.uncertainty.variance_km2_per_day

    def gain_of_next(months: int) -> StudentMixture:
        grown = growth_days(months * DAYS_PER_MONTH, world.growth_per_day)
        return StudentMixture(even, world.drift_km2_per_day * grown, np.sqrt(variance * grown), math.inf)

    return gain_of_next


def ar1(record: Record) -> Ahead:
    """The fit's own prediction, which knows how the newest month was: Chib & Greenberg (1994)."""
    return _fitted(record).gain_of_next


def constant(record: Record, months: int | None = None) -> Ahead:
    """The mean of the newest months (of all, if `None`) carried on, with the scatter of these very months.

    The classical prediction interval, Student's t with n − 1 degrees of freedom: months without memory of each other,
    so that the spread of h of them is √(h + h²/n) times that of one.
    """
    window = record if months is None else record.last(months)
    return fit(window.gain_km2, window.days, 0.0).gain_of_next


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


def methods(annual_change_log_sd: float) -> Mapping[str, Callable[[Record], Ahead]]:
    """All methods by their names, the tool's first; the yearly change is known to within a log-sd."""
    at = partial(tool, annual_change_log_sd=annual_change_log_sd)
    return MappingProxyType(
        {
            "tool_whole_record": partial(at, pace_of=lambda record: record),
            "tool_this_year": partial(at, pace_of=lambda record: record.this_year),
            "tool_12": partial(at, pace_of=lambda record: record.last(12)),
            "tool_6": partial(at, pace_of=lambda record: record.last(6)),
            "ar1": ar1,
            "constant_all": constant,
            "constant_12": partial(constant, months=12),
            "constant_3": partial(constant, months=3),
            "drifting_level": lambda record: ahead(record.gains, drifting_level),
            "drifting_ar1": lambda record: ahead(record.gains, persistent_about_a_drifting_level),
        }
    )


METHODS = tuple(methods(0.0))


@lru_cache(maxsize=64)
def _fitted(record: Record) -> Calibration:
    return fit(record.gain_km2, record.days)
