"""Where the words of a mistake stand: the sentence of the cleaned story, with the words marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.gold import comparable
from kg.model import Claim, Document
from kg.nlp.sentences import sentence_spans
from kg.text import MappedText


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in simplified characters, cut where the marked words begin and end."""

    before: str
    marked: str
    after: str
    start: int | None = None
    """Raw offsets of the marked words; None where the story does not have them."""
    end: int | None = None


class Passages:
    """The sentences of one story and of the teasers on its page."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self._compact = {document.id: _compact(document.text.text) for document in documents}

    def of_words(self, words: str) -> Passage:
        """The first sentence with ``words``, compared without punctuation; ``words`` alone where there is none."""
        wanted = comparable(words)
        for key, (text, places) in self._compact.items():
            found = text.find(wanted) if wanted else -1
            if found >= 0:
                return _passage(self._documents[key].text, places[found], places[found + len(wanted) - 1] + 1)
        return Passage("", words, "")

    def of_claim(self, claim: Claim) -> Passage:
        """The sentence with the evidence of ``claim``; its quotation alone where cleaning left nothing of it."""
        document = self._documents.get(claim.document)
        span = document and text_span(document.text, claim.evidence.start, claim.evidence.end)
        return _passage(document.text, *span) if document and span else Passage("", claim.evidence.quote, "")


def text_span(text: MappedText, start: int, end: int) -> tuple[int, int] | None:
    """The text span whose characters stand for raw ones from ``start`` to ``end``; None where none does."""
    inside = [
        index
        for index, (first, last) in enumerate(zip(text.starts, text.ends, strict=True))
        if start <= first < last <= end
    ]
    return (inside[0], inside[-1] + 1) if inside else None


def _compact(text: str) -> tuple[str, list[int]]:
    """``text`` as it is compared, and the place in ``text`` of each character."""
    pairs = [(character, place) for place, whole in enumerate(text) for character in comparable(whole)]
    return "".join(character for character, _ in pairs), [place for _, place in pairs]


def _passage(text: MappedText, start: int, end: int) -> Passage:
    spans = [span for span in sentence_spans(text.text) if span[0] < end and span[1] > start]
    before, after = text.text[spans[0][0] : start], text.text[end : spans[-1][1]]
    return Passage(before.lstrip(), text.text[start:end], after.rstrip(), *text.raw_span(start, end))
