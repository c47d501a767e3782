"""Who is who within a document: names that are one entity, pronouns, speakers, clauses without a subject."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_of import (
    ANY,
    Case,
    Same,
    check,
    document_of_page,
    entities_of,
    extraction_of,
    listing,
    parameters,
    read_cases,
    shown,
    story_in,
    story_of,
    story_of_page,
)
from factories import source

from kg.extract import extract
from kg.nlp import load
from kg.normalise import normalise
from kg.resolve import resolve

CASES = list(read_cases(Path(__file__).with_name("cases") / "resolution.tsv"))
PRONOUNS = {"他", "她", "它", "他们", "她们", "它们", "我", "我们", "你", "您", "你们", "其", "自己"}
SEED = Path(__file__).resolve().parent.parent / "seeds" / "000_fa29c5528a50eefb.txt"
TEASERS = "上一篇:"
"""The seed's line behind which only other stories' teasers follow."""


@pytest.mark.parametrize("case", parameters(CASES))
def test_resolution(case: Case) -> None:
    check(case)


def test_the_table_holds_a_third_of_negatives_and_few_faults() -> None:
    assert sum(not case.wanted for case in CASES) * 4 >= len(CASES)
    assert sum(bool(case.fault) for case in CASES) * 4 <= len(CASES)


@pytest.mark.parametrize("text", sorted({case.text for case in CASES}))
def test_no_pronoun_is_an_entity(text: str) -> None:
    story = story_in(text)
    assert [entity.label for entity in entities_of(story) if entity.label in PRONOUNS] == [], listing(story)


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.wanted and isinstance(case.pattern, Same) and not case.fault], ids=str
)
def test_every_merge_of_names_has_its_reasons(case: Case) -> None:
    assert isinstance(case.pattern, Same)
    names = {case.pattern.left, case.pattern.right}
    story = story_in(case.text)
    reasons = [one for one in story.judgements if {one.left, one.right} == names]
    assert reasons, story.judgements
    merged = {entity.id for entity in entities_of(story) if names <= {entity.label, *entity.mentions}}
    for judgement in reasons:
        assert judgement.entity in merged
        assert judgement.features
        assert all(feature and weight > 0 for feature, weight in judgement.features)
        assert judgement.score > 0
        assert judgement.document == story.document.id


@pytest.mark.parametrize(
    "text", ["罗明看望了徐奶奶和赵奶奶。", "罗明和罗敏走访了石桥村。", "罗明走访了石桥村和柳溪村。"]
)
def test_where_nothing_is_merged_there_is_no_judgement(text: str) -> None:
    story = story_of(text)
    assert story.claims
    assert story.judgements == ()


@pytest.mark.parametrize(
    ("text", "label", "anonymous"),
    [
        ("罗明走访了石桥村。", "罗明", False),
        ("罗明走访了石桥村。", "石桥村", False),
        ("云溪县水利局选派了20名干部。", "云溪县水利局", False),
        ("云溪县水利局选派了20名干部。", "20名干部", True),
        ("12人受伤。", "12人", True),
        ("罗明送去了鸡蛋。", "鸡蛋", True),
    ],
)
def test_what_has_no_name_of_its_own_belongs_to_its_document(text: str, label: str, anonymous: bool) -> None:
    story = story_of(text)
    entity = next(entity for entity in entities_of(story) if entity.label == label)
    assert entity.anonymous == anonymous
    assert entity.id.startswith(f"document/{story.document.id}/") == anonymous


def test_named_people_share_an_id_across_documents_and_groups_do_not() -> None:
    text = "罗明走访了石桥村。云溪县水利局选派了20名干部。"
    ids = []
    for name in ("one", "two"):
        story = resolve(extraction_of(text, name))
        ids.append({entity.label: entity.id for entity in entities_of(story)})
    assert ids[0].keys() == ids[1].keys() >= {"罗明", "20名干部"}
    assert ids[0]["罗明"] == ids[1]["罗明"]
    assert ids[0]["20名干部"] != ids[1]["20名干部"]


def test_mentions_are_as_the_story_writes_them_and_labels_are_simplified() -> None:
    story = story_of_page("羅明前往石橋社區。羅明看望了徐奶奶。")
    people = {entity.label: entity for entity in entities_of(story)}
    assert people["罗明"].mentions[0] == "羅明"
    assert people["石桥社区"].mentions[0] == "石橋社區"


@pytest.mark.parametrize(
    "text", ["罗明走访了石桥村。罗明送去了鸡蛋。", "陈立新是云溪县第一中学校长。陈校长走访了石桥村。"]
)
def test_spans_of_an_entity_slice_its_mentions(text: str) -> None:
    story = story_of(text)
    for entity in entities_of(story):
        sliced = [story.document.source.raw[start:end] for start, end in entity.spans]
        assert sorted(entity.spans) == list(entity.spans)
        assert set(sliced) <= {entity.label, *entity.mentions}, entity


def test_resolving_twice_gives_the_same() -> None:
    extraction = extraction_of("罗明走访了石桥村。他送去了鸡蛋。“我是党员。”罗明说。")
    assert resolve(extraction) == resolve(extraction)


@pytest.mark.parametrize(
    ("text", "forbidden"),
    [
        ("他送去了鸡蛋。", "他"),
        ("他们走访了石桥村。", "他们"),
        ("“我看望了徐桂英。”", "我"),
        ("该社区有6000多户住户。", "该社区"),
    ],
)
def test_who_nobody_can_name_makes_no_claim(text: str, forbidden: str) -> None:
    story = story_of(text)
    assert [claim for claim in story.claims if claim.subject.label in (ANY, forbidden)] == [], listing(story)


@pytest.fixture(scope="module")
def seed() -> str:
    return SEED.read_text(encoding="utf-8")


def test_the_seeds_broken_sentence_is_read_and_its_evidence_slices_the_raw_file(seed: str) -> None:
    """``因?yàn)樽〉帽容^遠…``: characters with a lost byte and glued readings, before a long chain of clauses."""
    story = story_of_page(seed)
    (claim,) = [c for c in story.claims if c.predicate == "open:睡在"]
    assert (claim.subject.label, claim.object.label) == ("贺庆", "单位办公室")  # type: ignore[union-attr]
    assert (claim.status, claim.holder) == ("asserted", None)
    assert seed[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
    assert "睡在單位辦公室" in claim.evidence.quote
    assert "因為" not in seed[claim.evidence.sentence_start : claim.evidence.sentence_end]
    assert "yàn)樽〉帽容^遠" in seed[claim.evidence.sentence_start : claim.evidence.sentence_end]


def test_no_claim_of_the_seeds_story_rests_on_a_teaser(seed: str) -> None:
    story = story_of_page(seed)
    end = seed.index(TEASERS)
    assert story.claims
    assert [claim for claim in story.claims if claim.evidence.end > end] == []
    assert [entity.label for entity in entities_of(story) if any(last > end for _, last in entity.spans)] == []


def test_teasers_are_documents_of_their_own_whose_evidence_is_theirs(seed: str) -> None:
    main, *fragments = normalise(source("page", seed))
    end = seed.index(TEASERS)
    stories = [resolve(extract(one, load()(one.text.text))) for one in fragments]
    assert {claim.document for story in stories for claim in story.claims} <= {one.id for one in fragments}
    assert main.id not in {claim.document for story in stories for claim in story.claims}
    starts = [claim.evidence.start for story in stories for claim in story.claims]
    assert starts
    assert min(starts) > end


@pytest.mark.parametrize("quote", ["沒(méi)時(shí)間管他", "如果只是等著", "恐怕很難"])
def test_what_the_seed_denies_or_supposes_is_not_asserted(seed: str, quote: str) -> None:
    start = seed.index(quote)
    around = [c for c in story_of_page(seed).claims if c.evidence.start < start + len(quote) and start < c.evidence.end]
    assert [shown(claim) for claim in around if claim.status == "asserted" and claim.predicate != "said"] == []


@pytest.mark.xfail(
    strict=True, raises=AssertionError, reason="a quotation that only the sentence before attributes yields no claims"
)
def test_what_the_seed_denies_is_a_negated_claim(seed: str) -> None:
    claims = story_of_page(seed).claims
    assert [c for c in claims if c.status == "negated" and c.predicate == "open:管" and c.subject.label == "贺庆"]


def test_the_pages_date_and_document_are_those_of_the_dateline(seed: str) -> None:
    page = document_of_page(seed)
    story = story_of_page(seed)
    assert {claim.document for claim in story.claims} == {page.id}
    assert {claim.subject.label for claim in story.claims} >= {"贺庆", "王建", "湖北省应急管理厅", "大华社区"}
