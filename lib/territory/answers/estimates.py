"""Published estimates: who said that it would take how long, with the inputs given, each one also as a scenario."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from territory.answers.outlook import model_inputs
from territory.figures import data_path, evidence
from territory.figures.evidence import EvidenceError, Source, read_object, read_sources
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.inverse import Asked, needed_rate
from territory.model.projection import project as project_inputs
from territory.model.work import ALL
from territory.scenario.files import preset, presets
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import (
    BY_HAND,
    PERCENT,
    OblastValues,
    Scenario,
    ScenarioError,
    area_km2,
    complete,
    occupied_default,
    occupied_leaving_together,
    shown,
)
from territory.text import capital, day, decimal, listed, say, say_count

InputStatus = Literal["published", "derived", "implied"]
Grade = Literal["named", "copy"]
Untested = Literal["", "second_hand", "no_inputs", "reports_differ", "remaining_not_published", "pace_not_published"]

INPUTS: tuple[Literal["remaining", "rate"], ...] = ("remaining", "rate")
INPUT_STATUSES: tuple[str, ...] = get_args(InputStatus)
GRADES: tuple[str, ...] = get_args(Grade)
IMPLIED = "implied"
NEEDED = ("who", "stated", "grade", "targets", "answer", "why", "sources")
UNITS = {"remaining": "km²", "rate": "km²/day"}
HORIZONS_YEARS = (10, 20, 50, 100, 200)
LONGEST_YEARS = 300
ROOM = 3  # times the answer: simulated runs take up to about so much longer
KM2_DECIMALS, RATE_DECIMALS = 1, 4
FEW = 2  # oblasts that a title names


@dataclass(frozen=True)
class Input:
    """What an estimate rests on: a remaining area (km²) or a pace (km²/day), and what its rounding allows.

    `implied` is what the published answer makes it. `since` begins the window of a pace and `until` ends it; an area
    has its day in `until`.
    """

    value: float
    low: float
    high: float
    unit: str
    since: date | None
    until: date
    provider: str | None
    source: Source
    definition: str
    status: InputStatus


@dataclass(frozen=True)
class Answer:
    """A published answer: our paraphrase, and from when to when it reaches by its own precision, days."""

    text: str
    low_days: float
    high_days: float
    """`inf` where no end was given."""
    dated: bool
    """Whether it names a date, and not a length of time."""
    source: Source
    definition: str

    @property
    def middle_days(self) -> float:
        """The middle of what it says."""
        return (self.low_days + self.high_days) / 2.0


@dataclass(frozen=True)
class Estimate:
    """A published statement of how long it would take, with what it rests on; `None` inputs: context only."""

    id: str
    who: str
    stated: date
    reported_by: str
    grade: Grade
    disputed: bool
    targets: tuple[str, ...]
    remaining: Input | None
    rate: Input | None
    answer: Answer
    why: str
    sources: tuple[Source, ...]
    shares: OblastValues = ()
    """Occupied shares (%) where they were given by oblast; otherwise the edition's, scaled to the remaining area."""

    @property
    def edition_id(self) -> str:
        """The newest edition that was there when it was said, or else the oldest."""
        known = evidence.edition_ids()
        return max((each for each in known if each <= self.stated.isoformat()), default=known[0])

    @property
    def edition_is_later(self) -> bool:
        """Whether its edition came only after it, there being no older one: what it borrows was not known then."""
        return self.edition_id > self.stated.isoformat()

    @property
    def result_id(self) -> str:
        """Which result of its scenario is its answer."""
        return ALL if len(self.targets) > 1 else self.targets[0]

    @property
    def untested(self) -> Untested:
        """Why no test holds our answer to the published one; empty where one does."""
        if self.grade == "copy":
            return "second_hand"
        if self.remaining is None or self.rate is None:
            return "no_inputs"
        if self.disputed:
            return "reports_differ"
        if self.remaining.status != "published":
            return "remaining_not_published"
        return "" if self.rate.status == "published" else "pace_not_published"

    @property
    def earliest(self) -> date:
        """The first day that the published answer allows."""
        return self.stated + timedelta(days=math.floor(self.answer.low_days))

    @property
    def latest(self) -> date | None:
        """The last day that the published answer allows; `None` where no end was given."""
        if math.isinf(self.answer.high_days):
            return None
        return self.stated + timedelta(days=math.ceil(self.answer.high_days) - 1)

    def scenario(self) -> Scenario | None:
        """The statement as a scenario with its own inputs, counted from its date; `None` where it gave none.

        Several oblasts come one after the other, because the statement is about all of them; what it leaves of them
        together is divided as the edition's shares are. All else is the edition's.
        """
        if self.remaining is None or self.rate is None:
            return None
        known = evidence.edition(self.edition_id)
        room_years = ROOM * (self.remaining.value / self.rate.value) / DAYS_PER_YEAR
        defaults = tuple((oblast, occupied_default(known, oblast)) for oblast in self.targets)
        names = [say(evidence.regions()[oblast].name) for oblast in self.targets]
        about = listed(names) if len(names) <= FEW else say_count("{count} oblast", "{count} oblasts", len(names))
        who = self.who.partition(",")[0]
        by_hand = self.rate.status == IMPLIED or self.rate.provider is None or self.rate.since is None
        return complete(
            {
                "edition": self.edition_id,
                "start": self.stated,
                "targets": self.targets,
                "order": "in_turn" if len(self.targets) > 1 else "separately",
                "occupied": self.shares or occupied_leaving_together(defaults, self.remaining.value),
                "rate": self.rate.value,
                "rate_source": BY_HAND if by_hand else f"{self.rate.provider}~{self.rate.since}~{self.rate.until}",
                "horizon": float(next((years for years in HORIZONS_YEARS if years >= room_years), LONGEST_YEARS)),
                "title": say("{who}, {date}: {about}", who=who, date=day(self.stated), about=about),
                "note": self._note(self.remaining, self.rate),
            }
        )

    def _note(self, remaining: Input, rate: Input) -> str:
        answer = capital(self.answer.text)
        if self.reported_by:
            answer = say("{answer}, as reported by {reporter}", answer=answer, reporter=self.reported_by)
        return say(
            "{answer}. {area} km² left ({status}), {pace} km² a day ({how}). {address}",
            answer=answer,
            area=decimal(remaining.value),
            status=say(remaining.status),
            pace=decimal(float(f"{rate.value:.5g}"), RATE_DECIMALS),
            how=say(rate.status),
            address=self.answer.source.url or "",
        )


