"""Words for what a scenario assumes: its condition in a sentence, its keys and values, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from territory.answers.estimates import estimates
from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition
from territory.figures.record import MONTH, RateWindow, WindowError, month_day, parse_window
from territory.model.inputs import DAYS_PER_MONTH
from territory.scenario.pace import origin
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import BY_HAND, DOCUMENTED, KEYS, OblastValues, Scenario, occupied_default
from territory.text import day, listed, listed_or, marked, month_name, number, say, say_count, say_of, short_day
from territory.text import month as month_said
from territory.words import vocabulary
from territory.words.vocabulary import area, oblast_name, oblast_names, pace, pace_with_unit, percent, region_name

# A key that is shown with another one where both differ.
SHOWN_WITH = {"split": "order", "rate_source": "rate", "pause_start": "pause_months", "setback_date": "setback_km2"}
LABELS = {
    "edition": marked("Figures of"),
    "start": marked("Counted from"),
    "targets": marked("Oblasts"),
    "order": marked("How they share the pace"),
    "split": marked("Shares of the pace"),
    "first": marked("Counted first"),
    "rates": marked("A pace of its own"),
    "rate_source": marked("Where the pace is from"),
    "provider": marked("Whose record of the pace"),
    "pause_start": marked("Pause begins"),
    "setback_date": marked("Setback on"),
}
ORDERS = {"separately": marked("each alone"), "in_turn": marked("in turn"), "together": marked("together")}
SOURCES = {DOCUMENTED: marked("the documented figure"), BY_HAND: marked("set by hand")}
SIGNIFICANT, MOST_DECIMALS = 6, 12  # figures of a number that a reader chose, however small
PACES = ("rate", "rates")
PERCENTS = {"%": marked("{number}\u202f%"), "%/year": marked("{number}\u202f% a year")}
MANY = 6  # oblasts that no headline names one by one


@dataclass(frozen=True)
class Change:
    """A row of the table of assumptions: what was documented, and what the reader has."""

    key: str
    label: str
    baseline: str
    yours: str


def condition(scenario: Scenario) -> str:
    """What is assumed, as the beginning of a sentence: "If Russian forces kept taking 5.79 km² a day"."""
    change, changing = scenario.annual_change, ""
    if scenario.rate == 0:
        return say("If the front did not move")
    what = _own_paces(scenario) if scenario.has_own_rates else pace_with_unit(scenario.rate)
    if scenario.rate < 0:
        moved = say("{pace} came back under Ukrainian control", pace=pace_with_unit(-scenario.rate))
    elif change:
        moved = say("Russian forces took {pace}", pace=what)
    else:
        moved = say("Russian forces kept taking {pace}", pace=what)
    if change > 0:
        changing = say("{change} more each year", change=percent(change, 2))
    elif change < 0:
        changing = say("{change} less each year", change=percent(-change, 2))
    clauses = [moved, changing, *_sharing(scenario), *_at_times(scenario)]
    return say("If {conditions}", conditions=", ".join(filter(None, clauses)))


def _own_paces(scenario: Scenario) -> str:
    own = dict(scenario.rates)
    paces = {oblast: own.get(oblast, scenario.rate) for oblast in (*scenario.first, *scenario.targets)}
    each = [
        say("{pace} in {oblast}", pace=pace(rate) if place else pace_with_unit(rate), oblast=oblast_name(oblast))
        for place, (oblast, rate) in enumerate(paces.items())
    ]
    # The paces of a shared front are alternatives: each is what the whole front would do there.
    shared = scenario.order == "together" and len(scenario.targets) > 1
    return listed_or(each) if shared else listed(each)


def _sharing(scenario: Scenario) -> list[str]:
    """Which oblasts are counted first, and how the others share the pace; land comes back in one of them."""
    several, everywhere = len(scenario.targets) > 1, scenario.targets == (UKRAINE,)
    if everywhere:
        way = ""
    elif scenario.rate > 0 and scenario.order == "in_turn" and several:
        way = say("in one oblast after the other")
    elif scenario.rate > 0 and scenario.order == "together" and several:
        way = say("split {parts} between the oblasts", parts=" : ".join(number(part, 2) for _, part in scenario.split))
    elif scenario.rate > 0 and scenario.has_own_rates and not scenario.first:
        way = ""
    else:
        way = say("all of it in one oblast")
    if scenario.rate < 0 or not scenario.first:
        return [way]
    names = names_of(scenario.first) if len(scenario.first) > MANY else oblast_names(scenario.first)
    return [say("first in {oblasts}", oblasts=names), say("then {way}", way=way) if way else ""]


def _at_times(scenario: Scenario) -> list[str]:
    """What holds in certain months only: seasons, a pause, a setback; where land is retaken, a pause alone."""
    season = pause = setback = ""
    if scenario.rate > 0 and scenario.season:
        season = say("with {share} of the record’s seasonal pattern", share=percent(scenario.season))
    begins, length = scenario.pause_start, scenario.pause_months * DAYS_PER_MONTH
    if begins is not None and (scenario.start - begins).days < length:  # else it is over, and has no effect
        pause = say_count(
            "with no advance for {count} month from {date}",
            "with no advance for {count} months from {date}",
            scenario.pause_months,
            date=day(begins),
        )
    if scenario.rate > 0 and scenario.setback_date is not None:
        setback = say(
            "with {area} coming back under Ukrainian control on {date}",
            area=area(scenario.setback_km2),
            date=day(scenario.setback_date),
        )
    return [season, pause, setback]


def changes(baseline: Scenario, yours: Scenario) -> tuple[Change, ...]:
    """The assumptions that differ from the baseline's, in the order of the keys; the author's words left out.

    Shares of oblasts count as changed where they are not the edition's; dates stand with what happens on them.
    """
    known = evidence.edition(yours.edition)
    shares = tuple((o, share) for o, share in yours.occupied if share != occupied_default(known, o))
    documented = tuple((o, occupied_default(known, o)) for o, _ in shares)
    differing = [key for key in KEYS if getattr(baseline, key) != getattr(yours, key)]
    rows = []
    for key in differing:
        if key in ("title", "note") or SHOWN_WITH.get(key) in differing:
            continue
        if key == "occupied":
            if shares:
                rows.append(Change(key, label(key), per_oblast(key, documented), per_oblast(key, shares)))
            continue
        said = shown_value(yours, key)
        if key == "rate" and "~" in yours.rate_source:
            said = say("{value} ({source})", value=said, source=_named(yours.rate_source))
        rows.append(Change(key, label(key), shown_value(baseline, key), said))
    return tuple(rows)


def label(key: str) -> str:
    """What a key is called on the page."""
    return say(LABELS.get(key) or PARAMETERS[key].label)


def order_name(order: str) -> str:
    """How the oblasts share the pace, in two words."""
    return say(ORDERS[order])


def shown_value(scenario: Scenario, key: str) -> str:
    """A key's value in words."""
    value: Any = getattr(scenario, key)
    if key == "pause_months" and scenario.pause_start is not None:
        return say("{value} from {date}", value=value_with_unit(key, value), date=day(scenario.pause_start))
    if key == "setback_km2" and scenario.setback_date is not None:
        return say("{value} on {date}", value=value_with_unit(key, value), date=day(scenario.setback_date))
    if value in ((), None) or (value == 0 and key in ("pause_months", "setback_km2")):
        return say_of("assumption", "none")
    if isinstance(value, date):
        return day(value)
    if key in ("targets", "first"):
        return listed([region_name(oblast) for oblast in value])
    if key == "order" and scenario.split:
        return say("{order}: {parts}", order=order_name(value), parts=per_oblast("split", scenario.split))
    if key == "order":
        return order_name(value)
    if isinstance(value, tuple):
        return per_oblast(key, value)
    return value_with_unit(key, value) if isinstance(value, float) else _named(value)


