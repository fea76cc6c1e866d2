"""Words: sentences about an answer. They compute nothing but the rounding that they show."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from territory import evidence
from territory.evidence import UKRAINE, Edition
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR
from territory.model.projection import Moment, Projection, Result, Status, moment
from territory.model.simulation import Runs
from territory.model.work import ALL
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
GRAIN = "weeks to months"
HALF = 0.5
EARLY, LATE = 0.1, 0.9  # levels between which 8 in 10 runs lie
WORTH_SAYING = 0.01


@dataclass(frozen=True)
class Card:
    """What one oblast's card says, line by line."""

    oblast: str
    title: str
    state: str
    answer: str
    detail: str
    spread: str
    chance: str
    dots: str
    by: str
    record: str


@dataclass(frozen=True)
class Change:
    """A row of the table of assumptions: what was documented, and what the reader has."""

    key: str
    label: str
    baseline: str
    yours: str


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separated and a real minus sign; two figures where it is too small for its decimals."""
    text = f"{value:,.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    if float(text.replace(",", "")) == 0:
        text = f"{value:.2g}" if value else "0"
    return text.replace("-", MINUS)


def pace(rate_km2_per_day: float) -> str:
    """A pace to two decimals."""
    return number(rate_km2_per_day, 2)


def at_least(value: float, decimals: int) -> float:
    """A value rounded up, so that what is shown is enough."""
    scale = 10.0**decimals
    return math.ceil(round(value * scale, 6)) / scale


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
    names = [oblast_name(oblast) for oblast in oblasts]
    if len(names) > 1 and all(name.endswith(" oblast") for name in names):
        return f"{listed([name.removesuffix(' oblast') for name in names])} oblasts"
    return listed(names)


def years(number_of_years: float) -> str:
    """A number of years as it was chosen: 1 year, 50 years."""
    return f"{number(number_of_years, 1)} {'year' if number_of_years == 1 else 'years'}"


def headline(outlook: Outlook) -> str:
    """The answer in one sentence: who, what, on which condition, how long."""
    scenario, targets = outlook.scenario, outlook.projection.targets
    if scenario.rate < 0:
        clauses = [_mirror_clause(scenario, result) for result in targets]
        return f"{condition(scenario)}, {'; '.join(clauses)}."
    if all(result.central.status is Status.DONE for result in targets):
        return f"Nothing is left to take in {oblast_names(scenario.targets)}: all of it is occupied."
    if scenario.rate == 0:
        left = [_what_is_left(scenario, r.id) for r in targets if r.central.status is not Status.DONE]
        return f"{condition(scenario)}, {listed(left)} would never come under Russian control."
    return f"{condition(scenario)}, {'; '.join(_clauses(outlook.projection, scenario))}."


def condition(scenario: Scenario) -> str:
    """What is assumed, as the beginning of a sentence: "If Russian forces kept taking 5.79 km² a day"."""
    if scenario.rate == 0:
        return "If the front did not move"
    if scenario.rate < 0:
        back = f"If {pace(-scenario.rate)}{KM2} a day came back under Ukrainian control{_changing(scenario)}"
        where = "" if scenario.targets == (UKRAINE,) else ", all of it in one oblast"
        return f"{back}{where}{_pause(scenario)}"
    rest = f"{_sharing(scenario)}{_season(scenario)}{_pause(scenario)}{_setback(scenario)}"
    return f"If {_pace_condition(scenario)}{rest}"


def counted_from(outlook: Outlook, context: Context) -> str:
    """From which day it counts, and what one after the other would be."""
    start = f"Counted from {day(outlook.scenario.start)}"
    in_turn = context.in_turn.projection[ALL].central.when if context.in_turn else Moment(None, None)
    if in_turn.days:
        return f"{start}; one after the other, {_duration(in_turn)}."
    everything = _everything(outlook.projection)
    return f"{start}; {everything}." if everything else f"{start}."


def setback_sentence(scenario: Scenario) -> str:
    """That a setback has no bearing where nothing is being taken."""
    if scenario.setback_date is None or scenario.rate > 0:
        return ""
    return "The setback has no bearing on this: it adds to what is left to take."


def own_pace_sentence(context: Context) -> str:
    """What the pace seen inside the oblast itself would give; nothing where there is none."""
    if context.own_pace is None:
        return ""
    scenario, result = context.own_pace.scenario, context.own_pace.projection.targets[0]
    condition = (
        f"At the pace seen inside {oblast_name(result.id)} itself, {pace(dict(scenario.rates)[result.id])}{KM2} a day"
    )
    days = result.central.when.days
    return f"{condition}, it would {'never be' if days is None else 'be ' + _duration(result.central.when)}."


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


def card(outlook: Outlook, result: Result, by: date) -> Card:
    """One oblast's answer, with the chance that it is taken before the reader's own date."""
    scenario, runs = outlook.scenario, outlook.projection.runs[result.id]
    answer, detail = _answer(outlook, result)
    return Card(
        result.id,
        oblast_name(result.id),
        f"{occupied(dict(scenario.occupied)[result.id])} · {area(result.remaining_km2)} remain",
        answer,
        detail,
        spread(outlook, result),
        _chance(scenario, result, runs, by),
        _dots(scenario, runs, by),
        short_day(by) if (by.month, by.day) != (1, 1) else str(by.year),
        _record(scenario, result.id),
    )


def spread(outlook: Outlook, result: Result) -> str:
    """How far the simulated runs lie apart, and how many do not finish within the horizon."""
    if result.central.status is Status.DONE:
        return ""
    scenario, runs = outlook.scenario, outlook.projection.runs[result.id]
    early, late = runs.quantile(EARLY), runs.quantile(LATE)
    horizon = years(scenario.horizon)
    if early is None or result.central.status is Status.NEVER:
        return f"Within {horizon} it is taken in {_share(1.0 - runs.beyond_horizon)} of the simulated runs."
    if late is None:
        rest = _share(runs.beyond_horizon)
        return f"8 in 10 simulated runs: {span(early)} to more than {horizon}. Not within them: {rest}."
    if outlook.projection.is_within_grain(result):
        return f"9 in 10 simulated runs: within {span(late)}."
    first, last = span(early), span(late)
    first = first.removesuffix(" years") if last.endswith(" years") else first
    beyond = f" Not within {horizon}: {_share(runs.beyond_horizon)}." if runs.beyond_horizon >= WORTH_SAYING else ""
    return f"8 in 10 simulated runs: {first} to {last}.{beyond}"


def _chance(scenario: Scenario, result: Result, runs: Runs, by: date) -> str:
    if result.central.status is Status.DONE:
        return ""
    chance = runs.chance_before((by - scenario.start).days)
    return f"Chance in this model that it is taken before {day(by)}: {_share(chance)}."


def chance_finding(outlook: Outlook, by: date) -> str:
    """The title of the chart of chances: how likely each oblast is to be taken before the reader's own date."""
    start, runs = outlook.scenario.start, outlook.projection.runs
    each = [
        f"{oblast_name(result.id)} {_share(runs[result.id].chance_before((by - start).days))}"
        for result in outlook.projection.targets
        if result.central.status is not Status.DONE
    ]
    return f"Chance in this model that it is taken before {day(by)}: {', '.join(each) or 'nothing is left to take'}"


