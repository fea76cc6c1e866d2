"""The vocabulary of all sentences: areas and paces in the reader's units, times, shares, names, central answers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

from territory.answers.outlook import Outlook
from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, KM2_PER_SQ_MI
from territory.model.projection import Moment, Result, Status, moment
from territory.model.simulation import Runs
from territory.model.work import ALL
from territory.scenario.scenario import Scenario
from territory.text import NARROW, listed, marked, month, number, say, say_count, sentences

DAYS_PER_WEEK = 7
HALF = 0.5
EARLY, LATE = 0.1, 0.9  # levels between which 8 in 10 runs lie
WORTH_SAYING = 0.01
OBLAST = " oblast"
GRAIN = marked("weeks to months")  # how long it takes where single months of the record decide
NEAR = 3 * DAYS_PER_YEAR  # within it a month is named, beyond it a year

Area = Literal["km2", "sq_mi"]
Per = Literal["day", "month", "year"]
AREAS: tuple[Area, ...] = get_args(Area)
PERS: tuple[Per, ...] = get_args(Per)

PER_KM2 = {"km2": 1.0, "sq_mi": 1.0 / KM2_PER_SQ_MI}
DAYS_IN = {"day": 1.0, "month": DAYS_PER_MONTH, "year": DAYS_PER_YEAR}
PACE_DECIMALS = {"day": 2, "month": 1, "year": 0}


@dataclass(frozen=True)
class Units:
    """Square kilometres or square miles; a day, a month or a year."""

    area: Area = "km2"
    per: Per = "day"


@dataclass(frozen=True)
class Shown:
    """How a quantity in one of the scenario's units is shown: times what, with how many decimals, in which unit."""

    factor: float
    decimals: int
    unit: str


USUAL = Units()
_units: ContextVar[Units] = ContextVar("units", default=USUAL)


@dataclass(frozen=True)
class Fact:
    """One thing of an answer: what is asked, the answer in large type, and what belongs to it."""

    title: str
    answer: str
    detail: str


def shown_units() -> Units:
    """The units that are shown."""
    return _units.get()


def use_units(chosen: Units) -> None:
    """Show these units from here on, in this run of the page."""
    _units.set(chosen)


@contextmanager
def shown_in(chosen: Units) -> Iterator[None]:
    """Show these units while this lasts."""
    token = _units.set(chosen)
    try:
        yield
    finally:
        _units.reset(token)


def area_shown() -> Shown:
    """How km² are shown."""
    chosen = shown_units()
    return Shown(PER_KM2[chosen.area], 0, area_unit())


def pace_shown() -> Shown:
    """How km² a day are shown."""
    chosen = shown_units()
    factor = PER_KM2[chosen.area] * DAYS_IN[chosen.per]
    return Shown(factor, PACE_DECIMALS[chosen.per], pace_unit())


def area_unit() -> str:
    """The unit of areas."""
    return {"km2": say("km²"), "sq_mi": say("sq mi")}[shown_units().area]


def pace_unit() -> str:
    """The unit of paces."""
    chosen = shown_units()
    return {
        ("km2", "day"): say("km² a day"),
        ("km2", "month"): say("km² a month"),
        ("km2", "year"): say("km² a year"),
        ("sq_mi", "day"): say("sq mi a day"),
        ("sq_mi", "month"): say("sq mi a month"),
        ("sq_mi", "year"): say("sq mi a year"),
    }[chosen.area, chosen.per]


def shown_as(unit: str) -> Shown | None:
    """How quantities in one of the scenario's units are shown; `None` for a unit that is shown as it is."""
    if unit == "km²/month":  # the scatter between months: its month is part of what it is
        area = shown_units().area
        return Shown(PER_KM2[area], 0, {"km2": say("km² a month"), "sq_mi": say("sq mi a month")}[area])
    return {"km²": area_shown(), "km²/day": pace_shown()}.get(unit)


def with_unit(value: str, unit: str) -> str:
    """A number with its unit, never broken over two lines between them."""
    return f"{value}{NARROW}{unit}"


def area(km2: float) -> str:
    """An area to the whole unit: 30,158 km²."""
    how = area_shown()
    return with_unit(number(km2 * how.factor, how.decimals), how.unit)


def pace(rate_km2_per_day: float) -> str:
    """The number of a pace: 5.79."""
    how = pace_shown()
    return number(rate_km2_per_day * how.factor, how.decimals)


def pace_with_unit(rate_km2_per_day: float) -> str:
    """A pace: 5.79 km² a day."""
    return with_unit(pace(rate_km2_per_day), pace_unit())


