"""Share pages, pictures and the API under many requests: `python -m benchmarks.load.pages`.

So many connections ask one after the other, without a pause, for scenarios that were asked for before (kept) and for
ones that were not (new). Each answer is checked to be of the pace that was asked for. What is put off to later with
`Retry-After`, as pictures are when too many wait to be drawn, is counted for itself.
"""

from __future__ import annotations

import argparse
import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import httpx2
import numpy as np

from benchmarks.load.served import percentile, serve
from benchmarks.load.sessions import RNG_SEED
from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise

CONNECTIONS, SECONDS = 20, 8.0
KEPT = 20  # different scenarios
PATIENCE_SECONDS = 0.5
DOORS = ("/p", "/p.png", "/api/v1/project", "/api/v1/project.csv")


@dataclass
class Asked:
    """What came of the requests of one kind."""

    milliseconds: list[float] = field(default_factory=list)
    put_off: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0


def query(number: int) -> tuple[str, float]:
    """The link of a scenario, and its pace."""
    pace = round(6 + number / 1000, 3)
    return link(revise(baseline(), {"rate": pace, "rate_source": "hand"})), pace


async def load(url: str, door: str, numbers: Callable[[np.random.Generator], int], seconds: float) -> Asked:
    """All connections ask at one door."""
    found = Asked()
    begun = time.perf_counter()
    async with httpx2.AsyncClient(base_url=url, timeout=60) as client:
        plans = [np.random.default_rng((RNG_SEED, place)) for place in range(CONNECTIONS)]
        await asyncio.gather(*(_asks(client, door, plan, numbers, found, begun + seconds) for plan in plans))
    found.seconds = time.perf_counter() - begun
    return found


async def _asks(
    client: httpx2.AsyncClient,
    door: str,
    plan: np.random.Generator,
    numbers: Callable[[np.random.Generator], int],
    found: Asked,
    until: float,
) -> None:
    while time.perf_counter() < until:
        text, pace = query(numbers(plan))
        begun = time.perf_counter()
        try:
            answer = await client.get(door + text)
        except httpx2.HTTPError as error:
            found.errors.append(f"{type(error).__name__}: {error}")
            continue
        if answer.status_code == 503 and "retry-after" in answer.headers:
            found.put_off += 1
            await asyncio.sleep(PATIENCE_SECONDS)
            continue
        found.milliseconds.append(1000 * (time.perf_counter() - begun))
        if answer.status_code != 200:
            found.errors.append(f"status {answer.status_code}")
        elif door != "/p.png" and f"rate={pace:g}" not in answer.text and f'"rate": {pace:g}' not in answer.text:
            found.errors.append(f"{pace:g} was answered by something else")


def run(seconds: float, say: Callable[[str], None] = print) -> bool:
    """Ask at every door and print the table; whether there were no errors."""
    say("door                 scenarios  p50 ms  p95 ms  p99 ms  a second  put off  errors")
    good = True
    with serve("app.py") as served:
        for door in DOORS:
            new = iter(range(1_000, 10**6))
            kinds: dict[str, Callable[[np.random.Generator], int]] = {
                "kept": lambda plan: int(plan.integers(KEPT)),
                "new": lambda _plan, new=new: next(new),  # type: ignore[misc]
            }
            for number in range(KEPT):
                with httpx2.Client(base_url=served.url, timeout=60) as client:
                    client.get(door + query(number)[0])
            for kind, numbers in kinds.items():
                found = asyncio.run(load(served.url, door, numbers, seconds))
                shares = "".join(f"{percentile(found.milliseconds, percent):8.0f}" for percent in (50, 95, 99))
                rate = len(found.milliseconds) / found.seconds
                say(f"{door:20} {kind:9}{shares}{rate:10.0f}{found.put_off:9}{len(found.errors):8}")
                for error in list(dict.fromkeys(found.errors))[:3]:
                    say(f"    {error}")
                good &= not found.errors
        say(f"{served.megabytes():.0f} MB, {served.threads()} threads")
    return good


def main() -> None:
    """Measure, print, and end with status 1 where there were errors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long at each door")
    raise SystemExit(0 if run(parser.parse_args().seconds) else 1)


if __name__ == "__main__":
    main()
