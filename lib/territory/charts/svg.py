"""The picture of a scenario for chats and posts: its sentence and its chart, as SVG of 1200 × 630.

The author's own words are not in it: a picture leaves its page, and they would look like ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

import numpy as np
from PIL import ImageFont

from territory.answers.outlook import Outlook
from territory.charts import frames
from territory.charts.labels import apart
from territory.charts.palette import LIGHT
from territory.charts.shapes import Chart, Label, Mark, Points, Shown
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
Place = Callable[[Points], Points]
"""Where points of a chart stand in the picture."""


def picture(outlook: Outlook, charts: Sequence[Shown]) -> str:
    """The picture of a scenario's answer with the first of its charts, as SVG."""
    scenario = outlook.scenario
    spread = answer_words.in_short(outlook)
    lines = _wrapped(spread, SPREAD_SIZE, REGULAR, COLUMN)[1] if spread else []
    below = 20 + len(lines) * SPREAD_SIZE * LEADING if lines else 0.0
    sentence, bottom = _sentence(answer_words.headline(outlook), LIGHT.of(scenario.targets), ROOM - below)
    said = "".join(
        _text(MARGIN, bottom + 20 + (place + 0.8) * SPREAD_SIZE * LEADING, spread[a:b], LIGHT.muted, SPREAD_SIZE)
        for place, (a, b) in enumerate(lines)
    )
    drawn = [each.chart for each in charts[: frames.MOST_CHARTS]]
    left, height = MARGIN + COLUMN + GAP, (ROOM - BETWEEN_CHARTS * (len(drawn) - 1)) / len(drawn)
    each = [
        _chart(one, left, MARGIN + place * (height + BETWEEN_CHARTS), WIDTH - MARGIN - left, height)
        for place, one in enumerate(drawn)
    ]
    return _svg(sentence + said + "".join(each) + _foot(scenario.edition))


def fallback() -> str:
    """The picture that stands where none could be drawn, as SVG."""
    lines = [
        (say("How long would it take?"), 76, BOLD, LIGHT.text, 250),
        (say("An explorer of territorial scenarios, Ukraine"), 36, REGULAR, LIGHT.muted, 312),
    ]
    limits, parts = _wrapped(vocabulary.limits(), TEXT_SIZE + 4, REGULAR, WIDTH - 2 * MARGIN)
    lines += [(limits[a:b], TEXT_SIZE + 4, REGULAR, LIGHT.text, 440 + 38 * place) for place, (a, b) in enumerate(parts)]
    rule = f'<path d="M{MARGIN} 366h160" stroke="{LIGHT.oblasts[0]}" stroke-width="6"/>'
    texts = (_text(MARGIN, y, text, colour, size, weight) for text, size, weight, colour, y in lines)
    return _svg(rule + "".join(texts))


def _svg(inside: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'font-family="{FAMILY}"><rect width="{WIDTH}" height="{HEIGHT}" fill="{LIGHT.paper}"/>{inside}</svg>'
    )


def _foot(edition: str) -> str:
    left = say("An if-then projection, not a forecast")
    right = vocabulary.origin(edition)
    return (
        f'<path d="M{MARGIN} {FOOT - 16}H{WIDTH - MARGIN}" stroke="{LIGHT.grid}" stroke-width="2"/>'
        + _text(MARGIN, FOOT + 18, left, LIGHT.text, TEXT_SIZE + 2, BOLD)
        + _text(WIDTH - MARGIN, FOOT + 18, right, LIGHT.muted, TEXT_SIZE, anchor="end")
    )


def _sentence(sentence: str, colours: Mapping[str, str], room: float) -> tuple[str, float]:
    """The sentence in lines, the names of oblasts in their colours, and where it ends; cut where it is too long."""
    text, lines, size = _fitted(sentence, room)
    inks = _inks(text, colours)
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


def _fitted(text: str, room: float) -> tuple[str, list[tuple[int, int]], int]:
    """A text in lines of the largest size for which there is room."""
    for size in SIZES:
        text, lines = _wrapped(text, size, BOLD, COLUMN)
        if len(lines) * size * LEADING <= room:
            return text, lines, size
    return *_cut(text, lines, int(room / (SIZES[-1] * LEADING))), SIZES[-1]


