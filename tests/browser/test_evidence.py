"""Evidence and method in a real browser: reached, read, opened by keyboard, and fitting at every width."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import Opener, settled
from tests.browser.layout import SIDEWAYS, SMALLEST_TEXT_PX, TEXTS, WIDTHS

FOLDS = ("start", "record", "none", "method", "changelog")
SMALLEST_TARGET_PX = 44


def fold(page: Page, name: str) -> None:
    summary = page.locator(f".st-key-evidence-{name} summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.locator(f".st-key-evidence-{name} details[open] :is(table, .t-row, p)").first.wait_for()


def drawn(page: Page) -> None:
    page.locator(".t-row").first.wait_for()


def test_the_pace_moved_by_keyboard_moves_the_sentences(open_page: Opener) -> None:
    page = open_page(f"evidence{link(baseline())}")
    drawn(page)
    expect(page.locator(".t-title", has_text="the documented pace, 5.79, is above 24 of the 45")).to_be_visible()
    page.get_by_role("slider", name=re.compile("Pace")).first.focus()
    page.keyboard.press("End")
    expect(page.locator(".t-sub")).to_contain_text("another pace: 30")
    expect(page.locator(".t-title", has_text="this scenario’s pace, 30, is above all of them")).to_be_visible()
    page.wait_for_url(re.compile(r"/evidence\?v=1&.*rate=30&"))


def test_a_figure_opens_by_keyboard_to_its_definition_and_its_linked_source(open_page: Opener) -> None:
    page = open_page("evidence")
    row = page.locator(".t-row").first
    row.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(row).to_contain_text("the grey zone is left out")
    expect(row.get_by_role("link")).to_have_attribute("href", re.compile("pravda.com.ua"))
    page.get_by_role("slider", name=re.compile("Pace")).first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".t-sub")).to_contain_text("5.8")
    expect(row).to_have_attribute("open", "")


def test_links_within_the_page_lead_to_sections_and_back_keeps_the_scenario(open_page: Opener) -> None:
    page = open_page("evidence")
    drawn(page)
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="Traps").press("Enter")
    expect(page.locator("#traps")).to_be_in_viewport()
    page.get_by_role("slider", name=re.compile("Pace")).first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(re.compile(r"rate=5\.8&.*#traps"))
    page.go_back()
    page.wait_for_url(re.compile(r"/evidence\?.*rate=5\.8&[^#]*$"))


def test_a_figure_of_another_page_leads_by_keyboard_to_its_entry_and_back_returns(open_page: Opener) -> None:
    page = open_page(link(revise(baseline(), {"rate": 9.5})))
    page.get_by_role("link", name="0.72 km² a day").first.press("Enter")
    entry = page.locator("#inside-kharkiv")
    expect(entry).to_have_attribute("open", "")
    expect(entry.locator("summary")).to_be_focused()
    expect(entry).to_be_in_viewport()
    page.wait_for_url(re.compile(r"/evidence\?v=1&.*rate=9\.5&.*#inside-kharkiv$"))
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_contain_text("kept taking 9.5")
    page.wait_for_url(re.compile(r"/\?v=1&.*rate=9\.5&[^#]*$"))


def test_the_address_of_an_entry_opens_it(open_page: Opener) -> None:
    page = open_page("evidence#figure-land_gain")
    expect(page.locator("#figure-land_gain")).to_have_attribute("open", "")
    expect(page.locator("#figure-land_gain")).to_be_in_viewport()


def test_the_method_opens_with_links_to_its_sections(open_page: Opener) -> None:
    page = open_page("evidence")
    fold(page, "method")
    page.locator(".st-key-method .katex-display").last.wait_for()
    page.locator("#version").hover()  # what is under the fold stands still once it is open
    page.locator(".st-key-method nav").get_by_role("link", name="How it was checked").press("Enter")
    expect(page.locator("#how-it-was-checked")).to_be_in_viewport()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_opened_page_fits(open_page: Opener, width: int) -> None:
    page = open_page("evidence", width=width)
    drawn(page)
    for name in FOLDS:
        fold(page, name)
    page.locator(".t-row").evaluate_all("all => all.forEach((row) => { row.open = true })")
    settled(page)
    assert page.evaluate(SIDEWAYS) == []
    # An index of an exponent is as small as formulas have it.
    without = "() => { document.querySelectorAll('.katex').forEach((each) => each.remove()); return (%s)() }"
    assert [piece for piece in page.evaluate(without % TEXTS.strip()) if piece["size"] < SMALLEST_TEXT_PX] == []


def test_what_is_touched_is_large_enough(open_page: Opener) -> None:
    page = open_page("evidence", width=390)
    targets = page.get_by_test_id("stMain").locator("summary:visible, .t-contents a")
    heights = targets.evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert len(heights) > 30
    assert min(heights) >= SMALLEST_TARGET_PX
