"""What is on screen is what the command prints for the same link, rounded as docs/rounding.md says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import StringIO
from itertools import chain
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from territory.cli import main as cli
from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.browser import rounding
from tests.browser.conftest import ANSWER, answered, new_page, settled
from tests.browser.rounding import DAYS_PER_YEAR, area, day, figures, from_to, month, number, pace, share, span

BY = "2035-01-01"
SCENARIOS: dict[str, dict[str, Any]] = {
    "the documented pace": {},
    "paces of their own": {"rates": (("kharkiv", 0.72), ("odesa", 3.0))},
    "in turn, one counted first": {"order": "in_turn", "first": ("donetsk",), "rate": 11.5},
    "land retaken": {"rate": -2.0},
    "season, pause and setback": {
        "season": 60.0,
        "annual_change": 2.0,
        "pause_start": date(2027, 1, 1),
        "pause_months": 12.0,
        "setback_date": date(2029, 6, 1),
        "setback_km2": 1500.0,
    },
}
NAMES = {"": "Explore", "date": "Test a date"}
INSIDE = {"kharkiv": 0.72}  # km² a day on record inside an oblast, to August 2025; none inside Odesa oblast
SINCE_THEN = ["1 January", "22 August 2026"]

READ = """
() => {
  const main = document.querySelector("[data-testid=stMain]")
  const parts = (selector) => [...main.querySelectorAll(selector)].filter((part) => part.checkVisibility())
  const text = (part) => part.innerText
  return {
    headline: parts("h1").map(text),
    beneath: parts(".t-sub").map(text),
    titles: parts(".t-title").map(text),
    cards: parts(".t-card").map((card) => ({
      text: [...card.querySelectorAll("header p, .t-answer, .t-spread, .t-small")].map(text),
      dots: [...card.querySelectorAll("[role=img]")].map((part) => part.getAttribute("aria-label")),
      full: card.querySelectorAll(".t-dot-before").length,
    })),
    changes: parts(".t-change").map(text),
    alts: parts("[role=img]:not(.t-dots)").map((part) => part.getAttribute("aria-label")),
    facts: parts(".t-fact").map(text),
  }
}
"""


@dataclass(frozen=True)
class Shown:
    """What the pages say of one scenario, by path, and its link."""

    link: str
    pages: dict[str, dict[str, Any]]


@cache
def command(*arguments: str) -> dict[str, Any]:
    """What `territory ... --json` prints."""
    with redirect_stdout(StringIO()) as printed:
        assert cli.main([*arguments, "--json"]) == 0
    answer: dict[str, Any] = json.loads(printed.getvalue())
    return answer


@pytest.fixture(scope="module")
def reader(browser: Browser) -> Iterator[Page]:
    """One reader who opens one scenario after the other."""
    page = new_page(browser)
    page.set_viewport_size({"width": 1440, "height": 1000})
    yield page
    page.context.close()


@pytest.fixture(scope="module", params=SCENARIOS.values(), ids=SCENARIOS)
def shown(reader: Page, app_url: str, request: pytest.FixtureRequest) -> Shown:
    """All pages of one scenario, gone through by the row of pages, so that a figure left behind would be read too."""
    query = link(revise(baseline(), request.param))
    reader.goto(app_url + query)
    answered(reader)
    return Shown(query, {path: _read(reader, path) for path in NAMES})


def _read(page: Page, path: str) -> dict[str, Any]:
    if path:
        page.get_by_role("link", name=NAMES[path], exact=True).click()
    expect(page.locator(".t-here")).to_have_text(NAMES[path])
    page.locator(ANSWER).wait_for()
    settled(page)
    expect(page).to_have_url(re.compile(r"\?."))
    found: dict[str, Any] = page.evaluate(READ)
    return found


def condition(scenario: dict[str, Any]) -> list[str]:
    """What the sentences assume."""
    rates, rate = scenario["rates"], scenario["rate"]
    said = [pace(abs(rate))]
    if rates:
        first, *others = [*scenario["first"], *scenario["targets"]]
        said = [pace(rates[first]), *(number(rates[each], 2) for each in others)]
    said += [f"{number(scenario['annual_change'], 2)} %"] if scenario["annual_change"] else []
    said += [f"{number(scenario['season'], 1)} %"] if scenario["season"] else []
    if scenario["pause_start"]:
        said += [f"{number(scenario['pause_months'], 1)} months", day(scenario["pause_start"])]
    return said + ([area(scenario["setback_km2"]), day(scenario["setback_date"])] if scenario["setback_date"] else [])


def _horizon(scenario: dict[str, Any]) -> str:
    return f"{number(scenario['horizon'], 1)} years"


def _moment(result: dict[str, Any]) -> dict[str, Any]:
    """The central answer's moment; where land is retaken, when all that is occupied is back."""
    moment: dict[str, Any] = result["central"].get("mirror", result["central"])
    return moment


