"""Words of the page of evidence: what each figure is, from when and whom, and what the monthly record shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from territory import evidence
from territory.evidence import UKRAINE, Edition, Figure, FigureStatus, GainSeries, Source
from territory.scenario import Scenario, baseline
from territory.ui import wording
from territory.ui.wording import KM2, MINUS, area, day, number, pace, percent, short_day

PERCENT = 100.0
QUOTED = "*"  # at an oblast whose share was not measured
EXACT = 5  # decimals that no figure has more of
MAP = "DeepState’s map"
MEASURED = f"computed from {MAP}"
DERIVED_BY = "this project"
SECOND_HAND = (", from ", ", quoting ")
NO_UNIT = ("correlation",)
UNITS = {**wording.UNITS, "km²": KM2}


@dataclass(frozen=True)
class Row:
    """A documented figure as a row: what it is, how much, from when and whom; the rest opens on demand."""

    name: str
    value: str
    when: str
    about: str
    definition: str
    source: Source


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


@dataclass(frozen=True)
class Pace:
    """A pace of the scenario: what its line is called, whose it is, and how fast."""

    label: str
    names: str
    rate_km2_per_day: float
    oblasts: tuple[str, ...]


def headline(edition: Edition) -> str:
    """What the figures are, and to which day."""
    figure = edition.pace
    return (
        f"The answers rest on figures to {day(figure.date)}: {area(figure.number)} taken, net, in "
        f"{number(edition.window_days)} days, which is {pace(_documented_pace(edition))}{KM2} a day."
    )


def lead(edition: Edition, scenario: Scenario, record: GainSeries) -> str:
    """From whom the figures are, how far the record goes beyond them, and whether the scenario keeps to them."""
    said = [f"Edition {edition.id}; {origin(edition.pace.status, edition.pace.source)}."]
    ends = record.ends[-1]
    if ends > edition.pace.date:
        said.append(
            f"The monthly record goes on to {day(ends)}: what came after the edition is shown, marked, and not used."
        )
    if scenario.has_own_rates:
        said.append("This scenario gives oblasts paces of their own.")
    elif not keeps_the_documented_pace(edition, scenario):
        said.append(f"This scenario uses another pace: {pace(scenario.rate)}{KM2} a day.")
    return " ".join(said)


def keeps_the_documented_pace(edition: Edition, scenario: Scenario) -> bool:
    """Whether the scenario's pace reads the same as the documented one."""
    return not scenario.has_own_rates and pace(scenario.rate) == pace(_documented_pace(edition))


def _documented_pace(edition: Edition) -> float:
    return edition.defaults["rate"].number


def facts(edition: Edition) -> tuple[Row, ...]:
    """The documented figures of an edition."""
    return tuple(_row(figure.label, figure) for figure in edition.figures.values())


def starting_values(edition: Edition) -> tuple[Row, ...]:
    """The assumptions that the figures set to begin with."""
    return tuple(_row(wording.label(key), figure) for key, figure in edition.defaults.items())


def _row(name: str, figure: Figure) -> Row:
    about = origin(figure.status, figure.source)
    return Row(name, value(figure), _when(figure), about, figure.definition, figure.source)


def ranges(edition: Edition, scenario: Scenario) -> tuple[Row, ...]:
    """From where to where the assumptions could lie by the record, beside what the edition and the scenario use."""
    usual = baseline(edition.id)
    rows = []
    for key, span in edition.ranges.items():
        used, own = getattr(usual, key), getattr(scenario, key)
        usually = f"edition: {amount(round(used, 2), span.unit)}"
        yours = "" if own == used else f"this scenario: {amount(round(own, 2), span.unit)}"
        extent = f"{number(span.low, EXACT)} to {amount(span.high, span.unit)}"
        rows.append(Row(wording.label(key), extent, usually, yours, span.definition, span.source))
    return tuple(rows)


def value(figure: Figure) -> str:
    """A figure's exact value with its unit."""
    if isinstance(figure.value, str):
        return day(date.fromisoformat(figure.value))
    return amount(figure.value, figure.unit)


