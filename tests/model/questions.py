"""Small questions to the model, for tests that change one thing at a time."""

from __future__ import annotations

from datetime import date
from typing import Any

from territory.model.inputs import DAYS_PER_YEAR, Inputs, Oblast, Season

START = date(2025, 8, 30)
FLAT = Season((1.0,) * 12, 0.0)
A, B, C = Oblast("a", 1_000.0, 0.0), Oblast("b", 4_000.0, 0.5), Oblast("c", 3_000.0, 0.0)


def question(*targets: Oblast, **changes: Any) -> Inputs:
    """What becomes of the targets (A, if none is named) at 10 km² a day, with nothing else going on."""
    plain = {
        "start": START,
        "targets": targets or (A,),
        "first": (),
        "order": "separately",
        "rate_km2_per_day": 10.0,
        "annual_change": 0.0,
        "season": FLAT,
        "pause": None,
        "setback": None,
        "horizon_days": 50 * DAYS_PER_YEAR,
    }
    return Inputs(**{**plain, **changes})