def _inks(text: str, colours: Mapping[str, str]) -> list[str]:
    """The colour of each letter."""
    inks = [LIGHT.text] * len(text)
    for oblast, colour in colours.items():
        name, at = vocabulary.oblast_name(oblast), -1
        while (at := text.find(name, at + 1)) >= 0:
            inks[at : at + len(name)] = [colour] * len(name)
    return inks


def _wrapped(text: str, size: float, weight: int, width: float) -> tuple[str, list[tuple[int, int]]]:
    """A text with where each of its lines begins and ends; only a plain space ends a line."""
    lines, begins, ends, at = [], 0, 0, 0
    for word in text.split(" "):
        after = at + len(word)
        if ends > begins and width_of(text[begins:after], size, weight) > width:
            lines.append((begins, ends))
            begins = at
        ends = after
        at = after + 1
    return text, [*lines, (begins, ends)]


def _cut(text: str, lines: list[tuple[int, int]], most: int) -> tuple[str, list[tuple[int, int]]]:
    """The first lines, with a sign that there is more."""
    if len(lines) <= most:
        return text, lines
    begins, ends = lines[most - 1]
    kept = text[:ends].rsplit(" ", 1)[0].rstrip(" ,;.") + CUT
    return kept, [*lines[: most - 1], (begins, len(kept))]


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

    clip = f"c{round(left)}-{round(top)}"
    grid = "".join(
        f'<path d="M{x:.0f} {y + (1 - up) * h:.1f}h{w:.0f}" stroke="{_grid(up, drawn)}" stroke-width="1.5"/>'
        + _text(x - 12, y + (1 - up) * h + TEXT_SIZE * 0.34, text, LIGHT.muted, TEXT_SIZE, anchor="end")
        for up, text in drawn.y_ticks
    )
    years = "".join(
        _text(x + across * w, y + h + TEXT_SIZE + 8, text, LIGHT.muted, TEXT_SIZE, anchor="middle")
        for across, text in drawn.x_ticks
    )
    start = "".join(
        f'<path d="M{x + across * w:.1f} {y:.1f}v{h:.1f}" stroke="{LIGHT.muted}" stroke-width="2" '
        'stroke-dasharray="2 5"/>'
        for across in drawn.start
    )
    return (
        _text(left, top + TEXT_SIZE * 0.6, drawn.y_title, LIGHT.muted, TEXT_SIZE)
        + grid
        + years
        + f'<clipPath id="{clip}"><rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}"/></clipPath>'
        + f'<g clip-path="url(#{clip})">{start}{"".join(_area(each, place) for each in drawn.areas)}'
        + f"{''.join(_line(each, place) for each in drawn.lines)}</g>"
        + "".join(_dots(each, place) for each in drawn.dots)
        + _labels(drawn.labels, x, y, w, h)
    )


def _grid(up: float, drawn: Chart) -> str:
    return LIGHT.muted if abs(up - drawn.zero) < 1e-9 else LIGHT.grid


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


def path(points: Points, decimals: int = 1) -> str:
    """A line as the data of an SVG path; `nan` lifts the pen."""
    parts, down = [], False
    for x, y in np.round(points, decimals).tolist():
        if y != y:
            down = False
            continue
        parts.append(f"{'L' if down else 'M'}{x:g} {y:g}")
        down = True
    return "".join(parts)


def _area(mark: Mark, place: Place) -> str:
    return f'<path d="{path(place(mark.points))}Z" fill="{mark.colour}" fill-opacity="{mark.opacity:g}"/>'


def _line(mark: Mark, place: Place) -> str:
    width = mark.width * LINES_THICKER
    dash = " ".join(f"{each * width:g}" for each in mark.dash)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{path(place(mark.points))}" fill="none" stroke="{mark.colour}" stroke-opacity="{mark.opacity:g}" '
        f'stroke-width="{width:g}" stroke-linejoin="round"{dashed}/>'
    )


def _dots(mark: Mark, place: Place) -> str:
    radius = mark.width * LINES_THICKER / 2
    return "".join(
        f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}" fill="{mark.colour}"/>'
        for x, y in np.round(place(mark.points), 1).tolist()
    )
