"""Words about the map: what share of each oblast would be under Russian control on a date, and what is left."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from territory import evidence
from territory.evidence import UKRAINE
from territory.outlook import PERCENT, Outlook
from territory.scenario import Scenario
from territory.standing import Course, Standing
from territory.ui import wording
from territory.ui.wording import NARROW, area, day, oblast_name

WHOLE = 1e-9  # of an oblast: what rounding leaves of one that is taken in full
SMALLEST_SAID = 0.1  # percent
MOST_NAMED = 2  # oblasts in the map's title
COURSE_WORDS: dict[Course, str] = {"central": "central", "slow": "slow", "middle": "middle", "fast": "fast"}


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


def share(part: float) -> str:
    """A share (0-1) of an oblast in a sentence, to about two figures; "all" and "none" only where it is so."""
    if part <= 0:
        return "none"
    if part >= 1 - WHOLE:
        return "all"
    return percent(part).replace(f"<{NARROW}", "less than ").replace(f">{NARROW}", "more than ")


def percent(part: float) -> str:
    """A share (0-1) in percent to about two figures; next to nothing and next to all say so."""
    value = part * PERCENT
    if 0 < value < SMALLEST_SAID:
        return f"<{NARROW}{SMALLEST_SAID:g}{NARROW}%"
    if 99 < value < PERCENT * (1 - WHOLE):
        return f">{NARROW}99{NARROW}%"
    decimals = 0 if value >= 10 or value == 0 else 1
    return wording.percent(value, decimals)


def label(standing: Standing) -> str:
    """What stands in an oblast on the map: its share at the start, and on the date where that is another."""
    before, now = percent(standing.start_share), percent(standing.share)
    if before == now:
        return now
    return f"{before.removesuffix(f'{NARROW}%')} → {now}"


def headline(outlook: Outlook, when: date, course: Course, standings: Sequence[Standing]) -> str:
    """The answer in one sentence: on which condition, how much of each oblast, by when."""
    scenario, asked = outlook.scenario, [each for each in standings if each.part == "asked"]
    if when == scenario.start:
        return f"At the start, {day(when)}, {_parts(asked, 'and', about=False)} is under Russian control."
    parts = _parts(asked, "or" if _are_alternatives(scenario) else "and", about=True)
    still = "still " if all(each.change_km2 <= 0 and each.held_km2 > 0 for each in asked) else ""
    return (
        f"{wording.condition(scenario)}, {_among_the_runs(course)}{parts} would {still}be under Russian control "
        f"by {day(when)}."
    )


def explained(outlook: Outlook, when: date, course: Course, standings: Sequence[Standing]) -> str:
    """What stands under the headline: the shares at the start, what was chosen, and how the oblasts share the pace."""
    scenario, asked = outlook.scenario, [each for each in standings if each.part == "asked"]
    later = when > scenario.start
    sentences = [_at_the_start(scenario, asked), course_sentence(scenario, course)] if later else []
    sentences += [alone_sentence(scenario), first_sentence(scenario)]
    return " ".join(filter(None, sentences))


def course_sentence(scenario: Scenario, course: Course) -> str:
    """Which of the simulated runs a course is; nothing for the central answer, which is what the assumptions give."""
    if course == "central":
        return ""
    done = "back" if scenario.rate < 0 else "taken"
    said = {
        "slow": f"1 in 10 simulated runs have no more {done} by then",
        "middle": f"half of the simulated runs have as much or more {done} by then",
        "fast": f"1 in 10 simulated runs have as much or more {done} by then",
    }
    return f"{COURSE_WORDS[course].capitalize()}: {said[course]}."


def alone_sentence(scenario: Scenario) -> str:
    """That oblasts asked about separately do not add up."""
    if not _are_alternatives(scenario):
        return ""
    return "Each oblast is a question of its own, as if the whole front were there alone: the shares do not add up."


def first_sentence(scenario: Scenario) -> str:
    """How the oblasts counted first are shown."""
    if not scenario.first:
        return ""
    if len(scenario.first) == 1:
        return f"{oblast_name(scenario.first[0])} is counted first."
    return f"{wording.oblast_names(scenario.first)} are counted first, in this order."


def finding(outlook: Outlook, when: date, standings: Sequence[Standing]) -> str:
    """The map's title: what would be left, or back."""
    scenario, asked = outlook.scenario, [each for each in standings if each.part == "asked"]
    if when == scenario.start:
        return f"What is occupied at the start, {day(when)}"
    if scenario.rate < 0:
        return _back(scenario, when, asked)
    full = [each for each in asked if _is_full(each)]
    if len(full) == len(asked):
        names = wording.oblast_names([each.id for each in asked])
        return f"By {day(when)}, nothing would be left to take of {names}{_each_alone(scenario)}"
    if len(asked) > MOST_NAMED:
        count = f"{len(full)} of {len(asked)}" if full else f"none of {len(asked)}"
        return f"By {day(when)}, {count} oblasts would be under Russian control in full{_each_alone(scenario)}"
    left = [f"{_left(each)} of {oblast_name(each.id)}" for each in asked]
    return f"By {day(when)}, {wording.listed(left)} would be left{_each_alone(scenario)}"


