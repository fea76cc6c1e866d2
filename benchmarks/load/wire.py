"""A reader without a browser: Streamlit's own websocket messages, with just what the browser would send.

The shape of a move was taken from a browser's frames: every rerun carries the query, the hash of the page's script, the
hashes of kept messages, the state of every widget that has one, and the trigger of the control that was moved.
"""

from __future__ import annotations

import asyncio
import html
import json
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType, TracebackType
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.protocol import State
from websockets.typing import Subprotocol

LONGEST_WAIT = 60.0
LARGEST_MESSAGE = 50_000_000
TAG = re.compile(r"<[^>]*>")
NOTHING: Mapping[str, str] = MappingProxyType({})
PROTOCOLS = [Subprotocol("streamlit"), Subprotocol("PLACEHOLDER_AUTH_TOKEN")]


class Fault(Exception):
    """An answer that no reader should get."""


class Reader:
    """One page in a browser. Elements are kept by what identifies them: components by key, widgets by id."""

    def __init__(self, url: str, query: str = "", page: str = "", headers: Mapping[str, str] = NOTHING) -> None:
        self._url, self._query, self._name = url, query, page
        self._opened, self._headers = query, headers
        self._session, self._awaited = "", False
        self._socket: ClientConnection | None = None
        self._kept: dict[str, ForwardMsg] = {}
        self._widgets: dict[str, WidgetState] = {}
        self._seen: set[str] = set()
        self._page = ""
        self.said: dict[str, str] = {}
        """The text of the last heading (`h1`) and of the last paragraph of a small app (`markdown`)."""
        self.components: dict[str, tuple[str, dict[str, Any]]] = {}
        """Our components on the page: id and data, by key."""
        self._parts: dict[str, str] = {}
        """What Streamlit is to draw anew when a component tells something, by its key; nothing for all of the page."""
        self.sliders: dict[str, str] = {}
        self.controls: dict[str, str] = {}
        """All that a browser has a state of: the kind, by id."""
        self.folds: list[str] = []
        """The ids of what can be unfolded, where the page is told of it."""
        self.about = {"timezone": "UTC", "locale": "en-US", "url": url}
        """What a browser tells of itself."""
        self.bytes = 0

    async def __aenter__(self) -> Reader:
        await self.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Connect, ask for the page and wait for all of it."""
        await self.connect()
        await self.ask()
        await self.answered()

    async def connect(self) -> None:
        """Connect; again, too, with the session that was there before."""
        address = f"{self._url.replace('http', 'ws', 1)}_stcore/stream"
        self._socket = await connect(
            address,
            subprotocols=[*PROTOCOLS, Subprotocol(self._session)] if self._session else PROTOCOLS,
            origin=self._url.rstrip("/"),  # type: ignore[arg-type]  # a str by another name
            additional_headers=self._headers,
            max_size=LARGEST_MESSAGE,
            open_timeout=LONGEST_WAIT,
            ping_interval=None,
        )

    @property
    def is_connected(self) -> bool:
        """Whether the connection has not ended."""
        return self._socket is not None and self._socket.state is State.OPEN

    @property
    def query(self) -> str:
        """What the address holds."""
        return self._query

    async def close(self) -> None:
        """Leave, as a browser does that is closed."""
        if self._socket is not None:
            await self._socket.close()

    async def moved(self, key: str, turn: int, value: float) -> None:
        """Move an assumption: the message of `assumption.js`."""
        await self.told(key, "moved", {"turn": turn, "value": value})

    async def told(self, key: str, event: str, value: Any) -> None:
        """Have a component of ours say something."""
        id, _ = self.components[key]
        events = [{"event": event, "value": value}]
        text = json.dumps(events, separators=(",", ":"))
        state = WidgetState(id=f"$$STREAMLIT_INTERNAL_KEY_{id}__events", json_trigger_value=text)
        await self.ask(state, part=self._parts[key])

    async def slid(self, value: float) -> None:
        """Move the only slider of a small app."""
        (id,) = self.sliders.values()
        state = WidgetState(id=id)
        state.double_array_value.data.append(value)
        await self.ask(state)

    async def ask(self, *moved: WidgetState, part: str = "") -> None:
        """Have the script run, or a part of it, with what was moved."""
        assert self._socket is not None
        message = BackMsg()
        state = message.rerun_script
        # A page that was opened with a query says that one for ever, whatever its address says by now.
        state.query_string = (self._opened or self._query).removeprefix("?")
        state.page_script_hash, state.page_name = self._page, "" if self._page else self._name
        state.fragment_id = part
        state.cached_message_hashes.extend(self._kept)
        state.widget_states.widgets.extend([*self._widgets.values(), *moved])
        about = state.context_info
        about.timezone, about.locale, about.url = self.about["timezone"], self.about["locale"], self.about["url"]
        about.color_scheme, about.is_embedded = "light", False
        await self._socket.send(message.SerializeToString())

    async def answered(self, enough: Callable[[Reader], bool] = lambda _: True) -> None:
        """Wait for the end of a run of the script after which there is enough."""
        async with asyncio.timeout(LONGEST_WAIT):
            while not (await self._finished() and enough(self)):
                pass

    async def _finished(self) -> bool:
        """Take one message; whether it was a run's last."""
        assert self._socket is not None
        frame = await self._socket.recv(decode=False)
        self.bytes += len(frame)
        message = ForwardMsg.FromString(frame)
        if message.WhichOneof("type") == "ref_hash":
            metadata = message.metadata
            message = self._kept[message.ref_hash]
            message.metadata.CopyFrom(metadata)
        elif message.metadata.cacheable:
            self._kept[message.hash] = message
        match message.WhichOneof("type"):
            case "new_session":
                self._seen = set()
                self._session = message.new_session.initialize.session_id
            case "navigation":
                self._page = message.navigation.page_script_hash
            case "delta":
                if id := message.delta.add_block.expandable.id:
                    self.folds.append(id)
                if message.delta.WhichOneof("type") == "new_element":
                    self._take(message.delta.new_element, message.delta.fragment_id)
            case "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    raise Fault("the script could not be run")
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:  # all of the page was drawn
                    self._widgets = {id: state for id, state in self._widgets.items() if id in self._seen}
                return message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN
        if self._awaited:  # by a new session, of a page that had another: `address.js`
            self._awaited = False
            await self.told("address", "had", {"query": self._query, "link": ""})
        return False

    def _take(self, element: Element, part: str) -> None:
        kind = element.WhichOneof("type")
        if kind and (id := getattr(getattr(element, kind), "id", "")):
            self.controls[id] = kind
        if kind == "html":
            if "<h1" in element.html.body:
                self.said["h1"] = plain(element.html.body)
        elif kind == "markdown":
            self.said["markdown"] = element.markdown.body
        elif kind == "bidi_component":
            made = element.bidi_component
            if made.WhichOneof("data") == "json":
                key = made.id.rpartition("-")[2]
                self.components[key], self._parts[key] = (made.id, json.loads(made.json)), part
                if made.component_name == "territory.address":
                    self._awaited = self.components["address"][1].get("awaits", False)
                    self._query = self._query if self._awaited else self.components["address"][1]["query"]
        elif kind == "slider":
            self.sliders[element.slider.label] = element.slider.id
        elif kind == "exception":
            raise Fault(element.exception.message or element.exception.type)
        elif kind in READ:
            widget = getattr(element, kind)
            self._seen.add(widget.id)
            if widget.id not in self._widgets:
                self._widgets[widget.id] = READ[kind](widget)


