"""The API: the answers of the command line under addresses of their own, for programs; and the server's health."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp

from territory.answers.outlook import project
from territory.answers.table import answer_table
from territory.library.library import library
from territory.scenario.scenario import Scenario
from territory.text import say
from territory.web import openapi, problems, scenarios
from territory.web.about import about
from territory.web.answering import JSON, NEVER, Answer, OpenToRead, site, with_library, worked
from territory.web.reading import question, worked_out
from territory.words import vocabulary

CSV = "text/csv; charset=utf-8"
ANSWERS_KEPT = 512


class Everything(Mount):
    """All addresses that begin with a path, those with a line break among them, which would go to the page."""

    def __init__(self, path: str, app: ASGIApp) -> None:
        super().__init__(path, app)
        self.path_regex = re.compile(self.path_regex.pattern, re.DOTALL)


async def project_json(request: Request) -> Response:
    """`GET /api/v1/project`: the answer as `territory project LINK --json` prints it."""
    asked = await worked_out(question, request.scope["query_string"])
    return (await worked(answer, asked.scenario, asked.by)).response(request)


async def project_csv(request: Request) -> Response:
    """`GET /api/v1/project.csv`: the same as a table."""
    asked = await worked_out(question, request.scope["query_string"])
    content = json.loads((await worked(answer, asked.scenario, asked.by)).body)
    title = asked.scenario.title or say("How long would it take?")
    table = answer_table(content, [title, vocabulary.limits()], f"{site(request)}/")
    name = {"Content-Disposition": f'attachment; filename="{vocabulary.file_name(asked.scenario.title)}.csv"'}
    return Answer(table.encode(), CSV, headers=name).response(request)


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
    except problems.Problem as problem:
        return problems.answer(request, problem)
    return await lives(request)


@lru_cache(maxsize=ANSWERS_KEPT)
def answer(scenario: Scenario, by: tuple[date, ...]) -> Answer:
    """The answer in JSON, byte by byte as the command prints it."""
    return Answer(scenarios.json_bytes(project(scenario).as_dict(by)), JSON)


V1: list[BaseRoute] = [
    Route("/project", project_json),
    Route("/project.csv", project_csv),
    Route("/scenarios", scenarios.Scenarios),
    Route("/scenarios/{id}", scenarios.SavedScenario),
    Route("/openapi.json", description),
]
API = Starlette(
    routes=[Everything("/v1", Router(V1))],
    middleware=[Middleware(OpenToRead)],
    exception_handlers={
        problems.Problem: problems.of_request,
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
