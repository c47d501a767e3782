"""Which tokens make up the noun phrases of a run of nouns, and where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.extract import nouns
from kg.extract.phrase_types import ADDRESS, COUPLES, NAME_TAGS
from kg.extract.quantities import Quantity
from kg.extract.quotations import Quotation
from kg.extract.times import TimeExpression
from kg.extract.tokens import Tokens
from kg.lexicons import load_table
from kg.lexicons.lists import endings, framed_verbs, words

NOUN_TAGS = frozenset(("n", "nz", "nw", "vn", "an", "s", "ORG", "LOC", "PER", "xc"))
_PRONOUNS = words("pronoun") | words("place_pronoun")
_DEFINITE_HEADS = words("definite_head")
_PLACED_WITHIN = words("placed_within")
_POINTED_BODIES = words("pointed_body")
_CLAUSE_NOUNS = words("clause_noun")
AT_HAND = words("at_hand")
_DIMENSIONS = words("dimension")
_ANNOUNCES_TITLE = words("announces_title")
STATES = frozenset(("伤势", "伤情", "病情", "情况", "生命"))
"""What people have who are hurt or ill."""
_SERVICES = words("service_noun")
_HAVING = ("Place", "Goods", "Work", "Organization", "Group", "Person", "Event")
_SPLIT = words("outer_property") | STATES
_BODY_PARTS = words("body_part")
_OF_THINGS = words("property_of_things")
_REACHING = words("measure_link")
_STRUCTURES = words("bare_structure")
_APPOSED = words("apposed_head")
_BUILT = endings("structure_ending")
_EVENT_MODIFIERS = words("event_modifier")
_FOUNDING = framed_verbs("obj", predicate="founded")
UNDER = ("旗下", "下属", "所属", "下辖")
"""What is told between a body and one that belongs to it."""
_SUBSIDIARY = endings("apposed_body")
"""What is told of a body before its name: 子公司, 承建商."""
_ADDRESS_OR_COUPLE = frozenset((*ADDRESS, *COUPLES))
_LATIN = re.compile(r"[A-Za-z0-9·.\-]+")
_TIMES = re.compile(r"[次遍回趟下声口眼元]$|一(.)\1")
"""Counting words of verbs, and sums of money: 第一次拧开, 一批批离开, 1000万元设立."""
_ISSUING = words("issuing_verb")
_PHASE = re.compile(r"[一二三四五六七八九十0-9]+期")
_LONGEST_PROPERTY = 8
"""Characters of the name of a measured property."""
_LONGEST_QUOTED, _LONGEST_TITLE, _MOST_QUOTED = 16, 40, 25
"""Characters of a quoted name, of a quoted title, and tokens of either."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a document before its phrases are read."""

    names: Mapping[int, tuple[int, int, int]]
    """Personal names by their first token: the token behind them, and their text offsets."""
    times: frozenset[int]
    """Tokens of times."""
    counts: Mapping[int, tuple[Quantity, int]]
    """Quantities by their first token, with the token behind them."""
    quotations: frozenset[int]
    """Text offsets at which quotations begin."""

    @classmethod
    def of(
        cls,
        tokens: Tokens,
        quantities: Sequence[Quantity],
        times: Sequence[TimeExpression],
        quotations: Sequence[Quotation],
        names: Sequence[tuple[int, int]],
    ) -> Known:
        """Lay what was found in the text over the tokens."""
        covered = frozenset(tokens.covered((time.start, time.end) for time in times))
        known: dict[int, tuple[int, int, int]] = {}
        for start, end in names:
            span = tokens.doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                known[span.start] = (span.end, start, end)
        counts: dict[int, tuple[Quantity, int]] = {}
        for quantity in quantities:
            if quantity.ordinal or quantity.kind in ("age", "duration"):
                continue
            span = tokens.doc.char_span(quantity.start, quantity.end, alignment_mode="contract")
            if span is not None and len(span) and covered.isdisjoint(range(span.start, span.end)):
                counts.setdefault(span.start, (quantity, span.end))
        return cls(known, covered, counts, frozenset(quotation.start for quotation in quotations))


_NO_BODIES = frozenset(("全会", "同会", "同处", "本处", "同所", "同国"))
"""Words that begin and end so and point at no body: 全会 is a meeting."""


@cache
def _attributive_verbs() -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "attributive")


