"""Answers with a strong ETag: whoever has the same bytes already is told so, and gets nothing again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import Response

HOUR = "public, max-age=3600"
NOTHING: Mapping[str, str] = MappingProxyType({})


def reply(
    request: Request, content: bytes, media_type: str, headers: Mapping[str, str] = NOTHING, status: int = 200
) -> Response:
    """Content that may be kept for an hour and asked for again by its ETag; 304 where nothing has changed."""
    tag = strong_tag(content)
    kept = {"ETag": tag, "Cache-Control": HOUR, **headers}
    if status == 200 and request.method in ("GET", "HEAD") and has(request, tag):
        return Response(status_code=304, headers=kept)
    return Response(content, status, kept, media_type)


def strong_tag(content: bytes) -> str:
    """The ETag of content: the same bytes have the same."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def has(request: Request, tag: str) -> bool:
    """Whether a tag is among those of `If-None-Match`, which are compared weakly (RFC 9110, 13.1.2)."""
    given = [each.strip().removeprefix("W/") for each in ",".join(request.headers.getlist("if-none-match")).split(",")]
    return "*" in given or tag in given
