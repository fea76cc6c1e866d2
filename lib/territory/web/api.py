"""The API: the answers of the command line under addresses of their own, for programs."""

from __future__ import annotations

import json
import re
from datetime import date
from functools import lru_cache

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import ASGIApp

from territory.answers.outlook import project
from territory.answers.table import answer_table
from territory.scenario.scenario import Scenario
from territory.text import say
from territory.web import openapi, problems, scenarios
from territory.web.about import about
from territory.web.bodies import JSON
from territory.web.cors import OpenToRead
from territory.web.reading import Question, question, room_for
from territory.web.replies import reply
from territory.web.site import site
from territory.web.working import LIBRARY, MODEL, worked
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
    asked = await _question(request)
    return reply(request, await worked(answer, asked.scenario, asked.by), JSON)


async def project_csv(request: Request) -> Response:
    """`GET /api/v1/project.csv`: the same as a table."""
    asked = await _question(request)
    content = json.loads(await worked(answer, asked.scenario, asked.by))
    title = asked.scenario.title or say("How long would it take?")
    table = answer_table(content, [title, vocabulary.limits()], f"{site(request)}/")
    name = {"Content-Disposition": f'attachment; filename="{vocabulary.file_name(asked.scenario.title)}.csv"'}
    return reply(request, table.encode(), CSV, name)


async def description(request: Request) -> Response:
    """`GET /api/v1/openapi.json`: all of this, described for programs."""
    return reply(request, openapi.text_of_document().encode(), JSON)


async def _question(request: Request) -> Question:
    query = request.scope["query_string"]
    scenarios.refuse_if_busy(MODEL)
    if (room := room_for(query)) == LIBRARY:
        return await scenarios.with_library(lambda: question(query))
    return await worked(question, query, room=room)


@lru_cache(maxsize=ANSWERS_KEPT)
def answer(scenario: Scenario, by: tuple[date, ...]) -> bytes:
    """The answer's JSON, byte by byte as the command prints it."""
    return scenarios.json_bytes(project(scenario).as_dict(by))


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
ROUTES: list[BaseRoute] = [Route("/api", about), Everything("/api", API)]
