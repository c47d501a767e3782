"""What holds of the extract and resolve stages for any text."""

from __future__ import annotations

import dataclasses
import random
from itertools import pairwise
from pathlib import Path

import catalogue
import pytest
from claims_of import DATE, RAW_PAGE, read_cases, shown
from factories import document
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.extract import EXTRACTORS, Extraction, Mention, extract
from kg.model import Entity, Story
from kg.nlp import load
from kg.resolve import resolve
from kg.vocab import OPEN_PREFIX, PREDICATES, QUALIFIERS, STATUSES, claim_id

CASES = Path(__file__).with_name("cases")
SENTENCES = sorted({case.text for table in ("claims", "resolution") for case in read_cases(CASES / f"{table}.tsv")})
PLAIN = [text.replace("\\n", "\n") for text in SENTENCES if not text.startswith(RAW_PAGE)]
PIECES = (
    *"，。、：；？！“”‘’（）《》…—\n\n\n",
    *("罗明", "徐奶奶", "石桥村", "云溪县水利局", "他们", "该社区", "其中之一", "任先生", "20名干部", "500顶"),
    *("说", "把", "被", "由", "将", "没有", "如果", "分别", "等", "和", "的", "送去", "下沉到", "位于", "是", "有"),
    *("13日", "每天", "82岁", "近百名", "𠮷", "　", "a", "1", "%", "\u200b", "羅明", "é", "🙂", "业主", "原局长"),
)
"""Words on which rules turn, marks, and characters that no Chinese story should have."""

mixtures = st.lists(st.one_of(st.sampled_from(PIECES), st.sampled_from(SENTENCES)), max_size=14).map("".join)
any_text = st.text(max_size=40)
chinese = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), max_size=30)
texts = st.one_of(mixtures, mixtures, chinese, any_text)
checks = settings(
    max_examples=60, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)


def extraction_of(text: str) -> Extraction:
    return extract(document("story", text, date=DATE), load()(text))


def story_of(text: str) -> Story:
    return resolve(extraction_of(text))


@pytest.fixture(scope="module")
def page() -> str:
    """A long story: sentences of the tables, four to a paragraph, in an order of their own."""
    sentences = random.Random(20).sample(PLAIN, 160)
    return "\n".join("".join(sentences[at : at + 4]) for at in range(0, len(sentences), 4))


def check_assertions(extraction: Extraction) -> None:
    size = len(extraction.reading.document.text)
    text = extraction.reading.document.text.text
    for assertion in extraction.assertions:
        assert 0 <= assertion.start < assertion.end <= size, assertion
        assert 0 <= assertion.clause[0] <= assertion.clause[1] <= size, assertion
        assert assertion.extractor in EXTRACTORS.get_all(), assertion
        values = (value for values in assertion.qualifiers.values() for value in values)
        for mention in (assertion.subject, assertion.object, *values):
            if isinstance(mention, Mention) and mention.form == "name":
                assert 0 <= mention.start <= mention.end <= size, mention
                assert mention.end == mention.start or text[mention.start : mention.end].strip(), mention
    places = [(assertion.start, assertion.end, assertion.extractor) for assertion in extraction.assertions]
    assert all(one <= other for one, other in pairwise(places))


def check_claims(story: Story) -> None:
    raw = story.document.source.raw
    for claim in story.claims:
        evidence = claim.evidence
        assert raw[evidence.start : evidence.end] == evidence.quote != "", shown(claim)
        assert evidence.sentence_start <= evidence.start < evidence.end <= evidence.sentence_end, shown(claim)
        assert claim.subject != claim.object, shown(claim)
        assert claim.status in STATUSES, shown(claim)
        assert claim.predicate in PREDICATES or len(claim.predicate) > len(OPEN_PREFIX), shown(claim)
        assert set(claim.qualifiers) <= set(QUALIFIERS), shown(claim)
        assert claim.document == story.document.id
        for entity in filter(lambda node: isinstance(node, Entity), (claim.subject, claim.object, claim.holder)):
            assert isinstance(entity, Entity)
            assert entity.label.strip() == entity.label != "", shown(claim)
            assert all(raw[start:end] for start, end in entity.spans), shown(claim)
    ids = [claim.id for claim in story.claims]
    assert len(set(ids)) == len(ids)


@checks
@given(texts)
@example("记者对志愿者的细致的服务表示感谢。")
def test_any_text_is_read_and_every_assertion_stands_in_it(text: str) -> None:
    extraction = extraction_of(text)
    check_assertions(extraction)
    check_claims(resolve(extraction))


@checks
@given(mixtures)
def test_the_same_text_gives_the_same_claims(text: str) -> None:
    one, other = story_of(text), story_of(text)
    assert [dataclasses.asdict(claim) for claim in one.claims] == [dataclasses.asdict(claim) for claim in other.claims]
    assert one.judgements == other.judgements


def test_a_long_story_keeps_all_promises(page: str) -> None:
    extraction = extraction_of(page)
    story = resolve(extraction)
    check_assertions(extraction)
    check_claims(story)
    assert {claim.predicate for claim in story.claims} >= {"visited", "hasRole", "delivered", "said", "wentTo"}


def test_an_id_is_a_hash_of_what_a_claim_says(page: str) -> None:
    for claim in story_of(page).claims:
        target = claim.object.id if isinstance(claim.object, Entity) else None
        holder = claim.holder.id if claim.holder else None
        if target is not None:
            parts = (claim.document, claim.subject.id, claim.predicate, target, claim.status, holder)
            assert claim.id == claim_id(*parts, claim.evidence.start), shown(claim)


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_registration_does_not_matter(seed: int, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = extraction_of(page)
    names = sorted(EXTRACTORS.get_all())
    random.Random(seed).shuffle(names)
    kept = dict(catalogue.REGISTRY)
    ours = {(*EXTRACTORS.namespace, name) for name in names}
    reordered = {key: kept[key] for key in kept if key not in ours}
    reordered.update({(*EXTRACTORS.namespace, name): kept[(*EXTRACTORS.namespace, name)] for name in names})
    for key in kept:
        monkeypatch.delitem(catalogue.REGISTRY, key)
    for key, function in reordered.items():
        monkeypatch.setitem(catalogue.REGISTRY, key, function)
    assert [key[-1] for key in catalogue.REGISTRY if key in ours] == names
    found = extraction_of(page)
    assert found.assertions == wanted.assertions
    assert [claim.id for claim in resolve(found).claims] == [claim.id for claim in resolve(wanted).claims]


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "。", "“", "”“", "（", "《》", "0", "的的的的", "他他他", "，，，", "说：“"]
)
def test_texts_without_a_statement_yield_nothing(text: str) -> None:
    story = story_of(text)
    assert story.claims == ()
    assert story.judgements == ()
