"""Work that takes a while beside the event loop, so much of it at a time; a database that hangs holds up no model."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

MODEL, LIBRARY, LIVE = "model", "library", "live"
AT_A_TIME = {MODEL: 4, LIBRARY: 16, LIVE: 1}  # what follows a dragged assumption makes way for answers
MOST_WAITING = 100
MOST_WAITING_LIVE = 50  # a quarter of a second
Value = TypeVar("Value")
_rooms: dict[str, RunVar[CapacityLimiter]] = {name: RunVar(name) for name in AT_A_TIME}


async def worked(work: Callable[..., Value], *given: object, room: str = MODEL) -> Value:
    """What a function returns, called in a thread of its own once there is room for it."""
    return await to_thread.run_sync(work, *given, limiter=_limit(room))


def is_busy(room: str = MODEL) -> bool:
    """Whether so much waits already that more would only wait too long."""
    most = MOST_WAITING_LIVE if room == LIVE else MOST_WAITING
    return waiting(room) > most


def waiting(room: str) -> int:
    """How many wait for room."""
    return _limit(room).statistics().tasks_waiting


def _limit(room: str) -> CapacityLimiter:
    limit = _rooms[room].get(None)
    if limit is None:
        _rooms[room].set(limit := CapacityLimiter(AT_A_TIME[room]))
    return limit
