"""Words about what a date would imply: the pace, how often the record shows it, and what else would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from territory.answers.needed import Implied, Needs, RecordPace, ResultNeeds, record_paces
from territory.answers.outlook import own_rate_km2_per_day
from territory.figures import evidence
from territory.model.inverse import Found, Needed
from territory.model.projection import Moment, Status
from territory.scenario.scenario import Scenario
from territory.text import (
    capital,
    day,
    decimal,
    listed,
    marked,
    month,
    number,
    say,
    say_count,
    sentences,
    short_day,
    short_month,
)
from territory.words.units import pace, pace_shown, pace_unit, pace_with_unit, with_unit
from territory.words.vocabulary import Fact, at_least, percent, result_name, what_is_left

SMALLEST_SAID = 0.01  # of a pace as it is shown
NOTHING_BELOW, FINEST = 1e-6, 7  # what counts as no number at all, and decimals that show all others
ALL_AT_ONCE = 99.0  # % a year: nobody would call that a decline
NAMES = {
    "documented": marked("the documented pace"),
    "best_month": marked("the best documented month"),
    "best_year": marked("the best 12 months"),
    "latest_year": marked("the latest 12 months"),
    "best_and_latest": marked("the best and latest 12 months"),
    "yours": marked("this scenario’s pace"),
    "inside": marked("the pace on record inside it"),
}
SHORT_NAMES = {
    "documented": marked("documented"),
    "best_month": marked("best month"),
    "best_year": marked("best 12 months"),
    "latest_year": marked("latest 12 months"),
    "best_and_latest": marked("best and latest 12 months"),
    "yours": marked("this scenario"),
    "inside": marked("on record inside it"),
}


@dataclass(frozen=True)
class Pace:
    """A pace (km²/day) to hold the implied one against, with a name for a sentence, a short one, and its time."""

    rate: float
    name: str
    short: str
    when: str


def figures(value: float) -> str:
    """A number to about two figures, as a sentence has it: 8.7, 12, 0.72."""
    return decimal(_to_two_figures(value), FINEST)


def needed_sentence(found: Needs, result: ResultNeeds) -> str:
    """What it would take for one result to be taken before the date, and how often the record shows such a pace."""
    condition = _condition(found, result_name(result.id))
    return say("{condition}, {answer}.", condition=condition, answer=_needed_clause(found, result))


def _needed_clause(found: Needs, result: ResultNeeds) -> str:
    if result.rate is None:
        return _no_one_pace()
    if result.rate.runs.found is Found.EVERY_VALUE:
        return say("any pace would do")
    if result.rate.runs.value is None:
        return say("no pace up to {pace} would do", pace=pace_with_unit(result.rate.high))
    clause = say("the pace would have to be {pace}", pace=_enough(result.rate.runs.value))
    return "; ".join([clause, *_months_reached(found, result)])


def headline(found: Needs, result: ResultNeeds) -> str:
    """The answer in one sentence: which oblast, before which date, how sure, and at what pace."""
    if _is_done(found, result.id):
        names = result_name(result.id, found.scenario)
        return say("Nothing is left to take in {oblasts}: all of it is occupied.", oblasts=names)
    condition = _condition(found, what_is_left(found.scenario, result.id))
    return say("{condition}, {answer}.", condition=condition, answer=_headline_clause(found.scenario, result))


def _headline_clause(scenario: Scenario, result: ResultNeeds) -> str:
    if result.rate is None:
        return _no_one_pace()
    runs = result.rate.runs
    if runs.found is Found.EVERY_VALUE:
        return say("any pace from {pace} would do", pace=pace_with_unit(result.rate.low))
    if runs.value is None:
        return say("no pace up to {pace} would be enough", pace=pace_with_unit(result.rate.high))
    return _would_have_to_be(scenario, result.id, runs.value)


def _would_have_to_be(scenario: Scenario, result_id: str, rate: float) -> str:
    """Whose pace would have to be how fast; what is not above zero is little to ask."""
    about, little = _about(rate), rate <= 0
    if _has_own_pace(scenario, result_id):
        if little:
            return say("its own pace would only have to be {pace}", pace=about)
        return say("its own pace would have to be {pace}", pace=about)
    if scenario.has_own_rates:
        if little:
            return say("the whole front’s pace would only have to be {pace}", pace=about)
        return say("the whole front’s pace would have to be {pace}", pace=about)
    if little:
        return say("the pace would only have to be {pace}", pace=about)
    return say("the pace would have to be {pace}", pace=about)


def beside(found: Needs, result: ResultNeeds) -> str:
    """What stands under the answer: how often the record shows such a pace, and what the rest of it rests on."""
    if _is_done(found, result.id):
        return ""
    scenario = found.scenario
    return sentences(
        _record_sentence(found, result),
        _own_sentence(scenario, result),
        say("Counted from {date}; all else stays as in this scenario.", date=day(scenario.start)),
    )


def _own_sentence(scenario: Scenario, result: ResultNeeds) -> str:
    if _has_own_pace(scenario, result.id) or result.rate is None:
        return ""
    return say("This scenario’s own is {pace}.", pace=pace_with_unit(scenario.rate))


def facts(found: Needs, result: ResultNeeds) -> tuple[Fact, ...]:
    """What the date implies, one thing at a time: pace, yearly change, the decline that is too much, and half."""
    if _is_done(found, result.id):
        return ()
    scenario = found.scenario
    each = (
        _pace_fact(result),
        _change_fact(scenario, result),
        _break_even_fact(result),
        _half_fact(scenario, result),
    )
    return tuple(filter(None, each))


def too_early(start: date) -> str:
    """What is said where the date is not after the start."""
    return say("Choose a date after {date}, the day from which this scenario counts.", date=day(start))


def has_picture(found: Needs, result: ResultNeeds) -> bool:
    """Whether there is a pace to draw."""
    return result.rate is not None and not _is_done(found, result.id)


def no_picture(found: Needs, result: ResultNeeds) -> str:
    """Why there is no chart."""
    if _is_done(found, result.id):
        return say("There is no pace to draw: nothing is left to take.")
    return say(
        "There is no one pace to draw: oblasts that count here have paces of their own. Give all of them one pace, and "
        "the pace that each date implies is drawn here."
    )


def paces(scenario: Scenario, name: str) -> tuple[Pace, ...]:
    """What the implied pace of one result is held against, the slowest first; paces that look the same are one."""
    merged: list[list[tuple[str, float, str]]] = []
    for each in sorted(_held_against(scenario, name), key=lambda one: one[1]):
        if merged and _look_the_same(merged[-1][0][1], each[1]):
            merged[-1].append(each)
        else:
            merged.append([each])
    return tuple(_merged(group) for group in merged)


def _held_against(scenario: Scenario, name: str) -> list[tuple[str, float, str]]:
    """Which paces they are, how fast (km²/day), and when that was."""
    own = dict(scenario.rates).get(name)
    if own is not None:
        return [("inside", own_rate_km2_per_day(scenario, name), ""), ("yours", own, "")]
    record = record_paces(evidence.edition(scenario.edition))
    return [*((each.id, each.rate, _stretch(each)) for each in record), ("yours", scenario.rate, "")]


def _look_the_same(one: float, other: float) -> bool:
    """Whether two paces (km²/day) are nearer to each other than half of the last decimal that is shown."""
    how = pace_shown()
    return abs(one - other) * how.factor < 0.5 * 10.0**-how.decimals


def finding(found: Needs, result: ResultNeeds, held_against: Sequence[Pace]) -> str:
    """The chart's title: where the implied pace lies among those on record."""
    by = day(found.by)
    if result.rate is None or result.rate.runs.found is Found.EVERY_VALUE:
        lowest = result.rate.low if result.rate else 0.0
        return say("Any pace from {pace} would make it before {date}", pace=pace_with_unit(lowest), date=by)
    value = result.rate.runs.value
    if value is None:
        highest = pace_with_unit(result.rate.high)
        return say("No pace up to {pace} would make it before {date}", pace=highest, date=by)
    return capital(_place(value, held_against))