def alt_text(when: date, standings: Sequence[Standing]) -> str:
    """What the map shows, in words and numbers."""
    if standings[0].id == UKRAINE:
        return (
            f"Map of Ukraine: the share under Russian control at the start and by {day(when)}. {label(standings[0])}."
        )
    shown = [each for each in standings if each.part != "other" or each.start_km2 > 0]
    each = [f"{oblast_name(s.id)} {label(s)}" for s in shown]
    return (
        f"Map of Ukraine’s regions: the share of each under Russian control at the start and by {day(when)}. "
        f"{'; '.join(each)}. All other regions: none."
    )


def hover(standing: Standing, when: date) -> str:
    """An oblast's figures, exact, line by line."""
    lines = [f"<b>{oblast_name(standing.id)}</b>", f"at the start {_exact(standing.start_share)}"]
    if standing.part == "other":
        return "<br>".join([*lines, "not asked about: as at the start"])
    word, change = ("back", -standing.change_km2) if standing.change_km2 < 0 else ("taken", standing.change_km2)
    lines.append(f"{word} by {day(when)}: {area(change)}, {_exact(change / standing.area_km2)}")
    return "<br>".join([*lines, f"under Russian control {_exact(standing.share)}, {area(standing.left_km2)} left"])


def key(standings: Sequence[Standing], scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """The kinds of shade that are drawn, with what each means."""
    mine = [each for each in standings if each.part != "other"]
    occupied = "occupied at the start" if scenario.rate >= 0 else "occupied at the start, and not back by then"
    entries = [
        ("occupied", occupied, any(each.start_km2 > 0 for each in standings)),
        ("taken", "taken since, under the assumptions", any(each.change_km2 > 0 for each in mine)),
        ("asked", "asked about (thick outline)", scenario.targets != (UKRAINE,)),
        ("first", "counted first (dashed outline)", any(each.part == "first" for each in mine)),
        ("free", "neither", any(each.held_km2 <= 0 for each in standings)),
    ]
    return tuple((f"map-{kind}", text) for kind, text, drawn in entries if drawn)


def head(scenario: Scenario, when: date) -> tuple[str, ...]:
    """What the columns of the table are."""
    change = "Back" if scenario.rate < 0 else "Taken"
    return (
        "Oblast",
        "At the start",
        f"{change} by {wording.short_day(when)}, km²",
        f"{change}, % of its area",
        "Under Russian control",
        "Still occupied, km²" if scenario.rate < 0 else "Left, km²",
    )


def row(scenario: Scenario, standing: Standing) -> Row:
    """One oblast's figures, exact."""
    retaken = scenario.rate < 0
    change = -standing.change_km2 if retaken else standing.change_km2
    return Row(
        standing.id,
        oblast_name(standing.id) + (" (counted first)" if standing.part == "first" else ""),
        _exact(standing.start_share),
        wording.number(_whole(change)),
        _exact(change / standing.area_km2),
        _exact(standing.share),
        wording.number(_whole(standing.held_km2 if retaken else standing.left_km2)),
    )


def as_at_the_start(standings: Sequence[Standing]) -> str:
    """The regions that are occupied in part and not asked about."""
    others = [each for each in standings if each.part == "other" and each.start_km2 > 0]
    if not others:
        return ""
    ranked = sorted(others, key=lambda each: -each.start_share)
    each = [f"{evidence.regions()[s.id].name} {percent(s.start_share)}" for s in ranked]
    return f"Not asked about, and drawn as at the start: {', '.join(each)}."


def caption(scenario: Scenario) -> str:
    """What the map does not say."""
    unit = "the country" if scenario.targets == (UKRAINE,) else "an oblast"
    done = "be back" if scenario.rate < 0 else "be taken"
    return (
        f"Only how much of {unit} would {done} is projected, never where in it: the shade fills all of it evenly. "
        f"{_crimea(scenario)}"
    )


def source_line(scenario: Scenario) -> str:
    """Where the map is from."""
    known = evidence.edition(scenario.edition)
    return (
        f"If-then projection, not a forecast. Occupied at the start: DeepState, to {day(known.pace.date)}, and this "
        f"scenario’s own shares; areas: official. Outlines: {evidence.outlines().source.publisher.partition(';')[0]}, "
        f"simplified, for drawing only. Edition {known.id}."
    )


def _crimea(scenario: Scenario) -> str:
    if {UKRAINE, "crimea", "sevastopol"} & set(scenario.in_play):
        return "Crimea and Sevastopol are Ukrainian territory occupied since 2014."
    return "Crimea and Sevastopol are Ukrainian territory occupied since 2014; nothing of them is projected."


def _among_the_runs(course: Course) -> str:
    return "" if course == "central" else f"in a {COURSE_WORDS[course]} simulated run "


def _parts(standings: Sequence[Standing], last: str, about: bool) -> str:
    names, shares = [oblast_name(each.id) for each in standings], [share(each.share) for each in standings]
    if len(set(shares)) == 1:
        parts = [f"{shares[0]} of {names[0]}", *names[1:]]
    else:
        parts = [f"{each} of {name}" for each, name in zip(shares, names, strict=True)]
    if about and parts[0][0].isdigit():
        parts[0] = f"about {parts[0]}"
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}" if len(parts) > 1 else parts[0]


