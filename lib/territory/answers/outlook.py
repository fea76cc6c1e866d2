"""A scenario and what follows from it: the one place where a scenario becomes the model's inputs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.model import projection as model
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs, Oblast, Pause, Season, Setback, Uncertainty
from territory.model.projection import LEVELS, Moment, Projection, Result
from territory.scenario.files import as_json
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, complete, revise, updated

PERCENT = 100.0
QUANTILES = tuple(round(level * PERCENT) for level in LEVELS)
CHANCE_YEARS = (1, 5, 10, 20, 50)
KEPT = 64  # answers that stand beside others, each small


@dataclass(frozen=True)
class Outlook:
    """A scenario with its projection."""

    scenario: Scenario
    projection: Projection

    def as_dict(self, by: Sequence[date] = ()) -> dict[str, Any]:
        """The answer as `territory project --json` prints it: areas in km², times in days, dates as ISO text.

        `by` are dates for which each result also gives the chance that it is finished before them.
        """
        return {
            **answered(self.scenario),
            "results": {result.id: _result(self.projection, result, by) for result in self.projection.results},
        }


def answered(scenario: Scenario) -> dict[str, Any]:
    """What every answer in JSON begins with: which scenario it is about, its link, and by which model."""
    return {"scenario": as_json(scenario), "link": link(scenario), "model_version": MODEL_VERSION}


def project(scenario: Scenario) -> Outlook:
    """Project a scenario: when, if its assumptions hold, each of its oblasts would be taken."""
    return Outlook(scenario, model.project(model_inputs(scenario)))


@dataclass(frozen=True)
class Context:
    """What stands beside an answer so that it is not taken for more than it is."""

    in_turn: Outlook | None
    """The same oblasts one after the other, where the scenario gives each the whole front."""
    own_pace: Outlook | None
    """The first oblast that has one, alone at the pace that the record shows inside it, kept up."""
    newer: evidence.Edition | None
    """The newest edition, where the scenario's is older."""


def context(scenario: Scenario) -> Context:
    """Project what stands beside a scenario's answer."""
    several = scenario.order == "separately" and len(scenario.targets) > 1 and not scenario.has_own_rates
    newest, own_pace = evidence.newest_edition(), None
    for oblast in scenario.targets:
        rate, pace = own_rate_km2_per_day(scenario, oblast), dict(scenario.rates).get(oblast, scenario.rate)
        share = dict(scenario.occupied)[oblast]
        if 0 < rate < pace and share < PERCENT:
            own_pace = _alone(oblast, rate, share, scenario.edition, scenario.start, scenario.horizon)
            break
    return Context(
        in_turn=project(revise(scenario, {"order": "in_turn"})) if several and scenario.rate > 0 else None,
        own_pace=own_pace,
        newer=newest if newest.id != scenario.edition else None,
    )


def with_newest_figures(scenario: Scenario) -> Outlook | None:
    """What the scenario would be with the newest figures and all that was chosen; `None` where it has them."""
    newest = evidence.newest_edition().id
    return None if newest == scenario.edition else project(updated(scenario, newest))


def own_rate_km2_per_day(scenario: Scenario, oblast: str) -> float:
    """Mean pace that the record of the scenario's edition shows inside one oblast, to two decimals."""
    return round(evidence.edition(scenario.edition).own_rate_km2_per_day(oblast), 2)


@lru_cache(maxsize=KEPT)
def _alone(oblast: str, rate: float, share: float, edition: str, start: date, horizon: float) -> Outlook:
    """One oblast with nothing before it, at a pace of its own that stays as it is, whatever the front's is."""
    what = {"targets": (oblast,), "rates": ((oblast, rate),), "occupied": ((oblast, share),)}
    return project(complete({**what, "edition": edition, "start": start, "horizon": horizon}))


def model_inputs(scenario: Scenario) -> Inputs:
    """The model's inputs: percent become fractions, months and years become days, ids become areas."""
    pause_start, setback_date = scenario.pause_start, scenario.setback_date
    profile = evidence.edition(scenario.edition).seasonal_profile
    return Inputs(
        start=scenario.start,
        targets=tuple(_oblast(scenario, name) for name in scenario.targets),
        first=tuple(_oblast(scenario, name) for name in scenario.first),
        order=scenario.order,
        rate_km2_per_day=scenario.rate,
        annual_change=scenario.annual_change / PERCENT,
        season=Season(profile, scenario.season / PERCENT),
        pause=None if pause_start is None else Pause(pause_start, scenario.pause_months * DAYS_PER_MONTH),
        setback=None if setback_date is None else Setback(setback_date, scenario.setback_km2),
        horizon_days=scenario.horizon * DAYS_PER_YEAR,
        uncertainty=Uncertainty(
            pace_log_sd=scenario.pace_uncertainty / PERCENT,
            annual_change_log_sd=scenario.annual_change_uncertainty / PERCENT,
            noise_km2_per_month=scenario.noise,
            persistence=scenario.persistence,
        ),
    )


def _oblast(scenario: Scenario, name: str) -> Oblast:
    return Oblast(
        id=name,
        area_km2=evidence.regions()[name].area.number,
        occupied_share=dict(scenario.occupied)[name] / PERCENT,
        rate_km2_per_day=dict(scenario.rates).get(name),
        split_share=dict(scenario.split).get(name, 0.0) / PERCENT,
    )


def _result(projection: Projection, result: Result, by: Sequence[date]) -> dict[str, Any]:
    central = {"status": result.central.status.value, **moment_json(result.central.when)}
    if result.central.mirror is not None:
        central["mirror"] = moment_json(result.central.mirror)
    start, runs = projection.inputs.start, projection.runs[result.id]
    quantiles = {f"p{percent:02d}": runs.quantile(percent / PERCENT) for percent in QUANTILES}
    return {
        "remaining_km2": result.remaining_km2,
        "need_km2": result.need_km2,
        "central": central,
        "quantile_days": quantiles,
        "quantiles": {name: _date(start, days) for name, days in quantiles.items()},
        "chance_by_years": {str(years): runs.chance_by(years * DAYS_PER_YEAR) for years in CHANCE_YEARS},
        "chance_by_date": {day.isoformat(): runs.chance_before((day - start).days) for day in by},
        "dots": [_date(start, days) for days in runs.dots()],
        "beyond_horizon": runs.beyond_horizon,
    }


def moment_json(moment: Moment) -> dict[str, Any]:
    """A moment in JSON; `null` for what never comes, and for a date after the year 9999."""
    return {"days": moment.days, "date": None if moment.date is None else moment.date.isoformat()}


def _date(start: date, days: float | None) -> str | None:
    when = None if days is None else model.moment(start, days).date
    return None if when is None else when.isoformat()
