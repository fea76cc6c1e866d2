"""What Explore shows while an assumption is dragged: the page's own words, at every value."""

from __future__ import annotations

import json
from bisect import bisect_right
from datetime import date
from functools import cache
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from territory.along import along, moved
from territory.outlook import Outlook, context, project
from territory.scenario import Scenario, baseline, revise
from territory.sharing.links import link
from territory.ui import blocks, live, units, wording_answer
from territory.ui.dots import of_result
from territory.ui.look import LIGHT
from territory.ui.units import OPEN, Units
from tests.ui.moves import assumption
from tests.ui.test_explore import html, opened, session

BY = date(2036, 1, 1)
OWN = revise(baseline(), {"rates": (("kharkiv", 0.72), ("odesa", 3.0)), "order": "in_turn"})
TOGETHER = revise(baseline(), {"order": "together", "first": ("donetsk",)})
CASES = {
    "the pace": (baseline(), "rate"),
    "its change": (baseline(), "annual_change"),
    "what is occupied": (baseline(), "occupied.kharkiv"),
    "a pace of its own": (OWN, "rates.odesa"),
    "a share": (TOGETHER, "split.odesa"),
}


@cache
def preview(case: str) -> Any:
    scenario, name = CASES[case]
    return json.loads(json.dumps(live.preview(scenario, name, BY, LIGHT)))


def line(said: Any, name: str, place: int) -> str:
    """What a line says at a place, as live.js looks it up."""
    places, texts = said["lines"][name]
    text: str = texts[bisect_right(places, place) - 1]
    value, pace = said["values"][place], said["open"]
    return text.replace(OPEN, pace["texts"][round((value - pace["low"]) / pace["step"])]) if pace else text


@pytest.mark.parametrize("case", CASES)
def test_every_line_says_what_the_page_would_say_there(case: str) -> None:
    scenario, name = CASES[case]
    said, shown = preview(case), along(scenario, name, (BY,))
    for place in range(0, len(said["values"]), max(len(said["values"]) // 60, 1)):
        outlook = shown.outlook(said["values"][place])
        exact = project(moved(scenario, name, said["values"][place]))
        assert line(said, "headline", place) == wording_answer.headline(exact)
        under = wording_answer.under_headline(exact, context(exact.scenario))
        assert line(said, "under", place) == under
        for result in outlook.projection.targets:
            card = wording_answer.card(outlook, result, BY)
            parts = ("state", "answer", "detail", "spread", "chance")
            there = [line(said, f"card.{result.id}.{part}", place) for part in parts]
            assert there == [card.state, card.answer, card.detail, card.spread, card.chance]
        assert line(said, "title.chance", place) == wording_answer.chance_finding(outlook, BY)
        if scenario.has_own_rates:
            for result in outlook.projection.targets:
                assert line(said, f"title.{result.id}", place) == wording_answer.oblast_finding(outlook, result)
        else:
            assert line(said, "title.front", place) == wording_answer.finding(outlook)


@pytest.mark.parametrize("case", CASES)
def test_all_that_follows_has_its_place_on_the_page(case: str) -> None:
    page = html(opened_with(CASES[case][0]))
    said = preview(case)
    names = [*said["lines"], *said["dots"]["of"]]
    assert [name for name in names if f'data-live="{name}"' not in page] == []
    charts = {element.key for element in page_of(CASES[case][0]).get("bidi_component")}
    assert set(said["charts"]["of"]) <= charts


def opened_with(scenario: Scenario) -> AppTest:
    return opened(link(scenario))


@cache
def page_of(scenario: Scenario) -> AppTest:
    return opened_with(scenario)


def test_the_number_of_a_pace_is_said_at_every_step_in_the_readers_units() -> None:
    with units.shown_in(Units("sq_mi", "year")):
        said = live.preview(baseline(), "rate", BY, LIGHT)
        paces = said["open"]
        assert len(paces["texts"]) == 4201
        assert paces["texts"][round((-6 - paces["low"]) / paces["step"])] == units.pace(6)
        exact = wording_answer.headline(project(moved(baseline(), "rate", said["values"][-1])))
        assert line(said, "headline", len(said["values"]) - 1) == exact
        assert "sq mi a year" in exact


def test_dots_stand_where_the_page_would_put_them() -> None:
    said, shown = preview("the pace"), along(baseline(), "rate", (BY,))
    for place, drawn in list(zip(said["dots"]["at"], said["dots"]["of"]["card.odesa.dots"], strict=True))[::7]:
        outlook: Outlook = shown.outlook(said["values"][place])
        dots = of_result(outlook, outlook.projection["odesa"], BY)
        if dots is None:
            assert drawn is None
            continue
        assert [[up, kind] for _, up, kind in drawn["dots"]] == [[dot.place, dot.kind] for dot in dots.dots]
        assert drawn["height"] == blocks.dots_height(dots)
        assert [text for _, text in drawn["axis"]] == [text for _, text in blocks.dots_axis(dots)]


def test_charts_are_drawn_on_the_same_days_and_without_their_sample_paths() -> None:
    said = preview("its change")
    for figures in said["charts"]["of"].values():
        assert len(figures) == len(said["charts"]["at"])
    lines = [
        trace
        for figure in said["charts"]["of"]["chart.front"]
        for trace in figure["data"]
        if trace.get("name") == "at this pace"
    ]
    assert len({tuple(trace["x"]) for trace in lines}) == 1
    paths = [t for f in said["charts"]["of"]["chart.front"] for t in f["data"] if t.get("meta") == "paths"]
    assert all(trace["y"] == [] for trace in paths)


@pytest.mark.parametrize(
    ("scenario", "name", "value"),
    [
        (baseline(), "rate", 9.5),
        (baseline(), "occupied.odesa", 12.0),
        (baseline(), "pause_months", 6.0),
        (baseline(), "setback_km2", 500.0),
        (baseline(), "horizon", 60.0),
        (OWN, "rates.odesa", 4.0),
        (revise(baseline(), {"order": "together"}), "split.odesa", 30.0),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_control_moves_the_scenario_to_what_was_shown_along_it(scenario: Scenario, name: str, value: float) -> None:
    page = opened_with(scenario)
    assumption(page, name).move(value)
    assert session(page).scenario == moved(scenario, name, value)
    if name in ("pause_months", "setback_km2"):
        assumption(page, name).move(0.0)
        assert session(page).scenario == scenario


def test_the_page_says_what_it_shows_and_which_moves_that_answers() -> None:
    page = opened()
    data = json.loads(component(page).proto.json)
    assert data["shown"]["by"] == session(page).by.isoformat()
    assert data["shown"]["area"] == "km2"
    assert data["answered"] == {}
    assumption(page, "rate").move(9.5)
    data = json.loads(component(page).proto.json)
    assert "rate=9.5&" in data["shown"]["query"]
    assert data["answered"] == {"rate": 1}


def component(page: AppTest) -> Any:
    (found,) = (each for each in page.get("bidi_component") if each.key == "live")
    return found
