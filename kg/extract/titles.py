"""Titles: organization + post + name, name + post, and what they say (``worksFor``, ``hasRole``).

湖北省应急管理厅下沉社区干部贺庆和王建 · 中国地理学会副理事长兼秘书长张国友研究员 · 新华社记者侯文坤 · 陈校长
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.lexicons.lists import endings, words
from kg.model import EntityType

_PLACE_ENDINGS = endings("administrative_ending")

_TITLE_TAGS = frozenset({"n", "nz", "nw", "vn", "an", "ORG", "LOC", "a", "xc", "m", "v"})
_SEPARATORS = frozenset(["、", "兼", "和", "及"])
_FORMER = ("原", "前任", "前", "时任")
_PARTY = endings("party_body")
_CLINICAL = ("科", "室", "病区", "车间", "班组")
STUDENTS = endings("student")
_SITES = endings("site_body")
_STOP_VERBS = words("title_stop")


@dataclass(frozen=True, slots=True)
class Title:
    """One post of a title string."""

    role: tuple[int, int]
    """Text offsets of the role's head words; empty where only the organization is told."""
    organization: tuple[int, int] | None
    organization_type: EntityType
    unit: tuple[int, int] | None
    former: bool
    start: int


class Titles:
    def __init__(self, doc: Doc, phrases: Sequence[Phrase]) -> None:
        self.doc = doc
        self.by_first = {phrase.first: phrase for phrase in phrases}
        self.inner = {
            i for phrase in phrases for i in range(phrase.first + 1, phrase.last - 1) if doc[i].text in _SEPARATORS
        }

    def before(self, name: Phrase) -> list[Title]:
        """The posts that stand right before a name, nearest first."""
        titles: list[Title] = []
        end = name.first
        while True:
            begin = self._part_begin(end)
            if begin == end or self.doc[end - 1].tag_ not in ("n", "nz", "nw", "ORG", "m", "vn", "LOC"):
                break
            if begin > 0 and self.doc[begin - 1].tag_ == "PER" and titles:
                break
            title = self._parse(begin, end, bool(titles))
            if title is None:
                break
            titles.append(title)
            if begin < 2 or self.doc[begin - 1].text not in _SEPARATORS:
                break
            end = begin - 1
        return self._completed(titles)

    def _completed(self, titles: list[Title]) -> list[Title]:
        """In 副理事长兼秘书长 the second post is held at the first one's body."""
        done: list[Title] = []
        for index, title in enumerate(titles):
            outer = next((t for t in titles[index + 1 :] if t.organization), None)
            joined = title.organization is None and outer is not None and self._joined(title)
            if joined and outer is not None:
                title = Title(title.role, outer.organization, outer.organization_type, None, title.former, title.start)
            done.append(title)
        return done

    def _joined(self, title: Title) -> bool:
        return title.start > 0 and self.doc.text[title.start - 1] in "兼、和及"

    def _part_begin(self, end: int) -> int:
        begin = end
        while begin > 0:
            token = self.doc[begin - 1]
            if begin - 1 not in self.inner:
                if token.tag_ not in _TITLE_TAGS or "\n" in token.text or token.text in _STOP_VERBS:
                    break
                if token.text in _SEPARATORS:
                    break
            begin -= 1
        return begin

    def parse(self, begin: int, end: int) -> Title | None:
        """The title that a token range is, or None."""
        return self._parse(begin, end, False)

    def _parse(self, begin: int, end: int, further: bool) -> Title | None:
        """Organization, unit and role of one title part; None where it is none."""
        text = self.doc[begin:end].text
        role = nouns.role_of(text)
        stop = self.doc[end - 1].idx + len(self.doc[end - 1])
        if role is None:
            if further:
                return None
            organization = self._organization(begin, end)
            if organization is None or self.doc[end - 1].tag_ != "ORG":
                return None
            return Title((stop, stop), organization[0], organization[1], None, False, organization[0][0])
        role_start = stop - len(role.head)
        if role.head in ("书记", "副书记"):
            last = self.doc[end - 1].text
            party = next((p for p in _PARTY if last.endswith(p + role.head)), "")
            role_start -= len(party)
        rest_end = next((i for i in range(begin, end) if self.doc[i].idx + len(self.doc[i]) > role_start), end)
        former, rest_end = self._former(begin, rest_end)
        organization = self._organization(begin, rest_end)
        if organization is None:
            start = self._plain_start(begin, rest_end, role_start)
            return Title((role_start, stop), None, "Organization", None, former, start)
        span, kind, unit = organization[0], organization[1], organization[2]
        head = self.doc.text[span[0] : span[1]]
        if role.head in ("书记", "副书记") and head.endswith(_PARTY):
            party = next(p for p in _PARTY if head.endswith(p))
            if len(head) > len(party):
                return Title(
                    (span[1] - len(party), stop),
                    (span[0], span[1] - len(party)),
                    self._kind(head[: -len(party)], kind),
                    None,
                    former,
                    span[0],
                )
        before = self.doc.text[max(0, span[0] - 1) : span[0]]
        return Title((role_start, stop), span, kind, unit, former or before == "原", span[0])

    @staticmethod
    def _kind(head: str, kind: EntityType) -> EntityType:
        return "Place" if head.endswith(_PLACE_ENDINGS) else kind

    def _plain_start(self, begin: int, rest_end: int, role_start: int) -> int:
        return (
            self.doc[rest_end].idx if rest_end < len(self.doc) and self.doc[rest_end].idx < role_start else role_start
        )

    def _former(self, begin: int, end: int) -> tuple[bool, int]:
        if end > begin and self.doc[end - 1].text in _FORMER[:3]:
            return True, end - 1
        return end > begin and self.doc[begin].text in _FORMER[:3], end

    def _organization(self, begin: int, end: int) -> tuple[tuple[int, int], EntityType, tuple[int, int] | None] | None:
        """The body that the tokens before a role name: the longest run from a name that ends as a body's name does."""
        anchors = [i for i in range(begin, end) if self.doc[i].tag_ in ("ORG", "LOC", "nz")]
        if not anchors:
            text = self.doc[begin:end].text
            suffix = nouns.suffix_entry(text, "name_suffixes", "suffix")
            body = nouns.common_type(text) == "Organization" or (
                suffix is not None and suffix["type"] == "Organization"
            )
            if begin < end and len(text) >= 2 and (body or text.endswith(_SITES)):
                return self._chars(begin, end), "Organization", None
            return None
        start = self._organization_start(anchors, begin)
        for stop in range(end, start, -1):
            text = self.doc[start:stop].text
            kind = self._body_type(text, stop)
            verbal = any(self.doc[i].tag_ == "v" for i in range(start, stop))
            if kind is None or (verbal and not text.endswith(_CLINICAL)):
                continue
            last_org = max((i for i in anchors if self.doc[i].tag_ == "ORG" and i < stop - 1), default=None)
            if text.endswith(_CLINICAL) and last_org is not None:
                return self._chars(start, last_org + 1), "Organization", self._chars(last_org + 1, stop)
            return self._chars(start, stop), kind, None
        return None

    def _organization_start(self, anchors: list[int], begin: int) -> int:
        """A chain of places names only its last link; one place before an organization belongs to its name."""
        organizations = [i for i in anchors if self.doc[i].tag_ != "LOC"]
        first = organizations[0] if organizations else anchors[-1]
        if organizations and first - 1 in anchors and first - 1 >= begin:
            return first - 1
        if organizations and first > begin and self.doc[first - 1].tag_ == "n" and len(self.doc[first - 1]) == 1:
            return first - 1
        return first

    def _body_type(self, text: str, stop: int) -> EntityType | None:
        last = self.doc[stop - 1]
        suffix = nouns.name_suffix(text)
        if suffix is not None and suffix["type"] in ("Organization", "Group", "Place"):
            return "Organization" if suffix["type"] == "Group" else suffix["type"]  # type: ignore[return-value]
        if last.tag_ == "ORG":
            return "Organization"
        if last.tag_ == "LOC" or (last.tag_ == "m" and text.endswith("期")):
            return "Place"
        return "Organization" if nouns.common_type(text) == "Organization" else None

    def _chars(self, begin: int, end: int) -> tuple[int, int]:
        return self.doc[begin].idx, self.doc[end - 1].idx + len(self.doc[end - 1])

    def after(self, name: Phrase) -> tuple[int, int] | None:
        """The role word right after a name: 陈立群校长."""
        if name.last >= len(self.doc) or len(name.text) < 2:
            return None
        token = self.doc[name.last]
        role = nouns.role_of(token.text)
        if role is None or not role.after or token.tag_ not in ("n", "nz") or role.head != token.text:
            return None
        following = self.doc[name.last + 1] if name.last + 1 < len(self.doc) else None
        if following is not None and following.tag_ == "PER":
            return None
        return token.idx, token.idx + len(token)

    def sharing(self, name: Phrase) -> Iterator[Phrase]:
        """The names listed after a name that have no title of their own: 薛德升教授、刘敏教授."""
        current = name
        while True:
            at = current.last
            if self.after(current) is not None:
                at += 1
            at = self._skip_bracket(at)
            if at < len(self.doc) and self.doc[at].text in _SEPARATORS:
                at += 1
            following = self.by_first.get(at)
            if following is None or not following.personal:
                return
            yield following
            current = following

    def _skip_bracket(self, at: int) -> int:
        if at + 2 < len(self.doc) and self.doc[at].text == "（" and self.doc[at + 2].text == "）":
            return at + 3
        return at


