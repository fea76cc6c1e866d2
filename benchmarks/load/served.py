"""An app in a process of its own, and what that process takes."""

from __future__ import annotations

import math
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEGABYTE = 1024  # in the kilobytes of /proc


@dataclass(frozen=True)
class Served:
    """A running app: where it is reached, and its process."""

    url: str
    process: int

    @property
    def socket(self) -> str:
        """The address of Streamlit's own websocket."""
        return f"{self.url.replace('http', 'ws', 1)}_stcore/stream"

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


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        return int(free.getsockname()[1])


@contextmanager
def serve(
    script: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None, options: Sequence[str] = ()
) -> Iterator[Served]:
    """An app while it runs, with the server settings of its folder, a library of its own, and nothing kept on disk."""
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}", "--server.headless=true"]
    command += options
    with tempfile.TemporaryDirectory() as own:
        places = {"TERRITORY_LIBRARY": f"{own}/library.sqlite3", "TERRITORY_PICTURES": f"{own}/pictures"}
        with subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **places, **(environment or {})},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as server:
            assert server.stdout is not None
            if not any("URL:" in line for line in server.stdout):
                raise RuntimeError(f"{script} did not start")
            said: list[str] = []
            reader = threading.Thread(target=said.extend, args=(server.stdout,))  # a full pipe would stop the server
            reader.start()
            try:
                yield Served(f"http://localhost:{port}/", server.pid)
            finally:
                server.terminate()
                reader.join()
                print("".join(said), end="", file=sys.stderr)


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that so many per cent of the values do not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * percent / 100) - 1)] if ordered else math.nan
