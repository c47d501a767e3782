"""What lies in what: the sentences of ``cases/place_chains.tsv`` tell that, no more and no less."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_of import listing, name_of, story_in
from marked_cases import valued_cases

TABLE = Path(__file__).parent / "cases" / "place_chains.tsv"
Pairs = frozenset[tuple[str, str]]


def pairs_of(line: str) -> Pairs:
    """What a line ``= inner < outer; …`` says."""
    told = (pair.partition(" < ") for pair in line.split(";") if pair.strip())
    return frozenset((inner.strip(), outer.strip()) for inner, _, outer in told)


CASES = list(valued_cases(TABLE, pairs_of))


@pytest.mark.parametrize(("text", "pairs"), CASES)
def test_places_in_places(text: str, pairs: Pairs) -> None:
    story = story_in(text)
    found = {
        (claim.subject.label, name_of(claim.object))
        for claim in story.claims
        if claim.predicate == "locatedIn" and claim.status == "asserted"
    }
    assert found == pairs, listing(story)


def test_the_table_is_large() -> None:
    assert len(CASES) >= 60
