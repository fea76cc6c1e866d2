"""The closed forms against a reference that marches through the calendar and hands the front's work out."""

from __future__ import annotations

import math
from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from territory.answers.outlook import model_inputs
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs, Oblast, Pause, Season, Setback
from territory.model.projection import Projection, Result, Status, project
from territory.model.work import ALL
from territory.scenario.scenario import Scenario
from tests.model import integrator
from tests.model.degenerate import EXHAUSTION, near_exhaustion, on_a_knot
from tests.model.questions import question as questions_at_ten_km2_a_day
from tests.strategies import PROFILES, SMALLEST_RATE, changed, questions, scenarios

TOLERANCE_DAYS = 0.01
FLAT = Season((1.0,) * 12, 0.0)


def agree(inputs: Inputs, days: float | None, expected: float, until: float) -> bool:
    """Whether a completion by closed form and the one of the reference, which gave up after `until`, are one."""
    day = math.inf if days is None else days
    if math.isinf(expected):
        return day > until - TOLERANCE_DAYS
    return abs(day - expected) <= TOLERANCE_DAYS or on_a_knot(inputs, day, expected)


def expected_status(inputs: Inputs, result: Result, days: float) -> Status:
    if result.need_km2 == 0:
        return Status.DONE
    if days <= inputs.horizon_days:
        return Status.REACHED
    return Status.NEVER if dies_out(inputs, result) else Status.BEYOND_HORIZON


def dies_out(inputs: Inputs, result: Result) -> bool:
    """Whether the front can take a threshold neither before nor after the setback, if it had for ever."""
    if inputs.rate_km2_per_day <= 0:
        return True
    growth = integrator.growth_per_day(inputs)
    ever_km2 = inputs.rate_km2_per_day / -growth if growth < 0 else math.inf
    if result.threshold_km2 >= ever_km2:
        return True
    if inputs.setback is None or result.threshold_km2 + inputs.setback.km2 < ever_km2:
        return False
    taken_before = integrator.front_km2(inputs, integrator.setback_day(inputs))
    return taken_before < result.threshold_km2


def compare(inputs: Inputs) -> Projection:
    """Assert that the closed form and the reference say the same of every target."""
    until = inputs.horizon_days + integrator.MARGIN_DAYS
    expected = integrator.completion_days(inputs, until)
    projection = project(inputs)
    for result in projection.results:
        if near_exhaustion(inputs, result.threshold_km2):
            continue
        days = max(expected.values()) if result.id == ALL else expected[result.id]
        central = result.central
        assert agree(inputs, central.when.days, days, until), (result.id, central, days)
        if not on_a_knot(inputs, days):
            assert central.status is expected_status(inputs, result, days), (result.id, central, days)
    return projection


def retreats() -> SearchStrategy[Inputs]:
    """Questions in which land is retaken."""
    return st.builds(
        lambda inputs, rate: changed(inputs, rate_km2_per_day=rate), questions(own_paces=False), st.floats(-20, -0.01)
    )


@settings(max_examples=200)
@given(questions())
def test_the_closed_form_agrees_with_the_integrator_to_a_hundredth_of_a_day(inputs: Inputs) -> None:
    compare(inputs)


@given(scenarios(most=4))
def test_the_closed_form_agrees_with_the_integrator_on_scenarios_as_people_can_write_them(scenario: Scenario) -> None:
    assume(not 0 < scenario.rate < SMALLEST_RATE)
    compare(model_inputs(scenario))


@given(retreats())
def test_the_mirror_agrees_with_the_integrator(inputs: Inputs) -> None:
    until = inputs.horizon_days + integrator.MARGIN_DAYS
    expected = integrator.mirror_days(inputs, until)
    growth = integrator.growth_per_day(inputs)
    for result in project(inputs).targets:
        if growth < 0:
            assume(abs(result.occupied_km2 * growth / inputs.rate_km2_per_day - 1.0) > EXHAUSTION)
        assert result.central.mirror is not None
        assert agree(inputs, result.central.mirror.days, expected[result.id], until)


@given(questions(), st.floats(0, 40_000))
def test_the_front_has_taken_by_each_day_what_the_integrator_says(inputs: Inputs, day: float) -> None:
    expected = integrator.front_km2(inputs, day)
    assert float(project(inputs).front_km2(day)) == pytest.approx(expected, rel=1e-9, abs=1e-6)


@given(questions().filter(lambda inputs: inputs.setback is None), st.floats(0, 20_000))
def test_each_oblast_has_lost_by_each_day_what_the_integrator_says(inputs: Inputs, day: float) -> None:
    projection = project(inputs)
    groups = [(each,) for each in inputs.targets] if inputs.order == "separately" else [inputs.targets]
    for group in groups:
        left = integrator.left_km2(inputs, day, group)
        for each in group:
            taken = float(projection.taken_km2(each.id, day))
            assert taken == pytest.approx(each.remaining_km2 - left[each.id], rel=1e-9, abs=1e-6)


# The reference itself, on cases that can be done by hand.


def question(**changes) -> Inputs:
    targets = (Oblast("a", 100.0, 0.0), Oblast("b", 200.0, 0.5))
    return questions_at_ten_km2_a_day(**{"start": date(2025, 1, 1), "targets": targets, **changes})


def test_the_integrator_divides_area_by_pace() -> None:
    assert integrator.completion_days(question()) == pytest.approx({"a": 10.0, "b": 10.0})


def test_the_integrator_takes_one_after_the_other_in_turn() -> None:
    assert integrator.completion_days(question(order="in_turn")) == pytest.approx({"a": 10.0, "b": 20.0})


def test_the_integrator_gives_a_finished_oblasts_share_to_the_others() -> None:
    targets = (Oblast("a", 75.0, 0.0, None, 0.75), Oblast("b", 75.0, 0.0, None, 0.25))
    days = integrator.completion_days(question(order="together", targets=targets))
    assert days == pytest.approx({"a": 10.0, "b": 15.0})


def test_the_integrator_waits_for_a_pause_and_loses_a_setback() -> None:
    pause = Pause(date(2025, 1, 6), DAYS_PER_MONTH)
    assert integrator.completion_days(question(pause=pause))["a"] == pytest.approx(10.0 + DAYS_PER_MONTH)
    setback = Setback(date(2025, 1, 6), 30.0)
    assert integrator.completion_days(question(setback=setback))["a"] == pytest.approx(13.0)


def test_the_integrator_follows_real_months() -> None:
    only_march = Season((0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0), 1.0)
    days = integrator.completion_days(question(season=only_march))["a"]
    assert days == pytest.approx(31 + 28 + 10 * 31 / DAYS_PER_YEAR)


def test_the_integrator_halves_the_pace_over_a_year() -> None:
    taken = integrator.front_km2(question(annual_change=-0.5), DAYS_PER_YEAR)
    assert taken == pytest.approx(10.0 * DAYS_PER_YEAR * 0.5 / math.log(2.0))


def test_the_integrator_weighs_months_to_a_mean_of_one() -> None:
    for profile in PROFILES:
        weights = integrator.month_weights(Season(profile, 1.5))
        mean = sum(w * d for w, d in zip(weights, integrator.MONTH_DAYS, strict=True)) / DAYS_PER_YEAR
        assert mean == pytest.approx(1.0)
        assert min(weights) == 0.0
