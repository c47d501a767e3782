"""RDF as sorted, readable text: Turtle 1.1, TriG 1.1 and JSON-LD 1.1.

Own writers, because the same graph must give the same bytes from any library version, in an order that a
reader and a ``diff`` can follow, and fast: rdflib's Turtle takes minutes on a million triples.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from rdflib import RDF, XSD, Dataset, Literal, URIRef
from rdflib.term import Node as Term

from kg import vocab
from kg.resources import ontology_text

Triple = tuple[Term, Term, Term]
Described = Mapping[str, Mapping[str, list[Term]]]
"""Subject → predicate → objects, all sorted."""

_LOCAL = re.compile(r"[0-9A-Za-z_\u3400-\u9fff](?:[0-9A-Za-z_\u3400-\u9fff-]*)")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_SPECIAL = re.compile(r'[\\"\x00-\x1f\x7f\u0085\u2028\u2029\ufeff\ufffe\uffff]')
_PLAIN = {str(XSD.integer): re.compile(r"[+-]?\d+"), str(XSD.decimal): re.compile(r"[+-]?\d*\.\d+")}


def base_of(dataset: Dataset) -> str:
    """The base that a dataset's IRIs were built on, read off its first document."""
    article = URIRef(vocab.expand("schema:NewsArticle"))
    documents = sorted(str(quad[0]) for quad in dataset.quads((None, RDF.type, article, None)))
    return documents[0].rpartition("document/")[0] if documents else vocab.DEFAULT_BASE


class Compactor:
    """Writes terms as Turtle does, with the project's prefixes and a base."""

    def __init__(self, base: str) -> None:
        self.base = base if base.endswith("/") else ""
        self.used: set[str] = set()
        self._iris: dict[str, str] = {}

    def term(self, term: Term) -> str:
        """One term. Raises ``TypeError`` for blank nodes, which the project never makes."""
        if isinstance(term, URIRef):
            return self.iri(str(term))
        if isinstance(term, Literal):
            return self.literal(term)
        raise TypeError(f"{term!r}: blank nodes are not exported; give the node an IRI")

    def iri(self, iri: str) -> str:
        """``prefix:local``, ``<relative>`` or ``<absolute>``."""
        if iri not in self._iris:
            self._iris[iri] = self._compact(iri)
        return self._iris[iri]

    def _compact(self, iri: str) -> str:
        for prefix, namespace in vocab.NAMESPACES.items():
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                self.used.add(prefix)
                return f"{prefix}:{iri[len(namespace) :]}"
        relative = iri[len(self.base) :] if self.base and iri.startswith(self.base) else ""
        return f"<{relative or iri}>"

    def literal(self, literal: Literal) -> str:
        """A literal, numbers and booleans bare."""
        text = str(literal)
        datatype = str(literal.datatype) if literal.datatype else ""
        if datatype == str(XSD.boolean) and text in ("true", "false"):
            return text
        if datatype in _PLAIN and _PLAIN[datatype].fullmatch(text):
            return text
        quoted = '"' + _SPECIAL.sub(_escape, text) + '"'
        if literal.language:
            return f"{quoted}@{vocab.language_tag(literal.language)}"
        if datatype and datatype != str(XSD.string):
            return f"{quoted}^^{self.iri(datatype)}"
        return quoted


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0], f"\\u{ord(match[0]):04X}")


