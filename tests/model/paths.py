"""A plain reference for the simulated runs: paths that gain from month to month, with memory, until they arrive.

No passage, no growth-days turned back, no calendar turned back: the front is stepped through time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from territory.model.inputs import DAYS_PER_MONTH, Inputs
from tests.model import integrator
from tests.model.integrator import Stretch


@dataclass(frozen=True)
class Arrivals:
    """Share of the paths (0-1) that has reached each target by the end of each step; `days` are those ends."""

    days: np.ndarray
    shares: Mapping[str, np.ndarray]

    def quantile(self, target: str, level: float) -> float:
        """Days by which a share of the paths has arrived, read between the ends of months."""
        return float(np.interp(level, self.shares[target], self.days, right=math.inf))

    def chance_by(self, target: str, days: float) -> float:
        """Share of the paths that has arrived by a day, read between the ends of months."""
        return float(np.interp(days, self.days, self.shares[target]))


def arrivals(
    inputs: Inputs, thresholds_km2: Mapping[str, float], paths: int, until: float, rng: np.random.Generator
) -> Arrivals:
    """When so many paths reach each threshold; what the setback finds unfinished has that much more to go.

    Each path has a pace and a yearly change of its own. In a month of u growth-days it gains pace·u and a scatter of
    variance σ²·u/(days of a month), which has the persistence φ from one month to the next.
    """
    uncertainty = inputs.uncertainty
    persistence, sd = uncertainty.persistence, uncertainty.noise_km2_per_month / math.sqrt(DAYS_PER_MONTH)
    pace = inputs.rate_km2_per_day * np.exp(uncertainty.pace_log_sd * rng.standard_normal(paths))
    yearly = math.log1p(inputs.annual_change) + uncertainty.annual_change_log_sd * rng.standard_normal(paths)
    growth = yearly / integrator.YEAR_DAYS
    net, active, scatter = np.zeros(paths), 0.0, rng.standard_normal(paths)
    arrived = {name: np.zeros(paths, dtype=bool) for name in thresholds_km2}
    days, shares = [0.0], {name: [0.0] for name in thresholds_km2}
    for step in _months(inputs, until):
        more = step.weight * (step.end - step.begin)
        if more > 0:
            grown = _growth_days(growth, active + more) - _growth_days(growth, active)
            net += pace * grown + sd * np.sqrt(grown) * scatter
            scatter = persistence * scatter + math.sqrt(1.0 - persistence**2) * rng.standard_normal(paths)
            active += more
        lift = inputs.setback.km2 if inputs.setback and step.begin >= integrator.setback_day(inputs) else 0.0
        days.append(step.end)
        for name, threshold in thresholds_km2.items():
            arrived[name] |= net >= threshold + lift
            shares[name].append(arrived[name].mean())
    return Arrivals(np.array(days), {name: np.array(each) for name, each in shares.items()})


def _growth_days(growth: np.ndarray, active: float) -> np.ndarray:
    return np.where(growth == 0, active, np.expm1(growth * active) / np.where(growth == 0, 1.0, growth))


def _months(inputs: Inputs, until: float) -> Iterator[Stretch]:
    """The time from the start to `until` in stretches of about a month."""
    for stretch in integrator.stretches(inputs, until):
        parts = max(1, round((stretch.end - stretch.begin) / DAYS_PER_MONTH))
        for begin, end in pairwise(np.linspace(stretch.begin, stretch.end, parts + 1)):
            yield Stretch(float(begin), float(end), stretch.weight)
