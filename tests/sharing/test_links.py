"""Links: every key, one meaning for ever, and a word for everything in them that could not be used."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from territory.scenario.files import CODECS, file_text, number_text, parse_file, preset
from territory.scenario.links import LinkError, Reading, link, parse_link, read_link, read_pairs
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import (
    KEYS,
    ROOM_FOR_WORDS,
    ROOM_PER_OBLAST,
    Scenario,
    ScenarioError,
    baseline,
    complete,
    problems_in,
    revise,
)
from tests.sharing.queries import joined, pairs, query
from tests.strategies import OBLASTS, scenarios

ALLOWED = re.compile(r"\?[A-Za-z0-9\-_.~,=&]*")
ALLOWED_WITH_WORDS = re.compile(r"\?([A-Za-z0-9\-_.~,=&]|%[0-9A-F]{2})*")
WORDS = ("title", "note")
LONGEST_NAMES = tuple(sorted(OBLASTS, key=len, reverse=True))
LONG_NAMES = ("dnipropetrovsk", "ivano_frankivsk", "zaporizhzhia", "khmelnytskyi")
AWKWARD = 12.345678901234567
USUAL_NAMES = ("kharkiv", "zaporizhzhia", "dnipropetrovsk", "donetsk")


def problems(text: str) -> dict[str, str]:
    """Why a link does not hold a whole, valid scenario."""
    with pytest.raises(LinkError) as caught:
        parse_link(text)
    return caught.value.problems


# There and back.


@given(scenarios())
def test_a_scenario_survives_its_link_and_its_file_and_its_link_again(scenario: Scenario) -> None:
    from_link = parse_link(link(scenario))
    assert from_link == scenario
    from_file = parse_file(file_text(from_link).encode())
    assert from_file == scenario
    assert link(from_file) == link(scenario)


@given(scenarios())
def test_a_link_has_every_key_once_and_is_written_with_few_characters(scenario: Scenario) -> None:
    text = link(scenario)
    assert [key for key, _ in pairs(scenario)] == ["v", *KEYS]
    assert ALLOWED_WITH_WORDS.fullmatch(text)
    assert ALLOWED.fullmatch("?" + "&".join(part for part in text[1:].split("&") if not part.startswith(WORDS)))
    assert text.startswith("?v=1&edition=")


def test_the_baselines_link_is_written_just_so() -> None:
    assert link(baseline()) == (
        "?v=1&edition=2025-08-17&start=2025-08-30&targets=kharkiv,odesa&order=separately&split=none&first=none"
        "&occupied=kharkiv~4,odesa~0&rate=5.78989&rates=none&rate_source=documented&annual_change=0&season=0"
        "&pause_start=none&pause_months=0&setback_date=none&setback_km2=0&pace_uncertainty=45"
        "&annual_change_uncertainty=3&noise=190&persistence=0.7&horizon=50&title=&note="
    )


@given(st.floats(-1e6, 1e6) | st.floats(allow_nan=False, allow_infinity=False))
@example(1e22)
def test_numbers_travel_in_their_shortest_exact_form(value: float) -> None:
    text = number_text(value)
    assert float(text) == value
    assert len(text) <= len(repr(value))


@pytest.mark.parametrize(
    ("value", "text"), [(4.0, "4"), (0.0, "0"), (-20.0, "-20"), (5.78989, "5.78989"), (0.1, "0.1"), (1e-7, "1e-07")]
)
def test_numbers_travel_without_superfluous_digits(value: float, text: str) -> None:
    assert number_text(value) == text


# How long a link is.

MODIFIED: dict[str, Any] = {
    "rate": -12.34567,
    "rate_source": "deepstate_land~2024-01~2024-12",
    "pause_start": date(2026, 1, 1),
    "pause_months": 123.5,
    "setback_date": date(2030, 1, 1),
    "setback_km2": 12_345.6,
    "annual_change": -12.34,
    "season": 123.4,
    "pace_uncertainty": 123.4,
    "annual_change_uncertainty": 12.3,
    "noise": 1_234.56,
    "persistence": 0.12,
    "horizon": 123.45,
}


@pytest.mark.parametrize(
    "changes",
    [
        {"targets": LONG_NAMES, "order": "separately", **MODIFIED},
        {"targets": LONG_NAMES[:1], "first": LONG_NAMES[1:], "order": "together", **MODIFIED},
        {"targets": USUAL_NAMES, "order": "together", "rates": tuple((name, 10.25) for name in USUAL_NAMES)},
    ],
    ids=["modified", "one after three", "paces of their own"],
)
def test_a_link_of_up_to_four_oblasts_without_words_has_at_most_600_characters(changes: dict[str, Any]) -> None:
    names = (*changes["targets"], *changes.get("first", ()))
    assert len(names) == 4
    assert len(link(revise(baseline(), {**changes, "occupied": tuple((name, 12.3456) for name in names)}))) <= 600


def longest_scenario(asked: int, oblasts: tuple[str, ...], awkward: float) -> Scenario:
    """Every number in full, and as many words, each letter the longest in a link, as there is room for."""
    targets, first = oblasts[:asked], oblasts[asked:]
    shares = tuple((name, awkward) for name in targets[:-1])
    numbers = {key: PARAMETERS[key].low + 0.12345678901234567 for key in PARAMETERS if key in KEYS}
    if awkward < 0.01:
        numbers |= dict.fromkeys(("season", "pause_months", "setback_km2", "noise", "persistence"), awkward)
        numbers |= {"annual_change": -awkward, "pace_uncertainty": awkward, "annual_change_uncertainty": awkward}
    per_oblast = {"split", "occupied", "rates"}
    room = ROOM_FOR_WORDS - ROOM_PER_OBLAST * len(oblasts)
    letters = min(580, room // len(quote("😀")))
    return revise(
        baseline(),
        {key: value for key, value in numbers.items() if key not in per_oblast}
        | {
            "rate": awkward,
            "targets": targets,
            "first": first,
            "order": "together",
            "split": (*shares, (targets[-1], min(99.99999999999999, 100.0 - len(shares) * awkward))),
            "occupied": tuple((name, awkward) for name in oblasts),
            "rates": tuple((name, max(0.012345678901234567, awkward)) for name in oblasts),
            "rate_source": "deepstate_land~2024-01-01~2024-12-31",
            "pause_start": date(2026, 1, 1),
            "setback_date": date(2030, 1, 1),
            "title": "😀" * min(80, letters),
            "note": "😀" * max(0, letters - 80),
        },
    )


@pytest.mark.parametrize(
    ("asked", "oblasts", "awkward"),
    [
        *((8, OBLASTS, AWKWARD), (8, LONGEST_NAMES[:8], AWKWARD), (4, LONG_NAMES, AWKWARD), (1, OBLASTS, AWKWARD)),
        (8, LONGEST_NAMES[:8], 1.2345678901234567e-300),
    ],
)
def test_the_longest_link_has_at_most_8000_characters_and_is_read_back(
    asked: int, oblasts: tuple[str, ...], awkward: float
) -> None:
    longest = longest_scenario(asked, oblasts, awkward)
    assert len(link(longest)) <= 8_000
    assert parse_link(link(longest)) == longest


def test_words_that_would_not_fit_into_a_link_are_refused() -> None:
    with pytest.raises(ScenarioError, match="there is room for"):
        revise(longest_scenario(8, OBLASTS, AWKWARD), {"title": "😀" * 80, "note": "😀" * 500})


# Forms in which a link arrives.


@pytest.mark.parametrize(
    "form",
    [
        *("{}", "/{}", "  {}\n", "{}#section", "https://example.org/{}", "https://example.org/{}#a?b=c"),
        *("http://localhost:8501/explore{}", "https://example.org/a=b{}"),
    ],
)
def test_a_link_is_read_in_every_form_in_which_it_is_copied(form: str) -> None:
    scenario = revise(baseline(), {"rate": 7.25, "title": "Як довго? 50 % #1"})
    assert parse_link(form.format(link(scenario))) == scenario
    assert parse_link(link(scenario).removeprefix("?")) == scenario


def test_a_question_mark_in_the_words_is_read_where_the_links_own_was_left_out() -> None:
    asking = revise(baseline(), {"title": "how long?"})
    text = link(asking).removeprefix("?").replace("%3F", "?")
    assert parse_link("?" + text) == asking
    assert parse_link(text) == asking


@given(scenarios(most=3))
def test_percent_escapes_are_read_anywhere(scenario: Scenario) -> None:
    escaped = "&".join(
        f"{key}=" + "".join(f"%{byte:02x}" for byte in text.encode())
        for key, text in parse_qsl(link(scenario)[1:], keep_blank_values=True)
    )
    assert parse_link("?" + escaped) == scenario


@given(scenarios(most=3), st.randoms(use_true_random=False))
def test_the_order_of_the_keys_does_not_matter(scenario: Scenario, random: Any) -> None:
    parts = pairs(scenario)
    random.shuffle(parts)
    assert parse_link(joined(parts)) == scenario


def test_the_order_of_shares_does_not_matter() -> None:
    assert parse_link(query({"occupied": "odesa~0,kharkiv~4"})) == baseline()


@pytest.mark.parametrize("written", ["5.78989", "5.789890", "+5.78989", "05.78989", "578.989e-2", "5.78989E0"])
def test_a_number_is_read_in_every_common_form(written: str) -> None:
    assert parse_link(query({"rate": written})) == baseline()


def test_foreign_parameters_never_matter() -> None:
    foreign = "&utm_source=x&fbclid=y&embed=true&Rate=7&utm_source=twice&x=" + "z" * 100_000
    assert parse_link(link(baseline()) + foreign) == baseline()
    assert read_link("?utm_source=x&fbclid=" + "y" * 100_000).flawless


# No link, and links that lack something.


@pytest.mark.parametrize("text", ["", "?", "https://example.org/", "?utm_source=x", "#top", "&&&", "?=&="])
def test_without_any_known_key_the_baseline_is_opened_and_nothing_is_said(text: str) -> None:
    assert read_link(text) == Reading(baseline())
    assert read_link(text).flawless


@pytest.mark.parametrize("key", ["v", *KEYS])
def test_a_link_that_lacks_a_key_says_so_and_is_no_whole_link(key: str) -> None:
    text = query({key: None})
    reading = read_link(text)
    assert reading.missing == (key,)
    assert not reading.flawless
    assert (reading.refused, reading.rejected) == ({}, {})
    assert reading.scenario == baseline()
    assert key in problems(text)["link"]


@pytest.mark.parametrize(
    ("text", "given", "values"),
    [
        ("?v=1", {"v"}, {}),
        ("?rate=7&utm_source=x", {"rate"}, {"rate": 7.0}),
        ("?v=1&edition=2026-08-22&targets=sumy", {"v", "edition", "targets"}, {}),
    ],
)
def test_all_that_a_link_lacks_is_listed_and_takes_the_editions_default(
    text: str, given: set[str], values: dict[str, Any]
) -> None:
    reading = read_link(text)
    assert reading.missing == tuple(key for key in ("v", *KEYS) if key not in given)
    later = {"edition": "2026-08-22", "targets": ("sumy",)} if "targets" in given else {}
    assert reading.scenario == complete({**values, **later})


# Values that cannot be used.

REFUSED = {
    "edition": ["", "none", "2025-08-18", "../../etc", "<script>"],
    "start": ["", "none", "yesterday", "2025-02-30", "2022-11-11", "20250830", "2025-08-30T00:00", "٢٠٢٥-٠٨-٣٠"],
    "targets": ["", "none", "kharkov", "kharkiv,", "kharkiv, odesa", "kharkiv;odesa", "kharkiv,kharkiv", "<script>"],
    "order": ["", "none", "Separately", "in turn"],
    "split": ["", "kharkiv", "kharkiv~", "kharkiv~50~50", "kharkiv~x,odesa~y", "nowhere~100", "kharkiv~nan,odesa~50"],
    "first": ["", "nowhere", "ukraine", "sumy,sumy", ","],
    "occupied": ["", "4", "kharkiv=4", "kharkiv~101,odesa~0", "kharkiv~-1,odesa~0", "kharkiv~4,nowhere~0"],
    "rate": ["", "none", "nan", "NaN", "inf", "-inf", "1e99", "1e400", "61", "-21", "5,79", "0x10", "1_000", "५", " 5"],
    "rates": ["", "kharkiv~0", "kharkiv~61", "nowhere~1", "kharkiv~none"],
    "rate_source": ["", "none", "me", "deepstate_land~2024-12~2024-01", "<script>alert(1)</script>"],
    "annual_change": ["", "51", "-50.01", "7%", "nan"],
    "season": ["", "-1", "151", "true"],
    "pause_start": ["", "0", "2026-13-01", "tomorrow"],
    "pause_months": ["", "none", "-1", "241", "nan"],
    "setback_date": ["", "0", "2026-02-29"],
    "setback_km2": ["", "none", "-1", "50001"],
    "pace_uncertainty": ["", "-1", "151"],
    "annual_change_uncertainty": ["", "-1", "21"],
    "noise": ["", "-1", "1501"],
    "persistence": ["", "1", "-0.1", "0.96"],
    "horizon": ["", "0", "301", "none"],
    "title": ["x" * 81, "a\nb", "\0", "\u2028"],
    "note": ["x" * 501, "\x1b[31m", "a\tb"],
}


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in REFUSED.items() for text in texts])
def test_a_value_that_cannot_be_used_is_refused_with_a_reason_and_the_default_is_used(key: str, text: str) -> None:
    reading = read_link(query({key: text}))
    assert key in reading.refused
    assert reading.missing == ()
    assert reading.scenario == baseline()
    assert key in problems(query({key: text}))


def test_a_refused_value_is_quoted_short_and_harmless() -> None:
    refused = read_link(query({"order": "x" * 5000 + "\n\0"})).refused["order"]
    assert len(refused) < 250
    assert refused.isprintable()
    assert "5,002 characters" in refused


def test_every_bad_value_of_a_link_is_refused_and_its_good_ones_are_used() -> None:
    assert set(REFUSED) == set(KEYS)
    text = query({"rate": "1e99", "noise": "-1", "horizon": "60", "title": "mine", "note": None})
    assert set(read_link(text).refused) == {"rate", "noise"}
    assert read_link(text).scenario == revise(baseline(), {"horizon": 60.0, "title": "mine"})
    assert set(problems(text)) == {"rate", "noise", "link"}


@pytest.mark.parametrize("again", ["5.78989", "7", "nan"])
def test_a_key_given_twice_is_refused_even_where_both_agree(again: str) -> None:
    text = f"{link(baseline())}&rate={again}"
    assert "given 2 times" in read_link(text).refused["rate"]
    assert set(problems(text)) == {"rate"}
    assert set(problems(link(baseline()) + "&v=1")) == {"v"}


def test_shares_of_oblasts_that_could_not_be_used_are_refused_and_not_dropped_in_silence() -> None:
    reading = read_link(query({"targets": "nowhere", "occupied": "kharkiv~50,odesa~1", "rates": "odesa~3"}))
    assert set(reading.refused) == {"targets", "occupied", "rates"}
    assert reading.scenario == baseline()


# Contradictions: the whole baseline, and the reason.


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"occupied": "kharkiv~4,odesa~0,sumy~1"}, "occupied"),
        ({"targets": "sumy"}, "occupied"),
        ({"order": "together"}, "split"),
        ({"rate": "-2", "rates": "odesa~1"}, "rates"),
        ({"pause_months": "3"}, "pause_months"),
    ],
)
def test_a_contradiction_gives_the_whole_baseline_and_the_reason(changes: dict[str, str], key: str) -> None:
    for text in (query({**changes, "noise": "700"}), "?v=1&order=together"):
        reading = read_link(text)
        assert set(reading.rejected) == {key if "noise" in text else "split"}
        assert reading.scenario == baseline()
        assert set(reading.rejected) <= set(problems(text))


# Versions, presets, saved scenarios.


@pytest.mark.parametrize("version", ["2", "10", "999999999999999999999", "2" * 5000])
def test_a_newer_link_says_so_and_offers_the_baseline(version: str) -> None:
    reading = read_link(query({"v": version, "rate": "7"}))
    assert set(reading.rejected) == {"v"}
    assert "newer than this program, which reads 1" in reading.rejected["v"]
    assert reading.scenario == baseline()


@pytest.mark.parametrize("version", ["", "0", "-1", "1.0", "01", "one", "²", "٢", "v1"])
def test_a_version_that_is_none_is_refused(version: str) -> None:
    assert set(problems(query({"v": version}))) == {"v"}


def test_a_preset_opens_by_its_name() -> None:
    reading = read_link("?scenario=four-claimed-first&utm_source=x")
    assert reading == Reading(preset("four-claimed-first"), short="scenario=four-claimed-first")
    assert reading.flawless
    assert parse_link("https://example.org/?scenario=falling-7-percent") == preset("falling-7-percent")


@pytest.mark.parametrize(
    "name", ["", "nothing", "../scenarios/documented-pace", "documented-pace.json", "<script>", "x" * 7000]
)
def test_a_preset_that_does_not_exist_gives_the_baseline_and_the_names_of_those_that_do(name: str) -> None:
    reading = read_link(f"?scenario={quote(name)}")
    assert "documented-pace" in reading.rejected["scenario"]
    assert len(reading.rejected["scenario"]) < 1_000
    assert reading.scenario == baseline()
    assert set(problems(f"?scenario={quote(name)}")) == {"scenario"}


@pytest.mark.parametrize("more", ["&v=1", "&rate=7", "&scenario=documented-pace", "&s=abc"])
def test_a_preset_together_with_other_keys_is_refused(more: str) -> None:
    reading = read_link("?scenario=four-claimed-first" + more)
    assert "stands alone" in reading.rejected["scenario"]
    assert reading.scenario == baseline()


@pytest.mark.parametrize("text", ["?s=abc", "?s=", "?s=abc&rate=7"])
def test_without_a_library_a_saved_scenario_is_refused_with_what_to_use_instead(text: str) -> None:
    assert set(problems(text)) == {"s"}
    assert read_link(text).scenario == baseline()


def test_a_saved_scenario_is_what_the_library_says_and_is_known_by_its_id() -> None:
    kept = revise(baseline(), {"rate": 9.5})
    asked: list[str] = []

    def find(id: str) -> Scenario:
        asked.append(id)
        return kept

    reading = read_link("https://example.org/?s=0123456789abcdef&utm_source=x", saved=find)
    assert (reading.scenario, reading.short, reading.flawless) == (kept, "s=0123456789abcdef", True)
    assert parse_link("?s=0123456789abcdef", saved=find) == kept
    for more in ("&v=1", "&rate=7", "&s=fedcba9876543210"):
        assert "stands alone" in read_link("?s=0123456789abcdef" + more, saved=find).rejected["s"]
    assert asked == ["0123456789abcdef"] * 2


# What only an attacker or a broken program writes; what bytes of a stranger do is asked in tests/test_fuzz.py.


@pytest.mark.parametrize("bad", ["%ff", "%c3%28", "%ed%a0%80", "%f5%80%80%80", "abc%e2%82"])
@pytest.mark.parametrize("key", ["title", "rate", "utm_source"])
def test_escapes_that_are_not_utf_8_are_refused_as_a_whole(bad: str, key: str) -> None:
    text = joined([(k, bad if k == key else value) for k, value in pairs()]) + (f"&{key}={bad}" * (key == "utm_source"))
    reading = read_link(text)
    assert "UTF-8" in reading.rejected["link"]
    assert reading.scenario == baseline()
    assert set(problems(text)) == {"link"}


@pytest.mark.parametrize("bad", ["%", "%4", "%zz", "100%"])
def test_a_lone_percent_sign_is_a_percent_sign(bad: str) -> None:
    text = joined([(key, bad if key == "title" else value) for key, value in pairs()])
    assert parse_link(text) == revise(baseline(), {"title": bad})


@pytest.mark.parametrize("key", ["note", "rate", "targets", "occupied", "scenario", "v"])
def test_a_hundred_kilobytes_are_refused_as_a_whole(key: str) -> None:
    text = f"?{key}=" + "9" * 100_000
    assert "100,0" in read_link(text).rejected["link"]
    assert read_link(text).scenario == baseline()
    assert set(problems(text)) == set(problems("?" + "rate=1&" * 20_000)) == {"link"}


@pytest.mark.parametrize(("length", "where"), [(8_000, "refused"), (8_001, "rejected")])
def test_a_link_has_at_most_8000_characters_of_keys_and_values(length: int, where: str) -> None:
    reading = read_link("?rate=" + "9" * (length - len("rate")))
    assert bool(reading.refused) == (where == "refused")
    assert bool(reading.rejected) == (where == "rejected")


known_keys = st.sampled_from(["v", "scenario", "s", *KEYS, "utm_source", ""])
odd_texts = st.text(max_size=30) | st.sampled_from(
    ["none", "1", "2", "-0", "1e5", "kharkiv", "kharkiv~4", "odesa", "ukraine", "together", "2026-01-01", "~", ","]
)


def check(reading: Reading, text: str) -> None:
    """A reading always holds a scenario that stands, and a word for what was not used; the strict reader agrees."""
    assert problems_in(reading.scenario.values()) == {}
    assert all(reading.rejected.values())
    assert all(reading.refused.values())
    if reading.flawless:
        assert parse_link(text) == reading.scenario
    else:
        assert problems(text)


@given(st.lists(st.tuples(known_keys, odd_texts), max_size=12))
def test_any_keys_with_any_values_give_a_scenario_that_stands(parts: list[tuple[str, str]]) -> None:
    text = "?" + "&".join(f"{quote(key)}={quote(value, errors='replace')}" for key, value in parts)
    check(read_link(text), text)
    assert problems_in(read_pairs(parts).scenario.values()) == {}


@given(scenarios(most=3), known_keys, odd_texts)
def test_a_link_with_one_value_replaced_is_just_what_it_says_or_says_what_is_not(
    scenario: Scenario, key: str, text: str
) -> None:
    parts = [(k, quote(text, errors="replace") if k == key else value) for k, value in pairs(scenario)]
    reading = read_link(joined(parts))
    check(reading, joined(parts))
    if reading.flawless and key in KEYS:
        expected = CODECS[key].from_text(text)
        held = getattr(reading.scenario, key)
        assert held == expected or dict(held) == dict(expected)
