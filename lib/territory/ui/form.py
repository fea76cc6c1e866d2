"""The form: thin views of the session's assumptions. Widgets hold no state of their own that matters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, Literal

import streamlit as st
from streamlit.navigation.page import Page
from streamlit.runtime.uploaded_file_manager import UploadedFile

from territory.answers.outlook import own_rate_km2_per_day
from territory.charts import blocks
from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.scenario.files import MAX_FILE_BYTES, preset, presets
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import (
    EARLIEST_START,
    LATEST_START,
    MAX_TARGETS,
    ORDERS,
    SPLIT_SUM,
    TEXT_LENGTHS,
    OblastValues,
    even_split,
    occupied_default,
)
from territory.text import say, say_count, say_of
from territory.ui import assumption, components, fragments
from territory.ui.assumption import Assumption, Compared, Marker
from territory.ui.session import Session
from territory.words import assumptions as assumptions_words
from territory.words import vocabulary

ONE_PACE, OWN_PACES = "one", "each"
LATEST_SHOWN = date(2400, 12, 31)  # of a pause or setback; a later one from a link stays as it is
UNCERTAINTY = ("pace_uncertainty", "annual_change_uncertainty", "noise", "persistence")


def begin(session: Session) -> None:
    """What the explorer is, where a scenario starts from, and how many paces it has; `paces` come after it."""
    brand = blocks.paragraph(say("How long would it take?"), "brand")
    about = blocks.paragraph(say("An explorer of territorial scenarios, Ukraine"), "small")
    first = say("Move the pace or choose oblasts; the answer, the charts and the address follow.")
    st.html(brand + about + blocks.paragraph(first, "first"))
    _preset_picker(session)
    _pace_mode(session)


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


def end(session: Session, record: Page | None = None) -> None:
    """All other controls, most folded with a word on what was changed; `record` is the page about the pace."""
    _to_record(record)
    _oblasts(session)
    _folds(session)


def held(session: Session, name: str, value: Any) -> str:
    """The key under which a control shows a value.

    A control whose value was changed from elsewhere becomes a new one. To push a value into the old one would race
    with the browser: in a burst of moves its next message still carries the value from before, which would look as
    if the reader had chosen that.
    """
    key = _key(session, name)
    if key in st.session_state and st.session_state[key] != value:
        session.turns[name] = session.turns.get(name, 0) + 1
        key = _key(session, name)
    if key not in st.session_state:
        st.session_state[key] = value
    return key


def _key(session: Session, name: str) -> str:
    return f"{name}.{session.turns.get(name, 0)}"


def moved(
    session: Session, name: str, act: Callable[[Any], None], options: Sequence[Any] | None = None
) -> Callable[[], None]:
    """What to do when the reader moves a control; late news of one that has given way to a new one is ignored.

    So is what is none of its options, where these are all that can be chosen: Streamlit lets anything through.
    """
    key = _key(session, name)

    def act_once() -> None:
        value = st.session_state[key]
        if key == _key(session, name) and (options is None or value in options):
            act(value)

    return act_once


def _preset_picker(session: Session) -> None:
    usable = [each for each in presets() if each.scenario is not None]
    titles = {each.name: each.title for each in usable}

    def choose(name: str) -> None:
        session.commit(preset(name))

    key = held(session, "preset", session.preset)
    st.selectbox(
        say("Start from"),
        options=list(titles),
        format_func=lambda name: titles.get(name, name),
        index=None,
        placeholder=say("Your own scenario"),
        key=key,
        on_change=moved(session, "preset", choose, list(titles)),
    )


def _pace_mode(session: Session) -> None:
    scenario = session.scenario
    own = scenario.has_own_rates
    if len(scenario.targets) > 1 or own:

        def switch(mode: str) -> None:
            each = mode == OWN_PACES
            session.change(rates=tuple((oblast, scenario.rate) for oblast in scenario.targets) if each else ())

        key = held(session, "pace_mode", OWN_PACES if own else ONE_PACE)
        both = len(scenario.targets) == 2
        one = say("one pace for both") if both else say("one pace for all")
        words = {ONE_PACE: one, OWN_PACES: say("a pace for each oblast")}
        st.radio(
            say("Pace"),
            options=list(words),
            format_func=words.__getitem__,
            key=key,
            on_change=moved(session, "pace_mode", switch, list(words)),
            disabled=not own and scenario.rate <= 0,
        )


def _to_record(record: Page | None) -> None:
    """The way to the page on which the pace can be taken from the record."""
    if record is not None:
        with st.container(key="to_record"):
            st.page_link(record, label=say("Take it from past months"))


def _rate(session: Session, label: str) -> None:
    record = evidence.edition(session.scenario.edition).record.rates_km2_per_day
    value, documented = session.value("rate"), session.baseline.rate
    shown = Assumption(
        *("rate", label, PARAMETERS["rate"], value, documented),
        markers=(
            Marker(0, "0"),
            Marker(documented, say("documented")),
            Marker(_to_five(max(record)), say("best month")),
        ),
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


def _to_five(rate_km2_per_day: float) -> float:
    """A pace as scenario files write the documented ones."""
    return round(float(rate_km2_per_day), 5)


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


def _oblasts(session: Session) -> None:
    _oblast_choice(session, "targets", say("Oblasts"), list(evidence.regions()), max_selections=MAX_TARGETS)
    if len(session.scenario.targets) > 1:
        key = held(session, "order", session.scenario.order)
        st.segmented_control(
            say("How they share the pace"),
            options=ORDERS,
            format_func=assumptions_words.order_name,
            required=True,
            key=key,
            width="stretch",
            on_change=moved(session, "order", lambda order: session.change(order=order), ORDERS),
        )
    if session.scenario.order == "together":
        _split(session)


def _split(session: Session) -> None:
    targets = session.scenario.targets
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
    _problem(session, "split")


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
    problem = parameter.problem(value) or ""
    shown = Assumption(f"{key}.{oblast}", label, parameter, value, default, problem=problem)
    _assumption(session, shown, commit)


def _folds(session: Session) -> None:
    scenario, base = session.scenario, session.baseline
    changed = {key for key in scenario.values() if getattr(scenario, key) != getattr(base, key)}

    def fold(key: str, title: str, keys: Sequence[str], state: str | None = None) -> Any:
        return st.expander(f"{title} · {state or _changed(len(changed & set(keys)))}", key=f"fold.{key}")

    first = assumptions_words.names_of(scenario.first) or say_of("counted first", "nothing")
    with fold("first", say("Counted first"), (), first):
        _first(session)
    occupied_changed = [o for o, share in scenario.occupied if share != _documented_share(session, o)]
    with fold("occupied", say("Already occupied"), (), _changed(len(occupied_changed))):
        _occupied(session)
    with fold("growth", say("Change over time, season"), ("annual_change", "season")):
        fragments.part(fragments.GROWTH, _growth)
    with fold("breaks", say("Pause, setback"), ("pause_months", "setback_km2")):
        fragments.part(fragments.BREAKS, _breaks)
    with fold("uncertainty", say("How sure we are"), UNCERTAINTY):
        fragments.part(fragments.UNCERTAINTY, _uncertainty)
    with fold("horizon", say("Start, horizon"), ("start", "horizon")):
        fragments.part(fragments.HORIZON, _horizon)


def _growth(session: Session) -> None:
    _number(session, "annual_change")
    _number(session, "season")


def _breaks(session: Session) -> None:
    _amount_on_date(session, "pause_months", "pause_start")
    _amount_on_date(session, "setback_km2", "setback_date")


def _uncertainty(session: Session) -> None:
    for key in UNCERTAINTY:
        _number(session, key)


def _horizon(session: Session) -> None:
    _date(session, "start", session.value("start"), LATEST_START)
    _number(session, "horizon")


def _changed(count: int) -> str:
    """The word at a fold: how many of its assumptions differ from the documented ones."""
    return say_count("{count} changed", "{count} changed", count) if count else say("unchanged")


def _number(session: Session, key: str, commit: Callable[[float], None] | None = None) -> None:
    parameter = PARAMETERS[key]
    values = (session.value(key), getattr(session.baseline, key))
    shown = Assumption(key, say(parameter.label), parameter, *values, problem=session.problems.get(key, ""))
    _assumption(session, shown, commit or (lambda value: session.change(**{key: value})))


def _first(session: Session) -> None:
    regions = [region for region in evidence.regions() if region != UKRAINE]
    label = say("Oblasts counted before any of the above")
    explained = say("What is left of these is taken first, at the same pace.")
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
        format_func=vocabulary.oblast_name,
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
        session.change(occupied=_with(session.draft.get("occupied", ()), oblast, value))

    shares = {**dict(session.scenario.occupied), **dict(session.draft.get("occupied", ()))}
    for oblast, _ in session.scenario.occupied:
        name, documented = vocabulary.oblast_name(oblast), _documented_share(session, oblast)
        _oblast_share(session, "occupied", oblast, name, shares[oblast], documented, partial(commit, oblast))


def _amount_on_date(session: Session, amount_key: str, date_key: str) -> None:
    """An amount with the date it belongs to: no amount, no date."""

    def when() -> date:
        return session.value(date_key) or session.scenario.start

    def commit(value: float) -> None:
        session.change(**{amount_key: value, date_key: when() if value else None})

    _number(session, amount_key, commit)
    if session.value(amount_key):
        _date(session, date_key, when(), LATEST_SHOWN)


def _date(session: Session, name: str, value: date, latest: date) -> None:
    def choose(chosen: date | None) -> None:
        if chosen is not None:
            session.change(**{name: chosen})

    key = held(session, name, value)
    st.date_input(
        assumptions_words.label(name),
        min_value=min(EARLIEST_START, value),
        max_value=max(latest, value),
        key=key,
        format="YYYY-MM-DD",
        on_change=moved(session, name, choose),
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
            ask_by(session, chosen, earliest)

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


def ask_by(session: Session, chosen: date, earliest: date) -> None:
    """Take a date as the reader's own, or the nearest that can be asked about."""
    session.asked_by = min(max(chosen, earliest), LATEST_SHOWN)


def upload(session: Session, name: str, label: str, take: Callable[[bytes], None]) -> None:
    """A file to open; one that is too large is cut off just beyond what a file may hold."""
    key = f"{name}.{session.uploads}"

    def read() -> None:
        if isinstance(uploaded := st.session_state[key], UploadedFile):  # it may also be gone, or none
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
        st.html(blocks.banner(say("Not used yet"), [session.problems[key]]))
