"""The record: a window of it is chosen, read, compared and taken, and never reaches beyond the edition."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from territory.answers import windows
from territory.answers.outlook import project
from territory.charts import record as record_chart
from territory.charts.figure import LIGHT
from territory.figures.evidence import edition, edition_ids, providers
from territory.figures.record import RateWindow, observed, widest_window
from territory.scenario.pace import Recorded, look_up, with_window
from territory.scenario.scenario import Scenario, baseline, revise
from territory.words import assumptions as assumptions_words
from territory.words import record as record_words
from territory.words.vocabulary import Units, shown_in
from tests.helpers import plain
from tests.ui.pages import FIRST, LATER, alone, html, session

OF_2024 = RateWindow("deepstate_land", "2024-01", "2024-12")
KHARKIV = RateWindow("deepstate_kharkiv", "2022-12", "2025-07")


def headline(page: AppTest) -> str:
    found = re.search(r'<h1 class="t-headline">(.*?)</h1>', html(page))
    assert found is not None
    return plain(unescape(re.sub("<.*?>", "", found[1])))


def choice(page: AppTest, label: str) -> Any:
    (found,) = (each for each in page.selectbox if each.label == label)
    return found


def of(scenario: Scenario, window: RateWindow) -> Recorded:
    return look_up(window, scenario.edition)


def drawn(window: RateWindow = OF_2024, edition_id: str = FIRST, **changes: Any) -> go.Figure:
    scenario = revise(baseline(edition_id), changes)
    found = of(scenario, window)
    return record_chart.window_chart(found.observed, found.known, scenario, LIGHT, 0)


# Which window is shown.


def test_without_a_choice_all_of_the_record_is_shown_and_a_window_of_the_scenario_where_it_has_one() -> None:
    assert str(windows.shown(None, baseline())) == "deepstate_land~2022-12~2025-07"
    assert windows.shown(None, with_window(baseline(), OF_2024)) == OF_2024
    assert windows.shown(KHARKIV, with_window(baseline(), OF_2024)) == KHARKIV


def test_a_choice_that_another_edition_lacks_gives_way() -> None:
    later = RateWindow("deepstate_land", "2026-01", "2026-06")
    assert windows.shown(later, baseline(LATER)) == later
    assert str(windows.shown(later, baseline(FIRST))) == "deepstate_land~2022-12~2025-07"


def test_another_provider_keeps_the_months_that_it_has() -> None:
    known = edition(LATER)
    assert windows.of_provider(OF_2024, "afp", known) == RateWindow("afp", "2024-05", "2024-12")
    across = RateWindow("deepstate_land", "2025-01", "2026-03")
    assert windows.of_provider(across, "deepstate_kharkiv", known).from_month == "2025-09"  # August is lacking
    early = RateWindow("deepstate_land", "2022-12", "2023-03")
    assert windows.of_provider(early, "afp", known) == widest_window("afp", known)


def test_a_month_beyond_the_other_end_or_a_lacking_one_takes_that_end_along() -> None:
    known = edition(LATER)
    assert windows.beginning(OF_2024, "2025-03", known).months == ("2025-03",)
    assert windows.ending(OF_2024, "2023-03", known).months == ("2023-03",)
    assert str(windows.ending(KHARKIV, "2026-03", known)) == "deepstate_kharkiv~2025-09~2026-03"
    later = RateWindow("deepstate_kharkiv", "2025-10", "2026-03")
    assert str(windows.beginning(later, "2025-02", known)) == "deepstate_kharkiv~2025-02~2025-07"


@pytest.mark.parametrize(
    ("edge", "when", "expected"),
    [
        (0, date(2024, 3, 12), ("2024-03", "2024-12")),
        (0, date(2024, 3, 20), ("2024-04", "2024-12")),
        (0, date(2026, 1, 1), ("2024-12", "2024-12")),
        (1, date(2025, 5, 2), ("2024-01", "2025-04")),
        (1, date(2030, 1, 1), ("2024-01", "2025-07")),
        (1, date(2000, 1, 1), ("2024-01", "2024-01")),
    ],
)
def test_an_edge_snaps_to_the_turn_of_a_month_that_the_edition_has(
    edge: int, when: date, expected: tuple[str, str]
) -> None:
    moved = windows.with_edge(OF_2024, edge, when, edition(FIRST))
    assert (moved.from_month, moved.to_month) == expected


@settings(max_examples=60, deadline=None)
@given(
    edition_id=st.sampled_from(edition_ids()),
    provider=st.sampled_from(list(providers())),
    edge=st.integers(0, 1),
    when=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    place=st.floats(0, 1, exclude_max=True),
)
def test_whatever_is_moved_the_window_is_one_of_the_edition(
    edition_id: str, provider: str, edge: int, when: date, place: float
) -> None:
    known = edition(edition_id)
    if provider not in windows.provider_ids(known):
        return
    months, window = windows.months(provider, known), widest_window(provider, known)
    month = months[int(place * len(months))]
    for moved in (
        windows.with_edge(window, edge, when, known),
        windows.beginning(window, month, known),
        windows.ending(window, month, known),
        *(windows.of_provider(window, other, known) for other in windows.provider_ids(known)),
    ):
        assert observed(moved, known).window == moved


def test_windows_inside_oblasts_are_offered_for_those_of_the_scenario() -> None:
    names = windows.names(OF_2024, baseline())
    assert {"since-2022-12", "2024", "last-12", "fastest-month", "slowest-month", "kharkiv"} <= names.keys()
    assert "donetsk" not in names
    assert "donetsk" in windows.names(OF_2024, revise(baseline(), {"first": ("donetsk",)}))


# Taking its pace.


def test_a_window_of_the_front_takes_the_place_of_paces_of_their_own() -> None:
    own = revise(baseline(), {"rates": (("kharkiv", 2.0),)})
    taken = with_window(own, OF_2024)
    assert (taken.rate, taken.rate_source, taken.rates) == (9.08388, str(OF_2024), ())
    assert not windows.uses(own, OF_2024)
    assert windows.uses(taken, OF_2024)
    assert not windows.uses(revise(taken, {"rate": 9.0}), OF_2024)
    assert windows.uses(with_window(own, KHARKIV), KHARKIV)
    assert not windows.uses(baseline(), RateWindow("deepstate_sumy", "2025-01", "2025-05"))


# What is said.


@pytest.mark.parametrize(
    ("scenario", "window", "said"),
    [
        (
            baseline(),
            RateWindow("deepstate_land", "2022-12", "2025-07"),
            "From December 2022 to July 2025 the front moved 6.25 km² a day by DeepState’s map on land; this scenario "
            "uses 5.79.",
        ),
        (
            with_window(baseline(), OF_2024),
            OF_2024,
            "From January to December 2024 the front moved 9.08 km² a day by DeepState’s map on land; this scenario "
            "uses that pace.",
        ),
        (
            baseline(),
            RateWindow("afp", "2025-07", "2025-07"),
            "In July 2025 the front moved 20.45 km² a day by AFP’s analysis of ISW data; this scenario uses 5.79.",
        ),
        (
            baseline(),
            RateWindow("deepstate_as_drawn", "2023-06", "2023-06"),
            "In June 2023, 10.09 km² a day came back under Ukrainian control by DeepState’s map as drawn; this "
            "scenario uses 5.79.",
        ),
        (
            baseline(),
            KHARKIV,
            "From December 2022 to July 2025, 0.71 km² a day were taken inside Kharkiv oblast by DeepState’s map on "
            "land; this scenario uses the whole front’s 5.79 there.",
        ),
        (
            revise(baseline(), {"rates": (("kharkiv", 2.0),)}),
            KHARKIV,
            "From December 2022 to July 2025, 0.71 km² a day were taken inside Kharkiv oblast by DeepState’s map on "
            "land; this scenario uses 2 there.",
        ),
    ],
    ids=["the documented pace", "its own window", "a month", "land retaken", "inside an oblast", "an own pace"],
)
def test_the_first_sentence_is_the_pace_of_the_window_and_that_of_the_scenario(
    scenario: Scenario, window: RateWindow, said: str
) -> None:
    assert plain(record_words.headline(of(scenario, window), scenario)) == said


def test_the_units_of_the_reader_are_in_the_sentence_the_facts_and_the_chart() -> None:
    found = of(baseline(), OF_2024)
    with shown_in(Units("sq_mi", "year")):
        assert plain(record_words.headline(found, baseline())) == (
            "From January to December 2024 the front moved 1,281 sq mi a year by DeepState’s map on land; this "
            "scenario uses 816."
        )
        assert record_words.facts(found.observed)[0].answer == "1,281"
        bars = next(trace for trace in drawn().data if trace.meta == record_chart.CHOSEN)
        assert np.mean(bars.y) == pytest.approx(1281, rel=0.01)
    assert np.mean(next(trace for trace in drawn().data if trace.meta == record_chart.CHOSEN).y) < 10


def test_other_providers_are_said_with_their_pace_and_second_hand_months_are_named() -> None:
    found = look_up(RateWindow("deepstate_land", "2025-01", "2025-12"), LATER)
    assert plain(record_words.others(found)) == (
        "DeepState, on land: 11.93; DeepState, as drawn: 11.94; AFP, from ISW data: 15.38, in km² a day."
    )
    assert "November 2025 as reported by a second-hand page" in record_words.others_note(found)
    afp = look_up(RateWindow("afp", "2025-01", "2025-12"), LATER)
    assert record_words.facts(afp.observed)[-1].detail == "365 days; read second hand: Nov 2025"


def test_providers_that_agree_are_said_to_and_land_that_comes_back_is_named_in_the_answer() -> None:
    june = RateWindow("deepstate_land", "2023-06", "2023-06")
    found = of(baseline(), june)
    assert plain(record_words.others_title(found)) == "Whatever the provider, the same months give −10.09 km² a day"
    now, then = project(baseline()), project(with_window(baseline(), june))
    rows = [row[1:] for row in record_words.answers(now, then)]
    assert rows == [("About 14 years", "About 4 months"), ("About 16 years", "Nothing to come back")]
    assert "would be back under Ukrainian control" in record_words.answers_note(now, then)
    assert record_words.answers_note(now, now) == "All else as in this scenario."


def test_a_pace_from_a_window_is_named_in_the_table_of_assumptions() -> None:
    (row,) = assumptions_words.changes(baseline(), with_window(baseline(), OF_2024))
    assert plain(row.yours) == "9.08 km² a day (DeepState, on land: January to December 2024)"
    unknown = revise(baseline(), {"rate": 7.0, "rate_source": "isw~2025-01~2025-12"})
    (row,) = assumptions_words.changes(baseline(), unknown)
    assert plain(row.yours) == "7 km² a day (Institute for the Study of War, 2025-01 to 2025-12)"


# The chart.


def test_every_month_is_one_bar_in_the_window_beside_it_or_hatched() -> None:
    figure = drawn()
    kinds = {trace.meta: trace for trace in figure.data if trace.type == "bar"}
    assert [len(kinds[kind].x) for kind in (record_chart.CHOSEN, record_chart.OTHER, record_chart.UNUSABLE)] == [
        *(12, 20, 13),
    ]
    assert kinds[record_chart.UNUSABLE].marker.pattern.shape == "/"
    assert record_chart.unusable("deepstate_land", edition(FIRST)) == 13
    assert record_chart.unusable("deepstate_land", edition(LATER)) == 1  # 1 to 22 August 2026 is no whole month


def test_the_edges_the_span_and_the_mean_stand_at_the_windows_own_days() -> None:
    found = look_up(OF_2024, FIRST).observed
    figure = drawn()
    assert [shape.x0 for shape in figure.layout.shapes] == ["2024-01-01", found.series.ends[-1].isoformat()]
    span = next(trace for trace in figure.data if trace.meta == record_chart.WINDOW)
    assert set(span.x) == {found.series.starts[0], found.series.ends[-1]}
    mean = next(trace for trace in figure.data if trace.meta == record_chart.MEAN)
    assert set(mean.y) == {found.mean_km2_per_day}
    assert record_chart.window_chart(found, edition(FIRST), baseline(), LIGHT, 1).layout.editrevision != (
        figure.layout.editrevision
    )


def test_the_scenarios_pace_is_a_line_where_it_is_one_and_another() -> None:
    def kinds(figure: go.Figure) -> set[str]:
        return {trace.meta for trace in figure.data}

    assert record_chart.SCENARIO in kinds(drawn())
    assert record_chart.SCENARIO in kinds(drawn(KHARKIV))
    assert record_chart.SCENARIO not in kinds(drawn(rates=(("kharkiv", 1.0), ("odesa", 1.0))))
    assert record_chart.SCENARIO not in kinds(drawn(rate=9.08388))
    assert record_chart.SCENARIO not in kinds(drawn(KHARKIV, targets=("odesa",)))


# The page.


def test_the_page_shows_the_whole_record_first_with_what_the_answer_would_be() -> None:
    page = alone("record", framed=True)
    assert headline(page).startswith("From December 2022 to July 2025 the front moved 6.25 km² a day")
    text = plain(unescape(html(page)))
    assert "The pace is from the documented figures of edition 2025-08-17." in text
    assert "This window, 6.25" in text
    assert "About 13 years" in text
    assert choice(page, "Window").value == "since-2022-12"


def test_a_named_window_and_months_of_ones_own_are_two_views_of_one_window() -> None:
    page = alone("record", framed=True)
    choice(page, "Window").select("2024").run()
    assert (choice(page, "From").value, choice(page, "To").value) == ("2024-01", "2024-12")
    choice(page, "To").select("2024-06").run()
    assert choice(page, "Window").value is None
    assert headline(page).startswith("From January to June 2024 the front moved")
    choice(page, "Whose record").select("afp").run()
    assert headline(page).startswith("From May to June 2024 the front moved")
    assert "2026-01" not in choice(page, "To").options
    assert not page.exception


def test_a_move_of_a_control_that_was_drawn_for_another_provider_counts_for_the_present_one() -> None:
    page = alone("record", framed=True)
    session(page).window = RateWindow("afp", "2025-01", "2025-07")  # news that the page has not drawn yet
    choice(page, "Window").select("2024").run()
    assert session(page).window == RateWindow("afp", "2025-01", "2025-07")  # AFP has not all of 2024 in that edition
    session(page).window = RateWindow("deepstate_as_drawn", "2025-01", "2025-07")
    choice(page, "From").select("2025-03").run()
    assert session(page).window == RateWindow("deepstate_as_drawn", "2025-03", "2025-07")


def test_a_window_of_an_oblast_that_is_not_asked_about_cannot_be_used_and_says_why() -> None:
    page = alone("record", framed=True)
    choice(page, "Whose record").select("deepstate_sumy").run()
    assert page.button(key="use_window").disabled
    assert "It cannot be used here" in html(page)
    choice(page, "Whose record").select("deepstate_kharkiv").run()
    page.button(key="use_window").click().run()
    assert dict(session(page).scenario.rates) == {"kharkiv": 0.71478}
    assert not page.exception
