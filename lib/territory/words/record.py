"""Words about windows of the record: what one shows, beside the scenario's pace, other providers' and its answer."""

from __future__ import annotations

from territory.answers import windows
from territory.answers.outlook import Outlook
from territory.figures import evidence
from territory.figures.record import NamedWindow, Observed, month_day
from territory.scenario.pace import Recorded
from territory.scenario.scenario import Scenario
from territory.text import capital, listed, marked, month_name, number, say, say_count, sentences, short_month
from territory.text import day as day_said
from territory.words.assumptions import month, pace_from, provider_name
from territory.words.vocabulary import Fact, area, central, oblast_name, pace, pace_unit, pace_with_unit, versions

CAUTION = marked("What a window shows holds for those months; that it would go on is the assumption.")
FIRST_MONTH = marked(
    "The longest window begins in December 2022, the record’s first whole month after Russian forces left Kherson city "
    "and the right bank of the Dnipro; the documented figure counts from 12 November 2022."
)
NAMES = {
    "since-2022-12": marked("Since December 2022"),
    "fastest-month": marked("The fastest month"),
    "slowest-month": marked("The slowest month"),
}
BY = {
    "deepstate_land": marked("by DeepState’s map on land"),
    "deepstate_as_drawn": marked("by DeepState’s map as drawn"),
    "afp": marked("by AFP’s analysis of ISW data"),
}


def headline(found: Recorded, scenario: Scenario) -> str:
    """The pace of the window, and what the scenario uses."""
    oblast, own = found.observed.provider.oblast, dict(scenario.rates)
    if windows.uses(scenario, found.observed.window):
        used = say("this scenario uses that pace")
    elif oblast is None and scenario.has_own_rates:
        used = say("this scenario has a pace for each oblast")
    elif oblast is None:
        used = say("this scenario uses {pace}", pace=pace(scenario.rate))
    elif oblast not in scenario.in_play:
        used = say("this scenario is not about that oblast")
    elif oblast in own:
        used = say("this scenario uses {pace} there", pace=pace(own[oblast]))
    else:
        used = say("this scenario uses the whole front’s {pace} there", pace=pace(scenario.rate))
    return say("{window}; {scenario}.", window=_moved(found.observed), scenario=used)


def _moved(found: Observed) -> str:
    """When the front moved how fast, by whose record."""
    first, last = found.window.from_month, found.window.to_month
    rate, oblast = found.mean_km2_per_day, found.provider.oblast
    if first == last:
        when = say("In {month}", month=month(first))
    else:
        begins = month_name(month_day(first)) if first[:4] == last[:4] else month(first)
        when = say("From {first} to {last}", first=begins, last=month(last))
    if oblast is not None:
        source = say("by DeepState’s map on land")
    elif found.provider.id in BY:
        source = say(BY[found.provider.id])
    else:
        source = say("by {provider}", provider=provider_name(found.provider.id))
    said = {"months": when, "pace": pace_with_unit(abs(rate)), "source": source}
    if oblast is None and rate >= 0:
        return say("{months} the front moved {pace} {source}", **said)
    if oblast is None:
        return say("{months}, {pace} came back under Ukrainian control {source}", **said)
    inside = {**said, "oblast": oblast_name(oblast)}
    if rate < 0:
        return say("{months}, {pace} came back under Ukrainian control inside {oblast} {source}", **inside)
    return say("{months}, {pace} were taken inside {oblast} {source}", **inside)


def beneath(scenario: Scenario) -> str:
    """Where the scenario's pace is from, and what a window is not."""
    return sentences(pace_from(scenario), say(CAUTION))


def finding(found: Observed) -> str:
    """The title of the chart."""
    mean = pace_with_unit(found.mean_km2_per_day)
    if found.sd_km2_per_day is None:
        return say("A single month, {month}: {pace}", month=month(found.window.from_month), pace=mean)
    (slow, low), (fast, high) = found.slowest, found.fastest
    return say(
        "The mean of {count} months is {mean}; they lie between {low} ({slowest}) and {high} ({fastest})",
        count=number(len(found.series.months)),
        mean=mean,
        low=pace(low),
        slowest=month(slow),
        high=pace(high),
        fastest=month(fast),
    )


