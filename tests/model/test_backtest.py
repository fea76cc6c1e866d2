"""The backtest: scores against closed forms, methods against classical laws, and no look ahead."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from territory.model.ahead import METHODS, MOST_PACE_LOG_SD, Ahead, Record, ar1, constant, methods, refitted
from territory.model.backtest import (
    BANDS,
    FEWEST_BEHIND,
    LEVELS,
    MONTHS_AHEAD,
    PIT_BINS,
    Said,
    crps_km2,
    pinball_km2,
    rolling,
    scored,
)
from territory.model.calibration import StudentMixture, fit
from territory.model.inputs import DAYS_PER_MONTH
from tests.model.series import ar1 as simulated

ALL = methods(0.03)


def record(gains: object) -> Record:
    """A record of average months, beginning with a January."""
    values = np.asarray(gains, dtype=float)
    years = tuple(2023 + month // 12 for month in range(len(values)))
    return Record(tuple(values.tolist()), (DAYS_PER_MONTH,) * len(values), years)


def normal(location: float, scale: float) -> StudentMixture:
    return StudentMixture(np.ones(1), np.array([location]), np.array([scale]), math.inf)


MONTHS = simulated(np.random.default_rng(7), 30, 0.7)


# Laws.


@given(st.floats(-6.0, 6.0))
def test_with_infinite_degrees_of_freedom_a_law_is_normal(value: float) -> None:
    assert normal(1.0, 2.0).cdf(value) == pytest.approx(stats.norm.cdf(value, 1.0, 2.0), rel=1e-12)
    level = float(stats.norm.cdf(value / 3.0))
    assert normal(1.0, 2.0).quantile(level) == pytest.approx(stats.norm.ppf(level, 1.0, 2.0), rel=1e-9, abs=1e-9)


def test_a_constant_pace_is_the_classical_prediction_of_its_window() -> None:
    for months, window in ((None, MONTHS), (12, MONTHS[-12:]), (3, MONTHS[-3:])):
        n, law = len(window), constant(record(MONTHS), months)(6)
        scale = window.std(ddof=1) * np.sqrt(6 + 36 / n)
        for level in LEVELS:
            assert law.quantile(level) == pytest.approx(stats.t.ppf(level, n - 1, 6 * window.mean(), scale), rel=1e-9)


def test_the_tool_has_the_mean_pace_of_its_months_and_the_long_run_scatter() -> None:
    """With nothing unsure but the scatter it is normal: mean h·m, variance h·σ²(1 + φ)/(1 − φ)."""
    known = record(MONTHS)
    uncertainty = refitted(known, 0.0)
    law = ALL["tool_this_year"](known)(12)
    of_year = known.this_year
    assert len(of_year) == 30 - 24
    assert np.median(law.location) == pytest.approx(365.2425 * of_year.rate_km2_per_day, rel=5e-3)
    long_run = uncertainty.noise_km2_per_month**2 * (1 + uncertainty.persistence) / (1 - uncertainty.persistence)
    assert np.median(law.scale) == pytest.approx(math.sqrt(12 * long_run), rel=5e-3)
    whole = ALL["tool_whole_record"](known)(12)
    assert np.median(whole.location) == pytest.approx(12 * MONTHS.mean(), rel=5e-3)
    ratio = np.log(whole.location / np.median(whole.location))
    expected = math.hypot(uncertainty.pace_log_sd, 0.5 * 0.03)  # a year's change is felt for half a year
    assert ratio.std() == pytest.approx(expected, rel=0.02)


def test_the_tool_s_yearly_change_is_felt_for_half_of_the_year_ahead() -> None:
    still, changing = (methods(log_sd)["tool_whole_record"](record(MONTHS))(12) for log_sd in (0.0, 0.3))
    assert np.log(changing.location / still.location).std() == pytest.approx(0.15, rel=0.03)
    np.testing.assert_allclose(changing.scale**2 / still.scale**2, changing.location / still.location)


def test_where_the_fit_knows_no_spread_of_the_pace_the_most_is_taken() -> None:
    falling = record(-np.abs(MONTHS))
    assert refitted(falling, 0.03).pace_log_sd == MOST_PACE_LOG_SD
    assert refitted(falling, 0.03).annual_change_log_sd == 0.03


@pytest.mark.parametrize("name", METHODS)
def test_every_method_is_the_wider_the_farther_it_looks(name: str) -> None:
    ahead = ALL[name](record(MONTHS))
    widths = [ahead(months).quantile(0.9) - ahead(months).quantile(0.1) for months in MONTHS_AHEAD]
    assert widths == sorted(widths)


def test_months_are_divided_by_their_own_days() -> None:
    short = Record((280.0, 310.0), (28.0, 31.0), (2023, 2023))
    np.testing.assert_allclose(short.gains, 10.0 * DAYS_PER_MONTH)
    assert short.rate_km2_per_day == pytest.approx(10.0)


# Scores.


@given(st.floats(-6.0, 6.0), st.floats(1.0, 300.0))
def test_the_score_of_a_normal_law_is_its_closed_form(z: float, scale: float) -> None:
    """Gneiting & Raftery (2007), equation 21."""
    exact = scale * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / math.sqrt(math.pi))
    assert crps_km2(normal(0.0, scale), z * scale, (2.56 + abs(z)) * scale) == pytest.approx(exact, rel=1e-6)


def test_the_score_of_a_mixture_is_its_closed_form() -> None:
    """Grimit et al. (2006): mean distance to what came less half the mean distance of two draws."""
    weight, location, scale = np.array([0.3, 0.7]), np.array([-100.0, 250.0]), np.array([40.0, 160.0])

    def distance(mean: np.ndarray, sd: np.ndarray) -> np.ndarray:
        return np.asarray(mean * (2 * stats.norm.cdf(mean / sd) - 1) + 2 * sd * stats.norm.pdf(mean / sd))

    pairs = distance(location[:, None] - location, np.hypot(scale[:, None], scale))
    exact = weight @ distance(30.0 - location, scale) - 0.5 * weight @ pairs @ weight
    law = StudentMixture(weight, location, scale, math.inf)
    assert crps_km2(law, 30.0, 500.0) == pytest.approx(exact, rel=1e-5)


@pytest.mark.parametrize("degrees", [2, 11, 31])
def test_the_score_of_heavy_tails_is_that_of_a_fine_sum(degrees: int) -> None:
    law = StudentMixture(np.ones(1), np.array([50.0]), np.array([80.0]), degrees)
    chances = (np.arange(200_000) + 0.5) / 200_000
    said = stats.t.ppf(chances, degrees, 50.0, 80.0)
    exact = 2 * pinball_km2(said, np.array(400.0), chances).mean()
    assert crps_km2(law, 400.0, 700.0) == pytest.approx(exact, rel=2e-3 if degrees == 2 else 1e-4)


def test_the_score_of_a_law_without_spread_is_its_absolute_error() -> None:
    """As far from it as no law of the record is: there the nodes are still good to a part in a hundred."""
    assert crps_km2(normal(100.0, 1e-3), 340.0, 240.0) == pytest.approx(240.0, rel=1e-2)


def test_a_quantile_that_is_too_high_or_too_low_costs_by_its_level() -> None:
    losses = pinball_km2(np.array([10.0, 10.0, 10.0]), np.array([30.0, 0.0, 10.0]), np.array([0.9, 0.9, 0.9]))
    np.testing.assert_allclose(losses, [18.0, 1.0, 0.0])


def said(came: float, chance: float, crps: float) -> Said:
    return Said(12, 3, (-20.0, 0.0, 10.0, 40.0, 80.0), came, chance, crps)


def test_scores_are_means_and_counts_of_what_was_said() -> None:
    found = scored([said(110.0, 0.95, 60.0), said(20.0, 0.55, 4.0), said(-5.0, 0.2, 8.0), said(10.0, 0.5, 2.0)], 3)
    assert found is not None
    assert (found.origins, found.apart, found.held) == (4, 2, {50: 2, 80: 3})
    assert (found.coverage(), found.coverage(50)) == (0.75, 0.5)
    assert (found.crps_km2, found.absolute_error_km2, found.width_80_km2) == (18.5, 31.25, 100.0)
    assert found.pit_counts == (0, 0, 1, 0, 0, 2, 0, 0, 0, 1)
    assert found.pinball_km2[0.5] == pytest.approx(found.absolute_error_km2 / 2)
    assert found.pinball_km2[0.9] == pytest.approx((27.0 + 6.0 + 8.5 + 7.0) / 4)


def test_where_nothing_was_said_there_is_no_score() -> None:
    assert scored([said(1.0, 0.5, 1.0)], 12) is None
    assert scored([], 1) is None


def test_a_band_is_held_where_the_chance_of_what_came_lies_in_it() -> None:
    assert all(high - low == pytest.approx(band / 100) for band, (low, high) in BANDS.items())
    assert {level for ends in BANDS.values() for level in ends} < set(LEVELS)


def test_a_method_that_is_right_is_held_as_often_as_it_says() -> None:
    """Months without memory about a known mean: three standard errors of 400 starts."""
    gains = np.random.default_rng(1).normal(100.0, 80.0, 400 + FEWEST_BEHIND)

    def right(_: Record) -> Ahead:
        return lambda months: normal(100.0 * months, 80.0 * math.sqrt(months))

    found = scored(rolling(record(gains), right), 1)
    assert found is not None
    assert found.coverage() == pytest.approx(0.8, abs=0.06)
    assert found.coverage(50) == pytest.approx(0.5, abs=0.075)
    assert stats.chisquare(found.pit_counts).pvalue > 0.01
    assert sum(found.pit_counts) == found.origins == 400
    assert found.crps_km2 == pytest.approx(80.0 / math.sqrt(math.pi), rel=0.1)


# From which months, and knowing what.


def test_every_month_with_a_year_behind_it_is_asked_as_far_as_the_record_reaches() -> None:
    asked = rolling(record(MONTHS), constant)
    for months in MONTHS_AHEAD:
        behind = [each.months_behind for each in asked if each.months_ahead == months]
        assert behind == list(range(FEWEST_BEHIND, 30 - months + 1))
    came = next(each for each in asked if (each.months_behind, each.months_ahead) == (15, 3))
    assert came.came_km2 == pytest.approx(MONTHS[15:18].sum())
    assert rolling(record(MONTHS[:FEWEST_BEHIND]), constant) == ()


def test_a_method_is_handed_the_months_before_and_nothing_else() -> None:
    handed: list[Record] = []

    def spy(known: Record) -> Ahead:
        handed.append(known)
        return constant(known)

    whole = record(MONTHS)
    rolling(whole, spy)
    assert [len(known) for known in handed] == list(range(FEWEST_BEHIND, 30))
    assert all(known == whole.until(len(known)) for known in handed)


@pytest.mark.parametrize("name", METHODS)
def test_cutting_the_record_at_any_month_changes_nothing_that_was_said_before(name: str) -> None:
    whole = rolling(record(MONTHS[:18]), ALL[name])
    for cut in range(FEWEST_BEHIND, 18):
        shorter = rolling(record(MONTHS[:cut]), ALL[name])
        assert shorter == tuple(each for each in whole if each.months_behind + each.months_ahead <= cut)


@pytest.mark.parametrize("name", METHODS)
def test_the_newest_month_is_known(name: str) -> None:
    other = MONTHS.copy()
    other[-1] += 300.0
    medians = [ALL[name](record(gains))(3).quantile(0.5) for gains in (MONTHS, other)]
    assert medians[1] > medians[0]


def test_the_fit_asked_directly_is_the_fit() -> None:
    known = fit(MONTHS, np.full(30, DAYS_PER_MONTH)).gain_of_next(3)
    assert ar1(record(MONTHS))(3).quantile(0.9) == pytest.approx(known.quantile(0.9), rel=1e-12)


def test_the_outer_bins_are_what_an_80_percent_range_leaves_out() -> None:
    for found in (scored(rolling(record(MONTHS), ALL["constant_3"]), months) for months in MONTHS_AHEAD):
        assert found is not None
        assert found.pit_counts[0] + found.pit_counts[PIT_BINS - 1] == found.origins - found.held[80]
