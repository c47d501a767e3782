"""Stage *extract*: from an analysed document to assertions about mentions.

The extractors stand in :data:`kg.extract.base.EXTRACTORS`; third parties add theirs through the entry point
group ``storykg_extractors``.
"""

from __future__ import annotations

from spacy.tokens import Doc

from kg.extract import attributes, careers, frames, inventory, openclaims, relations, speech, structure, titles  # noqa: F401 - they register themselves
from kg.extract.base import EXTRACTORS, Assertion, Extraction, Extractor, Mention, Reading, extractor
from kg.extract.mentions import of_phrase
from kg.extract.names import personal_names
from kg.extract.phrases import find_phrases
from kg.extract.predications import find_predications
from kg.extract.qualifiers import with_times
from kg.extract.quantities import find_quantities
from kg.extract.quotations import find_quotations, holder_scopes
from kg.extract.times import find_times
from kg.extract.titles import title_starts
from kg.model import Document

__all__ = ["EXTRACTORS", "Assertion", "Extraction", "Extractor", "Mention", "Reading", "extract", "extractor", "read"]


def read(document: Document, doc: Doc) -> Reading:
    """Everything that the extractors need to know of a document."""
    text = doc.text
    times = tuple(find_times(text, document.date))
    quantities = tuple(
        q
        for q in find_quantities(text)
        if not any(t.start < q.end and q.start < t.end and t.kind == "date" for t in times)
    )
    names = sorted({*((byline.start, byline.end) for byline in document.bylines), *personal_names(doc)})
    quotations = tuple(speech.attributed(doc, find_quotations(doc), names))
    phrases = find_phrases(doc, quantities, [t for t in times if t.kind != "duration" or t.edtf], quotations, names)
    return Reading(
        document,
        doc,
        phrases,
        times,
        quantities,
        quotations,
        tuple(holder_scopes(doc, quotations)),
        tuple(find_predications(doc, phrases, title_starts(doc, phrases))),
    )


def extract(document: Document, doc: Doc) -> Extraction:
    """Run every registered extractor over a document.

    ``doc`` is the analysis of ``document.text.text`` by :func:`kg.nlp.load`. Assertions come in text order, ties
    broken by extractor name, so that the result does not depend on the order of registration.
    """
    reading = read(document, doc)
    found: list[Assertion] = []
    for name in sorted(EXTRACTORS.get_all()):
        found.extend(with_times(reading, EXTRACTORS.get(name)(reading)))
    found.sort(key=lambda a: (a.start, a.end, a.extractor, a.predicate, a.subject.start, _place(a)))
    mentions = tuple(of_phrase(reading, phrase) for phrase in reading.phrases if phrase.type is not None)
    return Extraction(reading, mentions, tuple(found))


def _place(assertion: Assertion) -> int:
    return assertion.object.start if isinstance(assertion.object, Mention) else assertion.start
