"""The words of the backtest: its methods, and how much its evidence is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from territory.answers.backtest import ONE_YEAR, Backtest, Coverage, Frozen
from territory.model.backtest import LEVELS, MONTHS_AHEAD, Score
from territory.text import day, marked, number, say, say_count, sentences
from territory.words import vocabulary
from territory.words.vocabulary import area, percent

PERCENT = 100.0
BAND = 80
CONSTANT = "constant_"
LOW, MIDDLE, HIGH = 0, LEVELS.index(0.5), len(LEVELS) - 1
TABLE_LEVELS = (LOW, MIDDLE, HIGH)  # of the pinball loss

METHODS: Mapping[str, str] = {
    "tool_whole_record": marked("this tool, pace of the whole record"),
    "tool_this_year": marked("this tool, pace since 1 January"),
    "tool_12": marked("this tool, pace of the last 12 months"),
    "tool_6": marked("this tool, pace of the last 6 months"),
    "ar1": marked("the record's fit, asked directly"),
    "constant_all": marked("constant pace of the whole record"),
    "constant_12": marked("constant pace of the last 12 months"),
    "constant_3": marked("constant pace of the last 3 months"),
    "drifting_level": marked("a drifting level"),
    "drifting_ar1": marked("a drifting level, months with memory"),
}
OVERLAP = marked(
    "Weak evidence: the stretches overlap, so that one good or bad year counts many times. What held on past months "
    "need not hold on those to come."
)
NOTHING_KEPT = marked(
    "No test on past months is kept that is of this model and of this record. The command territory backtest --write "
    "makes one."
)


def method_name(method: str) -> str:
    """What a method is called."""
    return say(METHODS[method])


def ahead(months: int) -> str:
    """So many months: "1 month", "12 months"."""
    return say_count("{count} month", "{count} months", months)


def held_sentence(found: Coverage) -> str:
    """How often the range of 8 in 10 held, and out of how many: the line that belongs to every spread."""
    said = {"held": found.held, "all": found.origins}
    if found.apart == found.origins:
        starts = say("{held} of {all} starts", **said)
    elif found.apart == 1:
        starts = say("{held} of {all} starts, which all overlap", **said)
    else:
        starts = say("{held} of {all} starts, of which {apart} do not overlap", **said, apart=found.apart)
    return say(
        "In tests on past months the {range} range held what came {share} of the time {months} ahead ({starts}).",
        range=percent(BAND),
        share=percent(PERCENT * found.share, 0),
        months=say("one year") if found.months_ahead == ONE_YEAR else ahead(found.months_ahead),
        starts=starts,
    )


def kinds(own: str) -> tuple[tuple[str, str], ...]:
    """What the lines of the chart of coverage mean."""
    return (
        ("own", say("{method}: as this edition takes it", method=method_name(own))),
        ("tool", say("this tool, other stretches of the record")),
        ("constant", say("constant pace, three stretches")),
        ("other", say("the record’s fit, and two drifting levels")),
    )


def coverage_finding(found: Backtest, own: str) -> str:
    """The title of the chart of coverage: how often it held a year ahead, and a constant pace at best."""
    ours, others = found.coverage(ONE_YEAR, own), [each for each in found.scores if each.startswith(CONSTANT)]
    most = max(found.coverage(ONE_YEAR, each).held for each in others)
    return say(
        "One year ahead the {range} range of this tool held {held} of {all} times, that of a constant pace {most} "
        "times at the most",
        range=percent(BAND),
        held=number(ours.held),
        all=number(ours.origins),
        most=number(most),
    )


def coverage_alt(found: Backtest, own: str) -> str:
    """The chart of coverage in words and numbers, own method first."""
    said = []
    for method in (own, *(each for each in found.scores if each != own)):
        shares = [
            say("{months} ahead {share}", months=ahead(months), share=_share(score))
            for months, score in found.scores[method].items()
        ]
        said.append(say("{method}: {shares}.", method=method_name(method), shares=", ".join(shares)))
    return sentences(say("{finding}.", finding=coverage_finding(found, own)), *said)


def coverage_note(found: Backtest, own: str) -> str:
    """What the chart of coverage is of, and how to read it."""
    return say(
        "From each month with twelve behind it every method is fitted anew to the record so far, and asked for what "
        "comes. Right would be {share}, the dashed line. One month ahead this tool holds {most} by construction: "
        "it spreads the months’ memory over all time, which is too wide for a single month.",
        share=percent(BAND),
        most=_share(found.scores[own][1]),
    )


def pit_finding(score: Score) -> str:
    """On which side of what was said most of it came."""
    half = len(score.pit_counts) // 2
    low, high = sum(score.pit_counts[:half]), sum(score.pit_counts[half:])
    said = {"count": number(max(low, high)), "all": number(score.origins)}
    if high >= low:
        return say("One year ahead, what came lay in the upper half of what was said {count} of {all} times", **said)
    return say("One year ahead, what came lay in the lower half of what was said {count} of {all} times", **said)


def frozen_finding(frozen: Frozen) -> str:
    """The title of a fixed case: how much came by the last date, and what had been said of it."""
    said, came, until = frozen.quantiles_km2[-1], frozen.came_km2[-1], frozen.dates[-1]
    values = {
        "start": day(frozen.start),
        "date": day(until),
        "area": area(abs(came)),
        "middle": area(said[MIDDLE]),
        "low": area(said[LOW]),
        "high": area(said[HIGH]),
    }
    if came < 0:
        return say(
            "Asked on {start} and left alone: by {date} {area} had come back; the middle said {middle}, and 8 in 10 "
            "runs {low} to {high}",
            **values,
        )
    return say(
        "Asked on {start} and left alone: by {date} {area} had been taken; the middle said {middle}, and 8 in 10 runs "
        "{low} to {high}",
        **values,
    )


def frozen_alt(frozen: Frozen) -> str:
    """A fixed case in words and numbers, date by date."""
    each = [
        say(
            "{date}: said {low} to {high}, middle {middle}; came {came}.",
            date=day(when),
            low=area(said[LOW]),
            high=area(said[HIGH]),
            middle=area(said[MIDDLE]),
            came=area(came),
        )
        for when, said, came in zip(frozen.dates, frozen.quantiles_km2, frozen.came_km2, strict=True)
    ]
    return sentences(say("{finding}.", finding=frozen_finding(frozen)), *each)


def frozen_note(frozen: Frozen) -> str:
    """What a fixed case knew, and how little one of them weighs."""
    rows = zip(frozen.quantiles_km2, frozen.came_km2, strict=True)
    held = sum(said[LOW] <= came <= said[HIGH] for said, came in rows)
    return say(
        "The defaults of edition {edition}, nothing refitted; what came is by a later record. It lay within the range "
        "of 8 in 10 on {held} of {all} dates, which are one course and no separate tests.",
        edition=frozen.edition,
        held=number(held),
        all=number(len(frozen.dates)),
    )


def frozen_kinds() -> tuple[tuple[str, str], ...]:
    """What the lines of a fixed case mean."""
    return (
        ("solid", say("what came")),
        ("dash", say("the middle of what was said")),
        ("band", say("half, and 8 in 10 of the simulated runs")),
    )


def table_head() -> tuple[str, ...]:
    """The columns of the table of methods."""
    unit = vocabulary.area_unit()
    return (
        say("Method"),
        say("{range} range held", range=percent(BAND)),
        say("CRPS, {unit}", unit=unit),
        *(say("pinball {level}, {unit}", level=_level(place), unit=unit) for place in TABLE_LEVELS),
    )


def table_rows(found: Backtest, months: int) -> list[tuple[str, ...]]:
    """Coverage and losses of every method so many months ahead."""
    factor, rows = vocabulary.area_shown().factor, []
    for method, by_months in found.scores.items():
        if months not in by_months:
            continue
        score = by_months[months]
        losses = (score.pinball_km2[LEVELS[place]] for place in TABLE_LEVELS)
        held = say("{share} ({held} of {all})", share=_share(score), held=score.held[BAND], all=score.origins)
        crps = number(score.crps_km2 * factor)
        rows.append((method_name(method), held, crps, *(number(loss * factor) for loss in losses)))
    return rows


def table_note() -> str:
    """What the columns of the table are."""
    return say(
        "Held: starts at which the range held what came, out of all. CRPS and pinball (of the {low}, {middle} and "
        "{high} quantile): mean losses, less is better.",
        low=_level(LOW),
        middle=_level(MIDDLE),
        high=_level(HIGH),
    )


def months_asked(found: Backtest) -> Sequence[int]:
    """How many months ahead was asked."""
    return [months for months in MONTHS_AHEAD if any(months in each for each in found.scores.values())]


def source(found: Backtest) -> str:
    """Whose record was asked, and by which model."""
    return say(
        "Record: computed from DeepState’s map, clipped to land, edition {edition}; model {model}.",
        edition=found.edition,
        model=found.model_version,
    )


def _share(score: Score) -> str:
    return percent(PERCENT * score.coverage(), 0)


def _level(place: int) -> str:
    return percent(PERCENT * LEVELS[place], 0)
