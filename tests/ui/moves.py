"""Moves of assumptions for pages without a browser: what the component's script would send, sent in its place."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest


@dataclass(frozen=True)
class Control:
    """The control of one assumption, as the page has it now."""

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
