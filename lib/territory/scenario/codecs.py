"""How the value of each key is written and read, in links (text) and in files (JSON).

Readers return the value or raise `ValueError` with a sentence; bounds and meaning are checked by the scenario.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from territory.scenario.scenario import OblastValues, shown
from territory.text import say

NONE = "none"
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Codec:
    """Text and JSON forms of one kind of value."""

    from_text: Callable[[str], Any]
    to_text: Callable[[Any], str]
    from_json: Callable[[Any], Any]
    to_json: Callable[[Any], Any]


def number_text(value: float) -> str:
    """A number in its shortest exact form: 4, 5.78989."""
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)


def _number(text: str) -> float:
    if not NUMBER.fullmatch(text):
        raise ValueError(say("{text} is not a number; write one such as 5.79.", text=shown(text)))
    return float(text)


def _json_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(
            say("{value} is not a number; write one without quotation marks, such as 5.79.", value=shown(value))
        )
    try:
        return float(value)
    except OverflowError:
        raise ValueError(say("the number is too large; choose one within the bounds.")) from None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text if DATE.fullmatch(text) else "")
    except ValueError:
        raise ValueError(say("{text} is not a date; write it as 2030-01-31.", text=shown(text))) from None


def _json_text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(say("{value} is not text; put it in quotation marks.", value=shown(value)))
    return value


def _json_names(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise ValueError(
            say('{value} is not a list of oblast ids; write one such as ["kharkiv", "odesa"].', value=shown(value))
        )
    return tuple(value)


def _oblast_values(text: str) -> OblastValues:
    if text == NONE:
        return ()
    pairs = [entry.split("~") for entry in text.split(",")]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(say("{text} is not a number per oblast; write it as kharkiv~4,odesa~0.", text=shown(text)))
    return tuple((name, _number(value)) for name, value in pairs)


def _json_oblast_values(value: Any) -> OblastValues:
    if value is None:
        return ()
    if not isinstance(value, dict):
        raise ValueError(
            say('{value} is not an object with a number per oblast, such as {{"kharkiv": 4}}.', value=shown(value))
        )
    return tuple((name, _json_number(number)) for name, number in value.items())


def _same(value: Any) -> Any:
    return value


NUMBER_CODEC = Codec(_number, number_text, _json_number, _same)
TEXT_CODEC = Codec(_same, _same, _json_text, _same)
DATE_CODEC = Codec(_date, date.isoformat, lambda value: _date(_json_text(value)), date.isoformat)
MAYBE_DATE_CODEC = Codec(
    lambda text: None if text == NONE else _date(text),
    lambda value: value.isoformat() if value else NONE,
    lambda value: None if value is None else _date(_json_text(value)),
    lambda value: value.isoformat() if value else None,
)
NAMES_CODEC = Codec(
    lambda text: () if text == NONE else tuple(text.split(",")),
    lambda value: ",".join(value) or NONE,
    _json_names,
    list,
)
OBLAST_VALUES_CODEC = Codec(
    _oblast_values,
    lambda value: ",".join(f"{name}~{number_text(number)}" for name, number in value) or NONE,
    _json_oblast_values,
    dict,
)

CODECS: dict[str, Codec] = {
    "edition": TEXT_CODEC,
    "start": DATE_CODEC,
    "targets": NAMES_CODEC,
    "order": TEXT_CODEC,
    "split": OBLAST_VALUES_CODEC,
    "first": NAMES_CODEC,
    "occupied": OBLAST_VALUES_CODEC,
    "rate": NUMBER_CODEC,
    "rates": OBLAST_VALUES_CODEC,
    "rate_source": TEXT_CODEC,
    "annual_change": NUMBER_CODEC,
    "season": NUMBER_CODEC,
    "pause_start": MAYBE_DATE_CODEC,
    "pause_months": NUMBER_CODEC,
    "setback_date": MAYBE_DATE_CODEC,
    "setback_km2": NUMBER_CODEC,
    "pace_uncertainty": NUMBER_CODEC,
    "annual_change_uncertainty": NUMBER_CODEC,
    "noise": NUMBER_CODEC,
    "persistence": NUMBER_CODEC,
    "horizon": NUMBER_CODEC,
    "title": TEXT_CODEC,
    "note": TEXT_CODEC,
}
