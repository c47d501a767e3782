"""The view of a document that the extractors read, with the look-ups that keep them from searching it through.

Every look-up is by offset or token in sorted lists and maps that are made once, so that the work grows with the
length of the document and not with its square.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TypeVar

from spacy.tokens import Doc

from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.quantities import Quantity
from kg.extract.quotations import HolderScope, Quotation
from kg.extract.status import status_of
from kg.extract.times import TimeExpression
from kg.extract.tokens import Sentence, Tokens
from kg.model import Document, Status

Item = TypeVar("Item")
Key = TypeVar("Key")


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as the extractors see it; offsets are those of ``text``."""

    document: Document
    doc: Doc
    phrases: tuple[Phrase, ...]
    """Noun phrases in text order."""
    times: tuple[TimeExpression, ...]
    quantities: tuple[Quantity, ...]
    quotations: tuple[Quotation, ...]
    scopes: tuple[HolderScope, ...]
    predications: tuple[Predication, ...]
    tokens: Tokens
    """The tokens of ``doc`` as lists."""
    text: str = field(init=False, repr=False)
    """The document's text. (``doc.text`` puts it together from its tokens each time.)"""
    index: Index = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.tokens.text)
        object.__setattr__(self, "index", Index(self))

    # --- text ------------------------------------------------------------------------------------

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence around a text offset; None between sentences."""
        number = bisect_right(self.index.sentence_starts, offset) - 1
        found = self.index.sentences[number] if number >= 0 else None
        return found if found is not None and offset < found.end else None

    def sentence_of(self, token: int) -> Sentence:
        """The sentence of a token."""
        return self.index.sentences[bisect_right(self.index.sentence_firsts, token) - 1]

    def paragraph_start(self, offset: int) -> int:
        """The text offset at which the paragraph around an offset begins."""
        return self.text.rfind("\n", 0, offset) + 1

    def token_range(self, first: int, last: int) -> tuple[int, int]:
        """Text offsets of the tokens from ``first`` up to, without, ``last``."""
        return self.tokens.starts[first], self.tokens.ends[last - 1]

    def status(self, token: int) -> Status:
        """The status of the clause whose verb is at a token."""
        known = self.index.statuses.get(token)
        if known is None:
            known, _ = status_of(self.doc, token)
            if known != "negated" and self.index.denied.covers(self.tokens.starts[token]):
                known = "negated"
            self.index.statuses[token] = known
        return known

    # --- phrases ---------------------------------------------------------------------------------

    def before(self, phrase: Phrase) -> Phrase | None:
        """The phrase before another in the text."""
        return self.phrases[phrase.index - 1] if phrase.index > 0 else None

    def after(self, phrase: Phrase) -> Phrase | None:
        """The phrase after another in the text."""
        return self.phrases[phrase.index + 1] if phrase.index + 1 < len(self.phrases) else None

    def owner(self, phrase: Phrase) -> Phrase | None:
        """The phrase that stands before 的 in front of another."""
        return self.phrases[phrase.owner] if phrase.owner is not None else None

    def phrases_between(self, start: int, end: int) -> Sequence[Phrase]:
        """The phrases that begin at a text offset from ``start`` up to, without, ``end``."""
        starts = self.index.phrase_starts
        return self.phrases[bisect_left(starts, start) : bisect_left(starts, end)]

    def phrase_before(self, end: int) -> Phrase | None:
        """The last phrase that begins before a text offset."""
        number = bisect_left(self.index.phrase_starts, end) - 1
        return self.phrases[number] if number >= 0 else None

    def phrases_ending(self, start: int, end: int) -> Sequence[Phrase]:
        """The phrases that end at a text offset from ``start`` to ``end``, both included."""
        ends = self.index.phrase_ends
        return self.phrases[bisect_left(ends, start) : bisect_right(ends, end)]

    def phrases_of_tokens(self, first: int, last: int) -> Sequence[Phrase]:
        """The phrases whose first token is one from ``first`` up to, without, ``last``."""
        firsts = self.index.phrase_firsts
        return self.phrases[bisect_left(firsts, first) : bisect_left(firsts, last)]

    def phrase_behind(self, token: int) -> Phrase | None:
        """The phrase whose last token is the one before ``token``."""
        return self.index.phrase_by_last.get(token)

    def counted_by(self, quantity: Quantity) -> Phrase | None:
        """The phrase that a quantity counts."""
        return self.index.phrase_by_count.get(quantity.start)

    # --- times, quantities, quotations --------------------------------------------------------------

    def times_between(self, start: int, end: int) -> Sequence[TimeExpression]:
        """The times that begin at a text offset from ``start`` up to, without, ``end``."""
        starts = self.index.time_starts
        return self.times[bisect_left(starts, start) : bisect_left(starts, end)]

    def date_at(self, start: int) -> TimeExpression | None:
        """The date that begins at a text offset."""
        return next((time for time in self.times_between(start, start + 1) if time.kind == "date"), None)

    def quantities_between(self, start: int, end: int) -> Sequence[Quantity]:
        """The quantities that begin at a text offset from ``start`` up to, without, ``end``."""
        starts = self.index.quantity_starts
        return self.quantities[bisect_left(starts, start) : bisect_left(starts, end)]

    def quantities_around(self, start: int, end: int) -> Sequence[Quantity]:
        """The quantities that begin at most a quantity's length before ``start``, and before ``end``."""
        return self.quantities_between(start - self.index.longest_quantity, end)

    def quotations_between(self, start: int, end: int) -> Sequence[Quotation]:
        """The quotations that begin at a text offset from ``start`` up to, without, ``end``."""
        starts = self.index.quotation_starts
        return self.quotations[bisect_left(starts, start) : bisect_left(starts, end)]

    def in_direct_speech(self, offset: int) -> bool:
        """Whether a text offset lies in somebody's own words."""
        return self.index.direct.covers(offset)

    def in_quotation(self, offset: int) -> bool:
        """Whether a text offset lies in a quotation, direct or reported."""
        return self.index.quoted.covers(offset)

    # --- predications ------------------------------------------------------------------------------

    def predications_of_tokens(self, first: int, last: int) -> Sequence[Predication]:
        """The predications whose verb is a token from ``first`` up to, without, ``last``."""
        verbs = self.index.verbs
        return self.predications[bisect_left(verbs, first) : bisect_left(verbs, last)]

    def predications_in(self, segment: tuple[int, int]) -> Sequence[Predication]:
        """The predications of a comma clause."""
        return self.index.by_segment.get(segment, ())

    def predications_of_subject(self, phrase: int) -> Sequence[Predication]:
        """The predications of which a phrase, told by its index, is a subject."""
        return self.index.by_subject.get(phrase, ())

    def predications_about(self, phrase: int) -> Sequence[Predication]:
        """The predications of which a phrase, told by its index, is an object or stands behind a preposition."""
        return self.index.by_object.get(phrase, ())


