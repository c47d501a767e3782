"""Making mentions, values and evidence out of phrases, stretches of text, times and quantities."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.extract.base import Form, Mention, Reading
from kg.extract.phrases import PERSONAL, Phrase, strip_quotes
from kg.extract.place_names import level, parts_of
from kg.extract.predications import Predication
from kg.extract.quantities import Quantity
from kg.extract.times import TimeExpression
from kg.lexicons.lists import words
from kg.model import EntityType, Value

_NOBODY = words("vague_pronoun") - {"其", "它"}
_HUMAN_PRONOUNS = words("human_pronoun")
_PART_OF_PLACE = re.compile(r"(?<=[省市县区州镇乡村旗])(?:[东西南北中]{1,2}部|境内|全境)$")
"""云溪县西南部 is told by the county."""
_MARKS = re.compile(r"[，。；：！？\n]")


def of_phrase(reading: Reading, phrase: Phrase, type_: EntityType | None = None) -> Mention:
    """The mention of a phrase; ``type_`` overrides the phrase's own type."""
    owner = reading.phrases[phrase.owner].text if phrase.owner is not None else None
    kind = type_ or phrase.type or "Person"
    start, end, variants = phrase.start, phrase.end, variants_of(reading, phrase)
    before = reading.before(phrase) if phrase.adjacent else None
    behind = before is not None and before.type == "Place" and before.form == "name"
    links = parts_of(phrase.text, behind) if kind == "Place" and phrase.form == "name" else ()
    named = len(links) > 1 and (behind or level(phrase.text[slice(*links[-1])]) is not None)
    if named and phrase.end - phrase.start == len(phrase.text):
        # 宜宾市长宁县 names the county; the chain is another way to name it.
        start += links[-1][0]
        variants = (*variants, (phrase.start, phrase.end))
    elif kind == "Place" and phrase.form == "name" and (part := _PART_OF_PLACE.search(phrase.text)):
        end -= len(part.group())
        variants = (*variants, (phrase.start, phrase.end))
    return Mention(
        start,
        end,
        reading.text[start:end] if end < phrase.end else phrase.text[start - phrase.start :],
        kind,
        phrase.form,
        phrase.head,
        phrase.count.text if phrase.count else None,
        phrase.definite,
        owner,
        variants,
    )


def variants_of(reading: Reading, phrase: Phrase) -> tuple[tuple[int, int], ...]:
    """Other extents of one noun phrase: without its count, with the count, with the place right before it."""
    spans: list[tuple[int, int]] = []
    if phrase.count is not None and phrase.form != "pronoun":
        bare = phrase.end - len(phrase.short)
        if phrase.short and reading.text[bare : phrase.end] == phrase.short and phrase.short != phrase.text:
            spans.append((bare, phrase.end))
        if phrase.count.start < phrase.start:
            spans.append((phrase.count.start, phrase.end))
    named = reading.before(phrase) if phrase.count is not None and phrase.adjacent else None
    if named is not None and named.type == "Group" and named.count is None and _is_bare_count(phrase):
        spans += [(named.start, named.end), (named.start, phrase.end)]
    owner = reading.owner(phrase) if phrase.type in ("Group", "Organization") and phrase.form != "pronoun" else None
    if owner is not None and owner.last + 1 == phrase.first and (owner.form == "name" or owner.text in _HUMAN_PRONOUNS):
        # 他的团队, 罗某的团队
        spans.append((owner.start, phrase.end))
    numbered = phrase.type == "Organization" and phrase.text.startswith("第")
    if phrase.adjacent and (numbered or phrase.type in ("Group", "Event", "Place")):
        before = reading.before(phrase)
        if (
            before is not None
            and before.type == "Place"
            and before.form == "name"
            and phrase.form != "pronoun"
            and phrase.type != "Place"
        ):
            spans.append((before.start, phrase.end))
    return tuple(span for span in spans if span != (phrase.start, phrase.end))


def _is_bare_count(phrase: Phrase) -> bool:
    """Whether a phrase is nothing but a count: 130人 behind 官兵."""
    return phrase.count is not None and phrase.text in (phrase.count.text, phrase.count.text + "人")


