"""The API: the answers of the command line under addresses of their own, for programs."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from territory.outlook import project
from territory.scenario import Scenario
from territory.sharing.tables import answer_table
from territory.text import say
from territory.ui import wording
from territory.web import problems
from territory.web.cors import OpenToRead
from territory.web.reading import question
from territory.web.replies import reply
from territory.web.site import site
from territory.web.working import worked

JSON, CSV = "application/json", "text/csv; charset=utf-8"
ANSWERS_KEPT = 512


async def project_json(request: Request) -> Response:
    """`GET /api/v1/project`: the answer as `territory project LINK --json` prints it."""
    asked = await worked(question, request.scope["query_string"])
    return reply(request, await worked(answer, asked.scenario, asked.by), JSON)


async def project_csv(request: Request) -> Response:
    """`GET /api/v1/project.csv`: the same as a table."""
    asked = await worked(question, request.scope["query_string"])
    content = json.loads(await worked(answer, asked.scenario, asked.by))
    title = asked.scenario.title or say("How long would it take?")
    table = answer_table(content, [title, wording.limits()], f"{site(request)}/")
    name = {"Content-Disposition": f'attachment; filename="{wording.file_name(asked.scenario.title)}.csv"'}
    return reply(request, table.encode(), CSV, name)


@lru_cache(maxsize=ANSWERS_KEPT)
def answer(scenario: Scenario, by: tuple[date, ...]) -> bytes:
    """The answer's JSON, byte by byte as the command prints it."""
    return (json.dumps(project(scenario).as_dict(by), indent=2) + "\n").encode()


V1: list[BaseRoute] = [
    Route("/project", project_json),
    Route("/project.csv", project_csv),
]
API = Starlette(
    routes=[Mount("/v1", routes=V1)],
    middleware=[Middleware(OpenToRead)],
    exception_handlers={
        problems.Problem: problems.of_request,
        HTTPException: problems.of_address,
        Exception: problems.of_failure,
    },
)
ROUTES: list[BaseRoute] = [Mount("/api", app=API)]
