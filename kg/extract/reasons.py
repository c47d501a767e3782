"""Causes that are told behind their effects: 火灾由电线短路引起, 事故系司机疲劳驾驶所致, 事故原因是护栏年久失修."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.model import EntityType, Status

_CAUSE = r"(?P<cause>[^，。；：、“”（）\n]{2,20}?)"
_BY = re.compile(
    r"(?:主要|均|都|多|疑似|疑|可能|初步判断|初步认定|据信)*(?:是|系|为)?(?:由|因)" + _CAUSE + r"(?:所)?"
    r"(?:引起|引发|导致|造成|诱发|触发|酿成|所致)的?(?=[，。；\n]|\Z)"
)
_THROUGH = re.compile(
    r"(?:主要|均|都|疑|可能)*(?:系|是)(?!由|因)" + _CAUSE + r"(?:所致|造成的|引起的|引发的|导致的)(?=[，。；\n]|\Z)"
)
_REASON = re.compile(
    r"的?(?:直接|主要|根本|初步)?原因(?:初步)?(?:判断|判明|认定|查明)?(?:疑|可能)?(?:是|为|系)(?:由|因)?"
    + _CAUSE
    + r"(?=[，。；\n]|\Z)"
)
_GUESSED = re.compile(r"疑|可能|不排除|怀疑|或[系是因由]|是否|估计")
_UNKNOWN = re.compile(r"引发|引起|导致|造成|致使|什么|何|谁|哪|多方面|多种|不明|未知|[此这那]|进一步|调查|正在")
_FIRES = ("起火", "失火", "着火")
_LONGEST_EFFECT = 6


@extractor("reasons")
def extract_reasons(reading: Reading) -> Iterator[Assertion]:
    """``caused`` of an event or a condition whose cause stands behind it."""
    for pattern in (_BY, _THROUGH, _REASON):
        for match in pattern.finditer(reading.text):
            effect = _effect(reading, match.start())
            if effect is None or _UNKNOWN.search(match["cause"]) or reading.in_direct_speech(match.start("cause")):
                continue
            cause = _cause(reading, *match.span("cause"))
            if cause is None:
                continue
            start, end = effect.start, match.end()
            clause = mentions.clause_around(reading, start, end)
            yield Assertion(cause, "caused", effect, start, end, clause, _status(reading, clause))


def _effect(reading: Reading, end: int) -> Mention | None:
    """The event or condition whose noun ends at a text offset."""
    text = reading.text[max(0, end - _LONGEST_EFFECT) : end]
    row = nouns.suffix_entry(text, "classes", "head")
    if text.endswith(_FIRES):
        return mentions.of_span(reading, end - len(_FIRES[0]), end, "Event")
    if row is None or row["type"] not in ("Event", "Condition"):
        return None
    start = end - len(row["head"])
    named = next((p for p in reading.phrases_ending(end, end) if p.type in ("Event", "Condition")), None)
    if named is not None:
        return mentions.of_phrase(reading, named)
    return mentions.of_span(reading, start, end, "Event" if row["type"] == "Event" else "Condition")


def _cause(reading: Reading, start: int, end: int) -> Mention | None:
    """The cause between two text offsets; None where it is somebody or a place."""
    named = next((p for p in reading.phrases_ending(end, end) if p.start == start), None)
    if named is not None and named.type in ("Person", "Group", "Organization", "Place"):
        return None
    kind: EntityType = "Condition"
    if named is not None and named.type in ("Event", "Activity"):
        kind = named.type
    return mentions.of_span(reading, start, end, kind)


def _status(reading: Reading, clause: tuple[int, int]) -> Status:
    if _GUESSED.search(reading.text, *clause):
        return "hypothetical"
    told = [p for p in reading.predications if clause[0] <= reading.tokens.starts[p.verb] < clause[1]]
    return reading.status(told[-1].verb) if told else "asserted"
