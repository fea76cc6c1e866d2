"""Saving a scenario for somebody: into the library, and not too often."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Mapping
from functools import lru_cache

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from territory.library.library import Saved, library
from territory.scenario.scenario import Scenario
from territory.settings import settings
from territory.text import say_count

UNKNOWN = "unknown"
NETWORK_BITS = 64  # of an IPv6 address: what one household or office has to itself


class TooManySaves(RuntimeError):
    """One client saved too often; `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            say_count(
                "Too many scenarios were saved from your network in a short time; try again in {count} second.",
                "Too many scenarios were saved from your network in a short time; try again in {count} seconds.",
                seconds,
            )
        )


def save(scenario: Scenario, client: str) -> Saved:
    """Keep a scenario; raises `TooManySaves`, or `LibraryError` where it cannot be kept."""
    allowed = RateLimitItemPerMinute(settings().saves_per_minute)
    if not _limiter().hit(allowed, client):
        ends = _limiter().get_window_stats(allowed, client).reset_time
        raise TooManySaves(max(1, math.ceil(ends - time.time())))
    return library().save(scenario)


def client_of(headers: Mapping[str, str], peer: str | None) -> str:
    """Who counts as one client: the address that the trusted proxy names, else the socket's; of IPv6 its network.

    A proxy appends whom it heard to what it was told, so that only the last name is its own.
    """
    trusted = settings().trusted_proxy_header.lower()
    told = next((value for name, value in headers.items() if trusted and name.lower() == trusted), "")
    return _network(told.rpartition(",")[2]) or _network(peer or "") or UNKNOWN


def _network(text: str) -> str:
    """An address without its port, as far as it tells one client from another; empty where there is none."""
    text = text.strip()
    host = text[1:].partition("]")[0] if text.startswith("[") else text.partition(":")[0] if "." in text else text
    for each in (text, host):
        try:
            address = ipaddress.ip_address(each)
        except ValueError:
            continue
        if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is None:
            return str(ipaddress.ip_network((address.packed, NETWORK_BITS), strict=False))
        return str(getattr(address, "ipv4_mapped", None) or address)
    return ""


@lru_cache(maxsize=1)
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())
