"""The map: what is said, what is drawn, and what the page's controls do."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory import project
from territory.answers.control import COURSES, Course, Standing, last_day, standings
from territory.answers.outlook import Outlook
from territory.charts import map as map_chart
from territory.charts.figure import DARK, LIGHT, Palette
from territory.charts.outlook import Picture
from territory.scenario.scenario import Scenario, baseline, revise
from territory.ui.pages import map as page_of_map
from territory.words import map as map_words
from territory.words.vocabulary import Units, shown_in
from tests.helpers import plain
from tests.strategies import scenarios
from tests.ui.pages import alone, html, session

BY = date(2035, 1, 1)
MILES = Units("sq_mi", "month")
MOST_BYTES = 60_000


def stood(when: date, course: Course = "central", **changes: Any) -> tuple[Outlook, tuple[Standing, ...]]:
    outlook = project(revise(baseline(), changes))
    return outlook, standings(outlook, when, course)


def headline(when: date = BY, course: Course = "central", **changes: Any) -> str:
    outlook, found = stood(when, course, **changes)
    return plain(map_words.headline(outlook, when, course, found))


def explained(when: date = BY, course: Course = "central", **changes: Any) -> str:
    outlook, found = stood(when, course, **changes)
    return plain(map_words.explained(outlook, when, course, found))


def drawn(when: date = BY, course: Course = "central", palette: Palette = LIGHT, **changes: Any) -> Picture:
    outlook, found = stood(when, course, **changes)
    return map_chart.map_picture(outlook, when, found, palette)


# Words.


def test_the_headline_is_the_condition_with_the_share_of_each_oblast() -> None:
    assert headline() == (
        "If Russian forces kept taking 5.79 km² a day, all of it in one oblast, about 67 % of Kharkiv oblast or 59 % "
        "of Odesa oblast would be under Russian control by 1 January 2035."
    )
    assert explained() == (
        "At the start, 30 August 2025: 4 % of Kharkiv oblast and none of Odesa oblast. Each oblast is a question of "
        "its own, as if the whole front were there alone: the shares do not add up."
    )


@pytest.mark.parametrize(
    ("when", "course", "changes", "sentence"),
    [
        (
            baseline().start,
            "central",
            {},
            "At the start, 30 August 2025, 4 % of Kharkiv oblast and none of Odesa oblast is",
        ),
        (BY, "slow", {}, "in a slow simulated run about 33 % of Kharkiv oblast or 27 % of Odesa oblast would be"),
        (BY, "fast", {}, "in a fast simulated run all of Kharkiv oblast or Odesa oblast would be under"),
        (BY, "central", {"order": "in_turn"}, "about 67 % of Kharkiv oblast and none of Odesa oblast would be under"),
        (
            BY,
            "central",
            {"rate": 0.0},
            "If the front did not move, about 4 % of Kharkiv oblast or none of Odesa oblast",
        ),
        (BY, "central", {"targets": ("ukraine",)}, "about 22 % of Ukraine would be under Russian control by"),
        (date(2026, 8, 1), "central", {"rate": -2.0}, "about 1.9 % of Kharkiv oblast or none of Odesa oblast would be"),
        (date(2026, 8, 1), "central", {"rate": -2.0, "targets": ("kharkiv",)}, "Kharkiv oblast would still be under"),
        (BY, "central", {"occupied": (("kharkiv", 100.0),)}, "all of Kharkiv oblast or 59 % of Odesa oblast"),
    ],
)
def test_the_headline_says_what_was_chosen(when: date, course: Course, changes: dict[str, Any], sentence: str) -> None:
    assert sentence in headline(when, course, **changes)


def test_a_simulated_run_is_explained_by_how_many_go_further() -> None:
    assert "Slow: 1 in 10 simulated runs have no more taken by then." in explained(course="slow")
    assert "Middle: half of the simulated runs have as much or more taken by then." in explained(course="middle")
    assert "Fast: 1 in 10 simulated runs have as much or more back by then." in explained(course="fast", rate=-2.0)


def test_only_questions_of_their_own_do_not_add_up() -> None:
    assert "do not add up" not in explained(order="in_turn")
    assert "do not add up" not in explained(targets=("kharkiv",))
    assert "Sumy and Poltava oblasts are counted first, in this order." in explained(first=("sumy", "poltava"))


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "none"),
        (0.0001, "less than 0.1 %"),
        (0.009, "0.9 %"),
        (0.04, "4 %"),
        (0.666, "67 %"),
        (0.9899, "99 %"),
        (0.999, "more than 99 %"),
        (1.0, "all"),
    ],
)
def test_a_share_has_about_two_figures_and_is_all_only_where_it_is_all(share: float, words: str) -> None:
    assert plain(map_words.share(share)) == words


@pytest.mark.parametrize(
    ("when", "changes", "title"),
    [
        (
            BY,
            {},
            "By 1 January 2035, 10,000 km² of Kharkiv oblast and 14,000 km² of Odesa oblast would be left, each asked",
        ),
        (BY, {"rate": 20.0, "order": "in_turn"}, "By 1 January 2035, nothing would be left to take of"),
        (
            BY,
            {"rate": 60.0},
            "By 1 January 2035, nothing would be left to take of Kharkiv and Odesa oblasts, each asked alone",
        ),
        (BY, {"targets": ("sumy", "odesa", "kharkiv"), "order": "in_turn"}, "none of 3 oblasts would be under Russian"),
        (date(2026, 8, 1), {"rate": -2.0}, "By 1 August 2026, 670 km² of Kharkiv oblast would be back under Ukrainian"),
        (date(2026, 8, 1), {"rate": -2.0, "targets": ("odesa",)}, "nothing would be back under Ukrainian control"),
        (baseline().start, {}, "What is occupied at the start, 30 August 2025"),
    ],
)
def test_the_title_says_what_would_be_left_or_back(when: date, changes: dict[str, Any], title: str) -> None:
    assert title in plain(drawn(when, **changes).title)


def test_the_caption_always_says_that_nothing_is_said_of_where() -> None:
    for changes, unit in (({}, "an oblast"), ({"targets": ("ukraine",)}, "the country"), ({"rate": -1.0}, "an oblast")):
        said = map_words.caption(revise(baseline(), changes))
        assert said.startswith(f"Only how much of {unit} would be ")
        assert "never where in it: the shade fills all of it evenly." in said
        assert "Crimea and Sevastopol are Ukrainian territory occupied since 2014" in said
    assert "Natural Earth" in map_words.source_line(baseline())


def test_the_table_is_exact_and_says_what_is_back_where_land_is_retaken() -> None:
    outlook, found = stood(BY)
    assert [plain(text) for text in vars(map_words.row(outlook.scenario, found[0])).values()] == [
        *("kharkiv", "Kharkiv oblast", "4 %", "19,749", "62.87 %", "66.87 %", "10,409")
    ]
    outlook, found = stood(date(2026, 8, 1), rate=-2.0)
    row = map_words.row(outlook.scenario, found[0])
    assert (row.change_km2, row.rest_km2) == ("672", "585")
    assert map_words.head(outlook.scenario, date(2026, 8, 1))[-1].startswith("Still occupied")


def test_the_table_escapes_what_it_is_given() -> None:
    row = map_words.Row("kharkiv", "<b>", *["<i>"] * 5)
    html = page_of_map.table(["<u>"] * 6, [row], {})
    assert "<b>" not in html
    assert "<i>" not in html
    assert "<u>" not in html


def test_the_table_is_in_the_units_that_are_chosen() -> None:
    outlook, found = stood(BY)
    with shown_in(MILES):
        row = vars(map_words.row(outlook.scenario, found[0]))
        assert map_words.head(outlook.scenario, BY)[2::3] == ("Taken by 1 Jan 2035, sq mi", "Left, sq mi")
    assert [plain(text) for text in row.values()] == [
        *("kharkiv", "Kharkiv oblast", "4 %", "7,625", "62.87 %", "66.87 %", "4,019")
    ]


def test_the_title_rounds_the_area_that_is_shown() -> None:
    with shown_in(MILES):
        assert plain(drawn().title).startswith(
            "By 1 January 2035, 4,000 sq mi of Kharkiv oblast and 5,200 sq mi of Odesa oblast would be left"
        )
        back = plain(drawn(date(2026, 8, 1), rate=-2.0).title)
        little = plain(drawn(date(2025, 8, 31), rate=-2.0).title)
    assert back == "By 1 August 2026, 260 sq mi of Kharkiv oblast would be back under Ukrainian control"
    assert "less than 1 sq mi of Kharkiv oblast" in little
    assert "2 km² of Kharkiv oblast" in plain(drawn(date(2025, 8, 31), rate=-2.0).title)


@given(scenarios(), st.sampled_from(COURSES), st.floats(0, 1))
def test_every_moment_and_course_can_be_said_and_drawn(scenario: Scenario, course: Course, at: float) -> None:
    outlook = project(scenario)
    when = scenario.start + at * (last_day(outlook) - scenario.start)
    found = standings(outlook, when, course)
    picture = map_chart.map_picture(outlook, when, found, DARK)
    texts = [map_words.headline(outlook, when, course, found), map_words.explained(outlook, when, course, found)]
    for text in [*texts, picture.title, picture.alt, *(map_words.hover(each, when) for each in found)]:
        assert re.search(r"None|nan|inf |  |, ,|−0 |about (none|all|less|more)", plain(text)) is None, text
    assert len(picture.figure.to_json()) <= MOST_BYTES


# The drawing.


def outline_of(picture: Picture, oblast: str) -> Any:
    return next(trace for trace in picture.figure.data if trace.fill and trace.text.startswith(f"<b>{oblast}"))


def texts(picture: Picture) -> list[str]:
    return [plain(text) for trace in picture.figure.data if trace.mode == "text" for text in trace.text]


def test_three_kinds_are_told_apart_by_pattern_shade_and_outline() -> None:
    picture = drawn()
    kharkiv, donetsk, poltava, odesa = (
        outline_of(picture, name) for name in ("Kharkiv", "Donetsk", "Poltava", "Odesa")
    )
    assert kharkiv.line.width == odesa.line.width == 3 > donetsk.line.width == poltava.line.width
    assert donetsk.fillpattern.shape == kharkiv.fillpattern.shape == "/"
    assert donetsk.fillpattern.solidity > kharkiv.fillpattern.solidity
    assert poltava.fillpattern.shape is odesa.fillpattern.shape is None
    assert poltava.fillcolor == donetsk.fillpattern.bgcolor == LIGHT.paper
    assert odesa.fillcolor != LIGHT.paper


def test_the_shares_are_printed_on_the_map_and_told_in_the_alternative_text() -> None:
    picture = drawn()
    assert {"<b>4 → 67 %</b>", "<b>0 → 59 %</b>", "75 %", "Poltava"} <= set(texts(picture))
    assert "Kharkiv oblast 4 → 67 %; Odesa oblast 0 → 59 %" in plain(picture.alt)
    assert "All other regions: none." in picture.alt


def test_what_is_taken_is_shaded_more_than_a_little_later() -> None:
    early, late = (outline_of(drawn(date(year, 1, 1)), "Odesa").fillcolor for year in (2028, 2038))
    assert sum(bytes.fromhex(late[1:])) < sum(bytes.fromhex(early[1:]))


def test_what_came_back_is_no_longer_hatched() -> None:
    before, after = (drawn(baseline().start + timedelta(days), rate=-2.0) for days in (1, 640))
    assert outline_of(before, "Kharkiv").fillpattern.shape == "/"
    assert outline_of(after, "Kharkiv").fillpattern.shape is None


def test_what_is_counted_first_has_a_dashed_outline() -> None:
    assert outline_of(drawn(first=("sumy",)), "Sumy").line.dash


def test_the_whole_country_is_one_shade() -> None:
    picture = drawn(targets=("ukraine",))
    assert len({trace.fillcolor for trace in picture.figure.data if trace.fill}) == 1
    assert texts(picture) == ["<b>Ukraine<br>19 → 22 %</b>"]


def test_a_label_stands_inside_its_region_and_the_map_is_true_to_scale() -> None:
    for name, shape in map_chart.shapes().items():
        if name not in map_chart.ASIDE:
            point = [list(map(float, shape.middle))]
            largest = max(shape.rings, key=len).astype(float)
            assert map_chart._inside(map_chart.np.array(point), largest).all(), name
    width, height = (
        max(ring[:, axis].max() for shape in map_chart.shapes().values() for ring in shape.rings) for axis in (0, 1)
    )
    assert (width / 10, height / 10) == (pytest.approx(1_330, rel=0.02), pytest.approx(893, rel=0.02))  # km


# The page.

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_date_is_the_readers_own_until_the_map_has_one() -> None:
    page = alone("map")
    session(page).asked_by = date(2030, 1, 1)
    page.run()
    assert "by 1 January 2030." in html(page)
    page.select_slider[0].set_value(date(2040, 1, 1)).run()
    assert "by 1 January 2040." in html(page)
    assert page.date_input[0].value == date(2040, 1, 1)
    assert session(page).asked_by == date(2030, 1, 1)
    assert session(page).scenario == baseline()


def test_a_typed_date_counts_and_the_slider_stands_at_the_nearest() -> None:
    page = alone("map")
    page.date_input[0].set_value(date(2031, 3, 5)).run()
    assert "by 5 March 2031." in html(page)
    assert page.select_slider[0].value == date(2031, 1, 1)


def test_a_date_beyond_what_is_drawn_is_its_end_and_comes_back_with_room_for_it() -> None:
    page = alone("map")
    page.date_input[0].set_value(date(2070, 1, 1)).run()
    session(page).change(rate=30.0)
    page.run()
    assert "by 1 January 2070." not in html(page)
    session(page).change(rate=baseline().rate)
    page.run()
    assert "by 1 January 2070." in html(page)


def test_where_the_readers_own_date_is_too_late_the_map_stands_in_the_middle() -> None:
    assert "by 1 August 2026." in html(alone("map", revise(baseline(), {"rate": -2.0})))
