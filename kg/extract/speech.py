"""What people and bodies said.

``said``: one claim for each quotation or reported clause with a speaker one can name (“…”，徐奶奶说; 该县表示，…).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import PERSONAL, Phrase
from kg.extract.quotations import Quotation
from kg.extract.speakers import WORK_NOUNS
from kg.extract.tokens import Tokens
from kg.lexicons.lists import endings, words
from kg.model import EntityType, Value

_MESSAGES = words("message")
_VAGUE_PRONOUNS = words("vague_pronoun")
_NEWS_CUES = ("讯", "消息", "电")
_SHORTEST = 4
_ANSWERED = re.compile(r"(?:^|[，。；！？\n\s])(?:对于|至于|针对|关于)有?[^，。；！？“”\n]{0,4}$")
"""What stands before those whose words are only the topic of an answer: 对于有媒体称…，发言人表示…"""
_SAYS = re.compile(
    "(?:" + "|".join(endings("manner_of_speech")) + ")?(?:" + "|".join(endings("speaks_behind_quotation")) + ")"
)


def speaker_of(reading: Reading, quotation: Quotation) -> Mention | None:
    """The speaker's mention, or None where nobody can be named."""
    if quotation.speaker is None:
        quotation_before = _going_on(reading, quotation)
        return speaker_of(reading, quotation_before) if quotation_before is not None else None
    start, end = quotation.speaker
    named = reading.text[start:end]
    if named in PERSONAL:
        if named in _VAGUE_PRONOUNS:
            return None
        return Mention(start, end, named, "Group" if named.endswith("们") else "Person", "pronoun", named)
    phrase = _phrase_at(reading, start, end)
    if phrase is None:
        return mentions.of_span(reading, start, end, "Person")
    if named.startswith("《") and named.endswith("》") and named != phrase.text:
        # 财经杂志《远见》报道: the title alone is the name.
        return Mention(start, end, named, "Work", "name", "》")
    if phrase.form == "pronoun":
        return mentions.of_pronoun(reading, phrase)
    body = reading.tokens.tags[phrase.first] == "ORG" and phrase.last - phrase.first == 2
    if body and reading.tokens.texts[phrase.last - 1] in ("报道", "报导", "消息"):
        # 云川日报报道称
        return mentions.of_span(reading, start, reading.tokens.ends[phrase.first], "Organization", "name")
    if phrase.start == start and end < phrase.end and phrase.text.endswith(tuple(WORK_NOUNS)):
        # 据卫健委消息: the body says it, not its news.
        kind = nouns.name_type(named) or nouns.common_type(named)
        if kind in ("Organization", "Place") or reading.tokens.tags[phrase.first] == "ORG":
            return mentions.of_span(reading, start, end, "Organization", "name")
    return mentions.of_phrase(reading, phrase, _speaking_type(phrase))


def _speaking_type(phrase: Phrase) -> EntityType:
    """What a speaker is: a place that speaks is its government, and an unknown word a person."""
    if phrase.text.endswith(tuple(WORK_NOUNS)):
        return "Work"
    if phrase.text in _MESSAGES:
        return "Document"
    if phrase.type in ("Person", "Group", "Organization", "Work"):
        return phrase.type
    return "Organization" if phrase.type == "Place" else "Person"


def _going_on(reading: Reading, quotation: Quotation) -> Quotation | None:
    """The quotation that goes on in 并称, 又说: the last one with a speaker in the paragraph."""
    if quotation.speaker_kind != "zero" or quotation.cue is None:
        return None
    begin = reading.paragraph_start(quotation.start)
    before = reading.quotations_between(begin, quotation.start)
    return next((other for other in reversed(before) if other.speaker is not None), None)


def _phrase_at(reading: Reading, start: int, end: int) -> Phrase | None:
    """The last phrase that shares characters with a span."""
    before = reading.phrase_before(end)
    return before if before is not None and start < before.end else None


@extractor("speech")
def extract_speech(reading: Reading) -> Iterator[Assertion]:
    """``said`` claims of all quotations."""
    text = reading.text
    for quotation in reading.quotations:
        speaker = speaker_of(reading, quotation)
        statement = text[quotation.start : quotation.end].strip()
        if speaker is None or len(statement) < _SHORTEST:
            continue
        told = text[speaker.start - 1 : speaker.start] == "据"
        if quotation.cue is not None and text[slice(*quotation.cue)] in _NEWS_CUES and not told:
            continue
        if _ANSWERED.search(text, 0, speaker.start):
            continue
        start, end = quotation.start, quotation.end
        clause = mentions.spanning([(start, end), (speaker.start, speaker.end)])
        when = _times(reading, quotation)
        yield Assertion(
            speaker, "said", Value("Statement", statement), start, end, clause, qualifiers=when, narrator=True
        )


def _times(reading: Reading, quotation: Quotation) -> dict[str, tuple[Mention | Value, ...]]:
    """When it was said: the date between the speaker and the verb of speech (罗明14日晚表示)."""
    if quotation.cue is None or quotation.speaker is None:
        return {}
    told = [t for t in reading.times_between(quotation.speaker[1], quotation.cue[0]) if t.kind == "date" and t.edtf]
    return {"time": (mentions.time_value(told[0]),)} if len(told) == 1 else {}


def attributed(tokens: Tokens, quotations: Sequence[Quotation], names: Iterable[tuple[int, int]]) -> list[Quotation]:
    """Quotations with the speakers whose names the segmenter cut: “…”程颂一说.

    ``names`` are text offsets of personal names; one that stands right behind the closing mark, with a verb of
    speech behind it, is the speaker.
    """
    text = tokens.text
    by_start = dict(names)
    for index, tag in enumerate(tokens.tags):
        if tag == "PER":
            by_start.setdefault(tokens.starts[index], tokens.ends[index])
    found = []
    for quotation in quotations:
        named = by_start.get(quotation.speaker[1]) if quotation.speaker is not None else None
        if quotation.speaker is not None and named is not None and quotation.speaker_kind == "noun":
            # The title was read without the name behind it.
            quotation = replace(quotation, speaker=(quotation.speaker[1], named), speaker_kind="name")
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
