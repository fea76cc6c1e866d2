"""The schema of what `territory estimates` prints: published estimates, ours beside them, and the record since."""

from __future__ import annotations

from typing import get_args

from territory.answers.estimates import GRADES, INPUT_STATUSES, INPUTS, UNITS, Untested
from territory.answers.schemas.pieces import (
    NULL,
    TEXT,
    Schema,
    array,
    choice,
    const,
    count,
    date,
    given,
    number,
    or_null,
    record,
    ref,
    rule,
    text,
    titled,
    whole,
)
from territory.answers.scoreboard import Course
from territory.figures.evidence import edition_ids
from territory.model import MODEL_VERSION
from territory.scenario.links import MAX_LINK_CHARACTERS, VERSION
from territory.scenario.scenario import MAX_TARGETS

MOST = 1_000
MAY_NOT = "null where it gave neither area nor pace"
NAMES = {"remaining": "Remaining area", "rate": "Pace"}


def estimates() -> Schema:
    """The answer of `territory estimates`."""
    keys = {
        "model_version": const("Model", "Version of the model that answers.", MODEL_VERSION),
        "record": titled("Record", "What the estimates are held against.", _record()),
        "rule": _words("Rule", "By which rule an estimate stands as it does."),
        "estimates": titled("Estimates", "The oldest first.", array(ref("estimate"), 1, MOST)),
    }
    definitions = {"estimate": _estimate(), "source": _source()}
    described = "Published estimates, our answers beside them, and what the record shows since. Not a forecast."
    return {**titled("Answer of territory estimates", described, record(keys)), "$defs": definitions}


def _words(title: str, description: str) -> Schema:
    return text(title, description, minLength=1)


def _record() -> Schema:
    return record(
        {
            "until": date("Until", "The last day of the record."),
            "definition": _words("Definition", "What the record counts."),
            "source": titled("Source", "From whom the record is.", ref("source")),
        }
    )


def _source() -> Schema:
    return record(
        {
            "title": _words("Title", "What was read."),
            "publisher": _words("Publisher", "Who published it."),
            "url": or_null(_words("Address", "Where it was read."), "null where there is none"),
            "note": _words("Note", "How it was read."),
        }
    )


def _estimate() -> Schema:
    inputs = record({key: _input(key) for key in INPUTS})
    link = text("Link", "The link of its scenario.", maxLength=MAX_LINK_CHARACTERS, pattern=whole(rf"\?v={VERSION}&.+"))
    keys = {
        "id": text("Name", "By which `territory project` opens it.", pattern=whole("[a-z0-9-]+")),
        "who": _words("Who", "Who said it."),
        "stated": date("Stated", "The day of the statement."),
        "reported_by": or_null(_words("Reported by", "Who reported it."), "null where the original was read"),
        "grade": choice("Grade", "Whether a named source or a second-hand copy was read.", GRADES),
        "context_only": titled("Context only", "Whether it gave neither area nor pace.", {"type": "boolean"}),
        "targets": titled("Oblasts", "Which it is about.", array(ref("region"), 1, MAX_TARGETS, uniqueItems=True)),
        "published": titled("Published", "Its answer, and from when to when that reaches.", _published()),
        "inputs": or_null(titled("Inputs", "What it rests on.", inputs), MAY_NOT),
        "recorded_pace_km2_per_day": or_null(
            number("Recorded pace", "The whole front's in the window of its pace.", "km²/day"),
            "null where its pace has no window, or the record does not reach over it",
        ),
        "ours": or_null(titled("Ours", "Our answer from its inputs.", _ours()), MAY_NOT),
        "why": _words("Why", "Why the answers differ."),
        "untested": {
            **or_null(choice("Untested", "Why no test holds ours to it.", ()), "null where one does"),
            "enum": [*_reasons(), None],
        },
        "edition": choice("Edition", "From which all else of its scenario is.", edition_ids()),
        "edition_is_later": titled("Later edition", "Whether the edition came after it.", {"type": "boolean"}),
        "link": or_null(link, MAY_NOT),
        "since": or_null(
            titled("Since", "What the record shows since, in the oblasts that it names.", _since()),
            "null where the record ends by the day of the statement",
        ),
        "sources": titled("Sources", "Where it was read, and what else it rests on.", array(ref("source"), 1, MOST)),
    }
    context = given(context_only={"const": True})
    nothing, all_of_it = given(inputs=NULL, ours=NULL, link=NULL), given(inputs=_OBJECT, ours=_OBJECT, link=TEXT)
    return record(keys, allOf=[rule(context, nothing, all_of_it)])


