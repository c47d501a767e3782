"""Whether a clause is told as a fact: asserted, negated, planned or hypothetical.

The rules follow the words that stand before a verb. A cue (没有, 将, 如果, 可能, 希望…) governs the verbs to
its right in its clause; plans, guesses, wishes and conditions also hold for the clauses that follow
without a subject of their own. Among several cues the outermost, which is the leftmost, decides, except
that a plan not to do something is negated. A purpose (为了节省时间) is not told as reached: hypothetical.
So is what somebody is asked, told or allowed to do, what could be done, and a question. Cues stand in
``kg/lexicons/status_cues.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from kg.extract.speakers import is_body, is_person_noun, speech_verbs
from kg.lexicons import load_table
from kg.lexicons.lists import endings
from kg.model import Status

_STATUS: dict[str, Status] = {
    "negation": "negated",
    "cancel": "negated",
    "plan": "planned",
    "must": "planned",
    "future": "planned",
    "condition": "hypothetical",
    "concession": "hypothetical",
    "guess": "hypothetical",
    "duty": "hypothetical",
    "ability": "hypothetical",
    "wish": "hypothetical",
    "order": "hypothetical",
    "purpose": "hypothetical",
    "question": "hypothetical",
}
_CARRYING = ("plan", "must", "future", "guess", "duty", "ability", "wish", "order", "purpose")
_YIELDING = ("ability", "plan", "must", "future")
_MARKS = frozenset("，。！？；：!?;…—\n")
_SENTENCE_MARKS = frozenset("。！？!?\n")
_LONGEST_CLAUSE = 60
"""Words on either side of a verb that are looked at, where no mark ends its clause."""
_LONGEST_CUE = 3
"""Words that a cue of the lexicon may be cut into by the segmenter."""
_BRINGING = endings("bringing_verb")

_NOMINAL = frozenset(["n", "nr", "ns", "nt", "nw", "nz", "PER", "LOC", "ORG", "r", "s", "an"])
_VERBAL = frozenset(("v", "vd", "vn", "a"))
_ADVERBS = re.compile(r"^(?:也|都|还|更|就|又|再|却|则|仍|尚|并|均|亦|正|便|绝|决|始终|根本|几乎|一直|暂时?)+(?=.)")
_TAIL = re.compile(r"(?<=.)(?:会|把|在|于|被|对|由|再|有|是|让)$")
_FUTURE = re.compile(
    r"明[天日年早晚]|后[天年]|下(?:个?月|周|星期|半年|学期|届|一步|阶段)|今后|未来|将来|届时|年底前|[日月]底前|近期|不久"
)


class _Cue(NamedTuple):
    """A cue among the words of a clause: its index, the index behind it, and what it does."""

    start: int
    end: int
    kind: str
    text: str


def status_of(doc: Doc, verb_index: int) -> tuple[Status, str]:
    """The status of the clause whose verb is ``doc[verb_index]``, and what decided it.

    The reason is empty for a plain assertion, otherwise ``kind: cue`` in the terms of the lexicon
    (``negation: 没有``). Raises ``IndexError`` for an index outside the text.
    """
    verb = doc[verb_index]
    clause = _Clause.around(doc, verb.i)
    found = _own_form(clause, verb) or _in_clause(clause, verb) or _after(clause, verb)
    if found is None or found.kind in _YIELDING:
        found = _stronger(found, _carried(doc, clause, verb))
    if found is None or _is_fact(clause, verb, found):
        return "asserted", ""
    return _STATUS[found.kind], f"{found.kind}: {found.text}"


def _stronger(own: _Cue | None, carried: _Cue | None) -> _Cue | None:
    """A condition outranks what it leads to (若…，将…), and a plan what it makes possible (将…，能…)."""
    if own is None or carried is None:
        return own or carried
    plans = own.kind == "ability" and carried.kind in ("plan", "must")
    return carried if carried.kind == "condition" or plans else own


# --- lexicon --------------------------------------------------------------------------------------------


@cache
def _lexicon() -> dict[str, dict[str, frozenset[str]]]:
    """Kinds of each cue, with the tags that the kind asks for."""
    cues: dict[str, dict[str, frozenset[str]]] = {}
    for row in load_table("status_cues"):
        cues.setdefault(row["cue"], {})[row["kind"]] = frozenset(row["tags"].split())
    return cues


def _kinds(text: str, tags: Sequence[str]) -> list[str]:
    entry = _lexicon().get(text, {})
    return [kind for kind, wanted in entry.items() if not wanted or len(tags) > 1 or tags[0] in wanted]


def _is_kind(token: Token, kind: str) -> bool:
    return kind in _kinds(token.text, [token.tag_])


# --- clauses --------------------------------------------------------------------------------------------


class _Clause(NamedTuple):
    """The words of a clause, without its marks: ``doc[start:end]``."""

    doc: Doc
    start: int
    end: int

    @classmethod
    def around(cls, doc: Doc, index: int) -> _Clause:
        """The clause around a word. Short quoted names and bracketed remarks end no clause."""
        start = end = index
        first, last = max(0, index - _LONGEST_CLAUSE), min(len(doc), index + _LONGEST_CLAUSE)
        while start > first and not _bounds(doc, start - 1, index) and not _gap(doc, start - 1):
            start -= 1
        while end < last and (end == index or not (_bounds(doc, end, index) or _gap(doc, end - 1))):
            end += 1
        return cls(doc, start, end)

    @property
    def words(self) -> list[Token]:
        """Without white space and words in brackets."""
        return [token for token in self.doc[self.start : self.end] if not token.is_space]

    def mark_before(self) -> str:
        """The mark that separates it from the clause before; empty at the text's head."""
        index = self.start - 1
        while index >= 0 and self.doc[index].text == " ":
            index -= 1
        return str(self.doc[index].text) if index >= 0 else ""

    def mark_after(self) -> str:
        """The mark that ends it."""
        return str(self.doc[self.end].text) if self.end < len(self.doc) else ""

    def before(self) -> _Clause | None:
        """The clause before it in the same sentence."""
        index = self.start - 1
        while index >= 0 and (self.doc[index].is_space and "\n" not in self.doc[index].text):
            index -= 1
        if index < 1 or self.doc[index].text not in "，；：,":
            return None
        return _Clause.around(self.doc, index - 1) if self.doc[index - 1].text not in _MARKS else None


