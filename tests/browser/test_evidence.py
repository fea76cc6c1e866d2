"""Evidence and method, and the estimates, in a real browser: reached, read and opened by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import Opener


def drawn(page: Page) -> None:
    page.locator(".t-row").first.wait_for()


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
    page.locator(".st-key-evidence-method summary").press("Enter")
    page.locator(".st-key-method .katex-display").last.wait_for()
    page.locator("#version").hover()  # what is under the fold stands still once it is open
    page.locator(".st-key-method nav").get_by_role("link", name="How it was checked").press("Enter")
    expect(page.locator("#how-it-was-checked")).to_be_in_viewport()


MAY_2028 = "economist-2025-12-02"


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
