"""The command line: `territory project`, `needed`, `sensitivity`, `record`, `estimates`, `backtest` and others."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from territory.answers.backtest import backtest, keep
from territory.answers.drivers import drivers
from territory.answers.estimates import estimates, named
from territory.answers.needed import needed
from territory.answers.outlook import project
from territory.answers.schemas import NAMES, schema
from territory.answers.scoreboard import scoreboard
from territory.cli import estimates_table, tables
from territory.editions import EditionError, Request, new_edition
from territory.figures.evidence import BASELINE_EDITION, EvidenceError, edition, edition_ids
from territory.figures.record import DEFAULT_PROVIDER, RateWindow, WindowError, find_window, widest_window
from territory.library.opening import saved_scenario
from territory.scenario.codecs import CODECS, DATE_CODEC
from territory.scenario.files import load_scenario, parse_file
from territory.scenario.links import LinkError, link, parse_link
from territory.scenario.pace import look_up, window_changes, with_window
from territory.scenario.presets import presets
from territory.scenario.remaining import leave
from territory.scenario.scenario import (
    KEYS,
    OblastValues,
    Scenario,
    ScenarioError,
    baseline,
    key_problem,
    printable,
    revise,
    shown,
)
from territory.text import say
from territory.words import vocabulary

BAD_INPUT = 2
PROBLEMS_FOUND = 1
ASKED_OF = ("edition", "targets", "first")  # without them it cannot be said whether a window or an area fits
WINDOW_HELP = "a window of the record: its name, such as last-12, or its text, such as deepstate_land~2025-01~2025-12"
SCENARIO_HELP = (
    "a scenario file, the name of a preset or of a published estimate, a link, or - for standard input; "
    "the baseline if left out"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status is 0, 1 (problems found by `check`) or 2 (bad input)."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    given = sys.argv[1:] if argv is None else list(argv)
    arguments = _parser().parse_args(given or ["project"])
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        status = run(arguments)
        sys.stdout.flush()
        return status
    except (ScenarioError, LinkError, WindowError) as error:
        for line in vocabulary.problem_lines(error.problems.items()):
            print(f"territory: {line}", file=sys.stderr)
    except EditionError as error:
        for why in error.problems:
            print(f"territory: {why}", file=sys.stderr)
    except EvidenceError as error:
        print(f"territory: the figures cannot be read: {error}", file=sys.stderr)
    except OSError as error:
        print(f"territory: the answer cannot be written: {error.strerror}", file=sys.stderr)
        sys.stdout = None  # what is left in it cannot be written at exit either
    return BAD_INPUT


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="territory", description="If a pace held, how long would it take? Arithmetic about area, not a forecast."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    command = commands.add_parser("project", help="print the answer of a scenario")
    _takes_scenario(command, _project)
    command.add_argument(
        "--by", action="append", default=[], metavar="DATE", help="the chance that it is taken before DATE"
    )
    command = commands.add_parser("needed", help="print the pace or yearly change that a date would imply")
    _takes_scenario(command, _needed)
    command.add_argument("--by", required=True, metavar="DATE", help="taken before DATE")
    command.add_argument(
        "--chance", default="50", metavar="PERCENT", help="with this chance in the model (50 if left out)"
    )
    command = commands.add_parser("sensitivity", help="print what drives the answer of a scenario")
    _takes_scenario(command, _sensitivity)
    command = commands.add_parser("record", help="print the pace that a window of the monthly record shows")
    _takes_window(command)
    command = commands.add_parser("backtest", help="print how well it would have done on past months")
    command.add_argument("--edition", metavar="ID", help="whose record; the newest edition's if left out")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.add_argument(
        "--write",
        action="store_true",
        help="renew what is kept, of all editions if none is named",
    )
    command.set_defaults(run=_backtest)
    command = commands.add_parser("estimates", help="print published estimates beside our answers and the record since")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_estimates)
    command = commands.add_parser("link", help="print the link of a scenario")
    command.add_argument("scenario", metavar="FILE|NAME|LINK|-", help=SCENARIO_HELP)
    command.set_defaults(run=_link)
    command = commands.add_parser("check", help="print all problems of scenario files")
    command.add_argument("files", nargs="+", metavar="FILE")
    command.set_defaults(run=_check)
    command = commands.add_parser("scenarios", help="list the presets")
    command.set_defaults(run=_scenarios)
    command = commands.add_parser("schema", help="print the JSON Schema of an answer or of a scenario file")
    command.add_argument("name", choices=NAMES, metavar="NAME", help=", ".join(NAMES))
    command.set_defaults(run=_schema)
    _makes_editions(commands.add_parser("edition", help="make a new edition of the documented figures"))
    _keeps_scenarios(commands.add_parser("library", help="list, show, export or delete saved scenarios"))
    return parser


def _makes_editions(parser: argparse.ArgumentParser) -> None:
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


def _keeps_scenarios(parser: argparse.ArgumentParser) -> None:
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


def _takes_scenario(command: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    command.add_argument("scenario", nargs="?", metavar="FILE|NAME|LINK|-", help=SCENARIO_HELP)
    command.add_argument(
        "--set", action="append", default=[], metavar="KEY=VALUE", dest="settings", help="change a key"
    )
    command.add_argument(
        "--remaining",
        action="append",
        default=[],
        metavar="KM2|OBLAST~KM2,…",
        help="set occupied so that this much is left: of all targets together, or of each oblast named",
    )
    command.add_argument("--window", metavar="WINDOW", help=f"take the pace from {WINDOW_HELP}")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=run)


def _takes_window(command: argparse.ArgumentParser) -> None:
    command.add_argument("--window", metavar="WINDOW", help=WINDOW_HELP)
    command.add_argument("--provider", metavar="ID", help=f"whose record it is ({DEFAULT_PROVIDER} if left out)")
    command.add_argument("--from", metavar="MONTH", dest="first", help="first month, such as 2025-01")
    command.add_argument("--to", metavar="MONTH", dest="last", help="last month, such as 2025-12")
    command.add_argument("--edition", metavar="ID", default=BASELINE_EDITION, help="up to the date of which edition")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_record)


def _project(arguments: argparse.Namespace) -> int:
    problems: dict[str, str] = {}
    dates = _dates(arguments.by, problems)
    outlook = project(_scenario(arguments, problems))
    _print(arguments, outlook.as_dict(dates), lambda: tables.answer(outlook, dates))
    return 0


def _needed(arguments: argparse.Namespace) -> int:
    problems: dict[str, str] = {}
    dates, chance = _dates([arguments.by], problems), _chance(arguments.chance, problems)
    scenario = _scenario(arguments, problems)
    needs = needed(scenario, dates[0], chance)
    _print(arguments, needs.as_dict(), lambda: tables.needs(needs))
    return 0


def _sensitivity(arguments: argparse.Namespace) -> int:
    found = drivers(_scenario(arguments, {}))
    _print(arguments, found.as_dict(), lambda: tables.drivers(found))
    return 0


def _record(arguments: argparse.Namespace) -> int:
    if why := key_problem("edition", arguments.edition):
        raise ScenarioError({"--edition": why})
    found = look_up(_window(arguments), arguments.edition)
    _print(arguments, found.as_dict(), lambda: tables.record(found))
    return 0


def _window(arguments: argparse.Namespace) -> RateWindow:
    """The window that is asked for by name or text, or by its parts; what is left out is all that the edition has."""
    known, provider = edition(arguments.edition), arguments.provider or DEFAULT_PROVIDER
    if arguments.window is None:
        whole = widest_window(provider, known)
        return RateWindow(provider, arguments.first or whole.from_month, arguments.last or whole.to_month)
    if arguments.first or arguments.last or (arguments.provider and "~" in arguments.window):
        why = say("it says by itself which window is meant; leave out the other options or this.")
        raise WindowError({"--window": why})
    return find_window(arguments.window, known, provider)


def _backtest(arguments: argparse.Namespace) -> int:
    if arguments.edition not in (None, *edition_ids()):
        known = ", ".join(edition_ids())
        raise ScenarioError({"--edition": f"{shown(arguments.edition)} is no edition; choose one of {known}."})
    names = [arguments.edition] if arguments.edition else edition_ids()
    if arguments.write:
        for name in names:
            keep(backtest(name))
    found = backtest(names[-1])
    _print(arguments, found.as_dict(), lambda: tables.backtest(found))
    return 0


def _estimates(arguments: argparse.Namespace) -> int:
    board = scoreboard()
    _print(arguments, board.as_dict(), lambda: estimates_table.estimates(board))
    return 0


def _print(arguments: argparse.Namespace, answer: dict[str, Any], table: Callable[[], str]) -> None:
    print(json.dumps(answer, indent=2) if arguments.json else table())


def _scenario(arguments: argparse.Namespace, problems: dict[str, str]) -> Scenario:
    """The scenario with what options change; all problems at once, those found so far included."""
    changes = _settings(arguments.settings, problems)
    remaining = _remaining(arguments.remaining, changes, problems)
    try:
        scenario = _read(arguments.scenario)
    except (ScenarioError, LinkError) as error:
        raise ScenarioError(problems | error.problems) from None
    if arguments.scenario is None and changes.get("edition") in edition_ids():
        scenario = baseline(changes["edition"])
    scenario = _changed(scenario, changes, problems)
    if problems.keys().isdisjoint(ASKED_OF):
        try:
            scenario = scenario if arguments.window is None else _with_window(scenario, arguments.window, changes)
        except (ScenarioError, WindowError) as error:
            problems |= error.problems
        try:
            scenario = scenario if remaining is None else leave(scenario, remaining)
        except ScenarioError as error:
            problems |= error.problems
    if problems:
        raise ScenarioError(problems)
    return scenario


def _changed(scenario: Scenario, changes: Mapping[str, Any], problems: dict[str, str]) -> Scenario:
    """The scenario with the changes that can stand; why others cannot is added to the problems."""
    good = dict(changes)
    while good:
        try:
            return revise(scenario, good)
        except ScenarioError as error:
            problems |= error.problems
            blamed = good.keys() & error.problems.keys()
            good = {key: value for key, value in good.items() if key not in blamed} if blamed else {}
    return scenario


def _with_window(scenario: Scenario, text: str, changes: Mapping[str, Any]) -> Scenario:
    """The scenario at the pace of a window, which nothing else may set."""
    window = find_window(text, edition(scenario.edition))
    if both := [key for key in window_changes(scenario, window) if key in changes]:
        raise ScenarioError(dict.fromkeys(both, say("set by --set and by --window; keep one.")))
    return with_window(scenario, window)


def _link(arguments: argparse.Namespace) -> int:
    print(link(_read(arguments.scenario)))
    return 0


def _check(arguments: argparse.Namespace) -> int:
    clean = True
    for file in arguments.files:
        try:
            load_scenario(file)
        except ScenarioError as error:
            clean = False
            for line in vocabulary.problem_lines(error.problems.items()):
                print(f"{file}: {line}")
    return 0 if clean else PROBLEMS_FOUND


def _scenarios(_arguments: argparse.Namespace) -> int:
    found = presets()
    width = max((len(each.name) for each in found), default=0)
    for each in found:
        print(f"{each.name:{width}}  {each.title if each.scenario else 'cannot be used; see territory check'}")
    return 0


def _schema(arguments: argparse.Namespace) -> int:
    print(json.dumps(schema(arguments.name), indent=2))
    return 0


def _edition_new(arguments: argparse.Namespace) -> int:
    asked = ("previous", "monthly", "occupied", "date", "since", "out", "strict")
    built = new_edition(Request(**{key: getattr(arguments, key) for key in asked}))
    for flag in built.flags:
        print(f"territory: flagged: {flag}", file=sys.stderr)
    print(tables.edition(built))
    return 0


def _read(argument: str | None) -> Scenario:
    """The scenario that an argument means: nothing, standard input, a link, a file, a preset or an estimate."""
    if argument is None:
        return baseline()
    if argument == "-":
        content = sys.stdin.buffer.read()
        text = content.decode("utf-8", errors="replace")
        return (
            parse_file(content) if _is_object(text) or not _is_link(text) else parse_link(text, named, saved_scenario)
        )
    if _is_file(argument):
        return load_scenario(argument)
    if _is_link(argument):
        return parse_link(argument, named, saved_scenario)
    names = [each.name for each in presets()]
    if argument in (*names, *(each.id for each in estimates())):
        return named(argument)
    why = (
        f"{shown(argument)} is no file, link, preset or published estimate; the presets are {', '.join(names)}, and "
        "territory estimates lists the others."
    )
    raise ScenarioError({"scenario": why})


def _is_file(argument: str) -> bool:
    try:
        return Path(argument).is_file()
    except (OSError, ValueError):  # longer than any path, or with characters that none has
        return False


def _is_object(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n").startswith("{")


def _is_link(text: str) -> bool:
    return "=" in text.partition("?")[2] or text.strip().startswith(("?", "v=", "http://", "https://"))


def _settings(settings: Sequence[str], problems: dict[str, str]) -> dict[str, Any]:
    """The changes of `--set`; what cannot be read is added to the problems."""
    changes: dict[str, Any] = {}
    for setting in settings:
        key, equals, text = setting.partition("=")
        if not equals or key not in KEYS:
            problems[shown(setting)] = f"write --set key=value with one of the keys {', '.join(KEYS)}."
        elif key in changes or key in problems:
            problems[key] = "set twice; keep one."
        else:
            try:
                changes[key] = CODECS[key].from_text(text)
            except ValueError as error:
                problems[key] = str(error)
    return changes


def _remaining(texts: Sequence[str], changes: dict[str, Any], problems: dict[str, str]) -> float | OblastValues | None:
    """The area of `--remaining`, of all targets or by oblast; what cannot be read is added to the problems."""
    if not texts:
        return None
    if len(texts) > 1:
        problems["--remaining"] = "given twice; write all oblasts at once, as donetsk~6171,luhansk~103."
        return None
    try:
        if "~" not in texts[0]:
            return float(CODECS["rate"].from_text(texts[0]))
        remaining: OblastValues = CODECS["occupied"].from_text(texts[0])
    except ValueError as error:
        problems["--remaining"] = str(error)
        return None
    if both := [name for name, _ in remaining if name in dict(changes.get("occupied", ()))]:
        problems["--remaining"] = f"occupied is set for {', '.join(map(printable, both))} too; keep one."
    return remaining


def _dates(texts: Sequence[str], problems: dict[str, str]) -> list[date]:
    """The dates of `--by`; what cannot be read is added to the problems."""
    dates = []
    for text in texts:
        try:
            dates.append(DATE_CODEC.from_text(text))
        except ValueError as error:
            problems["--by"] = str(error)
    return dates


def _chance(text: str, problems: dict[str, str]) -> float:
    """The chance of `--chance`; what cannot be read is added to the problems."""
    try:
        return float(text)
    except ValueError:
        problems["--chance"] = f"{shown(text)} is not a number; write a percentage such as 50."
        return 50.0


if __name__ == "__main__":
    sys.exit(main())
