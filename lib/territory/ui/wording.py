"""Words: sentences about an answer. They compute nothing but the rounding that they show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from territory import evidence
from territory.evidence import UKRAINE, Edition, Figure
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR
from territory.model.projection import Moment, Projection, Result, Status
from territory.outlook import Context, Outlook, own_rate_km2_per_day
from territory.parameters import PARAMETERS
from territory.scenario import KEYS, OblastValues, Scenario, occupied_default

NARROW = "\u202f"  # between a number and its unit: never broken over two lines
MINUS = "\u2212"
KM2 = f"{NARROW}km²"
LIMITS = (
    "Arithmetic about area under stated assumptions. Not a forecast; it says nothing about people, cities, "
    "politics or law."
)
ORDER_WORDS = {"separately": "each alone", "in_turn": "in turn", "together": "together"}
DAYS_PER_WEEK = 7


@dataclass(frozen=True)
class Card:
    """What one oblast's card says, the most important last but one line first."""

    oblast: str
    title: str
    state: str
    answer: str
    detail: str
    record: str


@dataclass(frozen=True)
class Change:
    """A row of the table of assumptions: what was documented, and what the reader has."""

    key: str
    label: str
    baseline: str
    yours: str


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separated, no superfluous zeros and a real minus sign."""
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text.replace("-", MINUS)


def pace(rate_km2_per_day: float) -> str:
    """A pace to two decimals, or to two figures where it is smaller than that shows."""
    small = 0 < abs(rate_km2_per_day) < 0.01
    return f"{rate_km2_per_day:.2g}".replace("-", MINUS) if small else number(rate_km2_per_day, 2)


def area(km2: float) -> str:
    """An area to the whole km²."""
    return f"{number(km2)}{KM2}"


def percent(value: float, decimals: int = 1) -> str:
    """A share or change in percent."""
    return f"{number(value, decimals)}{NARROW}%"


def day(when: date) -> str:
    """A date: 30 August 2025."""
    return f"{when.day} {when:%B} {when.year}"


def month(when: date) -> str:
    """A month: December 2039."""
    return f"{when:%B} {when.year}"


def span(days: float) -> str:
    """A length of time to about two figures: 14 years, 7½ years, 18 months, 3 weeks, 5 days."""
    years = days / DAYS_PER_YEAR
    if years >= 1_000_000:
        return "more than a million years"
    if years >= 1_000:
        return f"{number(round(years, 1 - math.floor(math.log10(years))))} years"
    if years >= 10:
        return f"{number(years)} years"
    if years >= 2:
        halves = round(years * 2)
        return f"{halves // 2}{'½' if halves % 2 else ''} years"
    if days >= 2 * DAYS_PER_MONTH:
        return f"{number(days / DAYS_PER_MONTH)} months"
    if days >= 3 * DAYS_PER_WEEK:
        return f"{number(days / DAYS_PER_WEEK)} weeks"
    if days >= 1.5:
        return f"{number(days)} days"
    return "a day"


def listed(names: Sequence[str]) -> str:
    """Names in a row: Kharkiv, Odesa and Sumy."""
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]])) if names else ""


def oblast_name(oblast: str) -> str:
    """An oblast as sentences name it."""
    return evidence.regions()[oblast].long_name


def oblast_names(oblasts: Sequence[str]) -> str:
    """Several oblasts in a row: Donetsk, Luhansk and Kherson oblasts."""
    if len(oblasts) > 1 and all(oblast_name(oblast).endswith(" oblast") for oblast in oblasts):
        return f"{listed([evidence.regions()[oblast].name for oblast in oblasts])} oblasts"
    return listed([oblast_name(oblast) for oblast in oblasts])


def headline(outlook: Outlook) -> str:
    """The answer in one sentence: who, what, on which condition, how long."""
    scenario, targets = outlook.scenario, outlook.projection.targets
    if scenario.rate == 0:
        left = [result.id for result in targets if result.central.status is not Status.DONE]
        rest = listed([_what_is_left(scenario, oblast) for oblast in left])
        if not left:
            return f"If the front did not move, nothing would be left to take in {oblast_names(scenario.targets)}."
        return f"If the front did not move, {rest} would never come under Russian control."
    if scenario.rate < 0:
        condition = f"If {pace(-scenario.rate)}{KM2} a day came back under Ukrainian control{_changing(scenario)}"
        where = "" if scenario.targets == (UKRAINE,) else ", all of it in one oblast"
        clauses = [_mirror_clause(result) for result in targets]
        return f"{condition}{where}{_interruptions(scenario)}, {'; '.join(clauses)}."
    condition = f"If {_pace_condition(scenario)}{_sharing(scenario)}{_interruptions(scenario)}"
    return f"{condition}, {'; '.join(_clauses(scenario, targets))}."


def counted_from(outlook: Outlook, context: Context) -> str:
    """From which day it counts, and what one after the other would be."""
    start = f"Counted from {day(outlook.scenario.start)}"
    if context.in_turn is not None and (days := context.in_turn.projection["all"].central.when.days):
        return f"{start}; one after the other, about {span(days)}."
    everything = _everything(outlook.projection)
    return f"{start}; {everything}." if everything else f"{start}."


def own_pace_sentence(context: Context) -> str:
    """What the pace seen inside the oblast itself would give; nothing where there is none."""
    if context.own_pace is None:
        return ""
    scenario, result = context.own_pace.scenario, context.own_pace.projection.targets[0]
    condition = (
        f"At the pace seen inside {oblast_name(result.id)} itself, {pace(dict(scenario.rates)[result.id])}{KM2} a day"
    )
    days = result.central.when.days
    return f"{condition}, it would be about {span(days)}." if days is not None else f"{condition}, it would never be."


def newer_sentence(newer: Edition) -> str:
    """What has happened since the figures were taken."""
    since, until = newer.pace.since, newer.pace.date
    assert since is not None  # an edition without a window does not load a pace
    window = f"From {since.day} {since:%B}" + ("" if since.year == until.year else f" {since.year}")
    return f"{window} to {day(until)} the whole front moved {pace(newer.defaults['rate'].number)}{KM2} a day."


def documented(edition: Edition) -> str:
    """The documented figure at the pace: area, days, dates, share of Ukraine."""
    figure, share = edition.pace, edition.figures[f"{edition.pace.id}_share"]
    assert figure.since is not None
    return (
        f"Documented: {area(figure.number)} in {number(edition.window_days)} days, {short_day(figure.since)} – "
        f"{short_day(figure.date)}, {percent(share.number, 2)} of Ukraine"
    )


def short_day(when: date) -> str:
    """A date in little room: 12 Nov 2022."""
    return f"{when.day} {when:%b} {when.year}"


def source_line(figure: Figure) -> str:
    """Who says so, and of what kind the figure is."""
    return f"{figure.source.publisher} ({figure.status})"


def card(outlook: Outlook, result: Result) -> Card:
    """One oblast's answer."""
    scenario = outlook.scenario
    answer, detail = _answer(scenario, result)
    return Card(
        result.id,
        oblast_name(result.id),
        f"{occupied(dict(scenario.occupied)[result.id])} · {area(result.remaining_km2)} remain",
        answer,
        detail,
        _record(scenario, result.id),
    )


