"""Sentences about an answer: the headline, the oblasts' cards, the titles of its charts, what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from territory.answers.outlook import Context, Outlook, own_rate_km2_per_day
from territory.figures import evidence
from territory.figures.evidence import UKRAINE, Edition
from territory.model import MODEL_VERSION
from territory.model.projection import Moment, Result, Status
from territory.model.simulation import Runs
from territory.model.work import ALL
from territory.scenario.pace import origin
from territory.scenario.scenario import Scenario, assumptions, baseline, moved, printable
from territory.text import capital, day, day_of_year, listed, month, say, sentences, short_day
from territory.words import cited as citing
from territory.words.assumptions import condition, label, origin_sentence
from territory.words.cited import Cited
from territory.words.vocabulary import (
    EARLY,
    GRAIN,
    HALF,
    LATE,
    WORTH_SAYING,
    about,
    area,
    before,
    between,
    beyond,
    central,
    in_years,
    is_beyond,
    not_within,
    oblast_name,
    oblast_names,
    occupied,
    pace_with_unit,
    region_name,
    result_name,
    run_spread,
    share,
    span,
    versions,
    what_is_left,
    years,
)

LONGEST_VERSION = 20


@dataclass(frozen=True)
class Card:
    """What one oblast's card says, line by line."""

    oblast: str
    title: str
    state: str
    answer: str
    detail: str
    spread: str
    chance: str
    dots: str
    by: str
    record: str
    cited: tuple[Cited, ...] = ()
    """The documented figures among it."""


def headline(outlook: Outlook) -> str:
    """The answer in one sentence: who, what, on which condition, how long; those never taken share one clause."""
    scenario, targets = outlook.scenario, outlook.projection.targets
    left = [what_is_left(scenario, result.id) for result in targets if result.central.status is not Status.DONE]
    if scenario.rate < 0:
        clauses = [_mirror_clause(scenario, result) for result in targets]
    elif not left:
        names = oblast_names(scenario.targets)
        return say("Nothing is left to take in {oblasts}: all of it is occupied.", oblasts=names)
    elif scenario.rate == 0:
        clauses = [say("{rest} would never come under Russian control", rest=listed(left))]
    else:
        lasting = [result for result in targets if result.central.status is not Status.NEVER]
        never = [what_is_left(scenario, result.id) for result in targets if result.central.status is Status.NEVER]
        clauses = [_clause(outlook, *each) for each in zip(lasting, [None, *lasting], strict=False)]
        if never:
            rest = listed(never)
            clauses.append(
                say("{rest} would never be taken in full, because the falling pace is not enough", rest=rest)
            )
    return say("{condition}, {answer}.", condition=condition(scenario), answer="; ".join(clauses))


def _clause(outlook: Outlook, result: Result, former: Result | None) -> str:
    """What would become of one oblast; after a former one that is told in years, "years" is not said again."""
    scenario, name, when = outlook.scenario, oblast_name(result.id), result.central.when
    is_within_grain = outlook.projection.is_within_grain(result)
    if result.central.status is Status.DONE:
        return say("nothing would be left to take in {oblast}", oblast=name)
    rest = what_is_left(scenario, result.id)
    time = _with_horizon(scenario, say(GRAIN) if is_within_grain else about(when), when)
    if scenario.order != "separately":
        return say("{rest} would be taken after {time}", rest=rest, time=time)
    if former is None or former.central.status is Status.DONE:
        return say("{rest} would take them {time}", rest=rest, time=time)
    here, there = (None if each.days is None else in_years(each.days) for each in (when, former.central.when))
    if here and there and not is_within_grain and not is_beyond(scenario, when):
        time = say("about {time}", time=here)
    return say("{oblast} {time}", oblast=name, time=time)


def _with_horizon(scenario: Scenario, time: str, when: Moment) -> str:
    if not is_beyond(scenario, when):
        return time
    return say("{time}, {beyond}", time=time, beyond=beyond(scenario))


def _mirror_clause(scenario: Scenario, result: Result) -> str:
    mirror, name = result.central.mirror, oblast_name(result.id)
    if result.occupied_km2 == 0:
        return say("in {oblast} nothing is occupied", oblast=name)
    if mirror is None or mirror.days is None:
        return say(
            "what is occupied in {oblast} would never all be back, because the falling pace is not enough", oblast=name
        )
    time = _with_horizon(scenario, about(mirror), mirror)
    return say("what is occupied in {oblast} would be back after {time}", oblast=name, time=time)


