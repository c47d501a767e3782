"""How well the whole program does on stories with gold claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadError, StoryError
from kg.export import claim_order
from kg.gold import Category, find_categories, gold_files, read_gold
from kg.model import Document
from kg.pipeline import valid_stories
from kg.read import SUFFIXES
from kg.run import Run
from kg.scoring import Ratio, Score, f1_interval, harmonic_mean, score
from kg.vocab import STATUSES

UNLISTED = Category("unlisted", "unlisted")
"""What a story is of that has no row in ``genres.tsv``."""


@dataclass(frozen=True, slots=True)
class StoryEvaluation:
    """The scores of one story."""

    name: str
    strict: Score
    lenient: Score
    category: Category = UNLISTED
    documents: tuple[Document, ...] = ()
    """As the program read it: the story and the teasers on its page."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of a run of the whole program on stories with gold claims."""

    stories: tuple[StoryEvaluation, ...]
    errors: tuple[StoryError, ...] = ()
    """What was wrong with stories; their gold claims count as missed."""
    categorised: bool = False
    """Whether the genres of the stories are known."""

    @property
    def total(self) -> Score:
        """The scores of all stories added up."""
        return total(self.stories)

    @property
    def by_genre(self) -> Mapping[str, Sequence[StoryEvaluation]]:
        """The stories of each genre, sorted by genre; none where genres are not known."""
        return self._grouped(lambda story: story.category.genre)

    @property
    def by_script(self) -> Mapping[str, Sequence[StoryEvaluation]]:
        """The stories of each script, sorted by script; none where scripts are not known."""
        return self._grouped(lambda story: story.category.script)

    def _grouped(self, key: Callable[[StoryEvaluation], str]) -> dict[str, list[StoryEvaluation]]:
        groups = dict[str, list[StoryEvaluation]]()
        for story in self.stories if self.categorised else ():
            groups.setdefault(key(story), []).append(story)
        return dict(sorted(groups.items()))

    def record(self, mistakes: bool = False) -> dict[str, Any]:
        """All scores as one JSON object, shares rounded to four digits; with every mistake where asked for."""
        whole = self.total
        record = {
            **_summary(self.stories),
            "by_predicate": {name: _predicate_record(whole, name) for name in whole.predicates},
            "by_genre": {genre: _summary(stories) for genre, stories in self.by_genre.items()},
            "by_script": {script: _summary(stories) for script, stories in self.by_script.items()},
            "by_story": {story.name: _summary([story]) for story in self.stories},
            "by_status": {status: _ratio_record(whole.status_of(status)) for status in STATUSES},
            "status_confusion": {gold: told for gold in STATUSES if (told := _told_as(whole, gold))},
            "by_qualifier": {name: _ratio_record(ratio) for name, ratio in sorted(whole.qualified.items())},
        }
        if mistakes:
            record["mistakes"] = [
                {"story": story.name, "kind": mistake.kind, "id": mistake.id, "shown": mistake.shown}
                for story in self.stories
                for mistake in story.strict.mistakes
            ]
        return record


def total(stories: Iterable[StoryEvaluation]) -> Score:
    """The strict scores of stories added up."""
    return sum((story.strict for story in stories), Score())


def _summary(stories: Sequence[StoryEvaluation]) -> dict[str, Any]:
    strict = total(stories)
    lenient = sum((story.lenient for story in stories), Score())
    shares = {
        "open_recall": strict.open_recalled,
        "status": strict.status,
        "holder": strict.holders,
        "narrator": strict.narrated,
        "qualifiers": strict.qualifiers,
    }
    return {
        "stories": len(stories),
        "precision": round(strict.precision.value, 4),
        "recall": round(strict.recall.value, 4),
        "f1": round(strict.f1, 4),
        "lenient_f1": round(lenient.f1, 4),
        "gold": strict.recall.total,
        "got": strict.precision.total,
        **{name: round(ratio.value, 4) if ratio.total else None for name, ratio in shares.items()},
        "precision_interval": _interval(strict.precision),
        "recall_interval": _interval(strict.recall),
        "f1_interval": _rounded(f1_interval([story.strict for story in stories])),
        **{f"{name}_interval": _interval(ratio) for name, ratio in shares.items()},
    }


def _predicate_record(score_: Score, predicate: str) -> dict[str, Any]:
    right, recalled = score_.right.get(predicate, Ratio()), score_.recalled.get(predicate, Ratio())
    return {
        "precision": round(right.value, 4) if right.total else None,
        "recall": round(recalled.value, 4) if recalled.total else None,
        "f1": round(harmonic_mean(right.value, recalled.value), 4),
        "gold": recalled.total,
        "got": right.total,
        "precision_interval": _interval(right),
        "recall_interval": _interval(recalled),
    }


def _told_as(score_: Score, gold: str) -> dict[str, int]:
    return {told: count for told in STATUSES if (count := score_.statuses.get((gold, told), 0))}


def _ratio_record(ratio: Ratio) -> dict[str, Any]:
    share = round(ratio.value, 4) if ratio.total else None
    return {"right": ratio.hits, "of": ratio.total, "share": share, "interval": _interval(ratio)}


def _interval(ratio: Ratio) -> list[float] | None:
    return _rounded(ratio.interval()) if ratio.total else None


def _rounded(interval: tuple[float, float] | None) -> list[float] | None:
    return [round(bound, 4) for bound in interval] if interval else None


def evaluate(
    gold: Path | str, stories: Path | str, encoding: str | None = None, min_confidence: float = 0.0
) -> Evaluation:
    """Run the program on stories and score what it says.

    ``gold`` is a gold file or a folder of ``*.tsv``, with their genres in ``genres.tsv`` there or in the folder above;
    ``stories`` is a raw story or a folder of them, found by the gold file's stem; claims that are less sure than
    ``min_confidence`` are left out. Raises
    :class:`~kg.gold.GoldError` where there is no usable gold.
    """
    gold, stories, run = Path(gold), Path(stories), Run()
    categories = find_categories(gold)
    scored = [
        _evaluate(file, stories, encoding, run, categories.get(file.stem, UNLISTED), min_confidence, gold.is_file())
        for file in gold_files(gold)
    ]
    return Evaluation(tuple(scored), tuple(run.errors), bool(categories))


def _evaluate(
    gold: Path, stories: Path, encoding: str | None, run: Run, category: Category, least: float, single: bool
) -> StoryEvaluation:
    rows = read_gold(gold)
    story = _story_file(stories, gold.stem, single)
    if story is None:
        problem = f"there is no story named {gold.stem}"
        run.errors.append(ReadError(str(stories), problem, f"put {gold.stem}.txt (or .html, .md) there"))
    told = valid_stories(story, encoding, run, least) if story else []
    claims = sorted((claim for part in told for claim in part.claims), key=claim_order)
    documents = tuple(part.document for part in told)
    return StoryEvaluation(gold.stem, score(rows, claims), score(rows, claims, lenient=True), category, documents)


def _story_file(stories: Path, stem: str, single: bool) -> Path | None:
    if stories.is_dir():
        return next((path for suffix in SUFFIXES if (path := stories / f"{stem}{suffix}").is_file()), None)
    return stories if single or stories.stem == stem else None
