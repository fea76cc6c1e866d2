"""What drives the answer: grids agree with projections, shares with closed forms."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from territory.answers.outlook import model_inputs
from territory.model.inputs import Inputs, Uncertainty
from territory.model.projection import project
from territory.model.sensitivity import median_days, median_grid, paced, variance_shares
from territory.model.work import ALL
from territory.scenario.scenario import baseline, revise

LONG = 300.0
SHAPES = [
    {},
    {"order": "in_turn", "first": ("kherson",), "season": 100.0},
    {"order": "together"},
    {"setback_date": date(2030, 1, 1), "setback_km2": 2_000.0, "pause_start": date(2028, 1, 1), "pause_months": 6.0},
    {"rates": (("kharkiv", 2.0),)},
    {"rate": -2.0},
]


def asked(**changes: Any) -> Inputs:
    return model_inputs(revise(baseline(), {"horizon": LONG, **changes}))


@pytest.mark.parametrize("changes", SHAPES, ids=str)
def test_a_median_is_the_projections_own(changes: dict[str, Any]) -> None:
    inputs = asked(**changes)
    projection = project(inputs)
    assert median_days(inputs) == {name: runs.passage_days(0.5) for name, runs in projection.runs.items()}


@pytest.mark.parametrize("changes", SHAPES, ids=str)
def test_every_cell_of_the_grid_is_the_median_of_its_own_projection(changes: dict[str, Any]) -> None:
    inputs = asked(**changes)
    rates, annual_changes = (2.0, 12.0), (-0.1, 0.0, 0.2)
    grid = median_grid(inputs, rates, annual_changes)
    for i, rate in enumerate(rates):
        for j, change in enumerate(annual_changes):
            projection = project(replace(paced(inputs, rate), annual_change=change))
            for name, runs in projection.runs.items():
                assert grid[name][i, j] == runs.passage_days(0.5)


def test_another_pace_changes_paces_of_oblasts_own_by_the_same_factor() -> None:
    inputs = asked(rates=(("kharkiv", 2.0),))
    twice = paced(inputs, 2 * inputs.rate_km2_per_day)
    assert [oblast.rate_km2_per_day for oblast in twice.targets] == [4.0, None]
    still = replace(inputs, uncertainty=Uncertainty())
    for name in ("kharkiv", "odesa"):
        days = [project(paced(still, factor * still.rate_km2_per_day))[name].central.when.days for factor in (1, 2)]
        assert days[0] == pytest.approx(2 * days[1], rel=1e-12)
    standing = project(paced(inputs, 0.0))
    assert standing["odesa"].need_km2 == pytest.approx(33_310.0)
    assert standing.runs["odesa"].beyond_horizon > 0.2


def test_one_unknown_alone_brings_the_whole_spread() -> None:
    for group, uncertainty in (
        ("pace", Uncertainty(pace_log_sd=0.3)),
        ("annual_change", Uncertainty(annual_change_log_sd=0.01)),
        ("noise", Uncertainty(noise_km2_per_month=190.0, persistence=0.5)),
    ):
        shares = variance_shares(replace(asked(), uncertainty=uncertainty))["kharkiv"]
        assert shares is not None
        for name, share in shares.items():
            assert share.alone == pytest.approx(float(name == group), abs=0.02)
            assert share.total == pytest.approx(float(name == group), abs=0.02)


def test_the_shares_of_pace_and_noise_are_those_of_their_variances() -> None:
    """With little noise ln T = ln(W/r₀) − s·z₁ + noise of variance ω²/(W·r₀θ): each part's variance is known."""
    uncertainty = Uncertainty(pace_log_sd=0.15, noise_km2_per_month=300.0)
    inputs = replace(asked(targets=("kharkiv",)), uncertainty=uncertainty)
    shares = variance_shares(inputs)["kharkiv"]
    assert shares is not None
    noise = uncertainty.variance_km2_per_day / (30_158.4 * inputs.rate_km2_per_day) * np.exp(0.15**2 / 2)
    expected = 0.15**2 / (0.15**2 + noise)
    assert shares["pace"].alone == pytest.approx(expected, abs=0.02)
    assert shares["noise"].alone == pytest.approx(1 - expected, abs=0.02)
    assert shares["annual_change"].total == pytest.approx(0.0, abs=1e-12)


def test_shares_add_up_with_their_interplay() -> None:
    for name, shares in variance_shares(asked(order="in_turn")).items():
        assert shares is not None, name
        assert sum(share.alone for share in shares.values()) <= 1.02
        assert sum(share.total for share in shares.values()) >= 0.98
        assert all(share.total >= share.alone - 0.02 for share in shares.values())


def test_where_nothing_is_unsure_there_are_no_shares() -> None:
    assert variance_shares(replace(asked(), uncertainty=Uncertainty())) == {"kharkiv": None, "odesa": None}
    done = variance_shares(asked(occupied=(("kharkiv", 100.0),)))
    assert done["kharkiv"] is None
    assert done["odesa"] is not None
    assert ALL in variance_shares(asked(order="together"))


def test_runs_beyond_the_horizon_count_as_the_horizon() -> None:
    shares = variance_shares(replace(asked(rate=0.0, horizon=1.0), uncertainty=Uncertainty(0.0, 0.0, 10.0, 0.0)))
    assert shares == {"kharkiv": None, "odesa": None}


def test_where_hardly_any_run_finishes_the_shares_are_not_made_up() -> None:
    assert variance_shares(asked(rate=-10.0, horizon=50.0))["kharkiv"] is None
    shares = variance_shares(asked(rate=0.0, horizon=50.0))["kharkiv"]
    assert shares is not None
    assert all(0 <= part <= 1 for share in shares.values() for part in (share.alone, share.total))
