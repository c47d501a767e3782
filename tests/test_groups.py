"""How groups and goods are named: as ``cases/groups.tsv`` marks, with counts and without what describes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet
from claims_of import entities_of, listing, story_in
from marked_cases import unmarked

TABLE = Path(__file__).parent / "cases" / "groups.tsv"


def cases() -> Iterator[ParameterSet]:
    """Every sentence with the type of its marked name; what does not hold yet is expected to fail, and only that."""
    kind = ""
    for number, line in enumerate(TABLE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("="):
            kind = line[1:].strip()
        elif line.strip() and not line.startswith("#"):
            sentence, _, fault = line.partition("\t")
            text, [(start, end)], _ = unmarked(sentence.removeprefix("!").strip())
            mark = pytest.mark.xfail(strict=True, raises=AssertionError, reason=fault) if fault else ()
            wanted = not sentence.startswith("!")
            yield pytest.param(text, text[start:end], kind, wanted, id=f"{number} {text[start:end]}", marks=mark)


@pytest.mark.parametrize(("text", "name", "kind", "wanted"), cases())
def test_names_of_groups(text: str, name: str, kind: str, wanted: bool) -> None:
    story = story_in(text)
    named = {entity.type for entity in entities_of(story) if name in (entity.label, *entity.mentions)}
    assert (kind in named) == wanted, listing(story)
    assert not (named and not wanted), listing(story)


def test_the_table_is_large() -> None:
    assert len(list(cases())) >= 70
