"""The administrative places that a written name strings together, and their levels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.extract import nouns
from kg.lexicons import load_table
from kg.lexicons.lists import words

_NOT_ENDS = words("no_place_end")
_COMMON = words("common_division")
_LOWEST_IN_NAMES = 5
_ADMIN = re.compile(
    r".{1,12}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|社区|新区|开发区|省|市|盟|县|区"
    r"|州(?![市省])|旗(?![区县镇乡村])|镇(?![市县区])|乡(?![市县区镇])|村(?![镇乡]))"
)


@cache
def divisions() -> Mapping[str, int]:
    """Levels of the known administrative places, by name."""
    return {row["name"]: int(row["level"]) for row in load_table("divisions")}


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(divisions(), key=len, reverse=True))


def level(name: str) -> int | None:
    """Level of an administrative place by its name: 1 country … 7 residential compound.

    None where the name does not tell.
    """
    known = divisions().get(name)
    if known is not None:
        return known
    row = nouns.name_suffix(name)
    return int(row["admin"]) if row is not None and row["admin"] else None


def province_of(name: str) -> str:
    """The province's short name that a longer name begins with: 贵州 in 贵州黎平县."""
    found = next((p for p in _longest_first() if name.startswith(p) and len(p) < len(name)), "")
    rest = name[len(found) :]
    return "" if len(rest) < 2 or rest.startswith(("省", "市", "自治区", "特别")) else found


@cache
def parts_of(name: str) -> tuple[tuple[int, int], ...]:
    """Offsets of the administrative names that one written name strings together: 黔东南苗族侗族自治州 + 台江县."""
    position = len(province_of(name))
    found: list[tuple[int, int]] = [(0, position)] if position else []
    while match := _ADMIN.match(name, position):
        stop = match.end()
        if len(name) - stop == 1:
            break
        found.append((position, stop))
        position = stop
    if position < len(name):
        found.append((position, len(name)))
    good = all(stop - start >= 2 for start, stop in found)
    return tuple(found) if good else ((0, len(name)),)


def leading_places(name: str) -> list[tuple[int, int]]:
    """Offsets of the administrative places that a body's name begins with, the largest first."""
    found: list[tuple[int, int]] = []
    for start, end in parts_of(name):
        rank = level(name[start:end])
        if name[start:end] in _COMMON:
            break
        if rank is None or rank > _LOWEST_IN_NAMES or end == len(name) or name[end - 1 : end + 1] in _NOT_ENDS:
            break
        found.append((start, end))
    return found
