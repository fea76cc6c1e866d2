"""What people type is read as they mean it, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from territory.text import MINUS, NARROW
from territory.ui.assumption import TypedError, read

BOUNDS = "−20 to 60 km²/day"
hundredths = st.integers(-10_000_000, 10_000_000).map(lambda number: number / 100)


def grouped(value: float, thousands: str, point: str) -> str:
    return f"{value:,.2f}".translate(str.maketrans({",": thousands, ".": point}))


@given(hundredths, st.sampled_from([(",", "."), (".", ","), (NARROW, "."), (" ", ","), ("", ","), ("", ".")]))
def test_every_habit_of_writing_a_number_is_the_same_number(value: float, habit: tuple[str, str]) -> None:
    text = grouped(value, *habit)
    assert read(text, BOUNDS) == value
    assert read(f"  {text.replace('-', MINUS)} ", BOUNDS) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_writes_is_read_back(value: float) -> None:
    assert read(repr(value), BOUNDS) == value


@pytest.mark.parametrize(
    ("text", "value"),
    {
        "7,5": 7.5,
        "−2": -2,
        "- 2,25": -2.25,
        "+3": 3,
        ".5": 0.5,
        ",5": 0.5,
        "0,842": 0.842,
        "5.842": 5.842,
        "1,234,567": 1234567,
        "1.234.567": 1234567,
        "1234,567": 1234.567,
        "12 345": 12345,
    }.items(),
)
def test_what_has_one_reading_is_read(text: str, value: float) -> None:
    assert read(text, BOUNDS) == value


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(["", MINUS, "-"]))
def test_one_comma_with_three_digits_behind_it_is_explained_and_never_read(whole: int, part: int, sign: str) -> None:
    text, shown = f"{sign}{whole},{part:03}", MINUS if sign else ""
    with pytest.raises(TypedError) as refused:
        read(text, BOUNDS)
    assert str(refused.value) == (
        f"“{text}” can be read in two ways; write {shown}{whole}{part:03} or {shown}{whole}.{part:03}."
    )


@pytest.mark.parametrize("text", ["abc", "nan", "inf", "5,79,1", "1.2.3", "1,23,456", "5.79 km²", "--2", "-", "½", "٣"])
def test_what_is_no_number_is_named_with_the_bounds(text: str) -> None:
    with pytest.raises(TypedError, match="is not a number; write one from −20 to 60 km²/day") as refused:
        read(text, BOUNDS)
    assert f"“{text}”" in str(refused.value)


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_refused_with_a_sentence(text: str) -> None:
    found: float | str
    try:
        found = read(text, BOUNDS)
    except TypedError as refused:
        found = str(refused)
    assert isinstance(found, float) or found.endswith(".")
