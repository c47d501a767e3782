"""Noise costs nothing: the benchmark spoilt as scraping spoils pages gives the claims of the stories as written.

``tests/noise.py`` makes four variants of each story. Claims are compared but for their offsets: the story's own, and
not those of teasers, which a made page has of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from noise import VARIANTS, original

from kg.gold import read_gold
from kg.model import Claim, Entity, Node
from kg.pipeline import extract
from kg.run import Run
from kg.scoring import Score, score

STORIES = Path(__file__).parent / "stories"
MOST_LOST = 0.01
"""The F1 that a variant may lose over the whole benchmark."""
LEAST_EQUAL = {
    "traditional with readings": 1.0,
    "GB18030": 1.0,
    "half characters": 0.73,
    "web page": 0.92,
}
"""The share of stories whose claims must be equal, by variant. Half characters destroy what cannot be had back, and a
web page tells the date of a story that has none, so that its 今年 becomes a year."""


@dataclass
class Loss:
    """How a variant of the benchmark does beside the stories as written."""

    plain: Score = field(default_factory=Score)
    spoilt: Score = field(default_factory=Score)
    equal: int = 0
    stories: int = 0


def claims_of(path: Path) -> list[Claim]:
    """The claims of the story itself, without those of its page's teasers."""
    run = Run()
    found = [claim for claim in extract(path, None, run) if "~" not in claim.document]
    assert not run.errors, run.errors
    return found


def _shown(node: Node | None) -> str:
    """An entity's label, or a value's words with what they were read as."""
    if node is None:
        return ""
    return node.label if isinstance(node, Entity) else f"{node.text} {sorted(node.fields.items())}"


def said(claims: list[Claim]) -> Counter[tuple[object, ...]]:
    """What claims say, without where."""
    return Counter(
        (
            _shown(claim.subject),
            claim.predicate,
            _shown(claim.object),
            claim.status,
            _shown(claim.holder),
            tuple((name, tuple(sorted(map(_shown, nodes)))) for name, nodes in sorted(claim.qualifiers.items())),
        )
        for claim in claims
    )


@pytest.fixture(scope="module")
def losses(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Loss]:
    """The loss of each variant over the benchmark."""
    folder = tmp_path_factory.mktemp("noise")
    found = {name: Loss() for name in VARIANTS}
    for gold_file in sorted(STORIES.glob("*/*.tsv")):
        path = next(gold_file.with_suffix(s) for s in (".txt", ".html", ".md") if gold_file.with_suffix(s).is_file())
        gold, plain, story = read_gold(gold_file), claims_of(path), original(path)
        for name, make in VARIANTS.items():
            variant = make(story)
            if variant is None:
                continue
            spoilt_file = folder / f"{path.stem}{variant.suffix}"
            spoilt_file.write_bytes(variant.data)
            spoilt, loss = claims_of(spoilt_file), found[name]
            loss.plain += score(gold, plain)
            loss.spoilt += score(gold, spoilt)
            loss.equal += said(plain) == said(spoilt)
            loss.stories += 1
    return found


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_noise_costs_nothing(name: str, losses: Mapping[str, Loss]) -> None:
    loss = losses[name]
    lost = loss.plain.f1 - loss.spoilt.f1
    print(f"{name}: F1 {loss.plain.f1:.4f} → {loss.spoilt.f1:.4f}, {loss.equal} of {loss.stories} stories equal")
    assert loss.stories >= 40
    assert lost <= MOST_LOST
    assert loss.equal >= LEAST_EQUAL[name] * loss.stories


def test_variants_are_spoilt() -> None:
    """Each maker changes the bytes, so that equal claims are no accident."""
    path = next(iter(sorted((STORIES / "tune").glob("*.txt"))))
    raw, story = path.read_bytes(), original(path)
    made = {name: variant.data for name, make in VARIANTS.items() if (variant := make(story)) is not None}
    assert made.keys() == VARIANTS.keys()
    assert all(data != raw for data in made.values())
    assert len(set(made.values())) == len(made)
