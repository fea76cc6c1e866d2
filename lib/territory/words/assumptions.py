"""Words for what a scenario assumes: its condition in a sentence, its keys and values, and what was changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition
from territory.figures.record import WindowError, parse_window
from territory.model.inputs import DAYS_PER_MONTH
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import BY_HAND, DOCUMENTED, KEYS, OblastValues, Scenario, occupied_default
from territory.text import day, decimal, listed, listed_or, marked, number, say, say_count, say_of, short_day
from territory.words import units
from territory.words import windows as windows_words
from territory.words.units import area, pace, pace_with_unit
from territory.words.vocabulary import oblast_name, oblast_names, percent, region_name

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
    if scenario.rate == 0:
        return say("If the front did not move")
    return say("If {conditions}", conditions=", ".join(filter(None, _conditions(scenario))))


def _conditions(scenario: Scenario) -> list[str]:
    if scenario.rate < 0:
        one = "" if scenario.targets == (UKRAINE,) else say("all of it in one oblast")
        back = say("{pace} came back under Ukrainian control", pace=pace_with_unit(-scenario.rate))
        return [back, _changing(scenario), one, _pause(scenario)]
    return [
        _taking(scenario),
        _changing(scenario),
        *_sharing(scenario),
        _season(scenario),
        _pause(scenario),
        _setback(scenario),
    ]


def _taking(scenario: Scenario) -> str:
    what = _own_paces(scenario) if scenario.has_own_rates else pace_with_unit(scenario.rate)
    if scenario.annual_change:
        return say("Russian forces took {pace}", pace=what)
    return say("Russian forces kept taking {pace}", pace=what)


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


def _changing(scenario: Scenario) -> str:
    change = scenario.annual_change
    if change > 0:
        return say("{change} more each year", change=percent(change, 2))
    return say("{change} less each year", change=percent(-change, 2)) if change < 0 else ""


def _sharing(scenario: Scenario) -> list[str]:
    first = [say("first in {oblasts}", oblasts=_first(scenario.first))] if scenario.first else []
    way = _way(scenario)
    if way and first:
        way = say("then {way}", way=way)
    return [*first, way]


def _first(oblasts: Sequence[str]) -> str:
    """Oblasts by their names, only how many where they are many."""
    if len(oblasts) > MANY:
        return say_count("{count} oblast", "{count} oblasts", len(oblasts))
    return oblast_names(oblasts)


def _way(scenario: Scenario) -> str:
    several = len(scenario.targets) > 1
    if scenario.targets == (UKRAINE,):
        return ""
    if scenario.order == "in_turn" and several:
        return say("in one oblast after the other")
    if scenario.order == "together" and several:
        return say("split {parts} between the oblasts", parts=" : ".join(number(part, 2) for _, part in scenario.split))
    if scenario.has_own_rates and not scenario.first:
        return ""
    return say("all of it in one oblast")


def _season(scenario: Scenario) -> str:
    return (
        say("with {share} of the record’s seasonal pattern", share=percent(scenario.season)) if scenario.season else ""
    )


def _pause(scenario: Scenario) -> str:
    if scenario.pause_start is None:
        return ""
    if (scenario.start - scenario.pause_start).days >= scenario.pause_months * DAYS_PER_MONTH:
        return ""  # it is over before the first day, and has no effect
    return say_count(
        "with no advance for {count} month from {date}",
        "with no advance for {count} months from {date}",
        scenario.pause_months,
        date=day(scenario.pause_start),
    )


def _setback(scenario: Scenario) -> str:
    if scenario.setback_date is None:
        return ""
    lost = area(scenario.setback_km2)
    return say("with {area} coming back under Ukrainian control on {date}", area=lost, date=day(scenario.setback_date))


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
        rows.append(Change(key, label(key), shown_value(baseline, key), _yours(yours, key)))
    return tuple(rows)


def _yours(scenario: Scenario, key: str) -> str:
    """What the reader has; a pace from a window of the record with that window."""
    value = shown_value(scenario, key)
    if key != "rate" or "~" not in scenario.rate_source:
        return value
    return say("{value} ({source})", value=value, source=_named(scenario.rate_source))


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
    if key == "order":
        return _order_value(scenario)
    if isinstance(value, tuple):
        return per_oblast(key, value)
    return value_with_unit(key, value) if isinstance(value, float) else _named(value)


def _order_value(scenario: Scenario) -> str:
    if not scenario.split:
        return order_name(scenario.order)
    return say("{order}: {parts}", order=order_name(scenario.order), parts=per_oblast("split", scenario.split))


def _named(value: str) -> str:
    """An id in words; a window of the record with its provider and months."""
    provider, _, window = value.partition("~")
    if not window:
        return say(SOURCES[value]) if value in SOURCES else provider.replace("_", " ")
    try:
        return windows_words.title(parse_window(value))
    except WindowError:
        since, _, until = window.partition("~")
        named = windows_words.publisher_name(provider)
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
    how = units.shown(unit)
    if key in PACES:
        return pace_with_unit(value)
    if how is not None:
        return units.with_unit(exact(value * how.factor), how.unit)
    return _plain_unit(exact(value), unit)


def exact(value: float) -> str:
    """A number to six figures."""
    return decimal(float(f"{value:.{SIGNIFICANT}g}"), MOST_DECIMALS)


def _plain_unit(value: str, unit: str) -> str:
    if unit == "%":
        return say("{number}\u202f%", number=value)
    if unit == "%/year":
        return say("{number}\u202f% a year", number=value)
    return f"{value} {say(unit)}" if unit else value


def unit_label(unit: str) -> str:
    """A unit as it stands beside the name of what is measured in it."""
    how = units.shown(unit)
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


def names_of(oblasts: Sequence[str]) -> str:
    """Regions in a row, in little room; only how many where they are many."""
    if len(oblasts) > MANY:
        return say_count("{count} oblast", "{count} oblasts", len(oblasts))
    return listed([region_name(oblast) for oblast in oblasts])
