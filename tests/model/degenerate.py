"""Points at which the day of a completion means nothing: any rounding puts it elsewhere."""

from __future__ import annotations

import math

from territory.model.inputs import Inputs
from tests.model import integrator

EXHAUSTION = 1e-6  # relative distance from the area at which a falling pace dies out
TIE_DAYS = 1e-6  # a completion so near to a knot can be put on either side of it by rounding


def near_exhaustion(inputs: Inputs, threshold_km2: float) -> bool:
    """Whether a threshold is so near to all that a falling pace will ever take that days mean nothing."""
    growth = integrator.growth_per_day(inputs)
    if growth >= 0 or inputs.rate_km2_per_day <= 0:
        return False
    ever_km2 = inputs.rate_km2_per_day / -growth
    lifted = threshold_km2 + (inputs.setback.km2 if inputs.setback else 0.0)
    return any(abs(km2 / ever_km2 - 1.0) < EXHAUSTION for km2 in (threshold_km2, lifted))


def on_a_knot(inputs: Inputs, *days: float) -> bool:
    """Whether a day is one on which the weight of days changes, a pause or setback begins or ends, or the horizon."""
    finite = [day for day in days if math.isfinite(day)]
    if not finite:
        return False
    knots = [stretch.end for stretch in integrator.stretches(inputs, max(finite) + 1.0)]
    knots += [integrator.setback_day(inputs), inputs.horizon_days]
    return any(abs(day - knot) < TIE_DAYS for day in finite for knot in knots)
