"""The central answer: laws that hold for every question, and cases that can be done by hand."""

from __future__ import annotations

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from territory.model.front import growth_rate_per_day
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs, Oblast, Pause, Season, Setback
from territory.model.projection import Moment, Projection, Status, moment, project
from territory.model.work import ALL
from tests.model.questions import START, A, B, C, question
from tests.strategies import PROFILES, SMALLEST_RATE, changed, questions

positive_rates = st.floats(0.01, 60)
remaining = st.floats(1.0, 600_000.0)


def days(inputs: Inputs, oblast: str | None = None) -> float:
    """Days of one target (the first, if none is named), `inf` for never."""
    projection = project(inputs)
    found = projection[oblast or inputs.targets[0].id].central.when.days
    return math.inf if found is None else found


def area(km2: float) -> Oblast:
    return Oblast("x", km2, 0.0)


# No growth, no season: area over pace.


@given(remaining, positive_rates, st.floats(0.01, 60))
def test_an_oblast_with_a_pace_of_its_own_takes_its_area_over_that_pace(km2: float, rate: float, own: float) -> None:
    target = Oblast("x", km2, 0.0, own)
    assert days(question(target, rate_km2_per_day=rate)) == pytest.approx(km2 / own, rel=1e-9)


# The pause.


@given(remaining, positive_rates, st.integers(1, 3_000), st.floats(0.01, 240))
def test_of_a_pause_that_began_before_the_start_only_the_rest_counts(
    km2: float, rate: float, before: int, months: float
) -> None:
    plain = question(area(km2), rate_km2_per_day=rate)
    pause = Pause(START - timedelta(before), months * DAYS_PER_MONTH)
    rest = max(0.0, months * DAYS_PER_MONTH - before)
    assert days(changed(plain, pause=pause)) == pytest.approx(days(plain) + rest, rel=1e-9)


@given(questions(), st.integers(0, 10_000), st.floats(0.01, 240))
def test_growth_stands_still_in_a_pause(inputs: Inputs, after: int, months: float) -> None:
    steady = changed(inputs, season=Season((1.0,) * 12, 0.0), pause=None, setback=None)
    pause = Pause(inputs.start + timedelta(after), months * DAYS_PER_MONTH)
    for without, with_pause in zip(project(steady).results, project(changed(steady, pause=pause)).results, strict=True):
        before, then = without.central.when.days, with_pause.central.when.days
        if before is None or then is None:
            assert before is then
        elif abs(before - after) > 1e-6:
            expected = before + (months * DAYS_PER_MONTH if after < before else 0.0)
            assert then == pytest.approx(expected, rel=1e-9)


def test_finished_exactly_when_the_pause_begins_is_finished_that_day() -> None:
    pause = Pause(START + timedelta(100), 12 * DAYS_PER_MONTH)
    central = project(question(A, pause=pause))["a"].central
    assert central.when == Moment(100.0, START + timedelta(100))
    a_little_more = project(question(Oblast("a", 1_000.001, 0.0), pause=pause))["a"].central
    assert a_little_more.when.days == pytest.approx(100.0001 + 12 * DAYS_PER_MONTH)


@given(questions())
def test_a_pause_never_brings_a_completion_forward(inputs: Inputs) -> None:
    without = project(changed(inputs, pause=None, setback=None))
    for result in project(changed(inputs, setback=None)).results:
        before, then = without[result.id].central.when.days, result.central.when.days
        assert (before is None) == (then is None)
        if before is not None and then is not None:
            assert then >= before * (1 - 1e-9)


# The season.


def test_a_season_that_rests_in_summer_finishes_in_winter() -> None:
    winter = Season((3.0, 3.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 2.0), 1.0)
    for km2 in range(500, 60_000, 617):
        when = project(question(area(float(km2)), season=winter))["x"].central.when.date
        assert when is not None
        assert when.month in (10, 11, 12, 1, 2, 3)


# Growth and decay.


