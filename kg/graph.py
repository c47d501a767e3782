"""Stories as an RDF dataset with one named graph for each document.

What a graph holds is told in the ontology (``ontology/storykg.ttl``). Every node has an IRI that depends only
on what it names; there are no blank nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files

from rdflib import RDF, RDFS, XSD, Dataset, Graph, Literal, Namespace, URIRef

from kg import vocab
from kg.compare import Comparison, compare
from kg.confidence import Ground, grounds
from kg.graph_values import HANS, KGO, add_value, date_literal, number
from kg.model import Claim, Document, Entity, Evidence, Judgement, Repair, Story, Value
from kg.model import Node as ClaimNode

SCHEMA = Namespace(vocab.NAMESPACES["schema"])
SKOS = Namespace(vocab.NAMESPACES["skos"])
PROV = Namespace(vocab.NAMESPACES["prov"])
OA = Namespace(vocab.NAMESPACES["oa"])
SEM = Namespace(vocab.NAMESPACES["sem"])
OWL = Namespace(vocab.NAMESPACES["owl"])

CONTEXT = 32
"""Length in characters of the prefix and the suffix of a quotation, as the Web Annotation model wants them."""


def build_graph(stories: Iterable[Story], base: str = vocab.DEFAULT_BASE) -> Dataset:
    """One named graph for each document, and one more for what joins documents (facts that several tell, conflicts).

    Raises ``ValueError`` for a base that IRIs cannot be built on.
    """
    vocab.check_base(base)
    ordered = sorted(stories, key=lambda story: story.document.id)
    labels = _labels(ordered)
    comparison = compare(ordered)
    dataset = Dataset()
    for prefix, namespace in vocab.NAMESPACES.items():
        dataset.bind(prefix, namespace, replace=True)
    for story in ordered:
        graph = dataset.graph(URIRef(base + vocab.graph_path(story.document.id)))
        _StoryGraph(graph, base, story, labels).build()
    _add_comparison(dataset, base, comparison)
    return dataset


def flatten(dataset: Dataset) -> Graph:
    """All triples of a dataset in one graph."""
    graph = Graph()
    for prefix, namespace in dataset.namespaces():
        graph.bind(prefix, namespace, replace=True)
    for subject, predicate, object_, _ in dataset.quads((None, None, None, None)):
        graph.add((subject, predicate, object_))
    return graph


def nodes_of(claim: Claim) -> Iterator[ClaimNode]:
    """Every entity and value of a claim: subject, object, holder, qualifiers."""
    yield claim.subject
    yield claim.object
    if claim.holder is not None:
        yield claim.holder
    for values in claim.qualifiers.values():
        yield from values


def _labels(stories: Iterable[Story]) -> Mapping[str, str]:
    """One label for each entity id, whichever way the stories space it."""
    labels: dict[str, str] = {}
    for story in stories:
        for claim in story.claims:
            for node in nodes_of(claim):
                if isinstance(node, Entity):
                    labels[node.id] = min(node.label, labels.get(node.id, node.label))
    return labels


@cache
def _surname_readings() -> Mapping[str, str]:
    text = (files("kg") / "lexicons" / "surname_pinyin.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return {row[0]: row[1] for row in rows}


@cache
def pinyin(label: str, person: bool = False) -> str:
    """The Hanyu Pinyin reading with tone marks, by pypinyin; a person's surname is read as a surname."""
    from pypinyin import Style
    from pypinyin import pinyin as read

    readings = _surname_readings()
    surname = next((label[:size] for size in (2, 1) if person and label[:size] in readings), "")
    syllables = [readings[surname]] if surname else []
    syllables += [choices[0].strip() for choices in read(label[len(surname) :], style=Style.TONE)]
    return " ".join(filter(None, syllables))


