"""Remaining areas: what is given in km² is what the scenario leaves, and nothing else of it changes."""

from __future__ import annotations

import json
import math
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from territory.answers.outlook import model_inputs
from territory.figures.evidence import regions
from territory.model.work import work
from territory.scenario.links import link, parse_link
from territory.scenario.scenario import (
    Scenario,
    ScenarioError,
    area_km2,
    baseline,
    leave,
    occupied_leaving,
    occupied_leaving_together,
    revise,
)
from tests.helpers import Terminal
from tests.strategies import scenarios

CLAIMED = ("donetsk", "luhansk", "zaporizhzhia", "kherson")
DONETSK_KM2 = 26_517.0
NEAR_KM2 = 1e-3


def remaining_km2(scenario: Scenario) -> dict[str, float]:
    return {target.id: target.remaining_km2 for target in work(model_inputs(scenario)).targets}


def four() -> Scenario:
    return revise(baseline(), {"targets": CLAIMED, "order": "in_turn"})


def test_6171_km2_of_donetsk_oblast_are_left_where_76_73_percent_are_occupied() -> None:
    assert occupied_leaving("donetsk", 6_171) == pytest.approx(100 * (1 - 6_171 / DONETSK_KM2), abs=1e-8)
    assert occupied_leaving("donetsk", 0) == 100
    assert occupied_leaving("donetsk", DONETSK_KM2) == 0


@given(scenario=scenarios(), part=st.floats(0, 1))
def test_what_is_left_of_all_targets_together_is_what_was_given(scenario: Scenario, part: float) -> None:
    whole = math.fsum(area_km2(name) for name in scenario.targets)
    changed = leave(scenario, part * whole)
    assert math.fsum(remaining_km2(changed).values()) == pytest.approx(part * whole, abs=NEAR_KM2)


@given(scenario=scenarios(), part=st.floats(0, 1))
def test_only_shares_of_what_is_asked_about_change_and_the_link_holds_them(scenario: Scenario, part: float) -> None:
    changed = leave(scenario, part * math.fsum(area_km2(name) for name in scenario.targets))
    kept = {key: value for key, value in changed.values().items() if key != "occupied"}
    assert kept == {key: value for key, value in scenario.values().items() if key != "occupied"}
    assert [each for each in changed.occupied if each[0] in scenario.first] == [
        each for each in scenario.occupied if each[0] in scenario.first
    ]
    assert parse_link(link(changed)) == changed


@given(scenario=scenarios(), parts=st.tuples(st.floats(0, 1), st.floats(0, 1)))
def test_less_left_together_is_not_more_left_of_any(scenario: Scenario, parts: tuple[float, float]) -> None:
    whole = math.fsum(area_km2(name) for name in scenario.targets)
    less, more = (remaining_km2(leave(scenario, part * whole)) for part in sorted(parts))
    assert all(less[name] <= more[name] + NEAR_KM2 for name in less)


def test_less_than_that_shrinks_what_is_left_of_each_by_the_same_factor() -> None:
    before, after = remaining_km2(four()), remaining_km2(leave(four(), 20_345))
    assert [after[name] / before[name] for name in CLAIMED] == pytest.approx(
        [20_345 / math.fsum(before.values())] * len(CLAIMED), abs=1e-6
    )


def test_oblasts_that_are_all_occupied_can_be_given_back_an_area() -> None:
    full = tuple((name, 100.0) for name in CLAIMED)
    assert occupied_leaving_together(full, 0) == full
    half = sum(regions()[name].area.number for name in CLAIMED) / 2
    assert [share for _, share in occupied_leaving_together(full, half)] == pytest.approx([50.0] * len(CLAIMED))


def test_an_oblast_that_is_named_gets_its_area_and_the_others_keep_theirs() -> None:
    changed = leave(four(), (("donetsk", 6_171.0),))
    assert remaining_km2(changed)["donetsk"] == pytest.approx(6_171, abs=NEAR_KM2)
    assert dict(changed.occupied) | {"donetsk": 0} == dict(four().occupied) | {"donetsk": 0}


