"""The picture of the front: where its net gains stand by date, as quantiles and as twenty sample paths.

Net gains are not stopped at any threshold here. Below zero is land retaken elsewhere along the front.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from territory.model.front import Front
from territory.model.growth import growth_days
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs
from territory.model.simulation import CHANGE, DOTS, FIRST_STAGE, PACE, RNG_SEED, Worlds, place, scores, worlds

FloatArray = NDArray[np.float64]

LEVELS = (0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95)
PATHS = DOTS
POINTS = 2**12
"""Points that the quantiles are taken from: the first of the fixed set, which are an even net of their own."""
PATH_STEPS = 2**10
DATES_AT_ONCE = 16  # so that they stay in the processor's cache
MAX_DATES = 200
MOST_STEPS = 140
YEARS_PER_STEP = (1 / 12, 1 / 6, 1 / 4, 1 / 2, 1, 2, 5, 10)  # seasons are seen at the same phase each year
MONTHLY_YEARS = 2


@dataclass(frozen=True)
class Fan:
    """Net area taken since the start, km², by `days` (shape (n,)).

    `paths_km2` has one row a sample path; `reached_days` says when each path first reaches each target's line (shape
    (PATHS,), `inf`: not within what is drawn).
    """

    days: FloatArray
    paths_km2: FloatArray
    reached_days: Mapping[str, FloatArray]
    _quantiles: Callable[[FloatArray], FloatArray] = field(compare=False, repr=False)

    @cached_property
    def quantiles_km2(self) -> FloatArray:
        """Quantiles on all days, one row a level of `LEVELS`; taken when they are first asked for."""
        return self._quantiles(self.days)

    @cached_property
    def few_quantiles_km2(self) -> FloatArray:
        """The same on `days[few]`, shape (levels, m)."""
        return self._quantiles(self.days[self.few])

    @property
    def few(self) -> NDArray[np.int64]:
        """Places of every other day, and of the last: bands are smooth, and need no more to look so."""
        return np.unique(np.append(np.arange(0, len(self.days), 2), len(self.days) - 1))


def fan(inputs: Inputs, front: Front, thresholds_km2: Mapping[str, float], days: FloatArray) -> Fan:
    """The picture on some days (shape (n,), rising from 0), with the lines that the paths are to reach."""
    paths = _paths(inputs, front, days)
    lift = np.where(days >= front.setback_day, front.setback_km2, 0.0)
    reached = {name: _first_reached(days, paths, line + lift) for name, line in thresholds_km2.items()}
    return Fan(days, paths, reached, partial(_quantiles, inputs, front))


def drawn_days(inputs: Inputs, front: Front, last_day: float, events: Iterable[float] = ()) -> FloatArray:
    """Days to draw, at most `MAX_DATES`: even steps that divide the year, months at first, and where things happen."""
    fitting = [step for step in YEARS_PER_STEP if last_day <= MOST_STEPS * step * DAYS_PER_YEAR]
    step = fitting[0] * DAYS_PER_YEAR if fitting else last_day / MOST_STEPS
    months = np.arange(12 * MONTHLY_YEARS) * DAYS_PER_MONTH
    days = np.concatenate([np.arange(0.0, last_day, step), months, [*events, *_turns(inputs, front), last_day]])
    return np.unique(days[(days >= 0) & (days <= last_day)])


def _turns(inputs: Inputs, front: Front) -> list[float]:
    """Days on which the pause begins and ends, and the setback is felt."""
    turns = [front.setback_day]
    if inputs.pause is not None:
        begin = float((inputs.pause.start - inputs.start).days)
        turns += [begin, begin + inputs.pause.days]
    return turns


def _quantiles(inputs: Inputs, front: Front, days: FloatArray) -> FloatArray:
    """Quantiles at `LEVELS` of net gains on some days, shape (levels, n): normal given pace and growth."""
    normal = scores()[:, :POINTS]
    world = worlds(inputs, normal[PACE], normal[CHANGE])
    noise = math.sqrt(inputs.uncertainty.variance_km2_per_day) * normal[FIRST_STAGE]
    active, places = front.active_days(days), [place(level, POINTS) for level in LEVELS]
    blocks = np.split(active[:, None], range(DATES_AT_ONCE, len(active), DATES_AT_ONCE))
    return np.concatenate([_net_km2(world, noise, block)[:, places].T for block in blocks], axis=1)


def _net_km2(world: Worlds, noise: FloatArray, active: FloatArray) -> FloatArray:
    """Net gains after so many active days (shape (n, 1)) in every world, sorted; shape (n, worlds)."""
    grown = growth_days(active, world.growth_per_day)
    net = np.sqrt(grown)
    net *= noise
    grown *= world.drift_km2_per_day
    net += grown
    net.sort(axis=1)
    return net


def _paths(inputs: Inputs, front: Front, days: FloatArray) -> FloatArray:
    """Net gains along the sample paths, shape (PATHS, n): a fixed motion each, over the time that is drawn."""
    pace, change, motion = _draws()
    world = worlds(inputs, pace, change)
    grown = growth_days(front.active_days(days), world.growth_per_day[:, None])
    last = np.maximum(grown[:, -1:], np.finfo(float).tiny)
    at = np.linspace(0.0, 1.0, PATH_STEPS + 1)
    noise = np.array([np.interp(part, at, path) for part, path in zip(grown / last, motion, strict=True)])
    sd = np.sqrt(inputs.uncertainty.variance_km2_per_day * last)
    return np.asarray(world.drift_km2_per_day[:, None] * grown + sd * noise)


@cache
def _draws() -> tuple[FloatArray, FloatArray, FloatArray]:
    """The paths' scores of pace and change (shape (PATHS,)) and motions on [0, 1] (shape (PATHS, PATH_STEPS + 1)).

    Paces, changes and ends of the motions are each spread evenly (a Latin square), so that twenty paths look like all.
    """
    rng = np.random.default_rng(RNG_SEED)
    pace, change, end = ndtri(qmc.LatinHypercube(3, scramble=False, rng=rng).random(PATHS).T)
    steps = rng.standard_normal((PATHS, PATH_STEPS)) / math.sqrt(PATH_STEPS)
    free = np.concatenate([np.zeros((PATHS, 1)), np.cumsum(steps, axis=1)], axis=1)
    bridge = free + np.linspace(0.0, 1.0, PATH_STEPS + 1) * (end - free[:, -1])[:, None]
    return pace, change, bridge


def _first_reached(days: FloatArray, paths: FloatArray, line: FloatArray) -> FloatArray:
    """When each path first stands at or above a line, between the days drawn; `inf` where it does not."""
    above = paths >= line
    after = np.argmax(above, axis=1)
    before = np.maximum(after - 1, 0)
    rows = np.arange(len(paths))
    gap = line[after] - paths[rows, before]
    rise = paths[rows, after] - paths[rows, before]
    part = np.clip(gap / np.where(rise > 0, rise, 1.0), 0.0, 1.0)
    reached = days[before] + part * (days[after] - days[before])
    return np.where(above.any(axis=1), np.where(after > 0, reached, 0.0), np.inf)
