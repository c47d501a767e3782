"""Validation: bad claims go to quarantine with their reason, good ones stay, exports are checked against each other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import factories
import pytest
from rdflib import RDF, Graph, URIRef

from kg import export, vocab
from kg.graph import SCHEMA, build_graph, flatten
from kg.graph_values import KGO
from kg.model import Claim, Document, Story
from kg.validate import Problem, direct_triple_problems, validate, validate_files, validate_graph

Change = Callable[[Claim], Claim]


def with_evidence(**changes: object) -> Change:
    return lambda claim: replace(claim, evidence=replace(claim.evidence, **changes))  # type: ignore[arg-type]


def with_(**changes: object) -> Change:
    return lambda claim: replace(claim, **changes)  # type: ignore[arg-type]


def test_hand_built_stories_conform() -> None:
    stories = factories.stories()
    kept, quarantined, report = validate(stories)
    assert (kept, quarantined) == (stories, [])
    assert report.conforms and report.claims == sum(len(story.claims) for story in stories)
    assert report.triples == len(flatten(build_graph(stories)))


GOODS, PLACE = factories.entity("Goods", "大米"), factories.entity("Place", "云城")
QUALIFIERS = "qualifiers"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (with_(object=GOODS), "The object of worksFor must be: Organization."),
        (with_(subject=PLACE), "The subject of worksFor must be: Person or Group."),
        (with_(object=factories.quantity("3人", value=3)), "The object of worksFor must be: Organization."),
        (with_(status="maybe"), "A claim needs one status"),
        (with_(predicate="employedBy"), "The predicate must be one of the claim vocabulary"),
        (with_(predicate="open:"), "the open predicate has no verb"),
        (with_(extractor=""), "A claim needs the name of the extractor"),
        (with_(holder=GOODS), "The holder must be a person"),
        (with_(qualifiers={"time": (PLACE,)}), "The qualifier time must be a time."),
        (with_(qualifiers={"count": (factories.time("3日", edtf="2021-05-03"),)}), "count must be a quantity"),
        (with_(qualifiers={"manner": (PLACE,)}), "there is no qualifier manner"),
        (with_(qualifiers={"former": (PLACE,)}), "The qualifier former must be the words that say so."),
        (with_(qualifiers={"former": (factories.statement("原"),)}), "The qualifier former must be true."),
        (with_(qualifiers={"count": (factories.quantity("一人", value=True),)}), "which is no number"),
        (with_(qualifiers={"count": (factories.quantity("3到2人", min=3, max=2),)}), "least value must not exceed"),
        (with_(qualifiers={"count": (factories.quantity("几人", value="几"),)}), "which is no number"),
        (with_(qualifiers={"count": (factories.quantity("", value=1),)}), "A quantity needs the words"),
        (with_(qualifiers={"time": (factories.time("某日", edtf="某日"),)}), "EDTF value must begin as one"),
        (with_(subject=replace(PLACE, type="Person")), "is not the relative IRI of a Person"),
        (with_(subject=replace(PLACE, type="Planet")), "there is no entity type 'Planet'"),
        (with_(subject=replace(PLACE, label=" ")), "has no label"),
        (with_(subject=replace(PLACE, id="place/云 城")), "is not the relative IRI"),
        (with_(document="别处"), "belongs to document '别处'"),
        (with_evidence(start=1), "does not slice the raw file"),
        (with_evidence(quote="别的字"), "does not slice the raw file"),
        (with_evidence(start=-3), "is no span of the raw file"),
        (with_evidence(end=10**6), "is no span of the raw file"),
        (with_evidence(start=53, end=53, quote=""), "is no span of the raw file"),
    ],
)
def test_a_bad_claim_is_quarantined_alone(change: Change, reason: str) -> None:
    main, *others = factories.stories()
    bad = change(main.claims[0])
    kept, quarantined, report = validate([replace(main, claims=(bad, *main.claims[1:])), *others])
    assert [item.claim for item in quarantined] == [bad]
    assert reason in quarantined[0].reason
    assert kept == [replace(main, claims=main.claims[1:]), *others]
    assert report.conforms and report.quarantined == 1


def test_a_claim_about_itself_is_quarantined() -> None:
    main = factories.main_story()
    claim = next(claim for claim in main.claims if claim.predicate == "locatedIn")
    _, quarantined, _ = validate([replace(main, claims=(replace(claim, object=claim.subject),))])
    assert [item.reason for item in quarantined] == ["A claim's subject and object must differ."]


def test_two_claims_with_one_id_do_not_merge() -> None:
    main = factories.main_story()
    twin = replace(main.claims[0], qualifiers={"place": (PLACE,)})
    kept, quarantined, _ = validate([replace(main, claims=(main.claims[0], twin))])
    assert [item.claim for item in quarantined] == [twin] and "same id" in quarantined[0].reason
    assert kept[0].claims == main.claims[:1]


def test_no_claim_of_the_story_rests_on_a_teaser() -> None:
    main, fragment = factories.main_story(), factories.fragment_story()
    stolen = replace(fragment.claims[0], document=main.document.id)
    _, quarantined, _ = validate([replace(main, claims=(*main.claims, stolen)), fragment])
    assert [item.claim.id for item in quarantined] == [stolen.id]
    assert "teaser" in quarantined[0].reason


def test_a_wrong_document_is_a_problem_not_a_quarantine() -> None:
    main = factories.main_story()
    broken: Document = replace(main.document, source=replace(main.document.source, sha256="?"))
    kept, quarantined, report = validate([Story(broken, main.claims)])
    assert len(kept[0].claims) == len(main.claims) and not quarantined
    assert not report.conforms
    assert [problem.place for problem in report.problems] == [vocab.DEFAULT_BASE + "document/石桥村"]
    assert "SHA-256" in str(report)


def test_nothing_is_fine() -> None:
    assert validate([])[0] == []


def test_direct_triples_need_an_asserted_claim() -> None:
    graph = flatten(build_graph([factories.main_story()]))
    assert direct_triple_problems(graph) == []
    luo, base = URIRef(vocab.DEFAULT_BASE + "person/罗明"), vocab.DEFAULT_BASE
    daughter = URIRef(base + "document/石桥村/person/女儿")
    graph.add((luo, URIRef(vocab.OPEN + "照顾"), daughter))
    graph.add((luo, KGO.livesIn, URIRef(base + "place/云城")))
    graph.remove((luo, KGO.worksFor, None))
    messages = {problem.message for problem in direct_triple_problems(graph)}
    assert messages == {
        "a direct triple, but its claims are only negated",
        "a direct triple that no claim tells",
        "an asserted claim without its direct triple",
    }


# Exports


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    stories = factories.stories()
    dataset = build_graph(stories)
    export.write_turtle(dataset, tmp_path / "graph.ttl")
    export.write_trig(dataset, tmp_path / "graph.trig")
    export.write_jsonld(dataset, tmp_path / "graph.jsonld")
    export.write_claims(stories, tmp_path / "claims.jsonl")
    return tmp_path


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    place = tmp_path / "stories"
    place.mkdir()
    for story in (factories.main_story(), factories.other_story()):
        (place / f"{story.document.source.name}.txt").write_bytes(story.document.source.raw.encode())
    return place


def test_exports_conform(folder: Path, sources: Path) -> None:
    report = validate_files(folder, sources)
    assert report.conforms, str(report)
    assert report.claims == sum(len(story.claims) for story in factories.stories())
    for name in ("graph.ttl", "graph.trig", "graph.jsonld"):
        assert validate_graph(folder / name).conforms


def messages(problems: tuple[Problem, ...]) -> str:
    return "\n".join(map(str, problems))


def test_a_changed_graph_is_noticed(folder: Path) -> None:
    path = folder / "graph.ttl"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("kgo:status kgo:negated", "kgo:status kgo:unknown"), encoding="utf-8")
    found = messages(validate_files(folder).problems)
    assert "A claim needs one status" in found
    assert "graph.trig: it does not hold the same triples as graph.ttl" in found


def test_changed_claims_are_noticed(folder: Path) -> None:
    path = folder / "claims.jsonl"
    first, second, *rest = path.read_text(encoding="utf-8").splitlines()
    moved = json.loads(second)
    moved["evidence"]["start"] += 1
    path.write_text("\n".join([json.dumps(moved, ensure_ascii=False), *rest]) + "\n", encoding="utf-8")
    found = messages(validate_files(folder).problems)
    assert f"claim {json.loads(first)['id']} of the graph is missing" in found
    assert f"claim {moved['id']} has other evidence in the graph" in found


def test_evidence_that_does_not_slice_the_source_is_noticed(folder: Path, sources: Path) -> None:
    for name in ("graph.ttl", "graph.trig", "graph.jsonld"):
        text = (folder / name).read_text(encoding="utf-8")
        changed = text.replace('oa:exact "罗明是其中之一"', 'oa:exact "罗明是其中之二"')
        changed = changed.replace('"exact": "罗明是其中之一"', '"exact": "罗明是其中之二"')
        (folder / name).write_text(changed, encoding="utf-8")
    found = messages(validate_files(folder, sources).problems)
    assert "does not slice the raw file" in found and "does not hold" not in found


def test_a_folder_without_exports_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="run `kg build` first"):
        validate_files(tmp_path)


@pytest.mark.parametrize(("name", "text"), [("graph.ttl", "<a> <b"), ("graph.jsonld", "{"), ("graph.xyz", "")])
def test_a_file_that_is_no_rdf_is_an_error(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="graph"):
        validate_graph(tmp_path / name)


def test_an_empty_graph_does_not_conform(tmp_path: Path) -> None:
    (tmp_path / "graph.ttl").write_text("", encoding="utf-8")
    assert "there is no claim in it" in str(validate_graph(tmp_path / "graph.ttl"))


def test_every_shape_tells_what_is_wrong() -> None:
    from rdflib import SH

    from kg.resources import ontology_text

    shapes = Graph().parse(data=ontology_text("shapes.ttl"), format="turtle")
    for shape in shapes.objects(None, SH.property):
        assert shapes.value(shape, SH.name) and str(shapes.value(shape, SH.message)).endswith(".")
    signatures = {str(node).removeprefix(vocab.ONTOLOGY) for node in shapes.objects(None, SH.targetNode)}
    assert signatures == set(vocab.PREDICATES)
    assert (None, RDF.type, SH.SPARQLConstraint) not in shapes and (None, SH.sparql, None) not in shapes
    assert (None, SH.targetClass, SCHEMA.NewsArticle) in shapes
