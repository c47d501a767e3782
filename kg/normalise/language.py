"""How well a string reads as Chinese: the best segmentation under the word frequencies of jieba's dictionary.

The frequencies are those of the dictionary file in the jieba wheel (https://github.com/fxsjy/jieba, MIT); the
score is the log-probability of the likeliest sequence of words under a unigram model.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from math import log

_LONGEST_WORD = 6
_UNKNOWN = -18.0
"""Log-probability of a character outside the dictionary; the rarest entries have about -17.9."""
_MARKS = {"，": -3.5, "。": -4.0, "、": -4.5, "“": -5.0, "”": -5.0, "：": -5.5, "；": -6.5, "（": -6.5, "）": -6.5}
"""Log-probability of the marks, which the dictionary lacks: about one word in thirty of news is a comma."""


@cache
def _words() -> dict[str, float]:
    text = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8")
    counts: dict[str, int] = {}
    for line in text.splitlines():
        word, count, *_ = line.split(" ")
        if len(word) <= _LONGEST_WORD:
            counts[word] = int(count)
    total = sum(counts.values())
    return {word: log(max(count, 1) / total) for word, count in counts.items()} | _MARKS


def score(text: str) -> float:
    """Log-probability of simplified ``text``; higher is likelier, 0 for the empty string."""
    words = _words()
    best = [0.0]
    for end in range(1, len(text) + 1):
        options = [best[end - 1] + words.get(text[end - 1], _UNKNOWN)]
        for length in range(2, min(_LONGEST_WORD, end) + 1):
            word = words.get(text[end - length : end])
            if word is not None:
                options.append(best[end - length] + word)
        best.append(max(options))
    return best[-1]
