"""Words about what a date would imply: the pace, how often the record shows it, and what else would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from territory.answers.needed import FoundValue, ImpliedValue, Need, Needs, RecordPace, record_paces
from territory.answers.outlook import own_rate_km2_per_day
from territory.figures import evidence
from territory.model.inverse import Found
from territory.model.projection import Status
from territory.scenario.scenario import Scenario
from territory.text import (
    capital,
    day,
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
from territory.words.vocabulary import (
    Fact,
    at_least,
    pace,
    pace_shown,
    pace_unit,
    pace_with_unit,
    percent,
    result_name,
    what_is_left,
    with_unit,
)

SMALLEST_SAID = 0.01  # of a pace as it is shown
NOTHING_BELOW, FINEST = 1e-6, 7  # what counts as no number at all, and decimals that show all others
ALL_AT_ONCE = 99.0  # % a year: nobody would call that a decline
NAMES = {  # of paces, in a sentence and in little room
    "documented": (marked("the documented pace"), marked("documented")),
    "best_month": (marked("the best documented month"), marked("best month")),
    "best_year": (marked("the best 12 months"), marked("best 12 months")),
    "latest_year": (marked("the latest 12 months"), marked("latest 12 months")),
    "best_and_latest": (marked("the best and latest 12 months"), marked("best and latest 12 months")),
    "yours": (marked("this scenario’s pace"), marked("this scenario")),
    "inside": (marked("the pace on record inside it"), marked("on record inside it")),
}
NO_ONE_PACE = marked("no one pace can be named: the oblasts have paces of their own")
WOULD_BE = {  # whose pace would have to be how fast; what is not above zero is little to ask
    "own": (marked("its own pace would have to be {pace}"), marked("its own pace would only have to be {pace}")),
    "front": (
        marked("the whole front’s pace would have to be {pace}"),
        marked("the whole front’s pace would only have to be {pace}"),
    ),
    "one": (marked("the pace would have to be {pace}"), marked("the pace would only have to be {pace}")),
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
    return number(_to_two_figures(value), FINEST)


def needed_sentence(found: Needs, result: Need) -> str:
    """What it would take for one result to be taken before the date, and how often the record shows such a pace."""
    implied = result.pace
    if implied is None:
        answer = say(NO_ONE_PACE)
    elif implied.found is Found.EVERY_VALUE:
        answer = say("any pace would do")
    elif implied.value is None:
        answer = say("no pace up to {pace} would do", pace=pace_with_unit(implied.high))
    else:
        how = pace_shown()
        enough = number(at_least(implied.value * how.factor, how.decimals), how.decimals)
        clause = say("the pace would have to be {pace}", pace=with_unit(enough, how.unit))
        answer = "; ".join(filter(None, [clause, _months_reached(found, result)]))
    return say("{condition}, {answer}.", condition=_condition(found, result_name(result.id)), answer=answer)


def headline(found: Needs, result: Need) -> str:
    """The answer in one sentence: which oblast, before which date, how sure, and at what pace."""
    scenario, implied = found.scenario, result.pace
    if _is_done(found, result.id):
        names = result_name(result.id, scenario)
        return say("Nothing is left to take in {oblasts}: all of it is occupied.", oblasts=names)
    if implied is None:
        answer = say(NO_ONE_PACE)
    elif implied.found is Found.EVERY_VALUE:
        answer = say("any pace from {pace} would do", pace=pace_with_unit(implied.low))
    elif implied.value is None:
        answer = say("no pace up to {pace} would be enough", pace=pace_with_unit(implied.high))
    else:
        whose = "front" if scenario.has_own_rates else "one"
        would_be, would_only_be = WOULD_BE["own" if result.id in dict(scenario.rates) else whose]
        rate = implied.value
        answer = say(would_be if rate > 0 else would_only_be, pace=_pace(rate, is_about=True))
    condition = _condition(found, what_is_left(scenario, result.id))
    return say("{condition}, {answer}.", condition=condition, answer=answer)


def beside(found: Needs, result: Need) -> str:
    """What stands under the answer: how often the record shows such a pace, and what the rest of it rests on."""
    scenario, own = found.scenario, ""
    if _is_done(found, result.id):
        return ""
    if result.pace is not None and result.id not in dict(scenario.rates):
        own = say("This scenario’s own is {pace}.", pace=pace_with_unit(scenario.rate))
    counted = say("Counted from {date}; all else stays as in this scenario.", date=day(scenario.start))
    return sentences(_record_sentence(found, result), own, counted)


def facts(found: Needs, result: Need) -> tuple[Fact, ...]:
    """What the date implies, one thing at a time: pace, yearly change, the decline that is too much, and half."""
    scenario, told = found.scenario, []
    if _is_done(found, result.id):
        return ()
    if result.pace is not None:
        central = _rate_words(result.pace, result.pace.central)
        detail = say("with no scatter at all, the central answer: {pace}.", pace=central)
        told.append(Fact(say("The pace it implies"), _rate_words(result.pace, result.pace), detail))
    change = result.annual_change
    central = _change_words(change, change.central)
    if scenario.has_own_rates:
        detail = say("from the paces of this scenario; the central answer: {change}.", change=central)
    else:
        own = pace_with_unit(scenario.rate)
        detail = say("from {pace}; the central answer: {change}.", pace=own, change=central)
    told.append(Fact(say("Or a yearly change"), _change_words(change, change), detail))
    break_even = result.break_even_annual_change
    if break_even is not None and break_even >= -ALL_AT_ONCE:
        detail = say("a pace that falls this fast, or faster, would never be enough in the central answer.")
        told.append(Fact(say("Too much of a decline"), _less_a_year(-break_even), detail))
    if result.half is not None:
        when = month(result.half.date) if result.half.date else say("after the year 9999")
        detail = say(
            "of what is left of {oblast}, in the central answer at this scenario’s pace.",
            oblast=result_name(result.id, scenario),
        )
        told.append(Fact(say("Half of it taken"), say("never") if result.half.days is None else when, detail))
    return tuple(told)


def no_picture(found: Needs, result: Need) -> str:
    """Why there is no pace to draw; nothing where there is one."""
    if _is_done(found, result.id):
        return say("There is no pace to draw: nothing is left to take.")
    if result.pace is not None:
        return ""
    return say(
        "There is no one pace to draw: oblasts that count here have paces of their own. Give all of them one pace, and "
        "the pace that each date implies is drawn here."
    )


def paces(scenario: Scenario, name: str) -> tuple[Pace, ...]:
    """What the implied pace of one result is held against, the slowest first; paces that look the same are one."""
    own = dict(scenario.rates).get(name)
    if own is not None:
        held_against = [("inside", own_rate_km2_per_day(scenario, name), ""), ("yours", own, "")]
    else:
        record = record_paces(evidence.edition(scenario.edition))
        held_against = [*((each.id, each.rate, _stretch(each)) for each in record), ("yours", scenario.rate, "")]
    merged: list[list[tuple[str, float, str]]] = []
    for each in sorted(held_against, key=lambda one: one[1]):
        if merged and _look_the_same(merged[-1][0][1], each[1]):
            merged[-1].append(each)
        else:
            merged.append([each])
    return tuple(_merged(group) for group in merged)


def _look_the_same(one: float, other: float) -> bool:
    """Whether two paces (km²/day) are nearer to each other than half of the last decimal that is shown."""
    how = pace_shown()
    return abs(one - other) * how.factor < 0.5 * 10.0**-how.decimals


def finding(found: Needs, result: Need, held_against: Sequence[Pace]) -> str:
    """The chart's title: between which of the paces on record the implied pace lies."""
    by = day(found.by)
    if result.pace is None or result.pace.found is Found.EVERY_VALUE:
        lowest = result.pace.low if result.pace else 0.0
        return say("Any pace from {pace} would make it before {date}", pace=pace_with_unit(lowest), date=by)
    rate = result.pace.value
    if rate is None:
        highest = pace_with_unit(result.pace.high)
        return say("No pace up to {pace} would make it before {date}", pace=highest, date=by)
    said = _pace(rate, is_about=True)
    same = [each.name for each in held_against if _look_the_same(each.rate, rate)]
    slower = [each.name for each in held_against if each.rate < rate]
    faster = [each.name for each in held_against if each.rate > rate]
    if same:
        place = say("{pace} is the same as {other}", pace=said, other=same[0])
    elif slower and faster:
        place = say(
            "{pace} is faster than {slower} and slower than {faster}", pace=said, slower=slower[-1], faster=faster[0]
        )
    elif slower:
        place = say("{pace} is faster than {slower}", pace=said, slower=slower[-1])
    else:
        place = say("{pace} is slower than {faster}", pace=said, faster=faster[0])
    return capital(place)


