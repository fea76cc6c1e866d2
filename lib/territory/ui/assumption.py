"""One assumption as the page shows it: what the browser needs to draw it, and what its messages mean.

A number is read as people type it: the signs and decimal marks of several habits, and never a guess between two
readings.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from territory.scenario.parameters import Parameter
from territory.scenario.scenario import shown as quoted
from territory.text import MINUS, NARROW, decimal, say
from territory.ui.session import Unread
from territory.words import vocabulary
from territory.words.assumptions import unit_label
from territory.words.vocabulary import Shown

DECIMALS = 2  # of what is neither an area nor a pace
BIG_STEPS = 10  # Page Up and Page Down cross the slider in about as many

MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\u2012\ufe63\uff0d", "-"))
SPACES = " \u00a0\u2009\u202f"
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
IN_SPACES = re.compile(rf"[+-]?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")
IN_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}|[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
IN_POINTS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}|[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")


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

    shown: Shown = field(init=False)
    """How it is shown: the units of the page that it was made for, whatever is shown when its messages come."""

    def __post_init__(self) -> None:
        unit, how = self.parameter.unit, vocabulary.shown_as(self.parameter.unit)
        if how is None:
            how = Shown(1.0, DECIMALS, unit_label(unit))
        elif unit != "km²/day":
            how = replace(how, decimals=DECIMALS)
        object.__setattr__(self, "shown", how)

    @property
    def bounds(self) -> str:
        """The bounds of what can be typed, in the unit that is shown."""
        said = {"low": self.text(self.parameter.low), "high": self.text(self.parameter.high)}
        if not self.shown.unit:
            return say("{low} to {high}", **said)
        return say("{low} to {high} {unit}", **said, unit=self.shown.unit)

    @property
    def problem_shown(self) -> str:
        """Why the value does not stand; one out of bounds is named with them in the unit that is shown."""
        if self.shown.factor == 1 or self.parameter.problem(self.value) is None:
            return self.problem
        value = self.text(self.value)
        return say("{value} is out of bounds; choose a number from {bounds}.", value=value, bounds=self.bounds)

    def text(self, value: float) -> str:
        """A value as it stands in the typed entry."""
        return decimal(value * self.shown.factor, self.shown.decimals, grouped=False)

    def moved_to(self, value: float) -> float:
        """Where a slider stands: a documented value that is less than half a step away."""
        return next((each for each in self._documented if abs(each - value) < self.parameter.step / 2), value)

    def typed(self, value: float) -> float:
        """What a typed value means: the documented one that looks the same."""
        return next((each for each in self._documented if self.text(each) == self.text(value)), value)

    @property
    def _documented(self) -> tuple[float, ...]:
        return (*(marker.value for marker in self.markers), self.default)


@dataclass(frozen=True)
class Move:
    """What a message of the browser says: its turn, and a value, or what was typed and is none, or nothing at all."""

    turn: int
    value: float | None = None
    unread: Unread | None = None


def move(shown: Assumption, message: Any) -> Move | None:
    """What a message means; `None` for one that our own script would never send.

    A field that was emptied says nothing, and shows its value again.
    """
    match message:
        case {"turn": int(turn), "value": int(value) | float(value)} if math.isfinite(value):
            return Move(turn, shown.moved_to(float(value)))
        case {"turn": int(turn), "text": str(text)}:
            if not text.strip():
                return Move(turn)
            try:
                typed = read(text, shown.bounds) / shown.shown.factor
            except TypedError as error:
                return Move(turn, unread=Unread(text, str(error)))
            if not math.isfinite(typed):
                return Move(turn, unread=Unread(text, shown.parameter.problem(typed) or ""))
            return Move(turn, shown.typed(typed))
    return None


class TypedError(ValueError):
    """What was typed cannot be read; the message is the sentence for the reader."""


def read(text: str, bounds: str) -> float:
    """The number that was typed; raises `TypedError` where it is none, or could be two.

    7,5 and 7.5 are the same, and so are 1 234.5, 1,234.5 and 1.234,5; but 5,842 may mean 5842 or 5.842.
    """
    said, typed = quoted(text.strip()), text.strip().translate(MINUSES)
    typed = re.sub(rf"^([+-])[{SPACES}]+", r"\1", typed)
    if EITHER.fullmatch(typed):
        whole, part = (typed.replace(",", mark).replace("-", MINUS) for mark in ("", "."))
        why = say("{quoted} can be read in two ways; write {whole} or {part}.", quoted=said, whole=whole, part=part)
        raise TypedError(why)
    if IN_SPACES.fullmatch(typed):
        typed = re.sub(f"[{SPACES}]", "", typed)
    if IN_POINTS.fullmatch(typed):
        typed = typed.replace(".", "").replace(",", ".")
    elif IN_COMMAS.fullmatch(typed):
        typed = typed.replace(",", "")
    elif DECIMAL_COMMA.fullmatch(typed):
        typed = typed.replace(",", ".")
    if not PLAIN.fullmatch(typed):
        raise TypedError(say("{quoted} is not a number; write one from {bounds}.", quoted=said, bounds=bounds))
    return float(typed)


def data(shown: Assumption, answered: int, unread: Unread | None = None) -> dict[str, Any]:
    """What the browser draws, without what is empty; `answered` is the turn of its last message that this answers."""
    low, high = shown.parameter.slider_range
    how = shown.shown
    label = f"{shown.label}, {how.unit}" if how.unit else shown.label
    beyond = not (low <= shown.value <= high or shown.problem)
    compare: dict[str, Any] = {}
    if shown.compared is not None:
        compare = {"ticks": [round(tick, 5) for tick in shown.compared.ticks], **shown.compared.sentences}
    full = {
        "name": shown.name,
        "label": label,
        "typed": say("{assumption}, typed", assumption=label),
        "reset": say("Reset"),
        "beyond": say("Beyond the end of the slider: the typed number counts.") if beyond else "",
        "about": say("About: {assumption}", assumption=label),
        "help": say(shown.parameter.help),
        "value": shown.value,
        "said": shown.text(shown.value),
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
        "compare": compare,
        "text": "" if unread is None else unread.text,
        "problem": shown.problem_shown if unread is None else unread.why,
        "answered": answered,
    }
    return {key: value for key, value in full.items() if value not in (None, "", [], {})}


def _following(unit: str) -> str:
    """A unit as it follows its number."""
    return f"{NARROW}{unit}" if unit else ""


def leap(parameter: Parameter) -> float:
    """The step of Page Up and Page Down: a round one, about a tenth of the slider or less."""
    low, high = parameter.slider_range
    tenth = (high - low) / BIG_STEPS
    round_one: float = 10.0 ** math.floor(math.log10(tenth) + 1e-9)
    return max(round_one if tenth < 5 * round_one else 5 * round_one, 2 * parameter.step)
