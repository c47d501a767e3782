"""One claim in words, with the raw sentence that shows it: from the exports alone, and checked against the raw file."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import vocab
from kg.query import base_of, compact, open_store

_BOLD, _RESET = "\x1b[1;7m", "\x1b[0m"
_SHOWN = 10
"""Claims that are named where a prefix fits several."""


class ExplainError(ValueError):
    """No claim, or more than one, fits; the message tells which there are."""


def explain(claim: str, folder: str | Path, sources: str | Path | None = None, *, colour: bool | None = None) -> str:
    """A claim in words, its status, holder and qualifiers, and the raw sentence with the evidence's words marked.

    ``claim`` is a claim's id or the beginning of it, ``folder`` a folder of exports (or one RDF file), ``sources`` a
    folder with the raw files (or one of them), against which the evidence is then checked. The words are marked by
    ANSI codes with ``colour``, else by 【】; None takes colour where standard output is a terminal. Raises
    :class:`ExplainError`, ``OSError`` where there is nothing to read, ``ValueError`` for a file that is no RDF.
    """
    store = open_store(folder)
    view = _View(store, base_of(store))
    node = view.find(claim)
    marked = sys.stdout.isatty() if colour is None else colour
    lines = [
        f"claim {view.claim_id(node)}",
        f"  {view.sentence(node)}",
        *view.details(node),
        *view.origin(node, sources),
        *view.confidence(node),
    ]
    return "\n".join([*lines, "", view.evidence(node).shown(marked)]) + "\n"


@dataclass(frozen=True, slots=True)
class _Evidence:
    start: int
    end: int
    quote: str
    sentence: str
    sentence_start: int

    def shown(self, colour: bool) -> str:
        before, after = (_BOLD, _RESET) if colour else ("【", "】")
        first, last = self.start - self.sentence_start, self.end - self.sentence_start
        text = self.sentence
        return f"{text[:first]}{before}{text[first:last]}{after}{text[last:]}"


class _View:
    """The graph as an explanation reads it."""

    def __init__(self, store: ox.Store, base: str) -> None:
        self.store = store
        self.base = base

    def find(self, claim: str) -> ox.NamedNode:
        type_, kind = ox.NamedNode(vocab.expand("rdf:type")), ox.NamedNode(vocab.term_iri("Claim"))
        claims = (quad.subject for quad in self.store.quads_for_pattern(None, type_, kind, ox.DefaultGraph()))
        wanted = claim.strip().removeprefix(self.base).strip("<>").removeprefix("claim/")
        fitting = sorted(
            (node for node in claims if isinstance(node, ox.NamedNode) and self.claim_id(node).startswith(wanted)),
            key=str,
        )
        exact = [node for node in fitting if self.claim_id(node) == wanted]
        if len(exact or fitting) == 1:
            return (exact or fitting)[0]
        if not fitting:
            raise ExplainError(f"no claim's id begins with {claim!r}; the ids stand in claims.jsonl")
        names = ", ".join(self.claim_id(node) for node in fitting[:_SHOWN])
        more = ", …" if len(fitting) > _SHOWN else ""
        raise ExplainError(f"{len(fitting)} claims' ids begin with {claim!r}: {names}{more}; give more of the id")

    def claim_id(self, node: ox.NamedNode) -> str:
        return node.value.removeprefix(f"{self.base}claim/")

    def all(self, subject: object, *names: str) -> list[ox.NamedNode | ox.Literal]:
        """What the properties ``names`` of ``subject`` hold, sorted."""
        found = {
            quad.object
            for name in names
            if isinstance(subject, ox.NamedNode)
            for quad in self.store.quads_for_pattern(subject, ox.NamedNode(vocab.expand(name)), None, ox.DefaultGraph())
        }
        return sorted((term for term in found if isinstance(term, ox.NamedNode | ox.Literal)), key=str)

    def one(self, subject: object, *names: str) -> ox.NamedNode | ox.Literal | None:
        found = self.all(subject, *names)
        return found[0] if found else None

    def text(self, subject: object, *names: str) -> str:
        term = self.one(subject, *names)
        return "" if term is None else term.value

    def name(self, node: object) -> str:
        """An entity's or a value's name, with its type."""
        label = self.text(node, "skos:prefLabel", "kgo:text")
        kinds = [compact(term.value).rpartition(":")[2] for term in self.all(node, "rdf:type")]
        return f"{label} ({kinds[0]})" if kinds and label else label

    def sentence(self, node: ox.NamedNode) -> str:
        predicate = self.one(node, "rdf:predicate")
        iri = predicate.value if predicate is not None else ""
        name = iri.removeprefix(vocab.ONTOLOGY)
        label = vocab.PREDICATE_LABELS.get(name) or self.text(predicate, "rdfs:label")
        shown = name if name in vocab.PREDICATES else "open"
        subject, object_ = (self.name(self.one(node, part)) for part in ("rdf:subject", "rdf:object"))
        return f"{subject} — {label} ({shown}) → {object_}"

    def details(self, node: ox.NamedNode) -> Iterator[str]:
        status = self.text(node, "kgo:status").rpartition("#")[2]
        yield _row("status", f"{status} ({vocab.STATUS_LABELS.get(status, status)})")
        holder = self.one(node, "kgo:holder")
        yield _row("holder", self.name(holder) if holder is not None else "the narrator")
        for qualifier in vocab.QUALIFIERS:
            if values := self.all(node, f"kgo:q-{qualifier}"):
                yield _row(qualifier, "、".join(self.value(value) for value in values))

    def value(self, node: ox.NamedNode | ox.Literal) -> str:
        """A qualifier, with the normalised value where it has one."""
        normal = self.text(node, "kgo:edtf") or self.text(node, "rdf:value")
        return f"{self.name(node)}, {normal}" if normal else self.name(node)

    def origin(self, node: ox.NamedNode, sources: str | Path | None) -> Iterator[str]:
        document, evidence = self.one(node, "kgo:document"), self.evidence(node)
        title, date = (self.text(document, name) for name in ("schema:headline", "schema:datePublished"))
        name = self.text(document, "kgo:sourceName")
        yield _row("document", ", ".join(filter(None, [name, f"《{title}》" if title else "", date])))
        yield _row("evidence", f"characters {evidence.start} to {evidence.end} of the raw file")
        extractor = self.one(node, "kgo:extractor")
        yield _row(
            "extractor", f"{self.text(extractor, 'rdfs:label')} {self.text(extractor, 'schema:softwareVersion')}"
        )
        if sources is not None:
            yield _row("raw file", self.check(document, evidence, Path(sources)))

    def confidence(self, node: ox.NamedNode) -> Iterator[str]:
        """The confidence and the features behind it, what raises it most first."""
        told = self.text(node, "kgo:confidence")
        if not told:
            return
        yield _row("confidence", f"{float(told):.2f}, the log-odds of which are the sum of")
        grounds = [
            (float(self.text(g, "kgo:weight")), self.text(g, "rdfs:label")) for g in self.all(node, "kgo:ground")
        ]
        for weight, label in sorted(grounds, key=lambda ground: (-ground[0], ground[1])):
            yield _row("", f"{weight:+.2f}  {label}")

    def evidence(self, node: ox.NamedNode) -> _Evidence:
        evidence = self.one(node, "kgo:evidence")
        parts = {
            name: self.text(selector, f"oa:{name}")
            for name in ("start", "end", "exact")
            for selector in self.all(evidence, "oa:hasSelector")
            if self.text(selector, f"oa:{name}")
        }
        start, sentence = int(parts.get("start", 0)), self.text(evidence, "kgo:sentence")
        first = int(self.text(evidence, "kgo:sentenceStart") or start)
        return _Evidence(start, int(parts.get("end", 0)), parts.get("exact", ""), sentence, first)

    def check(self, document: object, evidence: _Evidence, sources: Path) -> str:
        """Whether the raw file, found by its SHA-256, has the evidence's words where they should be."""
        digest, encoding = self.text(document, "schema:sha256"), self.text(document, "kgo:encoding")
        stem = self.text(document, "kgo:sourceName").partition("#")[0]
        files = [sources] if sources.is_file() else sorted(sources.rglob(f"{_glob_safe(stem)}.*"))
        for file in files:
            data = file.read_bytes()
            if hashlib.sha256(data).hexdigest() == digest:
                raw = data.decode(encoding or "utf-8").replace("\r\n", "\n").replace("\r", "\n")
                right = raw[evidence.start : evidence.end] == evidence.quote
                return f"{file}, {'has the words there' if right else 'DOES NOT have the words there'}"
        return f"not found under {sources} with the same content"


def _glob_safe(stem: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in stem)


def _row(name: str, text: str) -> str:
    return f"  {name:<12} {text}"
