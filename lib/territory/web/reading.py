"""What a request asks for: a whole scenario, with no silent default for what it lacks, and not too much of a body."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from territory import library
from territory.answers.estimates import named
from territory.answers.questions import QUESTIONS, Question
from territory.scenario.files import MAX_FILE_BYTES, parse_object, read_object
from territory.scenario.links import KNOWN, SAVED, Reading, query_of, read_pairs
from territory.scenario.scenario import KEYS, Scenario, ScenarioError, baseline, shown
from territory.text import decimal, say
from territory.web.answering import JSON, MODEL, Room, with_library, worked
from territory.web.problems import BAD_LINK, BAD_QUESTION, BAD_SCENARIO, TOO_LARGE, WRONG_TYPE, Problem

LINK = "link"
Pairs = list[tuple[str, str]]
Made = TypeVar("Made")


@dataclass(frozen=True)
class Asked:
    """The scenarios that a question is of (none, one or several), and its options by name."""

    scenarios: tuple[Scenario, ...]
    options: tuple[tuple[str, Any], ...]


def asked(question: Question, query: bytes) -> Asked:
    """What the query of an address asks; raises `Problem` with all that is wrong with it, or `LibraryError`."""
    pairs, problems = _pairs(query), dict[str, str]()
    options = [
        (option.argument, option.values([value for key, value in pairs if key == option.name], problems))
        for option in question.options
    ]
    scenarios: tuple[Scenario, ...] = ()
    if question.of == "scenario":
        reading = read_pairs(pairs, named, _saved)
        problems |= _nothing_known(key for key, _ in pairs) | problems_of(reading)
        scenarios = (reading.scenario,)
    elif question.of == "scenarios":
        links = [value for key, value in pairs if key == LINK]
        scenarios = tuple(_at_link(each, place, problems) for place, each in enumerate(links, 1))
    if problems:
        raise Problem(BAD_LINK if question.of == "scenario" else BAD_QUESTION, problems=problems)
    return Asked(scenarios, tuple(options))


def scenario_of(query: bytes) -> Scenario:
    """The scenario of an address; raises as `asked` does."""
    return asked(QUESTIONS["sensitivity"], query).scenarios[0]


def _at_link(text: str, place: int, problems: dict[str, str]) -> Scenario:
    """The scenario at one of several links; what is wrong with it is added to the problems, by its place."""
    try:
        return scenario_of(query_of(text).encode(errors="surrogatepass"))
    except Problem as problem:
        problems |= {f"{LINK} {place}, {key}": why for key, why in problem.problems.items()}
        return baseline()


async def worked_out(of: Callable[..., Made], query: bytes, room: Room = MODEL) -> Made:
    """What a function makes of a query, in a thread; only a saved scenario needs the library, by its id or a link."""
    if any(part.startswith((f"{SAVED}=".encode(), f"{LINK}=".encode())) for part in query.split(b"&")):
        return await with_library(of, query)
    return await worked(of, query, room=room)


def scenario_in(content: bytes) -> Scenario:
    """The scenario in the body of a request: a scenario file, or `{"link": "…"}` with a link that is whole.

    Raises `Problem` with all that is wrong with it, or `LibraryError`.
    """
    try:
        raw = read_object(content)
        return _linked(raw) if LINK in raw else parse_object(raw)
    except ScenarioError as error:
        raise Problem(BAD_SCENARIO, problems=error.problems) from None


def _linked(raw: Mapping[str, Any]) -> Scenario:
    """What a link in a body stands for."""
    if len(raw) > 1:
        why = say("it stands alone; send a link, or a scenario file, which has no link.")
        raise ScenarioError({LINK: why})
    if not isinstance(raw[LINK], str):
        raise ScenarioError({LINK: say("{value} is not text; put it in quotation marks.", value=shown(raw[LINK]))})
    return scenario_of(query_of(raw[LINK]).encode(errors="surrogatepass"))


def problems_of(reading: Reading) -> dict[str, str]:
    """All for which a link is not just what it says: first what is wrong with what it has, then what it lacks."""
    found = {**reading.refused, **reading.rejected}
    places = {key: place for place, key in enumerate(("link", "v", *KEYS))}
    wrong = dict(sorted(found.items(), key=lambda each: places.get(each[0], 0)))
    missing = {key: say("missing; a full link has every key.") for key in reading.missing if key not in wrong}
    return wrong | missing


def _pairs(query: bytes) -> Pairs:
    try:
        return parse_qsl(query.decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        why = say("its percent-escapes are not UTF-8 text; copy the link anew.")
        raise Problem(BAD_LINK, problems={"link": why}) from None


def _nothing_known(keys: Iterable[str]) -> dict[str, str]:
    """The page shows the baseline to an address without a scenario; here it has to be asked for."""
    if any(key in KNOWN for key in keys):
        return {}
    return {LINK: say("it names no scenario; give every key of a full link, or scenario=NAME, or s=ID.")}


def _saved(id: str) -> Scenario:
    return library.saved(id).scenario


async def json_body(request: Request) -> bytes:
    """The bytes of a request's body; raises `Problem` for another type, and as soon as it is too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise Problem(WRONG_TYPE, say("Send it as {type}.", type=JSON), headers={"Accept-Post": JSON})
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(WRONG_TYPE, say("Send it as it is, not compressed."), headers={"Accept-Encoding": "identity"})
    length = request.headers.get("content-length", "")
    if length.isascii() and length.isdigit() and int(length[:18]) > MAX_FILE_BYTES:
        raise _too_large()
    received = bytearray()
    try:
        async for part in request.stream():
            received += part
            if len(received) > MAX_FILE_BYTES:
                raise _too_large()
    except ClientDisconnect:
        raise Problem(BAD_SCENARIO, say("The request broke off.")) from None
    return bytes(received)


def _too_large() -> Problem:
    why = say("A request has at most {most} bytes; a scenario needs a few hundred.", most=decimal(MAX_FILE_BYTES))
    return Problem(TOO_LARGE, why, headers={"Connection": "close"})
