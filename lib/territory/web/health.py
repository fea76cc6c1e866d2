"""Whether the process lives, and whether it can do all that it is there for."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from territory.library.library import library
from territory.web import problems
from territory.web.scenarios import with_library

FRESH = {"Cache-Control": "no-store"}


async def lives(_request: Request) -> Response:
    """`GET /healthz`: the process answers."""
    return JSONResponse({"status": "ok"}, headers=FRESH)


async def ready(request: Request) -> Response:
    """`GET /readyz`: scenarios can be saved and opened too; 503 where they cannot, without saying why to everybody."""
    try:
        await with_library(lambda: library().check())
    except problems.Problem as problem:
        return problems.answer(request, problem)
    return JSONResponse({"status": "ok"}, headers=FRESH)


ROUTES: list[BaseRoute] = [Route("/healthz", lives), Route("/readyz", ready)]
