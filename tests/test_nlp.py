"""The analysis stage: text kept to the character, words, names, sentences, trees, and the packaged models."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

import kg.nlp
from kg.nlp import pipeline
from kg.nlp.divisions import division_names
from kg.nlp.lexicon import WordLexicon
from kg.nlp.pipeline import ModelError, verify, write_digests
from kg.nlp.segment import segmenter
from kg.nlp.sentences import MAXIMUM_CHUNK, chunk_spans, sentence_spans

SEGMENTERS = ("lac", "jieba")
STORY = (
    "清河县三天修好四座桥\n"
    "本报清河6月2日电　记者林晓舟\n"
    "“桥修好了，孩子们上学不用绕路了！”2日清晨，家住石门村的方秀兰对记者说。县交通局局长高远告诉村民，"
    "三天里，工人们一共修好了4座桥……剩下的两座，月底前完工。\n\n"
    "（完）\n"
)
ODD = (
    "",
    " ",
    "\n",
    "\n\n　　你好",
    "你好 世界",
    "你好  世界",
    "a\x00b\x00",
    "😀👨‍👩‍👧 来了！\t好\r",
    "Tim Cook 来到 New York。3.5%",
    "\u3000\u200b\ufeff零宽",
    "𠮷野家开业了。",
    "！！！？？？",
    "http://example.org/a?b=1&c=2。",
)


@pytest.fixture(scope="module", params=SEGMENTERS)
def nlp(request: pytest.FixtureRequest):
    return kg.nlp.load(request.param)


def assert_exact(doc: Doc, text: str) -> None:
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token)] == token.text
        assert "\n" not in token.text or token.is_space
    assert "".join(sentence.text_with_ws for sentence in doc.sents) == text
    for entity in doc.ents:
        assert not any(character in "\n\r\t\u3000" for character in entity.text)


@pytest.mark.parametrize("text", [*ODD, STORY])
def test_text_is_kept_to_the_character(nlp, text: str) -> None:
    assert_exact(nlp(text), text)


@settings(max_examples=60, deadline=None)
@given(st.text(st.sampled_from('王小明在北京说“好”。！？… \n\t\x00aB1😀　，（）"'), max_size=40))
def test_any_text_is_kept_and_parsed_into_one_tree_a_sentence(text: str) -> None:
    for name in SEGMENTERS:
        doc = kg.nlp.load(name)(text)
        assert_exact(doc, text)
        for sentence in doc.sents:
            assert sum(token.head.i == token.i for token in sentence) == 1
            assert all(token.head in sentence for token in sentence)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("他来了。她走了", ["他来了。", "她走了"]),
        ("“你来吗？”她问。", ["“你来吗？”", "她问。"]),
        ("“你来吗？”，她问。", ["“你来吗？”，她问。"]),
        ("（他笑了。）走吧！", ["（他笑了。）", "走吧！"]),
        ("真的吗？！……好", ["真的吗？！……", "好"]),
        ("《谁来了？》上映了。", ["《谁来了？》上映了。"]),
        ("标题\n正文；还是正文", ["标题\n", "正文；还是正文"]),
        ("一。\n\n二", ["一。\n\n", "二"]),
        ("见 a.org/b?c=1 一文", ["见 a.org/b?c=1 一文"]),
        ("增长3.5%。好", ["增长3.5%。", "好"]),
        ('他问："来吗?"然后走了。', ['他问："来吗?"', "然后走了。"]),
        ('来吗?"好"。', ["来吗?", '"好"。']),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == expected


def test_doc_sentences_are_those_of_the_characters(nlp) -> None:
    doc = nlp(STORY)
    assert [(s.start_char, s.end_char) for s in doc.sents] == [
        (start, end - len(STORY[start:end]) + len(STORY[start:end].removesuffix(" ")))
        for start, end in sentence_spans(STORY)
    ]


@pytest.mark.parametrize("length", [1, 399, 400, 401, 5000])
@pytest.mark.parametrize("unit", ["字", "字，", "四个字。"])
def test_chunks_are_short_and_cover(length: int, unit: str) -> None:
    text = (unit * length)[:length]
    chunks = chunk_spans(text, 0, length)
    assert all(0 < end - start <= MAXIMUM_CHUNK for start, end in chunks)
    assert [end for _, end in chunks[:-1]] == [start for start, _ in chunks[1:]]
    assert (chunks[0][0], chunks[-1][1]) == (0, length)


def test_chunks_end_behind_a_comma() -> None:
    text = "字" * 300 + "，" + "字" * 300
    assert chunk_spans(text, 0, len(text)) == [(0, 301), (301, 601)]


def test_long_sentence_is_analysed() -> None:
    text = "字" * 20_000
    assert kg.nlp.load("lac").make_doc(text).text == text


@pytest.mark.parametrize(
    ("text", "entity", "label"),
    [
        ("记者林晓舟报道", "林晓舟", "PERSON"),
        ("他住在北京市。", "北京市", "LOC"),
        ("她在清华大学读书。", "清华大学", "ORG"),
        ("6月2日下了雨。", "6月2日", "TIME"),
    ],
)
def test_names_by_lac(text: str, entity: str, label: str) -> None:
    assert (entity, label) in [(e.text, e.label_) for e in kg.nlp.load("lac")(text).ents]


def test_a_line_break_ends_a_name() -> None:
    for text in ("访问者王\n小明先生", "记者张\n三丰"):
        for name in SEGMENTERS:
            assert all("\n" not in entity.text for entity in kg.nlp.load(name)(text).ents)


def test_no_name_where_there_is_none() -> None:
    assert kg.nlp.load("lac")("我们都很高兴，因为桥修好了。").ents == ()


@pytest.mark.parametrize(
    ("text", "word", "tag"),
    [("送来30箱小米。", "小米", "n"), ("带着鸡蛋、小米和蔬菜", "小米", "n")],
)
def test_word_lexicon_mends_a_tag(text: str, word: str, tag: str) -> None:
    assert (word, tag) in [(token.text, token.tag_) for token in kg.nlp.load("lac")(text)]


def test_word_lexicon_leaves_other_places_alone() -> None:
    assert ("小米", "n") not in [(token.text, token.tag_) for token in kg.nlp.load("lac")("小米发布了新手机。")]


@pytest.mark.parametrize(
    ("content", "text", "expected"),
    [
        ("好事\tn", "好事多磨", [(0, 2, "n")]),
        ("好\ta\n好事\tn", "好事好", [(0, 2, "n"), (2, 3, "a")]),
        ("米\tn\t[斤]", "五斤米和米", [(2, 3, "n")]),
        ("米\tn\t\t[粉]", "米粉和米", [(0, 1, "n")]),
        ("# 注\n", "好", []),
    ],
)
def test_lexicon_matches(content: str, text: str, expected: list[tuple[int, int, str]]) -> None:
    assert list(WordLexicon.parse(content, "x.tsv").matches(text, 0, len(text))) == expected


@pytest.mark.parametrize(
    ("content", "message"), [("好", "x.tsv:1: expected word"), ("\n好\tn\t[", "x.tsv:2: .* in a pattern")]
)
def test_lexicon_errors_tell_the_line(content: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        WordLexicon.parse(content, "x.tsv")


def test_lac_tells_of_an_unknown_tag() -> None:
    from kg.nlp.lac import Lac

    lac = Lac()
    with pytest.raises(ValueError, match="no tag 'vb'"):
        lac.constrain(lac.emissions("好事"), 0, 1, "vb")


def test_decoding_together_is_decoding_alone() -> None:
    from kg.nlp.lac import Lac

    lac = Lac()
    texts = [text for start, end in sentence_spans(STORY) if (text := STORY[start:end])] + ["", "好"]
    emissions = [lac.emissions(text) for text in texts]
    together = lac.decode(emissions)
    for text, scores, path in zip(texts, emissions, together, strict=True):
        assert path.tolist() == _viterbi(scores, lac._transitions)
        assert len(path) == len(text)


def _viterbi(emissions: np.ndarray, transitions: np.ndarray) -> list[int]:
    """The textbook algorithm, one text at a time."""
    if not len(emissions):
        return []
    best, pointers = emissions[0], []
    for row in emissions[1:]:
        scores = best[:, None] + transitions
        pointers.append(scores.argmax(axis=0))
        best = scores.max(axis=0) + row
    path = [int(best.argmax())]
    for pointer in reversed(pointers):
        path.append(int(pointer[path[-1]]))
    return path[::-1]


def test_features_belong_to_the_words() -> None:
    words = segmenter("lac").segment("他来了。\n她走了")
    assert words.features is not None
    assert words.features.shape == (len(words.words), 118)
    line_break = [word.tag == "w" and word.start == 4 for word in words.words].index(True)
    assert not words.features[line_break].any()
    assert words.features[0].any()


def test_subject_and_object(nlp) -> None:
    doc = nlp("工人修好了大桥。")
    relations = {(token.text, token.dep_.split(":")[0]): token.head.text for token in doc}
    assert ("工人", "nsubj") in relations
    assert any(word.endswith("桥") and relation == "obj" for word, relation in relations)
    assert {token.pos_ for token in doc} >= {"NOUN", "VERB", "PUNCT"}


def test_white_space_hangs_to_the_word_before(nlp) -> None:
    doc = nlp("他来了。\n\n她　走了。\n")
    for token in doc:
        if token.is_space:
            assert (token.pos_, token.dep_, token.head.i) == ("SPACE", "dep", token.i - 1)


def test_a_sentence_parses_the_same_alone_and_in_a_story(nlp) -> None:
    first, second = "老师表扬了学生。", "工人修好了大桥。"
    alone = nlp(second)
    inside = nlp(f"{first}\n{second}")[-len(alone) :]
    assert [t.tag_ for t in alone] == [t.tag_ for t in inside]
    assert [t.pos_ for t in alone] == [t.pos_ for t in inside]


def test_pipe_gives_what_one_by_one_gives(nlp) -> None:
    texts = [STORY, "", "好。", STORY[:60]]
    assert [doc.to_json() for doc in nlp.pipe(texts)] == [nlp(text).to_json() for text in texts]


def test_docs_carry_no_features_away(nlp) -> None:
    assert not nlp(STORY).user_data


def test_components_declare_what_they_read_and_write() -> None:
    nlp = kg.nlp.load("lac")
    assert nlp.get_pipe_meta("kg_names").requires == ["token.tag"]
    assert "doc.ents" in nlp.get_pipe_meta("kg_names").assigns
    assert "token.is_sent_start" in nlp.get_pipe_meta("kg_sentences").assigns
    assert {"token.head", "doc.sents"} <= set(nlp.get_pipe_meta("kg_trees").assigns)


def _run(code: str, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
        cwd=Path(__file__).parents[1],
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_same_under_any_hash_seed() -> None:
    code = (
        "import json, kg.nlp\n"
        f"for name in {SEGMENTERS!r}:\n"
        f"    print(json.dumps(kg.nlp.load(name)({STORY!r}).to_json(), ensure_ascii=True))\n"
    )
    runs = {_run(code, PYTHONHASHSEED=seed) for seed in ("1", "2")}
    assert len(runs) == 1
    first = json.loads(runs.pop().splitlines()[0])
    assert first["text"] == STORY


def test_spacy_load_finds_the_parts_by_entry_points(tmp_path: Path) -> None:
    """In a process that has the package's entry points, as an installation gives them, and never imported it."""
    root = Path(__file__).parents[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    information = tmp_path / "storykg-0.dist-info"
    information.mkdir()
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: storykg\nVersion: 0\n", encoding="utf-8")
    lines = []
    for group, points in project["entry-points"].items():
        lines += [f"[{group}]", *(f"{name} = {target}" for name, target in points.items())]
    (information / "entry_points.txt").write_text("\n".join(lines), encoding="utf-8")
    code = (
        "import spacy, sys\n"
        "assert not any(name.startswith('kg') for name in sys.modules)\n"
        f"nlp = spacy.load({str(kg.nlp.MODEL_DIRECTORY / 'lac')!r})\n"
        "print(nlp.lang, [token.text for token in nlp('工人修好了大桥。')][-1])\n"
    )
    assert _run(code, PYTHONPATH=os.pathsep.join([str(tmp_path), str(root)])).strip() == "zh_kg 。"


def test_without_onnxruntime_jieba_steps_in_with_one_warning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_lac_imports", lambda: False)
    kg.nlp.load.cache_clear()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            first, second = kg.nlp.load(), kg.nlp.load()
        messages = [str(w.message) for w in caught if issubclass(w.category, RuntimeWarning)]
        assert first is second
        assert len(messages) == 1
        assert "jieba instead of LAC" in messages[0]
        assert "F1" in messages[0]
        assert first("工人修好了大桥。")[0].dep_
        with pytest.raises(ImportError, match="pip install"):
            kg.nlp.load("lac")
    finally:
        kg.nlp.load.cache_clear()


def test_loaded_once() -> None:
    assert kg.nlp.load("lac") is kg.nlp.load("lac") is kg.nlp.load()


def _model(directory: Path) -> Path:
    (directory / "lac" / "parser").mkdir(parents=True)
    (directory / "lac" / "config.cfg").write_text("x", encoding="utf-8")
    (directory / "lac" / "parser" / "model").write_bytes(b"\x00\x01")
    write_digests(directory)
    return directory


def test_whole_model_is_accepted(tmp_path: Path) -> None:
    verify(_model(tmp_path), "lac")


@pytest.mark.parametrize("change", ["edit", "remove", "add", "no list"])
def test_a_changed_model_is_refused(tmp_path: Path, change: str) -> None:
    directory = _model(tmp_path)
    match change:
        case "edit":
            (directory / "lac" / "parser" / "model").write_bytes(b"\x00\x02")
        case "remove":
            (directory / "lac" / "parser" / "model").unlink()
        case "add":
            (directory / "lac" / "more").write_text("", encoding="utf-8")
        case _:
            (directory / "SHA256SUMS").unlink()
    with pytest.raises(ModelError, match="reinstall"):
        verify(directory, "lac")


def test_packaged_model_is_small() -> None:
    size = sum(path.stat().st_size for path in kg.nlp.MODEL_DIRECTORY.rglob("*") if path.is_file())
    assert size <= 15_000_000


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("湖南隆回人", ["湖南", "隆回"]),
        ("赴上思县开展义诊", ["上思县"]),
        ("据从江县水利局介绍", ["从江县"]),
        ("宜都市委书记", []),
        ("互助合作和比如的事", []),
        ("湖南大路朝天", []),
    ],
)
def test_divisions_of_china_are_known_behind_provinces_and_prepositions(text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end, _ in division_names(text, 0, len(text))] == names


def test_divisions_are_not_cut() -> None:
    words = segmenter("lac").segment("罗明，1971年6月生，湖南隆回人。").words
    text = "罗明，1971年6月生，湖南隆回人。"
    assert ("隆回", "LOC") in {(text[word.start : word.end], word.tag) for word in words}
