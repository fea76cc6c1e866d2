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
from territory.words.vocabulary import Units, limits, shown_in
from tests.helpers import plain

BY = date(2035, 1, 1)


def table(text: str) -> list[str]:
    """The lines of the first table."""
    return text.partition("\n\n")[0].splitlines()


def answer(**changes: Any) -> str:
    return tables.answer_table(project(revise(baseline(), changes), [BY]))


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("  ") if cell.strip()]


def test_an_answer_is_a_table_and_its_sentences() -> None:
    said = plain(answer())
    head, kharkiv, odesa = table(said)
    assert cells(head) == ["remaining km²", "days", "date", "chance before 2035-01-01"]
    assert cells(kharkiv)[:5] == ["Kharkiv oblast", "30,158.4", "5,208.80", "2039-12-03", "reached"]
    assert cells(odesa)[0] == "Odesa oblast"
    assert "Kharkiv oblast: 8 in 10 simulated runs:" in said
    assert said.endswith(limits())


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


def test_needs_are_a_table_with_real_minus_signs() -> None:
    head, kharkiv, *_ = table(tables.needs_table(needed(baseline(), BY)))
    assert cells(head) == ["pace, km²/day", "yearly change, %", "dies out at, %/year", "half taken, central"]
    assert cells(kharkiv)[:4] == ["Kharkiv oblast", "8.71", "8.5", "−6.8"]


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
