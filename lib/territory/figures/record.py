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
            months = evidence.providers()[self.provider].series.months
            for part, month in ends:
                if not problems and not months[0] <= month <= months[-1]:
                    problems[part] = say(
                        "{month} is not in the record of {provider}, which has {first} to {last}.",
                        month=month,
                        provider=self.provider,
                        first=months[0],
                        last=months[-1],
                    )
            if not problems and (lacking := [month for month in self.months if month not in months]):
                problems["window"] = say(
                    "the record of {provider} lacks {months}; choose months on one side of it.",
                    provider=self.provider,
                    months=", ".join(lacking),
                )
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
    gains: tuple[Figure, ...]
    """Its rows as figures, each with its source."""
    second_hand: tuple[str, ...]
    """Its months that were read where the original was not seen."""
    days: int
    """Length of its rows in days."""
    gain_km2: float
    """Sum of its gains."""
    mean_km2_per_day: float
    """The pace: the sum of its gains over the days of its rows."""
    rate: float
    """The same as a scenario has it, to five decimals."""
    sd_km2_per_day: float | None
    """Standard deviation of its months' paces, each month divided by its own days; `None` for a single month."""
    slowest: tuple[str, float]
    """Its month with the lowest pace, and that pace; the first of equals."""
    fastest: tuple[str, float]
    """Its month with the highest pace, and that pace; the first of equals."""


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
    rows = series.months_between(window.from_month, window.to_month)
    figures = zip(provider.series.months, provider.gains, strict=True)
    rates, days, total = rows.rates_km2_per_day, (rows.ends[-1] - rows.starts[0]).days, _total(rows.gain_km2)
    paces = list(zip(rows.months, rates.tolist(), strict=True))
    return Observed(
        window,
        provider,
        rows,
        gains=tuple(figure for month, figure in figures if month in rows.months),
        second_hand=tuple(month for month in rows.months if month in provider.second_hand),
        days=days,
        gain_km2=float(total),
        mean_km2_per_day=float(total / days),
        rate=round(float(total / days), RATE_DECIMALS),
        sd_km2_per_day=float(rates.std(ddof=1)) if len(rates) > 1 else None,
        slowest=min(paces, key=lambda each: each[1]),
        fastest=max(paces, key=lambda each: each[1]),
    )


def beside(window: RateWindow, known: Edition) -> tuple[Observed, ...]:
    """The same months by every provider of the same area that has them all, the slowest first."""
    area = evidence.providers()[window.provider].oblast
    found = []
    for provider in evidence.providers().values():
        if provider.oblast == area and set(window.months) <= set(provider.known_by(known.day).months):
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
            gains[provider_id] = _total([figure.number])
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
        if set(_months(first, last)) <= set(series.months)
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
    lacking = [month for month in _months(months[0], months[-1]) if month not in months]
    after = max((month for month in lacking if month < around), default="")
    before = min((month for month in lacking if month > around), default=f"{months[-1]}+")
    return tuple(month for month in months if after < month < before)


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


def _months(first: str, last: str) -> Iterator[str]:
    year, number = int(first[:4]), int(first[5:])
    while (month := f"{year:04d}-{number:02d}") <= last:
        yield month
        year, number = year + number // 12, number % 12 + 1


def month_day(month: str) -> date:
    """The first day of a calendar month."""
    return date.fromisoformat(f"{month}-01")


def _quoted(text: str) -> str:
    """What was written, short and without what cannot be printed."""
    return f"“{''.join(c if c.isprintable() else '�' for c in text[:60])}”"


def _total(gains_km2: Sequence[float]) -> Fraction:
    """The exact sum of the decimal numbers that were written down, which no float is."""
    return sum((Fraction(str(gain)) for gain in gains_km2), Fraction())
