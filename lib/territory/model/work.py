"""Work: how much net area the whole front has to take, at its own pace, until each oblast is finished."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory.model.inputs import Inputs, Oblast

FloatArray = NDArray[np.float64]

ALL = "all"
"""Id of what all targets are together, where their order makes them one undertaking."""


@dataclass(frozen=True)
class Target:
    """One oblast's work, km².

    `need_km2` is its remaining area counted at the front's pace; `threshold_km2` the net area at which it is
    finished; the two `curve` tuples say how much of it is taken (km²) at which net area of the whole front.
    """

    id: str
    remaining_km2: float
    occupied_km2: float
    need_km2: float
    threshold_km2: float
    curve_net_km2: tuple[float, ...]
    curve_taken_km2: tuple[float, ...]

    @property
    def done(self) -> bool:
        """Whether nothing is left to take at the start."""
        return self.need_km2 == 0

    def taken_km2(self, net_km2: ArrayLike) -> FloatArray:
        """Area taken in this oblast (km²) once the whole front has taken `net_km2`; any shape."""
        return np.asarray(np.interp(np.asarray(net_km2, dtype=float), self.curve_net_km2, self.curve_taken_km2))


@dataclass(frozen=True)
class Work:
    """All targets, and `first_km2`: what the oblasts counted before any of them need together."""

    first_km2: float
    targets: tuple[Target, ...]


def need_km2(oblast: Oblast, rate_km2_per_day: float) -> float:
    """Remaining area at the front's pace: an oblast with half the pace needs twice its area."""
    if oblast.rate_km2_per_day is None:
        return oblast.remaining_km2
    return oblast.remaining_km2 * rate_km2_per_day / oblast.rate_km2_per_day


def work(inputs: Inputs) -> Work:
    """Thresholds of all targets under the inputs' order, without any setback."""
    rate = inputs.rate_km2_per_day
    first_km2 = sum(need_km2(oblast, rate) for oblast in inputs.first)
    needs = [need_km2(oblast, rate) for oblast in inputs.targets]
    if inputs.order == "together":
        curves = _shared(needs, [oblast.split_share for oblast in inputs.targets], first_km2)
    elif inputs.order == "in_turn":
        begins = first_km2 + np.cumsum([0.0, *needs[:-1]])
        curves = [_own(float(begin), need) for begin, need in zip(begins, needs, strict=True)]
    else:
        curves = [_own(first_km2, need) for need in needs]
    return Work(first_km2, tuple(map(_target, inputs.targets, needs, curves)))


def counted_first(inputs: Inputs) -> tuple[Target, ...]:
    """The oblasts counted before the targets, as work of their own: one after the other, in their order."""
    needs = [need_km2(oblast, inputs.rate_km2_per_day) for oblast in inputs.first]
    begins = np.cumsum([0.0, *needs[:-1]])
    curves = [_own(float(begin), need) for begin, need in zip(begins, needs, strict=False)]
    return tuple(map(_target, inputs.first, needs, curves))


Curve = tuple[tuple[float, ...], tuple[float, ...]]


def _target(oblast: Oblast, need: float, curve: Curve) -> Target:
    net, worked = curve
    taken = tuple(oblast.remaining_km2 * w / need for w in worked) if need else tuple(0.0 for _ in worked)
    return Target(oblast.id, oblast.remaining_km2, oblast.occupied_km2, need, net[-1], net, taken)


def _own(begin: float, need: float) -> Curve:
    return (begin, begin + need), (0.0, need)


def _shared(needs: list[float], shares: list[float], first_km2: float) -> list[Curve]:
    """Curves of targets that split the pace; a finished one's share goes to the others in proportion."""
    left = np.array(needs)
    split = np.array(shares)
    net = first_km2
    curves: list[tuple[list[float], list[float]]] = [([net], [0.0]) for _ in needs]
    unfinished = left > 0
    while unfinished.any():
        weights = np.where(unfinished, split, 0.0)
        if weights.sum() == 0:
            weights = unfinished.astype(float)
        weights = weights / weights.sum()
        with np.errstate(divide="ignore", over="ignore"):
            until_done = np.where(weights > 0, left / np.where(weights > 0, weights, 1.0), np.inf)
        step = float(until_done.min())
        finished_now = unfinished & (until_done <= step)
        net += step
        left = np.where(finished_now, 0.0, np.maximum(left - weights * step, 0.0))
        for i in np.flatnonzero(unfinished):
            curves[i][0].append(net)
            curves[i][1].append(needs[i] - float(left[i]))
        unfinished = unfinished & ~finished_now & (left > 0)
    return [(tuple(x), tuple(y)) for x, y in curves]
