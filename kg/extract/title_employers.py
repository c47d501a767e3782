"""The body at which a title's post is held, where it is not simply the name that the title begins with.

文化处长 heads the 文化处, 《柳河日报》记者 works for the paper, in 民进党征召行政院长 the verb parts two bodies.
"""

from __future__ import annotations

from functools import cache

from kg.extract.title_bodies import TitleBody, body_of
from kg.extract.tokens import Tokens
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words

_PARTY = endings("party_body")
_TERMS = ("任", "届", "位", "名", "代", "老", "新", "前", "原")
"""Ends of what stands before a post and names no body: 第一任站长."""
_PRESS_POSTS = ("记者", "社长", "总编辑", "总编", "主笔", "评论员", "发行人", "通讯员", "特派员")
_PAPERS = ("报", "刊", "杂志", "志", "网", "新闻", "时报", "周刊")
_READERS = ("作者", "读者", "传承人", "获得者")
_CHAMBERS = words("chamber")
_LONGEST_AGENCY = 10
_HEADED = words("headed_body")


def committee(tokens: Tokens, body: TitleBody | None, token: int, role_start: int) -> TitleBody | None:
    """郁南/县委书记: the party committee whose name and post the segmenter reads as one word."""
    start = tokens.starts[token] if token < len(tokens) else role_start
    committee = tokens.text[start:role_start]
    if len(committee) != 2 or committee[-1] != "委" or committee[0] not in "省市县区州镇乡旗盟":
        return None
    joined = body is not None and body.span[1] == start
    return TitleBody((body.span[0] if body is not None and joined else start, role_start), "Organization", None)


def behind_verb(tokens: Tokens, body: TitleBody | None, begin: int, end: int) -> TitleBody | None:
    """The named body behind a verb that parts it from another one: 民进党征召行政院长."""
    if body is None:
        return None
    verb = next((i for i in range(end - 1, begin - 1, -1) if tokens.tags[i] == "v"), None)
    if verb is None or tokens.starts[verb] < body.span[1]:
        return None
    behind = body_of(tokens, verb + 1, end) if verb + 1 < end else None
    named = behind is not None and any(tokens.tags[i] in ("ORG", "LOC") for i in range(verb + 1, end))
    return behind if named else None


def bracketed(tokens: Tokens, begin: int, body: TitleBody | None) -> TitleBody | None:
    """The body before a bracket that a title goes on from: 柳河出版集团（柳河日报社）社长."""
    if begin < 4 or tokens.texts[begin - 1] != "）":
        return None
    first = next((i for i in range(begin - 2, max(0, begin - 8), -1) if tokens.texts[i] == "（"), None)
    if first is None or tokens.tags[first - 1] != "ORG":
        return None
    start = first - 1
    while start > 0 and tokens.tags[start - 1] in ("ORG", "LOC"):
        start -= 1
    if body is not None and body.span[0] == tokens.starts[begin] and tokens.text[slice(*body.span)] not in _PARTY:
        return TitleBody((tokens.starts[start], body.span[1]), "Organization", None)
    if body is None or tokens.text[slice(*body.span)] in _PARTY:
        return TitleBody((tokens.starts[start], tokens.ends[first - 1]), "Organization", None)
    return None


def press(tokens: Tokens, begin: int, stop: int, head: str) -> TitleBody | None:
    """The paper whose name in 《》 stands before a post: 《柳河日报》记者."""
    end = next((i for i in range(stop - 1, max(begin - 2, 0), -1) if tokens.texts[i] == "》"), None)
    first = next((i for i in range(end - 1, max(-1, end - 12), -1) if tokens.texts[i] == "《"), None) if end else None
    if end is None or first is None or first + 1 == end:
        return None
    name = tokens.between(first + 1, end)
    if not (head.endswith(_PRESS_POSTS) or (name.endswith(_PAPERS) and not head.endswith(_READERS))):
        return None
    return TitleBody((tokens.starts[first + 1], tokens.ends[end - 1]), "Organization", None)


def agency(tokens: Tokens, begin: int, role_start: int) -> TitleBody | None:
    """The agency before a reporter that the segmenter does not know as a name: 封面新闻记者."""
    text = tokens.text[max(0, role_start - _LONGEST_AGENCY) : role_start]
    for size in range(len(text), 1, -1):
        if text[-size:] in _agencies() and role_start - size >= tokens.starts[begin]:
            return TitleBody((role_start - size, role_start), "Organization", None)
    return None


@cache
def _agencies() -> frozenset[str]:
    return frozenset(row["form"] for row in load_table("agencies"))


def past_word(tokens: Tokens, start: int) -> str:
    """原 or 前 before the bracket of a paper's name."""
    before = tokens.text[max(0, start - 2) : start - 1]
    return before if before in ("原", "前") else ""


def headed(tokens: Tokens, head: str, begin: int, role_start: int) -> TitleBody | None:
    """文化处长 heads the 文化处: its name ends with what its head's title begins with."""
    stem = head.removeprefix("副").removesuffix("长")
    start = tokens.starts[begin]
    chamber = next((name for name in _CHAMBERS if tokens.text[:role_start].endswith(name)), None)
    if chamber is not None and role_start - len(chamber) >= start:
        return TitleBody((role_start - len(chamber), role_start), "Organization", None)
    heads = next((n for n in _CHAMBERS if head.endswith("长") and tokens.text[: role_start + 1].endswith(n)), None)
    if heads is not None and role_start + 1 - len(heads) >= start:
        return TitleBody((role_start + 1 - len(heads), role_start + 1), "Organization", None)
    if stem not in _HEADED or head.startswith("副") or role_start - start < 2:
        return None
    if tokens.text[start:role_start].endswith(_TERMS):
        return None
    # 柳河火车站站长: the body's name is whole before the post.
    end = role_start if tokens.text[start:role_start].endswith(stem) else role_start + len(stem)
    return TitleBody((start, end), "Organization", None)
