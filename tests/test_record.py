"""Windows of the record: their pace is that of the rows, no edition looks ahead, and providers stand side by side."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from fractions import Fraction
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.figures import data_path
from territory.figures.evidence import Edition, Provider, edition, providers
from territory.figures.record import (
    RateWindow,
    WindowError,
    beside,
    documented_paces,
    find_window,
    named_windows,
    observed,
    own_windows,
    parse_window,
    widest_window,
)

RECORD = data_path("seeds") / "record"
EARLIER, LATER = edition("2025-08-17"), edition("2026-08-22")
COLUMNS = {
    "deepstate_land": ("deepstate.csv", "gain_land_km2"),
    "deepstate_as_drawn": ("deepstate.csv", "gain_as_drawn_km2"),
    "afp": ("afp.csv", "gain_km2"),
    **{
        f"deepstate_{oblast}": ("deepstate_oblasts.csv", oblast)
        for oblast in (
            *("kharkiv", "donetsk", "luhansk", "zaporizhzhia", "kherson"),
            *("sumy", "dnipropetrovsk", "mykolaiv"),
        )
    },
}
JULY = "afp~2025-01~2025-07"
FRONT = ("deepstate_land", "deepstate_as_drawn", "afp")


def rows(provider: str, first: str = "", last: str = "9999") -> list[tuple[str, Fraction, int]]:
    """Month, exact gain (km²) and days of a provider's rows, as the file has them."""
    file, column = COLUMNS[provider]
    with (RECORD / file).open(encoding="utf-8", newline="") as lines:
        return [
            (
                row["month"],
                Fraction(row[column]),
                (date.fromisoformat(row["to"]) - date.fromisoformat(row["from"])).days,
            )
            for row in csv.DictReader(lines)
            if first <= row["month"] <= last
        ]


def mean(provider: str, first: str, last: str) -> Fraction:
    """Sum of a window's gains over the days of its rows, exactly."""
    found = rows(provider, first, last)
    return sum((gain for _, gain, _ in found), Fraction()) / sum(days for _, _, days in found)


@st.composite
def windows(draw: st.DrawFn, known: Edition = LATER) -> RateWindow:
    """Any window that an edition has, of any provider; one that lacks no month."""
    provider = providers()[draw(st.sampled_from([*COLUMNS]))]
    months = provider.known_by(known.day).months
    first, last = sorted(draw(st.tuples(st.sampled_from(months), st.sampled_from(months))))
    if provider.oblast is not None and first < "2025-08" < last:
        last = "2025-07"
    return RateWindow(provider.id, first, last)


def window_error(provider: str, first: str, last: str) -> dict[str, str]:
    with pytest.raises(WindowError) as caught:
        RateWindow(provider, first, last)
    assert str(caught.value)
    return caught.value.problems


# The pace of a window is that of its rows.


@given(windows())
def test_the_pace_of_a_window_is_its_gains_over_the_days_of_its_rows_to_the_last_digit(window: RateWindow) -> None:
    found = observed(window, LATER)
    expected = rows(window.provider, window.from_month, window.to_month)
    assert found.mean_km2_per_day == float(mean(window.provider, window.from_month, window.to_month))
    assert found.gain_km2 == float(sum(gain for _, gain, _ in expected))
    assert found.days == sum(days for _, _, days in expected)
    assert found.series.months == window.months == tuple(month for month, _, _ in expected)


@given(windows())
def test_the_spread_of_a_window_is_that_of_its_months(window: RateWindow) -> None:
    found = observed(window, LATER)
    paces = {
        month: float(gain / days) for month, gain, days in rows(window.provider, window.from_month, window.to_month)
    }
    if len(paces) == 1:
        assert found.sd_km2_per_day is None
    else:
        assert found.sd_km2_per_day == pytest.approx(stdev(paces.values()), rel=1e-9, abs=1e-12)
    for (month, pace), extreme in ((found.slowest, min), (found.fastest, max)):
        assert pace == pytest.approx(extreme(paces.values()), rel=1e-12)
        assert paces[month] == pytest.approx(pace, rel=1e-12)


def test_the_pace_of_2024_is_3324_7_km2_of_land_in_366_days() -> None:
    found = observed(RateWindow("deepstate_land", "2024-01", "2024-12"), EARLIER)
    assert (found.gain_km2, found.days, found.rate) == (3_324.7, 366, 9.08388)


@given(windows())
def test_a_window_is_written_as_links_have_it_and_read_again(window: RateWindow) -> None:
    assert parse_window(str(window)) == window


# No edition looks ahead.


