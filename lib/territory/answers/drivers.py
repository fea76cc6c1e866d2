"""What drives an answer: each uncertain assumption over its documented range, pace against yearly change, shares."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from territory.answers.declared import Answered, Declared, Told, described, share, told
from territory.answers.json_schema import Schema, array, by_oblast, const, parameter, titled
from territory.answers.outlook import (
    ALL_OR_NOT,
    BEYOND,
    BY_OBLAST,
    NO_FORECAST,
    PERCENT,
    OfScenario,
    about,
    model_inputs,
)
from territory.figures import evidence
from territory.figures.record import RATE_DECIMALS
from territory.model.inputs import DAYS_PER_YEAR, Inputs
from territory.model.sensitivity import GROUPS, Shares, median_days, median_grid, paced, variance_shares
from territory.scenario.pace import ProviderPace, provider_paces, window_days
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import Scenario, occupied_default, revise
from territory.text import decimal, listed, marked, say

FloatArray = NDArray[np.float64]

RANGED = ("rate", "season", "noise", "persistence", "pace_uncertainty")
"""Keys whose documented range is the edition's."""
PROVIDER = "provider"
"""The bar that is no key of a scenario: the pace of its window by the provider that measured it."""
SHARE_DECIMALS = 4
MONTHS_PER_YEAR = 12
EIGHT_IN_TEN = float(ndtri(0.9))
OWN_RANGE = marked(
    "8 in 10 of the yearly changes that the scenario itself holds possible: no record is long enough to document it."
)
BOTH_SHARES = marked("The edition's share and the one measured on the map over the official area.")
GRID_RATES_KM2_PER_DAY = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 12.0, 15.0, 20.0, 30.0)
GRID_ANNUAL_CHANGES = (-20.0, -10.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0, 20.0)


@dataclass(frozen=True)
class End:
    """One end of an assumption's range, in the key's own unit, and the medians there.

    `value` is a number, or numbers by oblast; medians in days by result, `inf` where fewer than half ever finish.
    """

    value: float | Mapping[str, float]
    median_days: Mapping[str, float]


@dataclass(frozen=True)
class Bar:
    """One assumption moved alone from the low to the high end of its range, and where that range is from."""

    key: str
    low: End
    high: End
    range_from: str
    by_provider: tuple[ProviderPace, ...] = ()
    """The paces that the bar of the providers lies between, the slowest first."""
    days: tuple[date, date] | None = None
    """The first day of the providers' window and the day after its last."""

    @property
    def unit(self) -> str:
        """The unit of both values."""
        return PARAMETERS["rate" if self.key == PROVIDER else self.key].unit


@dataclass(frozen=True)
class YearPace:
    """The mean pace (km²/day) of one calendar year of the record, to the last of its months that is in it."""

    year: int
    rate: float
    until: date
    whole: bool


MEDIAN = told(
    "Median",
    "Time by which half of the simulated runs have finished.",
    "years",
    BEYOND,
    minimum=0,
    maximum=PARAMETERS["horizon"].high,
)


class EndAnswer(Declared):
    """One end of a range, in JSON."""

    value: Annotated[float | Mapping[str, float], told("Value", "In the key's unit, by oblast for shares.")]
    median_years: Annotated[float | None, MEDIAN]


class BarAnswer(Declared):
    """One assumption moved alone, in JSON."""

    key: Annotated[str, told("Key", "Key of the scenario.")]
    unit: Annotated[str, told("Unit", "Unit of both values.")]
    low: Annotated[EndAnswer, told("Low end", "The low end of the range, and the median there.")]
    high: Annotated[EndAnswer, told("High end", "The high end of the range, and the median there.")]
    range_from: Annotated[str, told("Range", "Where the range is from.", minLength=1)]
    by_provider: Annotated[
        Mapping[str, float] | None,
        told(
            "By provider",
            "Mean pace of the scenario's own window by each provider that has all of it; only where two or more do.",
        ),
    ] = None

    @classmethod
    def of_key(cls, name: str, value: Schema, **instead: Schema | None) -> Schema:
        """Its schema for one key of a scenario."""
        keys = cls.fields_told()
        end = described(EndAnswer, {}, value=value)
        ends = {side: titled(keys[side].what.title, keys[side].what.sentence, end) for side in ("low", "high")}
        found = {
            "key": const("Key", "Key of the scenario.", name),
            "unit": const("Unit", "Unit of both values.", PARAMETERS[name].unit),
            "by_provider": None,
            **ends,
            **instead,
        }
        return described(cls, {}, **found)

    @classmethod
    def any_of_them(cls) -> Schema:
        """The schema of a list of bars, each of a key at most once."""
        front = [each.id for each in evidence.providers().values() if each.oblast is None]
        paces = {
            "type": "object",
            "propertyNames": {"enum": front},
            "additionalProperties": parameter("rate"),
            "minProperties": 2,
        }
        what = cls.fields_told()["by_provider"].what
        provider = const("Key", "No key of the scenario: whose record its pace is from.", PROVIDER)
        bars = [
            *(cls.of_key(name, parameter(name)) for name in (*RANGED, "annual_change")),
            cls.of_key("occupied", by_oblast("occupied")),
            cls.of_key("rate", parameter("rate"), key=provider, by_provider=titled(what.title, what.sentence, paces)),
        ]
        return array({"anyOf": bars}, len(RANGED), len(bars), uniqueItems=True)


