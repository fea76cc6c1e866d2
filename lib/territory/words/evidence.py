"""Words of the page of evidence: figures, whose they are, the monthly record; its texts on method, traps, changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from territory.figures import data_path, evidence
from territory.figures.evidence import UKRAINE, Edition, Figure, GainSeries, Source
from territory.figures.record import month_day
from territory.model import MODEL_VERSION
from territory.scenario.scenario import Scenario, baseline
from territory.text import day, decimal, listed, number, say, sentences, short_day
from territory.words import vocabulary
from territory.words.assumptions import PERCENTS, label, month
from territory.words.cited import measured, origin, publisher
from territory.words.vocabulary import area, oblast_name, pace, pace_with_unit, percent, region_name, versions

METHOD = Path(__file__).parent / "method.md"
TRAPS = Path(__file__).parent / "traps.md"
CHANGELOG = "CHANGELOG.md"
TITLE, COMMENT, SECTION = "# ", "<!--", "## "
WHY = "Why it matters: "
PERCENT = 100.0
QUOTED = "*"  # at an oblast whose share was not measured
EXACT = 5  # decimals that no figure has more of
CONVERTED = 2  # decimals of a figure that is shown in another unit than its own
DERIVED_BY = "this project"
NO_UNIT = ("correlation",)


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


@dataclass(frozen=True)
class Trap:
    """Something that is easily taken for something else: what it is, and why it matters for the answer."""

    title: str
    text: str
    why: str


def headline(edition: Edition) -> str:
    """What the figures are, and to which day."""
    figure = edition.pace
    return say(
        "The answers rest on figures to {date}: {area} taken, net, in {days} days, which is {pace}.",
        date=day(figure.date),
        area=area(figure.number),
        days=number(edition.window_days),
        pace=pace_with_unit(edition.defaults["rate"].number),
    )


def lead(edition: Edition, scenario: Scenario, record: GainSeries) -> str:
    """From whom the figures are, how far the record goes beyond them, and whether the scenario keeps to them."""
    figure, later, other = edition.pace, "", ""
    if record.ends[-1] > figure.date:
        later = say(
            "The monthly record goes on to {date}: what came after the edition is shown, marked, and not used.",
            date=day(record.ends[-1]),
        )
    if scenario.has_own_rates:
        other = say("This scenario gives oblasts paces of their own.")
    elif not keeps_the_documented_pace(edition, scenario):
        other = say("This scenario uses another pace: {pace}.", pace=pace_with_unit(scenario.rate))
    whose = say("Edition {edition}; {origin}.", edition=edition.id, origin=origin(figure.status, figure.source))
    return sentences(whose, later, other)


def keeps_the_documented_pace(edition: Edition, scenario: Scenario) -> bool:
    """Whether the scenario's pace reads the same as the documented one."""
    return not scenario.has_own_rates and pace(scenario.rate) == pace(edition.defaults["rate"].number)


def facts(edition: Edition) -> tuple[Row, ...]:
    """The documented figures of an edition."""
    return tuple(_row(figure.label, figure, f"figure-{name}") for name, figure in edition.figures.items())


def later_facts(edition: Edition) -> tuple[Row, ...]:
    """The documented figures of the newest edition, where that is another one."""
    newest = evidence.newest_edition()
    if newest.id == edition.id:
        return ()
    rows = [(name, figure.label, figure) for name, figure in newest.figures.items()]
    rows.append(("rate", say("Pace in that window"), newest.defaults["rate"]))
    return tuple(_row(label, figure, f"later-{name}") for name, label, figure in rows)


