"""A scenario and its answer: the headline figures, and what stands beside them."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given

from territory.answers.outlook import Context, Outlook, context, model_inputs, own_rate_km2_per_day, project
from territory.figures import evidence
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Pause, Setback
from territory.model.projection import Central, Status
from territory.model.work import ALL
from territory.scenario.files import parse_file, preset
from territory.scenario.links import parse_link
from territory.scenario.scenario import OblastValues, Scenario, baseline, revise
from tests.strategies import scenarios


def central(outlook: Outlook, oblast: str) -> Central:
    return outlook.projection[oblast].central


# The headline.


@pytest.mark.parametrize(
    ("oblast", "remaining", "days", "day", "years"),
    [("kharkiv", 30_158.4, 5_208.80, date(2039, 12, 3), 14.3), ("odesa", 33_310.0, 5_753.13, date(2041, 5, 31), 15.8)],
)
def test_at_the_documented_pace_each_of_the_two_oblasts_takes_so_long(
    oblast: str, remaining: float, days: float, day: date, years: float
) -> None:
    result = project(baseline()).projection[oblast]
    assert result.remaining_km2 == pytest.approx(remaining, rel=1e-12)
    assert round(result.central.when.days, 2) == days
    assert result.central.when.date == day
    assert round(result.central.when.years, 1) == years
    assert result.central.status is Status.REACHED


def test_after_the_four_claimed_oblasts_the_two_take_41_years() -> None:
    outlook = project(preset("four-claimed-first"))
    assert outlook.scenario.order == "in_turn"
    assert round(central(outlook, ALL).when.years) == 41
    assert round(outlook.projection.work.first_km2) == 23_394


# From the scenario's units to the model's.


def test_percent_become_shares_and_months_and_years_become_days() -> None:
    scenario = revise(
        baseline(),
        {
            "order": "together",
            "split": (("kharkiv", 70.0), ("odesa", 30.0)),
            "first": ("sumy",),
            "rates": (("sumy", 0.5),),
            "annual_change": -7.0,
            "season": 50.0,
            "pause_start": date(2026, 1, 1),
            "pause_months": 12.0,
            "setback_date": date(2027, 1, 1),
            "setback_km2": 600.0,
        },
    )
    inputs = model_inputs(scenario)
    assert inputs.start == date(2025, 8, 30)
    assert [(each.id, each.area_km2, each.occupied_share, each.split_share) for each in inputs.targets] == [
        ("kharkiv", 31_415.0, 0.04, 0.7),
        ("odesa", 33_310.0, 0.0, 0.3),
    ]
    assert [(each.id, each.rate_km2_per_day) for each in inputs.first] == [("sumy", 0.5)]
    assert (inputs.rate_km2_per_day, inputs.annual_change, inputs.season.strength) == (5.78989, -0.07, 0.5)
    assert inputs.season.profile == evidence.edition("2025-08-17").seasonal_profile
    assert inputs.pause == Pause(date(2026, 1, 1), pytest.approx(DAYS_PER_YEAR))
    assert inputs.setback == Setback(date(2027, 1, 1), 600.0)
    assert inputs.horizon_days == 50 * DAYS_PER_YEAR
    assert DAYS_PER_MONTH == 30.436875


@given(scenarios(most=4))
def test_the_authors_words_and_the_source_of_the_pace_change_no_answer(scenario: Scenario) -> None:
    other = revise(scenario, {"title": "other words", "note": "", "rate_source": "hand"})
    assert project(other).projection == project(scenario).projection


# As data.


@given(scenarios())
def test_the_answer_as_data_is_json_that_leads_back_to_its_scenario(scenario: Scenario) -> None:
    answer = json.loads(json.dumps(project(scenario).as_dict(), allow_nan=False))
    assert parse_file(json.dumps(answer["scenario"]).encode()) == scenario
    assert parse_link(answer["link"]) == scenario
    last = [] if scenario.order == "separately" else ["all"]
    assert list(answer["results"]) == [*scenario.targets, *last]


@given(scenarios(most=3))
def test_days_and_dates_are_null_for_never_and_else_only_where_no_calendar_reaches(scenario: Scenario) -> None:
    for result in project(scenario).as_dict()["results"].values():
        answer = result["central"]
        assert (answer["days"] is None) == (answer["status"] == "never")
        if answer["days"] is not None and answer["date"] is not None:
            day = date.fromisoformat(answer["date"])
            assert 0 <= answer["days"] - (day - scenario.start).days + 1e-9 <= 1
        elif answer["days"] is not None:
            assert answer["days"] >= (date.max - scenario.start).days
        assert ("mirror" in answer) == (scenario.rate < 0)


# What stands beside it.


def test_beside_two_oblasts_each_alone_stands_one_after_the_other() -> None:
    beside = context(project(baseline()).scenario)
    assert beside.in_turn is not None
    assert central(beside.in_turn, ALL).when.date == date(2055, 9, 3)


@pytest.mark.parametrize(
    "changes",
    [
        {"order": "in_turn"},
        {"order": "together"},
        {"targets": ("kharkiv",)},
        {"rates": (("kharkiv", 1.0),)},
        {"rate": 0.0},
        {"rate": -2.0},
    ],
)
def test_one_after_the_other_stands_only_beside_what_it_can_be_compared_with(changes: dict[str, object]) -> None:
    assert context(revise(baseline(), changes)).in_turn is None


def test_beside_the_front_stands_the_pace_seen_inside_the_oblast_itself() -> None:
    beside = context(baseline())
    assert beside.own_pace is not None
    assert dict(beside.own_pace.scenario.rates) == {"kharkiv": 0.72}
    assert central(beside.own_pace, "kharkiv").when.years == pytest.approx(114.68, abs=0.01)
    with_first = context(revise(baseline(), {"first": ("donetsk",), "order": "in_turn"}))
    assert with_first.own_pace is not None
    assert with_first.own_pace.scenario.targets == ("kharkiv",)
    assert with_first.own_pace.scenario.first == ()


@pytest.mark.parametrize("rates", [(("odesa", 1.0),), (("kharkiv", 5.79),), (("kharkiv", 0.73), ("odesa", 1.0))])
def test_the_record_stands_beside_a_pace_of_the_readers_own_that_is_faster(rates: OblastValues) -> None:
    beside = context(revise(baseline(), {"rates": rates}))
    assert beside.own_pace is not None
    assert dict(beside.own_pace.scenario.rates) == {"kharkiv": 0.72}


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": ("odesa",)},
        {"targets": ("ukraine",)},
        {"targets": ("kherson",)},
        {"rates": (("kharkiv", 0.72), ("odesa", 1.0))},
        {"rate": 0.5},
        {"rate": -2.0},
        {"targets": ("kharkiv",), "occupied": (("kharkiv", 100.0),)},
    ],
)
def test_no_pace_of_its_own_stands_beside_what_has_none_that_is_slower(changes: dict[str, object]) -> None:
    assert context(revise(baseline(), changes)).own_pace is None


def test_the_pace_seen_inside_an_oblast_is_given_to_two_decimals() -> None:
    assert own_rate_km2_per_day(baseline(), "kharkiv") == 0.72
    assert own_rate_km2_per_day(baseline(), "donetsk") == round((19_916.8 - 14_882.4) / 1_009, 2)
    assert own_rate_km2_per_day(baseline("2026-08-22"), "kharkiv") == round((1_564.4 - 1_458.7) / 233, 2)


def test_beside_an_older_edition_stands_the_newest() -> None:
    beside = context(baseline())
    assert beside.newer is evidence.newest_edition()
    assert context(baseline(evidence.newest_edition().id)).newer is None


@given(scenarios(most=3))
def test_every_scenario_has_something_or_nothing_beside_it_and_never_an_error(scenario: Scenario) -> None:
    assert isinstance(context(scenario), Context)
