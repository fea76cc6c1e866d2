"""What has become of published estimates: our own answer from their inputs, and what the record has shown since."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from functools import cache

import numpy as np

from territory.answers.declared import Answered
from territory.answers.estimates import (
    Answer,
    Estimate,
    Input,
    estimates,
)
from territory.answers.estimates_answer import (
    Course,
    EstimatesAnswer,
    InputsAnswer,
    Ours,
    PublishedAnswer,
    RecordAnswer,
    ScoreAnswer,
    Since,
)
from territory.answers.outlook import model_inputs
from territory.figures import data_path, evidence
from territory.figures.evidence import UKRAINE, EvidenceError, Source, Table, read_object, read_sources
from territory.model import MODEL_VERSION
from territory.model.projection import project as project_inputs
from territory.scenario.links import link
from territory.scenario.scenario import area_km2
from territory.text import marked

ON_COURSE = 0.1  # so far from the even course may the area taken since lie and still be on it
TOO_EARLY = 0.1  # of the time stated: before so much of it has passed nothing is said
RULE = marked(
    "An estimate is on course where the area taken since, in the oblasts that it names, is within a tenth of what an "
    "even advance from its date to its end would have taken by now, for any end that its precision allows; it is ahead "
    "above that and behind below. It has failed where that end is past and some of the area is not taken. Where less "
    "than a tenth of its time has passed, it is due later and nothing is said."
)


@dataclass(frozen=True)
class Record:
    """Area under Russian control (km²) by oblast, on the days `days`; one provider, one definition."""

    days: tuple[date, ...]
    occupied_km2: dict[str, tuple[float, ...]]
    source: Source
    definition: str

    @property
    def until(self) -> date:
        """The last day of the record."""
        return self.days[-1]

    def level_km2(self, oblast: str, day: date) -> float:
        """What was occupied of an oblast on a day, even between two snapshots; raises `EvidenceError` beyond them."""
        if oblast not in self.occupied_km2:
            raise EvidenceError(f"the record has no series for {oblast}")
        if not self.days[0] <= day <= self.until:
            raise EvidenceError(f"the record reaches from {self.days[0]} to {self.until}, not to {day}")
        knots = [each.toordinal() for each in self.days]
        return float(np.interp(day.toordinal(), knots, self.occupied_km2[oblast]))


@dataclass(frozen=True)
class Score:
    """An estimate with our answer (`None`: context only), what has happened since, and the record's own inputs.

    `since` is `None` where the record ends on the day of the statement or before it.
    """

    estimate: Estimate
    ours: Ours | None
    since: Since | None
    recorded_pace_km2_per_day: float | None
    """The whole front's by the record over the window of the estimate's pace; `None` where either lacks that."""

    @property
    def course(self) -> Course:
        """How it stands by the record; due later where that has nothing since."""
        return Course.DUE_LATER if self.since is None else self.since.course

    def answer(self) -> ScoreAnswer:
        """The same for programs."""
        estimate, scenario = self.estimate, self.estimate.scenario()
        high = estimate.answer.high_days
        published = PublishedAnswer.of(
            estimate.answer,
            earliest=estimate.earliest,
            latest=estimate.latest,
            high_days=None if math.isinf(high) else high,
        )
        return ScoreAnswer.of(
            estimate,
            reported_by=estimate.reported_by or None,
            context_only=scenario is None,
            published=published,
            inputs=None if scenario is None else InputsAnswer.of(estimate),
            recorded_pace_km2_per_day=self.recorded_pace_km2_per_day,
            ours=self.ours,
            untested=estimate.untested or None,
            edition=estimate.edition_id,
            link=None if scenario is None else link(scenario),
            since=self.since,
        )


@dataclass(frozen=True)
class Scoreboard(Answered):
    """All estimates with their score, the oldest first, and the record that they are held against."""

    scores: tuple[Score, ...]
    record: Record

    def answer(self) -> EstimatesAnswer:
        """The same for programs."""
        scores = tuple(each.answer() for each in self.scores)
        return EstimatesAnswer(MODEL_VERSION, RecordAnswer.of(self.record), RULE, scores)


def scoreboard() -> Scoreboard:
    """Every published estimate against our own arithmetic and against the newest record."""
    return Scoreboard(tuple(score(each) for each in estimates()), record())


def score(estimate: Estimate) -> Score:
    """One estimate on the last day of the record."""
    return Score(estimate, ours(estimate), since(estimate), _recorded_pace(estimate.rate))


def ours(estimate: Estimate) -> Ours | None:
    """What the model answers to the estimate's inputs; `None` where it gave none."""
    scenario, remaining, rate, answer = estimate.scenario(), estimate.remaining, estimate.rate, estimate.answer
    if scenario is None or remaining is None or rate is None:
        return None
    when = project_inputs(model_inputs(scenario))[estimate.result_id].central.when
    days = math.inf if when.days is None else when.days
    low, high = remaining.low / rate.high, remaining.high / rate.low
    holds = None if "implied" in (remaining.status, rate.status) else low < answer.high_days and high >= answer.low_days
    return Ours(days, when.date, low, high, _outside(days, answer.low_days, answer.high_days), holds)


