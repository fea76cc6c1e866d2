"""The form: every assumption with its controls, and the units in which it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.navigation.page import Page

from territory.answers.outlook import own_rate_km2_per_day
from territory.charts import blocks
from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.scenario.files import preset, presets
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import (
    EARLIEST_START,
    LATEST_START,
    MAX_TARGETS,
    ORDERS,
    SPLIT_SUM,
    OblastValues,
    even_split,
    occupied_default,
)
from territory.text import marked, say, say_count, say_of
from territory.ui import assumption, components, fragments
from territory.ui.assumption import Assumption, Compared, Marker
from territory.ui.controls import LATEST_SHOWN, bound, problem
from territory.ui.session import Session
from territory.words import assumptions as assumptions_words
from territory.words import vocabulary

ONE_PACE, OWN_PACES = "one", "each"
UNCERTAINTY = ("pace_uncertainty", "annual_change_uncertainty", "noise", "persistence")
AREA_NAMES = {"km2": marked("km²"), "sq_mi": marked("sq mi")}
PER_NAMES = {"day": marked("a day"), "month": marked("a month"), "year": marked("a year")}


def begin(session: Session) -> None:
    """What the explorer is, where a scenario starts from, and how many paces it has; `paces` come after it."""
    brand = blocks.paragraph(say("How long would it take?"), "brand")
    about = blocks.paragraph(say("An explorer of territorial scenarios, Ukraine"), "small")
    first = say("Move the pace or choose oblasts; the answer, the charts and the address follow.")
    st.html(brand + about + blocks.paragraph(first, "first"))
    titles = {each.name: each.title for each in presets() if each.scenario is not None}
    st.selectbox(
        say("Start from"),
        format_func=lambda name: titles.get(name, name),
        index=None,
        placeholder=say("Your own scenario"),
        **bound(session, "preset", session.preset, lambda name: session.commit(preset(name)), list(titles)),
    )
    _pace_mode(session)


def _pace_mode(session: Session) -> None:
    """Whether the oblasts share one pace or have one each, where there are several."""
    scenario = session.scenario
    own = scenario.has_own_rates
    if len(scenario.targets) == 1 and not own:
        return

    def switch(mode: str) -> None:
        each = mode == OWN_PACES
        session.change(rates=tuple((oblast, scenario.rate) for oblast in scenario.targets) if each else ())

    one = say("one pace for both") if len(scenario.targets) == 2 else say("one pace for all")
    words = {ONE_PACE: one, OWN_PACES: say("a pace for each oblast")}
    st.radio(
        say("Pace"),
        format_func=words.__getitem__,
        disabled=not own and scenario.rate <= 0,
        **bound(session, "pace_mode", OWN_PACES if own else ONE_PACE, switch, list(words)),
    )


def paces(session: Session) -> None:
    """The pace, or one of each oblast, and the documented one."""
    scenario = session.scenario
    own = scenario.has_own_rates
    if own:
        for oblast in scenario.targets:
            _own_pace(session, oblast)
    if not own or scenario.first or len(scenario.rates) < len(scenario.targets):
        _rate(session, say("Pace of the whole front") if own else say("Pace"))
    known = evidence.edition(scenario.edition)
    documented = blocks.documented(assumptions_words.documented(known), known.pace)
    st.html(blocks.stacked(documented, blocks.paragraph(assumptions_words.pace_from(session.scenario), "small")))


def _rate(session: Session, label: str) -> None:
    record = evidence.edition(session.scenario.edition).record.rates_km2_per_day
    value, documented = session.value("rate"), session.baseline.rate
    best = round(float(max(record)), 5)  # as scenario files write the documented ones
    shown = Assumption(
        *("rate", label, PARAMETERS["rate"], value, documented),
        markers=(Marker(0, "0"), Marker(documented, say("documented")), Marker(best, say("best month"))),
        compared=Compared(tuple(record), vocabulary.pace_compared()),
        yearly=_yearly(),
        problem=session.problems.get("rate", ""),
    )
    _assumption(session, shown, lambda value: session.change(rate=value))


def _own_pace(session: Session, oblast: str) -> None:
    record = evidence.edition(session.scenario.edition).record.rates_km2_per_day
    inside = own_rate_km2_per_day(session.scenario, oblast)
    documented = session.baseline.rate
    value = dict(session.value("rates")).get(oblast, session.scenario.rate)
    shown = Assumption(
        *(f"rates.{oblast}", vocabulary.oblast_name(oblast), PARAMETERS["rates"], value, documented),
        markers=(
            Marker(session.scenario.rate),
            Marker(inside, say("on record inside")),
            Marker(documented, say("whole front")),
        ),
        compared=Compared(tuple(record), vocabulary.pace_compared(own=True)),
        yearly=_yearly(),
        problem=PARAMETERS["rates"].problem(value) or "",
    )
    _assumption(session, shown, lambda value: session.change(rates=_with(session.value("rates"), oblast, value)))


def _yearly() -> tuple[float, str] | None:
    """What a pace comes to in a year: times what, in which unit; nothing where it is shown by the year already."""
    chosen = vocabulary.shown_units()
    if chosen.per == "year":
        return None
    with vocabulary.shown_in(replace(chosen, per="year")):
        shown = vocabulary.pace_shown()
    return shown.factor, shown.unit


def _with(values: OblastValues, oblast: str, value: float) -> OblastValues:
    return tuple({**dict(values), oblast: value}.items())


def _assumption(session: Session, shown: Assumption, commit: Callable[[float], None]) -> None:
    """A slider over the usual range and a typed entry over the bounds; the scenario says what is out of bounds."""

    def take(message: object) -> None:
        if (moved := assumption.move(shown, message)) is None:
            return
        session.hear(shown.name, moved.turn, moved.unread)
        if moved.value is not None:
            commit(moved.value)
        fragments.follow(session, shown.name)

    data = assumption.data(shown, session.answered.get(shown.name, 0), session.unread.get(shown.name))
    components.assumption(data, f"assumption.{shown.name}", take)


def end(session: Session, record: Page | None) -> None:
    """All other controls, most folded with a word on what was changed; `record` is the page about the pace."""
    if record is not None:
        with st.container(key="to_record"):
            st.page_link(record, label=say("Take it from past months"))
    _oblasts(session)
    _folds(session)
    with st.expander(say("Units · {unit}", unit=vocabulary.pace_unit()), key="fold.units"):
        _unit(session, "area", say("Areas in"), AREA_NAMES)
        _unit(session, "per", say("Paces"), PER_NAMES)


def _oblasts(session: Session) -> None:
    """Which oblasts, how they share the pace, and in which shares if each has one."""
    _oblast_choice(session, "targets", say("Oblasts"), list(evidence.regions()), max_selections=MAX_TARGETS)
    targets, order = session.scenario.targets, session.scenario.order
    if len(targets) > 1:
        st.segmented_control(
            say("How they share the pace"),
            format_func=assumptions_words.order_name,
            required=True,
            width="stretch",
            **bound(session, "order", order, lambda chosen: session.change(order=chosen), ORDERS),
        )
    if order != "together":
        return
    even = even_split(targets)
    split = dict(session.value("split") or even)

    def commit(oblast: str, value: float) -> None:
        chosen = {**dict(session.value("split") or even), oblast: value}
        others = [other for other in targets if other != oblast]
        if len(others) == 1:
            chosen[others[0]] = SPLIT_SUM - value
        session.change(split=tuple(chosen.items()))

    for oblast in targets if len(targets) > 1 else ():
        label = say("{oblast}: share of the pace", oblast=vocabulary.oblast_name(oblast))
        share = (split.get(oblast, 0.0), dict(even)[oblast])
        _oblast_share(session, "split", oblast, label, *share, partial(commit, oblast))
    problem(session, "split")


def _oblast_choice(
    session: Session,
    name: str,
    label: str,
    regions: Sequence[str],
    max_selections: int | None = None,
    explained: str | None = None,
) -> None:
    """Oblasts to choose from, in the order in which they are chosen."""
    st.multiselect(
        label,
        options=regions,
        format_func=vocabulary.oblast_name,
        max_selections=max_selections,
        help=explained,
        **bound(session, name, list(session.value(name)), lambda chosen: session.change(**{name: tuple(chosen)})),
    )
    problem(session, name)


def _oblast_share(
    session: Session,
    key: str,
    oblast: str,
    label: str,
    value: float,
    default: float,
    commit: Callable[[float], None],
) -> None:
    """A percentage of one oblast."""
    parameter = PARAMETERS[key]
    why = parameter.problem(value) or ""
    _assumption(session, Assumption(f"{key}.{oblast}", label, parameter, value, default, problem=why), commit)


def _folds(session: Session) -> None:
    """What is seldom moved, folded; each fold says how many of its assumptions differ from the documented ones."""
    scenario, base = session.scenario, session.baseline
    known = evidence.edition(scenario.edition)
    documented = {oblast: occupied_default(known, oblast) for oblast, _ in scenario.occupied}
    changed = {key for key in scenario.values() if getattr(scenario, key) != getattr(base, key)}

    def fold(key: str, title: str, count: int) -> DeltaGenerator:
        state = say_count("{count} changed", "{count} changed", count) if count else say("unchanged")
        return st.expander(f"{title} · {state}", key=f"fold.{key}")

    first = assumptions_words.names_of(scenario.first) or say_of("counted first", "nothing")
    with st.expander(" · ".join([say("Counted first"), first]), key="fold.first"):
        regions = [region for region in evidence.regions() if region != UKRAINE]
        label = say("Oblasts counted before any of the above")
        explained = say("What is left of these is taken first, at the same pace.")
        _oblast_choice(session, "first", label, regions, explained=explained)
    shares_changed = sum(share != documented[oblast] for oblast, share in scenario.occupied)
    with fold("occupied", say("Already occupied"), shares_changed):
        _occupied(session, documented)
    growth = ("annual_change", "season")
    for key, title, keys, show in (
        (fragments.GROWTH, say("Change over time, season"), growth, partial(_numbers, keys=growth)),
        (fragments.BREAKS, say("Pause, setback"), ("pause_months", "setback_km2"), _breaks),
        (fragments.UNCERTAINTY, say("How sure we are"), UNCERTAINTY, partial(_numbers, keys=UNCERTAINTY)),
        (fragments.HORIZON, say("Start, horizon"), ("start", "horizon"), _horizon),
    ):
        with fold(key, title, len(changed & set(keys))):
            fragments.part(key, show)


def _occupied(session: Session, documented: Mapping[str, float]) -> None:
    def commit(oblast: str, value: float) -> None:
        session.change(occupied=_with(session.draft.get("occupied", ()), oblast, value))

    shares = {**dict(session.scenario.occupied), **dict(session.draft.get("occupied", ()))}
    for oblast, default in documented.items():
        name = vocabulary.oblast_name(oblast)
        _oblast_share(session, "occupied", oblast, name, shares[oblast], default, partial(commit, oblast))


def _breaks(session: Session) -> None:
    """Amounts, each with the date that it belongs to: no amount, no date."""
    for amount_key, date_key in (("pause_months", "pause_start"), ("setback_km2", "setback_date")):
        _number(session, amount_key, partial(_commit_break, session, amount_key, date_key))
        if session.value(amount_key):
            _date(session, date_key, session.value(date_key) or session.scenario.start, LATEST_SHOWN)


def _commit_break(session: Session, amount_key: str, date_key: str, value: float) -> None:
    when = session.value(date_key) or session.scenario.start
    session.change(**{amount_key: value, date_key: when if value else None})


def _horizon(session: Session) -> None:
    _date(session, "start", session.value("start"), LATEST_START)
    _number(session, "horizon")


def _numbers(session: Session, keys: Sequence[str]) -> None:
    for key in keys:
        _number(session, key)


def _number(session: Session, key: str, commit: Callable[[float], None] | None = None) -> None:
    parameter = PARAMETERS[key]
    values = (session.value(key), getattr(session.baseline, key))
    shown = Assumption(key, say(parameter.label), parameter, *values, problem=session.problems.get(key, ""))
    _assumption(session, shown, commit or (lambda value: session.change(**{key: value})))


def _date(session: Session, name: str, value: date, latest: date) -> None:
    def choose(chosen: date | None) -> None:
        if chosen is not None:
            session.change(**{name: chosen})

    st.date_input(
        assumptions_words.label(name),
        min_value=min(EARLIEST_START, value),
        max_value=max(latest, value),
        format="YYYY-MM-DD",
        **bound(session, name, value, choose),
    )
    problem(session, name)


def _unit(session: Session, field: str, label: str, names: Mapping[str, str]) -> None:
    """The unit of areas, or the time that paces are of: what is shown changes, the scenario and its link do not."""

    def choose(chosen: Any) -> None:
        session.units = replace(session.units, **{field: chosen})

    st.segmented_control(
        label,
        format_func=lambda each: say(names[each]),
        required=True,
        width="stretch",
        **bound(session, f"units.{field}", getattr(session.units, field), choose, tuple(names)),
    )
