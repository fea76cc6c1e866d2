"""A setback: it takes effect at the end of its date, on what is then unfinished and on nothing else."""

from __future__ import annotations

import math
from datetime import timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from territory.model.inputs import DAYS_PER_MONTH, Inputs, Oblast, Pause, Setback
from territory.model.projection import Projection, Status, project
from territory.model.work import ALL
from tests.model.questions import START, A, B, C, question
from tests.strategies import changed, questions

DONE = Oblast("z", 5_000.0, 1.0)


def after(days: int, km2: float = 500.0) -> Setback:
    return Setback(START + timedelta(days), km2)


def days(projection: Projection) -> dict[str, float | None]:
    return {result.id: result.central.when.days for result in projection.results}


def test_a_setback_before_the_completion_delays_it_by_what_comes_back_over_the_pace() -> None:
    assert days(project(question(A, setback=after(50))))["a"] == pytest.approx(150.0)


def test_a_setback_on_the_first_day_delays_everything_that_is_not_done() -> None:
    found = days(project(question(A, B, DONE, setback=after(0))))
    assert found == pytest.approx({"a": 150.0, "b": 250.0, "z": 0.0})


def test_a_setback_after_the_completion_changes_nothing() -> None:
    assert days(project(question(A, setback=after(101))))["a"] == 100.0


def test_what_is_completed_on_the_date_of_the_setback_stays_finished() -> None:
    at_midnight = project(question(A, setback=after(100)))["a"].central
    assert at_midnight.when.days == 100.0
    assert at_midnight.when.date == START + timedelta(100)
    late_that_day = project(question(Oblast("a", 1_009.9, 0.0), setback=after(100)))["a"].central
    assert late_that_day.when.days == pytest.approx(100.99)
    assert late_that_day.when.date == START + timedelta(100)


def test_what_would_be_completed_as_the_next_day_begins_is_delayed() -> None:
    central = project(question(Oblast("a", 1_010.0, 0.0), setback=after(100)))["a"].central
    assert central.when.days == pytest.approx(151.0)


@given(st.floats(1.0, 60_000.0), st.floats(0.5, 60), st.integers(-2, 2) | st.integers(-5_000, 5_000), st.floats(1, 1e4))
def test_the_date_of_the_completion_decides_whether_a_setback_delays_it(
    km2: float, rate: float, later: int, lost: float
) -> None:
    plain = question(Oblast("a", km2, 0.0), rate_km2_per_day=rate)
    without = km2 / rate
    on = max(0, math.floor(without) + later)
    assume(abs(without - on - 1) > 1e-6)
    expected = without + (lost / rate if math.floor(without) > on else 0.0)
    assert days(project(changed(plain, setback=after(on, lost))))["a"] == pytest.approx(expected, rel=1e-9)


def test_in_turn_every_unfinished_one_is_delayed_by_the_same_area() -> None:
    found = days(project(question(A, B, C, order="in_turn", setback=after(150))))
    assert found == pytest.approx({"a": 100.0, "b": 350.0, "c": 650.0, ALL: 650.0})


def test_together_every_unfinished_one_is_delayed_by_the_same_area_and_the_splits_do_not_change() -> None:
    targets = [Oblast("x", 500.0, 0.0, None, 0.5), Oblast("y", 900.0, 0.0, None, 0.5)]
    plain = question(*targets, order="together")
    assert days(project(plain)) == pytest.approx({"x": 100.0, "y": 140.0, ALL: 140.0})
    between = project(changed(plain, setback=after(120)))
    assert days(between) == pytest.approx({"x": 100.0, "y": 190.0, ALL: 190.0})
    before = project(changed(plain, setback=after(20)))
    assert days(before) == pytest.approx({"x": 150.0, "y": 190.0, ALL: 190.0})


def test_separately_each_unfinished_one_is_delayed_on_its_own() -> None:
    found = days(project(question(A, B, C, setback=after(150))))
    assert found == pytest.approx({"a": 100.0, "b": 250.0, "c": 350.0})


