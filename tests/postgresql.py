"""A PostgreSQL of the tests' own: a data folder, a socket and nothing on the network."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

USER = "postgres"
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: float(place.parent.name), reverse=True)
OPTIONS = "-c listen_addresses='' -c max_connections=60 -c shared_buffers=16MB"


def programs() -> Path | None:
    """Where PostgreSQL's own programs are: where Debian keeps the newest of them, or on the PATH."""
    found = shutil.which("pg_ctl")
    places = [*PLACES, *([Path(found).resolve().parent] if found else [])]
    return next((place for place in places if (place / "initdb").exists()), None)


def missing() -> str:
    """Why there is no PostgreSQL to test with, or nothing."""
    if programs() is None:
        return "PostgreSQL is not installed (apt-get install postgresql)"
    return "" if os.getuid() or shutil.which("runuser") else "PostgreSQL does not run as root, and there is no runuser"


class Server:
    """A running PostgreSQL."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._made = folder, 0

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs, which refuse to run as root."""
        where = programs()
        assert where is not None
        as_user = [] if os.getuid() else ["runuser", "-u", USER, "--"]
        line = [*as_user, str(where / program), *arguments]
        # The server keeps what it is started with: to files, or nobody would see the end of the output.
        log = self._folder / "commands.log"
        with log.open("ab") as written:
            subprocess.run(
                line, stdin=subprocess.DEVNULL, stdout=written, stderr=written, check=True, cwd="/", timeout=60
            )

    def run_line(self, line: str) -> None:
        """Run a line that a person would type as the user of the database's own."""
        program, *arguments = shlex.split(line)
        self.run(program, "-h", str(self._folder), "-U", USER, *arguments)

    def by_socket(self, address: str) -> str:
        """An address of this computer, at the socket of this server."""
        return address.replace("@localhost/", "@/") + f"?host={quote(str(self._folder))}"

    def control(self, action: str, *arguments: str) -> None:
        """`pg_ctl` start, stop or restart, and wait until it is done."""
        more = [] if action == "stop" else ["-o", f"{OPTIONS} -k {self._folder}"]
        self.run(
            "pg_ctl", action, "-w", "-D", str(self._folder / "data"), "-l", str(self._folder / "log"), *more, *arguments
        )

    def restart_at_once(self) -> None:
        """As after a crash: no connection is let finish, and what was committed is read from the log."""
        self.control("restart", "-m", "immediate")

    def url(self, database: str = "postgres", scheme: str = "postgresql+psycopg") -> str:
        """The address of one of its databases."""
        return f"{scheme}://{USER}@/{database}?host={quote(str(self._folder))}"

    def new_database(self) -> str:
        """The address of a database that nobody has used."""
        self._made += 1
        name = f"library{self._made}"
        engine = sa.create_engine(self.url(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name)


@contextmanager
def running() -> Iterator[Server]:
    """A PostgreSQL that lasts as long as this does."""
    folder = Path(tempfile.mkdtemp(prefix="territory-pg-", dir="/tmp"))  # a socket's path has to be short
    try:
        if not os.getuid():
            shutil.chown(folder, USER)
        server = Server(folder)
        server.run(
            "initdb", "-D", str(folder / "data"), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"
        )
        server.control("start")
        try:
            yield server
        finally:
            server.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)
