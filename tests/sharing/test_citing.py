"""A citation in one line, whatever the title."""

from __future__ import annotations

from datetime import date

from territory.scenario.scenario import baseline, revise
from territory.words.cited import citation

SEEN = date(2026, 11, 22)
ADDRESS = "https://example.org/s/0123456789abcdef"


def cited(title: str) -> str:
    return citation(revise(baseline(), {"title": title}), ADDRESS, SEEN)


def test_a_citation_has_title_link_edition_model_and_the_day_it_was_seen() -> None:
    assert cited("Half the pace") == (
        "“Half the pace”, territory: an if-then projection, not a forecast (edition 2025-08-17, model 1). "
        "https://example.org/s/0123456789abcdef (accessed on 22 November 2026)."
    )


def test_a_scenario_without_a_title_is_cited_by_the_question() -> None:
    assert cited(" \u200f ").startswith("“How long would it take?”")


def test_a_title_cannot_turn_the_direction_of_what_comes_after_it() -> None:
    assert cited("\u202eabc\u2066").startswith("“abc”")
