"""Before the page is there: words in its window, and no start with settings that cannot be used."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.testclient import TestClient

from benchmarks import served
from territory.ui.pages import PAGES
from territory.ui.server import ROOT, ROUTES, opened

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


CLIENT = TestClient(Starlette(routes=ROUTES))


@pytest.mark.parametrize("path", PAGES)
def test_every_page_has_a_name_and_a_word_while_it_loads_however_it_is_asked_for(path: str) -> None:
    answer = CLIENT.get(f"/{path}?v=1")
    assert "<title>How long would it take?</title>" in answer.text
    assert re.search(r'<div id="root"><div class="t-opening" role="status">.*Loading the explorer …', answer.text)
    assert "Not a forecast" in answer.text
    assert ROOT not in answer.text
    head = CLIENT.head(f"/{path}")
    assert (head.status_code, head.text, head.headers) == (200, "", answer.headers)


def test_without_scripts_it_says_what_is_missing_and_no_more() -> None:
    found = re.search(r"<noscript>(.*?)</noscript>", opened(INDEX), re.DOTALL)
    assert found is not None
    assert found[1].startswith("<p>The explorer needs JavaScript")


def test_what_is_said_of_a_lost_server_is_meant_for_readers() -> None:
    said = opened(INDEX)
    assert "The server cannot be reached. What is shown stays as it is, and goes on by itself" in said
    assert re.search(r"stErrorCodeBlock\]\) > \* \{ display: none \}", said)


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={served.free_port()}"],
        ["deploy/run"],
    ],
)
def test_nothing_starts_with_settings_that_cannot_be_used(command: list[str]) -> None:
    wrong = {"DATABASE_URL": "mysql://me:hunter2@host/name", "TERRITORY_SAVES_PER_MINUTE": "many"}
    ended = subprocess.run(
        [sys.executable, *command], cwd=served.ROOT, env=os.environ | wrong, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    first, *rest = ended.stderr.splitlines()[-5:]
    assert first == "The explorer does not start: settings in its environment cannot be used."
    assert rest[0].startswith("DATABASE_URL=mysql://…")
    assert rest[2] == "TERRITORY_SAVES_PER_MINUTE=many"
    assert "Traceback" not in ended.stderr
    assert "hunter2" not in ended.stdout + ended.stderr
