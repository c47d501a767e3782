"""Reading: formats, encodings, corpora, and what is wrong with a file."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ReadError
from kg.model import Source
from kg.read import find_stories, read
from kg.read.corpus import string_literal
from kg.read.metadata import iso_date

STORY = (
    "青石镇卫生院的医生周小满昨天说，这里的老人每个月都可以做一次检查。\n"
    "他们已经看了两百多位病人，其中不少人住在山上，来一次要走三个小时。\n"
)
TRADITIONAL = (
    "青石鎮衛生院的醫生周小滿昨天說，這裡的老人每個月都可以做一次檢查。\n"
    "他們已經看了兩百多位病人，其中不少人住在山上，來一次要走三個小時。\n"
)


def one(path: Path | str, **options: object) -> Source:
    (source,) = read(path, **options)  # type: ignore[arg-type]
    assert isinstance(source, Source), source
    return source


def error(path: Path | str, **options: object) -> ReadError:
    (found,) = read(path, **options)  # type: ignore[arg-type]
    assert isinstance(found, ReadError)
    return found


def assert_mapped(source: Source) -> None:
    """Every character of the content that was not put in or decoded equals its raw slice."""
    content = source.content
    for character, start, end in zip(content.text, content.starts, content.ends, strict=True):
        assert 0 <= start <= end <= len(source.raw)
        if end == start + 1 and not character.isspace():
            assert source.raw[start] == character


# --- encodings ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "text", "found"),
    [
        ("utf-8", STORY, "utf-8"),
        ("utf-8", TRADITIONAL, "utf-8"),
        ("gb18030", STORY, "gb18030"),
        ("gbk", TRADITIONAL, "gb18030"),
        ("big5", TRADITIONAL, "big5"),
        ("utf-16", STORY, "utf-16-le"),
    ],
)
def test_encoding_is_detected(tmp_path: Path, encoding: str, text: str, found: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(text.encode(encoding))
    source = one(path)
    assert source.encoding == found
    assert source.raw.lstrip("\ufeff") == text
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
def test_encoding_can_be_given(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(TRADITIONAL.encode(encoding))
    assert one(path, encoding=encoding).raw == TRADITIONAL


def test_byte_order_mark_stays_in_raw_and_not_in_content(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(b"\xef\xbb\xbf" + STORY.encode())
    source = one(path)
    assert source.raw == path.read_text(encoding="utf-8")
    assert source.raw[0] == "\ufeff"
    assert source.content.text == STORY
    assert source.content.starts[0] == 1


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_are_those_of_text_mode(tmp_path: Path, line_end: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes(STORY.replace("\n", line_end).encode())
    assert one(path).raw == path.read_text(encoding="utf-8") == STORY


# --- what is wrong -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(256)) * 40, "binary"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), "binary"),
        (b"\x00" * 5000, "empty"),
        (b"Only English here.\n", "no Chinese"),
        ("これはとても短い日本語の文です。\n".encode(), "no Chinese"),
        ("Ça et là, déjà vu à l'été, être où\n".encode("latin-1") * 20, "encoding"),
        (STORY.encode()[:-20] + b"\xff\xfe\xff" + STORY.encode()[-20:], "encoding"),
    ],
)
def test_bad_file_is_told(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    message = str(error(path))
    assert message.startswith(str(path))
    assert problem in message
    assert "; " in message, "an error names the mend"


@pytest.mark.parametrize(
    ("written", "given_as", "problem"),
    [
        ("gb18030", "utf-8", "not in utf-8"),
        ("utf-8", "gb18030", "not"),
        ("utf-8", "big5", "not"),
        ("gb18030", "big5", "not"),
        ("utf-8", "klingon", "no encoding"),
    ],
)
def test_wrong_encoding_is_told(tmp_path: Path, written: str, given_as: str, problem: str) -> None:
    path = tmp_path / "story.txt"
    path.write_bytes((STORY * 4).encode(written))
    assert problem in str(error(path, encoding=given_as))


def test_missing_file_and_folder_are_told(tmp_path: Path) -> None:
    assert "no such file" in str(error(tmp_path / "none.txt"))
    assert "folder" in str(error(tmp_path))


def test_size_limit(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(STORY, encoding="utf-8")
    size = path.stat().st_size
    assert one(path, size_limit=size)
    assert f"{size:,} bytes" in str(error(path, size_limit=size - 1))


# --- folders -------------------------------------------------------------------------------------------------------


def test_folder_is_listed_sorted_without_hidden_and_other_files(tmp_path: Path) -> None:
    for name in ("b.txt", "a.HTML", "c.jsonl", ".hidden.txt", "notes.pdf", "sub/d.md", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x", encoding="utf-8")
    found = list(find_stories([tmp_path]))
    assert found == [tmp_path / name for name in ("a.HTML", "b.txt", "c.jsonl", "sub/d.md")]


def test_files_pass_through_once_and_dash_stays(tmp_path: Path) -> None:
    path = tmp_path / "story.dat"
    path.write_text(STORY, encoding="utf-8")
    assert list(find_stories(["-", path, str(path), tmp_path / "none.txt"])) == [
        Path("-"),
        path,
        tmp_path / "none.txt",
    ]


def test_folder_without_stories_is_told(tmp_path: Path) -> None:
    (found,) = find_stories([tmp_path])
    assert isinstance(found, ReadError)
    assert "no stories" in str(found)


# --- standard input --------------------------------------------------------------------------------------------------


class _Bytes:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize(
    ("data", "names"),
    [
        (STORY.encode("gb18030"), ["stdin"]),
        (("---\ntitle: 山村\n---\n" + STORY).encode(), ["stdin"]),
        ((json.dumps({"text": STORY}) + "\n" + json.dumps({"text": STORY})).encode(), ["stdin#1", "stdin#2"]),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, data: bytes, names: list[str]) -> None:
    monkeypatch.setattr(sys, "stdin", _Bytes(data))
    sources = [item for item in read("-") if isinstance(item, Source)]
    assert [source.name for source in sources] == names
    assert {source.path for source in sources} == {"<stdin>"}
    assert all(STORY.strip() in source.content.text for source in sources)


# --- corpora ---------------------------------------------------------------------------------------------------------


def test_a_bad_line_does_not_lose_the_others(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    lines = [
        '{"text": "第一个故事说完了。"}',
        "{broken",
        "[1]",
        '{"title": "没有正文"}',
        "",
        '{"text": "only English"}',
        '{"text": "第二个故事也说完了。", "title": "山村来信", "date": "2021年3月5日", "url": "https://example.org/1"}',
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    items = list(read(path))
    assert [type(item) for item in items] == [Source, ReadError, ReadError, ReadError, ReadError, Source]
    assert [item.place for item in items if isinstance(item, ReadError)] == ["line 2", "line 3", "line 4", "line 6"]
    last = items[-1]
    assert isinstance(last, Source)
    assert last.name == "corpus#7"
    assert last.content.text == "山村来信\n第二个故事也说完了。"
    assert dict(last.metadata) == {"title": "山村来信", "date": "2021-03-05", "url": "https://example.org/1"}
    assert_mapped(last)


def test_corpus_offsets_slice_the_file_through_escapes(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    text = '他说："到了"。\n第二段\t\U0001f600 完 \\ /'
    path.write_text(json.dumps({"id": 3, "text": text}) + "\n", encoding="utf-8")
    source = one(path)
    raw = path.read_text(encoding="utf-8")
    assert source.content.text == text
    quote = source.content.raw_span(0, 2)
    assert raw[slice(*quote)] == "\\u4ed6\\u8bf4"
    emoji = text.index("\U0001f600")
    assert raw[slice(*source.content.raw_span(emoji, emoji + 1))] == "\\ud83d\\ude00"


@given(st.text(max_size=60), st.booleans())
def test_string_literals_are_decoded_as_json_does(text: str, ascii_only: bool) -> None:
    literal = json.dumps(text, ensure_ascii=ascii_only)
    mapped = string_literal(literal, 1, len(literal) - 1)
    assert mapped.text == text
    for index, character in enumerate(mapped.text):
        span = literal[slice(*mapped.raw_span(index, index + 1))]
        assert json.loads(f'"{span}"') == character


def test_a_lone_surrogate_becomes_the_replacement_character(tmp_path: Path) -> None:
    path = tmp_path / "corpus.jsonl"
    path.write_text('{"text": "坏\\ud800字"}', encoding="utf-8")
    assert one(path).content.text == "坏\ufffd字"


# --- Markdown --------------------------------------------------------------------------------------------------------

MARKDOWN = """---
title: "山村诊所的一天"
date: 2019-08-07
author: "实习记者方晓禾"
url: "https://example.org/a/1"
---