class _StoryGraph:
    """Fills the named graph of one story."""

    def __init__(self, graph: Graph, base: str, story: Story, labels: Mapping[str, str]) -> None:
        self.graph = graph
        self.base = base
        self.story = story
        self.labels = labels
        self.document = self._iri(vocab.document_path(story.document.id))
        self.script = f"zh-{story.document.script}"
        self.features: dict[str, URIRef] = {}

    def build(self) -> None:
        self._add_document(self.story.document)
        for entity in self._entities():
            self._add_entity(entity)
        acts: dict[str, list[Claim]] = {}
        for claim in self.story.claims:
            self._add_claim(claim)
            if claim.act:
                acts.setdefault(claim.act, []).append(claim)
        for act, claims in acts.items():
            self._add_act(act, claims)
        for judgement in self.story.judgements:
            self._add_judgement(judgement)

    def _iri(self, path: str) -> URIRef:
        return URIRef(self.base + path)

    def _add(self, subject: URIRef, predicate: URIRef, object_: URIRef | Literal) -> None:
        self.graph.add((subject, predicate, object_))

    def _node(self, node: ClaimNode) -> URIRef:
        return self._iri(node.id) if isinstance(node, Entity) else add_value(self.graph, self.base, node)

    # Documents

    def _add_document(self, document: Document) -> None:
        node = self.document
        self._add(node, RDF.type, SCHEMA.NewsArticle)
        if document.kind == "fragment":
            self._add(node, RDF.type, KGO.Fragment)
            if document.parent:
                self._add(node, SCHEMA.isPartOf, self._iri(vocab.document_path(document.parent)))
        if document.title:
            self._add(node, SCHEMA.headline, Literal(document.title, lang=HANS))
        if document.date:
            self._add(node, SCHEMA.datePublished, date_literal(document.date))
            self._add(node, KGO.dateInferred, Literal(document.date_inferred))
        self._add(node, SCHEMA.inLanguage, Literal(f"{document.language}-{document.script}"))
        self._add(node, KGO.script, Literal(document.script))
        self._add(node, KGO.truncated, Literal(document.truncated))
        self._add(node, SCHEMA.sha256, Literal(document.source.sha256))
        self._add(node, KGO.encoding, Literal(document.source.encoding))
        self._add(node, KGO.sourceName, Literal(document.source.name))
        if url := document.source.metadata.get("url"):
            self._add(node, SCHEMA.url, Literal(url, datatype=XSD.anyURI))
        self._add_people(document)
        for repair in document.repairs:
            self._add_repair(repair)

    def _add_people(self, document: Document) -> None:
        named: list[tuple[URIRef, str, str | None]] = [
            (SCHEMA.locationCreated, "Place", document.dateline_place),
            (KGO.agency, "Organization", document.agency),
            (SCHEMA.publisher, "Organization", document.publisher),
            (SCHEMA.editor, "Person", document.editor),
        ]
        named += [(SCHEMA.author, "Person", byline.name) for byline in document.bylines]
        for predicate, type_, name in named:
            if name:
                self._add(self.document, predicate, self._add_named(type_, name))

    def _add_named(self, type_: str, name: str) -> URIRef:
        """An entity that stands outside the claims, in the head of the page."""
        entity = Entity(vocab.entity_id(type_, name), type_, name)  # type: ignore[arg-type]
        if entity.id not in self.labels:
            self._add_entity(entity)
        else:
            self._add_entity(replace(entity, label=self.labels[entity.id]))
        return self._iri(entity.id)

    def _add_repair(self, repair: Repair) -> None:
        node = self._iri(vocab.repair_path(self.story.document.id, repair.kind, repair.start, repair.end))
        self._add(self.document, KGO.repair, node)
        self._add(node, RDF.type, PROV.Activity)
        self._add(node, RDF.type, KGO.Repair)
        self._add(node, KGO.kind, Literal(repair.kind))
        self._add(node, KGO.start, number(repair.start))
        self._add(node, KGO.end, number(repair.end))
        self._add(node, KGO.original, Literal(repair.original))
        self._add(node, KGO.replacement, Literal(repair.replacement))
        self._add(node, KGO.characters, number(repair.count))
        if repair.note:
            self._add(node, RDFS.comment, Literal(repair.note))

    # Entities

    def _entities(self) -> Iterator[Entity]:
        """The story's entities, each once, with all mentions that its claims know."""
        merged: dict[str, Entity] = {}
        for claim in self.story.claims:
            for node in nodes_of(claim):
                if isinstance(node, Entity):
                    known = merged.setdefault(node.id, node)
                    if known.mentions != node.mentions:
                        mentions = dict.fromkeys(known.mentions + node.mentions)
                        merged[node.id] = replace(known, mentions=tuple(mentions))
        for entity in merged.values():
            yield replace(entity, label=self.labels[entity.id])

    def _add_entity(self, entity: Entity) -> None:
        node = self._iri(entity.id)
        self._add(node, RDF.type, KGO[entity.type])
        self._add(node, SKOS.prefLabel, Literal(entity.label, lang=HANS))
        for mention in entity.mentions:
            if (mention, self.script) != (entity.label, HANS):
                self._add(node, SKOS.altLabel, Literal(mention, lang=self.script))
        reading = pinyin(entity.label, person=entity.type == "Person" and not entity.anonymous)
        if reading and reading != entity.label:
            self._add(node, KGO.pinyin, Literal(reading, lang="zh-Latn"))
        if entity.anonymous:
            self._add(node, KGO.anonymous, Literal(True))
            self._add(node, KGO.document, self.document)

    # Claims

    def _add_claim(self, claim: Claim) -> None:
        node = self._iri(vocab.claim_path(claim.id))
        subject, object_ = self._node(claim.subject), self._node(claim.object)
        predicate = self._predicate(claim.predicate)
        self._add(node, RDF.type, KGO.Claim)
        self._add(node, RDF.type, RDF.Statement)
        self._add(node, RDFS.label, Literal(claim_label(claim), lang=HANS))
        self._add(node, RDF.subject, subject)
        self._add(node, RDF.predicate, predicate)
        self._add(node, RDF.object, object_)
        self._add(node, KGO.status, KGO[claim.status])
        self._add(node, KGO.document, self.document)
        self._add(node, KGO.evidence, self._add_evidence(claim.evidence))
        if claim.holder is not None:
            self._add(node, KGO.holder, self._iri(claim.holder.id))
        for name, values in claim.qualifiers.items():
            for value in values:
                self._add(node, URIRef(vocab.qualifier_iri(name)), self._node(value))
        if claim.extractor:
            self._add(node, KGO.extractor, self._add_extractor(claim.extractor))
        if claim.act:
            self._add(node, KGO.act, self._iri(claim.act))
        if claim.confidence is not None:
            self._add(node, KGO.confidence, Literal(str(claim.confidence), datatype=XSD.decimal))
            for ground in grounds(claim):
                self._add(node, KGO.ground, self._feature(ground))
        if claim.status == "asserted":
            self._add(subject, predicate, object_)

    def _predicate(self, name: str) -> URIRef:
        predicate = URIRef(vocab.predicate_iri(name))
        if name.startswith(vocab.OPEN_PREFIX):
            self._add(predicate, RDF.type, OWL.ObjectProperty)
            self._add(predicate, RDF.type, KGO.OpenPredicate)
            self._add(predicate, RDFS.label, Literal(vocab.predicate_label(name), lang=HANS))
            self._add(predicate, RDFS.subPropertyOf, KGO.relation)
        return predicate

    def _add_evidence(self, evidence: Evidence) -> URIRef:
        document, raw = self.story.document, self.story.document.source.raw
        start, end = evidence.start, evidence.end
        node = self._iri(vocab.evidence_path(document.id, start, end))
        position, quote = URIRef(f"{node}/position"), URIRef(f"{node}/quote")
        self._add(node, RDF.type, OA.SpecificResource)
        self._add(node, OA.hasSource, self.document)
        self._add(node, OA.hasSelector, position)
        self._add(node, OA.hasSelector, quote)
        self._add(position, RDF.type, OA.TextPositionSelector)
        self._add(position, OA.start, number(start))
        self._add(position, OA.end, number(end))
        self._add(quote, RDF.type, OA.TextQuoteSelector)
        self._add(quote, OA.exact, Literal(evidence.quote))
        self._add(quote, OA.prefix, Literal(raw[max(0, start - CONTEXT) : max(0, start)]))
        self._add(quote, OA.suffix, Literal(raw[max(0, end) : max(0, end) + CONTEXT]))
        first, last = _sentence(evidence, raw)
        self._add(node, KGO.sentence, Literal(raw[first:last]))
        self._add(node, KGO.sentenceStart, number(first))
        return node

    def _add_extractor(self, name: str) -> URIRef:
        """An extractor, ``name`` or ``name@version``; without a version it is one of this program's."""
        title, _, version = name.partition("@")
        node = self._iri(vocab.extractor_path(title, version or vocab.VERSION))
        self._add(node, RDF.type, PROV.SoftwareAgent)
        self._add(node, RDFS.label, Literal(title))
        self._add(node, SCHEMA.softwareVersion, Literal(version or vocab.VERSION))
        return node

    def _feature(self, ground: Ground) -> URIRef:
        """The node of a feature, described once in each graph."""
        if ground.feature not in self.features:
            node = self._iri(vocab.feature_path(ground.feature, vocab.VERSION))
            self._add(node, RDF.type, KGO.Feature)
            self._add(node, RDFS.label, Literal(ground.meaning, lang="en"))
            self._add(node, KGO.weight, number(ground.weight))
            self.features[ground.feature] = node
        return self.features[ground.feature]

    def _add_act(self, act: str, claims: list[Claim]) -> None:
        """The event behind a clause. Only asserted claims tell who took part in it, when and where."""
        node = self._iri(act)
        self._add(node, RDF.type, KGO.Act)
        self._add(node, KGO.document, self.document)
        label = "；".join(dict.fromkeys(claim_label(claim) for claim in claims[:3]))
        self._add(node, RDFS.label, Literal(label, lang=HANS))
        for claim in claims:
            if claim.status != "asserted":
                continue
            self._add(node, SEM.hasActor, self._node(claim.subject))
            for name, predicate in (("time", SEM.hasTime), ("place", SEM.hasPlace)):
                for value in claim.qualifiers.get(name, ()):
                    self._add(node, predicate, self._node(value))

    # Judgements

    def _add_judgement(self, judgement: Judgement) -> None:
        path = vocab.judgement_path(judgement.document, judgement.entity, judgement.left, judgement.right)
        node = self._iri(path)
        self._add(node, RDF.type, KGO.Judgement)
        self._add(node, KGO.document, self.document)
        self._add(node, KGO.entity, self._iri(judgement.entity))
        self._add(node, KGO.left, Literal(judgement.left, lang=HANS))
        self._add(node, KGO.right, Literal(judgement.right, lang=HANS))
        self._add(node, KGO.score, number(judgement.score))
        for name, weight in judgement.features:
            feature = self._iri(f"{path}/{vocab.content_hash(name)[:8]}")
            self._add(node, KGO.feature, feature)
            self._add(feature, RDF.type, KGO.Feature)
            self._add(feature, RDFS.label, Literal(name))
            self._add(feature, KGO.weight, number(weight))