def marker(found: Needs, result: Need) -> str:
    """What is written at the chosen date."""
    by = short_day(found.by)
    if result.pace is None or result.pace.found is Found.EVERY_VALUE:
        return say("before {date}: any pace", date=by)
    if result.pace.value is None:
        return say("before {date}: none up to {pace}", date=by, pace=pace(result.pace.high))
    return say("before {date}: {pace}", date=by, pace=_pace_figures(result.pace.value))


def alt(found: Needs, result: Need, drawn: Sequence[tuple[date, float]], lines: Sequence[Pace]) -> str:
    """The chart in words: the implied pace at some dates, and the paces on record."""
    what = say(
        "The pace in {unit} that a date implies for {oblast}, against the date. {finding}.",
        unit=pace_unit(),
        oblast=result_name(result.id, found.scenario),
        finding=finding(found, result, lines),
    )
    points = [say("{pace} before {date}", pace=_pace_figures(rate), date=month(when)) for when, rate in drawn]
    course = say("It falls with the date: {points}.", points=", ".join(points)) if points else ""
    against = "; ".join(say("{name} {pace}", name=each.short, pace=pace(each.rate)) for each in lines)
    return sentences(what, course, say("For comparison: {paces}.", paces=against))


def _condition(found: Needs, what: str) -> str:
    return say(
        "For {what} to be taken before {date} with a chance of {chance} in this model",
        what=what,
        date=day(found.by),
        chance=percent(found.chance),
    )


