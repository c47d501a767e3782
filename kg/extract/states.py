"""States of the hurt and the sick.

``sufferedFrom``: 其中5人伤势危重, 病人生命垂危, 伤者情况危殆.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.status import status_of
from kg.lexicons.lists import endings

_STATE = re.compile(
    r"(?:目前|仍|的)?(?P<state>(?:伤势|伤情|病情|生命|情况)(?:都|均|较为|较|十分|非常|一度|持续|已)*(?:"
    + "|".join(endings("grave_state"))
    + "))"
)
_REACH = 3
_GOVERNING = (["对"], ["因"], ["由于"], ["给"], ["为"], ["防止"], ["避免"])
"""Words before a name that make what follows no statement."""


@extractor("ailments")
def extract_ailments(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom``: 卓玛高烧不退: an illness right behind a name, with no verb between them."""
    for phrase in reading.phrases:
        before = reading.before(phrase)
        if phrase.type != "Condition" or not phrase.adjacent or before is None or not before.personal:
            continue
        behind = reading.tokens.tags[phrase.last : phrase.last + 1]
        if behind not in ([], ["w"], ["v"]) or reading.tokens.texts[before.first - 1 : before.first] in _GOVERNING:
            continue
        clause = mentions.clause_around(reading, before.start, phrase.end)
        target = mentions.of_phrase(reading, phrase)
        yield Assertion(mentions.of_phrase(reading, before), "sufferedFrom", target, before.start, phrase.end, clause)


@extractor("states")
def extract_states(reading: Reading) -> Iterator[Assertion]:
    """``sufferedFrom`` of people right before 伤势危重."""
    for match in _STATE.finditer(reading.text):
        start, end = match.span("state")
        person = _hurt(reading, match.start())
        word = reading.doc.char_span(start, end, alignment_mode="expand")
        if person is None or word is None:
            continue
        status, _ = status_of(reading.doc, word[-1].i)
        clause = mentions.clause_around(reading, start, end)
        told = mentions.of_span(reading, start, end, "Condition")
        told = mentions.with_variants(told, [(start + 2, end)])
        yield Assertion(mentions.of_human(reading, person), "sufferedFrom", told, person.start, end, clause, status)


def _hurt(reading: Reading, end: int) -> Phrase | None:
    """The people who stand right before a text offset."""
    for phrase in reversed(reading.phrases_ending(end - _REACH, end)):
        between = reading.text[phrase.end : end].strip("，的")
        if phrase.type in ("Person", "Group") and not between and phrase.text not in ("人", "大家"):
            return phrase
    return None
