"""Verbs of speech, and the noun phrases that name who speaks.

Verbs stand in ``kg/lexicons/speech_verbs.tsv``. A speaker is told by the shortest phrase that names it: of
大华社区一期业主任先生 only 任先生.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

from kg.extract.quoted import Layout, Word
from kg.lexicons import load_table
from kg.lexicons.lists import words as word_list

SpeakerKind = Literal["name", "noun", "pronoun", "zero"]

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
def is_role(word: str) -> bool:
    return word.endswith(_endings("roles", "head"))


@cache
def is_person_noun(word: str) -> bool:
    if word.endswith(("们", "者", "人士", "人员", "代表", "双方", "网友", "某")) or is_role(word):
        return True
    return word.endswith(_endings("person_nouns", "noun")) or word.endswith(_endings("kinship", "noun"))


@cache
def is_body(word: str) -> bool:
    bodies = tuple(row["suffix"] for row in load_table("name_suffixes") if row["type"] in ("Organization", "Group"))
    return word.endswith((*bodies, *_BODY_NOUNS))


_BODY_NOUNS = (
    "部门", "方面", "方", "公司", "机构", "组织", "当局", "警方", "校方", "院方", "厂方", "官方", "单位", "媒体",
    "法院", "政府", "大会", "会议", "中心", "集团", "团队", "企业", "协会", "医院", "学校", "大学", "平台", "馆",
    "局", "厅", "台", "消防", "警消", "海关", "物业", "客服", "商家", "店家",
)  # fmt: skip
WORK_NOUNS = (
    "报道", "报导", "报告", "文章", "消息", "研究", "调查", "数据", "结果", "公告", "通报", "声明", "资料", "公报",
    "分析", "书", "文件", "通知", "信", "公示", "判决", "评论", "社论", "记录", "材料", "图表", "监测", "统计", "民调",
    "传言", "传闻", "谣言", "网帖", "帖子",
)  # fmt: skip
PRONOUNS = re.compile(r"[他她它]们?|我们?|咱们?|你们?|您|其|自己|大家|本人|对方|后者|前者|[他她我]俩")
BODY_PARTS = re.compile(r"(眼|脸|声|手|语气|心|泪|表情|神情|情绪|嗓|嘴|头|肩|腰|眶|笑容|话音)")
NOMINAL = frozenset(["n", "nr", "ns", "nt", "nw", "nz", "PER", "LOC", "ORG", "r", "m", "q", "vn", "an", "s", "xx"])
ADVERBIAL = frozenset(["d", "ad", "vd", "c", "TIME", "f"])
VERBAL = frozenset(["v", "vd"])
# --- noun phrases ---------------------------------------------------------------------------------------


class Speaker(NamedTuple):
    start: int
    end: int
    kind: SpeakerKind


class Cue(NamedTuple):
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


_MERGED_ADVERBS = re.compile(r"^(还|也|都|则|并|又|再|就|曾|常|总|便|却|才|只|仅|亦|更|均|已|后|笑着)(?=.)")
_ASPECT = re.compile(r"(?<=.)[过了]$")


def _entry(token: Word) -> SpeechVerb | None:
    word = token.text
    verb = speech_verbs().get(word)
    if verb is None:
        word = _ASPECT.sub("", _MERGED_ADVERBS.sub("", word))
        verb = speech_verbs().get(word)
    if verb is None and word[-1] in "说称道" and (stem := speech_verbs().get(word[:-1])) is not None:
        # 警告说, 叮嘱道 as one word.
        verb = stem._replace(strengths=stem.strengths | {"strong"})
    if verb is None or verb.strengths == {"noun"}:
        return None
    if token.tag in ("v", "vd") or (token.tag in ("p", "u", "nz", "a", "ad", "d") and len(word) > 1):
        return verb
    if token.tag in ("n", "vn") and len(word) > 1:
        return verb if "strong" in verb.strengths or (token.tag == "vn" and "noun" not in verb.strengths) else None
    return verb if word in ("说", "称", "道") and token.tag in ("vn", "n", "p", "q", "u") else None


def find_cues(words: Sequence[Word]) -> list[Cue]:
    """The verbs of speech among the words, neighbours fused."""
    cues: list[Cue] = []
    for index, token in enumerate(words):
        verb = _entry(token) or _demand(words, index)
        if verb is None or not _speaks(words, index):
            continue
        end = token.end
        fused = cues and cues[-1].last == index - 1 and not cues[-1].can("cite")
        if fused and _is_work(words, index - 1):
            cues.pop()
            fused = False
        if fused:
            last = cues.pop()
            cues.append(Cue(last.start, end, last.first, index, (*last.verbs, verb), (*last.words, token.text)))
        else:
            first = index - 1 if _announces(words, index - 1) else index
            cues.append(Cue(words[first].start, end, first, index, (verb,), (token.text,)))
    return cues


_ANNOUNCING = frozenset(("通报", "公告", "通告", "声明", "公报", "报道", "报导", "发文", "公示"))


def _announces(words: Sequence[Word], index: int) -> bool:
    """Whether a noun before a verb of speech is what a body does: 县公安局14日通报称."""
    if index < 1 or words[index].text not in _ANNOUNCING:
        return False
    before = index - 1
    while before > 0 and (words[before].tag in ("TIME", "d")):
        before -= 1
    return words[before].tag == "ORG" or is_body(words[before].text)


_FOLLOWS = frozenset(
    (
        "按照",
        "根据",
        "响应",
        "应",
        "符合",
        "满足",
        "接",
        "接到",
        "接获",
        "收到",
        "获",
        "服从",
        "遵照",
        "执行",
        "下达",
        "听从",
        "得到",
    )
)
"""Words before a demand that somebody follows or passes on, and nobody utters there."""


def _demand(words: Sequence[Word], index: int) -> SpeechVerb | None:
    """要求 and 建议 at a clause's end, which the segmenter takes for nouns."""
    verb = speech_verbs().get(words[index].text)
    if verb is None or verb.speech_class != "order" or words[index].tag not in ("n", "vn"):
        return None
    last = index == len(words) - 1 and index > 0 and words[index - 1].tag in NOMINAL
    return verb if last and not any(word.tag == "p" or word.text in _FOLLOWS for word in words) else None


