"""Problems of an edition that is being made: collected, so that all are named together."""

from __future__ import annotations

from collections.abc import Sequence

SHOWN_AT_MOST = 6


class EditionError(ValueError):
    """An edition that cannot be made; `problems` has a sentence for each thing that is wrong."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class Problems:
    """A collector of sentences; the same sentence about several lines of a table becomes one."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], list[int]] = {}

    def add(self, where: str, why: str, *lines: int) -> None:
        """Note why something cannot stand, and on which lines of a table."""
        known = self._found.setdefault((where, why), [])
        known += [line for line in lines if line not in known]

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that was noted, in the order of its first mention."""
        return tuple(f"{_place(where, lines)}: {why}" for (where, why), lines in self._found.items())


def some(parts: Sequence[str], separator: str = "; ") -> str:
    """The first of several parts, and how many more there are."""
    more = len(parts) - SHOWN_AT_MOST
    shown = separator.join(parts[:SHOWN_AT_MOST])
    return f"{shown}{separator}and {more} more" if more > 0 else shown


def _place(where: str, lines: Sequence[int]) -> str:
    if not lines:
        return where
    return f"{where}, line{'s' if len(lines) > 1 else ''} {some([str(line) for line in lines], ', ')}"
