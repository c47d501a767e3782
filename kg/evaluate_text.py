"""Scores as a person reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.evaluate import Evaluation, StoryEvaluation, total
from kg.scoring import Ratio, Score, f1_interval, harmonic_mean
from kg.vocab import STATUSES


def score_lines(evaluation: Evaluation, mistakes: bool = False) -> list[str]:
    """The scores by story, predicate, genre, script, status and qualifier, with every mistake where asked for."""
    whole = evaluation.total
    parts = [
        list(_story_lines(evaluation, mistakes)),
        list(_predicate_lines(whole)),
        list(_group_lines("genre", evaluation.by_genre)),
        list(_group_lines("script", evaluation.by_script)),
        list(_status_lines(whole)),
        list(_ratio_lines("qualifier", whole.qualified)),
        list(_interval_lines(whole, evaluation.stories)),
    ]
    lines = [line for part in parts if part for line in [*part, ""]]
    return lines[:-1]


def _story_lines(evaluation: Evaluation, mistakes: bool) -> Iterator[str]:
    width = max([9, *(len(story.name) for story in evaluation.stories)])
    yield f"{'story':{width}}  precision  recall     F1  lenient F1  gold   got"
    for story in evaluation.stories:
        yield f"{story.name:{width}}  {_figures(story.strict)}  {story.lenient.f1:10.3f}  {_sizes(story.strict)}"
        if mistakes:
            yield from (f"    {mistake.kind:5} {mistake.id} {mistake.shown}" for mistake in story.strict.mistakes)
    lenient = sum((story.lenient for story in evaluation.stories), Score())
    whole = evaluation.total
    yield f"{'all':{width}}  {_figures(whole)}  {lenient.f1:10.3f}  {_sizes(whole)}"


def _figures(score: Score) -> str:
    return f"{score.precision.value:9.3f}  {score.recall.value:6.3f}  {score.f1:5.3f}"


def _sizes(score: Score) -> str:
    return f"{score.recall.total:4}  {score.precision.total:4}"


def _predicate_lines(whole: Score) -> Iterator[str]:
    yield "predicate       precision             recall                   F1"
    for predicate in whole.predicates:
        right, recalled = whole.right.get(predicate, Ratio()), whole.recalled.get(predicate, Ratio())
        yield f"{predicate:14}  {_ratio(right)}  {_ratio(recalled)}  {harmonic_mean(right.value, recalled.value):5.3f}"
    if whole.open_recalled.total:
        yield f"{'open:…':14}  {'':21}  {_ratio(whole.open_recalled)}"


def _group_lines(name: str, groups: Mapping[str, Sequence[StoryEvaluation]]) -> Iterator[str]:
    if groups:
        width = max(14, *(len(group) for group in groups))
        yield f"{name:{width}}  stories  precision  recall     F1  95 % of F1   gold   got"
    for group, stories in groups.items():
        score, interval = total(stories), f1_interval([story.strict for story in stories])
        bounds = f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else "–"
        yield f"{group:{width}}  {len(stories):7}  {_figures(score)}  {bounds:11}  {_sizes(score)}"


def _status_lines(whole: Score) -> Iterator[str]:
    if whole.status.total:
        yield f"{'status':14}  {'right':21}  told as " + "  ".join(f"{status:>12}" for status in STATUSES)
    for status in STATUSES:
        if whole.status_of(status).total:
            told = "  ".join(f"{whole.statuses.get((status, other), 0):12}" for other in STATUSES)
            yield f"{status:14}  {_ratio(whole.status_of(status))}          {told}"


def _ratio_lines(name: str, ratios: Mapping[str, Ratio]) -> Iterator[str]:
    if ratios:
        yield f"{name:14}  right"
    for key, ratio in sorted(ratios.items()):
        yield f"{key:14}  {_ratio(ratio)}"


def _ratio(ratio: Ratio) -> str:
    share = f"{ratio.value:5.3f}" if ratio.total else "    –"
    return f"{share} ({ratio.hits:4} of {ratio.total:4})"


def _interval_lines(whole: Score, stories: Sequence[StoryEvaluation]) -> Iterator[str]:
    intervals = [
        ("precision", whole.precision.interval(), "Wilson"),
        ("recall", whole.recall.interval(), "Wilson"),
        ("F1", f1_interval([story.strict for story in stories]), f"bootstrap over {len(stories)} stories"),
    ]
    yield from (f"95 % interval of {name}: {i[0]:.3f}–{i[1]:.3f} ({method})" for name, i, method in intervals if i)
    details = {
        "statuses": whole.status,
        "holders": whole.holders,
        "narrator's claims": whole.narrated,
        "qualifiers": whole.qualifiers,
    }
    for name, ratio in details.items():
        if ratio.total:
            low, high = ratio.interval()
            yield f"{name} right: {_ratio(ratio).strip()}, 95 % interval {low:.3f}–{high:.3f}"
