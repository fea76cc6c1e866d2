"""Words about what drives an answer: which assumption moves it most, and what its spread comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from territory.answers.drivers import Bar, Drivers, YearPace
from territory.figures.record import month_day
from territory.model.inputs import DAYS_PER_YEAR
from territory.model.projection import Moment
from territory.text import (
    capital,
    day,
    listed,
    marked,
    month_name,
    number,
    say,
    say_count,
    say_of,
    sentences,
    short_month,
)
from territory.words.assumptions import label, unit_label
from territory.words.vocabulary import (
    WORTH_SAYING,
    between,
    is_beyond,
    not_within,
    pace,
    pace_shown,
    pace_unit,
    pace_with_unit,
    result_name,
    share,
    shown_as,
    span,
    versions,
    with_unit,
    years,
)

NOTHING = "–"
DECIMALS = 2
PHRASES = {
    "rate": marked("the pace"),
    "provider": marked("which provider’s record the pace is from"),
    "annual_change": marked("how the pace changes from year to year"),
    "season": marked("the seasonal pattern"),
    "noise": marked("the month-to-month scatter"),
    "persistence": marked("how much one month resembles the next"),
    "pace_uncertainty": marked("how unsure the long-run pace is"),
    "occupied": marked("how much is occupied already"),
}
SOURCES = {
    "pace": marked("the long-run pace"),
    "annual_change": marked("the pace’s yearly change"),
    "noise": marked("the month-to-month scatter"),
}


def is_done(found: Drivers, result: str) -> bool:
    """Whether nothing is left to take."""
    return found.median_days[result] == 0


def headline(found: Drivers, result: str) -> str:
    """What matters most, in one sentence, with what becomes of the runs at both ends of it."""
    name, horizon = result_name(result, found.scenario), years(found.scenario.horizon)
    if is_done(found, result):
        return say("Nothing is left to take in {oblast}: no assumption changes that.", oblast=name)
    bar = found.tornado(result)[0]
    low, high = bar.low.median_days[result], bar.high.median_days[result]
    if _beyond(found, low) and _beyond(found, high):
        return say(
            "For {oblast}, no assumption alone makes half of the simulated runs finish within {years}.",
            oblast=name,
            years=horizon,
        )
    if span(low) == span(high):
        return say(
            "For {oblast}, no assumption alone changes much: {clause} with each of them.",
            oblast=name,
            clause=_half_clause(found, low),
        )
    if _beyond(found, high):
        others = say("half of them do not finish within {years}", years=horizon)
    else:
        others = say("half of them finish within about {time}", time=span(high))
    low_value, high_value = _values(bar, result)
    return say(
        "What matters most for {oblast} is {assumption}: at {low}, {runs}; at {high}, {others}.",
        oblast=name,
        assumption=say(PHRASES[bar.key]),
        low=low_value,
        runs=_half_clause(found, low),
        high=high_value,
        others=others,
    )


def beside(found: Drivers, result: str) -> str:
    """What stands under it: the present answer, what comes next, and how little the others do."""
    if is_done(found, result):
        return ""
    now = say("As the scenario stands, {clause}.", clause=_half_clause(found, found.median_days[result]))
    second, *others = found.tornado(result)[1:]
    moved, rest = _moves(found, second, result), ""
    if not moved:
        return now
    following = say("Next comes {assumption}: {medians}.", assumption=say(PHRASES[second.key]), medians=moved)
    if others:
        rest = say_count(
            "The other one moves it by {time} at most.",
            "The other {count} move it by {time} at most.",
            len(others),
            time=span(max(found.swing(bar, result) for bar in others)),
        )
    return sentences(now, following, rest)


def tornado_title(found: Drivers, result: str) -> str:
    """The title of the bars."""
    widest = found.tornado(result)[0]
    if not _moves(found, widest, result):
        return say("No assumption alone moves the answer within the horizon")
    return say(
        "Each assumption moved alone over its range: {assumption} moves the answer most",
        assumption=say(PHRASES[widest.key]),
    )


def grid_title(found: Drivers, result: str) -> str:
    """The title of the grid: from which pace on half of the runs finish within the horizon, if it stays as it is."""
    steady = found.grid_annual_changes.index(0.0)
    medians = zip(found.grid_rates, found.grid_median_days[result], strict=True)
    enough = [rate for rate, row in medians if not _beyond(found, float(row[steady]))]
    horizon = years(found.scenario.horizon)
    if not enough:
        return say(
            "At a pace that stays as it is, in none of these rows half of the simulated runs finish within {years}",
            years=horizon,
        )
    return say(
        "At a pace that stays as it is, half of the simulated runs finish within {years} from {pace} upwards",
        years=horizon,
        pace=pace_with_unit(min(enough)),
    )


def grid_caption() -> str:
    """What stands where in the grid."""
    return say("Pace in {unit}, downwards; its yearly change in %, across", unit=pace_unit())


def grid_note(found: Drivers, documented: Sequence[YearPace]) -> str:
    """What the numbers of the grid are."""
    numbers = say(
        "Years until half of the simulated runs finish; {nothing} means not within {years}. Deeper shade: sooner. "
        "Outlined: this scenario. At the right: the mean pace of documented years, {unit} ({paces}).",
        nothing=NOTHING,
        years=years(found.scenario.horizon),
        unit=pace_unit(),
        paces=", ".join(year_pace(each) for each in documented),
    )
    own = say("Paces of oblasts’ own change by the same factor.") if found.scenario.has_own_rates else ""
    return sentences(numbers, own, versions(found.scenario.edition))


def shares_title(found: Drivers, result: str) -> str:
    """What the spread of the runs comes from."""
    shares = found.shares[result]
    if shares is None:
        return say("What the spread of the simulated runs comes from cannot be said")
    most = max(shares, key=lambda group: shares[group].alone)
    part, source = shares[most].alone, say(SOURCES[most])
    if WORTH_SAYING <= part <= 1.0 - WORTH_SAYING:
        return say(
            "About {share} of the spread between simulated runs comes from {source}", share=share(part), source=source
        )
    most_of_it = share(max(part, 0.0))  # what sampling makes less than nothing is nothing
    return capital(
        say("{share} of the spread between simulated runs comes from {source}", share=most_of_it, source=source)
    )


def shares_note(found: Drivers, result: str) -> str:
    """What these shares are."""
    if found.shares[result] is None:
        return say("Nothing varies, or too few of the runs finish within the horizon for a share to mean anything.")
    said = say(
        "Shares of the variance of the logarithm of the time (Sobol indices), what each unknown brings alone; times "
        "beyond {years} count as that. How unsure each unknown is, is itself assumed by the scenario.",
        years=years(found.scenario.horizon),
    )
    return sentences(said, versions(found.scenario.edition))


def ends(bar: Bar, result: str) -> tuple[str, str, str]:
    """The low and the high value of an assumption, and their unit; none where they are said in words."""
    if _in_words(bar, result):
        return say_of("shares", "lower"), say_of("shares", "higher"), ""
    how, numbers = shown_as(bar.unit), []
    for end in (bar.low, bar.high):
        value = end.value[result] if isinstance(end.value, Mapping) else end.value
        numbers.append(number(value, DECIMALS) if how is None else number(value * how.factor, how.decimals))
    return numbers[0], numbers[1], unit_label(bar.unit)


def range_words(bar: Bar, result: str) -> str:
    """From where to where an assumption is moved."""
    low, high, unit = ends(bar, result)
    return say("{low} to {high}", low=low, high=with_unit(high, unit) if unit else high)


def medians(found: Drivers, low: float, high: float) -> str:
    """From where to where the median goes, the sooner first."""
    sooner, later = sorted((low, high))
    horizon = years(found.scenario.horizon)
    if _beyond(found, sooner):
        return say("not within {years} at either end", years=horizon)
    if _beyond(found, later):
        return say("{time} to not within {years}", time=span(sooner), years=horizon)
    if span(sooner) == span(later):
        return say("{time} at both ends", time=span(sooner))
    return between(sooner, later)


def range_line(found: Drivers, bar: Bar, result: str) -> tuple[str, str]:
    """An assumption's name, and its range with the medians and where it is from."""
    first, last = (exact_time(found, end.median_days[result]) for end in (bar.low, bar.high))
    said = say("{range}: {first} to {last}.", range=range_words(bar, result), first=first, last=last)
    return label(bar.key), sentences(said, range_from(bar))


