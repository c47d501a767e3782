"""Noun phrases, as the other modules read them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from kg.extract.quantities import Quantity
from kg.lexicons.lists import words
from kg.model import EntityType

PERSONAL = words("pronoun")
PLACE_PRONOUNS = words("place_pronoun")
_QUOTES = re.compile(r"[“”‘’\s]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase of the text."""

    first: int
    """Token range of the whole phrase, determiner and count included."""
    last: int
    start: int
    """Text offsets of the naming words."""
    end: int
    text: str
    """The naming words without quotation marks; a counted group keeps its count."""
    type: EntityType | None
    form: Literal["name", "nominal", "pronoun"]
    head: str
    count: Quantity | None = None
    definite: bool = False
    determiner: str = ""
    owner: int | None = None
    """Index of the phrase that stands before 的."""
    adjacent: bool = False
    """True where the phrase before ends right where this one begins: a place chain or a title."""
    personal: bool = False
    """True for a person's name."""
    short: str = ""
    """The naming words without their count and outer names: 干部 for 湖北193名干部."""
    index: int = -1
    """Its place among the phrases of the document."""


def strip_quotes(text: str) -> str:
    """A text without quotation marks and white space."""
    return _QUOTES.sub("", text)
