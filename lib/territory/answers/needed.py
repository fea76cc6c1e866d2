"""What a date would imply: the pace or the yearly change that makes it, and when half would be taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from territory.answers import json_schema
from territory.answers.declared import Answered, Declared, Told, day, described, told
from territory.answers.json_schema import NULL, NUMBER, Schema, const, given, if_given, or_null, rule, titled
from territory.answers.outlook import (
    ALL_OR_NOT,
    BY_OBLAST,
    NO_FORECAST,
    PERCENT,
    OfScenario,
    When,
    about,
    model_inputs,
    of_each,
)
from territory.figures import evidence
from territory.model.inputs import Inputs
from territory.model.inverse import (
    Asked,
    Found,
    alone,
    at_pace,
    break_even_annual_change,
    half_taken,
    needed_annual_change,
    needed_rate,
)
from territory.model.projection import Projection
from territory.model.projection import project as project_inputs
from territory.model.work import ALL
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, ScenarioError
from territory.text import decimal, say

FloatArray = NDArray[np.float64]

MONTHS_PER_YEAR = 12
LEAST_CHANCE = 0.1  # %: nearer to never or to certain, a handful of runs would decide


RecordId = Literal["documented", "best_month", "best_year", "latest_year"]


@dataclass(frozen=True)
class RecordPace:
    """A mean pace (km²/day) that the record shows over a stretch of time."""

    id: RecordId
    rate: float
    since: date
    until: date


REACHED = "Documented months reached"
PACE = (
    "What the front's pace, or the oblast's own, would have to be; null where other oblasts that count have their own."
)
FOUND = told("Found", "Whether one value makes the date, or every or no value within the bounds does.")
IS_FOUND = rule(given(found={"const": Found.VALUE.value}), given(value=NUMBER), given(value=NULL))
LOWEST, HIGHEST = told("Lowest", "Lowest value that was tried."), told("Highest", "Highest value that was tried.")
VALUE = told("Value", "The least value that makes the date.", null="null where every value or none does")


class FoundValue(Declared, rules=[IS_FOUND]):
    """Whether one value of a key makes the date, and the least that does."""

    found: Annotated[Found, FOUND]
    value: Annotated[float | None, VALUE]


class ImpliedValue(Declared, rules=[IS_FOUND]):
    """What a key would have to be, in its own unit."""

    key: Annotated[str, told("Key", "Key of the scenario.")]
    unit: Annotated[str, told("Unit", "Unit of the values.")]
    low: Annotated[float, LOWEST]
    high: Annotated[float, HIGHEST]
    found: Annotated[Found, FOUND]
    value: Annotated[float | None, VALUE]
    central: Annotated[FoundValue, told("In the central answer", "The same with no uncertainty at all.")]

    @classmethod
    def of_key(cls, name: str, **more: Schema) -> Schema:
        """Its schema for one key of a scenario, with the unit and the bounds of that."""
        row = PARAMETERS[name]
        limits = {"minimum": row.low, "maximum": row.high}

        def number(what: Told) -> Schema:
            return json_schema.number(what.title, what.sentence, row.unit, **limits)

        value = or_null(number(VALUE), VALUE.null)
        return described(
            cls,
            {},
            key=const("Key", "Key of the scenario.", name),
            unit=const("Unit", "Unit of the values.", row.unit),
            low=number(LOWEST),
            high=number(HIGHEST),
            value=value,
            central=titled(
                "In the central answer",
                "The same with no uncertainty at all.",
                described(FoundValue, {}, value=value),
            ),
            **more,
        )


class ImpliedPace(ImpliedValue):
    """What a pace would have to be, with the months of the record that were at least that fast."""

    documented_months_reached: Annotated[
        int | None,
        told(
            REACHED,
            "How many months of the record were at least that fast.",
            "months",
            "null where no value makes the date",
        ),
    ]

    @classmethod
    def of_front(cls) -> Schema:
        """Its schema for the front's pace, which has months wherever a value makes the date."""
        found = cls.of_key("rate")
        reached = given(documented_months_reached=NULL), given(documented_months_reached=NUMBER)
        return {**found, "allOf": [*found["allOf"], rule(given(found={"const": Found.NO_VALUE.value}), *reached)]}

    @classmethod
    def of_oblast(cls) -> Schema:
        """Its schema for an oblast's own pace, which has none: the record is of the front."""
        none = {**NULL, "title": REACHED, "description": "The record is of the front, so null for a pace of its own."}
        return cls.of_key("rates", documented_months_reached=none)


