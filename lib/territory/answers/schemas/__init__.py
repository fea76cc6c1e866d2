"""JSON Schemas (draft 2020-12) of a scenario file and of the answers that the command line prints as JSON.

Names, bounds and units come from where they are declared. Each schema stands by itself: it refers to nothing outside.
"""

from collections.abc import Callable, Mapping

from territory.answers.schemas.answers import needed, project, sensitivity
from territory.answers.schemas.backtest import backtest
from territory.answers.schemas.estimates import estimates
from territory.answers.schemas.pieces import Schema, region
from territory.answers.schemas.recorded import recorded
from territory.answers.schemas.scenario_file import scenario_file

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SCHEMAS: Mapping[str, Callable[[], Schema]] = {
    "project": project,
    "needed": needed,
    "sensitivity": sensitivity,
    "record": recorded,
    "backtest": backtest,
    "estimates": estimates,
    "scenario": scenario_file,
}
NAMES = tuple(SCHEMAS)


def schema(name: str) -> Schema:
    """The schema of what a command prints with `--json`, by the command's name, or of a `scenario` file."""
    described = SCHEMAS[name]()
    definitions = described.pop("$defs", {})
    if name != "backtest":  # which is of no oblast
        definitions = {"region": region(), **definitions}
    return {"$schema": DRAFT, "$id": f"urn:territory:schema:{name}", **described, "$defs": definitions}
