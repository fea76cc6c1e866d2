"""The method text: shown without its marks, true in the numbers that it names."""

from __future__ import annotations

from territory.model.calibration import PERSISTENCE
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR
from territory.model.simulation import RUNS
from territory.words.evidence import method_text


def test_the_text_has_words_before_formulas_and_says_what_is_left_out() -> None:
    text = method_text()
    places = [
        text.index(f"## {title}")
        for title in ("In words", "In formulas", "What is assumed", "What is left out", "How it was checked")
    ]
    assert places == sorted(places)
    for left_out in ("Separate fronts", "Permanence", "Politics", "Cities"):
        assert left_out in text[places[3] : places[4]]


def test_the_marks_of_its_tables_and_its_title_are_not_shown() -> None:
    text = method_text()
    assert "<!--" not in text
    assert not text.startswith("# ")
    assert "| " in text


def test_the_numbers_that_the_text_names_are_the_models() -> None:
    text = method_text()
    assert f"{RUNS:,} points" in text
    assert f"a year is {DAYS_PER_YEAR} days" in text
    assert f"{{{DAYS_PER_MONTH}}}" in text
    assert f"flat between {PERSISTENCE[0]:g} and {PERSISTENCE[-1]:g}" in text
