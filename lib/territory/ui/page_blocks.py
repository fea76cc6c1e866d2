"""Blocks of HTML that several pages have; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from territory.charts.blocks import linked, with_links
from territory.figures.evidence import Source
from territory.text import say
from territory.words import vocabulary
from territory.words.cited import Cited, publisher
from territory.words.evidence import Period
from territory.words.vocabulary import Fact


def contents(sections: Mapping[str, str]) -> str:
    """Links to the sections of the page, by their ids."""
    links = "".join(f'<li><a href="#{escape(name)}">{escape(title)}</a></li>' for name, title in sections.items())
    label = escape(say("On this page"))
    return f'<nav class="t-contents" aria-label="{label}"><ul>{links}</ul></nav>'


def heading(name: str, title: str) -> str:
    """The heading of a section, to be linked to."""
    return f'<h2 class="t-section" id="{escape(name)}">{escape(title)}</h2>'


def facts(each: Iterable[Fact]) -> str:
    """Some facts beside each other, as many as there is room for."""
    sections = "".join(
        f'<section class="t-fact"><h2>{escape(fact.title)}</h2>'
        f"<strong>{escape(fact.answer)}</strong><p>{escape(fact.detail)}</p></section>"
        for fact in each
    )
    return f'<div class="t-facts">{sections}</div>'


def lines(each: Iterable[str], known: Sequence[Cited] = ()) -> str:
    """Sentences as a list, with links to the documented figures among them."""
    return f'<ul class="t-lines">{"".join(f"<li>{with_links(line, known)}</li>" for line in each)}</ul>'


def sources(each: Sequence[Source]) -> str:
    """Who published some figures, in one line, linked where an address is recorded."""
    found = []
    for source in each:
        name = linked(source.url, publisher(source))
        found.append(name if source.url else say("{source} (no address recorded)", source=name))
    said = say("Sources: {sources}.", sources=" · ".join(found))
    return f'<p class="t-documented">{said}</p>'


def table(
    label: str, head: Sequence[str], body: Iterable[Sequence[str]], foot: Sequence[str] = (), kind: str = "numbers"
) -> str:
    """A table that scrolls by itself; the first column names the row, the last has words where `kind` says so."""

    def line(cells: Sequence[str]) -> str:
        first, *rest = cells
        return f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'

    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    last = f"<tfoot>{line(foot)}</tfoot>" if foot else ""
    return (
        f'<div class="t-scroll" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table class="t-table t-table-{kind}"><thead><tr>{top}</tr></thead>'
        f"<tbody>{''.join(map(line, body))}</tbody>{last}</table></div>"
    )


def period_table(label: str, each: Iterable[Period]) -> str:
    """The monthly record row by row."""
    head = (say("Month"), vocabulary.pace_unit(), vocabulary.area_unit(), say("Days"), say("Period"), say("Remark"))
    after = say("after the edition")
    rows = (
        (
            *(period.month, period.rate, period.gain, period.days, period.span),
            ", ".join(filter(None, [period.remark, after if period.after else ""])),
        )
        for period in each
    )
    return table(label, head, rows, kind="words")
