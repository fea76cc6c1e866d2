"""Text in the reader's language: messages through gettext; numbers, dates and lists through Babel."""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import format_decimal

NARROW = "\u202f"  # between a number and its unit: never broken over two lines
MINUS = "\u2212"
ENGLISH = "en_GB"
NEXT_TO_NOTHING, SMALLEST_DECIMALS = 1e-9, 12
LARGEST_DIGITS = 330  # of any float
SMALLEST_GROUPED = 1000  # below it no thousands stand apart
KEPT = 4096  # numbers and dates in words: a run of the page says a hundred, nearly all as it said them before
DOMAIN, CATALOGUES = "territory", Path(__file__).parent / "locale"


def language() -> str:
    """The language of all text."""
    return ENGLISH


def say(message: str, **values: object) -> str:
    """A message in the language of all text, with its `{places}` filled.

    A message is a whole sentence or clause; its translation may put the places in another order.
    """
    said = _catalogue(language()).gettext(message)
    return said.format(**values) if values else said


def say_of(context: str, message: str, **values: object) -> str:
    """A message that is too short to be translated without saying what it is said of."""
    said = _catalogue(language()).pgettext(context, message)
    return said.format(**values) if values else said


def say_count(one: str, many: str, of: float, /, **values: object) -> str:
    """A message that depends on a number of things; `{count}` in it is that number, or as it is given."""
    whole = int(of) if of == int(of) else 2
    return _catalogue(language()).ngettext(one, many, whole).format(**{"count": decimal(of, 1), **values})


def marked(message: str) -> str:
    """A message to be translated where it is said, not where it stands: `say(marked(...))`."""
    return message


def decimal(value: float, decimals: int = 0, fixed: bool = False, grouped: bool = True) -> str:
    """A number with a real minus sign; `fixed` keeps zeros at its end, `grouped` its thousands apart."""
    return _decimal(language(), value, decimals, fixed, grouped)


@lru_cache(maxsize=KEPT)
def _decimal(in_language: str, value: float, decimals: int, fixed: bool, grouped: bool) -> str:
    value = value if round(value, decimals) else 0.0  # no minus before nothing
    point = _point(in_language)
    if point is not None and abs(value) < SMALLEST_GROUPED - 1:
        # Rounded as Babel rounds, which takes thirty times as long.
        text = f"{Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN):f}"
        text = text if fixed or not decimals else text.rstrip("0").rstrip(".")
        return text.replace(".", point).replace("-", MINUS)
    pattern = f"{'#,##0' if grouped else '0'}.{('0' if fixed else '#') * decimals}".rstrip(".")
    with localcontext(prec=LARGEST_DIGITS):
        text = format_decimal(value, format=pattern, locale=_locale(in_language))
    return text.replace("-", MINUS)


@lru_cache
def _point(in_language: str) -> str | None:
    """What stands before a language's decimals; `None` where its digits or its minus are not the usual ones."""
    locale = _locale(in_language)
    symbols = locale.number_symbols.get("latn", {})
    usual = locale.default_numbering_system == "latn" and symbols.get("minusSign") in ("-", MINUS)
    return symbols.get("decimal") if usual else None


def number(value: float, decimals: int = 0) -> str:
    """A number to so many decimals at the most, or to two figures where it is too small for them."""
    if round(value, decimals) == 0 and abs(value) > NEXT_TO_NOTHING:
        return decimal(float(f"{value:.2g}"), SMALLEST_DECIMALS)
    return decimal(value, decimals) if round(value, decimals) else "0"


def day(when: date) -> str:
    """A date: 30 August 2025."""
    return _date(language(), when, say("d MMMM y"))


def short_day(when: date) -> str:
    """A date in little room: 12 Nov 2022."""
    return _date(language(), when, say("d MMM y"))


def day_of_year(when: date) -> str:
    """A date whose year is known: 30 August."""
    return _date(language(), when, say("d MMMM"))


def month(when: date) -> str:
    """A month: December 2039."""
    return _date(language(), when, say("LLLL y"))


def short_month(when: date) -> str:
    """A month in little room: Nov 2022."""
    return _date(language(), when, say("LLL y"))


def month_name(when: date) -> str:
    """A month without its year: December."""
    return _date(language(), when, say("LLLL"))


def listed(names: Sequence[str]) -> str:
    """Names in a row: Kharkiv, Odesa and Sumy."""
    return format_list(list(names), locale=_locale(language())) if names else ""


def listed_or(names: Sequence[str]) -> str:
    """Names of which one is meant: Kharkiv, Odesa or Sumy."""
    return format_list(list(names), style="or", locale=_locale(language())) if names else ""


def sentences(*each: str) -> str:
    """Whole sentences one after the other, those that say nothing left out."""
    return " ".join(filter(None, each))


def capital(said: str) -> str:
    """A clause as the beginning of a sentence."""
    return said[:1].upper() + said[1:]


def small(said: str) -> str:
    """A name within a sentence."""
    return said[:1].lower() + said[1:]


@lru_cache(maxsize=KEPT)
def _date(in_language: str, when: date, pattern: str) -> str:
    return format_date(when, pattern, locale=_locale(in_language))


@lru_cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


@lru_cache
def _catalogue(name: str) -> gettext.NullTranslations:
    """The messages of a language; what is written in the code is English."""
    return gettext.translation(DOMAIN, CATALOGUES, [name], fallback=True)
