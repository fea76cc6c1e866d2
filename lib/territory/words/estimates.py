"""Words about published estimates: who said what, how our answer differs and why, and what has happened since."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from territory.answers.estimates import Estimate, InputStatus, Untested
from territory.answers.estimates_answer import Course, Since
from territory.answers.scoreboard import Score, Scoreboard
from territory.figures.evidence import Source
from territory.model.inputs import DAYS_PER_YEAR
from territory.text import NARROW, day, listed, marked, number, say, say_count, sentences, short_day
from territory.words import vocabulary
from territory.words.assumptions import names_of
from territory.words.cited import publisher
from territory.words.vocabulary import area, oblast_names, pace_with_unit, span

UNTESTED: dict[Untested, str] = {
    "": marked("A test holds our answer to it."),
    "second_hand": marked("No test holds our answer to it: the original was not seen."),
    "no_inputs": marked("Context only: neither area nor pace was given."),
    "reports_differ": marked("No test holds our answer to it: reports of it differ."),
    "remaining_not_published": marked("No test holds our answer to it: the remaining area was not published."),
    "pace_not_published": marked("No test holds our answer to it: the pace was not published."),
}
STATUSES: dict[InputStatus, str] = {
    "published": marked("published"),
    "derived": marked("derived"),
    "implied": marked("implied"),
}
COURSES: dict[Course, tuple[str, str]] = {  # in a word or two, and as a sentence
    Course.FAILED: (marked("failed"), marked("It has failed.")),
    Course.BEHIND: (marked("behind"), marked("It is behind.")),
    Course.ON_COURSE: (marked("on course"), marked("It is on course.")),
    Course.AHEAD: (marked("ahead"), marked("It is ahead.")),
    Course.DUE_LATER: (marked("due later"), marked("It is due later.")),
}
LATER = (  # than the published answer reaches; and where the rounding of inputs allows for that
    marked("{time} later than the published answer reaches"),
    marked("{time} later than the published answer reaches but within what the rounding of its inputs allows"),
)
EARLIER = (
    marked("{time} earlier than the published answer reaches"),
    marked("{time} earlier than the published answer reaches but within what the rounding of its inputs allows"),
)
SMALL = 0.5  # km², days: less than one to be shown
FEW = 2  # oblasts that are named in little room


@dataclass(frozen=True)
class Row:
    """One estimate as a row of the list; the rest opens on demand."""

    id: str
    who: str
    when: str
    about: str
    published: str
    ours: str
    difference: str
    course: str
    lines: tuple[str, ...]
    sources: tuple[Source, ...]


def row(score: Score) -> Row:
    """One estimate as the list shows it; when it was said also tells second-hand ones, and those without inputs."""
    estimate, when = score.estimate, short_day(score.estimate.stated)
    if estimate.remaining is None:
        when = say("{date} · context only", date=when)
    elif estimate.grade == "copy":
        when = say("{date} · second-hand", date=when)
    return Row(
        id=estimate.id,
        who=short_name(estimate),
        when=when,
        about=about(estimate),
        published=estimate.answer.text,
        ours=our_day(score),
        difference=short_difference(score),
        course=course_name(score),
        lines=told(score),
        sources=tuple(each for each in estimate.sources if each.url),
    )


def short_name(estimate: Estimate) -> str:
    """Who said it, without what they are."""
    return estimate.who.partition(",")[0]


def by_whom(estimate: Estimate) -> str:
    """Who said it, when, and as reported by whom."""
    said = {"who": estimate.who, "date": day(estimate.stated)}
    if not estimate.reported_by:
        return say("{who}, {date}", **said)
    if estimate.grade == "copy":
        return say("{who}, {date}, as reported by {reporter} (second-hand)", **said, reporter=estimate.reported_by)
    return say("{who}, {date}, as reported by {reporter}", **said, reporter=estimate.reported_by)


def about(estimate: Estimate) -> str:
    """What it is about: the rest of Donetsk and Luhansk oblasts."""
    return say("the rest of {oblast}", oblast=oblast_names(estimate.targets))


def about_short(estimate: Estimate) -> str:
    """What it is about, in little room: Donetsk and Luhansk; 4 oblasts."""
    return names_of(estimate.targets, FEW)


def published(estimate: Estimate) -> str:
    """What was published, in a sentence."""
    said = {"rest": about(estimate), "answer": estimate.answer.text}
    if estimate.answer.dated:
        return say("Published: {rest} would be taken in {answer}.", **said)
    return say("Published: {rest} would take {answer}.", **said)


def inputs(estimate: Estimate) -> str:
    """What it rests on: area and pace, each with whether it was published, derived or implied."""
    if estimate.remaining is None or estimate.rate is None:
        return say("It gave neither area nor pace.")
    remaining, rate = estimate.remaining, estimate.rate
    said = {
        "area": area(remaining.value),
        "status": say(STATUSES[remaining.status]),
        "pace": pace_with_unit(rate.value),
        "how": say(STATUSES[rate.status]),
    }
    if rate.since is None:
        return say("It rests on {area} left ({status}) and {pace} ({how}).", **said)
    return say(
        "It rests on {area} left ({status}) and {pace} from {first} to {last} ({how}).",
        **said,
        first=day(rate.since),
        last=day(rate.until),
    )


def our_answer(score: Score) -> str:
    """Our answer, and how it lies to the published one: within its precision, or how much earlier or later."""
    ours = score.ours
    if ours is None:
        return say("There is nothing to recompute.")
    if ours.holds is None:
        difference = say("the same by construction, because one input is implied by the published answer")
    elif abs(ours.difference_days) < SMALL:
        difference = say("within the published precision")
    else:
        beyond, within_rounding = LATER if ours.difference_days > 0 else EARLIER
        difference = say(within_rounding if ours.holds else beyond, time=span(abs(ours.difference_days)))
    years, time = ours.days / DAYS_PER_YEAR, span(ours.days)
    if years >= 1:
        time = say_count("{count} year", "{count} years", round(years, 1))
    if ours.date is None:
        return say("Ours: after {time}; {difference}.", time=time, difference=difference)
    return say("Ours: {date}, after {time}; {difference}.", date=day(ours.date), time=time, difference=difference)


def our_day(score: Score) -> str:
    """Our answer in little room."""
    if score.ours is None:
        return say("none: no inputs")
    return short_day(score.ours.date) if score.ours.date else say("after the year 9999")


def short_difference(score: Score) -> str:
    """How our answer lies to the published one, in little room; nothing where there is none."""
    if score.ours is None:
        return ""
    if score.ours.holds is None:
        return say("same by construction")
    if abs(score.ours.difference_days) < SMALL:
        return say("within its precision")
    time = span(abs(score.ours.difference_days))
    return say("{time} later", time=time) if score.ours.difference_days > 0 else say("{time} earlier", time=time)


def recorded(score: Score) -> str:
    """What DeepState's map has for the inputs: the area left on that day, and the front's pace in the same window.

    An edition that came after the statement, and gives what that does not, is named.
    """
    estimate, rate, found = score.estimate, score.recorded_pace_km2_per_day, ""
    front = "" if rate is None else pace_with_unit(rate)
    left = "" if score.since is None else area(score.since.remaining_then_km2)
    if left and front:
        found = say(
            "By DeepState's map and official areas {area} were left on that day, and the whole front moved {pace} in "
            "the same window.",
            area=left,
            pace=front,
        )
    elif left:
        found = say("By DeepState's map and official areas {area} were left on that day.", area=left)
    elif front:
        found = say("By DeepState's map the whole front moved {pace} in the same window.", pace=front)
    later = say(
        "What it does not give is from edition {edition}, the oldest there is, which came after it.",
        edition=estimate.edition_id,
    )
    return sentences(found, later if estimate.remaining is not None and estimate.edition_is_later else "")


def since(score: Score) -> str:
    """What the record shows since the statement, or that it ends before it."""
    found = score.since
    if found is None:
        return say("The record has nothing since then: it ends by the day of the statement.")
    said = {
        "days": say_count("{count} day", "{count} days", found.elapsed_days),
        "date": day(found.until),
        "area": area(abs(found.taken_km2)),
        "oblasts": oblast_names(score.estimate.targets),
        "pace": pace_with_unit(abs(found.pace_km2_per_day)),
        "expected": vocabulary.with_unit(expected(found), vocabulary.area_unit()),
        "left": area(found.remaining_now_km2),
    }
    if found.taken_km2 < 0:
        return say(
            "In the {days} to {date}, {area} of {oblasts} came back under Ukrainian control, net, {pace}; an "
            "even course would have taken {expected}. {left} were left.",
            **said,
        )
    return say(
        "In the {days} to {date}, {area} of {oblasts} came under Russian control, net, {pace}; an even course "
        "would have taken {expected}. {left} were left.",
        **said,
    )


def expected(found: Since) -> str:
    """What an even course would have taken by now: one number or two, as the precision of the answer allows."""
    how = vocabulary.area_shown()
    low, high = (number(each * how.factor, how.decimals) for each in (found.expected_low_km2, found.expected_high_km2))
    return low if low == high else say("{first} to {last}", first=low, last=high)


def course_name(score: Score) -> str:
    """How the estimate stands, in a word or two."""
    return say(COURSES[score.course][0])


def course(score: Score) -> str:
    """How the estimate stands, as a sentence of its own."""
    said, latest = say(COURSES[score.course][1]), score.estimate.latest
    if latest is None:
        return said
    if score.course is Course.FAILED:
        return say("It has failed: its time ended on {date}.", date=day(latest))
    return sentences(said, say("Its time ends on {date} at the latest.", date=day(latest)))


def details(score: Score) -> tuple[str, ...]:
    """All there is to say of one estimate, a sentence or two a line, its sources last."""
    sources = (each for each in score.estimate.sources if each.url)
    named = (say("Source: {publisher}, {address}", publisher=each.publisher, address=each.url) for each in sources)
    return (*told(score), *map(tidy, named))


def told(score: Score) -> tuple[str, ...]:
    """The same without its sources; what each of its figures is, as the seeds say."""
    estimate, defined = score.estimate, []
    if estimate.remaining is not None:
        defined.append(say("Remaining area: {definition}", definition=estimate.remaining.definition))
    if estimate.rate is not None:
        defined.append(say("Pace: {definition}", definition=estimate.rate.definition))
    lines = (
        sentences(say("{who}.", who=by_whom(estimate)), published(estimate)),
        sentences(inputs(estimate), our_answer(score) if score.ours else ""),
        estimate.why,
        *defined,
        say("Answer: {definition}", definition=estimate.answer.definition),
        recorded(score),
        sentences(since(score), course(score)),
        say(UNTESTED[estimate.untested]),
    )
    return tuple(tidy(line) for line in lines if line)


def tidy(text: str) -> str:
    """A text of the seeds as it is shown: numbers stay with their units."""
    return re.sub(r"(\d) (km²|%)", rf"\1{NARROW}\2", text)


def headline(board: Scoreboard) -> str:
    """How many estimates stand how."""
    counts = Counter(score.course for score in board.scores)
    counted = {
        Course.FAILED: say_count("{count} has failed", "{count} have failed", counts[Course.FAILED]),
        Course.BEHIND: say_count("{count} is behind", "{count} are behind", counts[Course.BEHIND]),
        Course.ON_COURSE: say_count("{count} is on course", "{count} are on course", counts[Course.ON_COURSE]),
        Course.AHEAD: say_count("{count} is ahead", "{count} are ahead", counts[Course.AHEAD]),
        Course.DUE_LATER: say_count("{count} is due later", "{count} are due later", counts[Course.DUE_LATER]),
    }
    return say_count(
        "By the record to {date}, of {count} published estimate {courses}.",
        "By the record to {date}, of {count} published estimates {courses}.",
        len(board.scores),
        date=day(board.record.until),
        courses=listed([said for course, said in counted.items() if counts[course]]),
    )


def lead(board: Scoreboard) -> str:
    """What the list is, and what it is not."""
    return say(
        "Each said how long it would take until oblasts, or all of Ukraine, were taken. The same arithmetic is done "
        "here with the inputs that it gave, and the record tells what came: since {date} at the earliest.",
        date=day(min(score.estimate.stated for score in board.scores)),
    )


def finding(board: Scoreboard) -> str:
    """The title of the picture: of how many less was taken than an even course would have."""
    begun = [each for each in board.scores if each.course is not Course.DUE_LATER]
    if not begun:
        return say("No published estimate has run for a tenth of its time")
    less = sum(each.course in (Course.BEHIND, Course.FAILED) for each in begun)
    return say_count(
        "For {less} of the {count} estimate that has run for a tenth of its time, less was taken than an even course "
        "would have",
        "For {less} of the {count} estimates that have run for a tenth of their time, less was taken than an even "
        "course would have",
        len(begun),
        less=number(less),
    )


def alt_text(board: Scoreboard) -> str:
    """The picture in words and numbers, estimate by estimate."""
    each = [
        say(
            "{who}, {date}, {oblasts}: published {answer}; ours {ours}; {course}.",
            who=short_name(score.estimate),
            date=short_day(score.estimate.stated),
            oblasts=about_short(score.estimate),
            answer=score.estimate.answer.text,
            ours=our_day(score),
            course=course_name(score),
        )
        for score in board.scores
    ]
    return sentences(say("{finding}.", finding=finding(board)), *each)


def table(board: Scoreboard) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    """The picture as a table: its head, and a row for each estimate."""
    head = say("Who"), say("When"), say("About what"), say("Published"), say("Ours"), say("Difference"), say("Course")
    rows: list[tuple[str, ...]] = [
        (each.who, each.when, each.about, each.published, each.ours, each.difference, each.course)
        for each in map(row, board.scores)
    ]
    return head, rows


def record(board: Scoreboard) -> str:
    """From whom the record is, and what it counts."""
    said = {"publisher": publisher(board.record.source), "definition": board.record.definition}
    return say("The record is {publisher}. {definition}", **said)


def legend() -> Sequence[tuple[str, str]]:
    """What the marks of the picture mean: (kind of mark, meaning)."""
    return (
        ("done", say("as far as the area taken since would be on an even course")),
        ("way", say("from the statement to its published end")),
        ("end", say("the published end, as wide as its precision")),
        ("ours", say("our answer from its inputs")),
        ("now", say("where the record ends")),
    )
