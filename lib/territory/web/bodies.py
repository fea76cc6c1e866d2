"""What a request brings: JSON, and not too much of it, however it says how much it is."""

from __future__ import annotations

from starlette.requests import ClientDisconnect, Request

from territory.scenario.files import MAX_FILE_BYTES
from territory.text import decimal, say
from territory.web.problems import BAD_SCENARIO, TOO_LARGE, WRONG_TYPE, Problem

JSON = "application/json"


async def json_body(request: Request) -> bytes:
    """The bytes of a request's body; raises `Problem` for another type, and as soon as it is too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise Problem(WRONG_TYPE, say("Send it as {type}.", type=JSON), headers={"Accept-Post": JSON})
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(WRONG_TYPE, say("Send it as it is, not compressed."), headers={"Accept-Encoding": "identity"})
    if _announced(request) > MAX_FILE_BYTES:
        raise _too_large()
    received = bytearray()
    try:
        async for part in request.stream():
            received += part
            if len(received) > MAX_FILE_BYTES:
                raise _too_large()
    except ClientDisconnect:
        raise Problem(BAD_SCENARIO, say("The request broke off.")) from None
    return bytes(received)


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    return int(length[:18]) if length.isascii() and length.isdigit() else 0


def _too_large() -> Problem:
    why = say("A request has at most {most} bytes; a scenario needs a few hundred.", most=decimal(MAX_FILE_BYTES))
    return Problem(TOO_LARGE, why, headers={"Connection": "close"})
