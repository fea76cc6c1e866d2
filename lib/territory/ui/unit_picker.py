"""The choice of units: what is shown changes, the scenario and its link do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from territory.text import marked, say
from territory.ui.form import held, moved
from territory.ui.session import Session
from territory.words import vocabulary
from territory.words.vocabulary import Area, Per

AREA_NAMES: dict[Area, str] = {"km2": marked("km²"), "sq_mi": marked("sq mi")}
PER_NAMES: dict[Per, str] = {"day": marked("a day"), "month": marked("a month"), "year": marked("a year")}


def choice(session: Session) -> None:
    """Areas in km² or sq mi, paces a day, a month or a year."""

    def choose(**chosen: Any) -> None:
        session.units = replace(session.units, **chosen)

    with st.expander(say("Units · {unit}", unit=vocabulary.pace_unit()), key="fold.units"):
        _one_of(session, "units.area", say("Areas in"), AREA_NAMES, session.units.area, lambda each: choose(area=each))
        _one_of(session, "units.per", say("Paces"), PER_NAMES, session.units.per, lambda each: choose(per=each))


def _one_of(
    session: Session, name: str, label: str, names: Mapping[Any, str], value: str, choose: Callable[[Any], None]
) -> None:
    st.segmented_control(
        label,
        options=tuple(names),
        format_func=lambda each: say(names[each]),
        required=True,
        key=held(session, name, value),
        on_change=moved(session, name, choose, tuple(names)),
        width="stretch",
    )
