"""The day on which net gains reach what is left of an oblast: the central answer, and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory.model.fan import Fan, drawn_days, fan
from territory.model.front import Front
from territory.model.inputs import DAYS_PER_YEAR, Inputs
from territory.model.simulation import Runs, grain_km2, simulate, with_all
from territory.model.work import ALL, Target, Work, counted_first, work

FloatArray = NDArray[np.float64]

# A completion that rounding puts this much before midnight (days) falls on the next date.
ROUNDING_DAYS = 1e-9
# The picture of the front ends a little after what it is about; a chart's dates end with the year 9998.
DRAWN_LEVEL, DRAWN_MARGIN = 0.95, 1.1
GRAINS = 3  # a threshold of fewer grains than this is reached in single months of the record
LAST_DRAWN = date(9998, 12, 31)


class Status(StrEnum):
    """What becomes of a target in the central answer."""

    DONE = "done"
    REACHED = "reached"
    BEYOND_HORIZON = "beyond_horizon"
    NEVER = "never"


@dataclass(frozen=True)
class Moment:
    """A day of the projection (days from the start, `None`: never) and its date (`None` also after the year 9999)."""

    days: float | None
    date: date | None

    @property
    def years(self) -> float | None:
        """The same in years of 365.2425 days."""
        return None if self.days is None else self.days / DAYS_PER_YEAR


@dataclass(frozen=True)
class Central:
    """The central answer; `mirror`, where the pace is negative, is when what is occupied would be back."""

    status: Status
    when: Moment
    mirror: Moment | None = None


@dataclass(frozen=True)
class Result:
    """One target's answer; areas in km². `all` adds up the targets."""

    id: str
    remaining_km2: float
    occupied_km2: float
    need_km2: float
    threshold_km2: float
    central: Central


@dataclass(frozen=True)
class Projection:
    """What follows if the assumptions hold: an if-then statement about area, never a forecast."""

    inputs: Inputs
    work: Work
    front: Front = field(compare=False, repr=False)
    results: tuple[Result, ...]
    """One per target, in the order asked; `in_turn` and `together` have `all` as one more."""

    def __getitem__(self, oblast_id: str) -> Result:
        return {result.id: result for result in self.results}[oblast_id]

    @property
    def targets(self) -> tuple[Result, ...]:
        """The results of the oblasts, `all` left out."""
        return tuple(result for result in self.results if result.id != ALL)

    @cached_property
    def runs(self) -> Mapping[str, Runs]:
        """The simulated completion times of every result, by its id; simulated when they are first asked for."""
        days = with_all(simulate(self.inputs, self.work, self.front), self.inputs)
        return {name: Runs(np.sort(each), self.inputs.horizon_days) for name, each in days.items()}

    @cached_property
    def fan(self) -> Fan:
        """The picture of the front; drawn when it is first asked for."""
        moments = [result.central.mirror or result.central.when for result in self.targets]
        events = (moment.days for moment in moments if moment.days is not None)
        days = drawn_days(self.inputs, self.front, self._last_drawn_day(), events)
        lines = {target.id: target.threshold_km2 for target in self.work.targets if not target.done}
        return fan(self.inputs, self.front, {} if self.inputs.rate_km2_per_day < 0 else lines, days)

    def _last_drawn_day(self) -> float:
        """When nearly all runs have finished, or land is back, or the horizon; a year at the least."""
        horizon = self.inputs.horizon_days
        if self.inputs.rate_km2_per_day < 0:
            shown = [each.central.mirror.days if each.central.mirror else None for each in self.targets]
        else:
            shown = [self.runs[each.id].quantile(DRAWN_LEVEL) for each in self.targets]
        ends = [horizon if days is None else days * DRAWN_MARGIN for days in shown]
        last = min(max(*ends, DAYS_PER_YEAR), horizon)
        return min(last, float((LAST_DRAWN - self.inputs.start).days))

    def front_km2(self, days: ArrayLike) -> FloatArray:
        """Net area (km², negative: retaken) that the whole front has taken after so many days; any shape."""
        return self.front.net_km2(days)

    def threshold_on(self, result: Result, days: ArrayLike) -> FloatArray:
        """Net area (km²) at which a target is finished, as it stands on each day: a setback lifts it."""
        lifted = (np.asarray(days, dtype=float) >= self.front.setback_day) & self.meets_setback(result)
        return np.asarray(result.threshold_km2 + np.where(lifted, self.front.setback_km2, 0.0))

    def taken_km2(self, oblast_id: str, days: ArrayLike) -> FloatArray:
        """Area (km²) taken in one oblast after so many days; any shape; never below 0."""
        target = next(target for target in self.work.targets if target.id == oblast_id)
        lift = self.threshold_on(self[oblast_id], days) - target.threshold_km2
        return target.taken_km2(self.front_km2(days) - lift)

    def taken_along(self, oblast_id: str, days: FloatArray, net_km2: FloatArray) -> FloatArray:
        """Area (km²) taken in one oblast along courses of the front, shape (k, n) on n days; never below 0.

        The oblast is a target or one that is counted first. A course that has finished it before the setback keeps it.
        """
        each = (*self.work.targets, *counted_first(self.inputs))
        target = next(target for target in each if target.id == oblast_id)
        after = days >= self.front.setback_day
        finished = (net_km2 >= target.threshold_km2) & ~after
        lifted = after & ~finished.any(axis=-1, keepdims=True)
        return target.taken_km2(net_km2 - np.where(lifted, self.front.setback_km2, 0.0))

    def is_grainy(self, result: Result) -> bool:
        """Whether so little is left, beside the scatter of the months, that single months decide."""
        return result.central.status is Status.REACHED and result.threshold_km2 < GRAINS * self._grain_km2

    def is_within_grain(self, result: Result) -> bool:
        """Whether that is a matter of weeks or months, so that a date would say too much."""
        days = result.central.when.days
        return self.is_grainy(result) and days is not None and days < DAYS_PER_YEAR

    @cached_property
    def _grain_km2(self) -> float:
        return float(grain_km2(self.inputs.rate_km2_per_day, self.inputs.uncertainty))

    def meets_setback(self, result: Result) -> bool:
        """Whether the setback finds a target unfinished in the central answer."""
        central = result.central
        if central.status is Status.DONE:
            return False
        return central.when.days is None or central.when.days >= self.front.setback_day


