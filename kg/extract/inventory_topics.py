"""Which phrase of a clause is the topic that its counts are told of: a place, a body, an event, a work, a thing."""

from __future__ import annotations

from collections.abc import Sequence

from kg.extract.base import Reading
from kg.extract.count_lists import LINK, RESPECTIVELY
from kg.extract.frame_lexicon import frames_of
from kg.extract.nouns import suffix_entry
from kg.extract.phrases import Phrase
from kg.extract.speakers import speech_verbs
from kg.lexicons.lists import words

TOPICS = ("Place", "Organization", "Event", "Work")
"""Types of what may be a topic."""
_TEAMS = ("队", "组", "班", "团")
_ZONES = words("zone")
_FARTHEST = 60
"""Characters within which a bracket is looked for."""
_ASIDES = words("aside_subject")
"""Parts of the topic, which goes on behind them: 主桥."""
_RESULTS = ("业绩", "财报", "年报", "季报", "中报", "业绩快报", "业绩预告", "成绩单")
"""What a company tells of itself."""


def is_counted(reading: Reading, phrase: Phrase) -> bool:
    """高新技术企业达到81家: what opens the clause is counted, and has not what is counted."""
    if phrase.form != "nominal" or phrase.definite or phrase.type not in ("Organization", "Group", "Place"):
        return False
    behind = reading.quantities_between(phrase.end, phrase.end + 6)
    quantity = next(iter(behind), None)
    if quantity is None or quantity.kind != "count" or reading.counted_by(quantity) not in (None, phrase):
        return False
    gap = reading.text[phrase.end : quantity.start]
    return not gap or LINK.fullmatch(gap) is not None


def leads(reading: Reading, head: Phrase, part: tuple[int, int]) -> bool:
    """起火楼栋住着10户人家: a noun that nothing types opens the sentence, which is about something else."""
    if (
        head.text in _ZONES
        or head.type is not None
        or head.form != "nominal"
        or suffix_entry(head.text[-6:], "measures", "noun") is not None
    ):
        return False
    told = reading.predications_in(part)
    overt = any(head.index in p.subject and p.subject_kind == "overt" for p in told)
    return overt and head.count is None and not any(q for q in reading.quantities_between(head.end, head.end + 4))


def told_from(reading: Reading, part: tuple[int, int]) -> tuple[int, Sequence[Phrase]]:
    """Where a clause begins behind the relative clause before its topic, and its phrases from there on.

    云安铁路 in 全长218公里的云安铁路, 云溪小学 in 位于县城的云溪小学.
    """
    inside, texts = reading.phrases_of_tokens(*part), reading.tokens.texts
    told = reading.predications_in(part)
    main = next((p.verb for p in told if not p.relative), part[1])
    governed = reading.tokens.tags[part[0]] == "p" and not any(p.relative and p.prepositions for p in told)
    for number, phrase in enumerate(inside):
        if phrase.first > main or governed:
            break
        closed = phrase.first > part[0] and texts[phrase.first - 1] == "的" and phrase.owner is None
        if closed and phrase.form == "name":
            return phrase.first, inside[number:]
    return part[0], inside


def head_of(inside: Sequence[Phrase]) -> Phrase | None:
    """大桥 in 东岭区的大桥, where it may be a topic; else the first phrase of a clause."""
    head = next(iter(inside), None)
    for phrase in inside[1:]:
        if head is None or phrase.owner != head.index or phrase.type not in ("Goods", "Work", "Organization", "Place"):
            break
        head = phrase if phrase.form == "name" else head
    return head


def cites(reading: Reading, part: tuple[int, int]) -> bool:
    """市民政局统计: who counted is not what is counted."""
    words = reading.doc[part[0] : part[1]]
    if words.text.endswith(_RESULTS):
        # 公司公布一季度业绩，营业收入…: it tells of itself.
        return False
    if len(words) > 1 and words[0].text == "预计":
        # 预计年产铝箔25万吨: nobody is cited.
        words = words[1:]
    return any(t.tag_ in ("v", "vn") and (t.text in speech_verbs() or t.text == "统计") for t in words)


def in_brackets(reading: Reading, part: tuple[int, int]) -> bool:
    """（云溪县63人）: what stands in brackets opens no topic."""
    start, _ = reading.token_range(*part)
    opened = max(reading.text.rfind(mark, max(0, start - _FARTHEST), start) for mark in "（(")
    closed = max(reading.text.rfind(mark, max(0, start - _FARTHEST), start) for mark in "）)")
    return opened > closed


def is_listed(reading: Reading, phrase: Phrase, part: tuple[int, int]) -> bool:
    """桥梁和隧道分别为96座、58座: what is counted opens the clause, and not what has it."""
    start, stop = reading.token_range(*part)
    return (
        phrase.form == "nominal" and not phrase.definite and RESPECTIVELY.search(reading.text, start, stop) is not None
    )


def is_topic(reading: Reading, phrase: Phrase, begin: int) -> bool:
    """A named place, body, event or work that opens its clause without a preposition."""
    if phrase.form == "pronoun" or phrase.count is not None or phrase.text in _ZONES | _ASIDES:
        return False
    called = phrase.type == "Goods" and (phrase.definite or is_called(reading, phrase))
    pointed = phrase.definite or phrase.form == "name"
    team = phrase.type == "Group" and phrase.text.endswith((*_TEAMS, "队里")) and pointed
    if phrase.type not in TOPICS and not called and not team:
        return False
    return not any(tag in ("p", "v") for tag in reading.tokens.tags[begin : phrase.first])


def is_called(reading: Reading, phrase: Phrase) -> bool:
    """Whether goods have a name of their own: 机器人“飞鹰二号”, 云电3型发动机."""
    inside = range(phrase.first, phrase.last)
    return any(reading.tokens.texts[i] in "“《" or reading.tokens.tags[i] in ("nz", "ORG", "LOC") for i in inside)


def told_among(reading: Reading, part: tuple[int, int]) -> Phrase | None:
    """The counted people or things that open a clause and of whom some are meant: 被困的7人 in 被困的7人中."""
    texts = reading.tokens.texts
    _, inside = told_from(reading, part)
    for phrase in inside[:2]:
        behind = texts[phrase.last : phrase.last + 1]
        counted = phrase.count is not None and phrase.count.kind == "count" and not phrase.count.ordinal
        if counted and behind and behind[0] in ("中", "里", "当中", "之中") and phrase.last < part[1]:
            return phrase
    return None


def was_acted_on(reading: Reading, whole: Phrase) -> bool:
    """转移群众68人，其中老人14位: people to whom something was done are no count of who did it."""
    if whole.type != "Group":
        return False
    told = [p for p in reading.predications_about(whole.index) if whole.index in p.objects]
    return any(frame.predicate in ("helped", "dispatched") for p in told for frame in frames_of(p))