def body_mention(reading: Reading, start: int, end: int, type_: EntityType) -> Mention:
    """The mention of a title's body: a name, or a bare noun such as 基金会 that stands for one."""
    span = reading.doc.char_span(start, end, alignment_mode="expand")
    named = span is not None and any(token.tag_ in ("ORG", "LOC", "nz") for token in span)
    return mentions.of_span(reading, start, end, type_, "name" if named or end - start > 4 else "nominal")


def title_starts(doc: Doc, phrases: Sequence[Phrase]) -> dict[int, int]:
    """For each titled name, its first token and the first token of its title."""
    titles = Titles(doc, phrases)
    found: dict[int, int] = {}
    for phrase in phrases:
        if not phrase.personal:
            continue
        parsed = titles.before(phrase)
        if parsed:
            start = min(title.start for title in parsed)
            token = next((t for t in range(phrase.first, -1, -1) if doc[t].idx <= start), phrase.first)
            if token < phrase.first:
                found[phrase.first] = token
    return found


@extractor("titles")
def extract_titles(reading: Reading) -> Iterator[Assertion]:
    """``worksFor`` and ``hasRole`` from title strings around names."""
    titles = Titles(reading.doc, reading.phrases)
    shared: set[int] = set()
    for phrase in reading.phrases:
        if not phrase.personal:
            continue
        role_after = titles.after(phrase)
        if role_after is not None:
            yield _has_role(reading, phrase, role_after, None, "Organization", False, phrase.start, role_after[1])
        if phrase.first in shared:
            continue
        found = titles.before(phrase)
        if not found:
            continue
        others = list(titles.sharing(phrase)) if any(t.role[0] < t.role[1] for t in found) else []
        shared.update(other.first for other in others)
        for person in [phrase, *others]:
            for title in found:
                yield from _of_title(reading, person, title, role_after is not None)


