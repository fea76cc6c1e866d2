"""The picture of a scenario for chats and posts: its sentence and its chart, as SVG of 1200 × 630.

The author's own words are not in it: a picture leaves its page, and they would look like ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

import numpy as np
from PIL import ImageFont

from territory.answers.outlook import Outlook
from territory.charts.figure import LIGHT, MOST_CHARTS, apart
from territory.charts.shapes import Chart, Label, Points, Shown, path
from territory.text import say
from territory.words import answer as answer_words
from territory.words import vocabulary

WIDTH, HEIGHT = 1200, 630
MARGIN = 56
FAMILY = "Territory Sans"
FONTS = {weight: Path(__file__).parent / "fonts" / f"sans-{weight}.ttf" for weight in (400, 700)}
REGULAR, BOLD = FONTS
COLUMN, GAP = 480, 44  # the sentence stands beside the chart
SIZES = (46, 44, 42, 40, 38, 36, 34, 32, 30, 28, 26)  # of the sentence: the largest for which there is room
LEADING = 1.19
SPREAD_SIZE, TEXT_SIZE, SMALLEST_LABEL = 26, 24, 17
FOOT = HEIGHT - 44
ROOM = FOOT - 40 - MARGIN
BETWEEN_CHARTS = 20
ABOVE_LINE = 8.0
LINES_THICKER = 1.7  # than on the page: it is looked at smaller
CUT = "…"


def picture(outlook: Outlook, charts: Sequence[Shown]) -> str:
    """The picture of a scenario's answer with the first of its charts, as SVG."""
    edition, targets = outlook.scenario.edition, outlook.scenario.targets
    spread = answer_words.in_short(outlook)
    lines = _wrapped(spread, SPREAD_SIZE, REGULAR, COLUMN) if spread else []
    below = 20 + len(lines) * SPREAD_SIZE * LEADING if lines else 0.0
    sentence, bottom = _sentence(answer_words.headline(outlook), LIGHT.of(targets), ROOM - below)
    parts = [sentence]
    for place, (first, last) in enumerate(lines):
        y = bottom + 20 + (place + 0.8) * SPREAD_SIZE * LEADING
        parts.append(_text(MARGIN, y, spread[first:last], LIGHT.muted, SPREAD_SIZE))
    drawn = charts[:MOST_CHARTS]
    left, height = MARGIN + COLUMN + GAP, (ROOM - BETWEEN_CHARTS * (len(drawn) - 1)) / len(drawn)
    for place, each in enumerate(drawn):
        top = MARGIN + place * (height + BETWEEN_CHARTS)
        parts.append(_chart(each.chart, left, top, WIDTH - MARGIN - left, height))
    parts += [
        f'<path d="M{MARGIN} {FOOT - 16}H{WIDTH - MARGIN}" stroke="{LIGHT.grid}" stroke-width="2"/>',
        _text(MARGIN, FOOT + 18, say("An if-then projection, not a forecast"), LIGHT.text, TEXT_SIZE + 2, BOLD),
        _text(WIDTH - MARGIN, FOOT + 18, vocabulary.origin(edition), LIGHT.muted, TEXT_SIZE, anchor="end"),
    ]
    return _svg(parts)


def fallback() -> str:
    """The picture that stands where none could be drawn, as SVG."""
    limits, size = vocabulary.limits(), TEXT_SIZE + 4
    parts = [
        f'<path d="M{MARGIN} 366h160" stroke="{LIGHT.oblasts[0]}" stroke-width="6"/>',
        _text(MARGIN, 250, say("How long would it take?"), LIGHT.text, 76, BOLD),
        _text(MARGIN, 312, say("An explorer of territorial scenarios, Ukraine"), LIGHT.muted, 36),
    ]
    for place, (first, last) in enumerate(_wrapped(limits, size, REGULAR, WIDTH - 2 * MARGIN)):
        parts.append(_text(MARGIN, 440 + 38 * place, limits[first:last], LIGHT.text, size))
    return _svg(parts)


def _svg(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FAMILY}"><rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT.paper}"/>{"".join(parts)}</svg>'
    )


def _sentence(text: str, colours: Mapping[str, str], room: float) -> tuple[str, float]:
    """The sentence in lines, the names of oblasts in their colours, and where it ends; cut where it is too long."""
    for size in SIZES:
        lines = _wrapped(text, size, BOLD, COLUMN)
        if len(lines) * size * LEADING <= room:
            break
    else:  # the first lines, with a sign that there is more
        lines = lines[: int(room / (size * LEADING))]
        begins, ends = lines[-1]
        text = text[:ends].rsplit(" ", 1)[0].rstrip(" ,;.") + CUT
        lines[-1] = (begins, len(text))
    inks = [LIGHT.text] * len(text)  # the colour of each letter
    for oblast, colour in colours.items():
        for found in re.finditer(re.escape(vocabulary.oblast_name(oblast)), text):
            inks[found.start() : found.end()] = [colour] * len(found[0])
    drawn = []
    for place, (first, last) in enumerate(lines):
        y = MARGIN + size * 0.82 + place * size * LEADING
        runs = [list(run) for _, run in groupby(range(first, last), key=inks.__getitem__)]
        spans = (f'<tspan fill="{inks[run[0]]}">{escape(text[run[0] : run[-1] + 1])}</tspan>' for run in runs)
        drawn.append(
            f'<text x="{MARGIN}" y="{y:.1f}" font-size="{size}" font-weight="{BOLD}" xml:space="preserve">'
            f"{''.join(spans)}</text>"
        )
    return "".join(drawn), MARGIN + (len(lines) - 1) * size * LEADING + size