def _dots(scenario: Scenario, runs: Runs, by: date) -> str:
    """The dotplot in words, for those who do not see it."""
    days = runs.dots()
    before = sum(each is not None and each < (by - scenario.start).days for each in days)
    later = days.count(None)
    return (
        f"Of 20 simulated runs, {before} before {day(by)}, {len(days) - before - later} after it, "
        f"{later} not within {years(scenario.horizon)}."
    )


def _share(part: float) -> str:
    """A share of the runs: 5 %, or that it is less than one in a hundred."""
    if 0 < part < WORTH_SAYING:
        return f"less than 1{NARROW}%"
    if 1.0 - WORTH_SAYING < part < 1:
        return f"more than 99{NARROW}%"
    return f"{part:.0%}".replace("%", f"{NARROW}%")


def occupied(share_percent: float) -> str:
    """How much of an oblast is occupied."""
    if share_percent in (0, 100):
        return "all occupied" if share_percent else "none occupied"
    shown = percent(share_percent)
    return "almost all occupied" if shown == percent(100) else f"about {shown} occupied"


def finding(outlook: Outlook) -> str:
    """The chart's title: what it shows, changing with the scenario."""
    scenario, targets = outlook.scenario, outlook.projection.targets
    if scenario.rate < 0:
        return _mirror_finding(scenario, targets)
    unfinished = [result for result in targets if result.central.status is not Status.DONE]
    if not unfinished:
        return "Nothing is left to take"
    medians = {result.id: outlook.projection.runs[result.id].quantile(HALF) for result in unfinished}
    reached = [(result, days) for result in unfinished if (days := medians[result.id]) is not None]
    if not reached:
        names = oblast_names([result.id for result in unfinished])
        return f"Fewer than half of the simulated runs reach what is left of {names} within {years(scenario.horizon)}"
    if len(reached) > 2:
        last = max(days for _, days in reached)
        return f"Half of the simulated runs reach each of {len(reached)} oblasts’ lines {_before(scenario, last)}"
    each = [f"{oblast_name(r.id)}’s {area(r.remaining_km2)} {_before(scenario, days)}" for r, days in reached]
    return f"Half of the simulated runs reach {', '.join(each)}"


