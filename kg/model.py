"""The records that travel between the stages.

All are frozen: a stage that changes something makes a new record. Offsets named ``start``/``end`` are
half-open and count Unicode code points. *Raw* offsets point into :attr:`Source.raw`, *text* offsets
into the cleaned text of a :class:`Document`; each field says which.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from kg.text import MappedText

EntityType = Literal[
    "Person", "Group", "Organization", "Place", "Role", "Activity", "Event",
    "Goods", "Work", "Condition", "Document",
]  # fmt: skip
ValueType = Literal["Quantity", "Time", "Statement"]
Status = Literal["asserted", "negated", "planned", "hypothetical"]


@dataclass(frozen=True, slots=True)
class Source:
    """One story as it was found, before anything is changed.

    ``raw`` is the decoded file with line ends as Python's text mode gives them (``\\r\\n`` and ``\\r``
    become ``\\n``) and a byte order mark, if any, kept as its first character. Evidence offsets count
    the code points of this string.
    """

    name: str
    """Stable, readable and unique within a run: the file's stem, for corpora ``stem#line``."""
    path: str
    """Where it came from, for messages: a path, or ``<stdin>``."""
    raw: str
    sha256: str
    """Hex digest of the file's bytes (of the record's bytes for a line of a corpus)."""
    encoding: str
    """The encoding that was used, as Python names it: ``utf-8``, ``gb18030``, ``big5``…"""
    content: MappedText
    """The story's text as the format gives it (HTML without its tags, Markdown without front matter
    and link targets, a corpus record's ``text``), every character mapped to ``raw``."""
    metadata: Mapping[str, str] = field(default_factory=dict)
    """What the format says: any of ``title``, ``date`` (ISO 8601), ``url``, ``author``, ``publisher``."""


