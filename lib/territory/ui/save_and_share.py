"""Save and share: one press for a short link, the rest folded: other links, files, citation, what was saved here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import streamlit as st

from territory.answers.table import answer_table
from territory.charts import blocks
from territory.library.library import Saved
from territory.scenario.files import file_text, parse_file
from territory.scenario.links import SAVED, link
from territory.scenario.scenario import ScenarioError
from territory.settings import public_url
from territory.text import day, say, sentences
from territory.ui import components, form, fragments
from territory.ui.frame import View
from territory.ui.session import Session
from territory.words import compare as compare_words
from territory.words import vocabulary
from territory.words.cited import citation


def show(view: View) -> None:
    """How the scenario is named and saved, and the ways in which it travels."""
    session = view.session
    st.html(blocks.paragraph(say("Save and share"), "title"))
    name, sentence = st.columns([2, 3], gap="small")
    with name:
        form.text(session, "title", say("Name of the scenario"))
    with sentence:
        form.text(session, "note", say("A sentence about it, with its source"))
    with st.container(key="keep"):
        _short_link(session)
    with st.container(key="keep_more", gap="xsmall"):
        _more(view)


def _more(view: View) -> None:
    """The other ways, each behind a line of its own; what is not open is not made again at every move."""
    session = view.session
    ways: dict[str, tuple[str, Callable[[View], None]]] = {
        "embed": (say("Embed it in an article"), _embed),
        "download": (say("Download it"), _download),
        "cite": (say("Cite it"), _cite),
    }
    for key, (title, show_way) in ways.items():
        with (fold := st.expander(title, key=f"fold.{key}", on_change="rerun")):
            if fold.open:
                fragments.unfolded()
                show_way(view)
    with st.expander(say("Saved in this browser"), key="fold.saved"):
        components.saved_list(_just_saved(session))
    with st.expander(say("Open a scenario file"), key="fold.file"):
        form.upload(session, "upload", say("Open a scenario file"), lambda content: _open_file(session, content))


def _short_link(session: Session) -> None:
    """The one action; before it the full link, after it the short one and the page to share."""
    kept = session.kept
    if kept is None:
        st.button(say("Save and get a short link"), type="primary", key="save", on_click=lambda: _save(session))
        if session.unsaved:
            lines = [session.unsaved, say("The explorer works on, and the link below carries the whole scenario.")]
            st.html(blocks.banner(say("Not saved."), lines))
        st.html(blocks.paragraph(_before_saving(session), "small"))
        components.copy_field(say("Link to this scenario"), _at(link(session.scenario)), "link", follows=True)
        return
    st.html(blocks.paragraph(_after_saving(kept), "small"))
    taken = f"{session.saves}.{kept.id}" if session.last_saved == kept.id else ""
    components.copy_field(say("Link to this scenario"), _at(f"?{SAVED}={kept.id}"), "link", focus=taken)
    components.copy_field(say("Page to share, with its picture"), f"{site()}/s/{kept.id}", "page")


def _at(query: str) -> str:
    """A link as others can open it: at the address that is set, or at the one that the reader's browser shows."""
    public = public_url()
    return f"{public}/{query}" if public else query


def _before_saving(session: Session) -> str:
    typed = bool(session.problems or session.unread)
    return sentences(
        say("What is typed and cannot be used yet is not part of it: the last whole scenario is saved.")
        if typed
        else "",
        say("Saved is what stands here, name and sentence too, for everyone who has the link; nothing about you."),
        say("The full link below needs no saving."),
    )


def _after_saving(kept: Saved) -> str:
    saved_on = say("Saved on {date}.", date=day(kept.saved_at.date()))
    return sentences(saved_on, say("These links never change their meaning: a changed scenario gets one of its own."))


def _save(session: Session) -> None:
    session.save(st.context.headers, st.context.ip_address)


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
    session = view.session
    kept, name = session.kept, vocabulary.file_name(session.scenario.title)
    with st.container(horizontal=True, gap="small"):
        st.download_button(
            say("Download the scenario file"),
            data=file_text(session.scenario),
            file_name=f"{name}.json",
            mime="application/json",
            on_click="ignore",
        )
        st.download_button(
            say("Answer as a table (CSV)"),
            data=_table(view),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
        )
        picture = f"/s/{kept.id}.png" if kept else f"/p.png{link(session.scenario)}"
        st.link_button(say("Picture to share (PNG)"), f"{site()}{picture}")
    st.html(blocks.paragraph(say("Each chart can be saved under it as PNG, SVG or CSV."), "small"))
    if kept is not None:
        components.copy_field(say("Full link, which needs no library"), _at(link(session.scenario)), "full")


def _table(view: View) -> bytes:
    """The answer as the table that the API gives, with the chance before the reader's own date."""
    title = view.scenario.title or say("How long would it take?")
    answer = view.outlook.as_dict([view.session.by])
    return answer_table(answer, [title, vocabulary.limits()], f"{site()}/").encode()


def _cite(view: View) -> None:
    kept, scenario = view.session.kept, view.scenario
    address = f"{site()}/s/{kept.id}" if kept else f"{site()}/{link(scenario)}"
    if kept is None:
        st.html(blocks.paragraph(say("Save it first: a short link is easier to cite."), "small"))
    components.copy_field(say("Cite this"), citation(scenario, address, today()), "plain", lines=4)


def _open_file(session: Session, content: bytes) -> None:
    try:
        session.commit(parse_file(content))
    except ScenarioError as error:
        session.file_problems = error.problems


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
