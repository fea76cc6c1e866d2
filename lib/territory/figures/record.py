"""Windows of the record: the pace that a provider's months show, up to an edition's date, and how providers differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from territory.figures import evidence
from territory.figures.evidence import Edition, Figure, GainSeries, Provider
from territory.text import say

EXAMPLE = "deepstate_land~2025-01~2025-12"
DEFAULT_PROVIDER = "deepstate_land"
RATE_DECIMALS = 5  # as editions and presets round a documented pace
MONTH = re.compile(evidence.MONTH, re.ASCII)
MONTHS_PER_YEAR = 12
RECENT_MONTHS = (12, 6, 3)
FIRST_MONTH = f"{evidence.RECORD_BEGINS:%Y-%m}"
DOCUMENTED_GAINS = {"net_gain": "deepstate_as_drawn", "land_gain": "deepstate_land"}
"""Which provider's a figure is that an edition documents for the very days of its own window."""


class WindowError(ValueError):
    """A window that the record does not have; `problems` has a sentence for each part: provider, from, to, window."""

    def __init__(self, problems: Mapping[str, str]) -> None:
        self.problems = dict(problems)
        super().__init__("\n".join(f"{part}: {why}" for part, why in self.problems.items()))


@dataclass(frozen=True)
class RateWindow:
    """A stretch of one provider's record, both months included, written like 2025-01; raises `WindowError`."""

    provider: str
    from_month: str
    to_month: str

    def __post_init__(self) -> None:
        problems = _unknown_provider(self.provider)
        ends = (("from", self.from_month), ("to", self.to_month))
        ill = [(part, text) for part, text in ends if not MONTH.fullmatch(text)]
        for part, text in ill:
            problems[part] = say("{text} is not a month; write it as 2025-01.", text=_quoted(text))
        if not ill and self.from_month > self.to_month:
            problems["to"] = say(
                "{last} is before {first}; the window ends before it begins.",
                last=self.to_month,
                first=self.from_month,
            )
        elif not ill and not problems:
            problems = _lacking(self.provider, self.from_month, self.to_month)
        if problems:
            raise WindowError(problems)

    def __str__(self) -> str:
        """As `rate_source` has it: deepstate_land~2025-01~2025-12."""
        return f"{self.provider}~{self.from_month}~{self.to_month}"

    @property
    def months(self) -> tuple[str, ...]:
        """All its calendar months."""
        return tuple(_months(self.from_month, self.to_month))


@dataclass(frozen=True)
class Observed:
    """What a window shows: its rows with their own days; paces are net, in km²/day, land retaken is negative."""

    window: RateWindow
    provider: Provider
    series: GainSeries

    @property
    def days(self) -> int:
        """Length of its rows in days."""
        return (self.series.ends[-1] - self.series.starts[0]).days

    @property
    def gains(self) -> tuple[Figure, ...]:
        """Its rows as figures, each with its source."""
        rows = zip(self.provider.series.months, self.provider.gains, strict=True)
        return tuple(figure for month, figure in rows if month in self.series.months)

    @property
    def gain_km2(self) -> float:
        """Sum of its gains."""
        return float(_total(self.series.gain_km2))

    @property
    def mean_km2_per_day(self) -> float:
        """The pace: the sum of its gains over the days of its rows."""
        return float(_total(self.series.gain_km2) / self.days)

    @property
    def rate(self) -> float:
        """The same as a scenario has it, to five decimals."""
        return round(self.mean_km2_per_day, RATE_DECIMALS)

    @property
    def sd_km2_per_day(self) -> float | None:
        """Standard deviation of its months' paces, each month divided by its own days; `None` for a single month."""
        rates = self.series.rates_km2_per_day
        return float(rates.std(ddof=1)) if len(rates) > 1 else None

    @property
    def slowest(self) -> tuple[str, float]:
        """Its month with the lowest pace, and that pace; the first of equals."""
        return self._month(int(self.series.rates_km2_per_day.argmin()))

    @property
    def fastest(self) -> tuple[str, float]:
        """Its month with the highest pace, and that pace; the first of equals."""
        return self._month(int(self.series.rates_km2_per_day.argmax()))

    @property
    def second_hand(self) -> tuple[str, ...]:
        """Its months that were read where the original was not seen."""
        return tuple(month for month in self.series.months if month in self.provider.second_hand)

    def _month(self, place: int) -> tuple[str, float]:
        return self.series.months[place], float(self.series.rates_km2_per_day[place])


