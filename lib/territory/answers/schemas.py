"""JSON Schemas (draft 2020-12) of a scenario file and of the answers that the command line prints as JSON.

Names, bounds and units come from where they are declared. Each schema stands by itself: it refers to nothing outside.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from territory.answers.backtest_answer import BacktestAnswer
from territory.answers.declared import Declared, described
from territory.answers.drivers import SensitivityAnswer
from territory.answers.estimates_answer import EstimatesAnswer
from territory.answers.json_schema import Schema, ref, region
from territory.answers.needed import NeededAnswer
from territory.answers.outlook import ProjectAnswer
from territory.answers.scenario_file import scenario_file, whole_scenario
from territory.answers.windows import RecordAnswer

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ANSWERS: Mapping[str, type[Declared]] = {
    "project": ProjectAnswer,
    "needed": NeededAnswer,
    "sensitivity": SensitivityAnswer,
    "record": RecordAnswer,
    "backtest": BacktestAnswer,
    "estimates": EstimatesAnswer,
}
NAMES = (*ANSWERS, "scenario")


def schema(name: str) -> Schema:
    """The schema of what a command prints with `--json`, by the command's name, or of a `scenario` file."""
    found: dict[str, Schema] = {}
    whole = scenario_file() if name == "scenario" else described(ANSWERS[name], found)
    shared = {"region": region, "scenario": whole_scenario}
    used: dict[str, Schema] = {}
    for each, made in reversed(shared.items()):
        if json.dumps(ref(each))[1:-1] in json.dumps([whole, found, used]):
            used[each] = made()
    definitions = dict(reversed(used.items())) | found
    return {"$schema": DRAFT, "$id": f"urn:territory:schema:{name}", **whole, "$defs": definitions}
