"""What LAC cuts apart at a character that may be a verb or a number.

Offices (文明办), teams of aid (支援新疆医疗队), roads named after their ends (临江至雾山高速公路), numbered builders
(中铁十九局), scores, surnames behind 姓 (姓关男子).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from kg.lexicons import load_table
from kg.lexicons.lists import endings, short_surnames

if TYPE_CHECKING:
    from kg.nlp.segment import Word

_OFFICES = endings("office_stem")
_NO_OFFICE = "理事学公法案好成了起过得班厂校展赛会完不妥结案"
"""What makes another word of 办: 办理, 办事."""
_SCORE = re.compile(r"[0-9]{1,3}(?:比|：|:)[0-9]{1,3}(?![0-9]|[0-9:：]|[倍万亿年月日点时分秒%％]|例)")
_SAID = frozenset("会局所站台厅")
_FLOOR = re.compile(r"[一二三四五六七八九十两]{1,3}|[0-9]{1,3}")
_TEAM = re.compile(
    r"(?:对口)?(?:支援|驰援|援助)[\u4e00-\u9fff]{2,8}?(?:医疗|救援|救护|护理|抗疫|抗震|检测|心理|疾控|防疫)[\u4e00-\u9fff]{0,5}?队(?!员|长|伍)"
)

_ROADS = ("高速公路", "高速铁路", "城际铁路", "客运专线", "快速通道", "铁路", "高铁", "高速", "公路", "快速路", "段")
_FROM = ("从", "由", "自")
_MOST_PARTS = 3
"""Words that the second end of a road and its kind may be cut into."""
_BUILDER = re.compile(
    r"(?:中铁(?:[一二三四五六七八九十]{1,3}|大桥|隧道|电气化)局|中建[一二三四五六七八]局|中交[一二三四](?:公|航)局"
    r"|(?:中国)?水电[一二三四五六七八九十]{1,3}局)(?:集团)?(?:有限公司|公司)?"
)


_CALLED_AFTER = re.compile(
    r"(?:同志|先生|女士|烈士|院士|名师|名医|名家|劳模|大师|工匠|技能|创新|教育|公益|慈善|希望|书画|艺术|文学|科学|革命|纪念|事迹){0,3}"
    r"(?:纪念馆|纪念园|故居|陵园|展览馆|陈列馆|图书馆|文学馆|艺术馆|美术馆|博物馆|基金会|奖学金|中学|小学|工作室|研究会|研究院)"
)
"""What follows the name of somebody after whom a body is called."""


def joined(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """The words of a text, such names and scores each as one; they cover the same characters."""
    listed = list(as_one(words, "d", lambda word: _score_end(text, word)))
    ends = {word.end: number for number, word in enumerate(listed)}
    number = 0
    while number < len(listed):
        word = listed[number]
        last = _team_end(text, word, ends) or _builder_end(text, word, ends)
        behind = listed[number + 1] if number + 1 < len(listed) else None
        if behind is not None and (tag := _pair(text, word, behind)):
            yield type(word)(word.start, behind.end, tag)
            number += 2
            continue
        if last is None and word.tag == "PER" and (match := _CALLED_AFTER.match(text, word.end)):
            last = ends.get(match.end())
        if last is None and behind is not None and _is_office(text, word, behind):
            last = number + 1
        tag = "ORG"
        if last is None and (last := _road_end(text, listed, number)) is not None:
            tag = "LOC"
        if last is not None:
            yield type(word)(word.start, listed[last].end, tag)
            number = last + 1
        else:
            yield word
            number += 1


def as_one(words: Iterable[Word], tag: str, end_of: Callable[[Word], int]) -> Iterator[Word]:
    """The words with stretches as one word of a tag; ``end_of`` tells where one ends that begins at a word, or 0."""
    end = 0
    for word in words:
        if word.start < end:
            if word.end > end:
                yield type(word)(end, word.end, word.tag)
            continue
        found = end_of(word)
        if found:
            end = found
            yield type(word)(word.start, end, tag)
        else:
            yield word


def _score_end(text: str, word: Word) -> int:
    """Where the score ends that begins at a word: 4比2 in 以4比2力克对手; 0 where none does."""
    score = _SCORE.match(text, word.start)
    return score.end() if score is not None and not text[word.start - 1 : word.start].isdigit() else 0


def _is_office(text: str, word: Word, behind: Word) -> bool:
    """文明/办: the stem of an office with 办 as a word of its own behind it."""
    if (
        word.tag not in ("n", "ORG", "vn", "s", "nz")
        or behind.start != word.end
        or text[behind.start : behind.end] != "办"
    ):
        return False
    return text[word.start : word.end].endswith(_OFFICES) and text[behind.end : behind.end + 1] not in _NO_OFFICE


def _pair(text: str, word: Word, behind: Word) -> str:
    """The tag of two words that are one; empty where they are not."""
    if _is_said_body(text, word, behind):
        return "n"
    return "s" if _is_floor(text, word, behind) else ""


def _is_said_body(text: str, word: Word, behind: Word) -> bool:
    """该/会 and 该/台 point at a body told of before, though 会 may be a verb and 台 a measure word."""
    return text[word.start : word.end] == "该" and behind.start == word.end and text[behind.start : behind.end] in _SAID


def _is_floor(text: str, word: Word, behind: Word) -> bool:
    """一/楼, 12/层: the floor of a building."""
    floor = behind.start == word.end and text[behind.start : behind.end] == "楼"
    return floor and word.tag == "m" and _FLOOR.fullmatch(text, word.start, word.end) is not None


def _team_end(text: str, word: Word, ends: dict[int, int]) -> int | None:
    """The number of the last word of a team that is named after who sends it and where to."""
    match = _TEAM.match(text, word.end) if word.tag in ("LOC", "ORG") else None
    return ends.get(match.end()) if match is not None else None


def _builder_end(text: str, word: Word, ends: dict[int, int]) -> int | None:
    """The number of the last word of a builder that is told by a number: 中铁/二十九/局."""
    match = _BUILDER.match(text, word.start)
    return ends.get(match.end()) if match is not None else None


def _road_end(text: str, listed: list[Word], number: int) -> int | None:
    """The number of the last word of a road that is named after both its ends: 临江/至/雾山/高速公路."""
    word = listed[number]
    if word.tag != "LOC" or text[: word.start].endswith(_FROM) or number + 2 >= len(listed):
        return None
    link, other = listed[number + 1], listed[number + 2]
    if text[link.start : link.end] != "至" or other.tag not in ("LOC", "ORG") or link.start != word.end:
        return None
    for last in range(number + 2, min(number + 2 + _MOST_PARTS, len(listed))):
        if listed[last].start != listed[last - 1].end:
            return None
        if text[listed[last].start : listed[last].end].endswith(_ROADS):
            return last
    return None


@cache
def people() -> tuple[str, ...]:
    """Nouns for people and roles, of two characters or more."""
    nouns = {row["noun"] for row in load_table("person_nouns")} | {row["head"] for row in load_table("roles")}
    return tuple(sorted(noun for noun in nouns if len(noun) >= 2))


def called(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """姓关男子: who is told by the surname alone, with 姓 before it."""
    end = 0
    for word in words:
        if word.end <= end:
            continue
        match = _by_surname().match(text, word.start) if text[word.start] == "姓" else None
        if match is not None and match[1] in short_surnames():
            end = match.end()
            yield type(word)(word.start, end, "PER")
        else:
            yield type(word)(max(word.start, end), word.end, word.tag)


@cache
def _by_surname() -> re.Pattern[str]:
    return re.compile("姓(.)[男女]?(?:" + "|".join(sorted(people(), key=lambda noun: (-len(noun), noun))) + ")")
