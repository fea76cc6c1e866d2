"""What charts share: colours, layout, places of labels and ticks; a figure as plain data, packed for the browser."""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from territory.text import short_month

FloatArray = NDArray[np.float64]

FONT = '"Source Sans", sans-serif'
FONT_SIZE, LABEL_HEIGHT = 14, 20
PERCENT = 100.0
MOST_CHARTS = 2  # of a still page or a picture
HOVERED = "%{x|%-d %B %Y}"
STEPS_YEARS, MOST_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500), 6
STEPS_MONTHS, MONTHS_UP_TO_YEARS = (1, 2, 3, 6, 12), 2
LEVEL = 4  # a twentieth larger than the usual level, in half its time
WRITTEN = "%.7g"  # seven digits
DAYS_KEPT = 2**14  # days in writing: a move of the page has a thousand, nearly all as it had them before
UNUSED_LAYOUT = ("coloraxis", "colorscale", "geo", "mapbox", "polar", "scene", "ternary")  # of plots that we never draw


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


def faint(colour: str, opacity: float) -> str:
    """A colour (#rrggbb) that lets what is behind it through."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


@dataclass
class Drawing:
    """The traces and the layout of a figure in the words of Plotly's JSON: quick to make at every move of the page.

    The tests check it by Plotly's own classes.
    """

    data: list[dict[str, Any]] = field(default_factory=list)
    layout: dict[str, Any] = field(default_factory=dict)

    def add_scatter(self, **trace: Any) -> None:
        """One more line, area or set of markers."""
        self.data.append({"type": "scatter", **trace})

    def add_shape(self, **shape: Any) -> None:
        """One more line or box behind or before the traces."""
        self.layout.setdefault("shapes", []).append(shape)

    def add_annotation(self, **annotation: Any) -> None:
        """One more text."""
        self.layout.setdefault("annotations", []).append(annotation)

    def update_layout(self, **layout: Any) -> None:
        """Set whole entries of the layout."""
        self.layout |= layout

    def to_plotly_json(self) -> dict[str, Any]:
        """What Plotly draws."""
        return {"data": self.data, "layout": self.layout}


def shared_layout(palette: Palette, size: float = FONT_SIZE) -> dict[str, Any]:
    """What the layouts of all charts have in common; a part of the chart that was drawn larger stays so."""
    return {
        "showlegend": False,
        "uirevision": "kept",
        "hovermode": "closest",
        "hoverlabel": {"align": "left"},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": palette.muted, "size": size, "family": FONT},
    }


def axis(palette: Palette) -> dict[str, Any]:
    """What their axes have in common."""
    return {
        "gridcolor": palette.grid,
        "zerolinecolor": palette.muted,
        "zerolinewidth": 2,
        "linecolor": palette.grid,
        "automargin": True,
    }


def movable_line(figure: go.Figure | Drawing, when: date, style: dict[str, Any]) -> None:
    """A line at a date that the reader can move; once it is another date, it stands there."""
    at = when.isoformat()
    figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=style)
    figure.update_layout(editrevision=at)


def dates(start: date, days: FloatArray) -> NDArray[np.datetime64]:
    """Dates so many days after the start, shape of `days`."""
    return np.asarray(np.datetime64(start, "D") + np.floor(days).astype("timedelta64[D]"))


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


def round_dates(first: date, last: date, most_months: int) -> Iterator[tuple[date, str]]:
    """Round years from one date to another, each with its name; months where there are but few years."""
    years = last.year - first.year
    if years > MONTHS_UP_TO_YEARS:
        step = next(n for n in STEPS_YEARS if years / n <= MOST_YEARS)
        for year in range(first.year + (-first.year) % step, last.year + 1, step):
            yield date(year, 1, 1), str(year)
        return
    months = range(12 * first.year + first.month, 12 * last.year + last.month)
    step = next(n for n in STEPS_MONTHS if len(months) / n <= most_months)
    for month in months:
        if month % step == 0:
            when = date(month // 12, month % 12 + 1, 1)
            yield when, short_month(when)


def packed(figure: go.Figure | Drawing, **about: Any) -> bytes:
    """A line of JSON with what is said about the figure and its height, then the figure as JSON, compressed (zlib).

    Rounded numbers and days are written out, which compresses to half of what Plotly's packed binary numbers do;
    numbers keep seven digits. The template's parts for other kinds of plot are left out. plot.js unpacks it.
    """
    whole = figure.to_plotly_json()
    layout, kinds = whole["layout"], {trace["type"] for trace in whole["data"]}
    if "template" in layout:
        template = layout["template"]
        used = {
            "data": {kind: traces for kind, traces in template.get("data", {}).items() if kind in kinds},
            "layout": {key: value for key, value in template.get("layout", {}).items() if key not in UNUSED_LAYOUT},
        }
        layout = {**layout, "template": used}
    text = json.dumps(plain({"data": whole["data"], "layout": layout}), separators=(",", ":"), default=str)
    head = json.dumps({"height": layout.get("height"), **about}, separators=(",", ":"))
    return head.encode() + b"\n" + zlib.compress(text.encode(), LEVEL)


def plain(part: Any) -> Any:
    """Arrays as lists, dates as text, numbers with seven digits: what can be written as JSON."""
    if isinstance(part, Mapping) and "bdata" in part:  # Plotly's own way to pack an array
        values = np.frombuffer(base64.b64decode(part["bdata"]), dtype=part["dtype"])
        return plain(values.reshape([int(side) for side in str(part.get("shape", "-1")).split(",")]))
    if isinstance(part, Mapping):
        return {key: plain(value) for key, value in part.items()}
    if isinstance(part, np.ndarray) and part.dtype.kind == "M":
        return list(map(_day, part.astype("datetime64[D]").astype(int).tolist()))
    if isinstance(part, np.ndarray):
        return [_number(each) if isinstance(each, float) else plain(each) for each in part.tolist()]
    if isinstance(part, list | tuple):
        return [plain(value) for value in part]
    return part.item() if isinstance(part, np.generic) else part


@lru_cache(maxsize=DAYS_KEPT)
def _day(since_1970: int) -> str:
    return str(np.datetime64(since_1970, "D"))


def _number(value: float) -> float | int | None:
    if value.is_integer():
        return int(value)
    return float(WRITTEN % value) if math.isfinite(value) else None
