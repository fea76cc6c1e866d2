"""Windows of the record: what one shows, key by key, and which one is shown where the reader has chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Self

from territory.answers import json_schema
from territory.answers.backtest_answer import an_edition
from territory.answers.declared import Answered, Declared, Told, day, quantities, told
from territory.answers.json_schema import NULL, choice, ref, whole
from territory.figures import evidence
from territory.figures.evidence import STATUSES, Edition, GainSeries
from territory.figures.record import (
    DEFAULT_PROVIDER,
    MONTH,
    NamedWindow,
    Observed,
    RateWindow,
    WindowError,
    find_window,
    named_windows,
    observed,
    unbroken,
)
from territory.figures.record import widest_window as widest
from territory.scenario import pace as pace_windows
from territory.scenario.pace import WINDOW, Recorded
from territory.scenario.scenario import Scenario
from territory.text import say

PACE = "km²/day"


def a_window(sentence: str) -> Told:
    """What the text of a window is."""
    return told("Window", sentence, pattern=whole(WINDOW))


MONTH_TEXT = told("Month", "Written like 2025-01.", pattern=whole(MONTH.pattern))


class MonthAnswer(Declared):
    """One month's pace, in JSON."""

    month: Annotated[str, MONTH_TEXT]
    pace: Annotated[float, told("Pace", "Its mean net gain.", PACE)]


class PublisherAnswer(Declared):
    """Who published figures, in JSON."""

    publisher: Annotated[str, told("Publisher", "Who published it.")]
    url: Annotated[
        str | None, told("Address", "Where it was read.", null="null where none was recorded", pattern="^https://")
    ]


class ObservedAnswer(Declared, defined="observed"):
    """What a window shows by one provider, in JSON."""

    window: Annotated[str, a_window("Provider, first and last month.")]
    provider: Annotated[str, Told(kind=lambda: choice("Provider", "Whose record it is.", evidence.providers()))]
    name: Annotated[str, told("Name", "What the provider is called.", minLength=1)]
    definition: Annotated[str, told("Definition", "What the provider counts.", minLength=1)]
    status: Annotated[str, Told(kind=lambda: choice("Status", "What kind of figures they are.", STATUSES))]
    oblast: Annotated[
        str | None,
        Told(
            "Oblast",
            "Inside which oblast; null for the whole front.",
            kind=lambda: {"anyOf": [ref("region"), NULL]},
        ),
    ]
    from_: Annotated[date, day("From", "First day of its rows.")]
    to: Annotated[date, day("To", "The day after the last of its rows.")]
    months: Annotated[int, told("Months", "How many there are.", "months")]
    days: Annotated[int, told("Days", "Length of its rows.", "days")]
    gain_km2: Annotated[float, told("Net gain", "Sum over its rows.", "km²")]
    mean: Annotated[float, told("Mean pace", "The net gain over the days.", PACE)]
    sd: Annotated[
        float | None,
        told("Spread", "Standard deviation of its months' paces.", PACE, "null for a single month", minimum=0),
    ]
    slowest: Annotated[MonthAnswer, told("Slowest month", "The first of equals.")]
    fastest: Annotated[MonthAnswer, told("Fastest month", "The first of equals.")]
    second_hand: Annotated[
        tuple[str, ...],
        Told("Second-hand", "Months whose original was not seen.", each=MONTH_TEXT, limits={"least": 0, "most": 999}),
    ]
    sources: Annotated[
        tuple[PublisherAnswer, ...],
        Told("Sources", "Who published its figures.", limits={"least": 1, "most": 99, "uniqueItems": True}),
    ]

    @classmethod
    def made(cls, found: Observed, **more: Any) -> Self:
        """From what a window shows."""
        series, first = found.series, found.provider.gains[0]
        return cls.of(
            found,
            window=str(found.window),
            provider=found.provider.id,
            name=found.provider.name,
            definition=first.definition,
            status=first.status,
            oblast=found.provider.oblast,
            from_=series.starts[0],
            to=series.ends[-1],
            months=len(series.months),
            mean=found.mean_km2_per_day,
            sd=found.sd_km2_per_day,
            slowest=MonthAnswer(*found.slowest),
            fastest=MonthAnswer(*found.fastest),
            sources=tuple(dict.fromkeys(gain.source for gain in found.gains)),
            **more,
        )


class SpanAnswer(Declared):
    """The lowest and the highest mean pace, in JSON."""

    low: Annotated[float, told("Low", "Mean pace by one provider.", PACE)]
    high: Annotated[float, told("High", "Mean pace by one provider.", PACE)]


class OfEdition(Declared):
    """What an answer to an edition begins with."""

    edition: Annotated[str, an_edition("Id of the edition: nothing after its date is used.")]


class RecordAnswer(
    ObservedAnswer,
    OfEdition,
    title="Answer of territory record",
    sentence="What a window of the monthly record shows. Land retaken is negative; nothing in it is a forecast.",
    rows=("beside", "provider"),
):
    """The answer of `territory record`: km², days, km²/day."""

    beside: Annotated[
        tuple[ObservedAnswer, ...],
        Told(
            "Beside it",
            "The same months by the other providers that have them all.",
            limits=lambda: {"least": 0, "most": len(evidence.providers()) - 1, "uniqueItems": True},
        ),
    ]
    span: Annotated[SpanAnswer, told("Span", "From the lowest to the highest mean pace by provider.")]
    named_windows: Annotated[
        Mapping[str, str],
        Told(
            "Windows with a name",
            "By name, those that the edition has in full.",
            each=a_window("A window of this or another provider."),
            limits={
                "propertyNames": json_schema.text("Name", "By which it can be asked for.", pattern=whole("[a-z0-9_-]+"))
            },
        ),
    ]

    def rows(self) -> Iterator[tuple[str, str, str, Any]]:
        """Every value of the window itself, then of the same months by the others."""
        for each in (ObservedAnswer.of(self), *self.beside):
            yield from ((each.provider, *row) for row in quantities(Told(), each))