def _is_work(words: Sequence[Word], index: int) -> bool:
    """Whether 报道, 声明 and the like are the subject of the verb of speech behind them."""
    if not words[index].text.endswith(WORK_NOUNS):
        return False
    before = words[index - 1] if index else None
    return (
        before is None
        or words[index].tag == "n"
        or before.text in ("的", "该", "这", "此")
        or before.tag in ("q", "nw")
    )


def _speaks(words: Sequence[Word], index: int) -> bool:
    """False for passive, denied and nominal uses: 被认为, 没有说明, 所说, 说的话."""
    before = words[index - 1].text if index else ""
    after = words[index + 1].text if index + 1 < len(words) else ""
    if after in ("的", "之", "后", "完") or before.endswith(
        ("被", "遭", "所", "受", "不", "没", "未", "别", "没有", "拒绝", "未曾", "从未", "不曾", "未有")
    ):
        return False
    if words[index].text.startswith(("被", "没", "不", "未")) or (before == "的" and words[index].tag != "v"):
        return False
    if re.search(
        r"[没不未别](有|多|再|细|敢|能|肯|好)$", "".join(word.text for word in words[max(0, index - 2) : index])
    ):
        return False
    if _UNTOLD.search("".join(word.text for word in words[max(0, index - 5) : index])):
        return False
    return not re.search(r"(不愿|不肯|无法|难以|未能|不能|拒绝|没有|并未|尚未)$", before)


_UNTOLD = re.compile(r"(不便|不方便|不宜|不愿意?|不肯|拒绝|拒不|无法|难以)([向对](?!.*[说称道讲]).{1,8})?$")
"""Words before a verb of speech that tell that nothing was said: 不方便向公众透露."""


def find_chunks(words: Sequence[Word]) -> list[tuple[int, int]]:
    """Runs of nominal words, as half-open word indices; 的 and 、 join, prepositional phrases are left out."""
    runs: list[tuple[int, int]] = []
    index = 0
    while index < len(words):
        if words[index].tag == "p" or words[index].text in ("对", "向", "在", "就"):
            index = _behind_phrase(words, index)
        elif _opens_run(words, index):
            stop = _run_end(words, index)
            runs.append((index, stop))
            index = stop
        else:
            index += 1
    return runs


