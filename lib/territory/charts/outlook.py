"""Charts: Plotly figures from an outlook; they draw what the model returns and compute nothing of their own."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
import plotly.graph_objects as go

from territory.answers.outlook import Outlook, own_rate_km2_per_day
from territory.charts.figure import (
    FONT_SIZE,
    HOVERED,
    LABEL_HEIGHT,
    Drawing,
    FloatArray,
    Palette,
    apart,
    axis,
    dates,
    faint,
    movable_line,
    shared_layout,
)
from territory.figures.evidence import GainSeries
from territory.model.projection import Projection, Result, Status
from territory.text import day, marked, number, say
from territory.words import answer as answer_words
from territory.words import vocabulary
from territory.words.vocabulary import Shown

FINEST = 2000  # parts of its height that a chart can show
ROOM_ABOVE, ROOM_BELOW = 0.12, 0.04
LOWEST_DRAWN = 0.35  # of the height: what falls lower leaves the picture
OFF = 3.0  # what leaves the picture is drawn no further than so many heights away
BANDS = ((0, 6, 0.10), (1, 5, 0.12), (2, 4, 0.16))  # rows of LEVELS that bound 90, 80 and 50 % of the runs; opacity
HEIGHT, PLOT_HEIGHT = 420, 370
CHANCE_HEIGHT, CHANCE_DATES, CHANCE_NEAR = 280, 90, 20
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
ARRIVAL_SIZE, FINISH_SIZE = 5, 10
RECORD, SINCE, BAND, PATHS, REACHED = "record", "since", "band", "paths", "reached"  # kinds of traces, in their `meta`
PERCENT = Shown(1.0, 0, "%")

MEANINGS = {
    "solid": marked("the record, and from the start on this pace"),
    "dot": marked("what has happened since"),
    "dash": marked("the pace seen inside the oblast itself"),
    "path": marked("20 of the simulated runs"),
    "band": marked("half, 8 in 10 and 9 in 10 of them"),
}


@dataclass(frozen=True)
class Picture:
    """One chart with its title, and a text alternative that carries its numbers."""

    key: str
    title: str
    figure: go.Figure | Drawing
    alt: str

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """The kinds of line that are drawn (solid, dot, dash, path, band), with what each means."""
        traces = self.figure.to_plotly_json()["data"]
        kinds = {trace.get("meta") for trace in traces}
        lines = [trace for trace in traces if trace["mode"] == "lines" and trace.get("meta") != PATHS]
        drawn = {trace["line"].get("dash", "solid") for trace in lines}
        drawn |= {kind for kind, name in (("band", BAND), ("path", PATHS)) if name in kinds}
        meanings = MEANINGS | ({} if RECORD in kinds else {"solid": marked("at this pace")})
        return tuple((kind, say(meaning)) for kind, meaning in meanings.items() if kind in drawn)


def pictures(outlook: Outlook, record: GainSeries, palette: Palette) -> list[Picture]:
    """The picture of the front; one per oblast where any of them has a pace of its own."""
    if outlook.scenario.has_own_rates:
        return [oblast_picture(outlook, result, palette) for result in outlook.projection.targets]
    return [front_picture(outlook, record, palette)]


def front_picture(outlook: Outlook, record: GainSeries, palette: Palette) -> Picture:
    """Net area taken by the whole front over time: record, what came since, projection, and each oblast's line."""
    scenario, projection = outlook.scenario, outlook.projection
    fan, colours = projection.fan, palette.of(scenario.targets)
    days, last_day = fan.days, float(fan.days[-1])
    net = projection.front_km2(days)
    # Net gains at the ends of the record's periods, counted from the start.
    level = np.concatenate([[0.0], np.cumsum(record.gain_km2)]) - record.level_km2(scenario.start)
    lines = {result.id: _line_to_reach(projection, result, days) for result in projection.targets}
    drawn = [line for line in lines.values() if line is not None]
    canvas = _Canvas(scenario.start, palette, last_day, _range(drawn, level, net, fan.paths_km2))
    canvas.bands(days[fan.few], fan.few_quantiles_km2)
    canvas.paths(days, _until(days, fan.paths_km2, fan.reached_days.values()))
    _draw_record(canvas, record, level)
    canvas.line(days, net, say("at this pace"), color=palette.text, width=2.5)
    for result in projection.targets:
        name, colour, line = vocabulary.oblast_name(result.id), colours[result.id], lines[result.id]
        if line is not None:
            canvas.line(days, line, name, shape="hv", color=colour, width=2)
            first = float(line[0])
            area = number(first * canvas.shown.factor)
            alone = abs(first) in (result.remaining_km2, result.occupied_km2)
            text = (
                say("{oblast} {area}", oblast=name, area=area)
                if alone
                else say("{oblast}, in all {area}", oblast=name, area=area)
            )
            canvas.label(0.0, first, text, colour)
            _draw_reached(canvas, projection, result, line, colour)
        if result.central.mirror is None and result.threshold_km2 == result.remaining_km2:
            _draw_own_pace(canvas, result, own_rate_km2_per_day(scenario, result.id), colour)
    canvas.start_line()
    figure = canvas.finished(_area_axis(say("net area taken, {unit}", unit=vocabulary.area_unit())))
    return Picture("front", answer_words.finding(outlook), figure, alt_text(outlook))


