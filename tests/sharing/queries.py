"""Links taken apart and put together again, for tests that change one key of a good one."""

from __future__ import annotations

from urllib.parse import quote

from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline

Pairs = list[tuple[str, str]]


def pairs(scenario: Scenario | None = None) -> Pairs:
    """The keys of a full link and their texts as they stand in it."""
    parts = [part.partition("=") for part in link(scenario or baseline()).removeprefix("?").split("&")]
    return [(key, text) for key, _, text in parts]


def query(changes: dict[str, str | None] | None = None, scenario: Scenario | None = None) -> str:
    """A full link with some keys changed (percent-escaped here), or left out where they are changed to `None`."""
    changes = changes or {}
    kept = [(key, quote(changes[key] or "") if key in changes else text) for key, text in pairs(scenario)]
    return joined([(key, text) for key, text in kept if changes.get(key, "") is not None])


def joined(parts: Pairs) -> str:
    """A link of keys and texts."""
    return "?" + "&".join(f"{key}={text}" for key, text in parts)
