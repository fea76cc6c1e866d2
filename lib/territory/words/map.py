"""Words about the map: what share of each oblast would be under Russian control on a date, and what is left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from territory.answers.control import Course, Standing
from territory.answers.outlook import PERCENT, Outlook
from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.scenario.scenario import Scenario
from territory.text import NARROW, day, listed, listed_or, marked, number, say, say_count, say_of, sentences, short_day
from territory.words import vocabulary
from territory.words.assumptions import condition
from territory.words.vocabulary import area, oblast_name, oblast_names, region_name, versions

WHOLE = 1e-9  # of an oblast: what rounding leaves of one that is taken in full
SMALLEST_SAID, LARGEST_SAID = 0.1, 99  # percent
MOST_NAMED = 2  # oblasts in the map's title
RUNS: dict[Course, str] = {
    "slow": marked("in a slow simulated run {answer}"),
    "middle": marked("in a middle simulated run {answer}"),
    "fast": marked("in a fast simulated run {answer}"),
}
TAKEN_IN_RUNS: dict[Course, str] = {
    "slow": marked("Slow: 1 in 10 simulated runs have no more taken by then."),
    "middle": marked("Middle: half of the simulated runs have as much or more taken by then."),
    "fast": marked("Fast: 1 in 10 simulated runs have as much or more taken by then."),
}
BACK_IN_RUNS: dict[Course, str] = {
    "slow": marked("Slow: 1 in 10 simulated runs have no more back by then."),
    "middle": marked("Middle: half of the simulated runs have as much or more back by then."),
    "fast": marked("Fast: 1 in 10 simulated runs have as much or more back by then."),
}

ONLY_HOW_MUCH = {  # would be taken, and back
    "country": (
        marked(
            "Only how much of the country would be taken is projected, never where in it: the shade fills all of it "
            "evenly."
        ),
        marked(
            "Only how much of the country would be back is projected, never where in it: the shade fills all of it "
            "evenly."
        ),
    ),
    "oblast": (
        marked(
            "Only how much of an oblast would be taken is projected, never where in it: the shade fills all of it "
            "evenly."
        ),
        marked(
            "Only how much of an oblast would be back is projected, never where in it: the shade fills all of it "
            "evenly."
        ),
    ),
}


@dataclass(frozen=True)
class Row:
    """A row of the table under the map."""

    oblast: str
    name: str
    start: str
    change_km2: str
    change: str
    held: str
    rest_km2: str


def course_name(course: Course) -> str:
    """The central answer or a simulated run, as it is chosen."""
    return {
        "central": say_of("course of the front", "central"),
        "slow": say_of("course of the front", "slow"),
        "middle": say_of("course of the front", "middle"),
        "fast": say_of("course of the front", "fast"),
    }[course]


def share(part: float) -> str:
    """A share (0-1) of an oblast in a sentence, to about two figures; "all" and "none" only where it is so."""
    if part <= 0:
        return say_of("share of an oblast", "none")
    if _is_all(part):
        return say_of("share of an oblast", "all")
    if part * PERCENT < SMALLEST_SAID:
        return say("less than {share}", share=vocabulary.percent(SMALLEST_SAID))
    if part * PERCENT > LARGEST_SAID:
        return say("more than {share}", share=vocabulary.percent(LARGEST_SAID))
    return percent(part)


def percent(part: float) -> str:
    """A share (0-1) in percent to about two figures; next to nothing and next to all say so."""
    return say("{number}\u202f%", number=_figure(part))


def _figure(part: float) -> str:
    """The number of a share in percent, without its sign."""
    value = part * PERCENT
    if 0 < value < SMALLEST_SAID:
        return f"<{NARROW}{number(SMALLEST_SAID, 1)}"
    if LARGEST_SAID < value < PERCENT * (1 - WHOLE):
        return f">{NARROW}{number(LARGEST_SAID)}"
    return number(value, 0 if value >= 10 or value == 0 else 1)


def label(standing: Standing) -> str:
    """What stands in an oblast on the map: its share at the start, and on the date where that is another."""
    before, now = _figure(standing.start_share), _figure(standing.share)
    return say("{number}\u202f%", number=now if before == now else f"{before} → {now}")


def headline(outlook: Outlook, when: date, course: Course, standings: Sequence[Standing]) -> str:
    """The answer in one sentence: on which condition, how much of each oblast, by when."""
    scenario, asked = outlook.scenario, _asked(standings)
    if when == scenario.start:
        shares = listed(_parts(asked))
        return say("At the start, {date}, {shares} is under Russian control.", date=day(when), shares=shares)
    parts = _parts(asked, is_rounded=True)
    said = {"shares": listed_or(parts) if _are_alternatives(scenario) else listed(parts), "date": day(when)}
    if all(each.change_km2 <= 0 and each.held_km2 > 0 for each in asked):
        answer = say("{shares} would still be under Russian control by {date}", **said)
    else:
        answer = say("{shares} would be under Russian control by {date}", **said)
    if course in RUNS:
        answer = say(RUNS[course], answer=answer)
    return say("{condition}, {answer}.", condition=condition(scenario), answer=answer)


def explained(outlook: Outlook, when: date, course: Course, standings: Sequence[Standing]) -> str:
    """What stands under the headline: the shares at the start, what was chosen, and how the oblasts share the pace."""
    scenario, said = outlook.scenario, []
    if when > scenario.start:
        shares = listed(_parts([replace(each, change_km2=0.0) for each in _asked(standings)]))
        said.append(say("At the start, {date}: {shares}.", date=day(scenario.start), shares=shares))
        runs = BACK_IN_RUNS if scenario.rate < 0 else TAKEN_IN_RUNS
        if course in runs:  # the central answer is none: it is what the assumptions give
            said.append(say(runs[course]))
    if _are_alternatives(scenario):
        said.append(
            say(
                "Each oblast is a question of its own, as if the whole front were there alone: the shares do not add "
                "up."
            )
        )
    if len(scenario.first) == 1:
        said.append(say("{oblast} is counted first.", oblast=oblast_name(scenario.first[0])))
    elif scenario.first:
        said.append(say("{oblasts} are counted first, in this order.", oblasts=oblast_names(scenario.first)))
    return sentences(*said)


def finding(outlook: Outlook, when: date, standings: Sequence[Standing]) -> str:
    """The map's title: what would be left, or back."""
    scenario, asked = outlook.scenario, _asked(standings)
    if when == scenario.start:
        return say("What is occupied at the start, {date}", date=day(when))
    back = [each for each in asked if each.change_km2 < 0]
    is_each_alone = _are_alternatives(scenario) and (scenario.rate >= 0 or len(back) > 1)
    found = _back(when, back) if scenario.rate < 0 else _left(when, asked)
    return say("{finding}, each asked alone", finding=found) if is_each_alone else found


