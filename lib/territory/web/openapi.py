"""The OpenAPI 3.1 document, made from what is there: the keys of links, the schemas, the kinds of problems."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.metadata import version
from typing import Any
from urllib.parse import parse_qsl

from territory.answers import json_schema as pieces
from territory.answers.comparison import MOST
from territory.answers.json_schema import Schema, array, choice, const, record, text, titled
from territory.answers.questions import MOST_VALUES, QUESTIONS, Option, Question
from territory.answers.schemas import schema
from territory.library.library import ID
from territory.scenario.files import (
    CODECS,
    DATE_CODEC,
    MAX_FILE_BYTES,
    MAYBE_DATE_CODEC,
    NAMES_CODEC,
    NONE,
    NUMBER_CODEC,
    OBLAST_VALUES_CODEC,
    presets,
)
from territory.scenario.links import MAX_LINK_CHARACTERS, PRESET, SAVED, VERSION, link
from territory.scenario.scenario import KEYS, baseline
from territory.text import capital
from territory.web import problems
from territory.web.reading import LINK

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ABOUT = f"""\
If a pace held, how long until an oblast of Ukraine is taken? Arithmetic about area under stated assumptions, not a
forecast; it says nothing about people, cities, politics or law.

**What is asked.** Either every key of a full link (`v={VERSION}` and {len(KEYS)} keys), or a short link:
`{PRESET}=NAME` for a preset or a published estimate, `{SAVED}=ID` for a saved scenario. Nothing takes a default: a link
that lacks a key, or an address with none at all, is a problem (400) that names what is missing. Parameters that no link
has are ignored.

**Problems** are `application/problem+json` (RFC 9457); `problems` names every key that is to blame, all together.

**Other sites.** GET may be read from any page; saving may not.

**Caches.** Answers have a strong `ETag` and may be kept for an hour; problems are never kept.
"""


# How values are written in links that are objects, lists or null in files.
WRITTEN = {
    OBLAST_VALUES_CODEC: f" Written as kharkiv~4,odesa~0, or {NONE}.",
    NAMES_CODEC: f" With commas between them, or {NONE}.",
    DATE_CODEC: " Written as 2030-01-31.",
    MAYBE_DATE_CODEC: f" Written as 2030-01-31, or {NONE}.",
}


@lru_cache(maxsize=1)
def text_of_document() -> str:
    """The document as JSON."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


def document() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": DIALECT,
        "info": {
            "title": "territory",
            "summary": "An explorer of territorial scenarios",
            "description": ABOUT,
            "version": version("territory"),
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "paths": _paths(),
        "components": {
            "schemas": _schemas(),
            "parameters": _link_parameters(),
            "headers": _headers(),
            "responses": _problem_responses(),
        },
    }


def _paths() -> dict[str, Any]:
    questions = {f"/api/v1/{each.name}": {"get": _question(each)} for each in QUESTIONS.values()}
    tables = {f"/api/v1/{each.name}.csv": {"get": _table(each)} for each in QUESTIONS.values()}
    return {
        **questions,
        **tables,
        "/api/v1/scenarios": {
            "get": _operation(
                "presets",
                "The presets",
                "The scenarios that come with the program. What readers save is not listed: it is known to those who "
                "have its link.",
                _found("Presets", "The presets.") | _refused(("failure",)),
            ),
            "post": _operation(
                "save",
                "Save a scenario",
                "Takes a scenario file, whose keys left out take the defaults of its edition as everywhere in files "
                '(the answer has them all), or `{"link": "…"}` with a whole link. The same scenario has one id: '
                f"saving again is harmless. At most {MAX_FILE_BYTES} bytes.",
                _kept() | _refused(("scenario", "too-large", "media-type", "too-many", "failure", "library")),
                requestBody=_body(),
            ),
        },
        "/api/v1/scenarios/{id}": {
            "get": _operation(
                "saved",
                "A saved scenario",
                "With the answer that it had when it was first saved, and the model of that day.",
                _found("Saved", "The saved scenario.") | _refused(("not-saved", "failure", "newer", "library")),
                parameters=[_id()],
            )
        },
        "/healthz": {"get": _operation("healthz", "The process lives", "", _well(), tags=["health"])},
        "/readyz": {
            "get": _operation(
                "readyz",
                "Scenarios can be saved and opened too",
                "",
                _well() | _refused(("library",)),
                tags=["health"],
            )
        },
    }


