"""Newer figures move what is still a default of the older ones; what was chosen stays."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given

from territory.answers.outlook import project, with_newest_figures
from territory.figures import evidence
from territory.figures.evidence import BASELINE_EDITION
from territory.scenario.scenario import EDITION_NUMBERS, Scenario, baseline, moved, revise, updated
from tests.strategies import scenarios

NEWEST = evidence.newest_edition().id
OLD, NEW = baseline(BASELINE_EDITION), baseline(NEWEST)


def test_the_baseline_becomes_the_newest_baseline() -> None:
    assert updated(OLD, NEWEST) == NEW


def test_there_and_back_is_the_same_baseline() -> None:
    assert updated(updated(OLD, NEWEST), BASELINE_EDITION) == OLD


@pytest.mark.parametrize(
    "chosen",
    [
        {"rate": 9.5},
        {"start": date(2026, 1, 1)},
        {"noise": 300.0, "persistence": 0.5, "pace_uncertainty": 20.0},
        {"annual_change": -2.0, "season": 50.0, "horizon": 80.0, "order": "in_turn"},
        {"pause_start": date(2025, 10, 1), "pause_months": 6.0},
        {"title": "My own", "note": "A sentence."},
    ],
)
def test_what_was_chosen_stays_and_all_else_is_the_newest_default(chosen: dict[str, Any]) -> None:
    assert updated(revise(OLD, chosen), NEWEST) == revise(NEW, chosen)


def test_each_occupied_share_moves_by_itself() -> None:
    own = revise(OLD, {"occupied": (("kharkiv", 10.0),), "targets": ("kharkiv", "sumy"), "first": ("donetsk",)})
    shares = dict(updated(own, NEWEST).occupied)
    known = evidence.edition(NEWEST).occupied
    assert shares == {"kharkiv": 10.0, "sumy": known["sumy"].number, "donetsk": known["donetsk"].number}


def test_a_pace_that_was_set_by_hand_stays_even_where_it_is_the_documented_number() -> None:
    by_hand = revise(OLD, {"rate_source": "hand"})
    assert (updated(by_hand, NEWEST).rate, updated(by_hand, NEWEST).rate_source) == (OLD.rate, "hand")


def test_the_start_stays_where_a_setback_would_lie_before_the_new_one() -> None:
    own = revise(OLD, {"setback_date": date(2026, 1, 1), "setback_km2": 500.0})
    assert updated(own, NEWEST).start == OLD.start
    assert updated(own, NEWEST).rate == NEW.rate
    later = revise(OLD, {"setback_date": NEW.start, "setback_km2": 500.0})
    assert updated(later, NEWEST).start == NEW.start


@given(scenarios(most=3))
def test_every_scenario_can_take_every_editions_figures_and_keeps_what_differs_from_its_own(scenario: Scenario) -> None:
    for edition in evidence.edition_ids():
        other = updated(scenario, edition)
        assert other.edition == edition
        assert set(moved(scenario, other)) <= {*EDITION_NUMBERS, "start", "occupied"}
    assert updated(scenario, scenario.edition) == scenario


def test_what_the_newest_figures_would_give_is_the_closed_form_of_what_is_left_over_the_newest_pace() -> None:
    own = revise(OLD, {"occupied": (("odesa", 20.0),)})
    newer = with_newest_figures(own)
    assert newer is not None
    km2 = evidence.regions()["odesa"].area.number
    days = newer.projection["odesa"].central.when.days
    assert days == pytest.approx(km2 * 0.8 / evidence.edition(NEWEST).defaults["rate"].number)
    assert with_newest_figures(NEW) is None
    assert project(newer.scenario).projection["odesa"].central == newer.projection["odesa"].central