def _is_shown(answer: dict[str, Any], oblast: str) -> bool:
    """Whether there is a central answer: nothing comes back where nothing is occupied."""
    return answer["scenario"]["rate"] >= 0 or answer["scenario"]["occupied"][oblast] > 0


def headline(answer: dict[str, Any]) -> list[str]:
    scenario = answer["scenario"]
    said, years = condition(scenario), False
    for oblast in scenario["targets"]:
        days = _moment(answer["results"][oblast])["days"]
        if _is_shown(answer, oblast):
            again = years and scenario["order"] == "separately"
            said.append(span(days).removesuffix(" years") if again else span(days))
            said += [_horizon(scenario)] if days > scenario["horizon"] * DAYS_PER_YEAR else []
            years = span(days).endswith("years")
    return said


def beneath(answer: dict[str, Any], query: str) -> list[str]:
    scenario = answer["scenario"]
    said = [day(scenario["start"])]
    if scenario["rate"] > 0 and not scenario["rates"]:
        in_turn = answer if "all" in answer["results"] else command("project", query, "--set", "order=in_turn")
        said.append(span(in_turn["results"]["all"]["central"]["days"]))
        own = command("project", "--set", "targets=kharkiv", "--set", f"rates=kharkiv~{INSIDE['kharkiv']}")
        said += [pace(INSIDE["kharkiv"]), span(own["results"]["kharkiv"]["central"]["days"])]
    newer = command("project", "--set", "edition=2026-08-22")
    return [*said, *SINCE_THEN, pace(newer["scenario"]["rate"])]


def spread(result: dict[str, Any], scenario: dict[str, Any]) -> list[str]:
    early, late = result["quantile_days"]["p10"], result["quantile_days"]["p90"]
    beyond, horizon = result["beyond_horizon"], _horizon(scenario)
    if early is None or result["central"]["status"] == "never":
        return [horizon, share(1 - beyond)]
    if late is None:
        return ["8 in 10", span(early), f"more than {horizon}", horizon, share(beyond)]
    return ["8 in 10", *from_to(early, late), *([horizon, share(beyond)] if beyond >= 0.01 else [])]


def card(answer: dict[str, Any], oblast: str) -> list[str]:
    scenario, result = answer["scenario"], answer["results"][oblast]
    occupied, moment = scenario["occupied"][oblast], _moment(result)
    said = [f"{number(occupied, 1)} %"] if occupied else []
    said.append(area(result["remaining_km2"]))
    if _is_shown(answer, oblast):
        said += [span(moment["days"]), month(moment["date"])]
        said += [_horizon(scenario)] if moment["days"] > scenario["horizon"] * DAYS_PER_YEAR else []
    said += [*spread(result, scenario), day(BY), share(result["chance_by_date"][BY])]
    return said + ([pace(INSIDE[oblast])] if oblast in INSIDE else [])


def finding(answer: dict[str, Any], oblast: str) -> list[str]:
    """One oblast's part of the title of the picture of the front."""
    scenario, result = answer["scenario"], answer["results"][oblast]
    if scenario["rate"] < 0:
        return [month(_moment(result)["date"])] if _is_shown(answer, oblast) else []
    half = result["quantile_days"]["p50"]
    when = _horizon(scenario) if half is None else rounding.before(scenario["start"], half)
    return [area(result["remaining_km2"]), when]


