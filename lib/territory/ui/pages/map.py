"""Map: how much of each oblast would be under Russian control on a date."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from territory.answers.control import COURSES, Standing, last_day, standings, steps
from territory.charts import blocks
from territory.charts.map import map_picture
from territory.text import say, short_day
from territory.ui import blocks_map, components
from territory.ui.form import held, moved
from territory.ui.frame import View
from territory.ui.session import Session
from territory.words import map as map_words


def show(view: View) -> None:
    """The answer for a date, the controls that change it, the map and its table."""
    session, end = view.session, last_day(view.outlook)
    when = _date(session, end)
    standing = standings(view.outlook, when, session.course)
    _answer(view, when, standing)
    _controls(session, when, end)
    _map(view, when, standing)
    _table(view, when, standing)


def _date(session: Session, end: date) -> date:
    """The date of the map: the one that was chosen, the reader's own, or the middle of what is drawn."""
    start = session.scenario.start
    if session.mapped_on is not None:
        return min(max(session.mapped_on, start), end)
    dates = steps(start, end)
    return session.by if start < session.by <= end else dates[len(dates) // 2]


def _answer(view: View, when: date, standing: Sequence[Standing]) -> None:
    course, names = view.session.course, view.palette.of(view.scenario.targets)
    st.html(blocks.headline(map_words.headline(view.outlook, when, course, standing), names))
    st.html(blocks.paragraph(map_words.explained(view.outlook, when, course, standing), "sub"))


def _controls(session: Session, when: date, end: date) -> None:
    """The date twice, as a slider of round dates and typed, and the course that the front takes."""

    def choose(chosen: date) -> None:
        session.mapped_on = chosen

    with st.container(key="mapped", horizontal=True, gap="small"):
        _slider(session, when, end, choose)
        _typed(session, when, end, choose)
        key = held(session, "course", session.course)
        st.segmented_control(
            say("Central answer or a simulated run"),
            options=COURSES,
            format_func=map_words.course_name,
            required=True,
            key=key,
            on_change=moved(session, "course", lambda course: setattr(session, "course", course), COURSES),
        )


def _slider(session: Session, when: date, end: date, choose: Callable[[date], None]) -> None:
    options = steps(session.scenario.start, end)
    name = f"mapped.slider.{options[0]}.{end}"  # other dates to choose from make another slider
    nearest = min(options, key=lambda each: abs(each - when))
    st.select_slider(
        say("Date of the map, {first} – {last}", first=short_day(options[0]), last=short_day(end)),
        options=options,
        format_func=short_day,
        key=held(session, name, nearest),
        on_change=moved(session, name, choose),
        width=400,
    )


def _typed(session: Session, when: date, end: date, choose: Callable[[date], None]) -> None:
    start = session.scenario.start
    name = f"mapped.typed.{start}.{end}"
    st.date_input(
        say("Any date"),
        min_value=start,
        max_value=end,
        format="YYYY-MM-DD",
        key=held(session, name, when),
        on_change=moved(session, name, choose),
        width=140,
    )


def _map(view: View, when: date, standing: Sequence[Standing]) -> None:
    picture = map_picture(view.outlook, when, standing, view.palette)
    with st.container(border=True, key="map"):
        st.html(blocks.paragraph(picture.title, "title"))
        components.plot(picture.figure, picture.alt, "chart.map")
        st.html(blocks.legend(map_words.key(standing, view.scenario)))
        st.html(blocks.paragraph(map_words.caption(view.scenario), "map-caption"))
        st.html(view.source(map_words.source_line(view.scenario)))


def _table(view: View, when: date, standing: Sequence[Standing]) -> None:
    scenario = view.scenario
    rows = [map_words.row(scenario, each) for each in standing if each.part != "other"]
    st.html(blocks.paragraph(say("The figures of the map"), "title"))
    st.html(blocks_map.table(map_words.head(scenario, when), rows, view.palette.of(scenario.targets)))
    if others := map_words.as_at_the_start(standing):
        st.html(blocks.paragraph(others, "small"))
