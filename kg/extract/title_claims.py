"""What titles say.

``worksFor`` and ``hasRole``: 湖北省应急管理厅干部贺庆, 新华社记者侯文坤, 陈校长, 李文和刘晓军两位医生.
``studiesAt``: 河南大学学生左某.
``partOf``: 东方医院骨科主任. ``received``: “七一勋章”获得者吴亚琴. The authors of the story are read here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.belonging import RESIDENTS, is_party, tie_of
from kg.extract.phrases import Phrase
from kg.extract.title_bodies import CLINICAL, is_unit
from kg.extract.titles import SEPARATORS, Title, Titles
from kg.model import Byline, EntityType, Value

_BYLINE_REACH = 60
_LONGEST_KIND = 3
"""Characters of a bare noun for bodies: 小学, 幼儿园."""
_LAUREATES = ("获得者", "得主", "获奖者")


@extractor("titles")
def extract_titles(reading: Reading) -> Iterator[Assertion]:
    """``worksFor`` and ``hasRole`` from title strings around names."""
    titles = Titles(reading.tokens, reading.phrases)
    shared: set[int] = set()
    authors = {b.start for b in reading.document.bylines if b.role and _told_employer(reading, b)}
    for phrase in reading.phrases:
        if not phrase.personal or phrase.start in authors:
            continue
        role_after = titles.after(phrase)
        if role_after is not None:
            yield _has_role(reading, phrase, role_after, (phrase.start, role_after[1]))
        found = titles.before(phrase) if phrase.first not in shared else []
        found = _beside(reading, titles, phrase, _at_owner(reading, phrase, found))
        others = list(titles.sharing(phrase)) if any(title.has_role for title in found) else []
        shared.update(other.first for other in others)
        for person in [phrase, *others] if found else ():
            for title in found:
                yield from _of_title(reading, person, title, role_after is not None)


def _at_owner(reading: Reading, person: Phrase, found: list[Title]) -> list[Title]:
    """Posts without a body, at the body before 的: 云溪县医院外科的护士罗明, 另外3位护士罗明、赵岚."""
    owner = reading.owner(person)
    bare = [title for title in found if title.has_role and title.organization is None]
    if owner is None or owner.type != "Organization" or owner.form != "name" or len(bare) != len(found):
        return found
    span = (owner.start, owner.end)
    return [replace(title, organization=span, start=min(title.start, owner.start)) for title in found]


def _beside(reading: Reading, titles: Titles, person: Phrase, found: list[Title]) -> list[Title]:
    """Posts in lists of people, at what the post before tells: the place of a party secretary, the body of a unit.

    云溪县委书记方卫国、县长姜伟 and 云溪县医院内科主任罗明、外科主任周岚.
    """
    if not found or any(not title.has_role for title in found):
        return found
    start = min(title.start for title in found)
    before = next((p for p in reversed(reading.phrases_ending(start - 1, start - 1)) if p.personal), None)
    if before is None or reading.text[start - 1 : start] not in SEPARATORS:
        return found
    told = [title for title in titles.before(before) if title.has_role and title.organization is not None]
    whole = next((title.organization for title in told if title.unit is not None), None)
    if whole is not None and all(_is_unit(reading, title) for title in found):
        # 云溪县医院内科主任罗明、外科主任周岚
        return [replace(title, organization=whole, unit=title.organization) for title in found]
    if any(title.organization is not None for title in found):
        return found
    done = []
    for title in found:
        place = _governed(reading, told, title)
        done.append(replace(title, organization=place, organization_type="Place") if place is not None else title)
    return done


def _is_unit(reading: Reading, title: Title) -> bool:
    """Whether the body of a title is only a unit of one, such as 外科."""
    return title.organization is not None and is_unit(reading.text[slice(*title.organization)])


def _governed(reading: Reading, told: list[Title], title: Title) -> tuple[int, int] | None:
    """The place whose party secretary is named before its head of government: 云溪县委书记方卫国、县长姜伟."""
    role = reading.text[slice(*title.role)]
    for other in told:
        start, end = other.organization or (0, 0)
        if end - start > 2 and reading.text[start:end].endswith(f"{role[-2]}委") and role.endswith("长"):
            return start, end - 1
    return None


def _of_title(reading: Reading, person: Phrase, title: Title, role_after: bool) -> Iterable[Assertion]:
    span = (min(title.start, person.start), person.end)
    body = None
    pointed = _pointed_at(reading, title)
    if pointed is not None:
        body = pointed
    elif title.organization is not None and not _is_kind(reading, title):
        body = _body_mention(reading, *title.organization, title.organization_type)
    role = reading.text[slice(*title.role)]
    if body is None and title.has_role and (its := _its(reading, title)) is not None:
        # 华星集团宣布，其总裁何文韬…
        yield Assertion(mentions.of_phrase(reading, person), "worksFor", its, its.start, person.end, span)
    tie = tie_of(role, body.text) if body is not None else ""
    if title.has_role:
        own = body is None or not (tie == "" or is_party(role, body.text))
        yield _has_role(reading, person, title.role, span, body if own else None, title.former)
    elif not role_after:
        return
    if body is None and role.endswith(RESIDENTS):
        body = _residence(reading, title)
    if body is not None and body.type == "Place" and role.endswith(RESIDENTS):
        yield Assertion(mentions.of_phrase(reading, person), "livesIn", body, *span, span)
    if body is not None and body.type == "Organization" and not title.former:
        if tie:
            yield Assertion(mentions.of_phrase(reading, person), tie, body, *span, span)
        if title.unit is not None:
            unit = mentions.of_span(reading, *title.unit, "Organization", "name")
            yield Assertion(unit, "partOf", body, span[0], title.unit[1], span)


def _residence(reading: Reading, title: Title) -> Mention | None:
    """Where residents are told to live by a common noun: 石桥社区居民, 社区居民."""
    phrase = next((p for p in reading.phrases_ending(title.role[1], title.role[1])), None)
    if phrase is None or phrase.start >= title.role[0]:
        return None
    home = reading.text[phrase.start : title.role[0]]
    if nouns.common_type(home) != "Place":
        return None
    return mentions.of_span(reading, phrase.start, title.role[0], "Place", "name" if len(home) > 2 else "nominal")


def _is_kind(reading: Reading, title: Title) -> bool:
    """Whether what a profession begins with says what kind it is, and not where it is practised: 眼科医生, 小学教师."""
    start, end = title.organization or (0, 0)
    role = nouns.role_of(reading.text[slice(*title.role)])
    span = reading.doc.char_span(start, end, alignment_mode="expand")
    if role is None or role.kind != "profession" or span is None or any(t.tag_ in ("ORG", "LOC") for t in span):
        return False
    own = reading.text[start:end]
    if own.endswith(CLINICAL):
        return True
    told = any(p.form == "name" and p.text.endswith(own) for p in reading.phrases_between(0, start))
    return len(own) <= _LONGEST_KIND and nouns.common_type(own) == "Organization" and not told


def _pointed_at(reading: Reading, title: Title) -> Mention | None:
    """The body told of before at which a post is held: 该校博士后罗明, 该公司总经理罗明, 该院骨科主任罗明."""
    own = reading.text[slice(*title.organization)] if title.organization is not None else ""
    start = title.organization[0] if title.organization is not None else title.role[0]
    before = next(iter(reading.phrases_ending(start, start)), None)
    if title.organization is not None and reading.text[start - 1 : start] in ("该", "本"):
        return replace(_body_mention(reading, *title.organization, "Organization"), definite=True)
    if before is None or not before.definite or before.text[0] not in "该本同":
        return None
    if before.type not in ("Organization", "Place") or (own and not own.endswith(CLINICAL)):
        return None
    return mentions.of_phrase(reading, before)


def _its(reading: Reading, title: Title) -> Mention | None:
    """The 其 before a post, which stands for the body that the sentence told of."""
    role = nouns.role_of(reading.text[slice(*title.role)])
    if role is None or role.kind != "post" or reading.text[title.start - 1 : title.start] != "其":
        return None
    return Mention(title.start - 1, title.start, "其", "Organization", "pronoun")


def _body_mention(reading: Reading, start: int, end: int, type_: EntityType) -> Mention:
    """The mention of a title's body: a name, or a bare noun such as 基金会 that stands for one."""
    span = reading.doc.char_span(start, end, alignment_mode="expand")
    named = span is not None and any(token.tag_ in ("ORG", "LOC", "nz") for token in span)
    return mentions.of_span(reading, start, end, type_, "name" if named or end - start > 4 else "nominal")


