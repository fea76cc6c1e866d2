"""On a phone the assumptions are a sheet under the answer, which stays in sight while they move."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import ANSWER, Opener, settled
from tests.browser.layout import SIDEWAYS, SMALLEST_TEXT_PX, TEXTS

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
    assert page.evaluate(SIDEWAYS) == []
    assert [piece for piece in page.evaluate(TEXTS) if piece["size"] < SMALLEST_TEXT_PX] == []
    close.focus()
    page.keyboard.press("Enter")
    expect(opener).to_be_focused()
    expect(pace).to_be_hidden()
    page.set_viewport_size({"width": 1024, "height": 800})
    expect(opener).to_be_hidden()
