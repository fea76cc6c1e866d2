"""What holds on every page, whatever the scenario and the units: all of it can be said and drawn, and is the same."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings

from territory.scenario.scenario import Scenario, baseline, revise
from territory.ui.pages import PAGES
from territory.words import vocabulary
from territory.words.vocabulary import KM2_PER_SQ_MI, Units
from tests.strategies import scenarios
from tests.ui.pages import alone, charts, html, opened, session, text

OF_A_SCENARIO = ("explore", "map", "compare", "date", "drivers")
SLIPS = re.compile(r"\b(None(?! of)|nan|inf)\b|, ,|−0 |about (none|all|less|more)(?! of Ukraine)|[{}]")
MONTHLY = Units("sq_mi", "month")
FACTORS = {"sq mi a month": 365.2425 / 12 / KM2_PER_SQ_MI, "sq mi": 1 / KM2_PER_SQ_MI, "": 1.0}  # by the axis's title
LEFT_AS_IT_IS = re.compile("(?<!to whole )km²")  # but in what is quoted of a range
CHANGES = {"rate": 9.0, "noise": 250.0, "setback_date": date(2027, 1, 1), "setback_km2": 500.0}
CHANGED = revise(baseline(), {**CHANGES, "rates": (("kharkiv", 0.72),)})


@pytest.mark.parametrize("name", [*OF_A_SCENARIO, "evidence"])
@settings(max_examples=8)
@given(scenario=scenarios(3))
def test_any_scenario_can_be_said_and_drawn(name: str, scenario: Scenario) -> None:
    page = alone(name, scenario)
    for about, figure in charts(page).values():
        assert SLIPS.search(about["alt"]) is None
        assert len(about["alt"]) > 40
        low, high = figure["layout"]["yaxis"]["range"]
        assert low < high
        for trace in figure["data"]:
            assert trace.get("meta") == "paths" or None not in trace["y"]
    assert SLIPS.search(text(html(page))) is None


@pytest.mark.parametrize("name", [*OF_A_SCENARIO, "record", "estimates"])
@pytest.mark.parametrize("scenario", [baseline(), CHANGED], ids=["the baseline", "changed"])
def test_other_units_are_in_all_that_is_said_and_draw_the_same(name: str, scenario: Scenario) -> None:
    usual, other = alone(name, scenario), alone(name, scenario, units=MONTHLY)
    if name != "estimates":  # which quotes what was published
        assert LEFT_AS_IT_IS.search(text(html(other))) is None
    for key, (about, figure) in charts(other).items():
        assert "km²" not in f"{about}{figure}"
        was = charts(usual)[key][1]
        title = figure["layout"]["yaxis"].get("title", {}).get("text", "").replace("\u202f", " ")
        factor = next(factor for unit, factor in FACTORS.items() if unit in title)
        for here, there in zip(was["data"], figure["data"], strict=True):
            drawn, wanted = np.array(there["y"], float), factor * np.array(here["y"], float)
            steps = 0.07 + 0.001 * np.nanmax(np.abs(wanted), initial=0.0)  # to which what is drawn is rounded
            assert drawn == pytest.approx(wanted, abs=steps, nan_ok=True)
            assert there["x"] == here["x"]
        if "range" in was["layout"]["yaxis"] and not key.startswith("chart.map"):
            ends = [factor * end for end in was["layout"]["yaxis"]["range"]]
            assert figure["layout"]["yaxis"]["range"] == pytest.approx(ends, rel=0.02, abs=0.1)


@pytest.mark.parametrize("name", PAGES)
def test_every_page_says_what_it_is_not(name: str) -> None:
    assert vocabulary.limits() in html(alone(name, framed=True))


def test_the_reader_chooses_the_units_and_the_scenario_and_its_link_stay() -> None:
    page = opened()
    before = session(page).query
    for part, unit in (("area", "sq_mi"), ("per", "year")):
        (choice,) = (each for each in page.button_group if each.key.startswith(f"units.{part}"))
        choice.set_value(unit).run()
    assert session(page).units == Units("sq_mi", "year")
    assert "kept taking 816 sq mi a year" in html(page)
    assert (session(page).scenario, session(page).query) == (baseline(), before)
