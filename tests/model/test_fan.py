"""The picture of the front: its quantiles follow the law, its paths are always the same ones."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from territory.answers.outlook import model_inputs
from territory.model.front import growth_days
from territory.model.inputs import DAYS_PER_YEAR, Inputs, Uncertainty
from territory.model.projection import LEVELS, MAX_DATES, PATHS, project
from territory.scenario.scenario import Scenario, baseline
from tests.model.law import asked
from tests.strategies import scenarios

NOISE_ALONE = Uncertainty(0.0, 0.0, 190.0, 0.7)
FAR = {"targets": ("ukraine",)}  # so far that the picture always ends with the horizon


def law(inputs: Inputs, active_days: float, net_km2: np.ndarray) -> np.ndarray:
    """Chance that the front stands at or below some areas: normal, averaged over worlds of its own."""
    u = inputs.uncertainty
    normal = ndtri(qmc.Sobol(2, rng=np.random.default_rng(11)).random_base2(16).clip(1e-12, 1 - 1e-12))
    drift = inputs.rate_km2_per_day * np.exp(u.pace_log_sd * normal[:, 0])
    growth = (np.log1p(inputs.annual_change) + u.annual_change_log_sd * normal[:, 1]) / DAYS_PER_YEAR
    grown = growth_days(active_days, growth)
    sd = np.sqrt(u.variance_km2_per_day * grown)
    return np.array([ndtr((x - drift * grown) / sd).mean() for x in net_km2])


@pytest.mark.parametrize(
    "changes",
    [{}, {"rate": 0.0}, {"rate": -5.0}, {"annual_change": 10.0}, {"season": 100.0}, {**FAR, "horizon": 300.0}],
    ids=str,
)
def test_the_quantiles_of_the_picture_follow_the_law(changes: dict[str, Any]) -> None:
    projection = asked(**changes)
    fan = projection.fan
    for place in np.linspace(6, len(fan.days) - 1, 6).astype(int):
        active = float(projection.front.active_days(fan.days[place]))
        chances = law(projection.inputs, active, fan.quantiles_km2[:, place])
        np.testing.assert_allclose(chances, LEVELS, atol=0.006)


@pytest.mark.parametrize(
    "changes", [{}, {"order": "in_turn", "first": ("kherson",)}, {"annual_change": -20.0}], ids=str
)
def test_without_uncertainty_all_courses_are_the_central_one(changes: dict[str, Any]) -> None:
    projection = asked(Uncertainty(), **changes)
    central = projection.front_km2(projection.fan.days)
    for courses in (projection.fan.quantiles_km2, projection.fan.paths_km2):
        np.testing.assert_allclose(courses, np.broadcast_to(central, courses.shape), rtol=1e-12)


@given(scenarios())
def test_every_picture_is_finite_ordered_and_has_few_dates(scenario: Scenario) -> None:
    projection = project(model_inputs(scenario))
    fan = projection.fan
    assert len(fan.days) <= MAX_DATES
    assert fan.days[0] == 0
    assert (np.diff(fan.days) > 0).all()
    assert fan.days[-1] <= projection.inputs.horizon_days
    assert fan.paths_km2.shape == (PATHS, len(fan.days))
    assert np.isfinite(fan.quantiles_km2).all()
    assert np.isfinite(fan.paths_km2).all()
    assert (np.diff(fan.quantiles_km2, axis=0) >= 0).all()
    np.testing.assert_array_equal(fan.few_quantiles_km2, fan.quantiles_km2[:, fan.few])
    assert {0, len(fan.days) - 1} <= set(fan.few.tolist())
    assert (fan.paths_km2[:, 0] == 0).all()
    for reached in fan.reached_days.values():
        assert ((reached >= 0) & ((reached <= fan.days[-1]) | np.isinf(reached))).all()


def test_where_things_happen_there_is_a_date() -> None:
    changes = {
        "pause_start": date(2030, 3, 3),
        "pause_months": 10.0,
        "setback_date": date(2031, 5, 5),
        "setback_km2": 500.0,
    }
    projection = asked(**changes)
    days = projection.fan.days
    for when in (date(2030, 3, 3), date(2031, 5, 6)):
        assert (when - projection.inputs.start).days in days
    for result in projection.targets:
        assert result.central.when.days in days
    pause = projection.inputs.pause
    assert pause is not None
    begin = float((pause.start - projection.inputs.start).days)
    still = (days >= begin) & (days <= begin + pause.days)
    assert still.sum() > 2
    assert (np.ptp(projection.fan.paths_km2[:, still], axis=1) == 0).all()


def test_the_paths_are_the_same_ones_at_every_pace() -> None:
    slow, fast = (asked(NOISE_ALONE, rate=rate, **FAR).fan for rate in (5.0, 6.0))
    np.testing.assert_array_equal(slow.days, fast.days)
    one_more_a_day = np.broadcast_to(slow.days, slow.paths_km2.shape)
    np.testing.assert_allclose(fast.paths_km2 - slow.paths_km2, one_more_a_day, rtol=1e-9)
    assert np.ptp(slow.paths_km2[:, -1]) > 1_000


def test_a_small_move_of_the_pace_moves_every_path_a_little() -> None:
    before, after = asked(rate=5.78), asked(rate=5.79)
    dates = np.linspace(0.0, min(before.fan.days[-1], after.fan.days[-1]), 50)
    for one, other in zip(before.fan.paths_km2, after.fan.paths_km2, strict=True):
        at = [np.interp(dates, p.fan.days, path) for p, path in ((before, one), (after, other))]
        assert np.abs(at[1] - at[0]).max() <= 0.01 * np.abs(at[0]).max()


def test_twenty_paths_are_spread_as_all_runs_are() -> None:
    fan = asked().fan
    last = fan.paths_km2[:, -1]
    low, early, median, late, high = fan.quantiles_km2[[0, 2, 3, 4, 6], -1]
    assert 8 <= (last <= median).sum() <= 12
    assert 8 <= ((last >= early) & (last <= late)).sum() <= 12
    assert ((last >= low) & (last <= high)).sum() >= 16


def test_a_path_reaches_a_line_where_it_first_stands_on_it() -> None:
    projection = asked()
    fan, line = projection.fan, projection["kharkiv"].threshold_km2
    assert np.isfinite(fan.reached_days["kharkiv"]).sum() >= 15
    for path, reached in zip(fan.paths_km2, fan.reached_days["kharkiv"], strict=True):
        if np.isinf(reached):
            assert path.max() < line
        else:
            assert np.interp(reached, fan.days, path) == pytest.approx(line, rel=1e-9)
            assert (path[fan.days < reached] < line).all()


def test_a_setback_lifts_the_line_that_paths_have_to_reach() -> None:
    plain = asked(NOISE_ALONE).fan.reached_days["kharkiv"]
    later = asked(NOISE_ALONE, setback_date=date(2026, 6, 1), setback_km2=3_000.0).fan.reached_days["kharkiv"]
    both = np.isfinite(plain) & np.isfinite(later)
    assert both.sum() >= 15
    assert (later[both] > plain[both] + 200).all()


def test_no_line_is_to_be_reached_while_land_is_retaken() -> None:
    assert asked(rate=-2.0).fan.reached_days == {}


def test_the_picture_ends_a_little_after_nearly_all_runs_have_finished() -> None:
    quick = asked(rate=30.0)
    last = max(quick.runs[each.id].quantile(0.95) or 0.0 for each in quick.targets)
    assert quick.fan.days[-1] == pytest.approx(1.1 * last)
    assert asked(rate=1.0).fan.days[-1] == pytest.approx(50 * DAYS_PER_YEAR)
    assert asked(rate=60.0, targets=("luhansk",)).fan.days[-1] >= DAYS_PER_YEAR


def test_an_oblasts_own_courses_stop_at_what_is_left_and_at_nothing() -> None:
    projection = asked(rates=(("kharkiv", 0.72),), horizon=150.0)
    fan = projection.fan
    taken = projection.taken_along("kharkiv", fan.days, fan.quantiles_km2)
    assert taken.min() == 0
    assert taken.max() == pytest.approx(30158.4)
    central = projection.taken_along("kharkiv", fan.days, projection.front_km2(fan.days)[None])
    np.testing.assert_allclose(central[0], projection.taken_km2("kharkiv", fan.days), rtol=1e-12)


def test_a_course_that_finished_an_oblast_before_the_setback_keeps_it() -> None:
    projection = asked(rates=(("kharkiv", 5.0),), setback_date=date(2040, 1, 1), setback_km2=9_000.0)
    days = np.array([0.0, 1_000.0, 9_000.0])
    done, going = np.array([0.0, 40_000.0, 41_000.0]), np.array([0.0, 1_000.0, 20_000.0])
    taken = projection.taken_along("kharkiv", days, np.array([done, going]))
    assert taken[0, 2] == pytest.approx(30158.4)
    assert taken[1, 2] == pytest.approx((20_000.0 - 9_000.0) * 5.0 / baseline().rate)