class Covered:
    """Stretches of a text, asked whether they cover an offset."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self.starts = [start for start, _ in ordered]
        self.ends = list(accumulate((end for _, end in ordered), max))
        """The furthest end among the stretches up to each one."""

    def covers(self, offset: int) -> bool:
        number = bisect_right(self.starts, offset) - 1
        return number >= 0 and offset < self.ends[number]


class Index:
    """The sorted lists and maps behind the look-ups of a :class:`Reading`."""

    def __init__(self, reading: Reading) -> None:
        self.sentences = reading.tokens.sentences()
        self.sentence_starts = [sentence.start for sentence in self.sentences]
        self.sentence_firsts = [sentence.first for sentence in self.sentences]
        self.statuses: dict[int, Status] = {}
        self._index_phrases(reading.phrases)
        self.time_starts = [time.start for time in reading.times]
        self.quantity_starts = [quantity.start for quantity in reading.quantities]
        self.longest_quantity = max((q.end - q.start for q in reading.quantities), default=0)
        self.quotation_starts = [quotation.start for quotation in reading.quotations]
        self.quoted = Covered((q.start, q.end) for q in reading.quotations)
        self.direct = Covered((q.start, q.end) for q in reading.quotations if q.kind == "direct")
        self.denied = Covered((scope.start, scope.end) for scope in reading.scopes if scope.denied)
        self._index_predications(reading.predications)

    def _index_phrases(self, phrases: Sequence[Phrase]) -> None:
        self.phrase_starts = [phrase.start for phrase in phrases]
        self.phrase_ends = [phrase.end for phrase in phrases]
        self.phrase_firsts = [phrase.first for phrase in phrases]
        self.phrase_by_first = {phrase.first: phrase for phrase in phrases}
        self.phrase_by_last = {phrase.last: phrase for phrase in phrases}
        self.phrase_by_count: dict[int, Phrase] = {}
        for phrase in phrases:
            if phrase.count is not None:
                self.phrase_by_count.setdefault(phrase.count.start, phrase)

    def _index_predications(self, predications: Sequence[Predication]) -> None:
        self.verbs = [predication.verb for predication in predications]
        self.by_segment = _grouped(predications, lambda p: (p.segment,))
        self.by_subject = _grouped(predications, lambda p: dict.fromkeys(p.subject))
        self.by_object = _grouped(
            predications, lambda p: dict.fromkeys((*p.objects, *(i for _, members in p.prepositions for i in members)))
        )


def _grouped(items: Iterable[Item], keys: Callable[[Item], Iterable[Key]]) -> Mapping[Key, list[Item]]:
    """Items by each of their keys, in their order."""
    groups: dict[Key, list[Item]] = {}
    for item in items:
        for key in keys(item):
            groups.setdefault(key, []).append(item)
    return groups
