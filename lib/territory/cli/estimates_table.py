"""Published estimates as plain text, for the command line: ours beside them, and the record since."""

from __future__ import annotations

from territory.answers.scoreboard import Ours, Score, Scoreboard
from territory.cli.tables import NOTHING, aligned
from territory.text import decimal, say
from territory.words import estimates as estimates_words
from territory.words import vocabulary

SMALL = 0.5  # days: less than one to be shown


def estimates(board: Scoreboard) -> str:
    """Published answers beside ours, then what the record shows since each, a row an estimate; and why they differ."""
    given = (say("stated"), say("published"), say("left, km²"), "", "km²/day", "", say("ours"), say("difference, days"))
    followed = (
        say("days since"),
        say("taken, km²"),
        "km²/day",
        say("even course, km²"),
        say("left, km²"),
        say("course"),
    )
    rows = [("", *given), *map(_answered, board.scores)]
    since = [("", *followed), *map(_followed, board.scores)]
    details = [line for score in board.scores for line in _details(score)]
    sentences = [estimates_words.headline(board), estimates_words.record(board), estimates_words.rule()]
    tables = [aligned(rows, "lllrlrllr"), "", aligned(since, "lrrrrrl"), ""]
    return "\n".join([*tables, *sentences, vocabulary.limits(), *details])


def _details(score: Score) -> list[str]:
    return ["", score.estimate.id, *(f"  {line}" for line in estimates_words.details(score))]


def _answered(score: Score) -> tuple[str, ...]:
    estimate, ours = score.estimate, score.ours
    given: list[str] = []
    for each, decimals in ((estimate.remaining, 0), (estimate.rate, 2)):
        given += (NOTHING, "") if each is None else (decimal(each.value, decimals, fixed=True), say(each.status))
    ending = (NOTHING, NOTHING) if ours is None else (str(ours.when), _difference(ours))
    return (estimate.id, estimate.stated.isoformat(), estimate.answer.text, *given, *ending)


def _difference(ours: Ours) -> str:
    if ours.holds is None:
        return say("implied")
    if abs(ours.difference_days) < SMALL:
        return "0"
    return f"{'+' if ours.difference_days > 0 else ''}{decimal(ours.difference_days)}"


def _followed(score: Score) -> tuple[str, ...]:
    since, course = score.since, estimates_words.course_name(score)
    if since is None:
        return (score.estimate.id, *[NOTHING] * 5, course)
    return (
        score.estimate.id,
        decimal(since.elapsed_days),
        decimal(since.taken_km2),
        decimal(since.pace_km2_per_day, 2, fixed=True),
        estimates_words.expected(since),
        decimal(since.remaining_now_km2),
        course,
    )
