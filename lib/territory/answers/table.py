"""An answer as a table: a row for each quantity of each result, under comments that say what it assumes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import parse_qsl

import pandas as pd

from territory.answers.declared import Declared

BYTE_ORDER_MARK = "\ufeff"  # without it Excel takes UTF-8 for something else
# A comment may be cut into cells at these letters by programs that know no comments, and a cell that begins with one
# of the others is a formula there.
BEGINS_A_FORMULA = re.compile(r"(?<=[,;|])([\s\"']*)(?=[=+\-@＝＋－＠])")


def table(answer: Declared) -> pd.DataFrame:
    """Every number, date and word of an answer's results, with the name of the result first; absent ones are empty."""
    found = pd.DataFrame(answer.rows(), columns=[answer.ROWS[1], "quantity", "unit", "value"], dtype=object)
    return found.where(found.notna(), "")


def csv(answer: Declared, words: Sequence[str], address: str) -> str:
    """The table as CSV; `words` are lines to be read before it, `address` is where links open."""
    comments = "".join(f"{line}\r\n" for line in _comments(answer, words, address))
    return BYTE_ORDER_MARK + comments + table(answer).to_csv(index=False, lineterminator="\r\n")


def _comments(answer: Declared, words: Sequence[str], address: str) -> Iterator[str]:
    """Words, link, then all else that the answer is of, each assumption by itself."""
    said = {name: value for name, _, value in answer.told() if isinstance(value, str | int | float | date)}
    link = str(said.pop("link", ""))
    yield from map(_comment, words)
    if link:
        yield _comment(address + link.replace(",-", ",%2D"))
    for key, value in (*said.items(), *parse_qsl(link.removeprefix("?"), keep_blank_values=True)):
        yield _comment(f"{key}: {value}")


def _comment(line: str) -> str:
    """A line in which nothing becomes a formula."""
    return "# " + BEGINS_A_FORMULA.sub(r"\1'", line)
