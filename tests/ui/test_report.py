"""The command line's text: tables in km² and days whatever a page shows, sentences as the pages say them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from territory.answers.drivers import drivers
from territory.answers.needed import needed
from territory.answers.outlook import project
from territory.cli import tables
from territory.scenario.scenario import baseline, revise
from territory.words.vocabulary import Units, shown_in
from tests.helpers import plain

BY = date(2035, 1, 1)


def table(text: str) -> list[str]:
    """The lines of the first table."""
    return text.partition("\n\n")[0].splitlines()


def answer(**changes: Any) -> str:
    return tables.answer_table(project(revise(baseline(), changes), [BY]))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


@pytest.mark.parametrize(
    ("changes", "outcome"),
    [
        ({}, "reached"),
        ({"horizon": 5.0}, "beyond horizon"),
        ({"rate": 0.0}, "never"),
        ({"occupied": (("kharkiv", 100.0),)}, "done"),
        ({"rate": -2.0}, "back under Ukrainian control"),
        ({"rate": -2.0, "occupied": (("kharkiv", 0.0),)}, "nothing occupied"),
    ],
)
def test_every_outcome_has_its_words(changes: dict[str, Any], outcome: str) -> None:
    (kharkiv,) = (line for line in table(answer(**changes)) if line.startswith("Kharkiv oblast"))
    assert outcome in cells(kharkiv)


def test_drivers_say_what_the_spread_comes_from() -> None:
    said = plain(tables.drivers_table(drivers(revise(baseline(), {"targets": ("kharkiv",)}))))
    title, head, pace = said.splitlines()[:3]
    assert title == "Kharkiv oblast: median 14 years"
    assert cells(head) == ["assumption from", "to", "median from", "to"]
    assert cells(pace) == ["Pace", "−0.31 km² a day", "13.11 km² a day", "not within 50 years", "6 years"]
    assert (
        "Of its spread come 63 % from the long-run pace, 19 % from its yearly change and 13 % from month-to-month "
        "scatter; what is missing comes of their interplay."
    ) in said


def test_the_tables_stay_in_the_units_of_scenarios() -> None:
    found = needed(baseline(), BY)
    usual = table(answer()), table(tables.needs_table(found))
    with shown_in(Units("sq_mi", "month")):
        assert (table(answer()), table(tables.needs_table(found))) == usual
