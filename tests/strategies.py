"""Random scenarios over the whole space that the contract allows, and random questions to the model."""

from __future__ import annotations

import math
from datetime import date, timedelta
from functools import cache
from typing import Any
from urllib.parse import quote

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Inputs, Oblast, Pause, Season, Setback
from territory.scenario.parameters import PARAMETERS
from territory.scenario.scenario import (
    FORBIDDEN_CHARACTERS,
    ORDERS,
    ROOM_FOR_WORDS,
    ROOM_PER_OBLAST,
    Scenario,
    even_split,
)

OBLASTS = tuple(name for name in evidence.regions() if name != UKRAINE)
AWKWARD_TEXTS = (
    "",
    "none",
    " both ends ",
    "a+b=c&d",
    "50 % of what? #1; 'quoted' \"twice\" back\\slash",
    "%41%zz %",
    "~,._-/?:@!$()*",
    "<script>alert(1)</script>",
    "Харків, Одеса — скільки часу?",
    "e\u0301 and é, ﬁ and fi",
    "\u202eright to left\u202c",
    "\u200b\ufeff\u00a0\u202f",
    "👩‍👩‍👧‍👦 🇺🇦",
    "\U0010ffff\ue000",
    "v=1&scenario=documented-pace",
)

LONGEST_LETTER = 12  # characters of a link that one letter can take
SMALLEST_RATE = 1e-200  # so that days stay finite numbers

characters = st.characters(exclude_categories=tuple(sorted(FORBIDDEN_CHARACTERS)))


@cache
def texts(limit: int) -> SearchStrategy[str]:
    """The author's words: any characters but control characters, ordinary and awkward ones."""
    return st.sampled_from(AWKWARD_TEXTS) | st.text(characters, max_size=limit)


@cache
def numbers(key: str) -> SearchStrategy[float]:
    """Valid values of an adjustable number: its bounds, whole steps and anything between."""
    p = PARAMETERS[key]
    steps = math.floor((p.high - p.low) / p.step)
    on_a_step = st.integers(0, steps).map(lambda n: min(round(p.low + n * p.step, 6), float(p.high)))
    return st.sampled_from([float(p.low), float(p.high)]) | on_a_step | st.floats(p.low, p.high)


@cache
def targets(most: int = 8) -> SearchStrategy[tuple[str, ...]]:
    """Oblasts to ask about: one to eight, or the whole country."""
    return st.just((UKRAINE,)) | st.lists(st.sampled_from(OBLASTS), min_size=1, max_size=most, unique=True).map(tuple)


@st.composite
def splits(draw: DrawFn, names: tuple[str, ...]) -> tuple[tuple[str, float], ...]:
    """Shares of the pace that add up to 100: even ones, the whole to one, and any others."""
    kind = draw(st.sampled_from(["even", "whole", "any"]))
    if kind == "even":
        return even_split(names)
    if kind == "whole":
        chosen = draw(st.sampled_from(names))
        return tuple((name, 100.0 if name == chosen else 0.0) for name in names)
    parts = draw(st.lists(st.integers(0, 1000), min_size=len(names), max_size=len(names)).filter(any))
    shares = [100.0 * part / sum(parts) for part in parts]
    return tuple(zip(names, shares, strict=True))


@cache
def rate_sources() -> SearchStrategy[str]:
    """Where a pace can be from: the edition, a hand, or a window of the record by months or days."""
    days = st.lists(st.dates(date(2014, 1, 1), date(2040, 12, 31)), min_size=2, max_size=2).map(sorted)
    by_days = days.map(lambda d: f"deepstate_land~{d[0]}~{d[1]}")
    by_months = days.map(lambda d: f"isw_2~{d[0]:%Y-%m}~{d[1]:%Y-%m}")
    return st.sampled_from(["documented", "hand"]) | by_days | by_months


def some_of(names: tuple[str, ...], values: SearchStrategy[float]) -> SearchStrategy[tuple[tuple[str, float], ...]]:
    """A number for some of the oblasts, in their order."""
    each = st.tuples(*(st.none() | st.tuples(st.just(name), values) for name in names))
    return each.map(lambda pairs: tuple(pair for pair in pairs if pair is not None))


