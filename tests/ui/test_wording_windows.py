"""Words about windows of the record: months, spread, other providers, and where a pace is from."""

from __future__ import annotations

import re

import pytest

from territory.figures.evidence import edition, edition_ids, providers
from territory.figures.record import NamedWindow, RateWindow, named_windows
from territory.scenario.pace import look_up, with_window
from territory.scenario.scenario import Scenario, baseline, revise
from territory.words import record as record_words
from territory.words.assumptions import origin_sentence, publisher_name, stretch, window_title
from tests.helpers import plain

OF_2024 = RateWindow("deepstate_land", "2024-01", "2024-12")


def said(rate: float, source: str) -> Scenario:
    return revise(baseline(), {"rate": rate, "rate_source": source})


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2024-11", "2024-11", "November 2024"),
        ("2025-01", "2025-07", "January to July 2025"),
        ("2022-12", "2025-07", "December 2022 to July 2025"),
    ],
)
def test_a_stretch_of_months_is_said_without_repeating_the_year(first: str, last: str, words: str) -> None:
    assert stretch(RateWindow("deepstate_land", first, last)) == words
    title = window_title(RateWindow("deepstate_land", first, last))
    assert title == f"DeepState, on land: {words}"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("since-2022-12", "Since December 2022"),
        ("2024", "2024"),
        ("last-12", "Last 12 months"),
        ("fastest-month", "The fastest month"),
        ("slowest-month", "The slowest month"),
        ("kharkiv", "Inside Kharkiv oblast alone"),
    ],
)
def test_a_window_has_a_name_that_fits_on_a_button(name: str, words: str) -> None:
    assert record_words.window_name(NamedWindow(name, OF_2024)) == words


def test_a_window_says_its_pace_its_spread_and_what_other_providers_have() -> None:
    found = look_up(RateWindow("afp", "2025-01", "2025-07"), "2025-08-17")
    assert [plain(each) for each in record_words.lines(found)][:3] == [
        "Net, 3,168 km² were taken in 212 days: 14.94 km² a day.",
        "Its 7 months lie between 7.74 (March 2025) and 20.45 km² a day (July 2025); standard deviation 4.35.",
        "The same months by others: DeepState, on land 11.32; DeepState, as drawn 11.33 km² a day. By provider the "
        "pace lies between 11.32 and 14.94: how each counts differs, and so does what it sees.",
    ]


def test_land_retaken_is_said_to_come_back_and_a_single_month_to_have_no_spread() -> None:
    found = look_up(RateWindow("deepstate_land", "2023-06", "2023-06"), "2025-08-17")
    mean, spread, beside, *_ = (plain(each) for each in record_words.lines(found))
    assert mean == "Net, 313 km² came back under Ukrainian control in 31 days: 10.09 km² a day."
    assert spread == "A single month: how much months differ cannot be seen in it."
    assert beside == (
        "The same months by others: DeepState, as drawn −10.09 km² a day. By all of them the pace is −10.09."
    )


def test_months_that_were_read_second_hand_are_as_reported_by() -> None:
    found = look_up(RateWindow("deepstate_land", "2025-01", "2025-12"), "2026-08-22")
    said = "AFP, from ISW data: November 2025 as reported by a second-hand page; the original was not seen."
    assert said in record_words.lines(found)


def test_a_window_that_one_provider_alone_has_says_so() -> None:
    found = look_up(RateWindow("deepstate_kharkiv", "2022-12", "2025-07"), "2025-08-17")
    assert record_words.beside_sentence(found) == "No other provider has all of these months."


@pytest.mark.parametrize(
    ("scenario", "words"),
    [
        (baseline(), "The pace is from the documented figures of edition 2025-08-17."),
        (
            said(7.0, "documented"),
            "The pace, 7 km² a day, is not the one found there, 5.79. It is said to be from the documented figures of "
            "edition 2025-08-17.",
        ),
        (said(7.0, "hand"), "The pace is set by hand."),
        (
            with_window(baseline(), OF_2024),
            "The pace is from January to December 2024 in the record of DeepState, on land.",
        ),
        (
            said(7.0, str(OF_2024)),
            "The pace, 7 km² a day, is not the one found there, 9.08. It is said to be from January to December 2024 "
            "in the record of DeepState, on land.",
        ),
        (
            said(7.0, "deepstate_land~2025-01~2025-12"),
            "The pace is said to be from the window deepstate_land~2025-01~2025-12, which cannot be looked up: edition "
            "2025-08-17 does not know 2025-12; of deepstate_land it has 2025-07 at the latest.",
        ),
        (
            said(7.0, "isw~2024-01-01~2025-01-01"),
            "The pace is as published by Institute for the Study of War, 1 January 2024 to 1 January 2025.",
        ),
        (
            said(7.0, "uk_mod~2024-01~2024-12"),
            "The pace is as published by UK Defence Intelligence, January 2024 to December 2024.",
        ),
    ],
    ids=[
        "documented",
        "not documented",
        "by hand",
        "a window",
        "not its window",
        "not in the edition",
        "days",
        "months",
    ],
)
def test_where_a_pace_is_from_is_said_and_a_contradiction_too(scenario: Scenario, words: str) -> None:
    assert plain(origin_sentence(scenario)) == words


@pytest.mark.parametrize("edition_id", edition_ids())
def test_every_named_window_can_be_said_in_neutral_words(edition_id: str) -> None:
    for provider in providers():
        for each in named_windows(edition(edition_id), provider):
            found = look_up(each.window, edition_id)
            facts = [part for fact in record_words.facts(found.observed) for part in vars(fact).values()]
            page = [record_words.headline(found, baseline(edition_id)), record_words.finding(found.observed), *facts]
            page += [record_words.alt_text(found.observed, 2), record_words.others_title(found)]
            for text in page:
                assert not re.search(r"\b(None|nan|inf|best|worst|forecast|target)\b|[{}]", text), text
            for text in (record_words.window_name(each), *record_words.lines(found)):
                assert not re.search(r"\b(None|nan|inf|best|worst|forecast|target)\b", text), text
                if text != record_words.definitions(found)[0]:
                    assert not re.search(r"\d km²|(?<![\w~])-\d", text), text


def test_a_publisher_is_called_by_name() -> None:
    published = {name: publisher_name(name) for name in ("uk_mod", "isw", "nobody_known")}
    assert published == {
        "uk_mod": "UK Defence Intelligence",
        "isw": "Institute for the Study of War",
        "nobody_known": "nobody known",
    }
