"""An app, a deployment or a browser of one's own while it runs, and what all programs that measure have in common."""

from __future__ import annotations

import argparse
import math
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from tests.postgresql import children

ROOT = Path(__file__).resolve().parents[1]
MEGABYTE = 1024  # in the kilobytes of /proc
SEARCH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"  # where nginx may be
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine can be reached.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",
]


@dataclass(frozen=True)
class Served:
    """A running app: where it is reached, its process, and what it has said."""

    url: str
    process: int
    said: list[str] = field(default_factory=list)

    def megabytes(self) -> float:
        """What the process holds in memory, after what other processes could take from it."""
        return int(self._status("VmRSS")) / MEGABYTE

    def threads(self) -> int:
        """How many threads it has."""
        return int(self._status("Threads"))

    def processor_seconds(self) -> float:
        """How long its threads have run, all together."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _status(self, name: str) -> str:
        status = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        found = re.search(rf"^{name}:\s+(\d+)", status, re.MULTILINE)
        if found is None:
            raise ProcessLookupError(f"the app has ended (process {self.process})")
        return found[1]


@dataclass(frozen=True)
class Deployed:
    """What `deploy/run` started: where it is reached, its process, and a folder with nginx's and what all have said."""

    url: str
    process: int
    folder: Path

    def said(self) -> str:
        """What its processes wrote on their standard error."""
        return (self.folder / "said").read_text(encoding="utf-8", errors="replace")

    def apps(self) -> list[int]:
        """The app's processes."""
        return [each for each in children(self.process) if b"--server.port=" in line_of(each)]


def line_of(process: int) -> bytes:
    """The line with which a process was started; empty where it has ended."""
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextmanager
def serve(
    script: str = "app.py",
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
    port: int | None = None,
) -> Iterator[Served]:
    """An app while it runs, with the server settings of its folder, a library of its own, and nothing kept on disk."""
    port = port or free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.headless=true"]
    with tempfile.TemporaryDirectory() as own:
        places = {"TERRITORY_LIBRARY": f"{own}/library.sqlite3", "TERRITORY_PICTURES": f"{own}/pictures"}
        with subprocess.Popen(
            [*command, *options],
            cwd=folder,
            env={**os.environ, **places, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server:
            assert server.stdout is not None
            served = Served(f"http://localhost:{port}/", server.pid)
            for line in server.stdout:
                served.said.append(line)
                if "URL:" in line:
                    break
            else:
                raise RuntimeError(f"{script} did not start: {''.join(served.said)}")
            reader = threading.Thread(target=served.said.extend, args=(server.stdout,))  # a full pipe would stop it
            reader.start()
            try:
                yield served
            finally:
                server.terminate()
                reader.join()
                print("".join(served.said), end="", file=sys.stderr)


@contextmanager
def deployed(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Deployed]:
    """What `deploy/run` starts, while it runs; raises `RuntimeError` with what it said where it does not start."""
    folder.chmod(0o755)  # nginx's own user has to get to its folder
    command = [sys.executable, str(ROOT / "deploy" / "run"), "--folder", str(folder / "nginx")]
    places = {**os.environ, "PATH": SEARCH, **(environment or {})}
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=said, text=True, env=places) as run,
    ):
        try:
            assert run.stdout is not None
            site = Deployed(run.stdout.readline().strip(), run.pid, folder)
            if not site.url:
                run.wait()
                raise RuntimeError(site.said())
            yield site
        finally:
            run.terminate()


def browser_path() -> str | None:
    """The Chromium on the PATH."""
    return next((path for name in BROWSERS if (path := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A Chromium while it runs; ends the program where there is none."""
    path = browser_path()
    if path is None:
        raise SystemExit(f"no browser on the PATH (looked for {', '.join(BROWSERS)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that so many per cent of the values do not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else math.nan


def asked(about: str | None, **options: tuple[Any, str]) -> argparse.Namespace:
    """What a program was called with: each option with its default, of whose type it is, and what it means."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, (default, meaning) in options.items():
        if isinstance(default, tuple):
            parser.add_argument(f"--{name}", type=type(default[0]), nargs="+", default=default, help=meaning)
        else:
            parser.add_argument(f"--{name}", type=type(default), default=default, help=meaning)
    return parser.parse_args()
