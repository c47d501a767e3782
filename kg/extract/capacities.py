"""How much a place or a thing holds, makes or measures, told by a verb of holding or before 的.

``hasCount``: 体育馆可容纳观众8000人, 日产淡水500吨的淡化站, 约6米长、3米深的大坑, 4000平方米的2号车间.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.counts import COUNTABLE, count_claim
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.quantities import Quantity
from kg.lexicons.lists import words
from kg.model import EntityType

_HOLDING = words("holding_verb")
_PRODUCING = words("producing_verb")
_ABLE = ("可", "能", "能够", "可以", "最多可", "可同时", "能同时", "最多能")
_GAP = re.compile(r"[了约近超过达逾]*")
_FARTHEST = 10
"""Characters between a verb and its quantity."""
_DIMENSION = re.compile(r"(长|宽|高|深|厚|重)(?:(?:、|，|和)(?=约?近?[0-9一二两三四五六七八九十])|(?:多)?的)")
_EXTENTS = ("m2", "km2", "mu", "hm2", "km", "m")
_STRUCTURES: tuple[EntityType, ...] = ("Place", "Goods", "Work")


@extractor("capacities")
def extract_capacities(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of what holds or makes so much."""
    for predication in reading.predications:
        if predication.subject_kind not in ("overt", "shared", "inherited", "relative"):
            continue
        if predication.lemma in _PRODUCING or _holds(reading, predication):
            yield from _held(reading, predication)


def _holds(reading: Reading, predication: Predication) -> bool:
    """可容纳, 能安置: a verb of holding under one of being able."""
    if predication.lemma in _HOLDING and predication.lemma.startswith("可"):
        return True
    before = reading.tokens.texts[predication.segment[0] : predication.verb]
    return predication.lemma in _HOLDING and any(word in _ABLE for word in before)


def _held(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    found = _quantity(reading, predication)
    if found is None:
        return
    quantity, of = found
    status = reading.status(predication.verb)
    for subject in (reading.phrases[index] for index in predication.subject):
        if subject.type not in COUNTABLE or subject.type == "Group" or subject.form == "pronoun":
            continue
        value = mentions.quantity_value(quantity, of)
        start, end = mentions.spanning([(subject.start, subject.end), (quantity.start, quantity.end)])
        noun = Mention(quantity.start, quantity.end, of, "Group", "nominal", of)
        told = "asserted" if status == "hypothetical" else status
        yield count_claim(reading, subject, value, noun, (start, end), (start, end), told)


def _quantity(reading: Reading, predication: Predication) -> tuple[Quantity, str] | None:
    """The quantity behind a verb, or behind the noun behind it, and what it counts: 8000人 in 容纳观众8000人."""
    at = reading.tokens.ends[predication.last - 1]
    for quantity in reading.quantities_between(at, at + _FARTHEST):
        if quantity.ordinal or quantity.kind not in ("count", "measure"):
            return None
        between = reading.text[_GAP.match(reading.text, at).end() : quantity.start]  # type: ignore[union-attr]
        before = [p for p in reading.phrases_between(at, quantity.start) if p.text == between or p.short == between]
        if between and not before:
            return None
        counted = reading.counted_by(quantity)
        behind = counted.short if counted is not None and not between else ""
        return quantity, between or behind or quantity.text[-1]
    return None


@extractor("dimensions")
def extract_dimensions(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of what a length, an area or the like before 的 describes."""
    for quantity in reading.quantities:
        if quantity.kind != "measure" or quantity.ordinal:
            continue
        match = _DIMENSION.match(reading.text, quantity.end)
        if match is not None:
            yield from _extent(reading, quantity, _described(reading, match.end(), _STRUCTURES), match.group(1))
        elif reading.text.startswith("的", quantity.end) and quantity.unit in _EXTENTS and _opens(reading, quantity):
            yield from _extent(reading, quantity, _described(reading, quantity.end + 1, ("Place",)), "")


def _opens(reading: Reading, quantity: Quantity) -> bool:
    """Whether no noun stands before the quantity, whose measure it would be: 全长218公里的."""
    return not reading.phrases_ending(quantity.start, quantity.start)


def _described(reading: Reading, at: int, types: tuple[EntityType, ...]) -> Phrase | None:
    """The thing behind the last 的 of a list of dimensions."""
    end = reading.text.find("的", at - 1, at + _FARTHEST)
    for phrase in reading.phrases_between(end + 1, end + 3) if end >= 0 else ():
        known = phrase.type in types or (phrase.type is None and "Goods" in types)
        return phrase if known and phrase.form != "pronoun" and phrase.count is None else None
    return None


def _extent(reading: Reading, quantity: Quantity, thing: Phrase | None, of: str) -> Iterator[Assertion]:
    if thing is None:
        return
    subject = mentions.of_phrase(reading, thing, thing.type or "Goods")
    noun = Mention(quantity.start, quantity.end, of or quantity.text, "Group", "nominal", of)
    span = mentions.spanning([(quantity.start, quantity.end), (thing.start, thing.end)])
    value = mentions.quantity_value(quantity, of or None)
    yield count_claim(reading, subject, value, noun, span, span)
