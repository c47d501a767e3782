"""Logistic regression with an L2 penalty, by Newton's method (iteratively reweighted least squares)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

_STEPS = 50
_SMALL = 1e-10


def fit(marks: Vector, targets: Vector, penalty: Vector, offset: Vector | None = None) -> Vector:
    """The weights of the columns of ``marks`` (examples × features) that make ``targets`` (0 to 1) likeliest.

    ``penalty`` is how strongly each weight is drawn towards 0 (0: not at all), ``offset`` what each example's
    log-odds begin with.
    """
    base = np.zeros(len(targets)) if offset is None else offset
    weights = np.zeros(marks.shape[1])
    for _ in range(_STEPS):
        likely = logistic(base + marks @ weights)
        slope = marks.T @ (targets - likely) - penalty * weights
        curvature = (marks * (likely * (1 - likely))[:, None]).T @ marks + np.diag(penalty + _SMALL)
        step = np.linalg.solve(curvature, slope)
        weights = weights + step
        if np.abs(step).max() < _SMALL:
            break
    return weights


def logistic(odds: Vector) -> Vector:
    """Probabilities of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -40, 40))), dtype=np.float64)
