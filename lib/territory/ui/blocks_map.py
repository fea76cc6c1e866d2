"""The table under the map, as HTML; every text is escaped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from territory.words.map import Row


def table(head: Sequence[str], rows: Sequence[Row], colours: Mapping[str, str]) -> str:
    """One row an oblast; where there is little room each row is a block whose figures are named."""
    titles = "".join(f'<th scope="col">{escape(title)}</th>' for title in head)
    body = "".join(_row(head, row, colours.get(row.oblast)) for row in rows)
    return f'<table class="t-map-table"><thead><tr>{titles}</tr></thead><tbody>{body}</tbody></table>'


def _row(head: Sequence[str], row: Row, colour: str | None) -> str:
    cells = (row.start, row.change_km2, row.change, row.held, row.rest_km2)
    named = zip(head[1:], cells, strict=True)
    figures = "".join(f'<td data-title="{escape(title)}">{escape(text)}</td>' for title, text in named)
    style = f' style="color:{colour}"' if colour else ""
    return f'<tr><th scope="row"{style}>{escape(row.name)}</th>{figures}</tr>'
