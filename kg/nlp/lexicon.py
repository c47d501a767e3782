"""Words that the segmenter must not cut or mistake, from ``kg/lexicons/words.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from typing import NamedTuple

_CONTEXT = 12


class _Entry(NamedTuple):
    tag: str
    before: re.Pattern[str] | None
    after: re.Pattern[str] | None

    def fits(self, before: str, after: str) -> bool:
        return (self.before is None or self.before.search(before) is not None) and (
            self.after is None or self.after.match(after) is not None
        )


@dataclass(frozen=True)
class WordLexicon:
    """Words with the tag they are to have, and where it is not always so, what must stand beside them."""

    entries: Mapping[str, tuple[_Entry, ...]]
    """One word may have several lines; the first that fits the place counts."""

    @classmethod
    def packaged(cls) -> WordLexicon:
        """The lexicon that comes with the package."""
        path = resources.files("kg") / "lexicons" / "words.tsv"
        return cls.parse(path.read_text(encoding="utf-8"), str(path))

    @classmethod
    def parse(cls, content: str, name: str) -> WordLexicon:
        """Read tab-separated lines: word, tag, pattern before, pattern after; the patterns may be empty.

        Raises ``ValueError`` for a line that is not of that form.
        """
        entries: dict[str, tuple[_Entry, ...]] = {}
        for number, line in enumerate(content.splitlines(), start=1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = [cell.strip() for cell in line.split("\t")]
            if not 2 <= len(cells) <= 4 or not cells[0] or not cells[1]:
                raise ValueError(f"{name}:{number}: expected word, tag and up to two patterns, separated by tabs")
            before, after = [*cells[2:], "", ""][:2]
            try:
                entry = _Entry(
                    cells[1],
                    re.compile(f"(?:{before})\\Z") if before else None,
                    re.compile(after) if after else None,
                )
            except re.error as error:
                raise ValueError(f"{name}:{number}: {error} in a pattern") from error
            entries[cells[0]] = (*entries.get(cells[0], ()), entry)
        return cls(entries)

    def unconditional(self) -> Iterator[tuple[str, str]]:
        """The words that need nothing beside them, each with its tag."""
        for word, entries in self.entries.items():
            if not entries[0].before and not entries[0].after:
                yield word, entries[0].tag

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        longest_first = sorted(self.entries, key=lambda word: (-len(word), word))
        return re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def matches(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """The words of ``text[start:end]`` that the lexicon knows, as start, end and tag."""
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text, start, end):
            before = text[max(start, match.start() - _CONTEXT) : match.start()]
            after = text[match.end() : min(end, match.end() + _CONTEXT)]
            for entry in self.entries[match.group()]:
                if entry.fits(before, after):
                    yield match.start(), match.end(), entry.tag
                    break
