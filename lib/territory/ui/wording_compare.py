"""Words for scenarios side by side. They compute nothing but the rounding that they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from territory import evidence
from territory.comparison import Answer, Arrival, Contributions, Difference, differing, unequal_shares, whole
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Moment, Result, Status, moment
from territory.model.work import ALL
from territory.outlook import Outlook
from territory.scenario import Scenario, baseline
from territory.ui import wording
from territory.ui.wording import EARLY, GRAIN, HALF, LATE, MINUS, NARROW, WORTH_SAYING

LETTERS = "ABCD"
PLACES = 2  # decimals of years in the table of contributions
NOTHING = "–"
TAKEN = "would be taken after"
BUTTON = 24  # characters of a name that a button has room for
SHORT = 44  # characters of a name that the headline has room for
NUMBERS = ("no", "one", "two", "three", "four")
ORDER_MATTERS = (
    "Assumptions are changed one after the other, in the order of these rows, and each row says what its change does "
    "once those above it are made. Another order would share the difference out differently; its sum would be the same."
)
NO_NUMBER = (
    "An answer that is never, or lies beyond the horizon, has no date: such a row has no number of years, and the next "
    "row with a date counts from the last one that had one."
)


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
    documented = baseline(scenario.edition)
    rows = wording.changes(documented, scenario)
    if not rows:
        return f"Documented pace to {wording.month(evidence.edition(scenario.edition).pace.date)}"
    if mine:
        return "Your scenario"
    more = f", and {len(rows) - 1} more" if len(rows) > 1 else ""
    return f"{rows[0].label}: {rows[0].yours}{more}"


def short_name(letter: str, called: str) -> str:
    """A letter and as much of the name as a button has room for."""
    return f"{letter}: {called}" if len(called) <= BUTTON else f"{letter}: {called[:BUTTON].rstrip()}…"


def result_name(result_id: str) -> str:
    """What is answered for, as a sentence names it."""
    return "all of its oblasts" if result_id == ALL else wording.oblast_name(result_id)


def column(outlook: Outlook, result: Result, place: int, by: date, shares_it: bool = True) -> Column:
    """One scenario's answer for one oblast, for its card; the first is the reader's present one."""
    scenario = outlook.scenario
    counted = f"{'yours, ' if place == 0 else ''}counted from {wording.short_day(scenario.start)}"
    state = _capital(counted if shares_it else f"{result_name(result.id)}; {counted}")
    core, detail = _core(outlook, result)
    facts = _facts(outlook, result, by)
    return Column(LETTERS[place], name(scenario, place == 0), state, core, detail, facts)


def _core(outlook: Outlook, result: Result) -> tuple[str, str]:
    """The answer, and what stands small beside it."""
    central, scenario = result.central, outlook.scenario
    if central.status is Status.DONE:
        return "nothing left to take", "all of it is occupied already"
    if central.status is Status.NEVER:
        return "never", f"central answer: {_why_never(scenario)}"
    if outlook.projection.is_within_grain(result):
        return GRAIN, "so little is left that single months of the record decide"
    when = f", {wording.month(central.when.date)}" if central.when.date else ""
    beyond = f", beyond the horizon of {wording.years(scenario.horizon)}"
    return about(central.when), f"central answer{when}{'' if central.status is Status.REACHED else beyond}"


def _why_never(scenario: Scenario) -> str:
    if scenario.rate < 0:
        return "land is retaken"
    return "the falling pace is not enough" if scenario.rate else "the front does not move"


def about(when: Moment) -> str:
    """How long it takes, to about two figures."""
    time = "never" if when.days is None else wording.span(when.days)
    return time if when.days is None or time.startswith("more than") else f"about {time}"


def _facts(outlook: Outlook, result: Result, by: date) -> tuple[tuple[str, str], ...]:
    if result.central.status is Status.DONE:
        return ()
    scenario, runs = outlook.scenario, outlook.projection.runs[result.id]
    return (
        ("8 in 10 simulated runs", _spread(outlook, result)),
        (f"Chance before {wording.short_day(by)}", share(runs.chance_before((by - scenario.start).days))),
        (f"Not within {wording.years(scenario.horizon)}", share(runs.beyond_horizon)),
    )


def _spread(outlook: Outlook, result: Result) -> str:
    horizon, runs = wording.years(outlook.scenario.horizon), outlook.projection.runs[result.id]
    early, late = runs.quantile(EARLY), runs.quantile(LATE)
    if early is None:
        return f"fewer than 1 in 10 within {horizon}"
    if late is None:
        return f"{wording.span(early)} to more than {horizon}"
    if outlook.projection.is_within_grain(result):
        return f"up to {wording.span(late)}"
    first, last = wording.span(early), wording.span(late)
    return f"{first.removesuffix(' years') if last.endswith(' years') else first} to {last}"


def share(part: float) -> str:
    """A share of the runs in whole percent, or that it is less than one in a hundred."""
    if 0 < part < WORTH_SAYING:
        return f"less than 1{NARROW}%"
    if 1.0 - WORTH_SAYING < part < 1:
        return f"more than 99{NARROW}%"
    return wording.percent(100 * part, 0)


def headline(outlooks: Sequence[Outlook], result_id: str | None) -> str:
    """What the scenarios say of one oblast, in one sentence; `None` where they share none."""
    if result_id is None:
        return f"These {NUMBERS[len(outlooks)]} scenarios share no oblast, so each answers a question of its own."
    what = "all of their oblasts" if result_id == ALL else _what(outlooks, result_id)
    fates = [_fate(each, each.projection[result_id]) for each in outlooks]
    if len(fates) == 1:
        return f"If its assumptions held, {what} {' '.join(fates[0]).strip()}. Put another scenario beside it."
    if len(set(fates)) == 1:
        where = "both" if len(fates) == 2 else f"all {NUMBERS[len(fates)]}"
        return f"If each scenario’s assumptions held, {what} {' '.join(fates[0]).strip()} in {where} scenarios."
    by_lead: dict[str, list[str]] = {}
    for place, (lead, time) in enumerate(fates):
        by_lead.setdefault(lead, []).append(f"{time} in {_place(outlooks, place)}".strip())
    (lead, told), *others = sorted(by_lead.items(), key=lambda group: group[0] != TAKEN)
    rest = "".join(f"; it {lead} {_in_one(places)}" for lead, places in others)
    return f"If each scenario’s assumptions held, {what} {lead} {_in_one(told)}{rest}."


def _in_one(places: Sequence[str]) -> str:
    """Places in a row, a word that begins them all said once: in A and B."""
    if all(place.startswith("in ") for place in places):
        return f"in {wording.listed([place.removeprefix('in ') for place in places])}"
    return wording.listed(places)


def _place(outlooks: Sequence[Outlook], place: int) -> str:
    """A letter, with the scenario's name where there is room for it."""
    called = name(outlooks[place].scenario, place == 0)
    return f"{LETTERS[place]} ({called})" if len(outlooks) == 2 and len(called) <= SHORT else LETTERS[place]


