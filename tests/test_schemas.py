"""The schemas: they hold for every answer and every scenario file, and for nothing else."""

from __future__ import annotations

import copy
import json
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from territory.answers.comparison import compare
from territory.answers.control import control, last_day
from territory.answers.drivers import drivers
from territory.answers.estimates import estimates
from territory.answers.needed import needed
from territory.answers.outlook import project
from territory.answers.questions import NAMES
from territory.answers.schemas import NO_CONTROL_CHARACTERS, schema
from territory.answers.scoreboard import score, scoreboard
from territory.answers.windows import RecordShown
from territory.cli.main import main
from territory.figures.evidence import edition, edition_ids, providers
from territory.figures.record import RateWindow, named_windows, widest_window
from territory.scenario.files import as_json, file_text, parse_file, preset
from territory.scenario.pace import look_up
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import FORBIDDEN, FORBIDDEN_CHARACTERS, KEYS, Scenario, ScenarioError, baseline, revise
from tests.strategies import OBLASTS, scenarios

OF_SCENARIOS = tuple(name for name in NAMES if name not in ("backtest", "estimates"))
ANSWERS = ("project", "needed", "sensitivity")
"""The answers to a scenario; the one about the record is to a window."""
PRESETS = sorted((Path(__file__).parents[1] / "scenarios").glob("*.json"))
Place = tuple[str | int, ...]

NAMED: dict[str, Scenario] = {
    "the baseline": baseline(),
    "the newest edition": baseline("2026-08-22"),
    "a pace of nothing": revise(baseline(), {"rate": 0.0}),
    "land retaken": revise(baseline(), {"rate": -2.0}),
    "nothing left in one": revise(baseline(), {"occupied": (("kharkiv", 100.0),)}),
    "nothing left at all": revise(baseline(), {"occupied": (("kharkiv", 100.0), ("odesa", 100.0)), "order": "in_turn"}),
    "one with a pace of its own": revise(baseline(), {"rates": (("kharkiv", 0.72),), "order": "in_turn"}),
    "together": revise(baseline(), {"order": "together"}),
    "the whole country": revise(baseline(), {"targets": ("ukraine",)}),
    "no uncertainty": revise(
        baseline(), {"pace_uncertainty": 0.0, "annual_change_uncertainty": 0.0, "noise": 0.0, "targets": ("kharkiv",)}
    ),
    "a pause, a setback and a season": revise(
        baseline(),
        {
            "pause_start": date(2026, 1, 1),
            "pause_months": 12.0,
            "setback_date": date(2027, 1, 1),
            "setback_km2": 600.0,
            "season": 100.0,
            "annual_change": -7.5,
        },
    ),
    "after four oblasts": preset("four-claimed-first"),
}


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schema(name), format_checker=Draft202012Validator.FORMAT_CHECKER)


def as_printed(answer: dict[str, Any]) -> Any:
    return json.loads(json.dumps(answer, allow_nan=False))


def asked(name: str, scenario: Scenario, by: date | None = None, chance: float = 50.0) -> Any:
    """The answer of a command to a scenario, as it is printed."""
    by = by or scenario.start + timedelta(5_000)
    if name == "project":
        return as_printed(project(scenario, [scenario.start, by]).as_dict())
    if name == "estimates":  # whatever the scenario
        return as_printed(scoreboard().as_dict())
    if name == "needed":
        return as_printed(needed(scenario, by, chance).as_dict())
    if name == "control":
        return as_printed(control(scenario, min(by, last_day(project(scenario)))).as_dict())
    if name == "compare":
        return as_printed(compare([scenario, baseline()]).as_dict())
    if name == "record":
        window = widest_window("deepstate_kharkiv", edition(scenario.edition))
        return as_printed(RecordShown(look_up(window, scenario.edition)).as_dict())
    return as_printed(drivers(scenario).as_dict() if name == "sensitivity" else as_json(scenario))


@cache
def known(name: str, which: str = "the baseline") -> Any:
    """The same to a named scenario; to be copied before it is changed."""
    return asked(name, NAMED[which])


