"""What the model was checked against, what its record's fit says, how it would have done: tables of the method text.

`python -m tools.verification` measures and prints them; with `--write` it puts them into the text, with `--fits` only
what the fit says, which a new edition makes longer. How it would have done is as kept: `territory backtest --write`
comes first.
"""

from __future__ import annotations

import argparse
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial

from territory.answers.backtest import Backtest, kept
from territory.figures.evidence import Edition, edition, edition_ids, newest_edition
from territory.model.backtest import LEVELS, MONTHS_AHEAD, Score
from territory.model.calibration import Calibration, fit
from territory.model.simulation import RUNS
from territory.scenario.parameters import PARAMETERS
from territory.text import MINUS, NARROW, day, month, number
from territory.words.backtest import METHODS, ahead
from territory.words.evidence import METHOD
from territory.words.vocabulary import percent
from tests.model.law import CORNERS, LOG2_WORLDS, UNCERTAINTIES
from tools import measures
from tools.measures import DOCUMENTED, MOST, PACE_STEPS, PATHS, PERCENT, QUESTIONS, SERIES, STRETCHES_KM2_PER_DAY

VERIFICATION, CALIBRATION, BACKTEST, FROZEN = "verification", "calibration", "backtest", "frozen"
ROUNDING = 1e-8  # errors smaller than that are those of the last digits of a number
NO_UNIT = ""


@dataclass(frozen=True)
class Check:
    """What is compared, how far it may be off, and how far it is: `measure` says so in the same unit."""

    name: str
    high: float
    measure: Callable[..., float]
    unit: str = NO_UNIT
    low: float = 0.0

    def holds(self, value: float) -> bool:
        """Whether a value is allowed."""
        return self.low <= value <= self.high

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        low = f"{figure(self.low)} to " if self.low else ""
        return f"{low}{self.shown(self.high)}"

    def shown(self, value: float) -> str:
        """A value with the unit."""
        text = figure(value)
        unit = self.unit.removesuffix("s") if text == "1" else self.unit
        return f"{text}{NARROW}{unit}" if unit else text


def _covers(persistence: float, low: float, high: float, *, memory: bool) -> Check:
    held = "its 8-in-10 range held the next twelve months"
    fitted = "The record's fit" if memory else "A fit that knows no memory, for comparison"
    name = f"{fitted}, on {SERIES:,} simulated records with φ = {persistence}: how often {held}"
    return Check(name, high, partial(measures.coverage, persistence, memory), "%", low)


