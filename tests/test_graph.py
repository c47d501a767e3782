"""The graph of hand-built stories: every kind of piece, and what must not be there."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import factories
import pytest
from rdflib import OWL, RDF, RDFS, XSD, BNode, Dataset, Graph, Literal, URIRef
from rdflib.namespace import SKOS

from kg import vocab
from kg.compare import compare, has_single_holder
from kg.extract.mentions import former_value
from kg.graph import OA, PROV, SCHEMA, SEM, build_graph, flatten, pinyin
from kg.graph_values import KGO, QUDT, TIME, add_value, date_literal, number
from kg.model import Claim, Story, Value
from kg.resources import ontology_text

BASE = vocab.DEFAULT_BASE
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return build_graph(factories.stories())


@pytest.fixture(scope="module")
def graph(dataset: Dataset) -> Graph:
    return flatten(dataset)


def iri(path: str) -> URIRef:
    return URIRef(BASE + path)


def claim_of(story: Story, predicate: str, object_: str) -> Claim:
    """The story's first claim with this predicate and object."""
    for claim in story.claims:
        text = claim.object.text if isinstance(claim.object, Value) else claim.object.label
        if claim.predicate == predicate and text == object_:
            return claim
    raise AssertionError(f"no {predicate} {object_}")


# Named graphs and documents


def test_one_named_graph_for_each_document_and_one_for_links(dataset: Dataset) -> None:
    names = {str(graph.identifier) for graph in dataset.graphs() if len(graph)}
    documents = {BASE + f"graph/{story.document.id}" for story in factories.stories()}
    assert names == documents | {BASE + "graph-of-links"}


def test_replacing_a_story_changes_its_own_graph_only(dataset: Dataset) -> None:
    main, fragment, other = factories.stories()
    smaller = build_graph([replace(main, claims=main.claims[:3]), fragment, other])
    for story in (fragment, other):
        name = iri(vocab.graph_path(story.document.id))
        assert set(smaller.graph(name)) == set(dataset.graph(name))


def test_no_blank_nodes(graph: Graph) -> None:
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]


def test_document_tells_what_the_page_told(graph: Graph) -> None:
    node = iri("document/石桥村")
    expected = {
        RDF.type: {SCHEMA.NewsArticle},
        SCHEMA.headline: {Literal("下乡记", lang="zh-Hans")},
        SCHEMA.datePublished: {Literal("2021-05-03", datatype=XSD.date)},
        KGO.dateInferred: {Literal(True)},
        SCHEMA.locationCreated: {iri("place/云城")},
        KGO.agency: {iri("organization/新华社")},
        SCHEMA.publisher: {iri("organization/云城网")},
        SCHEMA.editor: {iri("person/kuaile")},
        SCHEMA.author: {iri("person/方小禾")},
        SCHEMA.inLanguage: {Literal("zh-Hans")},
        KGO.script: {Literal("Hans")},
        SCHEMA.sha256: {Literal(factories.main_story().document.source.sha256)},
    }
    for predicate, objects in expected.items():
        assert set(graph.objects(node, predicate)) == objects


def test_repair_is_an_activity_with_its_offsets(graph: Graph) -> None:
    (repair,) = graph.objects(iri("document/石桥村"), KGO.repair)
    start = factories.RAW.index("(lái)")
    assert (repair, RDF.type, PROV.Activity) in graph
    assert graph.value(repair, KGO.kind) == Literal("pinyin")
    assert graph.value(repair, KGO.original) == Literal("(lái)")
    assert graph.value(repair, KGO.start) == Literal(str(start), datatype=XSD.integer)
    assert graph.value(repair, KGO.end) == Literal(str(start + 5), datatype=XSD.integer)


def test_fragment_is_a_truncated_document_of_its_page(graph: Graph) -> None:
    fragment = iri("document/石桥村~1")
    assert set(graph.objects(fragment, RDF.type)) == {SCHEMA.NewsArticle, KGO.Fragment}
    assert graph.value(fragment, SCHEMA.isPartOf) == iri("document/石桥村")
    assert graph.value(fragment, KGO.truncated) == Literal(True)
    main = set(graph.subjects(KGO.document, iri("document/石桥村")))
    assert not main & set(graph.subjects(KGO.document, fragment))


