"""``said``: one claim for each quotation or reported clause with a speaker one can name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import PERSONAL, Phrase
from kg.extract.quotations import Quotation
from kg.extract.speakers import WORK_NOUNS
from kg.lexicons.lists import words
from kg.model import Value

_VAGUE_PRONOUNS = words("vague_pronoun")


def speaker_of(reading: Reading, quotation: Quotation) -> Mention | None:
    """The speaker's mention, or None where nobody can be named."""
    if quotation.speaker is None:
        return _last_speaker(reading, quotation)
    start, end = quotation.speaker
    named = reading.doc.text[start:end]
    if named in PERSONAL:
        if named in _VAGUE_PRONOUNS:
            return None
        return Mention(start, end, named, "Group" if named.endswith("们") else "Person", "pronoun", named)
    phrase = _phrase_at(reading, start, end)
    if phrase is not None:
        if phrase.form == "pronoun":
            if phrase.text not in PERSONAL or phrase.text in ("自己", "大家", "双方", "对方"):
                return None
            return mentions.of_phrase(reading, phrase, "Group" if phrase.text.endswith("们") else "Person")
        kind = phrase.type if phrase.type in ("Person", "Group", "Organization", "Work") else None
        if phrase.text.endswith(tuple(WORK_NOUNS)):
            kind = "Work"
        if kind is None:
            kind = "Organization" if phrase.type == "Place" else "Person"
        return mentions.of_phrase(reading, phrase, kind)
    return mentions.of_span(reading, start, end, "Person")


def _last_speaker(reading: Reading, quotation: Quotation) -> Mention | None:
    """Who goes on speaking in 并称, 又说: the last speaker named in the paragraph."""
    if quotation.speaker_kind != "zero" or quotation.cue is None:
        return None
    paragraph = reading.doc.text.rfind("\n", 0, quotation.start) + 1
    before = [q for q in reading.quotations if paragraph <= q.start < quotation.start and q.speaker is not None]
    return speaker_of(reading, before[-1]) if before else None


def _phrase_at(reading: Reading, start: int, end: int) -> Phrase | None:
    inside = [p for p in reading.phrases if p.start < end and start < p.end]
    return inside[-1] if inside else None


@extractor("speech")
def extract_speech(reading: Reading) -> Iterator[Assertion]:
    """``said`` claims of all quotations."""
    text = reading.doc.text
    for quotation in reading.quotations:
        speaker = speaker_of(reading, quotation)
        if speaker is None:
            continue
        if quotation.cue is not None and text[slice(*quotation.cue)] in ("报道", "讯", "消息", "电"):
            continue
        statement = text[quotation.start : quotation.end].strip()
        if len(statement) < 4:
            continue
        yield Assertion(
            speaker,
            "said",
            Value("Statement", statement),
            quotation.start,
            quotation.end,
            (min(quotation.start, speaker.start), max(quotation.end, speaker.end)),
            narrator=True,
        )


_SAYS = re.compile(
    r"(?:又|还|接着|随后|笑着|哽咽着|感慨地|激动地|动情地|坦率地)?(?:说|表示|告诉|回忆|介绍|感慨|坦言|笑道|指出|强调)"
)


def attributed(doc: Doc, quotations: Sequence[Quotation], names: Iterable[tuple[int, int]]) -> list[Quotation]:
    """Quotations with the speakers whose names the segmenter cut: “…”程颂一说.

    ``names`` are text offsets of personal names; one that stands right behind the closing mark, with a verb of
    speech behind it, is the speaker.
    """
    text = doc.text
    by_start = dict(names)
    by_start.update(
        (token.idx, token.idx + len(token)) for token in doc if token.tag_ == "PER" and token.idx not in by_start
    )
    found = []
    for quotation in quotations:
        start = quotation.end + 1
        end = by_start.get(start)
        if quotation.kind == "direct" and text[start - 1 : start] == "”" and end is not None:
            verb = _SAYS.match(text, end)
            if verb is not None and (quotation.speaker is None or quotation.cue is None):
                quotation = replace(
                    quotation, speaker=(start, end), speaker_kind="name", cue=(verb.start(), verb.end())
                )
        found.append(quotation)
    return found
