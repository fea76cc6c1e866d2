"""Parts of a served explorer killed at random under load: `python -m benchmarks.load.kills [--minutes 5] [--seed 1]`.

`deploy/run` starts two processes behind nginx, with PostgreSQL as library. Readers move the pace (websockets, and two
pages in Chromium by keyboard), clients save scenarios and read back saved ones, share pages, pictures and answers are
asked for. At random moments a part is ended with SIGKILL: an app process, the PostgreSQL server, the process of one of
its connections, the process that draws pictures, a worker of nginx. Nobody's hand helps: `deploy/run` starts app
processes anew, nginx and PostgreSQL their own, the app what draws pictures; PostgreSQL itself is started anew here, as
Debian's service does. Every answer is checked, and at the end every scenario that was said to be saved. nginx,
PostgreSQL and Chromium have to be installed; without Chromium `--pages 0`.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import math
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.request import urlopen

import httpx2
import numpy as np
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright
from playwright.async_api import Error as BrowserError
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from benchmarks.load.savers import PATH, lost, scenario
from benchmarks.load.sessions import STEP, pace_of, paced, sentence, some_pace
from benchmarks.load.wire import Reader, plain
from benchmarks.served import ARGUMENTS, SEARCH, Deployed, asked, browser_path, deployed, line_of
from territory.answers.outlook import project
from territory.library.library import Library, canonical
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline
from territory.web.page import answered
from territory.web.rendering import Pictures
from tests import postgresql

MINUTES, SEED, PAUSE_SECONDS = 5.0, 1, 6.0
READERS, SAVERS, PAGES = 4, 2, 2
THINK_SECONDS, AGAIN_SECONDS, LONGEST_SECONDS = 1.0, 0.3, 120.0
GIVEN_UP_SECONDS = 61.0  # of a move in Chromium that nobody answers: `assumption.js`
ASKED_AGAIN_SECONDS = 2.5  # a move of Chromium that takes longer was asked for again
SERVICE_SECONDS, CALM_SECONDS = 2.0, 3.0  # until a service is started anew; at the end, with nothing killed
KINDS = ("app", "database", "connection", "renderer", "nginx worker")
GONE = (ConnectionClosed, InvalidHandshake, OSError, EOFError)
# What all of a kind would do if nothing took any time, so many a second; and what part of it there has to be.
AT_MOST = {
    "reader": READERS / THINK_SECONDS,
    "save": SAVERS / THINK_SECONDS,
    **dict.fromkeys(("read back", "saved page", "share page", "picture", "answer"), 2 / THINK_SECONDS),
    "Chromium": PAGES / (2 * THINK_SECONDS),
}
LEAST_ANSWERS, LEAST_KILLS = 0.1, 0.5


# What is there.


@dataclass(frozen=True)
class Site(Deployed):
    """What `deploy/run` started, and the database beside it."""

    database: postgresql.Server
    library: str
    """The address of the library in it."""

    def renderers(self) -> list[int]:
        """The processes that draw pictures."""
        mine = (process for app in self.apps() for process in postgresql.children(app))
        return [each for each in mine if b"raster.py" in line_of(each)]

    def workers(self) -> list[int]:
        """nginx's workers."""
        fronts = [each for each in postgresql.children(self.process) if b"nginx" in line_of(each)]
        mine = (process for front in fronts for process in postgresql.children(front))
        return [each for each in mine if b"worker" in line_of(each)]


def missing() -> str:
    """What is not installed and needed, as a sentence; empty where all is there."""
    if shutil.which("nginx", path=SEARCH) is None:
        return "nginx is not installed (apt-get install nginx-light)"
    return postgresql.missing()


@contextlib.contextmanager
def serving(more: str = "") -> Iterator[Site]:
    """The documented deployment while it runs, with a PostgreSQL (of `more` options) and folders of its own."""
    with postgresql.running(more) as database, tempfile.TemporaryDirectory(prefix="territory-kills-") as folder:
        library = database.new_database()
        places = {
            "DATABASE_URL": library,
            "TERRITORY_PICTURES": f"{folder}/pictures",
            "TERRITORY_SAVES_PER_MINUTE": "100000",
        }
        with deployed(Path(folder), places) as site:
            yield Site(site.url, site.process, site.folder, database, library)


