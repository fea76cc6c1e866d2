"""1,000 saves from 8 processes at once, with ten kills in between: does every id that was given lead back?

    python -m benchmarks.load.saves                          # the app killed with SIGKILL, its library an SQLite file
    python -m benchmarks.load.saves --database postgresql    # the app's PostgreSQL torn down and restarted instead
    python -m benchmarks.load.saves --database postgresql --kill app
    python -m benchmarks.load.saves --without-app            # the processes save, and are killed, by themselves

It prints what it found, and ends with status 1 if anything was lost. PostgreSQL has to be installed for its part.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.load.savers import PATH, Saving, by_api, directly, jobs, kill_one, lost
from territory.library.library import Library
from tests import postgresql

ROOT = Path(__file__).parents[2]
HOST, START_SECONDS = "127.0.0.1", 90.0


class App:
    """The explorer in a process of its own, which can be killed and comes back at the same address."""

    def __init__(self, url: str, folder: Path) -> None:
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port: int = free.getsockname()[1]
        self._environment = {**os.environ, "DATABASE_URL": url, "TERRITORY_SAVES_PER_MINUTE": "100000"}
        self._log = folder / "app.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        line = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless=true"]
        where = [f"--server.port={self.port}", f"--server.address={HOST}"]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*line, *where], cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError(f"the app did not start:\n{self._log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.1)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            connection.request("GET", f"{PATH}/{'0' * 16}")
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """End it with SIGKILL, whatever it is doing."""
        if self._process is not None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            self._process = None

    def read(self, id: str) -> int:
        """The status with which the API answers an id."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        connection.request("GET", f"{PATH}/{id}")
        status = connection.getresponse().status
        connection.close()
        return status


def main() -> int:
    """Run it as it is asked for; the exit status is 1 if anything was lost."""
    asked = _asked()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="territory-saves-")))
        server = stack.enter_context(postgresql.running()) if asked.database == "postgresql" else None
        url = server.new_database() if server else f"sqlite:///{folder}/library.sqlite3"
        app = None if asked.without_app else stack.enter_context(_running(url, folder))
        saving = by_api((HOST, app.port)) if app else directly((url,))

        def disturb(_: Saving) -> None:
            if server is not None and asked.kill != "app":
                server.restart_at_once()
            elif app is not None:
                app.kill()
                app.start()
            else:
                kill_one(saving)

        began = time.monotonic()
        saving.run(jobs(asked.saves, asked.processes), disturb, asked.kills)
        seconds = time.monotonic() - began
        killed = "PostgreSQL restarted at once" if server and asked.kill != "app" else "SIGKILL"
        print(f"{asked.database}: {len(saving.given)} scenarios, {saving.replies} ids returned to {asked.processes}")
        print(f"processes in {seconds:.0f} s, {asked.kills} times {killed}, {saving.retries} attempts repeated,")
        print(f"{saving.longest_seconds:.1f} s the longest save. It has:")
        return _report(saving, url, asked.saves, app)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--kill", choices=["app", "database"], default="database", help="of PostgreSQL and its app")
    parser.add_argument("--without-app", action="store_true")
    parser.add_argument("--saves", type=int, default=1_000)
    parser.add_argument("--processes", type=int, default=8)
    parser.add_argument("--kills", type=int, default=10)
    return parser.parse_args()


@contextlib.contextmanager
def _running(url: str, folder: Path) -> Iterator[App]:
    app = App(url, folder)
    try:
        app.start()
        yield app
    finally:
        app.kill()


def _report(saving: Saving, url: str, saves: int, app: App | None) -> int:
    """Print what was found; 1 if anything is not as it has to be."""
    found = {
        "scenarios that were not saved": saves - len(saving.given),
        "scenarios with two ids": len(saving.contradictions),
    }
    if app is not None:
        found["ids that the API does not find"] = sum(app.read(id) != 200 for id in saving.given.values())
        app.kill()
    library = Library(url)
    found["ids that do not lead back byte by byte"] = len(lost(library, saving.given))
    known = set(saving.given.values())
    found["entries that nobody was told of"] = sum(entry.id not in known for entry in library.all())
    library.close()
    if url.startswith("sqlite:///"):
        with contextlib.closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            said = connection.execute("PRAGMA integrity_check").fetchall()
        found["problems in PRAGMA integrity_check"] = 0 if said == [("ok",)] else len(said)
    for what, count in found.items():
        print(f"  {count:>5} {what}")
    print("All is there." if not any(found.values()) else "SOMETHING IS LOST.")
    return 1 if any(found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
