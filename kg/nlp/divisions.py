"""Names of Chinese divisions in a text that the segmenter may take for other words: 湖南隆回, 赴上思县."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.lexicons import load_table

_LONGEST = 18
"""Characters of the longest name."""
_BEFORE = re.compile(r"(?:^|[，。；：、！？“（\s]|[在从到赴往自据向离抵])$")
"""What stands before a name that nothing else tells to be one."""
_NO_NAME = frozenset("的和与及等路街桥站港口江河湖海山话委")
"""What makes another word of it: 湖南大路, 宜都市委."""


@cache
def _provinces() -> frozenset[str]:
    return frozenset(row["name"] for row in load_table("divisions") if row["level"] == "2")


@cache
def _names() -> tuple[frozenset[str], frozenset[str]]:
    """Full names of three characters and more, and all names, the short ones among them."""
    rows = load_table("divisions_of_china")
    full = frozenset(row["name"] for row in rows if len(row["name"]) >= 3)
    return full, full | {row["name"] for row in rows} | {row["short"] for row in rows if row["short"]}


def division_names(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """The names of divisions in ``text[start:end]``, as start, end and the tag ``LOC``, none overlapping.

    Behind a province every name counts, behind a preposition or a mark full ones do.
    """
    full, every = _names()
    at = start
    for position in range(start, end):
        if position < at:
            continue
        behind = _province_before(text, start, position)
        if behind is not None:
            stop = _longest(text, position, end, every)
        elif _BEFORE.search(text[max(start, position - 1) : position]):
            stop = _longest(text, position, end, full)
        else:
            continue
        if stop and text[stop : stop + 1] not in _NO_NAME:
            if behind is not None:
                yield behind, position, "LOC"
            yield position, stop, "LOC"
            at = stop


def _province_before(text: str, start: int, position: int) -> int | None:
    """Where the province begins that ends at an offset; None where none does."""
    for length in (8, 7, 6, 5, 4, 3, 2):
        begin = position - length
        if begin >= start and text[begin:position] in _provinces():
            return begin
    return None


def _longest(text: str, position: int, end: int, names: frozenset[str]) -> int:
    """Where the longest of some names ends that begins at an offset; 0 where none does."""
    stops = range(min(end, position + _LONGEST), position + 1, -1)
    return next((stop for stop in stops if text[position:stop] in names), 0)