# What was found.


@dataclass
class Found:
    """What came of it all."""

    kills: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    """Right answers, by who asked."""
    lost_moves: Counter[str] = field(default_factory=Counter)
    """Moves that went with the process that they were sent to, and were made again."""
    refused: Counter[str] = field(default_factory=Counter)
    """Requests that were put off, with a word about it, by who asked."""
    given: dict[int, str] = field(default_factory=dict)
    """The ids that were given to scenarios."""
    bodies: dict[int, bytes] = field(default_factory=dict)
    """What was said of them when they were saved."""
    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    few: list[str] = field(default_factory=list)
    """Of what there was less than the time would have been enough for."""
    seconds: dict[str, list[float]] = field(default_factory=dict)
    """From a kill, or from when somebody noticed, until all was well again."""

    def back(self, who: str, since: float) -> None:
        """Somebody is served again, who was not since then."""
        self.seconds.setdefault(who, []).append(time.monotonic() - since)

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost, nothing wrong and nothing too little."""
        return not (self.lost or self.wrong or self.few)

    def weigh(self, seconds: float, pages: int) -> None:
        """Note what is too little for so many seconds of load and kills: a run that did nothing has shown nothing.

        With no seconds there is one kill of each kind, and at least one answer for everybody.
        """
        least = {who: max(1, int(LEAST_ANSWERS * rate * seconds)) for who, rate in AT_MOST.items()}
        if not pages:
            del least["Chromium"]
        answers = [(self.answers[who], who, of) for who, of in least.items()]
        self.few = [f"{there} right answers: {who}, {of} wanted" for there, who, of in answers if there < of]
        kills, wanted = self.kills.total(), int(LEAST_KILLS * seconds / PAUSE_SECONDS) if seconds else len(KINDS)
        if kills < wanted:
            self.few.append(f"{kills} kills, {wanted} wanted")

    def table(self) -> str:
        """All of it, for people."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items()))
        lines = [f"kills: {sum(self.kills.values())} ({kinds})", "", "                    right  put off  lost, again"]
        for who in sorted({*self.answers, *self.refused}):
            lines.append(f"{who:18}{self.answers[who]:7}{self.refused[who]:9}{self.lost_moves[who]:13}")
        lines += ["", "seconds to recovery   times  median  longest"]
        for who, seconds in sorted(self.seconds.items()):
            lines.append(f"{who:20}{len(seconds):7}{statistics.median(seconds):8.1f}{max(seconds):9.1f}")
        lines += [
            "",
            f"saved {len(self.given)}, lost {len(self.lost)}, wrong {len(self.wrong)}, too few {len(self.few)}",
        ]
        return "\n".join([*lines, *(f"    {each[:3000]}" for each in (*self.lost[:10], *self.wrong[:10], *self.few))])


@dataclass
class Storm:
    """One run: the site, what is found, and whether there is load still."""

    site: Site
    seed: int
    opened: asyncio.Barrier
    """Until all pages are open nothing is killed."""
    found: Found = field(default_factory=Found)
    is_on: bool = True
    is_without_database: bool = False
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(10**6)))
    """Of scenarios to save."""

    def plan(self, *of: int) -> np.random.Generator:
        """Chance of somebody's own."""
        return np.random.default_rng((self.seed, *of))

    @contextlib.asynccontextmanager
    async def client(self) -> AsyncIterator[httpx2.AsyncClient]:
        """A client of the API and of share pages."""
        async with httpx2.AsyncClient(base_url=self.site.url, timeout=LONGEST_SECONDS) as client:
            yield client


# What is right.


def is_clear(answer: httpx2.Response, is_api: bool) -> bool:
    """Whether a refusal says that it is one, in its status and its body, and when to come again."""
    if answer.status_code not in (429, 503) or not answer.headers.get("Retry-After", "").isdigit():
        return False
    if answer.headers.get("Cache-Control") != "no-store":
        return False
    if not is_api:
        return bool(answer.content)
    if answer.headers.get("Content-Type", "").partition(";")[0] != "application/problem+json":
        return False
    said = json.loads(answer.content)
    return said["status"] == answer.status_code and all(said[key] for key in ("type", "title", "detail"))


