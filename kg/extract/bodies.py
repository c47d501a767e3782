"""What belongs to a body.

``partOf``: 西南大学地理科学学院 (in 西南大学), 阿里巴巴旗下阿里云, 大华社区一期.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Reading, extractor
from kg.extract.phrases import Phrase
from kg.lexicons.lists import endings
from kg.model import EntityType

_BODY = re.compile(
    r"(?:大学|学院|科学院|工程院|医院|学会|协会|联合会|委员会|基金会|集团|公司|银行|法院|检察院|政府|国务院|联合国|"
    r"公安局|[^全内外本各分干东西南北中]部|[^大办]厅|[^布格结]局|[^村]委|署|支队|总队|大队|社区|街道|党委|中心)"
)


_TAILS = endings("no_part")


_PHASE = re.compile(r"[一二三四五六七八九十0-9]+期$")
_ESTATES = ("", *endings("estate"))


def body_prefix(name: str) -> str | None:
    """The body that a longer body's name begins with: 西南大学 in 西南大学地理科学学院; None where there is none."""
    best = None
    for match in _BODY.finditer(name):
        rest = name[match.end() :]
        if match.end() < 3 or len(rest) < 2 or rest.startswith(_TAILS) or rest in ("政府", "人大", "政协"):
            continue
        suffix = nouns.suffix_entry(rest, "name_suffixes", "suffix")
        if suffix is None or suffix["type"] not in ("Organization", "Group"):
            continue
        best = name[: match.end()]
    return best


@extractor("bodies")
def extract_bodies(reading: Reading) -> Iterator[Assertion]:
    """``partOf`` where a body's name begins with the name of the body that it belongs to."""
    seen: set[tuple[int, int]] = set()
    for start, end in _body_names(reading):
        text = reading.text[start:end]
        whole = body_prefix(text)
        if whole is None or (start, end) in seen:
            continue
        seen.add((start, end))
        part = mentions.of_span(reading, start, end, "Organization", "name")
        kind: EntityType = "Place" if whole.endswith(("社区", "街道")) else "Organization"
        outer = mentions.of_span(reading, start, start + len(whole), kind, "name")
        yield Assertion(part, "partOf", outer, start, end, (start, end))


def _body_names(reading: Reading) -> Iterator[tuple[int, int]]:
    """The names of bodies: noun phrases, and the organizations inside titles."""
    for phrase in reading.phrases:
        body = phrase.form == "name" and phrase.type in ("Organization", "Group") and phrase.count is None
        if body and not phrase.personal and nouns.person_number(phrase.text) in (None, "many"):
            yield phrase.start, phrase.end
    tokens = reading.tokens
    for index, tag in enumerate(tokens.tags):
        if tag == "ORG":
            yield tokens.starts[index], tokens.ends[index]


@extractor("subsidiaries")
def extract_subsidiaries(reading: Reading) -> Iterator[Assertion]:
    """``partOf``: 阿里巴巴旗下阿里云, 大华社区一期 (a phase of a named estate)."""
    for phrase in reading.phrases:
        if phrase.form != "name" or phrase.type != "Organization" or phrase.first == 0:
            continue
        whole = reading.phrase_behind(phrase.first - 1)
        if whole is None or reading.tokens.texts[phrase.first - 1] not in ("旗下", "下属", "所属", "下辖"):
            continue
        if whole.form == "name" and whole.type == "Organization":
            part, span = mentions.of_phrase(reading, phrase), (whole.start, phrase.end)
            yield Assertion(part, "partOf", mentions.of_phrase(reading, whole), *span, span)
    yield from _phases(reading)


def _phases(reading: Reading) -> Iterator[Assertion]:
    places = [p for p in reading.phrases if p.type == "Place" and p.form == "name"]
    first: dict[str, Phrase] = {}
    for place in places:
        first.setdefault(place.text, place)
    for phrase in places:
        match = _PHASE.search(phrase.text)
        if match is None or match.start() < 2:
            continue
        estates = [first[name] for ending in _ESTATES if (name := phrase.text[: match.start()] + ending) in first]
        if estates:
            whole = min(estates, key=lambda estate: estate.index)
            part, span = mentions.of_phrase(reading, phrase), (phrase.start, phrase.end)
            yield Assertion(part, "partOf", mentions.of_phrase(reading, whole), *span, span)
