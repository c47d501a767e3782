"""Predications: a verb with its subject, objects and prepositional phrases.

The text is cut into segments (comma clauses). Within a segment, a pass over noun phrases, verbs and prepositions
finds who does what, with the parse as a witness for what the surface leaves open (relative clauses). A clause
without a subject takes the one of the clause before, or, at the head of a sentence, of the clause after
(带着鸡蛋，贺庆敲开了门). The object of a verb of sending or asking is the subject of the verb after it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from spacy.tokens import Doc, Span

from kg.extract import nouns
from kg.extract.phrases import Phrase
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words

_GLUED_ADVERBS = words("glued_adverb")
_GLUED_VERBS = words("glued_verb")
_OBJECT_PREPOSITIONS = words("object_preposition")
_STANDING_VERBS = endings("standing_verb")

BREAKS = frozenset("，；：。！？\n“”‘’（）()—…,;:!?")
CONJUNCTIONS = words("conjunction")
ASPECT = words("aspect")
COMPLEMENTS = words("complement")
PASSIVE = frozenset(("被", "遭", "受"))
DISPOSAL = frozenset(("把", "将"))
LOCALIZERS = words("localizer")
_ALWAYS_RELATIVE = words("always_relative")
_DISPATCHING = words("dispatching")
SubjectKind = Literal["overt", "pivot", "shared", "inherited", "following", "distant", "relative", "none"]


@dataclass(frozen=True, slots=True)
class NounGroup:
    """Coordinated noun phrases: 贺庆和王建."""

    members: tuple[int, ...]
    """Indices of the head phrases."""
    first: int
    last: int
    general: int | None = None
    """The summing-up phrase after 等: 物资 in 鸡蛋、小米等物资."""


@dataclass(frozen=True, slots=True)
class Predication:
    """One verb and its arguments, as indices of phrases."""

    verb: int
    """Token of the verb."""
    last: int
    """Token behind the verb with its aspect and complement."""
    lemma: str
    complement: str
    segment: tuple[int, int]
    """Token range of the comma clause."""
    subject: tuple[int, ...] = ()
    subject_kind: SubjectKind = "none"
    objects: tuple[int, ...] = ()
    general: int | None = None
    prepositions: tuple[tuple[str, tuple[int, ...]], ...] = ()
    passive: bool = False
    relative: bool = False
    object_end: int = 0
    """Token behind the last object."""

    def governed(self, *prepositions: str) -> tuple[int, ...]:
        """Phrases after any of the given prepositions."""
        return tuple(index for name, indices in self.prepositions if name in prepositions for index in indices)


@dataclass(slots=True)
class _Item:
    kind: Literal["np", "verb", "prep", "de", "other", "list"]
    first: int
    last: int
    group: NounGroup | None = None
    text: str = ""


@cache
def _words(kind: str) -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == kind)


@cache
def _movements() -> frozenset[str]:
    """Verbs whose agent, not object, is the gap of a relative clause: 留学的儿子, 遇难的矿工."""
    return frozenset(row["verb"] for row in load_table("frames") if row["slot"] in ("place", "self", "list"))


@cache
def _sent_verbs() -> frozenset[str]:
    """What people do who were sent out."""
    return frozenset(
        row["verb"]
        for row in load_table("frames")
        if row["predicate"] in ("wentTo", "assignedTo", "performs", "helped", "visited")
    )


def segments(doc: Doc, phrases: Sequence[Phrase]) -> Iterator[tuple[Span, list[tuple[int, int]]]]:
    """Each sentence with the token ranges of its comma clauses; marks inside a phrase do not break."""
    inside = {i for phrase in phrases for i in range(phrase.first, phrase.last)}
    latin = {token.i for token in doc if token.text.isascii() and not token.is_punct}
    for sentence in doc.sents:
        parts: list[tuple[int, int]] = []
        start = sentence.start
        for token in sentence:
            if token.i not in inside and (token.text[0] in BREAKS or "\n" in token.text):
                if token.i > start:
                    parts.append((start, token.i))
                start = token.i + 1
            elif token.whitespace_ and token.i not in latin and token.i + 1 > start:
                # A space in a headline parts it as a comma does.
                parts.append((start, token.i + 1))
                start = token.i + 1
        if start < sentence.end:
            parts.append((start, sentence.end))
        yield sentence, parts


def strip_adverb(text: str) -> str:
    """The verb in a word that the segmenter glued to an adverb: 是 in 都是, 会 in 都会."""
    for prefix in _GLUED_ADVERBS:
        if len(text) > 1 and text.startswith(prefix) and text[1:] in _GLUED_VERBS:
            return text[1:]
    return text


class _Reader:
    def __init__(self, doc: Doc, phrases: Sequence[Phrase], title_starts: Mapping[int, int]) -> None:
        self.doc = doc
        self.phrases = phrases
        self.at: dict[int, int] = {}
        for index, phrase in enumerate(phrases):
            self.at[phrase.first] = index
        for index, phrase in enumerate(phrases):
            begin = title_starts.get(phrase.first)
            if begin is not None:
                self.at = {first: i for first, i in self.at.items() if not begin <= first < phrase.first}
                self.at[begin] = index
        self.parsed = doc.has_annotation("DEP")

    # --- items -----------------------------------------------------------------------------------

    def items(self, begin: int, end: int) -> list[_Item]:
        items: list[_Item] = []
        i = begin
        while i < end:
            token = self.doc[i]
            if i in self.at:
                group = self._group(i, end)
                items.append(_Item("np", i, group.last, group))
                i = group.last
            elif (token.text in PASSIVE | DISPOSAL and self._governs(i, end)) or (
                token.text in ("为", "给", "向", "对") and token.tag_ == "v" and self._serves(i, end)
            ):
                items.append(_Item("prep", i, i + 1, text=token.text))
                i += 1
            elif token.text == "的":
                items.append(_Item("de", i, i + 1))
                i += 1
            elif token.tag_ == "v" or (token.tag_ in ("vn", "vd") and i not in self.at):
                last = self._verb_end(i, end)
                items.append(_Item("verb", i, last, text=strip_adverb(token.text)))
                i = last
            elif token.tag_ == "p":
                items.append(_Item("prep", i, i + 1, text=token.text))
                i += 1
            else:
                items.append(_Item("other", i, i + 1, text=token.text))
                i += 1
        return items

    def _serves(self, index: int, end: int) -> bool:
        """为 or 给 tagged as a verb is a preposition where another verb follows its noun phrase."""
        if index + 1 not in self.at:
            return False
        behind = self._group(index + 1, end).last
        return behind < end and any(self.doc[i].tag_ == "v" for i in range(behind, end))

    def _governs(self, index: int, end: int) -> bool:
        """将 before a noun phrase and a later verb is 把; before a verb it is the future."""
        if self.doc[index].text != "将":
            return True
        return index + 1 in self.at and any(self.doc[i].tag_ == "v" for i in range(index + 2, end))

    def _verb_end(self, index: int, end: int) -> int:
        last = index + 1
        while last < end and self.doc[last].text in ASPECT | COMPLEMENTS and last not in self.at:
            if self.doc[last].text in ("在", "给", "向", "为", "从") and self._opens_relative(last, end):
                break
            last += 1
        return last

    def _opens_relative(self, index: int, end: int) -> bool:
        """参加在杭州举行的大会: the preposition belongs to the relative clause, not to the verb before it."""
        if index + 1 not in self.at:
            return False
        behind = self._group(index + 1, end).last
        return behind + 1 < end and self.doc[behind].tag_ == "v" and self.doc[behind + 1].text in ("的", "了")

    def _group(self, index: int, end: int) -> NounGroup:
        """The coordinated noun phrases that begin at a token."""
        members: list[int] = []
        general: int | None = None
        i = index
        last = index
        while i < end and i in self.at:
            head = self.at[i]
            last = self.phrases[head].last
            while True:
                if last < end and last in self.at and self._title_after(head, last):
                    last = self.phrases[self.at[last]].last
                    continue
                if last < end and last in self.at:
                    head = self.at[last]
                elif (following := self._next_head(last, end)) is not None:
                    head = following
                else:
                    break
                last = self.phrases[head].last
            members.append(head)
            if last + 1 < end and self.doc[last].text in CONJUNCTIONS and last + 1 in self.at:
                i = last + 1
                continue
            if (
                last < end
                and self.doc[last].text == "等"
                and last + 1 < end
                and last + 1 in self.at
                and len(members) >= 1
            ):
                tail = self._group(last + 1, end)
                last = tail.last
                described = tail.members[-1]
                if (
                    self._bodies(members)
                    and self.phrases[described].type in ("Person", "Group")
                    and self.phrases[described].owner is not None
                ):
                    members = [described]
                else:
                    general = described
            elif last < end and self.doc[last].text in ("等", "等等"):
                last += 1
            break
        return NounGroup(tuple(members), index, last, general)

    def _bodies(self, members: Sequence[int]) -> bool:
        return all(self.phrases[i].type in ("Organization", "Place") for i in members)

    def _next_head(self, at: int, end: int) -> int | None:
        """The phrase after 的, with a rounding word between them (的共十名专家); None where there is none."""
        if at >= end or self.doc[at].text not in ("的", "之"):
            return None
        if at + 1 in self.at:
            return self.at[at + 1]
        if at + 2 in self.at and self.doc[at + 1].text in ("共", "约", "近", "其他"):
            return self.at[at + 2]
        return None

    def _title_after(self, head: int, at: int) -> bool:
        """A post right behind a personal name does not head the phrase: 韩大正主任."""
        name, title = self.phrases[head], self.phrases[self.at[at]]
        if not name.personal or title.form == "name":
            return False
        if title.count is not None:
            return title.count.value in (2, 3, 4, 5, 6) and title.type == "Group"
        role = nouns.role_of(title.text)
        return role is not None and role.head == title.text

    # --- one segment -----------------------------------------------------------------------------

    def read(self, begin: int, end: int, inherited: tuple[int, ...]) -> tuple[list[Predication], tuple[int, ...]]:
        """The predications of a segment, and the subject that the next one may inherit."""
        items = self.items(begin, end)
        relatives, kept = self._cut_relatives(items, (begin, end))
        mains, subject = self._mains(kept, (begin, end), inherited)
        return sorted(relatives + mains, key=lambda p: p.verb), subject

    def _cut_relatives(self, items: list[_Item], segment: tuple[int, int]) -> tuple[list[Predication], list[_Item]]:
        """Take relative clauses (V … 的 N) out of a segment's items."""
        found: list[Predication] = []
        kept = list(items)
        position = 0
        while position < len(kept):
            item = kept[position]
            if item.kind == "de" and position + 1 < len(kept) and kept[position + 1].kind == "np":
                start = self._relative_start(kept, position)
                if start is not None:
                    head = kept[position + 1].group
                    assert head is not None
                    found.extend(self._relative(kept[start:position], head, segment))
                    del kept[start : position + 1]
                    position = start
            elif item.kind == "np" and item.group is not None:
                # The phrase may hold its own 的 (owner): a verb right before it can still be attributive.
                start = self._attributive_before(kept, position) if position else None
                if start is not None:
                    described = self._owned_head(item.group)
                    head_group = item.group
                    if described is not None and kept[start].text in _ALWAYS_RELATIVE:
                        head_group = NounGroup((described,), item.first, item.last)
                    first = _Item("np", item.first, item.last, head_group)
                    found.extend(self._relative([*kept[start:position], self._owner_item(item)], head_group, segment))
                    kept[start : position + 1] = [first]
                    position = start
            position += 1
        return found, kept

    def _owned_head(self, group: NounGroup) -> int | None:
        """The noun that a list before 的 describes: 专家 in 北京大学、清华大学等高校的专家."""
        last = group.general if group.general is not None else group.members[-1]
        return last if self.phrases[last].owner is not None else None

    def _owner_item(self, item: _Item) -> _Item:
        assert item.group is not None
        described = self._owned_head(item.group)
        if described is not None and (len(item.group.members) > 1 or item.group.general is not None):
            owner = self.phrases[described].owner
            others = tuple(m for m in item.group.members if m != described)
            return _Item(
                "np",
                item.first,
                item.last,
                NounGroup((*others, *((owner,) if owner is not None else ())), item.first, item.last),
            )
        owner = self.phrases[item.group.members[0]].owner
        members = (owner,) if owner is not None else ()
        return _Item("np", item.first, item.last, NounGroup(members, item.first, item.last))

    def _attributive_before(self, items: list[_Item], position: int) -> int | None:
        """``V NP 的 N`` read as a relative clause on N: only where the parse hangs V on N."""
        item = items[position]
        if item.group is None or position == 0:
            return None
        before = items[position - 1]
        if before.kind == "verb" and before.text in _ALWAYS_RELATIVE and self._owned_head(item.group) is not None:
            return position - 1
        if (
            items[position - 1].kind == "verb"
            and items[position - 1].text in _ALWAYS_RELATIVE
            and self._owned_head(item.group) is not None
        ):
            return position - 1
        head = self.phrases[item.group.members[0]]
        if head.owner is None or items[position - 1].kind != "verb":
            return None
        if self.doc[head.first].tag_ == "PER" and self.phrases[head.owner].form != "name":
            return position - 1
        place = head.type in ("Person", "Group") and self.phrases[head.owner].type in ("Place", "Organization")
        if place and before.text in _movements() and (item.first == before.last):
            return position - 1
        verb = self.doc[items[position - 1].first]
        if self.parsed and verb.dep_.startswith("acl") and head.first <= verb.head.i < head.last:
            return position - 1
        return None

    def _relative_start(self, items: list[_Item], de: int) -> int | None:
        """Where the relative clause before 的 begins, or None where 的 joins nouns or adjectives."""
        position = de - 1
        verbs = []
        while position >= 0 and items[position].kind in ("np", "other", "prep", "verb"):
            if items[position].kind == "verb":
                verbs.append(position)
            position -= 1
        if not verbs:
            return None
        nearest = verbs[0]
        if items[nearest].text in ("是", "就是", "系", "为") and nearest != de - 1:
            return None
        if nearest == de - 1 or not self.parsed:
            chosen = nearest
        else:
            token = self.doc[items[nearest].first]
            noun = items[de + 1].group
            assert noun is not None
            attributive = token.dep_.startswith("acl") or self.doc[items[nearest].first].head.i >= items[de].first
            if not attributive:
                return None
            chosen = nearest
        start = chosen
        if start > 0 and items[start - 1].kind == "other" and start > 1 and items[start - 2].kind == "np":
            start -= 1
        while start == 1 and items[0].kind == "verb" and any(item.kind == "verb" for item in items[de + 1 :]):
            start = 0
        while start > 0 and self._belongs(items, start - 1, chosen, de):
            start -= 1
        return start

    def _belongs(self, items: list[_Item], position: int, verb: int, de: int) -> bool:
        """Whether the item before a relative clause's verb is part of the clause."""
        item = items[position]
        if item.kind == "prep":
            # A preposition right before the verb governs the noun behind 的 (被 [掉下的] 石块).
            return position + 1 < verb and items[position + 1].kind == "np"
        if item.kind == "np":
            before = items[position - 1] if position > 0 else None
            if before is not None and before.kind == "prep":
                return True
            if self.parsed and item.group is not None:
                head = self.phrases[item.group.members[-1]]
                token = self.doc[head.last - 1]
                return token.head.i == items[verb].first or (items[verb].first <= token.head.i < items[de].last)
            return verb == de - 1
        if item.kind == "other":
            return self.doc[item.first].tag_ in ("d", "ad", "f", "u") or item.text in LOCALIZERS
        return False

    def _relative(self, items: list[_Item], head: NounGroup, segment: tuple[int, int]) -> list[Predication]:
        """The predication of a relative clause; its gap is the head noun."""
        position = next((i for i in range(len(items) - 1, -1, -1) if items[i].kind == "verb"), None)
        if position is None:
            return []
        left, prepositions, passive = self._left(items[:position])
        objects = tuple(
            m for item in items[position + 1 :] if item.kind == "np" and item.group for m in item.group.members
        )
        item = items[position]
        noun = head.members[:1]
        base = self._predication(item, segment, relative=True, prepositions=prepositions, passive=passive)
        if left is not None and not objects:
            return [self._with(base, left.members, "relative", noun, None, head.last)]
        if (
            objects
            or base.complement
            or passive
            or base.lemma in _movements()
            or any(n in ("在", "从", "于") for n, _ in prepositions)
        ):
            return [self._with(base, noun, "relative", objects, None, head.last)]
        return [self._with(base, (), "relative", noun, None, head.last)]

    def _mains(
        self, items: list[_Item], segment: tuple[int, int], inherited: tuple[int, ...]
    ) -> tuple[list[Predication], tuple[int, ...]]:
        verbs = [i for i, item in enumerate(items) if item.kind == "verb"]
        predications: list[Predication] = []
        subject = inherited
        kind: SubjectKind = "inherited" if inherited else "none"
        overt: tuple[int, ...] = ()
        previous_end = 0
        for number, position in enumerate(verbs):
            left, prepositions, passive = self._left(items[previous_end:position])
            if number == 0:
                if left is not None:
                    members = self._acting(left)
                    subject, kind, overt = members, "overt", members
            elif predications:
                before = predications[-1]
                if (
                    before.lemma in _words("pivot")
                    or (before.lemma in ("找", "请", "叫", "喊") and before.complement == "来")
                ) and (before.objects or left is not None):
                    general = before.general
                    told = (general,) if general is not None and self._sums_up(general) else before.objects
                    subject, kind = told or (left.members if left else ()), "pivot"
                elif (
                    left is not None
                    and previous_end < position
                    and self._new_subject(items, previous_end, left, before.lemma)
                ):
                    subject, kind, overt = left.members, "overt", left.members
                elif kind != "none":
                    kind = "shared" if kind in ("overt", "shared") else kind
            stop = verbs[number + 1] if number + 1 < len(verbs) else len(items)
            group, taken = self._right(items, position, stop)
            if (
                taken + 1 < len(items)
                and items[taken].kind == "prep"
                and items[taken].text == "给"
                and taken + 1 <= stop
            ):
                receiver = items[taken + 1].group
                prepositions = (*prepositions, ("给", receiver.members)) if receiver is not None else prepositions
            base = self._predication(items[position], segment, prepositions=prepositions, passive=passive)
            members = group.members if group else ()
            general = group.general if group else None
            predications.append(
                self._with(base, subject, kind, members, general, group.last if group else items[position].last)
            )
            previous_end = taken
        predications = self._clefted(items, verbs, predications)
        if not verbs:
            overt = self._listed(items)
        return predications, overt or subject

    def _clefted(self, items: list[_Item], verbs: list[int], predications: list[Predication]) -> list[Predication]:
        """赶到现场救援的还有A和B: who stands behind 是 or 有 is the subject of the verbs before 的."""
        for number, position in enumerate(verbs):
            before = position - 1
            while before >= 0 and items[before].kind == "other":
                before -= 1
            main = predications[number]
            if (
                number == 0
                or before < 0
                or items[before].kind != "de"
                or main.lemma not in ("是", "有", "包括")
                or not main.objects
            ):
                continue
            return [
                replace(p, subject=main.objects, subject_kind="overt")
                if i < number and p.subject_kind in ("none", "inherited")
                else p
                for i, p in enumerate(predications)
            ]
        return predications

    def _sums_up(self, general: int | None) -> bool:
        return general is not None and self.phrases[general].count is not None

    def _listed(self, items: Sequence[_Item]) -> tuple[int, ...]:
        """The noun phrases of a clause without a verb: a list of subjects that the next clause goes on with."""
        lone, _, _ = self._left(items)
        first = items[0].group if items and items[0].kind == "np" else None
        if first is not None and len(first.members) == 1 and self.phrases[first.members[0]].personal:
            return first.members
        if lone is None or any(
            item.kind not in ("np", "prep") and item.text not in CONJUNCTIONS and item.text != "，" for item in items
        ):
            return ()
        members = [m for item in items if item.kind == "np" and item.group for m in self._acting(item.group)]
        governed = [item.group for before, item in itertools.pairwise(items) if before.kind == "prep" and item.group]
        inside = {m for group in governed for m in group.members}
        named = [m for m in members if m not in inside]
        phrases = [self.phrases[m] for m in named]
        known = all(
            p.personal or (p.type == "Organization" and p.form == "name") or p.count is not None for p in phrases
        )
        return tuple(named) if known else ()

    def _acting(self, group: NounGroup) -> tuple[int, ...]:
        """Who acts: the members, and the summing-up phrase where it is counted (等12位专家)."""
        if group.general is not None and self.phrases[group.general].count is not None:
            return (*group.members, group.general)
        return group.members

    def sent(self, made: Sequence[Predication]) -> tuple[int, ...]:
        """Those whom the last verb of a clause sends out: they go on as the subject of verbs of motion and duty."""
        last = next((p for p in reversed(made) if p.lemma in _DISPATCHING and p.objects and not p.relative), None)
        if last is None:
            return ()
        return last.objects if last.general is None else (last.general,)

    def people(self, indices: tuple[int, ...]) -> bool:
        """Whether all phrases are people or bodies."""
        return bool(indices) and all(self.phrases[i].type in ("Person", "Organization", "Group") for i in indices)

    def _new_subject(self, items: list[_Item], begin: int, group: NounGroup, before: str) -> bool:
        """Whether noun phrases between two verbs are the second one's subject, not more of the first one's object."""
        if before in _STANDING_VERBS:
            return False
        joined = items[begin].kind == "other" and items[begin].text in CONJUNCTIONS
        if joined and begin > 0 and items[begin - 1].kind == "np":
            return False
        head = self.phrases[group.members[-1]]
        return head.type in ("Person", "Group", "Organization", "Event") or head.form == "pronoun"

    def _right(self, items: list[_Item], position: int, stop: int) -> tuple[NounGroup | None, int]:
        """The object group right of a verb, and the position behind it."""
        at = position + 1
        while at < stop and items[at].kind == "other" and items[at].text in ASPECT | {"一下", "个", "了", "又", "再"}:
            at += 1
        if at < stop and items[at].kind == "prep" and items[at].text in _OBJECT_PREPOSITIONS:
            at += 1
        if at < stop and items[at].kind == "np":
            group = items[at].group
            if at + 1 < len(items) and items[at + 1].kind == "de" and at + 1 < stop:
                return None, position + 1
            if (
                at + 1 < stop
                and items[at + 1].kind == "np"
                and items[at].group is not None
                and items[at].last == items[at + 1].first
            ):
                group = items[at + 1].group
                at += 1
            return group, at + 1
        return None, position + 1

    def _left(self, items: Sequence[_Item]) -> tuple[NounGroup | None, tuple[tuple[str, tuple[int, ...]], ...], bool]:
        """Subject candidate, prepositional phrases and voice of the items before a verb."""
        subject: NounGroup | None = None
        prepositions: list[tuple[str, tuple[int, ...]]] = []
        passive = False
        waiting: str | None = None
        dotted = False
        for item in items:
            if item.kind == "prep":
                if waiting in PASSIVE:
                    passive = True
                waiting = item.text
                passive = passive or item.text in PASSIVE
            elif item.kind == "np" and item.group is not None:
                if waiting is not None:
                    prepositions.append((waiting, item.group.members))
                    waiting = None
                elif dotted and prepositions:
                    name, _members = prepositions[-1]
                    prepositions[-1] = (name, item.group.members)
                else:
                    subject = item.group
            elif item.kind == "de":
                subject = None
            dotted = item.kind == "other" and item.text in "·•"
        return subject, tuple(prepositions), passive

    def _predication(
        self,
        item: _Item,
        segment: tuple[int, int],
        *,
        prepositions: tuple[tuple[str, tuple[int, ...]], ...],
        passive: bool,
        relative: bool = False,
    ) -> Predication:
        tail = [self.doc[i].text for i in range(item.first + 1, item.last) if self.doc[i].text in COMPLEMENTS]
        return Predication(
            item.first,
            item.last,
            item.text,
            tail[-1] if tail else "",
            segment,
            prepositions=prepositions,
            passive=passive,
            relative=relative,
        )

    @staticmethod
    def _with(
        base: Predication,
        subject: tuple[int, ...],
        kind: SubjectKind,
        objects: tuple[int, ...],
        general: int | None,
        end: int,
    ) -> Predication:
        return Predication(
            base.verb,
            base.last,
            base.lemma,
            base.complement,
            base.segment,
            subject,
            kind,
            objects,
            general,
            base.prepositions,
            base.passive,
            base.relative,
            end,
        )