def _are_alternatives(scenario: Scenario) -> bool:
    """Whether each of several oblasts has the whole front to itself; land that comes back does so in one of them."""
    return len(scenario.targets) > 1 and (scenario.order == "separately" or scenario.rate < 0)


def _each_alone(scenario: Scenario) -> str:
    return ", each asked alone" if _are_alternatives(scenario) else ""


def _at_the_start(scenario: Scenario, asked: Sequence[Standing]) -> str:
    before = [replace(each, change_km2=0.0) for each in asked]
    return f"At the start, {day(scenario.start)}: {_parts(before, 'and', about=False)}."


def _is_full(standing: Standing) -> bool:
    return share(standing.share) == "all"


def _left(standing: Standing) -> str:
    return "nothing" if _is_full(standing) else _rounded(standing.left_km2)


def _back(scenario: Scenario, when: date, asked: Sequence[Standing]) -> str:
    back = [each for each in asked if each.change_km2 < 0]
    if not back:
        return f"By {day(when)}, nothing would be back under Ukrainian control"
    each = [f"{_rounded(-s.change_km2)} of {oblast_name(s.id)}" for s in back]
    what = wording.listed(each) if len(back) <= MOST_NAMED else f"land in {len(back)} oblasts"
    alone = _each_alone(scenario) if len(back) > 1 else ""
    return f"By {day(when)}, {what} would be back under Ukrainian control{alone}"


def _rounded(km2: float) -> str:
    """An area to two figures."""
    if km2 < 1:
        return f"less than 1{wording.KM2}"
    return area(round(km2, 1 - math.floor(math.log10(km2)))) if km2 >= 10 else area(round(km2))


def _exact(part: float) -> str:
    return wording.percent(0.0 if abs(part) < WHOLE else part * PERCENT, 2)


def _whole(km2: float) -> float:
    return 0.0 if abs(km2) < 0.5 else round(km2)