# Readers at websockets.


async def reads(storm: Storm, place: int) -> None:
    """A reader who moves the pace again and again, and comes back as a browser does."""
    plan, turn = storm.plan(1, place), 0
    cookie = {"Cookie": f"territory_place={plan.bytes(16).hex()}"}  # by which nginx knows where the reader is
    reader = Reader(storm.site.url, link(paced(some_pace(plan))) if place % 2 else "", headers=cookie)
    await comes_back(reader)
    await storm.opened.wait()
    while storm.is_on:
        await asyncio.sleep(plan.exponential(THINK_SECONDS))
        pace, turn, began = some_pace(plan), turn + 1, time.monotonic()
        if not await moves(storm, reader, turn, pace):
            while not await moves(storm, reader, turn, pace):  # as `assumption.js` does
                await asyncio.sleep(AGAIN_SECONDS)
            storm.found.back("reader", began)
    await reader.close()


async def moves(storm: Storm, reader: Reader, turn: int, pace: float) -> bool:
    """Move the pace and check the answer; whether it is to that, or to what there was before a connection ended."""
    before, session, is_cut_off = query_of(reader), session_of(reader), not reader.is_connected
    try:
        if is_cut_off:
            await comes_back(reader)  # `back.js`
        await reader.moved("assumption.rate", turn, pace)
        # A connection that comes back to its session may bring the end of an older run first.
        await reader.answered(lambda each: pace_of(query_of(each)) == pace or session_of(each) != session)
    except TimeoutError:
        storm.found.wrong.append(f"reader: {pace} was not answered")
    except GONE:
        is_cut_off = True
        await comes_back(reader)
    now, is_new = pace_of(query_of(reader)), session_of(reader) != session
    if reader.said["h1"] != sentence(paced(now) if now else baseline()):
        storm.found.wrong.append(f"reader, {now}: {reader.said['h1']}")
    elif now == pace:
        storm.found.answers["reader"] += 1
    elif now == pace_of(before) and (is_cut_off or is_new):
        storm.found.lost_moves["reader"] += 1
    else:
        storm.found.wrong.append(f"reader: {pace} after {before} was answered by the address of {now}")
    return now == pace


async def comes_back(reader: Reader) -> None:
    """Connect and ask until there is an answer."""
    while True:
        try:
            await reader.open()
        except GONE:
            await asyncio.sleep(AGAIN_SECONDS)
        else:
            return


def query_of(reader: Reader) -> str:
    """What a reader's address bar shows."""
    return str(reader.components["address"][1]["query"])


def session_of(reader: Reader) -> str:
    """The name of the session that answered a reader."""
    return str(reader.components["address"][1]["session"]) if "address" in reader.components else ""


# Clients of the API, of share pages and of pictures.


async def asks(
    storm: Storm,
    client: httpx2.AsyncClient,
    who: str,
    path: str,
    is_right: Callable[[bytes], bool] = bool,
    content: bytes | None = None,
) -> bytes:
    """Ask until there is an answer, and check it; note what is no clear refusal. Nothing where the load ends before."""
    method, headers = ("POST", {"Content-Type": "application/json"}) if content else ("GET", {})
    while True:
        try:
            answer = await client.request(method, path, content=content, headers=headers)
        except httpx2.TransportError:  # a worker of nginx is gone, with its connections
            storm.found.refused[who] += 1
        else:
            if answer.status_code in (200, 201):
                if await asyncio.to_thread(is_right, answer.content):
                    storm.found.answers[who] += 1
                else:
                    storm.found.wrong.append(f"{who}: {path} says {plain(answer.text)[:1000]}")
                return answer.content
            storm.found.refused[who] += 1
            if answer.status_code == 404:
                storm.found.lost.append(f"{who}: 404, {answer.text}")
            elif not is_clear(answer, path.startswith("/api")):
                storm.found.wrong.append(f"{who}: {answer.status_code} {dict(answer.headers)} {answer.text[:200]}")
        if not storm.is_on:
            return b""
        await asyncio.sleep(AGAIN_SECONDS)