@given(remaining, positive_rates, st.floats(-0.5, -1e-4))
def test_a_falling_pace_never_finishes_if_and_only_if_all_it_will_ever_take_is_not_more_than_the_work(
    km2: float, rate: float, change: float
) -> None:
    ever = rate / -growth_rate_per_day(change)
    assume(abs(km2 / ever - 1) > 1e-9)
    central = project(question(area(km2), rate_km2_per_day=rate, annual_change=change))["x"].central
    assert (central.status is Status.NEVER) == (km2 >= ever)
    assert (central.when.days is None) == (km2 >= ever)


def test_a_falling_pace_finishes_a_little_less_than_all_it_will_ever_take_and_never_a_little_more() -> None:
    ever = 10.0 / -growth_rate_per_day(-0.5)
    assert math.isfinite(days(question(area(ever * (1 - 1e-12)), annual_change=-0.5)))
    assert days(question(area(ever * (1 + 1e-12)), annual_change=-0.5)) == math.inf


@given(remaining, positive_rates, st.floats(-0.5, 0.5))
def test_by_the_day_of_completion_the_front_has_taken_the_work(km2: float, rate: float, change: float) -> None:
    projection = project(question(area(km2), rate_km2_per_day=rate, annual_change=change))
    when = projection["x"].central.when.days
    assume(when is not None)
    assert float(projection.front_km2(when)) == pytest.approx(km2, rel=1e-6)


def test_a_pace_that_halves_each_year_takes_a_year_for_half_of_all_it_will_ever_take() -> None:
    ever = 10.0 / -growth_rate_per_day(-0.5)
    assert days(question(area(ever / 2), annual_change=-0.5)) == pytest.approx(DAYS_PER_YEAR)


@given(questions(), st.floats(0, 1))
def test_a_larger_yearly_change_never_delays(inputs: Inputs, fraction: float) -> None:
    higher = inputs.annual_change + fraction * (0.5 - inputs.annual_change)
    assume(inputs.rate_km2_per_day > 0)
    assert_never_later(project(changed(inputs, annual_change=higher)), project(inputs))


# The pace.


def assert_never_later(sooner: Projection, later: Projection) -> None:
    for result in later.results:
        before, then = result.central.when.days, sooner[result.id].central.when.days
        assert (math.inf if then is None else then) <= (math.inf if before is None else before) * (1 + 1e-9) + 1e-9


@given(questions(), st.floats(-20, 60))
def test_raising_the_pace_never_delays(inputs: Inputs, other: float) -> None:
    assume(other == 0 or abs(other) >= SMALLEST_RATE)
    plain = [Oblast(each.id, each.area_km2, each.occupied_share, None, each.split_share) for each in inputs.targets]
    own = any(each.rate_km2_per_day for each in (*inputs.targets, *inputs.first))
    low, high = sorted([inputs.rate_km2_per_day, other])
    if own and low <= 0:  # a pace of its own needs a front that advances
        inputs = changed(inputs, targets=tuple(plain), first=())
    assert_never_later(project(changed(inputs, rate_km2_per_day=high)), project(changed(inputs, rate_km2_per_day=low)))


@given(questions(), st.floats(1.0, 10.0))
def test_raising_a_pace_of_its_own_never_delays_that_oblast(inputs: Inputs, factor: float) -> None:
    assume(inputs.rate_km2_per_day > 0)
    first, *others = inputs.targets
    slow = first.rate_km2_per_day or inputs.rate_km2_per_day
    faster = Oblast(first.id, first.area_km2, first.occupied_share, slow * factor, first.split_share)
    sooner = project(changed(inputs, targets=(faster, *others)))[first.id].central.when.days
    later = project(inputs)[first.id].central.when.days
    assert (math.inf if sooner is None else sooner) <= (math.inf if later is None else later) * (1 + 1e-9)


