"""What the model is asked: areas in km², time in days, shares and yearly changes as fractions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

DAYS_PER_YEAR = 365.2425
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
KM2_PER_SQ_MI = 1.609344**2  # the international mile

Order = Literal["separately", "in_turn", "together"]


@dataclass(frozen=True)
class Oblast:
    """An oblast to be taken: its area, the share (0-1) occupied, and a pace of its own if it has one.

    `split_share` (0-1) is its part of the front's pace and is read for the order `together` only.
    """

    id: str
    area_km2: float
    occupied_share: float
    rate_km2_per_day: float | None = None
    split_share: float = 0.0

    @property
    def occupied_km2(self) -> float:
        """Area under occupation at the start, km²."""
        return self.area_km2 * self.occupied_share

    @property
    def remaining_km2(self) -> float:
        """Area left to be taken at the start, km²."""
        return self.area_km2 - self.occupied_km2


@dataclass(frozen=True)
class Season:
    """Seasonal profile: twelve ratios to the year's mean, January first, and the strength (1 = as documented)."""

    profile: tuple[float, ...]
    strength: float


@dataclass(frozen=True)
class Pause:
    """A stretch without any advance, from the midnight of a date."""

    start: date
    days: float


@dataclass(frozen=True)
class Setback:
    """An area (km²) that comes back under Ukrainian control at the end of a date."""

    date: date
    km2: float


@dataclass(frozen=True)
class Uncertainty:
    """How unsure the assumptions are: log-sd of the pace and of the yearly change, scatter and its persistence."""

    pace_log_sd: float = 0.0
    annual_change_log_sd: float = 0.0
    noise_km2_per_month: float = 0.0
    persistence: float = 0.0

    @property
    def variance_km2_per_day(self) -> float:
        """Variance of net gains per growth-day (km⁴/day): the long-run variance of an AR(1)."""
        inflation = (1.0 + self.persistence) / (1.0 - self.persistence)
        return self.noise_km2_per_month**2 * inflation / DAYS_PER_MONTH


@dataclass(frozen=True)
class Inputs:
    """A whole question to the model; valid by construction of the scenario that it came from."""

    start: date
    targets: tuple[Oblast, ...]
    first: tuple[Oblast, ...]
    order: Order
    rate_km2_per_day: float
    annual_change: float
    season: Season
    pause: Pause | None
    setback: Setback | None
    horizon_days: float
    uncertainty: Uncertainty = Uncertainty()
