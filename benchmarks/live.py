"""How the page follows an assumption that is dragged, and how far what it shows meanwhile lies from the exact answer.

`python -m benchmarks.live`, with the project and its tests' packages installed and Chromium on the PATH. The slider is
moved every 8 ms, as fast as a pointer reports, first with the cards in sight and then with the charts; a follow-up is
timed from the move to the end of the frame that shows it. What an assumption's first touch costs the server is timed in
a process that has just begun, for the documented scenario and for one with a setback and a pause.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from playwright.sync_api import Page, sync_playwright

from benchmarks.paint import ARGUMENTS, ROOT, VIEWPORT, browser_path, percentile, serve
from territory.along import OF_OBLASTS, along, moved, steps
from territory.model.projection import Projection
from territory.outlook import project
from territory.parameters import PARAMETERS
from territory.scenario import Scenario, baseline, revise

SECONDS = 3.0
MOST_VALUES = 200
LEVELS = (0.1, 0.5, 0.9)
BY = date(2036, 1, 1)
STOPPED = {
    "setback_date": date(2032, 1, 1),
    "setback_km2": 6000.0,
    "pause_start": date(2030, 1, 1),
    "pause_months": 36.0,
}
FEWEST_A_SECOND, MOST_OFF = 30, 1.0
LEAST_DAYS = 1.0  # what is nearer than that is the same to a reader
IN_SIGHT = (("the sentence and the cards", "h1"), ("the charts", ".t-plot"))

# Moves the slider to and fro for so long, and notes when each move was made, followed, and painted.
DRAG = """
async ([name, seconds]) => {
  const range = document.getElementById(`assumption-${name}`)
  const [low, high, step] = [range.min, range.max, range.step].map(Number)
  const noted = { moves: 0, followed: [], painted: [], drawn: 0 }
  const begun = new Map()
  const after = new MessageChannel()
  const waiting = []
  after.port1.onmessage = () => noted.painted.push(performance.now() - waiting.shift())
  const followed = (event) => {
    noted.followed.push(performance.now())
    waiting.push(begun.get(event.detail.value))
    after.port2.postMessage(0)
  }
  const drawn = () => (noted.drawn += 1)
  document.addEventListener("territory:followed", followed)
  for (const plot of document.querySelectorAll(".js-plotly-plot")) plot.on("plotly_afterplot", drawn)
  const start = performance.now()
  const before = range.value
  while (performance.now() - start < 1000 * seconds) {
    const share = 0.5 - 0.45 * Math.cos((performance.now() - start) / 500)
    range.value = low + share * (high - low)
    begun.set(Number(range.value), performance.now())
    range.dispatchEvent(new Event("input", { bubbles: true }))
    noted.moves += 1
    await new Promise((resolve) => setTimeout(resolve, 8))
  }
  document.removeEventListener("territory:followed", followed)
  range.value = before
  range.dispatchEvent(new Event("input", { bubbles: true }))
  return noted
}
"""


@dataclass(frozen=True)
class Followed:
    """How a drag was followed: moves, follow-ups of the words and charts, and milliseconds from move to paint."""

    moves: int
    words: int
    charts: int
    painted: Sequence[float]
    sent: int


def drag(page: Page, name: str, sight: str, seconds: float) -> Followed:
    """Drag one assumption for so long, with a part of the page in sight."""
    sent: list[int] = []
    page.locator(sight).first.evaluate("part => part.scrollIntoView({ block: 'center' })")
    page.on("request", lambda request: sent.append(len(request.url)))
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.webSocketFrameSent", lambda event: sent.append(len(event["response"]["payloadData"])))
    noted = page.evaluate(DRAG, [name, seconds])
    return Followed(noted["moves"], len(noted["followed"]), noted["drawn"], noted["painted"], sum(sent))


@dataclass(frozen=True)
class Deviation:
    """The largest deviation over an assumption's range: of a central answer, % of its years, and of a chance, points.

    Quantiles count by how far they lie from their level in the exact answer. `unsure` is the share of the values, %, at
    which nothing is said of the runs.
    """

    years: float
    points: float
    unsure: float


def deviation(scenario: Scenario, name: str) -> Deviation:
    """Compare what is shown with the exact answer at up to `MOST_VALUES` values of an assumption."""
    shown, years, points, unsure = along(scenario, name, (BY,)), 0.0, 0.0, 0
    values = steps(PARAMETERS[name.partition(".")[0]])
    places = np.unique(np.linspace(0, len(values) - 1, MOST_VALUES).round().astype(int))
    for place in places:
        value = min(shown.shown, key=lambda each, at=values[place]: abs(each - at))  # type: ignore[misc]
        exact = project(moved(scenario, name, float(values[place]))).projection
        off = _apart(exact, shown.outlook(value).projection)
        years = max(years, off[0])
        if value in shown.unsure:
            unsure += 1
        else:
            points = max(points, off[1])
    return Deviation(years, points, 100.0 * unsure / len(places))


def _apart(exact: Projection, shown: Projection) -> tuple[float, float]:
    years, points = 0.0, 0.0
    for result in exact.results:
        there, here = ((one.mirror or one.when).days or 0.0 for one in (result.central, shown[result.id].central))
        if abs(here - there) > LEAST_DAYS:
            years = max(years, 100.0 * abs(here / there - 1.0) if there else np.inf)
        runs, other = exact.runs[result.id], shown.runs[result.id]
        told = ((BY - exact.inputs.start).days, runs.horizon_days)
        chances = [abs(runs.chance_by(day) - other.chance_by(day)) for day in told]
        for level in LEVELS:
            one, two = runs.passage_days(level), other.passage_days(level)
            if min(one, two) <= runs.horizon_days and abs(one - two) > max(LEAST_DAYS, MOST_OFF / 100.0 * one):
                chances.append(abs(runs.chance_by(min(two, runs.horizon_days)) - level))
        points = max(points, 100.0 * max(chances))
    return years, points


TOUCH = """
import json, sys, time
from benchmarks.live import BY, scenarios
from territory.ui import live
from territory.ui.look import LIGHT
scenario, name = scenarios()[sys.argv[1]], sys.argv[2]
live.preview(scenario, "persistence", BY, LIGHT)  # what any touch needs is there
began = time.process_time()
said = json.dumps(live.preview(scenario, name, BY, LIGHT))
print(time.process_time() - began, len(said))
"""


def touch(case: str, name: str) -> tuple[float, int]:
    """What the first touch of an assumption costs: seconds of a processor, and bytes before they are compressed."""
    asked = [sys.executable, "-c", TOUCH, case, name]
    seconds, size = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=ROOT).stdout.split()
    return float(seconds), int(size)


def scenarios() -> dict[str, Scenario]:
    """What is dragged in: the documented scenario, and one with all that makes an answer jump."""
    return {"as documented": baseline(), "a setback and a pause": revise(baseline(), STOPPED)}


def assumptions(scenario: Scenario) -> list[str]:
    """All that can be dragged in a scenario of that kind, one oblast's share for all of them."""
    return [*(key for key in PARAMETERS if key not in OF_OBLASTS), f"occupied.{scenario.targets[0]}"]


