"""The API of the running server: its page's commands run as they are, and its limits hold on a real connection."""

from __future__ import annotations

import http.client
import json
import os
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, suppress
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from territory.answers.outlook import project
from territory.scenario.scenario import baseline
from tests.browser.conftest import OtherSite
from tests.browser.layout import barriers
from tests.guides import commands

NO_CURL = shutil.which("curl") is None and os.environ.get("CI") != "true"


@pytest.fixture
def page(browser: Browser, app_url: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    shown = context.new_page()
    shown.goto(f"{app_url}api")
    yield shown
    context.close()


@pytest.mark.skipif(NO_CURL, reason="no curl on the PATH")
def test_the_commands_of_the_page_run_as_they_are(page: Page) -> None:
    check_answers(page.locator("pre").all_inner_texts())


@pytest.mark.skipif(NO_CURL, reason="no curl on the PATH")
def test_the_commands_of_the_guide_run_as_they_are(app_url: str) -> None:
    preset, table, control, saved = (each.text.replace("http://localhost:8501/", app_url) for each in commands("curl "))
    check_answers([preset, table, saved])
    answer = json.loads(subprocess.check_output(_silent(control), text=True))
    assert answer["results"]["kharkiv"]["part"] == "asked"


def check_answers(asked: list[str]) -> None:
    """What a preset, its table and a saved scenario answer, asked for in this order."""
    preset, table, saved = (subprocess.check_output(_silent(each), text=True) for each in asked)
    assert json.loads(preset)["results"]["kharkiv"]["chance_by_date"].keys() == {"2035-01-01"}
    ours = project(baseline()).as_dict()["results"]
    assert json.loads(preset)["results"]["odesa"]["central"] == ours["odesa"]["central"]
    assert "kharkiv,central.date,date,2039-12-03" in table.splitlines()
    assert json.loads(saved)["scenario"]["title"] == "Documented pace"


def _silent(command: str) -> list[str]:
    program, *arguments = shlex.split(command)
    assert program == "curl"
    return [program, "--silent", "--show-error", "--fail", *arguments]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_for_everybody(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert barriers(page) == []


def test_the_keyboard_reaches_the_description_for_programs(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/api/v1/openapi.json")


def test_a_page_of_another_site_can_read_and_cannot_save(page: Page, app_url: str, other_site: OtherSite) -> None:
    page.goto(other_site(""))
    ask = "([url, how]) => fetch(url, how).then((answer) => answer.status, () => 'refused')"
    assert page.evaluate(ask, [f"{app_url}api/v1/project?scenario=land-retaken", {}]) == 200
    to_save = {"method": "POST", "body": '{"link": "?scenario=land-retaken"}'}
    as_json = {"headers": {"Content-Type": "application/json"}}
    assert page.evaluate(ask, [f"{app_url}api/v1/scenarios", to_save | as_json]) == "refused"
    assert page.evaluate(ask, [f"{app_url}api/v1/scenarios", to_save]) == "refused"


@pytest.mark.parametrize("told", [True, False], ids=["with its length", "piece by piece"])
def test_a_request_that_is_too_large_is_refused_while_it_arrives(app_url: str, told: bool) -> None:
    place = urlsplit(app_url)
    server = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
    content = iter([b" " * 8_000] * 12)
    headers = {"Content-Type": "application/json", **({"Content-Length": "96000"} if told else {})}
    with closing(server):
        with suppress(BrokenPipeError, ConnectionResetError):  # it does not wait for the rest
            server.request("POST", "/api/v1/scenarios", content, headers, encode_chunked=not told)
        answer = server.getresponse()
        assert (answer.status, answer.headers["content-type"]) == (413, "application/problem+json")
        answer.read()


def test_an_address_with_a_line_break_does_not_fall_through_to_the_page(app_url: str) -> None:
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{app_url}api/v1/scenarios/a%0Ab")
    with caught.value as answer:
        assert (answer.code, answer.headers["content-type"]) == (404, "application/problem+json")
