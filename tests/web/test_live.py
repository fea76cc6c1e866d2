"""What a dragged assumption asks and is told: at any value the very parts that the page has there."""

from __future__ import annotations

import re
from datetime import date
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from territory.answers.outlook import project
from territory.scenario.links import link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, ScenarioError, baseline, revise
from territory.ui.session import YEARS_ON
from territory.web.answering import LIVE, Room
from territory.web.live import OF_OBLASTS, moved
from territory.words import answer as answer_words
from tests.strategies import numbers, scenarios
from tests.ui.pages import charts, html, opened, text
from tests.web.client import get, problems

ASKED = {"by": "2035-01-01", "area": "km2", "per": "day", "theme": "light", "along": "rate", "value": "9.5"}
OWN = revise(baseline(), {"rates": (("kharkiv", 0.72), ("odesa", 3.0)), "order": "in_turn"})
TOGETHER = revise(baseline(), {"order": "together", "first": ("donetsk",)})
OFTEN = {"setback_date": date(2032, 1, 1), "setback_km2": 6000.0, "pause_start": date(2030, 1, 1), "pause_months": 36.0}
CASES: list[tuple[Scenario, str, float]] = [
    (baseline(), "rate", 9.5),
    (baseline(), "rate", 17.123456),
    (baseline(), "rate", 0.0),
    (baseline(), "rate", -4.0),
    (revise(baseline(), {"rate": 9.5}), "rate", baseline().rate),
    (baseline("2026-08-22"), "rate", 59.0),
    (baseline(), "annual_change", -12.0),
    (baseline(), "noise", 0.0),
    (baseline(), "occupied.kharkiv", 100.0),
    (baseline(), "occupied.odesa", 12.0),
    (baseline(), "setback_km2", 500.0),
    (OWN, "rates.odesa", 4.0),
    (TOGETHER, "split.odesa", 30.0),
    (revise(baseline(), OFTEN), "pause_months", 0.0),
    (revise(baseline(), OFTEN), "rate", 11.0),
]


def address(scenario: Scenario = baseline(), **asked: object) -> str:  # noqa: B008
    """A question; what is asked `None` is left out."""
    asked = {key: value for key, value in (ASKED | asked).items() if value is not None}
    return f"/live{link(scenario)}" + "".join(f"&{key}={quote(str(value))}" for key, value in asked.items())


def by_default(scenario: Scenario) -> str:
    """The date that the page asks about until the reader asks for another."""
    return f"{scenario.start.year + YEARS_ON}-01-01"


def same_as_the_page(scenario: Scenario, name: str, value: float) -> None:
    said = get(address(scenario, by=by_default(scenario), along=name, value=repr(value), charts=1)).json()
    there = moved(scenario, name, value)
    page = opened(link(there))
    shown = html(page)
    parts = {key: part.replace("\u202f", " ") for key, part in said["html"].items() if text(part)}
    assert {"headline", "under", "cards", "title.chance"} <= set(parts)
    assert [key for key, part in parts.items() if part not in shown] == []
    names = [set(re.findall(r'data-live="([^"]+)"', part)) for part in (shown, "".join(parts.values()))]
    assert names[0] == names[1]
    assert said["charts"] == {key: {"alt": about["alt"], **figure} for key, (about, figure) in charts(page).items()}
    assert text(said["html"]["headline"]) == answer_words.headline(project(there))


@pytest.mark.parametrize(
    ("scenario", "name", "value"), CASES, ids=lambda each: "" if isinstance(each, Scenario) else str(each)
)
def test_it_is_all_to_the_letter_what_the_page_has_at_that_link(scenario: Scenario, name: str, value: float) -> None:
    same_as_the_page(scenario, name, value)


def moves(scenario: Scenario) -> st.SearchStrategy[tuple[str, float]]:
    """Assumptions that can be dragged in a scenario, and values of theirs."""
    own = [f"rates.{oblast}" for oblast in scenario.targets if scenario.rate > 0]
    own += [f"occupied.{oblast}" for oblast in scenario.in_play]
    names = st.sampled_from([*(key for key in PARAMETERS if key not in OF_OBLASTS), *own])
    return names.flatmap(lambda name: st.tuples(st.just(name), numbers(name.partition(".")[0])))