@pytest.mark.parametrize("provider", providers().values(), ids=lambda provider: str(provider.id))
@given(day=st.dates(date(2022, 11, 12), date(2027, 1, 1)))
def test_at_any_date_only_the_months_that_were_over_are_known(provider: Provider, day: date) -> None:
    known = provider.known_by(day)
    over = [
        place
        for place, month in enumerate(provider.series.months)
        if max(_first_after(month), provider.series.ends[place]) <= day and month != "2026-08"
    ]
    assert known.months == tuple(provider.series.months[place] for place in over)
    assert known.gain_km2 == tuple(provider.series.gain_km2[place] for place in over)
    assert all(end <= day for end in known.ends)


def _first_after(month: str) -> date:
    return (date.fromisoformat(f"{month}-28") + timedelta(days=4)).replace(day=1)


def test_the_month_that_an_edition_breaks_off_in_is_no_window_of_it() -> None:
    window = RateWindow("deepstate_land", "2026-08", "2026-08")
    with pytest.raises(WindowError, match="edition 2026-08-22 does not know 2026-08; of deepstate_land it has 2026-07"):
        observed(window, LATER)


@pytest.mark.parametrize("provider", FRONT)
def test_a_window_after_the_editions_date_is_refused_with_the_last_month_that_it_has(provider: str) -> None:
    window = RateWindow(provider, "2025-07", "2025-08")
    assert observed(window, LATER).days == 62
    with pytest.raises(WindowError) as caught:
        observed(window, EARLIER)
    why = f"edition 2025-08-17 does not know 2025-08; of {provider} it has 2025-07 at the latest."
    assert caught.value.problems == {"to": why}


@pytest.mark.parametrize("known", [EARLIER, LATER], ids=lambda known: str(known.id))
def test_no_named_or_neighbouring_window_goes_beyond_its_editions_date(known: Edition) -> None:
    for provider in providers():
        for each in named_windows(known, provider):
            assert all(found.series.ends[-1] <= known.day for found in beside(each.window, known))


# A window that is none is refused.


def test_all_that_is_wrong_with_a_window_is_said_at_once() -> None:
    found = window_error("isw", "2025-13", "soon")
    assert set(found) == {"provider", "from", "to"}
    assert "choose one of deepstate_land, deepstate_as_drawn, afp, " in found["provider"]
    assert found["from"] == "“2025-13” is not a month; write it as 2025-01."


@pytest.mark.parametrize(
    ("window", "part", "why"),
    [
        (
            ("deepstate_land", "2025-02", "2025-01"),
            "to",
            "2025-01 is before 2025-02; the window ends before it begins.",
        ),
        (
            ("deepstate_land", "2022-11", "2023-01"),
            "from",
            "2022-11 is not in the record of deepstate_land, which has 2022-12 to 2026-08.",
        ),
        (("afp", "2026-01", "2026-03"), "to", "2026-03 is not in the record of afp, which has 2024-05 to 2026-02."),
        (
            ("deepstate_kharkiv", "2025-01", "2025-12"),
            "window",
            "the record of deepstate_kharkiv lacks 2025-08; choose months on one side of it.",
        ),
        (("deepstate_land", "2024-01-15", "2024-12"), "from", "“2024-01-15” is not a month; write it as 2025-01."),
        (("deepstate_land", "２０２４-01", "2024-12"), "from", "“２０２４-01” is not a month; write it as 2025-01."),
        (("deepstate_land", "2024-01\n", "2024-12"), "from", "“2024-01�” is not a month; write it as 2025-01."),
    ],
)
def test_a_window_that_the_record_does_not_have_is_refused(window: tuple[str, str, str], part: str, why: str) -> None:
    assert window_error(*window) == {part: why}


@pytest.mark.parametrize("text", ["", "2024", "deepstate_land", "deepstate_land~2024-01", "a~b~c~d"])
def test_a_text_that_is_no_window_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(WindowError, match="write one such as deepstate_land~2025-01~2025-12"):
        parse_window(text)


# Windows with a name.


def test_the_windows_with_a_name_are_those_that_the_edition_has_in_full() -> None:
    found = {each.name: (each.window.from_month, each.window.to_month) for each in named_windows(EARLIER)}
    assert found["since-2022-12"] == ("2022-12", "2025-07")
    assert found["2023"] == ("2023-01", "2023-12")
    assert found["2024"] == ("2024-01", "2024-12")
    assert (found["last-12"], found["last-6"], found["last-3"]) == (
        ("2024-08", "2025-07"),
        ("2025-02", "2025-07"),
        ("2025-05", "2025-07"),
    )
    assert found["fastest-month"] == ("2024-11", "2024-11")
    assert found["slowest-month"] == ("2023-06", "2023-06")
    assert found["kharkiv"] == ("2022-12", "2025-07")
    assert "2025" not in found
    later = {each.name: (each.window.from_month, each.window.to_month) for each in named_windows(LATER)}
    assert later["2025"] == ("2025-01", "2025-12")
    assert later["last-3"] == ("2026-05", "2026-07")