def oblast_picture(outlook: Outlook, result: Result, palette: Palette) -> Picture:
    """Area taken inside one oblast over time, at its own pace, and the line where nothing is left."""
    scenario, projection = outlook.scenario, outlook.projection
    fan, colour = projection.fan, palette.of(scenario.targets)[result.id]
    days = fan.days
    taken, remaining = projection.taken_km2(result.id, days), np.full_like(days, result.remaining_km2)
    canvas = _Canvas(scenario.start, palette, float(days[-1]), _range([remaining], np.zeros(1), taken))
    reached = [fan.reached_days[result.id]] if result.id in fan.reached_days else []
    bands, paths = (projection.taken_along(result.id, days, net) for net in (fan.quantiles_km2, fan.paths_km2))
    canvas.bands(days[fan.few], bands[:, fan.few])
    canvas.paths(days, _until(days, paths, reached))
    canvas.line(days, taken, say("at this pace"), color=palette.text, width=2.5)
    canvas.line(days, remaining, vocabulary.oblast_name(result.id), color=colour, width=2)
    canvas.label(0.0, result.remaining_km2, say("{area} remain", area=vocabulary.area(result.remaining_km2)), colour)
    _draw_reached(canvas, projection, result, remaining, colour)
    own = own_rate_km2_per_day(scenario, result.id)
    if own != dict(scenario.rates).get(result.id):
        _draw_own_pace(canvas, result, own, colour)
    canvas.start_line()
    title = say("taken in {oblast}, {unit}", oblast=vocabulary.oblast_name(result.id), unit=vocabulary.area_unit())
    figure = canvas.finished(_area_axis(title))
    return Picture(result.id, answer_words.oblast_finding(outlook, result), figure, alt_text(outlook))


def chance_picture(outlook: Outlook, by: date, palette: Palette) -> Picture:
    """The chance that each oblast has been taken, by date; the reader's own date can be moved with mouse or finger."""
    scenario, projection = outlook.scenario, outlook.projection
    colours, last_day = palette.of(scenario.targets), float(projection.fan.days[-1])
    days = np.union1d(np.linspace(0.0, last_day, CHANCE_DATES), projection.fan.days[:CHANCE_NEAR])
    canvas = _Canvas(scenario.start, palette, last_day, (0.0, 100.0 * (1.0 + ROOM_ABOVE)), PERCENT)
    shown = [result for result in projection.targets if result.central.status is not Status.DONE]
    before = say("before {date}: {chance}", date=HOVERED, chance="%{y:.0f} %")
    for place, result in enumerate(shown):
        name = vocabulary.oblast_name(result.id)
        canvas.figure.add_scatter(
            x=dates(scenario.start, days),
            y=np.round(100.0 * projection.runs[result.id].chances_by(days), 1),
            mode="lines",
            name=name,
            line={"color": colours[result.id], "width": 2.5, "dash": DASHES[place % len(DASHES)]},
            hovertemplate=f"{name}<br>{before}<extra></extra>",
        )
    by_day = (by - scenario.start).days
    if 0 <= by_day <= last_day:
        movable_line(canvas.figure, by, {"color": palette.text, "width": 2, "dash": "dash"})
        late = by_day > last_day / 2
        canvas.figure.add_annotation(
            x=by.isoformat(),
            y=1,
            yref="paper",
            yanchor="top",
            xanchor="right" if late else "left",
            xshift=-4 if late else 4,
            text=day(by),
            showarrow=False,
            font={"color": palette.text, "size": FONT_SIZE},
        )
    legend = {"x": 1, "xanchor": "right", "y": 0.04, "yanchor": "bottom", "bgcolor": "rgba(0,0,0,0)"}
    y_axis = {"ticksuffix": " %", "tickformat": ".0f"}
    canvas.figure.update_layout(meta={"y": say("chance in this model, %")})
    figure = canvas.finished(y_axis, height=CHANCE_HEIGHT, showlegend=len(shown) > 1, legend=legend)
    title = answer_words.chance_finding(outlook, by)
    return Picture("chance", title, figure, say("Chance in this model by date. {finding}.", finding=title))


def alt_text(outlook: Outlook) -> str:
    """What the chart says, in words and numbers."""
    return say(
        "Net area taken over time. {answer} {finding}.",
        answer=answer_words.headline(outlook),
        finding=answer_words.finding(outlook),
    )


