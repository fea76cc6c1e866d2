"""`territory library`: what is saved, for whoever runs the explorer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from territory.answers.outlook import project
from territory.cli.tables import NOTHING, aligned, answer_table, outcomes
from territory.library.library import Entry, Library, LibraryError, Saved, library
from territory.model.projection import Status
from territory.scenario.files import as_json
from territory.scenario.links import link
from territory.scenario.scenario import ScenarioError, shown
from territory.settings import SettingsError
from territory.text import say, say_count
from territory.words.vocabulary import result_name

BAD_INPUT = 2
MINUTE = "%Y-%m-%d %H:%M"


def run(arguments: argparse.Namespace) -> int:
    """Run one of the commands; the exit status is 0, or 2 with a line for each problem on standard error."""
    commands: dict[str, Callable[[Library, argparse.Namespace], None]] = {
        "list": _list,
        "show": _show,
        "export": _export,
        "delete": _delete,
    }
    try:
        opened = library()
    except SettingsError as error:
        return _refuse(f"{name}: {why}" for name, why in error.problems.items())
    try:
        commands[arguments.action](opened, arguments)
    except LibraryError as error:
        return _refuse([" ".join(filter(None, (str(error), error.detail)))])
    except ScenarioError as error:
        return _refuse(f"{key}: {why}" for key, why in error.problems.items())
    finally:
        opened.close()
    return 0


def _refuse(lines: Iterable[str]) -> int:
    for line in lines:
        print(f"territory: {line}", file=sys.stderr)
    return BAD_INPUT


def _list(opened: Library, arguments: argparse.Namespace) -> None:
    """A row for each saved scenario, and how many there are."""
    entries = list(opened.all())
    if arguments.json:
        titles = [json.loads(entry.text).get("title", "") for entry in entries]
        found = [{**_facts(entry), "title": title} for entry, title in zip(entries, titles, strict=True)]
        print(json.dumps(found, indent=2))
        return
    rows = [(say("id"), say("saved, UTC"), say("edition"), say("model"), say("title"))]
    for entry in entries:
        try:
            title = entry.read().scenario.title or NOTHING
        except ScenarioError:
            title = say("cannot be read; see territory library show {id}", id=entry.id)
        rows.append((entry.id, f"{entry.saved_at:{MINUTE}}", entry.edition, entry.model_version, title))
    count = say_count("{count} saved scenario.", "{count} saved scenarios.", len(entries))
    print("\n".join([aligned(rows, "lllll"), "", count] if entries else [count]))


def _show(opened: Library, arguments: argparse.Namespace) -> None:
    found = opened.get(arguments.id)
    if found is None:
        raise ScenarioError(_unknown(arguments.id))
    if not arguments.json:
        print(_table(found))
        return
    about = {"link": link(found.scenario), "scenario": as_json(found.scenario), "results": found.answer}
    print(json.dumps({**_facts(found), **about}, indent=2))


def _export(opened: Library, arguments: argparse.Namespace) -> None:
    """Everything in JSON lines, or the scenarios as files; also what this program cannot read."""
    if arguments.folder == "-":
        for entry in opened.all():
            whole = {**_facts(entry), "scenario": json.loads(entry.text), "results": entry.answer}
            print(json.dumps(whole, ensure_ascii=False))
        return
    folder = Path(arguments.folder)
    folder.mkdir(parents=True, exist_ok=True)
    entries = list(opened.all())
    for entry in entries:
        (folder / f"{entry.id}.json").write_bytes(entry.text.encode())
    n = len(entries)
    print(say_count("{count} file written to {folder}.", "{count} files written to {folder}.", n, folder=folder))


def _delete(opened: Library, arguments: argparse.Namespace) -> None:
    """All that are named, or none if one of them is not there."""
    kept = {id: opened.kept(id) for id in arguments.ids}
    if missing := [id for id, entry in kept.items() if entry is None]:
        raise ScenarioError(_unknown(*missing))
    for entry in filter(None, kept.values()):
        opened.delete(entry.id)
        print(say("{id} is deleted.", id=entry.id))


def _unknown(*ids: str) -> dict[str, str]:
    """One problem for all ids that are none."""
    names = ", ".join(map(shown, ids))
    return {"id": say("{names} is not the id of a saved scenario; territory library list prints them.", names=names)}


def _table(found: Saved) -> str:
    """What was saved, the central answer that it had then beside that of now, and the answer of now."""
    scenario, outlook = found.scenario, project(found.scenario)
    facts = [
        (say("id"), found.id),
        (say("saved, UTC"), f"{found.saved_at:{MINUTE}}"),
        (say("edition"), scenario.edition),
        (say("model"), found.model_version),
        (say("title"), scenario.title or NOTHING),
        (say("note"), scenario.note or NOTHING),
        (say("link"), link(scenario)),
    ]
    then, now = found.answer, outlook.as_dict()["results"]
    rows = [("", say("when it was saved"), say("now"))]
    rows += [(result_name(name), _central(then[name]), _central(now[name])) for name in now if name in then]
    return "\n".join([aligned(facts, "ll"), "", aligned(rows, "lll"), "", answer_table(outlook)])


def _central(result: Mapping[str, Any]) -> str:
    """The day of the central answer, or what becomes of it."""
    central = result["central"]
    when: str | None = (central.get("mirror") or central)["date"]
    return when or outcomes()[Status(central["status"])]


def _facts(found: Entry | Saved) -> dict[str, Any]:
    return {
        "id": found.id,
        "saved_at": found.saved_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "edition": found.edition,
        "model_version": found.model_version,
    }
