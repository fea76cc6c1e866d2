"""Active days: the season, the pause, and the way back from active days to the calendar."""

from __future__ import annotations

from calendar import isleap
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.model.front import Calendar, season_weights
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Pause, Season
from tests.model.questions import FLAT, START
from tests.strategies import PROFILES, pauses, seasons

CYCLE_DAYS = 146_097
ONLY_MARCH = Season((0.0, 0.0, 12.0, *(0.0,) * 9), 1.0)
starts = st.dates(date(2022, 11, 12), date(2040, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    start = draw(starts)
    return Calendar(start, draw(seasons()), draw(st.none() | pauses(start)))


def test_without_season_and_pause_every_day_counts() -> None:
    days = np.array([0.0, 0.5, 1.0, 365.2425, 1e6])
    calendar = Calendar(START, FLAT)
    np.testing.assert_array_equal(calendar.active_days(days), days)
    np.testing.assert_array_equal(calendar.day(days), days)


@given(seasons())
def test_the_months_weights_have_a_mean_of_one_over_the_days_and_none_is_below_zero(season: Season) -> None:
    weights = season_weights(season)
    lengths = np.array([31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
    assert weights @ lengths / DAYS_PER_YEAR == pytest.approx(1.0, rel=1e-12)
    assert (weights >= 0).all()


def test_half_the_strength_halves_the_distance_from_the_mean_before_it_is_set_to_one() -> None:
    profile = (2.0, *(1.0,) * 10, 0.0)
    half, full = (season_weights(Season(profile, strength)) for strength in (0.5, 1.0))
    assert half[0] / half[1] == pytest.approx(1.5)
    assert full[0] / full[1] == pytest.approx(2.0)


def test_a_month_that_the_profile_puts_below_zero_counts_for_nothing() -> None:
    weights = season_weights(Season((-1.0, *(1.0,) * 10, 3.0), 1.0))
    assert weights[0] == 0.0
    assert weights[11] == pytest.approx(3.0 * weights[1])


def test_months_end_when_they_truly_end() -> None:
    calendar = Calendar(date(2027, 2, 1), ONLY_MARCH)
    weight = DAYS_PER_YEAR / 31.0
    first_of = [(date(2027, 3, 1) - date(2027, 2, 1)).days, (date(2027, 4, 1) - date(2027, 2, 1)).days]
    leap = [(date(2028, 3, 1) - date(2027, 2, 1)).days, (date(2028, 4, 1) - date(2027, 2, 1)).days]
    active = calendar.active_days([*first_of, *leap])
    np.testing.assert_allclose(active, np.array([0, 31, 31, 62]) * weight, rtol=1e-12)


def test_a_start_inside_a_month_has_the_rest_of_that_month() -> None:
    calendar = Calendar(date(2027, 3, 21), ONLY_MARCH)
    assert float(calendar.active_days(11.0)) == pytest.approx(11.0 * DAYS_PER_YEAR / 31.0)
    assert float(calendar.active_days(200.0)) == float(calendar.active_days(11.0))


years = st.integers(2026, 2400)
common_years, leap_years = years.filter(lambda year: not isleap(year)), years.filter(isleap)


@given(starts, pauses(START), st.floats(0, 40_000))
def test_a_pause_takes_away_the_part_of_it_that_lies_between_the_start_and_the_day(
    start: date, pause: Pause, day: float
) -> None:
    begin = (pause.start - start).days
    paused = max(0.0, min(day, begin + pause.days) - max(0.0, begin))
    assert float(Calendar(start, FLAT, pause).active_days(day)) == pytest.approx(day - paused, abs=1e-9)


@given(starts, seasons(), pauses(START), st.floats(0, 40_000))
def test_a_pause_takes_away_the_days_that_the_season_would_have_given_it(
    start: date, season: Season, pause: Pause, day: float
) -> None:
    plain, begin = Calendar(start, season), float((pause.start - start).days)
    low, high = np.clip([begin, begin + pause.days], 0.0, day)
    expected = plain.active_days(day) - (plain.active_days(high) - plain.active_days(low))
    assert float(Calendar(start, season, pause).active_days(day)) == pytest.approx(float(expected), abs=1e-7)


def test_a_pause_that_ended_before_the_start_changes_nothing() -> None:
    pause = Pause(START - timedelta(400), 12 * DAYS_PER_MONTH)
    days = np.linspace(0, 1000, 11)
    np.testing.assert_array_equal(Calendar(START, FLAT, pause).active_days(days), days)
    np.testing.assert_array_equal(Calendar(START, FLAT, pause).day(days), days)


@given(calendars(), st.lists(st.floats(0, 400_000), min_size=2, max_size=20))
def test_active_days_never_go_back(calendar: Calendar, days: list[float]) -> None:
    assert (np.diff(calendar.active_days(np.sort(days))) >= -1e-7).all()


@given(calendars(), st.floats(0, 300_000))
def test_so_many_active_days_have_passed_on_the_day_on_which_they_have_passed(
    calendar: Calendar, active: float
) -> None:
    assert float(calendar.active_days(calendar.day(active))) == pytest.approx(active, rel=1e-9, abs=1e-6)


@given(calendars(), st.floats(0, 300_000))
def test_the_day_of_the_active_days_of_a_day_is_that_day_or_the_first_that_had_as_many(
    calendar: Calendar, day: float
) -> None:
    active = float(calendar.active_days(day))
    back = float(calendar.day(active))
    assert back <= day * (1 + 1e-9) + 1e-6
    assert float(calendar.active_days(back)) == pytest.approx(active, rel=1e-9, abs=1e-6)


@given(starts.map(lambda start: Calendar(start, FLAT)), st.floats(0, 300_000))
def test_where_every_day_counts_there_and_back_is_the_same_day(calendar: Calendar, day: float) -> None:
    assert float(calendar.day(calendar.active_days(day))) == day


@given(starts, st.floats(0.05, 0.1), st.floats(0, 300_000))
def test_where_no_month_stands_still_there_and_back_is_the_same_day(start: date, strength: float, day: float) -> None:
    calendar = Calendar(start, Season(PROFILES[0], strength))
    assert float(calendar.day(calendar.active_days(day))) == pytest.approx(day, rel=1e-9, abs=1e-6)


def test_finished_exactly_when_the_pause_begins_is_finished_that_day_in_spite_of_rounding() -> None:
    calendar = Calendar(START, FLAT, Pause(START + timedelta(100), 6 * DAYS_PER_MONTH))
    assert float(calendar.day(np.nextafter(100.0, np.inf))) == 100.0


@given(st.integers(0, 20_000), st.floats(0.1, 240), starts, st.sampled_from(PROFILES), st.floats(0, 1.5))
def test_what_the_day_before_a_pause_completes_is_complete_before_the_pause(
    after: int, months: float, start: date, profile: tuple[float, ...], strength: float
) -> None:
    season = Season(profile, strength)
    calendar = Calendar(start, season, Pause(start + timedelta(after), months * DAYS_PER_MONTH))
    active = Calendar(start, season).active_days(after)
    assert float(calendar.day(active)) <= after * (1 + 1e-12)


def test_finished_exactly_when_a_month_without_advance_begins_is_finished_that_day() -> None:
    calendar = Calendar(date(2027, 3, 1), ONLY_MARCH)
    whole_march = float(calendar.active_days(31.0))
    assert float(calendar.day(whole_march)) == pytest.approx(31.0)
    assert float(calendar.day(whole_march * (1 + 1e-9))) == pytest.approx(366.0, abs=1e-3)


def test_nothing_to_wait_for_is_over_on_the_first_day_even_in_a_month_without_advance() -> None:
    assert float(Calendar(date(2027, 5, 10), ONLY_MARCH).day(0.0)) == 0.0
    assert float(Calendar(START, FLAT, Pause(START, 100.0)).day(0.0)) == 0.0


def test_the_last_day_of_a_cycle_of_four_hundred_years_is_found_like_any_other() -> None:
    calendar = Calendar(START, Season(PROFILES[0], 0.1))
    days = np.array([CYCLE_DAYS - 1, CYCLE_DAYS, CYCLE_DAYS + 1, 2 * CYCLE_DAYS], dtype=float)
    np.testing.assert_allclose(calendar.day(calendar.active_days(days)), days, rtol=1e-12)
