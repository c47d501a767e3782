"""Putting a format's headline and author to a story's text."""

from __future__ import annotations

from kg.text import MappedText


def with_lines(body: MappedText, title: MappedText | None, author: MappedText | None) -> MappedText:
    """The body under its headline (unless it begins with it) and above its author, each a line of its own.

    The author comes last so that the headline stays the first line; the normaliser knows it by the metadata.
    """
    parts = [body]
    if title is not None and "".join(title.text.split()) not in "".join(body.text[:1000].split()):
        parts.insert(0, title)
    if author is not None:
        parts.append(author)
    return MappedText.join("\n", parts) if len(parts) > 1 else body