@dataclass(frozen=True)
class NamedWindow:
    """A window that has a name: since December 2022, a year, the last months of an edition, its fastest month."""

    name: str
    window: RateWindow


def parse_window(text: str) -> RateWindow:
    """The window that a `rate_source` names: provider~2025-01~2025-12; raises `WindowError`."""
    parts = text.split("~")
    if len(parts) != 3:
        why = say("{text} is no window; write one such as {example}.", text=_quoted(text), example=EXAMPLE)
        raise WindowError({"window": why})
    return RateWindow(*parts)


def observed(window: RateWindow, known: Edition) -> Observed:
    """What a window shows by the record of an edition; raises `WindowError` for months that came after it."""
    provider = evidence.providers()[window.provider]
    series = provider.known_by(known.day)
    if not series.months or window.to_month > series.months[-1]:
        if not series.months:
            why = say(
                "edition {edition} does not know {month}; of {provider} it has none of its months.",
                edition=known.id,
                month=window.to_month,
                provider=window.provider,
            )
        else:
            why = say(
                "edition {edition} does not know {month}; of {provider} it has {last} at the latest.",
                edition=known.id,
                month=window.to_month,
                provider=window.provider,
                last=series.months[-1],
            )
        raise WindowError({"to": why})
    return Observed(window, provider, series.months_between(window.from_month, window.to_month))


def beside(window: RateWindow, known: Edition) -> tuple[Observed, ...]:
    """The same months by every provider of the same area that has them all, the slowest first."""
    area = evidence.providers()[window.provider].oblast
    found = []
    for provider in evidence.providers().values():
        if provider.oblast == area and _covers(provider.known_by(known.day), window.months):
            found.append(observed(RateWindow(provider.id, window.from_month, window.to_month), known))
    return tuple(sorted(found, key=lambda each: each.mean_km2_per_day))


def documented_paces(known: Edition) -> dict[str, float]:
    """The pace (km²/day) over the very days of an edition's own window, by each provider that covers them.

    From the figures that the edition documents for these days, else from its own rows that fill them exactly: the
    record that all editions share grows.
    """
    since, until = known.pace.since, known.pace.date
    if since is None:
        return {}
    gains: dict[str, Fraction] = {}
    for name, provider_id in DOCUMENTED_GAINS.items():
        figure = known.figures.get(name)
        if figure is not None and (figure.since, figure.date) == (since, until):
            gains[provider_id] = _exact(figure.number)
    for provider_id, series in (("deepstate_land", known.land_gains), ("deepstate_as_drawn", known.drawn_gains)):
        if series is None or provider_id in gains:
            continue
        if since in series.starts and until in series.ends:  # between them no row is lacking
            rows = series.since(since)
            gains[provider_id] = _total([g for g, end in zip(rows.gain_km2, rows.ends, strict=True) if end <= until])
    return {name: float(gain / known.window_days) for name, gain in gains.items()}


def named_windows(known: Edition, provider_id: str = DEFAULT_PROVIDER) -> tuple[NamedWindow, ...]:
    """The windows that have a name, those that an edition has in full; last months are the edition's last ones."""
    months = known.record.months
    wanted = [(f"since-{FIRST_MONTH}", FIRST_MONTH, months[-1])]
    wanted += [(year, f"{year}-01", f"{year}-12") for year in sorted({month[:4] for month in months})]
    wanted += [(f"last-{n}", months[-n], months[-1]) for n in RECENT_MONTHS if n <= len(months)]
    series = evidence.providers()[provider_id].known_by(known.day)
    found = [
        NamedWindow(name, RateWindow(provider_id, first, last))
        for name, first, last in wanted
        if _covers(series, tuple(_months(first, last)))
    ]
    if series.months:
        rates = series.rates_km2_per_day
        for name, place in (("fastest-month", rates.argmax()), ("slowest-month", rates.argmin())):
            month = series.months[int(place)]
            found.append(NamedWindow(name, RateWindow(provider_id, month, month)))
    return (*found, *(own_windows(known) if provider_id == DEFAULT_PROVIDER else ()))


