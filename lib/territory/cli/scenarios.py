"""The commands: one for each question, with its options; and those that print scenarios' links, problems and names."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from territory.answers.backtest import backtest, keep
from territory.answers.estimates import estimates, named
from territory.answers.questions import QUESTIONS, WINDOW_HELP, Question
from territory.figures.evidence import edition, edition_ids
from territory.figures.record import WindowError, find_window
from territory.library import saved_scenario
from territory.scenario.files import CODECS, load_scenario, parse_file, presets
from territory.scenario.links import LinkError, link, parse_link
from territory.scenario.pace import window_changes, with_window
from territory.scenario.scenario import (
    KEYS,
    OblastValues,
    Scenario,
    ScenarioError,
    baseline,
    leave,
    printable,
    revise,
    shown,
)
from territory.text import say
from territory.words.vocabulary import limits, problem_lines

PROBLEMS_FOUND = 1
ASKED_OF = ("edition", "targets", "first")  # without them it cannot be said whether a window or an area fits
SCENARIO_HELP = (
    "a scenario file, the name of a preset or of a published estimate, a link, or - for standard input; "
    "the baseline if left out"
)


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add a command for each question, with its options."""
    for question in QUESTIONS.values():
        command = commands.add_parser(question.name, help=f"print {question.about}")
        command.set_defaults(run=_ask, question=question)
        if question.of == "scenario":
            command.add_argument("scenario", nargs="?", metavar="FILE|NAME|LINK|-", help=SCENARIO_HELP)
            _add_changes(command)
        elif question.of == "scenarios":
            command.add_argument("scenarios", nargs="+", metavar="FILE|NAME|LINK", help=SCENARIO_HELP)
        for option in question.options:
            command.add_argument(
                f"--{option.name}",
                action="append",
                default=[],
                metavar=option.shape,
                required=option.needed,
                dest=f"option_{option.name}",
                help=option.about,
            )
        if question.name == "backtest":
            command.add_argument(
                "--write", action="store_true", help="renew what is kept, of all editions if none is named"
            )
        shown_as = command.add_mutually_exclusive_group()
        shown_as.add_argument("--json", action="store_true", help="print JSON")
        shown_as.add_argument("--csv", action="store_true", help="print a table as CSV")


def _add_changes(command: argparse.ArgumentParser) -> None:
    """Add the options that change a scenario."""
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


def _ask(arguments: argparse.Namespace) -> int:
    """Answer a question; all problems of options and scenario are told at once."""
    question: Question = arguments.question
    problems: dict[str, str] = {}
    asked: dict[str, Any] = {}
    for option in question.options:
        texts = getattr(arguments, f"option_{option.name}")
        asked[option.argument] = option.values(texts if option.many else texts[-1:], problems)
    problems = {f"--{name}": why for name, why in problems.items()}
    scenarios: tuple[Scenario, ...] = ()
    if question.of == "scenario":
        scenarios = (_scenario(arguments, problems),)
    elif question.of == "scenarios":
        scenarios = tuple(_read(each) for each in arguments.scenarios)
    if problems:
        raise ScenarioError(problems)
    if question.name == "backtest" and arguments.write:  # before it is answered with what is kept
        for edition_id in [asked["edition"]] if asked["edition"] else edition_ids():
            keep(backtest(edition_id))
    found = question.found(scenarios, asked)
    if arguments.json:
        print(json.dumps(found.as_dict(), indent=2))
    elif arguments.csv:
        from territory.answers import table  # the others load no pandas

        print(table.csv(found.answer(), [limits()], ""), end="")
    else:
        from territory.cli import tables  # JSON needs no words

        print(tables.TABLES[question.name](found))
    return 0


def add_plain(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that print scenarios' links, problems and names."""
    command = commands.add_parser("link", help="print the link of a scenario")
    command.add_argument("scenario", metavar="FILE|NAME|LINK|-", help=SCENARIO_HELP)
    command.set_defaults(run=_link)
    command = commands.add_parser("check", help="print all problems of scenario files")
    command.add_argument("files", nargs="+", metavar="FILE")
    command.set_defaults(run=_check)
    command = commands.add_parser("scenarios", help="list the presets")
    command.set_defaults(run=_scenarios)


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
            for line in problem_lines(error.problems.items()):
                print(f"{file}: {line}")
    return 0 if clean else PROBLEMS_FOUND


def _scenarios(_arguments: argparse.Namespace) -> int:
    found = presets()
    width = max((len(each.name) for each in found), default=0)
    for each in found:
        print(f"{each.name:{width}}  {each.title if each.scenario else 'cannot be used; see territory check'}")
    return 0


def _scenario(arguments: argparse.Namespace, problems: dict[str, str]) -> Scenario:
    """The scenario with what options change; all problems at once, those found so far included."""
    changes: dict[str, Any] = {}
    for setting in arguments.settings:
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
    remaining = _remaining(arguments.remaining, changes, problems)
    try:
        scenario = _read(arguments.scenario)
    except (ScenarioError, LinkError) as error:
        raise ScenarioError(problems | error.problems) from None
    if arguments.scenario is None and changes.get("edition") in edition_ids():
        scenario = baseline(changes["edition"])
    good = changes
    while good:  # what cannot stand goes, so that the rest can be judged
        try:
            scenario = revise(scenario, good)
            break
        except ScenarioError as error:
            problems |= error.problems
            blamed = good.keys() & error.problems.keys()
            good = {key: value for key, value in good.items() if key not in blamed} if blamed else {}
    if problems.keys().isdisjoint(ASKED_OF):
        try:
            if arguments.window is not None:
                window = find_window(arguments.window, edition(scenario.edition))
                if both := [key for key in window_changes(scenario, window) if key in changes]:
                    raise ScenarioError(dict.fromkeys(both, say("set by --set and by --window; keep one.")))
                scenario = with_window(scenario, window)
        except (ScenarioError, WindowError) as error:
            problems |= error.problems
        try:
            scenario = scenario if remaining is None else leave(scenario, remaining)
        except ScenarioError as error:
            problems |= error.problems
    if problems:
        raise ScenarioError(problems)
    return scenario


def _read(argument: str | None) -> Scenario:
    """The scenario that an argument means: nothing, standard input, a link, a file, a preset or an estimate."""
    if argument is None:
        return baseline()
    if argument == "-":
        content = sys.stdin.buffer.read()
        text = content.decode("utf-8", errors="replace")
        if text.lstrip("\ufeff \t\r\n").startswith("{") or not _is_link(text):
            return parse_file(content)
        return parse_link(text, named, saved_scenario)
    try:
        is_file = Path(argument).is_file()
    except (OSError, ValueError):  # longer than any path, or with characters that none has
        is_file = False
    if is_file:
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


def _is_link(text: str) -> bool:
    return "=" in text.partition("?")[2] or text.strip().startswith(("?", "v=", "http://", "https://"))


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
