"""Open claims whose object is no plain noun: what is got, what something counts as, a process, a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.extract import mentions
from kg.extract.base import Assertion, Reading
from kg.extract.open_parts import PEOPLE, agent_of, claim, target_of
from kg.extract.predications import Predication
from kg.lexicons.lists import words

_PROCESSES = words("process_verb")
_LASTING = words("lasting_verb")
_RECEIVING = words("receiving_verb")
_COUNTING = ("属", "属于", "涉嫌", "构成", "系")
_DESCRIBING = ("v", "vn", "vd", "n", "a", "ad", "d", "an")
_MOST_WORDS = 3
"""Words of what something counts as."""


def received(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """What somebody got is what an agent did: 想法得到社区的支持, 他接受警方询问, 受当地邀请."""
    following = predication.subject_kind == "following" and predication.lemma in ("受", "应", "经")
    if predication.lemma not in _RECEIVING or not (following or predication.subject_kind in ("overt", "shared")):
        return
    agents, name = _givers(reading, predication)
    for index in agents:
        giver = reading.phrases[index]
        if giver.type not in (*PEOPLE, "Place"):
            continue
        for told in predication.subject:
            phrase = reading.phrases[told]
            target = agent_of(reading, predication, phrase) or target_of(reading, predication, phrase)
            if target is not None and target.start != giver.start:
                yield claim(reading, predication, name, mentions.of_phrase(reading, giver), target, {})


def _givers(reading: Reading, predication: Predication) -> tuple[tuple[int, ...], str]:
    """The agents of what is got, and its verb."""
    verbs = reading.predications_of_tokens(predication.object_end, predication.object_end + 1)
    if verbs and predication.objects and verbs[0].last == predication.segment[1] and not verbs[0].objects:
        return predication.objects, verbs[0].lemma
    noun = reading.phrases[predication.objects[-1]] if predication.objects else None
    if noun is None or reading.tokens.tags[noun.last - 1] not in ("v", "vn") or noun.last - noun.first > 2:
        return (), ""
    before = noun.owner
    if before is None and noun.adjacent and noun.index > 0 and noun.index - 1 not in predication.objects:
        before = noun.index - 1
    return (*predication.objects[:-1], before) if before is not None else (), noun.text


def nominal(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """属于非法办学, 涉嫌危险驾驶: a verb that is what something counts as, read to the end of the clause."""
    first, last = predication.last, predication.segment[1]
    if predication.lemma not in _COUNTING or not 0 < last - first <= _MOST_WORDS:
        return
    tags = reading.tokens.tags
    if tags[last - 1] not in ("v", "vn") or any(tag not in _DESCRIBING for tag in tags[first:last]):
        return
    target = mentions.of_span(reading, *reading.token_range(first, last), "Activity")
    for index in predication.subject:
        agent = agent_of(reading, predication, reading.phrases[index])
        if agent is not None:
            yield claim(reading, predication, predication.lemma, agent, target, {})


def process(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """恢复4个村供电: the object of a process verb is what the words behind it tell, to the end of the clause."""
    if predication.lemma not in _PROCESSES or len(predication.objects) != 1:
        return
    noun, last = reading.phrases[predication.objects[0]], predication.segment[1]
    told = reading.predications_of_tokens(predication.object_end, predication.object_end + 1)
    if noun.last != predication.object_end or not told or told[0].last != last or told[0].objects:
        return
    start, end = noun.count.start if noun.count is not None else noun.start, reading.tokens.ends[last - 1]
    target = mentions.of_span(reading, min(start, noun.start), end, "Activity")
    target = replace(target, variants=(reading.token_range(told[0].verb, last),))
    for index in predication.subject:
        agent = agent_of(reading, predication, reading.phrases[index])
        if agent is not None:
            yield claim(reading, predication, predication.lemma, agent, target, {})


def timed(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """When something began, or how long it lasted: 始建于1954年, 持续了近四年."""
    dated = predication.complement == "于" or predication.lemma.endswith("于")
    if predication.objects or predication.passive or not (dated or predication.lemma in _LASTING):
        return
    behind = mentions.behind_verb(reading, predication)
    for time in reading.times_between(behind, behind + 1):
        if (time.kind == "date") != dated:
            continue
        name = predication.lemma if predication.lemma.endswith("于") or not dated else f"{predication.lemma}于"
        for index in predication.subject:
            agent = agent_of(reading, predication, reading.phrases[index])
            if agent is not None:
                yield claim(reading, predication, name, agent, mentions.time_value(time), {}, time.end)