def test_an_oblast_counted_first_can_be_named_too() -> None:
    scenario = revise(baseline(), {"first": ("donetsk",)})
    assert dict(leave(scenario, (("donetsk", 0.0),)).occupied)["donetsk"] == 100


@pytest.mark.parametrize(
    ("remaining", "says"),
    [
        (-1.0, "−1 is out of bounds; choose a number from 0 to 64,725 km², all of kharkiv, odesa."),
        (64_726.0, "64726 is out of bounds"),
        (math.nan, "nan is out of bounds"),
        ((("kharkiv", 31_416.0),), "choose a number from 0 to 31,415 km², the area of kharkiv."),
        ((("kharkiv", math.inf),), "inf is out of bounds"),
        ((("sumy", 1.0),), "sumy is not among the oblasts of the scenario, which are kharkiv, odesa."),
        ((("kharkiv", 1.0), ("kharkiv", 2.0)), "kharkiv is given twice; keep one."),
    ],
)
def test_an_area_that_cannot_be_left_is_refused(remaining: float | tuple[tuple[str, float], ...], says: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        leave(baseline(), remaining)
    assert says in refused.value.problems["remaining"]


@given(scenario=scenarios(), more=st.floats(1.0, 1e6))
def test_no_more_can_be_left_than_there_is(scenario: Scenario, more: float) -> None:
    whole = math.fsum(area_km2(name) for name in scenario.targets)
    assume(whole + more > whole)
    with pytest.raises(ScenarioError, match="out of bounds"):
        leave(scenario, whole + more)


# On the command line.


def test_an_estimate_in_km2_and_km2_a_day_is_answered(terminal: Terminal) -> None:
    asked = ("--set", "targets=donetsk", "--set", "rate=9.3", "--set", "start=2025-11-23")
    answers = [terminal.answer(*asked, "--remaining", text).results for text in ("6171", "donetsk~6171")]
    assert {each["donetsk"]["central"]["date"] for each in answers} == {
        date.fromordinal(date(2025, 11, 23).toordinal() + int(6_171 / 9.3)).isoformat()
    }


@pytest.mark.parametrize("command", ["needed", "sensitivity"])
def test_other_answers_take_a_remaining_area_too(command: str, terminal: Terminal) -> None:
    by = ["--by", "2040-01-01"] if command == "needed" else []
    done = terminal.run(command, "--json", "--set", "targets=odesa", "--remaining", "33310", *by)
    assert json.loads(done.out)["scenario"]["occupied"] == {"odesa": 0.0}


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--remaining", "much"], "--remaining: “much” is not a number"),
        (["--remaining", "kharkiv~much"], "--remaining: “much” is not a number"),
        (["--remaining", "kharkiv~1~2"], "--remaining: “kharkiv~1~2” is not a number per oblast"),
        (["--remaining", "1", "--remaining", "2"], "--remaining: given twice; write all oblasts at once"),
        (["--remaining", "99999"], "remaining: 99999 is out of bounds"),
        (["--set", "occupied=kharkiv~4", "--remaining", "kharkiv~9"], "occupied is set for kharkiv too; keep one."),
        (["--remaining", "x~y", "--set", "rate=99"], "rate: 99 is out of bounds"),
        # Bytes of an argument that are no text.
        (["--remaining", "odes\udcce\n~1"], "remaining: “odes��” is not among the oblasts of the scenario"),
        (["--remaining", "\udcce~1,\udcce~1"], "remaining: “�” is given twice; keep one."),
        (["--set", "occupied=\udcce~4", "--remaining", "\udcce~9"], "occupied is set for � too; keep one."),
    ],
)
def test_what_cannot_be_left_is_refused_with_a_clear_line(arguments: list[str], says: str, terminal: Terminal) -> None:
    refused = terminal.refusal("project", *arguments)
    assert says in refused
    assert all(line.startswith("territory: ") for line in refused.splitlines())
