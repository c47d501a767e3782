"""Who says what: direct and reported speech with its speakers.

Chinese news marks speech by quotation marks, by verbs of speech before a comma or colon (X表示，…), by
据 (据X介绍，…) and by position (a quotation beside the act of a person). The rules work on the
segmenter's words and tags; a parse is not needed. Verbs stand in ``kg/lexicons/speech_verbs.tsv``.

Quotation marks also name and distance (“零工驿站”); such stretches are no speech. They are told apart by
their length, the punctuation inside, and what stands around them.

Offsets are text offsets of the :class:`~spacy.tokens.Doc`'s text: simplified characters, quotation marks
“” and ‘’ in pairs, one paragraph a line.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from spacy.tokens import Doc, Token

from kg.lexicons import load_table

QuotationKind = Literal["direct", "indirect"]
SpeakerKind = Literal["name", "noun", "pronoun", "zero"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch of speech, thought or report, with who is said to have uttered it."""

    start: int
    """Text offsets of the statement: without the enclosing quotation marks, with the final mark written
    inside them; reported speech goes without its 。 to the end of the sentence."""
    end: int
    kind: QuotationKind
    cue: Span | None
    """Text offsets of the verb (or noun) of speech."""
    speaker: Span | None
    """Text offsets of the shortest phrase that names the speaker: 任先生, 家长们, 他. A coordination of
    names is one span. None where nobody is named: with a cue, the last speaker goes on (并称, 又说);
    without one, the turn of a dialogue is left open and no speaker may be assumed."""
    speaker_kind: SpeakerKind
    continued: bool = False
    """True for a paragraph that goes on with the quotation of the paragraph before."""


@dataclass(frozen=True, slots=True)
class HolderScope:
    """A stretch of text that its speaker, not the narrator, vouches for."""

    start: int
    end: int
    quotation: Quotation


def find_quotations(doc: Doc) -> list[Quotation]:
    """All direct and indirect quotations of a text, by offset, an outer one before those inside it."""
    layout = _Layout(doc)
    direct = _DirectSpeech(layout).find()
    found = [*direct, *_ReportedSpeech(layout).find()]
    return sorted(set(found), key=lambda q: (q.start, -q.end, q.kind))


def holder_scopes(doc: Doc, quotations: Sequence[Quotation]) -> list[HolderScope]:
    """The scopes of all quotations; where they are nested, the innermost one's speaker is the holder."""
    scopes = [HolderScope(q.start, q.end, q) for q in quotations if 0 <= q.start < q.end <= len(doc.text)]
    return sorted(scopes, key=lambda scope: (scope.start, -scope.end))


# --- lexicon --------------------------------------------------------------------------------------------


class SpeechVerb(NamedTuple):
    """A verb of speech; see the lexicon's comment for the values."""

    speech_class: str
    strengths: frozenset[str]
    effect: str
    direct: bool


@cache
def speech_verbs() -> dict[str, SpeechVerb]:
    """The verbs of ``speech_verbs.tsv``; rows of one verb are joined, the first class and effect count."""
    verbs: dict[str, SpeechVerb] = {}
    for row in load_table("speech_verbs"):
        new = SpeechVerb(row["class"], frozenset([row["strength"]]), row["effect"], row["direct"] == "yes")
        old = verbs.get(row["verb"])
        if old:
            new = SpeechVerb(old.speech_class, old.strengths | new.strengths, old.effect, old.direct or new.direct)
        verbs[row["verb"]] = new
    return verbs


@cache
def _endings(table: str, column: str) -> tuple[str, ...]:
    return tuple(sorted({row[column] for row in load_table(table)}))


@cache
def _is_role(word: str) -> bool:
    return word.endswith(_endings("roles", "head"))


@cache
def _is_person_noun(word: str) -> bool:
    if word.endswith(("们", "者", "人士", "人员", "代表", "双方", "网友", "某")) or _is_role(word):
        return True
    return word.endswith(_endings("person_nouns", "noun")) or word.endswith(_endings("kinship", "noun"))


@cache
def _is_body(word: str) -> bool:
    bodies = tuple(row["suffix"] for row in load_table("name_suffixes") if row["type"] in ("Organization", "Group"))
    return word.endswith((*bodies, *_BODY_NOUNS))


_BODY_NOUNS = (
    "部门", "方面", "方", "公司", "机构", "组织", "当局", "警方", "校方", "院方", "厂方", "官方", "单位", "媒体", "法院",
    "政府", "大会", "会议", "中心", "集团", "团队", "企业", "协会", "医院", "学校", "大学", "平台", "馆", "局", "厅", "台",
)  # fmt: skip
_WORK_NOUNS = (
    "报道", "报导", "报告", "文章", "消息", "研究", "调查", "数据", "结果", "公告", "通报", "声明", "资料", "公报", "书", "文件",
    "通知", "信", "公示", "判决", "评论", "社论", "记录", "材料", "图表", "白皮书", "蓝皮书", "监测", "统计", "民调",
)  # fmt: skip
_PRONOUNS = frozenset(
    [
        "他",
        "她",
        "它",
        "他们",
        "她们",
        "它们",
        "我",
        "我们",
        "咱",
        "咱们",
        "你",
        "你们",
        "您",
        "其",
        "自己",
        "大家",
        "本人",
        "对方",
        "后者",
        "前者",
        "他俩",
        "她俩",
        "我俩",
    ]
)
_BODY_PARTS = re.compile(r"(眼|脸|声|手|语气|心|泪|表情|神情|情绪|嗓|嘴|头|肩|腰|眶|笑容|话音)")
_NOMINAL = frozenset(["n", "nr", "ns", "nt", "nw", "nz", "PER", "LOC", "ORG", "r", "m", "q", "vn", "an", "s", "xx"])
_ADVERBIAL = frozenset(["d", "ad", "vd", "c", "TIME", "f"])
_VERBAL = frozenset(["v", "vd"])
_FINAL = "。！？!?…～"
_CLAUSE_MARKS = "，；：。！？!?\n…—\ue000"
_SENTENCE_MARKS = "。！？!?\n\ue000"


# --- the text and its parts -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Text between quotation marks: ``open`` is the mark, ``close`` the offset behind the closing one."""

    open: int
    start: int
    end: int
    close: int
    continued: bool = False


def _stretches(text: str) -> list[_Stretch]:
    """The outermost quoted stretches; a mark that is not closed ends with its paragraph."""
    found: list[_Stretch] = []
    position = 0
    while position < len(text):
        if text[position] in "“‘":
            stretch = _read_stretch(text, position, found[-1] if found else None)
            found.append(stretch)
            position = max(stretch.close, position + 1)
        else:
            position += 1
    return [stretch for stretch in found if stretch.start < stretch.end]


