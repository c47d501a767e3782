"""Groups and people named by their body.

``worksFor``: 市消防大队官兵, 东方医院的医护人员. ``studiesAt``: 枫坪镇中学的学生们.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.clauses import CONJUNCTIONS
from kg.extract.phrases import Phrase
from kg.extract.title_bodies import body_of
from kg.lexicons.lists import endings, words

_PUPILS = endings("pupil")
_STAFF = words("staff")
_PREDICATIVE = ("是", "系", "作为", "身为", "成为", "成了", "当上", "担任", "视为")


@extractor("staff")
def extract_staff(reading: Reading) -> Iterator[Assertion]:
    """``worksFor`` and ``studiesAt`` of people whom only their body and standing name."""
    for phrase in reading.phrases:
        if not _is_staff(reading, phrase):
            continue
        body = _body_inside(reading, phrase)
        if body is None:
            continue
        for each in (*_listed_before(reading, phrase), body):
            span = (min(each.start, phrase.start), phrase.end)
            if _is_predicative(reading, span[0]):
                break
            predicate = "studiesAt" if phrase.text.endswith(_PUPILS) else "worksFor"
            yield Assertion(mentions.of_phrase(reading, phrase), predicate, each, *span, span)


def _listed_before(reading: Reading, phrase: Phrase) -> list[Mention]:
    """县医院 in 县医院、县中医院的21名医生: the bodies listed before a counted group's own."""
    body = reading.owner(phrase)
    found: list[Mention] = []
    while body is not None and phrase.count is not None:
        before = reading.before(body)
        joined = before is not None and before.last == body.first - 1
        joined = joined and reading.tokens.texts[body.first - 1] in CONJUNCTIONS
        if before is None or not joined or before.type != "Organization" or before.form != "name":
            break
        found.append(mentions.of_phrase(reading, before))
        body = before
    return found[::-1]


def _is_predicative(reading: Reading, start: int) -> bool:
    """Behind 是 and the like a phrase tells what somebody is, who is named elsewhere: 是钢铁厂的一名工人."""
    named = next(iter(reading.phrases_between(start, start + 1)), None)
    while named is not None and named.adjacent and (before := reading.before(named)) and before.type == "Place":
        # 是云川县柳河镇卫生院的医生
        named, start = before, before.start
    return reading.text[:start].endswith(_PREDICATIVE)


def _is_staff(reading: Reading, phrase: Phrase) -> bool:
    """Whether a phrase names people by what they are at a body, and no single holder of a post."""
    if phrase.type not in ("Group", "Person") or phrase.form == "pronoun":
        return False
    if nouns.person_number(phrase.short or phrase.text) is None or reading.tokens.tags[phrase.last - 1] == "PER":
        return False
    role = nouns.role_of(phrase.text)
    several = phrase.count is not None or phrase.text.endswith("们") or phrase.owner is not None
    if role is not None and role.head not in _STAFF and not several:
        return False
    if phrase.last < len(reading.tokens) and reading.tokens.tags[phrase.last] == "PER":
        return False
    if phrase.text.endswith("户") and nouns.person_number(phrase.text) == "many":
        return False
    if reading.tokens.texts[phrase.last : phrase.last + 1] in (["中"], ["里"], ["当中"], ["之中"]):
        # 首届班51人中有45名: those of whom some are meant.
        return False
    # A team (医疗队) is a body itself.
    team = nouns.suffix_entry(phrase.text, "name_suffixes", "suffix") is not None
    team = team and not phrase.text.endswith("干部")
    return not team and not phrase.text.endswith(("书记", "主任", "长", "队伍", "力量"))


def _body_inside(reading: Reading, phrase: Phrase) -> Mention | None:
    """The body that a phrase names: inside it, as its owner, or right before its count."""
    tokens = reading.tokens
    first = next((i for i in range(phrase.first, phrase.last) if tokens.tags[i] == "ORG"), None)
    if first is not None and first < phrase.last - 1:
        body = body_of(tokens, phrase.first, phrase.last - 1)
        if body is not None and body.type == "Organization":
            return mentions.of_span(reading, *body.span, "Organization", "name")
    owner, before = reading.owner(phrase), reading.before(phrase)
    if owner is not None and owner.type == "Organization" and (owner.form == "name" or owner.definite):
        return mentions.of_phrase(reading, owner)
    if before is not None and phrase.adjacent and phrase.count is not None and before.type == "Organization":
        return mentions.of_phrase(reading, before) if before.form == "name" or before.definite else None
    return None
