"""Parts of the page that are drawn by themselves: when that is enough, and that nothing stays behind."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.scenario.links import Reading, link
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, baseline, revise
from territory.ui.fragments import FOLLOWED, STATE, TURN, Drawn, around
from territory.ui.session import Session
from tests.strategies import scenarios
from tests.ui.moves import assumption
from tests.ui.pages import control, html, opened, session

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


@given(st.sampled_from(sorted(FOLLOWED)), st.lists(st.integers(1, 9), min_size=2, max_size=4, unique=True))
@settings(max_examples=12, deadline=None)
def test_a_page_that_followed_an_assumption_owes_nothing(key: str, tenths: list[int]) -> None:
    page = opened(link(revise(baseline(), AWAY[key])))
    low, high = PARAMETERS[key].slider_range
    for tenth in tenths:
        value = round(low + (high - low) * tenth / 10, 2)
        assumption(page, key).move(value)
        assert not page.exception
        assert getattr(session(page).scenario, key) == value == assumption(page, key).value
        assert drawn(page).due == set()
        assert drawn(page).scenario == session(page).scenario
    alone = {block.proto.body for block in page.get("html")}
    whole = {block.proto.body for block in page.run().get("html")}
    assert any("<h1" in block for block in alone)
    assert alone <= whole


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