def _left(when: date, asked: Sequence[Standing]) -> str:
    """What would be left of one or two oblasts, or how many of several would be taken in full."""
    full = sum(_is_all(each.share) for each in asked)
    if full == len(asked):
        names = oblast_names([each.id for each in asked])
        return say("By {date}, nothing would be left to take of {oblasts}", date=day(when), oblasts=names)
    if len(asked) <= MOST_NAMED:
        areas = [
            say("nothing of {oblast}", oblast=oblast_name(each.id))
            if _is_all(each.share)
            else _area_of(each, each.left_km2)
            for each in asked
        ]
        return say("By {date}, {areas} would be left", date=day(when), areas=listed(areas))
    if not full:
        return say_count(
            "By {date}, none of {count} oblast would be under Russian control in full",
            "By {date}, none of {count} oblasts would be under Russian control in full",
            len(asked),
            date=day(when),
        )
    return say_count(
        "By {date}, {full} of {count} oblast would be under Russian control in full",
        "By {date}, {full} of {count} oblasts would be under Russian control in full",
        len(asked),
        date=day(when),
        full=number(full),
    )


def _area_of(standing: Standing, km2: float) -> str:
    """An area of an oblast, to two figures as it is shown."""
    value, unit = km2 * vocabulary.area_shown().factor, vocabulary.area_unit()
    if value < 1:
        area = say("less than {area}", area=vocabulary.with_unit(number(1), unit))
    else:
        figures = round(value, 1 - math.floor(math.log10(value))) if value >= 10 else round(value)
        area = vocabulary.with_unit(number(figures), unit)
    return say("{area} of {oblast}", area=area, oblast=oblast_name(standing.id))