def inside_facts(edition: Edition) -> tuple[Row, ...]:
    """The pace seen inside each oblast where anything moved in the edition's window, the fastest first."""
    since, until, how = edition.pace.since, edition.pace.date, vocabulary.area_shown()
    assert since is not None  # an edition without a window does not load a pace
    rates = {name: edition.own_rate_km2_per_day(name) for name in edition.occupied_km2}
    rows = []
    for oblast in sorted((name for name, rate in rates.items() if round(rate, 2)), key=lambda name: -rates[name]):
        then, now = edition.occupied_at_window_start_km2[oblast], edition.occupied_km2[oblast]
        definition = say(
            "Area under Russian control on DeepState’s map, clipped to the land of the oblast: {now} on {until} less "
            "{then} on {since}, over {days} days.",
            now=vocabulary.with_unit(number(now * how.factor, 1), how.unit),
            then=vocabulary.with_unit(number(then * how.factor, 1), how.unit),
            until=day(until),
            since=day(since),
            days=number(edition.window_days),
        )
        rows.append(
            Row(
                oblast_name(oblast),
                pace_with_unit(rates[oblast]),
                say("{first} – {last}", first=short_day(since), last=short_day(until)),
                say("derived from areas on DeepState’s map"),
                definition,
                edition.land_gains.source,
                f"inside-{oblast}",
            )
        )
    return tuple(rows)


def starting_values(edition: Edition) -> tuple[Row, ...]:
    """The assumptions that the figures set to begin with."""
    return tuple(_row(label(key), figure) for key, figure in edition.defaults.items())


def _row(name: str, figure: Figure, place: str = "") -> Row:
    """A figure with its exact value; a day or a stretch of days; whose it is."""
    when, about = short_day(figure.date), origin(figure.status, figure.source)
    if figure.since is not None:
        when = say("{first} – {last}", first=short_day(figure.since), last=when)
    if isinstance(figure.value, str):
        value = day(date.fromisoformat(figure.value))
    else:
        value = amount(figure.value, figure.unit)
    return Row(name, value, when, about, figure.definition, figure.source, place)


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
        rows.append(Row(label(key), extent, usually, yours, span.definition, span.source))
    return tuple(rows)


def amount(quantity: float, unit: str, decimals: int = EXACT) -> str:
    """A number with its unit in words."""
    said, how = shown(quantity, unit, decimals), vocabulary.shown_as(unit)
    if how is not None:
        return vocabulary.with_unit(said, how.unit)
    if unit in PERCENTS:
        return say(PERCENTS[unit], number=said)
    return said if unit in NO_UNIT else f"{said} {say(unit)}"


def shown(quantity: float, unit: str, decimals: int = EXACT) -> str:
    """A number as exact as it is documented; in other units than those, to what a reader can tell apart."""
    how = vocabulary.shown_as(unit)
    if how is None or how.factor == 1:
        return number(quantity, decimals)
    return number(quantity * how.factor, min(decimals, CONVERTED))


def fixed(quantity: float, decimals: int) -> str:
    """A number with all of its decimals, as columns have it."""
    return decimal(round(quantity, decimals) + 0.0, decimals, fixed=True)


def sources(rows: Sequence[Row]) -> tuple[Source, ...]:
    """The sources outside this project that some rows rest on, each once."""
    found = {row.source: None for row in rows}
    return tuple(source for source in found if source.publisher != DERIVED_BY)


def finding(series: GainSeries, edition: Edition, scenario: Scenario) -> str:
    """The title of the record's chart: the slowest and the fastest month, and where among them the scenario stands."""
    rates, factor = series.rates_km2_per_day, vocabulary.pace_shown().factor
    low, high = int(rates.argmin()), int(rates.argmax())
    worst, best = float(rates[low]) * factor, float(rates[high]) * factor
    extent = say(
        "Months lie between {slowest} ({month_of_slowest}) and {fastest} ({month_of_fastest})",
        slowest=_directed(vocabulary.with_unit(number(abs(worst)), vocabulary.pace_unit()), worst),
        month_of_slowest=month(series.months[low]),
        fastest=_directed(number(abs(best)), best),
        month_of_fastest=month(series.months[high]),
    )
    if scenario.has_own_rates:
        return extent
    slower = int((rates < scenario.rate).sum())
    if slower == 0:
        where = say("below all of them")
    elif slower == len(rates):
        where = say("above all of them")
    else:
        where = say("above {count} of the {all}", count=slower, all=len(rates))
    said = {"pace": pace(scenario.rate), "where": where}
    if keeps_the_documented_pace(edition, scenario):
        standing = say("the documented pace, {pace}, is {where}", **said)
    else:
        standing = say("this scenario’s pace, {pace}, is {where}", **said)
    return say("{months}; {pace}", months=extent, pace=standing)


