"""The commands about the record and its editions, with their tables: `record`, `backtest`, `estimates`, `edition`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from territory.answers.backtest import Backtest, backtest, keep
from territory.answers.outlook import PERCENT
from territory.answers.scoreboard import RULE, Ours, Scoreboard, scoreboard
from territory.answers.windows import record_answer
from territory.cli.scenarios import NOTHING, WINDOW_HELP, aligned, printed
from territory.editions import Built, Request, new_edition
from territory.figures.evidence import BASELINE_EDITION, edition, edition_ids
from territory.figures.record import (
    DEFAULT_PROVIDER,
    RateWindow,
    WindowError,
    find_window,
    widest_window,
)
from territory.model.backtest import LEVELS, MONTHS_AHEAD
from territory.model.work import ALL
from territory.scenario.pace import Recorded, look_up, named
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import ScenarioError, key_problem, shown
from territory.text import decimal, number, say, say_of
from territory.words import estimates as estimates_words
from territory.words import record as record_words
from territory.words.assumptions import label, provider_name, window_title
from territory.words.backtest import OVERLAP, ahead, held_sentence, method_name
from territory.words.vocabulary import area_shown, area_unit, limits, oblast_name, pace, pace_unit, percent, result_name

SMALL = 0.5  # days: less than one to be shown


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the commands that print what the record shows."""
    command = commands.add_parser("record", help="print the pace that a window of the monthly record shows")
    command.add_argument("--window", metavar="WINDOW", help=WINDOW_HELP)
    command.add_argument("--provider", metavar="ID", help=f"whose record it is ({DEFAULT_PROVIDER} if left out)")
    command.add_argument("--from", metavar="MONTH", dest="first", help="first month, such as 2025-01")
    command.add_argument("--to", metavar="MONTH", dest="last", help="last month, such as 2025-12")
    command.add_argument("--edition", metavar="ID", default=BASELINE_EDITION, help="up to the date of which edition")
    command.add_argument("--json", action="store_true", help="print JSON")
    command.set_defaults(run=_record)
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


