"""Makes a new edition: checks its tables, derives what follows from them, and writes the folder in one step."""

from __future__ import annotations

import csv
import datetime as dt
import json
import math
import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from territory.answers.outlook import project
from territory.editions import defaults as derive
from territory.editions import record
from territory.editions.files import MONTHLY, OCCUPIED, Draft, columns_of, files_of
from territory.editions.record import Previous
from territory.editions.tables import (
    AT_END,
    AT_START,
    LAND,
    EditionError,
    Occupied,
    Period,
    Problems,
    is_mile_for_km2,
    read_date,
    read_monthly,
    read_occupied,
)
from territory.figures import data_path, evidence
from territory.figures.evidence import UKRAINE, Edition, EvidenceError
from territory.model.work import ALL
from territory.scenario.scenario import (
    EDITION_NUMBERS,
    LATEST_START,
    Scenario,
    baseline,
    occupied_default,
    revise,
    shown,
)

FEWEST_DAYS = 90
# Gains and areas are each rounded to a tenth, and the areas are the sum of 27 regions.
SUM_SLACK_KM2, SUM_SLACK_SHARE = 2.0, 0.01
LEAST_TELLING_KM2 = 20.0


@dataclass(frozen=True)
class Request:
    """What is asked for, as it was written: dates as text, `None` for what is left out."""

    previous: str
    monthly: Path
    occupied: Path | None = None
    date: str | None = None
    since: str | None = None
    out: Path | None = None
    strict: bool = False


@dataclass(frozen=True)
class Answer:
    """The central answer and the median of the simulated runs, as days and dates.

    `None` for what never comes, for a median beyond the horizon, and for a date after the year 9999.
    """

    central_days: float | None
    central_date: str | None
    median_days: float | None
    median_date: str | None


@dataclass(frozen=True)
class Move:
    """The answer for one oblast, or for all of them in turn, at the defaults of either edition."""

    id: str
    before: Answer
    after: Answer


@dataclass(frozen=True)
class Change:
    """A default, before and after; shares of oblasts are named like `occupied.kharkiv`."""

    key: str
    before: float
    after: float


@dataclass(frozen=True)
class Built:
    """A new edition in its folder, what is odd in it, and how the baseline's answers move."""

    path: Path
    previous: Edition
    edition: Edition
    flags: tuple[str, ...]
    changes: tuple[Change, ...]
    moves: tuple[Move, ...]


def new_edition(request: Request) -> Built:
    """Make and write a new edition; raises `EditionError` with all problems together, and writes nothing then."""
    problems = Problems()
    previous = None
    try:
        previous = evidence.edition(request.previous)
    except EvidenceError as error:
        problems.add("--from", str(error))
    draft, flags = _draft(request, previous, problems)
    if request.strict:
        for flag in flags:
            problems.add("--strict", flag)
    if draft is None or previous is None or problems.sentences:
        raise EditionError(problems.sentences)
    return _written(request, draft, previous, flags)


def _draft(request: Request, previous: Edition | None, problems: Problems) -> tuple[Draft | None, tuple[str, ...]]:
    """The tables, read and checked; nothing where there is a problem."""
    known, description = None, {}
    if previous is not None:
        place = data_path("seeds") / previous.id
        with (place / MONTHLY).open(encoding="utf-8", newline="") as lines:
            known = Previous(previous.id, tuple(csv.DictReader(lines)), previous.land_gains)
        description = json.loads((place / "figures.json").read_text(encoding="utf-8"))
    periods = read_monthly(request.monthly, _source(description, MONTHLY, LAND), problems)
    record.check(request.monthly.name, periods, known, problems)
    day = _edition_day(request, periods, previous, problems)
    beside = request.occupied or request.monthly.parent / OCCUPIED
    occupied = read_occupied(beside, day, evidence.regions(), _source(description, OCCUPIED, AT_END), problems)
    since = _since(request, day, problems)
    if previous is not None:
        _check_miles(beside.name, occupied, previous, problems)
    if problems.sentences or previous is None or known is None or day is None or since is None:
        return None, ()
    rows = record.joined(periods, known)
    series = record.series_of(rows, previous.land_gains)
    if since not in series.starts:
        near = min(series.starts, key=lambda start: abs(start - since))
        problems.add("--since", f"no month of the record begins on {since}; the nearest begins on {near}")
        return None, ()
    at_start = _at_start(beside.name, occupied, since, previous, problems)
    at_end = {region: occupied.at_end[region].km2 for region in evidence.regions() if region != UKRAINE}
    draft = Draft(rows, series, derive.window(series, since, day), at_start, at_end, description)
    return draft, (*record.jumps(series, known), *_flags(draft, request.monthly.name, problems))


