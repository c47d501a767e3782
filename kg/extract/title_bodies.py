"""The body that a title names before its role: 湖北省应急管理厅 in 湖北省应急管理厅下沉社区干部."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from kg.extract import nouns
from kg.extract.tokens import Tokens
from kg.lexicons import load_table
from kg.lexicons.lists import endings
from kg.model import EntityType

CLINICAL = ("科", "室", "病区", "车间", "班组")
"""End names of units that work inside the body named before them: 骨科."""
_LONGEST_UNIT = 8
_JOINED = ("局", "委员会", "学院", "部", "厅", "署", "处", "研究所", "研究院", "学会", "协会", "系", "司")
_NAMING = frozenset(("包括", "包含", "有", "还有", "计有", "是", "为", "邀请", "邀得", "介绍"))
"""Verbs before a list of names, which are no part of a body's name."""
_SITES = endings("site_body")


@cache
def body_endings() -> tuple[str, ...]:
    """How the names of bodies end."""
    return tuple(row["suffix"] for row in load_table("name_suffixes") if row["type"] == "Organization")


def is_unit(name: str) -> bool:
    """Whether a name tells a unit without the body that it is in: 骨科."""
    return name.endswith(CLINICAL) and len(name) <= _LONGEST_UNIT and "院" not in name[:-1]


class TitleBody(NamedTuple):
    """A body named in a title."""

    span: tuple[int, int]
    """Text offsets."""
    type: EntityType
    unit: tuple[int, int] | None
    """Text offsets of its unit: 骨科 in 东方医院骨科."""


def body_of(tokens: Tokens, begin: int, end: int) -> TitleBody | None:
    """The body that a token range names: the longest run from a name that ends as a body's name does."""
    anchors = [i for i in range(begin, end) if tokens.tags[i] in ("ORG", "LOC", "nz")]
    if len(anchors) > 1 and _is_party(tokens, anchors[0], end) and tokens.tags[anchors[1]] == "LOC":
        anchors = anchors[1:]
    if not anchors:
        return _common(tokens, begin, end)
    start = _start(tokens, anchors, begin)
    for stop in range(end, start, -1):
        text = tokens.between(start, stop)
        clinical = text.endswith(CLINICAL)
        kind = _type(tokens, text, stop)
        if kind is None or (not clinical and any(tokens.tags[i] == "v" for i in range(start, stop))):
            continue
        last = max((i for i in anchors if tokens.tags[i] == "ORG" and i < stop - 1), default=None)
        if clinical and last is not None:
            return TitleBody(_chars(tokens, start, last + 1), "Organization", _chars(tokens, last + 1, stop))
        return TitleBody(_chars(tokens, start, stop), kind, None)
    return None


def _is_party(tokens: Tokens, token: int, end: int) -> bool:
    """民进党台北市议员: the council is the city's; 国民党台北市党部 is the party's own."""
    own = any(tokens.texts[i].startswith("党") for i in range(token + 1, end))
    return tokens.texts[token].endswith("党") and not own


def joined_body(tokens: Tokens, begin: int, body: TitleBody) -> TitleBody:
    """A body with the first half of its name, which 与 or 及 parts from the second: 运输及物流局."""
    name = tokens.text[slice(*body.span)]
    if begin < 2 or tokens.texts[begin - 1] not in ("及", "与", "和") or not name.endswith(_JOINED):
        return body
    first = begin - 2
    if body.span[0] != tokens.starts[begin] or not _is_half(tokens, first):
        return body
    while first > 0 and (tokens.tags[first - 1] in ("ORG", "LOC") or _is_half(tokens, first - 1)):
        first -= 1
    return TitleBody((tokens.starts[first], body.span[1]), body.type, body.unit)


def _is_half(tokens: Tokens, token: int) -> bool:
    """Whether a word may be half of what a body is for: 运输, and nobody and nothing that stands for itself."""
    text = tokens.texts[token]
    good = tokens.tags[token] in ("n", "vn", "nz", "an") and len(text) >= 2
    return good and nouns.person_number(text) is None and nouns.common_type(text) in (None, "Activity")


def _common(tokens: Tokens, begin: int, end: int) -> TitleBody | None:
    """A body that a common noun names: 基金会."""
    begin = max([begin, *(i + 1 for i in range(begin, end) if tokens.texts[i] in _NAMING)])
    text = tokens.between(begin, end)
    if len(text) < 2:
        return None
    suffix = nouns.suffix_entry(text, "name_suffixes", "suffix")
    body = suffix is not None and suffix["type"] == "Organization"
    if body or text.endswith(_SITES) or nouns.common_type(text) == "Organization":
        return TitleBody(_chars(tokens, begin, end), "Organization", None)
    return None


def _start(tokens: Tokens, anchors: list[int], begin: int) -> int:
    """A chain of places names only its last link; one place before an organization belongs to its name."""
    organizations = [i for i in anchors if tokens.tags[i] != "LOC"]
    first = organizations[0] if organizations else anchors[-1]
    if first == begin:
        return first
    if not organizations:
        return first - 1 if _is_ordinal(tokens, first - 1) else first
    single = tokens.tags[first - 1] == "n" and len(tokens.texts[first - 1]) == 1
    single = single or _is_ordinal(tokens, first - 1)
    return first - 1 if single or first - 1 in anchors else first


def _is_ordinal(tokens: Tokens, token: int) -> bool:
    """第二届 before a body is part of its name."""
    return tokens.texts[token].endswith("届") and tokens.texts[token][0] in "第首"


def _type(tokens: Tokens, text: str, stop: int) -> EntityType | None:
    last = tokens.tags[stop - 1]
    kind = nouns.name_type(text)
    if kind in ("Organization", "Group", "Place"):
        return "Organization" if kind == "Group" else kind
    if last == "ORG":
        return "Organization"
    if last == "LOC" or (last == "m" and text.endswith("期")):
        return "Place"
    return "Organization" if nouns.common_type(text) == "Organization" else None


def _chars(tokens: Tokens, begin: int, end: int) -> tuple[int, int]:
    return tokens.starts[begin], tokens.ends[end - 1]