# Entities


def test_entity_has_a_class_a_name_its_forms_and_its_reading(graph: Graph) -> None:
    node = iri("person/陈婶")
    assert set(graph.objects(node, RDF.type)) == {KGO.Person}
    assert set(graph.objects(node, SKOS.prefLabel)) == {Literal("陈婶", lang="zh-Hans")}
    assert set(graph.objects(node, SKOS.altLabel)) == {Literal("陈大婶", lang="zh-Hans")}
    assert graph.value(node, KGO.pinyin) == Literal("chén shěn", lang="zh-Latn")


def test_forms_carry_the_script_of_the_file_they_stand_in(graph: Graph) -> None:
    forms = {(str(form), form.language) for form in graph.objects(iri("person/罗明"), SKOS.altLabel)}  # type: ignore[attr-defined]
    assert {(text, tag.lower()) for text, tag in forms} == {("羅明", "zh-hant")}


def test_unnamed_entity_belongs_to_its_document(graph: Graph) -> None:
    group = iri("document/石桥村/group/12名干部")
    assert graph.value(group, KGO.anonymous) == Literal(True)
    assert graph.value(group, KGO.document) == iri("document/石桥村")
    assert (iri("person/罗明"), KGO.document, None) not in graph


@pytest.mark.parametrize(
    ("label", "person", "reading"),
    [
        ("任清", True, "rén qīng"),
        ("任清", False, "rèn qīng"),
        ("单雄", True, "shàn xióng"),
        ("尉迟恭", True, "yù chí gōng"),
        ("重庆", False, "chóng qìng"),
        ("王明", True, "wáng míng"),
        ("3号楼", False, "3 hào lóu"),
    ],
)
def test_pinyin(label: str, person: bool, reading: str) -> None:
    assert pinyin(label, person) == reading


# Claims


def test_claim_is_a_statement_with_all_its_parts(graph: Graph) -> None:
    claim = claim_of(factories.main_story(), "dispatched", "12名干部")
    node = iri(f"claim/{claim.id}")
    assert set(graph.objects(node, RDF.type)) == {KGO.Claim, RDF.Statement}
    assert graph.value(node, RDF.subject) == iri("organization/青川县水利局")
    assert graph.value(node, RDF.predicate) == KGO.dispatched
    assert graph.value(node, RDF.object) == iri("document/石桥村/group/12名干部")
    assert graph.value(node, KGO.status) == KGO.asserted
    assert graph.value(node, KGO.holder) is None
    assert graph.value(node, KGO.document) == iri("document/石桥村")
    assert graph.value(node, KGO["q-destination"]) == iri("place/柳溪区")
    count = graph.value(node, KGO["q-count"])
    assert graph.value(count, QUDT.numericValue) == Literal("12", datatype=XSD.integer)
    extractor = graph.value(node, KGO.extractor)
    assert graph.value(extractor, RDFS.label) == Literal("hand")
    assert graph.value(extractor, SCHEMA.softwareVersion) == Literal("1")


def test_past_post_has_the_words_that_say_so_and_is_true() -> None:
    story = factories.main_story()
    claim = replace(story.claims[0], qualifiers={"former": (former_value("曾任"),)})
    graph = flatten(build_graph([replace(story, claims=(claim,))]))
    former = graph.value(iri(f"claim/{claim.id}"), KGO["q-former"])
    assert graph.value(former, RDF.type) == KGO.Statement
    assert graph.value(former, KGO.text) == Literal("曾任", lang="zh-Hans")
    assert graph.value(former, RDF.value) == Literal(True)


def test_what_is_said_has_no_truth_value(graph: Graph) -> None:
    said = set(graph.objects(None, KGO.said))
    assert said
    assert not [value for value in said if graph.value(value, RDF.value) is not None]


