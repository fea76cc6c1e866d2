"""How many requests for share pages the server answers, beside how many new sessions of the explorer it opens.

`python benchmarks/share.py`, with the project and its tests' packages installed. All is asked of one running server, in
turn and several at a time, so that each meets the same machine. A session counts when its script has run to its end.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from territory.library.library import Library
from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise

ROOT = Path(__file__).resolve().parents[1]
AT_ONCE, ROUNDS, SECONDS = 8, 3, 4.0
LEAST_TIMES = 20.0
PATIENCE_SECONDS = 60.0
LARGEST_MESSAGE = 64 * 2**20


@dataclass(frozen=True)
class Asked:
    """What is asked for, and how to do it once; the number tells one time from another."""

    name: str
    once: Callable[[int], Awaitable[None]]


@contextmanager
def server(folder: Path) -> Iterator[int]:
    """The explorer on a port of its own, with a library and pictures of its own."""
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = int(free.getsockname()[1])
    own = {"TERRITORY_LIBRARY": str(library(folder)), "TERRITORY_PICTURES": str(folder / "pictures")}
    command = [sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}", "--server.headless=true"]
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        if not any("URL:" in line for line in running.stdout):
            sys.exit("the server did not start")
        try:
            yield port
        finally:
            running.terminate()


def library(folder: Path) -> Path:
    """Where the saved scenarios of this run are."""
    return folder / "library.sqlite3"


class Wire:
    """Requests over connections that stay open, as a proxy makes them; each waits for its whole answer."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def get(self, path: str, status: int = 200, more: str = "") -> dict[str, str]:
        """The headers of the answer."""
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection("localhost", self.port)
        head = f"GET {path} HTTP/1.1\r\nHost: localhost:{self.port}\r\nAccept-Encoding: gzip\r\n{more}\r\n"
        writer.write(head.encode())
        first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").splitlines()
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)}
        await reader.readexactly(0 if status == 304 else int(headers["content-length"]))
        if int(first.split()[1]) != status:
            sys.exit(f"{path[:60]} answered {first}")
        self._idle.append((reader, writer))
        return headers

    def close(self) -> None:
        """Close all connections."""
        for _, writer in self._idle:
            writer.close()


def sessions(port: int, query: str) -> Callable[[int], Awaitable[None]]:
    """Open the explorer as a browser does after it has loaded the page: one session, one run of the script."""

    async def once(_number: int) -> None:
        address = f"ws://localhost:{port}/_stcore/stream"
        async with websockets.connect(
            address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=LARGEST_MESSAGE
        ) as wire:
            asked = BackMsg()
            asked.rerun_script.query_string = query
            await wire.send(asked.SerializeToString())
            async for message in wire:
                said = ForwardMsg.FromString(message if isinstance(message, bytes) else message.encode())
                if said.WhichOneof("type") == "script_finished":
                    return

    return once


async def per_second(asked: Asked, seconds: float) -> float:
    """How often it is done in a second, several at a time."""
    begun, done = time.perf_counter(), 0
    until = begun + seconds

    async def work() -> None:
        nonlocal done
        while time.perf_counter() < until:
            await asyncio.wait_for(asked.once(done), PATIENCE_SECONDS)
            done += 1

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))
    return done / (time.perf_counter() - begun)


async def measured(port: int, folder: Path, rounds: int, seconds: float) -> dict[str, list[float]]:
    """The rates of all that is asked for, a round after the other."""
    plain = revise(baseline(), {"title": "A link that many open"})
    kept = Library(f"sqlite:///{library(folder)}")
    id = kept.save(plain).id
    kept.close()
    full, wire = link(plain), Wire(port)
    tag = (await wire.get(f"/s/{id}"))["etag"]
    picture = f"/s/{id}.png"
    await wire.get(picture)

    async def page(_number: int) -> None:
        await wire.get(f"/s/{id}")

    async def link_page(_number: int) -> None:
        await wire.get(f"/p{full}")

    async def again(_number: int) -> None:
        await wire.get(f"/s/{id}", 304, f"If-None-Match: {tag}\r\n")

    async def png(_number: int) -> None:
        await wire.get(picture)

    fresh = iter(range(1_000_000))

    async def unseen(_number: int) -> None:
        await wire.get(f"/p{link(revise(plain, {'rate': 2.0 + next(fresh) / 1000}))}")

    each = [
        Asked("new sessions of the explorer", sessions(port, full.removeprefix("?"))),
        Asked("a saved scenario's page", page),
        Asked("a full link's page", link_page),
        Asked("the page again, by its ETag", again),
        Asked("its picture", png),
        Asked("pages that nobody asked for before", unseen),
    ]
    found: dict[str, list[float]] = {asked.name: [] for asked in each}
    for asked in each:
        await asked.once(0)
    for _ in range(rounds):
        for asked in each:
            found[asked.name].append(await per_second(asked, seconds))
    wire.close()
    return found


def main() -> int:
    """Print the rates and how they stand to each other; 1 where share pages are not fast enough."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--seconds", type=float, default=SECONDS)
    given = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as port:
        found = asyncio.run(measured(port, Path(folder), given.rounds, given.seconds))
    middle = {name: sorted(rates)[len(rates) // 2] for name, rates in found.items()}
    one, page, *_ = middle.values()
    for name, rate in middle.items():
        print(f"{name:<36} {rate:8.1f} a second {rate / one:8.1f} ×")
    enough = page >= LEAST_TIMES * one
    verdict = "yes" if enough else "NO"
    print(f"Share pages: {page / one:.0f} × the sessions; at least {LEAST_TIMES:.0f} × are wanted: {verdict}")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
