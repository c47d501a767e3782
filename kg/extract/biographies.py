"""The clauses of a life.

``bornIn`` and ``hasRole``: X，男，1974年3月生，陕西宝鸡人，中共党员.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.place_names import province_of
from kg.model import Value

_PIECES = re.compile(r"[，；（）。]")
_SEX_OR_PEOPLE = re.compile(r"[男女]|[\u4e00-\u9fff]{1,4}族人?")
_AGE = re.compile(r"(?:现年|今年|时年)?\d{1,3}岁")
_NATIVE = re.compile(r"(?:土生土长的?|地地道道的?|地道的?|一名|一位|一个|来自)?")
"""What may stand between 是 and where somebody comes from."""
_LONGEST_STANDING = 7
_BORN = re.compile(r"(?:出)?生于")
_BIRTH = re.compile(r"出?生人?|[—–-]{1,2}(?:[12]\d{3}年[^，]{0,6})?")
"""What stands behind a date of birth: 1974年3月生, （1922年6月16日—2010年）."""
_LONGEST_HOME = 4
_CAREER = re.compile(r"参加工作|加入[^，]{2,10}|学历|学位|出生$|入党$|入伍$")
"""Clauses of a life from which another extractor reads what they tell, or nobody."""
_SCHOOL = re.compile(
    r"(?:毕业于)?(?P<school>[^，；。]{2,16}?(?:大学|学院|学校|党校|中学))[^，；。]{0,14}(?:毕业|专业|系)?"
)


@extractor("biography")
def extract_biography(reading: Reading) -> Iterator[Assertion]:
    """``bornIn`` and ``hasRole`` of the person whom a sentence describes so."""
    for person in reading.phrases:
        if not person.personal:
            continue
        _, stop = mentions.sentence_of(reading, person.start)
        position = max(person.end, reading.tokens.ends[person.last - 1])
        led = _BORN.match(reading.text, position)
        dated = reading.date_at(led.end()) if led is not None else None
        if dated is not None:
            yield _fact(reading, person, "bornIn", mentions.time_value(dated), position, dated.end)
            position = dated.end
        born = reading.date_at(position)
        if born is not None and reading.text.startswith(("生", "出生"), born.end):
            yield _fact(reading, person, "bornIn", mentions.time_value(born), born.start, born.end + 2)
            position = born.end + (2 if reading.text.startswith("出生", born.end) else 1)
        if reading.text.startswith(("是", "系"), position):
            mark = _PIECES.search(reading.text, position, stop)
            end = mark.start() if mark is not None else stop
            native = _NATIVE.match(reading.text, position + 1)
            home = _home(reading, native.end() if native is not None else position + 1, end)
            if home is not None and reading.tokens.ends[person.last - 1] == position:
                yield _fact(reading, person, "bornIn", home, position, end)
                yield from _province(reading, home, position + 1)
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
        if _AGE.fullmatch(piece):
            continue
        fact = _origin(reading, start, end)
        if fact is not None:
            biographical = True
            found.append(_fact(reading, person, "bornIn", fact, start, end))
            found += _province(reading, fact, start) if isinstance(fact, Mention) else ()
            continue
        if (school := _school(reading, start, end)) is not None:
            found.append(_fact(reading, person, "studiesAt", school, start, end))
            continue
        role = nouns.role_of(piece)
        standing = role is not None and (role.kind == "standing" or biographical) and len(piece) <= _LONGEST_STANDING
        if standing:
            found.append(_fact(reading, person, "hasRole", mentions.of_span(reading, start, end, "Role"), start, end))
        elif not (biographical and _CAREER.search(piece)):
            break
    if biographical:
        yield from found


def _origin(reading: Reading, start: int, end: int) -> Mention | Value | None:
    """When or where somebody was born, where a clause tells nothing else: 1974年3月生, 陕西宝鸡人."""
    born = reading.date_at(start)
    if born is not None and _BIRTH.fullmatch(reading.text, born.end, end):
        return mentions.time_value(born)
    return _home(reading, start, end)


def _home(reading: Reading, start: int, end: int) -> Mention | None:
    """陕西宝鸡人: the last place of a clause that is nothing but places and 人."""
    if reading.text[end - 1 : end] not in ("人", "籍"):
        return None
    span = reading.doc.char_span(start, end, alignment_mode="expand")
    single = span is not None and len(span) >= 2 and span[-1].text in ("人", "本地人", "籍", "籍人")
    if span is not None and single and all(token.tag_ == "LOC" for token in span[:-1]):
        place = span[-2]
        return mentions.of_span(reading, place.idx, place.idx + len(place), "Place", "name")
    province = province_of(reading.text[start:end])
    if not province or not 2 <= end - 1 - start - len(province) <= _LONGEST_HOME:
        return None
    return mentions.of_span(reading, start + len(province), end - 1, "Place", "name")


def _province(reading: Reading, home: Mention, start: int) -> Iterator[Assertion]:
    """陕西宝鸡人: the place before it is where a home lies."""
    outer = reading.text[start : home.start]
    if outer and province_of(outer + home.text) == outer:
        place = mentions.of_span(reading, start, home.start, "Place", "name")
        yield Assertion(home, "locatedIn", place, start, home.end, (start, home.end))


def _school(reading: Reading, start: int, end: int) -> Mention | None:
    """武汉大学水利水电工程专业毕业, 毕业于西北政法大学."""
    match = _SCHOOL.fullmatch(reading.text, start, end)
    if match is None or "毕业" not in match.group():
        return None
    return mentions.of_span(reading, *match.span("school"), "Organization", "name")


def _fact(reading: Reading, person: Phrase, predicate: str, target: Mention | Value, start: int, end: int) -> Assertion:
    agent = mentions.of_phrase(reading, person)
    return Assertion(agent, predicate, target, min(person.start, start), end, (start, end))
