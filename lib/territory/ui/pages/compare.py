"""Compare: up to four scenarios side by side, where they differ, and what each difference contributes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from html import escape

import streamlit as st

from territory.answers.comparison import MOST, contributions, own, shared
from territory.answers.outlook import project
from territory.charts import blocks
from territory.charts import compare as compare_chart
from territory.library import pasted
from territory.scenario.files import parse_file, preset, presets
from territory.scenario.links import LinkError
from territory.scenario.scenario import Scenario, ScenarioError, baseline
from territory.text import say, say_count
from territory.ui import components, controls
from territory.ui.controls import bound
from territory.ui.session import Session, View
from territory.words import compare as words
from territory.words import vocabulary
from territory.words.compare import LETTERS, Column, Row, StepRow

SUGGESTED = "pace-of-2024"
LINES = ("solid", "dash", "dot", "dashdot")
FEWEST_PERCENT = 0.8  # of the track: a bar that is thinner could not be seen
BUTTON = 24  # characters of a name that a button has room for


def show(view: View) -> None:
    """The answers side by side, their chances over time, where they differ and why."""
    session = view.session
    outlooks = (view.outlook, *map(project, others(session)))
    scenarios = tuple(outlook.scenario for outlook in outlooks)
    common = shared(scenarios)
    asked = session.asked_about if session.asked_about in common else next(iter(common), None)
    result_ids = tuple(asked or own(each) for each in scenarios)
    columns = tuple(
        words.column(outlook, outlook.projection[result_id], place, session.by, asked is not None)
        for place, (outlook, result_id) in enumerate(zip(outlooks, result_ids, strict=True))
    )
    st.html(blocks.headline(words.headline(outlooks, asked), {}))
    st.html(blocks.paragraph(words.beneath(scenarios, session.compared is None), "sub"))
    _controls(session, common, asked)
    if session.beside_problems:
        lines = vocabulary.problem_lines(session.beside_problems.items())
        st.html(blocks.banner(say("It cannot be put beside the others. What stands here stays as it was."), lines))
    colours = compare_chart.colours(view.palette)
    _cards(session, columns, colours)
    picture = compare_chart.picture(outlooks, result_ids, session.by, view.palette)
    with st.container(border=True):
        st.html(blocks.paragraph(picture.title, "title"))
        components.plot(picture.figure, picture.alt, key="chart.compare")
        st.html(key(columns, colours))
        st.html(blocks.source(words.source_line(scenarios, asked), view.scenario.edition))
    if len(columns) > 1:
        _differences(scenarios, columns)
        _reasons(session, scenarios, asked, columns)


def _controls(session: Session, common: Sequence[str], asked: str | None) -> None:
    with st.container(horizontal=True, key="compare_asked", gap="medium"):
        if len(common) > 1:
            # Other common oblasts are another control: one that keeps its key would hold an oblast that is gone.
            name, choose = f"compare.{'.'.join(common)}", partial(setattr, session, "asked_about")
            st.selectbox(
                say("Oblast"),
                format_func=controls.short_name,
                width=220,
                **bound(session, name, asked, choose, common),
            )
        with st.container(width=220):
            controls.own_date(session)


def _cards(session: Session, columns: Sequence[Column], colours: Sequence[str]) -> None:
    with st.container(key="compare_cards"):
        for place, (column, colour) in enumerate(zip(columns, colours, strict=False)):
            with st.container(border=True, key=f"compare_card.{place}"):
                st.html(card(column, place, colour))
                _buttons(session, column, place)
    if not is_full(session):
        with st.container(border=True, key="compare_add"):
            _add(session, len(columns))


def _buttons(session: Session, column: Column, place: int) -> None:
    letter = column.letter
    with st.container(horizontal=True, gap="small", key=f"compare_buttons.{place}"):
        if place == 0:
            help_text = say("Puts a copy beside it, which stays as it is while you change the assumptions.")
            label = say("Keep a copy of {scenario}", scenario=letter)
            st.button(label, help=help_text, disabled=is_full(session), on_click=keep, args=(session,))
            return
        help_text = say(
            "Makes {scenario} your present scenario, and puts the present one in its place. Undo takes it back.",
            scenario=letter,
        )
        where = (session, place - 1)
        st.button(say("Open {scenario}", scenario=letter), help=help_text, on_click=open_one, args=where)
        st.button(say("Remove {scenario}", scenario=letter), on_click=remove, args=where)


def _add(session: Session, standing: int) -> None:
    title = say("Put another beside it") if standing == 1 else say("Put another beside them")
    st.html(blocks.paragraph(title, "title"))
    usable = {each.name: each.title for each in presets() if each.scenario is not None}
    left, middle, right = st.columns((1, 1, 1))
    left.selectbox(
        say("A preset"),
        format_func=lambda name: usable.get(name, name),
        index=None,
        placeholder=say("Choose one"),
        **bound(session, "compare.preset", None, lambda name: add(session, partial(preset, name)), list(usable)),
    )
    middle.text_input(
        say("A link, or a scenario file’s text"),
        placeholder=say("Paste it here"),
        **bound(session, "compare.paste", session.pasted, lambda text: paste(session, text or "")),
    )
    with right:
        label = say("A scenario file")
        controls.upload(session, "compare.upload", label, lambda file: add(session, partial(parse_file, file)))


def _differences(scenarios: Sequence[Scenario], columns: Sequence[Column]) -> None:
    with st.container(border=True):
        rows = words.assumption_rows(scenarios)
        title, others = words.assumptions_finding(rows)
        st.html(blocks.paragraph(title, "title"))
        if rows:
            st.html(assumptions(columns, rows))
        st.html(blocks.paragraph(others, "small"))


def _reasons(session: Session, scenarios: Sequence[Scenario], asked: str | None, columns: Sequence[Column]) -> None:
    place = scenarios.index(session.explained, 1) if session.explained in scenarios[1:] else 1
    with st.container(border=True):
        st.html(blocks.paragraph(say("What each assumption contributes"), "small"))
        common = (asked,) if asked else shared((scenarios[0], scenarios[place]))
        letters = (LETTERS[0], LETTERS[place])
        if not common:
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
            st.html(steps(words.step_rows(found), ends, words.whole_row(found)))
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
    st.segmented_control(
        say("From A to"),
        format_func=named,
        required=True,
        **bound(session, f"compare.explained.{len(letters)}", LETTERS[place], choose, letters),
    )


# The scenarios beside the reader's own: which they are at first, and how they come, go and change places.


def others(session: Session) -> tuple[Scenario, ...]:
    """The scenarios beside the reader's own; before any is chosen, one that is suggested.

    That is the documented baseline; beside the baseline itself, a preset.
    """
    if session.scenario in session.stood:
        session.compared = session.stood[session.scenario]
    if session.compared is not None:
        return session.compared
    usable = {each.name: each.scenario for each in presets() if each.scenario is not None}
    documented = [each for each in usable.values() if replace(each, title="", note="") == session.baseline]
    candidates = [*documented, session.baseline, usable.get(SUGGESTED), *usable.values(), baseline()]
    found = next((each for each in candidates if each is not None and not session.is_like(each)), None)
    return () if found is None else (found,)


def is_full(session: Session) -> bool:
    """Whether there is room for no more."""
    return len(others(session)) >= MOST - 1


def add(session: Session, find: Callable[[], Scenario]) -> None:
    """Put a scenario beside the others, or say why it cannot be read, or why there is no room for it."""
    standing = others(session)
    try:
        scenario = find()
    except (ScenarioError, LinkError) as error:
        session.beside_problems = error.problems
        return
    if scenario in (session.scenario, *standing):
        session.beside_problems = {"scenario": say("it stands here already.")}
    elif is_full(session):
        full = say_count(
            "{count} scenario stands here already; remove one first.",
            "{count} scenarios stand here already; remove one first.",
            MOST,
        )
        session.beside_problems = {"scenario": full}
    else:
        _now(session, (*standing, scenario))


def paste(session: Session, text: str) -> None:
    """Put what was pasted beside the others; what cannot be read stays in its field, with the reasons."""
    if text.strip():
        session.pasted = text
        add(session, partial(pasted, text))
    else:
        session.pasted, session.beside_problems = "", {}


def keep(session: Session) -> None:
    """Put a copy of the reader's own beside it, so that it stays while the reader's own changes."""
    if not is_full(session):
        _now(session, (*others(session), session.scenario))


def remove(session: Session, place: int) -> None:
    """Take one away."""
    standing = others(session)
    _now(session, (*standing[:place], *standing[place + 1 :]))


def open_one(session: Session, place: int) -> None:
    """Make one the reader's own, as a step that can be undone; the one that was takes its place."""
    standing, mine = others(session), session.scenario
    if place >= len(standing):  # another press in the same message took it away
        return
    opened, after = standing[place], (*standing[:place], mine, *standing[place + 1 :])
    stood = session.stood | {mine: standing, opened: after}
    _now(session, after)
    session.stood = stood
    session.commit(opened)


