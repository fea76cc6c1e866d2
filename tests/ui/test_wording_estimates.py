"""Words about published estimates: neutral, complete, and of what the record says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from territory.answers.estimates import Estimate
from territory.answers.scoreboard import RULE, Course, Score, Scoreboard, score, scoreboard
from territory.text import NARROW, say
from territory.words import estimates as words

BOARD = scoreboard()
SCORES = {each.estimate.id: each for each in BOARD.scores}
MAY = "economist-2025-12-02"
MAY_2028 = SCORES[MAY]
KM2 = f"{NARROW}km²"
FOUR = "the rest of Donetsk, Luhansk, Zaporizhzhia and Kherson oblasts"


@pytest.mark.parametrize(
    ("say", "name", "said"),
    [
        (words.by_whom, MAY, "The Economist, 2 December 2025, as reported by United24 Media"),
        (
            words.by_whom,
            "insider-2026-01-15",
            "The Insider, 15 January 2026, as reported by rima.media and lemmy.sdf.org (second-hand)",
        ),
        (words.published, MAY, f"Published: {FOUR} would be taken in May 2028."),
        (words.published, "isw-2025-05-25", f"Published: {FOUR} would take about 3.9 years."),
        (
            words.inputs,
            MAY,
            f"It rests on 20,345{KM2} left (published) and 23{KM2} a day from 1 November 2025 to 1 December 2025 "
            "(published).",
        ),
        (
            words.inputs,
            "palisa-2026-03-01",
            f"It rests on 6,000{KM2} left (published) and 10.95{KM2} a day (implied).",
        ),
        (words.inputs, "prigozhin-2023-02-10", "It gave neither area nor pace."),
    ],
)
def test_what_was_published_by_whom_and_on_what_inputs(say: Callable[[Estimate], str], name: str, said: str) -> None:
    assert say(SCORES[name].estimate) == said


def test_what_was_read_at_its_source_is_reported_by_nobody() -> None:
    assert words.by_whom(replace(MAY_2028.estimate, reported_by="")) == "The Economist, 2 December 2025"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (MAY, "Ours: 4 May 2028, after 2.4 years; within the published precision."),
        ("isw-2025-11-23", "17 days later than the published answer reaches."),
        ("isw-2025-02-21", "11 months earlier than the published answer reaches."),
        ("economist-2025-10-17-ukraine", "within what the rounding of its inputs allows"),
        ("palisa-2026-03-01", "by construction"),
        ("prigozhin-2023-02-10", "There is nothing to recompute."),
    ],
)
def test_ours_beside_the_published_answer(name: str, said: str) -> None:
    assert said in words.our_answer(SCORES[name])


def test_an_answer_after_the_year_9999_has_no_date() -> None:
    assert MAY_2028.ours is not None
    late = replace(MAY_2028, ours=replace(MAY_2028.ours, date=None, days=3_652_425.0, difference_days=3_651_000.0))
    assert words.our_answer(late).startswith("Ours: after 10,000 years; ")


def test_what_the_record_has_for_the_inputs() -> None:
    assert words.recorded(MAY_2028) == (
        f"By DeepState's map and official areas 22,512{KM2} were left on that day, and the whole front moved "
        f"15.99{KM2} a day in the same window."
    )
    assert "whole front" not in words.recorded(SCORES["palisa-2026-03-01"])


def test_an_edition_that_came_after_is_named() -> None:
    assert "edition 2025-08-17, the oldest there is" in words.recorded(SCORES["isw-2025-05-25"])
    assert "oldest" not in words.recorded(MAY_2028)
    assert "oldest" not in words.recorded(SCORES["prigozhin-2023-02-10"])


def test_what_has_happened_since() -> None:
    assert words.since(MAY_2028) == (
        f"In the 263 days to 22 August 2026, 1,126{KM2} of Donetsk, Luhansk, Zaporizhzhia and Kherson oblasts came "
        f"under Russian control, net, 4.28{KM2} a day; an even course would have taken 5,867 to 6,073{KM2}. "
        f"21,386{KM2} were left."
    )


def test_land_that_came_back_is_said_to_be_back() -> None:
    back = replace(MAY_2028, since=replace(MAY_2028.since, taken_km2=-26.3, pace_km2_per_day=-0.1))
    assert f"26{KM2} of Donetsk" in words.since(back)
    assert f"came back under Ukrainian control, net, 0.1{KM2} a day" in words.since(back)


def test_what_was_said_after_the_record_has_nothing_since() -> None:
    late = score(replace(MAY_2028.estimate, stated=date(2026, 8, 23)))
    assert words.since(late) == "The record has nothing since then: it ends by the day of the statement."
    assert words.recorded(late) == f"By DeepState's map the whole front moved 15.99{KM2} a day in the same window."
    assert words.recorded(replace(late, recorded_pace_km2_per_day=None)) == ""
    assert words.course(late).startswith("It is due later. Its time ends on ")
    board = Scoreboard((MAY_2028, late), BOARD.record)
    assert words.headline(board).endswith("1 is behind and 1 is due later.")
    assert "The record has nothing since then" in "\n".join(words.details(late))


def test_a_single_day_is_one_day_and_nothing_begun_is_said_without_counting() -> None:
    assert MAY_2028.since is not None
    first = replace(MAY_2028, since=replace(MAY_2028.since, elapsed_days=1))
    assert words.since(first).startswith("In the 1 day to 22 August 2026, ")
    begun_by_none = Scoreboard((SCORES["isw-2025-02-21"],), BOARD.record)
    assert words.finding(begun_by_none) == "No published estimate has run for a tenth of its time"


@pytest.mark.parametrize(
    ("course", "says"),
    [
        (Course.FAILED, "It has failed: its time ended on 31 May 2028."),
        (Course.BEHIND, "It is behind. Its time ends on 31 May 2028 at the latest."),
        (Course.ON_COURSE, "It is on course. Its time ends on 31 May 2028 at the latest."),
        (Course.AHEAD, "It is ahead. Its time ends on 31 May 2028 at the latest."),
        (Course.DUE_LATER, "It is due later. Its time ends on 31 May 2028 at the latest."),
    ],
)
def test_every_course_has_its_sentence(course: Course, says: str) -> None:
    assert words.course(replace(MAY_2028, since=replace(MAY_2028.since, course=course))) == says


def test_an_answer_without_an_end_has_none_in_the_sentence() -> None:
    assert words.course(SCORES["zelensky-2026-02-04"]) == "It is on course."


def test_the_board_in_one_sentence() -> None:
    assert words.headline(BOARD) == (
        "By the record to 22 August 2026, of 15 published estimates 1 has failed, 11 are behind, 1 is on course and "
        "2 are due later."
    )


def test_provider_definition_and_rule_are_said() -> None:
    assert "DeepState" in words.record(BOARD)
    assert "grey zone" in words.record(BOARD)
    assert "on course where" in say(RULE)


@pytest.mark.parametrize("each", BOARD.scores, ids=lambda each: each.estimate.id)
def test_all_that_is_said_is_sober_and_sourced(each: Score) -> None:
    said = words.details(each)
    text = " ".join(line for line in said if not line.startswith("Source: "))
    assert not re.search(r"annex|conquer|captur|seiz|occupier|forecast|predict|target|wrong", text, re.I)
    assert all(line.endswith(".") for line in said if not line.startswith("Source: "))
    assert any(line.startswith("Source: ") and "https://" in line for line in said)
    assert not re.search(r"\d (km²|%)", text)
    assert NARROW in words.since(each)
    assert " -" not in text


def test_definitions_are_said_with_what_they_define() -> None:
    said = words.details(SCORES["economist-2025-10-17-ukraine"])
    assert any(line.startswith(f"Pace: 0.4{NARROW}% of Ukraine, 603,628{KM2}, in the 169 days") for line in said)
    assert any(line.startswith(f"Remaining area: About 80.8{NARROW}%") for line in said)
    assert "Answer: 102.5 to 103.5 years from the statement. Other reports have more than 100 and 108." in said
