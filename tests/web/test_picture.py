"""The picture of a scenario: whatever the scenario, it is whole, in its frame, and in our words only."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import numpy as np
import pytest
from hypothesis import given, settings

from territory.answers.outlook import project
from territory.charts import svg as picture
from territory.charts.figure import LIGHT
from territory.charts.shapes import COLOURS, html, shown
from territory.scenario.scenario import Scenario, baseline, revise
from territory.words.answer import headline
from tests.strategies import scenarios

EIGHT = ("kharkiv", "odesa", "sumy", "donetsk", "zaporizhzhia", "kherson", "dnipropetrovsk", "mykolaiv")
SCENARIOS = {
    "the baseline": baseline(),
    "retaken": revise(baseline(), {"rate": -2.0}),
    "still": revise(baseline(), {"rate": 0.0}),
    "own paces": revise(baseline(), {"rates": (("kharkiv", 2.0),), "annual_change": -7.0}),
    "eight in turn": revise(baseline(), {"targets": EIGHT, "order": "in_turn", "first": ("luhansk",)}),
    "a year": revise(baseline(), {"targets": ("donetsk",), "rate": 25.0, "horizon": 1.0}),
}
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}text"))


def drawing(scenario: Scenario) -> str:
    outlook = project(scenario)
    return picture.picture(outlook, shown(outlook))


def said(svg: str) -> str:
    return " ".join("".join(each.itertext()) for each in texts(svg))


@pytest.mark.parametrize("scenario", SCENARIOS.values(), ids=SCENARIOS)
def test_every_text_stands_within_the_picture(scenario: Scenario) -> None:
    for each in texts(drawing(scenario)):
        words, size, weight = "".join(each.itertext()), float(each.get("font-size", 0)), int(each.get("font-weight", 0))
        width = picture.width_of(words, size, weight)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[each.get("text-anchor", "start")]
        left = float(each.get("x", 0)) - shift
        assert left >= 0, words
        assert left + width <= picture.WIDTH, words
        assert 0 < float(each.get("y", 0)) < picture.HEIGHT, words


def test_the_sentence_is_whole_and_says_that_it_is_no_forecast() -> None:
    words = said(drawing(baseline()))
    assert words.startswith(headline(project(baseline())))
    assert "8 in 10 simulated runs: Kharkiv 7½ to 33 years and Odesa 8½ to 38 years." in words
    assert "not a forecast" in words
    assert "Edition 2025-08-17 · model 1" in words


def test_a_sentence_without_end_is_cut_with_a_sign() -> None:
    svg = drawing(SCENARIOS["eight in turn"])
    assert "…" in said(svg)


def test_the_authors_words_are_not_in_it() -> None:
    mine = revise(baseline(), {"title": "Overheard", "note": "Overheard too"})
    assert drawing(mine) == drawing(baseline())


@given(scenarios())
@settings(max_examples=12)
def test_any_scenario_can_be_drawn(scenario: Scenario) -> None:
    outlook = project(scenario)
    charts = shown(outlook)
    svg = picture.picture(outlook, charts)
    ET.fromstring(svg)
    assert "nan" not in svg
    for each in charts:
        shapes = each.chart
        assert all(0 <= at <= 1 for at, _ in (*shapes.x_ticks, *shapes.y_ticks))
        drawn = html(shapes, each.alt)
        ET.fromstring(drawn)
        assert "nan" not in drawn.replace("Vinnytsia", "")


def test_the_page_has_every_colour_of_the_chart_in_both_themes() -> None:
    assert set(LIGHT.oblasts) < set(COLOURS)
    assert len(set(COLOURS.values())) == len(COLOURS)


def test_a_stepped_line_keeps_its_corners() -> None:
    first = revise(baseline(), {"order": "in_turn"})
    shapes = shown(project(first))[0].chart
    levels = [line.points for line in shapes.lines if len(line.points) == 2 and np.ptp(line.points[:, 1]) == 0]
    assert len(levels) >= 2
