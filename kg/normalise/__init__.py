"""Stage two, *normalise*: from a :class:`~kg.model.Source` to readable documents that still know their raw characters.

What damages reading most is undone first, because later steps look at neighbouring characters: markup, invisible
characters, half-character damage, inline pinyin, glued parts, punctuation, script. Then the lines are told apart: other
stories' teasers, furniture, headline, dateline and bylines.

Text that is moved rather than dropped, the name in a photo credit and the author of the front matter, closes the
story as lines of its own, so that a claim about them has evidence; these lines are the only ones out of page order.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import NormaliseError
from kg.markup import strip_headings, strip_links, strip_tags
from kg.model import Byline, Document, Furniture, Repair, Source
from kg.normalise import characters, fragments, furniture, headers, mojibake, pinyin, punctuation, script
from kg.text import MappedText
from kg.vocab import document_id

__all__ = ["normalise"]

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_ADDRESS_DATE = re.compile(
    r"[/_t](?P<year>(?:19|20)\d\d)[-/]?(?P<month>0[1-9]|1[0-2])[-/]?(?P<day>0[1-9]|[12]\d|3[01])(?=[/_.\-c]|$)"
)
_ADDRESS = re.compile(
    r"(?:查看原文|阅读原文|查看原文|閱讀原文|原文|链接|鏈接|連結|网址|網址|URL|url)[\]】]?\s?[（(：:]{1,2}\s?(https?://[^\s）)]{4,500})"
)
_BULLETS = " ▪•·■●◆►▶★☆▲-"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_BYLINE_SPACES = re.compile(
    r"[\u3400-\u9fff]{0,12}(?:记者|通讯员|评论员|实习生|摄影|撰文|作者|采写|编译|文|图)\s?[：:/／]?\s?"
    r"(?:(?:[\u3400-\u9fff·]{2,8})(?:[ 、]{1,3}|(?=[）)】]|$))){1,8}(?:报道|报导|摄|文|图)?"
)


@dataclass(frozen=True, slots=True)
class _Readable:
    """The text after repair, before its parts are told apart."""

    text: MappedText
    repairs: list[Repair]
    furniture: list[Furniture]
    script: str


def _repair(source: Source) -> _Readable:
    text, hidden = strip_tags(source.content)
    set_aside = [Furniture(span.kind, span.start, span.end) for span in hidden]
    text = strip_headings(strip_links(text))
    text, repairs = characters.visible(text)
    found = script.script_of(text.text)
    steps = (mojibake.repair, characters.compose, pinyin.remove, punctuation.separate, punctuation.widen)
    for step in steps:
        text, done = step(text)
        repairs += done
    text, done = script.simplify(text, found)
    return _Readable(text, repairs + done, set_aside, found)


def _told(source: Source, name: str) -> str:
    """A field of the metadata, repaired and simplified as the text is; empty where nothing tells it."""
    text = MappedText.from_raw(source.metadata.get(name, ""))
    for step in (mojibake.repair, pinyin.remove):
        text, _ = step(text)
    return script.simplify_characters(text.text)


def _lines(text: MappedText) -> list[MappedText]:
    lines: list[MappedText] = []
    position = 0
    for line in text.text.split("\n"):
        stripped = text.slice(position, position + len(line)).strip()
        if len(stripped):
            lines.append(stripped)
        position += len(line) + 1
    return lines


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _without_repeated_headline(page: furniture.Page) -> None:
    """A headline that the page gives twice is kept once, also where the second one is glued to what follows."""
    if len(page.story) < 3 and not (len(page.story) == 2 and len(page.story[0]) <= 60):
        return
    headline = _squeeze(page.story[0].text)
    if not 6 <= len(headline) <= 60:
        return
    if _squeeze(page.story[1].text) == headline:
        page.set_aside("repeated-headline", page.story[1])
        del page.story[1]


def _author_line(source: Source, page: furniture.Page) -> None:
    """Move the line that the reader put last for a format's author behind the story, as a byline."""
    told = _squeeze(_told(source, "author"))
    if told and len(page.story) > 1:
        last = page.story[-1]
        if _squeeze(last.text) == told or script.simplify_characters(_squeeze(last.text)) == told:
            page.story.pop()
            if headers.is_byline_line(last.text) or headers.bare_names(last.text, 0):
                page.credits.insert(0, last)
            else:
                page.set_aside("author", last)


def _close_up(page: furniture.Page, title: str | None) -> list[MappedText]:
    lines: list[MappedText] = []
    for index, line in enumerate(page.story):
        headline = index == 0 and len(line) <= 80
        whole = headline or headers.is_byline_line(line.text)
        keep = [(0, len(line))] if whole else [match.span() for match in _BYLINE_SPACES.finditer(line.text)]
        lines.append(punctuation.close_up(line, keep if " " in line.text or "\u3000" in line.text else []))
    return [line for line in lines if len(line)]


