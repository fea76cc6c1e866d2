"""JSON Schemas (draft 2020-12) of the answers, which are declared by their types, and of a scenario file.

Each schema stands by itself: it refers to nothing outside. A scenario is declared by the table of its numbers and by
the values that its keys may have; as a file it may leave keys out, answers repeat it with all of them.
"""

from __future__ import annotations

import json

from territory.answers.declared import described
from territory.answers.json_schema import (
    TEXT,
    Schema,
    array,
    by_oblast,
    choice,
    const,
    date,
    given,
    if_given,
    or_null,
    parameter,
    record,
    ref,
    region,
    rule,
    text,
    titled,
    whole,
)
from territory.answers.questions import QUESTIONS
from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.scenario.files import CODECS, FORMAT, NUMBER_CODEC, OBLAST_VALUES_CODEC
from territory.scenario.scenario import (
    BY_HAND,
    DOCUMENTED,
    EARLIEST_START,
    FORMAT_DEFAULTS,
    KEYS,
    LATEST_START,
    MAX_TARGETS,
    ORDERS,
    RATE_WINDOW,
    SPLIT_SUM,
    TEXT_LENGTHS,
)

DRAFT = "https://json-schema.org/draft/2020-12/schema"
NULL_IS_NOTHING = ("split", "first", "occupied", "rates")
"""Keys for which a file may say `null`; a saved one and an answer have them empty instead."""
# Lone surrogates are forbidden too, but not every dialect of patterns can name them.
NO_CONTROL_CHARACTERS: Schema = {"not": {"pattern": r"[\u0000-\u001f\u007f-\u009f\u2028\u2029]"}}
NONE = "null where there is none"


def schema(name: str) -> Schema:
    """The schema of what a command prints with `--json`, by the command's name, or of a `scenario` file."""
    found: dict[str, Schema] = {}
    said = scenario_file() if name == "scenario" else described(QUESTIONS[name].answer, found)
    shared = {"region": region, "scenario": whole_scenario}
    used: dict[str, Schema] = {}
    for each, made in reversed(shared.items()):
        if json.dumps(ref(each))[1:-1] in json.dumps([said, found, used]):
            used[each] = made()
    definitions = dict(reversed(used.items())) | found
    return {"$schema": DRAFT, "$id": f"urn:territory:schema:{name}", **said, "$defs": definitions}


def scenario_file() -> Schema:
    """A scenario as a file is read: only the format has to be there."""
    keys = {key: _in_file(key, kind) for key, kind in _keys().items()}
    described = (
        "The assumptions of one projection. What no schema can say (that the parts of split add up, that shares and "
        "paces are of oblasts asked about) is said by: territory check."
    )
    return titled("Scenario file", described, record({"format": _format(), **keys}, optional=keys, allOf=_rules()))


def whole_scenario() -> Schema:
    """A scenario as it is saved and as answers repeat it: every key."""
    described = "Every assumption of the answer, as in a saved scenario file."
    return titled("Scenario", described, record({"format": _format(), **_keys()}, allOf=_rules()))


def _format() -> Schema:
    return const("Format", "Version of the format of scenario files. Without unit.", FORMAT)


def _keys() -> Schema:
    numbers = {key: parameter(key) for key in KEYS if CODECS[key] is NUMBER_CODEC}
    values = {key: by_oblast(key) for key in KEYS if CODECS[key] is OBLAST_VALUES_CODEC}
    split = {"split": by_oblast("split", f" The parts add up to {SPLIT_SUM:g} %.")}
    found = {**numbers, **values, **split, **_names(), **_dates(), **_texts()}
    return {key: found[key] for key in KEYS}


def _names() -> Schema:
    alone = rule({"contains": {"const": UKRAINE}}, {"maxItems": 1})
    before = {"allOf": [ref("region"), {"not": {"const": UKRAINE}}]}
    return {
        "targets": titled(
            "Oblasts asked about",
            f"Their ids, or {UKRAINE} alone.",
            array(ref("region"), 1, MAX_TARGETS, uniqueItems=True, **alone),
        ),
        "first": titled(
            "Counted first",
            "Ids of oblasts that are counted before any of those asked about.",
            array(before, 0, len(evidence.regions()), uniqueItems=True),
        ),
    }


def _dates() -> Schema:
    return {
        "start": date("Start", f"Day 0 of the projection, {EARLIEST_START} to {LATEST_START}."),
        "pause_start": or_null(date("Start of a pause", "First day with no advance."), NONE),
        "setback_date": or_null(date("Day of a setback", "When land comes back; not before the start."), NONE),
    }


def _texts() -> Schema:
    source = f"{DOCUMENTED} (the edition's), {BY_HAND}, or a window of a record: provider~from~to."
    pattern = whole(f"{DOCUMENTED}|{BY_HAND}|{RATE_WINDOW.pattern}")
    return {
        "edition": choice("Edition", "Id of the edition of the documented figures.", evidence.edition_ids()),
        "order": choice("Order", "How the oblasts share the front's pace.", ORDERS),
        "rate_source": text("Source of the pace", source, pattern=pattern, **NO_CONTROL_CHARACTERS),
        **{
            key: text(key.title(), "The author's words.", maxLength=length, **NO_CONTROL_CHARACTERS)
            for key, length in TEXT_LENGTHS.items()
        },
    }


def _in_file(key: str, kind: Schema) -> Schema:
    """A key with what it means to leave it out."""
    if key in NULL_IS_NOTHING:
        kind = or_null(kind, "null is the same as left out")
    if key == "rate_source":
        left_out = f"If left out: {DOCUMENTED} where the pace is the edition's, otherwise {BY_HAND}."
        return {**kind, "description": f"{kind['description']} {left_out}"}
    if key in FORMAT_DEFAULTS:
        return {**kind, "default": CODECS[key].to_json(FORMAT_DEFAULTS[key])}
    return {**kind, "description": f"{kind['description']} If left out: the edition's."}


def _rules() -> list[Schema]:
    """The rules between keys, as far as a schema can say them; a key left out is nothing."""
    return [
        rule(
            given(order={"const": "together"}),
            given(split={"type": "object", "minProperties": 1}),
            if_given(split={"maxProperties": 0}),
        ),
        rule(given(targets={"contains": {"const": UKRAINE}}), if_given(first={"maxItems": 0})),
        rule(given(rates={"type": "object", "minProperties": 1}), if_given(rate={"exclusiveMinimum": 0})),
        _both_or_neither("pause_start", "pause_months"),
        _both_or_neither("setback_date", "setback_km2"),
    ]


def _both_or_neither(day: str, size: str) -> Schema:
    return rule(given(**{day: TEXT}), given(**{size: {"exclusiveMinimum": 0}}), if_given(**{size: {"maximum": 0}}))
