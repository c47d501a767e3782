"""The clauses of a life.

``bornIn`` and ``hasRole``: X，男，1974年3月生，陕西宝鸡人，中共党员.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.model import Value

_PIECES = re.compile(r"[，；（）。]")
_SEX_OR_PEOPLE = re.compile(r"[男女]|[\u4e00-\u9fff]{1,4}族")
_LONGEST_STANDING = 6


@extractor("biography")
def extract_biography(reading: Reading) -> Iterator[Assertion]:
    """``bornIn`` and ``hasRole`` of the person whom a sentence describes so."""
    for person in reading.phrases:
        if not person.personal:
            continue
        _, stop = mentions.sentence_of(reading, person.start)
        position = person.end
        born = reading.date_at(position)
        if born is not None and reading.text.startswith(("生", "出生"), born.end):
            yield _fact(reading, person, "bornIn", mentions.time_value(born), born.start, born.end + 2)
            position = born.end + (2 if reading.text.startswith("出生", born.end) else 1)
        if reading.text.startswith(("，", "（"), position):
            yield from _life(reading, person, position, stop)


def _life(reading: Reading, person: Phrase, position: int, stop: int) -> Iterator[Assertion]:
    """The facts of the clauses behind a name, up to the first that tells no fact of a life."""
    found: list[Assertion] = []
    biographical = False
    end = position - 1
    while end < stop:
        start = end + 1
        mark = _PIECES.search(reading.text, start, stop)
        end = mark.start() if mark is not None else stop
        piece = reading.text[start:end]
        if not piece:
            continue
        if _SEX_OR_PEOPLE.fullmatch(piece):
            biographical = True
            continue
        fact = _origin(reading, start, end)
        if fact is not None:
            biographical = True
            found.append(_fact(reading, person, "bornIn", fact, start, end))
            continue
        role = nouns.role_of(piece)
        if role is None or role.kind != "standing" or len(piece) > _LONGEST_STANDING:
            break
        standing = mentions.of_span(reading, start, end, "Role")
        found.append(_fact(reading, person, "hasRole", standing, start, end))
    if biographical:
        yield from found


def _origin(reading: Reading, start: int, end: int) -> Mention | Value | None:
    """When or where somebody was born, where a clause tells nothing else: 1974年3月生, 陕西宝鸡人."""
    born = reading.date_at(start)
    if born is not None and reading.text[born.end : end] in ("生", "出生", "生人"):
        return mentions.time_value(born)
    return _home(reading, start, end)


def _home(reading: Reading, start: int, end: int) -> Mention | None:
    """陕西宝鸡人: the last place of a clause that is nothing but places and 人."""
    if reading.text[end - 1 : end] != "人":
        return None
    span = reading.doc.char_span(start, end, alignment_mode="expand")
    if span is None or len(span) < 2 or any(token.tag_ != "LOC" for token in span[:-1]):
        return None
    place = span[-2]
    return mentions.of_span(reading, place.idx, place.idx + len(place), "Place", "name")


def _fact(reading: Reading, person: Phrase, predicate: str, target: Mention | Value, start: int, end: int) -> Assertion:
    agent = mentions.of_phrase(reading, person)
    return Assertion(agent, predicate, target, min(person.start, start), end, (start, end))
