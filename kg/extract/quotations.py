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
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from kg.extract.quoted import FINAL, Layout, Span, Stretch, Word, mentioned
from kg.extract.speakers import (
    ADVERBIAL,
    NOMINAL,
    Cue,
    Speaker,
    SpeakerKind,
    Subjects,
    find_chunks,
    find_cues,
    is_marker,
    is_sayer,
    naming,
    noun_cue,
    speaker,
    speaker_of,
)

QuotationKind = Literal["direct", "indirect"]


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
    """``noun`` without a speaker: somebody whom the story does not tell (有人说)."""
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
    layout = Layout(doc)
    direct = _DirectSpeech(layout).find()
    text = layout.text
    found = [_without_nobody(text, q) for q in (*direct, *_ReportedSpeech(layout).find())]
    return sorted(set(found), key=lambda q: (q.start, -q.end, q.kind))


def _without_nobody(text: str, quotation: Quotation) -> Quotation:
    if quotation.speaker and text[slice(*quotation.speaker)] in (
        "有人",
        "有的人",
        "有的",
        "谁",
        "人们",
        "人",
        "任何人",
    ):
        return replace(quotation, speaker=None)
    return quotation


def holder_scopes(doc: Doc, quotations: Sequence[Quotation]) -> list[HolderScope]:
    """The scopes of all quotations; where they are nested, the innermost one's speaker is the holder.

    Reported speech with a named source holds on through the sentences of its paragraph that are tied to it by a
    connective or by 该 (此外，…, 如果…, 该校…), up to the first one that is not or that has a frame of its own.
    """
    text = doc.text
    valid = [q for q in quotations if 0 <= q.start < q.end <= len(text)]
    frames = sorted({offset for q in valid for offset in (q.start, *(q.cue or ()))})
    scopes = [HolderScope(q.start, _held_to(text, q, frames), q) for q in valid]
    return sorted(scopes, key=lambda scope: (scope.start, -scope.end))


_TIED = re.compile(
    r"\s*(此外|另外|因此|所以|如果|由于|同时|其中|首先|其次|第[一二三]，|再者|不过|但|但是|然而|而且|并且|该|经现场|经了解|目前看)"
)


_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


def _held_to(text: str, quotation: Quotation, frames: Sequence[int]) -> int:
    """Where the last sentence ends that a reported quotation vouches for."""
    if quotation.kind != "indirect" or quotation.speaker is None:
        return quotation.end
    end = quotation.end
    for match in _SENTENCE.finditer(text, end + (text[end : end + 1] == "。")):
        following = bisect_left(frames, match.start())
        framed = following < len(frames) and frames[following] < match.end()
        if text[match.start() - 1] == "\n" or framed or not _TIED.match(match.group()):
            break
        end = match.end() - (match.group()[-1] == "。")
    return end


# --- direct speech --------------------------------------------------------------------------------------


class _Attribution(NamedTuple):
    cue: Span | None
    speaker: Speaker | None


_RECEIVES = re.compile(
    r"(收到|看到|看见|读到|听到|听见|听说|接到|写着|印着|挂着|贴着|标着|刻着|出现|传来|响起|弹出|想起|面对|取名|题为|名为)"
)


