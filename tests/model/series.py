"""Series of monthly gains that are made to be fitted."""

from __future__ import annotations

import numpy as np

from territory.model.calibration import PERSISTENCE, Calibration, fit
from territory.model.inputs import DAYS_PER_MONTH

MONTHS = 33
AHEAD = 12


def fitted(gains: object, grid: object = PERSISTENCE) -> Calibration:
    """The fit of gains in km² per average month."""
    values = np.asarray(gains, dtype=float)
    return fit(values, np.full(values.shape, DAYS_PER_MONTH), np.asarray(grid))


def ar1(
    rng: np.random.Generator, months: int, persistence: float, mean: float = 176.0, sd: float = 190.0
) -> np.ndarray:
    """A stationary AR(1), month by month."""
    gains = np.empty(months)
    gains[0] = sd * rng.standard_normal()
    innovations = sd * np.sqrt(1.0 - persistence**2) * rng.standard_normal(months)
    for month in range(1, months):
        gains[month] = persistence * gains[month - 1] + innovations[month]
    return mean + gains


def covered(chance: np.ndarray) -> float:
    """How often a band of 80 % held what came, by the chance of at most that."""
    return float(((chance > 0.1) & (chance < 0.9)).mean())