class Need(Declared, defined="result"):
    """What a date implies for one oblast, or for `all`."""

    id: str
    pace: Annotated[
        ImpliedPace | None,
        Told("Pace", PACE, kind=lambda: {"anyOf": [ImpliedPace.of_front(), ImpliedPace.of_oblast(), NULL]}),
    ]
    annual_change: Annotated[
        ImpliedValue,
        Told(
            "Yearly change",
            "What the yearly change of the pace would have to be.",
            kind=lambda: ImpliedValue.of_key("annual_change"),
        ),
    ]
    break_even_annual_change: Annotated[
        float | None,
        told(
            "Break-even change",
            "Yearly change at which the central answer would just never come.",
            "%/year",
            "null where the pace is not above 0 or nothing is left to take",
            minimum=-PERCENT,
            maximum=0,
        ),
    ]
    half: Annotated[
        When | None,
        told("Half", "When, in the central answer, half of what remains would be taken;", null="null for all together"),
    ]

    def months_reached(self) -> int | None:
        """Documented months that made the pace; `None` where none does, and for a pace of the oblast's own."""
        return None if self.pace is None else self.pace.documented_months_reached


# One pace is asked for but where oblasts have their own; half of all is asked of single oblasts only.
OWN_PACES = given(scenario=given(rates={"minProperties": 1}))
NOT_OF_ALL = given(results=if_given(**{ALL: given(pace=NULL)}))
PACES = rule(OWN_PACES, NOT_OF_ALL, of_each(pace={"type": "object"}))
HALVES = given(results={"properties": {ALL: given(half=NULL)}, "additionalProperties": given(half={"type": "object"})})


class NeededAnswer(
    OfScenario,
    title="Answer of territory needed",
    sentence=f"What would be needed for each oblast to be taken before a date. {NO_FORECAST}",
    rules=[ALL_OR_NOT, PACES, HALVES],
):
    """The answer of `territory needed`: paces in km²/day, changes in %/year."""

    by: Annotated[date, day("Before", "The date before which it is to be taken; after the start.")]
    chance: Annotated[float, told("Chance", "How sure that is to be.", exclusiveMinimum=0, exclusiveMaximum=1)]
    documented_months: Annotated[int, told("Documented months", "Length of the edition's record.", "months")]
    results: Annotated[Mapping[str, Need], BY_OBLAST]


@dataclass(frozen=True)
class Needs(Answered):
    """A scenario, a date, a chance, and what they imply for each result."""

    scenario: Scenario
    by: date
    chance: float
    projection: Projection
    months: int
    results: tuple[Need, ...]

    def __getitem__(self, result_id: str) -> Need:
        return {result.id: result for result in self.results}[result_id]

    def answer(self) -> NeededAnswer:
        """The same for programs."""
        return NeededAnswer(
            **about(self.scenario),
            by=self.by,
            chance=self.chance / PERCENT,
            documented_months=self.months,
            results={result.id: result for result in self.results},
        )


def needed(scenario: Scenario, by: date, chance: float = 50.0, only: Collection[str] = ()) -> Needs:
    """What it would take for each oblast to be taken before a date, with a chance (%) in this model.

    `only` names the results that are asked for; all of them if left out.
    Raises `ScenarioError` where the chance is not from 0.1 to 99.9, or the date not after the start.
    """
    problems = {}
    if not LEAST_CHANCE <= chance <= PERCENT - LEAST_CHANCE:
        problems["chance"] = say(
            "{value} is out of bounds; choose a number from {low} to {high} %.",
            value=f"{chance:g}",
            low=decimal(LEAST_CHANCE, 1),
            high=decimal(PERCENT - LEAST_CHANCE, 1),
        )
    if by <= scenario.start:
        problems["by"] = say(
            "{date} is not after the start; choose a date after {start}.", date=by, start=scenario.start
        )
    if problems:
        raise ScenarioError(problems)
    inputs = model_inputs(scenario)
    projection = project_inputs(inputs)
    pace = evidence.edition(scenario.edition).record.rates_km2_per_day
    asked = Asked(float((by - scenario.start).days), chance / PERCENT)
    names = [result.id for result in projection.results if not only or result.id in only]
    results = tuple(_need(scenario, projection, name, asked, pace) for name in names)
    return Needs(scenario, by, chance, projection, len(pace), results)


