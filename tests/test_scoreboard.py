"""The scoreboard: the record since each published estimate, by one provider and one rule, the failed with the rest."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.answers.estimates import estimates
from territory.answers.outlook import project
from territory.answers.scoreboard import (
    ON_COURSE,
    TOO_EARLY,
    Course,
    Score,
    course_of,
    ours,
    record,
    score,
    scoreboard,
    since,
)
from territory.cli.main import main
from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition, EvidenceError, regions
from territory.scenario.links import parse_link
from territory.scenario.scenario import Scenario, area_km2

CLAIMED = ("donetsk", "luhansk", "zaporizhzhia", "kherson")
BOARD = scoreboard()
SCORES = {each.estimate.id: each for each in BOARD.scores}
UNTIL = date(2026, 8, 22)
COURSES = {
    "prigozhin-2023-02-10": "failed",
    "isw-2024-12-31": "behind",
    "isw-2025-02-21": "due later",
    "isw-2025-05-25": "behind",
    "economist-2025-07-09": "behind",
    "uk-mod-2025-08-15": "behind",
    "zelensky-2025-08-21": "behind",
    "economist-2025-10-17": "behind",
    "economist-2025-10-17-ukraine": "due later",
    "isw-2025-11-23": "behind",
    "economist-2025-12-02": "behind",
    "insider-2026-01-15": "behind",
    "afp-2026-02-02": "behind",
    "zelensky-2026-02-04": "on course",
    "palisa-2026-03-01": "behind",
}


# The record.


@pytest.mark.parametrize("edition_id", evidence.edition_ids())
def test_the_record_has_what_the_editions_have(edition_id: str) -> None:
    known = evidence.edition(edition_id).occupied_km2
    assert record().until == UNTIL == date.fromisoformat(evidence.newest_edition().id)
    assert "DeepState" in record().source.publisher
    found = {name: record().level_km2(name, date.fromisoformat(edition_id)) for name in CLAIMED}
    assert found == {name: known[name] for name in CLAIMED}


@pytest.mark.parametrize("name", CLAIMED)
def test_no_more_is_held_than_there_is(name: str) -> None:
    assert all(0 <= level <= regions()[name].area.number for level in record().occupied_km2[name])


def test_between_two_snapshots_the_level_is_even() -> None:
    before, after = (record().level_km2("donetsk", date(2026, month, 1)) for month in (6, 7))
    assert record().level_km2("donetsk", date(2026, 6, 16)) == pytest.approx((before + after) / 2)


@pytest.mark.parametrize(
    ("oblast", "day"), [("donetsk", date(2022, 10, 31)), ("donetsk", date(2026, 8, 23)), ("kharkiv", UNTIL)]
)
def test_beyond_the_record_nothing_is_said(oblast: str, day: date) -> None:
    with pytest.raises(EvidenceError, match="the record"):
        record().level_km2(oblast, day)


# What has happened since.


def test_since_2_december_2025_so_much_was_taken_in_the_four_oblasts() -> None:
    """By hand, from the snapshots of 1 December 2025, 1 January and 22 August 2026."""
    first, next_one = (20_346.0, 26_577.8, 20_156.3, 19_236.3), (20_686.6, 26_580.8, 20_241.5, 19_236.3)
    now = (21_222.3, 26_583.2, 20_414.2, 19_236.3)
    then = sum(first) + (sum(next_one) - sum(first)) / 31
    found = SCORES["economist-2025-12-02"].since
    assert found.elapsed_days == 263
    assert found.taken_km2 == pytest.approx(sum(now) - then)
    assert found.pace_km2_per_day == pytest.approx((sum(now) - then) / 263)
    assert found.remaining_now_km2 == pytest.approx(108_842 - sum(now))
    assert found.remaining_then_km2 == pytest.approx(108_842 - then)
    assert found.expected_high_km2 == pytest.approx(20_345 * 263 / 881)  # to 1 May 2028
    assert found.expected_low_km2 == pytest.approx(20_345 * 263 / 912)  # to 1 June 2028
    assert found.course is Course.BEHIND


def test_of_the_whole_country_the_front_is_counted() -> None:
    found = SCORES["economist-2025-10-17-ukraine"].since
    gains = (260.4 * 15 / 31, 479.7, 481.9, 231.3, 138.2, 154.3, 141.8, 20.2, 72.4, 42.4, -25.5)
    assert found.front_km2 == pytest.approx(sum(gains))
    assert found.taken_km2 == pytest.approx(sum(gains))
    assert found.remaining_now_km2 == pytest.approx(603_628 * (1 - 0.19297), abs=5)


def later_edition() -> Edition:
    """The newest edition with made-up months to 1 October 2026: August whole, then September."""
    known = evidence.newest_edition()
    gains = known.land_gains
    made_up = replace(
        gains,
        months=(*gains.months, "2026-09"),
        starts=(*gains.starts, date(2026, 9, 1)),
        ends=(*gains.ends[:-1], date(2026, 9, 1), date(2026, 10, 1)),
        gain_km2=(*gains.gain_km2[:-1], -31.0, 60.0),
    )
    occupied = {**known.occupied_km2, "donetsk": known.occupied_km2["donetsk"] + 50.0}
    return replace(known, id="2026-10-01", land_gains=made_up, occupied_km2=occupied)


def test_of_an_edition_later_than_the_record_the_level_is_brought_back_to_the_records_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    later = later_edition()
    monkeypatch.setattr(evidence, "newest_edition", lambda: later)
    found = since(SCORES["economist-2025-10-17-ukraine"].estimate)
    assert found is not None
    after = 60.0 - 31.0 * 10 / 31  # from 22 August to 1 October
    assert found.until == UNTIL
    assert found.remaining_now_km2 == pytest.approx(603_628 - (sum(later.occupied_km2.values()) - after))
    assert found.remaining_then_km2 == pytest.approx(found.remaining_now_km2 + found.taken_km2)


def test_gains_that_do_not_reach_to_the_end_of_the_record_are_not_taken_for_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    earlier = evidence.edition("2025-08-17")
    monkeypatch.setattr(evidence, "newest_edition", lambda: earlier)
    with pytest.raises(EvidenceError, match="the monthly gains reach from 2022-11-01 to 2025-08-"):
        since(SCORES["economist-2025-10-17-ukraine"].estimate)


@pytest.mark.parametrize("each", BOARD.scores, ids=lambda each: each.estimate.id)
def test_what_was_left_less_what_was_taken_is_what_is_left(each: Score) -> None:
    found, targets = each.since, each.estimate.targets
    assert found.remaining_then_km2 - found.taken_km2 == pytest.approx(found.remaining_now_km2)
    if targets != (UKRAINE,):
        newest = evidence.newest_edition()
        shares = {name: newest.occupied[name].number for name in targets}
        left = math.fsum(area_km2(name) * (1 - share / 100) for name, share in shares.items())
        assert found.remaining_now_km2 == pytest.approx(left, abs=0.1)


def test_the_paces_of_the_record_are_over_the_estimates_own_windows() -> None:
    assert SCORES["economist-2025-12-02"].recorded_pace_km2_per_day == round(479.7 / 30, 2)
    year = (40.1, 123.6, 33.7, 140.9, 302.9, 114.0, 183.4, 360.1, 406.9, 518.1, 712.0, 389.0)
    assert SCORES["isw-2024-12-31"].recorded_pace_km2_per_day == round(sum(year) / 366, 2)
    assert SCORES["palisa-2026-03-01"].recorded_pace_km2_per_day is None
    assert SCORES["prigozhin-2023-02-10"].recorded_pace_km2_per_day is None


def test_the_paces_that_a_reason_names_are_those_of_the_record() -> None:
    gains = evidence.newest_edition().land_gains
    stated = date(2026, 3, 1)
    taken = [gains.level_km2(stated) - gains.level_km2(first) for first in (date(2025, 3, 1), date(2026, 1, 1))]
    year, months = taken[0] / 365, taken[1] / 59
    assert f"{year:.1f} km² a day" in SCORES["palisa-2026-03-01"].estimate.why
    assert f"before, {months:.1f}." in SCORES["palisa-2026-03-01"].estimate.why


def test_the_areas_that_a_reason_names_are_those_that_the_rounding_implies() -> None:
    october, november = SCORES["economist-2025-10-17"], SCORES["isw-2025-11-23"]
    implied = october.estimate.remaining
    assert implied is not None
    assert f"from {round(implied.low, -2):,.0f} to {round(implied.high, -2):,.0f} km²" in october.estimate.why
    assert implied.low < october.since.remaining_then_km2 < implied.high
    assert november.ours is not None
    less = [9.3 * (november.ours.days - days) for days in (647, 616)]  # to 1 September and 1 August 2027
    assert f"{round(less[0], -1):.0f} to {round(less[1], -1):.0f} km² less" in november.estimate.why


# The course.


def test_every_estimate_stands_as_the_record_has_it_and_failed_ones_stand_with_the_rest() -> None:
    assert {name: each.course.value for name, each in SCORES.items()} == COURSES
    assert list(SCORES) == [each.id for each in estimates()]


@pytest.mark.parametrize(
    ("taken_km2", "passed", "left_km2", "course"),
    [
        (89.9, (0.5, 0.5), 100, Course.BEHIND),
        (90.1, (0.5, 0.5), 100, Course.ON_COURSE),
        (109.9, (0.5, 0.5), 100, Course.ON_COURSE),
        (110.1, (0.5, 0.5), 100, Course.AHEAD),
        (-50.0, (0.5, 0.5), 100, Course.BEHIND),
        (500.0, (0.05, 0.09), 100, Course.DUE_LATER),
        (0.0, (0.05, 0.1), 100, Course.BEHIND),
        (199.0, (1.0, 1.2), 1, Course.FAILED),
        (199.0, (0.9, 1.2), 1, Course.AHEAD),
        (200.0, (1.0, 1.2), 0, Course.AHEAD),
    ],
)
def test_the_rule_by_its_edges(taken_km2: float, passed: tuple[float, float], left_km2: float, course: Course) -> None:
    assert course_of(taken_km2, (100.0, 100.0), passed, left_km2) is course


ORDER = (Course.BEHIND, Course.ON_COURSE, Course.AHEAD)


@given(
    taken=st.tuples(st.floats(-500, 5_000), st.floats(-500, 5_000)),
    expected=st.tuples(st.floats(1, 3_000), st.floats(1, 3_000)),
)
def test_more_taken_never_puts_an_estimate_further_behind(
    taken: tuple[float, float], expected: tuple[float, float]
) -> None:
    low, high = sorted(expected)
    less, more = (course_of(km2, (low, high), (0.5, 0.6), 100.0) for km2 in sorted(taken))
    assert ORDER.index(less) <= ORDER.index(more)


@given(expected=st.tuples(st.floats(1, 3_000), st.floats(1, 3_000)), part=st.floats(0, 1))
def test_what_an_even_advance_would_have_taken_is_on_course(expected: tuple[float, float], part: float) -> None:
    low, high = sorted(expected)
    assert course_of(low + part * (high - low), (low, high), (0.5, 0.6), 100.0) is Course.ON_COURSE


@pytest.mark.parametrize("each", BOARD.scores, ids=lambda each: each.estimate.id)
def test_what_was_taken_is_on_an_even_course_up_to_its_day(each: Score) -> None:
    found, answer = each.since, each.estimate.answer
    low, high = found.expected_low_km2, found.expected_high_km2
    if found.elapsed_days < answer.low_days and low <= found.taken_km2 <= high:
        assert found.even_days == found.elapsed_days
    elif low > 0 and found.elapsed_days < answer.low_days:
        end = answer.high_days if found.taken_km2 < low else answer.low_days
        expected = high if found.taken_km2 > high else low
        assert found.even_days / found.elapsed_days == pytest.approx(found.taken_km2 / expected)
        assert found.even_days < end


def test_an_answer_without_an_end_is_never_behind() -> None:
    open_ended = SCORES["zelensky-2026-02-04"]
    assert open_ended.since.expected_low_km2 == 0
    assert open_ended.estimate.latest is None
    assert since(replace(open_ended.estimate, stated=date(2022, 12, 1))).course is not Course.FAILED


# Ours beside the published answer.


@pytest.mark.parametrize("each", [each for each in BOARD.scores if each.ours], ids=lambda each: each.estimate.id)
def test_ours_is_the_projection_of_the_scenario(each: Score) -> None:
    scenario = each.estimate.scenario()
    assert isinstance(scenario, Scenario)
    assert each.ours is not None
    central = project(scenario).projection[each.estimate.result_id].central
    assert (each.ours.days, each.ours.date) == (central.when.days, central.when.date)
    assert each.ours.low_days - 1 <= each.ours.days <= each.ours.high_days + 1


def test_a_difference_is_how_far_ours_lies_outside_the_published_answer() -> None:
    known = SCORES["economist-2025-12-02"].estimate
    days = {}
    for low, high in ((800, 900), (900, 950), (800, 850)):
        found = ours(replace(known, answer=replace(known.answer, low_days=float(low), high_days=float(high))))
        assert found is not None
        days[low, high] = found.difference_days
        assert found.holds == (found.difference_days == 0)
    exact = 20_345 / 23
    assert days == pytest.approx({(800, 900): 0, (900, 950): exact - 900, (800, 850): exact - 850}, abs=1e-3)


def test_where_an_input_is_implied_agreement_says_nothing() -> None:
    implied = [n for n, each in SCORES.items() if each.ours is not None and each.ours.holds is None]
    assert implied == [
        "isw-2025-05-25",
        "uk-mod-2025-08-15",
        "economist-2025-10-17",
        "afp-2026-02-02",
        "palisa-2026-03-01",
    ]


# What is stated after the record.


@pytest.mark.parametrize("stated", [UNTIL, UNTIL + timedelta(days=1)])
def test_what_is_stated_when_the_record_has_ended_is_due_later(stated: date) -> None:
    for name in ("economist-2025-12-02", "economist-2025-10-17-ukraine", "prigozhin-2023-02-10"):
        found = score(replace(SCORES[name].estimate, stated=stated))
        assert (found.since, found.course) == (None, Course.DUE_LATER)
        assert found.answer().since is None


def test_a_pace_of_a_window_that_the_record_does_not_have_is_not_compared() -> None:
    estimate = SCORES["economist-2025-12-02"].estimate
    assert estimate.rate is not None
    for ends in ({"until": UNTIL + timedelta(days=1)}, {"since": date(2022, 10, 1)}):
        assert score(replace(estimate, rate=replace(estimate.rate, **ends))).recorded_pace_km2_per_day is None


# The command line.


def test_estimates_prints_all_of_them_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimates", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(json.dumps(BOARD.as_dict(), allow_nan=False))
    assert ON_COURSE == TOO_EARLY == 0.1
    assert printed["rule"].count("a tenth") == 2
    assert {each["id"]: each["since"]["course"] for each in printed["estimates"]} == COURSES
    for each in printed["estimates"]:
        assert each["context_only"] == (each["link"] is None) == (each["inputs"] is None) == (each["ours"] is None)
        assert all(source["publisher"] for source in each["sources"])
        if each["link"]:
            assert parse_link(each["link"]) == SCORES[each["id"]].estimate.scenario()


def test_estimates_prints_two_tables_and_a_paragraph_for_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimates"]) == 0
    printed = capsys.readouterr().out
    lines = printed.splitlines()
    assert all(sum(line.startswith(f"{name} ") for line in lines) == 2 for name in COURSES)
    assert all(name in lines for name in COURSES)
    assert "economist-2025-12-02          2025-12-02  May 2028" in printed
    assert "2027-09-17               +17" in printed
    assert "−321" in printed
    assert "Not a forecast" in printed


def test_context_only_opens_as_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["project", "prigozhin-2023-02-10"]) == 2
    assert "gave neither area nor pace" in capsys.readouterr().err