_SUBORDINATORS = words("subordinator")


_CLAUSAL_IF_CLOSED = words("subordinator_if_closed")


def _subordinate(doc: Doc, begin: int, end: int) -> bool:
    """A clause that a preposition opens: it takes the subject of the clause that follows."""
    if (
        begin < end
        and doc[begin].text in _CLAUSAL_IF_CLOSED
        and doc[end - 1].text not in LOCALIZERS | {"来", "起", "看"}
    ):
        return False
    return begin < end and doc[begin].text in _SUBORDINATORS and doc[begin].tag_ in ("p", "c", "v")


def find_predications(
    doc: Doc, phrases: Sequence[Phrase], title_starts: Mapping[int, int] | None = None
) -> list[Predication]:
    """All predications of a document in text order.

    ``title_starts`` maps the first token of a name to the first token of the title before it, which then belongs
    to the name's noun phrase even where verbs stand in it.
    """
    reader = _Reader(doc, phrases, title_starts or {})
    found: list[Predication] = []
    carried: dict[bool, tuple[int, ...]] = {True: (), False: ()}
    quoted = False
    for sentence, parts in segments(doc, phrases):
        if sentence.start > 0 and "\n" in doc[sentence.start - 1].text:
            carried = {True: (), False: ()}
        subjects: dict[bool, tuple[int, ...]] = {True: (), False: ()}
        waiting: list[int] = []
        listed: tuple[int, ...] = ()
        sent: tuple[int, ...] = ()
        position = sentence.start
        for begin, end in parts:
            for token in doc[position:begin]:
                quoted = token.text == "“" or (quoted and token.text != "”")
            position = end
            opened = _subordinate(doc, begin, end)
            if sent and not opened:
                made, after = reader.read(begin, end, subjects[quoted])
                made = [
                    replace(p, subject=sent) if p.subject_kind == "inherited" and p.lemma in _sent_verbs() else p
                    for p in made
                ]
                sent = () if any(p.subject_kind == "overt" for p in made) else sent
            else:
                made, after = reader.read(begin, end, () if opened else subjects[quoted])
            if listed and made and made[0].subject_kind == "overt" and begin in reader.at:
                made = [_also(p, listed) if p.subject == made[0].subject else p for p in made]
                after = (*listed, *after)
            listed = after if not made and reader.people(after) else ()
            for predication in made:
                if not predication.subject and not predication.relative:
                    waiting.append(len(found))
                found.append(predication)
            overt = next((p.subject for p in made if p.subject_kind == "overt"), ())
            if overt and waiting and not opened:
                waiting = [i for i in waiting if not _follow(found, i, overt, begin, quoted, doc)]
            subjects[quoted] = after or subjects[quoted]
            sent = reader.sent(made) or sent
        for token in doc[position : sentence.end]:
            quoted = token.text == "“" or (quoted and token.text != "”")
        for index in waiting:
            p = found[index]
            known = subjects[False] if _subordinate(doc, *p.segment) else ()
            if known or carried[False]:
                kind: SubjectKind = "inherited" if known else "distant"
                found[index] = reader._with(p, known or carried[False], kind, p.objects, p.general, p.object_end)
        carried = {key: subjects[key] or carried[key] for key in (True, False)}
    return found


def _also(predication: Predication, more: tuple[int, ...]) -> Predication:
    """The predication with further subjects, listed in the comma clause before."""
    return replace(predication, subject=(*more, *(i for i in predication.subject if i not in more)))


def _follow(found: list[Predication], index: int, subject: tuple[int, ...], begin: int, quoted: bool, doc: Doc) -> bool:
    """Give a clause without a subject the subject of the clause after it."""
    p = found[index]
    if p.segment[0] >= begin:
        return False
    found[index] = _Reader._with(p, subject, "following", p.objects, p.general, p.object_end)
    return True
