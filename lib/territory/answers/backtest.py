"""How well the tool would have done in the past: each edition's record asked month by month, and what is kept of it.

The answer is kept beside the code as `backtests/<edition>.json`, with the model and the record that it is of;
`territory backtest --write` renews it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from territory.answers.backtest_answer import (
    LEVEL_NAMES,
    OWN_METHODS,
    BacktestAnswer,
    DateAnswer,
    FrozenAnswer,
    MonthsAnswer,
    SaidAnswer,
    ScoreAnswer,
)
from territory.answers.declared import Answered
from territory.answers.outlook import PERCENT, model_inputs
from territory.figures import evidence
from territory.figures.evidence import Edition, EvidenceError, GainSeries
from territory.model import MODEL_VERSION
from territory.model.ahead import Record, methods
from territory.model.backtest import LEVELS, MONTHS_AHEAD, Said, Score, rolling, scored
from territory.model.front import Front
from territory.model.projection import LEVELS as DRAWN_LEVELS
from territory.model.projection import fan
from territory.scenario.scenario import baseline

KEPT = Path(__file__).parent / "backtests"
ONE_YEAR = 12
DECIMALS = 4
"""Of km² and chances, where they are kept: far below what the record is measured to."""


@dataclass(frozen=True)
class Frozen:
    """What an edition's defaults said of the months since its start, and what came: km² from the start to each date.

    `quantiles_km2` has a row a date, at `LEVELS`, as the page draws them; `came_km2` is by a later record.
    """

    edition: str
    start: date
    dates: tuple[date, ...]
    quantiles_km2: tuple[tuple[float, ...], ...]
    came_km2: tuple[float, ...]


@dataclass(frozen=True)
class Coverage:
    """How often the range of 8 in 10 held what came so many months ahead; `apart` of the stretches do not overlap."""

    months_ahead: int
    origins: int
    held: int
    apart: int

    @property
    def share(self) -> float:
        """Share (0-1) of the origins."""
        return self.held / self.origins


@dataclass(frozen=True)
class Backtest(Answered):
    """How the methods did on the record of an edition, by the name of the method and by months ahead.

    `own` is the method by which the edition sets its own pace; `said` is what that one said, origin by origin.
    """

    edition: str
    model_version: str
    months: tuple[str, ...]
    record_sha256: str
    own: str
    scores: Mapping[str, Mapping[int, Score]]
    said: tuple[Said, ...]
    frozen: tuple[Frozen, ...]

    def coverage(self, months_ahead: int = ONE_YEAR, method: str | None = None) -> Coverage:
        """How often a method's range of 8 in 10 held what came; the edition's own method if left out."""
        score = self.scores[method or self.own][months_ahead]
        return Coverage(months_ahead, score.origins, score.held[80], score.apart)

    def answer(self) -> BacktestAnswer:
        """The same for programs, rounded to what the record is measured to."""
        months = self.months
        return BacktestAnswer(
            edition=self.edition,
            model_version=self.model_version,
            record=MonthsAnswer(months[0], months[-1], len(months)),
            record_sha256=self.record_sha256,
            own_method=self.own,
            scores={
                name: {str(ahead): _score_answer(score) for ahead, score in by_months.items()}
                for name, by_months in self.scores.items()
            },
            said=tuple(
                SaidAnswer(
                    months[each.months_behind - 1],
                    each.months_ahead,
                    _by_level(each.quantiles_km2),
                    *map(_rounded, (each.came_km2, each.chance, each.crps_km2)),
                )
                for each in self.said
            ),
            frozen=tuple(_frozen_answer(each) for each in self.frozen),
        )


@cache
def backtest(edition_id: str) -> Backtest:
    """Ask every method of every month of an edition's record that has a year behind it; takes seconds.

    Raises `EvidenceError` for an unknown edition.
    """
    edition = evidence.edition(edition_id)
    record, log_sd = record_of(edition.record), baseline().annual_change_uncertainty / PERCENT
    said = {name: rolling(record, method) for name, method in methods(log_sd).items()}
    own = own_method(edition)
    return Backtest(
        edition=edition.id,
        model_version=MODEL_VERSION,
        months=edition.record.months,
        record_sha256=record_sha256(edition),
        own=own,
        scores={name: _scores(each) for name, each in said.items()},
        said=said[own],
        frozen=tuple(frozen(evidence.edition(each), edition) for each in earlier(edition)),
    )


def frozen(edition: Edition, later: Edition) -> Frozen:
    """What the defaults of an edition said of the months that a later one has the gains of, part of a month included.

    Counted from the edition's start; the gain of a month in which that lies is spread evenly over it.
    """
    scenario, gains = baseline(edition.id), later.land_gains
    dates = tuple(end for end in gains.ends if end > scenario.start)
    inputs = model_inputs(scenario)
    days = [float((day - scenario.start).days) for day in dates]
    drawn = fan(inputs, Front(inputs), {}, np.array(days)).quantiles_km2
    rows = [DRAWN_LEVELS.index(level) for level in LEVELS]
    at_start = gains.level_km2(scenario.start)
    return Frozen(
        edition.id,
        scenario.start,
        dates,
        tuple(tuple(each) for each in drawn[rows].T.tolist()),
        tuple(gains.level_km2(day) - at_start for day in dates),
    )


def earlier(edition: Edition) -> list[str]:
    """The editions before one that some of its gains came after the start of."""
    last = edition.land_gains.ends[-1]
    return [each for each in evidence.edition_ids() if each < edition.id and baseline(each).start < last]


def coverage(edition_id: str, months_ahead: int = ONE_YEAR) -> Coverage | None:
    """How often the range of 8 in 10, set as an edition sets it, held what came, by the newest record; as kept.

    `None` where nothing is kept that is of this model and of this record.
    """
    found = kept(evidence.newest_edition().id)
    return None if found is None else found.coverage(months_ahead, own_method(evidence.edition(edition_id)))


def own_method(edition: Edition) -> str:
    """The method that takes its pace as an edition does: of this year where its window opens on 1 January of it."""
    since = edition.pace.since
    this_year = since is not None and since == date(edition.pace.date.year, 1, 1)
    return OWN_METHODS[this_year]


def record_of(series: GainSeries) -> Record:
    """A record as the model takes it; a month lies in the year of its name."""
    years = tuple(int(month[:4]) for month in series.months)
    return Record(series.gain_km2, tuple(series.days.tolist()), years)


def record_sha256(edition: Edition) -> str:
    """What tells one input from another: the fitted record of an edition, and all gains that come are compared with."""
    gains, record = edition.land_gains, edition.record
    rows = zip(gains.months, gains.starts, gains.ends, gains.gain_km2, strict=True)
    said = [baseline(each).values() for each in earlier(edition)]
    content = [edition.id, record.months[0], record.months[-1], [list(row) for row in rows], said]
    return hashlib.sha256(json.dumps(content, default=str).encode()).hexdigest()


# What is kept.


@cache
def kept(edition_id: str) -> Backtest | None:
    """The backtest that is kept of an edition; `None` where there is none of this model and this record.

    Raises `EvidenceError` for one that cannot be read.
    """
    path = KEPT / f"{edition_id}.json"
    if not path.is_file():
        return None
    current = {"model_version": MODEL_VERSION, "record_sha256": record_sha256(evidence.edition(edition_id))}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        return from_dict(data) if current.items() <= data.items() else None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise EvidenceError(f"{path.name} of {KEPT.name} cannot be read: {error}") from None


def keep(found: Backtest) -> Path:
    """Keep a backtest in place of the edition's last one; says where."""
    KEPT.mkdir(exist_ok=True)
    path = KEPT / f"{found.edition}.json"
    path.write_text(json.dumps(found.as_dict(), indent=1) + "\n", encoding="utf-8")
    kept.cache_clear()
    return path


