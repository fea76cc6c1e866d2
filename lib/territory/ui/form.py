"""The form: thin views of the session's assumptions. Widgets hold no state of their own that matters."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import Any, Literal

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
from territory.sharing.files import MAX_FILE_BYTES
from territory.sharing.presets import preset, presets
from territory.text import say
from territory.ui import blocks, wording, wording_assumptions
from territory.ui.session import Session

SHOWN_DECIMALS = 2
ONE_PACE, OWN_PACES = "one", "each"
LATEST_SHOWN = date(2400, 12, 31)  # of a pause or setback; a later one from a link stays as it is
UNCERTAINTY = ("pace_uncertainty", "annual_change_uncertainty", "noise", "persistence")
OWN_SCENARIO = "Your own scenario"


def show(session: Session) -> None:
    """All controls, the pace first, the rest folded with a word on what was changed."""
    st.html(blocks.paragraph("How long would it take?", "brand"))
    st.html(blocks.paragraph("An explorer of territorial scenarios, Ukraine", "small"))
    _preset_picker(session)
    _pace(session)
    _oblasts(session)
    _folds(session)
    st.html(blocks.paragraph(wording.limits(), "limits"))


def held(session: Session, name: str, value: Any, same: Callable[[Any, Any], bool] = operator.eq) -> str:
    """The key under which a control shows a value.

    A control whose value was changed from elsewhere becomes a new one. To push a value into the old one would race
    with the browser: in a burst of moves its next message still carries the value from before, which would look as
    if the reader had chosen that.
    """
    key = _key(session, name)
    if key in st.session_state and not same(st.session_state[key], value):
        session.turns[name] = session.turns.get(name, 0) + 1
        key = _key(session, name)
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def _key(session: Session, name: str) -> str:
    return f"{name}.{session.turns.get(name, 0)}"


def moved(session: Session, name: str, act: Callable[[Any], None]) -> Callable[[], None]:
    """What to do when the reader moves a control; late news of one that has given way to a new one is ignored."""
    key = _key(session, name)

    def act_once() -> None:
        if key == _key(session, name):
            act(st.session_state[key])

    return act_once


def _shows_same(shown: Any, value: Any) -> bool:
    if shown is None or value is None:
        return shown is value
    return math.isclose(shown, value, abs_tol=0.5 * 10**-SHOWN_DECIMALS)


def _preset_picker(session: Session) -> None:
    usable = [each for each in presets() if each.scenario is not None]
    titles = {each.name: each.title for each in usable}
    chosen = next((each.name for each in usable if each.scenario and session.is_like(each.scenario)), None)

    def choose(name: str | None) -> None:
        if name is not None:
            session.commit(preset(name))

    key = held(session, "preset", chosen)
    st.selectbox(
        "Start from",
        options=list(titles),
        format_func=lambda name: titles.get(name, name),
        index=None,
        placeholder=OWN_SCENARIO,
        key=key,
        on_change=moved(session, "preset", choose),
    )


def _pace(session: Session) -> None:
    scenario = session.scenario
    own = scenario.has_own_rates
    if len(scenario.targets) > 1 or own:

        def switch(mode: str) -> None:
            each = mode == OWN_PACES
            session.change(rates=tuple((oblast, scenario.rate) for oblast in scenario.targets) if each else ())

        key = held(session, "pace_mode", OWN_PACES if own else ONE_PACE)
        together = "both" if len(scenario.targets) == 2 else "all"
        words = {ONE_PACE: f"one pace for {together}", OWN_PACES: "a pace for each oblast"}
        st.radio(
            "Pace",
            options=list(words),
            format_func=words.__getitem__,
            key=key,
            on_change=moved(session, "pace_mode", switch),
            disabled=not own and scenario.rate <= 0,
        )
    if own:
        for oblast in scenario.targets:
            _own_pace(session, oblast)
    if not own or scenario.first or len(scenario.rates) < len(scenario.targets):
        _rate(session, "Pace of the whole front" if own else "Pace")
    known = evidence.edition(scenario.edition)
    st.html(blocks.documented(wording_assumptions.documented(known), known.pace))


def _rate(session: Session, label: str) -> None:
    marker = session.baseline.rate

    def commit(value: float) -> None:
        session.change(rate=_snapped(value, marker))

    _slider_and_entry(session, "rate", label, PARAMETERS["rate"], session.value("rate"), commit)


def _own_pace(session: Session, oblast: str) -> None:
    markers = (session.scenario.rate, session.baseline.rate, own_rate_km2_per_day(session.scenario, oblast))
    rates = dict(session.scenario.rates)

    def commit(value: float) -> None:
        chosen = {**rates, oblast: _snapped(value, *markers)}
        session.change(rates=tuple(chosen.items()))

    name = wording.oblast_name(oblast)
    value = rates.get(oblast, session.scenario.rate)
    _slider_and_entry(session, f"rates.{oblast}", name, PARAMETERS["rates"], value, commit)


def _snapped(value: float, *markers: float) -> float:
    """A value that looks like a documented one is that one."""
    return next((m for m in markers if round(m, SHOWN_DECIMALS) == round(value, SHOWN_DECIMALS)), value)


def _slider_and_entry(
    session: Session, name: str, label: str, parameter: Parameter, value: float, commit: Callable[[float], None]
) -> None:
    """A slider over the usual range and a typed entry over the bounds, both views of one value."""
    low, high = (float(bound) for bound in parameter.slider_range)
    key = held(session, f"{name}.slider", min(max(value, low), high), _shows_same)
    unit = wording_assumptions.unit_label(parameter.unit)
    st.slider(
        f"{label}, {unit}",
        min_value=low,
        max_value=high,
        step=parameter.step,
        format=f"%.{SHOWN_DECIMALS}f",
        key=key,
        help=parameter.help,
        on_change=moved(session, f"{name}.slider", commit),
    )
    _entry(session, f"{name}.entry", f"{label}, {unit}, typed", parameter, value, commit, "collapsed")
    if not low <= value <= high:
        st.html(blocks.paragraph("Beyond the end of the slider: the typed pace counts.", "small"))


def _entry(
    session: Session,
    name: str,
    label: str,
    parameter: Parameter,
    value: float,
    commit: Callable[[float], None],
    label_visibility: Literal["visible", "collapsed"] = "visible",
) -> None:
    """A typed entry; the scenario names what is out of bounds, and an emptied field shows the last value again."""
    key = held(session, name, value, _shows_same)
    st.number_input(
        label,
        value=None,
        step=float(parameter.step),
        format=f"%.{SHOWN_DECIMALS}f",
        key=key,
        help=parameter.help if label_visibility == "visible" else None,
        on_change=moved(session, name, lambda typed: None if typed is None else commit(typed)),
        label_visibility=label_visibility,
    )


def _oblasts(session: Session) -> None:
    _oblast_choice(session, "targets", "Oblasts", list(evidence.regions()), max_selections=MAX_TARGETS)
    if len(session.scenario.targets) > 1:
        key = held(session, "order", session.scenario.order)
        st.segmented_control(
            "How they share the pace",
            options=ORDERS,
            format_func=wording_assumptions.order_name,
            required=True,
            key=key,
            width="stretch",
            on_change=moved(session, "order", lambda order: session.change(order=order)),
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
        label = f"{wording.oblast_name(oblast)}: share of the pace, %"
        share = split.get(oblast, 0.0)
        _entry(session, f"split.{oblast}", label, PARAMETERS["split"], share, partial(commit, oblast))
    _problem(session, "split")


def _folds(session: Session) -> None:
    scenario, base = session.scenario, session.baseline
    changed = {key for key in scenario.values() if getattr(scenario, key) != getattr(base, key)}

    def fold(key: str, title: str, keys: Sequence[str], state: str | None = None) -> Any:
        count = len(changed & set(keys))
        word = state or ("unchanged" if not count else f"{count} changed")
        return st.expander(f"{title} · {word}", key=f"fold.{key}")

    with fold("first", "Counted first", (), wording_assumptions.names_of(scenario.first) or "nothing"):
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
    with fold("uncertainty", "How sure we are", UNCERTAINTY):
        for key in UNCERTAINTY:
            _number(session, key)
    with fold("horizon", "Start, horizon", ("start", "horizon")):
        _date(session, "start", session.value("start"), LATEST_START)
        _number(session, "horizon")


def _number(session: Session, key: str) -> None:
    parameter = PARAMETERS[key]

    def commit(value: float) -> None:
        session.change(**{key: value})

    label = f"{parameter.label}, {parameter.unit}" if parameter.unit else parameter.label
    _entry(session, key, label, parameter, session.value(key), commit)
    _problem(session, key)


def _first(session: Session) -> None:
    regions = [region for region in evidence.regions() if region != UKRAINE]
    label, explained = (
        "Oblasts counted before any of the above",
        "What is left of these is taken first, at the same pace.",
    )
    _oblast_choice(session, "first", label, regions, explained=explained)


def _oblast_choice(
    session: Session,
    name: str,
    label: str,
    regions: Sequence[str],
    max_selections: int | None = None,
    explained: str | None = None,
) -> None:
    """Oblasts to choose from, in the order in which they are chosen."""
    key = held(session, name, list(session.value(name)))
    st.multiselect(
        label,
        options=regions,
        format_func=wording.oblast_name,
        max_selections=max_selections,
        key=key,
        help=explained,
        on_change=moved(session, name, lambda chosen: session.change(**{name: tuple(chosen)})),
    )
    _problem(session, name)


def _documented_share(session: Session, oblast: str) -> float:
    return occupied_default(evidence.edition(session.scenario.edition), oblast)


def _occupied(session: Session) -> None:
    def commit(oblast: str, value: float) -> None:
        session.change(occupied=((oblast, _snapped(value, _documented_share(session, oblast))),))

    for oblast, share in session.scenario.occupied:
        label = f"{wording.oblast_name(oblast)}, %"
        _entry(session, f"occupied.{oblast}", label, PARAMETERS["occupied"], share, partial(commit, oblast))


def _amount_on_date(session: Session, amount_key: str, date_key: str) -> None:
    """An amount with the date it belongs to: no amount, no date."""
    parameter, amount = PARAMETERS[amount_key], session.value(amount_key)
    when: date = session.value(date_key) or session.scenario.start

    def change_amount(value: float) -> None:
        session.change(**{amount_key: value, date_key: when if value else None})

    _entry(session, amount_key, f"{parameter.label}, {parameter.unit}", parameter, amount, change_amount)
    if amount:
        _date(session, date_key, when, LATEST_SHOWN)


def _date(session: Session, name: str, value: date, latest: date) -> None:
    key = held(session, name, value)
    st.date_input(
        wording_assumptions.label(name),
        min_value=min(EARLIEST_START, value),
        max_value=max(latest, value),
        key=key,
        format="YYYY-MM-DD",
        on_change=moved(session, name, lambda chosen: session.change(**{name: chosen})),
    )
    _problem(session, name)


def own_date(
    session: Session,
    label: str = "",
    name: str = "by",
    first: date | None = None,
    width: int | Literal["stretch"] = "stretch",
) -> None:
    """The reader's own date, before which the chance is shown; `first` is the earliest, the start if none is given."""
    earliest = session.scenario.start if first is None else first

    def choose(chosen: date | None) -> None:
        if chosen is not None:
            session.asked_by = max(chosen, earliest)

    key = held(session, name, session.by)
    st.date_input(
        label or say("Chance that it is taken before"),
        min_value=min(earliest, session.by),
        max_value=max(LATEST_SHOWN, session.by),
        key=key,
        format="YYYY-MM-DD",
        on_change=moved(session, name, choose),
        width=width,
    )


def upload(session: Session, name: str, label: str, take: Callable[[bytes], None]) -> None:
    """A file to open; one that is too large is cut off just beyond what a file may hold."""
    key = f"{name}.{session.uploads}"

    def read() -> None:
        if (uploaded := st.session_state[key]) is not None:
            session.uploads += 1  # a new uploader: the file is read once, what it holds lives on in the session
            take(uploaded.read(MAX_FILE_BYTES + 1))

    st.file_uploader(label, type="json", key=key, on_change=read)


def text(session: Session, name: str, label: str) -> None:
    """The author's own words."""
    key = held(session, name, session.value(name))
    st.text_input(
        label,
        max_chars=TEXT_LENGTHS[name],
        key=key,
        on_change=moved(session, name, lambda words: session.change(**{name: words})),
    )
    _problem(session, name)


def _problem(session: Session, key: str) -> None:
    """Why the draft does not stand, beside its control."""
    if key in session.problems:
        st.html(blocks.banner("Not used yet", [session.problems[key]]))
