"""The first-passage law of a drifted Brownian motion: the chance by a time, and the time of a chance.

Everything is written for the scaled time y = u·ω²/W² (growth-days u, threshold W, variance ω² per growth-day) and the
one parameter ρ = μW/ω² that is left of drift μ: the passage of 1 by a motion of drift ρ and variance 1.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import erfcx, ndtr, ndtri

FloatArray = NDArray[np.float64]

MOST_STEPS = 12
CLOSE = 3e-4  # a step in ln y this small leaves an error near its fourth power
LARGEST_STEP = 2.0  # in ln y
SMALLEST = 1e-290  # chance: smaller ones would underflow
ROOT_TWO, ROOT_TAU = math.sqrt(2.0), math.sqrt(2.0 * math.pi)
WEAK = 0.1  # a drift so weak that the passage may be nearer to that without any


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
        days = _quantile(p, drift * threshold / safe) * (threshold**2 / safe)
        if not noisy.all():
            days = np.where(noisy, days, np.where(drift > 0, threshold / drift, np.inf))
    return np.asarray(days)


def _cdf(y: FloatArray, rho: FloatArray) -> FloatArray:
    """F(y); what drifts away arrives with chance exp(2ρ), and then like what drifts as fast the other way."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance, *_ = _law(np.sqrt(y), np.abs(rho))
    chance = np.where(np.isposinf(y), 1.0, chance)
    return np.asarray(np.where(y > 0, chance * _arrives(rho), 0.0))


def _arrives(rho: FloatArray) -> FloatArray:
    """The chance to arrive at all."""
    return np.asarray(np.exp(np.minimum(2.0 * rho, 0.0)))


def _law(root: FloatArray, rho: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """F(y) = Φ(−α) + ½·erfcx(β/√2)·exp(−α²/2) of √y, for ρ of 0 or more; and its slope in ln y, α and β.

    α = (1 − ρy)/√y, β = (1 + ρy)/√y, which is never below 0, so that nothing overflows.
    """
    near, far = 1.0 / root, rho * root
    alpha, beta = near - far, near + far
    bell = np.exp(-0.5 * alpha**2)
    return ndtr(-alpha) + 0.5 * erfcx(beta / ROOT_TWO) * bell, bell * near / ROOT_TAU, alpha, beta


def _quantile(p: FloatArray, rho: FloatArray) -> FloatArray:
    """From a close start in steps of ln y, later ones only where the one before was not small."""
    level, strength = (p / _arrives(rho)).ravel(), np.abs(rho).ravel()
    inside = (level > 0) & (level < 1)
    target = np.where(inside, np.maximum(level, SMALLEST), 0.5)
    y = _start(target, strength)
    left = np.arange(y.size)
    for _ in range(MOST_STEPS):
        step = _step(y[left], strength[left], target[left])
        y[left] *= np.exp(step)
        left = left[np.abs(step) > CLOSE]
        if not left.size:
            break
    y = np.where(inside, y, np.where(level <= 0, 0.0, np.inf))
    return y.reshape(rho.shape)


def _start(p: FloatArray, rho: FloatArray) -> FloatArray:
    """One step from where Φ(−α) alone reaches the level: Birnbaum & Saunders (1969); or the passage without drift.

    There α = −z, and F lies above the level by the normal density times Mills' ratio of β, here by the bound of
    Sampford (1953). Without drift y = 1/Φ⁻¹(1 − p/2)², the reflection principle; with it that is an upper bound.
    """
    z = ndtri(p)
    reach = np.abs(z) + np.sqrt(z**2 + 4.0 * rho)
    root = np.where(z > 0, reach / (2.0 * rho), 2.0 / reach)
    beta = 1.0 / root + rho * root
    newton = -4.0 * root / (3.0 * beta + np.sqrt(beta**2 + 8.0))
    y = root**2 * np.exp(newton / (1.0 - 0.25 * newton * (z * beta + 1.0)))
    if (weak := rho < WEAK).any():
        y[weak] = np.fmin(y[weak], 1.0 / ndtri(0.5 * p[weak]) ** 2)
    return np.asarray(y)


def _step(y: FloatArray, rho: FloatArray, p: FloatArray) -> FloatArray:
    """Householder's third-order step: once the law is known, how its slope bends costs no more than sums.

    `bend` is how fast the slope's logarithm rises with ln y, `twist` how fast that does.
    """
    chance, slope, alpha, beta = _law(np.sqrt(y), rho)
    newton = np.clip((p - chance) / slope, -LARGEST_STEP, LARGEST_STEP)
    bend, twist = 0.5 * (alpha * beta - 1.0), -0.25 * (alpha**2 + beta**2)
    bent = (1.0 + 0.5 * newton * bend) / (1.0 + newton * bend + newton**2 * (twist + bend**2) / 6.0)
    return np.asarray(newton * np.clip(bent, 0.5, 2.0))
