"""Journeys told by a verb and the short name of a place: 返港, 赴京, 来华.

``wentTo``: the place is told by the one character by which it is known (港 for Hong Kong).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.lexicons.lists import words

_SHORT_PLACES = words("short_place")
_JOURNEY = re.compile(r"[来赴返抵访飞回入进](?P<place>.)")


@extractor("journeys")
def extract_journeys(reading: Reading) -> Iterator[Assertion]:
    """``wentTo`` of the people who are the subject of such a verb."""
    for predication in reading.predications:
        match = _JOURNEY.fullmatch(predication.lemma)
        if match is None or match["place"] not in _SHORT_PLACES or predication.subject_kind == "none":
            continue
        start, end = reading.token_range(predication.verb, predication.verb + 1)
        place = Mention(start + 1, end, match["place"], "Place", "name", match["place"])
        status = reading.status(predication.verb)
        for person in mentions.humans(reading, predication.subject):
            span = mentions.evidence(reading, (predication.verb, predication.last), (), [(person.start, person.end)])
            clause = mentions.clause_of(reading, predication)
            yield Assertion(mentions.of_human(reading, person), "wentTo", place, *span, clause, status)
