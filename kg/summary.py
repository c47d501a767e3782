"""What a run did: counts, and the time that each stage took."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.errors import StoryError
from kg.model import Quarantined, Story
from kg.run import Run


@dataclass(frozen=True, slots=True)
class Summary:
    """The outcome of a build."""

    stories: int
    fragments: int
    """Truncated documents from teaser lists."""
    characters: int
    """Code points of the raw stories."""
    predicates: Mapping[str, int]
    """Claims by predicate, the most frequent first; open predicates under ``open``."""
    statuses: Mapping[str, int]
    repairs: Mapping[str, int]
    """Repaired places by kind."""
    quarantined: int
    """Claims that did not pass validation, or were not sure enough."""
    doubted: int
    """Those among them that were not sure enough."""
    errors: tuple[StoryError, ...]
    """What was wrong with the stories that were left out."""
    seconds: Mapping[str, float]
    """Wall-clock time by stage."""

    @property
    def claims(self) -> int:
        """Number of claims in the graph."""
        return sum(self.statuses.values())

    def lines(self) -> list[str]:
        """The summary as a person reads it."""
        rows = [
            ("stories", f"{self.stories:,} ({self.characters:,} characters)"),
            ("fragments", f"{self.fragments:,}"),
            ("claims", f"{self.claims:,}"),
            ("  by predicate", _counts(self.predicates)),
            ("  by status", _counts(self.statuses)),
            ("repairs", f"{sum(self.repairs.values()):,}" + (f" ({_counts(self.repairs)})" if self.repairs else "")),
            ("quarantined", f"{self.quarantined:,}" + (f" ({self.doubted:,} not sure enough)" if self.doubted else "")),
            ("errors", f"{len(self.errors):,}"),
            ("seconds", ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in self.seconds.items())),
        ]
        return [line for name, value in rows for line in _wrapped(f"{name:14}  ", value)]


def _wrapped(head: str, text: str) -> list[str]:
    indent = " " * len(head)
    return textwrap.wrap(text, 100, initial_indent=head, subsequent_indent=indent, break_long_words=False)


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items()) or "none"


def summarise(stories: Sequence[Story], quarantined: Sequence[Quarantined], run: Run, doubted: int = 0) -> Summary:
    """Count what ``stories`` hold; ``doubted`` of the ``quarantined`` claims were not sure enough."""
    claims = [claim for story in stories for claim in story.claims]
    repairs: Counter[str] = Counter()
    for repair in (repair for story in stories for repair in story.document.repairs):
        repairs[repair.kind] += repair.count
    own = [story for story in stories if story.document.kind == "story"]
    return Summary(
        stories=len(own),
        fragments=len(stories) - len(own),
        characters=sum(len(story.document.source.raw) for story in own),
        predicates=_ranked(Counter(claim.predicate.partition(":")[0] for claim in claims)),
        statuses=_ranked(Counter(claim.status for claim in claims)),
        repairs=_ranked(repairs),
        quarantined=len(quarantined),
        doubted=doubted,
        errors=tuple(run.errors),
        seconds=dict(run.seconds),
    )


def _ranked(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
