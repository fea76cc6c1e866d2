"""Answers declared once: frozen dataclasses whose fields say what they are, in which unit and within which bounds.

A field, or a property, is `Annotated[type, told(title, sentence, unit, …)]`; a field with a default of `None` is left
out where it is that, and one that is not annotated is no part of the answer. A name that Python keeps for itself ends
with an underscore. From the fields come an answer's JSON (`as_dict`), its JSON Schema (`described`), what the API's
description says of it, and its table with the unit of every value (`rows`).
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from functools import cache
from typing import (
    Annotated,
    Any,
    ClassVar,
    Literal,
    Self,
    Union,
    dataclass_transform,
    get_args,
    get_origin,
    get_type_hints,
)

from territory.answers import json_schema
from territory.answers.json_schema import Schema, array, or_null, record, ref, titled

SHARE: Mapping[str, Any] = {"minimum": 0, "maximum": 1}


@dataclass(frozen=True)
class Told:
    """What a value is: a title, a sentence, a unit where it is a number, what `null` means, and its bounds.

    `each` tells of what is in a list or a mapping, by name where the names are known. `kind` is a schema of its own for
    what the type alone does not say, `limits` are keywords of the schema; either is asked for only when it is printed.
    """

    title: str = ""
    sentence: str = ""
    unit: str = ""
    null: str = ""
    each: Told | Mapping[str, Told] | None = None
    kind: Callable[[], Schema] | None = None
    limits: Mapping[str, Any] | Callable[[], Mapping[str, Any]] = field(default_factory=dict)

    @property
    def bounds(self) -> Mapping[str, Any]:
        """The keywords of its schema."""
        return self.limits() if callable(self.limits) else self.limits

    @property
    def column_unit(self) -> str:
        """Its unit in a table; a share says so."""
        is_share = not self.unit and not callable(self.limits) and self.limits.items() >= SHARE.items()
        return "share of 1" if is_share else self.unit


def told(title: str, sentence: str, unit: str = "", null: str = "", **limits: Any) -> Told:
    """What a plain value is."""
    return Told(title, sentence, unit, null, limits=limits)


def day(title: str, sentence: str, null: str = "") -> Told:
    """What a date is."""
    return told(title, sentence, "date", null)


def share(title: str, sentence: str) -> Told:
    """What a share of a whole is, of the runs for one."""
    return Told(title, f"{sentence} 0 to 1.", limits=SHARE)


@dataclass(frozen=True)
class Key:
    """A field of a declared type: its name in JSON, its type, what it is, and whether it is left out where `None`."""

    name: str
    hint: Any
    what: Told
    optional: bool


@dataclass_transform(frozen_default=True)
@dataclass(frozen=True)
class Declared:
    """An answer or a part of one; every subclass is a frozen dataclass.

    A subclass may have a `title` and a `sentence` where these are the same everywhere, and the name under which
    schemas define it once and refer to it (`defined`), and the rules between its keys that no type can say.
    """

    WHOLE: ClassVar[tuple[str, str]] = ("", "")
    DEFINED: ClassVar[str] = ""
    RULES: ClassVar[tuple[Schema, ...]] = ()
    ROWS: ClassVar[tuple[str, str]] = ("results", "oblast")
    """The key that a table has a part of in each row, and what such a part is of."""

    def __init_subclass__(
        cls,
        title: str = "",
        sentence: str = "",
        defined: str = "",
        rules: Sequence[Schema] = (),
        rows: tuple[str, str] = ("results", "oblast"),
    ) -> None:
        cls.WHOLE, cls.DEFINED, cls.ROWS = (title, sentence), defined, rows
        cls.RULES = (*cls.RULES, *rules)
        dataclass(frozen=True)(cls)

    @classmethod
    def of(cls, source: object, **given: Any) -> Self:
        """From what has attributes of the same names, but for those given; parts that are declared likewise."""
        found = {
            each.name: given[each.name] if each.name in given else getattr(source, each.name) for each in fields(cls)
        }
        return cls(**{name: _part(cls.fields_told()[name].hint, value) for name, value in found.items()})

    @classmethod
    @cache
    def fields_told(cls) -> Mapping[str, Key]:
        """Its fields by name."""
        hints, found = get_type_hints(cls, localns={}, include_extras=True), {}
        for each in fields(cls):
            if get_origin(hints[each.name]) is Annotated:
                hint, what = get_args(hints[each.name])
                found[each.name] = Key(each.name.rstrip("_"), hint, what, each.default is None)
        for name, each in vars(cls).items():
            if isinstance(each, property):
                hint, what = get_args(get_type_hints(each.fget, include_extras=True)["return"])
                found[name] = Key(name, hint, what, optional=False)
        return found

    def as_dict(self) -> dict[str, Any]:
        """The same for JSON: dates as ISO text, key by key as declared."""
        return {name: _plain(value) for name, _, value in self.told()}

    def rows(self) -> Iterator[tuple[str, str, str, Any]]:
        """Every value of its results: which result, the value's name, its unit, and the value as JSON has it."""
        what, results = self.fields_told()[self.ROWS[0]].what, getattr(self, self.ROWS[0])
        named = results if isinstance(results, Mapping) else {each.id: each for each in results}
        for name, result in named.items():
            inside = what.each.get(name, what) if isinstance(what.each, Mapping) else what
            for quantity, unit, value in quantities(inside, result):
                yield name, quantity, unit, value

    def told(self) -> Iterator[tuple[str, Told, Any]]:
        """Its keys as in JSON, with what each is and its value."""
        for name, each in self.fields_told().items():
            value = getattr(self, name)
            if value is not None or not each.optional:
                yield each.name, each.what, value


