"""The library of saved scenarios: each under an id made from what it says, so that no link ever changes its meaning."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from territory.answers.outlook import project
from territory.model import MODEL_VERSION
from territory.scenario.files import as_json, parse_file
from territory.scenario.scenario import Scenario
from territory.settings import settings
from territory.text import say

SCHEMA = 2
MIGRATIONS = Path(__file__).parent / "migrations"
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
ALIKE = str.maketrans("oil", "011")
BITS_PER_LETTER, SHORTEST, LONGER_BY = 5, 16, 4
ID = re.compile(rf"[{ALPHABET}]{{{SHORTEST},52}}", re.ASCII)
PATIENCE_SECONDS = 20.0  # for others who write, or who bring the schema up to date
# How long a PostgreSQL that is gone may take to be found gone: on connecting, on sending, on waiting for its answer.
GONE_AFTER = {
    "connect_timeout": 4,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
}
OUR_LOCK = 0x7E4417041  # any number that no other program in the same PostgreSQL takes
PAGE = 100

TABLE = sa.Table(
    "scenarios",
    sa.MetaData(),
    *(sa.Column(name, sa.Text) for name in ("id", "digest", "text", "edition", "model_version", "answer", "saved_at")),
)
WORDS = ("text", "edition", "model_version", "answer", "saved_at")  # all that goes when a scenario is deleted
Value = TypeVar("Value")


class LibraryError(RuntimeError):
    """The library cannot be used, in a sentence for readers; `detail` says more to the operator, never a password."""

    def __init__(self, why: str, detail: str = "") -> None:
        self.detail = detail
        super().__init__(why)


@dataclass(frozen=True)
class Saved:
    """A scenario in the library, with the answer (`results` of the JSON) that it had when it was first saved."""

    id: str
    scenario: Scenario
    model_version: str
    answer: Mapping[str, Any]
    saved_at: datetime
    text: str
    """The scenario's canonical text, byte by byte as it was saved: a scenario file."""

    @property
    def edition(self) -> str:
        """The edition whose figures it takes."""
        return self.scenario.edition


@dataclass(frozen=True)
class Entry:
    """What the library holds under an id, not yet read: a text of another program may be beyond this one."""

    id: str
    text: str
    edition: str
    model_version: str
    answer: Mapping[str, Any]
    saved_at: datetime

    def read(self) -> Saved:
        """The entry with its scenario; raises `ScenarioError` if this program cannot read it."""
        scenario = parse_file(self.text.encode())
        return Saved(self.id, scenario, self.model_version, self.answer, self.saved_at, self.text)


def canonical(scenario: Scenario) -> str:
    """The one text of a scenario: its file with keys in order and without spaces."""
    return _json(as_json(scenario))


def ids(text: str) -> Iterator[str]:
    """The ids that a text may have, each longer than the one before; the first is its own unless another has it."""
    number = int(digest(text), 16) << 4  # 260 bits: 52 letters
    letters = "".join(ALPHABET[number >> shift & 31] for shift in range(255, -1, -BITS_PER_LETTER))
    return (letters[:length] for length in range(SHORTEST, len(letters) + 1, LONGER_BY))


def digest(text: str) -> str:
    """What stands for a text where the text itself is gone."""
    return hashlib.sha256(text.encode()).hexdigest()


