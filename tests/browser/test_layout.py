"""Nothing scrolls sideways, overlaps, is too small or a barrier: at every width, in both themes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser import sheet
from tests.browser.accessibility import barriers
from tests.browser.conftest import Opener
from tests.browser.layout import PAGES, SIDEWAYS, SMALLEST_TEXT_PX, TEXTS, WIDTHS, overlapping, shown

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

# Every visible piece of text with its box and size; the parts of one control or of one line are one piece.
# Buttons and fields of the page itself that a finger could miss.
SMALL_TARGETS = """
() => [...document.querySelector("[data-testid=stMain]").querySelectorAll(
    "[data-testid=stButtonGroup] button, [data-testid=stDateInput] [role=group], .stButton button, summary")]
  .filter((part) => part.checkVisibility() && part.getBoundingClientRect().height < 43.5)
  .map((part) => part.outerHTML.slice(0, 200))
"""


def assert_fits(page: Page, name: str) -> None:
    """Every text at its place and large enough; name says where it was."""
    page.evaluate("document.fonts.ready")
    pieces = page.evaluate(TEXTS)
    assert len(pieces) > 20, name
    assert page.evaluate(SIDEWAYS) == [], name
    assert [piece for piece in pieces if piece["size"] < SMALLEST_TEXT_PX] == [], name
    assert overlapping(pieces) == [], name
    assert page.evaluate(SMALL_TARGETS) == [], name


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
    folds = page.get_by_test_id("stSidebar").get_by_test_id("stExpander")
    for fold in folds.all():
        fold.locator("summary").click()
    page.get_by_role("group", name="Pause begins").wait_for()
    pieces = page.get_by_test_id("stSidebar").evaluate("side => (" + TEXTS.strip() + ")()")
    assert page.evaluate(SIDEWAYS) == []
    assert [piece for piece in pieces if piece["size"] < SMALLEST_TEXT_PX] == []
