"""Every page by keyboard alone, without the outside, and with charts that are never empty."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from benchmarks import paint
from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import ANSWER, Opener, answered, settled
from tests.browser.layout import PAGES, shown

TABS = 60  # no control of a page is further than that
BACK = "Shift+Tab"
AT_HOME = ("http://localhost:", "ws://localhost:", "data:", "blob:")
# Whether what has the focus, or what is drawn around or in it, looks other than without it.
SEEN = """
async () => {
  const active = document.activeElement
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
  const near = [active, ...[1, 2, 3, 4].reduce((all, _) => [...all, all.at(-1).parentElement ?? active], [active]),
    ...active.querySelectorAll("*"), ...(active.parentElement?.children ?? [])]
  const look = () => near.map((each) => {
    const style = getComputedStyle(each)
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor].join()
  }).join("|")
  const focused = look()
  active.blur()
  await painted()
  const blurred = look()
  active.focus()
  await painted()
  return focused !== blurred
}
"""
# Looks at every chart after every change of the page: the same node as before, and something drawn in it.
NEVER_EMPTY = """
() => {
  const plots = [...document.querySelectorAll(".t-plot")]
  const drawn = plots.map((plot) => plot.querySelector(".main-svg"))
  window.seen = { looks: 0, faults: [] }
  new MutationObserver(() => {
    window.seen.looks++
    plots.forEach((plot, place) => {
      const same = plot.isConnected && plot.querySelector(".main-svg") === drawn[place]
      if (!same || !plot.querySelector(".scatterlayer path")) window.seen.faults.push(place)
    })
  }).observe(document.body, { subtree: true, childList: true, attributes: true })
}
"""


def tab_to(page: Page, role: str, name: str, key: str = "Tab") -> None:
    """Press Tab until the control has the focus; it is seen there."""
    tab_on_to(page, page.get_by_role(role, name=name).first, f"{role} {name}", key)  # type: ignore[arg-type]


def tab_on_to(page: Page, wanted: Locator, called: str, key: str = "Tab") -> None:
    """The same for what has no role and name of its own."""
    for _ in range(TABS):
        page.keyboard.press(key)
        if wanted.evaluate("node => node === document.activeElement || node.contains(document.activeElement)"):
            assert page.evaluate(SEEN), f"no focus to be seen at {called}"
            return
    pytest.fail(f"{called} is not reached within {TABS} tabs")


def pace(page: Page) -> None:
    tab_to(page, "slider", "Pace, km² a day", BACK)  # the form comes before the page
    page.keyboard.press("ArrowRight")


def date_of_the_map(page: Page) -> None:
    tab_to(page, "slider", "Date of the map")
    page.keyboard.press("ArrowRight")


def how_sure(page: Page) -> None:
    tab_to(page, "slider", "Chance in this model, %")
    page.keyboard.press("ArrowRight")


def oblast(page: Page) -> None:
    tab_to(page, "radio", "Kharkiv")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")


def estimate(page: Page) -> None:
    tab_on_to(page, page.locator(".t-said-row summary").nth(1), "the second estimate")
    page.keyboard.press("Enter")
    tab_to(page, "button", "Open as a scenario")
    page.keyboard.press("Enter")


CONTROLS: dict[str, Callable[[Page], None]] = {
    "": pace,
    "map": date_of_the_map,
    "compare": pace,
    "date": how_sure,
    "drivers": oblast,
    "record": pace,
    "estimates": estimate,
    "evidence": pace,
}


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_reached_changed_and_read_by_keyboard_alone(open_page: Opener, path: str) -> None:
    page = open_page("" if path else "map")
    tab_to(page, "link", PAGES[path])
    page.keyboard.press("Enter")
    expect(page.locator(".t-here")).to_have_text(PAGES[path])
    settled(page)
    said = page.locator(f"{ANSWER}, .t-sub, .t-steps, .t-title, .t-small")
    before = said.all_inner_texts()
    CONTROLS[path](page)
    expect(said).not_to_have_text(before)


def test_the_row_of_pages_keeps_the_scenario_asks_nothing_of_the_outside_and_logs_no_error(open_page: Opener) -> None:
    query = link(revise(baseline(), {"rate": 9.5}))
    page = open_page(
        query, own=True
    )  # a reload elsewhere looks for Streamlit's own files beside the page first, and is told 404
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda socket: asked.append(socket.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.reload()
    answered(page)
    for path in PAGES:
        shown(page, path)
        expect(page).to_have_url(re.compile(rf"/{path}{re.escape(query)}$"))
    page.get_by_role("link", name="Explore", exact=True).click()
    shown(page, "")
    page.get_by_role("slider", name="Pace, km² a day").first.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"rate=9\.51&"))
    assert len(asked) > len(PAGES)
    assert [url for url in asked if not url.startswith(AT_HOME)] == []
    assert errors == []


@pytest.mark.parametrize("path", ["", "compare", "date"])
def test_a_chart_stays_the_same_and_is_never_empty_while_the_pace_moves(open_page: Opener, path: str) -> None:
    page = open_page(path)
    settled(page)
    page.locator(".t-plot .main-svg").first.wait_for()
    before = page.locator(".t-plot").first.inner_html()
    page.evaluate(NEVER_EMPTY)
    page.get_by_role("slider", name="Pace, km² a day").first.focus()
    for _ in range(3):
        page.keyboard.press("PageUp")
        settled(page)
    expect(page.locator(".t-plot").first).to_be_visible()
    page.wait_for_function("before => document.querySelector('.t-plot').innerHTML !== before", arg=before)
    seen = page.evaluate("seen")
    assert seen["looks"] > 3
    assert seen["faults"] == []


def test_a_move_of_the_pace_sends_little(browser: Browser, app_url: str) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 1000})
    explore = paint.Driven(context, app_url, ANSWER, paint.CHARTS)
    ((*moves,),) = paint.measure([explore], moves=3, warm_up=1)
    context.close()
    assert all(0 < move.bytes <= 1000 * paint.MOST_KB for move in moves)
    assert all(0 < move.asked < move.first_answer <= min(move.last_answer, move.painted) for move in moves)