class Library:
    """The saved scenarios in one database, opened at the first use; every method raises `LibraryError` if it cannot.

    Any number of threads and processes may use the same database at once.
    """

    def __init__(self, url: str) -> None:
        self._url = sa.make_url(url)
        self._secret = str(self._url.password or "")
        self._engine: sa.Engine | None = None
        self._opening = threading.Lock()

    def save(self, scenario: Scenario) -> Saved:
        """Keep a scenario; the same one has the same id and keeps its first answer, however often it is saved."""
        text = canonical(scenario)
        found = self._do(lambda connection: _find(connection, text))
        if found is None:
            row = {
                "digest": digest(text),
                "text": text,
                "edition": scenario.edition,
                "model_version": MODEL_VERSION,
                "answer": _json(project(scenario).as_dict()["results"]),
                "saved_at": _stamp(datetime.now(UTC)),
            }
            found = self._do(lambda connection: _keep(connection, row), writes=True)
        return found.read()

    def get(self, id: str) -> Saved | None:
        """What is saved under an id; raises `ScenarioError` if this program cannot read it."""
        found = self.kept(id)
        return None if found is None else found.read()

    def kept(self, id: str) -> Entry | None:
        """What is kept under an id, not yet read."""
        known = same_letters(id)
        return None if known is None else self._do(lambda connection: _entry(connection, known))

    def listed(self, limit: int = PAGE, before: Entry | None = None) -> list[Entry]:
        """The newest entries, or the newest that were saved before another, newest first."""
        question = _kept().order_by(TABLE.c.saved_at.desc(), TABLE.c.id.desc()).limit(limit)
        if before is not None:
            question = question.where(
                sa.tuple_(TABLE.c.saved_at, TABLE.c.id) < sa.tuple_(_stamp(before.saved_at), before.id)
            )
        return self._do(lambda connection: [_read(row) for row in connection.execute(question)])

    def all(self) -> Iterator[Entry]:
        """Every entry, newest first."""
        entries = self.listed()
        while entries:
            yield from entries
            entries = self.listed(before=entries[-1])

    def delete(self, id: str) -> bool:
        """Take a scenario out; whether there was one. Nobody but the same scenario gets its id again."""
        if (known := same_letters(id)) is None:
            return False
        gone = sa.update(TABLE).where(TABLE.c.id == known, TABLE.c.text.is_not(None)).values(dict.fromkeys(WORDS))
        return self._do(lambda connection: connection.execute(gone).rowcount > 0, writes=True)

    def check(self) -> None:
        """Raise `LibraryError` unless scenarios can be read and saved now."""
        # To no row: what may only be read refuses even that.
        nothing = sa.update(TABLE).where(TABLE.c.id == "").values(text=None)
        self._do(lambda connection: connection.execute(nothing), writes=True)

    def close(self) -> None:
        """Close all connections; the next use opens it again."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
            self._engine = None

    def _do(self, work: Callable[[sa.Connection], Value], writes: bool = False) -> Value:
        """Run one transaction; the only place where the database's own errors arrive."""
        try:
            with self._ready().execution_options(writes=writes).begin() as connection:
                return work(connection)
        except (SQLAlchemyError, sqlite3.Error, OSError, ImportError) as error:
            raise self._error(error) from None

    def _ready(self) -> sa.Engine:
        """The database's engine, its schema up to date."""
        if (engine := self._engine) is not None:
            return engine
        opened = _engine(self._url)  # by every thread that gets here: none waits for another's timeout
        try:
            _prepare(opened)
        except BaseException:
            opened.dispose()
            raise
        with self._opening:
            engine = self._engine = self._engine or opened
        if engine is not opened:
            opened.dispose()
        return engine

    def _error(self, error: Exception) -> LibraryError:
        cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
        detail = " ".join(str(cause).split())
        if isinstance(cause, ImportError):
            detail += " (pip install 'territory[postgresql]')"
        if self._secret:
            detail = detail.replace(self._secret, "***")
        return LibraryError(
            say("The library of saved scenarios cannot be reached just now."), f"{type(cause).__name__}: {detail}"
        )


def library() -> Library:
    """The library of the settings, one for the process; raises `SettingsError`."""
    return _library(settings().database_url)


@lru_cache(maxsize=4)
def _library(url: str) -> Library:
    return Library(url)


def same_letters(id: str) -> str | None:
    """An id as it is kept: capitals, and letters taken for others, are read as what is meant; `None` if it is none."""
    known = id.strip().lower().translate(ALIKE) if id.isascii() else ""
    return known if ID.fullmatch(known) and len(known) % LONGER_BY == 0 else None


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def _stamp(when: datetime) -> str:
    return when.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _read(row: Any) -> Entry:
    try:
        answer, when = json.loads(row.answer), datetime.fromisoformat(row.saved_at)
    except ValueError as error:
        raise LibraryError(say("What is saved under {id} is damaged.", id=row.id), str(error)) from None
    return Entry(row.id, row.text, row.edition, row.model_version, answer, when)


def _kept() -> sa.Select[Any]:
    """All rows but those of which only the digest is left."""
    return sa.select(TABLE).where(TABLE.c.text.is_not(None))


