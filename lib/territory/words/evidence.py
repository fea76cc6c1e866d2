"""Words of the page of evidence: what each figure is, from when and whom, and what the monthly record shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition, Figure, GainSeries, Source
from territory.scenario.scenario import Scenario, baseline
from territory.text import day, decimal, listed, marked, month, number, say, sentences, short_day
from territory.words import assumptions as assumptions_words
from territory.words import units
from territory.words.cited import measured, origin, publisher
from territory.words.units import area, pace, pace_with_unit
from territory.words.vocabulary import oblast_name, percent, region_name, versions

PERCENT = 100.0
QUOTED = "*"  # at an oblast whose share was not measured
EXACT = 5  # decimals that no figure has more of
CONVERTED = 2  # decimals of a figure that is shown in another unit than its own
DERIVED_BY = "this project"
NO_UNIT = ("correlation",)
PERCENTS = {"%": marked("{number}\u202f%"), "%/year": marked("{number}\u202f% a year")}


@dataclass(frozen=True)
class Row:
    """A documented figure as a row: what it is, how much, from when and whom; the rest opens on demand."""

    name: str
    value: str
    when: str
    about: str
    definition: str
    source: Source
    place: str = ""
    """The id under which other pages lead to it."""


@dataclass(frozen=True)
class Period:
    """A row of the monthly record; `remark` says what is special about it."""

    month: str
    span: str
    days: str
    gain: str
    rate: str
    remark: str
    after: bool


@dataclass(frozen=True)
class Share:
    """How much of an oblast is occupied, and how much of it is left."""

    name: str
    share: str
    area: str
    remaining: str


def headline(edition: Edition) -> str:
    """What the figures are, and to which day."""
    figure = edition.pace
    return say(
        "The answers rest on figures to {date}: {area} taken, net, in {days} days, which is {pace}.",
        date=day(figure.date),
        area=area(figure.number),
        days=number(edition.window_days),
        pace=pace_with_unit(_documented_pace(edition)),
    )


def lead(edition: Edition, scenario: Scenario, record: GainSeries) -> str:
    """From whom the figures are, how far the record goes beyond them, and whether the scenario keeps to them."""
    figure = edition.pace
    return sentences(
        say("Edition {edition}; {origin}.", edition=edition.id, origin=origin(figure.status, figure.source)),
        _goes_on(edition, record),
        _other_pace(edition, scenario),
    )


def _goes_on(edition: Edition, record: GainSeries) -> str:
    ends = record.ends[-1]
    if ends <= edition.pace.date:
        return ""
    return say(
        "The monthly record goes on to {date}: what came after the edition is shown, marked, and not used.",
        date=day(ends),
    )


def _other_pace(edition: Edition, scenario: Scenario) -> str:
    if scenario.has_own_rates:
        return say("This scenario gives oblasts paces of their own.")
    if keeps_the_documented_pace(edition, scenario):
        return ""
    return say("This scenario uses another pace: {pace}.", pace=pace_with_unit(scenario.rate))


def keeps_the_documented_pace(edition: Edition, scenario: Scenario) -> bool:
    """Whether the scenario's pace reads the same as the documented one."""
    return not scenario.has_own_rates and pace(scenario.rate) == pace(_documented_pace(edition))


def _documented_pace(edition: Edition) -> float:
    return edition.defaults["rate"].number


def facts(edition: Edition) -> tuple[Row, ...]:
    """The documented figures of an edition."""
    return tuple(_row(figure.label, figure, f"figure-{name}") for name, figure in edition.figures.items())


def later_facts(edition: Edition) -> tuple[Row, ...]:
    """The documented figures of the newest edition, where that is another one."""
    newest = evidence.newest_edition()
    if newest.id == edition.id:
        return ()
    rate = newest.defaults["rate"]
    figures = {**newest.figures, "rate": rate}
    names = {name: figure.label for name, figure in newest.figures.items()} | {"rate": say("Pace in that window")}
    return tuple(_row(names[name], figure, f"later-{name}") for name, figure in figures.items())


def inside_facts(edition: Edition) -> tuple[Row, ...]:
    """The pace seen inside each oblast where anything moved in the edition's window, the fastest first."""
    rates = {name: edition.own_rate_km2_per_day(name) for name in edition.occupied_km2}
    moved = sorted((name for name, rate in rates.items() if round(rate, 2)), key=lambda name: -rates[name])
    return tuple(_inside(edition, name, rates[name]) for name in moved)


def _inside(edition: Edition, oblast: str, rate: float) -> Row:
    since, until = edition.pace.since, edition.pace.date
    assert since is not None  # an edition without a window does not load a pace
    then, now = edition.occupied_at_window_start_km2[oblast], edition.occupied_km2[oblast]
    how = units.area_shown()
    definition = say(
        "Area under Russian control on DeepState’s map, clipped to the land of the oblast: {now} on {until} less "
        "{then} on {since}, over {days} days.",
        now=units.with_unit(number(now * how.factor, 1), how.unit),
        then=units.with_unit(number(then * how.factor, 1), how.unit),
        until=day(until),
        since=day(since),
        days=number(edition.window_days),
    )
    return Row(
        oblast_name(oblast),
        pace_with_unit(rate),
        say("{first} – {last}", first=short_day(since), last=short_day(until)),
        say("derived from areas on DeepState’s map"),
        definition,
        edition.land_gains.source,
        f"inside-{oblast}",
    )


