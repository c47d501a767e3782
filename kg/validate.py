"""Only what holds goes into the graph: claims against the raw text, graphs against the SHACL shapes.

What needs the raw file, or would be slow as a SPARQL constraint, is checked here in Python; all else stands in
``ontology/shapes.ttl``, in SHACL Core, checked by pySHACL.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import chain
from pathlib import Path

from rdflib import RDF, SH, Dataset, Graph, Literal
from rdflib.term import Node as Term

from kg import vocab
from kg.export import read_claims
from kg.graph import OA, SCHEMA, build_graph, flatten, nodes_of
from kg.graph_values import KGO, value_path
from kg.model import Claim, Document, Entity, Node, Quarantined, Story, Value
from kg.resources import ontology_text

CHUNK = 2000
"""Claims that are checked in one go."""

_PATH = re.compile(r"[^\s<>\"{}|\\^`\x00-\x20]+")
_EXPORTS = {"graph.ttl": "turtle", "graph.trig": "trig", "graph.jsonld": "json-ld", "graph.nq": "nquads"}
_FORMATS = {".ttl": "turtle", ".trig": "trig", ".jsonld": "json-ld", ".nq": "nquads", ".nt": "nt"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong that no claim can be blamed for."""

    place: str
    """IRI or file."""
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of a validation."""

    claims: int
    """Claims that hold."""
    quarantined: int = 0
    triples: int = 0
    problems: tuple[Problem, ...] = field(default=())

    @property
    def conforms(self) -> bool:
        """True where nothing is wrong with what is left."""
        return not self.problems

    def __str__(self) -> str:
        head = f"{self.claims} claims and {self.triples} triples conform" if self.conforms else "does not conform"
        lines = [head + (f", {self.quarantined} claims quarantined" if self.quarantined else "")]
        return "\n".join([*lines, *map(str, self.problems)])


def validate(stories: Iterable[Story], base: str = vocab.DEFAULT_BASE) -> tuple[list[Story], list[Quarantined], Report]:
    """Stories whose claims all hold, the claims that do not, each with its reason, and a report."""
    given = list(stories)
    teasers = _teasers(given)
    quarantined: list[Quarantined] = []
    checked = [_check_story(story, teasers.get(story.document.id, ()), quarantined) for story in given]
    kept: list[Story] = []
    problems: list[Problem] = []
    triples = 0
    for chunk in _chunks(checked):
        conforming, bad, wrong, size = _check_shapes(chunk, base)
        kept += conforming
        quarantined += bad
        problems += wrong
        triples += size
    claims = sum(len(story.claims) for story in kept)
    return kept, quarantined, Report(claims, len(quarantined), triples, tuple(problems))


def _chunks(stories: Iterable[Story]) -> Iterator[list[Story]]:
    chunk: list[Story] = []
    for story in stories:
        chunk.append(story)
        if sum(len(story.claims) for story in chunk) >= CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


# What Python checks


def _teasers(stories: Iterable[Story]) -> Mapping[str, list[tuple[int, int]]]:
    """For each page, the raw spans of its teasers."""
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for document in (story.document for story in stories):
        if document.kind == "fragment" and document.parent and len(document.text):
            spans[document.parent].append((min(document.text.starts), max(document.text.ends)))
    return spans


def _check_story(story: Story, teasers: Collection[tuple[int, int]], quarantined: list[Quarantined]) -> Story:
    seen: set[str] = set()
    good: list[Claim] = []
    for claim in story.claims:
        reason = _reason(claim, story.document, teasers)
        if not reason and claim.id in seen:
            reason = "another claim of the document has the same id"
        if reason:
            quarantined.append(Quarantined(claim, reason))
        else:
            seen.add(claim.id)
            good.append(claim)
    return replace(story, claims=tuple(good)) if len(good) < len(story.claims) else story


def _reason(claim: Claim, document: Document, teasers: Collection[tuple[int, int]]) -> str:
    """Why a claim cannot stand; empty where Python finds nothing."""
    if claim.document != document.id:
        return f"the claim says that it belongs to document {claim.document!r}"
    return _evidence_reason(claim, document, teasers) or _content_reason(claim)


def _evidence_reason(claim: Claim, document: Document, teasers: Collection[tuple[int, int]]) -> str:
    start, end, raw = claim.evidence.start, claim.evidence.end, document.source.raw
    if not 0 <= start < end <= len(raw):
        return f"the evidence {start}:{end} is no span of the raw file, which has {len(raw)} characters"
    if raw[start:end] != claim.evidence.quote:
        return f"the evidence {start}:{end} does not slice the raw file: it is {raw[start:end]!r} there"
    if any(start < last and first < end for first, last in teasers):
        return f"the evidence {start}:{end} lies in the teaser of another story"
    return ""


def _content_reason(claim: Claim) -> str:
    if not isinstance(claim.subject, Entity) or not isinstance(claim.holder, Entity | None):
        return "subject and holder must be entities"
    if claim.predicate == vocab.OPEN_PREFIX:
        return "the open predicate has no verb"
    unknown = sorted(set(claim.qualifiers) - set(vocab.QUALIFIERS))
    if unknown:
        return f"there is no qualifier {', '.join(unknown)}"
    for node in nodes_of(claim):
        if reason := _entity_reason(node) if isinstance(node, Entity) else _number_reason(node):
            return reason
    return ""


def _entity_reason(entity: Entity) -> str:
    if entity.type not in vocab.ENTITY_TYPES:
        return f"there is no entity type {entity.type!r}"
    if not entity.label.strip():
        return f"the entity {entity.id} has no label"
    if not _PATH.fullmatch(entity.id) or f"/{entity.id}".split("/")[-2] != entity.type.lower():
        return f"{entity.id!r} is not the relative IRI of a {entity.type}"
    return ""


def _number_reason(value: Value) -> str:
    for name in ("value", "min", "max"):
        number = value.fields.get(name)
        if number is None or (number is True and value.type == "Statement"):
            continue
        if isinstance(number, bool) or not isinstance(number, int | float) or not math.isfinite(number):
            return f"{name} of {value.text!r} is {number!r}, which is no number"
    return ""


# What the shapes check


@cache
def _shapes() -> Graph:
    return Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")


@dataclass(frozen=True, slots=True)
class _Result:
    """One violation, as pySHACL tells it."""

    focus: str
    value: str | None
    shape: str
    """The property shape's name, or the local name of the node shape."""
    message: str


