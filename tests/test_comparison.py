"""Scenarios side by side: what they share, where they differ, and what each difference contributes."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given, settings

from territory.answers.comparison import (
    STAGES,
    Arrival,
    contributions,
    differences,
    differing,
    own,
    path,
    shared,
    whole,
)
from territory.answers.outlook import project
from territory.library import pasted
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Status
from territory.model.work import ALL
from territory.scenario.files import file_text, preset
from territory.scenario.links import LinkError, link
from territory.scenario.scenario import KEYS, Scenario, ScenarioError, baseline, revise
from tests.strategies import scenarios


def changed(**changes: Any) -> Scenario:
    return revise(baseline(), changes)


def assumed(scenario: Scenario) -> dict[str, Any]:
    return {key: value for key, value in scenario.values().items() if key not in ("title", "note")}


def test_the_stages_are_every_assumption_once() -> None:
    keys = [key for stage in STAGES for key in stage]
    assert sorted([*keys, "horizon", "title", "note"]) == sorted(KEYS)


@given(scenarios(4), scenarios(4))
def test_between_any_two_scenarios_every_one_on_the_way_is_valid_and_the_last_is_the_other(
    first: Scenario, other: Scenario
) -> None:
    way = list(path(first, other))
    end = way[-1][1] if way else first
    assert assumed(end) == assumed(other)
    assert sum(len(keys) for keys, _ in way) == len({key for keys, _ in way for key in keys})
    assert bool(way) == (assumed(first) != assumed(other))


@settings(max_examples=25)
@given(scenarios(2), scenarios(2))
def test_what_the_steps_contribute_is_the_whole_difference(first: Scenario, other: Scenario) -> None:
    common = shared([first, other])
    assume(common)
    found = contributions(first, other, common[0])
    for each, ends in (
        (found.central, (found.first.central, found.last.central)),
        (found.median, (found.first.median, found.last.median)),
    ):
        total = whole(*ends)
        if total is not None:
            assert math.fsum(d.years for d in each if d.years is not None) == pytest.approx(total, abs=1e-9)
            assert sum(d.steps for d in each if d.years is not None) <= len(found.steps)
    assert found.first.scenario == first


def test_one_changed_assumption_makes_the_whole_difference() -> None:
    faster = changed(rate=9.08388)
    found = contributions(baseline(), faster, "kharkiv")
    (step,) = found.steps
    assert step.keys == ("rate", "rate_source")
    days = [project(each).projection["kharkiv"].central.when.days or 0.0 for each in (baseline(), faster)]
    assert found.central[0].years == pytest.approx((days[1] - days[0]) / DAYS_PER_YEAR)
    runs = [project(each).projection.runs["kharkiv"].quantile(0.5) or 0.0 for each in (baseline(), faster)]
    assert found.median[0].years == pytest.approx((runs[1] - runs[0]) / DAYS_PER_YEAR)


def test_a_pause_of_a_year_makes_a_year_whatever_else_changes_after_it() -> None:
    later = changed(pause_months=12.0, pause_start=date(2026, 1, 1), noise=300.0)
    found = contributions(baseline(), later, "kharkiv")
    assert [step.keys for step in found.steps] == [("pause_months", "pause_start"), ("noise",)]
    assert found.central[0].years == pytest.approx(1.0)
    assert found.central[1].years == 0.0
    assert found.median[1].years != 0.0


def test_a_later_start_moves_the_date_by_as_much() -> None:
    found = contributions(baseline(), changed(start=date(2026, 8, 30)), "kharkiv")
    assert found.central[0].years == pytest.approx(365 / DAYS_PER_YEAR)


def test_a_horizon_that_grows_comes_first_and_one_that_shrinks_last() -> None:
    near, far = changed(rate=9.0), changed(horizon=200.0)
    assert [keys for keys, _ in path(near, far)] == [("horizon",), ("rate", "rate_source")]
    assert [keys for keys, _ in path(far, near)] == [("rate", "rate_source"), ("horizon",)]


def test_what_lies_beyond_the_horizon_or_never_comes_has_no_number() -> None:
    never = contributions(baseline(), changed(annual_change=-7.0), "kharkiv")
    assert never.last.central == Arrival(Status.NEVER, None)
    assert never.central[0].years is None
    slow = contributions(baseline(), changed(rate=1.0), "kharkiv")
    assert slow.last.central == Arrival(Status.BEYOND_HORIZON, None)
    assert slow.central[0].years is None
    assert whole(slow.first.central, slow.last.central) is None


def test_where_nothing_is_left_there_is_no_date_to_compare() -> None:
    found = contributions(baseline(), changed(occupied=(("kharkiv", 100.0),)), "kharkiv")
    assert found.last.central == found.last.median == Arrival(Status.DONE, None)


def test_a_step_that_leads_back_to_a_date_covers_those_before_it_that_had_none() -> None:
    reached, gone = (lambda day: Arrival(Status.REACHED, day)), Arrival(Status.NEVER, None)
    found = differences([reached(0.0), gone, gone, reached(DAYS_PER_YEAR), reached(2 * DAYS_PER_YEAR)])
    assert [(each.years, each.steps) for each in found] == [(None, 1), (None, 1), (1.0, 3), (1.0, 1)]
    assert [each.years for each in differences([gone, reached(1.0), reached(1.0)])] == [None, 0.0]


def test_oblasts_order_and_paces_change_in_steps_that_are_each_valid() -> None:
    first = changed(
        rates=(("kharkiv", 2.0), ("odesa", 3.0)), order="together", split=(("kharkiv", 20.0), ("odesa", 80.0))
    )
    other = changed(targets=("sumy", "kharkiv"), first=("donetsk",), order="in_turn", rate=-1.0)
    assert [keys for keys, _ in path(first, other)][:2] == [
        ("targets", "first", "order", "split"),
        ("rate", "rate_source", "rates"),
    ]
    assert len(list(path(other, first))) == 3


def test_a_start_after_the_setback_takes_the_setback_with_it() -> None:
    first = changed(setback_date=date(2026, 1, 1), setback_km2=500.0)
    assert [keys for keys, _ in path(first, changed(start=date(2027, 1, 1)))] == [
        ("start", "setback_km2", "setback_date")
    ]


def test_scenarios_share_their_common_oblasts_and_all_where_it_is_one_undertaking() -> None:
    turn = changed(order="in_turn")
    assert shared([baseline()]) == ("kharkiv", "odesa")
    assert shared([baseline(), turn]) == ("kharkiv", "odesa")
    assert shared([turn, changed(order="together")]) == ("kharkiv", "odesa", ALL)
    assert shared([turn, changed(order="in_turn", targets=("kharkiv", "sumy"))]) == ("kharkiv",)
    assert shared([baseline(), changed(targets=("sumy",))]) == ()
    assert (own(baseline()), own(turn)) == ("kharkiv", ALL)


def test_only_assumptions_that_differ_are_named_and_never_the_authors_words() -> None:
    other = changed(rate=9.0, title="Mine", note="Why")
    assert differing([baseline(), other]) == ("rate", "rate_source")
    assert differing([baseline(), baseline()]) == ()
    assert differing([baseline(), changed(targets=("kharkiv",))]) == ("targets",)
    assert differing([baseline(), changed(targets=("kharkiv",), occupied=(("kharkiv", 5.0),))]) == (
        "targets",
        "occupied",
    )


@pytest.mark.parametrize("place", ["", "http://localhost:8501/", "https://example.org/compare", "  "])
def test_a_pasted_link_is_read_wherever_it_leads(place: str) -> None:
    scenario = changed(rate=7.5, title="A & b?")
    assert pasted(place + link(scenario)) == scenario
    assert pasted(place + "?scenario=pace-of-2024") == preset("pace-of-2024")


def test_the_text_of_a_file_and_a_bare_query_are_read_too() -> None:
    scenario = changed(rate=7.5, note="A ? b")
    assert pasted(file_text(scenario)) == scenario
    assert pasted(" " + file_text(scenario).replace("\n", " ")) == scenario
    assert pasted(link(scenario).lstrip("?")) == scenario
    assert pasted("scenario=land-retaken") == preset("land-retaken")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("", "link"),
        ("hello", "link"),
        ("https://example.org/?utm_source=letter", "link"),
        ("?v=1&rate=5", "link"),
        (link(baseline()).replace("horizon=50", "horizon=900"), "horizon"),
        ("?scenario=nothing-here", "scenario"),
        ('{"format": 1, "rate": "fast"}', "rate"),
        ("{", "file"),
        ("?v=1&rate=%ff", "link"),
        ("\ud800", "link"),
        ('{"format": 1, "title": "\ud800"}', None),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text: str, key: str | None) -> None:
    if key is None:
        assert pasted(text).title == "?"
        return
    with pytest.raises((ScenarioError, LinkError)) as refused:
        pasted(text)
    assert key in refused.value.problems
