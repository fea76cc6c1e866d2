"""A number as people type it: the signs and decimal marks of several habits, and never a guess between two readings."""

from __future__ import annotations

import re

from territory.scenario.scenario import shown
from territory.text import MINUS, say

MINUSES = str.maketrans(dict.fromkeys("\u2212\u2013\u2012\ufe63\uff0d", "-"))
SPACES = " \u00a0\u2009\u202f"
PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
DECIMAL_COMMA = re.compile(r"[+-]?[0-9]*,[0-9]+")
EITHER = re.compile(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}")
IN_SPACES = re.compile(rf"[+-]?[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+(?:[.,][0-9]+)?")
IN_COMMAS = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3}){2,}|[+-]?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+")
IN_POINTS = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3}){2,}|[+-]?[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")


class TypedError(ValueError):
    """What was typed cannot be read; the message is the sentence for the reader."""


def read(text: str, bounds: str) -> float:
    """The number that was typed; raises `TypedError` where it is none, or could be two.

    7,5 and 7.5 are the same, and so are 1 234.5, 1,234.5 and 1.234,5; but 5,842 may mean 5842 or 5.842.
    """
    quoted, typed = shown(text.strip()), text.strip().translate(MINUSES)
    typed = re.sub(rf"^([+-])[{SPACES}]+", r"\1", typed)
    if EITHER.fullmatch(typed):
        whole, part = (typed.replace(",", mark).replace("-", MINUS) for mark in ("", "."))
        said = say("{quoted} can be read in two ways; write {whole} or {part}.", quoted=quoted, whole=whole, part=part)
        raise TypedError(said)
    if IN_SPACES.fullmatch(typed):
        typed = re.sub(f"[{SPACES}]", "", typed)
    if IN_POINTS.fullmatch(typed):
        typed = typed.replace(".", "").replace(",", ".")
    elif IN_COMMAS.fullmatch(typed):
        typed = typed.replace(",", "")
    elif DECIMAL_COMMA.fullmatch(typed):
        typed = typed.replace(",", ".")
    if not PLAIN.fullmatch(typed):
        raise TypedError(say("{quoted} is not a number; write one from {bounds}.", quoted=quoted, bounds=bounds))
    return float(typed)
