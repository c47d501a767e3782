"""What verbs outside the frame lexicon say of people, bodies and places.

``open:动词``: 廖启明递药 gives ``open:递`` between 廖启明 and 药.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons import load_table
from kg.lexicons.lists import words
from kg.model import EntityType

_AGENTS = ("Person", "Group", "Organization", "Place", "Goods", "Event", "Work")
_LONGEST_VERB, _LONGEST_NAME = 4, 16


@cache
def _without_claims() -> frozenset[str]:
    """Verbs that say nothing on their own, that other extractors read, or that only carry status."""
    speech = (row["verb"] for row in load_table("speech_verbs") if "verb" in row)
    modal = (row["word"] for row in load_table("verb_classes") if row["class"] == "modal")
    return words("no_open_claim") | frozenset(speech) | frozenset(modal)


@extractor("open")
def extract_open(reading: Reading) -> Iterator[Assertion]:
    """One open claim for each verb with a subject and an object that can be named."""
    for predication in reading.predications:
        if predication.subject_kind == "none" or len(predication.lemma) > _LONGEST_VERB:
            continue
        if predication.lemma in _without_claims() or frames_of(predication) or _in_list(reading, predication):
            continue
        yield from _open(reading, predication)


def _in_list(reading: Reading, predication: Predication) -> bool:
    """Whether the verb is only an item of a list of activities (承担巡查、消杀保障等工作)."""
    for other in reading.predications_in(predication.segment):
        if other.verb >= predication.verb:
            return False
        listed = any(frame.slot == "list" for frame in frames_of(other))
        if listed and any(token.text == "、" for token in reading.doc[other.verb : predication.verb]):
            return True
    return False


def _open(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    subjects, objects = _arguments(predication)
    agents = [_mention(reading, reading.phrases[index]) for index in subjects]
    targets = [_mention(reading, reading.phrases[index], "Goods") for index in objects]
    name = _name(predication)
    verb = (predication.verb, predication.last)
    for agent in agents:
        if agent is None or agent.type not in _AGENTS:
            continue
        for target in targets:
            if target is None or target.start == agent.start:
                continue
            sure, near = [(target.start, target.end)], [(agent.start, agent.end)]
            start, end = mentions.evidence(reading, verb, sure, near)
            clause, status = mentions.clause_of(reading, predication), reading.status(predication.verb)
            yield Assertion(agent, name, target, start, end, clause, status)


def _arguments(predication: Predication) -> tuple[Sequence[int], Sequence[int]]:
    """Subjects and objects, as indices of phrases, with the passive turned round."""
    if predication.passive:
        agents = predication.governed("被", "遭", "受")
        if agents or not (predication.complement and predication.objects):
            return agents, predication.subject
        return predication.subject, predication.objects
    objects = predication.governed("把", "将") or predication.objects
    return predication.subject, objects or predication.governed("与", "和", "同", "跟", "对", "向")


def _name(predication: Predication) -> str:
    """The predicate: the verb with the complement that gives it its sense (写到, but not 带来)."""
    complement = predication.complement
    if complement in ("来", "去", "起来") or predication.lemma.endswith(complement):
        complement = ""
    return f"open:{predication.lemma}{complement}"


def _mention(reading: Reading, phrase: Phrase, default: EntityType | None = None) -> Mention | None:
    if phrase.form == "pronoun":
        return mentions.of_pronoun(reading, phrase)
    if phrase.type is None and (default is None or not 2 <= len(phrase.text) <= _LONGEST_NAME):
        return None
    return mentions.of_phrase(reading, phrase, phrase.type or default)
