"""The choice of units: what is shown changes, the scenario and its link do not."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from territory.text import marked, say
from territory.ui import units
from territory.ui.form import held, moved
from territory.ui.session import Session
from territory.ui.units import AREAS, PERS, Area, Per

AREA_NAMES: dict[Area, str] = {"km2": marked("km²"), "sq_mi": marked("sq mi")}
PER_NAMES: dict[Per, str] = {"day": marked("a day"), "month": marked("a month"), "year": marked("a year")}


def choice(session: Session) -> None:
    """Areas in km² or sq mi, paces a day, a month or a year."""

    def choose_area(chosen: Area) -> None:
        session.units = replace(session.units, area=chosen)

    def choose_per(chosen: Per) -> None:
        session.units = replace(session.units, per=chosen)

    with st.expander(say("Units · {unit}", unit=units.pace_unit()), key="fold.units"):
        st.segmented_control(
            say("Areas in"),
            options=AREAS,
            format_func=lambda each: say(AREA_NAMES[each]),
            required=True,
            key=held(session, "units.area", session.units.area),
            on_change=moved(session, "units.area", choose_area),
            width="stretch",
        )
        st.segmented_control(
            say("Paces"),
            options=PERS,
            format_func=lambda each: say(PER_NAMES[each]),
            required=True,
            key=held(session, "units.per", session.units.per),
            on_change=moved(session, "units.per", choose_per),
            width="stretch",
        )