# 山村诊所的一天

医生说，**每月**来一次的[诊所](https://example.org/b(2) "提示")很忙。

<figure>
<img src="a_山.jpg" alt="图">
<figcaption>诊所门前的队伍。</figcaption>
</figure>

> 引用的话 ![图](x.png)

---

最后一段。
"""


def test_markdown_loses_its_marks_and_keeps_its_map(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(MARKDOWN, encoding="utf-8")
    source = one(path)
    lines = [line.strip() for line in source.content.text.splitlines() if line.strip()]
    assert lines == [
        "山村诊所的一天",
        "医生说，每月来一次的诊所很忙。",
        "诊所门前的队伍。",
        "引用的话",
        "最后一段。",
        "实习记者方晓禾",
    ]
    assert dict(source.metadata) == {
        "title": "山村诊所的一天",
        "date": "2019-08-07",
        "author": "实习记者方晓禾",
        "url": "https://example.org/a/1",
    }
    assert_mapped(source)


def test_malformed_front_matter_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text('---\ntitle: "山村\ndate: [1\n---\n正文。\n', encoding="utf-8")
    found = error(path)
    assert "front matter" in str(found)
    assert found.place.startswith("line ")


# --- HTML ------------------------------------------------------------------------------------------------------------

PAGE = (Path(__file__).parent / "data" / "page_entities.html").read_text(encoding="utf-8")


def test_html_gives_the_story_with_exact_offsets(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    source = one(path)
    text = source.content.text
    assert text.splitlines()[0] == "山村诊所迎来新医生"
    assert "他叫周小满，是镇上新来的医生——村里人等了三年。" in text
    assert "“我会留下来。”" in text
    for unwanted in ("首页", "从前的稿子", "var a", "县里的学校"):
        assert unwanted not in text
    assert source.metadata["title"] == "山村诊所迎来新医生"
    assert source.metadata["date"] == "2021-05-06"
    assert source.metadata["publisher"] == "青石晚报"
    assert_mapped(source)
    at = text.index("——")
    assert source.raw[slice(*source.content.raw_span(at, at + 2))] == "&mdash;&mdash;"
    at = text.index("两名护士")
    assert source.raw[slice(*source.content.raw_span(at, at + 4))] == "两名护士"


def test_html_in_gbk_is_read_by_its_declaration(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    path.write_bytes(PAGE.replace("utf-8", "gb2312").encode("gb18030"))
    source = one(path)
    assert source.encoding == "gb18030"
    assert "周小满" in source.content.text


def test_page_in_a_text_file_is_read_as_html(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_text(PAGE, encoding="utf-8")
    assert "首页" not in one(path).content.text


def test_page_without_a_story_is_told(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text("<html><body><script>var 甲 = '乙';</script></body></html>", encoding="utf-8")
    assert "no story" in str(error(path))


# --- dates -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2020-03-13", "2020-03-13"),
        ("2020-03-13T08:23:00+08:00", "2020-03-13"),
        ("2007-7-26", "2007-07-26"),
        ("2007年9月17日 10:00", "2007-09-17"),
        ("2014/09/25", "2014-09-25"),
        ("20200229", "2020-02-29"),
        ("2021-02-29", None),
        ("3月13日", None),
        ("2020", None),
        ("", None),
    ],
)
def test_iso_date(text: str, date: str | None) -> None:
    assert iso_date(text) == date


# --- what a page says of itself --------------------------------------------------------------------------------------

TABLE_PAGE = (
    "<html><head><title>青石鎮修好了山路-青石網</title>{meta}</head><body><table><tr><td><a href='/'>首頁</a></td>"
    "<td><a href='/news'>新聞中心</a></td></tr></table><table><tr><td>青石鎮修好了山路</td></tr>{info}<tr><td>"
    + TRADITIONAL.replace("\n", "<br>")
    + "</td></tr><tr><td><a href='/2'>縣醫院新樓啟用</a></td></tr></table></body></html>"
)


def _page(folder: Path, meta: str = "", info: str = "") -> Source:
    path = folder / "page.html"
    path.write_text(TABLE_PAGE.format(meta=meta, info=f"<tr><td>{info}</td></tr>" if info else ""), encoding="utf-8")
    source = one(path)
    assert_mapped(source)
    return source


def test_menus_and_the_title_of_the_window_are_no_text(tmp_path: Path) -> None:
    text = _page(tmp_path).content.text
    assert text.split("\n") == ["青石鎮修好了山路", *TRADITIONAL.strip().split("\n"), "縣醫院新樓啟用"]


@pytest.mark.parametrize(
    ("info", "publisher"),
    [
        ("來源：青石網", "青石網"),
        ("來源：青石網(wǎng)", "青石網(wǎng)"),
        ("來源：青石網（青石）", "青石網"),
        ("凡注明“來源：青石網”的作品，不得轉載", None),
    ],
)
def test_publisher_of_a_page(tmp_path: Path, info: str, publisher: str | None) -> None:
    assert _page(tmp_path, info=info).metadata.get("publisher") == publisher


@pytest.mark.parametrize(("author", "told"), [("記者周小滿", True), ("青石網小編", False)])
def test_reporter_of_a_page_closes_the_text(tmp_path: Path, author: str, told: bool) -> None:
    text = _page(tmp_path, meta=f'<meta name="author" content="{author}">').content.text
    assert text.endswith(f"\n{author}") == told
