"""Blocks of HTML for the page; every text is escaped here, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from territory.evidence import Figure
from territory.ui.wording import Card, oblast_name


def coloured(sentence: str, colours: Mapping[str, str]) -> str:
    """A sentence with the names of oblasts in their colours."""
    html = escape(sentence)
    for oblast, colour in colours.items():
        name = escape(oblast_name(oblast))
        html = html.replace(name, f'<span style="color:{colour}">{name}</span>')
    return html


def headline(sentence: str, colours: Mapping[str, str]) -> str:
    """The answer as the page's heading."""
    return f'<h1 class="t-headline">{coloured(sentence, colours)}</h1>'


def paragraph(text: str, kind: str) -> str:
    """A paragraph of one of the kinds that style.css knows."""
    return f'<p class="t-{kind}">{escape(text)}</p>'


def cards(each: Iterable[Card], colours: Mapping[str, str]) -> str:
    """The oblasts' cards, as many beside each other as there is room for."""
    return f'<div class="t-cards">{"".join(_card(card, colours[card.oblast]) for card in each)}</div>'


def _card(card: Card, colour: str) -> str:
    spread = f'<p class="t-spread">{escape(card.spread)}</p>' if card.spread else ""
    record = f'<p class="t-small">{escape(card.record)}</p>' if card.record else ""
    return (
        f'<section class="t-card"><header><h2 style="color:{colour}">{escape(card.title)}</h2>'
        f"<p>{escape(card.state)}</p></header>"
        f'<p class="t-answer"><strong>{escape(card.answer)}</strong> <span>{escape(card.detail)}</span></p>'
        f"{spread}{record}</section>"
    )


def banner(title: str, lines: Sequence[str]) -> str:
    """What was wrong with what was opened, and what is shown instead."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="t-banner" role="alert"><strong>{escape(title)}</strong><ul>{items}</ul></div>'


def legend(entries: Iterable[tuple[str, str]]) -> str:
    """A key to the lines of a chart: (kind of line, meaning)."""
    items = "".join(f'<li><span class="t-line t-line-{kind}"></span>{escape(text)}</li>' for kind, text in entries)
    return f'<ul class="t-legend">{items}</ul>'


def change(label: str, before: str, yours: str) -> str:
    """A row of the table of assumptions."""
    return (
        f'<p class="t-change"><strong>{escape(label)}</strong> <span>{escape(before)}</span> '
        f'<span aria-label="becomes">→</span> <span class="t-yours">{escape(yours)}</span></p>'
    )


def documented(text: str, figure: Figure) -> str:
    """The documented figure with its source, linked where an address is recorded."""
    source = escape(figure.source.publisher)
    if figure.source.url:
        source = f'<a href="{escape(figure.source.url)}" target="_blank" rel="noopener noreferrer">{source}</a>'
    return f'<p class="t-documented">{escape(text)}. Source: {source} ({escape(figure.status)}).</p>'
