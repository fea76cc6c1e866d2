"""The answers along an assumption: what is shown while it moves lies by the exact answer, wherever it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np
import pytest

from territory.along import Along, along, moved, steps
from territory.model.projection import Projection
from territory.outlook import project
from territory.parameters import PARAMETERS
from territory.scenario import Scenario, ScenarioError, baseline, revise

MOST_ASKED, BESIDE_JUMPS = 17, 5  # values of a slider
OF_YEARS, OF_CHANCE = 0.01, 0.01
LEVELS = (0.1, 0.5, 0.9)
TINY_DAYS = 1.0

BY = (date(2029, 7, 1), date(2036, 1, 1))

ONE = revise(baseline(), {"targets": ("kharkiv",)})
SETBACK = {"setback_date": date(2032, 1, 1), "setback_km2": 6000.0}
PAUSE = {"pause_start": date(2030, 1, 1), "pause_months": 36.0}
CERTAIN = {"pace_uncertainty": 0.0, "annual_change_uncertainty": 0.0, "noise": 0.0}
MOST_UNSURE = 0.05  # of the values, where an answer is all but certain, and jumps
WHOLE = [key for key in PARAMETERS if key not in ("split", "rates", "occupied")]
CASES: Mapping[str, tuple[Scenario, list[str]]] = {
    "one oblast": (ONE, [*WHOLE, "occupied.kharkiv"]),
    "a setback": (revise(ONE, SETBACK), ["rate", "setback_km2", "noise", "season", "occupied.kharkiv"]),
    "a pause": (revise(ONE, PAUSE), ["rate", "annual_change", "pause_months", "setback_km2", "occupied.kharkiv"]),
    "its own pace": (revise(ONE, {"rates": (("kharkiv", 0.72),), **SETBACK}), ["rates.kharkiv", "annual_change"]),
    "together": (revise(baseline(), {"order": "together", **SETBACK}), ["split.odesa", "rate"]),
    "in turn, another first": (
        revise(baseline(), {"order": "in_turn", "first": ("donetsk",), **SETBACK, **PAUSE}),
        ["rate", "occupied.odesa", "noise"],
    ),
    "a falling pace with seasons and a pause": (
        revise(ONE, {"annual_change": -5.0, "season": 100.0, "pause_start": date(2028, 1, 1), "pause_months": 24.0}),
        ["rate", "annual_change", "pause_months", "season", "occupied.kharkiv"],
    ),
    "all but certain": (revise(ONE, {**CERTAIN, **SETBACK, **PAUSE}), ["rate", "occupied.kharkiv", "annual_change"]),
    "land retaken early": (
        revise(baseline(), {"rate": -5.0, "order": "in_turn", "setback_date": date(2025, 9, 15), "setback_km2": 1e4}),
        ["occupied.odesa", "rate"],
    ),
}


def near(shown: Along, value: float) -> float:
    """The value that the page shows in the place of another, as live.js finds it."""
    return min(shown.shown, key=lambda each: abs(each - value))


def asked(scenario: Scenario, name: str) -> list[float]:
    """The values of an assumption's slider, evenly fewer of them where there are many, more where an answer jumps."""
    values = steps(PARAMETERS[name.partition(".")[0]])
    places = even(0, len(values) - 1, MOST_ASKED)
    lifted = [meets_setback(scenario, name, values[place]) for place in places]
    jumps = [(low, high) for low, high in pairwise(range(len(places))) if lifted[low] != lifted[high]]
    beside = [place for low, high in jumps for place in even(places[low], places[high], BESIDE_JUMPS)]
    return [float(values[place]) for place in sorted({*places, *beside})]


def even(first: int, last: int, most: int) -> list[int]:
    return sorted({round(place) for place in np.linspace(first, last, most).tolist()})


def meets_setback(scenario: Scenario, name: str, value: float) -> list[bool] | None:
    try:
        projection = project(moved(scenario, name, value)).projection
    except ScenarioError:
        return None
    return [projection.meets_setback(result) for result in projection.targets]


def are_close(exact_days: float, days: float) -> bool:
    return abs(days - exact_days) <= max(OF_YEARS * exact_days, TINY_DAYS)


