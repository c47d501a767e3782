"""Stage one, *read*: from files, folders, corpora and standard input to :class:`~kg.model.Source` records.

Nothing is cleaned here beyond what the format itself asks for; every character of
:attr:`Source.content` points into :attr:`Source.raw`.

Errors do not end a run: :func:`find_stories` and :func:`read` *yield* a :class:`~kg.errors.ReadError` in the
place of what could not be read, so that a bad line of a corpus does not lose the lines around it.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from kg import html
from kg.errors import ReadError
from kg.markup import strip_markdown
from kg.model import Source
from kg.text import MappedText

SUFFIXES = (".txt", ".html", ".htm", ".md", ".jsonl")
DEFAULT_SIZE_LIMIT = 20_000_000
"""Largest file in bytes that is read unless the caller says otherwise."""
STDIN = "-"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af]")
_KANA = re.compile("[\u3041-\u3096\u30a1-\u30fa]")
_LETTER = re.compile(r"[^\W\d_]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,300}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_ALIASES = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_FRONT_MATTER = re.compile("\ufeff?---[ \t]*\n(.*?)\n(?:---|\\.\\.\\.)[ \t]*(?:\n|\\Z)", re.DOTALL)
_DATE = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(0?[1-9]|1[0-2])\s?[-/.月]\s?(0?[1-9]|[12]\d|3[01])(?!\d)")
_COMMON_SHARE = 0.04
"""Least share of the commonest characters in readable Chinese; a text in the wrong encoding has about 0.005."""

_KEYS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publish_date", "published_at", "pubdate", "publish_time", "time", "datetime"),
    "url": ("original_url", "url", "link", "source_url"),
    "author": ("author", "byline", "reporter"),
    "publisher": ("publisher", "source", "media", "site", "sitename"),
}


class _Decoded(NamedTuple):
    text: str
    encoding: str


# --- finding -----------------------------------------------------------------------------------------------------


def _listing(folder: Path) -> Iterator[Path | ReadError]:
    problems: list[ReadError] = []

    def note(error: OSError) -> None:
        reason = error.strerror or str(error)
        problems.append(
            ReadError(str(error.filename), f"the folder cannot be read ({reason})", "check its permissions")
        )

    found: list[Path] = []
    for root, folders, files in os.walk(folder, onerror=note):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += (
            Path(root, name) for name in files if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        )
    yield from sorted(found, key=lambda path: path.as_posix())
    yield from problems
    if not found and not problems:
        yield ReadError(
            str(folder), "there are no stories in the folder", f"put files in it that end in {', '.join(SUFFIXES)}"
        )


def find_stories(paths: Iterable[Path | str]) -> Iterator[Path | ReadError]:
    """The files behind ``paths``: files as they are given, folders searched for stories.

    A folder is walked with its subfolders, sorted by path; hidden files and folders and other suffixes than
    :data:`SUFFIXES` are left out. ``-`` (standard input) and paths that do not exist pass through, so that :func:`read`
    reports them. A file that is named twice is given once. Yields a ``ReadError`` for a folder that cannot
    be listed or holds no story.
    """
    seen: set[Path] = set()
    for given in paths:
        path = Path(given)
        for item in _listing(path) if path.is_dir() else (path,):
            if isinstance(item, ReadError):
                yield item
            elif item not in seen:
                seen.add(item)
                yield item


# --- bytes to text -----------------------------------------------------------------------------------------------


@cache
def _common_characters() -> frozenset[str]:
    text = resources.files("kg").joinpath("lexicons/common_characters.txt").read_text(encoding="utf-8")
    return frozenset("".join(line for line in text.splitlines() if not line.startswith("#")))


def _common_share(text: str) -> float:
    """Share of the commonest Chinese characters among all that are not ASCII."""
    sample = text[:50_000]
    wide = [c for c in sample if c > "\x7f"]
    return sum(c in _common_characters() for c in wide) / len(wide) if wide else 0.0


def _decode_as(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _given(data: bytes, encoding: str, path: str) -> _Decoded:
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        raise ReadError(path, f"there is no encoding {encoding!r}", "give utf-8, gb18030, big5…") from None
    try:
        text = data.decode(name)
    except UnicodeDecodeError as error:
        mend = "give its right encoding, or none to have it detected"
        raise ReadError(path, f"the file is not in {encoding}", mend, f"byte {error.start}") from None
    if _HAN.search(text) and _common_share(text) < _COMMON_SHARE / 4 and len(_HAN.findall(text[:5000])) > 40:
        raise ReadError(
            path, f"read as {encoding} the text is not Chinese", "give its right encoding, or none to have it detected"
        )
    return _Decoded(text, name)


def _detected(data: bytes, path: str) -> _Decoded:
    for bom, name in _BOMS:
        if data.startswith(bom) and (text := _decode_as(data, name)) is not None:
            return _Decoded(text, name)
    if (text := _decode_as(data, "utf-8")) is not None:
        return _Decoded(text, "utf-8")
    if data.count(0) * 100 > len(data) and data[:2] not in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise ReadError(path, "the file is binary, not text", "give a text, HTML, Markdown or JSON Lines file")
    names = ["gb18030", "big5hkscs"]
    if declared := _CHARSET.search(data[:4096]):
        label = declared.group(1).decode("ascii", "replace").lower()
        names.insert(0, _ALIASES.get(label, label))
    readings = [(name, text) for name in dict.fromkeys(names) if (text := _decode_as(data, name)) is not None]
    scored = [(_common_share(text), -index, name, text) for index, (name, text) in enumerate(readings)]
    if scored and max(scored)[0] >= _COMMON_SHARE:
        _, _, name, text = max(scored)
        return _Decoded(text, "big5" if name == "big5hkscs" and _decode_as(data, "big5") is not None else name)
    control = len(_CONTROL.findall(data[:50_000].decode("latin-1")))
    if control * 50 > min(len(data), 50_000):
        raise ReadError(path, "the file is binary, not text", "give a text, HTML, Markdown or JSON Lines file")
    at = _first_bad_byte(data)
    raise ReadError(
        path,
        "its encoding is neither UTF-8 nor GB18030 nor Big5",
        "give the encoding, or save it as UTF-8",
        f"byte {at}",
    )


def _first_bad_byte(data: bytes) -> int:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _check_chinese(text: str, path: str, place: str = "") -> None:
    sample = text[:500_000]
    han = len(_HAN.findall(sample))
    kana = len(_KANA.findall(sample))
    if han == 0 or kana * 4 > han:
        raise ReadError(path, "there is no Chinese in it", "give a Chinese story, or its right encoding", place)


def _decode(data: bytes, encoding: str | None, path: str) -> _Decoded:
    if not data.strip(b"\x00\t\n\r\x0b\x0c \xef\xbb\xbf"):
        raise ReadError(path, "the file is empty", "give a file with a story in it")
    decoded = _given(data, encoding, path) if encoding else _detected(data, path)
    return _Decoded(decoded.text.replace("\r\n", "\n").replace("\r", "\n"), decoded.encoding)


# --- formats -----------------------------------------------------------------------------------------------------


def iso_date(value: object) -> str | None:
    """The ISO 8601 date at the head of a date, date-time or Chinese date; ``None`` if there is none."""
    match = _DATE.search(str(value))
    if not match:
        return None
    year, month, day = (int(group) for group in match.groups())
    return f"{year:04}-{month:02}-{day:02}" if day <= _days(year, month) else None


def _days(year: int, month: int) -> int:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def _metadata(record: Mapping[str, Any]) -> dict[str, str]:
    """The fields that the model knows, by whatever name the record calls them."""
    lowered = {str(key).lower(): value for key, value in record.items()}
    found: dict[str, str] = {}
    for field in ("title", "date", "url", "author", "publisher"):
        for key in _KEYS[field]:
            value = lowered.get(key)
            if isinstance(value, list) and value and field == "author":
                value = "、".join(str(item) for item in value)
            text = (iso_date(value) or "") if field == "date" else " ".join(_clean(value).split())
            if text and not (field == "publisher" and text.startswith(("http:", "https:"))):
                found[field] = text
                break
    return found


def _clean(value: object) -> str:
    if value is None or isinstance(value, (dict, list, bool)):
        return ""
    return str(value).encode("utf-8", "replace").decode("utf-8")


def _with_lines(body: MappedText, title: MappedText | None, author: MappedText | None) -> MappedText:
    """The body under its headline (unless it begins with it) and above its author line."""
    parts = [body]
    if title is not None and "".join(title.text.split()) not in "".join(body.text[:1000].split()):
        parts.insert(0, title)
    if author is not None:
        parts.append(author)
    return MappedText.join("\n", parts) if len(parts) > 1 else body


def _read_text(raw: str, path: str) -> tuple[MappedText, dict[str, str]]:
    return MappedText.from_raw(raw, 1 if raw.startswith("\ufeff") else 0), {}


def _read_html(raw: str, path: str) -> tuple[MappedText, dict[str, str]]:
    page = html.main_text(raw)
    if page is None:
        raise ReadError(path, "no story was found on the page", "save the story's text as .txt")
    metadata = _metadata(page.metadata)
    return page.content, metadata


def _front_matter_value(raw: str, start: int, end: int, key: str, value: str) -> MappedText | None:
    """The place of a front-matter value, where it stands there as it is."""
    line = re.compile(rf"^{re.escape(key)}[ \t]*:[ \t]*.*$", re.MULTILINE | re.IGNORECASE).search(raw, start, end)
    at = raw.find(value, line.start(), line.end()) if line and value else -1
    return MappedText.from_raw(raw, at, at + len(value)) if at >= 0 else None


def _read_markdown(raw: str, path: str) -> tuple[MappedText, dict[str, str]]:
    match = _FRONT_MATTER.match(raw)
    if not match:
        return strip_markdown(MappedText.from_raw(raw, 1 if raw.startswith("\ufeff") else 0)), {}
    try:
        loaded = yaml.safe_load(match.group(1))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}" if mark else "line 1"
        raise ReadError(
            path, "its front matter is not YAML", "mend it, or delete the lines between the --- marks", place
        ) from None
    record = {str(key): value for key, value in loaded.items()} if isinstance(loaded, dict) else {}
    metadata = _metadata(record)
    body = strip_markdown(MappedText.from_raw(raw, match.end()))

    def place(field: str) -> MappedText | None:
        keys = [key for key in record if key.lower() in _KEYS[field]]
        found = (_front_matter_value(raw, *match.span(1), key, metadata.get(field, "")) for key in keys)
        return next((text for text in found if text is not None), None)

    return _with_lines(body, place("title"), place("author")), metadata


_READERS = {".txt": _read_text, ".html": _read_html, ".htm": _read_html, ".md": _read_markdown}


def _sniff(raw: str, suffix: str) -> str:
    """The format of a text: by its suffix, for ``.txt`` and standard input also by how it begins."""
    if suffix not in (".txt", ""):
        return suffix if suffix in SUFFIXES else ".txt"
    head = raw[:2000].lstrip("\ufeff \t\n").lower()
    if head.startswith(("<!doctype html", "<html")) or ("<html" in head and "<head" in head):
        return ".html"
    if suffix == "" and head.startswith("{") and _is_json(raw.lstrip("\ufeff \t\n").split("\n", 1)[0]):
        return ".jsonl"
    return ".md" if _FRONT_MATTER.match(raw) else ".txt"


def _is_json(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except ValueError:
        return False


# --- corpora -----------------------------------------------------------------------------------------------------

_ESCAPE = re.compile(
    r"[^\\]+|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL
)
_SHORT_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_SPACE = re.compile(r"[ \t\n\r]*")


def _literal(raw: str, start: int, end: int) -> MappedText:
    """The string that a JSON literal (without its quotes) stands for; a lone surrogate becomes U+FFFD."""
    parts: list[MappedText] = []
    for match in _ESCAPE.finditer(raw, start, end):
        high, low, single, short = match.groups()
        if high:
            text = chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)
        elif single:
            code = int(single, 16)
            text = "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
        elif short:
            text = _SHORT_ESCAPES.get(short, short)
        else:
            parts.append(MappedText.from_raw(raw, *match.span()))
            continue
        parts.append(MappedText.from_spans(text, [match.span()]))
    return MappedText.join("", parts)


def _fields(raw: str, start: int, end: int) -> dict[str, tuple[Any, int, int]]:
    """Keys of the JSON object at ``start`` with their values and the values' spans. Raises ``ValueError``."""
    decoder = json.JSONDecoder()
    space = lambda at: _SPACE.match(raw, at).end()  # type: ignore[union-attr]  # noqa: E731
    line = raw[start:end]
    if not isinstance(decoder.decode(line), dict):
        raise ValueError("not an object")
    fields: dict[str, tuple[Any, int, int]] = {}
    at = space(space(start) + 1)
    while raw[at] != "}":
        key, at = decoder.raw_decode(raw, at)
        at = space(space(at) + 1)
        value, stop = decoder.raw_decode(raw, at)
        fields[key] = (value, at, stop)
        at = space(stop)
        if raw[at] == ",":
            at = space(at + 1)
    return fields


