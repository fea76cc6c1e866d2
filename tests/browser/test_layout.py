"""Nothing scrolls sideways, overlaps, is too small or a barrier: at every width, in both themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser import sheet
from tests.browser.conftest import ANSWER, Opener, settled
from tests.browser.layout import PAGES, WIDTHS, assert_fits, barriers, shown

SCHEMES = ("light", "dark")

TOLD_OF_THE_RECORD = ("record", "estimates", "evidence")  # the same whatever the scenario


def _query(**changes: Any) -> str:
    return link(revise(baseline(), changes))


LONGEST = "long names, paces of their own, one counted first"
QUERIES = {
    LONGEST: _query(
        targets=("dnipropetrovsk", "zaporizhzhia", "mykolaiv", "kharkiv"),
        order="in_turn",
        first=("donetsk",),
        rates=(("dnipropetrovsk", 0.72), ("zaporizhzhia", 12.5), ("mykolaiv", 3.0), ("kharkiv", 1.0)),
        title="A scenario with a name of eighty characters, all of which have to be shown here",
        note="A sentence of five hundred characters would be longer. " * 6,
    ),
    "land retaken": _query(rate=-2.0),
    "never, and beyond the horizon": _query(annual_change=-7.0, horizon=5.0),
    "done": _query(occupied=(("kharkiv", 100.0), ("odesa", 100.0))),
    "the whole country": _query(targets=("ukraine",)),
    "a bad link": "?v=1&rate=nan&horizon=999&targets=kharkiv,odesa,sumy,donetsk,poltava",
}


@pytest.fixture(scope="module")
def pictures() -> Iterator[dict[tuple[str, int, str], Path]]:
    """The pictures of the pages; once they are all there, they are put on one sheet."""
    taken: dict[tuple[str, int, str], Path] = {}
    yield taken
    columns = [(width, scheme) for scheme in SCHEMES for width in WIDTHS]
    if len(taken) == len(PAGES) * len(columns):
        sheet.compose([[taken[path, width, scheme] for width, scheme in columns] for path in PAGES])


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_fits_in_the_theme_of_the_readers_system_for_everybody_and_is_pictured(
    open_page: Opener, width: int, scheme: str, pictures: dict[tuple[str, int, str], Path]
) -> None:
    page = open_page(width=width, scheme=scheme)
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    lightness = sum(map(int, background.removeprefix("rgb(").rstrip(")").split(","))) / 3
    assert (lightness < 60) == (scheme == "dark")
    for path in PAGES:
        shown(page, path)
        assert_fits(page, path)
        pictures[path, width, scheme] = sheet.take(page, f"{path or 'explore'}-{width}-{scheme}")
        if width == max(WIDTHS):
            assert barriers(page) == [], path


@pytest.mark.parametrize(("case", "width"), [*((case, 390) for case in QUERIES), (LONGEST, 1024)])
def test_every_page_fits_whatever_the_scenario(open_page: Opener, case: str, width: int) -> None:
    page = open_page(QUERIES[case], width=width, scheme="dark" if width == 1024 else "light")
    for path in PAGES:
        if path not in TOLD_OF_THE_RECORD:
            shown(page, path)
            assert_fits(page, path)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_opened_assumptions_fit(open_page: Opener, width: int) -> None:
    page = open_page("?scenario=pause-of-twelve-months", width=width)
    if width == 390:
        page.get_by_role("button", name="Assumptions").click()
    for fold in page.get_by_test_id("stSidebar").get_by_test_id("stExpander").all():
        fold.locator("summary").click()
    page.get_by_role("group", name="Pause begins").wait_for()
    assert_fits(page, apart=False)


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["evidence", "estimates"])
def test_a_page_with_all_that_is_folded_open_fits(open_page: Opener, path: str, width: int) -> None:
    page = open_page(path, width=width)
    main = page.get_by_test_id("stMain")
    for fold in main.get_by_test_id("stExpander").all():
        fold.locator("summary").first.press("Enter")
        fold.locator("table, .t-row, p").filter(visible=True).first.wait_for()
    main.locator("details").evaluate_all("all => all.forEach((each) => { each.open = true })")
    settled(page)
    page.locator(".katex").evaluate_all("all => all.forEach((each) => each.remove())")  # whose indices are that small
    assert_fits(page, apart=False)


# The share of an element that can be seen: inside the window and with nothing over it, on a grid of points.
SEEN = """
(part) => {
  const box = part.getBoundingClientRect(), seen = []
  for (let i = 1; i < 10; i++) for (let j = 1; j < 10; j++) {
    const over = document.elementFromPoint(box.left + (i * box.width) / 10, box.top + (j * box.height) / 10)
    seen.push(over !== null && (part === over || part.contains(over) || over.contains(part)))
  }
  return seen.filter(Boolean).length / seen.length
}
"""


def test_the_answer_stays_in_sight_while_the_pace_moves_in_the_sheet(open_page: Opener) -> None:
    page = open_page(width=390, height=667)
    opener = page.get_by_role("button", name="Assumptions")
    pace = page.get_by_role("slider", name="Pace, km² a day", exact=True)
    expect(pace).to_be_hidden()
    assert opener.evaluate(SEEN) == 1
    assert (opener.bounding_box() or {})["height"] >= 44
    page.mouse.wheel(0, 600)
    opener.focus()
    page.keyboard.press("Enter")
    close = page.get_by_role("button", name="Close", exact=True)
    expect(close).to_be_focused()
    pace.scroll_into_view_if_needed()
    pace.press("End")
    expect(page.locator(ANSWER)).to_contain_text("kept taking 30")
    settled(page)
    expect(pace).to_be_focused()
    sheet = page.get_by_test_id("stSidebar").bounding_box()
    assert sheet is not None
    assert sheet["height"] <= 0.61 * 667
    for part in (page.locator(ANSWER), pace, close):
        assert part.evaluate(SEEN) == 1
    assert (close.bounding_box() or {})["height"] >= 44
    assert_fits(page, apart=False)
    close.focus()
    page.keyboard.press("Enter")
    expect(opener).to_be_focused()
    expect(pace).to_be_hidden()
    page.set_viewport_size({"width": 1024, "height": 800})
    expect(opener).to_be_hidden()
