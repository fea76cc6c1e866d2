"""Estimates and tests in a real browser: reached, opened by keyboard, and fitting at every width."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import Opener, settled
from tests.browser.layout import SIDEWAYS, SMALLEST_TEXT_PX, TEXTS

MAY_2028 = "economist-2025-12-02"
SMALLEST_TARGET_PX = 44


def drawn(page: Page) -> None:
    page.locator(".js-plotly-plot .scatterlayer .fills path").last.wait_for()


def test_an_estimate_opens_by_keyboard_to_its_sources_and_as_a_scenario(open_page: Opener) -> None:
    page = open_page("estimates")
    row = page.locator(f"#{MAY_2028}")
    button = page.locator(f".st-key-open-{MAY_2028} button")
    expect(button).to_be_hidden()
    row.locator("summary").press("Enter")
    expect(row.get_by_role("link")).to_have_attribute("href", re.compile("united24media"))
    expect(row).to_contain_text("It is behind.")
    button.press("Enter")
    expect(page.get_by_text("It is open: all pages show this scenario.")).to_be_visible()
    expect(button).to_be_focused()
    expect(row.locator("details")).to_have_attribute("open", "")
    page.wait_for_url(re.compile(r"/estimates\?v=1&.*rate=23&"))
    page.get_by_role("button", name="Undo").press("Enter")
    page.wait_for_url(re.compile(r"rate=5\.78989&"))


def test_the_evidence_leads_here_with_the_same_scenario(open_page: Opener) -> None:
    page = open_page("evidence" + link(revise(baseline(), {"rate": 9.5})))
    way = page.get_by_role("link", name="How well it would have done on past months")
    expect(way).to_have_attribute("href", re.compile(r"^estimates\?v=1&.*rate=9\.5&"))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_opened_page_fits(open_page: Opener, width: int) -> None:
    page = open_page("estimates", width=width)
    drawn(page)
    page.locator(".t-said-row").evaluate_all("all => all.forEach((row) => { row.open = true })")
    for fold in page.get_by_test_id("stMain").get_by_test_id("stExpander").locator("summary").all():
        fold.press("Enter")
    page.get_by_role("region", name="12 months ahead").wait_for()
    settled(page)
    assert page.evaluate(SIDEWAYS) == []
    assert [piece for piece in page.evaluate(TEXTS) if piece["size"] < SMALLEST_TEXT_PX] == []


def test_what_is_touched_is_large_enough(open_page: Opener) -> None:
    page = open_page("estimates", width=390)
    targets = page.get_by_test_id("stMain").locator("summary:visible, .t-contents a")
    heights = targets.evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert len(heights) >= 19
    assert min(heights) >= SMALLEST_TARGET_PX
