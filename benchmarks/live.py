"""How the page follows an assumption that is dragged: exact answers a second, and how soon the first one comes.

`python -m benchmarks.live`, with the project and its tests' packages installed and Chromium on the PATH. The slider of
the pace is moved in every frame, as often as a browser tells of a pointer, in a page that has just been opened and has
asked nothing:
first with the cards in sight, then with the charts. An answer is timed from the move that it is for to the end of the
frame that shows it. Every sentence and every card that was shown is compared with what `territory project` answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Browser, Request

from benchmarks.paint import CHARTS, DRAWN, VIEWPORT
from benchmarks.served import asked, chromium, percentile, serve
from territory.answers.outlook import project
from territory.scenario.links import link
from territory.scenario.scenario import baseline
from territory.web.live import moved
from territory.words import answer as answer_words

SECONDS = 3.0
FEWEST_A_SECOND, MOST_MS = 30, 60
IN_SIGHT = (("the sentence and the cards", "h1"), ("the charts", ".t-plot"))

# Moves the slider to and fro for so long, and notes when each move was made, and what was shown and painted when.
DRAG = """
async ([name, seconds]) => {
  const range = document.getElementById(`assumption-${name}`)
  const [low, high] = [range.min, range.max].map(Number)
  const noted = { moves: 0, shown: [], drawn: 0 }
  const begun = new Map()
  const after = new MessageChannel()
  const waiting = []
  after.port1.onmessage = () => {
    const each = waiting.shift()
    each.painted = performance.now() - each.painted
  }
  const texts = () => [...document.querySelectorAll("h1, .t-card strong")].map((part) => part.textContent)
  document.addEventListener("territory:followed", ({ detail }) => {
    const each = { value: detail.value, charts: detail.charts, texts: texts(), painted: begun.get(detail.value) }
    noted.shown.push(each)
    waiting.push(each)
    requestAnimationFrame(() => after.port2.postMessage(0))
  })
  for (const plot of document.querySelectorAll(".js-plotly-plot")) plot.on("plotly_afterplot", () => (noted.drawn += 1))
  const start = performance.now()
  while (performance.now() - start < 1000 * seconds) {
    const share = 0.5 - 0.45 * Math.cos((performance.now() - start) / 500)
    range.value = low + share * (high - low)
    begun.set(Number(range.value), performance.now())
    range.dispatchEvent(new Event("input", { bubbles: true }))
    noted.moves += 1
    await new Promise(requestAnimationFrame)
  }
  await new Promise((resolve) => setTimeout(resolve, 500))
  return noted
}
"""


@dataclass(frozen=True)
class Followed:
    """How a drag was followed: moves, answers and charts drawn, milliseconds from move to paint, wrong answers."""

    moves: int
    painted: Sequence[float]
    charts: int
    wrong: int


def drag(browser: Browser, url: str, name: str, sight: str, seconds: float) -> Followed:
    """Open the page and drag one assumption for so long, with a part of the page in sight."""
    page = browser.new_context(viewport=VIEWPORT).new_page()
    urls: list[str] = []

    def note(request: Request) -> None:
        urls.append(request.url)

    page.on("request", note)
    page.goto(url + link(baseline()))
    page.locator(DRAWN).nth(CHARTS - 1).wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
    page.locator(sight).first.evaluate("part => part.scrollIntoView({ block: 'center' })")
    page.wait_for_timeout(2000)
    if any("/live?" in each for each in urls):
        raise SystemExit("something was asked for before the first move")
    page.remove_listener("request", note)  # to tell of each request would cost the browser more than to make it
    noted = page.evaluate(DRAG, [name, seconds])
    page.context.close()
    shown = noted["shown"]
    wrong = [each for each in shown if each["texts"] != exactly(name, each["value"])]
    return Followed(noted["moves"], [each["painted"] for each in shown], noted["drawn"], len(wrong))


def exactly(name: str, value: float) -> list[str]:
    """The sentence and each card's answer in the documented scenario with an assumption moved."""
    outlook = project(moved(baseline(), name, value))
    answers = [answer_words.central(outlook, result)[0] for result in outlook.projection.targets]
    return [answer_words.headline(outlook), *answers]


def main() -> None:
    """Drag in Chromium, and print a line for each part of the page."""
    seconds = asked(__doc__, seconds=(SECONDS, "how long each drag lasts")).seconds
    print(
        f"{'a second':28} {'moves':>8} {'answers':>8} {'charts':>8} {'first, ms':>10} {'median / p95':>14} {'wrong':>6}"
    )
    with serve() as served, chromium() as browser:
        for title, sight in IN_SIGHT:
            seen = drag(browser, served.url, "rate", sight, seconds)
            rates = (f"{count / seconds:8.0f}" for count in (seen.moves, len(seen.painted), seen.charts))
            times = f"{percentile(seen.painted, 50):.0f} / {percentile(seen.painted, 95):.0f}"
            print(f"{title:28} {' '.join(rates)} {seen.painted[0]:10.0f} {times:>14} {seen.wrong:6}")
    print(f"(wanted: {FEWEST_A_SECOND} answers a second at least, the first after {MOST_MS} ms at most, none wrong)")


if __name__ == "__main__":
    main()
