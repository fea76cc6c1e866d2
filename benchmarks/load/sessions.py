"""How long a move of the pace takes when many readers are at it, beside the smallest app with a slider.

`python -m benchmarks.load.sessions`, with the project and its tests' packages installed. Each session is a websocket
that says what a browser would (`benchmarks/load/wire.py`): it moves the pace, waits for the last message of the
answer, reads it, thinks for two seconds on average, and moves again. Both apps meet the same moves at the same
moments, one after the other. Every answer is checked: the sentence is that of the pace that was sent, and so is the
address."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qs

import numpy as np

from benchmarks.load.wire import Fault, Reader, plain
from benchmarks.paint import write_small_app
from benchmarks.served import Served, asked, percentile, serve
from territory.answers.outlook import project
from territory.charts import blocks
from territory.scenario.scenario import Scenario, baseline, revise
from territory.words import answer as answer_words

RNG_SEED = 20250817
SESSIONS = (1, 10, 50, 100)
THINK_SECONDS = 2.0
SECONDS = 20.0
WARM_UP = 2  # moves of each session that do not count
LOWEST, HIGHEST, STEP = 600, 2000, 0.01  # paces in steps, none so near a documented one that it snaps to it
MOST_MS, MOST_TIMES = 100, 3.0  # of 50 sessions
REPEATS, REPEAT_SECONDS, PAUSE_SECONDS = 40, 0.033, 0.1  # of a key that is held, and between messages of assumption.js
MOST_SETTLING, MOST_THREADS = 0.5, 8

HEAD = (
    "sessions  app        p50 ms p95 ms p99 ms  moves/s  core ms  MB each  threads  errors\n"
    "          move to last message             a second   a move"
)

App = Literal["explorer", "one slider"]


@dataclass
class Measured:
    """What a number of sessions met in one app."""

    moves: list[float] = field(default_factory=list)
    """Milliseconds from each move to the last message of its answer."""
    made: int = 0
    """Moves that were answered, those that warm up among them."""
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0
    megabytes: float = 0.0
    """A session, in the server's memory."""
    threads: int = 0
    processor: float = 0.0
    """Milliseconds of a core that the server took for a move, whoever else was at the machine."""


async def move(app: App, reader: Reader, turn: int, pace: float) -> None:
    """Move the pace, wait for all of the answer and read it; raises `Fault` for that to another pace."""
    if app == "one slider":
        await reader.slid(pace)
        await reader.answered()
        if f"{pace:.2f} km²" not in reader.said["markdown"]:
            raise Fault(f"{pace:.2f} was answered by: {reader.said['markdown']}")
        return
    await reader.moved("assumption.rate", turn, pace)
    await reader.answered()
    said, right = reader.said["h1"], sentence(paced(pace))
    if said != right:
        raise Fault(f"{pace} was answered by: {said} It should be: {right}")
    if pace_of(reader.query) != pace:
        raise Fault(f"{pace} was answered by the address of {reader.query}")


@cache
def sentence(of: Scenario) -> str:
    """What every page says first of a scenario."""
    return plain(blocks.headline(answer_words.headline(project(of)), {}))


def paced(pace: float) -> Scenario:
    """The documented scenario at another pace."""
    return revise(baseline(), {"rate": pace, "rate_source": "hand"})


def some_pace(plan: np.random.Generator) -> float:
    """A pace that is no documented one."""
    return round(int(plan.integers(LOWEST, HIGHEST)) * STEP, 2)


def pace_of(query: str) -> float | None:
    """The pace of a full link."""
    found = parse_qs(query.removeprefix("?")).get("rate")
    return float(found[0]) if found else None


async def load(app: App, served: Served, sessions: int, seconds: float) -> Measured:
    """So many sessions at once for so many seconds."""
    found = Measured()
    before = served.megabytes()
    readers = [Reader(served.url) for _ in range(sessions)]
    for reader in readers:  # one by one: how fast pages open is another question
        await reader.open()
    begun, until, ran = time.perf_counter(), time.perf_counter() + seconds, served.processor_seconds()
    plans = [np.random.default_rng((RNG_SEED, number)) for number in range(sessions)]
    await asyncio.gather(
        *(_reads(app, reader, plan, found, until) for reader, plan in zip(readers, plans, strict=True))
    )
    found.seconds = time.perf_counter() - begun
    found.processor = 1000 * (served.processor_seconds() - ran) / max(1, found.made)
    found.megabytes = (served.megabytes() - before) / sessions
    found.threads = served.threads()
    await asyncio.gather(*(reader.close() for reader in readers))
    return found


