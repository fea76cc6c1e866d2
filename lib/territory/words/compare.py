"""Words for scenarios side by side. They compute nothing but the rounding that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from territory.answers.comparison import Answer, Arrival, Contributions, Difference, differing, unequal_shares, whole
from territory.answers.outlook import Outlook
from territory.figures import evidence
from territory.model import MODEL_VERSION
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Result, Status, moment
from territory.model.work import ALL
from territory.scenario.scenario import Scenario, baseline
from territory.text import capital, day, decimal, listed, marked, month, say, say_count, sentences, short_day, small
from territory.words.assumptions import SHOWN_WITH, changes, label, per_oblast, shown_value
from territory.words.vocabulary import (
    EARLY,
    GRAIN,
    HALF,
    LATE,
    about,
    before,
    not_within,
    oblast_name,
    run_spread,
    share,
    span,
    taking,
    what_is_left,
    years,
)

Fate = Literal["taken", "never", "done"]
Row = tuple[str, tuple[str, ...]]  # of the table of assumptions: what a key is called, its value in each scenario

LETTERS = "ABCD"
PLACES = 2  # decimals of years in the table of contributions
NOTHING = "–"
SHORT = 44  # characters of a name that the headline has room for
SHARE_NOTHING = {
    2: marked("These two scenarios share no oblast, so each answers a question of its own."),
    3: marked("These three scenarios share no oblast, so each answers a question of its own."),
    4: marked("These four scenarios share no oblast, so each answers a question of its own."),
}
SAY_THE_SAME = {
    2: marked("If each scenario’s assumptions held, {answer} in both scenarios."),
    3: marked("If each scenario’s assumptions held, {answer} in all three scenarios."),
    4: marked("If each scenario’s assumptions held, {answer} in all four scenarios."),
}
WITHOUT_TIME: dict[Fate, tuple[str, str]] = {  # naming the oblast, and where it has been named
    "done": (
        marked("{what} would be occupied from the start in {scenarios}"),
        marked("it would be occupied from the start in {scenarios}"),
    ),
    "never": (marked("{what} would never be taken in {scenarios}"), marked("it would never be taken in {scenarios}")),
}
COVERED_ROWS = {
    2: marked("{years} with the two rows above"),
    3: marked("{years} with the three rows above"),
    4: marked("{years} with the four rows above"),
}


@dataclass(frozen=True)
class Column:
    """One scenario as it stands among the others: its letter, its name, whose it is and what it answers."""

    letter: str
    name: str
    state: str
    answer: str
    detail: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class StepRow:
    """A row of contributions: what changes, from what to what, and by how much the two answers move.

    `reach` is from where to where the central date moves, in years after the first scenario's; `None` without dates.
    """

    label: str
    change: str
    central: str
    median: str
    reach: tuple[float, float] | None


def name(scenario: Scenario, mine: bool = False) -> str:
    """What a scenario is called: its title, or what it is known by without one."""
    if scenario.title:
        return scenario.title
    rows = changes(baseline(scenario.edition), scenario)
    if not rows:
        return say("Documented pace to {month}", month=month(evidence.edition(scenario.edition).pace.date))
    if mine:
        return say("Your scenario")
    first = say("{assumption}: {value}", assumption=rows[0].label, value=rows[0].yours)
    if len(rows) == 1:
        return first
    return say_count("{first}, and {count} more", "{first}, and {count} more", len(rows) - 1, first=first)


def result_name(result_id: str) -> str:
    """What is answered for, where the scenarios that answer need not ask about the same oblasts."""
    return say("all of its oblasts") if result_id == ALL else oblast_name(result_id)


def column(outlook: Outlook, result: Result, place: int, by: date, shares_it: bool = True) -> Column:
    """One scenario's answer for one oblast, for its card; the first is the reader's present one."""
    scenario, runs, start = outlook.scenario, outlook.projection.runs[result.id], short_day(outlook.scenario.start)
    state = say("yours, counted from {date}", date=start) if place == 0 else say("counted from {date}", date=start)
    if not shares_it:
        state = "; ".join([result_name(result.id), state])
    facts: tuple[tuple[str, str], ...] = ()
    if result.central.status is not Status.DONE:
        early, late = runs.quantile(EARLY), runs.quantile(LATE)
        spread = run_spread(scenario, runs)
        if early is not None and late is not None and outlook.projection.is_within_grain(result):
            spread = say("up to {time}", time=span(late))
        facts = (
            (say("8 in 10 simulated runs"), spread),
            (say("Chance before {date}", date=short_day(by)), share(runs.chance_before((by - scenario.start).days))),
            (capital(not_within(scenario)), share(runs.beyond_horizon)),
        )
    answer, detail = taking(outlook, result)
    return Column(LETTERS[place], name(scenario, place == 0), capital(state), answer, detail, facts)


def headline(outlooks: Sequence[Outlook], result_id: str | None) -> str:
    """What the scenarios say of one oblast, in one sentence; `None` where they share none."""
    if result_id is None:
        return say(SHARE_NOTHING[len(outlooks)])
    if result_id == ALL:
        what = say("all of their oblasts")
    elif all(0 < dict(each.scenario.occupied)[result_id] < 100 for each in outlooks):
        what = what_is_left(outlooks[0].scenario, result_id)
    else:
        what = say("all of {oblast}", oblast=oblast_name(result_id))
    fates = [_fate(each, each.projection[result_id]) for each in outlooks]
    if len(set(fates)) > 1:
        return say("If each scenario’s assumptions held, {answers}.", answers="; ".join(_apart(what, fates, outlooks)))
    fate, time = fates[0]
    if fate == "done":
        answer = say("{what} would be occupied from the start", what=what)
    elif fate == "never":
        answer = say("{what} would never be taken", what=what)
    else:
        answer = say("{what} would be taken after {time}", what=what, time=time)
    if len(fates) == 1:
        return say("If its assumptions held, {answer}. Put another scenario beside it.", answer=answer)
    return say(SAY_THE_SAME[len(fates)], answer=answer)


def _apart(what: str, fates: Sequence[tuple[Fate, str]], outlooks: Sequence[Outlook]) -> list[str]:
    """What would become of an oblast in each scenario, one clause for each fate; the first names the oblast."""
    places = []
    for place, outlook in enumerate(outlooks):
        called = name(outlook.scenario, place == 0)
        has_room = len(outlooks) == 2 and len(called) <= SHORT
        places.append(f"{LETTERS[place]} ({called})" if has_room else LETTERS[place])
    clauses: list[str] = []
    for fate in sorted(dict.fromkeys(fate for fate, _ in fates), key=lambda fate: fate != "taken"):
        told = [(place, time) for place, (each, time) in zip(places, fates, strict=True) if each == fate]
        if fate == "taken":
            times = [say("{time} in {scenario}", time=time, scenario=place) for place, time in told]
            clauses.append(say("{what} would be taken after {times}", what=what, times=listed(times)))
        else:
            named, again = WITHOUT_TIME[fate]
            where = listed([place for place, _ in told])
            clauses.append(say(again if clauses else named, what=what, scenarios=where))
    return clauses


def _fate(outlook: Outlook, result: Result) -> tuple[Fate, str]:
    """What would become of an oblast, and after what time."""
    central = result.central
    if central.status is Status.DONE:
        return "done", ""
    if central.status is Status.NEVER:
        return "never", ""
    return "taken", say(GRAIN) if outlook.projection.is_within_grain(result) else about(central.when)


def beneath(scenarios: Sequence[Scenario], at_first: bool) -> str:
    """What stands under the headline: from when they count, and how others come to stand here."""
    start = day(scenarios[0].start)
    if len(scenarios) == 1:
        return say("Counted from {date}.", date=start)
    if len({each.start for each in scenarios}) > 1:
        counted = say("Each is counted from its own start.")
    elif len(scenarios) == 2:
        counted = say("Both are counted from {date}.", date=start)
    else:
        counted = say("All are counted from {date}.", date=start)
    others = say("B stands here to begin with: put others beside it, up to four in all.")
    return sentences(counted, others if at_first else "")


def finding(outlooks: Sequence[Outlook], result_ids: Sequence[str]) -> str:
    """The title of the chart of chances: by when half of the runs have finished in each scenario."""
    reached, missed, done = [], [], []
    for letter, outlook, result_id in zip(LETTERS, outlooks, result_ids, strict=False):
        days = outlook.projection.runs[result_id].quantile(HALF)
        if outlook.projection[result_id].central.status is Status.DONE:
            done.append(letter)
        elif days is None:
            within = years(outlook.scenario.horizon)
            missed.append(say("in {scenario} fewer than half do within {years}", scenario=letter, years=within))
        else:
            when = before(outlook.scenario, days)
            reached.append(say("{time} in {scenario}", time=when, scenario=letter))
    parts = [say("Half of the simulated runs finish {times}", times=listed(reached)), *missed] if reached else []
    if missed and not reached:
        parts = [_nowhere(outlooks, len(missed))]
    parts += [say("nothing is left to take in {scenarios}", scenarios=listed(done))] if done else []
    return capital("; ".join(parts))


def _nowhere(outlooks: Sequence[Outlook], missed: int) -> str:
    """That half of the runs finish in none of the scenarios in which there is anything to take."""
    horizons = {each.scenario.horizon for each in outlooks}
    within = say("within the horizon") if len(horizons) > 1 else say("within {years}", years=years(horizons.pop()))
    if len(outlooks) == 1:
        return say("Fewer than half of the simulated runs finish {within} in this scenario", within=within)
    if missed < len(outlooks):
        return say("Fewer than half of the simulated runs finish {within} in the others", within=within)
    if missed == 2:
        return say("Fewer than half of the simulated runs finish {within} in both scenarios", within=within)
    return say("Fewer than half of the simulated runs finish {within} in all scenarios", within=within)


def chances_alt(outlooks: Sequence[Outlook], result_ids: Sequence[str], by: date) -> str:
    """What the chart of chances says, in words and numbers."""
    each = []
    for place, (outlook, result_id) in enumerate(zip(outlooks, result_ids, strict=True)):
        runs, scenario = outlook.projection.runs[result_id], outlook.scenario
        chances = say(
            "{chance} before {date}, {most} within {years}",
            chance=share(runs.chance_before((by - scenario.start).days)),
            date=day(by),
            most=share(runs.chance_by(runs.horizon_days)),
            years=years(scenario.horizon),
        )
        said = {"letter": LETTERS[place], "scenario": name(scenario, place == 0), "what": result_name(result_id)}
        each.append(say("{letter}, {scenario}, {what}: {chances}", **said, chances=chances))
    return say(
        "Chance in this model over time that it has been taken. {finding}. {each}.",
        finding=finding(outlooks, result_ids),
        each="; ".join(each),
    )


def assumption_rows(scenarios: Sequence[Scenario]) -> tuple[Row, ...]:
    """The assumptions that differ, each with its value in every scenario; those that are equal are left out."""
    keys = _shown(differing(scenarios))
    return tuple((label(key), tuple(_value(each, key, scenarios) for each in scenarios)) for key in keys)


def _shown(keys: Sequence[str]) -> list[str]:
    """The keys that have a row; some are shown with another one."""
    return [key for key in keys if SHOWN_WITH.get(key) not in keys]


def _value(scenario: Scenario, key: str, scenarios: Sequence[Scenario]) -> str:
    if key == "occupied":
        given = dict(scenario.occupied)
        values = tuple((oblast, given[oblast]) for oblast in unequal_shares(scenarios) if oblast in given)
        return per_oblast(key, values) or NOTHING
    return shown_value(scenario, key)


def assumptions_finding(rows: Sequence[Row]) -> tuple[str, str]:
    """The title of the table of assumptions, and what it leaves out."""
    if not rows:
        return say("They assume the same"), say("Every assumption is the same; only names and notes can differ.")
    title = say_count("One assumption differs", "{count} assumptions differ", len(rows))
    return title, say("All other assumptions are the same.")


def step_rows(found: Contributions) -> tuple[StepRow, ...]:
    """What each step contributes; shown numbers add up to the shown whole."""
    answers, start = _answers(found), found.first.central
    centrals = _moves(found.central, [each.central for each in answers], answers)
    medians = _moves(found.median, [each.median for each in answers], answers)
    is_dated = whole(start, found.last.central) is not None
    rows = []
    for place, step in enumerate(found.steps):
        keys, pair = _shown(step.keys), (answers[place].scenario, step.answer.scenario)
        first, *others = [label(key) for key in keys]
        change = "; ".join(" → ".join(_value(each, key, pair) for each in pair) for key in keys)
        covered, reach = found.central[place], None
        if is_dated and covered.years is not None:
            begins, ends = (whole(start, answers[at].central) for at in (place + 1 - covered.steps, place + 1))
            reach = None if begins is None or ends is None else (begins, ends)
        rows.append(StepRow(listed([first, *map(small, others)]), change, centrals[place], medians[place], reach))
    return tuple(rows)


def _answers(found: Contributions) -> list[Answer]:
    """The answers on the way, both ends included."""
    return [found.first, *(step.answer for step in found.steps)]


def _moves(differences: Sequence[Difference], arrivals: Sequence[Arrival], answers: Sequence[Answer]) -> list[str]:
    """Each difference as shown: rounded running sums are subtracted, so that no rounding is lost.

    A difference of several steps says how many rows above it, without a number of their own, it is of as well.
    """
    shown, total, rounded = [], 0.0, 0.0
    for place, each in enumerate(differences, start=1):
        if each.years is None:
            shown.append(_without(arrivals[place], arrivals[place - 1], answers[place]))
            continue
        total += each.years
        now = round(total, PLACES)
        moved, rows = _signed(now - rounded), each.steps - 1
        rounded = now
        if rows in COVERED_ROWS:
            moved = say(COVERED_ROWS[rows], years=moved)
        elif rows:
            moved = say_count("{years} with the row above", "{years} with the {count} rows above", rows, years=moved)
        shown.append(moved)
    return shown


def _without(after: Arrival, before: Arrival, answer: Answer) -> str:
    """What is said of a step that has no number of years."""
    if after.day is not None:
        return say("has a date again") if before.day is None else NOTHING
    said = arrival(after, answer.scenario)
    return say("still {answer}", answer=said) if after.status is before.status else said


def arrival(when: Arrival, scenario: Scenario) -> str:
    """A month, or why there is none."""
    if when.status is Status.DONE:
        return say("nothing left")
    if when.status is Status.NEVER:
        return say("never")
    dated = None if when.day is None else moment(scenario.start, when.day - scenario.start.toordinal()).date
    return not_within(scenario) if dated is None else month(dated)


def _signed(number_of_years: float) -> str:
    """Years later (+) or earlier (−), to the last shown decimal."""
    if round(number_of_years, PLACES) == 0:
        return "0"
    return f"{'+' if number_of_years > 0 else ''}{decimal(number_of_years, PLACES, fixed=True)}"


def whole_row(found: Contributions) -> tuple[str, str]:
    """The whole difference of the central date and of the median."""
    first, last = found.first, found.last
    differences = whole(first.central, last.central), whole(first.median, last.median)
    central, median = (NOTHING if each is None else _signed(each) for each in differences)
    return central, median


def contributions_finding(found: Contributions, letters: tuple[str, str]) -> str:
    """The title of the contributions: the whole difference, and what makes most of it; or why there is none."""
    one, other = letters
    if not found.steps:
        return say("{one} and {other} assume the same, so nothing differs", one=one, other=other)
    moved = whole(found.first.central, found.last.central)
    if moved is None:
        why = []
        for letter, answer in zip(letters, (found.first, found.last), strict=True):
            when = arrival(answer.central, answer.scenario)
            if answer.central.status is Status.DONE:
                why.append(say("{scenario}’s central answer is that nothing is left to take", scenario=letter))
            elif answer.central.day is None:
                why.append(say("{scenario}’s central answer is {answer}", scenario=letter, answer=when))
        said = {"one": one, "other": other, "why": listed(why)}
        return say("There is no number of years between {one} and {other}: {why}", **said)
    if round(moved, PLACES) == 0:
        return say("{one} and {other} have the same central date", one=one, other=other)
    said = {"one": one, "other": other, "time": span(abs(moved) * DAYS_PER_YEAR)}
    if moved > 0:
        difference = say("{other}’s central date is about {time} later than {one}’s", **said)
    else:
        difference = say("{other}’s central date is about {time} earlier than {one}’s", **said)
    main = _main(found)
    if not main:
        return difference
    return say("{difference}, most of it by “{assumption}”", difference=difference, assumption=main)


def _main(found: Contributions) -> str:
    """The step that does more than half of all that is moved, where there are several."""
    moved = [abs(each.years or 0.0) for each in found.central]
    if len(moved) < 2 or any(each.years is None for each in found.central) or max(moved) <= sum(moved) / 2:
        return ""
    keys = found.steps[moved.index(max(moved))].keys
    return small(listed([label(key) for key in _shown(keys)]))


def ends(found: Contributions, letters: tuple[str, str]) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Both answers between which the steps lead: (name, central, median)."""
    first, last = (
        (
            say("Answer of {scenario}", scenario=letter),
            arrival(answer.central, answer.scenario),
            arrival(answer.median, answer.scenario),
        )
        for letter, answer in zip(letters, (found.first, found.last), strict=True)
    )
    return first, last


