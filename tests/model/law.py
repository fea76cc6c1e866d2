"""A reference for the simulated runs: the law of a first passage, averaged over worlds of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from scipy.special import ndtri
from scipy.stats import qmc

from territory.answers.outlook import model_inputs
from territory.model.front import Front, growth_days
from territory.model.inputs import DAYS_PER_YEAR, Uncertainty
from territory.model.passage import first_passage_cdf
from territory.model.projection import Projection, project
from territory.model.simulation import overshoot_km2
from territory.scenario.scenario import baseline, revise

LOG2_WORLDS = 17
DEFAULTS = Uncertainty(0.45, 0.03, 190.0, 0.7)
CORNERS = [
    {},
    {"rate": 60.0},
    {"rate": 0.0},
    {"rate": -2.0, "targets": ("luhansk",)},
    {"rate": -20.0, "targets": ("luhansk",), "horizon": 300.0},
    {"annual_change": -50.0},
    {"annual_change": 50.0},
    {"season": 150.0},
    {"pause_start": date(2027, 1, 1), "pause_months": 24.0},
    {"targets": ("ukraine",), "horizon": 300.0},
    {"first": ("kherson", "mykolaiv"), "targets": ("odesa",)},
]
UNCERTAINTIES = {
    "defaults": DEFAULTS,
    "noise alone": Uncertainty(0.0, 0.0, 190.0, 0.7),
    "all at the most": Uncertainty(1.5, 0.2, 1500.0, 0.95),
    "no memory": Uncertainty(0.45, 0.0, 190.0, 0.0),
}


def asked(uncertainty: Uncertainty = DEFAULTS, **changes: Any) -> Projection:
    """The baseline with some of it changed, projected with these uncertainties."""
    return project(replace(model_inputs(revise(baseline(), changes)), uncertainty=uncertainty))


def law(projection: Projection, days: np.ndarray, threshold_km2: float) -> np.ndarray:
    """Chance that a first threshold is reached by each day: the law averaged over 2¹⁷ worlds of their own."""
    inputs, u = projection.inputs, projection.inputs.uncertainty
    pace_scores, change_scores = _scores()
    drift = inputs.rate_km2_per_day * np.exp(u.pace_log_sd * pace_scores)
    growth = (np.log1p(inputs.annual_change) + u.annual_change_log_sd * change_scores) / DAYS_PER_YEAR
    lifted = threshold_km2 + overshoot_km2(threshold_km2, drift, u)
    active = Front(inputs).active_days(days)
    return np.array(
        [first_passage_cdf(growth_days(a, growth), lifted, drift, u.variance_km2_per_day).mean() for a in active]
    )


@cache
def _scores() -> np.ndarray:
    """Standard normal scores of pace and change, shape (2, 2**LOG2_WORLDS)."""
    drawn = qmc.Sobol(2, rng=np.random.default_rng(7)).random_base2(LOG2_WORLDS).clip(1e-12, 1 - 1e-12)
    return np.asarray(ndtri(drawn.T))
