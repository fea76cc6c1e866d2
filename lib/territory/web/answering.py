"""The one path of an answer: worked out within limits, kept, compressed, known by its ETag, and read by who may."""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from territory.library import TooManySaves
from territory.library.library import LibraryError
from territory.settings import SettingsError, public_url
from territory.text import say
from territory.web.problems import BUSY, NO_LIBRARY, TOO_MANY, Problem

JSON, HTML = "application/json", "text/html; charset=utf-8"
HOUR, YEAR, NEVER = "public, max-age=3600", "public, max-age=31536000, immutable", "no-store"
OPEN = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Retry-After"}
READING = ("GET", "HEAD")
COMPRESSION, LEAST_COMPRESSED = 6, 500  # bytes; a level within a few per cent of the best, in a third of its time
COMPRESSED = re.compile(r"text/|application/(\w+\+)?json")
HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)
Value = TypeVar("Value")
log = logging.getLogger(__name__)


# How it is worked out: beside the event loop, so much of it at a time. A database that hangs holds up no model.


@dataclass(frozen=True)
class Room:
    """How much of one kind of work is done at a time, how much may wait, and when one who is refused may come back."""

    name: str
    at_a_time: int
    most_waiting: int
    retry_seconds: int = 10

    @property
    def limit(self) -> CapacityLimiter:
        """The limiter of the running event loop."""
        kept = _limits.setdefault(self.name, RunVar(self.name))
        limit = kept.get(None)
        if limit is None:
            kept.set(limit := CapacityLimiter(self.at_a_time))
        return limit

    @property
    def waiting(self) -> int:
        """How much waits now."""
        return self.limit.statistics().tasks_waiting

    def refuse_if_busy(self) -> None:
        """Raise `Problem` where so much waits already that it is better to come back."""
        if self.limit.available_tokens < 1 and self.waiting >= self.most_waiting:
            raise Problem(BUSY, say("Come back a little later."), headers={"Retry-After": str(self.retry_seconds)})


_limits: dict[str, RunVar[CapacityLimiter]] = {}
MODEL = Room("model", 4, 100)
LIBRARY = Room("library", 16, 100)
LIVE = Room("live", 1, 16, retry_seconds=1)  # makes way for answers; who waits longer has let go of the slider
PICTURES = Room("pictures", 16, 0, retry_seconds=5)


async def worked(work: Callable[..., Value], *given: object, room: Room = MODEL) -> Value:
    """What a function returns, called in a thread once there is room for it; raises `Problem` where too much waits."""
    room.refuse_if_busy()
    return await to_thread.run_sync(work, *given, limiter=room.limit)


async def with_library(work: Callable[..., Value], *given: object) -> Value:
    """What a function returns that needs the library; raises `Problem` where there is none, or too much is saved."""
    try:
        return await worked(work, *given, room=LIBRARY)
    except TooManySaves as error:
        raise Problem(TOO_MANY, str(error), headers={"Retry-After": str(error.seconds)}) from None
    except (LibraryError, SettingsError) as error:  # why is told to the operator only
        log.warning("the library of saved scenarios cannot be used: %s", getattr(error, "detail", error))
        why = say("Try again later; a full link works without it.")
        raise Problem(NO_LIBRARY, why, headers={"Retry-After": str(LIBRARY.retry_seconds)}) from None


class Recent:
    """The values that were asked for last, so many of them."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._kept: OrderedDict[Any, tuple[float, Any]] = OrderedDict()

    def get(self, key: object, within: float = float("inf")) -> Any:
        """What is kept, unless it is older than so many seconds."""
        found = self._kept.get(key)
        if found is None or time.monotonic() - found[0] > within:
            return None
        self._kept.move_to_end(key)
        return found[1]

    def keep(self, key: object, value: object) -> None:
        """Keep something in place of what was not asked for the longest."""
        self._kept[key] = (time.monotonic(), value)
        self._kept.move_to_end(key)
        while len(self._kept) > self.most:
            self._kept.popitem(last=False)


# How it is sent.


@dataclass(frozen=True)
class Answer:
    """A body, ready for every request for it; who has it already is told so, and gets nothing again."""

    body: bytes
    media_type: str
    cache: str = HOUR
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def response(self, request: Request) -> Response:
        """The answer to one request, in the coding that it takes; 304 where it names the ETag of that."""
        headers = {"Cache-Control": self.cache, **self.headers}
        body = self.body
        if len(body) >= LEAST_COMPRESSED and COMPRESSED.match(self.media_type):
            headers["Vary"] = "Accept-Encoding"
            if takes_gzip(request.headers.get("accept-encoding", "")):
                body = self._coded
                headers["Content-Encoding"] = "gzip"
        headers["ETag"] = tag = strong_tag(body)
        given = ",".join(request.headers.getlist("if-none-match")).split(",")  # compared weakly (RFC 9110, 13.1.2)
        known = {each.strip().removeprefix("W/") for each in given}
        if self.status == 200 and request.method in READING and known & {tag, "*"}:
            headers.pop("Content-Encoding", None)
            return Response(status_code=304, headers=headers)
        return Response(body, self.status, headers, self.media_type)

    @cached_property
    def _coded(self) -> bytes:
        return gzip.compress(self.body, COMPRESSION, mtime=0)


def strong_tag(body: bytes) -> str:
    """The ETag of a body: the same bytes have the same."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


def takes_gzip(accepted: str) -> bool:
    """Whether a reader takes compressed answers, by its Accept-Encoding."""
    weights = {}
    for each in accepted.lower().split(","):
        name, _, weight = each.partition(";")
        weights[name.strip()] = weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return weights.get("gzip", weights.get("*", False))


class Compression(GZipMiddleware):
    """Middleware that compresses what is not yet, such as Streamlit's own files, for those who take it."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(app, compresslevel=COMPRESSION)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; to those who refuse gzip (`gzip;q=0`) as it is: Starlette and Streamlit hear the name only.

        Each of them that compresses adds what the answer varies by; it is said once.
        """

        async def send_varied(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if varies := headers.getlist("vary"):
                    headers["Vary"] = ", ".join(dict.fromkeys(re.split(r"\s*,\s*", ", ".join(varies))))
            await send(message)

        if scope["type"] == "http" and not takes_gzip(Headers(scope=scope).get("accept-encoding", "")):
            scope = {**scope, "headers": [each for each in scope["headers"] if each[0] != b"accept-encoding"]}
        await super().__call__(scope, receive, send_varied)


class OpenToRead:
    """Middleware that lets pages of other sites read what GET answers, and answers their questions; none may save."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer; to pages of other sites too, where they only read."""

        async def send_opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(OPEN)
            await send(message)

        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] == "OPTIONS" and "access-control-request-method" in Headers(scope=scope):
            may = {"Access-Control-Allow-Methods": ", ".join(READING), "Access-Control-Allow-Headers": "*"}
            may |= {"Access-Control-Allow-Origin": "*", "Access-Control-Max-Age": "86400"}
            await Response(status_code=204, headers=may)(scope, receive, send)
        else:
            await self.app(scope, receive, send_opened if scope["method"] in READING else send)


def site(request: Request) -> str:
    """The address under which readers reach us, without a slash at its end: as set, or the request's; empty if none."""
    if public := public_url():
        return public
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if HOST.fullmatch(host) else ""
