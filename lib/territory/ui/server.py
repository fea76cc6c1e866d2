"""What the server does besides running the page: it refuses settings that cannot be used, and opens the browser."""

from __future__ import annotations

import asyncio
import contextlib
import webbrowser
from collections.abc import AsyncIterator
from pathlib import Path

import streamlit as st

from territory.settings import SettingsError, refusal, settings

# In the folder of the pages: Streamlit takes a folder named `pages` beside its script for scripts of their own, and
# an address such as /date would run that file instead of the page.
PAGE = Path(__file__).parent / "pages" / "page.py"
RETRY_SECONDS = 0.05


def refuse_unusable_settings() -> None:
    """End with a sentence for each setting that cannot be used: started without them, nothing could be saved."""
    try:
        settings()
    except SettingsError as error:
        raise SystemExit(refusal(error)) from None


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