def test_a_setback_while_something_else_is_counted_first_delays_too() -> None:
    assert days(project(question(A, first=(C,), setback=after(10))))["a"] == pytest.approx(450.0)


def test_done_stays_done() -> None:
    for order in ("separately", "in_turn", "together"):
        central = project(question(DONE, A, order=order, first=(C,), setback=after(0)))["z"].central
        assert (central.status, central.when.days, central.when.date) == (Status.DONE, 0.0, START)


def test_a_setback_can_make_never_of_what_a_falling_pace_would_just_have_taken() -> None:
    falling = question(Oblast("a", 4_000.0, 0.0), annual_change=-0.5)
    assert days(project(falling))["a"] is not None
    assert project(changed(falling, setback=after(100, 5_000.0)))["a"].central.status is Status.NEVER


def test_a_setback_in_a_pause_delays_by_what_comes_back() -> None:
    pause = Pause(START + timedelta(50), 12 * DAYS_PER_MONTH)
    found = days(project(question(A, pause=pause, setback=after(60))))
    assert found["a"] == pytest.approx(150.0 + 12 * DAYS_PER_MONTH)


@given(questions(), st.integers(0, 15_000), st.floats(0.01, 50_000), st.floats(1.0, 3.0))
def test_a_larger_setback_never_brings_a_completion_forward(inputs: Inputs, on: int, km2: float, factor: float) -> None:
    whens = [
        days(project(changed(inputs, setback=setback)))
        for setback in (
            None,
            Setback(inputs.start + timedelta(on), km2),
            Setback(inputs.start + timedelta(on), km2 * factor),
        )
    ]
    for oblast in whens[0]:
        none, small, large = (math.inf if (d := when[oblast]) is None else d for when in whens)
        assert none <= small * (1 + 1e-9)
        assert small <= large * (1 + 1e-9)


@given(questions().filter(lambda inputs: inputs.setback is not None))
def test_what_was_finished_by_the_date_of_the_setback_keeps_its_day(inputs: Inputs) -> None:
    without = project(changed(inputs, setback=None))
    assert inputs.setback is not None
    for result in project(inputs).results:
        before = without[result.id].central.when
        if before.date is not None and before.date <= inputs.setback.date:
            assert result.central.when == before


def test_the_line_steps_up_at_the_end_of_the_date_for_those_that_are_unfinished() -> None:
    projection = project(question(A, B, setback=after(150)))
    on = [0.0, 150.0, 150.999, 151.0, 1e6]
    np.testing.assert_array_equal(projection.threshold_on(projection["a"], on), [1_000.0] * 5)
    np.testing.assert_array_equal(projection.threshold_on(projection["b"], on), [2_000.0] * 3 + [2_500.0] * 2)


def test_the_line_of_what_is_done_does_not_step_up() -> None:
    projection = project(question(A, DONE, first=(C,), order="in_turn", setback=after(10)))
    np.testing.assert_array_equal(projection.threshold_on(projection["z"], [0.0, 1e6]), [4_000.0] * 2)


def test_the_line_of_all_steps_up_with_the_last_one() -> None:
    projection = project(question(A, B, order="in_turn", setback=after(150)))
    np.testing.assert_array_equal(projection.threshold_on(projection[ALL], [0.0, 1e6]), [3_000.0, 3_500.0])


def test_what_comes_back_is_missing_from_what_was_taken_until_it_is_taken_again() -> None:
    projection = project(question(B, setback=after(99)))
    np.testing.assert_allclose(
        projection.taken_km2("b", [99.9, 100.0, 150.0, 250.0, 300.0]), [999.0, 500.0, 1_000.0, 2_000.0, 2_000.0]
    )


def test_no_more_comes_back_in_an_oblast_than_was_taken() -> None:
    projection = project(question(B, setback=after(9, 50_000.0)))
    np.testing.assert_allclose(projection.taken_km2("b", [9.0, 10.0, 1_000.0]), [90.0, 0.0, 0.0])
