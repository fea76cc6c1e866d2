"""The answers along one assumption: simulated at some of its values, and monotonically interpolated between them.

The central answer is in closed form and exact everywhere. Values that are shown lie so close that answers between two
of them are told by the nearer one; where an answer jumps from one step of the slider to the next, both are shown. What
could not be told that closely is `unsure`.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory.model.between import Between, Times, chance, joined, off, times
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import moment
from territory.model.simulation import Runs
from territory.model.work import work
from territory.outlook import Outlook, project
from territory.parameters import PARAMETERS, Parameter
from territory.scenario import SPLIT_SUM, Scenario, ScenarioError, even_split, revise

FloatArray = NDArray[np.float64]

OF_OBLASTS = ("rates", "split", "occupied")
FEW = 128  # values: so many are all shown
MOST = 2000  # values that are shown, all that a closer look adds among them
COARSE, APART, CHANCE_APART = 0.011, 0.013, 0.010
"""How far answers at two values that are shown may lie apart: share of the time, or chance; half of it is shown off."""
LEAST_DAYS = 1.0  # what is nearer than that is the same to a reader
TOLD = (0.1, 0.5, 0.9)  # levels of the runs that are told
FEWEST, MOST_SIMULATED = 9, 97  # values to simulate at
RUNS, RUNS_OF_LONG = 2**12, 2**13  # simulated at each; more of them where not every value is shown
BEYOND = 1.2  # of what is told, so that what comes a little later is known too
SAME_PASSAGES = ("annual_change", "season", "pause_months", "annual_change_uncertainty", "horizon")
"""Along these the passages stay as they are, so that every value can be simulated."""
ENDS = (1, 2, 3, -5, -4, -3, -2)  # places beside the ends, where little may be left
CLOSE, CHANCE_CLOSE = 0.003, 0.012
"""Close enough between two simulated values before the one between them is known."""
LITTLE, UNEVEN, FAR = 0.006, 3.0, 0.4  # so far, or so many times as far as beside it: too far to go by that one


def moved(scenario: Scenario, name: str, value: float) -> Scenario:
    """The scenario with one assumption moved, as the page's control of that name moves it.

    Names are keys of the table of parameters, for a number of one oblast with its id: `rate`, `rates.kharkiv`. Raises
    `ScenarioError` where the value does not stand, and `KeyError` where there is no such control.
    """
    key, _, oblast = name.partition(".")
    if key not in PARAMETERS or bool(oblast) != (key in OF_OBLASTS):
        raise KeyError(name)
    if oblast:
        return revise(scenario, {key: _of_oblast(scenario, key, oblast, value)})
    changes: dict[str, Any] = {key: value}
    if key == "pause_months":
        changes["pause_start"] = (scenario.pause_start or scenario.start) if value else None
    if key == "setback_km2":
        changes["setback_date"] = (scenario.setback_date or scenario.start) if value else None
    return revise(scenario, changes)


def _of_oblast(scenario: Scenario, key: str, oblast: str, value: float) -> tuple[tuple[str, float], ...]:
    if oblast not in (scenario.in_play if key == "occupied" else scenario.targets):
        raise KeyError(f"{key}.{oblast}")
    if key == "occupied":
        return ((oblast, value),)
    if key == "rates":
        return tuple({**dict(scenario.rates), oblast: value}.items())
    split = {**dict(scenario.split or even_split(scenario.targets)), oblast: value}
    others = [other for other in split if other != oblast]
    if len(others) == 1:
        split[others[0]] = SPLIT_SUM - value
    return tuple(split.items())


def steps(parameter: Parameter) -> FloatArray:
    """All values of a slider, as the browser counts them."""
    low, high = parameter.slider_range
    count = int(np.floor((high - low) / parameter.step + 1e-9)) + 1
    return np.asarray(np.round(low + parameter.step * np.arange(count), 8))


@dataclass(frozen=True)
class Along:
    """The answers of a scenario along the slider of one assumption."""

    name: str
    shown: Mapping[float, Scenario]
    """The values that are shown while it moves, rising, and what the scenario is there."""
    simulated: tuple[float, ...]
    """Those of them that the runs were simulated at."""
    unsure: frozenset[float]
    """Those where the runs are not known closely enough to be told."""
    known: _Known = field(repr=False, compare=False)

    def central(self, value: float) -> Outlook:
        """The answer at one of the values; whoever asks for its runs simulates them."""
        return self.known.central(value)

    def outlook(self, value: float) -> Outlook:
        """The answer at one of the values; its runs are interpolated."""
        central = self.central(value)
        projection, horizon_days = central.projection, central.scenario.horizon * DAYS_PER_YEAR
        days = {name: projection.front.day(each) for name, each in self.known.active_days(value).items()}
        return Outlook(
            central.scenario, projection.with_runs({name: Runs(each, horizon_days) for name, each in days.items()})
        )


def along(scenario: Scenario, name: str, by: Sequence[date] = ()) -> Along:
    """The answers along the slider of one assumption; raises as `moved` does, if none of its values stands.

    `by` are the dates for which chances are told.
    """
    slider = _Slider(scenario, name)
    known = _Known(slider, by)
    shown, _ = slider.closer(slider.coarse(), known.times_jump)
    unsure = known.simulate(shown)
    shown, jumping = slider.closer(shown, known.runs_jump)
    inside = {value for value in shown if any(low < value < high for low, high in unsure)}
    values = {value: slider.scenario(value) for value in shown}
    return Along(name, values, tuple(sorted(known.simulated)), frozenset(inside | jumping), known)


class _Slider:
    """The steps of a slider, and what the scenario is at those of them that are looked at."""

    def __init__(self, scenario: Scenario, name: str) -> None:
        self.key = name.partition(".")[0]
        self.scenario = cache(lambda value: moved(scenario, name, value))
        self._steps = steps(PARAMETERS[self.key]).tolist() if self.key in PARAMETERS else [0.0]
        self._place = {value: place for place, value in enumerate(self._steps)}
        self.is_long = len(self._steps) > FEW

    def coarse(self) -> list[float]:
        """Of a long slider not every step, but closer ones where a step makes more of a difference."""
        values = np.array(self._steps)
        if self.is_long:
            size = np.abs(values - PARAMETERS[self.key].high if self.key == "occupied" else values)
            apart = np.maximum(COARSE * size / PARAMETERS[self.key].step, 1.0)
            kept = np.diff(np.floor(np.cumsum(1.0 / apart) + 1e-9), prepend=-1.0, append=np.inf)[: len(values)] > 0
            values = values[kept | np.isin(values, values[[*ENDS, -1]])]
        standing, why = [], None
        for value in values.tolist():
            try:
                self.scenario(value)
                standing.append(value)
            except ScenarioError as error:
                why = error
        if why is not None and len(standing) < 2:
            raise why
        return standing

    def closer(self, values: list[float], jumps: Callable[[float, float], bool]) -> tuple[list[float], set[float]]:
        """The values and steps between neighbours from one of which to the other something jumps.

        Also which of them still have neighbours of that kind, with steps between, for want of room.
        """
        found, left = set(values), set()
        waiting = deque(pairwise(values))
        while waiting:
            low, high = waiting.popleft()
            first, last = self._place[low], self._place[high]
            if last - first < 2 or not jumps(low, high):
                continue
            if len(found) >= MOST:
                left |= {low, high}
                continue
            middle = self._steps[(first + last) // 2]
            found.add(middle)
            waiting += [(low, middle), (middle, high)]
        return sorted(found), left


class _Known:
    """What is known along a slider."""

    def __init__(self, slider: _Slider, by: Sequence[date]) -> None:
        self._slider = slider
        self.simulated: dict[float, dict[str, Times]] = {}
        self.central = cache(lambda value: project(slider.scenario(value)))
        self._moments = cache(self._times)
        self._by = by
        self._runs = RUNS_OF_LONG if slider.is_long else RUNS

    def times_jump(self, one: float, other: float) -> bool:
        """Whether a central answer at one value is not a good one at the next."""
        return any(map(_are_apart, self._moments(one), self._moments(other)))

    def _times(self, value: float) -> list[float | None]:
        """All times in closed form that are told: of each oblast, and of all one after the other."""
        projection = self.central(value).projection
        inputs = projection.inputs
        central = [result.central for result in projection.results]
        days = [(each.when if each.mirror is None else each.mirror).days for each in central]
        if inputs.order == "separately" and len(inputs.targets) > 1 and inputs.rate_km2_per_day > 0:
            last = max(target.threshold_km2 for target in work(replace(inputs, order="in_turn")).targets)
            days.append(moment(inputs.start, projection.front.passage_days(last)).days)
        return days

    def simulate(self, values: Sequence[float]) -> list[tuple[float, float]]:
        """Simulate at some values, more of them where the runs bend; returns between which ones they still do."""
        ends = [self.central(values[place]).projection.inputs for place in (0, -1)]
        dates = ((each - ends[0].start).days for each in self._by)
        self._last_day = float(max(*(end.horizon_days for end in ends), *dates))
        places = list(range(len(values))) if self._slider.key in SAME_PASSAGES else _spread(len(values))
        self._add(values[place] for place in places)
        gaps = [(np.inf, gap) for gap in pairwise(places)]
        while gaps := [(bent, (low, high)) for bent, (low, high) in gaps if high - low > 1]:
            gaps.sort(reverse=True)
            room = MOST_SIMULATED - len(self.simulated)
            if not room:
                break
            now, gaps = gaps[:room], gaps[room:]
            middles = [(low + high) // 2 for _, (low, high) in now]
            between = [self.active_days(values[middle]) for middle in middles]
            self._add(values[middle] for middle in middles)
            for (_, (low, high)), middle, days in zip(now, middles, between, strict=True):
                bent = self._off(values[middle], days)
                parts = ((low, middle), (middle, high))
                gaps += [(bent, part) for part in self._untold(values, parts, bent)]
        return [(values[low], values[high]) for bent, (low, high) in gaps if bent > CHANCE_CLOSE]

    def _add(self, values: Iterable[float]) -> None:
        for value in values:
            time.sleep(0)  # whoever waits for an exact answer goes first
            self.simulated[value] = times(self.central(value).projection.inputs, BEYOND * self._last_day, self._runs)
        self._between = Between(self.simulated)
        self._active: dict[float, dict[str, FloatArray]] = {}

    def _untold(self, values: Sequence[float], parts: Sequence[tuple[int, int]], bent: float) -> list[tuple[int, int]]:
        """Those of two neighbouring gaps of which what was seen between them does not say enough."""
        if bent > CHANCE_CLOSE:
            return list(parts)
        moves = [self._off(values[low], self.active_days(values[high])) for low, high in parts]
        least = min(max(UNEVEN * min(moves), LITTLE), FAR)
        return [part for part, move in zip(parts, moves, strict=True) if move > least]

    def _off(self, value: float, days: Mapping[str, FloatArray]) -> float:
        """How far times lie from the runs that were simulated at a value, as a chance."""
        exact = self.simulated[value]
        return max(off(days[name], joined(each), CLOSE, self._last_day) for name, each in exact.items())

    def active_days(self, value: float) -> dict[str, FloatArray]:
        """Active days of the runs at a value, by the result's id; sorted."""
        if value not in self._active:
            known = self.simulated.get(value) or self._between.times(value)
            self._active[value] = {name: joined(each) for name, each in known.items()}
        return self._active[value]

    def runs_jump(self, one: float, other: float) -> bool:
        """Whether what is told of the runs at one value is not good enough at the next."""
        projection = self.central(one).projection
        start, horizon_days = projection.inputs.start, projection.inputs.horizon_days
        last = float(projection.front.active_days(horizon_days))
        dates = [float(projection.front.active_days(max((each - start).days, 0))) for each in self._by]
        here, there = self.active_days(one), self.active_days(other)
        return any(_runs_are_apart(here[name], there[name], [*dates, last], last) for name in here)


def _runs_are_apart(here: FloatArray, there: FloatArray, told: Sequence[float], last: float) -> bool:
    if any(abs(chance(here, day) - chance(there, day)) > CHANCE_APART for day in told):
        return True
    for level in TOLD:
        one, other = (float(each[int(level * len(each))]) for each in (here, there))
        if min(one, other) <= last and _are_apart(one, other) and abs(chance(here, other) - level) > CHANCE_APART:
            return True
    return False


def _are_apart(one: float | None, other: float | None) -> bool:
    if one is None or other is None:
        return one is not other
    return abs(one - other) > max(APART * min(one, other), LEAST_DAYS)


def _spread(count: int) -> list[int]:
    """Places to begin with: evenly apart, and some beside the ends, where little may be left."""
    even = np.linspace(0, count - 1, min(count, FEWEST)).round().astype(int)
    return sorted({int(place) for place in even} | ({1, count - 4, count - 2} if count > FEWEST else set()))
