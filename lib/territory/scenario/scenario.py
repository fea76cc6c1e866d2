"""A scenario: every assumption of one projection; frozen, complete, and checked once, all problems together."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import lru_cache
from types import MappingProxyType, SimpleNamespace
from typing import Any, get_args
from urllib.parse import quote

from territory.figures import evidence
from territory.figures.evidence import BASELINE_EDITION, UKRAINE
from territory.model.inputs import Order
from territory.scenario.parameters import PARAMETERS
from territory.text import decimal, say

OblastValues = tuple[tuple[str, float], ...]
"""One number per oblast, in the order of targets, then of oblasts counted first."""

ORDERS: tuple[str, ...] = get_args(Order)
MAX_TARGETS = 8
EARLIEST_START, LATEST_START = date(2022, 11, 12), date(2040, 12, 31)
TEXT_LENGTHS = {"title": 80, "note": 500}
# Characters of title and note, escaped as in a link, that leave a link of 8,000 room for the longest numbers.
ROOM_FOR_WORDS, ROOM_PER_OBLAST = 7_440, 120
DOCUMENTED, BY_HAND = "documented", "hand"
SPLIT_SUM, SPLIT_TOLERANCE = 100.0, 1e-6
PERCENT, SHARE_DECIMALS = 100.0, 8  # of a percent: a few m² of an oblast, and a link that stays short
_MONTH_OR_DAY = rf"{evidence.MONTH}(?:-\d{{2}})?"
RATE_WINDOW = re.compile(rf"({evidence.PROVIDER_ID})~({_MONTH_OR_DAY})~({_MONTH_OR_DAY})", re.ASCII)
FORBIDDEN_CHARACTERS = {"Cc", "Cs", "Zl", "Zp"}
FORBIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # all characters of these kinds


class ScenarioError(ValueError):
    """A scenario that cannot stand; `problems` has a sentence for each key."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(f"{key}: {why}" for key, why in self.problems.items()))


@dataclass(frozen=True)
class Scenario:
    """All assumptions, named and measured as in scenario files and links; raises `ScenarioError`."""

    edition: str
    start: date
    targets: tuple[str, ...]
    order: Order
    split: OblastValues
    first: tuple[str, ...]
    occupied: OblastValues
    rate: float
    rates: OblastValues
    rate_source: str
    annual_change: float
    season: float
    pause_start: date | None
    pause_months: float
    setback_date: date | None
    setback_km2: float
    pace_uncertainty: float
    annual_change_uncertainty: float
    noise: float
    persistence: float
    horizon: float
    title: str
    note: str

    def __post_init__(self) -> None:
        values = self.values()
        if problems := problems_in(values):
            raise ScenarioError(problems)
        # Per-oblast values in the order of the oblasts; numbers as floats, without a negative zero.
        for key, value in values.items():
            if isinstance(value, tuple) and value and isinstance(value[0], tuple):
                given = dict(value)
                value = tuple((oblast, float(given[oblast]) + 0.0) for oblast in self.in_play if oblast in given)
            elif isinstance(value, int | float):
                value = float(value) + 0.0
            object.__setattr__(self, key, value)

    @property
    def in_play(self) -> tuple[str, ...]:
        """The oblasts that have an occupied share: targets, then those counted first."""
        return self.targets + self.first

    @property
    def has_own_rates(self) -> bool:
        """Whether any oblast has a pace of its own."""
        return bool(self.rates)

    def values(self) -> dict[str, Any]:
        """All keys and values."""
        return {key: getattr(self, key) for key in KEYS}


KEYS: tuple[str, ...] = tuple(field.name for field in fields(Scenario))

FORMAT_DEFAULTS: Mapping[str, Any] = {
    "edition": BASELINE_EDITION,
    "targets": ("kharkiv", "odesa"),
    "order": "separately",
    "split": (),
    "first": (),
    "rates": (),
    "rate_source": DOCUMENTED,
    "annual_change": 0.0,
    "season": 0.0,
    "pause_start": None,
    "pause_months": 0.0,
    "setback_date": None,
    "setback_km2": 0.0,
    "annual_change_uncertainty": 3.0,
    "horizon": 50.0,
    "title": "",
    "note": "",
}
"""The defaults that do not depend on the edition."""

EDITION_NUMBERS = ("rate", "noise", "persistence", "pace_uncertainty")


