"""The pages without a browser: opened each alone or with the frame, and what is on them."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from territory.scenario.scenario import baseline, revise
from territory.ui.server import PAGE
from territory.ui.session import STATE, Session

FIRST = "2025-08-17"
ALONE = """
from territory.words import vocabulary
from territory.ui.session import View
from territory.charts.figure import LIGHT
from territory.ui.pages import {name}
from territory.ui.session import current
vocabulary.use_units(current().units)
{name}.show(View(current(), LIGHT))
"""


def opened(query: str = "") -> AppTest:
    """The whole app, opened at a query."""
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    for part in filter(None, query.lstrip("?").split("&")):
        key, _, value = part.partition("=")
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def alone(name: str, edition: str = FIRST, **changes: Any) -> AppTest:
    """One page without the frame, at an edition's baseline with some changes."""
    page = AppTest.from_string(ALONE.format(name=name), default_timeout=30)
    page.run()
    session(page).commit(revise(baseline(edition), changes))
    page.run()
    assert not page.exception
    return page


def session(page: AppTest) -> Session:
    """The reader's session."""
    held: Session = page.session_state[STATE]
    return held


def control(widgets: Any, name: str) -> Any:
    """The control that holds a value now: its key is the value's name and a number."""
    (found,) = (widget for widget in widgets if str(widget.key).rpartition(".")[0] == name)
    return found


def html(page: AppTest) -> str:
    """All blocks of HTML of a page, those around its charts first."""
    blocks = [block.proto.body for block in page.get("html")]
    around = [words for chart in plots(page) for words in chart.get("words", {}).values()]
    return " ".join([*around, *(block for block in blocks if not block.startswith("<style>"))]).replace("\u202f", " ")


def plots(page: AppTest) -> list[dict[str, Any]]:
    """What is said about each chart of a page."""
    components = [each.proto for each in page.get("bidi_component")]
    return [json.loads(each.bytes.partition(b"\n")[0]) for each in components if each.bytes]
