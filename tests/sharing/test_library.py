"""Saved scenarios: one id for what a scenario says, for ever, whoever saves it and however often."""

from __future__ import annotations

import hashlib
import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings

from territory.answers.outlook import project
from territory.library import library as module
from territory.library.library import ALPHABET, Library, LibraryError, canonical, ids, same_letters
from territory.model import MODEL_VERSION
from territory.scenario.files import parse_file
from territory.scenario.scenario import Scenario, ScenarioError, baseline, revise
from territory.settings import read_settings
from territory.settings import settings as settings_of_process
from tests.guides import commands
from tests.postgresql import Server
from tests.strategies import scenarios


def titled(title: str) -> Scenario:
    return revise(baseline(), {"title": title})


# The text and the id.


@given(scenarios())
def test_the_canonical_text_is_a_scenario_file_of_just_that_scenario(scenario: Scenario) -> None:
    text = canonical(scenario)
    assert parse_file(text.encode()) == scenario
    assert canonical(parse_file(text.encode())) == text
    assert "\n" not in text
    assert list(json.loads(text)) == sorted(json.loads(text))


@given(scenarios())
def test_the_first_id_is_the_hash_in_letters_that_cannot_be_taken_for_others(scenario: Scenario) -> None:
    first, *longer = ids(canonical(scenario))
    assert len(first) == 16
    assert set(first) <= set(ALPHABET)
    assert not set("ilou") & set(ALPHABET)
    number = sum(ALPHABET.index(letter) << 5 * place for place, letter in enumerate(reversed(first)))
    assert number == int.from_bytes(hashlib.sha256(canonical(scenario).encode()).digest()[:10])
    assert [len(each) for each in longer] == list(range(20, 53, 4))
    assert all(each.startswith(first) for each in longer)


def test_the_id_of_the_baseline_never_changes() -> None:
    assert next(ids(canonical(baseline()))) == "ymkcb11atnazm955"


def test_an_id_is_read_as_it_is_meant() -> None:
    assert same_letters(" YMKCBL1ATNAZM955 ") == "ymkcb11atnazm955"
    assert same_letters("ymkcbI1atnazm95s") == "ymkcb11atnazm95s"
    for none in (
        "",
        "short",
        "ymkcb11atnazm9555",
        "x" * 56,
        "ymkcb11atnazm95\0",
        "ymkcb11atnazm95é",
        "../../etc/passwd",
    ):
        assert same_letters(none) is None


# Saving and reading.


def test_what_is_saved_reads_back_with_its_answer_and_model(library: Library) -> None:
    saved = library.save(titled("A — б 🇺🇦"))
    found = library.get(saved.id)
    assert found == saved
    assert saved.scenario == titled("A — б 🇺🇦")
    assert saved.text == canonical(saved.scenario)
    assert saved.answer == project(saved.scenario).as_dict()["results"]
    assert saved.model_version == MODEL_VERSION
    assert saved.saved_at.tzinfo is not None


