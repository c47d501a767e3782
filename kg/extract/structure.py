"""What names spell out: place chains (``locatedIn``) and parts of bodies (``partOf``)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.lexicons import load_table
from kg.lexicons.lists import endings, words

_ADMIN = re.compile(
    r".{1,12}?(?:特别行政区|自治区|自治州|自治县|自治旗|地区|街道|社区|新区|开发区|省|市|州|盟|县|区|旗|镇|乡|村)"
)


def _provinces() -> dict[str, str]:
    return {row["name"]: row["level"] for row in load_table("divisions")}


def level(name: str) -> int | None:
    """Level of an administrative place by its name: 1 country … 7 residential compound; None if it does not tell."""
    known = _provinces().get(name)
    if known is not None:
        return int(known)
    row = nouns.name_suffix(name)
    return int(row["admin"]) if row is not None and row["admin"] else None


def parts_of(name: str) -> list[tuple[int, int]]:
    """Offsets of the administrative names that one written name strings together: 黔东南苗族侗族自治州 + 台江县."""
    found: list[tuple[int, int]] = []
    position = 0
    province = next(
        (p for p in sorted(_provinces(), key=len, reverse=True) if name.startswith(p) and len(p) < len(name)), None
    )
    if (
        province is not None
        and not name[len(province) :].startswith(("省", "市", "自治区", "特别"))
        and len(name) - len(province) >= 2
    ):
        found.append((0, len(province)))
        position = len(province)
    while match := _ADMIN.match(name, position):
        stop = match.end()
        if len(name) - stop == 1:
            break
        found.append((position, stop))
        position = stop
    if position < len(name):
        found.append((position, len(name)))
    good = all(stop - start >= 2 for start, stop in found)
    return found if good else [(0, len(name))]


@extractor("places")
def extract_places(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` between neighbouring links of a place chain."""
    chain: list[Mention] = []
    parents: dict[str, Mention] = {}
    previous: Phrase | None = None
    for phrase in reading.phrases:
        if phrase.type == "Organization" and phrase.form == "name":
            yield from _places_in_name(reading, phrase)
        named_place = phrase.type == "Place" and phrase.form == "name"
        if not (phrase.adjacent and previous is not None and previous.type == "Place" and previous.form == "name"):
            chain = []
        if named_place:
            for start, end in parts_of(reading.doc.text[phrase.start : phrase.end]):
                link = mentions.of_span(reading, phrase.start + start, phrase.start + end, "Place", "name")
                if chain and _inside(link.text, chain[-1].text):
                    yield Assertion(link, "locatedIn", chain[-1], chain[0].start, link.end, (chain[0].start, link.end))
                    parents[link.text] = chain[-1]
                elif not chain and (parent := _sibling_parent(reading, phrase, previous, link, parents)) is not None:
                    yield Assertion(link, "locatedIn", parent, parent.start, link.end, (parent.start, link.end))
                    parents[link.text] = parent
                chain.append(link)
        previous = phrase


def _sibling_parent(
    reading: Reading, phrase: Phrase, previous: Phrase | None, link: Mention, parents: Mapping[str, Mention]
) -> Mention | None:
    """In 桑植县石鹭镇、柳溪乡 the second town lies where the first one does."""
    if previous is None or previous.type != "Place" or previous.last != phrase.first - 1:
        return None
    if reading.doc[phrase.first - 1].text not in ("、", "和", "与", "及"):
        return None
    last = parts_of(previous.text)[-1]
    sibling = previous.text[slice(*last)]
    rank = level(link.text)
    return parents.get(sibling) if rank is not None and rank >= 4 and rank == level(sibling) else None


def _places_in_name(reading: Reading, phrase: Phrase) -> Iterator[Assertion]:
    """The chain that a body's full name begins with: 贵州省黎平县枫坪镇中学."""
    links = leading_places(phrase.text)
    for (a, b), (c, d) in itertools.pairwise(links):
        outer = mentions.of_span(reading, phrase.start + a, phrase.start + b, "Place", "name")
        inner = mentions.of_span(reading, phrase.start + c, phrase.start + d, "Place", "name")
        if _inside(inner.text, outer.text):
            yield Assertion(inner, "locatedIn", outer, outer.start, inner.end, (outer.start, phrase.end))


_WORDS = words("no_place_end")


def leading_places(name: str) -> list[tuple[int, int]]:
    """Offsets of the administrative places that a body's name begins with, the largest first."""
    found: list[tuple[int, int]] = []
    for start, end in parts_of(name):
        rank = level(name[start:end])
        if rank is None or rank > 5 or end == len(name) or name[end - 1 : end + 1] in _WORDS:
            break
        found.append((start, end))
    return found


_FOREIGN_TO_PLACES = re.compile(r"局|院|部|委|网|报|社(?!区)|台$|公司|集团|分局|中心|学校|大学|铁路|级|振兴|示范")


def _inside(inner: str, outer: str) -> bool:
    if _FOREIGN_TO_PLACES.search(inner) or _FOREIGN_TO_PLACES.search(outer):
        return False
    small, large = level(inner), level(outer)
    if small is None and nouns.class_of(inner) is not None:
        return False
    if inner == outer or len(inner) < 2 or len(outer) < 2:
        return False
    if small is not None and large is not None:
        return small > large
    if small is not None:
        return small >= 3
    return True


_BODY = re.compile(
    r"(?:大学|学院|科学院|工程院|医院|学会|协会|联合会|委员会|基金会|集团|公司|银行|法院|检察院|政府|国务院|联合国|"
    r"公安局|[^全内外本各分干东西南北中]部|[^大办]厅|[^布格结]局|[^村]委|署|支队|总队|大队|社区|街道|党委|中心)"
)
_TAILS = endings("no_part")


def body_prefix(name: str) -> str | None:
    """The body that a longer body's name begins with: 西南大学 in 西南大学地理科学学院; None where there is none."""
    best = None
    for match in _BODY.finditer(name):
        rest = name[match.end() :]
        if match.end() < 3 or len(rest) < 2 or rest.startswith(_TAILS):
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
        text = reading.doc.text[start:end]
        whole = body_prefix(text)
        if whole is None or (start, end) in seen:
            continue
        seen.add((start, end))
        part = mentions.of_span(reading, start, end, "Organization", "name")
        kind = "Place" if whole.endswith(("社区", "街道")) else "Organization"
        outer = mentions.of_span(reading, start, start + len(whole), kind, "name")  # type: ignore[arg-type]
        yield Assertion(part, "partOf", outer, start, end, (start, end))


def _body_names(reading: Reading) -> Iterator[tuple[int, int]]:
    """The names of bodies: noun phrases, and the organizations inside titles."""
    for phrase in reading.phrases:
        named = phrase.form == "name" and phrase.type in ("Organization", "Group") and phrase.count is None
        if named and not phrase.personal and nouns.person_number(phrase.text) in (None, "many"):
            yield phrase.start, phrase.end
    for token in reading.doc:
        if token.tag_ == "ORG":
            yield token.idx, token.idx + len(token)
