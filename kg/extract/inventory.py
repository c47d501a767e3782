"""Counts that a clause tells of the topic: …有3个院落，住着2100多户居民，60岁以上老人近900名，其中独居老人21名.

``hasCount``: news lists what a place, a body or a thing has without naming it again. The topic opens the clause, or
is the one of the clauses before in the paragraph; 其中 counts a part of what was counted last. What is counted stands
before its quantity (床位320张) or behind it (4个小区), alone or in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.clauses import segments
from kg.extract.count_lists import Count, CountList
from kg.extract.frame_lexicon import frames_of
from kg.extract.inventory_topics import (
    TOPICS,
    cites,
    head_of,
    in_brackets,
    is_called,
    is_counted,
    is_listed,
    is_topic,
    leads,
    told_among,
    told_from,
    was_acted_on,
)
from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.lexicons.lists import endings, words
from kg.model import Status

_WHOLES = (*TOPICS, "Group", "Goods")
_FARTHEST = 60
"""Characters between 其中 and what it counts a part of."""
_LIVING = words("living_verb")
"""What those do who are counted of a place or a body."""
_OF_THINGS = endings("property_of_things")
_OF_GOODS = words("property_of_goods")
_OF_PROJECTS = endings("property_of_projects")
_GENERAL = endings("general_goods")
_SIGNED = re.compile(r"(合同|订单|协议|大单)(?:总)?(?:金额|总额|额|价值)")
"""A sum that belongs to what was signed."""
_REGIONS = ("省", "市", "县", "区", "镇", "乡", "村", "州", "旗", "国", "街道", "社区", "自治区")
_OF_QUAKES = ("震源深度", "震级", "烈度")
_OF_DISASTERS = ("死亡人数", "受伤人数", "失踪人数", "遇难人数", "伤亡人数", "失联人数")


_SOME = re.compile(r"，?(?:当|之)?(?:已经|已|就|只|仅|还|另|约|近|共|也|又|竟|都|目前)*有")
"""What stands between those of whom some are counted, and the count: 7人中已有3人."""


@extractor("inventory")
def extract_inventory(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of the topic by clauses that hold nouns and their quantities, and nothing else."""
    topic: Phrase | None = None
    paragraph = -1
    for sentence, parts in segments(reading.tokens, reading.phrases):
        here = reading.text.rfind("\n", 0, sentence.start + 1)
        if here != paragraph:
            topic, paragraph = None, here
        pending = shared = None
        for part in parts:
            if in_brackets(reading, part):
                continue
            if cites(reading, part):
                topic = None
                continue
            begin, inside = told_from(reading, part)
            listed = bool(inside) and is_listed(reading, inside[0], part)
            head = head_of(inside)
            counted = head is not None and is_counted(reading, head)
            opened = head is not None and is_topic(reading, head, begin) and not listed and not counted
            topic = head if opened else topic
            if not opened and head is not None and part == parts[0] and leads(reading, head, part):
                topic = None
            if listed and topic is not None and topic.start < sentence.start:
                continue
            among = told_among(reading, part) or (pending if _goes_on(reading, part) else None)
            pending = among if among is not None and among.last + 1 == part[1] else None
            clause = _List(reading, part, topic, opened, among, shared)
            yield from clause.assertions()
            shared = clause.shared


def _goes_on(reading: Reading, part: tuple[int, int]) -> bool:
    """7人中，已有3人: the clause says that there are some."""
    return _SOME.match(reading.text, *reading.token_range(*part)) is not None


