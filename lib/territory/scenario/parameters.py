"""The one table of adjustable numbers; form, check, file, link, command line and docs read the same rows."""

from __future__ import annotations

import math
from dataclasses import dataclass

from territory.text import decimal, marked, say


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
        if not math.isfinite(value):
            return say("not a finite number; choose a number from {bounds}.", bounds=self.bounds)
        return say(
            "{value} is out of bounds; choose a number from {bounds}.", value=f"{value:.10g}", bounds=self.bounds
        )

    @property
    def bounds(self) -> str:
        """The bounds in words, with the unit."""
        low, high = decimal(self.low, 2), decimal(self.high, 2)
        if not self.unit:
            return say("{low} to {high}", low=low, high=high)
        return say("{low} to {high} {unit}", low=low, high=high, unit=self.unit)

    @property
    def slider_range(self) -> tuple[float, float]:
        """The slider's own range."""
        return self.slider or (self.low, self.high)


PARAMETERS: dict[str, Parameter] = {
    "split": Parameter(
        marked("Share of the pace"),
        "%",
        0,
        100,
        1,
        marked(
            "The part of the front's pace that goes to this oblast while none is finished; the parts add up to 100 %."
        ),
    ),
    "occupied": Parameter(
        marked("Already occupied"),
        "%",
        0,
        100,
        0.1,
        marked("Share of the oblast's official area under Russian control on the day of the edition's figures."),
    ),
    "rate": Parameter(
        marked("Pace"),
        "km²/day",
        -20,
        60,
        0.01,
        marked("Net area taken per day along the whole front; negative means that land is retaken."),
        slider=(-12, 30),
    ),
    "rates": Parameter(
        marked("Pace of its own"),
        "km²/day",
        0.01,
        60,
        0.01,
        marked("Net area taken per day in this oblast, instead of the whole front's pace."),
        slider=(0.01, 30),
    ),
    "annual_change": Parameter(
        marked("Change of the pace"),
        "%/year",
        -50,
        50,
        1,
        marked("By how much the pace grows or falls each year, compounding; 0 keeps it as it is."),
    ),
    "season": Parameter(
        marked("Seasonal pattern"),
        "%",
        0,
        150,
        5,
        marked(
            "How strongly the months differ, as in the record of 2023-2025 (100 % is the record; two or three "
            "observations a month are weak evidence). 0 leaves the pace the same all year."
        ),
    ),
    "pause_months": Parameter(
        marked("Pause"),
        "months",
        0,
        240,
        1,
        marked("A stretch with no advance at all, from the date beside it."),
        slider=(0, 60),
    ),
    "setback_km2": Parameter(
        marked("Setback"),
        "km²",
        0,
        50_000,
        100,
        marked(
            "Land that comes back under Ukrainian control on the date beside it; what is unfinished then has that "
            "much more to take."
        ),
        slider=(0, 10_000),
    ),
    "pace_uncertainty": Parameter(
        marked("Uncertainty of the long-run pace"),
        "%",
        0,
        150,
        5,
        marked("How unsure the long-run pace is: the standard deviation of its logarithm."),
    ),
    "annual_change_uncertainty": Parameter(
        marked("Uncertainty of the yearly change"),
        "points/year",
        0,
        20,
        0.5,
        marked("How unsure the yearly change is: its standard deviation in log points."),
    ),
    "noise": Parameter(
        marked("Month-to-month scatter"),
        "km²/month",
        0,
        1_500,
        10,
        marked("Standard deviation of the whole front's net gains from month to month."),
        slider=(0, 600),
    ),
    "persistence": Parameter(
        marked("Month-to-month persistence"),
        "",
        0,
        0.95,
        0.05,
        marked("How much one month's gains resemble the next: their correlation."),
    ),
    "horizon": Parameter(
        marked("Horizon"),
        "years",
        1,
        300,
        1,
        marked("How far ahead to look; a later answer is 'not within the horizon'."),
        slider=(1, 100),
    ),
}
