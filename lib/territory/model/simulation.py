"""Simulated completion times: exact draws of the law, from one fixed set of quasi-random points.

The points are drawn once and shared by all scenarios (common random numbers): sliders move answers smoothly, and
scenarios are compared pairwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from territory.model.front import Front, active_days, growth_days
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs, Uncertainty
from territory.model.passage import first_passage_quantile
from territory.model.work import ALL, Work

FloatArray = NDArray[np.float64]

DOTS = 20
LOG2_RUNS = 14
RUNS = 2**LOG2_RUNS
MAX_STAGES = 8
PACE, CHANGE, FIRST_STAGE, SETBACK = 0, 1, 2, 2 + MAX_STAGES
DIMENSIONS = SETBACK + 1
RNG_SEED = 20250830
SMALLEST_NOISE = 1e-6  # km²/month: less than that overshoots by nothing that could be told apart
SMALLEST_CHANCE = 2.0**-40


def place(level: float, runs: int) -> int:
    """Which of so many sorted runs is the quantile at a level (0-1): the inverted distribution, no interpolation."""
    return max(math.ceil(level * runs) - 1, 0)


@dataclass(frozen=True)
class Runs:
    """The simulated completion times of one target, sorted: days from the start, `inf` where it is never finished."""

    days: FloatArray
    horizon_days: float

    def quantile(self, level: float) -> float | None:
        """Days by which a share `level` (0-1) of the runs has finished; `None` if not within the horizon."""
        days = self.passage_days(level)
        return days if days <= self.horizon_days else None

    def passage_days(self, level: float) -> float:
        """The same whatever the horizon; `inf` where fewer of the runs ever finish."""
        return float(self.days[place(level, len(self.days))])

    def dots(self) -> list[float | None]:
        """Twenty equally likely completion times: the quantiles at the levels (k - ½)/20, `None` beyond the horizon."""
        return [self.quantile((k + 0.5) / DOTS) for k in range(DOTS)]

    def chance_by(self, days: float) -> float:
        """Share of the runs that have finished by so many days."""
        return float(self.chances_by(np.asarray(days)))

    def chances_by(self, days: FloatArray) -> FloatArray:
        """The same for many days at once, shape of `days`."""
        return np.asarray(np.searchsorted(self.days, days, side="right") / len(self.days))

    def chance_before(self, days: float) -> float:
        """Share of the runs that have finished before a day begins."""
        return float(np.searchsorted(self.days, days, side="left")) / len(self.days)

    @property
    def beyond_horizon(self) -> float:
        """Share of the runs that do not finish within the horizon, "never" among them."""
        return 1.0 - self.chance_by(self.horizon_days)


@cache
def points() -> FloatArray:
    """The fixed points, shape (DIMENSIONS, RUNS), each strictly between 0 and 1: scrambled Sobol (Owen 1998)."""
    drawn = qmc.Sobol(DIMENSIONS, scramble=True, rng=np.random.default_rng(RNG_SEED)).random_base2(LOG2_RUNS)
    return np.ascontiguousarray(np.clip(drawn.T, SMALLEST_CHANCE, 1.0 - SMALLEST_CHANCE))


@cache
def scores() -> FloatArray:
    """The same points as standard normal scores, shape (DIMENSIONS, RUNS)."""
    return np.asarray(ndtri(points()))


@dataclass(frozen=True)
class Worlds:
    """What is not known of the long run, one value a run: the pace (km²/day) and its growth (per active day)."""

    drift_km2_per_day: FloatArray
    growth_per_day: FloatArray


def worlds(inputs: Inputs, pace_scores: FloatArray, change_scores: FloatArray) -> Worlds:
    """The worlds of some standard normal scores (any one shape): the pace and the yearly change are log-normal."""
    uncertainty = inputs.uncertainty
    drift = inputs.rate_km2_per_day * np.exp(uncertainty.pace_log_sd * pace_scores)
    yearly = math.log1p(inputs.annual_change) + uncertainty.annual_change_log_sd * change_scores
    return Worlds(drift, np.asarray(yearly / DAYS_PER_YEAR))


@dataclass(frozen=True)
class Passages:
    """Growth-days at which every target's threshold is first reached, by its id, the setback left out.

    They do not depend on the yearly change, the calendar or the setback; `arrivals` brings those in.
    """

    grown: Mapping[str, FloatArray]
    setback_growth_days: FloatArray | None


def simulate(inputs: Inputs, work: Work, front: Front, at: FloatArray | None = None) -> dict[str, FloatArray]:
    """Completion times of every target (days from the start, shape (n,), `inf` where never), by its id.

    `at` are the points to simulate at, shape (DIMENSIONS, n); the fixed ones if left out. In the orders `in_turn` and
    `together` the targets share each run's world; `separately` gives marginal answers.
    """
    return arrivals(inputs, front, passages(inputs, work, at), at)


def passages(inputs: Inputs, work: Work, at: FloatArray | None = None) -> Passages:
    """First passages of all thresholds at some points (shape (DIMENSIONS, n)), in growth-days."""
    at = points() if at is None else at
    uncertainty, setback = inputs.uncertainty, inputs.setback
    drift = _worlds_at(inputs, at).drift_km2_per_day
    variance, more = uncertainty.variance_km2_per_day, None
    if setback is not None and setback.km2:
        more = first_passage_quantile(at[SETBACK], setback.km2, drift, variance)
    passed: dict[str, FloatArray] = {}
    reached_km2, grown, stage = 0.0, np.zeros_like(drift), 0
    for target in sorted(work.targets, key=lambda target: target.threshold_km2):
        if target.done:
            passed[target.id] = np.zeros_like(drift)
            continue
        if inputs.order == "separately":
            reached_km2, grown, stage = 0.0, np.zeros_like(drift), 0
        step: float | FloatArray = target.threshold_km2 - reached_km2
        if reached_km2 == 0:
            step = step + overshoot_km2(target.threshold_km2, drift, uncertainty)
        if target.threshold_km2 > reached_km2:
            grown = grown + first_passage_quantile(at[FIRST_STAGE + stage], step, drift, variance)
            reached_km2, stage = target.threshold_km2, stage + 1
        passed[target.id] = grown
    return Passages({target.id: passed[target.id] for target in work.targets}, more)


def arrivals(inputs: Inputs, front: Front, passed: Passages, at: FloatArray | None = None) -> dict[str, FloatArray]:
    """Completion times (days from the start, shape (n,)) of targets whose passages are known."""
    return {name: front.day(each) for name, each in active_arrivals(inputs, front, passed, at).items()}


def active_arrivals(
    inputs: Inputs, front: Front, passed: Passages, at: FloatArray | None = None
) -> dict[str, FloatArray]:
    """The same in active days: the calendar never changes which of two times is the later."""
    growth = _worlds_at(inputs, points() if at is None else at).growth_per_day
    grown = passed.grown
    if passed.setback_growth_days is not None:
        grown = _set_back(grown, passed.setback_growth_days, front, growth)
    return {name: active_days(each, growth) for name, each in grown.items()}


def with_all(days: dict[str, FloatArray], inputs: Inputs) -> dict[str, FloatArray]:
    """Times of all targets (any shape, by id) with `all`, the latest of them, where the order makes it one question."""
    if inputs.order != "separately":
        days[ALL] = np.max(list(days.values()), axis=0)
    return days


def quantile_days(inputs: Inputs, passed: Passages, level: float) -> dict[str, float]:
    """Days by which a share `level` (0-1) of the runs has finished, `all` among them; `inf` where fewer ever do."""
    front = Front(inputs)
    active = with_all(active_arrivals(inputs, front, passed), inputs)
    nth = {name: np.partition(each, k := place(level, len(each)))[k] for name, each in active.items()}
    return {name: float(front.day(each)) for name, each in nth.items()}


def overshoot_km2(threshold_km2: float, drift_km2_per_day: FloatArray, uncertainty: Uncertainty) -> FloatArray:
    """By how much gains that persist from month to month overshoot a first threshold, km²; shape of the drift.

    After the correction for discrete monitoring of Broadie, Glasserman & Kou (1997), for an AR(1) with its own drift.
    """
    if uncertainty.noise_km2_per_month < SMALLEST_NOISE or threshold_km2 == 0:
        return np.zeros_like(drift_km2_per_day)
    grain = grain_km2(drift_km2_per_day, uncertainty)
    return np.asarray(-grain * np.expm1(-threshold_km2 / grain))


def grain_km2(drift_km2_per_day: ArrayLike, uncertainty: Uncertainty) -> FloatArray:
    """By how much a far threshold is overshot on average, km²; shape of the drift. Nearer ones show single months."""
    sd, persistence = uncertainty.noise_km2_per_month, uncertainty.persistence
    if sd < SMALLEST_NOISE:
        return np.zeros_like(np.asarray(drift_km2_per_day, dtype=float))
    x = DAYS_PER_MONTH * np.maximum(drift_km2_per_day, 0.0) / sd
    cumulative = ndtr(x)
    h = cumulative / (x * cumulative + np.exp(-0.5 * x**2) / math.sqrt(2.0 * math.pi))
    return np.asarray(sd * (1.0 + persistence) / (2.0 * (1.0 - persistence)) * h)


def _worlds_at(inputs: Inputs, at: FloatArray) -> Worlds:
    normal = scores() if at is points() else ndtri(at)
    return worlds(inputs, normal[PACE], normal[CHANGE])


def _set_back(
    grown: Mapping[str, FloatArray], more: FloatArray, front: Front, growth: FloatArray
) -> dict[str, FloatArray]:
    """What the setback finds unfinished has a first passage of its area more to go (strong Markov property)."""
    by_setback = growth_days(front.active_days(front.setback_day), growth)
    return {
        name: np.where(each >= by_setback, each + more, each) if each.any() else each for name, each in grown.items()
    }
