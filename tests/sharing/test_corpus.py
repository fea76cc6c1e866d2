"""Links are for ever: links and files that were ever published keep opening, and keep their answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from territory.model import MODEL_VERSION
from territory.outlook import project
from territory.scenario import baseline
from territory.sharing.files import load_scenario
from territory.sharing.links import link, parse_link
from territory.sharing.presets import assumptions

CORPUS = Path(__file__).parent / "corpus"
ENTRIES: list[dict[str, Any]] = json.loads((CORPUS / "corpus.json").read_text(encoding="utf-8"))["links"]
FORMATS = sorted(CORPUS.glob("format-*.json"))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry['version']}-{entry['name']}")
def test_links_of_released_versions_keep_their_answers(entry: dict[str, Any]) -> None:
    """The corpus may only grow: an entry is never changed, and never removed."""
    scenario = parse_link(entry["link"])
    assert link(scenario) == entry["link"]
    central = {result.id: result.central for result in project(scenario).projection.results}
    assert list(central) == list(entry["answers"])
    for oblast, answer in entry["answers"].items():
        assert central[oblast].status == answer["status"]
        days = central[oblast].when.days
        assert days == (answer["days"] and pytest.approx(answer["days"], rel=1e-9))


def test_the_corpus_says_that_it_may_only_grow_and_which_model_gave_its_answers() -> None:
    corpus = json.loads((CORPUS / "corpus.json").read_text(encoding="utf-8"))
    assert "may only grow" in corpus["rule"]
    assert {entry["model_version"] for entry in ENTRIES} >= {MODEL_VERSION}
    assert len(ENTRIES) >= 12
    assert len({entry["link"] for entry in ENTRIES}) == len(ENTRIES)


def test_the_corpus_has_every_status_and_every_order() -> None:
    statuses = {answer["status"] for entry in ENTRIES for answer in entry["answers"].values()}
    assert statuses == {"done", "reached", "beyond_horizon", "never"}
    assert {parse_link(entry["link"]).order for entry in ENTRIES} == {"separately", "in_turn", "together"}


@pytest.mark.parametrize("file", FORMATS, ids=lambda file: file.stem)
def test_a_file_of_every_format_ever_released_still_opens(file: Path) -> None:
    number = int(file.stem.removeprefix("format-"))
    assert json.loads(file.read_text(encoding="utf-8"))["format"] == number
    load_scenario(file)


def test_the_file_of_the_first_format_is_the_documented_pace() -> None:
    assert [file.name for file in FORMATS][:1] == ["format-1.json"]
    scenario = load_scenario(CORPUS / "format-1.json")
    assert assumptions(scenario) == assumptions(baseline())
    assert scenario.title == "Documented pace"