def _entry(connection: sa.Connection, id: str) -> Entry | None:
    row = connection.execute(_kept().where(TABLE.c.id == id)).first()
    return None if row is None else _read(row)


def _find(connection: sa.Connection, text: str) -> Entry | None:
    """The entry of a text, if it is kept: under the first of its ids that no other text has or had."""
    for each in ids(text):
        row = connection.execute(sa.select(TABLE).where(TABLE.c.id == each)).first()
        if row is None or row.digest == digest(text):
            return None if row is None or row.text is None else _read(row)
    return None


def _keep(connection: sa.Connection, row: Mapping[str, str]) -> Entry:
    """Insert or read: whoever comes first writes, and all others find just that."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for each in ids(row["text"]):
        new = insert(TABLE).values(id=each, **row)
        same_again = TABLE.c.text.is_(None) & (TABLE.c.digest == new.excluded.digest)
        back = {name: new.excluded[name] for name in WORDS}
        connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=back, where=same_again))
        found = _entry(connection, each)
        if found is not None and found.text == row["text"]:
            return found
    raise LibraryError(say("The library of saved scenarios has no id left for this one."))


# Opening a database.


def _engine(url: sa.URL) -> sa.Engine:
    """Connections that wait for others, and for a server that is gone only so long."""
    if url.get_backend_name() == "sqlite":
        Path(url.database or "").parent.mkdir(parents=True, exist_ok=True)

        def begin(connection: sa.Connection) -> None:
            # A writer takes its turn at once: one that began by reading could not wait for another.
            writes = connection.get_execution_options().get("writes")
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        # Without the driver's own transactions, which begin later than ours have to.
        engine = sa.create_engine(url, connect_args={"timeout": PATIENCE_SECONDS, "isolation_level": None})
        # What is committed is on the disk: an id that was given stands after a crash or a loss of power.
        sa.event.listen(engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous = FULL"))
        sa.event.listen(engine, "begin", begin)
        return engine
    arguments = {name: value for name, value in GONE_AFTER.items() if name not in url.query}
    return sa.create_engine(
        url,
        connect_args=arguments,
        isolation_level="READ COMMITTED",  # whoever meets another's insert reads what that wrote
        pool_pre_ping=True,
        pool_timeout=PATIENCE_SECONDS,
    )


def _prepare(engine: sa.Engine) -> None:
    """Bring the schema up to date, forward only; one process does, the others wait for it."""
    if engine.dialect.name == "sqlite":
        _read_while_others_write(engine)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql" and connection.scalar(sa.text("SHOW server_encoding")) != "UTF8":
            raise LibraryError(say("The database does not take all letters; make it with the encoding UTF8."))
        if _schema(connection) == SCHEMA:
            return
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(OUR_LOCK)))
        if _schema(connection) < SCHEMA:
            migrate(connection)


def migrate(connection: sa.Connection, to: str = "head") -> None:
    """Run the scripts that are missing, in the connection's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    with _MIGRATING:
        command.upgrade(config, to)


_MIGRATING = threading.Lock()  # Alembic keeps the migration that runs in a module of its own


def _schema(connection: sa.Connection) -> int:
    """The version of a database's schema, 0 for none; raises `LibraryError` for one that is not ours to judge."""
    heads = MigrationContext.configure(connection).get_current_heads()
    version = int(heads[0]) if len(heads) == 1 and heads[0].isdigit() else len(heads) and -1
    if version > SCHEMA:
        raise LibraryError(
            say(
                "The library of saved scenarios is of schema {version}, newer than this program, which reads {known}; "
                "update the program.",
                version=version,
                known=SCHEMA,
            )
        )
    if version < 0:
        raise LibraryError(say("The database belongs to another program; name one of its own for saved scenarios."))
    return version


def _read_while_others_write(engine: sa.Engine) -> None:
    """Turn on SQLite's write-ahead log, which stays on; the change itself does not wait for others, so we do."""
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        connection = engine.raw_connection()
        try:
            if connection.cursor().execute("PRAGMA journal_mode").fetchone() == ("wal",):
                return
            connection.cursor().execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.01)
        finally:
            connection.close()
