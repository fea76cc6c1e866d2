"""Answers as plain text, for the command line: tables, with the sentences that belong to them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from territory.answers.backtest import Backtest, Frozen
from territory.answers.drivers import PROVIDER, Bar, Drivers, End
from territory.answers.needed import Implied, Needs, ResultNeeds
from territory.answers.outlook import PERCENT, Outlook, context
from territory.editions import Built, Change
from territory.figures.record import Observed
from territory.model.backtest import LEVELS, MONTHS_AHEAD, Score
from territory.model.inverse import Found
from territory.model.projection import Moment, Result, Status
from territory.model.sensitivity import Shares
from territory.model.work import ALL
from territory.scenario.pace import Recorded, named
from territory.scenario.parameters import PARAMETERS
from territory.text import decimal, listed, marked, number, say, say_of
from territory.words import answer as answer_words
from territory.words import windows as windows_words
from territory.words.assumptions import label, per_oblast, value_with_unit
from territory.words.backtest import ahead, held_sentence, method_name, overlap
from territory.words.drivers import median
from territory.words.needed import needed_sentence
from territory.words.units import area_shown, area_unit, pace, pace_unit
from territory.words.vocabulary import at_least, limits, oblast_name, percent, result_name

NOTHING = "–"
SHARES = {
    "pace": marked("the long-run pace"),
    "annual_change": marked("its yearly change"),
    "noise": marked("month-to-month scatter"),
}


def answer(outlook: Outlook, dates: Sequence[date]) -> str:
    """Remaining area, central answer and the chance before some dates, a row a result; and the sentence."""
    chances = [say("chance before {date}", date=when) for when in dates]
    rows = [("", say("remaining km²"), say_of("column", "days"), say_of("column", "date"), "", *chances)]
    rows += [_answer_row(outlook, result, dates) for result in outlook.projection.results]
    beside = answer_words.text_answer(outlook, context(outlook.scenario))
    sentences = [answer_words.headline(outlook), beside, *_spreads(outlook), limits()]
    return "\n".join([aligned(rows, "lrrrl" + "r" * len(dates)), "", *sentences])


def _answer_row(outlook: Outlook, result: Result, dates: Sequence[date]) -> tuple[str, ...]:
    status, when = _outcome(result)
    runs, start = outlook.projection.runs[result.id], outlook.scenario.start
    return (
        result_name(result.id),
        decimal(result.remaining_km2, 1, fixed=True),
        NOTHING if when.days is None else decimal(when.days, 2, fixed=True),
        _date(when),
        status,
        *(_chance(runs.chance_before((by - start).days)) for by in dates),
    )


def _spreads(outlook: Outlook) -> list[str]:
    """How far the simulated runs lie apart, a line a result."""
    said = [(result.id, answer_words.spread(outlook, result)) for result in outlook.projection.targets]
    return [say("{oblast}: {spread}", oblast=oblast_name(name), spread=spread) for name, spread in said if spread]


def needs(found: Needs) -> str:
    """What a date implies: pace, yearly change, break-even decay and the date of half, a row a result."""
    heads = (say("pace, km²/day"), say("yearly change, %"), say("dies out at, %/year"), say("half taken, central"))
    rows = [("", *heads), *(_needs_row(result) for result in found.results)]
    sentences = [needed_sentence(found, result) for result in found.results]
    return "\n".join([aligned(rows, "lrrrr"), "", *sentences, limits()])


def _needs_row(result: ResultNeeds) -> tuple[str, ...]:
    least = result.break_even_annual_change
    return (
        result_name(result.id),
        NOTHING if result.rate is None else _value(result.rate, 2),
        _value(result.annual_change, 1),
        NOTHING if least is None else decimal(least, 1, fixed=True),
        NOTHING if result.half is None else _date(result.half),
    )


def drivers(found: Drivers) -> str:
    """What moves the median of each result, the most first, and what the spread comes from."""
    return "\n".join([*(line for name in found.shares for line in _driver_lines(found, name)), limits()])


def _driver_lines(found: Drivers, name: str) -> tuple[str, ...]:
    heads = (say("assumption from"), say_of("column", "to"), say("median from"), say_of("column", "to"))
    rows = [("", *heads), *(_bar_row(found, bar, name) for bar in found.tornado(name))]
    title = say("{oblast}: median {time}", oblast=result_name(name), time=median(found, found.median_days[name]))
    return title, aligned(rows, "lrrrr"), _shares_sentence(found.shares[name]), ""


def _bar_row(found: Drivers, bar: Bar, name: str) -> tuple[str, ...]:
    ends = (bar.low, bar.high)
    values = (_end_value(bar, end) for end in ends)
    return label(bar.key), *values, *(median(found, end.median_days[name]) for end in ends)


def record(found: Recorded) -> str:
    """A window of the record with the same months by other providers, and the windows that have a name."""
    heads = (pace_unit(), say("spread"), say("slowest"), say("fastest"), area_unit(), say_of("column", "days"))
    rows: list[tuple[str, ...]] = [("", *heads, say_of("column", "months"))]
    rows += [_window(each) for each in (found.observed, *found.others)]
    names = [(each.name, windows_words.window_name(each), str(each.window)) for each in named(found)]
    title = say(
        "{window} (edition {edition})", window=windows_words.title(found.observed.window), edition=found.known.id
    )
    said = [title, aligned(rows, "lrrrrrrr"), "", *windows_words.lines(found)]
    return "\n".join([*said, "", say("Windows with a name:"), aligned(names, "lll")])


def _window(found: Observed) -> tuple[str, ...]:
    sd, how = found.sd_km2_per_day, area_shown()
    return (
        windows_words.provider_name(found.provider.id),
        pace(found.mean_km2_per_day),
        NOTHING if sd is None else pace(sd),
        *(pace(rate) for _, rate in (found.slowest, found.fastest)),
        number(found.gain_km2 * how.factor, 1),
        number(found.days),
        number(len(found.series.months)),
    )


def edition(built: Built) -> str:
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
    defaults = [("", old.id, "", new.id, ""), *(_changed(change) for change in built.changes)]
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


def backtest(found: Backtest) -> str:
    """How often ranges held what came and by how much they missed, a row a method; and what earlier editions said."""
    header = ("", *(ahead(months) for months in MONTHS_AHEAD))
    starts = (say("starts"), *(str(score.origins) for score in found.scores[found.own].values()))
    held = [_scored(found, name, lambda score: percent(PERCENT * score.coverage(), 0)) for name in found.scores]
    missed = [_scored(found, name, lambda score: number(score.crps_km2)) for name in found.scores]
    tables = [
        say("How often the range of 8 in 10 held what came, by months ahead:"),
        aligned([header, *held, starts], "lrrrr"),
        "",
        say("Mean loss (CRPS), km², less is better:"),
        aligned([header, *missed], "lrrrr"),
        "",
    ]
    return "\n".join([*tables, *map(_frozen, found.frozen), held_sentence(found.coverage()), overlap(), limits()])


def _scored(found: Backtest, name: str, shown: Callable[[Score], str]) -> tuple[str, ...]:
    asked = (found.scores[name].get(months) for months in MONTHS_AHEAD)
    return method_name(name), *(NOTHING if each is None else shown(each) for each in asked)


def _frozen(frozen: Frozen) -> str:
    title = say(
        "What edition {edition} said of the months since, km² from {date}:", edition=frozen.edition, date=frozen.start
    )
    rows: list[tuple[str, ...]] = [("", *(percent(PERCENT * level, 0) for level in LEVELS), say("came"))]
    for day, said, came in zip(frozen.dates, frozen.quantiles_km2, frozen.came_km2, strict=True):
        rows.append((day.isoformat(), *map(number, map(round, said)), number(round(came))))
    return "\n".join([title, aligned(rows, "lrrrrrr"), ""])


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


def _changed(change: Change) -> tuple[str, ...]:
    key, _, oblast = change.key.partition(".")
    name = f"{label(key)}, {oblast_name(oblast)}" if oblast else label(key)
    was, is_ = (number(value, 5) for value in (change.before, change.after))
    return name, was, "→", is_, PARAMETERS[key].unit


def _days(days: float | None) -> str:
    return NOTHING if days is None else decimal(days, 2, fixed=True)


def _shares_sentence(shares: Mapping[str, Shares] | None) -> str:
    if shares is None:
        return say("What its spread comes from cannot be said: nothing varies, or too few runs finish.")
    each = [
        say("{share} from {source}", share=percent(PERCENT * share.alone, 0), source=say(SHARES[group]))
        for group, share in shares.items()
    ]
    return say("Of its spread come {shares}; what is missing comes of their interplay.", shares=listed(each))


def _end_value(bar: Bar, end: End) -> str:
    if isinstance(end.value, Mapping):
        return per_oblast(bar.key, tuple((oblast, round(share, 2)) for oblast, share in end.value.items()))
    return value_with_unit("rate" if bar.key == PROVIDER else bar.key, round(end.value, 2))


def _value(implied: Implied, decimals: int) -> str:
    if implied.runs.value is None:
        return say_of("pace or change", "any") if implied.runs.found is Found.EVERY_VALUE else say("none within bounds")
    return decimal(at_least(implied.runs.value, decimals), decimals, fixed=True)


def _chance(share: float) -> str:
    return say("{number}%", number=decimal(PERCENT * share, 1, fixed=True))


def _date(when: Moment) -> str:
    return NOTHING if when.date is None else when.date.isoformat()


def _outcome(result: Result) -> tuple[str, Moment]:
    """What becomes of a target, in words, and when."""
    mirror = result.central.mirror
    if mirror is None:
        return outcomes()[result.central.status], result.central.when
    if result.occupied_km2 == 0:
        return say("nothing occupied"), Moment(None, None)
    return say("back under Ukrainian control"), mirror


def outcomes() -> dict[Status, str]:
    """What becomes of a target, in a word or two."""
    return {
        Status.DONE: say_of("outcome", "done"),
        Status.REACHED: say_of("outcome", "reached"),
        Status.BEYOND_HORIZON: say("beyond horizon"),
        Status.NEVER: say_of("outcome", "never"),
    }
