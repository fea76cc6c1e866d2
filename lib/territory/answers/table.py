"""An answer as a table: a row for each oblast and quantity, under a block of comments that says what it assumes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
HEADS = ("oblast", "quantity", "unit", "value")
UNITS = {
    "remaining_km2": "km²",
    "need_km2": "km²",
    "days": "days",
    "date": "date",
    "quantile_days": "days",
    "quantiles": "date",
    "chance_by_years": "share of 1",
    "chance_by_date": "share of 1",
    "dots": "date",
    "beyond_horizon": "share of 1",
}
# A comment may be cut into cells at these letters by programs that know no comments, and a cell that begins with one
# of the others is a formula there.
BEGINS_A_FORMULA = re.compile(r"(?<=[,;|])([\s\"']*)(?=[=+\-@＝＋－＠])")


def answer_table(answer: Mapping[str, Any], words: Sequence[str], address: str) -> str:
    """The CSV of an answer's JSON; `words` are lines to be read before it, `address` is where its link opens."""
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    rows.writerow(HEADS)
    for oblast, result in answer["results"].items():
        rows.writerows([oblast, name, unit, value] for name, unit, value in _quantities(result))
    return BYTE_ORDER_MARK + "".join(f"{line}\r\n" for line in _comments(answer, words, address)) + written.getvalue()


def _comments(answer: Mapping[str, Any], words: Sequence[str], address: str) -> Iterator[str]:
    """The lines as the charts' own tables have them: words, link, then each assumption."""
    full_link = str(answer["link"])
    yield from (comment(line) for line in words)
    yield comment(address + full_link.replace(",-", ",%2D"))
    yield comment(f"model_version: {answer['model_version']}")
    for key, value in parse_qsl(full_link.removeprefix("?"), keep_blank_values=True):
        yield comment(f"{key}: {value}")


def comment(line: str) -> str:
    """A line of the block, in which nothing becomes a formula."""
    return f"# {BEGINS_A_FORMULA.sub(_APOSTROPHE, line)}"


_APOSTROPHE = r"\1'"


def _quantities(result: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, str, Any]]:
    """Every number and date of a result: its name with dots, its unit, its value; nothing where there is none."""
    for key, value in result.items():
        place = (*path, key)
        if isinstance(value, dict):
            yield from _quantities(value, place)
        elif isinstance(value, list):
            yield from _quantities({str(n): each for n, each in enumerate(value, 1)}, place)
        else:
            unit = UNITS.get(key) or next((UNITS[name] for name in place if name in UNITS), "")
            yield ".".join(place), unit, "" if value is None else value
