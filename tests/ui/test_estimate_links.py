"""A published estimate opens by its name, and bears that name only as long as it is that estimate."""

from __future__ import annotations

import re

import pytest

from territory.answers.estimates import estimates
from territory.cli.main import main
from territory.library import pasted
from territory.scenario.links import LinkError, parse_link
from territory.scenario.scenario import baseline
from tests.ui.pages import html, opened, session

MAY_2028 = "economist-2025-12-02"
TITLE = "The Economist, 2 December 2025: 4 oblasts"
WITH_INPUTS = [each for each in estimates() if each.scenario() is not None]


@pytest.mark.parametrize("name", [each.id for each in WITH_INPUTS[:2]])
def test_an_estimate_has_a_short_link_like_a_preset(name: str) -> None:
    page = opened(f"?scenario={name}")
    estimate = next(each for each in estimates() if each.id == name)
    assert session(page).scenario == estimate.scenario()
    assert session(page).query == f"?scenario={name}"


@pytest.mark.parametrize("name", ["isw-2024-12-31", "pace-of-2024"])
def test_one_link_is_the_same_scenario_on_the_page_pasted_and_on_the_command_line(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    address = f"https://example.org/?scenario={name}"
    scenario = session(opened(f"?scenario={name}")).scenario
    assert scenario.title
    assert pasted(address) == scenario
    assert main(["link", address]) == 0
    assert parse_link(capsys.readouterr().out) == scenario


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("no-such-estimate", "there is no preset or published estimate “no-such-estimate”; the presets are "),
        ("prigozhin-2023-02-10", "prigozhin-2023-02-10 is context only: it gave neither area nor pace"),
    ],
)
def test_a_link_that_names_no_scenario_is_refused_alike_everywhere(
    name: str, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = opened(f"?scenario={name}")
    assert why in html(page)
    assert session(page).scenario == baseline()
    with pytest.raises(LinkError, match=re.escape(why)):
        pasted(f"?scenario={name}")
    assert main(["project", f"?scenario={name}"]) == 2
    assert why in capsys.readouterr().err


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
