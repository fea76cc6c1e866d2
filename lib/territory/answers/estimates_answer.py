"""What the answer about published estimates says, key by key: each with its score, our answer, and the record since."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, get_args

from territory.answers import json_schema
from territory.answers.declared import Declared, Told, day, described, told
from territory.answers.estimates import UNITS, Grade, InputStatus, Untested
from territory.answers.json_schema import NULL, TEXT, Schema, choice, const, given, or_null, ref, rule, whole
from territory.answers.outlook import MODEL
from territory.figures import evidence
from territory.scenario.links import MAX_LINK_CHARACTERS, VERSION
from territory.scenario.scenario import MAX_TARGETS

MOST = 1_000
MAY_NOT = "null where it gave neither area nor pace"
NO_END = "null where it has no end"
LEFT = "Official area less the record's."
EVEN = "What an even advance would have taken by now."


class Course(StrEnum):
    """How an estimate stands against the record."""

    AHEAD = "ahead"
    ON_COURSE = "on course"
    BEHIND = "behind"
    FAILED = "failed"
    DUE_LATER = "due later"


def words(title: str, sentence: str, null: str = "") -> Told:
    """What a text is that is never empty."""
    return told(title, sentence, null=null, minLength=1)


class SourceAnswer(Declared, defined="source"):
    """Where something was read, in JSON."""

    title: Annotated[str, words("Title", "What was read.")]
    publisher: Annotated[str, words("Publisher", "Who published it.")]
    url: Annotated[str | None, words("Address", "Where it was read.", "null where there is none")]
    note: Annotated[str, words("Note", "How it was read.")]


class RecordAnswer(Declared):
    """The record that estimates are held against, in JSON."""

    until: Annotated[date, day("Until", "The last day of the record.")]
    definition: Annotated[str, words("Definition", "What the record counts.")]
    source: Annotated[SourceAnswer, told("Source", "From whom the record is.")]


class InputAnswer(Declared):
    """One input of an estimate, in JSON."""

    value: Annotated[float, told("Value", "By the source, or as its status says.")]
    low: Annotated[float, told("Low", "The least that its rounding allows.")]
    high: Annotated[float, told("High", "The most that its rounding allows.")]
    unit: Annotated[str, told("Unit", "Unit of the three.")]
    since: Annotated[date | None, day("Since", "The first day of its window.", "null where it has none")]
    until: Annotated[date, day("Until", "The last day of its window, or its day.")]
    status: Annotated[InputStatus, told("Status", "Published, derived, or implied by the published answer.")]
    definition: Annotated[str, words("Definition", "What it is.")]
    source: Annotated[SourceAnswer, told("Source", "Where it is from.")]

    @classmethod
    def in_unit(cls, unit: str) -> Schema:
        """Its schema where its numbers are in a unit."""
        keys = cls.fields_told()
        numbers = {
            name: json_schema.number(keys[name].what.title, keys[name].what.sentence, unit, exclusiveMinimum=0)
            for name in ("value", "low", "high")
        }
        return described(cls, {}, unit=const("Unit", "Unit of the three.", unit), **numbers)


class InputsAnswer(Declared):
    """What an estimate rests on, in JSON."""

    remaining: Annotated[
        InputAnswer,
        Told(
            "Remaining area", "With the bounds of its rounding.", kind=lambda: InputAnswer.in_unit(UNITS["remaining"])
        ),
    ]
    rate: Annotated[
        InputAnswer, Told("Pace", "With the bounds of its rounding.", kind=lambda: InputAnswer.in_unit(UNITS["rate"]))
    ]


class PublishedAnswer(Declared):
    """A published answer, in JSON."""

    text: Annotated[str, words("Answer", "In our words.")]
    definition: Annotated[str, words("Definition", "How far its precision reaches.")]
    earliest: Annotated[date, day("Earliest", "The first day that it allows.")]
    latest: Annotated[date | None, day("Latest", "The last day that it allows.", NO_END)]
    low_days: Annotated[float, told("Low", "Time from the statement to its first end.", "days", exclusiveMinimum=0)]
    high_days: Annotated[float | None, told("High", "Time to its last end.", "days", NO_END, exclusiveMinimum=0)]


class Ours(Declared):
    """Our answer from an estimate's inputs: the central one, and what the rounding of the inputs allows."""

    days: Annotated[float, told("Days", "The central answer, from the statement.", "days", minimum=0)]
    date: Annotated[date | None, day("Date", "The same as a date.", "null after the year 9999")]
    low_days: Annotated[float, told("Low", "What the rounding of its inputs allows at the least.", "days", minimum=0)]
    high_days: Annotated[float, told("High", "What the rounding of its inputs allows at the most.", "days", minimum=0)]
    difference_days: Annotated[float, told("Difference", "How far ours is outside the published answer.", "days")]
    holds: Annotated[
        bool | None, told("Holds", "Whether both agree within their rounding.", null="null where an input is implied")
    ]


