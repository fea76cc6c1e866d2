"""How long answers take, how exact they are, and what a plain Monte Carlo needs for the same: one table.

`python benchmarks/speed.py`, with the project installed; `--markdown` prints the table as Markdown.
"""

from __future__ import annotations

import argparse
import math
import os
import platform
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.stats import qmc

from territory import project
from territory.answers.drivers import GRID_ANNUAL_CHANGES, GRID_RATES_KM2_PER_DAY, bars
from territory.answers.needed import needed
from territory.answers.outlook import PERCENT, model_inputs
from territory.model.front import Front
from territory.model.inputs import DAYS_PER_MONTH, Inputs
from territory.model.sensitivity import median_grid, variance_shares
from territory.model.simulation import DIMENSIONS, LOG2_RUNS, SMALLEST_CHANCE, Runs, points, scores, simulate
from territory.model.work import work
from territory.scenario.scenario import Scenario, baseline, revise

FloatArray = NDArray[np.float64]

RUNS, PATHS, MONTHS, REPETITIONS = 30, 10_000, 600, 400
BY = date(2035, 1, 1)
MODIFIERS = {
    "order": "in_turn",
    "first": ("kherson", "mykolaiv"),
    "annual_change": 5.0,
    "season": 100.0,
    "pause_start": date(2027, 1, 1),
    "pause_months": 6.0,
    "setback_date": date(2030, 1, 1),
    "setback_km2": 1_000.0,
}
MONTHS_PER_YEAR = 12
BYTES_PER_MB = 1e6


@dataclass(frozen=True)
class Row:
    """One line of the table; `between` is where 8 in 10 runs lie."""

    what: str
    measured: str
    between: str = ""
    aim: str = ""


@dataclass(frozen=True)
class Sizes:
    """How much is measured: runs of each timing, paths of the plain Monte Carlo, repetitions of each estimate."""

    runs: int = RUNS
    paths: int = PATHS
    repetitions: int = REPETITIONS


@dataclass(frozen=True)
class Estimates:
    """Repeated estimates, shape (repetitions, targets): the median in months and the chance before a date (0-1)."""

    median_months: FloatArray
    chance: FloatArray

    @property
    def errors(self) -> FloatArray:
        """Standard deviations of the two over the repetitions, root mean square over the targets."""
        return np.array([math.sqrt(each.var(axis=0, ddof=1).mean()) for each in (self.median_months, self.chance)])

    @property
    def means(self) -> FloatArray:
        """Means of the two over the repetitions, shape (2, targets)."""
        return np.array([each.mean(axis=0) for each in (self.median_months, self.chance)])


def finished_shares(
    inputs: Inputs, paths: int, months: int, rng: np.random.Generator, *, drop_finished: bool = True
) -> FloatArray:
    """Plain Monte Carlo: share of the paths of one front that has reached each target by each month's end.

    Shape (targets, months + 1). Each path has a pace (log-normal), a yearly change (log-normal) and months with memory
    (stationary AR(1)); as in the model a changing pace means as many more or fewer growth-days in a month.
    """
    uncertainty, needs = inputs.uncertainty, [oblast.remaining_km2 for oblast in inputs.targets]
    sd, persistence = uncertainty.noise_km2_per_month, uncertainty.persistence
    shock_sd = sd * math.sqrt(1.0 - persistence**2)
    pace = inputs.rate_km2_per_day * np.exp(uncertainty.pace_log_sd * rng.standard_normal(paths))
    yearly = math.log1p(inputs.annual_change) + uncertainty.annual_change_log_sd * rng.standard_normal(paths)
    # Net gains of a month are gain + scale·scatter; both are taken at the middle of the month.
    growth, spread = np.exp(yearly / MONTHS_PER_YEAR), np.exp(yearly / MONTHS_PER_YEAR / 2.0)
    gain, scale = DAYS_PER_MONTH * pace * np.sqrt(growth), np.sqrt(spread)
    scatter = sd * rng.standard_normal(paths)
    net, farthest = np.zeros(paths), np.zeros(paths)
    shares, dropped = np.zeros((len(needs), months + 1)), 0
    for month in range(1, months + 1):
        net += gain
        net += scale * scatter
        np.maximum(farthest, net, out=farthest)
        shares[:, month] = [(dropped + np.count_nonzero(farthest >= need)) / paths for need in needs]
        if drop_finished and month % MONTHS_PER_YEAR == 0:  # oftener costs more than it spares
            going = farthest < max(needs)
            state = (net, farthest, gain, scale, growth, spread, scatter)
            net, farthest, gain, scale, growth, spread, scatter = (each[going] for each in state)
            dropped = paths - len(net)
        gain *= growth
        scale *= spread
        scatter *= persistence
        scatter += shock_sd * rng.standard_normal(len(scatter))
    return shares


