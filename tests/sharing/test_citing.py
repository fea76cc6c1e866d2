"""Citations that stay whole whatever the title, and lines of Python that give the same answer."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from territory.answers.outlook import project
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline, revise
from territory.words.citation import Citation, citation, python_lines
from tests.strategies import AWKWARD_TEXTS, characters, scenarios

SEEN = date(2026, 11, 22)
ADDRESS = "https://example.org/s/0123456789abcdef"
ENTRY = re.compile(r"@misc\{([a-z0-9-]+),\n((?:  [a-z]+ = \{.*\},\n)+)\}\n")


def cited(title: str, address: str = ADDRESS) -> Citation:
    return citation(revise(baseline(), {"title": title}), address, SEEN)


def fields(bibtex: str) -> dict[str, str]:
    entry = ENTRY.fullmatch(bibtex)
    assert entry
    return {name: value for name, _, value in (line[2:-2].partition(" = {") for line in entry[2].splitlines())}


def test_a_citation_has_title_link_edition_model_and_the_day_it_was_seen() -> None:
    assert cited("Half the pace").plain == (
        "“Half the pace”, territory: an if-then projection, not a forecast (edition 2025-08-17, model 1). "
        "https://example.org/s/0123456789abcdef (accessed on 22 November 2026)."
    )


def test_the_entry_for_latex_has_the_same() -> None:
    assert fields(cited("Half the pace").bibtex) == {
        "title": "{Half the pace}",
        "author": "{territory}",
        "year": "2026",
        "url": ADDRESS,
        "urldate": "2026-11-22",
        "note": "An if-then projection, not a forecast; edition 2025-08-17, model 1",
    }


def test_what_was_saved_is_of_the_year_of_its_saving() -> None:
    saved = citation(baseline(), ADDRESS, date(2028, 1, 2), published=date(2026, 12, 31))
    assert fields(saved.bibtex)["year"] == "2026"
    assert fields(saved.bibtex)["urldate"] == "2028-01-02"


def test_an_answer_of_an_older_model_is_cited_with_that_model() -> None:
    assert "model 0" in citation(baseline(), ADDRESS, SEEN, "0").plain


def test_a_scenario_without_a_title_is_cited_by_the_question() -> None:
    assert cited(" \u200f ").plain.startswith("“How long would it take?”")


def test_scenarios_that_differ_have_keys_that_differ() -> None:
    assert cited("One").key != cited("Two").key
    assert cited("One").key == cited("One").key


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50 % of #1 & $2_a", r"50 \% of \#1 \& \$2\_a"),
        ("{a", r"\textbraceleft{}a"),
        ("a}", r"a\textbraceright{}"),
        ("\\end", r"\textbackslash{}end"),
        ("a~b^c", r"a\textasciitilde{}b\textasciicircum{}c"),
        ("Харків — 14 років", "Харків — 14 років"),
        ("\u202eabc\u2066", "abc"),
    ],
)
def test_what_means_something_to_latex_is_written_out(title: str, written: str) -> None:
    assert fields(cited(title).bibtex)["title"] == f"{{{written}}}"


@settings(max_examples=100)
@given(st.sampled_from(AWKWARD_TEXTS) | st.text(characters, max_size=80), st.text(max_size=60))
def test_whatever_the_title_and_the_address_the_entry_is_whole(title: str, address: str) -> None:
    for value in fields(cited(title, address).bibtex).values():
        depth = 0
        for letter in value:
            depth += (letter == "{") - (letter == "}")
            assert depth >= 0
        assert depth == 0
        assert not re.search(r"(?<!\\)[%#$&]", value) or value == fields(cited(title, address).bibtex)["url"]


@settings(max_examples=30)
@given(scenarios(most=3))
def test_five_lines_of_python_give_the_same_answer(scenario: Scenario) -> None:
    lines = python_lines(scenario)
    assert len(lines.splitlines()) == 5
    names: dict[str, object] = {"print": lambda *_: None}
    exec(lines, names)
    assert names["answer"] == project(scenario).as_dict()


def test_the_five_lines_run_as_they_are_and_print_the_days() -> None:
    scenario = revise(baseline(), {"title": '"); import os #\\'})
    printed = subprocess.run([sys.executable, "-c", python_lines(scenario)], capture_output=True, text=True, check=True)
    answer = project(scenario).as_dict()["results"]
    assert printed.stdout.splitlines() == [
        f"{oblast} {result['central']['date']} {result['quantiles']['p50']}" for oblast, result in answer.items()
    ]
    assert link(scenario) in python_lines(scenario)
