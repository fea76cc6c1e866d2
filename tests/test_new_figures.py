"""The guide to new figures: its tables and commands, run as they stand, in a checkout of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from territory.answers.drivers import drivers
from territory.figures import evidence
from territory.scenario.scenario import baseline
from tests.guides import CHECKOUT, blocks

BLOCKS = blocks(CHECKOUT / "docs" / "new-figures.md")
COPIED = ("lib", "seeds", "scenarios", "tests", "tools", "CHANGELOG.md", "pyproject.toml")
NEW = "2026-10-01"
RECORD = "record/deepstate.csv"
EDITIONS = evidence.edition_ids()


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What the guide needs of a checkout, with this interpreter as its virtual environment."""
    for name in COPIED:
        source = CHECKOUT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, arguments in (("python", ""), ("territory", " -m territory.cli.main")):
        (programs / name).write_text(f'#!/bin/sh\nexec "{sys.executable}"{arguments} "$@"\n', encoding="utf-8")
        (programs / name).chmod(0o755)
    return tmp_path


def shell(command: str, checkout: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(checkout / "lib"), "PYTHONUTF8": "1"}
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


ANSWERS = f"""
import json
from territory.answers.drivers import drivers
from territory.scenario.scenario import baseline
print(json.dumps([drivers(baseline(edition)).as_dict() for edition in {json.dumps(EDITIONS)}]))
"""


def test_every_command_of_the_guide_runs_and_the_new_edition_is_as_sound_as_the_others(checkout: Path) -> None:
    seeds = {path: path.read_bytes() for path in (checkout / "seeds").rglob("*") if path.is_file()}
    said = []
    for kind, block in BLOCKS:
        if kind == "csv":
            (checkout / "new" / "monthly.csv").write_text(block, encoding="utf-8")
            continue
        done = shell(block, checkout)
        assert (done.returncode, done.stderr) == (0, ""), block + done.stdout + done.stderr
        said.append(done.stdout)
    assert [kind for kind, _ in BLOCKS] == ["sh", "csv", *["sh"] * 7]
    assert f"trial/{NEW} is edition {NEW}: Figures to 1 October 2026" in said[2]
    assert "Counted from 1 October 2026" in said[3]
    assert " passed" in said[7]
    after = shell(f".venv/bin/python -c '{ANSWERS}'", checkout)
    assert json.loads(after.stdout) == [drivers(baseline(edition)).as_dict() for edition in EDITIONS], after.stderr
    method = (checkout / "lib" / "territory" / "words" / "method.md").read_text(encoding="utf-8")
    assert f"| {NEW}: 46 months, December 2022 to September 2026 |" in method
    grown = checkout / "seeds" / RECORD
    assert [path for path, content in seeds.items() if path.read_bytes() != content] == [grown]
    written = [(checkout / place / NEW / "defaults.json").read_bytes() for place in ("trial", "seeds")]
    assert written[0] == written[1]
    hashes = json.loads((checkout / "tests" / "seed_hashes.json").read_text(encoding="utf-8"))
    held = json.loads((CHECKOUT / "tests" / "seed_hashes.json").read_text(encoding="utf-8"))
    assert {name for name in held if hashes[name] != held[name]} == {RECORD}
    assert {name for name in hashes if name not in held} == {
        f"{NEW}/{file}" for file in ("defaults.json", "figures.json", "monthly_gains.csv", "occupied.csv")
    }
