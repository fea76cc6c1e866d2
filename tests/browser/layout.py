"""How a page lies: its texts and where they are, what scrolls sideways, and how one is gone to."""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import ANSWER, settled

WIDTHS = (1440, 1024, 390)
SMALLEST_TEXT_PX = 12
PAGES = {
    "": "Explore",
    "map": "Map",
    "compare": "Compare",
    "date": "Test a date",
    "drivers": "What drives it",
    "record": "The record",
    "estimates": "Estimates and tests",
    "evidence": "Evidence and method",
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
# Buttons and fields of the page itself that a finger could miss.
SMALL_TARGETS = """
() => [...document.querySelector("[data-testid=stMain]").querySelectorAll("[data-testid=stButtonGroup] button, summary,"
    + "[data-testid=stDateInput] [role=group], .stButton button, .t-contents a, .t-saved-list button")]
  .filter((part) => part.checkVisibility() && part.getBoundingClientRect().height < 43.5)
  .map((part) => part.outerHTML.slice(0, 200))
"""


def overlapping(pieces: list[dict[str, float]]) -> list[tuple[str, str]]:
    """Pairs of texts whose boxes cover each other by more than the air around the letters."""
    found = []
    pieces = sorted(pieces, key=lambda piece: piece["top"])
    for i, one in enumerate(pieces):
        for other in pieces[i + 1 :]:
            if other["top"] >= one["bottom"]:
                break
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


def assert_fits(page: Page, where: str = "", *, apart: bool = True) -> None:
    """Nothing scrolls sideways or is too small, and texts stand apart where nothing lies over the page."""
    page.evaluate("document.fonts.ready")
    pieces = page.evaluate(TEXTS)
    assert len(pieces) > 20, where
    assert page.evaluate(SIDEWAYS) == [], where
    assert [piece for piece in pieces if piece["size"] < SMALLEST_TEXT_PX] == [], where
    assert not apart or overlapping(pieces) == [], where
    assert page.evaluate(SMALL_TARGETS) == [], where


def shown(page: Page, path: str) -> None:
    """Go to a page by the row of pages, and wait until it is drawn."""
    if path:
        page.get_by_role("link", name=PAGES[path], exact=True).click()
    expect(page.locator(".t-here", has_text=PAGES[path])).to_be_visible()
    expect(page.locator(".t-here")).to_have_count(1)
    settled(page)
    page.locator(ANSWER).first.wait_for()
    for plot in page.locator(".t-plot").all():
        plot.locator(".main-svg").first.wait_for(state="attached")


RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}


def barriers(page: Page) -> list[str]:
    """What axe finds against the rules of WCAG 2.2, A and AA, and where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{each['id']}: {each['help']}: {[node['html'][:160] for node in each['nodes'][:3]]}" for each in found]
