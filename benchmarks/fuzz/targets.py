"""Every door through which bytes of a stranger come in, what may come of them, and good ones to begin with.

A target takes bytes and returns nothing. It lets through what must never happen: an exception that is none of the
domain's, words that cannot be shown, a scenario that does not survive its own link and file.
"""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from pathlib import Path
from typing import Any

from starlette.requests import Request

from territory.answers.estimates import named
from territory.cli import scenarios as cli
from territory.figures.evidence import regions
from territory.library import pasted
from territory.scenario.files import MAX_FILE_BYTES, file_text, parse_file
from territory.scenario.links import MAX_LINK_CHARACTERS, LinkError, link, parse_link, read_link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import FORBIDDEN, KEYS, Scenario, ScenarioError, baseline
from territory.ui.assumption import Assumption, TypedError, move, read
from territory.web import problems as answers
from territory.web.reading import scenario_in, scenario_of

CORPUS = Path(__file__).parents[2] / "tests" / "sharing" / "corpus"
LONGEST_SENTENCE = 4_000
TYPED = (
    "5.79",
    "7,5",
    "−2",
    "+ 1 234.5",
    "1.234,56",
    "5,842",
    ".5e-3",
    "1\u202f000",
    "12,345,678.9",
    "",
    "fast",
    "1e999",
)
MESSAGES = (
    {"turn": 1, "value": 5.8},
    {"turn": 2, "text": "7,5"},
    {"turn": 10**30, "value": 1e308},
    {"turn": True, "value": None},
    [{"event": "moved"}],
)


class Wrong(Exception):
    """What came of some bytes and should not."""


@dataclass(frozen=True)
class Target:
    """One door: what takes the bytes, and good ones to begin with."""

    take: Callable[[bytes], None]
    seeds: tuple[bytes, ...]


def link_read(content: bytes) -> None:
    """The address of the page, and a link on the command line."""
    text = content.decode(errors="surrogateescape")
    reading = read_link(text, named, _saved)
    if faults := {**reading.refused, **reading.rejected}:
        _said(faults)
    _travels(reading.scenario)


def file_read(content: bytes) -> None:
    """A file that is opened."""
    try:
        _travels(parse_file(content))
    except ScenarioError as error:
        _said(error.problems)


def set_read(content: bytes) -> None:
    """`--set`, as often as there are lines, and `--remaining` if one begins with that."""
    lines = content.decode(errors="surrogateescape").split("\n")
    remaining = [line.removeprefix("--remaining ") for line in lines if line.startswith("--remaining ")]
    settings = [line for line in lines if not line.startswith("--remaining ")]
    try:
        _travels(cli._scenario(Namespace(settings=settings, remaining=remaining, window=None, scenario=None), {}))
    except ScenarioError as error:
        _said(error.problems, inf)  # as long as one's own argument may be


def number_read(content: bytes) -> None:
    """What is typed for a number, and every message of the control that it is typed into."""
    text = content.decode(errors="replace")
    try:
        read(text, "−20 to 60")
    except TypedError as error:
        _said({"typed": str(error)})
    try:
        message = json.loads(content)
    except (ValueError, RecursionError):
        message = {"turn": 1, "text": text}
    for shown in ASSUMPTIONS:
        moved = move(shown, message)
        if moved is not None and moved.unread is not None:
            _said({"typed": moved.unread.why})


def pasted_read(content: bytes) -> None:
    """What is pasted to stand beside a scenario on Compare: a link or a file's text."""
    try:
        _travels(pasted(content.decode(errors="replace")))
    except (ScenarioError, LinkError) as error:
        _said(error.problems)


def api_read(content: bytes) -> None:
    """The query of an address of the API, and the answer to one with problems."""
    _asked(lambda: scenario_of(content))


def body_read(content: bytes) -> None:
    """The body of a request that saves a scenario: a file's object, or a link in one."""
    _asked(lambda: scenario_in(content))


