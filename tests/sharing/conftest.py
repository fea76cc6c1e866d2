"""Both databases, so that the same tests hold for each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from territory.library.library import Library
from tests import postgresql


@pytest.fixture(scope="session")
def server() -> Iterator[postgresql.Server]:
    """A real PostgreSQL; where there is none the tests are skipped, but not where all checks are run."""
    if why := postgresql.missing():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    with postgresql.running() as started:
        yield started


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Makes the address of a new database of either kind."""

    def made(kind: str) -> str:
        if kind == "postgresql":
            return str(request.getfixturevalue("server").new_database())
        return f"sqlite:///{tmp_path_factory.mktemp('library')}/new folder/library.sqlite3"

    return made


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def kind(request: pytest.FixtureRequest) -> str:
    """Which kind of database a test runs with."""
    return str(request.param)


@pytest.fixture
def url(kind: str, new_database: Callable[[str], str]) -> str:
    """The address of a database that nobody has used."""
    return new_database(kind)


@pytest.fixture
def library(url: str) -> Iterator[Library]:
    """An empty library."""
    opened = Library(url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def shared_library(kind: str, new_database: Callable[[str], str]) -> Iterator[Library]:
    """One library for many examples."""
    opened = Library(new_database(kind))
    yield opened
    opened.close()
