"""Compare: up to four scenarios side by side, where they differ, and what each difference contributes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from territory.answers.comparison import contributions, own, shared
from territory.answers.outlook import Outlook, project
from territory.charts import blocks
from territory.charts import compare as compare_chart
from territory.scenario.files import preset, presets
from territory.scenario.scenario import Scenario
from territory.text import say
from territory.ui import asking, blocks_compare, comparison_list, components, form
from territory.ui.form import held, moved
from territory.ui.frame import View
from territory.ui.session import Session
from territory.words import compare as words
from territory.words import vocabulary
from territory.words.compare import LETTERS, Column

BUTTON = 24  # characters of a name that a button has room for


@dataclass(frozen=True)
class Compared:
    """Scenarios side by side, the reader's own first, and the result that each of them answers for."""

    outlooks: tuple[Outlook, ...]
    common: tuple[str, ...]
    result_id: str | None
    """The one that all answer for; `None` where they share none."""

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, the reader's own first."""
        return tuple(outlook.scenario for outlook in self.outlooks)

    @property
    def result_ids(self) -> tuple[str, ...]:
        """What each answers for."""
        return tuple(self.result_id or own(each) for each in self.scenarios)


def show(view: View) -> None:
    """The answers side by side, their chances over time, where they differ and why."""
    session = view.session
    compared = _compared(view)
    columns = _columns(session, compared)
    st.html(blocks.headline(words.headline(compared.outlooks, compared.result_id), {}))
    st.html(blocks.paragraph(words.beneath(compared.scenarios, session.compared is None), "sub"))
    _controls(session, compared)
    if session.beside_problems:
        lines = vocabulary.problem_lines(session.beside_problems.items())
        st.html(blocks.banner(say("It cannot be put beside the others. What stands here stays as it was."), lines))
    colours = compare_chart.colours(view.palette)
    _cards(session, columns, colours)
    _chances(view, compared, columns, colours)
    if len(columns) > 1:
        _differences(compared.scenarios, columns)
        _reasons(session, compared, columns)


def _compared(view: View) -> Compared:
    standing = comparison_list.others(view.session)
    common = shared((view.scenario, *standing))
    chosen = view.session.asked_about if view.session.asked_about in common else next(iter(common), None)
    return Compared((view.outlook, *map(project, standing)), common, chosen)


def _columns(session: Session, compared: Compared) -> tuple[Column, ...]:
    return tuple(
        words.column(outlook, outlook.projection[result_id], place, session.by, compared.result_id is not None)
        for place, (outlook, result_id) in enumerate(zip(compared.outlooks, compared.result_ids, strict=True))
    )


def _controls(session: Session, compared: Compared) -> None:
    def choose(result_id: str) -> None:
        session.asked_about = result_id

    with st.container(horizontal=True, key="compare_asked", gap="medium"):
        if len(compared.common) > 1:
            # Other common oblasts are another control: one that keeps its key would hold an oblast that is gone.
            name = f"compare.{'.'.join(compared.common)}"
            st.selectbox(
                say("Oblast"),
                options=compared.common,
                format_func=asking.short_name,
                key=held(session, name, compared.result_id),
                on_change=moved(session, name, choose, compared.common),
                width=220,
            )
        with st.container(width=220):
            form.own_date(session)


def _cards(session: Session, columns: Sequence[Column], colours: Sequence[str]) -> None:
    with st.container(key="compare_cards"):
        for place, (column, colour) in enumerate(zip(columns, colours, strict=False)):
            with st.container(border=True, key=f"compare_card.{place}"):
                st.html(blocks_compare.card(column, place, colour))
                _buttons(session, column, place)
    if not comparison_list.is_full(session):
        with st.container(border=True, key="compare_add"):
            _add(session, len(columns))


def _buttons(session: Session, column: Column, place: int) -> None:
    letter = column.letter
    with st.container(horizontal=True, gap="small", key=f"compare_buttons.{place}"):
        if place == 0:
            help_text = say("Puts a copy beside it, which stays as it is while you change the assumptions.")
            keep, full = say("Keep a copy of {scenario}", scenario=letter), comparison_list.is_full(session)
            st.button(keep, help=help_text, disabled=full, on_click=comparison_list.keep, args=(session,))
            return
        help_text = say(
            "Makes {scenario} your present scenario, and puts the present one in its place. Undo takes it back.",
            scenario=letter,
        )
        open_it, remove = say("Open {scenario}", scenario=letter), say("Remove {scenario}", scenario=letter)
        st.button(open_it, help=help_text, on_click=comparison_list.open_one, args=(session, place - 1))
        st.button(remove, on_click=comparison_list.remove, args=(session, place - 1))


