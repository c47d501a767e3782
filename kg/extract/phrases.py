"""Noun phrases: the naming words of people, groups, places, things.

A shallow grammar over the segmenter's tags, which holds up better on news prose than constituents read off
a parse: ``[determiner] [count] [adjective]* noun+``. A personal name ends the run before it (a title) and begins
its own phrase; neighbouring places are phrases of their own, so that a chain can be read off them. What stands
before 的 is the owner of the phrase after it and not part of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Token

from kg.extract import nouns
from kg.extract.quantities import Quantity
from kg.extract.quotations import Quotation
from kg.extract.times import TimeExpression
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words
from kg.model import EntityType

_ANNOUNCES_TITLE = words("announces_title")

NOUN_TAGS = frozenset({"n", "nz", "nw", "vn", "an", "s", "ORG", "LOC", "PER", "xc"})
NAME_TAGS = frozenset({"ORG", "LOC", "PER"})
PERSONAL = words("pronoun")
PLACE_PRONOUNS = words("place_pronoun")
DETERMINERS = words("determiner")
DISTRIBUTIVE = words("distributive")
ADDRESS = endings("address")
_DEFINITE_HEADS = words("definite_head")
_CLAUSE_NOUNS = words("clause_noun")
COUPLES = endings("couple")
_LATIN = re.compile(r"[A-Za-z0-9·.\-]+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of the text."""

    first: int
    """Token range of the whole phrase, determiner and count included."""
    last: int
    start: int
    """Text offsets of the naming words."""
    end: int
    text: str
    """The naming words without quotation marks; a counted group keeps its count."""
    type: EntityType | None
    form: Literal["name", "nominal", "pronoun"]
    head: str
    count: Quantity | None = None
    definite: bool = False
    determiner: str = ""
    owner: int | None = None
    """Index of the phrase that stands before 的."""
    adjacent: bool = False
    """True where the phrase before ends right where this one begins: a place chain or a title."""
    personal: bool = False
    """True for a person's name."""
    short: str = ""
    """The naming words without their count and outer names: 干部 for 湖北193名干部."""


@cache
def _measured_properties() -> frozenset[str]:
    return frozenset(row["noun"] for row in load_table("measures"))


@cache
def _attributive_verbs() -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "attributive")


def is_noun(token: Token) -> bool:
    if token.tag_ == "a" and len(token) > 1 and nouns.person_number(token.text) is not None:
        return True
    if token.text in ("各界", "各方"):
        return True
    if (
        token.tag_ == "m"
        and len(token) > 3
        and token.text.startswith("第")
        and nouns.common_type(token.text) == "Organization"
    ):
        return True
    if token.tag_ == "xc":
        return _LATIN.fullmatch(token.text) is not None
    return token.tag_ in NOUN_TAGS


def strip_quotes(text: str) -> str:
    return re.sub(r"[“”‘’\s]", "", text)