def _asked(read: Callable[[], Scenario]) -> None:
    try:
        _travels(read())
    except answers.Problem as problem:
        _said(problem.problems)
        if not 400 <= answers.answer(REQUEST, problem).status_code < 500:
            raise Wrong("a stranger's fault is answered as ours") from problem


def _saved(id: str) -> Scenario:
    raise ScenarioError({"s": f"there is no saved scenario of {len(id)} letters."})


@lru_cache(maxsize=100_000)
def _travels(scenario: Scenario) -> None:
    """The scenario survives its own link and file; three in four inputs lead to one that has come before."""
    text = link(scenario)
    if len(text) > MAX_LINK_CHARACTERS:
        raise Wrong(f"a link of {len(text)} characters")
    if parse_link(text) != scenario:
        raise Wrong(f"another scenario than that of {text}")
    kept = file_text(scenario).encode()
    if len(kept) > MAX_FILE_BYTES or parse_file(kept) != scenario:
        raise Wrong(f"another scenario than that of {kept!r}")


def _said(problems: Mapping[str, str], longest: float = LONGEST_SENTENCE) -> None:
    """Words for the reader, which a page can show and a terminal can print."""
    if not problems:
        raise Wrong("an error without a reason")
    for key, why in problems.items():
        line = f"{key}: {why}"
        line.encode()
        if len(line) > longest or FORBIDDEN.search(line):
            raise Wrong(f"words that cannot be shown: {line[:200]!r}")


def _links() -> list[str]:
    kept = json.loads((CORPUS / "0.1.0.json").read_text(encoding="utf-8"))
    return [*(each["link"] for each in kept["links"]), "?scenario=pace-of-2024", "?s=00000000000000c0", "?v=1", ""]


def _files() -> list[str]:
    return [(CORPUS / "format-1.json").read_text(encoding="utf-8"), '{"format": 1}', "{}"]


def _settings() -> list[str]:
    lines = link(BASELINE).removeprefix("?v=1&").split("&")
    return [*lines, "rate=9.5\norder=in_turn", "rate=7\n--remaining kharkiv~6171,odesa~103", "--remaining 6171"]


def _encoded(texts: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(text.encode() for text in texts)


def _json(values: Iterable[Any]) -> list[str]:
    return [json.dumps(value) for value in values]


ASSUMPTIONS = [Assumption(key, key, PARAMETERS[key], 5.0, 5.0) for key in ("rate", "annual_change", "setback_km2")]
BASELINE = baseline()
REQUEST = Request({"type": "http", "method": "GET", "path": "/api/v1/project", "headers": [], "query_string": b""})
TARGETS = {
    "link": Target(link_read, _encoded(_links())),
    "file": Target(file_read, _encoded(_files())),
    "set": Target(set_read, _encoded(_settings())),
    "typed": Target(number_read, _encoded([*TYPED, *_json(MESSAGES)])),
    "pasted": Target(pasted_read, _encoded([*_links(), *_files()])),
    "body": Target(body_read, _encoded([*_files(), *_json({"link": each} for each in _links())])),
    "api": Target(api_read, _encoded(each.removeprefix("?") + "&by=2035-01-01" for each in _links())),
}
WORDS = _encoded(
    [
        *(f"{key}=" for key in KEYS),
        *(f'"{key}": ' for key in KEYS),
        *regions(),
        *("none", "documented", "separately", "together", "in_turn", "v=1", "&", "=", "~", ",", "?", "#", "%", "s="),
        *(
            "NaN",
            "Infinity",
            "-0",
            "1e400",
            "1e-320",
            "99999999999999999999",
            "null",
            "true",
            "[]",
            "{}",
            '"',
            "\\ud800",
        ),
        *("2025-08-30", "0001-01-01", "9999-12-31", "%ED%A0%80", "%00", "\u2028", "\u0661", "٫", "−", "\ufeff", "😀"),
    ]
)
"""Pieces that mean something, for whatever makes new inputs."""
