"""Two processes behind nginx, as `deploy/run` starts them: one may end, and share pages are asked for once."""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page, expect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from benchmarks.served import SEARCH, Deployed, deployed, line_of
from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import ANSWER, PATIENT_MS, answered, settled

WATCH = """() => {
  window.seen = []
  const look = () => {
    window.seen.push(document.querySelector("h1")?.textContent ?? "")
    requestAnimationFrame(look)
  }
  look()
}"""


class Site(Deployed):
    """What `deploy/run` started."""

    def log(self) -> list[list[str]]:
        """The words of each line of nginx's log."""
        text = (self.folder / "nginx" / "access.log").read_text(encoding="utf-8")
        return [line.split() for line in text.splitlines()]

    def serves(self, page: Page) -> str:
        """The port of the process that a page is with: the last to answer for its cookie."""
        page.request.get(f"{self.url}_stcore/host-config")
        answered = [line[-1] for line in self.log() if line[2] == "/_stcore/host-config"]
        return answered[-1].rpartition(":")[2]

    def signal(self, port: str, name: signal.Signals) -> None:
        """Give the process on a port a signal."""
        (found,) = (each for each in self.apps() if f"--server.port={port}".encode() in line_of(each))
        os.kill(found, name)

    def end(self, port: str) -> None:
        """Kill the process on a port, at once and without a word."""
        self.signal(port, signal.SIGKILL)

    def is_back(self, port: str) -> None:
        """Wait until there is a process on a port again."""
        until = time.monotonic() + PATIENT_MS / 1000
        while time.monotonic() < until:
            with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
            time.sleep(0.1)
        pytest.fail(f"no process on port {port}")


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The whole of it; without nginx the tests are skipped, but not where all checks are run."""
    if shutil.which("nginx", path=SEARCH) is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("nginx is not installed")
    # Not in pytest's own folder, which every pytest that starts closes to nginx's own user.
    with tempfile.TemporaryDirectory(prefix="territory-nginx-") as made, deployed(Path(made)) as running:
        yield Site(running.url, running.process, running.folder)


def refused(asked: Request | str) -> HTTPError:
    """The answer to what is not granted."""
    with pytest.raises(HTTPError) as caught:
        urlopen(asked)
    return caught.value


def test_a_reader_whose_process_ends_goes_on_with_the_other(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.goto(site.url + link(revise(baseline(), {"rate": 7.25, "rate_source": "hand", "targets": ("kharkiv",)})))
    answered(page)
    pace = page.get_by_role("slider", name="Pace, km² a day", exact=True)
    pace.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"rate=7\.26&"))
    settled(page)
    page.evaluate(WATCH)
    before = site.serves(page)
    with page.expect_event("websocket"):
        site.end(before)
    page.get_by_role("link", name="Map", exact=True).click()
    expect(page.locator(ANSWER)).to_contain_text("Kharkiv oblast")
    expect(page).to_have_url(re.compile(r"/map\?.*targets=kharkiv&.*rate=7\.26&"))
    page.get_by_role("link", name="Explore", exact=True).click()
    expect(page.locator(ANSWER)).to_contain_text("7.26 km² a day")
    expect(page).to_have_url(re.compile(r"/\?.*rate=7\.26&"))
    settled(page)
    pace.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"/\?.*targets=kharkiv&.*rate=7\.27&"))
    assert [each for each in page.evaluate("window.seen") if "7.25 km²" in each] == []  # what the page was opened with
    site.is_back(before)
    assert site.serves(page) != before  # files come from where the session is now
    page.context.close()


def test_a_move_that_is_lost_with_its_process_is_made_again_by_the_page(browser: Browser, site: Site) -> None:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
    page.goto(site.url + link(revise(baseline(), {"rate": 8.25, "rate_source": "hand"})))
    answered(page)
    settled(page)
    port = site.serves(page)
    site.signal(port, signal.SIGSTOP)
    page.get_by_role("slider", name="Pace, km² a day", exact=True).press("ArrowRight")
    with page.expect_event("websocket"):
        site.end(port)
    expect(page).to_have_url(re.compile(r"rate=8\.26&"))
    expect(page.locator(ANSWER)).to_contain_text("8.26 km² a day")
    site.is_back(port)
    page.context.close()


def test_what_no_process_answers_is_put_off_in_words(site: Site) -> None:
    ports = re.findall(
        r"server 127\.0\.0\.1:(\d+) max", (site.folder / "nginx" / "nginx.conf").read_text(encoding="utf-8")
    )
    for port in set(ports):
        site.end(port)
    for path, kind in (("api/v1/project?scenario=documented-pace", "application/problem+json"), ("", "text/html")):
        with refused(site.url + path) as answer:
            told = (answer.code, answer.headers["Retry-After"], answer.headers["Cache-Control"])
            assert told == (503, "5", "no-store")
            assert answer.headers["Content-Type"].startswith(kind)
            assert "The server cannot be reached just now." in answer.read().decode()
    for port in set(ports):
        site.is_back(port)


def test_a_share_page_is_asked_of_the_explorer_once(site: Site) -> None:
    address = f"{site.url}p{link(revise(baseline(), {'rate': 8.5, 'rate_source': 'hand'}))}"
    tags = []
    for state in ("MISS", "HIT", "HIT"):
        with urlopen(
            Request(address, headers={"Accept-Encoding": "gzip, br" if state == "MISS" else "gzip"})
        ) as answer:
            assert answer.headers["X-Cache"] == state
            assert answer.headers["Content-Encoding"] == "gzip"
            tags.append(answer.headers["ETag"])
    assert len(set(tags)) == 1
    with refused(Request(address, headers={"Accept-Encoding": "gzip", "If-None-Match": tags[0]})) as answer:
        assert answer.code == 304


def test_too_much_and_a_session_of_a_foreign_page_are_refused_before_the_explorer(site: Site) -> None:
    foreign = {"Origin": "https://example.net", "Upgrade": "websocket", "Connection": "Upgrade"}
    large = Request(f"{site.url}api/v1/scenarios", b" " * 70_000, {"Content-Type": "application/json"})
    for request, status in ((Request(f"{site.url}_stcore/stream", headers=foreign), 403), (large, 413)):
        with refused(request) as answer:
            assert answer.code == status
    assert {line[-1] for line in site.log() if line[3] in ("403", "413")} <= {"-"}


def test_no_log_has_a_link_or_the_address_of_a_reader(site: Site) -> None:
    with urlopen(f"{site.url}p{link(baseline())}"):
        pass
    place = next(line[-1] for line in site.log() if line[2] == "/_stcore/host-config")
    for origin, message in ((site.url.rstrip("/"), b"\xff?rate=7.25"), ("https://example.net", b"")):
        with (
            suppress(InvalidStatus, ConnectionClosed),
            connect(f"ws://{place}/_stcore/stream{link(baseline())}", origin=Origin(origin)) as socket,
        ):
            socket.send(message)
            socket.recv(timeout=5)
    lines = site.log()
    assert all(len(line) >= 8 and line[0].startswith("20") for line in lines)
    assert [line for line in lines if line[2] == "/p"]
    everything = [*(word for line in lines for word in line), site.said()]
    for secret in ("?", "rate=", "edition", "Mozilla", "X-Forwarded-For"):
        assert [each for each in everything if secret in each] == []
