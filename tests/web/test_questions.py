"""Every question through every door: command, address, table, schema and description say the same."""

from __future__ import annotations

import io
import json
from typing import Any

import pandas as pd
import pytest
from jsonschema import Draft202012Validator

from territory import library
from territory.answers.questions import QUESTIONS
from territory.answers.schemas import schema
from territory.cli.main import main
from territory.library.library import LibraryError
from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.web.client import get, problems

FULL = link(revise(baseline(), {"order": "in_turn", "rate": 9.0}))
"""What `project`, and all that are of one scenario, are asked of here."""


def doors(name: str) -> tuple[list[str], str]:
    """How a question is asked on the command line and at an address, with every option at its example."""
    question = QUESTIONS[name]
    asked = [] if name == "record" else [(each.name, each.example) for each in question.options]
    if name == "record":
        asked = [("window", "last-12"), ("edition", "2026-08-22")]
    options = [part for key, value in asked for part in (f"--{key}", value)]
    query = "".join(f"&{key}={value}" for key, value in asked)
    if question.of == "scenario":
        return [name, FULL, *options], f"/api/v1/{name}{FULL}{query}"
    if question.of == "scenarios":
        links = ["?scenario=documented-pace", "?scenario=pace-of-2024"]
        return [name, *links], f"/api/v1/{name}?" + "&".join(f"link={each.replace('=', '%3D')}" for each in links)
    return [name, *options], f"/api/v1/{name}?{query.removeprefix('&')}"


@pytest.mark.parametrize("name", QUESTIONS)
def test_command_and_address_say_the_same_byte_by_byte(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, address = doors(name)
    assert main([*command, "--json"]) == 0
    printed = capsys.readouterr().out
    assert get(address).text == printed
    Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER).validate(json.loads(printed))
    assert main(command) == 0
    assert len(capsys.readouterr().out.splitlines()) > 3


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_table_has_every_value_of_the_results(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    command, address = doors(name)
    key, head = QUESTIONS[name].answer.ROWS
    said = get(address.replace(f"/{name}", f"/{name}.csv", 1)).text
    assert main([*command, "--csv"]) == 0
    assert rows(capsys.readouterr().out).equals(rows(said))
    found, answer = rows(said), get(address).json()
    assert list(found.columns) == [head, "quantity", "unit", "value"]
    results = answer[key]
    if name == "record":
        observed = {each: value for each, value in answer.items() if each in results[0]}
        results = {each["provider"]: each for each in (observed, *results)}
    named = results if isinstance(results, dict) else {each["id"]: each for each in results}
    expected = [(str(of), path, value) for of, each in named.items() for path, value in leaves(each)]
    assert [(row[0], row[1]) for row in found.itertuples(index=False)] == [(of, path) for of, path, _ in expected]
    for row, (_, _, value) in zip(found.itertuples(index=False), expected, strict=True):
        assert row.value == ("" if value is None else str(value))


def rows(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text.removeprefix("\ufeff")), comment="#", dtype=str, keep_default_na=False)


def leaves(value: Any, path: str = "") -> list[tuple[str, Any]]:
    if not isinstance(value, dict | list):
        return [(path, value)]
    inside = value.items() if isinstance(value, dict) else ((str(n), each) for n, each in enumerate(value, 1))
    return [leaf for key, each in inside for leaf in leaves(each, f"{path}.{key}".removeprefix("."))]


@pytest.mark.parametrize("ending", ["", ".csv"])
@pytest.mark.parametrize(
    ("address", "keys"),
    [
        ("needed?scenario=documented-pace", {"by"}),
        ("needed?scenario=documented-pace&by=2020-01-01&chance=100", {"by", "chance"}),
        ("needed?scenario=documented-pace&by=2035-01-01&by=2036-01-01", {"by"}),
        ("needed?scenario=documented-pace&by=soon&chance=half", {"by", "chance"}),
        ("control?scenario=documented-pace&by=2020-01-01", {"by"}),
        ("control?scenario=documented-pace&by=2030-01-01&course=doomed", {"course"}),
        ("compare?link=%3Fscenario%3Ddocumented-pace", {"link"}),
        ("compare?link=%3Fscenario%3Ddocumented-pace&link=%3Fscenario%3Dnone", {"link 2, scenario"}),
        ("compare", {"link"}),
        ("record?window=2024&to=2024-05", {"window"}),
        ("record?provider=isw", {"provider"}),
        ("record?edition=2024-01-01", {"edition"}),
        ("backtest?edition=2024-01-01", {"edition"}),
    ],
)
def test_what_is_wrong_with_a_question_is_named(address: str, keys: set[str], ending: str) -> None:
    path, _, query = address.partition("?")
    assert problems(get(f"/api/v1/{path}{ending}?{query}"), 400).keys() == keys


@pytest.mark.parametrize(
    "path", ["project?s=0123456789", "compare?link=%3Fs%3D0123456789&link=%3Fscenario%3Dpace-of-2024"]
)
def test_without_the_library_a_question_of_a_saved_scenario_is_put_off(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_id: str) -> None:
        raise LibraryError("The library cannot be reached.", "secret")

    monkeypatch.setattr(library, "saved", down)
    problems(get(f"/api/v1/{path}"), 503)
