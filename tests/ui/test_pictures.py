"""Every picture of every page: a title, its numbers in words, where they are from, and a way to take it along."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from territory.figures.evidence import edition_ids
from territory.model import MODEL_VERSION
from territory.scenario.scenario import baseline
from tests.ui.pages import FIRST, alone, charts, html, text

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
def test_each_picture_has_its_title_its_numbers_and_their_edition_and_can_be_saved(name: str, edition_id: str) -> None:
    page = alone(name, baseline(edition_id))
    drawn, parts = [about for about, _ in charts(page).values()], savers(page)
    own = 2 if name == "estimates" else PICTURES[name][0]
    assert (len(drawn), len(parts)) == (own, PICTURES[name][1])
    for each in drawn:
        assert any(letter.isdigit() for letter in each["alt"])
        assert len(each["alt"]) > 40
        assert "{kind}" in each["save"]
    for each in parts:
        assert "{kind}" in each["save"]
        assert all(len(row) == len(each["head"]) for row in each.get("rows", []))
    body = html(page)
    assert body.count("data-picture") == len(parts)
    assert body.count('class="t-title"') + sum(bool(each.get("title")) for each in parts) >= sum(PICTURES[name])
    if edition_id != FIRST:
        return
    said = text(body) + " ".join(" ".join(each.get("notes", [])) for each in parts)
    assert len(VERSIONS.findall(said)) >= sum(PICTURES[name])


def test_the_table_of_the_bars_has_what_the_bars_show() -> None:
    (bars, grid) = savers(alone("drivers"))
    assert bars["rows"][0][:3] == ["Pace", "km² a day", "−0.31"]
    assert bars["rows"][0][5].endswith("years")
    assert len(grid["rows"]) == len({tuple(row[:2]) for row in grid["rows"]})