def _of_title(reading: Reading, person: Phrase, title: Title, has_role: bool) -> Iterable[Assertion]:
    start, end = min(title.start, person.start), person.end
    organization = None
    if title.organization is not None:
        organization = body_mention(reading, *title.organization, title.organization_type)
    if title.role[0] < title.role[1]:
        yield _has_role(reading, person, title.role, organization, title.organization_type, title.former, start, end)
    elif not has_role:
        return
    if organization is not None and title.organization_type == "Organization" and not title.former:
        studies = reading.doc.text[slice(*title.role)].endswith(STUDENTS)
        predicate = "studiesAt" if studies else "worksFor"
        yield Assertion(mentions.of_phrase(reading, person), predicate, organization, start, end, (start, end))
        if title.unit is not None:
            unit = mentions.of_span(reading, *title.unit, "Organization", "name")
            yield Assertion(unit, "partOf", organization, start, title.unit[1], (start, end))


def _has_role(
    reading: Reading,
    person: Phrase,
    role: tuple[int, int],
    at: Mention | None,
    at_type: EntityType,
    former: bool,
    start: int,
    end: int,
) -> Assertion:
    qualifiers: dict[str, tuple[Mention, ...]] = {}
    if at is not None:
        qualifiers["at"] = (at,)
    if former:
        qualifiers["former"] = (mentions.of_span(reading, *role, "Role"),)
    return Assertion(
        mentions.of_phrase(reading, person),
        "hasRole",
        mentions.of_span(reading, *role, "Role"),
        start,
        end,
        (start, end),
        qualifiers=qualifiers,
    )


@extractor("bylines")
def extract_bylines(reading: Reading) -> Iterator[Assertion]:
    """``worksFor`` and ``hasRole`` of the authors that the normaliser found."""
    document = reading.document
    text = document.text.text
    for byline in document.bylines:
        person = Mention(byline.start, byline.end, byline.name, "Person", "name", byline.name)
        begin, end = mentions.clause_around(reading, byline.start, byline.end)
        organization = None
        employer = byline.organization or document.agency or document.publisher
        if employer:
            at = text.rfind(employer, 0, byline.start)
            organization_start = at if at >= 0 else byline.start
            size = len(employer) if at >= 0 else 0
            organization = Mention(organization_start, organization_start + size, employer, "Organization", "name", "")
            begin = min(begin, organization_start) if byline.start - organization_start < 60 else begin
        if byline.role:
            at = text.rfind(byline.role, 0, byline.start)
            role = Mention(max(at, 0), max(at, 0) + len(byline.role), byline.role, "Role", "nominal", byline.role)
            start = at if at >= 0 and byline.start - at < 40 else byline.start
            qualifiers = {"at": (organization,)} if organization is not None else {}
            yield Assertion(person, "hasRole", role, start, byline.end, (begin, end), qualifiers=qualifiers)
        if organization is not None:
            start = organization.start if byline.start - organization.start < 60 else byline.start
            yield Assertion(person, "worksFor", organization, start, byline.end, (begin, end))


