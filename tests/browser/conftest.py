"""The real app in a real browser: Streamlit started as the README says, Debian's Chromium driven by Playwright."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Callable, Generator, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks.load.wire import Reader
from benchmarks.served import BROWSERS, browser_path, chromium, serve
from tests.asynchronous import finished

ANSWER = "h1"
PATIENT_MS = 30_000  # a machine may have other things to do; who waits in vain waits so long
expect.set_options(timeout=PATIENT_MS)
FAILED = pytest.StashKey[bool]()

Opener = Callable[..., Page]
OtherSite = Callable[[str], str]
ColorScheme = Literal["light", "dark"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser these tests are skipped, and say so; where CI is set they fail instead.

    A page has died in mid-test on a busy machine, and it is not known why: one that fails is tried once more.
    """
    skip = pytest.mark.skip(reason=f"no browser on the PATH (looked for {', '.join(BROWSERS)})")
    without = browser_path() is None and os.environ.get("CI") != "true"
    for item in items:
        if Path(__file__).parent in Path(item.fspath).parents:
            item.add_marker(skip if without else pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def app_url() -> Iterator[str]:
    """The address of the running app, which has had a reader: the first one waits for all that is imported."""

    async def visit() -> None:
        async with Reader(app.url):
            pass

    with serve() as app:
        finished(visit())
        yield app.url
    assert "Traceback" not in "".join(app.said), "".join(app.said)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with chromium() as running:
        yield running


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember whether a test failed."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


def new_page(browser: Browser) -> Page:
    """A page in a browser of its own."""
    page = browser.new_context(accept_downloads=True).new_page()
    page.set_default_timeout(PATIENT_MS)
    page.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))  # no page of ours has any
    return page


@pytest.fixture(scope="session")
def kept(browser: Browser) -> list[Page]:
    """A page that goes from test to test: in it Chromium does not compile all scripts anew. None while it is used."""
    return [new_page(browser)]


@pytest.fixture
def open_page(request: pytest.FixtureRequest, browser: Browser, kept: list[Page], app_url: str) -> Iterator[Opener]:
    """Open the app at a query, as somebody who was never here, and wait for its answer.

    The second page of a test is another reader's, in a browser of its own. `own` asks for that at once: for tests that
    listen to a page or put a script into it, which cannot be taken back.
    """
    opened_pages: list[Page] = []
    ours = kept.pop() if kept else new_page(browser)

    def opened(
        query: str = "", width: int = 1440, height: int = 1000, scheme: ColorScheme = "light", *, own: bool = False
    ) -> Page:
        page = new_page(browser) if own or ours in opened_pages else ours
        opened_pages.append(page)
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.goto(app_url + query)
        answered(page)
        return page

    yield opened
    if request.node.stash.get(FAILED, False):
        ours.context.close()
        ours = new_page(browser)
    elif ours in opened_pages:
        clear(ours, app_url)
    kept.append(ours)
    for page in opened_pages:
        if page is not ours:
            page.context.close()


def clear(page: Page, app_url: str) -> None:
    """Leave nothing of a test in a page."""
    context = page.context
    for other in context.pages:
        if other is not page:
            other.close()
    page.mouse.move(0, 0)
    page.goto(f"{app_url}healthz")
    page.evaluate("localStorage.clear(), sessionStorage.clear()")
    page.goto("about:blank")
    context.clear_cookies()
    context.clear_permissions()


@pytest.fixture
def other_site() -> Iterator[OtherSite]:
    """Put some HTML on the one page of another site; gives its address."""
    shown: list[str] = []

    class Other(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><body style="margin:0">{"".join(shown)}'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: object) -> None:
            pass

    with ThreadingHTTPServer(("localhost", 0), Other) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()

        def written(html: str) -> str:
            shown.append(html)
            return f"http://localhost:{server.server_port}/"

        yield written
        server.shutdown()
        thread.join()


def drag_date(page: Page, chart: Locator, right: float, down: float = 0.5) -> None:
    """Move the dashed date of a chart so many pixels, taken at a share of its height from the top."""
    chart.scroll_into_view_if_needed()
    own_date = chart.locator(".shapelayer path").last
    own_date.wait_for(state="attached")  # a line without width counts as hidden
    settled(page)
    box = own_date.bounding_box()
    assert box is not None
    drag(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] * down), (right, 0))


def drag(page: Page, begin: tuple[float, float], by: tuple[float, float]) -> None:
    """Press the mouse at a place, move it by so many pixels and let go."""
    x, y = begin
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=5)
    page.mouse.up()


def settled(page: Page) -> None:
    """Wait until the script has run to its end and everything is drawn."""
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def answered(page: Page) -> None:
    """Wait until the page's first words are on screen and the address is written; on Explore for its chart as well."""
    page.locator(ANSWER).first.wait_for()
    if urlsplit(page.url).path == "/":
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
        page.get_by_label("Link to this scenario").wait_for()
    expect(page).to_have_url(re.compile(r"\?."))
