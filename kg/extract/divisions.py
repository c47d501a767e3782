"""Parts that a whole is divided into, named one by one or counted.

``includes``: 展览分为“起源”“发展”两个单元, 论坛设教育、课程两个分论坛, 28名队员分成4个小组,
3部作品分别是《远山》《归途》和《春水》.
``memberOf`` where those counted are people: 3名获救者分别是张三、李四和王五.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.quantities import Quantity
from kg.lexicons.lists import endings, words
from kg.model import EntityType, Status, Value
from kg.vocab import PREDICATES

_KINDS = PREDICATES["includes"].domain
_DIVIDING = words("dividing_verb")
_SETTING = words("setting_verb")
_PEOPLE = ("Group", "Organization")
_EVENTS = endings("part_of_event")
_UNITS = endings("part_noun")
_ITEM = r"(?:“[^”，。]{1,16}”|《[^》]{1,30}》|[^“”《》「」、，。；：！？（）\s和及与的了为在]{1,12})"
_BETWEEN = r"(?:、|以及|和|及|与)"
_LIST = re.compile(
    rf"({_ITEM}(?:{_BETWEEN}{_ITEM}|“[^”，。]{{1,16}}”|《[^》]{{1,30}}》)+?)等?(?=[0-9一二两三四五六七八九十])"
)
_QUOTED = re.compile(r"(?:“[^”，。]{1,14}”[、和及与]?(?:以及)?){2,}")
_PART = re.compile(_ITEM)
_MARKS = "“”"
_MEASURES = "卷章篇辑编册集幕组路类"
"""Measure words that name the parts themselves: 四卷."""


@extractor("divisions")
def extract_divisions(reading: Reading) -> Iterator[Assertion]:
    """``includes`` of what is divided, and of what is counted and then named."""
    for predication in reading.predications:
        if predication.relative:
            continue
        if predication.lemma in _DIVIDING or predication.lemma in _SETTING:
            yield from _divided(reading, predication)
        elif predication.lemma in ("是", "为") and mentions.is_respective(reading, predication):
            yield from _told_apart(reading, predication)


def _whole(reading: Reading, predication: Predication) -> Phrase | None:
    """What is divided: the subject, overt or gone on with."""
    if predication.subject_kind not in ("overt", "shared", "inherited") or len(predication.subject) != 1:
        return None
    whole = reading.phrases[predication.subject[0]]
    return whole if whole.type in _KINDS and whole.form != "pronoun" else None


def _divided(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """展览分为起源、发展、传承三个单元: as many names as are counted, or quoted ones."""
    whole = _whole(reading, predication)
    if whole is None or whole.type is None:
        return
    start = mentions.behind_verb(reading, predication)
    listed = _LIST.match(reading.text, start)
    count = next(iter(reading.quantities_between(listed.end(), listed.end() + 1)), None) if listed else None
    if listed is not None and count is not None:
        spans = [match.span() for match in _PART.finditer(reading.text, *listed.span(1))]
        counted = count.text[-1] if count.text[-1] in _MEASURES else None
        noun = next((unit for unit in _UNITS if reading.text.startswith(unit, count.end)), counted)
        if count.value == len(spans) and noun is not None:
            kind: EntityType = "Event" if noun.endswith(_EVENTS) else _kind_of_parts(whole.type)
            yield from _parts(reading, predication, whole, spans, kind)
            yield _number(reading, predication, whole, count, noun)
            return
    if predication.lemma not in _DIVIDING:
        return
    quoted = _QUOTED.match(reading.text, start)
    if quoted is not None:
        spans = [match.span() for match in _PART.finditer(reading.text, *quoted.span())]
        yield from _parts(reading, predication, whole, spans, _kind_of_parts(whole.type))
    elif whole.type == "Group":
        yield from _groups(reading, predication, whole)


def _kind_of_parts(whole: EntityType) -> EntityType:
    return "Work" if whole == "Event" else whole


def _parts(
    reading: Reading, predication: Predication, whole: Phrase, spans: list[tuple[int, int]], kind: EntityType
) -> Iterator[Assertion]:
    outer, clause = mentions.of_phrase(reading, whole), mentions.clause_of(reading, predication)
    status = reading.status(predication.verb)
    for start, end in spans:
        if reading.text[start] in _MARKS:
            start, end = start + 1, end - 1
        target = mentions.of_span(reading, start, end, kind, "name")
        evidence = mentions.spanning([(outer.start, outer.end), (start, end)])
        yield Assertion(outer, "includes", target, *evidence, clause, status)


def _number(reading: Reading, predication: Predication, whole: Phrase, count: Quantity, noun: str) -> Assertion:
    """How many parts there are."""
    outer, clause = mentions.of_phrase(reading, whole), mentions.clause_of(reading, predication)
    begin = count.end if reading.text.startswith(noun, count.end) else count.end - len(noun)
    start, end = mentions.spanning([(outer.start, outer.end), (count.start, begin + len(noun))])
    of = Mention(begin, begin + len(noun), noun, "Group", "nominal", noun)
    value, status = mentions.quantity_value(count, noun), reading.status(predication.verb)
    return Assertion(outer, "hasCount", value, start, end, clause, status, qualifiers={"of": (of,)})


def _groups(reading: Reading, predication: Predication, whole: Phrase) -> Iterator[Assertion]:
    """28名队员分成4个小组: people divided into groups; in 抽调12人，分3个小组 those whom the clause before tells of."""
    if predication.subject_kind != "overt":
        before = reading.phrase_behind(predication.segment[0] - 1)
        whole = before if before is not None and before.type == "Group" and before.count is not None else whole
    outer, clause = mentions.of_phrase(reading, whole), mentions.clause_of(reading, predication)
    status: Status = reading.status(predication.verb)
    parts = [reading.phrases[i] for i in predication.objects]
    for part in parts:
        if part.type in _PEOPLE and part.count is not None and not part.personal:
            inner = mentions.of_phrase(reading, part, "Group")
            start, end = mentions.spanning([(outer.start, outer.end), (inner.start, inner.end)])
            kind = mentions.of_span(reading, part.end - len(part.head), part.end, "Group")
            told: dict[str, tuple[Mention | Value, ...]] = {
                "count": (mentions.quantity_value(part.count),),
                "of": (kind,),
            }
            yield Assertion(outer, "includes", inner, start, end, clause, status, qualifiers=told if part.head else {})


def _told_apart(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """3部作品分别是《远山》《归途》和《春水》: as many names as were counted."""
    whole = reading.phrases[predication.subject[0]] if len(predication.subject) == 1 else None
    if whole is None or whole.count is None or whole.count.value is None or predication.subject_kind != "overt":
        return
    behind = reading.phrases_of_tokens(predication.last, predication.segment[1])
    people = [phrase for phrase in behind if phrase.personal]
    parts = people if whole.type == "Group" else [reading.phrases[i] for i in predication.objects]
    if len(parts) != whole.count.value or len(parts) < 2:
        return
    kind = whole.type or parts[0].type or "Goods"
    outer = mentions.of_phrase(reading, whole, kind)
    clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
    for part in parts:
        if part.form != "name" and "“" not in reading.tokens.texts[part.first : part.last]:
            continue
        start, end = mentions.spanning([(outer.start, outer.end), (part.start, part.end)])
        if part.personal:
            yield Assertion(mentions.of_phrase(reading, part), "memberOf", outer, start, end, clause, status)
        elif kind in _KINDS and (part.type or kind) in _KINDS:
            inner = mentions.of_phrase(reading, part, part.type or kind)
            yield Assertion(outer, "includes", inner, start, end, clause, status)
