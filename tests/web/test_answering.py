"""One path of every answer: asked for in whatever way, it is the same one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from types import SimpleNamespace

import jsonschema
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import BaseRoute, Mount, Route
from starlette.testclient import TestClient

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from territory.web import ROUTES, away, openapi
from territory.web.answering import MODEL, Compression, Room, takes_gzip
from tests.web.client import SCENARIOS, get, head, post, problems

QUERY = link(baseline())
QUERIES = {  # where an address without a query is a problem, which is an answer too
    "/p": QUERY,
    "/p.png": QUERY,
    "/api/v1/project": QUERY,
    "/api/v1/project.csv": QUERY,
    "/live": f"{QUERY}&along=rate&value=9&by=2035-01-01&area=km2&per=day&theme=light",
    "/oembed": "?url=http://localhost:8501/s/UNKNOWN",
    "/share/{name}": "",
}
SAVED = "UNKNOWN"


def addresses(routes: list[BaseRoute], before: str = "") -> Iterator[str]:
    for route in routes:
        if isinstance(route, Mount):
            yield from addresses(route.routes or getattr(route.app, "routes", []), before + route.path)
        elif isinstance(route, Route):
            yield before + route.path


ADDRESSES = [f"{path}{QUERIES.get(path, '')}" for path in addresses(list(ROUTES))]
ADDRESSES = [each.replace("{name}", "style.css").replace("{id}", SAVED) for each in ADDRESSES]


def test_the_addresses_are_those_of_pages_pictures_api_and_health() -> None:
    paths = {each.partition("?")[0] for each in ADDRESSES}
    assert paths >= {"/p", "/p.png", "/s/UNKNOWN", "/api", "/api/v1/project.csv", "/live", "/oembed", "/healthz"}


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.partition("?")[0])
def test_only_the_head_is_what_the_whole_begins_with(address: str) -> None:
    whole, only = get(address), head(address)
    assert (only.status_code, only.content) == (whole.status_code, b"")
    headers = [dict(each.headers) for each in (whole, only)]
    if address.startswith("/live"):  # which says how soon it may be asked again, and is kept by nobody
        for each in headers:
            del each["content-length"]
    assert headers[0] == headers[1]


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.partition("?")[0])
def test_who_refuses_gzip_gets_plain_bytes_and_each_coding_has_an_etag_of_its_own(address: str) -> None:
    plain, coded = (get(address, {"Accept-Encoding": accepted}) for accepted in ("gzip;q=0, br", "gzip"))
    assert "content-encoding" not in plain.headers
    if not address.startswith("/live"):
        assert plain.content == coded.content
    if "content-encoding" in coded.headers:
        assert "accept-encoding" in plain.headers["vary"].lower()
        assert plain.headers["etag"] != coded.headers["etag"]
    for accepted, answer in (("identity", plain), ("gzip", coded)):
        if tag := answer.headers.get("etag"):
            for known in (tag, f'"other", W/{tag}', "*"):
                again = get(address, {"Accept-Encoding": accepted, "If-None-Match": known})
                assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
                assert again.headers["cache-control"] == answer.headers["cache-control"]
            assert get(address, {"Accept-Encoding": accepted, "If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES, ids=lambda address: address.partition("?")[0])
def test_under_two_layers_that_compress_each_rule_holds_and_is_said_once(address: str) -> None:
    layers = [Middleware(Compression), Middleware(GZipMiddleware)]  # ours, and the one that Streamlit has inside
    client = TestClient(Starlette(routes=ROUTES, middleware=layers), base_url="http://localhost:8501")
    plain, coded = (client.get(address, headers={"Accept-Encoding": each}) for each in ("gzip;q=0", "gzip"))
    assert "content-encoding" not in plain.headers
    assert plain.headers.get("vary") == coded.headers.get("vary")
    assert plain.headers.get("vary") in (None, "Accept-Encoding")
    if "content-encoding" in coded.headers:
        assert "etag" not in coded.headers or coded.headers["etag"] != plain.headers["etag"]
        assert int(coded.headers["content-length"]) < int(plain.headers["content-length"])
    only = client.head(address, headers={"Accept-Encoding": "gzip"})
    assert (only.status_code, only.content) == (coded.status_code, b"")
    assert only.headers.get("content-encoding") == coded.headers.get("content-encoding")


def test_a_saved_scenario_keeps_the_rules_too() -> None:
    id = post(b'{"link": "?scenario=documented-pace"}').json()["id"]
    for path in (f"/s/{id}", f"/s/{id}.png", f"/api/v1/scenarios/{id}", f"/oembed?url=http://localhost:8501/s/{id}"):
        assert head(path).headers == get(path).headers
        assert get(path).status_code == 200
        assert get(path, {"If-None-Match": get(path).headers["etag"]}).status_code == 304


@pytest.mark.parametrize("path", ["/p", "/api/v1/project", "/api/v1/project.csv"])
def test_an_answer_may_be_kept_for_an_hour(path: str) -> None:
    assert get(path + QUERY).headers["cache-control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    "host", ['"><script>', "a b", "x" * 300, "example.org/path", "user@example.org", "[::1", "a:b"]
)
@pytest.mark.parametrize("path", [f"/p{QUERY}", "/api/v1/scenarios", "/api"])
def test_a_host_that_is_none_is_not_repeated_and_links_are_relative(host: str, path: str) -> None:
    answer = get(path, {"Host": host})
    assert host not in answer.text
    if path == "/api/v1/scenarios":
        assert all(each["url"].startswith("/?scenario=") for each in answer.json()["scenarios"])
    if path.startswith("/p?"):
        assert f'<link rel="canonical" href="/p{escape(QUERY)}"' in answer.text


def test_where_too_much_waits_already_all_are_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Room, "limit", SimpleNamespace(available_tokens=0))
    monkeypatch.setattr(Room, "waiting", MODEL.most_waiting)
    for answer in (get(f"/api/v1/project{QUERY}"), get(f"{SCENARIOS}/{'0' * 16}"), post(b'{"link": "?scenario=x"}')):
        problems(answer, 503)
        assert answer.json()["type"] == "urn:territory:problem:busy"
        assert int(answer.headers["retry-after"]) >= 1
    page = get(f"/p{link(revise(baseline(), {'rate': 8.123}))}")  # that is not kept already
    assert (page.status_code, page.headers["cache-control"], page.headers["retry-after"]) == (503, "no-store", "10")
    assert "Come back a little later." in page.text
    assert get("/healthz").status_code == 200


@pytest.mark.parametrize(
    ("accepted", "takes"),
    [
        ("gzip, br", True),
        ("br;q=1.0, gzip;q=0.5", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*;q=0", False),
    ],
)
def test_a_coding_is_taken_where_it_is_not_refused(accepted: str, takes: bool) -> None:
    assert takes_gzip(accepted) is takes


def test_what_a_proxy_tells_programs_is_a_problem_like_any_other() -> None:
    document = openapi.document()
    told = [json.loads(text) for name, text in away.files().items() if name.endswith(".json")]
    assert [each["status"] for each in told] == [503, 429]
    for each in told:
        jsonschema.validate(each, {"$ref": "#/components/schemas/Problem", "components": document["components"]})


def test_what_a_proxy_tells_readers_asks_again_by_itself() -> None:
    pages = [text for name, text in away.files().items() if name.endswith(".html")]
    assert len(pages) == 2
    for page in pages:
        assert 'http-equiv="refresh" content="5"' in page
        assert "This page asks again by itself." in page
