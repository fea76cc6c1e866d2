"""The map: the regions as outlines on plain axes, shaded by how much of each is under Russian control.

Occupied at the start is hatched, taken since is tinted; both fill the whole region evenly, because nothing is said of
where. What is asked about has a thick outline.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from territory.answers.control import Standing
from territory.answers.outlook import Outlook
from territory.charts.figure import FONT, FloatArray, Palette, shared_layout
from territory.charts.outlook import Picture
from territory.figures import evidence
from territory.figures.evidence import UKRAINE
from territory.text import marked, say
from territory.words import map as map_words
from territory.words import vocabulary

IntArray = NDArray[np.int16]

UNITS_PER_DEGREE = 1112  # of latitude: the map is drawn in units of 100 m, which whole numbers of 16 bits can hold
SHORT_NAMES = {"kyiv_oblast": marked("Kyiv"), "kyiv_city": marked("Kyiv city")}
TOO_SMALL_TO_NAME = ("kyiv_city", "sevastopol")
WITHIN = {"kyiv_oblast": "kyiv_city"}  # a region with another in it, which lies above it and has a label of its own
ASIDE = {"sevastopol": (-900, 250)}  # labels that stand beside their region
GRID = 24  # points each way that are tried for the place of a label
FAINTEST_SHARE = 0.001  # of what is hatched: less would look like more than it is
ROOM = 60
# By its size style.css knows what leaves a map that is narrow: the third first, the second on a phone, where the
# short one stands in for it.
TEXT_SIZE, SECOND_SIZE, THIRD_SIZE, SHORT_SIZE = 13, 12.5, 12, 13.5
MOST_NAMED_WHERE_NARROW = 2
WORTH_A_LABEL_WHERE_NARROW = 0.05  # of an oblast that nothing is asked about
WIDER = (0.45, 1.0)  # a label is wider than high: room to its sides counts for less
PART_ORDER = {"other": 0, "first": 1, "asked": 2}  # what is drawn later lies above


@dataclass(frozen=True)
class Shape:
    """One region as it is drawn: its rings (shape (n, 2) each), and where a label has most room."""

    rings: tuple[IntArray, ...]
    middle: tuple[int, int]


@cache
def shapes() -> Mapping[str, Shape]:
    """The regions' outlines on plain axes, north up, true to scale at the middle latitude.

    A label stands in the largest part of its region, clear of a region within it.
    """
    rings = evidence.outlines().rings
    every = np.concatenate([ring for region in rings.values() for ring in region])
    west, south = every.min(axis=0)
    narrower = math.cos(math.radians(float(south + every[:, 1].max()) / 2))
    scale = UNITS_PER_DEGREE * np.array([narrower, 1.0])
    drawn = {
        name: tuple(np.round((ring - [west, south]) * scale).astype(np.int16) for ring in region)
        for name, region in rings.items()
    }
    found = {}
    for name, parts in drawn.items():
        largest = max(parts, key=len).astype(float)
        x, y = _middle(largest, [largest, *(ring.astype(float) for ring in drawn.get(WITHIN.get(name, ""), ()))])
        east, north = ASIDE.get(name, (0, 0))
        found[name] = Shape(parts, (round(x + east), round(y + north)))
    return MappingProxyType(found)


def map_picture(outlook: Outlook, when: date, standings: Sequence[Standing], palette: Palette) -> Picture:
    """The map on a date, with every region's shade and label; the whole country shows the same everywhere."""
    colours, traces = palette.of(outlook.scenario.targets), []
    whole = standings[0].id == UKRAINE
    shown = [(name, standings[0]) for name in shapes()] if whole else [(each.id, each) for each in standings]
    for region, standing in sorted(shown, key=lambda pair: (pair[0] in WITHIN.values(), PART_ORDER[pair[1].part])):
        style = _style(standing, colours.get(standing.id, palette.muted), palette)
        text = map_words.hover(standing, when)
        traces += [
            go.Scatter(
                x=ring[:, 0],
                y=ring[:, 1],
                mode="lines",
                fill="toself",
                hoveron="fills",
                hoverinfo="text",
                text=text,
                **style,
            )
            for ring in shapes()[region].rings
        ]
    traces += _labels(standings, palette, colours)
    figure = go.Figure(traces, layout=_layout(palette))
    return Picture("map", map_words.finding(outlook, when, standings), figure, map_words.alt_text(when, standings))


def _style(standing: Standing, colour: str, palette: Palette) -> dict[str, Any]:
    """Outline and shade: hatched as much as was occupied and still is, tinted as much as was taken since."""
    asked = standing.part == "asked" and standing.id != UKRAINE
    kept = min(standing.start_share, standing.share)
    taken = max(0.0, standing.change_km2) / standing.area_km2
    ground = mixed(palette.paper, colour, 0.1 + 0.5 * taken if taken > 0 else 0.0)
    outline = {"color": colour if standing.part != "other" else palette.muted, "width": 3 if asked else 1}
    if standing.part == "first":
        outline |= {"dash": "4px,3px", "width": 2}
    shade: dict[str, Any] = {"fillcolor": ground}
    if kept >= FAINTEST_SHARE:
        hatch = mixed(palette.paper, palette.text, 0.35 + 0.3 * kept)
        shade["fillpattern"] = {
            "shape": "/",
            "size": 7,
            "solidity": 0.1 + 0.3 * kept,
            "fgcolor": hatch,
            "bgcolor": ground,
            "fillmode": "replace",
        }
    return {"line": outline, **shade}