def _source(description: Mapping[str, Any], file: str, column: str) -> dict[str, str]:
    """The source that a column of the record has so far: its id and its title."""
    columns = columns_of(description, file)
    if column not in columns:
        return {}
    source = columns[column]["source"]
    return {source: description["sources"][source]["title"]}


def _edition_day(
    request: Request, periods: Sequence[Period], previous: Edition | None, problems: Problems
) -> dt.date | None:
    """The edition's date: the last day of the table."""
    last = max((period.dates[1] for period in periods if period.dates), default=None)
    day = _date("--date", request.date, problems) if request.date is not None else last
    if day is None:
        return None
    if last is not None and day != last:
        problems.add("--date", f"{day} is not the last day of the table, {last}; an edition is dated by it")
    if previous is not None and day <= dt.date.fromisoformat(previous.id):
        problems.add("--date", f"{day} is not later than the edition that it continues, {previous.id}")
    if day > LATEST_START:
        problems.add("--date", f"{day} is later than {LATEST_START}, the last day that a scenario can start on")
    if os.path.exists(path := _place(request) / day.isoformat()):  # noqa: PTH110 - a name too long does not exist
        problems.add("--out", f"{path} exists already, and editions never change; give another date or folder")
    return day


def _place(request: Request) -> Path:
    return data_path("seeds") if request.out is None else request.out


def _since(request: Request, day: dt.date | None, problems: Problems) -> dt.date | None:
    """Where the window of the pace begins: 1 January of the year that the edition's last day before it lies in."""
    if request.since is None:
        return None if day is None else dt.date((day - dt.timedelta(days=1)).year, 1, 1)
    since = _date("--since", request.since, problems)
    if since is not None and day is not None and since >= day:
        problems.add("--since", f"{since} is not before the edition's date, {day}")
    return since


def _date(option: str, text: str, problems: Problems) -> dt.date | None:
    try:
        return read_date(text)
    except ValueError:
        problems.add(option, f"{shown(text)} is no date; write it as 2026-09-30")
        return None


def _check_miles(name: str, occupied: Occupied, previous: Edition, problems: Problems) -> None:
    """Whether areas look like square miles beside the edition before."""
    before = {region: km2 for region, km2 in previous.occupied_km2.items() if km2 > LEAST_TELLING_KM2}
    both = [region for region in before if region in occupied.at_end]
    if not both:
        return
    now, was = (math.fsum(values) for values in zip(*((occupied.at_end[r].km2, before[r]) for r in both), strict=True))
    if is_mile_for_km2(now, was):
        why = f"{now:,.1f} km² in all, was {was:,.1f} in {previous.id}"
        problems.add(name, f"{AT_END} looks like square miles, not like km²: {why}")


def _at_start(name: str, occupied: Occupied, since: dt.date, previous: Edition, problems: Problems) -> dict[str, float]:
    """Occupied areas where the window begins: the table's own, or those of an edition with the same window."""
    given = {region: amount.km2 for region, amount in occupied.at_start.items()}
    known = dict(previous.occupied_at_window_start_km2) if previous.pace.since == since else {}
    if not given and not known:
        problems.add(name, f"it has no column {AT_START}, and {previous.id} has no areas on {since}")
    wrong = [r for r in given if r in known and abs(given[r] - known[r]) > occupied.at_start[r].rounding_km2 + 0.05]
    for region in wrong:
        why = f"contradicts {previous.id} beyond rounding: is {given[region]:g}, was {known[region]:g}"
        problems.add(name, f"{AT_START} of {region} on {since} {why}")
    return known or given


