"""The API: the answers of the command line under addresses of their own, for programs; and the server's health."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from functools import lru_cache, partial
from typing import Any

from starlette.applications import Starlette
from starlette.endpoints import HTTPEndpoint
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp

from territory.answers import table
from territory.answers.declared import Declared
from territory.answers.questions import QUESTIONS, Question
from territory.figures.record import WindowError
from territory.library import client_of, save
from territory.library.library import Saved, canonical, ids, library
from territory.scenario.files import MAX_FILE_BYTES, as_json, presets
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, ScenarioError, baseline
from territory.settings import settings
from territory.text import decimal, say
from territory.web import openapi, problems, reading
from territory.web.answering import HTML, JSON, NEVER, Answer, OpenToRead, site, with_library, worked
from territory.web.page import style_address, template
from territory.web.problems import Problem
from territory.web.reading import Asked, json_body, scenario_in, worked_out
from territory.words import vocabulary

CSV = "text/csv; charset=utf-8"
ANSWERS_KEPT, TYPES_KEPT = 512, 64


class Everything(Mount):
    """All addresses that begin with a path, those with a line break among them, which would go to the page."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


def doors(question: Question) -> list[BaseRoute]:
    """`GET /api/v1/NAME`: the answer as the command of that name prints it with `--json`; `NAME.csv`: as a table."""

    async def as_json(request: Request) -> Response:
        asked = await worked_out(partial(reading.asked, question), request.scope["query_string"])
        return (await worked(answer, question.name, asked)).response(request)

    async def as_csv(request: Request) -> Response:
        asked = await worked_out(partial(reading.asked, question), request.scope["query_string"])
        found = await worked(answered, question.name, asked)
        title = asked.scenarios[0].title if question.of == "scenario" else ""
        words = [title or say("How long would it take?"), vocabulary.limits()]
        said = await worked(table.csv, found, words, f"{site(request)}/")
        name = {"Content-Disposition": f'attachment; filename="{vocabulary.file_name(title)}.csv"'}
        return Answer(said.encode(), CSV, headers=name).response(request)

    return [Route(f"/{question.name}", as_json), Route(f"/{question.name}.csv", as_csv)]


async def description(request: Request) -> Response:
    """`GET /api/v1/openapi.json`: all of this, described for programs."""
    return Answer(openapi.text_of_document().encode(), JSON).response(request)


async def lives(_request: Request) -> Response:
    """`GET /healthz`: the process answers."""
    return JSONResponse({"status": "ok"}, headers={"Cache-Control": NEVER})


async def ready(request: Request) -> Response:
    """`GET /readyz`: scenarios can be saved and opened too; 503 where they cannot, without saying why to everybody."""
    try:
        await with_library(lambda: library().check())
    except Problem as problem:
        return problems.answer(request, problem)
    return await lives(request)


@lru_cache(maxsize=ANSWERS_KEPT)
def answer(name: str, asked: Asked) -> Answer:
    """The answer in JSON, byte by byte as the command prints it."""
    return Answer(json_bytes(answered(name, asked).as_dict()), JSON)


@lru_cache(maxsize=TYPES_KEPT)
def answered(name: str, asked: Asked) -> Declared:
    """The answer to a question; raises `Problem` where there is none."""
    try:
        return QUESTIONS[name].found(asked.scenarios, dict(asked.options)).answer()
    except (ScenarioError, WindowError) as error:
        raise Problem(problems.BAD_QUESTION, problems=error.problems) from None


# Scenarios under addresses of their own: the presets, what is saved, and saving.


class Scenarios(HTTPEndpoint):
    """`/api/v1/scenarios`."""

    async def get(self, request: Request) -> Response:
        """The presets. What readers save is known to those who have its link."""
        found = await worked(_presets, site(request))
        return Answer(json_bytes({"scenarios": found}), JSON).response(request)

    async def post(self, request: Request) -> Response:
        """Save a scenario; 201, or 200 where the same one is saved already."""
        content = await json_body(request)
        client = client_of(request.headers, request.client.host if request.client else None)
        saved, is_new = await with_library(lambda: _save(scenario_in(content), client))
        said, place = json_bytes(saved_json(saved, site(request))), {"Location": f"/api/v1/scenarios/{saved.id}"}
        return Answer(said, JSON, NEVER, place, 201 if is_new else 200).response(request)


class SavedScenario(HTTPEndpoint):
    """`/api/v1/scenarios/{id}`."""

    async def get(self, request: Request) -> Response:
        """What is saved under an id, with the answer that it had then."""
        id = request.path_params["id"]
        try:
            saved = await with_library(lambda: library().get(id))
        except ScenarioError as error:
            raise Problem(problems.NEWER, problems=error.problems) from None
        if saved is None:
            raise Problem(problems.NOT_SAVED)
        return Answer(json_bytes(saved_json(saved, site(request))), JSON).response(request)


