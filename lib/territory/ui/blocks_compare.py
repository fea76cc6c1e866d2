"""Blocks of HTML for scenarios side by side; every text is escaped here, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from territory.text import say
from territory.words.compare import Column, Row, StepRow

LINES = ("solid", "dash", "dot", "dashdot")
FEWEST_PERCENT = 0.8  # of the track: a bar that is thinner could not be seen


def card(column: Column, place: int, colour: str) -> str:
    """One scenario's answer, with the line that it has in the chart."""
    facts = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in column.facts)
    return (
        f'<section class="t-column"><header>{_badge(column.letter, place, colour)}'
        f"<h2>{escape(column.name)}</h2></header>"
        f'<p class="t-small">{escape(column.state)}</p>'
        f'<p class="t-answer"><strong>{escape(column.answer)}</strong> <span>{escape(column.detail)}</span></p>'
        f"<dl>{facts}</dl></section>"
    )


def _badge(letter: str, place: int, colour: str) -> str:
    return (
        f'<span class="t-badge" style="color:{colour}"><b>{letter}</b>'
        f'<i class="t-stroke t-stroke-{LINES[place]}"></i></span>'
    )


def key(columns: Sequence[Column], colours: Sequence[str]) -> str:
    """Which line of the chart is which scenario."""
    items = "".join(
        f"<li>{_badge(column.letter, place, colour)}{escape(column.name)}</li>"
        for place, (column, colour) in enumerate(zip(columns, colours, strict=False))
    )
    return f'<ul class="t-key">{items}</ul>'


def assumptions(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """The assumptions that differ, a row each; on a phone each value stands under its row's name."""
    head = "".join(f'<th scope="col"><b>{column.letter}</b> {escape(column.name)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(
            f'<td><b class="t-who">{column.letter}</b>{escape(value)}</td>'
            for column, value in zip(columns, values, strict=True)
        )
        + "</tr>"
        for label, values in rows
    )
    return f'<table class="t-differ"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def contributions(rows: Sequence[StepRow], ends: Sequence[tuple[str, str, str]], whole: tuple[str, str]) -> str:
    """What each step contributes, between the first scenario's answer and the other's; bars follow the central date.

    `ends` are (name, central, median) of both scenarios; `whole` the whole difference of both answers.
    """
    reaches = [row.reach for row in rows if row.reach is not None]
    low = min((min(reach) for reach in reaches), default=0.0)
    high = max((max(reach) for reach in reaches), default=0.0)
    body = "".join(
        f'<tr><th scope="row">{escape(row.label)}<span>{escape(row.change)}</span>'
        f"{_bar(row, low, high, len(rows) == 1)}</th>"
        f"<td>{escape(row.central)}</td><td>{escape(row.median)}</td></tr>"
        for row in rows
    )
    first, last = (
        f'<tr class="t-end"><th scope="row">{escape(name)}</th><td>{escape(central)}</td><td>{escape(median)}</td></tr>'
        for name, central, median in ends
    )
    label = escape(say("Whole difference, years"))
    total = (
        f'<tr class="t-whole"><th scope="row">{label}</th><td>{escape(whole[0])}</td><td>{escape(whole[1])}</td></tr>'
    )
    heads = (say("central date"), say("half of the runs"))
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    return (
        f'<table class="t-steps"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{first}{body}{total}{last}</tbody></table>"
    )


def _bar(row: StepRow, low: float, high: float, alone: bool) -> str:
    if row.reach is None or high <= low or alone:
        return ""
    start, end = ((value - low) / (high - low) * 100 for value in sorted(row.reach))
    width = max(end - start, FEWEST_PERCENT)
    side = "later" if row.reach[1] > row.reach[0] else "earlier" if row.reach[1] < row.reach[0] else "same"
    left = min(start, 100 - width)
    place = f"left:{left:.1f}%;width:{width:.1f}%"
    return f'<div class="t-track" aria-hidden="true"><i class="t-{side}" style="{place}"></i></div>'
