"""What drives it: which assumption moves the answer most, pace against yearly change, and what the spread is of."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

import streamlit as st

from territory.answers.drivers import Drivers, drivers, year_paces
from territory.charts import blocks
from territory.charts import drivers as drivers_chart
from territory.charts.drivers import Grid, Tornado
from territory.figures import evidence
from territory.text import day, say, say_of, sentences
from territory.ui import components, controls
from territory.ui.session import View
from territory.words import drivers as drivers_words
from territory.words import vocabulary

_drivers = lru_cache(maxsize=64)(drivers)


def show(view: View) -> None:
    """What matters most in a sentence, then the bars, the grid and what the spread is of."""
    name = controls.asked_about(view.session)
    with st.spinner(say("Moving each assumption over its range …")):
        found = _drivers(view.scenario)
    colours = controls.colours(view.palette, view.scenario, name)
    st.html(blocks.headline(drivers_words.headline(found, name), colours))
    if sentence := drivers_words.beside(found, name):
        st.html(blocks.paragraph(sentence, "sub"))
    with st.container(key="asked"):
        controls.oblast(view.session, "drivers")
    if drivers_words.is_done(found, name):
        return
    ink = colours.get(name, view.palette.muted)
    _bars(view, found, name, ink)
    _grid(view, found, name, ink)
    st.html(blocks.paragraph(drivers_words.shares_title(found, name), "sub"))
    st.html(blocks.paragraph(drivers_words.shares_note(found, name), "small"))


def _bars(view: View, found: Drivers, name: str, ink: str) -> None:
    with st.container(border=True):
        st.html(blocks.paragraph(drivers_words.tornado_title(found, name), "title"))
        drawn, present = drivers_chart.tornado(found, name), drivers_words.present(found, name)
        st.html(tornado(drawn, present, ink, view.palette.paper))
        components.picture("picture.tornado", *drivers_chart.tornado_table(found, name))
        with st.expander(say("Where each range is from")):
            lines = [drivers_words.range_line(found, bar, name) for bar in found.tornado(name)]
            st.html(ranges(lines))
        known = evidence.edition(found.scenario.edition)
        ranges_from = say(
            "Ranges: the record of DeepState’s map, clipped to land, to {date}; pauses and setbacks are chosen, not "
            "uncertain, and stay as they are.",
            date=day(known.record.ends[-1]),
        )
        about = (say("If-then projection, not a forecast."), ranges_from, vocabulary.versions(known.id))
        st.html(blocks.source(sentences(*about), view.scenario.edition))


def _grid(view: View, found: Drivers, name: str, ink: str) -> None:
    years = year_paces(evidence.edition(found.scenario.edition))
    with st.container(border=True):
        st.html(blocks.paragraph(drivers_words.grid_title(found, name), "title"))
        drawn = drivers_chart.grid(found, name)
        st.html(grid(drawn, drivers_words.grid_caption(), ink))
        components.picture("picture.grid", *drivers_chart.grid_table(drawn))
        st.html(blocks.source(drivers_words.grid_note(found, years), view.scenario.edition))


def tornado(drawn: Tornado, present: str, ink: str, paper: str) -> str:
    """Bars from the median at an assumption's low value to that at its high value; the present median as a line."""
    ticks = "".join(f'<span style="left:{at:.2%}">{escape(years)}</span>' for at, years in drawn.ticks)
    title = say("years until half of the simulated runs finish")
    low, high = say("low end of its range"), say("high end")
    key = (
        f'<ul class="t-tornado-key"><li><i class="t-tornado-end t-tornado-low"></i>{escape(low)}</li>'
        f'<li><i class="t-tornado-end"></i>{escape(high)}</li><li><b></b>{escape(present)}</li></ul>'
    )
    return (
        f'<div class="t-tornado" data-picture style="--t-median:{drawn.median_at:.2%};--t-ink:{ink};--t-paper:{paper}">'
        f'{key}<div role="img" aria-label="{escape(drawn.alt)}">{"".join(map(_tornado_row, drawn.rows))}'
        f'<div class="t-tornado-axis"><div class="t-tornado-room">{ticks}</div></div>'
        f'<p class="t-small t-tornado-title">{escape(title)}</p></div></div>'
    )


def _tornado_row(row: drivers_chart.Row) -> str:
    left, right = sorted((row.low_at, row.high_at))
    unit = f"<small>{escape(row.unit)}</small>" if row.unit else ""
    low_side, high_side = ("", " t-tornado-left") if row.low_at > row.high_at else (" t-tornado-left", "")
    ends = "".join(
        f'<i class="t-tornado-end{kind}" style="left:{at:.2%}"></i>'
        f'<span class="t-tornado-text{side}" style="left:{at:.2%}">{escape(text)}</span>'
        for text, at, kind, side in (
            (row.low, row.low_at, " t-tornado-low", low_side),
            (row.high, row.high_at, "", high_side),
        )
    )
    return (
        f'<div class="t-tornado-row" title="{escape(row.range_from)}">'
        f"<p><strong>{escape(row.label)}</strong>{unit}<span>{escape(row.medians)}</span></p>"
        '<div class="t-tornado-track"><div class="t-tornado-room"><i class="t-tornado-median"></i>'
        f'<i class="t-tornado-fill" style="left:{left:.2%};width:{right - left:.2%}"></i>{ends}</div></div></div>'
    )


def ranges(lines: Iterable[tuple[str, str]]) -> str:
    """Where each range is from."""
    items = "".join(f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>" for label, text in lines)
    return f'<dl class="t-ranges">{items}</dl>'


def grid(drawn: Grid, caption: str, ink: str) -> str:
    """The grid of medians as a table: paces down, yearly changes across, documented years at the right."""

    def present(is_present: bool) -> str:
        return ' class="t-grid-present"' if is_present else ""

    corner = escape(say_of("column", "pace"))
    heads = "".join(f'<th scope="col">{escape(change)}</th>' for change in drawn.changes)
    marks = f'<td class="t-grid-marks" rowspan="{len(drawn.rows)}"><div>{_marks(drawn)}</div></td>'
    rows = ""
    for place, (pace, here, cells) in enumerate(drawn.rows):
        rows += f'<tr><th scope="row"{present(here)}>{escape(pace)}</th>'
        for cell in cells:
            shade = f' style="--t-shade:{cell.shade}%"' if cell.shade else ""
            rows += f'<td{present(cell.present)}{shade} title="{escape(cell.exact)}">{escape(cell.text)}</td>'
        rows += "</tr>" if place else f"{marks}</tr>"
    return (
        f'<table class="t-grid" data-picture style="--t-ink:{ink}"><caption>{escape(caption)}</caption>'
        f'<thead><tr><th scope="col" class="t-grid-corner">{corner}</th>{heads}'
        f"<td></td></tr></thead><tbody>{rows}</tbody></table>"
    )


def _marks(drawn: Grid) -> str:
    """The documented years, with what is said of each in small type before and after it."""

    def small(text: str) -> str:
        return f"<small>{escape(text)}</small>" if text else ""

    found = ""
    for mark in drawn.marks:
        before, year, after = mark.text.partition(mark.year)
        said = f"{small(before)}{escape(year)}{small(after)}"
        found += f'<i style="--t-place:{mark.at:.3f}"></i><span style="--t-place:{mark.label_at:.3f}">{said}</span>'
    return found
