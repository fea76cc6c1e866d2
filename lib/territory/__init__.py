"""An explorer of territorial scenarios: if a pace held, how long would it take?

`project(load_scenario("scenarios/documented-pace.json")).as_dict()` is the answer of `territory project --json`.
"""

from territory.outlook import Outlook, project
from territory.scenario import Scenario, ScenarioError
from territory.sharing.files import load_scenario
from territory.sharing.links import LinkError, link, parse_link

__all__ = ["LinkError", "Outlook", "Scenario", "ScenarioError", "link", "load_scenario", "parse_link", "project"]
