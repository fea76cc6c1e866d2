"""Words for scenarios side by side. They compute nothing but the rounding that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from territory.answers.comparison import Answer, Arrival, Contributions, Difference, differing, unequal_shares, whole
from territory.answers.outlook import Outlook
from territory.figures import evidence
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Result, Status, moment
from territory.model.work import ALL
from territory.scenario.scenario import Scenario, baseline
from territory.text import (
    MINUS,
    capital,
    day,
    decimal,
    listed,
    marked,
    month,
    say,
    say_count,
    sentences,
    short_day,
    small,
)
from territory.words import assumptions as assumptions_words
from territory.words import vocabulary
from territory.words.assumptions import SHOWN_WITH, changes, label
from territory.words.vocabulary import (
    EARLY,
    HALF,
    LATE,
    about,
    before,
    grain,
    not_within,
    oblast_name,
    share,
    span,
    taking,
    what_is_left,
    years,
)

Fate = Literal["taken", "never", "done"]

LETTERS = "ABCD"
PLACES = 2  # decimals of years in the table of contributions
NOTHING = "–"
BUTTON = 24  # characters of a name that a button has room for
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
class Row:
    """A row of the table of assumptions: what a key is called, and its value in each scenario."""

    label: str
    values: tuple[str, ...]


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


def short_name(letter: str, called: str) -> str:
    """A letter and as much of the name as a button has room for."""
    return f"{letter}: {called}" if len(called) <= BUTTON else f"{letter}: {called[:BUTTON].rstrip()}…"


def result_name(result_id: str) -> str:
    """What is answered for, where the scenarios that answer need not ask about the same oblasts."""
    return say("all of its oblasts") if result_id == ALL else oblast_name(result_id)


def column(outlook: Outlook, result: Result, place: int, by: date, shares_it: bool = True) -> Column:
    """One scenario's answer for one oblast, for its card; the first is the reader's present one."""
    scenario = outlook.scenario
    counted = _counted(scenario, place == 0)
    state = capital(counted if shares_it else "; ".join([result_name(result.id), counted]))
    answer, detail = taking(outlook, result)
    return Column(LETTERS[place], name(scenario, place == 0), state, answer, detail, _facts(outlook, result, by))


def _counted(scenario: Scenario, mine: bool) -> str:
    start = short_day(scenario.start)
    return say("yours, counted from {date}", date=start) if mine else say("counted from {date}", date=start)


def _facts(outlook: Outlook, result: Result, by: date) -> tuple[tuple[str, str], ...]:
    if result.central.status is Status.DONE:
        return ()
    scenario, runs = outlook.scenario, outlook.projection.runs[result.id]
    return (
        (say("8 in 10 simulated runs"), _spread(outlook, result)),
        (say("Chance before {date}", date=short_day(by)), share(runs.chance_before((by - scenario.start).days))),
        (capital(not_within(scenario)), share(runs.beyond_horizon)),
    )


def _spread(outlook: Outlook, result: Result) -> str:
    runs = outlook.projection.runs[result.id]
    early, late = runs.quantile(EARLY), runs.quantile(LATE)
    if early is not None and late is not None and outlook.projection.is_within_grain(result):
        return say("up to {time}", time=span(late))
    return vocabulary.run_spread(outlook.scenario, runs)


def headline(outlooks: Sequence[Outlook], result_id: str | None) -> str:
    """What the scenarios say of one oblast, in one sentence; `None` where they share none."""
    if result_id is None:
        return say(SHARE_NOTHING[len(outlooks)])
    what = say("all of their oblasts") if result_id == ALL else _what(outlooks, result_id)
    fates = [_fate(each, each.projection[result_id]) for each in outlooks]
    if len(fates) == 1:
        answer = _alike(what, *fates[0])
        return say("If its assumptions held, {answer}. Put another scenario beside it.", answer=answer)
    if len(set(fates)) == 1:
        return say(SAY_THE_SAME[len(fates)], answer=_alike(what, *fates[0]))
    answers = "; ".join(_apart(what, fates, [_place(outlooks, place) for place in range(len(outlooks))]))
    return say("If each scenario’s assumptions held, {answers}.", answers=answers)


def _alike(what: str, fate: Fate, time: str) -> str:
    """What would become of an oblast, wherever it is said."""
    if fate == "done":
        return say("{what} would be occupied from the start", what=what)
    if fate == "never":
        return say("{what} would never be taken", what=what)
    return say("{what} would be taken after {time}", what=what, time=time)


def _apart(what: str, fates: Sequence[tuple[Fate, str]], places: Sequence[str]) -> list[str]:
    """What would become of an oblast in each scenario, one clause for each fate; the first names the oblast."""
    clauses: list[str] = []
    for fate in sorted(dict.fromkeys(fate for fate, _ in fates), key=lambda fate: fate != "taken"):
        told = [(place, time) for place, (each, time) in zip(places, fates, strict=True) if each == fate]
        clauses.append(_after(what, told) if fate == "taken" else _without_time(fate, "" if clauses else what, told))
    return clauses


def _after(what: str, told: Sequence[tuple[str, str]]) -> str:
    """After what time an oblast would be taken in which scenario."""
    times = [say("{time} in {scenario}", time=time, scenario=place) for place, time in told]
    return say("{what} would be taken after {times}", what=what, times=listed(times))


def _without_time(fate: Fate, what: str, told: Sequence[tuple[str, str]]) -> str:
    """In which scenarios there is no time after which an oblast, named where it has not been yet, would be taken."""
    where = listed([place for place, _ in told])
    if fate == "done" and what:
        return say("{what} would be occupied from the start in {scenarios}", what=what, scenarios=where)
    if fate == "done":
        return say("it would be occupied from the start in {scenarios}", scenarios=where)
    if what:
        return say("{what} would never be taken in {scenarios}", what=what, scenarios=where)
    return say("it would never be taken in {scenarios}", scenarios=where)


def _place(outlooks: Sequence[Outlook], place: int) -> str:
    """A letter, with the scenario's name where there is room for it."""
    called = name(outlooks[place].scenario, place == 0)
    return f"{LETTERS[place]} ({called})" if len(outlooks) == 2 and len(called) <= SHORT else LETTERS[place]


