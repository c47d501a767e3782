"""The one place where IRIs and ids are minted, and where predicates and qualifiers are named.

The predicates' domains and ranges are those of the project's claim vocabulary (``ontology/`` declares
the same in OWL; a test holds the two together).
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote

DEFAULT_BASE = "https://example.org/kg/"


class Signature(NamedTuple):
    """The types that a predicate takes."""

    domain: frozenset[str]
    range: frozenset[str]
    symmetric: bool = False


def _signature(domain: str, range_: str, symmetric: bool = False) -> Signature:
    return Signature(frozenset(domain.split()), frozenset(range_.split()), symmetric)


_AGENT = "Person Group Organization"
_BODY = "Person Group Organization Place"

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
    "includes": _signature("Goods Group Event Work Organization Activity", "Goods Group Event Work Organization Activity"),
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

QUALIFIERS = (
    "time", "duration", "frequency", "place", "at", "role", "count", "destination", "origin", "recipient",
    "beneficiary", "by", "of", "kinship", "former", "cause",
)  # fmt: skip


def _segment(name: str) -> str:
    """A name as one IRI path segment: NFC, white space as ``_``, all that an IRI forbids percent-encoded."""
    text = "_".join(unicodedata.normalize("NFC", name).split())
    return "".join(c if c.isalnum() or c in "-._~·" else quote(c, safe="") for c in text) or "_"


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


def claim_id(document: str, subject: str, predicate: str, object_: str, status: str, holder: str | None, start: int) -> str:
    """Id of a claim: a hash of what it says, who says it and where it stands."""
    return content_hash(document, subject, predicate, object_, status, holder, start)


def act_id(document: str, start: int, end: int) -> str:
    """Id of an act: the document and the raw span of the clause that tells it."""
    return f"document/{document}/act/{content_hash(start, end)[:8]}"
