"""The units that areas and paces are shown in: a reader's choice that changes what is shown, never the scenario."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal, get_args

from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, KM2_PER_SQ_MI
from territory.text import NARROW, number, say

Area = Literal["km2", "sq_mi"]
Per = Literal["day", "month", "year"]
AREAS: tuple[Area, ...] = get_args(Area)
PERS: tuple[Per, ...] = get_args(Per)

PER_KM2 = {"km2": 1.0, "sq_mi": 1.0 / KM2_PER_SQ_MI}
DAYS_IN = {"day": 1.0, "month": DAYS_PER_MONTH, "year": DAYS_PER_YEAR}
PACE_DECIMALS = {"day": 2, "month": 1, "year": 0}


@dataclass(frozen=True)
class Units:
    """Square kilometres or square miles; a day, a month or a year."""

    area: Area = "km2"
    per: Per = "day"


@dataclass(frozen=True)
class Shown:
    """How a quantity in one of the scenario's units is shown: times what, with how many decimals, in which unit."""

    factor: float
    decimals: int
    unit: str


USUAL = Units()
_units: ContextVar[Units] = ContextVar("units", default=USUAL)


def units() -> Units:
    """The units that are shown."""
    return _units.get()


def use(chosen: Units) -> None:
    """Show these units from here on, in this run of the page."""
    _units.set(chosen)


@contextmanager
def shown_in(chosen: Units) -> Iterator[None]:
    """Show these units while this lasts."""
    before = _units.set(chosen)
    try:
        yield
    finally:
        _units.reset(before)


def area_shown() -> Shown:
    """How km² are shown."""
    chosen = units()
    return Shown(PER_KM2[chosen.area], 0, area_unit())


def pace_shown() -> Shown:
    """How km² a day are shown."""
    chosen = units()
    factor = PER_KM2[chosen.area] * DAYS_IN[chosen.per]
    return Shown(factor, PACE_DECIMALS[chosen.per], pace_unit())


def area_unit() -> str:
    """The unit of areas."""
    return {"km2": say("km²"), "sq_mi": say("sq mi")}[units().area]


def pace_unit() -> str:
    """The unit of paces."""
    chosen = units()
    return {
        ("km2", "day"): say("km² a day"),
        ("km2", "month"): say("km² a month"),
        ("km2", "year"): say("km² a year"),
        ("sq_mi", "day"): say("sq mi a day"),
        ("sq_mi", "month"): say("sq mi a month"),
        ("sq_mi", "year"): say("sq mi a year"),
    }[chosen.area, chosen.per]


def shown(unit: str) -> Shown | None:
    """How quantities in one of the scenario's units are shown; `None` for a unit that is shown as it is."""
    if unit == "km²/month":  # the scatter between months: its month is part of what it is
        area = units().area
        return Shown(PER_KM2[area], 0, {"km2": say("km² a month"), "sq_mi": say("sq mi a month")}[area])
    return {"km²": area_shown(), "km²/day": pace_shown()}.get(unit)


def with_unit(value: str, unit: str) -> str:
    """A number with its unit, never broken over two lines between them."""
    return f"{value}{NARROW}{unit}"


def area(km2: float) -> str:
    """An area to the whole unit: 30,158 km²."""
    how = area_shown()
    return with_unit(number(km2 * how.factor, how.decimals), how.unit)


def pace(rate_km2_per_day: float) -> str:
    """The number of a pace: 5.79."""
    how = pace_shown()
    return number(rate_km2_per_day * how.factor, how.decimals)


def pace_with_unit(rate_km2_per_day: float) -> str:
    """A pace: 5.79 km² a day."""
    return with_unit(pace(rate_km2_per_day), pace_unit())