def _bounds(doc: Doc, index: int, inside: int) -> bool:
    """Whether the word at ``index`` ends the clause of the word at ``inside``."""
    token = doc[index]
    text = token.text
    if text[0] in _MARKS or "\n" in text:
        return True
    if text in "“‘":
        return _opens_speech(doc, index)
    if text in "”’":
        return _closes_speech(doc, index)
    return text in ("（", "(") and index < inside and not _closed_before(doc, index, inside)


def _gap(doc: Doc, index: int) -> bool:
    """Whether a blank separates the word from the next, as between the parts of a headline."""
    if index + 1 >= len(doc) or not (doc[index].whitespace_ or doc[index].is_space or doc[index + 1].is_space):
        return False
    return not (doc[index].text[-1].isascii() and doc[index + 1].text[0].isascii() and not doc[index + 1].is_space)


def _closed_before(doc: Doc, index: int, inside: int) -> bool:
    return any(token.text in ("）", ")") for token in doc[index:inside])


def _opens_speech(doc: Doc, index: int) -> bool:
    inner = 0
    for token in doc[index + 1 : index + 60]:
        if token.text in "”’" or "\n" in token.text:
            return inner > 12
        if token.text[0] in "。！？!?，；…":
            return True
        inner += len(token.text)
    return True


def _closes_speech(doc: Doc, index: int) -> bool:
    inner = 0
    for token in reversed(doc[max(0, index - 60) : index]):
        if token.text in "“‘":
            return inner > 12
        if token.text[0] in "。！？!?，；…" or "\n" in token.text:
            return True
        inner += len(token.text)
    return True


# --- cues in a clause -----------------------------------------------------------------------------------


def _cues(words: Sequence[Token]) -> Iterator[_Cue]:
    """The cues among words, longest first; double negations are skipped as idle."""
    index = 0
    while index < len(words):
        found = _cue_at(words, index)
        if found is None:
            index += 1
            continue
        yield found
        index = found.end


def _cue_at(words: Sequence[Token], index: int) -> _Cue | None:
    for size in range(min(_LONGEST_CUE, len(words) - index), 0, -1):
        group = words[index : index + size]
        kinds = _kinds("".join(token.text for token in group), [token.tag_ for token in group])
        if not kinds and size == 1:
            kinds = _merged(group[0])
        for kind in kinds:
            if kind in ("past", "habit", "close", "performative"):
                continue
            cue = _Cue(index, index + size, kind, "".join(token.text for token in group))
            checked = _checked(words, cue)
            if checked is not None:
                return checked
    return None


