"""Appointments.

``appointedAs``: 任命X为Y (asserted), 免去X的Y职务 and X辞去Y职务 (negated), 提名X为Y (planned).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.extract.phrases import Phrase
from kg.extract.titles import Titles
from kg.model import Status

_APPOINT = re.compile(r"(?:决定)?(?:任命|聘任|聘请|选举|推选|补选|增选|推举|提名|提请任命)\Z")
_APPOINTING = re.compile(r"任命|聘任|聘请|选举|推选|补选|增选|推举|提名")
_REMOVE = re.compile(r"(?:免去|免除|撤销|罢免|辞去|卸任)\Z")
_RESIGN = re.compile(r"(?:的?请求)?(?:因[^，。；]{1,10})?(?:已)?(?:辞去|卸任|不再担任)")
_REMOVE_ITS = re.compile(
    r"(?:免去|免除|撤销|不再担任|不再兼任)(?:其|他的|她的|了?其)(?:的|兼任的|所任的|现任的|原任的)?(?P<posts>[^，。；：！？\n]{2,40}?)(?:的?职务|一职|(?=[，。；]))"
)
_PLANNED = ("提名", "提请任命")
_POST_END = re.compile(r"[，。；：！？\n（]|职务|的请求|一职")
_ASIDE = re.compile(r"同志|（[^（）\n]{1,6}）")
_GOES_ON = re.compile(r"(?:选举|推选|补选|任命|聘任|决定|通过)[^。！？\n]*?(?:为|任)[^。！？\n]*?[，；、]\Z")
"""What comes before a further name of a list of appointments: 选举甲为主任，."""
_REACH = 6
"""Characters before a name in which the verb of appointment stands."""


@extractor("appointments")
def extract_appointments(reading: Reading) -> Iterator[Assertion]:
    """``appointedAs`` of the people whom a body appoints or removes, or who resign."""
    titles = Titles(reading.tokens, reading.phrases)
    text = reading.text
    for person in reading.phrases:
        if not person.personal:
            continue
        opening = _described_from(reading, _opening(reading, person))
        before = text[max(0, opening - _REACH) : opening]
        name_end = _name_end(reading, person)
        after = text[name_end : name_end + 2]
        end = _POST_END.search(text, name_end)
        stop = end.start() if end is not None else len(text)
        if (verb := _APPOINT.search(before)) and after.startswith(("为", "任", "担")):
            planned = verb.group().startswith(_PLANNED) or before.endswith("拟任命")
            first = name_end + (2 if after == "担任" else 1)
            start = opening - len(verb.group())
            yield from _appointed(reading, titles, person, (first, stop), "planned" if planned else "asserted", start)
        elif (verb := _REMOVE.search(before)) and after.startswith("的"):
            start = opening - len(verb.group())
            yield from _appointed(reading, titles, person, (name_end + 1, stop), "negated", start)
        elif after.startswith(("为", "任")) and _GOES_ON.search(
            text, mentions.sentence_of(reading, opening)[0], opening
        ):
            first = name_end + (2 if after == "任为" else 1)
            yield from _appointed(reading, titles, person, (first, stop), "asserted", opening)
        elif verb := _RESIGN.match(text, name_end, stop):
            yield from _appointed(reading, titles, person, (verb.end(), stop), "negated", person.start)


@extractor("removals")
def extract_removals(reading: Reading) -> Iterator[Assertion]:
    """Negated ``appointedAs`` of who is named before in the sentence: 任命罗明为县长，免去其副县长职务."""
    titles = Titles(reading.tokens, reading.phrases)
    for match in _REMOVE_ITS.finditer(reading.text):
        begin, _ = mentions.sentence_of(reading, match.start())
        before = [p for p in reading.phrases_between(begin, match.start()) if p.personal]
        if not before or _opening(reading, before[-1]) != before[-1].start:
            continue
        posts = (match.start("posts"), match.end("posts"))
        yield from _appointed(reading, titles, before[-1], posts, "negated", match.start())


def _opening(reading: Reading, person: Phrase) -> int:
    """The text offset of the first of the names that a list joins up to this one: 蒙广田、岑若愚."""
    first = person
    while (before := reading.before(first)) is not None and before.personal:
        between = reading.text[_behind(reading, before) : first.start]
        if between not in ("、", "和", "及", "与"):
            break
        first = before
    return first.start


def _described_from(reading: Reading, opening: int) -> int:
    """Behind the verb of appointment before what 的 says of a name: 聘请曾任云溪银行总监的邵立为…; else the offset."""
    if reading.text[opening - 1 : opening] != "的":
        return opening
    begin, _ = mentions.clause_around(reading, opening - 1, opening)
    verbs = list(_APPOINTING.finditer(reading.text, begin, opening))
    inside = reading.phrases_between(verbs[-1].end(), opening) if verbs else ()
    return opening if not verbs or any(p.personal for p in inside) else verbs[-1].end()


def _name_end(reading: Reading, person: Phrase) -> int:
    """Behind the last of the names that a list joins to this one, and what brackets say of it: 覃语梅（女）."""
    last = person
    while (after := reading.after(last)) is not None and after.personal:
        if reading.text[_behind(reading, last) : after.start] not in ("、", "和", "及", "与"):
            break
        last = after
    return _behind(reading, last)


def _behind(reading: Reading, person: Phrase) -> int:
    match = _ASIDE.match(reading.text, person.end)
    return match.end() if match is not None else person.end


def _appointed(
    reading: Reading, titles: Titles, person: Phrase, posts: tuple[int, int], status: Status, start: int
) -> Iterator[Assertion]:
    for role, body in _posts(reading, titles, *posts):
        clause = mentions.clause_around(reading, start, role.end)
        qualifiers = {"at": (body,)} if body is not None else {}
        agent = mentions.of_phrase(reading, person)
        yield Assertion(agent, "appointedAs", role, start, role.end, clause, status, qualifiers=qualifiers)


def _posts(reading: Reading, titles: Titles, start: int, end: int) -> Iterator[tuple[Mention, Mention | None]]:
    """The posts that a stretch of text lists, each with its body: 天水市副市长、市公安局局长."""
    text = reading.text
    position = start
    body: Mention | None = None
    for piece in re.split("[、和兼及]", text[start:end]):
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
