"""The scores as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.evaluate import Evaluation, StoryEvaluation, total
from kg.scoring import Ratio, Score, f1_interval, harmonic_mean
from kg.vocab import PREDICATE_LABELS, QUALIFIER_LABELS, STATUS_LABELS, STATUSES

Name = tuple[str, str]
"""Chinese and English."""
PRECISION, RECALL, F1 = ("精确率", "precision"), ("召回率", "recall"), ("F1", "")
INTERVAL, SHARE, RIGHT = ("95 % 区间", "interval"), ("比例", "share"), ("对", "right")
GOLD, GOT, STORIES = ("金标", "gold"), ("所得", "got"), ("篇", "stories")


@dataclass(frozen=True, slots=True)
class Row:
    """A row's name, where it leads to, and its figures."""

    name: Name
    figures: tuple[str, ...]
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a title, heads of its columns and rows."""

    title: Name
    heads: tuple[Name, ...]
    rows: tuple[Row, ...]
    opened: bool = False
    """Whether it is shown before anybody asks for it."""


def tables(evaluation: Evaluation) -> list[Table]:
    """All tables that have rows."""
    whole = evaluation.total
    made = [
        _overall(evaluation, whole),
        _groups(("体裁", "genre"), evaluation.by_genre),
        _groups(("字体", "script"), evaluation.by_script),
        _statuses(whole),
        _qualifiers(whole),
        _predicates(whole),
        _stories(evaluation.stories),
    ]
    return [table for table in made if table.rows]


def _overall(evaluation: Evaluation, whole: Score) -> Table:
    lenient = sum((story.lenient for story in evaluation.stories), Score())
    details: list[tuple[Name, Ratio]] = [
        (("开放谓词召回率", "open recall"), whole.open_recalled),
        (("状态", "status"), whole.status),
        (("说话者", "holder"), whole.holders),
        (("叙述者", "narrator"), whole.narrated),
        (("限定", "qualifiers"), whole.qualifiers),
    ]
    rows = [
        Row(PRECISION, _ratio_figures(whole.precision)),
        Row(RECALL, _ratio_figures(whole.recall)),
        Row(F1, (_share(whole.f1), "", _bounds(f1_interval([story.strict for story in evaluation.stories])))),
        Row(("宽松 F1", "lenient"), (_share(lenient.f1), "", "")),
        *(Row(name, _ratio_figures(ratio)) for name, ratio in details if ratio.total),
    ]
    return Table(("总分", "overall"), (SHARE, RIGHT, INTERVAL), tuple(rows), opened=True)


def _groups(title: Name, groups: Mapping[str, Sequence[StoryEvaluation]]) -> Table:
    rows = []
    for group, stories in groups.items():
        bounds = _bounds(f1_interval([story.strict for story in stories]))
        rows.append(Row((group, ""), (str(len(stories)), *_figures(total(stories)), bounds)))
    return Table(title, (STORIES, PRECISION, RECALL, F1, INTERVAL), tuple(rows), opened=True)


def _statuses(whole: Score) -> Table:
    rows = [
        Row(
            (STATUS_LABELS[gold], gold),
            (_share(ratio.value), *(str(whole.statuses.get((gold, told), 0)) for told in STATUSES)),
        )
        for gold in STATUSES
        if (ratio := whole.status_of(gold)).total
    ]
    heads = (RIGHT, *((f"作{STATUS_LABELS[told]}", f"as {told}") for told in STATUSES))
    return Table(("状态", "status"), heads, tuple(rows), opened=True)


def _qualifiers(whole: Score) -> Table:
    rows = [
        Row((QUALIFIER_LABELS.get(name, name), name), _ratio_figures(ratio))
        for name, ratio in sorted(whole.qualified.items(), key=lambda pair: (-pair[1].total, pair[0]))
    ]
    return Table(("限定", "qualifiers"), (SHARE, RIGHT, INTERVAL), tuple(rows))


def _predicates(whole: Score) -> Table:
    rows = []
    for name in whole.predicates:
        right, recalled = whole.right.get(name, Ratio()), whole.recalled.get(name, Ratio())
        figures = (_counted(right), _counted(recalled), _share(harmonic_mean(right.value, recalled.value)))
        rows.append(Row((PREDICATE_LABELS[name], name), figures))
    return Table(("谓词", "predicates"), (PRECISION, RECALL, F1), tuple(rows))


def _stories(stories: Sequence[StoryEvaluation]) -> Table:
    rows = [
        Row(
            (story.name, ""),
            (*_figures(story.strict), str(story.strict.recall.total), str(story.strict.precision.total)),
            anchor=f"story-{number}",
        )
        for number, story in enumerate(stories)
    ]
    return Table(("报道", "stories"), (PRECISION, RECALL, F1, GOLD, GOT), tuple(rows))


def _figures(score: Score) -> tuple[str, str, str]:
    return _share(score.precision.value), _share(score.recall.value), _share(score.f1)


def _ratio_figures(ratio: Ratio) -> tuple[str, str, str]:
    return _share(ratio.value), f"{ratio.hits}/{ratio.total}", _bounds(ratio.interval())


def _counted(ratio: Ratio) -> str:
    return f"{_share(ratio.value)} ({ratio.hits}/{ratio.total})" if ratio.total else "–"


def _share(value: float) -> str:
    return f"{value:.3f}"


def _bounds(interval: tuple[float, float] | None) -> str:
    return f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else "–"
