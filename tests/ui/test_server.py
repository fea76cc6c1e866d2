"""The server does not start with settings that cannot be used."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from benchmarks.load.served import ROOT, free_port


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