def occupied(share_percent: float) -> str:
    """How much of an oblast is occupied."""
    if share_percent == 0:
        return "none occupied"
    return "all occupied" if share_percent == 100 else f"about {percent(share_percent)} occupied"


def finding(outlook: Outlook) -> str:
    """The chart's title: what it shows, changing with the scenario."""
    scenario, targets = outlook.scenario, outlook.projection.targets
    reached = [result for result in targets if result.central.status is Status.REACHED]
    if scenario.rate < 0:
        return _mirror_finding(targets)
    if all(result.central.status is Status.DONE for result in targets):
        return "Nothing is left to take"
    if reached:
        each = [f"{oblast_name(r.id)}’s {area(r.remaining_km2)} would be taken by {_month_of(r)}" for r in reached[:1]]
        each += [f"{oblast_name(r.id)}’s {area(r.remaining_km2)} by {_month_of(r)}" for r in reached[1:2]]
        return (
            ", ".join(each) if len(reached) < 3 else f"{each[0]}, the last of {len(reached)} by {_last_month(reached)}"
        )
    if any(result.central.status is Status.BEYOND_HORIZON for result in targets):
        return f"No oblast would be taken within {number(scenario.horizon, 1)} years"
    return "The pace dies out before any oblast is taken" if scenario.rate > 0 else "The front does not move"


