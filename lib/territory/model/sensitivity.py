"""What drives the answer: medians over pace and yearly change, and how much of the spread each unknown brings."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc, sobol_indices

from territory.model.front import Front
from territory.model.inputs import Inputs, Oblast
from territory.model.simulation import (
    CHANGE,
    DIMENSIONS,
    FIRST_STAGE,
    PACE,
    RNG_SEED,
    SMALLEST_CHANCE,
    passages,
    quantile_days,
    simulate,
    with_all,
)
from territory.model.work import Work, work

FloatArray = NDArray[np.float64]

MEDIAN = 0.5
LOG2_SHARES = 12
ENOUGH_FINISH = 0.02
TINY_RATE = 1e-9  # stands for a pace of 0, so that needs at the front's pace stay defined
GROUPS: Mapping[str, Sequence[int]] = {
    "pace": (PACE,),
    "annual_change": (CHANGE,),
    "noise": tuple(range(FIRST_STAGE, DIMENSIONS)),
}


@dataclass(frozen=True)
class Shares:
    """How much of the variance of ln T one group of unknowns brings: alone, and with its interactions (0-1)."""

    alone: float
    total: float


def paced(inputs: Inputs, rate_km2_per_day: float) -> Inputs:
    """The same question at another pace; paces of oblasts' own change by the same factor."""
    rate = rate_km2_per_day or TINY_RATE
    factor = rate / inputs.rate_km2_per_day if inputs.rate_km2_per_day else 1.0

    def each(oblasts: Sequence[Oblast]) -> tuple[Oblast, ...]:
        return tuple(
            o if o.rate_km2_per_day is None else replace(o, rate_km2_per_day=o.rate_km2_per_day * factor)
            for o in oblasts
        )

    return replace(inputs, rate_km2_per_day=rate, targets=each(inputs.targets), first=each(inputs.first))


def median_days(inputs: Inputs) -> dict[str, float]:
    """Median completion time of every result, days; `inf` where fewer than half of the runs ever finish."""
    return quantile_days(inputs, passages(inputs, work(inputs)), MEDIAN)


def median_grid(
    inputs: Inputs, rates_km2_per_day: Sequence[float], annual_changes: Sequence[float]
) -> dict[str, FloatArray]:
    """Median completion times (days) over paces and yearly changes (fractions), shape (rates, changes), by result.

    The passages in growth-days do not depend on the yearly change: they are drawn once for each pace.
    """
    rows: dict[str, list[list[float]]] = {}
    for rate in rates_km2_per_day:
        at_rate = paced(inputs, rate)
        passed = passages(at_rate, work(at_rate))
        medians = [quantile_days(replace(at_rate, annual_change=c), passed, MEDIAN) for c in annual_changes]
        for name in medians[0]:
            rows.setdefault(name, []).append([each[name] for each in medians])
    return {name: np.array(values) for name, values in rows.items()}


def variance_shares(inputs: Inputs) -> dict[str, dict[str, Shares] | None]:
    """Shares of the variance of ln T, T capped at the horizon, by result and group of unknowns.

    `None` where nothing varies, or so few runs finish within the horizon that the shares would be chance.

    Sobol indices (Saltelli 2010, `scipy.stats.sobol_indices`); the month-to-month noise of all stages is one group.
    """
    the_work, (first, second) = work(inputs), _two_sets()
    f_a, f_b = _log_days(inputs, the_work, first), _log_days(inputs, the_work, second)
    f_ab = []
    for dimensions in GROUPS.values():
        exchanged = first.copy()
        exchanged[list(dimensions)] = second[list(dimensions)]
        f_ab.append(_log_days(inputs, the_work, exchanged))
    found: dict[str, dict[str, Shares] | None] = {}
    for name, days in f_a.items():
        if not np.ptp(days) or float((days < math.log(inputs.horizon_days)).mean()) < ENOUGH_FINISH:
            found[name] = None
            continue
        values: Mapping[Literal["f_A", "f_B", "f_AB"], FloatArray] = {
            "f_A": days[None],
            "f_B": f_b[name][None],
            "f_AB": np.array([each[name] for each in f_ab])[:, None],
        }
        indices = sobol_indices(func=values, n=len(days))
        found[name] = {
            group: Shares(*(min(max(float(share), 0.0), 1.0) for share in both))  # estimates stray past the ends
            for group, *both in zip(GROUPS, indices.first_order, indices.total_order, strict=True)
        }
    return found


def _log_days(inputs: Inputs, the_work: Work, at: FloatArray) -> dict[str, FloatArray]:
    days = with_all(simulate(inputs, the_work, Front(inputs), at), inputs)
    return {name: np.log(np.clip(each, 1e-6, inputs.horizon_days)) for name, each in days.items()}


@cache
def _two_sets() -> tuple[FloatArray, FloatArray]:
    """Two independent sets of points, shape (DIMENSIONS, 2**LOG2_SHARES) each."""
    sobol = qmc.Sobol(2 * DIMENSIONS, rng=np.random.default_rng(RNG_SEED))
    drawn = sobol.random_base2(LOG2_SHARES).T.clip(SMALLEST_CHANCE, 1.0 - SMALLEST_CHANCE)
    return drawn[:DIMENSIONS].copy(), drawn[DIMENSIONS:].copy()