def report_server(case: str, scenario: Scenario) -> None:
    """Cost and deviation of every assumption, a line each."""
    print(f"{case:28} {'CPU, s':>8} {'kB':>6} {'years, %':>10} {'chance, points':>16} {'unsaid, %':>10}")
    for name in assumptions(scenario):
        seconds, size = touch(case, name)
        off = deviation(scenario, name)
        print(f"{name:28} {seconds:8.2f} {size / 1e3:6.0f} {off.years:10.2f} {off.points:16.2f} {off.unsure:10.1f}")


def report_drag(sight: str, name: str, seconds: float, seen: Followed) -> str:
    """A drag in one line."""
    times = f"{percentile(seen.painted, 50):.0f} / {percentile(seen.painted, 95):.0f}"
    return (
        f"{name:14} {sight:28} {seen.moves / seconds:8.0f} {seen.words / seconds:8.0f} {seen.charts / seconds:8.0f} "
        f"{times:>12} {seen.sent:8}"
    )


def main() -> None:
    """Drag in Chromium, compare in Python, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=SECONDS, help="how long each drag lasts; 0 leaves it out")
    seconds = parser.parse_args().seconds
    if seconds:
        report_drags(seconds)
    for case, scenario in scenarios().items():
        report_server(case, scenario)
    print(f"(wanted: {MOST_OFF:.0f} at most, both)")


def report_drags(seconds: float) -> None:
    """Drag in Chromium, and print a line for each part of the page."""
    print(f"{'a second':43} {'moves':>8} {'words':>8} {'charts':>8} {'painted, ms':>12} {'bytes':>8}")
    print(f"{'':43} {'':8} {'':8} {'':8} {'median / p95':>12} {'sent':>8}")
    with serve("app.py", ROOT) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
        page = browser.new_context(viewport=VIEWPORT).new_page()
        with page.expect_response(lambda answer: "along=rate&" in answer.url, timeout=60_000) as told:
            page.goto(url)
        told.value.finished()
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
        for title, sight in IN_SIGHT:
            print(report_drag(title, "the pace", seconds, drag(page, "rate", sight, seconds)))
        browser.close()
    print(f"(wanted: {FEWEST_A_SECOND} words a second at least, and no byte)\n")


if __name__ == "__main__":
    main()
