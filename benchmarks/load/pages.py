"""Share pages, pictures and the API under many requests, beside new sessions: `python -m benchmarks.load.pages`.

First new sessions of the explorer are opened at one running server, several at a time; one counts when its script has
run to its end. Then so many connections ask one after the other, without a pause, for scenarios that were asked for
before (kept) and for ones that were not (new). Each answer is checked to be of the pace that was asked for. What is put
off to later with `Retry-After`, as pictures are when too many wait to be drawn, is counted for itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import httpx2
import numpy as np

from benchmarks.load.sessions import RNG_SEED
from benchmarks.load.wire import Fault, Reader
from benchmarks.served import Served, asked, percentile, serve
from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise

CONNECTIONS, SECONDS, WARM_UP_SECONDS = 20, 8.0, 1.0
SESSIONS_AT_ONCE = 8
KEPT = 20  # different scenarios
PATIENCE_SECONDS = 0.5
DOORS = ("/p", "/p.png", "/api/v1/project", "/api/v1/project.csv")
LEAST_TIMES = 20.0  # as often as a session is opened, a page is answered that was asked for before
FAULTS = (Fault, OSError, TimeoutError, httpx2.HTTPError)

Numbers = Callable[[np.random.Generator], int]


@dataclass
class Found:
    """What came of the requests of one kind."""

    milliseconds: list[float] = field(default_factory=list)
    put_off: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        """How many were answered in a second."""
        return len(self.milliseconds) / self.seconds


def query(number: int) -> tuple[str, float]:
    """The link of a scenario, and its pace."""
    pace = round(6 + number / 1000, 3)
    return link(revise(baseline(), {"rate": pace, "rate_source": "hand"})), pace


async def load(at_once: int, seconds: float, ask: Callable[[int], Callable[[], Awaitable[bool]]]) -> Found:
    """So many ask at once for so many seconds; `ask` makes of a place what asks once, and says whether it was told."""
    found, begun = Found(), time.perf_counter()

    async def go_on(once: Callable[[], Awaitable[bool]]) -> None:
        while (at := time.perf_counter()) < begun + seconds:
            try:
                if await once():
                    found.milliseconds.append(1000 * (time.perf_counter() - at))
                else:
                    found.put_off += 1
                    await asyncio.sleep(PATIENCE_SECONDS)
            except FAULTS as error:
                found.errors.append(f"{type(error).__name__}: {error}")

    await asyncio.gather(*(go_on(ask(place)) for place in range(at_once)))
    found.seconds = time.perf_counter() - begun
    return found


def sessions(served: Served) -> Callable[[int], Callable[[], Awaitable[bool]]]:
    """Opens the explorer as a browser does after it has loaded the page: one session, one run of the script."""

    async def once() -> bool:
        async with Reader(served.url, link(baseline())) as reader:
            return bool(reader.said["h1"])

    return lambda _place: once


def requests(client: httpx2.AsyncClient, door: str, numbers: Numbers) -> Callable[[int], Callable[[], Awaitable[bool]]]:
    """Asks at a door for one scenario after the other."""

    def by(place: int) -> Callable[[], Awaitable[bool]]:
        plan = np.random.default_rng((RNG_SEED, place))

        async def once() -> bool:
            text, pace = query(numbers(plan))
            answer = await client.get(door + text)
            if answer.status_code == 503 and "retry-after" in answer.headers:
                return False
            if answer.status_code != 200:
                raise Fault(f"status {answer.status_code}")
            if door != "/p.png" and f"rate={pace:g}" not in answer.text and f'"rate": {pace:g}' not in answer.text:
                raise Fault(f"{pace:g} was answered by something else")
            return True

        return once

    return by


async def all_at(served: Served, door: str, numbers: Numbers, seconds: float) -> Found:
    """All connections ask at one door."""
    async with httpx2.AsyncClient(base_url=served.url, timeout=60) as client:
        return await load(CONNECTIONS, seconds, requests(client, door, numbers))


def run(seconds: float, say: Callable[[str], None] = print) -> bool:
    """Ask at every door and print the table; whether there were no errors, and pages are that much faster."""
    say("door                 scenarios  p50 ms  p95 ms  p99 ms  a second  × sessions  put off  errors")
    new = iter(range(1_000, 10**6))
    kinds: dict[str, Numbers] = {"kept": lambda plan: int(plan.integers(KEPT)), "new": lambda _plan: next(new)}
    times: dict[str, float] = {}
    good = True
    with serve() as served:
        asyncio.run(load(1, WARM_UP_SECONDS, sessions(served)))
        opened = asyncio.run(load(SESSIONS_AT_ONCE, seconds, sessions(served)))
        rows = [("a new session", "", opened)]
        for door in DOORS:
            asyncio.run(all_at(served, door, kinds["kept"], WARM_UP_SECONDS))
            for kind, numbers in kinds.items():
                rows.append((door, kind, asyncio.run(all_at(served, door, numbers, seconds))))
        for door, kind, found in rows:
            times[f"{door} {kind}"] = found.a_second / opened.a_second
            shares = "".join(f"{percentile(found.milliseconds, percent):8.0f}" for percent in (50, 95, 99))
            rates = f"{found.a_second:10.0f}{found.a_second / opened.a_second:12.1f}"
            say(f"{door:20} {kind:9}{shares}{rates}{found.put_off:9}{len(found.errors):8}")
            for error in list(dict.fromkeys(found.errors))[:3]:
                say(f"    {error}")
            good &= not found.errors
        say(f"{served.megabytes():.0f} MB, {served.threads()} threads")
    good &= times["/p kept"] >= LEAST_TIMES
    say(f"wanted: no errors, kept pages {LEAST_TIMES:.0f} times as often as sessions: {'met' if good else 'NOT met'}")
    return good


def main() -> None:
    """Measure, print, and end with status 1 where it is not as it should be."""
    raise SystemExit(0 if run(asked(__doc__, seconds=(SECONDS, "how long at each door")).seconds) else 1)


if __name__ == "__main__":
    main()