def blamed(name: str, value: Any) -> dict[str, str]:
    """Where a value is not as the schema says, and which keyword says so; alternatives looked into."""
    found: dict[str, str] = {}
    waiting: list[ValidationError] = list(validator(name).iter_errors(value))
    while waiting:
        error = waiting.pop()
        found[error.json_path] = f"{found.get(error.json_path, '')} {error.validator}"
        waiting.extend(error.context)
    return found


def refused(name: str, value: Any) -> bool:
    return not validator(name).is_valid(value)


def changed(value: Any, path: Place, new: Any) -> Any:
    """A copy with another value in one place."""
    value = copy.deepcopy(value)
    place = value
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = new
    return value


def without(value: Any, path: Place) -> Any:
    """A copy with one place taken out."""
    value = copy.deepcopy(value)
    place = value
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]
    return value


def walk(value: Any, path: Place = ()) -> Iterator[tuple[Place, Any]]:
    """All places of a value, the value itself first."""
    yield path, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, each in inside:
        yield from walk(each, (*path, step))


def number_places(value: Any) -> list[Place]:
    return [path for path, each in walk(value) if isinstance(each, int | float)]


# The schemas themselves.


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_valid_schema_with_a_name_and_nothing_outside_it(name: str) -> None:
    described = json.loads(json.dumps(schema(name)))
    Draft202012Validator.check_schema(described)
    assert described["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert described["$id"] == f"urn:territory:schema:{name}"
    refs = {each for path, each in walk(described) if path and path[-1] == "$ref"}
    assert refs == {f"#/$defs/{defined}" for defined in described["$defs"]}


@pytest.mark.parametrize("name", NAMES)
def test_every_object_says_which_keys_it_has(name: str) -> None:
    objects = [each for _, each in walk(schema(name)) if isinstance(each, dict) and "additionalProperties" in each]
    assert objects
    for each in objects:
        if each["additionalProperties"] is False:
            assert name == "scenario" or set(each["properties"]) - set(each["required"]) <= {"mirror"}
    named = [each for each in objects if each.get("type") in ("object", ["object", "null"])]
    assert all(each["additionalProperties"] is False or "propertyNames" in each for each in named)


@pytest.mark.parametrize("name", NAMES)
def test_every_number_says_what_it_is_and_in_which_unit(name: str) -> None:
    units = {row.unit for row in PARAMETERS.values() if row.unit} | {"days", "ithout unit"}
    numbers = [
        each
        for _, each in walk(schema(name))
        if isinstance(each, dict) and "title" in each and {"number", "integer"} & set(types(each))
    ]
    assert numbers
    for each in numbers:
        assert re.search(rf"({'|'.join(map(re.escape, units))})\.", each["description"]), each


def types(described: dict[str, Any]) -> list[str]:
    found = described.get("type", [])
    return found if isinstance(found, list) else [found]


@pytest.mark.parametrize("name", NAMES)
def test_what_the_schema_says_of_a_place_in_an_answer_has_a_title_and_a_description(name: str) -> None:
    for _, each in walk(schema(name)):
        if isinstance(each, dict) and each.get("additionalProperties") is False:
            for key, property_ in each["properties"].items():
                what = property_
                if "title" not in what:
                    what = schema(name)["$defs"][what["$ref"].rpartition("/")[2]]
                assert (what["title"], what["description"]) > ("", ""), key


def test_every_schema_says_of_a_key_what_the_table_of_numbers_says() -> None:
    for properties in (schema("scenario")["properties"], schema("project")["$defs"]["scenario"]["properties"]):
        assert list(properties) == ["format", *KEYS]
        for key, row in PARAMETERS.items():
            described = properties[key].get("additionalProperties", properties[key])
            assert (described["title"], described["minimum"], described["maximum"]) == (row.label, row.low, row.high)
            assert described["description"].startswith(f"{row.help} {row.bounds}")


def test_the_characters_that_titles_may_not_have_are_those_that_a_scenario_refuses() -> None:
    pattern = re.compile(NO_CONTROL_CHARACTERS["not"]["pattern"])
    refused = {chr(i) for i in range(sys.maxunicode + 1) if unicodedata.category(chr(i)) in FORBIDDEN_CHARACTERS}
    found = {chr(i) for i in range(sys.maxunicode + 1) if pattern.search(chr(i))}
    assert found == {each for each in refused if unicodedata.category(each) != "Cs"}
    assert refused == {chr(i) for i in range(sys.maxunicode + 1) if FORBIDDEN.search(chr(i))}


# Real answers and files.


@pytest.mark.parametrize("which", NAMED)
@pytest.mark.parametrize("name", OF_SCENARIOS)
def test_the_answers_to_named_scenarios_are_as_their_schemas_say(name: str, which: str) -> None:
    assert blamed(name, known(name, which)) == {}


def test_the_published_estimates_are_as_their_schema_says() -> None:
    assert blamed("estimates", known("estimates")) == {}


BY_NAME = {each["id"]: each for each in known("estimates")["estimates"]}
ONE_OF_EACH = ("economist-2025-12-02", "prigozhin-2023-02-10", "zelensky-2026-02-04", "palisa-2026-03-01")


def test_an_estimate_of_which_the_record_has_nothing_since_is_as_its_schema_says() -> None:
    late = replace(next(each for each in estimates() if each.id == "economist-2025-12-02"), stated=date(2026, 8, 23))
    assert blamed("estimates", of_estimates(score(late).answer().as_dict())) == {}


def of_estimates(each: Any) -> Any:
    return {**known("estimates"), "estimates": [each]}


@pytest.mark.parametrize("name", ONE_OF_EACH)
def test_an_estimate_lacks_no_key_and_has_no_other_and_no_number_is_a_text(name: str) -> None:
    answer = of_estimates(BY_NAME[name])
    for path, each in walk(answer):
        if isinstance(each, dict):
            assert refused("estimates", changed(answer, (*path, "surprise"), 1)), path
            for key in each:
                assert refused("estimates", without(answer, (*path, key))), (path, key)
        if isinstance(each, int | float):
            assert refused("estimates", changed(answer, path, "5")), path


@pytest.mark.parametrize(
    ("name", "path", "wrong"),
    [
        ("economist-2025-12-02", ("context_only",), True),
        ("economist-2025-12-02", ("inputs",), None),
        ("economist-2025-12-02", ("link",), "https://example.org"),
        ("economist-2025-12-02", ("inputs", "rate", "unit"), "km²/month"),
        ("economist-2025-12-02", ("inputs", "rate", "status"), "guessed"),
        ("economist-2025-12-02", ("since", "course"), "doomed"),
        ("economist-2025-12-02", ("untested",), "lazy"),
        ("economist-2025-12-02", ("stated",), "2 December 2025"),
        ("prigozhin-2023-02-10", ("context_only",), False),
        ("prigozhin-2023-02-10", ("targets",), ["donbas"]),
        ("prigozhin-2023-02-10", ("targets",), []),
        ("prigozhin-2023-02-10", ("sources",), []),
    ],
)
def test_a_wrong_estimate_is_not_as_its_schema_says(name: str, path: Place, wrong: Any) -> None:
    answer = of_estimates(BY_NAME[name])
    assert blamed("estimates", answer) == {}
    assert refused("estimates", changed(answer, ("estimates", 0, *path), wrong))


@settings(max_examples=25)
@given(scenarios(), st.lists(st.dates(), max_size=3))
def test_every_projection_is_as_its_schema_says(scenario: Scenario, by: list[date]) -> None:
    assert blamed("project", as_printed(project(scenario, by).as_dict())) == {}


@settings(max_examples=10)
@given(scenarios(most=3), st.integers(1, 30_000), st.floats(0.1, 99.9))
def test_everything_needed_is_as_its_schema_says(scenario: Scenario, days: int, chance: float) -> None:
    assert blamed("needed", asked("needed", scenario, scenario.start + timedelta(days), chance)) == {}


@pytest.mark.parametrize("file", PRESETS, ids=lambda file: file.stem)
def test_the_presets_are_as_the_schema_of_files_says(file: Path) -> None:
    assert blamed("scenario", json.loads(file.read_text(encoding="utf-8"))) == {}


@given(scenarios())
def test_every_saved_file_is_as_the_schema_of_files_says_and_as_answers_repeat_it(scenario: Scenario) -> None:
    saved = json.loads(file_text(scenario))
    assert blamed("scenario", saved) == {}
    answer = changed(known("project"), ("scenario",), saved)
    assert [where for where in blamed("project", answer) if where.startswith("$.scenario")] == []


@settings(max_examples=100)
@given(scenarios(most=3), st.sets(st.sampled_from(KEYS)))
def test_a_file_that_can_be_read_with_keys_left_out_is_as_the_schema_says(scenario: Scenario, left: set[str]) -> None:
    file = {key: value for key, value in as_json(scenario).items() if key not in left}
    assume(can_be_read(file))
    assert blamed("scenario", file) == {}


def test_a_file_needs_its_format_only_and_an_answer_repeats_every_key() -> None:
    assert blamed("scenario", {"format": 1}) == {}
    assert blamed("scenario", {}) == {"$": " required"}
    for key in ("format", *KEYS):
        assert "$.scenario" in blamed("project", without(known("project"), ("scenario", key)))


@pytest.mark.parametrize("key", KEYS)
def test_a_file_may_say_null_where_it_is_read_as_nothing_and_a_saved_one_only_for_dates(key: str) -> None:
    file = {"format": 1, key: None}
    assert (blamed("scenario", file) == {}) == can_be_read(file)
    answer = changed(known("project"), ("scenario", key), None)
    assert (blamed("project", answer) == {}) == (key in ("pause_start", "setback_date"))


@pytest.mark.parametrize("key", [key for key, row in schema("scenario")["properties"].items() if "default" in row])
def test_a_file_with_a_default_written_is_the_file_with_the_key_left_out(key: str) -> None:
    default = schema("scenario")["properties"][key]["default"]
    assert parse_file(json.dumps({"format": 1, key: default}).encode()) == baseline()


def can_be_read(file: dict[str, Any]) -> bool:
    try:
        parse_file(json.dumps(file).encode())
    except ScenarioError:
        return False
    return True


# Wrong files: refused by the program and by the schema.


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"format": 2}, "$.format"),
        ({"format": "1"}, "$.format"),
        ({"titel": "x"}, "$"),
        ({"$schema": "urn:territory:schema:scenario"}, "$"),
        ({"edition": "2025-08-18"}, "$.edition"),
        ({"start": "30.08.2025"}, "$.start"),
        ({"start": "2025-8-30"}, "$.start"),
        ({"start": "2025-08-30\n"}, "$.start"),
        ({"start": "2025-02-30"}, "$.start"),
        ({"start": None}, "$.start"),
        ({"targets": []}, "$.targets"),
        ({"targets": "kharkiv"}, "$.targets"),
        ({"targets": ["kharkov"]}, "$.targets[0]"),
        ({"targets": ["sumy", "sumy"]}, "$.targets"),
        ({"targets": ["ukraine", "sumy"]}, "$.targets"),
        ({"targets": [*OBLASTS[:9]]}, "$.targets"),
        ({"targets": ["ukraine"], "first": ["sumy"]}, "$.first"),
        ({"first": ["ukraine"]}, "$.first[0]"),
        ({"first": ["sumy", "sumy"]}, "$.first"),
        ({"order": "at once"}, "$.order"),
        ({"order": "together"}, "$"),
        ({"order": "together", "split": {}}, "$.split"),
        ({"order": "together", "split": None}, "$.split"),
        ({"split": {"kharkiv": 50, "odesa": 50}}, "$.split"),
        ({"order": "together", "split": {"kharkiv": 120, "odesa": -20}}, "$.split.kharkiv"),
        ({"occupied": {"kharkiv": 101}}, "$.occupied.kharkiv"),
        ({"occupied": {"kharkov": 4}}, "$.occupied"),
        ({"occupied": [4, 0]}, "$.occupied"),
        ({"rate": 60.1}, "$.rate"),
        ({"rate": "5.79"}, "$.rate"),
        ({"rate": True}, "$.rate"),
        ({"rates": {"kharkiv": 0}}, "$.rates.kharkiv"),
        ({"rates": {"kharkiv": 1}, "rate": 0}, "$.rate"),
        ({"rate_source": "deepstate"}, "$.rate_source"),
        ({"rate_source": "hand\n"}, "$.rate_source"),
        ({"rate_source": "deepstate_land~2024-01~٢٠٢٤-12"}, "$.rate_source"),
        ({"pause_start": "2026-01-01"}, "$"),
        ({"pause_months": 3}, "$.pause_months"),
        ({"pause_start": None, "pause_months": 3}, "$.pause_months"),
        ({"pause_start": "2026-01-01", "pause_months": 0}, "$.pause_months"),
        ({"setback_date": "2026-01-01"}, "$"),
        ({"setback_km2": 100}, "$.setback_km2"),
        ({"horizon": 0.5}, "$.horizon"),
        ({"title": "x" * 81}, "$.title"),
        ({"note": "two\nlines"}, "$.note"),
        ({"note": "a line\n"}, "$.note"),
    ],
    ids=str,
)
def test_a_file_that_the_program_refuses_is_not_as_the_schema_says(wrong: dict[str, Any], where: str) -> None:
    file = {"format": 1, **wrong}
    assert not can_be_read(file)
    assert where in blamed("scenario", file)