class _DirectSpeech:
    """Quotation marks that enclose speech, and their speakers."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._subjects = Subjects(layout)
        self._text = layout.text

    def find(self) -> list[Quotation]:
        """The direct quotations in text order."""
        layout = self._layout
        spoken = [stretch for stretch in layout.stretches if self._is_speech(stretch)]
        layout.decide(spoken)
        attributions = [self._attribute(stretch) for stretch in spoken]
        self._share(spoken, attributions)
        return [self._quotation(s, a) for s, a in zip(spoken, attributions, strict=True)] + list(self._turns())

    def _quotation(self, stretch: Stretch, attribution: _Attribution) -> Quotation:
        cue, speaker = attribution
        span = (speaker.start, speaker.end) if speaker else None
        kind: SpeakerKind = speaker.kind if speaker else "zero"
        return Quotation(stretch.start, stretch.end, "direct", cue, span, kind, stretch.continued)

    # which stretches are speech

    def _is_speech(self, stretch: Stretch) -> bool:
        text, layout = self._text, self._layout
        inside = text[stretch.start : stretch.end]
        size = len(re.findall(r"\w", inside))
        if not size:
            return False
        final = inside[-1] in FINAL
        separator = self._separator(stretch)
        after = text[layout.skip(stretch.close, "") : layout.skip(stretch.close, "") + 1]
        bounded = after in ("", "\n", "。", "，", "；", "！", "？", "“")
        cue = self._cue_before(stretch) if separator != "." else None
        if stretch.close == stretch.end and separator == "" and not final:
            return False
        if cue and separator == "：":
            return not re.match(r"的(?!是)", text[stretch.close :])
        if mentioned(text, stretch):
            return self._refused(stretch)
        if cue and separator == "，":
            return final or (bounded and (size >= 5 or "，" in inside))
        if cue and separator == "":
            return bounded and self._suits_adjacent(cue, inside, size, final)
        if final or inside[-1] == "，":
            return size >= 2 and (separator in ".，：" or bounded or self._frame_after(stretch) is not None)
        if separator == "." and after == "，" and size >= 4:
            return self._frame_after(stretch) is not None
        if separator == "." and size >= 8 and self._frame_after(stretch) is not None:
            return True
        whole = separator == "." and after in ("", "\n")
        return size >= 6 and "，" in inside and (whole or (self._frame_after(stretch) is not None and separator == "."))

    def _suits_adjacent(self, cue: Cue, inside: str, size: int, final: bool) -> bool:
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

    def _refused(self, stretch: Stretch) -> bool:
        """以“我是来支教的”来谢绝: the wording of an answer."""
        before = self._text[max(0, stretch.open - 1) : stretch.open]
        after = self._text[stretch.close : stretch.close + 6]
        return before == "以" and bool(
            re.match(r"来?(谢绝|婉拒|回绝|拒绝|回应|推辞|作答|回答|回复)|为由(谢绝|婉拒|拒绝)", after)
        )

    def _separator(self, stretch: Stretch) -> str:
        """What stands before the mark: ``：``, ``，``, nothing, or ``.`` for the beginning of a sentence."""
        position = self._layout.back(stretch.open)
        before = self._text[position - 1] if position else "\n"
        if before == "\n" and self._text[: position - 1].rstrip().endswith("：") and not stretch.continued:
            return "："
        if before in "：，":
            return before
        return "." if before in "。！？!?\n…”’；】" else ""

    # frames with a verb of speech

    def _before(self, stretch: Stretch) -> Span:
        blank = "：，\n" if self._separator(stretch) == "：" else "：，"
        end = self._layout.back(stretch.open, blank)
        return self._layout.clause_start(end), end

    def _cue_before(self, stretch: Stretch) -> Cue | None:
        start, end = self._before(stretch)
        if start == end or is_marker(self._text[start:end]):
            return None
        words = self._layout.words(start, end)
        cues = [cue for cue in find_cues(words) if any(verb.direct for verb in cue.verbs)]
        if not cues:
            return noun_cue(words)
        cue = cues[-1]
        rest = words[cue.last + 1 :]
        return cue if self._is_tail(rest, cue) else noun_cue(words)

    def _is_tail(self, rest: Sequence[Word], cue: Cue) -> bool:
        """What may stand between the verb and its words: 了一句, 着, 道, a hearer."""
        if all(
            token.tag in ("u", "f", "m", "q", "xc", "d") or token.text in ("道", "起", "出", "句") for token in rest
        ):
            return True
        nominal = all(token.tag in NOMINAL or token.text in ("的", "道", "、", "了") for token in rest)
        return nominal and len(rest) <= 5

    def _frame_after(self, stretch: Stretch) -> tuple[Cue, Span] | None:
        """The verb of speech in the clause behind a quotation, where the clause is about it."""
        layout = self._layout
        start = layout.skip(stretch.close, "，")
        end = layout.clause_end(start)
        if start >= end or "\n" in self._text[stretch.close : start] or is_marker(self._text[start:end]):
            return None
        if self._text[end : end + 1] == "：" and self._text[stretch.end - 1] != "，":
            return None
        words = layout.words(start, end)
        if not words or words[0].text in ("据", "据悉", "据了解", "记者"):
            return None
        cues = [cue for cue in find_cues(words) if any(verb.direct for verb in cue.verbs)]
        cues = [cue for cue in cues if self._heads_frame(words, cue)]
        return (cues[-1], (start, end)) if cues else None

    def _heads_frame(self, words: Sequence[Word], cue: Cue) -> bool:
        rest = words[cue.last + 1 :]
        if self._is_tail(rest, cue) or cue.can("tell"):
            return True
        return (
            cue.can("quote", "comma")
            and len(rest) <= 8
            and "的" not in [token.text for token in words[: cue.first]][-1:]
        )

    # whose speech

    def _attribute(self, stretch: Stretch) -> _Attribution:
        separator = self._separator(stretch)
        if separator != ".":
            found = self._by_verb_before(stretch)
            if found:
                return found
        found = self._by_verb_after(stretch) or self._by_remark_after(stretch) or self._by_refusal(stretch)
        if found:
            return found
        if separator != ".":
            return self._by_act_before(stretch) or _Attribution(None, None)
        for rule in (self._by_sentence_before, self._by_act_after, self._by_signature):
            found = rule(stretch)
            if found:
                return found
        return _Attribution(None, None)

    def _by_verb_before(self, stretch: Stretch) -> _Attribution | None:
        cue = self._cue_before(stretch)
        if cue is None:
            return None
        start, _ = self._before(stretch)
        speaker = speaker_of(self._layout, self._subjects, start, cue)
        return _Attribution((cue.start, cue.end), speaker)

    def _by_verb_after(self, stretch: Stretch) -> _Attribution | None:
        frame = self._frame_after(stretch)
        if frame is None:
            return None
        cue, (start, _) = frame
        speaker = self._subjects.of(start, cue.start)
        return _Attribution((cue.start, cue.end), speaker)

    def _by_remark_after(self, stretch: Stretch) -> _Attribution | None:
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

    def _by_refusal(self, stretch: Stretch) -> _Attribution | None:
        if not self._refused(stretch):
            return None
        start = self._layout.clause_start(stretch.open - 1)
        speaker = self._subjects.of(start, stretch.open - 1)
        return _Attribution(None, speaker) if speaker else None

    def _by_act_before(self, stretch: Stretch) -> _Attribution | None:
        """吴大爷摆摆手：“…”: the person whose act the quotation follows in the same sentence."""
        layout = self._layout
        _, end = self._before(stretch)
        start = layout.sentence_start(end)
        last = self._text[layout.clause_start(end) : end]
        closed = self._text[stretch.end - 1] in FINAL
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
            cues = [cue for cue in find_cues(self._layout.words(first, last)) if cue.can("strong", "comma")]
            if cues and cues[-1].end == last:
                speaker = self._subjects.of(first, cues[-1].start)
                if speaker:
                    return _Attribution((cues[-1].start, cues[-1].end), speaker)
        return None

    def _by_sentence_before(self, stretch: Stretch) -> _Attribution | None:
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
        cues = [cue for cue in find_cues(words) if cue.verbs[-1].direct and self._is_tail(words[cue.last + 1 :], cue)]
        cues = [cue for cue in cues if not cue.can("according") or cue.can("comma", "strong", "quote")]
        if not cues or is_marker(self._text[first:end]):
            return None
        speaker = self._subjects.of(first, cues[-1].start, animate=True) or self._subjects.before(first, start)
        return _Attribution((cues[-1].start, cues[-1].end), speaker) if speaker else None

    def _by_act_after(self, stretch: Stretch) -> _Attribution | None:
        """“…”徐奶奶缓缓接过东西: the person whose act follows in the same paragraph, if no other is near."""
        layout = self._layout
        if self._text[stretch.end - 1] not in FINAL or self._person_before(stretch):
            return None
        start = layout.skip(stretch.close, "")
        end = layout.sentence_end(start)
        if start >= end or (end < len(self._text) and layout.mask[end] == "\ue000"):
            return None
        for first, last in layout.clauses(start, end):
            speaker = self._subjects.first(first, last)
            if speaker and self._acts(speaker, last):
                return _Attribution(None, speaker)
            if speaker:
                return None
        return None

    def _acts(self, speaker: Speaker, end: int) -> bool:
        words = self._layout.words(speaker.end, end)
        return any(token.tag in ("v", "vd", "ad", "d", "p") for token in words) and speaker.kind != "zero"

    def _person_before(self, stretch: Stretch) -> bool:
        """Whether the sentence directly before, in the same paragraph, has a person of its own."""
        layout = self._layout
        end = layout.back(stretch.open)
        start, _ = layout.paragraph(stretch.open)
        if end <= start:
            return False
        first = max(start, layout.sentence_start(max(start, end - 1)))
        return any(token.tag in ("PER", "nr") for token in layout.words(first, end)) or layout.mask[end - 1] == "\ue000"

    def _by_signature(self, stretch: Stretch) -> _Attribution | None:
        """A line of its own behind the quotation: ——张三"""
        match = re.match(r"\s*——+\s*(?P<who>[^：:，,。\n]{2,20})", self._text[stretch.close :])
        if match is None:
            return None
        start, end = (stretch.close + offset for offset in match.span("who"))
        words = self._layout.words(start, end)
        names = [token for token in words if token.tag in ("PER", "nr")]
        return _Attribution(None, speaker(names[-1:])) if names else None

    def _share(self, spoken: Sequence[Stretch], attributions: list[_Attribution]) -> None:
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
            if re.search(r"记者|通讯员|编辑|讯|摄|电$", match["who"]):
                continue
            if words and words[-1].tag in ("PER", "nr") and all(t.tag not in ("v", "d", "p") for t in words):
                who = speaker(words[-1:])
                begin, end = (start + offset for offset in match.span("what"))
                yield Quotation(begin, end, "direct", None, (who.start, who.end), "name")


# --- reported speech ------------------------------------------------------------------------------------

_NOT_CONTENT = re.compile(
    r"(一边|边|随后|接着|说着|说完|转身|眼里|眼中|眼神|脸上|声音|语气|眼眶|言语|话音|然后|便|就(?!是|像|算)|于是|顺手|连忙|赶紧)"
)
_SUPPOSED = re.compile(r"就算|即使|即便|哪怕|如果|假如|倘若|要是|只要|一旦|除非|无论|不管|^若|^为了")
_DATELINE_END = re.compile(r"记者.{0,30}报[道导]$|.{0,30}[讯电]$")
_DATELINE = re.compile(r"(记者|通讯员|讯|电|编辑)")
_COURTESIES = re.compile(
    r"(衷心|热烈|由衷|诚挚|深切|高度|强烈|崇高|最|非常|十分|充分|亲切|真诚|严重|坚决|深表|极大|极为|高兴|完全|一致|初步|明确|热情)?的?"
    r"(感谢|欢迎|祝贺|慰问|关注|支持|反对|同情|理解|满意|遗憾|歉意|敬意|哀悼|肯定|赞同|同意|谢意|担忧|关切|谴责|问候|抗议|不满|怀疑|赞赏|祝福|钦佩|尊重|认可|愤慨|震惊|愤怒)"
)


class _ReportedSpeech:
    """Speech without quotation marks: X表示，…, 据X介绍，…, 记者从X获悉，…"""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._subjects = Subjects(layout)
        self._text = layout.text

    def find(self) -> list[Quotation]:
        """The indirect quotations in text order; also those inside direct speech."""
        layout, found = self._layout, [*self._in_regions(), *self._postposed()]
        speech = sorted(layout.speech, key=lambda stretch: stretch.open)
        inner = Layout.__new__(Layout)
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
        if not words or is_marker(self._text[start:end]):
            return
        found = self._according(words, start, end) or self._learnt(words, start, end)
        if found:
            yield found
            return
        if _DATELINE_END.search(self._text[start:end]):
            return
        noun = noun_cue(words)
        if noun:
            yield from self._after_mark(noun, start, end)
            return
        cues = [cue for cue in find_cues(words) if not _SUPPOSED.search(self._text[start : cue.start])]
        for cue in cues:
            if cue.can("cite"):
                yield from self._cited(words, cue, start)
        if cues and not cues[-1].can("cite"):
            yield from self._at_end(words, cues[-1], start, end)
        for cue in cues:
            if cue.can("strong") and cue.last + 1 < len(words):
                yield from self._bare(words, cue, start, end)
                break

    def _postposed(self) -> Iterator[Quotation]:
        """…，她说。: the frame stands behind words without quotation marks."""
        layout = self._layout
        for start, end in layout.clauses(0, len(self._text)):
            words = layout.words(start, end)
            cues = find_cues(words)
            ends = self._text[end : end + 1] in ("。", "") and layout.mask[start - 1 : start] == "，"
            if not ends or not cues or cues[-1].last != len(words) - 1 or not cues[-1].can("strong"):
                continue
            first = layout.sentence_start(start)
            others = [cue for a, b in layout.clauses(first, start) for cue in find_cues(layout.words(a, b))]
            speaker = self._subjects.of(start, cues[-1].start)
            whole = speaker is not None and not any(word.tag == "v" for word in words[: cues[0].first])
            stop = layout.back(start, "，")
            if whole and speaker and not others and stop - first >= 6 and is_sayer(layout.words(*speaker[:2])):
                cue = (cues[-1].start, cues[-1].end)
                yield Quotation(layout.skip(first, ""), stop, "indirect", cue, speaker[:2], speaker.kind)

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
        stop = self._until_next_frame(start, stop)
        if stop - start < 4 or layout.mask[start : start + 1] == "\ue000":
            return None
        return start, stop

    def _until_next_frame(self, start: int, stop: int) -> int:
        """Reported speech ends where the same speaker goes on with a new verb: …，并解释说，…"""
        for first, last in list(self._layout.clauses(start, stop))[1:]:
            match = re.match(r"\s*(并|还|又|同时|也)(?!非|不)", self._text[first:last])
            words = self._layout.words(first, last) if match else []
            cues = [cue for cue in find_cues(words) if cue.can("strong", "comma")]
            if cues and (
                (cues[-1].last == len(words) - 1 and len(words) <= 5) or (cues[0].can("strong") and cues[0].first <= 2)
            ):
                return self._layout.back(first, "，；")
        return stop

    def _make(self, content: Span | None, cue: Span, speaker: Speaker | None) -> Iterator[Quotation]:
        if content is None:
            return
        span = (speaker.start, speaker.end) if speaker else None
        yield Quotation(*content, "indirect", cue, span, speaker.kind if speaker else "zero")

    # patterns

    def _according(self, words: Sequence[Word], start: int, end: int) -> Quotation | None:
        """据X介绍，…"""
        heads = [i for i, token in enumerate(words) if token.text in ("据", "根据", "另据", "又据")]
        if not heads or self._mark(end) not in "，：":
            return None
        first = heads[0]
        cues = [c for c in find_cues(words) if c.last == len(words) - 1 and c.first > first + 1]
        cues = [c for c in cues if c.can("according", "strong", "comma")]
        content = self._content(end)
        if content is None:
            return None
        if cues:
            cue, stop = cues[-1], cues[-1].first
            span = (cue.start, cue.end)
        elif words[-1].text in ("消息", "数据", "资料", "报道", "通报", "公告", "说法") and len(words) > first + 2:
            stop, span = len(words) - 1, (words[-1].start, words[-1].end)
        else:
            return None
        speaker = self._source(words[first + 1 : stop])
        if speaker is None:
            return None
        return Quotation(*content, "indirect", span, (speaker.start, speaker.end), speaker.kind)

    def _source(self, words: Sequence[Word]) -> Speaker | None:
        while words and (words[-1].tag in ADVERBIAL or words[-1].text in ("的", "网站")):
            words = words[:-1]
        runs = find_chunks(words)
        if not runs:
            return None
        named = naming(words[runs[0][0] : runs[-1][1]] if len(runs) == 1 else words[runs[-1][0] : runs[-1][1]])
        text = "".join(token.text for token in named)
        if not named or re.fullmatch(r"(本报|本网|本台|当地)?(记者|笔者|此|初步|现场|不完全)", text):
            return None
        return speaker(named)

    def _learnt(self, words: Sequence[Word], start: int, end: int) -> Quotation | None:
        """记者从X获悉，…"""
        joined = self._text[start:end].rstrip()
        match = re.search(r"(获悉|了解到|得知|获知|知悉|打听到|证实)$", joined)
        sources = [i for i, token in enumerate(words) if token.text in ("从", "自", "向", "日前从", "处")]
        if match is None or not sources or self._mark(end) not in "，：":
            return None
        cue = (start + match.start(), start + match.end())
        inner = [token for token in words[sources[-1] + 1 :] if token.start < cue[0]]
        while inner and (inner[-1].tag in ADVERBIAL or inner[-1].text in ("处", "那里", "上", "中")):
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

    def _cited(self, words: Sequence[Word], cue: Cue, start: int) -> Iterator[Quotation]:
        """报道引述X表示，…: the report says that X says."""
        speaker = self._subjects.of(start, cue.start)
        inner = [c for c in find_cues(words) if c.first > cue.last + 1]
        if inner and speaker:
            yield from self._make(self._content(cue.end), (cue.start, cue.end), speaker)

    def _mark(self, end: int) -> str:
        mark = self._text[end : end + 1]
        return mark or "\n"

    def _at_end(self, words: Sequence[Word], cue: Cue, start: int, end: int) -> Iterator[Quotation]:
        """X表示，… and X告诉记者，…"""
        rest = words[cue.last + 1 :]
        nominal = words[cue.last].tag in ("n", "vn") and cue.verbs[-1].speech_class != "order"
        if nominal and not cue.can("strong"):
            return
        if not cue.verbs[-1].strengths & {"strong", "comma", "tell"} or self._mark(end) not in "，：":
            return
        hearer = cue.can("tell") and len(rest) <= 6 and all(t.tag in NOMINAL or t.text in ("的", "、") for t in rest)
        particles = all(token.text in ("了", "着", "过", "道", "起", "说", "到") for token in rest)
        if (not particles and not (hearer and rest)) or (cue.can("tell") and not rest and len(cue.words) == 1):
            return
        if cue.can("tell") and cue.verbs[0].effect == "hypothetical" and not hearer:
            return
        yield from self._after_mark(cue, start, end)

    def _after_mark(self, cue: Cue, start: int, end: int) -> Iterator[Quotation]:
        if self._mark(end) not in "，：":
            return
        speaker = speaker_of(self._layout, self._subjects, start, cue)
        clause = self._text[start : cue.start]
        if speaker is None and (cue.can("noun") or not self._may_go_on(clause, cue)):
            return
        if speaker and not self._may_say(speaker, cue):
            return
        distant = speaker is not None and speaker.end <= start and not cue.can("strong", "noun", "tell")
        if distant and not re.match(r"(还|又|并|也|同时|再次)", clause.strip()):
            return
        if re.search("报[道导]$", self._text[cue.start : cue.end]) and _DATELINE.search(clause):
            return
        content = self._content(end)
        if content is None or _NOT_CONTENT.match(self._text[slice(*content)]):
            return
        yield from self._make(content, (cue.start, cue.end), speaker)

    def _may_go_on(self, clause: str, cue: Cue) -> bool:
        """A frame without a subject goes on with the last speaker; advice to the reader does not."""
        if re.search(r"其中|(应该|应当|需要|必须|可以|不妨|要|值得|有必要|可|得|如|正如|所)$", clause.strip()):
            return False
        if cue.verbs[0].speech_class in ("think", "order", "wish", "report", "promise"):
            return bool(re.match(r"(还|又|并|也|同时|再次|一致|均|都|另外|此外)", clause.strip()))
        return len(clause.strip()) <= 8

    def _may_say(self, speaker: Speaker, cue: Cue) -> bool:
        words = self._layout.words(speaker.start, speaker.end)
        text = self._text[speaker.start : speaker.end]
        if cue.verbs[0].speech_class == "think" and cue.words[0] == "发现":
            return text.endswith(("研究", "团队", "报告", "调查", "小组", "专家", "学者", "研究人员", "科学家", "审计"))
        if cue.words[0] in ("分析", "判断", "调查", "统计", "估计", "测算") and not is_sayer(words):
            return False
        if text in ("记者", "本报记者", "笔者"):
            return False
        return cue.can("strong", "noun") or is_sayer(words)

    def _bare(self, words: Sequence[Word], cue: Cue, start: int, end: int) -> Iterator[Quotation]:
        """X称… without a comma."""
        rest = words[cue.last + 1 :]
        tail = self._text[cue.end : end].strip()
        if len(tail) < 4 or not self._is_clause(rest, tail, cue) or not self._is_main(words[: cue.first]):
            return
        speaker = self._subjects.of(start, cue.start)
        if speaker is None:
            speaker = self._subjects.before(start, self._layout.sentence_start(start))
        if speaker is None or not is_sayer(self._layout.words(speaker.start, speaker.end)):
            return
        if not self._may_say(speaker, cue):
            return
        yield from self._make(self._content(cue.end), (cue.start, cue.end), speaker)

    def _names(self, rest: Sequence[Word]) -> bool:
        """称X为Y: no verb before 为."""
        copula = next((index for index, word in enumerate(rest) if word.text in ("为", "作", "做")), None)
        return copula is not None and not any(word.tag == "v" for word in rest[:copula])

    def _is_main(self, before: Sequence[Word]) -> bool:
        """Whether the verb is its clause's own: no other verb has had its object (命令…不得表示, 解释了…认为)."""
        if any(word.text in ("其中", "不得", "为什么", "如何") for word in before):
            return False
        return not any(word.tag == "v" and after.text in ("了", "过") for word, after in pairwise(before))

    def _is_clause(self, rest: Sequence[Word], tail: str, cue: Cue) -> bool:
        if rest[0].text in ("的", "了", "过", "着", "起", "出", "到", "得", "、", "”", "》", "成", "作", "为"):
            return False
        if _COURTESIES.match(tail) or (tail.startswith(("“", "：")) and cue.words[-1] in ("称", "指")):
            return False
        if self._layout.mask[rest[0].start] == "\ue000":
            return False
        if cue.words[-1] == "称" and re.match(r"[^，。]{1,14}?[为作]", tail) and self._names(rest):
            return False
        if cue.words[-1] == "表示" and re.match(r"对[^，。]{1,20}?的[^，。]{2,6}$", tail):
            return False
        verbs = [token for token in rest if token.tag == "v" or (token.tag == "a" and token is not rest[0])]
        return bool(verbs) and len(rest) != 1


def _only(text: str, spans: Sequence[Span]) -> str:
    """The text inside the spans; everything else a sentence mark."""
    characters = ["\ue000"] * len(text)
    for start, end in spans:
        characters[start:end] = text[start:end]
    return "".join(characters)
