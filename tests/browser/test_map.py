"""The map in a real browser, by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import ANSWER, Opener, settled

FOUR = {"targets": ("kharkiv", "odesa", "sumy", "poltava"), "order": "in_turn", "first": ("donetsk",), "rate": 20.0}
LABELS = """
() => [...document.querySelectorAll(".st-key-map .textpoint text")]
  .filter((text) => text.checkVisibility()).map((text) => text.textContent.replaceAll("\\u202f", " "))
"""


@pytest.fixture
def show(open_page: Opener):  # type: ignore[no-untyped-def]
    """Open the map at a scenario and wait until it is drawn."""

    def shown(width: int = 1440, scheme: str = "light", **changes: Any) -> Page:
        page = open_page(f"map{link(revise(baseline(), changes))}", width=width, scheme=scheme)
        drawn(page)
        return page

    return shown


def drawn(page: Page) -> None:
    settled(page)
    page.locator(".st-key-map .textpoint text").first.wait_for(state="attached")
    page.evaluate("document.fonts.ready")


def says(page: Page, text: str) -> None:
    expect(page.locator(ANSWER)).to_contain_text(re.compile(re.escape(text).replace(r"\ ", r"\s")))


def test_the_date_moved_by_keyboard_changes_sentence_map_and_table(show) -> None:  # type: ignore[no-untyped-def]
    page = show()
    says(page, "about 67 % of Kharkiv oblast or 59 % of Odesa oblast would be under Russian control by 1 January 2035.")
    assert {"4 → 67 %", "0 → 59 %", "Poltava"} <= set(page.evaluate(LABELS))
    page.get_by_role("slider", name="Date of the map").focus()
    page.keyboard.press("ArrowRight")
    says(page, "by 1 January 2036.")
    expect(page.locator(".st-key-map")).to_contain_text("By 1 January 2036")
    expect(page.locator(".t-map-table")).to_contain_text("Taken by 1 Jan 2036")
    expect(page.locator(".st-key-map .textpoint text").filter(has_text=re.compile(r"4 → 74\s%"))).to_have_count(1)
    expect(page.get_by_role("img", name=re.compile(r"Kharkiv oblast 4 → 74"))).to_be_visible()
    page.keyboard.press("Home")
    says(page, "At the start, 30 August 2025, 4 % of Kharkiv oblast")
    page.keyboard.press("End")
    says(page, "all of Kharkiv oblast or Odesa oblast would be under Russian control by 30 August 2075.")


def test_a_simulated_run_is_chosen_by_keyboard_and_stays_when_the_pace_changes(show) -> None:  # type: ignore[no-untyped-def]
    page = show()
    page.get_by_role("radio", name="central").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    says(page, "in a slow simulated run about 33 % of Kharkiv oblast")
    entry = page.get_by_role("spinbutton", name="Pace, km² a day, typed")
    entry.fill("9")
    entry.press("Enter")
    says(page, "If Russian forces kept taking 9 km² a day, all of it in one oblast, in a slow simulated run")
    expect(page).to_have_url(re.compile("[?&]rate=9&"))


def test_the_map_has_no_play_button_and_cannot_be_moved(show) -> None:  # type: ignore[no-untyped-def]
    page = show()
    buttons = page.locator(".st-key-map button:not(.t-plot-save button), .st-key-map .updatemenu-button")
    assert buttons.count() == 0
    before = page.locator(".st-key-map .scatterlayer").inner_html()
    box = page.locator(".st-key-map .t-plot").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 400, box["y"] + 300)
    page.mouse.up()
    assert page.locator(".st-key-map .scatterlayer").inner_html() == before


def test_an_oblast_says_its_figures_under_the_mouse(show) -> None:  # type: ignore[no-untyped-def]
    page = show()
    label = page.locator(".st-key-map .textpoint text").filter(has_text="67").bounding_box()
    assert label is not None
    page.mouse.move(label["x"] + 10, label["y"] + 60)
    expect(page.locator(".st-key-map .hovertext").first).to_contain_text("19,749")


def test_a_narrow_map_names_only_what_is_asked_about(show) -> None:  # type: ignore[no-untyped-def]
    assert {"Kharkiv", "4 → 67 %", "75 %"} <= set(labels := page_labels(show(390)))
    assert not {"Poltava", "Donetsk", "0.6 %"} & set(labels)
    assert {"100 %", "92 %"} & set(labels := page_labels(show(390, **FOUR)))
    assert not [text for text in labels if "→" in text]


def test_the_map_is_drawn_on_a_dark_page_in_its_colours(show) -> None:  # type: ignore[no-untyped-def]
    page = show(scheme="dark")
    fill = page.evaluate("getComputedStyle(document.querySelector('.st-key-map path.js-fill')).fill")
    assert sum(map(int, re.findall(r"[0-9]+", fill)[:3])) / 3 < 60
    stroke = page.evaluate("getComputedStyle(document.querySelector('.st-key-map .textpoint text')).stroke")
    assert stroke == fill


def page_labels(page: Page) -> list[str]:
    found: list[str] = page.evaluate(LABELS)
    return found