def _now(session: Session, standing: tuple[Scenario, ...]) -> None:
    session.compared, session.stood = standing, {}
    session.pasted, session.beside_problems = "", {}


# Blocks of HTML; every text is escaped here, whoever wrote it.


def card(column: Column, place: int, colour: str) -> str:
    """One scenario's answer, with the line that it has in the chart."""
    facts = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(value)}</dd></div>" for label, value in column.facts)
    return (
        f'<section class="t-column"><header>{_badge(column.letter, place, colour)}'
        f"<h2>{escape(column.name)}</h2></header>"
        f'<p class="t-small">{escape(column.state)}</p>'
        f'<p class="t-answer"><strong>{escape(column.answer)}</strong> <span>{escape(column.detail)}</span></p>'
        f"<dl>{facts}</dl></section>"
    )


def _badge(letter: str, place: int, colour: str) -> str:
    return (
        f'<span class="t-badge" style="color:{colour}"><b>{letter}</b>'
        f'<i class="t-stroke t-stroke-{LINES[place]}"></i></span>'
    )


def key(columns: Sequence[Column], colours: Sequence[str]) -> str:
    """Which line of the chart is which scenario."""
    items = "".join(
        f"<li>{_badge(column.letter, place, colour)}{escape(column.name)}</li>"
        for place, (column, colour) in enumerate(zip(columns, colours, strict=False))
    )
    return f'<ul class="t-key">{items}</ul>'


