"""One assumption as the page shows it: what the browser needs to draw it, and what its messages mean."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from territory.parameters import Parameter
from territory.text import NARROW, say
from territory.ui import units
from territory.ui.typed import TypedError, read
from territory.ui.units import Shown
from territory.ui.wording_assumptions import unit_label

DECIMALS = 2  # of what is neither an area nor a pace
BIG_STEPS = 10  # Page Up and Page Down cross the slider in about as many


@dataclass(frozen=True)
class Marker:
    """A documented value at the slider; one without a label is only what a moved value snaps to."""

    value: float
    label: str = ""


@dataclass(frozen=True)
class Compared:
    """What a value is held against while it moves: values on record, and a sentence for none, some or all below it."""

    ticks: tuple[float, ...]
    sentences: Mapping[str, str]


@dataclass(frozen=True)
class Assumption:
    """An adjustable number in a scenario's unit, shown in the reader's."""

    name: str
    label: str
    parameter: Parameter
    value: float
    default: float
    markers: tuple[Marker, ...] = ()
    compared: Compared | None = None
    yearly: tuple[float, str] | None = None
    """Times what, and in which unit, is what a daily value comes to in a year, where that is worth saying beside it."""
    problem: str = ""
    """Why the value does not stand."""

    @property
    def shown(self) -> Shown:
        """How it is shown: times what, with how many decimals, in which unit."""
        how = units.shown(self.parameter.unit)
        if how is None:
            return Shown(1.0, DECIMALS, unit_label(self.parameter.unit))
        return how if self.parameter.unit == "km²/day" else replace(how, decimals=DECIMALS)

    @property
    def full_label(self) -> str:
        """What it is called, with its unit."""
        return f"{self.label}, {self.shown.unit}" if self.shown.unit else self.label

    def snapped(self, value: float) -> float:
        """A value that looks like a documented one is that one."""
        documented = (*(marker.value for marker in self.markers), self.default)
        return next((each for each in documented if self._rounded(each) == self._rounded(value)), value)

    def _rounded(self, value: float) -> float:
        return round(value * self.shown.factor, self.shown.decimals)


@dataclass(frozen=True)
class Unread:
    """What was typed and is no number, as it stays in its field, and why."""

    text: str
    why: str


@dataclass(frozen=True)
class Move:
    """What a message of the browser says: its turn, and a value, or what was typed and is none, or nothing at all."""

    turn: int
    value: float | None = None
    unread: Unread | None = None


def move(shown: Assumption, message: Any) -> Move | None:
    """What a message means; `None` for one that our own script would never send."""
    match message:
        case {"turn": int(turn), "value": int(value) | float(value)} if math.isfinite(value):
            return Move(turn, shown.snapped(float(value)))
        case {"turn": int(turn), "text": str(text)}:
            return _typed(shown, turn, text)
    return None


def _typed(shown: Assumption, turn: int, text: str) -> Move:
    """What was typed; an emptied field says nothing, and shows its value again."""
    if not text.strip():
        return Move(turn)
    try:
        value = read(text, shown.parameter.bounds) / shown.shown.factor
    except TypedError as error:
        return Move(turn, unread=Unread(text, str(error)))
    if not math.isfinite(value):
        return Move(turn, unread=Unread(text, shown.parameter.problem(value) or ""))
    return Move(turn, shown.snapped(value))


def data(shown: Assumption, answered: int, unread: Unread | None = None) -> dict[str, Any]:
    """What the browser draws, without what is empty; `answered` is the turn of its last message that this answers."""
    low, high = shown.parameter.slider_range
    how, label = shown.shown, shown.full_label
    full = {
        "name": shown.name,
        "label": label,
        "typed": say("{assumption}, typed", assumption=label),
        "reset": say("Reset"),
        "beyond": "" if low <= shown.value <= high else say("Beyond the end of the slider: the typed number counts."),
        "about": say("About: {assumption}", assumption=label),
        "help": say(shown.parameter.help),
        "value": shown.value,
        "default": shown.default,
        "low": low,
        "high": high,
        "lowest": shown.parameter.low,
        "highest": shown.parameter.high,
        "step": shown.parameter.step,
        "leap": leap(shown.parameter),
        "factor": how.factor,
        "decimals": how.decimals,
        "unit": _following(how.unit),
        "yearly": None if shown.yearly is None else [shown.yearly[0], _following(shown.yearly[1])],
        "markers": [[marker.value, marker.label] for marker in shown.markers],
        "compare": None if shown.compared is None else _compared(shown.compared),
        "text": "" if unread is None else unread.text,
        "problem": shown.problem if unread is None else unread.why,
        "answered": answered,
    }
    return {key: value for key, value in full.items() if value not in (None, "", [])}


def _following(unit: str) -> str:
    """A unit as it follows its number."""
    return f"{NARROW}{unit}" if unit else ""


def _compared(compared: Compared) -> dict[str, Any]:
    return {"ticks": [round(tick, 5) for tick in compared.ticks], **compared.sentences}


def leap(parameter: Parameter) -> float:
    """The step of Page Up and Page Down: a round one, about a tenth of the slider or less."""
    low, high = parameter.slider_range
    tenth = (high - low) / BIG_STEPS
    round_one: float = 10.0 ** math.floor(math.log10(tenth) + 1e-9)
    return max(round_one if tenth < 5 * round_one else 5 * round_one, 2 * parameter.step)
