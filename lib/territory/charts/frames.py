"""How the explorer and its share pages are framed in an article: the HTML of the frame, and how high it is."""

from __future__ import annotations

from html import escape

from territory.answers.outlook import Outlook
from territory.words import answer as answer_words

LIVE_HEIGHT = 900
MOST_CHARTS = 2  # of a still page or a picture
NARROWEST = 320
LETTERS_IN_A_LINE, LINE_PX, CHART_PX, AROUND_PX = 31, 25, 210, 150  # of a still page in the narrowest frame


def frame(address: str, title: str, height: int, width: str = "100%") -> str:
    """The HTML of a frame that shows an address, so many pixels high."""
    return (
        f'<iframe src="{escape(address)}" title="{escape(title)}" width="{width}" height="{height}" '
        'style="border:0" loading="lazy"></iframe>'
    )


def frozen_height(outlook: Outlook, width: int = NARROWEST) -> int:
    """Pixels that are enough for a still page in a frame of a width; what is left over goes to its chart."""
    letters = LETTERS_IN_A_LINE * max(width, NARROWEST) / NARROWEST
    said = answer_words.headline(outlook), f"  {answer_words.in_short(outlook)}"
    lines = sum(-(-len(each) // letters) for each in said)
    charts = len(outlook.projection.targets) if outlook.scenario.has_own_rates else 1
    return int(lines * LINE_PX + CHART_PX * min(charts, MOST_CHARTS) + AROUND_PX)