@cache
def estimates() -> tuple[Estimate, ...]:
    """All estimates in `seeds/`, the oldest first."""
    return load_estimates(data_path("seeds") / "estimates")


def named(name: str) -> Scenario:
    """The scenario of a preset or of an estimate by its name, as short links have it; raises `ScenarioError`."""
    names = [each.name for each in presets()]
    if name in names:
        return preset(name)
    found = next((each for each in estimates() if each.id == name), None)
    if found is None:
        why = say(
            "there is no preset or published estimate {name}; the presets are {names}, and the page of estimates and "
            "territory estimates list the others.",
            name=shown(name),
            names=", ".join(sorted(names)),
        )
        raise ScenarioError({"scenario": why})
    scenario = found.scenario()
    if scenario is None:
        why = say("{name} is context only: it gave neither area nor pace, which makes no scenario.", name=name)
        raise ScenarioError({"scenario": why})
    return scenario


def load_estimates(path: Path) -> tuple[Estimate, ...]:
    """Read the estimates of a folder, one file each; raises `EvidenceError`."""
    found = [load_estimate(file) for file in path.glob("*.json")]
    return tuple(sorted(found, key=lambda each: (each.stated, each.id)))


def load_estimate(path: Path) -> Estimate:
    """Read one estimate; raises `EvidenceError` that names it and says all that it lacks."""
    data = read_object(path)
    problems = [f"lacks its {key}" for key in NEEDED if not data.get(key)]
    sources = read_sources({"sources": data.get("sources") or {}})
    for key in (*INPUTS, "answer"):
        if isinstance(data.get(key), dict):
            problems += [f"{key} {why}" for why in _problems(key, data[key], sources)]
    problems += [] if problems else _contradictions(data)
    if problems:
        raise EvidenceError(f"{path.stem}: {'; '.join(problems)}")
    try:
        estimate = _with_implied(_estimate(path.stem, data, sources))
        if estimate.answer.low_days <= 0:
            raise EvidenceError(f"{estimate.id}: its answer does not lie after the statement")
        if estimate.shares and estimate.remaining is not None:
            left = math.fsum(area_km2(name) * (1 - share / PERCENT) for name, share in estimate.shares)
            if abs(left - estimate.remaining.value) > 1:
                areas = f"{left:,.0f} km², not {estimate.remaining.value:,.0f}"
                raise EvidenceError(f"{estimate.id}: its shares leave {areas}")
        estimate.scenario()  # raises where it is none
        return estimate
    except ScenarioError as error:
        raise EvidenceError(f"{path.stem}: it is no scenario: {error}") from None
    except EvidenceError:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise EvidenceError(f"{path.stem}: it has a part that cannot be read: {error}") from None