def oblast_finding(scenario: Scenario, result: Result) -> str:
    """The title of one oblast's own chart."""
    central, name = result.central, oblast_name(result.id)
    if central.status is Status.DONE:
        return f"Nothing is left to take in {name}"
    if central.status is Status.REACHED and central.when.date is not None:
        return f"{name}'s {area(result.remaining_km2)} would be taken by {month(central.when.date)}"
    if central.status is Status.BEYOND_HORIZON:
        return f"{name} would not be taken within {number(scenario.horizon, 1)} years"
    return f"The pace dies out before {name} is taken"


SHOWN_WITH = {"rate_source": "rate", "pause_start": "pause_months", "setback_date": "setback_km2"}


def _mirror_finding(targets: Sequence[Result]) -> str:
    back = [(result, result.central.mirror.date) for result in targets if result.occupied_km2 and result.central.mirror]
    if not back:
        return "Nothing is occupied in these oblasts, and land is retaken elsewhere"
    each = [f"{oblast_name(r.id)}’s by {month(when)}" if when else f"{oblast_name(r.id)}’s never" for r, when in back]
    return f"Occupied land would be back under Ukrainian control: {', '.join(each)}"


def _month_of(result: Result) -> str:
    return month(result.central.when.date) if result.central.when.date else "after the year 9999"


def _last_month(results: Sequence[Result]) -> str:
    return _month_of(max(results, key=lambda result: result.central.when.days or 0.0))


def changes(baseline: Scenario, yours: Scenario) -> tuple[Change, ...]:
    """The assumptions that differ from the baseline's, in the order of the keys; the author's words left out.

    Shares of oblasts count as changed where they are not the edition's; dates stand with what happens on them.
    """
    known = evidence.edition(yours.edition)
    shares = tuple((o, share) for o, share in yours.occupied if share != occupied_default(known, o))
    documented = tuple((o, occupied_default(known, o)) for o, _ in shares)
    differing = [key for key in KEYS if getattr(baseline, key) != getattr(yours, key)]
    rows = []
    for key in differing:
        if key in ("title", "note") or SHOWN_WITH.get(key) in differing:
            continue
        if key == "occupied":
            if shares:
                rows.append(Change(key, label(key), per_oblast(key, documented), per_oblast(key, shares)))
            continue
        rows.append(Change(key, label(key), shown_value(baseline, key), shown_value(yours, key)))
    return tuple(rows)


LABELS = {
    "edition": "Figures of",
    "start": "Counted from",
    "targets": "Oblasts",
    "order": "How they share the pace",
    "split": "Shares of the pace",
    "first": "Counted first",
    "rates": "A pace of its own",
    "rate_source": "Where the pace is from",
    "pause_start": "Pause begins",
    "setback_date": "Setback on",
}


def label(key: str) -> str:
    """What a key is called on the page."""
    return LABELS.get(key) or PARAMETERS[key].label


