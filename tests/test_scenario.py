"""A scenario: complete, checked once, all problems together; what follows when some of it is changed."""

from __future__ import annotations

import math
from dataclasses import FrozenInstanceError
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.figures import evidence
from territory.scenario.files import CODECS
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import (
    KEYS,
    Scenario,
    ScenarioError,
    baseline,
    complete,
    even_split,
    key_problem,
    problems_in,
    revise,
    with_defaults,
)
from tests.strategies import OBLASTS, numbers, scenarios

FIRST_EDITION, SECOND_EDITION = "2025-08-17", "2026-08-22"

# The contract, written out: what the format says, independently of the table.
BOUNDS = {
    "split": (0, 100, "%"),
    "occupied": (0, 100, "%"),
    "rate": (-20, 60, "km²/day"),
    "rates": (0.01, 60, "km²/day"),
    "annual_change": (-50, 50, "%/year"),
    "season": (0, 150, "%"),
    "pause_months": (0, 240, "months"),
    "setback_km2": (0, 50_000, "km²"),
    "pace_uncertainty": (0, 150, "%"),
    "annual_change_uncertainty": (0, 20, "points/year"),
    "noise": (0, 1_500, "km²/month"),
    "persistence": (0, 0.95, ""),
    "horizon": (1, 300, "years"),
}
FORMAT_KEYS = [
    *("edition", "start", "targets", "order", "split", "first", "occupied", "rate", "rates", "rate_source"),
    *("annual_change", "season", "pause_start", "pause_months", "setback_date", "setback_km2"),
    *("pace_uncertainty", "annual_change_uncertainty", "noise", "persistence", "horizon", "title", "note"),
]
SIMPLE_NUMBERS = sorted(set(BOUNDS) - {"split", "occupied", "rates", "pause_months", "setback_km2"})


def problems(**changes: Any) -> dict[str, str]:
    """What is wrong with the baseline once some of it is changed, nothing following."""
    with pytest.raises(ScenarioError) as caught:
        Scenario(**{**baseline().values(), **changes})
    return caught.value.problems


def valid(**changes: Any) -> Scenario:
    return Scenario(**{**baseline().values(), **changes})


# The table and the contract.


def test_the_keys_are_those_of_the_format_in_its_order() -> None:
    assert list(KEYS) == FORMAT_KEYS
    assert list(CODECS) == FORMAT_KEYS


def test_every_number_has_a_row_in_the_table_with_the_bounds_and_unit_of_the_format() -> None:
    assert {key: (p.low, p.high, p.unit) for key, p in PARAMETERS.items()} == BOUNDS


@given(scenarios())
def test_every_key_that_holds_a_number_has_a_row_in_the_table(scenario: Scenario) -> None:
    values = scenario.values()
    assert {key for key, value in values.items() if isinstance(value, float)} | {"split", "occupied", "rates"} == set(
        PARAMETERS
    )


def test_every_row_of_the_table_says_what_it_is() -> None:
    for key, p in PARAMETERS.items():
        assert p.label
        assert p.help.endswith("."), key
        assert 0 < p.step < p.high - p.low
        low, high = p.slider_range
        assert p.low <= low < high <= p.high


def test_the_slider_of_the_pace_covers_every_documented_month_and_no_more_than_is_needed() -> None:
    assert PARAMETERS["rate"].slider_range == (-12, 30)
    for edition in map(evidence.edition, evidence.edition_ids()):
        since = edition.land_gains.since(date(2022, 12, 1))
        daily = since.gain_km2 / since.days
        assert daily.min() >= -12
        assert daily.max() <= 30


def test_bounds_are_written_with_unit_thousands_and_a_real_minus_sign() -> None:
    assert PARAMETERS["rate"].bounds == "−20 to 60 km²/day"
    assert PARAMETERS["setback_km2"].bounds == "0 to 50,000 km²"
    assert PARAMETERS["persistence"].bounds == "0 to 0.95"


# Defaults.


