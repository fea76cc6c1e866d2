"""A few thousand of the million: the same bytes every time, at every door."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from random import Random

import pytest

from benchmarks.fuzz import targets
from benchmarks.fuzz.mutate import LONGEST, mutants
from benchmarks.fuzz.run import SEED
from benchmarks.fuzz.targets import TARGETS, WORDS, Wrong

INPUTS = {"link": 1_500, "file": 3_000, "set": 2_000, "typed": 2_000, "pasted": 1_500, "body": 1_500, "api": 1_500}


def inputs(name: str) -> Iterator[bytes]:
    return islice(mutants(TARGETS[name].seeds, WORDS, Random(SEED)), INPUTS[name])


@pytest.mark.parametrize("name", list(TARGETS))
def test_nothing_but_the_domains_own_errors_comes_of_what_a_stranger_sends(name: str) -> None:
    for content in inputs(name):
        TARGETS[name].take(content)


# The fuzzer itself.


@pytest.mark.parametrize("name", list(TARGETS))
def test_the_seeds_come_first_and_what_follows_is_the_same_every_time(name: str) -> None:
    seeds, first = TARGETS[name].seeds, list(inputs(name))
    assert first[: len(seeds)] == list(seeds)
    assert first == list(inputs(name))
    assert len(set(first)) > 0.8 * len(first)
    assert max(map(len, first)) <= LONGEST


def test_a_target_tells_of_what_should_not_come(monkeypatch: pytest.MonkeyPatch) -> None:
    targets._travels.cache_clear()
    monkeypatch.setattr("benchmarks.fuzz.targets.link", lambda _: "?v=1&rate=7")
    with pytest.raises(ValueError, match="lacks"):
        TARGETS["link"].take(b"?scenario=pace-of-2024")
    monkeypatch.setattr("benchmarks.fuzz.targets.link", lambda _: "?" + "x" * 9_000)
    with pytest.raises(Wrong, match="9001 characters"):
        TARGETS["link"].take(b"?scenario=pace-of-2024")