def limits() -> str:
    """What the answers are not."""
    return say(
        "Arithmetic about area under stated assumptions. Not a forecast; it says nothing about people, cities, "
        "politics or law."
    )


def at_least(value: float, decimals: int) -> float:
    """A value rounded up, so that what is shown is enough."""
    scale = 10.0**decimals
    return math.ceil(round(value * scale, 6)) / scale


def percent(value: float, decimals: int = 1) -> str:
    """A share or change in percent."""
    return say("{number}\u202f%", number=number(value, decimals))


def share(part: float) -> str:
    """A share (0-1) of the runs in whole percent; next to none and next to all say so."""
    if 0 < part < WORTH_SAYING:
        return say("less than {share}", share=percent(1))
    if 1.0 - WORTH_SAYING < part < 1:
        return say("more than {share}", share=percent(99))
    return percent(100.0 * part, 0)


def span(days: float) -> str:
    """A length of time to about two figures: 14 years, 7½ years, 18 months, 3 weeks, 5 days."""
    told = in_years(days)
    if told is not None:
        years = days / DAYS_PER_YEAR
        whole = round(years) if years >= 10 else round(2 * years) / 2
        return say_count("{count} year", "{count} years", whole, count=told)
    if days >= 1_000_000 * DAYS_PER_YEAR:
        return say("more than a million years")
    if days >= 2 * DAYS_PER_MONTH:
        return say_count("{count} month", "{count} months", round(days / DAYS_PER_MONTH))
    if days >= 3 * DAYS_PER_WEEK:
        return say_count("{count} week", "{count} weeks", round(days / DAYS_PER_WEEK))
    if days >= 1.5:
        return say_count("{count} day", "{count} days", round(days))
    return say("a day")


def in_years(days: float) -> str | None:
    """How many years a span of time has, where it is told in years."""
    years = days / DAYS_PER_YEAR
    if not 2 <= years < 1_000_000:
        return None
    if years >= 1_000:
        return number(round(years, 1 - math.floor(math.log10(years))))
    if years >= 10:
        return number(years)
    halves = round(years * 2)
    return f"{number(halves // 2)}{'½' if halves % 2 else ''}"


def between(first_days: float, last_days: float) -> str:
    """From one length of time to another, the unit once where it is the same: 7½ to 33 years."""
    first, last = in_years(first_days), in_years(last_days)
    if first is not None and last is not None:
        return say("{first} to {last} years", first=first, last=last)
    return say("{first} to {last}", first=span(first_days), last=span(last_days))


def about(when: Moment) -> str:
    """How long it takes: about 14 years; never."""
    if when.days is None:
        return say("never")
    if when.days >= 1_000_000 * DAYS_PER_YEAR:
        return span(when.days)
    return say("about {time}", time=span(when.days))


def years(number_of_years: float) -> str:
    """A number of years as it was chosen: 1 year, 50 years."""
    return say_count("{count} year", "{count} years", number_of_years)


def before(scenario: Scenario, days: float) -> str:
    """Before which New Year, or by the end of which month where it is near, so many days have passed."""
    when = moment(scenario.start, days).date
    if when is None:
        return say("after the year 9999")
    if days < NEAR:
        return say("by the end of {month}", month=month(when))
    return say("before {year}", year=when.year + 1)


def beyond(scenario: Scenario) -> str:
    """That something lies beyond the horizon."""
    return say("beyond the horizon of {years}", years=years(scenario.horizon))


def is_beyond(scenario: Scenario, when: Moment) -> bool:
    """Whether it is reached, but after the horizon."""
    return when.days is not None and when.days > scenario.horizon * DAYS_PER_YEAR


def not_within(scenario: Scenario) -> str:
    """That something does not come about within the horizon."""
    return say("not within {years}", years=years(scenario.horizon))


def run_spread(scenario: Scenario, runs: Runs) -> str:
    """How far the simulated runs lie apart: from the early to the late ones, as far as we look."""
    early, late = runs.quantile(EARLY), runs.quantile(LATE)
    if early is None:
        return say("fewer than 1 in 10 within {years}", years=years(scenario.horizon))
    if late is None:
        return say("{time} to more than {years}", time=span(early), years=years(scenario.horizon))
    return between(early, late)