def test_a_later_edition_brings_its_own_start_pace_shares_and_uncertainties() -> None:
    changed = {
        key: value for key, value in baseline(SECOND_EDITION).values().items() if value != baseline().values()[key]
    }
    assert changed == {
        "edition": SECOND_EDITION,
        "start": date(2026, 8, 22),
        "occupied": (("kharkiv", 4.9798), ("odesa", 0.0)),
        "rate": 3.32661,
        "pace_uncertainty": 50.0,
        "noise": 220.0,
        "persistence": 0.8,
    }


@pytest.mark.parametrize("edition_id", [FIRST_EDITION, SECOND_EDITION])
def test_every_edition_has_a_valid_baseline_and_a_default_share_for_every_oblast(edition_id: str) -> None:
    edition = evidence.edition(edition_id)
    for oblast in evidence.regions():
        scenario = complete({"edition": edition_id, "targets": (oblast,)})
        assert scenario.occupied == ((oblast, edition.occupied[oblast].number),)
    assert baseline(edition_id).rate_source == "documented"


def test_shares_are_the_editions_and_do_not_follow_the_start() -> None:
    assert complete({"start": date(2040, 12, 31)}).occupied == baseline().occupied


def test_what_is_left_out_takes_the_default_and_shares_left_out_too() -> None:
    scenario = complete({"targets": ("sumy", "kharkiv"), "occupied": (("kharkiv", 10.0),)})
    assert dict(scenario.occupied) == {"sumy": 0.8836, "kharkiv": 10.0}
    assert with_defaults({"targets": ("sumy",)})["occupied"] == (("sumy", 0.8836),)


def test_a_pace_without_a_source_is_set_by_hand_unless_it_is_the_editions() -> None:
    assert complete({"rate": 5.78989}).rate_source == "documented"
    assert complete({"rate": 7.0}).rate_source == "hand"
    assert complete({"rate": 3.32661}).rate_source == "hand"
    assert complete({"rate": 3.32661, "edition": SECOND_EDITION}).rate_source == "documented"
    assert complete({"rate": 7.0, "rate_source": "documented"}).rate_source == "documented"


# What a scenario is.


@given(scenarios())
def test_a_valid_scenario_has_no_problems_and_is_made_again_from_its_values(scenario: Scenario) -> None:
    assert problems_in(scenario.values()) == {}
    assert Scenario(**scenario.values()) == scenario
    assert complete(scenario.values()) == scenario
    assert hash(Scenario(**scenario.values())) == hash(scenario)


def test_a_scenario_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        baseline().rate = 7.0  # type: ignore[misc]


def test_whole_numbers_become_the_same_scenario_as_decimal_ones() -> None:
    assert valid(rate=6, horizon=50, occupied=(("kharkiv", 4), ("odesa", 0))) == valid(rate=6.0)
    assert type(valid(rate=6).rate) is float


def test_there_is_no_negative_zero() -> None:
    scenario = valid(rate=-0.0, occupied=(("kharkiv", -0.0), ("odesa", 0.0)), annual_change=-0.0)
    numbers_held = [scenario.rate, scenario.annual_change, *dict(scenario.occupied).values()]
    assert [math.copysign(1.0, value) for value in numbers_held] == [1.0] * 4


def test_shares_are_held_in_the_order_of_the_oblasts() -> None:
    scenario = valid(first=("sumy",), occupied=(("sumy", 1.0), ("odesa", 0.0), ("kharkiv", 4.0)))
    assert scenario.occupied == (("kharkiv", 4.0), ("odesa", 0.0), ("sumy", 1.0))
    assert scenario.in_play == ("kharkiv", "odesa", "sumy")


# Bounds and numbers.


@pytest.mark.parametrize("key", SIMPLE_NUMBERS)
def test_the_bounds_themselves_are_allowed_and_what_is_just_beyond_them_is_not(key: str) -> None:
    low, high, _ = BOUNDS[key]
    for bound in (low, high):
        assert getattr(valid(**{key: bound}), key) == bound
    for beyond in (math.nextafter(low, -math.inf), math.nextafter(high, math.inf), low - 1000, high + 1000):
        assert set(problems(**{key: beyond})) == {key}


@pytest.mark.parametrize("key", SIMPLE_NUMBERS)
@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_a_finite_number_is_refused(key: str, value: float) -> None:
    assert "not a finite number" in problems(**{key: value})[key]