def _credit_lines(page: furniture.Page, story: str) -> list[MappedText]:
    """The credits, one a line, without those that repeat a name of the bylines or of another credit."""
    names = {byline.name for byline in headers.read(story).bylines}
    kept: list[MappedText] = []
    for credit in page.credits:
        line = punctuation.close_up(credit, [(0, len(credit))])
        name = re.split(r"[\s：:]|记者|通讯员", line.text)[-1]
        if len(line) and name not in names:
            kept.append(line)
            names.add(name)
    return kept


def _around(source: Source, teasers: list[MappedText]) -> tuple[list[str], set[int]]:
    """Dates and years that the page tells around the story."""
    dates = [furniture.iso(match) for teaser in teasers if (match := furniture.leading_stamp(teaser.text))]
    years = {int(year) for teaser in teasers for year in _YEAR.findall(teaser.text)}
    return dates, years


def _address_date(source: Source) -> str | None:
    """The date in the story's own address."""
    start = source.content.starts[0] if len(source.content) else 0
    end = source.content.ends[-1] if len(source.content) else 0
    addresses = [source.metadata.get("url", "")]
    if not source.metadata.get("url") and source.content.text:
        addresses += _ADDRESS.findall(source.raw[start:end][-4000:])
    for address in addresses:
        if match := _ADDRESS_DATE.search(address):
            return furniture.iso(match)
    return None


def _fragment(story: Document, index: int, teaser: MappedText) -> Document:
    stamp = furniture.leading_stamp(teaser.text)
    text = teaser.slice(stamp.end(), len(teaser)).strip() if stamp else teaser
    text = punctuation.close_up(text, [])
    text = text.slice(len(text) - len(text.text.lstrip(_BULLETS)), len(text))
    header = headers.read(text.text, story=False)
    told = furniture.iso(stamp) if stamp else None
    date, inferred = headers.resolve_date(
        header, told, [story.date] if story.date and story.date[0] != "-" else [], set()
    )
    spans = text.raw_span(0, len(text))
    return Document(
        id=f"{story.id}~{index}",
        source=story.source,
        text=text,
        kind="fragment",
        parent=story.id,
        date=date,
        date_inferred=inferred,
        dateline_place=header.place,
        agency=header.agency,
        bylines=tuple(header.bylines),
        script=story.script,
        repairs=tuple(repair for repair in story.repairs if spans[0] <= repair.start < spans[1] and repair.count == 1),
        truncated=True,
    )


def normalise(source: Source) -> list[Document]:
    """The story of ``source``, followed by the fragments of other stories that stand below it on its page.

    Every character of a document's text is mapped to the raw characters that it stands for. Raises
    :class:`~kg.errors.NormaliseError` if no Chinese text is left.
    """
    readable = _repair(source)
    parted = fragments.split(_lines(readable.text))
    page = furniture.part(parted.story)
    _author_line(source, page)
    _without_repeated_headline(page)
    if not any(_HAN.search(line.text) for line in page.story):
        raise NormaliseError(
            source.path, "no story is left after cleaning", "check that the file holds more than a page's furniture"
        )
    story_lines = _close_up(page, source.metadata.get("title"))
    credits = _credit_lines(page, MappedText.join("\n", story_lines).text)
    text = MappedText.join("\n", [*story_lines, *credits])
    header = headers.read(text.text, _told(source, "title") or None)
    for head in parted.heads:
        page.set_aside("navigation", head)
    for teaser in parted.teasers:
        page.set_aside("teaser", teaser)
    dates, years = _around(source, parted.teasers)
    told = source.metadata.get("date") or next(iter(page.dates), None)
    address = None if told else _address_date(source)
    date, inferred = headers.resolve_date(header, told or address, dates, years)
    publisher = _told(source, "publisher") or page.publisher
    story = Document(
        id=document_id(source.name),
        source=source,
        text=text,
        title=text.text[slice(*header.title)] if header.title else None,
        title_span=header.title,
        date=date,
        date_inferred=inferred or (date is not None and address is not None and not told and header.year is None),
        dateline_place=header.place,
        agency=header.agency,
        publisher=script.simplify_characters(publisher) if publisher else None,
        editor=page.editor,
        bylines=tuple(_with_credits(header, text.text, sum(map(len, story_lines)) + len(story_lines))),
        script="Hant" if readable.script == "Hant" else "Hans",
        repairs=tuple(sorted(readable.repairs, key=lambda repair: (repair.start, repair.end, repair.kind))),
        furniture=tuple(
            sorted(readable.furniture + page.furniture, key=lambda item: (item.start, item.end, item.kind))
        ),
    )
    teasers = [teaser for teaser in parted.teasers if not furniture.is_furniture(teaser)]
    return [story, *(_fragment(story, index, teaser) for index, teaser in enumerate(teasers, 1))]


def _with_credits(header: headers.Header, text: str, at: int) -> list[Byline]:
    """The bylines, and the names of credit lines that stand without a role."""
    known = {(byline.start, byline.end) for byline in header.bylines}
    found = list(header.bylines)
    for line in text[at:].split("\n"):
        bare = headers.bare_names(line, at) if line else []
        found += (byline for byline in bare if (byline.start, byline.end) not in known)
        at += len(line) + 1
    return found