_PUPILS = endings("pupil")
_STAFF = endings("staff")


@extractor("staff")
def extract_staff(reading: Reading) -> Iterator[Assertion]:
    """``worksFor`` of groups named by their body: 市消防大队官兵, 东方医院的医护人员."""
    for phrase in reading.phrases:
        if phrase.type not in ("Group", "Person") or phrase.form == "pronoun":
            continue
        if nouns.person_number(phrase.short or phrase.text) is None or reading.doc[phrase.last - 1].tag_ == "PER":
            continue
        role = nouns.role_of(phrase.text)
        several = phrase.count is not None or phrase.text.endswith("们") or phrase.owner is not None
        if role is not None and role.head not in _STAFF and not several:
            continue
        following = reading.doc[phrase.last] if phrase.last < len(reading.doc) else None
        if (following is not None and following.tag_ == "PER") or (
            nouns.person_number(phrase.text) == "many" and phrase.text.endswith("户")
        ):
            continue
        body = _body_inside(reading, phrase)
        if body is None or phrase.text.endswith(("书记", "主任", "长")):
            continue
        person = mentions.of_phrase(reading, phrase)
        start, end = min(body.start, phrase.start), phrase.end
        kind = "memberOf" if nouns.suffix_entry(phrase.text, "name_suffixes", "suffix") is not None else "worksFor"
        predicate = "memberOf" if body.type == "Group" else kind
        if predicate == "worksFor" and phrase.text.endswith(_PUPILS):
            predicate = "studiesAt"
        if predicate == "memberOf" and body.type != "Group":
            continue
        yield Assertion(person, predicate, body, start, end, (start, end))


def _body_inside(reading: Reading, phrase: Phrase) -> Mention | None:
    first = next((i for i in range(phrase.first, phrase.last) if reading.doc[i].tag_ == "ORG"), None)
    if first is not None and first < phrase.last - 1:
        found = Titles(reading.doc, ())._organization(phrase.first, phrase.last - 1)
        if found is not None and found[1] == "Organization":
            return mentions.of_span(reading, *found[0], "Organization", "name")
    if phrase.owner is not None:
        owner = reading.phrases[phrase.owner]
        if owner.type == "Organization" and (owner.form == "name" or owner.definite):
            return mentions.of_phrase(reading, owner)
    index = reading.phrases.index(phrase)
    before = reading.phrases[index - 1] if index else None
    if before is not None and phrase.adjacent and phrase.count is not None and before.type == "Organization":
        return mentions.of_phrase(reading, before) if before.form == "name" or before.definite else None
    return None


@extractor("pairs")
def extract_pairs(reading: Reading) -> Iterator[Assertion]:
    """``hasRole`` from a counted apposition: 李文和刘晓军两位医生."""
    doc = reading.doc
    for index, phrase in enumerate(reading.phrases):
        role = nouns.role_of(phrase.text)
        if (
            phrase.count is None
            or role is None
            or index < 2
            or not phrase.adjacent
            or phrase.count.value not in (2, 3, 4, 5)
        ):
            continue
        size = int(phrase.count.value)
        names = [p for p in reading.phrases[max(0, index - 4 * size) : index] if p.personal][-size:]
        joined = all(doc[b.first - 1].text in _SEPARATORS or b.first - a.last > 1 for a, b in itertools.pairwise(names))
        if len(names) != size or names[-1].last != phrase.first or not joined:
            continue
        target = mentions.of_span(reading, phrase.end - len(role.head), phrase.end, "Role")
        for name in names:
            yield Assertion(
                mentions.of_phrase(reading, name),
                "hasRole",
                target,
                names[0].start,
                phrase.end,
                (names[0].start, phrase.end),
            )


@extractor("laureates")
def extract_laureates(reading: Reading) -> Iterator[Assertion]:
    """``received`` from a title: “七一勋章”获得者吴亚琴."""
    for index, phrase in enumerate(reading.phrases):
        match = next(
            (w for w in ("获得者", "得主", "获奖者") if phrase.text.endswith(w) and len(phrase.text) > len(w) + 1), None
        )
        following = reading.phrases[index + 1] if index + 1 < len(reading.phrases) else None
        if match is None or following is None or not following.adjacent or not following.personal:
            continue
        award = mentions.of_span(reading, phrase.start, phrase.end - len(match), "Work", "name")
        yield Assertion(
            mentions.of_phrase(reading, following),
            "received",
            award,
            phrase.start,
            following.end,
            (phrase.start, following.end),
        )