def _read_stretch(text: str, mark: int, before: _Stretch | None) -> _Stretch:
    opening, closing = text[mark], "”" if text[mark] == "“" else "’"
    depth, position = 1, mark + 1
    while position < len(text) and text[position] != "\n":
        if text[position] == opening:
            depth += 1
        elif text[position] == closing:
            depth -= 1
            if not depth:
                return _trimmed(text, mark, position, position + 1, _goes_on(text, mark, before))
        position += 1
    return _trimmed(text, mark, position, position, _goes_on(text, mark, before))


def _goes_on(text: str, mark: int, before: _Stretch | None) -> bool:
    """An opening mark at a paragraph's head repeats the one that the paragraph before left open."""
    if before is None or (before.end != before.close and text[before.close - 1] in "”’"):
        return False
    return not text[before.close : mark].strip() and text[mark] == text[before.open]


def _trimmed(text: str, mark: int, end: int, close: int, continued: bool) -> _Stretch:
    start = mark + 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return _Stretch(mark, start, end, close, continued)


class _Layout:
    """The text, its words, its quoted stretches, and where clauses and sentences end outside of them."""

    def __init__(self, doc: Doc) -> None:
        self.text: str = doc.text
        self.tokens: list[Token] = [token for token in doc if not token.is_space]
        self.starts = [token.idx for token in self.tokens]
        self.stretches = _stretches(self.text)
        self.speech: frozenset[_Stretch] = frozenset(s for s in self.stretches if _looks_spoken(self.text, s))
        self.mask = self._mask()

    def decide(self, speech: Sequence[_Stretch]) -> None:
        """Fix which stretches are speech."""
        self.speech = frozenset(speech)
        self.mask = self._mask()

    def _mask(self) -> str:
        """The text with speech blanked out, and no clause marks inside other stretches, numbers and brackets."""
        characters = list(self.text)
        for match in re.finditer(r"(?<=\d)[：，:,](?=\d)|[（(][^（）()\n]{0,60}[）)]", self.text):
            characters[match.start() : match.end()] = "\ue001" * len(match.group())
        for stretch in self.stretches:
            if stretch in self.speech:
                characters[stretch.open : stretch.close] = "\ue000" * (stretch.close - stretch.open)
            else:
                inside = re.sub(r"[，；：。！？!?…—]", "\ue001", self.text[stretch.start : stretch.end])
                characters[stretch.start : stretch.end] = inside
        return "".join(characters)

    def words(self, start: int, end: int) -> list[Token]:
        """The words that lie inside a span."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return [t for t in self.tokens[first:last] if t.idx + len(t.text) <= end]

    def clause_start(self, position: int) -> int:
        """Offset behind the clause mark before ``position``."""
        while position > 0 and self.mask[position - 1] not in _CLAUSE_MARKS:
            position -= 1
        return position

    def clause_end(self, position: int) -> int:
        """Offset of the clause mark at or behind ``position``."""
        while position < len(self.mask) and self.mask[position] not in _CLAUSE_MARKS:
            position += 1
        return position

    def sentence_start(self, position: int) -> int:
        """Offset behind the sentence mark before ``position``."""
        while position > 0 and self.mask[position - 1] not in _SENTENCE_MARKS:
            position -= 1
        return position

    def sentence_end(self, position: int) -> int:
        """Offset of the sentence mark at or behind ``position``."""
        while position < len(self.mask) and self.mask[position] not in _SENTENCE_MARKS:
            position += 1
        return position

    def paragraph(self, position: int) -> Span:
        """The line around an offset."""
        end = self.text.find("\n", position)
        return self.text.rfind("\n", 0, position) + 1, len(self.text) if end < 0 else end

    def clauses(self, start: int, end: int) -> Iterator[Span]:
        """The clauses of a span, without their marks."""
        position = start
        while position < end:
            stop = min(self.clause_end(position), end)
            if stop > position:
                yield position, stop
            position = stop + 1

    def skip(self, position: int, characters: str) -> int:
        """The first offset from ``position`` on that holds none of ``characters`` and no blank."""
        while position < len(self.text) and self.text[position] in characters + " \u3000":
            position += 1
        return position

    def back(self, position: int, characters: str = "") -> int:
        """As :meth:`skip`, towards the beginning."""
        while position > 0 and self.text[position - 1] in characters + " \u3000":
            position -= 1
        return position


def _looks_spoken(text: str, stretch: _Stretch) -> bool:
    inside = text[stretch.start : stretch.end]
    if inside[-1] in _FINAL + "，" or re.search(r"[。！？]", inside):
        return not _mentioned(text, stretch)
    return len(inside) >= 15 and "，" in inside and not _mentioned(text, stretch)


_MENTION_AFTER = re.compile(
    r"(的(?!是)|等|之|字样|成为|成了|作为|为题|为主题|为名|二字|两个字|四个字|几个字|一词|一句|这[句个种样一]|式|化|型|时|后|来(谢绝|婉拒|推辞)?)"
)
_MENTION_BEFORE = re.compile(
    r"(名为|取名|命名为|命名|更名为|称为|称作|称之为|叫做|叫作|誉为|题为|写着|写有|印着|印有|刻着|挂着|贴着|主题为|口号是|口号|标语|横幅"
    r"|题：|题|所谓的?|俗称|简称|人称|绰号|昵称|外号|被称|荣获|授予|评为|围绕|主题|作为|当作|视为|看作|成为|变成|实现|打造|坚持|践行|开展"
    r"|弘扬|秉承|秉持|获得|获|推出|启动|的|和|与|及|、|以|从|在|对|为|把|将|用)$"
)


def _mentioned(text: str, stretch: _Stretch) -> bool:
    """Whether the words around treat the stretch as a name or a wording."""
    before = text[max(0, stretch.open - 8) : stretch.open].rstrip()
    after = text[stretch.close : stretch.close + 8].lstrip()
    if before.endswith("：") and not before.endswith("题："):
        return bool(re.match(r"的(?!是)", after))
    if _MENTION_BEFORE.search(before):
        return True
    return bool(_MENTION_AFTER.match(after)) and not re.match(
        r"这是|时(而|不时|任|隔|刻)|后(勤|来)|来自|等(待|候)|之(前|后|所以)", after
    )


# --- noun phrases ---------------------------------------------------------------------------------------


class _Speaker(NamedTuple):
    start: int
    end: int
    kind: SpeakerKind


class _Cue(NamedTuple):
    """A verb of speech, with auxiliaries of speech fused (介绍称): offsets, word indices, lexicon entries."""

    start: int
    end: int
    first: int
    last: int
    verbs: tuple[SpeechVerb, ...]
    words: tuple[str, ...]

    def can(self, *strengths: str) -> bool:
        """Whether any of its verbs has one of the strengths."""
        return any(verb.strengths & set(strengths) for verb in self.verbs)


_MERGED_ADVERBS = re.compile(r"^(还|也|都|则|并|又|再|就|曾|常|总|便|却|才|只|仅|亦|更|均|已|后|笑着|他|她)(?=.)")


def _entry(token: Token) -> SpeechVerb | None:
    word = token.text
    verb = speech_verbs().get(word)
    if verb is None:
        word = _MERGED_ADVERBS.sub("", word)
        verb = speech_verbs().get(word)
    if verb is None or verb.strengths == {"noun"}:
        return None
    if token.tag_ in ("v", "vd") or (token.tag_ in ("vn", "n", "p", "u", "nz", "a", "ad", "d") and len(word) > 1):
        return verb
    return verb if word in ("说", "称", "道") and token.tag_ in ("vn", "n", "p", "q", "u") else None


def _cues(words: Sequence[Token]) -> list[_Cue]:
    """The verbs of speech among the words, neighbours fused."""
    cues: list[_Cue] = []
    for index, token in enumerate(words):
        verb = _entry(token)
        if verb is None or not _speaks(words, index):
            continue
        end = token.idx + len(token.text)
        fused = cues and cues[-1].last == index - 1 and not cues[-1].can("cite")
        if fused:
            last = cues.pop()
            cues.append(_Cue(last.start, end, last.first, index, (*last.verbs, verb), (*last.words, token.text)))
        else:
            cues.append(_Cue(token.idx, end, index, index, (verb,), (token.text,)))
    return cues


def _speaks(words: Sequence[Token], index: int) -> bool:
    """False for passive, denied and nominal uses: 被认为, 没有说明, 所说, 说的话."""
    before = words[index - 1].text if index else ""
    after = words[index + 1].text if index + 1 < len(words) else ""
    if after in ("的", "之", "后", "完") or before.endswith(
        ("被", "遭", "所", "受", "不", "没", "未", "别", "没有", "拒绝")
    ):
        return False
    if words[index].text.startswith(("被", "没", "不", "未")):
        return False
    return not re.search(r"(不愿|不肯|无法|难以|未能|不能|拒绝|没有|并未|尚未)$", before)


def _chunks(words: Sequence[Token]) -> list[tuple[int, int]]:
    """Runs of nominal words, as half-open word indices; 的 and 、 join, prepositional phrases are left out."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        if words[index].tag_ == "p" or words[index].text in ("对", "向", "在", "就"):
            index = _behind_phrase(words, index)
        elif _opens_run(words, index):
            stop = _run_end(words, index)
            runs.append((index, stop))
            index = stop
        else:
            index += 1
    return runs


