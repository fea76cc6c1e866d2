"""What is changed inside Streamlit and uvicorn is still needed there: where one of these fails, it can go."""

from __future__ import annotations

import asyncio

import pytest
from starlette.types import Receive, Scope, Send
from streamlit import net_util
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.runtime.state.common import WidgetMetadata
from streamlit.runtime.state.session_state import SessionState, WStates
from streamlit.web.server.server_util import is_url_from_allowed_origins
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from territory.ui import streamlit_patches
from tests.asynchronous import finished


class Wire(asyncio.Transport):
    """A connection that keeps what is sent."""

    def __init__(self) -> None:
        super().__init__()
        self.sent = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.sent += bytes(data)

    def is_closing(self) -> bool:
        return False

    def close(self) -> None:
        pass


def status_of_a_long_address() -> str:
    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})

    async def asked() -> str:
        config, wire = Config(app, lifespan="off"), Wire()
        config.load()
        protocol = HttpToolsProtocol(config, ServerState(), {}, asyncio.get_running_loop())
        protocol.connection_made(wire)
        protocol.data_received(b"GET /?%b HTTP/1.1\r\nHost: a\r\n\r\n" % (70_000 * b"a"))
        await asyncio.gather(*protocol.tasks)
        return wire.sent.split()[1].decode()

    return finished(asked())


def test_an_address_longer_than_the_parser_counts_is_refused_unless_its_query_is_left_to_the_browser(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(HttpToolsProtocol, "on_headers_complete", HttpToolsProtocol.on_headers_complete)
    assert status_of_a_long_address() == "400", "longer addresses are parsed now: what cuts them can go"
    streamlit_patches.accept_long_addresses()
    assert status_of_a_long_address() == "204"


def test_a_state_that_cannot_be_read_ends_the_run_unless_it_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(_: object) -> None:
        raise ValueError("not one of the options")

    def states() -> WStates:
        made = WStates()
        made.set_widget_from_proto(WidgetState(id="a", string_value="no such thing"))
        made.set_widget_metadata(WidgetMetadata("a", unreadable, str, "string_value"))
        return made

    monkeypatch.setattr(WStates, "__getitem__", WStates.__getitem__)
    monkeypatch.setattr(SessionState, "set_widgets_from_proto", SessionState.set_widgets_from_proto)
    with pytest.raises(ValueError, match="not one of the options"):
        states()["a"]  # where that is no error any more, what catches it can go
    streamlit_patches.ignore_forged_states()
    with pytest.raises(KeyError):
        states()["a"]


def test_a_foreign_page_is_refused_without_asking_anybody_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(net_util, "_make_blocking_http_get", lambda url, **_: asked.append(url))
    monkeypatch.setattr(net_util, "get_external_ip", net_util.get_external_ip)  # put back at the end
    assert not is_url_from_allowed_origins("https://example.net")
    assert asked, "Streamlit asks nobody any more: what stands in its way can go"
    asked.clear()
    streamlit_patches.ask_nobody_for_our_address()
    assert not is_url_from_allowed_origins("https://example.net")
    assert is_url_from_allowed_origins("http://localhost:8501")
    assert asked == []
