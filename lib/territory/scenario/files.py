"""Scenario files, and how each key's value is written and read in them (JSON) and in links (text); the presets.

A file is one JSON object; keys left out take the edition's default, nothing else is mended. Bounds and meaning are
checked by the scenario. Presets are the files in `scenarios/`; one put there opens by its name.
"""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from territory.figures import data_path
from territory.scenario.scenario import (
    KEYS,
    OblastValues,
    Scenario,
    ScenarioError,
    assumptions,
    baseline,
    complete,
    printable,
    shown,
)
from territory.text import decimal, say

FORMAT = 1
MAX_FILE_BYTES = 64_000
MOST_EXPLAINED, LONGEST_NAME = 25, 60  # unknown keys, and letters of one
NONE = "none"
NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?", re.ASCII)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Codec:
    """Text and JSON forms of one kind of value; readers raise `ValueError` with a sentence."""

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


def as_json(scenario: Scenario) -> dict[str, Any]:
    """A scenario as the object of its file: every key, per-oblast values as objects."""
    return {"format": FORMAT} | {key: CODECS[key].to_json(value) for key, value in scenario.values().items()}


def file_text(scenario: Scenario) -> str:
    """The text of a scenario's file."""
    return json.dumps(as_json(scenario), ensure_ascii=False, indent=2) + "\n"


def load_scenario(path: str | Path) -> Scenario:
    """Read a scenario file; raises `ScenarioError` with all problems, an unreadable file among them."""
    try:
        with Path(path).open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise ScenarioError({"file": say("{path} cannot be read: {error}.", path=shown(path), error=error)}) from None
    return parse_file(content)


def parse_file(content: bytes) -> Scenario:
    """The scenario in a file's bytes; raises `ScenarioError` with all problems."""
    if len(content) > MAX_FILE_BYTES:
        why = say("it is larger than {most} bytes; a scenario needs a few hundred.", most=decimal(MAX_FILE_BYTES))
        raise ScenarioError({"file": why})
    return parse_object(read_object(content))


def parse_object(raw: JsonObject) -> Scenario:
    """The scenario in a file's object; raises `ScenarioError` with all problems."""
    problems, values = _format_problem(raw), {}
    unknown = [key for key in raw if key not in KEYS and key != "format"]
    # All are named, each cut short, and the first are explained: a small file may hold thousands.
    problems |= {_named(key): say("unknown key.") for key in unknown[MOST_EXPLAINED:]}
    for key in unknown[:MOST_EXPLAINED]:
        close = difflib.get_close_matches(key[:LONGEST_NAME], KEYS, n=1)
        problems[_named(key)] = (
            say("unknown key; is {value} meant?", value=close[0])
            if close
            else say("unknown key; the keys are {names}.", names=", ".join(KEYS))
        )
    problems |= {_named(key): say("given twice; keep one.") for key in raw.doubled}
    for key, value in raw.items():
        if isinstance(value, JsonObject) and value.doubled:
            names = ", ".join(map(_named, value.doubled[:MOST_EXPLAINED]))
            problems[_named(key)] = say("{names} is given twice; keep one.", names=names)
    for key, value in raw.items():
        if key in CODECS and key not in problems:
            try:
                values[key] = CODECS[key].from_json(value)
            except ValueError as error:
                problems[key] = str(error)
    return complete(values, unread=problems)


class JsonObject(dict[str, Any]):
    """A JSON object that remembers which of its keys were given more than once."""

    def __init__(self, entries: list[tuple[str, Any]]) -> None:
        super().__init__(entries)
        names = [name for name, _ in entries]
        counts = Counter(names) if len(self) < len(names) else Counter()
        self.doubled = sorted(name for name, count in counts.items() if count > 1)


def read_object(content: bytes) -> JsonObject:
    """The object in a file's bytes, whatever its keys; raises `ScenarioError`."""
    try:
        # NaN and infinities become a problem of their key.
        raw = json.loads(content.decode("utf-8-sig"), object_pairs_hook=JsonObject, parse_constant=float)
    except UnicodeDecodeError:
        raise ScenarioError({"file": say("it is not UTF-8 text; save it as UTF-8.")}) from None
    except RecursionError:
        raise ScenarioError({"file": say("it is nested too deeply to be a scenario.")}) from None
    except ValueError as error:
        raise ScenarioError({"file": say("it is not JSON: {error}.", error=error)}) from None
    if not isinstance(raw, JsonObject):
        raise ScenarioError({"file": say('it is not a JSON object; write {"format": 1, …}.')})
    return raw


def _named(key: str) -> str:
    """A key as it can be shown."""
    text = printable(key[: LONGEST_NAME + 1])
    return text if len(text) <= LONGEST_NAME else f"{text[:LONGEST_NAME]}…"


def _format_problem(raw: JsonObject) -> dict[str, str]:
    """What is wrong with the format; a newer one raises, because nothing else in it can be judged."""
    if "format" not in raw:
        return {"format": say('missing; add "format": {format}.', format=FORMAT)}
    number = raw["format"]
    if type(number) is int and number > FORMAT:
        why = say(
            "{number} is newer than this program, which reads {format}; update the program.",
            number=_named(str(number)),
            format=FORMAT,
        )
        raise ScenarioError({"format": why})
    if type(number) is int and number == FORMAT:
        return {}
    return {"format": say("{number} is unknown; write {format}.", number=shown(number), format=FORMAT)}


@dataclass(frozen=True)
class Preset:
    """A file in `scenarios/`: its scenario, or the problems for which it cannot be used."""

    name: str
    scenario: Scenario | None
    problems: Mapping[str, str]

    @property
    def title(self) -> str:
        """The scenario's title, or the file's name where it has none."""
        return (self.scenario.title if self.scenario else "") or self.name


def presets(path: Path | None = None) -> tuple[Preset, ...]:
    """All presets, the documented baseline first, the others by title; unusable ones last."""
    files = []
    for file in (path or data_path("scenarios")).glob("*.json"):
        try:
            stat = file.stat()
            files.append((file, stat.st_mtime_ns, stat.st_size))
        except OSError:  # gone since it was listed, or a link to nothing: reading it says so
            files.append((file, 0, 0))
    return _in_order(tuple(files))


def preset(name: str, path: Path | None = None) -> Scenario:
    """A preset's scenario by name; raises `ScenarioError` for an unknown or an unusable one."""
    known = {each.name: each for each in presets(path)}
    if name not in known:
        names = ", ".join(sorted(known))
        raise ScenarioError(
            {"scenario": say("there is no preset {name}; choose one of {names}.", name=shown(name), names=names)}
        )
    found = known[name]
    if found.scenario is None:
        raise ScenarioError(found.problems)
    return found.scenario


@lru_cache(maxsize=16)
def _in_order(files: tuple[tuple[Path, int, int], ...]) -> tuple[Preset, ...]:
    """The presets of some files with their versions: a run of the page asks for them again and again."""

    def place(each: Preset) -> tuple[bool, bool, str]:
        documented = each.scenario is not None and assumptions(each.scenario) == assumptions(baseline())
        return each.scenario is None, not documented, each.title

    return tuple(sorted((_read(*file) for file in files), key=place))


@lru_cache(maxsize=256)
def _read(file: Path, _mtime_ns: int, _size: int) -> Preset:
    try:
        return Preset(file.stem, load_scenario(file), {})
    except ScenarioError as error:
        return Preset(file.stem, None, error.problems)
