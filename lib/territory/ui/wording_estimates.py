"""Words about published estimates: who said what, how our answer differs and why, and what has happened since."""

from __future__ import annotations

import re

from territory.estimates import Estimate, Grade, Input, Untested
from territory.model.inputs import DAYS_PER_YEAR
from territory.scoreboard import RULE, Course, Ours, Score, Scoreboard
from territory.text import NARROW, day, listed, number
from territory.ui.units import area, pace_with_unit
from territory.ui.wording import oblast_names, span

UNTESTED: dict[Untested, str] = {
    "": "A test holds our answer to it.",
    "second_hand": "No test holds our answer to it: the original was not seen.",
    "no_inputs": "Context only: neither area nor pace was given.",
    "reports_differ": "No test holds our answer to it: reports of it differ.",
    "remaining_not_published": "No test holds our answer to it: the remaining area was not published.",
    "pace_not_published": "No test holds our answer to it: the pace was not published.",
}
GRADES: dict[Grade, str] = {"named": "", "copy": "second-hand"}
COURSES: dict[Course, tuple[str, str]] = {
    Course.FAILED: ("has failed", "have failed"),
    Course.BEHIND: ("is behind", "are behind"),
    Course.ON_COURSE: ("is on course", "are on course"),
    Course.AHEAD: ("is ahead", "are ahead"),
    Course.DUE_LATER: ("is due later", "are due later"),
}
SMALL = 0.5  # km², days: less than one to be shown


def by_whom(estimate: Estimate) -> str:
    """Who said it, when, and as reported by whom."""
    reported = f", as reported by {estimate.reported_by}" if estimate.reported_by else ""
    kind = f" ({GRADES[estimate.grade]})" if GRADES[estimate.grade] else ""
    return f"{estimate.who}, {day(estimate.stated)}{reported}{kind}"


def about(estimate: Estimate) -> str:
    """What it is about: the rest of Donetsk and Luhansk oblasts."""
    return f"the rest of {oblast_names(estimate.targets)}"


def published(estimate: Estimate) -> str:
    """What was published, in a sentence."""
    verb = "be taken in" if estimate.answer.dated else "take"
    return f"Published: {about(estimate)} would {verb} {estimate.answer.text}."


def inputs(estimate: Estimate) -> str:
    """What it rests on: area and pace, each with whether it was published, derived or implied."""
    if estimate.remaining is None or estimate.rate is None:
        return "It gave neither area nor pace."
    remaining, rate = estimate.remaining, estimate.rate
    return f"It rests on {_remaining(remaining)} and {pace_with_unit(rate.value)}{_window(rate)} ({rate.status})."


def our_answer(score: Score) -> str:
    """Our answer, and by how much it differs."""
    if score.ours is None:
        return "There is nothing to recompute."
    when = f"{day(score.ours.when)}, " if score.ours.when else ""
    return f"Ours: {when}after {_exact_span(score.ours.days)}; {difference(score.ours)}."


def difference(ours: Ours) -> str:
    """How our answer lies to the published one: within its precision, or how much earlier or later."""
    if ours.holds is None:
        return "the same by construction, because one input is implied by the published answer"
    if abs(ours.difference_days) < SMALL:
        return "within the published precision"
    side = "later" if ours.difference_days > 0 else "earlier"
    rounding = " but within what the rounding of its inputs allows" if ours.holds else ""
    return f"{span(abs(ours.difference_days))} {side} than the published answer reaches{rounding}"


def recorded(score: Score) -> str:
    """What DeepState's map has for the inputs: the area left on that day, and the front's pace in the same window."""
    left = f"By DeepState's map and official areas {area(score.since.remaining_then_km2)} were left on that day"
    if score.recorded_pace_km2_per_day is None:
        return f"{left}."
    return f"{left}, and the whole front moved {pace_with_unit(score.recorded_pace_km2_per_day)} in the same window."


def borrowed(estimate: Estimate) -> str:
    """That the edition is later than the statement; nothing where it is not, or where there is no scenario."""
    if estimate.remaining is None or not estimate.edition_is_later:
        return ""
    return f"What it does not give is from edition {estimate.edition_id}, the oldest there is, which came after it."


def since(score: Score) -> str:
    """What the record shows since the statement."""
    found = score.since
    where = f"of {oblast_names(score.estimate.targets)}"
    happened = "came under Russian control" if found.taken_km2 >= 0 else "came back under Ukrainian control"
    return (
        f"In the {number(found.elapsed_days)} days to {day(found.until)}, {area(abs(found.taken_km2))} {where} "
        f"{happened}, net, {pace_with_unit(abs(found.pace_km2_per_day))}; an even course would have taken "
        f"{expected(score)}{NARROW}km². {area(found.remaining_now_km2)} were left."
    )


def expected(score: Score) -> str:
    """What an even course would have taken by now, km²: one number or two, as the precision of the answer allows."""
    low, high = (number(each) for each in score.since.expected_km2)
    return low if low == high else f"{low} to {high}"


def course(score: Score) -> str:
    """How the estimate stands, as a sentence of its own."""
    due = "" if score.estimate.latest is None else f" Its time ends on {day(score.estimate.latest)} at the latest."
    if score.since.course is Course.FAILED and score.estimate.latest is not None:
        return f"It has failed: its time ended on {day(score.estimate.latest)}."
    return f"It {COURSES[score.since.course][0]}.{due}"


def details(score: Score) -> tuple[str, ...]:
    """All there is to say of one estimate, a sentence or two a line."""
    estimate = score.estimate
    lines = (
        f"{by_whom(estimate)}. {published(estimate)}",
        f"{inputs(estimate)} {our_answer(score)}" if score.ours else inputs(estimate),
        estimate.why,
        *definitions(estimate),
        f"{recorded(score)} {borrowed(estimate)}".strip(),
        f"{since(score)} {course(score)}",
        UNTESTED[estimate.untested],
        *(f"Source: {each.publisher}, {each.url}" for each in estimate.sources if each.url),
    )
    return tuple(tidy(line) for line in lines if line)


def definitions(estimate: Estimate) -> tuple[str, ...]:
    """What each figure of it is, as the seeds say."""
    given = (("Remaining area", estimate.remaining), ("Pace", estimate.rate), ("Answer", estimate.answer))
    return tuple(tidy(f"{name}: {each.definition}") for name, each in given if each is not None)


def tidy(text: str) -> str:
    """A text of the seeds as it is shown: numbers stay with their units."""
    return re.sub(r"(\d) (km²|%)", rf"\1{NARROW}\2", text)


def headline(board: Scoreboard) -> str:
    """How many estimates stand how."""
    counted = [(each, sum(score.since.course is each for score in board.scores)) for each in COURSES]
    parts = [f"{number(count)} {COURSES[each][count != 1]}" for each, count in counted if count]
    return (
        f"By the record to {day(board.record.until)}, of {number(len(board.scores))} published estimates "
        f"{listed(parts)}."
    )


def record(board: Scoreboard) -> str:
    """From whom the record is, and what it counts."""
    return f"The record is {board.record.source.publisher}. {board.record.definition}"


def rule() -> str:
    """By which rule an estimate is on course, ahead, behind, failed or due later."""
    return RULE


def _remaining(remaining: Input) -> str:
    return f"{area(remaining.value)} left ({remaining.status})"


def _window(rate: Input) -> str:
    return f" from {day(rate.since)} to {day(rate.until)}" if rate.since else ""


def _exact_span(days: float) -> str:
    years = days / DAYS_PER_YEAR
    return f"{number(years, 1)} years" if years >= 1 else span(days)