@pytest.mark.parametrize("rate", [5e-324, 1e-310, 1e-304, 1e-300])
@pytest.mark.parametrize("year", range(2023, 2029))
@pytest.mark.parametrize("strength", [0.0, 0.5, 1.0])
def test_an_advance_however_slow_is_not_said_to_never_finish(rate: float, year: int, strength: float) -> None:
    season = Season(PROFILES[0], strength)
    pause = Pause(date(2030, 1, 1), 100.0)
    central = project(question(A, rate_km2_per_day=rate, start=date(year, 3, 7), season=season, pause=pause))[
        "a"
    ].central
    assert central.status is Status.BEYOND_HORIZON
    assert central.when.days is not None


# The mirror.


def test_only_a_negative_pace_has_a_mirror() -> None:
    assert project(question(B, rate_km2_per_day=0.0))["b"].central.mirror is None
    assert project(question(B))["b"].central.mirror is None
    assert project(question(B, rate_km2_per_day=-10.0))["b"].central.mirror == Moment(200.0, START + timedelta(200))


def test_the_mirror_takes_the_pause_the_season_and_the_growth_and_not_the_setback() -> None:
    retaken = question(B, rate_km2_per_day=-10.0)
    pause = Pause(START + timedelta(10), 5 * DAYS_PER_MONTH)
    assert mirror(changed(retaken, pause=pause)) == pytest.approx(200.0 + 5 * DAYS_PER_MONTH)
    assert mirror(changed(retaken, setback=Setback(START, 5_000.0))) == pytest.approx(200.0)
    growth = growth_rate_per_day(-0.5)
    assert mirror(changed(retaken, annual_change=-0.5)) == pytest.approx(math.log1p(growth * 200.0) / growth)
    only_march = Season((0.0, 0.0, 12.0, *(0.0,) * 9), 1.0)
    assert mirror(changed(retaken, season=only_march)) == pytest.approx(
        (date(2026, 3, 1) - START).days + 200.0 * 31 / DAYS_PER_YEAR
    )


def test_the_mirror_is_never_where_the_pace_dies_out_first_and_at_once_where_nothing_is_occupied() -> None:
    assert mirror(question(Oblast("b", 60_000.0, 1.0), rate_km2_per_day=-1.0, annual_change=-0.5)) is None
    central = project(question(A, rate_km2_per_day=-1.0))["a"].central
    assert central.mirror == Moment(0.0, START)


def test_the_mirror_of_all_is_the_whole_of_what_is_occupied() -> None:
    inputs = question(B, Oblast("d", 1_000.0, 1.0), rate_km2_per_day=-10.0, order="in_turn")
    assert project(inputs)[ALL].central.mirror == Moment(300.0, START + timedelta(300))


def mirror(inputs: Inputs) -> float | None:
    found = project(inputs)[inputs.targets[0].id].central.mirror
    assert found is not None
    return found.days


# Orders.


@given(questions())
def test_in_turn_each_takes_up_where_the_one_before_it_ends(inputs: Inputs) -> None:
    inputs = changed(inputs, order="in_turn")
    projection = project(inputs)
    for i, target in enumerate(inputs.targets):
        alone = changed(inputs, order="separately", targets=(target,), first=(*inputs.first, *inputs.targets[:i]))
        if target.remaining_km2 > 0:
            assert projection[target.id].threshold_km2 == pytest.approx(
                project(alone)[target.id].threshold_km2, rel=1e-12
            )


def test_in_turn_the_time_is_the_sum() -> None:
    projection = project(question(A, B, C, order="in_turn"))
    assert [result.central.when.days for result in projection.results] == pytest.approx([100.0, 300.0, 600.0, 600.0])


def test_together_equal_needs_finish_on_one_day() -> None:
    targets = [Oblast(name, 1_000.0, 0.0, None, 0.5) for name in "xy"]
    projection = project(question(*targets, order="together"))
    assert [result.central.when.days for result in projection.results] == pytest.approx([200.0] * 3)