def amount(quantity: float, unit: str) -> str:
    """A number with its unit in words."""
    if unit in NO_UNIT:
        return number(quantity, EXACT)
    return number(quantity, EXACT) + UNITS.get(unit, f" {unit}")


def fixed(quantity: float, decimals: int) -> str:
    """A number with all of its decimals, as columns have it."""
    return f"{round(quantity, decimals) + 0.0:,.{decimals}f}".replace("-", MINUS)


def _when(figure: Figure) -> str:
    return short_day(figure.date) if figure.since is None else f"{short_day(figure.since)} – {short_day(figure.date)}"


def origin(status: FigureStatus, source: Source) -> str:
    """Whether a figure was published, computed or derived, and by whom."""
    if status == "computed":
        return MEASURED if publisher(source) == MEASURED else f"computed: {publisher(source)}"
    if status == "derived":
        return "derived from the figures of this edition"
    return f"published: {publisher(source)}"


def publisher(source: Source) -> str:
    """Who published a figure; a second-hand one is "as reported by" those who were read."""
    if source.publisher.startswith("computed by"):
        return MEASURED
    for between in SECOND_HAND:
        read, found, first = source.publisher.partition(between)
        if found:
            return f"{first}, as reported by {'an article ' if read.startswith('signed') else ''}{read}"
    return source.publisher


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
    worst, best = float(rates[low]), float(rates[high])
    first = (
        f"Months lie between {number(abs(worst))}{KM2} a day {_direction(worst)} ({_month(series, low)}) and "
        f"{number(abs(best))} {_direction(best)} ({_month(series, high)})"
    )
    if scenario.has_own_rates:
        return first
    slower = int(np.sum(rates < scenario.rate))
    whose = "the documented pace" if keeps_the_documented_pace(edition, scenario) else "this scenario’s pace"
    where = {0: "below all of them", len(rates): "above all of them"}.get(slower, f"above {slower} of the {len(rates)}")
    return f"{first}; {whose}, {pace(scenario.rate)}, is {where}"


def alt_text(series: GainSeries, edition: Edition, scenario: Scenario) -> str:
    """What the chart of the record says, with its numbers."""
    rates = series.rates_km2_per_day
    after = sum(is_after(series, edition))
    said = [
        f"Bars, one for each of {len(rates)} periods of about a month from {day(series.starts[0])} to "
        f"{day(series.ends[-1])}: net area taken by the whole front, in km² a day. "
        f"{finding(series, edition, scenario)}.",
        f"{int(np.sum(rates < 0))} of them are below zero: land retaken.",
        f"A line marks the documented pace, {pace(_documented_pace(edition))}{KM2} a day.",
    ]
    if not keeps_the_documented_pace(edition, scenario):
        each = "; ".join(f"{of.names} {pace(of.rate_km2_per_day)}" for of in paces(edition, scenario))
        said.append(f"Dashed lines mark this scenario’s, in km² a day: {each}.")
    if after:
        said.append(f"The last {after} are hatched: they came after {day(edition.pace.date)}.")
    return " ".join(said)


def paces(edition: Edition, scenario: Scenario) -> tuple[Pace, ...]:
    """The scenario's paces: one of the front, or those of its oblasts, equal ones together; none if documented."""
    if not scenario.has_own_rates:
        same = keeps_the_documented_pace(edition, scenario)
        return () if same else (Pace("this scenario", "the whole front", scenario.rate, ()),)
    own = dict(scenario.rates)
    alike: dict[str, list[str]] = {}
    for oblast in scenario.targets:
        alike.setdefault(pace(own.get(oblast, scenario.rate)), []).append(oblast)
    return tuple(_shared_pace(oblasts, own.get(oblasts[0], scenario.rate)) for oblasts in alike.values())


def _shared_pace(oblasts: Sequence[str], rate: float) -> Pace:
    names = [evidence.regions()[oblast].name for oblast in oblasts]
    return Pace(names[0] if len(names) == 1 else f"{len(names)} oblasts", wording.listed(names), rate, tuple(oblasts))


