"""The story on an HTML page, every character of it traced back to the page's source.

trafilatura (https://trafilatura.readthedocs.io/) decides which text is the story; a tokenizer of our own says where the
page's visible characters stand in the source, and the one is found again in the other. A character
that cannot be found exactly is dropped, never guessed.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from itertools import pairwise

import trafilatura
from trafilatura.settings import Document as PageMetadata

from kg.errors import ReadError
from kg.markup import hidden_spans
from kg.read.lines import with_lines
from kg.read.metadata import fields
from kg.text import MappedText

_DATE_CONFIG = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
"""A fixed latest date, so that what is found does not depend on the day of the run."""

_TOKEN = re.compile(
    r"<[a-zA-Z/!?][^>]*>?|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});?|[^<&]+|[<&]"
)
_META = re.compile(r"<meta\s[^<>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_HEADING = re.compile(r"<h([1-6])\b[^>]{0,1000}>(.{1,2000}?)</h\1\s*>", re.IGNORECASE | re.DOTALL)
_TITLE = re.compile(r"<title\b[^>]{0,200}>(.{1,1000}?)</title\s*>", re.IGNORECASE | re.DOTALL)
_HEAD = re.compile(r"<head\b.*?(?:</head\s*>|(?=<body\b))", re.IGNORECASE | re.DOTALL)
"""What is not on the page itself: the window's title above all."""
_LINK = re.compile(r"<(/?)a(?=[\s/>])", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]{0,2000}>")
_BLOCK = re.compile(
    r"</?(?:p|div|br|h[1-6]|li|ul|ol|tr|table|thead|tbody|td|th|figure|figcaption|section|article|blockquote|hr|header|"
    r"footer|center|dl|dd|dt|main|nav|aside|title|head|body|html|form|pre|option|select|button)(?=[\s/>])",
    re.IGNORECASE,
)
_SHORT_REST = 20
"""So many characters before and behind the found text of a block belong to it."""
_MENU = 5
"""A link of so many letters names a section of the site; the title of another story has more."""
_HAN = re.compile("[\u3400-\u9fff]")
_PIECE = re.compile(r"[^，。！？；：、|]+[，。！？；：、]*")
_DATE_LABEL = re.compile(
    r"(?:发布|發布|發佈|发表|發表|更新|出版|刊登)?(?:时间|時間|日期)\s*[：:]?\s*((?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2})"
)
_SOURCE_LABEL = re.compile(
    r"(?:来源|來源|稿源|文章来源|新闻来源)\s*[：:]\s*((?:[^\s<>|｜&：:（(“”，,。]|[（(][^\W\d_\u3400-\u9fff]{1,7}[)）]){2,40})(?=[\s<>|｜&：:（(，,。]|$)"
)
_REPORTER = re.compile("记者|記者|通讯员|通訊員")
_SITE_SEPARATOR = re.compile(r"\s*(?:--+|——|[-_|｜–—]|\s·\s)\s*")
_DATE_NAMES = (
    "article:published_time", "publishdate", "pubdate", "date", "dc.date", "datepublished", "og:published_time",
    "weibo:article:create_at", "apub:time", "bytedance:published_time", "publish-date", "og:release_date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds of the story."""

    content: MappedText
    metadata: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Visible:
    """The characters of a page that are not white space and not markup, with their source spans."""

    text: str
    starts: array[int]
    ends: array[int]
    breaks: list[int]
    """Indexes of the characters before which a block begins or ends, sorted; the first is 0, the last the end."""
    links: array[int]
    """The number of the link that a character stands in, 0 for none."""


def _visible(raw: str) -> _Visible:
    texts: list[str] = []
    starts, ends = array("l"), array("l")
    breaks: set[int] = set()
    links = array("l")
    opened = in_link = 0

    def take(start: int, stop: int) -> None:
        nonlocal opened, in_link
        for match in _TOKEN.finditer(raw, start, stop):
            token = match.group()
            at = match.start()
            if token[0] == "<" and len(token) > 1:
                if _BLOCK.match(token):
                    breaks.add(len(starts))
                if link := _LINK.match(token):
                    opened += 1
                    in_link = 0 if link.group(1) else opened
            elif token[0] == "&" and len(token) > 1:
                shown = "".join(unescape(token).split())
                texts.append(shown)
                starts.extend([at] * len(shown))
                ends.extend([match.end()] * len(shown))
            else:
                kept = [index for index, character in enumerate(token, at) if not character.isspace()]
                texts.append("".join(token.split()))
                starts.extend(kept)
                ends.extend(index + 1 for index in kept)
            links.extend([in_link] * (len(starts) - len(links)))

    head = _HEAD.search(raw)
    position = head.end() if head else 0
    for span in hidden_spans(raw):
        take(position, span.start)
        breaks.add(len(starts))
        position = max(position, span.end)
    take(position, len(raw))
    return _Visible("".join(texts), starts, ends, sorted(breaks | {0, len(starts)}), links)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _find(visible: _Visible, paragraph: str, start: int, stop: int, last: bool) -> list[tuple[int, int]]:
    """Where a paragraph stands among the visible characters: as a whole, else the pieces of it that are found."""
    letters = _squeeze(paragraph)
    at = (visible.text.rfind if last else visible.text.find)(letters, start, stop)
    if at >= 0:
        return [(at, at + len(letters))]
    found: list[tuple[int, int]] = []
    for match in _PIECE.finditer(paragraph):
        piece = _squeeze(match.group())
        at = visible.text.find(piece, start, stop) if len(piece) > 3 else -1
        if at >= 0:
            found.append((at, at + len(piece)))
            start = at + len(piece)
    return found


def _align(visible: _Visible, paragraphs: list[str]) -> list[tuple[int, int]]:
    """Where the paragraphs stand, in order. The longest one, found first, keeps short ones out of the navigation."""
    anchor = max(range(len(paragraphs)), key=lambda index: len(paragraphs[index]))
    middle = _find(visible, paragraphs[anchor], 0, len(visible.text), False)
    if not middle:
        return []
    head: list[tuple[int, int]] = []
    stop = middle[0][0]
    for paragraph in reversed(paragraphs[:anchor]):
        if found := _find(visible, paragraph, 0, stop, True):
            head = found + head
            stop = found[0][0]
    tail: list[tuple[int, int]] = []
    start = middle[-1][1]
    for paragraph in paragraphs[anchor + 1 :]:
        if found := _find(visible, paragraph, start, len(visible.text), False):
            tail += found
            start = found[-1][1]
    return _filled(visible, head + middle + tail)


def _filled(visible: _Visible, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans with the gaps inside one block closed, and short ends of a block taken along."""
    breaks = visible.breaks
    filled: list[tuple[int, int]] = []
    for start, end in spans:
        block_start, block_end = breaks[bisect_right(breaks, start) - 1], breaks[bisect_left(breaks, end)]
        start = block_start if start - block_start <= _SHORT_REST else start
        end = block_end if block_end - end <= _SHORT_REST else end
        before = filled[-1][1] if filled else -1
        if filled and (start <= before or breaks[bisect_left(breaks, before)] > start):
            filled[-1] = filled[-1][0], max(end, before)
        else:
            filled.append((start, end))
    return filled


def _blocks(visible: _Visible, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    """A span cut at the page's blocks."""
    inner = visible.breaks[bisect_right(visible.breaks, span[0]) : bisect_left(visible.breaks, span[1])]
    return pairwise([span[0], *inner, span[1]])


def _is_menu(visible: _Visible, start: int, end: int) -> bool:
    """Whether a block is a row of links to sections of the site."""
    letters = Counter(visible.links[index] for index in range(start, end) if visible.text[index].isalpha())
    return bool(letters) and 0 not in letters and max(letters.values()) <= _MENU


def _line(raw: str, visible: _Visible, start: int, end: int) -> MappedText:
    texts: list[str] = []
    spans: list[tuple[int, int]] = []
    for index in range(start, end):
        left, right = visible.starts[index], visible.ends[index]
        if spans and left > spans[-1][1]:
            gap = unescape(_TAGS.sub("", raw[spans[-1][1] : left]))
            if gap and gap.isspace():
                texts.append("\u3000" if gap.count("\u3000") == 1 else " ")
                spans.append((spans[-1][1], left))
        texts.append(visible.text[index])
        spans.append((left, right))
    return MappedText.from_spans("".join(texts), spans)


def _plain(markup: str) -> str:
    return " ".join(unescape(_TAGS.sub("", markup)).split())


def _meta_tags(raw: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _META.finditer(raw[:200_000]):
        attributes = {
            m.group(1).lower(): next(g for g in m.groups()[1:] if g is not None)
            for m in _ATTRIBUTE.finditer(match.group())
        }
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        if name and attributes.get("content", "").strip():
            found.setdefault(name, unescape(attributes["content"]).strip())
    return found


def _headline(raw: str, meta: Mapping[str, str], visible: _Visible, spans: list[tuple[int, int]]) -> MappedText | None:
    """The headline where it stands on the page: the heading at the text that agrees best with the page's title."""
    longest = max(spans, key=lambda span: span[1] - span[0])
    first = _first_paragraph(visible, longest)
    title_tag = _TITLE.search(raw)
    told = [meta.get("og:title", ""), _plain(title_tag.group(1)) if title_tag else ""]
    told = [_squeeze(text) for text in told if text]
    best: tuple[tuple[int, int, int], int, int] | None = None
    for match in _HEADING.finditer(raw, 0, max(first, 1)):
        letters = _squeeze(_plain(match.group(2)))
        if len(_HAN.findall(letters)) < 4:
            continue
        agrees = any(letters in text or text in letters for text in told)
        key = (int(agrees), int(len(letters) >= 8), match.start())
        if best is None or key > best[0]:
            best = key, match.start(2), match.end(2)
    if best is not None:
        return _page_text(raw, best[1], best[2])
    if title_tag:
        head = _SITE_SEPARATOR.split(_plain(title_tag.group(1)))[0]
        at = raw.find(head, title_tag.start(1), title_tag.end(1))
        if len(_HAN.findall(head)) >= 6 and at >= 0:
            return MappedText.from_raw(raw, at, at + len(head))
    return None


def _first_paragraph(visible: _Visible, span: tuple[int, int]) -> int:
    """Raw offset of the first block of a span that is long enough to be a paragraph."""
    start = next((left for left, right in _blocks(visible, span) if right - left >= 40), span[0])
    return visible.starts[start]


def _page_text(raw: str, start: int, end: int) -> MappedText:
    """The visible text of a stretch of markup, white space as it stands."""
    parts: list[MappedText] = []
    for match in _TOKEN.finditer(raw, start, end):
        token = match.group()
        if token[0] == "<" and len(token) > 1:
            continue
        if token[0] == "&" and len(token) > 1:
            parts.append(MappedText.from_spans(text := unescape(token), [match.span()] * len(text)))
        else:
            parts.append(MappedText.from_raw(raw, *match.span()).translated(token.replace("\n", " ")))
    return MappedText.join("", parts).strip()


def _page_metadata(raw: str, meta: Mapping[str, str], visible: _Visible, told: PageMetadata | None) -> dict[str, str]:
    """Date, publisher, author and address, as the page's own tags and labels tell them."""
    found: dict[str, str] = {}
    label = _DATE_LABEL.search(_plain(raw) if len(raw) < 2_000_000 else visible.text)
    date = next((meta[name] for name in _DATE_NAMES if name in meta), None) or (label.group(1) if label else None)
    if date:
        found["date"] = date
    source = _SOURCE_LABEL.search(_TAGS.sub(" ", raw) if len(raw) < 2_000_000 else "")
    publisher = (source.group(1) if source else None) or meta.get("og:site_name") or (told.sitename if told else None)
    if publisher and _HAN.search(publisher):
        found["publisher"] = publisher
    if told is not None:
        if told.author and _HAN.search(told.author):
            found["author"] = told.author.strip("〔〕【】（）()[] ")
        if told.url:
            found["url"] = told.url
        if not date and told.date:
            found["date"] = told.date
    return found


def main_text(raw: str) -> Page | None:
    """The story of a page, headline first, one paragraph a line; ``None`` if there is none on it."""
    extracted = trafilatura.extract(raw, include_comments=False, include_tables=True, include_images=False)
    paragraphs = [line.strip().removeprefix("- ") for line in (extracted or "").splitlines()]
    paragraphs = [line for line in paragraphs if _squeeze(line)]
    if not any(_HAN.search(line) for line in paragraphs):
        return None
    visible = _visible(raw)
    spans = _align(visible, paragraphs)
    if not spans:
        return None
    meta = _meta_tags(raw)
    told = trafilatura.extract_metadata(raw, date_config=_DATE_CONFIG)
    metadata = _page_metadata(raw, meta, visible, told)
    headline = _headline(raw, meta, visible, spans)
    blocks = [block for span in spans for block in _blocks(visible, span)]
    body = [_line(raw, visible, *block) for block in blocks if not _is_menu(visible, *block)]
    if headline is not None and len(headline):
        metadata["title"] = " ".join(headline.text.split())
        letters = _squeeze(headline.text)
        body = [
            line for line in body if _squeeze(line.text) != letters and line.starts[0] >= headline.starts[0]
        ] or body
        body.insert(0, headline)
    return Page(with_lines(MappedText.join("\n", body), None, _author(raw, meta, metadata)), metadata)


def _author(raw: str, meta: Mapping[str, str], metadata: dict[str, str]) -> MappedText | None:
    """The reporter whom the page's own tag names, where it stands in the source."""
    author = meta.get("author", "")
    at = raw.find(author) if _REPORTER.search(author) else -1
    if at < 0:
        return None
    metadata["author"] = author
    return MappedText.from_raw(raw, at, at + len(author))


def read_html(raw: str, path: str) -> tuple[MappedText, dict[str, str]]:
    """Text and metadata of a page. Raises :class:`ReadError` if no story is on it."""
    page = main_text(raw)
    if page is None:
        raise ReadError(path, "no story was found on the page", "save the story's text as .txt")
    return page.content, fields(page.metadata)