def _add(session: Session, standing: int) -> None:
    title = say("Put another beside it") if standing == 1 else say("Put another beside them")
    st.html(blocks.paragraph(title, "title"))
    usable = {each.name: each.title for each in presets() if each.scenario is not None}
    left, middle, right = st.columns((1, 1, 1))
    left.selectbox(
        say("A preset"),
        options=list(usable),
        format_func=lambda name: usable.get(name, name),
        index=None,
        placeholder=say("Choose one"),
        key=held(session, "compare.preset", None),
        on_change=moved(session, "compare.preset", lambda name: _add_preset(session, name), list(usable)),
    )
    middle.text_input(
        say("A link, or a scenario file’s text"),
        key=held(session, "compare.paste", session.pasted),
        placeholder=say("Paste it here"),
        on_change=moved(session, "compare.paste", lambda text: comparison_list.paste(session, text or "")),
    )
    with right:
        form.upload(session, "compare.upload", say("A scenario file"), partial(comparison_list.open_file, session))


def _add_preset(session: Session, name: str) -> None:
    comparison_list.choose_preset(session, preset(name))


def _chances(view: View, compared: Compared, columns: Sequence[Column], colours: Sequence[str]) -> None:
    picture = compare_chart.picture(compared.outlooks, compared.result_ids, view.session.by, view.palette)
    with st.container(border=True):
        st.html(blocks.paragraph(picture.title, "title"))
        components.plot(picture.figure, picture.alt, key="chart.compare")
        st.html(blocks_compare.key(columns, colours))
        st.html(view.source(words.source_line(compared.scenarios, compared.result_id)))


def _differences(scenarios: Sequence[Scenario], columns: Sequence[Column]) -> None:
    with st.container(border=True):
        rows = words.assumption_rows(scenarios)
        title, others = words.assumptions_finding(rows)
        st.html(blocks.paragraph(title, "title"))
        if rows:
            st.html(blocks_compare.assumptions(columns, rows))
        st.html(blocks.paragraph(others, "small"))


def _reasons(session: Session, compared: Compared, columns: Sequence[Column]) -> None:
    scenarios = compared.scenarios
    place = scenarios.index(session.explained, 1) if session.explained in scenarios[1:] else 1
    with st.container(border=True):
        st.html(blocks.paragraph(say("What each assumption contributes"), "small"))
        common = (compared.result_id,) if compared.result_id else shared((scenarios[0], scenarios[place]))
        letters = (LETTERS[0], LETTERS[place])
        if not common or common[0] is None:
            one, other = letters
            why = say("{one} and {other} share no oblast, so there is no difference to explain", one=one, other=other)
            st.html(blocks.paragraph(why, "title"))
            _other(session, scenarios, columns, place)
            return
        found = contributions(scenarios[0], scenarios[place], common[0])
        st.html(blocks.paragraph(words.contributions_finding(found, letters), "title"))
        _other(session, scenarios, columns, place)
        if found.steps:
            ends = words.ends(found, letters)
            st.html(blocks_compare.contributions(words.step_rows(found), ends, words.whole_row(found)))
            st.html(blocks.paragraph(words.contributions_notes(found), "small"))


def _other(session: Session, scenarios: Sequence[Scenario], columns: Sequence[Column], place: int) -> None:
    """Which of the others is explained, where there are several."""
    if len(columns) < 3:
        return

    def choose(letter: str) -> None:
        session.explained = scenarios[LETTERS.index(letter)]

    def named(letter: str) -> str:
        called = columns[LETTERS.index(letter)].name
        return f"{letter}: {called}" if len(called) <= BUTTON else f"{letter}: {called[:BUTTON].rstrip()}…"

    letters = [column.letter for column in columns[1:]]
    name = f"compare.explained.{len(letters)}"
    st.segmented_control(
        say("From A to"),
        options=letters,
        format_func=named,
        required=True,
        key=held(session, name, LETTERS[place]),
        on_change=moved(session, name, choose, letters),
    )
