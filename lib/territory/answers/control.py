"""How much of each region would be under Russian control on a date: what it is at the start, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from territory.answers.declared import Answered, Declared, Told, day, told
from territory.answers.json_schema import ref
from territory.answers.outlook import NO_FORECAST, PERCENT, OfScenario, Outlook, about, project
from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.model.projection import LEVELS
from territory.scenario.scenario import Scenario, ScenarioError, occupied_default
from territory.text import say

FloatArray = NDArray[np.float64]
Part = Literal["asked", "first", "other"]
Course = Literal["central", "slow", "middle", "fast"]

COURSES: tuple[Course, ...] = get_args(Course)
SLOW, MIDDLE, FAST = 0.10, 0.50, 0.90
STEPS_YEARS = (1, 2, 5, 10)
MONTHS_UP_TO_YEARS, MOST_STEPS = 3, 120


class Standing(Declared, defined="result"):
    """One region on a date: what is occupied at the start, and the net change since."""

    id: str
    part: Annotated[
        Part, told("Part", "Whether the scenario asks about it, counts it first, or leaves it as it is at the start.")
    ]
    area_km2: Annotated[float, told("Area", "Official area.", "km²", minimum=0)]
    start_km2: Annotated[float, told("At the start", "Under Russian control at the start.", "km²", minimum=0)]
    change_km2: Annotated[float, told("Change", "Net change since; below 0 where it is back.", "km²")]

    @property
    def held_km2(self) -> Annotated[float, told("Held", "Under Russian control on the date.", "km²")]:
        """Area under Russian control on the date."""
        return self.start_km2 + self.change_km2

    @property
    def left_km2(self) -> Annotated[float, told("Left", "Not under Russian control on the date.", "km²")]:
        """Area that is not."""
        return self.area_km2 - self.held_km2

    @property
    def start_share(
        self,
    ) -> Annotated[float, told("Share at the start", "Under Russian control at the start. 0 to 1.")]:
        """Share (0-1) that is occupied at the start."""
        return self.start_km2 / self.area_km2

    @property
    def share(self) -> Annotated[float, told("Share", "Under Russian control on the date. 0 to 1.")]:
        """Share (0-1) under Russian control on the date."""
        return self.held_km2 / self.area_km2


BY_REGION = Told("Results", "By the id of each region.", limits={"propertyNames": ref("region"), "minProperties": 1})


class ControlAnswer(
    OfScenario,
    title="Answer of territory control",
    sentence=f"How much of each region would be under Russian control on a date. {NO_FORECAST}",
):
    """The answer of `territory control`: areas in km²."""

    by: Annotated[date, day("Date", "The date asked about; it counts from its midnight on.")]
    course: Annotated[Course, told("Course", "Central, or one of the simulated runs: slow, middle or fast.")]
    results: Annotated[Mapping[str, Standing], BY_REGION]


@dataclass(frozen=True)
class Control(Answered):
    """How much of every region a scenario has under Russian control on a date."""

    outlook: Outlook
    by: date
    course: Course

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every region: those asked about, those counted first, then the others."""
        return standings(self.outlook, self.by, self.course)

    def answer(self) -> ControlAnswer:
        """The same for programs."""
        results = {each.id: each for each in self.standings}
        return ControlAnswer(**about(self.outlook.scenario), by=self.by, course=self.course, results=results)


def control(scenario: Scenario, by: date, course: Course = "central") -> Control:
    """How much of each region would be under Russian control on a date; raises `ScenarioError` before the start."""
    outlook = project(scenario)
    last = last_day(outlook)
    if not scenario.start <= by <= last:
        why = say(
            "{date} is not within {start} to {last}; choose a date there.", date=by, start=scenario.start, last=last
        )
        raise ScenarioError({"by": why})
    return Control(outlook, by, course)


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