def days_at_paces(scenario: Scenario, name: str, rates: Sequence[float], chances: Sequence[float]) -> FloatArray:
    """Days by which one result is finished at some paces and chances (%), shape (rates, chances).

    The same runs as `needed`, seen from the other side: the pace that a date implies is the one that arrives then.
    `inf` where fewer of the runs ever finish. An oblast with a pace of its own is given that one, all others the
    front's.
    """
    inputs = alone(model_inputs(scenario), name)
    found = (project_inputs(at_pace(inputs, name, rate)).runs[name] for rate in rates)
    return np.array([[runs.passage_days(chance / PERCENT) for chance in chances] for runs in found])


def record_paces(edition: evidence.Edition) -> tuple[RecordPace, ...]:
    """The paces of the record that a pace is held against; the best and the latest year are twelve whole months."""
    record, documented = edition.record, edition.defaults["rate"].number
    best = int(np.argmax(record.rates_km2_per_day))
    gains, days = (np.convolve(each, np.ones(MONTHS_PER_YEAR), "valid") for each in (record.gain_km2, record.days))
    years = gains / days
    found: list[tuple[RecordId, float, date, date]] = [
        ("documented", documented, edition.pace.since or edition.pace.date, edition.pace.date),
        ("best_month", float(record.rates_km2_per_day[best]), record.starts[best], record.ends[best]),
    ]
    places: list[tuple[RecordId, int]] = [("best_year", int(np.argmax(years))), ("latest_year", len(years) - 1)]
    for name, place in places:
        found.append((name, float(years[place]), record.starts[place], record.ends[place + MONTHS_PER_YEAR - 1]))
    return tuple(RecordPace(*each) for each in found)


def _need(scenario: Scenario, projection: Projection, name: str, asked: Asked, record: FloatArray) -> Need:
    break_even = break_even_annual_change(projection, name)
    return Need(
        id=name,
        pace=_implied_pace(scenario, projection.inputs, name, asked, record),
        annual_change=_implied_change(projection.inputs, name, asked),
        break_even_annual_change=None if break_even is None else break_even * PERCENT,
        half=None if name == ALL else When.of(half_taken(projection, name)),
    )


def _implied_pace(
    scenario: Scenario, inputs: Inputs, name: str, asked: Asked, record: FloatArray
) -> ImpliedPace | None:
    key, own = "rates" if name in dict(scenario.rates) else "rate", dict(scenario.rates)
    # A faster front would make other oblasts, that keep paces of their own, need more of it.
    before = scenario.first if scenario.order == "separately" else scenario.in_play
    if key == "rate" and any(oblast in own for oblast in before if oblast != name):
        return None
    row = PARAMETERS[key]
    low, high = float(row.low), float(row.high)
    if own:
        low = max(low, PARAMETERS["rates"].low)  # paces of their own need a front that moves forward
    runs, central = (needed_rate(inputs, name, question, low, high) for question in (asked, Asked(asked.by_days)))
    reached = None
    if key == "rate" and runs.found is not Found.NO_VALUE:
        reached = int(np.count_nonzero(record >= (low if runs.value is None else runs.value)))
    return ImpliedPace(key, row.unit, low, high, runs.found, runs.value, FoundValue.of(central), reached)


def _implied_change(inputs: Inputs, name: str, asked: Asked) -> ImpliedValue:
    row = PARAMETERS["annual_change"]
    low, high = float(row.low), float(row.high)
    found = []
    for question in (asked, Asked(asked.by_days)):
        each = needed_annual_change(inputs, name, question, low / PERCENT, high / PERCENT)
        found.append(FoundValue(each.found, None if each.value is None else each.value * PERCENT))
    return ImpliedValue("annual_change", row.unit, low, high, found[0].found, found[0].value, found[1])
