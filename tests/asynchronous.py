"""Coroutines in tests: the thread of a test may have the loop of a browser's driver."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


def finished(coroutine: Coroutine[None, None, T]) -> T:
    """What a coroutine gives, run to its end in a thread and a loop of its own."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