def since(estimate: Estimate) -> Since | None:
    """What the record shows since the statement; `None` where it ends by then."""
    if estimate.stated >= record().until:
        return None
    then, now = _occupied_km2(estimate, estimate.stated), _occupied_km2(estimate, record().until)
    area = sum(area_km2(oblast) for oblast in estimate.targets)
    elapsed = (record().until - estimate.stated).days
    remaining = area - then if estimate.remaining is None else estimate.remaining.value
    shares = (elapsed / estimate.answer.high_days, elapsed / estimate.answer.low_days)
    expected = (min(1.0, shares[0]) * remaining, min(1.0, shares[1]) * remaining)
    course = course_of(now - then, expected, shares, area - now)
    even_days = _even_days(elapsed, max(0.0, (now - then) / remaining), estimate.answer)
    front = _front_km2(estimate)
    return Since(
        until=record().until,
        elapsed_days=elapsed,
        remaining_then_km2=area - then,
        taken_km2=now - then,
        pace_km2_per_day=(now - then) / elapsed,
        front_km2=front,
        front_pace_km2_per_day=front / elapsed,
        remaining_now_km2=area - now,
        expected_low_km2=expected[0],
        expected_high_km2=expected[1],
        course=course,
        even_days=even_days,
    )


def course_of(
    taken_km2: float, expected_km2: tuple[float, float], shares_passed: tuple[float, float], remaining_now_km2: float
) -> Course:
    """The course by `RULE`; pairs are for the latest and the earliest end that was stated."""
    if shares_passed[0] >= 1 and remaining_now_km2 > 0:
        return Course.FAILED
    if shares_passed[1] < TOO_EARLY:
        return Course.DUE_LATER
    if taken_km2 < (1 - ON_COURSE) * expected_km2[0]:
        return Course.BEHIND
    return Course.AHEAD if taken_km2 > (1 + ON_COURSE) * expected_km2[1] else Course.ON_COURSE


@cache
def record() -> Record:
    """The newest record in `seeds/`."""
    path = data_path("seeds") / "scoreboard"
    description = read_object(max(path.glob("*.json")))
    table = Table(path, description["table"], read_sources(description))
    columns = {name.removesuffix("_km2"): table.column(name) for name in description["table"]["columns"]}
    first = next(iter(columns.values()))
    levels = {oblast: tuple(figure.number for figure in figures) for oblast, figures in columns.items()}
    return Record(tuple(figure.date for figure in first), levels, first[0].source, description["definition"])


def _occupied_km2(estimate: Estimate, day: date) -> float:
    """What was occupied of the oblasts that an estimate names; of Ukraine: back from the newest edition by the gains.

    Raises `EvidenceError` where the record or the gains do not reach to the day.
    """
    if estimate.targets != (UKRAINE,):
        return sum(record().level_km2(oblast, day) for oblast in estimate.targets)
    newest = evidence.newest_edition()
    return sum(newest.occupied_km2.values()) - _gain_km2(day, newest.day)


def _front_km2(estimate: Estimate) -> float:
    return _gain_km2(estimate.stated, record().until)


def _gain_km2(first: date, last: date) -> float:
    """Net land gain of the whole front between two days; raises `EvidenceError` beyond the months."""
    gains = evidence.newest_edition().land_gains
    begins, ends = gains.starts[0], gains.ends[-1]
    if outside := [day for day in (first, last) if not begins <= day <= ends]:
        raise EvidenceError(f"the monthly gains reach from {begins} to {ends}, not to {outside[0]}")
    return gains.level_km2(last) - gains.level_km2(first)


def _even_days(elapsed_days: float, share_taken: float, answer: Answer) -> float:
    """When an even course would have taken such a share (0-1), as near to now as the ends stated allow."""
    if share_taken == 0:
        return 0.0
    return min(max(elapsed_days, share_taken * answer.low_days), share_taken * answer.high_days)


def _recorded_pace(rate: Input | None) -> float | None:
    gains = evidence.newest_edition().land_gains
    if rate is None or rate.since is None or rate.since < gains.starts[0] or rate.until > gains.ends[-1]:
        return None
    return round(_gain_km2(rate.since, rate.until) / (rate.until - rate.since).days, 2)


def _outside(value: float, low: float, high: float) -> float:
    """How far a value lies outside an interval; negative below it."""
    return value - min(max(value, low), high)