def _what(outlooks: Sequence[Outlook], result_id: str) -> str:
    """The oblast, or the rest of it where part of it is occupied in every scenario."""
    if all(0 < dict(each.scenario.occupied)[result_id] < 100 for each in outlooks):
        return what_is_left(outlooks[0].scenario, result_id)
    return say("all of {oblast}", oblast=oblast_name(result_id))


def _fate(outlook: Outlook, result: Result) -> tuple[Fate, str]:
    """What would become of an oblast, and after what time."""
    central = result.central
    if central.status is Status.DONE:
        return "done", ""
    if central.status is Status.NEVER:
        return "never", ""
    return "taken", grain() if outlook.projection.is_within_grain(result) else about(central.when)


def beneath(scenarios: Sequence[Scenario], at_first: bool) -> str:
    """What stands under the headline: from when they count, and how others come to stand here."""
    if len(scenarios) == 1 or not at_first:
        return _all_counted(scenarios)
    others = say("B stands here to begin with: put others beside it, up to four in all.")
    return sentences(_all_counted(scenarios), others)


def _all_counted(scenarios: Sequence[Scenario]) -> str:
    start = day(scenarios[0].start)
    if len(scenarios) == 1:
        return say("Counted from {date}.", date=start)
    if len({each.start for each in scenarios}) > 1:
        return say("Each is counted from its own start.")
    if len(scenarios) == 2:
        return say("Both are counted from {date}.", date=start)
    return say("All are counted from {date}.", date=start)


def finding(outlooks: Sequence[Outlook], result_ids: Sequence[str]) -> str:
    """The title of the chart of chances: by when half of the runs have finished in each scenario."""
    reached, missed, done = [], [], []
    for letter, outlook, result_id in zip(LETTERS, outlooks, result_ids, strict=False):
        days = outlook.projection.runs[result_id].quantile(HALF)
        if outlook.projection[result_id].central.status is Status.DONE:
            done.append(letter)
        elif days is None:
            missed.append(_few(letter, outlook.scenario))
        else:
            when = before(outlook.scenario, days)
            reached.append(say("{time} in {scenario}", time=when, scenario=letter))
    parts = [say("Half of the simulated runs finish {times}", times=listed(reached)), *missed] if reached else []
    if missed and not reached:
        parts = [_nowhere(outlooks, len(missed))]
    parts += [say("nothing is left to take in {scenarios}", scenarios=listed(done))] if done else []
    return capital("; ".join(parts))


