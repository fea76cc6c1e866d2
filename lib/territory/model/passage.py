"""The first-passage law of a drifted Brownian motion: the chance by a time, and the time of a chance.

Everything is written for the scaled time y = u·ω²/W² (growth-days u, threshold W, variance ω² per growth-day) and the
one parameter ρ = μW/ω² that is left of drift μ: the passage of 1 by a motion of drift ρ and variance 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfcx, log_ndtr, ndtr, ndtri

FloatArray = NDArray[np.float64]

FAR_BELOW = -5.0  # where erfcx would overflow, the plain product of the reflected term is exact
MOST_STEPS = 12
CLOSE = 1e-6  # a last step in ln y this small leaves an error of its square
SQRT_TAU = float(np.sqrt(2.0 * np.pi))
LARGEST_STEP = 2.0  # in ln y


def first_passage_cdf(
    growth_days: ArrayLike, threshold_km2: ArrayLike, drift_km2_per_day: ArrayLike, variance_km2_per_day: ArrayLike
) -> FloatArray:
    """Chance that net gains have reached the threshold by each growth-day.

    Shapes broadcast; thresholds above 0, any sign of drift, variance 0 included (a step at W/μ).
    Inverse Gaussian law: Folks & Chhikara (1978), with the reflected term scaled so that nothing overflows.
    """
    u, threshold, drift, variance = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (growth_days, threshold_km2, drift_km2_per_day, variance_km2_per_day))
    )
    noisy = variance > 0
    safe = np.where(noisy, variance, 1.0)
    with np.errstate(over="ignore"):
        chance = _cdf(u * safe / threshold**2, drift * threshold / safe)
    sure = (drift > 0) & (drift * u >= threshold)
    return np.asarray(np.where(noisy, chance, sure.astype(float)))


def first_passage_quantile(
    chance: ArrayLike, threshold_km2: ArrayLike, drift_km2_per_day: ArrayLike, variance_km2_per_day: ArrayLike
) -> FloatArray:
    """Growth-days by which net gains have reached the threshold with a given chance; `inf` where they never do.

    Shapes broadcast; the inverse of `first_passage_cdf`. A negative drift arrives at all with chance exp(2μW/ω²), and
    then like the positive one.
    """
    p, threshold, drift, variance = np.broadcast_arrays(
        *(np.asarray(a, dtype=float) for a in (chance, threshold_km2, drift_km2_per_day, variance_km2_per_day))
    )
    noisy = variance > 0
    safe = np.where(noisy, variance, 1.0)
    with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
        scaled = _quantile(p, drift * threshold / safe) * (threshold**2 / safe)
        sure = np.where(drift > 0, threshold / drift, np.inf)
    return np.asarray(np.where(noisy, scaled, sure))


def _cdf(y: FloatArray, rho: FloatArray) -> FloatArray:
    """F(y) = Φ(−α) + ½·erfcx(β/√2)·exp(−α²/2), α = (1 − ρy)/√y, β = (1 + ρy)/√y."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        root = np.sqrt(y)
        alpha, beta = (1.0 - rho * y) / root, (1.0 + rho * y) / root
        near = 0.5 * erfcx(np.maximum(beta, FAR_BELOW) / np.sqrt(2.0)) * np.exp(-0.5 * alpha**2)
        chance = ndtr(-alpha) + near
        if (below := beta < FAR_BELOW).any():
            chance = np.where(below, ndtr(-alpha) + np.exp(2.0 * rho + log_ndtr(-beta)), chance)
        chance = np.where(np.isposinf(y), np.exp(np.minimum(2.0 * rho, 0.0)), chance)
    return np.asarray(np.where(y > 0, chance, 0.0))


def _quantile(p: FloatArray, rho: FloatArray) -> FloatArray:
    """Newton steps in ln y on the probit of F, from the smaller of two upper bounds."""
    arrives = np.exp(np.minimum(2.0 * rho, 0.0))
    level = p / arrives
    strength = np.abs(rho)
    inside = (level > 0) & (level < 1)
    target = np.where(inside, level, 0.5)
    z = ndtri(target)
    start = np.minimum(_birnbaum_saunders(z, strength), _driftless(target))
    log_y = np.log(start)
    for _ in range(MOST_STEPS):
        step = _step(np.exp(log_y), strength, z)
        log_y = log_y + step
        if (np.abs(step) < CLOSE).all():
            break
    y = np.where(strength > 0, np.exp(log_y), _driftless(target))
    y = np.where(inside, y, np.where(level <= 0, 0.0, np.inf))
    return np.asarray(y)


def _birnbaum_saunders(z: FloatArray, rho: FloatArray) -> FloatArray:
    """Where Φ(−α) alone would reach the level: an upper bound, and close where the drift is strong."""
    root = np.sqrt(z**2 + 4.0 * rho)
    return np.asarray(np.where(z > 0, ((z + root) / (2.0 * rho)) ** 2, (2.0 / (root - z)) ** 2))


def _driftless(p: FloatArray) -> FloatArray:
    """The reflection principle, exact without drift and an upper bound with it: y = 1/Φ⁻¹(1 − p/2)²."""
    return np.asarray(1.0 / ndtri(0.5 * p) ** 2)


def _step(y: FloatArray, rho: FloatArray, z: FloatArray) -> FloatArray:
    """A Newton step in ln y on the scale of the normal quantile, where the law is nearly a straight line."""
    chance = np.clip(_cdf(y, rho), 1e-300, 1.0 - 1e-16)
    probit = ndtri(chance)
    density = np.exp(-0.5 * ((1.0 - rho * y) ** 2 / y)) / (SQRT_TAU * np.sqrt(y))  # f(y)·y
    slope = density / (np.exp(-0.5 * probit**2) / SQRT_TAU)
    step = (z - probit) / slope
    return np.clip(np.nan_to_num(step, nan=0.0, posinf=LARGEST_STEP, neginf=-LARGEST_STEP), -LARGEST_STEP, LARGEST_STEP)
