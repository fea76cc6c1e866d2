"""The record: a window of it in the reader's hands, its pace, and what the answer would be at that."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache, partial

import streamlit as st

from territory.answers import windows
from territory.answers.outlook import project
from territory.charts import blocks
from territory.charts import record as charts
from territory.figures.evidence import Edition
from territory.figures.record import RateWindow
from territory.scenario.pace import Recorded, look_up, with_window
from territory.scenario.scenario import Scenario, ScenarioError
from territory.text import say, short_month
from territory.ui import components, page_blocks
from territory.ui.controls import bound
from territory.ui.session import Session, View
from territory.words import assumptions as assumptions_words
from territory.words import cited as citing
from territory.words import evidence as evidence_words
from territory.words import record as words

_projected = lru_cache(maxsize=32)(project)


def show(view: View) -> None:
    """The pace of the window, the months that it is of, and what follows from it."""
    scenario = view.scenario
    found = look_up(windows.shown(view.session.window, scenario), scenario.edition)
    st.html(blocks.headline(words.headline(found, scenario), {}))
    st.html(blocks.paragraph(words.beneath(scenario), "sub"))
    _controls(view.session, found)
    _use(view.session, found)
    _picture(view, found)
    st.html(page_blocks.facts(words.facts(found.observed)))
    _answers(view, found)
    st.html(blocks.paragraph(words.others_title(found), "title"))
    if found.others:
        st.html(blocks.paragraph(words.others(found), "small"))
    if note := words.others_note(found):
        st.html(blocks.paragraph(note, "small"))
    _folds(found)


def _controls(session: Session, found: Recorded) -> None:
    """Whose record, and which window of it: by its name, or by its first and last month."""
    window, known = found.observed.window, found.known

    def choose_provider(provider_id: str) -> None:
        session.window = windows.of_provider(_now(session), provider_id, known)

    with st.container(horizontal=True, key="recorded", gap="medium"):
        provider_ids = windows.provider_ids(known)
        st.selectbox(
            say("Whose record"),
            format_func=assumptions_words.provider_name,
            width=270,
            **bound(session, f"window.provider.{known.id}", window.provider, choose_provider, provider_ids),
        )
        _named(session, window)
        options = windows.months(window.provider, known)
        for name, label, month, change in (
            ("from", say("From"), window.from_month, windows.beginning),
            ("to", say("To"), window.to_month, windows.ending),
        ):
            control = f"window.{name}.{window.provider}.{known.id}"
            st.selectbox(
                label,
                options=options,
                format_func=lambda month: short_month(date.fromisoformat(f"{month}-01")),
                width=150,
                **bound(session, control, month, partial(_choose_month, session, known, change)),
            )


def _named(session: Session, window: RateWindow) -> None:
    """The windows that have a name."""
    names = windows.names(window, session.scenario)
    chosen = next((name for name, each in names.items() if each.window == window), None)

    def choose(name: str | None) -> None:
        now = windows.names(_now(session), session.scenario)
        if name in now:
            session.window = now[name].window

    st.selectbox(
        say("Window"),
        options=list(names),
        format_func=lambda name: words.window_name(names[name]),
        index=None,
        placeholder=say("months of your own"),
        help=say(words.FIRST_MONTH),
        width=230,
        **bound(session, f"window.named.{window.provider}.{'.'.join(names)}", chosen, choose),
    )


def _choose_month(
    session: Session, known: Edition, change: Callable[[RateWindow, str, Edition], RateWindow], month: str
) -> None:
    now = _now(session)
    if month in windows.months(now.provider, known):
        session.window = change(now, month, known)


def _now(session: Session) -> RateWindow:
    """The window as it is once the reader's earlier moves count: controls may act before the page is drawn again."""
    return windows.shown(session.window, session.scenario)


def _use(session: Session, found: Recorded) -> None:
    """The button that takes the window's pace, or why it cannot be taken, or that it is taken."""
    window, scenario = found.observed.window, session.scenario
    if windows.uses(scenario, window):
        st.html(blocks.paragraph(say("This scenario uses this window."), "note"))
        return
    taken, why = _taken(scenario, window)

    def use() -> None:
        if taken is not None:
            session.commit(taken)

    st.button(say("Use this pace"), type="primary", key="use_window", on_click=use, disabled=taken is None)
    if taken is None:
        st.html(blocks.paragraph(say("It cannot be used here: {why}", why=why), "small"))


def _taken(scenario: Scenario, window: RateWindow) -> tuple[Scenario | None, str]:
    try:
        return with_window(scenario, window), ""
    except ScenarioError as error:
        return None, " ".join(error.problems.values())


def _picture(view: View, found: Recorded) -> None:
    session, observed, known = view.session, found.observed, found.known
    unusable = charts.unusable(observed.provider.id, known)

    def move(edge: int, when: date) -> None:
        session.window_moves += 1
        session.window = windows.with_edge(_now(session), edge, when, known)

    with st.container(border=True):
        st.html(blocks.paragraph(words.finding(observed), "title"))
        figure = charts.window_chart(observed, known, session.scenario, view.palette, session.window_moves)
        components.plot(figure, words.alt_text(observed, unusable), key="chart.window", on_moved=move)
        st.html(blocks.legend(words.bar_key(found, unusable), "barkey"))
        whose = citing.provider(observed, assumptions_words.provider_name(observed.provider.id))
        st.html(blocks.cited(words.source(found), "small", [whose]))


def _answers(view: View, found: Recorded) -> None:
    taken, _ = _taken(view.scenario, found.observed.window)
    if taken is None:
        return
    title = say("What the answer would be at that pace")
    st.html(blocks.paragraph(title, "title"))
    now, then = view.outlook, _projected(taken)
    rows = words.answers(now, then)
    st.html(page_blocks.table(title, words.answers_head(found.observed, view.scenario), rows))
    st.html(blocks.paragraph(words.answers_note(now, then), "small"))


def _folds(found: Recorded) -> None:
    with st.expander(say("What is counted, and who published it"), key="record.sources", on_change="rerun") as fold:
        if fold.open:
            st.html(page_blocks.lines(words.definitions(found)))
            gains = [gain for each in (found.observed, *found.others) for gain in each.gains]
            st.html(page_blocks.sources(tuple(dict.fromkeys(gain.source for gain in gains))))
    with st.expander(say("The months of the window as a table"), key="record.months", on_change="rerun") as fold:
        if fold.open:
            rows = evidence_words.periods(found.observed.series, found.known)
            st.html(page_blocks.period_table(say("The months of the window"), rows))
