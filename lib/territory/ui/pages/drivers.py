"""What drives it: which assumption moves the answer most, pace against yearly change, and what the spread is of."""

from __future__ import annotations

from functools import lru_cache

import streamlit as st

from territory.answers.drivers import Drivers, drivers, year_paces
from territory.charts import blocks
from territory.charts import drivers as drivers_chart
from territory.figures import evidence
from territory.scenario.scenario import Scenario
from territory.text import day, say, sentences
from territory.ui import answer_blocks, asking, components
from territory.ui.frame import View
from territory.words import drivers as drivers_words
from territory.words import vocabulary

KEPT = 64


def show(view: View) -> None:
    """What matters most in a sentence, then the bars, the grid and what the spread is of."""
    name = asking.asked_about(view.session)
    with st.spinner(say("Moving each assumption over its range …")):
        found = _drivers(view.scenario)
    colours = asking.colours(view.palette, view.scenario, name)
    st.html(blocks.headline(drivers_words.headline(found, name), colours))
    if sentence := drivers_words.beside(found, name):
        st.html(blocks.paragraph(sentence, "sub"))
    with st.container(key="asked"):
        asking.oblast(view.session, "drivers")
    if drivers_words.is_done(found, name):
        return
    ink = colours.get(name, view.palette.muted)
    _bars(view, found, name, ink)
    _grid(view, found, name, ink)
    st.html(blocks.paragraph(drivers_words.shares_title(found, name), "sub"))
    st.html(blocks.paragraph(drivers_words.shares_note(found, name), "small"))


@lru_cache(maxsize=KEPT)
def _drivers(scenario: Scenario) -> Drivers:
    return drivers(scenario)


def _bars(view: View, found: Drivers, name: str, ink: str) -> None:
    with st.container(border=True):
        st.html(blocks.paragraph(drivers_words.tornado_title(found, name), "title"))
        drawn, present = drivers_chart.tornado(found, name), drivers_words.present(found, name)
        st.html(answer_blocks.tornado(drawn, present, ink, view.palette.paper))
        components.picture("picture.tornado", *drivers_chart.tornado_table(found, name))
        with st.expander(say("Where each range is from")):
            lines = [drivers_words.range_line(found, bar, name) for bar in found.tornado(name)]
            st.html(answer_blocks.ranges(lines))
        st.html(view.source(_source_line(found.scenario)))


def _grid(view: View, found: Drivers, name: str, ink: str) -> None:
    years = year_paces(evidence.edition(found.scenario.edition))
    with st.container(border=True):
        st.html(blocks.paragraph(drivers_words.grid_title(found, name), "title"))
        drawn = drivers_chart.grid(found, name)
        st.html(answer_blocks.grid(drawn, drivers_words.grid_caption(), ink))
        components.picture("picture.grid", *drivers_chart.grid_table(drawn))
        st.html(view.source(drivers_words.grid_note(found, years)))


def _source_line(scenario: Scenario) -> str:
    known = evidence.edition(scenario.edition)
    return sentences(
        say("If-then projection, not a forecast."),
        say(
            "Ranges: the record of DeepState’s map, clipped to land, to {date}; pauses and setbacks are chosen, not "
            "uncertain, and stay as they are.",
            date=day(known.record.ends[-1]),
        ),
        vocabulary.versions(known.id),
    )
