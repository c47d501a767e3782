"""Counts that a clause tells of the topic: …有3个院落，住着2100多户居民，60岁以上老人近900名，其中独居老人21名.

``hasCount``: news lists what a place, a body or a thing has without naming it again. The topic opens the clause, or
is the one of the clauses before in the paragraph; 其中 counts a part of what was counted last. What is counted stands
before its quantity (床位320张) or behind it (4个小区), alone or in a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.clauses import LOCALIZERS, segments
from kg.extract.frame_lexicon import frames_of
from kg.extract.nouns import suffix_entry
from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.extract.speakers import speech_verbs
from kg.lexicons.lists import endings, words

_TOPICS = ("Place", "Organization", "Event", "Work")
_WHOLES = (*_TOPICS, "Group", "Goods")
_COUNTS = ("count", "measure", "money", "percent")
_FARTHEST = 60
"""Characters between 其中 and what it counts a part of."""
_LONGEST = 12
"""Characters of the name of a measured property."""
_LINK = re.compile("(?:" + "|".join(endings("inventory_link")) + ")+$")
_LIVING = words("living_verb")
"""What those do who are counted of a place or a body."""
_PAYING = words("paying_verb")
_ZONES = words("zone")
_OF_THINGS = endings("property_of_things")
_OF_QUAKES = ("震源深度", "震级", "烈度")
_OF_DISASTERS = ("死亡人数", "受伤人数", "失踪人数", "遇难人数", "伤亡人数", "失联人数")
_RESPECTIVELY = re.compile(r"分别(?:为|达|有|是|达到)")
_AFTER_TIMES = re.compile(r"[底末初来以，的]*")
_OPENING = re.compile("(?:" + "|".join(endings("inventory_opening")) + ")*")
_HAVING = re.compile("(?:" + "|".join(endings("inventory_verb")) + ")(?:" + "|".join(endings("inventory_link")) + ")?")
_CLOSING = re.compile(r"(?:起|以上|以下|左右|不等|之多|上下)?")
_SEPARATOR = re.compile(r"、|以及|和|及|与")
_CHANGE = re.compile(
    r"(?:同比|环比|比上年|比去年|较上年|较去年|年均|均)?(?:实际|名义)?(?:净)?"
    r"(?:增长|下降|增加|减少|上升|提高|回落|降低|上涨|下跌|涨|跌|增|减|降|升)"
)
"""A growth is no count of what grew: 同比增长 6%."""
_GROWN = re.compile(
    r"(?:左右)?(?:的)?(?:增加|增长|提高|提升|扩大|上升|发展|壮大|降低|降|下降|减少|缩短|缩小|升|涨|跌|增|减|猛增|跃升|翻)(?:了)?(?:到|至|为)"
)
_FROM = re.compile(r"(?:已)?(?:从|由)[^，。；]{0,8}\Z")
_ATTAINING = re.compile(r"实现|累计|预计|计划|平均|合计|共有|可")
"""Verbs before what was attained, which are no part of its name: 实现生产总值."""


@dataclass(frozen=True, slots=True)
class _Count:
    """A quantity of a list, with the noun counted."""

    quantity: Quantity
    noun: tuple[int, int] | None
    """Text offsets."""
    end: int
    """Text offset behind the two."""


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
    return not gap or _LINK.fullmatch(gap) is not None


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
        phrase.form == "nominal" and not phrase.definite and _RESPECTIVELY.search(reading.text, start, stop) is not None
    )


def _is_topic(reading: Reading, phrase: Phrase, begin: int) -> bool:
    """A named place, body, event or work that opens its clause without a preposition."""
    if phrase.form == "pronoun" or phrase.count is not None or phrase.text in _ZONES:
        return False
    if phrase.type not in _TOPICS and not (phrase.type == "Goods" and (phrase.form == "name" or phrase.definite)):
        return False
    return not any(tag in ("p", "v") for tag in reading.tokens.tags[begin : phrase.first])


class _List:
    """The counts of one clause, read from left to right."""

    def __init__(self, reading: Reading, part: tuple[int, int], topic: Phrase | None, opened: bool) -> None:
        self.reading, self.part, self.topic, self.opened = reading, part, topic, opened
        self.text = reading.text
        self.start, self.stop = reading.token_range(*part)
        self.inside = [p for p in reading.phrases_of_tokens(*part) if p.form != "pronoun" and not p.personal]

    def assertions(self) -> Iterator[Assertion]:
        """The claims, where the clause is a list of counts and there is something that has them."""
        partial = self.text.startswith("其中", self.start, self.stop)
        at, having = self._opening()
        found = self._respectively(at) or self._counts(at)
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

    def _goods(self, whole: Phrase, count: _Count) -> Phrase | None:
        """The goods that a list counts among goods: 物资一批，其中口罩5万只."""
        if whole.type != "Goods" or count.noun is None:
            return None
        return next((p for p in self.inside if p.end == count.noun[1] and p.type in ("Goods", "Work", None)), None)

    def _part(self, whole: Phrase, part: Phrase, count: _Count) -> Assertion:
        reading = self.reading
        outer, inner = mentions.of_phrase(reading, whole), mentions.of_phrase(reading, part, part.type or "Goods")
        start, stop = mentions.spanning([(inner.start, inner.end), (count.quantity.start, count.quantity.end)])
        amount = {"count": (mentions.quantity_value(count.quantity),)}
        clause = reading.token_range(*self.part)
        return Assertion(outer, "includes", inner, start, stop, clause, qualifiers=amount)

    def _thing(self, whole: Phrase, count: _Count) -> Phrase | None:
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

    def _names_people(self, count: _Count) -> bool:
        """北京市7.4万余名干部 is a group's name, and no count of the city."""
        if self.topic is None or not self.opened or self.topic.form != "name":
            return False
        beside = self.reading.tokens.ends[self.topic.last - 1] == count.quantity.start
        return beside and count.quantity.text.endswith(("名", "位", "人"))

    def _opening(self) -> tuple[int, bool]:
        """The text offset at which the list begins, and whether a verb of having stands before it."""
        at = self.start
        if self.opened and self.topic is not None:
            at = self.reading.tokens.ends[self.topic.last - 1]
            behind = self.reading.tokens.texts[self.topic.last : self.topic.last + 1]
            at += len(behind[0]) if behind and behind[0] in LOCALIZERS else 0
        while (moved := self._framed(at)) > at:
            at = moved
        having = _HAVING.match(self.text, at, self.stop)
        ends = self.reading.tokens.ends
        whole = having is not None and having.end() in {ends[i] for i in range(*self.part)}
        return (having.end(), True) if having is not None and whole else (at, False)

    def _framed(self, at: int) -> int:
        """Behind the words that only frame a list: 目前, 截至2020年底."""
        for time in self.reading.times_between(at, min(at + 3, self.stop)):
            if time.end <= self.stop and not self.text[at : time.start].strip("在到至以来截"):
                return _end(_AFTER_TIMES, self.text, time.end, self.stop)
        return _end(_OPENING, self.text, at, self.stop)

    def _counts(self, at: int) -> list[_Count]:
        found: list[_Count] = []
        while at < self.stop:
            count = self._behind(at) or self._bare(at) or self._before(at)
            if count is None:
                break
            found.append(count)
            at = _end(_SEPARATOR, self.text, count.end, self.stop)
        return found

    def _respectively(self, at: int) -> list[_Count]:
        """桥梁和隧道分别为96座、58座: two lists of one length."""
        middle = _RESPECTIVELY.search(self.text, at, self.stop)
        if middle is None:
            return []
        nouns = [p for p in self.inside if at <= p.start and p.end <= middle.start()]
        quantities = [q for q in self.reading.quantities_between(middle.end(), self.stop) if q.kind in _COUNTS]
        rest = self.text[middle.end() : self.stop]
        for quantity in quantities:
            rest = rest.replace(quantity.text, "", 1)
        if len(nouns) < 2 or len(nouns) != len(quantities) or _SEPARATOR.sub("", rest):
            return []
        pairs = zip(nouns, quantities, strict=True)
        return [_Count(quantity, (noun.start, noun.end), quantity.end) for noun, quantity in pairs]

    def _quantity(self, start: int, end: int) -> Quantity | None:
        """The first usable quantity that begins between two offsets."""
        for quantity in self.reading.quantities_between(start, end):
            if quantity.ordinal or quantity.kind not in _COUNTS or quantity.value == 1 or quantity.text[0] in "多数几":
                return None
            known = (quantity.value, quantity.min, quantity.max) != (None, None, None)
            return quantity if known and quantity.end <= self.stop else None
        return None

    def _behind(self, at: int) -> _Count | None:
        """4个小区: the noun stands behind its quantity."""
        quantity = self._quantity(at, at + 1)
        noun = self.reading.counted_by(quantity) if quantity is not None else None
        if quantity is None or noun is None or noun.end <= quantity.end or noun.end > self.stop:
            return None
        end = noun.end
        return _Count(quantity, (end - len(noun.short or noun.text), end), end) if noun.type != "Person" else None

    def _before(self, at: int) -> _Count | None:
        """床位320张, 单体容量为324安时: the noun stands before its quantity, a verb of measure between them."""
        quantity = self._quantity(at + 1, self.stop)
        if quantity is None:
            return None
        name = self.text[at : quantity.start]
        risen = self._risen(quantity)
        link = _FROM.search(name) if risen is not None else _LINK.search(name)
        quantity = risen or quantity
        noun = self._noun(at, at + (link.start() if link else len(name)))
        end = _end(_CLOSING, self.text, quantity.end, self.stop)
        more = end < self.stop and self._quantity(end, end + 1) is None
        if more and not _SEPARATOR.match(self.text, end, self.stop):
            return None
        return _Count(quantity, noun, end) if self._is_noun(*noun, quantity) else None

    def _risen(self, quantity: Quantity) -> Quantity | None:
        """38万元 behind 5万元 in 收入从5万元增加到38万元."""
        grown = _GROWN.match(self.text, quantity.end, self.stop)
        if grown is None or not _FROM.search(self.text, self.start, quantity.start):
            return None
        at = grown.end()
        for time in self.reading.times_between(at, at + 2):
            at = time.end + (1 if self.text[time.end : time.end + 1] == "的" else 0)
        later = self._quantity(at, at + 3)
        return later if later is not None and later.unit == quantity.unit else None

    def _noun(self, start: int, end: int) -> tuple[int, int]:
        """What is counted, without the verb before it and without the topic: 生产总值 in 实现生产总值."""
        while (moved := _end(_ATTAINING, self.text, start, end - 1)) > start:
            start = moved
        whole = self.topic.text if self.topic is not None else ""
        for prefix in (f"该{whole}", f"本{whole}", whole, "全市", "全县", "全省", "全区", "全镇", "全乡", "全村", "其"):
            if prefix and self.text.startswith(prefix, start, end) and start + len(prefix) < end:
                start += len(prefix)
                break
        start += 1 if self.text[start] == "的" and start + 1 < end else 0
        return start, end

    def _is_noun(self, start: int, end: int, quantity: Quantity) -> bool:
        """Whether a stretch of a clause is one noun or a list of nouns, or names a measured property."""
        if self.text[start:end] == "占地":
            return True
        if self.text[start:end].startswith(("占", "较", "比", "超", "约")) or _CHANGE.fullmatch(self.text, start, end):
            return False
        if self.text[start:end].endswith("投入") and self._last_tag(end) == "v":
            return False
        if self._hands_out(start, end):
            return False
        if suffix_entry(self.text[start:end], "measures", "noun") is not None and end - start <= _LONGEST:
            return True
        run = [p for p in self.inside if start < p.end <= end]
        if not run or run[-1].end != end or any(p.type == "Person" for p in run):
            return False
        if run[0].start > start and self.text[start : run[0].start] not in ("“", "《"):
            return False
        gaps = (self.text[one.end : other.start] for one, other in pairwise(run))
        return all(_SEPARATOR.fullmatch(gap) or not gap.strip("”》“《") for gap in gaps)

    def _hands_out(self, start: int, end: int) -> bool:
        """并处罚金50万元, 筹得善款4万元: what is paid or raised is no property of the topic."""
        tokens = self.reading.tokens
        inside = [i for i in range(*self.part) if start <= tokens.starts[i] and tokens.ends[i] < end]
        return any(tokens.texts[i] in _PAYING or tokens.texts[i].endswith("得") for i in inside)

    def _last_tag(self, end: int) -> str:
        """The tag of the token that ends at a text offset; empty where none does."""
        tokens = self.reading.tokens
        return next((tokens.tags[i] for i in range(*self.part) if tokens.ends[i] == end), "")

    def _bare(self, at: int) -> _Count | None:
        """312户、1347人, 8章56条: nothing is named beside the quantity."""
        quantity = self._quantity(at, at + 1)
        return _Count(quantity, None, quantity.end) if quantity is not None and quantity.kind == "count" else None

    def _complete(self, found: Sequence[_Count], said: bool) -> bool:
        """Whether the clause is nothing but the list, or says at least who has it: 学校有, 全市."""
        if found[-1].end >= self.stop:
            return True
        partial = self.text.startswith("其中", self.start, self.stop)
        if not partial and (found[-1].noun is None or self._suffers(found[-1]) or self._acts(found[-1])):
            return False
        whole = self.topic is not None and self.opened and self.topic.definite
        return (said and (self.opened or partial)) or (whole and found[-1].noun is not None)

    def _acts(self, last: _Count) -> bool:
        """医院已有93名医护人员报名: an act of those counted is told, and not how many there are."""
        people = [p.index for p in self.inside if p.end == last.end and p.type == "Group"]
        told = (p for i in people for p in self.reading.predications_of_subject(i) if p.segment == self.part)
        return any(p.subject_kind == "pivot" and p.lemma not in _LIVING for p in told)

    def _suffers(self, last: _Count) -> bool:
        """全村1200亩玉米倒伏: those counted are told to suffer."""
        behind = self.reading.predications_in(self.part)
        told = [p for p in behind if self.reading.tokens.starts[p.verb] >= last.end]
        return bool(told) and any(frame.predicate == "sufferedFrom" for frame in frames_of(told[0]))

    def _assertion(self, whole: Phrase, count: _Count) -> Assertion:
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


def _of_people(found: Sequence[_Count]) -> bool:
    """526户2130人: households and people, which need no noun."""
    return len(found) > 1 and all(c.noun is None and c.quantity.text.endswith(("户", "人", "口")) for c in found)


def _is_bare(phrase: Phrase) -> bool:
    """Whether a phrase is nothing but a count: 45人."""
    return phrase.count is not None and phrase.text in (phrase.count.text, phrase.count.text + "人")


def _end(pattern: re.Pattern[str], text: str, at: int, stop: int) -> int:
    """Behind what a pattern matches at an offset, or the offset."""
    match = pattern.match(text, at, stop)
    return match.end() if match is not None else at


def _whole(reading: Reading, quantity: Quantity) -> Phrase | None:
    """What 其中 counts a part of: the last counted group or thing before it in the paragraph."""
    begin = max(reading.paragraph_start(quantity.start), quantity.start - 2 * _FARTHEST)
    for phrase in reversed(reading.phrases_between(begin, quantity.start)):
        if phrase.count is not None and phrase.end < quantity.start - 1 and phrase.type in _WHOLES:
            near = quantity.start - phrase.end < _FARTHEST and phrase.count.kind == "count"
            return phrase if near else None
    return None
