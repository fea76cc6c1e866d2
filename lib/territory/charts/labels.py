"""Where labels beside each other stand: as near as can be to what they name, and out of each other's way."""

from __future__ import annotations

import math
from collections.abc import Sequence


def apart(places: Sequence[float], gap: float, lowest: float = -math.inf, highest: float = math.inf) -> list[float]:
    """Places (rising) moved until they lie a gap apart, none below the lowest or, which counts more, above the highest.

    They are moved up as far as needed, and back down where the last of them have left the room.
    """
    moved: list[float] = []
    for place in places:
        moved.append(max(place, lowest))
        lowest = moved[-1] + gap
    for i in reversed(range(len(moved))):
        moved[i] = min(moved[i], highest)
        highest = moved[i] - gap
    return moved
