"""Colours of the page and its charts, for a light and a dark background."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Palette:
    """Colours of one theme; the oblasts' begin with blue and ochre, told apart without colour vision too."""

    paper: str
    text: str
    muted: str
    grid: str
    oblasts: tuple[str, ...]

    def oblast(self, place: int) -> str:
        """The colour of the oblast at a place in the reader's own order."""
        return self.oblasts[place % len(self.oblasts)]

    def of(self, oblasts: Sequence[str]) -> dict[str, str]:
        """A colour for each of some oblasts."""
        return {name: self.oblast(place) for place, name in enumerate(oblasts)}


LIGHT = Palette(
    paper="#ffffff",
    text="#1c2430",
    muted="#566273",
    grid="#e3e8ee",
    oblasts=("#2a6a9e", "#b25f12", "#3d7a5c", "#8a4f8f", "#5c6470", "#1f7f86", "#a3465a", "#6b6a1e"),
)
DARK = Palette(
    paper="#12171e",
    text="#e8edf3",
    muted="#a3afbd",
    grid="#2b343f",
    oblasts=("#7cb6e4", "#e3a052", "#84c4a3", "#cf9bd4", "#aab4c0", "#6cc5cc", "#e592a3", "#c3c25f"),
)


def palette(theme: str | None) -> Palette:
    """The palette of a theme, light where it is not known."""
    return DARK if theme == "dark" else LIGHT
