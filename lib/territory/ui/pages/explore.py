"""Explore: the answer, how it comes about, and how to save and share it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import streamlit as st

from territory.answers.table import csv
from territory.charts import answer_parts, blocks
from territory.charts.figure import DARK
from territory.figures import evidence
from territory.model.simulation import RUNS
from territory.scenario.files import file_text, parse_file
from territory.scenario.links import SAVED, link
from territory.scenario.scenario import TEXT_LENGTHS, ScenarioError, updated
from territory.settings import public_url
from territory.text import day, number, say, sentences
from territory.ui import components, controls, fragments
from territory.ui.session import Session, View
from territory.words import answer as answer_words
from territory.words import assumptions as assumptions_words
from territory.words import compare as compare_words
from territory.words import vocabulary
from territory.words.cited import citation


def show(view: View) -> None:
    """The answer, its picture, and what was changed; last what lets them follow an assumption while it moves."""
    session, shown = view.session, view.session.units
    words = answer_parts.words(view.outlook, session.by, view.palette)
    _answer(view, words)
    _charts(view, words)
    _changes(session, words)
    theme = "dark" if view.palette == DARK else "light"
    about = {"query": link(session.scenario), "by": session.by.isoformat(), "area": shown.area, "per": shown.per}
    components.live({**about, "theme": theme}, session.answered)


def _answer(view: View, words: Mapping[str, str]) -> None:
    session, outlook = view.session, view.outlook
    st.html(words["headline"])
    st.html(words["under"])
    kept = session.kept
    if kept and (then := answer_words.since_saved(outlook, kept.answer, kept.model_version, kept.saved_at.date())):
        st.html(blocks.paragraph(then, "since", live="since"))
    if "newest" in words:  # what the newest figures would make of the answer, and the way to them
        newest = evidence.newest_edition()
        with st.container(key="newest", gap=None):
            st.html(words["newest"])
            st.button(
                say("Update to the figures to {date}", date=day(newest.pace.date)),
                type="tertiary",
                key="newer",
                help=answer_words.what_moves(session.scenario, updated(session.scenario, newest.id)),
                on_click=session.update,
                args=(newest.id,),
            )
    if session.scenario.note:
        st.html(blocks.paragraph(session.scenario.note, "note"))
    controls.own_date(session, width=220)
    st.html(words["cards"])
    head, notes = (say("oblast"), say("answer")), [vocabulary.limits(), vocabulary.versions(session.scenario.edition)]
    components.picture("picture.cards", head, title=answer_words.headline(outlook), notes=notes)


def _charts(view: View, words: Mapping[str, str]) -> None:
    session = view.session

    def ask(_line: int, moved: date) -> None:
        controls.ask_by(session, moved, session.scenario.start)

    *drawn, chances = answer_parts.pictures(view.outlook, session.by, view.palette)
    for picture in drawn:
        below = blocks.stacked(
            answer_parts.legend(picture), blocks.source(answer_words.chart_source(view.scenario), view.scenario.edition)
        )
        around = (words[f"title.{picture.key}"], below)
        components.plot(picture.figure, picture.alt, f"chart.{picture.key}", words=around)
    note = say(
        "Share of {runs} simulated runs that have reached what is left, by date. "
        "Move the dashed line, or type the date above.",
        runs=number(RUNS),
    )
    note = blocks.paragraph(sentences(note, vocabulary.versions(view.scenario.edition)), "small")
    around = (words["title.chance"], note)
    components.plot(chances.figure, chances.alt, "chart.chance", on_moved=ask, words=around)


def _changes(session: Session, words: Mapping[str, str]) -> None:
    rows = assumptions_words.changes(session.baseline, session.scenario)
    if not rows:
        return
    st.html(blocks.paragraph(say("Assumptions: documented baseline → yours"), "title"))
    for row in rows:
        with st.container(horizontal=True, wrap=False, vertical_alignment="center", horizontal_alignment="distribute"):
            st.html(words[f"change.{row.key}"])
            explained = say("Reset: {assumption}", assumption=row.label)
            st.button(say("Reset"), key=f"reset.{row.key}", help=explained, on_click=session.reset, args=(row.key,))
    st.button(say("Reset all to the documented baseline"), on_click=lambda: session.commit(session.baseline))


def save_and_share(view: View) -> None:
    """How the scenario is named and saved; the other ways in which it travels are folded.

    What is not open is not made again at every move.
    """
    session = view.session

    def open_file(content: bytes) -> None:
        try:
            session.commit(parse_file(content))
        except ScenarioError as error:
            session.file_problems = error.problems

    st.html(blocks.paragraph(say("Save and share"), "title"))
    name, sentence = st.columns([2, 3], gap="small")
    with name:
        _text(session, "title", say("Name of the scenario"))
    with sentence:
        _text(session, "note", say("A sentence about it, with its source"))
    with st.container(key="keep"):
        _short_link(session)
    ways: dict[str, tuple[str, Callable[[View], None]]] = {
        "embed": (say("Embed it in an article"), _embed),
        "download": (say("Download it"), _download),
        "cite": (say("Cite it"), _cite),
    }
    with st.container(key="keep_more", gap="xsmall"):
        for key, (title, show_way) in ways.items():
            with (fold := st.expander(title, key=f"fold.{key}", on_change="rerun")):
                if fold.open:
                    fragments.unfolded()
                    show_way(view)
        with st.expander(say("Saved in this browser"), key="fold.saved"):
            components.saved_list(_just_saved(session))
        with st.expander(say("Open a scenario file"), key="fold.file"):
            controls.upload(session, "upload", say("Open a scenario file"), open_file)


def _text(session: Session, name: str, label: str) -> None:
    """The author's own words."""
    control = controls.bound(session, name, session.value(name), lambda words: session.change(**{name: words}))
    st.text_input(label, max_chars=TEXT_LENGTHS[name], **control)
    controls.problem(session, name)


