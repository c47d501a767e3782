"""From sentences to claims: patterns with paraphrases and negatives, on invented sentences of several genres."""

from __future__ import annotations

from pathlib import Path

import pytest
from claims_of import ANY, RAW_PAGE, Case, Pattern, check, parameters, pattern, read_cases, shown, story_of

from kg.vocab import OPEN_PREFIX, PREDICATES, QUALIFIERS, STATUSES

CASES = list(read_cases(Path(__file__).with_name("cases") / "claims.tsv"))
GREATEST_SHARE_OF_FAULTS = 0.25


@pytest.mark.parametrize("case", parameters(CASES))
def test_claims(case: Case) -> None:
    check(case)


def test_the_table_is_large_and_rich_in_negatives_and_holds_few_faults() -> None:
    wanted = [case for case in CASES if case.wanted]
    assert len(wanted) >= 150
    assert len(CASES) - len(wanted) >= 80
    assert sum(bool(case.fault) for case in CASES) <= GREATEST_SHARE_OF_FAULTS * len(CASES)


def test_the_table_names_only_what_the_vocabulary_knows() -> None:
    for case in CASES:
        one = case.pattern
        assert isinstance(one, Pattern), case
        assert one.predicate == ANY or one.predicate.startswith(OPEN_PREFIX) or one.predicate in PREDICATES, case
        assert one.status in (ANY, *STATUSES), case
        assert {name for name, _ in one.qualifiers} <= set(QUALIFIERS), case


def test_every_unwanted_claim_is_one_that_the_text_is_near_to() -> None:
    """A negative counts only where the text has its words: no row passes because its names do not occur."""
    for case in CASES:
        if not case.wanted and not case.text.startswith(RAW_PAGE):
            assert all(set(name) <= set(case.text) for name in case.pattern.names), case


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("罗明 – hasRole → 干部 at=云溪县水利局", True),
        ("罗明 – hasRole → 干部", True),
        ("罗明 – hasRole → 干部 at=", False),
        ("罗明 – hasRole → 干部 at=石桥村", False),
        ("罗明 – hasRole → 干部 [negated]", False),
        ("罗明 – hasRole → 干部 [*]", True),
        ("罗明 – hasRole → 干部 @罗明", False),
        ("罗明 – hasRole → 干部 @*", True),
        ("赵岚 – hasRole → 干部", False),
        ("* – hasRole → *", True),
    ],
)
def test_patterns_tell_claims_apart(line: str, found: bool) -> None:
    """The tables are only as good as their patterns."""
    claims = story_of("罗明是云溪县水利局干部。").claims
    assert any(pattern(line).matches(claim) for claim in claims) == found, [shown(claim) for claim in claims]


@pytest.mark.parametrize("line", ["", "罗明 hasRole 干部", "罗明 – hasRole", "罗明 – hasRole → 干部 at 石桥村"])
def test_a_line_that_is_no_pattern_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match="not a claim"):
        pattern(line)
