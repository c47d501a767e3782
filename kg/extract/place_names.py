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
_LONGEST, _LONGEST_SHORT = 18, 6
"""Characters of the longest full and short names of divisions."""
_ADMIN = re.compile(
    r".{1,12}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|社区|新区|开发区|省|市|盟|县|区"
    r"|州(?![市省])|旗(?![区县镇乡村])|镇(?![市县区])|乡(?![市县区镇])|村(?![镇乡]))"
)
_NAMED_AFTER = re.compile(
    r"(?:自治)?[州县旗盟市]|地区|[东西南北中一二三]?(?:路|街|大道|大街|站|港|口|机场|大?[桥山江河湖海湾岛]|水库|盆地|平原|话|人|籍|菜|石$)"
)
"""What makes the place before it a part of a longer name: 南京西路, 鄱阳湖."""


@cache
def divisions() -> Mapping[str, int]:
    """Levels of the known administrative places, by name."""
    return {row["name"]: int(row["level"]) for row in load_table("divisions")}


@cache
def _longest_first() -> tuple[str, ...]:
    return tuple(sorted(divisions(), key=len, reverse=True))


@cache
def _of_china() -> Mapping[str, int]:
    """Levels of the prefectures and counties of China, by full and by short name."""
    rows = load_table("divisions_of_china")
    full = {row["name"]: int(row["level"]) for row in rows}
    return {row["short"]: int(row["level"]) for row in reversed(rows) if row["short"]} | full


@cache
def _short_prefectures() -> frozenset[str]:
    """Short names of prefectures; those of counties are too often other words: 公安, 桃源."""
    return frozenset(row["short"] for row in load_table("divisions_of_china") if row["level"] == "3") - {""}


def level(name: str) -> int | None:
    """Level of an administrative place by its name: 1 country … 7 residential compound.

    None where the name does not tell.
    """
    known = divisions().get(name) or _of_china().get(name)
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
def parts_of(name: str, behind: bool = False) -> tuple[tuple[int, int], ...]:
    """Offsets of the administrative names that one written name strings together: 黔东南苗族侗族自治州 + 台江县.

    ``behind``: another place stands before it.
    """
    position = len(province_of(name))
    found: list[tuple[int, int]] = [(0, position)] if position else []
    while stop := _division_end(name, position, behind) or _kind_end(name, position):
        if len(name) - stop == 1:
            break
        found.append((position, stop))
        position = stop
    if position < len(name):
        found.append((position, len(name)))
    good = all(stop - start >= 2 for start, stop in found)
    return tuple(found) if good else ((0, len(name)),)


def _kind_end(name: str, position: int) -> int:
    """Where the administrative name ends that begins at an offset, by its kind: 台江县; 0 where none does."""
    match = _ADMIN.match(name, position)
    return match.end() if match is not None else 0


def _division_end(name: str, position: int, behind: bool) -> int:
    """Where a division's full name ends, or the short one of a prefecture: 铜川 in 陕西铜川石凹沟煤矿; else 0.

    Behind a province, or before another administrative place: in 南京西路 and 武汉长江大桥 the city is part of
    the name.
    """
    for stop in range(min(len(name), position + _LONGEST), position + 1, -1):
        rest = name[stop:]
        if len(rest) == 1:
            continue
        if stop - position > _LONGEST_SHORT and name[position:stop] in _of_china():
            return stop
        if name[position:stop] not in _short_prefectures():
            continue
        if _NAMED_AFTER.match(rest) is None and (behind or position > 0 or not rest or (_kind_end(rest, 0) or 0) > 2):
            return stop
    return 0


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
