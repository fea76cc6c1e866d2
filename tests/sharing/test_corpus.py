"""Links are for ever: links and files that were ever published keep opening, and keep their answers."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from territory.answers.outlook import project
from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.scenario.files import load_scenario
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import assumptions, baseline
from tests import corpus

FOLDER = corpus.FOLDER
RELEASES: dict[str, dict[str, Any]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("[0-9]*.json"))
}
ENTRIES = [(version, entry) for version, release in RELEASES.items() for entry in release["links"]]
FORMATS = sorted(FOLDER.glob("format-*.json"))
# Central answers are closed forms; the simulated runs are order statistics of a fixed sequence, in floating point.
CLOSED, SIMULATED = 1e-9, 1e-6


@pytest.mark.parametrize(
    ("version", "entry"), ENTRIES, ids=[f"{version}-{entry['name']}" for version, entry in ENTRIES]
)
def test_links_of_released_versions_keep_their_answers(version: str, entry: dict[str, Any]) -> None:
    scenario = parse_link(entry["link"])
    assert link(scenario) == entry["link"]
    assert RELEASES[version]["model_version"] == MODEL_VERSION  # a newer model needs the older one beside it here
    results = project(scenario).as_dict()["results"]
    assert list(results) == list(entry["answers"])
    for oblast, held in entry["answers"].items():
        now = corpus.answer(results[oblast])
        assert now["status"] == held["status"]
        assert now["days"] == (held["days"] and pytest.approx(held["days"], rel=CLOSED))
        if "quantile_days" in held:
            assert now["date"] == held["date"]
            for part in ("quantile_days", "chance_by_years"):
                assert now[part] == {
                    key: None if value is None else pytest.approx(value, rel=SIMULATED, abs=1e-9)
                    for key, value in held[part].items()
                }
            assert now["beyond_horizon"] == pytest.approx(held["beyond_horizon"], abs=1e-9)


def test_no_file_of_a_release_was_changed_or_lost() -> None:
    held = json.loads(corpus.HELD.read_text(encoding="utf-8"))
    found = {
        f"{version}.json": hashlib.sha256((FOLDER / f"{version}.json").read_bytes()).hexdigest() for version in RELEASES
    }
    assert found == held, "the corpus may only grow: `python -m tests.corpus` adds a release, nothing changes one"


def test_a_released_version_has_its_part_of_the_corpus_and_of_the_changelog() -> None:
    checkout = Path(__file__).parents[2]
    changelog = (checkout / "CHANGELOG.md").read_text(encoding="utf-8")
    released = [line.split()[1] for line in changelog.splitlines() if line.startswith("## ") and line[3].isdigit()]
    version = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert set(released) <= set(RELEASES)
    assert version in RELEASES


def test_the_corpus_has_every_status_order_and_edition() -> None:
    statuses = {answer["status"] for _, entry in ENTRIES for answer in entry["answers"].values()}
    assert statuses == {"done", "reached", "beyond_horizon", "never"}
    scenarios = [parse_link(entry["link"]) for _, entry in ENTRIES]
    assert {each.order for each in scenarios} == {"separately", "in_turn", "together"}
    assert {each.edition for each in scenarios} >= set(evidence.edition_ids())


@pytest.mark.parametrize("file", FORMATS, ids=lambda file: file.stem)
def test_a_file_of_every_format_ever_released_still_opens(file: Path) -> None:
    number = int(file.stem.removeprefix("format-"))
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == number
    load_scenario(file)


def test_the_file_of_the_first_format_is_the_documented_pace() -> None:
    assert [file.name for file in FORMATS][:1] == ["format-1.json"]
    scenario = load_scenario(FOLDER / "format-1.json")
    assert assumptions(scenario) == assumptions(baseline())
    assert scenario.title == "Documented pace"
