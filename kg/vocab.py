"""The one place where IRIs and ids are minted, and where predicates and qualifiers are named.

The predicates' domains and ranges are those of the project's claim vocabulary (``ontology/`` declares
the same in OWL; a test holds the two together).
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import quote

DEFAULT_BASE = "https://example.org/kg/"
"""Where data IRIs are minted unless ``--base`` says otherwise."""

ONTOLOGY = "https://example.org/kg/ontology#"
"""Namespace of the project's own terms (``kgo:``). It does not move with ``--base``: terms are shared by all graphs."""

OPEN = "https://example.org/kg/open/"
"""Namespace of the open predicates, one property for each verb: ``open:睡在``."""

VERSION = "0.1.0"
"""Version of the program, which the extractors' nodes carry (a test holds it to ``pyproject.toml``)."""

EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"
"""Datatype of the Extended Date/Time Format (ISO 8601-2), as the Library of Congress names it."""

NAMESPACES: Mapping[str, str] = {
    "kgo": ONTOLOGY,
    "open": OPEN,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "oa": "http://www.w3.org/ns/oa#",
    "time": "http://www.w3.org/2006/time#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "org": "http://www.w3.org/ns/org#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "qudt": "http://qudt.org/schema/qudt/",
    "unit": "http://qudt.org/vocab/unit/",
    "cur": "http://qudt.org/vocab/currency/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sh": "http://www.w3.org/ns/shacl#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}
"""The prefixes of the exports, the shapes and the queries."""


class Signature(NamedTuple):
    """The types that a predicate takes."""

    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False


def _signature(domain: str, range_: str, symmetric: bool = False) -> Signature:
    return Signature(frozenset(domain.split()), frozenset(range_.split()), symmetric)


_AGENT = "Person Group Organization"
_BODY = "Person Group Organization Place"
_PARTS = "Goods Group Event Work Organization Activity"

PREDICATES: Mapping[str, Signature] = {
    "worksFor": _signature("Person Group", "Organization"),
    "memberOf": _signature("Person Group Organization", "Group Organization"),
    "hasRole": _signature("Person Group", "Role"),
    "assignedTo": _signature("Person Group", "Place Organization Group"),
    "dispatched": _signature("Organization Person Place Group", "Person Group Goods"),
    "appointedAs": _signature("Person", "Role"),
    "colleagueOf": _signature("Person", "Person Group", symmetric=True),
    "cooperatesWith": _signature(_BODY, _BODY, symmetric=True),
    "founded": _signature(_BODY, "Organization Group Event Work"),
    "locatedIn": _signature("Place Organization Event", "Place Organization"),
    "partOf": _signature("Place Organization Group Work", "Place Organization Group Work"),
    "livesIn": _signature("Person Group", "Place"),
    "bornIn": _signature("Person", "Place Time"),
    "hasCount": _signature("Place Organization Group Event Goods Work", "Quantity"),
    "includes": _signature(
        "Goods Group Event Work Organization Activity", "Goods Group Event Work Organization Activity"
    ),
    "performs": _signature(_BODY, "Activity"),
    "visited": _signature("Person Group", "Person Place Organization Group"),
    "wentTo": _signature("Person Group", "Place Organization"),
    "delivered": _signature(_BODY, "Goods"),
    "donated": _signature(_AGENT, "Goods"),
    "arranged": _signature(_BODY, "Goods Activity"),
    "received": _signature(_BODY + " Work Event", "Goods Work Role Group"),
    "helped": _signature(_BODY, "Person Group Place Organization"),
    "attended": _signature(_BODY, "Event"),
    "held": _signature(_BODY, "Event"),
    "built": _signature(_BODY, "Place Goods"),
    "created": _signature(_AGENT, "Work"),
    "studiesAt": _signature("Person Group", "Organization Place"),
    "said": _signature(_AGENT + " Document Work", "Statement"),
    "age": _signature("Person Group", "Quantity"),
    "relativeOf": _signature("Person Group", "Person Group"),
    "sufferedFrom": _signature("Person Group Place Goods", "Condition Event"),
    "caused": _signature("Event Condition Activity Goods", "Event Condition Quantity"),
}
"""Every closed predicate with its domain and range."""

OPEN_PREFIX = "open:"

ENTITY_TYPES = (
    "Person", "Group", "Organization", "Place", "Role", "Activity", "Event", "Goods", "Work", "Condition", "Document",
)  # fmt: skip
STATUSES = ("asserted", "negated", "planned", "hypothetical")

PREDICATE_LABELS: Mapping[str, str] = {
    "worksFor": "任职于", "memberOf": "属于", "hasRole": "身份是", "assignedTo": "派驻", "dispatched": "派出",
    "appointedAs": "就任", "colleagueOf": "同事", "cooperatesWith": "合作", "founded": "成立", "locatedIn": "位于",
    "partOf": "隶属于", "livesIn": "居住于", "bornIn": "出生于", "hasCount": "有", "includes": "包括",
    "performs": "承担", "visited": "走访", "wentTo": "前往", "delivered": "送达", "donated": "捐赠",
    "arranged": "筹集", "received": "获得", "helped": "帮助", "attended": "参加", "held": "举行",
    "built": "建设", "created": "创作", "studiesAt": "就读于", "said": "说", "age": "年龄",
    "relativeOf": "亲属", "sufferedFrom": "遭受", "caused": "造成",
}  # fmt: skip
"""Chinese labels of the closed predicates, the same as in the ontology."""

QUALIFIERS = (
    "time", "duration", "frequency", "place", "at", "role", "count", "destination", "origin", "recipient",
    "beneficiary", "by", "of", "kinship", "former", "cause",
)  # fmt: skip


QUALIFIER_LABELS: Mapping[str, str] = {
    "time": "时间", "duration": "时长", "frequency": "频率", "place": "地点", "at": "任职处",
    "role": "身份", "count": "数量", "destination": "目的地", "origin": "出发地", "recipient": "接收者",
    "beneficiary": "受益者", "by": "由", "of": "所计", "kinship": "亲属关系", "former": "曾任",
    "cause": "原因",
}  # fmt: skip
"""Chinese labels of the qualifiers, the same as in the ontology."""

STATUS_LABELS: Mapping[str, str] = {"asserted": "断言", "negated": "否定", "planned": "计划", "hypothetical": "假设"}

_UNITS_FILE = "rdf_units.tsv"


@cache
def _units() -> Mapping[str, tuple[str, str]]:
    """Unit → QUDT (or currency) name and OWL-Time name, each with its prefix; empty where there is none."""
    text = (files("kg") / "lexicons" / _UNITS_FILE).read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {unit: (qudt, time) for units, qudt, time in rows for unit in units.split("|")}


def _segment(name: str) -> str:
    """A name as one IRI path segment: NFC, white space as ``_``, all that an IRI forbids percent-encoded."""
    text = "_".join(unicodedata.normalize("NFC", name).split())
    if not text.strip("."):
        return "%2E" * len(text) or "_"
    return "".join(c if c.isalnum() or c in "-._~·" else quote(c, safe="") for c in text)


def document_id(name: str) -> str:
    """IRI-safe id of a story from its source name."""
    return _segment(name)


def entity_id(type_: str, label: str, document: str | None = None) -> str:
    """Relative IRI of an entity: global for a named one, inside its document for an anonymous one."""
    scope = f"document/{document}/" if document else ""
    return f"{scope}{type_.lower()}/{_segment(label)}"


def content_hash(*parts: object) -> str:
    """Sixteen hex digits of the SHA-256 of the parts' canonical JSON."""
    text = json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def claim_id(
    document: str, subject: str, predicate: str, object_: str, status: str, holder: str | None, start: int
) -> str:
    """Id of a claim: a hash of what it says, who says it and where it stands."""
    return content_hash(document, subject, predicate, object_, status, holder, start)


def act_id(document: str, start: int, end: int) -> str:
    """Id of an act: the document and the raw span of the clause that tells it."""
    return f"document/{document}/act/{content_hash(start, end)[:8]}"


def check_base(base: str) -> str:
    """``base`` itself. Raises ``ValueError`` where data IRIs cannot be built on it."""
    if not re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#:]", base):
        raise ValueError(f"base IRI {base!r}: give an absolute IRI that ends in /, # or :, such as {DEFAULT_BASE}")
    return base


def document_path(document: str) -> str:
    """Relative IRI of a document."""
    return f"document/{document}"


def graph_path(document: str) -> str:
    """Relative IRI of a document's named graph."""
    return f"graph/{document}"


LINKS_PATH = "graph-of-links"
"""Relative IRI of the named graph that holds what joins several documents."""


def claim_path(claim: str) -> str:
    """Relative IRI of a claim."""
    return f"claim/{claim}"


def evidence_path(document: str, start: int, end: int) -> str:
    """Relative IRI of a span of a document's raw file."""
    return f"document/{document}/text/{start}-{end}"


def repair_path(document: str, kind: str, start: int, end: int) -> str:
    """Relative IRI of a repair."""
    return f"document/{document}/repair/{start}-{end}-{_segment(kind)}"


def value_path(type_: str, text: str, fields: Mapping[str, object], hint: str = "") -> str:
    """Relative IRI of a quantity, time or statement: what one can read of it, and a hash of its whole content."""
    digest = content_hash(type_, text, dict(fields))[:12]
    return f"{type_.lower()}/{_segment(hint)}-{digest}" if hint else f"{type_.lower()}/{digest}"


def instant_path(edtf: str) -> str:
    """Relative IRI of a bound of an interval."""
    return f"time/{_segment(edtf)}"


def extractor_path(name: str, version: str) -> str:
    """Relative IRI of an extractor in one version."""
    return f"extractor/{_segment(name)}/{_segment(version)}"


def feature_path(name: str, version: str) -> str:
    """Relative IRI of a feature of claims' confidence, with the weight that it has in one version."""
    return f"feature/{_segment(name)}/{_segment(version)}"


def judgement_path(document: str, entity: str, left: str, right: str) -> str:
    """Relative IRI of a merge."""
    return f"judgement/{content_hash(document, entity, left, right)}"


def fact_path(subject: str, predicate: str, object_: str) -> str:
    """Relative IRI of a fact, that is, of what claims of several documents agree on."""
    return f"fact/{content_hash(subject, predicate, object_)}"


def predicate_iri(predicate: str) -> str:
    """IRI of a closed predicate (``kgo:visited``) or an open one (``open:睡在``)."""
    if predicate.startswith(OPEN_PREFIX):
        return OPEN + _segment(predicate.removeprefix(OPEN_PREFIX))
    return ONTOLOGY + _segment(predicate)


def predicate_label(predicate: str) -> str:
    """Chinese label of a predicate; an open one is labelled by its verb."""
    return PREDICATE_LABELS.get(predicate, predicate.removeprefix(OPEN_PREFIX))


def qualifier_iri(qualifier: str) -> str:
    """IRI of the property by which a qualifier hangs on its claim: ``kgo:q-time``."""
    return f"{ONTOLOGY}q-{_segment(qualifier)}"


def term_iri(name: str) -> str:
    """IRI of a class, property or status of the ontology."""
    return ONTOLOGY + _segment(name)


def expand(curie: str) -> str:
    """The IRI behind ``prefix:local``. Raises ``KeyError`` for a prefix that :data:`NAMESPACES` does not know."""
    prefix, _, local = curie.partition(":")
    return NAMESPACES[prefix] + local


def unit_iri(unit: str) -> str:
    """IRI of a unit: QUDT's where it has one, else the measure word's own (``kgo:unit-户``)."""
    qudt, _ = _units().get(unit, ("", ""))
    return expand(qudt) if qudt else f"{ONTOLOGY}unit-{_segment(unit)}"


def time_unit_iri(unit: str) -> str | None:
    """IRI of a unit of durations in OWL-Time (``time:unitDay``); None where it has none."""
    _, time = _units().get(unit, ("", ""))
    return expand(time) if time else None


def language_tag(tag: str) -> str:
    """A language tag in the case that BCP 47 recommends (stores lower it): ``zh-Hans``, ``zh-Latn``."""
    first, *rest = tag.lower().split("-")
    return "-".join([first, *(part.title() if len(part) == 4 else part for part in rest)])