def _record(raw: str, start: int, end: int, number: int, path: str, name: str, encoding: str) -> Source:
    place = f"line {number}"
    try:
        fields = _fields(raw, start, end)
    except (ValueError, RecursionError) as error:
        problem = f"not a JSON object ({getattr(error, 'msg', error)})"
        raise ReadError(path, problem, 'write one {"text": …} object a line', place) from None
    lowered = {key.lower(): field for key, field in fields.items()}

    def literal(field: str) -> MappedText | None:
        for key in _KEYS[field]:
            value, at, stop = lowered.get(key, (None, 0, 0))
            if isinstance(value, str) and value.strip():
                return _literal(raw, at + 1, stop - 1)
        return None

    body = literal("text")
    if body is None:
        raise ReadError(path, "the record has no text", 'give it a "text" that is a string', place)
    _check_chinese(body.text, path, place)
    content = _with_lines(body, literal("title"), literal("author"))
    digest = hashlib.sha256(raw[start:end].encode(encoding, "replace")).hexdigest()
    metadata = _metadata({key: value for key, (value, _, _) in fields.items()})
    return Source(f"{name}#{number}", path, raw, digest, encoding, content, metadata)


def _read_corpus(raw: str, path: str, name: str, encoding: str) -> Iterator[Source | ReadError]:
    start = 1 if raw.startswith("\ufeff") else 0
    for number, line in enumerate(raw[start:].split("\n"), 1):
        end = start + len(line)
        if line.strip():
            try:
                yield _record(raw, start, end, number, path, name, encoding)
            except ReadError as error:
                yield error
        start = end + 1