def assumptions(columns: Sequence[Column], rows: Sequence[Row]) -> str:
    """The assumptions that differ, a row each; on a phone each value stands under its row's name."""
    head = "".join(f'<th scope="col"><b>{column.letter}</b> {escape(column.name)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{escape(label)}</th>'
        + "".join(
            f'<td><b class="t-who">{column.letter}</b>{escape(value)}</td>'
            for column, value in zip(columns, values, strict=True)
        )
        + "</tr>"
        for label, values in rows
    )
    return f'<table class="t-differ"><thead><tr><td></td>{head}</tr></thead><tbody>{body}</tbody></table>'


def steps(rows: Sequence[StepRow], ends: Sequence[tuple[str, str, str]], whole: tuple[str, str]) -> str:
    """What each step contributes, between the first scenario's answer and the other's; bars follow the central date.

    `ends` are (name, central, median) of both scenarios; `whole` the whole difference of both answers.
    """
    reaches = [row.reach for row in rows if row.reach is not None]
    low = min((min(reach) for reach in reaches), default=0.0)
    high = max((max(reach) for reach in reaches), default=0.0)
    body = "".join(
        f'<tr><th scope="row">{escape(row.label)}<span>{escape(row.change)}</span>'
        f"{_bar(row, low, high, len(rows) == 1)}</th>"
        f"<td>{escape(row.central)}</td><td>{escape(row.median)}</td></tr>"
        for row in rows
    )
    first, last = (
        f'<tr class="t-end"><th scope="row">{escape(name)}</th><td>{escape(central)}</td><td>{escape(median)}</td></tr>'
        for name, central, median in ends
    )
    label = escape(say("Whole difference, years"))
    total = (
        f'<tr class="t-whole"><th scope="row">{label}</th><td>{escape(whole[0])}</td><td>{escape(whole[1])}</td></tr>'
    )
    heads = (say("central date"), say("half of the runs"))
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in heads)
    return (
        f'<table class="t-steps"><thead><tr><td></td>{head}</tr></thead>'
        f"<tbody>{first}{body}{total}{last}</tbody></table>"
    )


def _bar(row: StepRow, low: float, high: float, alone: bool) -> str:
    if row.reach is None or high <= low or alone:
        return ""
    start, end = ((value - low) / (high - low) * 100 for value in sorted(row.reach))
    width = max(end - start, FEWEST_PERCENT)
    side = "later" if row.reach[1] > row.reach[0] else "earlier" if row.reach[1] < row.reach[0] else "same"
    left = min(start, 100 - width)
    place = f"left:{left:.1f}%;width:{width:.1f}%"
    return f'<div class="t-track" aria-hidden="true"><i class="t-{side}" style="{place}"></i></div>'
