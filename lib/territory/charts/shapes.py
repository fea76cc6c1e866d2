"""A chart of the page as plain shapes in a unit square, for pictures and pages that no script draws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from territory.answers.outlook import Outlook
from territory.charts import outlook as outlook_charts
from territory.charts.outlook import Picture
from territory.charts.palette import LIGHT
from territory.figures import evidence
from territory.text import number, short_month

STEPS_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
STEPS_MONTHS = (1, 2, 3, 6)
MONTHS_UP_TO_YEARS = 2
EPOCH = date(1970, 1, 1).toordinal()
MOST_X, MOST_Y = 6, 5
ROUND = (1.0, 2.0, 5.0, 10.0)
CENTRAL = 10.0  # the size of the dot where the central answer reaches a line
ALMOST = 0.02  # so near to an end of the axis no tick stands
DASHES = {"solid": (), "dash": (4.0, 3.0), "dot": (1.0, 1.6)}  # in widths of the line
RGBA = re.compile(r"rgba\((\d+),(\d+),(\d+),([\d.]+)\)")

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
        points = np.column_stack([across(x), up(trace["y"])])
        marks[trace["mode"]] += _dots(trace, points) if trace["mode"] == "markers" else [_mark(trace, points)]
    free = _right_is_free(marks["markers"])
    labels = tuple(
        Label(
            1.0 if free else float(across(_days([each["x"]])[0])),
            float(up(each["y"])),
            each["text"],
            each["font"]["color"],
            free or each["xanchor"] == "right",
        )
        for each in layout.get("annotations", ())
    )
    return Chart(
        areas=tuple(marks["none"]),
        lines=tuple(marks["lines"]),
        dots=tuple(marks["markers"]),
        labels=labels,
        x_ticks=tuple((float(across(day)), text) for day, text in _x_ticks(first, last)),
        y_ticks=tuple((float(up(value)), text) for value, text in _y_ticks(low, high)),
        zero=float(up(0.0)),
        start=tuple(float(across(_days([shape["x0"]])[0])) for shape in layout.get("shapes", ())),
        y_title=layout["yaxis"]["title"]["text"],
    )


def _right_is_free(dots: list[Mark]) -> bool:
    """Whether the lines are reached in the left half, so that their names stand better at the right."""
    reached = [float(each.points[:, 0].max()) for each in dots if each.width >= CENTRAL]
    return bool(reached) and max(reached) < 0.5


def _days(x: Any) -> NDArray[np.float64]:
    return np.asarray(np.asarray(x, dtype="datetime64[D]").astype(np.int64), dtype=float)


def _mark(trace: dict[str, Any], points: Points) -> Mark:
    if trace["mode"] == "none":
        colour, opacity = _colour(trace["fillcolor"])
        return Mark(points, colour, opacity)
    line = trace["line"]
    colour, opacity = _colour(line["color"])
    drawn = _stepped(points) if line.get("shape") == "hv" else points
    return Mark(drawn, colour, opacity, float(line["width"]), DASHES[line.get("dash", "solid")])


def _dots(trace: dict[str, Any], points: Points) -> list[Mark]:
    """The dots of a trace, those of one colour and size together."""
    looks = list(zip(trace["marker"]["color"], trace["marker"]["size"], strict=True))
    return [
        Mark(points[[each == look for each in looks]], _colour(look[0])[0], width=float(look[1]))
        for look in dict.fromkeys(looks)
    ]


def _colour(text: str) -> tuple[str, float]:
    """A colour as #rrggbb and its opacity."""
    if parts := RGBA.fullmatch(text):
        return "#" + "".join(f"{int(part):02x}" for part in parts.groups()[:3]), float(parts[4])
    return text, 1.0


def _stepped(points: Points) -> Points:
    """A line that keeps its height until the next point, in as few points as it needs."""
    corners = np.column_stack([points[1:, 0], points[:-1, 1]])
    steps = np.concatenate([points[:1], np.stack([corners, points[1:]], axis=1).reshape(-1, 2)])
    turns = np.ones(len(steps), dtype=bool)
    turns[1:-1] = (steps[1:-1, 1] != steps[:-2, 1]) | (steps[1:-1, 1] != steps[2:, 1])
    return steps[turns]


def _x_ticks(first: float, last: float) -> Iterator[tuple[float, str]]:
    """Round years, or months where the picture is narrow."""
    begins, ends = (date.fromordinal(EPOCH + int(day)) for day in (first, last))
    years = ends.year - begins.year
    if years > MONTHS_UP_TO_YEARS:
        step = next(n for n in STEPS_YEARS if years / n <= MOST_X)
        whens = [date(year, 1, 1) for year in range(begins.year + (-begins.year) % step, ends.year + 1, step)]
    else:
        months = range(12 * begins.year + begins.month, 12 * ends.year + ends.month)
        step = next(n for n in STEPS_MONTHS if len(months) / n <= MOST_X)
        whens = [date(month // 12, month % 12 + 1, 1) for month in months if month % step == 0]
    for when in whens:
        day = when.toordinal() - EPOCH
        if ALMOST <= (day - first) / (last - first) <= 1.0 - ALMOST:
            yield float(day), str(when.year) if years > MONTHS_UP_TO_YEARS else short_month(when)


def _y_ticks(low: float, high: float) -> Iterator[tuple[float, str]]:
    """Round numbers, nothing among them."""
    power = 10.0 ** np.floor(np.log10((high - low) / MOST_Y))
    step = next(n * power for n in ROUND if (high - low) / (n * power) <= MOST_Y)
    for n in range(int(np.ceil(low / step)), int(np.floor(high / step)) + 1):
        yield n * step, number(n * step, max(0, -int(np.floor(np.log10(step)))))
