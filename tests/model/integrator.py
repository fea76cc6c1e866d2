"""A plain reference for the central answer: it hands the front's work out, stretch by stretch, over real months.

It knows no thresholds, no growth-days and no inverse calendar. A stretch is a piece of time in which the season's
weight stays the same and no pause begins or ends; inside one, the front's pace only grows or falls exponentially.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from territory.model.inputs import Inputs, Oblast, Season

YEAR_DAYS = 365.2425
MONTH_DAYS = (31, 28.2425, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MARGIN_DAYS = 5 * YEAR_DAYS
SETBACK = "what came back"
HAIR = 1e-12  # a share of work so small that it is rounding


@dataclass(frozen=True)
class Stretch:
    """From one day after the start to another, the pace is multiplied by `weight`."""

    begin: float
    end: float
    weight: float


def month_weights(season: Season) -> list[float]:
    """How much faster or slower each month is than the year, January first."""
    raw = [max(0.0, 1.0 + season.strength * (ratio - 1.0)) for ratio in season.profile]
    mean = sum(weight * days for weight, days in zip(raw, MONTH_DAYS, strict=True)) / YEAR_DAYS
    return [weight / mean for weight in raw]


def stretches(inputs: Inputs, until: float) -> list[Stretch]:
    """The time from the start to `until`, cut at month ends, at the pause and at the setback."""
    cuts = sorted({0.0, until, *(cut for cut in _cuts(inputs, until) if 0.0 < cut < until)})
    pieces = []
    weights = month_weights(inputs.season)
    month_of = _months(inputs.start, inputs.season.strength != 0, until)
    month, month_end = next(month_of)
    for begin, end in pairwise(cuts):
        while begin >= month_end:
            month, month_end = next(month_of)
        pieces.append(Stretch(begin, end, 0.0 if _paused(inputs, begin) else weights[month]))
    return pieces


def _cuts(inputs: Inputs, until: float) -> Iterator[float]:
    for _, end in _months(inputs.start, inputs.season.strength != 0, until):
        yield end
    if inputs.pause is not None:
        begin = float((inputs.pause.start - inputs.start).days)
        yield from (begin, begin + inputs.pause.days)
    if inputs.setback is not None:
        yield setback_day(inputs)


def _months(start: date, seasonal: bool, until: float) -> Iterator[tuple[int, float]]:
    """Months from the start's on (January is 0) and the day on which each ends; a single one where all are alike."""
    if not seasonal:
        yield 0, math.inf
    year, month, end = start.year, start.month, 0.0
    while end <= until:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = float((date(year, month, 1) - start).days)
        yield (month - 2) % 12, end


def _paused(inputs: Inputs, day: float) -> bool:
    if inputs.pause is None:
        return False
    begin = float((inputs.pause.start - inputs.start).days)
    return begin <= day < begin + inputs.pause.days


def setback_day(inputs: Inputs) -> float:
    """The midnight at which the setback's date ends."""
    return math.inf if inputs.setback is None else float((inputs.setback.date - inputs.start).days + 1)


def growth_per_day(inputs: Inputs) -> float:
    """The continuous rate at which the pace grows on an active day."""
    return math.log1p(inputs.annual_change) / YEAR_DAYS


def effort(growth: float, active: float, more: float) -> float:
    """What a front that began with a pace of 1 takes in `more` active days after `active` of them."""
    if growth == 0:
        return more
    return math.exp(growth * active) * math.expm1(growth * more) / growth


def moment_in(stretch: Stretch, since: float, enough: Callable[[float], bool]) -> float:
    """The first moment between `since` and the stretch's end at which something is enough, by halving."""
    low, high = since, stretch.end
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def completion_days(inputs: Inputs, until: float | None = None) -> dict[str, float]:
    """Days until each target has nothing left; `inf` where that is not by `until` (the horizon and five years)."""
    until = inputs.horizon_days + MARGIN_DAYS if until is None else until
    pieces = stretches(inputs, until)
    if inputs.order != "separately":
        return _march(inputs, pieces, inputs.targets)
    found: dict[str, float] = {}
    for target in inputs.targets:
        found |= _march(inputs, pieces, (target,))
    return found


