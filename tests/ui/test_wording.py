"""Sentences: what is said of each kind of answer, and the rounding that they show."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given

from territory.answers.outlook import context, project, with_newest_figures
from territory.figures.evidence import edition
from territory.scenario.files import presets
from territory.scenario.scenario import KEYS, Scenario, baseline, revise
from territory.text import say
from territory.words import answer as answer_words
from territory.words import assumptions as assumptions_words
from territory.words import vocabulary
from tests.helpers import plain
from tests.strategies import scenarios


def said(**changes: Any) -> str:
    return plain(answer_words.headline(project(revise(baseline(), changes))))


def test_the_baseline_is_said_as_the_question_is_asked() -> None:
    assert said() == (
        "If Russian forces kept taking 5.79 km² a day, all of it in one oblast, the rest of Kharkiv oblast would take "
        "them about 14 years; Odesa oblast about 16."
    )


def test_what_stands_under_the_answer_says_from_when_and_what_makes_it_generous() -> None:
    beside = context(baseline())
    assert answer_words.counted_from(project(baseline()), beside) == (
        "Counted from 30 August 2025; one after the other, about 30 years."
    )
    assert plain(answer_words.own_pace_sentence(beside)) == (
        "At the pace seen inside Kharkiv oblast itself, 0.72 km² a day, it would be about 115 years."
    )
    assert beside.newer is not None
    assert plain(answer_words.newer_sentence(beside.newer)) == (
        "From 1 January to 22 August 2026 the whole front moved 3.33 km² a day."
    )


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"rate": 0.0}, "would never come under Russian control"),
        ({"rate": -2.0}, "what is occupied in Kharkiv oblast would be back after about 21 months"),
        ({"rate": -2.0}, "in Odesa oblast nothing is occupied"),
        ({"annual_change": -7.0}, "7 % less each year"),
        ({"annual_change": -7.0}, "would never be taken in full, because the falling pace is not enough"),
        ({"order": "in_turn"}, "in one oblast after the other"),
        ({"order": "together"}, "split 50 : 50 between the oblasts"),
        (
            {"order": "together", "rates": (("kharkiv", 2.0), ("odesa", 3.0))},
            "2 km² a day in Kharkiv oblast or 3 in Odesa oblast, split 50 : 50 between the oblasts",
        ),
        (
            {"first": ("kherson",), "rates": (("kherson", 0.1),)},
            "0.1 km² a day in Kherson oblast, 5.79 in Kharkiv oblast and 5.79 in Odesa oblast, first in Kherson oblast",
        ),
        (
            {"targets": ("donetsk", "luhansk", "kherson")},
            "Luhansk oblast weeks to months; Kherson oblast about 4½ years",
        ),
        ({"season": 20.0}, "with 20 % of the record’s seasonal pattern"),
        ({"first": ("kherson", "mykolaiv")}, "first in Kherson and Mykolaiv oblasts, then all of it in one oblast"),
        ({"rates": (("kharkiv", 0.72),)}, "0.72 km² a day in Kharkiv oblast and 5.79 in Odesa oblast"),
        ({"rates": (("kharkiv", 0.72),)}, "about 115 years, beyond the horizon of 50 years"),
        ({"occupied": (("kharkiv", 100.0),)}, "nothing would be left to take in Kharkiv oblast"),
        ({"targets": ("ukraine",)}, "kept taking 5.79 km² a day, the rest of Ukraine would take them about 232 years"),
        ({"pause_start": date(2026, 1, 1), "pause_months": 6.0}, "no advance for 6 months from 1 January 2026"),
        ({"setback_date": date(2026, 1, 1), "setback_km2": 500.0}, "500 km² coming back under Ukrainian control"),
    ],
)
def test_the_condition_and_the_outcome_are_both_said(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in said(**changes)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0.2, "a day"),
        (5.2, "5 days"),
        (30.0, "4 weeks"),
        (365.2425, "12 months"),
        (365.2425 * 2.3, "2½ years"),
        (365.2425 * 9.9, "10 years"),
        (5208.8, "14 years"),
        (5753.13, "16 years"),
        (365.2425 * 1234, "1,200 years"),
        (365.2425 * 2e6, "more than a million years"),
    ],
)
def test_a_length_of_time_has_about_two_figures(days: float, words: str) -> None:
    assert vocabulary.span(days) == words


@pytest.mark.parametrize(
    ("value", "words"), [(5.78989, "5.79"), (12.0, "12"), (0.004, "0.004"), (-2.5, "−2.5"), (0.0, "0")]
)
def test_a_pace_has_two_decimals_and_a_real_minus(value: float, words: str) -> None:
    assert vocabulary.pace(value) == words


@given(scenarios())
def test_every_scenario_has_its_sentence_cards_and_title(scenario: Scenario) -> None:
    outlook, beside = project(scenario), context(scenario)
    sentence = answer_words.headline(outlook)
    assert re.match(r"(If |Nothing is left to take).*\.$", sentence)
    words = [sentence, answer_words.finding(outlook), answer_words.counted_from(outlook, beside)]
    words.append(answer_words.own_pace_sentence(beside))
    for result in outlook.projection.targets:
        card = answer_words.card(outlook, result, date(2035, 1, 1))
        assert card.answer
        assert card.detail
        words += [card.answer, card.detail, card.state, card.spread, card.chance, card.dots]
        words.append(answer_words.oblast_finding(outlook, result))
    for text in words:
        assert re.search(r"\b(None|nan|inf)\b|  |, ,| 1 (years|months)", text) is None, text


@given(scenarios())
def test_only_what_differs_from_the_baseline_is_listed_as_changed(scenario: Scenario) -> None:
    base = baseline(scenario.edition)
    rows = assumptions_words.changes(base, scenario)
    assert {row.key for row in rows} <= {key for key in KEYS if getattr(scenario, key) != getattr(base, key)}
    assert all(row.baseline != row.yours for row in rows if row.key in ("targets", "order", "first", "start"))
    assert assumptions_words.changes(base, base) == ()


def test_a_pause_is_one_change_with_its_date() -> None:
    paused = revise(baseline(), {"pause_start": date(2026, 1, 1), "pause_months": 12.0})
    (row,) = assumptions_words.changes(baseline(), paused)
    assert (row.label, row.baseline, row.yours) == ("Pause", "none", "12 months from 1 January 2026")


def test_an_edited_share_is_listed_and_a_new_oblasts_documented_share_is_not() -> None:
    changed = revise(baseline(), {"targets": ("kharkiv", "sumy"), "occupied": (("kharkiv", 10.0),)})
    rows = {row.key: plain(row.yours) for row in assumptions_words.changes(baseline(), changed)}
    assert rows == {"targets": "Kharkiv and Sumy", "occupied": "Kharkiv 10 %"}


def test_the_documented_figure_stands_at_the_pace_with_its_days_and_share() -> None:
    assert plain(assumptions_words.documented(edition("2025-08-17"))) == (
        "Documented: 5,842 km² in 1,009 days, 12 Nov 2022 – 17 Aug 2025, 0.97 % of Ukraine"
    )


def test_no_preset_is_said_in_words_that_take_sides() -> None:
    for each in presets():
        assert each.scenario is not None
        text = f"{each.title} {each.scenario.note} {answer_words.headline(project(each.scenario))}".lower()
        for word in ("annex", "liberat", "conquer", "forecast", "enemy", "special military"):
            assert word not in text


@pytest.mark.parametrize(
    ("title", "name"), [("", "scenario"), ("My Pace, 9¼!", "my-pace-9"), ("<script>", "script"), ("Харків", "scenario")]
)
def test_a_file_is_named_by_the_letters_of_its_title(title: str, name: str) -> None:
    assert vocabulary.file_name(title) == name


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        (
            {},
            "runs reach Kharkiv oblast’s 30,158 km² before 2040, Odesa oblast’s 33,310 km² before 2042",
        ),
        ({"targets": ("kharkiv",), "rate": 40.0}, "reach Kharkiv oblast’s 30,158 km² by the end of"),
        (
            {"rate": 0.0, "targets": ("ukraine",)},
            "Fewer than half of the simulated runs reach what is left of Ukraine",
        ),
        (
            {"targets": ("kharkiv", "odesa", "sumy")},
            "Half of the simulated runs reach each of 3 oblasts’ lines",
        ),
        ({"occupied": (("kharkiv", 100.0), ("odesa", 100.0))}, "Nothing is left to take"),
        ({"rate": -2.0}, "Occupied land would be back under Ukrainian control: Kharkiv oblast’s by"),
    ],
)
def test_the_charts_title_states_what_it_shows(changes: dict[str, Any], title: str) -> None:
    assert title in plain(answer_words.finding(project(revise(baseline(), changes))))


def test_a_card_says_spread_and_chance_with_one_rounding() -> None:
    outlook = project(baseline())
    card = answer_words.card(outlook, outlook.projection["kharkiv"], date(2035, 1, 1))
    assert plain(card.spread) == "8 in 10 simulated runs: 7½ to 33 years. Not within 50 years: 5 %."
    assert plain(card.chance) == "Chance in this model that it is taken before 1 January 2035: 21 %."
    assert card.by == "2035"
    done = project(revise(baseline(), {"occupied": (("kharkiv", 100.0),)}))
    assert answer_words.card(done, done.projection["kharkiv"], date(2035, 1, 1)).chance == ""


@pytest.mark.parametrize(("rate", "said"), [(5.78989, "weeks to months"), (0.02, "about"), (60.0, "weeks to months")])
def test_where_single_months_decide_no_date_is_named_unless_it_is_years_away(rate: float, said: str) -> None:
    outlook = project(revise(baseline(), {"targets": ("luhansk",), "rate": rate}))
    card = answer_words.card(outlook, outlook.projection["luhansk"], date(2035, 1, 1))
    assert card.answer.startswith(said)
    assert "20" not in card.detail
    assert (say(vocabulary.GRAIN) in answer_words.headline(outlook)) == (said == say(vocabulary.GRAIN))


def test_where_the_scatter_is_large_beside_what_is_left_no_month_is_named() -> None:
    outlook = project(revise(baseline(), {"noise": 1500.0, "persistence": 0.95}))
    card = answer_words.card(outlook, outlook.projection["kharkiv"], date(2035, 1, 1))
    assert card.answer == "about 14 years"
    assert "single months decide" in card.detail
    assert "20" not in card.detail


@pytest.mark.parametrize(("value", "decimals", "shown"), [(16.4441, 2, 16.45), (16.44, 2, 16.44), (-3.21, 1, -3.2)])
def test_what_has_to_be_enough_is_rounded_up(value: float, decimals: int, shown: float) -> None:
    assert vocabulary.at_least(value, decimals) == shown


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "These times are on the short side: the whole front’s pace is counted in one oblast, and none elsewhere."),
        ({"order": "in_turn"}, "in one oblast at a time"),
        ({"order": "together"}, "is counted in these oblasts, and none elsewhere"),
        ({"targets": ("odesa",), "first": ("kherson",)}, "This time is on the short side: the whole front’s pace is"),
        ({"targets": ("odesa",)}, "in one oblast, and none elsewhere"),
    ],
)
def test_it_is_said_outright_that_times_at_the_fronts_pace_are_short(changes: dict[str, Any], said: str) -> None:
    outlook = project(revise(baseline(), changes))
    assert said in answer_words.short_sentence(outlook)
    assert answer_words.short_sentence(outlook) in answer_words.text_answer(outlook, context(outlook.scenario))


@pytest.mark.parametrize(
    "changes",
    [
        {"rate": -2.0},
        {"rate": 0.0},
        {"targets": ("ukraine",)},
        {"rates": (("kharkiv", 0.72), ("odesa", 1.0))},
        {"occupied": (("kharkiv", 100.0), ("odesa", 100.0))},
        {"annual_change": -40.0},
    ],
)
def test_nothing_is_called_short_where_the_fronts_pace_is_not_put_in_one_place(changes: dict[str, Any]) -> None:
    outlook = project(revise(baseline(), changes))
    assert answer_words.short_sentence(outlook) == ""
    assert answer_words.reasons(outlook, context(outlook.scenario)) == []


def test_the_reasons_have_the_numbers_of_the_scenario() -> None:
    outlook = project(baseline())
    beside = context(outlook.scenario)
    said = answer_words.reasons(outlook, beside)
    assert beside.newer is not None
    assert said[1:3] == [answer_words.own_pace_sentence(beside), answer_words.newer_sentence(beside.newer)]
    assert answer_words.card(outlook, outlook.projection["kharkiv"], date(2035, 1, 1)).spread in said[3]


def told(changes: dict[str, Any]) -> str:
    outlook = project(revise(baseline(), changes))
    newer = with_newest_figures(outlook.scenario)
    assert newer is not None
    return plain(answer_words.difference(outlook, newer))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            "With the newest figures, counted from 22 August 2026: Kharkiv oblast about 25 years instead of about 14 "
            "years; Odesa oblast about 27 years instead of about 16 years.",
        ),
        (
            {"rate": 9.5},
            "With the newest figures, counted from 22 August 2026: Kharkiv oblast March 2035 instead of May 2034; "
            "Odesa oblast March 2036 instead of April 2035. What was changed here stays.",
        ),
        ({"order": "in_turn"}, "all of them about 52 years instead of about 30 years"),
        ({"rate": 0.0}, "counted from 22 August 2026, the answer would stay as it is."),
        (
            {"rate": -2.0},
            "22 August 2026: what is occupied in Kharkiv oblast back under Ukrainian control after about 2 years "
            "instead of about 21 months. What was changed here stays.",
        ),
        (
            {"annual_change": -2.0, "order": "in_turn"},
            "Odesa oblast never instead of about 46 years; all of them never instead of about 46 years.",
        ),
    ],
)
def test_each_answer_stands_before_and_after(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in told(changes)


def test_what_moves_is_named_and_nothing_is_said_to_move_that_does_not() -> None:
    scenario = revise(baseline(), {"rate": 9.5, "start": date(2026, 1, 1)})
    newer = with_newest_figures(scenario)
    assert newer is not None
    said = answer_words.what_moves(scenario, newer.scenario)
    assert "Month-to-month scatter" in said
    assert "Pace" not in said
    assert "Counted from" not in said
