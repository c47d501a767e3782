"""The quality gate: scores stay above their floors, and the seed gives the claims that were committed.

``floors.toml`` has a table for each set of stories: where its gold and its stories lie (as seen from the project's
root), and the least precision, recall and F1; it may have the least shares of right statuses, holders and qualifiers
and of ``open:`` claims found too. ``batches`` takes the stories whose names begin with one of its strings: those of a
later batch have floors of their own, so that no floor falls where stories are added. A set outside the project is
scored only where it is there.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from kg.evaluate import Evaluation, evaluate
from kg.pipeline import build

ROOT = Path(__file__).resolve().parent.parent
FLOORS: dict[str, dict[str, Any]] = tomllib.loads((ROOT / "tests" / "floors.toml").read_text(encoding="utf-8"))
NEEDED, POSSIBLE = {"precision", "recall", "f1"}, {"status", "holder", "qualifiers", "open_recall"}
"""The figures for which a set must have a floor, and those for which it may."""
SLACK = 0.05
"""A score that is better than its floor by more than this asks for a higher floor."""


@cache
def scored(gold: Path, stories: Path) -> Evaluation:
    """All stories of a folder, scored once for all floors."""
    return evaluate(gold, stories)


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_every_story_is_under_a_floor(name: str) -> None:
    """Each story of a folder with batches is of just one of them."""
    gold = FLOORS[name]["gold"]
    batches = [batch for floor in FLOORS.values() if floor["gold"] == gold for batch in floor.get("batches", ())]
    for path in sorted((ROOT / gold).glob("*.tsv")) if batches else ():
        assert len([batch for batch in batches if path.name.startswith(batch)]) == 1, path.name


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_floors_are_of_known_figures(name: str) -> None:
    figures = set(FLOORS[name]) - {"gold", "stories", "batches"}
    assert figures >= NEEDED
    assert figures <= NEEDED | POSSIBLE, "a floor of this name would never be checked"


@pytest.mark.parametrize("name", sorted(FLOORS))
def test_scores_stay_above_their_floors(name: str) -> None:
    floor = FLOORS[name]
    gold, stories = ROOT / floor["gold"], ROOT / floor["stories"]
    if not gold.exists() and floor["gold"].startswith("../"):
        pytest.skip(f"{floor['gold']} is not there")
    evaluation = scored(gold, stories)
    assert evaluation.errors == ()
    batches = tuple(floor.get("batches", ()))
    if batches:
        evaluation = replace(evaluation, stories=tuple(s for s in evaluation.stories if s.name.startswith(batches)))
        assert evaluation.stories, f"{name}: no story is of the batches {floor['batches']}"
    figures = evaluation.record()
    shown = {key: figures[key] for key in sorted(NEEDED | POSSIBLE) if key in floor}
    print(f"{name}: {shown}")
    for key, value in shown.items():
        assert value is not None, f"{name}: the gold has nothing to measure {key} by; take its floor away"
        assert value >= floor[key], f"{name}: {key} fell to {value}"
        assert value <= floor[key] + SLACK, f"{name}: {key} rose to {value}; raise its floor in tests/floors.toml"


def test_the_seed_gives_the_committed_claims(tmp_path: Path) -> None:
    summary = build(ROOT / "seeds", tmp_path, cache=False)
    assert summary.errors == ()
    mend = "where the change is meant, run `kg build` and commit exports/"
    for name in ("claims.jsonl", "quarantine.jsonl"):
        fresh, known = ((folder / name).read_text(encoding="utf-8") for folder in (tmp_path, ROOT / "exports"))
        assert fresh.splitlines() == known.splitlines(), mend
    fresh_graph, known_graph = (Graph().parse(folder / "graph.ttl") for folder in (tmp_path, ROOT / "exports"))
    assert isomorphic(fresh_graph, known_graph), mend