def _opens_run(words: Sequence[Token], index: int) -> bool:
    token = words[index]
    if token.tag_ in _NOMINAL or token.text in "《“":
        return True
    following = words[index + 1].tag_ if index + 1 < len(words) else ""
    return token.tag_ == "a" and following in _NOMINAL


def _run_end(words: Sequence[Token], index: int) -> int:
    stop = index + 1
    while stop < len(words):
        token = words[stop]
        following = words[stop + 1] if stop + 1 < len(words) else None
        joins = token.text in ("的", "、", "和", "与", "及", "·", "-") and following is not None
        if joins and token.text == "的":
            joins = following is not None and (following.tag_ in _NOMINAL or following.tag_ in ["a", "w"])
        elif joins and following is not None:
            joins = following.tag_ in _NOMINAL and (token.text not in "和与" or _has_name(words[index:stop], following))
        inside = token.tag_ in _NOMINAL or token.text in "《》“”（）" or (token.tag_ in ("nw", "f") and False)
        adjective = token.tag_ == "a" and following is not None and following.tag_ in _NOMINAL
        if not (joins or inside or adjective):
            break
        stop += 1
    return stop


def _has_name(left: Sequence[Token], following: Token) -> bool:
    return following.tag_ in ("PER", "ORG", "n", "r") and any(t.tag_ in ("PER", "ORG", "n", "r") for t in left)


_LOCALISERS = re.compile(r"(时|中|上|后|里|下|期间|之际|间|内|前|过程中|以来|之后|现场|同时)$")


def _behind_phrase(words: Sequence[Token], index: int) -> int:
    """The index behind a prepositional phrase: its localiser (在…时), else its noun phrase."""
    preposition = words[index].text
    if preposition in ("在", "当", "于", "自", "从", "自从", "随着", "就在", "正在", "趁"):
        for stop in range(index + 1, len(words)):
            if _LOCALISERS.search(words[stop].text) and words[stop].tag_ in (
                "f",
                "n",
                "s",
                "TIME",
                "nt",
                "c",
                "d",
                "v",
            ):
                return stop + 1
    if preposition in ("据", "根据", "由", "让", "叫"):
        return index + 1
    stop = index + 1
    while stop < len(words) and words[stop].tag_ in ("TIME", "d"):
        stop += 1
    if stop < len(words) and _opens_run(words, stop):
        return _phrase_run_end(words, stop)
    return stop


def _phrase_run_end(words: Sequence[Token], index: int) -> int:
    """As :func:`_run_end`, but a name behind a common noun begins a phrase of its own (就此事张三说)."""
    stop = _run_end(words, index)
    for position in range(index + 1, stop):
        pronoun = words[position].text in _PRONOUNS
        if pronoun and words[position - 1].text not in ("的", "、", "和"):
            return position
    return stop


def _kind(words: Sequence[Token]) -> SpeakerKind:
    text = "".join(token.text for token in words)
    if text in _PRONOUNS:
        return "pronoun"
    if all(token.tag_ in ("PER", "nr") or token.text in "、和与及" or _is_role(token.text) for token in words):
        return "name" if any(token.tag_ in ("PER", "nr") for token in words) else "noun"
    return "noun"


def _naming(words: Sequence[Token]) -> Sequence[Token]:
    """The shortest phrase that names what a run of nominal words stands for."""
    words = _without_leading(words)
    names = [index for index, token in enumerate(words) if token.tag_ in ("PER", "nr")]
    if names:
        last = names[-1]
        rest = words[last + 1 :]
        if not rest or all(_is_role(token.text) for token in rest) or _BODY_PARTS.match(rest[0].text):
            return _names_of(words, names, rest)
        if rest[0].text == "的" or _is_person_noun(rest[-1].text) or _is_body(rest[-1].text):
            return words[last:]
        return words[last : last + 1]
    guessed = _untagged_name(words)
    return guessed or _head_phrase(words)