def _what(outlooks: Sequence[Outlook], result_id: str) -> str:
    """The oblast, or the rest of it where part of it is occupied in every scenario."""
    part = all(0 < dict(each.scenario.occupied)[result_id] < 100 for each in outlooks)
    return f"{'the rest of' if part else 'all of'} {wording.oblast_name(result_id)}"


def _fate(outlook: Outlook, result: Result) -> tuple[str, str]:
    """What would become of an oblast, and after what time."""
    central = result.central
    if central.status is Status.DONE:
        return "would be occupied from the start", ""
    if central.status is Status.NEVER:
        return "would never be taken", ""
    return TAKEN, GRAIN if outlook.projection.is_within_grain(result) else about(central.when)


def beneath(scenarios: Sequence[Scenario], at_first: bool) -> str:
    """What stands under the headline: from when they count, and how others come to stand here."""
    starts = {each.start for each in scenarios}
    if len(scenarios) == 1:
        said = f"Counted from {wording.day(scenarios[0].start)}."
    elif len(starts) == 1:
        counted = "Both are" if len(scenarios) == 2 else "All are"
        said = f"{counted} counted from {wording.day(scenarios[0].start)}."
    else:
        said = "Each is counted from its own start."
    if len(scenarios) == 1 or not at_first:
        return said
    return f"{said} B stands here to begin with: put others beside it, up to {NUMBERS[len(LETTERS)]} in all."


