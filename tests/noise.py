"""Stories as scraping spoils them: other scripts, inline readings, encodings, half characters, furniture around them.

Every maker is a function of the story and its name alone, so that each run spoils the same places.
"""

from __future__ import annotations

import html
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from opencc import OpenCC
from pypinyin import Style, pinyin

from kg.markup import strip_markdown
from kg.model import Document, Source
from kg.normalise import normalise
from kg.read import read
from kg.read.markdown import FRONT_MATTER
from kg.text import MappedText

PAGES = Path(__file__).parent / "data" / "pages"
_HAN = re.compile("[\u3400-\u9fff]")
_READING_EVERY = 6
"""One character in so many gets its reading; in the seed story it is one in seven."""
_DAMAGED_SENTENCES = 2
_CONFIGS = ("s2t", "s2tw", "s2hk")


@dataclass(frozen=True, slots=True)
class Original:
    """A story of the benchmark as it stands, and what is known of it."""

    path: Path
    source: Source
    document: Document

    @property
    def name(self) -> str:
        """The stem of the story's file."""
        return self.path.stem

    @property
    def number(self) -> int:
        """A number that depends on nothing but the name, to choose by."""
        return zlib.crc32(self.name.encode())


@dataclass(frozen=True, slots=True)
class Variant:
    """A spoilt story as a file."""

    suffix: str
    data: bytes


def original(path: Path) -> Original:
    """The story at ``path``, read and normalised."""
    (source,) = read(path)
    assert isinstance(source, Source), source
    return Original(path, source, normalise(source)[0])


# --- script and readings ----------------------------------------------------------------------------------


@cache
def _converter(config: str) -> OpenCC:
    return OpenCC(config)


def traditional(story: Original) -> str:
    """The raw story in traditional characters: the general ones, Taiwan's or Hong Kong's."""
    raw = story.source.raw
    if story.document.script == "Hant":
        return raw
    converted: str = _converter(_CONFIGS[story.number % len(_CONFIGS)]).convert(raw)
    return converted


def _readings(text: str) -> Iterator[tuple[int, str]]:
    """Offsets of Chinese characters and their readings in their words."""
    for run in re.finditer("[\u3400-\u9fff]+", text):
        for offset, (reading, *_) in enumerate(pinyin(run.group(), style=Style.TONE), run.start()):
            yield offset, reading


def with_readings(text: str, every: int = _READING_EVERY) -> str:
    """Every so manieth Chinese character followed by its reading in brackets: ``來(lái)``."""
    parts: list[str] = []
    position = 0
    for count, (at, reading) in enumerate(_readings(text), start=1):
        if count % every == 0 and text[at + 1 : at + 2] not in ("(", "（") and not _HAN.match(reading):
            parts.append(f"{text[position : at + 1]}({reading})")
            position = at + 1
    return "".join([*parts, text[position:]])


# --- half characters ----------------------------------------------------------------------------------


@cache
def reading_table(share: int) -> Mapping[bytes, str]:
    """GBK bytes of every ``share``-th traditional character, with its reading: what a converter annotates."""
    simplify = _converter("tw2s").convert
    table: dict[bytes, str] = {}
    for code in range(0x4E00, 0x9FA6):
        character = chr(code)
        if code % share == 0 and simplify(character) != character:
            try:
                table[character.encode("gbk")] = pinyin(character, style=Style.TONE, errors="ignore")[0][0]
            except (UnicodeEncodeError, IndexError):
                continue
    return table


def annotated(data: bytes, table: Mapping[bytes, str], across: bool) -> bytes:
    """GBK text with readings behind the characters of ``table``; ``across`` also finds them in the second byte of one
    character and the first of the next.
    """
    out = bytearray()
    inside = False
    for index, byte in enumerate(data):
        out.append(byte)
        second = inside
        inside = not inside and byte >= 0x80
        reading = table.get(data[index - 1 : index + 1]) if index and (second or across) else None
        if reading and data[index + 1 : index + 2] != b"(":
            out += f"({reading})".encode("gb18030")
    return bytes(out)


def decoded(data: bytes) -> str:
    """GBK text as a decoder reads it that takes two bytes for a character and writes ``?`` for what is none."""
    characters: list[str] = []
    at = 0
    while at < len(data):
        width = 2 if 0x80 < data[at] < 0xFF else 1
        try:
            characters.append(data[at : at + width].decode("gb18030"))
        except UnicodeDecodeError:
            characters.append("?")
        at += width
    return "".join(characters)


def damaged(text: str, table: Mapping[bytes, str]) -> str:
    """What a converter that finds characters across bytes, and the decoder after it, make of ``text``."""
    return decoded(annotated(text.encode("gbk"), table, across=True))


