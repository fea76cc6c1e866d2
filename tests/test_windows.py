"""A scenario's pace and the record: whether it is where it says, a window put in its place, and other providers."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given

from territory.answers.estimates import estimates
from territory.answers.windows import RecordShown
from territory.figures import evidence
from territory.figures.evidence import edition, providers
from territory.figures.record import RateWindow, WindowError, beside, named_windows, observed, parse_window
from territory.scenario.files import file_text, parse_file, presets
from territory.scenario.links import link, parse_link
from territory.scenario.pace import look_up, origin, provider_paces, window_changes, window_days, with_window
from territory.scenario.scenario import Scenario, ScenarioError, baseline, revise
from tests.strategies import scenarios

OF_2024 = RateWindow("deepstate_land", "2024-01", "2024-12")
NEWEST = baseline("2026-08-22")


def said(rate: float, source: str, **changes: Any) -> Scenario:
    """The baseline at a pace that says where it is from."""
    return revise(baseline(), {"rate": rate, "rate_source": source, **changes})


def paces(scenario: Scenario) -> dict[str, float]:
    return {each.provider.id: round(each.rate_km2_per_day, 5) for each in provider_paces(scenario)}


# Whether a pace is the one of its window.


def test_every_preset_is_at_the_pace_of_the_window_that_it_names() -> None:
    named = [preset.scenario for preset in presets() if preset.scenario is not None]
    windows = [scenario for scenario in named if "~" in scenario.rate_source]
    assert len(windows) >= 3
    for scenario in named:
        assert origin(scenario).agrees is (None if scenario.rate_source == "hand" else True), scenario.title
    for scenario in windows:
        assert with_window(scenario, parse_window(scenario.rate_source)) == scenario


@pytest.mark.parametrize(
    ("rate", "source", "agreed"),
    [
        (9.08388, "deepstate_land~2024-01~2024-12", True),
        (9.08, "deepstate_land~2024-01~2024-12", True),
        (9.09, "deepstate_land~2024-01~2024-12", False),
        (9.08388, "deepstate_land~2023-01~2023-12", False),
        (5.78989, "documented", True),
        (7.0, "documented", False),
        (7.0, "hand", None),
        (9.08388, "isw~2024-01~2024-12", None),
        (9.08388, "deepstate_land~2024-01-15~2024-12-31", None),
        (9.08388, "deepstate_land~2021-01~2021-12", None),
        (11.92849, "deepstate_land~2025-01~2025-12", None),
    ],
)
def test_a_pace_agrees_with_its_source_as_far_as_paces_are_shown(rate: float, source: str, agreed: bool | None) -> None:
    assert origin(said(rate, source)).agrees is agreed


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("deepstate_land~2025-01~2025-12", "edition 2025-08-17 does not know 2025-12"),
        ("afp~2024-01~2024-12", "2024-01 is not in the record of afp"),
        ("deepstate_land~2024-01-15~2024-12-31", "is not a month"),
    ],
)
def test_a_window_that_cannot_be_looked_up_stays_a_label_and_the_reason_is_said(source: str, why: str) -> None:
    scenario = said(9.0, source)
    assert parse_link(link(scenario)) == parse_file(file_text(scenario).encode()) == scenario
    assert why in origin(scenario).problem
    assert provider_paces(scenario) == ()
    assert window_days(scenario) is None


@pytest.mark.parametrize("days", [("2024-01-01", "2025-01-01"), ("2024-01", "2024-12")])
def test_a_pace_that_somebody_else_published_has_nothing_to_be_compared_with_and_no_problem(
    days: tuple[str, str],
) -> None:
    scenario = said(9.0, f"isw~{days[0]}~{days[1]}")
    found = origin(scenario)
    assert (found.kind, found.published) == ("published", ("isw", *days))
    assert (found.problem, found.window, found.agrees) == ("", None, None)
    assert provider_paces(scenario) == ()
    assert window_days(scenario) is None


def test_no_estimate_opens_with_a_problem_of_its_pace() -> None:
    opened = [scenario for each in estimates() if (scenario := each.scenario()) is not None]
    assert [origin(scenario).problem for scenario in opened] == [""] * len(opened)


@given(scenarios(most=2))
def test_of_any_scenario_it_can_be_said_where_its_pace_is_from(scenario: Scenario) -> None:
    found = origin(scenario)
    assert (found.kind in ("window", "published")) == ("~" in scenario.rate_source)
    assert (found.kind == "published") == (found.published is not None)
    assert found.agrees is None or isinstance(found.recorded, float)
    assert bool(found.problem) == (found.kind == "window" and found.window is None)
    if not found.agrees:
        assert provider_paces(scenario) == ()


# A window put in the place of a pace.


@pytest.mark.parametrize("edition_id", evidence.edition_ids())
@pytest.mark.parametrize("provider", [each.id for each in providers().values() if each.oblast is None])
def test_every_named_window_of_the_front_sets_the_pace_and_where_it_is_from(edition_id: str, provider: str) -> None:
    known = edition(edition_id)
    for each in named_windows(known, provider):
        if providers()[each.window.provider].oblast is None:
            scenario = with_window(baseline(edition_id), each.window)
            assert scenario.rate == observed(each.window, known).rate
            assert scenario.rate_source == str(each.window)
            assert origin(scenario).agrees is True
            assert parse_link(link(scenario)) == parse_file(file_text(scenario).encode()) == scenario
            assert scenario == revise(baseline(edition_id), window_changes(baseline(edition_id), each.window))


def test_a_window_inside_an_oblast_sets_that_oblasts_own_pace_and_nothing_else() -> None:
    window = RateWindow("deepstate_kharkiv", "2022-12", "2025-07")
    scenario = with_window(baseline(), window)
    assert scenario.rates == (("kharkiv", 0.71478),)
    assert revise(scenario, {"rates": ()}) == baseline()
    other = with_window(revise(baseline(), {"rates": (("odesa", 2.0),)}), window)
    assert other.rates == (("kharkiv", 0.71478), ("odesa", 2.0))


def test_a_window_inside_an_oblast_that_is_not_asked_about_is_refused() -> None:
    with pytest.raises(ScenarioError, match="neither asked about nor counted first"):
        with_window(baseline(), RateWindow("deepstate_sumy", "2025-01", "2025-05"))


def test_a_window_in_which_an_oblast_was_retaken_is_no_pace_of_its_own() -> None:
    scenario = revise(baseline(), {"targets": ("kherson",)})
    with pytest.raises(ScenarioError) as caught:
        with_window(scenario, RateWindow("deepstate_kherson", "2023-06", "2023-06"))
    assert set(caught.value.problems) == {"rates"}


def test_a_window_after_the_scenarios_edition_is_refused_and_the_scenario_stays() -> None:
    with pytest.raises(WindowError, match="edition 2025-08-17 does not know 2025-12"):
        with_window(baseline(), RateWindow("deepstate_land", "2025-01", "2025-12"))
    assert with_window(NEWEST, RateWindow("deepstate_land", "2025-01", "2025-12")).rate == 11.92849


# Other providers of the same window.


def test_the_documented_window_has_two_providers() -> None:
    assert paces(baseline()) == {"deepstate_as_drawn": 5.78989, "deepstate_land": 6.14866}
    assert paces(NEWEST) == {"deepstate_land": 3.32661, "deepstate_as_drawn": 3.33176}
    assert window_days(baseline()) == (date(2022, 11, 12), date(2025, 8, 17))
    assert window_days(NEWEST) == (date(2026, 1, 1), date(2026, 8, 22))


def test_a_window_of_the_record_has_the_providers_that_cover_it() -> None:
    scenario = with_window(baseline(), RateWindow("deepstate_land", "2025-01", "2025-07"))
    assert paces(scenario) == {"deepstate_land": 11.3217, "deepstate_as_drawn": 11.32689, "afp": 14.9434}
    assert window_days(scenario) == (date(2025, 1, 1), date(2025, 8, 1))
    assert "afp" not in paces(with_window(baseline(), OF_2024))
    of_2025 = with_window(NEWEST, RateWindow("deepstate_land", "2025-01", "2025-12"))
    found = {each.provider.id: each.second_hand for each in provider_paces(of_2025)}
    assert found == {"deepstate_land": (), "deepstate_as_drawn": (), "afp": ("2025-11",)}


@pytest.mark.parametrize(
    "scenario",
    [
        said(7.0, "hand"),
        said(7.0, "documented"),
        said(7.0, str(OF_2024)),
        said(0.71478, "deepstate_kharkiv~2022-12~2025-07"),
    ],
    ids=lambda scenario: str(scenario.rate_source),
)
def test_a_pace_that_is_not_its_windows_or_not_the_fronts_has_no_other_providers(scenario: Scenario) -> None:
    assert provider_paces(scenario) == ()


def test_what_is_looked_up_spans_from_the_slowest_to_the_fastest_provider() -> None:
    found = look_up(RateWindow("afp", "2025-01", "2025-07"), "2025-08-17")
    means = [each.mean_km2_per_day for each in beside(found.observed.window, found.known)]
    assert found.span_km2_per_day == (min(means), max(means)) == (float(Fraction("2400.2") / 212), 3_168 / 212)
    answer = RecordShown(found).as_dict()
    assert [each["provider"] for each in answer["beside"]] == ["deepstate_land", "deepstate_as_drawn"]
    assert answer["mean"] == 3_168 / 212
    assert answer["named_windows"]["last-3"] == "afp~2025-05~2025-07"
    assert {source["url"] for source in answer["sources"]} == {
        "https://www.arabnews.pk/node/2592291/world",
        "https://www.bssnews.net/international/297949",
    }