def mixed(paper: str, ink: str, part: float) -> str:
    """A colour (#rrggbb) between two."""
    pairs = [(int(paper[i : i + 2], 16), int(ink[i : i + 2], 16)) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def _labels(standings: Sequence[Standing], palette: Palette, colours: Mapping[str, str]) -> list[go.Scatter]:
    """Names and shares; where the map is narrow, names leave it but those of a few oblasts asked about."""
    if standings[0].id == UKRAINE:
        x, y = np.mean([shape.middle for shape in shapes().values()], axis=0)
        text = f"<b>{vocabulary.region_name(UKRAINE)}<br>{map_words.label(standings[0])}</b>"
        return [_texts([(round(float(x)), round(float(y)))], [text], palette.text, TEXT_SIZE, "middle center")]

    def name(each: Standing) -> str:
        return say(SHORT_NAMES[each.id]) if each.id in SHORT_NAMES else vocabulary.region_name(each.id)

    def written(
        shown: Sequence[Standing], text: Callable[[Standing], str], colour: str | list[str], size: float, position: str
    ) -> go.Scatter:
        return _texts([shapes()[each.id].middle for each in shown], [*map(text, shown)], colour, size, position)

    in_play = [each for each in standings if each.part != "other"]
    others = [each for each in standings if each.part == "other" and each.id not in TOO_SMALL_TO_NAME]
    occupied = [each for each in others if each.start_share >= FAINTEST_SHARE]
    much = [each for each in occupied if each.start_share >= WORTH_A_LABEL_WHERE_NARROW]
    little = [each for each in occupied if each.start_share < WORTH_A_LABEL_WHERE_NARROW]
    free = [each for each in others if each.start_share < FAINTEST_SHARE]
    many = len(in_play) > MOST_NAMED_WHERE_NARROW
    size, inks = SECOND_SIZE if many else TEXT_SIZE, [colours.get(each.id, palette.text) for each in in_play]
    short = [f"<b>{map_words.percent(each.share)}</b>" for each in in_play] if many else []
    return [
        written(free, name, palette.muted, THIRD_SIZE, "middle center"),
        written(occupied, name, palette.muted, SECOND_SIZE, "top center"),
        written(much, map_words.label, palette.text, TEXT_SIZE, "bottom center"),
        written(little, map_words.label, palette.text, SECOND_SIZE, "bottom center"),
        written(in_play, lambda each: f"<b>{name(each)}</b>", inks, size, "top center"),
        written(in_play, lambda each: f"<b>{map_words.label(each)}</b>", palette.text, size, "bottom center"),
        _texts([shapes()[each.id].middle for each in in_play], short, palette.text, SHORT_SIZE, "middle center"),
    ]


def _texts(
    places: Sequence[tuple[int, int]], texts: list[str], colour: str | list[str], size: float, position: str
) -> go.Scatter:
    return go.Scatter(
        x=[x for x, _ in places],
        y=[y for _, y in places],
        mode="text",
        text=texts,
        textposition=position,
        textfont={"color": colour, "size": size, "family": FONT},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _layout(palette: Palette) -> dict[str, Any]:
    """Plain axes that are not seen and cannot be moved; the height follows from the width."""
    every = np.concatenate([ring for shape in shapes().values() for ring in shape.rings])
    (right, top), bare = every.max(axis=0), {"visible": False, "fixedrange": True}
    return {
        **shared_layout(palette, TEXT_SIZE),
        "autosize": True,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "hoverlabel": {
            "bgcolor": palette.paper,
            "font": {"color": palette.text, "size": 14, "family": FONT},
            "align": "left",
        },
        "xaxis": {**bare, "range": [-ROOM, int(right) + ROOM]},
        "yaxis": {**bare, "range": [-ROOM, int(top) + ROOM], "scaleanchor": "x", "scaleratio": 1},
    }


def _middle(ring: FloatArray, around: Sequence[FloatArray]) -> tuple[float, float]:
    """The point of a grid inside a ring that is furthest from all outlines: that is where a label has most room."""
    x, y = (np.linspace(low, high, GRID + 2)[1:-1] for low, high in zip(ring.min(0), ring.max(0), strict=True))
    grid = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
    inside = grid[_inside(grid, ring)]
    room = np.min([_distance(inside * WIDER, each * WIDER) for each in around], axis=0)
    best = inside[np.argmax(room)]
    return float(best[0]), float(best[1])


def _inside(points: FloatArray, ring: FloatArray) -> NDArray[np.bool_]:
    """Which points (k, 2) lie inside a ring (n, 2): a line to the east crosses it an odd number of times."""
    (x, y), a, b = points.T, ring, np.roll(ring, -1, axis=0)
    crosses = (a[:, 1] > y[:, None]) != (b[:, 1] > y[:, None])
    rise = np.where(b[:, 1] == a[:, 1], 1.0, b[:, 1] - a[:, 1])
    at = a[:, 0] + (y[:, None] - a[:, 1]) * (b[:, 0] - a[:, 0]) / rise
    return np.asarray((crosses & (x[:, None] < at)).sum(axis=1) % 2 == 1)


def _distance(points: FloatArray, ring: FloatArray) -> FloatArray:
    """Distance of points (shape (k, 2)) from a ring's edges, shape (k,)."""
    a, along = ring, np.roll(ring, -1, axis=0) - ring
    from_a = points[:, None, :] - a
    length = np.maximum((along**2).sum(axis=1), 1e-9)
    part = np.clip((from_a * along).sum(axis=-1) / length, 0.0, 1.0)
    return np.asarray(np.sqrt(((from_a - part[..., None] * along) ** 2).sum(axis=-1)).min(axis=1))
