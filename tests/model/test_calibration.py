"""The fit of an AR(1) to monthly gains: classical laws without memory, matrix algebra with it, then coverage."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.linalg import toeplitz

from territory.model.calibration import PERSISTENCE, CalibrationError, StudentMixture, fit
from territory.model.inputs import DAYS_PER_MONTH
from territory.scenario.parameters import PARAMETERS
from tests.model.series import AHEAD, MONTHS, ar1, fitted

LEVELS = (0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999)
NO_MEMORY = np.array([0.0])
SERIES = 1_000

series = st.lists(st.integers(-500, 900), min_size=4, max_size=48).filter(lambda gains: len(set(gains)) > 2)
persistences = st.floats(-0.9, 0.95)


# With one persistence taken as known, every law is a classical one.


@given(series)
def test_without_memory_the_mean_has_the_classical_student_interval(gains: list[int]) -> None:
    n = len(gains)
    law = fitted(gains, NO_MEMORY).mean_km2_per_day
    for level in LEVELS:
        classical = stats.t.ppf(level, n - 1, np.mean(gains), np.std(gains, ddof=1) / np.sqrt(n))
        assert law.quantile(level) * DAYS_PER_MONTH == pytest.approx(classical, rel=1e-9, abs=1e-8)


@given(series)
def test_without_memory_the_scatter_has_the_classical_chi_square_interval(gains: list[int]) -> None:
    n = len(gains)
    for level in LEVELS:
        classical = np.sqrt((n - 1) * np.var(gains, ddof=1) / stats.chi2.isf(level, n - 1))
        assert fitted(gains, NO_MEMORY).noise_quantile(level) == pytest.approx(classical, rel=1e-9)


@given(series, st.integers(1, 24))
def test_without_memory_the_next_months_have_the_classical_prediction_interval(gains: list[int], months: int) -> None:
    n = len(gains)
    scale = np.std(gains, ddof=1) * np.sqrt(months + months**2 / n)
    for level in LEVELS:
        classical = stats.t.ppf(level, n - 1, months * np.mean(gains), scale)
        predicted = fitted(gains, NO_MEMORY).gain_of_next(months).quantile(level)
        assert predicted == pytest.approx(classical, rel=1e-9, abs=1e-8)


@given(series, persistences)
def test_with_memory_the_mean_is_that_of_generalised_least_squares(gains: list[int], persistence: float) -> None:
    x, n, one = np.array(gains, dtype=float), len(gains), np.ones(len(gains))
    inverse = np.linalg.inv(toeplitz(persistence ** np.arange(n)))
    mean = one @ inverse @ x / (one @ inverse @ one)
    variance = (x - mean) @ inverse @ (x - mean) / (n - 1)
    known = fitted(gains).given(persistence)
    scale = np.sqrt(variance / (one @ inverse @ one))
    assert known.mean_km2_per_day.quantile(0.5) * DAYS_PER_MONTH == pytest.approx(mean, rel=1e-7, abs=1e-6)
    assert known.mean_km2_per_day.scale[0] * DAYS_PER_MONTH == pytest.approx(scale, rel=1e-7)
    assert known.noise_quantile(0.5) == pytest.approx(
        np.sqrt((n - 1) * variance / stats.chi2.isf(0.5, n - 1)), rel=1e-7
    )


@given(series, persistences, st.integers(1, 24))
def test_with_memory_the_next_months_are_what_kriging_says(gains: list[int], persistence: float, months: int) -> None:
    """The best linear prediction from the covariances alone, the mean unknown: no recursion, no closed form."""
    x, n = np.array(gains, dtype=float), len(gains)
    whole = toeplitz(persistence ** np.arange(n + months))
    inverse, across, ahead = np.linalg.inv(whole[:n, :n]), whole[:n, n:].sum(axis=1), whole[n:, n:].sum()
    information = inverse.sum()
    mean = (inverse @ x).sum() / information
    variance = (x - mean) @ inverse @ (x - mean) / (n - 1)
    left = months - (inverse @ across).sum()
    location = months * mean + across @ inverse @ (x - mean)
    scale = np.sqrt(variance * (ahead - across @ inverse @ across + left**2 / information))
    law = fitted(gains).given(persistence).gain_of_next(months)
    assert law.location[0] == pytest.approx(location, rel=1e-6, abs=1e-5)
    assert law.scale[0] == pytest.approx(scale, rel=1e-6)
    assert law.degrees == n - 1


def test_a_persistence_is_as_credible_as_the_likelihood_over_all_means_and_scatters() -> None:
    """Against a sum over a grid of means and scatters, weighted by 1/σ, the reference prior."""
    gains, grid = np.array([3.0, 1.0, -1.0, 0.0, 2.0]), np.array([-0.5, 0.0, 0.4, 0.8])
    means, log_sds = np.linspace(-150.0, 150.0, 6001), np.linspace(-2.5, 4.0, 400)
    credible = []
    for persistence in grid:
        correlation = toeplitz(persistence ** np.arange(5))
        inverse = np.linalg.inv(correlation)
        off = gains[:, None] - means
        distance = np.einsum("im,ij,jm->m", off, inverse, off)
        exponent = -0.5 * distance[:, None] * np.exp(-2.0 * log_sds) - 5 * log_sds
        credible.append(np.exp(exponent).sum() / np.sqrt(np.linalg.det(correlation)))
    np.testing.assert_allclose(fitted(gains, grid).weight, np.array(credible) / np.sum(credible), rtol=2e-3)


# The mixtures.


@given(series, st.sampled_from(LEVELS), st.integers(1, 24))
def test_quantile_and_chance_are_inverse(gains: list[int], level: float, months: int) -> None:
    calibration = fitted(gains)
    assert calibration.noise_cdf(calibration.noise_quantile(level)) == pytest.approx(level, abs=1e-9)
    for law in (calibration.mean_km2_per_day, calibration.gain_of_next(months)):
        assert law.cdf(law.quantile(level)) == pytest.approx(level, abs=1e-9)


@given(series)
def test_higher_levels_have_higher_quantiles(gains: list[int]) -> None:
    calibration = fitted(gains)
    for quantile in (
        calibration.noise_quantile,
        calibration.mean_km2_per_day.quantile,
        calibration.gain_of_next(6).quantile,
    ):
        assert all(low < high for low, high in pairwise(quantile(level) for level in LEVELS))
    assert all(low <= high for low, high in pairwise(calibration.persistence_quantile(level) for level in LEVELS))


def test_a_mixture_of_two_laws_is_their_weighted_chance() -> None:
    law = StudentMixture(np.array([0.25, 0.75]), np.array([-1.0, 2.0]), np.array([1.0, 3.0]), 5)
    values = np.array([[-3.0, 0.0], [1.0, 9.0]])
    expected = 0.25 * stats.t.cdf(values, 5, -1.0, 1.0) + 0.75 * stats.t.cdf(values, 5, 2.0, 3.0)
    np.testing.assert_allclose(law.cdf(values), expected, atol=1e-12)
    assert law.cdf(0.0).shape == ()


def test_the_fit_of_the_grid_is_the_weighted_fit_of_its_points() -> None:
    gains = ar1(np.random.default_rng(4), MONTHS, 0.7)
    calibration = fitted(gains, [0.2, 0.9])
    parts = [float(calibration.given(persistence).gain_of_next(3).cdf(500.0)) for persistence in (0.2, 0.9)]
    assert calibration.gain_of_next(3).cdf(500.0) == pytest.approx(calibration.weight @ parts, rel=1e-12)
    assert calibration.weight.sum() == pytest.approx(1.0)


def test_the_persistence_is_the_first_point_at_which_a_level_is_reached() -> None:
    calibration = fitted(ar1(np.random.default_rng(4), MONTHS, 0.7), [0.2, 0.9])
    below = float(calibration.weight[0])
    assert calibration.persistence_quantile(below * 0.999) == 0.2
    assert calibration.persistence_quantile(below + 1e-9) == 0.9
    assert calibration.persistence_quantile(1.0 - 1e-16) == 0.9


# Units.


@given(series, st.integers(-400, 400), st.sampled_from([0.25, 2.0, 30.0]))
def test_gains_shifted_and_stretched_shift_and_stretch_every_answer(
    gains: list[int], shift: int, stretch: float
) -> None:
    before, after = fitted(gains), fitted(stretch * (np.array(gains) + shift))
    for level in (0.1, 0.5, 0.9):
        assert after.persistence_quantile(level) == before.persistence_quantile(level)
        assert after.noise_quantile(level) == pytest.approx(stretch * before.noise_quantile(level), rel=1e-7)
        mean = stretch * (before.mean_km2_per_day.quantile(level) + shift / DAYS_PER_MONTH)
        assert after.mean_km2_per_day.quantile(level) == pytest.approx(mean, rel=1e-7, abs=1e-5)
        gained = stretch * (before.gain_of_next(6).quantile(level) + 6 * shift)
        assert after.gain_of_next(6).quantile(level) == pytest.approx(gained, rel=1e-7, abs=1e-4)


@given(series, st.data())
def test_every_gain_is_divided_by_its_own_days(gains: list[int], data: st.DataObject) -> None:
    days = np.array(data.draw(st.lists(st.integers(28, 31), min_size=len(gains), max_size=len(gains))), dtype=float)
    stretched = fit(np.array(gains) * days / DAYS_PER_MONTH, days)
    assert stretched.noise_quantile(0.5) == pytest.approx(fitted(gains).noise_quantile(0.5), rel=1e-9)
    np.testing.assert_allclose(stretched.gains, gains, rtol=1e-12, atol=1e-12)


def test_the_spread_of_the_pace_is_that_of_a_lognormal_law_with_the_same_quartiles() -> None:
    normal = StudentMixture(np.ones(1), np.array([5.0]), np.array([0.01]), 10**6)
    assert normal.log_sd == pytest.approx(0.002, rel=1e-4)
    law = StudentMixture(np.ones(1), np.array([5.0]), np.array([2.0]), 31)
    lower, upper = stats.t.ppf([0.25, 0.75], 31, 5.0, 2.0)
    assert law.log_sd == pytest.approx(np.log(upper / lower) / np.diff(stats.norm.ppf([0.25, 0.75]))[0])


def test_the_spread_of_the_pace_is_not_a_number_where_its_lower_quartile_is_not_above_0() -> None:
    assert np.isnan(StudentMixture(np.ones(1), np.array([0.5]), np.array([2.0]), 31).log_sd)
    assert np.isnan(StudentMixture(np.ones(1), np.array([-5.0]), np.array([0.1]), 31).log_sd)
    retreat = fitted(-ar1(np.random.default_rng(4), MONTHS, 0.7))
    assert np.isnan(retreat.pace_log_sd)
    assert retreat.noise_quantile(0.5) > 0


@given(series)
def test_the_more_persistent_gains_are_the_less_is_known_of_their_mean(gains: list[int]) -> None:
    unit = [fitted(gains).given(persistence).information[0] for persistence in (0.0, 0.3, 0.7, 0.9)]
    assert all(more > less for more, less in pairwise(unit))


# On simulated series it keeps what it promises.


@dataclass(frozen=True)
class Simulated:
    """What 1,000 series of 33 months with φ = 0.7 gave: chances of what came after, and what was said of the rest."""

    chance: np.ndarray
    usual: np.ndarray
    median: np.ndarray
    holds_persistence: np.ndarray
    holds_noise: np.ndarray
    holds_mean: np.ndarray


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    rng = np.random.default_rng(20250830)
    found = [simulate(ar1(rng, MONTHS + AHEAD, 0.7)) for _ in range(SERIES)]
    return Simulated(*np.array(found, dtype=float).T)


def simulate(whole: np.ndarray) -> tuple[float, ...]:
    gains, came = whole[:MONTHS], whole[MONTHS:].sum()
    calibration = fitted(gains)
    chance = float(calibration.gain_of_next(AHEAD).cdf(came))
    low, median, high = (calibration.persistence_quantile(level) for level in (0.1, 0.5, 0.9))
    noise, mean = calibration.noise_cdf(190.0), calibration.mean_km2_per_day.cdf(176.0 / DAYS_PER_MONTH)
    usual = np.polyfit(gains[:-1], gains[1:], 1)[0]
    return (chance, usual, median, low <= 0.7 <= high, 0.1 < noise < 0.9, 0.1 < mean < 0.9)


def error(share: float) -> float:
    """Three standard errors of a share of the series."""
    return float(3.0 * np.sqrt(share * (1.0 - share) / SERIES))


@pytest.mark.slow
def test_what_came_after_is_as_often_above_the_median_as_below(simulated: Simulated) -> None:
    assert (simulated.chance > 0.5).mean() == pytest.approx(0.5, abs=error(0.5))


@pytest.mark.slow
def test_ranges_of_80_percent_hold_the_persistence_the_scatter_and_the_mean_that_the_series_were_made_with(
    simulated: Simulated,
) -> None:
    for holds in (simulated.holds_persistence, simulated.holds_noise, simulated.holds_mean):
        assert holds.mean() == pytest.approx(0.8, abs=0.03 + error(0.8))


@pytest.mark.slow
def test_the_usual_estimate_of_the_persistence_is_too_low_as_kendall_says_and_this_one_by_half_of_that(
    simulated: Simulated,
) -> None:
    kendall = (1.0 + 3.0 * 0.7) / MONTHS
    assert 0.7 - simulated.usual.mean() == pytest.approx(kendall, abs=0.02)
    assert 0.7 - simulated.median.mean() == pytest.approx(kendall / 2.0, abs=0.02)


@pytest.mark.slow
def test_a_long_series_gives_back_what_it_was_made_with() -> None:
    calibration = fitted(ar1(np.random.default_rng(11), 20_000, 0.7))
    assert calibration.persistence_quantile(0.5) == pytest.approx(0.7, abs=0.02)
    assert calibration.noise_quantile(0.5) == pytest.approx(190.0, rel=0.03)
    assert calibration.mean_km2_per_day.quantile(0.5) == pytest.approx(176.0 / DAYS_PER_MONTH, rel=0.08)


# What cannot be fitted.


def test_the_grid_is_the_range_of_the_scenarios_key() -> None:
    bounds = PARAMETERS["persistence"]
    assert (PERSISTENCE[0], PERSISTENCE[-1]) == (bounds.low, bounds.high)
    np.testing.assert_allclose(np.diff(PERSISTENCE), 0.001)


@pytest.mark.parametrize(
    ("gains", "days", "why"),
    [
        ([1.0, 2.0], [30.0, 30.0], "3 months or more"),
        ([1.0, 2.0, 4.0], [30.0, 30.0], "of one length"),
        ([[1.0, 2.0, 4.0]], [[30.0, 30.0, 30.0]], "two series"),
        ([1.0, 2.0, np.nan], [30.0, 30.0, 30.0], "must be finite"),
        ([1.0, 2.0, 4.0], [30.0, 0.0, 30.0], "above 0"),
        ([1.0, 2.0, 4.0], [30.0, np.inf, 30.0], "days finite"),
        ([7.0, 7.0, 7.0, 7.0], [30.0] * 4, "no scatter"),
    ],
)
def test_a_series_that_cannot_be_fitted_is_refused(gains: list[float], days: list[float], why: str) -> None:
    with pytest.raises(CalibrationError, match=why):
        fit(gains, days)


@pytest.mark.parametrize("persistence", [-1.0, 1.0, 1.5, np.nan])
def test_a_persistence_that_is_not_stationary_is_refused(persistence: float) -> None:
    with pytest.raises(CalibrationError, match="strictly between −1 and 1"):
        fitted([1.0, 2.0, 4.0, 3.0], [0.5, persistence])
    with pytest.raises(CalibrationError, match="strictly between −1 and 1"):
        fitted([1.0, 2.0, 4.0, 3.0]).given(persistence)


@pytest.mark.parametrize("level", [0.0, 1.0, -0.1, np.nan])
def test_a_level_that_has_no_quantile_is_refused(level: float) -> None:
    calibration = fitted([1.0, 2.0, 4.0, 3.0])
    for quantile in (
        calibration.persistence_quantile,
        calibration.noise_quantile,
        calibration.mean_km2_per_day.quantile,
    ):
        with pytest.raises(CalibrationError, match="strictly between 0 and 1"):
            quantile(level)


def test_no_month_is_nothing_to_look_ahead_to() -> None:
    with pytest.raises(CalibrationError, match="choose 1 or more"):
        fitted([1.0, 2.0, 4.0, 3.0]).gain_of_next(0)
