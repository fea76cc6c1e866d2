"""How a scenario is cited; a pure text, which asks no clock."""

from __future__ import annotations

import re
from datetime import date

from territory.model import MODEL_VERSION
from territory.scenario.scenario import Scenario
from territory.text import day, say

# Marks that turn the direction of a text would turn what comes after the title as well.
TURNS_THE_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def citation(scenario: Scenario, address: str, accessed: date) -> str:
    """A scenario for a list of sources: its title and address, edition and model, as seen on a day."""
    return say(
        "“{title}”, {name}: an if-then projection, not a forecast (edition {edition}, model {model}). {address} "
        "(accessed on {day}).",
        title=TURNS_THE_TEXT.sub("", scenario.title).strip() or say("How long would it take?"),
        name="territory",
        edition=scenario.edition,
        model=MODEL_VERSION,
        address=address,
        day=day(accessed),
    )
