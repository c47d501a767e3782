"""Counts that a clause tells of the topic before it: …有3个院落，60岁以上老人近900名，其中独居老人21名.

``hasCount``: news lists what a place, a body or a thing has without naming it again. The topic is the subject of the
clauses before in the same sentence, or, at the head of a sentence, of the sentence before; 其中 counts a part of what
was counted last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.clauses import segments
from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.extract.speakers import speech_verbs
from kg.lexicons.lists import endings

_TOPICS = ("Place", "Organization", "Event", "Work")
_WHOLES = (*_TOPICS, "Group", "Goods")
_COUNTS = ("count", "measure", "money", "percent")
_FARTHEST = 60
"""Characters between 其中 and what it counts a part of."""
_LINK = re.compile("(?:" + "|".join(endings("inventory_link")) + ")?")
_OPENING = re.compile("(?:" + "|".join(endings("inventory_opening")) + ")*")
_CLOSING = re.compile(r"(?:起|以上|以下|左右|不等|之多)?")


class _Count(NamedTuple):
    quantity: Quantity
    noun: Phrase | None
    partial: bool
    """Whether 其中 opens the clause."""


@extractor("inventory")
def extract_inventory(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of the topic by clauses that hold a noun and its quantity, and nothing else."""
    topic: Phrase | None = None
    paragraph = -1
    for sentence, parts in segments(reading.tokens, reading.phrases):
        here = reading.text.rfind("\n", 0, sentence.start + 1)
        if here != paragraph:
            topic, paragraph = None, here
        for part in parts:
            if _cites(reading, part):
                topic = None
                continue
            inside = reading.phrases_of_tokens(*part)
            if inside and _is_topic(reading, inside[0], part[0]):
                topic = inside[0]
                continue
            found = _counted(reading, part, inside)
            whole = topic if found is None or not found.partial else _whole(reading, found.quantity)
            if found is None or whole is None:
                continue
            if found.noun is None or whole.start != found.noun.start:
                yield _assertion(reading, whole, found, part)


def _cites(reading: Reading, part: tuple[int, int]) -> bool:
    """市民政局统计: who counted is not what is counted."""
    words = reading.doc[part[0] : part[1]]
    return any(t.tag_ in ("v", "vn") and (t.text in speech_verbs() or t.text == "统计") for t in words)


def _is_topic(reading: Reading, phrase: Phrase, begin: int) -> bool:
    """A named place, body, event or work that opens its clause without a preposition."""
    if phrase.type not in _TOPICS or phrase.form == "pronoun" or phrase.count is not None:
        return False
    return not any(tag in ("p", "v") for tag in reading.tokens.tags[begin : phrase.first])


def _counted(reading: Reading, part: tuple[int, int], inside: Sequence[Phrase]) -> _Count | None:
    """The one quantity of a clause that is nothing but a count, with the noun counted."""
    start, stop = reading.token_range(*part)
    text = reading.text
    quantity = _only_quantity(reading, start, stop)
    if quantity is None:
        return None
    partial = text.startswith("其中", start, stop)
    nouns = [p for p in inside if p.form != "pronoun" and not p.personal]
    before = [p for p in nouns if p.end <= quantity.start]
    if before:
        good = _is_listed(reading, before, quantity, (start, stop))
        return _Count(quantity, before[-1], partial) if good else None
    counted = next((p for p in nouns if p.count is not None and p.count.start == quantity.start), None)
    if len(nouns) == 1 and counted is not None and counted.end == stop and _opens(reading, start, quantity.start):
        return _Count(quantity, counted, partial)
    if partial and text[start + 2 : quantity.start] in ("", "有", "约", "近"):
        return _Count(quantity, counted, True)
    return None


def _only_quantity(reading: Reading, start: int, stop: int) -> Quantity | None:
    found = [
        q
        for q in reading.quantities_between(start, stop)
        if q.end <= stop and not q.ordinal and q.kind in _COUNTS and q.text[0] not in "多数几"
    ]
    if len(found) != 1 or (found[0].value is None and found[0].min is None and found[0].max is None):
        return None
    return found[0]


def _is_listed(reading: Reading, nouns: Sequence[Phrase], quantity: Quantity, clause: tuple[int, int]) -> bool:
    """Whether a clause is nothing but a noun with its quantity behind it, framed at most by time and adverbs."""
    start, stop = clause
    if nouns[-1].type == "Person" or not all(before.last == after.first for before, after in pairwise(nouns)):
        return False
    link, tail = reading.text[nouns[-1].end : quantity.start], reading.text[quantity.end : stop]
    framed = _LINK.fullmatch(link) is not None and _CLOSING.fullmatch(tail) is not None
    return framed and _opens(reading, start, reading.tokens.starts[nouns[0].first])


def _opens(reading: Reading, start: int, end: int) -> bool:
    """Whether the words before the noun only frame it: 目前, 截至2020年底."""
    head = reading.text[start:end]
    for time in reading.times_between(start, end):
        if time.end <= end:
            head = head.replace(time.text, "", 1)
    return _OPENING.fullmatch(head.strip("，在到至以来底末初的")) is not None


def _whole(reading: Reading, quantity: Quantity) -> Phrase | None:
    """What 其中 counts a part of: the last counted group or thing before it in the paragraph."""
    begin = max(reading.paragraph_start(quantity.start), quantity.start - 2 * _FARTHEST)
    for phrase in reversed(reading.phrases_between(begin, quantity.start)):
        if phrase.count is not None and phrase.end < quantity.start - 1 and phrase.type in _WHOLES:
            return phrase if quantity.start - phrase.end < _FARTHEST else None
    return None


def _assertion(reading: Reading, whole: Phrase, count: _Count, part: tuple[int, int]) -> Assertion:
    quantity, noun = count.quantity, count.noun
    of = noun.short or noun.text if noun is not None else quantity.text[-1]
    spans = [(quantity.start, quantity.end), *([(noun.start, noun.end)] if noun is not None else [])]
    start, stop = mentions.spanning(spans)
    return Assertion(
        mentions.of_phrase(reading, whole),
        "hasCount",
        mentions.quantity_value(quantity, of),
        start,
        stop,
        reading.token_range(*part),
        qualifiers={"of": (Mention(start, stop, of, "Group", "nominal", of),)},
    )