def test_saving_twice_keeps_one_with_its_first_answer(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    first = library.save(baseline())
    monkeypatch.setattr(module, "MODEL_VERSION", "99")
    assert library.save(baseline()) == first
    assert [entry.id for entry in library.all()] == [first.id]


def test_what_nobody_saved_is_not_there(library: Library) -> None:
    for id in ("ymkcb11atnazm955", "", "'; drop table scenarios; --", "\0", "x" * 10_000):
        assert library.get(id) is None
        assert library.delete(id) is False


def test_two_scenarios_whose_ids_begin_alike_both_keep_theirs(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike = {canonical(titled(name)): name for name in "ab"}
    monkeypatch.setattr(module, "ids", lambda text: iter(["0" * 16, alike[text] * 20]))
    first, second = library.save(titled("a")), library.save(titled("b"))
    assert (first.id, second.id) == ("0" * 16, "b" * 20)
    assert library.save(titled("a")) == first
    assert library.save(titled("b")) == second
    assert library.get(first.id) == first
    assert library.get(second.id) == second


@settings(max_examples=25)
@given(scenario=scenarios())
def test_every_scenario_survives_byte_by_byte(scenario: Scenario, shared_library: Library) -> None:
    saved = shared_library.save(scenario)
    found = shared_library.get(saved.id)
    assert found == saved
    assert found.text.encode() == canonical(scenario).encode()


def test_entries_are_listed_newest_first_and_by_pages(library: Library) -> None:
    saved = [library.save(titled(str(number))).id for number in range(5)][::-1]
    assert [entry.id for entry in library.all()] == saved
    page = library.listed(limit=2)
    rest = library.listed(limit=10, before=page[-1])
    assert [entry.id for entry in (*page, *rest)] == saved


def test_what_is_deleted_is_gone_until_it_is_saved_again(library: Library) -> None:
    saved = library.save(baseline())
    assert library.delete(saved.id) is True
    assert library.get(saved.id) is None
    assert library.delete(saved.id) is False
    assert list(library.all()) == []
    again = library.save(baseline())
    assert (again.id, again.text, again.answer) == (saved.id, saved.text, saved.answer)
    assert again.saved_at > saved.saved_at


def test_the_id_of_what_was_deleted_never_comes_to_mean_another(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    alike = {canonical(titled(name)): name for name in "ab"}
    monkeypatch.setattr(module, "ids", lambda text: iter(["0" * 16, alike[text] * 20]))
    first = library.save(titled("a"))
    library.delete(first.id)
    second = library.save(titled("b"))
    assert second.id == "b" * 20
    assert library.get(first.id) is None
    assert library.save(titled("a")).id == first.id


def test_of_what_is_deleted_no_word_stays(library: Library, url: str) -> None:
    library.delete(library.save(titled("Delete me")).id)
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        rows = connection.execute(sa.text("SELECT * FROM scenarios")).mappings().all()
    engine.dispose()
    assert [{name for name, value in row.items() if value is not None} for row in rows] == [{"id", "digest"}]


def test_a_library_is_opened_again_after_it_was_closed(library: Library) -> None:
    saved = library.save(baseline())
    library.close()
    assert library.get(saved.id) == saved
    library.close()
    library.close()


def test_many_threads_share_one_library(library: Library) -> None:
    asked = [titled(str(number % 5)) for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        saved = list(pool.map(library.save, asked))
        assert list(pool.map(lambda each: library.get(each.id), saved)) == saved
    assert [each.scenario for each in saved] == asked
    assert len(list(library.all())) == 5


def test_the_library_of_the_settings_is_one_for_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = module.library()
    assert module.library() is before
    monkeypatch.setenv("TERRITORY_LIBRARY", str(tmp_path / "other.sqlite3"))
    settings_of_process.cache_clear()
    assert module.library() is not before
    monkeypatch.undo()
    settings_of_process.cache_clear()
    assert module.library() is before


# What cannot be used.


def test_a_file_that_is_no_database_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "library.sqlite3").write_text("not a database, " * 100)
    library = Library(f"sqlite:///{tmp_path}/library.sqlite3")
    for use in (library.check, lambda: library.get("ymkcb11atnazm955"), lambda: library.save(baseline())):
        with pytest.raises(LibraryError, match="cannot be reached just now") as raised:
            use()
        assert "not a database" in raised.value.detail
        assert raised.value.__suppress_context__


def test_a_folder_that_cannot_be_made_is_an_error_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryError, match="cannot be reached"):
        Library(f"sqlite:///{tmp_path}/file/library.sqlite3").check()


def test_a_driver_that_is_not_installed_is_named_with_what_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(LibraryError, match="cannot be reached") as raised:
        Library("postgresql+psycopg://me@127.0.0.1/name").check()
    assert "pip install 'territory[postgresql]'" in raised.value.detail


def test_what_somebody_else_has_damaged_is_said_and_not_mended(library: Library, url: str) -> None:
    saved = library.save(baseline())
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE scenarios SET answer = substr(answer, 1, 100)"))
    with pytest.raises(LibraryError, match=f"What is saved under {saved.id} is damaged"):
        library.get(saved.id)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE scenarios SET answer = '{}', text = substr(text, 1, 100)"))
    with pytest.raises(ScenarioError, match="it is not JSON"):
        library.get(saved.id)
    engine.dispose()


def test_the_guide_tells_how_to_set_up_a_postgresql(server: Server) -> None:
    as_its_user, setting = "sudo -u postgres ", "export DATABASE_URL="
    for command in commands(as_its_user):
        server.run_line(command.text.removeprefix(as_its_user))
    (address,) = (command.text.removeprefix(setting) for command in commands(setting))
    library = Library(read_settings({"DATABASE_URL": server.by_socket(address)}).database_url)
    saved = library.save(baseline())
    assert library.get(saved.id) == saved
    library.close()


def test_a_server_that_is_not_there_is_an_error_without_the_password() -> None:
    with pytest.raises(LibraryError, match="cannot be reached") as raised:
        Library("postgresql+psycopg://me:hunter2@127.0.0.1:1/name").check()
    assert "hunter2" not in f"{raised.value} {raised.value.detail}"
    assert "127.0.0.1" in raised.value.detail