def _place(rate: float, held_against: Sequence[Pace]) -> str:
    """Between which of the other paces one lies."""
    about = _about(rate)
    same = [each.name for each in held_against if _look_the_same(each.rate, rate)]
    if same:
        return say("{pace} is the same as {other}", pace=about, other=same[0])
    slower = [each.name for each in held_against if each.rate < rate]
    faster = [each.name for each in held_against if each.rate > rate]
    if slower and faster:
        return say(
            "{pace} is faster than {slower} and slower than {faster}", pace=about, slower=slower[-1], faster=faster[0]
        )
    if slower:
        return say("{pace} is faster than {slower}", pace=about, slower=slower[-1])
    return say("{pace} is slower than {faster}", pace=about, faster=faster[0])


def marker(found: Needs, result: ResultNeeds) -> str:
    """What is written at the chosen date."""
    by = short_day(found.by)
    if result.rate is None or result.rate.runs.found is Found.EVERY_VALUE:
        return say("before {date}: any pace", date=by)
    if result.rate.runs.value is None:
        return say("before {date}: none up to {pace}", date=by, pace=pace(result.rate.high))
    return say("before {date}: {pace}", date=by, pace=_pace_figures(result.rate.runs.value))


def alt(found: Needs, result: ResultNeeds, drawn: Sequence[tuple[date, float]], lines: Sequence[Pace]) -> str:
    """The chart in words: the implied pace at some dates, and the paces on record."""
    what = say(
        "The pace in {unit} that a date implies for {oblast}, against the date. {finding}.",
        unit=pace_unit(),
        oblast=result_name(result.id, found.scenario),
        finding=finding(found, result, lines),
    )
    against = "; ".join(say("{name} {pace}", name=each.short, pace=pace(each.rate)) for each in lines)
    return sentences(what, _course(drawn), say("For comparison: {paces}.", paces=against))