def _axis(title: str, sentence: str, key: str, grid: tuple[float, ...]) -> Told:
    """One axis of the grid; one more than it has where the scenario's own value is not on it."""
    return Told(title, sentence, kind=lambda: array(parameter(key), len(grid), len(grid) + 1, uniqueItems=True))


class GridAnswer(Declared):
    """Medians by pace and yearly change, in JSON."""

    rate: Annotated[tuple[float, ...], _axis("Paces", "The slowest first.", "rate", GRID_RATES_KM2_PER_DAY)]
    annual_change: Annotated[
        tuple[float, ...], _axis("Yearly changes", "The lowest first.", "annual_change", GRID_ANNUAL_CHANGES)
    ]
    median_years: Annotated[
        tuple[tuple[float | None, ...], ...],
        Told(
            "Medians",
            "A row for each pace, with one median for each yearly change.",
            each=Told(each=MEDIAN, limits={"least": len(GRID_ANNUAL_CHANGES), "most": len(GRID_ANNUAL_CHANGES) + 1}),
            limits={"least": len(GRID_RATES_KM2_PER_DAY), "most": len(GRID_RATES_KM2_PER_DAY) + 1},
        ),
    ]


class SharesAnswer(Declared):
    """What one group of unknowns brings, in JSON."""

    alone: Annotated[float, share("Alone", "Share of the variance that it brings by itself.")]
    total: Annotated[float, share("In all", "The same with what it brings together with others.")]


class Driven(Declared, defined="result"):
    """What drives the answer for one oblast, in JSON."""

    median_years: Annotated[float | None, MEDIAN]
    tornado: Annotated[
        tuple[BarAnswer, ...],
        Told("Assumptions moved alone", "The one that moves the median most comes first.", kind=BarAnswer.any_of_them),
    ]
    grid: Annotated[
        GridAnswer,
        told(
            "Pace against yearly change",
            "The median for each pair, the scenario's own pace and change among them.",
        ),
    ]
    variance_shares: Annotated[
        Mapping[str, SharesAnswer] | None,
        Told(
            "Shares of the variance",
            "Of the logarithm of the time, by what is not known;",
            null="null where nothing varies or too few runs finish",
            each={group: told(group, "What it brings to the variance.") for group in GROUPS},
        ),
    ]


class SensitivityAnswer(
    OfScenario,
    title="Answer of territory sensitivity",
    sentence=f"What drives the median time to each oblast being taken. {NO_FORECAST}",
    rules=[ALL_OR_NOT],
):
    """The answer of `territory sensitivity`: medians in years."""

    results: Annotated[Mapping[str, Driven], BY_OBLAST]


@dataclass(frozen=True)
class Drivers(Answered):
    """What drives a scenario's answer; times in days, `inf` where fewer than half of the runs ever finish."""

    scenario: Scenario
    median_days: Mapping[str, float]
    bars: tuple[Bar, ...]
    grid_rates: tuple[float, ...]
    grid_annual_changes: tuple[float, ...]
    grid_median_days: Mapping[str, FloatArray]
    shares: Mapping[str, Mapping[str, Shares] | None]

    def tornado(self, result_id: str) -> list[Bar]:
        """The bars by how far they move one result's median within the horizon, the widest first."""
        return sorted(self.bars, key=lambda bar: -self.swing(bar, result_id))

    def swing(self, bar: Bar, result_id: str) -> float:
        """How far a bar moves one result's median within the horizon, in days."""
        ends = [min(end.median_days[result_id], self._horizon_days) for end in (bar.low, bar.high)]
        return max(ends) - min(ends)

    def answer(self) -> SensitivityAnswer:
        """The same for programs."""
        return SensitivityAnswer(
            **about(self.scenario), results={name: self._driven(name) for name in self.median_days}
        )

    @property
    def _horizon_days(self) -> float:
        return self.scenario.horizon * DAYS_PER_YEAR

    def _years(self, days: float) -> float | None:
        return days / DAYS_PER_YEAR if days <= self._horizon_days else None

    def _driven(self, name: str) -> Driven:
        shares, medians = self.shares[name], self.grid_median_days[name]
        rows = tuple(tuple(self._years(float(days)) for days in row) for row in medians)
        return Driven(
            median_years=self._years(self.median_days[name]),
            tornado=tuple(self._bar(bar, name) for bar in self.tornado(name)),
            grid=GridAnswer(self.grid_rates, self.grid_annual_changes, rows),
            variance_shares=None
            if shares is None
            else {group: SharesAnswer.of(each) for group, each in shares.items()},
        )

    def _bar(self, bar: Bar, name: str) -> BarAnswer:
        low, high = (EndAnswer(end.value, self._years(end.median_days[name])) for end in (bar.low, bar.high))
        paces = {each.provider.id: _rate(each) for each in bar.by_provider}
        return BarAnswer(bar.key, bar.unit, low, high, bar.range_from, paces or None)


