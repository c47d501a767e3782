"""Comma clauses and what they are made of: noun groups, verbs, prepositions, 的.

A sentence is cut at its marks; within a clause one pass over tokens and noun phrases gives the items from which
:mod:`kg.extract.main_clauses` and :mod:`kg.extract.relatives` read who does what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.extract import nouns
from kg.extract.noun_runs import AT_HAND
from kg.extract.phrases import Phrase
from kg.extract.tokens import Sentence, Tokens
from kg.lexicons.lists import endings, words

BREAKS = frozenset("，；：。！？\n“”‘’（）()〔〕【】—…,;:!?")
CONJUNCTIONS = words("conjunction")
ASPECT = words("aspect")
COMPLEMENTS = words("complement")
LOCALIZERS = words("localizer")
PASSIVE = frozenset(("被", "遭", "受"))
_DISPOSAL = frozenset(("把", "将"))
_BEHIND_VERBS = ASPECT | COMPLEMENTS
BARE_MODALS = frozenset(("会", "能", "可", "可以", "要", "应", "应该", "必须", "愿意", "敢"))
_CAUSAL = frozenset(("由于", "因为", "虽然", "尽管", "如果"))
"""Words that open a clause, whatever the tagger takes them for."""
_BEING_AT = frozenset(("正在", "仍在", "还在", "都在", "也在", "已在", "曾在", "就在", "均在"))
_TREATING = frozenset(("展开", "进行", "开展", "交换", "达成", "签署", "发表", "征求", "作出", "举行"))
"""Verbs of dealing with what stands behind 就."""
_TOWARDS = frozenset(("到", "去", "来", "在", "向"))
_INTENDING = words("intending_verb")
_DUTIES = frozenset(("负责", "承担", "协助", "参与", "开始", "继续"))
_BEFORE_DUTIES = frozenset(("给", "在", "向", "为", "从"))
_VOICE = PASSIVE | _DISPOSAL
BRINGING = endings("bringing_verb")
_WITH = frozenset(("和", "与", "同", "跟"))
TOGETHER = words("together")
"""Adverbs of acting with somebody: 一起, 共同."""
_ZONES = words("zone")
_HUMAN_PRONOUNS = words("human_pronoun")
_TELLING = endings("telling_noun") + endings("clausal_noun")
_GLUED_ADVERBS = words("glued_adverb")
_GLUED_VERBS = words("glued_verb")
Prepositions = tuple[tuple[str, tuple[int, ...]], ...]
SubjectKind = Literal["overt", "pivot", "shared", "inherited", "following", "distant", "relative", "unnamed", "none"]
"""How a verb comes by its subject; ``unnamed``: a pronoun that names nobody is its subject."""


@dataclass(frozen=True, slots=True)
class NounGroup:
    """Coordinated noun phrases: 贺庆和王建."""

    members: tuple[int, ...]
    """Indices of the head phrases."""
    first: int
    last: int
    general: int | None = None
    """The summing-up phrase after 等: 物资 in 鸡蛋、小米等物资."""
    owners: tuple[int, ...] = ()
    """The bodies listed before 等 in 北大、清华等高校的专家."""


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


@dataclass(frozen=True, slots=True)
class Item:
    """A noun group, a verb with its aspect and complement, a preposition, 的, or another word, by its token range."""

    kind: Literal["np", "verb", "prep", "de", "other"]
    first: int
    last: int
    group: NounGroup | None = None
    text: str = ""


def verb_item(item: Item, texts: Sequence[str], segment: tuple[int, int]) -> Predication:
    """The predication of a verb before its arguments are known."""
    tail = [texts[i] for i in range(item.first + 1, item.last) if texts[i] in COMPLEMENTS]
    return Predication(item.first, item.last, item.text, tail[-1] if tail else "", segment)


def segments(
    tokens: Tokens, phrases: Sequence[Phrase], bounds: frozenset[int] = frozenset()
) -> Iterator[tuple[Sentence, list[tuple[int, int]]]]:
    """Each sentence with the token ranges of its comma clauses; marks inside a phrase do not break.

    ``bounds`` are text offsets at which a clause begins or ends though no mark stands there.
    """
    inside = {i for phrase in phrases for i in range(phrase.first, phrase.last)}
    texts = tokens.texts
    for sentence in tokens.sentences():
        parts: list[tuple[int, int]] = []
        start = sentence.first
        for index in range(sentence.first, sentence.last):
            if tokens.starts[index] in bounds and index > start:
                parts.append((start, index))
                start = index
            if index not in inside and (texts[index][0] in BREAKS or "\n" in texts[index]):
                if index > start:
                    parts.append((start, index))
                start = index + 1
            elif tokens.spaced[index] and (not texts[index].isascii() or tokens.doc[index].is_punct):
                # A space in a headline parts it as a comma does.
                parts.append((start, index + 1))
                start = index + 1
        if start < sentence.last:
            parts.append((start, sentence.last))
        yield sentence, parts


def strip_adverb(text: str) -> str:
    """The verb in a word that the segmenter glued to an adverb: 是 in 都是, 会 in 都会."""
    for prefix in _GLUED_ADVERBS:
        if len(text) > 1 and text.startswith(prefix) and text[1:] in _GLUED_VERBS:
            return text[1:]
    return text


@dataclass(frozen=True, slots=True)
class LeftSide:
    """What stands before a verb: its subject candidate, its prepositional phrases, and whether it is passive."""

    subject: NounGroup | None
    prepositions: Prepositions
    passive: bool

    @classmethod
    def of(cls, items: Sequence[Item]) -> LeftSide:
        """Read the items before a verb."""
        subject: NounGroup | None = None
        prepositions: list[tuple[str, tuple[int, ...]]] = []
        passive = False
        waiting: str | None = None
        dotted = governed = False
        for item in items:
            if item.kind == "prep":
                waiting = item.text
                passive = passive or item.text in PASSIVE
            elif item.kind == "np" and item.group is not None:
                governed = waiting is not None or (dotted and bool(prepositions))
                if waiting is not None:
                    prepositions.append((waiting, item.group.members))
                    waiting = None
                elif governed:
                    prepositions[-1] = (prepositions[-1][0], item.group.members)
                else:
                    subject = item.group
            elif item.kind == "de" and governed:
                # 对志愿者细致的服务: the preposition governs the noun behind 的.
                waiting = prepositions.pop()[0]
                governed = False
            elif item.kind == "de" and waiting is None:
                subject = None
            dotted = item.kind == "other" and item.text in "·•"
        return cls(subject, tuple(prepositions), passive)


class Clauses:
    """Reads the items of a document's clauses."""

    def __init__(self, tokens: Tokens, phrases: Sequence[Phrase], title_starts: Mapping[int, int]) -> None:
        self.phrases = phrases
        self.texts = tokens.texts
        self.tags = tokens.tags
        self.at = {phrase.first: index for index, phrase in enumerate(phrases)}
        """The phrase, by its index, that begins at a token; a titled name begins with its title."""
        for index, phrase in enumerate(phrases):
            begin = title_starts.get(phrase.first)
            if begin is not None:
                for token in range(begin, phrase.first):
                    self.at.pop(token, None)
                self.at[begin] = index

    def items(self, begin: int, end: int) -> list[Item]:
        """The items of a clause, told by its token range."""
        items: list[Item] = []
        at = begin
        while at < end:
            led = at == begin and self._accompanies(at, end)
            items.append(Item("prep", at, at + 1, text=self.texts[at]) if led else self._item(at, end))
            at = items[-1].last
        return items

    def _accompanies(self, at: int, end: int) -> bool:
        """Whether a clause opens with 和 and who does something together with its subject: 和妻子一起回到村里."""
        if self.texts[at] not in _WITH or at + 1 not in self.at:
            return False
        behind = self._group(at + 1, end).last
        return behind < end and self.texts[behind] in TOGETHER and "v" in self.tags[behind:end]

    def _item(self, at: int, end: int) -> Item:
        text, tag = self.texts[at], self.tags[at]
        if at in self.at:
            group = self._group(at, end)
            return Item("np", at, group.last, group)
        if text in _VOICE and self._governs(at, end):
            return Item("prep", at, at + 1, text=text)
        if tag == "v" and text in ("为", "给", "向", "对") and self._serves(at, end):
            return Item("prep", at, at + 1, text=text)
        if text == "的" and self.texts[at + 1 : at + 2] and self.texts[at + 1] in AT_HAND:
            return Item("other", at, at + 1, text=text)
        if text == "的":
            return Item("de", at, at + 1)
        if text == "在" and self.tags[at + 1 : at + 2] == ["f"] and self.tags[at + 2 : at + 3] == ["v"]:
            # 在外打工: the two words are an adverb.
            return Item("other", at, at + 2, text="在外")
        if text in _BEING_AT and at + 1 in self.at and self._is_sited(at + 1, end):
            # 正在北京参加会议, where the segmenter takes 正在 for an adverb.
            return Item("prep", at, at + 1, text="在")
        if text in ("自", "自从") and self.tags[at + 1 : at + 2] == ["TIME"] and self.texts[at + 2 : at + 3] != ["的"]:
            # 自6月22日某县遭遇暴雨以来: the preposition governs the date alone.
            return Item("other", at, at + 1, text=text)
        if text == "就" and tag == "d" and at + 1 in self.at and _TREATING & set(self.texts[at + 2 : end]):
            # 就草案展开讨论, where the segmenter takes 就 for an adverb.
            return Item("prep", at, at + 1, text=text)
        if text in _CAUSAL and at + 1 in self.at and "v" in self.tags[at + 2 : end]:
            return Item("other", at, at + 1, text=text)
        if tag == "vd" and text != "联合" and at + 1 < end and self.tags[at + 1] in ("v", "vd", "d", "p"):
            # 分批护送: a verb that tells how.
            return Item("other", at, at + 1, text=text)
        if tag in ("v", "vn", "vd") and not self._frames_time(at):
            return Item("verb", at, self._verb_end(at, end), text=strip_adverb(text))
        return Item("prep" if tag == "p" else "other", at, at + 1, text=text)

    def _is_sited(self, at: int, end: int) -> bool:
        """Whether a place or body begins at a token, and a verb follows it in the clause."""
        group = self._group(at, end)
        site = self.phrases[group.members[-1]].type in ("Place", "Organization")
        return site and "v" in self.tags[group.last : end]

    def _frames_time(self, at: int) -> bool:
        """历时 before a duration and 起 behind a date are no verbs of what is told."""
        text = self.texts[at]
        if text == "起":
            return at > 0 and self.tags[at - 1] == "TIME"
        return text in ("历时", "耗时", "时隔") and at + 1 < len(self.tags) and self.tags[at + 1] in ("TIME", "m")

    def _serves(self, index: int, end: int) -> bool:
        """为 or 给 tagged as a verb is a preposition where another verb follows its noun phrase."""
        if index + 1 not in self.at:
            return False
        return "v" in self.tags[self._group(index + 1, end).last : end]

    def _governs(self, index: int, end: int) -> bool:
        """将 before a noun phrase and a later verb is 把; before a verb it is the future. 受 needs a later verb too."""
        if self.texts[index] == "受":
            return "v" in self.tags[index + 1 : end]
        if self.texts[index] != "将":
            return True
        noun = index + 1
        if noun < end and self.tags[noun] in ("v", "vn", "d"):
            # 将收藏的文物捐给国家, 将义卖发卡所得的3460元捐给学校
            noun = self._behind_relative(noun, end)
        while noun < end and noun not in self.at and (self.tags[noun] in "amqr" or self.texts[noun] == "的"):
            noun += 1
        return noun in self.at and "v" in self.tags[noun + 1 : end]

    def _behind_relative(self, at: int, end: int) -> int:
        """The token behind the 的 that ends a relative clause, where a verb of giving or bringing follows its noun."""
        de = next((i for i in range(at, end) if self.texts[i] == "的"), end)
        noun = de + 1
        while noun < end and noun not in self.at and self.tags[noun] in "amq":
            noun += 1
        if noun >= end or noun not in self.at:
            return at
        behind = self._group(noun, end).last
        brought = (self.tags[i] == "v" and self.texts[i].endswith(BRINGING) for i in range(behind, end))
        return noun if next(brought, False) or any(brought) else at

    def _verb_end(self, index: int, end: int) -> int:
        last = index + 1
        verb = strip_adverb(self.texts[index])
        if verb in BARE_MODALS or verb in ("是", "就是"):
            return last
        while last < end and self.texts[last] in _BEHIND_VERBS and last not in self.at:
            if self.texts[last] in _BEFORE_DUTIES and self.texts[index] in _DUTIES:
                # 负责给孩子们打疫苗: the preposition belongs to the duty.
                break
            if self.texts[last] in _TOWARDS and self.texts[index] in _INTENDING:
                # 申请到农村工作: going there is what is intended.
                break
            if self.texts[last] in ("在", "给", "向", "为", "从") and self._opens_relative(last, end):
                break
            last += 1
        return last

    def _opens_relative(self, index: int, end: int) -> bool:
        """参加在杭州举行的大会: the preposition belongs to the relative clause, not to the verb before it."""
        if index + 1 not in self.at:
            return False
        behind = self._group(index + 1, end).last
        behind += behind < end and self.texts[behind] in LOCALIZERS
        return behind + 1 < end and self.tags[behind] == "v" and self.texts[behind + 1] in ("的", "了")

    # --- noun groups -------------------------------------------------------------------------------

    def _group(self, index: int, end: int) -> NounGroup:
        """The coordinated noun phrases that begin at a token."""
        members: list[int] = []
        at = index
        while True:
            head, last = self._head(at, end)
            members.append(self.at[at] if self._sums_up(head, self.at[at], len(members)) else head)
            if last in self.at and last < end and self.texts[last] == "《" and self.texts[last - 1] == "》":
                # 《甲》《乙》: titles follow each other without a mark.
                at = last
                continue
            if last + 1 >= end or self.texts[last] not in CONJUNCTIONS:
                break
            if last + 1 in self.at:
                at = last + 1
            elif last + 3 in self.at and self.tags[last + 1] in ("f", "a") and self.texts[last + 2] == "的":
                # 夫妇和周围的老人
                at = last + 3
            else:
                break
        if len(members) > 1 and (listed := self._last_listed(at, members[-1])) is not None:
            # 甲院、乙院、丙院三家医院: the sum tells of nobody else.
            members[-1] = listed
        if last + 1 < end and self.texts[last] == "等" and last + 1 in self.at:
            return self._summed_up(members, index, self._group(last + 1, end))
        if last < end and self.texts[last] in ("等", "等等"):
            last += 1
        if owners := self._listed_owners(members):
            return NounGroup(tuple(members[-1:]), index, last, owners=owners)
        return NounGroup(tuple(members), index, last)

    def _listed_owners(self, members: Sequence[int]) -> tuple[int, ...]:
        """县医院、县中医院的21名医生: the bodies of a counted group; none where others are listed."""
        head = self.phrases[members[-1]]
        if len(members) == 1 or head.owner is None or head.count is None or head.type != "Group":
            return ()
        owners = (*members[:-1], head.owner)
        bodies = (self.phrases[index] for index in owners)
        return owners if all(body.type == "Organization" and body.form == "name" for body in bodies) else ()

    def _last_listed(self, at: int, head: int) -> int | None:
        """The last member of a list that the counted phrase right behind it sums up; None where none does."""
        first, count = self.at[at], self.phrases[head].count
        named = self.phrases[first].form == "name" and self.phrases[first].type in ("Organization", "Person", "Group")
        named = named and first != head and self.phrases[head].form == "nominal"
        return first if named and count is not None and self.phrases[head].adjacent else None

    def _sums_up(self, head: int, first: int, before: int) -> bool:
        """东岭、西坪两个村: what counts the list behind its last name is none of its members."""
        summing, named = self.phrases[head], self.phrases[first]
        counted = before > 0 and summing.count is not None and summing.count.value == before + 1
        return counted and head != first and named.form == "name" and summing.type == named.type

    def _head(self, at: int, end: int) -> tuple[int, int]:
        """The head, by its index, of the chain of phrases that begins at a token, and the token behind the chain."""
        head = self.at[at]
        last = self.phrases[head].last
        while True:
            following = self.at.get(last) if last < end else None
            if following is not None and self.texts[last] == "《" and self.texts[last - 1] == "》":
                return head, last
            if following is not None and (self._title_after(head, following) or self._party_after(head, following)):
                last = self.phrases[following].last
                further = self.at.get(last + 1) if last + 1 < end and self.texts[last] == "兼" else None
                if further is not None and self._title_after(head, further):
                    # 周某国务委员兼外长
                    last = self.phrases[further].last
                continue
            if following is None:
                following = self._next_head(last, end)
            if following is None or self._begins_item(head, following, last):
                return head, last
            if self.phrases[head].text in _HUMAN_PRONOUNS and self._says_how(following):
                # 他一句话没说: the noun tells how much, and who is told of before it.
                last = self.phrases[following].last
                continue
            if self.phrases[following].text == "自己" or self._is_in_person(head, following):
                # 他自己担任理事长, 邹某个人捐款
                last = self.phrases[following].last
                continue
            if self.phrases[following].text in _ZONES and self.phrases[head].type == "Place":
                # 凤溪县境内 is told by the county.
                last = self.phrases[following].last
                continue
            head = following
            last = self.phrases[head].last

    def _is_in_person(self, head: int, following: int) -> bool:
        """个人 and 本人 right behind a name say that nobody else is meant."""
        known = self.phrases[head].personal or self.phrases[head].text in _HUMAN_PRONOUNS
        return known and self.phrases[following].text in ("个人", "本人")

    def _says_how(self, index: int) -> bool:
        """Whether a phrase is an amount of what nobody is: 一句话, 三天三夜."""
        phrase = self.phrases[index]
        return phrase.type is None and self.texts[phrase.first][0] in "一两三几" and phrase.form == "nominal"

    def _summed_up(self, members: list[int], first: int, tail: NounGroup) -> NounGroup:
        """A list that 等 closes: what stands behind it sums it up, or is described by it (北大等高校的专家)."""
        described = self.phrases[tail.members[-1]]
        bodies = all(self.phrases[i].type in ("Organization", "Place") for i in members)
        if bodies and described.type in ("Person", "Group") and described.owner is not None:
            return NounGroup(tail.members[-1:], first, tail.last, owners=tuple(members))
        return NounGroup(tuple(members), first, tail.last, tail.members[-1])

    def _next_head(self, at: int, end: int) -> int | None:
        """The phrase after 的, with a rounding word between them (的共十名专家); None where there is none."""
        if at >= end or self.texts[at] not in ("的", "之"):
            return None
        if at + 1 in self.at:
            return None if self._tells(at) else self.at[at + 1]
        rounded = at + 2 in self.at and self.texts[at + 1] in ("共", "约", "近", "其他")
        return self.at[at + 2] if rounded else None

    def _tells(self, de: int) -> bool:
        """Whether a clause stands before 的 and tells what the noun behind it says: 调运5000顶帐篷的指令."""
        counted = any(p.last == de and p.count is not None and p.type == "Goods" for p in self._ending(de))
        return counted and self.phrases[self.at[de + 1]].text.endswith(_TELLING)

    def _ending(self, token: int) -> list[Phrase]:
        """The phrases among the last few before a token that end there."""
        near = (self.at.get(first) for first in range(max(0, token - 8), token))
        return [self.phrases[index] for index in near if index is not None and self.phrases[index].last == token]

    def _begins_item(self, head: int, following: int, at: int) -> bool:
        """6辆消防车30名消防员: the second of two counted things and people, without a mark between them."""
        one, other = self.phrases[head], self.phrases[following]
        counted = one.count is not None and other.count is not None and other.first == at
        return counted and other.type in ("Goods", "Group") and one.type in ("Goods", "Group") and other.head != "人"

    def _party_after(self, head: int, following: int) -> bool:
        """一行 counts those who are named before it: 医疗队一行26人."""
        people = self.phrases[head].type in ("Person", "Group", "Organization")
        return people and self.phrases[following].text.startswith("一行")

    def _title_after(self, head: int, following: int) -> bool:
        """A post right behind a personal name does not head the phrase: 韩大正主任."""
        name, title = self.phrases[head], self.phrases[following]
        if not name.personal:
            return False
        if title.count is not None:
            return title.count.value in (2, 3, 4, 5, 6) and title.type == "Group"
        role = nouns.role_of(title.text)
        return role is not None and role.head == title.text
