"""Where events take place, and who attends them.

``locatedIn``: 大会在X举行. ``attended``: 在座谈会上，X…; 决赛在甲队与乙队之间展开.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.frame_subjects import HAPPENS
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words

_GATHERINGS = endings("gathering")
_CONTENDING = frozenset(("展开", "进行", "举行", "打响", "上演", "开打", "开赛", "产生"))
_HAPPEN = words("event_verb")


@extractor("venues")
def extract_venues(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` of an event: 大会在X举行, 在X发生一起事故, 在X举行的大会."""
    for predication in reading.predications:
        # 展览在文化馆开展: without an object the verb tells that the exhibition opens.
        opens = predication.lemma == "开展" and not predication.objects and not predication.relative
        if predication.lemma not in _HAPPEN and not opens:
            continue
        happened = predication.lemma in HAPPENS and predication.subject_kind == "overt"
        events = [i for i in (*predication.subject, *predication.objects) if reading.phrases[i].type == "Event"]
        places = list(predication.governed("在", "于")) or _site_before(reading, predication)
        if happened or predication.subject_kind == "overt":
            rooms = [i for i in predication.subject if reading.phrases[i].type == "Place"]
            places += [i for i in rooms if nouns.class_of(reading.phrases[i].text) == "Place"]
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


def _site_before(reading: Reading, predication: Predication) -> list[int]:
    """The site that stands before another verb of the clause: 在体育中心鸣枪开赛."""
    earlier = reading.predications_of_tokens(predication.segment[0], predication.verb)
    shared = (p for p in earlier if p.subject == predication.subject and not p.relative)
    return [index for other in shared for index in other.governed("在", "于")]


@extractor("contests")
def extract_contests(reading: Reading) -> Iterator[Assertion]:
    """``attended``: 决赛在甲队与乙队之间展开: the sides of a contest."""
    for predication in reading.predications:
        sides = [reading.phrases[i] for i in predication.governed("在")]
        contests = [reading.phrases[i] for i in predication.subject if reading.phrases[i].type == "Event"]
        if len(sides) < 2 or not contests or predication.lemma not in _CONTENDING or predication.relative:
            continue
        if reading.tokens.texts[sides[-1].last : sides[-1].last + 1] != ["之间"]:
            continue
        target, status = mentions.of_phrase(reading, contests[-1]), reading.status(predication.verb)
        for side in sides:
            if side.type not in ("Person", "Group", "Organization"):
                continue
            agent = mentions.of_phrase(reading, side, "Group" if side.type == "Organization" else side.type)
            start, end = mentions.spanning([(side.start, side.end), (contests[-1].start, contests[-1].end)])
            clause = mentions.clause_of(reading, predication)
            yield Assertion(agent, "attended", target, start, end, clause, status)


@extractor("presence")
def extract_presence(reading: Reading) -> Iterator[Assertion]:
    """``attended``: 在座谈会上，X…, X在座谈会上…: who acts at a meeting is there."""
    for phrase in reading.phrases:
        if not _is_setting(reading, phrase):
            continue
        acting = _acting_at(reading, phrase) or _acting_after(reading, phrase)
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
    opened = any(tokens.texts[token] == "在" for token in range(max(0, first - 5), first))
    return opened and phrase.text.endswith(_GATHERINGS)


def _acting_at(reading: Reading, phrase: Phrase) -> Predication | None:
    """The verb before whose setting its subject stands: 周某在会上介绍."""
    told = (p for p in reading.predications_about(phrase.index) if phrase.index in p.governed("在"))
    return next((p for p in told if p.subject_kind == "overt" and not p.relative), None)


def _acting_after(reading: Reading, phrase: Phrase) -> Predication | None:
    later = reading.predications_of_tokens(phrase.last + 1, reading.sentence_of(phrase.first).last)
    return next((p for p in later if p.subject_kind == "overt" and not p.relative), None)
