"""What drives a scenario's answer, and from where to where each assumption could lie."""

from __future__ import annotations

from typing import Any

import pytest

from territory.answers.drivers import EIGHT_IN_TEN, Bar, Drivers, bars, drivers
from territory.answers.outlook import project
from territory.figures.evidence import edition
from territory.figures.record import RateWindow
from territory.model.inputs import DAYS_PER_YEAR
from territory.scenario.pace import with_window
from territory.scenario.scenario import Scenario, baseline, revise


@pytest.fixture(scope="module")
def found() -> Drivers:
    return drivers(baseline())


def bar(scenario: Scenario, key: str) -> Bar:
    return next(each for each in bars(scenario) if each.key == key)


def median(**changes: Any) -> float:
    return project(revise(baseline(), changes)).projection.runs["kharkiv"].passage_days(0.5)


@pytest.mark.parametrize("key", ["rate", "season", "noise", "persistence", "pace_uncertainty"])
def test_each_end_of_a_bar_is_the_scenario_with_that_one_assumption_changed(key: str) -> None:
    each, known = bar(baseline(), key), edition("2025-08-17").ranges[key]
    for end, value in ((each.low, known.low), (each.high, known.high)):
        assert end.value == value
        assert end.median_days["kharkiv"] == median(**{key: value})
    assert each.range_from == known.definition


def test_the_yearly_change_ranges_over_8_in_10_of_what_the_scenario_holds_possible() -> None:
    each = bar(baseline(), "annual_change")
    assert each.high.value == pytest.approx(100 * (2.718281828459045 ** (EIGHT_IN_TEN * 0.03) - 1))
    assert each.low.median_days["kharkiv"] == median(annual_change=each.low.value)
    sure = revise(baseline(), {"annual_change_uncertainty": 0.0})
    assert "annual_change" not in {each.key for each in bars(sure)}


def test_published_and_measured_shares_are_one_bar_where_they_differ() -> None:
    each = bar(baseline(), "occupied")
    assert each.low.value == {"kharkiv": 4.0, "odesa": 0.0}
    assert isinstance(each.high.value, dict)
    assert each.high.value["kharkiv"] == pytest.approx(4.1066)
    assert "occupied" not in {each.key for each in bars(baseline("2026-08-22"))}
    assert "occupied" not in {each.key for each in bars(revise(baseline(), {"targets": ("ukraine",)}))}


def test_providers_of_the_same_window_are_one_bar_from_the_slowest_to_the_fastest() -> None:
    each = bar(baseline(), "provider")
    assert (each.low.value, each.high.value) == (5.78989, 6.14866)
    paces = {of.provider.id: round(of.rate_km2_per_day, 5) for of in each.by_provider}
    assert paces == {"deepstate_as_drawn": 5.78989, "deepstate_land": 6.14866}
    assert each.low.median_days["kharkiv"] == median()
    assert each.high.median_days["kharkiv"] == median(rate=6.14866)
    assert "2022-11-12 to 2025-08-17" in each.range_from


def test_a_second_hand_month_in_the_bar_of_the_providers_is_said() -> None:
    window = RateWindow("deepstate_land", "2025-01", "2025-12")
    each = bar(with_window(baseline("2026-08-22"), window), "provider")
    assert [of.provider.id for of in each.by_provider] == ["deepstate_land", "deepstate_as_drawn", "afp"]
    assert "(2025-11 as reported by a second-hand page)" in each.range_from


def test_a_pace_set_by_hand_or_not_its_windows_has_no_bar_of_providers() -> None:
    for changes in ({"rate": 7.0}, {"rate": 7.0, "rate_source": "deepstate_land~2024-01~2024-12"}):
        assert "provider" not in {each.key for each in bars(revise(baseline(), changes))}


def test_the_providers_move_paces_of_oblasts_own_by_the_same_factor() -> None:
    own = revise(baseline(), {"rates": (("kharkiv", 3.0),)})
    faster = revise(baseline(), {"rates": (("kharkiv", 3.0 * 6.14866 / 5.78989),), "rate": 6.14866})
    expected = project(faster).projection.runs["kharkiv"].passage_days(0.5)
    assert bar(own, "provider").high.median_days["kharkiv"] == pytest.approx(expected, rel=1e-9)


def test_the_widest_bar_comes_first_and_is_the_pace(found: Drivers) -> None:
    order = [each.key for each in found.tornado("kharkiv")]
    assert order[:2] == ["rate", "annual_change"]
    assert sorted(order) == sorted(each.key for each in bars(baseline()))


def test_the_grid_holds_the_scenario_itself_and_agrees_with_it(found: Drivers) -> None:
    row, column = found.grid_rates.index(baseline().rate), found.grid_annual_changes.index(0.0)
    assert found.grid_median_days["kharkiv"][row, column] == found.median_days["kharkiv"] == median()
    assert (found.grid_median_days["kharkiv"][1:] <= found.grid_median_days["kharkiv"][:-1]).all()
    assert (found.grid_median_days["kharkiv"][:, 1:] <= found.grid_median_days["kharkiv"][:, :-1]).all()


def test_in_json_medians_are_years_and_what_lies_beyond_the_horizon_is_null(found: Drivers) -> None:
    result = found.as_dict()["results"]["kharkiv"]
    assert result["median_years"] == pytest.approx(median() / DAYS_PER_YEAR)
    rate = next(each for each in result["tornado"] if each["key"] == "rate")
    assert rate["low"] == {"value": -0.31, "median_years": None}
    assert rate["high"]["median_years"] == pytest.approx(median(rate=13.11) / DAYS_PER_YEAR)
    assert result["grid"]["median_years"][0][0] is None
    assert set(result["variance_shares"]) == {"pace", "annual_change", "noise"}


@pytest.mark.parametrize(
    "changes",
    [
        {"rate": 0.0},
        {"rate": -2.0},
        {"rates": (("kharkiv", 0.72), ("odesa", 2.0))},
        {"occupied": (("kharkiv", 100.0), ("odesa", 100.0))},
        {"order": "together", "first": ("crimea",)},
        {"targets": ("ukraine",), "noise": 0.0, "pace_uncertainty": 0.0, "annual_change_uncertainty": 0.0},
    ],
    ids=str,
)
def test_every_kind_of_scenario_has_its_drivers(changes: dict[str, Any]) -> None:
    scenario = revise(baseline(), changes)
    answer = drivers(scenario).as_dict()
    assert list(answer["results"]) == [result.id for result in project(scenario).projection.results]
    for result in answer["results"].values():
        assert len(result["grid"]["median_years"]) == len(result["grid"]["rate"])
        assert scenario.rate in result["grid"]["rate"]
