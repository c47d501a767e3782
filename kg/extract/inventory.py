"""Counts that a clause tells of the topic before it: …有3个院落，60岁以上老人近900名，其中独居老人21名.

News lists what a place, a body or a thing has without naming it again. The topic is the subject of the clauses before
in the same sentence, or, at the head of a sentence, of the sentence before; 其中 counts a part of what was counted
last.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import segments
from kg.extract.quantities import Quantity
from kg.extract.speakers import speech_verbs

_TOPICS = ("Place", "Organization", "Event", "Work")
_LINK = re.compile(
    r"(?:总共|一共|共计|合计|共有|现有|已有|只有|仅有|达到了?|高达|多达|已达|超过了?|突破|不足|[为达约近共有仅超是])?$"
)
_OPENING = re.compile(
    r"^(?:其中|目前|现|如今|现在|当前|全部|共|共有|现有|已有|有|设有|建有|总共|一共|此外|另有|还有|首批|截至目前|今年|去年|当年|年|每年|平均|约|近)*$"
)
_CLOSING = re.compile(r"^(?:起|以上|以下|左右|不等|之多)?$")


@extractor("inventory")
def extract_inventory(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of the topic by clauses that hold a noun and its quantity, and nothing else."""
    topic: Phrase | None = None
    paragraph = -1
    for sentence, parts in segments(reading.doc, reading.phrases):
        here = reading.doc.text.rfind("\n", 0, sentence.start_char + 1)
        if here != paragraph:
            topic, paragraph = None, here
        for begin, end in parts:
            inside = [p for p in reading.phrases if begin <= p.first < end]
            if _cites(reading, begin, end):
                topic = None
                continue
            if inside and _is_topic(reading, inside[0], begin):
                topic = inside[0]
                continue
            found = _counted(reading, begin, end, inside)
            if found is None:
                continue
            quantity, noun, part = found
            whole = _whole(reading, quantity) if part else topic
            if whole is not None and (noun is None or whole.start != noun.start):
                yield _assertion(reading, whole, quantity, noun, (begin, end))


def _cites(reading: Reading, begin: int, end: int) -> bool:
    """市民政局统计: who counted is not what is counted."""
    return any(t.tag_ in ("v", "vn") and (t.text in speech_verbs() or t.text == "统计") for t in reading.doc[begin:end])


def _is_topic(reading: Reading, phrase: Phrase, begin: int) -> bool:
    """A named place, body, event or work that opens its clause without a preposition."""
    if phrase.type not in _TOPICS or phrase.form == "pronoun" or phrase.count is not None:
        return False
    before = reading.doc[begin : phrase.first]
    return not any(token.tag_ in ("p", "v") for token in before)


def _counted(
    reading: Reading, begin: int, end: int, inside: list[Phrase]
) -> tuple[Quantity, Phrase | None, bool] | None:
    """The one quantity of a clause that is nothing but a count, with the noun counted, and whether 其中 opens it."""
    doc = reading.doc
    start, stop = doc[begin].idx, doc[end - 1].idx + len(doc[end - 1])
    text = doc.text[start:stop]
    quantities = [q for q in reading.quantities if start <= q.start and q.end <= stop and not q.ordinal]
    quantities = [
        q for q in quantities if q.kind in ("count", "measure", "money", "percent") and q.text[0] not in "多数几"
    ]
    if len(quantities) != 1 or (
        quantities[0].value is None and quantities[0].min is None and quantities[0].max is None
    ):
        return None
    quantity = quantities[0]
    part = text.startswith("其中")
    nouns = [p for p in inside if p.form != "pronoun" and not p.personal]
    before = [p for p in nouns if p.end <= quantity.start]
    if before:
        noun = before[-1]
        head = doc.text[start : (before[0].first and doc[before[0].first].idx) or before[0].start]
        link, tail = doc.text[noun.end : quantity.start], doc.text[quantity.end : stop]
        joined = len(before) == 1 or all(b.last == a.first for b, a in itertools.pairwise(before))
        good = joined and _LINK.fullmatch(link) and _CLOSING.fullmatch(tail) and _opens(reading, head, start)
        return (quantity, noun, part) if good and noun.type != "Person" else None
    counted = [p for p in nouns if p.count is not None and p.count.start == quantity.start]
    if (
        len(nouns) == 1
        and counted
        and counted[0].end == stop
        and _opens(reading, doc.text[start : quantity.start], start)
    ):
        return quantity, counted[0], part
    if part and doc.text[start + 2 : quantity.start] in ("", "有", "约", "近"):
        return quantity, counted[0] if counted else None, True
    return None


def _opens(reading: Reading, head: str, start: int) -> bool:
    """Whether the words before the noun only frame it: 目前, 截至2020年底."""
    for time in reading.times:
        if start <= time.start and time.end <= start + len(head):
            head = head.replace(time.text, "", 1)
    return _OPENING.fullmatch(head.strip("，在到至以来底末初的")) is not None


def _whole(reading: Reading, quantity: Quantity) -> Phrase | None:
    """What 其中 counts a part of: the last counted group or thing before it in the paragraph."""
    paragraph = reading.doc.text.rfind("\n", 0, quantity.start) + 1
    before = [p for p in reading.phrases if p.count is not None and paragraph <= p.start and p.end < quantity.start - 1]
    before = [p for p in before if p.type in ("Group", "Goods", "Event", "Work", "Place", "Organization")]
    return before[-1] if before and quantity.start - before[-1].end < 60 else None


def _assertion(
    reading: Reading, whole: Phrase, quantity: Quantity, noun: Phrase | None, segment: tuple[int, int]
) -> Assertion:
    begin, end = segment
    clause = (reading.doc[begin].idx, reading.doc[end - 1].idx + len(reading.doc[end - 1]))
    of = noun.short or noun.text if noun is not None else quantity.text[-1]
    start = min(quantity.start, noun.start if noun is not None else quantity.start)
    stop = max(quantity.end, noun.end if noun is not None else quantity.end)
    counted = Mention(start, stop, of, "Group", "nominal", of)
    return Assertion(
        mentions.of_phrase(reading, whole),
        "hasCount",
        mentions.quantity_value(quantity, of),
        start,
        stop,
        clause,
        qualifiers={"of": (counted,)},
    )