def plain(body: str) -> str:
    """The text of a piece of HTML."""
    return " ".join(html.unescape(TAG.sub("", body)).split())


def _one(widget: Any) -> WidgetState:
    if widget.set_value:
        return WidgetState(id=widget.id, string_value=widget.raw_value if widget.HasField("raw_value") else None)
    chosen = widget.HasField("default") and widget.options
    return WidgetState(id=widget.id, string_value=widget.options[widget.default] if chosen else None)


def _several(widget: Any) -> WidgetState:
    state = WidgetState(id=widget.id)
    options = [each if isinstance(each, str) else each.content for each in widget.options]
    chosen = widget.raw_values if widget.set_value else [options[place] for place in widget.default]
    state.string_array_value.data.extend(chosen)
    return state


def _words(widget: Any) -> WidgetState:
    return WidgetState(id=widget.id, string_value=widget.value if widget.set_value else widget.default)


def _dates(widget: Any) -> WidgetState:
    state = WidgetState(id=widget.id)
    state.string_array_value.data.extend(widget.value if widget.set_value else widget.default)
    return state


def _no_file(widget: Any) -> WidgetState:
    state = WidgetState(id=widget.id)
    state.file_uploader_state_value.SetInParent()
    return state


READ: dict[str, Callable[[Any], WidgetState]] = {
    "radio": _one,
    "selectbox": _one,
    "multiselect": _several,
    "button_group": _several,
    "text_input": _words,
    "date_input": _dates,
    "file_uploader": _no_file,
}
"""The state that a browser sends of each kind of widget that we show, before it is touched."""
