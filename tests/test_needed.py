"""What a date would imply for a scenario, in the scenario's own units."""

from __future__ import annotations

from datetime import date

import pytest

from territory.answers.needed import needed
from territory.answers.outlook import project
from territory.model.projection import Status
from territory.model.work import ALL
from territory.scenario.scenario import ScenarioError, baseline, revise

BY = date(2035, 1, 1)


def test_the_pace_that_a_date_implies_gives_that_chance_when_it_is_set() -> None:
    found = needed(baseline(), BY, 30.0)
    for result in found.results:
        assert result.pace is not None
        assert result.pace.key == "rate"
        at = project(revise(baseline(), {"rate": result.pace.value}))
        chance = at.projection.runs[result.id].chance_before((BY - baseline().start).days)
        assert chance == pytest.approx(0.3, abs=1e-3)
        assert chance >= 0.3


def test_the_yearly_change_that_a_date_implies_is_in_percent_and_gives_that_chance() -> None:
    found = needed(baseline(), BY)["kharkiv"].annual_change
    assert found.value is not None
    assert 1 < found.value < 50
    at = project(revise(baseline(), {"annual_change": found.value}))
    assert at.projection.runs["kharkiv"].chance_before((BY - baseline().start).days) == pytest.approx(0.5, abs=1e-3)


def test_what_the_central_answer_would_need_stands_beside() -> None:
    rate = needed(baseline(), BY, 90.0)["kharkiv"].pace
    assert rate is not None
    days = (BY - baseline().start).days
    assert rate.central.value == pytest.approx(30_158.4 / days, rel=1e-6)
    assert rate.value is not None
    assert rate.value > rate.central.value


def test_documented_months_at_least_that_fast_are_counted() -> None:
    found = needed(baseline(), BY)
    assert found.months == 32
    assert found["kharkiv"].months_reached() == 10
    assert found["odesa"].months_reached() == 10
    everyday = needed(baseline(), date(2200, 1, 1), 10.0)["kharkiv"]
    assert everyday.months_reached() is not None
    assert everyday.months_reached() > 20
    assert needed(baseline(), date(2025, 10, 1))["kharkiv"].months_reached() is None
    anything = needed(revise(baseline(), {"occupied": (("kharkiv", 100.0),)}), BY)
    assert anything["kharkiv"].months_reached() == 32


def test_an_oblast_with_a_pace_of_its_own_is_asked_for_that_one_and_no_month_is_counted() -> None:
    own = revise(baseline(), {"rates": (("kharkiv", 0.72),)})
    found = needed(own, BY)
    kharkiv, odesa = found["kharkiv"], found["odesa"]
    assert kharkiv.pace is not None
    assert odesa.pace is not None
    assert (kharkiv.pace.key, kharkiv.months_reached()) == ("rates", None)
    assert odesa.pace.key == "rate"
    assert odesa.pace.low > 0
    assert odesa.months_reached() is not None


def test_there_is_no_one_pace_for_all_where_oblasts_have_their_own() -> None:
    own = revise(baseline(), {"rates": (("kharkiv", 0.72),), "order": "in_turn"})
    assert needed(own, BY)[ALL].pace is None
    assert needed(revise(baseline(), {"order": "in_turn"}), date(2045, 1, 1))[ALL].pace is not None


def test_no_one_pace_is_named_where_a_faster_front_would_make_others_need_more() -> None:
    after_kherson = {"targets": ("odesa",), "first": ("kherson",), "rates": (("kherson", 2.0),)}
    assert needed(revise(baseline(), after_kherson), BY)["odesa"].pace is None
    in_turn = needed(revise(baseline(), {"rates": (("kharkiv", 2.0),), "order": "in_turn"}), BY)
    assert in_turn["odesa"].pace is None
    assert in_turn["kharkiv"].pace is not None


def test_at_the_break_even_decay_the_central_answer_just_never_comes() -> None:
    change = needed(baseline(), BY)["kharkiv"].break_even_annual_change
    assert change == pytest.approx(-6.77, abs=0.01)
    for factor, status in ((1.01, Status.NEVER), (0.8, Status.REACHED)):
        at = project(revise(baseline(), {"annual_change": change * factor}))
        assert at.projection["kharkiv"].central.status is status


@pytest.mark.parametrize("chance", [0.0, 100.0, 0.05, 99.95, -3.0, float("nan")])
def test_a_chance_that_cannot_be_asked_is_refused(chance: float) -> None:
    with pytest.raises(ScenarioError, match="chance"):
        needed(baseline(), BY, chance)


def test_a_date_not_after_the_start_and_a_wrong_chance_are_named_together() -> None:
    with pytest.raises(ScenarioError) as refused:
        needed(baseline(), baseline().start, 120.0)
    assert set(refused.value.problems) == {"by", "chance"}
