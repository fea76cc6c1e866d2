"""The answer follows an assumption under the finger: nothing is sent, and the exact answer takes its place."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from playwright.sync_api import Locator, Page, Response, expect

from territory.along import along as answers_along
from territory.along import moved
from territory.outlook import project
from territory.scenario import baseline, revise
from territory.sharing.links import link
from territory.ui.session import YEARS_ON
from territory.ui.wording_answer import headline
from tests.browser.conftest import ANSWER, Opener, answered, settled

PATIENCE_MS = 30_000
MOVE = "(range, value) => { range.value = value; range.dispatchEvent(new Event('input', { bubbles: true })) }"
# The figure of the first chart: how many points the line at this pace has, and where its last one is.
PACE_LINE = """
() => {
  const line = document.querySelector(".t-plot").data.find((trace) => trace.name === "at this pace")
  return [line.y.length, Math.round(line.y.at(-1))]
}
"""


def slider(page: Page, name: str) -> Locator:
    return page.locator(f"#assumption-{name}")


def told(page: Page, name: str, act: Callable[[], object]) -> None:
    """Do something that makes the page ask along an assumption, and wait until it has been told."""

    def is_it(answer: Response) -> bool:
        return "/live?" in answer.url and f"along={name}&" in answer.url

    with page.expect_response(is_it, timeout=PATIENCE_MS) as response:
        act()
    response.value.finished()


def along(control: Locator, value: float) -> tuple[float, float]:
    """Where the thumb of a slider stands at a value, on the page."""
    box = control.bounding_box()
    assert box is not None
    low, high = (float(control.get_attribute(end) or 0) for end in ("min", "max"))
    return box["x"] + 10 + (value - low) / (high - low) * (box["width"] - 20), box["y"] + box["height"] / 2


def sentence(page: Page) -> str:
    return page.locator(ANSWER).inner_text().replace("\u202f", " ")


def exactly(**changes: float) -> str:
    return headline(project(revise(baseline(), changes))).replace("\u202f", " ")


def test_while_the_pace_is_dragged_the_page_follows_and_nothing_is_sent(open_page: Opener) -> None:
    page = open_page(own=True)
    sent: list[object] = []
    page.on("websocket", lambda socket: socket.on("framesent", sent.append))
    page.on("request", lambda request: sent.append(request.url))
    told(page, "rate", page.reload)
    answered(page)
    settled(page)
    page.evaluate("document.querySelector('.t-plot').scrollIntoView({ block: 'end' })")
    before = page.evaluate(PACE_LINE)
    page.mouse.move(*along(slider(page, "rate"), 5.79))
    page.mouse.down()
    sent.clear()
    said = set()
    for pace in (8.0, 12.0, 0.0, -4.0, 21.0):
        page.mouse.move(*along(slider(page, "rate"), pace), steps=3)
        value = float(slider(page, "rate").input_value())
        expect(page.locator(ANSWER)).to_have_text(re.compile(re.escape(exactly(rate=value)).replace("\\ ", r"\s")))
        said.add(page.locator('[data-live="card.odesa.answer"]').inner_text())
    assert len(said) == 5
    page.wait_for_function(f"before => ({PACE_LINE})()[1] > 2 * before", arg=before[1])
    assert sent == []
    assert "rate=5.78989&" in page.url
    colours = page.locator(f"{ANSWER} span").evaluate_all("each => each.map((one) => one.textContent)")
    assert colours == ["Kharkiv oblast", "Odesa oblast"]
    page.mouse.up()
    expect(page).to_have_url(re.compile(rf"rate={value:g}&"))
    settled(page)
    page.wait_for_function(f"() => ({PACE_LINE})()[0] !== 48")  # the exact figure, on days of its own
    assert sentence(page) == exactly(rate=value)
    expect(page.locator(".t-following")).to_have_count(0)


def test_back_where_it_began_everything_is_as_it_was(open_page: Opener) -> None:
    page = open_page()
    page.get_by_text("Pause, setback").click()
    settled(page)
    told(page, "setback_km2", lambda: slider(page, "setback_km2").focus())
    main = page.locator("[data-testid=stMain] [data-live]")
    before = main.evaluate_all("each => each.map((one) => one.innerHTML)")
    page.mouse.move(*along(slider(page, "setback_km2"), 0))
    page.mouse.down()
    page.mouse.move(*along(slider(page, "setback_km2"), 8000), steps=4)
    expect(page.locator(ANSWER)).to_contain_text("coming back under Ukrainian control on 30 August 2025")
    assert main.evaluate_all("each => each.map((one) => one.innerHTML)") != before
    page.mouse.move(*along(slider(page, "setback_km2"), -3000), steps=4)
    expect(page.locator(ANSWER)).not_to_contain_text("coming back")
    page.mouse.up()
    settled(page)
    assert main.evaluate_all("each => each.map((one) => one.innerHTML)") == before


def test_a_held_key_is_followed_and_ends_at_the_exact_answer(open_page: Opener) -> None:
    page = open_page(link(revise(baseline(), {"targets": ("kharkiv",)})))
    page.get_by_text("Change over time, season").click()
    settled(page)
    told(page, "annual_change", lambda: slider(page, "annual_change").focus())
    for _ in range(12):
        page.keyboard.down("ArrowRight")
    page.keyboard.up("ArrowRight")
    expect(page.locator(ANSWER)).to_contain_text(re.compile(r"12\s% more each year"))
    expect(page).to_have_url(re.compile("annual_change=12&"))
    settled(page)
    exact = headline(project(revise(baseline(), {"targets": ("kharkiv",), "annual_change": 12.0})))
    assert sentence(page) == exact.replace("\u202f", " ")


def test_what_is_not_known_closely_enough_stays_pale_until_the_exact_answer(open_page: Opener) -> None:
    certain = {"pace_uncertainty": 0.0, "annual_change_uncertainty": 0.0, "noise": 0.0}
    stopped = {"setback_date": date(2032, 1, 1), "setback_km2": 6000.0}
    scenario = revise(baseline(), {"targets": ("kharkiv",), **certain, **stopped})
    by = date(scenario.start.year + YEARS_ON, 1, 1)
    unsure = sorted(answers_along(scenario, "rate", (by,)).unsure)
    value = unsure[len(unsure) // 2]
    page = open_page(link(scenario))
    told(page, "rate", lambda: slider(page, "rate").focus())
    answer, chance = (page.locator(f'[data-live="card.kharkiv.{part}"]') for part in ("answer", "chance"))
    before = answer.inner_text(), chance.inner_text()
    slider(page, "rate").evaluate(MOVE, value)
    expect(answer).not_to_have_text(before[0])
    expect(chance).to_have_class(re.compile("t-late"))
    expect(chance).to_have_text(before[1])
    slider(page, "rate").dispatch_event("change")
    settled(page)
    expect(page.locator(".t-late, .t-following")).to_have_count(0)
    assert sentence(page) == headline(project(moved(scenario, "rate", value))).replace("\u202f", " ")