class _List(CountList):
    """The counts of one clause, and what has them."""

    def __init__(
        self,
        reading: Reading,
        part: tuple[int, int],
        topic: Phrase | None,
        opened: bool,
        among: Phrase | None,
        shared: Phrase | None,
    ) -> None:
        super().__init__(reading, part, topic, opened and among is None)
        self.among = among
        """Of whom the clause or the one before says that some are meant: 7人 in 7人中，已有3人获救."""
        self.shared = shared
        """Goods of which the clause before counts a part, and this one may count another."""

    def _partial(self) -> bool:
        return self.among is not None or self.text.startswith("其中", self.start, self.stop)

    def opening(self) -> tuple[int, bool]:
        """As :meth:`CountList.opening`; behind 中 where the clause begins with those of whom some are counted."""
        if self.among is None or self.among.last >= self.part[1] or self.among.first < self.part[0]:
            return super().opening()
        behind = self.reading.tokens.ends[self.among.last]
        having = _SOME.match(self.text, behind, self.stop)
        return (having.end(), True) if having is not None else (self.stop, False)

    def assertions(self) -> Iterator[Assertion]:
        """The claims, where the clause is a list of counts and there is something that has them."""
        partial, shared = self._partial(), self.shared
        self.shared = None
        at, having = self.opening()
        found = self.respectively(at) or self.counts(at, one=partial)
        if not found or not self._complete(found, having or partial):
            return
        if shared is not None and not partial and not having and not self.opened and found[-1].end >= self.stop:
            partial = True
        else:
            shared = None
        whole = shared or self.among or (_whole(self.reading, found[0]) if partial else None) or self.topic
        if whole is not None and partial and _is_more(found[0], whole):
            return
        self.shared = whole if partial and whole is not None and whole.type == "Goods" else None
        if partial and whole is not None and was_acted_on(self.reading, whole):
            parts = [(count, people) for count in found if (people := self._people(count)) is not None]
            yield from (self._part(whole, people, count) for count, people in parts)
            if parts:
                return
        if partial and found[0].noun is not None and self.topic is not None and whole is not None and self._has(whole):
            # 教师45人，其中高级教师12人: who has the ones has the others.
            whole = self.topic
        own = found[0].noun is not None and self._is_of_its_own(self.text[slice(*found[0].noun)])
        if (whole is None and not own) or (
            found[0].noun is None and not (partial or having or self.text[at - 1] == "共" or _of_people(found))
        ):
            return
        if whole is self.topic and not having and self._names_people(found[0]):
            return
        for count in found:
            travelled = count.noun is not None and self.text[slice(*count.noun)].endswith(("行程", "路程", "航程"))
            owner = self._thing(whole, count)
            goods = self._goods(owner, count) if partial and owner is not None else None
            if goods is not None and owner is not None:
                yield self._part(owner, goods, count)
            elif not travelled and owner is not None and (count.noun is None or owner.start != count.noun[0]):
                yield self._assertion(owner, count)

    def _has(self, people: Phrase | Mention) -> bool:
        """学校现有学生315名，其中住校生270名: whether those counted last are the people of the topic."""
        if not isinstance(people, Phrase):
            return False
        body = self.topic is not None and self.topic.type == "Organization" and people.type == "Group"
        return _is_bare(people) or (body and people.count is not None and people.end <= people.count.start)

    def _goods(self, whole: Phrase | Mention, count: Count) -> Phrase | None:
        """The goods that a list counts among goods: 物资一批，其中口罩5万只."""
        if whole.type != "Goods" or count.noun is None:
            return None
        return next((p for p in self.inside if p.end == count.noun[1] and p.type in ("Goods", "Work", None)), None)

    def _people(self, count: Count) -> Phrase | None:
        """The people that a list counts: 14位老人."""
        if count.noun is None:
            return None
        return next((p for p in self.inside if p.end == count.noun[1] and p.type in ("Person", "Group")), None)

    def _part(self, whole: Phrase | Mention, part: Phrase, count: Count) -> Assertion:
        reading = self.reading
        outer, inner = _mention(reading, whole), mentions.of_phrase(reading, part, part.type or "Goods")
        start, stop = mentions.spanning([(inner.start, inner.end), (count.quantity.start, count.quantity.end)])
        amount = {"count": (mentions.quantity_value(count.quantity),)}
        clause = reading.token_range(*self.part)
        return Assertion(outer, "includes", inner, start, stop, clause, qualifiers=amount)

    def _is_of_its_own(self, name: str) -> bool:
        """合同金额, 总价值: a property that tells what it belongs to."""
        return _SIGNED.match(name) is not None or name in _OF_GOODS

    def _thing(self, whole: Phrase | None, count: Count) -> Phrase | Mention | None:
        """What a property belongs to: 票价 is none of the company that tells it, 震源深度 none of the province."""
        name = self.text[slice(*count.noun)] if count.noun is not None else ""
        if name in _OF_GOODS and (whole is None or whole.type in ("Organization", "Place", "Group")):
            return self._only_goods()
        signed = _SIGNED.match(name)
        if signed is not None and count.noun is not None:
            return self._told_of(signed.group(1), count.noun[0])
        if whole is None:
            return None
        if name.endswith(_OF_DISASTERS) and whole.type != "Event":
            return next((p for p in self._told_before(2 * _FARTHEST) if p.type == "Event"), whole)
        if name.endswith(_OF_QUAKES) and whole.type != "Event":
            return next((p for p in self._told_before() if p.type == "Event"), None)
        body = whole.type == "Organization"
        region = whole.type == "Place" and whole.text.endswith(_REGIONS)
        if (name.endswith(_OF_PROJECTS) and (body or region)) or (name.endswith(_OF_THINGS) and body):
            kinds = ("Goods", "Work")
            named = (p for p in self._told_before() if p.form == "name" or p.definite or is_called(self.reading, p))
            return next((p for p in named if p.type in kinds), None)
        return whole

    def _told_before(self, farthest: int = _FARTHEST) -> Iterator[Phrase]:
        """The phrases before the clause in its paragraph, the last first."""
        begin = max(self.reading.paragraph_start(self.start), self.start - farthest)
        return reversed(self.reading.phrases_between(begin, self.start))

    def _told_of(self, noun: str, start: int) -> Phrase | Mention:
        """The contract in 合同金额: the one told of before, or the noun itself."""
        told = next((p for p in self._told_before() if p.text.endswith(noun)), None)
        return told if told is not None else mentions.of_span(self.reading, start, start + len(noun), "Work")

    def _only_goods(self) -> Phrase | None:
        """The goods whose worth is told, where the sentence tells of no others: 药品 in 捐赠一批药品，价值5万元."""
        begin = max(mentions.sentence_of(self.reading, self.start)[0], self.start - 2 * _FARTHEST)
        before = self.reading.phrases_between(begin, self.start)
        goods = [p for p in before if p.type == "Goods" and (p.count is None or p.count.kind != "money")]
        general = [p for p in goods if p.text.endswith(_GENERAL)]
        if general:
            return general[-1]
        return goods[0] if len(goods) == 1 else None

    def _names_people(self, count: Count) -> bool:
        """北京市7.4万余名干部 is a group's name, and no count of the city."""
        if self.topic is None or not self.opened or self.topic.form != "name":
            return False
        beside = self.reading.tokens.ends[self.topic.last - 1] == count.quantity.start
        return beside and count.quantity.text.endswith(("名", "位", "人"))

    def _complete(self, found: Sequence[Count], said: bool) -> bool:
        """Whether the clause is nothing but the list, or says at least who has it: 学校有, 全市."""
        if found[-1].end >= self.stop:
            return True
        partial = self._partial()
        if not partial and (found[-1].noun is None or self._suffers(found[-1]) or self._acts(found[-1])):
            return False
        whole = self.topic is not None and self.opened and self.topic.definite
        return (said and (self.opened or partial)) or (whole and found[-1].noun is not None)

    def _acts(self, last: Count) -> bool:
        """医院已有93名医护人员报名: an act of those counted is told, and not how many there are."""
        people = [p.index for p in self.inside if p.end == last.end and p.type == "Group"]
        told = (p for i in people for p in self.reading.predications_of_subject(i) if p.segment == self.part)
        return any(p.subject_kind == "pivot" and p.lemma not in _LIVING for p in told)

    def _suffers(self, last: Count) -> bool:
        """全村1200亩玉米倒伏: those counted are told to suffer."""
        behind = self.reading.predications_in(self.part)
        told = [p for p in behind if self.reading.tokens.starts[p.verb] >= last.end]
        return bool(told) and any(frame.predicate == "sufferedFrom" for frame in frames_of(told[0]))

    def _assertion(self, whole: Phrase | Mention, count: Count) -> Assertion:
        reading, quantity = self.reading, count.quantity
        of = reading.text[slice(*count.noun)] if count.noun is not None else quantity.text[-1]
        spans = [(quantity.start, quantity.end), *([count.noun] if count.noun is not None else [])]
        start, stop = mentions.spanning(spans)
        return Assertion(
            _mention(reading, whole),
            "hasCount",
            mentions.quantity_value(quantity, of),
            start,
            stop,
            reading.token_range(*self.part),
            self._status(quantity),
            qualifiers={"of": (Mention(start, stop, of, "Group", "nominal", of),)},
        )

    def _status(self, quantity: Quantity) -> Status:
        """The status of the verb that tells the quantity: 投资将达5亿元 is planned."""
        starts = self.reading.tokens.starts
        verbs = [p.verb for p in self.reading.predications_in(self.part) if starts[p.verb] < quantity.start]
        return self.reading.status(verbs[-1]) if verbs else "asserted"


