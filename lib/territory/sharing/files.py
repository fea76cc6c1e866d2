"""Scenario files: one JSON object; keys left out take the edition's default, nothing else is mended."""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Any

from territory.scenario import KEYS, Scenario, ScenarioError, complete, shown
from territory.sharing.codecs import CODECS

FORMAT = 1
MAX_FILE_BYTES = 64_000


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
    except OSError as error:
        raise ScenarioError({"file": f"{shown(path)} cannot be read: {error.strerror or error}."}) from None
    return parse_file(content)


def parse_file(content: bytes) -> Scenario:
    """The scenario in a file's bytes; raises `ScenarioError` with all problems."""
    if len(content) > MAX_FILE_BYTES:
        raise ScenarioError({"file": f"it is larger than {MAX_FILE_BYTES:,} bytes; a scenario needs a few hundred."})
    problems: dict[str, str] = {}
    raw = _object(content, problems)
    values = {}
    for key, value in raw.items():
        if key in CODECS and key not in problems:
            try:
                values[key] = CODECS[key].from_json(value)
            except ValueError as error:
                problems[key] = str(error)
    return complete(values, unread=problems)


def _object(content: bytes, problems: dict[str, str]) -> dict[str, Any]:
    """The file's object; what is wrong with its keys is added to `problems`."""

    def pairs(entries: list[tuple[str, Any]]) -> dict[str, Any]:
        for key, _ in entries:
            if sum(key == other for other, _ in entries) > 1:
                problems[key] = "given twice; keep one."
        return dict(entries)

    def refuse(constant: str) -> float:
        return float(constant)  # NaN and infinities become a problem of their key

    try:
        raw = json.loads(content.decode("utf-8-sig"), object_pairs_hook=pairs, parse_constant=refuse)
    except UnicodeDecodeError:
        raise ScenarioError({"file": "it is not UTF-8 text; save it as UTF-8."}) from None
    except RecursionError:
        raise ScenarioError({"file": "it is nested too deeply to be a scenario."}) from None
    except ValueError as error:
        raise ScenarioError({"file": f"it is not JSON: {error}."}) from None
    if not isinstance(raw, dict):
        raise ScenarioError({"file": 'it is not a JSON object; write {"format": 1, …}.'})
    _check_format(raw)
    for key in raw:
        if key not in KEYS and key != "format":
            problems[key] = _unknown(key)
    return raw


def _check_format(raw: dict[str, Any]) -> None:
    number = raw.get("format")
    if isinstance(number, int) and not isinstance(number, bool) and number > FORMAT:
        raise ScenarioError(
            {"format": f"{number} is newer than this program, which reads {FORMAT}; update the program."}
        )
    if number != FORMAT or isinstance(number, bool):
        raise ScenarioError({"format": f"{shown(number)} is not a known format; write {FORMAT}."})


def _unknown(key: str) -> str:
    close = difflib.get_close_matches(key, KEYS, n=1)
    return f"unknown key; is {close[0]} meant?" if close else f"unknown key; the keys are {', '.join(KEYS)}."