def starting_values(edition: Edition) -> tuple[Row, ...]:
    """The assumptions that the figures set to begin with."""
    return tuple(_row(assumptions_words.label(key), figure) for key, figure in edition.defaults.items())


def _row(name: str, figure: Figure, place: str = "") -> Row:
    about = origin(figure.status, figure.source)
    return Row(name, value(figure), _when(figure), about, figure.definition, figure.source, place)


def ranges(edition: Edition, scenario: Scenario) -> tuple[Row, ...]:
    """From where to where the assumptions could lie by the record, beside what the edition and the scenario use."""
    usual = baseline(edition.id)
    rows = []
    for key, span in edition.ranges.items():
        used, own = getattr(usual, key), getattr(scenario, key)
        usually = say("edition: {value}", value=amount(used, span.unit, 2))
        yours = "" if own == used else say("this scenario: {value}", value=amount(own, span.unit, 2))
        low, high = shown(span.low, span.unit), amount(span.high, span.unit)
        extent = say("{first} to {last}", first=low, last=high)
        rows.append(Row(assumptions_words.label(key), extent, usually, yours, span.definition, span.source))
    return tuple(rows)


def value(figure: Figure) -> str:
    """A figure's exact value with its unit."""
    if isinstance(figure.value, str):
        return day(date.fromisoformat(figure.value))
    return amount(figure.value, figure.unit)


def amount(quantity: float, unit: str, decimals: int = EXACT) -> str:
    """A number with its unit in words."""
    said, how = shown(quantity, unit, decimals), units.shown(unit)
    if how is not None:
        return units.with_unit(said, how.unit)
    if unit in PERCENTS:
        return say(PERCENTS[unit], number=said)
    return said if unit in NO_UNIT else f"{said} {say(unit)}"


def shown(quantity: float, unit: str, decimals: int = EXACT) -> str:
    """A number as exact as it is documented; in other units than those, to what a reader can tell apart."""
    how = units.shown(unit)
    if how is None or how.factor == 1:
        return number(quantity, decimals)
    return number(quantity * how.factor, min(decimals, CONVERTED))


def fixed(quantity: float, decimals: int) -> str:
    """A number with all of its decimals, as columns have it."""
    return decimal(round(quantity, decimals) + 0.0, decimals, fixed=True)


def _when(figure: Figure) -> str:
    if figure.since is None:
        return short_day(figure.date)
    return say("{first} – {last}", first=short_day(figure.since), last=short_day(figure.date))


def sources(rows: Sequence[Row]) -> tuple[Source, ...]:
    """The sources outside this project that some rows rest on, each once."""
    found = {row.source: None for row in rows}
    return tuple(source for source in found if source.publisher != DERIVED_BY)


def is_after(series: GainSeries, edition: Edition) -> tuple[bool, ...]:
    """For each period, whether it ends after the edition's figures do."""
    return tuple(end > edition.pace.date for end in series.ends)


def finding(series: GainSeries, edition: Edition, scenario: Scenario) -> str:
    """The title of the record's chart."""
    rates = series.rates_km2_per_day
    low, high = int(rates.argmin()), int(rates.argmax())
    factor = units.pace_shown().factor
    worst, best = float(rates[low]) * factor, float(rates[high]) * factor
    extent = say(
        "Months lie between {slowest} ({month_of_slowest}) and {fastest} ({month_of_fastest})",
        slowest=_directed(units.with_unit(number(abs(worst)), units.pace_unit()), worst),
        month_of_slowest=_month(series, low),
        fastest=_directed(number(abs(best)), best),
        month_of_fastest=_month(series, high),
    )
    if scenario.has_own_rates:
        return extent
    return say("{months}; {pace}", months=extent, pace=_standing(rates, edition, scenario))


def _standing(rates: NDArray[np.float64], edition: Edition, scenario: Scenario) -> str:
    """Where the scenario's pace stands among the months."""
    slower = int(np.sum(rates < scenario.rate))
    if slower == 0:
        where = say("below all of them")
    elif slower == len(rates):
        where = say("above all of them")
    else:
        where = say("above {count} of the {all}", count=slower, all=len(rates))
    said = {"pace": pace(scenario.rate), "where": where}
    if keeps_the_documented_pace(edition, scenario):
        return say("the documented pace, {pace}, is {where}", **said)
    return say("this scenario’s pace, {pace}, is {where}", **said)


def _directed(shown: str, rate: float) -> str:
    return say("{pace} retaken", pace=shown) if rate < 0 else say("{pace} taken", pace=shown)


