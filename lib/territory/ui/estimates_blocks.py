"""Blocks of HTML for the page of estimates and tests; every text is escaped here."""

from __future__ import annotations

from html import escape

from territory.charts.blocks import linked
from territory.charts.estimates import Line, Timeline
from territory.figures.evidence import Source
from territory.text import say
from territory.words.estimates import Row

NARROWEST = 0.006  # of the room across, so that a single day can be seen


def timeline(drawn: Timeline) -> str:
    """Estimates under each other on one line of years, each with the line where the record ends."""
    lines = "".join(_line(line) for line in drawn.lines)
    ticks = "".join(f'<span style="left:{at:.2%}">{escape(year)}</span>' for at, year in drawn.ticks)
    return (
        f'<div class="t-rows t-times" data-picture role="img" aria-label="{escape(drawn.alt)}" '
        f'style="--t-now:{drawn.now_at:.2%}">'
        f'<div class="t-time t-time-head"><p></p><div class="t-time-room"><b>{escape(drawn.now)}</b></div></div>'
        f'{lines}<div class="t-time t-time-axis"><p></p><div class="t-time-room">{ticks}</div></div></div>'
    )


def _line(line: Line) -> str:
    low, high = line.end_at
    kind = " t-time-open" if line.open_end else ""
    beyond = f'<span class="t-time-beyond">{escape(line.beyond)}</span>' if line.beyond else ""
    end = "" if line.beyond else f'<i class="t-time-end{kind}" style="{_across(low, high)}"></i>'
    ours = "" if line.ours_at is None or line.beyond else f'<i class="t-time-ours" style="left:{line.ours_at:.2%}"></i>'
    return (
        f'<div class="t-time" style="--t-ink:{line.colour}"><p><strong>{escape(line.who)}</strong> '
        f"<span>{escape(line.about)}</span> "
        f'<em><b aria-hidden="true">{line.symbol}</b> {escape(line.course)}</em></p>'
        f'<div class="t-time-room"><i class="t-time-now"></i>'
        f'<i class="t-time-way" style="{_across(line.start_at, low)}"></i>'
        f'<i class="t-time-done" style="{_across(line.start_at, line.done_at)}"></i>{end}{ours}{beyond}</div></div>'
    )


def _across(start: float, end: float) -> str:
    return f"left:{start:.2%};width:{max(end - start, NARROWEST):.2%}"


def row(each: Row) -> str:
    """One estimate: who, when, what, the answers, the course; it opens to all that there is to say, with sources."""
    lines = "".join(f"<p>{escape(line)}</p>" for line in each.lines)
    sources = "".join(f"<li>{source(one)}</li>" for one in each.sources)
    published, ours, head = _label(say("published")), _label(say("ours")), escape(say("Sources"))
    return (
        f'<div class="t-rows t-said" id="{escape(each.id)}"><details class="t-row t-said-row"><summary>'
        f'<span class="t-row-name">{escape(each.who)}<small>{escape(each.when)}</small></span> '
        f"<span>{escape(each.about)}</span> "
        f"<span>{published}{escape(each.published)}</span> "
        f"<span>{ours}{escape(each.ours)}<small>{escape(each.difference)}</small></span> "
        f'<span class="t-said-course">{escape(each.course)}</span></summary>'
        f'<div class="t-row-more">{lines}<p><strong>{head}</strong></p><ul>{sources}</ul></div>'
        "</details></div>"
    )


def head() -> str:
    """What the columns of the rows are."""
    names = (say("Who, when"), say("About what"), say("Published"), say("Ours, difference"), say("Course"))
    cells = "".join(f"<span>{escape(name)}</span>" for name in names)
    return f'<div class="t-rows t-said"><div class="t-said-head" aria-hidden="true"><span></span>{cells}</div></div>'


def source(each: Source) -> str:
    """A source, linked, with who published it and how it was read."""
    return say(
        "{title} ({publisher}). {note}",
        title=linked(each.url, each.title),
        publisher=escape(each.publisher),
        note=escape(each.note),
    )


def _label(text: str) -> str:
    return f'<small class="t-said-label">{escape(text)}</small>'
