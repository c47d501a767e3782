"""Posts told one after another behind a verb of holding them.

``hasRole``: 曾任柳河日报社记者、编辑，柳河市文联副主席；现任云溪县政协主席. What 曾任 and 历任 tell is past
(``former``); what 现任 tells gives ``worksFor`` too. ``appointedAs``: 拟任云溪县统计局局长 (planned).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.belonging import tie_of
from kg.extract.phrases import Phrase
from kg.extract.title_bodies import body_of
from kg.extract.titles import Title, Titles
from kg.model import Value

_HOLDS = r"(?:担任|出任|兼任|任|当|做)"
_VERB = re.compile(
    rf"(?P<planned>拟提名为|拟提名任|拟提任|拟聘任为|拟聘任|拟聘为|拟担任|拟任)"
    rf"|(?P<present>现担任|现兼任|现任|现为|目前担任|目前任|目前是)"
    rf"|(?P<past>(?:(?:曾经|曾|此前|先后|生前)(?:历|先后|经)?(?:{_HOLDS}过?)|历任|{_HOLDS}过))"
    rf"|(?P<later>(?:其?后|之后|后来|随后|又|再)(?:历|先后)?(?:担任|任|改任))"
)
Kind = Literal["planned", "present", "past", "later"]
_STOP = re.compile(r"[。！？\n“”：]|等(?:职务|职|$)|的?职务|一职|人选|期间")
_PIECE = re.compile(r"[，；]")
_ITEM = re.compile(r"、|兼(?=[^职])|和(?=[^平])|及(?!其)|与")
_DENIALS = ("未", "不", "没", "有")
"""What stands before a verb that denies the post: 未曾当过, 不再担任, 没有当过."""
_PRESS = ("报", "报社", "通讯社", "电台", "电视台", "杂志")
"""Ends of papers' and stations' names, which the segmenter may not know."""
_FARTHEST = 400
"""Characters that a list of posts may have."""
_STANDINGS = ("党员", "团员", "群众")
"""Standings that are held at no body."""


@dataclass(frozen=True, slots=True)
class CareerVerb:
    """A verb behind which posts are listed."""

    kind: Kind
    start: int
    """Text offsets of the verb."""
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Post:
    """A post of such a list, with the bodies at which it is held."""

    role: tuple[int, int]
    """Text offsets."""
    bodies: tuple[Mention, ...]
    former: str


def career_verbs(text: str) -> Iterator[CareerVerb]:
    """The verbs of a text behind which posts may be listed."""
    for match in _VERB.finditer(text):
        kinds: tuple[Kind, ...] = ("planned", "present", "past", "later")
        kind = next(kind for kind in kinds if match.group(kind))
        if text[max(0, match.start() - 1) : match.start()] in _DENIALS:
            continue
        if kind == "later" and "历" in match.group():
            kind = "past"
        yield CareerVerb(kind, match.start(), match.end(), match.group())


@extractor("careers")
def extract_careers(reading: Reading) -> Iterator[Assertion]:
    """``hasRole``, ``worksFor`` and planned ``appointedAs`` from lists of posts."""
    titles = Titles(reading.tokens, reading.phrases)
    for verb in career_verbs(reading.text):
        posts, end = _posts(reading, titles, verb.end)
        person = _holder(reading, verb, end) if posts else None
        if person is None:
            continue
        for post in posts:
            yield from _told(reading, person, verb, post, end)


def _told(reading: Reading, person: Mention, verb: CareerVerb, post: Post, end: int) -> Iterator[Assertion]:
    role = mentions.of_span(reading, *post.role, "Role")
    clause = (verb.start, end)
    if verb.kind == "planned":
        at = {"at": post.bodies} if post.bodies else {}
        yield Assertion(person, "appointedAs", role, verb.start, role.end, clause, "planned", qualifiers=at)
        return
    former = post.former or (verb.text if verb.kind == "past" else "")
    qualifiers: dict[str, tuple[Mention | Value, ...]] = {"at": post.bodies} if post.bodies else {}
    if former:
        qualifiers["former"] = (mentions.former_value(former),)
    yield Assertion(person, "hasRole", role, verb.start, role.end, clause, qualifiers=qualifiers)
    if verb.kind == "present":
        for body in post.bodies:
            tie = tie_of(role.text, body.text) if body.type == "Organization" else ""
            if tie:
                yield Assertion(person, tie, body, verb.start, role.end, clause)


# --- the posts -------------------------------------------------------------------------------------------------


def _posts(reading: Reading, titles: Titles, start: int) -> tuple[list[Post], int]:
    """The posts listed from a text offset on, and where the list ends: before the first clause that names no post."""
    stop = _STOP.search(reading.text, start, start + _FARTHEST)
    last = stop.start() if stop is not None else min(len(reading.text), start + _FARTHEST)
    following = _VERB.search(reading.text, start, last)
    last = following.start() if following is not None else last
    named = (
        p.start - 1 for p in reading.phrases_between(start, last) if p.personal and reading.text[p.start - 1] == "的"
    )
    last = next(named, last)
    found: list[Post] = []
    end = start
    for first, behind in _pieces(reading.text, start, last, _PIECE):
        posts = _clause_posts(reading, titles, first, behind)
        if not posts:
            break
        found += posts
        end = behind
    return found, end


def _pieces(text: str, start: int, end: int, mark: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """The stretches between marks."""
    position = start
    for match in mark.finditer(text, start, end):
        yield position, match.start()
        position = match.end()
    yield position, end


def _clause_posts(reading: Reading, titles: Titles, start: int, end: int) -> list[Post]:
    """The posts of a clause that is nothing but posts; none where one of its parts is no post and no body."""
    found: list[Post] = []
    waiting: list[Mention] = []
    bodies: tuple[Mention, ...] = ()
    for first, last in _items(reading, titles, start, end):
        title = _title(reading, titles, first, last)
        if title is None:
            body = _bare_body(reading, first, last)
            if body is None:
                return found if found and not waiting else []
            waiting.append(body)
            continue
        if title.organization is not None:
            own = mentions.of_span(reading, *title.organization, title.organization_type, "name")
            bodies = (*waiting, own)
        elif waiting:
            bodies = tuple(waiting)
        else:
            bodies = tuple(_outside_party(reading, titles, body) for body in bodies)
        waiting = []
        found.append(Post(title.role, bodies, title.former))
    return found


def _outside_party(reading: Reading, titles: Titles, body: Mention) -> Mention:
    start, end = titles.outside_party((body.start, body.end))
    return body if end == body.end else mentions.of_span(reading, start, end, body.type, "name")


def _items(reading: Reading, titles: Titles, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The members of a list; 和 parts two of them only behind a post, and not within 发展和改革委员会."""
    position = start
    for match in _ITEM.finditer(reading.text, start, end):
        if match.group() in "和及与" and _title(reading, titles, position, match.start()) is None:
            continue
        yield position, match.start()
        position = match.end()
    yield position, end


