"""Normalising whole stories: what comes out, and that every character still points at its raw one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import NormaliseError
from kg.model import Document, Source
from kg.normalise import normalise
from kg.read import read
from kg.text import MappedText

SEED = Path(__file__).parent.parent / "seeds" / "000_fa29c5528a50eefb.txt"


def source_of(raw: str, **metadata: str) -> Source:
    return Source("story", "story.txt", raw, "0" * 64, "utf-8", MappedText.from_raw(raw), metadata)


def story(raw: str, **metadata: str) -> Document:
    return normalise(source_of(raw, **metadata))[0]


def lines(raw: str) -> list[str]:
    return story(raw).text.text.split("\n")


# --- the map -------------------------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "來(lái)",
        "因?yàn)樽〉帽容^遠(yuǎn)",
        "當(dāng)?shù)厝罕",
        "社區(村)",
        "ABC(WFP)",
        "「『好』」",
        '"是"',
        "3,000",
        "10:30",
        "　　",
        "  ",
        "\n",
        "，",
        ",",
        "...",
        "(完)",
        "[图]",
        "2020-03-13 08:233月10日",
        "上一篇：",
        "编辑：张三",
        "<p>",
        "<script>x</script>",
        "### ",
        "[查看原文](http://a.b/2020/01/02/c.html)",
        "（张三摄）",
        "新华社武汉4月15日电",
        "题：",
        "记者李四",
        "\u202e",
        "\x00",
        "e\u0301",
        "\U0001f600",
        "\u200d",
        "\ufffd",
        "?hǎo)",
        "(",
        ")",
        "“",
        "”",
        "《",
        "https://例.org/a,b",
        "Ａ１",
        "裏面",
        "乾隆",
        "著名",
        "帶著",
        "\ufeff",
        "\u2028",
        "\t",
        "#",
        "*",
        "---\n",
        "图为",
        "本报讯",
        "（",
        "：",
        "他说",
        "来源：青石网 时间：2020年1月2日",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(_PIECES, st.text(st.characters(exclude_categories=("Cs",)), max_size=6)), max_size=40).map(
        "".join
    )
)
def test_every_character_points_into_the_raw_text_in_order(raw: str) -> None:
    try:
        documents = normalise(source_of(raw))
    except NormaliseError:
        return
    for document in documents:
        text = document.text
        spans = list(zip(text.text, text.starts, text.ends, strict=True))
        assert all(0 <= start <= end <= len(raw) for _, start, end in spans)
        moved = (
            len(text.text) - sum(len(line) + 1 for line in _moved(document))
            if document.kind == "story"
            else len(text.text)
        )
        starts = list(text.starts)[:moved]
        assert starts == sorted(starts)
        assert all(document.text.text[b.start : b.end] == b.name for b in document.bylines)
        assert all(0 <= r.start <= r.end <= len(raw) for r in document.repairs)
        assert all(0 <= f.start <= f.end <= len(raw) for f in document.furniture)
        if document.title_span:
            assert text.text[slice(*document.title_span)] == document.title


def _moved(document: Document) -> list[str]:
    """The closing lines that hold names cut out of furniture: those that begin before their predecessor ends."""
    found: list[str] = []
    rest = document.text.text.split("\n")
    position = len(document.text.text)
    while rest:
        position -= len(rest[-1])
        start = document.text.starts[position] if rest[-1] else 0
        if not any(f.kind in ("credit", "source-line") and f.start <= start < f.end for f in document.furniture):
            break
        found.append(rest.pop())
        position -= 1
    return found


@given(st.text("这里有一个村子。社区工作者们都很忙，他说\n", min_size=30, max_size=200))
def test_clean_text_keeps_all_its_characters(raw: str) -> None:
    try:
        text = story(raw).text
    except NormaliseError:
        return
    assert all(
        raw[s:e] == c
        for c, s, e in zip(text.text, text.starts, text.ends, strict=True)
        if c != "\n" and c in raw and e - s == 1
    )


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=300))
def test_any_text_is_normalised_or_refused_with_a_clear_error(raw: str) -> None:
    try:
        normalise(source_of(raw))
    except NormaliseError as error:
        assert str(error).startswith("story.txt: no story is left")


@pytest.mark.parametrize(
    "raw", ["", "\n\n", "plain English", "编辑：张三", "版权所有 青石新闻网", "首页 > 新闻 > 正文"]
)
def test_a_page_without_a_story_is_refused(raw: str) -> None:
    with pytest.raises(NormaliseError, match="no story is left"):
        story(raw)


@pytest.mark.parametrize(
    "filler",
    [
        "(",
        "[",
        '"',
        "<",
        "<!--",
        "<script>",
        "?yàn)",
        "来(lái)",
        "  ",
        "1",
        "2020-01-01 10:00",
        "e\u0301",
        "记者王李",
        "编辑：张三\n",
    ],
)
def test_a_megabyte_of_anything_takes_no_more_than_linear_time(filler: str) -> None:
    import time

    def cost(size: int) -> float:
        raw = "山村的诊所每天都开门，老人们不用再走三个小时。" + filler * (size // len(filler))
        start = time.process_time()
        normalise(source_of(raw))
        return time.process_time() - start

    cost(1_000)
    small = max(cost(10_000), 0.05)
    assert cost(40_000) < small * 12


# --- the seed ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def seed() -> list[Document]:
    (source,) = read(SEED)
    assert isinstance(source, Source)
    return normalise(source)


def test_seed_header(seed: list[Document]) -> None:
    head = seed[0]
    assert head.title == "“下沉干部”贺庆：沉就要一沉到“底”"
    assert (head.date, head.date_inferred) == ("2020-04-15", True)
    assert (head.dateline_place, head.agency, head.editor, head.script) == ("武汉", "新华社", "yangweijie", "Hant")
    assert [(b.name, b.role, b.organization) for b in head.bylines] == [("侯文坤", "记者", "新华社")]


def test_seed_text_is_simplified_and_free_of_furniture(seed: list[Document]) -> None:
    text = seed[0].text.text
    assert text.split("\n")[2].startswith(
        "“徐阿姨，我们来做个回访，有没有什么困难或者需求？”带着鸡蛋、小米和蔬菜等爱心物资，"
    )
    assert "因为住得比较远，为了节省路上时间，" in text
    assert "的多个社区（村）。" in text
    assert "“有了他们‘火线支援’，" in text
    for unwanted in ("yangweijie", "上一篇", "宜都女孩", "lái", "\ufffd"):
        assert unwanted not in text


def test_seed_mojibake_evidence_slices_the_raw_file(seed: list[Document]) -> None:
    text, raw = seed[0].text, SEED.read_text(encoding="utf-8")
    at = text.text.index("因为住得比较远")
    assert raw[slice(*text.raw_span(at, at + 7))] == "因?yàn)樽〉帽容^遠"
    assert raw[slice(*text.raw_span(at + 2, at + 3))] == "樽〉"


def test_seed_fragments_are_the_teasers(seed: list[Document]) -> None:
    story_id = seed[0].id
    fragments = seed[1:]
    assert [f.id for f in fragments] == [f"{story_id}~{n}" for n in range(1, 12)]
    assert all(f.kind == "fragment" and f.truncated and f.parent == story_id for f in fragments)
    assert fragments[0].text.text == "21岁宜都女孩逆行武汉防护服成最好青春纪念"
    assert fragments[-1].text.text.startswith("3月10日下午，武汉市江岸区")
    assert fragments[-1].date == "2020-03-13"
    assert [b.name for f in fragments for b in f.bylines] == ["姜明助", "文波"]


def test_seed_repairs_are_recorded(seed: list[Document]) -> None:
    kinds = Counter(repair.kind for repair in seed[0].repairs)
    assert kinds["pinyin"] == 243
    assert (kinds["mojibake"], kinds["lost"], kinds["glued-time"], kinds["script"]) == (1, 0, 1, 1)
    raw = SEED.read_text(encoding="utf-8")
    assert all(raw[r.start : r.end] == r.original for r in seed[0].repairs if r.kind in ("pinyin", "mojibake"))


# --- whole pages -----------------------------------------------------------------------------------------------------

_BODY = "昨天上午，青石镇的医生周小满走了三个小时山路，到石桥村给四十多位老人量血压，村里人都在路口等她。"


def test_teasers_after_a_head_become_fragments_with_their_own_dates() -> None:
    list_ = "下一篇：镇上修路\n相关新闻\n2021-05-04 11:20五月三日，县医院的车队进了山...\n药品每周送一次"
    raw = f"石桥村来了医生\n{_BODY}\n{list_}"
    documents = normalise(source_of(raw))
    assert [d.text.text for d in documents[1:]] == ["镇上修路", "五月三日，县医院的车队进了山……", "药品每周送一次"]
    assert [d.date for d in documents[1:]] == [None, "2021-05-04", None]
    assert "县医院" not in documents[0].text.text


@pytest.mark.parametrize(
    ("tail", "kept"),
    [
        ("相关链接\n" + _BODY * 2, True),  # a sidebar of the story
        ("责任编辑：李青\n" + _BODY, True),  # a paragraph below the editor is no list
        ("责任编辑：李青\n石桥村修通公路\n县医院派来车队...", False),
        ("推荐阅读：\n" + _BODY, False),
    ],
)
def test_only_lists_are_cut_off(tail: str, kept: bool) -> None:
    documents = normalise(source_of(f"石桥村来了医生\n{_BODY}\n{tail}"))
    assert (len(documents) == 1) is kept


def test_a_head_above_the_story_cuts_nothing_off() -> None:
    assert _BODY in story(f"上一篇\n下一篇\n石桥村来了医生\n{_BODY}\n{_BODY}").text.text


def test_front_matter_author_closes_the_text_and_slices(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        f"---\ntitle: 山村\nauthor: 实习记者方晓禾\ndate: 2019-08-07\n---\n# 石桥村来了医生\n\n{_BODY}\n",
        encoding="utf-8",
    )
    (source,) = read(path)
    assert isinstance(source, Source)
    (document,) = normalise(source)
    assert document.text.text.split("\n")[-1] == "实习记者方晓禾"
    (byline,) = document.bylines
    assert (byline.name, byline.role) == ("方晓禾", "实习记者")
    assert source.raw[slice(*document.text.raw_span(byline.start, byline.end))] == "方晓禾"


def test_corpus_record_with_escapes_slices_the_file(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"text": "\\u77f3\\u6865\\u6751\\u4f86(l\\u00e1i)\\u4e86\\u91ab\\u751f\\u3002"}', encoding="utf-8")
    (source,) = read(path)
    assert isinstance(source, Source)
    text = normalise(source)[0].text
    assert text.text == "石桥村来了医生。"
    assert source.raw[slice(*text.raw_span(3, 4))] == "\\u4f86"


DATA = Path(__file__).parent / "data"


def page(name: str) -> list[Document]:
    (source,) = read(DATA / name)
    assert isinstance(source, Source), source
    return normalise(source)


def test_page_with_line_breaks_for_paragraphs() -> None:
    story_, *teasers = page("page_br_lines.html")
    paragraphs = story_.text.text.split("\n")
    assert [p[:12] for p in paragraphs] == [
        "北山县修通最后一条山路",
        "北山网6月6日电（记者程",
        "“以前去县城要走一天，现",
        "图为通车现场。",
        "县交通局局长何平介绍，明",
    ]
    assert (story_.title, story_.date, story_.agency) == ("北山县修通最后一条山路", "2018-06-06", "北山网")
    assert story_.publisher == "北山日报"
    assert [(b.name, b.role) for b in story_.bylines] == [("程远", "记者"), ("吴大山", "通讯员")]
    assert [t.text.text for t in teasers] == [
        "北山县中学迎来新校长",
        "暴雨过后的白石村",
        "北山县今年计划修路两百公里",
        "山里的快递员",
    ]


def test_page_in_traditional_script() -> None:
    (story_,) = page("page_traditional.html")
    text = story_.text.text
    assert text.startswith("白石村通车 居民盼了三十年\n")
    assert "村长高长顺说：“老人家看病不用再走‘之字路’了。”" in text
    assert "继续往下阅读" not in text
    assert (story_.date, story_.dateline_place, story_.script) == ("2018-06-07", "台北", "Hant")
    assert {(b.name, b.role) for b in story_.bylines} == {("程远", "记者")}


def test_page_laid_out_with_tables() -> None:
    (story_,) = page("page_tables.html")
    paragraphs = story_.text.text.split("\n")
    assert [p[:8] for p in paragraphs] == [
        "白石村举行通车仪",
        "三月三日，白石村",
        "何平在讲话中说，",
        "仪式由县交通局局",
    ]
    assert (story_.title, story_.date) == ("白石村举行通车仪式", "2009-03-04")
    at = story_.text.text.index("<")
    assert story_.source.raw[slice(*story_.text.raw_span(at, at + 1))] == "&lt;"


@pytest.mark.parametrize("name", ["page_br_lines.html", "page_traditional.html", "page_tables.html"])
def test_page_text_equals_its_raw_slices(name: str) -> None:
    (source,) = read(DATA / name)
    assert isinstance(source, Source)
    content = source.content
    for character, start, end in zip(content.text, content.starts, content.ends, strict=True):
        assert character.isspace() or source.raw[start:end] == character or source.raw[start] == "&"