def range_from(bar: Bar) -> str:
    """Where an assumption's range is from; months of a provider that were read second hand are named."""
    if bar.days is None:
        return say(bar.range_from)
    paces = []
    for each in bar.by_provider:
        said = {"provider": say(each.provider.name), "pace": pace(each.rate_km2_per_day)}
        if each.second_hand:
            months = listed([short_month(month_day(month)) for month in each.second_hand])
            paces.append(say("{provider} {pace} ({months} as reported by a second-hand page)", **said, months=months))
        else:
            paces.append(say("{provider} {pace}", **said))
    first, last = bar.days
    return say(
        "Mean pace of the scenario’s own window, {first} to {last}, by provider: {paces} {unit}.",
        first=day(first),
        last=day(last),
        paces="; ".join(paces),
        unit=pace_unit(),
    )


def year_pace(each: YearPace) -> str:
    """A documented year with its mean pace, and to which month it goes where that is not its last."""
    how = pace_shown()
    shown = number(each.rate * how.factor, max(how.decimals - 1, 0))
    if each.whole:
        return say("{year}: {pace}", year=each.year, pace=shown)
    last = date.fromordinal(each.until.toordinal() - 1)
    return say("{year} to {month}: {pace}", year=each.year, month=month_name(last), pace=shown)


