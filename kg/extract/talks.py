"""Talks: who gave which report, address or speech.

``performs``: 作了题为“…”的学术报告, 黎某作的关于…的报告. What stands between the verb and the talk tells its topic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.predications import Predication
from kg.lexicons.lists import endings

_GIVES = frozenset(("作", "做", "发表"))
_TALK = "(?P<talk>[^，。；：、“”的\n]{0,8}(?:" + "|".join(endings("talk")) + "))"
_TOPIC = re.compile(r"了?(?:一场|一个)?(?:题为|以|关于|有关|围绕)[^。；\n]{1,60}?(?:等)?(?:为题)?的" + _TALK)
_RELATIVE = re.compile(r"的(?:关于|有关)?(?:[^，。；、\n]{1,40}?的)?" + _TALK)


@extractor("talks")
def extract_talks(reading: Reading) -> Iterator[Assertion]:
    """``performs`` of those who give a talk whose topic is told first."""
    for predication in reading.predications:
        if predication.lemma not in _GIVES or (predication.objects and not predication.relative):
            continue
        found = _talk(reading, predication)
        people = mentions.humans(reading, predication.subject) if found is not None else []
        if found is not None and not people:
            people = [p for p in reading.phrases_ending(*_before(reading, predication)) if p.personal]
        for person in people:
            talk = mentions.of_span(reading, *found, "Activity") if found is not None else None
            if talk is None:
                continue
            start, end = mentions.spanning([(person.start, person.end), (talk.start, talk.end)])
            verb = reading.tokens.starts[predication.verb]
            clause = mentions.clause_of(reading, predication)
            status = reading.status(predication.verb)
            start = start if end - start < 80 else verb
            yield Assertion(mentions.of_human(reading, person), "performs", talk, start, end, clause, status)


def _before(reading: Reading, predication: Predication) -> tuple[int, int]:
    at = reading.tokens.starts[predication.verb]
    return at, at


def _talk(reading: Reading, predication: Predication) -> tuple[int, int] | None:
    """The text offsets of the talk, behind what tells its topic."""
    at = reading.tokens.ends[predication.verb]
    sentence = reading.sentence_of(predication.verb)
    match = (_TOPIC.match(reading.text, at, sentence.end)) or _RELATIVE.match(reading.text, at, sentence.end)
    return match.span("talk") if match is not None else None