def _mention(reading: Reading, thing: Phrase | Mention) -> Mention:
    return thing if isinstance(thing, Mention) else mentions.of_phrase(reading, thing, thing.type or "Goods")


def _of_people(found: Sequence[Count]) -> bool:
    """526户2130人: households and people, which need no noun."""
    return len(found) > 1 and all(c.noun is None and c.quantity.text.endswith(("户", "人", "口")) for c in found)


def _is_bare(phrase: Phrase) -> bool:
    """Whether a phrase is nothing but a count: 45人."""
    return phrase.count is not None and phrase.text in (phrase.count.text, phrase.count.text + "人")


def _whole(reading: Reading, count: Count) -> Phrase | None:
    """What 其中 counts a part of: the last counted group or thing before it in the paragraph."""
    quantity = count.quantity
    begin = max(reading.paragraph_start(quantity.start), quantity.start - 2 * _FARTHEST)
    for phrase in reversed(reading.phrases_between(begin, quantity.start)):
        if phrase.count is not None and phrase.end < quantity.start - 1 and phrase.type in _WHOLES:
            goods = phrase.type == "Goods" and phrase.count.kind == quantity.kind == "money"
            near = quantity.start - phrase.end < _FARTHEST and (phrase.count.kind == "count" or goods)
            return phrase if near else None
    return None


def _is_more(count: Count, whole: Phrase) -> bool:
    """Whether more are counted than the whole has, so that they are no part of it."""
    of, part = whole.count, count.quantity
    return of is not None and of.value is not None and of.unit == part.unit and (part.value or 0) > of.value
