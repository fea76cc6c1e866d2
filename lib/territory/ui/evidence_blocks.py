"""Blocks of HTML for the page of evidence; every text is escaped here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from html import escape

from territory.charts.blocks import linked as link
from territory.charts.blocks import with_links
from territory.figures.evidence import Source
from territory.text import say
from territory.words import evidence as words
from territory.words import vocabulary
from territory.words.cited import Cited, publisher
from territory.words.evidence import Period, Row, Share, Trap


def contents(sections: Mapping[str, str]) -> str:
    """Links to the sections of the page, by their ids."""
    links = "".join(f'<li><a href="#{escape(name)}">{escape(title)}</a></li>' for name, title in sections.items())
    label = escape(say("On this page"))
    return f'<nav class="t-contents" aria-label="{label}"><ul>{links}</ul></nav>'


def heading(name: str, title: str) -> str:
    """The heading of a section, to be linked to."""
    return f'<h2 class="t-section" id="{escape(name)}">{escape(title)}</h2>'


def rows(each: Iterable[Row]) -> str:
    """Figures as rows; each opens to its definition and source."""
    return f'<div class="t-rows">{"".join(_row(row) for row in each)}</div>'


def _row(row: Row) -> str:
    source = say("Source: {source}.", source=linked(row.source))
    return (
        f'<details class="t-row"{_id(row)}><summary><span class="t-row-name">{escape(row.name)}</span> '
        f'<span class="t-row-value">{escape(row.value)}</span> '
        f'<span class="t-row-about"><span>{escape(row.when)}</span> <span>{escape(row.about)}</span></span></summary>'
        f'<div class="t-row-more"><p>{escape(row.definition)}</p><p>{source} '
        f"{escape(row.source.note)}</p></div></details>"
    )


def _id(row: Row) -> str:
    return f' id="{escape(row.place)}"' if row.place else ""


def further(url: str, text: str) -> str:
    """A link to another page, in a tab of its own, so that what is typed here stays."""
    return f'<p class="t-documented">{link(url, text)}</p>'


def traps(each: Iterable[Trap]) -> str:
    """Traps as rows; each opens to what it is and why it matters."""
    why = escape(say("Why it matters:"))
    items = "".join(
        f'<details class="t-row"><summary><span class="t-row-name">{escape(trap.title)}</span></summary>'
        f'<div class="t-row-more"><p>{escape(trap.text)}</p>'
        f"<p><strong>{why}</strong> {escape(trap.why)}</p></div></details>"
        for trap in each
    )
    return f'<div class="t-rows">{items}</div>'


def sources(each: Sequence[Source]) -> str:
    """Who published some figures, in one line, linked where an address is recorded."""
    found = " · ".join(map(_published, each))
    said = say("Sources: {sources}.", sources=found)
    return f'<p class="t-documented">{said}</p>'


def _published(source: Source) -> str:
    found = link(source.url, publisher(source))
    return found if source.url else say("{source} (no address recorded)", source=found)


def linked(source: Source) -> str:
    """A source's title and publisher, linked where an address is recorded."""
    if source.publisher == words.DERIVED_BY:
        return link(source.url, source.title)
    return f"{link(source.url, source.title)} ({escape(publisher(source))})"


def table(
    label: str, head: Sequence[str], body: Iterable[Sequence[str]], foot: Sequence[str] = (), kind: str = "numbers"
) -> str:
    """A table that scrolls by itself; the first column names the row, the last has words where `kind` says so."""
    top = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in head)
    lines = "".join(_line(cells) for cells in body)
    last = f"<tfoot>{_line(foot)}</tfoot>" if foot else ""
    return (
        f'<div class="t-scroll" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table class="t-table t-table-{kind}"><thead><tr>{top}</tr></thead><tbody>{lines}</tbody>{last}</table></div>'
    )


def _line(cells: Sequence[str]) -> str:
    first, *rest = cells
    return f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in rest)}</tr>'


def share_table(label: str, each: Iterable[Share], whole: Share | None = None) -> str:
    """Occupied shares by oblast, the whole country under them."""
    unit = vocabulary.area_unit()
    head = (say("Oblast"), say("Occupied"), say("Area, {unit}", unit=unit), say("Remaining, {unit}", unit=unit))
    return table(label, head, map(_share_cells, each), _share_cells(whole) if whole else ())


def _share_cells(share: Share) -> tuple[str, ...]:
    return share.name, share.share, share.area, share.remaining


def period_table(label: str, each: Iterable[Period]) -> str:
    """The monthly record row by row."""
    head = (say("Month"), vocabulary.pace_unit(), vocabulary.area_unit(), say("Days"), say("Period"), say("Remark"))
    return table(label, head, map(_period_cells, each), kind="words")


def _period_cells(period: Period) -> tuple[str, ...]:
    remark = ", ".join(filter(None, [period.remark, say("after the edition") if period.after else ""]))
    return period.month, period.rate, period.gain, period.days, period.span, remark


def lines(each: Iterable[str], known: Sequence[Cited] = ()) -> str:
    """Sentences as a list, with links to the documented figures among them."""
    return f'<ul class="t-lines">{"".join(f"<li>{with_links(line, known)}</li>" for line in each)}</ul>'
