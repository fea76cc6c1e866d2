"""Blocks of HTML for the page; every text is escaped here, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from territory.charts.dots import LATER_AT, Dots
from territory.figures import evidence
from territory.figures.evidence import Figure
from territory.text import say
from territory.words.answer import Card
from territory.words.cited import Cited, publisher, words_of
from territory.words.vocabulary import oblast_name

LOWEST_STACK = 4  # room for so many dots above each other, so that cards beside each other are alike


def coloured(sentence: str, colours: Mapping[str, str]) -> str:
    """A sentence with the names of oblasts in their colours."""
    html = escape(sentence)
    for oblast, colour in colours.items():
        name = escape(oblast_name(oblast))
        html = re.sub(rf"{re.escape(name)}(?!\w)", f'<span style="color:{colour}">{name}</span>', html)
    return html


def headline(sentence: str, colours: Mapping[str, str], live: str = "") -> str:
    """The answer as the page's heading; `live` is its name where it follows an assumption."""
    return f'<h1 class="t-headline"{_live(live)}>{coloured(sentence, colours)}</h1>'


def paragraph(text: str, kind: str, live: str = "") -> str:
    """A paragraph of one of the kinds that style.css knows; `live` is its name where it follows an assumption."""
    return f'<p class="t-{kind}"{_live(live)}>{escape(text)}</p>'


def cited(text: str, kind: str, known: Iterable[Cited], live: str = "") -> str:
    """A paragraph in which documented figures, and words that stand for them, lead to their entries."""
    return f'<p class="t-{kind}"{_live(live)}>{with_links(text, known)}</p>'


def _live(name: str) -> str:
    """The name of a part of the page; live.js finds by it what follows an assumption that is dragged."""
    return f' data-live="{escape(name)}"' if name else ""


def with_links(text: str, known: Iterable[Cited]) -> str:
    """A text, the first place where each figure stands in it a link."""
    waiting = {escape(each.shown): each for each in known}

    def link(found: re.Match[str]) -> str:
        figure = waiting.pop(found[0], None)
        return found[0] if figure is None else cite(figure)

    return re.sub("|".join(map(re.escape, waiting)) or "(?!)", link, escape(text))


def cite(figure: Cited) -> str:
    """A documented figure as a link to its entry, with whether it was published, computed or derived."""
    status = f' data-status="{escape(say(figure.status))}"' if figure.status else ""
    shown, place, said = escape(figure.shown), escape(figure.place), escape(figure.origin)
    away = ' target="_blank" rel="noopener noreferrer"' if figure.is_outside else ' target="_self"'
    return f'<a class="t-cite" href="{place}"{away} title="{said}"{status}>{shown}</a>'


def sources(title: str, each: Iterable[Cited]) -> str:
    """What the answers rest on, each with its entry and whose it is."""
    items = "".join(f"<li>{cite(one)} <span>{escape(one.origin)}</span></li>" for one in each)
    return f'<nav class="t-sources" aria-label="{escape(title)}"><p>{escape(title)}</p><ul>{items}</ul></nav>'


def source(text: str, edition: str) -> str:
    """Where the numbers of a picture or a table are from, as a line that leads to the edition's figures."""
    return cited(text, "small", words_of(evidence.edition(edition)))


def stacked(*each: str, live: str = "") -> str:
    """Blocks one below the other, as far apart as if each were sent by itself, in one message instead of several."""
    return f'<div class="t-stacked"{_live(live)}>{"".join(each)}</div>'


def here(title: str) -> str:
    """The name of the page that is shown, in the row of pages."""
    return f'<p class="t-here" aria-current="page">{escape(title)}</p>'


def cards(each: Iterable[tuple[Card, Dots | None]], colours: Mapping[str, str]) -> str:
    """The oblasts' cards with their dots, as many beside each other as there is room for."""
    drawn = "".join(_card(card, dots, colours[card.oblast]) for card, dots in each)
    return f'<div class="t-cards" data-picture>{drawn}</div>'


def _card(card: Card, dots: Dots | None, colour: str) -> str:
    said, live = {"spread": card.spread, "chance": card.chance}, f"card.{card.oblast}"
    spread = "".join(paragraph(line, "spread", f"{live}.{name}") for name, line in said.items() if line)
    record = cited(card.record, "small", card.cited) if card.record else ""
    spread += dotplot(dots, card.dots, card.by, colour, f"{live}.dots") if dots is not None else ""
    return (
        f'<section class="t-card"><header><h2 style="color:{colour}">{escape(card.title)}</h2>'
        f"<p{_live(f'{live}.state')}>{with_links(card.state, card.cited)}</p></header>"
        f'<p class="t-answer"><strong{_live(f"{live}.answer")}>{escape(card.answer)}</strong> '
        f"<span{_live(f'{live}.detail')}>{escape(card.detail)}</span></p>"
        f"{spread}{record}</section>"
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
        f'<div class="t-dots" role="img" aria-label="{escape(described)}"{_live(live)}>'
        f'<div class="t-dots-plot" style="--t-height:{max(dots.height, LOWEST_STACK)}">{line}'
        f'<div style="color:{colour}">{drawn}</div></div>'
        f'<div class="t-dots-axis">{ticks}</div></div>'
    )


def banner(title: str, lines: Sequence[str]) -> str:
    """What was wrong with what was opened, and what is shown instead."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="t-banner" role="alert"><strong>{escape(title)}</strong><ul>{items}</ul></div>'


def legend(entries: Iterable[tuple[str, str]], drawn: str = "line", live: str = "") -> str:
    """A key to the lines or bars of a chart: (kind of line or bar, meaning)."""
    items = "".join(
        f'<li><span class="t-{drawn} t-{drawn}-{kind}"></span>{escape(text)}</li>' for kind, text in entries
    )
    return f'<ul class="t-legend"{_live(live)}>{items}</ul>'


def change(label: str, before: str, yours: str, live: str = "") -> str:
    """A row of the table of assumptions."""
    becomes = escape(say("becomes"))
    return (
        f'<p class="t-change"{_live(live)}><strong>{escape(label)}</strong> <span>{escape(before)}</span> '
        f'<span aria-label="{becomes}">→</span> <span class="t-yours">{escape(yours)}</span></p>'
    )


def documented(text: str, figure: Figure) -> str:
    """The documented figure with its source, linked where an address is recorded."""
    source = linked(figure.source.url, publisher(figure.source))
    said = say(
        "{text}. Source: {source} ({status}).", text=escape(text), source=source, status=escape(say(figure.status))
    )
    return f'<p class="t-documented">{said}</p>'


def linked(url: str | None, text: str) -> str:
    """A text, as a link where there is an address."""
    if url is None:
        return escape(text)
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(text)}</a>'
