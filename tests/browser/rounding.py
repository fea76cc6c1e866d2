"""The table of docs/rounding.md, done a second time: nothing here comes from the page's own words."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_HALF_EVEN, Decimal

DAYS_PER_YEAR = 365.2425
DAYS_PER_MONTH = DAYS_PER_YEAR / 12
MONTHS = list(month_name)[1:]
A_MONTH = "|".join([*MONTHS, *(month[:3] for month in MONTHS)])
UNITS = "km² a day|km² a month|km²|% a year|%|years|year|months|month|weeks|days"
FIGURE = re.compile(
    rf"\d+ in \d+|(?:\d{{1,2}} )?\b(?:{A_MONTH}) \d{{4}}|\d{{1,2}} (?:{A_MONTH})\b"
    rf"|(?:(?:less|more) than |[<>+] ?)?-?\d+(?:,\d{{3}})*(?:\.\d+)?½?(?: ?(?:{UNITS})\b| ?%)?"
)


def plain(text: str) -> str:
    """A text with the spaces and signs of a keyboard."""
    return re.sub(r"\s+", " ", text.replace("−", "-"))


def figures(*texts: str) -> list[str]:
    """Every figure of texts in their order, each with its unit: a count, a quantity, a date, a month or a year."""
    return [found.strip() for text in texts for found in FIGURE.findall(plain(text))]


def number(value: float, decimals: int = 0, up: bool = False) -> str:
    """So many decimals at the most, half to even, thousands with commas."""
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(value).quantize(step, ROUND_CEILING if up else ROUND_HALF_EVEN)
    text = f"{abs(rounded):,f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"-{text}" if rounded < 0 and text != "0" else text


def two_figures(value: float) -> str:
    """8.7, 12, 0.72."""
    places = 1 - Decimal(value).adjusted() if value else 0
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    return number(float(rounded), max(places, 0))


def span(days: float) -> str:
    """A length of time: whole years from ten, half years from two, then whole months, weeks, days."""
    years = days / DAYS_PER_YEAR
    if years >= 10:
        return f"{number(years)} years"
    if years >= 2:
        halves = int(Decimal(2 * years).quantize(Decimal(1), ROUND_HALF_EVEN))
        return f"{halves // 2}{'½' * (halves % 2)} years"
    if days >= 2 * DAYS_PER_MONTH:
        return f"{number(days / DAYS_PER_MONTH)} months"
    if days >= 21:
        return f"{number(days / 7)} weeks"
    return f"{number(days)} days" if days >= 1.5 else "a day"


def from_to(first: float, last: float) -> list[str]:
    """Two lengths of time, years said once."""
    early, late = span(first), span(last)
    return [early.removesuffix(" years") if late.endswith(" years") else early, late]


def share(part: float) -> str:
    """A share of the runs: whole percent, and never 0 or 100 where it is not."""
    if 0 < part < 0.01:
        return "less than 1 %"
    return "more than 99 %" if 0.99 < part < 1 else f"{number(100 * part)} %"


def month(iso: str) -> str:
    """The month of a date."""
    when = date.fromisoformat(iso)
    return f"{MONTHS[when.month - 1]} {when.year}"


def day(iso: str) -> str:
    """A date in full."""
    return f"{date.fromisoformat(iso).day} {month(iso)}"


def before(start: str, days: float) -> str:
    """The year before which so many days have passed, or the month where that is within three years."""
    when = date.fromisoformat(start) + timedelta(days=int(days))
    return month(when.isoformat()) if days < 3 * DAYS_PER_YEAR else f"{when.year + 1}"


def pace(rate: float) -> str:
    """A pace to two decimals, with its unit."""
    return f"{number(rate, 2)} km² a day"


def area(km2: float) -> str:
    """An area to the whole km²."""
    return f"{number(km2)} km²"
