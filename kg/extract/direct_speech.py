"""Quotation marks that enclose speech, and whose speech it is.

Quotation marks also name and distance (“零工驿站”); such stretches are no speech. They are told apart by
their length, the punctuation inside, and what stands around them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.extract.quotation import Quotation
from kg.extract.quoted import FINAL, Layout, Span, Stretch, Word, mentioned
from kg.extract.speakers import (
    NOMINAL,
    Cue,
    Speaker,
    SpeakerKind,
    Subjects,
    find_chunks,
    find_cues,
    is_animate,
    is_marker,
    is_role,
    noun_cue,
    speaker,
    speaker_of,
)


def _tells_of_things(words: Sequence[Word]) -> bool:
    """Whether a clause tells of something that is nobody: 三楼房间起火."""
    runs = find_chunks(words)
    verbs = [index for index, token in enumerate(words) if token.tag in ("v", "vd")]
    return bool(runs) and bool(verbs) and runs[0][1] <= verbs[0]


_STATES = ("住", "是", "有", "位于", "具有", "来自", "为", "叫", "属", "姓", "喜欢", "爱")
"""Verbs that tell of no act with which somebody speaks."""
_SPEAKS_ON = re.compile(r"[他她](?:还|又|也)?(?:表示|说|介绍|称|坦言|告诉|认为)")


class _Attribution(NamedTuple):
    cue: Span | None
    speaker: Speaker | None


_RECEIVES = re.compile(
    r"(收到|看到|看见|读到|听到|听见|听说|接到|写着|印着|挂着|贴着|标着|刻着|出现|传来|响起|弹出|想起|面对|取名|题为|名为)"
)


_WRITTEN = re.compile(
    r"这[^，。]{0,8}?(信|话|留言|短信|微信|字条|纸条|便条|日记|诗|短文|句子|台词)[^，。]{0,4}?是(?P<who>[^，。]{2,16}?)"
    r"(写|说|留|发|讲|寄|念)(下|来)?(给[^，。]{1,10})?的"
)
"""“…”这封信是X写的: the wording is told first, and then whose it is."""


_HEADLINE = re.compile(r"(?P<who>[^：，。！？“”\n]{2,30})：(?P<what>(?=[^“”\n]*(?:我|咱))[^“”\n]{6,40})\s*$")
"""A headline that is somebody's own words: 导演方以宁：我想拍那些没说出口的再见."""

_EXPRESSION = re.compile(
    r"的?(?:眼眶|眼圈|眼角|眼睛|眼里|眼中|脸上|满脸|一脸|声音|语气|嘴角|神情|神色|表情|热泪|泪水|双眼|信心|笑容|目光)"
)
"""What shows the feelings of somebody who has spoken: 佟大爷眼眶湿润."""

_DATELINE = re.compile(r"[（(][^（）()\n]{0,40}(记者|通讯员|编辑|作者)[^（）()\n]{0,60}[）)]$")
"""What stands between the place and date of a report and its first words."""


