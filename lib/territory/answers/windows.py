"""Which window of the record is shown: the reader's choice, as far as the scenario's edition has it."""

from __future__ import annotations

from datetime import date

from territory.figures import evidence
from territory.figures.evidence import Edition, GainSeries
from territory.figures.record import (
    DEFAULT_PROVIDER,
    NamedWindow,
    RateWindow,
    WindowError,
    named_windows,
    observed,
    unbroken,
)
from territory.figures.record import widest_window as widest
from territory.scenario import pace as pace_windows
from territory.scenario.scenario import Scenario


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
