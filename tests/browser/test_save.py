"""A chart leaves the page as a picture with its title and source, and as a table with what it assumes."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.links import link, parse_link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import Opener, settled

PNG = b"\x89PNG\r\n\x1a\n"


def saved(page: Page, kind: str, place: int, folder: Path) -> Path:
    button = page.get_by_role("button", name=f"Download this chart as {kind}").nth(place)
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(f".{kind.lower()}")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_chart_is_saved_as_a_picture_and_as_a_table(open_page: Opener, tmp_path: Path) -> None:
    scenario = revise(baseline(), {"rate": 9.5})
    page = open_page(link(scenario))
    page.locator(".t-plot-save").nth(1).wait_for()
    settled(page)
    assert saved(page, "PNG", 1, tmp_path).read_bytes().startswith(PNG)
    drawn = saved(page, "SVG", 1, tmp_path).read_text(encoding="utf-8")
    assert "Half of the simulated runs reach" in drawn
    assert "Edition 2025-08-17 · model 1." in drawn
    lines = saved(page, "CSV", 1, tmp_path).read_text(encoding="utf-8-sig").splitlines()
    comments = [each.removeprefix("# ") for each in lines if each.startswith("# ")]
    assert "rate: 9.5" in comments
    (address,) = (each for each in comments if each.startswith("http"))
    assert parse_link(address) == scenario
    heads, *rows = csv.reader(lines[len(comments) :])
    assert heads == ["series", "date", "net area taken, km²"]
    central = [(date.fromisoformat(when), float(km2)) for name, when, km2 in rows if name == "at this pace"]
    assert len(central) > 50
    for when, km2 in central[:60:10]:
        assert km2 == pytest.approx(9.5 * (when - scenario.start).days, abs=0.06 + 9.5)


def test_no_cell_of_a_hostile_title_is_a_formula(open_page: Opener, tmp_path: Path) -> None:
    scenario = revise(baseline(), {"title": 'a,=1+1;"@x', "note": "b,-2"})
    page = open_page(link(scenario))
    page.locator(".t-plot-save").first.wait_for()
    settled(page)
    lines = saved(page, "CSV", 0, tmp_path).read_text(encoding="utf-8-sig").splitlines()
    assert """# title: a,'=1+1;"'@x""" in lines
    assert "# note: b,'-2" in lines
    (address,) = (each.removeprefix("# ") for each in lines if each.startswith("# http"))
    assert parse_link(address) == scenario
    assert ",-" not in address


def test_the_chances_are_saved_with_their_unit_and_the_map_without_a_table(open_page: Opener, tmp_path: Path) -> None:
    page = open_page()
    page.locator(".t-plot-save").nth(2).wait_for()
    settled(page)
    lines = saved(page, "CSV", 2, tmp_path).read_text(encoding="utf-8-sig").splitlines()
    heads, *rows = csv.reader(each for each in lines if not each.startswith("# "))
    assert heads == ["series", "date", "chance in this model, %"]
    assert {name for name, _, _ in rows} == {"Kharkiv oblast", "Odesa oblast"}
    page.get_by_role("link", name="Map", exact=True).click()
    page.locator(".st-key-map .textpoint text").first.wait_for(state="attached")
    settled(page)
    expect(page.get_by_role("button", name="Download this chart as PNG")).to_have_count(1)
    assert page.get_by_role("button", name="Download this chart as CSV").count() == 0


def test_what_is_no_chart_of_plotly_is_saved_as_well(open_page: Opener, tmp_path: Path) -> None:
    page = open_page("drivers")
    page.locator(".t-picture .t-plot-save").nth(1).wait_for()
    settled(page)
    assert saved(page, "PNG", 0, tmp_path).read_bytes().startswith(PNG)
    drawn = ElementTree.fromstring(saved(page, "SVG", 0, tmp_path).read_text(encoding="utf-8"))
    words = " ".join(each.text or "" for each in drawn.iter("{http://www.w3.org/2000/svg}text"))
    assert "Each assumption moved alone over its range: the pace moves the answer most" in words
    assert "13.11" in words
    assert "Edition 2025-08-17 · model 1." in words
    lines = saved(page, "CSV", 0, tmp_path).read_text(encoding="utf-8-sig").splitlines()
    heads, first, *_ = csv.reader(each for each in lines if not each.startswith("# "))
    assert heads[:3] == ["assumption", "unit", "low end"]
    assert first[0] == "Pace"


def test_the_cards_are_saved_with_the_answer_as_their_title(open_page: Opener, tmp_path: Path) -> None:
    page = open_page()
    page.locator(".t-picture .t-plot-save").wait_for()
    settled(page)
    drawn = saved(page, "SVG", 0, tmp_path).read_text(encoding="utf-8")
    assert "about 14 years" in drawn
    assert drawn.count("<circle") + drawn.count("<rect") > 40
    lines = saved(page, "CSV", 0, tmp_path).read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.reader(each for each in lines if not each.startswith("# ")))
    assert rows[0] == ["oblast", "answer"]
    assert ["Odesa oblast", "about 16 years central answer, May 2041"] in rows