def test_extractor_without_a_version_carries_the_programs() -> None:
    story = factories.main_story()
    claim = replace(story.claims[0], extractor="titles")
    graph = flatten(build_graph([replace(story, claims=(claim,))]))
    extractor = graph.value(iri(f"claim/{claim.id}"), KGO.extractor)
    assert extractor == iri(f"extractor/titles/{vocab.VERSION}")
    assert f'version = "{vocab.VERSION}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("predicate", "object_", "direct"),
    [
        ("visited", "陈婶", True),
        ("open:睡(在)", "村委会", True),  # a holder other than the narrator
        ("open:照顾", "女儿", False),  # negated
        ("helped", "村民", False),  # hypothetical
        ("held", "防汛演练", False),  # planned
    ],
)
def test_only_asserted_claims_yield_direct_triples(graph: Graph, predicate: str, object_: str, direct: bool) -> None:
    claim = claim_of(factories.main_story(), predicate, object_)
    node = iri(f"claim/{claim.id}")
    assert (node, RDF.type, KGO.Claim) in graph
    triple = tuple(graph.value(node, part) for part in (RDF.subject, RDF.predicate, RDF.object))
    assert (triple in graph) is direct


def test_a_denied_fact_that_is_asserted_elsewhere_keeps_its_triple() -> None:
    story = factories.main_story()
    claim = story.claims[0]
    denied = replace(claim, id="denied", status="negated")
    triple = (iri("person/罗明"), KGO.worksFor, iri("organization/青川县水利局"))
    assert triple in flatten(build_graph([replace(story, claims=(claim, denied))]))
    assert triple not in flatten(build_graph([replace(story, claims=(denied,))]))


def test_holder_stays_one_hop_from_the_claim(graph: Graph) -> None:
    claim = claim_of(factories.main_story(), "open:睡(在)", "村委会")
    assert graph.value(iri(f"claim/{claim.id}"), KGO.holder) == iri("person/周大海")


def test_open_predicate_is_declared_with_its_verb(graph: Graph) -> None:
    node = URIRef(vocab.OPEN + "睡%28在%29")
    assert set(graph.objects(node, RDF.type)) == {OWL.ObjectProperty, KGO.OpenPredicate}
    assert graph.value(node, RDFS.label) == Literal("睡(在)", lang="zh-Hans")
    assert graph.value(node, RDFS.subPropertyOf) == KGO.relation


def test_evidence_slices_the_raw_file(graph: Graph) -> None:
    for story in factories.stories():
        raw = story.document.source.raw
        for claim in story.claims:
            evidence = graph.value(iri(f"claim/{claim.id}"), KGO.evidence)
            assert graph.value(evidence, OA.hasSource) == iri(f"document/{story.document.id}")
            told = {p: str(o) for s in graph.objects(evidence, OA.hasSelector) for p, o in graph.predicate_objects(s)}
            start, end = int(told[OA.start]), int(told[OA.end])
            assert raw[start:end] == told[OA.exact] == claim.evidence.quote
            assert raw[:start].endswith(told[OA.prefix]) and raw[end:].startswith(told[OA.suffix])
            assert len(told[OA.prefix]) == min(32, start)
            sentence, first = graph.value(evidence, KGO.sentence), int(str(graph.value(evidence, KGO.sentenceStart)))
            assert (
                raw[first:].startswith(str(sentence)) and str(sentence)[start - first : end - first] == told[OA.exact]
            )


def test_evidence_without_a_sentence_shows_its_line() -> None:
    story = factories.main_story()
    claim = story.claims[0]
    bare = replace(claim, evidence=replace(claim.evidence, sentence_start=0, sentence_end=0))
    graph = flatten(build_graph([replace(story, claims=(bare,))]))
    evidence = graph.value(iri(f"claim/{claim.id}"), KGO.evidence)
    assert str(graph.value(evidence, KGO.sentence)) == factories.RAW.splitlines()[2]


def test_claims_of_one_clause_share_an_act(graph: Graph) -> None:
    told = [c for c in factories.main_story().claims if c.predicate in ("visited", "delivered")]
    acts = {graph.value(iri(f"claim/{claim.id}"), KGO.act) for claim in told}
    (act,) = acts
    assert len(told) == 6
    assert set(graph.objects(act, SEM.hasActor)) == {iri("person/罗明"), iri("person/林涛")}
    (when,) = graph.objects(act, SEM.hasTime)
    assert graph.value(when, TIME.inXSDDate) == Literal("2021-05-03", datatype=XSD.date)