def _merged(token: Token) -> list[str]:
    """Cues that the segmenter has fused with adverbs or auxiliaries: 还未, 都不会, 将在."""
    if token.tag_ not in ("v", "vd", "d", "c", "p", "ad", "r"):
        return []
    if re.match(r"没有.|未能.|没能.", token.text):
        return ["negation"]
    for text in (_ADVERBS.sub("", token.text), _TAIL.sub("", token.text), _TAIL.sub("", _ADVERBS.sub("", token.text))):
        kinds = [kind for kind in _kinds(text, [token.tag_]) if kind in _STATUS]
        if text != token.text and kinds and (len(text) > 1 or kinds[0] in ("negation", "plan", "must")):
            return kinds
    return []


def _checked(words: Sequence[Token], cue: _Cue) -> _Cue | None:
    """The cue, or None where its words mean something else here."""
    following = words[cue.end] if cue.end < len(words) else None
    previous = words[cue.start - 1] if cue.start else None
    if cue.kind == "idle":
        measured = following is not None and following.tag_ in ("m", "q")
        return None if cue.text in ("不到", "不满", "不足") and not measured and following is not None else cue
    if cue.text.endswith("将") and cue.kind == "plan":
        return cue if _is_future_marker(words, cue.end - 1) else None
    if cue.text in ("为", "以"):
        return cue if _is_purpose(words, cue) else None
    if cue.kind in ("plan", "wish", "order") and len(cue.text) > 1 and _is_noun_here(words, cue, previous, following):
        return None
    if cue.text in ("准备", "决定", "等待", "待", "保证") and (
        following is None or following.tag_ not in _BEFORE_VERBS
    ):
        return None
    if cue.text in ("可", "能", "想", "愿", "请", "应", "需", "恐", "料", "疑", "或") and following is None:
        return None
    if cue.text == "请" and not _is_request(words, cue):
        return None
    if cue.text in ("应", "可") and following is not None and following.text in ("邀", "邀请", "是"):
        return None
    if cue.kind == "negation" and following is not None and following.text == "的" and cue.end - cue.start == 1:
        return None
    return cue


_BEFORE_VERBS = frozenset(["v", "vd", "vn", "d", "ad", "p", "TIME", "m", "r", "PER", "a", "LOC", "ORG", "s"])


def _is_future_marker(words: Sequence[Token], index: int) -> bool:
    """将 before a verb, adverb, time or preposition is the future; before a noun phrase and a verb it is 把."""
    following = words[index + 1] if index + 1 < len(words) else None
    if following is None:
        return False
    if following.tag_ in ("v", "vn", "vd") and _is_disposed(words[index + 1 :]):
        return False
    if following.tag_ in ("v", "vd", "d", "ad", "TIME", "p"):
        return True
    verbs = [token for token in words[index + 1 :] if token.tag_ == "v"]
    if following.tag_ in ("n", "PER", "r", "m", "q", "ORG", "LOC", "nw", "nz", "w", "s", "an", "f") and verbs:
        return False
    return words[index].tag_ == "d"


def _is_disposed(words: Sequence[Token]) -> bool:
    """Whether a relative clause with its noun stands before a verb of bringing: 被困的3名老人转移到高处."""
    at = next((number for number, token in enumerate(words) if token.text == "的"), len(words)) + 1
    noun = at
    while at < len(words) and words[at].tag_ not in ("v", "vd", "p", "w"):
        at += 1
    return noun < at and any(token.tag_ == "v" and token.text.endswith(_BRINGING) for token in words[at : at + 2])


def _is_purpose(words: Sequence[Token], cue: _Cue) -> bool:
    """为 and 以 name a purpose only right before a verb; 为群众送去 and 以…方式 do not."""
    following = words[cue.end] if cue.end < len(words) else None
    if following is None or following.tag_ not in ("v", "d", "ad"):
        return False
    if cue.text == "以":
        return cue.start > 0 and following.tag_ == "v"
    later = [token for token in words[cue.end + 1 :] if token.tag_ == "v"]
    if following.text.endswith(("灾", "难", "伤", "病", "学", "困", "聘", "赛", "访", "残", "害")) and later:
        return False
    return following.text not in ("是", "有", "主", "首")


