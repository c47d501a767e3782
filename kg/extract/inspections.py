"""Inspections: who looked into things where.

``visited``: 前往罗旁村、冷水村，…进行实地调研; 到西合营镇调研; 在石桥村，罗明看望了…. The places are told by a verb
of motion, or behind 到 or 在, before the verb, or noun, of inspection.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import Phrase
from kg.extract.place_names import level
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words

_INSPECTIONS = endings("inspection")
_LIGHT = ("进行", "开展", "作", "做")
_WHERE = ("到", "在", "赴", "来", "来到", "前往", "深入", "于")
_CALLS = ("访问", "慰问", "回访", "考察", "视察", "走访")
"""Visits that 对 says where they were paid: 对埃及进行访问."""
_LONGEST = 8
"""Characters of the inspection behind 进行."""
_PLACES = ("Place", "Organization")
_ON_THE_SPOT = words("on_the_spot_verb")
_VILLAGE = 4
"""Level from which on a place is a site that one looks at, rather than the county that one is in."""


@extractor("inspections")
def extract_inspections(reading: Reading) -> Iterator[Assertion]:
    """``visited`` of the places that an inspection is made at."""
    for predication in reading.predications:
        if predication.relative or not (_inspects(reading, predication) or _topic(reading, predication)):
            continue
        places = _places(reading, predication)
        for person in mentions.humans(reading, predication.subject) if places else ():
            for place in places:
                start, end = mentions.spanning([(place.start, place.end), _verb(reading, predication)])
                clause = mentions.clause_of(reading, predication)
                agent, target = mentions.of_human(reading, person), mentions.of_phrase(reading, place)
                yield Assertion(agent, "visited", target, start, end, clause, reading.status(predication.verb))


def _verb(reading: Reading, predication: Predication) -> tuple[int, int]:
    return reading.token_range(predication.verb, predication.verb + 1)


def _inspects(reading: Reading, predication: Predication) -> bool:
    """调研, 实地调研, 来到云溪县考察, or 进行 with an inspection as its object."""
    behind = reading.text[reading.tokens.ends[predication.verb] : reading.token_range(*predication.segment)[1]]
    if predication.lemma.endswith(_INSPECTIONS):
        # 赴云溪县调研旅游工作: what is looked into is no place, and the visit is to the county.
        return not any(reading.phrases[i].type in (*_PLACES, "Person", "Group") for i in predication.objects)
    if predication.lemma in _LIGHT:
        return len(behind) <= _LONGEST and behind.endswith((*_INSPECTIONS, *_CALLS))
    goes = any(frame.predicate == "wentTo" for frame in frames_of(predication)) and bool(predication.objects)
    return goes and reading.text[reading.phrases[predication.objects[-1]].end :].startswith(_INSPECTIONS)


def _places(reading: Reading, predication: Predication) -> list[Phrase]:
    """The places behind 到 in the clause, else those that the same people went to before in the sentence."""
    if any(frame.predicate == "wentTo" for frame in frames_of(predication)):
        return [p for p in (reading.phrases[i] for i in predication.objects) if p.type in _PLACES and p.form == "name"]
    behind = reading.text[reading.tokens.ends[predication.verb] : reading.token_range(*predication.segment)[1]]
    where = ("对", *_WHERE) if behind.endswith(_CALLS) else _WHERE
    near = [reading.phrases[index] for index in predication.governed(*where)]
    near = [p for p in near if p.type in _PLACES and p.form == "name"] or _topic(reading, predication)
    if near:
        return near
    first = reading.sentence_of(predication.verb).first
    for earlier in reversed(reading.predications_of_tokens(first, predication.verb)):
        if earlier.subject != predication.subject or earlier.relative:
            continue
        went = any(frame.predicate == "wentTo" for frame in frames_of(earlier)) or earlier.lemma in _WHERE
        found = [reading.phrases[index] for index in earlier.objects] if went else []
        if found:
            return [p for p in found if p.type in _PLACES and p.form == "name"]
    return []


def _topic(reading: Reading, predication: Predication) -> list[Phrase]:
    """The sites that 在 puts before the sentence: 在石桥村、红星小学，罗明看望了…."""
    first = reading.sentence_of(predication.verb).first
    tokens = reading.tokens
    if predication.lemma not in _ON_THE_SPOT or predication.subject_kind not in ("overt", "inherited"):
        return []
    if tokens.texts[first] != "在" or predication.segment[0] <= first + 1:
        return []
    sites: list[Phrase] = []
    for phrase in reading.phrases_of_tokens(first + 1, predication.segment[0]):
        begins = phrase.first == first + 1 if not sites else phrase.first - sites[-1].last <= 1
        if not begins or phrase.type not in _PLACES or phrase.form != "name":
            break
        sites.append(phrase)
    closed = bool(sites) and tokens.texts[sites[-1].last : sites[-1].last + 1] in (["，"], ["等"])
    return [p for p in sites if p.type == "Organization" or (level(p.text) or _VILLAGE) >= _VILLAGE] if closed else []
