"""The API without a network: requests go straight to the app's own routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from territory.web import ROUTES

SCENARIOS = "/api/v1/scenarios"
APP = Starlette(routes=ROUTES)
CLIENT = TestClient(APP, base_url="http://localhost:8501", raise_server_exceptions=False)


def get(path: str, headers: dict[str, str] | None = None) -> Response:
    return CLIENT.get(path, headers=headers)


def head(path: str, headers: dict[str, str] | None = None) -> Response:
    return CLIENT.head(path, headers=headers)


def post(content: bytes | Iterator[bytes], headers: dict[str, str] | None = None) -> Response:
    """A request to save; without a length where its content comes piece by piece."""
    return CLIENT.post(SCENARIOS, content=content, headers={"Content-Type": "application/json", **(headers or {})})


def problems(answer: Response, status: int) -> dict[str, str]:
    """The problems of an answer that is one, by key; what every such answer has is checked on the way."""
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    said: dict[str, Any] = answer.json()
    assert list(said) == ["type", "title", "status", "detail", "instance", "problems"]
    assert said["status"] == status
    assert said["type"].startswith("urn:territory:problem:")
    assert said["title"]
    assert said["detail"]
    return {each["key"]: each["why"] for each in said["problems"]}
