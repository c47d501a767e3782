"""The verb frames of ``frames.tsv``: which verb makes which claim, and where its object stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from kg.extract.nouns import as_type
from kg.extract.predications import Predication
from kg.lexicons import load_table
from kg.model import EntityType


@dataclass(frozen=True, slots=True)
class Frame:
    """One row of the lexicon."""

    verb: str
    predicate: str
    negative: bool
    """True where the verb tells that the claim holds no longer: 免去."""
    slot: str
    """Where the object stands, see the lexicon's head."""
    types: tuple[EntityType, ...]
    """Types of the object; a phrase without a type takes the first one."""
    dative: str
    """The qualifier that the phrase behind 给, 向, 为 or 对 becomes; empty where it is none."""


@cache
def frames() -> Mapping[str, tuple[Frame, ...]]:
    """Frames by verb. Raises :class:`~kg.lexicons.LexiconError` for a type that there is not."""
    table: dict[str, tuple[Frame, ...]] = {}
    for row in load_table("frames"):
        predicate, types = row["predicate"].removeprefix("-"), tuple(map(as_type, row["types"].split()))
        negative = row["predicate"].startswith("-")
        frame = Frame(row["verb"], predicate, negative, row["slot"], types, row["dative"])
        table[frame.verb] = (*table.get(frame.verb, ()), frame)
    return table


def frames_of(predication: Predication) -> tuple[Frame, ...]:
    """The frames of a verb, with its complement first: 编入, 送给."""
    table = frames()
    joined = predication.lemma + predication.complement
    lemma = predication.lemma
    found = table.get(joined) or table.get(lemma)
    if found is None and len(lemma) > 1 and lemma.endswith(("在", "于")):
        # The segmenter glues the preposition to the verb: 住在.
        found = tuple(frame for frame in table.get(lemma[:-1], ()) if frame.slot == "place")
    return found or ()


@cache
def verbs_of_things() -> frozenset[str]:
    """Verbs of what happens to things, not to people."""
    return frozenset(row["word"] for row in load_table("verb_classes") if row["class"] == "thing")