def _has_role(
    reading: Reading,
    person: Phrase,
    role: tuple[int, int],
    span: tuple[int, int],
    at: Mention | None = None,
    former: str = "",
) -> Assertion:
    target = mentions.of_span(reading, *role, "Role")
    qualifiers: dict[str, tuple[Mention | Value, ...]] = {"at": (at,)} if at is not None else {}
    if former:
        qualifiers["former"] = (mentions.former_value(former),)
    return Assertion(mentions.of_phrase(reading, person), "hasRole", target, *span, span, qualifiers=qualifiers)


@extractor("bylines")
def extract_bylines(reading: Reading) -> Iterator[Assertion]:
    """``worksFor`` and ``hasRole`` of the authors that the normaliser found."""
    document, text = reading.document, reading.text
    for byline in document.bylines:
        person = Mention(byline.start, byline.end, byline.name, "Person", "name", byline.name)
        begin, end = mentions.clause_around(reading, byline.start, byline.end)
        employer = _told_employer(reading, byline)
        body = _employer(text, employer, byline.start) if employer else None
        near = body is not None and byline.start - body.start < _BYLINE_REACH
        if body is not None and near:
            begin = min(begin, body.start)
        if byline.role:
            at = text.rfind(byline.role, 0, byline.start)
            role = Mention(max(at, 0), max(at, 0) + len(byline.role), byline.role, "Role", "nominal", byline.role)
            start = at if at >= 0 and byline.start - at < 40 else byline.start
            qualifiers = {"at": (body,)} if body is not None else {}
            yield Assertion(person, "hasRole", role, start, byline.end, (begin, end), qualifiers=qualifiers)
        if body is not None:
            start = body.start if near else byline.start
            yield Assertion(person, "worksFor", body, start, byline.end, (begin, end))


