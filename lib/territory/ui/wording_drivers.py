"""Words about what drives an answer: which assumption moves it most, and what its spread comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from territory.drivers import Bar, Drivers, End, YearPace
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.work import ALL
from territory.outlook import PERCENT
from territory.parameters import PARAMETERS
from territory.ui import wording
from territory.ui.wording import NARROW, percent

NOTHING = "–"
DECIMALS = 2
PHRASES = {
    "rate": "the pace",
    "annual_change": "how the pace changes from year to year",
    "season": "the seasonal pattern",
    "noise": "the month-to-month scatter",
    "persistence": "how much one month resembles the next",
    "pace_uncertainty": "how unsure the long-run pace is",
    "occupied": "how much is occupied already",
}
PARTS = {"pace": "long-run pace", "annual_change": "its yearly change", "noise": "month-to-month scatter"}
INTERPLAY = "their interplay"
HALF_OF_RUNS = "half of the simulated runs"
GRID_CAPTION = "Pace in km² a day, downwards; its yearly change in %, across"


def name_of(found: Drivers, result: str) -> str:
    """A result as sentences name it."""
    return wording.oblast_names(found.scenario.targets) if result == ALL else wording.oblast_name(result)


def is_done(found: Drivers, result: str) -> bool:
    """Whether nothing is left to take."""
    return found.median_days[result] == 0


def headline(found: Drivers, result: str) -> str:
    """What matters most, in one sentence."""
    name = name_of(found, result)
    if is_done(found, result):
        return f"Nothing is left to take in {name}: no assumption changes that."
    bar = found.tornado(result)[0]
    low, high = bar.low.median_days[result], bar.high.median_days[result]
    if _beyond(found, low) and _beyond(found, high):
        horizon = wording.years(found.scenario.horizon)
        return f"For {name}, no assumption alone makes {HALF_OF_RUNS} finish within {horizon}."
    if wording.span(low) == wording.span(high):
        return f"For {name}, no assumption alone changes much: {_clause(found, low, HALF_OF_RUNS)} with each of them."
    ends = f"at {_value(bar, bar.low, result)}, {_clause(found, low, HALF_OF_RUNS)}"
    them = "half of them"
    return (
        f"What matters most for {name} is {PHRASES[bar.key]}: {ends}; "
        f"at {_value(bar, bar.high, result)}, {_clause(found, high, them)}."
    )


def beside(found: Drivers, result: str) -> str:
    """What stands under it: the present answer, what comes next, and how little the others do."""
    if is_done(found, result):
        return ""
    first = _clause(found, found.median_days[result], HALF_OF_RUNS)
    sentences = [f"As the scenario stands, {first}."]
    second, *others = found.tornado(result)[1:]
    moved = _moves(found, second, result)
    sentences.append(f"Next comes {PHRASES[second.key]}: {moved}." if moved else "")
    if others and moved:
        ends = max(_swing(found, bar, result) for bar in others)
        sentences.append(f"The other {len(others)} move it by {wording.span(ends)} at most.")
    return " ".join(filter(None, sentences))


def tornado_title(found: Drivers, result: str) -> str:
    """The title of the bars."""
    moved = _moves(found, found.tornado(result)[0], result)
    if not moved:
        return "No assumption alone moves the answer within the horizon"
    return f"Each assumption moved alone over its range: {PHRASES[found.tornado(result)[0].key]} moves the answer most"


def grid_title(found: Drivers, result: str) -> str:
    """The title of the grid: from which pace on half of the runs finish within the horizon, if it stays as it is."""
    steady = found.grid_annual_changes.index(0.0)
    medians = zip(found.grid_rates, found.grid_median_days[result], strict=True)
    enough = [rate for rate, row in medians if not _beyond(found, float(row[steady]))]
    within = f"half of the simulated runs finish within {wording.years(found.scenario.horizon)}"
    if not enough:
        return f"At a pace that stays as it is, in none of these rows {within}"
    return f"At a pace that stays as it is, {within} from {wording.pace(min(enough))}{wording.KM2} a day upwards"


def grid_note(found: Drivers, years: Sequence[YearPace]) -> str:
    """What the numbers of the grid are."""
    known = ", ".join(f"{each.year}{year_pace(each)}" for each in years)
    own = " Paces of oblasts’ own change by the same factor." if found.scenario.has_own_rates else ""
    return (
        f"Years until half of the simulated runs finish; {NOTHING} means not within "
        f"{wording.years(found.scenario.horizon)}. Deeper shade: sooner. Outlined: this scenario. At the right: the "
        f"mean pace of documented years, km² a day ({known}).{own}"
    )


def shares_title(found: Drivers, result: str) -> str:
    """What the spread of the runs comes from."""
    shares = found.shares[result]
    if shares is None:
        return "What the spread of the simulated runs comes from cannot be said"
    most = max(shares, key=lambda group: shares[group].alone)
    return f"About {share(shares[most].alone)} of the spread between simulated runs comes from {_part(most)}"


def shares_note(found: Drivers, result: str) -> str:
    """What these shares are."""
    if found.shares[result] is None:
        return "Nothing varies, or too few of the runs finish within the horizon for a share to mean anything."
    return (
        "Shares of the variance of the logarithm of the time (Sobol indices), what each unknown brings alone; times "
        f"beyond {wording.years(found.scenario.horizon)} count as that. How unsure each unknown is, is itself assumed "
        "by the scenario."
    )


def ends(bar: Bar, result: str) -> tuple[str, str, str]:
    """The low and the high value of an assumption, and their unit, which begins with its space."""
    unit = PARAMETERS[bar.key].unit
    values = [_number(bar, end, result) for end in (bar.low, bar.high)]
    return values[0], values[1], wording.UNITS.get(unit) or (f" {unit}" if unit else "")


def medians(found: Drivers, low: float, high: float) -> str:
    """From where to where the median goes, the sooner first."""
    sooner, later = sorted((low, high))
    horizon = wording.years(found.scenario.horizon)
    if _beyond(found, sooner):
        return f"not within {horizon} at either end"
    if _beyond(found, later):
        return f"{wording.span(sooner)} to not within {horizon}"
    first, last = wording.span(sooner), wording.span(later)
    if first == last:
        return f"{first} at both ends"
    return f"{first.removesuffix(' years') if last.endswith(' years') else first} to {last}"


def range_line(found: Drivers, bar: Bar, result: str) -> tuple[str, str]:
    """An assumption's name, and its range with the medians and where it is from."""
    low, high, unit = ends(bar, result)
    return wording.label(bar.key), (
        f"{low} to {high}{unit}: {_exact(found, bar.low.median_days[result])} to "
        f"{_exact(found, bar.high.median_days[result])}. {bar.range_from}"
    )


