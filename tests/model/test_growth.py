"""Growth-days: what a pace that grows or falls by a share each year comes to."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.model.front import active_days, growth_days, growth_rate_per_day
from territory.model.inputs import DAYS_PER_YEAR

changes = st.floats(-0.5, 0.5)


def test_a_pace_that_does_not_change_has_days_that_count_as_one() -> None:
    assert growth_rate_per_day(0.0) == 0.0
    days = np.array([0.0, 1.0, 1e6])
    np.testing.assert_array_equal(growth_days(days, 0.0), days)
    np.testing.assert_array_equal(active_days(days, 0.0), days)


@given(changes)
def test_after_a_year_the_pace_has_changed_by_the_share(change: float) -> None:
    pace = math.exp(growth_rate_per_day(change) * DAYS_PER_YEAR)
    assert pace == pytest.approx(1.0 + change, rel=1e-12)


def test_a_pace_that_halves_each_year_takes_in_all_years_twice_what_it_takes_in_the_first() -> None:
    growth = growth_rate_per_day(-0.5)
    first_year, for_ever = growth_days([DAYS_PER_YEAR, 1e7], growth)
    assert for_ever == pytest.approx(2.0 * first_year)
    assert first_year == pytest.approx(0.5 * DAYS_PER_YEAR / math.log(2.0))


def test_a_pace_that_grows_by_half_takes_half_as_much_again_in_the_second_year() -> None:
    growth = growth_rate_per_day(0.5)
    one, two = growth_days([DAYS_PER_YEAR, 2 * DAYS_PER_YEAR], growth)
    assert (two - one) / one == pytest.approx(1.5)


@given(changes, st.floats(0, 1.0))
def test_active_days_undo_growth_days(change: float, fraction: float) -> None:
    growth = growth_rate_per_day(change)
    days = fraction * min(50_000.0, 20.0 / abs(growth) if growth else math.inf)  # until nothing but rounding is left
    back = float(active_days(growth_days(days, growth), growth))
    assert back == pytest.approx(days, rel=1e-6, abs=1e-6)


@given(changes, st.floats(0, 1e6))
def test_growth_days_undo_active_days_where_the_pace_does_not_die_out(change: float, grown: float) -> None:
    growth = growth_rate_per_day(change)
    days = float(active_days(grown, growth))
    if growth * grown <= -1:
        assert days == math.inf
    else:
        assert float(growth_days(days, growth)) == pytest.approx(grown, rel=1e-9, abs=1e-9)


@given(changes.filter(lambda change: change < -1e-6))
def test_what_a_falling_pace_takes_in_all_time_it_takes_only_in_all_time(change: float) -> None:
    growth = growth_rate_per_day(change)
    ever = -1.0 / growth
    assert float(active_days(ever * (1 + 1e-12), growth)) == math.inf
    assert math.isfinite(float(active_days(ever * (1 - 1e-9), growth)))


def test_a_change_next_to_nothing_is_next_to_nothing() -> None:
    growth = growth_rate_per_day(1e-12)
    assert float(growth_days(10_000.0, growth)) == pytest.approx(10_000.0, rel=1e-9)
    assert float(active_days(10_000.0, growth)) == pytest.approx(10_000.0, rel=1e-9)


def test_growth_that_overflows_is_boundless_and_raises_no_warning() -> None:
    assert float(growth_days(1e7, growth_rate_per_day(0.5))) == math.inf


def test_shapes_are_kept() -> None:
    growth = growth_rate_per_day(-0.1)
    assert growth_days(np.ones((2, 3)), growth).shape == (2, 3)
    assert active_days(np.ones((2, 3)), growth).shape == (2, 3)
