"""The schema of the answer of `territory backtest`, which is of an edition and not of a scenario."""

from __future__ import annotations

from collections.abc import Iterable

from territory.answers.backtest import OWN_METHODS
from territory.answers.outlook import PERCENT
from territory.answers.schemas.pieces import (
    Schema,
    array,
    choice,
    const,
    count,
    date,
    number,
    record,
    ref,
    share,
    text,
    titled,
    whole,
)
from territory.figures.evidence import edition_ids
from territory.model import MODEL_VERSION
from territory.model.ahead import METHODS
from territory.model.backtest import BANDS, LEVELS, MONTHS_AHEAD, PIT_BINS


def backtest() -> Schema:
    """The answer of `territory backtest`."""
    asked = {str(months): titled(f"{months} months ahead", "Scores.", ref("score")) for months in MONTHS_AHEAD}
    by_method = {name: titled(name, "By months ahead.", record(asked)) for name in METHODS}
    keys = {
        "edition": choice("Edition", "Whose record was asked.", edition_ids()),
        "model_version": const("Model", "Version of the model that answers.", MODEL_VERSION),
        "record": titled("Record", "The months that the answer is of.", _record()),
        "record_sha256": text("Hash", "Tells one record from another.", pattern=whole("[0-9a-f]{64}")),
        "own_method": choice("Own method", "The one that takes its pace as the edition does.", OWN_METHODS),
        "scores": titled("Scores", "By method.", record(by_method)),
        "said": titled("Said", "What the edition's own method said at each start.", _list(ref("said"))),
        "frozen": titled("Frozen", "What earlier editions said of the months since.", _list(ref("frozen"))),
    }
    described = "How well it would have done on past months, each asked with the months before it alone."
    definitions = {"score": _score(), "said": _said(), "frozen": _frozen(), "levels": _levels()}
    return {**titled("Answer of territory backtest", described, record(keys)), "$defs": definitions}


def _record() -> Schema:
    months = count("Months", "How many there are.", "months")
    return record({"first": _month("First", "The first."), "last": _month("Last", "The last."), "months": months})


def _score() -> Schema:
    held = {str(band): count(f"{band} %", "Starts at which this central range held.", "") for band in BANDS}
    bins = array(count("Starts", "How many fell into this part.", ""), PIT_BINS, PIT_BINS)
    return record(
        {
            "origins": count("Starts", "Months from which it was asked.", ""),
            "apart": count("Not overlapping", "Stretches among them that do not overlap.", ""),
            "crps_km2": _loss("Loss", "Mean continuous ranked probability score."),
            "absolute_error_km2": _loss("Error of the median", "Mean absolute error of the median said."),
            "pinball_km2": titled("Pinball loss", "Mean loss of each quantile.", ref("levels")),
            "held": titled("Held", "How often a range held what came.", record(held)),
            "width_80_km2": _loss("Width", "Mean width of the range of 8 in 10."),
            "pit_counts": titled("PIT", "Into which part of what was said the outcome fell, the lowest first.", bins),
        }
    )


def _said() -> Schema:
    return record(
        {
            "last_month": _month("Last month known", "The month at whose end it was asked."),
            "months_ahead": titled("Months ahead", "In months.", {"enum": list(MONTHS_AHEAD)}),
            "said_km2": titled("Said", "Quantiles of the net gain.", ref("levels")),
            "came_km2": number("Came", "The net gain.", "km²"),
            "chance": share("Chance", "Of at most what came, by what was said."),
            "crps_km2": _loss("Loss", "Continuous ranked probability score."),
        }
    )


def _frozen() -> Schema:
    at = {
        "date": date("Date", "Until when."),
        "said_km2": titled("Said", "Quantiles of the net gain since the start.", ref("levels")),
        "came_km2": number("Came", "The net gain since the start.", "km²"),
    }
    return record(
        {
            "edition": choice("Edition", "Whose defaults said it.", edition_ids()),
            "start": date("Start", "The day counted from."),
            "dates": titled("Dates", "The earliest first.", _list(record(at))),
        }
    )


def _levels() -> Schema:
    percents: Iterable[int] = (round(PERCENT * level) for level in LEVELS)
    return record({f"p{percent}": number(f"{percent} %", "At this level.", "km²") for percent in percents})


def _loss(title: str, meaning: str) -> Schema:
    return number(title, meaning, "km²", minimum=0)


def _month(title: str, description: str) -> Schema:
    return text(title, description, pattern=whole(r"\d{4}-\d{2}"), maxLength=len("2030-01"))


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}