def _violations(graph: Graph) -> Iterator[_Result]:
    from pyshacl import validate as shacl

    conforms, report, _ = shacl(graph, shacl_graph=_shapes(), inference="none", advanced=False, meta_shacl=False)
    if conforms:
        return
    if not isinstance(report, Graph):
        raise RuntimeError(f"pySHACL could not validate the graph: {report!r}")
    for result in report.subjects(RDF.type, SH.ValidationResult):
        value = report.value(result, SH.value)
        shape = report.value(result, SH.sourceShape)
        name = None if shape is None else _shapes().value(shape, SH.name) or str(shape).rpartition("#")[2]
        yield _Result(
            str(report.value(result, SH.focusNode)),
            None if value is None else str(value),
            str(name or ""),
            str(report.value(result, SH.resultMessage)),
        )


def _check_shapes(stories: list[Story], base: str) -> tuple[list[Story], list[Quarantined], list[Problem], int]:
    """Take away claims until the rest conforms. A story that lost some is checked again, the others are done."""
    kept = dict(enumerate(stories))
    quarantined: list[Quarantined] = []
    problems: set[Problem] = set()
    size = 0
    pending = kept
    while pending:
        graph = flatten(build_graph(pending.values(), base))
        size = size or len(graph)
        blamed, wrong = _blame(graph, pending.values(), base)
        problems |= wrong
        changed = {}
        for place, story in pending.items():
            bad = [claim for claim in story.claims if claim.id in blamed]
            quarantined += [Quarantined(claim, " ".join(sorted(blamed[claim.id]))) for claim in bad]
            if bad:
                changed[place] = replace(story, claims=tuple(c for c in story.claims if c.id not in blamed))
        kept = kept | changed
        pending = changed
    if quarantined:
        size = len(flatten(build_graph(kept.values(), base)))
    return list(kept.values()), quarantined, sorted(problems, key=str), size


def _blame(graph: Graph, stories: Iterable[Story], base: str) -> tuple[Mapping[str, set[str]], set[Problem]]:
    """Claim id → what is wrong with it; and what no claim can be blamed for."""
    index = _claims_by_node(stories, base)
    blamed: defaultdict[str, set[str]] = defaultdict(set)
    problems = set(direct_triple_problems(graph))
    for result in _violations(graph):
        claims = _to_blame(result, index)
        for claim in claims:
            blamed[claim].add(result.message)
        if not claims:
            problems.add(Problem(result.focus, result.message))
    return blamed, problems


