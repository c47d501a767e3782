"""Who and what an open claim of a verb joins, and under which name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.extract.base import Reading
from kg.extract.open_verbs import is_governed, is_whole_object, without_claims
from kg.extract.predications import Predication
from kg.lexicons.lists import words

LINKING = words("linking_verb")
COPULAS = ("是", "就是", "系", "乃", "不是", "并非")
_EMPTY = words("empty_verb")
_HAPPEN = words("event_verb")
_LASTING = words("lasting_verb")
_AGREEMENT = words("agreement_verb") | words("concluding_verb")
_PARTNERS = ("与", "和", "同", "跟", "对", "向")
_BESIDE = ("与", "和", "同", "跟")
_PEOPLE = ("Person", "Group", "Organization")
_JOINING = ("和", "并", "与", "及", "或", "、")
_RESULTS = ("成", "为", "作", "成为", "作为", "当成", "当作")
_SITES = ("在", "到", "往", "至", "进", "入", "出", "给", "于", "向", "上", "下")


class Roles(NamedTuple):
    """The parts of an open claim, as indices of phrases."""

    name: str
    subjects: Sequence[int]
    objects: Sequence[int]
    destination: Sequence[int] = ()
    """Where the object was brought: 新疆 in 把经验带到新疆."""


def roles_of(reading: Reading, predication: Predication) -> Roles | None:
    """The roles that the verb's clause fills; None where it says nothing that can be named."""
    if predication.lemma in COPULAS:
        return _told_to_be(reading, predication, "是")
    if predication.lemma in LINKING or predication.complement in _RESULTS:
        return _told_to_be(reading, predication, _name(predication))
    if predication.lemma in without_claims() and not _has_sense(reading, predication):
        return None
    if predication.passive:
        return _passive(reading, predication)
    disposed = predication.governed("把", "将")
    if disposed:
        goal = _whole(reading, predication)
        if predication.complement in ("到", "成", "为", "进", "入") and not goal:
            return None
        people = tuple(i for i in goal if reading.phrases[i].type in ("Person", "Group"))
        return Roles(_name(predication), predication.subject, (*disposed, *people), goal)
    return _active(reading, predication)


def _has_sense(reading: Reading, predication: Predication) -> bool:
    """Whether a verb without sense of its own is one of speech that a noun completes: 表示感谢."""
    return predication.lemma in _EMPTY and bool(_content(reading, predication, predication.objects))


def _told_to_be(reading: Reading, predication: Predication, name: str) -> Roles | None:
    """是, 成为, 称为, 变成: the object is what the subject is, becomes or is called."""
    if name == "是" and predication.subject_kind != "overt":
        return None
    tokens, end = reading.tokens, predication.object_end
    if end < predication.segment[1] and tokens.tags[end] == "v":
        return None
    if any(tokens.texts[i] in ("了", "过") for i in range(predication.last, end)):
        return None
    return Roles(name, predication.subject, _whole(reading, predication))


def _passive(reading: Reading, predication: Predication) -> Roles | None:
    """被: the agent behind it acts on the subject; without an agent the subject is what is told of."""
    name = _name(predication)
    agents = predication.governed("被", "遭", "受", "由")
    if agents:
        return Roles(name, agents, predication.subject, _whole(reading, predication))
    placed = predication.complement or predication.lemma.endswith(_SITES)
    return Roles(f"被{name}", predication.subject, _whole(reading, predication)) if placed else None


def _active(reading: Reading, predication: Predication) -> Roles | None:
    """Subject, verb and object; or the partner of 与, 对, 向, where the verb has no object, or an empty one."""
    objects = _whole(reading, predication) or _shared(reading, predication)
    if predication.complement == "到" and predication.governed("从") and not _are_sites(reading, objects):
        return None
    name, subjects = _name(predication), predication.subject
    agents = tuple(i for i in predication.governed("由") if reading.phrases[i].type in _PEOPLE)
    if agents and predication.lemma not in _LASTING and _is_first(reading, predication):
        subjects, objects = agents, objects or predication.subject
    preposition = next((p for p, _ in reversed(predication.prepositions) if p in _PARTNERS), None)
    if preposition is None:
        if predication.lemma in without_claims() or predication.lemma in _LASTING:
            return None
        return Roles(name, subjects, objects) if objects or predication.objects else _placed(reading, predication)
    partners = tuple(i for i in predication.governed(preposition) if not _is_attitude(reading, i))
    if predication.lemma in _EMPTY:
        noun = _content(reading, predication, objects)
        return Roles(f"{preposition}…{name}{noun}", subjects, partners) if noun else None
    if objects:
        together = (*subjects, *partners) if preposition in _BESIDE and predication.lemma in _AGREEMENT else subjects
        return Roles(name, together, objects)
    closed = _is_last(reading, predication) or (preposition in _BESIDE and not predication.objects)
    return Roles(f"{preposition}…{name}", subjects, partners) if closed else None