async def _reads(app: App, reader: Reader, plan: np.random.Generator, found: Measured, until: float) -> None:
    """One reader: think, move, read."""
    turn = 0
    while True:
        think = plan.exponential(THINK_SECONDS)
        pace = some_pace(plan)
        if time.perf_counter() + think > until:
            return
        await asyncio.sleep(think)
        turn += 1
        begun = time.perf_counter()
        try:
            await move(app, reader, turn, pace)
        except (Fault, OSError, TimeoutError) as error:
            found.errors.append(f"{type(error).__name__}: {error}")
            return
        found.made += 1
        if turn > WARM_UP:
            found.moves.append(1000 * (time.perf_counter() - begun))


async def burst(served: Served, pause: float) -> tuple[float, int, float]:
    """One reader holds a key: seconds from the last repeat to its answer, most threads, megabytes more than before.

    `pause` is the least time between two messages: that of our own control, or none at all of a browser that has lost
    it.
    """
    async with Reader(served.url) as reader:
        await move("explorer", reader, 1, 5.0)
        before, most, turn, sent_at = served.megabytes(), 0, 1, 0.0
        goals = [round(6 + number * STEP, 2) for number in range(1, REPEATS + 1)]
        done = asyncio.create_task(reader.answered(lambda each: pace_of(each.query) == goals[-1]))
        for number, goal in enumerate(goals, 1):
            if number == REPEATS or time.perf_counter() - sent_at >= pause:
                turn, sent_at = turn + 1, time.perf_counter()
                await reader.moved("assumption.rate", turn, goal)
            most = max(most, served.threads())
            if number < REPEATS:
                await asyncio.sleep(REPEAT_SECONDS)
        last = time.perf_counter()
        await done
        return time.perf_counter() - last, max(most, served.threads()), served.megabytes() - before


def row(sessions: int, app: str, found: Measured) -> str:
    """A line of the table."""
    shares = "".join(f"{percentile(found.moves, percent):7.0f}" for percent in (50, 95, 99))
    rest = f"{found.made / found.seconds:9.1f}{found.processor:9.1f}{found.megabytes:9.2f}"
    return f"{sessions:8}  {app:10}{shares}{rest}{found.threads:9}{len(found.errors):8}"


def prepare(most: int, seconds: float) -> None:
    """Have the right sentence of every pace that will be sent, so that checking takes no time while it counts."""
    for number in range(most):
        plan = np.random.default_rng((RNG_SEED, number))
        at = 0.0
        while at < seconds:
            at += plan.exponential(THINK_SECONDS)
            sentence(paced(some_pace(plan)))


def run(counts: tuple[int, ...], seconds: float, say: Callable[[str], None] = print) -> bool:
    """Load both apps and print the table; whether all is as it should be."""
    prepare(max(counts), seconds)
    say(HEAD)
    good = True
    with tempfile.TemporaryDirectory() as folder, serve() as ours:
        write_small_app(Path(folder))
        with serve("small.py", Path(folder)) as small:
            asyncio.run(load("explorer", ours, 1, 3))
            asyncio.run(load("one slider", small, 1, 3))
            for sessions in counts:
                both = {
                    "explorer": asyncio.run(load("explorer", ours, sessions, seconds)),
                    "one slider": asyncio.run(load("one slider", small, sessions, seconds)),
                }
                for app, found in both.items():
                    say(row(sessions, app, found))
                    for error in dict.fromkeys(found.errors):
                        say(f"         {error[:300]}")
                p95 = {app: percentile(found.moves, 95) for app, found in both.items()}
                times = p95["explorer"] / p95["one slider"]
                say(f"         p95 is {times:.1f} times that of one slider")
                good &= not both["explorer"].errors
                if sessions == 50:
                    good &= p95["explorer"] <= MOST_MS and times <= MOST_TIMES
            for words, pause in (("as our control sends them", PAUSE_SECONDS), ("all sent", 0.0)):
                settled, threads, more = asyncio.run(burst(ours, pause))
                say(
                    f"a key held for {REPEATS} repeats, {words}: settled {settled:.2f} s after the last, "
                    f"{threads} threads, {more:+.1f} MB"
                )
                good &= settled <= MOST_SETTLING
    say(
        f"wanted: 50 sessions' p95 within {MOST_MS} ms and {MOST_TIMES:.0f} times one slider, no errors, a burst "
        f"settled within {MOST_SETTLING} s, {MOST_THREADS} threads: {'met' if good else 'NOT met'}"
    )
    return good


def main() -> None:
    """Measure, print, and end with status 1 where something is not as it should be."""
    options = asked(
        __doc__,
        sessions=(SESSIONS, "how many at once, one after the other"),
        seconds=(SECONDS, "how long for each number and app"),
    )
    raise SystemExit(0 if run(tuple(options.sessions), options.seconds) else 1)


if __name__ == "__main__":
    main()
