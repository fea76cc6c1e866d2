"""The commands of the README and of the guides, as they stand in the files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
FILES = (CHECKOUT / "README.md", *sorted((CHECKOUT / "docs").glob("*.md")))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROSE = re.compile(r"`([^`]+)`")
COMMENT = re.compile(r"\s+# .*$")
PROGRAM = re.compile(r"(?:\.venv/bin/|\.ci/\w+$|(?:python3?|territory|sudo|apt-get|pip|curl|docker|make) )")


@dataclass(frozen=True)
class Command:
    """What a reader would copy, and from which file."""

    file: str
    text: str


def blocks(file: Path) -> list[tuple[str, str]]:
    """The blocks of a guide: language and text."""
    return BLOCK.findall(file.read_text(encoding="utf-8"))


def commands(*begin: str) -> list[Command]:
    """Every command of the guides once, in blocks and in sentences; those that begin so, where that is said."""
    found: dict[str, Command] = {}
    for file in FILES:
        for text in _commands(file):
            found.setdefault(text, Command(file.name, text))
    return [each for each in found.values() if each.text.startswith(begin or "")]


def _commands(file: Path) -> Iterator[str]:
    for kind, block in blocks(file):
        if kind == "sh":
            yield from [block] if "<<" in block else (COMMENT.sub("", line) for line in block.splitlines())
    for span in PROSE.findall(BLOCK.sub("", file.read_text(encoding="utf-8"))):
        if PROGRAM.match(span):
            yield " ".join(span.split())
