"""How well the whole program does on stories with gold claims."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.errors import ReadError, StoryError
from kg.pipeline import extract
from kg.read import SUFFIXES
from kg.run import Run
from kg.scoring import GoldError, Ratio, Score, f1_interval, harmonic_mean, read_gold, score


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of a run of the whole program on stories with gold claims."""

    strict: Mapping[str, Score]
    """By story name."""
    lenient: Mapping[str, Score]
    errors: tuple[StoryError, ...]
    """What was wrong with stories; their gold claims count as missed."""

    def record(self) -> dict[str, Any]:
        """The totals as one JSON object, shares rounded to four digits."""
        total, lenient = sum(self.strict.values(), Score()), sum(self.lenient.values(), Score())
        shares = {
            "open_recall": total.open_recalled,
            "holder": total.holders,
            "qualifiers": total.qualifiers,
        }
        return {
            "precision": round(total.precision.value, 4),
            "recall": round(total.recall.value, 4),
            "f1": round(total.f1, 4),
            "lenient_f1": round(lenient.f1, 4),
            "gold": total.recall.total,
            "got": total.precision.total,
            **{name: round(ratio.value, 4) if ratio.total else None for name, ratio in shares.items()},
            "precision_interval": _rounded(total.precision.interval()),
            "recall_interval": _rounded(total.recall.interval()),
            "f1_interval": _rounded(f1_interval(list(self.strict.values()))),
        }

    def lines(self, mistakes: bool = False) -> list[str]:
        """The scores by story and by predicate as a person reads them, with every mistake where asked for."""
        width = max([9, *(len(name) for name in self.strict)])
        lines = [f"{'story':{width}}  precision  recall     F1  lenient F1  gold   got"]
        for name, score_ in self.strict.items():
            lines.append(f"{name:{width}}  {_figures(score_)}  {self.lenient[name].f1:10.3f}  {_sizes(score_)}")
            if mistakes:
                lines += [f"    {mistake.kind:5} {mistake.id} {mistake.shown}" for mistake in score_.mistakes]
        total = sum(self.strict.values(), Score())
        lenient = sum(self.lenient.values(), Score())
        lines.append(f"{'all':{width}}  {_figures(total)}  {lenient.f1:10.3f}  {_sizes(total)}")
        return [*lines, "", *_predicate_lines(total), "", *_interval_lines(total, list(self.strict.values()))]


def _rounded(interval: tuple[float, float] | None) -> list[float] | None:
    return [round(bound, 4) for bound in interval] if interval else None


def _figures(score_: Score) -> str:
    return f"{score_.precision.value:9.3f}  {score_.recall.value:6.3f}  {score_.f1:5.3f}"


def _sizes(score_: Score) -> str:
    return f"{score_.recall.total:4}  {score_.precision.total:4}"


def _predicate_lines(total: Score) -> list[str]:
    lines = ["predicate       precision             recall                   F1"]
    predicates = sorted({*total.recalled, *total.right}, key=lambda p: (-total.recalled.get(p, Ratio()).total, p))
    for predicate in predicates:
        right, recalled = total.right.get(predicate, Ratio()), total.recalled.get(predicate, Ratio())
        f1 = harmonic_mean(right.value, recalled.value)
        lines.append(f"{predicate:14}  {_ratio(right)}  {_ratio(recalled)}  {f1:5.3f}")
    found = total.open_recalled
    return [*lines, f"{'open:…':14}  {'':21}  {_ratio(found)}"] if found.total else lines


def _ratio(ratio: Ratio) -> str:
    share = f"{ratio.value:5.3f}" if ratio.total else "    –"
    return f"{share} ({ratio.hits:4} of {ratio.total:4})"


def _interval_lines(total: Score, stories: Sequence[Score]) -> list[str]:
    intervals = [
        ("precision", total.precision.interval(), "Wilson"),
        ("recall", total.recall.interval(), "Wilson"),
        ("F1", f1_interval(stories), f"bootstrap over {len(stories)} stories"),
    ]
    lines = [f"95 % interval of {name}: {i[0]:.3f}–{i[1]:.3f} ({method})" for name, i, method in intervals if i]
    details = (("holders", total.holders), ("qualifiers", total.qualifiers))
    return lines + [f"{name} right: {_ratio(ratio).strip()}" for name, ratio in details if ratio.total]


def evaluate(gold: Path | str, stories: Path | str, encoding: str | None = None) -> Evaluation:
    """Run the program on stories and score what it says.

    ``gold`` is a gold file or a folder of ``*.tsv``; ``stories`` is a raw story or a folder of them, found by the gold
    file's stem. Raises :class:`GoldError` where there is no usable gold.
    """
    strict, lenient = dict[str, Score](), dict[str, Score]()
    run = Run()
    for gold_file in _gold_files(Path(gold)):
        rows = read_gold(gold_file)
        story = _story_file(Path(stories), gold_file.stem, single=Path(gold).is_file())
        if story is None:
            problem = f"there is no story named {gold_file.stem}"
            run.errors.append(ReadError(str(stories), problem, f"put {gold_file.stem}.txt (or .html, .md) there"))
        claims = extract(story, encoding, run) if story else []
        strict[gold_file.stem], lenient[gold_file.stem] = score(rows, claims), score(rows, claims, lenient=True)
    return Evaluation(strict, lenient, tuple(run.errors))


def _gold_files(gold: Path) -> list[Path]:
    files = sorted(gold.glob("*.tsv")) if gold.is_dir() else [gold]
    if not files:
        raise GoldError(f"{gold}: there is no gold file in the folder; put *.tsv files there")
    return files


def _story_file(stories: Path, stem: str, single: bool) -> Path | None:
    if stories.is_dir():
        return next((path for suffix in SUFFIXES if (path := stories / f"{stem}{suffix}").is_file()), None)
    return stories if single or stories.stem == stem else None
