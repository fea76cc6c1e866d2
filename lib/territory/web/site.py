"""The address under which readers reach us, for links in answers."""

from __future__ import annotations

import re

from starlette.requests import Request

from territory.settings import public_url

HOST = re.compile(r"(?:[A-Za-z0-9._-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?", re.ASCII)


def site(request: Request) -> str:
    """The site's address without a slash at its end: as set, or the request's; empty where that is none."""
    if public := public_url():
        return public
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}" if HOST.fullmatch(host) else ""
