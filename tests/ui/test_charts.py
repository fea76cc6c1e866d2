"""Charts draw what the model returns."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from territory import project
from territory.charts import outlook as outlook_charts
from territory.charts.figure import DARK, LIGHT, Palette, palette
from territory.charts.outlook import Picture
from territory.figures.evidence import newest_edition
from territory.scenario.scenario import baseline, revise
from tests.helpers import checked

RECORD = newest_edition().land_gains.since(date(2022, 12, 1))


def drawn(**changes: Any) -> list[outlook_charts.Picture]:
    return outlook_charts.pictures(project(revise(baseline(), changes)), RECORD, LIGHT)


def line(picture: outlook_charts.Picture, name: str) -> tuple[np.ndarray, np.ndarray]:
    (trace,) = (trace for trace in checked(picture).data if trace.name == name)
    return np.asarray(trace.x, dtype="datetime64[D]"), np.asarray(trace.y, dtype=float)


def test_the_line_at_this_pace_meets_each_oblasts_line_on_its_date() -> None:
    (picture,) = drawn()
    days, net = line(picture, "at this pace")
    for oblast, need, when in (("Kharkiv", 30158.4, "2039-12-03"), ("Odesa", 33310.0, "2041-05-31")):
        place = int(np.flatnonzero(days == np.datetime64(when))[0])
        assert net[place] == pytest.approx(need, abs=0.2)
        assert set(line(picture, f"{oblast} oblast")[1]) == {need}


def test_the_record_runs_into_the_start_and_what_has_happened_since_leaves_from_it() -> None:
    (picture,) = drawn()
    for name, place in (("record", -1), ("what has happened since", 0)):
        days, level = line(picture, name)
        assert days[place] == np.datetime64(baseline().start)
        assert level[place] == 0
    assert [kind for kind, _ in picture.lines] == ["solid", "dot", "dash", "path", "band"]


def test_the_record_ends_where_it_ends_for_a_later_start() -> None:
    (picture,) = drawn(start=date(2030, 1, 1))
    days, level = line(picture, "record")
    assert days[-1] == np.datetime64("2026-08-22")
    assert level[-1] == 0
    assert "dot" not in dict(picture.lines)


def test_a_setback_lifts_the_lines_that_were_not_reached() -> None:
    (picture,) = drawn(setback_date=date(2030, 1, 1), setback_km2=1000.0)
    days, level = line(picture, "Kharkiv oblast")
    before = days <= np.datetime64("2030-01-01")
    assert set(level[before]) == {30158.4}
    assert set(level[~before]) == {31158.4}


def test_paces_of_their_own_have_a_picture_per_oblast() -> None:
    pictures = drawn(rates=(("kharkiv", 0.72),), horizon=150.0)
    assert [picture.key for picture in pictures] == ["kharkiv", "odesa"]
    days, taken = line(pictures[0], "at this pace")
    assert taken.max() == pytest.approx(30158.4, abs=0.1)
    assert days[int(taken.argmax())] == np.datetime64("2140-05-05")


def test_land_retaken_is_drawn_below_zero_down_to_what_is_occupied() -> None:
    (picture,) = drawn(rate=-2.0)
    assert set(line(picture, "Kharkiv oblast")[1]) == {-1256.6}
    assert line(picture, "at this pace")[1].max() == 0


def runs(picture: outlook_charts.Picture) -> list[np.ndarray]:
    """The drawn simulated runs, each to its end."""
    (trace,) = (trace for trace in checked(picture).data if trace.meta == outlook_charts.PATHS)
    y = np.asarray(trace.y, dtype=float)
    return [each[np.isfinite(each)] for each in np.split(y, np.flatnonzero(np.isnan(y)))][:-1]


def arrivals(picture: Picture) -> list[tuple[np.ndarray, np.ndarray]]:
    """Where the runs reach each oblast's line: dates and areas, by colour."""
    (dots,) = (trace for trace in checked(picture).data if trace.meta == outlook_charts.REACHED)
    colours, sizes = np.asarray(dots.marker.color), np.asarray(dots.marker.size)
    when, areas = np.asarray(dots.x, dtype="datetime64[D]"), np.asarray(dots.y)
    each = [(colours == colour) & (sizes == outlook_charts.ARRIVAL_SIZE) for colour in dict.fromkeys(colours)]
    return [(when[these], areas[these]) for these in each]


