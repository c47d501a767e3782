"""Quantities, times and statements as RDF nodes.

Such a node is named after its content, so the same value has the same node wherever it stands. Quantities
follow QUDT, times OWL-Time with EDTF (ISO 8601-2) beside it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

from rdflib import RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node as Term

from kg import vocab
from kg.model import Value

KGO = Namespace(vocab.ONTOLOGY)
QUDT = Namespace(vocab.NAMESPACES["qudt"])
TIME = Namespace(vocab.NAMESPACES["time"])

HANS = "zh-Hans"

_EXACT: tuple[tuple[re.Pattern[str], str, URIRef], ...] = (
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"), "inXSDDate", XSD.date),
    (re.compile(r"\d{4}-(0[1-9]|1[0-2])"), "inXSDgYearMonth", XSD.gYearMonth),
    (re.compile(r"\d{4}"), "inXSDgYear", XSD.gYear),
    (re.compile(r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\d"), "inXSDDateTime", XSD.dateTime),
)
"""An EDTF value that is exact, and the OWL-Time property and XML Schema type that hold it."""

_MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d")
_CLOCK = re.compile(r"T?(([01]\d|2[0-3]):[0-5]\d)(:[0-5]\d)?")
_MONTH_DAY = re.compile(r"--(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def number(value: object) -> Literal:
    """An integer where the value is one, else a decimal without exponent. Raises ``ValueError`` for what is neither."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is no number")
    exact = Decimal(str(value))
    if not exact.is_finite():
        raise ValueError(f"{value!r} is no finite number")
    if exact == exact.to_integral_value():
        return Literal(str(int(exact)), datatype=XSD.integer)
    return Literal(format(exact.normalize(), "f"), datatype=XSD.decimal)


def date_literal(date: str) -> Literal:
    """A date of ISO 8601: a day, a month, a year, or a day without its year (``--04-13``); else plain text."""
    if _MONTH_DAY.fullmatch(date):
        return Literal(date, datatype=XSD.gMonthDay)
    for pattern, _, datatype in _EXACT:
        if pattern.fullmatch(date):
            return Literal(date, datatype=datatype)
    return Literal(date)


def value_path(value: Value) -> str:
    """Relative IRI of a value's node; a time shows its EDTF value in it, a quantity its text."""
    hint = ""
    if value.type == "Quantity":
        hint = value.text[:24]
    elif value.type == "Time":
        hint = str(value.fields.get("edtf", value.text))[:24]
    return vocab.value_path(value.type, value.text, value.fields, hint)


def add_value(graph: Graph, base: str, value: Value) -> URIRef:
    """Describe ``value`` in ``graph`` and return its node."""
    node = URIRef(base + value_path(value))
    graph.add((node, KGO.text, Literal(value.text, lang=HANS)))
    if value.type == "Quantity":
        _add_quantity(graph, node, value.fields)
    elif value.type == "Time":
        _add_time(graph, base, node, value.fields)
    else:
        graph.add((node, RDF.type, KGO.Statement))
        if value.fields.get("value") is True:
            graph.add((node, RDF.value, Literal(True)))
    return node


def _add_quantity(graph: Graph, node: URIRef, fields: Mapping[str, object]) -> None:
    graph.add((node, RDF.type, QUDT.QuantityValue))
    _add_numbers(graph, node, fields, QUDT.numericValue)
    unit = fields.get("unit")
    if unit:
        term = URIRef(vocab.unit_iri(str(unit)))
        graph.add((node, QUDT.unit, term))
        if term.startswith(vocab.ONTOLOGY):
            graph.add((term, RDF.type, KGO.MeasureWord))
            graph.add((term, KGO.text, Literal(str(unit), lang=HANS)))
    if fields.get("of"):
        graph.add((node, KGO.counted, Literal(str(fields["of"]), lang=HANS)))


def _add_numbers(graph: Graph, node: URIRef, fields: Mapping[str, object], value: URIRef) -> None:
    for name, predicate in (("value", value), ("min", KGO.minimum), ("max", KGO.maximum)):
        if fields.get(name) is not None:
            graph.add((node, predicate, number(fields[name])))
    if fields.get("approx"):
        graph.add((node, KGO.approximate, Literal(True)))


def _add_time(graph: Graph, base: str, node: URIRef, fields: Mapping[str, object]) -> None:
    unit = fields.get("unit")
    if unit is not None or {"value", "min", "max"} & fields.keys():
        graph.add((node, RDF.type, TIME.Duration))
        _add_numbers(graph, node, fields, TIME.numericDuration)
        term = vocab.time_unit_iri(str(unit)) or vocab.unit_iri(str(unit))
        graph.add((node, TIME.unitType, URIRef(term)))
        return
    if fields.get("approx"):
        graph.add((node, KGO.approximate, Literal(True)))
    edtf = str(fields.get("edtf", ""))
    if clock := _CLOCK.fullmatch(edtf):
        graph.add((node, RDF.type, TIME.Instant))
        graph.add((node, KGO.timeOfDay, Literal(f"{clock[1]}{clock[3] or ':00'}", datatype=XSD.time)))
    elif "/" in edtf:
        _add_interval(graph, base, node, edtf)
    elif edtf:
        _add_instant(graph, node, edtf)
    else:
        graph.add((node, RDF.type, TIME.TemporalEntity))


def _add_interval(graph: Graph, base: str, node: URIRef, edtf: str) -> None:
    graph.add((node, RDF.type, TIME.Interval))
    graph.add((node, KGO.edtf, _edtf_literal(edtf)))
    bounds: tuple[Term, Term] = (TIME.hasBeginning, TIME.hasEnd)
    for bound, predicate in zip(edtf.split("/", 1), bounds, strict=False):
        if bound and bound != "..":
            instant = URIRef(base + vocab.instant_path(bound))
            graph.add((node, predicate, instant))
            graph.add((instant, KGO.text, Literal(bound)))
            _add_instant(graph, instant, bound)


def _add_instant(graph: Graph, node: URIRef, edtf: str) -> None:
    graph.add((node, RDF.type, TIME.Instant))
    graph.add((node, KGO.edtf, _edtf_literal(edtf)))
    if edtf.endswith(("~", "%")):
        graph.add((node, KGO.approximate, Literal(True)))
    if _MONTH_DAY.fullmatch(edtf):
        graph.add((node, KGO.monthDay, Literal(edtf, datatype=XSD.gMonthDay)))
    lexical = f"{edtf}:00" if _MINUTE.fullmatch(edtf) else edtf
    for pattern, name, datatype in _EXACT:
        if pattern.fullmatch(lexical):
            graph.add((node, TIME[name], Literal(lexical, datatype=datatype)))


def _edtf_literal(edtf: str) -> Literal:
    """EDTF writes a day without its year ``XXXX-04-13`` where ISO 8601 had ``--04-13``."""
    text = "/".join(f"XXXX{part[1:]}" if part.startswith("--") else part for part in edtf.split("/"))
    return Literal(text, datatype=URIRef(vocab.EDTF))