def _without_leading(words: Sequence[Token]) -> Sequence[Token]:
    first = 0
    while first < len(words) - 1 and (words[first].text in "的、”》" or words[first].tag_ in ("TIME", "f")):
        first += 1
    return words[first:]


def _names_of(words: Sequence[Token], names: Sequence[int], rest: Sequence[Token]) -> Sequence[Token]:
    """A name, with all names that it is coordinated with; a bare surname keeps its title."""
    last = names[-1]
    stop = last + 1
    if len(words[last].text) == 1 and rest and not _BODY_PARTS.match(rest[0].text):
        stop += 1
    first = last
    for before in reversed(names[:-1]):
        between = words[before + 1 : first]
        joined = any(token.text in ("、", "和", "与", "及", "以及") for token in between)
        if not joined or any(token.text == "的" for token in between) or not _plain_titles(between):
            break
        first = before
    return words[first:stop]


def _plain_titles(words: Sequence[Token]) -> bool:
    """Only a joining word and titles: 韩大正、泌尿外科主任卜宏民 is a coordination as well."""
    return words[0].text in ("、", "和", "与", "及", "以及") or _is_role(words[0].text)


def _untagged_name(words: Sequence[Token]) -> Sequence[Token]:
    """A name that the segmenter took for something else: two to four characters behind a title."""
    if len(words) < 2 or words[-1].tag_ not in ("nz", "LOC", "ORG", "nt", "ns", "xx"):
        return ()
    name = words[-1].text
    fits = 2 <= len(name) <= 4 and _is_role(words[-2].text) and not _is_person_noun(name) and not _is_body(name)
    return words[-1:] if fits else ()


def _head_phrase(words: Sequence[Token]) -> Sequence[Token]:
    """A noun phrase without what stands before its last 的, unless that is the owner of a relative or a work."""
    positions = [index for index, token in enumerate(words) if token.text == "的"]
    if not positions or positions[-1] == len(words) - 1:
        return words
    cut = positions[-1]
    head = words[cut + 1 :]
    if (head[-1].text.endswith(_WORK_NOUNS) and words[cut - 1].text in "》") or words[cut - 1].tag_ in ("ORG", "nw"):
        return words
    if words[cut - 1].text in _PRONOUNS:
        return words[cut - 1 :]
    return head


def _is_sayer(words: Sequence[Token]) -> bool:
    """Whether a noun phrase may stand for somebody, a body, or a work, that says something."""
    last = words[-1]
    if any(token.tag_ in ("PER", "nr", "ORG", "nt", "nw") for token in words) or last.text == "》":
        return True
    text = "".join(token.text for token in words)
    return text in _PRONOUNS or _is_person_noun(text) or _is_body(text) or text.endswith(_WORK_NOUNS)


def _is_animate(words: Sequence[Token]) -> bool:
    text = "".join(token.text for token in words)
    last = words[-1]
    return last.tag_ in ("PER", "nr") or _kind(words) in ("name", "pronoun") or _is_person_noun(text)


class _Subjects:
    """Finds the subject of a verb among the words before it."""

    def __init__(self, layout: _Layout) -> None:
        self._layout = layout

    def of(self, start: int, verb: int, animate: bool = False) -> _Speaker | None:
        """The subject of the verb at offset ``verb`` in the clause that begins at ``start``."""
        words = self._layout.words(start, verb)
        cited = max((c.last for c in _cues(words) if c.can("cite")), default=-1)
        words = words[cited + 1 :]
        runs = _chunks(words)
        if not runs:
            return None
        adjacent = self._adjacent(words, runs)
        for phrase in ([adjacent] if adjacent else []) + [words[a:b] for a, b in runs]:
            named = _naming(phrase)
            if named and not (animate and not _is_animate(named)) and not _is_modifier(named):
                return _speaker(named)
        return None

    def before(self, position: int, start: int, animate: bool = True) -> _Speaker | None:
        """The nearest animate subject of the clauses between ``start`` and ``position``."""
        for first, last in reversed(list(self._layout.clauses(start, position))):
            found = self.first(first, last, animate)
            if found:
                return found
        return None

    def first(self, start: int, end: int, animate: bool = True) -> _Speaker | None:
        """The phrase before the first predicate of a clause, a relative clause on it left out."""
        words = self._layout.words(start, end)
        for first, last in _chunks(words):
            verbal = [i for i, token in enumerate(words[:first]) if token.tag_ in _VERBAL]
            phrase = words[first:last]
            if verbal and not any(token.text == "的" for token in phrase):
                return None
            if verbal:
                phrase = phrase[max(i for i, token in enumerate(phrase) if token.text == "的") + 1 :]
            named = _naming(phrase) if phrase else ()
            if named and not _is_modifier(named) and (not animate or _is_animate(named)):
                return _speaker(named)
            if named and _is_animate(named):
                return None
        return None

    def _adjacent(self, words: Sequence[Token], runs: Sequence[tuple[int, int]]) -> Sequence[Token] | None:
        """The run right before the verb, where it is its subject and not the object of a verb before."""
        first, last = runs[-1]
        if any(token.tag_ not in _ADVERBIAL and token.tag_ not in ("p", "w") for token in words[last:]):
            return None
        left = words[first - 1] if first else None
        if left is None or (left.tag_ not in ("v", "u", "vd") and left.text not in ("着", "了", "过")):
            return words[first:last]
        phrase = words[first:last]
        cuts = [index for index, token in enumerate(phrase) if token.text == "的"]
        return phrase[cuts[-1] + 1 :] if cuts and len(runs) == 1 else None


def _is_modifier(words: Sequence[Token]) -> bool:
    text = "".join(token.text for token in words)
    return bool(
        re.fullmatch(
            r"(此|这|那|其中|同时|什么|目前|另外|此外|这里|那里|当天|一边|最后|首先|今年|其次|第[一二三]|为此|对此|这样|如此|[\W_]+)",
            text,
        )
    )


def _speaker(words: Sequence[Token]) -> _Speaker:
    while len(words) > 1 and words[0].text in "“":
        words = words[1:]
    return _Speaker(words[0].idx, words[-1].idx + len(words[-1].text), _kind(words))


_MARKERS = re.compile(
    r"(也就是|就是|换句话|换言之|可以|可|应该|应当|不得不|总的来|总体来|总体上|一般来|一般|具体来|具体|简单来|简单地?|坦率地?|坦白地?|老实|准确地?|严格来|严格地?"
    r"|不用|不必|不消|别|更别|再|话|虽|按理|照理|据|听|比如|比方|例如|俗话|常言|古语|古人|民谚|谚语|有道是|换个角度|从某种[意程]\w*|来|这么|这样|怎么|好|难|相对来|对[^，]{1,12}来)"
    r"(说|讲|道|称|云)(起)?$"
)


