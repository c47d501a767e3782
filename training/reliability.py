"""How far confidences can be believed: the Brier score, the expected calibration error, and bins for a plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kg.scoring import Ratio

BINS = 8
Pair = tuple[float, float]
"""A claim's confidence, and 1 where it is right, else 0."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Claims of neighbouring confidences."""

    confidence: float
    """Their mean."""
    right: Ratio


def brier(pairs: Sequence[Pair]) -> float:
    """The mean squared difference of confidence and outcome (Brier, 1950): 0 is best."""
    return math.fsum((told - right) ** 2 for told, right in pairs) / len(pairs)


def bins(pairs: Sequence[Pair], count: int = BINS) -> list[Bin]:
    """Claims by rising confidence, in bins of about equal size; claims of one confidence share a bin."""
    groups: dict[float, list[float]] = {}
    for told, right in sorted(pairs):
        groups.setdefault(told, []).append(right)
    made: list[Bin] = []
    held: list[Pair] = []
    left = len(pairs)
    for told, rights in groups.items():
        held += [(told, right) for right in rights]
        if len(held) >= left / max(1, count - len(made)):
            made.append(_bin(held))
            left -= len(held)
            held = []
    return [*made, _bin(held)] if held else made


def _bin(pairs: Sequence[Pair]) -> Bin:
    mean = math.fsum(told for told, _ in pairs) / len(pairs)
    return Bin(mean, Ratio(sum(right == 1 for _, right in pairs), len(pairs)))


def calibration_error(pairs: Sequence[Pair], count: int = BINS) -> float:
    """The expected calibration error (Naeini et al., 2015): how far bins' shares are from their confidences."""
    made = bins(pairs, count)
    return math.fsum(abs(b.confidence - b.right.value) * b.right.total for b in made) / len(pairs)
