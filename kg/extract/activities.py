"""Activities read as text, and aid to people.

``helped``: 对群众实施救助, 给老人做检查. The lists of ``performs`` (承担巡查规劝、卡点值守等工作) are read here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.extract import mentions
from kg.extract.base import Assertion, Mention, Reading, extractor
from kg.lexicons.lists import endings, words
from kg.model import EntityType

_AID_VERBS = words("aid_verb")
_AID = re.compile("|".join(endings("aid")))
_AID_REACH = 16
"""Characters behind a light verb in which its noun stands."""
GENERIC_ACTIVITIES = words("generic_activity")
_LONGEST_LIST = 80
_LONGEST_ITEM = 14
_NOT_LISTS = re.compile(r"长|人(?!员|们|类|口|身)|者|官(?!兵)|员(?!工)|力(?!量)")
"""What makes another word of the verb: 负责+人, but not 造成+人员伤亡."""
_LIST_END = re.compile(
    r"[ ，。；：！？\n”“（）]|等(?![待级候着到])|(?<=.)(?:以及(?!其)|以来|以便|从而|期间|来(?=[^源]))"
)
_LIST_SPLIT = re.compile(
    r"、|以及|(?<=[死亡难伤踪联困])(?=[0-9一二两三四五六七八九十百]+余?[多人名]?[重轻]?[伤失死遇受下被])"
    r"|(?<=[\u4e00-\u9fff]{2})[和及与](?=[\u4e00-\u9fff]{2})"
)
_REMEDIED = re.compile(
    r"等[\u4e00-\u9fff]{0,4}(?:行为|问题|隐患|现象|乱象|犯罪|风险|事故|纠纷)(?=(?:专项|[大再全]|集中|综合|联合)*(?:排查|检查|整治|治理|打击|清理|防范|化解|调解|巡查|督查|查处|处置))"
)
"""What a list of faults leads up to: the activity is what is done about them."""
_LEADING = re.compile("^(?:[了着过到在出成]|" + "|".join(endings("activity_leading")) + ")+")
_TRAILING = re.compile(r"(?:之?中|当中|里)$")
_SHELL = re.compile(r"(?:工作|任务|活动|事宜)$")
_BAD_ITEM = re.compile(
    r"[我你他她它这那其谁是了吗呢吧啊哪何]|什么|怎么|为了|因为|如果|[“”]|(?:[间时后前]|(?<![退恶老沙漠酸碱弱])化)$"
)


def is_aid(text: str, start: int) -> bool:
    """Whether the words behind a text offset name aid to people: 救治, 帮扶."""
    return _AID.search(text, start, start + _AID_REACH) is not None


def read_list(
    reading: Reading, start: int, type_: EntityType = "Activity", *, counts: bool = False, stop: int | None = None
) -> list[Mention]:
    """The items of a list that begins at a text offset: up to the clause's end or 等, split at 、 and 和.

    Verbs may stand in it (承担巡查规劝、卡点值守等工作), so it is read as text and not as noun phrases. With ``counts``
    the quantities belong to the items: 4人死亡、2人受伤. ``stop`` is a text offset at which the list ends.
    """
    text = reading.text
    if _NOT_LISTS.match(text, start):
        return []
    # No list is longer: the search need not go on to the end of a text without marks.
    limit = start + _LONGEST_LIST + 10 if stop is None else stop
    match = _LIST_END.search(text, start, limit)
    if match is not None and type_ == "Activity" and (remedied := _REMEDIED.match(text, match.start())):
        # 开展私拉电线、堆放杂物等行为整治
        return read_list(reading, remedied.end(), type_, counts=counts, stop=stop)
    end = match.start() if match else min(len(text), limit)
    if end - start > _LONGEST_LIST or end <= start:
        return []
    items: list[Mention] = []
    position = start
    for piece in _LIST_SPLIT.split(text[start:end]):
        at = text.index(piece, position)
        position = at + len(piece)
        item = _list_item(reading, at, position, type_, counts)
        if item is not None:
            items.append(item)
        elif not items:
            return []
    return items


def _list_item(reading: Reading, start: int, end: int, type_: EntityType, counts: bool) -> Mention | None:
    text = reading.text
    if leading := _LEADING.match(text[start:end]):
        start += leading.end()
    if trailing := _TRAILING.search(text[start:end]):
        end -= len(trailing.group())
    if not counts:
        start, end = _without_counts(reading, start, end)
    around = reading.quantities_around(start, start + 1)
    if any(q.end >= end and q.kind in ("money", "percent") for q in around):
        return None
    particle = text.rfind("的", start, end)
    if particle >= 0 and text[particle + 1 : end] in ("工作", "任务", "活动", "项目", "行动"):
        named = mentions.of_span(reading, start, particle, type_)
        good = 2 <= particle - start <= _LONGEST_ITEM and not _BAD_ITEM.search(named.text)
        return replace(named, variants=((start, end),)) if good else None
    start = max(start, particle + 1)
    piece = text[start:end]
    if not 2 <= len(piece) <= _LONGEST_ITEM or _BAD_ITEM.search(piece) or piece in GENERIC_ACTIVITIES:
        return None
    shell = _SHELL.search(piece)
    if shell is not None and shell.start() >= 2 and type_ == "Activity":
        short = mentions.of_span(reading, start, start + shell.start(), type_)
        return replace(short, variants=((start, end),))
    return mentions.of_span(reading, start, end, type_)


def _without_counts(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """An item without the quantity that it begins or ends with."""
    before = next((q for q in reading.quantities_between(start, start + 1) if q.end < end), None)
    if before is not None:
        start = before.end
    inside = reading.quantities_between(start + 1, end)
    behind = next((q for q in inside if q.end == end and not q.ordinal), None)
    return start, behind.start if behind is not None else end


@extractor("aid")
def extract_aid(reading: Reading) -> Iterator[Assertion]:
    """``helped`` from 对X实施帮扶, 给X做检查: a light verb whose noun is aid to people."""
    for predication in reading.predications:
        if predication.lemma not in _AID_VERBS:
            continue
        helped = [reading.phrases[i] for i in predication.governed("对", "给", "为", "向")]
        helped = [p for p in helped if p.type in ("Person", "Group") and p.form != "pronoun"]
        end = _aid_end(reading, mentions.behind_verb(reading, predication))
        if not helped or end is None:
            continue
        for subject in (reading.phrases[index] for index in predication.subject):
            if subject.type not in ("Person", "Group", "Organization", "Place") and subject.form != "pronoun":
                continue
            for person in helped:
                near = abs(subject.start - person.start) < 60
                start = min(subject.start, person.start) if near else person.start
                agent, target = mentions.of_phrase(reading, subject), mentions.of_phrase(reading, person)
                status = reading.status(predication.verb)
                yield Assertion(agent, "helped", target, start, end, (start, end), status)


def _aid_end(reading: Reading, start: int) -> int | None:
    """Where the noun of aid ends that stands behind a text offset, in the same clause."""
    tail = re.split("[，。]", reading.text[start : start + _AID_REACH], maxsplit=1)[0]
    aid = _AID.search(tail)
    return start + aid.end() if aid is not None else None
