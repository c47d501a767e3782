"""States of the hurt and the sick, told without a verb of suffering.

``sufferedFrom``: 其中5人伤势危重, 病人生命垂危, 另外2人下落不明, 罗明肋骨骨折、肺部挫伤, 伤者暂无生命危险 (negated).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import Phrase
from kg.extract.status import status_of
from kg.lexicons.lists import endings, words

_STATE = re.compile(
    r"(?:目前|至今|仍然|仍|还|均|都|已|的)*(?P<state>(?:伤势|伤情|病情|生命|情况)(?:都|均|较为|较|十分|非常|一度|持续|已)*(?:"
    + "|".join(endings("grave_state"))
    + ")|"
    + "|".join(endings("state_of_people"))
    + ")"
)
_SAFE = re.compile(r"(?:目前|均|都|也|已)*(?:暂无|尚无|并无|没有|未有|无)(?P<state>生命危险)")
_STRICKEN = ("受灾", "受伤", "遇难", "失联", "失踪", "受损", "重伤", "轻伤", "患病")
"""Attributes of people who suffered."""
_REACH = 3
_GOVERNING = (["对"], ["因"], ["由于"], ["给"], ["为"], ["防止"], ["避免"])
"""Words before a name that make what follows no statement."""
_AILMENTS = endings("ailment_ending")
_BODY_PARTS = words("body_part")
_MODIFYING = frozenset(("d", "ad", "TIME"))
_NAMING = frozenset(("n", "nz", "vn", "an", "a", "f", "s", "m", "q", "LOC", "v"))
"""Tags of the words that name an illness or an injury: 左侧股骨粉碎性骨折."""
_JOINING = frozenset(("、", "和", "及", "并", "伴", "伴有", "合并"))
_LONGEST = 14


@extractor("ailments")
def extract_ailments(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom``: 卓玛高烧不退, 罗明左侧锁骨骨折: an illness right behind somebody, with no verb between them."""
    for phrase in reading.phrases:
        counted = phrase.count is not None or reading.tokens.tags[phrase.first - 1 : phrase.first] == ["m"]
        single = phrase.personal or phrase.type == "Person" or (phrase.type == "Group" and counted)
        if not single or reading.tokens.texts[phrase.first - 1 : phrase.first] in _GOVERNING:
            continue
        for start, end, variant in _unsettled(reading, phrase) or _named_behind(reading, phrase):
            clause = mentions.clause_around(reading, phrase.start, end)
            target = mentions.of_span(reading, start, end, "Condition")
            target = mentions.with_variants(target, [variant] if variant != (start, end) else [])
            yield Assertion(mentions.of_human(reading, phrase), "sufferedFrom", target, phrase.start, end, clause)


def _unsettled(reading: Reading, phrase: Phrase) -> list[tuple[int, int, tuple[int, int]]]:
    """The illness right behind a name that a verb says more about: 高烧 of 卓玛高烧不退."""
    illness = reading.after(phrase)
    if illness is None or illness.type != "Condition" or not illness.adjacent or not phrase.personal:
        return []
    behind = reading.tokens.tags[illness.last : illness.last + 1]
    told = behind in ([], ["w"], ["v"])
    return [(illness.start, illness.end, (illness.start, illness.end))] if told else []


def _named_behind(reading: Reading, phrase: Phrase) -> list[tuple[int, int, tuple[int, int]]]:
    """The illnesses and injuries listed right behind somebody up to the end of the clause, each with its last noun."""
    tokens = reading.tokens
    at = phrase.last
    while tokens.tags[at : at + 1] and tokens.tags[at] in _MODIFYING:
        at += 1
    found = []
    last = reading.sentence_of(phrase.first).last
    while at < last:
        begin = at
        while at < last and tokens.tags[at] in _NAMING and tokens.texts[at] not in _JOINING:
            at += 1
        text = tokens.between(begin, at)
        told = reading.predications_of_tokens(begin, at)
        if not 2 <= len(text) <= _LONGEST or not text.endswith(_AILMENTS) or any(p.verb < at - 1 for p in told):
            break
        if not _is_framed(reading, begin, at):
            noun = next((first for first in range(begin, at) if tokens.texts[first] not in _BODY_PARTS), at - 1)
            found.append((tokens.starts[begin], tokens.ends[at - 1], (tokens.starts[noun], tokens.ends[at - 1])))
        while at < last and tokens.texts[at] in _JOINING:
            at += 1
    closed = at >= last or tokens.tags[at] == "w"
    return found if closed else []