# --- the stage ---------------------------------------------------------------------------------------------------


def _bytes(path: Path, shown: str, limit: int) -> bytes:
    too_large = "split it, or raise the size limit"
    if shown == "<stdin>":
        data = sys.stdin.buffer.read(limit + 1)
        if len(data) > limit:
            raise ReadError(shown, f"there are more than {limit:,} bytes", too_large)
        return data
    try:
        if path.is_dir():
            raise ReadError(shown, "it is a folder", "list its files with find_stories")
        size = path.stat().st_size
        if size > limit:
            raise ReadError(shown, f"the file has {size:,} bytes, more than {limit:,}", too_large)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError(shown, "there is no such file", "check its name") from None
    except OSError as error:
        raise ReadError(shown, f"it cannot be read ({error.strerror or error})", "check its permissions") from None


def read(
    path: Path | str, encoding: str | None = None, size_limit: int = DEFAULT_SIZE_LIMIT
) -> Iterator[Source | ReadError]:
    """The stories of one file, or of standard input for ``-``.

    The format follows from the suffix (``.txt``, ``.html``/``.htm``, ``.md``, ``.jsonl``; anything else is read as
    text); a whole HTML page or front matter in a ``.txt`` and standard input are recognised by how they begin. ``encoding`` is
    a name that Python knows; without one, a byte order mark, UTF-8, the page's own declaration, GB18030
    and Big5 are tried in turn, the last ones weighed by how many of the commonest characters they give. ``size_limit`` counts bytes.

    Yields a :class:`Source` for each story and a :class:`ReadError` in the place of each one that cannot be
    read; it raises nothing.
    """
    path = Path(path)
    shown = "<stdin>" if str(path) == STDIN else str(path)
    name = "stdin" if shown == "<stdin>" else path.stem
    try:
        data = _bytes(path, shown, size_limit)
        raw, used = _decode(data, encoding, shown)
        suffix = _sniff(raw, "" if shown == "<stdin>" else path.suffix.lower())
        if suffix == ".jsonl":
            yield from _read_corpus(raw, shown, name, used)
            return
        _check_chinese(raw, shown)
        content, metadata = _READERS[suffix](raw, shown)
        _check_chinese(content.text, shown)
        yield Source(name, shown, raw, hashlib.sha256(data).hexdigest(), used, content, metadata)
    except ReadError as error:
        yield error