def test_twenty_runs_end_where_they_reach_the_last_line_or_the_picture() -> None:
    (picture,) = drawn()
    fan = project(baseline()).projection.fan
    ends = [path[-1] for path in runs(picture)]
    assert len(ends) == 20
    for end, reached in zip(ends, fan.reached_days["odesa"], strict=True):
        assert (end >= 33_309) == np.isfinite(reached)
    for (_, areas), oblast, level in zip(arrivals(picture), ("kharkiv", "odesa"), (30_158, 33_310), strict=True):
        assert len(areas) == np.isfinite(fan.reached_days[oblast]).sum()
        assert areas == pytest.approx(level, abs=1)


def test_the_bands_lie_in_each_other_and_around_the_central_line() -> None:
    (picture,) = drawn()
    bands = [trace for trace in checked(picture).data if trace.meta == outlook_charts.BAND]
    half = len(bands[0].y) // 2
    edges = [(np.asarray(b.y[:half]), np.asarray(b.y[half:])[::-1]) for b in bands]
    for (upper, lower), (inner_upper, inner_lower) in pairwise(edges):
        assert (upper >= inner_upper).all()
        assert (lower <= inner_lower).all()
    days, net = line(picture, "at this pace")
    net = net[np.isin(days, bands[0].x[:half])]  # the bands have every other of its days
    within = net < checked(picture).layout.yaxis.range[1]
    assert (edges[-1][0][within] >= net[within] - 1).all()
    assert (edges[-1][1][within] <= net[within] + 1).all()


def test_a_setback_lifts_the_dots_with_the_line() -> None:
    (picture,) = drawn(setback_date=date(2030, 1, 1), setback_km2=1000.0)
    when, areas = arrivals(picture)[0]
    assert areas[when > np.datetime64("2030-01-01")] == pytest.approx(31_158, abs=1)


def test_the_chances_are_those_of_the_runs_and_rise() -> None:
    outlook, by = project(baseline()), date(2035, 1, 1)
    picture = outlook_charts.chance_picture(outlook, by, LIGHT)
    for oblast, name in (("kharkiv", "Kharkiv oblast"), ("odesa", "Odesa oblast")):
        when, percent = line(picture, name)
        assert (np.diff(percent) >= 0).all()
        days = (when[60] - np.datetime64(baseline().start)).astype(float)
        assert percent[60] == pytest.approx(100 * outlook.projection.runs[oblast].chance_by(days), abs=0.3)
    assert "before 1 January 2035: Kharkiv oblast 21" in picture.title
    assert len({trace.line.dash for trace in checked(picture).data}) == 2


def test_the_readers_date_is_a_line_that_can_be_moved_where_it_is_in_sight() -> None:
    outlook = project(baseline())
    (own,) = checked(outlook_charts.chance_picture(outlook, date(2035, 1, 1), LIGHT)).layout.shapes
    assert str(own.x0) == "2035-01-01"
    for out_of_sight in (date(2200, 1, 1), date(2020, 1, 1)):
        assert not checked(outlook_charts.chance_picture(outlook, out_of_sight, LIGHT)).layout.shapes


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return float(np.dot(linear, [0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_of_text_stands_out_from_its_background(colours: Palette) -> None:
    for colour in (colours.text, colours.muted, *colours.oblasts):
        light, dark = sorted((luminance(colour), luminance(colours.paper)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, colour


def test_an_unknown_theme_is_light() -> None:
    assert palette(None) is LIGHT
    assert palette("dark") is DARK
