"""Names of people and days that LAC glued to the word behind them: who is appointed, 花莲县长, 昨（16）日."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kg.lexicons.lists import short_surnames
from kg.nlp.joining import as_one

if TYPE_CHECKING:
    from kg.nlp.segment import Word

_APPOINTED = re.compile(r"(?P<name>[\u4e00-\u9fff]{2,3}?)(?:任|为|担任)(?P<body>[\u4e00-\u9fff]{3,})\Z")
_APPOINTING = ("任命", "聘任", "聘请", "提名", "选举", "推选", "补选")
_LISTING = (*_APPOINTING, "决定", "同意", "、", "，", "；", "\n")
"""What stands before a name of which something is made."""
_HEADS_OF_PLACES = ("县长", "市长", "镇长", "乡长", "区长", "州长", "省长", "村长", "里长")
_BRACKETED_DAY = re.compile(
    r"[今昨明]（[0-9]{1,2}(?:日）|）[日天])(?:上午|下午|晚间|晚上|中午|凌晨|傍晚|清晨|早上|早晨|深夜|午后|午间)?"
)


def appointed(text: str, words: Iterable[Word], bodies: tuple[str, ...]) -> Iterator[Word]:
    """The words with who is appointed cut from the verb and the body; ``bodies`` are the ends of bodies' names."""
    for word in words:
        make, name = type(word), text[word.start : word.end]
        if word.tag == "LOC" and len(name) >= 4 and name.endswith(_HEADS_OF_PLACES):
            # 花莲县长: the head of a county is no place.
            yield make(word.start, word.end - 2, "LOC")
            yield make(word.end - 2, word.end, "n")
        elif word.tag in ("PER", "ORG") and (parts := _APPOINTED.match(name)) and _bounded(text, word, parts, bodies):
            yield make(word.start, word.start + parts.end("name"), "PER")
            yield make(word.start + parts.end("name"), word.start + parts.start("body"), "v")
            yield make(word.start + parts.start("body"), word.end, "ORG")
        elif word.tag == "PER" and len(name) == 4 and name[-1] in "为任" and _is_listed(text, word):
            # 选举刘建华为主任: LAC takes the verb for the last character of the name.
            yield make(word.start, word.end - 1, "PER")
            yield make(word.end - 1, word.end, "v")
        else:
            yield word


def _is_listed(text: str, word: Word) -> bool:
    return text[word.start] in short_surnames() and text[: word.start].endswith(_LISTING)


def _bounded(text: str, word: Word, parts: re.Match[str], bodies: tuple[str, ...]) -> bool:
    """Whether what LAC took for one name is a name, 为 or 任, and a body: 任命/陆海/为县水利局, at a line's start."""
    if parts["name"][0] not in short_surnames() or not parts["body"].endswith(bodies):
        return False
    return text[: word.start].endswith(_APPOINTING) or text[word.start - 1 : word.start] in ("", "\n", "；")


def dated(text: str, words: Iterable[Word]) -> Iterator[Word]:
    """The words with 昨（16）日 as the one word for a day that it is."""
    return as_one(words, "TIME", lambda word: _day_end(text, word))


def _day_end(text: str, word: Word) -> int:
    """Where the day ends that begins at a word; 0 where none does."""
    day = _BRACKETED_DAY.match(text, word.start)
    return day.end() if day is not None and word.end <= day.end() else 0
