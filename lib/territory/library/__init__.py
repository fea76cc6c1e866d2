"""Saved scenarios: from a link or a pasted text to the scenario, and into the library for somebody, not too often.

Who opens and saves no scenario loads no database.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from territory.answers.estimates import named
from territory.scenario.files import parse_file
from territory.scenario.links import KNOWN, SAVED, parse_link
from territory.scenario.scenario import Scenario, ScenarioError, shown
from territory.text import say, say_count

if TYPE_CHECKING:
    from limits.strategies import MovingWindowRateLimiter

    from territory.library.library import Saved

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


def saved(id: str) -> Saved:
    """What is saved under an id; raises `ScenarioError` for an unknown one, `LibraryError` where none can be read."""
    from territory.library.library import LibraryError, library
    from territory.settings import SettingsError

    try:
        found = library().get(id)
    except SettingsError as error:
        raise LibraryError(say("The library of saved scenarios is not set up."), str(error)) from None
    if found is None:
        why = say("there is no saved scenario {id}; check the link, or ask for the full one.", id=shown(id))
        raise ScenarioError({SAVED: why})
    return found


def saved_scenario(id: str) -> Scenario:
    """The scenario that is saved under an id, for the readers of links; raises `ScenarioError` if there is none."""
    from territory.library.library import LibraryError

    try:
        return saved(id).scenario
    except LibraryError as error:
        raise ScenarioError({SAVED: say("{why} The full link opens without it.", why=error)}) from None


def pasted(text: str) -> Scenario:
    """The scenario in pasted text: a link, full or short, or a scenario file's content; raises `ValueError`.

    The error is a `ScenarioError` or a `LinkError`; its `problems` say all that is wrong. Nothing is mended.
    """
    if text.lstrip().startswith("{"):
        return parse_file(text.encode("utf-8", errors="replace"))
    query = text.strip().partition("#")[0]
    names = {key for part in (query, query.partition("?")[2]) for key, _ in parse_qsl(part, keep_blank_values=True)}
    if not names & KNOWN:
        raise ScenarioError(
            {"link": say("it holds no scenario; paste a full link, ?scenario=name, ?s=id, or a file's text.")}
        )
    return parse_link(text, named, saved_scenario)


def save(scenario: Scenario, client: str) -> Saved:
    """Keep a scenario; raises `TooManySaves`, or `LibraryError` where it cannot be kept."""
    from limits import RateLimitItemPerMinute

    from territory.library.library import library
    from territory.settings import settings

    allowed = RateLimitItemPerMinute(settings().saves_per_minute)
    if not limiter().hit(allowed, client):
        ends = limiter().get_window_stats(allowed, client).reset_time
        raise TooManySaves(max(1, math.ceil(ends - time.time())))
    return library().save(scenario)


@lru_cache(maxsize=1)
def limiter() -> MovingWindowRateLimiter:
    """What counts the saves of each client in this process."""
    from limits.storage import MemoryStorage
    from limits.strategies import MovingWindowRateLimiter

    return MovingWindowRateLimiter(MemoryStorage())


def client_of(headers: Mapping[str, str], peer: str | None) -> str:
    """Who counts as one client: the address that the trusted proxy names, else the socket's; of IPv6 its network.

    A proxy appends whom it heard to what it was told, so that only the last name is its own.
    """
    from territory.settings import settings

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