def test_act_of_a_planned_claim_has_no_actors() -> None:
    story = factories.main_story()
    claim = replace(claim_of(story, "held", "防汛演练"), act=vocab.act_id(story.document.id, 1, 2))
    graph = flatten(build_graph([replace(story, claims=(claim,))]))
    assert (iri(str(claim.act)), RDF.type, KGO.Act) in graph
    assert (iri(str(claim.act)), SEM.hasActor, None) not in graph


def test_judgement_tells_its_features_and_weights(graph: Graph) -> None:
    (node,) = graph.subjects(RDF.type, KGO.Judgement)
    assert graph.value(node, KGO.entity) == iri("person/陈婶")
    features = {
        (str(graph.value(feature, RDFS.label)), str(graph.value(feature, KGO.weight)))
        for feature in graph.objects(node, KGO.feature)
    }
    assert features == {("same-surname", "0.4"), ("same-kinship", "0.35")}


# Values


def described(value: Value) -> tuple[Graph, URIRef]:
    graph = Graph()
    return graph, add_value(graph, BASE, value)


@pytest.mark.parametrize(
    ("fields", "type_", "predicate", "literal"),
    [
        ({"edtf": "2020-04-13"}, TIME.Instant, TIME.inXSDDate, Literal("2020-04-13", datatype=XSD.date)),
        ({"edtf": "2020-04"}, TIME.Instant, TIME.inXSDgYearMonth, Literal("2020-04", datatype=XSD.gYearMonth)),
        ({"edtf": "2020"}, TIME.Instant, TIME.inXSDgYear, Literal("2020", datatype=XSD.gYear)),
        ({"edtf": "--04-13"}, TIME.Instant, KGO.monthDay, Literal("--04-13", datatype=XSD.gMonthDay)),
        (
            {"edtf": "2020-04-13T08:30"},
            TIME.Instant,
            TIME.inXSDDateTime,
            Literal("2020-04-13T08:30:00", datatype=XSD.dateTime),
        ),
        ({"edtf": "T05:10"}, TIME.Instant, KGO.timeOfDay, Literal("05:10:00", datatype=XSD.time)),
        ({"min": 40, "approx": True, "unit": "d"}, TIME.Duration, KGO.minimum, Literal("40", datatype=XSD.integer)),
        ({"value": 1.5, "unit": "h"}, TIME.Duration, TIME.numericDuration, Literal("1.5", datatype=XSD.decimal)),
        ({"value": 3, "unit": "d"}, TIME.Duration, TIME.unitType, TIME.unitDay),
        ({"edtf": "2020-03~"}, TIME.Instant, KGO.approximate, Literal(True)),
        ({"edtf": "2020-03/.."}, TIME.Interval, TIME.hasBeginning, URIRef(BASE + "time/2020-03")),
        ({}, TIME.TemporalEntity, KGO.text, Literal("那时", lang="zh-Hans")),
    ],
)
def test_times(fields: dict[str, str | int | float | bool], type_: URIRef, predicate: URIRef, literal: URIRef) -> None:
    graph, node = described(Value("Time", "那时", fields))
    assert graph.value(node, RDF.type) == type_
    assert graph.value(node, predicate) == literal


@pytest.mark.parametrize("edtf", ["2020-13", "2020-21", "2020-04-13~", "2020-04-1X", "2020-02-XX"])
def test_inexact_times_have_no_xsd_value(edtf: str) -> None:
    graph, node = described(Value("Time", "那时", {"edtf": edtf}))
    assert str(graph.value(node, KGO.edtf)) == edtf
    assert not [p for p in graph.predicates(node) if str(p).startswith(str(TIME)) and p != RDF.type]


def test_an_open_interval_has_no_end() -> None:
    graph, node = described(Value("Time", "三月以来", {"edtf": "2020-03/.."}))
    assert (node, TIME.hasEnd, None) not in graph


@pytest.mark.parametrize(
    ("unit", "term"),
    [
        ("t", "http://qudt.org/vocab/unit/TONNE"),
        ("km2", "http://qudt.org/vocab/unit/KiloM2"),
        ("CNY", "http://qudt.org/vocab/currency/CNY"),
        ("户", vocab.ONTOLOGY + "unit-户"),
        ("mu", vocab.ONTOLOGY + "unit-mu"),
    ],
)
def test_units_are_qudts_or_the_measure_word(unit: str, term: str) -> None:
    graph, node = described(Value("Quantity", "3", {"value": 3, "unit": unit}))
    assert graph.value(node, QUDT.unit) == URIRef(term)
    declared = (URIRef(term), RDF.type, KGO.MeasureWord) in graph
    assert declared is term.startswith(vocab.ONTOLOGY)


