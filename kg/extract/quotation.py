"""The records of speech: a quotation, and the stretch of text that its speaker vouches for.

Offsets are text offsets: simplified characters, quotation marks “” and ‘’ in pairs, one paragraph a line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kg.extract.quoted import Span
from kg.extract.speakers import SpeakerKind

QuotationKind = Literal["direct", "indirect"]


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch of speech, thought or report, with who is said to have uttered it."""

    start: int
    """Text offsets of the statement: without the enclosing quotation marks, with the final mark written
    inside them; reported speech goes without its 。 to the end of the sentence."""
    end: int
    kind: QuotationKind
    cue: Span | None
    """Text offsets of the verb (or noun) of speech."""
    speaker: Span | None
    """Text offsets of the shortest phrase that names the speaker: 任先生, 家长们, 他. A coordination of
    names is one span. None where nobody is named: with a cue, the last speaker goes on (并称, 又说);
    without one, the turn of a dialogue is left open and no speaker may be assumed."""
    speaker_kind: SpeakerKind
    """``noun`` without a speaker: somebody whom the story does not tell (有人说)."""
    continued: bool = False
    """True for a paragraph that goes on with the quotation of the paragraph before."""


@dataclass(frozen=True, slots=True)
class HolderScope:
    """A stretch of text that its speaker, not the narrator, vouches for."""

    start: int
    end: int
    quotation: Quotation
    denied: bool = False
    """Whether the holder denies what the words tell: 网传…，校方予以否认."""
