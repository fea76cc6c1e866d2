"""The one table of adjustable numbers; form, check, file, link, command line and docs read the same rows."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Parameter:
    """One adjustable number: its unit and bounds are those of scenario files and links (percent stays percent)."""

    label: str
    unit: str
    low: float
    high: float
    step: float
    help: str
    slider: tuple[float, float] | None = None
    """Range of the slider where it is narrower than the bounds; typed entry reaches the bounds."""

    def problem(self, value: float) -> str | None:
        """Why a value cannot stand, as a sentence with value, bounds and fix; `None` if it can."""
        if math.isfinite(value) and self.low <= value <= self.high:
            return None
        shown = "not a finite number" if not math.isfinite(value) else f"{value:.10g} is out of bounds"
        return f"{shown}; choose a number from {self.bounds}."

    @property
    def bounds(self) -> str:
        """The bounds in words, with the unit."""
        return f"{self.low:,g} to {self.high:,g}{' ' + self.unit if self.unit else ''}".replace("-", "−")

    @property
    def slider_range(self) -> tuple[float, float]:
        """The slider's own range."""
        return self.slider or (self.low, self.high)


PARAMETERS: dict[str, Parameter] = {
    "split": Parameter(
        "Share of the pace",
        "%",
        0,
        100,
        1,
        "The part of the front's pace that goes to this oblast while none is finished; the parts add up to 100 %.",
    ),
    "occupied": Parameter(
        "Already occupied",
        "%",
        0,
        100,
        0.1,
        "Share of the oblast's official area under Russian control on the day of the edition's figures.",
    ),
    "rate": Parameter(
        "Pace",
        "km²/day",
        -20,
        60,
        0.01,
        "Net area taken per day along the whole front; negative means that land is retaken.",
        slider=(-12, 30),
    ),
    "rates": Parameter(
        "Pace of its own",
        "km²/day",
        0.01,
        60,
        0.01,
        "Net area taken per day in this oblast, instead of the whole front's pace.",
        slider=(0.01, 30),
    ),
    "annual_change": Parameter(
        "Change of the pace",
        "%/year",
        -50,
        50,
        1,
        "By how much the pace grows or falls each year, compounding; 0 keeps it as it is.",
    ),
    "season": Parameter(
        "Seasonal pattern",
        "%",
        0,
        150,
        5,
        "How strongly the months differ, as in the record of 2023-2025 (100 % is the record; two or three "
        "observations a month are weak evidence). 0 leaves the pace the same all year.",
    ),
    "pause_months": Parameter(
        "Pause",
        "months",
        0,
        240,
        1,
        "A stretch with no advance at all, from the date beside it.",
    ),
    "setback_km2": Parameter(
        "Setback",
        "km²",
        0,
        50_000,
        100,
        "Land that comes back under Ukrainian control on the date beside it; what is unfinished then has that "
        "much more to take.",
    ),
    "pace_uncertainty": Parameter(
        "Uncertainty of the long-run pace",
        "%",
        0,
        150,
        5,
        "How unsure the long-run pace is: the standard deviation of its logarithm.",
    ),
    "annual_change_uncertainty": Parameter(
        "Uncertainty of the yearly change",
        "points/year",
        0,
        20,
        0.5,
        "How unsure the yearly change is: its standard deviation in log points.",
    ),
    "noise": Parameter(
        "Month-to-month scatter",
        "km²/month",
        0,
        1_500,
        10,
        "Standard deviation of the whole front's net gains from month to month.",
    ),
    "persistence": Parameter(
        "Month-to-month persistence",
        "",
        0,
        0.95,
        0.05,
        "How much one month's gains resemble the next: their correlation.",
    ),
    "horizon": Parameter(
        "Horizon",
        "years",
        1,
        300,
        1,
        "How far ahead to look; a later answer is 'not within the horizon'.",
    ),
}
