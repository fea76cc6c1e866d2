"""A PostgreSQL of the tests' own: a data folder, a socket and nothing on the network."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

USER = "postgres"
PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda place: float(place.parent.name), reverse=True)
GONE_SECONDS = 10.0
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

    def __init__(self, folder: Path, more: str = "") -> None:
        self._folder, self._options, self._made = folder, f"{OPTIONS} {more}", 0

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
        more = [] if action == "stop" else ["-o", f"{self._options} -k {self._folder}"]
        self.run(
            "pg_ctl", action, "-w", "-D", str(self._folder / "data"), "-l", str(self._folder / "log"), *more, *arguments
        )

    def restart_at_once(self) -> None:
        """As after a crash: no connection is let finish, and what was committed is read from the log."""
        self.control("restart", "-m", "immediate")

    def kill(self) -> None:
        """End it, and all that it had started, with SIGKILL."""
        file = self._folder / "data" / "postmaster.pid"
        first = int(file.read_text(encoding="ascii").split()[0])
        all_of_it = [first, *children(first)]
        for process in all_of_it:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until = time.monotonic() + GONE_SECONDS  # one that nobody has asked after yet still counts as running
        while any(Path(f"/proc/{process}").exists() for process in all_of_it) and time.monotonic() < until:
            time.sleep(0.01)

    def kill_a_connection(self) -> bool:
        """End the process of one connection with SIGKILL; whether there was one. The server then ends all others."""
        first = int((self._folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        for process in children(first):
            with suppress(OSError):
                if b"[local]" in Path(f"/proc/{process}/cmdline").read_bytes():
                    os.kill(process, signal.SIGKILL)
                    return True
        return False

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


def children(process: int) -> list[int]:
    """The processes that a process has started, by any of its threads, and that still run."""
    with suppress(OSError):
        files = list(Path(f"/proc/{process}/task").glob("*/children"))
        return [int(each) for file in files for each in file.read_text(encoding="ascii").split()]
    return []


@contextmanager
def running(more: str = "") -> Iterator[Server]:
    """A PostgreSQL, of more options, that lasts as long as this does."""
    folder = Path(tempfile.mkdtemp(prefix="territory-pg-", dir="/tmp"))  # a socket's path has to be short
    try:
        if not os.getuid():
            shutil.chown(folder, USER)
        server = Server(folder, more)
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
