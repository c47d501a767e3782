"""JSON Lines corpora: one story a line, every character of it traced through the JSON escapes to the file."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from kg.errors import ReadError
from kg.model import Source
from kg.read.decode import check_chinese
from kg.read.lines import with_lines
from kg.read.metadata import KEYS, fields
from kg.text import MappedText

_ESCAPE = re.compile(
    r"[^\\]+|\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL
)
_SHORT_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}
_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class _Value(NamedTuple):
    value: Any
    start: int
    end: int


def _unescaped(match: re.Match[str]) -> str:
    high, low, single, short = match.groups()
    if high:
        return chr(0x10000 + (int(high, 16) - 0xD800) * 0x400 + int(low, 16) - 0xDC00)
    if single:
        code = int(single, 16)
        return "\ufffd" if 0xD800 <= code <= 0xDFFF else chr(code)
    return _SHORT_ESCAPES.get(short, short)


def string_literal(raw: str, start: int, end: int) -> MappedText:
    """The string that a JSON literal (``raw[start:end]``, without quotes) stands for; a lone surrogate is U+FFFD."""
    parts: list[MappedText] = []
    for match in _ESCAPE.finditer(raw, start, end):
        if raw[match.start()] == "\\":
            parts.append(MappedText.from_spans(_unescaped(match), [match.span()]))
        else:
            parts.append(MappedText.from_raw(raw, *match.span()))
    return MappedText.join("", parts)


def _skip_space(raw: str, at: int) -> int:
    match = _SPACE.match(raw, at)
    return match.end() if match else at


def _object(raw: str, start: int, end: int) -> dict[str, _Value]:
    """Keys of the JSON object in ``raw[start:end]`` with their values and the values' spans. Raises ``ValueError``."""
    if not isinstance(_DECODER.decode(raw[start:end]), dict):
        raise ValueError("not an object")
    found: dict[str, _Value] = {}
    at = _skip_space(raw, _skip_space(raw, start) + 1)
    while raw[at] != "}":
        key, at = _DECODER.raw_decode(raw, at)
        at = _skip_space(raw, _skip_space(raw, at) + 1)
        value, stop = _DECODER.raw_decode(raw, at)
        found[key] = _Value(value, at, stop)
        at = _skip_space(raw, stop)
        if raw[at] == ",":
            at = _skip_space(raw, at + 1)
    return found


def _literal(raw: str, record: dict[str, _Value], field: str) -> MappedText | None:
    lowered = {key.lower(): value for key, value in record.items()}
    for key in KEYS[field]:
        found = lowered.get(key)
        if found and isinstance(found.value, str) and found.value.strip():
            return string_literal(raw, found.start + 1, found.end - 1)
    return None


def _record(raw: str, start: int, end: int, number: int, path: str, name: str, encoding: str) -> Source:
    place = f"line {number}"
    try:
        record = _object(raw, start, end)
    except (ValueError, RecursionError) as error:
        problem = f"not a JSON object ({getattr(error, 'msg', error)})"
        raise ReadError(path, problem, 'write one {"text": "…"} object a line', place) from None
    body = _literal(raw, record, "text")
    if body is None:
        raise ReadError(path, "the record has no text", 'give it a "text" that is a string', place)
    check_chinese(body.text, path, place)
    content = with_lines(body, _literal(raw, record, "title"), _literal(raw, record, "author"))
    digest = hashlib.sha256(raw[start:end].encode(encoding, "replace")).hexdigest()
    metadata = fields({key: found.value for key, found in record.items()})
    return Source(f"{name}#{number}", path, raw, digest, encoding, content, metadata)


def read_corpus(raw: str, path: str, name: str, encoding: str) -> Iterator[Source | ReadError]:
    """The records of a corpus, a ``ReadError`` in the place of each line that is none; blank lines are left out."""
    start = 1 if raw.startswith("\ufeff") else 0
    for number, line in enumerate(raw[start:].split("\n"), 1):
        end = start + len(line)
        if line.strip():
            try:
                yield _record(raw, start, end, number, path, name, encoding)
            except ReadError as error:
                yield error
        start = end + 1
