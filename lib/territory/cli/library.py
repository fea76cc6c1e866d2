"""`territory library`: what is saved, for whoever runs the explorer."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from territory.cli import library_table
from territory.library.library import Entry, Library, LibraryError, Saved, library
from territory.scenario.files import as_json
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, ScenarioError, shown
from territory.settings import SettingsError
from territory.text import say

BAD_INPUT = 2


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
    entries = list(opened.all())
    print(_json([_about(entry) for entry in entries]) if arguments.json else library_table.listing(entries))


def _show(opened: Library, arguments: argparse.Namespace) -> None:
    found = opened.get(arguments.id)
    if found is None:
        raise ScenarioError(_unknown(arguments.id))
    print(_json(_answer(found)) if arguments.json else library_table.saved(found))


def _export(opened: Library, arguments: argparse.Namespace) -> None:
    """Everything in JSON lines, or the scenarios as files; also what this program cannot read."""
    if arguments.folder == "-":
        for entry in opened.all():
            print(json.dumps(_whole(entry), ensure_ascii=False))
        return
    folder = Path(arguments.folder)
    folder.mkdir(parents=True, exist_ok=True)
    entries = list(opened.all())
    for entry in entries:
        (folder / f"{entry.id}.json").write_bytes(entry.text.encode())
    print(library_table.exported(len(entries), folder))


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


def _about(entry: Entry) -> dict[str, Any]:
    title = json.loads(entry.text).get("title", "")
    return {**_facts(entry), "title": title}


def _whole(entry: Entry) -> dict[str, Any]:
    return {**_facts(entry), "scenario": json.loads(entry.text), "results": entry.answer}


def _answer(found: Saved) -> dict[str, Any]:
    scenario: Scenario = found.scenario
    return {**_facts(found), "link": link(scenario), "scenario": as_json(scenario), "results": found.answer}


def _facts(found: Entry | Saved) -> dict[str, Any]:
    return {
        "id": found.id,
        "saved_at": found.saved_at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        "edition": found.edition,
        "model_version": found.model_version,
    }


def _json(value: dict[str, Any] | list[dict[str, Any]]) -> str:
    return json.dumps(value, indent=2)
