"""The record in a real browser: its figures are those of the tables, and its window is chosen by keyboard and mouse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Locator, Page, expect

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser import rounding
from tests.browser.conftest import Opener, drag, settled

TABLES = Path(__file__).resolve().parents[2] / "seeds" / "record"
COLUMNS = {
    "DeepState, on land": ("deepstate.csv", "gain_land_km2"),
    "DeepState, as drawn": ("deepstate.csv", "gain_as_drawn_km2"),
    "AFP, from ISW data": ("afp.csv", "gain_km2"),
    "DeepState, inside Kharkiv oblast": ("deepstate_oblasts.csv", "kharkiv"),
}
# What the bars, the highlighted span and the mean line of the chart were drawn from.
DRAWN = """
plot => plot.data.map((trace) => ({
  kind: trace.meta, x: [...trace.x].map(String), y: [...trace.y], said: [...(trace.customdata ?? [])],
}))
"""
EDGE_AT = (
    "(() => { const box = [...document.querySelectorAll('.shapelayer path[data-index=\"1\"]')].at(-1)"
    ".getBoundingClientRect(); return box.x + box.width / 2 })()"
)


def months(provider: str, first: str, last: str) -> pd.DataFrame:
    """A provider's table, read again here: its own columns, and `gain` (km²), `days`, `pace` (km² a day)."""
    file, column = COLUMNS[provider]
    rows = pd.read_csv(TABLES / file, parse_dates=["from", "to"])
    rows = rows[rows["month"].between(first, last)]
    days = (rows["to"] - rows["from"]).dt.days
    gain = rows[column].fillna(0.0).astype(float)
    return rows.assign(gain=gain, days=days, pace=gain / days)


def shown(value: float, decimals: int = 2) -> str:
    """A number as the page writes it."""
    return rounding.number(value, decimals).replace("-", "−")


def chart(page: Page) -> Locator:
    plot = page.locator(".js-plotly-plot")
    plot.locator(".barlayer .point").first.wait_for()
    return plot


def drawn(page: Page) -> dict[str, dict[str, list[str]]]:
    return {trace["kind"]: trace for trace in reversed(chart(page).evaluate(DRAWN))}


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list by keyboard."""
    box = page.get_by_role("combobox", name=label, exact=True)
    box.focus()
    page.keyboard.press("Enter")
    page.keyboard.type(option)
    page.keyboard.press("Enter")


def facts(page: Page) -> Iterator[tuple[str, str, str]]:
    for fact in page.locator(".t-fact").all():
        yield fact.locator("h2").inner_text(), fact.locator("strong").inner_text(), fact.locator("p").inner_text()


def edge(page: Page, place: int) -> tuple[float, float]:
    """The middle of one of the window's two edges."""
    line = chart(page).locator(f'.shapelayer path[data-index="{place}"]').last
    line.wait_for(state="attached")
    settled(page)
    box = line.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


@pytest.mark.parametrize(
    ("edition", "provider", "months_chosen"),
    [
        ("2025-08-17", "DeepState, on land", None),
        ("2026-08-22", "AFP, from ISW data", "2025"),
        ("2026-08-22", "DeepState, as drawn", "2024"),
        ("2025-08-17", "DeepState, inside Kharkiv oblast", None),
    ],
)
def test_the_page_says_what_the_tables_say(
    open_page: Opener, edition: str, provider: str, months_chosen: str | None
) -> None:
    page = open_page("record" + link(baseline(edition)))
    first, last = ("2022-12", "2025-07") if months_chosen is None else (f"{months_chosen}-01", f"{months_chosen}-12")
    if provider != "DeepState, on land":
        choose(page, "Whose record", provider)
        expect(page.locator("h1")).to_contain_text(provider.partition(", ")[2].removeprefix("from "))
        settled(page)
    if months_chosen is not None:
        choose(page, "Window", months_chosen)
    rows = months(provider, first, last)
    total, days = rows["gain"].sum(), rows["days"].sum()
    expect(page.locator("h1")).to_contain_text(f"{shown(total / days)}\u202fkm² a day")
    settled(page)
    said = {title: (answer, detail) for title, answer, detail in facts(page)}
    assert said["Mean pace"][0] == shown(total / days)
    assert f"{shown(total, 0)}\u202fkm² were taken" in said["Mean pace"][1]
    assert said["Spread"][0] == shown(rows["pace"].std())
    assert (said["Slowest month"][0], said["Fastest month"][0]) == (
        shown(rows["pace"].min()),
        shown(rows["pace"].max()),
    )
    assert said["Length"][0] == f"{len(rows)} months"
    assert said["Length"][1].startswith(f"{days} days")
    traces = drawn(page)
    assert [float(y) for y in traces["chosen"]["y"]] == pytest.approx(list(rows["pace"]), abs=0.0051)
    ends = {f"{rows['from'].iloc[0]:%F}", f"{rows['to'].iloc[-1]:%F}"}
    assert {x[:10] for x in traces["window"]["x"]} == ends
    assert [float(y) for y in traces["mean"]["y"]] == pytest.approx([total / days] * 2, rel=1e-6)
    assert all(f"in {each} days" in text for each, text in zip(rows["days"], traces["chosen"]["said"], strict=True))


