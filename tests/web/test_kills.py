"""Every part of a served explorer is killed once under load: nothing saved is lost, nothing wrong said, all comes back.

`python -m benchmarks.load.kills` does it at random for five minutes, with pages in Chromium.
"""

from __future__ import annotations

import os

import pytest

from benchmarks.load import kills
from tests.asynchronous import finished


def test_whatever_is_killed_comes_back_and_so_few_answers_and_kills_are_not_enough_for_minutes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    if why := kills.missing():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    with kills.serving("-c fsync=off") as site:  # a killed process loses nothing that the machine has been given
        found = finished(kills.storm_over(site, seed=1, seconds=0, pages=0))
    assert kills.told(found, seconds=0, pages=0) == 0, found.table()
    assert set(found.kills) == set(kills.KINDS)
    capsys.readouterr()
    assert kills.told(found, seconds=3600, pages=2) == 1
    said = capsys.readouterr().out
    assert "0 right answers: Chromium" in said
    assert "5 kills, 300 wanted" in said
    found.answers.update(dict.fromkeys(kills.AT_MOST, 10_000))
    assert kills.told(found, seconds=60, pages=2) == 0
    found.wrong.append("a sentence")
    assert kills.told(found, seconds=60, pages=2) == 1
