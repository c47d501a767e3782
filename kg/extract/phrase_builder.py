"""Noun phrases: the naming words of people, groups, places, things.

A shallow grammar over the segmenter's tags, which holds up better on news prose than constituents read off
a parse: ``[determiner] [count] [adjective]* noun+``. A personal name ends the run before it (a title) and begins
its own phrase; neighbouring places are phrases of their own, so that a chain can be read off them. What stands
before 的 is the owner of the phrase after it and not part of its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.extract import nouns
from kg.extract.noun_runs import AT_HAND, STATES, Known, NounRuns, is_definite_word
from kg.extract.phrase_counts import attach_counts
from kg.extract.phrase_types import NAME_TAGS, PhraseTypes
from kg.extract.phrases import PERSONAL, PLACE_PRONOUNS, Phrase, strip_quotes
from kg.extract.quantities import Quantity
from kg.extract.quotations import Quotation
from kg.extract.times import TimeExpression
from kg.extract.tokens import Tokens
from kg.lexicons.lists import words
from kg.model import EntityType

_DETERMINERS = words("determiner")
_DETERMINING = _DETERMINERS | words("distributive")
_HONORIFICS = words("honorific")
_BODY_PARTS = words("body_part")
_NEW_BEHIND = frozenset(
    ("有", "另有", "仍有", "还有", "共有", "致", "造成", "导致", "救出", "至少", "其中", "已致", "包括")
)
_YEAR = re.compile(r"[12]\d{3}年")
_COLLECTIVE = ("对", "双", "群", "批", "伙", "户", "家", "帮", "拨", "支", "队", "班")
"""Measures of several at once: 一对老夫妻."""


_POINTING = ("该", "本", "这座", "这条", "这部", "此")
_SHORT_THINGS: Mapping[str, EntityType] = {
    **dict.fromkeys("省市县区镇乡村州国桥岛园线路", "Place"),
    **dict.fromkeys("书片剧刊", "Work"),
    **dict.fromkeys("会局厅署处办站所报矿", "Organization"),
    "队": "Group",
    "船": "Goods",
}
"""Types of nouns of one character, which only a determiner makes names of what was told of before: 该桥, 全书."""


def find_phrases(
    tokens: Tokens,
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    quotations: Sequence[Quotation],
    names: Sequence[tuple[int, int]] = (),
) -> tuple[Phrase, ...]:
    """The noun phrases of a document in text order; ``names`` are text offsets of personal names known beforehand."""
    known = Known.of(tokens, quantities, times, quotations, names)
    phrases = _Builder(tokens, known).build()
    attach_counts(phrases, tokens, known.counts)
    return tuple(_owned(phrases, tokens))


class _Builder:
    """One pass over a document's tokens."""

    def __init__(self, tokens: Tokens, known: Known) -> None:
        self.tokens = tokens
        self.known = known
        self.runs = NounRuns(tokens, known)
        self.types = PhraseTypes(tokens)
        self.phrases: list[Phrase] = []

    def build(self) -> list[Phrase]:
        """The phrases in text order, before counts that stand apart and owners are joined to them."""
        index = 0
        while index < len(self.tokens):
            index = self._phrase_at(index)
        return self.phrases

    def _phrase_at(self, index: int) -> int:
        """Read a phrase that begins at a token; return the token behind it (the next one where there is none)."""
        text = self.tokens.texts[index]
        if index in self.known.names:
            return self._known_name(index)
        if text == "一行" and index > 0 and self.tokens.tags[index - 1] == "PER":
            # 梁某一行 is told by its leader.
            return index + 1
        opens = index > 0 and self.tokens.texts[index - 1] == "，"
        if (self._is_adjacent(index) or opens) and self.runs.is_all(index):
            return index + 1
        if text in AT_HAND and (self._is_adjacent(index) or self.tokens.texts[index - 1 : index] == ["的"]):
            return index + 1
        if is_definite_word(text):
            self._add(index, index + 1, index, None, "该")
            return index + 1
        if (text in PERSONAL or text in PLACE_PRONOUNS) and not self._tells_of_new(index):
            return self._pronoun(index)
        counted_from = index
        while counted_from < len(self.tokens) and self.tokens.texts[counted_from] in _DETERMINING:
            counted_from += 1
        determiner = "".join(self.tokens.texts[index:counted_from])
        count, at = self.known.counts.get(counted_from, (None, 0))
        if count is None:
            at = self._vague_count(counted_from)
            if at == counted_from + 1 and self.tokens.tags[counted_from] == "q":
                # A measure word without a number is no part of the name: 这片区域.
                determiner, counted_from = determiner + self.tokens.texts[counted_from], at
        # 好 behind a verb belongs to the verb: 做好工作.
        if at == index and text == "好" and at > 0 and self.tokens.tags[at - 1] == "v":
            return index + 1
        run = self.runs.at(at)
        if run is not None and count is not None and _counts_people(count) and self._is_said_of(at):
            # 5人伤势危重, 7人全部获救: the people are counted, not their state.
            run = None
        if run is None:
            if count is None or not (count.kind == "money" or _counts_people(count)):
                return index + 1
            self._add(index, at, counted_from, count, determiner)
            return at
        self._add(index, run[0][1], counted_from, count, determiner)
        for first, last in run[1:]:
            self._add(first, last, first, None, "")
        return run[-1][1]

    def _is_said_of(self, index: int) -> bool:
        """Whether a noun behind a count is no part of what is counted: 伤势, 左腿, 全部."""
        text = self.tokens.texts[index]
        return text in STATES or text in _BODY_PARTS or self.runs.is_all(index)

    def _tells_of_new(self, index: int) -> bool:
        """有两人被困, 救出两人: behind such verbs the two are no ones told of before."""
        two = self.tokens.texts[index] in ("两人", "二人")
        return two and index > 0 and self.tokens.texts[index - 1] in _NEW_BEHIND

    def _vague_count(self, at: int) -> int:
        """Behind counting words without a number: 一些, 多个, 数名, 个."""
        texts, tags = self.tokens.texts, self.tokens.tags
        if at + 1 < len(texts) and texts[at] in ("多", "数", "几") and tags[at + 1] == "q":
            return at + 2
        while at < len(texts) and tags[at] in ("m", "q"):
            if texts[at] in ("之", "一") or "期" in texts[at] or texts[at].endswith(("岁", "月", "天", "年")):
                break
            at += 1
        return at

    def _known_name(self, index: int) -> int:
        """A personal name that was known beforehand."""
        last, start, end = self.known.names[index]
        text = strip_quotes(self.tokens.text[start:end])
        adjacent = self._is_adjacent(index)
        if last < len(self.tokens) and self.tokens.texts[last] in _HONORIFICS and self.tokens.starts[last] == end:
            last += 1
        phrase = Phrase(index, last, start, end, text, "Person", "name", text, adjacent=adjacent, personal=True)
        self.phrases.append(replace(phrase, short=text, index=len(self.phrases)))
        return last

    def _pronoun(self, index: int) -> int:
        text = self.tokens.texts[index]
        kind: EntityType | None = "Place" if text in PLACE_PRONOUNS else None
        start, end = self.tokens.starts[index], self.tokens.ends[index]
        self.phrases.append(Phrase(index, index + 1, start, end, text, kind, "pronoun", text, index=len(self.phrases)))
        return index + 1

    def _is_adjacent(self, first: int) -> bool:
        return bool(self.phrases) and self.phrases[-1].last == first

    def _add(self, first: int, last: int, named_from: int, count: Quantity | None, determiner: str) -> None:
        """Add the phrase of a token range whose naming words, with their count, begin at ``named_from``."""
        tokens = self.tokens
        text = strip_quotes(tokens.between(named_from, last))
        bare_from = self._behind_count(named_from, last, count) if count is not None else named_from
        bare = strip_quotes(tokens.between(bare_from, last)) or text
        tags = tokens.tags[named_from:last]
        kind = self.types.of(named_from, last, bare)
        named = bare in self.types.aliases or any(tag in NAME_TAGS for tag in tags)
        named = named or any(word in "“《" for word in tokens.texts[named_from:last])
        if kind in ("Group", "Person") and count is not None and tags[-1] != "PER":
            one = count.value == 1 and not text.endswith("们") and not count.text.endswith(_COLLECTIVE)
            kind = "Person" if one else "Group"
            named = False
        if kind is None and count is not None and text == count.text and text.endswith("户"):
            kind = "Group"
        if kind == "Activity" and tokens.texts[named_from] == "“" and bare.endswith("行动"):
            # “暖冬行动” is a campaign.
            kind = "Event"
        kind = _pointed_at(kind, text, determiner)
        if kind == "Event" and named and named_from > 0 and _YEAR.fullmatch(tokens.texts[named_from - 1]):
            # The year belongs to the name: 2021年全国科普日.
            named_from -= 1
            first = min(first, named_from)
            text = bare = strip_quotes(tokens.between(named_from, last))
        named_person = kind == "Person" and tags[-1] == "PER"
        keeps_count = kind in ("Group", "Person") and count is not None and not named_person
        start_token = named_from if keeps_count or count is None else min(bare_from, last - 1)
        end_token = last
        if kind == "Person" and count is None and self._is_polite(last):
            end_token, text = last - 1, text.removesuffix(tokens.texts[last - 1])
            bare = bare.removesuffix(tokens.texts[last - 1])
        start, end = self._without_quotes(tokens.starts[start_token], tokens.ends[end_token - 1])
        self.phrases.append(
            Phrase(
                first,
                last,
                start,
                end,
                text if keeps_count else bare,
                kind,
                "name" if named and kind not in ("Goods", "Condition") else "nominal",
                tokens.texts[last - 1],
                count,
                determiner in _DETERMINERS or determiner.startswith(("该", "此", "本")),
                determiner,
                adjacent=self._is_adjacent(first),
                personal=kind == "Person" and "PER" in tags,
                short=bare,
                index=len(self.phrases),
            )
        )

    def _is_polite(self, last: int) -> bool:
        """Whether a phrase ends in a full name and a title of anybody, which is no part of it: 宋达生同志."""
        if last < 2 or self.tokens.texts[last - 1] not in _HONORIFICS or self.tokens.tags[last - 2] != "PER":
            return False
        name = self.tokens.texts[last - 2]
        return len(name) >= 2 and nouns.is_surname(name[0])

    def _behind_count(self, begin: int, last: int, count: Quantity) -> int:
        """The token behind the counting words that a phrase begins with."""
        if count.kind == "money" and self.tokens.ends[last - 1] <= count.end:
            # 80万/港元: the currency is a word of its own, and no noun behind the sum.
            return begin
        at = begin
        while at < last and self.tokens.starts[at] < count.end:
            at += 1
        if at < last:
            return at
        # The count is all there is: what is counted is its last word (5600/人).
        at = begin + 1
        while at < last and self.tokens.tags[at] in ("m", "q") and self.tokens.starts[at] < count.end:
            at += 1
        return at

    def _without_quotes(self, start: int, end: int) -> tuple[int, int]:
        text = self.tokens.text
        while start < end and text[start] in "“‘":
            start += 1
        while end > start and text[end - 1] in "”’":
            end -= 1
        return start, end


