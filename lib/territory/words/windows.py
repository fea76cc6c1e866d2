"""Words about windows of the record: what one shows, how far providers differ, and whether a pace is its window's."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from territory.answers.estimates import estimates
from territory.figures import evidence
from territory.figures.record import MONTH, NamedWindow, Observed, RateWindow, month_day
from territory.scenario.pace import Origin, Recorded, origin
from territory.scenario.scenario import DOCUMENTED, Scenario
from territory.text import day, listed, marked, month_name, number, say, say_count
from territory.text import month as month_said
from territory.words.units import area, pace, pace_with_unit
from territory.words.vocabulary import oblast_name

NAMES = {
    "since-2022-12": marked("Since December 2022"),
    "fastest-month": marked("The fastest month"),
    "slowest-month": marked("The slowest month"),
}


def caution() -> str:
    """What a window is not."""
    return say("What a window shows holds for those months; that it would go on is the assumption.")


def first_month() -> str:
    """Why the longest window begins in December 2022, and the documented figure in November."""
    return say(
        "The longest window begins in December 2022, the record’s first whole month after Russian forces left Kherson "
        "city and the right bank of the Dnipro; the documented figure counts from 12 November 2022."
    )


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


def provider_name(provider_id: str) -> str:
    """A provider as sentences name it."""
    return say(evidence.providers()[provider_id].name)


def publisher_name(name: str) -> str:
    """Who published a pace that is in no record of ours, by the estimates of theirs: UK Defence Intelligence."""
    known = (each for each in estimates() if each.id.startswith(f"{name.replace('_', '-')}-"))
    return next((each.who.partition(",")[0] for each in known), name.replace("_", " "))


def window_name(named: NamedWindow) -> str:
    """A window's name on a button or in a list."""
    if named.name in NAMES:
        return say(NAMES[named.name])
    if named.name in evidence.regions():
        return say("Inside {oblast} alone", oblast=oblast_name(named.name))
    kind, _, count = named.name.partition("-")
    if kind == "last":
        return say_count("Last {count} month", "Last {count} months", int(count))
    return named.name


def title(window: RateWindow) -> str:
    """Whose record, and which months."""
    return say("{provider}: {months}", provider=provider_name(window.provider), months=stretch(window))


def mean_sentence(found: Observed) -> str:
    """The pace of a window and what it is made of."""
    gain, days = area(abs(found.gain_km2)), number(found.days)
    mean = pace_with_unit(abs(found.mean_km2_per_day))
    if found.gain_km2 < 0:
        return say_count(
            "Net, {area} came back under Ukrainian control in {days} day: {pace}.",
            "Net, {area} came back under Ukrainian control in {days} days: {pace}.",
            found.days,
            area=gain,
            days=days,
            pace=mean,
        )
    return say_count(
        "Net, {area} were taken in {days} day: {pace}.",
        "Net, {area} were taken in {days} days: {pace}.",
        found.days,
        area=gain,
        days=days,
        pace=mean,
    )


def spread_sentence(found: Observed) -> str:
    """How much the months of a window differ."""
    sd = found.sd_km2_per_day
    if sd is None:
        return say("A single month: how much months differ cannot be seen in it.")
    (slow, low), (fast, high) = found.slowest, found.fastest
    return say(
        "Its {count} months lie between {low} ({slowest}) and {high} ({fastest}); standard deviation {sd}.",
        count=number(len(found.series.months)),
        low=pace(low),
        slowest=month(slow),
        high=pace_with_unit(high),
        fastest=month(fast),
        sd=pace(sd),
    )


def second_hand_sentence(found: Observed) -> str:
    """Which months of a window were read second hand; nothing where none was."""
    if not found.second_hand:
        return ""
    return say(
        "{provider}: {months} as reported by a second-hand page; the original was not seen.",
        provider=provider_name(found.provider.id),
        months=listed([month(each) for each in found.second_hand]),
    )


def beside_sentence(found: Recorded) -> str:
    """What other providers have for the same months."""
    if not found.others:
        return say("No other provider has all of these months.")
    *most, last = found.others
    paces = "; ".join([*(_other(each, pace) for each in most), _other(last, pace_with_unit)])
    low, high = map(pace, found.span_km2_per_day)
    if low == high:
        return say("The same months by others: {paces}. By all of them the pace is {pace}.", paces=paces, pace=low)
    return say(
        "The same months by others: {paces}. By provider the pace lies between {low} and {high}: how each counts "
        "differs, and so does what it sees.",
        paces=paces,
        low=low,
        high=high,
    )


def definition(found: Observed) -> str:
    """What its provider counts."""
    return say(
        "{provider}: {definition}", provider=provider_name(found.provider.id), definition=found.gains[0].definition
    )


def lines(found: Recorded) -> list[str]:
    """All that is said of a window."""
    second_hand = [second_hand_sentence(each) for each in (found.observed, *found.others)]
    said = [mean_sentence(found.observed), spread_sentence(found.observed), beside_sentence(found), *second_hand]
    return [*filter(None, said), definition(found.observed), caution()]


def origin_sentence(scenario: Scenario) -> str:
    """Where a scenario's pace is from, and whether it is the pace found there."""
    found = origin(scenario)
    if found.kind == "hand":
        return say("The pace is set by hand.")
    if found.published is not None:
        publisher, first, last = found.published
        return say(
            "The pace is as published by {publisher}, {first} to {last}.",
            publisher=publisher_name(publisher),
            first=_when(first),
            last=_when(last),
        )
    if found.recorded is None:
        return say(
            "The pace is said to be from {source}, which cannot be looked up: {problem}",
            source=_source(scenario, found),
            problem=found.problem,
        )
    if found.agrees:
        return say("The pace is from {source}.", source=_source(scenario, found))
    return say(
        "The pace, {pace}, is not the one found there, {recorded}. It is said to be from {source}.",
        pace=pace_with_unit(found.rate),
        recorded=pace(found.recorded),
        source=_source(scenario, found),
    )


def _other(found: Observed, shown: Callable[[float], str]) -> str:
    name = provider_name(found.provider.id)
    return say("{provider} {pace}", provider=name, pace=shown(found.mean_km2_per_day))


def _when(text: str) -> str:
    """A month or a day as a label writes it: January 2024, 1 January 2024."""
    return month(text) if MONTH.fullmatch(text) else day(date.fromisoformat(text))


def _source(scenario: Scenario, found: Origin) -> str:
    if found.window is not None:
        return say(
            "{months} in the record of {provider}",
            months=stretch(found.window),
            provider=provider_name(found.window.provider),
        )
    if scenario.rate_source == DOCUMENTED:
        return say("the documented figures of edition {edition}", edition=scenario.edition)
    return say("the window {window}", window=scenario.rate_source)
