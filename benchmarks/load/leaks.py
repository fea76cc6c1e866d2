"""What a thousand readers leave behind when they have gone: `python -m benchmarks.load.leaks`.

Sessions open the page, move the pace once, each to another, and leave; so many at a time. Memory and threads are read
before, on the way and after, each time with nobody there. A browser that is gone may come back for two minutes, and so
long Streamlit keeps what it had: `--keep` is that time here. What is read is what a process holds after it has been
asked to give back what it can; level is what grows by less a session than a session itself takes.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from benchmarks.load.sessions import STEP, move
from benchmarks.load.wire import Reader
from benchmarks.served import Served, asked, serve

SESSIONS, AT_A_TIME, ROUNDS = 1_000, 10, 10
KEEP_SECONDS = 2
MOST_KILOBYTES = 20.0  # a session that is gone, in the second half


async def visits(served: Served, numbers: range) -> None:
    """So many visits, some at a time: open the page, move the pace to one of one's own, and leave."""
    room = asyncio.Semaphore(AT_A_TIME)

    async def visit(number: int) -> None:
        async with room, Reader(served.url) as reader:
            await move("explorer", reader, 1, round(6 + number * STEP, 2))

    await asyncio.gather(*map(visit, numbers))


def run(sessions: int, keep: int, say: Callable[[str], None] = print) -> bool:
    """Open and close so many sessions, and print what is left of them; whether it levels off."""
    read: list[tuple[int, float, int]] = []
    with serve(options=(f"--server.disconnectedSessionTTL={keep}",)) as served:
        asyncio.run(visits(served, range(AT_A_TIME)))  # what is made once
        each = max(1, sessions // ROUNDS)
        say("sessions gone       MB  threads")
        for gone in range(0, sessions + 1, each):
            if gone:
                asyncio.run(visits(served, range(gone - each, gone)))
            time.sleep(keep + 1)
            read.append((gone, served.megabytes(), served.threads()))
            say(f"{gone:13} {read[-1][1]:8.1f} {read[-1][2]:8}")
    middle, last = read[len(read) // 2], read[-1]
    kilobytes = 1024 * (last[1] - middle[1]) / max(1, last[0] - middle[0])
    good = kilobytes <= MOST_KILOBYTES and last[2] <= middle[2]
    say(
        f"second half: {kilobytes:+.1f} kB a session, {last[2] - middle[2]:+} threads "
        f"(wanted: {MOST_KILOBYTES:.0f} kB at most, no more threads: {'met' if good else 'NOT met'})"
    )
    return good


def main() -> None:
    """Measure, print, and end with status 1 where it does not level off."""
    options = asked(
        __doc__,
        sessions=(SESSIONS, "how many come and go"),
        keep=(KEEP_SECONDS, "seconds for which they may come back"),
    )
    raise SystemExit(0 if run(options.sessions, options.keep) else 1)


if __name__ == "__main__":
    main()