# Wrong answers.

MAPS = {("results",), ("scenario", "split"), ("scenario", "occupied"), ("scenario", "rates")}
"""Objects whose names depend on the question, so that one can be missing."""


def is_map(path: Place) -> bool:
    ends = path[-1:] in {("chance_by_date",)} or (path[-1:] == ("value",) and "tornado" in path)
    return path in MAPS or ends


@pytest.mark.parametrize("name", ANSWERS)
@pytest.mark.parametrize("which", ["land retaken", "one with a pace of its own"])
def test_no_key_can_be_missing_and_none_can_be_more(name: str, which: str) -> None:
    answer = known(name, which)
    objects = [(path, each) for path, each in walk(answer) if isinstance(each, dict)]
    assert len(objects) > 3
    for path, each in objects:
        assert refused(name, changed(answer, (*path, "surprise"), 1)), path
        for key in each:
            if not is_map(path):
                assert refused(name, without(answer, (*path, key))), (path, key)


@pytest.mark.parametrize("name", ANSWERS)
def test_no_number_can_be_a_text_or_a_truth(name: str) -> None:
    answer = without(known(name, "one with a pace of its own"), ("results", "odesa"))
    found = number_places(answer)
    places = [
        path for path in found if not any(isinstance(step, int) and step > 1 for step in path)
    ]  # of long lists two
    assert len(places) > 20
    for path in places:
        for wrong in ("5", True, [1.0]):
            assert refused(name, changed(answer, path, wrong)), (path, wrong)