def oblast_finding(outlook: Outlook, result: Result) -> str:
    """The title of one oblast's own chart."""
    scenario, name = outlook.scenario, oblast_name(result.id)
    if result.central.status is Status.DONE:
        return f"Nothing is left to take in {name}"
    days = outlook.projection.runs[result.id].quantile(HALF)
    left = f"{name}’s {area(result.remaining_km2)}"
    if days is None:
        return f"Fewer than half of the simulated runs reach {left} within {years(scenario.horizon)}"
    return f"Half of the simulated runs reach {left} {_before(scenario, days)}"


def _before(scenario: Scenario, days: float) -> str:
    """Before which year, or month where it is near, so many days have passed."""
    when = moment(scenario.start, days).date
    if when is None:
        return "after the year 9999"
    if days < 3 * DAYS_PER_YEAR:
        return f"by the end of {month(when)}"
    return f"before {when.year + 1}"


SHOWN_WITH = {"split": "order", "rate_source": "rate", "pause_start": "pause_months", "setback_date": "setback_km2"}


def _mirror_finding(scenario: Scenario, targets: Sequence[Result]) -> str:
    back = [result for result in targets if result.occupied_km2]
    if not back:
        return "Nothing is occupied here, and land is retaken elsewhere"
    each = [f"{oblast_name(result.id)}’s {_mirror_month(scenario, result)}" for result in back]
    return f"Occupied land would be back under Ukrainian control: {', '.join(each)}"


def _mirror_month(scenario: Scenario, result: Result) -> str:
    mirror = result.central.mirror
    if mirror is None or mirror.days is None:
        return "never"
    if mirror.date is None or _beyond(scenario, mirror):
        return f"not within {years(scenario.horizon)}"
    return f"by {month(mirror.date)}"


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
        return f"{with_unit(key, value)} from {day(scenario.pause_start)}"
    if key == "setback_km2" and scenario.setback_date is not None:
        return f"{with_unit(key, value)} on {day(scenario.setback_date)}"
    if value in ((), None) or (value == 0 and key in ("pause_months", "setback_km2")):
        return "none"
    if isinstance(value, date):
        return day(value)
    if key in ("targets", "first"):
        return listed([evidence.regions()[oblast].name for oblast in value])
    if key == "order":
        return ORDER_WORDS[value] + (f": {per_oblast('split', scenario.split)}" if scenario.split else "")
    if isinstance(value, tuple):
        return per_oblast(key, value)
    return with_unit(key, value) if isinstance(value, float) else _named(value)