def test_separately_has_no_answer_for_all() -> None:
    projection = project(question(A, B))
    assert [result.id for result in projection.results] == ["a", "b"]
    with pytest.raises(KeyError):
        projection[ALL]


@pytest.mark.parametrize("order", ["in_turn", "together"])
@given(inputs=questions())
def test_all_is_finished_with_the_last_one_that_was_not_done_at_the_start(order: str, inputs: Inputs) -> None:
    projection = project(changed(inputs, order=order))
    everything = projection[ALL]
    unfinished = [result for result in projection.targets if result.central.status is not Status.DONE]
    assert everything.need_km2 == pytest.approx(sum(result.need_km2 for result in projection.targets))
    assert everything.remaining_km2 == pytest.approx(sum(result.remaining_km2 for result in projection.targets))
    assert everything.occupied_km2 == pytest.approx(sum(result.occupied_km2 for result in projection.targets))
    assert everything.threshold_km2 == max([result.threshold_km2 for result in unfinished], default=0.0)
    if unfinished:
        last = max(unfinished, key=lambda result: result.threshold_km2)
        assert everything.central.when == last.central.when
        assert everything.central.status == last.central.status
    else:
        assert everything.central.status is Status.DONE


def test_all_waits_for_nothing_that_is_done_though_it_is_last_in_turn() -> None:
    done = Oblast("z", 5_000.0, 1.0)
    projection = project(question(A, done, first=(C,), order="in_turn"))
    assert projection["z"].central.when == Moment(0.0, START)
    assert projection[ALL].central.when.days == pytest.approx(400.0)


def test_all_is_done_where_every_one_of_them_is_done() -> None:
    done = Oblast("z", 5_000.0, 1.0)
    central = project(question(done, first=(C,), order="in_turn"))[ALL].central
    assert (central.status, central.when) == (Status.DONE, Moment(0.0, START))


# What is done, and what lies beyond the horizon.


@given(questions(), st.sampled_from(["separately", "in_turn", "together"]))
def test_an_oblast_with_nothing_left_is_done_on_the_first_day_whatever_comes_first(inputs: Inputs, order: str) -> None:
    done = Oblast("done", 30_000.0, 1.0, None, 0.0)
    projection = project(changed(inputs, targets=(*inputs.targets, done), order=order))
    central = projection["done"].central
    assert (central.status, central.when) == (Status.DONE, Moment(0.0, inputs.start))


@given(questions())
def test_the_status_says_what_the_days_say(inputs: Inputs) -> None:
    for result in project(inputs).results:
        central = result.central
        if central.status is Status.DONE:
            assert central.when == Moment(0.0, inputs.start)
            assert result.need_km2 == 0
        elif central.status is Status.NEVER:
            assert central.when == Moment(None, None)
        else:
            assert central.when.days is not None
            assert (central.when.days <= inputs.horizon_days) == (central.status is Status.REACHED)
        assert (central.mirror is None) == (inputs.rate_km2_per_day >= 0)


def test_a_completion_after_the_horizon_still_has_its_day() -> None:
    central = project(question(A, horizon_days=99.0))["a"].central
    assert central.status is Status.BEYOND_HORIZON
    assert central.when == Moment(100.0, START + timedelta(100))


def test_a_completion_on_the_horizon_is_within_it() -> None:
    assert project(question(A, horizon_days=100.0))["a"].central.status is Status.REACHED


@given(questions(), st.floats(1, 1e6))
def test_the_horizon_moves_no_completion(inputs: Inputs, horizon: float) -> None:
    whens = [result.central.when for result in project(inputs).results]
    assert [result.central.when for result in project(changed(inputs, horizon_days=horizon)).results] == whens


# Dates.


def test_a_completion_falls_on_the_date_on_which_its_last_whole_day_ends() -> None:
    assert moment(START, 0.0).date == START
    assert moment(START, 0.999).date == START
    assert moment(START, 1.0).date == START + timedelta(1)
    assert moment(START, 2.5).date == START + timedelta(2)