def changed(answer: dict[str, Any]) -> list[str]:
    """The table of assumptions: documented, then the reader's."""
    before, after, said = command("project")["scenario"], answer["scenario"], []
    units = (("rate", "km² a day"), ("annual_change", "% a year"), ("season", "%"))
    rows = {key: [f"{number(each[key], 2)} {unit}" for each in (before, after)] for key, unit in units}
    rows["rates"] = [pace(rate) for rate in after["rates"].values()]
    rows["pause_months"] = [f"{number(after['pause_months'])} months", day(after["pause_start"] or BY)]
    rows["setback_km2"] = [area(after["setback_km2"]), day(after["setback_date"] or BY)]
    for key in after:
        said += rows.get(key, []) if after[key] != before[key] else []
    return said


def test_the_first_page_shows_what_the_command_prints(shown: Shown) -> None:
    page, answer = shown.pages[""], command("project", shown.link, "--by", BY)
    targets = answer["scenario"]["targets"]
    assert figures(*page["headline"]) == headline(answer)
    assert figures(*page["beneath"]) == beneath(answer, shown.link)
    assert figures(*page["changes"]) == changed(answer)
    assert [figures(*each["text"]) for each in page["cards"]] == [card(answer, oblast) for oblast in targets]
    chances = [day(BY), *(share(answer["results"][oblast]["chance_by_date"][BY]) for oblast in targets)]
    found = [finding(answer, oblast) for oblast in targets]
    one_each = answer["scenario"]["rates"]
    drawn = found if one_each else [list(chain(*found))]
    assert [figures(title) for title in page["titles"] if figures(title)] == [*drawn, chances]
    reached = [each for each in found if each[-1:] != [_horizon(answer["scenario"])]]
    pictured = [*headline(answer), *chain(*reached)]
    assert [figures(alt) for alt in page["alts"]] == [pictured] * len(drawn) + [chances]


def test_the_dots_are_the_twenty_dates_that_the_command_prints(shown: Shown) -> None:
    answer = command("project", shown.link, "--by", BY)
    for oblast, each in zip(answer["scenario"]["targets"], shown.pages[""]["cards"], strict=True):
        dots = answer["results"][oblast]["dots"]
        earlier, later = sum(when is not None and when < BY for when in dots), dots.count(None)
        said = ["20", str(earlier), day(BY), str(20 - earlier - later), str(later), _horizon(answer["scenario"])]
        assert [figures(dotted) for dotted in each["dots"]] == ([said] if later < 20 else [])
        assert each["full"] == (earlier if later < 20 else 0)


def test_a_date_shows_what_the_command_prints(shown: Shown) -> None:
    page, answer = shown.pages["date"], command("needed", shown.link, "--by", BY)
    scenario, result = answer["scenario"], answer["results"]["kharkiv"]
    value = f"{rounding.two_figures(result['pace']['value'])} km² a day"
    assert figures(*page["headline"]) == [day(BY), "50 %", value]
    assert figures(page["titles"][0])[:1] == [value]
    if not scenario["rates"]:
        reached = str(result["pace"]["documented_months_reached"])
        said = [reached, str(answer["documented_months"]), pace(scenario["rate"]), day(scenario["start"])]
        assert figures(*page["beneath"]) == said
    else:
        assert figures(*page["beneath"]) == [pace(INSIDE["kharkiv"]), day(scenario["start"])]
    facts = [[value, f"{rounding.two_figures(result['pace']['central']['value'])} km² a day"]]
    own = [] if scenario["rates"] else [pace(scenario["rate"])]
    change = result["annual_change"]
    facts.append([_change(change, change), *own, _change(change, change["central"])])
    if result["break_even_annual_change"] is not None:
        facts.append([f"{rounding.two_figures(abs(result['break_even_annual_change']))} %"])
    facts.append([month(result["half"]["date"])] if result["half"]["date"] else [])
    assert [figures(fact) for fact in page["facts"]] == facts
    assert figures(*page["alts"])[0] == value


def _change(change: dict[str, Any], found: dict[str, Any]) -> str:
    if found["value"] is None:
        return f"{number(change['high'])} % a year"
    return f"{rounding.two_figures(abs(found['value']))} %"
