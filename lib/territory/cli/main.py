"""The command line: `territory project`, `needed`, `sensitivity`, `record`, `estimates`, `backtest` and others."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from territory.answers.questions import NAMES
from territory.cli import scenarios
from territory.figures.evidence import EvidenceError
from territory.figures.record import WindowError
from territory.scenario.links import LinkError
from territory.scenario.scenario import ScenarioError
from territory.words import vocabulary

BAD_INPUT = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 (problems found by `check`) or 2 (bad input)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if argv is None else list(argv)
    parser = argparse.ArgumentParser(
        prog="territory", description="If a pace held, how long would it take? Arithmetic about area, not a forecast."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    scenarios.add(commands)
    scenarios.add_plain(commands)
    command = commands.add_parser("schema", help="print the JSON Schema of an answer or of a scenario file")
    command.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    command.set_defaults(run=_schema)
    _add_edition(commands.add_parser("edition", help="make a new edition of the documented figures"))
    _add_library(commands.add_parser("library", help="list, show, export or delete saved scenarios"))
    arguments = parser.parse_args(given or ["project"])
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        status = run(arguments)
        sys.stdout.flush()
        return status
    except (ScenarioError, LinkError, WindowError) as error:
        for line in vocabulary.problem_lines(error.problems.items()):
            print(f"territory: {line}", file=sys.stderr)
    except EvidenceError as error:
        print(f"territory: the figures cannot be read: {error}", file=sys.stderr)
    except OSError as error:
        print(f"territory: the answer cannot be written: {error.strerror}", file=sys.stderr)
        sys.stdout = None  # what is left in it cannot be written at exit either
    return BAD_INPUT


def _schema(arguments: argparse.Namespace) -> int:
    from territory.answers.schemas import schema  # answers need none

    print(json.dumps(schema(arguments.name), indent=2))
    return 0


def _add_edition(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    command = actions.add_parser("new", help="make an edition from tables of monthly gains and occupied areas")
    command.add_argument("--from", required=True, metavar="EDITION", dest="previous", help="the edition it continues")
    command.add_argument(
        "--monthly", required=True, type=Path, metavar="FILE", help="CSV with month, from, to, gain_km2 and source"
    )
    command.add_argument(
        "--occupied", type=Path, metavar="FILE", help="CSV with id, occupied_km2 and source (occupied.csv beside it)"
    )
    command.add_argument("--date", metavar="DATE", help="the edition's date: the last day of the table")
    command.add_argument("--since", metavar="DATE", help="where the window of the pace begins (1 January of its year)")
    command.add_argument("--out", type=Path, metavar="DIR", help="where its folder goes (seeds)")
    command.add_argument("--strict", action="store_true", help="refuse what is only flagged")
    command.set_defaults(run=_edition_new)


def _edition_new(arguments: argparse.Namespace) -> int:
    from territory.cli.tables import edition_table  # the other commands make none
    from territory.editions import EditionError, Request, new_edition

    asked = ("previous", "monthly", "occupied", "date", "since", "out", "strict")
    try:
        built = new_edition(Request(**{key: getattr(arguments, key) for key in asked}))
    except EditionError as error:
        for why in error.problems:
            print(f"territory: {why}", file=sys.stderr)
        return BAD_INPUT
    for flag in built.flags:
        print(f"territory: flagged: {flag}", file=sys.stderr)
    print(edition_table(built))
    return 0


def _add_library(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION", dest="action")
    command = actions.add_parser("list", help="list all saved scenarios, newest first")
    command.add_argument("--json", action="store_true", help="print JSON")
    command = actions.add_parser("show", help="print a saved scenario, and its answer when it was saved and now")
    command.add_argument("id", metavar="ID")
    command.add_argument(
        "--json", action="store_true", help="print JSON, with the answer that it had when it was saved"
    )
    command = actions.add_parser("export", help="write all saved scenarios")
    command.add_argument(
        "folder",
        nargs="?",
        default="-",
        metavar="FOLDER|-",
        help="as scenario files in FOLDER, or with answers as JSON lines on standard output (if left out)",
    )
    command = actions.add_parser("delete", help="delete saved scenarios; their links then lead to none")
    command.add_argument("ids", nargs="+", metavar="ID")
    parser.set_defaults(run=_library)


def _library(asked: argparse.Namespace) -> int:
    from territory.cli import library as cli_library  # the other commands load no database

    return cli_library.run(asked)


if __name__ == "__main__":
    sys.exit(main())
