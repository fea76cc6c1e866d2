"""Compare in a real browser, by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.files import file_text
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline, revise
from tests.browser.conftest import ANSWER, Opener, settled
from tests.browser.layout import SIDEWAYS, SMALLEST_TEXT_PX, TEXTS, WIDTHS, overlapping

FIELD = "A link, or a scenario file’s text"
LONG = revise(
    baseline(),
    {
        "rate": 9.0,
        "annual_change": -2.0,
        "order": "in_turn",
        "pause_months": 6.0,
        "pause_start": baseline().start,
        "title": "A pause, then a slowly falling pace in one oblast after the other",
    },
)


@pytest.fixture
def compare(open_page: Opener) -> Callable[..., Page]:
    """Open the page at a scenario and wait for its answer."""

    def shown(scenario: Scenario, **look: Any) -> Page:
        page = open_page(f"compare{link(scenario)}", **look)
        page.locator(".js-plotly-plot .main-svg").first.wait_for()
        settled(page)
        return page

    return shown


def paste(page: Page, text: str) -> None:
    settled(page)  # the field gives way to an empty one once what was pasted stands beside the others
    field = page.get_by_label(FIELD)
    field.fill(text)
    field.press("Enter")


def test_the_pace_moved_by_keyboard_changes_sentence_chart_and_address(compare: Callable[..., Page]) -> None:
    page = compare(revise(baseline(), {"rate": 8.0}))
    expect(page.locator(ANSWER)).to_contain_text("about 10 years in A")
    page.get_by_role("slider", name=re.compile("Pace")).first.focus()
    page.keyboard.press("End")
    expect(page).to_have_url(re.compile(re.escape("rate=30&")))
    expect(page.locator(ANSWER)).to_contain_text("about 3 years in A")
    expect(page.get_by_role("img", name=re.compile("Chance in this model over time"))).to_have_accessible_name(
        re.compile("in A and before 2040 in B")
    )
    expect(page.locator(".t-steps")).to_contain_text("30 km² a day → 5.79 km² a day".replace(" km", "\u202fkm"))


def test_two_pasted_links_are_enough_and_one_is_opened_and_taken_back(compare: Callable[..., Page]) -> None:
    page = compare(baseline())
    page.get_by_role("button", name="Remove B").click()
    expect(page.locator(ANSWER)).to_contain_text("Put another scenario beside it")
    paste(page, "http://localhost:8501/" + link(revise(baseline(), {"rate": 3.0})))
    expect(page.locator(".t-column")).to_have_count(2)
    paste(page, "?scenario=pace-of-2024")
    expect(page.locator(".t-column")).to_have_count(3)
    page.get_by_role("button", name="Open C").click()
    expect(page).to_have_url(re.compile(re.escape("rate=9.08388&")))
    expect(page.locator(".t-column h2")).to_have_text([re.compile("2024"), re.compile("Pace: 3"), re.compile("Docum")])
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile(re.escape("rate=5.78989&")))
    expect(page.locator(".t-column h2")).to_have_text([re.compile("Docum"), re.compile("Pace: 3"), re.compile("2024")])


def test_a_bad_link_is_named_and_what_stands_there_stays(compare: Callable[..., Page]) -> None:
    page = compare(baseline())
    paste(page, link(baseline()).replace("horizon=50", "horizon=999"))
    expect(page.get_by_role("alert")).to_contain_text("999 is out of bounds")
    expect(page.locator(".t-column")).to_have_count(2)
    paste(page, link(LONG))
    expect(page.locator(".t-column")).to_have_count(3)
    expect(page.get_by_role("alert")).to_have_count(0)


def test_an_opened_file_stands_beside_the_others(compare: Callable[..., Page], tmp_path: Path) -> None:
    page = compare(baseline())
    file = tmp_path / "mine.json"
    file.write_text(file_text(LONG), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.locator(".t-column h2").nth(2)).to_have_text(LONG.title)
    settled(page)  # so that a new uploader has taken the old one's place
    file.write_text("{", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("alert")).to_contain_text("not JSON")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_four_scenarios_fit(compare: Callable[..., Page], width: int, scheme: str) -> None:
    page = compare(LONG, width=width, scheme=scheme)
    for place, text in enumerate(("?scenario=land-retaken", "?scenario=kharkiv-own-pace"), start=3):
        paste(page, text)
        expect(page.locator(".t-column")).to_have_count(place)
    page.get_by_text("D: Kharkiv").click()
    expect(page.locator(".t-steps")).to_contain_text("A pace of its own")
    settled(page)
    page.get_by_test_id("stMain").evaluate("part => part.scrollTo(0, 0)")
    page.evaluate("document.fonts.ready")
    pieces = page.evaluate(TEXTS)
    assert len(pieces) > 60
    assert page.evaluate(SIDEWAYS) == []
    assert [piece for piece in pieces if piece["size"] < SMALLEST_TEXT_PX] == []
    assert overlapping(pieces) == []
    buttons = page.get_by_test_id("stMain").get_by_role("button", name=re.compile("^(Open|Remove|Keep)"))
    assert all(box is not None and box["height"] >= 44 for box in (each.bounding_box() for each in buttons.all()))
