"""What drives it: the sentence, the bars, the grid and the shares, whatever the scenario."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from territory.answers.drivers import Drivers, drivers, year_paces
from territory.charts import drivers as drivers_chart
from territory.figures.evidence import edition
from territory.scenario.scenario import baseline, revise
from territory.ui.pages import drivers as page_of_drivers
from territory.words import drivers as drivers_words
from territory.words.vocabulary import KM2_PER_SQ_MI, Units, shown_in
from tests.helpers import plain


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


def test_in_other_units_the_ends_of_the_bars_are_in_them() -> None:
    found = of_the_baseline()
    with shown_in(MONTHLY):
        said = plain(drivers_words.headline(found, "kharkiv"))
        rows = {row.label: row for row in drivers_chart.tornado(found, "kharkiv").rows}
        grid = drivers_chart.grid(found, "kharkiv")
    assert "the pace: at −3.6 sq mi a month, half of" in said
    assert "; at 154.1 sq mi a month, half of them" in said
    pace, scatter = rows["Pace"], rows["Month-to-month scatter"]
    assert (pace.low, pace.high, plain(pace.unit)) == ("−3.6", "154.1", "sq mi a month")
    known = edition("2025-08-17").ranges["noise"]
    shown = (f"{known.low / KM2_PER_SQ_MI:.0f}", f"{known.high / KM2_PER_SQ_MI:.0f}", "sq mi a month")
    assert (scatter.low, scatter.high, plain(scatter.unit)) == shown
    assert [cells for *_, cells in grid.rows] == [cells for *_, cells in drivers_chart.grid(found, "kharkiv").rows]
    assert "2025 to July: 133" in [mark.text for mark in grid.marks]
