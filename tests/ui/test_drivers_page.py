"""What drives it: the sentence, the bars, the grid and the shares, whatever the scenario."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from streamlit.testing.v1 import AppTest

from territory.answers.drivers import Drivers, drivers, year_paces
from territory.charts import drivers as drivers_chart
from territory.charts.figure import LIGHT
from territory.figures.evidence import edition
from territory.scenario.links import link
from territory.scenario.scenario import Scenario, baseline, revise
from territory.ui import controls
from territory.ui.pages import drivers as page_of_drivers
from territory.ui.session import STATE
from territory.words import drivers as drivers_words
from territory.words.vocabulary import KM2_PER_SQ_MI, Units, shown_in
from tests.helpers import plain
from tests.strategies import scenarios

SCRIPT = """
from territory.ui.session import View
from territory.charts.figure import LIGHT
from territory.ui.pages import drivers
from territory.ui.session import current
drivers.show(View(current(), LIGHT))
"""


@cache
def of_the_baseline() -> Drivers:
    return drivers(baseline())


def found_for(**changes: Any) -> Drivers:
    return drivers(revise(baseline(), changes))


# The words.


def test_the_baseline_says_that_the_pace_matters_most_and_by_how_much() -> None:
    found = of_the_baseline()
    assert plain(drivers_words.headline(found, "kharkiv")) == (
        "What matters most for Kharkiv oblast is the pace: at −0.31 km² a day, half of the simulated runs do not "
        "finish within 50 years; at 13.11 km² a day, half of them finish within about 6 years."
    )
    assert plain(drivers_words.beside(found, "kharkiv")) == (
        "As the scenario stands, half of the simulated runs finish within about 14 years. Next comes how the pace "
        "changes from year to year: 11 to 20 years. The other 6 move it by 10 months at most."
    )


def test_whose_record_the_pace_is_from_is_a_bar_with_the_providers_named() -> None:
    found = of_the_baseline()
    (bar,) = (each for each in found.bars if each.key == "provider")
    label, line = drivers_words.range_line(found, bar, "kharkiv")
    assert label == "Whose record of the pace"
    assert plain(line) == (
        "5.79 to 6.15 km² a day: 13.9 years to 13.1 years. Mean pace of the scenario’s own window, "
        "12 November 2022 to 17 August 2025, by provider: DeepState, as drawn 5.79; DeepState, on land 6.15 km² a day."
    )


def test_where_nothing_is_left_or_nothing_arrives_that_is_said() -> None:
    done = found_for(targets=("kharkiv",), occupied=(("kharkiv", 100.0),))
    assert "Nothing is left to take in Kharkiv oblast" in drivers_words.headline(done, "kharkiv")
    far = found_for(targets=("ukraine",), horizon=5.0)
    assert "no assumption alone makes half of the simulated runs finish within 5 years" in drivers_words.headline(
        far, "ukraine"
    )
    assert drivers_words.shares_title(far, "ukraine").endswith("cannot be said")


def test_what_the_spread_comes_from_most_is_said() -> None:
    found = of_the_baseline()
    assert plain(drivers_words.shares_title(found, "kharkiv")) == (
        "About 63 % of the spread between simulated runs comes from the long-run pace"
    )


# The pictures.


def test_the_bars_stand_around_the_present_median_and_stop_at_the_horizon() -> None:
    drawn = drivers_chart.tornado(of_the_baseline(), "kharkiv")
    pace, *others = drawn.rows
    assert (pace.label, pace.low, pace.high) == ("Pace", "−0.31", "13.11")
    assert pace.low_at == 1.0
    assert pace.medians == "6 years to not within 50 years"
    assert pace.high_at == pytest.approx(6.2378 / 50, abs=1e-4)
    assert drawn.median_at == pytest.approx(13.918 / 50, abs=1e-4)
    assert [text for _, text in drawn.ticks] == ["0", "10", "20", "30", "40", "50"]
    widths = [abs(row.high_at - row.low_at) for row in drawn.rows]
    assert widths == sorted(widths, reverse=True)
    assert all("50 years" not in row.medians for row in others)


def test_the_grid_prints_every_median_and_marks_the_scenario_once() -> None:
    grid = drivers_chart.grid(of_the_baseline(), "kharkiv")
    cells = {(pace, change): cell for pace, _, row in grid.rows for change, cell in zip(grid.changes, row, strict=True)}
    assert [place for place, cell in cells.items() if cell.present] == [("5.79", "0")]
    assert cells["5.79", "0"].text == "14"
    assert cells["10", "+10"].text == "6"
    assert cells["1", "0"].text == drivers_words.NOTHING
    assert cells["30", "+20"].shade > cells["5.79", "0"].shade > cells["2", "0"].shade > cells["1", "0"].shade


def test_the_documented_years_stand_at_their_paces_and_apart() -> None:
    years = {each.year: each for each in year_paces(edition("2025-08-17"))}
    assert [(year, each.whole) for year, each in years.items()] == [(2023, True), (2024, True), (2025, False)]
    marks = {mark.year: mark for mark in drivers_chart.grid(of_the_baseline(), "kharkiv").marks}
    assert marks["2023"].at < 0  # slower than the first row
    rates = of_the_baseline().grid_rates
    assert rates[int(marks["2024"].at)] < years[2024].rate < rates[int(marks["2024"].at) + 1]
    assert marks["2025"].text == "2025 to July: 11.3"
    labels = [mark.label_at for mark in drivers_chart.grid(drivers(baseline("2026-08-22")), "kharkiv").marks]
    assert all(later - earlier >= drivers_chart.APART - 1e-9 for earlier, later in pairwise(labels))


def test_a_years_pace_is_its_gains_over_its_days() -> None:
    record = edition("2025-08-17").record
    (of_2024,) = (each for each in year_paces(edition("2025-08-17")) if each.year == 2024)
    months = [place for place, month in enumerate(record.months) if month.startswith("2024-")]
    assert of_2024.rate == pytest.approx(sum(record.gain_km2[m] for m in months) / 366, rel=1e-9)


@settings(max_examples=12)
@given(scenarios(2))
def test_every_scenario_can_be_drawn_and_said(scenario: Scenario) -> None:
    found = drivers(scenario)
    for name in controls.results(scenario):
        texts = [
            drivers_words.headline(found, name),
            drivers_words.beside(found, name),
            drivers_words.shares_title(found, name),
            drivers_words.shares_note(found, name),
        ]
        if not drivers_words.is_done(found, name):
            tornado, grid = drivers_chart.tornado(found, name), drivers_chart.grid(found, name)
            for row in tornado.rows:
                assert 0 <= row.low_at <= 1
                assert 0 <= row.high_at <= 1
            assert sum(cell.present for _, _, row in grid.rows for cell in row) == 1
            blocks = (
                page_of_drivers.tornado(tornado, drivers_words.present(found, name), LIGHT.text, LIGHT.paper),
                page_of_drivers.grid(grid, drivers_words.grid_note(found, ()), LIGHT.text),
                page_of_drivers.ranges(drivers_words.range_line(found, bar, name) for bar in found.bars),
            )
            texts += [drivers_words.tornado_title(found, name), drivers_words.grid_title(found, name), tornado.alt]
            texts += [re.sub(r"<[^>]*>", " ", block) for block in blocks]
        for text in texts:
            assert not {"None", "nan", "inf"} & set(re.split(r"[\s.,;:]+", plain(text)))


def test_what_is_written_in_the_pictures_is_escaped() -> None:
    row = drivers_chart.Row("<b>", "<i>", 0.0, 1.0, "<", ">", "<script>", '"x"')
    html = page_of_drivers.tornado(drivers_chart.Tornado((row,), 0.5, (), "<"), "<script>", "#000000", "#ffffff")
    assert "<script>" not in html
    assert "<b>,"[:3] not in html.replace("<b></b>", "")


def test_the_year_of_a_mark_stands_large_wherever_its_language_puts_it() -> None:
    marks = drivers_chart.grid(of_the_baseline(), "kharkiv").marks
    html = page_of_drivers.grid(drivers_chart.Grid((), (("1", False, ()),), marks), "", "#000000")
    assert "2025<small> to July: 11.3</small>" in html
    turned = (drivers_chart.Mark("2025", "7.2 до <липня> 2025", 0.0, 0.0),)
    html = page_of_drivers.grid(drivers_chart.Grid((), (("1", False, ()),), turned), "", "#000000")
    assert "<small>7.2 до &lt;липня&gt; </small>2025</span>" in html


# Other units.


MONTHLY = Units("sq_mi", "month")
PER_MONTH = 365.2425 / 12 / KM2_PER_SQ_MI


def test_in_other_units_the_ends_of_the_bars_are_in_them() -> None:
    found = of_the_baseline()
    with shown_in(MONTHLY):
        said = plain(drivers_words.headline(found, "kharkiv"))
        rows = {row.label: row for row in drivers_chart.tornado(found, "kharkiv").rows}
        texts = [said, drivers_words.beside(found, "kharkiv"), drivers_chart.tornado(found, "kharkiv").alt]
        lines = [drivers_words.range_words(bar, "kharkiv") for bar in found.bars]
    assert "the pace: at −3.6 sq mi a month, half of" in said
    assert "; at 154.1 sq mi a month, half of them" in said
    pace, scatter = rows["Pace"], rows["Month-to-month scatter"]
    assert (pace.low, pace.high, plain(pace.unit)) == ("−3.6", "154.1", "sq mi a month")
    known = edition("2025-08-17").ranges["noise"]
    shown = (f"{known.low / KM2_PER_SQ_MI:.0f}", f"{known.high / KM2_PER_SQ_MI:.0f}", "sq mi a month")
    assert (scatter.low, scatter.high, plain(scatter.unit)) == shown
    assert not [text for text in (*texts, *lines) if "km²" in text]


def test_in_other_units_the_grid_is_the_same_grid() -> None:
    found, years = of_the_baseline(), year_paces(edition("2025-08-17"))
    usual = drivers_chart.grid(found, "kharkiv")
    with shown_in(MONTHLY):
        other = drivers_chart.grid(found, "kharkiv")
        texts = [
            drivers_words.grid_title(found, "kharkiv"),
            drivers_words.grid_caption(),
            drivers_words.grid_note(found, years),
            page_of_drivers.grid(other, drivers_words.grid_caption(), LIGHT.text),
        ]
    assert [cells for *_, cells in other.rows] == [cells for *_, cells in usual.rows]
    assert [pace for pace, *_ in other.rows] == [
        f"{rate * PER_MONTH:.1f}".removesuffix(".0") for rate in found.grid_rates
    ]
    assert [(mark.at, mark.label_at) for mark in other.marks] == [(mark.at, mark.label_at) for mark in usual.marks]
    assert "2025 to July: 133" in [mark.text for mark in other.marks]
    assert plain(texts[1]) == "Pace in sq mi a month, downwards; its yearly change in %, across"
    assert not [text for text in texts if "km²" in text]


# The page.


def test_the_page_shows_the_choice_of_oblast_and_follows_it() -> None:
    page = AppTest.from_string(SCRIPT, default_timeout=60)
    for part in link(baseline()).lstrip("?").split("&"):
        key, _, value = part.partition("=")
        page.query_params[key] = value
    page.run()
    assert not page.exception
    (choice,) = page.get("button_group")
    choice.set_value("odesa").run()
    assert not page.exception
    assert page.session_state[STATE].asked_about == "odesa"
    said = plain(" ".join(block.proto.body for block in page.get("html")))
    assert "within about 7 years" in said
    assert said.count("t-grid-present") == 2
