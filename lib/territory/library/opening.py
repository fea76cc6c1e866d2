"""What a link to a saved scenario stands for; the one way from an id to what was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from territory.scenario.links import SAVED
from territory.scenario.scenario import Scenario, ScenarioError, shown
from territory.text import say

if TYPE_CHECKING:
    from territory.library.library import Saved


def saved(id: str) -> Saved:
    """What is saved under an id; raises `ScenarioError` for an unknown one, `LibraryError` where none can be read."""
    # Who opens no saved scenario loads no database.
    from territory.library.library import LibraryError, library
    from territory.settings import SettingsError

    try:
        found = library().get(id)
    except SettingsError as error:
        raise LibraryError(say("The library of saved scenarios is not set up."), str(error)) from None
    if found is None:
        why = say("there is no saved scenario {id}; check the link, or ask for the full one.", id=shown(id))
        raise ScenarioError({SAVED: why})
    return found


def saved_scenario(id: str) -> Scenario:
    """The scenario that is saved under an id, for the readers of links; raises `ScenarioError` if there is none."""
    from territory.library.library import LibraryError

    try:
        return saved(id).scenario
    except LibraryError as error:
        raise ScenarioError({SAVED: say("{why} The full link opens without it.", why=error)}) from None
