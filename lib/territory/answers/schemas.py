"""JSON Schemas (draft 2020-12) of a scenario file and of the answers that the command line prints as JSON.

Names, bounds and units come from where they are declared. Each schema stands by itself: it refers to nothing outside.
"""

from __future__ import annotations

import json

from territory.answers.declared import described
from territory.answers.json_schema import Schema, ref, region
from territory.answers.questions import NAMES, QUESTIONS
from territory.answers.scenario_file import scenario_file, whole_scenario

DRAFT = "https://json-schema.org/draft/2020-12/schema"
__all__ = ["NAMES", "schema"]


def schema(name: str) -> Schema:
    """The schema of what a command prints with `--json`, by the command's name, or of a `scenario` file."""
    found: dict[str, Schema] = {}
    whole = scenario_file() if name == "scenario" else described(QUESTIONS[name].answer, found)
    shared = {"region": region, "scenario": whole_scenario}
    used: dict[str, Schema] = {}
    for each, made in reversed(shared.items()):
        if json.dumps(ref(each))[1:-1] in json.dumps([whole, found, used]):
            used[each] = made()
    definitions = dict(reversed(used.items())) | found
    return {"$schema": DRAFT, "$id": f"urn:territory:schema:{name}", **whole, "$defs": definitions}
