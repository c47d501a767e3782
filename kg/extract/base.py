"""What all extractors share: mentions, assertions, the view of a document that they read, and their registry.

An extractor is a function from a :class:`Reading` to assertions. It registers under a name::

    @extractor("titles")
    def extract_titles(reading: Reading) -> Iterator[Assertion]: ...

A third party adds one through the entry point group ``storykg_extractors``; no file of this package
changes. Extractors never touch RDF and never decide who a pronoun is: they make assertions about mentions,
and the resolve stage turns mentions into entities.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import catalogue

from kg.extract.reading import Reading
from kg.model import EntityType, Status, Value

__all__ = ["EXTRACTORS", "Assertion", "Extraction", "Extractor", "Form", "Mention", "Reading", "extractor"]

Form = Literal["name", "nominal", "pronoun", "zero"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of text that refers to somebody or something."""

    start: int
    """Text offsets of the naming words: without relative clause, quotation marks and determiner."""
    end: int
    text: str
    type: EntityType
    form: Form
    head: str = ""
    """The head noun, for nominal mentions: 干部 in 193名机关党员干部."""
    count: str | None = None
    """The counting words, where the phrase is counted: 193名."""
    definite: bool = False
    """该, 这, 此, 本: it must have been named before."""
    modifier: str | None = None
    """What stands before 的 as its owner or place: 董永军 in 董永军的父亲."""
    variants: tuple[tuple[int, int], ...] = ()
    """Text offsets of shorter or longer forms of the same phrase: 蔬菜 beside 40余吨蔬菜."""


@dataclass(frozen=True, slots=True)
class Assertion:
    """A claim about mentions, before anybody knows who they are."""

    subject: Mention
    predicate: str
    object: Mention | Value
    start: int
    """Text offsets of the evidence."""
    end: int
    clause: tuple[int, int]
    """Text offsets of the clause: assertions of one clause tell of one act."""
    status: Status = "asserted"
    qualifiers: Mapping[str, tuple[Mention | Value, ...]] = field(default_factory=dict)
    extractor: str = ""
    narrator: bool = False
    """True where the holder is the narrator although the words stand inside a quotation's scope."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All mentions and assertions of one document: what the resolve stage works on."""

    reading: Reading
    mentions: tuple[Mention, ...]
    assertions: tuple[Assertion, ...]


Extractor = Callable[[Reading], Iterable[Assertion]]

EXTRACTORS = catalogue.create("storykg", "extractors", entry_points=True)
"""The registry; ``catalogue`` is spaCy's own registry library."""


def extractor(name: str) -> Callable[[Extractor], Extractor]:
    """Register a function as the extractor ``name``; its assertions carry that name."""

    def register(function: Extractor) -> Extractor:
        EXTRACTORS.register(name, func=function)
        return function

    return register