@pytest.mark.parametrize("key", SIMPLE_NUMBERS)
@given(data=st.data())
def test_every_number_within_the_bounds_is_allowed(key: str, data: st.DataObject) -> None:
    value = data.draw(numbers(key))
    assert getattr(valid(**{key: value}), key) == value


def test_a_problem_names_the_value_the_bounds_and_what_to_do() -> None:
    assert problems(rate=61.5)["rate"] == "61.5 is out of bounds; choose a number from −20 to 60 km²/day."


@pytest.mark.parametrize("key", ["pause_months", "setback_km2"])
def test_a_pause_and_a_setback_stay_within_their_bounds(key: str) -> None:
    when = {"pause_months": "pause_start", "setback_km2": "setback_date"}[key]
    low, high, _ = BOUNDS[key]
    assert getattr(valid(**{key: high, when: date(2030, 1, 1)}), key) == high
    for beyond in (low - 1e-9, high + 1e-9, math.nan):
        assert problems(**{key: beyond, when: date(2030, 1, 1)}).keys() == {key}


# Each key by itself.


def test_the_problems_of_several_keys_come_together() -> None:
    found = problems(
        edition="1999-01-01",
        start=date(2000, 1, 1),
        targets=("nowhere",),
        order="sideways",
        rate=1e99,
        rate_source="a guess",
        noise=math.nan,
        horizon=0.5,
        pause_months=3.0,
        title="x" * 81,
        note="line\nbreak",
    )
    keys = "edition start targets order rate rate_source noise horizon pause_months title note"
    assert set(found) == set(keys.split())
    assert all(why.rstrip().endswith((".", "?")) for why in found.values())


def test_the_message_of_the_error_has_a_line_for_each_problem() -> None:
    with pytest.raises(ScenarioError) as caught:
        valid(rate=99.0, noise=-1.0)
    assert str(caught.value).splitlines() == [f"{key}: {why}" for key, why in caught.value.problems.items()]
    assert isinstance(caught.value, ValueError)


@pytest.mark.parametrize("start", [date(2022, 11, 12), date(2040, 12, 31)])
def test_the_first_and_the_last_start_are_allowed(start: date) -> None:
    assert valid(start=start).start == start


def asked(*names: str) -> dict[str, Any]:
    return {"targets": names, "occupied": tuple((name, 0.0) for name in names)}


def test_one_to_eight_oblasts_or_the_whole_country_can_be_asked_about_and_all_others_counted_first() -> None:
    for names in (("sumy",), OBLASTS[:8], ("ukraine",)):
        assert valid(**asked(*names)).targets == names
    others = tuple(name for name in OBLASTS if name not in ("kharkiv", "odesa"))
    shares = tuple((name, 0.0) for name in ("kharkiv", "odesa", *others))
    assert len(valid(first=others, occupied=shares).first) == 25


def shared(kharkiv: float, odesa: float) -> dict[str, Any]:
    return {"order": "together", "split": (("kharkiv", kharkiv), ("odesa", odesa))}


