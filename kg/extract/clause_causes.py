"""Causes of 造成 and 导致 that a clause tells: 人手不足导致…, 过量的化肥流入湖中，引发…"""

from __future__ import annotations

from kg.extract import mentions
from kg.extract.base import Mention
from kg.extract.frame_act import Act
from kg.extract.phrases import Phrase
from kg.lexicons.lists import words

_CULPABLE = words("culpable_verb")
_SKIPPED = ("c", "d", "ad", "TIME", "f")
_TELLING = ("v", "vn", "an", "a", "vd")
"""Tags of last words that tell what was the case: 超采, 不足, 老化."""
_ACTORS = ("Person", "Group", "Organization", "Place", "Goods", "Work")
_POINTING = ("r", "p")
_MODAL = frozenset(("可", "可能", "会", "能", "将", "易", "容易", "可以", "恐", "极可能", "而"))
_IF = frozenset(("如果", "若", "如", "一旦", "倘若", "假如", "要是"))
_SHORTEST, _LONGEST = 4, 18


def told_by_clause(act: Act) -> Mention | None:
    """The words before the verb in its clause, or those of the clause before where the verb opens its own."""
    if act.frame.verb not in _CULPABLE or act.predication.relative or act.predication.passive:
        return None
    tokens, begin, end = act.reading.tokens, act.predication.segment[0], act.predication.verb
    while begin < end and (tokens.tags[begin] in _SKIPPED or tokens.texts[begin] == "的"):
        begin += 1
    while end > begin and (tokens.tags[end - 1] in ("d", "ad") or tokens.texts[end - 1] in _MODAL):
        end -= 1
    return _within(act, begin, end) if begin < end else _before(act)


def _within(act: Act, begin: int, end: int) -> Mention | None:
    """地下水超采, 人手不足: what stands before the verb, where it is more than somebody or something."""
    tokens = act.reading.tokens
    last = end - 1
    told = any(not p.relative for p in act.reading.predications_of_tokens(begin, end))
    nominal = any(p.first <= begin and p.last >= end and p.type in _ACTORS for p in act.phrases_before())
    one = any(p.first <= begin and p.last >= end and p.type is None for p in act.phrases_before())
    if nominal or tokens.tags[begin] in _POINTING or not (told or one or tokens.tags[last] in _TELLING):
        return None
    return _mention(act, begin, end)


def _before(act: Act) -> Mention | None:
    """过量的化肥流入湖中，引发…: the clause before, in which no one acts."""
    reading, first = act.reading, act.predication.segment[0]
    earlier = reading.predications_of_tokens(reading.sentence_of(first).first, first)
    last = next((p for p in reversed(earlier) if not p.relative), None)
    if last is None or last.segment[1] != first - 1 or last.subject_kind != "overt" or last.passive:
        return None
    if reading.tokens.texts[first - 1] != "，" or any(_acts(p) for p in act.phrases(last.subject)):
        return None
    return _mention(act, *last.segment) if reading.tokens.tags[last.segment[0]] not in _POINTING else None


def _acts(phrase: Phrase) -> bool:
    return phrase.form == "pronoun" or phrase.type in ("Person", "Group", "Organization", "Place")


def _mention(act: Act, begin: int, end: int) -> Mention | None:
    condition = next((i for i in range(begin, end - 1) if act.reading.tokens.texts[i] in _IF), None)
    start, stop = act.reading.token_range(begin if condition is None else condition + 1, end)
    if not _SHORTEST <= stop - start <= _LONGEST:
        return None
    return mentions.of_span(act.reading, start, stop, "Condition")
