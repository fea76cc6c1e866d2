"""The method text: the law in words and formulas, what is assumed and left out, and how it was checked."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "method.md"
TITLE, COMMENT = "# ", "<!--"


@cache
def method_text() -> str:
    """The text as Markdown, without its title and the marks between which its tables are written."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith((TITLE, COMMENT))).strip()
