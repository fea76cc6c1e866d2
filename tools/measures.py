"""How far the model is from what it is held against: each function returns the worst error that it finds.

All are deterministic; their sizes are parameters, so that a few cases can stand for all where time matters.
"""

from __future__ import annotations

import math
from calendar import isleap
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import numpy as np
from scipy.special import ndtr
from scipy.stats import invgauss

from territory.answers import outlook
from territory.figures.evidence import regions
from territory.model import passage
from territory.model.calibration import Calibration
from territory.model.front import GREGORIAN_CYCLE_DAYS, Calendar, growth_days, growth_rate_per_day, season_weights
from territory.model.inputs import (
    DAYS_PER_MONTH,
    DAYS_PER_YEAR,
    Inputs,
    Oblast,
    Order,
    Pause,
    Season,
    Setback,
    Uncertainty,
)
from territory.model.projection import Projection, project
from territory.model.simulation import overshoot_km2
from territory.model.work import ALL
from territory.scenario.scenario import baseline, revise
from tests.model import integrator, paths
from tests.model.degenerate import near_exhaustion, on_a_knot
from tests.model.law import CORNERS, DEFAULTS, UNCERTAINTIES, asked, law
from tests.model.questions import START, question
from tests.model.series import AHEAD, MONTHS, ar1, covered, fitted
from tests.strategies import PROFILES

FloatArray = np.ndarray
PERCENT = 100.0
NOISE_ALONE = Uncertainty(0.0, 0.0, 190.0, 0.7)
QUESTIONS = 1_000
PATHS = 200_000
SERIES = 4_000
PACE_STEPS = 20
STRETCHES_KM2_PER_DAY = (-20.0, -1.0, -0.1, 2.0, 5.7, 20.0, 59.8)


# The central answer.


def central_against_integrator(cases: int = QUESTIONS) -> float:
    """Days between closed form and integrator, away from the points where days mean nothing."""
    rng = np.random.default_rng(1)
    return max(_days_apart(_any_question(rng)) for _ in range(cases))


def _days_apart(inputs: Inputs) -> float:
    expected = integrator.completion_days(inputs)
    until, worst = inputs.horizon_days + integrator.MARGIN_DAYS, 0.0
    for result in project(inputs).targets:
        days, other = _or_inf(result.central.when.days), expected[result.id]
        if (math.isinf(other) and days > until) or near_exhaustion(inputs, result.threshold_km2):
            continue
        if not on_a_knot(inputs, days, other):
            worst = max(worst, abs(days - other))
    return worst


def _any_question(rng: np.random.Generator) -> Inputs:
    """A question with any of the orders, paces, seasons, pauses and setbacks."""
    rate = float(rng.choice([rng.uniform(2.0, 30.0), rng.uniform(0.1, 60.0)]))
    own_paces = rng.random() < 0.3
    shares = rng.dirichlet(np.ones(int(rng.integers(1, 5))))

    def oblast(name: str, share: float = 0.0) -> Oblast:
        occupied = float(rng.choice([0.0, 1.0, rng.random(), rng.random(), rng.random()]))
        own = float(rng.uniform(0.5, 60.0)) if own_paces and rng.random() < 0.5 else None
        return Oblast(name, float(rng.uniform(500.0, 60_000.0)), occupied, own, share)

    start = date(2022, 11, 12) + timedelta(int(rng.integers(0, 6_000)))
    later = [start + timedelta(int(rng.integers(begin, 15_000))) for begin in (-3_000, 0)]
    profiles = [*PROFILES, tuple(rng.uniform(-2.0, 4.0, 12))]
    season = Season(profiles[int(rng.integers(len(profiles)))], float(rng.choice([0.0, rng.uniform(0.0, 1.5)])))
    orders: tuple[Order, ...] = ("separately", "in_turn", "together")
    return Inputs(
        start=start,
        targets=tuple(oblast(f"target{i}", float(share)) for i, share in enumerate(shares)),
        first=tuple(oblast(f"first{i}") for i in range(int(rng.integers(0, 3)))),
        order=orders[int(rng.integers(3))],
        rate_km2_per_day=rate,
        annual_change=float(rng.choice([0.0, rng.uniform(-0.08, 0.2), rng.uniform(-0.5, 0.5)])),
        season=season,
        pause=Pause(later[0], float(rng.uniform(1.0, 7_000.0))) if rng.random() < 0.5 else None,
        setback=Setback(later[1], float(rng.uniform(1.0, 50_000.0))) if rng.random() < 0.5 else None,
        horizon_days=float(rng.uniform(20.0, 80.0)) * DAYS_PER_YEAR,
    )