def _opens_run(words: Sequence[Word], index: int) -> bool:
    token = words[index]
    if token.tag in NOMINAL or token.text in "《“":
        return True
    following = words[index + 1].tag if index + 1 < len(words) else ""
    return token.tag == "a" and following in NOMINAL


def _run_end(words: Sequence[Word], index: int) -> int:
    stop = index + 1
    while stop < len(words):
        token = words[stop]
        following = words[stop + 1] if stop + 1 < len(words) else None
        joins = token.text in ("的", "、", "和", "与", "及", "·", "-", "兼") and following is not None
        if joins and token.text == "的":
            joins = following is not None and (following.tag in NOMINAL or following.tag in ["a", "w"])
        elif joins and following is not None:
            # 董事长兼总经理贾立群 holds two posts.
            plural = token.text in "和与"
            joins = following.tag in NOMINAL and (not plural or _has_name(words[index:stop], following))
            joins = joins and (token.text != "兼" or is_role(words[stop - 1].text))
        inside = (
            token.tag in NOMINAL
            or token.text in "《》“”（）"
            or (token.text == "前" and following is not None and following.tag in NOMINAL)
        )
        adjective = token.tag == "a" and following is not None and following.tag in NOMINAL
        if not (joins or inside or adjective):
            break
        stop += 1
    return stop


def _has_name(left: Sequence[Word], following: Word) -> bool:
    return following.tag in ("PER", "ORG", "n", "r") and any(t.tag in ("PER", "ORG", "n", "r") for t in left)


_LOCALISERS = re.compile(r"(时|中|上|后|里|下|期间|之际|间|内|前|过程中|以来|之后|现场|同时)$")


