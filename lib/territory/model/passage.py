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
CLOSE = 1e-3  # a step in ln y this small leaves an error of less than its fourth power
LARGEST_STEP = 2.0  # in ln y
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
        scaled = _quantile(p, drift * threshold / safe) * (threshold**2 / safe)
        sure = np.where(drift > 0, threshold / drift, np.inf)
    return np.asarray(np.where(noisy, scaled, sure))


def _cdf(y: FloatArray, rho: FloatArray) -> FloatArray:
    """F(y); what drifts away arrives with chance exp(2ρ), and then like what drifts as fast the other way."""
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = _chance(*_ends(np.sqrt(y), np.abs(rho)))
    chance = np.where(np.isposinf(y), 1.0, chance)
    return np.asarray(np.where(y > 0, chance * _arrives(rho), 0.0))


def _arrives(rho: FloatArray) -> FloatArray:
    """The chance to arrive at all."""
    return np.asarray(np.exp(np.minimum(2.0 * rho, 0.0)))


def _ends(root: FloatArray, rho: FloatArray) -> tuple[FloatArray, FloatArray]:
    """α = (1 − ρy)/√y and β = (1 + ρy)/√y, of √y."""
    near, far = 1.0 / root, rho * root
    return near - far, near + far


def _chance(alpha: FloatArray, beta: FloatArray) -> FloatArray:
    """F = Φ(−α) + ½·erfcx(β/√2)·exp(−α²/2), for ρ of 0 or more, where β is never below 0 and nothing overflows."""
    return np.asarray(ndtr(-alpha) + 0.5 * erfcx(beta / math.sqrt(2.0)) * np.exp(-0.5 * alpha**2))


def _quantile(p: FloatArray, rho: FloatArray) -> FloatArray:
    """Steps in ln y on the probit of F, where the law is nearly a straight line, for those that are not there yet."""
    level, strength = (p / _arrives(rho)).ravel(), np.abs(rho).ravel()
    inside = (level > 0) & (level < 1)
    z = ndtri(np.where(inside, level, 0.5))
    y = _start(z, strength)
    left = np.arange(y.size)
    for _ in range(MOST_STEPS):
        step = _step(y[left], strength[left], z[left])
        y[left] *= np.exp(step)
        left = left[np.abs(step) > CLOSE]
        if not left.size:
            break
    y = np.where(inside, y, np.where(level <= 0, 0.0, np.inf))
    return y.reshape(rho.shape)


def _start(z: FloatArray, rho: FloatArray) -> FloatArray:
    """One step from where Φ(−α) alone reaches the level: Birnbaum & Saunders (1969); or the passage without drift.

    There α = −z, and F lies above the level by the normal density times Mills' ratio of β, here by the bound of
    Sampford (1953). Without drift y = 1/Φ⁻¹(1 − p/2)², the reflection principle; with it that is an upper bound.
    """
    reach = np.abs(z) + np.sqrt(z**2 + 4.0 * rho)
    root = np.where(z > 0, reach / (2.0 * rho), 2.0 / reach)
    _, beta = _ends(root, rho)
    newton = -4.0 * root / (3.0 * beta + np.sqrt(beta**2 + 8.0))
    bend, _ = _bends(-z, beta)
    y = root**2 * np.exp(newton / (1.0 + 0.5 * newton * bend))
    if (weak := rho < WEAK).any():
        y[weak] = np.fmin(y[weak], 1.0 / ndtri(0.5 * ndtr(z[weak])) ** 2)
    return np.asarray(y)


def _step(y: FloatArray, rho: FloatArray, z: FloatArray) -> FloatArray:
    """Householder's third-order step: how the slope bends costs no more than sums once the law is known."""
    root = np.sqrt(y)
    alpha, beta = _ends(root, rho)
    probit = ndtri(np.clip(_chance(alpha, beta), 1e-300, 1.0 - 1e-16))
    slope = np.exp(0.5 * (probit**2 - alpha**2)) / root
    newton = np.clip((z - probit) / slope, -LARGEST_STEP, LARGEST_STEP)
    bend, twist = _bends(alpha, beta)
    bend = bend + probit * slope
    twist = twist + slope**2 + probit * slope * bend + bend**2
    bent = (1.0 + 0.5 * newton * bend) / (1.0 + newton * bend + newton**2 * twist / 6.0)
    return np.asarray(newton * np.clip(bent, 0.5, 2.0))


def _bends(alpha: FloatArray, beta: FloatArray) -> tuple[FloatArray, FloatArray]:
    """How fast the logarithm of the density of ln y rises with ln y, and how fast that does."""
    return 0.5 * (alpha * beta - 1.0), -0.25 * (alpha**2 + beta**2)