def _back(when: date, back: Sequence[Standing]) -> str:
    if not back:
        return say("By {date}, nothing would be back under Ukrainian control", date=day(when))
    if len(back) > MOST_NAMED:
        return say_count(
            "By {date}, land in {count} oblast would be back under Ukrainian control",
            "By {date}, land in {count} oblasts would be back under Ukrainian control",
            len(back),
            date=day(when),
        )
    areas = listed([_area_of(each, -each.change_km2) for each in back])
    return say("By {date}, {areas} would be back under Ukrainian control", date=day(when), areas=areas)


def alt_text(when: date, standings: Sequence[Standing]) -> str:
    """What the map shows, in words and numbers."""
    if standings[0].id == UKRAINE:
        return say(
            "Map of Ukraine: the share under Russian control at the start and by {date}. {share}.",
            date=day(when),
            share=label(standings[0]),
        )
    shown = [each for each in standings if each.part != "other" or each.start_km2 > 0]
    each = [say("{oblast} {share}", oblast=oblast_name(s.id), share=label(s)) for s in shown]
    return say(
        "Map of Ukraine’s regions: the share of each under Russian control at the start and by {date}. {shares}. All "
        "other regions: none.",
        date=day(when),
        shares="; ".join(each),
    )


def hover(standing: Standing, when: date) -> str:
    """An oblast's figures, exact, line by line: at the start, taken since or back, and what is left."""
    lines = [f"<b>{oblast_name(standing.id)}</b>", say("at the start {share}", share=_exact(standing.start_share))]
    if standing.part == "other":
        return "<br>".join([*lines, say("not asked about: as at the start")])
    change = abs(standing.change_km2)
    said = {"date": day(when), "area": area(change), "share": _exact(change / standing.area_km2)}
    if standing.change_km2 < 0:
        lines.append(say("back by {date}: {area}, {share}", **said))
    else:
        lines.append(say("taken by {date}: {area}, {share}", **said))
    held = say("under Russian control {share}, {area} left", share=_exact(standing.share), area=area(standing.left_km2))
    return "<br>".join([*lines, held])