class _Canvas:
    """A figure being drawn: days become dates, km² what the reader has chosen; labels make way for each other."""

    def __init__(
        self,
        start: date,
        palette: Palette,
        last_day: float,
        y_range: tuple[float, float],
        shown: Shown | None = None,
    ) -> None:
        self.start, self.palette, self.last_day = start, palette, last_day
        self.shown = shown or vocabulary.area_shown()
        self.y_range = (y_range[0] * self.shown.factor, y_range[1] * self.shown.factor)
        self.figure = Drawing()
        self._labels: list[tuple[float, float, str, str]] = []
        self._dots: list[tuple[np.datetime64, float, str, int, str]] = []

    def line(
        self, days: FloatArray, y: FloatArray, name: str, shape: str = "linear", kind: str = "", **style: Any
    ) -> None:
        """A line through days (shape (n,)) and areas (shape (n,), km²)."""
        value = vocabulary.with_unit("%{y:,.0f}", self.shown.unit)
        self.figure.add_scatter(
            x=dates(self.start, days),
            y=np.round(y * self.shown.factor, 1),
            mode="lines",
            name=name,
            meta=kind,
            line={**style, "shape": shape},
            hovertemplate=f"%{{x|%B %Y}}: {value}<extra>{name}</extra>",
        )

    def bands(self, days: FloatArray, quantiles: FloatArray) -> None:
        """Bands between quantiles, shape (levels, n)."""
        there_and_back = dates(self.start, np.concatenate([days, days[::-1]]))
        for low, high, opacity in BANDS:
            edge = np.concatenate([quantiles[high], quantiles[low][::-1]])
            self.figure.add_scatter(
                x=there_and_back,
                y=self._inside(edge),
                mode="none",
                fill="toself",
                fillcolor=faint(self.palette.muted, opacity),
                meta=BAND,
                hoverinfo="skip",
            )

    def paths(self, days: FloatArray, paths: FloatArray) -> None:
        """Sample paths, shape (k, n), `nan` after their end."""
        when = dates(self.start, days)
        y = np.concatenate([paths, np.full((len(paths), 1), np.nan)], axis=1).ravel()
        kept = np.isfinite(y) | np.isfinite(np.roll(y, 1))  # one gap after each path is enough
        self.figure.add_scatter(
            x=np.tile(np.append(when, when[-1]), len(paths))[kept],
            y=self._inside(y[kept]),
            mode="lines",
            meta=PATHS,
            line={"color": faint(self.palette.text, 0.35), "width": 1},
            hoverinfo="skip",
        )

    def _inside(self, y: FloatArray) -> FloatArray:
        low, high = self.y_range
        extent = high - low
        seen = np.clip(y * self.shown.factor, low - OFF * extent, high + OFF * extent)
        return np.asarray(np.round(seen, -math.floor(math.log10(extent / FINEST))))

    def start_line(self) -> None:
        """The day that the projection counts from."""
        at, line = self.start.isoformat(), {"color": self.palette.muted, "width": 1, "dash": "dot"}
        self.figure.add_shape(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)

    def dot(self, when: np.datetime64, y: float, colour: str, size: int, hovered: str) -> None:
        """A dot where a line is reached."""
        self._dots.append((when, y, colour, size, f"{hovered}<extra></extra>"))

    def label(self, days: float, y: float, text: str, colour: str) -> None:
        """A label at a line's end, above it."""
        self._labels.append((y * self.shown.factor, days, text, colour))

    def finished(self, y_axis: dict[str, Any], **more: Any) -> Drawing:
        """The figure with its dots, labels and axes."""
        if self._dots:  # in one trace: each costs the browser 3 ms, however little is in it
            when, y, colours, sizes, hovered = zip(*self._dots, strict=True)
            self.figure.add_scatter(
                x=np.array(when),
                y=np.round(np.array(y) * self.shown.factor, 1),
                mode="markers",
                meta=REACHED,
                marker={"color": list(colours), "size": list(sizes)},
                hovertemplate=list(hovered),
            )
        low, high = self.y_range
        pixels_per_unit = PLOT_HEIGHT / (high - low)
        labels = sorted(self._labels)
        bottoms = apart([height * pixels_per_unit for height, *_ in labels], LABEL_HEIGHT)
        for (height, days, text, colour), bottom in zip(labels, bottoms, strict=True):
            self.figure.add_annotation(
                x=(self.start + timedelta(days=int(days))).isoformat(),
                y=height,
                yshift=bottom - height * pixels_per_unit,
                text=text,
                showarrow=False,
                xanchor="left" if days == 0 else "right",
                bgcolor=self.palette.paper,
                borderpad=1,
                yanchor="bottom",
                font={"color": colour, "size": FONT_SIZE},
            )
        common = axis(self.palette)
        layout = {
            **shared_layout(self.palette),
            "height": HEIGHT,
            "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
            "xaxis": {**common, "showgrid": False, "type": "date"},  # or each value is looked at to find out
            "yaxis": {**common, "range": list(self.y_range), "type": "linear", **y_axis},
        }
        self.figure.update_layout(**(layout | more))
        return self.figure


