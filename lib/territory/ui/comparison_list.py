"""The scenarios beside the reader's own: which they are at first, and how they come, go and change places."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from territory.library import pasted
from territory.scenario.files import MAX_FILE_BYTES, parse_file, presets
from territory.scenario.links import LinkError
from territory.scenario.scenario import Scenario, ScenarioError, baseline
from territory.text import say, say_count
from territory.ui.session import Session

MOST = 4
SUGGESTED = "pace-of-2024"


def others(session: Session) -> tuple[Scenario, ...]:
    """The scenarios beside the reader's own; before any is chosen, one that is suggested."""
    if session.scenario in session.stood:
        session.compared = session.stood[session.scenario]
    return suggested(session) if session.compared is None else session.compared


def suggested(session: Session) -> tuple[Scenario, ...]:
    """The documented baseline; beside the baseline itself, a preset."""
    usable = {each.name: each.scenario for each in presets() if each.scenario is not None}
    documented = [each for each in usable.values() if replace(each, title="", note="") == session.baseline]
    candidates = [*documented, session.baseline, usable.get(SUGGESTED), *usable.values(), baseline()]
    found = next((each for each in candidates if each is not None and not session.is_like(each)), None)
    return () if found is None else (found,)


def is_full(session: Session) -> bool:
    """Whether there is room for no more."""
    return len(others(session)) >= MOST - 1


def add(session: Session, scenario: Scenario) -> None:
    """Put a scenario beside the others; raises `ScenarioError` where it already stands there."""
    standing = others(session)
    if scenario in (session.scenario, *standing):
        raise ScenarioError({"scenario": say("it stands here already.")})
    if len(standing) >= MOST - 1:
        full = say_count(
            "{count} scenario stands here already; remove one first.",
            "{count} scenarios stand here already; remove one first.",
            MOST,
        )
        raise ScenarioError({"scenario": full})
    _now(session, (*standing, scenario))


def keep(session: Session) -> None:
    """Put a copy of the reader's own beside it, so that it stays while the reader's own changes."""
    if not is_full(session):
        _now(session, (*others(session), session.scenario))


def remove(session: Session, place: int) -> None:
    """Take one away."""
    standing = others(session)
    _now(session, (*standing[:place], *standing[place + 1 :]))


def open_one(session: Session, place: int) -> None:
    """Make one the reader's own, as a step that can be undone; the one that was takes its place."""
    standing, mine = others(session), session.scenario
    if place >= len(standing):  # another press in the same message took it away
        return
    opened, after = standing[place], (*standing[:place], mine, *standing[place + 1 :])
    stood = session.stood | {mine: standing, opened: after}
    _now(session, after)
    session.stood = stood
    session.commit(opened)


def paste(session: Session, text: str) -> None:
    """Put what was pasted beside the others; what cannot be read stays in its field, with the reasons."""
    if not text.strip():
        session.pasted, session.beside_problems = "", {}
        return
    try:
        add(session, pasted(text))
    except (ScenarioError, LinkError) as error:
        session.pasted, session.beside_problems = text, error.problems


def open_file(session: Session, content: bytes) -> None:
    """Put a file's scenario beside the others, or say why it cannot be read."""
    _try(session, lambda: add(session, parse_file(content[: MAX_FILE_BYTES + 1])))


def choose_preset(session: Session, scenario: Scenario) -> None:
    """Put a preset beside the others, unless it stands there already."""
    _try(session, lambda: add(session, scenario))


def _try(session: Session, put: Callable[[], None]) -> None:
    try:
        put()
    except ScenarioError as error:
        session.beside_problems = error.problems


def _now(session: Session, standing: tuple[Scenario, ...]) -> None:
    session.compared, session.stood = standing, {}
    session.pasted, session.beside_problems = "", {}
