"""Every part of a served explorer is killed once under load: nothing saved is lost, nothing wrong said, all comes back.

`python -m benchmarks.load.kills` does it at random for five minutes, with pages in Chromium.
"""

from __future__ import annotations

import os

import pytest

from benchmarks.load import kills
from tests.asynchronous import finished


def test_whatever_is_killed_comes_back_with_nothing_lost_and_nothing_wrong() -> None:
    if why := kills.missing():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(why)
    with kills.serving("-c fsync=off") as site:  # a killed process loses nothing that the machine has been given
        found = finished(kills.storm_over(site, seed=1, seconds=0, pages=0))
    assert found.is_good, found.table()
    assert set(found.kills) == set(kills.KINDS)
    assert found.given