def _is_marker(clause: str) -> bool:
    """Discourse markers that look like speech: 一般来说, 换句话说, 俗话说."""
    return bool(_MARKERS.search(re.sub(r"\s", "", clause)))


# --- direct speech --------------------------------------------------------------------------------------


class _Attribution(NamedTuple):
    cue: Span | None
    speaker: _Speaker | None


_RECEIVES = re.compile(
    r"(收到|看到|看见|读到|听到|听见|听说|接到|写着|印着|挂着|贴着|标着|刻着|出现|传来|响起|弹出|想起|面对|取名|题为|名为)"
)


class _DirectSpeech:
    """Quotation marks that enclose speech, and their speakers."""

    def __init__(self, layout: _Layout) -> None:
        self._layout = layout
        self._subjects = _Subjects(layout)
        self._text = layout.text

    def find(self) -> list[Quotation]:
        """The direct quotations in text order."""
        layout = self._layout
        spoken = [stretch for stretch in layout.stretches if self._is_speech(stretch)]
        layout.decide(spoken)
        attributions = [self._attribute(stretch) for stretch in spoken]
        self._share(spoken, attributions)
        return [self._quotation(s, a) for s, a in zip(spoken, attributions, strict=True)] + list(self._turns())

    def _quotation(self, stretch: _Stretch, attribution: _Attribution) -> Quotation:
        cue, speaker = attribution
        span = (speaker.start, speaker.end) if speaker else None
        kind: SpeakerKind = speaker.kind if speaker else "zero"
        return Quotation(stretch.start, stretch.end, "direct", cue, span, kind, stretch.continued)

    # which stretches are speech

    def _is_speech(self, stretch: _Stretch) -> bool:
        text, layout = self._text, self._layout
        inside = text[stretch.start : stretch.end]
        size = len(re.findall(r"\w", inside))
        if not size:
            return False
        final = inside[-1] in _FINAL
        separator = self._separator(stretch)
        after = text[layout.skip(stretch.close, "") : layout.skip(stretch.close, "") + 1]
        bounded = after in ("", "\n", "。", "，", "；", "！", "？", "“")
        cue = self._cue_before(stretch) if separator != "." else None
        if cue and separator == "：":
            return not re.match(r"的(?!是)", text[stretch.close :])
        if _mentioned(text, stretch):
            return self._refused(stretch)
        if cue and separator == "，":
            return final or (bounded and (size >= 5 or "，" in inside))
        if cue and separator == "":
            return bounded and self._suits_adjacent(cue, inside, size, final)
        if final or inside[-1] == "，":
            return size >= 2 and (separator in ".，：" or bounded or self._frame_after(stretch) is not None)
        if separator == "." and after == "，" and size >= 4:
            return self._frame_after(stretch) is not None
        whole = separator == "." and after in ("", "\n")
        return size >= 6 and "，" in inside and (whole or (self._frame_after(stretch) is not None and separator == "."))

    def _suits_adjacent(self, cue: _Cue, inside: str, size: int, final: bool) -> bool:
        if cue.words[-1] in (
            "说",
            "问",
            "喊",
            "答",
            "回答",
            "大喊",
            "高喊",
            "回应",
            "直言",
            "笑说",
            "表示",
            "坦言",
            "说道",
        ):
            return size >= 2 or final or cue.words[-1] in ("说", "答", "喊")
        if cue.words[-1] in ("称", "叫", "谓", "戏称", "自称", "夸", "赞", "形容", "写", "提出", "指"):
            return size >= 8 or final
        return final or size >= 6

    def _refused(self, stretch: _Stretch) -> bool:
        """以“我是来支教的”来谢绝: the wording of an answer."""
        before = self._text[max(0, stretch.open - 1) : stretch.open]
        after = self._text[stretch.close : stretch.close + 6]
        return before == "以" and bool(
            re.match(r"来?(谢绝|婉拒|回绝|拒绝|回应|推辞|作答|回答|回复)|为由(谢绝|婉拒|拒绝)", after)
        )

    def _separator(self, stretch: _Stretch) -> str:
        """What stands before the mark: ``：``, ``，``, nothing, or ``.`` for the beginning of a sentence."""
        position = self._layout.back(stretch.open)
        before = self._text[position - 1] if position else "\n"
        if before in "：，":
            return before
        return "." if before in "。！？!?\n…”’；】" else ""

    # frames with a verb of speech

    def _before(self, stretch: _Stretch) -> Span:
        end = self._layout.back(stretch.open, "：，")
        return self._layout.clause_start(end), end

    def _cue_before(self, stretch: _Stretch) -> _Cue | None:
        start, end = self._before(stretch)
        if start == end or _is_marker(self._text[start:end]):
            return None
        words = self._layout.words(start, end)
        cues = [cue for cue in _cues(words) if any(verb.direct for verb in cue.verbs)]
        if not cues:
            return self._noun_cue(words)
        cue = cues[-1]
        rest = words[cue.last + 1 :]
        return cue if self._is_tail(rest, cue) else self._noun_cue(words)

    def _is_tail(self, rest: Sequence[Token], cue: _Cue) -> bool:
        """What may stand between the verb and its words: 了一句, 着, 道, a hearer."""
        if all(
            token.tag_ in ("u", "f", "m", "q", "xc", "d") or token.text in ("道", "起", "出", "句") for token in rest
        ):
            return True
        nominal = all(token.tag_ in _NOMINAL or token.text in ("的", "道", "、", "了") for token in rest)
        return nominal and len(rest) <= 5

    def _noun_cue(self, words: Sequence[Token]) -> _Cue | None:
        return _noun_cue(words)

    def _frame_after(self, stretch: _Stretch) -> tuple[_Cue, Span] | None:
        """The verb of speech in the clause behind a quotation, where the clause is about it."""
        layout = self._layout
        start = layout.skip(stretch.close, "，")
        end = layout.clause_end(start)
        if start >= end or "\n" in self._text[stretch.close : start] or _is_marker(self._text[start:end]):
            return None
        if self._text[end : end + 1] == "：" and self._text[stretch.end - 1] != "，":
            return None
        words = layout.words(start, end)
        if not words or words[0].text in ("据", "据悉", "据了解", "记者"):
            return None
        cues = [cue for cue in _cues(words) if any(verb.direct for verb in cue.verbs)]
        cues = [cue for cue in cues if self._heads_frame(words, cue)]
        return (cues[-1], (start, end)) if cues else None

    def _heads_frame(self, words: Sequence[Token], cue: _Cue) -> bool:
        rest = words[cue.last + 1 :]
        if self._is_tail(rest, cue) or cue.can("tell"):
            return True
        return (
            cue.can("quote", "comma")
            and len(rest) <= 8
            and "的" not in [token.text for token in words[: cue.first]][-1:]
        )

    # whose speech

    def _attribute(self, stretch: _Stretch) -> _Attribution:
        separator = self._separator(stretch)
        if separator != ".":
            found = self._by_verb_before(stretch)
            if found:
                return found
        found = self._by_verb_after(stretch) or self._by_remark_after(stretch)
        if found:
            return found
        if separator != ".":
            return self._by_act_before(stretch) or _Attribution(None, None)
        for rule in (self._by_sentence_before, self._by_act_after, self._by_signature):
            found = rule(stretch)
            if found:
                return found
        return _Attribution(None, None)

    def _by_verb_before(self, stretch: _Stretch) -> _Attribution | None:
        cue = self._cue_before(stretch)
        if cue is None:
            return None
        start, _ = self._before(stretch)
        speaker = _speaker_of(self._layout, self._subjects, start, cue)
        return _Attribution((cue.start, cue.end), speaker)

    def _by_verb_after(self, stretch: _Stretch) -> _Attribution | None:
        frame = self._frame_after(stretch)
        if frame is None:
            return None
        cue, (start, _) = frame
        speaker = self._subjects.of(start, cue.start)
        return _Attribution((cue.start, cue.end), speaker)

    def _by_remark_after(self, stretch: _Stretch) -> _Attribution | None:
        """“…”这是X告别母亲的话。"""
        start = self._layout.skip(stretch.close, "，")
        end = self._layout.clause_end(start)
        match = re.match(
            r"这(就)?是(?P<who>.{2,20}?)的(话|心声|心愿|回答|承诺|誓言|口头禅|座右铭|感受|肺腑之言|评价|告白|嘱托)$",
            self._text[start:end],
        )
        if match is None:
            return None
        speaker = self._subjects.first(start + match.start("who"), start + match.end("who"))
        return _Attribution(None, speaker) if speaker else None

    def _by_act_before(self, stretch: _Stretch) -> _Attribution | None:
        """刘明摆摆手：“…”: the person whose act the quotation follows in the same sentence."""
        layout = self._layout
        end = layout.back(stretch.open, "：，")
        start = layout.sentence_start(end)
        last = self._text[layout.clause_start(end) : end]
        closed = self._text[stretch.end - 1] in _FINAL
        if not closed or _RECEIVES.search(last) or start == end:
            return None
        report = self._reporting(start, end)
        if report:
            return report
        speaker = self._subjects.before(end, start)
        return _Attribution(None, speaker) if speaker else None

    def _reporting(self, start: int, end: int) -> _Attribution | None:
        """张三表示，情况已好转，“…”: the frame opened earlier in the sentence holds on."""
        for first, last in self._layout.clauses(start, end):
            cues = [cue for cue in _cues(self._layout.words(first, last)) if cue.can("strong", "comma")]
            if cues and cues[-1].end == last:
                speaker = self._subjects.of(first, cues[-1].start)
                if speaker:
                    return _Attribution((cues[-1].start, cues[-1].end), speaker)
        return None

    def _by_sentence_before(self, stretch: _Stretch) -> _Attribution | None:
        """贺庆不忘再叮嘱几句。“…”, and “…”贺庆说。“…”"""
        layout = self._layout
        end = layout.back(stretch.open)
        if end < 2 or self._text[end - 1] not in "。！？…":
            return None
        end -= 1
        start = layout.sentence_start(end)
        first = layout.clause_start(end)
        if first == end or layout.paragraph(end)[0] != layout.paragraph(stretch.open)[0]:
            return None
        words = layout.words(first, end)
        cues = [cue for cue in _cues(words) if cue.verbs[-1].direct and self._is_tail(words[cue.last + 1 :], cue)]
        cues = [cue for cue in cues if not cue.can("according") or cue.can("comma", "strong", "quote")]
        if not cues or _is_marker(self._text[first:end]):
            return None
        speaker = self._subjects.of(first, cues[-1].start, animate=True) or self._subjects.before(first, start)
        return _Attribution((cues[-1].start, cues[-1].end), speaker) if speaker else None

    def _by_act_after(self, stretch: _Stretch) -> _Attribution | None:
        """“…”徐奶奶缓缓接过东西: the person whose act follows in the same paragraph, if no other is near."""
        layout = self._layout
        if self._text[stretch.end - 1] not in _FINAL or self._person_before(stretch):
            return None
        start = layout.skip(stretch.close, "")
        end = layout.sentence_end(start)
        if start >= end or (end < len(self._text) and layout.mask[end] == "\ue000"):
            return None
        for first, last in layout.clauses(start, end):
            speaker = self._subjects.first(first, last)
            if speaker and self._acts(speaker, last):
                return _Attribution(None, speaker) if speaker.kind != "pronoun" else None
            if speaker:
                return None
        return None

    def _acts(self, speaker: _Speaker, end: int) -> bool:
        words = self._layout.words(speaker.end, end)
        return any(token.tag_ in ("v", "vd", "ad", "d", "p") for token in words) and speaker.kind != "zero"

    def _person_before(self, stretch: _Stretch) -> bool:
        """Whether the sentence directly before, in the same paragraph, has a person of its own."""
        layout = self._layout
        end = layout.back(stretch.open)
        start, _ = layout.paragraph(stretch.open)
        if end <= start:
            return False
        first = max(start, layout.sentence_start(max(start, end - 1)))
        return (
            any(token.tag_ in ("PER", "nr") for token in layout.words(first, end)) or layout.mask[end - 1] == "\ue000"
        )

    def _by_signature(self, stretch: _Stretch) -> _Attribution | None:
        """A line of its own behind the quotation: ——张三"""
        match = re.match(r"\s*——+\s*(?P<who>[^：:，,。\n]{2,20})", self._text[stretch.close :])
        if match is None:
            return None
        start, end = (stretch.close + offset for offset in match.span("who"))
        words = self._layout.words(start, end)
        names = [token for token in words if token.tag_ in ("PER", "nr")]
        return _Attribution(None, _speaker(names[-1:])) if names else None

    def _share(self, spoken: Sequence[_Stretch], attributions: list[_Attribution]) -> None:
        """Paragraphs of one quotation share their speaker, wherever the frame stands."""
        group: list[int] = []
        for index, stretch in enumerate(spoken):
            if not stretch.continued:
                group = []
            group.append(index)
            known = [attributions[i] for i in group if attributions[i].speaker]
            for i in group if known else []:
                if attributions[i].speaker is None:
                    attributions[i] = known[0]

    # turns of a transcript

    def _turns(self) -> Iterator[Quotation]:
        """Lines of a transcript: 村民 李四：今年收成不错。"""
        position = 0
        lines = self._text.split("\n")
        for number, line in enumerate(lines):
            start, position = position, position + len(line) + 1
            match = re.match(r"(?P<who>[^：，。！？“”《》\n]{2,24})：\s*(?P<what>[^“”\n]{6,}[。！？…])\s*$", line)
            if match is None or (number == 0 and len(lines) > 1):
                continue
            words = self._layout.words(start, start + match.end("who"))
            if words and words[-1].tag_ in ("PER", "nr") and all(t.tag_ not in ("v", "d", "p") for t in words):
                who = _speaker(words[-1:])
                begin, end = (start + offset for offset in match.span("what"))
                yield Quotation(begin, end, "direct", None, (who.start, who.end), "name")


