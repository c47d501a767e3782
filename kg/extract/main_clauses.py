"""The verbs of a clause that stand in no relative clause, with their subjects and objects."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from kg.extract.clauses import (
    ASPECT,
    BARE_MODALS,
    CONJUNCTIONS,
    Item,
    LeftSide,
    NounGroup,
    Predication,
    Prepositions,
    SubjectKind,
    verb_item,
)
from kg.extract.nouns import suffix_entry
from kg.extract.phrases import Phrase
from kg.extract.tokens import Tokens
from kg.lexicons import load_table
from kg.lexicons.lists import endings, framed_verbs, words

_BEFORE_OBJECTS = ASPECT | {"一下", "个", "又", "再"}
_OBJECT_PREPOSITIONS = words("object_preposition")
_HUMAN_PRONOUNS = words("human_pronoun")
_POINTING = words("pointing_subject")
_CLAUSAL = frozenset(
    (
        "表示",
        "称",
        "说",
        "指出",
        "透露",
        "介绍",
        "强调",
        "认为",
        "以为",
        "误以为",
        "觉得",
        "发现",
        "相信",
        "得知",
        "看到",
        "感到",
        "指",
        "并指",
        "否认",
        "承认",
        "证实",
        "估计",
        "预计",
        "怀疑",
        "重申",
        "坦言",
        "直言",
        "声称",
        "宣称",
        "获悉",
    )
)
"""Verbs whose object is a clause: the noun behind them is its subject."""
_WITHOUT_OBJECT = _CLAUSAL | BARE_MODALS
_HELPING = frozenset(
    ("协助", "帮助", "帮", "护送", "引导", "疏导", "支持", "接收", "接纳", "招收", "选送", "推荐", "资助")
)
"""Verbs whose object is the subject of a verb of motion behind them: 协助村民转移, 接收医生到省城进修."""
_GIVEN_FOR = frozenset(("捐赠", "捐", "捐款", "捐助", "捐出", "赠送", "赠", "签约", "签订", "签署", "签"))
"""What somebody does for the body that he stands for: 代表公司捐赠."""
_ISSUING = words("issuing_verb")
_ORDERS = words("demanding_verb")
_LEADING = frozenset(
    ("带领", "率领", "率", "组织", "发动", "动员", "引导", "指导", "帮助", "协助", "邀请", "请来", "找来")
)
"""Verbs of leading others to do something, and doing it with them."""
_STANDING_VERBS = tuple(words("standing_verb"))
_LOOKING = endings("inspection")
_LASTING = re.compile(
    r"[近约整]?(?:[0-9]+|[一二两三四五六七八九十百几半大]+)(?:多|余|来)?个?(?:年|月|天|周|星期|辈子|小时|载)多?"
)
"""How long something lasted: 二十年, 3个多月, 一辈子."""
_REPORTS = tuple(words("talk") | {"汇报", "介绍", "通报", "意见", "建议", "情况"})
"""What is heard about something."""
_HEADING = frozenset(("率", "率领", "带领", "带同"))
"""Verbs of leading people: who leads them does what they do."""
_TAKING = words("taking_verb")
"""Verbs of taking people along, which take things as well (带着孩子, 带着鸡蛋)."""


_MOVEMENTS = framed_verbs("place", "self")
"""What people do themselves: go somewhere, become something."""
_AIDING = framed_verbs("obj", predicate="helped")
"""Verbs whose object is who is helped."""
_SUFFERING = framed_verbs("self", predicate="sufferedFrom")
"""Verbs of what befalls people: 被困, 受伤."""
_PLACE_VERBS = framed_verbs("place")
"""Verbs that lead to a place: 前往, 来到."""


@cache
def _pivots() -> frozenset[str]:
    """Verbs whose object is the subject of the verb after it."""
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "pivot")


class MainClauses:
    """Reads the main verbs of a clause from its items."""

    def __init__(self, phrases: Sequence[Phrase], tokens: Tokens) -> None:
        self.phrases = phrases
        self.doc, self.texts, self.tags = tokens.doc, tokens.texts, tokens.tags

    def read(
        self, items: Sequence[Item], segment: tuple[int, int], inherited: tuple[int, ...]
    ) -> tuple[list[Predication], tuple[int, ...]]:
        """The predications, and the subject that the next clause may inherit.

        ``inherited`` is the subject that this clause has where it has none of its own.
        """
        verbs = [position for position, item in enumerate(items) if item.kind == "verb"]
        if not verbs:
            return [], self._listed(items) or inherited
        made: list[Predication] = []
        subject = inherited
        kind: SubjectKind = "inherited" if inherited else "none"
        overt: tuple[int, ...] = ()
        begin = 0
        for number, position in enumerate(verbs):
            left = LeftSide.of(items[begin:position])
            subject, kind = self._subject(items, begin, position, left, made, (subject, kind))
            overt = subject if kind == "overt" else overt
            stop = verbs[number + 1] if number + 1 < len(verbs) else len(items)
            if items[position].text in _WITHOUT_OBJECT and stop < len(items):
                group, begin = None, position + 1
            else:
                group, begin = self._object(items, position, stop)
            prepositions = left.prepositions or self._carried(made, left)
            if given := self._given(items, position, group):
                prepositions = (*prepositions, ("dative", given))
            receiver = self._receiver(items, begin, stop)
            if receiver is not None:
                prepositions = (*prepositions, ("给", receiver.members))
            made.append(
                replace(
                    verb_item(items[position], self.texts, segment),
                    subject=subject,
                    subject_kind=kind,
                    objects=group.members if group is not None else (),
                    general=group.general if group is not None else None,
                    prepositions=prepositions,
                    passive=left.passive,
                    object_end=group.last if group is not None else items[position].last,
                )
            )
        order = next((p for p in made if p.lemma in _ORDERS and not p.passive), None)
        if order is not None:
            # 要求患者，立即报告 and 要求各村巡查，转移群众: who is asked goes on as the subject, if anybody is named.
            return _clefted(items, verbs, made), order.objects
        # 带领村民修路，建起学校: who leads goes on, not who is led.
        leader = inherited if any(p.lemma in _LEADING or p.lemma in _TAKING for p in made) else ()
        return _clefted(items, verbs, made), overt or leader or subject

    def _subject(
        self,
        items: Sequence[Item],
        begin: int,
        verb: int,
        left: LeftSide,
        made: Sequence[Predication],
        known: tuple[tuple[int, ...], SubjectKind],
    ) -> tuple[tuple[int, ...], SubjectKind]:
        """The subject of a verb: what stands before it, the object of a verb of sending, or the subject before."""
        if left.subject is None and self._is_pointed_at(items, begin, left):
            return (), "unnamed"
        if not made:
            if left.subject is not None:
                return self.acting(left.subject), "overt"
            return known if known[0] else self._by_whom(left) or known
        before = made[-1]
        if before.lemma == "是" and self._is_stressed(items, begin, verb, before):
            return before.objects, "pivot"
        if begin < len(items) and items[begin].text in _SUFFERING and self._are_counted(before.objects):
            # 发生事故2人被困: who suffers stands right before the verb.
            return before.objects, "pivot"
        pivot = before.lemma in _pivots()
        pivot = pivot or (before.lemma in ("找", "请", "叫", "喊") and before.complement == "来")
        pivot = pivot or (before.lemma in _HELPING and self._are_people(before.objects) and self._moves(items[verb]))
        pivot = pivot or (
            before.lemma == "代表" and items[verb].text in _GIVEN_FOR and self._are_bodies(before.objects)
        )
        taken = before.lemma in _TAKING and not before.complement and self._are_people(before.objects)
        pivot = pivot or (taken and self._moves(items[verb]))
        dative = before.complement == "给" and len(before.lemma) == 1
        given = dative or (len(before.lemma) > 1 and before.lemma.endswith("给"))
        pivot = pivot or (given and self._are_people(before.objects))
        if pivot and (before.objects or left.subject is not None):
            told = self._told(before) or (left.subject.members if left.subject is not None else ())
            leads = (before.lemma in _HEADING or taken) and not before.passive
            return (*before.subject, *told) if leads else told, "pivot"
        if left.subject is not None and self._is_new_subject(items, begin, left.subject, before.lemma):
            return left.subject.members, "overt"
        if before.lemma in _ORDERS and not before.objects and not before.passive:
            # 要求全力救治伤员: whoever is asked, and not who asks.
            return (), "none"
        subject, kind = known
        return subject, "shared" if kind == "overt" else kind

    def _is_stressed(self, items: Sequence[Item], begin: int, verb: int, before: Predication) -> bool:
        """是王建发现了险情: 是 opens the clause and stresses who acts; only adverbs stand before the verb."""
        opens = all(tag in ("d", "ad", "c", "TIME") for tag in self.tags[before.segment[0] : before.verb])
        named = bool(before.objects) and all(
            self.phrases[i].personal or self.phrases[i].text in _HUMAN_PRONOUNS for i in before.objects
        )
        tags = ("d", "ad", "vd", "TIME", "p", "n", "s", "r", "m", "f", "LOC", "ORG")
        between = items[begin:verb]
        return opens and named and all(item.kind in ("np", "prep") or self.tags[item.first] in tags for item in between)

    def _are_bodies(self, indices: Sequence[int]) -> bool:
        """Whether some phrases are bodies, of which one does what its head does for it."""
        return bool(indices) and all(self.phrases[index].type == "Organization" for index in indices)

    def _moves(self, verb: Item) -> bool:
        """Whether a verb tells of one who goes or becomes: 前往, 转移到."""
        return verb.text in _MOVEMENTS or self.texts[verb.last - 1] in ("到", "至", "往")

    def _carried(self, made: Sequence[Predication], left: LeftSide) -> Prepositions:
        """由公司出资300万元修建: who stands behind 由 acts in the verbs after it as well."""
        if not made or left.subject is not None:
            return ()
        acting = ("Person", "Group", "Organization")
        by = (members for name, members in made[-1].prepositions if name == "由")
        return tuple(("由", members) for members in by if all(self.phrases[i].type in acting for i in members))

    def _given(self, items: Sequence[Item], position: int, group: NounGroup | None) -> tuple[int, ...]:
        """Who gets the object, where two nouns follow a verb: 捐赠医院一辆汽车."""
        first = items[position + 1].group if position + 1 < len(items) else None
        if group is None or first is None or first is group or not 0 <= group.first - first.last < 3:
            return ()
        between = [item.kind for item in items if first.last <= item.first < group.first]
        if any(kind != "np" for kind in between):
            return ()
        if self.phrases[group.members[0]].type not in ("Goods", "Work"):
            return ()
        people = all(self.phrases[i].type in ("Organization", "Person", "Group", "Place") for i in first.members)
        return first.members if people else ()

    def _by_whom(self, left: LeftSide) -> tuple[tuple[int, ...], SubjectKind] | None:
        """经消防员搜救 and 由支队长带队: who stands behind the preposition acts, and goes on as the subject."""
        for name, members in left.prepositions:
            if name in ("由", "经") and all(
                self.phrases[i].type in ("Person", "Group", "Organization") for i in members
            ):
                return members, "overt"
        return None

    def _is_pointed_at(self, items: Sequence[Item], begin: int, left: LeftSide) -> bool:
        """Whether the subject is a pronoun that names nobody: 这件事震动了全县, 等着别人送."""
        at = begin
        while at < len(items) and items[at].kind == "other":
            if items[at].text in _POINTING:
                return True
            behind = items[at + 1] if at + 1 < len(items) else None
            if items[at].text == "其中" and behind is not None and self.tags[behind.first] in ("m", "q"):
                # 其中一名为老人
                return True
            at += 1
        return False

    def _are_counted(self, indices: Sequence[int]) -> bool:
        """Whether some phrases are counted people: 2人, 800多群众."""
        found = [self.phrases[index] for index in indices]
        return bool(found) and all(p.type in ("Person", "Group") and p.count is not None for p in found)

    def _are_people(self, indices: Sequence[int]) -> bool:
        """Whether some phrases are people: 借给他买树苗."""
        found = [self.phrases[index] for index in indices]
        return bool(found) and all(phrase.type in ("Person", "Group") or phrase.form == "pronoun" for phrase in found)

    def _told(self, before: Predication) -> tuple[int, ...]:
        """Who is told to do something: the object of a verb of sending, or the counted sum of its list."""
        general = before.general
        return (general,) if general is not None and self.phrases[general].count is not None else before.objects

    def _is_new_subject(self, items: Sequence[Item], begin: int, group: NounGroup, before: str) -> bool:
        """Whether a noun between two verbs is the second one's subject, rather than more of the first one's object."""
        if before in _STANDING_VERBS:
            return False
        if before in _CLAUSAL and self.phrases[group.members[-1]].type != "Place":
            return True
        joined = items[begin].kind == "other" and items[begin].text in CONJUNCTIONS
        if joined and begin > 0 and items[begin - 1].kind == "np":
            return False
        head = self.phrases[group.members[-1]]
        return head.type in ("Person", "Group", "Organization", "Event") or head.form == "pronoun"

    def _object(self, items: Sequence[Item], position: int, stop: int) -> tuple[NounGroup | None, int]:
        """The object group right of a verb, and the position behind it."""
        at = position + 1
        while at < stop and items[at].kind == "other" and self._stands_before_objects(items[position], items[at]):
            at += 1
        if at < stop and items[at].kind == "prep" and items[at].text in _OBJECT_PREPOSITIONS:
            at += 1
        at = self._behind_duration(items, at, stop)
        at = self._behind_time(items, at, stop)
        at = self._behind_measure(items, at, stop)
        at = self._behind_attributes(items, position, at, stop)
        at = self._report_about(items, at, stop)
        if at >= stop or items[at].kind != "np" or (at + 1 < stop and items[at + 1].kind == "de"):
            return None, position + 1
        if at + 1 < stop and items[at + 1].kind == "np" and items[at].last == items[at + 1].first:
            one, other = items[at].group, items[at + 1].group
            at += 1
            listed = (*one.members, *other.members) if one is not None and other is not None else ()
            if one and other and all(self.phrases[index].count is not None for index in listed):
                # 6辆消防车30名消防员: a list without a mark.
                return NounGroup(listed, one.first, other.last, other.general), at + 1
        return self._site_of(items[position], items[at].group), at + 1

    def _report_about(self, items: Sequence[Item], at: int, stop: int) -> int:
        """The position of 汇报 in 听取县教育局关于学位供给情况的汇报; the same one where nothing is reported so."""
        about = at + 1 if at < stop and items[at].kind == "np" else at
        if about >= stop or items[about].text not in ("关于", "对", "就"):
            return at
        for behind in range(about + 1, stop):
            noun = items[behind].group
            head = self.phrases[noun.members[-1]] if noun is not None else None
            if head is not None and head.text.endswith(_REPORTS) and self.texts[head.first - 1] == "的":
                return behind
        return at

    def _behind_duration(self, items: Sequence[Item], at: int, stop: int) -> int:
        """当了二十年村支书, 教了26年的数学: how long an act lasts stands between the verb and its object."""
        if at + 1 >= stop or at < 1 or items[at - 1].kind not in ("verb", "other"):
            return at
        if self.texts[items[at].first - 1] not in ("了", "过") or not _LASTING.fullmatch(self.texts[items[at].first]):
            return at
        behind = at + 1
        if items[behind].kind == "de" and behind + 1 < stop:
            behind += 1
        return behind if items[behind].kind == "np" else at

    def _site_of(self, verb: Item, group: NounGroup | None) -> NounGroup | None:
        """来到云溪县考察交流: behind a verb of motion the named place is meant, not what is done there."""
        if group is None or verb.text not in _PLACE_VERBS:
            return group
        deed = self.phrases[group.members[-1]]
        place = self.phrases[deed.index - 1] if deed.index > 0 and deed.adjacent else deed
        first = self.texts[deed.first]
        verbal = all(tag in ("v", "vn") for tag in self.tags[deed.first : deed.last]) or first.endswith(_LOOKING)
        if verbal and place.first >= group.first and place.type == "Place" and place.form == "name":
            return NounGroup((*group.members[:-1], place.index), group.first, group.last)
        return group

    def _stands_before_objects(self, verb: Item, item: Item) -> bool:
        """Whether a word may stand between a verb and its object: 了, 一下, the time of a report (发布一季度报告)."""
        return item.text in _BEFORE_OBJECTS or (verb.text in _ISSUING and self.tags[item.first] == "TIME")

    def _behind_time(self, items: Sequence[Item], at: int, stop: int) -> int:
        """Behind a day that tells which one is meant: 出席昨天的记者会."""
        dated = at + 2 < stop and items[at].kind == "other" and self.tags[items[at].first] == "TIME"
        return at + 2 if dated and items[at + 1].kind == "de" and items[at + 2].kind == "np" else at

    def _behind_attributes(self, items: Sequence[Item], position: int, at: int, stop: int) -> int:
        """The position of the noun that attributes with 的 lead to: 是世界上最大的基地; the same one where none do."""
        behind = at
        while behind < stop and (
            items[behind].kind == "np" or (items[behind].kind == "other" and self.tags[items[behind].first] in "adfrm")
        ):
            behind += 1
        if behind == at or behind >= stop or items[behind].kind != "de" or items[behind - 1].kind != "other":
            return at
        noun = behind + 1
        while noun < stop and items[noun].kind == "other" and self.tags[items[noun].first] == "a":
            noun += 1
        attributive = noun < stop and items[noun].kind == "np"
        if not attributive:
            return at
        plain = all(item.kind == "other" and self.tags[item.first] == "a" for item in items[at:behind])
        return noun if plain or self._hangs_on(items[position], items[noun]) else at

    def _hangs_on(self, verb: Item, noun: Item) -> bool:
        """Whether the parse takes a noun for the object of a verb, or what a copula tells."""
        if not self.doc.has_annotation("DEP") or noun.group is None or verb.text in ("是", "就是"):
            return True
        if verb.text in _AIDING and all(self.phrases[i].type in ("Person", "Group") for i in noun.group.members):
            return True
        phrase = self.phrases[noun.group.members[-1]]
        hangs = self.doc[phrase.last - 1].head.i in range(verb.first, verb.last)
        return hangs or phrase.first <= self.doc[verb.first].head.i < phrase.last

    def _behind_measure(self, items: Sequence[Item], at: int, stop: int) -> int:
        """Behind the words of amount and quality before an object: 更多的 in 帮助更多的孩子, 一支."""
        behind = at
        while (
            behind < stop and items[behind].kind == "other" and self.tags[items[behind].first] in ("m", "q", "a", "r")
        ):
            behind += 1
        if behind == at:
            return at
        if behind < stop and items[behind].kind == "de":
            behind += 1
        return behind if behind < stop and items[behind].kind == "np" else at

    @staticmethod
    def _receiver(items: Sequence[Item], at: int, stop: int) -> NounGroup | None:
        """The noun group of 给 behind the object: 送了米给老人."""
        if at + 1 >= len(items) or at + 1 > stop or items[at].kind != "prep" or items[at].text != "给":
            return None
        return items[at + 1].group

    def _measured(self, items: Sequence[Item], group: NounGroup) -> int | None:
        """The thing whose measure a clause tells without a verb: 沅溪铁路全长218公里，…."""
        measure = self.phrases[group.members[-1]]
        counted = measure.count is not None and measure.adjacent and measure.text == measure.count.text
        measure = self.phrases[measure.index - 1] if counted else measure
        told = counted or any(self.tags[item.first] == "m" for item in items[1:])
        if len(group.members) > 1 or not measure.adjacent or not told:
            return None
        if suffix_entry(measure.text[-6:], "measures", "noun") is None:
            return None
        thing = self.phrases[measure.index - 1]
        may = thing.type in ("Place", "Organization", "Goods", "Work") and (
            thing.form == "name" or thing.definite or thing.type == "Work"
        )
        return thing.index if may and thing.first >= group.first else None

    def _listed(self, items: Sequence[Item]) -> tuple[int, ...]:
        """The noun phrases of a clause without a verb: a list of subjects that the next clause goes on with."""
        if items and items[0].text == "图为":
            items = items[1:]
        first = items[0].group if items else None
        if first is not None and len(first.members) == 1 and self.phrases[first.members[0]].personal:
            return first.members
        if first is not None and (measured := self._measured(items, first)) is not None:
            return (measured,)
        if first is not None and self._framed(items) and self._acts(first):
            # 医疗队在人手紧张的条件下，…
            return first.members
        if first is not None and len(items) == 1 and self.phrases[first.members[0]].text in _HUMAN_PRONOUNS:
            # 在民政局工作的他，…
            return first.members
        if first is not None and len(items) == 1 and self.texts[items[0].first - 1] == "的" and self._acts(first):
            # 段某领导的团队，联合…
            return first.members
        last = items[-1].group if len(items) > 1 else None
        if last is not None and items[-2].kind == "de" and self.phrases[last.members[-1]].personal:
            # 63岁的潘某，是…
            return last.members if not any(item.kind == "prep" for item in items) else ()
        if last is not None and len(items) == 3 and items[1].kind == "de" and self._acts(last):
            return last.members
        plain = all(item.kind in ("np", "prep") or item.text in CONJUNCTIONS or item.text == "，" for item in items)
        if not plain or LeftSide.of(items).subject is None:
            return ()
        named: list[int] = []
        governed: set[int] = set()
        for number, item in enumerate(items):
            if item.group is not None and number > 0 and items[number - 1].kind == "prep":
                governed.update(item.group.members)
            named += self.acting(item.group) if item.group is not None else ()
        named = [index for index in named if index not in governed]
        return tuple(named) if all(self._is_actor(self.phrases[index]) for index in named) else ()

    def _framed(self, items: Sequence[Item]) -> bool:
        """Whether a preposition follows the first noun, with at most adverbs between them: 医疗队先后在三地."""
        tags = ("d", "ad", "vd", "TIME")
        rest = (item for item in items[1:] if item.kind != "other" or self.tags[item.first] not in tags)
        following = next(rest, None)
        return following is not None and following.kind == "prep"

    def _acts(self, group: NounGroup) -> bool:
        """Whether all of a group are people or bodies."""
        return all(self.phrases[index].type in ("Person", "Group", "Organization") for index in group.members)

    @staticmethod
    def _is_actor(phrase: Phrase) -> bool:
        named_body = phrase.type == "Organization" and phrase.form == "name"
        return phrase.personal or named_body or phrase.count is not None

    def acting(self, group: NounGroup) -> tuple[int, ...]:
        """Who acts: the members, and the summing-up phrase where it is counted (等12位专家)."""
        if group.general is not None and self.phrases[group.general].count is not None:
            return (*group.members, group.general)
        return group.members


def _clefted(items: Sequence[Item], verbs: Sequence[int], made: list[Predication]) -> list[Predication]:
    """赶到现场救援的还有A和B: who stands behind 是 or 有 is the subject of the verbs before 的."""
    for number in range(1, len(verbs)):
        before = verbs[number] - 1
        while before >= 0 and items[before].kind == "other":
            before -= 1
        main = made[number]
        if before >= 0 and items[before].kind == "de" and main.lemma in ("是", "有", "包括") and main.objects:
            told = [
                replace(p, subject=main.objects, subject_kind="overt")
                if p.verb < main.verb and p.subject_kind in ("none", "inherited")
                else p
                for p in made
            ]
            if main.lemma == "有" and main.subject_kind in ("none", "inherited"):
                # Nobody has those who are told of behind it.
                told[number] = replace(main, subject=(), subject_kind="unnamed")
            return told
    return made
