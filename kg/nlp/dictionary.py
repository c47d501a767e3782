"""The common words of Chinese: those of jieba's dictionary, which is installed with it."""

from __future__ import annotations

from functools import cache
from importlib import resources

_LONGEST = 3
"""Characters of the longest words kept: names of people are no longer."""


@cache
def _words() -> frozenset[str]:
    content = (resources.files("jieba") / "dict.txt").read_text(encoding="utf-8")
    rows = (line.split(" ") for line in content.splitlines())
    return frozenset(row[0] for row in rows if 2 <= len(row[0]) <= _LONGEST)


def is_word(text: str) -> bool:
    """True for a word of two or three characters that the dictionary has, be it a well-known person's name.

    The dictionary is read at the first question, in about a quarter of a second.
    """
    return text in _words()
