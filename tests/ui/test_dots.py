"""The twenty dots: every one drawn, on the right side of the reader's date."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory import project
from territory.charts.answer_parts import (
    LAST_BIN_AT,
    LATER_APART,
    LATER_AT,
    LATER_HIGH,
    Dots,
    dotplot,
    layout,
)
from territory.scenario.scenario import baseline
from territory.text import NARROW
from territory.words import answer as answer_words

START = date(2025, 8, 30)
times = st.lists(st.none() | st.floats(0.0, 110_000.0), min_size=20, max_size=20).map(
    lambda days: sorted(days, key=lambda each: (each is None, each))
)


@given(times, st.integers(1, 150_000))
def test_every_dot_is_drawn_on_its_side_of_the_date(days: list[float | None], by_day: int) -> None:
    dots = layout(days, START, START + timedelta(days=by_day))
    assert len(dots.dots) == 20
    assert dots.count("before") == sum(each is not None and each < by_day for each in days)
    assert dots.count("later") == days.count(None)
    for dot in dots.dots:
        if dot.kind == "later":
            assert LATER_AT - 3.01 * LATER_APART <= dot.across <= LATER_AT
            assert dot.place < LATER_HIGH
        else:
            assert 0 <= dot.across < min([one.across for one in dots.dots if one.kind == "later"], default=1.0) - 0.05
            if dots.by_across is not None:
                assert (dot.across < dots.by_across) == (dot.kind == "before")


@given(times, st.integers(1, 150_000))
def test_dots_stand_on_each_other_and_in_the_order_of_time(days: list[float | None], by_day: int) -> None:
    dots = layout(days, START, START + timedelta(days=by_day))
    in_time = [dot.across for dot in dots.dots if dot.kind != "later"]
    assert in_time == sorted(in_time)
    stacks: dict[float, list[int]] = {}
    for dot in dots.dots:
        stacks.setdefault(dot.across, []).append(dot.place)
    for places in stacks.values():
        assert places == list(range(len(places)))
    assert dots.height == max(len(places) for places in stacks.values())


@given(times, st.integers(1, 150_000))
def test_ticks_rise_from_left_to_right_and_are_few(days: list[float | None], by_day: int) -> None:
    ticks = layout(days, START, START + timedelta(days=by_day)).ticks
    assert len(ticks) <= 8
    places = [across for across, _ in ticks]
    assert places == sorted(set(places))
    assert all(0 <= across <= LAST_BIN_AT for across in places)
    assert len({text for _, text in ticks}) == len(ticks)


def of_the_baseline() -> Dots:
    days = project(baseline()).projection.runs["kharkiv"].dots()
    return layout(days, START, date(2035, 1, 1))


def test_the_baselines_dots_are_four_before_2035_and_one_later() -> None:
    dots = of_the_baseline()
    assert (dots.count("before"), dots.count("after"), dots.count("later")) == (4, 15, 1)
    assert [text for _, text in dots.ticks] == ["2040", "2050", "2060"]


def test_a_date_far_from_all_dots_does_not_squeeze_them() -> None:
    near = layout([100.0 + n for n in range(20)], START, date(2300, 1, 1))
    assert near.by_across is None
    assert near.count("before") == 20
    assert near.dots[-1].across - near.dots[0].across > 0.5
    assert all(text[:3].isalpha() for _, text in near.ticks)


def test_the_words_count_what_the_dots_show() -> None:
    outlook = project(baseline())
    card = answer_words.card(outlook, outlook.projection["kharkiv"], date(2035, 1, 1))
    assert card.dots.replace(NARROW, " ") == (
        "Of 20 simulated runs, 4 before 1 January 2035, 15 after it, 1 not within 50 years."
    )
    html = dotplot(of_the_baseline(), card.dots, card.by, "#123456")
    assert html.count('<i class="t-dot-') == 20
    assert html.count("t-dot-before") == 4
    assert ">later<" in html
    assert ">2035<" in html


@pytest.mark.parametrize("text", ["<script>", '" onload="x'])
def test_words_beside_the_dots_are_escaped(text: str) -> None:
    assert text not in dotplot(of_the_baseline(), text, text, "#123456")