def _is_noun_here(words: Sequence[Token], cue: _Cue, previous: Token | None, following: Token | None) -> bool:
    if following is None and cue.kind != "order":
        return False
    if words[cue.start].tag_ in ("n", "vn", "nz"):
        planner = previous is not None and (
            previous.tag_ in ("PER", "ORG", "LOC") or is_body(previous.text) or is_person_noun(previous.text)
        )
        return not planner or following is None or following.tag_ not in ("v", "p", "TIME", "d")
    owned = previous is not None and (
        previous.text in ("的", "该", "这项", "此", "这一", "各项") or previous.tag_ in ("m", "q")
    )
    return owned or (following is not None and following.text in ("的", "是", "书", "好", "、"))


def _is_request(words: Sequence[Token], cue: _Cue) -> bool:
    """请 without a subject asks the hearer; 他请专家指导 tells an act."""
    return not any(token.tag_ in _NOMINAL or token.tag_ == "v" for token in words[: cue.start])


def _in_clause(clause: _Clause, verb: Token) -> _Cue | None:
    """The cue that decides, among those of the verb's own clause."""
    words = [token for token in clause.words if token.i < verb.i]
    cues = [cue for cue in _cues(clause.words) if cue.kind != "idle" and cue.start < len(words)]
    within = next((cue for cue in cues if cue.end > len(words)), None)
    if within is not None:
        return within if within.kind == "negation" else None
    return _decisive(words, [cue for cue in cues if _reaches(words, cue, verb)], verb, clause)


def _decisive(words: Sequence[Token], cues: Sequence[_Cue], verb: Token, clause: _Clause) -> _Cue | None:
    condition = next((cue for cue in cues if cue.kind == "condition"), None)
    if condition:
        return condition
    cues = _without_doubles(cues)
    if not cues:
        return _future(words, verb)
    first = cues[0]
    if first.kind in ("plan", "must"):
        later = next((cue for cue in cues[1:] if cue.kind == "negation"), None)
        if later:
            return later
    if first.kind == "must":
        return _must(words, first, clause)
    if first.kind == "ability" and _is_habit(words):
        return None
    return first


def _without_doubles(cues: Sequence[_Cue]) -> list[_Cue]:
    """Two negations side by side cancel each other: 没有人不支持."""
    kept: list[_Cue] = []
    for cue in cues:
        negative = cue.kind == "negation"
        if kept and negative and kept[-1].kind == "negation" and cue.start - kept[-1].end <= 1:
            kept.pop()
        else:
            kept.append(cue)
    return kept


_URGES = frozenset(
    (
        "抓紧",
        "加快",
        "尽快",
        "切实",
        "认真",
        "坚决",
        "严格",
        "进一步",
        "着力",
        "全力",
        "全面",
        "积极",
        "主动",
        "务必",
        "立即",
    )
)
"""Words that make an order of 要 behind the name of somebody else: 各部门要抓紧制定细则."""


def _must(words: Sequence[Token], cue: _Cue, clause: _Clause) -> _Cue | None:
    """要: a habit with 每天 is nothing; an order before 抓紧 and behind 强调 in the clause before; else a plan."""
    if _is_habit(words[: cue.start]) or any(_is_habit([t]) for t in words[cue.start : cue.end]):
        return None
    subject = any(token.tag_ in _NOMINAL for token in words[: cue.start])
    others = subject and not any(token.text.startswith(("我", "本", "咱")) for token in words[: cue.start])
    if others and cue.end < len(words) and words[cue.end].text in _URGES:
        return _Cue(cue.start, cue.end, "order", cue.text)
    earlier = clause.before()
    while earlier is not None and not subject:
        last = _last_word(earlier)
        verb = speech_verbs().get(last.text) if last is not None else None
        if verb is not None and last is not None and last.text not in ("说", "表示"):
            return _Cue(cue.start, cue.end, "order", cue.text)
        earlier = earlier.before()
    return cue


def _last_word(clause: _Clause) -> Token | None:
    words = clause.words
    return words[-1] if words else None


def _is_habit(words: Sequence[Token]) -> bool:
    return any(_is_kind(token, "habit") or token.text.startswith(("每", "天天", "都会", "总")) for token in words)


