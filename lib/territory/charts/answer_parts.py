"""The answer as Explore shows it, in parts that each have a name: HTML of words, cards and dots, and the charts.

The page is made of these parts, and `/live` sends the same ones while an assumption is dragged.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Literal

from territory.answers.backtest import coverage
from territory.answers.outlook import Outlook, context, with_newest_figures
from territory.charts import blocks
from territory.charts import outlook as outlook_charts
from territory.charts.figure import Palette, round_dates
from territory.charts.outlook import Picture
from territory.figures import evidence
from territory.model.inputs import DAYS_PER_MONTH
from territory.model.projection import Result, Status
from territory.scenario.scenario import baseline
from territory.text import say, sentences
from territory.words import answer as answer_words
from territory.words import assumptions as assumptions_words
from territory.words.answer import Card
from territory.words.backtest import held_sentence

BINS, LOWEST_STACK = 18, 4  # room for so many dots above each other, so that cards beside each other are alike
LATER_AT, LATER_APART, LATER_HIGH = 0.97, 0.05, 5  # dots that never arrive stand in columns at the right
LAST_BIN_AT = 0.86
FIRST_TICK_AT, LAST_TICK_BEFORE = 0.03, 0.02  # nearer to an end, a text would leave the card or meet "later"
NEAR = 0.5  # of the dots' own extent: a date further off than that does not stretch the picture
MOST_MONTHS = 4

Kind = Literal["before", "after", "later"]


@dataclass(frozen=True)
class Dot:
    """One in twenty: where it stands across (0-1), how high in its stack, and on which side of the date."""

    across: float
    place: int
    kind: Kind


@dataclass(frozen=True)
class Dots:
    """A dotplot: its dots, the ticks of its axis (0-1, text), and where the reader's date stands, if in sight."""

    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    by_across: float | None

    def count(self, kind: Kind) -> int:
        """How many of the dots are of a kind."""
        return sum(dot.kind == kind for dot in self.dots)

    @property
    def height(self) -> int:
        """Dots in the highest stack."""
        return 1 + max(dot.place for dot in self.dots)


def words(outlook: Outlook, by: date, palette: Palette) -> dict[str, str]:
    """Blocks of HTML by their names, with the chances before a date; what there is nothing to say of is left out."""
    scenario, beside = outlook.scenario, context(outlook.scenario)
    colours, results = palette.of(scenario.targets), outlook.projection.targets
    under, known = answer_words.under_headline(outlook, beside), answer_words.cited(outlook, beside)
    plots = [(answer_words.card(outlook, result, by), dots_of(outlook, result, by)) for result in results]
    shown, tested = [cards(plots, colours)], coverage(scenario.edition)
    if tested is not None and any(dots is not None for _, dots in plots):
        axes = say("Each card’s dots have an axis of time of their own.") if len(plots) > 1 else ""
        shown.append(blocks.source(sentences(held_sentence(tested), axes), scenario.edition))
    parts = {
        "headline": blocks.headline(answer_words.headline(outlook), colours, live="headline"),
        "under": blocks.cited(under, "sub", known, live="under"),
        "cards": blocks.stacked(*shown, live="cards"),
    }
    if beside.newer is not None and (newer := with_newest_figures(scenario)) is not None:
        parts["newest"] = blocks.paragraph(answer_words.difference(outlook, newer), "small", live="newest")
    titles = {"chance": answer_words.chance_finding(outlook, by)}
    if scenario.has_own_rates:
        titles |= {result.id: answer_words.oblast_finding(outlook, result) for result in results}
    else:
        titles["front"] = answer_words.finding(outlook)
    parts |= {f"title.{key}": blocks.paragraph(text, "title", live=f"title.{key}") for key, text in titles.items()}
    for row in assumptions_words.changes(baseline(scenario.edition), scenario):
        name = f"change.{row.key}"
        parts[name] = blocks.change(row.label, row.baseline, row.yours, live=name)
    return parts


def pictures(outlook: Outlook, by: date, palette: Palette) -> list[Picture]:
    """The charts: of the front or of each oblast, and last of the chances by date."""
    record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
    return [*outlook_charts.pictures(outlook, record, palette), outlook_charts.chance_picture(outlook, by, palette)]


def legend(picture: Picture) -> str:
    """The key to a chart's lines."""
    return blocks.legend(picture.lines, live=f"legend.{picture.key}")


def cards(each: Iterable[tuple[Card, Dots | None]], colours: Mapping[str, str]) -> str:
    """The oblasts' cards with their dots, as many beside each other as there is room for."""
    drawn = "".join(_card(card, dots, colours[card.oblast]) for card, dots in each)
    return f'<div class="t-cards" data-picture>{drawn}</div>'


