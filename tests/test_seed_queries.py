"""The fifteen questions on the seed story: what the story tells is among the answers, what it does not tell is not."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg import query, vocab
from kg.explain import explain
from kg.export import read_claims
from kg.model import Claim
from kg.query import NAMED, Result, run
from kg.validate import validate_files

ROOT = Path(__file__).resolve().parent.parent
SEED = ROOT / "seeds" / "000_fa29c5528a50eefb.txt"
STORY = "document/000_fa29c5528a50eefb"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pipeline = pytest.importorskip("kg.pipeline")
    place = tmp_path_factory.mktemp("seed")
    pipeline.build([SEED], place, cache=False)
    return place


@pytest.fixture(scope="module")
def store(folder: Path) -> ox.Store:
    return query.open_store(folder)


@pytest.fixture(scope="module")
def claims(folder: Path) -> list[Claim]:
    return read_claims(folder / "claims.jsonl")


def answer(store: ox.Store, number: str, *columns: str, **params: str) -> set[tuple[str, ...]]:
    """The rows of a named query, only some of its columns."""
    name = query.find_named(number)
    assert name is not None
    result = run(store, NAMED[name], params)
    assert isinstance(result, Result)
    table = csv.DictReader(io.StringIO(query.format_csv(result)))
    return {tuple(row[column].removeprefix(vocab.DEFAULT_BASE) for column in columns) for row in table}


def test_exports_conform_and_slice_the_raw_file(folder: Path) -> None:
    report = validate_files(folder, SEED.parent)
    assert report.conforms, str(report)
    assert report.claims > 80


def test_01_who_is_assigned_where(store: ox.Store) -> None:
    rows = answer(store, "1", "subjectLabel", "placeLabel", "dispatcherLabel")
    agency = "湖北省应急管理厅"
    assert {("193名机关党员干部", "武昌区", agency), ("193名机关党员干部", "洪山区", agency)} <= rows
    assert ("贺庆", "5个大组", agency) in rows and ("9名同事", "5个大组", "") in rows


def test_02_what_was_dispatched(store: ox.Store) -> None:
    rows = answer(store, "2", "agencyLabel", "sentLabel", "count", "destinationLabel")
    sent = ("湖北省应急管理厅", "193名机关党员干部", "193名")
    assert {row for row in rows if row[0] == sent[0]} == {(*sent, "武昌区"), (*sent, "洪山区")}


def test_03_which_goods_reached_whom(store: ox.Store) -> None:
    rows = answer(store, "3", "goodsLabel", "giverLabel", "recipientLabel")
    assert {(goods, who, "徐奶奶") for goods in ("鸡蛋", "小米", "蔬菜") for who in ("贺庆", "王建")} <= rows


def test_04_who_said_what(store: ox.Store) -> None:
    told = {(speaker, statement[:6]) for speaker, statement in answer(store, "4", "speakerLabel", "statement")}
    assert {
        ("徐奶奶", "谢谢你们啊！"),
        ("任先生", "小区封控确实"),
        ("贺庆", "我是退役军人"),
        ("贺庆", "疫情不散、不"),
    } <= told
    assert {speaker for speaker, _ in told} & {"任先生", "王剑飞"} == {"任先生", "王剑飞"}


def test_05_what_rests_on_one_voice(store: ox.Store) -> None:
    rows = answer(store, "5", "claimLabel", "holderLabel")
    assert {("贺庆 身份是 退役军人", "贺庆"), ("贺庆 身份是 党员", "贺庆")} <= rows
    assert not {label for label, _ in rows if label.startswith("湖北省应急管理厅 派出")}


def test_06_what_is_not_asserted_has_no_triple(store: ox.Store, claims: list[Claim]) -> None:
    rows = answer(store, "6", "statusLabel", "quote")
    assert {status for status, _ in rows} <= {"planned", "negated", "hypothetical"}
    assert (
        len(rows) == len({(claim.status, claim.evidence.quote) for claim in claims if claim.status != "asserted"}) > 0
    )
    for verb in ("管", "等着", "等"):
        assert run(store, f"ASK {{ ?s <{vocab.OPEN}{verb}> ?o }}") is False


def test_07_what_happened_on_the_thirteenth(store: ox.Store) -> None:
    rows = answer(store, "7", "date", "claimLabel", "document", day="2020-04-13")
    assert {("2020-04-13", f"{who} 走访 徐奶奶", STORY) for who in ("贺庆", "王建")} <= rows
    assert {date for date, _, _ in rows} == {"2020-04-13"}
    assert not answer(store, "7", "date", day="2019-04-13")


def test_08_which_places_lie_in_which(store: ox.Store) -> None:
    rows = answer(store, "8", "innerLabel", "outerLabel")
    assert {("大华社区", "洪山区"), ("大华社区一期", "大华社区"), ("大华社区一期", "洪山区")} <= rows
    assert {outer for inner, outer in rows if inner == "大华社区"} & {"武汉", "武汉市"}
    assert not {(outer, inner) for inner, outer in rows} & rows


def test_09_who_holds_which_post(store: ox.Store) -> None:
    rows = answer(store, "9", "personLabel", "postLabel", "bodyLabel")
    assert ("王剑飞", "党委书记", "大华社区") in rows
    assert {post for person, post, _ in rows if person == "任先生"} == {"业主"}
    assert not {person for person, post, _ in rows if post == "主任"}


def test_10_where_the_sentence_is(store: ox.Store) -> None:
    raw = SEED.read_text(encoding="utf-8")
    rows = answer(
        store, "10", "quote", "sentence", "start", "end", subject="贺庆", predicate="kgo:visited", object="徐阿姨"
    )
    assert rows
    for quote, sentence, start, end in rows:
        assert raw[int(start) : int(end)] == quote
        assert quote in sentence and sentence in raw


def test_10_shows_the_damaged_sentence_as_it_is(store: ox.Store) -> None:
    raw = SEED.read_text(encoding="utf-8")
    rows = answer(store, "10", "claimLabel", "quote", "sentence", "start", "end", subject="贺庆", object="单位办公室")
    assert rows
    for label, quote, sentence, start, end in rows:
        assert "睡" in label and raw[int(start) : int(end)] == quote
        assert "睡在單位辦公室" in quote and "yàn)樽〉帽容^遠" in sentence


def test_11_the_page_does_not_contradict_itself(store: ox.Store) -> None:
    assert {relation for (relation,) in answer(store, "11", "relation")} <= {"corroborates"}


def test_12_what_was_repaired(store: ox.Store) -> None:
    rows = answer(store, "12", "kind", "original", "replacement")
    assert ("pinyin", "(lái)", "") in rows
    assert {"mojibake", "script", "punctuation"} <= {kind for kind, _, _ in rows}


def test_13_whose_names_were_merged(store: ox.Store) -> None:
    rows = answer(store, "13", "left", "right", "reasons")
    assert any({"徐阿姨", "徐奶奶"} == {left, right} and reasons for left, right, reasons in rows)


def test_14_which_duties_the_group_carries_out(store: ox.Store) -> None:
    duties = {duty for group, duty in answer(store, "14", "groupLabel", "dutyLabel") if group == "9名同事"}
    assert {"巡查规劝", "卡点值守", "体温测量", "消杀保障", "物资配送", "宣传引导"} <= duties


def test_15_how_two_are_connected(store: ox.Store) -> None:
    rows = answer(store, "15", "length", "first", **{"from": "贺庆", "to": "徐奶奶"})
    assert ("1", "贺庆 走访 徐奶奶") in rows and {length for length, _ in rows} == {"1"}
    steps = query.shortest_path(store, "193名机关党员干部", "徐阿姨")
    assert [steps[0].start, steps[-1].end] == ["193名机关党员干部", "徐奶奶"]


def test_explain_marks_the_words_of_every_claim(folder: Path, claims: list[Claim]) -> None:
    for claim in claims[::20]:
        text = explain(claim.id, folder, SEED.parent, colour=False)
        assert f"【{claim.evidence.quote}】" in text and "has the words there" in text


def test_no_claim_of_the_story_rests_on_a_teaser(claims: list[Claim]) -> None:
    first_teaser = SEED.read_text(encoding="utf-8").index("21歲宜都女孩")
    ends = [claim.evidence.end for claim in claims if claim.document == STORY.removeprefix("document/")]
    assert ends and max(ends) <= first_teaser
