"""The extractors use the whole vocabulary: predicates with their types, statuses, holders, qualifiers."""

from __future__ import annotations

import pytest
from claims_of import Pattern, listing, pattern, story_of

from kg.model import Claim
from kg.vocab import PREDICATES, QUALIFIERS, STATUSES

SHOWN: dict[str, tuple[str, str, str, str]] = {
    "worksFor": ("云溪县水利局干部罗明走访了石桥村。", "罗明 – worksFor → 云溪县水利局", "Person", "Organization"),
    "memberOf": ("董海加入了蓝鹰救援队。", "董海 – memberOf → 蓝鹰救援队", "Person", "Group Organization"),
    "hasRole": ("林小雨是一名志愿者。", "林小雨 – hasRole → 志愿者", "Person", "Role"),
    "assignedTo": ("罗明下沉到石桥社区。", "罗明 – assignedTo → 石桥社区", "Person", "Place"),
    "dispatched": ("云溪县水利局派出20名干部。", "云溪县水利局 – dispatched → 20名干部", "Organization", "Group"),
    "appointedAs": ("郑晓东出任云溪县副县长。", "郑晓东 – appointedAs → 副县长", "Person", "Role"),
    "colleagueOf": ("罗明的同事赵岚也赶来了。", "罗明 – colleagueOf → 赵岚", "Person", "Person"),
    "cooperatesWith": (
        "云溪县政府与柳河大学合作。",
        "云溪县政府 – cooperatesWith → 柳河大学",
        "Organization",
        "Organization",
    ),
    "founded": ("钱玉兰创办了春雨助学基金会。", "钱玉兰 – founded → 春雨助学基金会", "Person", "Organization"),
    "locatedIn": ("石桥社区位于东岭区。", "石桥社区 – locatedIn → 东岭区", "Place", "Place"),
    "partOf": ("教育部教师工作司发布通知。", "教育部教师工作司 – partOf → 教育部", "Organization", "Organization"),
    "livesIn": ("徐桂英居住在石桥社区。", "徐桂英 – livesIn → 石桥社区", "Person", "Place"),
    "bornIn": ("秦朗出生于云溪县。", "秦朗 – bornIn → 云溪县", "Person", "Place"),
    "hasCount": ("石桥社区有6000多户住户。", "石桥社区 – hasCount → 6000多户", "Place", "Quantity"),
    "includes": ("爱心物资包括大米和食用油。", "爱心物资 – includes → 大米", "Goods", "Goods"),
    "performs": ("罗明参与卡点值守。", "罗明 – performs → 卡点值守", "Person", "Activity"),
    "visited": ("罗明看望了徐桂英。", "罗明 – visited → 徐桂英", "Person", "Person"),
    "wentTo": ("罗明前往石桥村。", "罗明 – wentTo → 石桥村", "Person", "Place"),
    "delivered": ("罗明送去了鸡蛋。", "罗明 – delivered → 鸡蛋", "Person", "Goods"),
    "donated": ("马建国捐款500元。", "马建国 – donated → 500元", "Person", "Goods"),
    "arranged": ("云溪县民政局采购了口罩。", "云溪县民政局 – arranged → 口罩", "Organization", "Goods"),
    "received": ("石桥社区收到物资。", "石桥社区 – received → 物资", "Place", "Goods"),
    "helped": ("医疗队救治了12名伤员。", "医疗队 – helped → 12名伤员", "Group", "Group"),
    "attended": ("周岚参加了防汛工作会议。", "周岚 – attended → 防汛工作会议", "Person", "Event"),
    "held": ("云溪县召开防汛工作会议。", "云溪县 – held → 防汛工作会议", "Place", "Event"),
    "built": ("云溪县修建了水库。", "云溪县 – built → 水库", "Place", "Place Goods"),
    "created": ("钱玉兰写了《山路》。", "钱玉兰 – created → 《山路》", "Person", "Work"),
    "studiesAt": ("秦朗毕业于柳河大学。", "秦朗 – studiesAt → 柳河大学", "Person", "Organization"),
    "said": ("周岚说，洪水已经退了。", "周岚 – said → 洪水已经退了", "Person", "Statement"),
    "age": ("徐桂英今年82岁。", "徐桂英 – age → 82岁", "Person", "Quantity"),
    "relativeOf": ("罗明的儿子罗小军在国外留学。", "罗明 – relativeOf → 罗小军", "Person", "Person"),
    "sufferedFrom": ("石桥村受灾。", "石桥村 – sufferedFrom → 受灾", "Place", "Condition"),
    "caused": ("地震造成12人受伤。", "地震 – caused → 12人受伤", "Event", "Condition"),
}
"""Each closed predicate: a sentence, the claim that it makes, and the types of its ends."""