def _behind_phrase(words: Sequence[Word], index: int) -> int:
    """The index behind a prepositional phrase: its localiser (在…时), else its noun phrase."""
    preposition = words[index].text
    if preposition in ("在", "当", "于", "自", "从", "自从", "随着", "就在", "正在", "趁"):
        for stop in range(index + 1, len(words)):
            if _LOCALISERS.search(words[stop].text) and words[stop].tag in (
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
    while stop < len(words) and words[stop].tag in ("TIME", "d"):
        stop += 1
    if stop < len(words) and (words[stop].tag in VERBAL or words[stop].tag == "p"):
        particles = [i for i in range(stop, len(words) - 1) if words[i].text == "的" and _opens_run(words, i + 1)]
        return _run_end(words, particles[-1] + 1) if particles else stop
    if stop < len(words) and _opens_run(words, stop):
        return _phrase_run_end(words, stop)
    return stop


def _phrase_run_end(words: Sequence[Word], index: int) -> int:
    """As :func:`_run_end`, but a name behind a common noun begins a phrase of its own (就此事张三说)."""
    stop = _run_end(words, index)
    for position in range(index + 1, stop):
        pronoun = PRONOUNS.fullmatch(words[position].text)
        if pronoun and words[position - 1].text not in ("的", "、", "和"):
            return position
    return stop


def _kind(words: Sequence[Word]) -> SpeakerKind:
    text = "".join(token.text for token in words)
    if PRONOUNS.fullmatch(text):
        return "pronoun"
    if all(token.tag in ("PER", "nr") or token.text in "、和与及" or is_role(token.text) for token in words):
        return "name" if any(token.tag in ("PER", "nr") for token in words) else "noun"
    return "noun"


def naming(words: Sequence[Word]) -> Sequence[Word]:
    """The shortest phrase that names what a run of nominal words stands for."""
    words = _without_trailing(_without_leading(words))
    names = [index for index, token in enumerate(words) if token.tag in ("PER", "nr")]
    if names:
        last = names[-1]
        rest = _behind_bracket(words[last + 1 :])
        if (
            not rest
            or all(is_role(token.text) or token.text in _HONORIFICS for token in rest)
            or BODY_PARTS.match(rest[0].text)
        ):
            return _names_of(words, names, rest)
        if rest[0].text == "的" or is_person_noun(rest[-1].text) or is_body(rest[-1].text):
            return words[last:]
        return words[last : last + 1]
    guessed = _untagged_name(words)
    return guessed or _head_phrase(words)


def _without_leading(words: Sequence[Word]) -> Sequence[Word]:
    first = 0
    while first < len(words) - 1 and (words[first].text in "的、”》" or words[first].tag in ("TIME", "f")):
        first += 1
    return words[first:]


def _without_trailing(words: Sequence[Word]) -> Sequence[Word]:
    last = len(words)
    while last > 1 and words[last - 1].tag == "TIME":
        last -= 1
    return words[:last]


_HONORIFICS = word_list("honorific")


def _behind_bracket(words: Sequence[Word]) -> Sequence[Word]:
    """What follows a gloss in brackets: 埃琳娜（Elena）女士 is named as 埃琳娜女士 is."""
    if words and words[0].text == "（":
        closing = next((index for index, token in enumerate(words) if token.text == "）"), None)
        if closing is not None:
            return words[closing + 1 :]
    return words


def _names_of(words: Sequence[Word], names: Sequence[int], rest: Sequence[Word]) -> Sequence[Word]:
    """A name, with all names that it is coordinated with; a bare surname keeps its title."""
    last = names[-1]
    stop = last + 1
    if len(words[last].text) == 1 and rest and not BODY_PARTS.match(rest[0].text):
        stop += 1
    first = last
    for before in reversed(names[:-1]):
        between = words[before + 1 : first]
        joined = any(token.text in ("、", "和", "与", "及", "以及") for token in between)
        if not joined or any(token.text == "的" for token in between) or not _plain_titles(between):
            break
        first = before
    return words[first:stop]


def _plain_titles(words: Sequence[Word]) -> bool:
    """Only a joining word and titles: 王海涛、车间主任李东升 is a coordination as well."""
    return words[0].text in ("、", "和", "与", "及", "以及") or is_role(words[0].text)


def _untagged_name(words: Sequence[Word]) -> Sequence[Word]:
    """A name that the segmenter took for something else: two to four characters behind a title."""
    if len(words) < 2 or words[-1].tag not in ("nz", "LOC", "ORG", "nt", "ns", "xx"):
        return ()
    name = words[-1].text
    fits = 2 <= len(name) <= 4 and is_role(words[-2].text) and not is_person_noun(name) and not is_body(name)
    return words[-1:] if fits else ()


def _head_phrase(words: Sequence[Word]) -> Sequence[Word]:
    """A noun phrase without what stands before its last 的, unless that is the owner of a relative or a work.

    Of a medium with a common noun before it (财经杂志《远见》) the title alone names it.
    """
    if len(words) > 1 and words[-1].tag == "nw" and words[-2].tag in ("n", "nz"):
        return words[-1:]
    positions = [index for index, token in enumerate(words) if token.text == "的"]
    if not positions or positions[-1] == len(words) - 1:
        return words
    cut = positions[-1]
    head = words[cut + 1 :]
    if (head[-1].text.endswith(WORK_NOUNS) and words[cut - 1].text == "》") or words[cut - 1].tag in ("ORG", "nw"):
        return words
    if PRONOUNS.fullmatch(words[cut - 1].text):
        return words[cut - 1 :]
    return head


def is_sayer(words: Sequence[Word]) -> bool:
    """Whether a noun phrase may stand for somebody, a body, or a work, that says something."""
    last = words[-1]
    if any(token.tag in ("PER", "nr", "ORG", "nt", "nw") for token in words) or last.text == "》":
        return True
    text = "".join(token.text for token in words)
    if text in _MESSAGES:
        return True
    return bool(PRONOUNS.fullmatch(text)) or is_person_noun(text) or is_body(text) or text.endswith(WORK_NOUNS)


def is_animate(words: Sequence[Word]) -> bool:
    text = "".join(token.text for token in words)
    last = words[-1]
    return last.tag in ("PER", "nr") or _kind(words) in ("name", "pronoun") or is_person_noun(text)


_RECEIVED = frozenset(("接", "接到", "接获", "收到", "接报", "获报", "接警"))
_MESSAGES = word_list("message")


class Subjects:
    """Finds the subject of a verb among the words before it."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout

    def of(self, start: int, verb: int, animate: bool = False) -> Speaker | None:
        """The subject of the verb at offset ``verb`` in the clause that begins at ``start``."""
        words = self._layout.words(start, verb)
        cues = find_cues(words)
        cited = max((c.last for c in cues if c.can("cite")), default=-1)
        told = min((c.first for c in cues if c.can("tell") and c.first > cited + 1), default=len(words))
        words = words[cited + 1 : told]
        if len(words) > 1 and words[-2].text in _RECEIVED and words[-1].text in _MESSAGES:
            return speaker(words[-1:])
        runs = find_chunks(words)
        if not runs:
            return None
        adjacent = self._adjacent(words, runs)
        for phrase in [adjacent, *(_as_subject(words, run) for run in runs)]:
            if not phrase:
                continue
            named = naming(phrase)
            if named and not (animate and not is_animate(named)) and not _is_modifier(named):
                return speaker(named)
        return None

    def before(self, position: int, start: int, animate: bool = True) -> Speaker | None:
        """The nearest animate subject of the clauses between ``start`` and ``position``."""
        for first, last in reversed(list(self._layout.clauses(start, position))):
            found = self.first(first, last, animate)
            if found:
                return found
        return None

    def first(self, start: int, end: int, animate: bool = True) -> Speaker | None:
        """The phrase before the first predicate of a clause, a relative clause on it left out."""
        words = self._layout.words(start, end)
        for first, last in find_chunks(words):
            verbal = [i for i, token in enumerate(words[:first]) if token.tag in VERBAL]
            phrase = words[first:last]
            described = words[first - 1].text == "的" if first else False
            titled = phrase[-1].tag in ("PER", "nr") and is_role(phrase[0].text)
            if verbal and not described and not titled and not any(token.text == "的" for token in phrase):
                if any(token.text == "的" for token in words[last : last + 3]):
                    # 刚到镜头前的李强: the noun belongs to a relative clause.
                    continue
                return None
            if verbal and any(token.text == "的" for token in phrase):
                phrase = phrase[max(i for i, token in enumerate(phrase) if token.text == "的") + 1 :]
            named = naming(phrase) if phrase else ()
            if named and not _is_modifier(named) and (not animate or is_animate(named)):
                return speaker(named)
            if named and is_animate(named):
                return None
        return None

    def _adjacent(self, words: Sequence[Word], runs: Sequence[tuple[int, int]]) -> Sequence[Word] | None:
        """The run right before the verb, where it is its subject and not the object of a verb before."""
        first, last = runs[-1]
        if any(token.tag not in ADVERBIAL and token.tag not in ("p", "w") for token in words[last:]):
            return None
        left = words[first - 1] if first else None
        if left is not None and left.tag in VERBAL and is_role(left.text) and words[last - 1].tag == "PER":
            return words[first:last]
        titled = is_role(words[first].text) or (last - first > 1 and is_role(words[last - 2].text))
        if left is not None and left.tag in VERBAL and titled and words[last - 1].tag == "PER":
            return words[first:last]
        if left is not None and left.text == "的" and is_sayer(words[first:last]):
            return words[first:last]
        if words[last - 1].tag == "PER" and last - first > 1 and words[last - 2].text == "的":
            return words[last - 1 : last]
        if left is None or (left.tag not in ("v", "u", "vd") and left.text not in ("着", "了", "过")):
            return words[first:last]
        phrase = words[first:last]
        cuts = [index for index, token in enumerate(phrase) if token.text == "的"]
        before = [words[a:b] for a, b in runs[:-1]]
        only = all(word.tag in ("r", "q", "m") for run in before for word in run)
        return phrase[cuts[-1] + 1 :] if cuts and only and is_sayer(phrase[cuts[-1] + 1 :]) else None


def _as_subject(words: Sequence[Word], run: tuple[int, int]) -> Sequence[Word]:
    """The run where it may be a subject: of the object of a verb only the person that a relative clause describes."""
    first, last = run
    left = words[first - 1] if first else None
    if (
        left is None
        or (left.tag not in VERBAL and left.text not in ("着", "了", "过"))
        or left.text.endswith(("有", "据"))
    ):
        return words[first:last]
    phrase = words[first:last]
    cuts = [index for index, token in enumerate(phrase) if token.text == "的"]
    head = phrase[cuts[-1] + 1 :] if cuts else ()
    if not head and is_role(phrase[0].text) and phrase[-1].tag in ("PER", "nr"):
        return phrase
    return head if head and is_sayer(head) else ()


def _is_modifier(words: Sequence[Word]) -> bool:
    if words[-1].tag == "s" and not is_person_noun(words[-1].text):
        return True
    text = "".join(token.text for token in words)
    return bool(
        re.fullmatch(
            r"(此|这|那|其中|同时|什么|目前|另外|此外|这里|那里|当天|一边|最后|首先|今年|其次|第[一二三]|为此|对此|这样|如此|[\W_]+)",
            text,
        )
    )


def speaker(words: Sequence[Word]) -> Speaker:
    while len(words) > 1 and words[0].text == "“":
        words = words[1:]
    return Speaker(words[0].start, words[-1].end, _kind(words))


_MARKERS = re.compile(
    r"(也就是|就是|换句话|换言之|可以|可|应该|应当|不得不|总的来|总体来|总体上|一般来|一般|具体来|具体|简单来|简单地?|坦率地?|坦白地?|老实|准确地?|严格来|严格地?|更?确切[地的]?|从.{1,8}[上讲]来?"
    r"|不用|不必|不消|别|更别|再|话|虽|按理|照理|据|听|比如|比方|例如|俗话|常言|古语|古人|民谚|谚语|有道是|换个角度|从某种[意程]\w*|来|这么|这样|怎么|好|难|相对来|对[^，]{1,12}来)"
    r"(说|讲|道|称|云)(起)?$"
)


def is_marker(clause: str) -> bool:
    """Discourse markers that look like speech: 一般来说, 换句话说, 俗话说."""
    return bool(_MARKERS.search(re.sub(r"\s", "", clause)))


def noun_cue(words: Sequence[Word]) -> Cue | None:
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
    return Cue(noun.start, noun.end, len(words) - 1, len(words) - 1, (verb,), (noun.text,))


def speaker_of(layout: Layout, subjects: Subjects, start: int, cue: Cue) -> Speaker | None:
    """The speaker of a frame before its words: in its clause, else in the clauses before in the sentence."""
    if cue.can("noun") and speech_verbs().get(layout.text[cue.start : cue.end]) is not None:
        found = owner(layout, start, cue.start)
        if found:
            return found
    return subjects.of(start, cue.start) or speaker_before(layout, subjects, start, cue)


def speaker_before(layout: Layout, subjects: Subjects, start: int, cue: Cue) -> Speaker | None:
    """Whose act the clauses before tell: a person, or, where the verb of speech opens its clause, a body.

    None in 接获多宗报案，指…: the message speaks, and not who received it.
    """
    first = layout.sentence_start(start)
    last = list(layout.clauses(first, start))[-1:]
    if any(word.text in _RECEIVED for begin, end in last for word in layout.words(begin, end)):
        return None
    found = subjects.before(start, first)
    opens = all(word.tag in ADVERBIAL for word in layout.words(start, cue.start))
    if found is not None or not opens or not cue.can("strong", "comma", "quote", "tell"):
        return found
    found = subjects.before(start, first, animate=False)
    return found if found is not None and is_sayer(layout.words(found.start, found.end)) else None


def owner(layout: Layout, start: int, end: int) -> Speaker | None:
    """X in X的回答."""
    words = layout.words(start, end)
    if len(words) < 2 or words[-1].text not in ("的", "唯一", "自我"):
        return None
    while words and words[-1].text in ("的", "唯一", "自我"):
        words = words[:-1]
    runs = find_chunks(words)
    return speaker(naming(words[runs[-1][0] : runs[-1][1]])) if runs and runs[-1][1] == len(words) else None