def _month(series: GainSeries, place: int) -> str:
    return month(_first_of(series.months[place]))


def _first_of(name: str) -> date:
    return date.fromisoformat(f"{name}-01")


def periods(series: GainSeries, edition: Edition) -> tuple[Period, ...]:
    """The record row by row, exact."""
    columns = (series.months, series.starts, series.ends, series.gain_km2, series.rates_km2_per_day)
    area_shown, pace_shown = units.area_shown(), units.pace_shown()
    return tuple(
        Period(
            month(_first_of(name)),
            say("{first} – {last}", first=short_day(start), last=short_day(end)),
            number((end - start).days),
            fixed(gain * area_shown.factor, 1),
            fixed(float(rate) * pace_shown.factor, pace_shown.decimals),
            ", ".join(_remarks(name, start, end, gain)),
            after,
        )
        for name, start, end, gain, rate, after in zip(*columns, is_after(series, edition), strict=True)
    )


def _remarks(name: str, start: date, end: date, gain: float) -> Iterator[str]:
    first = _first_of(name)
    if (start, end) != (first, date(first.year + first.month // 12, first.month % 12 + 1, 1)):
        yield say("not a calendar month")
    if gain < 0:
        yield say("land retaken")


def hover(period: Period) -> str:
    """What a bar says when it is pointed at."""
    remark = f"<br>{period.remark}" if period.remark else ""
    rate = units.with_unit(period.rate, units.pace_unit())
    gain = units.with_unit(period.gain, units.area_unit())
    taken = say("{area} in {days} days", area=gain, days=period.days)
    return f"<b>{period.month}</b><br>{rate}<br>{taken}{remark}"


def shares(edition: Edition, occupied: bool) -> tuple[Share, ...]:
    """The regions of which something is occupied, the most first, or those of which nothing is."""
    chosen = {name: figure for name, figure in edition.occupied.items() if (figure.number > 0) == occupied}
    chosen.pop(UKRAINE, None)
    return tuple(_share(name, chosen[name]) for name in sorted(chosen, key=lambda name: -chosen[name].number))


def whole_share(edition: Edition) -> Share:
    """How much of the whole country is occupied."""
    return _share(UKRAINE, edition.occupied[UKRAINE])


def _share(region_id: str, figure: Figure) -> Share:
    region = evidence.regions()[region_id]
    how, mark = units.area_shown(), QUOTED if figure.status == "published" else ""
    whole = region.area.number * how.factor
    left = whole * (PERCENT - figure.number) / PERCENT
    name = oblast_name(region_id) if region_id == "kyiv_oblast" else region_name(region_id)
    return Share(name + mark, percent(figure.number, 4), number(whole), fixed(left, 1))


def shares_sentence(edition: Edition) -> str:
    """How much is occupied in all, and in how many regions."""
    whole, some = edition.occupied[UKRAINE], shares(edition, occupied=True)
    return say(
        "On {date}, {share} of Ukraine was under Russian control: something of {some} regions, nothing of {others}. "
        "Crimea and Sevastopol, occupied since 2014, are among the first. A scenario can set other shares.",
        date=day(whole.date),
        share=percent(whole.number),
        some=len(some),
        others=len(shares(edition, occupied=False)),
    )


def shares_source(edition: Edition) -> str:
    """Where shares and areas are from."""
    areas = evidence.regions()[UKRAINE].area.source
    quoted = {publisher(each.source) for each in edition.occupied.values() if each.status == "published"}
    who = {"publisher": areas.publisher}
    return sentences(
        say("Shares: {measured}, clipped to land, over the official area.", measured=measured()),
        say("{mark} {publishers}, as rounded there.", mark=QUOTED, publishers=listed(sorted(quoted))) if quoted else "",
        say("Areas: {publisher}.", **who) if areas.url else say("Areas: {publisher} (address not recorded).", **who),
        say("What remains is the area less the occupied share."),
    )


def record_source(record: GainSeries, edition: Edition) -> str:
    """Where the chart's numbers are from, and how they were divided."""
    ends = edition.pace.date
    return sentences(
        say(
            "Net area taken by the whole front, {measured}, clipped to land, each gain divided by its own days; below "
            "zero is land retaken.",
            measured=measured(),
        ),
        say("Record to {date}.", date=day(record.ends[-1])),
        say("Months after {date} are no part of the edition.", date=day(ends)) if record.ends[-1] > ends else "",
        versions(edition.id),
    )


def version_lines(edition: Edition, model: str, package: str, link: int) -> tuple[str, ...]:
    """Which versions answer."""
    known = [
        say("{edition} (this scenario’s)", edition=each) if each == edition.id else each
        for each in evidence.edition_ids()
    ]
    return (
        say("Model {model}: the law by which the answers are computed.", model=model),
        say(
            "Editions of the figures: {editions}. A released one never changes; new figures make a new one.",
            editions=listed(known),
        ),
        say("Package territory {package}; links and scenario files of version {link}.", package=package, link=link),
    )