SAME_ACT = {
    "wentTo": {
        "asserted": "救援队前往石桥村。",
        "negated": "救援队没有前往石桥村。",
        "planned": "救援队将前往石桥村。",
        "hypothetical": "如果救援队前往石桥村，村民会很高兴。",
    },
    "attended": {
        "asserted": "救援队参加了防汛工作会议。",
        "negated": "救援队没有参加防汛工作会议。",
        "planned": "救援队将参加防汛工作会议。",
        "hypothetical": "救援队可能参加防汛工作会议。",
    },
    "helped": {
        "asserted": "救援队救治了12名伤员。",
        "negated": "救援队未能救治12名伤员。",
        "planned": "救援队计划救治12名伤员。",
        "hypothetical": "救援队能否救治12名伤员？",
    },
}
"""One act in each status."""

HELD = [
    pytest.param("罗明前往石桥村。", "", id="the narrator"),
    pytest.param("周岚说：“罗明前往石桥村。”", "周岚", id="quoted"),
    pytest.param("“罗明前往石桥村。”周岚说。", "周岚", id="quoted before"),
    pytest.param("周岚说，罗明前往石桥村。", "周岚", id="reported"),
    pytest.param("据周岚介绍，罗明前往石桥村。", "周岚", id="by a source"),
    pytest.param("云溪县气象局表示，罗明前往石桥村。", "云溪县气象局", id="by an organization"),
]

QUALIFIED = {
    "time": ("罗明13日走访了石桥村。", "罗明 – visited → 石桥村 time=2021-06-13"),
    "duration": ("罗明在石桥社区坚守了40多天。", "罗明 – assignedTo → 石桥社区 duration=40多天"),
    "frequency": ("罗明每周两次看望徐桂英。", "罗明 – visited → 徐桂英 frequency=每周两次"),
    "place": ("罗明在石桥村培训了80名学生。", "罗明 – helped → 80名学生 place=石桥村"),
    "at": ("罗明担任春雨助学基金会秘书长。", "罗明 – hasRole → 秘书长 at=春雨助学基金会"),
    "count": ("云溪县水利局派出20名干部。", "云溪县水利局 – dispatched → 20名干部 count=20名"),
    "destination": (
        "云溪县水利局选派了20名干部下沉到石桥社区。",
        "云溪县水利局 – dispatched → 20名干部 destination=石桥社区",
    ),
    "origin": ("罗明从柳河市前往石桥村。", "罗明 – wentTo → 石桥村 origin=柳河市"),
    "recipient": ("罗明给徐奶奶送去鸡蛋。", "罗明 – delivered → 鸡蛋 recipient=徐奶奶"),
    "beneficiary": ("云溪县民政局为受灾群众采购了棉被。", "云溪县民政局 – arranged → 棉被 beneficiary=受灾群众"),
    "of": ("石桥社区有6000多户住户。", "石桥社区 – hasCount → 6000多户 of=住户"),
    "kinship": ("罗明的儿子罗小军在国外留学。", "罗明 – relativeOf → 罗小军 kinship=儿子"),
    "by": (
        "云溪县人大常委会任命郑晓东为云溪县副县长。",
        "郑晓东 – appointedAs → 副县长 by=云溪县人大常委会",
    ),
    "former": ("云溪县教育局原局长杜春生出席座谈会。", "杜春生 – hasRole → 局长 former=原"),
}
"""A sentence and a claim for each qualifier that the extractors give."""

