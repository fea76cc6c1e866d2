"""What the months ahead would gain together, by each method that the backtest compares; each knows the past alone.

`tool_…` is the law that the page shows: a drifted Brownian motion whose pace is unsure. `ar1` is the fit that its
uncertainty is taken from, asked directly. `constant_…` carry a mean on; the level of the last two drifts.
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

from territory.model import drifting
from territory.model.calibration import Calibration, StudentMixture, fit
from territory.model.growth import growth_days
from territory.model.inputs import DAYS_PER_MONTH, Inputs, Season, Uncertainty
from territory.model.simulation import CHANGE, PACE, scores, worlds

FloatArray = NDArray[np.float64]
Ahead = Callable[[int], StudentMixture]
"""The law of the net gain of so many average months, km²."""

WORLDS = 2**10
"""Worlds that the tool's law is averaged over: those of the first of the fixed points, the scatter in closed form."""
MOST_PACE_LOG_SD = 1.5
"""The most a scenario can hold; taken where the fit gives no number, the mean being too near to 0 or below."""


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
    inputs = _question(pace_of(record).rate_km2_per_day, refitted(record, annual_change_log_sd))
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


def methods(annual_change_log_sd: float) -> Mapping[str, Callable[[Record], Ahead]]:
    """All methods by their names, the tool's first; the yearly change is known to within a log-sd."""

    def at(pace_of: Callable[[Record], Record]) -> Callable[[Record], Ahead]:
        return partial(tool, pace_of=pace_of, annual_change_log_sd=annual_change_log_sd)

    return MappingProxyType(
        {
            "tool_whole_record": at(lambda record: record),
            "tool_this_year": at(lambda record: record.this_year),
            "tool_12": at(lambda record: record.last(12)),
            "tool_6": at(lambda record: record.last(6)),
            "ar1": ar1,
            "constant_all": constant,
            "constant_12": partial(constant, months=12),
            "constant_3": partial(constant, months=3),
            "drifting_level": lambda record: drifting.ahead(record.gains, drifting.drifting_level),
            "drifting_ar1": lambda record: drifting.ahead(record.gains, drifting.persistent_about_a_drifting_level),
        }
    )


METHODS = tuple(methods(0.0))


@lru_cache(maxsize=64)
def _fitted(record: Record) -> Calibration:
    return fit(record.gain_km2, record.days)


def _question(rate_km2_per_day: float, uncertainty: Uncertainty) -> Inputs:
    """A question about the front alone: no oblast, no calendar."""
    plain = Season((1.0,) * 12, 0.0)
    return Inputs(date.min, (), (), "separately", rate_km2_per_day, 0.0, plain, None, None, math.inf, uncertainty)
