"""What an event, a condition or an act caused: 造成3人死亡、41人受伤，2600间房屋倒塌，直接经济损失2000万元.

The effects are read as text, since verbs stand in them; the clauses behind go on with what suffered and what was lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract import mentions
from kg.extract.activities import read_list
from kg.extract.base import Mention
from kg.extract.frame_act import Act
from kg.extract.frame_lexicon import frames_of
from kg.extract.predications import Predication

_LOSS = re.compile(
    r"(?:其中|另|已|共|造成|估计|预计|初步估计)*(?P<loss>(?:(?:直接|间接|实际)?(?:农业|财产|经济|财物)(?:经济|财产)?|实际|直接)损失)"
    r"(?:总额|金额)?(?:已|共计|总计|合计|达到|超过|高达|共|达|约|为|逾|近|超)*"
)
_OPENING = frozenset(
    ("其中", "另有", "还有", "有", "另", "并", "并有", "已有", "已", "共", "至少", "和", "以及", "目前", "部分", "大量")
)
_MARKS = ("，", "、", "；")
_SMALLEST = 2


def effects_of(act: Act) -> list[Mention]:
    """The effects that a verb of causing tells, in text order."""
    reading, start = act.reading, mentions.behind_verb(act.reading, act.predication)
    effects = read_list(reading, start, "Condition", counts=True)
    if act.predication.relative or reading.text[start : start + 1] == "的":
        # 高血压引起的肾病、…: the list goes on with what others cause.
        return effects[:1]
    if act.frame.verb in ("致", "酿"):
        # 致4人死亡 tells an effect, 致答谢词 a speech.
        effects = [e for e in effects if reading.quantities_between(e.start, e.end)]
    if not effects and (loss := _loss(act, start)) is not None:
        effects = [loss]
    bare = {(p.start, p.end) for p in act.phrases(act.predication.objects) if p.count is not None}
    bare |= {(p.count.start, p.end) for p in act.phrases(act.predication.objects) if p.count is not None}
    if len(effects) > 1:
        # 60多辆车 in 造成60多辆车、170名乘客被困 is no effect of its own.
        effects = [e for e in effects[:-1] if (e.start, e.end) not in bare] + effects[-1:]
    return [*(_trimmed(act, effect) for effect in effects), *(_further(act) if effects else ())]


def _trimmed(act: Act, effect: Mention) -> Mention:
    """死亡5人 out of 全县因灾死亡5人, 2.1万户停电 out of 5个县2.1万户停电; the amount parted from 经济损失."""
    reading = act.reading
    if effect.text.endswith("所致") and len(effect.text) > 3:
        effect = mentions.of_span(reading, effect.start, effect.end - 2, "Condition")
    loss = _loss(act, effect.start)
    if loss is not None:
        return loss
    told = [p for p in _suffering(act, effect.start, effect.end) if not p.relative]
    if not told:
        return effect
    verb = reading.tokens.starts[told[0].verb]
    quantities = [q for q in reading.quantities_between(effect.start, effect.end) if q.kind == "count"]
    before = [q for q in quantities if q.end <= verb]
    start = before[-1].start if before else effect.start
    if not before and quantities and told[0].subject_kind != "overt":
        start = verb
    if start == effect.start:
        return effect
    return replace(mentions.of_span(reading, start, effect.end, "Condition"), variants=((effect.start, effect.end),))


def _suffering(act: Act, start: int, end: int) -> Iterator[Predication]:
    """The verbs of suffering between two text offsets."""
    starts = act.reading.tokens.starts
    sentence = act.reading.sentence_of(act.predication.verb)
    for predication in act.reading.predications_of_tokens(act.predication.verb, sentence.last):
        if start <= starts[predication.verb] < end and _suffers(predication):
            yield predication


def _suffers(predication: Predication) -> bool:
    return any(frame.predicate == "sufferedFrom" and frame.slot == "self" for frame in frames_of(predication))


def _loss(act: Act, start: int) -> Mention | None:
    """直接经济损失 where a text offset begins with it and its amount."""
    match = _LOSS.match(act.reading.text, start)
    if match is None:
        return None
    amount = next(iter(act.reading.quantities_between(match.end(), match.end() + 1)), None)
    if amount is None or amount.kind != "money":
        return None
    named = mentions.of_span(act.reading, *match.span("loss"), "Condition")
    return replace(named, variants=((named.start, amount.end),))


def _further(act: Act) -> Iterator[Mention]:
    """The clauses behind that go on with who or what suffered, and with losses."""
    reading = act.reading
    texts = reading.tokens.texts
    at, last = act.predication.segment[1], reading.sentence_of(act.predication.verb).last
    while at < last and texts[at] in _MARKS:
        begin = at + 1
        at = next((i for i in range(begin, last) if texts[i][0] in "，；。：！？\n"), last)
        if begin >= at:
            return
        effect = _loss(act, reading.tokens.starts[begin]) or _clause_effect(act, begin, at)
        if effect is None:
            return
        yield effect


def _clause_effect(act: Act, begin: int, end: int) -> Mention | None:
    """2600间房屋倒塌, 失踪2人, 倒塌房屋320间: a clause that is nothing but what suffered and what it suffered."""
    reading, tokens = act.reading, act.reading.tokens
    while begin < end and tokens.texts[begin] in _OPENING:
        begin += 1
    told = [p for p in reading.predications_of_tokens(begin, end) if not p.relative]
    if not told or not _suffers(told[0]):
        return None
    predication = told[0]
    phrases = [p for p in act.phrases(predication.subject) if begin <= p.first < predication.verb]
    if any(p.personal or p.form == "pronoun" for p in phrases):
        return None
    firsts = [min(p.first, predication.verb) for p in phrases]
    if min([*firsts, predication.verb]) > begin + _SMALLEST:
        return None
    counts = [p.count.start for p in phrases if p.count is not None]
    start = min([*(p.start for p in phrases), *counts, tokens.starts[predication.verb]])
    behind = [p for p in act.phrases(predication.objects) if p.count is not None]
    stop = max([tokens.ends[predication.verb], *(max(p.end, p.count.end) for p in behind if p.count is not None)])
    stop = max([stop, *(q.end for q in reading.quantities_between(stop, stop + 1))])
    return mentions.of_span(reading, start, stop, "Condition") if stop - start > _SMALLEST else None
