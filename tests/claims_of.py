"""From a sentence to its claims, by the public way of the data, and how the tables of the tests show a claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from factories import document, source

from kg.extract import Extraction, extract
from kg.model import Claim, Document, Entity, Node, Story
from kg.nlp import load
from kg.normalise import normalise
from kg.resolve import resolve

DATE = "2021-06-15"
"""The dateline of the sentences in the tables."""
RAW_PAGE = "原文"
"""Begins a sentence of a table that is to go through normalisation first (traditional script, pinyin, datelines)."""
ANY = "*"


@cache
def extraction_of(text: str, name: str = "story") -> Extraction:
    """The assertions of a text that is clean already."""
    return extract(document(name, text, date=DATE), load()(text))


@cache
def story_of(text: str) -> Story:
    """All claims of a text that is clean already, as a story of its own."""
    return resolve(extraction_of(text))


def document_of_page(raw: str) -> Document:
    """The main story of a raw page."""
    return normalise(source("page", raw))[0]


@cache
def story_of_page(raw: str) -> Story:
    """All claims of the main story of a raw page."""
    page = document_of_page(raw)
    return resolve(extract(page, load()(page.text.text)))


def story_in(cell: str) -> Story:
    """The story of a table's cell: ``\\n`` is a line break, a leading :data:`RAW_PAGE` asks for normalisation."""
    text = cell.replace("\\n", "\n")
    return story_of_page(text.removeprefix(RAW_PAGE).lstrip()) if text.startswith(RAW_PAGE) else story_of(text)


def name_of(node: Node) -> str:
    """How tables name an entity or a value: label, EDTF, or the words of the text without their last mark."""
    if isinstance(node, Entity):
        return node.label
    if node.type == "Statement":
        return node.text.rstrip("。，！？；")
    return str(node.fields.get("edtf") or node.text)


def shown(claim: Claim) -> str:
    """``subject – predicate → object [status] @holder name=value``, for messages."""
    parts = [f"{claim.subject.label} – {claim.predicate} → {name_of(claim.object)} [{claim.status}]"]
    if claim.holder is not None:
        parts.append(f"@{claim.holder.label}")
    parts += [f"{name}={'|'.join(map(name_of, nodes))}" for name, nodes in sorted(claim.qualifiers.items())]
    return " ".join(parts)


def listing(story: Story) -> str:
    """All claims of a story, one a line, for messages."""
    return "\n".join(map(shown, story.claims)) or "(no claims)"


@dataclass(frozen=True, slots=True)
class Pattern:
    """What a claim of a table says: ``*`` stands for anything, qualifiers that are not named may be there."""

    subject: str
    predicate: str
    object: str
    status: str = ANY
    holder: str = ANY
    """Empty for the narrator."""
    qualifiers: tuple[tuple[str, str], ...] = ()
    """Names and values; an empty value says that the qualifier must be missing, several values are joined by ``|``."""

    def __str__(self) -> str:
        holder = "" if self.holder in ("", ANY) else f"@{self.holder}"
        qualifiers = [f"{name}={value}" for name, value in self.qualifiers]
        parts = [f"{self.subject}–{self.predicate}→{self.object}", f"[{self.status}]", holder, *qualifiers]
        return " ".join(part for part in parts if part)

    def holds(self, story: Story) -> bool:
        """Whether a claim of the story says this."""
        return any(map(self.matches, story.claims))

    @property
    def names(self) -> tuple[str, ...]:
        """The entities that it names."""
        return tuple(name for name in (self.subject, self.object) if name != ANY)

    def matches(self, claim: Claim) -> bool:
        """Whether a claim says this."""
        holder = claim.holder.label if claim.holder else ""
        pairs = (
            (self.subject, claim.subject.label),
            (self.predicate, claim.predicate),
            (self.object, name_of(claim.object)),
            (self.status, claim.status),
            (self.holder, holder),
        )
        return all(wanted in (ANY, found) for wanted, found in pairs) and all(
            self._qualifies(claim, name, value) for name, value in self.qualifiers
        )

    @staticmethod
    def _qualifies(claim: Claim, name: str, value: str) -> bool:
        found = [name_of(node) for node in claim.qualifiers.get(name, ())]
        return bool(found) if value == ANY else sorted(found) == sorted(filter(None, value.split("|")))