FIRST_SUMY = {"first": ("sumy",), "occupied": (*baseline().occupied, ("sumy", 1.0))}
LATER = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("key", "changes", "why"),
    [
        ("edition", {"edition": "2024-01-01"}, f"choose one of {FIRST_EDITION}, {SECOND_EDITION}."),
        ("start", {"start": date(2022, 11, 11)}, "from 2022-11-12 to 2040-12-31"),
        ("start", {"start": date(2041, 1, 1)}, "from 2022-11-12 to 2040-12-31"),
        ("targets", asked(*OBLASTS[:9]), "choose 1 to 8"),
        ("targets", asked(), "choose 1 to 8"),
        ("targets", {"targets": ("kharkiv", "odesa", "kharkiv")}, "twice"),
        ("targets", {"targets": ("kharkov",)}, "is kharkiv meant?"),
        ("targets", {"targets": ("zzzzzz",)}, "kharkiv or ivano_frankivsk"),
        ("targets", asked("ukraine", "odesa"), "alone"),
        ("first", {**asked("ukraine"), **FIRST_SUMY, "occupied": (("ukraine", 19.0), ("sumy", 1.0))}, ""),
        ("first", {"first": ("ukraine",), "occupied": (*baseline().occupied, ("ukraine", 0.0))}, ""),
        ("first", {"first": ("odesa",)}, "odesa is already one"),
        ("first", {"first": ("sumy", "sumy")}, "twice"),
        ("first", {"first": ("nowhere",)}, "not the id"),
        *(
            ("order", {"order": order}, "choose one of separately, in_turn, together")
            for order in ("", "Separately", "in turn", "none")
        ),
        ("pause_months", {"pause_start": LATER}, "both"),
        ("pause_months", {"pause_months": 6.0}, "both"),
        ("setback_km2", {"setback_date": LATER}, "both"),
        ("setback_km2", {"setback_km2": 600.0}, "both"),
        ("setback_date", {"setback_date": date(2025, 8, 29), "setback_km2": 1.0}, "before the start"),
        ("split", {"order": "together"}, "one share per oblast, such as kharkiv~50,odesa~50"),
        ("split", {"order": "together", "split": (("kharkiv", 100.0),)}, "one share per oblast"),
        ("split", shared(70.0, 29.0), "add up to 99 %; make them 100 %, such as kharkiv~50,odesa~50."),
        ("split", shared(50.0, 50.0001), "add up"),
        ("split", {**FIRST_SUMY, "order": "together", "split": (*shared(50, 25)["split"], ("sumy", 25.0))}, ""),
        *(("split", {**shared(70, 30), "order": each}, f"the order is {each}") for each in ("separately", "in_turn")),
        *(("split", shared(value, 100.0 - value), "") for value in (-1.0, 101.0, math.nan)),
        *(
            ("occupied", {"occupied": (("kharkiv", value), ("odesa", 0.0))}, "kharkiv: ")
            for value in (-0.1, 100.1, math.nan, math.inf)
        ),
        ("occupied", {"occupied": (("kharkiv", 4.0),)}, "lacks odesa"),
        ("occupied", {"first": ("sumy",)}, "lacks sumy"),
        ("occupied", {"occupied": FIRST_SUMY["occupied"]}, "sumy is neither"),
        ("occupied", {"occupied": (("sumy", 1.0),)}, "lacks kharkiv, odesa; "),
        ("occupied", {"occupied": (*baseline().occupied, ("odesa", 1.0))}, "twice"),
        *(("rates", {"rates": (("odesa", value),)}, "odesa") for value in (0.0, 0.009, 60.1, -1.0, math.nan)),
        ("rates", {"rates": (("sumy", 1.0),)}, "sumy is neither"),
        *(("rates", {"rate": rate, "rates": (("odesa", 1.0),)}, "above 0") for rate in (0.0, -2.0)),
    ],
)
def test_what_cannot_stand_is_a_problem_of_its_key(key: str, changes: dict[str, Any], why: str) -> None:
    found = problems(**changes)
    assert why in found[key]
    assert set(found) <= {key, "occupied"}


@pytest.mark.parametrize(
    "source",
    [
        *("documented", "hand", "deepstate_land~2024-01~2024-12", "isw~2024-01~2024-01"),
        *("deepstate_land~2024-01-15~2024-12-31", "x9_~2024-02-29~2024-03"),
    ],
)
def test_a_pace_can_be_documented_set_by_hand_or_from_a_window_of_the_record(source: str) -> None:
    assert valid(rate_source=source).rate_source == source


@pytest.mark.parametrize(
    "source",
    [
        *("", "none", "Documented", "~2024-01~2024-12", "deepstate land~2024-01~2024-12", "<script>~2024-01~2024-12"),
        *("deepstate_land", "deepstate_land~2024-01", "deepstate_land~2024-13~2024-14"),
        *("deepstate_land~2023-02-29~2024-01", "deepstate_land~2024-12~2024-01", "deepstate_land~2024-01~2024-12~x"),
        *("deepstate_land~２０２４-01~2024-12", "x" * 9_000 + "~2024-01~2024-12", "deepstate_land~2024-01~2024-12\n"),
    ],
)
def test_a_source_that_names_nothing_is_refused(source: str) -> None:
    assert set(problems(rate_source=source)) == {"rate_source"}