def under_headline(outlook: Outlook, context: Context) -> str:
    """All that stands under the headline: what puts it in proportion, and what has happened since."""
    return sentences(text_answer(outlook, context), newer_sentence(context.newer) if context.newer else "")


def text_answer(outlook: Outlook, context: Context) -> str:
    """From when the answer counts, and what puts it in proportion; a setback does not where nothing is taken."""
    has_idle_setback = outlook.scenario.setback_date is not None and outlook.scenario.rate <= 0
    setback = say("The setback has no bearing on this: it adds to what is left to take.")
    return sentences(
        counted_from(outlook, context),
        setback if has_idle_setback else "",
        short_sentence(outlook),
        own_pace_sentence(context),
    )


def short_sentence(outlook: Outlook) -> str:
    """Why the times are on the short side; nothing where they are not."""
    why = _why_short(outlook)
    return say("{short}: {why}.", short=_short(outlook), why=why) if why else ""


def _short(outlook: Outlook) -> str:
    several = len(outlook.projection.targets) > 1
    return say("These times are on the short side") if several else say("This time is on the short side")


def _why_short(outlook: Outlook) -> str:
    """Why times are short: they come of the whole front's pace, put where the scenario has it and nowhere else."""
    scenario, targets = outlook.scenario, outlook.projection.targets
    if scenario.rate <= 0 or scenario.has_own_rates or UKRAINE in scenario.targets:
        return ""
    if not any(result.central.status in (Status.REACHED, Status.BEYOND_HORIZON) for result in targets):
        return ""
    several = len({*scenario.targets, *scenario.first}) > 1
    if scenario.order == "together" and len(scenario.targets) > 1:
        return say("the whole front’s pace is counted in these oblasts, and none elsewhere")
    if several and (scenario.order == "in_turn" or scenario.first):
        return say("the whole front’s pace is counted in one oblast at a time, and none elsewhere")
    return say("the whole front’s pace is counted in one oblast, and none elsewhere")


def reasons(outlook: Outlook, context: Context) -> list[str]:
    """All that makes the times of a scenario short or unsure, a sentence each, with its numbers."""
    why = _why_short(outlook)
    if not why:
        return []
    spreads = [
        say("{oblast}: {spread}", oblast=oblast_name(result.id), spread=said)
        for result in outlook.projection.targets
        if (said := spread(outlook, result))
    ]
    newer = newer_sentence(context.newer) if context.newer else ""
    return [capital(f"{why}."), *filter(None, [own_pace_sentence(context), newer]), *spreads]


def counted_from(outlook: Outlook, context: Context) -> str:
    """From which day it counts, and when all are taken: as asked, or one after the other where each is asked alone."""
    projection, start = outlook.projection, day(outlook.scenario.start)
    in_turn = context.in_turn.projection[ALL].central.when if context.in_turn else Moment(None, None)
    if in_turn.days:
        return say("Counted from {date}; one after the other, {time}.", date=start, time=about(in_turn))
    if projection.inputs.order != "separately" and len(projection.targets) > 1:
        together = projection[ALL].central
        if together.status in (Status.REACHED, Status.BEYOND_HORIZON):
            return say("Counted from {date}; all of them after {time}.", date=start, time=about(together.when))
    return say("Counted from {date}.", date=start)


def own_pace_sentence(context: Context) -> str:
    """What the pace seen inside the oblast itself would give; nothing where there is none."""
    if context.own_pace is None:
        return ""
    scenario, result = context.own_pace.scenario, context.own_pace.projection.targets[0]
    said = {"oblast": oblast_name(result.id), "pace": pace_with_unit(dict(scenario.rates)[result.id])}
    if result.central.when.days is None:
        return say("At the pace seen inside {oblast} itself, {pace}, it would never be.", **said)
    time = about(result.central.when)
    return say("At the pace seen inside {oblast} itself, {pace}, it would be {time}.", **said, time=time)