def signed(change: float) -> str:
    """A yearly change with its sign."""
    return f"{'+' if change > 0 else ''}{wording.number(change, 2)}"


def year_pace(each: YearPace) -> str:
    """What is said of a documented year beside the year itself."""
    last = date.fromordinal(each.until.toordinal() - 1)
    return f"{'' if each.whole else f' to {last:%B}'}: {wording.number(each.rate, 1)}"


def share(part: float) -> str:
    """A share of the spread."""
    return f"less than 1{NARROW}%" if 0 < part < 0.01 else percent(PERCENT * max(part, 0.0), 0)


def _part(group: str) -> str:
    return f"{'' if group == 'annual_change' else 'the '}{PARTS[group]}".replace("its yearly", "the pace’s yearly")


def _beyond(found: Drivers, days: float) -> bool:
    return days > found.scenario.horizon * DAYS_PER_YEAR


def _clause(found: Drivers, days: float, runs: str) -> str:
    if _beyond(found, days):
        return f"{runs} do not finish within {wording.years(found.scenario.horizon)}"
    return f"{runs} finish within about {wording.span(days)}"


def _moves(found: Drivers, bar: Bar, result: str) -> str:
    """From where to where a bar goes; nothing where both ends lie beyond the horizon."""
    low, high = bar.low.median_days[result], bar.high.median_days[result]
    return "" if _beyond(found, low) and _beyond(found, high) else medians(found, low, high)


def _swing(found: Drivers, bar: Bar, result: str) -> float:
    horizon = found.scenario.horizon * DAYS_PER_YEAR
    low, high = (min(end.median_days[result], horizon) for end in (bar.low, bar.high))
    return abs(high - low)


def _number(bar: Bar, end: End, result: str) -> str:
    value = end.value
    if not isinstance(value, Mapping):
        return wording.number(value, DECIMALS)
    if result in value:
        return wording.number(value[result], DECIMALS)
    return "lower" if end is bar.low else "higher"


def _value(bar: Bar, end: End, result: str) -> str:
    low, high, unit = ends(bar, result)
    number = low if end is bar.low else high
    return f"the {number} shares" if isinstance(end.value, Mapping) and result not in end.value else f"{number}{unit}"


def _exact(found: Drivers, days: float) -> str:
    if _beyond(found, days):
        return f"not within {wording.years(found.scenario.horizon)}"
    return f"{wording.number(days / DAYS_PER_YEAR, 1)} years"


def present(found: Drivers, result: str) -> str:
    """What the line in the middle of the bars is."""
    days = found.median_days[result]
    if _beyond(found, days):
        return f"as the scenario stands: not within {wording.years(found.scenario.horizon)}"
    return f"as the scenario stands: {wording.span(days)}"
