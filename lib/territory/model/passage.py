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

MORE_STEPS = 12
CLOSE = 1e-4  # a step in ln √y this small leaves an error near its fourth power
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
        root = np.sqrt(y)
        chance, _ = _law(1.0 / root, np.abs(rho) * root)
    chance = np.where(np.isposinf(y), 1.0, chance)
    return np.asarray(np.where(y > 0, chance * _arrives(rho), 0.0))


def _arrives(rho: FloatArray) -> FloatArray:
    """The chance to arrive at all."""
    return np.asarray(np.exp(np.minimum(2.0 * rho, 0.0)))


def _law(near: FloatArray, far: FloatArray) -> tuple[FloatArray, FloatArray]:
    """F = Φ(−α) + ½·erfcx(β/√2)·exp(−α²/2) and its slope in ln y, for ρ of 0 or more.

    α = (1 − ρy)/√y and β = (1 + ρy)/√y are the difference and the sum of `near`, 1/√y, and `far`, ρ√y; β is never
    below 0, so that nothing overflows.
    """
    past = far - near
    bell = np.exp(-0.5 * past**2)
    return ndtr(past) + 0.5 * erfcx((near + far) / ROOT_TWO) * bell, bell * near / ROOT_TAU


def _quantile(p: FloatArray, rho: FloatArray) -> FloatArray:
    """From a close start in steps of ln √y, later ones only for those that are not there yet."""
    level, strength = (p / _arrives(rho)).ravel(), np.abs(rho).ravel()
    inside = (level > SMALLEST) & (level < 1)
    target = np.where(inside, level, 0.5)
    root = _start(target, strength)
    step = _step(root, strength, target)
    root *= np.exp(step)
    left = np.flatnonzero(np.abs(step) > CLOSE)
    for _ in range(MORE_STEPS):
        if not left.size:
            break
        step = _step(root[left], strength[left], target[left])
        root[left] *= np.exp(step)
        left = left[np.abs(step) > CLOSE]
    y = np.where(inside, root**2, np.where(level < 1, 0.0, np.inf))
    return y.reshape(rho.shape)


def _start(p: FloatArray, rho: FloatArray) -> FloatArray:
    """√y after one step of Halley's from where Φ(−α) alone reaches the level, or without drift; shape (n,).

    There α = −z and β² = z² + 4ρ: Birnbaum & Saunders (1969). F lies above the level by the normal density times Mills'
    ratio of β, here by the bound of Sampford (1953). Without drift y = 1/Φ⁻¹(1 − p/2)², the reflection principle, which
    is an upper bound with it.
    """
    z = ndtri(p)
    square = z**2 + 4.0 * rho
    beta = np.sqrt(square)
    far = beta + np.abs(z)
    near = 0.5 * np.where(z > 0, 4.0 * rho / far, far)
    root = np.exp(-2.0 / ((3.0 * beta + np.sqrt(square + 8.0)) * near + z * beta + 1.0)) / near
    if (weak := rho < WEAK).any():
        root[weak] = np.fmin(root[weak], -1.0 / ndtri(0.5 * p[weak]))
    return np.asarray(root)


def _step(root: FloatArray, rho: FloatArray, p: FloatArray) -> FloatArray:
    """Householder's third-order step: once the law is known, how its slope bends costs no more than sums.

    `bend` is how fast the slope's logarithm rises with ln y, `twist` how fast that does.
    """
    near, far = 1.0 / root, rho * root
    chance, slope = _law(near, far)
    newton = np.clip((p - chance) / slope, -LARGEST_STEP, LARGEST_STEP)
    near, far = near**2, far**2
    bend, twist = 0.5 * (near - far - 1.0), -0.5 * (near + far)
    bent = (1.0 + 0.5 * newton * bend) / (1.0 + newton * bend + newton**2 * (twist + bend**2) / 6.0)
    return np.asarray(0.5 * newton * np.clip(bent, 0.5, 2.0))