def _directed(shown: str, rate: float) -> str:
    return say("{pace} retaken", pace=shown) if rate < 0 else say("{pace} taken", pace=shown)


def periods(series: GainSeries, edition: Edition) -> tuple[Period, ...]:
    """The record row by row, exact; what ends after the edition's figures do is marked."""
    area_shown, pace_shown = vocabulary.area_shown(), vocabulary.pace_shown()
    columns = (series.months, series.starts, series.ends, series.gain_km2, series.rates_km2_per_day)
    rows = []
    for name, start, end, gain, rate in zip(*columns, strict=True):
        first, remarks = month_day(name), []
        if (start, end) != (first, date(first.year + first.month // 12, first.month % 12 + 1, 1)):
            remarks.append(say("not a calendar month"))
        if gain < 0:
            remarks.append(say("land retaken"))
        rows.append(
            Period(
                month(name),
                say("{first} – {last}", first=short_day(start), last=short_day(end)),
                number((end - start).days),
                fixed(gain * area_shown.factor, 1),
                fixed(float(rate) * pace_shown.factor, pace_shown.decimals),
                ", ".join(remarks),
                end > edition.pace.date,
            )
        )
    return tuple(rows)


def hover(period: Period) -> str:
    """What a bar says when it is pointed at."""
    remark = f"<br>{period.remark}" if period.remark else ""
    rate = vocabulary.with_unit(period.rate, vocabulary.pace_unit())
    gain = vocabulary.with_unit(period.gain, vocabulary.area_unit())
    taken = say("{area} in {days} days", area=gain, days=period.days)
    return f"<b>{period.month}</b><br>{rate}<br>{taken}{remark}"


def shares(edition: Edition, occupied: bool) -> tuple[Share, ...]:
    """The regions of which something is occupied, the most first, or those of which nothing is."""
    chosen = {name: figure for name, figure in edition.occupied.items() if (figure.number > 0) == occupied}
    chosen.pop(UKRAINE, None)
    return tuple(share(edition, name) for name in sorted(chosen, key=lambda name: -chosen[name].number))


def share(edition: Edition, region_id: str) -> Share:
    """How much of a region, or of the whole country, is occupied, and how much is left."""
    region, figure, how = evidence.regions()[region_id], edition.occupied[region_id], vocabulary.area_shown()
    whole, mark = region.area.number * how.factor, QUOTED if figure.status == "published" else ""
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


def version_lines(edition: Edition, link: int) -> tuple[str, ...]:
    """Which versions answer."""
    package = version("territory")
    known = [
        say("{edition} (this scenario’s)", edition=each) if each == edition.id else each
        for each in evidence.edition_ids()
    ]
    return (
        say("Model {model}: the law by which the answers are computed.", model=MODEL_VERSION),
        say(
            "Editions of the figures: {editions}. A released one never changes; new figures make a new one.",
            editions=listed(known),
        ),
        say("Package territory {package}; links and scenario files of version {link}.", package=package, link=link),
    )


@cache
def method_text() -> str:
    """The text as Markdown, without its title and the marks between which its tables are written."""
    lines = METHOD.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith((TITLE, COMMENT))).strip()


@cache
def method_sections() -> Mapping[str, str]:
    """The sections of the method text by their titles, in their order."""
    return _sections(method_text())


def _sections(text: str) -> Mapping[str, str]:
    _, *parts = f"\n{text}".split(f"\n{SECTION}")
    pairs = (part.partition("\n") for part in parts)
    return MappingProxyType({title.strip(): body.strip() for title, _, body in pairs})


@cache
def traps() -> tuple[Trap, ...]:
    """The traps of the figures, in plain text; raises `ValueError` for one that does not say why it matters."""
    found = []
    for title, body in _sections(TRAPS.read_text(encoding="utf-8")).items():
        text, mark, why = body.partition(WHY)
        if not (mark and text.strip() and why.strip()):
            raise ValueError(f"the trap {title!r} does not say what it is and why it matters")
        found.append(Trap(title, text.strip(), why.strip()))
    return tuple(found)


@cache
def changelog() -> str:
    """What has changed from version to version, as Markdown without its title."""
    lines = data_path(CHANGELOG).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(TITLE)).strip()
