"""Where places lie.

``locatedIn``: 贵州省黔东南州台江县 (each link in the one before), 贵州省黎平县枫坪镇中学 (the places that a body's name
begins with), 在贵州建成43间书屋.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.frame_lexicon import frames_of
from kg.extract.phrases import Phrase
from kg.extract.place_names import divisions, leading_places, level, parts_of
from kg.extract.predications import Predication
from kg.lexicons.lists import endings
from kg.nlp.dictionary import is_word

_STRUCTURES = endings("structure_ending")
_TOWNSHIP, _COUNTY = 4, 3
_LONGEST_STEM = 4
_AGENCIES = ("局", "厅", "委", "署", "处", "办", "部", "政府", "法院", "检察院", "队", "中心", "会")
"""Ends of agencies, which are called after the place that they are for: 云溪县应急管理局."""
_CLAUSE_ENDS = frozenset("，。；！？")
_OPENED = frozenset(
    ("建成", "落成", "投用", "投产", "开业", "开馆", "揭牌", "挂牌", "启用", "动工", "开工", "奠基", "竣工")
)
"""What happens to a structure or body where it lies."""


@extractor("places")
def extract_places(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` between neighbouring links of a place chain."""
    chain: list[Mention] = []
    parents: dict[str, Mention] = {}
    previous: Phrase | None = None
    for phrase in reading.phrases:
        if phrase.type == "Organization":
            yield from _places_in_name(reading, phrase) if phrase.form == "name" else ()
            if phrase.adjacent and previous is not None and _is_named_place(previous):
                yield from _place_before(reading, previous, phrase)
            yield from _body_of_place(reading, phrase)
        if not (phrase.adjacent and previous is not None and _is_named_place(previous)):
            chain = []
        for start, end in _links(reading, phrase, bool(chain)):
            link = mentions.of_span(reading, phrase.start + start, phrase.start + end, "Place", "name")
            outer = chain[-1] if chain and _inside(link.text, chain[-1].text) else None
            begin = chain[0].start if chain else link.start
            if not chain:
                outer = _sibling_parent(reading, phrase, previous, link, parents)
                begin = outer.start if outer is not None else begin
            if outer is not None:
                yield Assertion(link, "locatedIn", outer, begin, link.end, (begin, link.end))
                parents[link.text] = outer
            chain.append(link)
        previous = phrase


def _links(reading: Reading, phrase: Phrase, behind: bool) -> tuple[tuple[int, int], ...]:
    """Offsets in a phrase of the places that it strings together; of natives (湖南湘潭人) those of their home."""
    text = reading.text[phrase.start : phrase.end]
    if reading.tokens.texts[phrase.first + 1 : phrase.last] == ["人"] and reading.tokens.tags[phrase.first] == "LOC":
        home = parts_of(text[:-1], behind)
        return home if behind or len(home) > 1 else ()
    return parts_of(text, behind) if _is_named_place(phrase) else ()


def _is_named_place(phrase: Phrase) -> bool:
    return phrase.type == "Place" and phrase.form == "name"


def _sibling_parent(
    reading: Reading, phrase: Phrase, previous: Phrase | None, link: Mention, parents: Mapping[str, Mention]
) -> Mention | None:
    """In 桑植县石鹭镇、柳溪乡 the second town lies where the first one does."""
    if previous is None or previous.type != "Place" or previous.last != phrase.first - 1:
        return None
    if reading.tokens.texts[phrase.first - 1] not in ("、", "和", "与", "及"):
        return None
    last = parts_of(previous.text)[-1]
    sibling = previous.text[slice(*last)]
    rank = level(link.text)
    return parents.get(sibling) if rank is not None and rank >= _TOWNSHIP and rank == level(sibling) else None


def _places_in_name(reading: Reading, phrase: Phrase) -> Iterator[Assertion]:
    """The chain that a body's full name begins with: 贵州省黎平县枫坪镇中学."""
    links = leading_places(phrase.text)
    if links and _hosts(phrase.text[slice(*links[-1])], phrase.text[links[-1][1] :]):
        last = mentions.of_span(reading, phrase.start + links[-1][0], phrase.start + links[-1][1], "Place", "name")
        span = (phrase.start, phrase.end)
        yield Assertion(mentions.of_phrase(reading, phrase), "locatedIn", last, *span, span)
    for (a, b), (c, d) in pairwise(links):
        outer = mentions.of_span(reading, phrase.start + a, phrase.start + b, "Place", "name")
        inner = mentions.of_span(reading, phrase.start + c, phrase.start + d, "Place", "name")
        if _inside(inner.text, outer.text):
            yield Assertion(inner, "locatedIn", outer, outer.start, inner.end, (outer.start, phrase.end))


def _place_before(reading: Reading, place: Phrase, body: Phrase) -> Iterator[Assertion]:
    """月眉乡月眉国小, where the place is no part of the phrase."""
    if _hosts(place.text, body.text):
        site, target = mentions.of_phrase(reading, body), mentions.of_phrase(reading, place)
        yield Assertion(site, "locatedIn", target, place.start, body.end, (place.start, body.end))


