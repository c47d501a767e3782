"""Who suffers what a verb tells: 12人死亡, 死亡12人, 烧毁民房26间, 被毒蛇咬伤.

Reports put the hurt before the verb or, counted, behind it; verbs of harm (冲毁, 砸伤) have the harmed as their object
unless they are passive.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from kg.extract.frame_act import PEOPLE, Act
from kg.extract.frame_lexicon import verbs_of_things
from kg.extract.nouns import suffix_entry
from kg.extract.phrases import Phrase
from kg.lexicons import load_table
from kg.lexicons.lists import words
from kg.model import EntityType

NEGATION_INSIDE = ("不治", "不适")
"""Words of suffering whose 不 is a part of them and denies nothing."""
_PREVENTING = words("preventing_verb")
_BODY_PARTS = words("body_part")
_CUT_OFF = frozenset(("中断", "受阻", "瘫痪", "停摆", "失火", "起火", "爆炸"))
"""What happens to talks and matches as well as to roads: an untyped subject is not enough."""
_VAGUE = ("全部", "大部分", "部分", "其余", "局部", "整体", "程度", "情况", "人中")
_STRUCK = frozenset(("受灾", "遭灾", "受旱", "受涝"))
"""What happens to people and to places; being trapped happens to people and vehicles."""
_FOUND = frozenset(("救出", "搜救", "营救", "转移", "抢救", "寻找", "发现", "搜寻", "解救", "疏散", "抢修", "修复"))
_DYING = words("dying_verb")
_TREATING = words("treating_verb")
SERVICES = words("service_noun")
_HOUSEHOLDS = ("户", "家")


@cache
def _verbs(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == kind)


def is_harm(verb: str) -> bool:
    """Whether the object of a verb is what it harms: 冲毁, 砸伤."""
    return verb in _verbs("harm")


def sufferers(act: Act) -> Sequence[int]:
    """The phrases, by their indices, that suffer what a verb tells of itself; none where it is only prevented."""
    predication, reading = act.predication, act.reading
    before = reading.tokens.texts[predication.segment[0] : predication.verb]
    if any(text in _PREVENTING for text in before):
        return ()
    tokens = reading.tokens
    if not predication.relative and (behind := _behind_attribute(act)) is not None:
        return behind
    if between := governed(act):
        return between
    if (described := _described(act)) is not None:
        return described
    if predication.subject_kind == "shared" and tokens.texts[predication.verb - 1] in _FOUND:
        # 救出被埋人员: who acts does not suffer.
        return ()
    if predication.relative and not any(act.phrase(i).type in PEOPLE for i in predication.subject):
        # 某煤矿被困的7人: who is described suffers, and not the site.
        people = [i for i in predication.objects if act.phrase(i).type in PEOPLE and act.phrase(i).count is not None]
        if people:
            return people
    if predication.relative and (listed := _listed(act)):
        return listed
    if predication.relative:
        return [i for i in predication.subject if not _is_general(act.phrase(i))]
    if predication.passive:
        return predication.subject
    parts = [i for i in predication.objects if act.phrase(i).text in _BODY_PARTS]
    if parts:
        return predication.subject
    if any(p.count is not None and p.last == predication.verb for p in act.phrases(predication.subject)):
        return predication.subject
    near = [i for i in predication.objects if act.phrase(i).first <= predication.last + 1]
    harmed = [i for i in near if is_harm(act.frame.verb) or act.phrase(i).count is not None]
    disposed = predication.governed("把", "将")
    if harmed or (disposed and is_harm(act.frame.verb)):
        return harmed or disposed
    if act.frame.verb in _DYING and predication.subject_kind in ("inherited", "following"):
        patient = _patient(act)
        if patient is not None:
            return patient
    return () if _counts_others(act) else predication.subject


def governed(act: Act) -> Sequence[int]:
    """对罗明逝世表示哀悼: who stands between a preposition and the verb suffers, and not the subject of the clause."""
    behind = act.reading.phrase_behind(act.predication.verb)
    inside = act.predication.governed("对", "向", "为", "因", "由于", "就", "在")
    return (behind.index,) if behind is not None and behind.index in inside and behind.type in PEOPLE else ()


def _listed(act: Act) -> Sequence[int]:
    """受伤的3名工人和1名游客: the clause describes all of a list of counted people."""
    described = {*act.predication.subject, *act.predication.objects}
    for other in act.reading.predications_in(act.predication.segment):
        for group in (other.objects, other.subject):
            if group and group[0] in described and not other.relative and len(group) > 1:
                counted = [i for i in group if act.phrase(i).type in PEOPLE and act.phrase(i).count is not None]
                return counted if len(counted) == len(group) else ()
    return ()


def _behind_attribute(act: Act) -> Sequence[int] | None:
    """两位受伤较轻的男子: the verb describes who stands behind 的; None where no 的 stands behind the verb."""
    tokens, at = act.reading.tokens, act.predication.last
    while tokens.tags[at : at + 1] in (["d"], ["a"], ["ad"]):
        at += 1
    if tokens.texts[at : at + 1] != ["的"] or _is_cleft(act):
        return None
    around = act.reading.phrases_of_tokens(act.predication.segment[0], at + 2)
    return [p.index for p in around if p.last > at + 1 and p.type in PEOPLE and p.count is not None]


def _described(act: Act) -> Sequence[int] | None:
    """一名昏迷不醒的人士, 被埋、被困群众: the verb describes the people behind it; None where it does not."""
    predication, tokens = act.predication, act.reading.tokens
    following = tokens.texts[predication.last : predication.last + 2]
    if len(following) == 2 and following[0] == "、" and following[1] in _verbs("attributive"):
        return ()
    for other in act.reading.predications_in(predication.segment):
        told = {*other.subject, *other.objects}
        if other.relative and other.verb == predication.last and told & set(predication.objects):
            return [i for i in predication.objects if i in told]
    return None


def _patient(act: Act) -> Sequence[int] | None:
    """将伤者送医，抢救后不治: whoever was taken care of in the clauses before; None where nobody was."""
    reading, predication = act.reading, act.predication
    first = reading.sentence_of(predication.verb).first
    for earlier in reversed(reading.predications_of_tokens(first, predication.verb)):
        treated = earlier.governed("将", "把")
        if earlier.lemma in _TREATING and not treated and not earlier.passive:
            treated = earlier.objects
        people = [i for i in treated if act.phrase(i).type in PEOPLE]
        if people:
            return [i for i in people if act.phrase(i).text != "人"]
    return None


def _is_cleft(act: Act) -> bool:
    """失联的是工友: who suffers is told behind 的是."""
    return act.reading.tokens.texts[act.predication.last + 1 : act.predication.last + 2] == ["是"]


def _is_general(phrase: Phrase) -> bool:
    """被困的司机: people of whom nothing but their kind is told."""
    return phrase.type == "Group" and phrase.form == "nominal" and phrase.count is None and not phrase.definite


def extents(act: Act) -> Sequence[tuple[int, int]]:
    """Text offsets of the longer forms of what is suffered: 严重变形, 摔伤了腿."""
    predication, tokens = act.predication, act.reading.tokens
    first = predication.verb
    if first > predication.segment[0] and tokens.tags[first - 1] in ("d", "ad"):
        first -= 1
    part = next((p for p in act.phrases(predication.objects) if p.text in _BODY_PARTS), None)
    start, end = tokens.starts[first], tokens.ends[predication.verb]
    found = [(start, end)] if first < predication.verb else []
    parts = (p for p in act.phrases(predication.subject) if p.text in _BODY_PARTS or p.text in SERVICES)
    found += [(p.start, end) for p in parts if predication.segment[0] <= p.first < predication.verb]
    return [*found, (tokens.starts[predication.verb], part.end)] if part is not None else found


def _counts_others(act: Act) -> bool:
    """死亡2例: those who died are counted, and no clause before tells who they are."""
    behind = act.reading.tokens.ends[act.predication.last - 1]
    counted = any(not q.ordinal and q.kind == "count" for q in act.reading.quantities_between(behind, behind + 1))
    return counted and (act.predication.subject_kind != "overt" or act.frame.verb not in verbs_of_things())


def type_of(act: Act, phrase: Phrase) -> EntityType | None:
    """The type as which a phrase suffers what a verb tells of itself; None where it does not."""
    verb, households = act.frame.verb, phrase.count is not None and phrase.count.text.endswith(_HOUSEHOLDS)
    things = verb in verbs_of_things()
    if phrase.type is None and households:
        return "Group"
    if phrase.type is None:
        if suffix_entry(phrase.text, "measures", "noun") is not None or phrase.text.endswith(_VAGUE):
            return None
        told = phrase.count is not None or (verb not in _CUT_OFF and act.predication.subject_kind == "overt")
        told = told and (things or (verb in _verbs("either") and phrase.count is not None))
        return "Goods" if told and phrase.form != "pronoun" else None
    if phrase.type in PEOPLE:
        return phrase.type if not things or households else None
    if phrase.type in ("Place", "Goods"):
        if act.predication.subject_kind in ("inherited", "following", "distant") and not _opens_clause(act, phrase):
            return None
        either = _verbs("either") if phrase.type == "Goods" else _STRUCK
        return phrase.type if things or verb in either else None
    return None


def _opens_clause(act: Act, phrase: Phrase) -> bool:
    """Whether nothing but adverbs, or a count of the same things, stands before the verb in its clause: 一度中断."""
    predication = act.predication
    tags = act.reading.tokens.tags[predication.segment[0] : predication.verb]
    recounted = phrase.count is not None and "m" in tags
    framed = all(tag in ("d", "ad", "m", "q", "TIME") for tag in tags)
    return predication.subject_kind == "inherited" and framed and not recounted
