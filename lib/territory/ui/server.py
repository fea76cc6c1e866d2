"""What the server does besides running the page: its settings, its headers, the browser, and the first window."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import re
import webbrowser
from collections.abc import AsyncIterator, Mapping
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from territory.settings import SettingsError, refusal, settings
from territory.text import say
from territory.ui.pages import PAGES
from territory.words.vocabulary import limits

# In the folder of the pages: Streamlit takes a folder named `pages` beside its script for scripts of their own, and
# an address such as /date would run that file instead of the page.
PAGE = Path(__file__).parent / "pages" / "page.py"
RETRY_SECONDS = 0.05

INDEX = Path(st.__file__).parent / "static" / "index.html"
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
ROOT = '<div id="root"></div>'
TITLE = re.compile(r"<title>.*?</title>")
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


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


@cache
def headers() -> Mapping[str, str]:
    """The headers of every answer: which scripts may run, and what the browser may tell others.

    No script but our own files runs, and the one inline script of Streamlit's own page by its hash. Styles are inline
    because Streamlit and Plotly write them so. Who may show it in a frame is set by whoever runs the server; nobody
    else where the settings cannot be read, which the server says when it is asked.
    """
    inline = INLINE_SCRIPT.findall(INDEX.read_text(encoding="utf-8"))
    digests = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in inline]
    try:
        frame_ancestors = settings().frame_ancestors
    except SettingsError:
        frame_ancestors = "'self'"
    policy = {
        "default-src": "'self'",
        "script-src": " ".join(["'self'", *(f"'sha256-{digest}'" for digest in digests)]),
        "style-src": "'self' 'unsafe-inline'",
        "img-src": "'self' data: blob:",
        "font-src": "'self' data:",
        "connect-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'self'",
        "form-action": "'self'",
        "frame-ancestors": frame_ancestors,
    }
    return {
        "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    }


class Headers:
    """Middleware that adds the headers to every HTTP answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the headers."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(headers())
            await send(message)

        await self.app(scope, receive, send_with_headers if scope["type"] == "http" else send)


@cache
def opened(index: str) -> str:
    """Streamlit's own page with our name, a word while it loads, and one where it cannot."""
    name = escape(say("How long would it take?"))
    loading = escape(say("Loading the explorer …"))
    without = escape(say("The explorer needs JavaScript, which is switched off in this browser."))
    first = (
        f'<div class="t-opening" role="status"><p><strong>{name}</strong></p><p>{loading}</p>'
        f"<p>{escape(limits())}</p></div>"
    )
    page = TITLE.sub(lambda _: f"<title>{name}</title>{_style()}", index, count=1)
    never = f"<noscript><p>{without}</p><style>.t-opening {{ display: none }}</style></noscript>"
    page = NO_SCRIPT.sub(lambda _: never, page)
    return page.replace(ROOT, f'<div id="root">{first}</div>')


def _style() -> str:
    """How it looks; Streamlit's dialogue about a lost connection speaks to developers, so its words are replaced."""
    gone = say(
        "The server cannot be reached. What is shown stays as it is, and goes on by itself once the server is back; "
        "the address holds the scenario."
    )
    dialogue = "[role=dialog] div:has(> [data-testid=stErrorCodeBlock])"
    return (
        "<style>"
        ":root { color-scheme: light dark }"
        ".t-opening { font: 1rem/1.5 'Source Sans', sans-serif; max-width: 40rem; margin: 15vh auto; "
        "padding: 0 1.5rem }"
        f"{dialogue} > * {{ display: none }}"
        f"{dialogue}::before {{ content: {_quoted(gone)} }}"
        "[data-testid=stAppSkeleton]::before { font: 1rem/1.5 'Source Sans', sans-serif; "
        f"content: {_quoted(say('Loading the explorer …'))} }}"
        "</style>"
    )


def _quoted(text: str) -> str:
    """A text as CSS has it."""
    return '"' + "".join(sign if sign.isalnum() or sign in " .,;" else f"\\{ord(sign):x} " for sign in text) + '"'


async def _first(_request: Request) -> Response:
    return HTMLResponse(opened(INDEX.read_text(encoding="utf-8")), headers={"Cache-Control": "no-cache"})


ROUTES: list[BaseRoute] = [Route(f"/{path}", _first) for path in PAGES]
