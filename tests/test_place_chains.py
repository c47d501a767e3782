"""What lies in what: the sentences of ``cases/place_chains.tsv`` tell that, no more and no less."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from claims_of import listing, name_of, story_in

TABLE = Path(__file__).parent / "cases" / "place_chains.tsv"
Pairs = frozenset[tuple[str, str]]


def cases() -> Iterator[ParameterSet]:
    """Every sentence of the table with the pairs of places that it tells."""
    pairs: Pairs = frozenset()
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("="):
            told = (pair.partition(" < ") for pair in line[1:].split(";") if pair.strip())
            pairs = frozenset((inner.strip(), outer.strip()) for inner, _, outer in told)
        elif line.strip() and not line.startswith("#"):
            text, _, fault = line.partition("\t")
            mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason=fault) if fault else ()
            yield pytest.param(text, pairs, id=f"{number} {text[:24]}", marks=mark)


@pytest.mark.parametrize(("text", "pairs"), cases())
def test_places_in_places(text: str, pairs: Pairs) -> None:
    story = story_in(text)
    found = {
        (claim.subject.label, name_of(claim.object))
        for claim in story.claims
        if claim.predicate == "locatedIn" and claim.status == "asserted"
    }
    assert found == pairs, listing(story)


def test_the_table_is_large() -> None:
    assert len(list(cases())) >= 60