def describe(triples: Iterable[Triple]) -> Described:
    """Triples by subject and predicate, in order, each once."""
    found: defaultdict[str, defaultdict[str, set[Term]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, object_ in triples:
        found[str(subject)][str(predicate)].add(object_)
    return {
        subject: {predicate: sorted(objects, key=_order) for predicate, objects in sorted(predicates.items())}
        for subject, predicates in sorted(found.items())
    }


def _order(term: Term) -> tuple[bool, str, str]:
    if isinstance(term, Literal):
        return True, str(term), (vocab.language_tag(term.language) if term.language else str(term.datatype))
    return False, str(term), ""


def _statements(compactor: Compactor, described: Described, indent: str = "") -> Iterator[str]:
    """One paragraph for each subject, its types first."""
    type_ = str(RDF.type)
    for subject, predicates in described.items():
        names = sorted(predicates, key=lambda name: (name != type_, name))
        rows = []
        for name in names:
            objects = ", ".join(compactor.term(object_) for object_ in predicates[name])
            rows.append(f"{'a' if name == type_ else compactor.iri(name)} {objects}")
        yield f"{indent}{compactor.iri(subject)}\n{indent}    " + f" ;\n{indent}    ".join(rows) + " .\n"


def _head(compactor: Compactor) -> str:
    lines = [f"@base <{compactor.base}> ."] if compactor.base else []
    lines += [f"@prefix {prefix}: <{vocab.NAMESPACES[prefix]}> ." for prefix in sorted(compactor.used)]
    return "\n".join(lines) + "\n\n"


def turtle(dataset: Dataset) -> str:
    """All triples of a dataset as Turtle."""
    compactor = Compactor(base_of(dataset))
    described = describe((s, p, o) for s, p, o, _ in dataset.quads((None, None, None, None)))
    body = "\n".join(_statements(compactor, described))
    return _head(compactor) + body


def trig(dataset: Dataset) -> str:
    """A dataset as TriG, graph by graph."""
    compactor = Compactor(base_of(dataset))
    blocks = []
    for graph in sorted(dataset.graphs(), key=lambda graph: str(graph.identifier)):
        if len(graph):
            body = "\n".join(_statements(compactor, describe(graph), "    "))
            blocks.append(f"{compactor.iri(str(graph.identifier))} {{\n{body}}}\n")
    return _head(compactor) + "\n".join(blocks)


@cache
def context() -> dict[str, Any]:
    """The project's JSON-LD context (``ontology/context.jsonld``)."""
    loaded: dict[str, Any] = json.loads(ontology_text("context.jsonld"))["@context"]
    return loaded


@cache
def _terms() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Property IRI → its term in the context and how the term reads values."""
    terms = {}
    for term, definition in context().items():
        if isinstance(definition, dict) and "@id" in definition:
            terms[vocab.expand(definition["@id"])] = (term, definition)
    return terms


_CONTAINS = "contains"
_DOCUMENT = vocab.term_iri("document")
_EMBEDDED = {vocab.expand(name) for name in ("oa:hasSelector", "kgo:evidence", "kgo:repair", "kgo:feature")}
_VALUES = ("quantity/", "time/", "statement/")


class _JsonLd:
    """Frames a graph: what belongs to a document is written inside it, once; what documents share comes after."""

    def __init__(self, dataset: Dataset) -> None:
        self.base = base_of(dataset)
        self.compactor = Compactor(self.base)
        self.described = describe((s, p, o) for s, p, o, _ in dataset.quads((None, None, None, None)))
        self.written: set[str] = set()
        self.owned: defaultdict[str, list[str]] = defaultdict(list)
        for subject, predicates in self.described.items():
            for document in predicates.get(_DOCUMENT, [])[:1]:
                self.owned[str(document)].append(subject)

    def render(self) -> dict[str, Any]:
        article = URIRef(vocab.expand("schema:NewsArticle"))
        documents = [name for name, known in self.described.items() if article in known.get(str(RDF.type), ())]
        nodes = [self._node(name) for name in documents]
        shared = [name for name in self.described if name not in self.written and not self._is_part(name)]
        nodes += [self._node(name) for name in shared if name not in self.written]
        nodes += [self._node(name) for name in self.described if name not in self.written]
        head: dict[str, Any] = {"@base": self.base} if self.compactor.base else {}
        return {"@context": head | context(), "@graph": nodes}

    def _is_part(self, name: str) -> bool:
        return name.startswith(tuple(self.base + kind for kind in _VALUES))

    def _node(self, name: str, within: str | None = None) -> dict[str, Any]:
        self.written.add(name)
        node: dict[str, Any] = {"@id": self._id(name)}
        predicates = self.described[name]
        for predicate in sorted(predicates, key=lambda iri: (iri != str(RDF.type), self._key(iri))):
            objects = predicates[predicate]
            if predicate == _DOCUMENT and within is not None:
                objects = [object_ for object_ in objects if str(object_) != within]
            if objects:
                self._add_property(node, predicate, objects)
        parts = [part for part in self.owned.get(name, ()) if part not in self.written]
        if parts:
            self.written.update(parts)
            node[_CONTAINS] = [self._node(part, within=name) for part in parts]
        return node

    def _add_property(self, node: dict[str, Any], predicate: str, objects: list[Term]) -> None:
        if predicate == str(RDF.type):
            names = [self._id(str(object_)) for object_ in objects]
            node["@type"] = names[0] if len(names) == 1 else names
            return
        term, definition = _terms().get(predicate, (self._id(predicate), {}))
        if definition.get("@container") == "@language":
            node[term] = _language_map(objects)
            return
        values = [self._value(predicate, definition, object_) for object_ in objects]
        node[term] = values[0] if len(values) == 1 else values

    def _value(self, predicate: str, definition: Mapping[str, str], object_: Term) -> Any:
        if isinstance(object_, Literal):
            return _literal(definition, object_, self._id)
        name = str(object_)
        if name in self.described and name not in self.written and (predicate in _EMBEDDED or self._is_part(name)):
            return self._node(name)
        return self._id(name) if definition.get("@type") == "@id" else {"@id": self._id(name)}

    def _key(self, iri: str) -> str:
        return _terms()[iri][0] if iri in _terms() else self._id(iri)

    def _id(self, iri: str) -> str:
        """An IRI as JSON-LD has it: compact, relative to the base, or whole."""
        for prefix, namespace in context().items():
            if isinstance(namespace, str) and iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri[len(namespace) :]}"
        if self.compactor.base and iri.startswith(self.compactor.base):
            return iri[len(self.compactor.base) :] or iri
        return iri


def _language_map(objects: Iterable[Term]) -> dict[str, Any]:
    tagged: defaultdict[str, list[str]] = defaultdict(list)
    for object_ in objects:
        tag = object_.language if isinstance(object_, Literal) else None
        tagged[vocab.language_tag(tag) if tag else "@none"].append(str(object_))
    return {tag: texts[0] if len(texts) == 1 else texts for tag, texts in sorted(tagged.items())}


def _literal(definition: Mapping[str, str], literal: Literal, compact: Any) -> Any:
    text, datatype = str(literal), str(literal.datatype) if literal.datatype else ""
    coerced = vocab.expand(definition["@type"]) if ":" in definition.get("@type", "") else ""
    if literal.language:
        tag = vocab.language_tag(literal.language)
        return text if definition.get("@language") == tag else {"@value": text, "@language": tag}
    if datatype and datatype == coerced:
        return text
    if not coerced and datatype == str(XSD.boolean) and text in ("true", "false"):
        return text == "true"
    if not coerced and datatype == str(XSD.integer) and text == str(int(text)):
        return int(text)
    if datatype and datatype != str(XSD.string):
        return {"@value": text, "@type": compact(datatype)}
    plain = "@language" not in definition and not coerced
    return text if plain else {"@value": text}


def json_ld(dataset: Dataset) -> str:
    """All triples of a dataset as JSON-LD, framed by document, the context inline."""
    return json.dumps(_JsonLd(dataset).render(), ensure_ascii=False, indent=1) + "\n"
