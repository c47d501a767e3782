"""Who came to an event, or led it, where the clause leaves the event out.

``attended``: 论坛在江城开幕。周某、何某出席。 ``held``: 会议20日召开，周某主持。 The event is the one told of before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import endings, words

_PRESENCE = words("presence_verb")
_PRESIDING = frozenset(("主持",))
_LISTING = frozenset(("包括", "有", "还有", "包含", "计有", "是"))
_GATHERINGS = endings("gathering")
_BEHIND = re.compile(r"(?:主礼|指导|祝贺)?了?(?=[，。；！）\n]|$|并|和致|暨|宣布|讲话|致辞|致词|发言|发表)")
_REACH = 300
"""Characters before the verb in which the event stands."""


@extractor("occasions")
def extract_occasions(reading: Reading) -> Iterator[Assertion]:
    """``attended`` and ``held`` of verbs without an object, and ``attended`` of lists of guests."""
    yield from _guests(reading)
    for predication in reading.predications:
        if not _is_bare(reading, predication):
            continue
        event = _event_before(reading, predication)
        if event is None:
            continue
        predicate = "held" if predication.lemma in _PRESIDING else "attended"
        verb = (predication.verb, predication.last)
        target = mentions.of_phrase(reading, event, "Event")
        for person in _present(reading, predication, event):
            agent = mentions.of_human(reading, person)
            start, end = mentions.evidence(reading, verb, (), [(agent.start, agent.end)])
            clause = mentions.clause_of(reading, predication)
            yield Assertion(agent, predicate, target, start, end, clause, reading.status(predication.verb))


def _guests(reading: Reading) -> Iterator[Assertion]:
    """``attended`` of a list of guests: 出席的嘉宾包括县长周某、局长何某."""
    for predication in reading.predications:
        guests = [reading.phrases[i] for i in predication.subject if reading.phrases[i].type == "Group"]
        if predication.lemma not in _LISTING or predication.passive or len(guests) != 1:
            continue
        came = [p for p in reading.predications_about(guests[0].index) if p.relative and p.lemma in _PRESENCE]
        if not came or came[0].subject:
            continue
        told = [reading.phrases[i] for i in came[0].objects if reading.phrases[i].type == "Event"]
        event = next(iter(told), None) or _event_before(reading, came[0])
        if event is None:
            continue
        target, verb = mentions.of_phrase(reading, event, "Event"), (predication.verb, predication.last)
        for person in (reading.phrases[i] for i in predication.objects):
            if not person.personal and not (person.type == "Organization" and person.form == "name"):
                continue
            agent = mentions.of_phrase(reading, person)
            start, end = mentions.evidence(reading, verb, (), [(agent.start, agent.end)])
            yield Assertion(agent, "attended", target, start, end, mentions.clause_of(reading, predication))


def _is_bare(reading: Reading, predication: Predication) -> bool:
    """出席, 到场 or 主持 with a subject of its own and nothing behind it."""
    if predication.lemma not in _PRESENCE | _PRESIDING or predication.objects or predication.relative:
        return False
    if predication.passive or predication.subject_kind not in ("overt", "shared", "pivot"):
        return False
    end = reading.token_range(predication.verb, predication.last)[1]
    return not predication.governed("由") and _BEHIND.match(reading.text, end) is not None


def _present(reading: Reading, predication: Predication, event: Phrase) -> list[Phrase]:
    """The people and bodies that came: named, counted, or told by a post."""
    found = [reading.phrases[index] for index in predication.subject]
    found = [p for p in found if p.type in ("Person", "Group", "Organization") and p.form != "pronoun"]
    return [p for p in found if p.form == "name" or p.count is not None or _holds_post(p)]


def _holds_post(phrase: Phrase) -> bool:
    """市直部门负责人, and not 代表 alone."""
    return len(phrase.text) > 3 and phrase.text.endswith(("代表", "负责人", "领导"))


def _event_before(reading: Reading, predication: Predication) -> Phrase | None:
    """The gathering told of last in the paragraph, or in the paragraph before at its head."""
    for earlier in reversed(reading.predications_of_tokens(predication.segment[0], predication.verb)):
        drawn = predication.subject_kind == "pivot" and set(predication.subject) & set(earlier.objects)
        events = [reading.phrases[i] for i in earlier.subject if reading.phrases[i].type == "Event"] if drawn else []
        if events:
            # 比赛吸引了300名选手参加
            return events[-1]
    start = reading.tokens.starts[predication.verb]
    paragraph = reading.paragraph_start(start)
    begin = max(paragraph, start - _REACH)
    found = _gatherings(reading, begin, start)
    if found:
        return found[-1]
    before = reading.paragraph_start(max(0, paragraph - 1))
    return next(iter(_gatherings(reading, max(before, paragraph - _REACH), paragraph)), None)


def _gatherings(reading: Reading, begin: int, end: int) -> list[Phrase]:
    phrases = reading.phrases_between(begin, end)
    return [p for p in phrases if p.type == "Event" and p.text.endswith(_GATHERINGS) and not p.text.endswith("讲话")]