def is_definite_word(text: str) -> bool:
    """Whether one word points at a place or body told of before: 该县, 本校, 全市, 村里."""
    if text in _PLACED_WITHIN or text in _POINTED_BODIES:
        return True
    return 2 <= len(text) <= 4 and text[0] in "该本全同" and text[1:] in _DEFINITE_HEADS and text not in _NO_BODIES


_LEADING = ("往", "至", "向", "到", "给", "赴", "抵")
"""Last characters of verbs that lead to somebody or somewhere: 运往, 送至, 发给."""


class NounRuns:
    """Reads runs of nouns."""

    def __init__(self, tokens: Tokens, known: Known) -> None:
        self.texts = tokens.texts
        self.tags = tokens.tags
        self.tokens = tokens
        self.known = known

    def at(self, begin: int) -> list[tuple[int, int]] | None:
        """Token ranges of the phrases in the run that begins at a token; None where no noun stands in it."""
        if begin < len(self.texts) and self.tags[begin] in ("d", "ad") and self._is_emphasised(begin):
            return [(begin, begin + 2)]
        if self._is_paired(begin):
            return None
        end = begin
        while end < len(self.texts) and self._continues(end, begin):
            end = self._quoted_end(end) or end + 1
            if self._title_of_name(end - 1):
                break
        while end > begin and self.tags[end - 1] == "a" and nouns.person_number(self.texts[end - 1]) is None:
            end -= 1
        if end == begin + 1 and self._nominalised(begin):
            return [(begin, end)]
        if not any(self._is_noun(index) or self.texts[index] in "”》" for index in range(begin, end)):
            return None
        return self._split(begin, end)

    def is_all(self, index: int) -> bool:
        """将被困人员全部转移: 全部 before a verb says that it is all of them, and is no part of the name."""
        tags = self.tags[index + 1 : index + 2]
        return self.texts[index] == "全部" and tags != [] and tags[0] in ("v", "vd", "d", "ad", "p")

    def _title_of_name(self, index: int) -> bool:
        """A post right behind a name heads nothing more: 梁某书记现场指导."""
        role = nouns.role_of(self.texts[index])
        named = index > 0 and (self.tags[index - 1] == "PER" or index - 1 in self.known.names)
        return named and role is not None and role.after and role.head == self.texts[index]

    def _is_noun(self, index: int) -> bool:
        text, tag = self.texts[index], self.tags[index]
        if tag == "xc":
            return text in ("各界", "各方") or _LATIN.fullmatch(text) is not None
        if tag in NOUN_TAGS or text in ("各界", "各方"):
            return True
        if tag == "a":
            return len(text) > 1 and nouns.person_number(text) is not None
        return tag == "m" and len(text) > 3 and text[0] == "第" and nouns.common_type(text) == "Organization"

    def _continues(self, index: int, begin: int) -> bool:
        text = self.texts[index]
        if text == "当地" and index == begin:
            # 10名当地医生
            return True
        if text in _PRONOUNS or "\n" in text or index in self.known.times or index in self.known.names:
            return False
        if index > begin and self.tokens.spaced[index - 1] and not text.isascii():
            return False
        if (
            text in _CLAUSE_NOUNS
            or is_definite_word(text)
            or (index > begin and (text in AT_HAND or text in _DIMENSIONS))
        ):
            return False
        if index > begin and self.tags[index] == "s" and text.endswith("楼"):
            # 县医院二楼
            return False
        if index > begin and (self.is_all(index) or self._repeats(index)):
            return False
        if text == "一行" and index > 0 and self.tags[index - 1] == "PER":
            return False
        if self._attributive(index, begin) or self._phase(index, begin) or self._joins(index, begin):
            return True
        if self._of_event(index, begin) or self._joins_modifiers(index, begin):
            return True
        if self._inner_verb(index, begin) or (index == begin and self._nominalised(index)):
            return True
        if text in UNDER or (index > begin and index in self.known.counts):
            return False
        if text in "“《" and self._quoted_end(index):
            return True
        return self._is_noun(index) or self._describes(index, begin)

    def _repeats(self, index: int) -> bool:
        """村 behind 白石村: what is told is of the place that was just named (白石村村内, 石桥村村集体)."""
        text, before = self.texts[index], self.texts[index - 1]
        return (
            text in _DEFINITE_HEADS
            and self.tags[index - 1] in ("LOC", "ORG")
            and len(before) > len(text)
            and before.endswith(text)
        )

    def _describes(self, index: int, begin: int) -> bool:
        """An adjective before a noun or another adjective."""
        if self.tags[index] != "a" or self.texts[index] in ("多", "少", "大批") or index + 1 >= len(self.texts):
            return False
        if index > begin and self.tags[index - 1] == "d":
            return False
        return self.tags[index + 1] == "a" or self._is_noun(index + 1)

    def _attributive(self, index: int, begin: int) -> bool:
        """A verb that describes the people named right after it: 下沉社区干部, 退休党员."""
        if self.tags[index] not in ("v", "vn", "vd") or self.texts[index] not in _attributive_verbs():
            return False
        if index > begin and self.tags[index - 1] not in NOUN_TAGS:
            return False
        last = index + 1
        while last < len(self.texts) and self.tags[last] not in NAME_TAGS:
            if self.tags[last] != "a" and not self._is_noun(last):
                break
            last += 1
        if last == index + 1 or (last < len(self.texts) and self.texts[last] == "的"):
            return False
        return nouns.person_number(self.tokens.between(index + 1, last)) is not None

    def _of_event(self, index: int, begin: int) -> bool:
        """A verb inside the name of an event: 重点项目推进座谈会, 全民阅读活动."""
        if index == begin or index + 1 >= len(self.texts) or self.texts[index] not in _EVENT_MODIFIERS:
            return False
        nouny = self.tags[index - 1] in ("n", "vn", "an", "nz", "a") or self.texts[index - 1] == "”"
        head = self.texts[index + 1]
        return nouny and self.tags[index + 1] in ("n", "vn") and nouns.class_of(head) == "Event" and self._called(begin)

    def _called(self, begin: int) -> bool:
        """Whether the run stands behind a verb, 的 or a quantity, so that it is no subject with its verb."""
        return begin == 0 or self.tags[begin - 1] in ("v", "m", "q", "u", "w", "p") or self.texts[begin][0] in "“《"

    def _joins_modifiers(self, index: int, begin: int) -> bool:
        """28名消防和救护人员: two kinds of people that one count counts."""
        if (
            self.texts[index] not in ("和", "及", "与")
            or index != begin + 1
            or begin == 0
            or index + 2 >= len(self.texts)
        ):
            return False
        counted = self.tags[begin - 1] == "m" and self.texts[begin - 1].endswith(("名", "位", "个"))
        kinds = self.tags[begin] in ("n", "vn") and self.tags[index + 1] in ("n", "vn")
        bare = nouns.person_number(self.texts[begin]) is None and nouns.person_number(self.texts[index + 1]) is None
        return (
            counted and kinds and bare and self.texts[index + 2] in ("人员", "官兵", "队员", "工作者", "干部", "工人")
        )

    def _inner_verb(self, index: int, begin: int) -> bool:
        """A verb inside a compound: behind 的 or counting words no clause begins (8名养路工, 最大的搬迁安置点)."""
        if index != begin or self.tags[index] != "v" or begin == 0 or index in self.known.counts:
            return False
        if self.texts[index].endswith(_LEADING):
            # 帐篷500顶运往灾区
            return False
        before = begin - 1
        while before > 0 and self.tags[before] == "a":
            before -= 1
        counted = self.tags[before] in ("m", "q") and not _TIMES.search(self.texts[before])
        # 其中15家存在隐患 says what some of them do.
        counted = counted and self.texts[before - 1 : before] not in (["其中"], ["另"], ["另有"])
        issued, founded = self._is_issued(index), self._is_founded(index)
        if self.texts[before] != "的" and not counted and not issued and not founded:
            return False
        last = index + 1
        while last < len(self.texts) and self.tags[last] in ("n", "vn", "an", "a"):
            last += 1
        if issued and nouns.class_of(self.tokens.between(index, last)) != "Work":
            return False
        if founded and nouns.common_type(self.tokens.between(index, last)) not in ("Organization", "Group"):
            return False
        closed = last >= len(self.texts) or self.texts[last] not in ("的", "、", "和", "了")
        return last > index + 1 and closed

    def _is_issued(self, index: int) -> bool:
        """Whether a verb stands right behind one of issuing: 发布投诉分析报告, where it begins the name of a work."""
        before = index - 1
        while before > 0 and (self.tags[before] == "TIME" or self.texts[before] == "了"):
            before -= 1
        return before >= 0 and self.texts[before] in _ISSUING

    def _is_founded(self, index: int) -> bool:
        """Whether a verb stands right behind one of founding: 成立阅读社团, where it begins the name of a body."""
        before = index - 1 - (self.texts[index - 1] == "了")
        return before >= 0 and self.texts[before] in _FOUNDING

    def _nominalised(self, index: int) -> bool:
        """A verb behind 的 that ends its clause is told of as a thing: 社区的支持, 孩子的追问."""
        return index > 0 and self.texts[index - 1] == "的" and self._closes(index)

    def _is_paired(self, index: int) -> bool:
        """A verb behind 既 or 又 with its object, which the segmenter takes for a noun: 既培训技术又提供岗位."""
        if index == 0 or index + 1 >= len(self.texts) or self.tags[index] != "vn":
            return False
        paired = self.texts[index - 1] in ("既", "又", "并", "不仅", "还")
        return paired and self.tags[index + 1] in ("n", "nz", "PER", "LOC")

    def _is_emphasised(self, index: int) -> bool:
        """An adverb before such a verb: 社区的大力支持."""
        behind = index + 1
        return index > 0 and self.texts[index - 1] == "的" and behind < len(self.texts) and self._closes(behind)

    def _closes(self, index: int) -> bool:
        """Whether a verb of more than one character ends its clause."""
        closed = index + 1 >= len(self.texts) or self.tags[index + 1] == "w"
        return closed and self.tags[index] in ("v", "vd", "vn") and len(self.texts[index]) > 1

    def _phase(self, index: int, begin: int) -> bool:
        """The phase of a housing estate belongs to its name: 大华社区一期."""
        if index == begin or _PHASE.fullmatch(self.texts[index]) is None:
            return False
        return self.tags[index - 1] == "LOC" or nouns.class_of(self.texts[index - 1]) in ("Place", None)

    def _joins(self, index: int, begin: int) -> bool:
        """A conjunction inside a body's name: 重庆交通大学建筑与城市规划学院, 国土资源和房地产学会."""
        if self.texts[index] not in ("与", "和", "及") or index - begin < 2:
            return False
        if self.tags[begin] not in ("ORG", "LOC") or self.tags[index - 1] in NAME_TAGS:
            return False
        left = self.tokens.between(begin, index)
        if nouns.common_type(left) in ("Organization", "Group") or nouns.name_suffix(left) is not None:
            return False
        last = index + 1
        while last < len(self.texts) and self.tags[last] not in ("PER", "LOC") and self._is_noun(last):
            last += 1
            suffix = nouns.suffix_entry(self.tokens.between(index + 1, last), "name_suffixes", "suffix")
            if suffix is not None and suffix["type"] == "Organization" and len(suffix["suffix"]) > 1:
                return True
        return False

    def _quoted_end(self, index: int) -> int | None:
        """The token behind a short quoted name that begins at a token: “窗帘之约”, 《报告》."""
        opener = self.texts[index]
        start = self.tokens.starts[index]
        if opener not in ("“", "《") or start + 1 in self.known.quotations:
            return None
        closer = "”" if opener == "“" else "》"
        titled = opener == "《" or (index > 0 and self.texts[index - 1] in _ANNOUNCES_TITLE)
        limit = start + (_LONGEST_TITLE if titled else _LONGEST_QUOTED)
        for at in range(index + 1, min(index + _MOST_QUOTED, len(self.texts))):
            text = self.texts[at]
            if text == closer:
                return at + 1 if at > index + 1 else None
            if (opener == "“" and text in "，。；：！？、") or "\n" in text or self.tokens.starts[at] > limit:
                return None
        return None

    # --- splitting -----------------------------------------------------------------------------------

    def _split(self, begin: int, end: int) -> list[tuple[int, int]]:
        """The phrases of a run: cut behind and before personal names, and behind places that stand alone.

        A measured property of a thing is a phrase of its own: 大桥, 全长.
        """
        named = self._property_start(begin, end)
        if named is not None:
            return [*self._split(begin, named), (named, end)]
        hurt = self._body_start(begin, end)
        if hurt is not None:
            return [*self._split(begin, hurt), (hurt, end)]
        parts: list[tuple[int, int]] = []
        start = begin
        for index in range(begin, end):
            tag = self.tags[index]
            if index > start and self.texts[index] == "《" and self.texts[index - 1] == "》":
                parts.append((start, index))
                start = index
            if index > start and self.texts[index - 1] in "》”" and self._is_measured(index, end):
                parts.append((start, index))
                start = index
            if tag == "ORG" and index > start and self._is_subsidiary(start, index):
                # 子公司青岚物流
                parts.append((start, index))
                start = index
            if tag in ("ORG", "LOC") and index > start and self.tokens.between(start, index) in _APPOSED:
                # 施工单位/中铁十九局, 控制性工程/鹰嘴岩隧道: what a name is told to be is no part of it.
                parts.append((start, index))
                start = index
            if tag not in ("PER", "LOC") or self._in_quotes(index, begin):
                continue
            if tag == "PER" and index > start:
                parts.append((start, index))
                start = index
            ends = not self._address_follows(index, end) if tag == "PER" else self._place_ends(start, index, end)
            if ends:
                parts.append((start, index + 1))
                start = index + 1
        if start < end:
            parts.append((start, end))
        return parts

    def _is_measured(self, begin: int, end: int) -> bool:
        """Whether a run ends in a measured property of the title or quoted name before it: 《远山》总制作费."""
        told = self.tokens.between(begin, end)
        row = nouns.suffix_entry(told, "measures", "noun") if len(told) <= _LONGEST_PROPERTY else None
        return row is not None and len(row["noun"]) > 1

    def _is_subsidiary(self, start: int, end: int) -> bool:
        """Whether words before a company's name say that it belongs to another: 子公司青岚物流, 旗下企业青岚物流."""
        said = self.tokens.between(start, end)
        under = start > 0 and self.texts[start - 1] in UNDER
        return said.endswith(_SUBSIDIARY) or (under and said in ("企业", "公司"))

    def _property_start(self, begin: int, end: int) -> int | None:
        """The token at which a property begins that ends a run behind the noun of a thing: 占地面积 in 新馆占地面积."""
        for first in range(max(begin + 1, end - 2), end):
            told = self.tokens.between(first, end)
            owned = told in _OF_THINGS and self._is_counted(end)
            if (owned or told in _SPLIT | _SERVICES) and self.tags[first - 1] not in ("a", "vn"):
                thing = self.tokens.between(begin, first)
                cut = self.texts[end : end + 1] in (["中断"], ["瘫痪"], ["受阻"])
                if self.texts[first] in _SERVICES and not cut:
                    return None
                goes_on = self.tags[end : end + 1] in (["a"], ["d"], ["ad"], ["v"])
                if self.texts[first] in STATES and (nouns.person_number(thing) is None or not goes_on):
                    return None
                typed = nouns.common_type(thing) in _HAVING
                return first if typed or thing.endswith(_BUILT) or self.tags[first - 1] in NAME_TAGS else None
        return None

    def _body_start(self, begin: int, end: int) -> int | None:
        """The token of a part of the body right behind somebody: 头部 in 女童头部."""
        for index in range(begin + 1, end):
            if self.texts[index] in _BODY_PARTS:
                return index if nouns.person_number(self.tokens.between(begin, index)) is not None else None
        return None

    def _is_counted(self, at: int) -> bool:
        """Whether a quantity stands at a token, or behind the verb of measure there."""
        return at in self.known.counts or (
            self.texts[at : at + 1] != [] and self.texts[at] in _REACHING and at + 1 in self.known.counts
        )

    def _in_quotes(self, index: int, begin: int) -> bool:
        """A word inside a short quoted name is part of the name, whatever the segmenter takes it for."""
        for at in range(index - 1, max(begin, index - 8) - 1, -1):
            if self.texts[at] in ("“", "”", "《", "》"):
                return self.texts[at] in ("“", "《")
        return False

    def _address_follows(self, index: int, end: int) -> bool:
        return index + 1 < end and self.texts[index + 1] in _ADDRESS_OR_COUPLE

    def _place_ends(self, start: int, index: int, end: int) -> bool:
        """Whether the place name at a token stands alone, rather than beginning a longer name."""
        if index + 1 >= end:
            return False
        following = self.tags[index + 1]
        if following == "LOC":
            # 苍沧 and 高速公路 are one name.
            return self.texts[index + 1] not in _STRUCTURES
        tail = self._tail(index + 1, end)
        if nouns.person_number(tail) is not None:
            return following in NAME_TAGS or following == "v"
        if len(tail) >= 3 and nouns.class_of(tail) == "Event":
            return False
        suffix = nouns.name_suffix(self.tokens.between(start, index + 1) + tail)
        return suffix is None and nouns.common_type(tail) not in ("Organization", "Place")

    def _tail(self, begin: int, end: int) -> str:
        last = begin
        while last < end and self.tags[last] not in NAME_TAGS:
            last += 1
        return self.tokens.between(begin, last)