@dataclass(frozen=True)
class RecordShown(Answered):
    """A window of the record beside the same months by other providers."""

    found: Recorded

    def answer(self) -> RecordAnswer:
        """The same for programs."""
        found = self.found
        return RecordAnswer.made(
            found.observed,
            edition=found.known.id,
            beside=tuple(ObservedAnswer.made(each) for each in found.others),
            span=SpanAnswer(*found.span_km2_per_day),
            named_windows={each.name: str(each.window) for each in pace_windows.named(found)},
        )


def record(
    window: str | None = None,
    provider: str | None = None,
    first: str | None = None,
    last: str | None = None,
    edition: str = evidence.BASELINE_EDITION,
) -> RecordShown:
    """A window by name or text, or by its parts; what is left out is all that the edition has.

    Raises `WindowError`.
    """
    known, whose = evidence.edition(edition), provider or DEFAULT_PROVIDER
    if window is None:
        whole = widest(whose, known)
        asked = RateWindow(whose, first or whole.from_month, last or whole.to_month)
    elif first or last or (provider and "~" in window):
        why = say("it says by itself which window is meant; leave out the other options or this.")
        raise WindowError({"window": why})
    else:
        asked = find_window(window, known, whose)
    return RecordShown(pace_windows.look_up(asked, edition))


def shown(chosen: RateWindow | None, scenario: Scenario) -> RateWindow:
    """The window that was chosen, else the scenario's own, else all of the record; none that the edition lacks."""
    known = evidence.edition(scenario.edition)
    for window in (chosen, pace_windows.origin(scenario).window):
        if window is not None:
            try:
                return observed(window, known).window
            except WindowError:
                continue
    return widest(DEFAULT_PROVIDER, known)


def series(provider_id: str) -> GainSeries:
    """All of a provider's record since December 2022, what came after an edition included."""
    return evidence.providers()[provider_id].series.since(evidence.RECORD_BEGINS)


def provider_ids(known: Edition) -> tuple[str, ...]:
    """The providers of which an edition has some months."""
    return tuple(name for name in evidence.providers() if months(name, known))


def months(provider_id: str, known: Edition) -> tuple[str, ...]:
    """The months of a provider that an edition knows."""
    return evidence.providers()[provider_id].known_by(known.day).months


def names(window: RateWindow, scenario: Scenario) -> dict[str, NamedWindow]:
    """The windows that have a name, of the same provider or inside an oblast of the scenario, by that name."""
    known = evidence.edition(scenario.edition)
    oblasts = evidence.regions().keys() - set(scenario.in_play)
    return {each.name: each for each in named_windows(known, window.provider) if each.name not in oblasts}


def of_provider(window: RateWindow, provider_id: str, known: Edition) -> RateWindow:
    """The same months by another provider as far as it has them, or all that it has."""
    last = [month for month in months(provider_id, known) if window.from_month <= month <= window.to_month]
    if not last:
        return widest(provider_id, known)
    run = unbroken(last, last[-1])
    return RateWindow(provider_id, run[0], run[-1])


def beginning(window: RateWindow, month: str, known: Edition) -> RateWindow:
    """The window from another month on; it ends where it ended, or where a month is lacking before that."""
    run = unbroken(months(window.provider, known), month)
    return RateWindow(window.provider, month, min(max(window.to_month, month), run[-1]))


def ending(window: RateWindow, month: str, known: Edition) -> RateWindow:
    """The window up to another month; it begins where it began, or where a month is lacking after that."""
    run = unbroken(months(window.provider, known), month)
    return RateWindow(window.provider, max(min(window.from_month, month), run[0]), month)


def with_edge(window: RateWindow, edge: int, when: date, known: Edition) -> RateWindow:
    """The window whose first (0) or last (1) edge is moved to a day: to the nearest turn of months that it may have."""
    held = window.to_month if edge == 0 else window.from_month
    known_series = evidence.providers()[window.provider].known_by(known.day)
    may = unbroken(known_series.months, held)
    turns = known_series.starts if edge == 0 else known_series.ends
    free = [
        (abs((turn - when).days), month)
        for month, turn in zip(known_series.months, turns, strict=True)
        if month in may and (month <= held if edge == 0 else month >= held)
    ]
    nearest = min(free)[1]
    return RateWindow(window.provider, *((nearest, held) if edge == 0 else (held, nearest)))


def uses(scenario: Scenario, window: RateWindow) -> bool:
    """Whether the scenario's pace is that of the window, and says so where it is the whole front's."""
    oblast = evidence.providers()[window.provider].oblast
    if oblast is not None:
        rate = observed(window, evidence.edition(scenario.edition)).rate
        return oblast in scenario.in_play and dict(scenario.rates).get(oblast) == rate
    changes = pace_windows.window_changes(scenario, window)
    same = all(getattr(scenario, key) == value for key, value in changes.items())
    return same and not scenario.has_own_rates