def cited(outlook: Outlook, context: Context) -> tuple[Cited, ...]:
    """The documented figures that stand under the headline, and the way to why times are short."""
    why = Cited(_short(outlook), f"{citing.PAGE}#short", "", say("Why the times are on the short side"))
    own, newer = context.own_pace, context.newer
    inside = () if own is None else (citing.inside(own.scenario, own.scenario.targets[0]),)
    return (why, *inside, *(() if newer is None else (citing.later(newer),)))


def newer_sentence(newer: Edition) -> str:
    """What has happened since the figures were taken."""
    since, until = newer.pace.since, newer.pace.date
    assert since is not None  # an edition without a window does not load a pace
    return say(
        "From {first} to {last} the whole front moved {pace}.",
        first=day_of_year(since) if since.year == until.year else day(since),
        last=day(until),
        pace=pace_with_unit(newer.defaults["rate"].number),
    )


def card(outlook: Outlook, result: Result, by: date) -> Card:
    """One oblast's answer, with the chance that it is taken before the reader's own date."""
    scenario, runs = outlook.scenario, outlook.projection.runs[result.id]
    held, left = occupied(dict(scenario.occupied)[result.id]), say("{area} remain", area=area(result.remaining_km2))
    answer, detail = central(outlook, result)
    chance = say(
        "Chance in this model that it is taken before {date}: {chance}.",
        date=day(by),
        chance=share(runs.chance_before((by - scenario.start).days)),
    )
    inside = () if result.id == UKRAINE else (citing.inside(scenario, result.id),)
    return Card(
        result.id,
        oblast_name(result.id),
        f"{held} · {left}",
        answer,
        detail,
        spread(outlook, result),
        "" if result.central.status is Status.DONE else chance,
        _dots(scenario, runs, by),
        str(by.year) if (by.month, by.day) == (1, 1) else short_day(by),
        _record(scenario, result.id),
        (citing.share(scenario, result.id, held), *inside),
    )


def spread(outlook: Outlook, result: Result) -> str:
    """How far the simulated runs lie apart, and how many do not finish within the horizon."""
    if result.central.status is Status.DONE:
        return ""
    scenario, runs = outlook.scenario, outlook.projection.runs[result.id]
    early, late = runs.quantile(EARLY), runs.quantile(LATE)
    horizon, missing = years(scenario.horizon), share(runs.beyond_horizon)
    if early is None or result.central.status is Status.NEVER:
        within = share(1.0 - runs.beyond_horizon)
        return say("Within {years} it is taken in {share} of the simulated runs.", years=horizon, share=within)
    if late is None:
        return say(
            "8 in 10 simulated runs: {time} to more than {years}. Not within {years}: {share}.",
            time=span(early),
            years=horizon,
            share=missing,
        )
    if outlook.projection.is_within_grain(result):
        return say("9 in 10 simulated runs: within {time}.", time=span(late))
    most = say("8 in 10 simulated runs: {range}.", range=between(early, late))
    few = say("Not within {years}: {share}.", years=horizon, share=missing)
    return sentences(most, few if runs.beyond_horizon >= WORTH_SAYING else "")


def in_short(outlook: Outlook) -> str:
    """What has to stand beside the headline where there is room for little: from when it counts, and how sure it is.

    How far the simulated runs of one or two oblasts lie apart; nothing where a sentence for each would be needed.
    """
    scenario, projection = outlook.scenario, outlook.projection
    counted = say("Counted from {date}.", date=day(scenario.start))
    results = [result for result in projection.targets if result.central.status is not Status.DONE]
    if scenario.rate <= 0 or not 0 < len(results) <= 2:
        return counted
    if len(results) == 1:
        return sentences(counted, spread(outlook, results[0]))
    runs = [projection.runs[result.id] for result in results]
    if any(each.quantile(EARLY) is None for each in runs):
        return counted
    ranges = [
        say("{oblast} {range}", oblast=region_name(result.id), range=run_spread(scenario, found))
        for result, found in zip(results, runs, strict=True)
    ]
    return sentences(counted, say("8 in 10 simulated runs: {ranges}.", ranges=listed(ranges)))


