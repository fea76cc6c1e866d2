"""Scenarios under addresses of their own: the presets, what is saved, and saving."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import UTC
from typing import Any, TypeVar

from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.responses import Response

from territory.library.library import LibraryError, Saved, canonical, ids, library
from territory.library.saving import TooManySaves, client_of, save
from territory.scenario.files import as_json
from territory.scenario.links import link
from territory.scenario.presets import presets
from territory.scenario.scenario import Scenario, ScenarioError
from territory.settings import SettingsError
from territory.text import say
from territory.web import problems
from territory.web.bodies import JSON, json_body
from territory.web.problems import Problem
from territory.web.reading import scenario_in
from territory.web.replies import reply
from territory.web.site import site
from territory.web.working import LIBRARY, is_busy, worked

RETRY_SECONDS = 10
Value = TypeVar("Value")
log = logging.getLogger(__name__)


class Scenarios(HTTPEndpoint):
    """`/api/v1/scenarios`."""

    async def get(self, request: Request) -> Response:
        """The presets. What readers save is known to those who have its link."""
        found = await worked(_presets, site(request))
        return reply(request, json_bytes({"scenarios": found}), JSON)

    async def post(self, request: Request) -> Response:
        """Save a scenario; 201, or 200 where the same one is saved already."""
        content = await json_body(request)
        client = client_of(request.headers, request.client.host if request.client else None)
        saved, is_new = await with_library(lambda: _save(scenario_in(content), client))
        place = {"Location": f"/api/v1/scenarios/{saved.id}", "Cache-Control": "no-store"}
        return reply(request, json_bytes(saved_json(saved, site(request))), JSON, place, 201 if is_new else 200)


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
        return reply(request, json_bytes(saved_json(saved, site(request))), JSON)


async def with_library(work: Callable[[], Value]) -> Value:
    """What a function returns that needs the library; raises `Problem` where there is none, or too much is saved."""
    refuse_if_busy(LIBRARY)
    try:
        return await worked(work, room=LIBRARY)
    except TooManySaves as error:
        raise Problem(problems.TOO_MANY, str(error), headers={"Retry-After": str(error.seconds)}) from None
    except (LibraryError, SettingsError) as error:
        log.warning("the library of saved scenarios cannot be used: %s", getattr(error, "detail", error))
        raise no_library() from None


def refuse_if_busy(room: str) -> None:
    """Raise `Problem` where others wait in such numbers that it is better to come back."""
    if is_busy(room):
        again = {"Retry-After": str(RETRY_SECONDS)}
        raise Problem(problems.BUSY, say("Come back a little later."), headers=again)


def no_library() -> Problem:
    """That the library cannot be used just now; why is told to the operator only."""
    why = say("Try again later; a full link works without it.")
    return Problem(problems.NO_LIBRARY, why, headers={"Retry-After": str(RETRY_SECONDS)})


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
