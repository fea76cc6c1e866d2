"""What stands in the window before the page is there, and when its server is gone: words, where Streamlit has none."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from territory.text import say
from territory.words.vocabulary import limits

ROOT = '<div id="root"></div>'
TITLE = re.compile(r"<title>.*?</title>")
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
HTML = "text/html"


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


class Opening:
    """Middleware that puts these words into Streamlit's page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; a page of Streamlit's gets the words."""
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        await self.app(scope, receive, _Rewriting(send))


class _Rewriting:
    """Holds an answer of HTML back until it is whole."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = MutableHeaders(raw=message["headers"]).get("content-type", "")
            if message["status"] == 200 and kind.startswith(HTML):
                self.start = message
                return
        if self.start is None:
            await self.send(message)
            return
        self.body += message.get("body", b"")
        if not message.get("more_body"):
            await self._finish()

    async def _finish(self) -> None:
        assert self.start is not None
        body = self.body
        if ROOT.encode() in body:
            body = opened(body.decode()).encode()
            MutableHeaders(raw=self.start["headers"])["content-length"] = str(len(body))
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": body})
