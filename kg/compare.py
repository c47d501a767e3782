"""What several claims say of one another: facts that independent stories tell, and claims that cannot both hold.

The rules are few and sound rather than many: a pair that could be explained by another time, another part or
another way of counting is no conflict. Nothing is dropped because of either.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from kg import vocab
from kg.model import Claim, Document, Entity, Story, Value


@dataclass(frozen=True, slots=True)
class Fact:
    """What claims of several independent documents agree on."""

    path: str
    """Relative IRI."""
    claims: tuple[Claim, ...]
    sources: int
    """Documents that tell it, reprints of one text counted once."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims that cannot both hold."""

    left: Claim
    right: Claim
    rule: str
    """``count``, ``post`` or ``denial``."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that the stories of one build tell about each other, sorted."""

    facts: tuple[Fact, ...]
    conflicts: tuple[Conflict, ...]
    reprints: tuple[tuple[str, str], ...]
    """Ids of a document and of the first document with the same text."""


def compare(stories: Sequence[Story]) -> Comparison:
    """Compare the claims of stories with one another."""
    original = _originals(stories)
    dates = {story.document.id: story.document.date for story in stories}
    claims = [claim for story in stories for claim in story.claims]
    return Comparison(
        tuple(_facts(claims, original)),
        tuple(_conflicts(claims, dates)),
        tuple(sorted((later, first) for later, first in original.items() if later != first)),
    )


def _fingerprint(document: Document) -> str:
    """The text without what reprints change: spaces, punctuation, the script."""
    return "".join(c for c in document.text.text if unicodedata.category(c)[0] in "LN")


def _originals(stories: Iterable[Story]) -> Mapping[str, str]:
    """Each document → the first document (by id) with the same text."""
    first: dict[str, str] = {}
    originals = {}
    for document in sorted((story.document for story in stories), key=lambda document: document.id):
        text = _fingerprint(document) or document.id
        originals[document.id] = first.setdefault(text, document.id)
    return originals


def object_key(claim: Claim) -> str:
    """What names the claim's object: an entity's id, or a value's whole content."""
    if isinstance(claim.object, Entity):
        return claim.object.id
    return vocab.value_path(claim.object.type, claim.object.text, claim.object.fields)


def _facts(claims: Iterable[Claim], original: Mapping[str, str]) -> Iterator[Fact]:
    told: defaultdict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.status == "asserted":
            told[claim.subject.id, claim.predicate, object_key(claim)].append(claim)
    for key, agreeing in sorted(told.items()):
        sources = {original[claim.document] for claim in agreeing}
        if len(sources) > 1:
            yield Fact(vocab.fact_path(*key), tuple(sorted(agreeing, key=lambda claim: claim.id)), len(sources))


def _conflicts(claims: Sequence[Claim], dates: Mapping[str, str | None]) -> Iterator[Conflict]:
    found = [*_count_conflicts(claims, dates), *_post_conflicts(claims, dates), *_denials(claims, dates)]
    yield from sorted(found, key=lambda conflict: (conflict.left.id, conflict.right.id, conflict.rule))


def _moment(claim: Claim, date: str | None) -> str | None:
    """When a claim holds: as it says itself, else on its document's day."""
    times = claim.qualifiers.get("time", ())
    if not times:
        return date
    edtf = [str(time.fields.get("edtf", "")) if isinstance(time, Value) else "" for time in times]
    return "|".join(sorted(edtf)) if all(edtf) else None


def _circumstances(claim: Claim, without: str = "time") -> str:
    """Every qualifier but one, as one comparable text."""
    parts = []
    for name, values in sorted(claim.qualifiers.items()):
        if name != without:
            texts = (value.label if isinstance(value, Entity) else value.text for value in values)
            parts.append(f"{name}={'|'.join(sorted(texts))}")
    return ";".join(parts)


