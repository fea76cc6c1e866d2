"""Parts that are drawn by themselves, in a real browser: after them the page is as if it had been opened there."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from territory.scenario.links import link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import baseline, revise
from territory.ui.fragments import FOLLOWED
from tests.browser.conftest import ANSWER, Opener, settled

BREAKS = {"pause_months": 6.0, "pause_start": baseline().start, "setback_km2": 500.0, "setback_date": baseline().start}
SURE = {"pace_uncertainty": 30.0, "annual_change_uncertainty": 3.0, "noise": 150.0, "persistence": 0.5}
AWAY = revise(baseline(), {"rate": 8.0, "annual_change": 2.0, "season": 50.0, "horizon": 60.0, **BREAKS, **SURE})
STEPS = 2
# All words of the page, those that stand for its charts and what every field holds; its past is in Undo and Redo alone.
ALL = """
() => {
  const words = ["stMain", "stSidebar"].map((id) => {
    const side = document.querySelector(`[data-testid=${id}]`).cloneNode(true)
    for (const drawn of side.querySelectorAll("style, script, svg, .t-plot > *")) drawn.remove()
    return side.textContent
  })
  const charts = [...document.querySelectorAll(".t-plot")].map((each) => each.ariaLabel)
  const fields = [...document.querySelectorAll("input:not([type=file]), textarea")]
  return [...words, ...charts, ...fields.map((each) => `${each.ariaLabel ?? each.id}: ${each.value}`)]
}
"""


def unfold(page: Page) -> None:
    """Open all folds of the assumptions."""
    settled(page)
    for fold in page.locator("[data-testid=stSidebar] details").all():
        fold.locator("summary").click()
        expect(fold).to_have_attribute("open", "")


def everything(page: Page) -> list[str]:
    settled(page)
    found: list[str] = page.evaluate(ALL)
    return found


@pytest.mark.parametrize("path", ["", "map", "date", "drivers"])
def test_a_page_whose_assumptions_moved_is_as_if_it_were_opened_there(open_page: Opener, path: str) -> None:
    page = open_page(f"{path}{link(AWAY)}")
    unfold(page)
    for key in FOLLOWED:
        slider = page.locator(f"#assumption-{key}")
        for _ in range(STEPS):
            slider.press("ArrowRight")
    moved = {key: round(getattr(AWAY, key) + STEPS * PARAMETERS[key].step, 6) for key in FOLLOWED}
    query = link(revise(AWAY, moved))
    expect(page).to_have_url(re.compile(re.escape(query) + "$"))
    there = open_page(f"{path}{query}")
    unfold(there)
    expect(there.locator(ANSWER)).to_have_text(page.locator(ANSWER).inner_text())
    assert everything(page) == everything(there)


def test_one_step_of_the_pace_leaves_what_stands_around_untouched(open_page: Opener) -> None:
    page = open_page(link(AWAY))
    marks = page.evaluate_handle("[...document.querySelectorAll('.t-here, .t-limits, .t-brand')]")
    slider = page.get_by_role("slider", name=re.compile("^Pace"))
    slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("rate=8.01&"))
    settled(page)
    assert page.evaluate("(marks) => marks.every((each) => each.isConnected)", marks)