def area_over_pace(cases: int = 500) -> float:
    """Relative error of the time at a steady pace."""
    rng = np.random.default_rng(2)
    areas, rates = rng.uniform(1.0, 600_000.0, cases), rng.uniform(0.01, 60.0, cases)
    return max(
        abs(_days(question(Oblast("x", area, 0.0), rate_km2_per_day=rate)) / (area / rate) - 1.0)
        for area, rate in zip(areas.tolist(), rates.tolist(), strict=True)
    )


def scenario_by_hand(cases: int = 300) -> float:
    """Relative error of answers to scenarios, in percent and months as people write them, against the formula."""
    rng = np.random.default_rng(3)
    worst = 0.0
    for _ in range(cases):
        rate, change, occupied = rng.uniform(1.0, 60.0), rng.uniform(-0.9, 20.0), rng.uniform(0.0, 99.0)
        months = rng.uniform(1.0, 60.0)
        written = {"rate": rate, "annual_change": change, "occupied": (("kharkiv", occupied),), "targets": ("kharkiv",)}
        pause = {"pause_start": baseline().start, "pause_months": months}
        work = regions()["kharkiv"].area.number * (100.0 - occupied) / 100.0
        growth = math.log((100.0 + change) / 100.0) / 365.2425
        expected = math.log(1.0 + growth * work / rate) / growth + months * 365.2425 / 12.0
        found = outlook.project(revise(baseline(), {**written, **pause})).projection["kharkiv"].central.when.days
        worst = max(worst, abs(_or_inf(found) / expected - 1.0))
    return worst


def pause_by_its_length(cases: int = 500) -> float:
    """Relative error of the time with a pause: longer by all of it where it begins before the end, else the same."""
    rng = np.random.default_rng(4)
    worst = 0.0
    for _ in range(cases):
        area, rate = float(rng.uniform(1.0, 600_000.0)), float(rng.uniform(0.01, 60.0))
        plain = question(Oblast("x", area, 0.0), rate_km2_per_day=rate)
        without, after = area / rate, int(rng.integers(0, max(2, min(int(2 * area / rate), 20_000))))
        if abs(without - after) < 1e-6:
            continue
        pause = Pause(START + timedelta(after), float(rng.uniform(0.01, 240.0)) * DAYS_PER_MONTH)
        expected = without + (pause.days if after < without else 0.0)
        worst = max(worst, abs(_days(replace(plain, pause=pause)) / expected - 1.0))
    return worst


def _year_felt(year: int, season: Season) -> float:
    """By how many days a season lengthens a calendar year."""
    days = 366 if isleap(year) else 365
    return float(Calendar(date(year, 1, 1), season).active_days(days)) - days


def _documented_seasons() -> Iterator[Season]:
    for profile in PROFILES:
        yield from (Season(profile, strength) for strength in np.linspace(0.0, 1.5, 7))


def common_year_felt() -> float:
    """Days by which a documented season shortens or lengthens a year of 365 days."""
    return max(abs(_year_felt(year, season)) for year in (2026, 2027, 2100) for season in _documented_seasons())


def leap_year_felt() -> float:
    """Error, in days, of what a leap year feels: its 29 February, as far as the mean year does not have it."""
    worst = 0.0
    for season in _documented_seasons():
        expected = (1.0 - 0.2425) * (float(season_weights(season)[1]) - 1.0)
        worst = max(worst, *(abs(_year_felt(year, season) - expected) for year in (2028, 2096, 2400)))
    return worst


