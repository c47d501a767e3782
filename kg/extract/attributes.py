"""What is said of one person or thing: age, kinship, standing (X是Y), counts."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.quantities import Quantity
from kg.extract.status import status_of
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words
from kg.model import Status

_PERSONAL_SUBJECTS = words("personal_subject")
_NO_ATTRIBUTE = endings("no_attribute")

_GROWTH = words("growth")
_COUNT_VERBS = words("count_verb")


@extractor("age")
def extract_ages(reading: Reading) -> Iterator[Assertion]:
    """``age``: 80多岁的徐奶奶, 21岁宜都女孩, 谢淑英今年93岁, 张某（男，45岁）."""
    text = reading.doc.text
    for quantity in reading.quantities:
        if quantity.kind != "age" and not (quantity.text.endswith("岁") or _days_old(text, quantity)):
            continue
        if quantity.text.endswith(("以上", "以下", "以内", "以前", "左右")) or (
            quantity.min is not None and quantity.max is None and not quantity.approx
        ):
            continue
        person = _after(reading, quantity) or _before(reading, quantity)
        if person is None:
            continue
        start, end = min(quantity.start, person.start), max(quantity.end, person.end)
        yield Assertion(
            person, "age", mentions.quantity_value(quantity), start, end, mentions.clause_around(reading, start, end)
        )


def _days_old(text: str, quantity: Quantity) -> bool:
    return quantity.unit in ("d", "mo") and text[max(0, quantity.start - 3) : quantity.start].rstrip("仅才").endswith(
        "出生"
    )


def _is_person(phrase: Phrase) -> bool:
    return phrase.type in ("Person", "Group") and phrase.form != "pronoun"


def _after(reading: Reading, quantity: Quantity) -> Mention | None:
    """The person described by the age: the noun phrase right after it, or after 的."""
    text = reading.doc.text
    at = quantity.end
    if text[at : at + 1] in ("的", "左右"):
        at += 1
    follows = [p for p in reading.phrases if quantity.end <= p.start <= at + 14 and p.first is not None]
    for index, phrase in enumerate(follows):
        gap = text[quantity.end : phrase.start]
        if index == 0 and gap.strip("的") != "" and not _plain(gap):
            return None
        if any(mark in gap for mark in "，。；：、！？\n"):
            return None
        if _is_person(phrase):
            nxt = follows[index + 1] if index + 1 < len(follows) else None
            if nxt is not None and nxt.adjacent and _is_person(nxt):
                continue
            return mentions.of_phrase(reading, phrase, "Person" if phrase.count is None else None)
    return None


def _plain(gap: str) -> bool:
    """Whether what stands between an age and its noun is only another attribute: 的独居, 高龄."""
    return len(gap) <= 6 and not any(word in gap for word in _NO_ATTRIBUTE)


def _before(reading: Reading, quantity: Quantity) -> Mention | None:
    """The person before: 谢淑英今年93岁, 张三（45岁）, 李四，男，45岁."""
    text = reading.doc.text
    before = [p for p in reading.phrases if quantity.start - 14 <= p.end <= quantity.start]
    for phrase in reversed(before):
        gap = text[phrase.end : quantity.start]
        if any(mark in gap for mark in "。；！？\n"):
            return None
        if not set(gap) - set("（，、男女今年已现年时年的 ") and _is_person(phrase):
            if phrase.type == "Group" and phrase.count is None:
                return None
            return mentions.of_phrase(reading, phrase)
    return None


@extractor("kinship")
def extract_kinship(reading: Reading) -> Iterator[Assertion]:
    """``relativeOf``: 董永军的父亲, 他妻子, 母亲刘霞英 (of whom the sentence tells)."""
    for index, phrase in enumerate(reading.phrases):
        if not nouns.is_kinship(phrase.head) or phrase.text.endswith("们") or phrase.count is not None:
            continue
        if _in_direct_speech(reading, phrase):
            continue
        if phrase.text != phrase.head and not phrase.text.startswith(("老", "大", "小", phrase.head)):
            continue
        owner = _kin_owner(reading, index, phrase)
        if owner is None:
            continue
        kin = mentions.of_phrase(reading, phrase, "Person")
        named = _named_kin(reading, index, phrase)
        target = named or kin
        start = min(owner.start, phrase.start) if abs(owner.start - phrase.start) < 40 else phrase.start
        end = max(phrase.end, target.end)
        kinship = mentions.of_span(reading, phrase.start, phrase.end, "Person")
        yield Assertion(
            owner,
            "relativeOf",
            target,
            start,
            end,
            mentions.clause_around(reading, start, end),
            qualifiers={"kinship": (kinship,)},
        )


def _in_direct_speech(reading: Reading, phrase: Phrase) -> bool:
    """Whether the words are somebody's own, where only 我的 tells whose kin it is."""
    if phrase.owner is not None:
        return False
    return any(q.kind == "direct" and q.start <= phrase.start < q.end for q in reading.quotations)