def _claims_by_node(stories: Iterable[Story], base: str) -> Mapping[tuple[str, str], set[str]]:
    """(IRI, role) → ids of the claims in which it plays that role; role ``any`` for all of them."""
    index: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for claim in chain.from_iterable(story.claims for story in stories):
        evidence = base + vocab.evidence_path(claim.document, claim.evidence.start, claim.evidence.end)
        own = [base + vocab.claim_path(claim.id), evidence, f"{evidence}/position", f"{evidence}/quote"]
        own += [_iri(base, node) for node in nodes_of(claim)]
        own += [base + claim.act] if claim.act else []
        for node in own:
            index[node, "any"].add(claim.id)
        predicate = vocab.predicate_iri(claim.predicate)
        index[predicate, "Vocabulary"].add(claim.id)
        for part, role in ((claim.subject, "domain"), (claim.object, "range")):
            index[f"{predicate} {_iri(base, part)}", role].add(claim.id)
        if claim.holder is not None:
            index[_iri(base, claim.holder), "Holder"].add(claim.id)
        for name, values in claim.qualifiers.items():
            for value in values:
                index[_iri(base, value), f"q-{name}"].add(claim.id)
    return index


def _iri(base: str, node: Node) -> str:
    return base + (node.id if isinstance(node, Entity) else value_path(node))


def _to_blame(result: _Result, index: Mapping[tuple[str, str], set[str]]) -> set[str]:
    role = result.shape.split(" ")[0]
    if role in ("domain", "range"):
        return index.get((f"{result.focus} {result.value}", role), set())
    if (result.focus, result.shape) in index:
        return index[result.focus, result.shape]
    return index.get((result.focus, "any"), set())


def direct_triple_problems(graph: Graph) -> list[Problem]:
    """Direct triples without an asserted claim, and asserted claims without their direct triple."""
    told: dict[tuple[Term, Term, Term], set[str]] = defaultdict(set)
    for claim in graph.subjects(RDF.type, KGO.Claim):
        triple = tuple(graph.value(claim, part) for part in (RDF.subject, RDF.predicate, RDF.object))
        if None not in triple:
            told[triple].add(str(graph.value(claim, KGO.status)))  # type: ignore[index]
    problems = []
    for (subject, predicate, object_), statuses in told.items():
        direct = (subject, predicate, object_) in graph
        place = f"{subject} {predicate} {object_}"
        if direct and str(KGO.asserted) not in statuses:
            found = ", ".join(sorted(status.rpartition("#")[2] for status in statuses))
            problems.append(Problem(place, f"a direct triple, but its claims are only {found}"))
        if not direct and str(KGO.asserted) in statuses:
            problems.append(Problem(place, "an asserted claim without its direct triple"))
    predicates: list[Term] = [KGO[name] for name in vocab.PREDICATES]
    predicates += set(graph.subjects(RDF.type, KGO.OpenPredicate))
    for predicate in predicates:
        for subject, object_ in graph.subject_objects(predicate):
            if (subject, predicate, object_) not in told:
                problems.append(Problem(f"{subject} {predicate} {object_}", "a direct triple that no claim tells"))
    return sorted(problems, key=lambda problem: (problem.place, problem.message))


# Exports


def validate_graph(path: str | Path) -> Report:
    """Check one RDF file against the shapes and for direct triples without an asserted claim.

    Raises ``OSError`` where it cannot be read, ``ValueError`` where it is no RDF or its suffix is unknown.
    """
    return _report(_load(Path(path)))


def _report(graph: Graph, more: Sequence[Problem] = ()) -> Report:
    found = sorted({(result.focus, result.message) for result in _violations(graph)})
    problems = [Problem(*problem) for problem in found] + direct_triple_problems(graph) + list(more)
    claims = len(set(graph.subjects(RDF.type, KGO.Claim)))
    if not claims:
        problems.append(Problem("graph", "there is no claim in it"))
    return Report(claims, 0, len(graph), tuple(problems))