def add_editions(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
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


def _record(arguments: argparse.Namespace) -> int:
    """The window is asked for by name or text, or by its parts; what is left out is all that the edition has."""
    if why := key_problem("edition", arguments.edition):
        raise ScenarioError({"--edition": why})
    known, provider = edition(arguments.edition), arguments.provider or DEFAULT_PROVIDER
    if arguments.window is None:
        whole = widest_window(provider, known)
        window = RateWindow(provider, arguments.first or whole.from_month, arguments.last or whole.to_month)
    elif arguments.first or arguments.last or (arguments.provider and "~" in arguments.window):
        why = say("it says by itself which window is meant; leave out the other options or this.")
        raise WindowError({"--window": why})
    else:
        window = find_window(arguments.window, known, provider)
    found = look_up(window, arguments.edition)
    printed(arguments, record_answer(found).as_dict(), lambda: record_table(found))
    return 0


def _backtest(arguments: argparse.Namespace) -> int:
    if arguments.edition not in (None, *edition_ids()):
        known = ", ".join(edition_ids())
        raise ScenarioError({"--edition": f"{shown(arguments.edition)} is no edition; choose one of {known}."})
    names = [arguments.edition] if arguments.edition else edition_ids()
    if arguments.write:
        for name in names:
            keep(backtest(name))
    found = backtest(names[-1])
    printed(arguments, found.as_dict(), lambda: backtest_table(found))
    return 0


def _estimates(arguments: argparse.Namespace) -> int:
    board = scoreboard()
    printed(arguments, board.as_dict(), lambda: estimates_table(board))
    return 0


def _edition_new(arguments: argparse.Namespace) -> int:
    asked = ("previous", "monthly", "occupied", "date", "since", "out", "strict")
    built = new_edition(Request(**{key: getattr(arguments, key) for key in asked}))
    for flag in built.flags:
        print(f"territory: flagged: {flag}", file=sys.stderr)
    print(edition_table(built))
    return 0


def record_table(found: Recorded) -> str:
    """A window of the record with the same months by other providers, and the windows that have a name."""
    heads = (pace_unit(), say("spread"), say("slowest"), say("fastest"), area_unit(), say_of("column", "days"))
    rows: list[tuple[str, ...]] = [("", *heads, say_of("column", "months"))]
    for each in (found.observed, *found.others):
        sd = each.sd_km2_per_day
        rows.append(
            (
                provider_name(each.provider.id),
                pace(each.mean_km2_per_day),
                NOTHING if sd is None else pace(sd),
                *(pace(rate) for _, rate in (each.slowest, each.fastest)),
                number(each.gain_km2 * area_shown().factor, 1),
                number(each.days),
                number(len(each.series.months)),
            )
        )
    names = [(each.name, record_words.window_name(each), str(each.window)) for each in named(found)]
    title = say("{window} (edition {edition})", window=window_title(found.observed.window), edition=found.known.id)
    said = [title, aligned(rows, "lrrrrrrr"), "", *record_words.lines(found)]
    return "\n".join([*said, "", say("Windows with a name:"), aligned(names, "lll")])


def backtest_table(found: Backtest) -> str:
    """How often ranges held what came and by how much they missed, a row a method; and what earlier editions said."""
    header = ("", *(ahead(months) for months in MONTHS_AHEAD))
    starts = (say("starts"), *(str(score.origins) for score in found.scores[found.own].values()))
    held, missed = [], []
    for name, scores in found.scores.items():
        asked = [scores.get(months) for months in MONTHS_AHEAD]
        shares = [NOTHING if each is None else percent(PERCENT * each.coverage(), 0) for each in asked]
        losses = [NOTHING if each is None else number(each.crps_km2) for each in asked]
        held.append((method_name(name), *shares))
        missed.append((method_name(name), *losses))
    tables = [
        say("How often the range of 8 in 10 held what came, by months ahead:"),
        aligned([header, *held, starts], "lrrrr"),
        "",
        say("Mean loss (CRPS), km², less is better:"),
        aligned([header, *missed], "lrrrr"),
        "",
    ]
    for frozen in found.frozen:
        title = say(
            "What edition {edition} said of the months since, km² from {date}:",
            edition=frozen.edition,
            date=frozen.start,
        )
        rows: list[tuple[str, ...]] = [("", *(percent(PERCENT * level, 0) for level in LEVELS), say("came"))]
        for day, said, came in zip(frozen.dates, frozen.quantiles_km2, frozen.came_km2, strict=True):
            rows.append((day.isoformat(), *map(number, map(round, said)), number(round(came))))
        tables += [title, aligned(rows, "lrrrrrr"), ""]
    return "\n".join([*tables, held_sentence(found.coverage()), say(OVERLAP), limits()])


def estimates_table(board: Scoreboard) -> str:
    """Published answers beside ours, then what the record shows since each, a row an estimate; and why they differ."""
    given = (say("stated"), say("published"), say("left, km²"), "", "km²/day", "", say("ours"), say("difference, days"))
    followed = (
        say("days since"),
        say("taken, km²"),
        "km²/day",
        say("even course, km²"),
        say("left, km²"),
        say("course"),
    )
    rows: list[tuple[str, ...]] = [("", *given)]
    since: list[tuple[str, ...]] = [("", *followed)]
    details: list[str] = []
    for score in board.scores:
        estimate, ours, course = score.estimate, score.ours, estimates_words.course_name(score)
        inputs: list[str] = []
        for each, decimals in ((estimate.remaining, 0), (estimate.rate, 2)):
            inputs += (NOTHING, "") if each is None else (decimal(each.value, decimals, fixed=True), say(each.status))
        ending = (NOTHING, NOTHING) if ours is None else (str(ours.when), _difference(ours))
        rows.append((estimate.id, estimate.stated.isoformat(), estimate.answer.text, *inputs, *ending))
        if score.since is None:
            since.append((estimate.id, *[NOTHING] * 5, course))
        else:
            taken = (
                decimal(score.since.elapsed_days),
                decimal(score.since.taken_km2),
                decimal(score.since.pace_km2_per_day, 2, fixed=True),
                estimates_words.expected(score.since),
                decimal(score.since.remaining_now_km2),
            )
            since.append((estimate.id, *taken, course))
        details += ["", estimate.id, *(f"  {line}" for line in estimates_words.details(score))]
    sentences = [estimates_words.headline(board), estimates_words.record(board), say(RULE)]
    tables = [aligned(rows, "lllrlrllr"), "", aligned(since, "lrrrrrl"), ""]
    return "\n".join([*tables, *sentences, limits(), *details])


def _difference(ours: Ours) -> str:
    if ours.holds is None:
        return say("implied")
    if abs(ours.difference_days) < SMALL:
        return "0"
    return f"{'+' if ours.difference_days > 0 else ''}{decimal(ours.difference_days)}"


def edition_table(built: Built) -> str:
    """What a new edition holds, and how defaults and the baseline's answers move, before and after."""
    old, new = built.previous, built.edition
    months = new.record.months
    made = say(
        "{path} is edition {edition}: {title}; {count} months are fitted, to {last}.",
        path=built.path,
        edition=new.id,
        title=new.title,
        count=len(months),
        last=months[-1],
    )
    defaults = [("", old.id, "", new.id, "")]
    for change in built.changes:
        key, _, oblast = change.key.partition(".")
        name = f"{label(key)}, {oblast_name(oblast)}" if oblast else label(key)
        defaults.append((name, number(change.before, 5), "→", number(change.after, 5), PARAMETERS[key].unit))
    heads = (say("days in {edition}", edition=old.id), say("date in {edition}", edition=old.id))
    answers = [("", heads[0], "", new.id, heads[1], "", new.id)]
    for move in built.moves:
        then, now = move.before, move.after
        days = [(then.central_days, now.central_days), (then.median_days, now.median_days)]
        dates = [(then.central_date, now.central_date), (then.median_date, now.median_date)]
        name = say("One after the other") if move.id == ALL else result_name(move.id)
        named = (say("{oblast}, central", oblast=name), say("{oblast}, median", oblast=name))
        for what, (was, is_), (on, by) in zip(named, days, dates, strict=True):
            answers.append((what, _days(was), "→", _days(is_), on or NOTHING, "→", by or NOTHING))
    beside = say("{sign} is a median not within the horizon, or what never comes.", sign=NOTHING)
    return "\n".join([made, "", aligned(defaults, "lrlrl"), "", aligned(answers, "lrlrrlr"), "", beside, limits()])


def _days(days: float | None) -> str:
    return NOTHING if days is None else decimal(days, 2, fixed=True)