def _named_kin(reading: Reading, index: int, phrase: Phrase) -> Mention | None:
    following = reading.phrases[index + 1] if index + 1 < len(reading.phrases) else None
    if following is not None and following.adjacent and following.type == "Person" and following.form == "name":
        return mentions.of_phrase(reading, following)
    return None


def _kin_owner(reading: Reading, index: int, phrase: Phrase) -> Mention | None:
    if phrase.owner is not None:
        owner = reading.phrases[phrase.owner]
        return mentions.of_phrase(reading, owner) if owner.type == "Person" or owner.form == "pronoun" else None
    before = reading.phrases[index - 1] if index > 0 else None
    if before is not None and phrase.adjacent and before.type == "Person" and before.form == "name":
        return mentions.of_phrase(reading, before)
    if before is not None and phrase.adjacent and before.form == "pronoun" and before.text in ("他", "她", "我", "其"):
        return mentions.of_phrase(reading, before, "Person")
    if (
        (
            before is not None
            and before.last == phrase.first - 1
            and reading.doc[phrase.first - 1].text in ("和", "与", "同", "跟")
        )
        and before.type == "Person"
        and not nouns.is_kinship(before.text)
    ):
        return mentions.of_phrase(reading, before)
    owner_mention = _clause_owner(reading, index)
    described = phrase.owner is None and phrase.first > 0 and reading.doc[phrase.first - 1].text == "的"
    named = _named_kin(reading, index, phrase) is not None
    if phrase.text in ("孩子", "父母") and not named:
        return owner_mention
    if owner_mention is None and (named or described or _is_subject(reading, index)):
        return _topic_person(reading, phrase)
    return owner_mention


def _is_subject(reading: Reading, index: int) -> bool:
    return any(index in p.subject and p.subject_kind == "overt" and len(p.subject) == 1 for p in reading.predications)


def _topic_person(reading: Reading, kin: Phrase) -> Mention | None:
    """Whose kin 丈夫何铮 is, told in a paragraph about one person: the last named subject before it."""
    text = reading.doc.text
    paragraph = text.rfind("\n", 0, kin.start) + 1
    topics = []
    for predication in reading.predications:
        if predication.subject_kind != "overt" or len(predication.subject) != 1:
            continue
        subject = reading.phrases[predication.subject[0]]
        kin_of_other = subject.first > 0 and any(
            p.last == subject.first and nouns.is_kinship(p.text) for p in reading.phrases
        )
        if paragraph <= subject.start < kin.start and subject.personal and not kin_of_other:
            topics.append(subject)
    if not topics:
        kin_names = {
            p.first
            for p in reading.phrases
            if p.personal
            for k in reading.phrases
            if k.last == p.first and nouns.is_kinship(k.text)
        }
        topics = [
            p for p in reading.phrases if p.personal and paragraph <= p.start < kin.start and p.first not in kin_names
        ]
    if not topics or len({t.text for t in topics}) > 1:
        return None
    return mentions.of_phrase(reading, topics[-1])


def _clause_owner(reading: Reading, index: int) -> Mention | None:
    """Whose kin an object is without a word: the clause's one personal subject (他最放心不下90岁的母亲)."""
    for predication in reading.predications:
        governed = {i for _, members in predication.prepositions for i in members}
        if (
            (index not in predication.objects and index not in governed)
            or predication.relative
            or predication.subject_kind not in ("overt", "shared", "inherited")
        ):
            continue
        if len(predication.subject) != 1:
            return None
        subject = reading.phrases[predication.subject[0]]
        if subject.text in ("他", "她") or (subject.type == "Person" and subject.form == "name"):
            return mentions.of_phrase(reading, subject, "Person")
    return None


