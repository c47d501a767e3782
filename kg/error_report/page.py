"""The page of the error report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import ChoiceLoader, Environment, PackageLoader

from kg.error_report.entries import KINDS, OPEN, Entry, entries
from kg.error_report.tables import Name, tables
from kg.evaluate import Evaluation, StoryEvaluation
from kg.export import write_text
from kg.vocab import PREDICATE_LABELS


@dataclass(frozen=True, slots=True)
class Section:
    """The mistakes of one story."""

    anchor: str
    story: StoryEvaluation
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Filter:
    """A list to choose from: the attribute that is compared, and each value with its name and how many have it."""

    attribute: str
    name: Name
    options: Sequence[tuple[str, Name, int]]


def write_report(evaluation: Evaluation, path: Path | str) -> None:
    """Write the report to one HTML file at ``path``, whole or not at all.

    The page needs no network, and equal evaluations give equal bytes. Raises ``OSError`` where the file cannot be
    written.
    """
    write_text(path, render(evaluation))


def render(evaluation: Evaluation) -> str:
    """The page as text."""
    sections = [Section(f"story-{number}", story, entries(story)) for number, story in enumerate(evaluation.stories)]
    return (
        _environment()
        .get_template("report.html")
        .render(
            evaluation=evaluation,
            whole=evaluation.total,
            tables=tables(evaluation),
            sections=sections,
            filters=_filters(sections, evaluation.categorised),
            kinds=KINDS,
            predicate_name=_predicate_name,
        )
    )


def _environment() -> Environment:
    """Jinja with everything escaped, the report's assets and, behind them, those of the view."""
    return Environment(
        loader=ChoiceLoader([PackageLoader("kg.error_report", "assets"), PackageLoader("kg.view", "assets")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _filters(sections: Sequence[Section], categorised: bool) -> list[Filter]:
    """What the mistakes can be filtered by."""
    pairs = [(section.story, entry) for section in sections for entry in section.entries]
    kinds = Counter(entry.kind for _, entry in pairs)
    predicates = Counter(entry.predicate for _, entry in pairs)
    genres = Counter(story.category.genre for story, _ in pairs)
    scripts = Counter(story.category.script for story, _ in pairs)
    made = [
        Filter("kind", ("错误", "mistake"), [(kind, KINDS[kind], kinds[kind]) for kind in KINDS if kinds[kind]]),
        Filter("predicate", ("谓词", "predicate"), [(p, _predicate_name(p), n) for p, n in predicates.most_common()]),
    ]
    if categorised:
        made += [
            Filter("genre", ("体裁", "genre"), [(genre, (genre, ""), n) for genre, n in sorted(genres.items())]),
            Filter("script", ("字体", "script"), [(script, (script, ""), n) for script, n in sorted(scripts.items())]),
        ]
    return made


def _predicate_name(predicate: str) -> Name:
    """What a predicate, or each of several told apart by ``|``, is called."""
    if predicate == OPEN:
        return "开放谓词", OPEN
    chinese = [PREDICATE_LABELS.get(name, name.removeprefix(f"{OPEN}:")) for name in predicate.split("|")]
    return "|".join(chinese), predicate
