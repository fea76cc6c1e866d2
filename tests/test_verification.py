"""The checks of the method text: each holds, and the text prints what they find."""

from __future__ import annotations

import math

import pytest

from territory.text import MINUS, NARROW
from territory.words.evidence import METHOD
from tools import verification
from tools.verification import (
    BACKTEST,
    BY_NAME,
    CALIBRATION,
    CHECKS,
    FROZEN,
    VERIFICATION,
    Check,
    between,
    figure,
    measured,
    replaced,
)

TEXT = METHOD.read_text(encoding="utf-8")
NAMES = [check.name for check in CHECKS]
SHORT = [f"{n}. {name[:60]}" for n, name in enumerate(NAMES, 1)]  # longer ones are not shown
# What is only rounding differs between processors and libraries by the order in which the same sums are done.
ROUNDING_FACTOR = 3.0
LAST_BITS = 1e-15


def printed() -> dict[str, str]:
    """What the text says was found, by the names of the checks."""
    rows = [line.strip("| ").split(" | ") for line in between(TEXT, VERIFICATION).splitlines()[2:]]
    return {row[0]: row[-1] for row in rows}


def agrees(said: str, value: float) -> bool:
    """Whether a printed number is a measured one, but for what another processor may change.

    Rounding errors may be larger or smaller by a factor; all others come from fixed points and fixed seeds, so that
    only what lies at the edge of a digit can be printed otherwise.
    """
    number = said.split(NARROW)[0].replace(MINUS, "-").replace(",", "")
    if value < verification.ROUNDING:
        largest, smallest = max(float(number), value), min(float(number), value)
        return largest <= LAST_BITS or largest <= ROUNDING_FACTOR * smallest
    digits, _, exponent = number.partition("e")
    last = 10.0 ** (int(exponent or 0) - len(digits.partition(".")[2]))
    return abs(float(number) - value) <= 1.5 * last


@pytest.mark.parametrize("name", NAMES, ids=SHORT)
def test_what_is_found_is_allowed_and_is_what_the_text_prints(name: str) -> None:
    assert BY_NAME[name].holds(measured(name)), measured(name)
    assert agrees(printed()[name], measured(name)), (printed()[name], measured(name))


def test_the_text_has_every_check_with_what_is_allowed_and_no_other() -> None:
    found = printed()
    assert list(found) == NAMES
    lines = {check.name: f"| {check.name} | {check.allowed} | {found[check.name]} |" for check in CHECKS}
    assert between(TEXT, VERIFICATION).splitlines()[2:] == list(lines.values())


def test_the_text_prints_the_fit_of_every_record() -> None:
    assert between(TEXT, CALIBRATION) == verification.calibration_table()


def test_the_text_prints_how_it_would_have_done_as_it_is_kept() -> None:
    assert between(TEXT, BACKTEST) == verification.backtest_table()
    assert between(TEXT, FROZEN) == verification.frozen_table()


# The tables themselves.


@pytest.mark.parametrize(
    ("value", "text"),
    [
        *(
            (0.0, "0"),
            (0.00163, "0.0016"),
            (0.003, "0.003"),
            (0.519, "0.52"),
            (1.0, "1"),
            (77.7, "78"),
            (1_234.0, "1,234"),
        ),
        *((3.4e-13, f"3e{MINUS}13"), (1e-9, f"1e{MINUS}9"), (4.76e-8, f"4.8e{MINUS}8"), (2e-4, f"2e{MINUS}4")),
        *((1_234.0, "1,234"), (math.inf, "inf")),
    ],
)
def test_numbers_are_printed_to_two_digits_and_rounding_to_one(value: float, text: str) -> None:
    assert figure(value) == text


def test_a_check_says_what_it_allows_with_its_unit() -> None:
    days = Check("x", 1.0, lambda: 0.0, "days")
    assert (days.allowed, days.shown(0.44)) == (f"1{NARROW}day", f"0.44{NARROW}days")
    assert Check("x", 46.0, lambda: 0.0, "%", 36.0).allowed == f"36 to 46{NARROW}%"
    assert Check("x", 1e-9, lambda: 0.0).allowed == f"1e{MINUS}9"


def test_a_check_holds_within_its_bounds_and_for_no_number_that_is_none() -> None:
    check = Check("x", 46.0, lambda: 0.0, "%", 36.0)
    assert [check.holds(value) for value in (35.9, 36.0, 46.0, 46.1, math.nan, math.inf)] == [
        *(False, True, True),
        *(False,) * 3,
    ]


@pytest.mark.parametrize(
    ("said", "value", "same"),
    [
        ("0", 0.0, True),
        ("0", 2.2e-16, True),
        (f"2e{MINUS}14", 5e-14, True),
        (f"2e{MINUS}14", 9e-14, False),
        ("0", 1e-12, False),
        ("0.0016", 0.00163, True),
        ("0.0016", 0.00174, True),
        ("0.0016", 0.00176, False),
        (f"6.2e{MINUS}6", 6.24e-6, True),
        (f"6.2e{MINUS}6", 6.4e-6, False),
        (f"78{NARROW}%", 77.4, True),
        (f"78{NARROW}%", 80.0, False),
    ],
)
def test_a_printed_number_is_held_to_its_last_digit_and_rounding_to_its_size(
    said: str, value: float, same: bool
) -> None:
    assert agrees(said, value) is same


def test_a_table_replaces_what_stands_between_its_marks_and_nothing_else() -> None:
    text = "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb <!-- y: begin --><!-- y: end -->"
    other = replaced(text, "x", "| 1\\2 |")
    assert other == "a\n<!-- x: begin -->\n| 1\\2 |\n<!-- x: end -->\nb <!-- y: begin --><!-- y: end -->"
    assert between(other, "x") == "| 1\\2 |"
    assert replaced(other, "x", "| 1\\2 |") == other