async def saves(storm: Storm, place: int) -> None:
    """Save one scenario after the other."""
    plan = storm.plan(2, place)
    async with storm.client() as client:
        while storm.is_on:
            await asyncio.sleep(plan.exponential(THINK_SECONDS))
            await save(storm, client)


async def save(storm: Storm, client: httpx2.AsyncClient) -> None:
    """Save a scenario, and remember what was said of it."""
    number = next(storm.numbers)
    each = scenario(number)
    body = await asks(
        storm, client, "save", PATH, lambda body: json.loads(body)["link"] == link(each), canonical(each).encode()
    )
    if body:
        storm.found.given[number], storm.found.bodies[number] = json.loads(body)["id"], body


async def looks(storm: Storm, place: int) -> None:
    """Read back what was saved, one after the other, past nginx's cache."""
    plan = storm.plan(3, place)
    async with storm.client() as client:
        while storm.is_on:
            await asyncio.sleep(plan.exponential(THINK_SECONDS / 2))
            if storm.found.given:
                number = int(plan.choice(list(storm.found.given)))
                id, again = storm.found.given[number], plan.bytes(4).hex()
                await asks(storm, client, "read back", f"{PATH}/{id}?again={again}", storm.found.bodies[number].__eq__)
                await asks(storm, client, "saved page", f"/s/{id}?again={again}", says(scenario(number)))


def says(each: Scenario) -> Callable[[bytes], bool]:
    """Whether a page has a scenario's sentence."""
    return lambda body: sentence(each) in plain(body.decode())


async def shares(storm: Storm, place: int) -> None:
    """Ask for the page, the picture and the numbers of scenarios that nobody asked for before."""
    plan = storm.plan(4, place)
    drawing = Pictures(storm.site.folder / "expected", seconds=LONGEST_SECONDS)

    def shows(each: Scenario) -> Callable[[bytes], bool]:
        """Whether a picture is the one that nobody disturbed, with the sentence in it."""
        right = answered(each)
        return lambda body: pixels(body) == pixels(drawing.png(right.svg)) and right.sentence.encode() in body

    def answers(each: Scenario) -> Callable[[bytes], bool]:
        """Whether an answer is the model's own."""
        return lambda body: bool(
            json.loads(body)["results"] == json.loads(json.dumps(project(each).as_dict()["results"]))
        )

    async with storm.client() as client:
        while storm.is_on:
            await asyncio.sleep(plan.exponential(THINK_SECONDS / 2))
            each = paced(round(some_pace(plan) + int(plan.integers(1, 10)) / 1000, 3))
            await asks(storm, client, "share page", f"/p{link(each)}", says(each))
            await asks(storm, client, "picture", f"/p.png{link(each)}", shows(each))
            await asks(storm, client, "answer", f"/api/v1/project{link(each)}", answers(each))
    drawing.close()


def pixels(png: bytes) -> bytes:
    """What a picture shows."""
    with Image.open(io.BytesIO(png)) as opened:
        return opened.convert("RGBA").tobytes()


# Pages in Chromium, moved by the keyboard.

WATCH = """() => {
  window.seen = []
  const look = () => {
    const text = document.querySelector("h1")?.textContent.replace(/\\s+/g, " ").trim() ?? ""
    if (text && text !== window.seen.at(-1)?.[1]) window.seen.push([performance.now(), text])
    requestAnimationFrame(look)
  }
  look()
}"""
SHOWN = """() => {
  const app = document.querySelector("[data-testid=stApp]")
  return {
    connected: app?.dataset.testConnectionState === "CONNECTED" && app?.dataset.testScriptState === "notRunning",
    sentence: document.querySelector("h1")?.textContent.replace(/\\s+/g, " ").trim() ?? "",
    pace: Number(document.querySelector("#assumption-rate")?.value),
    query: window.location.search,
    text: document.body.innerText.slice(0, 2000),
    dialog: document.querySelector("[role=dialog]")?.textContent ?? null,
    seen: window.seen ?? null,
  }
}"""
SLIDER = "Pace, km² a day"


