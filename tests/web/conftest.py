"""Settings of the operator, for one test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from territory.library import limiter
from territory.settings import settings

Set = Callable[..., None]


@pytest.fixture(autouse=True)
def operator(monkeypatch: pytest.MonkeyPatch) -> Iterator[Set]:
    """Set variables of the environment; nobody is kept from saving unless a test says so."""

    def given(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        settings.cache_clear()
        limiter.cache_clear()

    given(TERRITORY_SAVES_PER_MINUTE="100000")
    yield given
    settings.cache_clear()
    limiter.cache_clear()