def _course(drawn: Sequence[tuple[date, float]]) -> str:
    points = [say("{pace} before {date}", pace=_pace_figures(rate), date=month(when)) for when, rate in drawn]
    return say("It falls with the date: {points}.", points=", ".join(points)) if points else ""


def _condition(found: Needs, what: str) -> str:
    return say(
        "For {what} to be taken before {date} with a chance of {chance} in this model",
        what=what,
        date=day(found.by),
        chance=percent(found.chance),
    )


def _no_one_pace() -> str:
    return say("no one pace can be named: the oblasts have paces of their own")


def _months_reached(found: Needs, result: ResultNeeds) -> list[str]:
    """How many documented months reached the pace, as a clause, where that can be said."""
    if result.months_reached is None:
        return []
    if result.months_reached == 0:
        return [say("none of the {all} documented months reached it", all=found.months)]
    return [
        say_count(
            "{count} of the {all} documented months reached it",
            "{count} of the {all} documented months reached it",
            result.months_reached,
            all=found.months,
        )
    ]


def _is_done(found: Needs, result_id: str) -> bool:
    return found.projection[result_id].central.status is Status.DONE


def _has_own_pace(scenario: Scenario, result_id: str) -> bool:
    return result_id in dict(scenario.rates)


def _to_two_figures(value: float) -> float:
    return 0.0 if abs(value) < NOTHING_BELOW else float(f"{value:.2g}")


def _pace_figures(rate: float) -> str:
    """The number of a pace (km²/day) to about two figures of what is shown."""
    return figures(rate * pace_shown().factor)


def _pace(rate: float) -> str:
    """A pace (km²/day) as a sentence has it."""
    if _is_next_to_none(rate):
        return say("less than {pace}", pace=with_unit(number(SMALLEST_SAID, 2), pace_unit()))
    return with_unit(_pace_figures(rate), pace_unit())


def _about(rate: float) -> str:
    return _pace(rate) if _is_next_to_none(rate) else say("about {pace}", pace=_pace(rate))


def _is_next_to_none(rate: float) -> bool:
    return 0 < rate * pace_shown().factor < SMALLEST_SAID


def _enough(rate: float) -> str:
    """A pace (km²/day) rounded up."""
    how = pace_shown()
    return with_unit(number(at_least(rate * how.factor, how.decimals), how.decimals), how.unit)


def _record_sentence(found: Needs, result: ResultNeeds) -> str:
    if result.rate is None or result.rate.runs.found is Found.EVERY_VALUE:
        return ""
    if _has_own_pace(found.scenario, result.id):
        return say(
            "On record inside it: {pace}. Documented months are the whole front’s and do not count here.",
            pace=pace_with_unit(own_rate_km2_per_day(found.scenario, result.id)),
        )
    return _months_sentence(found, result)


