"""Blocks of HTML for the page; every text is escaped here, whoever wrote it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape

from territory.answers.outlook import Outlook
from territory.charts.figure import MOST_CHARTS
from territory.figures import evidence
from territory.figures.evidence import Figure
from territory.text import say
from territory.words import answer as answer_words
from territory.words.cited import Cited, publisher, words_of
from territory.words.vocabulary import oblast_name

LIVE_HEIGHT = 900
NARROWEST = 320
LETTERS_IN_A_LINE, LINE_PX, CHART_PX, AROUND_PX = 31, 25, 210, 150  # of a still page in the narrowest frame


def coloured(sentence: str, colours: Mapping[str, str]) -> str:
    """A sentence with the names of oblasts in their colours."""
    html = escape(sentence)
    for oblast, colour in colours.items():
        name = escape(oblast_name(oblast))
        html = re.sub(rf"{re.escape(name)}(?!\w)", f'<span style="color:{colour}">{name}</span>', html)
    return html


def headline(sentence: str, colours: Mapping[str, str], live: str = "") -> str:
    """The answer as the page's heading; `live` is its name where it follows an assumption."""
    return f'<h1 class="t-headline"{live_name(live)}>{coloured(sentence, colours)}</h1>'


def paragraph(text: str, kind: str, live: str = "") -> str:
    """A paragraph of one of the kinds that style.css knows; `live` is its name where it follows an assumption."""
    return f'<p class="t-{kind}"{live_name(live)}>{escape(text)}</p>'


def cited(text: str, kind: str, known: Iterable[Cited], live: str = "") -> str:
    """A paragraph in which documented figures, and words that stand for them, lead to their entries."""
    return f'<p class="t-{kind}"{live_name(live)}>{with_links(text, known)}</p>'


def live_name(name: str) -> str:
    """The name of a part of the page as an attribute, by which live.js finds what follows an assumption."""
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
    return f'<div class="t-stacked"{live_name(live)}>{"".join(each)}</div>'


def here(title: str) -> str:
    """The name of the page that is shown, in the row of pages."""
    return f'<p class="t-here" aria-current="page">{escape(title)}</p>'


def banner(title: str, lines: Sequence[str]) -> str:
    """What was wrong with what was opened, and what is shown instead."""
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f'<div class="t-banner" role="alert"><strong>{escape(title)}</strong><ul>{items}</ul></div>'


def legend(entries: Iterable[tuple[str, str]], drawn: str = "line", live: str = "") -> str:
    """A key to the lines or bars of a chart: (kind of line or bar, meaning)."""
    items = "".join(
        f'<li><span class="t-{drawn} t-{drawn}-{kind}"></span>{escape(text)}</li>' for kind, text in entries
    )
    return f'<ul class="t-legend"{live_name(live)}>{items}</ul>'


def change(label: str, before: str, yours: str, live: str = "") -> str:
    """A row of the table of assumptions."""
    becomes = escape(say("becomes"))
    return (
        f'<p class="t-change"{live_name(live)}><strong>{escape(label)}</strong> <span>{escape(before)}</span> '
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


def frame(address: str, title: str, height: int, width: str = "100%") -> str:
    """The HTML of a frame that shows an address in an article, so many pixels high."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border:0" loading="lazy"></iframe>'
    )


def frozen_height(outlook: Outlook, width: int = NARROWEST) -> int:
    """Pixels that are enough for a still page in a frame of a width; what is left over goes to its chart."""
    letters = LETTERS_IN_A_LINE * max(width, NARROWEST) / NARROWEST
    said = answer_words.headline(outlook), f"  {answer_words.in_short(outlook)}"
    lines = sum(-(-len(each) // letters) for each in said)
    charts = len(outlook.projection.targets) if outlook.scenario.has_own_rates else 1
    return int(lines * LINE_PX + CHART_PX * min(charts, MOST_CHARTS) + AROUND_PX)
