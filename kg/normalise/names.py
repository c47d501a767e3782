"""Names of people in bylines, told apart by their surnames."""

from __future__ import annotations

import re
from functools import cache

from kg.lexicons import load_table

_TIER_COST = {1: 0.0, 2: 1.0, 3: 2.5}
_SHORT_NAME_COST = 1.2
"""Names of two characters are rarer than those of three: about one in five."""
_COMPOUND_COST = -0.2
"""Two characters that make a compound surname are hardly ever two parts of neighbouring names."""
_HAN_NAME = re.compile("[\u3400-\u9fff]{2,4}")
_FOREIGN = re.compile("[\u3400-\u9fff]{1,10}(?:·[\u3400-\u9fff]{1,10})+")
_NOT_NAMES = frozenset(
    [
        "记者",
        "通讯员",
        "报道",
        "报导",
        "摄影",
        "编辑",
        "作者",
        "本报",
        "本网",
        "本台",
        "综合",
        "实习",
        "来源",
        "整理",
        "采写",
        "撰文",
        "图片",
        "新闻",
        "社区",
        "方面",
        "时报",
        "日报",
        "高级",
        "首席",
    ]
)


@cache
def _surnames() -> dict[str, int]:
    return {row["surname"]: int(row["tier"]) for row in load_table("surnames")}


def _name_cost(name: str) -> float | None:
    """How unlikely a string is as one name; None if it cannot be one."""
    if name in _NOT_NAMES:
        return None
    compound = _surnames().get(name[:2]) if len(name) in (3, 4) else None
    single = _surnames().get(name[:1]) if len(name) in (2, 3) else None
    costs = []
    if compound is not None and len(name[:2]) == 2:
        costs.append(_COMPOUND_COST)
    if single is not None:
        costs.append(_TIER_COST[single] + (_SHORT_NAME_COST if len(name) == 2 else 0.0))
    return min(costs, default=None)


def split_names(text: str, lenient: bool = False) -> list[str] | None:
    """The names that a string without separators is made of: ``王芳李建国`` is 王芳, 李建国.

    A name is a surname and one or two characters. ``lenient`` also takes two or three characters without a known
    surname as one name, for places where nothing but names can stand. None if the string is no row of names.
    """
    if _FOREIGN.fullmatch(text):
        return [text]
    if len(text) < 2 or len(text) > 24:
        return None
    best: list[tuple[float, list[str]] | None] = [(0.0, [])] + [None] * len(text)
    for end in range(2, len(text) + 1):
        for length in (2, 3, 4):
            before = best[end - length] if end >= length else None
            cost = _name_cost(text[end - length : end]) if before else None
            if before is not None and cost is not None:
                option = (before[0] + cost, [*before[1], text[end - length : end]])
                best[end] = min(best[end] or option, option)
    whole = best[len(text)]
    if whole is not None:
        return whole[1]
    known = text[0] in _surnames() and len(text) <= 4
    if _HAN_NAME.fullmatch(text) and text not in _NOT_NAMES and (known or (lenient and len(text) <= 3)):
        return [text]
    return None
