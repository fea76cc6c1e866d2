"""Links: a scenario as a readable query string, every key written, so that it means the same for ever."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, quote

from territory.scenario.files import CODECS, preset
from territory.scenario.scenario import (
    DOCUMENTED,
    KEYS,
    Scenario,
    ScenarioError,
    baseline,
    key_problem,
    shown,
    with_defaults,
)
from territory.text import decimal, say

VERSION = 1
MAX_LINK_CHARACTERS = 8_000
PRESET, SAVED = "scenario", "s"
KNOWN = frozenset({"v", PRESET, SAVED, *KEYS})
NOTHING: Mapping[str, str] = MappingProxyType({})
Named = Callable[[str], Scenario]
"""Finds the scenario that a short link names (a preset or more, or by its id a saved one); raises `ScenarioError`."""


def no_library(_id: str) -> Scenario:
    """Where no saved scenarios are looked up: raises `ScenarioError`."""
    raise ScenarioError({SAVED: say("no saved scenarios are kept here; use the scenario's full link.")})


class LinkError(ValueError):
    """A link that does not hold a whole, valid scenario; `problems` has a sentence for each key."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(f"{key}: {why}" for key, why in self.problems.items()))


@dataclass(frozen=True)
class Reading:
    """What a link gave: a scenario that can be used, and all that had to be replaced to get it.

    `refused` says per key why its value was not used, `missing` names the keys that the link lacks (both take the
    edition's defaults); `rejected` says why the link as a whole gave way to the baseline. `short` is the query
    (`scenario=name` or `s=id`) by which the scenario is known, if the link was that short.
    """

    scenario: Scenario
    refused: Mapping[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    rejected: Mapping[str, str] = field(default_factory=dict)
    short: str = ""

    @property
    def flawless(self) -> bool:
        """Whether the scenario is just what the link says."""
        return not (self.refused or self.missing or self.rejected)


def link(scenario: Scenario) -> str:
    """The scenario's full link: `?v=1&…` with every key."""
    parts = [f"{key}={quote(CODECS[key].to_text(value), safe='~,')}" for key, value in scenario.values().items()]
    return f"?v={VERSION}&" + "&".join(parts)


def parse_link(text: str, named: Named = preset, saved: Named = no_library) -> Scenario:
    """The scenario of a link, whole and valid; raises `LinkError` with all problems, missing keys among them."""
    reading = read_link(text, named, saved)
    if reading.flawless:
        return reading.scenario
    missing = (
        {"link": say("it lacks {names}; a full link has every key.", names=", ".join(reading.missing))}
        if reading.missing
        else {}
    )
    raise LinkError({**reading.rejected, **reading.refused, **missing})


def read_link(text: str, named: Named = preset, saved: Named = no_library) -> Reading:
    """Read a link's text: a whole address, or its query with or without the question mark."""
    try:
        pairs = parse_qsl(query_of(text), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return Reading(
            baseline(), rejected={"link": say("its percent-escapes are not UTF-8 text; copy the link anew.")}
        )
    return read_pairs(pairs, named, saved)


def query_of(text: str) -> str:
    """The query in a link's text."""
    address = text.strip().partition("#")[0]
    place, mark, query = address.partition("?")
    if not mark or place.partition("=")[0] in KNOWN:  # the query by itself: a question mark is a value's own
        return address
    return query


def read_pairs(pairs: Iterable[tuple[str, str]], named: Named = preset, saved: Named = no_library) -> Reading:
    """Read a link's decoded keys and values; foreign keys never matter, and no known key means the baseline."""
    known = [(key, value) for key, value in pairs if key in KNOWN]
    if not known:
        return Reading(baseline())
    if rejected := _rejected(known):
        return Reading(baseline(), rejected=rejected)
    given = dict(known)
    for key, find in ((PRESET, named), (SAVED, saved)):
        if key in given:
            try:
                return Reading(find(given[key]), short=f"{key}={quote(given[key], safe='~,')}")
            except ScenarioError as error:
                return Reading(baseline(), rejected=error.problems)
    values, refused = _read_values(known)
    missing = tuple(key for key in ("v", *KEYS) if key not in given)
    filled = with_defaults(values) | values  # a link's shares are whole or wrong: none is filled in
    try:
        return Reading(Scenario(**filled), refused, missing)
    except ScenarioError as contradictions:
        return Reading(baseline(), refused, missing, rejected=contradictions.problems)


def _rejected(known: list[tuple[str, str]]) -> Mapping[str, str]:
    """Why a link as a whole cannot be read, if it cannot."""
    given = dict(known)
    length = sum(len(key) + len(value) for key, value in known)
    if length > MAX_LINK_CHARACTERS:
        why = say(
            "it has {length} characters; a link has at most {most}.",
            length=decimal(length),
            most=decimal(MAX_LINK_CHARACTERS),
        )
        return {"link": why}
    for key in (PRESET, SAVED):
        if key in given and len(known) > 1:
            why = say(
                "{key}={value} stands alone in a link; leave out the other keys or this one.",
                key=key,
                value=shown(given[key]),
            )
            return {key: why}
    version = given.get("v", str(VERSION))
    if version.isascii() and version.isdigit() and int(version[:9]) > VERSION:
        why = say(
            "the link is of version {version}, newer than this program, which reads {known}.",
            version=shown(version),
            known=VERSION,
        )
        return {"v": why}
    return NOTHING


def _read_values(known: list[tuple[str, str]]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values that are valid by themselves, and why the others are not."""
    values: dict[str, Any] = {}
    refused: dict[str, str] = {}
    given: dict[str, list[str]] = {}
    for key, text in known:
        given.setdefault(key, []).append(text)
    for key, texts in given.items():
        text = texts[0]
        if len(texts) > 1:
            refused[key] = say(
                "given {count} times ({names}); keep one.", count=len(texts), names=", ".join(map(shown, texts[:3]))
            )
        elif key == "v":
            if text != str(VERSION):
                refused[key] = say("{text} is not a link version; write {version}.", text=shown(text), version=VERSION)
        else:
            try:
                value = CODECS[key].from_text(text)
            except ValueError as error:
                refused[key] = str(error)
                continue
            if why := key_problem(key, value):
                refused[key] = why
            else:
                values[key] = value
    if refused.keys() & {"targets", "first"}:
        for key in [key for key in ("split", "occupied", "rates") if values.get(key)]:
            refused[key] = say(
                "{value} goes with oblasts that could not be used.", value=shown(CODECS[key].to_text(values.pop(key)))
            )
    if refused.keys() & {"rate", "edition"} and values.get("rate_source", DOCUMENTED) != DOCUMENTED:
        refused["rate_source"] = say(
            "{value} goes with a pace that could not be used.", value=shown(values.pop("rate_source"))
        )
    return values, refused
