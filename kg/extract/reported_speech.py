"""Speech without quotation marks: X表示，…, 据X介绍，…, 记者从X获悉，…"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kg.extract.quotation import Quotation
from kg.extract.quoted import Layout, Span, Word
from kg.extract.speakers import (
    ADVERBIAL,
    NOMINAL,
    Cue,
    Speaker,
    Subjects,
    find_chunks,
    find_cues,
    is_marker,
    is_sayer,
    naming,
    noun_cue,
    speaker,
    speaker_before,
    speaker_of,
)

_NOT_CONTENT = re.compile(
    r"(带领|率领|赶到|赶往|冲进|跑到|一边|边|随后|接着|说着|说完|转身|眼里|眼中|眼神|脸上|声音|语气|眼眶|言语|话音|然后|便(?![桥道民利于捷宜衣池携])|就(?![是像算业医诊餐学读地近任此取])|于是|顺手|连忙|赶紧)"
)
_NO_FRAME = re.compile(r"[指说](?:望|到|起)|表[明示](?:感谢|欢迎)")
_SUPPOSED = re.compile(r"就算|即使|即便|哪怕|如果|假如|倘若|要是|只要|一旦|除非|无论|不管|^若|^为了")
_DENIES = re.compile(r"对此[^，]*(?:证实|回应|置评|否认)|(?:予以|均|矢口)否认|未予证实")
_CONTRAST = re.compile(r"不过|但是?|然而|而|惟")
_HEARSAY = re.compile(
    r"(网友|网民|网上|网络上?|网帖|帖子|媒体|传言|传闻|谣言|消息|有人|外界|坊间|市场|自媒体|博主|用户)[^，。；：]{0,6}$"
)
"""What stands before the verb of speech of nobody in particular, whom somebody answers."""
_ARGUES_ON = re.compile(r"(因此|所以|因而)")
_DATELINE_END = re.compile(r"记者.{0,30}报[道导]$|.{0,30}[讯电]$")
_DATELINE = re.compile(r"(记者|通讯员|讯|电|编辑)")
_COURTESIES = re.compile(
    r"(衷心|热烈|由衷|诚挚|深切|高度|强烈|崇高|最|非常|十分|充分|亲切|真诚|严重|坚决|深表|极大|极为|高兴|完全|一致|初步|明确|热情)?的?"
    r"(感谢|欢迎|祝贺|慰问|关注|支持|反对|同情|理解|满意|遗憾|歉意|敬意|哀悼|肯定|赞同|同意|谢意|担忧|关切|谴责|问候|抗议|不满|怀疑|赞赏|祝福|钦佩|尊重|认可|愤慨|震惊|愤怒)"
)


class ReportedSpeech:
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
            found += ReportedSpeech(inner)._in_regions()
        return found

    def _in_regions(self) -> Iterator[Quotation]:
        for start, end in self._layout.clauses(0, len(self._text)):
            yield from self._in_clause(start, end)

    def _in_clause(self, start: int, end: int) -> Iterator[Quotation]:
        words = self._layout.words(start, end)
        if not words or is_marker(self._text[start:end]):
            return
        found = self._according(words, start, end) or self._learnt(words, start, end) or self._as_seen_by(words, end)
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
            if (cue.can("strong") or _proposes(words, cue)) and cue.last + 1 < len(words):
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

    def _content(self, position: int, notice: bool = False) -> Span | None:
        """From ``position`` to the end of the sentence, without its 。; a notice goes on to its paragraph's end."""
        layout, text = self._layout, self._text
        start = layout.skip(position, "，：")
        below = text[start : start + 1] == "\n"
        if below:
            start = layout.skip(start + 1, "")
        whole = below or notice
        end = self._paragraph_end(start) if whole else layout.sentence_end(start)
        if end < len(text) and text[end] in "！？!?":
            end += 1
        stop = layout.back(end, "，：；、")
        stop = self._until_next_frame(start, stop)
        if stop == layout.back(end, "，：；、"):
            stop = self._argued_on(stop)
        if stop - start < 4 or layout.mask[start : start + 1] == "\ue000":
            return None
        return start, stop

    def _paragraph_end(self, start: int) -> int:
        """The end of a paragraph that a line with a colon announces (通报称：), up to speech of somebody else."""
        layout = self._layout
        _, last = layout.paragraph(start)
        end = layout.sentence_end(start)
        while end < last and self._text[end : end + 1] == "。":
            following = layout.sentence_end(end + 1)
            clauses = layout.clauses(end + 1, following)
            if following <= end + 1 or any(self._frames(*clause) for clause in clauses):
                break
            end = following
        return end

    def _frames(self, start: int, end: int) -> bool:
        """Whether somebody begins to speak in a clause."""
        cues = [cue for cue in find_cues(self._layout.words(start, end)) if cue.verbs[-1].speech_class != "think"]
        return any(cue.can("strong", "tell") or (cue.can("comma") and cue.end == end) for cue in cues)

    def _argued_on(self, stop: int) -> int:
        """Where the sentences end that draw on the reported one, without a frame of their own: …。因此，…"""
        layout = self._layout
        while self._text[stop : stop + 1] == "。":
            start, end = stop + 1, layout.sentence_end(stop + 1)
            sentence = self._text[start:end]
            framed = any(find_cues(layout.words(first, last)) for first, last in layout.clauses(start, end))
            if self._text[end : end + 1] != "。" or framed or not _ARGUES_ON.match(sentence):
                break
            stop = end
        return stop

    def _within(self, content: Span | None) -> Span | None:
        """Of 他说要回家，就走了 the act behind 就 is no part of what was said."""
        if content is None:
            return None
        for first, last in list(self._layout.clauses(*content))[1:]:
            if re.match(
                r"\s*(就(?![是像算会能可要得不业医诊餐学读地近任此取])|便(?![桥道民利于捷宜衣池携])|于是|随即|转身|然后|随后)",
                self._text[first:last],
            ):
                return content[0], self._layout.back(first, "，；")
        return content

    def _until_next_frame(self, start: int, stop: int) -> int:
        """Reported speech ends where the same speaker goes on with a new verb: …，并解释说，…"""
        begin = self._layout.clause_start(start)
        hearsay = _HEARSAY.search(self._text[begin:start]) is not None
        for first, last in list(self._layout.clauses(start, stop))[1:]:
            if _DENIES.search(self._text[first:last]) or self._answers(first, last, hearsay):
                return self._layout.back(first, "，；")
            match = re.match(r"\s*(并|还|又|同时|也)(?!非|不)", self._text[first:last])
            words = self._layout.words(first, last) if match else []
            cues = [cue for cue in find_cues(words) if cue.can("strong", "comma")]
            if cues and (
                (cues[-1].last == len(words) - 1 and len(words) <= 5) or (cues[0].can("strong") and cues[0].first <= 2)
            ):
                return self._layout.back(first, "，；")
        return stop

    def _answers(self, start: int, end: int, hearsay: bool) -> bool:
        """Whether somebody else speaks in a clause: 检方认为…，不过律师主张，…; 有网友称…，校方表示该消息不实."""
        words = self._layout.words(start, end)
        cues = [cue for cue in find_cues(words) if cue.can("strong", "comma")]
        if hearsay and cues and cues[0].can("strong"):
            found = self._subjects.of(start, cues[0].start)
            return found is not None and is_sayer(self._layout.words(found.start, found.end))
        cues = [cue for cue in cues if cue.last == len(words) - 1]
        contrast = _CONTRAST.match(self._text[start:end].strip()) or any(word.text == "则" for word in words)
        contrast = contrast or self._text[self._layout.back(start) - 1 : start].strip() == "；"
        if not cues or not contrast or self._mark(end) not in "，：":
            return False
        found = self._subjects.of(start, cues[-1].start)
        return found is not None and is_sayer(self._layout.words(found.start, found.end))

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

    def _as_seen_by(self, words: Sequence[Word], end: int) -> Quotation | None:
        """在X看来，…"""
        if len(words) < 3 or words[0].text != "在" or not "".join(w.text for w in words).endswith("看来"):
            return None
        inner = [word for word in words[1:] if word.text not in ("看来", "看", "来")]
        speaker, content = self._source(inner), self._content(end)
        if speaker is None or content is None or self._mark(end) != "，":
            return None
        if not is_sayer(self._layout.words(speaker.start, speaker.end)):
            return None
        cue = (words[-1].start, words[-1].end)
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
        unheard = cue.can("tell") and not cue.can("comma", "strong")
        if (not particles and not (hearer and rest)) or (unheard and not rest and len(cue.words) == 1):
            return
        if unheard and cue.verbs[0].effect == "hypothetical" and not hearer:
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
        notice = self._mark(end) == "：" and cue.verbs[-1].speech_class in ("tell", "order")
        content = self._content(end, notice)
        if content is None or _NOT_CONTENT.match(self._text[slice(*content)]) or self._is_frame(content[0]):
            return
        yield from self._make(content, (cue.start, cue.end), speaker)

    def _is_frame(self, start: int) -> bool:
        """Whether the clause at an offset is a frame of its own, without a subject: 予以否认，称…; 投诉，并要求…"""
        words = self._layout.words(start, self._layout.clause_end(start))
        cues = [cue for cue in find_cues(words) if cue.first <= 1]
        leads = (
            all(word.text in ("并", "还", "又", "也", "同时", "随后") for word in words[: cues[0].first])
            if cues
            else False
        )
        return leads and (cues[0].first > 0 or cues[0].can("strong")) and not _NO_FRAME.match(self._text[start:])

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
        speaker, content = self._subjects.of(start, cue.start), self._content(cue.end)
        if speaker is None:
            speaker = speaker_before(self._layout, self._subjects, start, cue)
            content = self._within(content)
        if speaker is None or not is_sayer(self._layout.words(speaker.start, speaker.end)):
            return
        if not self._may_say(speaker, cue):
            return
        yield from self._make(content, (cue.start, cue.end), speaker)

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
        if re.match(r"(?:[一两几]?(?:句|声|番)|[一几][次遍])", tail):
            return False
        verbs = [token for token in rest if token.tag == "v" or (token.tag == "a" and token is not rest[0])]
        if len(rest) > 1 and rest[-1].tag == "an" and rest[-2].tag in ("n", "nz"):
            # 称大坝安全: the adjective is told of the noun.
            verbs.append(rest[-1])
        return bool(verbs) and len(rest) != 1


_PROPOSALS = frozenset(("建议", "提议", "倡议", "呼吁", "吁请", "促请", "敦请"))


def _proposes(words: Sequence[Word], cue: Cue) -> bool:
    """他建议县里给予倾斜: what somebody proposes is a clause with a subject of its own."""
    rest = words[cue.last + 1 :]
    if cue.words[-1] not in _PROPOSALS or words[cue.last].tag != "v" or not rest:
        return False
    runs = find_chunks(rest)
    return bool(runs) and runs[0][0] == 0 and any(word.tag == "v" for word in rest[runs[0][1] :])


def _only(text: str, spans: Sequence[Span]) -> str:
    """The text inside the spans; everything else a sentence mark."""
    characters = ["\ue000"] * len(text)
    for start, end in spans:
        characters[start:end] = text[start:end]
    return "".join(characters)
