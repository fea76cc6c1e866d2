"""Saving for somebody: the same scenario is the same, and one client cannot fill the library in a minute."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from territory.library import UNKNOWN, TooManySaves, client_of, limiter, save
from territory.library.library import library
from territory.scenario.scenario import baseline, revise
from territory.settings import settings


@pytest.fixture(autouse=True)
def three_a_minute(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TERRITORY_SAVES_PER_MINUTE", "3")
    monkeypatch.setenv("TERRITORY_CLIENT_HEADER", "X-Forwarded-For")
    settings.cache_clear()
    limiter.cache_clear()
    yield
    settings.cache_clear()
    limiter.cache_clear()


def test_what_was_saved_is_in_the_library_and_saving_again_is_the_same() -> None:
    first = save(baseline(), "192.0.2.1")
    assert save(baseline(), "192.0.2.1") == first == library().get(first.id)


def test_a_client_that_saves_too_often_is_told_how_long_to_wait_and_others_are_not() -> None:
    for pace in (1.0, 2.0, 3.0):
        save(revise(baseline(), {"rate": pace}), "192.0.2.1")
    with pytest.raises(TooManySaves, match=r"try again in \d+ seconds\.") as caught:
        save(revise(baseline(), {"rate": 4.0}), "192.0.2.1")
    assert 1 <= caught.value.seconds <= 60
    assert save(revise(baseline(), {"rate": 4.0}), "192.0.2.2").scenario.rate == 4.0


@pytest.mark.parametrize(
    ("told", "peer", "client"),
    [
        ("", "192.0.2.1", "192.0.2.1"),
        ("198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("203.0.113.9, 198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("198.51.100.7:4711", "192.0.2.1", "198.51.100.7"),
        ("::ffff:198.51.100.7", "192.0.2.1", "198.51.100.7"),
        ("[2001:db8:1:2:3::4]:4711", "192.0.2.1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "192.0.2.1", "2001:db8:1:2::/64"),
        ("no address at all" * 100, "192.0.2.1", "192.0.2.1"),
        ("", None, UNKNOWN),
        ("", "testclient", UNKNOWN),
    ],
)
def test_a_client_is_whom_the_trusted_proxy_names_last(told: str, peer: str | None, client: str) -> None:
    assert client_of({"x-forwarded-for": told}, peer) == client


def test_without_a_trusted_proxy_nobody_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TERRITORY_CLIENT_HEADER")
    settings.cache_clear()
    assert client_of({"X-Forwarded-For": "198.51.100.7", "": "203.0.113.9"}, "192.0.2.1") == "192.0.2.1"
