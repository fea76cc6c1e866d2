"""What a link to a saved scenario stands for, the one way from an id to it; and what a pasted text holds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from territory.answers.estimates import named
from territory.scenario.files import parse_file
from territory.scenario.links import KNOWN, SAVED, parse_link
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


def pasted(text: str) -> Scenario:
    """The scenario in pasted text: a link, full or short, or a scenario file's content; raises `ValueError`.

    The error is a `ScenarioError` or a `LinkError`; its `problems` say all that is wrong. Nothing is mended.
    """
    if text.lstrip().startswith("{"):
        return parse_file(text.encode("utf-8", errors="replace"))
    query = text.strip().partition("#")[0]
    names = {key for part in (query, query.partition("?")[2]) for key, _ in parse_qsl(part, keep_blank_values=True)}
    if not names & KNOWN:
        raise ScenarioError(
            {"link": say("it holds no scenario; paste a full link, ?scenario=name, ?s=id, or a file's text.")}
        )
    return parse_link(text, named, saved_scenario)