def from_dict(data: Mapping[str, Any]) -> Backtest:
    """A backtest from what `as_dict` made of one."""
    edition = evidence.edition(data["edition"])
    return Backtest(
        edition=edition.id,
        model_version=data["model_version"],
        months=edition.record.months,
        record_sha256=data["record_sha256"],
        own=data["own_method"],
        scores={
            name: {int(ahead): _score(int(ahead), score) for ahead, score in by_months.items()}
            for name, by_months in data["scores"].items()
        },
        said=tuple(
            Said(
                months_behind=edition.record.months.index(each["last_month"]) + 1,
                months_ahead=each["months_ahead"],
                quantiles_km2=tuple(each["said_km2"].values()),
                came_km2=each["came_km2"],
                chance=each["chance"],
                crps_km2=each["crps_km2"],
            )
            for each in data["said"]
        ),
        frozen=tuple(
            Frozen(
                edition=each["edition"],
                start=date.fromisoformat(each["start"]),
                dates=tuple(date.fromisoformat(row["date"]) for row in each["dates"]),
                quantiles_km2=tuple(tuple(row["said_km2"].values()) for row in each["dates"]),
                came_km2=tuple(row["came_km2"] for row in each["dates"]),
            )
            for each in data["frozen"]
        ),
    )


def _scores(said: Sequence[Said]) -> dict[int, Score]:
    found = ((ahead, scored(said, ahead)) for ahead in MONTHS_AHEAD)
    return {ahead: score for ahead, score in found if score is not None}


def _by_level(values: Iterable[float]) -> dict[str, float]:
    return {name: _rounded(value) for name, value in zip(LEVEL_NAMES, values, strict=True)}


def _score_answer(score: Score) -> ScoreAnswer:
    return ScoreAnswer.of(
        score,
        pinball_km2=_by_level(score.pinball_km2[level] for level in LEVELS),
        **{name: _rounded(getattr(score, name)) for name in ("crps_km2", "absolute_error_km2", "width_80_km2")},
    )


def _frozen_answer(frozen: Frozen) -> FrozenAnswer:
    rows = zip(frozen.dates, frozen.quantiles_km2, frozen.came_km2, strict=True)
    dates = tuple(DateAnswer(day, _by_level(said), _rounded(came)) for day, said, came in rows)
    return FrozenAnswer(frozen.edition, frozen.start, dates)


def _score(months_ahead: int, data: Mapping[str, Any]) -> Score:
    return Score(
        months_ahead=months_ahead,
        origins=data["origins"],
        apart=data["apart"],
        crps_km2=data["crps_km2"],
        absolute_error_km2=data["absolute_error_km2"],
        pinball_km2=dict(zip(LEVELS, data["pinball_km2"].values(), strict=True)),
        held={int(band): held for band, held in data["held"].items()},
        width_80_km2=data["width_80_km2"],
        pit_counts=tuple(data["pit_counts"]),
    )


def _rounded(value: float) -> float:
    return round(value, DECIMALS)