@lru_cache(maxsize=32)
def baseline(edition_id: str = BASELINE_EDITION) -> Scenario:
    """The scenario of an edition's defaults."""
    return complete({"edition": edition_id})


def complete(values: Mapping[str, Any], unread: Mapping[str, str] = MappingProxyType({})) -> Scenario:
    """A scenario from some of its keys; the others take the edition's defaults, shares left out too.

    A `rate` without a `rate_source` is taken as set by hand, unless it is the edition's own. `unread` are problems of
    keys that could not even be read. Raises `ScenarioError` with all problems.
    """
    filled = with_defaults(values)
    if unread:
        raise ScenarioError(problems_in(filled, unread))
    return Scenario(**filled)


def with_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    """All keys: those given as they are, the others at the defaults of the edition that is named."""
    edition_id = values.get("edition", BASELINE_EDITION)
    known = evidence.edition(edition_id if edition_id in evidence.edition_ids() else BASELINE_EDITION)
    filled = {**FORMAT_DEFAULTS, "start": date.fromisoformat(str(known.defaults["start"].value))}
    filled |= {key: known.defaults[key].number for key in EDITION_NUMBERS}
    filled |= values
    if "rate_source" not in values:
        filled["rate_source"] = source_of_rate(known.id, filled["rate"])
    given = tuple(values.get("occupied", ()))
    left_out = {oblast for oblast in (*filled["targets"], *filled["first"]) if oblast not in dict(given)}
    defaults = [(oblast, occupied_default(known, oblast)) for oblast in known.occupied if oblast in left_out]
    filled["occupied"] = (*given, *defaults)
    return {key: filled[key] for key in KEYS}