@pytest.mark.parametrize("name", ANSWERS)
def test_no_date_can_be_written_in_another_way(name: str) -> None:
    answer = known(name, "the baseline")
    plain = Draft202012Validator(schema(name))  # as most validators are: formats not checked
    iso = re.compile(r"\d{4}-\d{2}-\d{2}")
    places = [path for path, each in walk(answer) if isinstance(each, str) and iso.fullmatch(each)]
    assert ("scenario", "start") in places
    for path in places:
        for wrong in ("30.08.2025", "2025-8-30", "20250830", "2025-08-30T00:00:00", "2025-08-30\n", "", 20250830):
            assert not plain.is_valid(changed(answer, path, wrong)), (path, wrong)


def at(path: str) -> Place:
    return tuple(int(step) if step.isdecimal() and "dots" in path else step for step in path.split("/"))


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("model_version", "0"),
        ("link", "https://example.org/"),
        ("link", "?v=1&edition=2025-08-17"),
        ("results", {}),
        ("results/kharkov", {}),
        ("results/all", known("project")["results"]["odesa"]),
        ("results/odesa/remaining_km2", -1.0),
        ("results/odesa/need_km2", None),
        ("results/odesa/central/status", "soon"),
        ("results/odesa/central/status", "never"),
        ("results/odesa/central/status", "done"),
        ("results/odesa/central/days", None),
        ("results/odesa/central/days", -0.5),
        ("results/odesa/central/date", None),
        ("results/odesa/central/mirror", {"days": 1.0, "date": "2025-08-31"}),
        ("results/odesa/quantile_days/p50", "5080"),
        ("results/odesa/quantile_days/p50", -1.0),
        ("results/odesa/quantiles/p50", 5080.0),
        ("results/odesa/quantiles/p99", "2050-01-01"),
        ("results/odesa/chance_by_years/10", 1.2),
        ("results/odesa/chance_by_years/10", -0.1),
        ("results/odesa/chance_by_years/10", None),
        ("results/odesa/chance_by_date/2025-08-30", 1.2),
        ("results/odesa/chance_by_date/soon", 0.5),
        ("results/odesa/chance_by_date/2025-08-30\n", 0.5),
        ("results/odesa/dots", ["2031-09-02"] * 19),
        ("results/odesa/dots/3", 0.5),
        ("results/odesa/beyond_horizon", 1.2),
        ("results/odesa/beyond_horizon", None),
    ],
)
def test_a_wrong_projection_is_not_as_its_schema_says(path: str, wrong: Any) -> None:
    found = blamed("project", changed(known("project"), at(path), wrong))
    assert found
    assert all(where.startswith(nearest(path)) for where in found)


