"""A level that drifts: against the fit without drift, against Muth's moving average, and on simulated records."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.model import ahead as drifting
from territory.model.calibration import CalibrationError
from tests.model.series import covered, fitted

LEVELS = (0.1, 0.5, 0.9)
series = st.lists(st.integers(-500, 900), min_size=4, max_size=40).filter(lambda gains: len(set(gains)) > 2)


@given(series, st.floats(0.0, 0.95), st.integers(1, 12))
def test_a_level_that_stays_gives_the_fit_that_knows_no_drift(
    gains: list[int], persistence: float, months: int
) -> None:
    def stationary(n: int) -> np.ndarray:
        return persistence ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))[None]

    law = drifting.ahead(np.array(gains, dtype=float), stationary)(months)
    known = fitted(gains).given(persistence).gain_of_next(months)
    assert law.degrees == known.degrees
    assert law.location[0] == pytest.approx(known.location[0], rel=1e-6, abs=1e-4)
    assert law.scale[0] == pytest.approx(known.scale[0], rel=1e-6)


def test_grid_points_are_as_credible_as_the_fit_of_the_ar1_finds_them() -> None:
    gains, grid = np.array([3.0, 1.0, -1.0, 0.0, 2.0, 4.0]), np.array([0.0, 0.3, 0.6, 0.9])

    def stationary(n: int) -> np.ndarray:
        return grid[:, None, None] ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))

    np.testing.assert_allclose(drifting.ahead(gains, stationary)(1).weight, fitted(gains, grid).weight, rtol=1e-9)


@pytest.mark.parametrize("weight", [0.2, 0.5, 0.8])
def test_next_month_is_the_moving_average_whose_weights_fall_by_a_fixed_share(weight: float) -> None:
    """Muth (1960): after many months the level is weight × the newest + (1 − weight) × what it was."""
    gains = np.random.default_rng(5).normal(150.0, 90.0, 90)
    level = gains[0]
    for gain in gains[1:]:
        level += weight * (gain - level)
    place = int(np.flatnonzero(weight == drifting.NEWEST_MONTH)[0])
    law = drifting.ahead(gains, drifting.drifting_level)(1)
    assert law.location[place] == pytest.approx(level, rel=1e-6)


def test_without_drift_both_families_have_the_plain_and_the_persistent_months() -> None:
    month = np.arange(5)
    np.testing.assert_allclose(drifting.drifting_level(5)[0], np.eye(5))
    apart = np.abs(month[:, None] - month)
    np.testing.assert_allclose(drifting.persistent_about_a_drifting_level(5)[7], 0.7**apart)


@pytest.mark.parametrize("family", [drifting.drifting_level, drifting.persistent_about_a_drifting_level])
def test_more_months_of_a_family_leave_the_first_ones_as_they_are(family: drifting.Family) -> None:
    np.testing.assert_array_equal(family(9)[:, :6, :6], family(6))


def test_gains_shifted_and_stretched_shift_and_stretch_the_answer() -> None:
    gains = np.random.default_rng(3).normal(100.0, 150.0, 20).cumsum() / 5
    before = drifting.ahead(gains, drifting.drifting_level)(6)
    after = drifting.ahead(2.0 * (gains + 40.0), drifting.drifting_level)(6)
    for level in LEVELS:
        assert after.quantile(level) == pytest.approx(2.0 * (before.quantile(level) + 240.0), rel=1e-6)


def test_bands_of_80_percent_hold_about_80_percent_where_the_level_does_drift() -> None:
    rng, chance = np.random.default_rng(20250830), []
    for _ in range(150):
        gains = rng.normal(0.0, 60.0, 38).cumsum() + rng.normal(0.0, 100.0, 38)
        law = drifting.ahead(gains[:32], drifting.drifting_level)(6)
        chance.append(float(law.cdf(gains[32:].sum())))
    assert covered(np.array(chance)) == pytest.approx(0.8, abs=3.0 * np.sqrt(0.8 * 0.2 / 150))


def test_gains_that_are_all_the_same_are_refused() -> None:
    with pytest.raises(CalibrationError, match="no scatter"):
        drifting.ahead(np.full(12, 7.0), drifting.drifting_level)