def _months_sentence(found: Needs, result: ResultNeeds) -> str:
    """How many documented months reached the pace; the best of them where none did."""
    known = evidence.edition(found.scenario.edition)
    best = next(each for each in record_paces(known) if each.id == "best_month")
    said = {"month": month(best.since), "pace": pace_with_unit(best.rate)}
    if result.months_reached is None:
        return say("The best documented month, {month}, was {pace}.", **said)
    if result.months_reached == 0:
        return say(
            "None of the {all} documented months reached it, not even the best, {month}, with {pace}.",
            all=found.months,
            **said,
        )
    return say("{clause}.", clause=capital(*_months_reached(found, result)))


def _pace_fact(result: ResultNeeds) -> Fact | None:
    if result.rate is None:
        return None
    central = _rate_words(result.rate, result.rate.central)
    detail = say("with no scatter at all, the central answer: {pace}.", pace=central)
    return Fact(say("The pace it implies"), _rate_words(result.rate, result.rate.runs), detail)


def _rate_words(implied: Implied, needed: Needed) -> str:
    if needed.found is Found.EVERY_VALUE:
        return say("any pace")
    if needed.value is None:
        return say("none up to {pace}", pace=pace_with_unit(implied.high))
    return _pace(needed.value)


def _change_fact(scenario: Scenario, result: ResultNeeds) -> Fact:
    implied = result.annual_change
    central = _change_words(implied, implied.central)
    if scenario.has_own_rates:
        detail = say("from the paces of this scenario; the central answer: {change}.", change=central)
    else:
        own = pace_with_unit(scenario.rate)
        detail = say("from {pace}; the central answer: {change}.", pace=own, change=central)
    return Fact(say("Or a yearly change"), _change_words(implied, implied.runs), detail)


def _change_words(implied: Implied, needed: Needed) -> str:
    if needed.found is Found.EVERY_VALUE:
        return say("any change")
    if needed.value is None:
        return say("none up to {change} a year", change=percent(implied.high))
    value = _to_two_figures(needed.value)
    if value == 0:
        return say("none at all")
    if value > 0:
        return say("{change} more a year", change=percent(value, FINEST))
    return _less_a_year(-value)


def _less_a_year(change: float) -> str:
    return say("{change} less a year", change=percent(_to_two_figures(change), FINEST))


def _break_even_fact(result: ResultNeeds) -> Fact | None:
    if result.break_even_annual_change is None or result.break_even_annual_change < -ALL_AT_ONCE:
        return None
    detail = say("a pace that falls this fast, or faster, would never be enough in the central answer.")
    return Fact(say("Too much of a decline"), _less_a_year(-result.break_even_annual_change), detail)


def _half_fact(scenario: Scenario, result: ResultNeeds) -> Fact | None:
    if result.half is None:
        return None
    detail = say(
        "of what is left of {oblast}, in the central answer at this scenario’s pace.",
        oblast=result_name(result.id, scenario),
    )
    return Fact(say("Half of it taken"), _half_words(result.half), detail)


def _half_words(half: Moment) -> str:
    if half.days is None:
        return say("never")
    return month(half.date) if half.date else say("after the year 9999")


def _stretch(record: RecordPace) -> str:
    """When the record shows a pace, in little room."""
    if record.id == "documented":
        return say("{first} – {last}", first=short_day(record.since), last=short_day(record.until))
    first, last = short_month(record.since), short_month(date.fromordinal(record.until.toordinal() - 1))
    return first if record.id == "best_month" else say("{first} – {last}", first=first, last=last)


def _merged(group: Sequence[tuple[str, float, str]]) -> Pace:
    """One line for paces that look the same."""
    ids = _together([each for each, _, _ in group])
    named = [each for each in ids if each != "yours" or "documented" not in ids]
    names, shorts = [say(NAMES[each]) for each in named], [say(SHORT_NAMES[each]) for each in ids]
    when = next((when for _, _, when in group if when), "")
    return Pace(group[0][1], listed(names), ", ".join(shorts), when)


def _together(ids: Sequence[str]) -> list[str]:
    """The best and the latest year as one, where both are here."""
    years = {"best_year", "latest_year"}
    return ["best_and_latest", *(each for each in ids if each not in years)] if years <= set(ids) else list(ids)
