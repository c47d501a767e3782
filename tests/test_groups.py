"""How groups and goods are named: as ``cases/groups.tsv`` marks, with counts and without what describes them."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_of import entities_of, listing, story_in
from marked_cases import unmarked, valued_cases

TABLE = Path(__file__).parent / "cases" / "groups.tsv"


CASES = list(valued_cases(TABLE, str.strip))


@pytest.mark.parametrize(("sentence", "kind"), CASES)
def test_names_of_groups(sentence: str, kind: str) -> None:
    text, [(start, end)], _ = unmarked(sentence.removeprefix("!").strip())
    name, wanted = text[start:end], not sentence.startswith("!")
    story = story_in(text)
    named = {entity.type for entity in entities_of(story) if name in (entity.label, *entity.mentions)}
    assert (kind in named) == wanted, listing(story)
    assert not (named and not wanted), listing(story)


def test_the_table_is_large() -> None:
    assert len(CASES) >= 70
