"""Remaining areas as occupied shares: a scenario keeps shares in percent, published statements often give km²."""

from __future__ import annotations

import math

from territory.figures import evidence
from territory.scenario.scenario import OblastValues, Scenario, ScenarioError, revise, shown

PERCENT = 100.0
DECIMALS = 8  # of a percent: a few m² of an oblast, and a link that stays short


def area_km2(oblast: str) -> float:
    """The official area of an oblast."""
    return evidence.regions()[oblast].area.number


def occupied_leaving(oblast: str, remaining_km2: float) -> float:
    """The occupied share (%) that leaves so many km² of an oblast; outside 0-100 where it has no room for them."""
    return round(PERCENT * (1.0 - remaining_km2 / area_km2(oblast)), DECIMALS)


def occupied_leaving_together(shares: OblastValues, remaining_km2: float) -> OblastValues:
    """Occupied shares (%) that leave so many km² of some oblasts together; `remaining_km2` is at most their area.

    Where that is less than the given shares leave, what is left of every oblast shrinks by the same factor; where it
    is more, what is occupied of every one does. The result is thus within 0-100, and the same where nothing changes.
    """
    taken = {name: area_km2(name) * share / PERCENT for name, share in shares}
    left = {name: area_km2(name) - km2 for name, km2 in taken.items()}
    total_left = math.fsum(left.values())
    if remaining_km2 <= total_left:
        scale = remaining_km2 / total_left if total_left else 0.0
        return tuple((name, occupied_leaving(name, scale * km2)) for name, km2 in left.items())
    total_taken = math.fsum(taken.values())
    scale = (total_taken + total_left - remaining_km2) / total_taken
    return tuple((name, occupied_leaving(name, area_km2(name) - scale * km2)) for name, km2 in taken.items())


def leave(scenario: Scenario, remaining: float | OblastValues) -> Scenario:
    """The scenario with so many km² left: of each oblast that is named, or of all its targets together.

    Raises `ScenarioError` under the key `remaining` where an oblast is not in play, named twice, or has not the room.
    """
    if isinstance(remaining, tuple):
        names = [name for name, _ in remaining]
        doubles = sorted({name for name in names if names.count(name) > 1})
        problems = [f"{_quoted(name)} is given twice; keep one." for name in doubles]
        for name, km2 in remaining:
            if name not in scenario.in_play:
                known = ", ".join(scenario.in_play)
                problems.append(f"{_quoted(name)} is not among the oblasts of the scenario, which are {known}.")
            elif not 0 <= km2 <= area_km2(name):
                problems.append(f"{_out_of_bounds(km2, area_km2(name))}, the area of {name}.")
        if problems:
            raise ScenarioError({"remaining": " ".join(problems)})
        return revise(scenario, {"occupied": tuple((name, occupied_leaving(name, km2)) for name, km2 in remaining)})
    whole_km2 = math.fsum(area_km2(name) for name in scenario.targets)
    if not 0 <= remaining <= whole_km2:
        targets = ", ".join(scenario.targets)
        raise ScenarioError({"remaining": f"{_out_of_bounds(remaining, whole_km2)}, all of {targets}."})
    shares = tuple((name, share) for name, share in scenario.occupied if name in scenario.targets)
    return revise(scenario, {"occupied": occupied_leaving_together(shares, remaining)})


def _quoted(name: str) -> str:
    """An oblast's id as it is; what is none may be anything, and is shown with care."""
    return name if name in evidence.regions() else shown(name)


def _out_of_bounds(km2: float, area: float) -> str:
    return f"{km2:.10g} is out of bounds; choose a number from 0 to {area:,.10g} km²".replace("-", "−")
