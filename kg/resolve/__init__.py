"""Stage *resolve*: from mentions to entities, and from assertions to claims.

Names that mean one entity are joined by documented features (:data:`FEATURES`), each merge recorded as a judgement;
pronouns take the one antecedent that a reader would not doubt, or their claims are dropped. Every claim gets its
holder, its evidence in the raw file, and its ids.
"""

from __future__ import annotations

from kg.extract.base import Extraction, Mention
from kg.model import Story
from kg.resolve.antecedents import Antecedents
from kg.resolve.claims import ClaimMaker
from kg.resolve.clusters import FEATURES, Clusters
from kg.resolve.merging import join

__all__ = ["FEATURES", "resolve"]


def resolve(extraction: Extraction) -> Story:
    """Entities and claims of one document."""
    clusters = Clusters(extraction)
    kin = {
        assertion.object.text
        for assertion in extraction.assertions
        if assertion.predicate == "relativeOf" and isinstance(assertion.object, Mention)
    }
    join(clusters, extraction.reading.text, kin)
    maker = ClaimMaker(extraction, Antecedents(extraction, clusters))
    claims = maker.claims()
    return Story(extraction.reading.document, claims, maker.judgements())