class Since(Declared):
    """What the record shows since a statement, in the oblasts that it names (all of Ukraine: the whole front)."""

    until: Annotated[date, day("Until", "The last day of the record.")]
    elapsed_days: Annotated[int, told("Elapsed", "Time since the statement.", "days")]
    remaining_then_km2: Annotated[float, told("Left then", LEFT, "km²", minimum=0)]
    taken_km2: Annotated[float, told("Taken", "Net area taken since, in the oblasts named.", "km²")]
    pace_km2_per_day: Annotated[float, told("Pace since", "The same per day.", "km²/day")]
    front_km2: Annotated[float, told("Front", "Net area that the whole front took since.", "km²")]
    front_pace_km2_per_day: Annotated[float, told("Pace of the front", "The same per day.", "km²/day")]
    remaining_now_km2: Annotated[float, told("Left now", LEFT, "km²", minimum=0)]
    expected_low_km2: Annotated[float, told("Even course, low", f"{EVEN} For the latest end.", "km²", minimum=0)]
    expected_high_km2: Annotated[float, told("Even course, high", f"{EVEN} For the earliest end.", "km²", minimum=0)]
    course: Annotated[Course, told("Course", "How the estimate stands, by the rule.")]
    even_days: float
    """After how long an even course would have taken as much; of the ends stated, for the one that fits best."""


# Context alone has neither inputs nor an answer of ours nor a link; all others have them all.
OBJECT: Schema = {"type": "object"}
CONTEXT_ONLY = rule(
    given(context_only={"const": True}),
    given(inputs=NULL, ours=NULL, link=NULL),
    given(inputs=OBJECT, ours=OBJECT, link=TEXT),
)


class ScoreAnswer(Declared, defined="estimate", rules=[CONTEXT_ONLY]):
    """One estimate with its score, in JSON."""

    id: Annotated[str, told("Name", "By which `territory project` opens it.", pattern=whole("[a-z0-9-]+"))]
    who: Annotated[str, words("Who", "Who said it.")]
    stated: Annotated[date, day("Stated", "The day of the statement.")]
    reported_by: Annotated[str | None, words("Reported by", "Who reported it.", "null where the original was read")]
    grade: Annotated[Grade, told("Grade", "Whether a named source or a second-hand copy was read.")]
    context_only: Annotated[bool, told("Context only", "Whether it gave neither area nor pace.")]
    targets: Annotated[
        tuple[str, ...],
        Told(
            "Oblasts",
            "Which it is about.",
            each=Told(kind=lambda: ref("region")),
            limits={"least": 1, "most": MAX_TARGETS, "uniqueItems": True},
        ),
    ]
    published: Annotated[PublishedAnswer, told("Published", "Its answer, and from when to when that reaches.")]
    inputs: Annotated[InputsAnswer | None, told("Inputs", "What it rests on.", null=MAY_NOT)]
    recorded_pace_km2_per_day: Annotated[
        float | None,
        told(
            "Recorded pace",
            "The whole front's in the window of its pace.",
            "km²/day",
            "null where its pace has no window, or the record does not reach over it",
        ),
    ]
    ours: Annotated[Ours | None, told("Ours", "Our answer from its inputs.", null=MAY_NOT)]
    why: Annotated[str, words("Why", "Why the answers differ.")]
    untested: Annotated[
        str | None,
        Told(
            kind=lambda: or_null(
                choice("Untested", "Why no test holds ours to it.", filter(None, get_args(Untested))),
                "null where one does",
            )
        ),
    ]
    edition: Annotated[
        str,
        Told(kind=lambda: choice("Edition", "From which all else of its scenario is.", evidence.edition_ids())),
    ]
    edition_is_later: Annotated[bool, told("Later edition", "Whether the edition came after it.")]
    link: Annotated[
        str | None,
        told(
            "Link",
            "The link of its scenario.",
            null=MAY_NOT,
            maxLength=MAX_LINK_CHARACTERS,
            pattern=whole(rf"\?v={VERSION}&.+"),
        ),
    ]
    since: Annotated[
        Since | None,
        told(
            "Since",
            "What the record shows since, in the oblasts that it names.",
            null="null where the record ends by the day of the statement",
        ),
    ]
    sources: Annotated[
        tuple[SourceAnswer, ...],
        Told("Sources", "Where it was read, and what else it rests on.", limits={"least": 1, "most": MOST}),
    ]


class EstimatesAnswer(
    Declared,
    title="Answer of territory estimates",
    sentence="Published estimates, our answers beside them, and what the record shows since. Not a forecast.",
    rows=("estimates", "estimate"),
):
    """The answer of `territory estimates`: areas in km², times in days, no end as `null`."""

    model_version: Annotated[str, MODEL]
    record: Annotated[RecordAnswer, told("Record", "What the estimates are held against.")]
    rule: Annotated[str, words("Rule", "By which rule an estimate stands as it does.")]
    estimates: Annotated[
        tuple[ScoreAnswer, ...], Told("Estimates", "The oldest first.", limits={"least": 1, "most": MOST})
    ]