def median_months(shares: FloatArray) -> FloatArray:
    """Median of each target in months, read between the month ends so that it does not jump; `inf` if never."""
    ends = np.arange(shares.shape[1], dtype=float)
    return np.array([np.interp(0.5, each, ends, right=np.inf) for each in shares])


def chance_by(shares: FloatArray, months: float) -> FloatArray:
    """Share of the paths that has reached each target after so many months, read between the month ends."""
    ends = np.arange(shares.shape[1], dtype=float)
    return np.array([np.interp(months, ends, each) for each in shares])


def plain_estimates(inputs: Inputs, paths: int, repetitions: int, months: int = MONTHS) -> Estimates:
    """Estimates of the plain Monte Carlo, each with random numbers of its own."""
    by = (BY - inputs.start).days / DAYS_PER_MONTH
    each = [finished_shares(inputs, paths, months, np.random.default_rng(seed)) for seed in range(repetitions)]
    return Estimates(np.array([median_months(s) for s in each]), np.array([chance_by(s, by) for s in each]))


def sampler_estimates(inputs: Inputs, repetitions: int) -> Estimates:
    """Estimates of the sampler, each at a scrambling of its own of the same design."""
    the_work, front, by = work(inputs), Front(inputs), (BY - inputs.start).days
    medians, chances = [], []
    for seed in range(repetitions):
        simulated = simulate(inputs, the_work, front, at=scrambled(seed))
        runs = [Runs(np.sort(simulated[oblast.id]), inputs.horizon_days) for oblast in inputs.targets]
        medians.append([each.passage_days(0.5) / DAYS_PER_MONTH for each in runs])
        chances.append([each.chance_before(by) for each in runs])
    return Estimates(np.array(medians), np.array(chances))


def scrambled(seed: int) -> FloatArray:
    """Points as `territory.model.simulation.points` draws them, scrambled otherwise."""
    drawn = qmc.Sobol(DIMENSIONS, scramble=True, rng=np.random.default_rng(seed)).random_base2(LOG2_RUNS)
    return np.ascontiguousarray(np.clip(drawn.T, SMALLEST_CHANCE, 1.0 - SMALLEST_CHANCE))


def seconds(question: Callable[[], object], runs: int) -> list[float]:
    """Times of so many runs of a question, after one that is not counted."""
    question()
    taken = []
    for _ in range(runs):
        begin = time.perf_counter()
        question()
        taken.append(time.perf_counter() - begin)
    return taken


def answer(scenario: Scenario) -> None:
    """The outlook of a scenario, without the picture of the front."""
    project(scenario).as_dict()


def pictured(scenario: Scenario) -> None:
    """The outlook of a scenario with the picture of the front."""
    outlook = project(scenario)
    outlook.as_dict()
    _ = outlook.projection.fan.few_quantiles_km2


def drawn_points() -> None:
    """The fixed points, drawn anew."""
    points.cache_clear()
    scores.cache_clear()
    scores()


def grid(scenario: Scenario) -> None:
    """Medians over pace and yearly change, as `territory.answers.drivers.drivers` asks for them."""
    rates = sorted({*GRID_RATES_KM2_PER_DAY, scenario.rate})
    changes = sorted({*GRID_ANNUAL_CHANGES, scenario.annual_change})
    median_grid(model_inputs(scenario), rates, [change / PERCENT for change in changes])


def peak_mb(question: Callable[[], object]) -> float:
    """Most memory that a question holds at once, the fixed points included, MB."""
    points.cache_clear()
    scores.cache_clear()
    tracemalloc.start()
    question()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / BYTES_PER_MB