def _future(words: Sequence[Token], verb: Token) -> _Cue | None:
    """会 tells the future beside a time to come or with 一定; otherwise a habit or a skill."""
    for index, token in enumerate(words):
        if not token.text.endswith("会") or token.tag_ not in ("v", "vu", "d"):
            continue
        sure = token.text in ("一定会", "必会", "必定会", "定会", "肯定会", "终会") or any(
            t.text in ("一定", "必定", "肯定", "必然") for t in words[max(0, index - 2) : index]
        )
        if sure or (not _is_habit(words) and any(_FUTURE.search(t.text) for t in words)):
            return _Cue(index, index + 1, "future", token.text)
    return None


def _reaches(words: Sequence[Token], cue: _Cue, verb: Token) -> bool:
    """Whether the verb, which stands behind all of ``words``, lies in the cue's scope."""
    between = words[cue.end :]
    if _in_relative_clause(words, cue, between):
        return False
    if cue.text == "无" and between:
        return False
    if cue.text in _SUSPECTED and (verb.text in _SEIZED or any(token.text in ("被", "遭") for token in between)):
        return False
    if cue.kind == "cancel" and any(token.text == "、" for token in between):
        return False
    if cue.kind in ("negation", "cancel"):
        return not any(_closes(token, index, between) for index, token in enumerate(between))
    if cue.kind == "purpose":
        return not any(token.text in ("而", "就", "却") for token in between)
    if cue.kind in ("condition", "concession", "question"):
        return True
    return not any(token.text in ("却", "但", "但是", "反而", "后", "之后", "以后", "时") for token in between)


def _closes(token: Token, index: int, between: Sequence[Token]) -> bool:
    if not _is_kind(token, "close"):
        return False
    # 没有地方住, 没有后悔: these begin with the word and are no closers; the segmenter keeps them whole.
    return (
        token.text not in ("时", "后", "下") or token.tag_ in ("f", "n", "d", "nt", "TIME") or index == len(between) - 1
    )


def _in_relative_clause(words: Sequence[Token], cue: _Cue, between: Sequence[Token]) -> bool:
    """计划投资三亿元的大桥开工: the cue stands inside what describes a noun before the verb."""
    particle = next((index for index, token in enumerate(between) if token.text == "的"), None)
    if particle is None:
        return False
    if cue.kind == "purpose" and cue.text not in ("为", "为了", "以"):
        return any(token.tag_ in _VERBAL for token in between[:particle])
    if cue.text not in ("需要", "希望", "要求") and not any(token.tag_ in ("v", "vn") for token in between[:particle]):
        return False
    rest = between[particle + 1 :]
    if not any(token.tag_ in _NOMINAL for token in rest):
        return False
    subject = any(token.tag_ in _NOMINAL for token in words[: cue.start])
    return not subject and not any(token.text == "的" for token in words[: cue.start])


# --- the verb itself, and what follows it ----------------------------------------------------------------

_NEGATED_VERB = re.compile(
    r"^(?:也|都|还|更|就|又|再|却|则|仍|尚|并|均|亦|从|暂)*(?:没有|没能|未能|无法|不再|没|未|不|无|勿)(?=.)"
)
_UNABLE = re.compile(r"^.[不](?:了|到|起|出|上|下|成|着|动|完|开|住|得|及|过|来|去|见|清|懂)$")


def _own_form(clause: _Clause, verb: Token) -> _Cue | None:
    """没有 as the verb, negation inside the word (未获, 拿不出), and verbs that name a plan (筹备)."""
    kinds = _kinds(verb.text, [verb.tag_])
    following = clause.doc[verb.i + 1] if verb.i + 1 < clause.end else None
    if "idle" in kinds:
        return None
    if "negation" in kinds or (_ADVERBS.sub("", verb.text) != verb.text and "negation" in _merged(verb)):
        return _Cue(0, 1, "negation", verb.text)
    if verb.text in ("筹备", "筹建", "筹划", "拟建", "酝酿", "谋划") and not _finished(clause, verb):
        return _Cue(0, 1, "plan", verb.text)
    if (
        verb.tag_ in ("v", "vd", "a")
        and _NEGATED_VERB.match(verb.text)
        and "idle" not in _kinds(verb.text, [verb.tag_])
    ):
        return _Cue(0, 1, "negation", verb.text)
    if _UNABLE.match(verb.text):
        return _Cue(0, 1, "negation", verb.text)
    unable = following is not None and re.fullmatch(r"不(?:了|到|起|出|上|下|成|动|住|得|来)?", following.text)
    if unable and following is not None and (len(following.text) > 1 or _is_complement(clause, verb.i + 2)):
        return _Cue(0, 1, "negation", verb.text + following.text)
    return None