def alt_text(found: Observed, unusable: int) -> str:
    """What the chart says, with its numbers."""
    bars = say(
        "Bars, one for each month of a record, in {unit}: {provider}. The window from {first} to {last} is "
        "highlighted; its two edges can be moved, or its months be chosen above.",
        unit=pace_unit(),
        provider=provider_name(found.provider.id),
        first=month(found.window.from_month),
        last=month(found.window.to_month),
    )
    after = say_count(
        "{count} month is hatched: the edition does not have it.",
        "The last {count} months are hatched: the edition does not have them.",
        unusable,
    )
    return sentences(bars, f"{finding(found)}.", after if unusable else "")


def bar_key(found: Recorded, unusable: int) -> tuple[tuple[str, str], ...]:
    """What the bars mean, of each kind that there is."""
    known = len(windows.months(found.observed.provider.id, found.known))
    kinds = [("chosen", say("months of the window"))]
    if known > len(found.observed.series.months):
        kinds.append(("full", say("other months")))
    if unusable:
        kinds.append(("after", say("not over by {date}: not in this edition", date=day_said(found.known.day))))
    return tuple(kinds)


def source(found: Recorded) -> str:
    """Where the chart's numbers are from, and how they were divided."""
    return sentences(
        say(
            "{provider}: net area taken, each month’s gain divided by its own days; below zero is land retaken.",
            provider=provider_name(found.observed.provider.id),
        ),
        say("Drag the two edges of the window, or choose its months above."),
        say("No month after {date} can be chosen.", date=day_said(found.known.day)),
        versions(found.known.id),
    )


def facts(found: Observed) -> tuple[Fact, ...]:
    """What the window shows: mean, spread, ends, length."""
    said = {"unit": pace_unit(), "area": area(abs(found.gain_km2))}
    if found.gain_km2 < 0:
        gain = say("{unit}: {area} came back under Ukrainian control", **said)
    else:
        gain = say("{unit}: {area} were taken, net", **said)
    mean = Fact(say("Mean pace"), pace(found.mean_km2_per_day), gain)
    days = say_count("{count} day", "{count} days", found.days, count=number(found.days))
    if found.second_hand:
        reported = listed([short_month(month_day(name)) for name in found.second_hand])
        days = say("{days}; read second hand: {months}", days=days, months=reported)
    count = len(found.series.months)
    length = Fact(say("Length"), say_count("{count} month", "{count} months", count, count=number(count)), days)
    if found.sd_km2_per_day is None:
        return mean, length
    scatter = say("{unit}, standard deviation of its months’ paces", unit=pace_unit())
    ends = []
    for title, (name, rate) in ((say("Slowest month"), found.slowest), (say("Fastest month"), found.fastest)):
        at = {"unit": pace_unit(), "month": month(name)}
        detail = say("{unit}, {month}: land retaken", **at) if rate < 0 else say("{unit}, {month}", **at)
        ends.append(Fact(title, pace(rate), detail))
    return mean, Fact(say("Spread"), pace(found.sd_km2_per_day), scatter), *ends, length


def answers(now: Outlook, then: Outlook) -> list[tuple[str, str, str]]:
    """The central answer of each oblast, at the scenario's pace and at the window's."""
    return [
        (oblast_name(mine.id), capital(central(now, mine)[0]), capital(central(then, other)[0]))
        for mine, other in zip(now.projection.targets, then.projection.targets, strict=True)
    ]


def answers_note(now: Outlook, then: Outlook) -> str:
    """What the answers at both paces have in common, and what those below zero mean."""
    falls = any(result.central.mirror is not None for of in (now, then) for result in of.projection.targets)
    below = say("At a pace below zero it is the time until what is occupied would be back under Ukrainian control.")
    return sentences(say("All else as in this scenario."), below if falls else "")


def answers_head(found: Observed, scenario: Scenario) -> tuple[str, str, str]:
    """What stands over them."""
    oblast = found.provider.oblast
    rate = None if scenario.has_own_rates and oblast is None else scenario.rate
    if oblast is not None:
        rate = dict(scenario.rates).get(oblast, scenario.rate)
    mine = say("This scenario") if rate is None else say("This scenario, {pace}", pace=pace(rate))
    return say("Central answer"), mine, say("This window, {pace}", pace=pace(found.mean_km2_per_day))