def half_characters(story: Original) -> str:
    """The story in traditional characters with readings, two of its sentences broken by the converter."""
    lines = traditional(story).split("\n")
    spoilt = list(map(_encodable, lines))
    table = reading_table(1)
    for share in (5, 3, 2, 1):
        table = reading_table(share)
        broken = [index for index, line in enumerate(spoilt) if line and _HAN.search(line) and _breaks(line, table)]
        if len(broken) >= _DAMAGED_SENTENCES:
            break
    step = max(1, len(broken) // _DAMAGED_SENTENCES)
    chosen = {broken[(story.number + step * turn) % len(broken)] for turn in range(_DAMAGED_SENTENCES) if broken}
    out: list[str] = []
    for index, (line, known) in enumerate(zip(lines, spoilt, strict=True)):
        if known is None:
            out.append(line)
        elif index in chosen:
            out.append(_one_sentence_damaged(known, table))
        else:
            out.append(decoded(annotated(known.encode("gbk"), table, across=False)))
    return "\n".join(out)


def _encodable(line: str) -> str | None:
    try:
        line.encode("gbk")
    except UnicodeEncodeError:
        return None
    return line


def _breaks(line: str, table: Mapping[bytes, str]) -> bool:
    return annotated(line.encode("gbk"), table, True) != annotated(line.encode("gbk"), table, False)


def _one_sentence_damaged(line: str, table: Mapping[bytes, str]) -> str:
    """The line read on from its first sentence that breaks; before it, whole characters alone are annotated."""
    sentences = re.findall("[^。]+。?", line)
    at = next(index for index, sentence in enumerate(sentences) if _breaks(sentence, table))
    before, sentence, after = "".join(sentences[:at]), sentences[at], "".join(sentences[at + 1 :])
    data = (
        annotated(before.encode("gbk"), table, False)
        + annotated(sentence.encode("gbk"), table, True)
        + annotated(after.encode("gbk"), table, False)
    )
    return decoded(data)


# --- pages ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Site:
    """How a site writes headlines and paragraphs."""

    template: str
    headline: str
    paragraph: str
    between: str
    """What stands in the middle of the story; one of its paragraphs precedes it."""


_SITES = (
    _Site("portal", "<h1>{}</h1>", "<p>　　{}</p>\n", '<div class="ad"><a href="/ad/1">家装节火热报名中</a></div>\n'),
    _Site("tables", "<b><font size=5>{}</font></b>", "&nbsp;&nbsp;&nbsp;&nbsp;{}<br />\n<br />\n", ""),
    _Site(
        "magazine",
        '<h2 class="post-title">{}</h2>',
        '<p class="text"><span>{}</span></p>\n',
        '<figure><img src="/i/1.jpg"/></figure>\n<p><strong>扫码下载远山客户端，阅读更多好文</strong></p>\n',
    ),
    _Site("blog", "<h1 class=bt>{}</h1>", "<div>{}</div>\n", "<script>showAd('mid');</script>\n"),
)


def _paragraphs(story: Original) -> list[str]:
    """The lines that a page shows of a story, as they stand in the file."""
    raw = story.source.raw
    match = FRONT_MATTER.match(raw)
    body = strip_markdown(MappedText.from_raw(raw, match.end())).text if match else raw
    lines = [re.sub("^#+ ", "", line).strip() for line in body.split("\n")]
    return [line for line in lines if re.search(r"\w", line)]


def _line(text: str, template: str) -> str:
    link = re.fullmatch(r"\[([^\]]+)\]\(([^)]+)\)", text)
    shown = f'<a href="{link[2]}">{link[1]}</a>' if link else html.escape(text, quote=False)
    return template.format(shown)


def web_page(story: Original) -> str:
    """The story on a page: navigation, share bar, notices, other stories, comments, rankings."""
    document, site = story.document, _SITES[story.number // 7 % len(_SITES)]
    in_script = _converter("s2t").convert if document.script == "Hant" else str
    lines = _paragraphs(story)
    title = None
    if document.title_span and document.title_span[0] == 0:
        title, *lines = lines
    shown = [_line(line, site.paragraph) for line in lines]
    middle = len(shown) // 2
    told = document.agency or document.publisher
    date = document.date if document.date and document.date[0] != "-" else ""
    page = Template(in_script((PAGES / f"{site.template}.html").read_text(encoding="utf-8")))
    return page.substitute(
        title=html.escape(title or in_script("新闻")),
        heading=_line(title, site.headline) if title else "",
        meta=f'<meta name="author" content="{author}">' if (author := story.source.metadata.get("author")) else "",
        date=f"{date} 09:12" if date else "",
        source=in_script(f"来源：{told}") if told else "",
        story="".join([*shown[:middle], in_script(site.between), *shown[middle:]]),
    )


# --- all of them ----------------------------------------------------------------------------------


def _suffix(story: Original) -> str:
    return story.path.suffix


VARIANTS: Mapping[str, Callable[[Original], Variant | None]] = {
    "traditional with readings": lambda story: Variant(_suffix(story), with_readings(traditional(story)).encode()),
    "GB18030": lambda story: Variant(_suffix(story), story.source.raw.encode("gb18030")),
    "half characters": lambda story: Variant(_suffix(story), half_characters(story).encode()),
    "web page": lambda story: None if _suffix(story) == ".html" else Variant(".html", web_page(story).encode()),
}
"""Makers by name; they give None for a story that cannot be had so."""
