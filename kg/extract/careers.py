"""Appointments and biographies: 任命X为Y, 免去X的Y职务, X任Y, 1974年3月生，陕西宝鸡人，中共党员."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions, nouns
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.predications import Predication
from kg.extract.status import status_of
from kg.extract.titles import STUDENTS, Titles
from kg.lexicons.lists import words
from kg.model import Status, Value

_APPOINT = re.compile(r"(?:决定)?(?:任命|聘任|聘请|选举|推选|补选|增选|推举|提名|提请任命)")
_REMOVE = re.compile(r"(?:免去|免除|撤销|罢免|辞去|卸任)")
_PLANNED = ("提名", "提请任命", "拟任命", "拟任")


def _posts(reading: Reading, titles: Titles, start: int, end: int) -> Iterator[tuple[Mention, Mention | None]]:
    """The posts that a stretch of text lists, each with its body: 天水市副市长、市公安局局长."""
    text = reading.doc.text
    position = start
    body: Mention | None = None
    for piece in re.split(r"[、和兼及]", text[start:end]):
        at = text.index(piece, position) if piece else position
        position = at + len(piece)
        span = reading.doc.char_span(at, position, alignment_mode="expand") if piece else None
        if span is None or not len(span):
            continue
        parsed = titles.parse(span.start, span.end)
        if parsed is None or parsed.role[0] == parsed.role[1]:
            continue
        if parsed.organization is not None:
            body = mentions.of_span(reading, *parsed.organization, parsed.organization_type, "name")
        yield mentions.of_span(reading, *parsed.role, "Role"), body


@extractor("appointments")
def extract_appointments(reading: Reading) -> Iterator[Assertion]:
    """``appointedAs``: 任命X为Y (asserted), 免去X的Y职务 and X辞去Y职务 (negated), 提名X为Y (planned)."""
    titles = Titles(reading.doc, reading.phrases)
    text = reading.doc.text
    people = [p for p in reading.phrases if p.personal]
    for person in people:
        before = text[max(0, person.start - 6) : person.start]
        after = text[person.end : person.end + 2]
        stop = _clause_end(text, person.end)
        if (match := _APPOINT.search(before)) and match.end() == len(before) and after.startswith(("为", "任", "担")):
            first = person.end + (2 if after == "担任" or after == "出任" else 1)
            status: Status = (
                "planned" if match.group().startswith(_PLANNED) or before.endswith(("拟任命",)) else "asserted"
            )
            yield from _appointed(
                reading, titles, person, first, stop, status, match.start() - len(before) + person.start
            )
        elif (match := _REMOVE.search(before)) and match.end() == len(before) and after.startswith("的"):
            yield from _appointed(
                reading, titles, person, person.end + 1, stop, "negated", person.start - len(match.group())
            )
        elif match := re.match(
            r"(?:的?请求)?(?:因[^，。；]{1,10})?(?:已)?(?:辞去|卸任|不再担任)", text[person.end : stop]
        ):
            yield from _appointed(reading, titles, person, person.end + match.end(), stop, "negated", person.start)


def _clause_end(text: str, start: int) -> int:
    match = re.search(r"[，。；：！？\n（]|职务|的请求|一职", text[start:])
    return start + match.start() if match else len(text)


def _appointed(
    reading: Reading, titles: Titles, person: Phrase, first: int, stop: int, status: Status, start: int
) -> Iterator[Assertion]:
    for role, body in _posts(reading, titles, first, stop):
        begin = min(start, person.start)
        qualifiers = {"at": (body,)} if body is not None else {}
        yield Assertion(
            mentions.of_phrase(reading, person),
            "appointedAs",
            role,
            begin,
            role.end,
            mentions.clause_around(reading, begin, role.end),
            status,
            qualifiers=qualifiers,
        )


@extractor("biography")
def extract_biography(reading: Reading) -> Iterator[Assertion]:
    """``bornIn`` and ``hasRole`` in the clauses of a life: X，男，1974年3月生，陕西宝鸡人，中共党员."""
    for person in reading.phrases:
        if not person.personal:
            continue
        _, stop = mentions.sentence_of(reading, person.start)
        yield from _life(reading, person, stop)


def _life(reading: Reading, person: Phrase, stop: int) -> Iterator[Assertion]:
    text = reading.doc.text
    position = person.end
    born = next((t for t in reading.times if t.start == person.end and t.kind == "date"), None)
    if born is not None and text[born.end : born.end + 2].startswith(("生", "出生")):
        yield _fact(reading, person, "bornIn", mentions.time_value(born), born.start, born.end + 2)
        position = born.end + (2 if text.startswith("出生", born.end) else 1)
    if text[position : position + 1] not in ("，", "（"):
        return
    found: list[Assertion] = []
    biographical = False
    for piece in re.split(r"[，；（）。]", text[position:stop]):
        start = text.index(piece, position) if piece else position
        position = start + len(piece)
        if not piece:
            continue
        if re.fullmatch(r"[男女]|[\u4e00-\u9fff]{1,4}族", piece):
            biographical = True
            continue
        born = next((t for t in reading.times if t.start == start and t.kind == "date"), None)
        if born is not None and text[born.end : position] in ("生", "出生", "生人"):
            biographical = True
            found.append(_fact(reading, person, "bornIn", mentions.time_value(born), start, position))
            continue
        if home := _home(reading, start, position):
            biographical = True
            found.append(_fact(reading, person, "bornIn", home, start, position))
            continue
        role = nouns.role_of(piece)
        if role is not None and role.kind == "standing" and len(piece) <= 6:
            found.append(
                _fact(reading, person, "hasRole", mentions.of_span(reading, start, position, "Role"), start, position)
            )
            continue
        break
    if biographical:
        yield from found


def _home(reading: Reading, start: int, end: int) -> Mention | None:
    """陕西宝鸡人: the last place of a clause that is nothing but places and 人."""
    if reading.doc.text[end - 1 : end] != "人":
        return None
    span = reading.doc.char_span(start, end, alignment_mode="expand")
    if span is None or len(span) < 2 or any(token.tag_ != "LOC" for token in span[:-1]):
        return None
    place = span[-2]
    return mentions.of_span(reading, place.idx, place.idx + len(place), "Place", "name")


def _fact(reading: Reading, person: Phrase, predicate: str, target: Mention | Value, start: int, end: int) -> Assertion:
    return Assertion(
        mentions.of_phrase(reading, person), predicate, target, min(person.start, start), end, (start, end)
    )


@extractor("posts")
def extract_posts(reading: Reading) -> Iterator[Assertion]:
    """``hasRole`` and ``worksFor`` told by a verb: 在X任Y, 任X的Y, 作为X的Y, 是X的Y, 成为Y."""
    titles = Titles(reading.doc, reading.phrases)
    for predication in reading.predications:
        if predication.lemma not in _POST_VERBS or predication.subject_kind == "none":
            continue
        if predication.passive and predication.lemma not in _PASSIVE_POST_VERBS:
            continue
        if predication.lemma in _COPULAS and (
            predication.subject_kind == "distant" or _nominalised(reading, predication)
        ):
            continue
        status, _ = status_of(reading.doc, predication.verb)
        people = [reading.phrases[i] for i in predication.governed("由") or predication.subject]
        people = [p for p in people if p.type == "Person" or p.text in ("他", "她", "我")]
        for number, person in enumerate(people):
            for position, index in enumerate(predication.objects):
                if _respectively(reading, predication, people) and number != position:
                    continue
                yield from _told_post(reading, titles, person, reading.phrases[index], predication, status)


def _respectively(reading: Reading, predication: Predication, people: list[Phrase]) -> bool:
    first, _ = predication.segment
    paired = any(token.text in ("分别", "依次") for token in reading.doc[first : predication.verb])
    return paired and len(people) == len(predication.objects) > 1


def _nominalised(reading: Reading, predication: Predication) -> bool:
    """X是…的 without a noun behind it tells of an act, not of a post."""
    end = predication.object_end
    return end < len(reading.doc) and reading.doc[end].text == "的"


_COPULAS = frozenset(("是", "就是", "系", "乃"))
_PASSIVE_POST_VERBS = words("passive_post_verb")
_POST_VERBS = _COPULAS | _PASSIVE_POST_VERBS | words("post_verb")


def _told_post(
    reading: Reading, titles: Titles, person: Phrase, post: Phrase, predication: Predication, status: Status
) -> Iterator[Assertion]:
    parsed = titles.parse(post.first, post.last)
    if parsed is None or parsed.role[0] == parsed.role[1] or post.personal or post.first == person.last:
        return
    copular = predication.lemma in _COPULAS
    organization = None
    if parsed.organization is not None:
        organization = mentions.of_span(reading, *parsed.organization, parsed.organization_type, "name")
    elif post.owner is not None and reading.phrases[post.owner].type in ("Organization", "Place"):
        organization = mentions.of_phrase(reading, reading.phrases[post.owner])
    elif bodies := [
        reading.phrases[i] for i in predication.governed("在") if reading.phrases[i].type in ("Organization", "Group")
    ]:
        organization = mentions.of_phrase(reading, bodies[0], "Organization")
    verb = reading.doc[predication.verb]
    spans = [(verb.idx, verb.idx + len(verb)), (post.start, post.end)]
    if verb.sent.start_char <= person.start < verb.sent.end_char:
        spans.append((person.start, person.end))
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    holder = mentions.of_phrase(reading, person, "Person")
    role = mentions.of_span(reading, *parsed.role, "Role")
    qualifiers = {"at": (organization,)} if organization is not None else {}
    clause = mentions.clause_around(reading, start, end)
    predicate = "appointedAs" if predication.lemma in ("出任", "当选", "当选为", "改任") else "hasRole"
    if copular and post.type not in ("Person", "Group", None):
        return
    yield Assertion(holder, predicate, role, start, end, clause, status, qualifiers=qualifiers)
    former = (
        parsed.former
        or predication.lemma in ("历任", "曾任")
        or reading.doc[predication.verb - 1].text in ("曾", "曾经", "此前", "历")
    )
    if organization is not None and organization.type == "Organization" and status == "asserted" and not former:
        studies = role.text.endswith(STUDENTS)
        yield Assertion(holder, "studiesAt" if studies else "worksFor", organization, start, end, clause)
