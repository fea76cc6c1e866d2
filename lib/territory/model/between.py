"""Simulated runs between inputs that they were simulated for, where one number of these inputs moves.

Levels are interpolated, not runs, and in active days: the calendar comes after them, exactly. Runs that finish before a
setback, those that it finds unfinished, and those that finish too late to matter are laws of their own, each with its
share of all runs: all of that moves smoothly where the answer itself jumps.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from territory.model.front import Front
from territory.model.growth import active_days
from territory.model.inputs import Inputs
from territory.model.simulation import CHANGE, PACE, passages, points, scores, with_all, worlds
from territory.model.work import Work, work

FloatArray = NDArray[np.float64]

LEVELS = 2**10
"""Levels that are kept of them, evenly apart."""
NEAR_DAYS = 20.0
"""Times are interpolated as 1/(days + these): smooth both where nothing is left and where it never comes."""
FEWEST = 40  # runs that a law is taken from, if need be with some that are next to it
KEPT = 64  # sets of first passages: 32 or 64 kB an oblast
ANY_OBLASTS = Work(0.0, ())
PLACES = (np.arange(LEVELS) + 0.5) / LEVELS

Part = FloatArray
"""A share of the runs, then those of them, sorted, as 1/(active days + some); shape (1 + LEVELS,)."""
Times = tuple[Part, ...]
"""The runs of one result: those that finish before a setback, if there is one, and then the others."""


def times(inputs: Inputs, last_day: float, runs: int) -> dict[str, Times]:
    """Simulate the runs of every result, by its id; what takes longer than to a last (active) day comes never.

    They are simulated at the first so many points (a power of 2) of the fixed set, an even net of their own.
    """
    growth, grown = _growth(inputs, runs), _grown(_without(inputs, setback=False), runs)
    early = {name: active_days(each, growth) for name, each in grown.items()}
    if inputs.setback is None:
        return {name: (_part(each, last_day),) for name, each in early.items()}
    more, setback_day = _more(_without(inputs, setback=True), runs), active_setback_day(Front(inputs))
    found: dict[str, Times] = {}
    for name, each in early.items():
        unfinished = each >= min(setback_day, np.partition(each, -FEWEST)[-FEWEST])
        late = active_days(grown[name][unfinished] + more[unfinished], growth[unfinished]) if each.any() else each
        share = np.count_nonzero(each >= setback_day) / runs
        found[name] = (_part(each, setback_day, before=True), _part(late, last_day, of=share))
    return found


def active_setback_day(front: Front) -> float:
    """Active days before the setback; `inf` where there is none."""
    return float(front.active_days(front.setback_day)) if np.isfinite(front.setback_day) else np.inf


def _part(days: FloatArray, last: float, before: bool = False, of: float = 1.0) -> Part:
    """The times that come by a last one (or before it) as their share, given the share of all of them, and a law."""
    in_order = np.sort(days)
    count = int(np.searchsorted(in_order, last, side="left" if before else "right"))
    law = in_order[: max(count, min(FEWEST, len(days)))]
    near = 1.0 / (np.minimum(law[(PLACES * len(law)).astype(int)], last) + NEAR_DAYS)
    return np.concatenate([[of * count / len(days)], near])


def joined(known: Times) -> FloatArray:
    """Active days of the runs, shape (LEVELS,), sorted; `inf` where they are too late to matter."""
    days, begin, share = np.full(LEVELS, np.inf), 0, 0.0
    for part in known:
        share += min(max(float(part[0]), 0.0), 1.0 - share)
        end = round(share * LEVELS)
        if end > begin:
            at = ((np.arange(end - begin) + 0.5) * (LEVELS / (end - begin))).astype(int)
            days[begin:end] = np.maximum(1.0 / part[1:][at] - NEAR_DAYS, 0.0)
        begin = end
    return np.maximum.accumulate(days)


class Between:
    """The runs of every result at any value of what moves, from those at some values."""

    def __init__(self, known: Mapping[float, Mapping[str, Times]]) -> None:
        self._parts = max(len(each) for results in known.values() for each in results.values())
        rows = {
            value: np.concatenate([part for each in known[value].values() for part in each])
            for value in sorted(known)
            if all(len(each) == self._parts for each in known[value].values())
        }
        self._names = list(next(iter(known.values())))
        self._curve = PchipInterpolator(list(rows), list(rows.values())) if len(rows) > 1 else None
        self._only = next(iter(rows.values()))

    def times(self, value: float) -> dict[str, Times]:
        """The runs at a value, as `times` would have found them."""
        row = self._only if self._curve is None else self._curve(value)
        parts = row.reshape(len(self._names), self._parts, 1 + LEVELS)
        return {name: tuple(each) for name, each in zip(self._names, parts, strict=True)}


def chance(days: FloatArray, day: float) -> float:
    """Share of sorted times that are no later than a day."""
    return float(np.searchsorted(days, day, side="right")) / len(days)


def off(days: FloatArray, exact_days: FloatArray, close: float, last_day: float) -> float:
    """How far times (sorted, one a level) lie from the exact ones at worst, as a chance (0-1).

    What is close by, as a share of the time, or beyond a last day in both is not off.
    """
    first = np.minimum(days, exact_days)
    with np.errstate(invalid="ignore"):
        counts = (np.abs(days - exact_days) > close * first) & (first <= last_day)
    if not counts.any():
        return 0.0
    ranks = np.interp(1.0 / (days[counts] + NEAR_DAYS), (1.0 / (exact_days + NEAR_DAYS))[::-1], PLACES[::-1])
    return float(np.max(np.abs(ranks - PLACES[counts])))


def _without(inputs: Inputs, setback: bool) -> Inputs:
    """The inputs without what first passages do not depend on; `setback`: those of a setback instead of the oblasts."""
    unsure = replace(inputs.uncertainty, annual_change_log_sd=0.0)
    plain = replace(inputs, annual_change=0.0, pause=None, horizon_days=0.0, uncertainty=unsure)
    plain = replace(plain, season=replace(plain.season, strength=0.0))
    if not setback or plain.setback is None:
        return replace(plain, setback=None)
    return replace(plain, targets=(), first=(), setback=replace(plain.setback, date=plain.start))


@lru_cache(maxsize=KEPT)
def _grown(inputs: Inputs, runs: int) -> Mapping[str, FloatArray]:
    return with_all(dict(passages(inputs, work(inputs), _points(runs)).grown), inputs)


@lru_cache(maxsize=KEPT)
def _more(inputs: Inputs, runs: int) -> FloatArray:
    more = passages(inputs, ANY_OBLASTS, _points(runs)).setback_growth_days
    return np.zeros(runs) if more is None else more


def _growth(inputs: Inputs, runs: int) -> FloatArray:
    normal = scores()
    return worlds(inputs, normal[PACE, :runs], normal[CHANGE, :runs]).growth_per_day


@cache
def _points(runs: int) -> FloatArray:
    return np.ascontiguousarray(points()[:, :runs])
