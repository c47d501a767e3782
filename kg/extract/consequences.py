"""What came of a cause, where no verb of suffering tells it: 因风浪太大/无法开机, 由于道路塌方，代表/没有到场.

Behind 因 the words of the cause run into those of what came of it. The cause ends where a word begins that opens a
predicate (无法, 被, 没有), at a date, at the first verb behind the noun of an event, or at the second verb.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.extract import mentions
from kg.extract.base import Mention, Reading
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.lexicons.lists import words
from kg.model import Status

_HAPPENS = words("happen_verb") | {"出现", "产生"}
_OPENING = words("predicate_opener")
"""Words that open a predicate, and end the cause before it."""
_FRAMING = frozenset(("自", "从", "起", "于", "在", "至今", "以来", "而"))
"""Words of the time and place of what came of the cause."""
_FRAMING_PREPOSITIONS = frozenset(("自", "从", "于", "在"))
_REASONS = ("原因", "问题", "矛盾", "纠纷", "隐患", "缺陷", "失误", "因素")
"""Last characters of nouns that tell a cause by themselves."""
_DENIALS = re.compile("[没未无不]")
_MODAL = frozenset(("能", "会", "要", "可", "可以", "得", "应", "须", "需", "需要", "必须", "可能", "无法", "被", "将"))
_HAVING = frozenset(("有", "都有", "只有", "另有", "共有"))
_GOING_ON = frozenset(("再", "加上", "加之", "再加上", "且", "并", "又", "也"))
"""Words that open a clause with more of the cause."""
_SAYING = frozenset(("说", "表示", "称", "介绍", "认为", "指出", "透露", "坦言", "是", "为", "觉得", "想", "希望"))
"""Verbs that tell no consequence."""
_CLOSING = frozenset(("时", "后", "前", "之后", "之前", "以来", "的"))
_LONGEST = 30
_RESULTS = frozenset(("引起", "引发", "导致", "造成", "所致", "致使", "带来"))
"""Verbs of causing, which other rules read."""
_LINKS = frozenset(("也", "都", "才", "就", "便", "还", "则", "故", "因此", "所以"))
"""Adverbs that tie what came of a cause to it."""


class Consequence(NamedTuple):
    """What came of a cause, and the token at which the words of the cause end."""

    mention: Mention
    status: Status
    boundary: int


def behind_cause(reading: Reading, opener: int, end: int) -> Consequence | None:
    """What came of the cause behind 因, in the same clause up to a token."""
    told = _main(reading, opener + 1, end)
    if not told or any(p.verb < opener for p in _main(reading, told[0].segment[0], end)):
        return None
    opened = any(_opens(reading, token) for token in range(opener + 2, end))
    if opener == told[0].segment[0] and len(told) == 1 and told[0].verb == end - 1 and not opened:
        # 因台风来袭，…: all of the clause tells the cause.
        return None
    boundary = _boundary(reading, opener + 1, end, told)
    if boundary is None:
        return None
    if opener == told[0].segment[0] and told[-1].verb == boundary == end - 1:
        # 因到龄退休，…: a bare verb at the end belongs to the cause.
        return None
    return _consequence(reading, boundary, end, cut=True)


def in_clause(reading: Reading, begin: int, end: int) -> Consequence | None:
    """What the clause between two tokens tells, which follows the one of its cause."""
    told = _main(reading, begin, end)
    if not told or reading.tokens.tags[begin] in ("c", "p") or reading.tokens.texts[begin] in _GOING_ON:
        return None
    verb = told[0].verb
    if told[0].lemma in _HAVING and told[0].objects and len(told) > 1:
        # 每年都有十几位教师离职: they left.
        verb = reading.phrases[told[0].objects[0]].first
    else:
        verb = _with_adverbs(reading, begin, verb)
    return _consequence(reading, verb, end)


def _main(reading: Reading, begin: int, end: int) -> list[Predication]:
    return [p for p in reading.predications_of_tokens(begin, end) if not p.relative]


def _boundary(reading: Reading, begin: int, end: int, told: list[Predication]) -> int | None:
    """The token at which the predicate begins that tells what came of the cause; None where there is none."""
    named = next((p for p in reading.phrases_of_tokens(begin, end) if p.first == begin), None)
    opened = next((i for i in range(begin + 1, end) if _opens(reading, i)), None)
    if opened is not None and named is not None and named.last == opened and not _is_reason(named):
        # 因联军被打败: what was done to somebody is the cause itself.
        return None
    if opened is not None:
        return opened
    if named is not None and named.last == told[0].verb and _is_reason(named):
        return told[0].verb
    verbs = [p for p in told if p.lemma not in _MODAL]
    if verbs and reading.tokens.tags[verbs[0].verb - 1] == "a" and verbs[0].verb > begin + 1:
        # 因雾气太重取消航班: the cause has an adjective as its predicate.
        return verbs[0].verb
    return verbs[1].verb if len(verbs) > 1 else None


def _opens(reading: Reading, token: int) -> bool:
    """Whether a predicate, or the time of one, begins at a token."""
    tokens = reading.tokens
    if tokens.texts[token] in _FRAMING_PREPOSITIONS:
        return tokens.tags[token + 1 : token + 2] == ["TIME"]
    return tokens.texts[token] in _OPENING or tokens.tags[token] == "TIME"


def _is_reason(phrase: Phrase) -> bool:
    """Whether a noun tells a cause by itself: 大雾, 个人原因."""
    return phrase.type in ("Event", "Condition") or phrase.text.endswith(_REASONS)


def _with_adverbs(reading: Reading, begin: int, verb: int) -> int:
    """The first of the adverbs right before a verb."""
    texts, tags = reading.tokens.texts, reading.tokens.tags
    while verb > begin and (tags[verb - 1] in ("d", "ad", "vd") or texts[verb - 1] in _MODAL):
        verb -= 1
    return verb


def _consequence(reading: Reading, begin: int, end: int, *, cut: bool = False) -> Consequence | None:
    """What the words between two tokens tell; ``cut`` where the cause stands before them in the same clause."""
    tokens = reading.tokens
    boundary = begin
    while begin < end and (tokens.texts[begin] in _FRAMING | _LINKS or tokens.tags[begin] == "TIME"):
        begin += 1
    told = _main(reading, begin, end)
    if not told or told[0].lemma in _SAYING or any(p.lemma in _RESULTS for p in told):
        return None
    if tokens.texts[boundary] in ("在", "于") and tokens.tags[boundary + 1] != "TIME":
        begin = told[-1].verb
    first, last = tokens.starts[begin], tokens.ends[end - 1]
    if not 2 <= last - first <= _LONGEST or tokens.texts[end - 1] in _CLOSING:
        return None
    final = told[-1]
    status = reading.status(final.verb)
    denied = any(reading.status(p.verb) == "negated" for p in told)
    if denied and not _DENIALS.search(reading.text, first, last):
        if not cut:
            return None
        # 因航班取消改为线上参会: what is denied is the cause.
        denied = False
    starts, ends = [first], [last]
    subject = reading.phrases[told[0].subject[0]] if told[0].subject else None
    if subject is not None and told[0].subject_kind == "overt" and told[0].segment[0] <= subject.first < begin:
        starts.append(subject.start)
    if final.lemma in _HAPPENS and final.objects:
        starts.append(reading.phrases[final.objects[0]].start)
    if not denied:
        starts.append(tokens.starts[final.verb])
        ends += [tokens.ends[final.verb], tokens.ends[final.object_end - 1]] if final.object_end else []
    spans = {(a, b) for a in starts for b in ends if a < b} - {(first, last)}
    told_mention = mentions.of_span(reading, first, last, "Event")
    kept: Status = "asserted" if status == "negated" else status
    return Consequence(mentions.with_variants(told_mention, sorted(spans)), kept, boundary)
