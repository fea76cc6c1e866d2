"""Words about what a date would imply: the pace, how often the record shows it, and what else would do."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from territory import evidence
from territory.model.inverse import Found, Needed
from territory.model.projection import Moment, Status
from territory.model.work import ALL
from territory.needed import Implied, Needs, RecordPace, ResultNeeds, record_paces
from territory.outlook import own_rate_km2_per_day
from territory.scenario import Scenario
from territory.ui import wording
from territory.ui.wording import KM2, percent

A_DAY = f"{KM2} a day"
SAME_TO = 0.005  # paces that look the same to two decimals are the same
SMALLEST_SAID = 0.01
ALL_AT_ONCE = 99.0  # % a year: nobody would call that a decline
NAMES = {
    "documented": "the documented pace",
    "best_month": "the best documented month",
    "best_year": "the best 12 months",
    "latest_year": "the latest 12 months",
    "yours": "this scenario’s pace",
    "inside": "the pace on record inside it",
}
SHORT_NAMES = {
    "documented": "documented",
    "best_month": "best month",
    "best_year": "best 12 months",
    "latest_year": "latest 12 months",
    "yours": "this scenario",
    "inside": "on record inside it",
}
BEST_AND_LATEST = "best and latest 12 months"


@dataclass(frozen=True)
class Fact:
    """One thing that a date implies: what is asked, the answer in large type, and what belongs to it."""

    title: str
    answer: str
    detail: str


@dataclass(frozen=True)
class Pace:
    """A pace that the implied one is held against, with a name for a sentence, a short one, and its time."""

    rate: float
    name: str
    short: str
    when: str


def figures(value: float) -> str:
    """A number to about two figures, as a sentence has it: 8.7, 12, 0.72."""
    if value == 0 or abs(value) < 10**-6:
        return "0"
    rounded = float(f"{value:.2g}")
    decimals = max(0, 1 - math.floor(math.log10(abs(rounded))))
    return wording.number(rounded, decimals)


def result_name(result_id: str) -> str:
    """A result as the command line names it."""
    return "all of them" if result_id == ALL else wording.oblast_name(result_id)


def needed_sentence(found: Needs, result: ResultNeeds) -> str:
    """What it would take for one result to be taken before the date, and how often the record shows such a pace."""
    condition = f"For {result_name(result.id)} {_in_time(found)}"
    if result.rate is None:
        return f"{condition}, no one pace can be named: the oblasts have paces of their own."
    if result.rate.runs.found is Found.EVERY_VALUE:
        return f"{condition}, any pace would do."
    if result.rate.runs.value is None:
        highest = f"{wording.pace(result.rate.high)}{A_DAY}"
        return f"{condition}, no pace up to {highest} would do."
    pace = f"{wording.pace(wording.at_least(result.rate.runs.value, 2))}{A_DAY}"
    reached = "" if result.months_reached is None else f"; {_months_reached(found, result.months_reached)}"
    return f"{condition}, the pace would have to be {pace}{reached}."


def headline(found: Needs, result: ResultNeeds) -> str:
    """The answer in one sentence: which oblast, before which date, how sure, and at what pace."""
    left = _what_is_left(found, result.id)
    if _is_done(found, result.id):
        return f"Nothing is left to take in {_names(found.scenario, result.id)}: all of it is occupied."
    condition = f"For {left} {_in_time(found)}"
    if result.rate is None:
        return f"{condition}, no one pace can be named: the oblasts have paces of their own."
    runs = result.rate.runs
    if runs.found is Found.EVERY_VALUE:
        return f"{condition}, any pace from {_pace(result.rate.low)} would do."
    if runs.value is None:
        return f"{condition}, no pace up to {_pace(result.rate.high)} would be enough."
    least = "only have to be" if runs.value <= 0 else "have to be"
    return f"{condition}, {_whose(found.scenario, result)} pace would {least} {_about(runs.value)}."


def beside(found: Needs, result: ResultNeeds) -> str:
    """What stands under the answer: how often the record shows such a pace, and what the rest of it rests on."""
    if _is_done(found, result.id):
        return ""
    sentences = [_record_sentence(found, result)]
    if not _own(found.scenario, result.id) and result.rate is not None:
        sentences.append(f"This scenario’s own is {_exact(found.scenario.rate)}.")
    sentences.append(f"Counted from {wording.day(found.scenario.start)}; all else stays as in this scenario.")
    return " ".join(filter(None, sentences))


def facts(found: Needs, result: ResultNeeds) -> tuple[Fact, ...]:
    """What the date implies, one thing at a time: pace, yearly change, the decline that is too much, and half."""
    if _is_done(found, result.id):
        return ()
    return tuple(
        filter(
            None,
            (
                _pace_fact(result),
                _change_fact(found, result),
                _break_even_fact(result),
                _half_fact(found, result),
            ),
        )
    )


def too_early(start: date) -> str:
    """What is said where the date is not after the start."""
    return f"Choose a date after {wording.day(start)}, the day from which this scenario counts."


def has_picture(found: Needs, result: ResultNeeds) -> bool:
    """Whether there is a pace to draw."""
    return result.rate is not None and not _is_done(found, result.id)


def no_picture(found: Needs, result: ResultNeeds) -> str:
    """Why there is no chart."""
    if _is_done(found, result.id):
        return "There is no pace to draw: nothing is left to take."
    return (
        "There is no one pace to draw: oblasts that count here have paces of their own. Give all of them one pace, and "
        "the pace that each date implies is drawn here."
    )


def paces(scenario: Scenario, name: str) -> tuple[Pace, ...]:
    """What the implied pace of one result is held against, the slowest first; paces that look the same are one."""
    own = dict(scenario.rates).get(name)
    if own is not None:
        rates = [("inside", own_rate_km2_per_day(scenario, name), ""), ("yours", own, "")]
    else:
        record = record_paces(evidence.edition(scenario.edition))
        rates = [(each.id, each.rate, _stretch(each)) for each in record]
        rates.append(("yours", scenario.rate, ""))
    merged: list[list[tuple[str, float, str]]] = []
    for each in sorted(rates, key=lambda one: one[1]):
        if merged and abs(merged[-1][0][1] - each[1]) < SAME_TO:
            merged[-1].append(each)
        else:
            merged.append([each])
    return tuple(_merged(group) for group in merged)


def finding(found: Needs, result: ResultNeeds, held_against: Sequence[Pace]) -> str:
    """The chart's title: where the implied pace lies among those on record."""
    by = f"before {wording.day(found.by)}"
    if result.rate is None or result.rate.runs.found is Found.EVERY_VALUE:
        return f"Any pace from {_pace(result.rate.low if result.rate else 0.0)} would make it {by}"
    value = result.rate.runs.value
    if value is None:
        return f"No pace up to {_pace(result.rate.high)} would make it {by}"
    slower = [each for each in held_against if each.rate <= value - SAME_TO]
    faster = [each for each in held_against if each.rate >= value + SAME_TO]
    same = [each for each in held_against if abs(each.rate - value) < SAME_TO]
    places = [f"the same as {same[0].name}"] if same else []
    if not same and slower:
        places.append(f"faster than {slower[-1].name}")
    if not same and faster:
        places.append(f"slower than {faster[0].name}")
    about = _about(value)
    return f"{about[0].upper()}{about[1:]} is {' and '.join(places)}"


