"""The form: thin views of the session's assumptions. Widgets hold no state of their own that matters."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import streamlit as st

from territory import evidence
from territory.evidence import UKRAINE
from territory.outlook import own_rate_km2_per_day
from territory.parameters import PARAMETERS, Parameter
from territory.scenario import (
    EARLIEST_START,
    LATEST_START,
    MAX_TARGETS,
    ORDERS,
    SPLIT_SUM,
    TEXT_LENGTHS,
    even_split,
    occupied_default,
)
from territory.sharing.presets import preset, presets
from territory.ui import blocks, wording
from territory.ui.session import Session

SHOWN_DECIMALS = 2
ONE_PACE, OWN_PACES = "one for all", "each its own"
OWN_SCENARIO = "Your own scenario"


def show(session: Session) -> None:
    """All controls, the pace first, the rest folded with a word on what was changed."""
    st.html(blocks.paragraph("How long would it take?", "brand"))
    st.html(blocks.paragraph("An explorer of territorial scenarios, Ukraine", "small"))
    _preset_picker(session)
    _pace(session)
    _oblasts(session)
    _folds(session)
    st.html(blocks.paragraph(wording.LIMITS, "limits"))


def _hold(key: str, value: Any, same: Callable[[Any, Any], bool] = lambda a, b: a == b) -> None:
    """Give a widget its value, unless it shows that already: a burst of moves is not thrown back."""
    if key not in st.session_state or not same(st.session_state[key], value):
        st.session_state[key] = value


def _shows_same(shown: Any, value: Any) -> bool:
    if shown is None or value is None:
        return shown is value
    return math.isclose(shown, value, abs_tol=0.5 * 10**-SHOWN_DECIMALS)


def _preset_picker(session: Session) -> None:
    usable = [each for each in presets() if each.scenario is not None]
    titles = {each.name: each.title for each in usable}
    chosen = next((each.name for each in usable if each.scenario and session.is_like(each.scenario)), None)

    def choose() -> None:
        name = st.session_state["preset"]
        if name is not None:
            session.commit(preset(name))

    _hold("preset", chosen)
    st.selectbox(
        "Start from",
        options=list(titles),
        format_func=lambda name: titles.get(name, name),
        index=None,
        placeholder=OWN_SCENARIO,
        key="preset",
        on_change=choose,
    )


def _pace(session: Session) -> None:
    scenario = session.scenario
    own = scenario.has_own_rates
    if len(scenario.targets) > 1 or own:

        def switch() -> None:
            each = st.session_state["pace_mode"] == OWN_PACES
            session.change(rates=tuple((oblast, scenario.rate) for oblast in scenario.targets) if each else ())

        _hold("pace_mode", OWN_PACES if own else ONE_PACE)
        st.segmented_control(
            "One pace, or one for each",
            [ONE_PACE, OWN_PACES],
            required=True,
            key="pace_mode",
            width="stretch",
            on_change=switch,
            disabled=not own and scenario.rate <= 0,
        )
    if own:
        for oblast in scenario.targets:
            _own_pace(session, oblast)
    if not own or scenario.first or len(scenario.rates) < len(scenario.targets):
        _rate(session, "Pace of the whole front" if own else "Pace")
    known = evidence.edition(scenario.edition)
    st.html(blocks.documented(wording.documented(known), known.pace))


def _rate(session: Session, label: str) -> None:
    marker = session.baseline.rate

    def commit(value: float) -> None:
        session.change(rate=_snapped(value, marker))

    _slider_and_entry("rate", label, PARAMETERS["rate"], session.value("rate"), commit)


def _own_pace(session: Session, oblast: str) -> None:
    markers = (session.scenario.rate, session.baseline.rate, own_rate_km2_per_day(session.scenario, oblast))
    rates = dict(session.scenario.rates)

    def commit(value: float) -> None:
        chosen = {**rates, oblast: _snapped(value, *markers)}
        session.change(rates=tuple(chosen.items()))

    name = wording.oblast_name(oblast)
    _slider_and_entry(f"rates.{oblast}", name, PARAMETERS["rates"], rates.get(oblast, session.scenario.rate), commit)


def _snapped(value: float, *markers: float) -> float:
    """A value that looks like a documented one is that one."""
    return next((m for m in markers if round(m, SHOWN_DECIMALS) == round(value, SHOWN_DECIMALS)), value)


def _slider_and_entry(
    key: str, label: str, parameter: Parameter, value: float, commit: Callable[[float], None]
) -> None:
    """A slider over the usual range and a typed entry over the bounds, both views of one value."""
    low, high = (float(bound) for bound in parameter.slider_range)
    slider, entry = f"{key}.slider", f"{key}.entry"
    _hold(slider, min(max(value, low), high), _shows_same)
    _hold(entry, value, _shows_same)
    unit = wording.UNITS.get(parameter.unit, parameter.unit).strip()
    st.slider(
        f"{label}, {unit}",
        min_value=low,
        max_value=high,
        step=parameter.step,
        format=f"%.{SHOWN_DECIMALS}f",
        key=slider,
        help=parameter.help,
        on_change=lambda: commit(st.session_state[slider]),
    )
    _entry(f"{label}, {unit}, typed", entry, parameter, commit, label_visibility="collapsed")


def _entry(
    label: str, key: str, parameter: Parameter, commit: Callable[[float], None], label_visibility: Any = "visible"
) -> None:
    st.number_input(
        label,
        min_value=float(parameter.low),
        max_value=float(parameter.high),
        step=float(parameter.step),
        format=f"%.{SHOWN_DECIMALS}f",
        key=key,
        help=parameter.help if label_visibility == "visible" else None,
        on_change=lambda: commit(st.session_state[key]),
        label_visibility=label_visibility,
    )


def _oblasts(session: Session) -> None:
    names = {region: wording.oblast_name(region) for region in evidence.regions()}
    _hold("targets", list(session.value("targets")))
    st.multiselect(
        "Oblasts",
        options=list(names),
        format_func=names.__getitem__,
        max_selections=MAX_TARGETS,
        key="targets",
        on_change=lambda: session.change(targets=tuple(st.session_state["targets"])),
    )
    _problem(session, "targets")
    if len(session.scenario.targets) > 1:
        _hold("order", session.scenario.order)
        st.segmented_control(
            "How they share the pace",
            options=ORDERS,
            format_func=wording.ORDER_WORDS.__getitem__,
            required=True,
            key="order",
            width="stretch",
            on_change=lambda: session.change(order=st.session_state["order"]),
        )
    if session.scenario.order == "together":
        _split(session)


def _split(session: Session) -> None:
    targets = session.scenario.targets
    split = dict(session.value("split") or even_split(targets))

    def commit(oblast: str, value: float) -> None:
        chosen = {**split, oblast: value}
        others = [other for other in targets if other != oblast]
        if len(others) == 1:
            chosen[others[0]] = SPLIT_SUM - value
        session.change(split=tuple(chosen.items()))

    for oblast in targets if len(targets) > 1 else ():
        key = f"split.{oblast}"
        _hold(key, split.get(oblast, 0.0), _shows_same)
        _entry(
            f"{wording.oblast_name(oblast)}: share of the pace, %",
            key,
            PARAMETERS["split"],
            lambda value, oblast=oblast: commit(oblast, value),  # type: ignore[misc]
        )
    _problem(session, "split")


def _folds(session: Session) -> None:
    scenario, base = session.scenario, session.baseline
    changed = {key for key in scenario.values() if getattr(scenario, key) != getattr(base, key)}

    def fold(key: str, title: str, keys: Sequence[str], state: str | None = None) -> Any:
        count = len(changed & set(keys))
        word = state or ("unchanged" if not count else f"{count} changed")
        return st.expander(f"{title} · {word}", key=f"fold.{key}")

    with fold("first", "Counted first", ("first",), None if scenario.first else "nothing"):
        _first(session)
    occupied_changed = [o for o, share in scenario.occupied if share != _documented_share(session, o)]
    with fold(
        "occupied", "Already occupied", (), f"{len(occupied_changed)} changed" if occupied_changed else "unchanged"
    ):
        _occupied(session)
    with fold("growth", "Change over time, season", ("annual_change", "season")):
        _number(session, "annual_change")
        _number(session, "season")
    with fold("breaks", "Pause, setback", ("pause_months", "setback_km2")):
        _amount_on_date(session, "pause_months", "pause_start")
        _amount_on_date(session, "setback_km2", "setback_date")
    with fold("horizon", "Start, horizon", ("start", "horizon")):
        _start(session)
        _number(session, "horizon")


def _number(session: Session, key: str) -> None:
    parameter = PARAMETERS[key]
    _hold(key, session.value(key), _shows_same)
    _entry(f"{parameter.label}, {parameter.unit}", key, parameter, lambda value: session.change(**{key: value}))
    _problem(session, key)


def _first(session: Session) -> None:
    names = {region: wording.oblast_name(region) for region in evidence.regions() if region != UKRAINE}
    _hold("first", list(session.value("first")))
    st.multiselect(
        "Oblasts counted before any of the above",
        options=list(names),
        format_func=names.__getitem__,
        key="first",
        help="What is left of these is taken first, at the same pace.",
        on_change=lambda: session.change(first=tuple(st.session_state["first"])),
    )
    _problem(session, "first")


def _documented_share(session: Session, oblast: str) -> float:
    return occupied_default(evidence.edition(session.scenario.edition), oblast)


def _occupied(session: Session) -> None:
    for oblast, share in session.scenario.occupied:
        key = f"occupied.{oblast}"
        _hold(key, share, _shows_same)
        documented = _documented_share(session, oblast)
        _entry(
            f"{wording.oblast_name(oblast)}, %",
            key,
            PARAMETERS["occupied"],
            lambda value, oblast=oblast, documented=documented: session.change(  # type: ignore[misc]
                occupied=((oblast, _snapped(value, documented)),)
            ),
        )


def _amount_on_date(session: Session, amount_key: str, date_key: str) -> None:
    """An amount with the date it belongs to: no amount, no date."""
    parameter = PARAMETERS[amount_key]
    when: date = session.value(date_key) or session.scenario.start
    _hold(amount_key, session.value(amount_key), _shows_same)
    _hold(date_key, when)

    def commit(*_: object) -> None:
        amount, chosen = st.session_state[amount_key], st.session_state[date_key]
        session.change(**{amount_key: amount, date_key: chosen if amount else None})

    _entry(f"{parameter.label}, {parameter.unit}", amount_key, parameter, commit)
    if session.value(amount_key):
        st.date_input(
            wording.label(date_key),
            min_value=EARLIEST_START,
            max_value=date(2400, 12, 31),
            key=date_key,
            format="YYYY-MM-DD",
            on_change=commit,
        )
    _problem(session, date_key)


def _start(session: Session) -> None:
    _hold("start", session.value("start"))
    st.date_input(
        wording.label("start"),
        min_value=EARLIEST_START,
        max_value=LATEST_START,
        key="start",
        format="YYYY-MM-DD",
        on_change=lambda: session.change(start=st.session_state["start"]),
    )
    _problem(session, "start")


def text(session: Session, key: str, label: str) -> None:
    """The author's own words."""
    _hold(key, session.value(key))
    st.text_input(
        label,
        max_chars=TEXT_LENGTHS[key],
        key=key,
        on_change=lambda: session.change(**{key: st.session_state[key]}),
    )
    _problem(session, key)


def _problem(session: Session, key: str) -> None:
    """Why the draft does not stand, beside its control."""
    if key in session.problems:
        st.html(blocks.banner("Not used yet", [session.problems[key]]))
