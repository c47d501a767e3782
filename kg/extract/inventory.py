"""Counts that a clause tells of the topic: …有3个院落，住着2100多户居民，60岁以上老人近900名，其中独居老人21名.

``hasCount``: news lists what a place, a body or a thing has without naming it again. The topic opens the clause, or
is the one of the clauses before in the paragraph; 其中 counts a part of what was counted last. What is counted stands
before its quantity (床位320张) or behind it (4个小区), alone or in a list.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.clauses import segments
from kg.extract.count_lists import LINK, RESPECTIVELY, Count, CountList
from kg.extract.frame_lexicon import frames_of
from kg.extract.nouns import suffix_entry
from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.extract.speakers import speech_verbs
from kg.lexicons.lists import endings, words

_TOPICS = ("Place", "Organization", "Event", "Work")
_WHOLES = (*_TOPICS, "Group", "Goods")
_FARTHEST = 60
"""Characters between 其中 and what it counts a part of."""
_LIVING = words("living_verb")
"""What those do who are counted of a place or a body."""
_ZONES = words("zone")
_OF_THINGS = endings("property_of_things")
_OF_QUAKES = ("震源深度", "震级", "烈度")
_OF_DISASTERS = ("死亡人数", "受伤人数", "失踪人数", "遇难人数", "伤亡人数", "失联人数")


@extractor("inventory")
def extract_inventory(reading: Reading) -> Iterator[Assertion]:
    """``hasCount`` of the topic by clauses that hold nouns and their quantities, and nothing else."""
    topic: Phrase | None = None
    paragraph = -1
    for sentence, parts in segments(reading.tokens, reading.phrases):
        here = reading.text.rfind("\n", 0, sentence.start + 1)
        if here != paragraph:
            topic, paragraph = None, here
        for part in parts:
            if _in_brackets(reading, part):
                continue
            if _cites(reading, part):
                topic = None
                continue
            inside = reading.phrases_of_tokens(*part)
            listed = bool(inside) and _is_listed(reading, inside[0], part)
            head = _head(inside)
            counted = head is not None and _is_counted(reading, head)
            opened = head is not None and _is_topic(reading, head, part[0]) and not listed and not counted
            topic = head if opened else topic
            if not opened and head is not None and part == parts[0] and _leads(reading, head, part):
                topic = None
            if listed and topic is not None and topic.start < sentence.start:
                continue
            yield from _List(reading, part, topic, opened).assertions()


def _is_counted(reading: Reading, phrase: Phrase) -> bool:
    """高新技术企业达到81家: what opens the clause is counted, and has not what is counted."""
    if phrase.form != "nominal" or phrase.definite or phrase.type not in ("Organization", "Group"):
        return False
    behind = reading.quantities_between(phrase.end, phrase.end + 6)
    quantity = next(iter(behind), None)
    if quantity is None or quantity.kind != "count" or reading.counted_by(quantity) not in (None, phrase):
        return False
    gap = reading.text[phrase.end : quantity.start]
    return not gap or LINK.fullmatch(gap) is not None


def _leads(reading: Reading, head: Phrase, part: tuple[int, int]) -> bool:
    """起火楼栋住着10户人家: a noun that nothing types opens the sentence, which is about something else."""
    if head.type is not None or head.form != "nominal" or suffix_entry(head.text[-6:], "measures", "noun") is not None:
        return False
    told = reading.predications_in(part)
    overt = any(head.index in p.subject and p.subject_kind == "overt" for p in told)
    return overt and head.count is None and not any(q for q in reading.quantities_between(head.end, head.end + 4))


def _head(inside: Sequence[Phrase]) -> Phrase | None:
    """大桥 in 东岭区的大桥, where it may be a topic; else the first phrase of a clause."""
    head = next(iter(inside), None)
    for phrase in inside[1:]:
        if head is None or phrase.owner != head.index or phrase.type not in ("Goods", "Work", "Organization", "Place"):
            break
        head = phrase if phrase.form == "name" else head
    return head


def _cites(reading: Reading, part: tuple[int, int]) -> bool:
    """市民政局统计: who counted is not what is counted."""
    words = reading.doc[part[0] : part[1]]
    return any(t.tag_ in ("v", "vn") and (t.text in speech_verbs() or t.text == "统计") for t in words)


def _in_brackets(reading: Reading, part: tuple[int, int]) -> bool:
    """（云溪县63人）: what stands in brackets opens no topic."""
    start, _ = reading.token_range(*part)
    opened = max(reading.text.rfind(mark, max(0, start - _FARTHEST), start) for mark in "（(")
    closed = max(reading.text.rfind(mark, max(0, start - _FARTHEST), start) for mark in "）)")
    return opened > closed


def _is_listed(reading: Reading, phrase: Phrase, part: tuple[int, int]) -> bool:
    """桥梁和隧道分别为96座、58座: what is counted opens the clause, and not what has it."""
    start, stop = reading.token_range(*part)
    return (
        phrase.form == "nominal" and not phrase.definite and RESPECTIVELY.search(reading.text, start, stop) is not None
    )


def _is_topic(reading: Reading, phrase: Phrase, begin: int) -> bool:
    """A named place, body, event or work that opens its clause without a preposition."""
    if phrase.form == "pronoun" or phrase.count is not None or phrase.text in _ZONES:
        return False
    if phrase.type not in _TOPICS and not (phrase.type == "Goods" and (phrase.form == "name" or phrase.definite)):
        return False
    return not any(tag in ("p", "v") for tag in reading.tokens.tags[begin : phrase.first])


class _List(CountList):
    """The counts of one clause, and what has them."""

    def assertions(self) -> Iterator[Assertion]:
        """The claims, where the clause is a list of counts and there is something that has them."""
        partial = self.text.startswith("其中", self.start, self.stop)
        at, having = self.opening()
        found = self.respectively(at) or self.counts(at)
        if not found or not self._complete(found, having or partial):
            return
        whole = (_whole(self.reading, found[0].quantity) or self.topic) if partial else self.topic
        if partial and found[0].noun is not None and self.topic is not None and whole is not None and _is_bare(whole):
            # 教师45人，其中高级教师12人: who has the ones has the others.
            whole = self.topic
        if whole is None or (
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

    def _goods(self, whole: Phrase, count: Count) -> Phrase | None:
        """The goods that a list counts among goods: 物资一批，其中口罩5万只."""
        if whole.type != "Goods" or count.noun is None:
            return None
        return next((p for p in self.inside if p.end == count.noun[1] and p.type in ("Goods", "Work", None)), None)

    def _part(self, whole: Phrase, part: Phrase, count: Count) -> Assertion:
        reading = self.reading
        outer, inner = mentions.of_phrase(reading, whole), mentions.of_phrase(reading, part, part.type or "Goods")
        start, stop = mentions.spanning([(inner.start, inner.end), (count.quantity.start, count.quantity.end)])
        amount = {"count": (mentions.quantity_value(count.quantity),)}
        clause = reading.token_range(*self.part)
        return Assertion(outer, "includes", inner, start, stop, clause, qualifiers=amount)

    def _thing(self, whole: Phrase, count: Count) -> Phrase | None:
        """What a property belongs to: 票价 is none of the company that tells it, 震源深度 none of the province."""
        name = self.text[slice(*count.noun)] if count.noun is not None else ""
        if name.endswith(_OF_DISASTERS) and whole.type != "Event":
            begin = max(self.reading.paragraph_start(self.start), self.start - 2 * _FARTHEST)
            before = reversed(self.reading.phrases_between(begin, self.start))
            return next((p for p in before if p.type == "Event"), whole)
        shaken = name.endswith(_OF_QUAKES)
        if not (shaken and whole.type != "Event") and not (name.endswith(_OF_THINGS) and whole.type == "Organization"):
            return whole
        kinds = ("Event",) if shaken else ("Goods", "Work")
        begin = max(self.reading.paragraph_start(self.start), self.start - _FARTHEST)
        before = reversed(self.reading.phrases_between(begin, self.start))
        return next((p for p in before if p.type in kinds and (shaken or p.form == "name" or p.definite)), None)

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
        partial = self.text.startswith("其中", self.start, self.stop)
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

    def _assertion(self, whole: Phrase, count: Count) -> Assertion:
        reading, quantity = self.reading, count.quantity
        of = reading.text[slice(*count.noun)] if count.noun is not None else quantity.text[-1]
        spans = [(quantity.start, quantity.end), *([count.noun] if count.noun is not None else [])]
        start, stop = mentions.spanning(spans)
        return Assertion(
            mentions.of_phrase(reading, whole),
            "hasCount",
            mentions.quantity_value(quantity, of),
            start,
            stop,
            reading.token_range(*self.part),
            qualifiers={"of": (Mention(start, stop, of, "Group", "nominal", of),)},
        )


def _of_people(found: Sequence[Count]) -> bool:
    """526户2130人: households and people, which need no noun."""
    return len(found) > 1 and all(c.noun is None and c.quantity.text.endswith(("户", "人", "口")) for c in found)


def _is_bare(phrase: Phrase) -> bool:
    """Whether a phrase is nothing but a count: 45人."""
    return phrase.count is not None and phrase.text in (phrase.count.text, phrase.count.text + "人")


def _whole(reading: Reading, quantity: Quantity) -> Phrase | None:
    """What 其中 counts a part of: the last counted group or thing before it in the paragraph."""
    begin = max(reading.paragraph_start(quantity.start), quantity.start - 2 * _FARTHEST)
    for phrase in reversed(reading.phrases_between(begin, quantity.start)):
        if phrase.count is not None and phrase.end < quantity.start - 1 and phrase.type in _WHOLES:
            near = quantity.start - phrase.end < _FARTHEST and phrase.count.kind == "count"
            return phrase if near else None
    return None