def marker(found: Needs, result: ResultNeeds) -> str:
    """What is written at the chosen date."""
    by = f"before {wording.short_day(found.by)}"
    if result.rate is None or result.rate.runs.found is Found.EVERY_VALUE:
        return f"{by}: any pace"
    if result.rate.runs.value is None:
        return f"{by}: none up to {figures(result.rate.high)}"
    return f"{by}: {figures(result.rate.runs.value)}"


def alt(found: Needs, result: ResultNeeds, drawn: Sequence[tuple[date, float]], lines: Sequence[Pace]) -> str:
    """The chart in words: the implied pace at some dates, and the paces on record."""
    points = [f"{figures(rate)} before {wording.month(when)}" for when, rate in drawn]
    course = f" It falls with the date: {', '.join(points)}." if points else ""
    against = "; ".join(f"{each.short} {wording.pace(each.rate)}" for each in lines)
    return (
        f"The pace in km² a day that a date implies for {_names(found.scenario, result.id)}, against the date. "
        f"{finding(found, result, lines)}.{course} For comparison: {against}."
    )


def _in_time(found: Needs) -> str:
    return f"to be taken before {wording.day(found.by)} with a chance of {percent(found.chance)} in this model"


def _months_reached(found: Needs, reached: int) -> str:
    return f"{'none' if reached == 0 else reached} of the {found.months} documented months reached it"


def _names(scenario: Scenario, result_id: str) -> str:
    return wording.oblast_names(scenario.targets) if result_id == ALL else wording.oblast_name(result_id)


def _what_is_left(found: Needs, result_id: str) -> str:
    result, name = found.projection[result_id], _names(found.scenario, result_id)
    return f"{'the rest' if result.occupied_km2 > 0 else 'all'} of {name}"


def _is_done(found: Needs, result_id: str) -> bool:
    return found.projection[result_id].central.status is Status.DONE


def _own(scenario: Scenario, result_id: str) -> bool:
    return result_id in dict(scenario.rates)


def _whose(scenario: Scenario, result: ResultNeeds) -> str:
    if _own(scenario, result.id):
        return "its own"
    return "the whole front’s" if scenario.has_own_rates else "the"