def _named(value: str) -> str:
    """An id in words; a window of the record with its provider and months."""
    provider, _, window = value.partition("~")
    if not window:
        return say(SOURCES[value]) if value in SOURCES else provider.replace("_", " ")
    try:
        return window_title(parse_window(value))
    except WindowError:
        since, _, until = window.partition("~")
        named = publisher_name(provider)
        return say("{provider}, {first} to {last}", provider=named, first=since, last=until)


def per_oblast(key: str, values: OblastValues) -> str:
    """A number per oblast in words."""
    return ", ".join(
        say("{oblast} {value}", oblast=region_name(oblast), value=value_with_unit(key, value))
        for oblast, value in values
    )


def value_with_unit(key: str, value: float) -> str:
    """A key's number with its unit, as exact as it was chosen; paces to what a reader can tell apart."""
    unit = PARAMETERS[key].unit
    if key in PACES:
        return pace_with_unit(value)
    how = vocabulary.shown_as(unit)
    said = number(float(f"{value * how.factor if how else value:.{SIGNIFICANT}g}"), MOST_DECIMALS)
    if how is not None:
        return vocabulary.with_unit(said, how.unit)
    if unit in PERCENTS:
        return say(PERCENTS[unit], number=said)
    return f"{said} {say(unit)}" if unit else said


