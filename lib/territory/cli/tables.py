"""What the commands print for people: a table for each answer, with its sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from territory.answers.backtest import Backtest
from territory.answers.comparison import Compared, contributions, shared
from territory.answers.control import Control
from territory.answers.drivers import PROVIDER, Drivers
from territory.answers.estimates_answer import Ours
from territory.answers.needed import ImpliedValue, Needs
from territory.answers.outlook import PERCENT, Outlook, When, context
from territory.answers.scoreboard import RULE, Scoreboard
from territory.answers.windows import RecordShown
from territory.editions import Built
from territory.model.backtest import LEVELS, MONTHS_AHEAD
from territory.model.inverse import Found
from territory.model.projection import Moment, Status
from territory.model.work import ALL
from territory.scenario.pace import named
from territory.scenario.parameters import PARAMETERS
from territory.text import decimal, listed, marked, number, say, say_of
from territory.words import answer as answer_words
from territory.words import compare as compare_words
from territory.words import estimates as estimates_words
from territory.words import map as map_words
from territory.words import record as record_words
from territory.words.assumptions import label, per_oblast, provider_name, value_with_unit, window_title
from territory.words.backtest import OVERLAP, ahead, held_sentence, method_name
from territory.words.drivers import median
from territory.words.needed import needed_sentence
from territory.words.vocabulary import (
    area_shown,
    area_unit,
    at_least,
    limits,
    oblast_name,
    pace,
    pace_unit,
    percent,
    result_name,
)

SMALL = 0.5  # days: less than one to be shown


NOTHING = "–"
SHARES = {
    "pace": marked("the long-run pace"),
    "annual_change": marked("its yearly change"),
    "noise": marked("month-to-month scatter"),
}


def answer_table(outlook: Outlook) -> str:
    """Remaining area, central answer and the chance before the dates asked for, a row a result; and the sentence."""
    dates = outlook.by
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
                NOTHING if result.pace is None else _value(result.pace, 2),
                _value(result.annual_change, 1),
                NOTHING if least is None else decimal(least, 1, fixed=True),
                NOTHING if result.half is None else _date(result.half),
            )
        )
    sentences = [needed_sentence(found, result) for result in found.results]
    return "\n".join([aligned(rows, "lrrrr"), "", *sentences, limits()])


def _value(implied: ImpliedValue, decimals: int) -> str:
    if implied.value is None:
        return say_of("pace or change", "any") if implied.found is Found.EVERY_VALUE else say("none within bounds")
    return decimal(at_least(implied.value, decimals), decimals, fixed=True)


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


def _date(when: Moment | When) -> str:
    return NOTHING if when.date is None else when.date.isoformat()


def outcomes() -> dict[Status, str]:
    """What becomes of a target, in a word or two."""
    return {
        Status.DONE: say_of("outcome", "done"),
        Status.REACHED: say_of("outcome", "reached"),
        Status.BEYOND_HORIZON: say("beyond horizon"),
        Status.NEVER: say_of("outcome", "never"),
    }


def record_table(shown: RecordShown) -> str:
    """A window of the record with the same months by other providers, and the windows that have a name."""
    found = shown.found
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
        ending = (NOTHING, NOTHING) if ours is None else (str(ours.date), _difference(ours))
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


def control_table(found: Control) -> str:
    """What is occupied of each region at the start and on the date, a row a region; and the sentence."""
    rows = [("", say("at the start"), say("on the date"), say("change, {unit}", unit=area_unit()))]
    for each in found.standings:
        change = number(each.change_km2 * area_shown().factor, 1)
        rows.append((oblast_name(each.id), map_words.share(each.start_share), map_words.share(each.share), change))
    said = map_words.headline(found.outlook, found.by, found.course, found.standings)
    return "\n".join([aligned(rows, "lrrr"), "", said, limits()])


def compare_table(found: Compared) -> str:
    """The answers of scenarios, a row a scenario and result; and what the differences from the first one do."""
    first, lines = found.scenarios[0], []
    for name in shared(found.scenarios):
        rows: list[tuple[str, ...]] = [("", say("central"), say("median"), say("years later than the first"))]
        for scenario in found.scenarios:
            moved = contributions(first, scenario, name)
            arrivals = (compare_words.arrival(each, scenario) for each in (moved.last.central, moved.last.median))
            rows.append((compare_words.name(scenario), *arrivals, " ".join(compare_words.whole_row(moved))))
        lines += [result_name(name), aligned(rows, "llll"), ""]
    return "\n".join([*lines, limits()])


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


TABLES: Mapping[str, Callable[[Any], str]] = {
    "project": answer_table,
    "needed": needs_table,
    "sensitivity": drivers_table,
    "control": control_table,
    "compare": compare_table,
    "record": record_table,
    "backtest": backtest_table,
    "estimates": estimates_table,
}
