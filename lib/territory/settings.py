"""What an operator sets in the environment: where the library is, who may frame the page, how much may be saved."""

from __future__ import annotations

import math
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from platformdirs import user_cache_path, user_data_path
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from territory.text import say

APP = "territory"
HEADER = re.compile(r"[A-Za-z0-9-]+", re.ASCII)
FRAME_SOURCE = re.compile(r"[!-+\--:<-~]+", re.ASCII)  # what ends a source or a header's line cannot stand in one
DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
LONGEST_SHOWN, LONGEST_SCHEME = 80, 20
DATABASE_URL = "DATABASE_URL"
Value = TypeVar("Value")


class SettingsError(ValueError):
    """Settings that cannot be used; `problems` has a sentence for each variable, which readers may see.

    `values` has what each is set to, for the operator; what may hold a password is left out of it.
    """

    def __init__(self, problems: Mapping[str, str], values: Mapping[str, str]) -> None:
        self.problems, self.values = dict(problems), dict(values)
        super().__init__("\n".join(f"{name}: {why}" for name, why in self.problems.items()))


@dataclass(frozen=True)
class Settings:
    """All settings of the server and of the command line."""

    database_url: str
    """Of the library of saved scenarios, as SQLAlchemy takes it. It may hold a password: it is never shown."""
    public_url: str
    """The address under which readers reach the explorer, without a slash at its end; empty: that of each request."""
    frame_ancestors: str
    """Who may frame share pages, as in a Content-Security-Policy."""
    trusted_proxy_header: str
    """The header in which a trusted proxy names its client; empty: the address of the socket."""
    saves_per_minute: int
    """How many scenarios one client may save in a minute."""
    picture_cache: Path
    """The folder of pictures that were drawn."""
    picture_seconds: float
    """How long drawing a picture may take."""


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; raises `SettingsError` with all problems."""
    return read_settings(os.environ)


def refusal(error: SettingsError) -> str:
    """Why nothing starts with these settings: for each of them what it is set to and what to write instead."""
    lines = [f"{name}={error.values[name]}\n  {why}" for name, why in error.problems.items()]
    return "\n".join([say("The explorer does not start: settings in its environment cannot be used."), *lines])


def public_url() -> str:
    """The explorer's own address as set; empty where none is, or where settings cannot be read (`/readyz` says)."""
    try:
        return settings().public_url
    except SettingsError:
        return ""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment, where empty counts as left out; raises `SettingsError` with all problems."""
    problems: dict[str, str] = {}
    values: dict[str, str] = {}

    def setting(name: str, default: str, read: Callable[[str], Value]) -> Value | None:
        text = environment.get(name, "").strip() or default
        try:
            return read(text)
        except ValueError as error:
            problems[name], values[name] = str(error), _without_secrets(name, text)
            return None

    file = setting("TERRITORY_LIBRARY", str(user_data_path(APP, False) / "library.sqlite3"), _path)
    library = URL.create("sqlite", database=str(file or Path())).render_as_string(hide_password=False)
    found = {
        "database_url": setting(DATABASE_URL, library, _database_url),
        "public_url": setting("TERRITORY_PUBLIC_URL", "", _public_url),
        "frame_ancestors": setting("TERRITORY_FRAME_ANCESTORS", "*", _frame_ancestors),
        "trusted_proxy_header": setting("TERRITORY_CLIENT_HEADER", "", _header),
        "saves_per_minute": setting("TERRITORY_SAVES_PER_MINUTE", "30", _saves),
        "picture_cache": setting("TERRITORY_PICTURES", str(user_cache_path(APP, False) / "pictures"), _path),
        "picture_seconds": setting("TERRITORY_PICTURE_SECONDS", "10", _seconds),
    }
    if problems:
        raise SettingsError(problems, values)
    return Settings(**found)  # type: ignore[arg-type]  # none is missing without a problem


def _without_secrets(name: str, text: str) -> str:
    """A value as it can be shown to whoever starts the server; of one that may hold a password, its scheme at most."""
    if name == DATABASE_URL or "@" in text:
        scheme, mark, _ = text.partition("://")
        hidden = say("… (not shown: it may hold a password)")
        return f"{scheme[:LONGEST_SCHEME]}{mark}{hidden}" if mark and scheme.replace("+", "").isalnum() else hidden
    return text.encode("unicode_escape").decode("ascii")[:LONGEST_SHOWN]


def _path(text: str) -> Path:
    if "\0" in text:
        raise ValueError(say("a path cannot hold a null character."))
    return Path(text).expanduser().absolute()


def _database_url(text: str) -> str:
    """With the driver that we use; `postgres://` is what many hosts write."""
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError(
            say("it is not an address of a database; write postgresql://user:password@host/name or leave it out.")
        ) from None
    kind, _, driver = url.drivername.partition("+")
    if kind not in DRIVERS or driver not in ("", "psycopg", "pysqlite"):
        raise ValueError(
            say("only PostgreSQL and SQLite are supported; write postgresql://user:password@host/name or leave it out.")
        )
    if kind == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError(say("a library in memory would be lost; name a file, as in sqlite:////srv/library.sqlite3."))
    return url.set(drivername=DRIVERS[kind]).render_as_string(hide_password=False)


def _public_url(text: str) -> str:
    parts = urlsplit(text)
    plain = not (parts.query or parts.fragment or parts.username or re.search(r"[\s\"<>\\]", text))
    if text and not (parts.scheme in ("http", "https") and parts.hostname and plain):
        raise ValueError(say("it is not an address of a site; write one such as https://example.org."))
    return text.rstrip("/")


def _frame_ancestors(text: str) -> str:
    sources = text.split()
    if not sources or not all(map(FRAME_SOURCE.fullmatch, sources)):
        raise ValueError(say("write addresses with spaces between them, or * for all, or 'none' in quotation marks."))
    return " ".join(sources)


def _header(text: str) -> str:
    if text and not HEADER.fullmatch(text):
        raise ValueError(say("it is not the name of a header; write one such as X-Forwarded-For."))
    return text


def _saves(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= 100_000):
        raise ValueError(say("it is not a whole number from 1 to 100,000; write one such as 30."))
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not 0.1 <= seconds <= 600:
        raise ValueError(say("it is not a number of seconds from 0.1 to 600; write one such as 10."))
    return seconds
