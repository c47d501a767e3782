"""The page: what it shows, that it is safe, self-contained and reachable, and that it comes out the same each time."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from kg.model import Story
from kg.view import write_html
from kg.view.layout import Box, place
from kg.view.page import render, spaced, wrap
from tests import factories
from tests.browser import browser

DESKTOP, PHONE = (1280, 800), (390, 844)
HOSTILE = "</script><script>window.hacked=1</script><img src=x onerror='window.hacked=2'>{{ 7*7 }}{% raw %}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as launched:
        yield launched


def opened(
    chromium: Browser,
    folder: Path,
    stories: list[Story],
    size: tuple[int, int] = DESKTOP,
    scheme: str = "light",
) -> Page:
    """The stories' page, opened from disk, with all that it asked for and complained of on ``page.told``."""
    path = folder / "graph.html"
    write_html(stories, path)
    context = chromium.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    told: list[str] = []
    page.on("request", lambda request: told.append(request.url) if request.url != path.as_uri() else None)
    page.on("console", lambda message: told.append(message.text))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.goto(path.as_uri())
    page.told = told  # type: ignore[attr-defined]
    return page


def click_on(page: Page, script: str) -> None:
    """Click on the canvas where ``script`` says, in the network's own coordinates."""
    point = page.evaluate(f"() => network.canvasToDOM({script})")
    box = page.locator("#mynetwork").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def hostile_story() -> Story:
    raw = f"罗明{HOSTILE}走访了石桥村。"
    doc = factories.document("坏", raw, title=HOSTILE)
    luo = factories.entity("Person", f"罗明{HOSTILE}", f"罗明{HOSTILE}")
    return Story(doc, (factories.claim(doc, luo, "visited", factories.entity("Place", "石桥村"), raw),))


# --- the file ----------------------------------------------------------------------------------------------------


def test_same_stories_give_same_bytes() -> None:
    assert render(factories.stories()) == render(factories.stories())


def test_page_names_no_outside_resource() -> None:
    page = render(factories.stories())
    assert not re.findall(r"<link|<iframe|<base|@import|(?<![\w-])src\s*=|<script[^>]+src", page.split("<script>")[0])
    assert "cdn" not in page.lower()
    assert "default-src 'none'" in page


def test_file_is_utf8_with_plain_line_ends(tmp_path: Path) -> None:
    write_html(factories.stories(), tmp_path / "graph.html")
    data = (tmp_path / "graph.html").read_bytes()
    assert "石桥村".encode() in data
    assert b"\r" not in data
    assert len(data) < 2_500_000


def test_no_story_is_a_page_all_the_same() -> None:
    assert '<html lang="zh-Hans">' in render([])


@pytest.mark.parametrize(
    ("label", "lines"),
    [
        ("罗明", "罗明"),
        ("青川县水利局石桥", "青川县水利局石桥"),
        ("青川县水利局石桥村办事处", "青川县水利局\n石桥村办事处"),
        ("一" * 40, "\n".join(["一" * 10] * 3) + "…"),
        ("", ""),
    ],
)
def test_long_labels_are_wrapped(label: str, lines: str) -> None:
    assert wrap(label) == lines


@pytest.mark.parametrize(("name", "words"), [("worksFor", "works for"), ("age", "age"), ("locatedIn", "located in")])
def test_english_names_are_spaced(name: str, words: str) -> None:
    assert spaced(name) == words


# --- the layout --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "links"), [(1, 0), (12, 11), (60, 90), (300, 420), (400, 40)])
def test_no_two_boxes_overlap(count: int, links: int) -> None:
    chance = random.Random(count)
    boxes = {f"n{i}": Box(chance.uniform(20, 160), chance.uniform(30, 70), 10) for i in range(count)}
    labels = {(f"n{chance.randrange(count)}", f"n{chance.randrange(count)}"): Box(40, 15) for _ in range(links)}
    points = place(boxes, labels)
    assert points.keys() == boxes.keys()
    for one, other in itertools.combinations(boxes, 2):
        sideways = abs(points[one][0] - points[other][0]) - (boxes[one].width + boxes[other].width) / 2
        upwards = abs(points[one][1] - points[other][1]) - (boxes[one].height + boxes[other].height) / 2
        assert max(sideways, upwards) > -1.5, (one, other)


