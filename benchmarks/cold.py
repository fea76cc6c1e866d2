"""How long the first answer takes in a browser that was never here, and what comes over the wire for it.

`python -m benchmarks.cold`, with the project and its tests' packages installed and Chromium on the PATH. The server has
answered one reader before; each opening that counts is in a new profile, whose cache is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from benchmarks.paint import CHARTS, DRAWN, VIEWPORT
from benchmarks.served import asked, chromium, serve

OPENINGS = 7
MOST_SECONDS, MOST_MB = 1.5, 2.5
# The first words that say an answer, by the page's own clock.
WATCH = """
new MutationObserver((_, observer) => {
  if (!document.querySelector("h1.t-headline")) return
  window.answered = performance.now()
  observer.disconnect()
}).observe(document, { subtree: true, childList: true })
"""


@dataclass(frozen=True)
class Opening:
    """One opening: seconds from the navigation to the answer and to all charts, and megabytes that came."""

    answered: float
    drawn: float
    megabytes: float


def opened(browser: Browser, url: str) -> Opening:
    """Open the page in a new profile and wait for all of Explore."""
    context = browser.new_context(viewport=VIEWPORT)
    page = context.new_page()
    page.add_init_script(WATCH)
    wire, received = context.new_cdp_session(page), []
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))

    def frame(event: dict[str, Any]) -> None:
        received.append(len(event["response"]["payloadData"]) * 3 / 4)  # in base 64

    wire.on("Network.webSocketFrameReceived", frame)
    page.goto(url)
    page.locator(DRAWN).nth(CHARTS - 1).wait_for()
    drawn, answered = page.evaluate("[performance.now(), window.answered]")
    page.wait_for_load_state("networkidle")
    context.close()
    return Opening(answered / 1000, drawn / 1000, sum(received) / 1e6)


def report(openings: Sequence[Opening]) -> str:
    """The medians, and the slowest."""
    answered = [each.answered for each in openings]
    drawn, megabytes = median(each.drawn for each in openings), median(each.megabytes for each in openings)
    return (
        f"first answer {median(answered):.2f} s (slowest {max(answered):.2f}), all charts {drawn:.2f} s, "
        f"{megabytes:.2f} MB over the wire   (wanted: {MOST_SECONDS} s and {MOST_MB} MB at most)"
    )


def main() -> None:
    """Start the server, open the page in new profiles and print the medians."""
    openings = asked(__doc__, openings=(OPENINGS, "openings that count")).openings
    with serve() as served, chromium() as browser:
        print(report([opened(browser, served.url) for _ in range(1 + openings)][1:]))


if __name__ == "__main__":
    main()
