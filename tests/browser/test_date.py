"""Test a date, and what drives it, in a real browser by keyboard."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline
from tests.browser.conftest import ANSWER, Opener, drag_date


def says(page: Page, text: str) -> None:
    expect(page.locator(ANSWER)).to_contain_text(re.compile(text.replace(" ", r"\s")))


def test_chance_and_date_moved_by_keyboard_change_the_sentence_and_the_chart(open_page: Opener) -> None:
    page = open_page("date" + link(baseline()))
    picture = page.get_by_role("img", name="The pace in km² a day that a date implies")
    expect(picture).to_have_accessible_name(re.compile("About 8.7"))
    page.get_by_role("slider", name="Chance in this model").focus()
    page.keyboard.press("End")
    says(page, "with a chance of 95 % in this model")
    expect(picture).to_have_accessible_name(re.compile("About 32|About 3[0-9]|About 2[0-9]"))
    page.get_by_role("spinbutton", name="year, Taken before").click()
    page.keyboard.type("2060")
    for _ in range(4):
        page.keyboard.press("Tab")
    says(page, "before 1 January 2060")
    assert page.evaluate("location.search") == link(baseline())
    page.get_by_role("link", name="Explore").click()  # where it is the same date
    expect(page.locator(".t-card").first).to_contain_text("taken before 1 January 2060")


def test_the_date_is_moved_in_the_chart(open_page: Opener) -> None:
    page = open_page("date" + link(baseline()))
    chart = page.get_by_role("img", name="The pace in km² a day that a date implies")
    drag_date(page, chart, right=150, down=1 / 3)
    expect(page.locator(ANSWER)).to_contain_text(re.compile(r"before \d+ \w+ 204\d"))


def test_the_oblast_chosen_by_keyboard_is_the_one_that_is_answered_on_both_pages(open_page: Opener) -> None:
    page = open_page("drivers" + link(baseline()))
    says(page, "What matters most for Kharkiv oblast is the pace")
    page.get_by_role("radio", name="Odesa").focus()
    page.keyboard.press("Enter")
    says(page, "What matters most for Odesa oblast")
    page.get_by_role("link", name="Test a date").click()
    says(page, "For all of Odesa oblast to be taken before")
    expect(page.get_by_role("radio", name="Odesa")).to_be_checked()
    page.get_by_role("link", name="What drives it").click()
    says(page, "What matters most for Odesa oblast")
    expect(page.get_by_role("radio", name="Odesa")).to_be_checked()


def test_a_moved_pace_moves_the_outlined_cell(open_page: Opener) -> None:
    page = open_page("drivers" + link(baseline()))
    expect(page.locator("th.t-grid-present")).to_have_text("5.79")
    expect(page.locator("td.t-grid-present")).to_have_text("14")
    page.get_by_role("slider", name="Pace, km² a day").first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("th.t-grid-present")).to_have_text("5.8")
    page.get_by_text("Where each range is from").click()
    expect(page.locator(".t-ranges")).to_contain_text("mean pace on land over any twelve consecutive months")