def unit_label(unit: str) -> str:
    """A unit as it stands beside the name of what is measured in it."""
    how = vocabulary.shown_as(unit)
    if how is not None:
        return how.unit
    return say("% a year") if unit == "%/year" else say(unit) if unit else ""


def documented(edition: Edition) -> str:
    """The documented figure at the pace: area, days, dates, share of Ukraine."""
    figure, part = edition.pace, edition.figures[f"{edition.pace.id}_share"]
    assert figure.since is not None  # an edition without a window does not load a pace
    return say(
        "Documented: {area} in {days} days, {first} – {last}, {share} of Ukraine",
        area=area(figure.number),
        days=number(edition.window_days),
        first=short_day(figure.since),
        last=short_day(figure.date),
        share=percent(part.number, 2),
    )


def names_of(oblasts: Sequence[str], most: int = MANY) -> str:
    """Regions in a row, in little room; only how many where they are more than so many."""
    if len(oblasts) > most:
        return say_count("{count} oblast", "{count} oblasts", len(oblasts))
    return listed([region_name(oblast) for oblast in oblasts])


def provider_name(provider_id: str) -> str:
    """A provider as sentences name it."""
    return say(evidence.providers()[provider_id].name)


def publisher_name(name: str) -> str:
    """Who published a pace that is in no record of ours, by the estimates of theirs: UK Defence Intelligence."""
    known = (each for each in estimates() if each.id.startswith(f"{name.replace('_', '-')}-"))
    return next((each.who.partition(",")[0] for each in known), name.replace("_", " "))


def month(text: str) -> str:
    """A month of the record: January 2025."""
    return month_said(month_day(text))


def stretch(window: RateWindow) -> str:
    """Its months: November 2024, January to July 2025, December 2022 to July 2025."""
    first, last = month(window.from_month), month(window.to_month)
    if first == last:
        return first
    if window.from_month[:4] == window.to_month[:4]:
        first = month_name(month_day(window.from_month))
    return say("{first} to {last}", first=first, last=last)


def window_title(window: RateWindow) -> str:
    """Whose record, and which months."""
    return say("{provider}: {months}", provider=provider_name(window.provider), months=stretch(window))


def pace_from(scenario: Scenario) -> str:
    """Where a scenario's pace is from, and whether it is the pace found there."""
    if scenario.has_own_rates and all(oblast in dict(scenario.rates) for oblast in scenario.in_play):
        return say("Each oblast has a pace of its own.")
    return origin_sentence(scenario)


def origin_sentence(scenario: Scenario) -> str:
    """Where the pace of the whole front is from, and whether it is the pace found there."""
    found = origin(scenario)
    if found.kind == "hand":
        return say("The pace is set by hand.")
    if found.published is not None:
        publisher, *ends = found.published
        first, last = (month(each) if MONTH.fullmatch(each) else day(date.fromisoformat(each)) for each in ends)
        named = publisher_name(publisher)
        return say(
            "The pace is as published by {publisher}, {first} to {last}.", publisher=named, first=first, last=last
        )
    if found.window is not None:
        named = provider_name(found.window.provider)
        source = say("{months} in the record of {provider}", months=stretch(found.window), provider=named)
    elif scenario.rate_source == DOCUMENTED:
        source = say("the documented figures of edition {edition}", edition=scenario.edition)
    else:
        source = say("the window {window}", window=scenario.rate_source)
    if found.recorded is None:
        return say(
            "The pace is said to be from {source}, which cannot be looked up: {problem}",
            source=source,
            problem=found.problem,
        )
    if found.agrees:
        return say("The pace is from {source}.", source=source)
    return say(
        "The pace, {pace}, is not the one found there, {recorded}. It is said to be from {source}.",
        pace=pace_with_unit(found.rate),
        recorded=pace(found.recorded),
        source=source,
    )
