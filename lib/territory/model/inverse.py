"""Questions turned round: what a date would imply for the pace or its yearly change, and when half is taken."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from scipy.optimize import brentq

from territory.model.inputs import DAYS_PER_YEAR, Inputs
from territory.model.projection import Moment, Projection, Status, moment, project
from territory.model.simulation import passages, quantile_days
from territory.model.work import work

PRECISION = 1e-7
LONGEST_DAYS = 1e12  # stands for "never", so that the root finder has a number
SHORTEST_DAYS = 1e-6


class Found(StrEnum):
    """Whether any value of an assumption makes a date."""

    VALUE = "value"
    EVERY_VALUE = "every_value"
    NO_VALUE = "no_value"


@dataclass(frozen=True)
class Needed:
    """The least value of one assumption that makes a date; `None` where every value or none within the bounds does."""

    found: Found
    value: float | None = None


@dataclass(frozen=True)
class Asked:
    """A date and how sure it is to be: finished before `by_days` in a share `chance` (0-1) of the runs.

    Without a chance the central answer is asked.
    """

    by_days: float
    chance: float | None = None


def least(days_at: Callable[[float], float], by_days: float, low: float, high: float) -> Needed:
    """The least value within the bounds at which a time falls before a day; the time may only fall as the value rises.

    Root finding by Brent's method (`scipy.optimize.brentq`) on the logarithm of the time.
    """
    if not days_at(high) < by_days:
        return Needed(Found.NO_VALUE)
    if days_at(low) < by_days:
        return Needed(Found.EVERY_VALUE)

    def late(value: float) -> float:
        return math.log(min(max(days_at(value), SHORTEST_DAYS), LONGEST_DAYS) / max(by_days, SHORTEST_DAYS))

    value = float(brentq(late, low, high, xtol=PRECISION))
    while not days_at(value) < by_days:  # the root finder stops on either side of the root
        value = min(value + PRECISION, high)
    return Needed(Found.VALUE, value)


def needed_rate(inputs: Inputs, name: str, asked: Asked, low: float, high: float) -> Needed:
    """The pace (km²/day) that a date implies for one result, by its id.

    An oblast with a pace of its own is asked for that one, all others for the front's.
    """
    inputs = alone(inputs, name)

    def days_at(rate: float) -> float:
        return _days(project(at_pace(inputs, name, rate)), name, asked)

    return least(days_at, asked.by_days, low, high)


def alone(inputs: Inputs, name: str) -> Inputs:
    """The question about one target, where the others do not bear on it."""
    if inputs.order != "separately":
        return inputs
    return replace(inputs, targets=tuple(oblast for oblast in inputs.targets if oblast.id == name))


def at_pace(inputs: Inputs, name: str, rate: float) -> Inputs:
    """The front at another pace (km²/day); for an oblast with a pace of its own, that one at another."""
    own = any(oblast.id == name and oblast.rate_km2_per_day is not None for oblast in inputs.targets)
    if not own:
        return replace(inputs, rate_km2_per_day=rate)
    targets = (replace(each, rate_km2_per_day=rate) if each.id == name else each for each in inputs.targets)
    return replace(inputs, targets=tuple(targets))


def needed_annual_change(inputs: Inputs, name: str, asked: Asked, low: float, high: float) -> Needed:
    """The yearly change of the pace (fraction) that a date implies for one result, by its id.

    The passages in growth-days do not depend on it, so that they are drawn once.
    """
    inputs = alone(inputs, name)
    the_work = work(inputs)
    passed = passages(inputs, the_work) if asked.chance is not None else None

    def days_at(annual_change: float) -> float:
        changed = replace(inputs, annual_change=annual_change)
        if passed is None or asked.chance is None:
            return _days(project(changed), name, asked)
        return quantile_days(changed, passed, asked.chance)[name]

    return least(days_at, asked.by_days, low, high)


def break_even_annual_change(projection: Projection, name: str) -> float | None:
    """The yearly change (fraction, below 0) at which the central answer would just never come: γ* = −r₀/W.

    `None` where the pace is not above 0 or nothing is left to take. A setback counts as work, unless a faster decay
    still finishes before it comes.
    """
    rate, result, front = projection.inputs.rate_km2_per_day, projection[name], projection.front
    if rate <= 0 or result.central.status is Status.DONE:
        return None
    without, with_setback = (
        math.expm1(-rate * DAYS_PER_YEAR / (result.threshold_km2 + more)) for more in (0.0, front.setback_km2)
    )
    if without == with_setback:
        return without
    # All of a pace gone within a year is none at all: the logarithm needs something left.
    lowest = max(without, math.nextafter(-1.0, 0.0))
    before_it = needed_annual_change(projection.inputs, name, Asked(front.setback_day), lowest, with_setback)
    return with_setback if before_it.value is None else before_it.value


def half_taken(projection: Projection, name: str) -> Moment:
    """When, in the central answer, half of what remains of one oblast would be taken."""
    target = next(target for target in projection.work.targets if target.id == name)
    if target.done:
        return moment(projection.inputs.start, 0.0)
    net_km2 = float(np.interp(target.remaining_km2 / 2.0, target.curve_taken_km2, target.curve_net_km2))
    return moment(projection.inputs.start, projection.front.passage_days(net_km2))


def _days(projection: Projection, name: str, asked: Asked) -> float:
    if asked.chance is not None:
        return projection.runs[name].passage_days(asked.chance)
    days = projection[name].central.when.days
    return math.inf if days is None else days
