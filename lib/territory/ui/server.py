"""What the server does besides running the page: it opens the browser, and serves the page to any address."""

from __future__ import annotations

import asyncio
import contextlib
import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st
from streamlit import net_util
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from territory.settings import SettingsError, refusal, settings

# In the folder of the pages: Streamlit takes a folder named `pages` beside its script for scripts of their own, and
# an address such as /date would run that file instead of the page.
PAGE = Path(__file__).parent / "pages" / "page.py"
LONGEST_PARSED_ADDRESS = 65_535  # httptools counts in 16 bits, and the server answers 400 to anything longer
RETRY_SECONDS = 0.05


def accept_long_addresses() -> None:
    """Serve the page to addresses that the parser cannot take, by leaving their query to the browser.

    The browser sends the query again when the page has loaded; there it meets the link's own limits, and a banner.
    """
    parse = HttpToolsProtocol.on_headers_complete

    def parse_without_long_query(protocol: HttpToolsProtocol) -> None:
        if len(protocol.url) > LONGEST_PARSED_ADDRESS:
            protocol.url = protocol.url.partition(b"?")[0]
        parse(protocol)

    HttpToolsProtocol.on_headers_complete = parse_without_long_query  # type: ignore[assignment, method-assign]


def refuse_unusable_settings() -> None:
    """End with a sentence for each setting that cannot be used: started without them, nothing could be saved."""
    try:
        settings()
    except SettingsError as error:
        raise SystemExit(refusal(error)) from None


def ask_nobody_for_our_address() -> None:
    """Refuse a foreign page's websocket at once: Streamlit would first ask a service outside for our own address.

    Everybody else would wait for that, two seconds each time where the service cannot be reached.
    """
    net_util.get_external_ip = lambda: None


@contextlib.asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[None]:
    """Open the reader's browser once the server listens, unless it runs headless."""
    opening = None if st.get_option("server.headless") else asyncio.create_task(_open_browser())
    yield
    if opening is not None:
        opening.cancel()


async def _open_browser() -> None:
    host, port = st.get_option("server.address") or "localhost", st.get_option("server.port")
    while True:
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(RETRY_SECONDS)
        else:
            writer.close()
            break
    await asyncio.to_thread(webbrowser.open, f"http://{host}:{port}")
