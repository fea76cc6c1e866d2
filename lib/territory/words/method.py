"""The texts beside the answer: how it is computed and checked, the traps of the figures, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from territory.figures import data_path

FILE = Path(__file__).parent / "method.md"
TRAPS = Path(__file__).parent / "traps.md"
CHANGELOG = "CHANGELOG.md"
TITLE, COMMENT, SECTION = "# ", "<!--", "## "
WHY = "Why it matters: "


@dataclass(frozen=True)
class Trap:
    """Something that is easily taken for something else: what it is, and why it matters for the answer."""

    title: str
    text: str
    why: str


@cache
def method_text() -> str:
    """The text as Markdown, without its title and the marks between which its tables are written."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith((TITLE, COMMENT))).strip()


@cache
def method_sections() -> Mapping[str, str]:
    """The sections of the method text by their titles, in their order."""
    return _sections(method_text())


@cache
def traps() -> tuple[Trap, ...]:
    """The traps of the figures, in plain text; raises `ValueError` for one that does not say why it matters."""
    return tuple(_trap(title, body) for title, body in _sections(TRAPS.read_text(encoding="utf-8")).items())


@cache
def changelog() -> str:
    """What has changed from version to version, as Markdown without its title."""
    lines = data_path(CHANGELOG).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith(TITLE)).strip()


@cache
def package_version() -> str:
    """The version of this package."""
    return version("territory")


def _sections(text: str) -> Mapping[str, str]:
    _, *parts = f"\n{text}".split(f"\n{SECTION}")
    pairs = (part.partition("\n") for part in parts)
    return MappingProxyType({title.strip(): body.strip() for title, _, body in pairs})


def _trap(title: str, body: str) -> Trap:
    text, mark, why = body.partition(WHY)
    if not (mark and text.strip() and why.strip()):
        raise ValueError(f"the trap {title!r} does not say what it is and why it matters")
    return Trap(title, text.strip(), why.strip())
