"""How each claim was read off the text, for its confidence."""

from __future__ import annotations

from collections import Counter
from typing import Literal

from kg.extract.base import Assertion, Extraction, Mention
from kg.extract.mentions import sentence_of
from kg.extract.quotations import HolderScope
from kg.extract.reading import Covered
from kg.model import Entity, Node, Trace, Value


class Tracer:
    """Makes the traces of a document's claims."""

    def __init__(self, extraction: Extraction) -> None:
        self.reading = extraction.reading
        self._told = Counter(map(_origin, extraction.assertions))
        document = extraction.reading.document
        self._lost = [(repair.start, repair.end) for repair in document.repairs if repair.kind == "lost"]
        self._headline = Covered([document.title_span] if document.title_span else [])

    def trace(self, assertion: Assertion, subject: Entity, target: Node, scope: HolderScope | None) -> Trace:
        """The trace of the claim that an assertion makes of a subject and an object within ``scope``."""
        document = self.reading.document
        first, last = sentence_of(self.reading, assertion.end - 1)
        raw_start, raw_end = document.text.raw_span(assertion.start, assertion.end)
        return Trace(
            subject_form=assertion.subject.form,
            subject_at=self._place(assertion),
            object_read=self._reading_of(assertion.object),
            renamed=_renamed(assertion.subject, subject) or _renamed(assertion.object, target),
            quotation=scope.quotation.kind if scope is not None else "",
            headline=self._headline.covers(assertion.start),
            fragment=document.kind == "fragment",
            damaged=any(start < raw_end and raw_start < end for start, end in self._lost),
            siblings=self._told[_origin(assertion)],
            gap=_gap(assertion),
            evidence=assertion.end - assertion.start,
            sentence=last - first,
        )

    def _place(self, assertion: Assertion) -> Literal["clause", "sentence", "story"]:
        at, (begin, end) = assertion.subject.start, assertion.clause
        if min(begin, assertion.start) <= at < max(end, assertion.end) and at >= begin:
            return "clause"
        first, last = sentence_of(self.reading, assertion.end - 1)
        return "sentence" if first <= at < last else "story"

    def _reading_of(self, target: Mention | Value) -> Literal["phrase", "guess", "span", "value"]:
        if isinstance(target, Value):
            return "value"
        here = [p for p in self.reading.phrases_between(target.start, target.start + 1) if p.end == target.end]
        if not here:
            return "span"
        return "phrase" if here[0].type == target.type else "guess"


def _origin(assertion: Assertion) -> tuple[str, str, tuple[int, int]]:
    return assertion.extractor, assertion.predicate, assertion.clause


def _renamed(mention: Mention | Value, node: Node) -> bool:
    """Whether a name stands for another, fuller one."""
    if isinstance(mention, Value) or not isinstance(node, Entity):
        return False
    return mention.form in ("name", "nominal") and mention.text != node.label


def _gap(assertion: Assertion) -> int:
    """Characters between subject and object; 0 where one holds the other, or the object is a value."""
    subject, target = assertion.subject, assertion.object
    if isinstance(target, Value):
        return 0
    return max(0, target.start - subject.end, subject.start - target.end)