def _body_of_place(reading: Reading, body: Phrase) -> Iterator[Assertion]:
    """宁波的暖川电器公司, 昆明一家电商公司: a body told by the place before it that is no part of its name."""
    owner, before = reading.owner(body), reading.before(body)
    if owner is not None:
        place = owner if body.form == "name" or body.count is not None else None
    else:
        place = before if before is not None and body.adjacent and body.count is not None else None
    term = body.count is not None and body.count.text.endswith(("届", "次"))
    if place is None or not _is_named_place(place) or body.definite or term:
        return
    if (
        reading.tokens.texts[place.first - 1 : place.first] in (["在"], ["从"], ["到"], ["向"], ["于"])
        and owner is None
    ):
        return
    site, target = mentions.of_phrase(reading, body), mentions.of_phrase(reading, place)
    yield Assertion(site, "locatedIn", target, place.start, body.end, (place.start, body.end))


def _hosts(place: str, name: str) -> bool:
    """Whether the place is where the body lies, and no part of what it is called: 枫坪镇 before 枫坪中学."""
    common = is_word(place) and place not in divisions()
    return not common and (level(place) or 0) >= _COUNTY and _is_named_after(name)


def _is_named_after(rest: str) -> bool:
    """Whether what stands behind the place is a name that could stand alone: 枫坪中学, and not 人民医院 or 教育局."""
    if rest.endswith(_AGENCIES):
        return False
    row = nouns.name_suffix(rest)
    stem = rest.removesuffix(row["suffix"]) if row is not None else ""
    return 2 <= len(stem) <= _LONGEST_STEM and not is_word(stem) and stem.isalpha()


_FOREIGN_TO_PLACES = re.compile(
    r"局|院|部(?![县市区乡镇村])|委|网|报|社(?!区)|台$|公司|集团|分局|中心|学校|大学|铁路|级|振兴|示范"
)


def _inside(inner: str, outer: str) -> bool:
    if _FOREIGN_TO_PLACES.search(inner) or _FOREIGN_TO_PLACES.search(outer):
        return False
    small, large = level(inner), level(outer)
    if small is None and nouns.class_of(inner) is not None and is_word(inner):
        return False
    if inner == outer or len(inner) < 2 or len(outer) < 2:
        return False
    if small is not None and large is not None:
        return small > large
    if small is not None:
        return small >= _COUNTY
    return True


@extractor("standing")
def extract_standing(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` of a clause that has no verb but 在: 青石村在云溪县大湖镇."""
    tokens = reading.tokens
    for phrase in reading.phrases:
        if phrase.form != "name" or phrase.type not in ("Place", "Organization") or phrase.last >= len(tokens):
            continue
        opens = phrase.first == 0 or tokens.tags[phrase.first - 1] == "w" or tokens.spaced[phrase.first - 1]
        if not opens or tokens.texts[phrase.last] not in ("在", "就在"):
            continue
        place, at = None, phrase.last + 1
        while (following := reading.index.phrase_by_first.get(at)) is not None:
            place = following if _is_named_place(following) else place
            at = following.last
            if place is not following:
                break
        bare = place is None or reading.text[place.end : tokens.starts[at] if at < len(tokens) else None]
        if place is None or bare not in ("", "境内") or (at < len(tokens) and tokens.texts[at] not in _CLAUSE_ENDS):
            continue
        span = (phrase.start, place.end)
        if reading.status(phrase.last) == "asserted":
            yield Assertion(
                mentions.of_phrase(reading, phrase), "locatedIn", mentions.of_phrase(reading, place), *span, span
            )


@extractor("sites")
def extract_sites(reading: Reading) -> Iterator[Assertion]:
    """``locatedIn`` of what is built or founded somewhere: 在贵州建成43间书屋."""
    for predication in reading.predications:
        if predication.lemma in _OPENED and not predication.relative and predication.subject_kind == "overt":
            yield from _opened(reading, predication)
        if predication.passive or not any(f.predicate in ("built", "founded") for f in frames_of(predication)):
            continue
        places = [reading.phrases[i] for i in predication.governed("在", "于")]
        things = [reading.phrases[i] for i in predication.objects]
        if not places or not things or reading.status(predication.verb) != "asserted":
            continue
        for thing in things:
            for place in places:
                structure = thing.type is None and thing.text.endswith(_STRUCTURES)
                if not _is_named_place(place) or not (structure or thing.type in ("Place", "Organization")):
                    continue
                start, end = mentions.spanning([(place.start, place.end), (thing.start, thing.end)])
                clause = mentions.clause_around(reading, start, end)
                site = mentions.of_phrase(reading, thing, None if thing.type else "Place")
                target = mentions.of_phrase(reading, place)
                yield Assertion(site, "locatedIn", target, start, end, clause)


def _opened(reading: Reading, predication: Predication) -> Iterator[Assertion]:
    """产业园在云溪县建成."""
    things = [reading.phrases[i] for i in predication.subject if reading.phrases[i].type in ("Place", "Organization")]
    places = [reading.phrases[i] for i in predication.governed("在", "于")]
    for thing in things:
        for place in places:
            if not _is_named_place(place) or thing.form == "pronoun" or predication.objects:
                continue
            start, end = mentions.spanning([(place.start, place.end), (thing.start, thing.end)])
            clause, status = mentions.clause_around(reading, start, end), reading.status(predication.verb)
            site, target = mentions.of_phrase(reading, thing), mentions.of_phrase(reading, place)
            yield Assertion(site, "locatedIn", target, start, end, clause, status)
