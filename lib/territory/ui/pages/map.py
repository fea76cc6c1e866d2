"""Map: how much of each oblast would be under Russian control on a date."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from html import escape

import streamlit as st

from territory.answers.control import COURSES, Standing, last_day, standings, steps
from territory.charts import blocks
from territory.charts.map import map_picture
from territory.text import say, short_day
from territory.ui import components
from territory.ui.controls import bound
from territory.ui.session import Session, View
from territory.words import map as map_words
from territory.words.map import Row


def show(view: View) -> None:
    """The answer for a date, the controls that change it, the map and its table."""
    session, end = view.session, last_day(view.outlook)
    when, course = _date(session, end), session.course
    standing = standings(view.outlook, when, course)
    names = view.palette.of(view.scenario.targets)
    st.html(blocks.headline(map_words.headline(view.outlook, when, course, standing), names))
    st.html(blocks.paragraph(map_words.explained(view.outlook, when, course, standing), "sub"))
    _controls(session, when, end)
    _map(view, when, standing)
    rows = [map_words.row(view.scenario, each) for each in standing if each.part != "other"]
    st.html(blocks.paragraph(say("The figures of the map"), "title"))
    st.html(table(map_words.head(view.scenario, when), rows, names))
    if others := map_words.as_at_the_start(standing):
        st.html(blocks.paragraph(others, "small"))


def _date(session: Session, end: date) -> date:
    """The date of the map: the one that was chosen, the reader's own, or the middle of what is drawn."""
    start = session.scenario.start
    if session.mapped_on is not None:
        return min(max(session.mapped_on, start), end)
    dates = steps(start, end)
    return session.by if start < session.by <= end else dates[len(dates) // 2]


def _controls(session: Session, when: date, end: date) -> None:
    """The date twice, as a slider of round dates and typed, and the course that the front takes."""
    start = session.scenario.start
    options = steps(start, end)
    nearest = min(options, key=lambda each: abs(each - when))
    choose = partial(setattr, session, "mapped_on")
    with st.container(key="mapped", horizontal=True, gap="small"):
        st.select_slider(
            say("Date of the map, {first} – {last}", first=short_day(options[0]), last=short_day(end)),
            options=options,
            format_func=short_day,
            width=400,
            # other dates to choose from make another slider
            **bound(session, f"mapped.slider.{options[0]}.{end}", nearest, choose),
        )
        st.date_input(
            say("Any date"),
            min_value=start,
            max_value=end,
            format="YYYY-MM-DD",
            width=140,
            **bound(session, f"mapped.typed.{start}.{end}", when, choose),
        )
        st.segmented_control(
            say("Central answer or a simulated run"),
            format_func=map_words.course_name,
            required=True,
            **bound(session, "course", session.course, partial(setattr, session, "course"), COURSES),
        )


def _map(view: View, when: date, standing: Sequence[Standing]) -> None:
    picture = map_picture(view.outlook, when, standing, view.palette)
    with st.container(border=True, key="map"):
        st.html(blocks.paragraph(picture.title, "title"))
        components.plot(picture.figure, picture.alt, "chart.map")
        st.html(blocks.legend(map_words.key(standing, view.scenario)))
        st.html(blocks.paragraph(map_words.caption(view.scenario), "map-caption"))
        st.html(blocks.source(map_words.source_line(view.scenario), view.scenario.edition))


def table(head: Sequence[str], rows: Sequence[Row], colours: Mapping[str, str]) -> str:
    """One row an oblast, as HTML; where there is little room each row is a block whose figures are named."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    body = ""
    for row in rows:
        cells = (row.start, row.change_km2, row.change, row.held, row.rest_km2)
        named = zip(head[1:], cells, strict=True)
        figures = "".join(f'<td data-title="{escape(title)}">{escape(text)}</td>' for title, text in named)
        colour = colours.get(row.oblast)
        style = f' style="color:{colour}"' if colour else ""
        body += f'<tr><th scope="row"{style}>{escape(row.name)}</th>{figures}</tr>'
    return f'<table class="t-map-table"><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>'