def _dots(scenario: Scenario, runs: Runs, by: date) -> str:
    """The dotplot in words, for those who do not see it."""
    days = runs.dots()
    earlier = sum(each is not None and each < (by - scenario.start).days for each in days)
    missing = days.count(None)
    return say(
        "Of {all} simulated runs, {before} before {date}, {after} after it, {missing} not within {years}.",
        all=len(days),
        before=earlier,
        date=day(by),
        after=len(days) - earlier - missing,
        missing=missing,
        years=years(scenario.horizon),
    )


def _record(scenario: Scenario, oblast: str) -> str:
    """What the record shows inside this oblast over the edition's window."""
    if oblast == UKRAINE:
        return ""
    rate = own_rate_km2_per_day(scenario, oblast)
    if rate == 0:
        return say("On record, no net advance inside this oblast.")
    shown = pace_with_unit(abs(rate))
    if rate > 0:
        return say("On record inside this oblast: a net advance of {pace}.", pace=shown)
    return say("On record inside this oblast: a net retreat of {pace}.", pace=shown)


def finding(outlook: Outlook) -> str:
    """The chart's title: what it shows, changing with the scenario."""
    scenario, targets = outlook.scenario, outlook.projection.targets
    if scenario.rate < 0:
        return _mirror_finding(scenario, targets)
    unfinished = [result for result in targets if result.central.status is not Status.DONE]
    if not unfinished:
        return say("Nothing is left to take")
    medians = {result.id: outlook.projection.runs[result.id].quantile(HALF) for result in unfinished}
    reached = [(result, days) for result in unfinished if (days := medians[result.id]) is not None]
    if not reached:
        return _fewer_than_half(
            scenario, say("what is left of {oblasts}", oblasts=oblast_names([r.id for r in unfinished]))
        )
    if len(reached) > 2:
        last = before(scenario, max(days for _, days in reached))
        return say(
            "Half of the simulated runs reach each of {count} oblasts’ lines {before}", count=len(reached), before=last
        )
    each = [say("{what} {before}", what=_line(r), before=before(scenario, days)) for r, days in reached]
    return say("Half of the simulated runs reach {lines}", lines=", ".join(each))


def oblast_finding(outlook: Outlook, result: Result) -> str:
    """The title of one oblast's own chart."""
    if result.central.status is Status.DONE:
        return say("Nothing is left to take in {oblast}", oblast=oblast_name(result.id))
    days = outlook.projection.runs[result.id].quantile(HALF)
    if days is None:
        return _fewer_than_half(outlook.scenario, _line(result))
    line = say("{what} {before}", what=_line(result), before=before(outlook.scenario, days))
    return say("Half of the simulated runs reach {lines}", lines=line)


def _line(result: Result) -> str:
    """What is left of an oblast, as the line that is to be reached."""
    return say("{oblast}’s {area}", oblast=oblast_name(result.id), area=area(result.remaining_km2))


def _fewer_than_half(scenario: Scenario, what: str) -> str:
    return say(
        "Fewer than half of the simulated runs reach {what} within {years}", what=what, years=years(scenario.horizon)
    )


def _mirror_finding(scenario: Scenario, targets: Sequence[Result]) -> str:
    """By which month what is occupied would be back, oblast by oblast."""
    each = []
    for result in targets:
        if not result.occupied_km2:
            continue
        mirror = result.central.mirror
        if mirror is None or mirror.days is None:
            when = say("never")
        elif mirror.date is None or is_beyond(scenario, mirror):
            when = not_within(scenario)
        else:
            when = say("by {month}", month=month(mirror.date))
        each.append(say("{oblast}’s {when}", oblast=oblast_name(result.id), when=when))
    if not each:
        return say("Nothing is occupied here, and land is retaken elsewhere")
    return say("Occupied land would be back under Ukrainian control: {each}", each=", ".join(each))


def chance_finding(outlook: Outlook, by: date) -> str:
    """The title of the chart of chances: how likely each oblast is to be taken before the reader's own date."""
    start, runs = outlook.scenario.start, outlook.projection.runs
    each = [
        say(
            "{oblast} {chance}",
            oblast=oblast_name(result.id),
            chance=share(runs[result.id].chance_before((by - start).days)),
        )
        for result in outlook.projection.targets
        if result.central.status is not Status.DONE
    ]
    said = ", ".join(each) or say("nothing is left to take")
    return say("Chance in this model that it is taken before {date}: {chances}", date=day(by), chances=said)


