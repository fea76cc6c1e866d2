"""The picture of published estimates: where on one line of years each begins, ends, and stands by the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from territory.answers.scoreboard import Course, Score, Scoreboard
from territory.charts.palette import Palette
from territory.text import say, short_day
from territory.words import estimates as words

FAR_YEARS = 10  # after the record: what ends later ends at the edge, with its year
YEARS_A_TICK = 2
SYMBOLS = {
    Course.FAILED: "×",
    Course.BEHIND: "◂",
    Course.ON_COURSE: "●",
    Course.AHEAD: "▸",
    Course.DUE_LATER: "○",
}


@dataclass(frozen=True)
class Line:
    """One estimate in the picture; places are shares (0-1) of the room across.

    `end_at` is from where to where the published answer reaches; `beyond` is its year where that is past the edge.
    """

    who: str
    about: str
    course: str
    symbol: str
    colour: str
    start_at: float
    done_at: float
    end_at: tuple[float, float]
    open_end: bool
    ours_at: float | None
    beyond: str


@dataclass(frozen=True)
class Timeline:
    """All of them under each other, the line where the record ends, and the years below."""

    lines: tuple[Line, ...]
    now_at: float
    now: str
    ticks: tuple[tuple[float, str], ...]
    alt: str


def timeline(board: Scoreboard, palette: Palette) -> Timeline:
    """Published estimates over time, the oldest first."""
    first, last = _edges(board)
    axis = _Axis(first, last)
    colours = _colours(palette)
    lines = tuple(_line(score, axis, colours[score.course]) for score in board.scores)
    ticks = tuple(
        (axis.at(date(year, 1, 1)), str(year))
        for year in range(first.year + 1, last.year + 1)
        if year % YEARS_A_TICK == 0
    )
    until = board.record.until
    ends = say("record to {date}", date=short_day(until))
    return Timeline(lines, axis.at(until), ends, ticks, words.alt_text(board))


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def at(self, when: date) -> float:
        """Where a date lies, at the edge where it is beyond it."""
        return min(1.0, (when - self.first) / (self.last - self.first))


def _edges(board: Scoreboard) -> tuple[date, date]:
    """From the year of the oldest statement to the end of the year of the last statement or end that is not far."""
    stated = [score.estimate.stated for score in board.scores]
    first = min(stated)
    far = date(board.record.until.year + FAR_YEARS, 1, 1)
    latest = (score.estimate.latest for score in board.scores)
    ends = [each for each in latest if each is not None and each < far]
    return date(first.year, 1, 1), date(max([board.record.until, *stated, *ends]).year + 2, 1, 1)


def _colours(palette: Palette) -> dict[Course, str]:
    return {
        Course.FAILED: palette.text,
        Course.BEHIND: palette.oblast(1),
        Course.ON_COURSE: palette.oblast(0),
        Course.AHEAD: palette.oblast(2),
        Course.DUE_LATER: palette.muted,
    }


def _line(score: Score, axis: _Axis, colour: str) -> Line:
    estimate = score.estimate
    low, high = estimate.earliest, estimate.latest
    done = estimate.stated + timedelta(days=0 if score.since is None else score.since.even_days)
    return Line(
        who=say("{who}, {date}", who=words.short_name(estimate), date=short_day(estimate.stated)),
        about=words.about_short(estimate),
        course=words.course_name(score),
        symbol=SYMBOLS[score.course],
        colour=colour,
        start_at=axis.at(estimate.stated),
        done_at=axis.at(done),
        end_at=(axis.at(low), 1.0 if high is None else axis.at(high)),
        open_end=high is None,
        ours_at=None if score.ours is None or score.ours.when is None else axis.at(score.ours.when),
        beyond=_beyond(low, axis),
    )


def _beyond(low: date, axis: _Axis) -> str:
    return say("{year} →", year=low.year) if low > axis.last else ""
