"""Share pages in a real browser: read at any width, reached by keyboard, framed by articles, and on to the explorer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from territory.answers.outlook import project
from territory.charts import blocks
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline, revise
from tests.browser.conftest import PATIENT_MS, OtherSite
from tests.browser.layout import SMALLEST_TEXT_PX, barriers

EIGHT = ("kharkiv", "odesa", "sumy", "donetsk", "zaporizhzhia", "kherson", "dnipropetrovsk", "mykolaiv")
HOSTILE = revise(baseline(), {"title": '"><script>alert(1)</script>\u202e', "note": "w" * 400, "annual_change": -7.0})
SCENARIOS = {
    "baseline": baseline(),
    "own paces": revise(baseline(), {"rates": (("kharkiv", 2.0),), "annual_change": -7.0}),
    "eight": revise(baseline(), {"targets": EIGHT, "order": "in_turn", "first": ("luhansk",), "season": 50.0}),
    "retaken": revise(baseline(), {"rate": -2.0}),
}
PATHS = {
    "page": f"p{link(HOSTILE)}",
    "frozen": f"p{link(baseline())}&embed=true",
    "problem": "p?v=1&rate=fast",
}
UNFOLD = "document.querySelectorAll('details').forEach(each => each.open = true)"
SMALL_TEXTS = """
least => [...document.querySelectorAll("body *")]
  .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()))
  .filter(each => parseFloat(getComputedStyle(each).fontSize) < least)
  .map(each => each.outerHTML.slice(0, 120))
"""
Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, app_url: str) -> Iterator[Opened]:
    """Open a plain page in a browser of its own; nothing may go wrong in it."""
    contexts = []

    def opening(path: str, width: int = 1440, scheme: str = "light", status: int = 200) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENT_MS)
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        answer = page.goto(app_url + path)
        assert answer is not None
        assert answer.status == status
        return page

    yield opening
    for context in contexts:
        context.close()


def status_of(name: str) -> int:
    return 400 if name == "problem" else 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing(opened: Opened, name: str, scheme: str) -> None:
    page = opened(PATHS[name], scheme=scheme, status=status_of(name))
    page.evaluate(UNFOLD)
    assert barriers(page) == []


@pytest.mark.parametrize("name", PATHS)
def test_nothing_scrolls_sideways_and_no_text_is_tiny_at_any_width(opened: Opened, name: str) -> None:
    page = opened(PATHS[name], status=status_of(name))
    page.evaluate(UNFOLD)
    for width in (1440, 1024, 390, 320):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert page.evaluate(SMALL_TEXTS, SMALLEST_TEXT_PX) == []
        for target in page.locator(".t-button, summary, .t-links a, .t-embed footer a, .t-name").all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 44


def test_no_script_is_needed_and_no_author_can_bring_one(browser: Browser, app_url: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(app_url + PATHS["page"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("7 % less each year")
    assert page.locator("script").count() == 0
    expect(page.locator("blockquote")).to_contain_text("<script>alert(1)</script>")
    context.close()


def test_the_keyboard_leads_on_to_the_same_sentence_in_the_explorer(opened: Opened) -> None:
    page = opened(f"p{link(baseline())}", width=390)
    sentence = page.get_by_role("heading", level=1).inner_text()
    button = page.get_by_role("link", name="Open in the explorer")
    for _ in range(8):
        page.keyboard.press("Tab")
        if button.evaluate("each => each === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(sentence)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_an_embed_fits_its_frame_at_any_width(
    opened: Opened, app_url: str, other_site: OtherSite, scenario: Scenario
) -> None:
    page = opened("share/style.css", width=900)
    height = blocks.frozen_height(project(scenario))
    address = f"{app_url}p{link(scenario)}&embed=true"
    widths = (320, 400, 560, 680, 800)
    written = (blocks.frame(address, "", height, str(width)).replace(' loading="lazy"', "") for width in widths)
    page.goto(other_site("".join(written)))
    for width, frame in zip(widths, page.frames[1:], strict=True):
        frame.locator("h1").wait_for()
        root = "document.documentElement"
        assert frame.evaluate(f"[{root}.scrollWidth, {root}.scrollHeight]") == [width, height]
        for plot in frame.locator(".t-chart-plot").all():
            box = plot.bounding_box()
            assert box is not None
            assert box["height"] >= 165


def test_the_explorer_itself_can_be_framed(opened: Opened, app_url: str, other_site: OtherSite) -> None:
    page = opened("share/style.css", width=900)
    page.goto(other_site(f'<iframe src="{app_url}{link(baseline())}&embed=true" width="700" height="900"></iframe>'))
    explorer = page.frame_locator("iframe")
    expect(explorer.get_by_role("heading", level=1)).to_contain_text("about 14 years")
    expect(explorer.locator(".js-plotly-plot .main-svg").first).to_be_attached()
