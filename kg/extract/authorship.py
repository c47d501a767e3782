"""Who made a work, told by nouns alone: 作家欧阳某的小说, 《远山》导演方某.

``created``: a work's owner, where the work is of a kind that is owned by who made it; and who is named behind a
title as its author or director.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase
from kg.lexicons.lists import endings

_OWNED = endings("authored_work")
_MAKERS = ("导演", "总导演", "编剧", "作者", "编导", "主创", "原著", "作曲", "作词", "著者", "主编")
"""Who is named behind the title of what he made."""


@extractor("authorship")
def extract_authorship(reading: Reading) -> Iterator[Assertion]:
    """``created``: 欧阳某的小说, 《远山》导演方某."""
    for phrase in reading.phrases:
        owner = reading.owner(phrase)
        if owner is not None and owner.personal and owner.last + 1 == phrase.first and _is_authored(phrase):
            yield _created(reading, owner, phrase, phrase.start, phrase.end)
        elif phrase.personal and phrase.adjacent and (title := _title_before(reading, phrase)) is not None:
            yield _created(reading, phrase, reading.phrases[phrase.index - 1], *title)


def _is_authored(phrase: Phrase) -> bool:
    """Whether a phrase is a work of the mind that belongs to who made it, told of as one that there is."""
    return phrase.type == "Work" and phrase.text.endswith(_OWNED)


def _title_before(reading: Reading, name: Phrase) -> tuple[int, int] | None:
    """Text offsets of the title in 《远山》导演, right before a name; None where there is none."""
    post = reading.before(name)
    if post is None or post.last != name.first or "》" not in post.text or not post.text.endswith(_MAKERS):
        return None
    close = reading.text.rfind("》", post.start, post.end)
    start = reading.text.rfind("《", max(0, post.start - 1), close)
    maker = reading.text[close + 1 : post.end]
    return (start, close + 1) if start >= 0 and maker in _MAKERS else None


def _created(reading: Reading, maker: Phrase, near: Phrase, start: int, end: int) -> Assertion:
    work, who = mentions.of_span(reading, start, end, "Work", "name"), mentions.of_phrase(reading, maker)
    first, last = min(maker.start, near.start, start), max(maker.end, near.end)
    return Assertion(who, "created", work, first, last, mentions.clause_around(reading, first, last))