def finding(outlooks: Sequence[Outlook], result_ids: Sequence[str]) -> str:
    """The title of the chart of chances: by when half of the runs have finished in each scenario."""
    reached, missed, done = [], [], []
    for letter, outlook, result_id in zip(LETTERS, outlooks, result_ids, strict=False):
        days = outlook.projection.runs[result_id].quantile(HALF)
        if outlook.projection[result_id].central.status is Status.DONE:
            done.append(letter)
        elif days is None:
            missed.append(f"in {letter} fewer than half do within {wording.years(outlook.scenario.horizon)}")
        else:
            reached.append(f"{_before(outlook.scenario, days)} in {letter}")
    parts = [f"Half of the simulated runs finish {wording.listed(reached)}"] if reached else []
    if missed and not reached:
        horizons = {each.scenario.horizon for each in outlooks}
        within = f"within {wording.years(horizons.pop())}" if len(horizons) == 1 else "within the horizon"
        parts = [f"Fewer than half of the simulated runs finish {within} {_everywhere(len(missed), len(outlooks))}"]
    else:
        parts += missed
    parts += [f"nothing is left to take in {wording.listed(done)}"] if done else []
    return _capital("; ".join(parts))


def _everywhere(missed: int, of: int) -> str:
    if of == 1:
        return "in this scenario"
    return ("in both scenarios" if of == 2 else "in all scenarios") if missed == of else "in the others"


def _before(scenario: Scenario, days: float) -> str:
    """Before which New Year, or by the end of which month where it is near, so many days have passed."""
    when = moment(scenario.start, days).date
    if when is None:
        return "after the year 9999"
    return f"by the end of {wording.month(when)}" if days < 3 * DAYS_PER_YEAR else f"before {when.year + 1}"


def chances_alt(outlooks: Sequence[Outlook], result_ids: Sequence[str], by: date) -> str:
    """What the chart of chances says, in words and numbers."""
    each = [
        f"{LETTERS[place]}, {name(outlook.scenario, place == 0)}, {result_name(result_id)}: "
        f"{_chances(outlook, result_id, by)}"
        for place, (outlook, result_id) in enumerate(zip(outlooks, result_ids, strict=True))
    ]
    return f"Chance in this model over time that it has been taken. {finding(outlooks, result_ids)}. {'; '.join(each)}."


def _chances(outlook: Outlook, result_id: str, by: date) -> str:
    runs, scenario = outlook.projection.runs[result_id], outlook.scenario
    before = share(runs.chance_before((by - scenario.start).days))
    end = share(runs.chance_by(runs.horizon_days))
    return f"{before} before {wording.day(by)}, {end} within {wording.years(scenario.horizon)}"


def assumption_rows(scenarios: Sequence[Scenario]) -> tuple[Row, ...]:
    """The assumptions that differ, each with its value in every scenario; those that are equal are left out."""
    keys = differing(scenarios)
    shown = [key for key in keys if wording.SHOWN_WITH.get(key) not in keys]
    return tuple(Row(wording.label(key), tuple(_value(each, key, scenarios) for each in scenarios)) for key in shown)


def _value(scenario: Scenario, key: str, scenarios: Sequence[Scenario]) -> str:
    if key == "occupied":
        given = dict(scenario.occupied)
        values = tuple((oblast, given[oblast]) for oblast in unequal_shares(scenarios) if oblast in given)
        return wording.per_oblast(key, values) or NOTHING
    return wording.shown_value(scenario, key)