def own_windows(known: Edition) -> tuple[NamedWindow, ...]:
    """For each oblast with a record of its own, the latest stretch of it that lacks no month."""
    return tuple(
        NamedWindow(provider.oblast, widest_window(provider.id, known))
        for provider in evidence.providers().values()
        if provider.oblast is not None and provider.known_by(known.day).months
    )


def widest_window(provider_id: str, known: Edition) -> RateWindow:
    """All that an edition has of a provider's record up to its date, after the last month that is lacking."""
    if problems := _unknown_provider(provider_id):
        raise WindowError(problems)
    months = evidence.providers()[provider_id].known_by(known.day).months
    if not months:
        why = say("edition {edition} has none of the months of {provider}.", edition=known.id, provider=provider_id)
        raise WindowError({"provider": why})
    return RateWindow(provider_id, unbroken(months, months[-1])[0], months[-1])


def unbroken(months: Sequence[str], around: str) -> tuple[str, ...]:
    """The months around one of them, up to where one is lacking on either side."""
    runs: list[list[str]] = []
    for month in months:
        if runs and _next(runs[-1][-1]) == month:
            runs[-1].append(month)
        else:
            runs.append([month])
    return next(tuple(run) for run in runs if around in run)


def find_window(text: str, known: Edition, provider_id: str = DEFAULT_PROVIDER) -> RateWindow:
    """A window by its name or its text; raises `WindowError`."""
    if "~" in text:
        return parse_window(text)
    if problems := _unknown_provider(provider_id):
        raise WindowError(problems)
    windows = {each.name: each.window for each in named_windows(known, provider_id)}
    if text not in windows:
        why = say(
            "{text} is no window of {provider} in edition {edition}; choose one of {windows}, or write one such as "
            "{example}.",
            text=_quoted(text),
            provider=provider_id,
            edition=known.id,
            windows=", ".join(windows),
            example=EXAMPLE,
        )
        raise WindowError({"window": why})
    return windows[text]


def _unknown_provider(provider_id: str) -> dict[str, str]:
    if provider_id in evidence.providers():
        return {}
    why = say(
        "{text} is not a provider of a record; choose one of {providers}.",
        text=_quoted(provider_id),
        providers=", ".join(evidence.providers()),
    )
    return {"provider": why}


def _lacking(provider_id: str, first: str, last: str) -> dict[str, str]:
    months = evidence.providers()[provider_id].series.months
    for part, month in (("from", first), ("to", last)):
        if not months[0] <= month <= months[-1]:
            said = say(
                "{month} is not in the record of {provider}, which has {first} to {last}.",
                month=month,
                provider=provider_id,
                first=months[0],
                last=months[-1],
            )
            return {part: said}
    if lacking := [month for month in _months(first, last) if month not in months]:
        said = say(
            "the record of {provider} lacks {months}; choose months on one side of it.",
            provider=provider_id,
            months=", ".join(lacking),
        )
        return {"window": said}
    return {}


def _covers(series: GainSeries, months: Sequence[str]) -> bool:
    return bool(months) and set(months) <= set(series.months)


def _months(first: str, last: str) -> Iterator[str]:
    while first <= last:
        yield first
        first = _next(first)


def _next(month: str) -> str:
    year, number = divmod(int(month[:4]) * MONTHS_PER_YEAR + int(month[5:]), MONTHS_PER_YEAR)
    return f"{year:04d}-{number + 1:02d}"


def month_day(month: str) -> date:
    """The first day of a calendar month."""
    return date.fromisoformat(f"{month}-01")


def _quoted(text: str) -> str:
    """What was written, short and without what cannot be printed."""
    return f"“{''.join(c if c.isprintable() else '�' for c in text[:60])}”"


def _exact(value: float) -> Fraction:
    """The decimal number that was written down, which no float is."""
    return Fraction(str(value))


def _total(gains_km2: Sequence[float]) -> Fraction:
    return sum(map(_exact, gains_km2), Fraction())
