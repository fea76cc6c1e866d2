"""How much of each region is under Russian control on a date, and the outlines that it is drawn with."""

from __future__ import annotations

import json
import math
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory import project
from territory.answers.control import COURSES, Course, Standing, last_day, standings, steps
from territory.figures import data_path
from territory.figures.evidence import EvidenceError, edition, load_outlines, outlines, regions
from territory.scenario.scenario import Scenario, baseline, revise
from tests.helpers import GONE, Change, put
from tests.strategies import scenarios

START = baseline().start


def on(when: date, course: Course = "central", **changes: Any) -> dict[str, Standing]:
    return {each.id: each for each in standings(project(revise(baseline(), changes)), when, course)}


def test_at_the_start_every_region_is_as_the_edition_has_it() -> None:
    found, documented = on(START), edition(baseline().edition).occupied
    assert found.keys() == regions().keys() - {"ukraine"}
    for region, standing in found.items():
        assert standing.change_km2 == 0
        assert 100 * standing.share == pytest.approx(documented[region].number)


def test_the_documented_pace_takes_its_days_times_its_pace_in_either_oblast() -> None:
    when = date(2035, 1, 1)
    found, taken = on(when), 5.78989 * (when - START).days
    for oblast, area, before in (("kharkiv", 31_415, 1_256.6), ("odesa", 33_310, 0.0)):
        assert found[oblast].part == "asked"
        assert found[oblast].change_km2 == pytest.approx(taken)
        assert found[oblast].share == pytest.approx((before + taken) / area)
        assert found[oblast].left_km2 == pytest.approx(area - before - taken)
    assert {each.change_km2 for each in found.values() if each.part == "other"} == {0.0}


@pytest.mark.parametrize("order", ["separately", "in_turn", "together"])
def test_an_oblast_is_taken_in_full_on_its_date_and_not_the_day_before(order: str) -> None:
    outlook = project(revise(baseline(), {"order": order, "first": ("sumy",), "rate": 10.0}))
    for result in outlook.projection.targets:
        assert result.central.when.date is not None
        day_before, day_after = (
            next(each for each in standings(outlook, result.central.when.date + timedelta(n)) if each.id == result.id)
            for n in (0, 1)
        )
        assert day_before.left_km2 > 0
        assert day_after.left_km2 == pytest.approx(0, abs=1e-6)


def test_what_is_counted_first_is_taken_before_anything_is_taken_of_the_rest() -> None:
    found = on(date(2026, 8, 30), first=("donetsk", "sumy"), rate=10.0)
    assert (found["donetsk"].part, found["sumy"].part) == ("first", "first")
    assert found["donetsk"].change_km2 == pytest.approx(3_650)
    assert found["sumy"].change_km2 == found["kharkiv"].change_km2 == 0


def test_in_turn_the_shares_add_up_to_what_the_front_took() -> None:
    found = on(date(2045, 1, 1), order="in_turn", first=("sumy",))
    assert sum(each.change_km2 for each in found.values()) == pytest.approx(5.78989 * (date(2045, 1, 1) - START).days)


def test_a_pace_of_its_own_takes_by_that_pace() -> None:
    found = on(START + timedelta(1000), rates=(("kharkiv", 0.72),))
    assert found["kharkiv"].change_km2 == pytest.approx(720)
    assert found["odesa"].change_km2 == pytest.approx(5789.89)


def test_where_land_is_retaken_no_more_comes_back_than_was_occupied() -> None:
    found = on(START + timedelta(100), rate=-2.0)
    assert found["kharkiv"].change_km2 == pytest.approx(-200)
    assert found["odesa"].change_km2 == 0
    assert on(START + timedelta(640), rate=-2.0)["kharkiv"].held_km2 == 0


def test_a_setback_takes_back_what_is_not_finished_and_only_that() -> None:
    changes: dict[str, Any] = {"setback_date": date(2030, 1, 1), "setback_km2": 1_000.0, "first": ("sevastopol",)}
    before, after = on(date(2030, 1, 1), **changes), on(date(2030, 1, 2), **changes)
    assert after["kharkiv"].change_km2 - before["kharkiv"].change_km2 == pytest.approx(5.78989 - 1_000)
    assert before["sevastopol"].left_km2 == after["sevastopol"].left_km2 == pytest.approx(0)


