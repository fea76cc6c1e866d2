"""Files: what is left out takes the default, everything else is read as it is or refused with a sentence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import territory
from territory.scenario.files import MAX_FILE_BYTES, as_json, file_text, load_scenario, parse_file
from territory.scenario.scenario import KEYS, Scenario, ScenarioError, baseline, complete, problems_in, revise
from tests.strategies import OBLASTS, scenarios


def written(**changes: Any) -> bytes:
    """A file with nothing but its format and these keys."""
    return json.dumps({"format": 1, **changes}).encode()


def problems(content: bytes) -> dict[str, str]:
    with pytest.raises(ScenarioError) as caught:
        parse_file(content)
    return caught.value.problems


# There and back.


@given(scenarios())
def test_a_saved_file_has_the_format_and_every_key_and_reads_well(scenario: Scenario) -> None:
    text = file_text(scenario)
    assert list(json.loads(text)) == ["format", *KEYS]
    assert text.endswith("}\n")
    assert text.startswith('{\n  "format": 1,\n  "edition": ')
    assert scenario.title in json.loads(text)["title"]
    assert parse_file(text.encode()) == scenario


def test_shares_are_objects_and_nothing_is_null() -> None:
    saved = as_json(revise(baseline(), {"order": "together"}))
    assert saved["occupied"] == {"kharkiv": 4.0, "odesa": 0.0}
    assert saved["split"] == {"kharkiv": 50.0, "odesa": 50.0}
    assert saved["targets"] == ["kharkiv", "odesa"]
    assert (saved["first"], saved["rates"], saved["pause_start"], saved["setback_date"]) == ([], {}, None, None)


@given(scenarios(most=3), st.sampled_from(["utf-8-sig", "utf-8"]), st.sampled_from([None, 0, 4, "\t"]), st.booleans())
def test_a_file_is_read_however_it_is_laid_out(scenario: Scenario, encoding: str, indent: Any, ascii_: bool) -> None:
    text = json.dumps(as_json(scenario), indent=indent, ensure_ascii=ascii_)
    assert parse_file(text.encode(encoding)) == scenario
    assert parse_file(text.replace("\n", "\r\n").encode(encoding)) == scenario


@given(scenarios(most=3), st.randoms(use_true_random=False))
def test_the_order_of_the_keys_does_not_matter(scenario: Scenario, random: Any) -> None:
    entries = list(as_json(scenario).items())
    random.shuffle(entries)
    assert parse_file(json.dumps(dict(entries)).encode()) == scenario


# What is left out.


def test_a_file_of_nothing_but_its_format_is_the_baseline() -> None:
    assert parse_file(written()) == baseline()


def test_what_is_left_out_takes_the_default_of_the_files_edition() -> None:
    scenario = parse_file(written(edition="2026-08-22", targets=["sumy", "odesa"], occupied={"odesa": 3}))
    assert scenario == complete(
        {"edition": "2026-08-22", "targets": ("sumy", "odesa"), "occupied": (("sumy", 1.4521), ("odesa", 3.0))}
    )


@pytest.mark.parametrize("key", KEYS)
def test_any_key_of_the_baseline_can_be_left_out(key: str) -> None:
    saved = as_json(baseline())
    del saved[key]
    assert parse_file(json.dumps(saved).encode()) == baseline()


@pytest.mark.parametrize("key", ["split", "first", "occupied", "rates", "pause_start", "setback_date"])
def test_null_is_nothing_where_there_can_be_nothing(key: str) -> None:
    assert parse_file(written(**{key: None})) == baseline()


# What is refused.


@pytest.mark.parametrize("number", [2, 3, 10**30])
def test_a_newer_format_says_so_and_what_to_do(number: int) -> None:
    assert (
        "newer than this program, which reads 1; update" in problems(written(format=number, what="is this"))["format"]
    )


@pytest.mark.parametrize("number", [0, -1, 1.5, "1", None, True, [1], {"1": 1}, "x" * 5_000])
def test_a_format_that_is_none_is_refused(number: Any) -> None:
    why = problems(written(format=number))["format"]
    assert "write 1" in why
    assert len(why) < 200


@pytest.mark.parametrize(
    ("key", "meant"),
    [("Rate", "rate"), ("targetts", "targets"), ("ocupied", "occupied"), ("pause_month", "pause_months")],
)
def test_an_unknown_key_is_refused_with_the_one_that_is_near(key: str, meant: str) -> None:
    assert problems(written(**{key: 1})) == {key: f"unknown key; is {meant} meant?"}


@pytest.mark.parametrize("key", ["xyzzy", "", "v", "<script>", "formats and more"])
def test_an_unknown_key_that_is_near_nothing_is_refused_with_the_list_of_keys(key: str) -> None:
    why = problems(written(**{key: 1}))[key]
    assert why.startswith("unknown key; ")


@pytest.mark.parametrize("key", ["rate", "title", "edition", "nonsense"])
def test_a_key_given_twice_is_refused_even_where_both_agree(key: str) -> None:
    twice = b'{"format": 1, "%b": "x", "%b": "x"}' % (key.encode(), key.encode())
    assert key in problems(twice)
    assert "format" in problems(b'{"format": 1, "format": 1}')
    assert set(problems(b'{"format": 1, "occupied": {"kharkiv": 4, "kharkiv": 5}}')) == {"occupied"}


@pytest.mark.parametrize("literal", ["NaN", "Infinity", "-Infinity", "1e999", "-1e400", "1" + "0" * 400, "7" * 4_000])
@pytest.mark.parametrize("key", ["rate", "horizon"])
def test_what_is_not_a_finite_number_is_a_problem_of_its_key(key: str, literal: str) -> None:
    assert set(problems(f'{{"format": 1, "{key}": {literal}}}'.encode())) == {key}
    assert set(problems(f'{{"format": 1, "occupied": {{"kharkiv": {literal}}}}}'.encode())) == {"occupied"}


WRONG_TYPES: dict[str, list[Any]] = {
    "edition": [1, None, True, ["2025-08-17"], {}],
    "start": [20250830, None, "2025-08-30T00:00:00", "30.08.2025", ""],
    "targets": ["kharkiv", "kharkiv,odesa", [1], [["kharkiv"]], {"kharkiv": 1}, None, [], 7, [None]],
    "order": [1, None, "", ["separately"]],
    "split": [[["kharkiv", 50]], "kharkiv~50", {"kharkiv": "50"}, {"kharkiv": None}, 50],
    "first": ["sumy", {"sumy": 1}, [1], 0, False],
    "occupied": [4, {"kharkiv": "4"}, {"kharkiv": True}, {"nowhere": 4}, [4, 0], "none"],
    "rate": ["5.79", None, True, [5.79], {"kharkiv": 5.79}, ""],
    "rates": [{"kharkiv": "1"}, [1], 1, {"sumy": 1}],
    "rate_source": [1, None, "", ["hand"]],
    "annual_change": ["0", None, False],
    "season": ["0", None],
    "pause_start": [0, False, "none", "", []],
    "pause_months": ["0", None],
    "setback_date": [0, "none", 2026],
    "setback_km2": ["0", None],
    "pace_uncertainty": ["45", None],
    "annual_change_uncertainty": ["3", None],
    "noise": ["190", None],
    "persistence": ["0.7", None],
    "horizon": ["50", None, {}],
    "title": [None, 7, ["a"], True],
    "note": [None, 7, {"a": 1}],
}


@pytest.mark.parametrize(("key", "value"), [(key, value) for key, values in WRONG_TYPES.items() for value in values])
def test_a_value_of_a_wrong_kind_is_a_problem_of_its_key_and_is_not_mended(key: str, value: Any) -> None:
    assert key in problems(written(**{key: value}))
    assert set(WRONG_TYPES) == set(KEYS)


def test_all_problems_of_a_file_come_together() -> None:
    content = (
        b'{"format": 1, "rate": "fast", "noise": -1, "horizon": NaN, "titel": "x", "note": "a", "note": "b",'
        b' "pause_months": 3, "order": "sideways", "start": "soon"}'
    )
    assert set(problems(content)) == {
        "rate", "noise", "horizon", "titel", "note", "pause_months", "order", "start",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "names"),
    [("targets", ["kharkov"]), ("targets", ["sumy", "sumy"]), ("first", ["odesa"]), ("first", ["nowhere"])],
)
def test_shares_that_the_author_left_out_are_no_problem_of_the_author(key: str, names: list[str]) -> None:
    assert set(problems(written(**{key: names}))) == {key}


@pytest.mark.parametrize("content", [b"", b" ", b"null", b"[]", b'"x"', b"7", b"true", b"NaN", b"[1, 2]"])
def test_what_is_not_an_object_is_refused(content: bytes) -> None:
    assert set(problems(content)) == {"file"}


@pytest.mark.parametrize(
    "content", [b"{", b'{"format": 1,}', b"{'format': 1}", b'{"format": 1} {}', b"format=1", b"\0", b'{"format": 01}']
)
def test_what_is_not_json_is_refused_with_the_place(content: bytes) -> None:
    assert problems(content)["file"].startswith("it is not JSON: ")


@pytest.mark.parametrize("content", [b"\xff\xfe{\0}\0", b'{"format": 1, "title": "\xff"}', b"\x80", b"\xed\xa0\x80"])
def test_what_is_not_utf_8_is_refused(content: bytes) -> None:
    assert problems(content)["file"] == "it is not UTF-8 text; save it as UTF-8."
    for encoding in ("utf-16", "utf-32", "cp1251"):
        assert set(problems('{"format": 1, "title": "Харків"}'.encode(encoding))) == {"file"}


@pytest.mark.parametrize(("opened", "closed"), [(b"[", b"]"), (b'{"a":', b"}")])
@pytest.mark.parametrize("depth", [10, 500, *range(880, 1_000, 3), 3_000, 10_000])
def test_a_file_is_refused_however_deep_it_is_nested(opened: bytes, closed: bytes, depth: int) -> None:
    nested = opened * depth + b"1" + closed * depth
    assert problems(nested)
    assert problems(b'{"format": 1, "rate": ' + nested + b"}")
    assert problems(b'{"format": ' + nested + b"}")


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    padded = written() + b" " * MAX_FILE_BYTES
    assert "larger than 64,000 bytes" in problems(padded)["file"]
    assert parse_file(padded[:MAX_FILE_BYTES]) == baseline()


def test_a_lone_surrogate_in_the_authors_words_is_refused() -> None:
    assert set(problems(b'{"format": 1, "title": "\\ud800"}')) == {"title"}
    assert "\\ud83d\\ude00" in json.dumps("😀")
    assert parse_file(b'{"format": 1, "title": "\\ud83d\\ude00"}').title == "😀"


def test_what_is_wrong_with_a_files_keys_is_not_much_longer_than_the_file() -> None:
    for keys in ([f"{i}" for i in range(6_000)], ["a" * 60_000], ["1", *map(str, range(6_000))]):
        content = ("{" + ",".join(f'"{key}":1' for key in keys) + "}").encode()
        found = problems(content)
        assert sum(len(key) + len(why) for key, why in found.items()) < 10_000 + 2 * len(content)
        assert max(map(len, found)) <= 61
    newer = problems(b'{"format": ' + b"9" * 4_000 + b"}")
    assert len(newer["format"]) < 200


# From the disk.


def test_a_file_is_loaded_by_its_path(tmp_path: Path) -> None:
    scenario = revise(baseline(), {"rate": 7.25, "title": "Мій сценарій"})
    path = tmp_path / "a scenario.json"
    path.write_text(file_text(scenario), encoding="utf-8")
    assert load_scenario(path) == scenario
    assert territory.load_scenario(str(path)) == scenario


def test_a_file_that_is_not_there_is_a_problem_and_not_a_crash(tmp_path: Path) -> None:
    for path in (tmp_path / "none.json", tmp_path, tmp_path / "none.json" / "below", "x" * 5_000, "a\0b"):
        with pytest.raises(ScenarioError, match=r"^file: "):
            load_scenario(path)
    endless = tmp_path / "large.json"
    endless.write_bytes(b" " * 3_000_000)
    with pytest.raises(ScenarioError, match="larger than"):
        load_scenario(endless)


# What only an attacker or a broken program writes; what bytes of a stranger do is asked in tests/test_fuzz.py.

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20) | st.sampled_from(OBLASTS)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(OBLASTS) | st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)


@given(scenarios(most=3), st.sampled_from(KEYS), anything)
def test_a_file_with_one_value_replaced_gives_just_what_it_says_or_problems(
    scenario: Scenario, key: str, value: Any
) -> None:
    stands, said = False, dict[str, str]()
    try:
        stands = problems_in(parse_file(json.dumps(as_json(scenario) | {key: value}).encode()).values()) == {}
    except ScenarioError as error:
        said = error.problems
    assert stands or (said and all(said.values()))


def test_a_key_that_cannot_be_printed_is_named_by_what_can() -> None:
    for content in (
        rb'{"format": 1, "a\u0000\n\ud800": 1}',
        rb'{"format": 1, "occupied": {"\ud800": 1, "\ud800": 2}}',
        rb'{"format": 1, "\ud800": {"a": 1, "a": 2}}',
    ):
        (found,) = problems(content).items()
        "".join(found).encode()
        assert "\n" not in "".join(found)


def test_a_missing_format_is_named_with_the_other_problems() -> None:
    assert problems(b'{"rate": 99}').keys() == {"format", "rate"}