def _named(value: str) -> str:
    """An id in words; a window of the record with its provider and months."""
    provider, _, window = value.partition("~")
    return f"{provider.replace('_', ' ')}, {window.replace('~', ' to ')}" if window else value


def per_oblast(key: str, values: OblastValues) -> str:
    """A number per oblast in words."""
    return ", ".join(f"{evidence.regions()[oblast].name} {with_unit(key, value)}" for oblast, value in values)


def file_name(title: str) -> str:
    """A name for the scenario's file: the title's letters and digits, in small letters."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in title.lower()).split()
    return "-".join(words) or "scenario"


UNITS = {"%/year": f"{NARROW}% a year", "km²/day": f"{KM2} a day", "km²/month": f"{KM2} a month", "%": f"{NARROW}%"}


def with_unit(key: str, value: float) -> str:
    """A key's number with its unit."""
    unit = PARAMETERS[key].unit
    text = pace(value) if key in ("rate", "rates") else f"{value:,.6g}".replace("-", MINUS)
    return text + (UNITS.get(unit) or (f" {unit}" if unit else ""))


def text_answer(outlook: Outlook, context: Context) -> str:
    """What stands under the headline: from when it counts, and what puts it in proportion."""
    return " ".join(
        filter(None, [counted_from(outlook, context), setback_sentence(outlook.scenario), own_pace_sentence(context)])
    )


def _pace_condition(scenario: Scenario) -> str:
    kept = "took" if scenario.annual_change else "kept taking"
    if not scenario.has_own_rates:
        return f"Russian forces {kept} {pace(scenario.rate)}{KM2} a day{_changing(scenario)}"
    own = dict(scenario.rates)
    oblasts = (*scenario.first, *scenario.targets)
    each = [
        f"{pace(own.get(oblast, scenario.rate))}{'' if place else KM2 + ' a day'} in {oblast_name(oblast)}"
        for place, oblast in enumerate(oblasts)
    ]
    # The paces of a shared front are alternatives: each is what the whole front would do there.
    shared = scenario.order == "together" and len(scenario.targets) > 1
    paces = " or ".join(each) if shared else listed(each)
    return f"Russian forces {kept} {paces}{_changing(scenario)}"


def _changing(scenario: Scenario) -> str:
    if not scenario.annual_change:
        return ""
    more = "more" if scenario.annual_change > 0 else "less"
    return f", {percent(abs(scenario.annual_change), 2)} {more} each year"


def _sharing(scenario: Scenario) -> str:
    first = f", first in {oblast_names(scenario.first)}" if scenario.first else ""
    if scenario.targets == (UKRAINE,):
        return ""
    several = len(scenario.targets) > 1
    if scenario.order == "in_turn" and several:
        way = "in one oblast after the other"
    elif scenario.order == "together" and several:
        way = f"split {' : '.join(number(part, 2) for _, part in scenario.split)} between the oblasts"
    elif scenario.has_own_rates:
        return f"{first}, then all of it in one oblast" if first else ""
    else:
        way = "all of it in one oblast"
    return f"{first}, then {way}" if first else f", {way}"


def _season(scenario: Scenario) -> str:
    return f", with {percent(scenario.season)} of the record's seasonal pattern" if scenario.season else ""


def _pause(scenario: Scenario) -> str:
    if scenario.pause_start is None:
        return ""
    if (scenario.start - scenario.pause_start).days >= scenario.pause_months * DAYS_PER_MONTH:
        return ""  # it is over before the first day, and has no effect
    months = number(scenario.pause_months, 1)
    return f", with no advance for {months} {'month' if months == '1' else 'months'} from {day(scenario.pause_start)}"


def _setback(scenario: Scenario) -> str:
    if scenario.setback_date is None:
        return ""
    lost = f"{area(scenario.setback_km2)} coming back under Ukrainian control"
    return f", with {lost} on {day(scenario.setback_date)}"


def _what_is_left(scenario: Scenario, oblast: str) -> str:
    part = "the rest of" if dict(scenario.occupied)[oblast] > 0 else "all of"
    return f"{part} {oblast_name(oblast)}"


