"""Nothing scrolls sideways, nothing overlaps, nothing is too small: at every width, in both themes."""

from __future__ import annotations

import pytest

from tests.browser.conftest import Opener

WIDTHS = (1440, 1024, 390)
SMALLEST_TEXT_PX = 12
QUERIES = {
    "the documented pace": "",
    "a pace of its own": "?scenario=kharkiv-own-pace",
    "land retaken": "?scenario=land-retaken",
    "a bad link": "?v=1&rate=nan&horizon=999&targets=kharkiv,odesa,sumy,donetsk,poltava",
}

# Every visible piece of text with its box and size; the parts of one control or of one line are one piece.
TEXTS = """
() => {
  const pieces = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement
    if (!node.textContent.trim() || !parent.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue
    if (parent.closest("style, script, [data-testid=stIconMaterial]")) continue
    if (parent.closest(".st-key-sheet_open")) continue // a bar of its own ground, which the page scrolls under
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const box of range.getClientRects()) {
      if (box.width < 2 || box.height < 2) continue
      pieces.push({
        text: node.textContent.trim().slice(0, 60),
        size: parseFloat(getComputedStyle(parent).fontSize),
        left: box.left, right: box.right, top: box.top, bottom: box.bottom,
      })
    }
  }
  return pieces
}
"""
SIDEWAYS = """
() => [...document.querySelectorAll("html, body, [data-testid=stMain], [data-testid=stSidebarContent]")]
  .filter((part) => part.getBoundingClientRect().right > 0 && part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.dataset.testid || part.tagName)
"""


def overlapping(pieces: list[dict[str, float]]) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes cover each other by more than the air around the letters."""
    found = []
    for i, one in enumerate(pieces):
        for other in pieces[i + 1 :]:
            wide = min(one["right"], other["right"]) - max(one["left"], other["left"])
            high = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
            spacer = one["text"] == other["text"]  # Streamlit lays a bold copy under a button's text, unseen
            if (
                not spacer
                and wide > 2
                and high > 0.35 * min(one["bottom"] - one["top"], other["bottom"] - other["top"])
            ):
                found.append((one["text"], other["text"]))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_the_page_fits(open_page: Opener, query: str, width: int, scheme: str) -> None:
    page = open_page(query, width=width, scheme=scheme)
    page.evaluate("document.fonts.ready")
    pieces = page.evaluate(TEXTS)
    assert len(pieces) > 30
    assert page.evaluate(SIDEWAYS) == []
    assert [piece for piece in pieces if piece["size"] < SMALLEST_TEXT_PX] == []
    assert overlapping(pieces) == []


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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_theme_follows_the_readers_system(open_page: Opener, scheme: str) -> None:
    page = open_page(scheme=scheme)
    background = page.evaluate("getComputedStyle(document.querySelector('.stApp')).backgroundColor")
    lightness = sum(map(int, background.removeprefix("rgb(").rstrip(")").split(","))) / 3
    assert (lightness < 60) == (scheme == "dark")
