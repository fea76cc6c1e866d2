"""Work that takes a while (the model, the database) beside the event loop, so much of it at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter, to_thread
from anyio.lowlevel import RunVar

AT_A_TIME = 4
Value = TypeVar("Value")
_room: RunVar[CapacityLimiter] = RunVar("room")


async def worked(work: Callable[..., Value], *given: object) -> Value:
    """What a function returns, called in a thread of its own once there is room for it."""
    try:
        room = _room.get()
    except LookupError:
        _room.set(room := CapacityLimiter(AT_A_TIME))
    return await to_thread.run_sync(work, *given, limiter=room)
