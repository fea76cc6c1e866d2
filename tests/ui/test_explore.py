"""The page's behaviour, without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from territory.scenario.links import link
from territory.scenario.scenario import baseline, revise
from tests.ui.pages import assumption, charts, control, html, opened, press, session

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def test_the_date_first_asked_about_is_ten_years_on() -> None:
    assert "taken before 1 January 2043" in html(opened("?v=1&start=2033-05-05"))


def test_a_step_taken_back_can_be_taken_again_until_another_is_taken() -> None:
    page = opened()
    assumption(page, "rate").move(9.5)
    press(page, "Undo")
    assert session(page).scenario == baseline()
    press(page, "Redo")
    assert session(page).scenario == revise(baseline(), {"rate": 9.5})
    press(page, "Undo")
    assumption(page, "rate").move(3.0)
    assert session(page).undone == []


def test_where_all_is_occupied_there_are_no_dots() -> None:
    page = opened(f"?{link(revise(baseline(), {'occupied': (('kharkiv', 100.0),)})).lstrip('?')}")
    assert html(page).count('class="t-dots"') == 1


def test_a_pace_beyond_the_slider_is_kept_while_the_slider_stands_at_its_end() -> None:
    page = opened(link(revise(baseline(), {"rate": 55.5})))
    shown = assumption(page, "rate").data
    assert (shown["value"], shown["high"], shown["highest"]) == (55.5, 30, 60)
    assert session(page).scenario.rate == 55.5


def test_the_switch_gives_each_oblast_a_slider_at_the_same_pace_and_takes_them_away_again() -> None:
    page = opened()
    control(page.radio, "pace_mode").set_value("each").run()
    for oblast in ("kharkiv", "odesa"):
        assert assumption(page, f"rates.{oblast}").value == baseline().rate
    assumption(page, "rates.odesa").move(3.0)
    assert dict(session(page).scenario.rates) == {"kharkiv": baseline().rate, "odesa": 3.0}
    assert charts(page).keys() == {"chart.kharkiv", "chart.odesa", "chart.chance"}
    control(page.radio, "pace_mode").set_value("one").run()
    assert session(page).scenario.rates == ()


def test_no_oblast_at_all_stays_a_draft_and_the_answer_stays() -> None:
    page = opened()
    control(page.multiselect, "targets").set_value([]).run()
    assert session(page).scenario == baseline()
    assert "0 oblasts are named; choose 1 to 8." in html(page)
    control(page.multiselect, "targets").set_value(["sumy"]).run()
    assert session(page).scenario.targets == ("sumy",)
    assert "0 oblasts are named" not in html(page)


def test_an_oblast_counted_first_and_asked_about_is_refused_beside_its_control() -> None:
    page = opened()
    control(page.multiselect, "first").set_value(["kharkiv"]).run()
    assert "kharkiv is already one of the oblasts asked about" in html(page)
    assert session(page).scenario.first == ()


def test_two_shares_of_the_pace_always_add_up() -> None:
    page = opened()
    control(page.get("button_group"), "order").set_value("together").run()
    assert dict(session(page).scenario.split) == {"kharkiv": 50, "odesa": 50}
    assumption(page, "split.kharkiv").move(80)
    assert dict(session(page).scenario.split) == {"kharkiv": 80, "odesa": 20}


def test_each_change_can_be_reset_by_itself_and_all_together() -> None:
    changed = revise(baseline(), {"rate": 9.5, "annual_change": -2.0, "occupied": (("kharkiv", 10.0),)})
    page = opened(link(changed))
    page.button(key="reset.rate").click().run()
    assert session(page).scenario == revise(changed, {"rate": baseline().rate})
    page.button(key="reset.occupied").click().run()
    assert session(page).scenario == revise(baseline(), {"annual_change": -2.0})
    next(button for button in page.button if button.label.startswith("Reset all")).click().run()
    assert session(page).scenario == baseline()
    for steps in range(3):
        press(page, "Undo")
        assert session(page).steps[: 2 - steps] == session(page).steps
    assert session(page).scenario == changed


@pytest.mark.parametrize("query", ["", "?utm_source=letter&fbclid=1", "?embed=true"])
def test_no_known_key_means_the_baseline_without_a_banner(query: str) -> None:
    page = opened(query)
    assert session(page).scenario == baseline()
    assert "t-banner" not in html(page)


def test_a_banner_says_what_was_refused_and_what_is_used_instead() -> None:
    page = opened("?v=1&rate=nan&horizon=999")
    body = html(page)
    assert "rate: “nan” is not a number; write one such as 5.79. Used instead: 5.79 km² a day." in body
    assert "horizon: 999 is out of bounds; choose a number from 1 to 300 years. Used instead: 50 years." in body
    assert "Missing, and taken from the defaults: edition, start" in body


def test_the_authors_words_are_shown_as_they_are_and_never_as_html() -> None:
    page = opened("?v=1&title=<script>alert(1)</script>&note=*bold*")
    body = html(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body
    assert "<script>" not in body
    assert "*bold*" in body


def test_the_short_address_stays_until_the_first_change() -> None:
    page = opened("?scenario=pace-of-2024")
    assert session(page).query == "?scenario=pace-of-2024"
    assumption(page, "rate").move(4.0)
    assert session(page).query == link(session(page).scenario)


def test_a_presets_name_and_note_do_not_stay_on_a_scenario_that_is_another() -> None:
    page = opened("?scenario=land-retaken")
    assert session(page).scenario.title == "Land retaken at 2 km² a day"
    assumption(page, "rate").move(4.0)
    assert (session(page).scenario.title, session(page).scenario.note) == ("", "")
    control(page.text_input, "title").set_value("My own").run()
    assumption(page, "rate").move(5.0)
    assert session(page).scenario.title == "My own"


def test_a_broken_file_among_the_scenarios_is_named_and_hides_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from territory.scenario import files as shelf

    (tmp_path / "good.json").write_text('{"format": 1, "title": "A good one", "rate": 3}', encoding="utf-8")
    (tmp_path / "broken.json").write_text('{"format": 1, "rate": "fast"}', encoding="utf-8")
    monkeypatch.setattr(shelf, "data_path", lambda _name: tmp_path)
    page = opened("?scenario=good")
    assert session(page).scenario.rate == 3
    assert "“broken” in scenarios/ cannot be used; the others can." in html(page)
    assert "“fast” is not a number" in html(page)
