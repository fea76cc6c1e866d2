"""A chart of the page as plain shapes in a unit square, for pictures and pages that no script draws; and as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory.answers.outlook import Outlook
from territory.charts import outlook as outlook_charts
from territory.charts.figure import LIGHT, apart, round_dates
from territory.charts.outlook import Picture
from territory.figures import evidence
from territory.text import number

EPOCH = date(1970, 1, 1).toordinal()
MOST_MONTHS, MOST_Y = 6, 5
ROUND = (1.0, 2.0, 5.0, 10.0)
CENTRAL = 10.0  # the size of the dot where the central answer reaches a line
ALMOST = 0.02  # so near to an end of the axis no tick stands
DASHES = {"solid": (), "dash": (4.0, 3.0), "dot": (1.0, 1.6)}  # in widths of the line
RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")
SIDE = 1000  # of the square that the lines of HTML are drawn in
NOMINAL_HEIGHT, LABEL_HEIGHT = 240.0, 19.0  # pixels: labels keep apart in a plot that is as low as that
COLOURS: Mapping[str, str] = {
    LIGHT.text: "var(--t-ink)",
    LIGHT.muted: "var(--t-muted)",
    **{colour: f"var(--t-oblast-{place})" for place, colour in enumerate(LIGHT.oblasts)},
}
"""The colours of both themes in HTML, by that of the light one."""

Points = NDArray[np.float64]
"""Shape (n, 2): across and up, 0 to 1 within the picture; `nan` lifts the pen."""


@dataclass(frozen=True)
class Mark:
    """An area, a line or dots in one colour (#rrggbb)."""

    points: Points
    colour: str
    opacity: float = 1.0
    width: float = 0.0
    """Of a line, or of each dot, in pixels of the page."""
    dash: tuple[float, ...] = ()


@dataclass(frozen=True)
class Label:
    """A text at a line's end, above it."""

    across: float
    up: float
    text: str
    colour: str
    to_left: bool
    """Whether it ends at its place instead of beginning there."""


@dataclass(frozen=True)
class Chart:
    """All that a chart shows, the background first."""

    areas: tuple[Mark, ...]
    lines: tuple[Mark, ...]
    dots: tuple[Mark, ...]
    labels: tuple[Label, ...]
    x_ticks: tuple[tuple[float, str], ...]
    y_ticks: tuple[tuple[float, str], ...]
    zero: float
    """How high the line of nothing stands."""
    start: tuple[float, ...]
    """Where the day stands from which it counts, and other upright lines."""
    y_title: str


@dataclass(frozen=True)
class Shown:
    """A chart with what is said about it."""

    chart: Chart
    title: str
    alt: str
    legend: tuple[tuple[str, str], ...]


def shown(outlook: Outlook) -> tuple[Shown, ...]:
    """The charts of an answer, as on the first page of the explorer, in the colours of the light theme."""
    record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
    pictures = outlook_charts.pictures(outlook, record, LIGHT)
    return tuple(Shown(chart(each), each.title, each.alt, each.lines) for each in pictures)


def chart(picture: Picture) -> Chart:
    """The shapes of one of the page's charts."""
    figure = picture.figure.to_plotly_json()
    data, layout = [trace for trace in figure["data"] if len(trace["x"])], figure["layout"]
    days = [_days(trace["x"]) for trace in data]
    first, last = min(float(x.min()) for x in days), max(float(x.max()) for x in days)
    low, high = layout["yaxis"]["range"]

    def across(x: Any) -> NDArray[np.float64]:
        return np.asarray((x - first) / (last - first))

    def up(y: Any) -> NDArray[np.float64]:
        return np.asarray((np.asarray(y, dtype=float) - low) / (high - low))

    marks: dict[str, list[Mark]] = {"none": [], "lines": [], "markers": []}
    for trace, x in zip(data, days, strict=True):
        marks[trace["mode"]] += _marks(trace, np.column_stack([across(x), up(trace["y"])]))
    # Where the lines are reached in the left half, their names stand better at the right.
    reached = [float(each.points[:, 0].max()) for each in marks["markers"] if each.width >= CENTRAL]
    right = bool(reached) and max(reached) < 0.5
    labels = tuple(
        Label(
            1.0 if right else float(across(_days([each["x"]])[0])),
            float(up(each["y"])),
            each["text"],
            each["font"]["color"],
            right or each["xanchor"] == "right",
        )
        for each in layout.get("annotations", ())
    )
    begins, ends = (date.fromordinal(EPOCH + int(day)) for day in (first, last))
    x_ticks = (
        (float(across(float(when.toordinal() - EPOCH))), text) for when, text in round_dates(begins, ends, MOST_MONTHS)
    )
    return Chart(
        areas=tuple(marks["none"]),
        lines=tuple(marks["lines"]),
        dots=tuple(marks["markers"]),
        labels=labels,
        x_ticks=tuple((at, text) for at, text in x_ticks if ALMOST <= at <= 1.0 - ALMOST),
        y_ticks=tuple((float(up(value)), text) for value, text in _y_ticks(low, high)),
        zero=float(up(0.0)),
        start=tuple(float(across(_days([shape["x0"]])[0])) for shape in layout.get("shapes", ())),
        y_title=layout["yaxis"]["title"]["text"],
    )


def _days(x: Any) -> NDArray[np.float64]:
    return np.asarray(np.asarray(x, dtype="datetime64[D]").astype(np.int64), dtype=float)


def _marks(trace: dict[str, Any], points: Points) -> list[Mark]:
    """The area or the line of a trace; or its dots, those of one colour and size together."""

    def colour(text: str) -> tuple[str, float]:
        """A colour as #rrggbb and its opacity."""
        if parts := RGBA.fullmatch(text):
            return "#" + "".join(f"{int(part):02x}" for part in parts.groups()[:3]), float(parts[4])
        return text, 1.0

    if trace["mode"] == "none":
        return [Mark(points, *colour(trace["fillcolor"]))]
    if trace["mode"] == "markers":
        looks = list(zip(trace["marker"]["color"], trace["marker"]["size"], strict=True))
        return [
            Mark(points[[each == look for each in looks]], colour(look[0])[0], width=float(look[1]))
            for look in dict.fromkeys(looks)
        ]
    line = trace["line"]
    if line.get("shape") == "hv":  # it keeps its height until the next point, in as few points as it needs
        corners = np.column_stack([points[1:, 0], points[:-1, 1]])
        steps = np.concatenate([points[:1], np.stack([corners, points[1:]], axis=1).reshape(-1, 2)])
        turns = np.ones(len(steps), dtype=bool)
        turns[1:-1] = (steps[1:-1, 1] != steps[:-2, 1]) | (steps[1:-1, 1] != steps[2:, 1])
        points = steps[turns]
    return [Mark(points, *colour(line["color"]), float(line["width"]), DASHES[line.get("dash", "solid")])]


def _y_ticks(low: float, high: float) -> Iterator[tuple[float, str]]:
    """Round numbers, nothing among them."""
    power = 10.0 ** np.floor(np.log10((high - low) / MOST_Y))
    step = next(n * power for n in ROUND if (high - low) / (n * power) <= MOST_Y)
    for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
        yield n * step, number(n * step, max(0, -int(np.floor(np.log10(step)))))


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


def html(chart: Chart, alt: str) -> str:
    """A chart as HTML: lines that stretch to any width, words that stay the size they are; every text is escaped here.

    Dots are lines without length, whose round ends stay round in a picture that is stretched.
    """

    def place(mark: Mark) -> Points:
        return np.column_stack([mark.points[:, 0] * SIDE, (1.0 - mark.points[:, 1]) * SIDE])

    drawn = [
        f'<path d="{path(place(area), 0)}Z" fill="{COLOURS[area.colour]}" opacity="{area.opacity:g}"/>'
        for area in chart.areas
    ]
    levels = "".join(f"M0 {(1 - up) * SIDE:g}H{SIDE}" for up, _ in chart.y_ticks)
    starts = "".join(f"M{across * SIDE:g} 0V{SIDE}" for across in chart.start)
    drawn.append(
        f'<path class="t-chart-grid" d="{levels}"/><path class="t-chart-zero" '
        f'd="M0 {(1 - chart.zero) * SIDE:g}H{SIDE}"/><path class="t-chart-start" d="{starts}"/>'
    )
    for line in chart.lines:
        dash = " ".join(f"{each * line.width:g}" for each in line.dash)
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        drawn.append(
            f'<path d="{path(place(line), 0)}" stroke="{COLOURS[line.colour]}" stroke-width="{line.width:g}" '
            f'opacity="{line.opacity:g}"{dashed}/>'
        )
    for dots in chart.dots:
        each = "".join(f"M{x:g} {y:g}h0" for x, y in np.round(place(dots)).tolist())
        drawn.append(
            f'<path d="{each}" stroke="{COLOURS[dots.colour]}" stroke-width="{dots.width:g}" stroke-linecap="round"/>'
        )
    written = [f'<span class="t-chart-up" style="bottom:{at:.2%}">{escape(text)}</span>' for at, text in chart.y_ticks]
    written += [
        f'<span class="t-chart-across" style="left:{at:.2%}">{escape(text)}</span>' for at, text in chart.x_ticks
    ]
    rising = sorted(chart.labels, key=lambda label: label.up)
    heights = [label.up * NOMINAL_HEIGHT for label in rising]
    bottoms = apart(heights, LABEL_HEIGHT, highest=NOMINAL_HEIGHT - LABEL_HEIGHT)
    for label, height, bottom in zip(rising, heights, bottoms, strict=True):
        side = f"left:{label.across:.2%}" if label.across < 0.5 else "right:0"
        side = f"right:{1.0 - label.across:.2%}" if label.to_left else side
        written.append(
            f'<b class="t-chart-label" style="{side};color:{COLOURS[label.colour]};'
            f'bottom:calc({label.up:.2%} + {bottom - height:.0f}px)">{escape(label.text)}</b>'
        )
    gutter = max(len(text) for _, text in chart.y_ticks)
    return (
        f'<div class="t-chart" role="img" aria-label="{escape(alt)}" style="--t-gutter:{gutter + 1}ch">'
        f'<p class="t-chart-title">{escape(chart.y_title)}</p><div class="t-chart-plot">'
        f'<svg viewBox="0 0 {SIDE} {SIDE}" preserveAspectRatio="none" aria-hidden="true">{"".join(drawn)}</svg>'
        f"{''.join(written)}</div></div>"
    )


def colours_of(oblasts: Sequence[str]) -> dict[str, str]:
    """A colour of both themes for each of some oblasts."""
    return {oblast: COLOURS[colour] for oblast, colour in LIGHT.of(oblasts).items()}
