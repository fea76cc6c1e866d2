"""An assumption's control in a real browser: keyboard, mouse, typing, and answers that come late."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Locator, Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import ANSWER, Opener, answered, settled

# Moves made faster than any reader's, in one turn of the browser: the slider's input and change events.
MOVES = """
(range, values) => {
  for (const value of values) {
    range.value = value
    range.dispatchEvent(new Event("input", {bubbles: true}))
    range.dispatchEvent(new Event("change", {bubbles: true}))
  }
}
"""
LISTEN = """
() => {
  window.told = []
  document.addEventListener("territory:assumption", (event) => window.told.push(event.detail))
}
"""


def pace(page: Page) -> Locator:
    return page.get_by_role("slider", name="Pace, km² a day", exact=True)


def typed(page: Page) -> Locator:
    return page.get_by_role("spinbutton", name="Pace, km² a day, typed")


def control(page: Page) -> Locator:
    return page.locator(".t-assumption").filter(has=pace(page))


def says(page: Page, rate: str) -> None:
    """Sentence, address, slider and entry hold one pace."""
    expect(page).to_have_url(re.compile(rf"[?&]rate={re.escape(rate)}&"))
    expect(page.locator(ANSWER)).to_contain_text(rate.replace("-", ""))
    expect(typed(page)).to_have_value(rate.replace("-", "−"))
    expect(pace(page)).to_have_attribute("aria-valuetext", re.compile(rf"^{re.escape(rate.replace('-', '−'))}\s"))


def type_pace(page: Page, text: str) -> None:
    typed(page).fill(text)
    typed(page).press("Enter")


def test_a_burst_ends_where_it_should_and_is_sent_as_its_first_and_last_move(open_page: Opener) -> None:
    page = open_page(own=True)
    sent: list[bytes] = []
    page.on("websocket", lambda socket: socket.on("framesent", lambda frame: sent.append(bytes_of(frame))))
    page.reload()
    answered(page)
    settled(page)
    sent.clear()
    pace(page).focus()
    pace(page).evaluate(MOVES, [6 + step / 100 for step in range(40)])
    says(page, "6.39")
    settled(page)
    assert len([frame for frame in sent if b"moved" in frame]) == 2
    for presses, ends in ((40, "6.79"), (5, "6.84")):
        for _ in range(presses):
            page.keyboard.press("ArrowRight")
        says(page, ends)
    settled(page)
    expect(pace(page)).to_be_focused()
    expect(pace(page)).to_have_value("6.84")
    for key, rate in (("PageUp", "7.84"), ("PageDown", "6.84"), ("Home", "-12"), ("End", "30")):
        page.keyboard.press(key)
        says(page, rate)
    typed(page).focus()
    page.keyboard.press("ArrowUp")
    says(page, "30.01")
    expect(control(page)).to_contain_text("Beyond the end of the slider: the typed number counts.")
    page.keyboard.press("ArrowUp")
    page.get_by_role("button", name="Undo").click()  # at once: the last move is sent before the button is pressed
    says(page, "30.01")


def bytes_of(frame: str | bytes) -> bytes:
    return frame.encode() if isinstance(frame, str) else frame


def test_while_it_is_dragged_the_readout_follows_and_nothing_is_sent_before_the_release(open_page: Opener) -> None:
    page = open_page()
    page.evaluate(LISTEN)
    compare = control(page).locator(".t-a-compare")
    expect(compare).to_have_text("faster than 17 of 32 documented months")
    box = pace(page).bounding_box()
    assert box is not None
    y, along = box["y"] + box["height"] / 2, lambda share: box["x"] + 10 + share * (box["width"] - 20)
    page.mouse.move(along((5.79 + 12) / 42), y)
    page.mouse.down()
    page.mouse.move(along(0.2), y, steps=4)
    expect(compare).to_have_text("1 of 32 documented months was lower")
    page.mouse.move(along(0.95), y, steps=4)
    expect(compare).to_have_text("faster than all 32 documented months")
    expect(pace(page)).to_have_attribute("aria-valuetext", re.compile("all 32 documented months$"))
    told = page.evaluate("window.told")
    assert len(told) >= 4
    assert {(each["name"], each["committed"]) for each in told} == {("rate", False)}
    assert "rate=5.78989&" in page.url
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"[?&]rate=2[678]\.?\d*&"))
    last = page.evaluate("window.told.at(-1)")
    assert last["committed"]
    assert f"rate={last['value']:g}&" in page.url
    for value, documented in ((5.79, "5.78989"), (23.73, "23.73333")):
        pace(page).evaluate(MOVES, [value])
        expect(page).to_have_url(re.compile(f"rate={documented}&"))
        assert page.evaluate("window.told.at(-1).value") == float(documented)


def test_a_pace_is_typed_in_several_habits_and_what_cannot_be_used_is_explained_and_stays(open_page: Opener) -> None:
    page = open_page()
    why = control(page).locator(".t-a-problem")
    for text, rate in (("7,5", "7.5"), ("−2", "-2"), ("-1,25", "-1.25"), (" 60 ", "60")):
        type_pace(page, text)
        says(page, rate)
    type_pace(page, "5.79")
    expect(page).to_have_url(re.compile("rate=5.78989&.*rate_source=documented"))
    for text, sentence in (
        ("5,842", "“5,842” can be read in two ways; write 5842 or 5.842."),
        ("fast", "“fast” is not a number; write one from −20 to 60 km² a day."),
        ("99", "99 is out of bounds; choose a number from −20 to 60 km²/day."),
    ):
        type_pace(page, text)
        expect(why).to_have_text(sentence)
        expect(typed(page)).to_have_value(text)
        expect(typed(page)).to_have_attribute("aria-invalid", "true")
        expect(typed(page)).to_have_accessible_description(sentence)
        assert "rate=5.78989&" in page.url
    type_pace(page, "7")
    says(page, "7")
    expect(why).to_be_empty()
    typed(page).fill("12")
    page.locator("#assumption-horizon").evaluate(MOVES, [60])
    expect(page).to_have_url(re.compile("horizon=60&"))
    settled(page)
    expect(typed(page)).to_have_value("12")
    expect(typed(page)).to_be_focused()
    typed(page).press("Enter")
    says(page, "12")


def test_a_value_from_elsewhere_shows_in_the_same_control(open_page: Opener) -> None:
    page = open_page()
    kept = control(page).element_handle()
    pace(page).focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    says(page, "5.82")
    reset = control(page).get_by_role("button", name="Reset: Pace, km² a day")
    expect(reset).to_be_visible()
    page.get_by_role("combobox", name="Start from").click()
    page.get_by_role("option", name="The best documented month, held").click()
    expect(typed(page)).to_have_value("23.73")
    reset.click()
    expect(page).to_have_url(re.compile("rate=5.78989&"))
    expect(typed(page)).to_have_value("5.79")
    expect(pace(page)).to_be_focused()
    expect(reset).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(typed(page)).to_have_value("23.73")
    assert kept is not None
    assert kept.evaluate("drawn => drawn.isConnected")


def test_every_assumption_is_a_labelled_slider_with_a_typed_entry(open_page: Opener) -> None:
    own = revise(baseline(), {"rates": (("kharkiv", 0.72), ("odesa", 3.0)), "order": "in_turn"})
    page = open_page(link(own))
    for fold in page.get_by_test_id("stSidebar").get_by_test_id("stExpander").all():
        fold.locator("summary").click()
    names: list[Any] = page.locator(".t-assumption label").all_inner_texts()
    assert len(names) == len(set(names)) == 13
    for name in names:
        slider = page.get_by_role("slider", name=name, exact=True)
        for part in (slider, page.get_by_role("spinbutton", name=f"{name}, typed", exact=True)):
            box = part.bounding_box()
            assert box is not None
            assert box["height"] >= 44
    change = page.get_by_role("slider", name="Change of the pace, % a year")
    change.press("ArrowLeft")
    expect(page).to_have_url(re.compile("annual_change=-1&"))
    expect(change).to_have_attribute("aria-valuetext", re.compile(r"^−1\s% a year$"))
    kharkiv = page.get_by_role("slider", name="Kharkiv oblast, km² a day", exact=True)
    front = "km² a day, faster than the whole front in 7 of 32 documented months"
    expect(kharkiv).to_have_attribute("aria-valuetext", re.compile(rf"^0\.72\s{front}$"))
    marks = page.locator(".t-assumption").filter(has=kharkiv).locator(".t-a-marks span")
    expect(marks).to_have_text(["on record inside", "whole front"])
    kharkiv.evaluate(MOVES, [5.79])
    expect(page).to_have_url(re.compile("rates=kharkiv~5.78989,odesa~3&"))
