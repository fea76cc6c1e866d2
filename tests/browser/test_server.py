"""What the server sends: headers that let no foreign script run, and little enough for a slow line."""

from __future__ import annotations

import gzip
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import answered

COLD_LOAD_BYTES = 2_500_000


@pytest.mark.parametrize(
    "path", ["", "evidence?v=1", "_stcore/health", "_stcore/bidi-components/territory.plot/plot.js"]
)
def test_every_answer_lets_only_our_own_scripts_run(app_url: str, path: str) -> None:
    with urlopen(Request(app_url + path)) as answer:
        headers = answer.headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == "'none'"
    sources = policy["script-src"].split()
    assert sources[0] == "'self'"
    assert all(source.startswith("'sha256-") for source in sources[1:])
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]


def test_scripts_are_sent_compressed_and_a_cold_load_is_small(browser: Browser, app_url: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    received: list[int] = []
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    plain: list[str] = []
    page.on(
        "response",
        lambda got: (
            plain.append(got.url) if got.url.endswith(".js") and not got.headers.get("content-encoding") else None
        ),
    )
    page.goto(app_url)
    answered(page)
    small = [url for url in plain if int(page.request.get(url).headers.get("content-length", 0)) < 600]
    context.close()
    assert sorted(plain) == sorted(small)
    assert 500_000 < sum(received) <= COLD_LOAD_BYTES


LOST = """
() => {
  const box = document.createElement("div")
  box.innerHTML = '<div role="dialog"><div><p>for developers</p><div data-testid="stErrorCodeBlock"></div></div></div>'
  document.body.append(box)
  return getComputedStyle(box.querySelector("[role=dialog] div"), "::before").content
}
"""


def test_something_is_said_before_the_first_answer_and_when_there_is_none(browser: Browser, app_url: str) -> None:
    page = browser.new_page()
    page.route("**/static/js/**", lambda route: route.abort())
    page.goto(app_url)
    expect(page.get_by_text("Loading the explorer …")).to_be_visible()
    expect(page).to_have_title("How long would it take?")
    assert "cannot be reached" in page.evaluate(LOST)
    expect(page.get_by_text("for developers")).to_be_hidden()
    page.close()


@pytest.mark.parametrize("path", ["", "map", "evidence?v=1", "api", "s/unknown", "static/manifest.json"])
def test_who_refuses_gzip_gets_plain_bytes_of_everything(app_url: str, path: str) -> None:
    def asked(accepted: str) -> tuple[str | None, bytes]:
        request = Request(app_url + path, headers={"Accept-Encoding": accepted})
        try:
            with urlopen(request) as answer:
                return answer.headers["Content-Encoding"], answer.read()
        except HTTPError as answer:
            return answer.headers["Content-Encoding"], answer.read()

    coding, plain = asked("gzip;q=0, br")
    assert coding is None
    coding, body = asked("gzip")
    assert plain == (gzip.decompress(body) if coding else body)
