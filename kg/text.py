"""Text that remembers where each of its characters came from.

A :class:`MappedText` is a string together with, for every character, the half-open span of the raw
string that it stands for. Every operation that changes the string keeps the map, so that any span of
the cleaned text can be cut out of the raw file.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Edit(NamedTuple):
    """Replace ``text[start:end]`` by ``replacement``."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True, eq=False)
class MappedText:
    """A string and the raw span of each of its characters."""

    text: str
    starts: array[int]
    """Raw offset of the first raw character behind each character."""
    ends: array[int]
    """Raw offset after the last one. ``ends[i] == starts[i]`` for a character that was put in."""

    def __post_init__(self) -> None:
        if not len(self.text) == len(self.starts) == len(self.ends):
            raise ValueError("a mapped text needs one raw span for each character")

    def __len__(self) -> int:
        return len(self.text)

    @classmethod
    def from_raw(cls, raw: str, start: int = 0, end: int | None = None) -> MappedText:
        """The identity map of ``raw[start:end]``."""
        stop = len(raw) if end is None else end
        return cls(raw[start:stop], array("l", range(start, stop)), array("l", range(start + 1, stop + 1)))

    @classmethod
    def from_spans(cls, text: str, spans: Sequence[tuple[int, int]]) -> MappedText:
        """A text whose characters stand for the given raw spans."""
        return cls(text, array("l", (s for s, _ in spans)), array("l", (e for _, e in spans)))

    @classmethod
    def join(cls, separator: str, parts: Iterable[MappedText]) -> MappedText:
        """Parts joined by ``separator``, whose characters are mapped to the empty raw span behind the part before."""
        texts: list[str] = []
        starts, ends = array("l"), array("l")
        for index, part in enumerate(parts):
            if index:
                at = ends[-1] if ends else 0
                texts.append(separator)
                starts.extend([at] * len(separator))
                ends.extend([at] * len(separator))
            texts.append(part.text)
            starts.extend(part.starts)
            ends.extend(part.ends)
        return cls("".join(texts), starts, ends)

    def slice(self, start: int, end: int) -> MappedText:
        """The part between two text offsets."""
        return MappedText(self.text[start:end], self.starts[start:end], self.ends[start:end])

    def strip(self) -> MappedText:
        """Without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.slice(left, max(left, len(self.text.rstrip())))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span behind the text span ``[start, end)``; an empty one for an empty span."""
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} lies outside a text of {len(self.text)} characters")
        if start == end:
            at = self.starts[start] if start < len(self.text) else (self.ends[-1] if len(self.ends) else 0)
            return at, at
        return min(self.starts[start:end]), max(self.ends[start:end])

    def edit(self, edits: Iterable[Edit]) -> MappedText:
        """Apply non-overlapping edits, sorted by offset.

        A replacement as long as what it replaces is mapped character by character; any other one stands
        as a whole for the whole raw span that it replaces. Raises ``ValueError`` on overlap.
        """
        texts: list[str] = []
        starts, ends = array("l"), array("l")
        position = 0
        for start, end, replacement in edits:
            if start < position:
                raise ValueError("edits overlap or are not sorted")
            texts += self.text[position:start], replacement
            starts.extend(self.starts[position:start])
            ends.extend(self.ends[position:start])
            if len(replacement) == end - start:
                starts.extend(self.starts[start:end])
                ends.extend(self.ends[start:end])
            else:
                raw_start, raw_end = self.raw_span(start, end)
                starts.extend([raw_start] * len(replacement))
                ends.extend([raw_end] * len(replacement))
            position = end
        texts.append(self.text[position:])
        starts.extend(self.starts[position:])
        ends.extend(self.ends[position:])
        return MappedText("".join(texts), starts, ends)

    def translated(self, text: str) -> MappedText:
        """The same map under a text of the same length (for one-to-one conversions)."""
        return MappedText(text, self.starts, self.ends)