def test_a_completion_that_rounding_puts_before_midnight_falls_on_the_next_date() -> None:
    assert moment(START, math.nextafter(100.0, 0.0)).date == START + timedelta(100)


def test_after_the_year_9999_there_are_days_and_no_date() -> None:
    central = project(question(Oblast("x", 60_000.0, 0.0), rate_km2_per_day=0.01))["x"].central
    assert central.status is Status.BEYOND_HORIZON
    assert central.when == Moment(pytest.approx(6e6), None)
    last = (date.max - START).days
    assert moment(START, last + 0.5) == Moment(last + 0.5, date.max)
    assert moment(START, last + 1.0) == Moment(last + 1.0, None)


def test_never_has_neither_days_nor_date() -> None:
    assert moment(START, math.inf) == Moment(None, None)
    assert Moment(None, None).years is None


# The path that goes with the answer.


@given(questions())
def test_at_its_completion_all_that_remained_of_an_oblast_is_taken(inputs: Inputs) -> None:
    projection = project(inputs)
    for result in projection.targets:
        when = result.central.when.days
        if when is None or result.central.status is Status.DONE:
            continue
        front, line = float(projection.front_km2(when)), float(projection.threshold_on(result, when))
        assert front == pytest.approx(line, rel=1e-6)
        assert float(projection.taken_km2(result.id, when)) == pytest.approx(result.remaining_km2, rel=1e-6)


@given(questions(), st.floats(0.0, 0.999))
def test_before_its_completion_an_oblast_is_not_all_taken(inputs: Inputs, fraction: float) -> None:
    projection = project(inputs)
    for result in projection.targets:
        when = result.central.when.days
        if result.central.status is Status.DONE:
            continue
        day = fraction * (20_000.0 if when is None else min(when, 1e6))
        taken = float(projection.taken_km2(result.id, day))
        assert 0.0 <= taken <= result.remaining_km2 * (1 + 1e-9)
        if when is not None and float(projection.front_km2(day)) < 0.999 * float(projection.front_km2(when)):
            assert taken < result.remaining_km2


@given(questions(), st.lists(st.floats(0, 40_000), min_size=2, max_size=10))
def test_the_front_moves_one_way(inputs: Inputs, on: list[float]) -> None:
    net = project(inputs).front_km2(np.sort(on))
    steps = np.diff(net) * np.sign(inputs.rate_km2_per_day)
    assert (steps >= -1e-9 * np.abs(net).max()).all()


def test_the_front_starts_from_nothing_and_goes_below_it_where_land_is_retaken() -> None:
    np.testing.assert_allclose(project(question(A)).front_km2([0.0, 5.0]), [0.0, 50.0])
    retaken = project(question(A, rate_km2_per_day=-10.0))
    np.testing.assert_allclose(retaken.front_km2([0.0, 5.0]), [0.0, -50.0])
    np.testing.assert_allclose(retaken.taken_km2("a", [0.0, 5.0]), [0.0, 0.0])


def test_an_oblast_is_taken_only_after_what_is_counted_first() -> None:
    projection = project(question(A, first=(C,)))
    np.testing.assert_allclose(projection.taken_km2("a", [0.0, 300.0, 350.0, 400.0, 500.0]), [0, 0, 500, 1000, 1000])


def test_of_an_oblast_with_a_pace_of_its_own_that_pace_is_taken() -> None:
    projection = project(question(Oblast("a", 1_000.0, 0.0, 2.0)))
    np.testing.assert_allclose(projection.taken_km2("a", [0.0, 100.0, 500.0]), [0.0, 200.0, 1_000.0])


def test_without_a_setback_the_line_is_the_threshold_on_every_day() -> None:
    projection = project(question(A, first=(C,)))
    line = projection.threshold_on(projection["a"], [0.0, 1.0, 1e6])
    np.testing.assert_array_equal(line, [4_000.0] * 3)
    assert line.shape == (3,)
