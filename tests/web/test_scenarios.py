"""Saving and reading scenarios: one id for one scenario, and clear limits; the library may be gone."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.answers.outlook import project
from territory.cli.main import main
from territory.library import library as libraries
from territory.library.library import Library
from territory.scenario.files import file_text, parse_file, presets
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import Scenario, ScenarioError, baseline, revise
from territory.web.answering import MODEL, worked
from tests.strategies import scenarios
from tests.web.client import SCENARIOS, get, post, problems
from tests.web.conftest import Set

MOST_BYTES = 64_000


def linked(text: object) -> bytes:
    return json.dumps({"link": text}).encode()


# Saving.


def test_a_file_is_saved_once_and_has_one_address() -> None:
    content = file_text(revise(baseline(), {"rate": 7.77})).encode()
    first, again = post(content), post(content)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.headers["location"] == again.headers["location"] == f"{SCENARIOS}/{first.json()['id']}"
    assert first.headers["cache-control"] == "no-store"
    assert get(first.headers["location"]).json() == first.json()


def test_a_link_is_saved_as_what_it_stands_for() -> None:
    full, short = post(linked(f"https://example.org/{link(baseline())}&utm_source=chat")), post(linked("?s=none"))
    assert parse_link(full.json()["link"]) == baseline()
    assert "s" in problems(short, 400)
    known = post(linked(f"?s={full.json()['id']}"))
    assert (known.status_code, known.json()["id"]) == (200, full.json()["id"])
    assert post(linked("scenario=pace-of-2024")).json()["scenario"]["title"] == "The pace of 2024"


def test_what_is_saved_says_answer_model_and_where_it_is_seen() -> None:
    said = post(linked("?scenario=land-retaken")).json()
    id = said["id"]
    assert said["url"] == f"http://localhost:8501/s/{id}"
    assert said["links"] == {
        "explorer": f"http://localhost:8501/?s={id}",
        "page": f"http://localhost:8501/s/{id}",
        "picture": f"http://localhost:8501/s/{id}.png",
        "project": f"http://localhost:8501/api/v1/project?s={id}",
        "table": f"http://localhost:8501/api/v1/project.csv?s={id}",
    }
    answer = get(f"/api/v1/project?s={id}").json()
    assert {key: said[key] for key in answer} == answer


def test_a_saved_scenario_is_projected_as_the_command_does(capsys: pytest.CaptureFixture[str]) -> None:
    id = post(linked("?scenario=pace-of-2025")).json()["id"]
    assert main(["project", f"?s={id}", "--json", "--by", "2035-01-01"]) == 0
    assert get(f"/api/v1/project?by=2035-01-01&s={id}").text == capsys.readouterr().out


@settings(max_examples=25)
@given(scenarios(most=4))
def test_a_scenario_survives_saving_reading_its_link_and_its_file(scenario: Scenario) -> None:
    said = post(file_text(scenario).encode()).json()
    found = get(f"{SCENARIOS}/{said['id']}").json()
    assert found == said
    assert parse_file(json.dumps(found["scenario"]).encode()) == scenario
    assert parse_link(found["link"]) == scenario
    by_link = post(linked(found["link"]))
    assert (by_link.status_code, by_link.json()["id"]) == (200, said["id"])
    assert found["results"] == project(scenario).as_dict()["results"]


# What cannot be saved.


@pytest.mark.parametrize(
    ("content", "keys"),
    [
        (b"", {"file"}),
        (b"{", {"file"}),
        (b"[]", {"file"}),
        (b"\xff\xfe", {"file"}),
        (b"[" * 60_000, {"file"}),
        (b"{}", {"format"}),
        (b'{"format": 1, "rate": 99, "horizon": 0, "targets": ["kharkov"]}', {"rate", "horizon", "targets"}),
        (b'{"format": 1, "rate": NaN}', {"rate"}),
        (b'{"format": 1, "title": "\\ud800"}', {"title"}),
        (b'{"format": 1, "rate": 5, "rate": 6}', {"rate"}),
        (linked(""), {"link"}),
        (linked("https://example.org/?utm_source=chat"), {"link"}),
        (linked(None), {"link"}),
        (linked("?title=\ud800"), {"link"}),
        (linked("?v=1&rate=99"), {"rate", "start", "targets"}),
        (b'{"link": "?scenario=land-retaken", "rate": 5}', {"link"}),
    ],
)
def test_what_cannot_be_used_is_named_all_together(content: bytes, keys: set[str]) -> None:
    assert problems(post(content), 400).keys() >= keys


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.dictionaries(st.text(max_size=9), st.text() | st.integers()).map(json.dumps))
def test_any_content_is_saved_or_refused(content: bytes | str) -> None:
    answer = post(content.encode() if isinstance(content, str) else content)
    assert answer.status_code in (200, 201) or problems(answer, 400)


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "application/xml", ""])
def test_only_json_is_taken_so_that_no_form_of_another_site_can_save(kind: str) -> None:
    answer = post(linked("?scenario=land-retaken"), {"Content-Type": kind})
    problems(answer, 415)
    assert answer.headers["accept-post"] == "application/json"


def test_what_is_compressed_is_not_taken() -> None:
    problems(post(b"\x1f\x8b", {"Content-Encoding": "gzip"}), 415)


def test_64_kb_are_read_and_no_more_whether_or_not_a_request_says_how_large_it_is() -> None:
    def piece_by_piece(size: int) -> Iterator[bytes]:
        yield b'{"format": 1}'
        yield from (b" " * 1_000 for _ in range(size // 1_000))

    content = b'{"format": 1}'.ljust(MOST_BYTES)
    for each in (content, piece_by_piece(60_000)):
        assert post(each).status_code in (200, 201)
    problems(post(content + b" "), 413)
    problems(post(piece_by_piece(64_000)), 413)
    for told in ("64001", "999999999999999999999"):
        problems(post(b"{}", {"Content-Length": told}), 413)


def test_who_saves_too_often_is_told_when_to_come_back(operator: Set) -> None:
    operator(TERRITORY_SAVES_PER_MINUTE="2", TERRITORY_CLIENT_HEADER="X-Real-IP")
    content, one, other = linked("?scenario=land-retaken"), {"X-Real-IP": "192.0.2.1"}, {"X-Real-IP": "192.0.2.2"}
    assert [post(content, one).status_code for _ in range(3)][-2:] == [200, 429]
    refused = post(content, one)
    problems(refused, 429)
    assert 1 <= int(refused.headers["retry-after"]) <= 60
    assert post(content, other).status_code == 200


def test_pages_of_other_sites_cannot_read_what_saving_answers() -> None:
    answer = post(linked("?scenario=land-retaken"), {"Origin": "https://example.org"})
    assert "access-control-allow-origin" not in answer.headers


# Reading.


def test_the_presets_are_listed_and_nothing_that_was_saved() -> None:
    mine = post(file_text(revise(baseline(), {"title": "Mine alone"})).encode()).json()
    answer = get(SCENARIOS)
    assert [each["name"] for each in answer.json()["scenarios"]] == [each.name for each in presets() if each.scenario]
    assert mine["id"] not in answer.text
    for each in answer.json()["scenarios"]:
        assert get(each["project"].removeprefix("http://localhost:8501")).json()["link"] == each["link"]


def test_an_id_is_read_as_people_write_it_down() -> None:
    id = post(linked("?scenario=land-retaken")).json()["id"]
    assert get(f"{SCENARIOS}/{id.upper().replace('0', 'O').replace('1', 'I')}").json()["id"] == id


@pytest.mark.parametrize("id", ["0" * 16, "x", "%00", "%E2%82%AC", "x" * 5_000, "..%2F..", "0123456789abcdef.json"])
def test_an_id_that_there_is_not_is_a_problem(id: str) -> None:
    problems(get(f"{SCENARIOS}/{id}"), 404)


def test_a_scenario_of_a_newer_program_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def newer(_library: Library, _id: str) -> None:
        raise ScenarioError({"format": "2 is newer than this program."})

    monkeypatch.setattr(Library, "get", newer)
    assert "format" in problems(get(f"{SCENARIOS}/{'0' * 16}"), 501)


def test_an_answer_of_an_older_model_is_told_as_it_was_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    id = post(linked("?scenario=land-retaken")).json()["id"]
    saved = libraries.library().get(id)
    assert saved
    monkeypatch.setattr(Library, "get", lambda *_: replace(saved, model_version="0"))
    assert get(f"{SCENARIOS}/{id}").json()["model_version"] == "0"


# Without a library.


@pytest.fixture
def no_library(operator: Set, caplog: pytest.LogCaptureFixture) -> None:
    operator(DATABASE_URL="postgresql://reader:secret-word@localhost:1/nowhere")
    caplog.set_level(logging.WARNING)


@pytest.mark.usefixtures("no_library")
@pytest.mark.parametrize(
    "ask",
    [
        lambda: post(linked("?scenario=land-retaken")),
        lambda: post(file_text(baseline()).encode()),
        lambda: get(f"{SCENARIOS}/{'0' * 16}"),
        lambda: get(f"/api/v1/project?s={'0' * 16}"),
        lambda: get("/readyz"),
    ],
    ids=["save a link", "save a file", "read", "project", "ready"],
)
def test_where_the_library_is_gone_it_says_so_without_a_secret(ask: object, caplog: pytest.LogCaptureFixture) -> None:
    answer = ask()  # type: ignore[operator]
    problems(answer, 503)
    assert int(answer.headers["retry-after"]) >= 1
    assert "secret-word" not in answer.text + caplog.text
    assert "nowhere" not in answer.text
    assert "localhost:1" not in answer.text


@pytest.mark.usefixtures("no_library")
def test_where_the_library_is_gone_full_links_are_answered() -> None:
    assert get(f"/api/v1/project{link(baseline())}").status_code == 200
    assert get("/api/v1/project?scenario=land-retaken").status_code == 200
    assert get(SCENARIOS).status_code == 200
    assert get("/healthz").status_code == 200


def test_settings_that_cannot_be_used_are_no_library(operator: Set) -> None:
    operator(DATABASE_URL="mysql://secret-word@localhost/x")
    answer = get("/readyz")
    problems(answer, 503)
    assert "secret-word" not in answer.text
    assert get("/api/v1/project?scenario=land-retaken").status_code == 200


def test_a_process_that_is_well_says_so_and_no_cache_keeps_it() -> None:
    for path in ("/healthz", "/readyz"):
        answer = get(path)
        assert (answer.status_code, answer.json(), answer.headers["cache-control"]) == (
            200,
            {"status": "ok"},
            "no-store",
        )


def test_so_much_is_worked_on_at_a_time_and_no_more() -> None:
    at_once, most = [], []

    def work() -> None:
        at_once.append(1)
        most.append(len(at_once))
        barrier.wait(timeout=10)
        at_once.pop()

    async def all_of_it() -> None:
        async with anyio.create_task_group() as tasks:
            for _ in range(3 * MODEL.at_a_time):
                tasks.start_soon(worked, work)
            await anyio.wait_all_tasks_blocked()

    barrier = threading.Barrier(MODEL.at_a_time)
    anyio.run(all_of_it)
    assert max(most) == MODEL.at_a_time
    assert len(most) == 3 * MODEL.at_a_time


def test_a_fault_of_ours_is_a_problem_that_tells_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("territory.web.api.answer", lambda *_: 1 / 0)
    answer = get("/api/v1/project?scenario=land-retaken")
    problems(answer, 500)
    assert "ZeroDivision" not in answer.text
