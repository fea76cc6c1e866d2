"""The benchmark: its table is whole, and its plain Monte Carlo, a second implementation of the law, agrees."""

from __future__ import annotations

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
ROWS = (
    "outlook of two oblasts",
    "the same with the picture of the front",
    "in turn with all modifiers",
    "the same with the picture of the front",
    "the fixed points, drawn once a process",
    "tornado",
    "grid of 13 paces × 9 yearly changes",
    "variance shares",
    "what 1 January 2035 would take",
    "memory, with the picture and the points",
    "plain Monte Carlo, 200 paths of 600 months",
    "the same, finished paths dropped",
    "error of the median, plain",
    "error of the median, territory",
    "how far apart the medians of the two are",
    "error of the chance before 2035, plain",
    "error of the chance before 2035, territory",
    "how far apart the chances of the two are",
    "plain at our error of the median",
    "plain at our error of the chance",
    "faster at equal error, the smaller of the two",
    "the same, how far apart counted as our error",
)


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
    assert len(rows) == len(ROWS)
    for row, what in zip(rows, ROWS, strict=True):
        assert row.removeprefix("| ").startswith(what)
        assert any(character.isdigit() for character in row.removeprefix("| ").removeprefix(what))


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


def test_estimates_repeat_and_differ_from_repetition_to_repetition() -> None:
    inputs = model_inputs(baseline())
    for each in (speed.plain_estimates(inputs, 200, 3, 240), speed.sampler_estimates(inputs, 3)):
        assert each.median_months.shape == each.chance.shape == (3, 2)
        assert (each.errors > 0).all()
    np.testing.assert_array_equal(
        speed.plain_estimates(inputs, 200, 2, 240).chance, speed.plain_estimates(inputs, 200, 3, 240).chance[:2]
    )