def mirror_days(inputs: Inputs, until: float | None = None) -> dict[str, float]:
    """Days until what is occupied in each target would be back at the negative pace; the setback plays no part."""
    until = inputs.horizon_days + MARGIN_DAYS if until is None else until
    pieces = stretches(inputs, until)
    turned = Inputs(**{**vars(inputs), "rate_km2_per_day": -inputs.rate_km2_per_day, "setback": None, "first": ()})
    found: dict[str, float] = {}
    for target in inputs.targets:
        back = Oblast(target.id, target.area_km2 * target.occupied_share, 0.0)
        found |= _march(turned, pieces, (back,))
    return found


def front_km2(inputs: Inputs, day: float) -> float:
    """Net area that the front has taken by a day, whatever it was spent on."""
    growth, active, net = growth_per_day(inputs), 0.0, 0.0
    for stretch in stretches(inputs, day):
        more = stretch.weight * (stretch.end - stretch.begin)
        net += inputs.rate_km2_per_day * effort(growth, active, more)
        active += more
    return net


def left_km2(inputs: Inputs, day: float, targets: tuple[Oblast, ...]) -> dict[str, float]:
    """Area that is left by a day in each of the targets that share the front."""
    left = {each.id: each.remaining_km2 for each in (*inputs.first, *targets)}
    _march(inputs, stretches(inputs, day), targets, left)
    return {each.id: left[each.id] for each in targets}


def _march(
    inputs: Inputs, pieces: list[Stretch], targets: tuple[Oblast, ...], left: dict[str, float] | None = None
) -> dict[str, float]:
    everyone = (*inputs.first, *targets)
    if left is None:
        left = {each.id: each.remaining_km2 for each in everyone}
    speed = {each.id: each.rate_km2_per_day or inputs.rate_km2_per_day for each in everyone}
    speed[SETBACK] = inputs.rate_km2_per_day
    days = {each.id: 0.0 if left[each.id] == 0 else math.inf for each in targets}
    growth, active = growth_per_day(inputs), 0.0
    if inputs.rate_km2_per_day <= 0:
        return days
    for stretch in pieces:
        if stretch.begin == setback_day(inputs) and inputs.setback is not None:
            left[SETBACK] = inputs.setback.km2
        now = stretch.begin
        while now < stretch.end and stretch.weight > 0 and math.inf in days.values():
            shares = _shares(inputs, targets, left)
            in_hand = effort(growth, active, stretch.weight * (stretch.end - now))
            wanted = {name: left[name] / (share * speed[name]) for name, share in shares.items() if share > 0}
            next_done = min(wanted.values())
            spent = min(next_done, in_hand)
            for name, share in shares.items():
                left[name] = max(left[name] - spent * share * speed[name], 0.0)
            if next_done > in_hand * (1.0 + HAIR):
                active += stretch.weight * (stretch.end - now)
                break
            then = _when(growth, active, stretch, now, spent)
            active += stretch.weight * (then - now)
            now = then
            for name, work in wanted.items():
                if work <= next_done * (1.0 + HAIR):
                    left[name] = 0.0
                    if name in days:
                        days[name] = now
    return days


def _when(growth: float, active: float, stretch: Stretch, now: float, work: float) -> float:
    """The moment in a stretch at which the front will have done so much work since `now`."""
    return moment_in(stretch, now, lambda day: effort(growth, active, stretch.weight * (day - now)) >= work)


def _shares(inputs: Inputs, targets: tuple[Oblast, ...], left: dict[str, float]) -> dict[str, float]:
    """Who gets which share of the front now: what came back, then the first ones, then the targets in their order."""
    if left.get(SETBACK, 0.0) > 0:
        return {SETBACK: 1.0}
    for oblast in inputs.first:
        if left[oblast.id] > 0:
            return {oblast.id: 1.0}
    unfinished = [each for each in targets if left[each.id] > 0]
    if inputs.order != "together":
        return {unfinished[0].id: 1.0}
    total = sum(each.split_share for each in unfinished)
    if total == 0:
        return {each.id: 1.0 / len(unfinished) for each in unfinished}
    return {each.id: each.split_share / total for each in unfinished}