_OBJECT: Schema = {"type": "object"}


def _reasons() -> list[str]:
    return [reason for reason in get_args(Untested) if reason]


def _input(key: str) -> Schema:
    meaning, unit = "By the source, or as its status says.", UNITS[key]
    keys = {
        "value": number(NAMES[key], meaning, unit, exclusiveMinimum=0),
        "low": number("Low", "The least that its rounding allows.", unit, exclusiveMinimum=0),
        "high": number("High", "The most that its rounding allows.", unit, exclusiveMinimum=0),
        "unit": const("Unit", "Unit of the three.", unit),
        "since": or_null(date("Since", "The first day of its window."), "null where it has none"),
        "until": date("Until", "The last day of its window, or its day."),
        "status": choice("Status", "Published, derived, or implied by the published answer.", INPUT_STATUSES),
        "definition": _words("Definition", "What it is."),
        "source": titled("Source", "Where it is from.", ref("source")),
    }
    return titled(NAMES[key], "With the bounds of its rounding.", record(keys))


def _published() -> Schema:
    return record(
        {
            "text": _words("Answer", "In our words."),
            "definition": _words("Definition", "How far its precision reaches."),
            "earliest": date("Earliest", "The first day that it allows."),
            "latest": or_null(date("Latest", "The last day that it allows."), "null where it has no end"),
            "low_days": number("Low", "Time from the statement to its first end.", "days", exclusiveMinimum=0),
            "high_days": or_null(
                number("High", "Time to its last end.", "days", exclusiveMinimum=0), "null where it has no end"
            ),
        }
    )


def _ours() -> Schema:
    return record(
        {
            "days": number("Days", "The central answer, from the statement.", "days", minimum=0),
            "date": or_null(date("Date", "The same as a date."), "null after the year 9999"),
            "low_days": number("Low", "What the rounding of its inputs allows at the least.", "days", minimum=0),
            "high_days": number("High", "What the rounding of its inputs allows at the most.", "days", minimum=0),
            "difference_days": number("Difference", "How far ours is outside the published answer.", "days"),
            "holds": or_null(
                titled("Holds", "Whether both agree within their rounding.", {"type": "boolean"}),
                "null where an input is implied",
            ),
        }
    )


def _since() -> Schema:
    left, even = "Official area less the record's.", "What an even advance would have taken by now."
    return record(
        {
            "until": date("Until", "The last day of the record."),
            "elapsed_days": count("Elapsed", "Time since the statement.", "days"),
            "remaining_then_km2": number("Left then", left, "km²", minimum=0),
            "taken_km2": number("Taken", "Net area taken since, in the oblasts named.", "km²"),
            "pace_km2_per_day": number("Pace since", "The same per day.", "km²/day"),
            "front_km2": number("Front", "Net area that the whole front took since.", "km²"),
            "front_pace_km2_per_day": number("Pace of the front", "The same per day.", "km²/day"),
            "remaining_now_km2": number("Left now", left, "km²", minimum=0),
            "expected_low_km2": number("Even course, low", f"{even} For the latest end.", "km²", minimum=0),
            "expected_high_km2": number("Even course, high", f"{even} For the earliest end.", "km²", minimum=0),
            "course": choice("Course", "How the estimate stands, by the rule.", Course),
        }
    )
