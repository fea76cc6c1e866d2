"""A packed figure is the figure: what the browser unpacks is what was drawn, to seven digits."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from territory.answers.outlook import project
from territory.charts import outlook as outlook_charts
from territory.charts.figure import LIGHT, packed
from territory.figures import evidence
from territory.scenario.scenario import baseline
from territory.ui import components

ANY_NUMBER = st.floats(allow_nan=True, allow_infinity=True, width=64)
BY = date(2035, 1, 1)


def unpacked(figure: go.Figure) -> dict[str, Any]:
    head, _, rest = packed(figure, alt="what it shows").partition(b"\n")
    assert json.loads(head) == {"height": figure.layout.height, "alt": "what it shows"}
    found: dict[str, Any] = json.loads(zlib.decompress(rest))
    return found


@given(arrays(np.float64, array_shapes(max_dims=1, max_side=20), elements=ANY_NUMBER))
def test_numbers_keep_seven_digits_and_what_is_none_stays_a_gap(y: np.ndarray) -> None:
    found = unpacked(go.Figure(go.Scatter(y=y)))["data"][0]["y"]
    assert [each is None for each in found] == (~np.isfinite(y)).tolist()
    finite = np.isfinite(y)
    assert np.array(found, dtype=float)[finite] == pytest.approx(y[finite], rel=1e-6, abs=0)


@given(st.lists(st.dates(), min_size=1, max_size=20))
def test_dates_stay_the_days_that_they_are(days: list[date]) -> None:
    for x in (days, np.array(days, dtype="datetime64[D]")):
        assert unpacked(go.Figure(go.Scatter(x=x)))["data"][0]["x"] == [day.isoformat() for day in days]


def test_all_else_of_a_chart_is_as_it_was() -> None:
    outlook = project(baseline())
    record = evidence.newest_edition().land_gains.since(evidence.RECORD_BEGINS)
    front = outlook_charts.front_picture(outlook, record, LIGHT)
    for picture in [front, outlook_charts.chance_picture(outlook, BY, LIGHT)]:
        figure = go.Figure(picture.figure.to_plotly_json())  # with Plotly's template, as the other charts have it
        found, drawn = unpacked(figure), json.loads(figure.to_json())
        for each in (found, drawn):
            template = each["layout"].pop("template")
            assert template["data"]["scatter"] == figure.layout.template.to_plotly_json()["data"]["scatter"]
            for trace in each["data"]:
                trace.pop("x"), trace.pop("y")
        assert found == drawn


def test_the_library_that_draws_is_the_published_file_that_its_readme_names() -> None:
    script = Path(components.__file__).parent / "assets" / "vendor" / "plotly-cartesian.min.js"
    said = script.with_name("README.md").read_text(encoding="utf-8")
    assert hashlib.sha256(script.read_bytes()).hexdigest() in said
    found = re.search(r"cartesian - minified\) v([0-9.]+)", script.read_text(encoding="utf-8")[:200])
    assert found is not None
    assert f"version {found[1]}," in " ".join(said.split())
