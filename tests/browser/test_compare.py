"""Compare in a real browser, by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.files import file_text
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline, revise
from tests.browser.conftest import Opener, settled
from tests.browser.layout import WIDTHS, assert_fits

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
    assert_fits(page)