def test_bounds_and_what_is_counted(graph: Graph) -> None:
    quantity = next(graph.objects(iri("place/石桥村"), KGO.hasCount))
    quantities = {str(graph.value(q, KGO.text)): q for q in graph.objects(iri("place/石桥村"), KGO.hasCount)}
    quantity = quantities["300多户"]
    assert graph.value(quantity, KGO.minimum) == Literal("300", datatype=XSD.integer)
    assert graph.value(quantity, KGO.maximum) is None
    assert graph.value(quantity, KGO.approximate) == Literal(True)
    assert graph.value(quantity, KGO.counted) == Literal("村民", lang="zh-Hans")


def test_equal_values_share_a_node_and_different_ones_do_not() -> None:
    one, same = factories.quantity("5人", value=5, unit="人"), factories.quantity("5人", unit="人", value=5)
    other = factories.quantity("5人", value=5, unit="人", of="村民")
    assert described(one)[1] == described(same)[1] != described(other)[1]


@pytest.mark.parametrize(
    ("value", "text", "datatype"),
    [
        (3, "3", XSD.integer),
        (2.5, "2.5", XSD.decimal),
        (74000.0, "74000", XSD.integer),
        (1e-7, "0.0000001", XSD.decimal),
    ],
)
def test_numbers(value: float, text: str, datatype: URIRef) -> None:
    assert number(value).n3() == Literal(text, datatype=datatype).n3()


@pytest.mark.parametrize("value", [True, "3", float("nan"), float("inf"), None])
def test_no_numbers(value: object) -> None:
    with pytest.raises(ValueError, match="number"):
        number(value)


def test_dates_that_are_none_stay_text() -> None:
    assert date_literal("去年") == Literal("去年")
    assert date_literal("--12-31").datatype == XSD.gMonthDay


# Across documents


def test_a_fact_of_two_stories_is_corroborated(graph: Graph) -> None:
    told = {
        (graph.value(claim, RDF.subject), graph.value(claim, RDF.predicate))
        for fact in graph.subjects(RDF.type, KGO.Fact)
        for claim in graph.objects(fact, KGO.corroboratedBy)
    }
    assert told == {(iri("person/罗明"), KGO.worksFor), (iri("place/石桥村"), KGO.locatedIn)}


def test_a_reprint_is_no_second_source() -> None:
    stories = [factories.main_story(), factories.other_story(), factories.other_story("转载")]
    comparison = compare(stories)
    assert comparison.reprints == (("邻报", "转载"),)
    assert {fact.sources for fact in comparison.facts} == {2}
    assert not compare(stories[1:]).facts
    assert not compare([replace(story, document=replace(story.document, date=None)) for story in stories]).conflicts


def test_claims_that_cannot_both_hold_are_joined(graph: Graph) -> None:
    pairs = {frozenset(map(str, pair)) for pair in graph.subject_objects(KGO.conflictsWith)}
    main, other = factories.main_story(), factories.other_story()
    counts = (claim_of(main, "hasCount", "300多户"), claim_of(other, "hasCount", "210户"))
    posts = (claim_of(main, "hasRole", "党支部书记"), claim_of(other, "hasRole", "党支部书记"))
    assert pairs == {frozenset(BASE + f"claim/{claim.id}" for claim in pair) for pair in (counts, posts)}


VILLAGE = factories.entity("Place", "石桥村")


def changed(claim: Claim, **changes: object) -> Claim:
    return replace(claim, id=vocab.content_hash(repr(changes)), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "object_",
    [
        factories.quantity("300户", value=300, unit="户", of="村民"),
        factories.quantity("500户", value=500, unit="户", of="村民"),  # at least 300, too
        factories.quantity("约210户", value=210, approx=True, unit="户", of="村民"),
        factories.quantity("210人", value=210, unit="人", of="村民"),
        factories.quantity("210户", value=210, unit="户", of="牧民"),
        factories.quantity("210户", value=210, unit="户"),
    ],
)
def test_counts_that_can_both_hold_are_no_conflict(object_: Value) -> None:
    story = factories.main_story()
    claim = claim_of(story, "hasCount", "300多户")
    assert not compare([replace(story, claims=(claim, changed(claim, object=object_)))]).conflicts


