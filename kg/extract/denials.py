"""Rumours that somebody denies: 网传水库垮坝，水利局予以否认."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract.quotation import HolderScope, Quotation
from kg.extract.quoted import Layout, Span
from kg.extract.speakers import Subjects, is_sayer

_DENIES = re.compile(r"(否认|辟谣)(?:了)?(?:此事|该说法|这一说法|上述说法|该传言|这一传言|该消息)?$")
_RUMOUR = re.compile(
    r"(?:针对|对于|关于|就)?(?:近日|日前)?(?:网[上络]?(?:流)?传|外界?传|坊间传|市场传|(?:网上|有|外界)(?:还)?有?(?:传言|传闻|消息|网友)称)，?"
)
_QUOTED = re.compile(
    r"(?:针对|对于|关于|就|网传)[^，。“”]{0,10}“(?P<what>[^“”]{4,60})”(?:的|这一|一事|等|[^，。]{0,8}$)"
)


def denied_scopes(layout: Layout) -> Iterator[HolderScope]:
    """The rumours that a clause behind them denies, each held by who denies it."""
    subjects = Subjects(layout)
    for start, end in layout.clauses(0, len(layout.text)):
        text = layout.text[start:end].rstrip()
        cue = _DENIES.search(text)
        if cue is None:
            continue
        content = _rumour(layout, start)
        speaker = subjects.of(start, start + cue.start())
        if content is None or speaker is None or not is_sayer(layout.words(speaker.start, speaker.end)):
            continue
        told = (start + cue.start(1), start + cue.end(1))
        quotation = Quotation(*content, "indirect", told, (speaker.start, speaker.end), speaker.kind)
        yield HolderScope(content[0], content[1], quotation, denied=True)


def _rumour(layout: Layout, denial: int) -> Span | None:
    """Where the rumour stands that a clause denies: in its sentence, or in the one before."""
    begin = layout.sentence_start(denial)
    before = layout.sentence_start(max(0, begin - 1))
    same_paragraph = layout.paragraph(before)[0] == layout.paragraph(denial)[0]
    for first, last in ((begin, denial), (before, begin)) if same_paragraph else ((begin, denial),):
        while first < last and layout.text[first].isspace():
            first += 1
        quoted = _QUOTED.match(layout.text, first, last)
        if quoted is not None:
            return quoted.span("what")
        opening = _RUMOUR.match(layout.text, first, last)
        if opening is not None and layout.back(last, "，。；") - opening.end() >= 4:
            return opening.end(), layout.back(last, "，。；")
    return None