def central(outlook: Outlook, result: Result) -> tuple[str, str]:
    """The central answer, whichever way the front moves, and what belongs to it."""
    mirror = result.central.mirror
    if mirror is None:
        return taking(outlook, result)
    if result.occupied_km2 == 0:
        return say("nothing to come back"), say("none of it is occupied")
    if mirror.days is None:
        return say("never all back"), say("the falling pace is not enough")
    until = say("until what is occupied would be back under Ukrainian control")
    return about(mirror), ", ".join([until, *_when(outlook.scenario, mirror)])


def taking(outlook: Outlook, result: Result) -> tuple[str, str]:
    """How long until it is taken, and what stands small beside that."""
    scenario, central = outlook.scenario, result.central
    if central.status is Status.DONE:
        return say("nothing left to take"), say("all of it is occupied already")
    if central.status is Status.NEVER:
        if scenario.rate < 0:
            why = say("land is retaken")
        else:
            why = say("the falling pace is not enough") if scenario.rate else say("the front does not move")
        return say("never"), say("central answer: {why}", why=why)
    if outlook.projection.is_within_grain(result):
        return say(GRAIN), say("so little is left that single months of the record decide")
    if outlook.projection.is_grainy(result):
        return about(central.when), say("central answer; single months decide, so that none is named")
    return about(central.when), ", ".join([say("central answer"), *_when(scenario, central.when)])


def _when(scenario: Scenario, when: Moment) -> list[str]:
    """The month of a moment, and that it lies beyond the horizon."""
    dated = [month(when.date)] if when.date else []
    return [*dated, beyond(scenario)] if is_beyond(scenario, when) else dated


def oblast_name(oblast: str) -> str:
    """An oblast as sentences name it."""
    return say(evidence.regions()[oblast].long_name)


def region_name(region: str) -> str:
    """A region in little room: Kharkiv."""
    return say(evidence.regions()[region].name)


def oblast_names(oblasts: Sequence[str]) -> str:
    """Several oblasts in a row: Donetsk, Luhansk and Kherson oblasts."""
    names = [evidence.regions()[oblast].long_name for oblast in oblasts]
    if len(oblasts) > 1 and all(name.endswith(OBLAST) for name in names):
        return say("{names} oblasts", names=listed([say(name.removesuffix(OBLAST)) for name in names]))
    return listed([oblast_name(oblast) for oblast in oblasts])


def result_name(result: str, scenario: Scenario | None = None) -> str:
    """A result as sentences name it; all oblasts together by their names where the scenario is given."""
    if result != ALL:
        return oblast_name(result)
    return oblast_names(scenario.targets) if scenario else say("all of them")


def what_is_left(scenario: Scenario, result: str) -> str:
    """What there is to take of an oblast, or of all of them: all of it, or the rest."""
    shares, name = dict(scenario.occupied), result_name(result, scenario)
    if any(shares[oblast] > 0 for oblast in (scenario.targets if result == ALL else [result])):
        return say("the rest of {oblast}", oblast=name)
    return say("all of {oblast}", oblast=name)


def occupied(share_percent: float) -> str:
    """How much of an oblast is occupied."""
    if share_percent in (0, 100):
        return say("all occupied") if share_percent else say("none occupied")
    shown = percent(share_percent)
    if shown == percent(100):
        return say("almost all occupied")
    return say("about {share} occupied", share=shown)


def versions(edition: str) -> str:
    """Which figures and which law an answer is from."""
    return say("Edition {edition} · model {model}.", edition=edition, model=MODEL_VERSION)


def origin(edition: str) -> str:
    """Whose figures an answer rests on, and which figures and law it is from."""
    return sentences(say("Figures: DeepState."), versions(edition))


def problem_lines(problems: Iterable[tuple[str, str]]) -> list[str]:
    """Problems as lines: key, then why."""
    return [f"{key}: {why}" for key, why in problems]


def file_name(title: str) -> str:
    """A name for the scenario's file: the title's letters and digits, in small letters."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split()
    return "-".join(words) or "scenario"


def pace_compared(own: bool = False) -> dict[str, str]:
    """How a pace stands to the documented months, to be filled in while it moves: {n} of {of} were slower.

    The months are the whole front's, which is said where the pace is one oblast's own. Below zero nothing is fast.
    """
    if own:
        return {
            "none": say("slower than the whole front in all {of} documented months"),
            "some": say("faster than the whole front in {n} of {of} documented months"),
            "all": say("faster than the whole front in all {of} documented months"),
        }
    return {
        "none": say("slower than all {of} documented months"),
        "some": say("faster than {n} of {of} documented months"),
        "all": say("faster than all {of} documented months"),
        "negative": say("{n} of {of} documented months were lower"),
        "negative_one": say("{n} of {of} documented months was lower"),
    }