def nearest(path: str) -> str:
    """The part of a place that an error names in every case: a new name is an error of what holds it."""
    return "$." + ".".join(path.split("/")[:2]) if path.count("/") > 1 else f"$.{path.split('/')[0]}"


def test_what_a_negative_pace_brings_is_there_just_then() -> None:
    retaken = known("project", "land retaken")
    assert retaken["results"]["kharkiv"]["central"]["mirror"]["date"]
    assert blamed("project", without(retaken, ("results", "kharkiv", "central", "mirror")))
    assert blamed("project", changed(retaken, ("scenario", "rate"), 2.0))


def test_all_is_there_just_where_the_order_makes_it_one_question() -> None:
    for name in ANSWERS:
        together = known(name, "together")
        assert "$.results" in blamed(name, without(together, ("results", "all")))
        assert blamed(name, changed(together, ("scenario", "order"), "separately"))


@pytest.mark.parametrize(
    ("which", "path", "wrong"),
    [
        ("the baseline", "by", None),
        ("the baseline", "chance", 0.0),
        ("the baseline", "chance", 100.0),
        ("the baseline", "documented_months", 31.5),
        ("the baseline", "results/odesa/pace", None),
        ("the baseline", "results/odesa/pace/key", "annual_change"),
        ("the baseline", "results/odesa/pace/unit", "%"),
        ("the baseline", "results/odesa/pace/value", None),
        ("the baseline", "results/odesa/pace/value", 61.0),
        ("the baseline", "results/odesa/pace/found", "no_value"),
        ("the baseline", "results/odesa/pace/found", "perhaps"),
        ("the baseline", "results/odesa/pace/central/value", None),
        ("the baseline", "results/odesa/pace/documented_months_reached", None),
        ("the baseline", "results/odesa/annual_change/value", 51.0),
        ("the baseline", "results/odesa/annual_change/documented_months_reached", 3),
        ("the baseline", "results/odesa/break_even_annual_change", 0.5),
        ("the baseline", "results/odesa/half", None),
        ("the baseline", "results/odesa/half/days", None),
        ("one with a pace of its own", "results/kharkiv/pace/documented_months_reached", 3),
        ("one with a pace of its own", "results/kharkiv/pace/low", 0.0),
        ("one with a pace of its own", "results/all/pace", known("needed")["results"]["odesa"]["pace"]),
        ("together", "results/all/pace", None),
        ("together", "results/all/half", {"days": 1.0, "date": "2025-08-31"}),
        ("nothing left at all", "results/odesa/pace/value", 3.0),
    ],
)
def test_a_wrong_need_is_not_as_its_schema_says(which: str, path: str, wrong: Any) -> None:
    found = blamed("needed", changed(known("needed", which), at(path), wrong))
    assert found
    assert all(where.startswith(nearest(path)) for where in found)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("median_years",), -1.0),
        (("median_years",), 301.0),
        (("tornado",), []),
        (("tornado", 0, "key"), "horizon"),
        (("tornado", 0, "unit"), "%"),
        (("tornado", 0, "low", "value"), {"kharkiv": 1.0}),
        (("tornado", 0, "low", "value"), None),
        (("tornado", 0, "high", "median_years"), "6"),
        (("tornado", 0, "range_from"), ""),
        (("tornado", -1, "low", "value"), 4.0),
        (("tornado", -1, "low", "value"), {"kharkov": 4.0}),
        (("grid", "rate"), [1.0]),
        (("grid", "rate", 0), 99.0),
        (("grid", "annual_change", 0), None),
        (("grid", "median_years"), []),
        (("grid", "median_years", 0), [None]),
        (("grid", "median_years", 0, 0), -1.0),
        (("variance_shares", "luck"), {"alone": 0.5, "total": 0.5}),
        (("variance_shares", "pace"), 0.5),
        (("variance_shares", "pace", "alone"), None),
    ],
)
def test_a_wrong_sensitivity_is_not_as_its_schema_says(path: Place, wrong: Any) -> None:
    answer = known("sensitivity")
    assert [answer["results"]["kharkiv"]["tornado"][i]["key"] for i in (0, -1)] == ["rate", "occupied"]
    found = blamed("sensitivity", changed(answer, ("results", "kharkiv", *path), wrong))
    assert found
    assert all(where.startswith(f"$.results.kharkiv.{path[0]}") for where in found)