def _clauses(projection: Projection, scenario: Scenario) -> list[str]:
    """What would become of each oblast; those that are never taken share one clause."""
    targets = projection.targets
    lasting = [result for result in targets if result.central.status is not Status.NEVER]
    never = [_what_is_left(scenario, result.id) for result in targets if result.central.status is Status.NEVER]
    clauses = [
        _clause(projection, scenario, result, before) for result, before in zip(lasting, [None, *lasting], strict=False)
    ]
    return clauses + (
        [f"{listed(never)} would never be taken in full, because the falling pace is not enough"] if never else []
    )


def _clause(projection: Projection, scenario: Scenario, result: Result, before: Result | None) -> str:
    central = result.central
    if central.status is Status.DONE:
        return f"nothing would be left to take in {oblast_name(result.id)}"
    left = _what_is_left(scenario, result.id)
    time = GRAIN if projection.is_within_grain(result) else _duration(central.when)
    beyond = _beyond(scenario, central.when)
    if scenario.order != "separately":
        return f"{left} would be taken after {time}{beyond}"
    if before is None or before.central.status is Status.DONE:
        return f"{left} would take them {time}{beyond}"
    both = (time, _duration(before.central.when))
    if all(each.startswith("about") and each.endswith(" years") for each in both):
        time = time.removesuffix(" years")
    return f"{oblast_name(result.id)} {time}{beyond}"


def _mirror_clause(scenario: Scenario, result: Result) -> str:
    mirror, name = result.central.mirror, oblast_name(result.id)
    if result.occupied_km2 == 0:
        return f"in {name} nothing is occupied"
    if mirror is None or mirror.days is None:
        return f"what is occupied in {name} would never all be back, because the falling pace is not enough"
    return f"what is occupied in {name} would be back after {_duration(mirror)}{_beyond(scenario, mirror)}"


def _beyond(scenario: Scenario, when: Moment) -> str:
    if when.days is None or when.days <= scenario.horizon * DAYS_PER_YEAR:
        return ""
    return f", beyond the horizon of {years(scenario.horizon)}"


def _duration(when: Moment) -> str:
    if when.days is None:
        return "never"
    time = span(when.days)
    return time if time.startswith("more than") else f"about {time}"


def _everything(projection: Projection) -> str:
    """All the oblasts together, where the order makes them one undertaking of several."""
    if projection.inputs.order == "separately" or len(projection.targets) < 2:
        return ""
    central = projection[ALL].central
    if central.status not in (Status.REACHED, Status.BEYOND_HORIZON):
        return ""
    return f"all of them after {_duration(central.when)}"


def _answer(outlook: Outlook, result: Result) -> tuple[str, str]:
    scenario, central = outlook.scenario, result.central
    if central.mirror is not None:
        return _mirror_answer(scenario, result, central.mirror)
    if central.status is Status.DONE:
        return "nothing left to take", "all of it is occupied already"
    if central.status is Status.NEVER:
        why = "the falling pace is not enough" if scenario.rate > 0 else "the front does not move"
        return "never", f"central answer: {why}"
    if outlook.projection.is_within_grain(result):
        return GRAIN, "so little is left that single months of the record decide"
    if outlook.projection.is_grainy(result):
        return _duration(central.when), "central answer; single months decide, so that none is named"
    when = f", {month(central.when.date)}" if central.when.date else ""
    return _duration(central.when), f"central answer{when}{_beyond(scenario, central.when)}"


def _mirror_answer(scenario: Scenario, result: Result, mirror: Moment) -> tuple[str, str]:
    if result.occupied_km2 == 0:
        return "nothing to come back", "none of it is occupied"
    if mirror.days is None:
        return "never all back", "the falling pace is not enough"
    when = f", {month(mirror.date)}" if mirror.date else ""
    return _duration(
        mirror
    ), f"until what is occupied would be back under Ukrainian control{when}{_beyond(scenario, mirror)}"


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
