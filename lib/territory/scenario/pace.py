"""A scenario's pace and the record: where it says that it is from, whether so, and a window in its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from territory.figures import evidence, record
from territory.figures.evidence import Edition, Provider
from territory.figures.record import Observed, RateWindow, WindowError
from territory.scenario.scenario import BY_HAND, DOCUMENTED, RATE_WINDOW, Scenario, ScenarioError, revise
from territory.text import say

WINDOW = f"{evidence.PROVIDER_ID}~{evidence.MONTH}~{evidence.MONTH}"
SHOWN_PRECISION = 0.005 + 1e-9  # paces are shown to two decimals: closer than that is the same pace


@dataclass(frozen=True)
class Origin:
    """Where a scenario says that its pace is from, and the pace (km²/day) that is found there.

    `recorded` is `None` where there is nothing to compare: a pace set by hand, one that somebody published whose record
    is not among ours, or a window that the scenario's edition does not have, and then `problem` says why.
    """

    kind: Literal["documented", "hand", "published", "window"]
    rate: float
    recorded: float | None = None
    window: RateWindow | None = None
    problem: str = ""
    published: tuple[str, str, str] | None = None
    """By whom a pace was published, its first month or day, and its last."""

    @property
    def agrees(self) -> bool | None:
        """Whether the pace is the one found there, as far as it is shown; `None` where nothing can be compared."""
        return None if self.recorded is None else abs(self.rate - self.recorded) <= SHOWN_PRECISION


@dataclass(frozen=True)
class ProviderPace:
    """The mean pace of one window by one provider, and those of its months whose original was not seen."""

    provider: Provider
    rate_km2_per_day: float
    second_hand: tuple[str, ...]


@dataclass(frozen=True)
class Recorded:
    """A window as an edition knows it, beside the same months by the other providers."""

    known: Edition
    observed: Observed
    beside: tuple[Observed, ...]

    @property
    def others(self) -> tuple[Observed, ...]:
        """The other providers' same months, the slowest first."""
        return tuple(each for each in self.beside if each.provider is not self.observed.provider)

    @property
    def span_km2_per_day(self) -> tuple[float, float]:
        """The lowest and the highest mean pace of the window by provider; the same twice where one alone has it."""
        return self.beside[0].mean_km2_per_day, self.beside[-1].mean_km2_per_day


def look_up(window: RateWindow, edition_id: str) -> Recorded:
    """A window of the record as an edition knows it; raises `WindowError`."""
    known = evidence.edition(edition_id)
    return Recorded(known, record.observed(window, known), record.beside(window, known))


def named(found: Recorded) -> tuple[record.NamedWindow, ...]:
    """The windows with a name that its provider has in the same edition."""
    return record.named_windows(found.known, found.observed.provider.id)


def origin(scenario: Scenario) -> Origin:
    """Where a scenario's pace is from. Its `rate_source` is a label: links stand for ever, whatever the record has."""
    source, known = scenario.rate_source, evidence.edition(scenario.edition)
    if source == BY_HAND:
        return Origin("hand", scenario.rate)
    if source == DOCUMENTED:
        return Origin("documented", scenario.rate, known.defaults["rate"].number)
    label = RATE_WINDOW.fullmatch(source)
    if label is not None and label[1] not in evidence.providers():
        return Origin("published", scenario.rate, published=(label[1], label[2], label[3]))
    try:
        window = record.parse_window(source)
        mean = record.observed(window, known).mean_km2_per_day
    except WindowError as error:
        return Origin("window", scenario.rate, problem=" ".join(error.problems.values()))
    return Origin("window", scenario.rate, mean, window)


def with_window(scenario: Scenario, window: RateWindow) -> Scenario:
    """The scenario at the pace of a window; raises `WindowError`, and `ScenarioError` where that cannot stand."""
    return revise(scenario, window_changes(scenario, window))


def window_changes(scenario: Scenario, window: RateWindow) -> dict[str, Any]:
    """What a window changes: the pace of its own of the window's oblast; or the front's pace and where it is from.

    The front's takes the place of oblasts' own paces, which would leave it without effect.
    """
    found = record.observed(window, evidence.edition(scenario.edition))
    oblast = found.provider.oblast
    if oblast is None:
        own = {"rates": ()} if scenario.has_own_rates else {}
        return {"rate": found.rate, "rate_source": str(window), **own}
    if oblast not in scenario.in_play:
        why = say(
            "{window} is the record inside {oblast}, which is neither asked about nor counted first. Add it to "
            "targets, or choose a window of the whole front.",
            window=window,
            oblast=oblast,
        )
        raise ScenarioError({"window": why})
    return {"rates": tuple({**dict(scenario.rates), oblast: found.rate}.items())}


def provider_paces(scenario: Scenario) -> tuple[ProviderPace, ...]:
    """The pace of a scenario's own window by each provider that has all of it, the slowest first.

    Empty where the pace is set by hand, is not that of its window, or the window is not of the whole front.
    """
    found, known, providers = origin(scenario), evidence.edition(scenario.edition), evidence.providers()
    if not found.agrees:
        return ()
    if found.window is None:
        paces = [ProviderPace(providers[name], rate, ()) for name, rate in record.documented_paces(known).items()]
    elif providers[found.window.provider].oblast is None:
        same = record.beside(found.window, known)
        paces = [ProviderPace(each.provider, each.mean_km2_per_day, each.second_hand) for each in same]
    else:
        paces = []
    return tuple(sorted(paces, key=lambda each: each.rate_km2_per_day))


def window_days(scenario: Scenario) -> tuple[date, date] | None:
    """The first day of the stretch that a scenario's pace is from and the day after its last; `None` without one."""
    found, known = origin(scenario), evidence.edition(scenario.edition)
    if found.window is not None:
        series = record.observed(found.window, known).series
        return series.starts[0], series.ends[-1]
    if found.kind == "documented" and known.pace.since is not None:
        return known.pace.since, known.pace.date
    return None
