"""Measured properties.

``hasCount``: 大桥全长2.5公里, 该县森林覆盖率达到62%, 项目总投资约18亿元, 价值5万元的物资.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.counts import COUNTABLE, count_claim
from kg.extract.nouns import suffix_entry
from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.lexicons.lists import words

_THINGS = ("Place", "Organization", "Event", "Goods", "Work")
_GAPS = words("measure_link") | {""}
_LINES = ("铁路", "高铁", "公路", "高速", "高速公路", "快速路", "专线", "航线", "管道", "地铁", "轻轨", "客运专线")
_FARTHEST = 60
"""Characters between a thing and its measure beyond which the evidence begins with the property."""


@extractor("measures")
def extract_measures(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of the thing whose property is measured."""
    for phrase in reading.phrases:
        name = _property(phrase)
        quantity = _adjoining(reading, phrase) if name is not None else None
        if name is None or quantity is None or (len(name) == 1 and len(phrase.text) > 1 and phrase.adjacent):
            continue
        worth = name.endswith("价值")
        attributive = worth or reading.text[quantity.end : quantity.end + 1] == "的"
        owner = _worth(reading, quantity, worth) if attributive else _measured(reading, phrase)
        if owner is None and worth and reading.text[quantity.end : quantity.end + 1] != "的":
            owner = _measured(reading, phrase)
        if owner is None:
            continue
        noun = mentions.of_span(reading, phrase.end - len(phrase.text), phrase.end, "Goods")
        start = owner.start if 0 <= quantity.end - owner.start < _FARTHEST else phrase.start
        evidence = (min(start, phrase.start), max(quantity.end, owner.end))
        value = mentions.quantity_value(quantity, name)
        yield count_claim(reading, owner, value, noun, evidence, (phrase.start, quantity.end))


def _property(phrase: Phrase) -> str | None:
    """The measured property that a phrase ends in: 面积 in 种植面积."""
    row = suffix_entry(phrase.text[-6:], "measures", "noun")
    return row["noun"] if row is not None else None


def _worth(reading: Reading, quantity: Quantity, worth: bool) -> Mention | None:
    """The thing behind 价值Q的, 全长Q的; what no lexicon types only where its worth is told."""
    text, tokens = reading.text, reading.tokens
    at = quantity.end + (1 if text[quantity.end : quantity.end + 1] == "的" else 0)
    thing = next(iter(reading.phrases_between(at, at + 2)), None)
    if thing is None or thing.form == "pronoun":
        return None
    if worth:
        return mentions.of_phrase(reading, thing, "Goods") if thing.type in ("Goods", "Work", None) else None
    if tokens.texts[thing.last : thing.last + 1] in (["至"], ["到"], ["往"]):
        return _line(reading, thing)
    closed = tokens.tags[thing.last : thing.last + 1] in ([], ["w"], ["v"], ["d"], ["p"], ["ad"], ["TIME"], ["vd"])
    return mentions.of_phrase(reading, thing) if thing.type in ("Goods", "Work", "Place") and closed else None


def _line(reading: Reading, start: Phrase) -> Mention | None:
    """甲地至乙地铁路 in 全长218公里的甲地至乙地铁路: a line that is named by its ends."""
    end = reading.after(start)
    if end is None or end.first != start.last + 1 or not end.text.endswith(_LINES):
        return None
    return mentions.of_span(reading, start.start, end.end, "Place", "name")


def _adjoining(reading: Reading, phrase: Phrase) -> Quantity | None:
    """The quantity behind a property's name, with at most a verb of measure between them."""
    text = reading.text
    for quantity in reading.quantities_between(phrase.end, phrase.end + 6):
        if not quantity.ordinal:
            gap = text[phrase.end : quantity.start]
            return quantity if gap in _GAPS else None
    return None


def _measured(reading: Reading, phrase: Phrase) -> Mention | None:
    """What the property belongs to: its owner, or the noun before it."""
    owner = reading.owner(phrase)
    if owner is not None:
        return mentions.of_phrase(reading, owner) if owner.type in COUNTABLE and owner.form != "pronoun" else None
    before = reading.before(phrase)
    if before is not None and phrase.adjacent and before.type in _THINGS:
        return mentions.of_phrase(reading, before)
    return None
