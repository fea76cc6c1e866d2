"""A published estimate opens by its name, and bears that name only as long as it is that estimate."""

from __future__ import annotations

import pytest

from territory.estimates import estimates
from territory.scenario import baseline
from tests.ui.test_explore import html, opened, session

MAY_2028 = "economist-2025-12-02"
TITLE = "The Economist, 2 December 2025: 4 oblasts"
WITH_INPUTS = [each for each in estimates() if each.scenario() is not None]


@pytest.mark.parametrize("name", [each.id for each in WITH_INPUTS[:2]])
def test_an_estimate_has_a_short_link_like_a_preset(name: str) -> None:
    page = opened(f"?scenario={name}")
    estimate = next(each for each in estimates() if each.id == name)
    assert session(page).scenario == estimate.scenario()
    assert session(page).query == f"?scenario={name}"


@pytest.mark.parametrize("name", ["no-such-estimate", "prigozhin-2023-02-10"])
def test_a_name_without_a_scenario_is_refused(name: str) -> None:
    page = opened(f"?scenario={name}")
    assert session(page).scenario == baseline()
    assert name in html(page)
    assert "The link cannot be used as it is." in html(page)


def test_an_estimate_that_is_changed_no_longer_bears_its_name() -> None:
    page = opened(f"?scenario={MAY_2028}")
    assert session(page).scenario.title == TITLE
    session(page).change(rate=9.5)
    assert (session(page).scenario.rate, session(page).scenario.title, session(page).scenario.note) == (9.5, "", "")


def test_a_change_of_nothing_leaves_an_estimate_its_name() -> None:
    page = opened(f"?scenario={MAY_2028}")
    session(page).change(rates=())
    assert session(page).scenario.title == TITLE
    assert session(page).steps == []
