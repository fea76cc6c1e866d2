"""Deliberate faults: each one pushes a check of the method text out of what it allows, so that the checks can fail."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from scipy.special import ndtr

from territory.answers import outlook
from territory.model import passage, simulation
from territory.model.front import Front, active_days
from territory.model.inputs import DAYS_PER_MONTH, Inputs, Uncertainty
from territory.model.simulation import FIRST_STAGE, MAX_STAGES, Passages, Runs
from territory.scenario.scenario import Scenario
from tools.verification import CHECKS, Check

Patch = pytest.MonkeyPatch


def drop_the_reflected_term(patch: Patch) -> None:
    """Count only the runs that stand above the threshold on the day, not those that were there and went back."""

    def chance(y: np.ndarray, rho: np.ndarray) -> np.ndarray:
        return np.asarray(ndtr((rho * y - 1.0) / np.sqrt(y)))

    patch.setattr(passage, "_cdf", chance)


def forget_the_persistence(patch: Patch) -> None:
    """Let the variance of the long run be that of months without memory."""
    patch.setattr(
        Uncertainty, "variance_km2_per_day", property(lambda self: self.noise_km2_per_month**2 / DAYS_PER_MONTH)
    )


def forget_the_overshoot(patch: Patch) -> None:
    """Let gains stop at the threshold as if they came by the second."""
    patch.setattr(simulation, "overshoot_km2", lambda _threshold, drift, _uncertainty: np.zeros_like(drift))


def use_one_noise_for_all_stages(patch: Patch) -> None:
    """Let whoever is lucky with the first oblast be as lucky with the next."""
    one = simulation.points().copy()
    one[FIRST_STAGE : FIRST_STAGE + MAX_STAGES] = one[FIRST_STAGE]
    patch.setattr(simulation, "points", lambda: one)


def let_the_central_pace_grow_by_the_calendar(patch: Patch) -> None:
    """Go back through the season and the pause before the growth: the pace then grows in months that stand still."""

    def days(front: Front, area_km2: float, rate_km2_per_day: float) -> float:
        if rate_km2_per_day <= 0:
            return math.inf
        return float(active_days(front.day(area_km2 / rate_km2_per_day), front._growth_per_day))

    patch.setattr(Front, "_days", days)


def let_the_runs_grow_by_the_calendar(patch: Patch) -> None:
    """The same in the simulated runs."""

    def arrivals(inputs: Inputs, front: Front, passed: Passages, at: np.ndarray | None = None) -> dict[str, np.ndarray]:
        growth = simulation._worlds_at(inputs, simulation.points() if at is None else at).growth_per_day
        grown = passed.grown
        if passed.setback_growth_days is not None:
            grown = simulation._set_back(grown, passed.setback_growth_days, front, growth)
        return {name: active_days(front.day(each), growth) for name, each in grown.items()}

    patch.setattr(simulation, "arrivals", arrivals)


def take_the_mean_for_the_median(patch: Patch) -> None:
    """Report the mean of the runs that ever finish where half of them are asked for."""
    right = Runs.passage_days

    def days(runs: Runs, level: float) -> float:
        return float(runs.days[np.isfinite(runs.days)].mean()) if level == 0.5 else right(runs, level)

    patch.setattr(Runs, "passage_days", days)


def written_otherwise(patch: Patch, change: Callable[[Scenario, Inputs], dict[str, Any]]) -> None:
    """Turn scenarios into inputs as ever, but for what a change makes of them."""
    right = outlook.model_inputs

    def inputs(scenario: Scenario) -> Inputs:
        found = right(scenario)
        return replace(found, **change(scenario, found))

    patch.setattr(outlook, "model_inputs", inputs)


def read_the_yearly_change_as_a_fraction(patch: Patch) -> None:
    """Take 5 % a year for five times as much a year."""
    written_otherwise(patch, lambda scenario, _: {"annual_change": scenario.annual_change})


def read_the_occupied_share_as_a_fraction(patch: Patch) -> None:
    """Take 4 % occupied for four times the oblast."""

    def change(scenario: Scenario, inputs: Inputs) -> dict[str, Any]:
        shares = dict(scenario.occupied)
        return {"targets": tuple(replace(each, occupied_share=shares[each.id]) for each in inputs.targets)}

    written_otherwise(patch, change)


@dataclass(frozen=True)
class Fault:
    """A fault, the check that has to find it, and sizes at which the check takes little time."""

    inject: Callable[[Patch], None]
    found_by: str
    sizes: Mapping[str, int]

    @property
    def check(self) -> Check:
        """The one check whose name begins so."""
        (found,) = [check for check in CHECKS if check.name.startswith(self.found_by)]
        return found

    def measure(self) -> float:
        """What the check finds now."""
        return self.check.measure(**self.sizes)


BY_PATHS = "Their median and 5"
BY_PATHS_WITH_EVERYTHING = "Their chances, against"
BY_HAND = "Time of a scenario in its own units"
FAULTS = (
    Fault(drop_the_reflected_term, "Chance by a day, against SciPy's", {"cases": 100}),
    Fault(drop_the_reflected_term, "Chance by a day at no pace", {"cases": 100}),
    Fault(forget_the_persistence, BY_PATHS, {"paths_drawn": 20_000}),
    Fault(forget_the_overshoot, BY_PATHS, {"paths_drawn": 20_000}),
    Fault(use_one_noise_for_all_stages, "Simulated runs of two oblasts in turn", {}),
    Fault(let_the_central_pace_grow_by_the_calendar, "Day of the central answer", {"cases": 50}),
    Fault(let_the_runs_grow_by_the_calendar, BY_PATHS_WITH_EVERYTHING, {"paths_drawn": 20_000}),
    Fault(take_the_mean_for_the_median, "Their median, the same (33", {"corners": 1}),
    Fault(take_the_mean_for_the_median, BY_PATHS, {"paths_drawn": 20_000}),
    Fault(read_the_yearly_change_as_a_fraction, BY_HAND, {"cases": 20}),
    Fault(read_the_occupied_share_as_a_fraction, BY_HAND, {"cases": 20}),
)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.inject.__name__} | {fault.found_by}")
def test_a_fault_is_found_by_its_check_and_nothing_is_found_without_it(fault: Fault, monkeypatch: Patch) -> None:
    assert fault.check.holds(without := fault.measure()), without
    fault.inject(monkeypatch)
    assert not fault.check.holds(found := fault.measure()), found