RUNS_COMPARED = 3 * RUNS * len(UNCERTAINTIES) * len(STRETCHES_KM2_PER_DAY) * PACE_STEPS
ALL_CORNERS = len(CORNERS) * len(UNCERTAINTIES)
AVERAGED = f"the law averaged over {2**LOG2_WORLDS:,} worlds"
STEPPED = f"{PATHS:,} paths stepped month by month"
CHECKS = (
    Check(
        f"Day of the central answer, against a march through the calendar ({QUESTIONS:,} random questions)",
        0.01,
        measures.central_against_integrator,
        "days",
    ),
    Check("Time at a steady pace, against area over pace (relative)", 1e-9, measures.area_over_pace),
    Check(
        "Time of a scenario in its own units (percent, months), against the formula in those units (relative)",
        1e-9,
        measures.scenario_by_hand,
    ),
    Check("Time with a pause, against its length more or nothing (relative)", 1e-9, measures.pause_by_its_length),
    Check("What a year of 365 days feels of the season", 1.0, measures.common_year_felt, "days"),
    Check(
        "What a leap year feels of the season, against the worth of its 29 February",
        1e-9,
        measures.leap_year_felt,
        "days",
    ),
    Check("What 400 years feel of the season (relative)", 1e-9, measures.four_centuries_felt),
    Check("Chance by a day, against SciPy's inverse Gaussian law", 1e-10, measures.law_against_scipy),
    Check("Chance by a day at no pace, against the reflection principle", 1e-12, measures.law_against_reflection),
    Check("Chance to arrive at all at a negative pace, against its formula", 1e-6, measures.law_of_a_retreat),
    Check(
        "Jump of the chance where the pace changes its sign, at any yearly change",
        1e-6,
        measures.law_about_a_pace_of_nothing,
    ),
    Check("A day turned into its chance and back (relative)", 1e-5, measures.quantile_of_the_chance),
    Check("Mean of the first passage, against its formula (relative)", 2e-4, measures.mean_of_the_passage),
    Check("Variance of the first passage, against its formula (relative)", 5e-3, measures.variance_of_the_passage),
    Check("Wald's martingale at the first passage, against 1", 1e-3, measures.walds_martingale),
    Check("Simulated runs of two oblasts in turn, against one passage of both", 0.5, measures.two_stages_as_one, "%"),
    Check(
        f"Chances of the simulated runs, against {AVERAGED} ({ALL_CORNERS} scenarios in and at the bounds)",
        3e-3,
        measures.chances_of_the_runs,
    ),
    Check(
        f"Their median, the same ({len(CORNERS) * len(DOCUMENTED)} of them, uncertainties as documented or fewer)",
        0.5,
        partial(measures.quantiles_of_the_runs, (0.5,), DOCUMENTED),
        "%",
    ),
    Check(
        f"Their median, the same ({len(CORNERS)} of them, all uncertainties at the most that can be chosen)",
        1.0,
        partial(measures.quantiles_of_the_runs, (0.5,), (MOST,)),
        "%",
    ),
    Check(
        f"Their 10 and 90{NARROW}% quantiles, the same ({ALL_CORNERS} of them)",
        1.0,
        partial(measures.quantiles_of_the_runs, (0.1, 0.9), (*DOCUMENTED, MOST)),
        "%",
    ),
    Check(
        f"Their median and 5{NARROW}% quantile, against {STEPPED} (Kharkiv oblast, scatter alone)",
        1.0,
        measures.plain_paths,
        "%",
    ),
    Check(
        f"Their chances, against {STEPPED} (two oblasts in turn, everything on)",
        0.01,
        measures.plain_paths_with_everything,
    ),
    Check(
        f"Runs that a pace higher by 0.01{NARROW}km² a day delays, of {RUNS_COMPARED / 1e6:.0f} million",
        0,
        measures.delays_by_a_higher_pace,
    ),
    _covers(0.7, 76.0, 82.0, memory=True),
    _covers(0.8, 72.0, 78.0, memory=True),
    _covers(0.7, 36.0, 46.0, memory=False),
    _covers(0.8, 31.0, 39.0, memory=False),
)
BY_NAME: Mapping[str, Check] = {check.name: check for check in CHECKS}


@cache
def measured(name: str) -> float:
    """What a check finds, at its full size; measured when it is first asked for."""
    return float(BY_NAME[name].measure())


def figure(value: float) -> str:
    """A number to two digits, to one where it is only rounding, with a real minus sign."""
    if value == 0 or not math.isfinite(value):
        return f"{value:g}".replace("-", MINUS)
    if abs(value) < 1e-3:
        digits, exponent = f"{value:.{0 if abs(value) < ROUNDING else 1}e}".split("e")
        return f"{digits.removesuffix('.0')}e{int(exponent)}".replace("-", MINUS)
    return number(value, max(0, 1 - math.floor(math.log10(abs(value)))))


def as_table(words: int, *rows: tuple[str, ...]) -> str:
    """Rows as Markdown, the first one being the header; so many columns are words, the others are numbers."""
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---" * words + "|---:" * (len(rows[0]) - words) + "|", *body])


def verification_table(found: Callable[[str], float] = measured) -> str:
    """All checks with what is allowed and what is found."""
    rows = ((check.name, check.allowed, check.shown(found(check.name))) for check in CHECKS)
    return as_table(1, ("What is compared", "Allowed", "Found"), *rows)


FITTED = (0.1, 0.5, 0.9)
OUTER = f"\\* Its outer two: what it would be, were the persistence at its own 10 and 90{NARROW}%."


def calibration_table() -> str:
    """The fit of each edition's record, and whether the edition's own values lie in it."""
    header = ("Record", "Fitted", *(f"{PERCENT * level:.0f}{NARROW}%" for level in FITTED), "Edition's value", "Within")
    table = as_table(2, header, *(row for each in edition_ids() for row in _fitted_rows(edition(each))))
    return f"{table}\n\n{OUTER}"


def _fitted_rows(loaded: Edition) -> list[tuple[str, ...]]:
    record = loaded.record
    fitted = fit(record.gain_km2, record.days)
    first, last = (month(day) for day in (record.starts[0], record.starts[-1]))
    records = [f"{loaded.id}: {len(record.months)} months, {first} to {last}", "", "", ""]
    quantities: list[tuple[str, str, int, tuple[float, ...]]] = [
        ("noise", _labelled("noise"), 0, _quantiles(fitted.noise_quantile)),
        ("persistence", _labelled("persistence"), 2, _quantiles(fitted.persistence_quantile)),
        ("rate", "Long-run mean pace, km²/day", 1, _quantiles(fitted.mean_km2_per_day.quantile)),
        ("pace_uncertainty", f"{_labelled('pace_uncertainty')}\\*", 0, _spreads(fitted)),
    ]
    return [
        (record_said, label, *(number(value, decimals) for value in values), *_declared(loaded, key, values))
        for record_said, (key, label, decimals, values) in zip(records, quantities, strict=True)
    ]


