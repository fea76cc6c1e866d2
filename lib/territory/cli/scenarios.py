"""The commands about a scenario: reading it with what options change, its answers, and their tables."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from territory.answers.drivers import PROVIDER, Drivers
from territory.answers.drivers import drivers as drivers_of
from territory.answers.estimates import estimates, named
from territory.answers.needed import Implied, Needs, needed
from territory.answers.outlook import PERCENT, Outlook, context, project
from territory.figures.evidence import edition, edition_ids
from territory.figures.record import WindowError, find_window
from territory.library import saved_scenario
from territory.model.inverse import Found
from territory.model.projection import Moment, Status
from territory.scenario.files import CODECS, DATE_CODEC, load_scenario, parse_file, presets
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
from territory.text import decimal, listed, marked, say, say_of
from territory.words import answer as answer_words
from territory.words.assumptions import label, per_oblast, value_with_unit
from territory.words.drivers import median
from territory.words.needed import needed_sentence
from territory.words.vocabulary import at_least, limits, oblast_name, percent, problem_lines, result_name

PROBLEMS_FOUND = 1
ASKED_OF = ("edition", "targets", "first")  # without them it cannot be said whether a window or an area fits
WINDOW_HELP = "a window of the record: its name, such as last-12, or its text, such as deepstate_land~2025-01~2025-12"
SCENARIO_HELP = (
    "a scenario file, the name of a preset or of a published estimate, a link, or - for standard input; "
    "the baseline if left out"
)
NOTHING = "–"
SHARES = {
    "pace": marked("the long-run pace"),
    "annual_change": marked("its yearly change"),
    "noise": marked("month-to-month scatter"),
}


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that answer for a scenario."""
    asked = {
        "project": (_project, "print the answer of a scenario"),
        "needed": (_needed, "print the pace or yearly change that a date would imply"),
        "sensitivity": (_sensitivity, "print what drives the answer of a scenario"),
    }
    for name, (run, said) in asked.items():
        command = commands.add_parser(name, help=said)
        command.set_defaults(run=run)
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
        if name == "project":
            command.add_argument(
                "--by", action="append", default=[], metavar="DATE", help="the chance that it is taken before DATE"
            )
        if name == "needed":
            command.add_argument("--by", required=True, metavar="DATE", help="taken before DATE")
            command.add_argument(
                "--chance", default="50", metavar="PERCENT", help="with this chance in the model (50 if left out)"
            )


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


def _project(arguments: argparse.Namespace) -> int:
    problems: dict[str, str] = {}
    dates = _dates(arguments.by, problems)
    outlook = project(_scenario(arguments, problems))
    printed(arguments, outlook.as_dict(dates), lambda: answer_table(outlook, dates))
    return 0


def _needed(arguments: argparse.Namespace) -> int:
    problems: dict[str, str] = {}
    dates, chance = _dates([arguments.by], problems), 50.0
    try:
        chance = float(arguments.chance)
    except ValueError:
        problems["--chance"] = f"{shown(arguments.chance)} is not a number; write a percentage such as 50."
    scenario = _scenario(arguments, problems)
    found = needed(scenario, dates[0], chance)
    printed(arguments, found.as_dict(), lambda: needs_table(found))
    return 0


def _sensitivity(arguments: argparse.Namespace) -> int:
    found = drivers_of(_scenario(arguments, {}))
    printed(arguments, found.as_dict(), lambda: drivers_table(found))
    return 0


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


def printed(arguments: argparse.Namespace, answer: dict[str, Any], table: Callable[[], str]) -> None:
    """Print an answer as JSON where that is asked for, or else as its table."""
    print(json.dumps(answer, indent=2) if arguments.json else table())


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


def _dates(texts: Sequence[str], problems: dict[str, str]) -> list[date]:
    """The dates of `--by`; what cannot be read is added to the problems."""
    dates = []
    for text in texts:
        try:
            dates.append(DATE_CODEC.from_text(text))
        except ValueError as error:
            problems["--by"] = str(error)
    return dates


