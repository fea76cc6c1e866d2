"""Test a date: the sentence, the chart and the controls say one thing, whatever the scenario."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from territory.answers.needed import Need, Needs, days_at_paces, needed, record_paces
from territory.answers.outlook import own_rate_km2_per_day
from territory.charts import date as date_chart
from territory.charts.figure import LIGHT
from territory.charts.outlook import Picture
from territory.cli.tables import needs_table
from territory.figures.evidence import edition, edition_ids
from territory.model.inverse import Found
from territory.scenario.scenario import baseline, revise
from territory.ui.pages.date import CHANCES
from territory.words import needed as needed_words
from territory.words.vocabulary import Units, shown_in
from tests.helpers import plain
from tests.ui.pages import alone, control, html, session

BY = date(2035, 1, 1)


def asked(by: date = BY, chance: float = 50.0, name: str = "kharkiv", **changes: Any) -> tuple[Needs, Need]:
    found = needed(revise(baseline(), changes), by, chance, (name,))
    return found, found[name]


def drawn(found: Needs, name: str) -> Picture:
    scenario = found.scenario
    rates = date_chart.rates_drawn(scenario, name)
    days = days_at_paces(scenario, name, rates, (found.chance,))[:, 0]
    return date_chart.picture(found, found[name], date_chart.course(rates, days), LIGHT)


def trace(picture: Picture, kind: str) -> Any:
    (found,) = (each for each in picture.figure.data if each.meta == kind)
    return found


# The answers behind the page.


def test_only_what_is_asked_for_is_answered_and_it_is_the_same_answer() -> None:
    every, one = needed(baseline(), BY), needed(baseline(), BY, 50.0, ("odesa",))
    assert [result.id for result in one.results] == ["odesa"]
    assert one["odesa"] == every["odesa"]


def test_a_faster_pace_or_a_lower_chance_never_arrives_later() -> None:
    rates = date_chart.rates_drawn(baseline(), "kharkiv")
    days = days_at_paces(baseline(), "kharkiv", rates, CHANCES)
    assert days.shape == (len(rates), len(CHANCES))
    with np.errstate(invalid="ignore"):
        assert not (np.diff(days, axis=0) > 0).any()
        assert not (np.diff(days, axis=1) < 0).any()


@pytest.mark.parametrize("name", edition_ids())
def test_the_paces_on_record_agree_with_the_edition(name: str) -> None:
    known, found = edition(name), {each.id: each for each in record_paces(edition(name))}
    assert found["documented"].rate == known.defaults["rate"].number
    assert found["best_month"].rate == max(known.record.rates_km2_per_day)
    assert round(found["best_year"].rate, 2) == known.ranges["rate"].high
    assert found["latest_year"].until == known.record.ends[-1]
    for each in ("best_year", "latest_year"):
        assert (found[each].until - found[each].since).days in (365, 366)


# The words.


def test_the_baseline_is_said_with_the_pace_and_the_months_that_reached_it() -> None:
    found, result = asked()
    assert plain(needed_words.headline(found, result)) == (
        "For the rest of Kharkiv oblast to be taken before 1 January 2035 with a chance of 50 % in this model, the "
        "pace would have to be about 8.7 km² a day."
    )
    assert plain(needed_words.beside(found, result)) == (
        "10 of the 32 documented months reached it. This scenario’s own is 5.79 km² a day. Counted from 30 August "
        "2025; all else stays as in this scenario."
    )
    facts = {fact.title: plain(fact.answer) for fact in needed_words.facts(found, result)}
    assert facts == {
        "The pace it implies": "8.7 km² a day",
        "Or a yearly change": "8.4 % more a year",
        "Too much of a decline": "6.8 % less a year",
        "Half of it taken": "October 2032",
    }


@pytest.mark.parametrize(
    ("changes", "by", "sentence"),
    [
        ({}, date(2026, 1, 1), "no pace up to 60 km² a day would be enough"),
        ({"occupied": (("kharkiv", 100.0),)}, BY, "Nothing is left to take in Kharkiv oblast: all of it is occupied."),
        ({"rates": (("kharkiv", 0.72),)}, BY, "its own pace would have to be about 8.6 km² a day"),
        ({"targets": ("kharkiv", "odesa"), "rate": -2.0}, BY, "the pace would have to be about 8.7 km² a day"),
    ],
)
def test_every_kind_of_answer_has_its_sentence(changes: dict[str, Any], by: date, sentence: str) -> None:
    assert sentence in plain(needed_words.headline(*asked(by, **changes)))


def test_all_of_them_are_named_and_have_no_one_pace_where_each_has_its_own() -> None:
    found, result = asked(date(2055, 1, 1), name="all", order="in_turn")
    assert "For the rest of Kharkiv and Odesa oblasts" in needed_words.headline(found, result)
    found, result = asked(name="all", order="in_turn", rates=(("kharkiv", 0.72),))
    assert "no one pace can be named" in needed_words.headline(found, result)
    assert "no one pace to draw" in needed_words.no_picture(found, result)


def test_a_month_that_never_was_so_fast_is_said_with_the_best_one() -> None:
    found, result = asked(date(2028, 1, 1), 80.0)
    assert "None of the 32 documented months reached it, not even the best, November 2024" in plain(
        needed_words.beside(found, result)
    )


def test_the_command_line_says_the_same_sentence_to_two_decimals() -> None:
    found, result = asked()
    assert plain(needed_words.needed_sentence(found, result)).endswith(
        "the pace would have to be 8.71 km² a day; 10 of the 32 documented months reached it."
    )
    assert needed_words.needed_sentence(found, result) in needs_table(found)


@pytest.mark.parametrize(
    ("value", "words"),
    [(8.7078, "8.7"), (12.34, "12"), (0.7234, "0.72"), (9.99, "10"), (-0.314, "−0.31"), (0.0, "0"), (60.0, "60")],
)
def test_an_implied_number_has_about_two_figures(value: float, words: str) -> None:
    assert needed_words.figures(value) == words


def test_paces_that_look_the_same_are_one_line() -> None:
    held_against = needed_words.paces(baseline(), "kharkiv")
    assert [each.short for each in held_against] == [
        "documented, this scenario",
        "best and latest 12 months",
        "best month",
    ]
    newer = needed_words.paces(revise(baseline("2026-08-22"), {"rate": 12.0}), "kharkiv")
    assert [each.short for each in newer] == [
        "documented",
        "latest 12 months",
        "this scenario",
        "best 12 months",
        "best month",
    ]
    own = revise(baseline(), {"rates": (("kharkiv", 3.0),)})
    assert [each.rate for each in needed_words.paces(own, "kharkiv")] == [own_rate_km2_per_day(own, "kharkiv"), 3.0]


# The chart.


def test_the_chosen_date_lies_on_the_curve_and_its_title_places_the_pace() -> None:
    found, result = asked()
    picture = drawn(found, "kharkiv")
    assert result.pace is not None
    dot, curve = trace(picture, date_chart.CHOSEN), trace(picture, date_chart.CURVE)
    assert dot.x == ("2035-01-01",)
    place = list(np.asarray(curve.x, dtype="datetime64[D]")).index(np.datetime64("2035-01-01"))
    assert curve.y[place] == pytest.approx(result.pace.value, abs=1e-3)
    assert (np.diff(np.asarray(curve.y, dtype=float)) <= 0).all()
    assert plain(picture.title) == (
        "About 8.7 km² a day is faster than the documented pace and slower than the best and latest 12 months"
    )
    assert "best month 23.73" in picture.alt


def test_ticks_show_every_documented_month_thick_where_it_reached_the_pace() -> None:
    picture = drawn(asked()[0], "kharkiv")
    months = trace(picture, date_chart.MONTHS)
    assert len(months.y) == 32
    assert sum(width > 1 for width in months.marker.line.width) == 10


def test_where_no_pace_does_it_the_curve_stands_without_a_dot() -> None:
    found, _ = asked(date(2026, 1, 1))
    picture = drawn(found, "kharkiv")
    assert plain(picture.title) == "No pace up to 60 km² a day would make it before 1 January 2026"
    assert [each.meta for each in picture.figure.data].count(date_chart.CHOSEN) == 0
    assert len(trace(picture, date_chart.CURVE).y) > 20


# Other units.

MONTHLY = Units("sq_mi", "month")


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (Units("km2", "month"), "about 270 km² a month"),
        (Units("km2", "year"), "about 3,200 km² a year"),
        (Units("sq_mi", "day"), "about 3.4 sq mi a day"),
        (MONTHLY, "about 100 sq mi a month"),
        (Units("sq_mi", "year"), "about 1,200 sq mi a year"),
    ],
)
def test_the_pace_has_two_figures_of_what_is_shown_in_every_unit(units: Units, words: str) -> None:
    with shown_in(units):
        assert words in plain(needed_words.headline(*asked()))


def test_in_other_units_the_charts_labels_are_in_them_and_stand_where_they_stood() -> None:
    found, _ = asked()
    usual = drawn(found, "kharkiv")
    with shown_in(MONTHLY):
        other = drawn(found, "kharkiv")
    assert plain(trace(other, date_chart.CHOSEN).customdata[0]) == "before 1 January 2035: 102.3 sq mi a month"
    labels = [plain(each.text) for each in other.figure.layout.annotations]
    assert labels[0] == "<b>before 1 Jan 2035: 100</b>"
    assert "best month 278.9" in labels
    shifts = [each.yshift for each in usual.figure.layout.annotations]
    assert [each.yshift for each in other.figure.layout.annotations] == shifts


@pytest.mark.parametrize(
    ("units", "words"),
    [
        (Units(), "less than 0.01 km² a day"),
        (MONTHLY, "about 0.012 sq mi a month"),
        (Units("km2", "year"), "about 0.37 km² a year"),
    ],
)
def test_next_to_none_is_what_the_reader_would_see_as_none(units: Units, words: str) -> None:
    found, result = asked()
    assert result.pace is not None
    slow = replace(result, pace=replace(result.pace, found=Found.VALUE, value=0.001))
    with shown_in(units):
        assert plain(needed_words.headline(found, slow)).endswith(f"the pace would have to be {words}.")


def test_paces_are_one_line_where_they_look_the_same_in_the_units_that_are_shown() -> None:
    close = revise(baseline(), {"rate": 5.793})
    names = {}
    for units in (Units(), Units("km2", "year")):
        with shown_in(units):
            names[units.per] = [each.short for each in needed_words.paces(close, "kharkiv")]
    assert names["day"][0] == "documented, this scenario"
    assert names["year"][:2] == ["documented", "this scenario"]


# The page.


def test_a_date_before_the_start_asks_for_another_and_keeps_the_controls() -> None:
    page = alone("date", asked_by=date(2020, 1, 1))
    assert "Choose a date after 30 August 2025" in html(page)
    control(page.date_input, "tested_by").set_value(date(2040, 1, 1)).run()
    assert "before 1 January 2040" in html(page)


def test_an_oblast_that_has_left_the_scenario_gives_way_to_the_first() -> None:
    page = alone("date", revise(baseline(), {"targets": ("sumy",)}), asked_about="odesa")
    assert "Sumy oblast" in html(page)
    assert page.get("button_group") == []


def test_many_oblasts_and_all_of_them_are_in_a_list() -> None:
    scenario = revise(baseline(), {"targets": ("sumy", "kharkiv", "odesa"), "order": "in_turn"})
    page = alone("date", scenario)
    page.selectbox[0].set_value("all").run()
    assert session(page).asked_about == "all"
    assert "the rest of Sumy, Kharkiv and Odesa oblasts" in html(page)
