"""The command that makes a new edition of the documented figures."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

BAD_INPUT = 2


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command that makes a new edition."""
    parser = commands.add_parser("edition", help="make a new edition of the documented figures")
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
