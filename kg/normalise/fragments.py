"""The list of other stories below a story, told apart from it."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from kg.lexicons import load_table
from kg.text import MappedText

_HAN = re.compile("[\u3400-\u9fff]")
_FINAL = re.compile(r"[。！？!?]['”’」』）)】]*$")
_CUT_OFF = re.compile(r"(?:…+|\.{2,}|。{2,})$")
_STORY_LENGTH = 40
"""A line of so many Chinese characters is a paragraph, not a headline."""


class Split(NamedTuple):
    """Where the list of other stories begins."""

    story: list[MappedText]
    heads: list[MappedText]
    """Lines and beginnings of lines that only announce the list (``上一篇：``)."""
    teasers: list[MappedText]


@cache
def _head() -> re.Pattern[str]:
    words = "|".join(sorted((re.escape(row["wording"]) for row in load_table("teaser_heads")), key=len, reverse=True))
    return re.compile(rf"[【\[■●▌◆▶▍◎☆★>\s]*(?P<word>{words})[】\]]?\s?(?:$|[：:>»]+\s?(?P<rest>.*)$)")


@cache
def _strong() -> frozenset[str]:
    return frozenset(row["wording"] for row in load_table("teaser_heads") if row["strength"] == "strong")


@cache
def _editor_line() -> re.Pattern[str]:
    return re.compile(r"[【\[（(]?(?:责任|网络|值班|本文)?(?:编辑|责编)\s?[：:].{1,30}")


def _han(line: MappedText) -> int:
    return len(_HAN.findall(line.text[:2000]))


def looks_like_teaser(line: MappedText) -> bool:
    """A headline or a text that breaks off, as lists of stories have them."""
    text = line.text.strip()
    return bool(_CUT_OFF.search(text)) or (not _FINAL.search(text) and _han(line) < _STORY_LENGTH)


def split(lines: list[MappedText]) -> Split:
    """The story's lines, and the teasers below it.

    A list begins at a head line (``上一篇``, ``相关新闻``…) that has a paragraph of the story above it, or after an
    editor's line if all that follows looks like teasers. A weak head (``相关链接``) counts only if what follows looks
    like a list.
    """
    seen_paragraph = False
    lists = _lists_from(lines)
    for index, line in enumerate(lines):
        match = _head().match(line.text) if len(line) <= 120 else None
        below = lists[index + 1]
        if match and seen_paragraph and (match["word"] in _strong() or below >= 1):
            return _parted(lines, index)
        if seen_paragraph and below >= 2 and len(line) <= 40 and _editor_line().fullmatch(line.text):
            return _parted(lines, index + 1)
        seen_paragraph = seen_paragraph or _han(line) >= _STORY_LENGTH
    return Split(lines, [], [])


def _lists_from(lines: list[MappedText]) -> list[int]:
    """For each line how many teasers stand from it to the end, 0 if anything but teasers does."""
    counts = [0] * (len(lines) + 1)
    only_teasers = True
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index]
        if _han(line) < 6 or (len(line) <= 120 and _head().match(line.text)):
            counts[index] = counts[index + 1]
            continue
        only_teasers = only_teasers and looks_like_teaser(line)
        counts[index] = counts[index + 1] + 1 if only_teasers else 0
    return counts


def _parted(lines: list[MappedText], at: int) -> Split:
    heads, teasers = _without_heads(lines[at:])
    return Split(lines[:at], heads, teasers)


def _without_heads(lines: list[MappedText]) -> tuple[list[MappedText], list[MappedText]]:
    heads: list[MappedText] = []
    teasers: list[MappedText] = []
    for line in lines:
        match = _head().match(line.text) if len(line) <= 400 else None
        if match is None:
            teasers.append(line)
            continue
        rest = match.start("rest") if match["rest"] else len(line)
        heads.append(line.slice(0, rest))
        teasers.append(line.slice(rest, len(line)).strip())
    return heads, [line for line in teasers if _han(line) >= 4]
