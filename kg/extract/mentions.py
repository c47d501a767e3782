"""Making mentions and values out of phrases, stretches of text, times and quantities."""

from __future__ import annotations

import re

from kg.extract.base import Mention, Reading
from kg.extract.phrases import Phrase, strip_quotes
from kg.extract.quantities import Quantity
from kg.extract.times import TimeExpression
from kg.model import EntityType, Value


def of_phrase(reading: Reading, phrase: Phrase, type_: EntityType | None = None) -> Mention:
    """The mention of a phrase; ``type_`` overrides the phrase's own type."""
    owner = reading.phrases[phrase.owner].text if phrase.owner is not None else None
    kind = type_ or phrase.type or "Person"
    return Mention(
        phrase.start,
        phrase.end,
        phrase.text,
        kind,
        phrase.form,
        phrase.head,
        phrase.count.text if phrase.count else None,
        phrase.definite,
        owner,
        variants_of(reading, phrase),
    )


def variants_of(reading: Reading, phrase: Phrase) -> tuple[tuple[int, int], ...]:
    """Other extents of one noun phrase: without its count, with the count, with the place right before it."""
    spans: list[tuple[int, int]] = []
    if phrase.count is not None and phrase.form != "pronoun":
        bare = phrase.end - len(phrase.short)
        if phrase.short and reading.doc.text[bare : phrase.end] == phrase.short and phrase.short != phrase.text:
            spans.append((bare, phrase.end))
        if phrase.count.start < phrase.start:
            spans.append((phrase.count.start, phrase.end))
    if phrase.adjacent and phrase.type in ("Group", "Event", "Place"):
        index = reading.phrases.index(phrase)
        before = reading.phrases[index - 1]
        if before.type == "Place" and before.form == "name" and phrase.form != "pronoun" and phrase.type != "Place":
            spans.append((before.start, phrase.end))
    return tuple(span for span in spans if span != (phrase.start, phrase.end))


def of_span(reading: Reading, start: int, end: int, type_: EntityType, form: str = "nominal") -> Mention:
    """The mention of a stretch of text, trimmed of quotation marks and white space."""
    text = reading.doc.text
    while start < end and text[start] in "“”‘’《 　":
        start += 1
    while end > start and text[end - 1] in "“”‘’》 　":
        end -= 1
    return Mention(start, end, strip_quotes(text[start:end]), type_, form, "")  # type: ignore[arg-type]


def quantity_value(quantity: Quantity, of: str | None = None) -> Value:
    """A quantity as a value, with what it counts."""
    fields: dict[str, str | int | float | bool] = {}
    for name in ("value", "min", "max", "unit"):
        got = getattr(quantity, name)
        if got is not None:
            fields[name] = got
    if quantity.approx:
        fields["approx"] = True
    if of:
        fields["of"] = of
    return Value("Quantity", quantity.text, dict(sorted(fields.items())))


def time_value(time: TimeExpression) -> Value:
    """A date, duration or frequency as a value."""
    fields: dict[str, str | int | float | bool] = {}
    if time.edtf:
        fields["edtf"] = time.edtf
    for name in ("min", "max", "unit"):
        got = getattr(time, name)
        if got is not None:
            fields[name] = got
    if time.approx:
        fields["approx"] = True
    return Value("Time", time.text, dict(sorted(fields.items())))


def sentence_of(reading: Reading, offset: int) -> tuple[int, int]:
    """Text offsets of the sentence around an offset."""
    for sentence in reading.doc.sents:
        if sentence.start_char <= offset < sentence.end_char:
            text = sentence.text
            left = len(text) - len(text.lstrip())
            return sentence.start_char + left, sentence.start_char + len(text.rstrip())
    return offset, offset


_PUNCTUATION = re.compile(r"[，。；：！？\n]")


def clause_around(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Text offsets of the comma clause around a span."""
    text = reading.doc.text
    left = start
    while left > 0 and not _PUNCTUATION.match(text[left - 1]):
        left -= 1
    right = end
    while right < len(text) and not _PUNCTUATION.match(text[right]):
        right += 1
    return left, right
