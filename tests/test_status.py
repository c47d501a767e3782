"""Status of clauses, on invented sentences."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Token

import kg.nlp  # noqa: F401  (registers the language and its components)
from kg.extract.status import status_of
from kg.lexicons import load_table

CASES = Path(__file__).with_name("cases") / "statuses.tsv"


@pytest.fixture(scope="module")
def words() -> Language:
    """Words, tags and sentences alone: the rules need no parse, and the tests no trained model."""
    nlp = spacy.blank("zh_kg")
    nlp.add_pipe("kg_sentences")
    nlp.add_pipe("kg_names")
    return nlp


def read_cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as handle:
        lines = [line for line in handle if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def marked(nlp: Language, text: str) -> Token:
    """The word that covers the opening bracket's place."""
    offset = text.index("[")
    doc = nlp(text.replace("[", "").replace("]", ""))
    return next(token for token in doc if token.idx <= offset < token.idx + len(token.text))


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["text"])
def test_status(case: dict[str, str], words: Language) -> None:
    verb = marked(words, case["text"])
    assert status_of(verb.doc, verb.i)[0] == case["status"]


def test_the_table_is_large_and_even() -> None:
    counts = Counter(case["status"] for case in read_cases())
    assert sum(counts.values()) >= 200
    assert min(counts[status] for status in ("asserted", "negated", "planned", "hypothetical")) >= 30


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("张岚[参加]了会议。", ""),
        ("张岚没有[参加]会议。", "negation: 没有"),
        ("公司计划建厂，[招收]工人。", "plan: 计划"),
        ("如果下雨，比赛就[取消]。", "condition: 如果"),
        ("你们[需要]什么帮助？", "question: ？"),
        ("专家呼吁，公众[减少]外出。", "order: 呼吁"),
    ],
)
def test_reason(text: str, reason: str, words: Language) -> None:
    verb = marked(words, text)
    assert status_of(verb.doc, verb.i)[1] == reason


def test_an_index_outside_the_text_is_refused(words: Language) -> None:
    with pytest.raises(IndexError):
        status_of(words("他来了。"), 99)


def test_every_word_of_a_text_has_a_status(words: Language) -> None:
    doc = words("“走！”他（没有回头）说。\n\n——完……？如果")
    assert {status_of(doc, token.i)[0] for token in doc} <= {"asserted", "negated", "planned", "hypothetical"}


def test_every_cue_has_a_known_kind() -> None:
    known = {
        "negation",
        "idle",
        "cancel",
        "plan",
        "must",
        "condition",
        "concession",
        "guess",
        "duty",
        "ability",
        "wish",
        "order",
        "purpose",
        "question",
        "past",
        "habit",
        "close",
        "performative",
    }
    assert {row["kind"] for row in load_table("status_cues")} <= known