@extractor("copula")
def extract_copula(reading: Reading) -> Iterator[Assertion]:
    """``hasRole`` from X是Y, X作为Y, 被称为Y; ``open:是`` where a place or a body is said to be something."""
    for predication in reading.predications:
        if predication.lemma not in ("是", "就是", "系", "为", "乃") or not predication.objects:
            continue
        if predication.subject_kind in ("none", "distant") or predication.passive:
            continue
        if predication.lemma == "为" and any(
            p.segment == predication.segment and p.verb > predication.verb for p in reading.predications
        ):
            continue
        yield from _copular(reading, predication)


def _copular(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    doc = reading.doc
    status, _ = status_of(doc, predication.verb)
    objects = [reading.phrases[i] for i in predication.objects]
    end_token = doc[predication.object_end] if predication.object_end < len(doc) else None
    if end_token is not None and end_token.text == "的":
        return
    for index in predication.subject:
        subject = reading.phrases[index]
        for phrase in objects:
            if phrase.personal or (phrase.type == "Group" and phrase.form == "name"):
                yield from _identified(reading, subject, phrase, predication, status)
                continue
            role = (
                None if subject.type == "Person" or subject.text in ("我", "他", "她") else nouns.role_of(phrase.text)
            )
            personal = subject.type in ("Person", "Group") or subject.text in _PERSONAL_SUBJECTS
            start, end = min(subject.start, doc[predication.verb].idx), phrase.end
            if abs(end - start) > 60:
                start = doc[predication.verb].idx
            clause = (doc[predication.segment[0]].idx, end)
            if personal and role is not None and (phrase.form != "name" or doc[phrase.last - 1].tag_ != "PER"):
                yield _role_claim(reading, subject, phrase, role.head, start, end, clause, status)


def _identified(
    reading: Reading, subject: Phrase, name: Phrase, predication: Predication, status: Status
) -> Iterator[Assertion]:
    """发起人是张建中夫妇: the subject is the role, the object who has it."""
    role = nouns.role_of(subject.text)
    if role is None or subject.form == "name" or subject.count is not None:
        return
    clause = mentions.clause_around(reading, subject.start, name.end)
    target = mentions.of_span(reading, subject.end - len(role.head), subject.end, "Role")
    yield Assertion(mentions.of_phrase(reading, name), "hasRole", target, subject.start, name.end, clause, status)


def _role_claim(
    reading: Reading,
    subject: Phrase,
    phrase: Phrase,
    head: str,
    start: int,
    end: int,
    clause: tuple[int, int],
    status: Status,
) -> Assertion:
    text = phrase.short or phrase.text
    role = mentions.of_span(reading, phrase.end - len(text), phrase.end, "Role")
    qualifiers = {}
    if phrase.owner is not None and reading.phrases[phrase.owner].type in ("Organization", "Place"):
        qualifiers["at"] = (mentions.of_phrase(reading, reading.phrases[phrase.owner]),)
    kind = subject.type if subject.type in ("Person", "Group") else "Person"
    return Assertion(
        mentions.of_phrase(reading, subject, kind), "hasRole", role, start, end, clause, status, qualifiers=qualifiers
    )


@extractor("counts")
def extract_counts(reading: Reading) -> Iterator[Assertion]:
    """``hasCount``: 大华社区有6000多户住户, 大华一期的500多户住户, 种植面积达3万亩."""
    yield from _possessed(reading)
    yield from _juxtaposed(reading)
    for predication in reading.predications:
        grown = predication.lemma in _GROWTH and predication.complement in ("到", "至", "为")
        if not grown and predication.lemma not in _COUNT_VERBS:
            continue
        if predication.subject_kind not in ("overt", "shared", "inherited", "relative"):
            continue
        quantity = _quantity_after(reading, predication) or next(_further_counts(reading, predication, None), None)
        if quantity is None:
            continue
        status, _ = status_of(reading.doc, predication.verb)
        for index in predication.subject:
            yield from _counted(reading, predication, reading.phrases[index], quantity, status)
            for further in _further_counts(reading, predication, quantity):
                yield from _counted(reading, predication, reading.phrases[index], further, status)


def _quantity_after(reading: Reading, predication: Predication) -> Quantity | None:
    doc = reading.doc
    verb = doc[predication.verb]
    at = doc[predication.last - 1].idx + len(doc[predication.last - 1])
    if predication.last == predication.verb + 1 and len(predication.lemma) < len(verb):
        at = verb.idx + len(predication.lemma)
    for quantity in reading.quantities:
        if at <= quantity.start <= at + 3 and not quantity.ordinal and quantity.kind != "duration":
            return quantity if set(doc.text[at : quantity.start]) <= set("了约近共 ") else None
    return None


def _further_counts(reading: Reading, predication: Predication, first: Quantity | None) -> Iterator[Quantity]:
    """Counts of the other things in the list: 3个院落、2100多户居民."""
    for index in predication.objects:
        phrase = reading.phrases[index]
        if (
            phrase.count is not None
            and (first is None or phrase.count.start != first.start)
            and not phrase.count.ordinal
        ):
            yield phrase.count
    general = reading.phrases[predication.general] if predication.general is not None else None
    if general is not None and general.count is not None and not general.count.ordinal:
        yield general.count


_COUNTABLE = ("Place", "Organization", "Group", "Event", "Goods", "Work")


def _counted(
    reading: Reading, predication: Predication, subject: Phrase, quantity: Quantity, status: Status
) -> Iterator[Assertion]:
    owner = reading.phrases[subject.owner] if subject.owner is not None else None
    of = _counted_noun(reading, quantity)
    holder = subject
    if of is None and (predication.lemma == "分为" or quantity.text.endswith(("人", "户", "家"))):
        of = quantity.text[-1]
    elif of is None:
        if predication.lemma in ("有", "为", "设立", "拥有", "现有") and quantity.kind == "count":
            return
        of = subject.text
        holder = owner if owner is not None and owner.type in _COUNTABLE else subject
    if (holder.type == "Group" and (holder.count is not None or holder.form == "nominal")) or quantity.value == 1:
        return
    if holder.type not in _COUNTABLE or (holder.type == "Group" and holder.form == "pronoun"):
        return
    if predication.lemma == "为" and quantity.kind not in ("percent", "money", "measure"):
        return
    start, end = (
        min(holder.start, quantity.start),
        quantity.end + (len(of) if of and reading.doc.text.startswith(of, quantity.end) else 0),
    )
    if end - start > 60:
        start = quantity.start
    clause = mentions.clause_around(reading, start, end)
    yield Assertion(
        mentions.of_phrase(reading, holder),
        "hasCount",
        mentions.quantity_value(quantity, of),
        start,
        end,
        clause,
        status,
        qualifiers={"of": (mentions.of_span(reading, quantity.end, quantity.end + len(of), "Group"),)}
        if of and reading.doc.text.startswith(of, quantity.end)
        else {"of": (Mention(holder.start, holder.end, of, "Group", "nominal"),)},
    )


def _counted_noun(reading: Reading, quantity: Quantity) -> str | None:
    for phrase in reading.phrases:
        if phrase.count is not None and phrase.count.start == quantity.start:
            if phrase.end <= quantity.start:
                return phrase.text
            return phrase.short if phrase.short and phrase.short != phrase.text[: len(quantity.text)] else None
    return None


def _possessed(reading: Reading) -> Iterator[Assertion]:
    """X的N个Y, where X is a place, a body or an event: it has so many of them."""
    for phrase in reading.phrases:
        if (
            phrase.count is None
            or phrase.owner is None
            or (phrase.count.value is None and phrase.count.min is None)
            or phrase.count.ordinal
            or phrase.count.kind != "count"
            or phrase.count.text.startswith(("多", "数", "几"))
        ):
            continue
        owner = reading.phrases[phrase.owner]
        if owner.type not in ("Place", "Organization", "Event") or owner.form == "pronoun" or phrase.count.value == 1:
            continue
        of = phrase.short or phrase.text
        value = mentions.quantity_value(phrase.count, of)
        start, end = owner.start, phrase.end
        yield Assertion(
            mentions.of_phrase(reading, owner),
            "hasCount",
            value,
            start,
            end,
            mentions.clause_around(reading, start, end),
            qualifiers={"of": (mentions.of_span(reading, phrase.end - len(of), phrase.end, "Group"),)},
        )


def _juxtaposed(reading: Reading) -> Iterator[Assertion]:
    """全村6个村民小组，…: a place or body and what it counts, with nothing said of them."""
    doc = reading.doc
    for index, phrase in enumerate(reading.phrases):
        before = reading.phrases[index - 1] if index else None
        if phrase.count is None or before is None or before.last != phrase.first or phrase.count.value == 1:
            continue
        whole = before.type in ("Place", "Organization") and (before.form == "name" or before.definite)
        ends = phrase.last >= len(doc) or doc[phrase.last].text in "，、。；" or "\n" in doc[phrase.last].text
        begins = before.first == 0 or doc[before.first - 1].text in "，。；：“" or "\n" in doc[before.first - 1].text
        if (
            not whole
            or not ends
            or not begins
            or phrase.count.ordinal
            or (phrase.type == "Group" and before.form == "name")
        ):
            continue
        of = phrase.short or phrase.text
        yield Assertion(
            mentions.of_phrase(reading, before),
            "hasCount",
            mentions.quantity_value(phrase.count, of),
            before.start,
            phrase.end,
            mentions.clause_around(reading, before.start, phrase.end),
            qualifiers={"of": (mentions.of_span(reading, phrase.end - len(of), phrase.end, "Group"),)},
        )


@extractor("measures")
def extract_measures(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of a measured property: 大桥全长2.5公里, 该县森林覆盖率达到62%, 项目总投资约18亿元."""
    properties = {row["noun"] for row in load_table("measures")}
    text = reading.doc.text
    topic: Phrase | None = None
    for index, phrase in enumerate(reading.phrases):
        if "\n" in text[reading.phrases[index - 1].end : phrase.start] if index else False:
            topic = None
        name = next(
            (
                phrase.text[-size:]
                for size in range(min(6, len(phrase.text)), 0, -1)
                if phrase.text[-size:] in properties
            ),
            None,
        )
        quantity = _adjoining(reading, phrase) if name is not None else None
        if name is None or quantity is None or (len(name) == 1 and len(phrase.text) > 1 and phrase.adjacent):
            if phrase.type in ("Place", "Organization", "Event", "Goods", "Work") and phrase.form != "pronoun":
                topic = _topic(reading, topic, phrase)
            continue
        owner = _worth(reading, quantity) if name.endswith("价值") else _measured(reading, index, phrase, topic)
        if owner is None:
            continue
        property_name = mentions.of_span(reading, phrase.end - len(phrase.text), phrase.end, "Goods")
        start = owner.start if 0 <= quantity.end - owner.start < 60 else phrase.start
        yield Assertion(
            owner,
            "hasCount",
            mentions.quantity_value(quantity, name),
            min(start, phrase.start),
            max(quantity.end, owner.end),
            mentions.clause_around(reading, phrase.start, quantity.end),
            qualifiers={"of": (property_name,)},
        )


def _worth(reading: Reading, quantity: Quantity) -> Mention | None:
    """The goods behind 价值Q的."""
    text = reading.doc.text
    at = quantity.end + (1 if text[quantity.end : quantity.end + 1] == "的" else 0)
    thing = next((p for p in reading.phrases if at <= p.start <= at + 1), None)
    return (
        mentions.of_phrase(reading, thing, "Goods")
        if thing is not None and thing.type in ("Goods", "Work", None)
        else None
    )


def _topic(reading: Reading, topic: Phrase | None, phrase: Phrase) -> Phrase:
    """The first thing that a sentence names outside a prepositional phrase is what its measures are of."""
    same = topic is not None and mentions.sentence_of(reading, topic.start) == mentions.sentence_of(
        reading, phrase.start
    )
    if same and topic is not None:
        return topic
    governed = phrase.first > 0 and reading.doc[phrase.first - 1].tag_ == "p"
    return topic if governed and topic is not None else phrase


def _adjoining(reading: Reading, phrase: Phrase) -> Quantity | None:
    """The quantity behind a property's name, with at most a verb of measure between them."""
    text = reading.doc.text
    for quantity in reading.quantities:
        if phrase.end <= quantity.start <= phrase.end + 5 and not quantity.ordinal:
            gap = text[phrase.end : quantity.start]
            return quantity if gap in _GAPS else None
    return None


_GAPS = words("measure_link") | {""}


def _measured(reading: Reading, index: int, phrase: Phrase, topic: Phrase | None) -> Mention | None:
    """What the property belongs to: its owner, the noun before it, or the topic of the sentences before."""
    if phrase.owner is not None:
        owner = reading.phrases[phrase.owner]
        return mentions.of_phrase(reading, owner) if owner.type in _COUNTABLE and owner.form != "pronoun" else None
    before = reading.phrases[index - 1] if index else None
    if before is not None and phrase.adjacent and before.type in ("Place", "Organization", "Event", "Goods", "Work"):
        return mentions.of_phrase(reading, before)
    if topic is not None and mentions.sentence_of(reading, topic.start) == mentions.sentence_of(reading, phrase.start):
        return mentions.of_phrase(reading, topic)
    return None