def drivers(scenario: Scenario) -> Drivers:
    """Sensitivity of a scenario's answer to what it assumes."""
    inputs = model_inputs(scenario)
    rates = tuple(sorted({*GRID_RATES_KM2_PER_DAY, scenario.rate}))
    changes = tuple(sorted({*GRID_ANNUAL_CHANGES, scenario.annual_change}))
    grid = median_grid(inputs, rates, [change / PERCENT for change in changes])
    return Drivers(scenario, median_days(inputs), bars(scenario), rates, changes, grid, variance_shares(inputs))


def year_paces(known: evidence.Edition) -> tuple[YearPace, ...]:
    """The calendar years of an edition's record, from the first that begins with its January."""
    record, found = known.record, []
    for year in sorted({month[:4] for month in record.months if month.endswith("-01")}):
        months = [place for place, month in enumerate(record.months) if month.startswith(year)]
        gain, days = sum(record.gain_km2[place] for place in months), sum(record.days[months])
        found.append(YearPace(int(year), float(gain / days), record.ends[months[-1]], len(months) == MONTHS_PER_YEAR))
    return tuple(found)


def bars(scenario: Scenario) -> tuple[Bar, ...]:
    """Every uncertain assumption alone at both ends of its range; pauses and setbacks are chosen, not uncertain."""
    known = evidence.edition(scenario.edition)
    found = [_ranged(scenario, key, known.ranges[key]) for key in RANGED]
    return tuple(filter(None, [*found, _provider(scenario), _annual_change(scenario), _occupied(scenario, known)]))


def _ranged(scenario: Scenario, key: str, documented: evidence.Range) -> Bar:
    def end(value: float) -> End:
        inputs = paced(model_inputs(scenario), value) if key == "rate" else _inputs(scenario, {key: value})
        return End(value, median_days(inputs))

    return Bar(key, end(documented.low), end(documented.high), documented.definition)


def _provider(scenario: Scenario) -> Bar | None:
    """The scenario's own window as two or more providers measured it: that they differ is uncertainty too."""
    paces, days = provider_paces(scenario), window_days(scenario)
    if len(paces) < 2 or days is None:
        return None

    def end(value: float) -> End:
        return End(value, median_days(paced(model_inputs(scenario), value)))

    said = []
    for pace in paces:
        name, rate = say(pace.provider.name), decimal(pace.rate_km2_per_day, 2, fixed=True)
        if pace.second_hand:
            months = listed(pace.second_hand)
            one = say(
                "{provider} {pace} ({months} as reported by a second-hand page)",
                provider=name,
                pace=rate,
                months=months,
            )
        else:
            one = say("{provider} {pace}", provider=name, pace=rate)
        said.append(one)
    range_from = say(
        "Mean pace of the scenario's own window, {first} to {last}, by provider: {paces} km²/day.",
        first=days[0],
        last=days[1],
        paces="; ".join(said),
    )
    return Bar(PROVIDER, end(_rate(paces[0])), end(_rate(paces[-1])), range_from, paces, days)


def _rate(pace: ProviderPace) -> float:
    return round(pace.rate_km2_per_day, RATE_DECIMALS)


def _annual_change(scenario: Scenario) -> Bar | None:
    sd = scenario.annual_change_uncertainty / PERCENT
    if sd == 0:
        return None
    bounds = PARAMETERS["annual_change"]
    inputs, middle = model_inputs(scenario), math.log1p(scenario.annual_change / PERCENT)

    def end(side: float) -> End:
        percent = math.expm1(middle + side * EIGHT_IN_TEN * sd) * PERCENT
        within = min(max(percent, bounds.low), bounds.high)
        return End(within, median_days(replace(inputs, annual_change=within / PERCENT)))

    return Bar("annual_change", end(-1.0), end(1.0), OWN_RANGE)


def _occupied(scenario: Scenario, known: evidence.Edition) -> Bar | None:
    """The published and the measured share, where they differ."""
    pairs = {}
    for oblast in scenario.in_play:
        if oblast in known.occupied_km2:
            measured = known.occupied_km2[oblast] / evidence.regions()[oblast].area.number
            percent = round(min(measured * PERCENT, PERCENT), SHARE_DECIMALS)
            pairs[oblast] = sorted((occupied_default(known, oblast), percent))
    if all(low == high for low, high in pairs.values()):
        return None

    def end(side: int) -> End:
        shares = {oblast: pair[side] for oblast, pair in pairs.items()}
        return End(shares, median_days(_inputs(scenario, {"occupied": tuple(shares.items())})))

    return Bar("occupied", end(0), end(1), BOTH_SHARES)


def _inputs(scenario: Scenario, changes: Mapping[str, Any]) -> Inputs:
    return model_inputs(revise(scenario, changes))
