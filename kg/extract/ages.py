"""Ages of people.

``age``: 80多岁的徐奶奶, 21岁宜都女孩, 谢淑英今年93岁, 张某（男，45岁）.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.lexicons.lists import endings

_NO_ATTRIBUTE = endings("no_attribute")
_TOLD = (
    r"今年|去年|当年|当时|现年|时年|现在|如今|现|已经|已|都|也|才|只有|仅有|仅|刚刚|刚满|刚|不过"
    r"|年满|年仅|年近|年逾|年过|年届"
)
_BETWEEN = re.compile(rf"[（，、的 ]*(?:[男女][，、])?(?:[\u4e00-\u9fff]族[，、])?(?:{_TOLD})*\Z")
"""What may stand between a person and an age."""
_LED = re.compile(rf"(?:享年|终年|得年|卒年|年仅|年近|年逾|年过|现年|时年|今年)(?:{_TOLD})*\Z")
"""What an age stands behind whose person the clause before tells: 病逝，享年83岁."""
_REACH = 14
"""Characters between an age and the person that it describes."""


@extractor("age")
def extract_ages(reading: Reading) -> Iterator[Assertion]:
    """``age``: 80多岁的徐奶奶, 21岁宜都女孩, 谢淑英今年93岁, 张某（男，45岁）."""
    text = reading.text
    for quantity in reading.quantities:
        if quantity.kind != "age" and not (quantity.text.endswith("岁") or _days_old(text, quantity)):
            continue
        if quantity.text.endswith(("以上", "以下", "以内", "以前", "左右")) or (
            quantity.min is not None and quantity.max is None and not quantity.approx
        ):
            continue
        person = _after(reading, quantity) or _before(reading, quantity) or _told_before(reading, quantity)
        if person is None:
            continue
        start, end = min(quantity.start, person.start), max(quantity.end, person.end)
        yield Assertion(
            person, "age", mentions.quantity_value(quantity), start, end, mentions.clause_around(reading, start, end)
        )


def _days_old(text: str, quantity: Quantity) -> bool:
    if quantity.unit in ("d", "mo", "wk") and text.startswith(("大的", "大，"), quantity.end):
        return True
    return quantity.unit in ("d", "mo") and text[max(0, quantity.start - 3) : quantity.start].rstrip("仅才").endswith(
        "出生"
    )


def _is_person(phrase: Phrase) -> bool:
    return phrase.type in ("Person", "Group") and phrase.form != "pronoun"


def _after(reading: Reading, quantity: Quantity) -> Mention | None:
    """The person described by the age: the noun phrase right after it, or after 的."""
    text = reading.text
    at = quantity.end
    if text[at : at + 1] == "大":
        at += 1
    if text[at : at + 1] in ("的", "左右"):
        at += 1
    follows = reading.phrases_between(quantity.end, at + _REACH + 1)
    for index, phrase in enumerate(follows):
        gap = text[quantity.end : phrase.start]
        if index == 0 and gap.removeprefix("大").strip("的") != "" and not _plain(gap):
            return None
        if any(mark in gap for mark in "，。；：、！？\n"):
            return None
        if phrase.text in ("他", "她") and gap == "的":
            return mentions.of_human(reading, phrase)
        if _is_person(phrase):
            nxt = follows[index + 1] if index + 1 < len(follows) else None
            if nxt is not None and nxt.adjacent and _is_person(nxt) and not phrase.personal:
                continue
            return mentions.of_phrase(reading, phrase, "Person" if phrase.count is None else None)
    return None


def _told_before(reading: Reading, quantity: Quantity) -> Mention | None:
    """The one subject of the clauses before, where the clause tells nothing but the age: 病逝，享年83岁."""
    begin, _ = mentions.sentence_of(reading, quantity.start)
    clause = max(begin, *(reading.text.rfind(mark, begin, quantity.start) + 1 for mark in "，；"))
    if clause == begin or not _LED.fullmatch(reading.text, clause, quantity.start):
        return None
    first = reading.doc.char_span(begin, quantity.start, alignment_mode="expand")
    if first is None:
        return None
    told = [p for p in reading.predications_of_tokens(first.start, first.end) if p.subject and not p.relative]
    subjects = [reading.phrases[told[-1].subject[0]]] if told and len(told[-1].subject) == 1 else []
    named = [p for p in reading.phrases_between(begin, quantity.start) if p.personal]
    if not subjects and len({p.text for p in named}) == 1:
        subjects = named[-1:]
    person = subjects[0] if subjects else None
    if person is None or not (person.personal or person.text in ("他", "她")):
        return None
    return mentions.of_human(reading, person)


def _plain(gap: str) -> bool:
    """Whether what stands between an age and its noun is only another attribute: 的独居, 高龄."""
    return len(gap) <= 6 and not any(word in gap for word in _NO_ATTRIBUTE)


def _before(reading: Reading, quantity: Quantity) -> Mention | None:
    """The person before: 谢淑英今年93岁, 张三（45岁）, 李四，男，45岁."""
    text = reading.text
    before = reading.phrases_ending(quantity.start - _REACH, quantity.start)
    for phrase in reversed(before):
        gap = text[phrase.end : quantity.start]
        if any(mark in gap for mark in "。；！？\n"):
            return None
        if phrase.text in ("他", "她") and _BETWEEN.fullmatch(gap):
            return mentions.of_human(reading, phrase)
        if _BETWEEN.fullmatch(gap) and _is_person(phrase):
            if phrase.type == "Group" and phrase.count is None:
                return None
            return mentions.of_phrase(reading, phrase)
    return None