def with_variants(mention: Mention, spans: Iterable[tuple[int, int]]) -> Mention:
    """A mention with further extents of the same words."""
    return replace(mention, variants=(*mention.variants, *spans))


def of_span(reading: Reading, start: int, end: int, type_: EntityType, form: Form = "nominal") -> Mention:
    """The mention of a stretch of text, trimmed of quotation marks and white space."""
    text = reading.text
    while start < end and text[start] in "“”‘’《 　":
        start += 1
    while end > start and text[end - 1] in "“”‘’》 　":
        end -= 1
    return Mention(start, end, strip_quotes(text[start:end]), type_, form, "")


def of_pronoun(reading: Reading, phrase: Phrase) -> Mention | None:
    """The mention of a personal pronoun: a group for 他们, else a person; None for 自己, 大家, 双方, 对方."""
    if phrase.text == "自己" and reading.in_quotation(phrase.start) and not reading.in_direct_speech(phrase.start):
        # 罗某说，自己开办了养殖场
        return of_phrase(reading, phrase, "Person") if reading.predications_of_subject(phrase.index) else None
    if phrase.text not in PERSONAL or phrase.text in _NOBODY:
        return None
    several = phrase.text.endswith("们") or phrase.text in ("两人", "二人", "一行人")
    return of_phrase(reading, phrase, "Group" if several else "Person")


def of_human(reading: Reading, phrase: Phrase) -> Mention:
    """The mention of somebody who acts, be it a pronoun."""
    if phrase.form != "pronoun":
        return of_phrase(reading, phrase)
    return of_phrase(reading, phrase, "Group" if phrase.text.endswith("们") else "Person")


def humans(reading: Reading, indices: Iterable[int]) -> list[Phrase]:
    """Those of some phrases, told by their indices, that are people."""
    found = (reading.phrases[index] for index in indices)
    return [p for p in found if p.type in ("Person", "Group") or p.text in _HUMAN_PRONOUNS]


def former_value(text: str) -> Value:
    """What tells that a post is past, as the value of the qualifier ``former``: 原, 曾任."""
    return Value("Statement", text, {"value": True})


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
    """Text offsets of the sentence around an offset, without white space; the offset itself between sentences."""
    sentence = reading.sentence_at(offset)
    if sentence is None:
        return offset, offset
    text = reading.text[sentence.start : sentence.end]
    return sentence.start + len(text) - len(text.lstrip()), sentence.start + len(text.rstrip())


def clause_around(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Text offsets of the comma clause around a span."""
    text = reading.text
    left = start
    while left > 0 and text[left - 1] not in "，。；：！？\n":
        left -= 1
    mark = _MARKS.search(text, end)
    return left, mark.start() if mark is not None else len(text)


def spanning(spans: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The stretch from the first to the last of some spans."""
    starts, ends = zip(*spans, strict=True)
    return min(starts), max(ends)


def evidence(
    reading: Reading, verb: tuple[int, int], sure: Iterable[tuple[int, int]], near: Iterable[tuple[int, int]]
) -> tuple[int, int]:
    """Text offsets of the words that show a claim: those of a verb, ``sure`` spans, and ``near`` ones in its sentence.

    ``verb`` is the token range of the verb; what is inherited from another sentence is not part of the evidence.
    """
    sentence = reading.sentence_of(verb[0])
    close = [span for span in near if sentence.start <= span[0] < sentence.end]
    return spanning([reading.token_range(*verb), *sure, *close])


def clause_of(reading: Reading, predication: Predication) -> tuple[int, int]:
    """Text offsets of the comma clause of a verb."""
    return reading.token_range(*predication.segment)


def is_respective(reading: Reading, predication: Predication) -> bool:
    """Whether subjects and objects pair in order: 甲、乙分别任A、B."""
    before = reading.tokens.texts[predication.segment[0] : predication.verb]
    return "分别" in before or "依次" in before


def behind_verb(reading: Reading, predication: Predication) -> int:
    """The text offset behind a verb with its aspect and complement."""
    return reading.token_range(predication.verb, predication.last)[1]