def _short_link(session: Session) -> None:
    """The one action; before it the full link, after it the short one and the page to share."""
    kept = session.kept
    if kept is not None:
        saved_on = say("Saved on {date}.", date=day(kept.saved_at.date()))
        lasting = say("These links never change their meaning: a changed scenario gets one of its own.")
        st.html(blocks.paragraph(sentences(saved_on, lasting), "small"))
        taken = f"{session.saves}.{kept.id}" if session.last_saved == kept.id else ""
        components.copy_field(say("Link to this scenario"), _at(f"?{SAVED}={kept.id}"), "link", focus=taken)
        components.copy_field(say("Page to share, with its picture"), f"{site()}/s/{kept.id}", "page")
        return

    def save() -> None:
        session.save(st.context.headers, st.context.ip_address)

    st.button(say("Save and get a short link"), type="primary", key="save", on_click=save)
    if session.unsaved:
        lines = [session.unsaved, say("The explorer works on, and the link below carries the whole scenario.")]
        st.html(blocks.banner(say("Not saved."), lines))
    typed = say("What is typed and cannot be used yet is not part of it: the last whole scenario is saved.")
    before = sentences(
        typed if session.problems or session.unread else "",
        say("Saved is what stands here, name and sentence too, for everyone who has the link; nothing about you."),
        say("The full link below needs no saving."),
    )
    st.html(blocks.paragraph(before, "small"))
    components.copy_field(say("Link to this scenario"), _at(link(session.scenario)), "link", follows=True)


def _at(query: str) -> str:
    """A link as others can open it: at the address that is set, or at the one that the reader's browser shows."""
    public = public_url()
    return f"{public}/{query}" if public else query


def _just_saved(session: Session) -> dict[str, str] | None:
    """What the browser is to take note of: a scenario that was saved in this session, not one that was only opened."""
    kept = session.kept
    if kept is None or session.last_saved != kept.id:
        return None
    told = {"id": kept.id, "name": compare_words.name(session.scenario), "date": today().isoformat()}
    pace = "" if session.scenario.has_own_rates else vocabulary.pace_with_unit(session.scenario.rate)
    return {**told, "pace": pace, "turn": f"{session.saves}.{kept.id}"}


def _embed(view: View) -> None:
    session = view.session
    kept, query = session.kept, link(session.scenario)
    live, page = (f"?{SAVED}={kept.id}", f"/s/{kept.id}?") if kept else (query, f"/p{query}&")
    title = compare_words.name(session.scenario)
    frozen = blocks.frame(f"{site()}{page}embed=true", title, blocks.frozen_height(view.outlook))
    components.copy_field(say("As a still page: the sentence and its chart"), frozen, "frozen", lines=4)
    moving = blocks.frame(f"{site()}/{live}&embed=true", title, blocks.LIVE_HEIGHT)
    components.copy_field(say("Live: readers can move the assumptions"), moving, "live", lines=4)
    if kept is None:
        st.html(blocks.paragraph(say("Once it is saved, these are shorter."), "small"))


def _download(view: View) -> None:
    """The scenario as a file, its answer as the table that the API gives, and as a picture."""
    session, scenario = view.session, view.scenario
    kept, name = session.kept, vocabulary.file_name(scenario.title)
    lines = [scenario.title or say("How long would it take?"), vocabulary.limits()]
    table = csv(replace(view.outlook, by=(session.by,)).answer(), lines, f"{site()}/").encode()
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            say("Download the scenario file"),
            data=file_text(scenario),
            file_name=f"{name}.json",
            mime="application/json",
            on_click="ignore",
        )
        st.download_button(
            say("Answer as a table (CSV)"),
            data=table,
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
        )
        picture = f"/s/{kept.id}.png" if kept else f"/p.png{link(scenario)}"
        st.link_button(say("Picture to share (PNG)"), f"{site()}{picture}")
    st.html(blocks.paragraph(say("Each chart can be saved under it as PNG, SVG or CSV."), "small"))
    if kept is not None:
        components.copy_field(say("Full link, which needs no library"), _at(link(scenario)), "full")


def _cite(view: View) -> None:
    kept, scenario = view.session.kept, view.scenario
    address = f"{site()}/s/{kept.id}" if kept else f"{site()}/{link(scenario)}"
    if kept is None:
        st.html(blocks.paragraph(say("Save it first: a short link is easier to cite."), "small"))
    components.copy_field(say("Cite this"), citation(scenario, address, today()), "plain", lines=4)


def site() -> str:
    """The address under which readers reach the explorer, without a slash at its end."""
    if public := public_url():
        return public
    try:
        place = urlsplit(st.context.url or "")
    except ValueError:  # a browser may say anything
        return ""
    return f"{place.scheme}://{place.netloc}{place.path}".rstrip("/") if place.netloc else ""


def today() -> date:
    """The reader's own day, by the time zone of the browser; the one place of these pages that asks the clock."""
    try:
        zone = ZoneInfo(st.context.timezone or "UTC")
    except (ValueError, OSError, KeyError):  # a browser may say anything
        return datetime.now(UTC).date()
    return datetime.now(zone).date()
