"""Claims of verb frames: who did what to whom, as the lexicon ``frames.tsv`` says of each verb.

``dispatched``: 派出28名干部. ``delivered``: 给徐奶奶送去鸡蛋. ``wentTo``: 赶赴武汉. ``performs``: 承担巡查等工作.
And so on, for each predicate of the lexicon.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frame_act import PEOPLE, Act
from kg.extract.frame_lexicon import frames_of
from kg.extract.frame_objects import Target, objects_of
from kg.extract.frame_subjects import subjects_of
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.receipts import is_received
from kg.extract.sufferers import NEGATION_INSIDE
from kg.model import Status, Value

_LEAVING = ("离开", "撤离", "撤出", "来自")
_PURPOSE = ("用于", "用来", "用以")
"""Before a verb: what something is meant for, be it done or not."""
_SERVES = ("帮助", "帮", "协助")
_GIVE = ("给", "向", "为", "对")
_DITRANSITIVE = {"recipient": ("dative",)}
"""捐赠医院汽车 has a recipient, 采购山东蔬菜 no beneficiary."""
_SUMS = ("caused", "received", "donated")
"""Predicates whose object may be a sum of money with its noun: 捐款120万元."""
_RECEIVERS = (*PEOPLE, "Place", "Organization")
Qualifiers = Mapping[str, tuple[Mention | Value, ...]]


@extractor("frames")
def extract_frames(reading: Reading) -> Iterator[Assertion]:
    """Claims of all verbs that the frame lexicon knows."""
    for predication in reading.predications:
        yield from claims_of_frames(reading, predication)


def claims_of_frames(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """The claims that the frames of one verb make."""
    if _is_named_after(reading, predication):
        return
    if predication.lemma == "当" and _opens_time(reading, predication):
        return
    for frame in frames_of(predication):
        # What is told by 任 and 担任 the extractor ``posts`` reads.
        if frame.predicate == "hasRole" and predication.lemma in ("任", "担任", "兼任"):
            continue
        if frame.predicate in ("built", "created") and any(p.lemma in _PURPOSE for p in _before(reading, predication)):
            continue
        if frame.predicate == "created" and predication.complement == "到":
            # 拍摄到一只豹猫: what is met with is not made.
            continue
        if frame.predicate == "donated" and is_received(reading, predication):
            continue
        act = Act(reading, predication, frame)
        # What has which parts the extractor ``parts`` reads.
        made = list(_assertions(act)) if frame.predicate != "includes" else []
        yield from made
        ours = _speaker_within(reading, predication) if frame.slot in ("place", "self") else None
        if ours is not None:
            yield from (replace(a, subject=ours, start=min(a.start, ours.start)) for a in made)


def _is_named_after(reading: Reading, predication: Predication) -> bool:
    """提供疫苗这一举动: the deed is named and not told."""
    behind = reading.tokens.texts[predication.object_end : predication.object_end + 1]
    return bool(predication.objects) and not predication.relative and behind in (["这"], ["这一"], ["这种"], ["这个"])


def _before(reading: Reading, predication: Predication) -> Sequence[Predication]:
    """The predications of a clause before one of its verbs."""
    return reading.predications_of_tokens(predication.segment[0], predication.verb)


def _speaker_within(reading: Reading, predication: Predication) -> Mention | None:
    """我 of 我们下沉到社区的工作组: the relative clause tells where the speaker went as well as the team."""
    if not predication.relative or not any(reading.phrases[i].type == "Group" for i in predication.subject):
        return None
    for phrase in reading.phrases_of_tokens(predication.segment[0], predication.verb):
        between = reading.doc[phrase.last : predication.verb]
        if phrase.text == "我们" and all(token.tag_ in ("d", "TIME") for token in between):
            return Mention(phrase.start, phrase.start + 1, "我", "Person", "pronoun")
    return None


def _opens_time(reading: Reading, predication: Predication) -> bool:
    """当 … 时 opens a clause of time."""
    texts = reading.tokens.texts[predication.verb : predication.segment[1]]
    return any(text in ("时", "时候", "之际", "后") for text in texts)


def _by_actors(act: Act) -> bool:
    """Whether those behind 由 put together an object of theirs."""
    by = [p.type for p in act.phrases(act.predication.governed("由"))]
    return bool(act.predication.objects) and not any(kind in ("Place", "Goods", "Work", None) for kind in by)


def _assertions(act: Act) -> Iterator[Assertion]:
    if act.frame.predicate == "helped" and act.predication.subject_kind == "none":
        return
    if act.frame.verb == "组成" and act.predication.governed("由") and not _by_actors(act):
        # 由8名教师组成, 由36个水池组成的平台 tells what it consists of, not who founded it.
        return
    targets = objects_of(act)
    subjects = subjects_of(act) if targets else []
    if not subjects:
        return
    qualifiers = _qualifiers(act)
    paired = len(subjects) == len(targets) > 1 and mentions.is_respective(act.reading, act.predication)
    for number, subject in enumerate(subjects):
        for target in targets[number : number + 1] if paired else targets:
            if target.mention.start != subject.start and not (
                target.mention.text.endswith(subject.text) and target.mention.count
            ):
                yield _assertion(act, subject, target, qualifiers)


def _assertion(act: Act, subject: Mention, target: Target, qualifiers: Qualifiers) -> Assertion:
    verb = (act.predication.verb, act.predication.last)
    near = [(subject.start, subject.end), (target.mention.start, target.mention.end)]
    start, end = mentions.evidence(act.reading, verb, (), near)
    clause = mentions.clause_of(act.reading, act.predication)
    formed = act.frame.verb == "组成" and act.predication.relative and subject.type in PEOPLE
    return Assertion(
        subject,
        # 由28名党员组成的突击队 tells who is in it.
        "memberOf" if formed else act.frame.predicate,
        target.mention,
        start,
        end,
        clause,
        _status(act),
        qualifiers=_counted(act, qualifiers, target),
    )


def _status(act: Act) -> Status:
    status = act.reading.status(act.predication.verb)
    if status == "negated" and act.frame.verb.startswith(NEGATION_INSIDE):
        return "asserted"
    if act.frame.predicate == "sufferedFrom" and _is_denied(act):
        return "negated"
    return "negated" if act.frame.negative and status == "asserted" else status


# --- qualifiers -------------------------------------------------------------------------------------


def _is_denied(act: Act) -> bool:
    """没有用户因此受伤: nobody did."""
    texts = act.reading.tokens.texts[act.predication.segment[0] : act.predication.verb]
    denied = act.predication.subject_kind == "pivot" and any(text in ("没有", "没", "无") for text in texts)
    return denied or any(text in ("无一", "无一人", "无一例", "无人") for text in texts)


def _qualifiers(act: Act) -> Qualifiers:
    predication = act.predication
    found: list[tuple[str, Sequence[Phrase]]] = []
    dative = act.frame.dative or ("beneficiary" if act.frame.predicate == "built" else "")
    if dative:
        given = act.phrases(
            (*predication.governed(*_GIVE, *_DITRANSITIVE.get(dative, ())), *_given(act)) or _given_before(act)
        )
        site = act.frame.slot == "goal"
        found.append((dative, [p for p in given if _receives(act, p) and not (site and p.type == "Place")]))
    if act.frame.slot == "goal":
        sites = ("Place",) if act.frame.dative else ("Place", "Organization")
        found.append(("destination", [p for p in act.phrases(predication.objects) if p.type in sites]))
    if act.frame.slot != "place":
        found.append(("place", [p for p in act.phrases(predication.governed("在", "于")) if p.type == "Place"]))
    found.append(("origin", [p for p in act.phrases(predication.governed("从", "由", "自")) if p.type == "Place"]))
    if act.frame.predicate == "dispatched":
        found.append(("destination", _destination(act)))
    return {
        name: tuple(mentions.of_human(act.reading, phrase) for phrase in phrases) for name, phrases in found if phrases
    }


def _receives(act: Act, phrase: Phrase) -> bool:
    """Whether a phrase is somebody who gets something: people, bodies and places, be they pronouns (给她送药)."""
    if phrase.form == "pronoun":
        return mentions.of_pronoun(act.reading, phrase) is not None
    return phrase.type in _RECEIVERS


def _given(act: Act) -> Sequence[int]:
    """Who stands behind 送给, 交给."""
    gives = act.predication.complement == "给" or act.frame.verb.endswith("给") or act.frame.slot == "goal"
    return act.predication.objects if gives else ()


def _given_before(act: Act) -> Sequence[int]:
    """Who is served by the verbs before in the clause: 为他们免除费用、提供补贴, 帮助学校提供系统."""
    predication = act.predication
    earlier = act.reading.predications_of_tokens(predication.segment[0], predication.verb)
    for other in reversed([p for p in earlier if p.subject == predication.subject and not p.relative]):
        served = other.objects if other.lemma in _SERVES else other.governed(*_GIVE)
        if served:
            return served
    return ()


def _destination(act: Act) -> list[Phrase]:
    """Where those who were sent go: the place of the verb after, or behind 向."""
    towards = [p for p in act.phrases(act.predication.governed("向", "往", "到", "赴")) if p.type == "Place"]
    if towards:
        return towards
    for later in act.reading.predications_in(act.predication.segment):
        if later.verb > act.predication.verb and later.lemma not in _LEAVING:
            going = any(frame.predicate == "wentTo" for frame in frames_of(later))
            sites = ("Place", "Organization") if going else ("Place",)
            places = [act.reached(p) for p in act.phrases(later.objects) if p.type in sites]
            if places:
                return places
    return []


def _counted(act: Act, qualifiers: Qualifiers, target: Target) -> Qualifiers:
    """The qualifiers with the count of the object."""
    phrase, mention = target.phrase, target.mention
    count = phrase.count if phrase is not None else None
    if phrase is None and act.frame.slot in ("list", "obj"):
        near = act.reading.quantities_around(mention.start, max(mention.end, *(e for _, e in mention.variants), 0) + 1)
        inside = (q for q in near if q.start == mention.start and q.end <= mention.end)
        beside = (q for q in near if q.start == mention.end or q.end == mention.start)
        count = next(inside, None) or next(beside, None)
        kinds = ("count", "measure", "money") if act.frame.predicate in _SUMS else ("count", "measure")
        if count is None and act.frame.predicate == "caused":
            count = next((q for start, end in mention.variants for q in near if start < q.end == end), None)
        count = count if count is not None and count.kind in kinds else None
    if count is None or count.ordinal or (count.kind == "measure" and target.mention.type == "Work"):
        return qualifiers
    return {**qualifiers, "count": (mentions.quantity_value(count),)}