def _is_attitude(reading: Reading, index: int) -> bool:
    """学生对手机的迷恋: what 对 governs is the noun before 的, and the whole is a noun."""
    phrase = reading.phrases[index]
    return phrase.owner is not None and phrase.last - phrase.first == 1 and reading.tokens.tags[phrase.first] == "vn"


def _content(reading: Reading, predication: Predication, objects: Sequence[int]) -> str:
    """The noun that gives an empty verb its sense, be it tagged as a verb: 表示感谢; empty where there is none."""
    tokens, behind = reading.tokens, predication.last
    if behind + 1 == predication.segment[1] and tokens.tags[behind] in ("v", "vn", "n"):
        return tokens.texts[behind]
    noun = reading.phrases[objects[-1]] if objects else None
    return noun.text if noun is not None and noun.first + 1 == noun.last else ""


def _shared(reading: Reading, predication: Predication) -> tuple[int, ...]:
    """The object of the verb that 和, 并 or 、 joins to this one: 支持和参与活动."""
    behind = predication.last
    if predication.objects or behind + 1 >= predication.segment[1] or reading.tokens.texts[behind] not in _JOINING:
        return ()
    joined = next(iter(reading.predications_of_tokens(behind + 1, behind + 2)), None)
    return _whole(reading, joined) if joined is not None and not joined.relative else ()


def _placed(reading: Reading, predication: Predication) -> Roles | None:
    """在海淀区注册: the place of a verb that has no object."""
    place = tuple(i for i in predication.governed("在") if reading.phrases[i].type in ("Place", "Organization"))
    if not place or predication.complement or not _is_last(reading, predication):
        return None
    if predication.lemma in _HAPPEN and all(reading.phrases[i].type == "Event" for i in predication.subject):
        # Where an event takes place is a locatedIn.
        return None
    return Roles(f"在…{_name(predication)}", predication.subject, place)


def _are_sites(reading: Reading, objects: Sequence[int]) -> bool:
    """Whether some objects are places: 从北京来到上海, not 从建设谈到规划."""
    return all(reading.phrases[i].type in (*_PEOPLE, "Place") or reading.phrases[i].count is not None for i in objects)


def _is_first(reading: Reading, predication: Predication) -> bool:
    """Whether the verb is the first of its clause."""
    return reading.predications_in(predication.segment)[0].verb == predication.verb


def _is_last(reading: Reading, predication: Predication) -> bool:
    """Whether nothing stands behind the verb in its clause."""
    return predication.last >= predication.segment[1]


def _whole(reading: Reading, predication: Predication) -> tuple[int, ...]:
    """The objects right of the verb, where they are its own and told whole."""
    objects = predication.objects
    if not objects or not is_whole_object(reading, predication, reading.phrases[objects[-1]]):
        return ()
    if reading.phrases[objects[-1]].owner is not None:
        # 增强甲村和乙村农户的信心: who stands before 的 with the owner is no object.
        objects = tuple(i for i in objects if i == objects[-1] or _is_own(reading, predication, i))
    general = predication.general
    counted = general is not None and reading.phrases[general].count is not None
    return (*objects, general) if general is not None and counted else objects


def _is_own(reading: Reading, predication: Predication, index: int) -> bool:
    phrase = reading.phrases[index]
    return phrase.owner is not None or is_governed(reading, predication, phrase)


def _name(predication: Predication) -> str:
    """The verb with the complement that gives it its sense (写到, but not 带来)."""
    complement = predication.complement
    if complement in ("来", "去", "起来") or predication.lemma.endswith(complement):
        complement = ""
    return f"{predication.lemma}{complement}"
