"""Words in the window before the page is there."""

from __future__ import annotations

import re
from pathlib import Path

import streamlit
from starlette.types import Message, Receive, Scope, Send

from territory.ui.opening import ROOT, Opening, opened
from tests.asynchronous import finished

INDEX = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")


def answer(
    body: str, kind: str = "text/html; charset=utf-8", status: int = 200, method: str = "GET"
) -> tuple[str, int]:
    """What reaches the browser of an answer that comes in two pieces, and how long it is said to be."""
    sent: list[Message] = []

    async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
        raw, half = body.encode(), len(body) // 2
        headers = [(b"content-type", kind.encode()), (b"content-length", str(len(raw)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": raw[:half], "more_body": True})
        await send({"type": "http.response.body", "body": raw[half:]})

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    finished(Opening(app)({"type": "http", "method": method}, receive, send))
    length = dict(sent[0]["headers"])[b"content-length"]
    return b"".join(each["body"] for each in sent[1:]).decode(), int(length)


def test_the_page_has_a_name_and_a_word_while_it_loads() -> None:
    body, length = answer(INDEX)
    assert length == len(body.encode())
    assert "<title>How long would it take?</title>" in body
    assert re.search(r'<div id="root"><div class="t-opening" role="status">.*Loading the explorer …', body)
    assert "Not a forecast" in body
    assert ROOT not in body


def test_without_scripts_it_says_what_is_missing_and_no_more() -> None:
    found = re.search(r"<noscript>(.*?)</noscript>", opened(INDEX), re.DOTALL)
    assert found is not None
    assert found[1].startswith("<p>The explorer needs JavaScript")


def test_what_is_said_of_a_lost_server_is_meant_for_readers() -> None:
    said = opened(INDEX)
    assert "The server cannot be reached. What is shown stays as it is, and goes on by itself" in said
    assert re.search(r"stErrorCodeBlock\]\) > \* \{ display: none \}", said)


def test_everything_else_stays_as_it_is() -> None:
    assert answer("<p>a page of another kind</p>")[0] == "<p>a page of another kind</p>"
    assert answer(ROOT, kind="application/json")[0] == ROOT
    assert answer(ROOT, status=404)[0] == ROOT
    assert answer(ROOT, method="HEAD")[0] == ROOT
