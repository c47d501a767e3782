"""Markdown files with YAML front matter."""

from __future__ import annotations

import re

import yaml  # type: ignore[import-untyped]

from kg.errors import ReadError
from kg.markup import strip_markdown
from kg.read.lines import with_lines
from kg.read.metadata import KEYS, fields
from kg.text import MappedText

FRONT_MATTER = re.compile("\ufeff?---[ \t]*\n(.*?)\n(?:---|\\.\\.\\.)[ \t]*(?:\n|\\Z)", re.DOTALL)


def _place(raw: str, start: int, end: int, key: str, value: str) -> MappedText | None:
    """A front-matter value where it stands as it is, not quoted with escapes or folded over lines."""
    line = re.compile(rf"^{re.escape(key)}[ \t]*:.*$", re.MULTILINE | re.IGNORECASE).search(raw, start, end)
    at = raw.find(value, line.start(), line.end()) if line and value else -1
    return MappedText.from_raw(raw, at, at + len(value)) if at >= 0 else None


def _load(text: str, path: str) -> dict[str, object]:
    try:
        loaded = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = f"line {mark.line + 2}" if mark else "line 1"
        mend = "mend it, or delete the lines between the --- marks"
        raise ReadError(path, "its front matter is not YAML", mend, place) from None
    return {str(key): value for key, value in loaded.items()} if isinstance(loaded, dict) else {}


def read_markdown(raw: str, path: str) -> tuple[MappedText, dict[str, str]]:
    """Text and metadata; the headline and the author of the front matter become the first and the last line.

    Raises :class:`ReadError` if the front matter is malformed.
    """
    match = FRONT_MATTER.match(raw)
    if not match:
        return strip_markdown(MappedText.from_raw(raw, 1 if raw.startswith("\ufeff") else 0)), {}
    record = _load(match.group(1), path)
    metadata = fields(record)
    places: dict[str, MappedText | None] = {}
    for field in ("title", "author"):
        keys = [key for key in record if key.lower() in KEYS[field]]
        found = (_place(raw, *match.span(1), key, metadata.get(field, "")) for key in keys)
        places[field] = next((text for text in found if text is not None), None)
    body = strip_markdown(MappedText.from_raw(raw, match.end()))
    return with_lines(body, places["title"], places["author"]), metadata
