"""`territory library`: what is saved, listed, shown, written to files and deleted."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from territory import settings
from territory.answers.outlook import project
from territory.library.library import Library, Saved
from territory.scenario.files import load_scenario
from territory.scenario.scenario import baseline, revise
from tests.helpers import Terminal


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The library of the settings."""
    monkeypatch.setenv("TERRITORY_LIBRARY", str(tmp_path / "library.sqlite3"))
    settings.settings.cache_clear()
    yield settings.settings().database_url
    settings.settings.cache_clear()


@pytest.fixture
def terminal(url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    assert url.startswith("sqlite")
    return Terminal(capsys, monkeypatch)


@pytest.fixture
def saved(url: str) -> list[Saved]:
    """Three scenarios, newest first."""
    library = Library(url)
    titles = ("", "Харків", "<b>Odesa</b>")
    found = [library.save(revise(baseline(), {"title": title})) for title in titles]
    library.close()
    return found[::-1]


def test_an_empty_library_lists_nothing(terminal: Terminal) -> None:
    done = terminal.run("library", "list")
    assert (done.status, done.out, done.err) == (0, "0 saved scenarios.\n", "")
    assert terminal.run("library", "list", "--json").out == "[]\n"
    assert terminal.run("library", "export").out == ""


def test_saved_scenarios_are_listed_newest_first(terminal: Terminal, saved: list[Saved]) -> None:
    lines = terminal.run("library", "list").out.splitlines()
    assert [line.split()[0] for line in lines[1:4]] == [each.id for each in saved]
    assert "Харків" in lines[2]
    assert lines[-1] == "3 saved scenarios."
    listed = json.loads(terminal.run("library", "list", "--json").out)
    assert [each["id"] for each in listed] == [each.id for each in saved]
    assert [each["title"] for each in listed] == ["<b>Odesa</b>", "Харків", ""]


def test_a_saved_scenario_is_shown_with_its_answer_then_and_now(terminal: Terminal, saved: list[Saved]) -> None:
    done = terminal.run("library", "show", saved[0].id.upper())
    assert done.status == 0
    assert f"id          {saved[0].id}" in done.out
    assert "Kharkiv oblast  2039-12-03         2039-12-03" in done.out
    assert "If Russian forces kept taking 5.79" in done.out
    shown = json.loads(terminal.run("library", "show", saved[0].id, "--json").out)
    assert shown["results"] == project(saved[0].scenario).as_dict()["results"]
    assert list(shown) == ["id", "saved_at", "edition", "model_version", "link", "scenario", "results"]


def test_the_library_is_written_as_files_that_open(terminal: Terminal, saved: list[Saved], tmp_path: Path) -> None:
    folder = tmp_path / "new" / "folder"
    done = terminal.run("library", "export", str(folder))
    assert (done.status, done.out) == (0, f"3 files written to {folder}.\n")
    for each in saved:
        assert (folder / f"{each.id}.json").read_bytes() == each.text.encode()
        assert load_scenario(folder / f"{each.id}.json") == each.scenario


def test_the_library_is_written_as_lines_with_all_of_it(terminal: Terminal, saved: list[Saved]) -> None:
    lines = [json.loads(line) for line in terminal.run("library", "export", "-").out.splitlines()]
    assert [line["id"] for line in lines] == [each.id for each in saved]
    assert [line["results"] for line in lines] == [each.answer for each in saved]
    assert lines[0]["scenario"]["title"] == "<b>Odesa</b>"


def test_what_is_deleted_is_named_and_gone(terminal: Terminal, saved: list[Saved]) -> None:
    done = terminal.run("library", "delete", saved[0].id, saved[1].id)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [f"{each.id} is deleted." for each in saved[:2]]
    assert [each["id"] for each in json.loads(terminal.run("library", "list", "--json").out)] == [saved[2].id]


def test_nothing_is_deleted_if_one_of_the_ids_is_none(terminal: Terminal, saved: list[Saved]) -> None:
    done = terminal.run("library", "delete", saved[0].id, "nope", "0" * 16)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("territory: id: “nope”, “0000000000000000” is not the id of a saved scenario")
    assert terminal.run("library", "list").out.endswith("3 saved scenarios.\n")


@pytest.mark.parametrize("arguments", [["list"], ["show", "0" * 16], ["export"], ["delete", "0" * 16]])
def test_a_library_that_cannot_be_reached_is_said_without_the_password(
    terminal: Terminal, arguments: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:hunter2@127.0.0.1:1/name")
    settings.settings.cache_clear()
    done = terminal.run("library", *arguments)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("territory: The library of saved scenarios cannot be reached just now. ")
    assert "hunter2" not in done.err
    assert len(done.err.splitlines()) == 1


def test_settings_that_cannot_be_used_are_named_together(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "x")
    monkeypatch.setenv("TERRITORY_SAVES_PER_MINUTE", "x")
    settings.settings.cache_clear()
    done = terminal.run("library", "list")
    assert done.status == 2
    assert [line.split(": ")[1] for line in done.err.splitlines()] == ["DATABASE_URL", "TERRITORY_SAVES_PER_MINUTE"]


def test_a_saved_scenario_of_a_newer_program_is_listed_exported_and_deleted_but_not_shown(
    terminal: Terminal, saved: list[Saved], tmp_path: Path
) -> None:
    connection = sqlite3.connect(tmp_path / "library.sqlite3")
    with connection:
        connection.execute("UPDATE scenarios SET text = replace(text, '\"format\":1', '\"format\":2')")
    connection.close()
    listed = terminal.run("library", "list")
    assert listed.status == 0
    assert f"cannot be read; see territory library show {saved[0].id}" in listed.out
    refused = terminal.run("library", "show", saved[0].id)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith("territory: format: 2 is newer than this program")
    assert len(terminal.run("library", "export").out.splitlines()) == 3
    assert terminal.run("library", "delete", saved[0].id).status == 0
