"""The simulated runs against the law averaged, against month-by-month paths, and against themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from territory import project as project_scenario
from territory.answers.outlook import model_inputs
from territory.model.inputs import Inputs, Setback, Uncertainty
from territory.model.passage import first_passage_quantile
from territory.model.projection import Status, project
from territory.model.simulation import RUNS, Runs, overshoot_km2, points
from territory.scenario.scenario import baseline
from tests.model.law import DEFAULTS, asked
from tests.strategies import scenarios


@pytest.mark.parametrize(
    "changes",
    [{}, {"order": "in_turn"}, {"order": "together"}, {"setback_date": date(2030, 1, 1), "setback_km2": 900.0}],
    ids=str,
)
def test_without_uncertainty_every_run_is_the_central_answer(changes: dict[str, Any]) -> None:
    projection = asked(Uncertainty(), **changes)
    for result in projection.results:
        np.testing.assert_allclose(projection.runs[result.id].days, result.central.when.days, rtol=1e-12)


@given(scenarios())
def test_without_uncertainty_the_runs_agree_with_the_central_answer_of_any_scenario(scenario: Any) -> None:
    projection = project(replace(model_inputs(scenario), uncertainty=Uncertainty()))
    for result in projection.results:
        days = projection.runs[result.id].days
        assert days[0] == days[-1]
        central = result.central.when.days
        if result.central.status is Status.DONE:
            assert days[0] == 0
        elif central is None or central > 1e12:
            assert days[0] > 1e12
        else:
            assert days[0] == pytest.approx(central, rel=1e-9, abs=1e-6)


def test_stages_have_noise_of_their_own() -> None:
    assert abs(np.corrcoef(points())[np.triu_indices(len(points()), 1)]).max() < 0.01


def test_a_setback_is_a_first_passage_more_where_it_finds_the_work_unfinished() -> None:
    noise_alone = Uncertainty(0.0, 0.0, 190.0, 0.7)
    setback = Setback(date(2026, 1, 1), 2_000.0)
    projection = asked(noise_alone, setback_date=setback.date, setback_km2=setback.km2)
    drift, variance = baseline().rate, noise_alone.variance_km2_per_day
    lift = float(overshoot_km2(30_158.4, np.array([drift]), noise_alone)[0])
    for level in (0.1, 0.5, 0.9):  # before every run's end, so that the two stages are one passage of the sum
        expected = first_passage_quantile(level, 30_158.4 + lift + setback.km2, drift, variance)
        assert projection.runs["kharkiv"].quantile(level) == pytest.approx(float(expected), rel=5e-3)


def test_the_median_is_not_the_mean() -> None:
    runs = asked().runs["kharkiv"]
    median = runs.quantile(0.5)
    assert median is not None
    assert runs.chance_by(median) == pytest.approx(0.5, abs=1 / RUNS)
    assert median < runs.days[np.isfinite(runs.days)].mean()


def test_done_is_done_in_every_run_and_never_is_within_no_horizon() -> None:
    done = asked(occupied=(("kharkiv", 100.0),)).runs["kharkiv"]
    assert done.quantile(0.99) == 0
    assert done.beyond_horizon == 0
    still = asked(Uncertainty(), rate=0.0).runs["kharkiv"]
    assert still.dots() == [None] * 20
    assert still.beyond_horizon == 1


def test_runs_say_what_absence_means() -> None:
    runs = Runs(np.array([1.0, 2.0, 5.0, np.inf]), horizon_days=4.0)
    assert [runs.quantile(level) for level in (0.25, 0.5, 0.75, 1.0)] == [1.0, 2.0, None, None]
    assert runs.chance_by(2.0) == 0.5
    assert runs.chance_before(2.0) == 0.25
    assert runs.beyond_horizon == 0.5
    assert runs.chances_by(np.array([0.5, 2.0, 9.0])).tolist() == [0.0, 0.5, 0.75]


def test_a_small_area_is_overshot_by_no_more_than_itself() -> None:
    drift = np.array([0.0, 5.79, 60.0])
    for threshold in (1.0, 100.0, 30_000.0):
        lift = overshoot_km2(threshold, drift, DEFAULTS)
        assert (lift > 0).all()
        assert (lift <= threshold).all()
        assert (np.diff(lift) <= 0).all()
    assert overshoot_km2(30_000.0, drift, Uncertainty()).tolist() == [0.0, 0.0, 0.0]


def test_the_defaults_of_the_baseline_reach_the_model() -> None:
    inputs: Inputs = project_scenario(baseline()).projection.inputs
    assert inputs.uncertainty == DEFAULTS