def _labelled(key: str) -> str:
    parameter = PARAMETERS[key]
    return f"{parameter.label}, {parameter.unit}" if parameter.unit else parameter.label


def _quantiles(quantile: Callable[[float], float]) -> tuple[float, ...]:
    return tuple(quantile(level) for level in FITTED)


def _spreads(fitted: Calibration) -> tuple[float, ...]:
    """Spread of the mean pace, %: with all persistences, and with each end of those that are credible."""
    low, high = (fitted.given(fitted.persistence_quantile(level)).pace_log_sd for level in (FITTED[0], FITTED[-1]))
    return tuple(PERCENT * spread for spread in (low, fitted.pace_log_sd, high))


def _declared(loaded: Edition, key: str, values: tuple[float, ...]) -> tuple[str, str]:
    default = loaded.defaults[key].number
    return number(default, 2), "yes" if values[0] <= default <= values[-1] else "no"


def backtest_table() -> str:
    """How often each method's range of 8 in 10 held what came, and its mean loss, by months ahead; as kept."""
    header = ("Record", "Method", *(ahead(months) for months in MONTHS_AHEAD))
    return as_table(2, header, *(row for each in reversed(edition_ids()) for row in _backtest_rows(kept_of(each))))


def kept_of(edition_id: str) -> Backtest:
    """The backtest that is kept of an edition."""
    found = kept(edition_id)
    if found is None:
        raise ValueError(f"nothing is kept of {edition_id}: territory backtest --write")
    return found


def _backtest_rows(found: Backtest) -> list[tuple[str, ...]]:
    named = f"{found.edition}: {len(found.months)} months"
    methods = {name: f"{METHODS[name]}{' (its own)' if name == found.own else ''}" for name in found.scores}
    rows = [
        ("", methods[name], *(_held_and_loss(scores[months]) for months in MONTHS_AHEAD))
        for name, scores in found.scores.items()
    ]
    starts = (f"{score.origins} ({score.apart})" for score in found.scores[found.own].values())
    return [(named, "starts (not overlapping)", *starts), *rows]


def _held_and_loss(score: Score) -> str:
    return f"{percent(PERCENT * score.coverage(), 0)}, {number(score.crps_km2)}"


def frozen_table() -> str:
    """What earlier editions said of the months since, and what came; as kept."""
    header = ("Edition", "Until", *(f"{PERCENT * level:.0f}{NARROW}%" for level in LEVELS), "Came")
    rows = [
        (frozen.edition, day(when), *(number(round(value)) for value in (*said, came)))
        for frozen in kept_of(newest_edition().id).frozen
        for when, said, came in zip(frozen.dates, frozen.quantiles_km2, frozen.came_km2, strict=True)
    ]
    return as_table(2, header, *rows)


def between(text: str, name: str) -> str:
    """What stands in a text between the two marks of a name."""
    return _marked(name).search(text)[2].strip()


def replaced(text: str, name: str, table: str) -> str:
    """The text with another table between the two marks of a name."""
    return _marked(name).sub(lambda marks: f"{marks[1]}\n{table}\n{marks[3]}", text)


def _marked(name: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {name}: begin -->)(.*?)(<!-- {name}: end -->)", re.DOTALL)


def main() -> None:
    """Measure, and print the tables or write them into the method text."""
    parser = argparse.ArgumentParser(description="What the model was checked against, and what its record's fit says.")
    parser.add_argument("--write", action="store_true", help=f"put the tables into {METHOD.name}")
    parser.add_argument("--fits", action="store_true", help="only what the fit of each edition's record says")
    asked = parser.parse_args()
    tables = {} if asked.fits else {VERIFICATION: verification_table()}
    tables |= {CALIBRATION: calibration_table(), BACKTEST: backtest_table(), FROZEN: frozen_table()}
    if not asked.write:
        print("\n\n".join(tables.values()))
        return
    text = METHOD.read_text(encoding="utf-8")
    for name, table in tables.items():
        text = replaced(text, name, table)
    METHOD.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