def test_slow_runs_take_less_than_fast_ones_and_where_land_is_retaken_they_keep_more_of_it() -> None:
    slow, middle, fast = (on(date(2035, 1, 1), course)["kharkiv"].share for course in ("slow", "middle", "fast"))
    assert slow < middle < fast == 1
    kept = [on(date(2026, 3, 1), course, rate=-2.0)["kharkiv"].share for course in ("slow", "middle", "fast")]
    assert kept[0] > kept[1] > kept[2]


def test_as_many_runs_as_said_stand_below_a_slow_one() -> None:
    outlook = project(baseline())
    fan = outlook.projection.fan
    (at,) = [place for place, day in enumerate(fan.days) if abs(day - 3_650) < 32][:1]
    when = START + timedelta(math.ceil(fan.days[at]))
    (kharkiv, *_) = standings(outlook, when, "slow")
    assert kharkiv.change_km2 == pytest.approx(float(fan.quantiles_km2[1, at]), rel=1e-3)


def test_the_whole_country_is_one_region_by_itself() -> None:
    assert list(on(date(2035, 1, 1), targets=("ukraine",))) == ["ukraine"]


@given(scenarios(), st.sampled_from(COURSES), st.floats(0, 1))
def test_a_region_never_holds_less_than_nothing_or_more_than_all(scenario: Scenario, course: Course, at: float) -> None:
    outlook = project(scenario)
    end = last_day(outlook)
    found = standings(outlook, scenario.start + at * (end - scenario.start), course)
    assert [each.id for each in found if each.part != "other"] == list(scenario.in_play)
    for each in found:
        assert -1e-6 <= each.held_km2 <= each.area_km2 * (1 + 1e-9)
        assert scenario.rate < 0 or each.change_km2 >= 0


@given(st.dates(date(2022, 11, 12), date(2040, 12, 31)), st.integers(1, 400_000))
def test_there_are_round_dates_to_choose_from_between_start_and_end(start: date, days: int) -> None:
    end = start + timedelta(days)
    found = steps(start, end)
    assert (found[0], found[-1]) == (start, end)
    assert list(found) == sorted(set(found))
    assert all(each.day == 1 for each in found[1:-1])
    assert len(found) <= 130


def test_near_dates_go_by_months_and_far_ones_by_years() -> None:
    assert steps(START, date(2026, 1, 15))[1:-1] == (
        *(date(2025, month, 1) for month in (9, 10, 11, 12)),
        date(2026, 1, 1),
    )
    assert steps(START, date(2030, 6, 1))[1:-1] == tuple(date(year, 1, 1) for year in range(2026, 2031))


# The outlines.


def test_every_region_has_an_outline_and_the_source_is_named() -> None:
    assert outlines().rings.keys() == regions().keys() - {"ukraine"}
    assert outlines().source.publisher.startswith("Natural Earth")
    for rings in outlines().rings.values():
        for ring in rings:
            assert ring.shape[1] == 2
            assert (ring[0] == ring[-1]).all()
            assert (ring.min(axis=0) > [22, 44]).all()
            assert (ring.max(axis=0) < [40.5, 52.5]).all()


@pytest.mark.parametrize(
    ("spoil", "named"),
    [
        (put("source", "an atlas"), "an atlas"),
        (put("features", 0, GONE), "vinnytsia"),
        (put("features", 0, "id", "atlantis"), "atlantis"),
    ],
)
def test_outlines_without_a_source_or_of_other_regions_do_not_load(tmp_path: Path, spoil: Change, named: str) -> None:
    shutil.copytree(data_path("seeds") / "geography", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "outlines.geojson"
    drawn = json.loads(file.read_text(encoding="utf-8"))
    spoil(drawn)
    file.write_text(json.dumps(drawn), encoding="utf-8")
    with pytest.raises(EvidenceError, match=named):
        load_outlines(tmp_path)