def _flags(draft: Draft, name: str, problems: Problems) -> list[str]:
    """What is odd, but can be true; a sum that looks like square miles is a problem."""
    window, flags = draft.window, []
    risen = math.fsum(draft.at_end_km2.values()) - math.fsum(draft.at_start_km2.values())
    sums = f"gains since {window.since} add up to {window.gain_km2:,.1f} km², the regions' areas rose by {risen:,.1f}"
    if abs(risen) > LEAST_TELLING_KM2 and is_mile_for_km2(window.gain_km2, risen):
        problems.add(name, f"{LAND} looks like square miles, not like km²: {sums}")
    elif abs(risen - window.gain_km2) > max(SUM_SLACK_KM2, SUM_SLACK_SHARE * abs(window.gain_km2)):
        flags.append(sums)
    if window.days < FEWEST_DAYS:
        flags.append(f"the pace rests on {window.days} days since {window.since}; --since takes a longer window")
    return flags


def _written(request: Request, draft: Draft, previous: Edition, flags: tuple[str, ...]) -> Built:
    """Write to a folder of its own, load it as any edition, and only then give it its name."""
    files = files_of(draft)
    place = _place(request)
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".edition-", dir=place) as aside:
            # One folder deeper than editions are looked for, so that no reader finds a half of one.
            half = Path(aside) / draft.id
            half.mkdir()
            for name, text in files.items():
                (half / name).write_text(text, encoding="utf-8", newline="\n")
            edition = evidence.load_edition(half)
            answers = changes(previous, edition), moves(previous, edition)
            if (place / draft.id).exists():
                raise EditionError([f"--out: {place / draft.id} exists already, and editions never change"])
            half.rename(place / draft.id)
    except OSError as error:
        raise EditionError([f"--out: {shown(place)} cannot be written: {error.strerror}"]) from None
    return Built(place / draft.id, previous, edition, flags, *answers)


def moves(before: Edition, after: Edition) -> tuple[Move, ...]:
    """The baseline's answers for each of its oblasts alone, then for all in turn; `after` need not be in `seeds/`."""
    old = baseline(before.id)
    then, now = _answers(old), _answers(at_defaults(old, after))
    return tuple(Move(name, then[name], now[name]) for name in then)


def changes(before: Edition, after: Edition) -> tuple[Change, ...]:
    """The defaults that the baseline's answers rest on, before and after."""
    numbers = [Change(key, before.defaults[key].number, after.defaults[key].number) for key in EDITION_NUMBERS]
    shares = [
        Change(f"occupied.{oblast}", occupied_default(before, oblast), occupied_default(after, oblast))
        for oblast in baseline(before.id).targets
    ]
    return (*numbers, *shares)


def at_defaults(scenario: Scenario, of: Edition) -> Scenario:
    """A scenario with an edition's defaults, the edition's name apart; raises `ScenarioError`."""
    # The seasonal profile is the scenario's own edition's: the baseline has no season, so that it has no bearing.
    defaults: dict[str, Any] = {key: of.defaults[key].number for key in EDITION_NUMBERS}
    defaults["start"] = dt.date.fromisoformat(str(of.defaults["start"].value))
    defaults["occupied"] = tuple((oblast, occupied_default(of, oblast)) for oblast in scenario.in_play)
    return revise(scenario, defaults)


def _answers(scenario: Scenario) -> dict[str, Answer]:
    alone = project(scenario).as_dict()["results"]
    in_turn = project(revise(scenario, {"order": "in_turn"})).as_dict()["results"]
    found = {}
    for name, result in {**alone, ALL: in_turn[ALL]}.items():
        central, days, dates = result["central"], result["quantile_days"], result["quantiles"]
        found[name] = Answer(central["days"], central["date"], days["p50"], dates["p50"])
    return found