def _is_complement(clause: _Clause, index: int) -> bool:
    return index < clause.end and clause.doc[index].text in (
        "了",
        "到",
        "起",
        "出",
        "上",
        "下",
        "成",
        "动",
        "住",
        "来",
        "去",
    )


def _finished(clause: _Clause, verb: Token) -> bool:
    following = clause.doc[verb.i + 1].text if verb.i + 1 < clause.end else ""
    return following in ("了", "过", "成", "完") or any(_is_kind(t, "past") for t in clause.doc[clause.start : verb.i])


def _after(clause: _Clause, verb: Token) -> _Cue | None:
    """Question marks, 的话 and the bare imperative."""
    rest = [token.text for token in clause.doc[verb.i + 1 : clause.end] if not token.is_space]
    if rest and (rest[-1] == "的话" or rest[-2:] == ["的", "话"]) and clause.mark_after() in ("，", ","):
        return _Cue(0, 1, "condition", "的话")
    if clause.mark_after()[:1] in ("？", "?"):
        return _Cue(0, 1, "question", "？")
    if clause.mark_after()[:1] in ("！", "!") and _is_imperative(clause, verb):
        return _Cue(0, 1, "order", "！")
    return _question_later(clause, verb)


def _question_later(clause: _Clause, verb: Token) -> _Cue | None:
    """为什么还没修好路，让村民绕行？: an interrogative opens a question that its sentence's mark ends."""
    interrogative = next((t for t in clause.words if t.i < verb.i and "question" in _kinds(t.text, [t.tag_])), None)
    if interrogative is None:
        return None
    index = clause.end
    while index < len(clause.doc) and clause.doc[index].text[0] not in _SENTENCE_MARKS:
        index += 1
    asked = index < len(clause.doc) and clause.doc[index].text[0] in "？?"
    return _Cue(0, 1, "question", interrogative.text) if asked else None


def _is_imperative(clause: _Clause, verb: Token) -> bool:
    words = clause.words
    return bool(words) and words[0].i == verb.i and not _finished(clause, verb) and verb.tag_ == "v" and len(words) <= 6


# --- cues of the clauses before --------------------------------------------------------------------------


def _carried(doc: Doc, clause: _Clause, verb: Token) -> _Cue | None:
    """The cue of an earlier clause of the sentence whose scope goes on to the verb."""
    plain = _continues(clause, verb) and not _is_habit(clause.words)
    current: _Clause | None = clause
    mark = clause.mark_before()
    while current is not None and (current := current.before()) is not None:
        words = current.words
        if not words:
            break
        cues = [cue for cue in _cues(words) if cue.kind != "idle"]
        condition = next((cue for cue in cues if cue.kind == "condition"), None)
        if condition and mark in ("，", "：", ","):
            return condition
        framed = _frame(words, mark)
        if framed == "neutral":
            return None
        if isinstance(framed, _Cue):
            return framed
        open_cue = _open_at_end(words, cues, current)
        if plain and open_cue is not None:
            return open_cue
        plain = plain and _continues(current, words[-1]) and not _tells_fact(words)
        mark = current.mark_before()
    return None


def _frame(words: Sequence[Token], mark: str) -> _Cue | str | None:
    """What a verb of speech at a clause's end says of the words behind the comma."""
    last = words[-1]
    if words[0].text in ("经", "应", "按照", "根据", "按", "遵照") or (len(words) > 1 and words[-2].text == "的"):
        return None
    if last.tag_ == "n":
        return None
    verb = speech_verbs().get(last.text)
    kinds = _kinds(last.text, [last.tag_])
    for kind in ("wish", "order", "guess", "plan"):
        if kind in kinds and last.tag_ in ("v", "vd"):
            return _Cue(0, 1, kind, last.text)
    if verb is None or not verb.strengths & {"strong", "comma", "tell"}:
        return None
    if verb.effect:
        kind = {"planned": "plan", "negated": "negation"}.get(verb.effect, "guess")
        return _Cue(0, 1, kind, last.text)
    return "neutral" if last.tag_ == "v" or mark == "：" else None


