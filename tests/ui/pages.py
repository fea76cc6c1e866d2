"""The pages without a browser: opened each alone or with the frame, what is on them, and moves of what they offer."""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import parse_qs

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from territory.scenario.links import Reading
from territory.scenario.scenario import Scenario, baseline
from territory.ui.server import PAGE
from territory.ui.session import STATE, Session

FIRST, LATER = "2025-08-17", "2026-08-22"
ALONE = """
from territory.charts.figure import LIGHT
from territory.ui.session import View
from territory.ui.pages import {name}
from territory.ui.session import current
from territory.words import vocabulary
vocabulary.use_units(current().units)
{name}.show(View(current(), LIGHT))
"""
FRAMED = """
from territory.ui.pages import PAGES, run
run({{"": PAGES["{name}"]}})
"""


def opened(query: str = "") -> AppTest:
    """The whole app, opened at a query."""
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    for key, (value, *_) in parse_qs(query.lstrip("?"), keep_blank_values=True).items():
        page.query_params[key] = value
    return _run(page)


def alone(name: str, scenario: Scenario | None = None, *, framed: bool = False, **fields: Any) -> AppTest:
    """One page, without the frame or with it, at a scenario; fields of the reader's session may be set."""
    scenario = scenario or baseline()
    page = AppTest.from_string((FRAMED if framed else ALONE).format(name=name), default_timeout=60)
    page.session_state[STATE] = Session(scenario, Reading(scenario), **fields)
    return _run(page)


def _run(page: AppTest) -> AppTest:
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


def press(page: AppTest, label: str) -> None:
    """Press a button."""
    next(button for button in page.button if button.label == label).click()
    _run(page)


def html(page: AppTest) -> str:
    """All blocks of HTML of a page, those around its charts first."""
    blocks = [block.proto.body for block in page.get("html")]
    around = [words for about, _ in charts(page).values() for words in about.get("words", {}).values()]
    return " ".join([*around, *(block for block in blocks if not block.startswith("<style>"))]).replace("\u202f", " ")


def text(body: str) -> str:
    """What a reader sees of some HTML."""
    return unescape(re.sub("<[^>]*>", "", body))


def charts(page: AppTest) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    """What is said about each chart of a page, and its figure as the browser unpacks it, by key."""
    packed = {each.key: each.proto.bytes.partition(b"\n") for each in page.get("bidi_component") if each.proto.bytes}
    return {key: (json.loads(about), json.loads(zlib.decompress(rest))) for key, (about, _, rest) in packed.items()}


@dataclass(frozen=True)
class Control:
    """The control of one assumption, as the page has it now; moved by what the component's script would send."""

    page: AppTest
    name: str

    @property
    def data(self) -> dict[str, Any]:
        """What the browser is given to draw."""
        found: dict[str, Any] = json.loads(self._element.proto.json)
        return found

    @property
    def value(self) -> float:
        """The value that it shows."""
        value: float = self.data["value"]
        return value

    def move(self, value: float) -> AppTest:
        """Move the slider there and let go."""
        return self.send({"turn": self.data["answered"] + 1, "value": value})

    def type(self, text: str) -> AppTest:
        """Type something and press Enter."""
        return self.send({"turn": self.data["answered"] + 1, "text": text})

    def send(self, message: object) -> AppTest:
        """Send a message as the browser does, beside the state of all other widgets."""
        states = self.page._tree.get_widget_states()
        sent = states.widgets.add()
        sent.id = _make_trigger_id(self._element.proto.id, "events")
        sent.json_trigger_value = json.dumps([{"event": "moved", "value": message}])
        return self.page._run(states)

    @property
    def _element(self) -> Any:
        (found,) = (each for each in self.page.get("bidi_component") if each.key == f"assumption.{self.name}")
        return found


def assumption(page: AppTest, name: str) -> Control:
    """The control of an assumption: `rate`, `rates.odesa`, `horizon` and so on."""
    return Control(page, name)