def _pace(rate: float) -> str:
    """A pace as a sentence has it."""
    return f"less than {SMALLEST_SAID}{A_DAY}" if 0 < rate < SMALLEST_SAID else f"{figures(rate)}{A_DAY}"


def _about(rate: float) -> str:
    return _pace(rate) if 0 < rate < SMALLEST_SAID else f"about {_pace(rate)}"


def _exact(rate: float) -> str:
    """A pace that somebody chose or documented."""
    return f"{wording.pace(rate)}{A_DAY}"


def _record_sentence(found: Needs, result: ResultNeeds) -> str:
    if result.rate is None or result.rate.runs.found is Found.EVERY_VALUE:
        return ""
    if _own(found.scenario, result.id):
        inside = own_rate_km2_per_day(found.scenario, result.id)
        return f"On record inside it: {_exact(inside)}. Documented months are the whole front’s and do not count here."
    best = next(each for each in record_paces(evidence.edition(found.scenario.edition)) if each.id == "best_month")
    if result.months_reached is None:
        return f"The best documented month, {wording.month(best.since)}, was {_exact(best.rate)}."
    months = _months_reached(found, result.months_reached)
    more = f", not even the best, {wording.month(best.since)}, with {_exact(best.rate)}" * (result.months_reached == 0)
    return f"{months[0].upper()}{months[1:]}{more}."


def _pace_fact(result: ResultNeeds) -> Fact | None:
    if result.rate is None:
        return None
    title = "The pace it implies"
    detail = f"with no scatter at all, the central answer: {_rate_words(result.rate, result.rate.central)}"
    return Fact(title, _rate_words(result.rate, result.rate.runs), f"{detail}.")


def _rate_words(implied: Implied, needed: Needed) -> str:
    if needed.found is Found.EVERY_VALUE:
        return "any pace"
    return f"none up to {_pace(implied.high)}" if needed.value is None else _pace(needed.value)


def _change_fact(found: Needs, result: ResultNeeds) -> Fact:
    scenario = found.scenario
    from_pace = "the paces of this scenario" if scenario.has_own_rates else _exact(scenario.rate)
    central = _change_words(result.annual_change, result.annual_change.central)
    detail = f"from {from_pace}; the central answer: {central}."
    return Fact("Or a yearly change", _change_words(result.annual_change, result.annual_change.runs), detail)


def _change_words(implied: Implied, needed: Needed) -> str:
    if needed.found is Found.EVERY_VALUE:
        return "any change"
    if needed.value is None:
        return f"none up to {percent(implied.high)} a year"
    value = float(f"{needed.value:.2g}")
    if value == 0:
        return "none at all"
    return f"{figures(abs(value))}{wording.NARROW}% {'more' if value > 0 else 'less'} a year"


def _break_even_fact(result: ResultNeeds) -> Fact | None:
    if result.break_even_annual_change is None or result.break_even_annual_change < -ALL_AT_ONCE:
        return None
    least = f"{figures(abs(result.break_even_annual_change))}{wording.NARROW}% less a year"
    detail = "a pace that falls this fast, or faster, would never be enough in the central answer."
    return Fact("Too much of a decline", least, detail)


def _half_fact(found: Needs, result: ResultNeeds) -> Fact | None:
    if result.half is None:
        return None
    detail = f"of what is left of {_names(found.scenario, result.id)}, in the central answer at this scenario’s pace."
    return Fact("Half of it taken", _half_words(result.half), detail)


def _half_words(half: Moment) -> str:
    if half.days is None:
        return "never"
    return wording.month(half.date) if half.date else "after the year 9999"


def _stretch(pace: RecordPace) -> str:
    if pace.id == "documented":
        return f"{wording.short_day(pace.since)} – {wording.short_day(pace.until)}"
    last = date.fromordinal(pace.until.toordinal() - 1)
    first = f"{pace.since:%b} {pace.since.year}"
    return first if pace.id == "best_month" else f"{first} – {last:%b} {last.year}"


def _merged(group: Sequence[tuple[str, float, str]]) -> Pace:
    """One line for paces that look the same."""
    ids = [each for each, _, _ in group]
    names, shorts = [NAMES[each] for each in ids], [SHORT_NAMES[each] for each in ids]
    if {"best_year", "latest_year"} <= set(ids):
        rest = [each for each in ids if each not in ("best_year", "latest_year")]
        names = [f"the {BEST_AND_LATEST}", *(NAMES[each] for each in rest)]
        shorts = [BEST_AND_LATEST, *(SHORT_NAMES[each] for each in rest)]
    if "documented" in ids and "yours" in ids:
        names.remove(NAMES["yours"])
    when = next((when for _, _, when in group if when), "")
    return Pace(group[0][1], wording.listed(names), ", ".join(shorts), when)
