"""Scenario files: one JSON object; keys left out take the edition's default, nothing else is mended."""

from __future__ import annotations

import difflib
import json
from collections import Counter
from pathlib import Path
from typing import Any

from territory.scenario.codecs import CODECS
from territory.scenario.scenario import KEYS, Scenario, ScenarioError, complete, printable, shown
from territory.text import decimal, say

FORMAT = 1
MAX_FILE_BYTES = 64_000
MOST_EXPLAINED, LONGEST_NAME = 25, 60  # unknown keys, and letters of one


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