def _direction(rate_km2_per_day: float) -> str:
    return "retaken" if rate_km2_per_day < 0 else "taken"


def _month(series: GainSeries, place: int) -> str:
    return wording.month(_first_of(series.months[place]))


def _first_of(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def periods(series: GainSeries, edition: Edition) -> tuple[Period, ...]:
    """The record row by row, exact."""
    columns = (series.months, series.starts, series.ends, series.gain_km2, series.rates_km2_per_day)
    return tuple(
        Period(
            wording.month(_first_of(month)),
            f"{short_day(start)} – {short_day(end)}",
            number((end - start).days),
            fixed(gain, 1),
            fixed(float(rate), 2),
            ", ".join(_remarks(month, start, end, gain)),
            after,
        )
        for month, start, end, gain, rate, after in zip(*columns, is_after(series, edition), strict=True)
    )


def _remarks(month: str, start: date, end: date, gain: float) -> Iterator[str]:
    first = _first_of(month)
    if (start, end) != (first, date(first.year + first.month // 12, first.month % 12 + 1, 1)):
        yield "not a calendar month"
    if gain < 0:
        yield "land retaken"


def hover(period: Period) -> str:
    """What a bar says when it is pointed at."""
    remark = f"<br>{period.remark}" if period.remark else ""
    return f"<b>{period.month}</b><br>{period.rate}{KM2} a day<br>{period.gain}{KM2} in {period.days} days{remark}"


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
    km2 = region.area.number
    left = km2 * (PERCENT - figure.number) / PERCENT
    mark = QUOTED if figure.status == "published" else ""
    name = region.long_name if region_id == "kyiv_oblast" else region.long_name.removesuffix(" oblast")
    return Share(name + mark, percent(figure.number, 4), number(km2), fixed(left, 1))


def shares_sentence(edition: Edition) -> str:
    """How much is occupied in all, and in how many regions."""
    whole, some = edition.occupied[UKRAINE], shares(edition, occupied=True)
    return (
        f"On {day(whole.date)}, {percent(whole.number)} of Ukraine was under Russian control: something of "
        f"{len(some)} regions, nothing of {len(shares(edition, occupied=False))}. Crimea and Sevastopol, occupied "
        "since 2014, are among the first. A scenario can set other shares."
    )


def shares_source(edition: Edition) -> str:
    """Where shares and areas are from."""
    areas = evidence.regions()[UKRAINE].area.source
    unrecorded = "" if areas.url else " (address not recorded)"
    quoted = {publisher(each.source) for each in edition.occupied.values() if each.status == "published"}
    article = f" {QUOTED} {wording.listed(sorted(quoted))}, as rounded there." if quoted else ""
    return (
        f"Shares: {MEASURED}, clipped to land, over the official area.{article} Areas: {areas.publisher}"
        f"{unrecorded}. What remains is the area less the occupied share."
    )


def bar_key(edition: Edition) -> tuple[tuple[str, str], ...]:
    """What full and hatched bars mean."""
    return ("full", f"in this edition, to {day(edition.pace.date)}"), ("after", "after it, not used")


def record_source(record: GainSeries, edition: Edition) -> str:
    """Where the chart's numbers are from, and how they were divided."""
    later = "" if record.ends[-1] <= edition.pace.date else f" Months after {day(edition.pace.date)} are no part of it."
    return (
        f"Net area taken by the whole front, {MEASURED}, clipped to land, each gain divided by its own days; below "
        f"zero is land retaken. Edition {edition.id}, record to {day(record.ends[-1])}.{later}"
    )


def version_lines(edition: Edition, model: str, package: str, link: int) -> tuple[str, ...]:
    """Which versions answer."""
    known = [f"{each} (this scenario’s)" if each == edition.id else each for each in evidence.edition_ids()]
    return (
        f"Model {model}: the law by which the answers are computed.",
        f"Editions of the figures: {wording.listed(known)}. A released one never changes; new figures make a new one.",
        f"Package territory {package}; links and scenario files of version {link}.",
    )