def _title(reading: Reading, titles: Titles, start: int, end: int) -> Title | None:
    span = reading.doc.char_span(start, end, alignment_mode="expand") if start < end else None
    if span is None or not len(span) or any(token.tag_ == "PER" for token in span):
        return None
    title = titles.parse(span.start, span.end)
    if title is None or not title.has_role or title.role[1] != end or title.role[0] < start:
        return None
    return title


def _bare_body(reading: Reading, start: int, end: int) -> Mention | None:
    """A body told alone, whose post stands with the next one: 柳河日报 in 柳河日报、云溪晚报记者."""
    span = reading.doc.char_span(start, end) if start < end else None
    if span is None:
        return None
    body = body_of(reading.tokens, span.start, span.end)
    whole = body is not None and body.type == "Organization" and body.span == (start, end)
    name = reading.text[start:end]
    if not whole and nouns.name_type(name) != "Organization" and not name.endswith(_PRESS):
        return None
    return mentions.of_span(reading, start, end, "Organization", "name")


# --- whose posts they are --------------------------------------------------------------------------------------


def _holder(reading: Reading, verb: CareerVerb, end: int) -> Mention | None:
    """Who holds the posts: the name behind 的, the subject of the verb, or of whom alone the sentence tells."""
    behind = _described(reading, end)
    if behind is not None:
        return mentions.of_phrase(reading, behind)
    subject = _subject(reading, verb) or _topic(reading, verb.start)
    if subject is None or not (subject.type == "Person" or subject.text in ("他", "她", "我")):
        return None
    return mentions.of_phrase(reading, subject, "Person")


def _described(reading: Reading, end: int) -> Phrase | None:
    """The name that the list before 的 describes: 曾任云溪县县长的韦建新."""
    if reading.text[end : end + 1] != "的":
        return None
    return next((p for p in reading.phrases_between(end + 1, end + 2) if p.personal), None)


def _subject(reading: Reading, verb: CareerVerb) -> Phrase | None:
    """The one subject of the verb or of the adverb before it, where it is no body."""
    span = reading.doc.char_span(verb.start, verb.end, alignment_mode="expand")
    if span is None:
        return None
    for predication in reading.predications_of_tokens(span.start, span.end):
        if predication.subject_kind in ("overt", "shared", "inherited", "following") and len(predication.subject) == 1:
            phrase = reading.phrases[predication.subject[0]]
            if phrase.personal or phrase.text in ("他", "她", "我"):
                return phrase
    return None


def _topic(reading: Reading, start: int) -> Phrase | None:
    """Of whom alone the paragraph tells up to here, in the verb's sentence or the one before it."""
    sentence, _ = mentions.sentence_of(reading, start)
    for begin in (sentence, reading.paragraph_start(start)):
        near = [p for p in reading.phrases_between(begin, start) if p.personal or p.text in ("他", "她")]
        names = {p.text for p in near if p.personal}
        if len(names) == 1:
            return next(p for p in near if p.personal)
        if names:
            return None
        if near:
            return near[0]
    return None
