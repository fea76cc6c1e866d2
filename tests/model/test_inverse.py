"""Questions turned round: what is found makes the date, and anything less does not."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.answers.outlook import model_inputs
from territory.model.inputs import DAYS_PER_YEAR, Inputs, Uncertainty
from territory.model.inverse import (
    Asked,
    Found,
    break_even_annual_change,
    half_taken,
    least,
    needed_annual_change,
    needed_rate,
)
from territory.model.projection import Status, project
from territory.model.work import ALL
from territory.scenario.scenario import baseline, revise

LOW, HIGH = -20.0, 60.0


def asked(**changes: Any) -> Inputs:
    return model_inputs(revise(baseline(), changes))


SHAPES = [
    {},
    {"order": "in_turn", "first": ("kherson",)},
    {"order": "together"},
    {"season": 100.0, "pause_start": date(2027, 1, 1), "pause_months": 7.0},
    {"setback_date": date(2028, 1, 1), "setback_km2": 2_000.0},
]


@pytest.mark.parametrize("changes", SHAPES, ids=str)
@pytest.mark.parametrize("chance", [0.1, 0.5, 0.9])
def test_the_pace_found_makes_the_date_and_a_little_less_does_not(changes: dict[str, Any], chance: float) -> None:
    inputs, by = asked(**changes), 4_000.0
    for name in ("kharkiv", "odesa"):
        found = needed_rate(inputs, name, Asked(by, chance), LOW, HIGH)
        assert found.value is not None
        chances = [
            project(replace(inputs, rate_km2_per_day=found.value + step)).runs[name].chance_before(by)
            for step in (0.0, -1e-3)
        ]
        assert chances[0] >= chance > chances[1]


@pytest.mark.parametrize("changes", SHAPES, ids=str)
def test_the_yearly_change_found_makes_the_date_and_a_little_less_does_not(changes: dict[str, Any]) -> None:
    inputs, by = asked(**changes), 6_500.0
    for name in ("kharkiv", *([ALL] if inputs.order != "separately" else [])):
        found = needed_annual_change(inputs, name, Asked(by, 0.3), -0.5, 0.5)
        assert found.value is not None
        chances = [
            project(replace(inputs, annual_change=found.value + step)).runs[name].chance_before(by)
            for step in (0.0, -1e-3)
        ]
        assert chances[0] >= 0.3 > chances[1]


def test_the_chance_beside_the_scenarios_own_pace_gives_that_pace_back() -> None:
    inputs = asked()
    by = 5_000.0
    chance = project(inputs).runs["kharkiv"].chance_before(by)
    found = needed_rate(inputs, "kharkiv", Asked(by, chance), LOW, HIGH)
    assert found.value == pytest.approx(inputs.rate_km2_per_day, abs=1e-2)
    change = needed_annual_change(inputs, "kharkiv", Asked(by, chance), -0.5, 0.5)
    assert change.value == pytest.approx(0.0, abs=1e-3)


@given(st.floats(500.0, 20_000.0))
def test_without_uncertainty_the_pace_is_area_over_days(by: float) -> None:
    inputs = replace(asked(targets=("kharkiv",)), uncertainty=Uncertainty())
    for chance in (None, 0.5):
        found = needed_rate(inputs, "kharkiv", Asked(by, chance), LOW, HIGH)
        if 30_158.4 / by < HIGH:
            assert found.value == pytest.approx(30_158.4 / by, rel=1e-6)


def test_an_oblast_with_a_pace_of_its_own_is_asked_for_that_one() -> None:
    inputs = replace(asked(rates=(("kharkiv", 0.72),)), uncertainty=Uncertainty())
    found = needed_rate(inputs, "kharkiv", Asked(5_000.0), 0.01, 60.0)
    assert found.value == pytest.approx(30_158.4 / 5_000.0, rel=1e-6)
    assert needed_rate(inputs, "odesa", Asked(5_000.0), 0.01, 60.0).value == pytest.approx(33_310 / 5_000.0, rel=1e-6)


def test_nothing_within_the_bounds_and_everything_are_answers() -> None:
    inputs = asked()
    assert needed_rate(inputs, "kharkiv", Asked(30.0, 0.5), LOW, HIGH).found is Found.NO_VALUE
    assert needed_annual_change(inputs, "kharkiv", Asked(400.0, 0.5), -0.5, 0.5).found is Found.NO_VALUE
    done = asked(occupied=(("kharkiv", 100.0),))
    assert needed_rate(done, "kharkiv", Asked(30.0, 0.5), LOW, HIGH).found is Found.EVERY_VALUE
    assert needed_annual_change(done, "kharkiv", Asked(30.0), -0.5, 0.5).found is Found.EVERY_VALUE


@given(st.floats(0.1, 1e6), st.floats(1.0, 1e5))
def test_the_least_value_is_the_edge_of_those_that_do(work: float, by: float) -> None:
    found = least(lambda value: work / value, by, 0.001, 1_000.0)
    if work / 1_000.0 >= by:
        assert found.found is Found.NO_VALUE
    elif work / 0.001 < by:
        assert found.found is Found.EVERY_VALUE
    else:
        assert found.value is not None
        assert work / found.value < by
        assert found.value == pytest.approx(work / by, abs=1e-5)


def test_a_jump_in_time_is_found_at_its_edge() -> None:
    found = least(lambda value: 10.0 if value >= 3.0 else math.inf, 20.0, 0.0, 9.0)
    assert found.value == pytest.approx(3.0, abs=1e-5)
    assert found.value >= 3.0


LATE = {"targets": ("kharkiv",), "setback_date": date(2090, 1, 1), "setback_km2": 20_000.0}


@pytest.mark.parametrize("changes", [{}, {"first": ("kherson",)}, {"order": "in_turn"}, SHAPES[4], LATE], ids=str)
def test_at_the_break_even_decay_the_work_is_just_never_done(changes: dict[str, Any]) -> None:
    projection = project(asked(**changes))
    for result in projection.results:
        change = break_even_annual_change(projection, result.id)
        assert change is not None
        assert change < 0
        at = [project(replace(projection.inputs, annual_change=change * part))[result.id] for part in (1.001, 0.999)]
        assert at[0].central.status is Status.NEVER
        assert at[1].central.when.days is not None


@pytest.mark.parametrize("back_km2", [1.0, 600.0, 50_000.0])
@pytest.mark.parametrize("rate", [0.01, 5.0, 60.0])
def test_where_little_is_left_before_a_setback_a_decay_just_never_does_it(back_km2: float, rate: float) -> None:
    little = {"occupied": (("kharkiv", 99.99),), "setback_km2": back_km2, "setback_date": date(2026, 6, 1)}
    change = break_even_annual_change(project(asked(**little, rate=rate)), "kharkiv")
    assert change is not None
    assert -1.0 <= change < 0.0


def test_the_break_even_decay_of_the_baseline_is_its_pace_over_its_work() -> None:
    projection = project(asked())
    change = break_even_annual_change(projection, "kharkiv")
    assert change == pytest.approx(math.exp(-5.78989 / 30_158.4 * DAYS_PER_YEAR) - 1.0, rel=1e-12)
    assert break_even_annual_change(project(asked(rate=0.0)), "kharkiv") is None
    assert break_even_annual_change(project(asked(occupied=(("kharkiv", 100.0),))), "kharkiv") is None


@pytest.mark.parametrize("changes", [{}, {"order": "together", "split": (("kharkiv", 20.0), ("odesa", 80.0))}], ids=str)
def test_half_is_taken_on_the_day_on_which_half_is_taken(changes: dict[str, Any]) -> None:
    projection = project(asked(**changes))
    for target in projection.targets:
        half = half_taken(projection, target.id)
        assert half.days is not None
        assert float(projection.taken_km2(target.id, half.days)) == pytest.approx(target.remaining_km2 / 2, rel=1e-9)


def test_half_of_nothing_is_taken_at_the_start_and_half_that_is_never_taken_never() -> None:
    assert half_taken(project(asked(occupied=(("kharkiv", 100.0),))), "kharkiv").days == 0
    assert half_taken(project(asked(rate=0.0)), "kharkiv").days is None
    slow = project(asked(annual_change=-10.0))
    assert slow["kharkiv"].central.status is Status.NEVER
    assert half_taken(slow, "kharkiv").days == pytest.approx(
        float(np.log1p(np.log(0.9) * 15_079.2 / 5.78989 / DAYS_PER_YEAR) / np.log(0.9) * DAYS_PER_YEAR), rel=1e-9
    )
