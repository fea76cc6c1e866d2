"""How much of each region would be under Russian control on a date: what it is at the start, and what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from territory.answers.outlook import PERCENT, Outlook
from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.model.projection import LEVELS
from territory.scenario.scenario import Scenario, occupied_default

FloatArray = NDArray[np.float64]
Part = Literal["asked", "first", "other"]
Course = Literal["central", "slow", "middle", "fast"]

COURSES: tuple[Course, ...] = get_args(Course)
SLOW, MIDDLE, FAST = 0.10, 0.50, 0.90
STEPS_YEARS = (1, 2, 5, 10)
MONTHS_UP_TO_YEARS, MOST_STEPS = 3, 120


@dataclass(frozen=True)
class Standing:
    """One region on a date, km²: what is occupied at the start, and the net change since (negative: it is back)."""

    id: str
    part: Part
    """Whether the scenario asks about it, counts it first, or leaves it as it is at the start."""
    area_km2: float
    start_km2: float
    change_km2: float

    @property
    def held_km2(self) -> float:
        """Area under Russian control on the date."""
        return self.start_km2 + self.change_km2

    @property
    def left_km2(self) -> float:
        """Area that is not."""
        return self.area_km2 - self.held_km2

    @property
    def start_share(self) -> float:
        """Share (0-1) that is occupied at the start."""
        return self.start_km2 / self.area_km2

    @property
    def share(self) -> float:
        """Share (0-1) under Russian control on the date."""
        return self.held_km2 / self.area_km2


def standings(outlook: Outlook, when: date, course: Course = "central") -> tuple[Standing, ...]:
    """Every region on a date: those asked about, those counted first, then the others as the edition has them.

    The date counts from its midnight on. Where the whole country is asked about, it is the one region.
    """
    scenario = outlook.scenario
    asked = [_standing(outlook, oblast, "asked", when, course) for oblast in scenario.targets]
    first = [_standing(outlook, oblast, "first", when, course) for oblast in scenario.first]
    if scenario.targets == (UKRAINE,):
        return (*asked, *first)
    known = evidence.edition(scenario.edition)
    others = [
        Standing(region.id, "other", region.area.number, _share(occupied_default(known, region.id), region), 0.0)
        for region in evidence.regions().values()
        if region.id not in (UKRAINE, *scenario.in_play)
    ]
    return (*asked, *first, *others)


def level(scenario: Scenario, course: Course) -> float | None:
    """The quantile of net gains that a course is; `None` for the central answer.

    Slow is always slow for what the pace does: where land is retaken, the slow runs are those that keep most of it.
    """
    slow, fast = (FAST, SLOW) if scenario.rate < 0 else (SLOW, FAST)
    return {"central": None, "slow": slow, "middle": MIDDLE, "fast": fast}[course]


def last_day(outlook: Outlook) -> date:
    """The end of what is drawn."""
    return outlook.scenario.start + timedelta(days=int(outlook.projection.fan.days[-1]))


def steps(start: date, end: date) -> tuple[date, ...]:
    """Dates to choose from: the start, the turns of months or of years between, and the end."""
    if (end.year - start.year) <= MONTHS_UP_TO_YEARS:
        months = range(12 * start.year + start.month, 12 * end.year + end.month)
        turns = [date(month // 12, month % 12 + 1, 1) for month in months]
    else:
        years = end.year - start.year
        every = next((n for n in STEPS_YEARS if years / n <= MOST_STEPS), years // MOST_STEPS + 1)
        turns = [date(year, 1, 1) for year in range(start.year + 1, end.year + 1) if year % every == 0]
    return (start, *(turn for turn in turns if start < turn < end), end)


def _standing(outlook: Outlook, oblast: str, part: Part, when: date, course: Course) -> Standing:
    scenario, region = outlook.scenario, evidence.regions()[oblast]
    start_km2 = _share(dict(scenario.occupied)[oblast], region)
    projection, fan = outlook.projection, outlook.projection.fan
    day, at = float((when - scenario.start).days), level(scenario, course)
    eve = np.nextafter(projection.front.setback_day, 0.0)
    days = np.unique([*fan.days[fan.days < day], *([eve] if 0 <= eve < day else []), day])
    # The front's net gains (km²) on each of them.
    net = projection.front_km2(days) if at is None else np.interp(days, fan.days, fan.quantiles_km2[LEVELS.index(at)])
    change = float(projection.taken_along(oblast, days, net[None])[0, -1])
    if scenario.rate < 0 and part == "asked":
        change -= min(start_km2, max(0.0, -float(net[-1])))
    return Standing(oblast, part, region.area.number, start_km2, change)


def _share(percent: float, region: evidence.Region) -> float:
    return region.area.number * (percent / PERCENT)