def _is_framed(reading: Reading, begin: int, end: int) -> bool:
    """Whether some words are a part of the body and a verb of suffering, which the frames read: 左腿骨折."""
    told = reading.predications_of_tokens(end - 1, end)
    parts = all(reading.tokens.texts[token] in _BODY_PARTS for token in range(begin, end - 1))
    return parts and any(frame.predicate == "sufferedFrom" for p in told for frame in frames_of(p))


@extractor("grades")
def extract_grades(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom``: 张某和妻子属于中度烧伤, how badly somebody is hurt."""
    for predication in reading.predications:
        if predication.lemma not in ("属于", "系", "属") or predication.relative:
            continue
        people = [reading.phrases[i] for i in predication.subject]
        hurts = [phrase for i in predication.objects if (phrase := reading.phrases[i]).type == "Condition"]
        for person in (p for p in people if p.type in ("Person", "Group") or p.personal):
            for hurt in hurts:
                start, end = mentions.spanning([(person.start, person.end), (hurt.start, hurt.end)])
                target, status = mentions.of_phrase(reading, hurt), reading.status(predication.verb)
                clause = mentions.clause_of(reading, predication)
                yield Assertion(mentions.of_human(reading, person), "sufferedFrom", target, start, end, clause, status)


@extractor("stricken")
def extract_stricken(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom`` of counted people whom an attribute tells of: 27户受灾农户, 3名受伤工人."""
    for phrase in reading.phrases:
        if phrase.type != "Group" or phrase.count is None or phrase.form != "nominal":
            continue
        attribute = next((word for word in _STRICKEN if phrase.short.startswith(word)), None)
        if attribute is None or len(phrase.short) == len(attribute):
            continue
        start = phrase.end - len(phrase.short)
        told = mentions.of_span(reading, start, start + len(attribute), "Condition")
        clause = mentions.clause_around(reading, phrase.start, phrase.end)
        yield Assertion(mentions.of_phrase(reading, phrase), "sufferedFrom", told, phrase.start, phrase.end, clause)


@extractor("states")
def extract_states(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom`` of people right before 伤势危重, 下落不明, and that their lives are in no danger."""
    for pattern in (_STATE, _SAFE):
        for match in pattern.finditer(reading.text):
            start, end = match.span("state")
            person = _hurt(reading, match.start())
            word = reading.doc.char_span(start, end, alignment_mode="expand")
            if person is None or word is None:
                continue
            status, _ = status_of(reading.doc, word[-1].i)
            status = "negated" if pattern is _SAFE and status == "asserted" else status
            clause = mentions.clause_around(reading, start, end)
            told = mentions.of_span(reading, start, end, "Condition")
            variants = [(start + 2, end)] if match["state"][2:].endswith(endings("grave_state")) else []
            told = mentions.with_variants(told, variants)
            yield Assertion(mentions.of_human(reading, person), "sufferedFrom", told, person.start, end, clause, status)


def _hurt(reading: Reading, end: int) -> Phrase | None:
    """The people who stand right before a text offset."""
    for phrase in reversed(reading.phrases_ending(end - _REACH, end)):
        between = reading.text[phrase.end : end].strip("，的")
        if phrase.type in ("Person", "Group") and not between and phrase.text not in ("人", "大家"):
            return phrase
    return None
