"""How many a place, a body, a thing has.

``hasCount``: 大华社区有6000多户住户, 大华一期的500多户住户, 种植面积增加到3万亩, 社区由3个老旧院落组成.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.nouns import person_number
from kg.extract.parts import tells_goods
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.quantities import Quantity
from kg.lexicons.lists import words
from kg.model import Status, Value

COUNTABLE = ("Place", "Organization", "Group", "Event", "Goods", "Work")
"""Types of what may have a count."""
_GROWTH = words("growth")
_COUNT_VERBS = words("count_verb")
_REACHING = words("reaching_verb")
_LIVING = words("living_verb")
_REACHING_PARTS = frozenset(("是", "覆盖", "涉及", "惠及", "辐射"))
"""Verbs whose object tells of all the parts of a place."""
_SETTING_UP = frozenset(("设立", "配备", "下设", "设", "内设", "共设"))
_CAPACITY = re.compile(r"[年日](?:产|处理|加工|供水|供应|生产|屠宰|出栏)\Z")
_FARTHEST = 60
"""Characters between a thing and its count beyond which the evidence begins with the count."""


@extractor("counts")
def extract_counts(reading: Reading) -> Iterator[Assertion]:
    """``hasCount``: 大华社区有6000多户住户, 大华一期的500多户住户, 种植面积达3万亩."""
    yield from _possessed(reading)
    yield from _juxtaposed(reading)
    yield from _capacities(reading)
    for predication in reading.predications:
        grown = predication.lemma in _GROWTH and predication.complement in ("到", "至", "为")
        if not grown and predication.lemma not in _COUNT_VERBS:
            continue
        if predication.subject_kind not in ("overt", "shared", "inherited", "relative"):
            continue
        if predication.lemma == "有" and predication.subject_kind == "shared":
            # 卫生院认为有22名学生中毒: it has them not.
            continue
        if _tells_parts(reading, predication):
            continue
        quantity = _quantity_after(reading, predication) or next(_further_counts(reading, predication, None), None)
        if quantity is None or (grown and quantity.text.endswith("级")):
            continue
        if _acts(reading, predication) or (predication.lemma in _SETTING_UP and quantity.kind != "count"):
            continue
        status = reading.status(predication.verb)
        for index in predication.subject:
            yield from _counted(reading, predication, reading.phrases[index], quantity, status)
            for further in _further_counts(reading, predication, quantity):
                yield from _counted(reading, predication, reading.phrases[index], further, status)


def _acts(reading: Reading, predication: Predication) -> bool:
    """医院已有93名医护人员报名: an act of some people is told, and not how many there are."""
    people = [i for i in predication.objects if reading.phrases[i].type == "Group"]
    told = (p for i in people for p in reading.predications_of_subject(i) if p.segment == predication.segment)
    return any(p.subject_kind == "pivot" and p.lemma not in _LIVING for p in told)


def _tells_parts(reading: Reading, predication: Predication) -> bool:
    """物资中有大米200袋, 其中有大米200袋: parts of goods, or of what was counted last."""
    if predication.lemma not in ("有", "还有", "共有"):
        return False
    if predication.subject_kind != "overt":
        return "其中" in reading.tokens.texts[predication.segment[0] : predication.verb]
    return tells_goods(reading, predication)


def _quantity_after(reading: Reading, predication: Predication) -> Quantity | None:
    tokens = reading.tokens
    at = tokens.ends[predication.last - 1]
    if predication.last == predication.verb + 1 and len(predication.lemma) < len(tokens.texts[predication.verb]):
        # The segmenter glued something to the verb.
        at = tokens.starts[predication.verb] + len(predication.lemma)
    for quantity in reading.quantities_between(at, at + 4):
        if not quantity.ordinal and quantity.kind not in ("duration", "age"):
            return quantity if set(reading.text[at : quantity.start]) <= set("了约近共 ") else None
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


def _counted(
    reading: Reading, predication: Predication, subject: Phrase, quantity: Quantity, status: Status
) -> Iterator[Assertion]:
    owner = reading.owner(subject)
    of = _counted_noun(reading, quantity)
    if of is not None and quantity.text.endswith(of):
        # 现有职工30人: the noun stands before the number of people.
        of = _noun_before(reading, subject, quantity) or of
    holder = subject
    if of is None and (predication.lemma == "分为" or quantity.text.endswith(("人", "户", "家"))):
        if predication.lemma in _REACHING and subject.form == "nominal" and not subject.definite:
            # 企业达到81家: they are counted, and whoever has them is told elsewhere.
            return
        if person_number(subject.text) is not None:
            # 社员发展到210户: members have no members.
            return
        of = _noun_before(reading, subject, quantity) or quantity.text[-1]
    elif of is None:
        if quantity.kind == "count" and predication.lemma not in _REACHING and predication.lemma not in _GROWTH:
            return
        of = subject.text
        holder = owner if owner is not None and owner.type in COUNTABLE else subject
    if not _may_have(holder, quantity) or (holder.type == "Event" and _suffers(reading, quantity)):
        return
    if predication.lemma == "为" and quantity.kind not in ("percent", "money", "measure"):
        return
    behind = of != "" and reading.text.startswith(of, quantity.end)
    start, end = min(holder.start, quantity.start), quantity.end + (len(of) if behind else 0)
    if end - start > _FARTHEST:
        start = quantity.start
    noun = Mention(holder.start, holder.end, of, "Group", "nominal")
    if behind:
        noun = mentions.of_span(reading, quantity.end, quantity.end + len(of), "Group")
    value = mentions.quantity_value(quantity, of)
    yield count_claim(reading, holder, value, noun, (start, end), (start, end), status)


def _noun_before(reading: Reading, subject: Phrase, quantity: Quantity) -> str | None:
    """村民 in 有村民412户: the noun stands right before the quantity."""
    noun = next(iter(reading.phrases_ending(quantity.start, quantity.start)), None)
    nominal = noun is not None and noun.form == "nominal" and noun.index != subject.index and noun.count is None
    return noun.text if noun is not None and nominal else None


def _suffers(reading: Reading, quantity: Quantity) -> bool:
    """Whether those counted are told to suffer: 火警中有3人烧伤 tells no count of the fire."""
    phrase = reading.counted_by(quantity)
    told = reading.predications_of_subject(phrase.index) if phrase is not None else ()
    return any(frame.predicate == "sufferedFrom" for predication in told for frame in frames_of(predication))


def _may_have(holder: Phrase, quantity: Quantity) -> bool:
    """Whether a thing is one that may have so many of something, rather than the ones counted."""
    if holder.type not in COUNTABLE or quantity.value == 1:
        return False
    return holder.type != "Group" or (holder.count is None and (holder.form == "name" or holder.definite))


def count_claim(
    reading: Reading,
    holder: Phrase | Mention,
    value: Value,
    noun: Mention,
    evidence: tuple[int, int],
    clause: tuple[int, int],
    status: Status = "asserted",
) -> Assertion:
    """``hasCount`` of a thing, with the noun counted; the clause is the one around ``clause``."""
    subject = mentions.of_phrase(reading, holder) if isinstance(holder, Phrase) else holder
    qualifiers: Mapping[str, tuple[Mention]] = {"of": (noun,)}
    around = mentions.clause_around(reading, *clause)
    return Assertion(subject, "hasCount", value, *evidence, around, status, qualifiers=qualifiers)


def _counted_noun(reading: Reading, quantity: Quantity) -> str | None:
    phrase = reading.counted_by(quantity)
    if phrase is None:
        return None
    if phrase.end <= quantity.start:
        return phrase.text
    return phrase.short if phrase.short and phrase.short != phrase.text[: len(quantity.text)] else None


def _has_part(reading: Reading, whole: Phrase, part: Phrase, count: Quantity) -> Assertion:
    """``hasCount`` of a whole, told by the counted noun phrase of its parts."""
    of = part.short or part.text
    noun = mentions.of_span(reading, part.end - len(of), part.end, "Group")
    span = mentions.spanning([(whole.start, whole.end), (part.start, part.end)])
    return count_claim(reading, whole, mentions.quantity_value(count, of), noun, span, span)


def _possessed(reading: Reading) -> Iterator[Assertion]:
    """X的N个Y, where X is a place, a body or an event: it has so many of them."""
    for phrase in reading.phrases:
        count, owner = phrase.count, reading.owner(phrase)
        if count is None or owner is None or count.ordinal or count.kind != "count" or count.value == 1:
            continue
        if (count.value is None and count.min is None) or count.text.startswith(("多", "数", "几")):
            continue
        told_apart = any(p.lemma.startswith("来自") for p in reading.predications_of_subject(phrase.index))
        if _is_listed(reading, owner) or _is_acted_on(reading, phrase):
            continue
        if owner.type == "Organization" and phrase.type == "Group" and not count.text.endswith(("户", "家")):
            # 中学的242名师生: some of them, as a rule.
            continue
        if owner.type in ("Place", "Organization", "Event") and owner.form != "pronoun" and not told_apart:
            yield _has_part(reading, owner, phrase, count)


def _is_listed(reading: Reading, owner: Phrase) -> bool:
    """祁山县、柳河县的14所学校: those counted are of all the owners together."""
    before = reading.tokens.texts[owner.first - 1 : owner.first] if owner.first else []
    return before in (["和"], ["、"], ["与"], ["及"], ["以及"])


def _is_acted_on(reading: Reading, phrase: Phrase) -> bool:
    """视察了东岭区的三个社区, 打通柳河县的两条公路: they are some of many."""
    sentence = reading.sentence_of(phrase.first)
    told = reading.predications_of_tokens(sentence.first, phrase.first)
    households = phrase.count is not None and phrase.count.text.endswith(("户", "家"))
    acts = (p for p in told if phrase.index in p.objects and p.lemma not in _COUNT_VERBS | _REACHING_PARTS)
    return any(frames_of(p) or not households for p in acts)


def _juxtaposed(reading: Reading) -> Iterator[Assertion]:
    """全村6个村民小组，…: a place or body and what it counts, with nothing said of them."""
    tokens = reading.tokens
    for phrase in reading.phrases:
        count, before = phrase.count, reading.before(phrase)
        if count is None or before is None or before.last != phrase.first or count.value == 1 or count.ordinal:
            continue
        if before.type not in ("Place", "Organization") or not (before.form == "name" or before.definite):
            continue
        if phrase.type == "Group" and before.form == "name":
            continue
        ends = (
            phrase.last >= len(tokens) or tokens.texts[phrase.last] in "，、。；" or "\n" in tokens.texts[phrase.last]
        )
        begins = (
            before.first == 0 or tokens.texts[before.first - 1] in "，。；：“" or "\n" in tokens.texts[before.first - 1]
        )
        if ends and begins:
            yield _has_part(reading, before, phrase, count)


def _capacities(reading: Reading) -> Iterator[Assertion]:
    """年产60万吨冷轧项目: what a plant is for stands before its name."""
    for phrase in reading.phrases:
        count = phrase.count
        if count is None or phrase.type not in ("Work", "Organization", "Place") or count.kind == "money":
            continue
        told = _CAPACITY.search(reading.text, max(0, count.start - 4), count.start)
        if told is not None and count.end <= phrase.start:
            noun = mentions.of_span(reading, *told.span(), "Group")
            span = (told.start(), phrase.end)
            yield count_claim(reading, phrase, mentions.quantity_value(count, noun.text), noun, span, span)


@extractor("composition")
def extract_composition(reading: Reading) -> Iterator[Assertion]:
    """``hasCount``: 社区由3个老旧院落组成, 由36个水池组成的实验平台."""
    for predication in reading.predications:
        if predication.lemma not in ("组成", "构成"):
            continue
        parts = [reading.phrases[i] for i in predication.governed("由")]
        wholes = predication.objects if predication.relative else predication.subject
        for whole in (reading.phrases[i] for i in wholes):
            if whole.type not in COUNTABLE or whole.form == "pronoun":
                continue
            for part in parts:
                if part.count is not None and not part.count.ordinal:
                    yield _has_part(reading, whole, part, part.count)
