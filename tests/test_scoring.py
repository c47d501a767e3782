"""Scoring: what counts as right, and that the numbers are those of the project's reference scorer."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from kg.export import claim_line, claim_order
from kg.gold import GoldError, comparable, read_gold
from kg.model import Claim, Entity, Status
from kg.scoring import Mistake, Ratio, Score, dice, f1_interval, fits, score
from tests import factories
from tests.factories import claim, document, entity, quantity, statement, time

HEADER = "id\tsubject\tsubject_type\tpredicate\tobject\tobject_type\tqualifiers\tholder\tstatus\tevidence\n"
REFERENCE = Path(__file__).resolve().parent.parent.parent / "shared" / "score" / "score.py"
RAW = "云城消息,罗明、林涛走访石桥村陈婶,送去大米300多斤。周大海说:“堤坝由村民自己守,放心吧。”他没去柳溪。"
DOC = document("评分", RAW)
LUO, LIN, ZHOU = (entity("Person", name) for name in ("罗明", "林涛", "周大海"))
CHEN = entity("Person", "陈婶", "陈婶", "陈大婶")
VILLAGE = entity("Place", "石桥村")


def gold_file(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "评分.tsv"
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return path


def row(
    subject: str,
    predicate: str,
    object_: str,
    kind: str = "Place",
    qualifiers: str = "",
    holder: str = "",
    status: str = "asserted",
) -> str:
    return "\t".join(["g", subject, "Person", predicate, object_, kind, qualifiers, holder, status, ""])


def said(subject: Any, predicate: str, object_: Any, status: Status = "asserted", **more: Any) -> Claim:
    return claim(DOC, subject, predicate, object_, "罗明", status=status, **more)


ROWS = (
    row("罗明", "visited", "陈婶", "Person", "time=3日"),
    row("林涛", "visited", "陈大婶/陈婶", "Person"),
    row("林涛", "visited|helped", "石桥村"),
    row("林涛", "colleagueOf", "罗明", "Person"),
    row("罗明", "delivered", "大米", "Goods", "count=300多斤;recipient=陈婶", "周大海"),
    row("石桥村", "hasCount", "300多", "Quantity"),
    row("周大海", "said", "堤坝由村民自己守,放心", "Statement"),
    row("罗明", "wentTo", "柳溪", "Place", "", "", "negated"),
    row("罗明", "open:守", "堤坝", "Place"),
    row("罗明", "open:睡", "村委会", "Place"),
    row("罗明", "livesIn", "云城", "Place", "", "", "optional"),
)
CLAIMS = (
    said(LUO, "visited", CHEN, qualifiers={"time": time("3日上午", edtf="2021-05-03")}),
    said(LIN, "helped", VILLAGE),
    said(LIN, "visited", VILLAGE),
    said(LUO, "colleagueOf", LIN),
    said(LUO, "delivered", entity("Goods", "大米"), holder=ZHOU, qualifiers={"recipient": CHEN}),
    said(VILLAGE, "hasCount", quantity("300多户", min=300, approx=True, unit="户")),
    said(ZHOU, "said", statement("堤坝由村民自己守,放心吧。")),
    said(LUO, "wentTo", entity("Place", "柳溪")),
    said(LUO, "open:守着", entity("Place", "堤坝")),
    said(LUO, "livesIn", entity("Place", "云城")),
    said(LUO, "livesIn", entity("Place", "云城"), holder=LUO),
    said(LUO, "hasRole", entity("Role", "干部")),
    said(LUO, "visited", entity("Place", "石桥村委会")),
)


def shared_mistakes(ours: Score) -> list[Mistake]:
    """The mistakes of the two kinds that the reference tells too."""
    return [mistake for mistake in ours.mistakes if mistake.kind in ("miss", "false")]


def told_as_the_reference(ours: Score) -> list[tuple[str, str]]:
    return [(mistake.kind, mistake.shown) for mistake in shared_mistakes(ours)]


def test_every_rule_counts_as_the_reference_counts(tmp_path: Path) -> None:
    strict = score(read_gold(gold_file(tmp_path, *ROWS)), CLAIMS)
    assert strict.recall == Ratio(6, 8)
    assert strict.precision == Ratio(7, 10)
    assert strict.open_recalled == Ratio(1, 2)
    assert strict.holders == Ratio(1, 1)
    assert strict.qualifiers == Ratio(2, 3)
    assert strict.right["visited"] == Ratio(2, 3)
    assert strict.recalled["helped"] == Ratio(1, 1)
    assert sorted(told_as_the_reference(strict)) == [
        ("false", "罗明 –hasRole→ 干部 [asserted]"),
        ("false", "罗明 –visited→ 石桥村委会 [asserted]"),
        ("false", "罗明 –wentTo→ 柳溪 [asserted] wrong status"),
        ("miss", "林涛 –visited→ 陈大婶/陈婶 [asserted]"),
        ("miss", "罗明 –wentTo→ 柳溪 [negated]"),
    ]


def test_what_the_reference_does_not_tell(tmp_path: Path) -> None:
    strict = score(read_gold(gold_file(tmp_path, *ROWS)), CLAIMS)
    assert strict.status == Ratio(6, 7)
    assert strict.status_of("negated") == Ratio(0, 1)
    assert strict.statuses == {("asserted", "asserted"): 6, ("negated", "asserted"): 1}
    assert strict.narrated == Ratio(5, 5)
    assert strict.qualified == {"time": Ratio(1, 1), "count": Ratio(0, 1), "recipient": Ratio(1, 1)}
    others = [(mistake.kind, mistake.shown) for mistake in strict.mistakes if mistake.kind not in ("miss", "false")]
    assert others == [
        ("qualifier", "罗明 –delivered→ 大米 [asserted] count nothing, not 300多斤"),
        ("open", "罗明 –open:睡→ 村委会 [asserted]"),
    ]


# --- single rules ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("gold", "told", "strict", "lenient"),
    [
        (row("罗明", "visited", "石桥村"), said(LUO, "visited", VILLAGE), True, True),
        (row("罗明", "visited", "「石桥村」"), said(LUO, "visited", VILLAGE), True, True),
        (row("罗明", "visited", "石桥村"), said(LUO, "helped", VILLAGE), False, False),
        (row("罗明", "visited", "石桥村"), said(LIN, "visited", VILLAGE), False, False),
        (row("罗明", "visited", "石桥"), said(LUO, "visited", VILLAGE), False, True),
        (row("罗明", "visited", "柳溪区石桥村"), said(LUO, "visited", VILLAGE), False, True),
        (row("罗明", "visited", "云城柳溪区石桥村"), said(LUO, "visited", VILLAGE), False, False),
        (row("林涛", "colleagueOf", "罗明", "Person"), said(LUO, "colleagueOf", LIN), True, True),
        (row("林涛", "visited", "罗明", "Person"), said(LUO, "visited", LIN), False, False),
        (row("石桥村", "hasCount", "300多", "Quantity"), said(VILLAGE, "hasCount", quantity("300多户")), True, True),
        (row("石桥村", "hasCount", "300多户", "Quantity"), said(VILLAGE, "hasCount", quantity("300多")), True, True),
        (
            row("石桥村", "hasCount", "1300多户", "Quantity"),
            said(VILLAGE, "hasCount", quantity("300多户")),
            False,
            True,
        ),
        (row("罗明", "open:睡", "石桥村"), said(LUO, "open:睡在", VILLAGE), True, True),
        (row("罗明", "open:睡在", "石桥村"), said(LUO, "open:睡", VILLAGE), True, True),
        (row("罗明", "open:坐", "石桥村"), said(LUO, "open:睡", VILLAGE), False, False),
        (row("罗明", "visited|open:看", "石桥村"), said(LUO, "open:看", VILLAGE), True, True),
        (row("罗明", "visited", "石桥村"), said(LUO, "open:visited", VILLAGE), False, False),
        (row("陈大婶", "visited", "石桥村"), said(CHEN, "visited", VILLAGE), True, True),
    ],
)
def test_what_fits(tmp_path: Path, gold: str, told: Claim, strict: bool, lenient: bool) -> None:
    (wanted,) = read_gold(gold_file(tmp_path, gold))
    assert (fits(wanted, told), fits(wanted, told, lenient=True)) == (strict, lenient)


@pytest.mark.parametrize(
    ("text", "same"),
    [("“底”,沉!", "底沉"), ("ＷＦＰ", "wfp"), ("朝著", "朝着"), ("戴维·比斯利", "戴维比斯利"), ("。", "")],
)
def test_comparable_forms(text: str, same: str) -> None:
    assert comparable(text) == same


@pytest.mark.parametrize(
    ("one", "other", "value"), [("甲乙丙", "甲乙丁", 0.5), ("甲乙", "甲乙", 1.0), ("甲", "乙", 0.0), ("甲", "甲", 1.0)]
)
def test_dice(one: str, other: str, value: float) -> None:
    assert dice(one, other) == value


def test_a_claim_told_twice_counts_once(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path, row("罗明", "visited", "石桥村")))
    twice = [said(LUO, "visited", VILLAGE), said(LUO, "visited", VILLAGE, holder=ZHOU)]
    assert score(gold, twice).precision == Ratio(1, 1)


# --- statuses and holders ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "told", "statuses", "wrong"),
    [
        (["asserted"], ["asserted"], {("asserted", "asserted"): 1}, 0),
        (["negated"], ["asserted"], {("negated", "asserted"): 1}, 1),
        (["planned"], ["asserted", "planned"], {("planned", "planned"): 1}, 1),
        (["asserted", "negated"], ["asserted"], {("asserted", "asserted"): 1}, 0),
        (["asserted", "negated"], ["asserted", "negated"], {(s, s): 1 for s in ("asserted", "negated")}, 0),
        (["planned", "optional"], ["asserted"], {}, 0),
        (["optional"], ["negated"], {}, 0),
        (["asserted"], [], {}, 0),
    ],
)
def test_status_confusion(
    tmp_path: Path, rows: list[str], told: list[Status], statuses: dict[tuple[str, str], int], wrong: int
) -> None:
    gold = read_gold(gold_file(tmp_path, *(row("罗明", "visited", "石桥村", status=status) for status in rows)))
    scored = score(gold, [said(LUO, "visited", VILLAGE, status) for status in told])
    assert scored.statuses == statuses
    assert sum(mistake.shown.endswith(" wrong status") for mistake in scored.mistakes) == wrong


def test_a_missed_claim_names_the_one_with_another_status(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path, row("罗明", "visited", "石桥村", status="planned")))
    claims = [said(LUO, "visited", VILLAGE)]
    miss, false = score(gold, claims).mistakes
    assert (miss.kind, miss.gold, miss.claim) == ("miss", gold[0], claims[0])
    assert (false.kind, false.gold, false.claim) == ("false", gold[0], claims[0])


@pytest.mark.parametrize(
    ("holder", "told", "holders", "narrated", "shown"),
    [
        ("周大海", ZHOU, Ratio(1, 1), Ratio(), []),
        ("周大海", LIN, Ratio(0, 1), Ratio(), ["holder 林涛, not 周大海"]),
        ("周大海", None, Ratio(0, 1), Ratio(), ["holder nobody, not 周大海"]),
        ("", None, Ratio(), Ratio(1, 1), []),
        ("", ZHOU, Ratio(), Ratio(0, 1), ["holder 周大海, not nobody"]),
    ],
)
def test_holders(
    tmp_path: Path, holder: str, told: Entity | None, holders: Ratio, narrated: Ratio, shown: list[str]
) -> None:
    gold = read_gold(gold_file(tmp_path, row("罗明", "visited", "石桥村", holder=holder)))
    scored = score(gold, [said(LUO, "visited", VILLAGE, holder=told)])
    assert (scored.holders, scored.narrated) == (holders, narrated)
    assert [mistake.shown for mistake in scored.mistakes] == [f"罗明 –visited→ 石桥村 [asserted] {s}" for s in shown]


def test_nothing_found_is_zero(tmp_path: Path) -> None:
    gold = read_gold(gold_file(tmp_path, row("罗明", "visited", "石桥村")))
    empty = score(gold, [])
    assert (empty.precision.value, empty.recall.value, empty.f1) == (0.0, 0.0, 0.0)


# --- intervals ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "low", "high"),
    [
        (Ratio(8, 10), 0.4902, 0.9433),
        (Ratio(0, 10), 0.0, 0.2775),
        (Ratio(10, 10), 0.7225, 1.0),
        (Ratio(0, 0), 0.0, 1.0),
    ],
)
def test_wilson_interval(ratio: Ratio, low: float, high: float) -> None:
    assert ratio.interval() == pytest.approx((low, high), abs=1e-4)


def test_bootstrap_needs_stories_and_repeats_itself() -> None:
    one = Score(recalled={"visited": Ratio(1, 4)}, right={"visited": Ratio(1, 2)})
    other = Score(recalled={"visited": Ratio(4, 4)}, right={"visited": Ratio(4, 4)})
    assert f1_interval([one]) is None
    interval = f1_interval([one, other] * 4)
    assert interval is not None
    assert interval == f1_interval([one, other] * 4)
    assert 0.33 <= interval[0] < sum([one, other], Score()).f1 < interval[1] <= 1.0


# --- gold files --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("subject\tpredicate\n", "there is no column id"),
        (HEADER + row("罗明", "visits", "石桥村") + "\n", "line 2: there is no predicate 'visits'"),
        (HEADER.encode("utf-16").decode("latin-1"), "there is no column"),
    ],
)
def test_bad_gold_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "gold.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=message) as caught:
        read_gold(path)
    assert str(path) in str(caught.value)


def test_gold_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gold.tsv"
    path.write_bytes((HEADER + row("罗明", "visited", "石桥村")).encode("gb18030"))
    with pytest.raises(GoldError, match="not UTF-8"):
        read_gold(path)


def test_missing_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.tsv"):
        read_gold(tmp_path / "none.tsv")


# --- the reference scorer ----------------------------------------------------------------------------------------


def reference() -> ModuleType:
    if not REFERENCE.is_file():
        pytest.skip("the reference scorer is not beside the project")
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def assert_same(ours: Score, theirs: Any) -> None:
    assert (ours.recall.hits, ours.recall.total) == (theirs.tp_gold, theirs.gold)
    assert (ours.precision.hits, ours.precision.total) == (theirs.tp_got, theirs.got)
    assert (ours.open_recalled.hits, ours.open_recalled.total) == (theirs.open_hit, theirs.open_gold)
    assert (ours.holders.hits, ours.holders.total) == (theirs.holder_ok, theirs.holder_n)
    assert (ours.qualifiers.hits, ours.qualifiers.total) == (theirs.qual_ok, theirs.qual_n)
    assert [(m.kind, m.id, m.shown) for m in shared_mistakes(ours)] == theirs.errors
    assert ours.f1 == pytest.approx(theirs.f1)


@pytest.mark.parametrize("lenient", [False, True])
def test_same_numbers_as_the_reference_on_made_up_claims(tmp_path: Path, lenient: bool) -> None:
    scorer = reference()
    gold = gold_file(tmp_path, *ROWS)
    claims = sorted([*CLAIMS, *factories.main_story().claims], key=claim_order)
    lines = tmp_path / "claims.jsonl"
    lines.write_text("".join(f"{claim_line(told)}\n" for told in claims), encoding="utf-8")
    theirs = scorer.score(scorer.read_gold(gold), scorer.read_claims(lines), None, lenient)
    assert_same(score(read_gold(gold), claims, lenient), theirs)


@pytest.mark.parametrize("lenient", [False, True])
def test_same_numbers_as_the_reference_on_real_gold(tmp_path: Path, lenient: bool) -> None:
    """Gold rows of one story, turned into claims with some damage, are scored alike."""
    scorer = reference()
    for gold in sorted((REFERENCE.parent.parent / "gold" / "dev").glob("*.tsv")):
        rows = read_gold(gold)
        claims = [damaged(line, index) for index, line in enumerate(scorer.read_gold(gold)) if index % 4]
        lines = tmp_path / f"{gold.stem}.jsonl"
        lines.write_text("".join(f"{claim_line(told)}\n" for told in claims), encoding="utf-8")
        theirs = scorer.score(scorer.read_gold(gold), scorer.read_claims(lines), None, lenient)
        assert_same(score(rows, claims, lenient), theirs)


def damaged(gold: Any, index: int) -> Claim:
    """A claim made from a gold row, wrong in some way for most indices."""
    subject = entity("Person", min(gold.subject) + ("x" if index % 7 == 0 else ""))
    text = min(gold.object)
    text = text[:-1] if index % 5 == 0 and len(text) > 1 else text
    if gold.kind in ("Quantity", "Time", "Statement"):
        object_: Any = quantity(text) if gold.kind == "Quantity" else statement(text)
    else:
        object_ = entity("Place", text)
    status: Any = "negated" if index % 11 == 0 or gold.status == "optional" else gold.status
    predicate = min(gold.predicates)
    qualifiers = {name: statement(value) for name, value in gold.qualifiers.items() if index % 2}
    if predicate in ("colleagueOf", "cooperatesWith"):
        subject, object_ = entity("Person", text), subject
    holder = entity("Person", min(gold.holder)) if gold.holder and index % 3 else None
    return said(subject, predicate, object_, status, holder=holder, qualifiers=qualifiers)
