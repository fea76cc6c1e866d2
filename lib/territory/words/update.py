"""Sentences about the same scenario answered twice: with newer figures, or by another version of the model."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from territory.answers.outlook import Outlook
from territory.library.library import Saved
from territory.model import MODEL_VERSION
from territory.model.projection import Moment, Result, Status
from territory.model.work import ALL
from territory.scenario.presets import assumptions
from territory.scenario.scenario import Scenario, baseline, moved, printable
from territory.text import day, month, say, sentences
from territory.words.assumptions import label
from territory.words.vocabulary import about, central, grain, is_beyond, result_name

LONGEST_VERSION = 20


def difference(outlook: Outlook, newer: Outlook) -> str:
    """What the newest figures would make of each answer, what was chosen kept."""
    told = [_told(outlook, result, newer, newer.projection[result.id]) for result in _answering(outlook)]
    start = day(newer.scenario.start)
    if all(old == new for _, old, new in told):
        return say("With the newest figures, counted from {date}, the answer would stay as it is.", date=start)
    answers = "; ".join(_changed(*one) for one in told)
    return sentences(
        say("With the newest figures, counted from {date}: {answers}.", date=start, answers=answers),
        say("What was changed here stays.") if _has_own(outlook.scenario) else "",
    )


def since_saved(kept: Saved, outlook: Outlook) -> str:
    """What another version of the model answered when the scenario was saved; nothing where it was this one."""
    if kept.model_version == MODEL_VERSION:
        return ""
    versions = {
        "date": day(kept.saved_at.date()),
        "old": printable(kept.model_version)[:LONGEST_VERSION],
        "new": MODEL_VERSION,
    }
    told = [_then_and_now(outlook, result, _then(kept.answer, result)) for result in _answering(outlook)]
    if all(old == new for _, old, new in told):
        return say("Saved on {date} with model {old}; model {new} gives the same answer.", **versions)
    answers = "; ".join(_changed(*one) for one in told)
    return say("Saved on {date} with model {old}; model {new} answers: {answers}.", **versions, answers=answers)


def what_moves(scenario: Scenario, newer: Scenario) -> str:
    """Which assumptions the newest figures move, and that the others stay."""
    keys = moved(scenario, newer)
    if not keys:
        return say("Nothing moves but the edition; every assumption stays as it is.")
    names = "; ".join(label(key) for key in keys)
    stays = say("Whatever differs from the defaults of the older figures stays as it is. Undo takes it back.")
    return sentences(say("These move to the newest figures: {assumptions}.", assumptions=names), stays)


def _changed(name: str, old: str, new: str) -> str:
    if old == new:
        return say("{oblast} {time}, unchanged", oblast=name, time=old)
    return say("{oblast} {new} instead of {old}", oblast=name, new=new, old=old)


def _has_own(scenario: Scenario) -> bool:
    return assumptions(scenario) != assumptions(baseline(scenario.edition))


def _answering(outlook: Outlook) -> list[Result]:
    """The results that have an answer: where land is retaken, those of which something is occupied."""
    results = outlook.projection.results
    return [each for each in results if each.occupied_km2] if outlook.scenario.rate < 0 else list(results)


def _name(scenario: Scenario, result: Result) -> str:
    name = say("all of them") if result.id == ALL else result_name(result.id)
    if scenario.rate < 0:
        return say("what is occupied in {oblast} back under Ukrainian control after", oblast=name)
    return name


def _then(answer: Mapping[str, Any], result: Result) -> tuple[str, date | None]:
    """The central answer that was stored, as cards say it, and its date; it may be of any shape."""
    try:
        central = answer[result.id]["central"]
        moment = central.get("mirror") or central
        when = None if moment["date"] is None else date.fromisoformat(moment["date"])
        days = None if moment["days"] is None else float(moment["days"])
        if central["status"] == Status.DONE.value:
            return say("nothing left to take"), when
        return about(Moment(days, when)), when
    except (AttributeError, KeyError, TypeError, ValueError):
        return say("an answer that cannot be read"), None


def _then_and_now(outlook: Outlook, result: Result, then: tuple[str, date | None]) -> tuple[str, str, str]:
    old, old_date = then
    new, when = central(outlook, result)[0], result.central.mirror or result.central.when
    if new == grain():
        new = about(when)
    if old == new and old_date is not None and when.date is not None and old_date != when.date:
        old, new = day(old_date), day(when.date)
    return _name(outlook.scenario, result), old, new


def _told(outlook: Outlook, result: Result, newer: Outlook, other: Result) -> tuple[str, str, str]:
    """The name of a result and both of its answers; where they read the same and are not, by their months."""
    old, new = central(outlook, result)[0], central(newer, other)[0]
    if old == new and (dated := _months(outlook, result, newer, other)):
        old, new = dated
    return _name(outlook.scenario, result), old, new


def _months(outlook: Outlook, result: Result, newer: Outlook, other: Result) -> tuple[str, str] | None:
    """The months of both answers, where both have one to be named."""
    if outlook.projection.is_grainy(result) or newer.projection.is_grainy(other):
        return None
    old, new = (each.central.mirror or each.central.when for each in (result, other))
    if old.date is None or new.date is None or month(old.date) == month(new.date):
        return None
    if is_beyond(outlook.scenario, old) or is_beyond(newer.scenario, new):
        return None
    return month(old.date), month(new.date)