def test_a_provider_that_lacks_the_last_months_of_an_edition_has_no_last_months() -> None:
    assert not {each.name for each in named_windows(LATER, "afp")} & {"last-12", "last-6", "last-3", "2023", "2024"}
    assert {"last-12", "last-6", "last-3"} <= {each.name for each in named_windows(EARLIER, "afp")}


def test_a_window_is_found_by_name_or_text() -> None:
    assert find_window("2024", EARLIER, "deepstate_as_drawn") == RateWindow("deepstate_as_drawn", "2024-01", "2024-12")
    assert find_window("afp~2025-01~2025-02", EARLIER) == RateWindow("afp", "2025-01", "2025-02")
    with pytest.raises(WindowError, match="choose one of since-2022-12, 2023, 2024, last-12"):
        find_window("2025", EARLIER)
    for look in (find_window, lambda _, known, provider: widest_window(provider, known)):
        with pytest.raises(WindowError, match="is not a provider"):
            look("2024", EARLIER, "isw")


# Inside one oblast.


def test_inside_an_oblast_august_2025_is_left_out_and_the_latest_unbroken_stretch_is_taken() -> None:
    assert "2025-08" not in {month for month, _, _ in rows("deepstate_kharkiv")}
    later = {each.name: each.window for each in own_windows(LATER)}
    assert (later["kharkiv"].from_month, later["kharkiv"].to_month) == ("2025-09", "2026-07")
    assert widest_window("deepstate_land", LATER).from_month == "2022-12"


def test_what_was_gained_in_the_oblasts_adds_up_to_the_gain_on_land() -> None:
    land = {month: gain for month, gain, _ in rows("deepstate_land")}
    inside = [{month: gain for month, gain, _ in rows(each)} for each in COLUMNS if each not in FRONT]
    assert len(inside[0]) == 43
    for month in inside[0]:
        assert abs(sum(each[month] for each in inside) - land[month]) <= Fraction("0.5"), month


# Providers side by side.


@given(windows())
def test_beside_a_window_stands_every_provider_of_the_same_area_that_has_all_of_it(window: RateWindow) -> None:
    found = beside(window, LATER)
    rivals = FRONT if window.provider in FRONT else (window.provider,)
    complete = [
        each
        for each in rivals
        if set(window.months) <= {month for month, _, _ in rows(each)} and window.to_month < "2026-08"
    ]
    assert {each.provider.id for each in found} == set(complete)
    paces = [each.mean_km2_per_day for each in found]
    assert paces == sorted(float(mean(each, window.from_month, window.to_month)) for each in complete)


def test_for_january_to_july_2025_the_providers_lie_between_11_3_and_14_9() -> None:
    found = {each.provider.id: (each.gain_km2, each.rate) for each in beside(find_window(JULY, EARLIER), EARLIER)}
    assert found == {
        "deepstate_land": (2_400.2, 11.3217),
        "deepstate_as_drawn": (2_401.3, 11.32689),
        "afp": (3_168.0, 14.9434),
    }


def test_months_whose_original_was_not_seen_are_named() -> None:
    assert providers()["afp"].second_hand == {"2024-10", "2025-11"}
    assert observed(RateWindow("afp", "2024-11", "2025-10"), LATER).second_hand == ()
    assert observed(RateWindow("afp", "2024-10", "2025-10"), LATER).second_hand == ("2024-10",)


# What an edition documents of its own window.


def test_the_documented_window_of_the_first_edition_is_known_as_drawn_and_on_land() -> None:
    assert documented_paces(EARLIER) == {"deepstate_as_drawn": 5_842 / 1_009, "deepstate_land": 6_204 / 1_009}


def test_rows_that_fill_an_editions_window_exactly_stand_in_for_figures() -> None:
    drawn = sum((gain for _, gain, _ in rows("deepstate_as_drawn", "2026-01", "2026-08")), Fraction())
    assert documented_paces(LATER) == {
        "deepstate_land": float(Fraction("775.1") / 233),
        "deepstate_as_drawn": float(drawn / 233),
    }