def _wrapped(text: str, size: float, weight: int, width: float) -> list[tuple[int, int]]:
    """Where each line of a text begins and ends; only a plain space ends a line."""
    lines, begins, ends, at = [], 0, 0, 0
    for word in text.split(" "):
        after = at + len(word)
        if ends > begins and width_of(text[begins:after], size, weight) > width:
            lines.append((begins, ends))
            begins = at
        ends = after
        at = after + 1
    return [*lines, (begins, ends)]


def width_of(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide a text is, in pixels."""
    return float(_font(weight).getlength(text)) * size / 100.0


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS[weight], 100, layout_engine=ImageFont.Layout.BASIC)


def _text(
    x: float,
    y: float,
    text: str,
    colour: str,
    size: float,
    weight: int = REGULAR,
    anchor: str = "start",
    more: str = "",
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" fill="{colour}" font-size="{size:g}" font-weight="{weight}" '
        f'text-anchor="{anchor}"{more}>{escape(text)}</text>'
    )


def _chart(drawn: Chart, left: float, top: float, width: float, height: float) -> str:
    """A chart in a box: its axis titles and ticks inside it."""
    gutter = max(width_of(text, TEXT_SIZE) for _, text in drawn.y_ticks) + 14
    x, y, w, h = left + gutter, top + TEXT_SIZE + 8, width - gutter, height - 2 * TEXT_SIZE - 18

    def place(points: Points) -> Points:
        return np.column_stack([x + points[:, 0] * w, y + (1.0 - points[:, 1]) * h])

    parts = [_text(left, top + TEXT_SIZE * 0.6, drawn.y_title, LIGHT.muted, TEXT_SIZE)]
    for up, text in drawn.y_ticks:
        ink, level = LIGHT.muted if abs(up - drawn.zero) < 1e-9 else LIGHT.grid, y + (1 - up) * h
        parts.append(f'<path d="M{x:.0f} {level:.1f}h{w:.0f}" stroke="{ink}" stroke-width="1.5"/>')
        parts.append(_text(x - 12, level + TEXT_SIZE * 0.34, text, LIGHT.muted, TEXT_SIZE, anchor="end"))
    for across, text in drawn.x_ticks:
        parts.append(_text(x + across * w, y + h + TEXT_SIZE + 8, text, LIGHT.muted, TEXT_SIZE, anchor="middle"))
    clip = f"c{round(left)}-{round(top)}"
    parts.append(
        f'<clipPath id="{clip}"><rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"/></clipPath>'
        f'<g clip-path="url(#{clip})">'
    )
    for across in drawn.start:
        day = f"M{x + across * w:.1f} {y:.1f}v{h:.1f}"
        parts.append(f'<path d="{day}" stroke="{LIGHT.muted}" stroke-width="2" stroke-dasharray="2 5"/>')
    for area in drawn.areas:
        edge = path(place(area.points))
        parts.append(f'<path d="{edge}Z" fill="{area.colour}" fill-opacity="{area.opacity:g}"/>')
    for line in drawn.lines:
        thick = line.width * LINES_THICKER
        dash = " ".join(f"{each * thick:g}" for each in line.dash)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        parts.append(
            f'<path d="{path(place(line.points))}" fill="none" stroke="{line.colour}" '
            f'stroke-opacity="{line.opacity:g}" stroke-width="{thick:g}" stroke-linejoin="round"{dashed}/>'
        )
    parts.append("</g>")
    for dots in drawn.dots:
        look = f'r="{dots.width * LINES_THICKER / 2:g}" fill="{dots.colour}"'
        centres = np.round(place(dots.points), 1).tolist()
        parts += [f'<circle cx="{across:g}" cy="{down:g}" {look}/>' for across, down in centres]
    return "".join(parts) + _labels(drawn.labels, x, y, w, h)


def _labels(labels: Sequence[Label], x: float, y: float, w: float, h: float) -> str:
    """Labels above their lines, out of each other's way; smaller where there are many."""
    size = max(SMALLEST_LABEL, min(TEXT_SIZE + 1, h / max(len(labels), 1) / 1.25))
    highest = h - size * 0.7

    def wanted(label: Label) -> float:
        above = label.up * h + ABOVE_LINE
        return above if above <= highest else label.up * h - size  # there is room under the line only

    rising = sorted(labels, key=wanted)
    bottoms = apart([wanted(label) for label in rising], size * 1.12, highest=highest)
    halo = f' stroke="{LIGHT.paper}" stroke-width="6" stroke-linejoin="round" paint-order="stroke"'
    drawn = []
    for label, bottom in zip(rising, bottoms, strict=True):
        at, to_left = label.across * w + (-4 if label.to_left else 6), label.to_left
        if not to_left and at + width_of(label.text, size, BOLD) > w:
            at, to_left = w, True
        anchor = "end" if to_left else "start"
        drawn.append(_text(x + at, y + h - bottom, label.text, label.colour, size, BOLD, anchor, halo))
    return "".join(drawn)