def median(found: Drivers, days: float) -> str:
    """How long it takes half of the runs, or that they do not finish."""
    return not_within(found.scenario) if _beyond(found, days) else span(days)


def exact_time(found: Drivers, days: float, decimals: int = 1) -> str:
    """The same in years and their decimals, for those who compare."""
    if _beyond(found, days):
        return not_within(found.scenario)
    exact = days / DAYS_PER_YEAR
    return say_count("{count} year", "{count} years", round(exact, decimals), count=number(exact, decimals))


def present(found: Drivers, result: str) -> str:
    """What the line in the middle of the bars is."""
    return say("as the scenario stands: {time}", time=median(found, found.median_days[result]))


def _beyond(found: Drivers, days: float) -> bool:
    return is_beyond(found.scenario, Moment(days, None))


def _half_clause(found: Drivers, days: float) -> str:
    if _beyond(found, days):
        return say("half of the simulated runs do not finish within {years}", years=years(found.scenario.horizon))
    return say("half of the simulated runs finish within about {time}", time=span(days))


def _moves(found: Drivers, bar: Bar, result: str) -> str:
    """From where to where a bar goes; nothing where both ends lie beyond the horizon."""
    low, high = bar.low.median_days[result], bar.high.median_days[result]
    return "" if _beyond(found, low) and _beyond(found, high) else medians(found, low, high)


def _in_words(bar: Bar, result: str) -> bool:
    """Whether the ends are many numbers, none of them the result's own."""
    return isinstance(bar.low.value, Mapping) and result not in bar.low.value


def _values(bar: Bar, result: str) -> tuple[str, str]:
    """Both ends as a sentence has them, with their unit."""
    if _in_words(bar, result):
        return say("the lower shares"), say("the higher shares")
    low, high, unit = ends(bar, result)
    return (with_unit(low, unit), with_unit(high, unit)) if unit else (low, high)