@dataclass(frozen=True, slots=True)
class Repair:
    """A change that made the text readable."""

    kind: str
    """``pinyin``, ``mojibake``, ``lost``, ``script``, ``punctuation``, ``glued-time``, ``whitespace``…"""
    start: int
    """Raw offset."""
    end: int
    original: str
    replacement: str
    count: int = 1
    """How many characters it touched, where one record stands for many (script, punctuation)."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Furniture:
    """A part of the page that is not the story."""

    kind: str
    """``editor``, ``navigation``, ``share``, ``credit``, ``script``, ``source-line``…"""
    start: int
    """Raw offset."""
    end: int


@dataclass(frozen=True, slots=True)
class Byline:
    """A named author: ``新华社记者侯文坤``."""

    name: str
    role: str | None
    organization: str | None
    start: int
    """Text offset of the name."""
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A readable story, or one truncated fragment of a page's teaser list."""

    id: str
    """IRI-safe and stable; fragments extend the story's: ``name``, ``name~1``, ``name~2``…"""
    source: Source
    text: MappedText
    """Simplified characters, full-width Chinese punctuation, no inline pinyin, one paragraph a line.
    The headline, where there is one, is the first line."""
    kind: Literal["story", "fragment"] = "story"
    parent: str | None = None
    """For a fragment: the id of the story on whose page it stood."""
    title: str | None = None
    title_span: tuple[int, int] | None = None
    """Text offsets of the headline."""
    date: str | None = None
    """ISO 8601 date of the dateline (else of the page), or ``--MM-DD`` while no year is known."""
    date_inferred: bool = False
    """True where the year (or the date) is told only by the page around the story."""
    dateline_place: str | None = None
    agency: str | None = None
    """The agency of the dateline: 新华社, 中新网…"""
    publisher: str | None = None
    editor: str | None = None
    bylines: tuple[Byline, ...] = ()
    language: str = "zh"
    script: Literal["Hans", "Hant"] = "Hans"
    """The script as found in the raw file."""
    repairs: tuple[Repair, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something a claim is about. Equality is by id alone."""

    id: str
    """Relative IRI, minted by :func:`kg.vocab.entity_id`: ``person/贺庆``."""
    type: EntityType = field(compare=False)
    label: str = field(compare=False)
    """The fullest name that the story gives, in simplified characters."""
    mentions: tuple[str, ...] = field(default=(), compare=False)
    """The distinct forms as the raw story writes them (repairs undone where they were damage), sorted by first use."""
    spans: tuple[tuple[int, int], ...] = field(default=(), compare=False)
    """Raw offsets of its mentions, sorted."""
    anonymous: bool = field(default=False, compare=False)
    """True for people, groups and things without a name of their own: they belong to their document."""


@dataclass(frozen=True, slots=True)
class Value:
    """A literal object or qualifier: a quantity, a time, a statement."""

    type: ValueType
    text: str
    """As the story has it, in simplified characters."""
    fields: Mapping[str, str | int | float | bool] = field(default_factory=dict, hash=False)
    """Quantity: ``value``, ``min``, ``max``, ``approx``, ``unit``, ``of``. Time: ``edtf`` (and ``min``, ``max``,
    ``approx``, ``unit`` for durations). Statement: ``value``, true, for the qualifier ``former``; else none."""


Node = Entity | Value


@dataclass(frozen=True, slots=True)
class Evidence:
    """The shortest run of raw text that shows a claim: ``source.raw[start:end] == quote``."""

    start: int
    end: int
    quote: str
    sentence_start: int
    """Raw offsets of the sentence around it, for display."""
    sentence_end: int


@dataclass(frozen=True, slots=True)
class Trace:
    """How a claim was read off the text, as far as the claim itself does not tell: what its confidence is judged by."""

    subject_form: Literal["name", "nominal", "pronoun", "zero"] = "name"
    """The words that stand for the subject."""
    subject_at: Literal["clause", "sentence", "story"] = "clause"
    """Where they stand: in the claim's comma clause, elsewhere in its sentence, or in another sentence."""
    object_read: Literal["phrase", "guess", "span", "value"] = "phrase"
    """A noun phrase of known type, one whose type only the predicate tells, a stretch of text, or a value."""
    renamed: bool = False
    """True where subject or object is told by another name than the fullest."""
    quotation: Literal["", "direct", "indirect"] = ""
    """The speech in which the claim stands."""
    headline: bool = False
    fragment: bool = False
    """True for a truncated teaser."""
    damaged: bool = False
    """True where characters of the evidence are lost for good."""
    siblings: int = 1
    """Claims of one extractor and predicate from one clause."""
    gap: int = 0
    """Characters between subject and object."""
    evidence: int = 0
    """Characters of the evidence, in the cleaned text."""
    sentence: int = 0
    """Characters of the sentence, in the cleaned text."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Subject – predicate – object with qualifiers, status, holder and evidence (see README, "What a claim is")."""

    id: str
    """Hash of the canonical content, minted by :func:`kg.vocab.claim_id`."""
    document: str
    subject: Entity
    predicate: str
    """A name of :data:`kg.vocab.PREDICATES`, or ``open:动词``."""
    object: Node
    status: Status
    holder: Entity | None
    """Who says so; None is the narrator."""
    qualifiers: Mapping[str, tuple[Node, ...]] = field(default_factory=dict, hash=False)
    """Names of :data:`kg.vocab.QUALIFIERS`, sorted; each with one value or several."""
    evidence: Evidence = field(default=Evidence(0, 0, "", 0, 0), compare=False)
    extractor: str = field(default="", compare=False)
    act: str | None = field(default=None, compare=False)
    """Id of the event in the text that the claim tells of, shared by all claims of one clause."""
    trace: Trace = field(default=Trace(), compare=False)
    confidence: float | None = field(default=None, compare=False)
    """Probability that it is right, from 0 to 1 in hundredths; None until :mod:`kg.confidence` has judged it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A recorded merge: two names of one entity, and what spoke for it."""

    entity: str
    left: str
    right: str
    features: tuple[tuple[str, float], ...]
    """Name and weight of each feature that held."""
    score: float
    document: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A claim that did not pass validation, and why."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Story:
    """All that is known of one document after resolution: the input of the graph stage."""

    document: Document
    claims: tuple[Claim, ...]
    judgements: tuple[Judgement, ...] = ()
