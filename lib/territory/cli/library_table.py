"""Saved scenarios as plain text, for the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from territory.answers.outlook import project
from territory.cli import tables
from territory.library.library import Entry, Saved
from territory.model.projection import Status
from territory.scenario.links import link
from territory.scenario.scenario import ScenarioError
from territory.text import say, say_count
from territory.words.vocabulary import result_name

MINUTE = "%Y-%m-%d %H:%M"


def listing(entries: Sequence[Entry]) -> str:
    """A row for each saved scenario, and how many there are."""
    heads = (say("id"), say("saved, UTC"), say("edition"), say("model"), say("title"))
    rows = [heads, *map(_row, entries)]
    count = say_count("{count} saved scenario.", "{count} saved scenarios.", len(entries))
    return "\n".join([tables.aligned(rows, "lllll"), "", count] if entries else [count])


def _row(entry: Entry) -> tuple[str, ...]:
    try:
        title = entry.read().scenario.title or tables.NOTHING
    except ScenarioError:
        title = say("cannot be read; see territory library show {id}", id=entry.id)
    return entry.id, f"{entry.saved_at:{MINUTE}}", entry.edition, entry.model_version, title


def saved(found: Saved) -> str:
    """What was saved, the central answer that it had then beside that of now, and the answer of now."""
    scenario, outlook = found.scenario, project(found.scenario)
    facts = [
        (say("id"), found.id),
        (say("saved, UTC"), f"{found.saved_at:{MINUTE}}"),
        (say("edition"), scenario.edition),
        (say("model"), found.model_version),
        (say("title"), scenario.title or tables.NOTHING),
        (say("note"), scenario.note or tables.NOTHING),
        (say("link"), link(scenario)),
    ]
    then, now = found.answer, outlook.as_dict()["results"]
    rows = [("", say("when it was saved"), say("now"))]
    rows += [(result_name(name), _central(then[name]), _central(now[name])) for name in now if name in then]
    return "\n".join([tables.aligned(facts, "ll"), "", tables.aligned(rows, "lll"), "", tables.answer(outlook, [])])


def exported(count: int, folder: Path) -> str:
    """How many files were written, and where."""
    return say_count("{count} file written to {folder}.", "{count} files written to {folder}.", count, folder=folder)


def _central(result: Mapping[str, Any]) -> str:
    """The day of the central answer, or what becomes of it."""
    central = result["central"]
    when: str | None = (central.get("mirror") or central)["date"]
    return when or tables.outcomes()[Status(central["status"])]