def shown_value(scenario: Scenario, key: str) -> str:
    """A key's value in words."""
    value: Any = getattr(scenario, key)
    if key == "pause_months" and scenario.pause_start is not None:
        return f"{_with_unit(key, value)} from {day(scenario.pause_start)}"
    if key == "setback_km2" and scenario.setback_date is not None:
        return f"{_with_unit(key, value)} on {day(scenario.setback_date)}"
    if value in ((), None) or (value == 0 and key in ("pause_months", "setback_km2")):
        return "none"
    if isinstance(value, date):
        return day(value)
    if key in ("targets", "first"):
        return listed([evidence.regions()[oblast].name for oblast in value])
    if key == "order":
        return ORDER_WORDS[value]
    if isinstance(value, tuple):
        return per_oblast(key, value)
    return _with_unit(key, value) if isinstance(value, float) else str(value).replace("~", " ")


def per_oblast(key: str, values: OblastValues) -> str:
    """A number per oblast in words."""
    return ", ".join(f"{evidence.regions()[oblast].name} {_with_unit(key, value)}" for oblast, value in values)


def file_name(title: str) -> str:
    """A name for the scenario's file: the title's letters and digits, in small letters."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split()
    return "-".join(words) or "scenario"


UNITS = {"%/year": f"{NARROW}% a year", "km²/day": f"{KM2} a day", "km²/month": f"{KM2} a month", "%": f"{NARROW}%"}


def _with_unit(key: str, value: float) -> str:
    unit = PARAMETERS[key].unit
    text = pace(value) if key in ("rate", "rates") else f"{value:,.6g}".replace("-", MINUS)
    return text + (UNITS.get(unit) or (f" {unit}" if unit else ""))


def text_answer(outlook: Outlook, context: Context) -> str:
    """The answer for a terminal: the sentence and what stands under it."""
    return " ".join(filter(None, [counted_from(outlook, context), own_pace_sentence(context)]))


def _pace_condition(scenario: Scenario) -> str:
    kept = "took" if scenario.annual_change else "kept taking"
    own = [(oblast, rate) for oblast, rate in scenario.rates if oblast in scenario.targets]
    if not own:
        return f"Russian forces {kept} {pace(scenario.rate)}{KM2} a day{_changing(scenario)}"
    others = [oblast for oblast in scenario.targets if oblast not in dict(own)]
    paces = [(oblast, dict(scenario.rates).get(oblast, scenario.rate)) for oblast in (*dict(own), *others)]
    each = [f"{pace(rate)}{KM2 + ' a day' if i == 0 else ''} in {oblast_name(o)}" for i, (o, rate) in enumerate(paces)]
    return f"Russian forces {kept} {listed(each)}{_changing(scenario)}"


def _changing(scenario: Scenario) -> str:
    if not scenario.annual_change:
        return ""
    more = "more" if scenario.annual_change > 0 else "less"
    return f", {percent(abs(scenario.annual_change), 2)} {more} each year"


def _sharing(scenario: Scenario) -> str:
    then = f", first in {oblast_names(scenario.first)}" if scenario.first else ""
    if scenario.targets == (UKRAINE,):
        return then
    if scenario.order == "in_turn" and len(scenario.targets) > 1:
        return f"{then}, then in one oblast after the other" if then else ", in one oblast after the other"
    if scenario.order == "together" and len(scenario.targets) > 1:
        return f"{then}, then in all the oblasts at once" if then else ", in all the oblasts at once"
    if scenario.has_own_rates:
        return f"{then}, then there" if then else ""
    return f"{then}, then all of it in one oblast" if then else ", all of it in one oblast"


def _interruptions(scenario: Scenario) -> str:
    parts = []
    if scenario.pause_start is not None:
        parts.append(
            f", with no advance for {number(scenario.pause_months, 1)} months from {day(scenario.pause_start)}"
        )
    if scenario.setback_date is not None:
        lost = f"{area(scenario.setback_km2)} coming back under Ukrainian control"
        parts.append(f", with {lost} on {day(scenario.setback_date)}")
    return "".join(parts)


def _what_is_left(scenario: Scenario, oblast: str) -> str:
    part = "the rest of" if dict(scenario.occupied)[oblast] > 0 else "all of"
    return f"{part} {oblast_name(oblast)}"


def _clauses(scenario: Scenario, targets: Sequence[Result]) -> list[str]:
    """What would become of each oblast; those that are never taken share one clause."""
    lasting = [result for result in targets if result.central.status is not Status.NEVER]
    never = [_what_is_left(scenario, result.id) for result in targets if result.central.status is Status.NEVER]
    clauses = [_clause(scenario, result, lasting[0]) for result in lasting]
    return clauses + ([f"{listed(never)} would never be taken, because the pace would die out first"] if never else [])


def _clause(scenario: Scenario, result: Result, leading: Result) -> str:
    central = result.central
    if central.status is Status.DONE:
        return f"nothing would be left to take in {oblast_name(result.id)}"
    left, time = _what_is_left(scenario, result.id), _duration(central.when)
    beyond = "" if central.status is Status.REACHED else f", beyond the horizon of {number(scenario.horizon, 1)} years"
    if scenario.order != "separately":
        return f"{left} would be taken after {time}{beyond}"
    if result is leading or leading.central.status is Status.DONE:
        return f"{left} would take them {time}{beyond}"
    if time.endswith(" years") and _duration(leading.central.when).endswith(" years"):
        time = time.removesuffix(" years")
    return f"{oblast_name(result.id)} {time}{beyond}"


def _mirror_clause(result: Result) -> str:
    mirror, name = result.central.mirror, oblast_name(result.id)
    assert mirror is not None  # a negative pace always has one
    if result.occupied_km2 == 0:
        return f"in {name} nothing is occupied"
    if mirror.days is None:
        return f"what is occupied in {name} would never all be back, because the pace would die out first"
    return f"what is occupied in {name} would be back after {_duration(mirror)}"


def _duration(when: Moment) -> str:
    return "never" if when.days is None else f"about {span(when.days)}"


def _everything(projection: Projection) -> str:
    """All the oblasts together, where the order makes them one undertaking of several."""
    if projection.inputs.order == "separately" or len(projection.targets) < 2:
        return ""
    central = projection["all"].central
    if central.status not in (Status.REACHED, Status.BEYOND_HORIZON):
        return ""
    return f"all of them after {_duration(central.when)}"


def _answer(scenario: Scenario, result: Result) -> tuple[str, str]:
    central = result.central
    if central.mirror is not None:
        return _mirror_answer(result, central.mirror)
    if central.status is Status.DONE:
        return "nothing left to take", "all of it is occupied already"
    if central.status is Status.NEVER:
        return "never", "the pace dies out first" if scenario.rate > 0 else "the front does not move"
    when = f", {month(central.when.date)}" if central.when.date else ""
    beyond = ""
    if central.status is Status.BEYOND_HORIZON:
        beyond = f"; beyond the horizon of {number(scenario.horizon, 1)} years"
    return _duration(central.when), f"central answer{when}{beyond}"


def _mirror_answer(result: Result, mirror: Moment) -> tuple[str, str]:
    if result.occupied_km2 == 0:
        return "never", "land is retaken, and nothing is occupied here"
    if mirror.days is None:
        return "never all back", "the pace dies out first"
    when = f", {month(mirror.date)}" if mirror.date else ""
    return _duration(mirror), f"until what is occupied would be back under Ukrainian control{when}"


def _record(scenario: Scenario, oblast: str) -> str:
    """What the record shows inside this oblast over the edition's window."""
    rate = own_rate_km2_per_day(scenario, oblast)
    if oblast == UKRAINE:
        return ""
    if rate == 0:
        return "On record, no net advance inside this oblast."
    verb = "advance" if rate > 0 else "retreat"
    return f"On record inside this oblast: a net {verb} of {pace(abs(rate))}{KM2} a day."


def problem_lines(problems: Iterable[tuple[str, str]]) -> list[str]:
    """Problems as lines: key, then why."""
    return [f"{key}: {why}" for key, why in problems]
