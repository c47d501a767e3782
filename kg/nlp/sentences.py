"""Where sentences begin, decided by characters alone."""

from __future__ import annotations

import re

_TERMINATORS = "。！？!?…"
_CLOSERS = "”’」』）)]】〕"
_SENTENCE_END = re.compile(rf"[{_TERMINATORS}]+[{re.escape(_CLOSERS)}\"]*|\n")
# After a closing quote these carry the sentence on: “……吗？”，他问。
_CONTINUES = frozenset("，、；：,;:》〉")
_CLAUSE_END = re.compile(r"[，、；：,;:）)”」』\s]")

MAXIMUM_CHUNK = 400
"""Characters that the segmenter reads at once."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open spans that cover the text from end to end.

    A sentence ends behind 。！？!?… with the closing quotes and brackets that follow and the white
    space behind them, and at each line break. It goes on where a comma or the like follows, and a
    question mark between Latin letters (as in a URL) ends nothing.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _SENTENCE_END.finditer(text):
        end = _behind(text, start, match)
        if end is not None and end > start:
            end = _skip_space(text, end)
            spans.append((start, end))
            start = end
    if start < len(text):
        spans.append((start, len(text)))
    return spans


def _behind(text: str, start: int, match: re.Match[str]) -> int | None:
    """Where the sentence ends that the match may close, or None."""
    if match.start() < start:
        return None
    end = match.end()
    if match.group() == "\n":
        return end
    if match.group().endswith('"') and text.count('"', start, end) % 2:
        # An odd straight quote opens what follows: it is not the end of this sentence.
        end = text.index('"', match.start())
    following = text[end : end + 1]
    if following in _CONTINUES and following:
        return None
    inside_word = match.group() == "?" and _is_ascii_word(text[match.start() - 1 : match.start()])
    return None if inside_word and _is_ascii_word(following) else end


def _is_ascii_word(character: str) -> bool:
    return character.isascii() and (character.isalnum() or character in "/=&#%") and character != ""


def _skip_space(text: str, end: int) -> int:
    while end < len(text) and text[end].isspace():
        end += 1
    return end


def chunk_spans(text: str, start: int, end: int, limit: int = MAXIMUM_CHUNK) -> list[tuple[int, int]]:
    """Cut ``start:end`` into pieces of at most ``limit`` characters, behind clause marks where there are any."""
    spans: list[tuple[int, int]] = []
    while end - start > limit:
        cut = start + limit
        for match in _CLAUSE_END.finditer(text, start + limit // 2, start + limit):
            cut = match.end()
        spans.append((start, cut))
        start = cut
    if start < end:
        spans.append((start, end))
    return spans
