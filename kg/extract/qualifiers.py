"""Which date, duration or frequency of a sentence, and which adjunct, belongs to which assertion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract import mentions
from kg.extract.adjuncts import adjuncts
from kg.extract.base import Assertion, Mention, Reading
from kg.extract.times import TimeExpression
from kg.model import Value

TIMELESS = frozenset(("locatedIn", "partOf", "relativeOf", "age", "includes", "said", "worksFor", "memberOf"))
"""Predicates of standing facts: a date in the same sentence is rarely theirs."""
_THEREUPON = re.compile(r"(事发后|事故发生后|案发后|接报后|接到报警后|随后|随即|紧接着|当时)")
_NAMES = {"date": "time", "duration": "duration", "frequency": "frequency"}


def with_times(reading: Reading, extractor: str, assertions: Iterable[Assertion]) -> Iterator[Assertion]:
    """The assertions of an extractor, under its name, with the times of their clauses.

    Where a clause tells none, the date that its sentence began with is taken.
    """
    for assertion in assertions:
        event = assertion.predicate == "locatedIn" and assertion.subject.type == "Event"
        found = _times(reading, extractor, assertion) if event or assertion.predicate not in TIMELESS else {}
        found |= {name: (value,) for name, value in adjuncts(reading, assertion) if name not in found}
        added = {name: values for name, values in found.items() if name not in assertion.qualifiers}
        yield replace(assertion, extractor=extractor, qualifiers={**assertion.qualifiers, **added})


def _times(reading: Reading, extractor: str, assertion: Assertion) -> dict[str, tuple[Mention | Value]]:
    found: dict[str, tuple[Mention | Value]] = {}
    if extractor == "bylines":
        # The dateline tells when the story was sent.
        return found
    for time in _own(reading, assertion):
        found.setdefault(_NAMES[time.kind], (mentions.time_value(time),))
    # A role that a title tells is held when the story is told.
    dated = assertion.predicate != "hasRole" or extractor in ("posts", "frames")
    dated = dated and extractor not in ("careers", "biography", "dwellings", "residents", "appositions")
    if "time" not in found and dated and (led := _leading(reading, assertion)) is not None:
        found["time"] = (mentions.time_value(led),)
    return found


def _own(reading: Reading, assertion: Assertion) -> list[TimeExpression]:
    """Times inside the assertion's clause; where it stands in a chain of clauses, only before its end."""
    start, end = assertion.clause[0], max(assertion.clause[1], assertion.end)
    return [t for t in reading.times_between(start, end) if t.end <= end and _usable(t)]


def _leading(reading: Reading, assertion: Assertion) -> TimeExpression | None:
    """The last date before the clause in the same sentence; where it begins with 事发后 or 随后, in its paragraph."""
    begin, _ = mentions.sentence_of(reading, assertion.start)
    if _THEREUPON.match(reading.text, begin):
        begin = reading.paragraph_start(begin)
    before = reading.times_between(begin, assertion.clause[0])
    return next((t for t in reversed(before) if t.kind == "date" and _usable(t)), None)


def _usable(time: TimeExpression) -> bool:
    return time.edtf is not None or time.kind != "date"
