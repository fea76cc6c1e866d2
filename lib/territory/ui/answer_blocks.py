"""Blocks of HTML of the pages that test a date and say what drives an answer; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from territory.charts.drivers import Cell, Grid, Mark, Row, Tornado
from territory.text import say, say_of
from territory.words.vocabulary import Fact


def facts(each: Iterable[Fact]) -> str:
    """Some facts beside each other, as many as there is room for."""
    return f'<div class="t-facts">{"".join(map(_fact, each))}</div>'


def _fact(fact: Fact) -> str:
    return (
        f'<section class="t-fact"><h2>{escape(fact.title)}</h2>'
        f"<strong>{escape(fact.answer)}</strong><p>{escape(fact.detail)}</p></section>"
    )


def tornado(drawn: Tornado, present: str, ink: str, paper: str) -> str:
    """Bars from the median at an assumption's low value to that at its high value; the present median as a line."""
    ticks = "".join(f'<span style="left:{at:.2%}">{escape(years)}</span>' for at, years in drawn.ticks)
    title = say("years until half of the simulated runs finish")
    return (
        f'<div class="t-tornado" data-picture style="--t-median:{drawn.median_at:.2%};--t-ink:{ink};--t-paper:{paper}">'
        f'{_key(present)}<div role="img" aria-label="{escape(drawn.alt)}">{"".join(map(_row, drawn.rows))}'
        f'<div class="t-tornado-axis"><div class="t-tornado-room">{ticks}</div></div>'
        f'<p class="t-small t-tornado-title">{escape(title)}</p></div></div>'
    )


def _key(present: str) -> str:
    low, high = say("low end of its range"), say("high end")
    return (
        f'<ul class="t-tornado-key"><li><i class="t-tornado-end t-tornado-low"></i>{escape(low)}</li>'
        f'<li><i class="t-tornado-end"></i>{escape(high)}</li><li><b></b>{escape(present)}</li></ul>'
    )


def _row(row: Row) -> str:
    left, right = sorted((row.low_at, row.high_at))
    unit = f"<small>{escape(row.unit)}</small>" if row.unit else ""
    low_side, high_side = ("", " t-tornado-left") if row.low_at > row.high_at else (" t-tornado-left", "")
    ends = _end(row.low, row.low_at, " t-tornado-low", low_side) + _end(row.high, row.high_at, "", high_side)
    return (
        f'<div class="t-tornado-row" title="{escape(row.range_from)}">'
        f"<p><strong>{escape(row.label)}</strong>{unit}<span>{escape(row.medians)}</span></p>"
        '<div class="t-tornado-track"><div class="t-tornado-room"><i class="t-tornado-median"></i>'
        f'<i class="t-tornado-fill" style="left:{left:.2%};width:{right - left:.2%}"></i>{ends}</div></div></div>'
    )


def _end(text: str, at: float, kind: str, side: str) -> str:
    return (
        f'<i class="t-tornado-end{kind}" style="left:{at:.2%}"></i>'
        f'<span class="t-tornado-text{side}" style="left:{at:.2%}">{escape(text)}</span>'
    )


def ranges(lines: Iterable[tuple[str, str]]) -> str:
    """Where each range is from."""
    items = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in lines)
    return f'<dl class="t-ranges">{items}</dl>'


def grid(drawn: Grid, caption: str, ink: str) -> str:
    """The grid of medians as a table: paces down, yearly changes across, documented years at the right."""
    corner = say_of("column", "pace")
    heads = "".join(f'<th scope="col">{escape(change)}</th>' for change in drawn.changes)
    marks = f'<td class="t-grid-marks" rowspan="{len(drawn.rows)}"><div>{"".join(map(_mark, drawn.marks))}</div></td>'
    rows = (
        f'<tr><th scope="row"{_present(here)}>{escape(pace)}</th>{"".join(map(_cell, cells))}'
        f"{'' if place else marks}</tr>"
        for place, (pace, here, cells) in enumerate(drawn.rows)
    )
    return (
        f'<table class="t-grid" data-picture style="--t-ink:{ink}"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col" class="t-grid-corner">{escape(corner)}</th>{heads}<td></td></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _cell(cell: Cell) -> str:
    shade = f' style="--t-shade:{cell.shade}%"' if cell.shade else ""
    return f'<td{_present(cell.present)}{shade} title="{escape(cell.exact)}">{escape(cell.text)}</td>'


def _present(present: bool) -> str:
    return ' class="t-grid-present"' if present else ""


def _mark(mark: Mark) -> str:
    """The year, with what is said of it in small type before and after it."""
    before, year, after = mark.text.partition(mark.year)
    said = f"{_small(before)}{escape(year)}{_small(after)}"
    return f'<i style="--t-place:{mark.at:.3f}"></i><span style="--t-place:{mark.label_at:.3f}">{said}</span>'


def _small(text: str) -> str:
    return f"<small>{escape(text)}</small>" if text else ""