class _Builder:
    """One pass over a document's tokens."""

    def __init__(
        self,
        doc: Doc,
        quantities: Sequence[Quantity],
        times: Sequence[TimeExpression],
        quotations: Sequence[Quotation],
        names: Sequence[tuple[int, int]],
    ) -> None:
        self.doc = doc
        self.names: dict[int, tuple[int, int, int]] = {}
        for start, end in names:
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                self.names[span.start] = (span.end, start, end)
        self.phrases: list[Phrase] = []
        self.time_tokens = self._covered((t.start, t.end) for t in times)
        self.count_at: dict[int, tuple[Quantity, int]] = {}
        for quantity in quantities:
            if quantity.ordinal or quantity.kind in ("age", "duration"):
                continue
            span = doc.char_span(quantity.start, quantity.end, alignment_mode="contract")
            if span is not None and len(span) and not any(i in self.time_tokens for i in range(span.start, span.end)):
                self.count_at.setdefault(span.start, (quantity, span.end))
        self.quoted = {q.start for q in quotations}
        self.aliases = {
            doc[i + 2].text
            for i in range(len(doc) - 3)
            if doc[i].tag_ in ("ORG", "n")
            and doc[i + 1].text == "（"
            and doc[i + 2].text.isascii()
            and doc[i + 3].text == "）"
        }

    def _covered(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        covered: set[int] = set()
        for start, end in spans:
            span = self.doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                covered.update(range(span.start, span.end))
        return covered

    def build(self) -> tuple[Phrase, ...]:
        index = 0
        while index < len(self.doc):
            index = self._phrase_at(index)
        self._attach_counts()
        self._attach_behind()
        return tuple(self._owned())

    def _attach_counts(self) -> None:
        """A count cut off from its people by a relative clause: 两位受伤较轻的男子."""
        attached = {p.count.start for p in self.phrases if p.count is not None}
        for quantity, last in self.count_at.values():
            if (
                quantity.start in attached
                or quantity.kind != "count"
                or not quantity.text.endswith(("名", "位", "个", "名"))
            ):
                continue
            for number, phrase in enumerate(self.phrases):
                if not quantity.end < phrase.start <= quantity.end + 16:
                    continue
                between = self.doc[last : phrase.first].text
                if (
                    between.endswith("的")
                    and not re.search(r"[，。；：！？、”\n]", between)
                    and phrase.type in ("Person", "Group")
                    and phrase.count is None
                    and not phrase.personal
                ):
                    kind: EntityType = "Person" if quantity.value == 1 else "Group"
                    self.phrases[number] = replace(
                        phrase, count=quantity, text=quantity.text + phrase.text, short=phrase.text, type=kind
                    )
                    break

    def _attach_behind(self) -> None:
        """A count behind its noun: 帐篷500顶, 老人近900名."""
        attached = {p.count.start for p in self.phrases if p.count is not None}
        starts = {p.first for p in self.phrases}
        by_last = {p.last: number for number, p in enumerate(self.phrases)}
        for first, (quantity, last) in self.count_at.items():
            number = by_last.get(first)
            if number is None or quantity.start in attached or quantity.kind not in ("count", "measure", "money"):
                continue
            if quantity.kind == "money" and self.phrases[number].type != "Goods":
                continue
            phrase = self.phrases[number]
            closed = (
                last >= len(self.doc)
                or self.doc[last].tag_ in ("w", "c", "v", "u", "p", "d")
                or "\n" in self.doc[last].text
            )
            if phrase.count is not None or phrase.form == "pronoun" or phrase.personal or last in starts or not closed:
                continue
            if phrase.type in ("Place", "Organization") or phrase.text in _measured_properties():
                continue
            self.phrases[number] = replace(phrase, last=last, count=quantity, short=phrase.text)

    def _phrase_at(self, index: int) -> int:
        """Read a phrase that begins at ``index``; return the index behind it (``index + 1`` where there is none)."""
        token = self.doc[index]
        if index in self.names:
            return self._known_name(index)
        if self._definite_word(token.text):
            self._add(index, index + 1, index, None, "nominal", "该")
            return index + 1
        if token.text in PERSONAL or token.text in PLACE_PRONOUNS:
            return self._pronoun(index)
        at = index
        determiner = ""
        while at < len(self.doc) and self.doc[at].text in DETERMINERS | DISTRIBUTIVE:
            determiner += self.doc[at].text
            at += 1
        count: Quantity | None = None
        counted_from = at
        if at in self.count_at:
            count, at = self.count_at[at]
        else:
            at = self._vague_count(at)
        if at == index and self.doc[at].text == "好" and at > 0 and self.doc[at - 1].tag_ == "v":
            return index + 1
        core = self._core(at)
        if core is None:
            if count is not None and count.kind == "count" and count.text.endswith(("人", "户", "家")):
                self._add(index, at, counted_from, count, "nominal", determiner)
                return at
            if count is not None and count.kind == "money":
                self._add(index, at, counted_from, count, "nominal", determiner)
                return at
            return index + 1
        for number, (first, last) in enumerate(core):
            head_first = (index, counted_from) if number == 0 else (first, first)
            self._add(
                head_first[0],
                last,
                head_first[1],
                count if number == 0 else None,
                "nominal",
                determiner if number == 0 else "",
            )
        return core[-1][1]

    @staticmethod
    def _definite_word(text: str) -> bool:
        """One word for a place or body told of before: 该县, 本校, 全市."""
        return 2 <= len(text) <= 4 and text[0] in "该本全" and text[1:] in _DEFINITE_HEADS

    def _vague_count(self, at: int) -> int:
        """Behind counting words without a number: 一些, 多个, 数名, 个."""
        doc = self.doc
        if at + 1 < len(doc) and doc[at].text in ("多", "数", "几") and doc[at + 1].tag_ == "q":
            return at + 2
        while (
            at < len(doc)
            and doc[at].tag_ in ("m", "q")
            and doc[at].text not in ("之", "一")
            and "期" not in doc[at].text
            and not doc[at].text.endswith(("岁", "月", "天", "年"))
        ):
            at += 1
        return at

    def _known_name(self, index: int) -> int:
        """A personal name that the normaliser read off a byline."""
        last, start, end = self.names[index]
        text = strip_quotes(self.doc.text[start:end])
        adjacent = bool(self.phrases) and self.phrases[-1].last == index
        self.phrases.append(
            Phrase(index, last, start, end, text, "Person", "name", text, adjacent=adjacent, personal=True, short=text)
        )
        return last

    def _pronoun(self, index: int) -> int:
        token = self.doc[index]
        kind: EntityType | None = "Place" if token.text in PLACE_PRONOUNS else None
        self.phrases.append(
            Phrase(index, index + 1, token.idx, token.idx + len(token), token.text, kind, "pronoun", token.text)
        )
        return index + 1

    def _core(self, at: int) -> list[tuple[int, int]] | None:
        """Token ranges of the phrases in the noun run at ``at``: split behind and before personal names and places."""
        doc = self.doc
        end = at
        while end < len(doc) and self._continues(end, at):
            end = self._quoted_end(end) or end + 1
        while end > at and doc[end - 1].tag_ == "a" and nouns.person_number(doc[end - 1].text) is None:
            end -= 1
        if end == at or not any(is_noun(doc[i]) or doc[i].text in "”》" for i in range(at, end)):
            return None
        return self._split(at, end)

    def _continues(self, index: int, begin: int) -> bool:
        token = self.doc[index]
        if token.text in PERSONAL or token.text in PLACE_PRONOUNS or "\n" in token.text or index in self.time_tokens:
            return False
        if index > begin and self.doc[index - 1].whitespace_ and not token.text.isascii():
            return False
        if index in self.names or token.text in _CLAUSE_NOUNS or self._definite_word(token.text):
            return False
        if self._attributive(index, begin) or self._phase(index, begin) or self._joins(index, begin):
            return True
        if token.text in ("旗下", "下属", "所属", "下辖"):
            return False
        if index > begin and index in self.count_at:
            return False
        if token.text in "“《" and self._quoted_end(index):
            return True
        if is_noun(token):
            return True
        if token.tag_ == "a" and token.text not in ("多", "少", "大批"):
            follows = self.doc[index + 1] if index + 1 < len(self.doc) else None
            before = self.doc[index - 1] if index > begin else None
            return (
                follows is not None
                and (is_noun(follows) or follows.tag_ == "a")
                and (before is None or before.tag_ != "d")
            )
        return False

    def _attributive(self, index: int, begin: int) -> bool:
        """A verb that describes the people named right after it: 下沉社区干部, 退休党员."""
        doc = self.doc
        token = doc[index]
        if token.tag_ not in ("v", "vn", "vd") or token.text not in _attributive_verbs():
            return False
        if index > begin and doc[index - 1].tag_ not in NOUN_TAGS:
            return False
        last = index + 1
        while (
            last < len(doc)
            and (is_noun(doc[last]) or doc[last].tag_ == "a")
            and doc[last].tag_ not in ("PER", "LOC", "ORG")
        ):
            last += 1
        if last == index + 1 or (last < len(doc) and doc[last].text == "的"):
            return False
        return nouns.person_number(doc[index + 1 : last].text) is not None

    def _joins(self, index: int, begin: int) -> bool:
        """A conjunction inside a body's name: 重庆交通大学建筑与城市规划学院, 国土资源和房地产学会."""
        doc = self.doc
        if doc[index].text not in ("与", "和", "及") or index - begin < 2 or index + 1 >= len(doc):
            return False
        if doc[begin].tag_ not in ("ORG", "LOC") or doc[index - 1].tag_ in NAME_TAGS:
            return False
        left = doc[begin:index].text
        if nouns.common_type(left) in ("Organization", "Group") or nouns.name_suffix(left) is not None:
            return False
        last = index + 1
        while (
            last < len(doc) and (is_noun(doc[last]) or doc[last].tag_ == "vn") and doc[last].tag_ not in ("PER", "LOC")
        ):
            last += 1
            suffix = nouns.suffix_entry(doc[index + 1 : last].text, "name_suffixes", "suffix")
            if suffix is not None and suffix["type"] == "Organization" and len(suffix["suffix"]) > 1:
                return True
        return False

    def _phase(self, index: int, begin: int) -> bool:
        """The phase of a housing estate belongs to its name: 大华社区一期."""
        return index > begin and re.fullmatch(r"[一二三四五六七八九十0-9]+期", self.doc[index].text) is not None

    def _quoted_end(self, index: int) -> int | None:
        """The index behind a short quoted name that begins at ``index``: “窗帘之约”, 《报告》."""
        opener = self.doc[index].text
        if opener not in ("“", "《"):
            return None
        closer = "”" if opener == "“" else "》"
        titled = index > 0 and self.doc[index - 1].text in _ANNOUNCES_TITLE
        limit = 40 if opener == "《" or titled else 16
        if self.doc[index].idx + 1 in self.quoted:
            return None
        for at in range(index + 1, min(index + 25, len(self.doc))):
            text = self.doc[at].text
            if text == closer:
                return at + 1 if at > index + 1 else None
            if (
                (opener == "“" and text in "，。；：！？、")
                or "\n" in text
                or self.doc[at].idx - self.doc[index].idx > limit
            ):
                return None
        return None

    def _split(self, begin: int, end: int) -> list[tuple[int, int]]:
        parts: list[tuple[int, int]] = []
        start = begin
        for index in range(begin, end):
            token = self.doc[index]
            if self._in_quotes(index, begin):
                continue
            if token.tag_ == "PER" and index > start:
                parts.append((start, index))
                start = index
            if (token.tag_ == "PER" and not self._address_follows(index, end)) or (
                token.tag_ == "LOC" and index + 1 < end and self._place_ends(start, index, end)
            ):
                parts.append((start, index + 1))
                start = index + 1
        if start < end:
            parts.append((start, end))
        return parts

    def _in_quotes(self, index: int, begin: int) -> bool:
        """A word inside a short quoted name is part of the name, whatever the segmenter takes it for."""
        opened = [i for i in range(max(begin, index - 8), index) if self.doc[i].text == "“"]
        return bool(opened) and not any(self.doc[i].text == "”" for i in range(opened[-1], index))

    def _address_follows(self, index: int, end: int) -> bool:
        return index + 1 < end and self.doc[index + 1].text in (*ADDRESS, *COUPLES)

    def _place_ends(self, start: int, index: int, end: int) -> bool:
        """Whether the place name that ends at ``index`` stands alone, rather than beginning a longer name."""
        following = self.doc[index + 1]
        if following.tag_ == "LOC":
            return True
        tail = self._tail(index + 1, end)
        if nouns.person_number(tail) is not None:
            return following.tag_ in NAME_TAGS
        suffix = nouns.name_suffix(self.doc[start : index + 1].text + tail)
        if nouns.class_of(tail) == "Event" and len(tail) >= 3:
            return False
        return suffix is None and nouns.common_type(tail) not in ("Organization", "Place")

    def _tail(self, begin: int, end: int) -> str:
        last = begin
        while last < end and self.doc[last].tag_ not in NAME_TAGS:
            last += 1
        return self.doc[begin:last].text

    def _add(
        self,
        first: int,
        last: int,
        named_from: int,
        count: Quantity | None,
        form: Literal["name", "nominal"],
        determiner: str,
    ) -> None:
        doc = self.doc
        span = doc[named_from:last]
        text = strip_quotes(span.text)
        counted = count is not None and named_from < last
        bare_from = named_from
        while bare_from < last and (bare_from < named_from + 1 or doc[bare_from].tag_ in ("m", "q")) and counted:
            bare_from += 1
            if bare_from >= last or count is None or doc[bare_from].idx >= count.end:
                break
        bare = strip_quotes(doc[bare_from:last].text) or text
        tags = [token.tag_ for token in span]
        named = any(tag in NAME_TAGS for tag in tags) or any(token.text in "“《" for token in span)
        kind = self._type(list(span), bare, tags)
        named = named or bare in self.aliases
        if kind in ("Group", "Person") and count is not None and tags[-1] != "PER":
            kind = "Person" if (count.value == 1 and not text.endswith("们")) else "Group"
            named = False
        if determiner == "该" and self._definite_word(text):
            kind = nouns.common_type(text[1:]) or ("Place" if text[1:] in "省市县区镇乡村州国" else "Organization")
        elif kind == "Group" and determiner in ("该", "这位", "那位", "这名"):
            kind = "Person"
        if kind == "Event" and named_from > 0 and re.fullmatch(r"[12]\d{3}年", doc[named_from - 1].text) and named:
            named_from -= 1
            first = min(first, named_from)
            text = bare = strip_quotes(doc[named_from:last].text)
        keeps_count = kind in ("Group", "Person") and count is not None
        start = doc[named_from].idx if (keeps_count or not counted) else doc[min(bare_from, last - 1)].idx
        end = doc[last - 1].idx + len(doc[last - 1])
        start, end = self._trim(start, end)
        self.phrases.append(
            Phrase(
                first,
                last,
                start,
                end,
                text if keeps_count else bare,
                kind,
                "name" if named and kind not in ("Goods", "Condition") else "nominal",
                doc[last - 1].text,
                count,
                determiner in DETERMINERS or determiner.startswith(("该", "此", "本")),
                determiner,
                adjacent=bool(self.phrases) and self.phrases[-1].last == first,
                personal=kind == "Person" and "PER" in tags,
                short=bare,
            )
        )

    def _trim(self, start: int, end: int) -> tuple[int, int]:
        """Leave out quotation marks at the ends."""
        text = self.doc.text
        while start < end and text[start] in "“‘":
            start += 1
        while end > start and text[end - 1] in "”’":
            end -= 1
        return start, end

    def _type(self, span: Sequence[Token], bare: str, tags: list[str]) -> EntityType | None:
        last = tags[-1]
        if re.fullmatch(r"[A-Z][A-Za-z0-9\-]{1,14}", bare) and bare in self.aliases:
            return "Organization"
        if "PER" in tags and span[-1].text in COUPLES:
            return "Group"
        quoted = any(token.text == "“" for token in span)
        if (last == "PER" and not quoted) or (len(tags) > 1 and tags[-2] == "PER" and span[-1].text in ADDRESS):
            return "Person"
        if span[-1].text == "》":
            return "Work"
        number = nouns.person_number(bare)
        suffix = nouns.name_suffix(bare)
        if last == "LOC" or (last == "m" and span[-1].text.endswith("期") and len(tags) > 1):
            return "Place"
        if last == "ORG" and re.search(r"[一二三四五六七八九十0-9]期$", bare):
            return "Place"
        if last == "ORG":
            return suffix["type"] if suffix is not None and suffix["type"] != "Place" else "Organization"  # type: ignore[return-value]
        within = any(tag in ("LOC", "ORG") for tag in tags[:-1]) or "nz" in tags
        if within and suffix is not None and number is None:
            return suffix["type"]  # type: ignore[return-value]
        if tags[0] == "LOC" and number is None and suffix is None and nouns.common_type(bare) is None:
            return "Place" if last == "s" else None
        return nouns.common_type(bare)

    def _owned(self) -> Iterable[Phrase]:
        """Link each phrase to the one that stands before 的 in front of it."""
        by_last = {phrase.last: index for index, phrase in enumerate(self.phrases)}
        title_owner: int | None = None
        for phrase in self.phrases:
            before = phrase.first - 1
            if phrase.personal and phrase.adjacent and title_owner is not None:
                yield replace(phrase, owner=title_owner)
                continue
            title_owner = by_last.get(before) if before > 0 and self.doc[before].text in ("的", "之") else None
            if before > 0 and self.doc[before].text in ("的", "之") and before in by_last:
                yield replace(phrase, owner=by_last[before])
            else:
                yield phrase


def find_phrases(
    doc: Doc,
    quantities: Sequence[Quantity],
    times: Sequence[TimeExpression],
    quotations: Sequence[Quotation],
    names: Sequence[tuple[int, int]] = (),
) -> tuple[Phrase, ...]:
    """The noun phrases of a document in text order; ``names`` are text offsets of personal names known beforehand."""
    return _Builder(doc, quantities, times, quotations, names).build()