def four_centuries_felt(cases: int = 40) -> float:
    """Relative error of the active days in 400 years, whenever they begin."""
    rng = np.random.default_rng(5)
    worst = 0.0
    for season in _documented_seasons():
        calendar, begin = Calendar(START, season), rng.uniform(0.0, 1e6, cases)
        active = calendar.active_days(begin + GREGORIAN_CYCLE_DAYS) - calendar.active_days(begin)
        worst = max(worst, float(np.abs(active / GREGORIAN_CYCLE_DAYS - 1.0).max()))
    return worst


# The law of the first passage.


def _any_passages(rng: np.random.Generator, cases: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Thresholds (km²), paces above 0 (km²/day) and variances (km⁴/day), shape (cases, 1) each."""
    spans = ((1.0, 600_000.0), (0.01, 60.0), (1.0, 3e6))
    threshold, drift, variance = (np.exp(rng.uniform(math.log(a), math.log(b), (cases, 1))) for a, b in spans)
    return threshold, drift, variance


def law_against_scipy(cases: int = 4_000) -> float:
    """Error of the chance against SciPy's inverse Gaussian law, where that is a number."""
    threshold, drift, variance = _any_passages(np.random.default_rng(6), cases)
    mean, shape = threshold / drift, threshold**2 / variance
    within = ((shape / mean > 1e-2) & (shape / mean < 1e3))[:, 0]
    days = mean * np.geomspace(0.01, 100.0, 41)
    expected = invgauss.cdf(days[within], mu=(mean / shape)[within], scale=shape[within])
    return _worst(passage.first_passage_cdf(days, threshold, drift, variance)[within] - expected)


def law_against_reflection(cases: int = 4_000) -> float:
    """Error of the chance without drift."""
    threshold, _, variance = _any_passages(np.random.default_rng(7), cases)
    days = threshold**2 / variance * np.geomspace(0.01, 1e4, 41)
    expected = 2.0 * ndtr(-threshold / np.sqrt(variance * days))
    return _worst(passage.first_passage_cdf(days, threshold, 0.0, variance) - expected)


def law_of_a_retreat(cases: int = 4_000) -> float:
    """Error of the chance to arrive at all at a negative pace, after a million million years."""
    threshold, drift, variance = _any_passages(np.random.default_rng(8), cases)
    expected = np.exp(-2.0 * drift * threshold / variance)
    return _worst(passage.first_passage_cdf(1e12 * DAYS_PER_YEAR, threshold, -drift, variance) - expected)


def law_about_a_pace_of_nothing(cases: int = 4_000) -> float:
    """By how much the chance by a day jumps where the pace changes its sign, at any yearly change."""
    threshold, _, variance = _any_passages(np.random.default_rng(9), cases)
    growth = np.array([growth_rate_per_day(change) for change in (-0.5, -0.05, 0.0, 0.05, 0.5)])
    grown = growth_days(np.geomspace(1.0, 300 * DAYS_PER_YEAR, 12)[:, None], growth).ravel()
    nearly = 1e-9 * variance / threshold  # so little that the chance of any day changes by no more than that share
    below, at, above = (passage.first_passage_cdf(grown, threshold, pace, variance) for pace in (-nearly, 0.0, nearly))
    return max(_worst(below - at), _worst(above - at))


LEVELS = np.concatenate([[1e-6, 1e-4], np.linspace(0.001, 0.999, 101), [1 - 1e-4, 1 - 1e-6]])


def quantile_of_the_chance(cases: int = 1_000) -> float:
    """Relative error of a day that is turned into its chance and back, at paces of both signs."""
    threshold, drift, variance = _any_passages(np.random.default_rng(10), cases)
    worst = 0.0
    for pace in (drift, -drift):
        level = LEVELS * np.exp(np.minimum(0.0, 2.0 * pace * threshold / variance))
        likely = level[:, 0] > 1e-100
        law_of = (threshold[likely], pace[likely], variance[likely])
        days = passage.first_passage_quantile(level[likely], *law_of)
        back = passage.first_passage_quantile(passage.first_passage_cdf(days, *law_of), *law_of)
        worst = max(worst, _worst(back / days - 1.0))
    return worst


def _passage_days(threshold: float, drift: float, variance: float, points: int) -> FloatArray:
    levels = (np.arange(points) + 0.5) / points
    return passage.first_passage_quantile(levels, threshold, drift, variance)


def mean_of_the_passage(points: int = 400_000) -> float:
    """Relative error of the mean, Kharkiv oblast at the documented pace."""
    days = _passage_days(30_158.4, 5.79, 6_700.0, points)
    return abs(float(days.mean()) / (30_158.4 / 5.79) - 1.0)


def variance_of_the_passage(points: int = 400_000) -> float:
    """Relative error of the variance, Kharkiv oblast at the documented pace."""
    days = _passage_days(30_158.4, 5.79, 6_700.0, points)
    return abs(float(days.var()) / (30_158.4 * 6_700.0 / 5.79**3) - 1.0)


def walds_martingale(points: int = 200_000) -> float:
    """How far Wald's martingale is from 1 at the passage."""
    threshold, drift, variance = 3_000.0, 2.0, 6_700.0
    days = _passage_days(threshold, drift, variance, points)
    tilts = (1e-4, 5e-4)
    means = (np.exp(tilt * threshold - (tilt * drift + 0.5 * tilt**2 * variance) * days).mean() for tilt in tilts)
    return max(abs(float(mean) - 1.0) for mean in means)


# The simulated runs.


def two_stages_as_one() -> float:
    """Error, in percent, of the quantiles of two oblasts in turn, against one passage of their sum."""
    no_memory = Uncertainty(0.0, 0.0, 190.0, 0.0)
    projection = asked(no_memory, order="in_turn")
    drift, variance = baseline().rate, no_memory.variance_km2_per_day
    lift = float(overshoot_km2(projection.targets[0].threshold_km2, np.array([drift]), no_memory)[0])
    errors = []
    for level in (0.05, 0.5, 0.95):
        expected = passage.first_passage_quantile(level, projection[ALL].threshold_km2 + lift, drift, variance)
        errors.append(abs(projection.runs[ALL].passage_days(level) / float(expected) - 1.0))
    return PERCENT * max(errors)


MOST = "all at the most"
DOCUMENTED = tuple(name for name in UNCERTAINTIES if name != MOST)


def _corners(names: Iterable[str] = UNCERTAINTIES, most: int | None = None) -> list[Projection]:
    """The corners of the bounds, or the first few, under each of these uncertainties."""
    return [asked(UNCERTAINTIES[name], **changes) for name in names for changes in CORNERS[:most]]


def chances_of_the_runs(days: int = 12, corners: int | None = None) -> float:
    """Error of the chances by so many days, at every corner."""
    worst = 0.0
    for projection in _corners(most=corners):
        target = projection.targets[0]
        until = projection.inputs.horizon_days * np.geomspace(0.002, 1.0, days)
        found = np.array([projection.runs[target.id].chance_by(day) for day in until])
        worst = max(worst, _worst(found - law(projection, until, target.threshold_km2)))
    return worst


def quantiles_of_the_runs(levels: Iterable[float], uncertainties: Iterable[str], corners: int | None = None) -> float:
    """Error of quantiles in percent of them, at every corner where they are within the horizon."""
    found = _corners(uncertainties, corners)
    return PERCENT * max(_quantile_off(projection, level) for projection in found for level in levels)


def _quantile_off(projection: Projection, level: float) -> float:
    """Relative error of a quantile: how far from it the law reaches its level."""
    target = projection.targets[0]
    days = projection.runs[target.id].quantile(level)
    if days is None:
        return 0.0
    near, chance = days, _chance(projection, days)
    for factor in (1.01, 1.02) if chance < level else (0.99, 0.98):
        further, next_chance = days * factor, _chance(projection, days * factor)
        if min(chance, next_chance) <= level <= max(chance, next_chance):
            reached = near + (further - near) * (level - chance) / (next_chance - chance)
            return abs(days / reached - 1.0)
        near, chance = further, next_chance
    return math.inf


def _chance(projection: Projection, days: float) -> float:
    """The law's chance of a day."""
    return float(law(projection, np.array([days]), projection.targets[0].threshold_km2)[0])


def plain_paths(paths_drawn: int = PATHS) -> float:
    """Error of the median and of the 5 % quantile, in percent of them, against month-by-month paths with memory."""
    projection = asked(NOISE_ALONE, targets=("kharkiv",))
    found = _stepped(projection, paths_drawn, 420)
    runs = projection.runs["kharkiv"]
    return PERCENT * max(
        abs(runs.passage_days(level) / found.quantile("kharkiv", level) - 1.0) for level in (0.5, 0.05)
    )


EVERYTHING = {
    "order": "in_turn",
    "first": ("kherson",),
    "annual_change": 4.0,
    "season": 50.0,
    "pause_start": date(2029, 1, 1),
    "pause_months": 12.0,
    "setback_date": date(2032, 6, 1),
    "setback_km2": 1_500.0,
}


def plain_paths_with_everything(paths_drawn: int = PATHS) -> float:
    """Error of the chances by every fifth year against month-by-month paths: two oblasts in turn, all modifiers on."""
    projection = asked(DEFAULTS, **EVERYTHING)
    found = _stepped(projection, paths_drawn, 600)
    return max(
        abs(projection.runs[target.id].chance_by(days) - found.chance_by(target.id, days))
        for target in projection.targets
        for days in np.arange(5.0, 50.0, 5.0) * DAYS_PER_YEAR
    )


def _stepped(projection: Projection, paths_drawn: int, months: int) -> paths.Arrivals:
    thresholds = {target.id: target.threshold_km2 for target in projection.targets}
    rng = np.random.default_rng(11)
    return paths.arrivals(projection.inputs, thresholds, paths_drawn, months * DAYS_PER_MONTH, rng)


def delays_by_a_higher_pace(steps: int = PACE_STEPS) -> float:
    """How many runs end later at a pace higher by 0.01, two oblasts in turn, in stretches of so many steps."""
    count = 0
    for uncertainty in UNCERTAINTIES.values():
        for begin in STRETCHES_KM2_PER_DAY:
            slower = asked(uncertainty, rate=begin, order="in_turn")
            for step in range(1, steps + 1):
                faster = asked(uncertainty, rate=round(begin + 0.01 * step, 2), order="in_turn")
                later = [faster.runs[each.id].days > slower.runs[each.id].days for each in slower.results]
                count += int(np.count_nonzero(later))
                slower = faster
    return float(count)


# The fit.


def coverage(persistence: float, memory: bool, series: int = SERIES) -> float:
    """How often, in percent, a fit's 8-in-10 range holds the next twelve months of series of 33 months."""
    chances = [
        float((calibration if memory else calibration.given(0.0)).gain_of_next(AHEAD).cdf(gain))
        for calibration, gain in _fits(persistence, series)
    ]
    return PERCENT * covered(np.array(chances))


@cache
def _fits(persistence: float, series: int) -> list[tuple[Calibration, float]]:
    """Fits of simulated records, and what came in the next twelve months."""
    rng = np.random.default_rng(20250830)
    whole = [ar1(rng, MONTHS + AHEAD, persistence) for _ in range(series)]
    return [(fitted(each[:MONTHS]), float(each[MONTHS:].sum())) for each in whole]


def _days(inputs: Inputs) -> float:
    return _or_inf(project(inputs).results[0].central.when.days)


def _or_inf(days: float | None) -> float:
    return math.inf if days is None else days


def _worst(errors: FloatArray) -> float:
    return float(np.abs(errors).max())
