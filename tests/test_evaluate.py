"""A benchmark scored in full: its genres and scripts, figures of every kind, and the report as a browser shows it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.cli import main
from kg.error_report import write_report
from kg.error_report.entries import entries
from kg.error_report.page import render
from kg.error_report.passages import Passages, text_span
from kg.errors import ReadError
from kg.evaluate import Evaluation, StoryEvaluation
from kg.evaluate_text import score_lines
from kg.gold import Category, GoldError, find_categories, gold_files, read_categories, read_gold
from kg.model import Claim
from kg.normalise import normalise
from kg.read import read
from kg.scoring import score
from kg.text import Edit, MappedText
from tests.browser import browser
from tests.factories import claim, document, entity, quantity

ROOT = Path(__file__).resolve().parent.parent
STORIES = ROOT / "tests" / "stories"
GOLD = "id\tsubject\tsubject_type\tpredicate\tobject\tobject_type\tqualifiers\tholder\tstatus\tevidence\n"
GENRES = "story\tgenre\tscript\n"
RAW = "罗明走访了石桥村。\n周大海说,林涛下周去柳溪;罗明没去云城。\n石桥村有300户,在柳溪。"
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=2'>{{ 7*7 }}\"'"
ROWS = (
    ("罗明", "visited", "石桥村", "Place", "time=3日", "", "asserted", "走访了石桥村"),
    ("林涛", "wentTo", "柳溪", "Place", "", "周大海", "planned", "林涛下周去柳溪"),
    ("罗明", "wentTo", "云城", "Place", "", "", "negated", "罗明没去云城"),
    ("石桥村", "hasCount", "300户", "Quantity", "", "", "asserted", "石桥村有300户"),
    ("罗明", "livesIn", "月亮湾", "Place", "", "", "asserted", "住在月亮湾"),
    ("罗明", "open:睡", "村委会", "Place", "", "", "asserted", "石桥村有300户"),
)
LUO, LIN, ZHOU = (entity("Person", name) for name in ("罗明", "林涛", "周大海"))
VILLAGE, BROOK, CITY = (entity("Place", name) for name in ("石桥村", "柳溪", "云城"))


def gold_file(folder: Path, name: str, hostile: str = "") -> Path:
    lines = [
        "\t".join([f"g{number}", f"{row[0]}{hostile}", "Person", *row[1:]]) for number, row in enumerate(ROWS, start=1)
    ]
    path = folder / f"{name}.tsv"
    path.write_text(GOLD + "".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def story(folder: Path, name: str, genre: str, script: str = "Hans", hostile: str = "") -> StoryEvaluation:
    """One of every kind of mistake, and one claim that is right."""
    doc = document(name, RAW + hostile, title=f"题{hostile}")
    right, false = entity("Person", f"罗明{hostile}"), entity("Goods", f"月饼{hostile}")
    claims: list[Claim] = [
        claim(doc, right, "visited", VILLAGE, "罗明走访了石桥村"),
        claim(doc, entity("Person", f"林涛{hostile}"), "wentTo", BROOK, "林涛下周去柳溪", status="planned"),
        claim(doc, right, "wentTo", CITY, "罗明没去云城"),
        claim(doc, entity("Place", f"石桥村{hostile}"), "hasCount", quantity("300户"), "石桥村有300户"),
        claim(doc, ZHOU, "donated", false, "周大海说"),
    ]
    rows = read_gold(gold_file(folder, name, hostile))
    strict, lenient = score(rows, claims), score(rows, claims, lenient=True)
    return StoryEvaluation(name, strict, lenient, Category(genre, script), (doc,))


def evaluation(folder: Path, hostile: str = "") -> Evaluation:
    parts = (story(folder, "甲", "disaster"), story(folder, "乙", "sports", "Hant", hostile))
    return Evaluation(parts, (), categorised=True)


# --- the benchmark's genres --------------------------------------------------------------------------------------


def test_every_story_of_the_benchmark_has_a_genre() -> None:
    listed = read_categories(STORIES / "genres.tsv")
    there = {path.stem for part in ("tune", "test") for path in (STORIES / part).glob("*.tsv")}
    assert set(listed) == there
    assert len({category.genre for category in listed.values()}) >= 10
    assert {category.script for category in listed.values()} == {"Hans", "Hant"}


def test_scripts_are_those_of_the_stories() -> None:
    listed = read_categories(STORIES / "genres.tsv")
    for path in sorted(STORIES.glob("t*/*")):
        if path.suffix != ".tsv":
            found = {
                doc.script for source in read(path) if not isinstance(source, ReadError) for doc in normalise(source)
            }
            assert found == {listed[path.stem].script}, path.name


def test_genres_lie_beside_the_gold_or_above_it(tmp_path: Path) -> None:
    folder = tmp_path / "tune"
    folder.mkdir()
    gold = gold_file(folder, "甲")
    assert find_categories(folder) == find_categories(gold) == {}
    above = tmp_path / "genres.tsv"
    above.write_text(GENRES + "甲\tdisaster\tHant\n", encoding="utf-8")
    assert find_categories(folder) == find_categories(gold) == {"甲": Category("disaster", "Hant")}
    (folder / "genres.tsv").write_text(GENRES + "甲\tsports\tHans\n", encoding="utf-8")
    assert find_categories(folder) == {"甲": Category("sports", "Hans")}
    assert gold_files(folder) == [gold]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("story\tgenre\n甲\tsports\n", "line 1: there is no column script"),
        (GENRES + "甲\tsports\tHans\n乙\tsports\tLatn\n", "line 3: there is no script 'Latn'"),
        (GENRES + "甲\t\tHans\n", "line 2: a story and its genre are needed"),
        (GENRES + "甲\n", "line 2: a story and its genre are needed"),
        (GENRES + "甲\tsports\tHans\n甲\tdisaster\tHans\n", "line 3: 甲 has a row already"),
    ],
)
def test_malformed_genres_are_named(
    tmp_path: Path, content: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "genres.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(GoldError, match=message):
        read_categories(path)
    gold_file(tmp_path, "甲")
    assert main(["eval", str(tmp_path), str(tmp_path)]) == 2
    assert f"{path}, {message}" in capsys.readouterr().err


# --- figures -----------------------------------------------------------------------------------------------------


def test_record_has_every_figure(tmp_path: Path) -> None:
    record = evaluation(tmp_path).record(mistakes=True)
    assert (record["precision"], record["recall"], record["gold"], record["got"]) == (0.6, 0.6, 10, 10)
    assert (record["holder"], record["qualifiers"], record["open_recall"]) == (0.0, 0.0, 0.0)
    assert (record["status"], record["narrator"]) == (0.75, 1.0)
    assert record["by_status"]["negated"]["share"] == 0.0
    assert record["status_confusion"] == {
        "asserted": {"asserted": 4},
        "negated": {"asserted": 2},
        "planned": {"planned": 2},
    }
    assert record["by_qualifier"]["time"] | {"interval": None} == {"right": 0, "of": 2, "share": 0.0, "interval": None}
    assert record["by_predicate"]["wentTo"]["recall"] == 0.5
    assert {genre: part["stories"] for genre, part in record["by_genre"].items()} == {"disaster": 1, "sports": 1}
    assert sorted(record["by_script"]) == ["Hans", "Hant"]
    low, high = record["precision_interval"]
    assert 0 < low < 0.6 < high < 1
    assert len(record["mistakes"]) == 14
    assert "mistakes" not in evaluation(tmp_path).record()
    json.dumps(record)


def test_genres_are_left_out_where_they_are_not_known(tmp_path: Path) -> None:
    told = Evaluation((story(tmp_path, "甲", "disaster"),))
    assert told.record()["by_genre"] == {}
    assert not any(line.startswith("genre") for line in score_lines(told))
    assert 'data-filter="genre"' not in render(told)


def test_lines_have_every_table(tmp_path: Path) -> None:
    lines = score_lines(evaluation(tmp_path), mistakes=True)
    heads = [line.split()[0] for line in lines if line and not line.startswith(" ")]
    assert [head for head in ("story", "predicate", "genre", "script", "status", "qualifier") if head in heads] == [
        "story",
        "predicate",
        "genre",
        "script",
        "status",
        "qualifier",
    ]
    assert "    miss  g5 罗明 –livesIn→ 月亮湾 [asserted]" in lines
    assert any(re.match(r"sports +1 +0\.600 +0\.600 +0\.600", line) for line in lines)


# --- what the report lists ---------------------------------------------------------------------------------------


def test_each_mistake_is_listed_once_with_its_words(tmp_path: Path) -> None:
    told = {entry.id: entry for entry in entries(story(tmp_path, "甲", "disaster")) if entry.kind != "false"}
    kinds = {key: entry.kind for key, entry in told.items()}
    assert kinds == {"g1": "qualifier", "g2": "holder", "g3": "status", "g5": "miss", "g6": "open"}
    marked = {key: entry.gold_passage.marked for key, entry in told.items() if entry.gold_passage}
    assert marked["g2"] == "林涛下周去柳溪"
    assert marked["g3"] == "罗明没去云城"
    passage = told["g2"].gold_passage
    assert passage is not None
    assert (passage.before, passage.after) == ("周大海说,", ";罗明没去云城。")
    assert passage.start == RAW.index("林涛下周")


def test_false_claims_show_their_evidence(tmp_path: Path) -> None:
    (false,) = [entry for entry in entries(story(tmp_path, "甲", "disaster")) if entry.kind == "false"]
    assert false.triple == ("周大海", "donated", "月饼")
    assert false.gold_passage is None
    assert false.claim_passage is not None
    assert (false.claim_passage.before, false.claim_passage.marked) == ("", "周大海说")


def test_words_that_the_story_lacks_stand_alone() -> None:
    passage = Passages([document("甲", RAW)]).of_words("住在月亮湾")
    assert (passage.before, passage.marked, passage.after, passage.start) == ("", "住在月亮湾", "", None)


@pytest.mark.parametrize("words", ["罗明没去,云城", "“罗明没去云城”", "罗明 没去云城。"])
def test_words_are_found_without_their_punctuation(words: str) -> None:
    assert Passages([document("甲", RAW)]).of_words(words).marked == "罗明没去云城"


def test_raw_offsets_lead_to_cleaned_text() -> None:
    text = MappedText.from_raw("陈(chén)婶在家").edit([Edit(1, 7, "")])
    assert text.text == "陈婶在家"
    assert text_span(text, 0, 8) == (0, 2)
    assert text_span(text, 1, 7) is None


# --- the page ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as launched:
        yield launched


def opened(chromium: Browser, path: Path, size: tuple[int, int] = (1280, 800), scheme: str = "light") -> Page:
    """The page from disk, with all that it asked for and complained of on ``page.told``."""
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if request.url.split("#")[0] != path.as_uri() else None)
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path.as_uri())
    page.told = told  # type: ignore[attr-defined]
    return page


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    write_report(evaluation(tmp_path), path)
    return path


def test_same_evaluation_gives_same_bytes(tmp_path: Path) -> None:
    page = render(evaluation(tmp_path))
    assert page == render(evaluation(tmp_path))
    assert page.lstrip().startswith("<!DOCTYPE html>")
    assert not re.findall(r"<link|<iframe|<base|@import|(?<![\w-])src\s*=|https?://", page)


def test_filters_choose_mistakes(chromium: Browser, report: Path) -> None:
    page = opened(chromium, report)
    shown = page.locator(".entry:visible")
    assert shown.count() == 12
    page.select_option("[data-filter=kind]", "status")
    assert shown.count() == 2
    assert {entry.get_attribute("data-kind") for entry in shown.all()} == {"status"}
    page.select_option("[data-filter=genre]", "sports")
    assert shown.count() == 1
    assert page.locator(".story:visible h3").all_inner_texts() == ["乙 sports · Hant"]
    assert page.locator("output").inner_text() == "1 / 12"
    page.select_option("[data-filter=predicate]", "donated")
    assert shown.count() == page.locator(".story:visible").count() == 0
    page.click("button[type=reset]")
    expect(page.locator("output")).to_have_text("12 / 12")
    page.select_option("[data-filter=predicate]", "open")
    assert shown.count() == 2
    page.select_option("[data-filter=script]", "Hans")
    assert shown.count() == 1
    assert page.told == []  # type: ignore[attr-defined]


def test_words_are_marked_in_their_sentence(chromium: Browser, report: Path) -> None:
    page = opened(chromium, report)
    entry = page.locator(".entry[data-kind=holder]").first
    assert entry.locator("mark").inner_text() == "林涛下周去柳溪"
    assert entry.locator("blockquote").inner_text().startswith("周大海说,林涛下周去柳溪;罗明没去云城。")
    assert re.sub(r"\s+", " ", entry.locator("dd").inner_text()) == "应为 wanted 周大海 所得 told 叙述者 (narrator)"


def test_nothing_in_a_story_or_its_gold_is_markup(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    told = evaluation(tmp_path, HOSTILE)
    error = ReadError(f"{HOSTILE}.txt", "it is broken", "mend it")
    write_report(Evaluation((*told.stories, story(tmp_path, "丙", HOSTILE)), (error,), categorised=True), path)
    page = opened(chromium, path)
    assert page.evaluate("() => window.hacked") is None
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    assert HOSTILE in page.locator("main").inner_text()
    page.select_option("[data-filter=genre]", HOSTILE)
    assert page.locator(".entry:visible").count() == 6
    assert page.told == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_nothing_runs_over_the_edge(chromium: Browser, report: Path, size: tuple[int, int]) -> None:
    page = opened(chromium, report, size)
    page.evaluate("() => document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    assert page.locator("table:visible").count() == 7
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]


def test_dark_and_light(chromium: Browser, report: Path) -> None:
    colours = [
        opened(chromium, report, scheme=scheme).evaluate("() => getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert colours == ["rgb(255, 255, 255)", "rgb(20, 23, 27)"]


def test_without_its_script_the_report_is_all_there(chromium: Browser, report: Path) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(report.as_uri())
    assert page.locator(".entry:visible").count() == 12
    assert page.locator(".filters").is_hidden()


def test_the_command_writes_the_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = gold_file(tmp_path, "甲")
    (tmp_path / "甲.txt").write_text(RAW, encoding="utf-8")
    path = tmp_path / "out" / "report.html"
    assert main(["eval", str(gold), str(tmp_path / "甲.txt"), "--report", str(path), "--json", "--errors"]) == 0
    assert "月亮湾" in path.read_text(encoding="utf-8")
    assert "g5" in {mistake["id"] for mistake in json.loads(capsys.readouterr().out)["mistakes"]}
    (tmp_path / "taken").write_text("", encoding="utf-8")
    assert main(["eval", str(gold), str(tmp_path / "甲.txt"), "--report", str(tmp_path / "taken" / "r.html")]) == 2
    assert "taken" in capsys.readouterr().err
