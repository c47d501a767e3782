"""Markup inside plain text and Markdown, removed without losing where each character came from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.text import Edit, MappedText

_BLOCK = "p|div|br|h[1-6]|li|ul|ol|tr|table|thead|tbody|td|th|figure|figcaption|section|article|blockquote|hr|header|footer|center|dl|dd|dt|main|nav|aside|title|head|body|html|form|pre"  # noqa: E501
_INLINE = "a|b|i|u|s|em|strong|span|font|small|big|sub|sup|img|video|audio|source|iframe|embed|object|param|svg|path|input|button|label|link|meta|abbr|cite|code|del|ins|mark|time|picture|canvas|wbr|o:p"  # noqa: E501
_TAG = re.compile(rf"</?(?:(?P<block>{_BLOCK})|{_INLINE})(?=[\s/>])[^<>]{{0,4000}}>", re.IGNORECASE)
_HIDDEN_ELEMENT = re.compile(r"<(script|style|noscript|template|textarea)\b[^<>]{0,4000}>", re.IGNORECASE)
_HEADING = re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+", re.MULTILINE)
_RULE = re.compile(
    r"^[ \t]{0,3}(?:-[ \t]*){3,}$|^[ \t]{0,3}(?:\*[ \t]*){3,}$|^[ \t]{0,3}(?:_[ \t]*){3,}$", re.MULTILINE
)
_IMAGE = re.compile(r"!\[[^\[\]\n]{0,500}\]\([^()\n]{0,4000}(?:\([^()\n]{0,500}\)[^()\n]{0,4000})?\)")
_LINK = re.compile(r"(?<!!)\[([^\[\]\n]{1,500})\](\((?:[^()\n]{0,4000}(?:\([^()\n]{0,500}\)[^()\n]{0,4000})?)\))")
_EMPHASIS = re.compile(
    r"(\*\*|__)(?=\S)([^*_\n]{1,2000}?)(?<=\S)\1|(?<![*\w])(\*)(?=\S)([^*\n]{1,500}?)(?<=\S)\*(?![*\w])"
)
_QUOTE = re.compile(r"^[ \t]{0,3}(?:>[ \t]?)+", re.MULTILINE)
_BULLET = re.compile(r"^[ \t]{0,8}[-*+][ \t]+(?=\S)", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|>~-])")


class Removed(NamedTuple):
    """A part of the text that is markup; offsets count the text's characters."""

    kind: str
    start: int
    end: int


def hidden_spans(text: str) -> Iterator[Removed]:
    """Comments and elements that a browser never shows (script, style…), unclosed ones up to the end of their line."""
    position = 0
    comments_end = elements_end = False
    opener = re.compile(r"<!--|" + _HIDDEN_ELEMENT.pattern, re.IGNORECASE)
    while match := opener.search(text, position):
        name = match.group(1)
        stop = -1
        if name is None and not comments_end:
            found = text.find("-->", match.end())
            comments_end = found < 0
            stop = found + 3 if found >= 0 else -1
        elif name is not None and not elements_end:
            closing = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(text, match.end())
            elements_end = closing is None
            stop = closing.end() if closing else -1
        if stop < 0:
            newline = text.find("\n", match.end())
            stop = len(text) if newline < 0 else newline
        yield Removed("script" if name else "comment", match.start(), stop)
        position = stop


def _cut(text: MappedText, spans: list[Edit]) -> MappedText:
    """Apply edits that may overlap: the first to start wins."""
    kept: list[Edit] = []
    for edit in sorted(spans):
        if not kept or edit.start >= kept[-1].end:
            kept.append(edit)
    return text.edit(kept) if kept else text


def strip_tags(text: MappedText) -> tuple[MappedText, list[Removed]]:
    """Without HTML tags, comments and scripts; block tags become line ends. The list gives *raw* spans."""
    if "<" not in text.text:
        return text, []
    removed: list[Removed] = []
    edits: list[Edit] = []
    for span in hidden_spans(text.text):
        edits.append(Edit(span.start, span.end, "\n"))
        removed.append(Removed(span.kind, *text.raw_span(span.start, span.end)))
    text = _cut(text, edits)
    edits = []
    for match in _TAG.finditer(text.text):
        edits.append(Edit(match.start(), match.end(), "\n" if match.group("block") else ""))
        removed.append(Removed("markup", *text.raw_span(match.start(), match.end())))
    return _cut(text, edits), sorted(removed, key=lambda item: item.start)


def strip_links(text: MappedText) -> MappedText:
    """Markdown links as their text alone, images gone."""
    if "](" not in text.text:
        return text
    text = _cut(text, [Edit(m.start(), m.end(), "") for m in _IMAGE.finditer(text.text)])
    edits: list[Edit] = []
    for match in _LINK.finditer(text.text):
        edits += Edit(match.start(), match.start(1), ""), Edit(match.end(1), match.end(), "")
    return _cut(text, edits)


def strip_headings(text: MappedText) -> MappedText:
    """Without the ``#`` marks of Markdown headings."""
    if "#" not in text.text:
        return text
    return _cut(text, [Edit(m.start(), m.end(), "") for m in _HEADING.finditer(text.text)])


def strip_markdown(text: MappedText) -> MappedText:
    """Markdown (CommonMark's common part) as plain text, one block a line."""
    text, _ = strip_tags(text)
    text = strip_headings(strip_links(text))
    for pattern in (_RULE, _QUOTE, _BULLET, _ESCAPE):
        text = _cut(text, [Edit(m.start(), m.end(), "") for m in pattern.finditer(text.text)])
    edits: list[Edit] = []
    for match in _EMPHASIS.finditer(text.text):
        inner = 2 if match.group(1) else 4
        edits += Edit(match.start(), match.start(inner), ""), Edit(match.end(inner), match.end(), "")
    return _cut(text, edits)
