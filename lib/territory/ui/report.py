"""Answers as plain text, for the command line: tables, with the sentences that belong to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from territory.drivers import Drivers, End
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.inverse import Found
from territory.model.projection import Moment, Result
from territory.model.sensitivity import Shares
from territory.needed import Implied, Needs
from territory.outlook import Outlook, context
from territory.ui import wording
from territory.ui.wording import percent
from territory.ui.wording_needed import needed_sentence, result_name

NOTHING = "–"
SHARES = {"pace": "the long-run pace", "annual_change": "its yearly change", "noise": "month-to-month scatter"}


def answer(outlook: Outlook, dates: Sequence[date]) -> str:
    """Remaining area, central answer and the chance before some dates, a row a result; and the sentence."""
    rows = [("", "remaining km²", "days", "date", "", *(f"chance before {when}" for when in dates))]
    start = outlook.scenario.start
    for result in outlook.projection.results:
        status, when = _outcome(result)
        runs = outlook.projection.runs[result.id]
        rows.append(
            (
                result_name(result.id),
                f"{result.remaining_km2:,.1f}",
                NOTHING if when.days is None else f"{when.days:,.2f}",
                _date(when),
                status,
                *(f"{runs.chance_before((by - start).days):.1%}" for by in dates),
            )
        )
    beside = context(outlook.scenario)
    spreads = [
        f"{wording.oblast_name(result.id)}: {spread}"
        for result in outlook.projection.targets
        if (spread := wording.spread(outlook, result))
    ]
    sentences = [wording.headline(outlook), wording.text_answer(outlook, beside), *spreads, wording.LIMITS]
    return "\n".join([aligned(rows, "lrrrl" + "r" * len(dates)), "", *sentences])


def needs(found: Needs) -> str:
    """What a date implies: pace, yearly change, break-even decay and the date of half, a row a result."""
    rows = [("", "pace, km²/day", "yearly change, %", "dies out at, %/year", "half taken, central")]
    for result in found.results:
        rows.append(
            (
                result_name(result.id),
                NOTHING if result.rate is None else _value(result.rate, 2),
                _value(result.annual_change, 1),
                NOTHING if result.break_even_annual_change is None else f"{result.break_even_annual_change:.1f}",
                NOTHING if result.half is None else _date(result.half),
            )
        )
    sentences = [needed_sentence(found, result) for result in found.results]
    return "\n".join([aligned(rows, "lrrrr"), "", *sentences, wording.LIMITS])


def drivers(found: Drivers) -> str:
    """What moves the median of each result, the most first, and what the spread comes from."""
    parts = []
    for name, shares in found.shares.items():
        rows: list[tuple[str, ...]] = [("", "assumption from", "to", "median from", "to")]
        for bar in found.tornado(name):
            ends = (bar.low, bar.high)
            values = (_end_value(bar.key, end) for end in ends)
            rows.append((wording.label(bar.key), *values, *(_median(found, end.median_days[name]) for end in ends)))
        title = f"{result_name(name)}: median {_median(found, found.median_days[name])}"
        parts += [title, aligned(rows, "lrrrr"), _shares_sentence(shares), ""]
    return "\n".join([*parts, wording.LIMITS])


def aligned(rows: Sequence[Sequence[str]], columns: str) -> str:
    """Rows of text with columns flush left (l) or right (r)."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    lines = [
        "  ".join(
            cell.ljust(width) if side == "l" else cell.rjust(width)
            for cell, width, side in zip(row, widths, columns, strict=True)
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def _shares_sentence(shares: Mapping[str, Shares] | None) -> str:
    if shares is None:
        return "What its spread comes from cannot be said: nothing varies, or too few runs finish."
    each = [f"{percent(100 * share.alone, 0)} from {SHARES[group]}" for group, share in shares.items()]
    return f"Of its spread come {wording.listed(each)}; what is missing comes of their interplay."


def _median(found: Drivers, days: float) -> str:
    if days > found.scenario.horizon * DAYS_PER_YEAR:
        return f"not within {wording.years(found.scenario.horizon)}"
    return wording.span(days)


def _end_value(key: str, end: End) -> str:
    if isinstance(end.value, Mapping):
        return wording.per_oblast(key, tuple((oblast, round(share, 2)) for oblast, share in end.value.items()))
    return wording.with_unit(key, round(end.value, 2))


def _value(implied: Implied, decimals: int) -> str:
    if implied.runs.value is None:
        return "any" if implied.runs.found is Found.EVERY_VALUE else "none within bounds"
    return f"{wording.at_least(implied.runs.value, decimals):,.{decimals}f}"


def _date(when: Moment) -> str:
    return NOTHING if when.date is None else when.date.isoformat()


def _outcome(result: Result) -> tuple[str, Moment]:
    """What becomes of a target, in words, and when."""
    mirror = result.central.mirror
    if mirror is None:
        return result.central.status.value.replace("_", " "), result.central.when
    if result.occupied_km2 == 0:
        return "nothing occupied", Moment(None, None)
    return "back under Ukrainian control", mirror