def saved_json(saved: Saved, place: str) -> dict[str, Any]:
    """What is saved, with the addresses where it can be seen, at a site."""
    return {
        "id": saved.id,
        "url": f"{place}/s/{saved.id}",
        "saved_at": saved.saved_at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "scenario": as_json(saved.scenario),
        "link": link(saved.scenario),
        "model_version": saved.model_version,
        "results": saved.answer,
        "links": {
            "explorer": f"{place}/?s={saved.id}",
            "page": f"{place}/s/{saved.id}",
            "picture": f"{place}/s/{saved.id}.png",
            "project": f"{place}/api/v1/project?s={saved.id}",
            "table": f"{place}/api/v1/project.csv?s={saved.id}",
        },
    }


def json_bytes(content: object) -> bytes:
    """JSON as the command line prints it."""
    return (json.dumps(content, indent=2) + "\n").encode()


def _save(scenario: Scenario, client: str) -> tuple[Saved, bool]:
    """What is saved, and whether it was not before."""
    before = library().get(next(ids(canonical(scenario))))
    saved = save(scenario, client)
    return saved, before is None or before.id != saved.id


def _presets(place: str) -> list[dict[str, Any]]:
    """Each with what it says of itself, and where it opens; those that cannot be used are left out."""
    return [
        {
            "name": each.name,
            "title": each.title,
            "note": each.scenario.note,
            "link": link(each.scenario),
            "url": f"{place}/?scenario={each.name}",
            "project": f"{place}/api/v1/project?scenario={each.name}",
        }
        for each in presets()
        if each.scenario is not None
    ]


# `/api`: what the API is for, in a page for people, with three commands that run as they are.


@dataclass(frozen=True)
class Example:
    """A command, and what it does."""

    what: str
    command: str


async def about(request: Request) -> Response:
    """`GET /api`: the page."""
    place = site(request)
    addresses = (
        ("GET /api/v1/project", say("the answer to a link, as the command line prints it")),
        ("GET /api/v1/project.csv", say("the same as a table, with every assumption as a comment")),
        ("GET /api/v1/scenarios", say("the presets; what readers save is listed nowhere")),
        ("POST /api/v1/scenarios", say("save a scenario file, or a link; the same scenario always has the same id")),
        ("GET /api/v1/scenarios/{id}", say("a saved scenario, with the answer it had when it was saved")),
    )
    rules = (
        say(
            "A link has to be whole: every key, or a short name alone. Nothing takes a default; what is missing or "
            "cannot be used is named, all of it together, with status 400 (RFC 9457)."
        ),
        say("Areas are in km², times in days, shares from 0 to 1; a date that never comes is null."),
        say(
            "A request to save has at most {most} bytes, and {count} of them a minute are taken from one network.",
            most=decimal(MAX_FILE_BYTES),
            count=decimal(settings().saves_per_minute),
        ),
        say("Pages of other sites may read; saving is for programs and this site. Answers may be kept for an hour."),
    )
    page = template("api.html").render(
        style=style_address(place),
        title=say("The answers, for programs"),
        first=say("Every answer of the explorer can be fetched as JSON or CSV, by the link that opens it on the page."),
        name=say("How long would it take?"),
        home=f"{place}/",
        examples=examples(place),
        addresses_title=say("Addresses"),
        addresses=addresses,
        rules_title=say("What to know"),
        rules=rules,
        description=say("All of it for programs: OpenAPI 3.1"),
        description_address=f"{place}/api/v1/openapi.json",
        limits=vocabulary.limits(),
    )
    return Answer(page.encode(), HTML).response(request)


def examples(place: str) -> Sequence[Example]:
    """Three commands for a shell."""
    to_save = shlex.quote('{"link": "?scenario=documented-pace"}')
    asked = shlex.quote(f"{place}/api/v1/project?scenario=documented-pace&by=2035-01-01")
    full = shlex.quote(f"{place}/api/v1/project.csv{link(baseline())}")
    return (
        Example(say("The answer to a preset, with the chance before a date:"), f"curl {asked}"),
        Example(say("The answer to a full link, as a table:"), f"curl {full}"),
        Example(
            say("Save a scenario and get its short link:"),
            f"curl -H 'Content-Type: application/json' -d {to_save} {shlex.quote(f'{place}/api/v1/scenarios')}",
        ),
    )


V1: list[BaseRoute] = [
    *(route for question in QUESTIONS.values() for route in doors(question)),
    Route("/scenarios", Scenarios),
    Route("/scenarios/{id}", SavedScenario),
    Route("/openapi.json", description),
]
API = Starlette(
    routes=[Everything("/v1", Router(V1))],
    middleware=[Middleware(OpenToRead)],
    exception_handlers={
        Problem: problems.of_request,
        HTTPException: problems.of_address,
        Exception: problems.of_failure,
    },
)
ROUTES: list[BaseRoute] = [
    Route("/healthz", lives),
    Route("/readyz", ready),
    Route("/api", about),
    Everything("/api", API),
]
