"""A library of an older version opens with nothing lost; one of a newer version is refused."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from territory.library.library import MIGRATIONS, SCHEMA, Library, LibraryError, canonical, migrate
from territory.scenario.scenario import baseline

CORPUS = Path(__file__).parent / "corpus"
FILES = sorted(CORPUS.glob("library-*.sqlite3"))


def rows_of(file: Path) -> list[dict[str, Any]]:
    """All that a file holds, read without our own code."""
    connection = sqlite3.connect(f"file:{file}?immutable=1", uri=True)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute("SELECT * FROM scenarios ORDER BY saved_at DESC, id DESC")]
    connection.close()
    return found


def assert_nothing_lost(library: Library, rows: list[dict[str, Any]]) -> None:
    entries = list(library.all())
    assert [entry.id for entry in entries] == [row["id"] for row in rows]
    for entry, row in zip(entries, rows, strict=True):
        saved = library.get(entry.id)
        assert saved is not None
        assert saved.text.encode() == row["text"].encode()
        assert canonical(saved.scenario) == row["text"]
        assert saved.answer == json.loads(row["answer"])
        assert saved.model_version == row["model_version"]
        assert f"{saved.saved_at:%Y-%m-%dT%H:%M:%S.%f}Z" == row["saved_at"]
        assert entry.edition == saved.scenario.edition
        assert library.save(saved.scenario) == saved


def test_there_is_a_script_for_every_version_and_a_file_of_every_older_one() -> None:
    numbers = range(1, SCHEMA + 1)
    assert sorted(file.stem for file in (MIGRATIONS / "versions").glob("*.py")) == [f"schema_{n}" for n in numbers]
    assert [file.stem for file in FILES] == [f"library-{n}" for n in numbers[:-1]]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_file_of_an_older_version_opens_with_nothing_lost(file: Path, tmp_path: Path) -> None:
    old = shutil.copy(file, tmp_path)
    library = Library(f"sqlite:///{old}")
    assert_nothing_lost(library, rows_of(file))
    assert library.delete(next(library.all()).id)
    library.close()
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_database_of_an_older_version_opens_with_nothing_lost(file: Path, url: str) -> None:
    rows = rows_of(file)
    make(url, file.stem.removeprefix("library-"), rows)
    library = Library(url)
    assert_nothing_lost(library, rows)
    library.close()


def make(url: str, version: str, rows: list[dict[str, Any]]) -> None:
    """A database as an older version left it."""
    Path(sa.make_url(url).database or "").parent.mkdir(parents=True, exist_ok=True)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        migrate(connection, version)
        table = sa.Table("scenarios", sa.MetaData(), autoload_with=connection)
        connection.execute(table.insert(), rows)
    engine.dispose()


def test_many_who_open_an_old_library_at_once_find_it_whole(url: str) -> None:
    rows = rows_of(FILES[0])
    make(url, "1", rows)
    libraries = [Library(url) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda library: len(list(library.all())), libraries)) == {len(rows)}
    for library in libraries:
        library.close()


def test_a_migration_that_breaks_off_leaves_all_as_it_was(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = rows_of(FILES[0])
    make(url, "1", rows)
    library = Library(url)
    with monkeypatch.context() as broken:
        broken.setattr("alembic.op.create_index", fail)  # the last step of all
        with pytest.raises(LibraryError, match="cannot be reached"):
            library.check()
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        assert connection.scalar(sa.text("SELECT version_num FROM alembic_version")) == "1"
        assert [dict(row) for row in connection.execute(sa.text("SELECT * FROM scenarios")).mappings()] == rows
    engine.dispose()
    assert_nothing_lost(library, rows)
    library.close()


def fail(*_: object) -> None:
    raise OSError("the disk is full")


def test_a_library_of_a_newer_program_is_refused_and_left_as_it_is(url: str) -> None:
    library = Library(url)
    saved = library.save(baseline())
    library.close()
    set_version(url, SCHEMA + 1)
    for use in refusals(library):
        with pytest.raises(LibraryError, match=f"of schema {SCHEMA + 1}, newer than this program"):
            use()
    set_version(url, SCHEMA)
    assert library.get(saved.id) == saved
    library.close()


def test_a_database_of_another_program_is_refused(url: str) -> None:
    library = Library(url)
    library.check()
    library.close()
    set_version(url, "ae1027a6acf")
    with pytest.raises(LibraryError, match="belongs to another program"):
        library.check()
    library.close()


def refusals(library: Library) -> list[Callable[[], object]]:
    return [library.check, lambda: library.save(baseline()), lambda: library.get("0" * 16), lambda: list(library.all())]


def set_version(url: str, version: object) -> None:
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :version"), {"version": str(version)})
    engine.dispose()


@pytest.mark.slow
def test_a_database_that_does_not_take_all_letters_is_refused(new_database: Callable[[str], str]) -> None:
    engine = sa.create_engine(new_database("postgresql"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("CREATE DATABASE few TEMPLATE template0 ENCODING 'LATIN1'"))
    engine.dispose()
    library = Library(engine.url.set(database="few").render_as_string())
    with pytest.raises(LibraryError, match="UTF8"):
        library.check()


def test_a_file_that_cannot_be_written_fails_the_check(tmp_path: Path) -> None:
    library = Library(f"sqlite:///file:{tmp_path}/library.sqlite3?uri=true&mode=rwc")
    library.check()
    library.close()
    read_only = Library(f"sqlite:///file:{tmp_path}/library.sqlite3?uri=true&mode=ro")
    with pytest.raises(LibraryError, match="cannot be reached") as raised:
        read_only.check()
    assert "readonly" in raised.value.detail
    read_only.close()


@pytest.mark.slow
def test_a_database_that_may_only_be_read_fails_the_check_and_reads(new_database: Callable[[str], str]) -> None:
    url = new_database("postgresql")
    library = Library(url)
    saved = library.save(baseline())
    library.close()
    read_only = Library(f"{url}&options=-cdefault_transaction_read_only%3Don")
    assert read_only.get(saved.id) == saved
    with pytest.raises(LibraryError, match="cannot be reached") as raised:
        read_only.check()
    assert "read-only" in raised.value.detail
    read_only.close()
