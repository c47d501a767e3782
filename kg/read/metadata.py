"""What a format says of a story besides its text, under whatever names it says it."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from typing import Any

KEYS: Mapping[str, tuple[str, ...]] = {
    "text": ("text", "content", "body", "article"),
    "title": ("title", "headline"),
    "date": ("date", "published", "publish_date", "published_at", "pubdate", "publish_time", "time", "datetime"),
    "url": ("original_url", "url", "link", "source_url"),
    "author": ("author", "byline", "reporter"),
    "publisher": ("publisher", "source", "media", "site", "sitename"),
}
"""The names of each field in front matter and corpora, the likeliest first."""

_DATE = re.compile(r"((?:19|20)\d\d)\s?[-/.年]\s?(1[0-2]|0?[1-9])\s?[-/.月]\s?([12]\d|3[01]|0?[1-9])(?!\d)")
_COMPACT_DATE = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])([0-2]\d|3[01])(?:\d{6})?")


def iso_date(value: object) -> str | None:
    """The ISO 8601 date at the head of a date, a date-time or a Chinese date; ``None`` if there is none."""
    text = str(value).strip()
    match = _DATE.search(text) or _COMPACT_DATE.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(group) for group in match.groups())
    return f"{year:04}-{month:02}-{day:02}" if 1 <= day <= calendar.monthrange(year, month)[1] else None


def _plain(value: object) -> str:
    if value is None or isinstance(value, dict | list | bool):
        return ""
    return " ".join(str(value).encode("utf-8", "replace").decode("utf-8").split())


def fields(record: Mapping[str, Any]) -> dict[str, str]:
    """The fields that :attr:`kg.model.Source.metadata` knows; empty ones are left out."""
    lowered = {str(key).lower(): value for key, value in record.items()}
    found: dict[str, str] = {}
    for field in ("title", "date", "url", "author", "publisher"):
        for key in KEYS[field]:
            value = lowered.get(key)
            if isinstance(value, list) and field == "author":
                value = "、".join(_plain(item) for item in value)
            text = (iso_date(value) or "") if field == "date" else _plain(value)
            if text and not (field == "publisher" and "://" in text):
                found[field] = text
                break
    return found