def test_layout_does_not_depend_on_order() -> None:
    boxes = {name: Box(60, 40) for name in "abcdefg"}
    labels = {("a", "b"): Box(30, 15), ("b", "c"): Box(30, 15), ("d", "a"): Box(30, 15), ("e", "f"): Box(30, 15)}
    turned = dict(reversed(labels.items()))
    assert place(boxes, labels) == place(dict(reversed(boxes.items())), turned)


# --- in the browser ----------------------------------------------------------------------------------------------


def test_opens_from_disk_without_network_or_complaints(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    assert page.evaluate("() => shownNodes.length") > 10
    assert page.told == []  # type: ignore[attr-defined]


def test_click_on_node_shows_source_sentence_with_words_marked(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    click_on(page, "network.getPosition('organization/青川县水利局')")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "青川县水利局"
    dispatched = panel.locator(".claim", has_text="派出")
    assert dispatched.locator("mark").inner_text() == "青川县水利局选派了12名干部到柳溪区"
    assert "罗明是其中之一" in dispatched.locator("blockquote").inner_text()
    assert dispatched.locator("blockquote").get_attribute("lang") == "zh-Hans"
    assert "12名" in dispatched.locator("dl").inner_text()


def test_click_on_edge_shows_its_claims(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    middle = (
        "(() => { const [a, b] = ['person/罗明', 'goods/大米'].map((id) => network.getPosition(id));"
        " return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }; })()"
    )
    click_on(page, middle)
    claims = page.locator("#panel .claim")
    assert claims.count() == 1
    assert claims.locator(".triple").inner_text().startswith("罗明")
    assert claims.locator(".triple").inner_text().endswith("大米")


@pytest.mark.parametrize(
    ("subject", "object_", "status", "named"),
    [
        ("石桥村", "防汛演练", "planned", "计划"),
        ("罗明", "女儿", "negated", "否定"),
        ("罗明", "村民", "hypothetical", "假设"),
    ],
)
def test_what_is_not_asserted_is_dashed_and_named(
    chromium: Browser, tmp_path: Path, subject: str, object_: str, status: str, named: str
) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    label = "(id) => data.entities[id].label"
    edge = page.evaluate(
        f"() => edges.get().find((e) => ({label})(e.from) === '{subject}' && ({label})(e.to) === '{object_}')"
    )
    assert edge["dashes"]
    assert named in edge["label"]
    assert status in edge["title"]
    page.evaluate(f"() => showEdge({edge['id']!r})")
    assert page.locator("#panel .claim.unsettled .badge").inner_text() == f"{named} {status}"


def test_holder_is_told(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    page.evaluate("() => showEntity('place/村委会')")
    assert "周大海" in page.locator("#panel dl").inner_text()


def test_search_works_by_keyboard_alone(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.id") == "search"
    page.keyboard.type("罗")
    assert page.locator("#results [role=option]").first.get_attribute("aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "罗明"
    assert page.evaluate("() => network.getSelectedNodes()") == ["person/罗明"]
    page.keyboard.press("Control+a")
    page.keyboard.type("没有这个")
    assert "nothing found" in page.locator("#results").inner_text()


def test_network_moves_by_keyboard(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    for _ in range(3):
        page.keyboard.press("Tab")
    assert "Network" in page.evaluate("() => document.activeElement.getAttribute('aria-label')")
    before = page.evaluate("() => network.getViewPosition().x")
    page.keyboard.down("ArrowRight")
    page.wait_for_function("(x) => network.getViewPosition().x > x", arg=before)
    page.keyboard.up("ArrowRight")


def test_search_finds_other_forms_of_a_name(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    page.fill("#search", "县水利")
    assert page.locator("#results [role=option]").count() == 1


def test_teasers_are_shown_on_demand(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    before = page.evaluate("() => shownNodes.length")
    page.select_option("#documents", label="全部,含摘要片段 all, with teasers")
    assert page.evaluate("() => shownNodes.length") == before + 1
    page.select_option("#documents", index=4)
    assert page.evaluate("() => shownEdges.length") == 4


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_nothing_runs_over_the_edge(chromium: Browser, tmp_path: Path, size: tuple[int, int]) -> None:
    page = opened(chromium, tmp_path, factories.stories(), size)
    page.evaluate("() => showEntity('person/罗明')")
    assert page.evaluate("() => document.documentElement.scrollWidth") <= size[0]
    drawing, panel = page.locator("#mynetwork").bounding_box(), page.locator("#panel").bounding_box()
    assert drawing is not None and panel is not None
    if size == PHONE:
        assert panel["y"] >= drawing["y"] + drawing["height"]
        assert drawing["height"] > 250
    else:
        assert panel["x"] >= drawing["x"] + drawing["width"]


def test_labels_do_not_collide(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, factories.stories())
    boxes = page.evaluate("() => shownNodes.getIds().map((id) => ({ id, ...network.getBoundingBox(id) }))")
    for one, other in itertools.combinations(boxes, 2):
        sideways = max(one["left"], other["left"]) - min(one["right"], other["right"])
        upwards = max(one["top"], other["top"]) - min(one["bottom"], other["bottom"])
        assert max(sideways, upwards) >= 0, (one["id"], other["id"])


def test_dark_and_light(chromium: Browser, tmp_path: Path) -> None:
    shown = {}
    for scheme in ("light", "dark"):
        page = opened(chromium, tmp_path, factories.stories(), scheme=scheme)
        shown[scheme] = page.evaluate("() => [getComputedStyle(document.body).backgroundColor, colour('Person')]")
    assert shown["light"][0] == "rgb(255, 255, 255)"
    assert shown["dark"][0] == "rgb(20, 23, 27)"
    assert shown["light"][1] != shown["dark"][1]


def test_story_text_is_never_markup(chromium: Browser, tmp_path: Path) -> None:
    page = opened(chromium, tmp_path, [hostile_story()])
    ident = page.evaluate("() => nodes.getIds().find((id) => id.startsWith('person/'))")
    page.evaluate("(id) => showEntity(id)", ident)
    assert page.evaluate("() => window.hacked") is None
    assert page.locator("#panel h2").inner_text() == f"罗明{HOSTILE}"
    assert page.locator("#panel mark").first.inner_text() == f"罗明{HOSTILE}走访了石桥村。"
    assert page.locator("#panel img").count() == 0
    assert page.told == []  # type: ignore[attr-defined]


def test_marks_count_code_points(chromium: Browser, tmp_path: Path) -> None:
    raw = "𠮷野家😀开业,罗明走访了石桥村。"
    doc = factories.document("补充平面", raw)
    told = factories.claim(
        doc, factories.entity("Person", "罗明"), "visited", factories.entity("Place", "石桥村"), "罗明走访了石桥村"
    )
    page = opened(chromium, tmp_path, [Story(doc, (told,))])
    page.evaluate("() => showEntity('person/罗明')")
    assert page.locator("#panel mark").inner_text() == "罗明走访了石桥村"
    assert page.locator("#panel blockquote").inner_text().startswith(raw)


def test_traditional_source_keeps_its_script(chromium: Browser, tmp_path: Path) -> None:
    raw = "羅明走訪了石橋村。"
    doc = replace(factories.document("繁体", raw), script="Hant")
    told = factories.claim(
        doc, factories.entity("Person", "罗明", "羅明"), "visited", factories.entity("Place", "石桥村"), raw
    )
    page = opened(chromium, tmp_path, [Story(doc, (told,))])
    page.evaluate("() => showEntity('person/罗明')")
    assert page.locator("#panel blockquote").get_attribute("lang") == "zh-Hant"
    assert page.locator("#panel mark").inner_text() == raw
    assert "文中写作 written as 羅明" in page.locator("#panel").inner_text()
