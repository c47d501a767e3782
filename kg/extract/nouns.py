"""What the noun lexicons say of a head noun: its type, whether it is a role, a kinship, a person.

All look-ups are by the longest lexicon entry in which the phrase ends, since a Chinese compound is
headed by its last part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import get_args

from kg.lexicons import LexiconError, load_table
from kg.lexicons.lists import endings, short_surnames
from kg.model import EntityType

_REMEMBERED = 1 << 14
"""Words whose look-ups are kept: a story asks for the same ones again and again."""
_RANKS = endings("rank")
_BODY_NOUNS = endings("body_noun")
_PLACE_NOUNS = endings("place_noun")
_NOT_EVENTS = endings("not_event")
_ASSISTANTS = ("助理", "秘书")
"""Posts that belong to the holder of the post named before them: 院长助理."""
_OFFICES = ("局", "署")
_NO_OFFICES = endings("no_office")
_GATHERINGS = ("会", "展", "赛", "节", "营")
"""Last characters of nouns for events."""


@dataclass(frozen=True, slots=True)
class Role:
    """A post, profession or standing."""

    head: str
    kind: str
    after: bool
    """Whether it is commonly put after the name: 陈校长."""


@cache
def _longest(table: str, column: str) -> int:
    return max(len(row[column]) for row in load_table(table))


@cache
def _rows(table: str, column: str) -> Mapping[str, dict[str, str]]:
    return {row[column]: row for row in load_table(table)}


def suffix_entry(text: str, table: str, column: str) -> dict[str, str] | None:
    """The longest entry of a lexicon in which ``text`` ends, or None."""
    rows = _rows(table, column)
    for size in range(min(len(text), _longest(table, column)), 0, -1):
        if row := rows.get(text[-size:]):
            return row
    return None


@cache
def as_type(name: str) -> EntityType:
    """An entity type by its name in a lexicon. Raises :class:`~kg.lexicons.LexiconError` where there is none."""
    for kind in get_args(EntityType):
        if kind == name:
            known: EntityType = kind
            return known
    raise LexiconError(f"kg/lexicons: {name!r} is no entity type; use one of {', '.join(get_args(EntityType))}")


@lru_cache(_REMEMBERED)
def role_of(text: str) -> Role | None:
    """The role that a phrase ends in: 副主任 for 骨科副主任."""
    row = suffix_entry(text, "roles", "head")
    if row is None:
        return None
    head = row["head"]
    rank = next((r for r in _RANKS if text.endswith(r + head)), "")
    if not rank and head in _ASSISTANTS and (helped := role_of(text.removesuffix(head))) is not None:
        rank = helped.head
    return Role(rank + head, row["kind"], row["after"] == "1")


def is_kinship(text: str) -> bool:
    """True for a word of kinship: 儿子, 老伴."""
    return text in _rows("kinship", "noun")


def is_surname(character: str) -> bool:
    """True for a single-character Chinese surname."""
    return character in short_surnames()


@lru_cache(_REMEMBERED)
def person_number(text: str) -> str | None:
    """``one``, ``many`` or ``any`` for a noun of people; None for all others."""
    if text.endswith("们"):
        return "many"
    if is_kinship(text):
        return "many" if text in ("父母", "双亲") else "one"
    row = suffix_entry(text, "person_nouns", "noun")
    if row is not None and (len(row["noun"]) > 1 or text in ("人", "员", "队")):
        return row["number"]
    if row is not None and row["noun"] == "人" and len(text) <= 4:
        return "any"
    if row is not None and row["noun"] in ("员", "队") and len(text) >= 2:
        return row["number"]
    human = len(text) >= 2 and text.endswith(("者", "人员", "人士"))
    return "any" if human or role_of(text) is not None else None


@lru_cache(_REMEMBERED)
def name_suffix(text: str) -> dict[str, str] | None:
    """The suffix that types a proper name: 委员会, 街道, 大桥. The name must be longer than the suffix."""
    row = suffix_entry(text, "name_suffixes", "suffix")
    return row if row is not None and len(row["suffix"]) < len(text) else None


def name_type(text: str) -> EntityType | None:
    """The type that its suffix gives to a proper name."""
    row = name_suffix(text)
    return as_type(row["type"]) if row is not None else None


def class_of(text: str) -> EntityType | None:
    """The type that the head noun gives to a phrase, by the class lexicon."""
    row = suffix_entry(text, "classes", "head")
    return as_type(row["type"]) if row is not None else None


@lru_cache(_REMEMBERED)
def common_type(text: str) -> EntityType | None:
    """The type of a common noun phrase by its head; None where no lexicon knows it."""
    if text.endswith(_BODY_NOUNS):
        return "Organization"
    kind = class_of(text)
    if kind is None and len(text) >= 3 and text.endswith(_OFFICES) and not text.endswith(_NO_OFFICES):
        return "Organization"
    if kind is None and len(text) >= 3 and text.endswith(_GATHERINGS) and not text.endswith(_NOT_EVENTS):
        return "Event"
    number = person_number(text)
    if number is not None and (kind is None or len(text) <= 2 or role_of(text) is not None):
        return "Person" if number == "one" else "Group"
    if kind is None and text.endswith(_PLACE_NOUNS):
        return "Place"
    return kind
