"""Stage *confidence*: how sure each claim is, from features that one can read.

A claim's confidence is the probability that it is right, by a logistic regression: the weights of the features that
hold, added up, through the logistic function. The weights are the lexicon ``confidence.tsv``, which
``python -m training.confidence`` fits on stories with gold claims. They are hundredths and added as integers, and the
confidence is given in hundredths, so that every machine comes to the same figure.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import cache
from types import MappingProxyType

from kg.lexicons import LexiconError, load_table
from kg.model import Claim, Entity, Quarantined, Story, Value
from kg.vocab import OPEN_PREFIX

LEXICON = "confidence"
BASE = "base"
LEAST, MOST = 0.01, 0.99
"""Nothing that is read off a text is certain either way."""

MEANINGS: Mapping[str, str] = MappingProxyType(
    {
        BASE: "what every claim begins with",
        "subject-nominal": "a noun, not a name, stands for the subject",
        "subject-pronoun": "a pronoun stands for the subject",
        "subject-elsewhere": "the subject stands in another clause",
        "subject-unnamed": "the subject has no name of its own",
        "subject-unnamed-person": "the subject is one person without a name",
        "subject-short": "the subject's fullest name has one or two characters and is no person's",
        "object-guess": "only the predicate tells the object's type",
        "object-span": "the object is a stretch of text, not a noun phrase",
        "object-quantity": "the object is a quantity",
        "object-unnamed": "the object has no name of its own",
        "renamed": "subject or object is told by another name than the fullest",
        "status-negated": "the claim is negated",
        "status-planned": "the claim tells a plan",
        "status-hypothetical": "the claim is a supposition",
        "speech-direct": "the claim stands in direct speech",
        "speech-indirect": "the claim stands in indirect speech",
        "headline": "the claim stands in the headline",
        "fragment": "the claim stands in a truncated teaser",
        "damaged": "the evidence holds characters that are lost",
        "siblings": "one verb or phrase gives several claims (a coordination)",
        "gap": "more than ten characters stand between subject and object",
        "evidence-long": "the evidence has more than forty characters",
        "sentence-long": "the sentence has more than eighty characters",
        "open": "the predicate is an open one",
    }
)
"""Every feature but ``extractor-…`` and ``predicate-…``, which :func:`meaning` tells, with what it says."""

_WIDE, _LONG_EVIDENCE, _LONG_SENTENCE = 10, 40, 80
"""Characters."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A feature that holds for a claim, and what it adds."""

    feature: str
    weight: float
    """Logarithm of odds, in hundredths: above 0 it raises the confidence."""
    meaning: str


def meaning(feature: str) -> str:
    """What a feature says of a claim."""
    group, _, name = feature.partition("-")
    words = {"extractor": f"the extractor {name} found it", "predicate": f"the predicate is {name}"}
    return MEANINGS.get(feature) or words[group]


def features(claim: Claim) -> tuple[str, ...]:
    """The names of the features that hold for a claim, in the order of :data:`MEANINGS`, what found it at the end."""
    held = {name for name, holds in _marks(claim) if holds}
    return (*(name for name in MEANINGS if name in held), *_origin(claim))


def _marks(claim: Claim) -> Iterator[tuple[str, bool]]:
    trace, subject, target = claim.trace, claim.subject, claim.object
    yield BASE, True
    yield f"subject-{trace.subject_form}", True
    yield "subject-elsewhere", trace.subject_at != "clause"
    yield "subject-unnamed", subject.anonymous
    yield "subject-unnamed-person", subject.anonymous and subject.type == "Person"
    yield "subject-short", subject.type != "Person" and len(subject.label) <= 2
    yield f"object-{trace.object_read}", True
    yield "object-quantity", target.type == "Quantity"
    yield "object-unnamed", isinstance(target, Entity) and target.anonymous
    yield "renamed", trace.renamed
    yield f"status-{claim.status}", True
    yield f"speech-{trace.quotation}", True
    yield "headline", trace.headline
    yield "fragment", trace.fragment
    yield "damaged", trace.damaged
    yield "siblings", trace.siblings > 1
    yield "gap", trace.gap > _WIDE
    yield "evidence-long", trace.evidence > _LONG_EVIDENCE and not isinstance(target, Value)
    yield "sentence-long", trace.sentence > _LONG_SENTENCE
    yield "open", claim.predicate.startswith(OPEN_PREFIX)


def _origin(claim: Claim) -> tuple[str, ...]:
    extractor = f"extractor-{claim.extractor.partition('@')[0]}"
    return (extractor,) if claim.predicate.startswith(OPEN_PREFIX) else (extractor, f"predicate-{claim.predicate}")


@cache
def weights() -> Mapping[str, int]:
    """The weight of each feature of the lexicon, in hundredths. Raises :class:`~kg.lexicons.LexiconError`."""
    found: dict[str, int] = {}
    for row in load_table(LEXICON):
        try:
            hundredths = Decimal(row["weight"]) * 100
            found[row["feature"]] = int(hundredths)
        except (KeyError, InvalidOperation, ValueError):
            raise LexiconError(f"kg/lexicons/{LEXICON}.tsv: {row} needs a feature and a number as its weight") from None
        if hundredths != int(hundredths):
            raise LexiconError(f"kg/lexicons/{LEXICON}.tsv: the weight of {row['feature']} has more than two decimals")
    return MappingProxyType(found)


def grounds(claim: Claim) -> tuple[Ground, ...]:
    """What raises or lowers a claim's confidence, in the order of :func:`features`; what counts nothing is left out."""
    known = weights()
    return tuple(Ground(name, known[name] / 100, meaning(name)) for name in features(claim) if known.get(name))


def confidence(held: Iterable[str]) -> float:
    """The confidence that features give, in hundredths. A feature without a weight counts nothing."""
    known = weights()
    return probability(sum(known.get(name, 0) for name in held))


def probability(hundredths: int) -> float:
    """The logistic function of a sum of weights, in hundredths, kept off 0 and 1."""
    value = 1 / (1 + math.exp(-max(-4000, min(hundredths, 4000)) / 100))
    return round(min(max(value, LEAST), MOST), 2)


def judge(story: Story) -> Story:
    """The story with a confidence for each of its claims."""
    return replace(story, claims=tuple(replace(c, confidence=confidence(features(c))) for c in story.claims))


def check_least(least: float) -> float:
    """``least`` itself. Raises ``ValueError`` where it is no confidence."""
    if not 0 <= least <= 1:
        raise ValueError(f"confidence {least}: give a number from 0 to 1, such as 0.8")
    return least


def is_sure(claim: Claim, least: float) -> bool:
    """Whether a claim is at least so sure; one that nobody has judged is."""
    return claim.confidence is None or claim.confidence >= least


def withhold(stories: Iterable[Story], least: float) -> tuple[list[Story], list[Quarantined]]:
    """The stories without the claims that are less sure than ``least``, and these claims with the reason."""
    kept: list[Story] = []
    doubted: list[Quarantined] = []
    for story in stories:
        sure = tuple(claim for claim in story.claims if is_sure(claim, least))
        reason = "the confidence {:.2f} is below the least that was asked for, {:g}"
        unsure = (claim for claim in story.claims if not is_sure(claim, least))
        doubted += [Quarantined(claim, reason.format(claim.confidence, least)) for claim in unsure]
        kept.append(replace(story, claims=sure) if len(sure) < len(story.claims) else story)
    return kept, doubted
