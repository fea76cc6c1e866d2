"""Documented figures where they stand in a sentence: each leads to the entry that says whose it is and how it came."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from territory.answers.outlook import own_rate_km2_per_day
from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition, FigureStatus, Source
from territory.figures.record import Observed
from territory.model import MODEL_VERSION
from territory.scenario.scenario import Scenario, occupied_default
from territory.text import day, say
from territory.words.vocabulary import pace_with_unit

PAGE = "evidence"
SECOND_HAND = (", from ", ", quoting ")
# Marks that turn the direction of a text would turn what comes after the title as well.
TURNS_THE_TEXT = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class Cited:
    """A documented figure on a page: the words that lead away, to which place, and whether it was published."""

    shown: str
    place: str
    """A page and an id on it, as an address has them: evidence#record; or the address of the source itself."""
    status: str
    """published, computed or derived; nothing where a word stands for many figures."""
    origin: str

    @property
    def is_outside(self) -> bool:
        """Whether it leads to the source itself."""
        return "://" in self.place


def origin(status: FigureStatus, source: Source) -> str:
    """Whether a figure was published, computed or derived, and by whom."""
    said = publisher(source)
    if status == "derived":
        return say("derived from the figures of this edition")
    if status == "published":
        return say("published: {publisher}", publisher=said)
    return said if said == measured() else say("computed: {publisher}", publisher=said)


def measured() -> str:
    """Where what was measured is from."""
    return say("computed from {map}", map=say("DeepState’s map"))


def publisher(source: Source) -> str:
    """Who published a figure; a second-hand one is "as reported by" those who were read."""
    if source.publisher.startswith("computed by"):
        return measured()
    for between in SECOND_HAND:
        read, found, first = source.publisher.partition(between)
        if found and read.startswith("signed"):
            return say("{publisher}, as reported by an article {read}", publisher=first, read=read)
        if found:
            return say("{publisher}, as reported by {read}", publisher=first, read=read)
    return source.publisher


def inside(scenario: Scenario, oblast: str) -> Cited:
    """The pace that the record shows inside an oblast."""
    shown = pace_with_unit(abs(own_rate_km2_per_day(scenario, oblast)))
    return _cited(shown, f"inside-{oblast}", "derived", say("derived from areas on DeepState’s map"))


def later(newer: Edition) -> Cited:
    """The pace of an edition that is newer than the scenario's."""
    figure = newer.pace
    shown = pace_with_unit(newer.defaults["rate"].number)
    return _cited(shown, f"later-{figure.id}", figure.status, origin(figure.status, figure.source))


def share(scenario: Scenario, oblast: str, shown: str) -> Cited:
    """How much of an oblast is occupied, and what is left of its official area."""
    known = evidence.edition(scenario.edition)
    if dict(scenario.occupied)[oblast] != occupied_default(known, oblast):
        return Cited(shown, f"{PAGE}#occupied", "", say("the share is set in this scenario; the area is official"))
    figure = known.occupied[oblast]
    return _cited(shown, "occupied", figure.status, origin(figure.status, figure.source))


def sources(known: Edition) -> Iterator[Cited]:
    """What all answers rest on, each with whose it is."""
    figure, areas = known.pace, evidence.regions()[UKRAINE].area
    yield _cited(figure.label, f"figure-{figure.id}", figure.status, origin(figure.status, figure.source))
    measured = origin("computed", known.land_gains.source)
    yield _cited(say("the record by month"), "record", "computed", measured)
    yield _cited(say("what is occupied"), "occupied", "computed", measured)
    yield _cited(say("areas of the oblasts"), "occupied", areas.status, origin(areas.status, areas.source))
    yield _cited(say("paces inside oblasts"), "inside", "derived", say("derived from areas on DeepState’s map"))
    yield _cited(say("documented ranges"), "ranges", "derived", say("derived from the figures of this edition"))


def provider(found: Observed, shown: str) -> Cited:
    """Whose record a window is of: of all its months the source of the last."""
    last = found.gains[-1]
    return Cited(shown, last.source.url or f"{PAGE}#record", last.status, origin(last.status, last.source))


def words_of(known: Edition) -> Iterator[Cited]:
    """The words by which source lines name what numbers rest on."""
    figure, areas, drawn = known.pace, evidence.regions()[UKRAINE].area, evidence.outlines().source
    measured, own = origin("computed", known.land_gains.source), origin(figure.status, figure.source)
    yield _cited(say("DeepState’s map"), "record", "computed", measured)
    yield _cited(say("Figures: DeepState"), f"figure-{figure.id}", figure.status, own)
    yield _cited(say("documented pace: DeepState"), f"figure-{figure.id}", figure.status, own)
    yield _cited(say("Occupied at the start: DeepState"), "occupied", "computed", measured)
    yield _cited(say("areas: official"), "occupied", areas.status, origin(areas.status, areas.source))
    tested = say("computed from the record by this project")
    yield Cited(say("tests on past months"), "estimates#tests", "computed", tested)
    yield Cited(drawn.publisher.partition(";")[0], drawn.url or f"{PAGE}#version", "", drawn.title)
    yield _cited(say("mean pace of documented years"), "record", "computed", measured)
    yield _cited(say("documented months"), "record", "computed", measured)


def _cited(shown: str, name: str, status: FigureStatus, said: str) -> Cited:
    return Cited(shown, f"{PAGE}#{name}", status, said)


def about_figures(scenario: Scenario) -> str:
    """Which figures an answer is from, and what it is that is projected."""
    known = evidence.edition(scenario.edition)
    return say(
        "{title} (edition {edition}), model {model}. Areas under Russian control: DeepState; areas of the oblasts: "
        "official. What is projected is the day on which the net area taken reaches what is left of an oblast: first "
        "passage, not lasting control. Crimea and Sevastopol are Ukrainian territory occupied since 2014, outside the "
        "documented figure.",
        title=known.title,
        edition=known.id,
        model=MODEL_VERSION,
    )


def citation(scenario: Scenario, address: str, accessed: date) -> str:
    """A scenario for a list of sources: its title and address, edition and model, as seen on a day."""
    return say(
        "“{title}”, {name}: an if-then projection, not a forecast (edition {edition}, model {model}). {address} "
        "(accessed on {day}).",
        title=TURNS_THE_TEXT.sub("", scenario.title).strip() or say("How long would it take?"),
        name="territory",
        edition=scenario.edition,
        model=MODEL_VERSION,
        address=address,
        day=day(accessed),
    )