@pytest.mark.parametrize(("key", "limit"), [("title", 80), ("note", 500)])
def test_the_authors_words_have_a_length(key: str, limit: int) -> None:
    assert len(getattr(valid(**{key: "ї" * limit}), key)) == limit
    assert f"keep to {limit} characters" in problems(**{key: "x" * (limit + 1)})[key]


@pytest.mark.parametrize("key", ["title", "note"])
@pytest.mark.parametrize("character", ["\0", "\t", "\n", "\r", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"])
def test_the_authors_words_hold_no_control_characters_and_no_line_breaks(key: str, character: str) -> None:
    why = problems(**{key: f"a{character}b"})[key]
    assert "control character" in why
    assert character not in why


@pytest.mark.parametrize("words", ["<script>alert(1)</script>", "Харків", "👩‍👩‍👧", "\u200f", " "])
def test_the_authors_words_are_otherwise_the_authors(words: str) -> None:
    assert valid(title=words, note=words).note == words


@given(st.text(max_size=200))
def test_a_quoted_value_never_breaks_the_line_it_is_quoted_in(text: str) -> None:
    for key in ("edition", "order", "rate_source", "title", "note"):
        why = key_problem(key, text)
        assert why is None or len(why.splitlines()) == 1


# Between keys.


def test_a_pause_can_begin_on_any_date_and_a_setback_from_the_start_on() -> None:
    for begin in (date.min, date(2025, 8, 29), date.max):
        assert valid(pause_start=begin, pause_months=6.0).pause_start == begin
    start = baseline().start
    assert valid(setback_date=start, setback_km2=1.0).setback_date == start


def test_shares_that_miss_a_hundred_by_rounding_alone_are_allowed() -> None:
    third = 100 / 3
    shares = tuple((name, third) for name in ("sumy", "kharkiv", "odesa"))
    assert valid(**asked("sumy", "kharkiv", "odesa"), order="together", split=shares).split == shares
    assert valid(**shared(70.0, 30.0)).split == (("kharkiv", 70.0), ("odesa", 30.0))


@pytest.mark.parametrize("count", range(1, 9))
def test_an_even_split_is_even_and_adds_up(count: int) -> None:
    names = OBLASTS[:count]
    split = even_split(names)
    assert [name for name, _ in split] == list(names)
    assert math.fsum(part for _, part in split) == pytest.approx(100.0, abs=1e-9)
    assert max(part for _, part in split) - min(part for _, part in split) <= 0.05
    assert valid(**asked(*names), order="together", split=split).split == split


def test_a_contradiction_is_not_added_to_a_key_that_is_wrong_by_itself() -> None:
    found = problems(order="together", split=(("kharkiv", 400.0),), setback_km2=-1.0)
    assert set(found) == {"split", "setback_km2"}
    assert "out of bounds" in found["split"]


# Changing some of it.


@given(scenarios(), st.data())
def test_changing_one_thing_and_back_again_is_where_it_was(scenario: Scenario, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(["noise", "persistence", "horizon", "season", "annual_change", "title"]))
    value = data.draw(st.just("other words") if key == "title" else numbers(key))
    there = revise(scenario, {key: value})
    assert revise(there, {key: getattr(scenario, key)}) == scenario


def test_new_oblasts_take_the_editions_share_and_those_that_leave_take_theirs_with_them() -> None:
    own = revise(baseline(), {"occupied": (("kharkiv", 50.0),), "rates": (("kharkiv", 1.0), ("odesa", 2.0))})
    moved = revise(own, {"targets": ("kharkiv", "sumy")})
    assert dict(moved.occupied) == {"kharkiv": 50.0, "sumy": 0.8836}
    assert dict(moved.rates) == {"kharkiv": 1.0}


def test_what_is_counted_first_brings_its_share_and_its_pace_and_takes_them_away() -> None:
    with_sumy = revise(baseline(), {"first": ("sumy",)})
    assert dict(with_sumy.occupied)["sumy"] == 0.8836
    assert revise(revise(with_sumy, {"rates": (("sumy", 3.0),)}), {"first": ()}) == baseline()


def test_a_share_given_for_one_oblast_leaves_the_others_as_they_are() -> None:
    changed = revise(revise(baseline(), {"occupied": (("odesa", 7.0),)}), {"occupied": (("kharkiv", 10.0),)})
    assert dict(changed.occupied) == {"kharkiv": 10.0, "odesa": 7.0}


def test_a_share_for_an_oblast_that_is_not_in_play_is_refused_and_not_dropped() -> None:
    with pytest.raises(ScenarioError, match="sumy is neither"):
        revise(baseline(), {"occupied": (("sumy", 10.0),)})
    with pytest.raises(ScenarioError, match="sumy is neither"):
        revise(baseline(), {"rates": (("sumy", 10.0),)})


def test_a_shared_pace_is_split_evenly_until_someone_says_otherwise() -> None:
    together = revise(baseline(), {"order": "together"})
    assert together.split == (("kharkiv", 50.0), ("odesa", 50.0))
    uneven = revise(together, {"split": (("kharkiv", 80.0), ("odesa", 20.0))})
    assert revise(uneven, {"rate": 9.0}).split == uneven.split
    three = revise(uneven, {"targets": ("kharkiv", "odesa", "sumy")})
    assert three.split == (("kharkiv", 33.33), ("odesa", 33.33), ("sumy", 33.34))
    assert revise(uneven, {"order": "in_turn"}).split == ()


def test_a_changed_pace_names_itself() -> None:
    by_hand = revise(baseline(), {"rate": 7.0})
    assert by_hand.rate_source == "hand"
    assert revise(by_hand, {"rate": 5.78989}).rate_source == "documented"
    window = {"rate": 9.08388, "rate_source": "deepstate_land~2024-01~2024-12"}
    assert revise(baseline(), window).rate_source == "deepstate_land~2024-01~2024-12"
    assert revise(revise(baseline(), window), {"horizon": 60.0}).rate_source == "deepstate_land~2024-01~2024-12"
    moved = revise(baseline(), {"edition": SECOND_EDITION})
    assert (moved.rate, moved.rate_source) == (baseline().rate, "hand")
    own = revise(moved, {"rate": baseline(SECOND_EDITION).rate})
    assert own.rate_source == "documented"


def test_a_pace_that_turns_does_not_drop_paces_of_their_own_in_silence() -> None:
    own = revise(baseline(), {"rates": (("kharkiv", 0.72),)})
    with pytest.raises(ScenarioError) as caught:
        revise(own, {"rate": -1.0})
    assert set(caught.value.problems) == {"rates"}


@pytest.mark.parametrize(
    "changes",
    [
        {"rate": math.nan, "horizon": 0.0},
        {"edition": "1999-01-01", "rate": 3.0},
        {"targets": ("nowhere",)},
        {"targets": ()},
        {"targets": OBLASTS},
        {"order": "sideways"},
        {"first": ("ukraine",)},
    ],
)
@pytest.mark.parametrize("order", ["separately", "in_turn", "together"])
def test_a_change_that_cannot_stand_is_refused_whatever_the_order(changes: dict[str, Any], order: str) -> None:
    scenario = revise(baseline(), {"order": order})
    with pytest.raises(ScenarioError) as caught:
        revise(scenario, changes)
    assert set(changes) & set(caught.value.problems)


@given(scenarios(most=3), scenarios(most=3), st.sets(st.sampled_from(FORMAT_KEYS)))
def test_any_mixture_of_two_scenarios_is_a_scenario_or_refused_with_reasons(
    one: Scenario, other: Scenario, keys: set[str]
) -> None:
    mixed = outcome(one, {key: getattr(other, key) for key in keys})
    if isinstance(mixed, Scenario):
        assert problems_in(mixed.values()) == {}
        assert all(getattr(mixed, key) == getattr(other, key) for key in keys - {"occupied", "rates", "split"})
    else:
        assert mixed
        assert set(mixed) <= set(FORMAT_KEYS)


def outcome(scenario: Scenario, changes: dict[str, Any]) -> Scenario | dict[str, str]:
    """What a change gives: a scenario, or the problems."""
    try:
        return revise(scenario, changes)
    except ScenarioError as error:
        return error.problems
