"""Lists of counts, read from left to right: 4个小区、3260户居民, 床位320张, 桥梁和隧道分别为96座、58座.

What is counted stands before its quantity or behind it, alone or in a list; a growth (从5万元增加到38万元) counts by
what it led to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from kg.extract.base import Reading
from kg.extract.clauses import LOCALIZERS
from kg.extract.nouns import suffix_entry
from kg.extract.phrases import Phrase
from kg.extract.quantities import Quantity
from kg.lexicons.lists import endings, words

_COUNTS = ("count", "measure", "money", "percent")
_LONGEST = 12
"""Characters of the name of a measured property."""
LINK = re.compile("(?:" + "|".join(endings("inventory_link")) + ")+$")
_PAYING = words("paying_verb")
RESPECTIVELY = re.compile(r"分别(?:为|达|有|是|达到)")
_AFTER_TIMES = re.compile(r"[底末初来以，的]*")
_OPENING = re.compile("(?:" + "|".join(endings("inventory_opening")) + ")*")
_PROSPECT = re.compile(
    r"(?:(?:项目|工程|基地|工厂|二期|一期)?(?:全部|全面|完全|正式)?(?:建成|投产|达产|投用|投运|竣工|完工|运营|投入使用|投入运营){1,2}"
    r"(?:之后|以后|后))?(?:届时|预计|每年|可以|能够|可|将|能)*(?:形成|实现)?"
)
"""What tells that a capacity is still to come: 全部达产后可."""
_CAPACITY = re.compile(r"(?:年|日)(?:生产|处理|加工|供应|发电|供水|接待|出栏|屠宰|产)(?=[^值量能业自])")
"""Verbs whose quantity is what a plant can do: 年产铝箔25万吨."""
_HAVING = re.compile("(?:" + "|".join(endings("inventory_verb")) + ")(?:" + "|".join(endings("inventory_link")) + ")?")
_CLOSING = re.compile(r"(?:(?<=个)人)?(?:起|以上|以下|左右|不等|之多|上下)?")
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
_AGED = re.compile(r"[0-9一二三四五六七八九十]+(?:周)?岁(?:及)?(?:以上|以下|以内)?的?")
"""What describes those counted: 60岁以上老人占三成."""
_LASTING = endings("property_of_time")
_ALL_OF = ("全市", "全县", "全省", "全区", "全镇", "全乡", "全村")
_ATTAINING = re.compile(r"实现|累计|预计|计划|平均|合计|共有|可")
"""Verbs before what was attained, which are no part of its name: 实现生产总值."""


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity of a list, with the noun counted."""

    quantity: Quantity
    noun: tuple[int, int] | None
    """Text offsets."""
    end: int
    """Text offset behind the two."""