class DirectSpeech:
    """Quotation marks that enclose speech, and their speakers."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._subjects = Subjects(layout)
        self._text = layout.text
        self._following: dict[Stretch, Stretch] = {}
        self._preceding: dict[Stretch, Stretch] = {}

    def find(self) -> list[Quotation]:
        """The direct quotations in text order."""
        layout = self._layout
        spoken = [stretch for stretch in layout.stretches if self._is_speech(stretch)]
        layout.decide([stretch for stretch in spoken if not self._is_part(stretch)])
        self._following = dict(pairwise(spoken))
        self._preceding = {right: left for left, right in pairwise(spoken)}
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
        if separator == "，" and bounded and self._is_part(stretch):
            return True
        if separator == "." and after == "，" and size >= 4:
            return self._frame_after(stretch) is not None
        if separator == "." and size >= 8 and self._frame_after(stretch) is not None:
            return True
        whole = separator == "." and after in ("", "\n")
        return size >= 6 and "，" in inside and (whole or (self._frame_after(stretch) is not None and separator == "."))

    def _is_part(self, stretch: Stretch) -> bool:
        """他认为，公交优先不等于免费，“与其补票价，不如补班次”: speech for itself and the end of what is reported."""
        inside = self._text[stretch.start : stretch.end]
        if inside[-1] in FINAL or self._separator(stretch) != "，" or self._cue_before(stretch) is not None:
            return False
        if self._frame_after(stretch) is not None or not (len(inside) >= 10 or "，" in inside):
            return False
        return self._reporting(*self._before(stretch)) is not None

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
            "澄清",
            "反问",
            "追问",
            "感叹",
            "感慨",
            "惊呼",
            "笑言",
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
        if before in "）)" and _DATELINE.search(self._text[:position]):
            return "."
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
        found = self._by_act_between(stretch)
        if found:
            return found
        if separator != ".":
            return self._by_act_before(stretch) or _Attribution(None, None)
        for rule in (
            self._by_sentence_before,
            self._by_report_before,
            self._by_act_after,
            self._by_signature,
            self._by_person_before,
        ):
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
        if speaker is None and not self._layout.words(start, cue.start):
            # 说到这里，他别过脸去: who speaks is told by the clause behind.
            return self._by_act_behind(cue, start)
        return _Attribution((cue.start, cue.end), speaker)

    def _by_act_between(self, stretch: Stretch) -> _Attribution | None:
        """“对不起，”她一边收伞一边笑，“预告片今晚要交。”: whose act stands between the halves of what is said."""
        layout, text = self._layout, self._text
        following, preceding = self._following.get(stretch), self._preceding.get(stretch)
        if text[stretch.end - 1] == "，" and following is not None:
            left, right = stretch, following
        elif preceding is not None and text[preceding.end - 1] == "，":
            left, right = preceding, stretch
        else:
            return None
        between = text[left.close : right.open]
        if not re.fullmatch(r"[^。！？：\n“”]{2,30}，", between):
            return None
        who = next(filter(None, (self._subjects.first(*c) for c in layout.clauses(left.close, right.open))), None)
        return _Attribution(None, who) if who else None

    def _by_act_behind(self, cue: Cue, start: int) -> _Attribution:
        """The first person told of in the clauses behind a verb of speech without a subject, in its sentence."""
        layout = self._layout
        end = layout.sentence_end(start)
        behind = list(layout.clauses(layout.clause_end(start) + 1, end)) if end > start else []
        found = next((who for who in (self._subjects.first(*clause) for clause in behind) if who is not None), None)
        return _Attribution((cue.start, cue.end), found)

    def _by_remark_after(self, stretch: Stretch) -> _Attribution | None:
        """“…”这是X告别母亲的话。"""
        start = self._layout.skip(stretch.close, "，")
        end = self._layout.clause_end(start)
        match = _WRITTEN.fullmatch(self._text[start:end]) or re.match(
            r"这(就)?是(?P<who>.{2,20}?)的(话|心声|心愿|回答|承诺|誓言|口头禅|座右铭|感受|肺腑之言|评价|告白|嘱托|感言|寄语|留言|心里话|体会|原话)$",
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
        if _RECEIVES.search(last) or start == end:
            return None
        report = self._reporting(start, end)
        if report or not closed:
            return report
        speaker = self._subjects.before(end, start)
        return _Attribution(None, speaker) if speaker else None

    def _reporting(self, start: int, end: int) -> _Attribution | None:
        """张三表示，情况已好转，“…”: the frame opened earlier in the sentence holds on."""
        start = self._layout.sentence_start(start)
        for first, last in self._layout.clauses(start, end):
            words = self._layout.words(first, last)
            cues = [cue for cue in find_cues(words) if cue.can("strong", "comma", "tell")]
            told = bool(cues) and cues[-1].can("tell") and words[cues[-1].last + 1 :]
            if cues and (cues[-1].end == last or (told and self._is_tail(words[cues[-1].last + 1 :], cues[-1]))):
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

    def _by_report_before(self, stretch: Stretch) -> _Attribution | None:
        """张三告诉记者，今年收成不错。“…”: who was reported in the sentence directly before speaks on in his own words.

        Not where the sentence behind tells what somebody does, whose words they may be.
        """
        layout = self._layout
        end = layout.back(stretch.open)
        if end < 2 or self._text[end - 1] not in "。！？" or self._text[stretch.end - 1] not in FINAL:
            return None
        after = self._by_act_after(stretch, any_before=True)
        start = layout.sentence_start(end - 1)
        if after is not None or layout.paragraph(start)[0] != layout.paragraph(stretch.open)[0]:
            return None
        report = self._reporting(start, end - 1)
        if report is None or report.speaker is None:
            return None
        return report if is_animate(layout.words(report.speaker.start, report.speaker.end)) else None

    def _by_act_after(self, stretch: Stretch, any_before: bool = False) -> _Attribution | None:
        """“…”徐奶奶缓缓接过东西: the person whose act follows in the same paragraph, if no other is near."""
        layout = self._layout
        if self._text[stretch.end - 1] not in FINAL:
            return None
        others = () if any_before else self._people_before(stretch)
        start = layout.skip(stretch.close, "")
        end = layout.sentence_end(start)
        if start >= end or (end < len(self._text) and layout.mask[end] == "\ue000"):
            return None
        for first, last in layout.clauses(start, end):
            speaker = self._subjects.first(first, last)
            if speaker is None and _tells_of_things(layout.words(first, last)):
                return None
            named = self._text[speaker.start : speaker.end] if speaker else ""
            acts = speaker is not None and (self._acts(speaker, last) or (speaker.end == last < end))
            if speaker and acts and all(other == named for other in others):
                return _Attribution(None, speaker)
            if speaker:
                return None
        return None

    def _by_person_before(self, stretch: Stretch) -> _Attribution | None:
        """罗明把茶果倒进烘干机。“今年我家多了三成！”: the one person of the sentence before, in the same paragraph.

        Nothing may follow in the paragraph that could tell of another speaker.
        """
        layout = self._layout
        end = layout.back(stretch.open)
        begin, last = layout.paragraph(stretch.open)
        closed = self._text[stretch.end - 1] in FINAL and not self._text[stretch.close : last].strip()
        if not closed or end <= begin or self._text[end - 1] not in "。！？" or layout.mask[end - 2] == "\ue000":
            return None
        start = max(begin, layout.sentence_start(end - 1))
        names = {token.text for token in layout.words(start, end) if token.tag in ("PER", "nr")}
        subjects = (self._subjects.first(*clause) for clause in layout.clauses(start, end - 1))
        found = next(filter(None, subjects), None)
        if found is None or len(names) != 1 or self._text[found.start : found.end] not in names:
            return None
        verbs = [token.text for token in layout.words(found.end, end) if token.tag == "v"]
        acts = bool(verbs) and not verbs[0].startswith(_STATES)
        return _Attribution(None, found) if acts or _SPEAKS_ON.match(self._text, last + 1) else None

    def _acts(self, speaker: Speaker, end: int) -> bool:
        words = self._layout.words(speaker.end, end)
        shows = _EXPRESSION.match(self._text, speaker.end, end) is not None
        acts = shows or any(token.tag in ("v", "vd", "ad", "d", "p") for token in words)
        return acts and speaker.kind != "zero"

    def _people_before(self, stretch: Stretch) -> Sequence[str]:
        """The names in the sentence before, in the same paragraph; speech there counts as one of an unnamed person."""
        layout = self._layout
        end = layout.back(stretch.open)
        start, _ = layout.paragraph(stretch.open)
        if end <= start:
            return ()
        first = max(start, layout.sentence_start(max(start, end - 1)))
        names = [token.text for token in layout.words(first, end) if token.tag in ("PER", "nr")]
        return [*names, ""] if layout.mask[end - 1] == "\ue000" else names

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
            if number == 0 and len(lines) > 1:
                match = _HEADLINE.match(line)
            if match is None:
                continue
            label = re.match(r"【[^】]{0,12}】", match["who"])
            words = self._layout.words(start + (label.end() if label else 0), start + match.end("who"))
            on_site = re.match(r"(?:本台|本报|本刊|前方|现场|特派|出镜)记者\s*[^\s]{2,4}$", match["who"])
            if re.search(r"记者|通讯员|编辑|讯|摄|电$", match["who"]) and not on_site:
                continue
            plain = all(t.tag not in ("v", "d", "p") for t in words) or (len(words) > 1 and is_role(words[-2].text))
            if words and words[-1].tag in ("PER", "nr") and plain:
                who = speaker(words[-1:])
                begin, end = (start + offset for offset in match.span("what"))
                yield Quotation(begin, end, "direct", None, (who.start, who.end), "name")