def contributions_notes(found: Contributions) -> str:
    """How to read the contributions: that the order matters, and where there is no number."""
    notes = [say("Years later (+) or earlier (−).")]
    if len(found.steps) > 1:
        notes.append(
            say(
                "Assumptions are changed one after the other, in the order of these rows, and each row says what its "
                "change does once those above it are made. Another order would share the difference out differently; "
                "its sum would be the same."
            )
        )
    if any(arrived.day is None for each in _answers(found) for arrived in (each.central, each.median)):
        notes.append(
            say(
                "An answer that is never, or lies beyond the horizon, has no date: such a row has no number of years, "
                "and the next row with a date counts from the last one that had one."
            )
        )
    return sentences(*notes)


def source_line(scenarios: Sequence[Scenario], result_id: str | None) -> str:
    """What the chart shows, and where the figures of the compared scenarios are from."""
    editions = sorted({each.edition for each in scenarios})
    figures = listed([day(evidence.edition(each).pace.date) for each in editions])
    return sentences(
        say("If-then projections, not forecasts."),
        say(
            "Chance in this model that {what} has been taken by a date; marks stand where half of the simulated runs "
            "have finished.",
            what=say("what each scenario asks about") if result_id is None else result_name(result_id),
        ),
        say("Figures: DeepState, to {dates}; oblast areas: official.", dates=figures),
        say_count(
            "Edition {editions} · model {model}.",
            "Editions {editions} · model {model}.",
            len(editions),
            editions=listed(editions),
            model=MODEL_VERSION,
        ),
    )
