"""A chart as HTML that no script draws: lines that stretch to any width, words that stay the size they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from territory.charts.labels import apart
from territory.charts.palette import LIGHT
from territory.charts.shapes import Chart, Label, Mark, Points
from territory.charts.svg import path

SIDE = 1000  # of the square that the lines are drawn in
NOMINAL_HEIGHT, LABEL_HEIGHT = 240.0, 19.0  # pixels: labels keep apart in a plot that is as low as that
COLOURS: Mapping[str, str] = {
    LIGHT.text: "var(--t-ink)",
    LIGHT.muted: "var(--t-muted)",
    **{colour: f"var(--t-oblast-{place})" for place, colour in enumerate(LIGHT.oblasts)},
}
"""The colours of both themes, by that of the light one."""


def drawn(chart: Chart, alt: str) -> str:
    """A chart as HTML; every text in it is escaped here."""
    lines = "".join(map(_area, chart.areas)) + _grid(chart)
    lines += "".join(map(_line, chart.lines)) + "".join(map(_dots, chart.dots))
    gutter = max(len(text) for _, text in chart.y_ticks)
    return (
        f'<div class="t-chart" role="img" aria-label="{escape(alt)}" style="--t-gutter:{gutter + 1}ch">'
        f'<p class="t-chart-title">{escape(chart.y_title)}</p><div class="t-chart-plot">'
        f'<svg viewBox="0 0 {SIDE} {SIDE}" preserveAspectRatio="none" aria-hidden="true">{lines}</svg>'
        f"{_ticks(chart)}{_labels(chart.labels)}</div></div>"
    )


def _place(points: Points) -> Points:
    return np.column_stack([points[:, 0] * SIDE, (1.0 - points[:, 1]) * SIDE])


def _area(mark: Mark) -> str:
    return f'<path d="{path(_place(mark.points), 0)}Z" fill="{COLOURS[mark.colour]}" opacity="{mark.opacity:g}"/>'


def _line(mark: Mark) -> str:
    dash = " ".join(f"{each * mark.width:g}" for each in mark.dash)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<path d="{path(_place(mark.points), 0)}" stroke="{COLOURS[mark.colour]}" stroke-width="{mark.width:g}" '
        f'opacity="{mark.opacity:g}"{dashed}/>'
    )


def _dots(mark: Mark) -> str:
    """Dots as lines without length, whose round ends stay round in a picture that is stretched."""
    dots = "".join(f"M{x:g} {y:g}h0" for x, y in np.round(_place(mark.points)).tolist())
    return f'<path d="{dots}" stroke="{COLOURS[mark.colour]}" stroke-width="{mark.width:g}" stroke-linecap="round"/>'


def _grid(chart: Chart) -> str:
    levels = "".join(f"M0 {(1 - up) * SIDE:g}H{SIDE}" for up, _ in chart.y_ticks)
    starts = "".join(f"M{across * SIDE:g} 0V{SIDE}" for across in chart.start)
    zero = f"M0 {(1 - chart.zero) * SIDE:g}H{SIDE}"
    return (
        f'<path class="t-chart-grid" d="{levels}"/><path class="t-chart-zero" d="{zero}"/>'
        f'<path class="t-chart-start" d="{starts}"/>'
    )


def _ticks(chart: Chart) -> str:
    up = "".join(
        f'<span class="t-chart-up" style="bottom:{at:.2%}">{escape(text)}</span>' for at, text in chart.y_ticks
    )
    across = "".join(
        f'<span class="t-chart-across" style="left:{at:.2%}">{escape(text)}</span>' for at, text in chart.x_ticks
    )
    return up + across


def _labels(labels: tuple[Label, ...]) -> str:
    rising = sorted(labels, key=lambda label: label.up)
    bottoms = apart(
        [label.up * NOMINAL_HEIGHT for label in rising], LABEL_HEIGHT, highest=NOMINAL_HEIGHT - LABEL_HEIGHT
    )
    return "".join(
        f'<b class="t-chart-label" style="{_side(label)};color:{COLOURS[label.colour]};'
        f'bottom:calc({label.up:.2%} + {bottom - label.up * NOMINAL_HEIGHT:.0f}px)">{escape(label.text)}</b>'
        for label, bottom in zip(rising, bottoms, strict=True)
    )


def _side(label: Label) -> str:
    if label.to_left:
        return f"right:{1.0 - label.across:.2%}"
    return f"left:{label.across:.2%}" if label.across < 0.5 else "right:0"


def colours_of(oblasts: Sequence[str]) -> dict[str, str]:
    """A colour of both themes for each of some oblasts."""
    return {oblast: COLOURS[colour] for oblast, colour in LIGHT.of(oblasts).items()}
