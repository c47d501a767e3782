"""Where people study and studied.

``studiesAt``: 从武汉大学毕业, 武汉大学新闻系毕业, 在清华大学攻读博士学位, 华中农业大学大二学生周敏.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase

_SCHOOL = re.compile(
    r"(?:大学|学院|学校|中学|小学|高中|初中|党校|附中|[一二三四五六七八九十]中|师范|职校|技校|军校)(?:系|分校|校区)?\Z"
)
_GRADUATES = re.compile(r"[^，。；、！？\n]{0,14}?(?<!未)(?<!没)毕业(?!生|典礼|设计|论文|证|季|班|照|晚会)")
_STUDIES = re.compile(r"[^，。；、！？\n的]{0,10}?(?:攻读|就读|读书|念书|求学|读研|读博|读大学|上学|上大学|留学)")
_YEAR = re.compile(
    r"(?:[^，。；、！？\n的]{0,12}?(?:专业|系|学院))?(?:\d{4}级)?(?:大[一二三四五]|高[一二三]|初[一二三]|研[一二三]|[一二三四五六]年级)?"
    r"(?:在读)?(?:男|女)?(?:学生|新生|本科生|研究生|硕士生|博士生|学子|毕业生)"
)
_BY = ("从", "自", "由")
_AT = ("在", "于", "到", "赴")
_ENROLLED = ("就读", "求学", "就学", "肄业", "深造")
_ENROLLED_END = re.compile(r"")
"""Behind 就读于 nothing more need follow the school."""
_ACTUAL = ("overt", "shared", "inherited", "following")


@extractor("schooling")
def extract_schooling(reading: Reading) -> Iterator[Assertion]:
    """``studiesAt`` of those who graduate from a school, study at one, or are told to be its students."""
    tokens = reading.tokens
    for index, tag in enumerate(tokens.tags):
        school = _school(reading, index) if tag == "ORG" else None
        if school is None:
            continue
        before = tokens.texts[index - 1] if index else ""
        text, (start, end) = reading.text, school
        found = _GRADUATES.match(text, end) if before not in _AT else _STUDIES.match(text, end)
        if before == "于" and index > 1 and tokens.texts[index - 2] in _ENROLLED:
            found = _ENROLLED_END.match(text, end)
        person = _student(reading, index) if found is not None else None
        if found is None and (found := _YEAR.match(text, end)) is not None:
            person = _named_behind(reading, found.end()) or _described(reading, index)
        if found is None or person is None:
            continue
        target = mentions.of_span(reading, start, end, "Organization", "name")
        span = mentions.spanning([(person.start, person.end), (start, found.end())])
        clause = mentions.clause_around(reading, start, found.end())
        yield Assertion(mentions.of_human(reading, person), "studiesAt", target, *span, clause)


def _school(reading: Reading, index: int) -> tuple[int, int] | None:
    """Text offsets of the school that a token names, with the place before it; None where it names none."""
    tokens = reading.tokens
    if _SCHOOL.search(tokens.texts[index]) is None:
        return None
    first = index
    while first > 0 and tokens.tags[first - 1] in ("LOC", "ORG"):
        first -= 1
    return tokens.starts[first], tokens.ends[index]


def _student(reading: Reading, token: int) -> Phrase | None:
    """The subject of the clause or sentence around a school: the one person of whom it tells."""
    sentence = reading.sentence_of(token)
    told = [p for p in reading.predications_of_tokens(sentence.first, sentence.last) if not p.relative]
    near = [p for p in told if p.subject_kind in _ACTUAL and p.segment[0] <= token < p.segment[1]]
    for predication in near:
        if len(predication.subject) == 1:
            subject = reading.phrases[predication.subject[0]]
            return subject if subject.personal or subject.text in ("他", "她", "我") else None
        return None
    people = [p for p in reading.phrases_of_tokens(sentence.first, token) if p.personal or p.text in ("他", "她")]
    names = {p.text for p in people if p.personal}
    if len(names) > 1 or not people:
        return None
    return people[-1]


def _named_behind(reading: Reading, offset: int) -> Phrase | None:
    """The name right behind a standing: 华中农业大学大二学生周敏."""
    return next((p for p in reading.phrases_between(offset, offset + 1) if p.personal), None)


def _described(reading: Reading, token: int) -> Phrase | None:
    """Of whom 是 tells it: 周敏是华中农业大学大二学生."""
    first = token
    while first > 0 and reading.tokens.tags[first - 1] in ("LOC", "ORG", "m", "q"):
        first -= 1
    if first < 2 or reading.tokens.texts[first - 1] not in ("是", "系", "为"):
        return None
    before = reading.phrase_behind(first - 1)
    return before if before is not None and (before.personal or before.text in ("他", "她", "我")) else None
