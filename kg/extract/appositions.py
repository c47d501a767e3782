"""Posts told beside a name and not right before it.

``hasRole`` and ``worksFor``: 罗明（云溪县水利局局长）, 罗明，云溪县水利局局长, 作为云溪县水利局局长，罗明….
``memberOf``: 作为工作队的一员，罗明….
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.belonging import tie_of
from kg.extract.phrases import Phrase
from kg.extract.titles import Title, Titles
from kg.model import Value

_BEHIND = re.compile(r"（(?P<told>[^（）\n]{2,30})）|，(?P<clause>[^，。；：！？“”（）\n]{4,30})(?=[，。；])")
_ITEMS = re.compile(r"[、，]|兼(?!职)")
_AS = re.compile(r"(?:(?<=[。；！？\n”])|\A)(?:作为|身为)(?:一[名位个])?(?P<told>[^，。；：！？“”（）\n]{2,40})，")
_ONE = re.compile(r"的?(?:一员|一分子|一份子|成员之一|其中一员|成员)\Z")


@extractor("appositions")
def extract_appositions(reading: Reading) -> Iterator[Assertion]:
    """``hasRole``, ``worksFor`` and ``memberOf`` of whom a bracket, a comma clause or 作为 describes."""
    titles = Titles(reading.tokens, reading.phrases)
    for person in reading.phrases:
        match = _BEHIND.match(reading.text, person.end) if person.personal else None
        if match is None:
            continue
        group = "told" if match["told"] else "clause"
        for title in _titles_in(reading, titles, *match.span(group)):
            if title.organization is not None or group == "told":
                yield from _told(reading, person, title, (person.start, match.end(group)))
    for match in _AS.finditer(reading.text):
        described = _subject_behind(reading, match.end())
        if described is None:
            continue
        span = (match.start("told"), described.end)
        yield from _membership(reading, described, match, span)
        for title in _titles_in(reading, titles, *match.span("told")):
            yield from _told(reading, described, title, span)


def _titles_in(reading: Reading, titles: Titles, start: int, end: int) -> list[Title]:
    """The posts of a stretch that is nothing but posts; none where anything else stands in it."""
    found: list[Title] = []
    position = start
    for mark in [*(m.span() for m in _ITEMS.finditer(reading.text, start, end)), (end, end)]:
        span = reading.doc.char_span(position, mark[0]) if position < mark[0] else None
        if span is None or any(token.tag_ in ("PER", "p", "c", "d", "u") for token in span):
            return []
        title = titles.parse(span.start, span.end)
        begins = title is not None and (title.start == position or title.former)
        if title is None or not title.has_role or title.role[1] != mark[0] or not begins:
            return []
        found.append(title)
        position = mark[1]
    return found


def _told(reading: Reading, person: Phrase, title: Title, span: tuple[int, int]) -> Iterator[Assertion]:
    holder = mentions.of_human(reading, person)
    role = mentions.of_span(reading, *title.role, "Role")
    body: Mention | None = None
    if title.organization is not None:
        body = mentions.of_span(reading, *title.organization, title.organization_type, "name")
    qualifiers: dict[str, tuple[Mention | Value, ...]] = {"at": (body,)} if body is not None else {}
    if title.former:
        qualifiers["former"] = (mentions.former_value(title.former),)
    yield Assertion(holder, "hasRole", role, *span, span, qualifiers=qualifiers)
    if body is not None and body.type == "Organization" and not title.former:
        tie = tie_of(role.text, body.text)
        if tie:
            yield Assertion(holder, tie, body, *span, span)


def _membership(reading: Reading, person: Phrase, match: re.Match[str], span: tuple[int, int]) -> Iterator[Assertion]:
    """作为工作队的一员: of the team or body whose name ends right before 的一员."""
    one = _ONE.search(reading.text, match.start("told"), match.end("told"))
    team = next(iter(reading.phrases_ending(one.start(), one.start())), None) if one is not None else None
    if team is not None and team.type in ("Group", "Organization") and team.form != "pronoun":
        yield Assertion(mentions.of_human(reading, person), "memberOf", mentions.of_phrase(reading, team), *span, span)


def _subject_behind(reading: Reading, offset: int) -> Phrase | None:
    """The person with whom the clause behind a comma begins."""
    phrase = next(iter(reading.phrases_between(offset, offset + 1)), None)
    if phrase is None or not (phrase.personal or phrase.text in ("他", "她", "我")):
        return None
    return phrase