def chart_source(scenario: Scenario) -> str:
    """What the chart of the front shows, and where its figures are from."""
    known, start = evidence.edition(scenario.edition), day(scenario.start)
    return sentences(
        say("If-then projection, not a forecast."),
        say("Net area taken since {date}.", date=start)
        if scenario.has_own_rates
        else say("Net area taken since {date}; below zero means land retaken.", date=start),
        say(
            "Figures: DeepState, to {date}; record: computed from DeepState’s map, clipped to land, to {recorded}; "
            "oblast areas: official.",
            date=day(known.pace.date),
            recorded=day(evidence.newest_edition().pace.date),
        ),
        origin_sentence(scenario) if origin(scenario).kind in ("window", "published") else "",
        versions(known.id),
    )


def difference(outlook: Outlook, newer: Outlook) -> str:
    """What the newest figures would make of each answer, what was chosen kept."""
    told, start = [], day(newer.scenario.start)
    for result in _answering(outlook):
        other = newer.projection[result.id]
        old, new = central(outlook, result)[0], central(newer, other)[0]
        if old == new:
            old, new = _months(outlook, result, newer, other) or (old, new)
        told.append((result.id, old, new))
    answers = _differing(outlook.scenario, told)
    if not answers:
        return say("With the newest figures, counted from {date}, the answer would stay as it is.", date=start)
    has_own = assumptions(outlook.scenario) != assumptions(baseline(outlook.scenario.edition))
    return sentences(
        say("With the newest figures, counted from {date}: {answers}.", date=start, answers=answers),
        say("What was changed here stays.") if has_own else "",
    )


def since_saved(outlook: Outlook, answer: Mapping[str, Any], model_version: str, saved_on: date) -> str:
    """What another version of the model answered when the scenario was saved; nothing where it was this one."""
    if model_version == MODEL_VERSION:
        return ""
    told = []
    for result in _answering(outlook):
        old, old_date = _stored(answer, result)
        new, when = central(outlook, result)[0], result.central.mirror or result.central.when
        if new == say(GRAIN):
            new = about(when)
        if old == new and old_date is not None and when.date is not None and old_date != when.date:
            old, new = day(old_date), day(when.date)
        told.append((result.id, old, new))
    answers, old_version = _differing(outlook.scenario, told), printable(model_version)[:LONGEST_VERSION]
    said = {"date": day(saved_on), "old": old_version, "new": MODEL_VERSION}
    if not answers:
        return say("Saved on {date} with model {old}; model {new} gives the same answer.", **said)
    return say("Saved on {date} with model {old}; model {new} answers: {answers}.", **said, answers=answers)


def _differing(scenario: Scenario, told: Sequence[tuple[str, str, str]]) -> str:
    """Results with both of their answers, as clauses; nothing where none of them differs."""
    if all(old == new for _, old, new in told):
        return ""
    clauses = []
    for result, old, new in told:
        name = result_name(result)
        if scenario.rate < 0:
            name = say("what is occupied in {oblast} back under Ukrainian control after", oblast=name)
        if old == new:
            clauses.append(say("{oblast} {time}, unchanged", oblast=name, time=old))
        else:
            clauses.append(say("{oblast} {new} instead of {old}", oblast=name, new=new, old=old))
    return "; ".join(clauses)


def _answering(outlook: Outlook) -> list[Result]:
    """The results that have an answer: where land is retaken, those of which something is occupied."""
    results = outlook.projection.results
    return [each for each in results if each.occupied_km2] if outlook.scenario.rate < 0 else list(results)


def _stored(answer: Mapping[str, Any], result: Result) -> tuple[str, date | None]:
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


def what_moves(scenario: Scenario, newer: Scenario) -> str:
    """Which assumptions the newest figures move, and that the others stay."""
    keys = moved(scenario, newer)
    if not keys:
        return say("Nothing moves but the edition; every assumption stays as it is.")
    names = "; ".join(label(key) for key in keys)
    stays = say("Whatever differs from the defaults of the older figures stays as it is. Undo takes it back.")
    return sentences(say("These move to the newest figures: {assumptions}.", assumptions=names), stays)