def _few(letter: str, scenario: Scenario) -> str:
    return say("in {scenario} fewer than half do within {years}", scenario=letter, years=years(scenario.horizon))


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
    each = [
        say(
            "{letter}, {scenario}, {what}: {chances}",
            letter=LETTERS[place],
            scenario=name(outlook.scenario, place == 0),
            what=result_name(result_id),
            chances=_chances(outlook, result_id, by),
        )
        for place, (outlook, result_id) in enumerate(zip(outlooks, result_ids, strict=True))
    ]
    return say(
        "Chance in this model over time that it has been taken. {finding}. {each}.",
        finding=finding(outlooks, result_ids),
        each="; ".join(each),
    )


def _chances(outlook: Outlook, result_id: str, by: date) -> str:
    runs, scenario = outlook.projection.runs[result_id], outlook.scenario
    return say(
        "{chance} before {date}, {most} within {years}",
        chance=share(runs.chance_before((by - scenario.start).days)),
        date=day(by),
        most=share(runs.chance_by(runs.horizon_days)),
        years=years(scenario.horizon),
    )


def assumption_rows(scenarios: Sequence[Scenario]) -> tuple[Row, ...]:
    """The assumptions that differ, each with its value in every scenario; those that are equal are left out."""
    return tuple(
        Row(label(key), tuple(_value(each, key, scenarios) for each in scenarios))
        for key in _shown(differing(scenarios))
    )


def _shown(keys: Sequence[str]) -> list[str]:
    """The keys that have a row; some are shown with another one."""
    return [key for key in keys if SHOWN_WITH.get(key) not in keys]


def _value(scenario: Scenario, key: str, scenarios: Sequence[Scenario]) -> str:
    if key == "occupied":
        given = dict(scenario.occupied)
        values = tuple((oblast, given[oblast]) for oblast in unequal_shares(scenarios) if oblast in given)
        return assumptions_words.per_oblast(key, values) or NOTHING
    return assumptions_words.shown_value(scenario, key)


def assumptions_finding(scenarios: Sequence[Scenario]) -> str:
    """The title of the table of assumptions."""
    count = len(assumption_rows(scenarios))
    if not count:
        return say("They assume the same")
    return say_count("One assumption differs", "{count} assumptions differ", count)


def step_rows(found: Contributions) -> tuple[StepRow, ...]:
    """What each step contributes; shown numbers add up to the shown whole."""
    answers = _answers(found)
    centrals = _moves(found.central, [each.central for each in answers], answers)
    medians = _moves(found.median, [each.median for each in answers], answers)
    rows = []
    for place, step in enumerate(found.steps):
        called, change = _change(step.keys, answers[place].scenario, step.answer.scenario)
        rows.append(StepRow(called, change, centrals[place], medians[place], _reach(found, place)))
    return tuple(rows)


def _answers(found: Contributions) -> list[Answer]:
    """The answers on the way, both ends included."""
    return [found.first, *(step.answer for step in found.steps)]


def _reach(found: Contributions, place: int) -> tuple[float, float] | None:
    answers, covered = _answers(found), found.central[place]
    if whole(found.first.central, found.last.central) is None or covered.years is None:
        return None
    ends = (whole(found.first.central, answers[at].central) for at in (place + 1 - covered.steps, place + 1))
    first, last = ends
    return None if first is None or last is None else (first, last)


def _moves(differences: Sequence[Difference], arrivals: Sequence[Arrival], answers: Sequence[Answer]) -> list[str]:
    """Each difference as shown: rounded running sums are subtracted, so that no rounding is lost."""
    shown, total, rounded = [], 0.0, 0.0
    for place, each in enumerate(differences, start=1):
        if each.years is None:
            shown.append(_without(arrivals[place], arrivals[place - 1], answers[place]))
            continue
        total += each.years
        now = round(total, PLACES)
        shown.append(_covering(_signed(now - rounded), each.steps - 1))
        rounded = now
    return shown


def _covering(moved: str, rows: int) -> str:
    """A difference, and how many rows above it that had no number it is of as well."""
    if not rows:
        return moved
    if rows in COVERED_ROWS:
        return say(COVERED_ROWS[rows], years=moved)
    return say_count("{years} with the row above", "{years} with the {count} rows above", rows, years=moved)


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
    return f"{'+' if number_of_years > 0 else MINUS}{decimal(abs(number_of_years), PLACES, fixed=True)}"


def _change(keys: Sequence[str], before: Scenario, after: Scenario) -> tuple[str, str]:
    """Which assumptions change, and from what to what."""
    shown, pair = _shown(keys), (before, after)
    first, *others = [label(key) for key in shown]
    change = "; ".join(f"{_value(before, key, pair)} → {_value(after, key, pair)}" for key in shown)
    return listed([first, *map(small, others)]), change


