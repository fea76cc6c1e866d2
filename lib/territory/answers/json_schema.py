"""What the schemas are made of: numbers with their units, dates, strict objects, and rules between properties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from territory.figures import evidence
from territory.scenario.files import DATE
from territory.scenario.parameters import PARAMETERS

Schema = dict[str, Any]

NULL: Schema = {"type": "null"}
NUMBER: Schema = {"type": "number"}
TEXT: Schema = {"type": "string"}


def number(title: str, meaning: str, unit: str, **limits: float) -> Schema:
    """A number; `meaning` is a sentence, to which its unit is added."""
    described = f"{meaning} {f'In {unit}' if unit else 'Without unit'}."
    return {"type": "number", "title": title, "description": described, **limits}


def count(title: str, meaning: str, unit: str) -> Schema:
    """How many there are of something."""
    return number(title, meaning, unit, minimum=0) | {"type": "integer"}


def parameter(key: str) -> Schema:
    """An adjustable number with its bounds, from the one table of them."""
    row = PARAMETERS[key]
    described = f"{row.help} {row.bounds}{'' if row.unit else ', without unit'}."
    return {"type": "number", "title": row.label, "description": described, "minimum": row.low, "maximum": row.high}


def by_oblast(key: str, more: str = "") -> Schema:
    """An adjustable number per oblast."""
    row = PARAMETERS[key]
    kind: Schema = {"type": "object", "propertyNames": ref("region"), "additionalProperties": parameter(key)}
    return titled(f"{row.label}, by oblast", f"By the id of an oblast, in {row.unit}.{more}", kind)


def region() -> Schema:
    """The id of an oblast or of the whole country; every schema defines it once and refers to it."""
    return choice("Oblast", "Id of an oblast, or of the whole country.", evidence.regions())


def text(title: str, description: str, **limits: Any) -> Schema:
    """A text."""
    return {"type": "string", "title": title, "description": description, **limits}


def date(title: str, description: str) -> Schema:
    """An ISO date; with a pattern, because not every validator checks formats."""
    # With a length too: in some dialects `$` also stands before a last line break.
    return text(title, description, format="date", pattern=whole(DATE.pattern), maxLength=len("2030-01-31"))


def choice(title: str, description: str, names: Iterable[str]) -> Schema:
    """One of some names."""
    return text(title, description, enum=[str(name) for name in names])


def const(title: str, description: str, value: str | int) -> Schema:
    """Just this value."""
    return {"title": title, "description": description, "const": value}


def array(items: Schema, least: int | None = None, most: int | None = None, **more: Any) -> Schema:
    """A list, of so many where that is known."""
    bounds = {} if most is None else {"minItems": least, "maxItems": most}
    return {"type": "array", "items": items, **bounds, **more}


def record(properties: Mapping[str, Schema], optional: Iterable[str] = (), **more: Any) -> Schema:
    """An object with these properties and no others."""
    left_out = {*optional}
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in left_out],
        "additionalProperties": False,
        **more,
    }


def titled(title: str, description: str, kind: Schema) -> Schema:
    """A kind of value in one place, with what it is there."""
    return {"title": title, "description": description, **kind}


def or_null(kind: Schema, when: str) -> Schema:
    """The same kind of value, or `null`; `when` says what that means."""
    described = {**kind, "description": f"{kind['description']} {when}."}
    if "type" not in kind:
        said = {name: described.pop(name) for name in ("title", "description")}
        return {**said, "anyOf": [described, NULL]}
    return {**described, "type": [kind["type"], "null"], **({"enum": [*kind["enum"], None]} if "enum" in kind else {})}


def ref(name: str) -> Schema:
    """What is defined under this name in the same schema."""
    return {"$ref": f"#/$defs/{name}"}


def given(**properties: Schema) -> Schema:
    """What a rule says of properties that have to be there."""
    return {"properties": properties, "required": [*properties]}


def if_given(**properties: Schema | bool) -> Schema:
    """What a rule says of properties where they are there."""
    return {"properties": properties}


def rule(condition: Schema, then: Schema, otherwise: Schema | None = None) -> Schema:
    """Where a condition holds, then; else otherwise."""
    found = {"if": condition, "then": then}
    return found if otherwise is None else {**found, "else": otherwise}


def whole(pattern: str) -> str:
    """A pattern for the whole of a text; digits are those of ASCII, as in the readers of links and files."""
    return f"^(?:{pattern})$".replace(r"\d", "[0-9]")