def _open_at_end(words: Sequence[Token], cues: Sequence[_Cue], clause: _Clause) -> _Cue | None:
    """The cue that governs the last verb of a clause and may go on behind its comma."""
    if words[-1].text == "了":
        return None
    last = next((token for token in reversed(words) if token.tag_ in ("v", "vn", "a")), words[-1])
    before = [token for token in words if token.i < last.i]
    if (
        last.text in _DEMANDS
        and last.tag_ == "v"
        and any(token.i > last.i and token.tag_ in _NOMINAL for token in words)
    ):
        # 指示农业处，3天内完成勘灾: what somebody is told to do stands behind the comma.
        return _Cue(len(before), len(before) + 1, "order", last.text)
    active = [cue for cue in cues if cue.kind in _CARRYING and cue.end <= len(before) and _reaches(before, cue, last)]
    if not active:
        return _future(before, last)
    first = active[0]
    if first.kind == "guess" and any(token.text in _REASONS for token in words[: first.start]):
        # 因怀疑有人偷菜，闯入其家中: only the reason is a guess.
        return None
    if first.text in _SUSPECTED:
        return None
    if first.kind == "purpose" and first.text not in ("旨在", "意在", "力图"):
        return None
    if any(cue.kind == "negation" and cue.start < first.start for cue in cues):
        return None
    if first.kind == "must":
        decided = _must(before, first, clause)
        if decided is None:
            return None
        first = decided
    if first.kind == "ability" and _is_habit(before):
        return None
    return None if _is_fact(clause, last, first) else first


_REASONS = frozenset(("因", "因为", "由于", "因此"))
_SUSPECTED = ("疑", "疑似", "涉嫌")
"""Guesses at how or why: what came of it is a fact (疑失控撞向巴士站，造成2人死亡; 涉嫌酒驾被捕)."""
_SEIZED = ("被捕", "被拘捕", "落网", "被控", "被起诉", "被诉", "遭捕", "遭拘捕", "遭逮捕", "遭起诉", "受审", "收押")
_DEMANDS = frozenset(endings("demanding_verb"))
"""Verbs of telling somebody to do something, which is not told as done."""
_LINKS = frozenset(
    [
        "这样",
        "届时",
        "从而",
        "以",
        "并",
        "用",
        "共同",
        "同时",
        "进而",
        "以此",
        "由此",
        "借此",
        "进一步",
        "让",
        "使",
        "为",
        "通过",
        "其中",
        "以及",
        "帮助",
        "助力",
    ]
)


def _continues(clause: _Clause, verb: Token) -> bool:
    """Whether a clause goes on without a subject of its own."""
    if _tells_fact([token for token in clause.words if token.i <= verb.i + 1]):
        return False
    for token in clause.words:
        if token.text in _LINKS or token.tag_ in ("v", "vd", "vn"):
            return True
        if token.tag_ == "p":
            return token.text not in ("据", "由于", "因", "因为", "由")
        if token.tag_ not in ("d", "c", "ad", "TIME", "a", "w"):
            return False
        if token.text in (
            "但",
            "但是",
            "却",
            "然而",
            "不过",
            "可",
            "可是",
            "而",
            "目前",
            "随后",
            "于是",
            "此前",
            "后来",
        ):
            return False
    return False


def _tells_fact(words: Sequence[Token]) -> bool:
    return any(_is_kind(token, "past") or (token.text in ("了", "过") and token.tag_ == "u") for token in words)


# --- facts -----------------------------------------------------------------------------------------------


def _is_fact(clause: _Clause, verb: Token, cue: _Cue) -> bool:
    """了, 过 and 已 make a fact of what was planned, asked for or possible; 决定任命 is an act itself."""
    if cue.kind in ("condition", "concession", "guess", "question", "negation", "cancel", "purpose"):
        return False
    if cue.text == "决定" and _is_kind(verb, "performative"):
        return True
    words = clause.words
    position = next(index for index, token in enumerate(words) if token.i == verb.i)
    before = words[:position]
    if any(_is_kind(token, "past") for token in before) and cue.kind != "plan":
        return cue.kind in ("must", "ability", "order", "wish", "future", "duty") and cue.text != "请"
    following = [token.text for token in words[position + 1 : position + 3]]
    if following[:1] == ["过"]:
        return True
    return following[:1] == ["了"] and len(following) > 1