def _operation(id: str, summary: str, description: str, responses: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    described = {"description": description} if description else {}
    return {"operationId": id, "summary": summary, **described, "tags": ["scenarios"], **more, "responses": responses}


def _question(question: Question) -> dict[str, Any]:
    return _operation(
        question.name,
        capital(question.about),
        f"Byte by byte what `territory {question.name} --json` prints.",
        _found(_component(question), "The answer.") | _refused(_may_fail(question)),
        parameters=_asked(question),
    )


def _table(question: Question) -> dict[str, Any]:
    content, row = {"text/csv": {"schema": {"type": "string"}}}, question.answer.ROWS[1]
    return _operation(
        f"{question.name}Table",
        f"{capital(question.about)}, as a table",
        f"A row for each {row} and quantity (`{row},quantity,unit,value`), under lines "
        "that begin with `#` and name the model and, where there is a scenario, its link and every assumption.",
        _found("", "") | {"200": {"description": "The table.", "content": content}} | _refused(_may_fail(question)),
        parameters=_asked(question),
    )


def _component(question: Question) -> str:
    return "Answer" if question.name == "project" else f"{question.name.title()}Answer"


def _may_fail(question: Question) -> tuple[str, ...]:
    return ("link" if question.of == "scenario" else "question", "failure", "busy")


# What is asked.


def _link_parameters() -> dict[str, Any]:
    """Every key of a link, then the names of short ones."""
    examples = dict(parse_qsl(link(baseline()).removeprefix("?"), keep_blank_values=True))
    keys = schema("scenario")["properties"]
    found = {
        "v": _parameter("v", const("Version", "Of the format of links.", str(VERSION)), examples["v"]),
        **{key: _parameter(key, _in_link(key, keys[key]), examples[key]) for key in KEYS},
    }
    name = text("Short name", "Of a preset or of a published estimate. Alone, without other keys.", maxLength=80)
    saved = text("Id", "Of a saved scenario. Alone, without other keys.", pattern=pieces.whole(ID.pattern))
    return found | {PRESET: _parameter(PRESET, name), SAVED: _parameter(SAVED, saved)}


def _in_link(key: str, in_file: Schema) -> Schema:
    """How a key is written in a link: percent, km², ISO dates, as in files, but all of it text."""
    codec = CODECS[key]
    if codec is NUMBER_CODEC:
        return pieces.parameter(key)
    meaning = in_file["description"].partition(" If left out")[0].partition(" null ")[0]
    limits = {name: in_file[name] for name in ("enum", "pattern", "maxLength") if name in in_file}
    return text(in_file["title"], f"{meaning}{WRITTEN.get(codec, '')}", **({} if codec in WRITTEN else limits))


def _parameter(name: str, kind: Schema, example: str | None = None) -> dict[str, Any]:
    described = {key: kind[key] for key in kind if key not in ("title", "description")}
    shown = {} if example is None else {"example": float(example) if kind.get("type") == "number" else example}
    about = f"{kind['title']}. {kind['description']}"
    return {"name": name, "in": "query", "required": False, "description": about, "schema": described, **shown}


def _asked(question: Question) -> list[dict[str, Any]]:
    """The parameters of a question: what it is of, then its options."""
    of: list[dict[str, Any]] = []
    if question.of == "scenario":
        of = [_ref("parameters", name) for name in _link_parameters()]
    elif question.of == "scenarios":
        kind: Schema = {"type": "string", "maxLength": 4 * MAX_LINK_CHARACTERS}
        examples = [f"?{PRESET}=documented-pace", link(baseline())]
        of = [_several(LINK, "A whole link or a short one; once for each scenario.", kind, MOST, examples, True)]
    return of + [_option(option) for option in question.options]


def _option(option: Option) -> dict[str, Any]:
    kind = pieces.date("Date", "A day.") if option.shape == "DATE" else {"type": "string"}
    kind = {key: kind[key] for key in kind if key in ("type", "format", "pattern")}
    said = capital(option.about)
    if option.many:
        return _several(option.name, said, kind, MOST_VALUES, [option.example])
    about = {"name": option.name, "in": "query", "required": option.needed, "description": f"{said}."}
    return {**about, "schema": kind, "example": option.example}


def _several(
    name: str, about: str, kind: Schema, most: int, example: list[str], needed: bool = False
) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": needed,
        "description": f"{about}; up to {most}.",
        "style": "form",
        "explode": True,
        "schema": array(kind, 0, most),
        "example": example,
    }


def _id() -> dict[str, Any]:
    kind = text("Id", "Capitals, and o, i and l for 0 and 1, are read as what is meant.", minLength=1)
    about = {"name": "id", "in": "path", "required": True, "description": kind["description"]}
    return {**about, "schema": {"type": "string", "minLength": 1}}


def _body() -> dict[str, Any]:
    examples = {"link": {"value": {LINK: f"?{PRESET}=documented-pace"}}, "file": {"value": {"format": 1, "rate": 9.5}}}
    either = {"anyOf": [_ref("schemas", "Scenario"), _ref("schemas", "Link")]}
    return {"required": True, "content": {"application/json": {"schema": either, "examples": examples}}}


# What is answered.