def others_title(found: Recorded) -> str:
    """What changes with the provider and what it counts."""
    if not found.others:
        return say("No other provider has all of these months")
    low, high = found.span_km2_per_day
    if pace(low) == pace(high):
        return say("Whatever the provider, the same months give {pace}", pace=pace_with_unit(low))
    return say(
        "By provider and definition the same months give {low} to {high}", low=pace(low), high=pace_with_unit(high)
    )


def others(found: Recorded) -> str:
    """The same months by each provider that has them all, the slowest first."""
    each = [
        say("{name}: {pace}", name=provider_name(one.provider.id), pace=pace(one.mean_km2_per_day))
        for one in found.beside
    ]
    return say("{paces}, in {unit}.", unit=pace_unit(), paces="; ".join(each))


def others_note(found: Recorded) -> str:
    """Which months were read second hand."""
    return sentences(*map(second_hand_sentence, (found.observed, *found.others)))


def definitions(found: Recorded) -> list[str]:
    """What each provider of these months counts, the window's own first."""
    return [
        say("{provider}: {definition}", provider=provider_name(one.provider.id), definition=one.gains[0].definition)
        for one in (found.observed, *found.others)
    ]


def window_name(named: NamedWindow) -> str:
    """A window's name on a button or in a list."""
    if named.name in NAMES:
        return say(NAMES[named.name])
    if named.name in evidence.regions():
        return say("Inside {oblast} alone", oblast=oblast_name(named.name))
    kind, _, count = named.name.partition("-")
    if kind == "last":
        return say_count("Last {count} month", "Last {count} months", int(count))
    return named.name


def lines(found: Recorded) -> list[str]:
    """All that is said of a window: its pace, how much its months differ, other providers, what was counted."""
    observed, spread = found.observed, say("A single month: how much months differ cannot be seen in it.")
    if observed.sd_km2_per_day is not None:
        (slow, low), (fast, high) = observed.slowest, observed.fastest
        spread = say(
            "Its {count} months lie between {low} ({slowest}) and {high} ({fastest}); standard deviation {sd}.",
            count=number(len(observed.series.months)),
            low=pace(low),
            slowest=month(slow),
            high=pace_with_unit(high),
            fastest=month(fast),
            sd=pace(observed.sd_km2_per_day),
        )
    second_hand = filter(None, map(second_hand_sentence, (observed, *found.others)))
    said = [mean_sentence(observed), spread, beside_sentence(found), *second_hand]
    return [*said, definitions(found)[0], say(CAUTION)]


def mean_sentence(found: Observed) -> str:
    """The pace of a window and what it is made of."""
    said = {"area": area(abs(found.gain_km2)), "days": number(found.days)}
    said["pace"] = pace_with_unit(abs(found.mean_km2_per_day))
    if found.gain_km2 < 0:
        return say_count(
            "Net, {area} came back under Ukrainian control in {days} day: {pace}.",
            "Net, {area} came back under Ukrainian control in {days} days: {pace}.",
            found.days,
            **said,
        )
    return say_count(
        "Net, {area} were taken in {days} day: {pace}.",
        "Net, {area} were taken in {days} days: {pace}.",
        found.days,
        **said,
    )


def second_hand_sentence(found: Observed) -> str:
    """Which months of a window were read second hand; nothing where none was."""
    if not found.second_hand:
        return ""
    return say(
        "{provider}: {months} as reported by a second-hand page; the original was not seen.",
        provider=provider_name(found.provider.id),
        months=listed([month(each) for each in found.second_hand]),
    )


def beside_sentence(found: Recorded) -> str:
    """What other providers have for the same months."""
    if not found.others:
        return say("No other provider has all of these months.")
    each = [
        say(
            "{provider} {pace}",
            provider=provider_name(one.provider.id),
            pace=(pace_with_unit if one is found.others[-1] else pace)(one.mean_km2_per_day),
        )
        for one in found.others
    ]
    paces = "; ".join(each)
    low, high = map(pace, found.span_km2_per_day)
    if low == high:
        return say("The same months by others: {paces}. By all of them the pace is {pace}.", paces=paces, pace=low)
    return say(
        "The same months by others: {paces}. By provider the pace lies between {low} and {high}: how each counts "
        "differs, and so does what it sees.",
        paces=paces,
        low=low,
        high=high,
    )
