"""What people go somewhere to do: 到石桥小学支教, where LAC takes the verb for the end of the place's name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.lexicons.lists import words

if TYPE_CHECKING:
    from kg.nlp.segment import Word

_GOING = frozenset(("到", "赴", "前往", "去", "来", "来到", "奔赴", "赶赴", "远赴", "分赴"))
_DONE_THERE = words("done_there")
_SITES = (
    "县",
    "市",
    "区",
    "乡",
    "镇",
    "村",
    "校",
    "院",
    "厂",
    "县里",
    "村里",
    "基层",
    "一线",
    "现场",
    "学校",
    "医院",
    "社区",
)
_REACH = 3
"""Words between the verb of going and what is done there."""


def acting(text: str, found: Iterable[Word]) -> Iterator[Word]:
    """The words of a text, what is done at a place that somebody goes to as verbs."""
    listed = list(found)
    for number, word in enumerate(listed):
        if word.tag in ("n", "vn") and text[word.start : word.end] in _DONE_THERE and _is_done(text, listed, number):
            yield type(word)(word.start, word.end, "v")
        else:
            yield word


def _is_done(text: str, listed: list[Word], number: int) -> bool:
    """Whether a place right before a word is one that a verb of going leads to, and no noun follows."""
    place = listed[number - 1] if number > 0 else None
    behind = listed[number + 1] if number + 1 < len(listed) else None
    if place is None or (behind is not None and behind.tag not in ("w", "TIME", "m", "u", "c", "d", "p")):
        return False
    if behind is not None and text[behind.start : behind.end] in ("的", "、", "和"):
        return False
    sited = place.tag in ("ORG", "LOC") or text[place.start : place.end] in _SITES
    before = listed[max(0, number - 1 - _REACH) : number - 1]
    return sited and any(text[one.start : one.end] in _GOING for one in before)
