"""How well a method would have done in the past: from every month on it is asked with the months before it alone.

Ranges are compared with what came by proper scores (Gneiting & Raftery 2007), in the unit of what is predicted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from territory.model.ahead import Ahead, Record
from territory.model.calibration import StudentMixture

FloatArray = NDArray[np.float64]

FEWEST_BEHIND = 12
MONTHS_AHEAD = (1, 3, 6, 12)
LEVELS = (0.10, 0.25, 0.50, 0.75, 0.90)
"""Levels of the quantiles that are said, and of the pinball loss."""
BANDS = {50: (0.25, 0.75), 80: (0.10, 0.90)}
PIT_BINS = 10
NODES, NODE_WEIGHTS = np.polynomial.legendre.leggauss(48)


@dataclass(frozen=True)
class Said:
    """What a method said after `months_behind` months of the next `months_ahead`, and what came, km².

    `quantiles_km2` are at `LEVELS`; `chance` is that of at most what came, by what was said.
    """

    months_behind: int
    months_ahead: int
    quantiles_km2: tuple[float, ...]
    came_km2: float
    chance: float
    crps_km2: float


@dataclass(frozen=True)
class Score:
    """How a method did so many months ahead, over all months that it was asked from: losses in km², less is better.

    `apart` is how many of the stretches do not overlap: as much as there is of independent evidence.
    `pit_counts` says how often what came fell into each tenth of what was said, the lowest first.
    """

    months_ahead: int
    origins: int
    apart: int
    crps_km2: float
    absolute_error_km2: float
    pinball_km2: Mapping[float, float]
    held: Mapping[int, int]
    width_80_km2: float
    pit_counts: tuple[int, ...]

    def coverage(self, band: int = 80) -> float:
        """Share (0-1) of the origins at which the central band of so many percent held what came."""
        return self.held[band] / self.origins


def rolling(record: Record, method: Callable[[Record], Ahead]) -> tuple[Said, ...]:
    """Everything that a method says of a record, from every month with enough months behind it.

    No look-ahead: the method is handed the months before, and what came is only ever compared with.
    """
    found = []
    for behind in range(FEWEST_BEHIND, len(record)):
        ahead = method(record.until(behind))
        came = record.gains[behind:]
        for months in MONTHS_AHEAD:
            if months <= len(came):
                law, gain = ahead(months), float(came[:months].sum())
                quantiles = tuple(law.quantile(level) for level in LEVELS)
                spread = quantiles[-1] - quantiles[0] + abs(gain - quantiles[LEVELS.index(0.50)])
                chance, loss = float(law.cdf(gain)), crps_km2(law, gain, spread)
                found.append(Said(behind, months, quantiles, gain, chance, loss))
    return tuple(found)


def scored(said: Sequence[Said], months_ahead: int) -> Score | None:
    """The scores of what was said so many months ahead; `None` where the record is too short for any."""
    asked = [each for each in said if each.months_ahead == months_ahead]
    if not asked:
        return None
    came, chance = np.array([each.came_km2 for each in asked]), np.array([each.chance for each in asked])
    quantiles = np.array([each.quantiles_km2 for each in asked])
    losses = pinball_km2(quantiles, came[:, None], np.array(LEVELS)).mean(axis=0)
    return Score(
        months_ahead=months_ahead,
        origins=len(asked),
        apart=-(-len(asked) // months_ahead),
        crps_km2=float(np.mean([each.crps_km2 for each in asked])),
        absolute_error_km2=float(np.abs(came - quantiles[:, LEVELS.index(0.50)]).mean()),
        pinball_km2=dict(zip(LEVELS, losses.tolist(), strict=True)),
        held={band: int(((low <= chance) & (chance <= high)).sum()) for band, (low, high) in BANDS.items()},
        width_80_km2=float((quantiles[:, -1] - quantiles[:, 0]).mean()),
        pit_counts=tuple(np.histogram(chance, PIT_BINS, (0.0, 1.0))[0].tolist()),
    )


def pinball_km2(quantile: FloatArray, came: FloatArray, level: FloatArray) -> FloatArray:
    """Loss of a quantile at a level (0-1): what lies above it costs `level`, what lies below 1 − `level` a unit."""
    over = came - quantile
    return np.asarray(np.maximum(level * over, (level - 1.0) * over))


def crps_km2(law: StudentMixture, came: float, spread: float) -> float:
    """Continuous ranked probability score ∫(F(x) − 1{x ≥ came})² dx: the absolute error, for a law without spread.

    Gauss–Legendre on either side of what came, stretched to infinity by `spread` (above 0, of the size of the law and
    of its distance): to 1e-6 of itself within six standard deviations, to 1e-2 anywhere. Matheson & Winkler (1976).
    """
    part = 0.5 * (NODES + 1.0)
    away, stretch = spread * part / (1.0 - part), 0.5 * NODE_WEIGHTS * spread / (1.0 - part) ** 2
    below, above = law.cdf(came - away), 1.0 - law.cdf(came + away)
    return float(stretch @ (below**2 + above**2))
