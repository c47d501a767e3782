"""Rumours that somebody denies: 网传水库垮坝，水利局予以否认; 有网友称…，校方回应称，该说法不实."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.extract.quotation import HolderScope, Quotation
from kg.extract.quoted import Layout, Span
from kg.extract.rumours import rumour_in
from kg.extract.speakers import Speaker, SpeakerKind, Subjects, is_sayer

_REFERS = r"(?:该|此|这一|这个|这些|上述|相关|有关|网传|网上|网络)"
_TALK = r"(?:说法|传言|传闻|谣言|消息|报[道导]|信息|内容|情况|帖子|言论|视频|猜测|事)"
_DENIES = re.compile(rf"(?P<cue>否认|辟谣|澄清)(?:了|过)?(?:{_REFERS}(?:一|些)?{_TALK})?(?:[称说])?$")
"""The end of a clause whose subject denies."""
_UNTRUE = (
    r"(?:不实|不属实|失实|有误|不准确|不是真的|是假的|与事实不(?:相)?符|与实际不符|并非事实|不是事实|并非如此|没有(?:任何)?(?:根据|依据)"
    r"|毫无根据|(?:纯属|系|属于?|是|为)(?:网络)?(?:谣言|虚构|捏造|误传|误解|误读|谣传|假消息|不实信息|虚假信息|子虚乌有))"
)
_FALSE = re.compile(
    rf"{_REFERS}(?:一|些)?{_TALK}[^，。“”]{{0,4}}?(?:完全|均|并|都|严重)?{_UNTRUE}"
    r"|(?:绝|并|根本|从来)?(?:无|没有?)(?:过)?(?:此|这|那)(?:回|件|种)?事|子虚乌有|纯属(?:谣言|虚构|捏造|误传)|并非事实|并非如此|不是事实"
    r"|没有(?:做过|作过|作出过?|做出过?|过)?这(?:样|种)的(?:安排|计划|事|决定|规定|打算|说法|想法|情况)"
)
"""Words that call a rumour untrue."""
_CONTRARY = re.compile(r"绝不|绝无|从未|从没|从来没|没有(?!接到|收到|得到|最终|定)|并没|并无|并未|并非|不存在|不会")
"""Words by which somebody contradicts: against hearsay they deny it."""
_CLARIFIES = re.compile(r"(?P<cue>澄清|辟谣|表示|回应|强调|说|称|指|指出|解释)，?$")


class _Denial(NamedTuple):
    """Who denies something, by which words, and where the clause begins that tells so."""

    speaker: Speaker
    cue: Span
    start: int
    contradicts: bool
    """Whether it is only the other way round that the speaker tells it."""


def denied_scopes(layout: Layout, quotations: Sequence[Quotation]) -> Iterator[HolderScope]:
    """The rumours that a clause or a quotation behind them denies, each held by who denies it."""
    denials = [*_flat(layout), *_spoken(layout, quotations)]
    found = set[Span]()
    for denial in sorted(denials, key=lambda denial: (denial.start, denial.contradicts)):
        content = _rumour(layout, denial)
        if content is not None and content not in found:
            found.add(content)
            who = denial.speaker
            quotation = Quotation(*content, "indirect", denial.cue, (who.start, who.end), who.kind)
            yield HolderScope(content[0], content[1], quotation, denied=True)


def _flat(layout: Layout) -> Iterator[_Denial]:
    """Denials that a clause tells: 水利局予以否认, 警方澄清并非事实."""
    subjects = Subjects(layout)
    for start, end in layout.clauses(0, len(layout.text)):
        text = layout.text[start:end].rstrip()
        cue = _DENIES.search(text)
        if cue is None and (untrue := _FALSE.search(text)) is not None:
            cue = _CLARIFIES.search(text[: untrue.start()])
        if cue is None:
            continue
        speaker = subjects.of(start, start + cue.start())
        if speaker is None:
            speaker = subjects.before(start, layout.sentence_start(start))
        if speaker is None or not is_sayer(layout.words(speaker.start, speaker.end)):
            continue
        told = (start + cue.start("cue"), start + cue.end("cue"))
        yield _Denial(speaker, told, layout.clause_start(speaker.start), contradicts=False)


def _spoken(layout: Layout, quotations: Sequence[Quotation]) -> Iterator[_Denial]:
    """Denials in what somebody is quoted or reported to say."""
    for quotation in quotations:
        text = layout.text[quotation.start : quotation.end]
        untrue = _FALSE.search(text) is not None
        if quotation.speaker is None or not (untrue or _CONTRARY.search(text)):
            continue
        start, end = quotation.speaker
        kind: SpeakerKind = quotation.speaker_kind
        if not is_sayer(layout.words(start, end)):
            continue
        cue = quotation.cue or (quotation.start, quotation.start)
        # The opening mark is no part of what is quoted.
        begin = min(quotation.start - (quotation.kind == "direct"), start, *cue)
        yield _Denial(Speaker(start, end, kind), cue, layout.clause_start(begin), contradicts=not untrue)


def _rumour(layout: Layout, denial: _Denial) -> Span | None:
    """Where the rumour stands that is denied: in the sentence of the denial, or in the one before."""
    begin = layout.sentence_start(denial.start)
    before = layout.sentence_start(max(0, begin - 1))
    same_paragraph = layout.paragraph(before)[0] == layout.paragraph(denial.start)[0]
    stretches = [(begin, denial.start), (before, begin)] if same_paragraph else [(begin, denial.start)]
    for first, last in stretches:
        found = rumour_in(layout, first, last) if first < last else None
        if found is None:
            continue
        content, hearsay = found
        return content if hearsay or not denial.contradicts else None
    return None
