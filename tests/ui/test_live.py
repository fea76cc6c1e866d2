"""What lets Explore follow an assumption: controls move it as `/live` does, and the page says what it shows."""

from __future__ import annotations

import json

import pytest

from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline, revise
from territory.web.live import moved
from tests.ui.moves import assumption
from tests.ui.pages import opened, session

OWN = revise(baseline(), {"rates": (("kharkiv", 0.72), ("odesa", 3.0)), "order": "in_turn"})


@pytest.mark.parametrize(
    ("scenario", "name", "value"),
    [
        (baseline(), "rate", 9.5),
        (baseline(), "occupied.odesa", 12.0),
        (baseline(), "pause_months", 6.0),
        (baseline(), "setback_km2", 500.0),
        (baseline(), "horizon", 60.0),
        (OWN, "rates.odesa", 4.0),
        (revise(baseline(), {"order": "together"}), "split.odesa", 30.0),
    ],
    ids=lambda each: each if isinstance(each, str) else "",
)
def test_a_control_moves_the_scenario_to_what_was_shown_along_it(scenario: Scenario, name: str, value: float) -> None:
    page = opened(link(scenario))
    assumption(page, name).move(value)
    assert session(page).scenario == moved(scenario, name, value)
    if name in ("pause_months", "setback_km2"):
        assumption(page, name).move(0.0)
        assert session(page).scenario == scenario


def test_the_page_says_what_it_shows_and_which_moves_that_answers() -> None:
    page = opened()

    def told() -> dict[str, dict[str, str]]:
        (found,) = (json.loads(each.proto.json) for each in page.get("bidi_component") if each.key == "live")
        return dict(found)

    shown = {"query": link(baseline()), "by": session(page).by.isoformat(), "area": "km2", "per": "day"}
    assert told() == {"shown": {**shown, "theme": "light"}, "answered": {}}
    assumption(page, "rate").move(9.5)
    assert "rate=9.5&" in told()["shown"]["query"]
    assert told()["answered"] == {"rate": 1}