def table(sizes: Sizes) -> list[Row]:
    """All rows, measured now."""
    plain, all_at_once = baseline(), revise(baseline(), MODIFIERS)
    inputs = model_inputs(plain)
    cells = (len({*GRID_RATES_KM2_PER_DAY, plain.rate}), len({*GRID_ANNUAL_CHANGES, plain.annual_change}))

    def timed(what: str, question: Callable[[], object], aim: str = "") -> tuple[Row, float]:
        taken = seconds(question, sizes.runs)
        low, median, high = np.quantile(taken, (0.1, 0.5, 0.9))
        return Row(what, _ms(median), f"{_number(1e3 * low)} to {_number(1e3 * high)}", aim), float(median)

    def paths(drop_finished: bool) -> Callable[[], object]:
        rng = np.random.default_rng(1)
        return lambda: finished_shares(inputs, sizes.paths, MONTHS, rng, drop_finished=drop_finished)

    first, our_time = timed("outlook of two oblasts", lambda: answer(plain), "at most 10 ms")
    peak = peak_mb(lambda: pictured(plain))
    size = f"{sizes.paths:,} paths of {MONTHS} months"
    dropping, plain_time = timed("the same, finished paths dropped", paths(True))
    answers = [
        first,
        timed("the same with the picture of the front", lambda: pictured(plain), "at most 20 ms")[0],
        timed("in turn with all modifiers", lambda: answer(all_at_once))[0],
        timed("the same with the picture of the front", lambda: pictured(all_at_once))[0],
        timed("the fixed points, drawn once a process", drawn_points)[0],
        timed("tornado", lambda: bars(plain))[0],
        timed(f"grid of {cells[0]} paces × {cells[1]} yearly changes", lambda: grid(plain))[0],
        timed("variance shares", lambda: variance_shares(inputs))[0],
        timed("what 1 January 2035 would take", lambda: needed(plain, BY, 50.0))[0],
        Row("memory, with the picture and the points", f"{peak:.1f} MB", "", "at most 30 MB"),
        timed(f"plain Monte Carlo, {size}", paths(False))[0],
        dropping,
    ]
    return [*answers, *comparison(inputs, sizes, our_time, plain_time)]


def comparison(inputs: Inputs, sizes: Sizes, our_time: float, plain_time: float) -> list[Row]:
    """Errors of both, and the time (seconds) that plain Monte Carlo would need for ours."""
    by_paths = plain_estimates(inputs, sizes.paths, sizes.repetitions)
    by_points = sampler_estimates(inputs, sizes.repetitions)
    # How far the two laws lie apart (months against a motion): no number of points makes that smaller.
    apart = np.sqrt(((by_points.means - by_paths.means) ** 2).mean(axis=1))
    equal_times = plain_time * (by_paths.errors / by_points.errors) ** 2
    gains = equal_times / our_time
    strict = plain_time * by_paths.errors**2 / (by_points.errors**2 + apart**2) / our_time
    return [
        Row("error of the median, plain", f"{by_paths.errors[0]:.2f} months"),
        Row("error of the median, territory", f"{by_points.errors[0]:.2f} months"),
        Row("how far apart the medians of the two are", f"{apart[0]:.2f} months"),
        Row("error of the chance before 2035, plain", f"{PERCENT * by_paths.errors[1]:.2f} points"),
        Row("error of the chance before 2035, territory", f"{PERCENT * by_points.errors[1]:.2f} points"),
        Row("how far apart the chances of the two are", f"{PERCENT * apart[1]:.2f} points"),
        Row("plain at our error of the median", f"{equal_times[0]:.1f} s, {gains[0]:,.0f} × ours"),
        Row("plain at our error of the chance", f"{equal_times[1]:.1f} s, {gains[1]:,.0f} × ours"),
        Row("faster at equal error, the smaller of the two", f"{gains.min():,.0f} ×", "", "at least 100 ×"),
        Row("the same, how far apart counted as our error", f"{strict.min():,.0f} ×"),
    ]


def machine() -> str:
    """What all this was measured on."""
    return (
        f"{_processor()}, {os.cpu_count()} cores; {platform.system()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}, scipy {scipy.__version__}"
    )


def as_text(rows: Sequence[Row]) -> str:
    """The table in aligned columns."""
    cells = _cells(rows)
    widths = [max(len(row[i]) for row in cells) for i in range(len(HEADER))]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)


def as_markdown(rows: Sequence[Row]) -> str:
    """The table as Markdown."""
    head, *body = (f"| {' | '.join(row)} |" for row in _cells(rows))
    return "\n".join([head, "|---" * len(HEADER) + "|", *body])


HEADER = ("what", "measured", "8 in 10 runs", "aim")


def _cells(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    return [HEADER, *((row.what, row.measured, row.between, row.aim) for row in rows)]


def _ms(taken: float) -> str:
    return f"{_number(1e3 * taken)} ms"


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.1f}"


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    lines = described.read_text(encoding="utf-8").splitlines() if described.exists() else []
    named = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="How long answers take, and a plain Monte Carlo beside them.")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"runs of each timing ({RUNS})")
    parser.add_argument("--paths", type=int, default=PATHS, help=f"paths of the plain Monte Carlo ({PATHS})")
    parser.add_argument("--repetitions", type=int, default=REPETITIONS, help=f"of each estimate ({REPETITIONS})")
    parser.add_argument("--markdown", action="store_true", help="print the table as Markdown")
    asked = parser.parse_args()
    rows = table(Sizes(asked.runs, asked.paths, asked.repetitions))
    print(machine())
    print(f"Times: medians of {asked.runs} runs. Errors: standard deviations over {asked.repetitions} repetitions.\n")
    print(as_markdown(rows) if asked.markdown else as_text(rows))


if __name__ == "__main__":
    main()
