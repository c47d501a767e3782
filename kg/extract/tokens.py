"""The tokens of a document as plain lists, which are read much faster than spaCy's objects."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc


class Tokens:
    """Texts, tags and offsets of a document's tokens."""

    __slots__ = ("doc", "ends", "spaced", "starts", "tags", "text", "texts")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.texts = [token.text for token in doc]
        self.tags = [token.tag_ for token in doc]
        self.starts = [token.idx for token in doc]
        self.ends = [start + len(text) for start, text in zip(self.starts, self.texts, strict=True)]
        self.spaced = [bool(token.whitespace_) for token in doc]
        """Whether a space stands behind a token."""

    def __len__(self) -> int:
        return len(self.texts)

    def between(self, first: int, last: int) -> str:
        """The text of the tokens from ``first`` up to, without, ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def covered(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        """The tokens that share characters with any of some spans of text."""
        found: set[int] = set()
        for start, end in spans:
            span = self.doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                found.update(range(span.start, span.end))
        return found
