"""Every picture of every page: a title, its numbers in words, where they are from, and a way to take it along."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from territory.figures.evidence import edition_ids
from territory.model import MODEL_VERSION
from tests.ui.pages import alone, html, plots

# How many pictures each page has: drawn by Plotly, and as a part of the page.
PICTURES = {
    "explore": (2, 1),
    "map": (1, 0),
    "compare": (1, 0),
    "date": (1, 0),
    "drivers": (0, 2),
    "record": (1, 0),
    "estimates": (2, 1),
}
VERSIONS = re.compile(rf"[Ee]dition \d{{4}}-\d\d-\d\d(?: · |; )model {re.escape(MODEL_VERSION)}\.")


def savers(page: AppTest) -> list[dict[str, Any]]:
    components = [each.proto for each in page.get("bidi_component")]
    return [each for one in components if one.json and "head" in (each := json.loads(one.json))]


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("edition_id", edition_ids())
def test_each_picture_says_its_numbers_and_can_be_saved(name: str, edition_id: str) -> None:
    page = alone(name, edition_id)
    drawn, parts = plots(page), savers(page)
    own = 2 if name == "estimates" else PICTURES[name][0]
    assert (len(drawn), len(parts)) == (own, PICTURES[name][1])
    for each in drawn:
        assert any(letter.isdigit() for letter in each["alt"])
        assert len(each["alt"]) > 40
        assert "{kind}" in each["save"]
    for each in parts:
        assert "{kind}" in each["save"]
        assert all(len(row) == len(each["head"]) for row in each.get("rows", []))
    assert html(page).count("data-picture") == len(parts)


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_names_its_edition_and_the_model(name: str) -> None:
    page = alone(name)
    said = re.sub(r"<[^>]*>", "", html(page)) + " ".join(" ".join(each.get("notes", [])) for each in savers(page))
    assert len(VERSIONS.findall(said)) >= sum(PICTURES[name])


@pytest.mark.parametrize("name", PICTURES)
def test_each_picture_has_a_title(name: str) -> None:
    page = alone(name)
    titled = html(page).count('class="t-title"') + sum(bool(each.get("title")) for each in savers(page))
    assert titled >= sum(PICTURES[name])


def test_the_table_of_the_bars_has_what_the_bars_show() -> None:
    (bars, grid) = savers(alone("drivers"))
    assert bars["rows"][0][:3] == ["Pace", "km² a day", "−0.31"]
    assert bars["rows"][0][5].endswith("years")
    assert len(grid["rows"]) == len({tuple(row[:2]) for row in grid["rows"]})