def _load(path: Path) -> Graph:
    if path.suffix not in _FORMATS:
        raise ValueError(f"{path}: cannot tell its format; name it {', '.join(_FORMATS)}")
    if not path.is_file():
        raise FileNotFoundError(f"{path}: there is no such file; run `kg build` first")
    try:
        text = path.read_text(encoding="utf-8")
        if _FORMATS[path.suffix] in ("trig", "nquads"):
            dataset = Dataset()
            dataset.parse(data=text, format=_FORMATS[path.suffix])
            return flatten(dataset)
        return Graph().parse(data=text, format=_FORMATS[path.suffix])
    except OSError:
        raise
    except Exception as error:  # rdflib's parsers raise many kinds
        raise ValueError(f"{path}: this is not valid {_FORMATS[path.suffix]}: {error}") from error


def validate_files(folder: str | Path, sources: str | Path | None = None) -> Report:
    """Check the exports in a folder: each against the shapes, all against each other, evidence against ``sources``.

    ``sources`` is a folder with the raw files; files are matched by their SHA-256. Raises ``OSError`` where there is
    no RDF export to read, ``ValueError`` for a file that is not what its name says.
    """
    place = Path(folder)
    names = [name for name in _EXPORTS if (place / name).is_file()]
    if not names:
        raise FileNotFoundError(f"{place}: there is no graph.ttl, graph.trig or graph.jsonld; run `kg build` first")
    graphs = {name: _load(place / name) for name in names}
    first = graphs[names[0]]
    problems = [
        Problem(str(place / name), f"it does not hold the same triples as {names[0]}")
        for name, graph in graphs.items()
        if set(graph) != set(first)
    ]
    if (place / "claims.jsonl").is_file():
        problems += _claims_problems(place / "claims.jsonl", first)
    if sources is not None:
        problems += _slice_problems(first, Path(sources))
    return _report(first, problems)


def _spans(graph: Graph) -> Mapping[str, tuple[Term | None, int, int, str]]:
    """Claim id → its document, its evidence's offsets and its exact words."""
    spans = {}
    for claim, evidence in graph.subject_objects(KGO.evidence):
        values: dict[Term, Term] = {}
        for selector in graph.objects(evidence, OA.hasSelector):
            values.update(graph.predicate_objects(selector))
        start, end, exact = (values.get(name) for name in (OA.start, OA.end, OA.exact))
        if start is not None and end is not None and exact is not None:
            ident = str(claim).rpartition("claim/")[2]
            spans[ident] = (graph.value(evidence, OA.hasSource), int(str(start)), int(str(end)), str(exact))
    return spans


def _claims_problems(path: Path, graph: Graph) -> list[Problem]:
    claims = {claim.id: claim for claim in read_claims(path)}
    spans = _spans(graph)
    problems = [Problem(str(path), f"claim {ident} is not in the graph") for ident in sorted(claims.keys() - spans)]
    problems += [
        Problem(str(path), f"claim {ident} of the graph is missing") for ident in sorted(spans.keys() - claims)
    ]
    for ident in sorted(claims.keys() & spans):
        evidence = claims[ident].evidence
        if (evidence.start, evidence.end, evidence.quote) != spans[ident][1:]:
            problems.append(Problem(str(path), f"claim {ident} has other evidence in the graph"))
    return problems


def _slice_problems(graph: Graph, sources: Path) -> list[Problem]:
    raws = _raw_texts(graph, sources)
    problems = []
    for ident, (document, start, end, exact) in sorted(_spans(graph).items()):
        raw = raws.get(str(document))
        if raw is not None and raw[start:end] != exact:
            problems.append(Problem(str(document), f"claim {ident}: {start}:{end} does not slice the raw file"))
    return problems


def _raw_texts(graph: Graph, sources: Path) -> Mapping[str, str]:
    """Document IRI → the raw text of its file, for the documents whose files are there unchanged."""
    files = sources.rglob("*") if sources.is_dir() else [sources]
    data = {hashlib.sha256(bytes_).hexdigest(): bytes_ for bytes_ in (p.read_bytes() for p in files if p.is_file())}
    raws = {}
    for document, digest in graph.subject_objects(SCHEMA.sha256):
        encoding = graph.value(document, KGO.encoding)
        if str(digest) in data and isinstance(encoding, Literal):
            raws[str(document)] = decode(data[str(digest)], str(encoding))
    return raws


def decode(data: bytes, encoding: str) -> str:
    """A raw file's text as the read stage has it: line ends as in Python's text mode, a byte order mark kept."""
    return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
