"""What caused what.

``caused``: 驾驶员因伤势太重而死亡, 由于缺氧，队员出现肺水肿, 受强降雨影响，8个乡镇受灾, 冻害让果树绝收.
``sufferedFrom``: 母亲因脑梗住院. The verbs 造成, 导致 are told by the frame lexicon.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.consequences import Consequence, behind_cause, in_clause
from kg.extract.frame_lexicon import frames_of
from kg.extract.predications import Predication
from kg.extract.sufferers import NEGATION_INSIDE
from kg.extract.tokens import Sentence
from kg.lexicons.lists import words
from kg.model import EntityType

_BECAUSE = frozenset(("因", "因为", "由于"))
_MAKES = frozenset(("使", "让", "令", "使得", "致使"))
_RESULTS = frozenset(("造成", "导致", "致使", "致", "引发", "引起", "使", "使得"))
_DENYING = frozenset(("不是", "并非", "非", "是否", "并不是"))
_NEEDS = ("需要", "安排", "要求", "规定")
"""因工作需要 tells a purpose, and no cause."""
_BODY_PARTS = words("body_part")
_ACTORS = ("Person", "Group", "Organization", "Place", "Goods")
_SHORT = ("病", "伤", "癌")
_LONGEST = 16
"""Characters of a cause told by a clause."""
_IN_VAIN = re.compile(r"(?<=.)(?:，|经)?(?:医治|抢救|治疗|救治)无效$")
_SUBJECT_TO = re.compile(
    r"受(?:到)?(?P<cause>(?:[^，。；：、“”\n到]|“[^，。；：、“”\n]{1,8}”){2,16}?)的?(?:等)?(?:等因素)?的?影响"
)


class _Effect(NamedTuple):
    """What somebody suffered: the verb or its object, with the subject where that stands right before."""

    mention: Mention
    predication: Predication


@extractor("causes")
def extract_causes(reading: Reading) -> Iterator[Assertion]:
    """``caused`` and ``sufferedFrom`` of clauses of reason."""
    yield from _conditions(reading)
    yield from _made_to(reading)
    for sentence in reading.index.sentences:
        for token in range(sentence.first, sentence.last):
            if reading.tokens.texts[token] in _BECAUSE and reading.tokens.tags[token] in ("p", "c"):
                yield from _because(reading, sentence, token)
        for match in _SUBJECT_TO.finditer(reading.text, sentence.start, sentence.end):
            yield from _under_influence(reading, sentence, match.span("cause"), match.end())


def _conditions(reading: Reading) -> Iterator[Assertion]:
    """母亲因脑梗住院."""
    for predication in reading.predications:
        if predication.subject_kind not in ("overt", "shared"):
            continue
        conditions = [reading.phrases[i] for i in predication.governed("因", "由于")]
        for person in mentions.humans(reading, predication.subject):
            for condition in conditions:
                if condition.type != "Condition":
                    continue
                start, end = mentions.spanning([(person.start, person.end), (condition.start, condition.end)])
                clause = mentions.clause_around(reading, start, end)
                agent, target = mentions.of_human(reading, person), mentions.of_phrase(reading, condition)
                yield Assertion(agent, "sufferedFrom", target, start, end, clause)


def _made_to(reading: Reading) -> Iterator[Assertion]:
    """一场冻害让15亩果树绝收: an event made somebody or something suffer."""
    for predication in reading.predications:
        if predication.subject_kind != "pivot":
            continue
        before = reading.predications_of_tokens(predication.segment[0], predication.verb)
        maker = before[-1] if before else None
        if maker is None or maker.lemma not in _MAKES or maker.subject_kind not in ("overt", "shared"):
            continue
        effect = _effect(reading, predication)
        for cause in (reading.phrases[i] for i in maker.subject):
            if effect is not None and cause.type in ("Event", "Condition"):
                yield _assertion(reading, mentions.of_phrase(reading, cause), effect)


def _because(reading: Reading, sentence: Sentence, opener: int) -> Iterator[Assertion]:
    """因X而Y, 因XY, 由于X，Y."""
    segment_end = _segment_end(reading, opener, sentence.last)
    texts = reading.tokens.texts
    turn = next((i for i in range(opener + 2, segment_end) if texts[i] in ("而", "，")), None)
    # 由于X opens a clause of its own, 因X may stand before the verb of its effect.
    own = texts[opener] == "因" or turn is not None or segment_end >= sentence.last - 1
    inside = [p for p in reading.predications_of_tokens(turn or opener + 2, segment_end) if own and not p.relative]
    effect = next((e for p in inside if (e := _effect(reading, p)) is not None), None)
    if effect is not None and turn is None and _is_inner(reading, effect.predication, segment_end):
        effect = None
    stop = turn if turn is not None else (effect.predication.verb if effect is not None else segment_end)
    opens = opener == sentence.first or texts[opener - 1] in ("，", "；", "但", "而") or texts[opener] != "因"
    if texts[opener - 1] in _DENYING:
        return
    came: Consequence | None = None
    if effect is None and turn is None:
        came = behind_cause(reading, opener, segment_end) if own else None
        if came is None and opens:
            following = _segment_end(reading, segment_end + 1, sentence.last)
            later = reading.predications_of_tokens(segment_end + 1, following)
            if later and later[0].lemma in _RESULTS:
                # 因雨天路滑撞上护栏，造成…: that is told by the verb.
                return
            effect = next((e for p in later if not p.relative and (e := _effect(reading, p)) is not None), None)
            came = _in_next_clause(reading, sentence, opener, following) if effect is None else None
    elif effect is None and turn is not None and texts[turn] == "而":
        came = in_clause(reading, turn + 1, segment_end)
    if came is not None and turn is None:
        stop = min(came.boundary, segment_end)
    elif turn is None:
        stop = _without_frame(reading, opener + 1, stop)
    if any(text in _RESULTS for text in texts[opener + 1 : stop]):
        return
    cause = _cause(reading, *reading.token_range(opener + 1, stop)) if stop > opener + 1 else None
    if cause is not None and effect is not None:
        yield _assertion(reading, cause, effect)
    elif cause is not None and came is not None and not cause.text.endswith(_NEEDS):
        yield _came_of(reading, cause, came)


def _in_next_clause(reading: Reading, sentence: Sentence, opener: int, end: int) -> Consequence | None:
    """What the clause behind the one of a cause tells; None where the cause explains what was told before it."""
    begin = _segment_end(reading, opener, sentence.last)
    told = [p for p in reading.predications_of_tokens(begin + 1, end) if not p.relative]
    clause = told[0].segment[0] if told else 0
    inner = reading.predications_of_tokens(opener, begin)
    if inner and any(not p.relative for p in reading.predications_of_tokens(inner[0].segment[0], opener)):
        return None
    explains = reading.tokens.texts[opener] == "因为" and reading.tokens.texts[opener - 1] == "，"
    own = bool(told) and told[0].subject_kind == "overt" and reading.phrases[told[0].subject[0]].first >= clause
    return in_clause(reading, begin + 1, end) if own or not explains else None


def _is_inner(reading: Reading, suffering: Predication, end: int) -> bool:
    """因右膝受伤中途退赛: the hurt is the cause, and a verb behind it tells what came of it."""
    hurt = reading.tokens.texts[suffering.verb - 1] in _BODY_PARTS
    return hurt and any(not p.relative for p in reading.predications_of_tokens(suffering.last, end))


def _came_of(reading: Reading, cause: Mention, came: Consequence) -> Assertion:
    start, end = mentions.spanning([(cause.start, cause.end), (came.mention.start, came.mention.end)])
    clause = mentions.clause_around(reading, came.mention.start, came.mention.end)
    return Assertion(cause, "caused", came.mention, start, end, clause, came.status)


def _without_frame(reading: Reading, first: int, stop: int) -> int:
    """The token behind a cause without the time, place and manner of its effect: 因肺炎15日晚在广州去世."""
    texts, tags = reading.tokens.texts, reading.tokens.tags
    framed = (i for i in range(first + 1, stop) if tags[i] == "TIME" or texts[i] in ("在", "于", "”", "被"))
    stop = next(framed, stop)
    while stop > first + 1 and tags[stop - 1] in ("d", "ad"):
        stop -= 1
    return stop


def _under_influence(reading: Reading, sentence: Sentence, span: tuple[int, int], behind: int) -> Iterator[Assertion]:
    """受强降雨影响，8个乡镇受灾."""
    cause = _cause(reading, *span)
    later = [p for p in reading.predications_of_tokens(sentence.first, sentence.last) if not p.relative]
    effects = [e for p in later if reading.tokens.starts[p.verb] >= behind and (e := _effect(reading, p)) is not None]
    if cause is not None:
        yield from (_assertion(reading, cause, effect) for effect in effects)
    if cause is not None and not effects:
        mark = _segment_end(reading, bisect_left(reading.tokens.starts, behind), sentence.last)
        came = in_clause(reading, mark + 1, _segment_end(reading, mark + 1, sentence.last))
        if came is not None:
            yield _came_of(reading, cause, came)


def _segment_end(reading: Reading, token: int, last: int) -> int:
    """The token of the comma behind a token, or the end of the sentence."""
    texts = reading.tokens.texts
    return next((i for i in range(token, last) if texts[i][0] in "，；。：\n"), last)


def _cause(reading: Reading, start: int, end: int) -> Mention | None:
    """The mention of a cause: an event or condition where it is named as one, else the words of its clause."""
    text = reading.text[start:end].removesuffix("的")
    if (vain := _IN_VAIN.search(text)) is not None:
        # 因病医治无效: the illness is the cause.
        text = text[: vain.start()]
    if text.startswith(("持续", "连续", "连日")) and len(text) > 4:
        start, text = start + 2, text[2:]
    if (
        not (2 <= len(text) <= _LONGEST or text in _SHORT)
        or text.count("“") != text.count("”")
        or reading.in_direct_speech(start)
    ):
        return None
    if text.startswith(("被", "此", "这", "在", "为", "当")):
        return None
    named = next((p for p in reading.phrases_ending(end, end) if p.start >= start), None)
    if named is not None and named.start == start and named.type in _ACTORS:
        return None
    kind: EntityType = named.type if named is not None and named.type in ("Event", "Condition") else "Condition"
    return mentions.of_span(reading, start, start + len(text), kind)


def _effect(reading: Reading, predication: Predication) -> _Effect | None:
    """What a verb of suffering tells of: the verb itself (死亡), or its object (出现肺水肿)."""
    frame = next((f for f in frames_of(predication) if f.predicate == "sufferedFrom"), None)
    if frame is None:
        return None
    start, end = reading.token_range(predication.verb, predication.verb + 1)
    if frame.slot != "self":
        suffered = [reading.phrases[i] for i in predication.objects if reading.phrases[i].type == "Condition"]
        return _Effect(mentions.of_phrase(reading, suffered[0]), predication) if suffered else None
    told = mentions.of_span(reading, start, end, "Condition")
    subject = next(iter(reading.phrases_ending(start, start)), None)
    begin = subject.start if subject is not None else None
    if subject is not None and subject.count is not None:
        # 多个村庄被淹
        begin = min(subject.start, subject.count.start)
    variants = _variants(reading, (start, end), begin)
    return _Effect(mentions.with_variants(told, variants), predication)


def _variants(reading: Reading, verb: tuple[int, int], subject: int | None) -> Sequence[tuple[int, int]]:
    """The verb with its subject, and with the quantity behind it: 果树绝收, 减产四成."""
    start, end = verb
    quantity = next(iter(reading.quantities_between(end, end + 1)), None)
    ends = [end, quantity.end] if quantity is not None else [end]
    starts = [start, subject] if subject is not None else [start]
    return [(a, b) for a in starts for b in ends if (a, b) != verb]


def _assertion(reading: Reading, cause: Mention, effect: _Effect) -> Assertion:
    target = effect.mention
    start, end = mentions.spanning([(cause.start, cause.end), (target.start, target.end)])
    clause = mentions.clause_around(reading, target.start, target.end)
    status = reading.status(effect.predication.verb)
    if status == "negated" and effect.predication.lemma.startswith(NEGATION_INSIDE):
        # The 不 is a part of the word.
        status = "asserted"
    return Assertion(cause, "caused", target, start, end, clause, status)
