"""Persons with their posts and employers: what ``cases/titles.tsv`` says, no more and no less."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from claims_of import name_of, story_in
from marked_cases import valued_cases

from kg.model import Story

TABLE = Path(__file__).parent / "cases" / "titles.tsv"
Facts = frozenset[tuple[str, ...]]
"""``(person, hasRole, post, at)``, with a - before a former post, and ``(person, worksFor, employer)``."""


def expected(line: str) -> Facts:
    """What a line ``= person: post @ employer, post ~ place; person: …`` says."""
    facts: set[tuple[str, ...]] = set()
    for told in filter(None, (part.strip() for part in line.split(";"))):
        person, _, posts = told.partition(": ")
        for post in posts.split(", "):
            role, link, body = (*re.split(r" ([@~]) ", post), "", "")[:3]
            facts.add((person, "hasRole", role, body))
            if link == "@" and not role.startswith("-"):
                facts.add((person, "worksFor", body))
    return frozenset(facts)


def found(story: Story) -> Facts:
    """Everybody's posts and employers in a story."""
    facts: set[tuple[str, ...]] = set()
    for claim in story.claims:
        if claim.status != "asserted" or claim.subject.type != "Person":
            continue
        if claim.predicate == "hasRole":
            former = "-" if "former" in claim.qualifiers else ""
            body = "、".join(map(name_of, claim.qualifiers.get("at", ())))
            facts.add((claim.subject.label, "hasRole", former + name_of(claim.object), body))
        elif claim.predicate == "worksFor":
            facts.add((claim.subject.label, "worksFor", name_of(claim.object)))
    return frozenset(facts)


CASES = list(valued_cases(TABLE, expected))


@pytest.mark.parametrize(("text", "facts"), CASES)
def test_posts_and_employers(text: str, facts: Facts) -> None:
    sentence = text if text[-1] in "。！？" else f"{text}介绍了情况。"
    assert found(story_in(sentence)) == facts


def test_the_table_is_large() -> None:
    assert len(CASES) >= 110