def _problems(key: str, entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Iterator[str]:
    """What an input or an answer lacks."""
    for part in ("source", "definition", *(("text",) if key == "answer" else ("unit", "date", "status"))):
        if not entry.get(part):
            yield f"lacks its {part}"
    if entry.get("source") and entry["source"] not in sources:
        yield f"names the source {shown(entry['source'])}, which is not listed"
    try:
        low, value, high = _bounds(entry) if key == "answer" else _stated_values(entry)
    except (KeyError, TypeError, ValueError):
        yield "has no numbers or dates that can be read"
        return
    if not 0 < low <= value <= high:
        yield f"does not lie in order: {low:g}, {value:g}, {high:g}"
    if key != "answer" and entry.get("unit") not in (None, UNITS[key]):
        yield f"is in {shown(entry['unit'])}, not in {UNITS[key]}"
    if key != "answer" and entry.get("status") not in (None, *INPUT_STATUSES):
        yield f"has a status that is not one of {', '.join(INPUT_STATUSES)}"


def _contradictions(data: Mapping[str, Any]) -> Iterator[str]:
    given = [key for key in INPUTS if key in data]
    if len(given) == 1:
        yield f"has its {given[0]} alone; give both inputs or none"
    if given and all(data[key]["status"] == IMPLIED for key in given):
        yield "implies both inputs; one has to be given"
    if data["grade"] not in GRADES:
        yield f"has a grade that is not one of {', '.join(GRADES)}"
    if data["grade"] == "copy" and not data.get("reported_by"):
        yield "was read second-hand and does not say as reported by whom"
    if given and any(data[key]["status"] == IMPLIED for key in given) and data["answer"].get("years", [0])[-1] is None:
        yield "implies an input from an answer without an end"
    shares = data.get("occupied") or {}
    if shares and list(shares) != data["targets"]:
        yield f"gives shares of {', '.join(shares)}, not of {', '.join(data['targets'])}"
    unknown = [name for name in data["targets"] if name not in evidence.regions()]
    if unknown:
        yield f"is about {', '.join(unknown)}, of which nothing is known"


def _stated_values(entry: Mapping[str, Any]) -> tuple[float, float, float]:
    if entry.get("status") == IMPLIED:  # worked out from the answer
        return 1.0, 1.0, 1.0
    low, value, high = (float(entry[part]) for part in ("low", "value", "high"))
    return low, value, high if math.isfinite(high) else math.nan


def _bounds(entry: Mapping[str, Any], stated: date = date.min) -> tuple[float, float, float]:
    """Earliest, middle and latest that an answer allows, days from a date."""
    if "years" in entry:
        low, high = (math.inf if years is None else float(years) * DAYS_PER_YEAR for years in entry["years"])
    else:
        low, high = (float((date.fromisoformat(entry[part]) - stated).days) for part in ("from", "until"))
    return low, (low + high) / 2.0, high


def _estimate(name: str, data: Mapping[str, Any], sources: Mapping[str, Source]) -> Estimate:
    stated = date.fromisoformat(data["stated"])
    answer = data["answer"]
    low, _, high = _bounds(answer, stated)
    inputs = {key: _input(data[key], sources) if key in data else None for key in INPUTS}
    return Estimate(
        id=name,
        who=data["who"],
        stated=stated,
        reported_by=data.get("reported_by", ""),
        grade=data["grade"],
        disputed=bool(data.get("disputed")),
        targets=tuple(data["targets"]),
        remaining=inputs["remaining"],
        rate=inputs["rate"],
        answer=Answer(answer["text"], low, high, "from" in answer, sources[answer["source"]], answer["definition"]),
        why=data["why"],
        sources=tuple(sources.values()),
        shares=tuple((data.get("occupied") or {}).items()),
    )


def _input(entry: Mapping[str, Any], sources: Mapping[str, Source]) -> Input:
    low, value, high = _stated_values(entry)
    return Input(
        value=value,
        low=low,
        high=high,
        unit=entry["unit"],
        until=date.fromisoformat(entry["date"]),
        since=date.fromisoformat(entry["since"]) if "since" in entry else None,
        provider=entry.get("provider"),
        source=sources[entry["source"]],
        definition=entry["definition"],
        status=entry["status"],
    )


def _with_implied(estimate: Estimate) -> Estimate:
    """The input that was not published, from the answer: what the pace takes by then, or the pace that takes it."""
    remaining, rate, answer = estimate.remaining, estimate.rate, estimate.answer
    if remaining is not None and rate is not None and remaining.status == IMPLIED:
        value = implied_remaining_km2(estimate)
        ends = value * rate.low / rate.value, value * rate.high / rate.value
        found = replace(remaining, value=value, low=round(ends[0], KM2_DECIMALS), high=round(ends[1], KM2_DECIMALS))
        return replace(estimate, remaining=found)
    if remaining is not None and rate is not None and rate.status == IMPLIED:
        value = implied_rate_km2_per_day(estimate)
        ends = remaining.low / answer.high_days, remaining.high / answer.low_days
        found = replace(rate, value=value, low=round(ends[0], RATE_DECIMALS), high=round(ends[1], RATE_DECIMALS))
        return replace(estimate, rate=found)
    return estimate


def implied_remaining_km2(estimate: Estimate) -> float:
    """The area that the estimate's pace takes by the middle of its answer: the remaining area that makes it so."""
    scenario = estimate.scenario()
    if scenario is None:
        raise EvidenceError(f"{estimate.id}: it has no inputs that could imply anything")
    taken = project_inputs(model_inputs(scenario)).front_km2(estimate.answer.middle_days)
    return round(float(taken), KM2_DECIMALS)


def implied_rate_km2_per_day(estimate: Estimate) -> float:
    """The pace at which the estimate's remaining area is taken by the middle of its answer."""
    scenario = estimate.scenario()
    if scenario is None:
        raise EvidenceError(f"{estimate.id}: it has no inputs that could imply anything")
    bounds, asked = PARAMETERS["rate"], Asked(estimate.answer.middle_days)
    found = needed_rate(model_inputs(scenario), estimate.result_id, asked, bounds.low, bounds.high)
    if found.value is None:
        raise EvidenceError(f"{estimate.id}: no pace within {bounds.bounds} makes its answer")
    return round(found.value, RATE_DECIMALS)