class CountList:
    """The counts of one comma clause."""

    def __init__(self, reading: Reading, part: tuple[int, int], topic: Phrase | None, opened: bool) -> None:
        self.reading, self.part, self.topic, self.opened = reading, part, topic, opened
        self.text, self.one, self.listed = reading.text, False, False
        self.start, self.stop = reading.token_range(*part)
        self.inside = [p for p in reading.phrases_of_tokens(*part) if p.form != "pronoun" and not p.personal]

    def opening(self) -> tuple[int, bool]:
        """The text offset at which the list begins, and whether a verb of having stands before it."""
        at = self.start
        if self.opened and self.topic is not None:
            at = self.reading.tokens.ends[self.topic.last - 1]
            behind = self.reading.tokens.texts[self.topic.last : self.topic.last + 1]
            at += len(behind[0]) if behind and behind[0] in LOCALIZERS else 0
        while (moved := self._framed(at)) > at:
            at = moved
        prospect = _end(_PROSPECT, self.text, at, self.stop)
        having = _CAPACITY.match(self.text, prospect, self.stop) or _HAVING.match(self.text, at, self.stop)
        ends = self.reading.tokens.ends
        whole = having is not None and having.end() in {ends[i] for i in range(*self.part)}
        return (having.end(), True) if having is not None and whole else (at, False)

    def _framed(self, at: int) -> int:
        """Behind the words that only frame a list: 目前, 截至2020年底."""
        for time in self.reading.times_between(at, min(at + 3, self.stop)):
            if time.end <= self.stop and not self.text[at : time.start].strip("在到至以来截"):
                return _end(_AFTER_TIMES, self.text, time.end, self.stop)
        return _end(_OPENING, self.text, at, self.stop)

    def counts(self, at: int, *, one: bool = False) -> list[Count]:
        """The counts of the list that begins at an offset; a single one counts only where ``one`` says so."""
        self.one = one
        found: list[Count] = []
        while at < self.stop:
            self.listed = bool(found)
            count = self._behind(at) or self._bare(at) or self._before(at)
            if count is None:
                break
            found.append(count)
            at = _end(_SEPARATOR, self.text, count.end, self.stop)
        return found

    def respectively(self, at: int) -> list[Count]:
        """桥梁和隧道分别为96座、58座: two lists of one length."""
        middle = RESPECTIVELY.search(self.text, at, self.stop)
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
        return [Count(quantity, (noun.start, noun.end), quantity.end) for noun, quantity in pairs]

    def _quantity(self, start: int, end: int) -> Quantity | None:
        """The first usable quantity that begins between two offsets; one thing counts only where others were told."""
        for quantity in self.reading.quantities_between(start, end):
            if quantity.kind == "age" and quantity.start > start:
                continue
            if quantity.ordinal or quantity.kind not in _COUNTS or quantity.text[0] in "多数几":
                return None
            if quantity.value == 1 and not self.listed and not (self.one and quantity.text.endswith("人")):
                return None
            known = (quantity.value, quantity.min, quantity.max) != (None, None, None)
            return quantity if known and quantity.end <= self.stop else None
        return None

    def _lasting(self, start: int) -> Quantity | None:
        """The span of time or the age that measures a property: 126分钟 in 片长126分钟, 26岁 in 平均年龄26岁."""
        for quantity in self.reading.quantities_between(start, self.stop):
            name = LINK.sub("", self.text[self.start : quantity.start])
            return quantity if quantity.kind in ("duration", "age") and name.endswith(_LASTING) else None
        return None

    def _behind(self, at: int) -> Count | None:
        """4个小区: the noun stands behind its quantity."""
        quantity = self._quantity(at, at + 1)
        noun = self.reading.counted_by(quantity) if quantity is not None else None
        if quantity is None or noun is None or noun.end <= quantity.end or noun.end > self.stop:
            return None
        end = noun.end
        return Count(quantity, (end - len(noun.short or noun.text), end), end) if noun.type != "Person" else None

    def _before(self, at: int) -> Count | None:
        """床位320张, 单体容量为324安时: the noun stands before its quantity, a verb of measure between them."""
        quantity = self._quantity(at + 1, self.stop) or self._lasting(at + 1)
        if quantity is None:
            return None
        name = self.text[at : quantity.start]
        risen = self._risen(quantity)
        link = _FROM.search(name) if risen is not None else LINK.search(name)
        quantity = risen or quantity
        noun = self._noun(at, at + (link.start() if link else len(name)))
        end = _end(_CLOSING, self.text, quantity.end, self.stop)
        more = end < self.stop and self._quantity(end, end + 1) is None
        if more and not _SEPARATOR.match(self.text, end, self.stop):
            return None
        return Count(quantity, noun, end) if self._is_noun(*noun, quantity) else None

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
        named = (f"该{whole}", f"本{whole}", whole) if len(whole) > 1 else ()
        for prefix in (*named, *_ALL_OF, "其"):
            if self.text.startswith(prefix, start, end) and start + len(prefix) < end:
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
        if self.text[start:end] == "投入" or (self.text[start:end].endswith("投入") and self._last_tag(end) == "v"):
            return False
        if self._hands_out(start, end):
            return False
        if suffix_entry(self.text[start:end], "measures", "noun") is not None and end - start <= _LONGEST:
            return True
        run = [p for p in self.inside if start < p.end <= end]
        if not run or run[-1].end != end or any(p.type == "Person" for p in run):
            return False
        before = self.text[start : run[0].start] if run[0].start > start else ""
        if before.strip("“《") and _AGED.fullmatch(before) is None:
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

    def _bare(self, at: int) -> Count | None:
        """312户、1347人, 8章56条: nothing is named beside the quantity."""
        quantity = self._quantity(at, at + 1)
        return Count(quantity, None, quantity.end) if quantity is not None and quantity.kind == "count" else None


def _end(pattern: re.Pattern[str], text: str, at: int, stop: int) -> int:
    """Behind what a pattern matches at an offset, or the offset."""
    match = pattern.match(text, at, stop)
    return match.end() if match is not None else at
