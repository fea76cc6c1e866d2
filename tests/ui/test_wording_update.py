"""What the newest figures would make of an answer, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from territory.answers.outlook import project, with_newest_figures
from territory.scenario.scenario import baseline, revise
from territory.words import answer as answer_words
from tests.helpers import plain


def told(changes: dict[str, Any]) -> str:
    outlook = project(revise(baseline(), changes))
    newer = with_newest_figures(outlook.scenario)
    assert newer is not None
    return plain(answer_words.difference(outlook, newer))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            "With the newest figures, counted from 22 August 2026: Kharkiv oblast about 25 years instead of about 14 "
            "years; Odesa oblast about 27 years instead of about 16 years.",
        ),
        (
            {"rate": 9.5},
            "With the newest figures, counted from 22 August 2026: Kharkiv oblast March 2035 instead of May 2034; "
            "Odesa oblast March 2036 instead of April 2035. What was changed here stays.",
        ),
        ({"order": "in_turn"}, "all of them about 52 years instead of about 30 years"),
        ({"rate": 0.0}, "counted from 22 August 2026, the answer would stay as it is."),
        (
            {"rate": -2.0},
            "22 August 2026: what is occupied in Kharkiv oblast back under Ukrainian control after about 2 years "
            "instead of about 21 months. What was changed here stays.",
        ),
        (
            {"annual_change": -2.0, "order": "in_turn"},
            "Odesa oblast never instead of about 46 years; all of them never instead of about 46 years.",
        ),
    ],
)
def test_each_answer_stands_before_and_after(changes: dict[str, Any], sentence: str) -> None:
    assert sentence in told(changes)


def test_what_moves_is_named_and_nothing_is_said_to_move_that_does_not() -> None:
    scenario = revise(baseline(), {"rate": 9.5, "start": date(2026, 1, 1)})
    newer = with_newest_figures(scenario)
    assert newer is not None
    said = answer_words.what_moves(scenario, newer.scenario)
    assert "Month-to-month scatter" in said
    assert "Pace" not in said
    assert "Counted from" not in said