def _card(card: Card, dots: Dots | None, colour: str) -> str:
    name = f"card.{card.oblast}"
    below = [
        blocks.paragraph(line, "spread", f"{name}.{part}")
        for part, line in (("spread", card.spread), ("chance", card.chance))
        if line
    ]
    if dots is not None:
        below.append(dotplot(dots, card.dots, card.by, colour, f"{name}.dots"))
    if card.record:
        below.append(blocks.cited(card.record, "small", card.cited))
    return (
        f'<section class="t-card"><header><h2 style="color:{colour}">{escape(card.title)}</h2>'
        f"<p{blocks.live_name(f'{name}.state')}>{blocks.with_links(card.state, card.cited)}</p></header>"
        f'<p class="t-answer"><strong{blocks.live_name(f"{name}.answer")}>{escape(card.answer)}</strong> '
        f"<span{blocks.live_name(f'{name}.detail')}>{escape(card.detail)}</span></p>"
        f"{''.join(below)}</section>"
    )


def dotplot(dots: Dots, described: str, by: str, colour: str, live: str = "") -> str:
    """Twenty simulated runs as dots over time; the reader's date is a dashed line, "later" stands at the right."""
    drawn = "".join(
        f'<i class="t-dot-{dot.kind}" style="left:{dot.across:.1%};--t-place:{dot.place}"></i>' for dot in dots.dots
    )
    texts = [*dots.ticks, *([(LATER_AT, say("later"))] if dots.count("later") else [])]
    ticks = "".join(f'<span style="left:{across:.2%}">{escape(text)}</span>' for across, text in texts)
    line = ""
    if dots.by_across is not None:
        side = " t-by-left" if dots.by_across > 0.5 else ""
        line = f'<span class="t-by{side}" style="left:{dots.by_across:.2%}"><b>{escape(by)}</b></span>'
    return (
        f'<div class="t-dots" role="img" aria-label="{escape(described)}"{blocks.live_name(live)}>'
        f'<div class="t-dots-plot" style="--t-height:{max(dots.height, LOWEST_STACK)}">{line}'
        f'<div style="color:{colour}">{drawn}</div></div>'
        f'<div class="t-dots-axis">{ticks}</div></div>'
    )


def dots_of(outlook: Outlook, result: Result, by: date) -> Dots | None:
    """The dotplot of one oblast's answer; none where nothing is left, or where none of the runs arrives."""
    days = outlook.projection.runs[result.id].dots()
    if result.central.status is Status.DONE or days[0] is None:
        return None
    return layout(days, outlook.scenario.start, by)


def layout(days: Sequence[float | None], start: date, by: date) -> Dots:
    """The dotplot of twenty completion times (days from the start, `None`: not within the horizon).

    The dots are stacked in even bins of time that break at the reader's own date.
    """
    by_day = float((by - start).days)
    finite = [each for each in days if each is not None]
    later = len(days) - len(finite)
    low, high = (min(finite), max(finite)) if finite else (by_day, by_day)
    extent = max(high - low, DAYS_PER_MONTH)
    if low - NEAR * extent <= by_day <= high + NEAR * extent:
        low, high = min(low, by_day), max(high, by_day)
    width = max(high - low, DAYS_PER_MONTH) / (BINS - 2)
    first = by_day + math.floor((low - by_day) / width) * width
    last = by_day + (math.floor((high - by_day) / width) + 1) * width
    ends_at = LAST_BIN_AT - max(math.ceil(later / LATER_HIGH) - 1, 0) * LATER_APART

    def across(day: float) -> float:
        return ends_at * (day - first) / (last - first)

    stacks: dict[float, int] = {}
    dots = []
    for each in finite:
        at = across(by_day + (math.floor((each - by_day) / width) + 0.5) * width)
        stacks[at] = stacks.get(at, 0) + 1
        dots.append(Dot(at, stacks[at] - 1, "before" if each < by_day else "after"))
    for place in range(later):
        dots.append(Dot(LATER_AT - place // LATER_HIGH * LATER_APART, place % LATER_HIGH, "later"))
    begins, ends = (start + timedelta(days=round(day)) for day in (first, last))
    ticks = [(across(float((when - start).days)), text) for when, text in round_dates(begins, ends, MOST_MONTHS)]
    in_room = tuple(tick for tick in ticks if FIRST_TICK_AT <= tick[0] <= ends_at - LAST_TICK_BEFORE)
    return Dots(tuple(dots), in_room, across(by_day) if first <= by_day <= last else None)
