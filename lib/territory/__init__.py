"""An explorer of territorial scenarios: if a pace held, how long would it take?

`project(load_scenario("scenarios/documented-pace.json")).as_dict()` is the answer of `territory project --json`.
"""

from territory.answers.outlook import Outlook, project
from territory.scenario.files import load_scenario
from territory.scenario.links import LinkError, link, parse_link
from territory.scenario.scenario import Scenario, ScenarioError

__all__ = ["LinkError", "Outlook", "Scenario", "ScenarioError", "link", "load_scenario", "parse_link", "project"]