async def browses(storm: Storm, chromium: Browser, place: int) -> None:
    """A page whose slider is moved by its keys, to ever higher paces; it is never loaded again."""
    plan = storm.plan(5, place)
    pace = 7.0 + place
    context = await chromium.new_context(viewport={"width": 1440, "height": 1000})
    page = await context.new_page()
    await page.goto(storm.site.url + link(paced(pace)))
    await is_whole(storm, page, pace)
    await page.evaluate(WATCH)
    await storm.opened.wait()
    slider = page.get_by_role("slider", name=SLIDER, exact=True)
    while storm.is_on:
        await asyncio.sleep(plan.exponential(2 * THINK_SECONDS))
        began, next_pace = time.monotonic(), round(pace + STEP, 2)
        try:
            await slider.press("ArrowRight", timeout=1000 * LONGEST_SECONDS)  # once no words about the server hide it
        except BrowserError as error:
            storm.found.wrong.append(f"Chromium: {error} {await page.evaluate(SHOWN)}")
            break
        now = await is_whole(storm, page, next_pace, given_up=pace)
        if now is None:
            break
        if time.monotonic() - began > ASKED_AGAIN_SECONDS:
            storm.found.lost_moves["Chromium"] += 1
            storm.found.back("Chromium", began)
        storm.found.answers["Chromium"] += now == next_pace
        pace = now
    shown = await page.evaluate(SHOWN)
    if shown["seen"] is None:
        storm.found.wrong.append("Chromium: the page was loaded again")
    check_seen(storm, shown["seen"] or [], 7.0 + place, pace)
    await context.close()


async def is_whole(storm: Storm, page: Page, pace: float, given_up: float | None = None) -> float | None:
    """The pace on which sentence, slider and address of a page agree; `None` where they do not come to agree.

    That is the given one, or the one before where the server was gone for so long that the page has given up the move.
    """
    began, shown, times = time.monotonic(), {}, 0
    while (waited := time.monotonic() - began) < LONGEST_SECONDS:
        with contextlib.suppress(BrowserError):
            shown = await page.evaluate(SHOWN)
        now = float(shown.get("pace", math.nan))
        right = now == pace or (now == given_up and waited > GIVEN_UP_SECONDS)
        agreed = shown.get("connected") and right and pace_of(shown["query"]) == now
        times = times + 1 if agreed and shown["sentence"] == sentence(paced(now)) else 0
        if times == 2:
            return now
        await asyncio.sleep(0.1)
    storm.found.wrong.append(f"Chromium: not {pace}: {shown}")
    return None


def check_seen(storm: Storm, seen: list[tuple[float, str]], first: float, last: float) -> None:
    """Every sentence that was on screen was that of the pace at the time, which only grew."""
    steps = (round(first + number * STEP, 2) for number in range(round((last - first) / STEP) + 2))
    paces = {sentence(paced(pace)): pace for pace in steps}
    before = first
    for (at, text), (until, _) in pairwise([*seen, (math.inf, "")]):
        pace = paces.get(text, 0.0)
        if pace < before - 1.5 * STEP:
            storm.found.wrong.append(f"Chromium: at {before}, for {until - at:.0f} ms, it said: {text}")
        before = max(pace, before)


# What is killed.


async def kills(storm: Storm, seconds: float) -> None:
    """Kill one part after the other for so many seconds, each kind as often; then wait until all is well."""
    plan, until = storm.plan(6), time.monotonic() + seconds
    bag: list[str] = []
    async with asyncio.TaskGroup() as recoveries:
        while True:
            await asyncio.sleep(plan.uniform(0, 2 * PAUSE_SECONDS))
            if time.monotonic() > until:
                break
            bag = bag or [str(kind) for kind in plan.permutation(KINDS)]
            kind = bag.pop()
            if await kill(storm, kind, plan):
                storm.found.kills[kind] += 1
                recoveries.create_task(recovers(storm, kind))


async def one_of_each(storm: Storm) -> None:
    """Kill one part of each kind, each when the one before works again."""
    for kind in KINDS:
        while not await kill(storm, kind, storm.plan(6)):
            await asyncio.sleep(AGAIN_SECONDS)  # it is started when it is first asked for
        storm.found.kills[kind] += 1
        await recovers(storm, kind)