def key(standings: Sequence[Standing], scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """The kinds of shade that are drawn, with what each means."""
    mine = [each for each in standings if each.part != "other"]
    hatched = say("occupied at the start, and not back by then") if scenario.rate < 0 else say("occupied at the start")
    entries = [
        ("occupied", hatched, any(each.start_km2 > 0 for each in standings)),
        ("taken", say("taken since, under the assumptions"), any(each.change_km2 > 0 for each in mine)),
        ("asked", say("asked about (thick outline)"), scenario.targets != (UKRAINE,)),
        ("first", say("counted first (dashed outline)"), any(each.part == "first" for each in mine)),
        ("free", say("neither"), any(each.held_km2 <= 0 for each in standings)),
    ]
    return tuple((f"map-{kind}", text) for kind, text, drawn in entries if drawn)


def head(scenario: Scenario, when: date) -> tuple[str, ...]:
    """What the columns of the table are."""
    said = {"date": short_day(when), "unit": vocabulary.area_unit()}
    if scenario.rate < 0:
        change, part = say("Back by {date}, {unit}", **said), say("Back, % of its area")
        rest = say("Still occupied, {unit}", **said)
    else:
        change, part = say("Taken by {date}, {unit}", **said), say("Taken, % of its area")
        rest = say("Left, {unit}", **said)
    return say("Oblast"), say("At the start"), change, part, say("Under Russian control"), rest


def row(scenario: Scenario, standing: Standing) -> Row:
    """One oblast's figures, exact; areas to the whole unit that is shown."""
    retaken, name, factor = scenario.rate < 0, oblast_name(standing.id), vocabulary.area_shown().factor
    change = -standing.change_km2 if retaken else standing.change_km2
    rest = standing.held_km2 if retaken else standing.left_km2
    return Row(
        standing.id,
        say("{oblast} (counted first)", oblast=name) if standing.part == "first" else name,
        _exact(standing.start_share),
        number(round(change * factor)),
        _exact(change / standing.area_km2),
        _exact(standing.share),
        number(round(rest * factor)),
    )


def as_at_the_start(standings: Sequence[Standing]) -> str:
    """The regions that are occupied in part and not asked about."""
    others = [each for each in standings if each.part == "other" and each.start_km2 > 0]
    if not others:
        return ""
    ranked = sorted(others, key=lambda each: -each.start_share)
    each = [say("{oblast} {share}", oblast=region_name(s.id), share=percent(s.start_share)) for s in ranked]
    return say("Not asked about, and drawn as at the start: {shares}.", shares=", ".join(each))


def caption(scenario: Scenario) -> str:
    """What the map does not say: where in an oblast; and anything of Crimea, unless it is asked about."""
    taken, back = ONLY_HOW_MUCH["country" if scenario.targets == (UKRAINE,) else "oblast"]
    if {UKRAINE, "crimea", "sevastopol"} & set(scenario.in_play):
        crimea = say("Crimea and Sevastopol are Ukrainian territory occupied since 2014.")
    else:
        crimea = say("Crimea and Sevastopol are Ukrainian territory occupied since 2014; nothing of them is projected.")
    return sentences(say(back if scenario.rate < 0 else taken), crimea)


def source_line(scenario: Scenario) -> str:
    """Where the map is from."""
    known = evidence.edition(scenario.edition)
    said = say(
        "If-then projection, not a forecast. Occupied at the start: DeepState, to {date}, and this scenario’s own "
        "shares; areas: official. Outlines: {outlines}, simplified, for drawing only.",
        date=day(known.pace.date),
        outlines=evidence.outlines().source.publisher.partition(";")[0],
    )
    return sentences(said, versions(known.id))


def _asked(standings: Sequence[Standing]) -> list[Standing]:
    return [each for each in standings if each.part == "asked"]


def _parts(standings: Sequence[Standing], is_rounded: bool = False) -> list[str]:
    """The share of each oblast, said once where all have the same; the first as "about" where they are projected.

    None, all, less or more than something is a share in words, and never "about".
    """
    names, shares = [oblast_name(each.id) for each in standings], [share(each.share) for each in standings]
    if is_rounded and SMALLEST_SAID <= standings[0].share * PERCENT <= LARGEST_SAID:
        first = say("about {share} of {oblast}", share=shares[0], oblast=names[0])
    else:
        first = say("{share} of {oblast}", share=shares[0], oblast=names[0])
    if len(set(shares)) == 1:
        return [first, *names[1:]]
    others = zip(shares[1:], names[1:], strict=True)
    return [first, *(say("{share} of {oblast}", share=each, oblast=name) for each, name in others)]


def _is_all(part: float) -> bool:
    return part >= 1 - WHOLE


def _are_alternatives(scenario: Scenario) -> bool:
    """Whether each of several oblasts has the whole front to itself; land that comes back does so in one of them."""
    return len(scenario.targets) > 1 and (scenario.order == "separately" or scenario.rate < 0)


def _exact(part: float) -> str:
    return vocabulary.percent(0.0 if abs(part) < WHOLE else part * PERCENT, 2)
