"""Scenarios side by side on the page: which stand there, what is said of them, and how they are drawn."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from territory import project
from territory.answers.comparison import contributions
from territory.charts import compare as compare_chart
from territory.charts.figure import LIGHT
from territory.scenario.files import file_text, preset
from territory.scenario.links import Reading, link
from territory.scenario.scenario import Scenario, baseline, revise
from territory.text import MINUS
from territory.ui.pages import compare as page_of_compare
from territory.ui.session import Session
from territory.words import compare as words
from territory.words.vocabulary import taking
from tests.helpers import plain
from tests.ui.pages import alone, control, html, press, session

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

BY = date(2035, 1, 1)


def changed(**changes: Any) -> Scenario:
    return revise(baseline(), changes)


def new_session(scenario: Scenario) -> Session:
    return Session(scenario, Reading(scenario))


def said(*each: Scenario, result_id: str | None = "kharkiv") -> str:
    return plain(words.headline([project(scenario) for scenario in each], result_id))


# Which scenarios stand beside the reader's own.


def test_at_first_the_documented_baseline_stands_beside_a_changed_scenario_and_a_preset_beside_the_baseline() -> None:
    assert page_of_compare.others(new_session(changed(rate=9.5))) == (preset("documented-pace"),)
    assert page_of_compare.others(new_session(baseline())) == (preset("pace-of-2024"),)
    assert page_of_compare.others(new_session(preset("documented-pace"))) == (preset("pace-of-2024"),)
    (newer,) = page_of_compare.others(new_session(revise(baseline("2026-08-22"), {"rate": 8.0})))
    assert newer.edition == "2026-08-22"


def test_what_is_opened_changes_places_and_undo_changes_it_back() -> None:
    one, other, third = changed(rate=3.0), changed(rate=8.0), changed(rate=12.0)
    held = new_session(one)
    held.compared = (other, third)
    page_of_compare.open_one(held, 0)
    assert (held.scenario, page_of_compare.others(held)) == (other, (one, third))
    page_of_compare.open_one(held, 1)
    assert (held.scenario, page_of_compare.others(held)) == (third, (one, other))
    held.undo()
    assert (held.scenario, page_of_compare.others(held)) == (other, (one, third))
    held.undo()
    assert (held.scenario, page_of_compare.others(held)) == (one, (other, third))
    held.redo()
    assert (held.scenario, page_of_compare.others(held)) == (other, (one, third))
    held.change(rate=9.0)
    assert page_of_compare.others(held) == (one, third)


def test_a_kept_copy_stays_while_the_scenario_changes() -> None:
    held = new_session(changed(rate=3.0))
    page_of_compare.keep(held)
    held.change(rate=4.0)
    assert page_of_compare.others(held) == (preset("documented-pace"), changed(rate=3.0))


def test_no_more_than_four_stand_beside_each_other_and_none_twice() -> None:
    held = new_session(baseline())
    held.compared = (changed(rate=3.0), changed(rate=4.0))
    page_of_compare.paste(held, link(changed(rate=4.0)))
    assert "stands here already" in held.beside_problems["scenario"]
    page_of_compare.paste(held, link(changed(rate=5.0)))
    assert held.beside_problems == {}
    assert page_of_compare.is_full(held)
    page_of_compare.paste(held, link(changed(rate=6.0)))
    assert "remove one first" in held.beside_problems["scenario"]
    page_of_compare.keep(held)
    assert len(page_of_compare.others(held)) == 3


# The page.


def test_the_first_visit_shows_two_scenarios_and_says_what_makes_the_difference() -> None:
    body = html(alone("compare", baseline()))
    assert "about 14 years in A (Documented pace to August 2025) and about 9 years in B (The pace of 2024)" in body
    assert "Chance before 1 Jan 2035</dt><dd>21 %" in body
    assert "B stands here to begin with" in body
    assert "One assumption differs" in body
    assert "central date is about 5 years earlier than A" in body


def test_a_pasted_link_a_preset_and_a_files_text_stand_beside_the_others() -> None:
    page = alone("compare", baseline(), compared=())
    assert "Put another scenario beside it." in html(page)
    control(page.text_input, "compare.paste").set_value("https://example.org/" + link(changed(rate=3.0))).run()
    control(page.selectbox, "compare.preset").set_value("pace-of-2024").run()
    control(page.text_input, "compare.paste").set_value(file_text(changed(rate=4.0))).run()
    assert session(page).compared == (changed(rate=3.0), preset("pace-of-2024"), changed(rate=4.0))
    assert len(page.text_input) == 0
    assert control(page.get("button_group"), "compare.explained.3").value == "B"


def test_a_bad_link_is_named_and_nothing_is_lost() -> None:
    page = alone("compare", baseline())
    bad = link(baseline()).replace("horizon=50", "horizon=999")
    control(page.text_input, "compare.paste").set_value(bad).run()
    assert "horizon: 999 is out of bounds; choose a number from 1 to 300 years." in html(page)
    assert session(page).compared is None
    assert control(page.text_input, "compare.paste").value == bad
    control(page.text_input, "compare.paste").set_value("").run()
    assert "t-banner" not in html(page)


def test_one_is_removed_and_one_is_opened() -> None:
    page = alone("compare", baseline(), compared=(changed(rate=3.0), changed(rate=4.0)))
    press(page, "Remove B")
    assert session(page).compared == (changed(rate=4.0),)
    press(page, "Open B")
    assert session(page).scenario == changed(rate=4.0)
    assert session(page).compared == (baseline(),)
    assert session(page).steps == [baseline()]
    press(page, "Keep a copy of A")
    assert session(page).compared == (baseline(), changed(rate=4.0))


def test_another_oblast_and_another_of_the_others_can_be_chosen() -> None:
    page = alone("compare", baseline(), compared=(changed(rate=3.0), changed(rate=4.0)))
    control(page.selectbox, "compare.kharkiv.odesa").set_value("odesa").run()
    assert "all of Odesa oblast would be taken after" in html(page)
    assert session(page).asked_about == "odesa"
    control(page.get("button_group"), "compare.explained.2").set_value("C").run()
    assert "C’s central date is about" in html(page)


def test_scenarios_that_share_no_oblast_each_answer_for_their_own() -> None:
    turn = changed(targets=("sumy", "chernihiv"), order="in_turn")
    page = alone("compare", baseline(), compared=(turn, changed(targets=("sumy",))))
    body = html(page)
    assert "These three scenarios share no oblast" in body
    assert "Kharkiv oblast; yours, counted from" in body
    assert "All of its oblasts; counted from" in body
    assert "A and B share no oblast, so there is no difference to explain" in body
    control(page.get("button_group"), "compare.explained.2").set_value("C").run()
    assert "A and C share no oblast" in html(page)


def test_the_authors_words_are_never_html() -> None:
    bold = changed(title="<b>bold</b>", rate=2.0)
    body = html(alone("compare", changed(title="<script>alert(1)</script>"), compared=(bold,)))
    assert "<script>" not in body
    assert "<b>bold" not in body


# Words.


def test_the_sentence_says_each_answer_once() -> None:
    assert said(baseline(), changed(rate=-2.0), changed(rate=9.08388)) == (
        "If each scenario’s assumptions held, the rest of Kharkiv oblast would be taken after about 14 years in A and "
        "about 9 years in C; it would never be taken in B."
    )
    assert said(baseline(), changed(noise=300.0)).endswith("would be taken after about 14 years in both scenarios.")
    assert said(baseline(), changed(occupied=(("kharkiv", 100.0),))) == (
        "If each scenario’s assumptions held, all of Kharkiv oblast would be taken after about 14 years in A "
        "(Documented pace to August 2025); it would be occupied from the start in B (Already occupied: Kharkiv 100 %)."
    )


def test_a_scenario_without_a_title_is_known_by_what_it_changes() -> None:
    assert words.name(changed(title="Mine")) == "Mine"
    assert words.name(changed(rate=9.0), mine=True) == "Your scenario"
    assert plain(words.name(changed(rate=9.0))) == "Pace: 9 km² a day"
    assert plain(words.name(changed(rate=9.0, season=100.0, horizon=60.0))) == "Pace: 9 km² a day, and 2 more"


def test_a_card_says_what_its_answer_is_and_how_sure_it_is() -> None:
    outlook = project(baseline())
    column = words.column(outlook, outlook.projection["kharkiv"], 0, BY)
    assert (column.answer, column.detail) == ("about 14 years", "central answer, December 2039")
    assert [plain(f"{label}: {value}") for label, value in column.facts] == [
        "8 in 10 simulated runs: 7½ to 33 years",
        "Chance before 1 Jan 2035: 21 %",
        "Not within 50 years: 5 %",
    ]


def test_a_card_says_where_single_months_decide_as_the_first_page_does() -> None:
    outlook = project(changed(targets=("luhansk",), occupied=(("luhansk", 96.0),), rate=2.0))
    result = outlook.projection["luhansk"]
    assert outlook.projection.is_grainy(result)
    assert not outlook.projection.is_within_grain(result)
    column = words.column(outlook, result, 0, BY)
    assert (column.answer, column.detail) == taking(outlook, result)
    assert column.detail == "central answer; single months decide, so that none is named"


def test_only_assumptions_that_differ_are_in_the_table() -> None:
    pause = changed(pause_months=12.0, pause_start=date(2026, 1, 1), rate=9.0, occupied=(("odesa", 2.0),))
    rows = [(label, *map(plain, values)) for label, values in words.assumption_rows([baseline(), pause])]
    assert rows == [
        ("Already occupied", "Odesa 0 %", "Odesa 2 %"),
        ("Pace", "5.79 km² a day", "9 km² a day"),
        ("Pause", "none", "12 months from 1 January 2026"),
    ]


def test_shown_years_add_up_to_the_shown_whole() -> None:
    other = changed(rate=7.77, annual_change=1.3, season=55.0, pause_months=7.0, pause_start=date(2027, 3, 3))
    found = contributions(baseline(), other, "kharkiv")
    rows = words.step_rows(found)
    for column, total in zip(
        ([row.central for row in rows], [row.median for row in rows]), words.whole_row(found), strict=True
    ):
        assert round(sum(map(value, column)), 2) == value(total)
    assert "Another order would share the difference out differently" in words.contributions_notes(found)


def value(text: str) -> float:
    return float(text.replace(MINUS, "-").replace(",", ""))


def test_a_step_without_a_date_says_so_in_words_and_the_next_counts_from_the_last_that_had_one() -> None:
    other = changed(rate=20.0, start=date(2026, 1, 1), annual_change=-7.0)
    away = contributions(baseline(), changed(annual_change=-7.0, noise=300.0), "kharkiv")
    assert [row.central for row in words.step_rows(away)] == ["never", "still never"]
    assert words.whole_row(away)[0] == words.NOTHING
    assert words.contributions_finding(away, ("A", "B")) == (
        "There is no number of years between A and B: B’s central answer is never"
    )
    back = words.step_rows(contributions(changed(annual_change=-7.0), other, "kharkiv"))
    assert [row.central for row in back] == ["still never", "has a date again"]
    over = contributions(changed(rate=20.0), changed(rate=1.0, annual_change=20.0), "kharkiv")
    assert plain(words.step_rows(over)[0].central) == "not within 50 years"
    assert words.step_rows(over)[1].central.endswith(" with the row above")


def test_a_horizon_that_differs_alone_moves_no_date() -> None:
    found = contributions(baseline(), changed(horizon=80.0), "kharkiv")
    assert words.contributions_finding(found, ("A", "B")) == "A and B have the same central date"
    same = contributions(baseline(), changed(title="Another name"), "kharkiv")
    assert words.contributions_finding(same, ("A", "B")) == "A and B assume the same, so nothing differs"


# The chart.


def test_each_curve_rises_from_its_start_to_its_share_at_the_horizon_and_passes_half_at_the_mark() -> None:
    outlooks = [project(baseline()), project(changed(rate=9.08388))]
    picture = compare_chart.picture(outlooks, ["kharkiv", "kharkiv"], BY, LIGHT)
    lines = [trace for trace in picture.figure.data if trace.mode == "lines"]
    marks = [trace for trace in picture.figure.data if trace.mode == "markers"]
    assert [line.line.dash for line in lines] == ["solid", "dash"]
    assert len({line.line.color for line in lines}) == len({mark.marker.symbol for mark in marks}) == 2
    for line, mark, outlook in zip(lines, marks, outlooks, strict=True):
        runs, when = outlook.projection.runs["kharkiv"], np.asarray(line.x, dtype="datetime64[D]")
        assert (np.diff(line.y) >= 0).all()
        assert (line.y[0], line.y[-1]) == (0, pytest.approx(100 * (1 - runs.beyond_horizon), abs=0.01))
        assert len(line.y) == pytest.approx(compare_chart.GRID, abs=2)
        at = np.interp(np.datetime64(mark.x[0]).astype(float), when.astype(float), line.y)
        assert at == pytest.approx(50, abs=1)
    assert picture.title == "Half of the simulated runs finish before 2040 in A and before 2035 in B"
    assert "21 % before 1 January 2035" in plain(picture.alt)


def test_letters_at_the_ends_of_lines_keep_apart() -> None:
    placed = compare_chart.apart([100.0, 99.0, 98.0, 2.0], 20.0, (0.0, 110.0))
    assert placed == [100.0, 80.0, 60.0, 10.0]
    assert compare_chart.apart([0.0, 0.0], 20.0, (0.0, 110.0)) == [30.0, 10.0]


def test_a_curve_ends_at_its_own_horizon() -> None:
    near, far = changed(horizon=20.0), changed(rate=1.0, horizon=150.0)
    picture = compare_chart.picture([project(near), project(far)], ["kharkiv", "kharkiv"], BY, LIGHT)
    when = np.asarray(picture.figure.data[0].x, dtype="datetime64[D]")
    assert when[-1] == np.datetime64("2045-08-29")