def assumptions_finding(scenarios: Sequence[Scenario]) -> str:
    """The title of the table of assumptions."""
    count = len(assumption_rows(scenarios))
    if not count:
        return "They assume the same"
    return "One assumption differs" if count == 1 else f"{count} assumptions differ"


def step_rows(found: Contributions) -> tuple[StepRow, ...]:
    """What each step contributes; shown numbers add up to the shown whole."""
    answers = [found.first, *(step.answer for step in found.steps)]
    centrals = _shown(found.central, [each.central for each in answers], found)
    medians = _shown(found.median, [each.median for each in answers], found)
    rows = []
    for place, step in enumerate(found.steps):
        before, after = answers[place].scenario, step.answer.scenario
        label, change = _change(step.keys, before, after)
        reach = _reach(found, place)
        rows.append(StepRow(label, change, centrals[place], medians[place], reach))
    return tuple(rows)


def _reach(found: Contributions, place: int) -> tuple[float, float] | None:
    answers = [found.first, *(step.answer for step in found.steps)]
    covered = found.central[place]
    if whole(found.first.central, found.last.central) is None or covered.years is None:
        return None
    ends = (whole(found.first.central, answers[at].central) for at in (place + 1 - covered.steps, place + 1))
    first, last = ends
    return None if first is None or last is None else (first, last)


def _shown(differences: Sequence[Difference], arrivals: Sequence[Arrival], found: Contributions) -> list[str]:
    """Each difference as shown: rounded running sums are subtracted, so that no rounding is lost."""
    shown, total, rounded = [], 0.0, 0.0
    answers = [found.first, *(step.answer for step in found.steps)]
    for place, each in enumerate(differences, start=1):
        if each.years is None:
            shown.append(_without(arrivals[place], arrivals[place - 1], answers[place]))
            continue
        total += each.years
        now = round(total, PLACES)
        shown.append(_signed(now - rounded) + (f" with the {_above(each.steps - 1)} above" if each.steps > 1 else ""))
        rounded = now
    return shown


def _above(rows: int) -> str:
    return "row" if rows == 1 else f"{NUMBERS[rows] if rows < len(NUMBERS) else rows} rows"


def _without(after: Arrival, before: Arrival, answer: Answer) -> str:
    """What is said of a step that has no number of years."""
    if after.day is not None:
        return "has a date again" if before.day is None else NOTHING
    still = "still " if after.status is before.status else ""
    return still + arrival(after, answer.scenario)


def arrival(when: Arrival, scenario: Scenario) -> str:
    """A month, or why there is none."""
    if when.status is Status.DONE:
        return "nothing left"
    if when.status is Status.NEVER:
        return "never"
    dated = None if when.day is None else moment(scenario.start, when.day - scenario.start.toordinal()).date
    return f"not within {wording.years(scenario.horizon)}" if dated is None else wording.month(dated)


def _signed(years: float) -> str:
    """Years later (+) or earlier (−), to the last shown decimal."""
    if round(years, PLACES) == 0:
        return "0"
    return f"{'+' if years > 0 else MINUS}{abs(years):,.{PLACES}f}"


def _change(keys: Sequence[str], before: Scenario, after: Scenario) -> tuple[str, str]:
    shown = [key for key in keys if wording.SHOWN_WITH.get(key) not in keys]
    pair = (before, after)
    label = wording.listed(
        [wording.label(key) if not place else _lower(wording.label(key)) for place, key in enumerate(shown)]
    )
    change = "; ".join(f"{_value(before, key, pair)} → {_value(after, key, pair)}" for key in shown)
    return label, change


def whole_row(found: Contributions) -> tuple[str, str]:
    """The whole difference of the central date and of the median."""
    first, last = found.first, found.last
    central, median = whole(first.central, last.central), whole(first.median, last.median)
    return _signed_or_none(central), _signed_or_none(median)


