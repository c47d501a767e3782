"""Stage *extract*: from an analysed document to assertions about mentions.

The extractors stand in :data:`kg.extract.base.EXTRACTORS`; third parties add theirs through the entry point
group ``storykg_extractors``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from spacy.tokens import Doc

from kg.extract.base import EXTRACTORS, Assertion, Extraction, Extractor, Mention, Reading, extractor
from kg.extract.bodies import parts_in
from kg.extract.holders import holder_scopes
from kg.extract.mentions import of_phrase
from kg.extract.names import personal_names
from kg.extract.phrase_builder import find_phrases
from kg.extract.predications import find_predications
from kg.extract.qualifiers import with_times
from kg.extract.quantities import Quantity, find_quantities
from kg.extract.quotations import find_quotations
from kg.extract.speech import attributed
from kg.extract.times import TimeExpression, find_times
from kg.extract.titles import title_starts
from kg.extract.tokens import Tokens
from kg.model import Document

__all__ = ["EXTRACTORS", "Assertion", "Extraction", "Extractor", "Mention", "Reading", "extract", "extractor", "read"]

_MODULES = (
    "activities",
    "admissions",
    "ages",
    "agreements",
    "appointments",
    "appositions",
    "authorship",
    "biographies",
    "bodies",
    "capacities",
    "careers",
    "causes",
    "copula",
    "counts",
    "divisions",
    "events",
    "frames",
    "homes",
    "inspections",
    "inventory",
    "journeys",
    "kinship",
    "measures",
    "occasions",
    "openclaims",
    "parts",
    "people",
    "places",
    "posts",
    "prizes",
    "reasons",
    "receipts",
    "schooling",
    "speech",
    "staff",
    "states",
    "standings",
    "talks",
    "title_claims",
    "victims",
)
"""The modules whose extractors register themselves when they are imported."""
for _module in _MODULES:
    import_module(f"{__name__}.{_module}")


def read(document: Document, doc: Doc) -> Reading:
    """Everything that the extractors need to know of a document."""
    tokens = Tokens(doc)
    times = tuple(find_times(tokens.text, document.date))
    quantities = tuple(_without_dates(find_quantities(tokens.text), times))
    names = sorted({*((byline.start, byline.end) for byline in document.bylines), *personal_names(tokens)})
    quotations = tuple(attributed(tokens, find_quotations(doc), names))
    dates = [time for time in times if time.kind != "duration" or time.edtf]
    scopes = tuple(holder_scopes(doc, quotations))
    rumours = [scope.quotation for scope in scopes if scope.denied]
    phrases = find_phrases(tokens, quantities, dates, [*quotations, *rumours], names)
    bounds = [offset for rumour in rumours for offset in (rumour.start, rumour.end)]
    predications = tuple(find_predications(tokens, phrases, title_starts(tokens, phrases), bounds))
    return Reading(document, doc, phrases, times, quantities, quotations, scopes, predications, tokens)


def _without_dates(quantities: list[Quantity], times: tuple[TimeExpression, ...]) -> Iterator[Quantity]:
    """The quantities that share no characters with a date: 3日 is no count of days."""
    dates = [(time.start, time.end) for time in times if time.kind == "date"]
    number = 0
    for quantity in quantities:
        while number < len(dates) and dates[number][1] <= quantity.start:
            number += 1
        if number == len(dates) or dates[number][0] >= quantity.end:
            yield quantity


def extract(document: Document, doc: Doc) -> Extraction:
    """Run every registered extractor over a document.

    ``doc`` is the analysis of ``document.text.text`` by :func:`kg.nlp.load`. Assertions come in text order, ties
    broken by extractor name, so that the result does not depend on the order of registration. An assertion whose
    evidence is no stretch of the text is left out.
    """
    reading = read(document, doc)
    told = list(_asserted(reading))
    told += with_times(reading, "bodies", parts_in(reading, told))
    found = [assertion for assertion in told if 0 <= assertion.start < assertion.end <= len(reading.text)]
    found.sort(key=lambda a: (a.start, a.end, a.extractor, a.predicate, a.subject.start, _place(a)))
    mentions = tuple(of_phrase(reading, phrase) for phrase in reading.phrases if phrase.type is not None)
    return Extraction(reading, mentions, tuple(found))


def _asserted(reading: Reading) -> Iterator[Assertion]:
    """The assertions of all extractors, each with its extractor's name and the times of its clause."""
    run: set[int] = set()
    for name, function in sorted(EXTRACTORS.get_all().items()):
        # One that a decorator and an entry point register under two names runs once.
        if id(function) not in run:
            run.add(id(function))
            yield from with_times(reading, name, function(reading))


def _place(assertion: Assertion) -> int:
    return assertion.object.start if isinstance(assertion.object, Mention) else assertion.start
