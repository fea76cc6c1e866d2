"""A scenario and what follows from it: the one place where a scenario becomes the model's inputs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Self

from territory.answers import json_schema
from territory.answers.declared import Answered, Declared, Told, day, share, told
from territory.answers.json_schema import NULL, NUMBER, TEXT, Schema, const, given, if_given, ref, rule, whole
from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.model import projection as model
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs, Oblast, Pause, Season, Setback, Uncertainty
from territory.model.projection import LEVELS, Projection, Result, Status
from territory.model.simulation import DOTS
from territory.model.work import ALL
from territory.scenario.files import as_json
from territory.scenario.links import MAX_LINK_CHARACTERS, VERSION, link
from territory.scenario.scenario import KEYS, MAX_TARGETS, Scenario, complete, revise, updated

PERCENT = 100.0
QUANTILES = tuple(round(level * PERCENT) for level in LEVELS)
CHANCE_YEARS = (1, 5, 10, 20, 50)
KEPT = 64  # answers that stand beside others, each small


BEYOND = "null where it is not within the horizon"
NEVER = "null where it never comes"
NO_DATE = f"{NEVER}, or after the year 9999"
NO_FORECAST = "Arithmetic about area under stated assumptions, not a forecast."
LINK_KEYS = "".join(f"&{name}=[A-Za-z0-9._~,%-]*" for name in KEYS)
LINK = told(
    "Link",
    "The scenario's link: a query with every key.",
    pattern=whole(rf"\?v={VERSION}{LINK_KEYS}"),
    maxLength=MAX_LINK_CHARACTERS,
)
MODEL = Told(kind=lambda: const("Model", "Version of the model that answers.", MODEL_VERSION))


def by_result(sentence: str, least: int = 1) -> Told:
    """What results are, by what they are of."""
    names = {"anyOf": [ref("region"), {"const": ALL}]}
    limits = {"propertyNames": names, "minProperties": least, "maxProperties": MAX_TARGETS + 1}
    return Told("Results", sentence, limits=limits)


BY_OBLAST = by_result(f'By the id of each oblast asked about, and "{ALL}" where the order makes it one question.')
# There is an answer for all together just where the order makes it one question.
SEPARATELY = given(scenario=given(order={"const": "separately"}))
ALL_OR_NOT = rule(SEPARATELY, given(results=if_given(**{ALL: False})), given(results={"required": [ALL]}))


class OfScenario(Declared):
    """What every answer to a scenario begins with: which one it is about, its link, and by which model."""

    scenario: Annotated[Mapping[str, Any], Told(kind=lambda: ref("scenario"))]
    link: Annotated[str, LINK]
    model_version: Annotated[str, MODEL]


def about(scenario: Scenario) -> dict[str, Any]:
    """The first keys of an answer to a scenario."""
    return {"scenario": as_json(scenario), "link": link(scenario), "model_version": MODEL_VERSION}


class When(Declared, defined="moment", rules=[rule(given(days=NULL), given(date=NULL))]):
    """When something comes, in JSON."""

    days: Annotated[float | None, told("Days", "Time from the start.", "days", NEVER, minimum=0)]
    date: Annotated[date | None, day("Date", "The same as a date.", NO_DATE)]


OUTCOMES = {
    Status.DONE: given(days={"const": 0}, date=TEXT),
    Status.REACHED: given(days=NUMBER, date=TEXT),
    Status.BEYOND_HORIZON: given(days=NUMBER),
    Status.NEVER: given(days=NULL, date=NULL),
}


class Central(
    Declared,
    title="Central answer",
    sentence="The answer with no uncertainty at all.",
    defined="central",
    rules=[rule(given(status={"const": status.value}), outcome) for status, outcome in OUTCOMES.items()],
):
    """What becomes of one oblast in the central answer."""

    status: Annotated[Status, told("Status", "What becomes of it.")]
    days: Annotated[float | None, told("Days", "Time from the start.", "days", NEVER, minimum=0)]
    date: Annotated[date | None, day("Date", "The same as a date.", NO_DATE)]
    mirror: Annotated[
        When | None, told("Mirror", "When what is occupied would be back; only where the pace is negative.")
    ] = None


def by_quantile(title: str, sentence: str, each: Callable[[str], Told]) -> Told:
    """What quantiles are, by name; the sentence of each ends with how many runs have finished."""
    names = {f"p{percent:02d}": f"{percent} % of the simulated runs have finished." for percent in QUANTILES}
    return Told(title, sentence, each={name: replace(each(which), title=name) for name, which in names.items()})


class Projected(Declared, defined="result"):
    """The answer for one oblast."""

    remaining_km2: Annotated[float, told("Remaining area", "What is left of it at the start.", "km²", minimum=0)]
    need_km2: Annotated[float, told("Need", "Area to be taken, counted at the front's pace.", "km²", minimum=0)]
    central: Annotated[Central, Told()]
    quantile_days: Annotated[
        Mapping[str, float | None],
        by_quantile(
            "Quantiles in days",
            "Times from the start.",
            lambda which: told("", f"Time by which {which}", "days", BEYOND, minimum=0),
        ),
    ]
    quantiles: Annotated[
        Mapping[str, date | None],
        by_quantile("Quantiles", "The same as dates.", lambda which: day("", f"Day by which {which}", BEYOND)),
    ]
    chance_by_years: Annotated[
        Mapping[str, float],
        Told(
            "Chances by years",
            "By years after the start.",
            each={
                str(years): share(
                    f"{years} years", f"Share of the runs that have finished {years} years after the start."
                )
                for years in CHANCE_YEARS
            },
        ),
    ]
    chance_by_date: Annotated[
        Mapping[date, float],
        Told(
            "Chances by date",
            "By the dates that were asked for.",
            each=share("Chance", "Share of the runs that have finished before the date."),
            limits={"propertyNames": json_schema.date("Date", "The day before which it is finished.")},
        ),
    ]
    dots: Annotated[
        tuple[date | None, ...],
        Told(
            "Dots",
            "Equally likely dates, the earliest first.",
            each=day("Dot", "When one of equally likely runs has finished.", BEYOND),
            limits={"least": DOTS, "most": DOTS},
        ),
    ]
    beyond_horizon: Annotated[
        float,
        share("Beyond the horizon", 'Share of the runs that do not finish within the horizon, "never" among them.'),
    ]

    @classmethod
    def made(cls, projection: Projection, result: Result, by: Sequence[date]) -> Self:
        """From a projection; `by` are dates for which the chance is asked that it is finished before."""
        start, runs, central = projection.inputs.start, projection.runs[result.id], result.central
        quantiles = {f"p{percent:02d}": runs.quantile(percent / PERCENT) for percent in QUANTILES}
        return cls(
            remaining_km2=result.remaining_km2,
            need_km2=result.need_km2,
            central=Central.of(central.when, status=central.status, mirror=central.mirror),
            quantile_days=quantiles,
            quantiles={name: _date(start, days) for name, days in quantiles.items()},
            chance_by_years={str(years): runs.chance_by(years * DAYS_PER_YEAR) for years in CHANCE_YEARS},
            chance_by_date={day: runs.chance_before((day - start).days) for day in by},
            dots=tuple(_date(start, days) for days in runs.dots()),
            beyond_horizon=runs.beyond_horizon,
        )


def of_each(**keys: Schema) -> Schema:
    """What a rule says of every result."""
    return given(results={"additionalProperties": given(**keys)})


# There is a mirror just where the pace is negative.
RETAKEN = given(scenario=given(rate={"exclusiveMaximum": 0}))
MIRROR = rule(RETAKEN, of_each(central={"required": ["mirror"]}), of_each(central={"properties": {"mirror": False}}))


class ProjectAnswer(
    OfScenario,
    title="Answer of territory project",
    sentence=f"When, if the assumptions hold, each oblast would be taken. {NO_FORECAST}",
    rules=[ALL_OR_NOT, MIRROR],
):
    """The answer of `territory project`: areas in km², times in days."""

    results: Annotated[Mapping[str, Projected], BY_OBLAST]


@dataclass(frozen=True)
class Outlook(Answered):
    """A scenario with its projection, and the dates for which the chance is asked that a result is finished before."""

    scenario: Scenario
    projection: Projection
    by: tuple[date, ...] = ()

    def answer(self) -> ProjectAnswer:
        """The same for programs."""
        results = {each.id: Projected.made(self.projection, each, self.by) for each in self.projection.results}
        return ProjectAnswer(**about(self.scenario), results=results)


def project(scenario: Scenario, by: Sequence[date] = ()) -> Outlook:
    """Project a scenario: when, if its assumptions hold, each of its oblasts would be taken; and before some dates."""
    return Outlook(scenario, model.project(model_inputs(scenario)), tuple(by))


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


def _date(start: date, days: float | None) -> date | None:
    return None if days is None else model.moment(start, days).date