# The record.


@pytest.mark.parametrize("edition_id", edition_ids())
@pytest.mark.parametrize("provider", providers())
def test_what_is_said_of_every_named_window_is_as_its_schema_says(provider: str, edition_id: str) -> None:
    for each in named_windows(edition(edition_id), provider):
        assert blamed("record", as_printed(RecordShown(look_up(each.window, edition_id)).as_dict())) == {}, each.name


@cache
def of_january_to_july_2025() -> Any:
    return as_printed(RecordShown(look_up(RateWindow("afp", "2025-01", "2025-07"), "2025-08-17")).as_dict())


def test_no_key_of_a_window_can_be_missing_and_none_can_be_more() -> None:
    answer = of_january_to_july_2025()
    for path, each in walk(answer):
        if isinstance(each, dict):
            assert refused("record", changed(answer, (*path, "Surprise"), 1)), path
            for key in each:
                if path != ("named_windows",):
                    assert refused("record", without(answer, (*path, key))), (path, key)


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        (("edition",), "2024-01-01"),
        (("window",), "afp~2025"),
        (("provider",), "isw"),
        (("status",), "guessed"),
        (("oblast",), "kharkov"),
        (("from",), "1.1.2025"),
        (("months",), 7.5),
        (("days",), -1),
        (("mean",), None),
        (("sd",), -0.1),
        (("slowest", "month"), "2025-13"),
        (("second_hand",), ["soon"]),
        (("sources",), []),
        (("sources", 0, "url"), "http://example.org"),
        (("beside", 0, "gain_km2"), "2400"),
        (("span", "low"), None),
        (("named_windows", "last-3"), "the last three"),
    ],
)
def test_a_wrong_window_is_not_as_its_schema_says(path: Place, wrong: Any) -> None:
    found = blamed("record", changed(of_january_to_july_2025(), path, wrong))
    assert found
    assert all(where.startswith(f"$.{path[0]}") for where in found)


