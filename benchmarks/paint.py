"""How long a move of the pace takes until all of Explore is painted anew, beside the smallest app with a slider.

`python -m benchmarks.paint`, with the project and its tests' packages installed and Chromium on the PATH. Both apps are
driven in one browser, a move of the one after a move of the other, so that both meet the same machine.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, ViewportSize

from benchmarks.served import ROOT, asked, chromium, percentile, serve

WARM_UP, MOVES = 5, 40
KEYS = 10  # moves in one direction before the pace goes back
MOST_TIMES, MOST_KB = 5.0, 28.0
VIEWPORT: ViewportSize = {"width": 1440, "height": 1000}
CHARTS = 2  # on Explore at the documented pace
DRAWN = ".js-plotly-plot .main-svg:first-of-type"
SAID = "[data-testid=stMarkdown] p"

SMALL_APP = """\
import frozen
import streamlit as st

pace = st.slider("Pace, km² a day", -12.0, 30.0, 5.79, step=0.01)
st.write(f"If Russian forces kept taking {pace:.2f} km² a day")
"""
FROZEN = """\
import gc

import streamlit

gc.collect()
gc.freeze()
"""

# A move begins with the key; it is painted when the sentence is another, every chart has drawn anew, and the frame
# after that has gone to the screen. A task that is posted in an animation frame runs after that frame is painted.
WATCH = """
([sentence, charts]) => {
  const watch = (window.watch = { begun: 0, painted: 0, drawn: new Set(), said: "" })
  const text = () => document.querySelector(sentence)?.textContent
  const check = () => {
    if (!watch.begun || watch.painted || watch.waiting || text() === watch.said || watch.drawn.size < charts) return
    watch.waiting = true
    requestAnimationFrame(() => {
      const after = new MessageChannel()
      after.port1.onmessage = () => { watch.painted = performance.now(); watch.resolve() }
      after.port2.postMessage(0)
    })
  }
  addEventListener("keydown", (event) => {
    Object.assign(watch, { begun: event.timeStamp, painted: 0, waiting: false, said: text() })
    watch.whenPainted = new Promise((resolve) => (watch.resolve = resolve))
    Object.assign(wire, { sent: 0, first: 0, last: 0, bytes: 0 })
    watch.drawn.clear()
  }, true)
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    plot.on("plotly_afterplot", () => { watch.drawn.add(plot); check() })
  }
  new MutationObserver(check).observe(document.body, { subtree: true, childList: true, characterData: true })
}
"""


# Times of the websocket by the page's own clock, and its bytes: to have the browser tell of each message would cost it
# more than some of them do.
TIMES = """
window.wire = { sent: 0, first: 0, last: 0, bytes: 0 }
window.WebSocket = class extends WebSocket {
  constructor(...all) {
    super(...all)
    this.addEventListener("message", ({ data }) => {
      wire.bytes += data.byteLength ?? data.size ?? data.length
      if (!wire.sent || window.watch?.painted) return
      wire.first ||= performance.now()
      wire.last = performance.now()
    })
  }
  send(what) {
    wire.sent ||= performance.now()
    super.send(what)
  }
}
"""


@dataclass(frozen=True)
class Move:
    """One move of the slider: milliseconds from the key on, and the bytes that came over the websocket."""

    asked: float
    first_answer: float
    last_answer: float
    painted: float
    bytes: int


class Driven:
    """A page whose pace is moved by keyboard."""

    def __init__(self, context: BrowserContext, url: str, sentence: str, charts: int) -> None:
        self.page, self.moved = context.new_page(), 0
        self.page.add_init_script(TIMES)
        self.page.goto(url)
        self.page.locator(sentence).first.wait_for()
        if charts:
            self.page.locator(DRAWN).nth(charts - 1).wait_for()
        _settle(self.page)
        self.page.evaluate(WATCH, [sentence, charts])
        self.page.get_by_role("slider", name=re.compile("^Pace")).first.focus()

    def move(self) -> Move:
        """Press one arrow key, and wait until its answer is painted and the script has ended."""
        forth = self.moved // KEYS % 2 == 0
        self.moved += 1
        self.page.keyboard.press("ArrowRight" if forth else "ArrowLeft")
        self.page.evaluate("watch.whenPainted")
        _settle(self.page)
        times = self.page.evaluate("[wire.sent, wire.first, wire.last, watch.painted].map((at) => at - watch.begun)")
        return Move(*times, self.page.evaluate("wire.bytes"))


def _settle(page: Page) -> None:
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def measure(apps: Sequence[Driven], moves: int, warm_up: int = WARM_UP) -> list[list[Move]]:
    """So many moves of each app, taking turns; those that warm up do not count."""
    rounds = [[app.move() for app in apps] for _ in range(warm_up + moves)][warm_up:]
    return [list(each) for each in zip(*rounds, strict=True)]


def write_small_app(folder: Path) -> None:
    """The smallest app with a slider, with the same settings and the same treatment of what the imports made."""
    (folder / "small.py").write_text(SMALL_APP, encoding="utf-8")
    (folder / "frozen.py").write_text(FROZEN, encoding="utf-8")
    shutil.copytree(ROOT / ".streamlit", folder / ".streamlit")


def report(real: Sequence[Move], small: Sequence[Move]) -> str:
    """The table of both apps, the ratio of their medians and the bytes of a move."""
    parts = ("asked", "first_answer", "last_answer", "painted")
    lines = [f"{'milliseconds from the key on':30} {'Explore':>16} {'one slider':>16}", ""]
    for part in parts:
        both = [[getattr(move, part) for move in moves] for moves in (real, small)]
        shown = [f"{percentile(each, 50):7.0f} / {percentile(each, 95):4.0f}" for each in both]
        lines.append(f"{part.replace('_', ' ') + ', median / p95':30} {shown[0]:>16} {shown[1]:>16}")
    ratio = percentile((move.painted for move in real), 50) / percentile((move.painted for move in small), 50)
    sizes = [percentile((move.bytes for move in moves), 50) / 1000 for moves in (real, small)]
    return "\n".join(
        [
            *lines,
            f"{'kB over the websocket':30} {sizes[0]:16.1f} {sizes[1]:16.1f}",
            f"{'painted, times as long':30} {ratio:16.1f}   (wanted: {MOST_TIMES:.0f} at most, and {MOST_KB:.0f} kB)",
        ]
    )


def main() -> None:
    """Start both apps, drive them and print the table."""
    moves = asked(__doc__, moves=(MOVES, "moves of each app that count")).moves
    with tempfile.TemporaryDirectory() as folder, serve() as ours:
        write_small_app(Path(folder))
        with serve("small.py", Path(folder)) as small, chromium() as browser:
            pages = [browser.new_context(viewport=VIEWPORT) for _ in range(2)]
            apps = [Driven(pages[0], ours.url, "h1", CHARTS), Driven(pages[1], small.url, SAID, 0)]
            print(report(*measure(apps, moves)))


if __name__ == "__main__":
    main()