_WORKPLACES = frozenset("校院厂店社站所馆园")
"""校里, 店里: bodies in which their people are."""


def _pointed_at(kind: EntityType | None, text: str, determiner: str) -> EntityType | None:
    """The type of a phrase as its determiner makes it: 该县 is a place, 这位 belongs before one person."""
    if determiner == "该" and is_definite_word(text):
        if text.endswith("里"):
            return "Organization" if text[:-1] in _WORKPLACES else "Group" if text == "队里" else "Place"
        return _SHORT_THINGS.get(text[1:]) or nouns.common_type(text[1:]) or "Organization"
    if determiner in _POINTING and kind is None:
        kind = _SHORT_THINGS.get(text)
    one = determiner in ("该", "这位", "那位", "这名")
    return "Person" if kind == "Group" and one else kind


def _counts_people(count: Quantity) -> bool:
    """Whether a count names its people or bodies itself: 3000余人, 20户."""
    return count.kind == "count" and count.text.endswith(("人", "户", "家"))


_CALLED = tuple([verb] for verb in ("叫", "名叫", "叫做", "名为", "唤作", "取名", "姓"))


def _owned(phrases: Sequence[Phrase], tokens: Tokens) -> list[Phrase]:
    """The phrases, each linked to the one that stands before 的 in front of it."""
    by_last = {phrase.last: index for index, phrase in enumerate(phrases)}
    title_owner: int | None = None
    found = []
    for phrase in phrases:
        before = phrase.first - 1
        owner = by_last.get(before) if before > 0 and tokens.texts[before] in ("的", "之") else None
        if owner is not None and tokens.texts[phrases[owner].first - 1 : phrases[owner].first] in _CALLED:
            # 叫涛涛的孩子: the name is the child's own.
            owner = None
        if phrase.personal and phrase.adjacent and title_owner is not None:
            # The owner of a title is that of the name behind it: 河大的副校长刘某.
            owner = title_owner
        elif owner is not None or not phrase.adjacent:
            # 赶到现场救援的当地村民晏某: the owner is that of the whole title.
            title_owner = owner
        found.append(replace(phrase, owner=owner) if owner is not None else phrase)
    return found
