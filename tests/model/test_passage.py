"""The first-passage law against closed forms, a library's own, and itself turned round."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.model.passage import first_passage_cdf, first_passage_quantile

thresholds = st.floats(1.0, 600_000.0)
drifts = st.floats(-60.0, 60.0)
variances = st.floats(1.0, 3e6)
LEVELS = np.concatenate([[1e-6, 1e-4], np.linspace(0.001, 0.999, 101), [1 - 1e-4, 1 - 1e-6]])


@given(thresholds, drifts, variances)
def test_the_quantile_of_the_chance_is_the_day(threshold: float, drift: float, variance: float) -> None:
    arrives = np.exp(min(0.0, 2.0 * drift * threshold / variance))
    if arrives < 1e-200:
        return
    days = first_passage_quantile(LEVELS * arrives, threshold, drift, variance)
    chances = first_passage_cdf(days, threshold, drift, variance)
    np.testing.assert_allclose(chances / arrives, LEVELS, rtol=1e-9, atol=1e-11)
    assert (np.diff(days) > 0).all()


@pytest.mark.parametrize("strength", [0.0, 1e-300, 1e-9, 1e-4, 0.01, 0.0999, 0.1001, 0.3, 1.0, 10.0, 1e3, 1e6])
def test_however_weak_or_strong_the_drift_the_quantile_is_found(strength: float) -> None:
    levels = np.concatenate([10.0 ** -np.arange(280.0, 6.0, -4.0), LEVELS, 1.0 - 10.0 ** -np.arange(7.0, 12.0)])
    days = first_passage_quantile(levels, 1.0, strength, 1.0)
    np.testing.assert_allclose(first_passage_cdf(days, 1.0, strength, 1.0), levels, rtol=1e-9)
    assert (np.diff(days) > 0).all()


@given(thresholds, st.lists(st.tuples(st.floats(0.0, 1.0), drifts), min_size=2, max_size=20), variances)
def test_each_quantile_is_the_same_alone_and_among_others(
    threshold: float, asked: list[tuple[float, float]], variance: float
) -> None:
    chances, towards = np.array(asked).T
    together = first_passage_quantile(chances, threshold, towards, variance)
    alone = [float(first_passage_quantile(chance, threshold, drift, variance)) for chance, drift in asked]
    np.testing.assert_allclose(together, alone, rtol=1e-14)


@given(thresholds, st.floats(0.01, 60.0), variances)
def test_what_drifts_away_and_arrives_is_as_early_as_what_drifts_as_fast_the_other_way(
    threshold: float, drift: float, variance: float
) -> None:
    arrives = np.exp(-2.0 * drift * threshold / variance)
    if arrives < 1e-200:
        return
    away = first_passage_quantile(LEVELS * arrives, threshold, -drift, variance)
    np.testing.assert_allclose(away, first_passage_quantile(LEVELS, threshold, drift, variance), rtol=1e-7)


@given(thresholds, drifts, variances)
def test_a_chance_beyond_the_whole_mass_never_comes(threshold: float, drift: float, variance: float) -> None:
    arrives = np.exp(min(0.0, 2.0 * drift * threshold / variance))
    if arrives < 1e-200:
        return
    days = first_passage_quantile(np.array([0.0, min(1.0, arrives * 1.001)]), threshold, drift, variance)
    assert days[0] == 0
    assert days[1] == np.inf
    if drift < 0:
        assert first_passage_cdf(np.inf, threshold, drift, variance) == pytest.approx(arrives, abs=1e-12)


def test_without_variance_it_is_the_threshold_over_the_drift() -> None:
    days = first_passage_quantile(np.array([0.1, 0.9]), 30_000.0, np.array([5.0, -5.0]), 0.0)
    np.testing.assert_array_equal(days, [6000.0, np.inf])
    np.testing.assert_array_equal(first_passage_cdf([5999.0, 6000.0], 30_000.0, 5.0, 0.0), [0.0, 1.0])