def whole_row(found: Contributions) -> tuple[str, str]:
    """The whole difference of the central date and of the median."""
    first, last = found.first, found.last
    central, median = whole(first.central, last.central), whole(first.median, last.median)
    return _signed_or_none(central), _signed_or_none(median)


def _signed_or_none(number_of_years: float | None) -> str:
    return NOTHING if number_of_years is None else _signed(number_of_years)


def contributions_finding(found: Contributions, letters: tuple[str, str]) -> str:
    """The title of the contributions: the whole difference, and what makes most of it."""
    one, other = letters
    if not found.steps:
        return say("{one} and {other} assume the same, so nothing differs", one=one, other=other)
    moved = whole(found.first.central, found.last.central)
    if moved is None:
        why = _undated_ends(found, letters)
        return say("There is no number of years between {one} and {other}: {why}", one=one, other=other, why=why)
    if round(moved, PLACES) == 0:
        return say("{one} and {other} have the same central date", one=one, other=other)
    difference, main = _later(moved, letters), _main(found)
    return (
        say("{difference}, most of it by “{assumption}”", difference=difference, assumption=main)
        if main
        else difference
    )


def _later(moved: float, letters: tuple[str, str]) -> str:
    """By how much one central date is later, or earlier, than the other."""
    (one, other), time = letters, span(abs(moved) * DAYS_PER_YEAR)
    if moved > 0:
        return say("{other}’s central date is about {time} later than {one}’s", one=one, other=other, time=time)
    return say("{other}’s central date is about {time} earlier than {one}’s", one=one, other=other, time=time)


def _main(found: Contributions) -> str:
    """The step that does more than half of all that is moved, where there are several."""
    moved = [abs(each.years or 0.0) for each in found.central]
    if len(moved) < 2 or any(each.years is None for each in found.central) or max(moved) <= sum(moved) / 2:
        return ""
    keys = found.steps[moved.index(max(moved))].keys
    return small(listed([label(key) for key in _shown(keys)]))


def _undated_ends(found: Contributions, letters: tuple[str, str]) -> str:
    pairs = zip(letters, (found.first, found.last), strict=True)
    return listed([_undated(letter, each) for letter, each in pairs if each.central.day is None])


def _undated(letter: str, answer: Answer) -> str:
    """That a scenario's answer has no date, and why."""
    if answer.central.status is Status.DONE:
        return say("{scenario}’s central answer is that nothing is left to take", scenario=letter)
    why = arrival(answer.central, answer.scenario)
    return say("{scenario}’s central answer is {answer}", scenario=letter, answer=why)


def ends(found: Contributions, letters: tuple[str, str]) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Both answers between which the steps lead: (name, central, median)."""
    first, last = (say("Answer of {scenario}", scenario=letter) for letter in letters)
    return (first, *_months(found.first)), (last, *_months(found.last))


def _months(answer: Answer) -> tuple[str, str]:
    return arrival(answer.central, answer.scenario), arrival(answer.median, answer.scenario)


def contributions_notes(found: Contributions) -> tuple[str, ...]:
    """How to read the contributions: that the order matters, and where there is no number."""
    if not found.steps:
        return ()
    undated = any(arrived.day is None for each in _answers(found) for arrived in (each.central, each.median))
    return (
        sentences(
            say("Years later (+) or earlier (−)."),
            _order_matters() if len(found.steps) > 1 else "",
            _no_number() if undated else "",
        ),
    )


def _order_matters() -> str:
    return say(
        "Assumptions are changed one after the other, in the order of these rows, and each row says what its change "
        "does once those above it are made. Another order would share the difference out differently; its sum would be "
        "the same."
    )


def _no_number() -> str:
    return say(
        "An answer that is never, or lies beyond the horizon, has no date: such a row has no number of years, and the "
        "next row with a date counts from the last one that had one."
    )


def nothing_in_common(letters: tuple[str, str]) -> str:
    """Why no difference can be explained."""
    one, other = letters
    return say("{one} and {other} share no oblast, so there is no difference to explain", one=one, other=other)


def equal_ones(scenarios: Sequence[Scenario]) -> str:
    """What the table leaves out."""
    if not assumption_rows(scenarios):
        return say("Every assumption is the same; only names and notes can differ.")
    return say("All other assumptions are the same.")


def source_line(scenarios: Sequence[Scenario], result_id: str | None, model_version: str) -> str:
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
            model=model_version,
        ),
    )
