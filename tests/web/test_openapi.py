"""The OpenAPI document is valid, says what is there, and nothing that the API answers is outside of it."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance
from starlette.routing import Mount, Route

from territory.scenario.files import as_json, presets
from territory.scenario.links import link
from territory.scenario.scenario import KEYS, baseline
from territory.web import ROUTES, openapi, problems
from territory.web.api import examples
from tests.web.client import APP, SCENARIOS, get

PLACE = "http://localhost:8501"
DOCUMENT = json.loads(openapi.text_of_document())
# What holds between keys (a short name stands alone, a link has all of them) is not said by a list of parameters.
RULES_BETWEEN_KEYS = [positive_data_acceptance]
API = schemathesis.openapi.from_dict(DOCUMENT)


def test_the_document_is_one_of_openapi() -> None:
    assert get("/api/v1/openapi.json").json() == DOCUMENT
    validate(DOCUMENT)


def test_every_address_that_there_is_is_described_and_no_other() -> None:
    (mounted,) = (route for route in ROUTES if isinstance(route, Mount) and route.path == "/api")
    (version,) = (route for route in mounted.routes if isinstance(route, Mount))
    there = {f"/api{version.path}{each.path}" for each in version.routes if isinstance(each, Route)}
    assert there - {"/api/v1/openapi.json"} | {"/healthz", "/readyz"} == set(DOCUMENT["paths"])


def test_every_key_of_a_link_is_a_parameter_with_label_bounds_and_unit() -> None:
    parameters = DOCUMENT["components"]["parameters"]
    assert set(parameters) == {"v", "scenario", "s", *KEYS}
    assert parameters["rate"]["schema"] == {"type": "number", "minimum": -20, "maximum": 60}
    assert "km²/day" in parameters["rate"]["description"]


def test_the_examples_together_are_the_link_of_the_baseline() -> None:
    shown = {name: each["example"] for name, each in DOCUMENT["components"]["parameters"].items() if "example" in each}
    answer = get("/api/v1/project?" + "&".join(f"{name}={value}" for name, value in shown.items()))
    assert answer.json()["link"] == link(baseline())


def test_every_kind_of_problem_is_described() -> None:
    assert set(DOCUMENT["components"]["responses"]) == {kind.name for kind in problems.KINDS}


def test_no_reference_leads_nowhere() -> None:
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(DOCUMENT))):
        place: Any = DOCUMENT
        for part in reference.split("/"):
            place = place[part]
        assert place


# Whatever is sent, what comes back is described.


@API.include(path_regex="^/api|z$").parametrize()
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_whatever_is_sent_nothing_fails_and_nothing_comes_back_that_is_not_described(case: schemathesis.Case) -> None:
    case.validate_response(case.call(app=APP), excluded_checks=RULES_BETWEEN_KEYS)


@pytest.mark.parametrize("path", ["/api/v1/project", "/api/v1/project.csv"])
@pytest.mark.parametrize("name", [each.name for each in presets()])
def test_what_is_answered_to_a_preset_is_as_it_is_described(path: str, name: str) -> None:
    case = API[path]["GET"].Case(query={"scenario": name, "by": ["2035-01-01", "2050-01-01"]})
    answer = case.call(app=APP)
    assert answer.status_code == 200
    case.validate_response(answer)


@pytest.mark.parametrize("body", [{"link": link(baseline())}, as_json(baseline())], ids=["link", "file"])
def test_what_is_answered_to_saving_and_reading_is_as_it_is_described(body: dict[str, Any]) -> None:
    saving = API[SCENARIOS]["POST"].Case(body=body, media_type="application/json")
    saved = saving.call(app=APP)
    saving.validate_response(saved)
    assert saved.status_code in (200, 201)
    reading = API[f"{SCENARIOS}/{{id}}"]["GET"].Case(path_parameters={"id": saved.json()["id"]})
    reading.call_and_validate(app=APP)


# The page for people.


def test_the_page_for_people_names_every_address_and_shows_the_examples() -> None:
    answer = get("/api")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    words = unescape(answer.text)
    for each in examples(PLACE):
        assert each.command in words
    for path in ("/api/v1/project", "/api/v1/project.csv", SCENARIOS, f"{SCENARIOS}/{{id}}", "/api/v1/openapi.json"):
        assert path in words
    assert "<script" not in answer.text