def test_months_after_the_edition_are_hatched_and_no_list_offers_them(open_page: Opener) -> None:
    page = open_page("record")
    rows = months("DeepState, on land", "2025-08", "2026-08")
    assert [float(y) for y in drawn(page)["unusable"]["y"]] == pytest.approx(list(rows["pace"]), abs=0.0051)
    page.get_by_role("combobox", name="To", exact=True).focus()
    page.keyboard.type("2025")
    expect(page.get_by_role("option").last).to_have_text("Jul 2025")


def test_a_window_is_chosen_and_its_pace_taken_by_keyboard_and_undone(open_page: Opener) -> None:
    page = open_page("record")
    choose(page, "From", "Jan 2024")
    expect(page.locator("h1")).to_contain_text("From January 2024 to July 2025")
    choose(page, "To", "Dec 2024")
    expect(page.locator("h1")).to_contain_text("From January to December 2024 the front moved 9.08")
    expect(page.get_by_role("img", name="Bars, one for each month")).to_have_accessible_name(
        re.compile(r"The mean of 12 months is 9\.08")
    )
    page.get_by_role("button", name="Use this pace").press("Enter")
    expect(page.get_by_text("This scenario uses this window.")).to_be_visible()
    page.wait_for_url(re.compile(r"rate=9\.08388&.*rate_source=deepstate_land~2024-01~2024-12"))
    expect(page.get_by_test_id("stSidebar")).to_contain_text("The pace is from January to December 2024 in the record")
    page.get_by_role("button", name="Undo").press("Enter")
    page.wait_for_url(re.compile(r"rate=5\.78989&.*rate_source=documented"))
    expect(page.locator("h1")).to_contain_text(
        "9.08\u202fkm² a day by DeepState’s map on land; this scenario uses 5.79"
    )


def test_both_edges_are_dragged_snap_to_months_and_stop_at_the_edition(open_page: Opener) -> None:
    page = open_page("record")
    right = edge(page, 1)
    drag(page, edge(page, 0), (150, 0))
    expect(page.locator("h1")).not_to_contain_text("December 2022")
    expect(page.locator("h1")).to_contain_text("to July 2025")
    drag(page, edge(page, 1), (250, 0))
    expect(page.locator("h1")).to_contain_text("to July 2025")
    page.wait_for_function(f"x => Math.abs({EDGE_AT} - x) < 4", arg=right[0])
    drag(page, edge(page, 1), (-80, 0))
    expect(page.locator("h1")).not_to_contain_text("to July 2025")
    traces = drawn(page)
    window = traces["window"]["x"]
    rows = months("DeepState, on land", "2022-12", "2025-07")
    assert min(window)[:10] in set(rows["from"].dt.strftime("%F"))
    assert max(window)[:10] in set(rows["to"].dt.strftime("%F"))


def test_the_sidebar_leads_to_the_record_and_says_that_a_pace_is_not_its_windows(open_page: Opener) -> None:
    page = open_page(link(revise(baseline(), {"rate": 7.0, "rate_source": "deepstate_land~2024-01~2024-12"})))
    side = page.get_by_test_id("stSidebar")
    expect(side).to_contain_text("is not the one found there, 9.08")
    side.get_by_role("link", name="Take it from past months").press("Enter")
    expect(page.locator("h1")).to_contain_text("9.08\u202fkm² a day by DeepState’s map on land; this scenario uses 7.")
    page.wait_for_url(re.compile(r"/record\?"))
    assert page.locator(".st-key-to_record a").evaluate("each => each.getBoundingClientRect().height") >= 44
