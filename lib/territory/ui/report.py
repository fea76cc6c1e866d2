"""Answers as plain text, for the command line: tables, with the sentences that belong to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from territory.drivers import Drivers, End
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.inverse import Found
from territory.model.projection import Moment, Result
from territory.model.sensitivity import Shares
from territory.model.work import ALL
from territory.needed import Implied, Needs, ResultNeeds
from territory.outlook import Outlook, context
from territory.ui import wording
from territory.ui.wording import KM2, percent

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
                _name(result.id),
                f"{result.remaining_km2:,.1f}",
                NOTHING if when.days is None else f"{when.days:,.2f}",
                _date(when),
                status,
                *(f"{runs.chance_before((by - start).days):.1%}" for by in dates),
            )
        )
    beside = context(outlook.scenario)
    sentences = [wording.headline(outlook), wording.text_answer(outlook, beside), wording.LIMITS]
    return "\n".join([aligned(rows, "lrrrl" + "r" * len(dates)), "", *sentences])


def needs(found: Needs) -> str:
    """What a date implies: pace, yearly change, break-even decay and the date of half, a row a result."""
    rows = [("", "pace, km²/day", "yearly change, %", "dies out at, %/year", "half taken, central")]
    for result in found.results:
        rows.append(
            (
                _name(result.id),
                NOTHING if result.rate is None else _value(result.rate, 2),
                _value(result.annual_change, 1),
                NOTHING if result.break_even_annual_change is None else f"{result.break_even_annual_change:.1f}",
                NOTHING if result.half is None else _date(result.half),
            )
        )
    sentences = [needed_sentence(found, result) for result in found.results]
    return "\n".join([aligned(rows, "lrrrr"), "", *sentences, wording.LIMITS])


def needed_sentence(found: Needs, result: ResultNeeds) -> str:
    """What it would take for one result to be taken before the date, and how often the record shows such a pace."""
    condition = (
        f"For {_name(result.id)} to be taken before {wording.day(found.by)} "
        f"with a chance of {percent(found.chance)} in this model"
    )
    if result.rate is None:
        return f"{condition}, no one pace can be named: the oblasts have paces of their own."
    if result.rate.runs.found is Found.EVERY_VALUE:
        return f"{condition}, any pace would do."
    if result.rate.runs.value is None:
        highest = f"{wording.pace(result.rate.high)}{KM2} a day"
        return f"{condition}, no pace up to {highest} would do."
    pace = f"{wording.pace(result.rate.runs.value)}{KM2} a day"
    reached = ""
    if result.months_reached is not None:
        months = "none" if result.months_reached == 0 else str(result.months_reached)
        reached = f"; {months} of the {found.months} documented months reached it"
    return f"{condition}, the pace would have to be {pace}{reached}."


def drivers(found: Drivers) -> str:
    """What moves the median of each result, the most first, and what the spread comes from."""
    parts = []
    for name, shares in found.shares.items():
        rows: list[tuple[str, ...]] = [("", "assumption from", "to", "median from", "to")]
        for bar in found.tornado(name):
            ends = (bar.low, bar.high)
            values = (_end_value(bar.key, end) for end in ends)
            rows.append((wording.label(bar.key), *values, *(_median(found, end.median_days[name]) for end in ends)))
        title = f"{_name(name)}: median {_median(found, found.median_days[name])}"
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
    each = [f"{percent(100 * max(share.alone, 0.0), 0)} from {SHARES[group]}" for group, share in shares.items()]
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
    return f"{implied.runs.value:,.{decimals}f}"


def _name(result_id: str) -> str:
    return "all of them" if result_id == ALL else wording.oblast_name(result_id)


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
