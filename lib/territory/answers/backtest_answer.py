"""What the answer about past months says, key by key: how each method did, what was said at each start, what came."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated

from territory.answers.declared import Declared, Told, day, share, told
from territory.answers.json_schema import choice, whole
from territory.answers.outlook import MODEL, PERCENT
from territory.figures import evidence
from territory.model.ahead import METHODS
from territory.model.backtest import BANDS, LEVELS, MONTHS_AHEAD, PIT_BINS

OWN_METHODS = ("tool_whole_record", "tool_this_year")
"""By which an edition takes its own pace."""
LEVEL_NAMES = tuple(f"p{round(level * PERCENT)}" for level in LEVELS)


def quantiles(title: str, sentence: str) -> Told:
    """What quantiles of a net gain are, by name."""
    return Told(title, sentence, each={name: told(f"{name[1:]} %", "At this level.", "km²") for name in LEVEL_NAMES})


def loss(title: str, sentence: str) -> Told:
    """What a loss is: the less, the better."""
    return told(title, sentence, "km²", minimum=0)


def month(title: str, sentence: str) -> Told:
    """What a month is."""
    return told(title, sentence, pattern=whole(r"\d{4}-\d{2}"), maxLength=len("2030-01"))


def an_edition(sentence: str) -> Told:
    """What the id of an edition is."""
    return Told(kind=lambda: choice("Edition", sentence, evidence.edition_ids()))


class MonthsAnswer(Declared):
    """The months that a backtest is of, in JSON."""

    first: Annotated[str, month("First", "The first.")]
    last: Annotated[str, month("Last", "The last.")]
    months: Annotated[int, told("Months", "How many there are.", "months")]


class ScoreAnswer(Declared, defined="score"):
    """How a method did so many months ahead, in JSON."""

    origins: Annotated[int, told("Starts", "Months from which it was asked.")]
    apart: Annotated[int, told("Not overlapping", "Stretches among them that do not overlap.")]
    crps_km2: Annotated[float, loss("Loss", "Mean continuous ranked probability score.")]
    absolute_error_km2: Annotated[float, loss("Error of the median", "Mean absolute error of the median said.")]
    pinball_km2: Annotated[Mapping[str, float], quantiles("Pinball loss", "Mean loss of each quantile.")]
    held: Annotated[
        Mapping[int, int],
        Told(
            "Held",
            "How often a range held what came.",
            each={str(band): told(f"{band} %", "Starts at which this central range held.") for band in BANDS},
        ),
    ]
    width_80_km2: Annotated[float, loss("Width", "Mean width of the range of 8 in 10.")]
    pit_counts: Annotated[
        tuple[int, ...],
        Told(
            "PIT",
            "Into which part of what was said the outcome fell, the lowest first.",
            each=told("Starts", "How many fell into this part."),
            limits={"least": PIT_BINS, "most": PIT_BINS},
        ),
    ]


class SaidAnswer(Declared, defined="said"):
    """What the edition's own method said from one month on, and what came, in JSON."""

    last_month: Annotated[str, month("Last month known", "The month at whose end it was asked.")]
    months_ahead: Annotated[int, Told("Months ahead", "In months.", kind=lambda: {"enum": list(MONTHS_AHEAD)})]
    said_km2: Annotated[Mapping[str, float], quantiles("Said", "Quantiles of the net gain.")]
    came_km2: Annotated[float, told("Came", "The net gain.", "km²")]
    chance: Annotated[float, share("Chance", "Of at most what came, by what was said.")]
    crps_km2: Annotated[float, loss("Loss", "Continuous ranked probability score.")]


class DateAnswer(Declared):
    """What an edition said of the time until a date, and what came, in JSON."""

    date: Annotated[date, day("Date", "Until when.")]
    said_km2: Annotated[Mapping[str, float], quantiles("Said", "Quantiles of the net gain since the start.")]
    came_km2: Annotated[float, told("Came", "The net gain since the start.", "km²")]


class FrozenAnswer(Declared, defined="frozen"):
    """What an earlier edition said of the months since, in JSON."""

    edition: Annotated[str, an_edition("Whose defaults said it.")]
    start: Annotated[date, day("Start", "The day counted from.")]
    dates: Annotated[tuple[DateAnswer, ...], told("Dates", "The earliest first.")]


class BacktestAnswer(
    Declared,
    title="Answer of territory backtest",
    sentence="How well it would have done on past months, each asked with the months before it alone.",
    rows=("scores", "method"),
):
    """The answer of `territory backtest`: areas in km², chances as shares."""

    edition: Annotated[str, an_edition("Whose record was asked.")]
    model_version: Annotated[str, MODEL]
    record: Annotated[MonthsAnswer, told("Record", "The months that the answer is of.")]
    record_sha256: Annotated[str, told("Hash", "Tells one record from another.", pattern=whole("[0-9a-f]{64}"))]
    own_method: Annotated[
        str,
        Told(kind=lambda: choice("Own method", "The one that takes its pace as the edition does.", OWN_METHODS)),
    ]
    scores: Annotated[
        Mapping[str, Mapping[str, ScoreAnswer]],
        Told(
            "Scores",
            "By method.",
            each={
                name: Told(
                    name,
                    "By months ahead.",
                    each={str(months): told(f"{months} months ahead", "Scores.") for months in MONTHS_AHEAD},
                )
                for name in METHODS
            },
        ),
    ]
    said: Annotated[tuple[SaidAnswer, ...], told("Said", "What the edition's own method said at each start.")]
    frozen: Annotated[tuple[FrozenAnswer, ...], told("Frozen", "What earlier editions said of the months since.")]
