"""Time qualifiers: which date, duration or frequency of a sentence belongs to which assertion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract import mentions
from kg.extract.base import Assertion, Reading
from kg.extract.times import TimeExpression
from kg.model import Value

TIMELESS = frozenset(("locatedIn", "partOf", "relativeOf", "age", "includes", "said", "worksFor", "memberOf"))
"""Predicates of standing facts: a date in the same sentence is rarely theirs."""
_NAMES = {"date": "time", "duration": "duration", "frequency": "frequency"}


def with_times(reading: Reading, assertions: Iterable[Assertion]) -> Iterator[Assertion]:
    """Each assertion with the times of its clause, or the date that its sentence began with."""
    for assertion in assertions:
        event = assertion.predicate == "locatedIn" and assertion.subject.type == "Event"
        if assertion.predicate in TIMELESS and not event:
            yield assertion
            continue
        found: dict[str, Value] = {}
        for time in _own(reading, assertion):
            found.setdefault(_NAMES[time.kind], mentions.time_value(time))
        if (
            "time" not in found
            and (assertion.predicate != "hasRole" or assertion.extractor in ("posts", "frames"))
            and (led := _leading(reading, assertion)) is not None
        ):
            found["time"] = mentions.time_value(led)
        if not found:
            yield assertion
            continue
        qualifiers = dict(assertion.qualifiers)
        for name, value in found.items():
            qualifiers.setdefault(name, (value,))
        yield replace(assertion, qualifiers=qualifiers)


def _own(reading: Reading, assertion: Assertion) -> list[TimeExpression]:
    """Times inside the assertion's clause; where it stands in a chain of clauses, only before its end."""
    start, end = assertion.clause
    return [t for t in reading.times if start <= t.start and t.end <= max(end, assertion.end) and _usable(t)]


def _leading(reading: Reading, assertion: Assertion) -> TimeExpression | None:
    """The last date before the clause in the same sentence."""
    begin, _ = mentions.sentence_of(reading, assertion.start)
    dates = [t for t in reading.times if begin <= t.start < assertion.clause[0] and t.kind == "date" and _usable(t)]
    return dates[-1] if dates else None


def _usable(time: TimeExpression) -> bool:
    return time.edtf is not None or time.kind != "date"
