"""The subjects of a verb's claims: the agents that the predicate admits."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract import mentions, nouns
from kg.extract.base import Mention
from kg.extract.clause_causes import told_by_clause
from kg.extract.clauses import TOGETHER
from kg.extract.frame_act import PEOPLE, Act
from kg.extract.frame_lexicon import frames_of
from kg.extract.noun_runs import is_definite_word
from kg.extract.phrases import PLACE_PRONOUNS, Phrase
from kg.extract.sufferers import SERVICES, governed, sufferers, type_of
from kg.lexicons.lists import words
from kg.vocab import PREDICATES

_BODY_PARTS = words("body_part")
_DIVISIONS = frozenset("省市县区镇乡村州")
"""我县, 全县: places that act, told by their kind."""
_SOUGHT = ("失联", "被困", "受灾", "遇难", "受伤", "落水", "被埋", "重点人", "患病", "确诊")
_JOINING = frozenset(("会同", "联合", "携手"))
_CULPABLE = words("culpable_verb")
_ACCIDENTS = words("accident_verb")
HAPPENS = words("happen_verb")
"""Verbs whose object is an event: 发生."""


def subjects_of(act: Act) -> list[Mention]:
    """The mentions of the agents, in text order."""
    domain = PREDICATES[act.frame.predicate].domain
    agents = [phrase for phrase in act.phrases(_agents(act)) if _agentive(act, phrase)]
    found = [_typed(act, phrase, domain) for phrase in (*agents, *(_partners(act) if agents else ()))]
    named = [mention for mention in found if mention is not None]
    accident = (
        _accident(act) or _deed(act) or told_by_clause(act) if act.frame.predicate == "caused" and not named else None
    )
    return [accident] if accident is not None else named


def _accident(act: Act) -> Mention | None:
    """客车与货车相撞，造成…: the accident that a clause before tells by its verb."""
    reading, verb = act.reading, act.predication.verb
    for earlier in reversed(reading.predications_of_tokens(reading.sentence_of(verb).first, verb)):
        near = earlier.segment[1] >= act.predication.segment[0] - 1
        verb_told = earlier.lemma in _ACCIDENTS or earlier.lemma + earlier.complement in _ACCIDENTS
        told = verb_told and reading.tokens.tags[earlier.last : earlier.last + 1] != ["n"]
        if near and told and not earlier.relative:
            start, end = reading.token_range(earlier.verb, earlier.verb + 1)
            clause, _ = mentions.clause_of(reading, earlier)
            ends = [end, *(p.end for p in act.phrases(earlier.objects))]
            spans = [(first, last) for first in (start, clause) for last in ends if (first, last) != (start, end)]
            return mentions.with_variants(mentions.of_span(reading, start, end, "Event"), spans)
    return None


def _deed(act: Act) -> Mention | None:
    """检修人员违规动火，导致爆炸: what people did in the clause before, by its last verb with its object."""
    reading, predication = act.reading, act.predication
    if act.frame.verb not in _CULPABLE or predication.subject_kind != "inherited":
        return None
    if not any(phrase.type in PEOPLE for phrase in act.phrases(predication.subject)):
        return None
    opens = all(tag in ("d", "ad", "TIME") for tag in reading.tokens.tags[predication.segment[0] : predication.verb])
    first = reading.sentence_of(predication.verb).first
    earlier = [p for p in reading.predications_of_tokens(first, predication.segment[0]) if not p.relative]
    last = earlier[-1] if earlier else None
    if last is None or not opens or last.segment[1] != predication.segment[0] - 1 or last.lemma.endswith(("去", "来")):
        return None
    first = last.verb
    while first > last.segment[0] and reading.tokens.tags[first - 1] in ("vd", "ad"):
        first -= 1
    start, end = reading.token_range(first, last.verb + 1)
    ends = [p.end for p in act.phrases(last.objects) if p.start >= end]
    clause = reading.token_range(*last.segment)
    told = mentions.of_span(reading, start, max([end, *ends]), "Activity")
    done = reading.token_range(first, last.last)
    return mentions.with_variants(told, [clause, (start, clause[1]), done])


def _partners(act: Act) -> list[Phrase]:
    """Who acts beside the subject: B in A会同B向灾区调拨物资."""
    predication, reading = act.predication, act.reading
    if act.frame.slot == "with" or act.frame.predicate == "cooperatesWith" or predication.passive:
        return []
    partners = act.phrases(predication.governed("会同", "携同", "偕同"))
    if act.frame.predicate == "wentTo":
        partners += [p for p in act.phrases(predication.governed("随", "随同", "跟随")) if len(p.text) > 2]
    if act.frame.predicate == "held":
        # 甲局将与乙协会举办讲座
        bodies = act.phrases(predication.governed("与", "和", "同"))
        partners += [p for p in bodies if p.type == "Organization"]
    if not TOGETHER.isdisjoint(
        reading.tokens.texts[max(predication.segment[0], predication.verb - 2) : predication.verb]
    ):
        # 与职校联合编写教材
        together = [e for e in reading.predications_of_tokens(predication.verb - 2, predication.verb) if not e.relative]
        told = (predication, *(e for e in together if e.subject == predication.subject))
        partners += act.phrases(dict.fromkeys(i for one in told for i in one.governed("和", "与", "同", "跟")))
    for earlier in reading.predications_of_tokens(predication.segment[0], predication.verb):
        if earlier.lemma in _JOINING and earlier.subject == predication.subject and not earlier.relative:
            partners += act.phrases(earlier.objects)
    return [p for p in partners if p.type in ("Organization", "Person", "Group") and p.form != "pronoun"]


def _agents(act: Act) -> Sequence[int]:
    predication = act.predication
    if act.frame.predicate == "sufferedFrom":
        return sufferers(act) if act.frame.slot == "self" else governed(act) or predication.subject
    indices: Sequence[int] = predication.objects if act.inverted() else predication.subject
    if act.frame.slot == "honour":
        return predication.subject if predication.passive else predication.governed("dative", "给", "向")
    moved = predication.governed("把", "将")
    if act.frame.slot == "place" and moved and act.frame.predicate in ("wentTo", "assignedTo"):
        return moved
    if predication.passive and act.frame.slot in ("obj", "goal"):
        indices = predication.governed("被", "遭", "受", "由") or _by_efforts(act)
    elif by := predication.governed("由", "经"):
        indices = by
    return _causes(act, indices) if act.frame.predicate == "caused" else indices


def _by_efforts(act: Act) -> Sequence[int]:
    """The agents that a passive leaves to the phrase before it: 在救援人员的努力下，…被救出."""
    for phrase in act.phrases_before():
        if phrase.owner is not None and phrase.text.endswith("努力"):
            return (phrase.owner,)
    return ()


def _agentive(act: Act, phrase: Phrase) -> bool:
    """A subject taken over from another clause must be one that acts: 道路 or 灾区 does not."""
    kind = act.predication.subject_kind
    if kind in ("overt", "relative", "pivot", "shared") or act.frame.predicate in ("caused", "sufferedFrom"):
        return True
    if kind in ("inherited", "distant") and phrase.count is not None and _suffers(act, phrase):
        return False
    if kind in ("inherited", "distant") and act.frame.predicate == "helped" and _is_number(phrase):
        return _was_sent(act, phrase)
    if act.frame.predicate == "received" and phrase.type in ("Work", "Goods") and kind == "inherited":
        return True
    if phrase.form == "pronoun" or phrase.type in ("Person", "Group", "Organization"):
        bare_group = phrase.type == "Group" and phrase.count is None and phrase.form == "nominal"
        return kind != "distant" or not bare_group
    pointed = phrase.definite and act.frame.predicate == "received"
    governed = phrase.form == "name" or pointed or phrase.text in _DIVISIONS or is_definite_word(phrase.text)
    return phrase.type == "Place" and governed and kind == "inherited"


def _is_number(phrase: Phrase) -> bool:
    """Whether a phrase is a mere count of people: 994.6万人, which is what a disaster left and no helper."""
    return phrase.count is not None and phrase.text == phrase.count.text and phrase.text[0] not in "两二三四"


def _was_sent(act: Act, phrase: Phrase) -> bool:
    """Whether people were told of as sent out: 调派30人, 营救5人."""
    told = act.reading.predications_about(phrase.index)
    return any(frame.predicate == "dispatched" for predication in told for frame in frames_of(predication))


def _suffers(act: Act, phrase: Phrase) -> bool:
    """Whether a counted group was told of as hurt: it does not go on as who acts (199人受伤，疏散群众731人)."""
    told = act.reading.predications_of_subject(phrase.index)
    return any(frame.predicate == "sufferedFrom" for predication in told for frame in frames_of(predication))


def _causes(act: Act, indices: Sequence[int]) -> Sequence[int]:
    """The cause of 造成: its subject, or the event that the sentence told before."""
    kinds = PREDICATES["caused"].domain
    told = act.predication.subject_kind in ("overt", "relative", "shared")
    if told and any(phrase.type in kinds for phrase in act.phrases(indices)):
        return indices
    events = [p.index for p in act.phrases_before() if p.last <= act.predication.verb and p.type == "Event"]
    return events[-1:] or _happened(act)


def _happened(act: Act) -> Sequence[int]:
    """发生三级火，造成…: what happened in the sentence, be its noun unknown."""
    verb = act.predication.verb
    first = act.reading.sentence_of(verb).first
    told = [p for p in act.reading.predications_of_tokens(first, verb) if p.lemma in HAPPENS and p.objects]
    return told[-1].objects if told else ()


def _whose_part(act: Act, part: Phrase) -> Mention | None:
    """右脚受伤: the one named before the part, or the subject of the clause before."""
    owner = act.reading.owner(part)
    before = act.reading.before(part) if part.adjacent else None
    if owner is None and before is not None and (before.type in PEOPLE or before.text in ("他", "她")):
        owner = before
    owner = owner if owner is None or owner.text != "自己" else None
    if owner is None:
        first, texts = act.reading.sentence_of(act.predication.verb).first, act.reading.tokens.texts
        begin = act.predication.segment[0]
        first = next((i + 1 for i in range(begin - 1, first, -1) if texts[i] in ("；", ";")), first)
        earlier = act.reading.predications_of_tokens(first, begin)
        told = [p for e in reversed(earlier) if not e.relative for p in act.phrases(e.subject)]
        named = [p for p in told if first <= p.first] or act.reading.phrases_of_tokens(first, begin) or told
        owner = next(iter(mentions.humans(act.reading, (p.index for p in named))), None)
        return mentions.of_human(act.reading, owner) if owner is not None else None
    human = owner is not None and (owner.type in PEOPLE or owner.text in ("他", "她"))
    return mentions.of_human(act.reading, owner) if owner is not None and human else None


def _breaks_down(act: Act) -> bool:
    """设备出现故障: what breaks down is a thing."""
    return any(phrase.text.endswith("故障") for phrase in act.phrases(act.predication.objects))


def _headquartered(act: Act) -> Mention | None:
    """总部位于宜昌: the body is told by the clause before."""
    bodies = [p for p in act.phrases_before() if p.type == "Organization" and p.last <= act.predication.verb]
    return mentions.of_phrase(act.reading, bodies[-1]) if bodies and act.frame.predicate == "locatedIn" else None


def _stands_for_staff(act: Act, phrase: Phrase) -> bool:
    """Whether a list of bodies is summed up as their people: 教委、卫生局等部门人员."""
    listed = act.phrases(act.predication.subject)
    if phrase not in listed or act.predication.subject_kind == "relative":
        return False
    behind = listed[-1].last
    summed = next(iter(act.reading.phrases_of_tokens(behind + 1, behind + 2)), None)
    return act.reading.tokens.texts[behind : behind + 1] == ["等"] and summed is not None and summed.type == "Group"


def _typed(act: Act, phrase: Phrase, domain: frozenset[str]) -> Mention | None:
    if phrase.form == "pronoun":
        if phrase.text in PLACE_PRONOUNS:
            return mentions.of_phrase(act.reading, phrase, "Place") if "Place" in domain else None
        pronoun = mentions.of_pronoun(act.reading, phrase)
        return pronoun if pronoun is not None and (pronoun.type in domain or "Person" in domain) else None
    if phrase.type == "Organization" and "Organization" not in domain and "Group" in domain:
        team = (
            phrase.text.endswith(("队", "女排", "男排", "女篮", "男篮", "女足", "男足", "剧团", "乐团"))
            and act.frame.predicate != "sufferedFrom"
        )
        people = team or _stands_for_staff(act, phrase)
        return mentions.of_phrase(act.reading, phrase, "Group") if people else None
    if act.frame.predicate == "sufferedFrom" and phrase.type is None and phrase.text in _BODY_PARTS:
        return _whose_part(act, phrase) if phrase.first < act.predication.verb else None
    if phrase.text == "现场" and act.frame.slot in ("obj", "goal", "list"):
        # 现场发放物资: where it is done, and not who does it.
        return None
    if act.frame.predicate == "sufferedFrom" and phrase.text in SERVICES and phrase.adjacent:
        place = act.reading.before(phrase)
        return mentions.of_phrase(act.reading, place) if place is not None and place.type == "Place" else None
    if phrase.text == "总部" and phrase.type is None:
        return _headquartered(act)
    if act.frame.predicate == "caused" and phrase.type is None and phrase.index in _happened(act):
        return mentions.of_phrase(act.reading, phrase, "Event")
    if act.frame.predicate == "sufferedFrom" and act.frame.slot == "self":
        kind = type_of(act, phrase)
        return mentions.of_phrase(act.reading, phrase, kind) if kind is not None else None
    if act.frame.verb == "出现" and phrase.type is None and _breaks_down(act):
        return mentions.of_phrase(act.reading, phrase, "Goods")
    if phrase.type is None or phrase.type not in domain:
        return None
    if act.frame.predicate == "performs" and act.frame.slot == "self" and phrase.text.startswith(_SOUGHT):
        # 被困游客搜救: they are who is looked for.
        return None
    if (
        act.frame.predicate in ("held", "performs")
        and phrase.type == "Place"
        and nouns.class_of(phrase.text) == "Place"
    ):
        # 第一会议室召开了茶话会: a room holds nothing, it is where the event takes place.
        return None
    because = act.reading.text.rfind("因", phrase.start, phrase.end)
    if act.frame.predicate == "caused" and 0 <= because < phrase.end - 2:
        # 村民小组因强降雨, which the segmenter took for one noun.
        return mentions.of_span(act.reading, because + 1, phrase.end, phrase.type)
    return mentions.of_phrase(act.reading, phrase)