def test_counts_of_two_times_are_no_conflict() -> None:
    story = factories.main_story()
    claim = claim_of(story, "hasCount", "300多户")
    other = changed(claim, object=factories.quantity("210户", value=210, unit="户", of="村民"))
    assert compare([replace(story, claims=(claim, other))]).conflicts
    before = changed(other, qualifiers={"time": (factories.time("2001年", edtf="2001"),)})
    assert not compare([replace(story, claims=(claim, before))]).conflicts
    planned = changed(other, status="planned")
    assert not compare([replace(story, claims=(claim, planned))]).conflicts


@pytest.mark.parametrize(
    ("role", "single"),
    [
        ("党支部书记", True),
        ("院长", True),
        ("总统", True),
        ("副院长", False),
        ("记者", False),
        ("前总统", False),
        ("院长助理", False),
    ],
)
def test_posts_with_one_holder(role: str, single: bool) -> None:
    assert has_single_holder(role) is single


def test_asserted_and_denied_at_one_time_is_a_conflict() -> None:
    story = factories.main_story()
    claim = story.claims[0]
    (conflict,) = compare([replace(story, claims=(claim, changed(claim, status="negated")))]).conflicts
    assert conflict.rule == "denial"
    later = changed(claim, status="negated", qualifiers={"time": (factories.time("次年", edtf="2022"),)})
    assert not compare([replace(story, claims=(claim, later))]).conflicts


# IRIs


@pytest.mark.parametrize("base", ["https://data.example.cn/新闻/", "urn:story:", "https://example.org/kg#"])
def test_every_own_iri_stands_on_the_base(base: str) -> None:
    graph = flatten(build_graph(factories.stories(), base))
    subjects = {str(subject) for subject in graph.subjects()}
    foreign = {s for s in subjects if not s.startswith(base)}
    assert all(s.startswith((vocab.OPEN, vocab.ONTOLOGY)) for s in foreign)
    assert {URIRef(str(s).replace(base, BASE, 1)) for s in graph.subjects(RDF.type, KGO.Claim)} == set(
        flatten(build_graph(factories.stories())).subjects(RDF.type, KGO.Claim)
    )


@pytest.mark.parametrize("base", ["", "kg/", "https://example.org/kg", "https://example.org/a b/", "https://x/<>/"])
def test_a_base_that_iris_cannot_be_built_on_is_refused(base: str) -> None:
    with pytest.raises(ValueError, match="base IRI"):
        build_graph([], base)


@pytest.mark.parametrize(
    ("label", "path"),
    [
        ("贺庆", "person/贺庆"),
        ("A/B#c", "person/A%2FB%23c"),
        ("..", "person/%2E%2E"),
        ("乔 治", "person/乔_治"),
        ("", "person/_"),
    ],
)
def test_entity_iris(label: str, path: str) -> None:
    assert vocab.entity_id("Person", label) == path


# Ontology


@pytest.fixture(scope="module")
def ontology() -> Graph:
    return Graph().parse(data=ontology_text("storykg.ttl"), format="turtle")


def types_of(ontology: Graph, node: object) -> set[str]:
    """The vocabulary's types behind a domain or range."""
    members = [node]
    if union := ontology.value(node, OWL.unionOf):  # type: ignore[arg-type]
        members = list(ontology.items(union))  # type: ignore[arg-type]
    names = {str(QUDT.QuantityValue): "Quantity", str(TIME.TemporalEntity): "Time"}
    return {names.get(str(member), str(member).removeprefix(vocab.ONTOLOGY)) for member in members}


@pytest.mark.parametrize("name", vocab.PREDICATES)
def test_ontology_declares_the_predicates_of_the_vocabulary(ontology: Graph, name: str) -> None:
    signature = vocab.PREDICATES[name]
    assert types_of(ontology, ontology.value(KGO[name], RDFS.domain)) == signature.domain
    assert types_of(ontology, ontology.value(KGO[name], RDFS.range)) == signature.range
    assert ((KGO[name], RDF.type, OWL.SymmetricProperty) in ontology) is signature.symmetric
    assert (KGO[name], RDFS.subPropertyOf, KGO.relation) in ontology
    assert Literal(vocab.PREDICATE_LABELS[name], lang="zh-Hans") in set(ontology.objects(KGO[name], RDFS.label))