def project(inputs: Inputs) -> Projection:
    """Project every target: the central answer in closed form, T = calendar⁻¹(growth⁻¹(W / r₀)), the runs on demand."""
    the_work = work(inputs)
    targets = list(the_work.targets)
    if inputs.order != "separately":
        targets.append(_all(the_work))
    front = Front(inputs)
    return Projection(inputs, the_work, front, tuple(_result(inputs, front, target) for target in targets))


def moment(start: date, days: float) -> Moment:
    """The moment so many days after the start; never, where days are not finite."""
    if not math.isfinite(days):
        return Moment(None, None)
    whole = math.floor(days + ROUNDING_DAYS)
    if whole > (date.max - start).days:
        return Moment(days, None)
    return Moment(days, start + timedelta(days=whole))


def _all(the_work: Work) -> Target:
    """All targets as one: its threshold is the largest of those that are not done."""
    targets = the_work.targets
    threshold = max((target.threshold_km2 for target in targets if not target.done), default=0.0)
    return Target(
        ALL,
        sum(target.remaining_km2 for target in targets),
        sum(target.occupied_km2 for target in targets),
        sum(target.need_km2 for target in targets),
        threshold,
        (),
        (),
    )


def _result(inputs: Inputs, front: Front, target: Target) -> Result:
    return Result(
        target.id,
        target.remaining_km2,
        target.occupied_km2,
        target.need_km2,
        target.threshold_km2,
        _central(inputs, front, target),
    )


def _central(inputs: Inputs, front: Front, target: Target) -> Central:
    start = inputs.start
    mirror = moment(start, front.mirror_days(target.occupied_km2)) if inputs.rate_km2_per_day < 0 else None
    if target.done:
        return Central(Status.DONE, moment(start, 0.0), mirror)
    when = moment(start, front.passage_days(target.threshold_km2))
    if when.days is None:
        return Central(Status.NEVER, when, mirror)
    within = when.days <= inputs.horizon_days
    return Central(Status.REACHED if within else Status.BEYOND_HORIZON, when, mirror)