def _told_employer(reading: Reading, byline: Byline) -> str | None:
    """For whom an author writes: told beside the name, or whose story it is."""
    return byline.organization or reading.document.agency or reading.document.publisher


def _employer(text: str, name: str, before: int) -> Mention:
    """The employer where the story last names it before the author; an empty stretch where it does not."""
    at = text.rfind(name, 0, before)
    start, end = (at, at + len(name)) if at >= 0 else (before, before)
    return Mention(start, end, name, "Organization", "name", "")


@extractor("pairs")
def extract_pairs(reading: Reading) -> Iterator[Assertion]:
    """``hasRole`` from a counted apposition: 李文和刘晓军两位医生."""
    titles = Titles(reading.tokens, reading.phrases)
    for phrase in reading.phrases:
        names = _apposed(reading, phrase)
        role = nouns.role_of(phrase.text) if names else None
        if role is None:
            continue
        target = mentions.of_span(reading, phrase.end - len(role.head), phrase.end, "Role")
        span = (names[0].start, phrase.end)
        body = next((t for t in titles.before(names[0]) if t.organization is not None and not t.has_role), None)
        at = _body_mention(reading, *body.organization, body.organization_type) if body and body.organization else None
        for name in names:
            yield _has_role(reading, name, (target.start, target.end), span, at)
            if at is not None and at.type == "Organization":
                yield Assertion(mentions.of_phrase(reading, name), "worksFor", at, *span, span)


def _apposed(reading: Reading, phrase: Phrase) -> list[Phrase]:
    """The names right before a counted phrase, as many as it counts; none where they are not joined."""
    if phrase.count is None or phrase.index < 2 or not phrase.adjacent or phrase.count.value not in (2, 3, 4, 5):
        return []
    size = int(phrase.count.value)
    near = reading.phrases[max(0, phrase.index - 4 * size) : phrase.index]
    names = [p for p in near if p.personal][-size:]
    if len(names) != size or names[-1].last != phrase.first:
        return []
    joined = all(reading.tokens.texts[b.first - 1] in SEPARATORS or b.first - a.last > 1 for a, b in pairwise(names))
    return names if joined else []


@extractor("laureates")
def extract_laureates(reading: Reading) -> Iterator[Assertion]:
    """``received`` from a title: “七一勋章”获得者吴亚琴."""
    for phrase in reading.phrases:
        ending = next((w for w in _LAUREATES if phrase.text.endswith(w) and len(phrase.text) > len(w) + 1), None)
        following = reading.after(phrase)
        if ending is None or following is None or not following.adjacent or not following.personal:
            continue
        award = mentions.of_span(reading, phrase.start, phrase.end - len(ending), "Work", "name")
        span = (phrase.start, following.end)
        yield Assertion(mentions.of_phrase(reading, following), "received", award, *span, span)
