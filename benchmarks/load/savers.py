"""Processes that save scenarios at once and say which ids they were given, while something goes wrong around them."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from territory.library.library import Library, LibraryError, canonical
from territory.scenario.scenario import Scenario, baseline, revise

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload([__name__])
AGAIN_SECONDS, PATIENCE_SECONDS = 0.05, 120.0
PATH = "/api/v1/scenarios"
Save = Callable[[Scenario], str]
Kind = Callable[..., Iterator[Save]]
Disturb = Callable[["Saving"], None]


def scenario(number: int) -> Scenario:
    """One of many scenarios, each with words that are not plain ASCII."""
    return revise(baseline(), {"rate": 3.0 + number / 100.0, "title": f"Збереження № {number} — “{number}” 🇺🇦"})


def jobs(count: int, processes: int) -> list[list[int]]:
    """Which scenarios each process saves: its own, and every tenth of them also saved by its neighbour."""
    own = [list(range(count))[start::processes] for start in range(processes)]
    return [[*own[n], *own[(n + 1) % processes][::10]] for n in range(processes)]


# In the processes.


def save_directly(url: str) -> Iterator[Save]:
    """Saves to a library of one's own."""
    library = Library(url)

    def save(each: Scenario) -> str:
        try:
            return library.save(each).id
        except LibraryError as error:
            raise OSError(error.detail) from None

    yield save
    library.close()


def save_all(
    kind: Callable[..., Iterator[Save]], where: tuple[Any, ...], numbers: Sequence[int], to: Connection
) -> None:
    """Save one after the other, each until it is done, and tell the id as soon as it was given."""
    for save in kind(*where):
        for number in numbers:
            started, retries, given = time.monotonic(), 0, None
            while given is None:
                try:
                    given = save(scenario(number))
                except OSError as error:
                    retries += 1
                    if time.monotonic() - started > PATIENCE_SECONDS:
                        raise TimeoutError(f"scenario {number}: {error}") from None
                    time.sleep(AGAIN_SECONDS)
            to.send((number, given, retries, time.monotonic() - started))
    to.close()


# Around them.


@dataclass
class Saving:
    """Processes that save, what they were told, and what happened meanwhile."""

    kind: Kind
    where: tuple[Any, ...]
    given: dict[int, str] = field(default_factory=dict)
    replies: int = 0
    retries: int = 0
    longest_seconds: float = 0.0
    contradictions: list[int] = field(default_factory=list)
    left: dict[Connection, list[int]] = field(default_factory=dict)
    running: dict[Connection, BaseProcess] = field(default_factory=dict)
    killed: int = 0

    def start(self, numbers: list[int]) -> None:
        """Start a process."""
        ours, theirs = PROCESSES.Pipe(duplex=False)
        process = PROCESSES.Process(target=save_all, args=(self.kind, self.where, numbers, theirs), daemon=True)
        process.start()
        theirs.close()
        self.left[ours], self.running[ours] = list(numbers), process

    def kill_one(self) -> None:
        """Kill the process that has most left to do, with what it was doing, and start another for the rest."""
        ours = max(self.left, key=lambda each: len(self.left[each]))
        self.running[ours].kill()
        self.killed += 1

    def run(self, work: Sequence[list[int]], disturb: Disturb, times: int) -> None:
        """Save everything, and disturb it so many times in between, evenly by what was saved."""
        total = sum(map(len, work))
        at = [round(total * (n + 1) / (times + 1)) for n in range(times)]
        for numbers in work:
            self.start(numbers)
        while self.running:
            for ours in wait(list(self.running)):
                assert isinstance(ours, Connection)
                self._hear(ours)
                if at and self.replies >= at[0]:
                    at.pop(0)
                    disturb(self)

    def _hear(self, ours: Connection) -> None:
        try:
            number, id, retries, seconds = ours.recv()
        except EOFError:
            self._ended(ours)
            return
        self.left[ours].remove(number)
        self.replies += 1
        self.retries += retries
        self.longest_seconds = max(self.longest_seconds, seconds)
        if self.given.setdefault(number, id) != id:
            self.contradictions.append(number)

    def _ended(self, ours: Connection) -> None:
        process, left = self.running.pop(ours), self.left.pop(ours)
        process.join()
        failed = process.exitcode
        process.close()
        ours.close()
        if failed and failed > 0:
            raise RuntimeError(f"a process that saves ended with status {failed}")
        if left:
            self.start(left)


def lost(library: Library, given: dict[int, str]) -> list[int]:
    """The scenarios whose id does not lead to them, byte by byte."""
    expected = {number: canonical(scenario(number)).encode() for number in given}
    found = {number: library.get(id) for number, id in given.items()}
    return [number for number, saved in found.items() if saved is None or saved.text.encode() != expected[number]]


kill_one: Disturb = Saving.kill_one
directly = partial(Saving, save_directly)