def _sentence(evidence: Evidence, raw: str) -> tuple[int, int]:
    """The raw span of the sentence around the evidence; the lines around it where the record has none."""
    if evidence.sentence_start <= evidence.start < evidence.end <= evidence.sentence_end <= len(raw):
        return evidence.sentence_start, evidence.sentence_end
    end = raw.find("\n", evidence.end)
    return raw.rfind("\n", 0, max(0, evidence.start)) + 1, len(raw) if end < 0 else end


def claim_label(claim: Claim) -> str:
    """A claim in a few Chinese words: subject, predicate, object, and its status where it is not asserted."""
    object_ = claim.object.text if isinstance(claim.object, Value) else claim.object.label
    status = "" if claim.status == "asserted" else f"（{vocab.STATUS_LABELS.get(claim.status, claim.status)}）"
    return f"{claim.subject.label} {vocab.predicate_label(claim.predicate)} {object_}{status}"


def _add_comparison(dataset: Dataset, base: str, comparison: Comparison) -> None:
    links = URIRef(base + vocab.LINKS_PATH)
    for conflict in comparison.conflicts:
        within = conflict.left.document == conflict.right.document
        path = vocab.graph_path(conflict.left.document) if within else vocab.LINKS_PATH
        left, right = sorted(URIRef(base + vocab.claim_path(claim.id)) for claim in (conflict.left, conflict.right))
        dataset.graph(URIRef(base + path)).add((left, KGO.conflictsWith, right))
    for later, earlier in comparison.reprints:
        pair = [URIRef(base + vocab.document_path(document)) for document in (later, earlier)]
        dataset.graph(links).add((pair[0], KGO.reprintOf, pair[1]))
    for fact in comparison.facts:
        graph = dataset.graph(links)
        node = URIRef(base + fact.path)
        graph.add((node, RDF.type, KGO.Fact))
        graph.add((node, KGO.independentSources, number(fact.sources)))
        for claim in fact.claims:
            graph.add((node, KGO.corroboratedBy, URIRef(base + vocab.claim_path(claim.id))))
