"""How the baseline's answers move from one edition to the next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from territory.answers.outlook import project
from territory.figures.evidence import Edition
from territory.model.work import ALL
from territory.scenario.scenario import EDITION_NUMBERS, Scenario, baseline, occupied_default, revise


@dataclass(frozen=True)
class Answer:
    """The central answer and the median of the simulated runs, as days and dates.

    `None` for what never comes, for a median beyond the horizon, and for a date after the year 9999.
    """

    central_days: float | None
    central_date: str | None
    median_days: float | None
    median_date: str | None


@dataclass(frozen=True)
class Move:
    """The answer for one oblast, or for all of them in turn, at the defaults of either edition."""

    id: str
    before: Answer
    after: Answer


@dataclass(frozen=True)
class Change:
    """A default, before and after; shares of oblasts are named like `occupied.kharkiv`."""

    key: str
    before: float
    after: float


def moves(before: Edition, after: Edition) -> tuple[Move, ...]:
    """The baseline's answers for each of its oblasts alone, then for all in turn; `after` need not be in `seeds/`."""
    old = baseline(before.id)
    then, now = _answers(old), _answers(at_defaults(old, after))
    return tuple(Move(name, then[name], now[name]) for name in then)


def changes(before: Edition, after: Edition) -> tuple[Change, ...]:
    """The defaults that the baseline's answers rest on, before and after."""
    numbers = [Change(key, before.defaults[key].number, after.defaults[key].number) for key in EDITION_NUMBERS]
    shares = [
        Change(f"occupied.{oblast}", occupied_default(before, oblast), occupied_default(after, oblast))
        for oblast in baseline(before.id).targets
    ]
    return (*numbers, *shares)


def at_defaults(scenario: Scenario, of: Edition) -> Scenario:
    """A scenario with an edition's defaults, the edition's name apart; raises `ScenarioError`."""
    # The seasonal profile is the scenario's own edition's: the baseline has no season, so that it has no bearing.
    defaults: dict[str, Any] = {key: of.defaults[key].number for key in EDITION_NUMBERS}
    defaults["start"] = date.fromisoformat(str(of.defaults["start"].value))
    defaults["occupied"] = tuple((oblast, occupied_default(of, oblast)) for oblast in scenario.in_play)
    return revise(scenario, defaults)


def _answers(scenario: Scenario) -> dict[str, Answer]:
    alone = project(scenario).as_dict()["results"]
    in_turn = project(revise(scenario, {"order": "in_turn"})).as_dict()["results"]
    return {name: _answer(result) for name, result in {**alone, ALL: in_turn[ALL]}.items()}


def _answer(result: Mapping[str, Any]) -> Answer:
    central = result["central"]
    return Answer(central["days"], central["date"], result["quantile_days"]["p50"], result["quantiles"]["p50"])
