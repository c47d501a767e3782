"""Draw how far confidences can be believed: ``python -m training.plot`` writes ``docs/reliability.svg``.

Left, the reliability plot of the set-aside stories: what share of the claims of each confidence is right, with 95 %
intervals. Right, what ``--min-confidence`` trades: the precision of the claims that are left, and how many of the
right ones they keep. The level of each story's confidences is fitted without that story.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from kg.export import write_text
from kg.scoring import Ratio
from training.confidence import ROOT, learn
from training.reliability import Pair, bins, brier, calibration_error

PICTURE = ROOT / "docs" / "reliability.svg"
_SIDE, _TOP, _LEFT, _SECOND = 300, 50, 60, 460
"""Pixels: a panel's side, the margin above, and the left edges of the panels."""
_TICKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
_BLUE, _ORANGE, _GREY = "#1f5fa8", "#b3541e", "#767676"


def picture(pairs: Sequence[Pair]) -> str:
    """The plot of confidences and outcomes, as SVG."""
    share = sum(right for _, right in pairs) / len(pairs)
    note = (
        f"{len(pairs)} claims of stories that no rule is written from, {share:.1%} right; "
        f"Brier score {brier(pairs):.3f}, expected calibration error {calibration_error(pairs):.3f}"
    )
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 430" font-family="sans-serif" font-size="12">',
        "<title>Reliability of confidences, and what a least confidence trades</title>",
        '<rect width="800" height="430" fill="white"/>',
        *_panel(_LEFT, "confidence", "share that is right"),
        *_reliability(pairs),
        *_panel(_SECOND, "least confidence", "share"),
        *_trade(pairs),
        f'<text x="{_LEFT}" y="418" fill="{_GREY}">{note}</text>',
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _x(left: int, value: float) -> float:
    return round(left + value * _SIDE, 1)


def _y(value: float) -> float:
    return round(_TOP + (1 - value) * _SIDE, 1)


def _panel(left: int, across: str, up: str) -> Iterator[str]:
    yield f'<rect x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_GREY}"/>'
    for tick in _TICKS:
        yield f'<text x="{_x(left, tick)}" y="{_TOP + _SIDE + 16}" text-anchor="middle">{tick:.1f}</text>'
        yield f'<text x="{left - 6}" y="{_y(tick) + 4}" text-anchor="end">{tick:.1f}</text>'
    yield f'<text x="{left + _SIDE / 2}" y="{_TOP + _SIDE + 36}" text-anchor="middle">{across}</text>'
    yield f'<text x="{left}" y="{_TOP - 10}">{up}</text>'


def _reliability(pairs: Sequence[Pair]) -> Iterator[str]:
    yield _line(_LEFT, [(0, 0), (1, 1)], _GREY, dashed=True)
    for bin_ in bins(pairs):
        low, high = bin_.right.interval()
        yield _line(_LEFT, [(bin_.confidence, low), (bin_.confidence, high)], _BLUE)
        yield f'<circle cx="{_x(_LEFT, bin_.confidence)}" cy="{_y(bin_.right.value)}" r="4" fill="{_BLUE}"/>'


def _trade(pairs: Sequence[Pair]) -> Iterator[str]:
    precision: list[tuple[float, float]] = []
    kept: list[tuple[float, float]] = []
    right = sum(outcome for _, outcome in pairs)
    for least in (number / 100 for number in range(100)):
        left = [outcome for told, outcome in pairs if told >= least]
        if not left:
            break
        precision.append((least, Ratio(int(sum(left)), len(left)).value))
        kept.append((least, sum(left) / right))
    yield _line(_SECOND, precision, _BLUE)
    yield _line(_SECOND, kept, _ORANGE)
    for row, (name, colour) in enumerate((("precision", _BLUE), ("right claims kept", _ORANGE))):
        yield f'<text x="{_SECOND + 12}" y="{_y(0.12) + 18 * row}" fill="{colour}">{name}</text>'


def _line(left: int, points: Sequence[tuple[float, float]], colour: str, dashed: bool = False) -> str:
    shown = " ".join(f"{_x(left, x)},{_y(y)}" for x, y in points)
    dashes = ' stroke-dasharray="4 4"' if dashed else ""
    return f'<polyline points="{shown}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>'


def main() -> None:
    """Fit anew, without writing the lexicon, and draw."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("picture", nargs="?", type=Path, default=PICTURE)
    options = parser.parse_args()
    write_text(options.picture, picture(learn().set_aside))


if __name__ == "__main__":
    main()