def _pairs(groups: Mapping[tuple[str, ...], list[Claim]], rule: str) -> Iterator[Conflict]:
    for group in groups.values():
        for left, right in combinations(group, 2):
            if rule == "count":
                clash = _disjoint(left.object, right.object)
            elif rule == "post":
                clash = left.subject != right.subject
            else:
                clash = left.status != right.status
            if clash:
                first, second = sorted((left, right), key=lambda claim: claim.id)
                yield Conflict(first, second, rule)


def _bounds(value: Value) -> tuple[float, float] | None:
    """Least and greatest number that a quantity allows; None where it is too vague to contradict anything."""
    fields = value.fields
    low, high = fields.get("min"), fields.get("max")
    if low is None and high is None:
        exact = fields.get("value")
        return None if exact is None or fields.get("approx") else (float(exact), float(exact))
    return (float("-inf") if low is None else float(low), float("inf") if high is None else float(high))


def _disjoint(left: object, right: object) -> bool:
    if not isinstance(left, Value) or not isinstance(right, Value):
        return False
    first, second = _bounds(left), _bounds(right)
    if first is None or second is None:
        return False
    return first[1] < second[0] or second[1] < first[0]


def _counted(claim: Claim) -> str | None:
    """What a count counts, with its unit; None where the claim does not tell, so that nothing can be compared."""
    value = claim.object
    if not isinstance(value, Value):
        return None
    if claim.predicate == "age":
        return "age"
    of = str(value.fields.get("of", "")) or "|".join(
        node.label if isinstance(node, Entity) else node.text for node in claim.qualifiers.get("of", ())
    )
    return f"{of}/{value.fields.get('unit', '')}" if of else None


def _count_conflicts(claims: Iterable[Claim], dates: Mapping[str, str | None]) -> Iterator[Conflict]:
    """Two counts of the same things at one time that no number satisfies both."""
    groups: defaultdict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.predicate not in ("hasCount", "age") or claim.status != "asserted":
            continue
        counted, moment = _counted(claim), _moment(claim, dates.get(claim.document))
        if counted and moment:
            groups[claim.subject.id, claim.predicate, counted, moment, _circumstances(claim)].append(claim)
    return _pairs(groups, "count")


@cache
def _single_posts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Endings of posts with one holder, and the beginnings that make another post of them."""
    text = (files("kg") / "lexicons" / "single_posts.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return tuple(word for kind, word in rows if kind == "post"), tuple(word for kind, word in rows if kind == "not")


def has_single_holder(role: str) -> bool:
    """Whether one body has one holder of this post at a time (书记, 院长), not several (副书记, 记者)."""
    endings, others = _single_posts()
    return role.endswith(endings) and not any(word in role for word in others)


def _post_conflicts(claims: Iterable[Claim], dates: Mapping[str, str | None]) -> Iterator[Conflict]:
    """Two named people in one single post at the same body at one time."""
    groups: defaultdict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.predicate not in ("hasRole", "appointedAs") or claim.status != "asserted" or claim.subject.anonymous:
            continue
        role, at = claim.object, claim.qualifiers.get("at", ())
        moment = _moment(claim, dates.get(claim.document))
        if not isinstance(role, Entity) or not at or "former" in claim.qualifiers or not moment:
            continue
        if claim.subject.type == "Person" and has_single_holder(role.label):
            places = "|".join(sorted(node.id if isinstance(node, Entity) else node.text for node in at))
            groups[role.id, places, moment].append(claim)
    return _pairs(groups, "post")


def _denials(claims: Iterable[Claim], dates: Mapping[str, str | None]) -> Iterator[Conflict]:
    """The same asserted and negated, at one time and under the same circumstances."""
    groups: defaultdict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        moment = _moment(claim, dates.get(claim.document))
        if claim.status in ("asserted", "negated") and moment:
            key = claim.subject.id, claim.predicate, object_key(claim), moment, _circumstances(claim)
            groups[key].append(claim)
    return _pairs(groups, "denial")