def differences(exact: Projection, shown: Projection, runs: bool = True) -> dict[str, str]:
    """Where an answer is further from the exact one than a reader is told."""
    wrong: dict[str, str] = {}
    told = [(day - exact.inputs.start).days for day in BY] + [exact.inputs.horizon_days]
    for result in exact.results:
        there, here = ((one.mirror or one.when).days for one in (result.central, shown[result.id].central))
        if (there is None) != (here is None) or not are_close(there or 0.0, here or 0.0):
            wrong[f"{result.id} central"] = f"{there} {here}"
        if not runs:
            continue
        exact_runs, other = exact.runs[result.id], shown.runs[result.id]
        for day in told:
            one, two = (each.chance_by(day) for each in (exact_runs, other))
            if abs(one - two) > OF_CHANCE:
                wrong[f"{result.id} by {day}"] = f"{one} {two}"
        for level in LEVELS:
            chance = exact_runs.chance_by(min(other.passage_days(level), exact_runs.horizon_days))
            exact_days, days = exact_runs.passage_days(level), other.passage_days(level)
            beyond = min(exact_days, days) > exact_runs.horizon_days
            if not beyond and not are_close(exact_days, days) and abs(chance - level) > OF_CHANCE:
                wrong[f"{result.id} at {level}"] = f"{exact_days} {days}"
    return wrong


@pytest.mark.parametrize(("case", "name"), [(case, name) for case, (_, names) in CASES.items() for name in names])
def test_over_its_whole_range_what_is_shown_is_within_one_per_cent_or_one_point(case: str, name: str) -> None:
    scenario = CASES[case][0]
    shown = along(scenario, name, BY)
    assert len(shown.unsure) <= (MOST_UNSURE * len(shown.shown) if case == "all but certain" else 0)
    wrong = {}
    for value in asked(scenario, name):
        try:
            exact = project(moved(scenario, name, value)).projection
        except ScenarioError:
            assert value not in shown.shown
            continue
        there = near(shown, value)
        found = differences(exact, shown.outlook(there).projection, runs=there not in shown.unsure)
        if found:
            wrong[value] = found
    assert wrong == {}


def test_at_a_shown_value_the_central_answer_is_exact() -> None:
    shown = along(baseline(), "rate")
    for value in list(shown.shown)[::40]:
        exact = project(moved(baseline(), "rate", value))
        assert shown.central(value) == exact
        outlook = shown.outlook(value)
        assert outlook.scenario == exact.scenario
        assert outlook.projection.results == exact.projection.results


def test_later_levels_never_come_earlier() -> None:
    shown = along(revise(ONE, {"setback_date": date(2030, 1, 1), "setback_km2": 3000.0}), "rate")
    for value in list(shown.shown)[::20]:
        for runs in shown.outlook(value).projection.runs.values():
            assert (np.diff(runs.days[np.isfinite(runs.days)]) >= 0).all()


def test_values_lie_close_where_a_step_makes_a_difference_and_take_in_both_ends() -> None:
    rate = list(along(ONE, "rate").shown)
    assert (rate[0], rate[-1]) == PARAMETERS["rate"].slider_range
    assert {-0.01, 0.0, 0.01, 0.02, 0.5} <= set(rate)
    assert len(rate) < 1000
    occupied = list(along(ONE, "occupied.kharkiv").shown)
    assert {99.7, 99.8, 99.9, 100.0} <= set(occupied)
    assert list(along(ONE, "season").shown) == [5.0 * step for step in range(31)]


def test_a_value_that_does_not_stand_is_left_out() -> None:
    own = revise(ONE, {"rates": (("kharkiv", 0.72),)})
    assert min(along(own, "rate").shown) > 0


def test_there_is_nothing_along_what_is_no_assumption_here() -> None:
    for name in ("", "pace", "rate.kharkiv", "rates", "rates.odesa", "occupied.kyiv", "split.nowhere", "title"):
        with pytest.raises(KeyError):
            along(ONE, name)


def test_the_picture_can_be_drawn_on_any_days_and_runs_can_be_known_already() -> None:
    outlook = project(ONE)
    days = np.array([0.0, 100.0, 5000.0])
    projection = outlook.projection.drawn_on(days)
    assert (projection.fan.days == days).all()
    assert projection == outlook.projection
    runs = {"kharkiv": replace(outlook.projection.runs["kharkiv"], horizon_days=1.0)}
    assert outlook.projection.with_runs(runs).runs is runs