def _found(name: str, description: str) -> dict[str, Any]:
    headers = {each: _ref("headers", each) for each in ("ETag", "Cache-Control")}
    content = {"application/json": {"schema": _ref("schemas", name)}}
    same = {"description": "The same as you have, by `If-None-Match`.", "headers": headers}
    return {"200": {"description": description, "headers": headers, "content": content}, "304": same}


def _kept() -> dict[str, Any]:
    content = {"application/json": {"schema": _ref("schemas", "Saved")}}
    headers = {"Location": _ref("headers", "Location")}
    return {
        "201": {"description": "It is saved.", "headers": headers, "content": content},
        "200": {"description": "It was saved before.", "headers": headers, "content": content},
    }


def _well() -> dict[str, Any]:
    state = record({"status": const("Status", "All is well.", "ok")})
    return {"200": {"description": "Yes.", "content": {"application/json": {"schema": state}}}}


def _refused(names: Iterable[str]) -> dict[str, Any]:
    kinds = {kind.name: kind for kind in problems.KINDS}
    return {str(kinds[name].status): _ref("responses", name) for name in names}


def _problem_responses() -> dict[str, Any]:
    content = {problems.MEDIA_TYPE: {"schema": _ref("schemas", "Problem")}}
    waits = {"headers": {"Retry-After": _ref("headers", "Retry-After")}}
    return {
        kind.name: {"description": kind.title, **(waits if kind.status in (429, 503) else {}), "content": content}
        for kind in problems.KINDS
    }


def _headers() -> dict[str, Any]:
    described = {
        "ETag": ("Strong: the same bytes have the same.", {"type": "string", "pattern": '^"[0-9a-f]{32}"$'}),
        "Cache-Control": ("How long it may be kept.", {"type": "string"}),
        "Location": ("Where the scenario is read.", {"type": "string"}),
        "Retry-After": ("Seconds to wait.", {"type": "integer", "minimum": 1}),
    }
    return {name: {"description": what, "required": True, "schema": kind} for name, (what, kind) in described.items()}


# Schemas.


def _schemas() -> dict[str, Any]:
    answer = schema("project")
    preset = record({key: {"type": "string"} for key in ("name", "title", "note", "link", "url", "project")})
    found = {
        "Link": record({LINK: text("Link", "A whole link, or a short one.", maxLength=4 * MAX_LINK_CHARACTERS)}),
        "Presets": record({"scenarios": array(preset, 0, len(presets()) + 1_000)}),
        "Problem": _problem(),
        "Saved": _saved(answer),
    }
    described = {_component(each): schema(each.name) for each in QUESTIONS.values()}
    for name, each in (described | {"Scenario": schema("scenario")}).items():
        whole, definitions = _flat(name, each)
        found |= {name: whole, **definitions}
    return found


def _saved(answer: Schema) -> Schema:
    """A saved scenario: its answer is that of an older model, perhaps, but of the same form."""
    address = {"type": "string", "minLength": 1}
    places = ("explorer", "page", "picture", "project", "table")
    keys = answer["properties"]
    kind = record(
        {
            "id": text("Id", "Made from what the scenario says.", pattern=pieces.whole(ID.pattern)),
            "url": text("Address", "Of its page."),
            "saved_at": text("Saved at", "When it was first saved.", format="date-time"),
            **{key: keys[key] for key in ("scenario", "link")},
            "model_version": text("Model", "Version of the model that answered then."),
            "results": keys["results"],
            "links": titled("Links", "Where it can be seen.", record(dict.fromkeys(places, address))),
        }
    )
    return titled("Saved scenario", "With the answer that it had when it was first saved.", _renamed("Answer", kind))


def _problem() -> Schema:
    each = record({"key": text("Key", "What is to blame."), "why": text("Why", "In a sentence.")})
    return titled(
        "Problem",
        "A problem as in RFC 9457.",
        record(
            {
                "type": choice("Type", "Kind of problem.", (kind.type for kind in problems.KINDS)),
                "title": text("Title", "Of this kind of problem."),
                "status": {"type": "integer", "enum": sorted({kind.status for kind in problems.KINDS})},
                "detail": text("Detail", "Of this one."),
                "instance": text("Instance", "The path that was asked for."),
                "problems": titled("Problems", "All of them, key by key.", {"type": "array", "items": each}),
            }
        ),
    )


def _flat(name: str, whole: Schema) -> tuple[Schema, dict[str, Schema]]:
    """A schema and its definitions, each under a name of its own: not every reader knows schemas within schemas."""
    kept = {key: value for key, value in whole.items() if key not in ("$schema", "$id", "$defs")}
    definitions = {f"{name}.{key}": _renamed(name, value) for key, value in whole["$defs"].items()}
    return _renamed(name, kept), definitions


def _renamed(name: str, kind: Schema) -> Schema:
    """The same with references to where the definitions stand now."""
    moved = json.dumps(kind).replace(json.dumps("#/$defs/")[:-1], f'"#/components/schemas/{name}.')
    found: Schema = json.loads(moved)
    return found


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}