def _months_reached(found: Needs, result: Need) -> str:
    """How many documented months reached the pace, as a clause; nothing where that cannot be said."""
    reached = result.months_reached()
    if reached is None:
        return ""
    if reached == 0:
        return say("none of the {all} documented months reached it", all=found.months)
    return say_count(
        "{count} of the {all} documented months reached it",
        "{count} of the {all} documented months reached it",
        reached,
        all=found.months,
    )


def _is_done(found: Needs, result_id: str) -> bool:
    return found.projection[result_id].central.status is Status.DONE


def _to_two_figures(value: float) -> float:
    return 0.0 if abs(value) < NOTHING_BELOW else float(f"{value:.2g}")


def _pace_figures(rate: float) -> str:
    """The number of a pace (km²/day) to about two figures of what is shown."""
    return figures(rate * pace_shown().factor)


def _pace(rate: float, is_about: bool = False) -> str:
    """A pace (km²/day) as a sentence has it, to about two figures; next to none says so."""
    if 0 < rate * pace_shown().factor < SMALLEST_SAID:
        return say("less than {pace}", pace=with_unit(number(SMALLEST_SAID, 2), pace_unit()))
    said = with_unit(_pace_figures(rate), pace_unit())
    return say("about {pace}", pace=said) if is_about else said


def _record_sentence(found: Needs, result: Need) -> str:
    """How many documented months reached the pace, and the best of them where none did; its own record for its own."""
    scenario, known = found.scenario, evidence.edition(found.scenario.edition)
    if result.pace is None or result.pace.found is Found.EVERY_VALUE:
        return ""
    if result.id in dict(scenario.rates):
        return say(
            "On record inside it: {pace}. Documented months are the whole front’s and do not count here.",
            pace=pace_with_unit(own_rate_km2_per_day(scenario, result.id)),
        )
    best = next(each for each in record_paces(known) if each.id == "best_month")
    said = {"month": month(best.since), "pace": pace_with_unit(best.rate)}
    if result.months_reached() is None:
        return say("The best documented month, {month}, was {pace}.", **said)
    if result.months_reached() == 0:
        return say(
            "None of the {all} documented months reached it, not even the best, {month}, with {pace}.",
            all=found.months,
            **said,
        )
    return say("{clause}.", clause=capital(_months_reached(found, result)))


def _rate_words(implied: ImpliedValue, needed: FoundValue | ImpliedValue) -> str:
    if needed.found is Found.EVERY_VALUE:
        return say("any pace")
    if needed.value is None:
        return say("none up to {pace}", pace=pace_with_unit(implied.high))
    return _pace(needed.value)


def _change_words(implied: ImpliedValue, needed: FoundValue | ImpliedValue) -> str:
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


def _stretch(record: RecordPace) -> str:
    """When the record shows a pace, in little room."""
    if record.id == "documented":
        return say("{first} – {last}", first=short_day(record.since), last=short_day(record.until))
    first, last = short_month(record.since), short_month(date.fromordinal(record.until.toordinal() - 1))
    return first if record.id == "best_month" else say("{first} – {last}", first=first, last=last)


def _merged(group: Sequence[tuple[str, float, str]]) -> Pace:
    """One line for paces that look the same; the best and the latest year are named as one."""
    ids, years = [each for each, _, _ in group], {"best_year", "latest_year"}
    if years <= set(ids):
        ids = ["best_and_latest", *(each for each in ids if each not in years)]
    named = [each for each in ids if each != "yours" or "documented" not in ids]
    names, shorts = [say(NAMES[each][0]) for each in named], [say(NAMES[each][1]) for each in ids]
    when = next((when for _, _, when in group if when), "")
    return Pace(group[0][1], listed(names), ", ".join(shorts), when)
