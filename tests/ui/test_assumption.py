"""An assumption's control: what the browser is given, what its messages mean, and what is kept of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.figures.evidence import edition, edition_ids
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import baseline
from territory.ui.assumption import Assumption, Marker, data, leap, move
from territory.ui.session import Unread
from territory.words.vocabulary import AREAS, PERS, Area, Per, Units, shown_in
from tests.ui.pages import assumption, control, html, opened, press, session

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

PACE = Assumption(
    *("rate", "Pace", PARAMETERS["rate"], 7.0, baseline().rate),
    markers=(Marker(0, "0"), Marker(23.73333, "best month")),
)


def test_a_value_that_looks_documented_is_the_documented_one_in_whatever_unit_it_is_shown() -> None:
    for typed, meant in (("5.79", baseline().rate), ("23.73", 23.73333), ("-0.001", 0), ("5.8", 5.8)):
        found = move(PACE, {"turn": 1, "text": typed})
        assert found is not None
        assert found.value == meant
    with shown_in(Units("sq_mi")):
        miles = replace(PACE)  # made while these units are shown
    in_miles = move(miles, {"turn": 1, "text": "2.24"})  # 5.78989 km²
    other = move(miles, {"turn": 2, "text": "1"})
    assert in_miles is not None
    assert in_miles.value == baseline().rate
    assert other is not None
    assert other.value == pytest.approx(2.58999, abs=1e-5)


@given(st.floats(-20, 60))
def test_a_moved_value_stands_as_it_is_or_snaps_to_what_it_looks_like(value: float) -> None:
    found = move(PACE, {"turn": 3, "value": value})
    assert found is not None
    assert found.value is not None
    assert found.turn == 3
    assert found.value == value or round(found.value, 2) == round(value, 2)


def test_what_cannot_be_read_stays_with_its_reason_and_an_emptied_field_says_nothing() -> None:
    found = move(PACE, {"turn": 4, "text": "5,842"})
    assert found is not None
    assert found.value is None
    assert found.unread == Unread("5,842", "“5,842” can be read in two ways; write 5842 or 5.842.")
    assert data(PACE, 4, found.unread)["text"] == "5,842"
    assert data(PACE, 4, found.unread)["problem"] == found.unread.why
    emptied = move(PACE, {"turn": 5, "text": "  "})
    assert emptied is not None
    assert (emptied.value, emptied.unread) == (None, None)
    endless = move(PACE, {"turn": 6, "text": "1e999"})
    assert endless is not None
    assert endless.unread is not None
    assert "choose a number from −20 to 60" in endless.unread.why


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda parts: st.lists(parts) | st.dictionaries(st.sampled_from(["turn", "value", "text", "x"]), parts),
        max_leaves=6,
    )
)
def test_no_message_is_too_strange(message: Any) -> None:
    found = move(PACE, message)
    assert found is None or isinstance(found.turn, int)


@pytest.mark.parametrize("key", PARAMETERS)
def test_what_the_browser_is_given_travels_and_its_steps_stay_on_the_slider(key: str) -> None:
    parameter = PARAMETERS[key]
    given_data = data(Assumption(key, "x", parameter, parameter.low, parameter.high), 0)
    assert json.loads(json.dumps(given_data, allow_nan=False)) == given_data
    low, high = parameter.slider_range
    assert parameter.step < leap(parameter) <= (high - low) / 5


def test_the_leap_of_the_pace_is_one_square_kilometre_a_day() -> None:
    assert leap(PARAMETERS["rate"]) == 1
    assert leap(PARAMETERS["noise"]) == 50


def test_the_pace_is_held_against_every_month_of_its_own_editions_record() -> None:
    for known in map(edition, edition_ids()):
        page = opened(f"?v=1&edition={known.id}")
        given_data = assumption(page, "rate").data
        assert given_data["compare"]["ticks"] == pytest.approx(list(known.record.rates_km2_per_day), abs=1e-5)
        slower = sum(tick < given_data["value"] for tick in given_data["compare"]["ticks"])
        assert known.id != "2025-08-17" or (slower, len(given_data["compare"]["ticks"])) == (17, 32)


def test_what_cannot_be_read_stays_while_another_assumption_moves_and_goes_with_undo() -> None:
    page = opened()
    assumption(page, "rate").type("5,842")
    assert session(page).scenario == baseline()
    assumption(page, "horizon").move(60)
    assert assumption(page, "rate").data["text"] == "5,842"
    assert "two ways" in assumption(page, "rate").data["problem"]
    press(page, "Undo")
    assert "text" not in assumption(page, "rate").data
    assert session(page).scenario == baseline()
    assumption(page, "rate").send({"turn": "x", "value": None})
    assert session(page).scenario == baseline()
    assert not page.exception


def test_a_bad_share_is_named_at_its_own_oblast_and_the_other_can_move_meanwhile() -> None:
    page = opened()
    assumption(page, "occupied.kharkiv").type("120")
    assert "120 is out of bounds" in assumption(page, "occupied.kharkiv").data["problem"]
    assert "problem" not in assumption(page, "occupied.odesa").data
    assumption(page, "occupied.odesa").move(10)
    assert assumption(page, "occupied.kharkiv").value == 120
    assert session(page).scenario == baseline()
    assert "occupied: kharkiv: 120 is out of bounds" in html(page)
    assumption(page, "occupied.kharkiv").type("4,0")
    assert dict(session(page).scenario.occupied) == {"kharkiv": 4, "odesa": 10}


@pytest.mark.parametrize(("area", "per", "typed", "rate"), [("sq_mi", "day", "3", 7.77), ("km2", "year", "1461", 4.0)])
def test_what_is_typed_is_in_the_unit_that_is_shown(area: str, per: str, typed: str, rate: float) -> None:
    page = opened()
    control(page.get("button_group"), "units.area").set_value(area).run()
    control(page.get("button_group"), "units.per").set_value(per).run()
    assumption(page, "rate").type(typed)
    assert session(page).scenario.rate == pytest.approx(rate, abs=1e-3)
    assumption(page, "rate").type("1000000")
    assert "1000000 is out of bounds" in assumption(page, "rate").data["problem"]
    assert "km²/day" not in assumption(page, "rate").data["problem"]


@pytest.mark.parametrize("per", PERS)
@pytest.mark.parametrize("area", AREAS)
def test_a_step_away_from_a_documented_value_leaves_it_in_every_unit(area: Area, per: Per) -> None:
    with shown_in(Units(area, per)):
        shown = replace(PACE)
    for marker in (0.0, baseline().rate, 23.73333):
        assert shown.moved_to(marker + 0.01) == pytest.approx(marker + 0.01)
        assert shown.moved_to(marker - 0.01) == pytest.approx(marker - 0.01)
        assert shown.moved_to(round(marker, 2)) == marker


def test_undo_first_takes_back_what_does_not_stand() -> None:
    page = opened()
    assumption(page, "rate").type("3")
    assumption(page, "rate").type("999")
    press(page, "Undo")
    assert session(page).scenario.rate == 3
    assert "problem" not in assumption(page, "rate").data