def _area_axis(title: str) -> dict[str, Any]:
    return {"tickformat": ",.0f", "title": {"text": title, "font": {"size": FONT_SIZE}}}


def _line_to_reach(projection: Projection, result: Result, days: FloatArray) -> FloatArray | None:
    """The line that a target's answer is about: its threshold, or what is occupied where land is retaken."""
    if result.central.mirror is not None:
        return np.full_like(days, -result.occupied_km2) if result.occupied_km2 > 0 else None
    return None if result.central.status is Status.DONE else projection.threshold_on(result, days)


def _range(
    lines: list[FloatArray], level: FloatArray, net: FloatArray, paths: FloatArray | None = None
) -> tuple[float, float]:
    """Room for every line and the record; the projection itself may leave it, unless it is all there is."""
    shown = [0.0, *(float(v) for line in (*lines, level) for v in (line.min(), line.max()))]
    if not lines:
        shown += [float(net.min()), float(net.max())]
    low, high = min(shown), max(shown)
    extent = max(high - low, 1.0)
    if paths is not None:
        low = min(low, max(float(paths.min()), low - LOWEST_DRAWN * extent))
    return low - (ROOM_BELOW * extent if low < 0 else 0.0), high + ROOM_ABOVE * extent


def _until(days: FloatArray, paths: FloatArray, reached: Iterable[FloatArray]) -> FloatArray:
    """Paths (shape (k, n)) to the first day on which they have reached the last of the lines, `nan` after it."""
    ends = list(reached)
    if not ends:
        return paths
    day_before = np.concatenate([[-np.inf], days[:-1]])
    return np.where(day_before < np.max(ends, axis=0)[:, None], paths, np.nan)


def _draw_reached(canvas: _Canvas, projection: Projection, result: Result, line: FloatArray, colour: str) -> None:
    """Dots where sample paths and the central answer reach a line (shape of the fan's days, km²)."""
    fan, central, name = projection.fan, result.central, vocabulary.oblast_name(result.id)
    if result.id in fan.reached_days and central.mirror is None:
        reached = fan.reached_days[result.id]
        reached = reached[np.isfinite(reached)]
        at = np.minimum(np.searchsorted(fan.days, reached, side="right") - 1, len(line) - 1)
        hovered = say("a simulated run: {oblast}", oblast=name) + "<br>%{x|%B %Y}"
        for when, y in zip(dates(canvas.start, reached), line[at], strict=True):
            canvas.dot(when, y, colour, ARRIVAL_SIZE, hovered)
    when = (central.mirror or central.when).date
    done = central.status is Status.DONE and central.mirror is None
    if when is not None and not done and (when - canvas.start).days <= canvas.last_day:
        canvas.dot(np.datetime64(when, "D"), float(line[-1]), colour, FINISH_SIZE, f"{name}<br>{HOVERED}")


def _draw_own_pace(canvas: _Canvas, result: Result, rate: float, colour: str) -> None:
    if rate <= 0 or result.central.status is Status.DONE:
        return
    ends = np.array([0.0, min(canvas.last_day, result.remaining_km2 / rate)])
    inside = say("pace seen inside {oblast}", oblast=vocabulary.oblast_name(result.id))
    canvas.line(ends, rate * ends, inside, color=colour, width=2, dash="dash")
    own = say("{oblast}’s own pace", oblast=vocabulary.region_name(result.id))
    canvas.label(float(ends[-1]), float(rate * ends[-1]), own, colour)


def _draw_record(canvas: _Canvas, record: GainSeries, level: FloatArray) -> None:
    """The record to the start as a line, what came after it dotted."""
    ends = np.array([record.starts[0].toordinal(), *(end.toordinal() for end in record.ends)], dtype=float)
    days = ends - canvas.start.toordinal()
    if days[0] < 0 < days[-1]:  # the start lies within the record: both parts meet there
        place = int(np.searchsorted(days, 0.0))
        days, level = np.insert(days, place, 0.0), np.insert(level, place, 0.0)
    since = MEANINGS["dot"]  # not within say(): some versions of Babel take any text in there for a message
    parts: tuple[tuple[Any, str, str, dict[str, Any]], ...] = (
        (days <= 0, RECORD, say("record"), {"width": 3}),
        (days >= 0, SINCE, say(since), {"width": 2.5, "dash": "dot"}),
    )
    for part, kind, name, style in parts:
        if part.sum() > 1:
            canvas.line(days[part], level[part], name, kind=kind, color=canvas.palette.text, **style)