def revise(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """A scenario with some keys changed and those that depend on them following; raises `ScenarioError`.

    Shares and paces of oblasts that leave go, new oblasts take the edition's share, a new set of oblasts splits a
    shared pace evenly, shares given for some oblasts leave the others as they are, and a changed rate names itself.
    """
    values = scenario.values() | dict(changes)
    in_play = (*values["targets"], *values["first"])
    given = tuple(changes.get("occupied", ()))
    kept = tuple((o, share) for o, share in scenario.occupied if o in in_play and o not in dict(given))
    values["occupied"] = with_defaults(values | {"occupied": given + kept})["occupied"]
    if "rates" not in changes:
        values["rates"] = tuple((oblast, rate) for oblast, rate in scenario.rates if oblast in in_play)
    if "split" not in changes:
        same = scenario.order == values["order"] and scenario.targets == values["targets"]
        anew = scenario.split if same else even_split(values["targets"])
        values["split"] = anew if values["order"] == "together" else ()
    renamed = "rate" in changes or ("edition" in changes and scenario.rate_source == DOCUMENTED)
    if renamed and "rate_source" not in changes:
        values["rate_source"] = source_of_rate(values["edition"], values["rate"])
    return Scenario(**values)


def updated(scenario: Scenario, edition: str) -> Scenario:
    """The scenario with every value that is its own edition's default at that of another; the others stay.

    A pace counts as the edition's only where it says so. The start stays where a chosen setback would lie before the
    new one, and the pace where the new one would not let the oblasts have paces of their own.
    """
    if edition == scenario.edition:
        return scenario
    oblasts = {"targets": scenario.targets, "first": scenario.first}
    before, after = (with_defaults({"edition": each, **oblasts}) for each in (scenario.edition, edition))
    values = {key: after[key] if value == before[key] else value for key, value in scenario.values().items()}
    values["occupied"] = tuple(
        (oblast, dict(after["occupied"])[oblast] if share == dict(before["occupied"])[oblast] else share)
        for oblast, share in scenario.occupied
    )
    if scenario.setback_date is not None and scenario.setback_date < values["start"]:
        values["start"] = scenario.start
    if scenario.rate_source != DOCUMENTED or (scenario.rates and values["rate"] <= 0):
        values["rate"] = scenario.rate
    values["edition"] = edition
    if scenario.rate_source == DOCUMENTED:
        values["rate_source"] = source_of_rate(edition, values["rate"])
    return Scenario(**values)


def moved(scenario: Scenario, other: Scenario) -> tuple[str, ...]:
    """The keys that differ between a scenario and itself with other figures, the figures themselves aside."""
    return tuple(
        key for key in KEYS if key not in ("edition", "rate_source") and getattr(scenario, key) != getattr(other, key)
    )


def assumptions(scenario: Scenario) -> dict[str, object]:
    """What a scenario assumes: all its keys but the author's words."""
    return {key: value for key, value in scenario.values().items() if key not in ("title", "note")}


def area_km2(oblast: str) -> float:
    """The official area of an oblast."""
    return evidence.regions()[oblast].area.number


def occupied_leaving(oblast: str, remaining_km2: float) -> float:
    """The occupied share (%) that leaves so many km² of an oblast; outside 0-100 where it has no room for them."""
    return round(PERCENT * (1.0 - remaining_km2 / area_km2(oblast)), SHARE_DECIMALS)


def occupied_leaving_together(shares: OblastValues, remaining_km2: float) -> OblastValues:
    """Occupied shares (%) that leave so many km² of some oblasts together; `remaining_km2` is at most their area.

    Where that is less than the given shares leave, what is left of every oblast shrinks by the same factor; where it
    is more, what is occupied of every one does. The result is thus within 0-100, and the same where nothing changes.
    """
    taken = {name: area_km2(name) * share / PERCENT for name, share in shares}
    left = {name: area_km2(name) - km2 for name, km2 in taken.items()}
    total_left = math.fsum(left.values())
    if remaining_km2 <= total_left:
        scale = remaining_km2 / total_left if total_left else 0.0
        return tuple((name, occupied_leaving(name, scale * km2)) for name, km2 in left.items())
    total_taken = math.fsum(taken.values())
    scale = (total_taken + total_left - remaining_km2) / total_taken
    return tuple((name, occupied_leaving(name, area_km2(name) - scale * km2)) for name, km2 in taken.items())


def leave(scenario: Scenario, remaining: float | OblastValues) -> Scenario:
    """The scenario with so many km² left: of each oblast that is named, or of all its targets together.

    Raises `ScenarioError` under the key `remaining` where an oblast is not in play, named twice, or has not the room.
    """

    def out_of_bounds(km2: float, area: float) -> str:
        return f"{km2:.10g} is out of bounds; choose a number from 0 to {area:,.10g} km²".replace("-", "−")

    if isinstance(remaining, tuple):
        names = [name for name, _ in remaining]
        quoted = {name: name if name in evidence.regions() else shown(name) for name in names}
        doubles = sorted({name for name in names if names.count(name) > 1})
        problems = [f"{quoted[name]} is given twice; keep one." for name in doubles]
        for name, km2 in remaining:
            if name not in scenario.in_play:
                known = ", ".join(scenario.in_play)
                problems.append(f"{quoted[name]} is not among the oblasts of the scenario, which are {known}.")
            elif not 0 <= km2 <= area_km2(name):
                problems.append(f"{out_of_bounds(km2, area_km2(name))}, the area of {name}.")
        if problems:
            raise ScenarioError({"remaining": " ".join(problems)})
        return revise(scenario, {"occupied": tuple((name, occupied_leaving(name, km2)) for name, km2 in remaining)})
    whole_km2 = math.fsum(area_km2(name) for name in scenario.targets)
    if not 0 <= remaining <= whole_km2:
        targets = ", ".join(scenario.targets)
        raise ScenarioError({"remaining": f"{out_of_bounds(remaining, whole_km2)}, all of {targets}."})
    shares = tuple((name, share) for name, share in scenario.occupied if name in scenario.targets)
    return revise(scenario, {"occupied": occupied_leaving_together(shares, remaining)})


def even_split(targets: tuple[str, ...]) -> OblastValues:
    """The pace in equal parts, in percent to two decimals; the last part makes up the sum."""
    if not targets:
        return ()
    part = round(SPLIT_SUM / len(targets), 2)
    last = round(SPLIT_SUM - part * (len(targets) - 1), 2)
    return (*((oblast, part) for oblast in targets[:-1]), (targets[-1], last))


def source_of_rate(edition_id: str, rate: float) -> str:
    """Where a pace is from that nobody named: the edition, if it is the edition's; otherwise a hand."""
    known = edition_id in evidence.edition_ids()
    return DOCUMENTED if known and rate == evidence.edition(edition_id).defaults["rate"].number else BY_HAND


def occupied_default(known: evidence.Edition, oblast: str) -> float:
    """The edition's occupied share of an oblast in percent."""
    return known.occupied[oblast].number


def problems_in(values: Mapping[str, Any], unread: Mapping[str, str] = MappingProxyType({})) -> dict[str, str]:
    """All problems of a full set of values: of each key by itself, then between keys that are each valid."""
    problems = dict(unread)
    for key, value in values.items():
        if key not in problems and (why := key_problem(key, value)):
            problems[key] = why
    namespace = SimpleNamespace(**values)
    between: dict[str, str] = {}
    for keys, rule in RULES:
        if not problems.keys() & set(keys):
            for key, why in rule(namespace):
                between.setdefault(key, why)
    return problems | between


def key_problem(key: str, value: Any) -> str | None:
    """Why one key's value cannot stand by itself, in a sentence; `None` if it can."""
    if key in ("split", "occupied", "rates"):
        if why := _unknown_or_double([oblast for oblast, _ in value], (*evidence.regions(),)):
            return why
        problems = [f"{name}: {why}" for name, each in value if (why := PARAMETERS[key].problem(each))]
        return " ".join(problems) or None
    if key in PARAMETERS:
        return PARAMETERS[key].problem(value)
    if key == "edition" and value not in (known := evidence.edition_ids()):
        return say("{value} is not an edition; choose one of {names}.", value=shown(value), names=", ".join(known))
    if key == "start" and not EARLIEST_START <= value <= LATEST_START:
        return say(
            "{value} is out of bounds; choose a date from {first} to {last}.",
            value=value,
            first=EARLIEST_START,
            last=LATEST_START,
        )
    if key == "targets":
        if not 1 <= len(value) <= MAX_TARGETS:
            return say("{count} oblasts are named; choose 1 to {most}.", count=len(value), most=MAX_TARGETS)
        if why := _unknown_or_double(value, (*evidence.regions(),)):
            return why
        if UKRAINE in value and len(value) > 1:
            return say("ukraine is the whole country; name it alone or leave it out.")
    if key == "first":
        return _unknown_or_double(value, tuple(name for name in evidence.regions() if name != UKRAINE))
    if key == "order" and value not in ORDERS:
        return say("{value} is not an order; choose one of {names}.", value=shown(value), names=", ".join(ORDERS))
    if key == "rate_source":
        return _rate_source_problem(value)
    if key in TEXT_LENGTHS and len(value) > (limit := TEXT_LENGTHS[key]):
        return say("{value} is too long; keep to {limit} characters.", value=shown(value), limit=limit)
    if key in TEXT_LENGTHS and FORBIDDEN.search(value):
        return say("{value} holds a control character or line break; leave it out.", value=shown(value))
    return None


def _unknown_or_double(names: list[str] | tuple[str, ...], known: tuple[str, ...]) -> str | None:
    unknown = [name for name in names if name not in known]
    if unknown:
        close = difflib.get_close_matches(unknown[0], known, n=1)
        if close:
            return say("{value} is not the id of an oblast; is {id} meant?", value=shown(unknown[0]), id=close[0])
        return say(
            "{value} is not the id of an oblast; ids are written like kharkiv or ivano_frankivsk.",
            value=shown(unknown[0]),
        )
    doubles = sorted({name for name in names if names.count(name) > 1})
    return say("{names} is given twice; name each oblast once.", names=", ".join(doubles)) if doubles else None


def shown(value: object, limit: int = 60) -> str:
    """A value as it can be quoted in a sentence: short, without control characters."""
    text = printable(value)
    if len(text) <= limit:
        return say("“{text}”", text=text)
    return say("“{text}…” ({count} characters)", text=text[:limit], count=decimal(len(text)))


def printable(value: object) -> str:
    """A value's text with a replacement for every character that cannot be printed or sent."""
    return FORBIDDEN.sub("�", str(value))


def _rate_source_problem(value: str) -> str | None:
    """How it is written, not what the record has: it is a label beside the pace, and links outlive any record.

    Whether the pace is that of the window is said by `pace.origin`, and refuses nothing.
    """
    if value in (DOCUMENTED, BY_HAND):
        return None
    if (window := RATE_WINDOW.fullmatch(value)) and window[2] <= window[3]:
        try:
            for end in window.group(2, 3):
                date.fromisoformat(end if len(end) > len("2024-01") else f"{end}-01")
            return None
        except ValueError:  # no such day
            pass
    return say(
        "{value} names no source; write documented, hand, or a window of the record such as "
        "deepstate_land~2024-01~2024-12.",
        value=shown(value),
    )


# Problems between keys that are each valid: the keys that a rule reads, and the rule.


def _split_rule(s: Any) -> Iterator[tuple[str, str]]:
    if s.order != "together":
        if s.split:
            why = say("only the order together splits the pace, and the order is {order}; drop split.", order=s.order)
            yield "split", why
        return
    even = ",".join(f"{oblast}~{part:g}" for oblast, part in even_split(s.targets))
    if {oblast for oblast, _ in s.split} != set(s.targets):
        yield "split", say("the order together needs one share per oblast, such as {even}.", even=even)
    elif not math.isclose(total := math.fsum(part for _, part in s.split), SPLIT_SUM, abs_tol=SPLIT_TOLERANCE):
        why = say(
            "the shares add up to {total} %; make them {whole} %, such as {even}.",
            total=f"{total:g}",
            whole=f"{SPLIT_SUM:g}",
            even=even,
        )
        yield "split", why


def _oblasts_rule(s: Any) -> Iterator[tuple[str, str]]:
    if both := [name for name in s.first if name in s.targets]:
        yield "first", say("{names} is already one of the oblasts asked about; name it once.", names=", ".join(both))
    if UKRAINE in s.targets and s.first:
        yield "first", say("nothing can be counted before the whole country; choose oblasts, or count nothing first.")


def _occupied_rule(s: Any) -> Iterator[tuple[str, str]]:
    in_play = (*s.targets, *s.first)
    if missing := [oblast for oblast in in_play if oblast not in dict(s.occupied)]:
        yield "occupied", say("lacks {names}; give each oblast's share in percent, 0 to 100.", names=", ".join(missing))
    yield from _astray("occupied", s.occupied, in_play)


def _rates_rule(s: Any) -> Iterator[tuple[str, str]]:
    yield from _astray("rates", s.rates, (*s.targets, *s.first))
    if s.rates and s.rate <= 0:
        why = say("they need a front's pace above 0, and rate is {rate}; raise rate or drop rates.", rate=f"{s.rate:g}")
        yield "rates", why


def _astray(key: str, values: OblastValues, in_play: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if names := ", ".join(oblast for oblast, _ in values if oblast not in in_play):
        yield key, say("{names} is neither asked about nor counted first; drop it or add it to targets.", names=names)


def _pause_rule(s: Any) -> Iterator[tuple[str, str]]:
    if (s.pause_start is None) != (s.pause_months == 0):
        yield "pause_months", say("a pause needs both pause_start and pause_months above 0; give both or neither.")


def _setback_rule(s: Any) -> Iterator[tuple[str, str]]:
    if (s.setback_date is None) != (s.setback_km2 == 0):
        yield "setback_km2", say("a setback needs both setback_date and setback_km2 above 0; give both or neither.")


def _setback_date_rule(s: Any) -> Iterator[tuple[str, str]]:
    if s.setback_date is not None and s.setback_date < s.start:
        why = say(
            "{setback_date} lies before the start, {start}; choose that day or a later one.",
            setback_date=s.setback_date,
            start=s.start,
        )
        yield "setback_date", why


def _words_rule(s: Any) -> Iterator[tuple[str, str]]:
    written = sum(len(quote(words, safe="")) for words in (s.title, s.note))
    room = ROOM_FOR_WORDS - ROOM_PER_OBLAST * (len(s.targets) + len(s.first))
    if written > room:
        why = say(
            "with the title it takes {written} characters in a link, and there is room for {room}; shorten it, or use "
            "plainer characters.",
            written=decimal(written),
            room=decimal(room),
        )
        yield "note", why


RULES = (
    (("title", "note", "targets", "first"), _words_rule),
    (("targets", "first"), _oblasts_rule),
    (("targets", "order", "split"), _split_rule),
    (("targets", "first", "occupied"), _occupied_rule),
    (("targets", "first", "rates", "rate"), _rates_rule),
    (("pause_start", "pause_months"), _pause_rule),
    (("setback_date", "setback_km2"), _setback_rule),
    (("start", "setback_date"), _setback_date_rule),
)