@dataclass(frozen=True, slots=True)
class Same:
    """Says that two names are mentions of one entity."""

    left: str
    right: str

    def __str__(self) -> str:
        return f"{self.left} ~ {self.right}"

    def holds(self, story: Story) -> bool:
        """Whether an entity of the story's claims has both names."""
        return any({self.left, self.right} <= {entity.label, *entity.mentions} for entity in entities_of(story))

    @property
    def names(self) -> tuple[str, ...]:
        """The two names."""
        return self.left, self.right


def entities_of(story: Story) -> Iterator[Entity]:
    """Everybody and everything that a story's claims name, with repetitions."""
    for claim in story.claims:
        qualifiers = (node for nodes in claim.qualifiers.values() for node in nodes)
        for node in (claim.subject, claim.object, claim.holder, *qualifiers):
            if isinstance(node, Entity):
                yield node


def statement(text: str) -> Pattern | Same:
    """What a line of a table says: ``name ~ name`` or a claim's pattern."""
    left, same, right = text.strip().partition(" ~ ")
    return Same(left, right) if same else pattern(text)


def pattern(text: str) -> Pattern:
    """``subject – predicate → object [status] @holder name=value…``; a missing status is asserted, a missing
    holder the narrator, ``[*]`` and ``@*`` are any. Raises ``ValueError`` for anything else.
    """
    form = r"(\S+) – (\S+) → (\S+)(?: \[([a-z*]+)\])?(?: @(\S+))?((?: [a-z]+=\S*)*)"
    match = re.fullmatch(form, text.strip())
    if match is None:
        raise ValueError(f"not a claim: {text!r}")
    subject, predicate, object_, status, holder, qualifiers = match.groups()
    pairs = tuple((name, value) for name, _, value in (part.partition("=") for part in qualifiers.split()))
    return Pattern(subject, predicate, object_, status or "asserted", holder or "", pairs)


@dataclass(frozen=True, slots=True)
class Case:
    """One pattern and one text that must, or must not, yield it."""

    line: int
    wanted: bool
    pattern: Pattern | Same
    text: str
    fault: str = ""
    """What does not work yet, and why; empty where it works."""

    def __str__(self) -> str:
        return f"{self.line}{'' if self.wanted else ' not'} {self.pattern} | {self.text[:16]}"


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a table: groups of patterns (``=`` wanted, ``!`` not) and below them the texts that they hold for.

    A text's second cell, ``2,3: reason``, says which patterns of its group do not hold yet.
    """
    patterns: list[tuple[bool, Pattern | Same]] = []
    open_group = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line[:1] in ("=", "!"):
            patterns = [*(patterns if open_group else []), (line[0] == "=", statement(line[1:]))]
            open_group = True
        elif line.strip() and not line.startswith("#"):
            text, _, fault = line.partition("\t")
            which, _, reason = fault.strip().partition(": ")
            faulty = {int(place) for place in which.split(",") if place}
            if not faulty <= set(range(1, len(patterns) + 1)):
                raise ValueError(f"{path.name}:{number}: {which} is no pattern of this group")
            open_group = False
            for place, (wanted, one) in enumerate(patterns, start=1):
                yield Case(number, wanted, one, text.strip(), reason if place in faulty else "")


def parameters(cases: list[Case]) -> list[ParameterSet]:
    """Every case as a parameter; what does not hold yet is expected to fail, and only that."""
    return [
        pytest.param(
            case,
            id=str(case),
            marks=pytest.mark.xfail(strict=True, raises=AssertionError, reason=case.fault) if case.fault else (),
        )
        for case in cases
    ]


def check(case: Case) -> None:
    """Fail, with all that the text yields, where a case does not hold."""
    story = story_in(case.text)
    assert case.pattern.holds(story) == case.wanted, (
        f"{'missing' if case.wanted else 'unwanted'}: {case.pattern}\n{case.text}\n{listing(story)}"
    )
