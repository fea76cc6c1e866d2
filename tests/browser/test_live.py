"""The exact answer follows an assumption under the finger; nothing is asked for before it moves."""

from __future__ import annotations

import re
import time
from datetime import date

from playwright.sync_api import Locator, Page, Request, expect

from territory.answers.outlook import project
from territory.charts.answer_parts import pictures
from territory.charts.figure import LIGHT
from territory.scenario.scenario import Scenario, baseline, revise
from territory.ui.session import YEARS_ON
from territory.web.live import moved
from territory.words.answer import card, headline
from tests.browser.conftest import ANSWER, Opener, answered, settled

# Whether the first chart has a line that ends at a point.
ENDS = """
([date, area]) => {
  const line = document.querySelector(".t-plot").data.find((trace) => trace.name === "at this pace")
  return line.x.at(-1) === date && Math.abs(line.y.at(-1) - area) < 0.01
}
"""
PARTS = "[data-testid=stMain] [data-live]"


def slider(page: Page, name: str) -> Locator:
    return page.locator(f"#assumption-{name}")


def along(control: Locator, value: float) -> tuple[float, float]:
    """Where the thumb of a slider stands at a value, on the page."""
    box = control.bounding_box()
    assert box is not None
    low, high = (float(control.get_attribute(end) or 0) for end in ("min", "max"))
    return box["x"] + 10 + (value - low) / (high - low) * (box["width"] - 20), box["y"] + box["height"] / 2


def sentence(page: Page) -> str:
    return page.locator(ANSWER).inner_text().replace("\u202f", " ")


def exactly(scenario: Scenario) -> str:
    return headline(project(scenario)).replace("\u202f", " ")


def says(page: Page, scenario: Scenario) -> None:
    """Wait until the page has the sentence and the cards of a scenario."""
    outlook = project(scenario)
    words = re.escape(exactly(scenario)).replace("\\ ", r"\s")
    expect(page.locator(ANSWER)).to_have_text(re.compile(f"^{words}$"))
    by = date(scenario.start.year + YEARS_ON, 1, 1)
    for result in outlook.projection.targets:
        told = card(outlook, result, by)
        shown = page.locator("section.t-card").filter(has_text=told.title)
        for text in filter(None, (told.answer, told.detail, told.spread, told.chance)):
            expect(shown).to_contain_text(text)
        if told.dots and shown.locator(".t-dots").count():
            expect(shown.locator(".t-dots")).to_have_attribute("aria-label", told.dots)


def draws(page: Page, scenario: Scenario) -> None:
    """Wait until the first chart is that of a scenario."""
    front = pictures(project(scenario), date(2035, 1, 1), LIGHT)[0]
    (line,) = (trace for trace in front.figure.to_plotly_json()["data"] if trace.get("name") == "at this pace")
    page.wait_for_function(ENDS, arg=[str(line["x"][-1]), float(line["y"][-1])])


def parts(page: Page) -> list[str]:
    found: list[str] = page.locator(PARTS).evaluate_all("each => each.map((one) => one.outerHTML)")
    return found


def texts(page: Page) -> list[tuple[str, str]]:
    """The names and texts of the parts, without what is said of a changed assumption, for which a new row comes."""
    found = page.locator(PARTS).evaluate_all("each => each.map((one) => [one.dataset.live, one.textContent])")
    return [(name, text) for name, text in found if not name.startswith("change.")]


def test_while_the_pace_is_dragged_the_page_has_the_exact_answer(open_page: Opener) -> None:
    page = open_page(own=True)
    sent: list[object] = []
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("websocket", lambda socket: socket.on("framesent", lambda what: sent.append(what)))
    page.on("request", note)
    page.reload()
    answered(page)
    settled(page)
    page.evaluate("document.querySelector('.t-plot').scrollIntoView({ block: 'end' })")
    slider(page, "rate").hover()
    slider(page, "rate").focus()
    page.wait_for_timeout(2000)
    assert [url for url in asked if "/live?" in url] == []
    page.mouse.move(*along(slider(page, "rate"), 5.79))
    page.mouse.down()
    sent.clear()
    for pace in (8.0, 12.0, 0.0, -4.0, 21.0):
        page.mouse.move(*along(slider(page, "rate"), pace), steps=3)
        value = float(slider(page, "rate").input_value())
        says(page, revise(baseline(), {"rate": value}))
        draws(page, revise(baseline(), {"rate": value}))
    assert sent == []
    assert "rate=5.78989&" in page.url
    colours = page.locator(f"{ANSWER} span").evaluate_all("each => each.map((one) => one.textContent)")
    assert colours == ["Kharkiv oblast", "Odesa oblast"]
    shown = texts(page)
    page.mouse.up()
    expect(page).to_have_url(re.compile(rf"rate={value:g}&"))
    settled(page)
    says(page, revise(baseline(), {"rate": value}))
    assert texts(page) == shown
    draws(page, revise(baseline(), {"rate": value}))


def test_back_where_it_began_everything_is_as_it_was(open_page: Opener) -> None:
    page = open_page()
    page.get_by_text("Pause, setback").click()
    settled(page)
    before = parts(page)
    slider(page, "setback_km2").hover()  # once the fold has come to rest
    page.mouse.move(*along(slider(page, "setback_km2"), 0))
    page.mouse.down()
    page.mouse.move(*along(slider(page, "setback_km2"), 8000), steps=4)
    expect(page.locator(ANSWER)).to_contain_text("coming back under Ukrainian control on 30 August 2025")
    assert parts(page) != before
    page.mouse.move(*along(slider(page, "setback_km2"), -3000), steps=4)
    expect(page.locator(ANSWER)).not_to_contain_text("coming back")
    page.mouse.up()
    settled(page)
    assert parts(page) == before


def test_where_the_server_has_too_much_to_do_the_page_waits_and_its_own_answer_comes(open_page: Opener) -> None:
    page = open_page(own=True)
    refused: list[str] = []

    def refuse(route: object, request: Request) -> None:
        refused.append(request.url)
        route.fulfill(status=503, headers={"Retry-After": "1"})  # type: ignore[attr-defined]

    page.route("**/live?*", refuse)
    before = parts(page)
    page.mouse.move(*along(slider(page, "rate"), 5.79))
    began = time.monotonic()
    page.mouse.down()
    page.mouse.move(*along(slider(page, "rate"), 20.0), steps=20)
    page.wait_for_timeout(500)
    assert 1 <= len(refused) <= 1 + (time.monotonic() - began)  # no more than once a second
    assert parts(page) == before
    value = float(slider(page, "rate").input_value())
    page.mouse.up()
    says(page, moved(baseline(), "rate", value))