MISSING = {
    "role": ("罗明以志愿者身份参加了防汛工作会议。", "罗明 – attended → 防汛工作会议 role=志愿者"),
    "cause": ("因暴雨，石桥村停电。", "石桥村 – sufferedFrom → 停电 cause=暴雨"),
}
"""The qualifiers of the vocabulary that no extractor gives yet."""


def claim_of(text: str, wanted: Pattern) -> Claim:
    """The claim of a text that a pattern tells. Fails where there is none."""
    story = story_of(text)
    found = [claim for claim in story.claims if wanted.matches(claim)]
    assert found, f"missing: {wanted}\n{text}\n{listing(story)}"
    return found[0]


def test_every_closed_predicate_is_shown() -> None:
    assert SHOWN.keys() == PREDICATES.keys()
    assert {name: pattern(claim).predicate for name, (_, claim, _, _) in SHOWN.items()} == {
        name: name for name in SHOWN
    }


@pytest.mark.parametrize("predicate", SHOWN)
def test_predicate_and_its_types(predicate: str) -> None:
    text, wanted, subject, object_ = SHOWN[predicate]
    claim = claim_of(text, pattern(wanted))
    assert claim.subject.type in subject.split()
    assert claim.object.type in object_.split()
    assert set(subject.split()) <= PREDICATES[predicate].domain
    assert set(object_.split()) <= PREDICATES[predicate].range


@pytest.mark.parametrize("text", sorted({text for text, *_ in SHOWN.values()}))
def test_no_claim_breaks_its_predicates_domain_and_range(text: str) -> None:
    for claim in story_of(text).claims:
        if claim.predicate in PREDICATES:
            signature = PREDICATES[claim.predicate]
            assert claim.subject.type in signature.domain, claim
            assert claim.object.type in signature.range, claim
        else:
            assert claim.predicate.startswith("open:"), claim


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("predicate", SAME_ACT)
def test_the_same_act_in_every_status(predicate: str, status: str) -> None:
    claims = [claim for claim in story_of(SAME_ACT[predicate][status]).claims if claim.predicate == predicate]
    assert [(claim.subject.label, claim.status) for claim in claims] == [("救援队", status)]


@pytest.mark.parametrize(("text", "holder"), HELD)
def test_holder(text: str, holder: str) -> None:
    claims = [claim for claim in story_of(text).claims if claim.predicate == "wentTo"]
    assert [claim.holder.label if claim.holder else "" for claim in claims] == [holder]


@pytest.mark.parametrize(("text", "holder"), [case for case in HELD if case.id != "the narrator"])
def test_that_somebody_says_something_is_the_narrators_claim(text: str, holder: str) -> None:
    said = [claim for claim in story_of(text).claims if claim.predicate == "said"]
    assert [(claim.subject.label, claim.status, claim.holder) for claim in said] == [(holder, "asserted", None)]


def test_every_qualifier_is_shown_or_known_to_be_missing() -> None:
    assert QUALIFIED.keys() | MISSING.keys() == set(QUALIFIERS)
    assert not QUALIFIED.keys() & MISSING.keys()


@pytest.mark.parametrize("name", QUALIFIED)
def test_qualifier(name: str) -> None:
    text, wanted = QUALIFIED[name]
    claim = claim_of(text, pattern(wanted))
    assert list(claim.qualifiers) == sorted(claim.qualifiers)
    assert set(claim.qualifiers) <= set(QUALIFIERS)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason="no extractor gives it"))
        for name in MISSING
    ],
)
def test_qualifier_that_is_missing(name: str) -> None:
    text, wanted = MISSING[name]
    claim_of(text, pattern(wanted))


@pytest.mark.parametrize("name", QUALIFIED)
def test_a_sentence_without_its_words_has_no_such_qualifier(name: str) -> None:
    bare = "罗明看望了徐桂英。林小雨是志愿者。郑晓东出任副县长。"
    assert [claim for claim in story_of(bare).claims if name in claim.qualifiers] == []
