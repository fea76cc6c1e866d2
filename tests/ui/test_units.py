"""Areas and paces in the reader's units: what is shown changes, what is computed does not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory import project
from territory.answers.outlook import context
from territory.figures.evidence import edition
from territory.scenario.scenario import baseline, revise
from territory.words import answer as answer_words
from territory.words import assumptions as assumptions_words
from territory.words import vocabulary
from territory.words.vocabulary import AREAS, PERS, Units, shown_in
from tests.helpers import plain

MILES_A_YEAR = Units("sq_mi", "year")


@pytest.fixture
def miles_a_year() -> Iterator[None]:
    with shown_in(MILES_A_YEAR):
        yield


def test_the_documented_area_in_square_miles_is_the_one_that_was_published() -> None:
    with shown_in(Units("sq_mi")):
        assert plain(vocabulary.area(5842)) == "2,256 sq mi"


def test_a_pace_is_shown_by_the_day_the_month_or_the_year() -> None:
    said = []
    for per in PERS:
        with shown_in(Units("km2", per)):
            said.append(plain(vocabulary.pace_with_unit(5842 / 1009)))
    assert said == ["5.79 km² a day", "176.2 km² a month", "2,115 km² a year"]


@given(st.sampled_from(AREAS), st.sampled_from(PERS))
def test_a_mile_is_1609_344_metres_and_a_year_365_2425_days_in_every_combination(area: str, per: str) -> None:
    days = {"day": 1.0, "month": 365.2425 / 12, "year": 365.2425}[per]
    km2 = {"km2": 1.0, "sq_mi": 1.609344**2}[area]
    with shown_in(Units(area, per)):  # type: ignore[arg-type]
        assert vocabulary.pace_shown().factor == pytest.approx(days / km2)
        assert vocabulary.area_shown().factor == pytest.approx(1 / km2)


@pytest.mark.usefixtures("miles_a_year")
def test_every_sentence_about_an_answer_follows() -> None:
    outlook, beside = project(baseline()), context(baseline())
    assert plain(answer_words.headline(outlook)).startswith("If Russian forces kept taking 816 sq mi a year, all of it")
    said = [
        answer_words.headline(outlook),
        answer_words.text_answer(outlook, beside),
        answer_words.finding(outlook),
    ]
    said += [assumptions_words.documented(edition("2025-08-17"))]
    changed = revise(baseline(), {"noise": 250.0, "setback_date": baseline().start, "setback_km2": 500.0, "rate": 9.0})
    said += [each.yours for each in assumptions_words.changes(baseline(), changed)]
    assert not [each for each in said if "km²" in each]
    assert "2,256 sq mi in 1,009 days" in plain(" ".join(said))
    assert "96.5255 sq mi a month" in plain(" ".join(said))


def test_the_units_are_no_part_of_the_answer() -> None:
    usual = project(baseline()).as_dict()
    with shown_in(MILES_A_YEAR):
        assert project(baseline()).as_dict() == usual
