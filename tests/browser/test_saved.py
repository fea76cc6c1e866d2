"""One press saves a scenario; its link opens elsewhere, is found again in this browser, and needs no storage."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser.conftest import ANSWER, Opener, answered, settled
from tests.browser.layout import SIDEWAYS, assert_fits

OWN = revise(baseline(), {"rate": 9.25, "order": "in_turn", "title": '"><script>alert(1)</script>'})
SHORT = re.compile(r"\?s=[0-9a-hjkmnp-tv-z]{16}$")
BLOCKED = "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"

IN_ANOTHER_TAB = """
held => {
  localStorage.setItem("territory.saved", held)
  window.dispatchEvent(new StorageEvent("storage", { key: "territory.saved" }))
}
"""


def save(page: Page) -> str:
    """Save by keyboard; the id of the scenario."""
    page.get_by_role("button", name="Save and get a short link").press("Enter")
    page.wait_for_url(SHORT)
    settled(page)
    return page.url.rpartition("=")[2]


def saved_list(page: Page) -> None:
    page.locator(".st-key-fold-saved summary").press("Enter")


def test_what_is_saved_and_copied_opens_elsewhere_and_leads_through_the_shared_page_to_the_same_answer(
    open_page: Opener,
) -> None:
    page = open_page(link(OWN))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    said, id = page.locator(ANSWER).inner_text(), save(page)
    expect(page.get_by_label("Link to this scenario")).to_be_focused()  # at hand, and said to those who do not see it
    page.keyboard.press("ControlOrMeta+c")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url
    shared = page.get_by_label("Page to share, with its picture").input_value()
    assert shared.endswith(f"/s/{id}")
    other = open_page(copied.rpartition("/")[2], width=390, height=844)
    expect(other.locator(ANSWER)).to_have_text(said)
    expect(other.get_by_label("Link to this scenario")).to_have_value(copied)
    assert other.evaluate(SIDEWAYS) == []
    other.goto(shared)
    assert other.locator("h1").inner_text() == said
    assert other.evaluate(SIDEWAYS) == []
    other.get_by_role("link", name="Open in the explorer").press("Enter")
    other.wait_for_url(copied)
    answered(other)
    expect(other.locator(ANSWER)).to_have_text(said)


def test_the_browser_lists_what_it_saved_opens_it_forgets_it_and_puts_it_back(open_page: Opener) -> None:
    page = open_page(link(OWN))
    saved_list(page)
    expect(page.get_by_text("Nothing yet.")).to_be_visible()
    said, id = page.locator(ANSWER).inner_text(), save(page)
    page.goto(page.url.partition("?")[0])
    answered(page)
    expect(page.locator(ANSWER)).not_to_have_text(said)
    saved_list(page)
    entry = page.get_by_role("link", name=OWN.title)
    expect(entry).to_have_attribute("href", f"/?s={id}")
    forget = page.get_by_role("button", name=f"Forget: {OWN.title}")
    forget.press("Enter")
    expect(page.get_by_text("Forgotten here. Its link still opens it.")).to_be_visible()
    expect(entry).to_have_count(0)
    page.get_by_role("button", name="Put back").press("Enter")
    entry.press("Enter")
    page.wait_for_url(re.compile(id))
    answered(page)
    expect(page.locator(ANSWER)).to_have_text(said)
    saved_list(page)
    forget.press("Enter")
    expect(entry).to_have_count(0)
    assert page.evaluate("localStorage.getItem('territory.saved')") == "[]"  # opened from a link, it does not come back


def test_two_versions_of_one_name_are_told_apart_by_time_and_pace(open_page: Opener) -> None:
    page, before = open_page(link(OWN)), datetime.now(UTC)
    first = save(page)
    page.goto(page.url.partition("?")[0] + link(revise(OWN, {"rate": 4.5})))
    answered(page)
    second = save(page)
    saved_list(page)
    entries = page.locator(".saved-list li")
    expect(entries.get_by_role("link", name=OWN.title)).to_have_count(2)
    for entry, pace, id in zip(entries.all(), ("4.5", "9.25"), (second, first), strict=True):
        about = entry.locator("p").inner_text()
        assert re.search(rf"\d:\d\d.* · {pace}\skm² a day · {id}$", about)
        expect(entry.get_by_role("button", name=f"{pace}\u202fkm² a day")).to_have_count(2)  # copy, forget
    held = json.loads(page.evaluate("localStorage.getItem('territory.saved')"))
    saved = [datetime.fromtimestamp(each["at"] / 1000, UTC) for each in held]
    assert saved[0] >= saved[1] >= before - timedelta(seconds=2)


def test_what_the_storage_holds_is_never_trusted_and_saving_needs_none(open_page: Opener) -> None:
    page = open_page(link(OWN), width=390, height=844, own=True)
    bad = [
        {"id": "javascript:alert(1)", "name": "bad", "date": "2026-01-01"},
        {"id": "0123456789abcdef", "name": "<img src=x onerror=alert(1)>" + "x" * 5_000, "date": "2026-01-01"},
        {"id": "0123456789abcdeg", "name": 7, "date": "2026-01-01"},
        {"id": "0123456789abcdej", "name": "", "date": "2026-01-01", "at": 1e300, "pace": "<img src=x>" * 99},
        {"id": "0123456789abcdeh", "name": "no day", "date": "2026-99-99"},
        None,
    ]
    saved_list(page)
    for held, links in ((json.dumps(bad), 2), ("not json", 0), ('{"a": 1}', 0), ("null", 0), (json.dumps(bad), 2)):
        page.evaluate(IN_ANOTHER_TAB, held)
        expect(page.locator(".saved-list li")).to_have_count(links)
        assert page.locator(".saved-list img").count() == 0
        assert_fits(page)
    page.add_init_script(BLOCKED)
    page.reload()
    answered(page)
    id = save(page)
    saved_list(page)
    expect(page.get_by_text("This browser keeps no list")).to_be_visible()
    expect(page.get_by_label("Link to this scenario")).to_have_value(re.compile(id))


def test_the_answer_comes_as_a_table_the_scenario_can_be_cited_and_all_of_it_fits_a_phone(open_page: Opener) -> None:
    page = open_page(link(OWN), width=390, height=844)
    for fold in page.locator(".st-key-keep_more summary").all():
        fold.press("Enter")
    with page.expect_download() as download:
        page.get_by_role("button", name="Answer as a table (CSV)").click()
    table = download.value.path().read_text(encoding="utf-8-sig")
    assert link(OWN) in table
    assert re.search(r"^kharkiv,central\.date,date,\d{4}-\d\d-\d\d$", table, re.MULTILINE)
    expect(page.get_by_label("Cite this")).to_have_value(re.compile("edition 2025-08-17, model 1"))
    assert_fits(page)
    for part in page.locator(".st-key-keep button, .st-key-keep_more button, .st-key-keep_more summary").all():
        if box := part.bounding_box():
            assert box["height"] >= 44, part.inner_text()
