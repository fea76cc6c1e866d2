"""Parts of the page that are drawn by themselves: when that is enough, and that nothing stays behind."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from territory.scenario.links import Reading, link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, baseline, revise
from territory.ui.fragments import FOLLOWED, STATE, TURN, Drawn, around
from territory.ui.session import Session
from territory.web.live import moved
from tests.strategies import scenarios
from tests.ui.pages import assumption, control, html, opened, session

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
AWAY = {key: {key: PARAMETERS[key].high / 2} for key in FOLLOWED if key not in ("pause_months", "setback_km2")}
AWAY["pause_months"] = {"pause_months": 6.0, "pause_start": baseline().start}
AWAY["setback_km2"] = {"setback_km2": 500.0, "setback_date": baseline().start}


def seen(scenario: Scenario) -> tuple[object, ...]:
    return around(Session(scenario, Reading(scenario)))


def drawn(page: Any) -> Drawn:
    held: Drawn = page.session_state[STATE]
    return held


@pytest.mark.parametrize("key", FOLLOWED)
def test_one_documented_number_that_becomes_another_is_seen_around_and_one_more_step_is_not(key: str) -> None:
    away = revise(baseline(), AWAY[key])
    assert seen(away) != seen(baseline())
    step = getattr(away, key) + PARAMETERS[key].step
    assert seen(revise(away, {key: step})) == seen(away)


@given(scenarios(most=3), scenarios(most=3))
@settings(max_examples=60)
def test_whatever_else_of_a_scenario_changes_is_seen_around(one: Scenario, other: Scenario) -> None:
    differ = {key for key, value in one.values().items() if getattr(other, key) != value}
    if not differ <= set(FOLLOWED):
        assert seen(one) != seen(other)


@pytest.mark.parametrize("rate", [-3.0, 0.0])
def test_a_pace_that_turns_is_seen_around(rate: float) -> None:
    assert seen(revise(baseline(), {"rate": 3.0})) != seen(revise(baseline(), {"rate": rate}))


def test_the_common_pace_is_seen_around_where_oblasts_have_their_own() -> None:
    own = revise(baseline(), {"rates": (("kharkiv", 2.0),)})
    assert seen(revise(own, {"rate": 7.0})) != seen(revise(own, {"rate": 7.1}))


def test_a_date_asked_about_draws_the_answer_alone() -> None:
    page = opened(link(revise(baseline(), {"rate": 9.0})))
    before = drawn(page)
    control(page.date_input, "by").set_value(session(page).scenario.start.replace(year=2040)).run()
    assert "taken before 30 August 2040" in html(page)
    assert drawn(page).shows(session(page))
    assert drawn(page).due == before.due == set()


def test_a_page_opened_anew_begins_with_nothing_due() -> None:
    page = opened()
    assert drawn(page).shows(session(page))
    assert {"answer", "growth", "horizon"} <= set(drawn(page).keys)
    assert len(drawn(page).keys) == len(set(drawn(page).keys))


def test_a_part_is_drawn_even_if_the_one_before_it_never_ends() -> None:
    with TURN:
        page = opened()
        assumption(page, "rate").move(9.0)
    assert "kept taking 9 km² a day" in html(page)
    assert not TURN.locked()


OWN = revise(baseline(), {"rates": (("kharkiv", 0.72), ("odesa", 3.0)), "order": "in_turn"})


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
    page = opened(link(scenario))
    assumption(page, name).move(value)
    assert session(page).scenario == moved(scenario, name, value)
    if name in ("pause_months", "setback_km2"):
        assumption(page, name).move(0.0)
        assert session(page).scenario == scenario


def test_the_page_says_what_it_shows_and_which_moves_that_answers() -> None:
    page = opened()

    def told() -> dict[str, dict[str, str]]:
        (found,) = (json.loads(each.proto.json) for each in page.get("bidi_component") if each.key == "live")
        return dict(found)

    shown = {"query": link(baseline()), "by": session(page).by.isoformat(), "area": "km2", "per": "day"}
    assert told() == {"shown": {**shown, "theme": "light"}, "answered": {}}
    assumption(page, "rate").move(9.5)
    assert "rate=9.5&" in told()["shown"]["query"]
    assert told()["answered"] == {"rate": 1}