def test_the_bar_of_the_providers_has_two_of_the_front_at_least() -> None:
    answer = known("sensitivity")
    bars = answer["results"]["kharkiv"]["tornado"]
    (place,) = (i for i, bar in enumerate(bars) if bar["key"] == "provider")
    path = ("results", "kharkiv", "tornado", place)
    for wrong in ({}, {"deepstate_land": 6.1}, {"deepstate_land": 6.1, "deepstate_kharkiv": 0.7}, None):
        assert refused("sensitivity", changed(answer, (*path, "by_provider"), wrong)), wrong
    assert refused("sensitivity", without(answer, (*path, "by_provider")))
    assert refused("sensitivity", changed(answer, (*path, "key"), "rate"))


# On the command line.


@pytest.mark.parametrize("name", NAMES)
def test_the_command_line_prints_a_schema_that_what_it_prints_is_like(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["schema", name]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed == json.loads(json.dumps(schema(name)))
    if name in ANSWERS:
        more = ["--by", "2040-01-01"] if name != "sensitivity" else []
        assert main([name, "--set", "targets=kharkiv", "--json", *more]) == 0
        Draft202012Validator(printed).validate(json.loads(capsys.readouterr().out))
    if name == "record":
        assert main([name, "--window", "last-3", "--json"]) == 0
        Draft202012Validator(printed).validate(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("arguments", [["schema"], ["schema", "link"], ["schema", "project", "needed"]])
def test_a_schema_that_is_none_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    printed = capsys.readouterr()
    assert (left.value.code, printed.out) == (2, "")
    assert "usage: territory" in printed.err
