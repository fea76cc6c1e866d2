"""The front's central path: the net area it has taken by each day, and the day on which an area is reached."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from territory.model.calendar import Calendar
from territory.model.growth import active_days, growth_days, growth_rate_per_day
from territory.model.inputs import Inputs

FloatArray = NDArray[np.float64]
LONGEST = 1e300  # growth-days: far beyond any horizon, and far enough from overflow for the calendar


class Front:
    """The path of the whole front, without uncertainty, under one set of inputs."""

    def __init__(self, inputs: Inputs) -> None:
        self._rate = inputs.rate_km2_per_day
        self._growth_per_day = growth_rate_per_day(inputs.annual_change)
        self._calendar = Calendar(inputs.start, inputs.season, inputs.pause)
        setback = inputs.setback
        self.setback_km2 = setback.km2 if setback else 0.0
        self.setback_day = math.inf if setback is None else (setback.date - inputs.start).days + 1.0
        """Day (the end of the setback's date) from which unfinished targets have that much more to take."""

    def net_km2(self, days: ArrayLike) -> FloatArray:
        """Net area (km², negative: retaken) taken after so many days (any shape), the setback left out."""
        return np.asarray(self._rate * growth_days(self._calendar.active_days(days), self._growth_per_day))

    def active_days(self, days: ArrayLike) -> FloatArray:
        """Active days in the first so many days, any shape."""
        return self._calendar.active_days(days)

    def day(self, active_days: ArrayLike) -> FloatArray:
        """First day by which so many active days have passed, any shape."""
        return self._calendar.day(active_days)

    def passage_days(self, threshold_km2: float) -> float:
        """First day on which a threshold is reached, `inf` if never; what the setback's day finds unfinished grows."""
        days = self._days(threshold_km2, self._rate)
        if days < self.setback_day or not self.setback_km2:
            return days
        return self._days(threshold_km2 + self.setback_km2, self._rate)

    def mirror_days(self, occupied_km2: float) -> float:
        """Day on which an occupied area would be back, all of a negative pace being spent there; `inf` if never."""
        return self._days(occupied_km2, -self._rate)

    def _days(self, area_km2: float, rate_km2_per_day: float) -> float:
        if rate_km2_per_day <= 0:
            return math.inf
        grown = min(area_km2 / rate_km2_per_day, LONGEST)  # a pace near 0 takes very long, not for ever
        return float(self._calendar.day(active_days(grown, self._growth_per_day)))