class Answered:
    """What was found for a question, as the page needs it; `answer` says it for programs."""

    def answer(self) -> Declared:
        """The same, declared key by key."""
        raise NotImplementedError

    def as_dict(self) -> dict[str, Any]:
        """The answer as the command of its name prints it with `--json`."""
        return self.answer().as_dict()


def _plain(value: Any) -> Any:
    if isinstance(value, Declared):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {str(name): _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, StrEnum) else value


def _part(hint: Any, value: Any) -> Any:
    """A value as a field has it, where that is declared too."""
    inside = [each for each in get_args(hint) if each not in (types.NoneType, ..., str)]
    if value is None or isinstance(value, Declared):
        return value
    if isinstance(hint, type) and issubclass(hint, Declared):
        return hint.of(value)
    if get_origin(hint) in (types.UnionType, Union) and len(inside) == 1:
        return _part(inside[0], value)
    if get_origin(hint) is tuple and len(inside) == 1:
        return tuple(_part(inside[0], each) for each in value)
    return value


# As a table.


def quantities(what: Told, value: Any) -> Iterator[tuple[str, str, Any]]:
    """Every value of a part of an answer: its name with dots, its unit, and the value as JSON has it."""
    if isinstance(value, Declared):
        parts = [(name, each, inside) for name, each, inside in value.told()]
    elif isinstance(value, Mapping | tuple | list):
        inside = value if isinstance(value, Mapping) else {str(n): each for n, each in enumerate(value, 1)}
        by_name = what.each if isinstance(what.each, Mapping) else {}
        same = what.each if isinstance(what.each, Told) else what
        parts = [(str(name), by_name.get(str(name), same), each) for name, each in inside.items()]
    else:
        yield "", what.column_unit, _plain(value)
        return
    for name, each, part in parts:
        for more, unit, found in quantities(each, part):
            yield f"{name}.{more}".rstrip("."), unit, found


# As a schema.


def described(kind: type[Declared], definitions: dict[str, Schema], **instead: Schema | None) -> Schema:
    """The schema of a declared type; what it refers to is added to the definitions.

    `instead` has the schemas of keys that are others in one place, or `None` for a key that is not there.
    """
    keys, optional = {}, []
    for name, each in kind.fields_told().items():
        if name not in instead:
            keys[each.name] = _described(each.hint, each.what, definitions, each.optional)
            optional += [each.name] if each.optional else []
        elif (schema := instead[name]) is not None:
            keys[each.name] = schema
    found = record(keys, optional, **({"allOf": [*kind.RULES]} if kind.RULES else {}))
    return titled(*kind.WHOLE, found) if kind.WHOLE[0] else found


def _described(hint: Any, what: Told, definitions: dict[str, Schema], never_null: bool = False) -> Schema:
    """The schema of a value by its type, and by what is told of it."""
    if what.kind is not None:
        return titled(what.title, what.sentence, what.kind()) if what.title else what.kind()
    origin, inside = get_origin(hint), get_args(hint)
    if origin in (types.UnionType, Union):
        found = _described(next(each for each in inside if each is not types.NoneType), what, definitions)
        return found if never_null else or_null(found, what.null)
    limits = what.bounds
    if hint is bool:
        return titled(what.title, what.sentence, {"type": "boolean"})
    if hint is float:
        return json_schema.number(what.title, what.sentence, what.unit, **limits)
    if hint is int:
        return json_schema.count(what.title, what.sentence, what.unit)
    if hint is date:
        return json_schema.date(what.title, what.sentence)
    if hint is str:
        return json_schema.text(what.title, what.sentence, **limits)
    if origin is Literal:
        return json_schema.choice(what.title, what.sentence, inside)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return json_schema.choice(what.title, what.sentence, hint)
    if isinstance(hint, type) and issubclass(hint, Declared):
        found = _declared(hint, definitions)
    elif origin is tuple:
        found = array(_item(inside[0], what, definitions), **limits)
    elif isinstance(what.each, Mapping):
        found = record({name: _described(inside[1], each, definitions) for name, each in what.each.items()})
    else:
        found = {"type": "object", **limits, "additionalProperties": _item(inside[1], what, definitions)}
    return titled(what.title, what.sentence, found) if what.title else found


def _item(hint: Any, what: Told, definitions: dict[str, Schema]) -> Schema:
    return _described(hint, what.each if isinstance(what.each, Told) else Told(), definitions)


def _declared(kind: type[Declared], definitions: dict[str, Schema]) -> Schema:
    """The schema of a declared type where it is used."""
    if not kind.DEFINED:
        return described(kind, definitions)
    if kind.DEFINED not in definitions:
        definitions[kind.DEFINED] = {}  # its place, before those that it refers to
        definitions[kind.DEFINED] = described(kind, definitions)
    return ref(kind.DEFINED)
