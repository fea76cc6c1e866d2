"""Every word of a share page is a message that can be translated; what is quoted stays as it is."""

from __future__ import annotations

import pytest

from territory.answers.outlook import context
from territory.scenario.scenario import Scenario, baseline, revise
from territory.web import page
from territory.web.page import Addresses
from territory.web.problems import NOT_FOUND, Problem
from tests.ui.test_messages import NO_WORDS, SCENARIOS, _Texts, bracketed, is_quoted, outside

__all__ = ["bracketed"]  # a fixture

ADDRESS = "https://example.org"


def shown(scenario: Scenario) -> list[str]:
    """The texts of the page, of its embed and of its picture."""
    here, answer = Addresses(ADDRESS, scenario), page.answered(scenario)
    whole = page.page(answer, here, context(scenario), None).replace("<textarea", "<!--").replace("</textarea>", "-->")
    return [text for html in (whole, page.frozen(answer, here)) for text in _Texts(html).found]


@pytest.mark.usefixtures("bracketed")
@pytest.mark.parametrize("name", SCENARIOS)
def test_no_word_is_written_past_the_catalogue(name: str) -> None:
    left = {line for each in shown(SCENARIOS[name]) for line in outside(each).split("\n")}
    bad = sorted(said for said in left if NO_WORDS.sub("", said) and not is_quoted(said))
    assert bad == [], "\n".join(bad)


@pytest.mark.usefixtures("bracketed")
def test_a_problem_is_told_in_the_readers_language() -> None:
    html = page.problem_page(Problem(NOT_FOUND), ADDRESS, ADDRESS)
    left = {line for each in _Texts(html).found for line in outside(each).split("\n")}
    assert [said for said in left if NO_WORDS.sub("", said)] == []


def test_the_authors_words_stand_as_theirs_unless_they_are_ours() -> None:
    mine = revise(baseline(), {"title": "Overheard"})
    here = Addresses(ADDRESS, mine)
    said = page.page(page.answered(mine), here, context(mine), None)
    assert "In the words of whoever made this scenario" in said
