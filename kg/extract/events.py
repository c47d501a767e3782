"""Where events take place, who attends them, and who works together.

``locatedIn``: 大会在X举行. ``attended``: 在座谈会上，X…. ``cooperatesWith``: A与B签署协议.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.frame_subjects import HAPPENS
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words

_AGREEMENT_VERBS = words("agreement_verb")
_GATHERINGS = endings("gathering")
_HAPPEN = words("event_verb")
_FARTHEST = 80
"""Characters between two parties to an agreement."""


@extractor("venues")
def extract_venues(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` of an event: 大会在X举行, 在X发生一起事故, 在X举行的大会."""
    for predication in reading.predications:
        if predication.lemma not in _HAPPEN:
            continue
        happened = predication.lemma in HAPPENS and predication.subject_kind == "overt"
        events = [i for i in (*predication.subject, *predication.objects) if reading.phrases[i].type == "Event"]
        places = list(predication.governed("在", "于"))
        if happened:
            places += [i for i in predication.subject if reading.phrases[i].type == "Place"]
            events = events or [i for i in predication.objects if reading.phrases[i].type is None]
        if predication.complement in ("在", "于"):
            places += predication.objects
        for event in (reading.phrases[i] for i in events):
            for place in (reading.phrases[i] for i in places):
                if place.form == "pronoun" or place.type not in ("Place", "Organization"):
                    continue
                start, end = mentions.spanning([(event.start, event.end), (place.start, place.end)])
                clause, status = mentions.clause_around(reading, start, end), reading.status(predication.verb)
                thing, target = mentions.of_phrase(reading, event, "Event"), mentions.of_phrase(reading, place)
                yield Assertion(thing, "locatedIn", target, start, end, clause, status)


@extractor("agreements")
def extract_agreements(reading: Reading) -> Iterator[Assertion]:
    """``cooperatesWith``: A与B签署协议, A和B合作."""
    for predication in reading.predications:
        together = predication.lemma == "联合" and predication.subject_kind == "overt"
        if predication.lemma not in _AGREEMENT_VERBS and not together:
            continue
        if predication.lemma in ("签署", "签订", "达成") and not any(
            reading.phrases[i].text.endswith(("协议", "备忘录", "合同", "意向", "合作")) for i in predication.objects
        ):
            continue
        parties = [reading.phrases[i] for i in (*predication.subject, *predication.governed("与", "和", "同"))]
        parties = [p for p in parties if p.type in ("Organization", "Person", "Group", "Place") and p.form != "pronoun"]
        verb_end = reading.token_range(predication.verb, predication.verb + 1)[1]
        for one, other in _pairs(predication, parties):
            start, end = one.start, max(other.end, verb_end)
            if end - start > _FARTHEST:
                continue
            clause, status = mentions.clause_around(reading, start, end), reading.status(predication.verb)
            left, right = mentions.of_phrase(reading, one), mentions.of_phrase(reading, other)
            yield Assertion(left, "cooperatesWith", right, start, end, clause, status)


def _pairs(predication: Predication, parties: list[Phrase]) -> Iterator[tuple[Phrase, Phrase]]:
    """Who works with whom: neighbours of a list, or, where a list acts together, the first with each other."""
    if predication.lemma == "联合":
        return ((parties[0], other) for other in parties[1:])
    return pairwise(parties)


@extractor("presence")
def extract_presence(reading: Reading) -> Iterator[Assertion]:
    """``attended``: 在座谈会上，X…: who acts at a meeting is there."""
    for phrase in reading.phrases:
        if not _is_setting(reading, phrase):
            continue
        acting = _acting_after(reading, phrase)
        if acting is None or acting.passive:
            continue
        for person in mentions.humans(reading, acting.subject):
            if person.form == "nominal" and person.count is None and person.type == "Group":
                continue
            start, end = mentions.spanning([(phrase.start, phrase.end), (person.start, person.end)])
            clause = mentions.clause_around(reading, start, end)
            agent, target = mentions.of_human(reading, person), mentions.of_phrase(reading, phrase)
            yield Assertion(agent, "attended", target, start, end, clause)


def _is_setting(reading: Reading, phrase: Phrase) -> bool:
    """Whether a phrase names a gathering at which something happens: 在…座谈会上."""
    tokens = reading.tokens
    if phrase.type != "Event" or phrase.last >= len(tokens) or tokens.texts[phrase.last] != "上":
        return False
    owner = reading.owner(phrase)
    first = phrase.first if owner is None else owner.first
    opened = any(tokens.texts[token] == "在" for token in range(max(0, first - 3), first))
    return opened and phrase.text.endswith(_GATHERINGS)


def _acting_after(reading: Reading, phrase: Phrase) -> Predication | None:
    later = reading.predications_of_tokens(phrase.last + 1, reading.sentence_of(phrase.first).last)
    return next((p for p in later if p.subject_kind == "overt" and not p.relative), None)
