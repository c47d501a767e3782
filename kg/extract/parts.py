"""What has which parts.

``includes``: 物资包括帐篷500顶, 联合体由甲公司组成, 物资中有大米200袋.
``partOf`` for bodies: 集团下设甲公司. ``memberOf`` for people: 专家组包括张三, 包括张三在内的9人.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words
from kg.model import EntityType
from kg.vocab import PREDICATES

_KINDS = PREDICATES["includes"].domain
_INCLUDING = frozenset(("包括", "包含", "涵盖", "囊括", "内含"))
_HAVING = frozenset(("有", "还有", "共有"))
_BRANCHING = frozenset(("下设", "内设", "设有", "下辖", "辖有"))
_COMPOSING = frozenset(("组成", "构成"))
_BODIES = ("Organization", "Group")
_ABSTRACT = endings("abstract_part")
_GOODS = endings("general_goods")
_WORKS = words("work_with_parts")
_PREPOSITIONS = ("向", "在", "对", "为", "从", "将", "由", "以", "与")
_FARTHEST = 3
"""Tokens between a whole and the verb, where the whole is the object of the clause before."""


@extractor("parts")
def extract_parts(reading: Reading) -> Iterator[Assertion]:
    """``includes`` and ``memberOf`` of wholes whose parts are named."""
    for predication in reading.predications:
        if predication.relative:
            continue
        if predication.lemma in _INCLUDING:
            yield from _included(reading, predication)
        elif predication.lemma in _COMPOSING:
            yield from _composed(reading, predication)
        elif predication.lemma in _BRANCHING or _has_under_it(reading, predication):
            yield from _branched(reading, predication)
        elif predication.lemma in _HAVING:
            yield from _among(reading, predication)


def _has_under_it(reading: Reading, predication: Predication) -> bool:
    """旗下有甲公司."""
    before = reading.tokens.texts[predication.segment[0] : predication.verb]
    return predication.lemma in _HAVING and "旗下" in before


def _included(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """包括: the whole is the subject, the object of the clause before (物资6批次，包括…), or behind 在内的."""
    if reading.tokens.texts[predication.last : predication.last + 1] in ([word] for word in _PREPOSITIONS):
        return
    whole = _behind(reading, predication) or _before(reading, predication)
    if whole is None or whole.form == "pronoun":
        return
    kind = type_of_whole(whole)
    for part in _listed(reading, predication):
        if part.index == whole.index or part.owner == whole.index:
            continue
        vague = predication.lemma == "涵盖" and part.type is None and kind != "Goods"
        if kind is not None and not vague:
            yield from claims_of_part(reading, predication, (whole, kind), part)


def _behind(reading: Reading, predication: Predication) -> Phrase | None:
    """4人 in 包括一名儿童在内的4人."""
    texts = reading.tokens.texts
    for token in range(predication.last, predication.segment[1] - 1):
        if texts[token] == "在内" and texts[token + 1] == "的":
            return next(iter(reading.phrases_of_tokens(token + 2, token + 4)), None)
    return None


def _before(reading: Reading, predication: Predication) -> Phrase | None:
    if predication.subject_kind == "overt":
        return reading.phrases[predication.subject[-1]]
    begin, verb = predication.segment[0], predication.verb
    first = reading.sentence_of(verb).first
    before = [p for p in reading.phrases_of_tokens(first, verb) if p.last <= verb]
    near = before[-1] if before else None
    if near is None or begin - near.last > _FARTHEST or near.type in ("Organization", "Place", "Person"):
        return None
    return near


def type_of_whole(whole: Phrase) -> EntityType | None:
    """The type as which a phrase may have parts; None where it may not."""
    if whole.type is None and whole.text.endswith(tuple(_WORKS)):
        return "Work"
    if whole.text.endswith(_ABSTRACT):
        return None
    return whole.type


def _listed(reading: Reading, predication: Predication) -> list[Phrase]:
    """The parts behind a verb; the summing-up phrase only with a count of its own and nothing before it."""
    return [reading.phrases[i] for i in predication.objects]


def claims_of_part(
    reading: Reading, predication: Predication, whole: tuple[Phrase, EntityType], part: Phrase
) -> Iterator[Assertion]:
    """The claim that a whole, of a type, has a part."""
    outer = mentions.of_phrase(reading, whole[0], whole[1])
    clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
    start, end = mentions.spanning([(outer.start, outer.end), (part.start, part.end)])
    if part.personal:
        if whole[1] in _BODIES:
            inner = mentions.of_phrase(reading, part)
            yield Assertion(inner, "memberOf", outer, start, end, clause, status)
        return
    kind = part.type or whole[1]
    if whole[1] not in _KINDS or kind not in _KINDS or part.form == "pronoun" or part.text.endswith(_ABSTRACT):
        return
    counted = part.count is not None and not part.count.ordinal
    qualifiers = {"count": (mentions.quantity_value(part.count),)} if part.count is not None and counted else {}
    yield Assertion(outer, "includes", _part(reading, part, kind), start, end, clause, status, qualifiers=qualifiers)


def _part(reading: Reading, part: Phrase, kind: EntityType) -> Mention:
    """A part, with its count and the place before its noun where no lexicon types it: 两名中国公民."""
    mention = mentions.of_phrase(reading, part, kind)
    before = reading.before(part)
    if part.type is None and part.adjacent and before is not None and before.count is None:
        return mentions.with_variants(mention, [(before.start, part.end)])
    return mention


def _composed(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """联合体由甲公司和乙公司组成: named parts; counted ones are told as counts."""
    wholes = [reading.phrases[i] for i in predication.subject] if predication.subject_kind == "overt" else []
    parts: Sequence[int] = predication.governed("由")
    for whole in wholes:
        for part in (reading.phrases[i] for i in parts):
            if whole.type is not None and part.form == "name" and part.type in (*_BODIES, "Person", "Work"):
                yield from claims_of_part(reading, predication, (whole, whole.type), part)


def _branched(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """集团下设甲公司、乙公司, 旗下有甲公司: bodies that are a part of a body."""
    if predication.subject_kind not in ("overt", "shared", "inherited"):
        return
    clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
    for whole in (reading.phrases[i] for i in predication.subject):
        if whole.type != "Organization" or whole.form == "pronoun":
            continue
        for part in (reading.phrases[i] for i in predication.objects):
            if part.type == "Organization" and part.count is None and part.text not in whole.text:
                inner, outer = mentions.of_phrase(reading, part), mentions.of_phrase(reading, whole)
                start, end = mentions.spanning([(inner.start, inner.end), (outer.start, outer.end)])
                yield Assertion(inner, "partOf", outer, start, end, clause, status)


def _among(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """物资中有大米200袋, 物资共有大米200袋: goods among goods."""
    if tells_goods(reading, predication):
        whole = reading.phrases[predication.subject[-1]]
        for part in (reading.phrases[i] for i in predication.objects):
            yield from claims_of_part(reading, predication, (whole, "Goods"), part)


def tells_goods(reading: Reading, predication: Predication) -> bool:
    """Whether a verb of having tells which goods are among goods."""
    if predication.lemma not in _HAVING or predication.subject_kind != "overt" or not predication.objects:
        return False
    whole = reading.phrases[predication.subject[-1]]
    parts = [reading.phrases[i] for i in predication.objects]
    counted = all(p.type in ("Goods", "Work", None) and p.count is not None for p in parts)
    inside = reading.tokens.texts[whole.last] in ("中", "里", "当中", "之中")
    return whole.type == "Goods" and counted and (inside or whole.text.endswith(_GOODS))
