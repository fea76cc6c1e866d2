"""What stands in the window before the page is there, and when its server is gone: words, where Streamlit has none."""

from __future__ import annotations

import re
from functools import cache
from html import escape

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from territory.text import say
from territory.ui.headers import INDEX
from territory.ui.pages import PAGES
from territory.words.vocabulary import limits

ROOT = '<div id="root"></div>'
TITLE = re.compile(r"<title>.*?</title>")
NO_SCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)


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