def test_ontology_declares_no_other_predicate(ontology: Graph) -> None:
    assert {str(p).removeprefix(vocab.ONTOLOGY) for p in ontology.subjects(RDFS.subPropertyOf, KGO.relation)} == set(
        vocab.PREDICATES
    )


def test_ontology_declares_the_qualifiers_of_the_vocabulary(ontology: Graph) -> None:
    declared = {
        str(p).removeprefix(vocab.ONTOLOGY + "q-") for p in ontology.subjects(RDFS.subPropertyOf, KGO.qualifier)
    }
    assert declared == set(vocab.QUALIFIERS) == set(vocab.QUALIFIER_LABELS)
    for name, label in vocab.QUALIFIER_LABELS.items():
        assert Literal(label, lang="zh-Hans") in set(ontology.objects(KGO[f"q-{name}"], RDFS.label))


def own_terms(ontology: Graph) -> set[URIRef]:
    return {s for s in ontology.subjects(RDF.type) if isinstance(s, URIRef) and s.startswith(vocab.ONTOLOGY)}


def test_every_term_is_labelled_and_explained_in_chinese_and_english(ontology: Graph) -> None:
    for term in own_terms(ontology):
        for predicate in (RDFS.label, RDFS.comment):
            tags = sorted(str(text.language).lower() for text in ontology.objects(term, predicate))  # type: ignore[attr-defined]
            assert tags == ["en", "zh-hans"], (term, predicate)


def test_every_property_has_a_domain_and_a_range(ontology: Graph) -> None:
    properties = {*ontology.subjects(RDF.type, OWL.ObjectProperty), *ontology.subjects(RDF.type, OWL.DatatypeProperty)}
    lacking = {str(p) for p in properties if not ontology.value(p, RDFS.domain) or not ontology.value(p, RDFS.range)}
    assert lacking == {str(KGO.relation)}


def test_every_own_term_of_the_graph_is_declared(graph: Graph, ontology: Graph) -> None:
    used = {term for triple in graph for term in triple if isinstance(term, URIRef) and term.startswith(vocab.ONTOLOGY)}
    used = {term for term in used if not term.startswith(vocab.ONTOLOGY + "unit-")}
    assert used <= own_terms(ontology)


@pytest.mark.parametrize("wrong", [False, True])
def test_ontology_and_graph_are_consistent(ontology: Graph, wrong: bool) -> None:
    owlrl = pytest.importorskip("owlrl")
    small = flatten(build_graph([factories.other_story()]))
    for triple in ontology:
        small.add(triple)
    if wrong:
        small.add((iri("place/石桥村"), RDF.type, KGO.Goods))
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(small)
    errors = URIRef("http://www.daml.org/2002/03/agents/agent-ont#error")
    found = [str(text) for text in small.objects(None, errors)]
    assert [text.split()[0] for text in found] == (["Disjoint"] if wrong else [])


# Determinism

_PROGRAM = """
import sys
sys.path[:0] = sys.argv[1:3]
import factories
from kg import serialise
from kg.graph import build_graph
stories = factories.stories()
if len(sys.argv) > 3:
    stories.reverse()
graph = build_graph(stories)
sys.stdout.buffer.write((serialise.turtle(graph) + serialise.trig(graph) + serialise.json_ld(graph)).encode())
"""


def test_bytes_do_not_depend_on_hash_seed_order_locale_or_folder(tmp_path: Path) -> None:
    outputs = set()
    for seed, more, locale in (("0", [], "C"), ("1", ["reverse"], "C.UTF-8"), ("77", [], "POSIX")):
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, str(ROOT), str(ROOT / "tests"), *more],
            env={"PYTHONHASHSEED": seed, "LC_ALL": locale, "TZ": "Asia/Tokyo" if more else "UTC", "PATH": ""},
            cwd=tmp_path if more else ROOT,
            capture_output=True,
            check=True,
        )
        outputs.add(done.stdout)
    assert len(outputs) == 1
    assert "贺庆" not in outputs.pop().decode()