def answer_table(outlook: Outlook, dates: Sequence[date]) -> str:
    """Remaining area, central answer and the chance before some dates, a row a result; and the sentence."""
    chances = [say("chance before {date}", date=when) for when in dates]
    heads = (say("remaining km²"), say_of("column", "days"), say_of("column", "date"), "", *chances)
    rows: list[tuple[str, ...]] = [("", *heads)]
    for result in outlook.projection.results:
        runs, start, mirror = outlook.projection.runs[result.id], outlook.scenario.start, result.central.mirror
        status, when = outcomes()[result.central.status], result.central.when
        if mirror is not None:
            nothing = result.occupied_km2 == 0
            status = say("nothing occupied") if nothing else say("back under Ukrainian control")
            when = Moment(None, None) if nothing else mirror
        days = NOTHING if when.days is None else decimal(when.days, 2, fixed=True)
        shares = (PERCENT * runs.chance_before((by - start).days) for by in dates)
        rows.append(
            (
                result_name(result.id),
                decimal(result.remaining_km2, 1, fixed=True),
                days,
                _date(when),
                status,
                *(say("{number}%", number=decimal(share, 1, fixed=True)) for share in shares),
            )
        )
    beside = answer_words.text_answer(outlook, context(outlook.scenario))
    said = [(result.id, answer_words.spread(outlook, result)) for result in outlook.projection.targets]
    spreads = [say("{oblast}: {spread}", oblast=oblast_name(name), spread=spread) for name, spread in said if spread]
    sentences = [answer_words.headline(outlook), beside, *spreads, limits()]
    return "\n".join([aligned(rows, "lrrrl" + "r" * len(dates)), "", *sentences])


def needs_table(found: Needs) -> str:
    """What a date implies: pace, yearly change, break-even decay and the date of half, a row a result."""
    heads = (say("pace, km²/day"), say("yearly change, %"), say("dies out at, %/year"), say("half taken, central"))
    rows: list[tuple[str, ...]] = [("", *heads)]
    for result in found.results:
        least = result.break_even_annual_change
        rows.append(
            (
                result_name(result.id),
                NOTHING if result.rate is None else _value(result.rate, 2),
                _value(result.annual_change, 1),
                NOTHING if least is None else decimal(least, 1, fixed=True),
                NOTHING if result.half is None else _date(result.half),
            )
        )
    sentences = [needed_sentence(found, result) for result in found.results]
    return "\n".join([aligned(rows, "lrrrr"), "", *sentences, limits()])


def _value(implied: Implied, decimals: int) -> str:
    if implied.runs.value is None:
        return say_of("pace or change", "any") if implied.runs.found is Found.EVERY_VALUE else say("none within bounds")
    return decimal(at_least(implied.runs.value, decimals), decimals, fixed=True)


def drivers_table(found: Drivers) -> str:
    """What moves the median of each result, the most first, and what the spread comes from."""
    heads = (say("assumption from"), say_of("column", "to"), say("median from"), say_of("column", "to"))
    lines = []
    for name, shares in found.shares.items():
        rows: list[tuple[str, ...]] = [("", *heads)]
        for bar in found.tornado(name):
            values, key = [], "rate" if bar.key == PROVIDER else bar.key
            for value in (bar.low.value, bar.high.value):
                if isinstance(value, Mapping):
                    each = tuple((oblast, round(share, 2)) for oblast, share in value.items())
                    values.append(per_oblast(bar.key, each))
                else:
                    values.append(value_with_unit(key, round(value, 2)))
            medians = (median(found, end.median_days[name]) for end in (bar.low, bar.high))
            rows.append((label(bar.key), *values, *medians))
        if shares is None:
            spread = say("What its spread comes from cannot be said: nothing varies, or too few runs finish.")
        else:
            parts = [
                say("{share} from {source}", share=percent(PERCENT * share.alone, 0), source=say(SHARES[group]))
                for group, share in shares.items()
            ]
            spread = say("Of its spread come {shares}; what is missing comes of their interplay.", shares=listed(parts))
        title = say("{oblast}: median {time}", oblast=result_name(name), time=median(found, found.median_days[name]))
        lines += [title, aligned(rows, "lrrrr"), spread, ""]
    return "\n".join([*lines, limits()])


def aligned(rows: Sequence[Sequence[str]], columns: str) -> str:
    """Rows of text with columns flush left (l) or right (r)."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(columns))]
    lines = [
        "  ".join(
            cell.ljust(width) if side == "l" else cell.rjust(width)
            for cell, width, side in zip(row, widths, columns, strict=True)
        )
        for row in rows
    ]
    return "\n".join(line.rstrip() for line in lines)


def _date(when: Moment) -> str:
    return NOTHING if when.date is None else when.date.isoformat()


def outcomes() -> dict[Status, str]:
    """What becomes of a target, in a word or two."""
    return {
        Status.DONE: say_of("outcome", "done"),
        Status.REACHED: say_of("outcome", "reached"),
        Status.BEYOND_HORIZON: say("beyond horizon"),
        Status.NEVER: say_of("outcome", "never"),
    }