def _noun_cue(words: Sequence[Token]) -> _Cue | None:
    """X的回答是, X发出邀请: nouns whose content is speech."""
    if words and words[-1].text in ("是", "为", "只有", "就是"):
        words = words[:-1]
    elif not any(
        token.text in ("发出", "提出", "作出", "做出", "留下", "送上", "抛出", "立下", "许下", "说出")
        for token in words
    ):
        return None
    if not words:
        return None
    noun = words[-1]
    verb = speech_verbs().get(noun.text)
    if verb is None or "noun" not in verb.strengths:
        return None
    return _Cue(noun.idx, noun.idx + len(noun.text), len(words) - 1, len(words) - 1, (verb,), (noun.text,))


def _speaker_of(layout: _Layout, subjects: _Subjects, start: int, cue: _Cue) -> _Speaker | None:
    """The speaker of a frame before its words: in its clause, else in the clauses before in the sentence."""
    if cue.can("noun") and speech_verbs().get(layout.text[cue.start : cue.end]) is not None:
        found = _owner(layout, start, cue.start)
        if found:
            return found
    return subjects.of(start, cue.start) or subjects.before(start, layout.sentence_start(start))


def _owner(layout: _Layout, start: int, end: int) -> _Speaker | None:
    """X in X的回答."""
    words = layout.words(start, end)
    if len(words) < 2 or words[-1].text not in ("的", "唯一", "自我"):
        return None
    while words and words[-1].text in ("的", "唯一", "自我"):
        words = words[:-1]
    runs = _chunks(words)
    return _speaker(_naming(words[runs[-1][0] : runs[-1][1]])) if runs and runs[-1][1] == len(words) else None


