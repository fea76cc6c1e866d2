"""The answers along one assumption: simulated at some of its values, and monotonically interpolated between them.

The central answer is in closed form and exact everywhere. What is interpolated is the simulated runs, level by level,
in active days: the calendar (season, pause) comes after them, exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from territory.model.front import Front
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.simulation import Runs, active_arrivals, passages, points, with_all
from territory.model.work import work
from territory.outlook import Outlook, model_inputs, project
from territory.parameters import PARAMETERS, Parameter
from territory.scenario import SPLIT_SUM, Scenario, ScenarioError, even_split, revise

FloatArray = NDArray[np.float64]

OF_OBLASTS = ("rates", "split", "occupied")
POINTS, FEW_POINTS = 2**12, 2**8
"""Points that the runs are simulated at, and that say where the answers bend: the first of the fixed set."""
KEPT_OF = 4  # of so many sorted runs one is kept
NEAR_DAYS = 20.0
"""Times are interpolated as 1/(days + these): smooth both where nothing is left and where it never comes."""
FINEST = 0.01  # of a pace, or of what is left: how far two values that are shown may lie apart
FEW = 128  # values: so many are all shown
FEWEST, MOST = 12, 52  # values to simulate at
ENDS = (1, 2, 3, -6, -5, -4, -3, -2)  # places beside the ends, where little may be left
CLOSE, BEYOND = 0.006, 1.2
"""Close enough: so much of the time, for times up to so many horizons."""


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


@dataclass(frozen=True)
class Along:
    """The answers of a scenario along the slider of one assumption."""

    name: str
    shown: Mapping[float, Scenario]
    """The values that are shown while it moves, rising, and what the scenario is there."""
    simulated: tuple[float, ...]
    """Those of them that the runs were simulated at."""
    near: Mapping[str, PchipInterpolator]
    """By result: 1/(active days + some) of the runs, one column a level."""

    def central(self, value: float) -> Outlook:
        """The answer at one of the values; whoever asks for its runs simulates them."""
        return project(self.shown[value])

    def outlook(self, value: float) -> Outlook:
        """The answer at one of the values; its runs are interpolated."""
        central = self.central(value)
        projection, horizon_days = central.projection, central.scenario.horizon * DAYS_PER_YEAR
        days = {
            name: np.maximum.accumulate(projection.front.day(_days(each(value)))) for name, each in self.near.items()
        }
        return Outlook(
            central.scenario, projection.with_runs({name: Runs(each, horizon_days) for name, each in days.items()})
        )


def _days(near: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore"):
        return np.asarray(np.maximum(1.0 / np.maximum(near, 0.0) - NEAR_DAYS, 0.0))


def along(scenario: Scenario, name: str) -> Along:
    """The answers along the slider of one assumption; raises as `moved` does, if none of its values stands."""
    shown = _shown(scenario, name)
    simulated = _bends(shown)
    runs = [_near(shown[value], POINTS) for value in simulated]
    near = {each: PchipInterpolator(simulated, [one[each] for one in runs]) for each in runs[0]}
    return Along(name, shown, simulated, near)


def _shown(scenario: Scenario, name: str) -> dict[float, Scenario]:
    """Of a long slider not every step, but closer ones where a step makes more of a difference."""
    key = name.partition(".")[0]
    values = steps(PARAMETERS[key]) if key in PARAMETERS else np.zeros(1)
    if len(values) > FEW:
        size = np.abs(values - PARAMETERS[key].high if key == "occupied" else values)
        apart = np.maximum(FINEST * size / PARAMETERS[key].step, 1.0)
        kept = np.diff(np.floor(np.cumsum(1.0 / apart) + 1e-9), prepend=-1.0, append=np.inf)[: len(values)] > 0
        values = values[kept | np.isin(values, values[[*ENDS, -1]])]
    standing, why = {}, None
    for value in values.tolist():
        try:
            standing[value] = moved(scenario, name, value)
        except ScenarioError as error:
            why = error
    if why is not None and len(standing) < 2:
        raise why
    return standing


def steps(parameter: Parameter) -> FloatArray:
    """All values of a slider, as the browser counts them."""
    low, high = parameter.slider_range
    count = int(np.floor((high - low) / parameter.step + 1e-9)) + 1
    return np.asarray(np.round(low + parameter.step * np.arange(count), 8))


def _bends(shown: Mapping[float, Scenario]) -> tuple[float, ...]:
    """The values to simulate at: more of them where a few runs say that the answers bend."""
    values = list(shown)
    if len(values) <= FEWEST:
        return tuple(values)
    places = np.unique([*np.linspace(0, len(values) - 1, FEW).round().astype(int), *(e % len(values) for e in ENDS)])
    at = np.array(values)[places]
    horizon_days = max(each.horizon for each in shown.values()) * DAYS_PER_YEAR
    least = 1.0 / (BEYOND * horizon_days)
    near = np.array([np.concatenate([*_near(shown[value], FEW_POINTS).values()]) for value in at.tolist()])
    last = len(at) - 1
    chosen = np.unique([*np.linspace(0, last, FEWEST).round().astype(int), *(e % len(at) for e in ENDS)])
    while len(chosen) < MOST:
        between = np.maximum(PchipInterpolator(at[chosen], near[chosen])(at), least)
        worst = np.max(np.abs(between / np.maximum(near, least) - 1.0), axis=1)
        gaps = [np.arange(one + 1, other) for one, other in pairwise(chosen)]
        bent = [int(gap[np.argmax(worst[gap])]) for gap in gaps if len(gap) and worst[gap].max() > CLOSE]
        if not bent:
            break
        chosen = np.union1d(chosen, sorted(bent, key=lambda place: -worst[place])[: MOST - len(chosen)])
    return tuple(at[chosen].tolist())


def _near(scenario: Scenario, count: int) -> dict[str, FloatArray]:
    """So many runs of every result as 1/(active days + some), the earliest first; some of them are kept."""
    inputs = model_inputs(scenario)
    front, at = Front(inputs), _points(count)
    active = with_all(active_arrivals(inputs, front, passages(inputs, work(inputs), at), at), inputs)
    return {name: 1.0 / (np.sort(each)[KEPT_OF // 2 :: KEPT_OF] + NEAR_DAYS) for name, each in active.items()}


@cache
def _points(count: int) -> FloatArray:
    return np.ascontiguousarray(points()[:, :count])
