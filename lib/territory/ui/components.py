"""The parts of the page that Streamlit does not bring: each a small script of ours that runs in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Literal

import plotly.graph_objects as go
import streamlit as st
from streamlit.components.v2.types import ComponentRenderer

from territory.charts.figure import Drawing, packed
from territory.text import language, say

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def plot(
    figure: go.Figure | Drawing,
    alt: str,
    key: str,
    on_moved: Callable[[int, date], None] | None = None,
    words: tuple[str, str] | None = None,
) -> None:
    """A chart that is drawn once and then takes new data in place; `alt` says what it shows.

    `words` are blocks of HTML above and below it, in a frame with it: one message instead of four.
    `on_moved` is told which of its shapes, the first being 0, is a line that the reader has moved, and its new date.
    """
    component = _component("plot", js="plot.js", isolate_styles=False)

    def moved() -> None:
        match _told(key, "moved"):
            case {"line": int(line), "date": str(text)} if found := ISO_DATE.match(text):
                try:
                    when = date.fromisoformat(found[0])
                except ValueError:  # no message of our own script
                    return
                if on_moved is not None:
                    on_moved(line, when)

    around = {} if words is None else {"words": dict(zip(("above", "below"), words, strict=True))}
    data = packed(figure, alt=alt, movable=on_moved is not None, save=say("Download this chart as {kind}"), **around)
    component(data=data, key=key, on_moved_change=moved)


def picture(
    key: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]] | None = None,
    title: str = "",
    notes: Sequence[str] = (),
) -> None:
    """Buttons that save what is drawn beside them as a part of the page: as a picture, and as a table of these rows.

    Without rows they are the lines of the cards that are drawn; without a title that and the notes are those around it.
    """
    data: dict[str, Any] = {"save": say("Download this chart as {kind}"), "head": list(head)}
    data |= {} if rows is None else {"rows": [list(row) for row in rows]}
    data |= {"title": title, "notes": list(notes)} if title else {}
    _component("picture", js="picture.js", isolate_styles=False)(data=data, key=key)


def assumption(data: Mapping[str, Any], key: str, on_moved: Callable[[Any], None]) -> None:
    """A number as a slider and a typed entry, as `territory.ui.assumption` describes it.

    `on_moved` is told each message of the browser, which may be anything: it is for the caller to check.
    """
    component = _component("assumption", css="assumption.css", js="assumption.js", isolate_styles=False)
    component(data=dict(data), key=key, on_moved_change=lambda: on_moved(_told(key, "moved")))


def live(shown: Mapping[str, str], answered: Mapping[str, int]) -> None:
    """What lets the page follow an assumption while it moves; the last part of the page, so that all else is there.

    `shown` is what the page shows, as `territory.web.live` is asked about it; `answered` are the turns of the
    assumptions' last moves that this answers.
    """
    component = _component("live", js="live.js", isolate_styles=False)
    component(data={"shown": dict(shown), "answered": dict(answered)}, key="live")


def sheet_button(label: str, does: Literal["open", "close"]) -> None:
    """The button that opens the sheet of assumptions on a narrow screen, or the one in it that closes it."""
    component = _component("sheet", js="sheet.js", isolate_styles=False)
    component(data={"label": label, "does": does}, key=f"sheet.{does}")


def address(page: str, query: str, link: str, session: str, on_resumed: Callable[[Any], None], awaits: bool) -> None:
    """The one owner of the address bar: it holds the scenario's link on every page, and Back leaves the page.

    `query` is what it holds, the short one where there is one; `link` is the full one.
    `session` names the session that the query is of. Where the page had another before, which is gone, or where this
    one `awaits` it, `on_resumed` is told the `query` that the page had and, with a short one, its `link`; they may be
    anything: it is for the caller to check.
    """
    component = _component("address", js="address.js")
    data: dict[str, Any] = {"page": page, "query": query, "session": session}
    data |= {} if link == query else {"link": link}
    data |= {"awaits": True} if awaits else {}
    component(data=data, key="address", on_had_change=lambda: on_resumed(_told("address", "had")))


def back() -> None:
    """What asks for all of the page when a lost connection is back; no part that is drawn by itself may hold it."""
    _component("back", js="back.js")(data={}, key="back", on_back_change=lambda: None)


def copy_field(label: str, text: str, key: str, lines: int = 1, focus: str = "", follows: bool = False) -> None:
    """Text in a field of its own, with a button that copies it; a query stands for this page with it.

    It takes the keyboard once for each `focus`, so that what was just made can be copied at once. One that `follows` is
    the scenario's full link, and becomes another with it.
    """
    component = _component("copy_field", css="copy_field.css", js="copy_field.js")
    refused = say("The browser did not allow copying: it is selected, copy it with the keyboard.")
    words = {"copy": say("Copy"), "copied": say("Copied."), "refused": refused}
    data = {"label": label, "text": text, "lines": lines, "focus": focus, "follows": follows, **words}
    component(data=data, key=f"copy.{key}")


def saved_list(kept: Mapping[str, str] | None) -> None:
    """The scenarios that were saved in this browser, which keeps the list by itself.

    `kept` is one that was saved just now: `id`, `name`, `date` (ISO), `pace` in words, and `turn`, which is another at
    each saving.
    """
    component = _component("saved_list", css="saved_list.css", js="saved_list.js")
    words = {
        "about": say("Only this browser knows this list. Forgetting takes a scenario out of it; its link stays."),
        "empty": say("Nothing yet. A scenario that is saved here is listed, so that its link can be found again."),
        "blocked": say("This browser keeps no list, because its storage is blocked. Links stay valid without it."),
        "copy": say("Copy link"),
        "copied": say("Copied."),
        "forget": say("Forget"),
        "forgotten": say("Forgotten here. Its link still opens it."),
        "back": say("Put back"),
        "language": language().replace("_", "-"),
    }
    component(data={"kept": None if kept is None else dict(kept), **words}, key="saved_list")


def _told(key: str, event: str) -> Any:
    """What a component tells with an event; nothing where its state went with the session that it was of."""
    return (st.session_state.get(key) or {}).get(event)


@cache
def _component(name: str, **files: Any) -> ComponentRenderer:
    """A component of ours; a later runtime takes it over by itself, so that its files are looked at once."""
    return st.components.v2.component(f"territory.{name}", **files)
