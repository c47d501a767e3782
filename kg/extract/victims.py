"""Who the dead and the hurt are, and which places a disaster struck.

``sufferedFrom``: 罹难者为林国泰, 3名伤者分别为徐姓男子、吴姓女子, 死者罗钟, 白石村发生泥石流.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frame_subjects import HAPPENS
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words

_VICTIMS: Mapping[str, str] = {
    "死者": "死亡|身亡|遇难|罹难|丧生|死",
    "遇难者": "遇难",
    "罹难者": "罹难",
    "伤者": "受伤|轻伤|重伤|伤",
    "受伤者": "受伤",
    "伤员": "受伤|轻伤|重伤",
    "失踪者": "失踪",
    "失联者": "失联",
    "溺水者": "溺水",
}
"""Nouns for those who suffered, with the words for what they suffered, in the order in which they are looked for."""
_NOUN = re.compile("(?:" + "|".join(sorted(_VICTIMS, key=len, reverse=True)) + r")\Z")
_DISASTERS = endings("natural_disaster")
_WORKS = endings("works")
_ACCIDENTS = endings("works_accident")
_STRIKING = words("striking_verb")
_COPULAS = ("为", "是", "系", "分别为", "分别是")


@extractor("victims")
def extract_victims(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom`` of those whom a noun for victims names, and of the places that a disaster struck."""
    for predication in reading.predications:
        if predication.lemma in _COPULAS and predication.subject_kind == "overt":
            yield from _identified(reading, predication)
        elif (
            predication.lemma in HAPPENS
            and predication.subject_kind in ("overt", "shared")
            and not predication.relative
        ):
            yield from _struck(reading, predication)
        elif predication.lemma in _STRIKING and predication.subject_kind == "overt" and not predication.passive:
            yield from _hit(reading, predication)
    for phrase in reading.phrases:
        before = reading.before(phrase) if phrase.personal and phrase.adjacent else None
        if before is not None and (told := _suffered(reading, before)) is not None:
            yield _assertion(reading, phrase, told, (before.start, phrase.end))


def _identified(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """罹难者为78岁的林姓妇人及其儿子林国泰: everybody named in the clause behind the verb."""
    subject = reading.phrases[predication.subject[-1]]
    told = _suffered(reading, subject)
    if told is None:
        return
    people = [
        p
        for p in reading.phrases_of_tokens(predication.last, predication.segment[1])
        if p.type == "Person" or (p.type == "Group" and p.count is not None)
    ]
    for person in people:
        named = reading.after(person)
        titled = named is not None and named.personal and named.adjacent and not person.personal
        if not titled:
            yield _assertion(reading, person, told, (subject.start, person.end))


def _suffered(reading: Reading, phrase: Phrase) -> Mention | None:
    """What those suffered whom a noun names: the word in it, or as the story told it before."""
    noun = _NOUN.search(phrase.text)
    if noun is None or phrase.form != "nominal":
        return None
    text, start = reading.text, phrase.end - len(noun.group())
    for word in _VICTIMS[noun.group()].split("|"):
        at = text.find(word, start, phrase.end)
        at = at if at >= 0 and len(word) > 1 else text.rfind(word, 0, start)
        if at >= 0 and len(word) > 1:
            return mentions.of_span(reading, at, at + len(word), "Condition")
    return None


def _struck(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """白石村发生泥石流, 某煤矿发生透水事故: a place suffered a disaster of nature, and works their own accident."""
    place = reading.phrases[predication.subject[-1]]
    works = place.text.endswith(_WORKS) and place.type in ("Place", "Goods", None)
    if not works and (place.type != "Place" or place.form != "name"):
        return
    for event in (reading.phrases[i] for i in predication.objects):
        if event.text.endswith(_DISASTERS) or (works and event.text.endswith(_ACCIDENTS)):
            target = mentions.of_phrase(reading, event, "Event")
            clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
            struck = mentions.of_phrase(reading, place, place.type or "Place")
            yield Assertion(struck, "sufferedFrom", target, place.start, event.end, clause, status)


def _hit(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """暴风雪袭击红柳峡: what a disaster strikes."""
    disaster = reading.phrases[predication.subject[-1]]
    if not disaster.text.endswith(_DISASTERS):
        return
    cause = mentions.of_phrase(reading, disaster, "Event")
    clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
    for struck in (reading.phrases[i] for i in predication.objects):
        if struck.type == "Place" and struck.form == "name":
            start, end = mentions.spanning([(disaster.start, disaster.end), (struck.start, struck.end)])
            yield Assertion(mentions.of_phrase(reading, struck), "sufferedFrom", cause, start, end, clause, status)


def _assertion(reading: Reading, person: Phrase, told: Mention, span: tuple[int, int]) -> Assertion:
    clause = mentions.clause_around(reading, *span)
    return Assertion(mentions.of_phrase(reading, person), "sufferedFrom", told, *span, clause)
