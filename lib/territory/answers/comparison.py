"""Several scenarios side by side: what they share, where they differ, and what each difference contributes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Self

from territory.answers.declared import Answered, Declared, Told, day, told
from territory.answers.outlook import BEYOND, LINK, MODEL, NO_FORECAST, Outlook, by_result, project
from territory.model import MODEL_VERSION
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Status, moment
from territory.model.work import ALL
from territory.scenario.links import link
from territory.scenario.scenario import KEYS, OblastValues, Scenario, ScenarioError
from territory.text import say

MEDIAN = 0.5
FEWEST, MOST = 2, 4
NO_DIFFERENCE = "null where the answer before or after has no date"
WORDS = ("title", "note")
STAGES: tuple[tuple[str, ...], ...] = (
    ("edition",),
    ("start",),
    ("targets", "first"),
    ("order", "split"),
    ("occupied",),
    ("rate", "rate_source"),
    ("rates",),
    ("annual_change",),
    ("season",),
    ("pause_months", "pause_start"),
    ("setback_km2", "setback_date"),
    ("pace_uncertainty",),
    ("annual_change_uncertainty",),
    ("noise",),
    ("persistence",),
)
"""The order in which assumptions change, one stage at a time; keys of one stage make sense only together.

The horizon comes first where it grows and last where it shrinks, so that it hides as few answers as it can.
"""


@dataclass(frozen=True)
class Arrival:
    """When a target is taken: the day (counted from 1 January of year 1), `None` where it is not within the horizon."""

    status: Status
    day: float | None


@dataclass(frozen=True)
class Answer:
    """One scenario's two answers for one target: without any scatter, and for half of the simulated runs."""

    scenario: Scenario
    central: Arrival
    median: Arrival


@dataclass(frozen=True)
class Step:
    """Some assumptions changed together, and the answer once they are."""

    keys: tuple[str, ...]
    answer: Answer


@dataclass(frozen=True)
class Difference:
    """By how many years an answer is later, and how many steps that covers.

    `years` is `None` where the answer after the step, or every one before it, has no date. A step that leads back to
    a date covers those before it that had none.
    """

    years: float | None
    steps: int = 1


@dataclass(frozen=True)
class Contributions:
    """The way from one scenario's answer to another's for one target, one step at a time."""

    result_id: str
    first: Answer
    steps: tuple[Step, ...]

    @property
    def last(self) -> Answer:
        """The answer once every assumption is changed."""
        return self.steps[-1].answer if self.steps else self.first

    @property
    def central(self) -> tuple[Difference, ...]:
        """What each step does to the central date."""
        return differences([self.first.central, *(step.answer.central for step in self.steps)])

    @property
    def median(self) -> tuple[Difference, ...]:
        """What each step does to the median."""
        return differences([self.first.median, *(step.answer.median for step in self.steps)])


def differences(arrivals: Sequence[Arrival]) -> tuple[Difference, ...]:
    """The differences between arrivals in a row; those with a number add up to the whole where the ends have dates."""
    found, dated = [], None if arrivals[0].day is None else 0
    for place, arrival in enumerate(arrivals[1:], start=1):
        before = None if dated is None else arrivals[dated].day
        if arrival.day is None or dated is None or before is None:
            found.append(Difference(None))
        else:
            found.append(Difference((arrival.day - before) / DAYS_PER_YEAR, place - dated))
        dated = dated if arrival.day is None else place
    return tuple(found)


def whole(first: Arrival, last: Arrival) -> float | None:
    """By how many years the last is later than the first; `None` where either has no date."""
    return None if first.day is None or last.day is None else (last.day - first.day) / DAYS_PER_YEAR


