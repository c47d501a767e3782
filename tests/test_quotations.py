"""Quotations and speakers, on invented sentences of several genres."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import kg.nlp  # noqa: F401  (registers the language and its components)
from kg.extract.holders import holder_scopes
from kg.extract.quotations import HolderScope, Quotation, find_quotations
from kg.extract.speakers import speech_verbs

CASES = Path(__file__).with_name("cases") / "quotations.tsv"
KINDS = {"direct": "d", "indirect": "i"}


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
    rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [{key: value or "" for key, value in row.items()} for row in rows]


def shown(text: str, quotation: Quotation) -> str:
    kind = KINDS[quotation.kind] + ("+" if quotation.continued else "")
    speaker = text[slice(*quotation.speaker)] if quotation.speaker else ""
    return f"{kind}|{quotation.speaker_kind}|{speaker}|{text[quotation.start : quotation.end]}"


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case["text"][:24])
def test_quotations_and_speakers(case: dict[str, str], words: Language) -> None:
    text = case["text"].replace("\\n", "\n")
    found = find_quotations(words(text))
    assert " ;; ".join(shown(text, quotation) for quotation in found) == case["expected"]


def test_the_table_is_large_and_a_third_of_it_is_hard() -> None:
    cases = read_cases()
    assert len(cases) >= 120
    assert sum(not case["expected"] or ";;" in case["expected"] for case in cases) * 3 >= len(cases)


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("“桥通了。”韩大勇笑着说。", "说"),
        ("据校方介绍称，学生情绪稳定。", "介绍称"),
        ("记者从市住建局获悉，首批公租房已经交付。", "获悉"),
        ("唐海波的回答是，船还能开。", "回答"),
        ("“快进来坐！”隔着院门，孙奶奶迎了出来。", None),
    ],
)
def test_cue(text: str, cue: str | None, words: Language) -> None:
    quotation = find_quotations(words(text))[0]
    assert (text[slice(*quotation.cue)] if quotation.cue else None) == cue


def test_scopes_nest_from_outside_to_inside(words: Language) -> None:
    text = "报道引述一名前官员表示，计划早已搁置。工程没有开工。"
    doc = words(text)
    outer, inner = find_quotations(doc)
    scopes = holder_scopes(doc, [inner, outer])
    assert scopes == [HolderScope(outer.start, outer.end, outer), HolderScope(inner.start, inner.end, inner)]
    assert scopes[0].start < scopes[1].start < scopes[1].end == scopes[0].end == text.index("。")


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("据校方介绍，食堂已停业。该食堂没有执照。记者赶到现场。", "食堂已停业。该食堂没有执照"),
        ("据校方介绍，食堂已停业。此外，两名厨师被停职。", "食堂已停业。此外，两名厨师被停职"),
        ("据校方介绍，食堂已停业。此外，家长表示，孩子仍在住院。", "食堂已停业"),
        ("据校方介绍，食堂已停业。\n此外，两名厨师被停职。", "食堂已停业"),
        ("据校方介绍，食堂已停业。午饭有米饭和青菜。", "食堂已停业"),
        ("校方说：“食堂已停业。”此外，两名厨师被停职。", "食堂已停业。"),
    ],
)
def test_reported_speech_holds_on(text: str, held: str, words: Language) -> None:
    doc = words(text)
    scope = holder_scopes(doc, find_quotations(doc))[0]
    assert text[scope.start : scope.end] == held


def test_scopes_leave_out_empty_and_foreign_spans(words: Language) -> None:
    doc = words("他说，天晴了。")
    outside = Quotation(3, 99, "indirect", None, None, "zero")
    empty = Quotation(2, 2, "direct", None, None, "zero")
    assert holder_scopes(doc, [outside, empty]) == []


@pytest.mark.parametrize("text", ["", "\n", "“", "”", "“”", "“‘’”", "他说，", "他说：“", "“……”", "据称", "……\n\n“好”"])
def test_odd_texts_do_no_harm(text: str, words: Language) -> None:
    assert all(0 <= q.start < q.end <= len(text) for q in find_quotations(words(text)))


def test_every_verb_has_known_values() -> None:
    classes = {"say", "tell", "write", "report", "think", "promise", "wish", "order"}
    strengths = {"strong", "comma", "quote", "tell", "cite", "according", "noun"}
    assert all(verb.speech_class in classes for verb in speech_verbs().values())
    assert all(verb.strengths <= strengths for verb in speech_verbs().values())
    assert all(verb.effect in ("", "negated", "planned", "hypothetical") for verb in speech_verbs().values())
