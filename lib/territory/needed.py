"""What a date would imply: the pace or the yearly change that makes it, and when half would be taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from territory import evidence
from territory.model.inputs import Inputs
from territory.model.inverse import (
    Asked,
    Found,
    Needed,
    break_even_annual_change,
    half_taken,
    needed_annual_change,
    needed_rate,
)
from territory.model.projection import Moment, Projection
from territory.model.projection import project as project_inputs
from territory.model.work import ALL
from territory.outlook import PERCENT, answered, model_inputs, moment_json
from territory.parameters import PARAMETERS, Parameter
from territory.scenario import Scenario, ScenarioError


@dataclass(frozen=True)
class Implied:
    """What one key of a scenario would have to be, in the key's own unit, all else as it is.

    `runs` makes the date at the chance asked for; `central` is what the central answer would need.
    """

    key: str
    low: float
    high: float
    runs: Needed
    central: Needed


@dataclass(frozen=True)
class ResultNeeds:
    """What a date implies for one oblast, or for `all`."""

    id: str
    rate: Implied | None
    """`None` for `all` where oblasts have paces of their own: there is no one pace to ask for."""
    months_reached: int | None
    """Documented months that made it: `None` where no pace does, and for an oblast's own pace, which has no months."""
    annual_change: Implied
    break_even_annual_change: float | None
    """Yearly change (%) at which the central answer would just never come."""
    half: Moment | None


@dataclass(frozen=True)
class Needs:
    """A scenario, a date, a chance, and what they imply for each result."""

    scenario: Scenario
    by: date
    chance: float
    projection: Projection
    months: int
    results: tuple[ResultNeeds, ...]

    def __getitem__(self, result_id: str) -> ResultNeeds:
        return next(result for result in self.results if result.id == result_id)

    def as_dict(self) -> dict[str, Any]:
        """The answer as `territory needed --json` prints it: paces in km²/day, changes in %/year."""
        return {
            **answered(self.scenario),
            "by": self.by.isoformat(),
            "chance": self.chance / PERCENT,
            "documented_months": self.months,
            "results": {result.id: _as_dict(result) for result in self.results},
        }


def needed(scenario: Scenario, by: date, chance: float = 50.0) -> Needs:
    """What it would take for each oblast to be taken before a date, with a chance (%) in this model.

    Raises `ScenarioError` where the chance is not above 0 and below 100, or the date not after the start.
    """
    _check(scenario, by, chance)
    inputs = model_inputs(scenario)
    projection = project_inputs(inputs)
    pace = evidence.edition(scenario.edition).record.rates_km2_per_day
    asked = Asked(float((by - scenario.start).days), chance / PERCENT)
    results = tuple(_needs(scenario, projection, result.id, asked, pace) for result in projection.results)
    return Needs(scenario, by, chance, projection, len(pace), results)


def _check(scenario: Scenario, by: date, chance: float) -> None:
    problems = {}
    if not 0.0 < chance < PERCENT:
        problems["chance"] = f"{chance:g} is out of bounds; choose a number above 0 and below 100 %."
    if by <= scenario.start:
        problems["by"] = f"{by} is not after the start; choose a date after {scenario.start}."
    if problems:
        raise ScenarioError(problems)


def _needs(
    scenario: Scenario, projection: Projection, name: str, asked: Asked, record: np.ndarray[Any, Any]
) -> ResultNeeds:
    own = name in dict(scenario.rates)
    rate = _implied_rate(scenario, projection.inputs, name, asked)
    reached = None
    if rate is not None and rate.runs.found is not Found.NO_VALUE and not own:
        least = rate.low if rate.runs.value is None else rate.runs.value
        reached = int(np.count_nonzero(record >= least))
    break_even = break_even_annual_change(projection, name)
    return ResultNeeds(
        name,
        rate,
        reached,
        _implied_change(projection.inputs, name, asked),
        None if break_even is None else break_even * PERCENT,
        None if name == ALL else half_taken(projection, name),
    )


def _implied_rate(scenario: Scenario, inputs: Inputs, name: str, asked: Asked) -> Implied | None:
    if name == ALL and scenario.has_own_rates:
        return None
    key = "rates" if name in dict(scenario.rates) else "rate"
    low, high = _bounds(PARAMETERS[key])
    if scenario.has_own_rates:
        low = max(low, PARAMETERS["rates"].low)  # paces of their own need a front that moves forward
    each = [needed_rate(inputs, name, question, low, high) for question in (asked, _central(asked))]
    return Implied(key, low, high, *each)


def _implied_change(inputs: Inputs, name: str, asked: Asked) -> Implied:
    low, high = _bounds(PARAMETERS["annual_change"])
    each = [
        needed_annual_change(inputs, name, question, low / PERCENT, high / PERCENT)
        for question in (asked, _central(asked))
    ]
    return Implied("annual_change", low, high, *(_in_percent(one) for one in each))


def _central(asked: Asked) -> Asked:
    return Asked(asked.by_days)


def _in_percent(needed: Needed) -> Needed:
    return Needed(needed.found, None if needed.value is None else needed.value * PERCENT)


def _bounds(parameter: Parameter) -> tuple[float, float]:
    return float(parameter.low), float(parameter.high)


def _as_dict(result: ResultNeeds) -> dict[str, Any]:
    pace = None
    if result.rate is not None:
        pace = {**_implied_dict(result.rate), "documented_months_reached": result.months_reached}
    return {
        "pace": pace,
        "annual_change": _implied_dict(result.annual_change),
        "break_even_annual_change": result.break_even_annual_change,
        "half": None if result.half is None else moment_json(result.half),
    }


def _implied_dict(implied: Implied) -> dict[str, Any]:
    return {
        "key": implied.key,
        "unit": PARAMETERS[implied.key].unit,
        "low": implied.low,
        "high": implied.high,
        "found": implied.runs.found.value,
        "value": implied.runs.value,
        "central": {"found": implied.central.found.value, "value": implied.central.value},
    }
