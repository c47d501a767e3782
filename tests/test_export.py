"""Exports read back to the same graph and the same claims, and are written as a whole or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import factories
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from kg import export, serialise, vocab
from kg.extract.mentions import former_value
from kg.graph import build_graph, flatten
from kg.model import Quarantined
from kg.resources import ontology_text


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    return build_graph(factories.stories())


def quads(dataset: Dataset) -> set[tuple[str, ...]]:
    return {(str(s), str(p), o.n3().lower(), str(g)) for s, p, o, g in dataset.quads((None, None, None, None))}


# Round trips


@pytest.mark.parametrize("base", [vocab.DEFAULT_BASE, "https://data.example.cn/新闻/", "urn:story:"])
@pytest.mark.parametrize(("write", "suffix"), [(serialise.turtle, "turtle"), (serialise.json_ld, "json-ld")])
def test_turtle_and_json_ld_hold_every_triple_for_rdflib(base: str, write: object, suffix: str) -> None:
    dataset = build_graph(factories.stories(), base)
    back = Graph().parse(data=write(dataset), format=suffix)  # type: ignore[operator]
    assert len(back) == len(flatten(dataset)) > 900
    assert isomorphic(back, flatten(dataset))


def test_trig_holds_every_graph_for_rdflib(dataset: Dataset) -> None:
    back = Dataset()
    back.parse(data=serialise.trig(dataset), format="trig")
    assert quads(back) == quads(dataset)
    for graph in dataset.graphs():
        assert isomorphic(back.graph(graph.identifier), graph)


def test_all_three_hold_the_same_for_pyoxigraph(dataset: Dataset) -> None:
    def triples(text: str, format: ox.RdfFormat) -> set[ox.Triple]:
        return {ox.Triple(q.subject, q.predicate, q.object) for q in ox.parse(text.encode(), format=format)}

    plain = ox.RdfFormat.N_TRIPLES
    expected = triples(flatten(dataset).serialize(format="nt"), plain)
    assert triples(serialise.turtle(dataset), ox.RdfFormat.TURTLE) == expected
    assert triples(serialise.trig(dataset), ox.RdfFormat.TRIG) == expected
    assert triples(serialise.json_ld(dataset), ox.RdfFormat.JSON_LD) == expected


_TEXT = st.text(st.characters(codec="utf-8"), max_size=20)


@settings(deadline=None, max_examples=60)
@given(text=_TEXT, name=st.text(st.characters(codec="utf-8"), min_size=1, max_size=8))
def test_any_text_and_any_name_survive(text: str, name: str) -> None:
    dataset = Dataset()
    graph = dataset.graph(URIRef(vocab.DEFAULT_BASE + "graph/x"))
    subject = URIRef(vocab.DEFAULT_BASE + vocab.entity_id("Goods", name))
    for property_, language in (("rdfs:label", "zh-Hans"), ("skos:altLabel", "zh-Hant"), ("oa:exact", None)):
        graph.add((subject, URIRef(vocab.expand(property_)), Literal(text, lang=language)))
    expected = flatten(dataset)
    for written, format_, own in (
        (serialise.turtle(dataset), "turtle", ox.RdfFormat.TURTLE),
        (serialise.json_ld(dataset), "json-ld", ox.RdfFormat.JSON_LD),
    ):
        assert set(Graph().parse(data=written, format=format_)) == set(expected)
        quads = list(ox.parse(written.encode(), format=own))
        assert {quad.subject.value for quad in quads} == {str(subject)}  # type: ignore[union-attr]
        assert {quad.object.value for quad in quads} == {text}  # type: ignore[union-attr]


# Form


def test_turtle_is_readable(dataset: Dataset) -> None:
    text = serialise.turtle(dataset)
    assert text.startswith("@base <https://example.org/kg/> .\n@prefix ")
    assert '<person/罗明>\n    a kgo:Person ;\n    skos:altLabel "羅明"@zh-Hant ;' in text
    assert "kgo:visited <person/陈婶>" in text and "open:照顾" in text
    assert "\\u" not in text
    subjects = [line[1:-1] for line in text.splitlines() if line.startswith("<") and line.endswith(">")]
    assert subjects == sorted(subjects) and len(subjects) > 100


def test_json_ld_is_framed_by_document(dataset: Dataset) -> None:
    text = serialise.json_ld(dataset)
    assert "石桥村" in text and "\\u" not in text
    document = json.loads(text)
    context = {"@base": vocab.DEFAULT_BASE} | json.loads(ontology_text("context.jsonld"))["@context"]
    assert document["@context"] == context
    articles = [node for node in document["@graph"] if "schema:NewsArticle" in node["@type"]]
    assert [node["@id"] for node in articles] == ["document/石桥村", "document/石桥村~1", "document/邻报"]
    claims = [part for part in articles[0]["contains"] if "kgo:Claim" in part["@type"]]
    assert len(claims) == len(factories.main_story().claims)
    claim = next(c for c in claims if c["predicate"] == "kgo:visited" and c["subject"] == "person/罗明")
    assert claim["evidence"] == "document/石桥村/text/51-74" or claim["evidence"]["sentence"].startswith("“陈婶")


def test_every_node_is_written_once_in_json_ld(dataset: Dataset) -> None:
    described: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, list):
            for item in value:
                walk(item)
        elif isinstance(value, dict):
            if "@id" in value and len(value) > 1:
                described.append(value["@id"])
            for item in value.values():
                walk(item)

    walk(json.loads(serialise.json_ld(dataset))["@graph"])
    assert len(described) == len(set(described)) == len(set(flatten(dataset).subjects()))


def test_blank_nodes_are_refused() -> None:
    from rdflib import BNode

    dataset = Dataset()
    dataset.graph(URIRef("urn:g")).add((BNode(), URIRef("urn:p"), BNode()))
    with pytest.raises(TypeError, match="blank nodes"):
        serialise.turtle(dataset)


@pytest.mark.parametrize(("tag", "canonical"), [("zh-hans", "zh-Hans"), ("ZH-HANT", "zh-Hant"), ("en", "en")])
def test_language_tags(tag: str, canonical: str) -> None:
    assert vocab.language_tag(tag) == canonical


# claims.jsonl


def test_claim_record_has_the_form_of_the_specification() -> None:
    story = factories.main_story()
    claim = next(claim for claim in story.claims if claim.predicate == "assignedTo")
    assert json.dumps(export.claim_record(claim), ensure_ascii=False) == (
        f'{{"id": "{claim.id}", "document": "石桥村", '
        '"subject": {"id": "person/罗明", "type": "Person", "label": "罗明", "mentions": ["罗明"]}, '
        '"predicate": "assignedTo", '
        '"object": {"id": "place/石桥村", "type": "Place", "label": "石桥村", "mentions": ["石桥村"]}, '
        '"qualifiers": {"by": {"id": "organization/青川县水利局", "type": "Organization", "label": "青川县水利局", '
        '"mentions": ["青川县水利局", "县水利局"]}, '
        '"duration": {"type": "Time", "text": "30多天", "min": 30, "approx": true, "unit": "d"}}, '
        '"status": "asserted", "holder": null, '
        '"evidence": {"start": 111, "end": 123, "quote": "他已在石桥村驻了30多天"}}'
    )


def test_past_post_is_true_in_its_record_and_survives_it() -> None:
    claim = replace(factories.main_story().claims[0], qualifiers={"former": (former_value("原"),)})
    record = export.claim_record(claim)
    assert record["qualifiers"] == {"former": {"type": "Statement", "text": "原", "value": True}}
    assert export.claim_from_record(record).qualifiers == claim.qualifiers


def test_one_qualifier_value_stands_alone_and_several_in_a_list() -> None:
    story = factories.main_story()
    places = (factories.entity("Place", "甲村"), factories.entity("Place", "乙村"))
    several = replace(
        story.claims[0], qualifiers={"place": places, "time": (factories.time("3日", edtf="2021-05-03"),)}
    )
    qualifiers = export.claim_record(several)["qualifiers"]
    assert [place["label"] for place in qualifiers["place"]] == ["甲村", "乙村"]
    assert qualifiers["time"] == {"type": "Time", "text": "3日", "edtf": "2021-05-03"}
    assert export.claim_from_record(export.claim_record(several)).qualifiers == several.qualifiers


def test_claims_are_sorted_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    stories = factories.stories()
    export.write_claims(reversed(stories), path)
    claims = export.read_claims(path)
    order = [(claim.document, claim.evidence.start) for claim in claims]
    assert order == sorted(order)
    known = {claim.id: claim for story in stories for claim in story.claims}
    assert {claim.id for claim in claims} == known.keys()
    for claim in claims:
        original = known[claim.id]
        assert claim == original
        assert claim.holder == original.holder and claim.qualifiers == original.qualifiers
        assert claim.subject.anonymous == original.subject.anonymous
        assert (claim.evidence.start, claim.evidence.quote) == (original.evidence.start, original.evidence.quote)
    again = tmp_path / "again.jsonl"
    export.write_claims(stories, again)
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "x"}', '{"qualifiers": 3}'])
def test_a_line_that_is_no_claim_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "claims.jsonl"
    export.write_claims([factories.other_story()], path)
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"claims\.jsonl, line 6: this is no claim"):
        export.read_claims(path)


def test_quarantine_tells_the_reason(tmp_path: Path) -> None:
    claim = factories.main_story().claims[0]
    export.write_quarantine([Quarantined(claim, "为什么")], tmp_path / "quarantine.jsonl")
    (line,) = (tmp_path / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"reason": "为什么", "claim": export.claim_record(claim)}
    assert "为什么" in line


# Files


def test_a_file_is_written_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "new" / "graph.ttl"
    export.write_text(path, "a\n")
    assert path.read_bytes() == b"a\n"

    def fail(self: Path, target: Path) -> Path:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(OSError, match="no space"):
        export.write_text(path, "b\n")
    assert path.read_bytes() == b"a\n"
    assert [file.name for file in path.parent.iterdir()] == ["graph.ttl"]


def test_no_stories_give_readable_files(tmp_path: Path) -> None:
    dataset = build_graph([])
    export.write_turtle(dataset, tmp_path / "graph.ttl")
    export.write_trig(dataset, tmp_path / "graph.trig")
    export.write_jsonld(dataset, tmp_path / "graph.jsonld")
    for name in ("graph.ttl", "graph.jsonld"):
        assert len(Graph().parse(tmp_path / name)) == 0


def test_what_belongs_to_the_program_is_found_and_packed() -> None:
    from kg.resources import ontology_file, query_files

    root = Path(__file__).resolve().parent.parent
    for name in ("storykg.ttl", "shapes.ttl", "context.jsonld"):
        assert ontology_file(name).read_text(encoding="utf-8") == (root / "ontology" / name).read_text(encoding="utf-8")
    with pytest.raises(FileNotFoundError, match="install it again"):
        ontology_file("nothing.ttl")
    assert len(query_files()) == 15
    assert '"kg.ontology": "ontology"' in (root / "setup.py").read_text(encoding="utf-8")
