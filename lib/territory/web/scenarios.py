"""Scenarios under addresses of their own: the presets, what is saved, and saving."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any

from starlette.endpoints import HTTPEndpoint
from starlette.requests import Request
from starlette.responses import Response

from territory.library.library import Saved, canonical, ids, library
from territory.library.saving import client_of, save
from territory.scenario.files import as_json
from territory.scenario.links import link
from territory.scenario.presets import presets
from territory.scenario.scenario import Scenario, ScenarioError
from territory.web import problems
from territory.web.answering import JSON, NEVER, Answer, site, with_library, worked
from territory.web.problems import Problem
from territory.web.reading import json_body, scenario_in


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