# --- reported speech ------------------------------------------------------------------------------------

_NOT_CONTENT = re.compile(
    r"(一边|边|随后|接着|说着|说完|转身|眼里|眼中|眼神|脸上|声音|语气|眼眶|言语|话音|然后|便|就(?!是|像|算)|于是|顺手|连忙|赶紧)"
)
_COURTESIES = re.compile(
    r"(衷心|热烈|由衷|诚挚|深切|高度|强烈|崇高|最|非常|十分|充分|亲切|真诚|严重|坚决|深表|极大|极为|高兴|完全|一致|初步|明确|热情)?的?"
    r"(感谢|欢迎|祝贺|慰问|关注|支持|反对|同情|理解|满意|遗憾|歉意|敬意|哀悼|肯定|赞同|同意|谢意|担忧|关切|谴责|问候|抗议|不满|怀疑|赞赏|祝福|钦佩|尊重|认可|愤慨|震惊|愤怒)"
)


class _ReportedSpeech:
    """Speech without quotation marks: X表示，…, 据X介绍，…, 记者从X获悉，…"""

    def __init__(self, layout: _Layout) -> None:
        self._layout = layout
        self._subjects = _Subjects(layout)
        self._text = layout.text

    def find(self) -> list[Quotation]:
        """The indirect quotations in text order; also those inside direct speech."""
        layout, found = self._layout, list(self._in_regions())
        speech = sorted(layout.speech, key=lambda stretch: stretch.open)
        inner = _Layout.__new__(_Layout)
        inner.text, inner.tokens, inner.starts = layout.text, layout.tokens, layout.starts
        inner.stretches, inner.speech = [], frozenset()
        inner.mask = _only(layout.text, [(s.start, s.end) for s in speech])
        if speech:
            found += _ReportedSpeech(inner)._in_regions()
        return found

    def _in_regions(self) -> Iterator[Quotation]:
        for start, end in self._layout.clauses(0, len(self._text)):
            yield from self._in_clause(start, end)

    def _in_clause(self, start: int, end: int) -> Iterator[Quotation]:
        words = self._layout.words(start, end)
        if not words or _is_marker(self._text[start:end]):
            return
        found = self._according(words, start, end) or self._learnt(words, start, end)
        if found:
            yield found
            return
        cues = _cues(words)
        for cue in cues:
            if cue.can("cite"):
                yield from self._cited(words, cue, start)
        if cues and not cues[-1].can("cite"):
            yield from self._at_end(words, cues[-1], start, end)
        for cue in cues:
            if cue.can("strong") and cue.last + 1 < len(words):
                yield from self._bare(words, cue, start, end)
                break
        noun = _noun_cue(words)
        if noun and (not cues or cues[-1].end < noun.start):
            yield from self._after_mark(noun, start, end)

    # content

    def _content(self, position: int) -> Span | None:
        """From ``position`` to the end of the sentence, without its 。"""
        layout, text = self._layout, self._text
        start = layout.skip(position, "，：")
        if text[start : start + 1] == "\n":
            start = layout.skip(start + 1, "")
        end = layout.sentence_end(start)
        if end < len(text) and text[end] in "！？!?":
            end += 1
        stop = layout.back(end, "，：；、")
        if stop - start < 4 or layout.mask[start : start + 1] == "\ue000" or _NOT_CONTENT.match(text[start:stop]):
            return None
        return start, stop

    def _make(self, content: Span | None, cue: Span, speaker: _Speaker | None) -> Iterator[Quotation]:
        if content is None:
            return
        span = (speaker.start, speaker.end) if speaker else None
        yield Quotation(*content, "indirect", cue, span, speaker.kind if speaker else "zero")

    # patterns

    def _according(self, words: Sequence[Token], start: int, end: int) -> Quotation | None:
        """据X介绍，…"""
        heads = [i for i, token in enumerate(words) if token.text in ("据", "根据", "另据", "又据")]
        if not heads or self._mark(end) not in "，：":
            return None
        first = heads[0]
        cues = [c for c in _cues(words) if c.last == len(words) - 1 and c.first > first + 1]
        cues = [c for c in cues if c.can("according", "strong", "comma")]
        content = self._content(end)
        if content is None:
            return None
        if cues:
            cue, stop = cues[-1], cues[-1].first
            span = (cue.start, cue.end)
        elif words[-1].text in ("消息", "数据", "资料", "报道", "通报", "公告", "说法") and len(words) > first + 2:
            stop, span = len(words) - 1, (words[-1].idx, words[-1].idx + len(words[-1].text))
        else:
            return None
        speaker = self._source(words[first + 1 : stop])
        if speaker is None:
            return None
        return Quotation(*content, "indirect", span, (speaker.start, speaker.end), speaker.kind)

    def _source(self, words: Sequence[Token]) -> _Speaker | None:
        while words and (words[-1].tag_ in _ADVERBIAL or words[-1].text in ("的", "网站")):
            words = words[:-1]
        runs = _chunks(words)
        if not runs:
            return None
        named = _naming(words[runs[0][0] : runs[-1][1]] if len(runs) == 1 else words[runs[-1][0] : runs[-1][1]])
        text = "".join(token.text for token in named)
        if not named or re.fullmatch(r"(本报|本网|本台|当地)?(记者|笔者|此|初步|现场|不完全)", text):
            return None
        return _speaker(named)

    def _learnt(self, words: Sequence[Token], start: int, end: int) -> Quotation | None:
        """记者从X获悉，…"""
        joined = self._text[start:end].rstrip()
        match = re.search(r"(获悉|了解到|得知|获知|知悉|打听到|证实)$", joined)
        sources = [i for i, token in enumerate(words) if token.text in ("从", "自", "向", "日前从", "处")]
        if match is None or not sources or self._mark(end) not in "，：":
            return None
        cue = (start + match.start(), start + match.end())
        inner = [token for token in words[sources[-1] + 1 :] if token.idx < cue[0]]
        while inner and (inner[-1].tag_ in _ADVERBIAL or inner[-1].text in ("处", "那里", "上", "中")):
            if inner[-1].text in ("上", "中"):
                return None
            inner = inner[:-1]
        content, speaker = self._content(end), self._source(inner)
        if (
            content is None
            or speaker is None
            or self._text[speaker.start : speaker.end].endswith(("会", "会上", "现场", "仪式"))
        ):
            return None
        return Quotation(*content, "indirect", cue, (speaker.start, speaker.end), speaker.kind)

    def _cited(self, words: Sequence[Token], cue: _Cue, start: int) -> Iterator[Quotation]:
        """报道引述X表示，…: the report says that X says."""
        speaker = self._subjects.of(start, cue.start)
        inner = [c for c in _cues(words) if c.first > cue.last + 1]
        if inner and speaker:
            yield from self._make(self._content(cue.end), (cue.start, cue.end), speaker)

    def _mark(self, end: int) -> str:
        mark = self._text[end : end + 1]
        return mark or "\n"

    def _at_end(self, words: Sequence[Token], cue: _Cue, start: int, end: int) -> Iterator[Quotation]:
        """X表示，… and X告诉记者，…"""
        rest = words[cue.last + 1 :]
        if not cue.can("strong", "comma", "tell") or self._mark(end) not in "，：":
            return
        hearer = cue.can("tell") and len(rest) <= 6 and all(t.tag_ in _NOMINAL or t.text in ("的", "、") for t in rest)
        particles = all(token.text in ("了", "着", "过", "道", "起", "说", "到") for token in rest)
        if (not particles and not (hearer and rest)) or (cue.can("tell") and not rest and len(cue.words) == 1):
            return
        if cue.can("tell") and cue.verbs[0].effect == "hypothetical" and not hearer:
            return
        yield from self._after_mark(cue, start, end)

    def _after_mark(self, cue: _Cue, start: int, end: int) -> Iterator[Quotation]:
        if self._mark(end) not in "，：":
            return
        speaker = _speaker_of(self._layout, self._subjects, start, cue)
        clause = self._text[start : cue.start]
        if speaker is None and (cue.can("noun") or not self._may_go_on(clause, cue)):
            return
        if speaker and not self._may_say(speaker, cue):
            return
        yield from self._make(self._content(end), (cue.start, cue.end), speaker)

    def _may_go_on(self, clause: str, cue: _Cue) -> bool:
        """A frame without a subject goes on with the last speaker; advice to the reader does not."""
        if re.search(r"(应该|应当|需要|必须|可以|不妨|要|值得|有必要|可|得|如|正如|所)$", clause.strip()):
            return False
        if cue.verbs[0].speech_class in ("think", "order", "wish", "report", "promise"):
            return bool(re.match(r"(还|又|并|也|同时|再次|一致|均|都|另外|此外)", clause.strip()))
        return len(clause.strip()) <= 8

    def _may_say(self, speaker: _Speaker, cue: _Cue) -> bool:
        words = self._layout.words(speaker.start, speaker.end)
        text = self._text[speaker.start : speaker.end]
        if cue.verbs[0].speech_class == "think" and cue.words[0] == "发现":
            return text.endswith(("研究", "团队", "报告", "调查", "小组", "专家", "学者", "研究人员", "科学家", "审计"))
        if cue.words[0] in ("分析", "判断", "调查", "统计", "估计", "测算") and not _is_sayer(words):
            return False
        if text in ("记者", "本报记者", "笔者"):
            return False
        return True

    def _bare(self, words: Sequence[Token], cue: _Cue, start: int, end: int) -> Iterator[Quotation]:
        """X称… without a comma."""
        rest = words[cue.last + 1 :]
        tail = self._text[cue.end : end].strip()
        if len(tail) < 4 or not self._is_clause(rest, tail, cue):
            return
        speaker = self._subjects.of(start, cue.start)
        if speaker is None:
            speaker = self._subjects.before(start, self._layout.sentence_start(start))
        if speaker is None or not _is_sayer(self._layout.words(speaker.start, speaker.end)):
            return
        if not self._may_say(speaker, cue):
            return
        yield from self._make(self._content(cue.end), (cue.start, cue.end), speaker)

    def _is_clause(self, rest: Sequence[Token], tail: str, cue: _Cue) -> bool:
        if rest[0].text in ("的", "了", "过", "着", "起", "出", "到", "得", "自己", "、", "”", "》", "成", "作", "为"):
            if rest[0].text != "自己":
                return False
        if _COURTESIES.match(tail) or (tail.startswith(("“", "：")) and cue.words[-1] in ("称", "指")):
            return False
        if self._layout.mask[rest[0].idx] == "\ue000":
            return False
        verbs = [token for token in rest if token.tag_ == "v" or (token.tag_ == "a" and token.i > rest[0].i)]
        return bool(verbs) and not (len(rest) == 1)


def _only(text: str, spans: Sequence[Span]) -> str:
    """The text inside the spans; everything else a sentence mark."""
    characters = ["\ue000"] * len(text)
    for start, end in spans:
        characters[start:end] = text[start:end]
    return "".join(characters)