def _signed_or_none(years: float | None) -> str:
    return NOTHING if years is None else _signed(years)


def contributions_finding(found: Contributions, letters: tuple[str, str]) -> str:
    """The title of the contributions: the whole difference, and what makes most of it."""
    one, other = letters
    if not found.steps:
        return f"{one} and {other} assume the same, so nothing differs"
    years = whole(found.first.central, found.last.central)
    if years is None:
        return f"There is no number of years between {one} and {other}: {_ends(found, letters)}"
    if round(years, PLACES) == 0:
        return f"{one} and {other} have the same central date"
    time, side = wording.span(abs(years) * DAYS_PER_YEAR), "later" if years > 0 else "earlier"
    main = _main(found)
    return f"{other}’s central date is about {time} {side} than {one}’s{f', most of it by {main}' if main else ''}"


def _main(found: Contributions) -> str:
    """The step that does more than half of all that is moved, where there are several."""
    moved = [abs(each.years or 0.0) for each in found.central]
    if len(moved) < 2 or any(each.years is None for each in found.central) or max(moved) <= sum(moved) / 2:
        return ""
    keys = found.steps[moved.index(max(moved))].keys
    shown = [wording.label(key) for key in keys if wording.SHOWN_WITH.get(key) not in keys]
    return f"“{_lower(wording.listed(shown))}”"


def _ends(found: Contributions, letters: tuple[str, str]) -> str:
    said = []
    for letter, each in zip(letters, (found.first, found.last), strict=True):
        if each.central.day is None:
            said.append(f"{letter}’s central answer is {arrival(each.central, each.scenario)}")
    return wording.listed(said).replace("answer is nothing left", "answer is that nothing is left to take")


def ends(found: Contributions, letters: tuple[str, str]) -> tuple[tuple[str, str, str], tuple[str, str, str]]:
    """Both answers between which the steps lead: (name, central, median)."""
    first, last = found.first, found.last
    return (f"Answer of {letters[0]}", *_months(first)), (f"Answer of {letters[1]}", *_months(last))


def _months(answer: Answer) -> tuple[str, str]:
    return arrival(answer.central, answer.scenario), arrival(answer.median, answer.scenario)


def contributions_notes(found: Contributions) -> tuple[str, ...]:
    """How to read the contributions: that the order matters, and where there is no number."""
    if not found.steps:
        return ()
    answers = [found.first, *(step.answer for step in found.steps)]
    undated = any(arrived.day is None for each in answers for arrived in (each.central, each.median))
    notes = ["Years later (+) or earlier (−)."]
    if len(found.steps) > 1:
        notes.append(ORDER_MATTERS)
    return (" ".join([*notes, NO_NUMBER] if undated else notes),)


def nothing_in_common(letters: tuple[str, str]) -> str:
    """Why no difference can be explained."""
    return f"{letters[0]} and {letters[1]} share no oblast, so there is no difference to explain"


def equal_ones(scenarios: Sequence[Scenario]) -> str:
    """What the table leaves out."""
    if not assumption_rows(scenarios):
        return "Every assumption is the same; only names and notes can differ."
    return "All other assumptions are the same."


def source_line(scenarios: Sequence[Scenario], result_id: str | None, model_version: str) -> str:
    """What the chart shows, and where the figures of the compared scenarios are from."""
    editions = sorted({each.edition for each in scenarios})
    figures = wording.listed([wording.day(evidence.edition(each).pace.date) for each in editions])
    what = "what each scenario asks about" if result_id is None else result_name(result_id)
    return (
        f"If-then projections, not forecasts. Chance in this model that {what} has been taken by a date; marks stand "
        f"where half of the simulated runs have finished. Figures: DeepState, to {figures}; oblast areas: official. "
        f"{'Edition' if len(editions) == 1 else 'Editions'} {wording.listed(editions)} · model {model_version}."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
