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
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from territory.model.front import Front
from territory.model.growth import active_days, growth_days
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs, Uncertainty
from territory.model.passage import first_passage_quantile
from territory.model.work import Work

FloatArray = NDArray[np.float64]

DOTS = 20
LOG2_RUNS = 14
RUNS = 2**LOG2_RUNS
MAX_STAGES = 8
PACE, CHANGE, FIRST_STAGE, SETBACK = 0, 1, 2, 2 + MAX_STAGES
DIMENSIONS = SETBACK + 1
RNG_SEED = 20250830
SMALLEST_CHANCE = 2.0**-40


@dataclass(frozen=True)
class Runs:
    """The simulated completion times of one target, sorted: days from the start, `inf` where it is never finished."""

    days: FloatArray
    horizon_days: float

    def quantile(self, level: float) -> float | None:
        """Days by which a share `level` (0-1) of the runs has finished; `None` if not within the horizon."""
        days = float(self.days[max(math.ceil(level * len(self.days)) - 1, 0)])
        return days if days <= self.horizon_days else None

    def dots(self) -> list[float | None]:
        """Twenty equally likely completion times: the quantiles at the levels (k - ½)/20, `None` beyond the horizon."""
        return [self.quantile((k + 0.5) / DOTS) for k in range(DOTS)]

    def chance_by(self, days: float) -> float:
        """Share of the runs that have finished by so many days."""
        return float(np.searchsorted(self.days, days, side="right")) / len(self.days)

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


def simulate(inputs: Inputs, work: Work, front: Front) -> Mapping[str, FloatArray]:
    """Completion times of every target (days from the start, shape (RUNS,), `inf` where never), by its id.

    In the orders `in_turn` and `together` the targets share each run's world; `separately` gives marginal answers.
    """
    uncertainty = inputs.uncertainty
    drift = inputs.rate_km2_per_day * np.exp(uncertainty.pace_log_sd * ndtri(points()[PACE]))
    growth = _growth_per_day(inputs)
    passages = _passages(work, inputs.order == "separately", drift, uncertainty)
    if front.setback_km2:
        passages = _set_back(passages, front, drift, growth, uncertainty.variance_km2_per_day)
    return {name: front.day(active_days(grown, growth)) for name, grown in passages.items()}


def overshoot_km2(threshold_km2: float, drift_km2_per_day: FloatArray, uncertainty: Uncertainty) -> FloatArray:
    """By how much gains that persist from month to month overshoot a first threshold, km²; shape of the drift.

    After the correction for discrete monitoring of Broadie, Glasserman & Kou (1997), for an AR(1) with its own drift.
    """
    sd, persistence = uncertainty.noise_km2_per_month, uncertainty.persistence
    if sd == 0 or threshold_km2 == 0:
        return np.zeros_like(drift_km2_per_day)
    x = DAYS_PER_MONTH * np.maximum(drift_km2_per_day, 0.0) / sd
    cumulative = ndtr(x)
    h = cumulative / (x * cumulative + np.exp(-0.5 * x**2) / math.sqrt(2.0 * math.pi))
    scale = sd * (1.0 + persistence) / (2.0 * (1.0 - persistence)) * h
    return np.asarray(-scale * np.expm1(-threshold_km2 / scale))


def _growth_per_day(inputs: Inputs) -> FloatArray:
    sd = inputs.uncertainty.annual_change_log_sd
    return np.asarray((math.log1p(inputs.annual_change) + sd * ndtri(points()[CHANGE])) / DAYS_PER_YEAR)


def _passages(work: Work, separately: bool, drift: FloatArray, uncertainty: Uncertainty) -> dict[str, FloatArray]:
    """Growth-days at which each target's threshold is first reached, the setback left out."""
    variance = uncertainty.variance_km2_per_day
    passages: dict[str, FloatArray] = {}
    reached_km2, grown, stage = 0.0, np.zeros(RUNS), 0
    for target in sorted(work.targets, key=lambda target: target.threshold_km2):
        if target.done:
            passages[target.id] = np.zeros(RUNS)
            continue
        if separately:
            reached_km2, grown, stage = 0.0, np.zeros(RUNS), 0
        step: float | FloatArray = target.threshold_km2 - reached_km2
        if reached_km2 == 0:
            step = step + overshoot_km2(target.threshold_km2, drift, uncertainty)
        if target.threshold_km2 > reached_km2:
            grown = grown + first_passage_quantile(points()[FIRST_STAGE + stage], step, drift, variance)
            reached_km2, stage = target.threshold_km2, stage + 1
        passages[target.id] = grown
    return passages


def _set_back(
    passages: Mapping[str, FloatArray], front: Front, drift: FloatArray, growth: FloatArray, variance: float
) -> dict[str, FloatArray]:
    """What the setback finds unfinished has a first passage of its area more to go (strong Markov property)."""
    by_setback = growth_days(front.active_days(front.setback_day), growth)
    more = first_passage_quantile(points()[SETBACK], front.setback_km2, drift, variance)
    return {
        name: grown if not grown.any() else np.where(grown > by_setback, grown + more, grown)
        for name, grown in passages.items()
    }