def shared(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """What all scenarios answer for: their common oblasts, and `all` where each takes the same several as one."""
    first, *others = scenarios
    common = tuple(oblast for oblast in first.targets if all(oblast in other.targets for other in others))
    together = all(_is_one_question(each) and set(each.targets) == set(first.targets) for each in scenarios)
    return (*common, ALL) if together else common


def own(scenario: Scenario) -> str:
    """What a scenario is about by itself: all its oblasts where they are one undertaking, or else the first."""
    return ALL if _is_one_question(scenario) else scenario.targets[0]


def _is_one_question(scenario: Scenario) -> bool:
    return scenario.order != "separately" and len(scenario.targets) > 1


def differing(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """The keys in which scenarios differ, the author's words left out; of shares, only oblasts of several count."""
    keys = [key for key in KEYS if key not in WORDS and len({getattr(each, key) for each in scenarios}) > 1]
    return tuple(key for key in keys if key != "occupied" or unequal_shares(scenarios))


def unequal_shares(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """The oblasts whose occupied share is not the same wherever it is given."""
    given: dict[str, set[float]] = {}
    for scenario in scenarios:
        for oblast, share in scenario.occupied:
            given.setdefault(oblast, set()).add(share)
    return tuple(oblast for oblast, shares in given.items() if len(shares) > 1)


class ArrivalAnswer(Declared):
    """When a target is taken, in JSON."""

    status: Annotated[Status, told("Status", "What becomes of it.")]
    days: Annotated[float | None, told("Days", "Time from the scenario's start.", "days", BEYOND, minimum=0)]
    date: Annotated[date | None, day("Date", "The same as a date.", BEYOND)]

    @classmethod
    def made(cls, when: Arrival, scenario: Scenario) -> Self:
        """From an arrival, of which the day is counted from the year 1."""
        days = None if when.day is None else when.day - scenario.start.toordinal()
        return cls(when.status, days, None if days is None else moment(scenario.start, days).date)


class StepAnswer(Declared):
    """Some assumptions changed together, and by how much that moves the answer, in JSON."""

    keys: Annotated[
        tuple[str, ...],
        Told(
            "Keys",
            "Those that change.",
            each=Told(kind=lambda: {"enum": list(KEYS)}),
            limits={"least": 1, "most": len(KEYS)},
        ),
    ]
    central_years: Annotated[float | None, told("Central answer", "How much later it is.", "years", NO_DIFFERENCE)]
    median_years: Annotated[float | None, told("Median", "How much later it is.", "years", NO_DIFFERENCE)]


class ComparedAnswer(Declared, defined="result"):
    """One scenario's answer, and the way to it from the first one's, in JSON."""

    link: Annotated[str, LINK]
    central: Annotated[ArrivalAnswer, told("Central answer", "With no uncertainty at all.")]
    median: Annotated[ArrivalAnswer, told("Median", "By when half of the simulated runs have finished.")]
    steps: Annotated[
        tuple[StepAnswer, ...], told("Steps", "What each difference from the first scenario does, one after the other.")
    ]

    @classmethod
    def made(cls, first: Scenario, scenario: Scenario, name: str) -> Self:
        """For one result, from what contributes to it."""
        found = contributions(first, scenario, name)
        central, median = (ArrivalAnswer.made(each, scenario) for each in (found.last.central, found.last.median))
        moves = zip(found.steps, found.central, found.median, strict=True)
        steps = tuple(StepAnswer(step.keys, by.years, half.years) for step, by, half in moves)
        return cls(link(scenario), central, median, steps)


class CompareAnswer(
    Declared,
    title="Answer of territory compare",
    sentence=f"Several scenarios side by side, and what each difference contributes. {NO_FORECAST}",
):
    """The answer of `territory compare`."""

    model_version: Annotated[str, MODEL]
    differing: Annotated[
        tuple[str, ...],
        Told("Differing", "The keys in which they differ.", each=Told(kind=lambda: {"enum": list(KEYS)})),
    ]
    results: Annotated[
        Mapping[str, tuple[ComparedAnswer, ...]],
        by_result("By the id of what all answer for, an entry for each scenario in their order.", least=0),
    ]


@dataclass(frozen=True)
class Compared(Answered):
    """Scenarios side by side; the others are told from the first."""

    scenarios: tuple[Scenario, ...]

    def answer(self) -> CompareAnswer:
        """The same for programs."""
        first = self.scenarios[0]
        return CompareAnswer(
            model_version=MODEL_VERSION,
            differing=differing(self.scenarios),
            results={
                name: tuple(ComparedAnswer.made(first, each, name) for each in self.scenarios)
                for name in shared(self.scenarios)
            },
        )


def compare(scenarios: Sequence[Scenario]) -> Compared:
    """Scenarios side by side; raises `ScenarioError` for fewer than two or more than four."""
    if not FEWEST <= len(scenarios) <= MOST:
        why = say(
            "{count} scenarios are given; choose {least} to {most}.", count=len(scenarios), least=FEWEST, most=MOST
        )
        raise ScenarioError({"link": why})
    return Compared(tuple(scenarios))


@lru_cache(maxsize=128)
def contributions(first: Scenario, other: Scenario, result_id: str) -> Contributions:
    """What each differing assumption does on the way from the first scenario's answer to the other's.

    `result_id` has to be among what both answer for.
    """
    steps = tuple(Step(keys, answer(project(scenario), result_id)) for keys, scenario in path(first, other))
    return Contributions(result_id, answer(project(first), result_id), steps)


def answer(outlook: Outlook, result_id: str) -> Answer:
    """A scenario's central and median arrival for one of its results."""
    scenario, result = outlook.scenario, outlook.projection[result_id]
    central = result.central
    day = central.when.days if central.status is Status.REACHED else None
    if central.status is Status.DONE:
        median = Arrival(Status.DONE, None)
    else:
        days = outlook.projection.runs[result_id].quantile(MEDIAN)
        median = Arrival(Status.BEYOND_HORIZON if days is None else Status.REACHED, _dated(scenario, days))
    return Answer(scenario, Arrival(central.status, _dated(scenario, day)), median)


def _dated(scenario: Scenario, days: float | None) -> float | None:
    return None if days is None else scenario.start.toordinal() + days


def path(first: Scenario, other: Scenario) -> Iterator[tuple[tuple[str, ...], Scenario]]:
    """The valid scenarios between two, one stage changed after the other, each with the keys that changed."""
    now, goal = (replace(each, title="", note="") for each in (first, other))
    for stage in _stages(now, goal):
        changes: dict[str, Any] = {key: getattr(goal, key) for key in stage}
        if "targets" in stage and goal.in_play != now.in_play:
            changes |= _carried(now, goal)
        after = replace(now, **changes)
        if after != now:
            yield tuple(key for key in stage if getattr(after, key) != getattr(now, key)), after
        now = after


def _stages(first: Scenario, other: Scenario) -> tuple[tuple[str, ...], ...]:
    """The stages in their order; those that cannot stand without each other become one."""
    stages = list(STAGES)

    def join(one: tuple[str, ...], more: tuple[str, ...]) -> None:
        stages[stages.index(one)] = one + more
        stages.remove(more)

    if first.targets != other.targets and "together" in (first.order, other.order):
        join(("targets", "first"), ("order", "split"))
    if other.rate <= 0:
        join(("rate", "rate_source"), ("rates",))
    if first.setback_date is not None and first.setback_date < other.start:
        join(("start",), ("setback_km2", "setback_date"))
    horizon = ("horizon",)
    return (horizon, *stages) if other.horizon > first.horizon else (*stages, horizon)


def _carried(now: Scenario, goal: Scenario) -> dict[str, OblastValues]:
    """Shares and paces once the oblasts are the goal's: those that stay keep theirs, new ones bring their own."""

    def mixed(key: str) -> OblastValues:
        kept, brought = dict(getattr(now, key)), dict(getattr(goal, key))
        values = {oblast: kept if oblast in now.in_play else brought for oblast in goal.in_play}
        return tuple((oblast, each[oblast]) for oblast, each in values.items() if oblast in each)

    return {"occupied": mixed("occupied"), "rates": mixed("rates") if now.rate > 0 else ()}