async def kill(storm: Storm, kind: str, plan: np.random.Generator) -> bool:
    """Kill a part of one kind; whether there was one that was not just being started anew."""
    site = storm.site
    if kind in ("database", "connection") and storm.is_without_database:
        return False
    if kind == "database":
        storm.is_without_database = True
        await asyncio.to_thread(site.database.kill)
        return True
    if kind == "connection":
        return site.database.kill_a_connection()
    there = {"app": site.apps, "renderer": site.renderers, "nginx worker": site.workers}[kind]()
    if there:
        os.kill(int(plan.choice(there)), signal.SIGKILL)
    return bool(there)


async def recovers(storm: Storm, kind: str) -> None:
    """Wait until what was killed works again, and note how long that took."""
    began = time.monotonic()
    async with storm.client() as client:
        if kind == "app":
            while not await asyncio.to_thread(both_answer, storm.site):
                await asyncio.sleep(AGAIN_SECONDS)
        elif kind == "renderer":
            each = paced(round(some_pace(storm.plan(7, int(1000 * began))) + 0.0005, 4))
            await asks(storm, client, "picture", f"/p.png{link(each)}")
        elif kind == "nginx worker":
            await asks(storm, client, "health", "/healthz")
        else:
            if kind == "database":
                await starts_again(storm)
            await save(storm, client)
    storm.found.back(f"after: {kind}", began)


async def starts_again(storm: Storm) -> None:
    """Start PostgreSQL as Debian's service does: a while after it has ended, and again where it did not start."""
    while storm.is_without_database:
        await asyncio.sleep(SERVICE_SECONDS)
        with contextlib.suppress(subprocess.SubprocessError):
            await asyncio.to_thread(storm.site.database.control, "start")
            storm.is_without_database = False


def both_answer(site: Site) -> bool:
    """Whether there are two app processes that answer."""
    ports = [found[1] for app in site.apps() if (found := re.search(rb"--server\.port=(\d+)", line_of(app)))]
    with contextlib.suppress(OSError):
        for port in ports:
            with urlopen(f"http://127.0.0.1:{port.decode()}/healthz", timeout=5):
                pass
        return len(ports) == 2
    return False


# All of it.


async def storm_over(site: Site, seed: int, seconds: float, pages: int = PAGES) -> Found:
    """Load and kills for so many seconds, or one of each kind; then the load goes on until all is well.

    At the end all that was said to be saved is looked for once more.
    """
    storm = Storm(site, seed, asyncio.Barrier(READERS + pages + 1))
    async with contextlib.AsyncExitStack() as ended, asyncio.TaskGroup() as load:
        for place in range(READERS):
            load.create_task(reads(storm, place))
        for place in range(SAVERS):
            load.create_task(saves(storm, place))
        load.create_task(looks(storm, 0))
        load.create_task(shares(storm, 0))
        if pages:
            playwright = await ended.enter_async_context(async_playwright())
            chromium = await playwright.chromium.launch(executable_path=browser_path(), args=ARGUMENTS)
            ended.push_async_callback(chromium.close)
            for place in range(pages):
                load.create_task(browses(storm, chromium, place))
        await storm.opened.wait()
        await (kills(storm, seconds) if seconds else one_of_each(storm))
        await asyncio.sleep(CALM_SECONDS)
        storm.is_on = False
    library = Library(site.library)
    storm.found.lost += [f"scenario {number} is not under its id" for number in lost(library, storm.found.given)]
    library.close()
    if "Traceback" in site.said():
        storm.found.wrong.append(f"the log: {site.said()[-3000:]}")
    return storm.found


def told(found: Found, seconds: float, pages: int) -> int:
    """Print what was found; the exit status, which is 1 where something was lost, wrong or too little."""
    found.weigh(seconds, pages)
    print(found.table())
    return 0 if found.is_good else 1


def main() -> int:
    """Run it and print what was found."""
    options = asked(
        __doc__,
        minutes=(MINUTES, "how long parts are killed"),
        seed=(SEED, "of all that is random"),
        pages=(PAGES, "pages in Chromium"),
    )
    if why := missing():
        print(why, file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # with all that was started
    seconds = 60 * options.minutes
    with serving() as site:
        found = asyncio.run(storm_over(site, options.seed, seconds, options.pages))
    return told(found, seconds, options.pages)


if __name__ == "__main__":
    sys.exit(main())