@given(st.data())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_so_it_is_in_any_scenario_along_any_assumption(data: st.DataObject) -> None:
    scenario = data.draw(scenarios(most=3))
    name, value = data.draw(moves(scenario))
    try:
        moved(scenario, name, value)
        refused: dict[str, str] = {}
    except ScenarioError as error:
        refused = dict(error.problems)
    if refused:
        assert set(problems(get(address(scenario, along=name, value=repr(value))), 400)) == set(refused)
    else:
        same_as_the_page(scenario, name, value)


def test_areas_and_paces_are_in_the_units_that_are_asked_for() -> None:
    said = get(address(area="sq_mi", per="year")).json()["html"]
    assert "sq mi a year" in said["headline"]
    assert "km²" not in said["cards"]


def test_each_theme_has_its_colours() -> None:
    light, dark = (get(address(theme=theme)).json()["html"] for theme in ("light", "dark"))
    assert text(light["headline"]) == text(dark["headline"])
    assert light["headline"] != dark["headline"]


def test_what_the_page_tells_of_a_changed_assumption_goes_where_it_is_as_documented() -> None:
    scenario = revise(baseline(), {"rate": 9.5, "noise": 0.0})
    said = get(address(scenario, value=repr(baseline().rate))).json()["html"]
    assert text(said["change.rate"]) == ""
    assert "scatter" in text(said["change.noise"]).lower()
    assert text(said["since"]) == ""


@pytest.mark.parametrize(
    ("asked", "key", "why"),
    [
        ({"along": "seasons"}, "along", "no such assumption"),
        ({"along": None}, "along", "no such assumption"),
        ({"along": "rates.odesa.x"}, "along", "no such assumption"),
        ({"along": "occupied.kyiv"}, "along", "no such assumption"),
        ({"along": "title"}, "along", "no such assumption"),
        ({"along": "occupied"}, "along", "no such assumption"),
        ({"value": "61"}, "rate", "61 is out of bounds; choose a number from −20 to 60 km²/day."),
        ({"value": "-1", "along": "noise"}, "noise", "-1 is out of bounds; choose a number from 0 to"),
        ({"value": "101", "along": "occupied.odesa"}, "occupied", "101"),
        ({"value": "fast"}, "value", "“fast” is not a number"),
        ({"value": None}, "value", "is not a number"),
        ({"value": "nan"}, "value", "is not a number"),
        ({"value": "-inf"}, "value", "is not a number"),
        ({"value": "1e999"}, "rate", ""),
        ({"value": "1_0"}, "value", "is not a number"),
        ({"by": "soon"}, "by", ""),
        ({"by": None}, "by", "one date is needed"),
        ({"area": "acres"}, "area", "choose one of km2, sq_mi"),
        ({"per": "week"}, "per", "choose one of day, month, year"),
        ({"theme": "<script>"}, "theme", "choose one of light, dark"),
        ({"charts": "all"}, "charts", ""),
    ],
    ids=str,
)
def test_what_cannot_be_asked_is_named(asked: dict[str, Any], key: str, why: str) -> None:
    found = problems(get(address(**asked)), 400)
    assert list(found) == [key]
    assert why.lower() in found[key].lower()


def test_half_a_link_or_none_is_refused() -> None:
    assert problems(get("/live?rate=5&along=rate&value=4"), 400)
    assert problems(get("/live"), 400)
    assert problems(get(address(by="2036-01-01") + "&by=2037-01-01"), 400)


def test_it_is_of_the_moment_and_kept_by_nobody() -> None:
    said = get(address())
    assert said.headers["cache-control"] == "no-store"
    assert said.json()["next_ms"] >= 0


def test_under_load_it_says_how_often_it_may_be_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = get(address()).json()["next_ms"]
    monkeypatch.setattr(Room, "waiting", LIVE.most_waiting)
    assert get(address()).json()["next_ms"] > 5 * alone
    monkeypatch.setattr(Room, "limit", SimpleNamespace(available_tokens=0))
    refused = get(address())
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
