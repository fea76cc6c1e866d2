"""A figure in few bytes, for the way to the browser; plot.js unpacks it."""

from __future__ import annotations

import base64
import json
import math
import zlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from territory.charts.figure import Drawing

LEVEL = 4  # a twentieth larger than the usual level, in half its time
WRITTEN = "%.7g"  # seven digits
DAYS_KEPT = 2**14  # days in writing: a move of the page has a thousand, nearly all as it had them before
UNUSED_LAYOUT = ("coloraxis", "colorscale", "geo", "mapbox", "polar", "scene", "ternary")  # of plots that we never draw


def packed(figure: go.Figure | Drawing, **about: Any) -> bytes:
    """A line of JSON with what is said about the figure and its height, then the figure as JSON, compressed (zlib).

    Rounded numbers and days are written out, which compresses to half of what Plotly's packed binary numbers do;
    numbers keep seven digits. The template's parts for other kinds of plot are left out.
    """
    whole = figure.to_plotly_json()
    layout, kinds = whole["layout"], {trace["type"] for trace in whole["data"]}
    if "template" in layout:
        layout = {**layout, "template": _used(layout["template"], kinds)}
    text = json.dumps(plain({"data": whole["data"], "layout": layout}), separators=(",", ":"), default=str)
    head = json.dumps({"height": layout.get("height"), **about}, separators=(",", ":"))
    return head.encode() + b"\n" + zlib.compress(text.encode(), LEVEL)


def _used(template: Mapping[str, Any], kinds: set[str]) -> dict[str, Any]:
    data = {kind: traces for kind, traces in template.get("data", {}).items() if kind in kinds}
    layout = {key: value for key, value in template.get("layout", {}).items() if key not in UNUSED_LAYOUT}
    return {"data": data, "layout": layout}


def plain(part: Any) -> Any:
    """Arrays as lists, dates as text, numbers with seven digits: what can be written as JSON."""
    if isinstance(part, Mapping):
        return _list(_array(part)) if "bdata" in part else {key: plain(value) for key, value in part.items()}
    if isinstance(part, np.ndarray):
        return _list(part)
    if isinstance(part, list | tuple):
        return [plain(value) for value in part]
    return part.item() if isinstance(part, np.generic) else part


def _array(packed_by_plotly: Mapping[str, Any]) -> NDArray[Any]:
    """The array of Plotly's own way to pack one."""
    values = np.frombuffer(base64.b64decode(packed_by_plotly["bdata"]), dtype=packed_by_plotly["dtype"])
    shape = str(packed_by_plotly.get("shape", "-1"))
    return values.reshape([int(side) for side in shape.split(",")])


def _list(values: NDArray[Any]) -> list[Any]:
    if values.dtype.kind == "M":
        return list(map(_day, values.astype("datetime64[D]").astype(int).tolist()))
    return [_number(each) if isinstance(each, float) else plain(each) for each in values.tolist()]


@lru_cache(maxsize=DAYS_KEPT)
def _day(since_1970: int) -> str:
    return str(np.datetime64(since_1970, "D"))


def _number(value: float) -> float | int | None:
    if value.is_integer():
        return int(value)
    return float(WRITTEN % value) if math.isfinite(value) else None
