"""What a reader does on the page, by keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.files import parse_file
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import ANSWER, Opener, answered, drag, drag_date, settled


def address_of(page: Page) -> str:
    return page.evaluate("location.search")


def wait_for_address(page: Page, key_value: str) -> None:
    expect(page).to_have_url(re.compile(re.escape(key_value)))


def answer_of(page: Page) -> str:
    return page.locator(ANSWER).inner_text()


def test_a_reload_and_a_pasted_link_give_the_same_scenario(open_page: Opener) -> None:
    page = open_page()
    page.locator("#assumption-rate").focus()
    page.keyboard.press("ArrowLeft")
    wait_for_address(page, "rate=5.78&")
    said, query = answer_of(page), address_of(page)
    page.reload()
    answered(page)
    assert (answer_of(page), address_of(page)) == (said, query)
    copied = page.get_by_label("Link to this scenario").input_value()
    other = open_page(copied.partition("/?")[2].join(["?", ""]))
    assert (answer_of(other), address_of(other)) == (said, query)


def test_back_leaves_the_page_and_never_steps_through_assumptions(open_page: Opener, app_url: str) -> None:
    page = open_page()
    page.goto("about:blank")
    page.goto(app_url)
    answered(page)
    page.locator("#assumption-rate").focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    wait_for_address(page, "rate=5.84&")
    page.go_back()
    assert page.url == "about:blank"
    page.go_forward()
    answered(page)
    wait_for_address(page, "rate=5.84&")


def test_the_newest_figures_are_one_click_and_one_undo_away_and_keep_what_was_changed(open_page: Opener) -> None:
    page = open_page(link(revise(baseline(), {"annual_change": 3.0})))
    before = answer_of(page)
    offered = page.locator(".st-key-newest")
    expect(offered).to_contain_text(re.compile(r"Kharkiv oblast about \d+ years instead of about \d+ years"))
    promised = re.findall(r"oblast (about \d+) years instead", offered.inner_text().replace("\u202f", " "))
    page.get_by_role("button", name="Update to the figures to 22 August 2026").press("Enter")
    wait_for_address(page, "edition=2026-08-22")
    expect(page).to_have_url(re.compile("annual_change=3&"))
    expect(page.locator(ANSWER)).to_contain_text("3.33")
    expect(offered).to_have_count(0)
    assert [each in answer_of(page) for each in promised] == [True, True]
    page.get_by_role("button", name="Undo").click()
    wait_for_address(page, "edition=2025-08-17")
    expect(page.locator(ANSWER)).to_have_text(before)


def test_a_changed_assumption_is_listed_and_can_be_reset(open_page: Opener) -> None:
    page = open_page()
    page.get_by_text("Change over time, season").click()
    entry = page.get_by_role("spinbutton", name="Change of the pace, % a year")
    entry.fill("-7")
    entry.press("Enter")
    wait_for_address(page, "annual_change=-7&")
    expect(page.locator(".t-change")).to_contain_text("Change of the pace")
    expect(page.get_by_text("Change over time, season · 1 changed")).to_be_visible()
    expect(entry).to_be_visible()  # the fold stays open when its label changes
    expect(page.locator(".t-card").first).to_contain_text("never")
    page.get_by_role("button", name="Reset", exact=True).click()
    wait_for_address(page, "annual_change=0&")
    expect(page.locator(".t-change")).to_have_count(0)


def test_a_scenario_is_named_saved_and_opened_elsewhere(open_page: Opener, tmp_path: Path) -> None:
    page = open_page(link(revise(baseline(), {"rate": 9.25, "order": "in_turn"})))
    name = page.get_by_label("Name of the scenario")
    name.fill("Zażółć 9¼ a day")
    name.press("Enter")
    wait_for_address(page, "title=Za%C5%BC")
    settled(page)
    page.get_by_text("Download it", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the scenario file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    saved = parse_file(file.read_bytes())
    assert saved == parse_link(address_of(page))
    other = open_page()
    other.locator("input[type=file]").set_input_files(file)
    wait_for_address(other, "rate=9.25&")
    assert answer_of(other) == answer_of(page)
    assert address_of(other) == address_of(page)


def test_the_link_is_copied_with_one_press(open_page: Opener) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").first.click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?v=1&rate=5&rate=6", "2 times"),
        ("?v=1&targets=<script>alert(1)</script>", "<script>"),
        ("?v=1&title=" + "x" * 100_000, "100,0"),
        ("?v=1&rate=%ff%fe", "rate"),
    ],
    ids=lambda value: value[:32],
)
def test_a_bad_link_is_named_in_a_banner_and_the_page_stays_usable(open_page: Opener, query: str, named: str) -> None:
    page = open_page(query)
    banner = page.get_by_role("alert").first
    expect(banner).to_contain_text(named)
    assert "Traceback" not in page.locator("body").inner_text()
    page.locator("#assumption-rate").focus()
    page.keyboard.press("End")
    wait_for_address(page, "rate=30&")
    expect(page.locator(ANSWER)).to_contain_text("30")


@pytest.mark.parametrize(("content", "named"), [(b"\xff\xfe\x00", "UTF-8"), (b"x" * 200_000, "larger than")])
def test_a_broken_file_is_named_and_the_scenario_stays(
    open_page: Opener, tmp_path: Path, content: bytes, named: str
) -> None:
    page = open_page()
    before = address_of(page)
    file = tmp_path / "broken.json"
    file.write_bytes(content)
    page.locator("input[type=file]").set_input_files(file)
    expect(page.get_by_role("alert").first).to_contain_text(named)
    assert address_of(page) == before
    assert "Traceback" not in page.locator("body").inner_text()


def test_the_readers_own_date_is_typed_and_splits_the_dots(open_page: Opener) -> None:
    page = open_page()
    dots = page.get_by_role("img", name="Of 20 simulated runs")
    expect(dots).to_have_count(2)
    expect(dots.first).to_have_accessible_name(re.compile("4 before 1 January 2035, 15 after it, 1 not within 50"))
    assert dots.first.locator(".t-dot-before").count() == 4
    page.get_by_role("spinbutton", name="year, Chance that it is taken before").click()
    page.keyboard.type("2045")
    for _ in range(4):  # past month, day and calendar: the date counts when the field is left
        page.keyboard.press("Tab")
    expect(page.locator(".t-card").first).to_contain_text("taken before 1 January 2045: 72")
    expect(dots.first.locator(".t-dot-before")).to_have_count(14)
    line, after = (dots.first.locator(kind).first.bounding_box() for kind in (".t-by", ".t-dot-after"))
    last_before = dots.first.locator(".t-dot-before").last.bounding_box()
    assert line is not None
    assert after is not None
    assert last_before is not None
    assert last_before["x"] + last_before["width"] / 2 < line["x"] < after["x"] + after["width"] / 2


def test_the_readers_date_is_moved_in_the_chart_of_chances(open_page: Opener) -> None:
    page = open_page()
    chart = page.get_by_role("img", name=re.compile("^Chance in this model by date"))
    drag_date(page, chart, right=150)
    expect(page.locator(".t-card").first).to_contain_text(re.compile(r"taken before \d+ \w+ 204\d"))
    assert link(baseline()) == address_of(page)


def test_a_stretch_of_the_chart_that_was_drawn_larger_stays_so_when_an_assumption_moves(open_page: Opener) -> None:
    page = open_page()
    chart = page.locator(".t-plot").first
    chart.scroll_into_view_if_needed()
    box = chart.bounding_box()
    assert box is not None
    drag(page, (box["x"] + 300, box["y"] + 100), (200, 150))
    closer = chart.evaluate("plot => plot.layout.xaxis.range")
    drawn = chart.locator(".main-svg").first.element_handle()
    page.locator("#assumption-rate").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"rate=5\.8&"))
    settled(page)
    assert chart.evaluate("plot => plot.layout.xaxis.range") == closer
    assert drawn is not None
    assert drawn.evaluate("svg => svg.isConnected")
