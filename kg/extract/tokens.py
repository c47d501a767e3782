"""The tokens of a document as plain lists, which are read much faster than spaCy's objects."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from spacy.tokens import Doc


class Sentence(NamedTuple):
    """A sentence: the range of its tokens, and of its text without the white space behind it."""

    first: int
    last: int
    start: int
    end: int


class Tokens:
    """Texts, tags and offsets of a document's tokens."""

    __slots__ = ("doc", "ends", "spaced", "starts", "tags", "text", "texts")

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.texts: list[str] = []
        self.tags: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.spaced: list[bool] = []
        """Whether a space stands behind a token."""
        for token in doc:
            text = token.text
            self.texts.append(text)
            self.tags.append(token.tag_)
            self.starts.append(token.idx)
            self.ends.append(token.idx + len(text))
            self.spaced.append(bool(token.whitespace_))
        self.text = "".join(text + " " if space else text for text, space in zip(self.texts, self.spaced, strict=True))

    def __len__(self) -> int:
        return len(self.texts)

    def between(self, first: int, last: int) -> str:
        """The text of the tokens from ``first`` up to, without, ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""

    def sentences(self) -> list[Sentence]:
        """The sentences of the document."""
        firsts = [index for index in range(len(self)) if index == 0 or self.doc[index].is_sent_start]
        return [
            Sentence(first, last, self.starts[first], self.ends[last - 1])
            for first, last in pairwise((*firsts, len(self)))
        ]

    def covered(self, spans: Iterable[tuple[int, int]]) -> set[int]:
        """The tokens that share characters with any of some spans of text."""
        found: set[int] = set()
        for start, end in spans:
            span = self.doc.char_span(start, end, alignment_mode="expand")
            if span is not None:
                found.update(range(span.start, span.end))
        return found
