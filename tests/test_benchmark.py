"""The benchmark: its table is whole, and its plain Monte Carlo, a second implementation of the law, agrees."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks import speed
from territory.answers.outlook import model_inputs
from territory.model.inputs import DAYS_PER_MONTH, DAYS_PER_YEAR, Uncertainty
from territory.model.projection import project
from territory.scenario.scenario import baseline

SCRIPT = Path(speed.__file__)
TINY = ("--runs", "1", "--paths", "200", "--repetitions", "3")
ROWS = 22


@pytest.mark.parametrize("options", [(), ("--markdown",)], ids=["text", "markdown"])
def test_one_command_prints_the_machine_and_every_row(options: tuple[str, ...]) -> None:
    command = [sys.executable, str(SCRIPT), *TINY, *options]
    said = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout.splitlines()
    machine, measure, blank, *table = said
    assert all(each in machine for each in ("cores", "Python", "numpy", "scipy"))
    assert "1 runs" in measure
    assert "3 repetitions" in measure
    assert blank == ""
    rows = table[2:] if options else table[1:]
    assert len(rows) == ROWS
    measured = [row.split("|")[2] if options else re.split(" {2,}", row)[1] for row in rows]
    assert all(any(character.isdigit() for character in each) for each in measured)


@pytest.mark.parametrize(
    ("uncertainty", "annual_change"),
    [
        (Uncertainty(0.45, 0.03, 190.0, 0.7), 0.0),
        (Uncertainty(0.45, 0.03, 190.0, 0.7), 0.04),
        (Uncertainty(0.1, 0.0, 800.0, 0.5), 0.0),
        (Uncertainty(0.1, 0.08, 190.0, 0.7), -0.01),
    ],
    ids=["defaults", "rising", "mostly noise", "mostly change"],
)
def test_month_by_month_paths_agree_with_the_sampler(uncertainty: Uncertainty, annual_change: float) -> None:
    inputs = replace(model_inputs(baseline()), uncertainty=uncertainty, annual_change=annual_change)
    runs = project(inputs).runs
    shares = speed.finished_shares(inputs, 20_000, speed.MONTHS, np.random.default_rng(11))
    medians, chances = speed.median_months(shares), speed.chance_by(shares, 120.0)
    for oblast, median, chance, last in zip(inputs.targets, medians, chances, shares[:, -1], strict=True):
        assert median == pytest.approx(runs[oblast.id].passage_days(0.5) / DAYS_PER_MONTH, rel=0.015)
        assert chance == pytest.approx(runs[oblast.id].chance_by(10 * DAYS_PER_YEAR), abs=0.01)
        assert last == pytest.approx(runs[oblast.id].chance_by(speed.MONTHS * DAYS_PER_MONTH), abs=0.01)


def test_dropping_finished_paths_changes_no_share_of_one_path_at_a_time() -> None:
    inputs = model_inputs(baseline())
    for seed in range(20):
        kept, dropped = (
            speed.finished_shares(inputs, 1, speed.MONTHS, np.random.default_rng(seed), drop_finished=drop)
            for drop in (False, True)
        )
        np.testing.assert_array_equal(kept, dropped)


def test_shares_are_read_between_the_ends_of_months() -> None:
    shares = np.array([[0.0, 0.2, 0.6, 1.0], [0.0, 0.0, 0.4, 0.4]])
    np.testing.assert_allclose(speed.median_months(shares), [1.75, np.inf])
    np.testing.assert_allclose(speed.chance_by(shares, 1.5), [0.4, 0.2])


def test_other_scramblings_are_the_same_design_at_other_points() -> None:
    one, other = speed.scrambled(1), speed.scrambled(2)
    assert one.shape == other.shape == speed.points().shape
    assert not np.isin(one[0, :100], other[0]).any()
    for dimension in (*one, *other):  # one point in each equal part: what makes the set even
        assert (np.bincount((dimension * dimension.size).astype(int), minlength=dimension.size) == 1).all()
