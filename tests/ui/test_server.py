"""What the server does not do: ask others about itself, and start with settings that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from streamlit import net_util
from streamlit.web.server.server_util import is_url_from_allowed_origins

from territory.ui import server
from tests.load.served import ROOT, free_port


def test_a_foreign_page_is_refused_without_asking_anybody_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_: asked.append(url))
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)  # put back at the end
    assert not is_url_from_allowed_origins("https://example.net")
    assert asked, "Streamlit asks nobody any more: what stands in its way can go"
    asked.clear()
    server.ask_nobody_for_our_address()
    assert not is_url_from_allowed_origins("https://example.net")
    assert is_url_from_allowed_origins("http://localhost:8501")
    assert asked == []


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "streamlit", "run", "app.py", "--server.headless=true", f"--server.port={free_port()}"],
        ["deploy/run"],
    ],
)
def test_nothing_starts_with_settings_that_cannot_be_used(command: list[str]) -> None:
    wrong = {"DATABASE_URL": "mysql://me:hunter2@host/name", "TERRITORY_SAVES_PER_MINUTE": "many"}
    ended = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=os.environ | wrong, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 1
    first, *rest = ended.stderr.splitlines()[-5:]
    assert first == "The explorer does not start: settings in its environment cannot be used."
    assert rest[0].startswith("DATABASE_URL=mysql://…")
    assert rest[2] == "TERRITORY_SAVES_PER_MINUTE=many"
    assert "Traceback" not in ended.stderr
    assert "hunter2" not in ended.stdout + ended.stderr
