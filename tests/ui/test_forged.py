"""Messages of the page that no browser sends: whatever they hold, a page goes on with a scenario and no error."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosedError

from benchmarks.load.wire import Reader
from benchmarks.served import Served, serve
from territory.scenario.links import parse_link
from territory.ui.pages import PAGES
from tests.asynchronous import finished


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with serve() as app:
        yield app


def of(field: str, value: Any) -> Callable[[str], WidgetState]:
    """States with one kind of value."""

    def state(id: str) -> WidgetState:
        made = WidgetState(id=id)
        if isinstance(value, list):
            getattr(made, field).data.extend(value)
            getattr(made, field).SetInParent()
        else:
            setattr(made, field, value)
        return made

    return state


def told(value: object, event: str = "moved") -> Callable[[str], WidgetState]:
    """States with what a component of ours tells."""
    text = json.dumps([{"event": event, "value": value}])
    return lambda id: WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{id}__events", json_trigger_value=text)


def a_file(id: str) -> WidgetState:
    state = WidgetState(id=id)
    file = state.file_uploader_state_value.uploaded_file_info.add()
    file.file_id, file.name, file.size = "none", "scenario.exe", 5
    return state


FORGED: dict[str, Callable[[str], WidgetState]] = {
    "nothing": lambda id: WidgetState(id=id),
    "an unknown choice": of("string_value", "no such thing"),
    "unknown choices": of("string_array_value", ["no such thing", "2030-01-01", ""]),
    "no choices": of("string_array_value", []),
    "the last day": of("string_array_value", ["9999-12-31"]),
    "no number": of("double_array_value", [float("nan"), 1e308]),
    "a number between the steps": of("double_array_value", [52.3]),
    "no numbers": of("double_array_value", []),
    "another kind": of("int_value", -(2**63)),
    "broken JSON": of("json_value", "{"),
    "deep JSON": of("json_trigger_value", "[" * 10_000),
    "a file": a_file,
    "no day": told({"line": 1, "date": "soon"}),
    "a day before all others": told({"line": 1, "date": "0001-01-01"}),
    "a day after all others": told({"line": 10**30, "date": "9999-12-31"}),
    "a number without end": told({"turn": 10**30, "value": 1e308}),
    "text without end": told({"turn": True, "text": "9" * 5_000}),
    "a query": told("?v=1&targets=%00&rate=1e999", "had"),
}


@pytest.mark.parametrize("page", list(PAGES))
def test_a_page_goes_on_whatever_a_message_says_of_its_controls(served: Served, page: str) -> None:
    async def forge() -> None:
        async with Reader(served.url, page=page) as reader:
            assert reader.components["address"][1]["page"] == page
            for form in FORGED.values():
                await reader.ask(*map(form, list(reader.controls)))
                await reader.answered()
            assert reader.said["h1"]
            assert parse_link(reader.query)

    finished(forge())


def test_every_button_of_a_page_may_be_pressed_at_once(served: Served) -> None:
    async def press() -> None:
        for page in PAGES:
            async with Reader(served.url, page=page) as reader:
                buttons = [id for id, kind in reader.controls.items() if kind == "button"]
                await reader.ask(*(WidgetState(id=id, trigger_value=True) for id in reversed(buttons)))
                await reader.answered()
                assert reader.said["h1"]

    finished(press())


def test_a_message_that_is_too_large_ends_its_connection_and_no_other(served: Served) -> None:
    async def send() -> None:
        async with Reader(served.url) as other:
            async with Reader(served.url) as reader:
                await reader.ask(WidgetState(id="any", string_value="9" * 1_000_000))
                with pytest.raises(ConnectionClosedError, match="message too big"):
                    await reader.answered()
            await other.ask()
            await other.answered()

    finished(send())


@pytest.mark.parametrize(
    "about", [{"timezone": "../etc"}, {"url": "http://["}, {"locale": "\0"}, {"url": "javascript:"}]
)
def test_a_page_is_shown_whatever_a_browser_tells_of_itself(served: Served, about: dict[str, str]) -> None:
    async def tell() -> None:
        reader = Reader(served.url)
        reader.about |= about
        async with reader:
            assert reader.said["h1"]
            folds = of("bool_value", True)
            await reader.ask(*map(folds, reader.folds))
            await reader.answered()

    finished(tell())
