"""Relative clauses: V … 的 N, with the parse as a witness for what the surface leaves open."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from kg.extract.clauses import BRINGING, LOCALIZERS, PASSIVE, Item, LeftSide, NounGroup, Predication, verb_item
from kg.extract.frame_lexicon import frames
from kg.extract.phrases import Phrase
from kg.extract.tokens import Tokens
from kg.lexicons import load_table
from kg.lexicons.lists import framed_verbs, words
from kg.model import EntityType

_ALWAYS_RELATIVE = words("always_relative")
_MEASURING = frozenset(
    ("占地", "投资", "耗资", "斥资", "总投资", "造价", "价值", "年产", "全长", "容纳", "可容纳", "载重", "储量")
) | words("producing_verb")
"""Verbs of measure, whose quantity before 的 describes the noun behind it."""
_LASTED = re.compile(r"(?!20|19)[0-9一二三四五六七八九十百两几数多余近]{1,4}(?:多|余)?(?:年|载|个月|个多月|周|天|小时)")
_LEADING = frozenset(("率", "率领", "带领", "组织", "派出", "派遣", "组成", "组建"))
_TOGETHER = frozenset(("联合", "共同", "携手", "合力"))
"""Before the verb of a relative clause: done with others."""
_NO_TYPES: frozenset[EntityType | None] = frozenset()
_ACTS = ("helped", "donated", "delivered", "arranged", "received", "built", "created", "held", "attended", "founded")
_SITES = ("在", "到", "往", "至", "进", "入")


_MOVEMENTS = framed_verbs("place", "self", "list")
"""Verbs whose agent, not object, is the gap of a relative clause: 留学的儿子, 遇难的矿工."""
_AIDING = framed_verbs("obj", predicate="helped")
"""Verbs whose object is who is helped."""


@cache
def _object_types() -> Mapping[str, frozenset[EntityType | None]]:
    """The types of the objects that the verbs of acts on things, works, people and events take."""
    table: dict[str, frozenset[EntityType | None]] = {}
    for verb, told in frames().items():
        types = {t for frame in told if frame.slot == "obj" and frame.predicate in _ACTS for t in frame.types}
        if types:
            table[verb] = frozenset(types)
    return table


@cache
def _giving() -> frozenset[str]:
    """Verbs of giving: what is given may be the gap beside who gets it."""
    return frozenset(row["verb"] for row in load_table("frames") if row["dative"] == "recipient")


@cache
def _modals() -> frozenset[str]:
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "modal")


ALLYING = frozenset(("联合", "会同", "携手"))
"""Verbs of acting together with the body behind them."""


_PURSUING = frozenset("跑开做搞干学打")
"""Verbs of one character that are told with a line of work: 跑运输, 搞养殖."""


class Relatives:
    """Takes relative clauses out of the items of a clause."""

    def __init__(self, tokens: Tokens, phrases: Sequence[Phrase]) -> None:
        self.doc = tokens.doc
        self.phrases = phrases
        self.texts = tokens.texts
        self.tags = tokens.tags
        self.parsed = tokens.doc.has_annotation("DEP")

    def cut(self, items: Sequence[Item], segment: tuple[int, int]) -> tuple[list[Predication], list[Item]]:
        """The predications of the relative clauses, and the items without them."""
        found: list[Predication] = []
        kept = list(items)
        position = 0
        while position < len(kept):
            group = kept[position].group
            behind = self._behind_de(kept, position)
            following = kept[behind].group if behind < len(kept) else None
            if kept[position].kind == "de" and following is not None:
                disposed = self._disposed(kept, position)
                start = disposed if disposed is not None else self._start(kept, position)
                if start is not None:
                    found.extend(self._relative(kept[start:position], following, segment))
                    start = self._joined(kept, start, position, following, segment, found)
                    del kept[start : position + 1]
                    position = start
            elif group is not None and self._hails_from(kept, position, group):
                place = NounGroup((self._opening(group),), group.first, group.last)
                found.extend(self._relative([kept[position - 1], replace(kept[position], group=place)], group, segment))
                del kept[position - 1]
                position -= 1
            elif group is not None and (lasting := self._lasting(kept, position, group)):
                # 卖了三十年豆腐脑的她: how long it lasted is no part of the clause's shape.
                kept = kept[: position - lasting] + kept[position:]
                before = len(kept)
                found.extend(self._around_owner(kept, position - lasting, group, segment))
                position -= lasting + before - len(kept)
            elif group is not None and self._attributive_before(kept, position):
                # The phrase may hold its own 的 (owner): a verb right before it can still be attributive.
                before = len(kept)
                found.extend(self._around_owner(kept, position, group, segment))
                position -= before - len(kept)
            position += 1
        return found, kept

    def _disposed(self, items: Sequence[Item], de: int) -> int | None:
        """Where the relative clause begins behind 把 or 将, the main verb behind its noun: 将义卖所得的善款捐给学校."""
        begin = next(
            (n for n in range(de - 1, -1, -1) if items[n].kind == "prep" and items[n].text in ("把", "将")), de
        )
        inside = items[begin + 1 : de]
        clause = any(item.kind == "verb" for item in inside) and all(item.kind != "de" for item in inside)
        verbs = (item for item in items[de + 2 :] if item.kind == "verb")
        followed = any(
            f"{item.text}{self.texts[item.last - 1]}".endswith(BRINGING) or item.text.endswith(BRINGING)
            for item in verbs
        )
        return begin + 1 if begin < de and clause and followed else None

    def _hails_from(self, items: Sequence[Item], position: int, group: NounGroup) -> bool:
        """来自全国120名选手参赛: without 的, the verb tells of the counted people before the next verb."""
        verb = items[position - 1] if position > 0 else None
        if verb is None or verb.text not in ("来自", "来自于") or verb.last != group.first:
            return False
        counted = self.phrases[group.members[-1]]
        alone = position == 1 or items[position - 2].kind != "np"
        later = any(item.kind == "verb" for item in items[position + 1 :])
        people = counted.count is not None and counted.type in ("Person", "Group")
        people = people and "的" not in self.texts[group.first : group.last]
        return people and later and alone and self.phrases[self._opening(group)].type == "Place"

    def _opening(self, group: NounGroup) -> int:
        """The phrase that a group of phrases begins with."""
        return next(p.index for p in self.phrases[: group.members[-1] + 1] if p.first == group.first)

    def _lasting(self, items: Sequence[Item], position: int, group: NounGroup) -> int:
        """How many items between a verb and its object tell that it lasted some time: 了三十年; 0 where none do."""
        head = self.phrases[group.members[0]]
        if position < 2 or head.owner is None or not (head.personal or head.form == "pronoun"):
            return 0
        if _LASTED.fullmatch(self.texts[items[position - 1].first]) is None:
            return 0
        apart = items[position - 2].kind == "other"
        verb = items[position - 3 if apart else position - 2]
        aspect = self.texts[items[position - 1].first - 1]
        return (2 if apart else 1) if aspect in ("了", "过") and verb.kind == "verb" else 0

    def _behind_de(self, items: Sequence[Item], position: int) -> int:
        """The position behind 的 and a time or an age that belongs to the noun: 主办的2024年论坛, 被困的46岁司机."""
        behind = position + 1
        if behind >= len(items) or items[behind].kind != "other":
            return behind
        first = items[behind].first
        return behind + 1 if self.tags[first] == "TIME" or self.texts[first].endswith("岁") else behind

    def _joined(
        self,
        items: Sequence[Item],
        start: int,
        de: int,
        following: NounGroup,
        segment: tuple[int, int],
        found: list[Predication],
    ) -> int:
        """Where the first of joined relative clauses begins: 由甲主办、乙承办的论坛; all tell of the same noun."""
        while start > 1 and self.texts[items[start - 1].first] == "、" and items[start - 2].kind == "verb":
            begin = verb = start - 2
            while begin > 0 and self._belongs(items, begin - 1, verb, de):
                begin -= 1
            if begin > 1 and items[begin - 1].kind == "prep" and items[begin].kind == "np":
                begin -= 1
            found.extend(self._relative(items[begin : verb + 1], following, segment))
            start = begin
        return start

    def _around_owner(
        self, kept: list[Item], position: int, group: NounGroup, segment: tuple[int, int]
    ) -> list[Predication]:
        """来自北京的专家: the verb before the phrase with its owner tells of the phrase; ``kept`` loses the verb."""
        verb, item = kept[position - 1], kept[position]
        described = self._owned_head(group)
        if described is not None and verb.text in _ALWAYS_RELATIVE:
            group = NounGroup((described,), item.first, item.last)
        start = position - 1
        marked = start > 0 and kept[start - 1].kind == "prep" and kept[start - 1].text in PASSIVE
        if marked and not self._is_agent(kept, position):
            start -= 1
        led = start > 1 and kept[start - 1].kind == "np" and kept[start - 2].kind == "prep"
        if led and kept[start - 2].text in ("由", "经"):
            # 由罗某任队长的工作队
            start -= 2
        found = self._relative([*kept[start:position], self._owner_item(item)], group, segment)
        if self.phrases[group.members[-1]].personal and any(later.kind == "verb" for later in kept[position + 1 :]):
            leading = self._leading(kept[:start])
            for first, last in pairwise((*leading, start)):
                found.extend(self._relative(kept[first:last], group, segment))
            start = leading[0] if leading else start
        kept[start : position + 1] = [replace(item, group=group)]
        return found

    @staticmethod
    def _leading(items: Sequence[Item]) -> list[int]:
        """Where the verbs stand that open a clause before a relative one on a name: 赶到现场展开救援的村民王某."""
        if not items or items[0].kind != "verb" or any(item.kind == "de" for item in items):
            return []
        return [number for number, item in enumerate(items) if item.kind == "verb"]

    @staticmethod
    def _is_agent(items: Sequence[Item], position: int) -> bool:
        """Whether 被 before a relative clause governs its noun: 被等候在山下的人员送到医院, not 被困在校内的师生."""
        following = items[position + 1] if position + 1 < len(items) else None
        if following is None or following.kind != "verb":
            return False
        return following.last - following.first > 1 or following.text.endswith(_SITES)

    def _owned_head(self, group: NounGroup) -> int | None:
        """The noun that a list before 的 describes: 专家 in 北京大学、清华大学等高校的专家."""
        last = group.general if group.general is not None else group.members[-1]
        return last if self.phrases[last].owner is not None else None

    def _owner_item(self, item: Item) -> Item:
        """What stands before 的 in an item, with the members of its list."""
        group = item.group
        assert group is not None
        if group.owners:
            return Item("np", item.first, item.last, NounGroup(group.owners, item.first, item.last))
        described = self._owned_head(group)
        head, others = group.members[0], tuple[int, ...]()
        if described is not None and (len(group.members) > 1 or group.general is not None):
            head, others = described, tuple(member for member in group.members if member != described)
        owner = self.phrases[head].owner
        members = others if owner is None else (*others, owner)
        return Item("np", item.first, item.last, NounGroup(members, item.first, item.last))

    def _attributive_before(self, items: Sequence[Item], position: int) -> bool:
        """``V NP 的 N`` read as a relative clause on N: where the words or the parse hang V on N."""
        item, before = items[position], items[position - 1] if position > 0 else None
        if item.group is None or before is None or before.kind != "verb":
            return False
        if before.text in _ALWAYS_RELATIVE and self._owned_head(item.group) is not None:
            return True
        head = self.phrases[item.group.members[0]]
        if head.owner is None:
            return False
        owner = self.phrases[head.owner]
        if position > 2 and items[position - 2].kind == "np" and items[position - 3].text in ("由", "以"):
            # 由罗某任队长的工作队
            return True
        if before.last == item.first and self._awaited(items, position - 1, item.group):
            return True
        if self.tags[head.first] == "PER" and owner.form != "name":
            return True
        sited = owner.type in ("Place", "Organization") or self.tags[owner.last - 1] == "s"
        place = head.type in ("Person", "Group") and sited
        leading = before.text in _MOVEMENTS or self.texts[before.last - 1] in _SITES
        if place and leading and item.first == before.last:
            return True
        if position > 1 and items[position - 2].kind == "verb" and self.texts[items[position - 2].last - 1] == "了":
            # 出台了支持企业的措施: behind 了 stands an object, and no second verb of the clause.
            return items[position - 2].last == before.first
        if (
            head.type in ("Person", "Group")
            and self.texts[before.last - 1].endswith(("在", "于"))
            and owner.type is None
        ):
            # 住在后梁的冯某: nobody lives in people.
            return True
        if owner.count is not None and owner.count.kind in ("money", "measure") and before.text in _MEASURING:
            # 投资2亿元的水厂
            return True
        if head.personal and self.texts[before.last - 1].endswith("在"):
            return True
        if self._is_only_verb(items, position - 1, position):
            return False
        verb = self.doc[before.first]
        return self.parsed and verb.dep_.startswith("acl") and head.first <= verb.head.i < head.last

    @staticmethod
    def _is_only_verb(items: Sequence[Item], verb: int, last: int) -> bool:
        """Whether a verb with a subject is the one of its clause: what ends the clause is then its object."""
        modal = {number for number, item in enumerate(items) if item.text in _modals()}
        others = any(item.kind == "verb" for number, item in enumerate(items) if number != verb and number not in modal)
        led = verb > 0 and (items[verb - 1].kind == "np" or verb - 1 in modal)
        return not others and last + 1 == len(items) and led

    def _start(self, items: Sequence[Item], de: int) -> int | None:
        """Where the relative clause before 的 begins, or None where 的 joins nouns or adjectives."""
        verb = self._verb(items, de)
        if verb is None:
            return None
        start = verb
        if start > 1 and items[start - 1].kind == "other" and items[start - 2].kind == "np":
            start -= 1
        # A verb that opens the clause belongs to the relative clause where the main verb stands behind 的.
        if start == 1 and items[0].kind == "verb" and any(item.kind == "verb" for item in items[de + 1 :]):
            start = 0
        joined = start > 1 and items[start - 1].kind == "verb" and items[start - 1].text in _TOGETHER
        if joined and items[start - 2].kind == "np":
            # 由甲馆与乙院联合主办的展览
            start -= 2
        while start > 0 and self._belongs(items, start - 1, verb, de):
            start -= 1
        return start

    def _verb(self, items: Sequence[Item], de: int) -> int | None:
        """The verb of the relative clause: the nearest one before 的, unless copula or parse speak against it."""
        verb = de - 1
        while verb >= 0 and items[verb].kind in ("np", "other", "prep"):
            verb -= 1
        if verb < 0 or items[verb].kind != "verb":
            return None
        if verb > 0 and items[verb - 1].kind == "prep" and items[verb - 1].text in ("将", "把"):
            # 将被困车内的司机救出: right behind 将 no verb is the main one.
            return verb
        if verb == de - 1 or _LASTED.fullmatch(self.texts[items[de - 1].first]):
            # 坚守岗位23年的医生: a duration closes what is told of somebody.
            return verb
        if self._awaited(items, verb, items[de + 1].group):
            return verb
        if self._is_helped_quality(items, verb, de) or self._is_led_number(items, verb, de):
            return None
        if items[verb].text in ("是", "就是", "系", "为") or self._is_only_verb(items, verb, de + 1):
            return None
        if all(item.kind == "other" and self.tags[item.first] == "a" for item in items[verb + 1 : de]):
            # 依托独特的民族特色: the adjective describes the object.
            return None
        if items[verb].text in _MEASURING and self.tags[items[verb].last] == "m":
            # 占地500亩的产业园
            return verb
        token = self.doc[items[verb].first]
        attributive = not self.parsed or token.dep_.startswith("acl") or token.head.i >= items[de].first
        return verb if attributive else None

    def _awaited(self, items: Sequence[Item], verb: int, head: NounGroup | None) -> bool:
        """照顾瘫痪在床的丈夫, 修建连接两村的桥: right behind a verb that awaits its object, a verb describes it.

        The noun is of a kind that the first verb takes and the second one does not (采购发放的物资 has two verbs).
        """
        before = verb - 1
        while before > 0 and items[before].kind == "other" and self.tags[items[before].first] in ("m", "q"):
            before -= 1
        if before < 0 or items[before].kind != "verb" or head is None:
            return False
        kinds = {self.phrases[i].type for i in head.members}
        taken = _object_types()
        return kinds <= taken.get(items[before].text, _NO_TYPES) and not kinds & taken.get(items[verb].text, _NO_TYPES)

    def _is_helped_quality(self, items: Sequence[Item], verb: int, de: int) -> bool:
        """帮助成绩落后的同学: a noun with its adjective before 的 describes who is helped."""
        quality = [item.kind for item in items[verb + 1 : de]] == ["np", "other"] and self.tags[
            items[de - 1].first
        ] == "a"
        return quality and items[verb].text in _AIDING and self._are_people(items[de + 1])

    def _is_led_number(self, items: Sequence[Item], verb: int, de: int) -> bool:
        """率领36人的代表团: behind a verb of leading a bare number before 的 tells how many are led."""
        number = items[verb + 1].group if verb + 2 == de else None
        if items[verb].text not in _LEADING or number is None or not self._are_people(items[de + 1]):
            return False
        phrase = self.phrases[number.members[0]]
        return phrase.count is not None and phrase.text == phrase.count.text

    def _are_people(self, item: Item) -> bool:
        """Whether an item is a group of people."""
        return item.group is not None and all(self.phrases[i].type in ("Person", "Group") for i in item.group.members)

    def _belongs(self, items: Sequence[Item], position: int, verb: int, de: int) -> bool:
        """Whether the item before a relative clause's verb is part of the clause."""
        item = items[position]
        if item.kind == "prep":
            # A preposition right before the verb governs the noun behind 的 (被 [掉下的] 石块).
            return position + 1 < verb and items[position + 1].kind == "np"
        if item.kind == "np":
            before = position - 1
            while before > 0 and items[before].kind == "other" and self.tags[items[before].first] in ("m", "q"):
                before -= 1
            if before >= 0 and (items[before].kind == "prep" or items[before].text in ALLYING):
                return True
            if self.parsed and item.group is not None:
                head = self.doc[self.phrases[item.group.members[-1]].last - 1].head.i
                return head == items[verb].first or items[verb].first <= head < items[de].last
            return verb == de - 1
        if item.text in _PURSUING and position + 1 == verb and item.last == items[verb].first:
            # 跑运输的退伍军人: the line of work is read as a verb of its own.
            return True
        if item.kind == "verb":
            # 由甲、乙联合主办的论坛: told together, the next verb's act is one.
            return item.text in ALLYING and (items[position + 1].kind == "np" or position + 1 == verb)
        adverbial = self.tags[item.last - 1] in ("d", "ad", "f", "u", "TIME") or item.text in LOCALIZERS
        return item.kind == "other" and adverbial

    def _relative(self, items: Sequence[Item], head: NounGroup, segment: tuple[int, int]) -> list[Predication]:
        """The predication of a relative clause; its gap is the head noun."""
        position = next((i for i in range(len(items) - 1, -1, -1) if items[i].kind == "verb"), None)
        if position is None:
            return []
        for number in range(1, position - 1):
            one, other = items[number - 1].group, items[number + 1].group
            if items[number].text in ALLYING and one is not None and other is not None:
                # 由甲联合乙主办的论坛: both hold it.
                both = NounGroup((*one.members, *other.members), one.first, other.last)
                joined = [*items[: number - 1], Item("np", one.first, other.last, both), *items[number + 2 :]]
                allied = verb_item(items[number], self.texts, segment)
                allied = replace(allied, subject=one.members, subject_kind="overt", objects=other.members)
                return [allied, *self._relative(joined, head, segment)]
        left = LeftSide.of(items[:position])
        joining = [
            replace(verb_item(item, self.texts, segment), subject=members, subject_kind="relative", relative=True)
            for item in items[:position]
            if item.kind == "verb" and item.text in _TOGETHER
            for members in (_partners(left),)
        ]
        return joining + self._told(left, items, position, head, segment)

    def _told(
        self, left: LeftSide, items: Sequence[Item], position: int, head: NounGroup, segment: tuple[int, int]
    ) -> list[Predication]:
        """What the verb at a position tells of the noun behind 的."""
        objects = tuple(m for item in items[position + 1 :] if item.group is not None for m in item.group.members)
        noun = head.members[:1]
        kinds = ("Goods", "Work", None) if items[position].text in _giving() else ("Goods", "Work")
        things = all(self.phrases[i].type in kinds for i in head.members)
        thing = head.members if things else noun
        base = replace(
            verb_item(items[position], self.texts, segment),
            subject_kind="relative",
            prepositions=left.prepositions,
            passive=left.passive,
            relative=True,
            object_end=head.last,
        )
        if left.subject is not None and not objects:
            return [replace(base, subject=left.subject.members, objects=thing)]
        if left.subject is not None and things and base.lemma in _giving() and self._are_receivers(objects):
            # 中国援助安哥拉的疫苗
            given = (*left.prepositions, ("dative", objects))
            return [replace(base, subject=left.subject.members, objects=thing, prepositions=given)]
        placed = any(name in ("在", "从", "于") for name, _ in left.prepositions)
        if objects or base.complement or left.passive or placed or base.lemma in _MOVEMENTS:
            return [replace(base, subject=noun, objects=objects)]
        return [replace(base, objects=thing)]

    def _are_receivers(self, indices: Sequence[int]) -> bool:
        """Whether some phrases are places, bodies or people, who get something."""
        return all(self.phrases[i].type in ("Place", "Organization", "Person", "Group") for i in indices)


def _partners(left: LeftSide) -> tuple[int, ...]:
    """Who does something together: those behind 由, or the subject."""
    by = next((members for name, members in left.prepositions if name == "由"), ())
    return by or (left.subject.members if left.subject is not None else ())