def fitting(words: str, room: int) -> str:
    """As much of the author's words as fits into so many characters of a link."""
    return words if len(quote(words, safe="")) <= room else words[: max(0, room) // LONGEST_LETTER]


@st.composite
def scenarios(draw: DrawFn, most: int = 8) -> Scenario:
    """Valid scenarios over the whole space, with at most `most` targets."""
    names = draw(targets(most))
    rest = [name for name in OBLASTS if name not in names]
    first: tuple[str, ...] = ()
    if names != (UKRAINE,):
        first = tuple(draw(st.lists(st.sampled_from(rest), max_size=draw(st.sampled_from([0, 1, 4, 19])), unique=True)))
    order = draw(st.sampled_from(ORDERS))
    in_play = names + first
    room = ROOM_FOR_WORDS - ROOM_PER_OBLAST * len(in_play)
    rate = draw(numbers("rate"))
    start = draw(st.dates(date(2022, 11, 12), date(2040, 12, 31)))
    pause_start = draw(st.none() | st.dates())
    soon = st.integers(0, 20_000).map(lambda n: start + timedelta(n))
    setback_date = draw(st.none() | st.just(start) | soon | st.dates(start))
    return Scenario(
        edition=draw(st.sampled_from(evidence.edition_ids())),
        start=start,
        targets=names,
        order=order,
        split=draw(splits(names)) if order == "together" else (),
        first=first,
        occupied=tuple((name, draw(numbers("occupied"))) for name in in_play),
        rate=rate,
        rates=draw(st.just(()) | some_of(in_play, numbers("rates"))) if rate > 0 else (),
        rate_source=draw(rate_sources()),
        annual_change=draw(numbers("annual_change")),
        season=draw(numbers("season")),
        pause_start=pause_start,
        pause_months=0.0 if pause_start is None else draw(numbers("pause_months").filter(bool)),
        setback_date=setback_date,
        setback_km2=0.0 if setback_date is None else draw(numbers("setback_km2").filter(bool)),
        pace_uncertainty=draw(numbers("pace_uncertainty")),
        annual_change_uncertainty=draw(numbers("annual_change_uncertainty")),
        noise=draw(numbers("noise")),
        persistence=draw(numbers("persistence")),
        horizon=draw(numbers("horizon")),
        title=(title := draw(texts(80))),
        note=fitting(draw(texts(500)), room - len(quote(title, safe=""))),
    )


PROFILES = tuple(evidence.edition(each).seasonal_profile for each in evidence.edition_ids())


@cache
def seasons() -> SearchStrategy[Season]:
    """No season, a documented one at any strength, or twelve ratios at random."""
    profiles = st.sampled_from(PROFILES) | st.lists(st.floats(-2, 4), min_size=11, max_size=11).map(
        lambda eleven: (*eleven, 12.0 - sum(eleven))
    )
    none = st.just(Season(PROFILES[0], 0.0))
    return none | st.builds(Season, profiles, st.floats(0.0, 1.5))


@st.composite
def oblasts(draw: DrawFn, name: str, own_pace: bool) -> Oblast:
    """An oblast of any size, all of it occupied now and then, with or without a pace of its own."""
    return Oblast(
        id=name,
        area_km2=draw(st.floats(500, 60_000)),
        occupied_share=draw(st.floats(0.0, 0.99) | st.floats(0.0, 0.99) | st.sampled_from([0.0, 0.0, 1.0])),
        rate_km2_per_day=draw(st.none() | st.floats(0.01, 60)) if own_pace else None,
    )


@cache
def rates() -> SearchStrategy[float]:
    """Paces (km²/day) of both signs and none; most bring an oblast down within decades."""
    often = st.floats(2, 30)
    any_sign = st.floats(-20, 60).filter(lambda rate: rate == 0 or abs(rate) >= SMALLEST_RATE)
    return often | often | often | any_sign | st.sampled_from([0.0, -2.0])


@st.composite
def questions(draw: DrawFn, own_paces: bool = True) -> Inputs:
    """Questions to the model over everything that moves the central answer."""
    rate = draw(rates())
    own_pace = own_paces and rate > 0 and draw(st.booleans())
    order = draw(st.sampled_from(ORDERS))
    asked = tuple(draw(oblasts(f"target{i}", own_pace)) for i in range(draw(st.integers(1, 4))))
    if order == "together":
        shares = [share / 100.0 for _, share in draw(splits(tuple(each.id for each in asked)))]
        asked = tuple(
            Oblast(each.id, each.area_km2, each.occupied_share, each.rate_km2_per_day, share)
            for each, share in zip(asked, shares, strict=True)
        )
    return Inputs(
        start=(start := draw(st.dates(date(2022, 11, 12), date(2040, 12, 31)))),
        targets=asked,
        first=tuple(draw(oblasts(f"first{i}", own_pace)) for i in range(draw(st.integers(0, 2)))),
        order=order,
        rate_km2_per_day=rate,
        annual_change=draw(st.just(0.0) | st.floats(-0.08, 0.2) | st.floats(-0.5, 0.5)),
        season=draw(seasons()),
        pause=draw(st.none() | pauses(start)),
        setback=draw(st.none() | setbacks(start)),
        horizon_days=draw(st.floats(20, 80) | st.floats(1, 300)) * DAYS_PER_YEAR,
    )


@cache
def pauses(start: date) -> SearchStrategy[Pause]:
    """Pauses about the start, some of them partly or wholly before it."""
    begins = st.integers(-3_000, 15_000).map(lambda n: start + timedelta(n))
    months = st.integers(1, 240) | st.floats(0.01, 240)
    return st.builds(Pause, begins, months.map(lambda n: n * DAYS_PER_MONTH))


@cache
def setbacks(start: date) -> SearchStrategy[Setback]:
    """Setbacks on the start or in the decades after it."""
    return st.builds(Setback, st.integers(0, 15_000).map(lambda n: start + timedelta(n)), st.floats(1, 50_000))


def changed(inputs: Inputs, **changes: Any) -> Inputs:
    """The same question with some of it changed."""
    return Inputs(**{**vars(inputs), **changes})
