"""Pieces of a drawing side by side, like a puzzle.

After Freivalds, Dogrusoz & Kikusts, "Disconnected Graph Layout and the Polyomino Packing Approach" (2002): each
piece is a set of grid squares, and goes as near to the middle as it finds room.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

CELL = 15.0
"""Side of the grid squares, in pixels."""
ASPECT = 1.36
"""Width to height that the whole aims at."""
STEP = 2
"""Places are tried this many squares apart."""
SEARCH = 20
"""How many squares beyond the nearest free place a better one is looked for."""
PUZZLE_LIMIT = 150
"""Pieces beyond this number stand in rows below the others, since the search takes longer with each."""

Rectangle = tuple[float, float, float, float]
"""Left, top, right and bottom, in pixels."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """Grid squares around the middle: row → columns as the bits of a number, the lowest bit for ``left``."""

    rows: Mapping[int, int]
    left: int
    right: int
    top: int
    bottom: int
    middle: tuple[float, float]
    """What was taken off the pixels to bring the piece's middle to (0, 0)."""


def pack(pieces: Sequence[Sequence[Rectangle]]) -> list[tuple[float, float]]:
    """By how many pixels to move each piece, given as the rectangles that it covers; the first one is the middle.

    No rectangle of one piece meets one of another after the moves.
    """
    table = _Table(sum(int((max(r[2] for r in p) - min(r[0] for r in p)) / CELL) + 4 for p in pieces))
    moves = []
    for number, rectangles in enumerate(pieces):
        piece = _piece(rectangles)
        dx, dy = table.find_room(piece) if number < PUZZLE_LIMIT else table.next_in_row(piece)
        table.put(piece, dx, dy)
        moves.append((dx * CELL - piece.middle[0], dy * CELL - piece.middle[1]))
    return moves


def _piece(rectangles: Sequence[Rectangle]) -> _Piece:
    middle_x = (min(r[0] for r in rectangles) + max(r[2] for r in rectangles)) / 2
    middle_y = (min(r[1] for r in rectangles) + max(r[3] for r in rectangles)) / 2
    cells = [
        (math.floor((x1 - middle_x) / CELL), math.floor((y1 - middle_y) / CELL),
         math.floor((x2 - middle_x) / CELL), math.floor((y2 - middle_y) / CELL))
        for x1, y1, x2, y2 in rectangles
    ]  # fmt: skip
    left, top = min(cell[0] for cell in cells), min(cell[1] for cell in cells)
    rows: dict[int, int] = {}
    for first, high, last, low in cells:
        bits = ((1 << (last - first + 1)) - 1) << (first - left)
        for row in range(high, low + 1):
            rows[row] = rows.get(row, 0) | bits
    right, bottom = max(cell[2] for cell in cells), max(cell[3] for cell in cells)
    return _Piece(rows, left, right, top, bottom, (middle_x, middle_y))


class _Table:
    """The squares that are taken."""

    def __init__(self, reach: int) -> None:
        """``reach`` is how many columns the whole may need on either side."""
        self._origin = 4 * reach
        self._rows: dict[int, int] = {}
        self._left = self._right = self._top = self._bottom = 0
        self._cursor: tuple[int, int] | None = None
        self._row_height = 0

    def put(self, piece: _Piece, dx: int, dy: int) -> None:
        """Take the squares of ``piece``, moved by so many squares."""
        if not self._rows:
            self._left, self._right, self._top, self._bottom = piece.left, piece.right, piece.top, piece.bottom
        for row, bits in piece.rows.items():
            self._rows[row + dy] = self._rows.get(row + dy, 0) | (bits << (piece.left + dx + self._origin))
        self._left, self._right = min(self._left, piece.left + dx), max(self._right, piece.right + dx)
        self._top, self._bottom = min(self._top, piece.top + dy), max(self._bottom, piece.bottom + dy)

    def find_room(self, piece: _Piece) -> tuple[int, int]:
        """The move under which the piece meets nothing and the whole grows least; the nearest of several."""
        if not self._rows:
            return 0, 0
        best: tuple[float, tuple[int, int]] | None = None
        radius = last = 0
        while best is None or radius <= last:
            for dx, dy in _ring(radius):
                extent = self._extent(piece, dx, dy)
                if (best is None or extent < best[0]) and self._is_free(piece, dx, dy):
                    last = radius + SEARCH if best is None else last
                    best = extent, (dx, dy)
            radius += STEP
        return best[1]

    def next_in_row(self, piece: _Piece) -> tuple[int, int]:
        """The next place in rows below everything."""
        width, height = piece.right - piece.left + 1, piece.bottom - piece.top + 1
        x, y = self._cursor or (self._left, self._bottom + 1)
        if self._cursor is not None and x + width > self._right + 1:
            x, y, self._row_height = self._left, y + self._row_height, 0
        self._cursor = x + width, y
        self._row_height = max(self._row_height, height)
        return x - piece.left, y - piece.top

    def _extent(self, piece: _Piece, dx: int, dy: int) -> float:
        width = max(self._right, piece.right + dx) - min(self._left, piece.left + dx)
        height = max(self._bottom, piece.bottom + dy) - min(self._top, piece.top + dy)
        return max(width / ASPECT, float(height))

    def _is_free(self, piece: _Piece, dx: int, dy: int) -> bool:
        shift = piece.left + dx + self._origin
        return not any((self._rows.get(row + dy, 0) >> shift) & bits for row, bits in piece.rows.items())


@cache
def _ring(radius: int) -> tuple[tuple[int, int], ...]:
    """The grid points of an ellipse of the aimed aspect, in a fixed order."""
    return tuple(dict.fromkeys(_points(radius)))


def _points(radius: int) -> Iterator[tuple[int, int]]:
    steps = max(1, 8 * radius // STEP)
    for step in range(steps):
        angle = 2 * math.pi * step / steps
        yield round(radius * ASPECT * math.cos(angle)), round(radius * math.sin(angle))


def along(start: tuple[float, float], end: tuple[float, float], margin: float) -> Iterable[Rectangle]:
    """Small rectangles that cover a line."""
    (x1, y1), (x2, y2) = start, end
    steps = max(1, int(max(abs(x2 - x1), abs(y2 - y1)) / CELL))
    for step in range(steps):
        x, y = x1 + (x2 - x1) * step / steps, y1 + (y2 - y1) * step / steps
        yield x - margin, y - margin, x + margin, y + margin
