"""What belongs to a body.

``partOf``: 西南大学地理科学学院 (in 西南大学), 省委宣传部 (in 省委), 阿里巴巴旗下阿里云, 大华社区一期.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.noun_runs import UNDER
from kg.extract.phrases import Phrase
from kg.lexicons.lists import endings
from kg.model import EntityType, Value

_BODY = re.compile(
    r"(?:大学|学院|科学院|工程院|医院|学会|协会|联合会|委员会|基金会|红十字会|集团|公司|银行|法院|检察院|政府|国务院|联合国|"
    r"人大|政协|[县市]府|公安局|[^全内外本各分干东西南北中]部|[^大办]厅|[^布格结]局|[^村]委|署|支队|总队|大队|警区|军区|社区|党委|"
    r"(?:图书|博物|美术|文化|档案|纪念|领事|使)馆|[一二三四五六七八九十]中(?!心|队)|中心(?!卫生院|小学|中学|幼儿园|医院|校|血站|支行))"
)
_SHORT_BODY = re.compile(r"[省市州县区旗]委|[省市县区]政协|[县市]府|公司|集团|使馆|医院")
"""What is short for one body in a story, and has parts of its own: 县委 in 县委办公室."""
_TAILS = endings("no_part")
_WHOLE_TAILS = frozenset(endings("no_part_whole"))
_COMMITTEES = ("党委", "党组")
"""Committees of a body whose offices are told as the body's own: 师范学院党委宣传部."""
_OF_COMMUNITY = re.compile(r"党|居委会|居民委员会|[干社]部?学院|管委会")
"""What is called after a residential community and is no part of it."""


_PHASE = re.compile(r"[一二三四五六七八九十0-9]+期$")
_SUBSIDIARY = ("子公司", "分公司", "企业")
_ESTATES = ("", *endings("estate"))


def body_prefix(name: str) -> str | None:
    """The body that a longer body's name begins with: 西南大学 in 西南大学地理科学学院; None where there is none."""
    best = None
    for match in _BODY.finditer(name):
        whole, rest = name[: match.end()], name[match.end() :]
        short = len(whole) < 3 and _SHORT_BODY.fullmatch(whole) is None
        if short or len(rest) < 2 or rest.startswith(_TAILS) or rest in _WHOLE_TAILS:
            continue
        if (whole.endswith(_COMMITTEES) and best is not None) or (whole.endswith("社区") and _OF_COMMUNITY.match(rest)):
            continue
        suffix = nouns.suffix_entry(rest, "name_suffixes", "suffix")
        if suffix is not None and suffix["type"] in ("Organization", "Group"):
            best = whole
    return best


@extractor("bodies")
def extract_bodies(reading: Reading) -> Iterator[Assertion]:
    """``partOf`` where a body's name begins with the name of the body that it belongs to."""
    for start, end in sorted({*_body_names(reading)}):
        yield from _part(reading, start, end)


def parts_in(reading: Reading, assertions: Iterable[Assertion]) -> Iterator[Assertion]:
    """The same of the bodies that other assertions tell of: those inside titles are no phrases of their own."""
    told = [node for assertion in assertions for node in (assertion.subject, assertion.object, *_named_at(assertion))]
    named = [node for node in told if isinstance(node, Mention) and node.form == "name"]
    bodies = {(node.start, node.end) for node in named if node.type == "Organization"}
    for start, end in sorted(bodies - {*_body_names(reading)}):
        yield from _part(reading, start, end)


def _named_at(assertion: Assertion) -> Iterable[Mention | Value]:
    return assertion.qualifiers.get("at", ())


def _part(reading: Reading, start: int, end: int) -> Iterator[Assertion]:
    whole = body_prefix(reading.text[start:end])
    if whole is not None:
        part = mentions.of_span(reading, start, end, "Organization", "name")
        kind: EntityType = "Place" if whole.endswith("社区") else "Organization"
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
    """``partOf``: 阿里巴巴旗下阿里云, 其子公司青岚物流, 大华社区一期 (a phase of a named estate)."""
    for phrase in reading.phrases:
        if phrase.form != "name" or phrase.type != "Organization" or phrase.first == 0:
            continue
        whole = _owner_of_part(reading, phrase)
        if whole is not None and whole.type == "Organization":
            part, span = mentions.of_phrase(reading, phrase), (whole.start, phrase.end)
            yield Assertion(part, "partOf", whole, *span, span)
    yield from _phases(reading)


def _owner_of_part(reading: Reading, part: Phrase) -> Mention | None:
    """The body that a body is told to belong to: before 旗下, or the owner of the 子公司 that it is called."""
    texts, at = reading.tokens.texts, part.first - 1
    called = reading.before(part)
    if called is not None and part.adjacent and called.text.endswith(_SUBSIDIARY):
        at = called.first - 1
        owner = reading.owner(called)
        if owner is not None:
            return mentions.of_phrase(reading, owner)
        if texts[at : at + 1] == ["其"]:
            possessive = reading.index.phrase_by_first.get(at)
            return mentions.of_phrase(reading, possessive, "Organization") if possessive is not None else None
    if at > 0 and texts[at] == "的":
        at -= 1
    whole = reading.phrase_behind(at)
    if texts[at] not in UNDER or whole is None or whole.form != "name":
        return None
    return mentions.of_phrase(reading, whole)


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
