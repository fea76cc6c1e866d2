"""The day on which net gains reach what is left of an oblast: the central answer, how sure it is, and its picture."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property, partial

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import qmc

from territory.model.front import Front, growth_days
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs
from territory.model.simulation import (
    CHANGE,
    DOTS,
    FIRST_STAGE,
    PACE,
    RNG_SEED,
    Runs,
    grain_km2,
    place,
    scores,
    simulate,
    with_all,
    worlds,
)
from territory.model.work import ALL, Target, Work, counted_first, work

FloatArray = NDArray[np.float64]

# A completion that rounding puts this much before midnight (days) falls on the next date.
ROUNDING_DAYS = 1e-9
# The picture of the front ends a little after what it is about; a chart's dates end with the year 9998.
DRAWN_LEVEL, DRAWN_MARGIN = 0.95, 1.1
GRAINS = 3  # a threshold of fewer grains than this is reached in single months of the record
LAST_DRAWN = date(9998, 12, 31)
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
class Fan:
    """The picture of the front: net area taken since the start, km², by `days` (shape (n,)), as quantiles and paths.

    Net gains are not stopped at any threshold here. Below zero is land retaken elsewhere along the front.
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
        """The picture of the front; drawn when it is first asked for.

        It ends when nearly all runs have finished, or land is back, or at the horizon; after a year at the least.
        """
        horizon, retaken = self.inputs.horizon_days, self.inputs.rate_km2_per_day < 0
        if retaken:
            shown = [each.central.mirror.days if each.central.mirror else None for each in self.targets]
        else:
            shown = [self.runs[each.id].quantile(DRAWN_LEVEL) for each in self.targets]
        ends = [horizon if days is None else days * DRAWN_MARGIN for days in shown]
        last = min(max(*ends, DAYS_PER_YEAR), horizon, float((LAST_DRAWN - self.inputs.start).days))
        moments = [result.central.mirror or result.central.when for result in self.targets]
        events = (moment.days for moment in moments if moment.days is not None)
        lines = {target.id: target.threshold_km2 for target in self.work.targets if not target.done}
        return fan(self.inputs, self.front, {} if retaken else lines, drawn_days(self.inputs, self.front, last, events))

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
    the_work, front = work(inputs), Front(inputs)
    targets = list(the_work.targets)
    if inputs.order != "separately":  # all as one: the threshold is the largest of those that are not done
        threshold = max((target.threshold_km2 for target in targets if not target.done), default=0.0)
        areas = (
            sum(target.remaining_km2 for target in targets),
            sum(target.occupied_km2 for target in targets),
            sum(target.need_km2 for target in targets),
        )
        targets.append(Target(ALL, *areas, threshold, (), ()))
    results = tuple(
        Result(
            target.id,
            target.remaining_km2,
            target.occupied_km2,
            target.need_km2,
            target.threshold_km2,
            _central(inputs, front, target),
        )
        for target in targets
    )
    return Projection(inputs, the_work, front, results)


def moment(start: date, days: float) -> Moment:
    """The moment so many days after the start; never, where days are not finite."""
    if not math.isfinite(days):
        return Moment(None, None)
    whole = math.floor(days + ROUNDING_DAYS)
    if whole > (date.max - start).days:
        return Moment(days, None)
    return Moment(days, start + timedelta(days=whole))


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


def fan(inputs: Inputs, front: Front, thresholds_km2: Mapping[str, float], days: FloatArray) -> Fan:
    """The picture on some days (shape (n,), rising from 0), with the lines that the paths are to reach.

    The sample paths are a fixed motion each, over the time that is drawn.
    """
    pace, change, motion = _draws()
    world = worlds(inputs, pace, change)
    grown = growth_days(front.active_days(days), world.growth_per_day[:, None])
    last = np.maximum(grown[:, -1:], np.finfo(float).tiny)
    at = np.linspace(0.0, 1.0, PATH_STEPS + 1)
    noise = np.array([np.interp(part, at, path) for part, path in zip(grown / last, motion, strict=True)])
    sd = np.sqrt(inputs.uncertainty.variance_km2_per_day * last)
    paths = np.asarray(world.drift_km2_per_day[:, None] * grown + sd * noise)
    lift = np.where(days >= front.setback_day, front.setback_km2, 0.0)
    reached = {name: _first_reached(days, paths, line + lift) for name, line in thresholds_km2.items()}
    return Fan(days, paths, reached, partial(_quantiles, inputs, front))


def drawn_days(inputs: Inputs, front: Front, last_day: float, events: Iterable[float] = ()) -> FloatArray:
    """Days to draw, at most `MAX_DATES`: even steps that divide the year, months at first, and where things happen.

    That is where the pause begins and ends, and the setback is felt.
    """
    fitting = [step for step in YEARS_PER_STEP if last_day <= MOST_STEPS * step * DAYS_PER_YEAR]
    step = fitting[0] * DAYS_PER_YEAR if fitting else last_day / MOST_STEPS
    months = np.arange(12 * MONTHLY_YEARS) * DAYS_PER_MONTH
    turns = [front.setback_day]
    if inputs.pause is not None:
        begin = float((inputs.pause.start - inputs.start).days)
        turns += [begin, begin + inputs.pause.days]
    days = np.concatenate([np.arange(0.0, last_day, step), months, [*events, *turns, last_day]])
    return np.unique(days[(days >= 0) & (days <= last_day)])


def _quantiles(inputs: Inputs, front: Front, days: FloatArray) -> FloatArray:
    """Quantiles at `LEVELS` of net gains on some days, shape (levels, n): normal given pace and growth."""
    normal = scores()[:, :POINTS]
    world = worlds(inputs, normal[PACE], normal[CHANGE])
    noise = math.sqrt(inputs.uncertainty.variance_km2_per_day) * normal[FIRST_STAGE]
    active, places = front.active_days(days), [place(level, POINTS) for level in LEVELS]
    found = []
    for block in np.split(active[:, None], range(DATES_AT_ONCE, len(active), DATES_AT_ONCE)):
        grown = growth_days(block, world.growth_per_day)
        net = np.sqrt(grown)
        net *= noise
        grown *= world.drift_km2_per_day
        net += grown
        net.sort(axis=1)
        found.append(net[:, places].T)
    return np.concatenate(found, axis=1)


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
